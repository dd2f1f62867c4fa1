//! [`Topology`]: whose best positions a particle knows.

use super::numbers::{Numbers, Purpose};
use crate::Real;

/// Whose best positions a particle knows besides its own. Of equal values, the particle with the lowest index counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topology {
    /// Those of all: the fastest to agree, on a false minimum too.
    Global,
    /// Those of the next k particles to each side, the last one beside the first (Kennedy and Mendes, CEC 2002): at least 1.
    Ring(usize),
    /// Those of four neighbours in a grid on a torus (Kennedy and Mendes): particle i knows i ± 1 and i ± ⌈√n⌉, modulo the
    /// number n of particles.
    VonNeumann,
    /// Those of k random particles, at least 1 (the same may be drawn twice, or the particle itself); others are drawn
    /// whenever a generation has not improved the swarm's best value. As in Clerc's standard swarm of 2011, but that there a
    /// particle is heard by k others.
    Random(usize),
}

/// Where a swarm's best values are to be looked up.
#[derive(Clone, Copy)]
pub(super) struct Informants<'a, F> {
    pub(super) topology: Topology,
    /// The own best values of all particles.
    pub(super) values: &'a [F],
    /// The best of all.
    pub(super) best: usize,
    /// ⌈√n⌉
    pub(super) row: usize,
    /// Of the generation in which the random ones were drawn.
    pub(super) links: Numbers,
}

impl<F: Real> Informants<'_, F> {
    /// The particle with the best value that particle `k` knows of.
    #[inline(always)]
    pub(super) fn of(&self, k: usize) -> usize {
        let (values, size) = (self.values, self.values.len());
        let better = |best: usize, i: usize| {
            // Without branches, which could not be predicted.
            let (value, least) = (values[i], values[best]);
            core::hint::select_unpredictable((value < least) | ((value == least) & (i < best)), i, best)
        };
        match self.topology {
            Topology::Global => self.best,
            Topology::Ring(reach) if reach >= size / 2 => self.best, // the ring is closed
            Topology::Ring(reach) => (1..=reach).fold(k, |best, i| {
                let (after, before) = (k + i, k + size - i);
                let wrapped = |i: usize| if i >= size { i - size } else { i };
                better(better(best, wrapped(after)), wrapped(before))
            }),
            Topology::VonNeumann => {
                let row = self.row % size;
                let wrapped = |i: usize| if i >= size { i - size } else { i };
                let step = 1 % size;
                [step, size - step, row, size - row].iter().fold(k, |best, &i| better(best, wrapped(k + i)))
            }
            Topology::Random(count) => {
                let mut best = k;
                let (mut block, mut left) = (0, count);
                while left > 0 {
                    let words = self.links.words(k as u64, block, Purpose::Links);
                    for &word in &words[..left.min(4)] {
                        best = better(best, scaled(word, size));
                    }
                    left = left.saturating_sub(4);
                    block = block.wrapping_add(1);
                }
                best
            }
        }
    }
}

/// A number below `size` from 32 random bits: the upper part of their product.
#[inline(always)]
fn scaled(word: u32, size: usize) -> usize {
    if let Ok(size) = u32::try_from(size) {
        ((u64::from(word) * u64::from(size)) >> 32) as usize
    } else {
        ((u128::from(word) * size as u128) >> 32) as usize
    }
}

/// ⌈√n⌉
pub(super) const fn row_len(size: usize) -> usize {
    let floor = size.isqrt();
    if floor * floor < size { floor + 1 } else { floor }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn of(topology: Topology, values: &[f64], k: usize) -> usize {
        let best = (0..values.len()).reduce(|a, b| if values[b] < values[a] { b } else { a }).unwrap();
        let links = Numbers::new(1, 0, 0);
        Informants { topology, values, best, row: row_len(values.len()), links }.of(k)
    }

    #[test]
    fn neighbours_by_hand() {
        // Nine particles on a torus of three rows: 0 1 2 / 3 4 5 / 6 7 8.
        let mut values = [5.0; 9];
        values[7] = 1.0;
        let heard = |topology, values: &[f64]| -> Vec<usize> {
            (0..values.len()).filter(|&k| of(topology, values, k) == 7).collect()
        };
        assert_eq!(heard(Topology::VonNeumann, &values), [1, 4, 6, 7, 8]);
        assert_eq!(heard(Topology::Ring(1), &values), [6, 7, 8]);
        assert_eq!(heard(Topology::Ring(2), &values), [0, 5, 6, 7, 8]);
        assert_eq!(heard(Topology::Ring(4), &values), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(heard(Topology::Ring(usize::MAX), &values), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(heard(Topology::Global, &values), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        // A tie goes to the lowest index.
        assert_eq!(of(Topology::Ring(1), &[2.0, 2.0, 2.0, 2.0], 2), 1);
        assert_eq!(of(Topology::VonNeumann, &[2.0; 9], 8), 0);
        for topology in [Topology::Global, Topology::Ring(3), Topology::VonNeumann, Topology::Random(3)] {
            assert_eq!(of(topology, &[1.0], 0), 0);
            assert!(of(topology, &[1.0, 0.0], 0) < 2);
        }
    }

    #[test]
    fn random_informants_are_uniform() {
        // A particle does not hear of the best one of n, by k draws, with probability (1 - 1/n)^k.
        let (n, draws) = (10, 10_000);
        let mut values = [5.0; 10];
        values[3] = 1.0;
        for count in [1, 3, 5] {
            let deaf = (0..draws)
                .filter(|&generation| {
                    let (links, topology) = (Numbers::new(7, 0, generation), Topology::Random(count));
                    Informants { topology, values: &values, best: 3, row: 4, links }.of(6) != 3
                })
                .count();
            let probability = 0.9_f64.powi(count as i32);
            let deviation = (probability * (1.0 - probability) * draws as f64).sqrt();
            assert!((deaf as f64 - probability * draws as f64).abs() < 4.0 * deviation, "{count}: {deaf} of {n}");
        }
    }
}
