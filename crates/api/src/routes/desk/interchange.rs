//! Reviews as ClaimReview, in and out; quotes as annotations and citations.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::interchange::{
    Appearance, Citation, Feed, ReviewedClaim, annotation, claim_review,
};
use onrecord_engine::{ClaimRecord, ClaimView, Engine};
use onrecord_model::{ClaimId, Publication, Quote, QuoteId, Review, ReviewId, Timestamp};
use serde_json::{Value, json};

use super::pieces::{streamed, typed, written};
use super::{Desk, ReadProblems, WriteProblems};
use crate::answer::{self, Body};
use crate::desk::claims_in;
use crate::failure::internal;
use crate::json::{Anchored, ClaimsImported};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::routes::{id, no_parameters, none};

/// What `GET /v1/claim-reviews` knows.
pub(crate) const FEED_PARAMETERS: [&str; 1] = ["format"];
/// What `POST /v1/claim-reviews` knows.
pub(crate) const IMPORT_PARAMETERS: [&str; 1] = ["by"];
/// What `GET /v1/quotes/{id}/anchor` knows.
pub(crate) const ANCHOR_PARAMETERS: [&str; 1] = ["version"];
/// What citations know.
pub(crate) const CITATION_PARAMETERS: [&str; 1] = ["format"];
/// The media type of JSON-LD.
const JSON_LD: &str = "application/ld+json";
/// Reviews read at a time.
const PAGE: u16 = 100;

/// The published reviews of a claim as ClaimReview.
#[utoipa::path(
    get,
    path = "/v1/claims/{id}/claim-review",
    operation_id = "get_claim_review",
    tag = "interchange",
    description = "The reviews of a claim that were published, as schema.org's ClaimReview: the object itself where there is one, a `@graph` where there are several.",
    params(("id" = uuid::Uuid, Path, description = "The claim.")),
    responses(
        (status = 200, description = "JSON-LD.", content_type = "application/ld+json", body = Object),
        ReadProblems,
    )
)]
pub(crate) async fn of_claim(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: ClaimId = id(&request)?;
    let view = engine.claim(id, None).await?;
    let view = view.ok_or_else(|| none("claim", id))?;
    let appearances = appearances(&view);
    let mut reviews: Vec<Value> = view
        .record
        .reviews
        .iter()
        .filter(|review| review.content.publication != Publication::Draft)
        .map(|review| claim_review(&reviewed(&view.record, &review.content, &appearances)))
        .collect();
    let document = match reviews.len() {
        0 => return Err(none("published review of the claim", id)),
        1 => reviews.remove(0),
        _ => json!({ "@context": "https://schema.org", "@graph": reviews }),
    };
    Ok(typed(JSON_LD).body(answer::bytes(&document)))
}

/// All reviews as ClaimReview.
#[utoipa::path(
    get,
    path = "/v1/claim-reviews",
    operation_id = "list_claim_reviews",
    tag = "interchange",
    description = "All reviews that were published or withdrawn, as a feed of schema.org's ClaimReview, in order of date. What this gives, `POST /v1/claim-reviews` takes.",
    params(("format" = Option<String>, Query, description = "json, one document (a `DataFeed`), unless jsonl is asked for: a ClaimReview a line.")),
    responses(
        (status = 200, description = "The feed.", content((Object = "application/ld+json"), (String = "application/jsonl"))),
        ReadProblems,
    )
)]
pub(crate) async fn feed(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &FEED_PARAMETERS)?;
    let in_lines = given.value("format", |word| match word {
        "json" => Ok(false),
        "jsonl" => Ok(true),
        _ => Err(format!("{word:?} is neither json nor jsonl")),
    });
    given.finish()?;
    let (feed, media) = match in_lines.unwrap_or(false) {
        true => (Feed::json_lines(), "application/jsonl"),
        false => (Feed::document(), JSON_LD),
    };
    let next = move |(mut feed, after): (Feed, Option<(Timestamp, ReviewId)>)| {
        let engine = engine.clone();
        async move {
            let is_first = after.is_none();
            let page = engine.reviews_after(after, PAGE).await?;
            let after = page.last().map(|(_, id, review)| (review.date, *id));
            let mut with_appearances = Vec::with_capacity(page.len());
            for (record, _, review) in page {
                let appearances = match record.links.is_empty() {
                    true => Vec::new(),
                    false => {
                        let view = engine.claim(record.id, None).await?;
                        view.as_ref().map(appearances).unwrap_or_default()
                    }
                };
                with_appearances.push((record, review, appearances));
            }
            let (feed, mut text) = written(move || {
                let mut text = if is_first {
                    feed.begin()
                } else {
                    String::new()
                };
                for (record, review, appearances) in &with_appearances {
                    text.push_str(&feed.item(&reviewed(record, review, appearances)));
                }
                (feed, text)
            })
            .await?;
            match after {
                Some(after) => Ok((text, Some((feed, Some(after))))),
                None => {
                    text.push_str(&feed.end().0);
                    Ok((text, None))
                }
            }
        }
    };
    Ok(streamed(typed(media), (feed, None), next))
}

