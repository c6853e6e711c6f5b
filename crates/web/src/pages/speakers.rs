//! The list of speakers.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{EngineError, SpeakerListing, SpeakerQuery};

use crate::address;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, Way, page};
use crate::site::Site;
use crate::wording::{self, counted, number};

/// Speakers on one page.
const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "speakers.html")]
struct Speakers {
    frame: Frame,
    dek: String,
    name: String,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    name: String,
    address: String,
    kind: &'static str,
    wikidata: Option<Way>,
    quotes: String,
    /// Those of primary sources, where there are any.
    passages: Option<String>,
}

pub(crate) async fn speakers(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["name", "cursor"]) {
        Ok(asked) => build(&site, &asked).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, asked: &Parameters) -> Result<Speakers, Failure> {
    let query = SpeakerQuery {
        name: asked.get("name").map(str::to_owned),
        limit: PAGE,
        after: asked.get("cursor").map(str::to_owned),
    };
    let found = site
        .engine
        .speakers(&query)
        .await
        .map_err(|error| match error {
            EngineError::Cursor(_) => Failure::Malformed(
                "The place in the list that it names is not one that was given out.".to_owned(),
            ),
            error => error.into(),
        })?;
    let overview = site.overview().await?;
    let name = query.name.as_deref();
    let json = [("name", name), ("cursor", query.after.as_deref())];
    let mut frame = Frame::new("Speakers", Section::Speakers)
        .with_json(address::with_parameters("/v1/speakers", &json));
    frame.articles = Some(site.articles(&overview));
    Ok(Speakers {
        frame,
        dek: format!(
            "{} on record, the most quoted first.",
            counted(
                overview.counts.speakers,
                "person or organisation",
                "people and organisations"
            )
        ),
        next: found.next.map(|cursor| {
            address::with_parameters("/speakers", &[("name", name), ("cursor", Some(&cursor))])
        }),
        name: query.name.unwrap_or_default(),
        rows: found.speakers.into_iter().map(row).collect(),
    })
}

fn row(listing: SpeakerListing) -> Row {
    let speaker = listing.speaker;
    Row {
        address: address::speaker(speaker.id),
        kind: wording::speaker_kind(speaker.kind),
        wikidata: wikidata(speaker.wikidata.as_deref()),
        quotes: number(listing.quotes),
        passages: (listing.passages > 0)
            .then(|| format!("and {}", counted(listing.passages, "passage", "passages"))),
        name: speaker.name,
    }
}

/// The link to a Wikidata item, where there is one.
pub(crate) fn wikidata(item: Option<&str>) -> Option<Way> {
    let item = item?;
    Some(Way::new(address::wikidata(item)?, item))
}
