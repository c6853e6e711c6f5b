//! `onrecord search [QUERY]`.

use onrecord_api::json;
use onrecord_engine::{Engine, FacetRequest, Hit, MatchCounts, SearchPage, SearchRequest};

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
    let counting = SearchRequest {
        limit: 1,
        facets: arguments
            .facets
            .iter()
            .copied()
            .map(FacetRequest::of)
            .collect(),
        histogram: arguments.histogram,
        ..request.clone()
    };
    let found = print_hits(&engine, request, arguments.limit, output).await?;
    if !counting.facets.is_empty() || counting.histogram.is_some() {
        print_counts(&engine.search(&counting).await?, output)?;
    }
    engine.close().await?;
    Ok(if found == 0 {
        Exit::NothingFound
    } else {
        Exit::Success
    })
}

/// Prints the facets and the histogram of a search.
fn print_counts(page: &SearchPage, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::Counted::from(page));
    }
    let line = |counts: &MatchCounts, name: &str| {
        output.line(format!(
            "{:>10}{:>12}  {name}",
            grouped(counts.quotes),
            grouped(counts.statements)
        ))
    };
    for facet in &page.facets {
        output.line(format!(
            "\n{:>10}{:>12}  {}",
            "quotes", "statements", facet.by
        ))?;
        for value in &facet.values {
            line(&value.counts, &value.label.name)?;
        }
        if facet.rest != MatchCounts::default() {
            line(&facet.rest, "all others")?;
        }
    }
    if let Some(histogram) = &page.histogram {
        output.line(format!(
            "\n{:>10}{:>12}  {}",
            "quotes", "statements", histogram.bucket
        ))?;
        for step in &histogram.steps {
            line(&step.counts, &step.day.to_string())?;
        }
        if histogram.undated != MatchCounts::default() {
            line(&histogram.undated, "no date")?;
        }
    }
    Ok(())
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
