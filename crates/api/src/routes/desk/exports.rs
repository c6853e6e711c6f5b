//! Tables of quotes, claims and reviews: all that there are, as CSV or JSON Lines.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::interchange::{
    CLAIM_COLUMNS, QUOTE_COLUMNS, REVIEW_COLUMNS, Table, TableFormat, claim_row, quote_row,
    review_row,
};
use onrecord_engine::{ClaimFilter, Engine, SearchRequest, Sort};
use onrecord_model::{ReviewId, Timestamp};

use super::ReadProblems;
use super::pieces::{streamed, typed, written};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::routes::filters;

/// What `GET /v1/export/quotes` knows.
pub(crate) const QUOTE_PARAMETERS: [&str; 11] = [
    "q", "speaker", "outlet", "kind", "class", "colour", "polarity", "from", "to", "sort", "format",
];
/// What the other exports know.
pub(crate) const PARAMETERS: [&str; 1] = ["format"];
/// Claims and reviews read at a time.
const PAGE: u16 = 200;

/// Export quotes.
#[utoipa::path(
    get,
    path = "/v1/export/quotes",
    operation_id = "export_quotes",
    tag = "interchange",
    description = "All quotes that match, as a table. The last line says how many rows there are: in CSV its first cell is `#rows`, in JSON Lines it is an object with `rows` alone.",
    params(
        ("q" = Option<String>, Query, description = "As in a search."),
        ("speaker" = Option<String>, Query, description = "As in a search."),
        ("outlet" = Option<String>, Query, description = "As in a search."),
        ("kind" = Option<crate::json::Kind>, Query, description = "As in a search."),
        ("class" = Option<crate::json::CueClass>, Query, description = "As in a search."),
        ("colour" = Option<crate::json::Colour>, Query, description = "As in a search."),
        ("polarity" = Option<crate::json::Polarity>, Query, description = "As in a search."),
        ("from" = Option<String>, Query, description = "As in a search."),
        ("to" = Option<String>, Query, description = "As in a search."),
        ("sort" = Option<crate::json::Sort>, Query, description = "As in a search; newest unless given."),
        ("format" = Option<String>, Query, description = "csv, unless jsonl is asked for."),
    ),
    responses(
        (status = 200, description = "The table.", content((String = "text/csv"), (String = "application/jsonl"))),
        ReadProblems,
    )
)]
pub(crate) async fn quotes(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &QUOTE_PARAMETERS)?;
    let format = format(&mut given);
    let mut search = filters::filters(&mut given);
    given.finish()?;
    search.sort.get_or_insert(Sort::Newest);
    search.limit = SearchRequest::LARGEST_PAGE;
    // What is wrong with the words searched for is told before anything of an answer is.
    let first = engine.search(&search).await?;
    let table = Table::new(format, QUOTE_COLUMNS);
    let begin = (table, Some(first), search.clone());
    let next = move |(mut table, page, mut search): (Table, Option<_>, SearchRequest)| {
        let engine = engine.clone();
        async move {
            let is_first = page.is_some();
            let page = match page {
                Some(page) => page,
                None => engine.search(&search).await?,
            };
            search.after = page.next;
            let hits = page.hits;
            let is_last = search.after.is_none();
            let (table, text) = written(move || {
                let mut text = if is_first {
                    table.begin()
                } else {
                    String::new()
                };
                for hit in &hits {
                    text.push_str(&table.row(quote_row(&hit.quote)));
                }
                if is_last {
                    text.push_str(&end(&table, format));
                }
                (table, text)
            })
            .await?;
            Ok((text, (!is_last).then_some((table, None, search))))
        }
    };
    Ok(streamed(typed(media(format)), begin, next))
}

/// Export claims.
#[utoipa::path(
    get,
    path = "/v1/export/claims",
    operation_id = "export_claims",
    tag = "interchange",
    description = "All claims, as a table, the newest first. The last line says how many rows there are.",
    params(("format" = Option<String>, Query, description = "csv, unless jsonl is asked for.")),
    responses(
        (status = 200, description = "The table.", content((String = "text/csv"), (String = "application/jsonl"))),
        ReadProblems,
    )
)]
pub(crate) async fn claims(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let format = only_format(&request)?;
    let table = Table::new(format, CLAIM_COLUMNS);
    let next = move |(mut table, after): (Table, Option<String>)| {
        let engine = engine.clone();
        async move {
            let is_first = after.is_none();
            let page = engine
                .claims(&ClaimFilter::default(), after.as_deref(), PAGE)
                .await?;
            let mut text = if is_first {
                table.begin()
            } else {
                String::new()
            };
            for claim in &page.claims {
                text.push_str(&table.row(claim_row(claim.id, &claim.text, claim.state)));
            }
            if page.next.is_none() {
                text.push_str(&end(&table, format));
            }
            Ok((text, page.next.map(|next| (table, Some(next)))))
        }
    };
    Ok(streamed(typed(media(format)), (table, None), next))
}

/// Export reviews.
#[utoipa::path(
    get,
    path = "/v1/export/reviews",
    operation_id = "export_reviews",
    tag = "interchange",
    description = "All reviews that were published or withdrawn, as a table, in order of date. The last line says how many rows there are.",
    params(("format" = Option<String>, Query, description = "csv, unless jsonl is asked for.")),
    responses(
        (status = 200, description = "The table.", content((String = "text/csv"), (String = "application/jsonl"))),
        ReadProblems,
    )
)]
pub(crate) async fn reviews(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let format = only_format(&request)?;
    let table = Table::new(format, REVIEW_COLUMNS);
    let next = move |(mut table, after): (Table, Option<(Timestamp, ReviewId)>)| {
        let engine = engine.clone();
        async move {
            let is_first = after.is_none();
            let page = engine.reviews_after(after, PAGE).await?;
            let after = page.last().map(|(_, id, review)| (review.date, *id));
            let mut text = if is_first {
                table.begin()
            } else {
                String::new()
            };
            for (claim, id, review) in &page {
                text.push_str(&table.row(review_row(*id, claim.id, &claim.text, review)));
            }
            if after.is_none() {
                text.push_str(&end(&table, format));
            }
            Ok((text, after.map(|after| (table, Some(after)))))
        }
    };
    Ok(streamed(typed(media(format)), (table, None), next))
}

/// The last line: how many rows there are. In CSV it has as many cells as every other.
fn end(table: &Table, format: TableFormat) -> String {
    let rows = table.rows();
    match format {
        TableFormat::JsonLines => format!("{{\"rows\":{rows}}}\n"),
        TableFormat::Csv => {
            let empty = ",".repeat(table.columns().len().saturating_sub(2));
            format!("#rows,{rows}{empty}\r\n")
        }
    }
}

fn only_format(request: &HttpRequest) -> Result<TableFormat, Problem> {
    let mut given = Parameters::read(request, &PARAMETERS)?;
    let format = format(&mut given);
    given.finish()?;
    Ok(format)
}

fn format(given: &mut Parameters) -> TableFormat {
    let format = given.value("format", |word| match word {
        "csv" => Ok(TableFormat::Csv),
        "jsonl" => Ok(TableFormat::JsonLines),
        _ => Err(format!("{word:?} is neither csv nor jsonl")),
    });
    format.unwrap_or(TableFormat::Csv)
}

fn media(format: TableFormat) -> &'static str {
    match format {
        TableFormat::Csv => "text/csv; charset=utf-8; header=present",
        TableFormat::JsonLines => "application/jsonl",
    }
}
