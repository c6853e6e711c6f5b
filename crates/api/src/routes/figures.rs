//! Figures over everything that a search matches, as JSON or as a table.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::interchange::{Table, TableFormat};
use onrecord_engine::{Engine, SearchRequest, StatisticsRequest};
use serde::Serialize;

use super::filters::{self, Filters, bucket, dimensions, one_of};
use crate::answer::{self, Body};
use crate::json::{CoQuoted, Counts, Mix, RepeatedClaims, TopSpeakers};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::tables::{self, Rows};

/// What `GET /v1/stats/counts` knows.
pub(crate) const COUNTS_PARAMETERS: [&str; 16] = filters::with(["by", "over", "limit", "format"]);
/// What `GET /v1/stats/mix` knows.
pub(crate) const MIX_PARAMETERS: [&str; 13] = filters::with(["format"]);
/// What `GET /v1/stats/speakers`, `/co-quoted` and `/claims` know.
pub(crate) const LIMIT_PARAMETERS: [&str; 14] = filters::with(["limit", "format"]);

/// Quotes, statements and articles, counted.
#[utoipa::path(
    get,
    path = "/v1/stats/counts",
    operation_id = "count_quotes",
    tag = "stats",
    description = "Everything that matches, counted by up to two dimensions and over time, as quotes, statements and articles, with shares and their 95 % intervals (Wilson), and per 1,000 articles of the same dates and outlets. A cell without a quote has no row.",
    params(
        Filters,
        ("by" = Option<String>, Query, description = "One dimension or two, with a comma: speaker, outlet, kind, origin, class, colour, polarity, verdict, claim, language, year."),
        ("over" = Option<crate::json::Bucket>, Query, description = "day, week, month, quarter or year; 10,000 steps at most."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "How many values of each dimension are told by themselves, 20 unless given; all others come together as `other`."),
        ("format" = Option<String>, Query, description = "csv, or json; json unless given, or as `Accept` says."),
    ),
    responses(
        (status = 200, description = "The figures.", content((Counts = "application/json"), (String = "text/csv"))),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn counts(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &COUNTS_PARAMETERS)?;
    let form = Form::read(&mut given, &request);
    let asked = StatisticsRequest {
        by: given.value("by", dimensions).unwrap_or_default(),
        over: bucket(&mut given, "over"),
        limit: Some(limit(&mut given)),
        search: filters::filters(&mut given),
    };
    given.finish()?;
    let statistics = engine.statistics(&asked).await?;
    form.answer(&request, move || Counts::from(&statistics), tables::counts)
        .await
}

/// How quotes are told and rated.
#[utoipa::path(
    get,
    path = "/v1/stats/mix",
    operation_id = "get_mix",
    tag = "stats",
    description = "What there is among the quotes that match: direct, mixed and indirect ones, those of nobody who can be named, classes, colours and polarities of what is said about them; how many statements were rated, and how. Each with what it is a share of, and its 95 % interval (Wilson).",
    params(
        Filters,
        ("format" = Option<String>, Query, description = "csv, or json; json unless given, or as `Accept` says."),
    ),
    responses(
        (status = 200, description = "The figures.", content((Mix = "application/json"), (String = "text/csv"))),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mix(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &MIX_PARAMETERS)?;
    let form = Form::read(&mut given, &request);
    let search = filters::filters(&mut given);
    given.finish()?;
    let mix = engine.mix(&search).await?;
    form.answer(&request, move || Mix::from(&mix), tables::mix)
        .await
}

