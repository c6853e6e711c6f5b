//! Where a text holds what is asked for.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use onrecord_model::{CodePointSpan, CodePoints, Span};

use super::Query;
use super::tree::{Node, Within, Words};
use crate::edits::within_edits;
use crate::sloppy::{Enough, Phrase, Positions};
use crate::words::{Word, spellings, words};

impl Query {
    /// Where `text`, the words said, holds what is asked for, in order and without overlap. A phrase is one span
    /// where its words stand next to each other, and a span for each of them where they only stand near.
    #[must_use]
    pub fn highlights(&self, text: &str) -> Vec<CodePointSpan> {
        let mut marker = Marker {
            text,
            words: words(text),
            spellings: OnceCell::new(),
            found: Vec::new(),
        };
        marker.mark(&self.root);
        let mut found = marker.found;
        found.sort_unstable_by_key(|range| (range.start, range.end));
        let points = CodePoints::new(text);
        let mut spans: Vec<CodePointSpan> = Vec::with_capacity(found.len());
        for range in found {
            let span = points.span(Span::new(range.start, range.end));
            match spans.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => spans.push(span),
            }
        }
        spans
    }
}

struct Marker<'text> {
    text: &'text str,
    words: Vec<Word>,
    /// Seldom asked for.
    spellings: OnceCell<Vec<Word>>,
    found: Vec<Range<usize>>,
}

impl Marker<'_> {
    fn mark(&mut self, node: &Node) {
        match node {
            Node::Words(words) => self.mark_words(words),
            Node::Near { spelled, edits } => {
                self.mark_spellings(|word| within_edits(spelled, word, *edits));
            }
            Node::Beginning(beginning) => self.mark_spellings(|word| word.starts_with(beginning)),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| self.mark(node)),
            Node::Meant { typed, near } => {
                self.mark_words(typed);
                let is_near = self.words.iter().filter(|word| near.contains(&word.term));
                self.found.extend(is_near.map(|word| word.start..word.end));
            }
            Node::First(first, other) => {
                self.mark(first);
                self.mark(other);
            }
            Node::Condition(_) | Node::Not(_) => {}
        }
    }

    fn mark_spellings(&mut self, fits: impl Fn(&str) -> bool) {
        let spellings = self.spellings.get_or_init(|| spellings(self.text));
        let fitting = spellings.iter().filter(|word| fits(&word.term));
        self.found.extend(fitting.map(|word| word.start..word.end));
    }

    fn mark_words(&mut self, wanted: &Words) {
        match wanted.within {
            Within::Anywhere | Within::Said if wanted.slop > 0 => self.mark_sloppy(wanted),
            Within::Anywhere | Within::Said => self.mark_phrase(wanted),
            Within::Title | Within::Cue => {}
        }
    }

    fn mark_phrase(&mut self, wanted: &Words) {
        let placed = &wanted.placed;
        for candidate in self.words.windows(placed.len()) {
            let [first, ..] = candidate else {
                return;
            };
            let fits = candidate.iter().zip(placed).all(|(word, placed)| {
                word.position - first.position == placed.offset && word.term == placed.term
            });
            if let (true, Some(last)) = (fits, candidate.last()) {
                self.found.push(first.start..last.end);
            }
        }
    }

    fn mark_sloppy(&mut self, wanted: &Words) {
        let at: HashMap<u32, &Word> = self
            .words
            .iter()
            .map(|word| (word.position, word))
            .collect();
        let placed: Vec<(u32, &str)> = wanted
            .placed
            .iter()
            .map(|placed| (placed.offset, placed.term.as_str()))
            .collect();
        let phrase = Phrase::new(&placed, wanted.slop);
        let positions: Positions = phrase
            .distinct()
            .map(|word| {
                let same = self
                    .words
                    .iter()
                    .filter(|other| other.term == placed[word].1);
                same.map(|word| word.position).collect()
            })
            .collect();
        let found = &mut self.found;
        phrase.each(&positions, |places| {
            let words = places.iter().filter_map(|place| at.get(place));
            found.extend(words.map(|word| word.start..word.end));
            Enough::No
        });
    }
}
