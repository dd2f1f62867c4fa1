//! [`VanDerCorput`]: one dimension.

use super::{Halton, Scrambling};
use crate::sequence::{Indices, Mapping, Sequence};
use crate::{Error, Layout, Real};
use core::marker::PhantomData;

/// The van der Corput sequence (1935): the [radical inverses](super::radical_inverse) of 0, 1, 2, … in one base. It is the
/// [`Halton`] sequence in one dimension, as a type that owns its base.
///
/// ```
/// use photinus::sequence::{Sequence, VanDerCorput};
/// let binary = VanDerCorput::<f64>::new(2)?;
/// let values: Vec<f64> = binary.points::<1>(1)?.take(4).map(|[x]| x).collect();
/// assert_eq!(values, [0.5, 0.25, 0.75, 0.125]);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct VanDerCorput<F> {
    base: [u32; 1],
    scrambling: Scrambling,
    precision: PhantomData<F>,
}

impl<F: Real> VanDerCorput<F> {
    /// The sequence in that base.
    ///
    /// # Errors
    /// [`Error::Base`] if it is below 2.
    pub fn new(base: u32) -> Result<Self, Error> {
        let base = [base];
        Halton::<F>::with_bases(&base)?;
        Ok(VanDerCorput { base, scrambling: Scrambling::None, precision: PhantomData })
    }

    /// This sequence with its digits permuted at random: [`Scrambling::DigitPermutations`].
    #[must_use]
    pub fn scrambled(self, seed: u64) -> Self {
        VanDerCorput { scrambling: Scrambling::DigitPermutations(seed), ..self }
    }

    /// This sequence, scrambled.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for [`Scrambling::FaureLemieux`] if the base is not among the first 360 primes.
    pub fn with_scrambling(self, scrambling: Scrambling) -> Result<Self, Error> {
        self.halton().with_scrambling(scrambling)?;
        Ok(VanDerCorput { scrambling, ..self })
    }

    /// The same as a Halton sequence, which has more to choose.
    pub fn halton(&self) -> Halton<'_, F> {
        Halton { scrambling: self.scrambling, ..Halton::unchecked(&self.base) }
    }
}

impl<F: Real> Sequence<F> for VanDerCorput<F> {
    fn dim(&self) -> usize {
        1
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        self.halton().point(index, out)
    }

    fn fill(&self, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error> {
        self.halton().fill(indices, layout, out)
    }

    fn fill_mapped(
        &self,
        indices: Indices,
        layout: Layout,
        mapping: Mapping<'_, F>,
        out: &mut [F],
    ) -> Result<(), Error> {
        self.halton().fill_mapped(indices, layout, mapping, out)
    }
}
