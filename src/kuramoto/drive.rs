//! What acts on a network from outside, and changes with time.

use super::coupling::finite;
use crate::{Error, Real, Stop};

/// What acts on a network from outside: a strength of its coupling that changes with time, and rates of its own that do
/// not come from the coupling (forcing, natural frequencies that change).
///
/// `()` is none; [`Driving`] has what the field uses most; one's own type is one by this trait.
pub trait Drive<F: Real> {
    /// What the whole coupling is multiplied by at time t.
    fn strength(&self, t: F) -> F {
        let _ = t;
        F::one()
    }

    /// Whether [`add`](Drive::add) does anything.
    fn adds(&self) -> bool {
        true
    }

    /// The number of oscillators that it is for, if that is not any.
    fn oscillators(&self) -> Option<usize> {
        None
    }

    /// Adds to the rates dφ_i/dt, at time t and `phases`.
    ///
    /// # Errors
    /// A [`Stop`] ends the run.
    fn add(&self, t: F, phases: &[F], rates: &mut [F]) -> Result<(), Stop> {
        let _ = (t, phases, rates);
        Ok(())
    }
}

/// No drive.
impl<F: Real> Drive<F> for () {
    #[inline(always)]
    fn adds(&self) -> bool {
        false
    }
}

impl<F: Real, D: Drive<F> + ?Sized> Drive<F> for &D {
    #[inline(always)]
    fn strength(&self, t: F) -> F {
        D::strength(self, t)
    }

    #[inline(always)]
    fn adds(&self) -> bool {
        D::adds(self)
    }

    fn oscillators(&self) -> Option<usize> {
        D::oscillators(self)
    }

    #[inline(always)]
    fn add(&self, t: F, phases: &[F], rates: &mut [F]) -> Result<(), Stop> {
        D::add(self, t, phases, rates)
    }
}

/// A quantity that changes with time: `level` + `slope`·t + `amplitude`·sin(`frequency`·t + `phase`), angles in radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Modulation<F> {
    /// The constant part.
    pub level: F,
    /// Its growth per unit of time.
    pub slope: F,
    /// How far the sinusoid goes up and down.
    pub amplitude: F,
    /// The sinusoid's angular frequency.
    pub frequency: F,
    /// The sinusoid's phase at t = 0.
    pub phase: F,
}

impl<F: Real> Modulation<F> {
    /// A quantity that does not change.
    pub fn constant(level: F) -> Self {
        Modulation { level, slope: F::zero(), amplitude: F::zero(), frequency: F::zero(), phase: F::zero() }
    }

    /// Its value at time t.
    #[inline(always)]
    pub fn at(&self, t: F) -> F {
        let mut value = self.level;
        if self.slope != F::zero() {
            value += self.slope * t;
        }
        if self.amplitude != F::zero() {
            value += self.amplitude * (self.frequency * t + self.phase).sin_cos().0;
        }
        value
    }

    fn check(&self) -> Result<(), Error> {
        finite(&[self.level, self.slope, self.amplitude, self.frequency, self.phase])
    }
}

/// The drives that the field uses most, together:
///
/// dφ_i/dt = ω_i + ε_i sin(Ω t + θ_i) + A_i sin(Ω_f t + θ_f - φ_i) + K(t) Σ_j …
///
/// The second term lets natural frequencies swing; the third is an external oscillator that pulls on each (Sakaguchi, Prog.
/// Theor. Phys. 79, 1988; Childs and Strogatz, Chaos 18, 2008).
#[derive(Clone, Copy, Debug)]
pub struct Driving<'a, F> {
    strength: Modulation<F>,
    swing: Option<Swing<'a, F>>,
    force: Option<Force<'a, F>>,
}

#[derive(Clone, Copy, Debug)]
struct Swing<'a, F> {
    amplitudes: &'a [F],
    frequency: F,
    phases: &'a [F],
}

#[derive(Clone, Copy, Debug)]
struct Force<'a, F> {
    amplitudes: &'a [F],
    frequency: F,
    phase: F,
}

