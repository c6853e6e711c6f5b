//! Sequences of labels: which is likeliest, and how likely each span is.
//!
//! A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001): a sequence weighs the exponential of
//! the sum of its tokens' scores and of its transitions. Probabilities come from the forward and backward passes,
//! scaled at every token so that no length over- or underflows. The arithmetic is plain IEEE without the platform's
//! mathematical library, so that every machine gives the same answer.

use std::ops::Range;

use super::label::{LABELS, Label, Part};

/// A score for each label.
pub type Scores = [f32; LABELS];

/// How well one label follows another: the scores of a chain's steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    /// For each label before, the score of each label behind it.
    pub between: [Scores; LABELS],
    /// The score of each label for the first token.
    pub first: Scores,
}

/// e to the power of `x`, to six digits, the same on every machine.
#[must_use]
pub fn exponential(x: f32) -> f32 {
    let halves = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    let whole = (halves + 0.5).floor();
    let rest = (halves - whole) * std::f32::consts::LN_2;
    // The series of e^x on ±0.35.
    let series = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (1.0 / 6.0
                                + rest
                                    * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest * (1.0 / 720.0))))));
    series * f32::from_bits((((whole as i32) + 127) as u32) << 23)
}

/// The transitions as factors; a forbidden one is zero.
#[derive(Debug, Clone)]
pub struct Steps {
    between: [Scores; LABELS],
    first: Scores,
    scores: Transitions,
}

impl Steps {
    /// Prepares transitions for use.
    #[must_use]
    pub fn new(scores: Transitions) -> Self {
        let mut between = [[0.0; LABELS]; LABELS];
        let mut first = [0.0; LABELS];
        for after in Label::ALL {
            for before in Label::ALL {
                if after.may_follow(Some(before)) {
                    between[before as usize][after as usize] =
                        exponential(scores.between[before as usize][after as usize]);
                }
            }
            if after.may_follow(None) {
                first[after as usize] = exponential(scores.first[after as usize]);
            }
        }
        Self {
            between,
            first,
            scores,
        }
    }

    /// The likeliest labels for tokens of these scores, with `bias` added to every label but
    /// [`Label::Outside`].
    #[must_use]
    pub fn best(&self, scores: &[Scores], bias: f32) -> Vec<Label> {
        let biased = |token: &Scores| {
            let mut token = *token;
            for score in &mut token[1..] {
                *score += bias;
            }
            token
        };
        let Some(first) = scores.first() else {
            return Vec::new();
        };
        let mut best = biased(first);
        for after in Label::ALL {
            if after.may_follow(None) {
                best[after as usize] += self.scores.first[after as usize];
            } else {
                best[after as usize] = f32::NEG_INFINITY;
            }
        }
        let mut came_from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        for token in &scores[1..] {
            let token = biased(token);
            let mut next = [f32::NEG_INFINITY; LABELS];
            let mut from = [0; LABELS];
            for (after, score) in token.iter().enumerate() {
                for (before, so_far) in best.iter().enumerate() {
                    if self.between[before][after] == 0.0 {
                        continue;
                    }
                    let sum = so_far + self.scores.between[before][after];
                    if sum > next[after] {
                        next[after] = sum;
                        from[after] = before as u8;
                    }
                }
                next[after] += score;
            }
            best = next;
            came_from.push(from);
        }
        let mut label = 0;
        for other in 1..LABELS {
            if best[other] > best[label] {
                label = other;
            }
        }
        let mut labels = vec![Label::ALL[label]];
        for from in came_from.iter().rev() {
            label = usize::from(from[label]);
            labels.push(Label::ALL[label]);
        }
        labels.reverse();
        labels
    }
}

/// A sequence of tokens with the probability of everything that may be said of them.
#[derive(Debug, Clone)]
pub struct Lattice {
    /// Each token's scores as factors.
    factors: Vec<Scores>,
    /// Probability of a label given the tokens up to here.
    forward: Vec<Scores>,
    /// What the tokens behind say of a label, scaled like `forward`.
    backward: Vec<Scores>,
    /// What each forward step was divided by.
    scale: Vec<f32>,
}

impl Lattice {
    /// Runs both passes over tokens of these scores.
    #[must_use]
    pub fn new(steps: &Steps, scores: &[Scores]) -> Self {
        let length = scores.len();
        let mut lattice = Self {
            factors: Vec::with_capacity(length),
            forward: Vec::with_capacity(length),
            backward: vec![[1.0; LABELS]; length],
            scale: Vec::with_capacity(length),
        };
        for (index, token) in scores.iter().enumerate() {
            let most = token.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
            let factors = token.map(|score| exponential(score - most));
            let mut row = [0.0; LABELS];
            match index.checked_sub(1) {
                None => row = steps.first,
                Some(before) => {
                    for (probability, between) in lattice.forward[before].iter().zip(&steps.between)
                    {
                        for (sum, step) in row.iter_mut().zip(between) {
                            *sum += probability * step;
                        }
                    }
                }
            }
            for (sum, factor) in row.iter_mut().zip(&factors) {
                *sum *= factor;
            }
            let scale: f32 = row.iter().sum();
            for sum in &mut row {
                *sum /= scale;
            }
            lattice.factors.push(factors);
            lattice.forward.push(row);
            lattice.scale.push(scale);
        }
        for index in (1..length).rev() {
            let behind = lattice.behind(index);
            let row = &mut lattice.backward[index - 1];
            for (sum, between) in row.iter_mut().zip(&steps.between) {
                *sum = between.iter().zip(&behind).map(|(a, b)| a * b).sum();
            }
        }
        lattice
    }

    /// What token `index` and all behind it say of its label, scaled.
    fn behind(&self, index: usize) -> Scores {
        let mut behind = [0.0; LABELS];
        for (label, value) in behind.iter_mut().enumerate() {
            *value = self.factors[index][label] * self.backward[index][label] / self.scale[index];
        }
        behind
    }

    /// The probability of each label at token `index`.
    #[must_use]
    pub fn at(&self, index: usize) -> Scores {
        let mut at = self.forward[index];
        for (probability, backward) in at.iter_mut().zip(&self.backward[index]) {
            *probability *= backward;
        }
        at
    }

    /// The probability of each pair of labels at token `index`, which is not the first, and the one before.
    #[must_use]
    pub fn between(&self, steps: &Steps, index: usize) -> [Scores; LABELS] {
        let behind = self.behind(index);
        let mut pairs = steps.between;
        for (row, forward) in pairs.iter_mut().zip(&self.forward[index - 1]) {
            for (pair, behind) in row.iter_mut().zip(&behind) {
                *pair *= forward * behind;
            }
        }
        pairs
    }

    /// The probability that exactly `tokens`, not empty, are a span of `part`.
    #[must_use]
    pub fn span(&self, steps: &Steps, part: Part, tokens: Range<usize>) -> f32 {
        let inside = part.inside() as usize;
        let mut label = part.begin() as usize;
        let mut probability = f64::from(self.forward[tokens.start][label]);
        for index in tokens.start + 1..tokens.end {
            let step =
                steps.between[label][inside] * self.factors[index][inside] / self.scale[index];
            probability *= f64::from(step);
            label = inside;
        }
        let after = if tokens.end < self.forward.len() {
            let behind = self.behind(tokens.end);
            (0..LABELS)
                .filter(|next| *next != inside)
                .map(|next| steps.between[label][next] * behind[next])
                .sum()
        } else {
            1.0
        };
        (probability * f64::from(after)) as f32
    }
}
