//! `onrecord queue`: what is worth checking, and `onrecord dismiss`: what is not.

use onrecord_api::json;
use onrecord_engine::{Engine, QueueItem, QueueRequest, SearchRequest};

use super::{DeskWish, Hand, show};
use crate::arguments::{ByArguments, DismissArguments, QueueArguments, Shared};
use crate::exit::Exit;
use crate::output::{Output, counted, grouped};
use crate::session::{Database, open};

pub async fn run(
    arguments: &QueueArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    let shown = list(&engine, arguments, output).await?;
    engine.close().await?;
    if shown == 0 {
        output.message("nothing of this sort waits to be looked at");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

async fn list(
    engine: &Engine,
    arguments: &QueueArguments,
    output: &Output,
) -> anyhow::Result<usize> {
    let mut request = QueueRequest {
        from: arguments.from,
        to: arguments.to,
        class: arguments.class,
        limit: 0,
        after: None,
    };
    let mut shown = 0;
    loop {
        request.limit = (arguments.limit - shown).min(SearchRequest::LARGEST_PAGE) as u16;
        let page = engine.queue(&request).await?;
        for item in &page.items {
            print(item, output)?;
        }
        shown += page.items.len();
        let is_more = page.next.is_some();
        if is_more && shown < arguments.limit {
            request.after = page.next;
            continue;
        }
        if page.total > shown as u64 {
            let hint = match is_more {
                true => "; --limit shows more",
                false => "; those most worth checking come first, decide on some to see others",
            };
            output.message(&format!(
                "{} shown of {}{hint}",
                grouped(shown as u64),
                counted(page.total, "statement", "statements")
            ));
        }
        return Ok(shown);
    }
}

fn print(item: &QueueItem, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::QueueItem::from(item));
    }
    output.line(show::one_line(&item.quote.text))?;
    output.line(format!("    {}", show::from(&item.quote)))?;
    output.line(format!("    {}", item.reasons.join("; ")))?;
    for suggested in &item.suggested {
        output.line(format!(
            "    may make ({:.0} %): {} ({})",
            suggested.suggested.score.get() * 100.0,
            suggested.claim.text.text,
            suggested.claim.id
        ))?;
    }
    if let Some(lock) = &item.lock {
        let until = lock.until.format("%H:%M");
        output.line(format!("    open at {} until {until} UTC", lock.holder))?;
    }
    output.line(format!("    statement {}\n", item.candidate.statement))
}

pub async fn dismiss(
    arguments: &DismissArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let by = ByArguments {
        by: arguments.by.clone(),
        expected: None,
    };
    let hand = Hand::of(&by)?;
    let engine = open(shared, Database::MustExist).await?;
    let wish = DeskWish::DismissStatement {
        statement: arguments.statement,
        reason: arguments.reason.clone(),
    };
    let done = hand.carry_out(&engine, wish, output).await;
    engine.close().await?;
    done.map(|()| Exit::Success)
}
