//! What a coupling is.

use super::Kuramoto;
use super::drive::Drive;
use crate::ode::{Done, Scheme, Steps};
use crate::simd::Level;
use crate::{Error, Real, Stop};

/// How N phase oscillators pull on each other: the sum in dφ_i/dt = ω_i + Σ_j …
///
/// [`Dense`](super::Dense), [`Sparse`](super::Sparse), [`MeanField`](super::MeanField), [`Groups`](super::Groups) and
/// [`Triangles`](super::Triangles) are couplings; a pair of two, `(first, second)`, is their sum; one's own type is one by
/// this trait.
///
/// ```
/// use photinus::{Stop, kuramoto::{Coupling, Kuramoto}, ode::Rk4};
/// /// Each oscillator is pulled by the one before it.
/// struct Chain(usize);
/// impl Coupling<f64> for Chain {
///     fn oscillators(&self) -> usize { self.0 }
///     fn add(&self, strength: f64, phases: &[f64], rates: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
///         for i in 1..self.0 {
///             rates[i] += strength * (phases[i - 1] - phases[i]).sin();
///         }
///         Ok(())
///     }
/// }
/// let network = Kuramoto::new(&[1.0, 1.1, 0.9], Chain(3))?;
/// let (mut phases, mut workspace) = ([0.0; 3], vec![0.0; network.workspace_len()]);
/// Rk4::new(0.01)?.advance(&network, 0.0, 0, 10_000, &mut phases, &mut workspace)?.complete()?;
/// assert!(((phases[1] - phases[0]) - 0.1_f64.asin()).abs() < 1e-9); // sin(φ_2 - φ_1) = ω_2 - ω_1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Coupling<F: Real> {
    /// The number N of oscillators.
    fn oscillators(&self) -> usize;

    /// Has [`add`](Coupling::add) run on that instruction set, where it chooses one for its innermost loops.
    fn set_level(&mut self, level: Level) {
        let _ = level;
    }

    /// How many elements [`add`](Coupling::add) needs to work in.
    fn scratch_len(&self) -> usize {
        0
    }

    /// Fills `scratch` with what [`add`](Coupling::add) wants to find there, once per run.
    fn prepare(&self, scratch: &mut [F]) {
        let _ = scratch;
    }

    /// Adds `strength` times the coupling's part of dφ_i/dt at `phases` to each of `rates`, N numbers each. `scratch` has
    /// [`scratch_len`](Coupling::scratch_len) elements, as [`prepare`](Coupling::prepare) and earlier calls left them.
    ///
    /// # Errors
    /// A [`Stop`] ends the run.
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop>;

    /// Steps of a network with this coupling: a hook for what is faster and returns the same bits.
    #[doc(hidden)]
    #[inline(always)]
    fn take_steps<S: Scheme, D: Drive<F>>(network: &Kuramoto<'_, F, Self, D>, steps: Steps<'_, F>) -> Done
    where
        Self: Sized,
    {
        crate::ode::take_steps::<F, _, S>(network, steps)
    }
}

/// The sum of two couplings of the same oscillators.
impl<F: Real, A: Coupling<F>, B: Coupling<F>> Coupling<F> for (A, B) {
    fn oscillators(&self) -> usize {
        // A network is made only where both agree with the natural frequencies.
        if self.0.oscillators() == self.1.oscillators() { self.0.oscillators() } else { 0 }
    }

    fn set_level(&mut self, level: Level) {
        self.0.set_level(level);
        self.1.set_level(level);
    }

    fn scratch_len(&self) -> usize {
        self.0.scratch_len().saturating_add(self.1.scratch_len())
    }

    fn prepare(&self, scratch: &mut [F]) {
        let (first, second) = scratch.split_at_mut(self.0.scratch_len());
        self.0.prepare(first);
        self.1.prepare(second);
    }

    #[inline(always)]
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        let (first, second) = scratch.split_at_mut(self.0.scratch_len());
        self.0.add(strength, phases, rates, first)?;
        self.1.add(strength, phases, rates, second)
    }
}

/// By what the sum over an oscillator's neighbours is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Normalization {
    /// By nothing.
    #[default]
    None,
    /// By the number N of oscillators.
    Oscillators,
    /// By the oscillator's in-degree: how many others pull on it, with weights that are not 0 (harmonic by harmonic). 0
    /// where there are none.
    InDegree,
}

impl Normalization {
    /// The strength of the coupling of `oscillators`, divided where that is the same for all of them.
    #[inline(always)]
    pub(super) fn factor<F: Real>(self, strength: F, oscillators: usize) -> F {
        match self {
            Normalization::Oscillators => strength / F::from_u64(oscillators as u64),
            _ => strength,
        }
    }
}

/// A number that a coupling is stored as: `F`, or `f32` for a network in `f64`, in half the memory.
pub trait Weight<F: Real>: Real {
    /// The weight as a number to compute with, exactly.
    fn widen(self) -> F;
}

impl<F: Real> Weight<F> for F {
    #[inline(always)]
    fn widen(self) -> F {
        self
    }
}

impl Weight<f64> for f32 {
    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
}

/// The phase lags of a coupling.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lags<'a, F> {
    None,
    /// One per harmonic.
    Harmonics(&'a [F]),
    /// One per weight, stored as they are.
    Pairs(&'a [F]),
}

impl<'a, F: Real> Lags<'a, F> {
    /// One per harmonic, of which there are `count`.
    pub(super) fn harmonics(lags: &'a [F], count: usize) -> Result<Self, Error> {
        if lags.len() != count {
            return Err(Error::Length);
        }
        finite(lags).map(|()| Lags::Harmonics(lags))
    }

    /// One per weight, of which there are `count`.
    pub(super) fn pairs(lags: &'a [F], count: usize) -> Result<Self, Error> {
        if lags.len() != count {
            return Err(Error::Length);
        }
        finite(lags).map(|()| Lags::Pairs(lags))
    }

    /// The elements of [`prepare`](Self::prepare).
    pub(super) const fn constants_len(&self) -> usize {
        match self {
            Lags::Harmonics(lags) => 2 * lags.len(),
            _ => 0,
        }
    }

    /// Writes sin α and cos α of each harmonic.
    pub(super) fn prepare(&self, out: &mut [F]) {
        if let Lags::Harmonics(lags) = self {
            for (out, lag) in out.chunks_exact_mut(2).zip(*lags) {
                (out[0], out[1]) = lag.sin_cos();
            }
        }
    }

    pub(super) const fn per_pair(&self) -> bool {
        matches!(self, Lags::Pairs(_))
    }
}

/// (sin α, cos α) of harmonic number `m`, from 0 on, if [`Lags::prepare`] wrote any.
#[inline(always)]
pub(super) fn lag<F: Real>(prepared: &[F], m: usize) -> Option<(F, F)> {
    if prepared.is_empty() { None } else { Some((prepared[2 * m], prepared[2 * m + 1])) }
}

/// Checks that numbers are finite.
pub(super) fn finite<F: Real>(numbers: &[F]) -> Result<(), Error> {
    if numbers.iter().all(|x| x.is_finite()) { Ok(()) } else { Err(Error::NotFinite) }
}
