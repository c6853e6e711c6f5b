//! The network once more, in plain floats and as the formulas have it, to compare with.

use super::encoder::{Encoder, HIDDEN, INNER, Input, Layer, Norm, Pieces, Read, Workspace};
use super::kernel::dispatch;
use super::matrix::Matrix;
use crate::tagger::LABELS;

/// Numbers that look like chance, between -1 and 1.
struct Chance(u32);

impl Chance {
    fn floats(&mut self, count: usize, size: f32) -> Vec<f32> {
        let mut next = || {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((self.0 >> 8) as f32 / (1 << 23) as f32 - 1.0) * size
        };
        (0..count).map(|_| next()).collect()
    }
}

/// A matrix of 8-bit weights, and the same in floats.
struct Both {
    whole: Matrix,
    floats: Vec<f32>,
    biases: Vec<f32>,
    inputs: usize,
}

impl Both {
    fn new(chance: &mut Chance, outputs: usize, inputs: usize) -> Self {
        let weights: Vec<u8> = chance
            .floats(outputs * inputs, 127.0)
            .iter()
            .map(|weight| *weight as i8 as u8)
            .collect();
        let scales: Vec<f32> = chance
            .floats(outputs, 0.0005)
            .iter()
            .map(|s| s.abs())
            .collect();
        let biases = chance.floats(outputs, 0.2);
        let floats = weights
            .chunks_exact(inputs)
            .zip(&scales)
            .flat_map(|(row, scale)| {
                row.iter()
                    .map(move |weight| f32::from(*weight as i8) * scale)
            })
            .collect();
        Self {
            whole: Matrix::new(&weights, inputs, scales, biases.clone()),
            floats,
            biases,
            inputs,
        }
    }

    fn apply(&self, vector: &[f32]) -> Vec<f32> {
        self.floats
            .chunks_exact(self.inputs)
            .zip(&self.biases)
            .map(|(row, bias)| row.iter().zip(vector).map(|(a, b)| a * b).sum::<f32>() + bias)
            .collect()
    }
}

fn normalised(norm: &Norm, vector: &[f32]) -> Vec<f32> {
    let mean = vector.iter().sum::<f32>() / HIDDEN as f32;
    let variance = vector.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / HIDDEN as f32;
    let scaled = vector
        .iter()
        .map(|x| (x - mean) / (variance + 1e-12).sqrt());
    scaled
        .zip(norm.scale.iter().zip(&norm.shift))
        .map(|(x, (a, b))| x * a + b)
        .collect()
}

fn plus(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// What a piece takes from all pieces, by softmax over the products of queries and keys.
fn attended(asked: &[Vec<f32>], piece: usize) -> Vec<f32> {
    let head = |vector: &[f32], part: usize, head: usize| {
        vector[part * HIDDEN + head * 32..][..32].to_vec()
    };
    let mut all = Vec::new();
    for number in 0..12 {
        let query = head(&asked[piece], 0, number);
        let weights: Vec<f32> = asked
            .iter()
            .map(|other| {
                let key = head(other, 1, number);
                let product: f32 = query.iter().zip(&key).map(|(a, b)| a * b).sum();
                (product / 32.0_f32.sqrt()).exp()
            })
            .collect();
        let total: f32 = weights.iter().sum();
        for at in 0..32 {
            let taken = asked.iter().zip(&weights);
            all.push(
                taken
                    .map(|(other, w)| w * head(other, 2, number)[at])
                    .sum::<f32>()
                    / total,
            );
        }
    }
    all
}

#[test]
fn whole_numbers_answer_what_floats_do() {
    let mut chance = Chance(7);
    let mut norm = || Norm {
        scale: chance.floats(HIDDEN, 0.3).iter().map(|x| x + 1.0).collect(),
        shift: chance.floats(HIDDEN, 0.3),
    };
    let norms = [norm(), norm(), norm()];
    let attention = Both::new(&mut chance, 3 * HIDDEN, HIDDEN);
    let out = Both::new(&mut chance, HIDDEN, HIDDEN);
    let widen = Both::new(&mut chance, INNER, HIDDEN);
    let narrow = Both::new(&mut chance, HIDDEN, INNER);
    let [first_norm, middle_norm, last_norm] = norms;
    let encoder = Encoder {
        pieces: Pieces {
            weights: chance
                .floats(5 * HIDDEN, 127.0)
                .iter()
                .map(|x| *x as i8 as u8)
                .collect(),
            scales: vec![0.002; 5],
        },
        positions: chance.floats(192 * HIDDEN, 0.2),
        quoted: chance.floats(2 * HIDDEN, 0.2),
        cases: chance.floats(3 * HIDDEN, 0.2),
        places: chance.floats(3 * HIDDEN, 0.2),
        norm: first_norm,
        layers: vec![Layer {
            attention: attention.whole.clone(),
            attended: out.whole.clone(),
            attended_norm: middle_norm.clone(),
            widen: widen.whole.clone(),
            narrow: narrow.whole.clone(),
            norm: last_norm.clone(),
        }],
        labels: chance.floats(LABELS * HIDDEN, 0.2),
        label_biases: [0.1; LABELS],
    };
    for (count, before) in [(1, 0), (2, 1), (6, 0), (17, 5), (35, 12)] {
        let inputs: Vec<Input> = (0..count)
            .map(|at| Input {
                piece: at as u32 % 5,
                is_quoted: at % 2 == 1,
                case: (at % 3) as u8,
                place: (at / 7 % 3) as u8,
            })
            .collect();
        let found = dispatch(Read {
            encoder: &encoder,
            workspace: &mut Workspace::default(),
            inputs: &inputs,
            before,
        });
        let of = |table: &[f32], at: usize| table[at * HIDDEN..][..HIDDEN].to_vec();
        let state: Vec<Vec<f32>> = inputs
            .iter()
            .enumerate()
            .map(|(at, input)| {
                let row = &encoder.pieces.weights[input.piece as usize * HIDDEN..][..HIDDEN];
                let piece: Vec<f32> = row.iter().map(|x| f32::from(*x as i8) * 0.002).collect();
                let mut vector = plus(&piece, &of(&encoder.positions, at));
                vector = plus(&vector, &of(&encoder.quoted, usize::from(input.is_quoted)));
                vector = plus(&vector, &of(&encoder.cases, usize::from(input.case)));
                vector = plus(&vector, &of(&encoder.places, usize::from(input.place)));
                normalised(&encoder.norm, &vector)
            })
            .collect();
        let asked: Vec<Vec<f32>> = state.iter().map(|x| attention.apply(x)).collect();
        for (at, vector) in state.iter().enumerate().skip(before) {
            let taken = out.apply(&attended(&asked, at));
            let middle = normalised(&middle_norm, &plus(vector, &taken));
            let inner: Vec<f32> = widen
                .apply(&middle)
                .iter()
                .map(|x| 0.5 * x * (1.0 + (0.797_884_6 * (x + 0.044_715 * x.powi(3))).tanh()))
                .collect();
            let last = normalised(&last_norm, &plus(&middle, &narrow.apply(&inner)));
            for (label, score) in found[at - before].iter().enumerate() {
                let weights = &encoder.labels[label * HIDDEN..][..HIDDEN];
                let expected: f32 =
                    weights.iter().zip(&last).map(|(a, b)| a * b).sum::<f32>() + 0.1;
                assert!(
                    (score - expected).abs() < 2e-3,
                    "{count}, {at}: {score}, {expected}"
                );
            }
        }
    }
}
