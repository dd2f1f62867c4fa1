//! Minima of any [`Objective`].
//!
//! | what | for | memory |
//! |---|---|---|
//! | [`Search`], and `minimize` with `std` | a global minimum, whatever the objective: the default | n² and more |
//! | [`Cma`] | one basin, badly conditioned or not smooth, without gradients | n² |
//! | [`Lbfgs`] | one basin, smooth, with gradients or [differences](FiniteDifferences) | n |
//! | [`Pso`] | an honest particle swarm of any kind | n times the swarm |
//!
//! A [`Problem`] says what is known of the variables: bounds, where to start, grids, constraints. All of them run by steps, or
//! give points and take values (`ask` and `tell`), without allocating; stop and go on; and are saved and restored to the
//! same bits. With `std`, `Minimizer` and `Swarm` have memory and threads of their own.

mod adapters;
#[cfg(feature = "std")]
mod background;
mod batch;
mod cma;
mod domain;
#[cfg(feature = "std")]
mod files;
mod lbfgs;
#[cfg(feature = "std")]
mod minimizer;
mod problem;
mod pso;
mod reason;
mod search;
#[cfg(feature = "std")]
mod swarm;
#[cfg(feature = "std")]
mod watched;

pub use adapters::{Averaged, FeasibleFirst, feasible_first, violation};
#[cfg(feature = "std")]
pub use background::{Progress, Run, Runner};
pub use cma::{Cma, CmaOptions, CmaReport};
#[cfg(feature = "capi")]
pub(crate) use cma::{CmaState, CmaWords};
pub use lbfgs::{
    DifferenceScheme, Differences, Differentiable, FiniteDifferences, Lbfgs, LbfgsOptions, LbfgsReason, LbfgsReport,
    LineSearch, LineSearchEnd, LineSearchOptions, difference_gradient, difference_points, difference_rows,
};
#[cfg(feature = "capi")]
pub(crate) use lbfgs::{LbfgsState, LbfgsWords};
#[cfg(feature = "std")]
pub use minimizer::{Minimizer, Minimum, minimize};
pub use problem::Problem;
pub use pso::{Boundary, Options, Pso, Report, Rule, Start, Topology};
#[cfg(feature = "capi")]
pub(crate) use pso::{State, Words};
pub use reason::Reason;
pub use search::{Phase, Search, SearchOptions, SearchReport};
#[cfg(feature = "capi")]
pub(crate) use search::{SearchState, SearchWords};
#[cfg(feature = "std")]
pub use swarm::Swarm;
#[cfg(all(feature = "std", feature = "capi"))]
pub(crate) use watched::{Watch, Watched};

use crate::{Error, Real, Stop};
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

    /// How many points [`values`](Objective::values) is to be given at once where threads share the points, or where the run
    /// may end between them. Default 1.
    fn batch_len(&self) -> usize {
        1
    }

    /// The values at many points, a matrix `[values.len()][dim]`, as if by [`value`](Objective::value) in turn. A type
    /// that evaluates many points faster than one by one overrides it, and [`batch_len`](Objective::batch_len).
    ///
    /// # Errors
    /// What `value` returned first, and how many values before it are there.
    fn values(&self, points: &[F], values: &mut [F], scratch: &mut [F]) -> Result<(), Interrupted> {
        for (completed, (x, value)) in points.chunks_exact(self.dim()).zip(values).enumerate() {
            *value = self.value(x, scratch).map_err(|stop| Interrupted { completed, stop })?;
        }
        Ok(())
    }

    /// The value at `x`, and the [constraints](Problem::with_constraints) there, as many as the problem has: inequalities,
    /// met where they are at most 0, then equalities, met at 0. A type whose problem has constraints overrides it. NaN is
    /// not met.
    ///
    /// # Errors
    /// Those of [`value`](Objective::value).
    fn constrained_value(&self, x: &[F], constraints: &mut [F], scratch: &mut [F]) -> Result<F, Stop> {
        // Constraints that were forgotten are not met silently.
        if constraints.is_empty() { self.value(x, scratch) } else { Err(Error::Unsupported.into()) }
    }

    /// The values at many points, and their constraints, a row per point; without constraints these are
    /// [`values`](Objective::values).
    ///
    /// # Errors
    /// As those of `values`.
    fn constrained_values(
        &self,
        points: &[F],
        values: &mut [F],
        constraints: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Interrupted> {
        if constraints.is_empty() {
            return self.values(points, values, scratch);
        }
        let count = (constraints.len() / values.len().max(1)).max(1);
        let rows = constraints.chunks_exact_mut(count);
        let points = points.chunks_exact(self.dim()).zip(rows);
        for (completed, ((x, row), value)) in points.zip(values).enumerate() {
            *value = self.constrained_value(x, row, scratch).map_err(|stop| Interrupted { completed, stop })?;
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
