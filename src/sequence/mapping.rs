//! [`Mapping`]: what becomes of a coordinate on its way out.

use super::{Indices, Sequence};
use crate::{Error, Layout, Real};

/// What becomes of the coordinates of a point in [0, 1)^dim on their way out: 0 may be kept out, and the unit cube may be
/// scaled to a box. The default is to leave them as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mapping<'a, F> {
    open: bool,
    bounds: Option<(&'a [F], &'a [F])>,
}

impl<'a, F: Real> Mapping<'a, F> {
    /// Writes 2^-54 (f32: 2^-25) instead of 0, so that the inverse of a distribution function is finite at every point.
    #[must_use]
    pub const fn open(self) -> Self {
        Mapping { open: true, ..self }
    }

    /// Scales coordinate x of dimension j to min(lower_j + x (upper_j - lower_j), upper_j), which is never outside the
    /// bounds.
    ///
    /// # Errors
    /// [`Error::Length`] if the bounds have different lengths, [`Error::Bounds`] if a lower one is above its upper one,
    /// or if one of them or their distance is not finite.
    pub fn scale(self, lower: &'a [F], upper: &'a [F]) -> Result<Self, Error> {
        if lower.len() != upper.len() {
            return Err(Error::Length);
        }
        let fine = |(&lower, &upper): (&F, &F)| lower <= upper && (upper - lower).is_finite();
        if !lower.iter().zip(upper).all(fine) {
            return Err(Error::Bounds);
        }
        Ok(Mapping { bounds: Some((lower, upper)), ..self })
    }

    /// With bounds that were checked before.
    #[cfg(feature = "capi")]
    pub(crate) const fn unchecked(open: bool, lower: &'a [F], upper: &'a [F]) -> Self {
        Mapping { open, bounds: Some((lower, upper)) }
    }

    /// Whether coordinates stay as they are.
    #[inline]
    pub(super) const fn is_identity(&self) -> bool {
        !self.open && self.bounds.is_none()
    }

    /// Checks that the mapping is one for `dim` dimensions.
    ///
    /// # Errors
    /// [`Error::Dimension`].
    pub fn check(&self, dim: usize) -> Result<(), Error> {
        match self.bounds {
            Some((lower, _)) if lower.len() != dim => Err(Error::Dimension),
            _ => Ok(()),
        }
    }

    /// Maps coordinates of dimension `j`.
    #[inline(always)]
    pub(super) fn apply_to_column(&self, j: usize, values: &mut [F]) {
        if self.open {
            let tiny = Self::tiny();
            values.iter_mut().for_each(|x| *x = if *x == F::zero() { tiny } else { *x });
        }
        if let Some((lower, upper)) = self.bounds {
            let (lower, upper) = (lower[j], upper[j]);
            let width = upper - lower;
            values.iter_mut().for_each(|x| *x = scaled(*x, lower, upper, width));
        }
    }

    /// Maps a point.
    #[inline(always)]
    pub(super) fn apply_to_point(&self, point: &mut [F]) {
        if self.open {
            let tiny = Self::tiny();
            point.iter_mut().for_each(|x| *x = if *x == F::zero() { tiny } else { *x });
        }
        if let Some((lower, upper)) = self.bounds {
            for ((x, &lower), &upper) in point.iter_mut().zip(lower).zip(upper) {
                *x = scaled(*x, lower, upper, upper - lower);
            }
        }
    }

    /// Maps a matrix `[count][dim]`, whose rows or columns are contiguous.
    pub(super) fn apply(&self, count: usize, dim: usize, row: usize, column: usize, out: &mut [F]) {
        if self.is_identity() {
            return;
        }
        if column == 1 {
            (0..count).for_each(|i| self.apply_to_point(&mut out[i * row..][..dim]));
        } else {
            (0..dim).for_each(|j| self.apply_to_column(j, &mut out[j * column..][..count]));
        }
    }

    fn tiny() -> F {
        F::exp2_integer(-(F::DIGITS as i32) - 1)
    }
}

/// min(lower + x width, upper) for x in [0, 1], where width is upper - lower.
#[inline(always)]
pub(crate) fn scaled<F: Real>(x: F, lower: F, upper: F, width: F) -> F {
    let y = lower + x * width;
    if y < upper { y } else { upper }
}

/// A sequence with a [`Mapping`]: what [`Sequence::open`] and [`Sequence::scale`] return. Both may be called on it again, in
/// any order: 0 is kept out before the scaling.
#[derive(Clone, Copy, Debug)]
pub struct Mapped<'a, F, S> {
    sequence: S,
    mapping: Mapping<'a, F>,
}

impl<'a, F: Real, S: Sequence<F>> Mapped<'a, F, S> {
    pub(super) const fn new(sequence: S, mapping: Mapping<'a, F>) -> Self {
        Mapped { sequence, mapping }
    }

    /// This sequence with 0 kept out: see [`Mapping::open`].
    #[must_use]
    pub fn open(self) -> Self {
        Mapped { mapping: self.mapping.open(), ..self }
    }

    /// This sequence in another box: see [`Mapping::scale`].
    ///
    /// # Errors
    /// Those of [`Mapping::scale`], and [`Error::Dimension`] if the bounds are not one per dimension.
    pub fn scale<'b>(self, lower: &'b [F], upper: &'b [F]) -> Result<Mapped<'b, F, S>, Error> {
        let mapping = Mapping { open: self.mapping.open, bounds: None }.scale(lower, upper)?;
        mapping.check(self.sequence.dim())?;
        Ok(Mapped { sequence: self.sequence, mapping })
    }
}

impl<F: Real, S: Sequence<F>> Sequence<F> for Mapped<'_, F, S> {
    fn dim(&self) -> usize {
        self.sequence.dim()
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        self.sequence.point(index, out)?;
        self.mapping.apply_to_point(&mut out[..self.sequence.dim()]);
        Ok(())
    }

    fn fill(&self, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error> {
        self.sequence.fill_mapped(indices, layout, self.mapping, out)
    }
}
