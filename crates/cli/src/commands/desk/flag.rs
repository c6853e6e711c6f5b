//! `onrecord flag …`: what readers ask to be looked at.

use onrecord_api::json;
use onrecord_engine::{Engine, FlagFilter, FlagRecord, SearchRequest};
use onrecord_model::FlagSubject;

use super::{DeskWish, Hand, show, the_claim};
use crate::arguments::{FlagAddArguments, FlagArguments, FlagCommand, FlagListArguments, Shared};
use crate::exit::Exit;
use crate::failure::Misuse;
use crate::output::Output;
use crate::session::{Database, open};

pub async fn run(
    arguments: &FlagArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    let exit = match &arguments.what {
        FlagCommand::List(filter) => list(&engine, filter, output).await,
        FlagCommand::Add(flag) => {
            let wish = DeskWish::Flag {
                subject: subject(&engine, flag).await?,
                reason: flag.reason.clone(),
            };
            let hand = Hand::of(&arguments.by)?;
            let done = hand.carry_out(&engine, wish, output).await;
            done.map(|()| Exit::Success)
        }
        FlagCommand::Resolve { flag, note } => {
            let wish = DeskWish::ResolveFlag {
                flag: *flag,
                note: note.clone(),
            };
            let hand = Hand::of(&arguments.by)?;
            let done = hand.carry_out(&engine, wish, output).await;
            done.map(|()| Exit::Success)
        }
    };
    engine.close().await?;
    exit
}

async fn subject(engine: &Engine, arguments: &FlagAddArguments) -> anyhow::Result<FlagSubject> {
    match (&arguments.claim, arguments.quote, arguments.statement) {
        (Some(claim), _, _) => Ok(FlagSubject::Claim(the_claim(engine, claim).await?)),
        (None, Some(quote), _) => Ok(FlagSubject::Quote(quote)),
        (None, None, Some(statement)) => Ok(FlagSubject::Statement(statement)),
        (None, None, None) => {
            let what = "--claim, --quote or --statement says what is flagged";
            Err(Misuse(what.to_owned()).into())
        }
    }
}

async fn list(
    engine: &Engine,
    arguments: &FlagListArguments,
    output: &Output,
) -> anyhow::Result<Exit> {
    let filter = FlagFilter {
        is_open: !arguments.all,
        subject: None,
    };
    let mut left = arguments.limit;
    let mut after: Option<String> = None;
    loop {
        let limit = left.min(SearchRequest::LARGEST_PAGE) as u16;
        let page = engine.flags(filter, after.as_deref(), limit).await?;
        for flag in &page.flags {
            print(flag, output)?;
        }
        left -= page.flags.len();
        after = page.next;
        if after.is_none() || left == 0 {
            break;
        }
    }
    if after.is_some() {
        output.message("there are more; --limit shows them");
    }
    if left == arguments.limit {
        output.message(match arguments.all {
            true => "nobody has flagged anything",
            false => "no flag is open; --all shows those that are settled",
        });
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

fn print(flag: &FlagRecord, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::Flag::from(flag));
    }
    output.line(&flag.reason)?;
    output.line(format!(
        "    on the {} “{}”",
        flag.subject.kind(),
        show::one_line(&flag.words)
    ))?;
    output.line(format!(
        "    {} · {} · flag {} · {} {}",
        flag.by,
        flag.at.format("%-d %B %Y"),
        flag.id,
        flag.subject.kind(),
        flag.subject.id()
    ))?;
    if let Some((by, at)) = &flag.settled {
        let note = flag
            .note
            .as_deref()
            .map_or_else(String::new, |note| format!(": {note}"));
        output.line(format!(
            "    settled by {by} on {}{note}",
            at.format("%-d %B %Y")
        ))?;
    }
    output.line("")
}
