//! The machine's limit: reading the coupling and adding it up, nothing else.

use crate::{Run, timed};
use photinus::simd::{Kernel, Level, run};
use std::hint::black_box;

/// Numbers that are read at once, from each place.
const LANES: usize = 8;
/// Numbers between the places that are read side by side, as rows of a matrix are.
const APART: usize = 1 << 10;
const PASSES: u32 = 8;

pub trait Number: Copy + Default + std::ops::AddAssign {}
impl Number for f32 {}
impl Number for f64 {}

/// Reads at so many places side by side.
struct Read<'a, T, const PLACES: usize>(&'a [T]);

impl<T: Number, const PLACES: usize> Kernel for Read<'_, T, PLACES> {
    type Output = [[T; LANES]; PLACES];
    #[inline(always)]
    fn run(self) -> [[T; LANES]; PLACES] {
        let mut sums = [[T::default(); LANES]; PLACES];
        let pieces = self.0.chunks_exact(PLACES * APART);
        let rest = pieces.remainder();
        for piece in pieces {
            let places: [&[[T; LANES]]; PLACES] =
                std::array::from_fn(|p| piece[p * APART..][..APART].as_chunks::<LANES>().0);
            for i in 0..APART / LANES {
                for (sums, place) in sums.iter_mut().zip(&places) {
                    for (sum, &number) in sums.iter_mut().zip(&place[i]) {
                        *sum += number;
                    }
                }
            }
        }
        for numbers in rest.as_chunks::<LANES>().0 {
            for (sum, &number) in sums[0].iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        sums
    }
}

/// The nanoseconds of one pass: at two places, four or six, whichever is fastest here.
pub fn read<T: Number>(numbers: &[T], repeat: u32) -> Option<Run> {
    let passes = [pass::<T, 2>, pass::<T, 4>, pass::<T, 6>];
    passes.map(|pass| pass(numbers, repeat)).into_iter().min_by(|a, b| a.cpu.total_cmp(&b.cpu))
}

fn pass<T: Number, const PLACES: usize>(numbers: &[T], repeat: u32) -> Run {
    let level = Level::detect();
    timed(f64::from(PASSES), repeat, |once| {
        for _ in 0..if once { 1 } else { PASSES } {
            black_box(run(level, Read::<T, PLACES>(black_box(numbers))));
        }
    })
}
