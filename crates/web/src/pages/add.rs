//! Pasting an article: the form, and taking it in.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::EngineError;
use onrecord_engine::intake::{Facts, Limits, Problem, from_plain_text};
use serde::Deserialize;

use crate::address;
use crate::frame::{Frame, Section};
use crate::respond::{Failure, failed, page, page_with, see_other};
use crate::site::Site;

/// Largest form that is read. Percent-encoding makes up to three bytes of one.
pub(crate) const LARGEST_FORM: usize = 32 << 20;

/// What somebody typed in, as they typed it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Paste {
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) outlet: String,
    #[serde(default)]
    pub(crate) published: String,
    #[serde(default)]
    pub(crate) url: String,
}

#[derive(Template)]
#[template(path = "add.html")]
struct Add {
    frame: Frame,
    paste: Paste,
    problem: Option<String>,
}

impl Add {
    fn new(paste: Paste, problem: Option<String>) -> Self {
        Self {
            frame: Frame::new("Add an article", Section::Adding),
            paste,
            problem,
        }
    }
}

pub(crate) async fn form(request: HttpRequest) -> HttpResponse {
    page(&request, Ok(Add::new(Paste::default(), None)))
}

/// The address the form is sent to, opened by itself, as after a form that was refused.
pub(crate) async fn move_to_form() -> HttpResponse {
    see_other("/articles/new")
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    paste: Result<web::Form<Paste>, actix_web::Error>,
) -> HttpResponse {
    if let Err(why) = same_origin(&request) {
        return failed(&request, Failure::Refused(why.to_owned()));
    }
    let paste = match paste {
        Ok(paste) => paste.into_inner(),
        Err(error) => {
            let problem = Some(format!("The form could not be read: {error}."));
            let status = error.as_response_error().status_code();
            return page_with(&request, Ok((status, Add::new(Paste::default(), problem))));
        }
    };
    match take_in(&site, &paste).await {
        Ok(address) => see_other(&address),
        Err(Refusal::Article(problem)) => page_with(
            &request,
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                Add::new(paste, Some(problem)),
            )),
        ),
        Err(Refusal::Failure(failure)) => failed(&request, failure),
    }
}

enum Refusal {
    /// What was pasted is no article, said in words for the form.
    Article(String),
    /// Something else went wrong.
    Failure(Failure),
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Intake(error) => Self::Article(in_words(&error.problem)),
            error => Self::Failure(error.into()),
        }
    }
}

/// The address of the article, once it is on record.
async fn take_in(site: &Site, paste: &Paste) -> Result<String, Refusal> {
    let given = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    let facts = Facts {
        title: given(&paste.title),
        outlet: given(&paste.outlet),
        published: given(&paste.published),
        url: given(&paste.url),
        ..Facts::default()
    };
    // Forms send every line end as two characters, whatever was pasted.
    let text = paste.text.replace("\r\n", "\n");
    let article = web::block(move || from_plain_text(text, facts, &Limits::default()))
        .await
        .map_err(|_| EngineError::Panicked("reading what was pasted"))?
        .map_err(|problem| Refusal::Article(in_words(&problem)))?;
    let ingested = site.engine.ingest(article).await?;
    site.forget_overview().await;
    Ok(address::article(ingested.article))
}

fn in_words(problem: &Problem) -> String {
    match problem {
        Problem::Empty => "There is no text in it.".to_owned(),
        problem => format!("What is wrong: {problem}."),
    }
}

/// Whether the form was sent by a page of this site. Another site could make a reader's browser send it, and
/// nobody would know where the article came from.
///
/// Browsers say so in `Sec-Fetch-Site`; over plain HTTP to another machine they leave it out, and `Origin` has
/// to name the host that was asked. Who sends neither is no browser, and has the API.
fn same_origin(request: &HttpRequest) -> Result<(), &'static str> {
    const ELSEWHERE: &str =
        "The form was sent by another site. Open the form here and paste the article again.";
    let text = |name: header::HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return if site == "same-origin" {
            Ok(())
        } else {
            Err(ELSEWHERE)
        };
    }
    let Some(origin) = text(header::ORIGIN) else {
        return Err("It is not known which page sent the form. Programs use POST /v1/articles.");
    };
    let host = text(header::HOST).or_else(|| request.uri().authority().map(|host| host.as_str()));
    let from = origin.split_once("://").map(|(_, host)| host);
    match (from, host) {
        (Some(from), Some(host)) if from.eq_ignore_ascii_case(host) => Ok(()),
        _ => Err(ELSEWHERE),
    }
}
