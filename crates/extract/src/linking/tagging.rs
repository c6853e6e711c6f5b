//! A document's labels with their probabilities.

use std::ops::Range;

use crate::reading::Tokens;
use crate::tagger::{Label, Lattice, Part, Scores, Steps, Stretch, Surroundings, Tagger};

/// One stretch, labelled.
pub(crate) struct Tagged {
    pub(crate) stretch: Stretch,
    scores: Vec<Scores>,
    lattice: Lattice,
}

/// All stretches of a document, in order.
pub(crate) struct Tagging<'tagger> {
    steps: &'tagger Steps,
    pub(crate) stretches: Vec<Tagged>,
}

impl<'tagger> Tagging<'tagger> {
    pub(crate) fn new(
        tagger: &'tagger dyn Tagger,
        surroundings: &Surroundings<'_, '_, '_>,
    ) -> Self {
        let stretches = Stretch::all(surroundings.document());
        let scores = tagger.scores(surroundings, &stretches);
        let steps = tagger.steps();
        let stretches = stretches
            .into_iter()
            .zip(scores)
            .map(|(stretch, scores)| Tagged {
                stretch,
                lattice: Lattice::new(steps, &scores),
                scores,
            })
            .collect();
        Self { steps, stretches }
    }

    /// The spans that are likeliest if every label but "outside" is given `bias` more.
    pub(crate) fn spans(&self, tagged: &Tagged, bias: f32) -> Vec<(Part, Tokens)> {
        let labels = self.steps.best(&tagged.scores, bias);
        spans(&labels, tagged.stretch.tokens.start)
    }

    fn at(&self, token: usize) -> Option<&Tagged> {
        let index = self
            .stretches
            .partition_point(|tagged| tagged.stretch.tokens.end <= token);
        self.stretches
            .get(index)
            .filter(|tagged| tagged.stretch.tokens.contains(&token))
    }

    /// How likely exactly `tokens` are a span of `part`. One that runs over stretches is as likely as its least likely
    /// piece.
    pub(crate) fn span_probability(&self, part: Part, tokens: &Tokens) -> f32 {
        let mut probability = 1.0_f32;
        let mut start = tokens.start;
        while start < tokens.end {
            let Some(tagged) = self.at(start) else {
                return 0.0;
            };
            let stretch = &tagged.stretch.tokens;
            let end = tokens.end.min(stretch.end);
            let inside = start - stretch.start..end - stretch.start;
            probability = probability.min(tagged.lattice.span(self.steps, part, inside));
            start = end;
        }
        probability
    }

    /// How likely a token belongs to a span of `part`; 0 for one that is not there.
    pub(crate) fn token_probability(&self, part: Part, token: usize) -> f32 {
        self.at(token).map_or(0.0, |tagged| {
            let at = tagged.lattice.at(token - tagged.stretch.tokens.start);
            at[part.begin() as usize] + at[part.inside() as usize]
        })
    }
}

/// The spans that `labels` mark; the first label is that of token `offset`.
fn spans(labels: &[Label], offset: usize) -> Vec<(Part, Range<usize>)> {
    let mut spans: Vec<(Part, Range<usize>)> = Vec::new();
    for (token, label) in (offset..).zip(labels) {
        if let Some(part) = label.begins() {
            spans.push((part, token..token + 1));
        } else if *label != Label::Outside
            && let Some((_, open)) = spans.last_mut()
        {
            open.end = token + 1;
        }
    }
    spans
}
