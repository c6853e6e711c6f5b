//! What a reporting verb reports: where its content begins, how it is joined, where it ends.

use crate::lexicon::Class;
use crate::noun_phrase;
use crate::reading::Reading;
use crate::token::TokenKind;

/// How the words behind a verb are joined to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A quotation.
    Quotation,
    /// ": …"
    Colon,
    /// "that …"
    That,
    /// "whether …", "how …"
    Question,
    /// "to …"
    To,
    /// "for …", "of …": which one is in [`Complement::preposition`].
    Preposition,
    /// "he would …": a clause without "that".
    Clause,
    /// "the plan …": a noun phrase or a clause that begins with one.
    Nominal,
    /// "him …"
    Object,
    /// Anything else.
    Other,
    /// Nothing: a mark ends the clause.
    End,
}

impl Frame {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Colon => "colon",
            Self::That => "that",
            Self::Question => "question",
            Self::To => "to",
            Self::Preposition => "preposition",
            Self::Clause => "clause",
            Self::Nominal => "nominal",
            Self::Object => "object",
            Self::Other => "other",
            Self::End => "end",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Complement {
    pub(crate) frame: Frame,
    /// Behind the last word of the cue on this side of the content.
    pub(crate) cue_end: usize,
    /// First token of the content; for [`Frame::End`] the token that ends the clause.
    pub(crate) start: usize,
    /// The preposition that belongs to the cue, for [`Frame::Preposition`].
    pub(crate) preposition: Option<usize>,
    /// Whether somebody is told.
    pub(crate) addressed: bool,
    /// The noun that makes the cue together with the verb: "made the point".
    pub(crate) noun: Option<&'static str>,
}

/// Verbs whose first object is the one who is told.
const TELLING: &[&str] = &[
    "tell", "remind", "inform", "assure", "reassure", "notify", "advise", "convince", "persuade",
];

/// Verbs whose first object is the one who is told where a question or a "that" follows.
const ASKING: &[&str] = &[
    "ask", "warn", "promise", "show", "teach", "beg", "caution", "press",
];

/// Behind "Poe" in "asked Poe whether", "warned Poe that".
fn asked(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<usize> {
    if start >= end || reading.quoted(start) {
        return None;
    }
    let addressee = match reading.class(start) {
        Class::Pronoun | Class::ObjectPronoun | Class::Her => start + 1,
        Class::Name | Class::Determiner | Class::Possessive | Class::Other | Class::Number => {
            noun_phrase::end_of(reading, start, end, false)?
        }
        _ => return None,
    };
    let follows = addressee < end
        && (reading.quoted(addressee)
            || matches!(reading.class(addressee), Class::That | Class::Question)
            || matches!(reading.kind(addressee), TokenKind::Colon | TokenKind::Comma)
                && addressee + 1 < end
                && reading.quoted(addressee + 1));
    (follows && !reading.quoted(addressee - 1)).then_some(addressee)
}

/// Nouns that make a reporting cue together with a verb: "made the point that".
const REPORTING_NOUNS: &[&str] = &[
    "point",
    "case",
    "claim",
    "argument",
    "statement",
    "suggestion",
    "assertion",
    "announcement",
    "promise",
    "pledge",
    "hope",
    "hopes",
    "concern",
    "concerns",
    "fear",
    "fears",
    "doubt",
    "doubts",
    "belief",
    "view",
    "opinion",
    "confidence",
    "warning",
    "allegation",
    "accusation",
    "prediction",
    "clear",
    "known",
    "sure",
    "idea",
    "notion",
    "possibility",
    "observation",
    "complaint",
    "remark",
    "comment",
    "demand",
    "call",
    "message",
    "speech",
];

/// Reads on from token `after`, which follows the verb `lemma`; `end` is the end of the sentence.
pub(crate) fn read(reading: &Reading<'_, '_>, lemma: &str, after: usize, end: usize) -> Complement {
    let mut cue_end = after;
    let mut start = after;
    let mut addressed = false;
    let mut noun = None;
    if let Some((skipped, word)) = reporting_noun(reading, start, end) {
        cue_end = skipped;
        start = skipped;
        noun = Some(word);
    }
    if TELLING.contains(&lemma)
        && start < end
        && !reading.quoted(start)
        && reading.class(start) != Class::That
    {
        let addressee = match reading.class(start) {
            Class::Pronoun | Class::ObjectPronoun | Class::Her
                if reading.class(start) != Class::Her =>
            {
                Some(start + 1)
            }
            Class::Her if start + 1 < end && !reading.is_nominal(start + 1) => Some(start + 1),
            _ => noun_phrase::end_of(reading, start, end, false),
        };
        if let Some(skipped) = addressee {
            start = skipped;
            addressed = true;
        }
    }
    if ASKING.contains(&lemma)
        && let Some(skipped) = asked(reading, start, end)
    {
        start = skipped;
        addressed = true;
    }
    let asides = skip_asides(reading, start, end);
    if asides > start {
        // "said in a statement that": reporting words too, where they follow the verb at once.
        if !addressed {
            cue_end = asides;
        }
        start = asides;
    }
    Complement {
        noun,
        ..classify(reading, cue_end, start, end, addressed)
    }
}

fn classify(
    reading: &Reading<'_, '_>,
    cue_end: usize,
    start: usize,
    end: usize,
    addressed: bool,
) -> Complement {
    let with = |frame, start| Complement {
        frame,
        cue_end,
        start,
        preposition: None,
        addressed,
        noun: None,
    };
    if start >= end {
        return with(Frame::End, start);
    }
    if reading.quoted(start) {
        return with(Frame::Quotation, start);
    }
    let next = start + 1;
    match reading.kind(start) {
        TokenKind::Comma if next < end && reading.quoted(next) => {
            return with(Frame::Quotation, next);
        }
        TokenKind::Colon if next < end => return with(Frame::Colon, next),
        TokenKind::Word | TokenKind::Number => {}
        TokenKind::Symbol if next < end => return with(Frame::Nominal, start),
        _ => return with(Frame::End, start),
    }
    match reading.class(start) {
        Class::That => with(Frame::That, start),
        Class::Question => with(Frame::Question, start),
        Class::Subordinator if reading.is_any(start, &["where", "when"]) => {
            with(Frame::Question, start)
        }
        Class::To => with(Frame::To, start),
        Class::Preposition => {
            if next >= end || reading.kind(next) == TokenKind::Comma {
                return with(Frame::End, start);
            }
            Complement {
                frame: Frame::Preposition,
                cue_end: next,
                start: next,
                preposition: Some(start),
                addressed,
                noun: None,
            }
        }
        Class::Pronoun => with(Frame::Clause, start),
        Class::ObjectPronoun | Class::Her | Class::Possessive => with(Frame::Object, start),
        Class::Name | Class::Other | Class::Number | Class::Determiner => {
            with(Frame::Nominal, start)
        }
        Class::Adverb if reading.is_any(start, &["there", "here"]) => with(Frame::Clause, start),
        Class::Time if reading.capital(start) => with(Frame::Other, start),
        _ => with(Frame::Other, start),
    }
}

/// Behind "the point", "his hope", "clear" where "that", "to" or a quotation follows.
fn reporting_noun(
    reading: &Reading<'_, '_>,
    start: usize,
    end: usize,
) -> Option<(usize, &'static str)> {
    let limit = end.min(start + 5);
    let (at, noun) =
        (start..limit).find_map(|index| Some((index, reporting_noun_at(reading, index)?)))?;
    let between = (start..at).all(|index| {
        matches!(
            reading.class(index),
            Class::Determiner
                | Class::Possessive
                | Class::Other
                | Class::Pronoun
                | Class::Her
                | Class::Adverb
        )
    });
    let next = at + 1;
    if !between || next >= end {
        return None;
    }
    (reading.class(next) == Class::That || reading.quoted(next)).then_some((next, noun))
}

/// The reporting noun that the token is.
pub(crate) fn reporting_noun_at(reading: &Reading<'_, '_>, index: usize) -> Option<&'static str> {
    REPORTING_NOUNS
        .iter()
        .copied()
        .find(|noun| reading.is(index, noun))
}

/// Where "on Monday", "in a statement", "to reporters" before "that", a colon or a quotation end.
fn skip_asides(reading: &Reading<'_, '_>, start: usize, end: usize) -> usize {
    let mut index = start;
    // Days and adverbs may always stand between.
    while index < end && !reading.quoted(index) {
        let time = reading.class(index) == Class::Time
            || (reading.is_any(index, &["on", "last", "this", "earlier", "late"])
                && index + 1 < end
                && reading.class(index + 1) == Class::Time);
        if !time {
            break;
        }
        index += 1;
    }
    let limit = end.min(index + 16);
    let mut seen = index;
    while seen < limit {
        if reading.quoted(seen) {
            let joined = seen > index
                && matches!(reading.kind(seen - 1), TokenKind::Comma | TokenKind::Colon);
            return if joined || seen == index {
                join(reading, seen, index)
            } else {
                index
            };
        }
        match reading.class(seen) {
            Class::That if seen > index => {
                let starts_aside = matches!(
                    reading.class(index),
                    Class::Preposition | Class::To | Class::Adverb
                );
                return if starts_aside { seen } else { index };
            }
            Class::Preposition | Class::To if seen == index => {}
            _ if seen == index => {
                return if reading.class(seen) == Class::Adverb {
                    plain_adverb(reading, seen, end)
                } else {
                    index
                };
            }
            Class::Mark => match reading.kind(seen) {
                TokenKind::Comma | TokenKind::Colon
                    if seen + 1 < end && reading.quoted(seen + 1) =>
                {
                    return seen;
                }
                TokenKind::Colon => return seen,
                TokenKind::Symbol | TokenKind::OpeningBracket | TokenKind::ClosingBracket => {}
                _ => return index,
            },
            Class::Be
            | Class::Auxiliary
            | Class::Modal
            | Class::Verb
            | Class::Pronoun
            | Class::Relative => return index,
            _ => {}
        }
        seen += 1;
    }
    index
}

/// The comma or colon before a quotation, so that it is read again as what joins the two.
fn join(reading: &Reading<'_, '_>, quotation: usize, floor: usize) -> usize {
    if quotation > floor
        && matches!(
            reading.kind(quotation - 1),
            TokenKind::Comma | TokenKind::Colon
        )
    {
        quotation - 1
    } else {
        quotation
    }
}

/// "said repeatedly that": an adverb between verb and content.
fn plain_adverb(reading: &Reading<'_, '_>, index: usize, end: usize) -> usize {
    let next = index + 1;
    let joins = next < end
        && (reading.class(next) == Class::That
            || reading.quoted(next)
            || matches!(reading.kind(next), TokenKind::Colon));
    if joins && !reading.is_any(index, &["there", "here"]) {
        next
    } else {
        index
    }
}