impl<F: Real> Default for Driving<'_, F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, F: Real> Driving<'a, F> {
    /// No drive: K(t) = 1.
    pub fn new() -> Self {
        Driving { strength: Modulation::constant(F::one()), swing: None, force: None }
    }

    /// K(t), by which the whole coupling is multiplied.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if one of its numbers is NaN or infinite.
    pub fn with_strength(mut self, strength: Modulation<F>) -> Result<Self, Error> {
        strength.check()?;
        self.strength = strength;
        Ok(self)
    }

    /// Natural frequencies ω_i + ε_i sin(Ω t + θ_i): `amplitudes` ε, and `phases` θ or none for zeros.
    ///
    /// # Errors
    /// [`Error::Length`] if there are phases, but not as many as amplitudes, or not as many amplitudes as for the forcing;
    /// [`Error::NotFinite`] if a number is NaN or
    /// infinite.
    pub fn with_swinging_frequencies(
        mut self,
        amplitudes: &'a [F],
        frequency: F,
        phases: &'a [F],
    ) -> Result<Self, Error> {
        if !phases.is_empty() && phases.len() != amplitudes.len() {
            return Err(Error::Length);
        }
        finite(amplitudes).and(finite(phases)).and(finite(&[frequency]))?;
        if self.force.is_some_and(|force| force.amplitudes.len() != amplitudes.len()) {
            return Err(Error::Length);
        }
        self.swing = Some(Swing { amplitudes, frequency, phases });
        Ok(self)
    }

    /// An external oscillator of frequency Ω_f and phase θ_f, which pulls on oscillator i with amplitude A_i.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many amplitudes as for the frequencies, [`Error::NotFinite`] if a number is NaN
    /// or infinite.
    pub fn with_forcing(mut self, amplitudes: &'a [F], frequency: F, phase: F) -> Result<Self, Error> {
        finite(amplitudes).and(finite(&[frequency, phase]))?;
        if self.swing.is_some_and(|swing| swing.amplitudes.len() != amplitudes.len()) {
            return Err(Error::Length);
        }
        self.force = Some(Force { amplitudes, frequency, phase });
        Ok(self)
    }
}

impl<F: Real> Driving<'_, F> {
    /// Adds how the forcing changes as the phases do along `direction`.
    #[inline(always)]
    pub(super) fn add_forcing_tangent(&self, t: F, phases: &[F], direction: &[F], out: &mut [F]) {
        if let Some(Force { amplitudes, frequency, phase }) = self.force {
            let angle = frequency * t + phase;
            for (i, out) in out.iter_mut().enumerate() {
                *out -= amplitudes[i] * (angle - phases[i]).sin_cos().1 * direction[i];
            }
        }
    }
}

impl<F: Real> Drive<F> for Driving<'_, F> {
    #[inline(always)]
    fn strength(&self, t: F) -> F {
        self.strength.at(t)
    }

    #[inline(always)]
    fn adds(&self) -> bool {
        self.swing.is_some() || self.force.is_some()
    }

    fn oscillators(&self) -> Option<usize> {
        self.swing.map(|swing| swing.amplitudes.len()).or(self.force.map(|force| force.amplitudes.len()))
    }

    #[inline(always)]
    fn add(&self, t: F, phases: &[F], rates: &mut [F]) -> Result<(), Stop> {
        if let Some(Swing { amplitudes, frequency, phases }) = self.swing {
            let angle = frequency * t;
            for (i, (rate, &amplitude)) in rates.iter_mut().zip(amplitudes).enumerate() {
                let own = phases.get(i).copied().unwrap_or_default();
                *rate += amplitude * (angle + own).sin_cos().0;
            }
        }
        if let Some(Force { amplitudes, frequency, phase }) = self.force {
            let angle = frequency * t + phase;
            for ((rate, &amplitude), &own) in rates.iter_mut().zip(amplitudes).zip(phases) {
                *rate += amplitude * (angle - own).sin_cos().0;
            }
        }
        Ok(())
    }
}
