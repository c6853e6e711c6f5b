//! Feeds of searches: what is new, for readers that come back by themselves.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, SearchRequest, Sort};

use super::filters::{self, Filters};
use crate::answer::{self, Body};
use crate::feed::{self, Entry, Feed};
use crate::json::JsonFeed;
use crate::parameters::{Parameters, encode, pairs};
use crate::problem::Problem;

/// What the feeds know.
pub(crate) const PARAMETERS: [&str; 13] = filters::with(["limit"]);
/// Quotes in a feed unless asked otherwise.
const USUAL: usize = 50;

/// An Atom feed of a search.
#[utoipa::path(
    get,
    path = "/v1/quotes/feed.atom",
    operation_id = "feed_atom",
    tag = "quotes",
    description = "What a search finds, those published last first, as Atom (RFC 4287). The id of an entry is that of the quote and stays; its title says where words are reported as not said, denied or hypothetical. Words are searched for as they are typed.",
    params(
        Filters,
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Quotes in the feed, 50 unless given."),
    ),
    responses(
        (status = 200, description = "The feed.", body = String, content_type = "application/atom+xml"),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn atom(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let feed = made(&engine, &request).await?;
    let updated = feed.updated();
    let body = Body::made(move || feed::atom(&feed).into_bytes()).await?;
    Ok(answer::fed(
        &request,
        body,
        "application/atom+xml; charset=utf-8",
        updated,
    ))
}

/// A JSON Feed of a search.
#[utoipa::path(
    get,
    path = "/v1/quotes/feed.json",
    operation_id = "feed_json",
    tag = "quotes",
    description = "The same as a JSON Feed, version 1.1.",
    params(
        Filters,
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Quotes in the feed, 50 unless given."),
    ),
    responses(
        (status = 200, description = "The feed.", body = JsonFeed, content_type = "application/feed+json"),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn json(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let feed = made(&engine, &request).await?;
    let updated = feed.updated();
    let body = Body::written(move || JsonFeed::from(&feed)).await?;
    Ok(answer::fed(
        &request,
        body,
        "application/feed+json; charset=utf-8",
        updated,
    ))
}

/// The feed that `request` asks for.
async fn made(engine: &Engine, request: &HttpRequest) -> Result<Feed, Problem> {
    let mut given = Parameters::read(request, &PARAMETERS)?;
    let limit = given.number("limit", 1, SearchRequest::LARGEST_PAGE);
    let mut search = filters::filters(&mut given);
    given.finish()?;
    search.limit = limit.unwrap_or(USUAL);
    search.sort = Some(Sort::Newest);
    // What is near today is among what is exact tomorrow: a feed would change its mind.
    search.exact = true;
    let page = engine.search(&search).await?;
    let origin = origin(request);
    let asked = asked(request, |name| name != "limit");
    let title = match described(request) {
        asked if asked.is_empty() => "All quotes".to_owned(),
        asked => format!("Quotes: {asked}"),
    };
    let with = |path: &str, asked: &str| match asked {
        "" => format!("{origin}{path}"),
        asked => format!("{origin}{path}?{asked}"),
    };
    let everything = self::asked(request, |_| true);
    Ok(Feed {
        title,
        address: with(request.path(), &everything),
        page: with("/search", &asked),
        entries: page
            .hits
            .iter()
            .map(|hit| Entry::new(&hit.quote, &origin))
            .collect(),
    })
}

/// What stands before the paths of this server, as the caller addresses it.
fn origin(request: &HttpRequest) -> String {
    let connection = request.connection_info();
    format!("{}://{}", connection.scheme(), connection.host())
}

/// The parameters of `request` that `is_asked` for, in the form that they always have.
fn asked(request: &HttpRequest, is_asked: impl Fn(&str) -> bool) -> String {
    let mut asked: Vec<String> = named(request)
        .filter(|(name, _)| is_asked(name))
        .map(|(name, value)| format!("{}={}", encode(&name), encode(&value)))
        .collect();
    asked.sort_unstable();
    asked.join("&")
}

/// The same in words.
fn described(request: &HttpRequest) -> String {
    let asked: Vec<String> = named(request)
        .filter(|(name, _)| name != "limit")
        .map(|(name, value)| match name.as_str() {
            "q" => value,
            _ => format!("{name} {value}"),
        })
        .collect();
    asked.join(", ")
}

fn named(request: &HttpRequest) -> impl Iterator<Item = (String, String)> {
    pairs(request.query_string())
        .filter_map(|(name, value)| Some((name?, value?)))
        .filter(|(_, value)| !value.trim().is_empty())
}
