//! The queue: statements worth checking that nobody has decided on, with what one needs to decide.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{EngineError, QueueItem, QueueRequest};
use onrecord_model::{
    Action, ArticleId, AssertionClass, CodePoints, CorrectionId, Quote, Span, StatementId,
};

use super::claim::{LockView, clock};
use super::claims::percent;
use super::listing::ClaimCard;
use super::made::{WorthView, class};
use super::placed;
use crate::address;
use crate::around::around;
use crate::card::{Card, Who};
use crate::entry::Entry;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, render, rendered};
use crate::signed;
use crate::site::Site;
use crate::wording::number;

/// Statements on one page.
const PAGE: u16 = 10;
/// Sentences that are shown on each side.
const SENTENCES: usize = 2;
pub(super) const KNOWN: [&str; 6] = ["from", "to", "class", "cursor", "done", "note"];

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    frame: Frame,
    /// "1,204 statements that nobody has decided on"
    tally: String,
    /// How many of them are in order, where that is not all.
    ranked: Option<String>,
    from: String,
    to: String,
    classes: Vec<ClassChoice>,
    is_narrowed: bool,
    items: Vec<ItemView>,
    next: Option<String>,
    first: Option<String>,
    /// The address of this page, for forms to come back to.
    here: String,
    done: Option<Entry>,
    notice: Option<String>,
    takes_corrections: bool,
    by: String,
}

struct ClassChoice {
    value: &'static str,
    label: &'static str,
    is_chosen: bool,
}

struct ItemView {
    id: String,
    number: usize,
    address: String,
    card: Card,
    before: String,
    after: String,
    worth: WorthView,
    reasons: Vec<String>,
    suggested: Vec<Suggested>,
    lock: Option<LockView>,
    new: String,
}

struct Suggested {
    id: String,
    claim: ClaimCard,
    score: String,
    is_first: bool,
}

pub(crate) async fn queue(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &KNOWN) {
        Ok(asked) => build(&site, &asked, signed::remembered(&request), None).await,
        Err(failure) => Err(failure),
    };
    rendered(&request, built)
}

/// What of the queue is asked for, as its address says.
pub(super) fn request(asked: &Parameters) -> Result<QueueRequest, Failure> {
    let day = |name: &str| match asked.get(name) {
        None => Ok(None),
        Some(text) => super::day(text)
            .map_err(|_| Failure::Malformed(format!("“{text}” is no date such as 2026-05-03."))),
    };
    let class = match asked.get("class") {
        None => AssertionClass::Fact,
        Some(class) => class.parse().map_err(|_| {
            let all: Vec<&str> = AssertionClass::ALL
                .iter()
                .map(|class| class.as_str())
                .collect();
            Failure::Malformed(format!(
                "“{class}” is no sort of assertion; there are {}.",
                all.join(", ")
            ))
        })?,
    };
    Ok(QueueRequest {
        from: day("from")?,
        to: day("to")?.map(|to| to + chrono::TimeDelta::days(1)),
        class,
        limit: PAGE,
        after: asked.get("cursor").map(str::to_owned),
    })
}

/// The address of the queue as asked for, without what was done last.
pub(super) fn located(asked: &Parameters) -> String {
    let kept = ["from", "to", "class", "cursor"].map(|name| (name, asked.get(name)));
    address::with_parameters("/queue", &kept)
}

/// The page of the queue, with why something was not done.
pub(super) async fn build(
    site: &Site,
    asked: &Parameters,
    by: String,
    notice: Option<String>,
) -> Result<String, Failure> {
    let request = request(asked)?;
    let found = site.engine.queue(&request).await.map_err(placed)?;
    let around = surroundings(site, &found.items).await?;
    let done = match asked.get("done").and_then(|id| id.parse().ok()) {
        Some(id) => done(site, id).await?,
        None => None,
    };
    let articles = site.articles(&*site.overview().await?);
    let takes_corrections = site.takes_corrections;
    let here = located(asked);
    let mut frame = Frame::new("The queue", Section::Queue).with_json("/v1/queue");
    frame.articles = Some(articles);
    frame.has_keys = takes_corrections;
    let items = found
        .items
        .iter()
        .zip(around)
        .enumerate()
        .map(|(at, (item, around))| ItemView::new(at + 1, item, around, &here, &found.items))
        .collect();
    let page = QueuePage {
        frame,
        tally: tally(found.total, request.class),
        ranked: (found.ranked < found.total).then(|| {
            format!(
                "The {} most worth checking, and all that are flagged, are in order here.",
                number(found.ranked)
            )
        }),
        from: asked.get("from").unwrap_or_default().to_owned(),
        to: asked.get("to").unwrap_or_default().to_owned(),
        classes: AssertionClass::ALL
            .iter()
            .map(|of| ClassChoice {
                value: of.as_str(),
                label: class_label(*of),
                is_chosen: *of == request.class,
            })
            .collect(),
        is_narrowed: asked.get("from").is_some() || asked.get("to").is_some(),
        items,
        next: found
            .next
            .map(|cursor| located(&asked.with("cursor", Some(&cursor)))),
        first: asked
            .get("cursor")
            .map(|_| located(&asked.with("cursor", None))),
        here,
        done,
        notice,
        takes_corrections,
        by,
    };
    web::block(move || render(&page))
        .await
        .map_err(|_| Failure::Engine(EngineError::Panicked("laying out the queue")))?
}

