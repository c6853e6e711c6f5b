//! The front page: what the record holds, or how to begin.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::Overview;
use onrecord_model::Kind;

use super::add::Paste;
use crate::address;
use crate::card::{Card, Who};
use crate::figures::{Figure, KindRow, Rank, kind_rows, ranks};
use crate::frame::{Frame, Section};
use crate::respond::{Failure, page};
use crate::site::Site;
use crate::wording::{counted, number, share};

/// Outlets listed on the front page; the rest is counted.
const OUTLETS: usize = 8;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    state: HomeState,
    paste: Paste,
}

enum HomeState {
    Empty,
    Filled(Box<Record>),
}

struct Record {
    summary: String,
    figures: Vec<Figure>,
    latest: Vec<Card>,
    speakers: Vec<Rank>,
    kinds: Vec<KindRow>,
    outlets: Vec<Rank>,
    more_outlets: Option<String>,
}

pub(crate) async fn home(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    page(&request, build(&site).await)
}

async fn build(site: &Site) -> Result<Home, Failure> {
    let overview = site.overview().await?;
    let mut frame = Frame::new("Who said what", Section::Home).with_json("/v1/stats");
    frame.articles = Some(site.articles(&overview));
    let state = if overview.counts.articles == 0 {
        HomeState::Empty
    } else {
        HomeState::Filled(Box::new(record(&overview)))
    };
    Ok(Home {
        frame,
        state,
        paste: Paste::default(),
    })
}

fn record(overview: &Overview) -> Record {
    let counts = &overview.counts;
    let total = counts.quotes.total();
    let more = overview.outlets.len().saturating_sub(OUTLETS);
    Record {
        summary: format!(
            "{} found in {}, each with a pointer to the exact words in the article.",
            counted(
                total,
                "quotation or reported claim",
                "quotations and reported claims"
            ),
            counted(counts.articles, "article", "articles"),
        ),
        figures: vec![
            articles(overview),
            Figure::new("Quotes", number(total)),
            Figure::new("Speakers", number(counts.speakers)),
            Figure::new(
                "Without a named speaker",
                share(counts.without_speaker, total),
            )
            .with_note(format!("{} of the quotes", number(counts.without_speaker))),
        ],
        latest: overview
            .latest
            .iter()
            .map(|quote| Card::new(quote, &[]))
            .collect(),
        speakers: ranks(overview.top_speakers.iter().map(|listing| {
            let speaker = &listing.speaker;
            (
                speaker.name.clone(),
                Some(address::speaker(speaker.id)),
                listing.quotes,
            )
        })),
        kinds: kind_rows([
            (Kind::Direct, counts.quotes.direct),
            (Kind::Mixed, counts.quotes.mixed),
            (Kind::Indirect, counts.quotes.indirect),
        ]),
        outlets: ranks(
            overview
                .outlets
                .iter()
                .take(OUTLETS)
                .map(|(name, articles)| {
                    let search = address::with_parameters("/search", &[("outlet", Some(name))]);
                    (name.clone(), Some(search), *articles)
                }),
        ),
        more_outlets: (more > 0)
            .then(|| format!("and {}", counted(more as u64, "other", "others"))),
    }
}

fn articles(overview: &Overview) -> Figure {
    let counts = &overview.counts;
    let outlets = counted(counts.outlets, "outlet", "outlets");
    let note = if counts.not_extracted == 0 {
        format!("from {outlets}")
    } else {
        format!(
            "from {outlets}; {} not in English, kept unread",
            number(counts.not_extracted)
        )
    };
    Figure::new("Articles", number(counts.articles)).with_note(note)
}
