//! Where an edited form of a quotation stands.

use std::collections::HashMap;
use std::ops::Range;

use onrecord_model::Span;

use super::SHORT;
use super::versions::{Quotation, Versions};
use crate::align::{Aligner, Token};
use crate::function_words::is_content;
use crate::{Comparison, Difference, compare};

/// Words right before or behind a quotation by which its place is found.
const NEIGHBOURS: usize = 8;
const FEWEST_NEIGHBOURS: usize = 2;
/// Least similarity of a quotation whose surroundings are kept on one side or on none. Where both are kept, it is
/// enough that old and new are not unrelated, as for all other wordings.
const MOSTLY_THE_SAME: f32 = 0.75;
/// Longest quotation, in words, that is looked for, for aligning takes time as the square.
const LONGEST: usize = 2_000;
/// Words that may be added between surroundings that are both kept, beside as many as there were.
const ADDED: usize = 10;

/// Which of the surroundings are where they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Both,
    One,
    Neither,
}

/// The place of the edited form, without signs at its edges, and what is different; `None` where nothing is clearly
/// one.
pub(super) fn changed(
    versions: &Versions<'_>,
    place: Span,
    quotation: Quotation,
) -> Option<(Span, Comparison)> {
    let count = quotation.count();
    if count > LONGEST {
        return None;
    }
    let before = neighbours_before(versions, quotation);
    let behind = neighbours_behind(versions, quotation);
    let last = versions.other.numbers.len();
    let room = count + count / 2 + ADDED;
    let (stretch, kept) = match (before, behind) {
        (Some(start), Some(end)) if start <= end && end - start <= room => (start..end, Kept::Both),
        (Some(start), None) => {
            let window = start..last.min(start + room);
            (aligned(versions, quotation, window)?, Kept::One)
        }
        (None, Some(end)) => {
            let window = end.saturating_sub(room)..end;
            (aligned(versions, quotation, window)?, Kept::One)
        }
        (None, None) => {
            let window = crowded(versions, quotation)?;
            (aligned(versions, quotation, window)?, Kept::Neither)
        }
        // What stood before and behind it is now in another order, or far apart.
        (Some(_), Some(_)) => return None,
    };
    if stretch.is_empty() || (count < SHORT && kept != Kept::Both) {
        return None;
    }
    let to = versions.other.extent(stretch);
    let comparison = compare(place.of(versions.text.text)?, to.of(versions.other.text)?);
    let is_edited = match kept {
        // Few words with another name or number among them are something else in the same place.
        Kept::Both => {
            let is_replaced = comparison.changed.name || comparison.changed.number;
            comparison.difference != Difference::Unrelated && !(count < SHORT && is_replaced)
        }
        Kept::One => comparison.similarity >= MOSTLY_THE_SAME && !comparison.changed.name,
        Kept::Neither => comparison.similarity >= MOSTLY_THE_SAME && !comparison.changed.any(),
    };
    is_edited.then_some((to, comparison))
}

/// Behind the only place of the words that stood right before the quotation, as many of them as it takes to find one.
fn neighbours_before(versions: &Versions<'_>, quotation: Quotation) -> Option<usize> {
    let numbers = &versions.text.numbers;
    if quotation.first == 0 {
        return Some(0);
    }
    let least = FEWEST_NEIGHBOURS.min(quotation.first);
    (least..=NEIGHBOURS.min(quotation.first))
        .rev()
        .find_map(|width| {
            let wanted = &numbers[quotation.first - width..quotation.first];
            Some(only(versions, wanted)? + width)
        })
}

/// Where the words begin that stood right behind it.
fn neighbours_behind(versions: &Versions<'_>, quotation: Quotation) -> Option<usize> {
    let numbers = &versions.text.numbers;
    let rest = numbers.len() - quotation.end;
    if rest == 0 {
        return Some(versions.other.numbers.len());
    }
    (FEWEST_NEIGHBOURS.min(rest)..=NEIGHBOURS.min(rest))
        .rev()
        .find_map(|width| only(versions, &numbers[quotation.end..quotation.end + width]))
}

/// The only place of some words in both versions; a phrase that stands in several tells of none.
fn only(versions: &Versions<'_>, wanted: &[u32]) -> Option<usize> {
    let mut places = versions.other.places(wanted);
    let place = places.next()?;
    let is_unique = places.next().is_none() && versions.text.places(wanted).nth(1).is_none();
    is_unique.then_some(place)
}

/// The part of the window from the first to the last word that is one of the quotation's, in their order.
fn aligned(
    versions: &Versions<'_>,
    quotation: Quotation,
    window: Range<usize>,
) -> Option<Range<usize>> {
    let words = &versions.text.words[quotation.first..quotation.end];
    let wanted = versions.wanted(quotation);
    let tokens: Vec<Token> = words
        .iter()
        .zip(wanted)
        .map(|(word, number)| Token {
            word: *number,
            is_content: is_content(&word.compared),
            is_marked: false,
        })
        .collect();
    let pairs = Aligner::default().align(&tokens, &versions.other.numbers[window.clone()]);
    let (first, last) = (pairs.first()?, pairs.last()?);
    // A first or last word that is another one is still the quotation's.
    let start = first.1.saturating_sub(first.0);
    let end = last.1 + (wanted.len() - last.0);
    Some(window.start + start..(window.start + end).min(window.end))
}

/// The stretch, half as long again as the quotation, that has most of its words, if it has most of them and no other
/// has nearly as many.
fn crowded(versions: &Versions<'_>, quotation: Quotation) -> Option<Range<usize>> {
    let wanted = versions.wanted(quotation);
    let numbers = &versions.other.numbers;
    let width = (wanted.len() + wanted.len() / 2).min(numbers.len());
    let mut missing: HashMap<u32, i64> = HashMap::new();
    for number in wanted {
        *missing.entry(*number).or_default() += 1;
    }
    let mut found = 0_usize;
    let mut counts = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        if let Some(left) = missing.get_mut(number) {
            found += usize::from(*left > 0);
            *left -= 1;
        }
        if let Some(passed) = index.checked_sub(width)
            && let Some(left) = missing.get_mut(&numbers[passed])
        {
            *left += 1;
            found -= usize::from(*left > 0);
        }
        counts.push(found);
    }
    let most = *counts.iter().max()?;
    let end = counts.iter().position(|count| *count == most)? + 1;
    let is_elsewhere = |index: usize| index + 1 > end + width || index + 1 + width < end;
    let next = counts
        .iter()
        .enumerate()
        .filter(|(index, _)| is_elsewhere(*index))
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0);
    let is_most = most as f32 >= MOSTLY_THE_SAME * wanted.len() as f32;
    let is_ahead = 4 * next <= 3 * most;
    (is_most && is_ahead).then(|| end.saturating_sub(width)..(end + width / 2).min(numbers.len()))
}