fn tally(total: u64, of: AssertionClass) -> String {
    let one = total == 1;
    let noun = if one { "statement" } else { "statements" };
    format!(
        "{} {noun} that {} like {} and that nobody has decided on.",
        number(total),
        if one { "reads" } else { "read" },
        class(of)
    )
}

fn class_label(class: AssertionClass) -> &'static str {
    match class {
        AssertionClass::Fact => "Facts",
        AssertionClass::Opinion => "Opinions",
        AssertionClass::Prediction => "Predictions",
        AssertionClass::Promise => "Promises",
        AssertionClass::Question => "Questions",
        AssertionClass::Other => "No assertion",
    }
}

/// What was done last, where it can be taken back.
async fn done(site: &Site, id: CorrectionId) -> Result<Option<Entry>, Failure> {
    let entry = site.engine.correction(id).await?;
    let entry = entry.filter(|entry| matches!(entry.action, Action::Desk(_)));
    Ok(entry.map(|entry| Entry::new(&entry, site.takes_corrections)))
}

/// The sentences around each item, in the version of the article in which it was found.
async fn surroundings(site: &Site, items: &[QueueItem]) -> Result<Vec<(String, String)>, Failure> {
    let mut last: Option<((ArticleId, u32), String)> = None;
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        let quote = &item.quote;
        if quote.primary.is_some() {
            all.push(passages(site, quote).await?);
            continue;
        }
        let key = (quote.article.id, quote.version);
        if last.as_ref().is_none_or(|(known, _)| *known != key) {
            let article = site.engine.article(key.0, Some(key.1)).await?;
            last = article.map(|view| (key, view.article.text));
        }
        let text = last.as_ref().map_or("", |(_, text)| text.as_str());
        all.push(sentences(text, quote));
    }
    Ok(all)
}

fn sentences(text: &str, quote: &Quote) -> (String, String) {
    let points = CodePoints::new(text);
    let spans: Option<Vec<Span>> = quote
        .content
        .iter()
        .map(|span| points.bytes(*span))
        .collect();
    let spans = spans.unwrap_or_default();
    match (spans.first(), spans.last()) {
        (Some(first), Some(last)) if first.start() <= last.end() => {
            around(text, Span::new(first.start(), last.end()), SENTENCES)
        }
        _ => (String::new(), String::new()),
    }
}

/// What was said before a passage of a primary source and after it.
async fn passages(site: &Site, quote: &Quote) -> Result<(String, String), Failure> {
    let around = site
        .engine
        .passages_around(quote.id, SENTENCES as u16, SENTENCES as u16)
        .await?;
    let own = around.iter().position(|passage| passage.id == quote.id);
    let joined = |passages: &[Quote]| {
        let texts: Vec<&str> = passages
            .iter()
            .map(|passage| passage.text.as_str())
            .collect();
        texts.join("\n")
    };
    Ok(own.map_or_else(Default::default, |own| {
        (joined(&around[..own]), joined(&around[own + 1..]))
    }))
}

/// The name of an item's place in the page.
pub(super) fn anchor(statement: StatementId) -> String {
    format!("item-{statement}")
}

impl ItemView {
    fn new(
        number: usize,
        item: &QueueItem,
        (before, after): (String, String),
        here: &str,
        items: &[QueueItem],
    ) -> Self {
        let statement = item.candidate.statement;
        // Behind this item comes the next one, or the one before where it is the last.
        let next = items
            .get(number)
            .or_else(|| number.checked_sub(2).and_then(|at| items.get(at)));
        let back = match next {
            Some(next) => format!("{here}#{}", anchor(next.candidate.statement)),
            None => here.to_owned(),
        };
        Self {
            id: statement.to_string(),
            number,
            address: address::statement(statement),
            card: Card::of_version(&item.quote),
            before,
            after,
            worth: WorthView::new(&item.quote, &item.worth),
            reasons: item.reasons.clone(),
            suggested: item
                .suggested
                .iter()
                .enumerate()
                .map(|(at, suggested)| Suggested {
                    id: suggested.claim.id.to_string(),
                    claim: ClaimCard::unrated(&suggested.claim),
                    score: percent(suggested.suggested.score.get()),
                    is_first: at == 0,
                })
                .collect(),
            lock: item.lock.as_ref().map(|lock| LockView {
                holder: lock.holder.clone(),
                until: clock(lock.until),
            }),
            new: address::new_claim(statement, &back),
        }
    }
}
