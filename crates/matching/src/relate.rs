//! What two wordings of one speaker are to each other.

use std::collections::HashMap;

use onrecord_model::{Kind, Timestamp};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::function_words::is_content;
use crate::parts::quoted_parts;
use crate::words::words;

/// Days between two reports of one utterance in nearly the same words. What recurs each year in other numbers ("on
/// your election as president of the forty-seventh session") is another utterance.
///
/// Whatever is further apart is unrelated.
pub const SAME_WITHIN: i64 = 30;
/// Days between a fragment and the quotation it is taken from: a few words are soon said again. Long
/// ones have as much time as whole wordings.
pub const PART_WITHIN: i64 = 7;

/// Share of common words, and of common words of content, from which two wordings are one utterance told differently.
const SAME_WORDS: f32 = 0.7;
const SAME_CONTENT: f32 = 0.7;
/// Fewest words of content that two different wordings of one utterance have in common.
const SAME_FEWEST: usize = 3;
/// Words that two excerpts share in one run where they overlap, and words of content among them.
const OVERLAP_WORDS: usize = 8;
const OVERLAP_CONTENT: usize = 4;
/// Words of a fragment that may be dated otherwise, or not at all: so many are not said twice by chance.
const LONG_PART: usize = 8;
/// An altered fragment: its length, and the share of it that must stand within a stretch of the other no longer than
/// it by as much.
const ALTERED_PART: usize = 6;
const ALTERED_SHARE: f32 = 0.8;
/// Reports without quotation marks that repeat each other.
const SAME_REPORT: f32 = 0.85;
/// A paraphrase: common words of content, by their beginnings, and their share in those of the shorter wording.
const PARAPHRASE_FEWEST: usize = 3;
const PARAPHRASE_SHARE: f32 = 0.5;
/// Letters that two forms of one word have in common ("invoiced", "invoices").
const STEM: usize = 5;
/// Words of a wording that are looked at, so that hostile input costs no more than a long quotation.
const LONGEST: usize = 2_000;

/// A wording, and what is known of its occurrences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wording<'a> {
    /// The words.
    pub text: &'a str,
    /// Whether they are the speaker's own, partly, or a report of them.
    pub kind: Kind,
    /// Whether they stand in a primary source.
    pub primary: bool,
    /// Earliest date of an occurrence; `None` where none has one.
    pub first: Option<Timestamp>,
    /// Latest date of an occurrence.
    pub last: Option<Timestamp>,
    /// An id of its own, by which ties are settled.
    pub order: u128,
    /// The statement a person put it into, by the [`Wording::order`] of one of its wordings.
    pub held: Option<u128>,
}

/// What the first of two wordings of one speaker is to the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Relation {
    /// The same utterance, told in other words or at another length; how alike they are, from 0 to 1.
    Same(f32),
    /// A fragment of it.
    PartOf,
    /// It is a fragment of this one.
    Contains,
    /// Perhaps a report of it in the reporter's words; the share of the shorter one's words of content that the other
    /// has.
    Suggested(f32),
    /// Nothing.
    Unrelated,
}

/// What `first` is to `second`, two wordings of one speaker. Symmetric, but for what [`Relation::PartOf`] and
/// [`Relation::Contains`] say.
#[must_use]
pub fn relate(first: &Wording<'_>, second: &Wording<'_>) -> Relation {
    let mut vocabulary = Vocabulary::default();
    let first = vocabulary.prepare(first);
    let second = vocabulary.prepare(second);
    first.relate(&second)
}

/// Words as numbers: the same word, the same number.
#[derive(Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<String, u32>,
    stems: HashMap<String, u32>,
}

/// A word of a prepared wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    word: u32,
    /// Its beginning, the same for the forms of one word; `None` for words without content of their own.
    stem: Option<u32>,
}

/// A wording ready to be compared with many others.
pub(crate) struct Prepared {
    kind: Kind,
    primary: bool,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    words: Vec<Token>,
    /// What is given word for word, cut where something is left out.
    verbatim: Vec<Vec<Token>>,
    /// Stems, in order, each once.
    stems: Vec<u32>,
}

