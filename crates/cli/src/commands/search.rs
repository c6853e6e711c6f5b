//! `onrecord search [QUERY]`.

use onrecord_api::json;
use onrecord_engine::{Engine, Hit, SearchRequest};

use super::quotes;
use crate::arguments::{SearchArguments, Shared};
use crate::exit::Exit;
use crate::output::{Output, counted, grouped};
use crate::session::open_for_searching;

pub async fn run(
    arguments: &SearchArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open_for_searching(shared, output).await?;
    let request = SearchRequest::from(&arguments.filter);
    let found = print_hits(&engine, request, arguments.limit, output).await?;
    engine.close().await?;
    Ok(if found == 0 {
        Exit::NothingFound
    } else {
        Exit::Success
    })
}

/// Prints up to `limit` hits and says how many are left; gives how many there are in all.
pub async fn print_hits(
    engine: &Engine,
    request: SearchRequest,
    limit: usize,
    output: &Output,
) -> anyhow::Result<u64> {
    find(engine, request, limit, output, |hit| {
        if output.json {
            output.json_line(&json::Hit::from(hit))
        } else {
            quotes::print(&hit.quote, output)
        }
    })
    .await
}

/// Hands on up to `limit` hits, page by page, and says how many are left; gives how many there are in all.
pub async fn find(
    engine: &Engine,
    mut request: SearchRequest,
    limit: usize,
    output: &Output,
    mut each: impl FnMut(&Hit) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let mut left = limit;
    let mut total = None;
    loop {
        request.limit = left.min(SearchRequest::LARGEST_PAGE);
        let page = engine.search(&request).await?;
        if total.is_none() {
            for notice in &page.notices {
                output.message(&notice.to_string());
            }
        }
        let total = *total.get_or_insert(page.total);
        page.hits.iter().try_for_each(&mut each)?;
        left = left.saturating_sub(page.hits.len());
        if page.next.is_some() && left > 0 {
            request.after = page.next;
            continue;
        }
        let shown = (limit - left) as u64;
        if total > shown {
            output.message(&format!(
                "{} shown of {}; --limit shows more",
                grouped(shown),
                counted(total, "quote", "quotes")
            ));
        }
        if total == 0 {
            output.message("nothing found");
        }
        return Ok(total);
    }
}
