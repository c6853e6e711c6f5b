//! What became of checking a quotation, in words for a stranger. Nothing here says that somebody did not say
//! something: a record holds what was taken in, and no more.

use onrecord_engine::Verdict;

/// A verdict, as a page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VerdictView {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) meaning: &'static str,
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        let (class, label, meaning) = match verdict {
            Verdict::Exact => (
                "v-exact",
                "Exact",
                "These words are on record, all of them and in this order.",
            ),
            Verdict::Trimmed => (
                "v-trimmed",
                "Trimmed",
                "Words were left out where the ellipsis stands; the rest is on record as quoted.",
            ),
            Verdict::Partial => (
                "v-partial",
                "Partial",
                "These words are part of something longer that is on record. Read the rest before you rely on them.",
            ),
            Verdict::Altered => (
                "v-altered",
                "Altered",
                "Nearly these words are on record, but not quite: some were changed, added, moved, or left out without a mark.",
            ),
            Verdict::Spliced => (
                "v-spliced",
                "Spliced",
                "The beginning is on record in one place and the end in another, and no place holds both together.",
            ),
            Verdict::Misattributed => (
                "v-misattributed",
                "Misattributed",
                "These words are on record, but not as this speaker’s.",
            ),
            Verdict::NotFound => (
                "v-not-found",
                "Not found",
                "Nothing on record comes near these words. That proves nothing about whether they were said.",
            ),
        };
        Self {
            class,
            label,
            meaning,
        }
    }
}

/// How a quotation stands to one of the quotes that it may come from.
pub(crate) fn of_match(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "The same words",
        Verdict::Trimmed => "The same words, with the gap marked",
        Verdict::Partial => "The quotation is part of this",
        Verdict::Altered => "Nearly the same words",
        Verdict::Spliced => "One part comes from here",
        Verdict::Misattributed => "Not this speaker’s on record",
        Verdict::NotFound => "Other words",
    }
}
