//! One article: its text with every quote marked in place, and beside it who said what.

use std::collections::{BTreeSet, HashSet};

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{ArticleRecord, ArticleView, EngineError, VersionSummary};
use onrecord_model::{ArticleId, Block, BlockRole, CodePoints, Quote};

use crate::card::{Card, KindView, Who, title};
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, Way, render, rendered};
use crate::segment::{Paragraph, Part, Placement, Run, paragraphs, placements};
use crate::site::Site;
use crate::wording::{Day, counted, number};
use crate::{address, assets, language};

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    frame: Frame,
    outlet: Option<Way>,
    headline: Headline,
    language: String,
    authors: Option<String>,
    published: Option<Day>,
    source: Option<Way>,
    /// An address that must not be linked to.
    unlinked: Option<String>,
    version_note: Option<VersionNote>,
    /// The language, where it is not read.
    not_read: Option<String>,
    paragraphs: Vec<ParagraphView>,
    entries: Vec<Entry>,
    tally: String,
    versions: Vec<VersionRow>,
}

enum Headline {
    /// It stands in the text, with what may be marked in it.
    InText(ParagraphView),
    /// It is known from elsewhere.
    Given(String),
}

struct ParagraphView {
    role: BlockRole,
    runs: Vec<RunView>,
}

struct RunView {
    /// Places of quotes that begin here.
    anchors: Vec<Anchor>,
    text: String,
    class: String,
    /// Numbers of the quotes it belongs to.
    quotes: String,
    /// Quotes that end here, each leading to its entry in the list.
    references: Vec<Reference>,
}

struct Anchor {
    id: String,
    number: usize,
}

struct Reference {
    number: usize,
    label: String,
}

/// One quote in the list beside the text.
struct Entry {
    number: usize,
    anchor: String,
    card: Card,
    /// Whether it has no place in this text.
    is_lost: bool,
}

struct VersionRow {
    number: u32,
    address: String,
    day: Day,
    quotes: String,
    is_read_again: bool,
    is_shown: bool,
}

struct VersionNote {
    text: String,
    address: Option<String>,
}

pub(crate) async fn article(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["version"]) {
        Ok(asked) => build(&site, &id, asked.get("version")).await,
        Err(failure) => Err(failure),
    };
    rendered(&request, built)
}

async fn build(site: &Site, id: &str, version: Option<&str>) -> Result<String, Failure> {
    let missing = || Failure::NotFound("No article on record has this address.".to_owned());
    let id: ArticleId = id.parse().map_err(|_| missing())?;
    let asked: Option<u32> = match version {
        None => None,
        Some(text) => Some(
            text.parse()
                .map_err(|_| Failure::Malformed(format!("“{text}” is no number of a version.")))?,
        ),
    };
    let view = site
        .engine
        .article(id, asked)
        .await?
        .ok_or_else(|| match asked {
            None => missing(),
            Some(version) => Failure::NotFound(format!(
                "No article on record has this address and a version {version}."
            )),
        })?;
    let articles = site.articles(&*site.overview().await?);
    web::block(move || {
        let mut page = show(id, &view);
        page.frame.articles = Some(articles);
        render(&page)
    })
    .await
    .map_err(|_| Failure::Engine(EngineError::Panicked("laying out an article")))?
}

fn show(id: ArticleId, view: &ArticleView) -> ArticlePage {
    let record = &view.article;
    let (placed, lost) = placements(&record.text, &view.quotes);
    let blocks = blocks(record);
    let mut paragraphs =
        Marker::new(&view.quotes, &placed).mark(paragraphs(&record.text, &blocks, &placed));
    let headline = match paragraphs
        .iter()
        .position(|paragraph| paragraph.role == BlockRole::Headline)
    {
        Some(place) => Headline::InText(paragraphs.remove(place)),
        None => Headline::Given(title(record.summary.title.as_deref())),
    };
    let newest = record
        .versions
        .last()
        .map_or(record.version, |version| version.version);
    let json = if record.version == newest {
        format!("/v1/articles/{id}")
    } else {
        format!("/v1/articles/{id}?version={}", record.version)
    };
    let mut frame =
        Frame::new(title(record.summary.title.as_deref()), Section::Other).with_json(json);
    frame.sheets = assets::tie_sheets(view.quotes.len());
    ArticlePage {
        frame,
        outlet: record.summary.outlet.as_ref().map(|outlet| {
            Way::new(
                address::with_parameters("/search", &[("outlet", Some(outlet))]),
                outlet,
            )
        }),
        headline,
        language: language::tag(&record.language).to_owned(),
        authors: (!record.authors.is_empty()).then(|| names(&record.authors)),
        published: record.summary.published.map(Day::of),
        unlinked: record
            .summary
            .url
            .clone()
            .filter(|given| address::source(given).is_none()),
        source: record.summary.url.as_deref().and_then(address::original),
        version_note: version_note(id, record, newest),
        not_read: (!record.language.is_english()).then(|| language::name(&record.language)),
        paragraphs,
        tally: counted(view.quotes.len() as u64, "quote", "quotes"),
        entries: view
            .quotes
            .iter()
            .enumerate()
            .map(|(index, quote)| Entry {
                number: index + 1,
                anchor: address::quote_anchor(quote.id),
                card: Card::new(quote, &[]).told_in(quote, outer(&view.quotes, quote)),
                is_lost: lost.contains(&index),
            })
            .collect(),
        versions: record
            .versions
            .iter()
            .map(|version| version_row(id, record, version))
            .collect(),
    }
}

