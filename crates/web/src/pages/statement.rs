//! One statement: in which wordings it was reported, where and how often, and what a change of words changes.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{Change, EngineError, StatementVariant, StatementView, Suggestion, Told};
use onrecord_model::{FlagSubject, StatementId};

use super::desk::made::MadeClaims;
use super::quote::verify;
use crate::address;
use crate::card::{Card, Who, shortened};
use crate::difference::{Differs, IN_REPORT, differs, sort};
use crate::figures::Figure;
use crate::frame::{Frame, Section};
use crate::respond::{Failure, render, rendered, see_other};
use crate::signed;
use crate::site::Site;
use crate::wording::{Day, counted, number};

/// More characters than this are set smaller.
const LONG: usize = 240;
/// Characters of the words in the title of the window.
const TITLE: usize = 60;

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    frame: Frame,
    card: Card,
    /// Why this wording stands for all of them.
    standing: &'static str,
    is_long: bool,
    verify: Option<String>,
    notice: Option<String>,
    figures: Vec<Figure>,
    first: Card,
    first_is_canonical: bool,
    groups: Vec<Group>,
    more_wordings: Option<String>,
    suggestions: Vec<SuggestionView>,
    /// Where the forms are sent; `None` where no corrections are taken.
    action: Option<String>,
    /// Whether there is more than one wording, so that one can be parted from the others.
    can_part: bool,
    /// What was typed before.
    other: String,
    by: String,
    /// The claims that it makes.
    made: Option<MadeClaims>,
}

/// What somebody typed, and why it was not taken.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) other: String,
    pub(crate) by: String,
    pub(crate) notice: Option<String>,
}

/// Wordings that differ from the canonical one in the same way.
struct Group {
    label: &'static str,
    tally: String,
    wordings: Vec<Worded>,
}

struct Worded {
    anchor: String,
    wording: String,
    tally: String,
    card: Card,
    differs: Differs,
    /// Where it was reported, the earliest first.
    places: Vec<Card>,
    /// Whether a person put it here.
    is_held: bool,
    /// How many places are not listed.
    more: Option<String>,
}

struct SuggestionView {
    card: Card,
    note: String,
    /// The statement that it is, as far as anybody has said.
    statement: String,
    /// The wording in a reporter's words, what it may tell, and which of the two is not of this statement.
    wording: String,
    of: String,
    other: String,
}

pub(crate) async fn statement(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let built = match read_id(&id) {
        Ok(id) => {
            let typed = Typed {
                by: signed::remembered(&request),
                ..Typed::default()
            };
            build(&site, id, typed).await
        }
        Err(failure) => Err(failure),
    };
    match built {
        // What was joined to another leads there, for as long as that holds.
        Ok(Built::Elsewhere(head)) => see_other(&address::statement(head)),
        Ok(Built::Page(html)) => rendered(&request, Ok(html)),
        Err(failure) => rendered(&request, Err(failure)),
    }
}

fn missing() -> Failure {
    Failure::NotFound("No statement on record has this address.".to_owned())
}

pub(crate) fn read_id(id: &str) -> Result<StatementId, Failure> {
    id.parse().map_err(|_| missing())
}

pub(crate) enum Built {
    Page(String),
    /// The wording belongs to this statement.
    Elsewhere(StatementId),
}

/// The page of a statement, with its forms filled in as `typed`.
pub(crate) async fn build(site: &Site, id: StatementId, typed: Typed) -> Result<Built, Failure> {
    let view = site.engine.statement(id).await?.ok_or_else(missing)?;
    if view.id != id {
        return Ok(Built::Elsewhere(view.id));
    }
    let subject = FlagSubject::Statement(id);
    let back = address::statement(id);
    let made = MadeClaims::of(site, &view.canonical, subject, back, typed.by.clone()).await?;
    let articles = site.articles(&*site.overview().await?);
    let takes_corrections = site.takes_corrections;
    // Statements with many long wordings take longer to set than an async thread should be held.
    let html = web::block(move || {
        let mut page = show(&view, typed);
        page.action = takes_corrections.then(|| address::correct_statement(view.id));
        page.made = made;
        page.frame.articles = Some(articles);
        render(&page)
    })
    .await
    .map_err(|_| Failure::Engine(EngineError::Panicked("laying out a statement")))??;
    Ok(Built::Page(html))
}

