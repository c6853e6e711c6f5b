//! Quotes: searched, and one by one.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, FacetRequest, SearchRequest};
use onrecord_model::QuoteId;

use super::filters::{self, Filters, bucket, dimensions, one_of};
use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::json::{Links, QuoteDetail, QuoteList};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// What `GET /v1/quotes` knows.
pub(crate) const PARAMETERS: [&str; 20] = filters::with([
    "sort",
    "limit",
    "cursor",
    "spelling",
    "facets",
    "facet_limit",
    "find",
    "histogram",
]);

/// Search quotes.
#[utoipa::path(
    get,
    path = "/v1/quotes",
    operation_id = "search_quotes",
    tag = "quotes",
    description = "Quotes that match all that is given; without anything, all of them, newest first. The answer covers everything acknowledged so far. Facets and histogram count everything that matches, on all pages.",
    params(
        Filters,
        ("sort" = Option<crate::json::Sort>, Query, description = "relevance, newest, oldest or most_repeated: the earliest quote of each statement, that first which is told most often. Without it: relevance where there is a query, newest where there is none."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Quotes on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`. Good for the order, and by relevance for the words, it was given out for."),
        ("spelling" = Option<String>, Query, description = "exact: words are taken as they are typed, also where they find little. Unless given, words like them are searched for then too, behind the exact ones, and `spelling` and a notice say so."),
        ("facets" = Option<String>, Query, description = "What everything that matches is counted by, with commas: speaker, outlet, kind, origin, class, colour, polarity, verdict, claim, language, year."),
        ("facet_limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "How many values of each facet are told by themselves, 10 unless given."),
        ("find" = Option<String>, Query, description = "Only values of the facets whose name holds this, case aside."),
        ("histogram" = Option<crate::json::Bucket>, Query, description = "Counts everything that matches by day, week, month, quarter or year, those without any too; 10,000 steps at most."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = QuoteList),
        (status = 400, description = "invalid_parameter, unknown_parameter, invalid_query or invalid_cursor", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = engine.search(&search_request(&request)?).await?;
    let next = page.next.map(|cursor| cursor.to_string());
    let link = next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let length = page.hits.iter().map(|hit| hit.quote.text.len()).sum();
    let body = Body::written_of(length, move || QuoteList {
        links,
        ..QuoteList::from(&page)
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

fn search_request(request: &HttpRequest) -> Result<SearchRequest, Problem> {
    let mut given = Parameters::read(request, &PARAMETERS)?;
    let find = given.text("find");
    let facets = given.value("facets", dimensions).unwrap_or_default();
    if find.is_some() && facets.is_empty() {
        given.refuse("find", "is of facets, and none are asked for");
    }
    let limit = given
        .number("facet_limit", 1, FacetRequest::MOST_VALUES)
        .unwrap_or(FacetRequest::USUAL_VALUES);
    let facet = |by| FacetRequest {
        by,
        limit,
        find: find.clone(),
    };
    let search = SearchRequest {
        limit: given
            .number("limit", 1, SearchRequest::LARGEST_PAGE)
            .unwrap_or(SearchRequest::USUAL_PAGE),
        after: super::cursor(&mut given)?,
        exact: given
            .value("spelling", |word| one_of(word, &[("exact", true)]))
            .unwrap_or(false),
        facets: facets.into_iter().map(facet).collect(),
        histogram: bucket(&mut given, "histogram"),
        ..filters::filters(&mut given)
    };
    given.finish()?;
    Ok(search)
}

/// One quote with its surroundings.
#[utoipa::path(
    get,
    path = "/v1/quotes/{id}",
    operation_id = "get_quote",
    tag = "quotes",
    description = "One quote with the words around it, and the same speaker's same or nearly the same words elsewhere, where the record was searched for them (`elsewhere_compared`).",
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote.", body = QuoteDetail),
        (status = 400, description = "invalid_id", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: QuoteId = id(&request)?;
    let view = engine.quote(id).await?.ok_or_else(|| none("quote", id))?;
    let body = Body::written(move || QuoteDetail::from(&view)).await?;
    Ok(answer::kept(&request, body, None))
}
