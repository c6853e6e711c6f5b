//! A quote as lists show it: the words, who said them, where they were reported.

use onrecord_model::{CodePointSpan, Kind, Quote};

use crate::address;
use crate::manner::{self, Stamp, Teller};
use crate::respond::Way;
use crate::typeset::{Piece, pieces, typographic};
use crate::wording::{self, Day};

/// A kind of quote, as a page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KindView {
    pub(crate) value: &'static str,
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) meaning: &'static str,
}

impl KindView {
    /// The kind of a quote, or that it is a passage of a primary source.
    pub(crate) fn of(quote: &Quote) -> Self {
        if quote.primary.is_none() {
            return quote.kind.into();
        }
        Self {
            class: "k-direct k-primary",
            label: "Primary source",
            meaning: "the words themselves, from a transcript, a speech, a post or a statement",
            ..quote.kind.into()
        }
    }
}

impl From<Kind> for KindView {
    fn from(kind: Kind) -> Self {
        Self {
            value: kind.as_str(),
            class: match kind {
                Kind::Direct => "k-direct",
                Kind::Mixed => "k-mixed",
                Kind::Indirect => "k-indirect",
            },
            label: wording::kind_label(kind),
            meaning: wording::kind_meaning(kind),
        }
    }
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// A speaker on record.
    Named {
        name: String,
        address: String,
        /// What the article calls them here, where their name does not stand in it.
        mention: Option<String>,
    },
    /// Nobody is put on record.
    Nobody {
        label: &'static str,
        mention: Option<String>,
    },
}

/// One quote in a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub(crate) kind: KindView,
    /// That this is not simply reported as said.
    pub(crate) stamp: Option<Stamp>,
    /// What the reporting words tell besides.
    pub(crate) told: Option<String>,
    /// Who tells it, where it stands in somebody else's words.
    pub(crate) teller: Option<Teller>,
    pub(crate) pieces: Vec<Piece>,
    /// Whether the words begin with a quotation mark, to be hung into the margin.
    pub(crate) hangs: bool,
    pub(crate) who: Who,
    /// Whom the quote is by, for those who hear the page.
    pub(crate) by: String,
    /// Reporting words that stand before the speaker: "according to".
    pub(crate) lead: Option<String>,
    /// Reporting words that stand behind the speaker: "said".
    pub(crate) cue: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Day>,
    /// The article's headline.
    pub(crate) title: String,
    /// Where the quote is highlighted in its article or source.
    pub(crate) place: String,
    /// Where it can be read at its publisher.
    pub(crate) original: Option<Way>,
    /// The quote's own page.
    pub(crate) address: String,
    pub(crate) confidence: String,
    pub(crate) is_doubtful: bool,
    /// Who decided whose words these are, where a person did: "Ida Desk, 3 May 2026".
    pub(crate) decided: Option<String>,
    /// Why this speaker, or why none, in a sentence or two.
    pub(crate) because: Because,
}

/// Why a quote is put down to somebody, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Because {
    pub(crate) reason: &'static str,
    /// The mentions from the one at the quote to the one that names the speaker, where there are several.
    pub(crate) chain: Option<String>,
    /// Who was weighed, with scores.
    pub(crate) weighed: Option<String>,
}

impl Card {
    /// The card of a quote in the newest version of its article.
    pub(crate) fn new(quote: &Quote, found: &[CodePointSpan]) -> Self {
        let pieces = pieces(&quote.text, quote.kind, found);
        let who = who(quote);
        let by = match &who {
            Who::Named { name, .. } => name.clone(),
            Who::Nobody { label, .. } => (*label).to_lowercase(),
        };
        let (lead, cue) = cue(quote);
        Self {
            kind: KindView::of(quote),
            stamp: Stamp::of(quote.manner),
            told: manner::told(quote.manner),
            teller: Teller::of(quote, None),
            hangs: pieces
                .first()
                .is_some_and(|piece| piece.text.starts_with(['“', '‘', '«'])),
            pieces,
            who,
            by,
            lead,
            cue,
            outlet: quote.article.outlet.clone(),
            published: quote.article.published.map(Day::of),
            title: title(quote.article.title.as_deref()),
            place: address::place(quote),
            original: quote.article.url.as_deref().and_then(address::original),
            address: address::quote(quote.id),
            confidence: wording::confidence(quote.confidence),
            is_doubtful: wording::is_doubtful(quote.confidence),
            decided: quote
                .decision
                .as_ref()
                .map(|decision| format!("{}, {}", decision.by, Day::of(decision.at).short)),
            because: because(quote),
        }
    }

