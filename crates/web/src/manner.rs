//! How a quote is reported, in words for a page.
//!
//! The stamp comes before the words of a quote wherever they are shown: nobody should take for said what an article
//! reports as not said, as denied, or as neither.

use onrecord_model::{Colour, CueClass, Manner, Polarity, Quote};

use crate::address;
use crate::wording;

/// What stands over words that are not simply reported as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) meaning: &'static str,
}

impl Stamp {
    pub(crate) fn of(manner: Manner) -> Option<Self> {
        match manner.polarity {
            Polarity::Negated => Some(Self {
                class: "p-negated",
                label: negated(manner.class),
                meaning: "The article reports that this was not said or done.",
            }),
            Polarity::Hypothetical => Some(Self {
                class: "p-hypothetical",
                label: "Hypothetical",
                meaning: "The article does not report this as said: it speaks of what may be, might have been, or is to come.",
            }),
            Polarity::Asserted if manner.class == Some(CueClass::Denial) => Some(Self {
                class: "p-denied",
                label: "Denied or refused",
                meaning: "The source says no to this.",
            }),
            Polarity::Asserted => None,
        }
    }
}

/// What did not happen.
fn negated(class: Option<CueClass>) -> &'static str {
    match class {
        None | Some(CueClass::Statement) => "Not said",
        Some(CueClass::Belief) => "Not thought",
        Some(CueClass::Intention) => "Not wanted",
        Some(CueClass::Question) => "Not asked",
        Some(CueClass::Denial) => "Not denied",
        Some(CueClass::Promise) => "Not promised",
        Some(CueClass::Warning) => "Not warned of",
        Some(CueClass::Accusation) => "Not held against anybody",
    }
}

/// What the reporting words tell besides, in a few words; `None` where they tell no more than that something was said.
pub(crate) fn told(manner: Manner) -> Option<String> {
    let class = manner.class.filter(|class| *class != CueClass::Statement);
    let class = class.map(|class| class_label(class).to_lowercase());
    let colour = match manner.colour {
        Colour::Neutral => None,
        colour => Some(colour_label(colour).to_lowercase()),
    };
    let words: Vec<String> = class.into_iter().chain(colour).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What a class of cue is called.
pub(crate) fn class_label(class: CueClass) -> &'static str {
    match class {
        CueClass::Statement => "Statement",
        CueClass::Belief => "Belief",
        CueClass::Intention => "Intention",
        CueClass::Question => "Question",
        CueClass::Denial => "Denial",
        CueClass::Promise => "Promise",
        CueClass::Warning => "Warning",
        CueClass::Accusation => "Accusation",
    }
}

/// What a colour is called.
pub(crate) fn colour_label(colour: Colour) -> &'static str {
    match colour {
        Colour::Neutral => "Told neutrally",
        Colour::Doubting => "Told with doubt",
        Colour::Endorsing => "Told as so",
    }
}

/// What a polarity is called.
pub(crate) fn polarity_label(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Asserted => "Said",
        Polarity::Negated => "Not said",
        Polarity::Hypothetical => "Hypothetical",
    }
}

/// By whom a quote is told that stands inside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Teller {
    pub(crate) label: String,
    /// The quote it stands in.
    pub(crate) address: String,
}

impl Teller {
    /// The teller of `quote`; `outer` is the quote it stands in, where it is at hand.
    pub(crate) fn of(quote: &Quote, outer: Option<&Quote>) -> Option<Self> {
        let inside = quote.inside?;
        let name = outer.filter(|outer| outer.id == inside).map(|outer| {
            match (&outer.speaker, &outer.mention) {
                (Some(speaker), _) => speaker.name.clone(),
                (None, Some(mention)) => format!("“{}”", crate::card::one_line(mention)),
                (None, None) => wording::without_speaker(outer.why.rule).to_lowercase(),
            }
        });
        Some(Self {
            label: name.unwrap_or_else(|| "somebody else".to_owned()),
            address: address::quote(inside),
        })
    }
}
