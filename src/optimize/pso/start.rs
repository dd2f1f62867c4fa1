//! [`Start`]: where particles start.

use super::numbers::{Numbers, Purpose};
use crate::sequence::{Halton, Indices, PRIMES, Sequence, Sobol};
use crate::{Error, Layout, Real};

/// Where particles start for which no position is given: on points that fill the box evenly. Each restart goes on in the
/// sequence. In more dimensions than the sequence has, the points are [`Uniform`](Start::Uniform).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    /// The Halton set scrambled by the seed ([`Halton::scrambled`]), from point 0 on.
    ScrambledHalton,
    /// The plain Halton set, from point 1 on (point 0 is a corner): the same for all seeds; in more than about ten
    /// dimensions, its points are far from even.
    Halton,
    /// The Sobol sequence scrambled by the seed ([`Sobol::scrambled`]), from point 0 on.
    Sobol,
    /// Independent random points.
    Uniform,
}

impl Start {
    /// The first point that is used.
    pub(super) const fn first(self) -> u64 {
        match self {
            Start::Halton => 1,
            _ => 0,
        }
    }

    /// Writes the points from `first` on to `out`, rows of `dim` coordinates in the unit cube.
    pub(super) fn fill<F: Real>(self, dim: usize, seed: u64, first: u64, out: &mut [F]) -> Result<(), Error> {
        let count = out.len() / dim;
        let indices = Indices::new(first, count);
        match self {
            Start::ScrambledHalton if dim <= PRIMES.len() => {
                Halton::new(dim)?.scrambled(seed).fill(indices, Layout::ROWS, out)
            }
            Start::Halton if dim <= PRIMES.len() => Halton::new(dim)?.fill(indices, Layout::ROWS, out),
            Start::Sobol if dim <= Sobol::<F>::DIMENSIONS => {
                Sobol::new(dim)?.scrambled(seed).fill(indices, Layout::ROWS, out)
            }
            _ => {
                let numbers = Numbers::new(seed, 0, 0);
                for (k, point) in out.chunks_exact_mut(dim).enumerate() {
                    for (j, x) in point.iter_mut().enumerate() {
                        *x = numbers.uniform(first.wrapping_add(k as u64), j as u32, Purpose::Position);
                    }
                }
                Ok(())
            }
        }
    }
}
