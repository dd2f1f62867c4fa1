//! What is known of a problem beside its objective: bounds, where to start, grids, constraints.

use crate::{Error, Real};

/// The variables of a problem, and how many constraints it has.
///
/// ```
/// use photinus::optimize::Problem;
/// // x in [0, 1]; y at least 0, sought around 100; n whole, from 1 to 10.
/// let problem = Problem::new(&[0.0, 0.0, 1.0], &[1.0, f64::INFINITY, 10.0])
///     .with_start(&[0.5, 100.0, 5.0])
///     .with_spread(&[0.5, 50.0, 5.0])
///     .with_grid(&[0.0, 0.0, 1.0]);
/// assert_eq!(problem.check(), Ok(()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem<'a, F> {
    pub(super) lower: &'a [F],
    pub(super) upper: &'a [F],
    pub(super) start: &'a [F],
    pub(super) spread: &'a [F],
    pub(super) grid: &'a [F],
    pub(super) inequalities: usize,
    pub(super) equalities: usize,
}

impl<'a, F: Real> Problem<'a, F> {
    /// The problem of as many variables as there are bounds, from `lower` to `upper`. Bounds may be infinite; such variables
    /// need a [start](Self::with_start) and a [spread](Self::with_spread). Where both bounds are equal the variable is fixed.
    pub const fn new(lower: &'a [F], upper: &'a [F]) -> Self {
        Problem { lower, upper, start: &[], spread: &[], grid: &[], inequalities: 0, equalities: 0 }
    }

    /// With points to start from, a matrix `[any number][dim]`, within the bounds: all are evaluated first, and the best
    /// point of all is polished. The first one is the middle of what is searched along variables with an infinite bound.
    #[must_use]
    pub const fn with_start(self, start: &'a [F]) -> Self {
        Problem { start, ..self }
    }

    /// With the distance from the start, per variable, within which points are sampled at first. Variables with two finite
    /// bounds are sampled all over their interval, and their spread is not used.
    #[must_use]
    pub const fn with_spread(self, spread: &'a [F]) -> Self {
        Problem { spread, ..self }
    }

    /// With the grid of each variable: 0 is none; 1 lets it be whole numbers only, s > 0 the whole multiples of s. The
    /// objective is evaluated on grids alone; start points are put on them.
    #[must_use]
    pub const fn with_grid(self, grid: &'a [F]) -> Self {
        Problem { grid, ..self }
    }

    /// With constraints, which [`Objective::constrained_value`](super::Objective::constrained_value) computes: first
    /// `inequalities`, g(x) ≤ 0, then `equalities`, h(x) = 0.
    #[must_use]
    pub const fn with_constraints(self, inequalities: usize, equalities: usize) -> Self {
        Problem { inequalities, equalities, ..self }
    }

    /// The number of variables.
    pub const fn dim(&self) -> usize {
        self.lower.len()
    }

    /// The number of constraints.
    pub const fn constraints(&self) -> usize {
        self.inequalities.saturating_add(self.equalities)
    }

    /// The number of start points.
    pub const fn starts(&self) -> usize {
        if self.lower.is_empty() { 0 } else { self.start.len() / self.lower.len() }
    }

    /// Whether a search can be made of it.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no variable; [`Error::Length`] for arrays of other lengths; [`Error::Bounds`] if a
    /// lower bound is NaN or above its upper one, both are the same infinity, they are finite and their distance is not,
    /// or no multiple of the grid lies between them; [`Error::Start`] if a start point is outside the bounds or not
    /// finite, or a variable with an infinite bound has no start, or no
    /// spread that is positive, finite, and not lost in the rounding of the start; [`Error::Parameter`] for
    /// a grid that is negative or not finite, or one so fine that its multiples can't be told apart at the bounds.
    pub fn check(&self) -> Result<(), Error> {
        let dim = self.dim();
        if dim == 0 {
            return Err(Error::Dimension);
        }
        let fits = |array: &[F]| array.is_empty() || array.len() == dim;
        if self.upper.len() != dim || !self.start.len().is_multiple_of(dim) || !fits(self.spread) || !fits(self.grid) {
            return Err(Error::Length);
        }
        for j in 0..dim {
            let (l, u) = (self.lower[j], self.upper[j]);
            let is_box = l.is_finite() && u.is_finite();
            if l.is_nan() || u.is_nan() || l > u || (is_box && !(u - l).is_finite()) || (!is_box && l == u) {
                return Err(Error::Bounds);
            }
            if let Some(&step) = self.grid.get(j)
                && !step.is_zero()
            {
                // Numbers of steps have to be exact.
                let most = F::from_u64(1 << (F::DIGITS - 1));
                let counts = |x: F| !x.is_finite() || (x / step).abs() < most;
                if !(step > F::zero() && step.is_finite() && counts(l) && counts(u)) {
                    return Err(Error::Parameter);
                }
                let (first, last) = multiples(l, u, step);
                if first > last {
                    return Err(Error::Bounds);
                }
            }
            let inside = |x: &[F]| l <= x[j] && x[j] <= u && x[j].is_finite();
            if !self.start.chunks_exact(dim).all(inside) {
                return Err(Error::Start);
            }
            let around = self.start.get(j).zip(self.spread.get(j));
            let is_sound = |(&x, &s): (&F, &F)| {
                let width = (x + s) - (x - s);
                width > F::zero() && width.is_finite()
            };
            if !is_box && !around.is_some_and(is_sound) {
                return Err(Error::Start);
            }
        }
        Ok(())
    }
}

/// The numbers of the first and the last multiple of `step` between the bounds; a bound that is one but for rounding is one.
// Not in line, as `nearest_multiple` is not: in a loop over variables, the remainders that roundings are made of become
// fused, though exact, vector code on AArch64.
#[inline(never)]
pub(super) fn multiples<F: Real>(lower: F, upper: F, step: F) -> (F, F) {
    let near = |quotient: F| {
        let whole = quotient.round();
        let is_near = (quotient - whole).abs() <= F::from_u64(2) * F::epsilon() * quotient.abs();
        is_near.then_some(whole)
    };
    let (first, last) = (lower / step, upper / step);
    (near(first).unwrap_or_else(|| first.ceil()), near(last).unwrap_or_else(|| last.floor()))
}

/// The multiple of `step` that is nearest to x.
#[inline(never)]
pub(super) fn nearest_multiple<F: Real>(x: F, step: F) -> F {
    (x / step).round() * step
}