impl Vocabulary {
    pub(crate) fn prepare(&mut self, wording: &Wording<'_>) -> Prepared {
        let tokens = self.tokens(wording.text);
        let parts = match wording.kind {
            Kind::Direct => vec![wording.text],
            Kind::Mixed => quoted_parts(wording.text),
            Kind::Indirect => Vec::new(),
        };
        let verbatim = parts
            .into_iter()
            .flat_map(|part| part.split('…').flat_map(|part| part.split("...")))
            .map(|part| self.tokens(part))
            .filter(|part| !part.is_empty())
            .collect();
        let mut stems: Vec<u32> = tokens.iter().filter_map(|token| token.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        Prepared {
            kind: wording.kind,
            primary: wording.primary,
            first: wording.first.or(wording.last),
            last: wording.last.or(wording.first),
            words: tokens,
            verbatim,
            stems,
        }
    }

    fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        for word in words(text).into_iter().take(LONGEST) {
            let stem = is_content(&word.compared).then(|| {
                let stem: String = word.compared.chars().take(STEM).collect();
                let next = self.stems.len() as u32;
                *self.stems.entry(stem).or_insert(next)
            });
            let next = self.numbers.len() as u32;
            let word = *self.numbers.entry(word.compared).or_insert(next);
            tokens.push(Token { word, stem });
        }
        tokens
    }
}

impl Prepared {
    /// See [`relate`].
    pub(crate) fn relate(&self, other: &Self) -> Relation {
        let shared = shared(&self.stems, &other.stems);
        let gap = self.days_from(other);
        if shared == 0
            || (self.primary && other.primary)
            || gap.is_some_and(|gap| gap > SAME_WITHIN)
        {
            return Relation::Unrelated;
        }
        let verbatim = !self.verbatim.is_empty() && !other.verbatim.is_empty();
        if verbatim {
            if let Some(alike) = self.alike(other) {
                return Relation::Same(alike);
            }
            match (self.is_part_of(other, gap), other.is_part_of(self, gap)) {
                // Each has what the other quotes, as where two reports quote the same few words.
                (true, true) => return Relation::Same(1.0),
                (true, false) => return Relation::PartOf,
                (false, true) => return Relation::Contains,
                (false, false) => {}
            }
            if self.kind == Kind::Direct && other.kind == Kind::Direct {
                return match self.overlaps(other) {
                    Some(alike) => Relation::Same(alike),
                    None => Relation::Unrelated,
                };
            }
        } else if self.kind == Kind::Indirect && other.kind == Kind::Indirect {
            return self.same_report(other);
        }
        let fewer = self.stems.len().min(other.stems.len());
        let share = shared as f32 / fewer as f32;
        let is_near = gap.is_none_or(|gap| gap <= PART_WITHIN);
        if shared >= PARAPHRASE_FEWEST && share >= PARAPHRASE_SHARE && is_near {
            return Relation::Suggested(share);
        }
        Relation::Unrelated
    }

    /// Words of a fragment that are not said twice by chance.
    pub(crate) const LONG_PART: usize = LONG_PART;

    /// Whether some of it is given word for word.
    pub(crate) fn quotes(&self) -> bool {
        !self.verbatim.is_empty()
    }

    /// Number of words that are given word for word, or of all where none are.
    pub(crate) fn length(&self) -> usize {
        match self.quoted_words() {
            0 => self.words.len(),
            quoted => quoted,
        }
    }

    /// Days between the occurrences of both; `None` where one has no date.
    pub(crate) fn days_from(&self, other: &Self) -> Option<i64> {
        let (first, last) = (self.first?, self.last?);
        let (other_first, other_last) = (other.first?, other.last?);
        let gap = (other_first - last).max(first - other_last);
        Some(gap.num_days().max(0))
    }

    /// How alike two direct wordings are that tell one utterance.
    fn alike(&self, other: &Self) -> Option<f32> {
        if self.kind != Kind::Direct || other.kind != Kind::Direct {
            return None;
        }
        let common = common(&self.words, &other.words);
        let words = share(common.words, self.words.len() + other.words.len());
        let content = share(common.content, self.content() + other.content());
        let is_same =
            words >= SAME_WORDS && content >= SAME_CONTENT && common.content >= SAME_FEWEST;
        is_same.then_some((words + content) / 2.0)
    }

    fn same_report(&self, other: &Self) -> Relation {
        let common = common(&self.words, &other.words);
        let words = share(common.words, self.words.len() + other.words.len());
        let content = share(common.content, self.content() + other.content());
        if words.min(content) >= SAME_REPORT && common.content >= SAME_FEWEST {
            return Relation::Same((words + content) / 2.0);
        }
        Relation::Unrelated
    }

    fn content(&self) -> usize {
        content(&self.words)
    }

