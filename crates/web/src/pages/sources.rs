//! The list of primary sources.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{EngineError, SourceRecord};

use crate::address;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, page};
use crate::site::Site;
use crate::wording::{self, Day, number};

/// Sources on one page.
const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "sources.html")]
struct Sources {
    frame: Frame,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    title: String,
    address: String,
    kind: &'static str,
    outlet: Option<String>,
    published: Option<Day>,
    passages: String,
}

pub(crate) async fn sources(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["cursor"]) {
        Ok(asked) => build(&site, &asked).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, asked: &Parameters) -> Result<Sources, Failure> {
    let found = site
        .engine
        .sources(asked.get("cursor"), PAGE)
        .await
        .map_err(|error| match error {
            EngineError::Cursor(_) => Failure::Malformed(
                "The place in the list that it names is not one that was given out.".to_owned(),
            ),
            error => error.into(),
        })?;
    let mut frame = Frame::new("Primary sources", Section::Other).with_json("/v1/sources");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(Sources {
        frame,
        next: found
            .next
            .map(|cursor| address::with_parameters("/sources", &[("cursor", Some(&cursor))])),
        rows: found.sources.into_iter().map(row).collect(),
    })
}

fn row(source: SourceRecord) -> Row {
    Row {
        title: title(&source),
        address: address::primary_source(source.id),
        kind: wording::source_kind(source.kind),
        outlet: source.outlet,
        published: source.published.map(Day::of),
        passages: number(source.passages),
    }
}

/// What a source is headed by.
pub(crate) fn title(source: &SourceRecord) -> String {
    let title = source.title.as_deref().map(str::trim);
    title
        .filter(|title| !title.is_empty())
        .unwrap_or(&source.name)
        .to_owned()
}
