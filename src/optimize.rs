//! Optimisation without derivatives: the trait [`Objective`] and a particle swarm that minimises any of them in a box.

mod checkpoint;
mod pso;
#[cfg(feature = "std")]
mod swarm;

pub use pso::{Options, Pso, Reason, Report};
#[cfg(feature = "capi")]
pub(crate) use pso::{State, Words};
#[cfg(feature = "std")]
pub use swarm::{Minimum, Swarm, minimize};

use crate::{Real, Stop};
use core::fmt;

/// A function to be minimised.
pub trait Objective<F: Real> {
    /// The number of variables, at least 1.
    fn dim(&self) -> usize;

    /// How many elements [`value`](Objective::value) needs to work in.
    fn scratch_len(&self) -> usize {
        0
    }

    /// The value at `x`, a slice of `dim` elements; `scratch` has `scratch_len`, whose content is left from the last
    /// call and means nothing. NaN counts as plus infinity.
    ///
    /// # Errors
    /// A [`Stop`] ends the run; the best point so far stays.
    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop>;

    /// The values at many points, a matrix `[values.len()][dim]`, as if by [`value`](Objective::value) in turn. A type
    /// that evaluates many points faster than one by one overrides it.
    ///
    /// # Errors
    /// What `value` returned first, and how many values before it are there.
    fn values(&self, points: &[F], values: &mut [F], scratch: &mut [F]) -> Result<(), Interrupted> {
        for (completed, (x, value)) in points.chunks_exact(self.dim()).zip(values).enumerate() {
            *value = self.value(x, scratch).map_err(|stop| Interrupted { completed, stop })?;
        }
        Ok(())
    }
}

/// Why the evaluation of many points ended early, and how many values there are, from the first on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted {
    /// How many points have their value, from the first on.
    pub completed: usize,
    /// What the objective returned for the next.
    pub stop: Stop,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, after {} values", self.stop, self.completed)
    }
}

impl core::error::Error for Interrupted {}

/// An [`Objective`] made of a closure that can't fail.
///
/// ```
/// use photinus::optimize::{Function, Objective};
/// let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
/// assert_eq!(sphere.value(&[3.0, 4.0], &mut []), Ok(25.0));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Function<C> {
    dim: usize,
    closure: C,
}

impl<C> Function<C> {
    /// The function of `dim` variables that `closure` computes.
    pub const fn new(dim: usize, closure: C) -> Self {
        Function { dim, closure }
    }
}

impl<F: Real, C: Fn(&[F]) -> F> Objective<F> for Function<C> {
    fn dim(&self) -> usize {
        self.dim
    }

    fn value(&self, x: &[F], _scratch: &mut [F]) -> Result<F, Stop> {
        Ok((self.closure)(x))
    }
}