    /// Whether everything that is quoted here stands in the other's own words, and says enough to be looked for.
    fn is_part_of(&self, other: &Self, gap: Option<i64>) -> bool {
        let mut telling: Vec<&[Token]> = Vec::new();
        for part in &self.verbatim {
            if tells(part) {
                telling.push(part);
            }
        }
        let quoted: usize = telling.iter().map(|part| part.len()).sum();
        let when = match gap {
            Some(gap) => gap <= PART_WITHIN || quoted >= LONG_PART,
            None => quoted >= LONG_PART,
        };
        let shorter = self.quoted_words() < other.quoted_words() || self.verbatim == other.verbatim;
        when && shorter
            && !telling.is_empty()
            && telling
                .iter()
                .all(|part| other.verbatim.iter().any(|whole| holds(whole, part)))
    }

    fn quoted_words(&self) -> usize {
        self.verbatim.iter().map(Vec::len).sum()
    }

    /// Whether two excerpts share a stretch, as where one outlet quotes two sentences and another the second and a
    /// third.
    fn overlaps(&self, other: &Self) -> Option<f32> {
        let longest = operations(&self.words, &other.words)
            .into_iter()
            .filter_map(|operation| match operation {
                DiffOp::Equal { old_index, len, .. } => {
                    Some(&self.words[old_index..old_index + len])
                }
                _ => None,
            })
            .max_by_key(|run| run.len())?;
        let shared = longest.len() >= OVERLAP_WORDS && content(longest) >= OVERLAP_CONTENT;
        shared.then(|| share(longest.len(), self.words.len() + other.words.len()))
    }
}

/// What two sequences of words have in common, in order.
struct Common {
    words: usize,
    content: usize,
}

fn common(first: &[Token], second: &[Token]) -> Common {
    let mut common = Common {
        words: 0,
        content: 0,
    };
    for operation in operations(first, second) {
        if let DiffOp::Equal { old_index, len, .. } = operation {
            common.words += len;
            common.content += content(&first[old_index..old_index + len]);
        }
    }
    common
}

fn operations(first: &[Token], second: &[Token]) -> Vec<DiffOp> {
    let numbers =
        |tokens: &[Token]| -> Vec<u32> { tokens.iter().map(|token| token.word).collect() };
    capture_diff_slices(Algorithm::Myers, &numbers(first), &numbers(second))
}

fn content(words: &[Token]) -> usize {
    words.iter().filter(|word| word.stem.is_some()).count()
}

/// Twice the common part over the whole of both.
fn share(common: usize, of_both: usize) -> f32 {
    match of_both {
        0 => 0.0,
        of_both => 2.0 * common as f32 / of_both as f32,
    }
}

/// Whether some words say enough to be found again: two of content, or one among three.
fn tells(part: &[Token]) -> bool {
    match content(part) {
        0 => false,
        1 => part.len() >= 3,
        _ => true,
    }
}

/// Whether `whole` has the words of `part` in one stretch; a long part may have a word changed or left out.
fn holds(whole: &[Token], part: &[Token]) -> bool {
    if part.len() > whole.len() {
        return false;
    }
    if whole
        .windows(part.len())
        .any(|stretch| same_words(stretch, part))
    {
        return true;
    }
    part.len() >= ALTERED_PART && nearly_holds(whole, part)
}

fn same_words(one: &[Token], other: &[Token]) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| one.word == other.word)
}

/// Looks for a stretch of `whole` that has most words of `part`, and not many others.
fn nearly_holds(whole: &[Token], part: &[Token]) -> bool {
    let runs: Vec<(usize, usize)> = operations(whole, part)
        .into_iter()
        .filter_map(|operation| match operation {
            DiffOp::Equal { old_index, len, .. } => Some((old_index, len)),
            _ => None,
        })
        .collect();
    for (index, (start, _)) in runs.iter().enumerate() {
        let mut matched = 0;
        for (from, length) in &runs[index..] {
            matched += length;
            let stretch = from + length - start;
            let enough = matched as f32 >= ALTERED_SHARE * part.len() as f32;
            if enough && matched as f32 >= ALTERED_SHARE * stretch as f32 {
                let content = content(&whole[*start..from + length]);
                return content >= SAME_FEWEST;
            }
        }
    }
    false
}

/// How many numbers two ascending lists share.
fn shared(first: &[u32], second: &[u32]) -> usize {
    let (mut one, mut other, mut shared) = (0, 0, 0);
    while let (Some(left), Some(right)) = (first.get(one), second.get(other)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => one += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                one += 1;
                other += 1;
            }
        }
    }
    shared
}
