//! Who said it: sources of attributions against the speakers they should come to.

mod abstaining;
mod gazetteer;
mod identify;
mod names;
mod namesakes;
mod organisations;
mod properties;
mod references;
mod registry;
mod seed;

use onrecord_extract::Document;
use onrecord_model::{
    Attribution, Block, BlockRole, Confidence, Kind, Resolution, ResolutionRule, Span, Timestamp,
};
use onrecord_speakers::{Context, Resolver};

/// An article written with its sources marked: `[Ms. Roe]` is the source of an attribution. What is attributed
/// does not matter here; the content is the last character of the line. Lines are paragraphs; one that begins with
/// `# ` is the headline.
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) attributions: Vec<Attribution>,
}

impl Marked {
    pub(crate) fn read(marked: &str) -> Self {
        let mut text = String::new();
        let mut blocks = Vec::new();
        let mut attributions = Vec::new();
        for line in marked
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (role, line) = match line.strip_prefix("# ") {
                Some(headline) => (BlockRole::Headline, headline),
                None => (BlockRole::Body, line),
            };
            let begin = text.len();
            let mut opened = None;
            let mut sources = Vec::new();
            for character in line.chars() {
                match character {
                    '[' => opened = Some(text.len()),
                    ']' => {
                        let start = opened.take().expect("a bracket opened before");
                        sources.push(Span::new(start, text.len()));
                    }
                    other => text.push(other),
                }
            }
            let span = Span::new(begin, text.len());
            blocks.push(Block { span, role });
            attributions.extend(sources.into_iter().map(|source| Attribution {
                source: vec![source],
                cue: Vec::new(),
                content: vec![Span::new(text.len() - 1, text.len())],
                kind: Kind::Indirect,
                confidence: Confidence::new(1.0),
                rule: "test".into(),
                manner: onrecord_model::Manner::default(),
                inside: None,
            }));
            text.push_str("\n\n");
        }
        Self {
            text,
            blocks,
            attributions,
        }
    }

    pub(crate) fn resolve(&self, published: Option<&str>) -> Vec<Resolution> {
        let context = Context {
            published: published.map(day),
            ..Context::default()
        };
        let document = Document::new(&self.text, &self.blocks);
        resolver().resolve(&document, &self.attributions, &context)
    }
}

pub(crate) fn resolver() -> &'static Resolver {
    static RESOLVER: std::sync::OnceLock<Resolver> = std::sync::OnceLock::new();
    RESOLVER.get_or_init(|| Resolver::bundled().expect("the bundled gazetteer is sound"))
}

pub(crate) fn day(day: &str) -> Timestamp {
    format!("{day}T00:00:00Z").parse().expect("a day")
}

/// The speakers of the marked sources, in order, on a day in August 2025; "-" where nobody is named.
#[track_caller]
pub(crate) fn check(marked: &str, expected: &[&str]) {
    check_on("2025-08-18", marked, expected);
}

/// The same on another day.
#[track_caller]
pub(crate) fn check_on(published: &str, marked: &str, expected: &[&str]) {
    let article = Marked::read(marked);
    let resolutions = article.resolve(Some(published));
    let found: Vec<&str> = resolutions
        .iter()
        .map(|resolution| {
            resolution
                .speaker
                .as_ref()
                .map_or("-", |speaker| speaker.name.as_str())
        })
        .collect();
    assert_eq!(found, expected, "{resolutions:#?}");
}

/// The rules that decided for the marked sources, in order.
#[track_caller]
pub(crate) fn check_rules(marked: &str, expected: &[ResolutionRule]) {
    let resolutions = Marked::read(marked).resolve(Some("2025-08-18"));
    let found: Vec<ResolutionRule> = resolutions
        .iter()
        .map(|resolution| resolution.why.rule)
        .collect();
    assert_eq!(found, expected, "{resolutions:#?}");
}

/// The keys of the speakers of the marked sources, in order; "-" where nobody is named.
#[track_caller]
pub(crate) fn check_keys(marked: &str, expected: &[&str]) {
    let resolutions = Marked::read(marked).resolve(Some("2025-08-18"));
    let found: Vec<&str> = resolutions
        .iter()
        .map(|resolution| {
            resolution
                .speaker
                .as_ref()
                .map_or("-", |speaker| speaker.key.as_str())
        })
        .collect();
    assert_eq!(found, expected, "{resolutions:#?}");
}
