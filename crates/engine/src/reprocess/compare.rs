//! What another extractor makes of a text, held against what is on record: which quotes are found again, and what comes
//! of those that people have worked on. Values in, values out.

use std::cmp::Reverse;

use onrecord_model::{CodePointSpan, Confidence, Kind, Polarity, Quote, QuoteId, ResolutionRule};
use onrecord_store::{NewQuote, ReadQuote};

use crate::analyse::statement_fingerprint;

#[cfg(test)]
mod tests;

/// Least share of the place in common of two quotes that may be one; as for decisions that are carried over.
const LEAST_PLACE: f32 = 0.5;

/// Something that another extractor sees otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What becomes of the quote.
    pub outcome: Outcome,
    /// The quote on record; absent where it is gained.
    pub before: Option<Told>,
    /// What was found this time; absent where it is lost.
    pub after: Option<Told>,
}

/// What becomes of a quote that is not found again as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was not on record.
    Gained,
    /// It is not found any more.
    Lost,
    /// It is found otherwise, in these regards.
    Changed(Vec<Aspect>),
    /// It is not found any more, or found otherwise, and stays as it is, since people have worked on it.
    Kept,
}

/// In what regard a quote is found otherwise. How sure the extractors are of it is not among them: each has a scale of
/// its own, and what is too doubtful is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Whose it is.
    Speaker,
    /// Where the content begins and ends.
    Words,
    /// Direct, mixed or indirect.
    Kind,
    /// Which words name the source.
    Source,
    /// The reporting words.
    Cue,
    /// What the reporting words tell.
    Manner,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Speaker,
        Self::Words,
        Self::Kind,
        Self::Source,
        Self::Cue,
        Self::Manner,
    ];

    /// The word for it in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Words => "words",
            Self::Kind => "kind",
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Manner => "manner",
        }
    }
}

/// A quote as far as a comparison tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its id, where it is on record.
    pub id: Option<QuoteId>,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub content: Vec<CodePointSpan>,
    /// The full name of whose they are.
    pub speaker: Option<String>,
    /// The words that name the source.
    pub mention: Option<String>,
    /// The reporting words.
    pub cue: Option<String>,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// How sure the extractor is.
    pub confidence: Confidence,
}

/// What is to be on record of a text that was read again.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compared {
    /// What was found, and what people hold.
    pub(super) quotes: Vec<NewQuote>,
    pub(super) differences: Vec<Difference>,
    /// How many quotes are found as they were.
    pub(super) unchanged: usize,
}

/// Holds what was found this time against what is on record.
pub(super) fn compare(before: &[ReadQuote], after: Vec<NewQuote>) -> Compared {
    let found = pairs(before, &after);
    let mut differences = Vec::new();
    let mut unchanged = 0;
    // Of each new quote the one on record in whose place it is left out.
    let mut left_out: Vec<Option<usize>> = vec![None; after.len()];
    let mut kept = Vec::new();
    for (index, old) in before.iter().enumerate() {
        let new = found[index].map(|place| &after[place]);
        let aspects = new.map(|new| aspects(old, new));
        if aspects.as_ref().is_some_and(Vec::is_empty) {
            unchanged += 1;
        } else if old.is_held {
            kept.push(index);
        } else {
            differences.push(Difference {
                outcome: aspects.map_or(Outcome::Lost, Outcome::Changed),
                before: Some(told(&old.quote)),
                after: new.map(told_new),
            });
        }
    }
    let is_found_again = |place: usize| {
        let old = found.iter().position(|found| *found == Some(place));
        old.is_some_and(|old| !kept.contains(&old))
    };
    for (place, new) in after.iter().enumerate() {
        if is_found_again(place) {
            continue;
        }
        let beside = kept.iter().map(|index| {
            let is_pair = found[*index] == Some(place);
            let common = overlap(&before[*index].quote.content, &new.content);
            (*index, if is_pair { 1.0 } else { common })
        });
        let nearest = beside.max_by(|one, other| one.1.total_cmp(&other.1));
        left_out[place] = nearest
            .filter(|(_, common)| *common >= LEAST_PLACE)
            .map(|(index, _)| index);
        let outcome = match left_out[place] {
            Some(_) => Outcome::Kept,
            None => Outcome::Gained,
        };
        differences.push(Difference {
            outcome,
            before: left_out[place].map(|index| told(&before[index].quote)),
            after: Some(told_new(new)),
        });
    }
    for index in kept
        .iter()
        .filter(|index| !left_out.contains(&Some(**index)))
    {
        differences.push(Difference {
            outcome: Outcome::Kept,
            before: Some(told(&before[*index].quote)),
            after: None,
        });
    }
    differences.sort_by_key(|difference| {
        let told = difference.before.as_ref().or(difference.after.as_ref());
        told.and_then(|told| told.content.first().map(|span| span.start))
    });
    Compared {
        quotes: together(before, after, &found, &kept, &left_out),
        differences,
        unchanged,
    }
}