    /// The same card, with who tells it where that is the source of `outer`.
    pub(crate) fn told_in(self, quote: &Quote, outer: Option<&Quote>) -> Self {
        Self {
            teller: Teller::of(quote, outer),
            ..self
        }
    }

    /// The card of a quote whose article may have a newer version by now.
    pub(crate) fn of_version(quote: &Quote) -> Self {
        let card = Self::new(quote, &[]);
        if quote.primary.is_some() {
            return card;
        }
        Self {
            place: address::in_version(quote.article.id, quote.version, quote.id),
            ..card
        }
    }
}

/// Most candidates that are named where there is little room.
const WEIGHED: usize = 3;

fn because(quote: &Quote) -> Because {
    let why = &quote.why;
    let mut chain: Vec<String> = Vec::new();
    for mention in &why.chain {
        chain.push(format!("“{}”", one_line(mention)));
    }
    let weighed: Vec<String> = why
        .candidates
        .iter()
        .take(WEIGHED)
        .map(|candidate| format!("{} {:.2}", candidate.name, candidate.score))
        .collect();
    let more = match why.candidates.len().saturating_sub(WEIGHED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Because {
        reason: wording::resolution(why.rule),
        chain: (chain.len() > 1).then(|| chain.join(" → ")),
        weighed: (!weighed.is_empty()).then(|| format!("{}{more}", weighed.join(", "))),
    }
}

/// An article's headline, or what stands in for it.
pub(crate) fn title(title: Option<&str>) -> String {
    title
        .map(str::trim)
        .filter(|title| !title.is_empty())
        .unwrap_or("Article without a headline")
        .to_owned()
}

fn who(quote: &Quote) -> Who {
    let mention = quote.mention.as_deref().map(one_line);
    match &quote.speaker {
        Some(speaker) => Who::Named {
            name: speaker.name.clone(),
            address: address::speaker(speaker.id),
            mention: mention.filter(|mention| !is_by_name(mention, &speaker.name)),
        },
        None => Who::Nobody {
            label: wording::without_speaker(quote.why.rule),
            mention,
        },
    }
}

/// The reporting words, before or behind the speaker, in the case they have inside a sentence.
fn cue(quote: &Quote) -> (Option<String>, Option<String>) {
    let Some(cue) = quote.cue_text.as_deref().map(one_line) else {
        return (None, None);
    };
    if cue.to_lowercase() == "according to" {
        return (Some("According to".to_owned()), None);
    }
    let mut letters = cue.chars();
    let first = letters.next();
    let rest = letters.as_str();
    let begins_a_sentence = rest.chars().next().is_some_and(char::is_lowercase);
    match first {
        Some(first) if begins_a_sentence => (
            None,
            Some(first.to_lowercase().chain(rest.chars()).collect()),
        ),
        _ => (None, Some(cue)),
    }
}

/// Whether a mention holds the name or is a part of it, so that it is no news to a reader who is told the name.
fn is_by_name(mention: &str, name: &str) -> bool {
    let mention = mention.to_lowercase();
    let name = name.to_lowercase();
    let is_part = name
        .split_whitespace()
        .any(|part| part.chars().count() > 2 && mention.ends_with(part));
    mention.contains(&name) || name.contains(&mention) || is_part
}

/// The beginning of some words, on one line, cut behind at most `longest` characters.
pub(crate) fn shortened(words: &str, longest: usize) -> String {
    let line = one_line(words);
    let short: String = line.chars().take(longest).collect();
    let cut = if short.len() < line.len() { "…" } else { "" };
    format!("{short}{cut}")
}

/// The beginning of some words in quotation marks, whether or not they bring them along.
pub(crate) fn quotation(words: &str, longest: usize) -> String {
    let set = typographic(words);
    let bare = set.trim_matches(['“', '”', ',', '.', ' ']);
    format!("“{}”", shortened(bare, longest))
}

/// Words that a line break of the article may run through, on one line.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
