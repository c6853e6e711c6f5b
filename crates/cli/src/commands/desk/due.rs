//! `onrecord due`: claims that have to be looked at again, and why.

use onrecord_api::json;
use onrecord_engine::{DueClaim, DueReason, Engine, SearchRequest};

use super::show;
use crate::arguments::{DueArguments, Shared};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::{Database, open};

pub async fn run(
    arguments: &DueArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    let shown = list(&engine, arguments, output).await?;
    engine.close().await?;
    if shown == 0 {
        output.message("no claim has to be looked at again");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

async fn list(engine: &Engine, arguments: &DueArguments, output: &Output) -> anyhow::Result<usize> {
    let older_than = chrono::TimeDelta::days(arguments.older_than_days.into());
    let mut shown = 0;
    let mut after: Option<String> = None;
    loop {
        let limit = (arguments.limit - shown).min(SearchRequest::LARGEST_PAGE) as u16;
        let page = engine
            .due_claims(older_than, after.as_deref(), limit)
            .await?;
        for due in &page.claims {
            print(due, output)?;
        }
        shown += page.claims.len();
        after = page.next;
        if after.is_none() {
            return Ok(shown);
        }
        if shown >= arguments.limit {
            output.message("there may be more; --limit shows them");
            return Ok(shown);
        }
    }
}

fn print(due: &DueClaim, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::ReReview::from(due));
    }
    for reason in &due.reasons {
        output.line(format!("{}:", told(reason)))?;
    }
    show::listing(&due.claim, output)
}

/// Why a claim has to be looked at again.
fn told(reason: &DueReason) -> String {
    match reason {
        DueReason::Disagreement => "Its reviews disagree".to_owned(),
        DueReason::SecondReview => "A second review is asked for".to_owned(),
        DueReason::EvidenceGone(reviews) => format!(
            "Evidence of {} is gone",
            counted(*reviews, "review", "reviews")
        ),
        DueReason::Old(date) => format!("Reviewed last on {}", date.format("%-d %B %Y")),
        DueReason::OtherNumbers {
            quote,
            times,
            is_suggested,
        } => format!(
            "Said again with other numbers{}, {}, last: {} ({})",
            match is_suggested {
                true => " (if it is the same claim; nobody has agreed)",
                false => "",
            },
            counted(*times, "time", "times"),
            show::one_line(&quote.text),
            show::from(quote)
        ),
    }
}
