//! `onrecord corrections`: what people corrected.

use onrecord_api::json;
use onrecord_engine::{CorrectionFilter, SearchRequest};
use onrecord_model::{Action, Correction, MovedQuote};

use super::correct::the_one;
use super::desk::the_claim;
use crate::arguments::{CorrectionsArguments, Shared};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::{Database, open};

pub async fn run(
    arguments: &CorrectionsArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    let speaker = match &arguments.speaker {
        Some(name) => Some(the_one(&engine, name).await?),
        None => None,
    };
    let claim = match &arguments.claim {
        Some(claim) => Some(the_claim(&engine, claim).await?),
        None => None,
    };
    let filter = CorrectionFilter {
        speaker,
        quote: arguments.quote,
        claim,
    };
    let mut left = arguments.limit;
    let mut after: Option<String> = None;
    loop {
        let limit = left.min(SearchRequest::LARGEST_PAGE) as u16;
        let page = engine.corrections(filter, after.as_deref(), limit).await?;
        for correction in &page.corrections {
            print(correction, output)?;
        }
        left -= page.corrections.len();
        after = page.next;
        if after.is_none() || left == 0 {
            break;
        }
    }
    engine.close().await?;
    if after.is_some() {
        output.message("there are more; --limit shows them");
    }
    if left == arguments.limit {
        output.message("nobody has corrected anything of this");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

fn print(correction: &Correction, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::Correction::from(correction));
    }
    output.line(format!(
        "{}  {}  {}",
        correction.at.format("%Y-%m-%d %H:%M"),
        correction.id,
        correction.by
    ))?;
    output.line(format!("    {}", told(correction)))?;
    if let Some(undo) = correction.undone_by {
        output.line(format!("    taken back by {undo}"))?;
    }
    Ok(())
}

/// What was corrected, in a sentence.
pub fn told(correction: &Correction) -> String {
    match &correction.action {
        Action::Rename { before, after, .. } => format!("{before} is called {after}"),
        Action::AddAlias { speaker, alias, .. } => format!("{} also goes by {alias}", speaker.name),
        Action::RemoveAlias { speaker, alias, .. } => {
            format!("{} does not go by {alias}", speaker.name)
        }
        Action::Merge { speaker, into, .. } => format!("{} is {}", speaker.name, into.name),
        Action::Split {
            speaker,
            to,
            quotes,
            ..
        } => format!(
            "{} of {} are by {}",
            counted(quotes.len() as u64, "quote", "quotes"),
            speaker.name,
            to.name
        ),
        Action::QuoteSpeaker { to, quotes } => {
            let by = to.as_ref().map_or("nobody known", |to| to.name.as_str());
            format!("{} by {by}", words(quotes))
        }
        Action::JoinStatements { wordings, .. } => format!(
            "{} are one statement",
            counted(wordings.len() as u64, "wording", "wordings")
        ),
        Action::SeparateWording { wording, .. } => {
            format!("“{}” is a statement of its own", wording.text)
        }
        Action::RejectSuggestion { wording, of } => {
            format!("“{}” does not tell “{}”", wording.text, of.text)
        }
        Action::SettleConflict { speakers, note, .. } => {
            let names: Vec<&str> = speakers.iter().map(|named| named.name.as_str()).collect();
            let note = note
                .as_deref()
                .map_or_else(String::new, |note| format!(": {note}"));
            format!(
                "the conflict between {} is settled{note}",
                names.join(" and ")
            )
        }
        Action::Undo { correction, undone } => format!("{undone} {correction} is taken back"),
        Action::Desk(action) => action.to_string(),
    }
}

fn words(quotes: &[MovedQuote]) -> String {
    let Some((first, others)) = quotes.split_first() else {
        return "no quote is".to_owned();
    };
    let before = first
        .before
        .as_ref()
        .map_or_else(|| "nobody".to_owned(), |before| before.name.clone());
    match others.len() {
        0 => format!("“{}”, put down to {before}, is", first.text),
        others => format!(
            "“{}” and {}, put down to {before}, are",
            first.text,
            counted(others as u64, "sibling", "siblings")
        ),
    }
}
