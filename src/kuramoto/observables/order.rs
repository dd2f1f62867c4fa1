//! The order parameter of a row of phases.

use super::angle::{argument, modulus};
use crate::simd::{self, Kernel, Level};
use crate::sum::{Sum, running};
use crate::{Error, Real};

/// A mean of unit vectors, r e^{iψ}.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OrderParameter<F> {
    /// Its length, between 0 (spread out) and 1 (all of one phase).
    pub r: F,
    /// Its angle in radians, in (-π, π]; 0 where r is 0.
    pub psi: F,
}

impl<F: Real> OrderParameter<F> {
    /// Of a sum of vectors whose lengths add up to `total`.
    #[inline(always)]
    pub(super) fn of_sum(re: F, im: F, total: F) -> Self {
        OrderParameter { r: length(re, im, total), psi: argument(re, im) }
    }
}

/// |re + i im| / total, at most 1: more is rounding.
#[inline(always)]
pub(super) fn length<F: Real>(re: F, im: F, total: F) -> F {
    let r = modulus(re, im) / total;
    if r > F::one() { F::one() } else { r }
}

/// The order parameter of that harmonic (Kuramoto, 1975; Daido, Prog. Theor. Phys. 88, 1992):
///
/// r e^{iψ} = (1/N) Σ_j e^{imφ_j},   m = `harmonic`
///
/// The error is some ε max(1, m |φ|), that of the sines.
///
/// ```
/// use photinus::{kuramoto::observables::order_parameter, simd::Level};
/// let order = order_parameter(&[0.5, 1.5], 1, Level::detect())?;
/// assert!((order.r - 0.5_f64.cos()).abs() < 1e-15 && (order.psi - 1.0).abs() < 1e-15);
/// # Ok::<(), photinus::Error>(())
/// ```
///
/// # Errors
/// [`Error::Dimension`] for no phases, [`Error::Parameter`] if `harmonic` is 0, [`Error::NotFinite`] if a phase, or the
/// harmonic times it, is NaN or infinite.
pub fn order_parameter<F: Real>(phases: &[F], harmonic: u32, level: Level) -> Result<OrderParameter<F>, Error> {
    let harmonic = check_harmonic(harmonic)?;
    check(phases, harmonic)?;
    let (re, im) = simd::run(level, Resultant { phases, harmonic });
    Ok(OrderParameter::of_sum(re, im, F::from_u64(phases.len() as u64)))
}

/// Writes r and ψ of each row of `record`, a matrix `[times][oscillators]`, to `r` and `psi`, `times` numbers each.
///
/// # Errors
/// As [`order_parameter`], and [`Error::Length`] if `record` has not the elements of `r.len()` rows, or `psi` has
/// another length than `r`.
pub fn order_parameters<F: Real>(
    record: &[F],
    oscillators: usize,
    harmonic: u32,
    r: &mut [F],
    psi: &mut [F],
    level: Level,
) -> Result<(), Error> {
    let harmonic = check_harmonic(harmonic)?;
    if oscillators == 0 {
        return Err(Error::Dimension);
    }
    if psi.len() != r.len() || r.len().checked_mul(oscillators) != Some(record.len()) {
        return Err(Error::Length);
    }
    if !all_finite(record, harmonic) {
        return Err(Error::NotFinite);
    }
    for ((phases, r), psi) in record.chunks_exact(oscillators).zip(r).zip(psi) {
        let (re, im) = simd::run(level, Resultant { phases, harmonic });
        let order = OrderParameter::of_sum(re, im, F::from_u64(oscillators as u64));
        (*r, *psi) = (order.r, order.psi);
    }
    Ok(())
}

pub(super) fn check_harmonic<F: Real>(harmonic: u32) -> Result<F, Error> {
    if harmonic == 0 { Err(Error::Parameter) } else { Ok(F::from_u64(harmonic.into())) }
}

/// Whether there are phases, and all of them, times the harmonic, are finite.
pub(super) fn check<F: Real>(phases: &[F], harmonic: F) -> Result<(), Error> {
    if phases.is_empty() {
        Err(Error::Dimension)
    } else if all_finite(phases, harmonic) {
        Ok(())
    } else {
        Err(Error::NotFinite)
    }
}

/// Whether no element times the harmonic is NaN or infinite, without a branch per element.
pub(super) fn all_finite<F: Real>(phases: &[F], harmonic: F) -> bool {
    // 0 y is NaN where y is NaN or infinite.
    phases.chunks(BLOCK).all(|block| {
        let mut sums = [F::zero(); 8];
        let (chunks, rest) = block.as_chunks::<8>();
        for chunk in chunks {
            for l in 0..8 {
                sums[l] += chunk[l] * harmonic * F::zero();
            }
        }
        for (sum, &phase) in sums.iter_mut().zip(rest) {
            *sum += phase * harmonic * F::zero();
        }
        sums.iter().all(|&sum| sum == F::zero())
    })
}

/// Phases that are worked on at once: three arrays of them are on the stack.
pub(super) const BLOCK: usize = 128;

/// Calls `visit` with sines and cosines of the harmonic, block by block.
#[inline(always)]
pub(super) fn blocks<F: Real>(phases: &[F], harmonic: F, mut visit: impl FnMut(&[F], &[F])) {
    let (mut angles, mut sin, mut cos) = ([F::zero(); BLOCK], [F::zero(); BLOCK], [F::zero(); BLOCK]);
    for block in phases.chunks(BLOCK) {
        let n = block.len();
        for (angle, &phase) in angles.iter_mut().zip(block) {
            *angle = phase * harmonic;
        }
        F::sin_cos_slice(&angles[..n], &mut sin[..n], &mut cos[..n]);
        visit(&sin[..n], &cos[..n]);
    }
}

/// (Σ cos mφ, Σ sin mφ): short sums of blocks, and an exact sum of those.
#[inline(always)]
pub(super) fn resultant<F: Real>(phases: &[F], harmonic: F) -> (F, F) {
    let (mut re, mut im) = (Sum::new(), Sum::new());
    blocks(phases, harmonic, |sin, cos| {
        re.add(running(cos));
        im.add(running(sin));
    });
    (re.value(), im.value())
}

pub(super) struct Resultant<'a, F> {
    pub(super) phases: &'a [F],
    pub(super) harmonic: F,
}

impl<F: Real> Kernel for Resultant<'_, F> {
    type Output = (F, F);
    #[inline(always)]
    fn run(self) -> (F, F) {
        resultant(self.phases, self.harmonic)
    }
}
