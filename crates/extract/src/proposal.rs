//! An attribution that a rule proposes, with what speaks for and against it.

use std::fmt::Write as _;

use onrecord_model::BlockRole;

use crate::complement::Frame;
use crate::lexicon::{Class, Form};
use crate::reading::{Reading, Tokens};
use crate::subject::{Link, VerbGroup};
use crate::tagger::Part;
use crate::token::TokenKind;

/// The construct a proposal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    /// Source, verb, content: "Roe said that …", "Roe wrote, “…”".
    Verb,
    /// Quotation, then source and verb in either order: "“…,” said Roe."
    QuotationFirst,
    /// Clause, then source and verb in either order: "…, Roe said."
    ClauseFirst,
    /// "according to Roe"
    AccordingTo,
    /// "is expected to", "was described as": what is reported is the subject.
    Passive,
    /// "Roe's claim that …", "asked whether …"
    Noun,
    /// "Roe: …" at the beginning of a paragraph.
    Label,
    /// "“…” – Roe" at the end of a paragraph.
    Signature,
    /// A verb and a colon at the end of a paragraph; the next one is the quotation.
    NextParagraph,
}

impl Rule {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::QuotationFirst => "quotation-first",
            Self::ClauseFirst => "clause-first",
            Self::AccordingTo => "according-to",
            Self::Passive => "passive",
            Self::Noun => "noun",
            Self::Label => "label",
            Self::Signature => "signature",
            Self::NextParagraph => "next-paragraph",
        }
    }
}

/// The construct can hardly be anything else, but is too rare in the training part to be counted: "“…” – Roe".
pub(crate) const CERTAIN: f32 = 0.85;

/// The words state that somebody said so, but annotators mostly gave them to a larger attribution around them, so that
/// the count speaks against them: "his promise to …", "Roe's claim that …". A larger one of more than this goes first.
pub(crate) const STATED: f32 = 0.5;

/// What a rule found, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    pub(crate) rule: Rule,
    pub(crate) source: Vec<Tokens>,
    pub(crate) cue: Vec<Tokens>,
    pub(crate) content: Vec<Tokens>,
    pub(crate) lemma: &'static str,
    pub(crate) form: Option<Form>,
    pub(crate) frame: Frame,
    pub(crate) link: Link,
    pub(crate) group: Option<VerbGroup>,
    pub(crate) preposition: Option<usize>,
    /// Somebody is told.
    pub(crate) addressed: bool,
    /// How far the construct is believed at least, whatever weighs it: see [`CERTAIN`] and [`STATED`]; else 0.
    pub(crate) least: f32,
    pub(crate) paragraph: usize,
    /// The token right before the leftmost part, if it is in the same sentence.
    pub(crate) before: Option<usize>,
}

impl Proposal {
    /// The pieces of one of its parts.
    pub(crate) fn pieces(&self, part: Part) -> &[Tokens] {
        match part {
            Part::Source => &self.source,
            Part::Cue => &self.cue,
            Part::Content => &self.content,
        }
    }

