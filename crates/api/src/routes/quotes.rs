//! Quotes: searched, and one by one.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, SearchRequest, Sort, period};
use onrecord_model::{Colour, CueClass, Kind, Polarity, QuoteId};

use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::json::{Hit, Links, Notice, QuoteDetail, QuoteList, Total};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// What `GET /v1/quotes` knows.
pub(crate) const PARAMETERS: [&str; 12] = [
    "q", "speaker", "outlet", "kind", "class", "colour", "polarity", "from", "to", "sort", "limit",
    "cursor",
];

/// Search quotes.
#[utoipa::path(
    get,
    path = "/v1/quotes",
    operation_id = "search_quotes",
    tag = "quotes",
    description = "Quotes that match all that is given; without anything, all of them, newest first. The answer covers everything acknowledged so far.",
    params(
        ("q" = Option<String>, Query, description = "Words (all of them), \"phrases\", OR, -exclusions and parentheses. What is not closed ends with the query; exclusions alone mean everything without them. It may have 4,096 characters, 256 words and parentheses 16 deep."),
        ("speaker" = Option<String>, Query, description = "A speaker's id, full name, alias or last name. A name that several speakers have means all of them, and a notice says so."),
        ("outlet" = Option<String>, Query, description = "Name of an outlet, whatever its case."),
        ("kind" = Option<crate::json::Kind>, Query, description = "direct, mixed or indirect."),
        ("class" = Option<crate::json::CueClass>, Query, description = "What the reporting words say the speaker does: statement, belief, intention, question, denial, promise, warning or accusation."),
        ("colour" = Option<crate::json::Colour>, Query, description = "How far the reporter stands behind it: neutral, doubting or endorsing."),
        ("polarity" = Option<crate::json::Polarity>, Query, description = "asserted: reported as said; negated: as not said; hypothetical: neither."),
        ("from" = Option<String>, Query, description = "Published at or after this: a year, a month, a day or an RFC 3339 instant, in UTC."),
        ("to" = Option<String>, Query, description = "Published up to this: a year, month or day is included; an instant ends where it says."),
        ("sort" = Option<crate::json::Sort>, Query, description = "relevance, newest or oldest. Without it: relevance where there are words, newest where there are none."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Quotes on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`. Good for the order, and by relevance for the words, it was given out for."),
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
    let body = Body::written(move || QuoteList {
        data: page.hits.iter().map(Hit::from).collect(),
        total: Total::exactly(page.total),
        next,
        links,
        notices: page.notices.iter().map(Notice::from).collect(),
        through: page.through.0,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

fn search_request(request: &HttpRequest) -> Result<SearchRequest, Problem> {
    let mut given = Parameters::read(request, &PARAMETERS)?;
    let search = SearchRequest {
        limit: given
            .number("limit", 1, SearchRequest::LARGEST_PAGE)
            .unwrap_or(SearchRequest::USUAL_PAGE),
        after: super::cursor(&mut given)?,
        ..filters(&mut given)
    };
    given.finish()?;
    Ok(search)
}

/// What is searched for; what is wrong with it comes out when `given` is finished.
pub(super) fn filters(given: &mut Parameters) -> SearchRequest {
    let search = SearchRequest {
        query: given.text("q"),
        speaker: given.text("speaker"),
        outlet: given.text("outlet"),
        kind: given.value("kind", str::parse::<Kind>),
        class: given.value("class", str::parse::<CueClass>),
        colour: given.value("colour", str::parse::<Colour>),
        polarity: given.value("polarity", str::parse::<Polarity>),
        from: given.value("from", period::beginning),
        to: given.value("to", period::end),
        sort: given.value("sort", sort),
        ..SearchRequest::default()
    };
    if let (Some(from), Some(to)) = (search.from, search.to)
        && from >= to
    {
        given.refuse("to", "ends before \"from\" begins");
    }
    search
}

fn sort(word: &str) -> Result<Sort, String> {
    match word {
        "relevance" => Ok(Sort::Relevance),
        "newest" => Ok(Sort::Newest),
        "oldest" => Ok(Sort::Oldest),
        _ => Err(format!(
            "{word:?} is not an order: relevance, newest or oldest"
        )),
    }
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
