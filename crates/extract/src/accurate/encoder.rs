//! The network: six layers of attention over the pieces of a window.
//!
//! After BERT (Devlin and others 2019), with three inputs more for each piece: whether it is quoted, how it is cased and
//! in which of the first paragraphs it stands. Floats are added in an order that does not depend on the processor, and
//! no two operations are fused, so that every machine gives the same answer.

use std::ops::Range;

use super::kernel::{Kernel, Work};
use super::matrix::{COLUMNS, Matrix, Rows};
use crate::tagger::Scores;

/// Numbers that stand for a piece.
pub(super) const HIDDEN: usize = 384;
/// Numbers in the middle of a layer's second half.
pub(super) const INNER: usize = 1536;
/// Heads of attention.
const HEADS: usize = 12;
/// Numbers of a head.
const HEAD: usize = HIDDEN / HEADS;
/// Half of them: as many as are summed at a time for each piece that asks.
const HALF: usize = HEAD / 2;
/// In how many of the last layers what only tells what stands before stays as it is. With three it is worth as much as
/// with one, which changes nothing at all; with six the model was a point worse on PolNeAR's dev part.
const LATE_LAYERS: usize = 3;
/// The most pieces of a window.
pub(super) const LONGEST: usize = 192;

/// How a word is cased.
pub(super) const CASES: usize = 3;
/// The first paragraph, the second, all others.
pub(super) const PLACES: usize = 3;

/// Added to a variance, so that nothing is divided by zero.
const LEAST_VARIANCE: f32 = 1e-12;

/// What the network is told of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Input {
    /// The piece's number in the vocabulary.
    pub(super) piece: u32,
    pub(super) is_quoted: bool,
    /// Below [`CASES`].
    pub(super) case: u8,
    /// Below [`PLACES`].
    pub(super) place: u8,
}

/// What a vector is scaled and shifted by once it has mean 0 and variance 1.
#[derive(Debug, Clone)]
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// One layer.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// Queries, keys and values.
    pub(super) attention: Matrix,
    pub(super) attended: Matrix,
    pub(super) attended_norm: Norm,
    pub(super) widen: Matrix,
    pub(super) narrow: Matrix,
    pub(super) norm: Norm,
}

/// The vectors of the pieces: 8-bit numbers with a scale for each piece.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    pub(super) weights: Vec<u8>,
    pub(super) scales: Vec<f32>,
}

/// The whole network.
#[derive(Debug, Clone)]
pub(super) struct Encoder {
    pub(super) pieces: Pieces,
    /// [`LONGEST`] vectors.
    pub(super) positions: Vec<f32>,
    pub(super) quoted: Vec<f32>,
    pub(super) cases: Vec<f32>,
    pub(super) places: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
    /// For each label a vector, and what is added.
    pub(super) labels: Vec<f32>,
    pub(super) label_biases: Scores,
}

/// What is written and written over while a window is read; made once, used for many.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    state: Vec<f32>,
    rows: Rows,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    head: Head,
}

/// What pieces offer to one head.
#[derive(Debug, Default)]
struct Head {
    /// Keys, [`COLUMNS`] pieces side by side.
    keys: Vec<[f32; COLUMNS]>,
    /// The first and the second halves of the values.
    values: [Vec<[f32; HALF]>; 2],
    /// What each piece that asks takes from each other.
    weights: Vec<f32>,
}

/// Reads one window.
pub(super) struct Read<'a> {
    pub(super) encoder: &'a Encoder,
    pub(super) workspace: &'a mut Workspace,
    /// At most [`LONGEST`].
    pub(super) inputs: &'a [Input],
    /// How many of them, the first ones, only tell what stands before: they have no scores, and are not thought about
    /// in the last layers.
    pub(super) before: usize,
}

impl Work for Read<'_> {
    type Output = Vec<Scores>;

    #[inline(always)]
    fn with<K: Kernel>(self, kernel: K) -> Vec<Scores> {
        let Self {
            encoder,
            workspace,
            inputs,
            before,
        } = self;
        let count = inputs.len();
        encoder.embed(inputs, &mut workspace.state);
        let Workspace {
            state,
            rows,
            wide,
            narrow,
            head,
        } = workspace;
        let filled = Rows::filled(count);
        wide.resize(filled * INNER, 0.0);
        narrow.resize(filled * HIDDEN, 0.0);
        for (number, layer) in encoder.layers.iter().enumerate() {
            let is_late = number + LATE_LAYERS >= encoder.layers.len();
            let first = if is_late { before } else { 0 };
            let asking = count - first;
            let filled = Rows::filled(asking);
            rows.round(state, HIDDEN);
            let asked = &mut wide[..Rows::filled(count) * 3 * HIDDEN];
            layer.attention.apply(kernel, rows, asked);
            for index in 0..HEADS {
                head.attend(asked, index, first..count, narrow);
            }
            let state = &mut state[first * HIDDEN..];
            rows.round(&narrow[..asking * HIDDEN], HIDDEN);
            layer
                .attended
                .apply(kernel, rows, &mut narrow[..filled * HIDDEN]);
            layer.attended_norm.add(state, narrow);
            rows.round(state, HIDDEN);
            let inner = &mut wide[..filled * INNER];
            layer.widen.apply(kernel, rows, inner);
            activate(&mut inner[..asking * INNER]);
            rows.round(&inner[..asking * INNER], INNER);
            layer
                .narrow
                .apply(kernel, rows, &mut narrow[..filled * HIDDEN]);
            layer.norm.add(state, narrow);
        }
        encoder.label(&state[before * HIDDEN..])
    }
}

