//! Mean-field coupling: everybody sees the sum over all.

use super::Kuramoto;
use super::coupling::{self, Coupling, Lags, Normalization, finite};
use super::dense::{of_harmonic, write_harmonics};
use super::drive::Drive;
use super::sweep::{self, Sweep, View};
use crate::ode::{Done, Scheme, Steps};
use crate::simd::Level;
use crate::sum::running;
use crate::{Error, Real, Stop};

/// All-to-all coupling of equal strength, by M harmonics:
///
/// Σ_m K_m/N Σ_j sin(m (φ_j - φ_i) - α_m) = Σ_m K_m r_m sin(ψ_m - m φ_i - α_m)
///
/// with the order parameters r_m e^(iψ_m) = Σ_j e^(imφ_j) / N (Kuramoto, 1975; Kuramoto, Chemical Oscillations, Waves, and
/// Turbulence, 1984, eq. 5.4.1 ff.). The sum has the term j = i, which is K_m/N sin(-α_m). A right-hand side takes time in
/// proportion to N, not N².
///
/// The sums over all oscillators are made in blocks of 1024, each in eight running sums and a tree, and the blocks are added
/// in their order.
#[derive(Clone, Copy, Debug)]
pub struct MeanField<'a, F> {
    oscillators: usize,
    strengths: &'a [F],
    lags: Lags<'a, F>,
    normalization: Normalization,
    level: Level,
}

impl<'a, F: Real> MeanField<'a, F> {
    /// The coupling of N = `oscillators` by strengths K, one per harmonic, divided by N. They are borrowed: an array `&[k]` of
    /// a variable k is to have a name, `let strengths = [k];`.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no oscillator or no harmonic, [`Error::NotFinite`] if a strength is NaN or infinite.
    pub fn new(oscillators: usize, strengths: &'a [F]) -> Result<Self, Error> {
        if oscillators == 0 || strengths.is_empty() {
            return Err(Error::Dimension);
        }
        finite(strengths)?;
        let (lags, normalization) = (Lags::None, Normalization::Oscillators);
        Ok(MeanField { oscillators, strengths, lags, normalization, level: Level::detect() })
    }

    /// With one phase lag α per harmonic.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as harmonics, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(MeanField { lags: Lags::harmonics(lags, self.strengths.len())?, ..self })
    }

    /// With the sum divided as `normalization` says; by default by N. The in-degree is N - 1.
    #[must_use]
    pub const fn with_normalization(self, normalization: Normalization) -> Self {
        MeanField { normalization, ..self }
    }

    /// K_m times the strength, divided as the normalization says.
    #[inline(always)]
    fn factor(&self, m: usize, strength: F) -> F {
        let strength = self.strengths[m] * strength;
        let n = self.oscillators as u64;
        match self.normalization {
            Normalization::None => strength,
            Normalization::Oscillators => strength / F::from_u64(n),
            Normalization::InDegree if n == 1 => F::zero(),
            Normalization::InDegree => strength / F::from_u64(n - 1),
        }
    }

    /// (a, b) of what harmonic number m adds to a rate, cos(mφ) a - sin(mφ) b, of its sums of sines and cosines.
    #[inline(always)]
    fn pull(&self, m: usize, strength: F, lags: &[F], [sin, cos]: [F; 2]) -> (F, F) {
        let factor = self.factor(m, strength);
        let (sin, cos) = match coupling::lag(lags, m) {
            None => (sin, cos),
            Some((lag_sin, lag_cos)) => (sin * lag_cos - cos * lag_sin, cos * lag_cos + sin * lag_sin),
        };
        (sin * factor, cos * factor)
    }
}

impl<F: Real> Sweep<F> for MeanField<'_, F> {
    const LOCAL: bool = true;

    fn level(&self) -> Level {
        self.level
    }

    fn constants_len(&self) -> usize {
        self.lags.constants_len()
    }

    fn width(&self) -> usize {
        2 * self.strengths.len()
    }

    fn sums_len(&self) -> usize {
        2 * self.strengths.len()
    }

    fn cost(&self) -> usize {
        self.oscillators.saturating_mul(4)
    }

    #[inline(always)]
    fn write_sources(&self, phases: &[F], sources: &mut [F]) {
        write_harmonics(self.strengths.len(), phases, sources);
    }

    #[inline(always)]
    fn write_sums(&self, _: usize, sources: &[F], sums: &mut [F]) {
        let harmonics = self.strengths.len();
        for (m, pair) in sums.as_chunks_mut::<2>().0.iter_mut().enumerate() {
            let own = of_harmonic(sources, harmonics, m);
            *pair = [running(own.sin), running(own.cos)];
        }
    }

    #[inline(always)]
    fn common_pull(&self, strength: F, constants: &[F], sums: &[F]) -> Option<(F, F)> {
        match (self.strengths.len(), sums) {
            (1, &[sin, cos]) => Some(self.pull(0, strength, constants, [sin, cos])),
            _ => None,
        }
    }

    #[inline(always)]
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        let View { constants, own: sources, sums, .. } = view;
        let (harmonics, n) = (self.strengths.len(), rates.len());
        for (m, &sums) in sums.as_chunks::<2>().0.iter().enumerate() {
            let (sin, cos) = self.pull(m, strength, constants, sums);
            let own = of_harmonic(sources, harmonics, m);
            let (own_sin, own_cos) = (&own.sin[..n], &own.cos[..n]);
            for i in 0..n {
                rates[i] += own_cos[i] * sin - own_sin[i] * cos;
            }
        }
    }
}

impl<F: Real> Coupling<F> for MeanField<'_, F> {
    fn oscillators(&self) -> usize {
        self.oscillators
    }

    fn set_level(&mut self, level: Level) {
        self.level = level;
    }

    fn scratch_len(&self) -> usize {
        sweep::scratch_len(self)
    }

    fn prepare(&self, scratch: &mut [F]) {
        let lags = self.lags.constants_len();
        self.lags.prepare(&mut scratch[..lags]);
    }

    #[inline(always)]
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        sweep::add(self, strength, phases, rates, scratch);
        Ok(())
    }

    #[inline(always)]
    fn take_steps<S: Scheme, D: Drive<F>>(network: &Kuramoto<'_, F, Self, D>, steps: Steps<'_, F>) -> Done {
        sweep::take_local_steps::<F, Self, D, S>(network, steps)
    }
}
