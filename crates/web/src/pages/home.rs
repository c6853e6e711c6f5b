//! The front page: what the record holds, or how to begin.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{ClaimFilter, Counts, EngineError, Overview, SearchRequest};
use onrecord_model::{ArticleId, ClaimState, Kind, Quote, SourceId};

use super::desk::listing::ClaimCard;
use super::stealth_edits;
use crate::address;
use crate::card::{Card, Who, quotation, title};
use crate::figures::{Figure, KindRow, Rank, kind_rows, ranks};
use crate::form::Paste;
use crate::frame::{Frame, Section};
use crate::respond::{Failure, page};
use crate::site::Site;
use crate::wording::{Day, counted, number, share};

/// Quotes looked at for the latest articles.
const LOOKED_AT: usize = 100;
/// Articles shown as the latest.
const ARTICLES: usize = 6;
/// Quotes shown of each.
const QUOTES: usize = 2;
/// Conflicts, and changes of articles, that are pointed to.
const LOOK_AT: u16 = 3;
/// Reviewed claims that are shown.
const REVIEWED: u16 = 3;
/// Characters of each that are shown.
const WORDS: usize = 70;
/// Outlets listed on the front page; the rest is counted.
const OUTLETS: usize = 8;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    state: HomeState,
    groups: Vec<Group>,
    look_at: Vec<LookAt>,
    desk: Option<Desk>,
    paste: Paste,
}

/// The fact-checkers' desk in short.
struct Desk {
    figures: Vec<Figure>,
    /// The claims that were written down last and have a review.
    reviewed: Vec<ClaimCard>,
}

/// Something found lately that a person should judge.
struct LookAt {
    what: &'static str,
    words: String,
    address: String,
}

enum HomeState {
    Empty,
    Filled(Box<Record>),
}

/// One of the latest articles with what is most worth reading in it.
struct Group {
    title: String,
    address: String,
    outlet: Option<String>,
    published: Option<Day>,
    cards: Vec<Card>,
}

struct Record {
    summary: String,
    figures: Vec<Figure>,
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
    let is_empty = overview.counts.articles == 0 && overview.counts.passages == 0;
    let state = if is_empty {
        HomeState::Empty
    } else {
        HomeState::Filled(Box::new(record(&overview)))
    };
    Ok(Home {
        frame,
        state,
        groups: groups(&latest(site, &overview).await?),
        look_at: look_at(site).await?,
        desk: if is_empty { None } else { desk(site).await? },
        paste: Paste::default(),
    })
}

/// The conflicts and the later changes of articles that were found last.
async fn look_at(site: &Site) -> Result<Vec<LookAt>, Failure> {
    let conflicts = site.engine.conflicts(Some(false), None, LOOK_AT).await?;
    let edits = site.engine.stealth_edits(None, None, LOOK_AT).await?;
    let conflicts = conflicts.conflicts.iter().map(|conflict| LookAt {
        what: "Given to two speakers",
        words: quotation(&conflict.words, WORDS),
        address: format!("/conflicts#conflict-{}", conflict.id),
    });
    let edits = edits.edits.iter().map(|edit| LookAt {
        what: stealth_edits::label(edit.kind),
        words: quotation(&edit.before.text, WORDS),
        address: format!("/stealth-edits#edit-{}", edit.id),
    });
    Ok(conflicts.chain(edits).collect())
}

/// The desk's figures; `None` where there is nothing on it.
async fn desk(site: &Site) -> Result<Option<Desk>, Failure> {
    let counts = site.desk().await?;
    if counts.claims == 0 && counts.queued == 0 {
        return Ok(None);
    }
    let filter = ClaimFilter {
        state: Some(ClaimState::Reviewed),
        ..ClaimFilter::default()
    };
    let reviewed = site.engine.claims(&filter, None, REVIEWED).await?;
    let claims = Figure::new("Claims", number(counts.claims));
    Ok(Some(Desk {
        figures: vec![
            match counts.reviewed {
                0 => claims.with_note("none reviewed yet"),
                reviewed => claims.with_note(format!("{} reviewed", number(reviewed))),
            },
            Figure::new("In the queue", number(counts.queued))
                .with_note("statements worth checking"),
        ],
        reviewed: reviewed.claims.iter().map(ClaimCard::from).collect(),
    }))
}

/// The quotes published last; while there is no index to search yet, those taken in last.
async fn latest(site: &Site, overview: &Overview) -> Result<Vec<Quote>, Failure> {
    let request = SearchRequest {
        limit: LOOKED_AT,
        ..SearchRequest::default()
    };
    match site.engine.search(&request).await {
        Ok(found) => Ok(found.hits.into_iter().map(|hit| hit.quote).collect()),
        Err(EngineError::IndexNotReady) => Ok(overview.latest.clone()),
        Err(error) => Err(error.into()),
    }
}

/// Quotes by article, in the order given: a few articles, and of each the quotes that say most at a glance.
fn groups(quotes: &[Quote]) -> Vec<Group> {
    let mut articles: Vec<ArticleId> = Vec::new();
    for quote in quotes {
        if !articles.contains(&quote.article.id) {
            articles.push(quote.article.id);
        }
    }
    articles
        .into_iter()
        .take(ARTICLES)
        .filter_map(|article| {
            group(
                quotes
                    .iter()
                    .filter(|quote| quote.article.id == article)
                    .collect(),
            )
        })
        .collect()
}

fn group(mut quotes: Vec<&Quote>) -> Option<Group> {
    let first = quotes.first()?;
    let article = first.article.clone();
    let address = match first.primary {
        Some(_) => address::primary_source(SourceId(article.id.0)),
        None => address::article(article.id),
    };
    quotes.sort_by(|one, other| {
        let rank = |quote: &Quote| (quote.speaker.is_none(), quote.kind);
        rank(one)
            .cmp(&rank(other))
            .then(other.confidence.value().total_cmp(&one.confidence.value()))
    });
    quotes.truncate(QUOTES);
    quotes.sort_by_key(|quote| quote.start());
    Some(Group {
        title: title(article.title.as_deref()),
        address,
        outlet: article.outlet,
        published: article.published.map(Day::of),
        cards: quotes
            .into_iter()
            .map(|quote| Card::new(quote, &[]))
            .collect(),
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
            quotes(counts),
            Figure::new("Speakers", number(counts.speakers)),
            Figure::new(
                "Without a named speaker",
                share(counts.without_speaker, total),
            )
            .with_note(format!("{} of the quotes", number(counts.without_speaker))),
        ],
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

fn quotes(counts: &Counts) -> Figure {
    let figure = Figure::new("Quotes", number(counts.quotes.total()));
    if counts.passages == 0 {
        return figure;
    }
    let passages = counted(counts.passages, "passage", "passages");
    figure.with_note(format!("and {passages} of primary sources"))
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
