//! Low-discrepancy sequences: point sets that fill the unit cube evenly.
//!
//! [`Sequence`] is what everything that samples asks for; [`Halton`] is the sequence of this crate. A sequence is
//! addressed by index: any point can be had without those before it, and the same index always gives the same point.

mod halton;

pub use halton::{Halton, PRIMES, radical_inverse};

use crate::{Error, Layout, Real};

/// A sequence of points in [0, 1)^dim, addressed by index.
pub trait Sequence<F: Real> {
    /// The number of coordinates of a point, at least 1.
    fn dim(&self) -> usize;

    /// Writes point `index` to `out[..dim]`.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is shorter than `dim`.
    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error>;

    /// Writes the points of `indices` to `out`, a matrix `[count][dim]` in `layout`, whose stride counts elements and is
    /// at least `dim` by rows, `count` by columns. What lies between the rows stays as it is.
    ///
    /// # Errors
    /// Those of [`Indices::check`] and [`Layout::check`], and [`Error::Unsupported`] from this provided method by
    /// columns in more than 64 dimensions; a sequence of many dimensions overrides it.
    fn fill(&self, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error> {
        let dim = self.dim();
        indices.check()?;
        let (row, column) = layout.check(indices.count, dim, out.len())?;
        let mut buffer = [F::zero(); 64];
        for i in 0..indices.count {
            if column == 1 {
                self.point(indices.at(i), &mut out[i * row..][..dim])?;
                continue;
            }
            let point = buffer.get_mut(..dim).ok_or(Error::Unsupported)?;
            self.point(indices.at(i), point)?;
            for (j, &x) in point.iter().enumerate() {
                out[i * row + j * column] = x;
            }
        }
        Ok(())
    }
}

/// The indices start, start + leap, …, `count` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indices {
    /// The first index.
    pub start: u64,
    /// The distance from one index to the next, at least 1.
    pub leap: u64,
    /// How many; 0 is fine.
    pub count: usize,
}

impl Indices {
    /// `count` indices from `start` on, one after the other.
    pub const fn new(start: u64, count: usize) -> Self {
        Indices { start, leap: 1, count }
    }

    /// Index number `i`, which is below `count`.
    #[inline]
    pub const fn at(self, i: usize) -> u64 {
        self.start.wrapping_add((i as u64).wrapping_mul(self.leap))
    }

    /// Checks that all indices exist.
    ///
    /// # Errors
    /// [`Error::Leap`] if `leap` is 0, [`Error::IndexRange`] if the last index is beyond 2^64 - 1.
    pub fn check(self) -> Result<(), Error> {
        if self.leap == 0 {
            return Err(Error::Leap);
        }
        let last = (self.count.max(1) as u64 - 1).checked_mul(self.leap).and_then(|way| way.checked_add(self.start));
        last.map(|_| ()).ok_or(Error::IndexRange)
    }
}