/// The quote in whose content `quote` stands.
fn outer<'quotes>(quotes: &'quotes [Quote], quote: &Quote) -> Option<&'quotes Quote> {
    let id = quote.inside?;
    quotes.iter().find(|outer| outer.id == id)
}

/// The paragraphs in bytes. One that does not fit the text is left out; its words are then shown as a paragraph
/// without a role.
fn blocks(record: &ArticleRecord) -> Vec<Block> {
    let points = CodePoints::new(&record.text);
    record
        .blocks
        .iter()
        .filter_map(|(span, role)| {
            Some(Block {
                span: points.bytes(*span)?,
                role: *role,
            })
        })
        .collect()
}

fn names(authors: &[String]) -> String {
    match authors {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        authors => authors.join(", "),
    }
}

fn version_note(id: ArticleId, record: &ArticleRecord, newest: u32) -> Option<VersionNote> {
    let is_changed_behind = |behind: u32| {
        let mut versions = record.versions.iter();
        versions.any(|version| version.version > behind && !version.is_read_again)
    };
    if record.version != newest {
        let since = match is_changed_behind(record.version) {
            true => "it was changed since.",
            false => "its text is the same in the newest one, and was read again.",
        };
        return Some(VersionNote {
            text: format!("This is version {} of the article; {since}", record.version),
            address: Some(address::article(id)),
        });
    }
    (record.versions.len() > 1).then(|| VersionNote {
        text: match is_changed_behind(1) {
            true => format!(
                "The article was changed after it was first taken in. This is version {newest}; the others are listed below."
            ),
            false => "The text was read again since it was taken in; the article was not changed. What was found in it before is listed below.".to_owned(),
        },
        address: None,
    })
}

fn version_row(id: ArticleId, record: &ArticleRecord, version: &VersionSummary) -> VersionRow {
    VersionRow {
        number: version.version,
        address: address::article_version(id, version.version),
        day: Day::of(version.taken_in),
        quotes: number(version.quotes),
        is_read_again: version.is_read_again,
        is_shown: version.version == record.version,
    }
}

/// Puts the quotes' numbers, places and references on the runs of an article.
struct Marker<'view> {
    quotes: &'view [Quote],
    /// Where each quote's content ends; its reference stands there.
    ends: Vec<Option<usize>>,
    begun: HashSet<usize>,
}

impl<'view> Marker<'view> {
    fn new(quotes: &'view [Quote], placed: &[Placement]) -> Self {
        let mut ends = vec![None; quotes.len()];
        for placement in placed
            .iter()
            .filter(|placement| placement.mark.part == Part::Content)
        {
            let end = &mut ends[placement.mark.quote];
            *end = (*end).max(Some(placement.span.end()));
        }
        Self {
            quotes,
            ends,
            begun: HashSet::new(),
        }
    }

    fn mark(mut self, paragraphs: Vec<Paragraph<'_>>) -> Vec<ParagraphView> {
        paragraphs
            .into_iter()
            .map(|paragraph| ParagraphView {
                role: paragraph.role,
                runs: paragraph.runs.iter().map(|run| self.run(run)).collect(),
            })
            .collect()
    }

    fn run(&mut self, run: &Run<'_>) -> RunView {
        let contents: Vec<usize> = run
            .marks
            .iter()
            .filter(|mark| mark.part == Part::Content)
            .map(|mark| mark.quote)
            .collect();
        let anchors = contents
            .iter()
            .filter(|quote| self.begun.insert(**quote))
            .map(|quote| Anchor {
                id: address::quote_anchor(self.quotes[*quote].id),
                number: quote + 1,
            })
            .collect();
        let references = contents
            .iter()
            .filter(|quote| self.ends[**quote] == Some(run.span.end()))
            .map(|quote| Reference {
                number: quote + 1,
                label: reference_label(&self.quotes[*quote]),
            })
            .collect();
        let numbers: BTreeSet<usize> = run.marks.iter().map(|mark| mark.quote + 1).collect();
        RunView {
            anchors,
            text: run.text.to_owned(),
            class: self.class(run, &contents),
            quotes: numbers
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(" "),
            references,
        }
    }

    /// What the run looks like. Where contents nest, the innermost quote gives the kind.
    fn class(&self, run: &Run<'_>, contents: &[usize]) -> String {
        let mut classes: Vec<&str> = Vec::new();
        let innermost = contents.iter().min_by_key(|quote| {
            let quote = &self.quotes[**quote];
            quote.end().saturating_sub(quote.start())
        });
        if let Some(quote) = innermost {
            classes.extend(["c", KindView::from(self.quotes[*quote].kind).class]);
        }
        for (part, class) in [(Part::Source, "s"), (Part::Cue, "u")] {
            if run.marks.iter().any(|mark| mark.part == part) {
                classes.push(class);
            }
        }
        classes.join(" ")
    }
}

fn reference_label(quote: &Quote) -> String {
    let card = Card::new(quote, &[]);
    let stamp = card.stamp.map_or(String::new(), |stamp| {
        format!(", {}", stamp.label.to_lowercase())
    });
    format!("{}, {}{stamp}", card.kind.label.to_lowercase(), card.by)
}
