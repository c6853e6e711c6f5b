//! One attribution as the measures see it, and when two of them agree.

use std::borrow::Borrow;

use onrecord_model::Kind;

use super::text::{ScoredText, TokenSet};
use crate::Annotation;

/// The parts of an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Content,
    Cue,
    Source,
}

impl Role {
    pub(crate) const ALL: [Self; 3] = [Self::Content, Self::Cue, Self::Source];
}

/// An attribution in the tokens of its text.
#[derive(Debug)]
pub(crate) struct Unit {
    spans: [Vec<(usize, usize)>; 3],
    tokens: [TokenSet; 3],
    words: [TokenSet; 3],
    /// The last word of each span of the source.
    heads: TokenSet,
    pub(crate) kind: Kind,
}

impl Unit {
    pub(crate) fn new(annotation: &Annotation, text: &ScoredText) -> Self {
        let spans = [&annotation.content, &annotation.cue, &annotation.source]
            .map(|spans| text.normalise(spans));
        let tokens = spans.each_ref().map(|spans| text.cover(spans));
        let words = tokens.each_ref().map(|tokens| text.words(tokens));
        Self {
            heads: text.heads(&spans[Role::Source as usize]),
            kind: text.kind(&spans[Role::Content as usize]),
            spans,
            tokens,
            words,
        }
    }

    pub(crate) fn spans(&self, role: Role) -> &[(usize, usize)] {
        &self.spans[role as usize]
    }

    pub(crate) fn tokens(&self, role: Role) -> &TokenSet {
        &self.tokens[role as usize]
    }

    pub(crate) fn words(&self, role: Role) -> &TokenSet {
        &self.words[role as usize]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.iter().all(TokenSet::is_empty)
    }
}

/// Shared tokens over all tokens (Jaccard); 0 for two empty sets.
pub(crate) fn agreement(a: &TokenSet, b: &TokenSet) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 {
        return 0.0;
    }
    shared as f64 / all as f64
}

/// Whether two attributions name the same source: no source matches none, and else tokens agree by half or some span
/// ends on the same word.
pub(crate) fn source_matches(gold: &Unit, predicted: &Unit) -> bool {
    let (a, b) = (gold.tokens(Role::Source), predicted.tokens(Role::Source));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => true,
        (false, false) => agreement(a, b) >= 0.5 || !gold.heads.is_disjoint(&predicted.heads),
        _ => false,
    }
}

/// Pairs of annotated and predicted contents that agree by half or more, one to one: the best agreement first, of
/// equal ones that with the right source, then in order. For each annotated one the index of its prediction.
pub(crate) fn pairs<U: Borrow<Unit>>(gold: &[Unit], predicted: &[U]) -> Vec<Option<usize>> {
    let mut possible = Vec::new();
    for (g, gold) in gold.iter().enumerate() {
        for (p, predicted) in predicted.iter().enumerate() {
            let predicted = predicted.borrow();
            let agreement = agreement(gold.tokens(Role::Content), predicted.tokens(Role::Content));
            if agreement >= 0.5 {
                possible.push((agreement, !source_matches(gold, predicted), g, p));
            }
        }
    }
    possible.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3)))
    });
    let mut pair_of_gold = vec![None; gold.len()];
    let mut is_taken = vec![false; predicted.len()];
    for (_, _, g, p) in possible {
        if pair_of_gold[g].is_none() && !is_taken[p] {
            pair_of_gold[g] = Some(p);
            is_taken[p] = true;
        }
    }
    pair_of_gold
}