/// Take claims and reviews in.
#[utoipa::path(
    post,
    path = "/v1/claim-reviews",
    operation_id = "import_claim_reviews",
    tag = "interchange",
    description = "Takes claims and reviews in: ClaimReviews, one, in a list, a `@graph`, a feed or one a line; answers of the Google Fact Check Tools; rows with `id`, `claim` and so on, one a line. What cannot be used is named, and the rest is taken in; sending it again is safe.",
    params(("by" = String, Query, description = "Who takes them in: a name that others will read.")),
    request_body(content(
        (Object = "application/ld+json"), (Object = "application/json"), (String = "application/jsonl"), (String = "application/x-ndjson"),
    )),
    responses(
        (status = 200, description = "What became of them.", body = ClaimsImported),
        WriteProblems,
    )
)]
pub(crate) async fn import(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    desk.allowed()?;
    let mut given = Parameters::read(&request, &IMPORT_PARAMETERS)?;
    let by = given.text("by");
    if by.is_none() {
        given.refuse("by", "has to be given");
    }
    given.finish()?;
    let by = by.unwrap_or_default();
    let (body, _share) = desk.file(&request, payload).await?;
    let incoming = written(move || claims_in(body)).await??;
    // In a task of its own, so that what is begun is also ended when the caller goes away meanwhile.
    let engine = desk.engine.clone().into_inner();
    let imported = actix_web::rt::spawn(async move { incoming.take_in(&engine, &by).await });
    let imported = imported.await.map_err(internal)??;
    Ok(answer::unkept(StatusCode::OK).body(answer::bytes(&imported)))
}

/// Where do the words of a quote stand in another version?
#[utoipa::path(
    get,
    path = "/v1/quotes/{id}/anchor",
    operation_id = "get_anchor",
    tag = "interchange",
    description = "Where the words of a quote stand in another version of its article: where they stood, elsewhere, edited, or nowhere. A passage of a primary source has no versions, and is not found here.",
    params(
        ("id" = uuid::Uuid, Path, description = "The quote."),
        ("version" = Option<u32>, Query, minimum = 1, description = "Which version; the current one unless given."),
    ),
    responses(
        (status = 200, description = "Where they stand.", body = Anchored),
        ReadProblems,
    )
)]
pub(crate) async fn anchor(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id: QuoteId = id(&request)?;
    let mut given = Parameters::read(&request, &ANCHOR_PARAMETERS)?;
    let version = given.number("version", 1, u32::MAX);
    given.finish()?;
    let anchored = engine.anchored(id, version).await?;
    let anchored = anchored.ok_or_else(|| none("quote of an article with such a version,", id))?;
    let body = Body::written(move || Anchored::from(&anchored)).await?;
    Ok(answer::kept(&request, body, None))
}

/// A quote as a Web Annotation.
#[utoipa::path(
    get,
    path = "/v1/quotes/{id}/annotation",
    operation_id = "get_annotation",
    tag = "interchange",
    description = "A quote as a Web Annotation (W3C): who says the words, and where they stand, by the words around them and by place.",
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "JSON-LD.", content_type = "application/ld+json", body = Object),
        ReadProblems,
    )
)]
pub(crate) async fn annotated(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let quote = quote(&engine, &request).await?;
    let text = match quote.primary {
        Some(_) => quote.text.clone(),
        None => {
            let article = engine
                .article(quote.article.id, Some(quote.version))
                .await?;
            let article = article.ok_or_else(|| internal("the article of a quote is gone"))?;
            article.article.text
        }
    };
    let bytes = written(move || {
        annotation(&quote, &text, None).map(|annotation| answer::bytes(&annotation))
    })
    .await?;
    let bytes = bytes.ok_or_else(|| internal("a quote does not lie in its article"))?;
    let media = "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"";
    Ok(typed(media).body(bytes))
}

