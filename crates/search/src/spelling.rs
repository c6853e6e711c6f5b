//! What a query that finds little may have been meant to be.
//!
//! Words that are spelled nearly as one that was typed are looked for among the words that stand on record, not in a
//! list of right ones: names are what is misspelled most. Each is worth as much as there are quotes with it,
//! and as it is likely to be mistyped so.

use std::collections::{BTreeMap, HashMap};

use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError, Term};

use crate::edits::likelihood;
use crate::generation::Fault;
use crate::index::{Snapshot, guarded};
use crate::query::{Lone, Node, Within, Words};
use crate::spelled::automaton;
use crate::words::words;
use crate::{Query, SearchError, Tail};

/// A query with the words that are spelled nearly as those that were typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelling {
    /// Finds what the exact words find first, then what near ones find. It [is typed](Query::typed) otherwise than
    /// the query it was made from, so that the pages of one are not continued in the other.
    pub query: Query,
    /// What was typed, with words in place that are [far more frequent](Snapshot::spelling).
    pub did_you_mean: Option<String>,
    /// Words that were typed, and the near ones that are searched too, the likeliest first.
    pub words: Vec<(String, Vec<String>)>,
}

/// Shorter words have neighbours everywhere.
const SHORTEST: usize = 4;
/// From this length on a word may differ by two edits, where one finds nothing.
const LONG: usize = 9;
/// So many times as frequent as what was typed a word has to be.
const FAR_MORE: u64 = 10;
/// Most near words for one that was typed.
const MOST_NEAR: usize = 5;

/// A word on record, in all its forms that are near.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Near {
    stem: String,
    /// The most frequent form.
    form: String,
    /// In how many quotes there are its forms.
    frequency: u64,
    /// The same, each form as often as it is [likely](likelihood) to be mistyped so.
    likeliness: u64,
}

/// What is near a word that was typed.
#[derive(Debug, Default)]
struct Found {
    /// The likeliest first.
    near: Vec<Near>,
    /// In how many quotes there is the word itself.
    frequency: u64,
}

impl Found {
    fn likeliest_first(&self) -> &[Near] {
        &self.near
    }
}

/// By what the words that were typed are compared by.
type Neighbours<'query> = HashMap<&'query str, Found>;

impl Snapshot {
    /// What `query` may have been meant to be, for one whose exact words find little; `None` where no word in it
    /// has a near one. Words of four letters and more, that are neither part of a phrase nor of a field nor left
    /// out, are held against all that differ by one edit, or by two for nine letters and more where one finds
    /// nothing; two letters that changed places are one edit. A near word has to be at least ten times as frequent
    /// as what was typed.
    ///
    /// # Errors
    ///
    /// Where the index cannot be read.
    pub fn spelling(
        &self,
        query: &Query,
        tail: Option<&Tail>,
    ) -> Result<Option<Spelling>, SearchError> {
        let record = Record {
            searchers: std::iter::once(&self.searcher)
                .chain(tail.and_then(Tail::searcher))
                .collect(),
            exact: [
                self.fields.text,
                self.fields.speaker_name,
                self.fields.title,
            ],
            spelled: self.fields.spelled,
        };
        Ok(guarded(|| record.spelling(query))?)
    }
}

/// The words on record, of the index and of its tail.
struct Record<'search> {
    searchers: Vec<&'search Searcher>,
    /// Where words are looked for by their stems.
    exact: [Field; 3],
    /// Where they are in the forms they are written in.
    spelled: Field,
}

