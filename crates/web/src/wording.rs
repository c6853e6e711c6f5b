//! How values are put in words: kinds, rules, confidence, numbers, dates. The pages say everything here and
//! nowhere else, so that one thing has one name.

use chrono::Datelike;
use onrecord_engine::SourceKind;
use onrecord_model::{Confidence, Kind, Reason, ResolutionRule, SpeakerKind, Timestamp};

/// The kind's name, as a label.
#[must_use]
pub fn kind_label(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "Direct",
        Kind::Mixed => "Mixed",
        Kind::Indirect => "Indirect",
    }
}

/// What the kind means.
#[must_use]
pub fn kind_meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "every word in quotation marks",
        Kind::Mixed => "partly in quotation marks",
        Kind::Indirect => "reported, without quotation marks",
    }
}

/// What sort of speaker it is.
#[must_use]
pub fn speaker_kind(kind: SpeakerKind) -> &'static str {
    match kind {
        SpeakerKind::Person => "Person",
        SpeakerKind::Organisation => "Organisation",
    }
}

/// What sort of primary source it is.
#[must_use]
pub fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Corpus => "Collection of statements",
        SourceKind::Transcript => "Transcript",
    }
}

/// How sure, in words with the figure behind them. The figure is the extractor's own score.
#[must_use]
pub fn confidence(confidence: Confidence) -> String {
    let words = match confidence.value() {
        value if value >= 0.9 => "very sure",
        value if value >= 0.7 => "fairly sure",
        value if value >= 0.5 => "not quite sure",
        _ => "unsure",
    };
    format!("{words} ({:.2})", confidence.value())
}

/// Whether a quote's confidence is low enough to warn of.
#[must_use]
pub fn is_doubtful(confidence: Confidence) -> bool {
    confidence.value() < 0.5
}

/// What found a quote: the version of the extractor, and the rule that proposed the same, where one did.
pub fn found_by(extractor: &str, rule: &str) -> String {
    match rule {
        "model" => format!("{extractor}, by the trained model"),
        rule => format!("{extractor}, rule {rule}"),
    }
}

/// Why a speaker was chosen, or why none was, in a sentence.
#[must_use]
pub fn resolution(rule: ResolutionRule) -> &'static str {
    match rule {
        ResolutionRule::FullName => "The article names the source in full, right at the quote.",
        ResolutionRule::PartOfName => {
            "The article uses part of a name here, and gives the whole name elsewhere."
        }
        ResolutionRule::Pronoun => {
            "The article uses a pronoun here, and one fitting person is named before it."
        }
        ResolutionRule::Description => {
            "The article uses a title or description here, and ties it to one name."
        }
        ResolutionRule::Organisation => "The source is an institution, named by the article.",
        ResolutionRule::Office => {
            "The source is an office, and one person is known to have held it on the day of the article."
        }
        ResolutionRule::Writer => {
            "Outside of quotations, “I” and “we” are whoever signed the text or published it."
        }
        ResolutionRule::Continued => {
            "The article gives no source here: the quotation before it goes on."
        }
        ResolutionRule::Several => {
            "The source is several people together, so no one of them was chosen."
        }
        ResolutionRule::GivenName => {
            "A person has said that the speaker goes by the name the article gives."
        }
        ResolutionRule::Source => "The primary source says whose words these are.",
        ResolutionRule::Unnamed => {
            "The words name nobody in particular, so nobody is put on record for them."
        }
        ResolutionRule::Ambiguous => "More than one speaker fits, so none was chosen.",
        ResolutionRule::NotFound => {
            "Nothing in the article says who this is, so nobody is put on record for it."
        }
        ResolutionRule::NoSource => "The article gives no source for this.",
    }
}

/// One thing that spoke for a choice of speaker, or against choosing.
#[must_use]
pub fn spoke_for_it(reason: Reason) -> &'static str {
    match reason {
        Reason::OnlyOne => "nobody else comes into question",
        Reason::Nearest => "named nearest before the mention",
        Reason::Subject => "the subject of this clause or the one before",
        Reason::SpokeLast => "spoke last before the mention",
        Reason::Gender => "a man or a woman, as the pronoun or the title says",
        Reason::Speaking => "says the quotation in which the mention stands",
        Reason::Apposition => "the name that the relative pronoun follows",
        Reason::Title => "has the title or description that stands in the article",
        Reason::HeldOffice => "held the office on the day of the article",
        Reason::Country => "belongs to a country, state or party that the article names",
        Reason::OutletCountry => "holds the office in the country of the outlet",
        Reason::Prominence => "by far the best known of that name",
        Reason::Spelling => "another spelling or a short form of the name",
        Reason::Protagonist => "introduced first, or named far more often than others",
        Reason::Signed => "signed the text, or is named as its author",
        Reason::Close => "others fit about as well",
    }
}

/// What a quote without a speaker is headed by.
#[must_use]
pub fn without_speaker(rule: ResolutionRule) -> &'static str {
    match rule {
        ResolutionRule::Unnamed => "Unnamed source",
        ResolutionRule::Ambiguous => "More than one speaker fits",
        ResolutionRule::Several => "Several people together",
        ResolutionRule::NoSource => "No source given",
        ResolutionRule::NotFound
        | ResolutionRule::FullName
        | ResolutionRule::PartOfName
        | ResolutionRule::Pronoun
        | ResolutionRule::Description
        | ResolutionRule::Office
        | ResolutionRule::Writer
        | ResolutionRule::Continued
        | ResolutionRule::GivenName
        | ResolutionRule::Source
        | ResolutionRule::Organisation => "Not identified",
    }
}

/// A number with its thousands apart.
#[must_use]
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut spaced = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            spaced.push(',');
        }
        spaced.push(digit);
    }
    spaced
}

/// A number and the thing counted: "1 quote", "1,204 quotes".
#[must_use]
pub fn counted(value: u64, one: &str, many: &str) -> String {
    if value == 1 {
        return format!("1 {one}");
    }
    format!("{} {many}", number(value))
}

/// `part` of `whole` in per cent, rounded, but never 0 or 100 for what is neither none nor all.
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 || part == 0 {
        return "0%".to_owned();
    }
    if part >= whole {
        return "100%".to_owned();
    }
    let percent = part as f64 * 100.0 / whole as f64;
    if percent < 1.0 {
        return "under 1%".to_owned();
    }
    if percent > 99.0 {
        return "over 99%".to_owned();
    }
    format!("{percent:.0}%")
}

/// A day, for reading and for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// "17 August 2025".
    pub long: String,
    /// "17 Aug 2025", for where there is little room.
    pub short: String,
    /// "2025-08-17".
    pub iso: String,
}

impl Day {
    /// The day `timestamp` falls on, in UTC.
    #[must_use]
    pub fn of(timestamp: Timestamp) -> Self {
        Self {
            long: format!("{} {}", timestamp.day(), timestamp.format("%B %Y")),
            short: format!("{} {}", timestamp.day(), timestamp.format("%b %Y")),
            iso: timestamp.format("%Y-%m-%d").to_string(),
        }
    }
}