    /// Tells `visit` everything that its reliability was counted by. The names are those of `data/weights.txt`.
    pub(crate) fn describe(&self, reading: &Reading<'_, '_>, visit: &mut dyn FnMut(&str)) {
        let mut name = String::with_capacity(64);
        let rule = self.rule.as_str();
        let form = self.form.map_or("-", Form::as_str);
        let frame = self.frame.as_str();
        let link = self.link.as_str();
        let preposition = self
            .preposition
            .map_or_else(String::new, |index| reading.text(index).to_lowercase());
        let mut tell = |arguments: std::fmt::Arguments<'_>| {
            name.clear();
            // Writing to a string cannot fail.
            let _ = name.write_fmt(arguments);
            visit(&name);
        };
        tell(format_args!("rule={rule}"));
        tell(format_args!("rule={rule} frame={frame} form={form}"));
        tell(format_args!("rule={rule} link={link}"));
        tell(format_args!("link={link} frame={frame}"));
        tell(format_args!("lemma={}", self.lemma));
        tell(format_args!("lemma={} form={form}", self.lemma));
        tell(format_args!(
            "lemma={} frame={frame} {preposition}",
            self.lemma
        ));
        tell(format_args!("frame={frame} {preposition}"));
        tell(format_args!(
            "lemma={} addressed={}",
            self.lemma, self.addressed
        ));
        tell(format_args!("lemma={} rule={rule} link={link}", self.lemma));
        if let Some(group) = &self.group {
            // What stands in brackets behind the source says nothing: "Roe (@roe) wrote".
            let behind_brackets = self
                .source
                .first()
                .filter(|source| source.end == group.tokens.start)
                .map_or(group.tokens.start, |source| {
                    self.source_end(reading, source)
                });
            let left = behind_brackets
                .checked_sub(1)
                .map(|index| match reading.class(index) {
                    Class::Mark => format!("{:?}", reading.kind(index)),
                    class => format!("{class:?}"),
                });
            let left = left.as_deref().unwrap_or("start");
            tell(format_args!("left={left} form={form} link={link}"));
            tell(format_args!(
                "form={form} be={} have={} modal={} not={}",
                group.be, group.auxiliary, group.modal, group.negated
            ));
        }
        tell(format_args!(
            "source={} rule={rule} link={link}",
            self.source_shape(reading)
        ));
        tell(format_args!(
            "source={} rule={rule} frame={frame}",
            self.source_shape(reading)
        ));
        let quoted = self.quoted_share(reading);
        tell(format_args!("quoted={quoted} rule={rule} frame={frame}"));
        tell(format_args!("quoted={quoted} rule={rule} link={link}"));
        let length: usize = self.content.iter().map(ExactSizeIterator::len).sum();
        tell(format_args!(
            "length={} rule={rule} frame={frame}",
            bucket(length)
        ));
        let finite = self.content.iter().any(|piece| reading.has_finite(piece));
        tell(format_args!("finite={finite} frame={frame} rule={rule}"));
        tell(format_args!("finite={finite} lemma={}", self.lemma));
        if let Some(first) = self.content.first() {
            tell(format_args!(
                "first={:?} rule={rule} frame={frame}",
                reading.class(first.start)
            ));
            tell(format_args!(
                "pieces={} rule={rule}",
                self.content.len().min(3)
            ));
        }
        tell(format_args!(
            "before={} rule={rule}",
            self.before_shape(reading)
        ));
        let role = reading.document.paragraphs()[self.paragraph].role;
        tell(format_args!(
            "headline={} rule={rule}",
            role != BlockRole::Body
        ));
        if let Some(head) = self.source_head(reading) {
            tell(format_args!("head={head}"));
        }
    }

    fn source_shape(&self, reading: &Reading<'_, '_>) -> &'static str {
        let Some(source) = self.source.first() else {
            return "none";
        };
        if source.len() == 1 {
            match reading.class(source.start) {
                Class::Pronoun if reading.is_any(source.start, &["he", "she"]) => return "he",
                Class::Pronoun if reading.is(source.start, "they") => return "they",
                Class::Pronoun if reading.is(source.start, "it") => return "it",
                Class::Pronoun if reading.is_any(source.start, &["i", "we"]) => return "i",
                Class::Pronoun => return "you",
                Class::Relative | Class::That => return "who",
                _ => {}
            }
        }
        let last = self.source_end(reading, source) - 1;
        let long = source.len() > 12;
        match reading.class(last) {
            _ if long => "long",
            Class::Name if reading.capital(last) => "name",
            Class::Mark if reading.kind(last) == TokenKind::Comma => "apposition",
            Class::Other | Class::Name if reading.text(last).ends_with('s') => "plural",
            Class::Other | Class::Name => "common",
            Class::Determiner => "determiner",
            _ => "other",
        }
    }

    /// The end of a source without what stands in brackets behind it: "Roe (@roe)".
    fn source_end(&self, reading: &Reading<'_, '_>, source: &Tokens) -> usize {
        if reading.kind(source.end - 1) != TokenKind::ClosingBracket {
            return source.end;
        }
        source
            .clone()
            .skip(1)
            .find(|index| reading.kind(*index) == TokenKind::OpeningBracket)
            .unwrap_or(source.end)
    }

    /// The last word of a common noun, which tells people and polls from hurricanes.
    fn source_head(&self, reading: &Reading<'_, '_>) -> Option<String> {
        let source = self.source.first()?;
        let last = source
            .clone()
            .rev()
            .find(|index| reading.token(*index).is_word())?;
        let preposition = source
            .clone()
            .skip(1)
            .find(|index| reading.class(*index) == Class::Preposition);
        let head = preposition.map_or(last, |index| index - 1);
        (reading.class(head) == Class::Other).then(|| reading.text(head).to_lowercase())
    }

    fn quoted_share(&self, reading: &Reading<'_, '_>) -> &'static str {
        let mut quoted = 0_usize;
        let mut words = 0_usize;
        for index in self.content.iter().cloned().flatten() {
            if reading.token(index).is_word() {
                words += 1;
                quoted += usize::from(reading.quoted(index));
            }
        }
        match quoted {
            0 => "none",
            _ if quoted == words => "all",
            _ => "some",
        }
    }

    fn before_shape(&self, reading: &Reading<'_, '_>) -> String {
        match self.before {
            None => "start".to_owned(),
            Some(index) if reading.quoted(index) => format!("quoted {}", reading.text(index)),
            Some(index) if reading.class(index) == Class::Mark => {
                format!("{:?}", reading.kind(index))
            }
            Some(index) => format!("{:?}", reading.class(index)),
        }
    }
}

fn bucket(length: usize) -> usize {
    match length {
        0..=1 => 1,
        2..=3 => 2,
        4..=6 => 4,
        7..=12 => 7,
        13..=24 => 13,
        25..=48 => 25,
        _ => 49,
    }
}