/// Of each quote on record the new one that it is found again as. What stands at the same place comes first, then what
/// has most of the place in common and the same speaker or cue.
fn pairs(before: &[ReadQuote], after: &[NewQuote]) -> Vec<Option<usize>> {
    let mut likely = Vec::new();
    for (index, old) in before.iter().enumerate() {
        for (place, new) in after.iter().enumerate() {
            let is_same_place = old.quote.content == new.content;
            let common = overlap(&old.quote.content, &new.content);
            let is_same_speaker = same_speaker(old, new);
            let is_same_cue = overlap(&old.quote.cue, &new.cue) > 0.0;
            let is_told_alike = (is_same_speaker && new.speaker.is_some()) || is_same_cue;
            if is_same_place || (common >= LEAST_PLACE && is_told_alike) {
                // In thousandths, so that they have an order.
                let common = (common * 1_000.0) as u32;
                let rank = (is_same_place, common, is_same_speaker, is_same_cue);
                likely.push((Reverse(rank), index, place));
            }
        }
    }
    likely.sort_unstable();
    let mut found = vec![None; before.len()];
    let mut taken = vec![false; after.len()];
    for (_, index, place) in likely {
        if found[index].is_none() && !taken[place] {
            found[index] = Some(place);
            taken[place] = true;
        }
    }
    found
}

fn aspects(old: &ReadQuote, new: &NewQuote) -> Vec<Aspect> {
    let quote = &old.quote;
    let is_decided = quote.decision.is_some();
    [
        (Aspect::Speaker, !is_decided && !same_speaker(old, new)),
        (Aspect::Words, quote.content != new.content),
        (Aspect::Kind, quote.kind != new.kind),
        (Aspect::Source, quote.source != new.source),
        (Aspect::Cue, quote.cue != new.cue),
        (Aspect::Manner, quote.manner != new.manner),
    ]
    .into_iter()
    .filter_map(|(aspect, differs)| differs.then_some(aspect))
    .collect()
}

/// Whether the machine finds the same speaker, or nobody, both times.
fn same_speaker(old: &ReadQuote, new: &NewQuote) -> bool {
    let before = old.found.as_ref().map(|speaker| &speaker.key);
    before == new.speaker.as_ref().map(|speaker| &speaker.key)
}