/// How to cite a quote.
#[utoipa::path(
    get,
    path = "/v1/quotes/{id}/citation",
    operation_id = "cite_quote",
    tag = "interchange",
    description = "A citation of a quote, for those who write about it.",
    params(
        ("id" = uuid::Uuid, Path, description = "The quote."),
        ("format" = Option<String>, Query, description = "bibtex, ris or csl; bibtex unless given."),
    ),
    responses(
        (status = 200, description = "The citation.", content((String = "application/x-bibtex"), (String = "application/x-research-info-systems"), (Object = "application/vnd.citationstyles.csl+json"))),
        ReadProblems,
    )
)]
pub(crate) async fn cite_quote(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let write = citation_format(&request)?;
    let quote = quote(&engine, &request).await?;
    let accessed = engine.now().date_naive();
    Ok(write(&Citation::of_quote(&quote, None, accessed)))
}

/// How to cite a claim.
#[utoipa::path(
    get,
    path = "/v1/claims/{id}/citation",
    operation_id = "cite_claim",
    tag = "interchange",
    description = "A citation of a claim, for those who write about it.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("format" = Option<String>, Query, description = "bibtex, ris or csl; bibtex unless given."),
    ),
    responses(
        (status = 200, description = "The citation.", content((String = "application/x-bibtex"), (String = "application/x-research-info-systems"), (Object = "application/vnd.citationstyles.csl+json"))),
        ReadProblems,
    )
)]
pub(crate) async fn cite_claim(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let write = citation_format(&request)?;
    let id: ClaimId = id(&request)?;
    let view = engine.claim(id, None).await?;
    let view = view.ok_or_else(|| none("claim", id))?;
    let record = &view.record;
    let accessed = engine.now().date_naive();
    let citation = Citation::of_claim(record.id, &record.text, None, accessed);
    Ok(write(&citation))
}

fn citation_format(request: &HttpRequest) -> Result<fn(&Citation) -> HttpResponse, Problem> {
    let mut given = Parameters::read(request, &CITATION_PARAMETERS)?;
    let write = given.value("format", |word| match word {
        "bibtex" => Ok(bibtex as fn(&Citation) -> HttpResponse),
        "ris" => Ok(ris as fn(&Citation) -> HttpResponse),
        "csl" => Ok(csl as fn(&Citation) -> HttpResponse),
        _ => Err(format!("{word:?} is none of bibtex, ris and csl")),
    });
    given.finish()?;
    Ok(write.unwrap_or(bibtex))
}

fn bibtex(citation: &Citation) -> HttpResponse {
    typed("application/x-bibtex; charset=utf-8").body(citation.bibtex())
}

fn ris(citation: &Citation) -> HttpResponse {
    typed("application/x-research-info-systems; charset=utf-8").body(citation.ris())
}

fn csl(citation: &Citation) -> HttpResponse {
    typed("application/vnd.citationstyles.csl+json").body(answer::bytes(&citation.csl()))
}

async fn quote(engine: &Engine, request: &HttpRequest) -> Result<Quote, Problem> {
    let id: QuoteId = id(request)?;
    let view = engine.quote(id).await?;
    Ok(view.ok_or_else(|| none("quote", id))?.quote)
}

/// Where the statements that make a claim are told first.
fn appearances(view: &ClaimView) -> Vec<Appearance> {
    let quotes = view.statements.iter().filter_map(|one| one.quote.as_ref());
    quotes.map(Appearance::from).collect()
}

/// A review with its claim. The page it can be read on is left out: this server goes by several names.
fn reviewed<'a>(
    record: &'a ClaimRecord,
    review: &'a Review,
    appearances: &'a [Appearance],
) -> ReviewedClaim<'a> {
    ReviewedClaim {
        text: &record.text,
        review,
        page: None,
        appearances,
    }
}