impl Encoder {
    #[inline(always)]
    fn embed(&self, inputs: &[Input], state: &mut Vec<f32>) {
        state.clear();
        state.resize(inputs.len() * HIDDEN, 0.0);
        for ((input, position), vector) in inputs
            .iter()
            .zip(self.positions.chunks_exact(HIDDEN))
            .zip(state.chunks_exact_mut(HIDDEN))
        {
            let piece = input.piece as usize;
            let scale = self.pieces.scales[piece];
            let weights = &self.pieces.weights[piece * HIDDEN..][..HIDDEN];
            let of = |table: &'_ [f32], index: usize| -> [f32; HIDDEN] {
                std::array::from_fn(|at| table[index * HIDDEN..][..HIDDEN][at])
            };
            let quoted = of(&self.quoted, usize::from(input.is_quoted));
            let case = of(&self.cases, usize::from(input.case));
            let place = of(&self.places, usize::from(input.place));
            for at in 0..HIDDEN {
                let weight = f32::from(weights[at] as i8) * scale;
                vector[at] = weight + position[at] + quoted[at] + case[at] + place[at];
            }
            self.norm.apply(vector);
        }
    }

    #[inline(always)]
    fn label(&self, state: &[f32]) -> Vec<Scores> {
        state
            .chunks_exact(HIDDEN)
            .map(|vector| {
                let mut scores = self.label_biases;
                for (score, weights) in scores.iter_mut().zip(self.labels.chunks_exact(HIDDEN)) {
                    *score += sum(vector, weights, |a, b| a * b);
                }
                scores
            })
            .collect()
    }
}

/// The sum of what `of` makes of two vectors, in an order that the width of registers does not change.
#[inline(always)]
fn sum(a: &[f32], b: &[f32], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; COLUMNS];
    for (a, b) in a.as_chunks::<COLUMNS>().0.iter().zip(b.as_chunks().0) {
        let b: &[f32; COLUMNS] = b;
        for at in 0..COLUMNS {
            sums[at] += of(a[at], b[at]);
        }
    }
    sums.iter().sum()
}

impl Norm {
    /// Adds `more` to `state`, vector by vector, and normalises.
    #[inline(always)]
    fn add(&self, state: &mut [f32], more: &[f32]) {
        for (vector, more) in state
            .chunks_exact_mut(HIDDEN)
            .zip(more.chunks_exact(HIDDEN))
        {
            for (a, b) in vector.iter_mut().zip(more) {
                *a += b;
            }
            self.apply(vector);
        }
    }

    #[inline(always)]
    fn apply(&self, vector: &mut [f32]) {
        let mean = sum(vector, vector, |a, _| a) / HIDDEN as f32;
        let variance = sum(vector, vector, |a, _| (a - mean) * (a - mean)) / HIDDEN as f32;
        let factor = 1.0 / (variance + LEAST_VARIANCE).sqrt();
        for ((value, scale), shift) in vector.iter_mut().zip(&self.scale).zip(&self.shift) {
            *value = (*value - mean) * factor * scale + shift;
        }
    }
}

/// How many pieces ask at a time.
const ASKING: usize = 4;