/// What is found, and behind it what is kept; what stands inside another still does, where that is there.
fn together(
    before: &[ReadQuote],
    after: Vec<NewQuote>,
    found: &[Option<usize>],
    kept: &[usize],
    left_out: &[Option<usize>],
) -> Vec<NewQuote> {
    let staying: Vec<usize> = (0..after.len())
        .filter(|place| left_out[*place].is_none())
        .collect();
    let of_new = |place: usize| staying.binary_search(&place).ok();
    let of_kept = |index: usize| {
        let position = kept.iter().position(|kept| *kept == index);
        position.map(|position| staying.len() + position)
    };
    // The next one around that is still there: it, or what was kept in its place.
    let around_new = |place: usize| {
        let outer = std::iter::successors(after[place].inside, |outer| after[*outer].inside);
        outer
            .map(|outer| of_new(outer).or_else(|| of_kept(left_out[outer]?)))
            .find_map(|outer| outer)
    };
    let around_kept = |index: usize| {
        let outer = before[index].quote.inside?;
        let outer = before.iter().position(|old| old.quote.id == outer)?;
        of_kept(outer).or_else(|| of_new(found[outer]?))
    };
    let around: Vec<Option<usize>> = staying
        .iter()
        .map(|place| around_new(*place))
        .chain(kept.iter().map(|index| around_kept(*index)))
        .collect();
    let mut quotes: Vec<NewQuote> = after
        .into_iter()
        .enumerate()
        .filter(|(place, _)| left_out[*place].is_none())
        .map(|(_, quote)| quote)
        .chain(kept.iter().map(|index| as_it_is(&before[*index])))
        .collect();
    for (place, outer) in around.into_iter().enumerate() {
        let fits = |outer: &usize| is_inside(&quotes[place].content, &quotes[*outer].content);
        quotes[place].inside = outer.filter(fits);
    }
    quotes
}

/// A quote on record, to be put once more.
fn as_it_is(old: &ReadQuote) -> NewQuote {
    let quote = old.quote.clone();
    let mut why = quote.why.clone();
    // What people say of the name is looked up anew, and only for whom the machine did not find.
    if old.found.is_none() && why.rule == ResolutionRule::GivenName {
        why.rule = ResolutionRule::NotFound;
    }
    NewQuote {
        fingerprint: fingerprint(&quote),
        kind: quote.kind,
        text: quote.text,
        source: quote.source,
        cue: quote.cue,
        content: quote.content,
        manner: quote.manner,
        inside: None,
        mention: quote.mention,
        cue_text: quote.cue_text,
        speaker: old.found.clone(),
        confidence: quote.confidence,
        rule: quote.rule,
        extractor: Some(quote.extractor),
        why,
    }
}

fn fingerprint(quote: &Quote) -> Option<String> {
    let is_said = quote.manner.polarity == Polarity::Asserted;
    is_said
        .then(|| statement_fingerprint(&quote.text))
        .flatten()
}

/// Share of the place in common, 0 to 1, in code points of one text.
fn overlap(one: &[CodePointSpan], other: &[CodePointSpan]) -> f32 {
    let mut common = 0;
    for one in one {
        for other in other {
            let end = one.end.min(other.end);
            common += end.saturating_sub(one.start.max(other.start));
        }
    }
    let all = length(one) + length(other) - common;
    if all == 0 {
        return 0.0;
    }
    common as f32 / all as f32
}

/// Whether all of the one stands in the other, which has more.
fn is_inside(inner: &[CodePointSpan], outer: &[CodePointSpan]) -> bool {
    let within = |span: &CodePointSpan| {
        let holds = |piece: &CodePointSpan| piece.start <= span.start && span.end <= piece.end;
        outer.iter().any(holds)
    };
    inner.iter().all(within) && length(inner) < length(outer)
}

fn length(spans: &[CodePointSpan]) -> u32 {
    spans.iter().map(|span| span.end - span.start).sum()
}

fn told(quote: &Quote) -> Told {
    Told {
        id: Some(quote.id),
        text: quote.text.clone(),
        content: quote.content.clone(),
        speaker: quote.speaker.as_ref().map(|speaker| speaker.name.clone()),
        mention: quote.mention.clone(),
        cue: quote.cue_text.clone(),
        kind: quote.kind,
        confidence: quote.confidence,
    }
}

fn told_new(quote: &NewQuote) -> Told {
    Told {
        id: None,
        text: quote.text.clone(),
        content: quote.content.clone(),
        speaker: quote.speaker.as_ref().map(|speaker| speaker.name.clone()),
        mention: quote.mention.clone(),
        cue: quote.cue_text.clone(),
        kind: quote.kind,
        confidence: quote.confidence,
    }
}
