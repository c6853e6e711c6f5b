//! Which wordings of one speaker are one statement.
//!
//! The answer is a function of the set of wordings: neither the order they come in nor what was answered before has a
//! part in it. Whoever keeps it up to date asks again about everything that a new wording may bear on: the wordings
//! that [`crate::relate`] may call anything but unrelated to it, and those that are one statement with them.

use crate::relate::{Prepared, Relation, Vocabulary, Wording};

/// What became of a wording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// The place of the wording that stands for its statement; its own where it is alone or stands for others.
    pub head: usize,
    /// The place of the wording, one of another statement, that this one may be a paraphrase of, and how much of it
    /// they share, from 0 to 1. Nothing follows from it until a person agrees.
    pub suggested: Option<(usize, f32)>,
}

/// Puts wordings of one speaker together, each answered at its place.
///
/// - Wordings that are the same utterance make one statement, and so do wordings that each are the same as a third.
/// - A wording that is a fragment of another goes with it, if all it is a fragment of is one statement; what two
///   statements hold alike is of neither. Of two primary sources that hold a long one, the nearest in time has it.
/// - Wordings of primary sources stand for different statements, and so do those that people [held](Wording::held)
///   apart: what is like several of them goes with the one it is most like.
/// - The head is the held statement's own wording where there is one, else the one of least [`Wording::order`].
#[must_use]
pub fn cluster(wordings: &[Wording<'_>]) -> Vec<Membership> {
    let mut vocabulary = Vocabulary::default();
    let mut in_turn: Vec<usize> = (0..wordings.len()).collect();
    // Ties are settled by what the wordings are, and by their ids only where they are alike in all of that: ids may
    // tell in what order they were taken in.
    in_turn.sort_by_key(|place| {
        let wording = &wordings[*place];
        (wording.first, wording.last, wording.text, wording.order)
    });
    let ordered: Vec<&Wording<'_>> = in_turn.iter().map(|place| &wordings[*place]).collect();
    let prepared: Vec<Prepared> = ordered
        .iter()
        .map(|wording| vocabulary.prepare(wording))
        .collect();
    let relations = Relations::between(&prepared);
    let mut statements = Statements::seeded(&ordered);
    statements.grow(&relations);
    statements.take_in_fragments(&relations, &prepared, &ordered);
    let heads = statements.heads(&ordered);
    let mut memberships: Vec<Membership> = (0..wordings.len())
        .map(|place| Membership {
            head: place,
            suggested: None,
        })
        .collect();
    for (index, place) in in_turn.iter().enumerate() {
        memberships[*place] = Membership {
            head: in_turn[heads[index]],
            suggested: relations
                .suggested(index)
                .filter(|(of, _)| heads[*of] != heads[index])
                .map(|(of, share)| (in_turn[of], share)),
        };
    }
    memberships
}

/// What is related to what; every list in the order of the wordings.
struct Relations {
    same: Vec<Vec<(usize, f32)>>,
    holders: Vec<Vec<usize>>,
    paraphrases: Vec<Vec<(usize, f32)>>,
    quotes: Vec<bool>,
}

impl Relations {
    fn between(prepared: &[Prepared]) -> Self {
        let none = || prepared.iter().map(|_| Vec::new()).collect();
        let mut relations = Self {
            same: none(),
            holders: prepared.iter().map(|_| Vec::new()).collect(),
            paraphrases: none(),
            quotes: prepared.iter().map(Prepared::quotes).collect(),
        };
        for (first, one) in prepared.iter().enumerate() {
            for (further, other) in prepared[first + 1..].iter().enumerate() {
                let second = first + 1 + further;
                match one.relate(other) {
                    Relation::Same(alike) => {
                        relations.same[first].push((second, alike));
                        relations.same[second].push((first, alike));
                    }
                    Relation::PartOf => relations.holders[first].push(second),
                    Relation::Contains => relations.holders[second].push(first),
                    Relation::Suggested(share) => {
                        relations.paraphrases[first].push((second, share));
                        relations.paraphrases[second].push((first, share));
                    }
                    Relation::Unrelated => {}
                }
            }
        }
        relations
    }

    /// What the wording is most likely a paraphrase of: it has fewer words of the speaker's own than that.
    fn suggested(&self, index: usize) -> Option<(usize, f32)> {
        if self.quotes[index] {
            return None;
        }
        let mut best: Option<(usize, f32)> = None;
        for (of, share) in &self.paraphrases[index] {
            if self.quotes[*of] && best.is_none_or(|(_, most)| *share > most) {
                best = Some((*of, *share));
            }
        }
        best
    }
}

/// Which statement each wording is in so far: a number, which is the index of one of them.
struct Statements {
    of: Vec<Option<usize>>,
}

impl Statements {
    /// Every primary wording and everything that people held together is a statement to begin with.
    fn seeded(ordered: &[&Wording<'_>]) -> Self {
        let mut of: Vec<Option<usize>> = vec![None; ordered.len()];
        for (index, wording) in ordered.iter().enumerate() {
            of[index] = match wording.held {
                Some(held) => ordered.iter().position(|other| other.held == Some(held)),
                None => wording.primary.then_some(index),
            };
        }
        Self { of }
    }

    /// Lets every statement take in what is the same as one of its wordings, the most alike first; then makes
    /// statements of what no seed has reached.
    fn grow(&mut self, relations: &Relations) {
        let mut edges: Vec<(f32, usize, usize)> = Vec::new();
        for (first, same) in relations.same.iter().enumerate() {
            for (second, alike) in same.iter().filter(|(second, _)| *second > first) {
                edges.push((*alike, first, *second));
            }
        }
        // The strongest tie first, as in building a maximum spanning forest: what holds two seeds together is cut
        // at its weakest.
        edges.sort_by(|one, other| {
            other
                .0
                .total_cmp(&one.0)
                .then((one.1, one.2).cmp(&(other.1, other.2)))
        });
        let count = self.of.len();
        let mut forest = Forest::new(count);
        let mut seed: Vec<Option<usize>> = self.of.clone();
        for index in 0..count {
            if let Some(statement) = self.of[index] {
                forest.join(index, statement);
            }
        }
        for (_, first, second) in edges {
            let (one, other) = (forest.root(first), forest.root(second));
            let (left, right) = (seed[one], seed[other]);
            if one == other || (left.is_some() && right.is_some()) {
                continue;
            }
            let root = forest.join(one, other);
            seed[root] = left.or(right);
        }
        for index in 0..count {
            let root = forest.root(index);
            self.of[index] = Some(seed[root].unwrap_or(root));
        }
    }

    /// Puts each statement whose wordings are fragments of one other statement into that one.
    fn take_in_fragments(
        &mut self,
        relations: &Relations,
        prepared: &[Prepared],
        ordered: &[&Wording<'_>],
    ) {
        let count = self.of.len();
        let placed = self.of.clone();
        let statement = |index: usize| placed[index].unwrap_or(index);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
        for index in 0..count {
            members[statement(index)].push(index);
        }
        let is_seed = |of: usize| {
            members[of]
                .iter()
                .any(|index| ordered[*index].primary || ordered[*index].held.is_some())
        };
        // Where each statement goes; a whole never goes into its own fragment, as it is longer.
        // Only where its longest wording is a fragment the whole statement is: a shorter one may be so by itself.
        let mut holders: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
        for (own, members) in members.iter().enumerate() {
            if members.is_empty() || is_seed(own) {
                continue;
            }
            let longest = members
                .iter()
                .map(|member| prepared[*member].length())
                .max();
            for member in members
                .iter()
                .filter(|member| Some(prepared[**member].length()) == longest)
            {
                for holder in &relations.holders[*member] {
                    if statement(*holder) != own {
                        holders[own].push((statement(*holder), *holder));
                    }
                }
            }
        }
        let mut goes: Vec<Option<usize>> = vec![None; count];
        // The longest first: what holds a fragment has been placed by then.
        let mut by_length: Vec<usize> =
            (0..count).filter(|own| !members[*own].is_empty()).collect();
        let length = |own: usize| {
            let lengths = members[own].iter().map(|index| prepared[*index].length());
            lengths.max().unwrap_or_default()
        };
        by_length.sort_by_key(|own| (std::cmp::Reverse(length(*own)), *own));
        for own in by_length {
            let mut whole: Vec<usize> = holders[own]
                .iter()
                .map(|(of, _)| follow(&goes, *of))
                .filter(|of| *of != own)
                .collect();
            whole.sort_unstable();
            whole.dedup();
            goes[own] = match whole[..] {
                [] => None,
                [only] => Some(only),
                _ if length(own) >= Prepared::LONG_PART => {
                    nearest(&members[own], &holders[own], &goes, prepared, ordered)
                }
                _ => None,
            };
        }
        for index in 0..count {
            self.of[index] = Some(follow(&goes, statement(index)));
        }
    }

    /// The wording that stands for each one's statement.
    fn heads(&self, ordered: &[&Wording<'_>]) -> Vec<usize> {
        let count = self.of.len();
        let mut head: Vec<Option<usize>> = vec![None; count];
        let rank = |index: usize| {
            let is_own = ordered[index].held == Some(ordered[index].order);
            (!is_own, ordered[index].order)
        };
        for index in 0..count {
            let of = self.of[index].unwrap_or(index);
            if head[of].is_none_or(|other| rank(index) < rank(other)) {
                head[of] = Some(index);
            }
        }
        (0..count)
            .map(|index| head[self.of[index].unwrap_or(index)].unwrap_or(index))
            .collect()
    }
}

fn follow(goes: &[Option<usize>], mut statement: usize) -> usize {
    // A statement goes into one that was placed before it, or into none; so this ends.
    while let Some(next) = goes[statement] {
        statement = next;
    }
    statement
}

/// Of several statements of primary sources that hold a long fragment, the nearest in time, then the first.
fn nearest(
    fragments: &[usize],
    holders: &[(usize, usize)],
    goes: &[Option<usize>],
    prepared: &[Prepared],
    ordered: &[&Wording<'_>],
) -> Option<usize> {
    if !holders.iter().all(|(_, holder)| ordered[*holder].primary) {
        return None;
    }
    let distance = |holder: usize| {
        let days = fragments
            .iter()
            .filter_map(|fragment| prepared[*fragment].days_from(&prepared[holder]));
        days.min().unwrap_or(i64::MAX)
    };
    holders
        .iter()
        .min_by_key(|(_, holder)| (distance(*holder), *holder))
        .map(|(of, _)| follow(goes, *of))
}

/// Disjoint sets; the root is the least of a set.
struct Forest {
    above: Vec<usize>,
}

impl Forest {
    fn new(count: usize) -> Self {
        Self {
            above: (0..count).collect(),
        }
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.above[index] != index {
            self.above[index] = self.above[self.above[index]];
            index = self.above[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.root(one), self.root(other));
        let (least, greater) = (one.min(other), one.max(other));
        self.above[greater] = least;
        least
    }
}
