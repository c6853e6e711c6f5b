//! Quotes.

use onrecord_engine::interchange::{Citation, QUOTE_COLUMNS, TableFormat, annotation, quote_row};
use onrecord_engine::{Engine, SearchRequest};
use onrecord_model::{ArticleId, Quote};

use super::{Bibliography, Form, Sink};
use crate::arguments::QuoteFormat;
use crate::output::{Output, counted};

/// The article that an annotation was made with last: its quotes come one after the other, mostly.
type LastArticle = Option<(ArticleId, u32, String)>;

/// All quotes that a search finds.
pub(super) async fn write(
    engine: &Engine,
    mut request: SearchRequest,
    format: QuoteFormat,
    sink: &mut Sink<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let mut form = match format {
        QuoteFormat::Csv => Some(Form::table(TableFormat::Csv, QUOTE_COLUMNS)),
        QuoteFormat::Jsonl => Some(Form::table(TableFormat::JsonLines, QUOTE_COLUMNS)),
        QuoteFormat::Webanno => None,
        QuoteFormat::Bibtex => Some(Form::citations(Bibliography::Bibtex)),
        QuoteFormat::Ris => Some(Form::citations(Bibliography::Ris)),
        QuoteFormat::Csl => Some(Form::citations(Bibliography::Csl)),
    };
    request.limit = SearchRequest::LARGEST_PAGE;
    let mut last: LastArticle = None;
    let mut left_out = 0;
    if let Some(form) = &form {
        form.begin(sink)?;
    }
    loop {
        let page = engine.search(&request).await?;
        if request.after.is_none() {
            for notice in &page.notices {
                output.message(&notice.to_string());
            }
        }
        for hit in &page.hits {
            let quote = &hit.quote;
            if let Some(form) = &mut form {
                let citation = |today| Citation::of_quote(quote, None, today);
                form.row(sink, || quote_row(quote), citation)?;
                continue;
            }
            let text = text_of(engine, quote, &mut last).await?;
            match annotation(quote, text, None) {
                Some(annotation) => sink.row(&format!("{annotation}\n"))?,
                None => left_out += 1,
            }
        }
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    if left_out > 0 {
        output.message(&format!(
            "{} left out: the words do not stand in the article any more; `onrecord doctor` says more",
            counted(left_out, "quote", "quotes")
        ));
    }
    form.map_or(Ok(()), |form| form.end(sink))
}

/// The text that a quote stands in; nothing where it stands in none.
async fn text_of<'last>(
    engine: &Engine,
    quote: &Quote,
    last: &'last mut LastArticle,
) -> anyhow::Result<&'last str> {
    if quote.content.is_empty() {
        return Ok("");
    }
    let place = (quote.article.id, quote.version);
    if last.as_ref().map(|(id, version, _)| (*id, *version)) != Some(place) {
        let article = engine.article(place.0, Some(place.1)).await?;
        *last = article.map(|view| (place.0, place.1, view.article.text));
    }
    Ok(last.as_ref().map_or("", |(_, _, text)| text.as_str()))
}