impl Head {
    /// Writes to `out` what each of the pieces `asking`, which are the last ones, takes from all pieces by head `index`.
    /// `asked` holds queries, keys and values of each.
    #[inline(always)]
    fn attend(&mut self, asked: &[f32], index: usize, asking: Range<usize>, out: &mut [f32]) {
        let count = asking.end;
        let of = |piece: usize, part: usize| -> &[f32; HEAD] {
            let start = (piece * 3 + part) * HIDDEN + index * HEAD;
            asked[start..]
                .first_chunk()
                .expect("every piece has queries, keys and values")
        };
        let groups = count.div_ceil(COLUMNS);
        let width = groups * COLUMNS;
        self.keys.clear();
        self.keys.resize(groups * HEAD, [0.0; COLUMNS]);
        for half in &mut self.values {
            half.clear();
            half.resize(count, [0.0; HALF]);
        }
        for piece in 0..count {
            let group = &mut self.keys[piece / COLUMNS * HEAD..][..HEAD];
            for (to, value) in group.iter_mut().zip(of(piece, 1)) {
                to[piece % COLUMNS] = *value;
            }
            let (first, second) = of(piece, 2).split_at(HALF);
            self.values[0][piece].copy_from_slice(first);
            self.values[1][piece].copy_from_slice(second);
        }
        self.weights.resize(width * ASKING, 0.0);
        let scale = 1.0 / (HEAD as f32).sqrt();
        for first in asking.clone().step_by(ASKING) {
            // Where fewer are left than ask at a time, the last asks several times.
            let piece = |number: usize| (first + number).min(count - 1);
            let mut queries = [[0.0_f32; ASKING]; HEAD];
            for number in 0..ASKING {
                for (query, value) in queries.iter_mut().zip(of(piece(number), 0)) {
                    query[number] = value * scale;
                }
            }
            self.ask(&queries, width);
            let mut factors = [0.0_f32; ASKING];
            for (factor, row) in factors.iter_mut().zip(self.weights.chunks_exact_mut(width)) {
                *factor = 1.0 / soften(row, count);
            }
            for (half, values) in self.values.iter().enumerate() {
                let taken = take(&self.weights, width, values);
                for (number, taken) in taken.iter().enumerate() {
                    let row = piece(number) - asking.start;
                    let start = row * HIDDEN + index * HEAD + half * HALF;
                    for (to, value) in out[start..start + HALF].iter_mut().zip(taken) {
                        *to = value * factors[number];
                    }
                }
            }
        }
    }

    /// Sets the weights to the products of queries and keys.
    #[inline(always)]
    fn ask(&mut self, queries: &[[f32; ASKING]; HEAD], width: usize) {
        for (group, keys) in self.keys.as_chunks::<HEAD>().0.iter().enumerate() {
            let mut sums = [[0.0_f32; COLUMNS]; ASKING];
            for (query, key) in queries.iter().zip(keys) {
                for (sums, query) in sums.iter_mut().zip(query) {
                    for column in 0..COLUMNS {
                        sums[column] += query * key[column];
                    }
                }
            }
            for (asking, sums) in sums.iter().enumerate() {
                self.weights[asking * width + group * COLUMNS..][..COLUMNS].copy_from_slice(sums);
            }
        }
    }
}

/// The sums of `values`, weighed for each piece that asks by its row of `weights`, which are `width` long.
#[inline(always)]
fn take(weights: &[f32], width: usize, values: &[[f32; HALF]]) -> [[f32; HALF]; ASKING] {
    let mut taken = [[0.0_f32; HALF]; ASKING];
    let (one, rest) = weights.split_at(width);
    let (two, rest) = rest.split_at(width);
    let (three, four) = rest.split_at(width);
    let weights = one.iter().zip(two).zip(three.iter().zip(four));
    for (value, ((one, two), (three, four))) in values.iter().zip(weights) {
        let weights = [*one, *two, *three, *four];
        for asking in 0..ASKING {
            for at in 0..HALF {
                taken[asking][at] += weights[asking] * value[at];
            }
        }
    }
    taken
}

/// Replaces the first `count` numbers by e to their power, the largest taken as 1, the others by 0; answers the sum.
#[inline(always)]
fn soften(row: &mut [f32], count: usize) -> f32 {
    row[count..].fill(f32::NEG_INFINITY);
    let mut most = [f32::NEG_INFINITY; COLUMNS];
    for some in row.as_chunks::<COLUMNS>().0 {
        for at in 0..COLUMNS {
            most[at] = if some[at] > most[at] {
                some[at]
            } else {
                most[at]
            };
        }
    }
    let most = most.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
    let mut sums = [0.0_f32; COLUMNS];
    for some in row.as_chunks_mut::<COLUMNS>().0 {
        for at in 0..COLUMNS {
            some[at] = power(some[at] - most);
            sums[at] += some[at];
        }
    }
    sums.iter().sum()
}

/// The activation in the middle of a layer: the approximation of GELU by tanh (Hendrycks and Gimpel 2016), written
/// with the logistic function.
#[inline(always)]
fn activate(values: &mut [f32]) {
    for some in values.as_chunks_mut::<COLUMNS>().0 {
        for value in some {
            let x = *value;
            let inner = 1.595_769 * (x + 0.044_715 * x * x * x);
            *value = x / (1.0 + power(-inner));
        }
    }
}

/// e to the power of `x`, 0 below -87: [`exponential`](crate::tagger::exponential) without branches or conversions, so
/// that many are computed at once.
#[inline(always)]
fn power(x: f32) -> f32 {
    const ROUNDER: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUNDER;
    let whole = rounded - ROUNDER;
    let rest = x - whole * std::f32::consts::LN_2;
    let series = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (1.0 / 6.0
                                + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    let exponent = rounded
        .to_bits()
        .wrapping_sub(ROUNDER.to_bits())
        .wrapping_add(127)
        << 23;
    series * f32::from_bits(exponent)
}