impl Record<'_> {
    fn spelling(&self, query: &Query) -> Result<Option<Spelling>, Fault> {
        let mut near: Neighbours<'_> = HashMap::new();
        for lone in &query.lone {
            if !near.contains_key(lone.term.as_str()) {
                near.insert(&lone.term, self.near(lone)?);
            }
        }
        near.retain(|_, found| !found.near.is_empty());
        if near.is_empty() {
            return Ok(None);
        }
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        let mut meant = String::new();
        let mut copied = 0;
        for lone in &query.lone {
            let Some([likeliest, others @ ..]) =
                near.get(lone.term.as_str()).map(Found::likeliest_first)
            else {
                continue;
            };
            let typed = &query.typed()[lone.from..lone.to];
            meant.push_str(&query.typed()[copied..lone.from]);
            meant.push_str(&in_case_of(typed, &likeliest.form));
            copied = lone.to;
            if told.iter().all(|(known, _)| known != typed) {
                let forms = [likeliest].into_iter().chain(others);
                let forms = forms.map(|near| near.form.clone()).collect();
                told.push((typed.to_owned(), forms));
            }
        }
        meant.push_str(&query.typed()[copied..]);
        let root = widened(&query.root, &near);
        Ok(Some(Spelling {
            query: query.meaning(format!("{} ({meant}?)", query.typed()), root),
            did_you_mean: Some(meant),
            words: told,
        }))
    }

    fn near(&self, lone: &Lone) -> Result<Found, Fault> {
        let letters = lone.spelled.chars().count();
        if letters < SHORTEST || !is_word(&lone.spelled) {
            return Ok(Found::default());
        }
        let frequency = self.frequency(&lone.term)?;
        let mut near = self.far_more_frequent(lone, frequency, 1)?;
        if near.is_empty() && letters >= LONG {
            near = self.far_more_frequent(lone, frequency, 2)?;
        }
        Ok(Found { near, frequency })
    }

    fn far_more_frequent(
        &self,
        lone: &Lone,
        frequency: u64,
        edits: u8,
    ) -> Result<Vec<Near>, Fault> {
        let mut near: HashMap<String, Near> = HashMap::new();
        for (form, quotes) in self.forms(&lone.spelled, edits)? {
            let Some(stem) = stem_of(&form).filter(|stem| *stem != lone.term) else {
                continue;
            };
            // The rarest come first, so that the last form is the most frequent one.
            let known = near.entry(stem.clone()).or_insert_with(|| Near {
                stem,
                form: String::new(),
                frequency: 0,
                likeliness: 0,
            });
            known.frequency += quotes;
            known.likeliness += quotes.saturating_mul(likelihood(&lone.spelled, &form));
            known.form = form;
        }
        let least = frequency.saturating_mul(FAR_MORE).max(1);
        let mut near: Vec<Near> = near.into_values().collect();
        near.retain(|near| near.frequency >= least);
        near.sort_unstable_by(|one, other| {
            (other.likeliness.cmp(&one.likeliness)).then_with(|| one.stem.cmp(&other.stem))
        });
        near.truncate(MOST_NEAR);
        Ok(near)
    }

    /// Forms on record within so many edits of a word, and in how many quotes each is; the rarest first.
    fn forms(&self, spelled: &str, edits: u8) -> Result<Vec<(String, u64)>, Fault> {
        let automaton = automaton(self.spelled, spelled, edits)?;
        let mut forms: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self
            .searchers
            .iter()
            .flat_map(|searcher| searcher.segment_readers())
        {
            let index = segment.inverted_index(self.spelled)?;
            let mut stream = index
                .terms()
                .search(&automaton)
                .into_stream()
                .map_err(TantivyError::from)?;
            while let Some((form, postings)) = stream.next() {
                let Ok(form) = std::str::from_utf8(form) else {
                    continue;
                };
                if is_word(form) {
                    *forms.entry(form.to_owned()).or_default() += u64::from(postings.doc_freq);
                }
            }
        }
        let mut forms: Vec<(String, u64)> = forms.into_iter().collect();
        forms.sort_by_key(|(_, frequency)| *frequency);
        Ok(forms)
    }

    /// In how many quotes the exact word is, by the field where it is in most.
    fn frequency(&self, stem: &str) -> Result<u64, Fault> {
        let mut most = 0;
        for field in self.exact {
            let term = Term::from_field_text(field, stem);
            let mut frequency = 0;
            for searcher in &self.searchers {
                frequency += searcher.doc_freq(&term)?;
            }
            most = most.max(frequency);
        }
        Ok(most)
    }
}

/// Numbers are never misspelled: another number is another fact.
fn is_word(spelled: &str) -> bool {
    !spelled.chars().any(char::is_numeric)
}

fn stem_of(form: &str) -> Option<String> {
    let mut stems = words(form).into_iter();
    match (stems.next(), stems.next()) {
        (Some(word), None) => Some(word.term),
        _ => None,
    }
}

/// `form` with a capital where what was typed had one.
fn in_case_of(typed: &str, form: &str) -> String {
    let mut letters = form.chars();
    match letters.next() {
        Some(first) if typed.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => form.to_owned(),
    }
}

/// `root` with near words beside those that were typed, what the exact ones find first. What stands beside them
/// under one roof stays there, for conditions to be tested once.
fn widened(root: &Node, near: &Neighbours<'_>) -> Node {
    let nodes = match root {
        Node::All(nodes) => nodes.as_slice(),
        node => std::slice::from_ref(node),
    };
    let (exact, mut same): (Vec<Node>, Vec<Node>) = nodes
        .iter()
        .cloned()
        .partition(|node| with_near(node, near) != *node);
    let other = together(exact.iter().map(|node| with_near(node, near)).collect());
    let is_on_record = |node: &Node| match node {
        Node::Words(words) => near_of(words, near).is_none_or(|found| found.frequency > 0),
        _ => true,
    };
    same.push(match exact.iter().all(is_on_record) {
        true => Node::First(Box::new(together(exact)), Box::new(other)),
        // Nothing is found by a word that is not there.
        false => other,
    });
    together(same)
}

fn together(mut nodes: Vec<Node>) -> Node {
    match (nodes.len(), nodes.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            nodes.extend(last);
            Node::All(nodes)
        }
    }
}

fn with_near(node: &Node, near: &Neighbours<'_>) -> Node {
    let each = |nodes: &[Node]| nodes.iter().map(|node| with_near(node, near)).collect();
    match node {
        Node::Words(words) => match near_of(words, near) {
            Some(found) => Node::Meant {
                typed: words.clone(),
                near: found.near.iter().map(|near| near.stem.clone()).collect(),
            },
            None => node.clone(),
        },
        Node::All(nodes) => Node::All(each(nodes)),
        Node::Any(nodes) => Node::Any(each(nodes)),
        Node::Near { .. }
        | Node::Beginning(_)
        | Node::Condition(_)
        | Node::Not(_)
        | Node::Meant { .. }
        | Node::First(..) => node.clone(),
    }
}

fn near_of<'near>(words: &Words, near: &'near Neighbours<'_>) -> Option<&'near Found> {
    match (words.within, words.placed.as_slice()) {
        (Within::Anywhere, [word]) => near.get(word.term.as_str()),
        _ => None,
    }
}
