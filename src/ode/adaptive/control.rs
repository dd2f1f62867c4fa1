//! How long the steps are.

use crate::{Error, Real};

/// The tolerances of an adaptive solver, and how it controls its steps.
///
/// The error of a step is √(Σ (eᵢ / (atol + rtol max(|yᵢ|, |ỹᵢ|)))² / n), y and ỹ the states at its ends, e the
/// difference of the pair's two solutions (Hairer, Nørsett and Wanner I, eq. II.4.11); a step whose error is above 1 is
/// rejected. The next step has the length h · safety · errₙ^-α · errₙ₋₁^β with α = 1/5 - 3β/4 (a PI controller, Gustafsson
/// 1991; Hairer and Wanner II, eq. IV.2.43), within the two factors; after a rejection 9/10 of h at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaptiveOptions<F> {
    /// The relative tolerance, at least 0. Default 10^-6 (f32: 10^-4).
    pub rtol: F,
    /// The absolute tolerance, at least 0, and above where `rtol` is 0. Default 10^-9 (f32: 10^-6). Where it is 0, a
    /// component that passes through 0 is a hard one.
    pub atol: F,
    /// The length of the first step, above 0; or 0: it is chosen by two derivatives (Hairer, Nørsett and Wanner I,
    /// section II.4). Default 0.
    pub first_step: F,
    /// The greatest length of a step, above 0; or 0: there is none. The last step before an end may be longer by 1/100.
    /// Default 0.
    pub max_step: F,
    /// How many steps a call may try, those that are rejected included; 0 is any number. Default 0. The next call goes on
    /// where a call ended.
    pub max_steps: u64,
    /// The safety factor of the step's length, above 0 and below 1. Default 0.9.
    pub safety: F,
    /// The exponent β of the error before, at least 0 and at most 0.2; 0 is no memory. Default 0.04 (Hairer and Wanner).
    pub beta: F,
    /// The least factor from one step to the next, above 0 and below 1. Default 0.2.
    pub min_factor: F,
    /// The greatest factor from one step to the next, above 1. Default 10.
    pub max_factor: F,
}

impl<F: Real> Default for AdaptiveOptions<F> {
    fn default() -> Self {
        let (rtol, atol) = if F::BYTES == 4 { (1e-4, 1e-6) } else { (1e-6, 1e-9) };
        AdaptiveOptions {
            rtol: F::from_f64(rtol),
            atol: F::from_f64(atol),
            first_step: F::zero(),
            max_step: F::zero(),
            max_steps: 0,
            safety: F::from_f64(0.9),
            beta: F::from_f64(0.04),
            min_factor: F::from_f64(0.2),
            max_factor: F::from_f64(10.0),
        }
    }
}

impl<F: Real> AdaptiveOptions<F> {
    /// The default options with these tolerances.
    pub fn tolerances(rtol: F, atol: F) -> Self {
        AdaptiveOptions { rtol, atol, ..AdaptiveOptions::default() }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let (zero, one) = (F::zero(), F::one());
        let finite = |x: F| x >= zero && x.is_finite();
        let tolerances = finite(self.rtol) && finite(self.atol) && (self.rtol > zero || self.atol > zero);
        let factors =
            self.min_factor > zero && self.min_factor < one && self.max_factor > one && finite(self.max_factor);
        let exponents = self.safety > zero && self.safety < one && self.beta >= zero && self.beta <= F::from_f64(0.2);
        if !(tolerances && factors && exponents) {
            return Err(Error::Parameter);
        }
        if finite(self.first_step) && finite(self.max_step) { Ok(()) } else { Err(Error::Step) }
    }

    fn clamped(&self, factor: F) -> F {
        let factor = if factor < self.max_factor { factor } else { self.max_factor };
        if factor > self.min_factor { factor } else { self.min_factor }
    }

    /// The factor to the next step after one with an error of at most 1, `before` that of the step before.
    pub(super) fn growth(&self, error: F, before: F) -> F {
        let alpha = F::from_f64(0.2) - F::from_f64(0.75) * self.beta;
        // Below this, the greatest factor it is, and an error of 0 has no logarithm.
        let least = F::min_positive_value();
        let error = if error > least { error } else { least };
        // The bits of std's functions differ from system to system: these are our own, by name.
        self.clamped(self.safety * Real::exp(self.beta * Real::ln(before) - alpha * Real::ln(error)))
    }

    /// The factor to the next try after one that was rejected: at most 9/10, since times are rounded, and a step that is cut
    /// may be longer by 1/100, so that a larger one might give the same step again.
    pub(super) fn shrinkage(&self, error: F) -> F {
        let factor = if error.is_finite() {
            let alpha = F::from_f64(0.2) - F::from_f64(0.75) * self.beta;
            self.clamped(self.safety * Real::exp(-alpha * Real::ln(error)))
        } else {
            self.min_factor
        };
        let most = F::from_f64(0.9);
        if factor < most { factor } else { most }
    }

    /// The least error that the controller remembers.
    pub(super) fn remembered(error: F) -> F {
        let least = F::from_f64(1e-4);
        if error > least { error } else { least }
    }

    /// The first step, from the norms of the state, of its rates, and of the rates' change over a step of `trial`.
    pub(super) fn chosen(rates: F, change: F, trial: F) -> F {
        let bend = change / trial;
        let steepest = if rates > bend { rates } else { bend };
        let (floor, hundred) = (F::from_f64(1e-6), F::from_u64(100));
        let step = if !bend.is_finite() {
            trial * F::from_f64(1e-3)
        } else if steepest <= F::from_f64(1e-15) {
            let step = trial * F::from_f64(1e-3);
            if step > floor { step } else { floor }
        } else {
            Real::exp(F::from_f64(0.2) * Real::ln(F::from_f64(0.01) / steepest))
        };
        if step < trial * hundred { step } else { trial * hundred }
    }

    /// The step over which the change of the rates is looked at.
    pub(super) fn trial(state: F, rates: F) -> F {
        let least = F::from_f64(1e-5);
        let trial =
            if state < least || rates < least { F::from_f64(1e-6) } else { F::from_f64(0.01) * (state / rates) };
        // The norms may be beyond the numbers where the state is not.
        if trial.is_finite() { trial } else { F::from_f64(1e-6) }
    }
}