fn show(view: &StatementView, typed: Typed) -> StatementPage {
    let canonical = &view.canonical;
    let card = Card::new(canonical, &[]);
    let title = format!("{}: {}", card.by, shortened(&canonical.text, TITLE));
    let more = view.wordings.saturating_sub(view.variants.len() as u64);
    StatementPage {
        frame: Frame::new(title, Section::Other).with_json(format!("/v1/statements/{}", view.id)),
        standing: if canonical.primary.is_some() {
            "as it was said itself"
        } else {
            "the longest wording on record"
        },
        is_long: canonical.text.chars().count() > LONG,
        verify: verify(canonical),
        notice: typed.notice,
        figures: figures(view),
        first: Card::new(&view.first, &[]),
        first_is_canonical: view.first.id == canonical.id,
        groups: groups(&view.variants),
        more_wordings: (more > 0).then(|| {
            let more = counted(more, "wording is", "wordings are");
            format!("{more} not shown here.")
        }),
        suggestions: view
            .suggestions
            .iter()
            // Where a person has agreed, there is nothing left to suggest.
            .filter(|suggestion| suggestion.quote.statement != Some(view.id))
            .map(SuggestionView::new)
            .collect(),
        action: None,
        made: None,
        can_part: view.wordings > 1,
        other: typed.other,
        by: typed.by,
        card,
    }
}

fn groups(variants: &[StatementVariant]) -> Vec<Group> {
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for variant in variants {
        let Some(worded) = Worded::new(variant) else {
            continue;
        };
        let (rank, label) = sort(&variant.comparison);
        match groups.iter_mut().find(|(of, _)| *of == rank) {
            Some((_, group)) => group.wordings.push(worded),
            None => groups.push((
                rank,
                Group {
                    label,
                    tally: String::new(),
                    wordings: vec![worded],
                },
            )),
        }
    }
    groups.sort_by_key(|(rank, _)| *rank);
    groups
        .into_iter()
        .map(|(_, group)| Group {
            tally: counted(group.wordings.len() as u64, "wording", "wordings"),
            ..group
        })
        .collect()
}

fn figures(view: &StatementView) -> Vec<Figure> {
    let first = match view.first.article.published.map(Day::of) {
        Some(day) => Figure::new("First on record", day.short),
        None => Figure::new("First on record", "no date"),
    };
    let first = match &view.first.article.outlet {
        Some(outlet) => first.with_note(outlet.clone()),
        None => first,
    };
    let mut figures = vec![
        first,
        Figure::new("Reports", number(view.told.reports))
            .with_note("copies of one text count once"),
        Figure::new("Occurrences", number(view.told.occurrences)).with_note("every copy counted"),
        Figure::new("Wordings", number(view.wordings)),
    ];
    if view.told.passages > 0 {
        let passages = counted(view.told.passages, "passage", "passages");
        let wordings = figures.pop();
        let note = format!("and {passages} of primary sources");
        figures.extend(wordings.map(|figure| figure.with_note(note)));
    }
    figures
}

impl Worded {
    /// `None` where nothing tells it any more.
    fn new(variant: &StatementVariant) -> Option<Self> {
        let places: Vec<Card> = variant
            .occurrences
            .iter()
            .map(|quote| Card::new(quote, &[]))
            .collect();
        let shown = variant
            .occurrences
            .iter()
            .position(|quote| quote.text == variant.text)
            .unwrap_or(0);
        let all = variant.told.occurrences + variant.told.passages;
        let left_out = all.saturating_sub(places.len() as u64);
        Some(Self {
            anchor: format!("wording-{}", variant.wording),
            wording: variant.wording.to_string(),
            tally: tally(variant.told),
            card: places.get(shown)?.clone(),
            differs: differs(&variant.comparison, &IN_REPORT),
            is_held: variant.is_held,
            more: (left_out > 0).then(|| {
                let more = counted(left_out, "occurrence", "occurrences");
                format!("And {more}, not listed here.")
            }),
            places,
        })
    }
}

/// "2 reports, 61 occurrences"; where both are the same, one of them says it all.
fn tally(told: Told) -> String {
    let mut parts = Vec::new();
    if told.passages > 0 {
        parts.push(counted(told.passages, "primary source", "primary sources"));
    }
    if told.reports > 0 {
        parts.push(counted(told.reports, "report", "reports"));
    }
    if told.occurrences > told.reports {
        parts.push(counted(told.occurrences, "occurrence", "occurrences"));
    }
    parts.join(", ")
}

impl SuggestionView {
    fn new(suggestion: &Suggestion) -> Self {
        let share = (suggestion.score * 100.0).round();
        Self {
            card: Card::new(&suggestion.quote, &[]),
            note: format!("shares {share}% of the words that say most"),
            statement: suggestion
                .quote
                .statement
                .map_or_else(String::new, address::statement),
            wording: suggestion.wording.to_string(),
            of: suggestion.of.to_string(),
            other: suggestion
                .quote
                .wording
                .map_or_else(String::new, |wording| wording.to_string()),
        }
    }
}
