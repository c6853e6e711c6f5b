//! The innermost loop, for the processors there are.

use super::matrix::{COLUMNS, Pair, ROWS};

/// Sums of products, as a processor does them best. All give the same answers.
pub(super) trait Kernel: Copy {
    /// For each of [`ROWS`] rows and [`COLUMNS`] columns the sum of the products of their numbers. Sums that do not
    /// fit 32 bits wrap.
    fn sums(self, tile: &[[Pair; ROWS]], panel: &[[i16; 2 * COLUMNS]]) -> [[i32; COLUMNS]; ROWS];
}

/// Work that is done faster where it is compiled for the processor at hand.
pub(super) trait Work {
    /// What comes of it.
    type Output;

    /// Does it. To be inlined, with all that takes its time.
    fn with<K: Kernel>(self, kernel: K) -> Self::Output;
}

/// Any processor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain;

impl Kernel for Plain {
    #[inline(always)]
    fn sums(self, tile: &[[Pair; ROWS]], panel: &[[i16; 2 * COLUMNS]]) -> [[i32; COLUMNS]; ROWS] {
        let mut sums = [[0_i32; COLUMNS]; ROWS];
        for (pairs, weights) in tile.iter().zip(panel) {
            for (sums, pair) in sums.iter_mut().zip(pairs) {
                let (low, high) = (i32::from(*pair as i16), *pair >> 16);
                for (sum, weight) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
                    let low = low * i32::from(weight[0]);
                    let products = low.wrapping_add(high * i32::from(weight[1]));
                    *sum = sum.wrapping_add(products);
                }
            }
        }
        sums
    }
}

/// Does `work` with the best kernel for this processor.
pub(super) fn dispatch<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return pulp::Simd::vectorize(simd, wide::Vectorized { simd, work });
    }
    work.with(Plain)
}

#[cfg(target_arch = "x86_64")]
mod wide {
    //! Processors with AVX2: all of AMD's and Intel's for servers since 2015.

    use pulp::x86::V3;
    use pulp::{Simd, WithSimd, cast, i16x16};

    use super::{COLUMNS, Kernel, Pair, ROWS, Work};

    const WIDTH: usize = COLUMNS / 2;

    impl Kernel for V3 {
        #[inline(always)]
        fn sums(
            self,
            tile: &[[Pair; ROWS]],
            panel: &[[i16; 2 * COLUMNS]],
        ) -> [[i32; COLUMNS]; ROWS] {
            let mut sums = [[self.splat_i32x8(0); 2]; ROWS];
            for (pairs, weights) in tile.iter().zip(panel) {
                let [low, high]: [[i16; COLUMNS]; 2] = cast(*weights);
                let weights: [i16x16; 2] = [cast(low), cast(high)];
                for (sums, pair) in sums.iter_mut().zip(pairs) {
                    let pair: i16x16 = cast(self.splat_i32x8(*pair));
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        let products = self.multiply_wrapping_add_adjacent_i16x16(pair, weight);
                        *sum = self.wrapping_add_i32x8(*sum, products);
                    }
                }
            }
            // Written out, as what the library calls for each element is not compiled for this processor.
            let mut out = [[0; COLUMNS]; ROWS];
            for (out, [low, high]) in out.iter_mut().zip(sums) {
                let halves: [[i32; WIDTH]; 2] = [cast(low), cast(high)];
                out[..WIDTH].copy_from_slice(&halves[0]);
                out[WIDTH..].copy_from_slice(&halves[1]);
            }
            out
        }
    }

    pub(super) struct Vectorized<W> {
        pub(super) simd: V3,
        pub(super) work: W,
    }

    impl<W: Work> WithSimd for Vectorized<W> {
        type Output = W::Output;

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) -> W::Output {
            self.work.with(self.simd)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Sums<'a>(&'a [[Pair; ROWS]], &'a [[i16; 2 * COLUMNS]]);

    impl Work for Sums<'_> {
        type Output = [[i32; COLUMNS]; ROWS];

        fn with<K: Kernel>(self, kernel: K) -> Self::Output {
            kernel.sums(self.0, self.1)
        }
    }

    proptest! {
        #[test]
        fn kernels_agree(
            tile in prop::collection::vec(prop::array::uniform6(any::<(i16, i16)>()), 1..20),
            seed in any::<i16>(),
        ) {
            let tile: Vec<[Pair; ROWS]> = tile
                .iter()
                .map(|row| row.map(|(a, b)| Pair::from(a) << 16 | Pair::from(b as u16)))
                .collect();
            let panel: Vec<[i16; 2 * COLUMNS]> = (0..tile.len() as i16)
                .map(|row| std::array::from_fn(|at| seed.wrapping_mul(row * 32 + at as i16) >> 8))
                .collect();
            prop_assert_eq!(dispatch(Sums(&tile, &panel)), Plain.sums(&tile, &panel));
        }
    }
}