/// Who is quoted most.
#[utoipa::path(
    get,
    path = "/v1/stats/speakers",
    operation_id = "top_speakers",
    tag = "stats",
    description = "The speakers with most quotes among what matches. With `from` and `to` against the period before, which is as long: as many months before whole months, else as much time.",
    params(
        Filters,
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "How many speakers, 20 unless given."),
        ("format" = Option<String>, Query, description = "csv, or json; json unless given, or as `Accept` says."),
    ),
    responses(
        (status = 200, description = "The figures.", content((TopSpeakers = "application/json"), (String = "text/csv"))),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn speakers(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (form, search, limit) = limited(&request)?;
    let top = engine.top_speakers(&search, limit).await?;
    form.answer(&request, move || TopSpeakers::from(&top), tables::speakers)
        .await
}

/// Who is quoted beside somebody.
#[utoipa::path(
    get,
    path = "/v1/stats/co-quoted",
    operation_id = "co_quoted",
    tag = "stats",
    description = "Who is quoted in the same articles and sources as `speaker`, which has to be given, in quotes that match all else. The share is of the articles and sources of the same dates and outlets that quote `speaker`.",
    params(
        Filters,
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "How many speakers, 20 unless given."),
        ("format" = Option<String>, Query, description = "csv, or json; json unless given, or as `Accept` says."),
    ),
    responses(
        (status = 200, description = "The figures.", content((CoQuoted = "application/json"), (String = "text/csv"))),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn co_quoted(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (form, search, limit) = limited(&request)?;
    let Some(speaker) = search.speaker.clone() else {
        let mut given = Parameters::read(&request, &LIMIT_PARAMETERS)?;
        given.refuse("speaker", "has to be given");
        return Err(given.refused());
    };
    let quoted = engine.co_quoted(&speaker, &search, limit).await?;
    form.answer(&request, move || CoQuoted::from(&quoted), tables::co_quoted)
        .await
}

/// The claims that are repeated most.
#[utoipa::path(
    get,
    path = "/v1/stats/claims",
    operation_id = "repeated_claims",
    tag = "stats",
    description = "The claims that were made most often in quotes that match, by the links that people have confirmed, with how they were rated and by how many speakers they were made.",
    params(
        Filters,
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "How many claims, 20 unless given."),
        ("format" = Option<String>, Query, description = "csv, or json; json unless given, or as `Accept` says."),
    ),
    responses(
        (status = 200, description = "The figures.", content((RepeatedClaims = "application/json"), (String = "text/csv"))),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_query", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn claims(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (form, search, limit) = limited(&request)?;
    let repeated = engine.repeated_claims(&search, limit).await?;
    form.answer(
        &request,
        move || RepeatedClaims::from(&repeated),
        tables::claims,
    )
    .await
}

fn limited(request: &HttpRequest) -> Result<(Form, SearchRequest, usize), Problem> {
    let mut given = Parameters::read(request, &LIMIT_PARAMETERS)?;
    let form = Form::read(&mut given, request);
    let limit = limit(&mut given);
    let search = filters::filters(&mut given);
    given.finish()?;
    Ok((form, search, limit))
}

fn limit(given: &mut Parameters) -> usize {
    given
        .number("limit", 1, StatisticsRequest::MOST_VALUES)
        .unwrap_or(StatisticsRequest::USUAL_VALUES)
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Csv,
}

const CSV: &str = "text/csv; charset=utf-8";

impl Form {
    /// As `format` says, else as `Accept` does.
    fn read(given: &mut Parameters, request: &HttpRequest) -> Self {
        let known = [("json", Self::Json), ("csv", Self::Csv)];
        let asked = given.value("format", |word| one_of(word, &known));
        asked.unwrap_or_else(|| Self::accepted(request))
    }

    /// CSV where it is preferred to JSON, by name.
    fn accepted(request: &HttpRequest) -> Self {
        let accepted = request.headers().get_all(header::ACCEPT);
        let accepted = accepted.filter_map(|value| value.to_str().ok());
        let mut csv = 0.0;
        let mut json = 0.0;
        for range in accepted.flat_map(|value| value.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            let weight: f32 = weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
            match media.as_str() {
                "text/csv" => csv = weight,
                "application/json" => json = weight,
                _ => {}
            }
        }
        if csv > json { Self::Csv } else { Self::Json }
    }

    /// The answer: `make` made into JSON, or into rows.
    async fn answer<Shape: Serialize + 'static>(
        self,
        request: &HttpRequest,
        make: impl FnOnce() -> Shape + Send + 'static,
        rows: fn(&Shape) -> Rows,
    ) -> Result<HttpResponse, Problem> {
        let mut response = match self {
            Self::Json => answer::kept(request, Body::written(make).await?, None),
            Self::Csv => {
                let write = move || {
                    let (columns, rows) = rows(&make());
                    let mut table = Table::new(TableFormat::Csv, columns);
                    let mut text = table.begin();
                    for row in rows {
                        text.push_str(&table.row(row));
                    }
                    text.into_bytes()
                };
                let bytes = web::block(write).await.map_err(crate::failure::internal)?;
                answer::kept_as(CSV, request, Body::from(bytes), None)
            }
        };
        let vary = header::HeaderValue::from_static("accept");
        response.headers_mut().append(header::VARY, vary);
        Ok(response)
    }
}
