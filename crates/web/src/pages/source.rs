//! One primary source: what was said in it, passage by passage.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{EngineError, SourceKind, SourceView};
use onrecord_model::{Quote, SourceId};

use super::sources::title;
use crate::address;
use crate::card::{Card, Who};
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, Way, render, rendered};
use crate::site::Site;
use crate::wording::{self, Day, counted, number};

/// Passages on one page.
const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage {
    frame: Frame,
    kind: &'static str,
    is_collection: bool,
    title: String,
    outlet: Option<String>,
    published: Option<Day>,
    original: Option<Way>,
    tally: String,
    /// Which of them are on this page.
    shown: Option<String>,
    passages: Vec<Passage>,
    before: Option<String>,
    next: Option<String>,
}

struct Passage {
    anchor: String,
    number: String,
    card: Card,
    /// When it was said, where that is not the day of the source.
    said: Option<Day>,
    reference: Option<String>,
}

pub(crate) async fn source(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["from"]) {
        Ok(asked) => build(&site, &id, asked.get("from")).await,
        Err(failure) => Err(failure),
    };
    rendered(&request, built)
}

async fn build(site: &Site, id: &str, from: Option<&str>) -> Result<String, Failure> {
    let missing = || Failure::NotFound("No primary source on record has this address.".to_owned());
    let id: SourceId = id.parse().map_err(|_| missing())?;
    let from: u32 = from.map_or(Ok(0), str::parse).map_err(|_| {
        Failure::Malformed("The place in the source that it names is no number.".to_owned())
    })?;
    let view = site
        .engine
        .source(id, from, PAGE)
        .await?
        .ok_or_else(missing)?;
    let articles = site.articles(&*site.overview().await?);
    // Passages may be long; setting a page of them takes longer than an async thread should be held.
    web::block(move || {
        let mut page = show(&view, from);
        page.frame.articles = Some(articles);
        render(&page)
    })
    .await
    .map_err(|_| Failure::Engine(EngineError::Panicked("laying out a source")))?
}

fn show(view: &SourceView, from: u32) -> SourcePage {
    let source = &view.source;
    let address = address::primary_source(source.id);
    let at = |place: u32| {
        let from = (place > 0).then(|| place.to_string());
        address::with_parameters(&address, &[("from", from.as_deref())])
    };
    let published = source.published.map(Day::of);
    let title = title(source);
    let is_whole = from == 0 && view.next.is_none();
    SourcePage {
        frame: Frame::new(title.clone(), Section::Other)
            .with_json(format!("/v1/sources/{}", source.id)),
        kind: wording::source_kind(source.kind),
        is_collection: source.kind == SourceKind::Corpus,
        outlet: source.outlet.clone(),
        original: source.url.as_deref().and_then(address::original),
        tally: counted(source.passages, "passage", "passages"),
        shown: (!is_whole).then(|| numbers(&view.passages)).flatten(),
        passages: view
            .passages
            .iter()
            .map(|quote| passage(quote, published.as_ref()))
            .collect(),
        before: (from > 0).then(|| at(from.saturating_sub(u32::from(PAGE)))),
        next: view.next.map(at),
        published,
        title,
    }
}

fn place(quote: &Quote) -> u32 {
    quote.primary.as_ref().map_or(0, |own| own.position)
}

/// Passages are counted from 1 for readers.
fn one_based(quote: &Quote) -> String {
    number(u64::from(place(quote)) + 1)
}

fn numbers(passages: &[Quote]) -> Option<String> {
    let (first, last) = (passages.first()?, passages.last()?);
    Some(format!("{} to {}", one_based(first), one_based(last)))
}

fn passage(quote: &Quote, of_source: Option<&Day>) -> Passage {
    let card = Card::new(quote, &[]);
    Passage {
        anchor: address::quote_anchor(quote.id),
        number: one_based(quote),
        said: card.published.clone().filter(|day| of_source != Some(day)),
        reference: quote.primary.as_ref().and_then(|own| own.reference.clone()),
        card,
    }
}
