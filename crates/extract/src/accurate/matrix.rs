//! Products of matrices in whole numbers.
//!
//! Weights are 8-bit numbers with a scale for each output, activations are rounded to 14 bits with a scale for each
//! row, and sums are 32-bit numbers, which are exact: so every machine gives the same answer, in whatever order and
//! width it adds. On a processor with AVX2 this multiplies twice as many numbers a second as floats do (`vpmaddwd`
//! against `vfmadd`): 56 against 29 thousand million on the machine it was written on.

use super::kernel::Kernel;

/// Rows and columns whose sums are kept in registers at a time.
pub(super) const ROWS: usize = 6;
pub(super) const COLUMNS: usize = 16;

/// The largest activation. Sums of 1,536 products with weights of up to 127 stay below 2^31 with room to spare.
const LARGEST: f32 = 8191.0;
/// The most numbers of a row for which that holds.
pub(super) const MOST_INPUTS: usize = 2048;

/// Adding this to a float of less than 2^22 leaves the nearest whole number in its low bits.
const ROUNDER: f32 = 12_582_912.0;

/// Two numbers that follow one another in a row, the first in the low half.
pub(super) type Pair = i32;

/// The weights of one layer: for each of `COLUMNS` outputs at a time, pairs of inputs side by side.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    outputs: usize,
    pairs: usize,
    panels: Vec<[i16; 2 * COLUMNS]>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Matrix {
    /// `weights` has a row of `inputs` numbers for each output, a whole number of [`COLUMNS`]; `inputs` is even and no
    /// more than [`MOST_INPUTS`].
    pub(super) fn new(weights: &[u8], inputs: usize, scales: Vec<f32>, biases: Vec<f32>) -> Self {
        let outputs = scales.len();
        debug_assert!(inputs.is_multiple_of(2) && inputs <= MOST_INPUTS);
        debug_assert!(outputs.is_multiple_of(COLUMNS) && weights.len() == outputs * inputs);
        let pairs = inputs / 2;
        let mut panels = vec![[0; 2 * COLUMNS]; outputs / COLUMNS * pairs];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let first = output / COLUMNS * pairs;
            let column = output % COLUMNS * 2;
            for (panel, pair) in panels[first..].iter_mut().zip(row.as_chunks::<2>().0) {
                panel[column] = i16::from(pair[0] as i8);
                panel[column + 1] = i16::from(pair[1] as i8);
            }
        }
        Self {
            outputs,
            pairs,
            panels,
            scales,
            biases,
        }
    }

    /// Writes the product of `rows` with these weights, biases added, to `out`, which has a place for every row of
    /// `rows`, those that fill its last tile included.
    #[inline(always)]
    pub(super) fn apply<K: Kernel>(&self, kernel: K, rows: &Rows, out: &mut [f32]) {
        let panels = self.panels.chunks_exact(self.pairs);
        let outputs = self.scales.as_chunks::<COLUMNS>().0.iter();
        let outputs = outputs.zip(self.biases.as_chunks::<COLUMNS>().0);
        for (index, (panel, (scales, biases))) in panels.zip(outputs).enumerate() {
            let tiles = rows.tiles.chunks_exact(self.pairs);
            let blocks = out.chunks_exact_mut(self.outputs * ROWS);
            for ((tile, row_scales), block) in
                tiles.zip(rows.scales.as_chunks::<ROWS>().0).zip(blocks)
            {
                let sums = kernel.sums(tile, panel);
                for ((line, sums), row_scale) in block
                    .chunks_exact_mut(self.outputs)
                    .zip(&sums)
                    .zip(row_scales)
                {
                    let line = &mut line[index * COLUMNS..(index + 1) * COLUMNS];
                    for column in 0..COLUMNS {
                        line[column] =
                            sums[column] as f32 * (row_scale * scales[column]) + biases[column];
                    }
                }
            }
        }
    }
}

/// Activations, rounded: tiles of [`ROWS`] rows, the same pair of each side by side.
#[derive(Debug, Default)]
pub(super) struct Rows {
    tiles: Vec<[Pair; ROWS]>,
    scales: Vec<f32>,
}

impl Rows {
    /// Replaces what it held by `floats`, rows of `width` numbers, a whole number of [`COLUMNS`].
    #[inline(always)]
    pub(super) fn round(&mut self, floats: &[f32], width: usize) {
        let pairs = width / 2;
        let count = floats.len() / width;
        let tiles = count.div_ceil(ROWS);
        self.tiles.clear();
        self.tiles.resize(tiles * pairs, [0; ROWS]);
        self.scales.clear();
        self.scales.resize(tiles * ROWS, 0.0);
        for (index, row) in floats.chunks_exact(width).enumerate() {
            let mut most = [f32::MIN_POSITIVE; COLUMNS];
            for some in row.as_chunks::<COLUMNS>().0 {
                for (most, value) in most.iter_mut().zip(some) {
                    *most = if value.abs() > *most {
                        value.abs()
                    } else {
                        *most
                    };
                }
            }
            let most = most.iter().fold(f32::MIN_POSITIVE, |a, b| a.max(*b));
            let factor = LARGEST / most;
            self.scales[index] = most / LARGEST;
            let whole =
                |value: f32| ((value * factor + ROUNDER).to_bits()).wrapping_sub(ROUNDER.to_bits());
            let tile = &mut self.tiles[index / ROWS * pairs..][..pairs];
            let place = index % ROWS;
            for (to, pair) in tile.iter_mut().zip(row.as_chunks::<2>().0) {
                let low = whole(pair[0]) & 0xffff;
                to[place] = (low | (whole(pair[1]) << 16)) as Pair;
            }
        }
    }

    /// How many rows there are, those that fill the last tile included.
    pub(super) fn filled(count: usize) -> usize {
        count.div_ceil(ROWS) * ROWS
    }
}
