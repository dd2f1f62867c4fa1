//! Low-discrepancy sequences: point sets that fill the unit cube evenly.
//!
//! [`Sequence`] is what everything that samples asks for. A sequence is addressed by index: any point can be had without
//! those before it, and the same index always gives the same point. Every sequence can be had in a box or with 0 kept out
//! ([`Sequence::scale`], [`Sequence::open`]), and as an iterator ([`Sequence::points`]).
//!
//! [`Halton`] is for any number of points, from any start; [`Sobol`] for 2^k of them; scrambled both, in more than a few
//! dimensions. [`Discrepancy`] measures how even points are.

mod discrepancy;
mod halton;
mod mapping;
mod points;
mod sobol;

pub use discrepancy::Discrepancy;
#[cfg(feature = "std")]
pub(crate) use discrepancy::{BlockSum, Sums};
pub use halton::{Cursor, CursorState, Halton, PRIMES, Scrambling, VanDerCorput, radical_inverse};
pub(crate) use mapping::scaled;
pub use mapping::{Mapped, Mapping};
pub use points::Points;
pub use sobol::{Order, Sobol, SobolScrambling};

use crate::{Error, Layout, Real};

/// A sequence of points in [0, 1)^dim, addressed by index.
///
/// A type of one's own has to say its dimension and to compute a point; the rest is provided, and overridden where it can
/// be had cheaper.
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
    /// Those of [`Indices::check`] and [`Layout::check`]; from this provided method those of [`point`](Self::point), after
    /// which the points before have been written, and by columns in more than 64 dimensions [`Error::Unsupported`]: a
    /// sequence of many dimensions overrides it.
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

    /// [`fill`](Self::fill), with each coordinate mapped while it is still in the cache.
    ///
    /// # Errors
    /// Those of [`fill`](Self::fill), and [`Error::Dimension`] if the mapping is for another number of dimensions.
    fn fill_mapped(
        &self,
        indices: Indices,
        layout: Layout,
        mapping: Mapping<'_, F>,
        out: &mut [F],
    ) -> Result<(), Error> {
        let dim = self.dim();
        indices.check()?;
        mapping.check(dim)?;
        let (row, column) = layout.check(indices.count, dim, out.len())?;
        // Rows are mapped in parts that stay in the cache; columns can't be filled in parts without looking for one's place
        // again in each.
        let (part_layout, points) = match layout {
            Layout::ByRows { .. } => (Layout::ByRows { stride: row }, (1 << 14) / dim.clamp(1, 1 << 14)),
            Layout::ByColumns { .. } => (Layout::ByColumns { stride: column }, indices.count),
        };
        let mut done = 0;
        while done < indices.count {
            let count = points.min(indices.count - done);
            let part = Indices { start: indices.at(done), count, ..indices };
            let out = &mut out[done * row..];
            self.fill(part, part_layout, out)?;
            mapping.apply(count, dim, row, column, out);
            done += count;
        }
        Ok(())
    }

    /// The points from `start` on, one after the other, as arrays of `D` = dim coordinates. The iteration ends after
    /// index 2^64 - 1, or before the first index whose point can't be had. Points are computed some at a time, up to 128;
    /// `skip`, `step_by` and `nth` do not compute those that they leave out.
    ///
    /// ```
    /// use photinus::sequence::{Halton, Sequence};
    /// let halton = Halton::<f64>::new(2)?;
    /// let inside = halton.points::<2>(0)?.take(10_000).filter(|[x, y]| x * x + y * y < 1.0).count();
    /// assert!(inside.abs_diff(7854) < 10); // 10,000 π / 4
    /// # Ok::<(), photinus::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Dimension`] if `D` is not the dimension.
    fn points<const D: usize>(&self, start: u64) -> Result<Points<'_, F, Self, D>, Error>
    where
        Self: Sized,
    {
        Points::new(self, start)
    }

    /// This sequence with 0 kept out: see [`Mapping::open`].
    fn open(self) -> Mapped<'static, F, Self>
    where
        Self: Sized,
    {
        Mapped::new(self, Mapping::default().open())
    }

    /// This sequence in the box from `lower` to `upper`: see [`Mapping::scale`].
    ///
    /// # Errors
    /// Those of [`Mapping::scale`], and [`Error::Dimension`] if the bounds are not one per dimension.
    fn scale<'a>(self, lower: &'a [F], upper: &'a [F]) -> Result<Mapped<'a, F, Self>, Error>
    where
        Self: Sized,
    {
        let mapping = Mapping::default().scale(lower, upper)?;
        mapping.check(self.dim())?;
        Ok(Mapped::new(self, mapping))
    }
}

impl<F: Real, S: Sequence<F> + ?Sized> Sequence<F> for &S {
    fn dim(&self) -> usize {
        (**self).dim()
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        (**self).point(index, out)
    }

    fn fill(&self, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error> {
        (**self).fill(indices, layout, out)
    }

    fn fill_mapped(
        &self,
        indices: Indices,
        layout: Layout,
        mapping: Mapping<'_, F>,
        out: &mut [F],
    ) -> Result<(), Error> {
        (**self).fill_mapped(indices, layout, mapping, out)
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

    /// These with another leap. Points that leap are evenly spread if the leap has no common divisor with the bases of
    /// the sequence (409 is a good one for [`Halton`]: Kocis and Whiten, ACM Trans. Math. Softw. 23, 1997); for [`Sobol`] it
    /// has to be odd.
    #[must_use]
    pub const fn with_leap(self, leap: u64) -> Self {
        Indices { leap, ..self }
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
