//! Claims, and reviews of them.

use onrecord_engine::interchange::{
    Appearance, CLAIM_COLUMNS, Citation, Feed, REVIEW_COLUMNS, ReviewedClaim, TableFormat,
    claim_row, review_row,
};
use onrecord_engine::{ClaimFilter, ClaimRecord, Engine, SearchRequest};
use onrecord_model::{ReviewId, Timestamp};

use super::{Bibliography, Form, Sink};
use crate::arguments::{ClaimFormat, ReviewFormat};

/// All claims, the newest first.
pub(super) async fn write(
    engine: &Engine,
    format: ClaimFormat,
    sink: &mut Sink<'_>,
) -> anyhow::Result<()> {
    let mut form = match format {
        ClaimFormat::Csv => Form::table(TableFormat::Csv, CLAIM_COLUMNS),
        ClaimFormat::Jsonl => Form::table(TableFormat::JsonLines, CLAIM_COLUMNS),
        ClaimFormat::Bibtex => Form::citations(Bibliography::Bibtex),
        ClaimFormat::Ris => Form::citations(Bibliography::Ris),
        ClaimFormat::Csl => Form::citations(Bibliography::Csl),
    };
    form.begin(sink)?;
    let mut after: Option<String> = None;
    loop {
        let page = engine
            .claims(
                &ClaimFilter::default(),
                after.as_deref(),
                SearchRequest::LARGEST_PAGE as u16,
            )
            .await?;
        for claim in &page.claims {
            let cells = || claim_row(claim.id, &claim.text, claim.state);
            let citation = |today| Citation::of_claim(claim.id, &claim.text, None, today);
            form.row(sink, cells, citation)?;
        }
        after = page.next;
        if after.is_none() {
            return form.end(sink);
        }
    }
}

/// All reviews that readers have seen, in order of date.
pub(super) async fn write_reviews(
    engine: &Engine,
    format: ReviewFormat,
    sink: &mut Sink<'_>,
) -> anyhow::Result<()> {
    let mut form = match format {
        ReviewFormat::Csv => Some(Form::table(TableFormat::Csv, REVIEW_COLUMNS)),
        ReviewFormat::Jsonl => Some(Form::table(TableFormat::JsonLines, REVIEW_COLUMNS)),
        ReviewFormat::Claimreview => None,
        ReviewFormat::Bibtex => Some(Form::citations(Bibliography::Bibtex)),
        ReviewFormat::Ris => Some(Form::citations(Bibliography::Ris)),
        ReviewFormat::Csl => Some(Form::citations(Bibliography::Csl)),
    };
    let mut feed = Feed::json_lines();
    match &form {
        Some(form) => form.begin(sink)?,
        None => sink.write(feed.begin())?,
    }
    let mut after: Option<(Timestamp, ReviewId)> = None;
    loop {
        let page = engine
            .reviews_after(after, SearchRequest::LARGEST_PAGE as u16)
            .await?;
        let Some((_, id, review)) = page.last() else {
            return match &form {
                Some(form) => form.end(sink),
                None => sink.write(feed.end().0),
            };
        };
        after = Some((review.date, *id));
        for (record, id, review) in &page {
            let appearances = appearances(engine, record).await?;
            let item = ReviewedClaim {
                text: &record.text,
                review,
                page: None,
                appearances: &appearances,
            };
            match &mut form {
                Some(form) => {
                    let cells = || review_row(*id, record.id, &record.text, review);
                    let citation = |today| Citation::of_review(*id, &item, today);
                    form.row(sink, cells, citation)?;
                }
                None => sink.row(feed.item(&item))?,
            }
        }
    }
}

/// Where the statements that make a claim are told.
async fn appearances(engine: &Engine, record: &ClaimRecord) -> anyhow::Result<Vec<Appearance>> {
    if record.links.is_empty() {
        return Ok(Vec::new());
    }
    let view = engine.claim(record.id, None).await?;
    let statements = view.map_or_else(Vec::new, |view| view.statements);
    let quotes = statements.iter().filter_map(|one| one.quote.as_ref());
    Ok(quotes.map(Appearance::from).collect())
}
