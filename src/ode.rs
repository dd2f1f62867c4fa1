//! Differential equations dy/dt = f(t, y): the trait [`OdeSystem`] and solvers for any system.
//!
//! | solver | order | steps | |
//! |---|---|---|---|
//! | [`Euler`], [`Heun`], [`Rk4`] | 1, 2, 4 | fixed | a step is cheapest; a run may be cut anywhere |
//! | [`DormandPrince5`], [`Tsitouras5`] | 5 | adaptive | tolerances, dense output, events, checkpoints |
//! | [`EulerMaruyama`], [`StochasticHeun`] | 1 strong, 1 and 2 weak | fixed | white noise in each component ([`Sde`]) |
//! | [`DelayRk4`] | 4 | fixed | delay equations ([`DelaySystem`]) |
//! | [`Lyapunov`] | 4 | fixed | exponents, with a [`Tangent`] or by [`Differences`] |
//!
//! Each works in memory of the caller, stops where the system, an observer or an event says so, and goes on to the same bits.

mod adaptive;
mod delay;
mod fixed;
mod lyapunov;
mod noise;

#[cfg(feature = "capi")]
pub(crate) use adaptive::AdaptiveWords;
pub use adaptive::{
    Adaptive, AdaptiveOptions, Direction, DormandPrince, DormandPrince5, Event, Output, Pair, Tsitouras, Tsitouras5,
};
pub use delay::{Constant, DelayRk4, DelaySystem, History, Moment, Past};
#[doc(hidden)]
pub use fixed::{Done, Steps};
pub use fixed::{Euler, EulerScheme, FixedStep, Heun, HeunScheme, Rk4, Rk4Scheme, Scheme};
pub(crate) use fixed::{accumulate, all_finite, check_steps, combine, is_rk4, reach, share, stages, take_steps};
pub use lyapunov::{Differences, Lyapunov, LyapunovProgress, Tangent};
pub use noise::{EulerMaruyama, Given, Grid, Increments, Sde, StochasticHeun, StochasticRk4, StochasticStep, Wiener};

use crate::simd::Level;
use crate::{Real, Stop};
use core::fmt;

/// A system of ordinary differential equations, dy/dt = f(t, y).
pub trait OdeSystem<F: Real> {
    /// The number of equations, at least 1.
    fn dim(&self) -> usize;

    /// How many elements [`derivative`](OdeSystem::derivative) needs to work in.
    fn scratch_len(&self) -> usize {
        0
    }

    /// Fills `scratch`, of `scratch_len` elements, with what [`derivative`](OdeSystem::derivative) wants to find there: a
    /// solver calls this once per call, before the first derivative. It must not depend on what `scratch` holds.
    fn prepare(&self, scratch: &mut [F]) {
        let _ = scratch;
    }

    /// Writes f(t, y) to `dydt`, for solvers: [`prepare`](OdeSystem::prepare) must have been called on `scratch`, or the
    /// result is another one, silently; a network's own checked call is [`rates`](crate::kuramoto::Kuramoto::rates). Both
    /// slices have `dim` elements, `scratch` has `scratch_len`: what [`prepare`](OdeSystem::prepare) and earlier calls left
    /// there. The result must not depend on those calls. Who calls it sees to these lengths; it may panic for others.
    ///
    /// # Errors
    /// A [`Stop`] ends the run; the step under way is dropped.
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop>;

    /// Takes steps of a fixed-step method: a hook for systems that can do it faster, to the same bits.
    #[doc(hidden)]
    #[inline(always)]
    fn take_steps<S: Scheme>(&self, steps: Steps<'_, F>) -> Done
    where
        Self: Sized,
    {
        fixed::take_steps::<F, Self, S>(self, steps)
    }

    /// The instruction set that a solver's loop is to be run on, this system's derivative inlined (see
    /// [`simd`](crate::simd)).
    fn level(&self) -> Level {
        Level::BASELINE
    }
}

/// How a solver's run ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// All rows are complete.
    Complete,
    /// The observer or the system stopped it, with that number.
    Caller(i32),
    /// The observer or the system failed, with that number.
    Failure(i32),
    /// The state became NaN or infinite.
    Diverged,
    /// The step that the tolerances ask for would be lost in the rounding of the time.
    StepTooSmall,
    /// The most steps that were allowed are taken.
    Steps,
    /// The event of that number ended it.
    Event(usize),
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Complete => f.write_str("all rows are complete"),
            End::Caller(code) => Stop::Caller(*code).fmt(f),
            End::Failure(code) => Stop::Failure(*code).fmt(f),
            End::Diverged => f.write_str("the solution became NaN or infinite"),
            End::StepTooSmall => f.write_str("the tolerances ask for a step that is lost in the rounding of the time"),
            End::Steps => f.write_str("the most steps that were allowed are taken"),
            End::Event(number) => write!(f, "event {number} ended it"),
        }
    }
}

impl core::error::Error for End {}

impl From<Stop> for End {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Caller(code) => End::Caller(code),
            Stop::Failure(code) => End::Failure(code),
        }
    }
}

/// What a solver's run came to: to be looked at, since a run that ends early is no error; see
/// [`complete`](Solution::complete).
#[must_use = "the run may have ended early: see `complete`"]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution<F> {
    /// Why it ended.
    pub end: End,
    /// How many rows are complete, from the first on; the others have not been written.
    pub rows: usize,
    /// The time that was reached: that of the last row, or in [`End::Diverged`] that of the last step with finite
    /// values.
    pub time: F,
    /// Steps taken.
    pub steps: u64,
    /// Steps that were tried and not taken, their errors being too large.
    pub rejected: u64,
}

impl<F> Solution<F> {
    /// Whether all rows are complete, for a `?`.
    ///
    /// # Errors
    /// How the run ended, if before its last row.
    pub fn complete(&self) -> Result<(), End> {
        match self.end {
            End::Complete => Ok(()),
            end => Err(end),
        }
    }
}
