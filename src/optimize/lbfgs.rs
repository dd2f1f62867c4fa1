//! A limited-memory quasi-Newton method in a box: L-BFGS-B.

mod compact;
mod differences;
mod line_search;
mod saved;

pub use differences::{
    DifferenceScheme, Differences, FiniteDifferences, difference_gradient, difference_points, difference_rows,
};
pub use line_search::{LineSearch, LineSearchEnd, LineSearchOptions};
pub(crate) use saved::Words as LbfgsWords;

use super::Objective;
use crate::sum::dot;
use crate::{Error, Real, Stop};
use compact::Pairs;
pub(super) use compact::limit;
use core::fmt;

/// An [`Objective`] that knows its gradient.
pub trait Differentiable<F: Real>: Objective<F> {
    /// How many elements [`value_and_gradient`](Differentiable::value_and_gradient) needs to work in.
    fn gradient_scratch_len(&self) -> usize {
        self.scratch_len()
    }

    /// The value at `x`, as [`value`](Objective::value) returns it, and the gradient, ∂f/∂xⱼ for each variable, written to
    /// `gradient`; `scratch` has `gradient_scratch_len` elements. The gradient of a variable that is fixed is not used.
    ///
    /// # Errors
    /// A [`Stop`] ends the run; the best point so far stays.
    fn value_and_gradient(&self, x: &[F], gradient: &mut [F], scratch: &mut [F]) -> Result<F, Stop>;
}

/// How an [`Lbfgs`] moves, and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LbfgsOptions<F> {
    /// The number m of pairs of steps and gradient differences that are kept, at least 1. Default 10.
    pub pairs: usize,
    /// The run stops where no component of the projected gradient is larger than this, at least 0. Default 10^-10 (f64)
    /// or 2·10^-5 (f32).
    pub gradient_tolerance: F,
    /// The run stops where an iteration lowers the value by no more than this times max(|f|, |f'|, 1), f and f' the
    /// values before and after it; at least 0. Default 10 ε, with ε the distance from 1 to the next number.
    pub value_tolerance: F,
    /// The run stops after that many iterations. Default 2^64 - 1: never.
    pub max_iterations: u64,
    /// The run stops after that many evaluations, also in the middle of a line search. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: F,
    /// The longest first step, in the norm √Σxⱼ²; above 0: it is -g, or shorter, cut to the box. Default 1, as L-BFGS-B
    /// has it where a variable lacks a bound. (Where all have both it takes all of -g: then a large number does the same.)
    pub first_step: F,
    /// c₁ of the line search, at least 0 and below 1/2. Default 10^-4.
    pub sufficient_decrease: F,
    /// c₂ of the line search, above c₁ and below 1. Default 0.9.
    pub curvature: F,
}

impl<F: Real> Default for LbfgsOptions<F> {
    fn default() -> Self {
        LbfgsOptions {
            pairs: 10,
            gradient_tolerance: if F::BYTES == 4 { F::from_f64(2e-5) } else { F::from_f64(1e-10) },
            value_tolerance: F::from_u64(10) * F::epsilon(),
            max_iterations: u64::MAX,
            max_evaluations: u64::MAX,
            target: F::neg_infinity(),
            first_step: F::one(),
            sufficient_decrease: F::from_f64(1e-4),
            curvature: F::from_f64(0.9),
        }
    }
}

impl<F: Real> LbfgsOptions<F> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let tolerance = |x: F| x >= F::zero() && x.is_finite();
        let (c1, c2) = (self.sufficient_decrease, self.curvature);
        let sound = self.pairs > 0
            && tolerance(self.gradient_tolerance)
            && tolerance(self.value_tolerance)
            && !self.target.is_nan()
            && self.first_step > F::zero()
            && self.first_step.is_finite()
            && c1 >= F::zero()
            && c1 < F::from_f64(0.5)
            && c2 > c1
            && c2 < F::one();
        if sound { Ok(()) } else { Err(Error::Parameter) }
    }
}

/// Why a run of [`Lbfgs`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LbfgsReason {
    /// The projected gradient is within `gradient_tolerance`.
    Gradient,
    /// The last iteration lowered the value by no more than `value_tolerance` asks for.
    Value,
    /// `max_iterations` are done.
    Iterations,
    /// `max_evaluations` are used up.
    Evaluations,
    /// The best value is at or below the target.
    Target,
    /// No lower value was found along the projected gradient itself.
    LineSearch,
    /// The value or the gradient at the start is NaN or infinite.
    NotFinite,
    /// The objective or the observer stopped it, with that number.
    Caller(i32),
    /// The objective or the observer failed, with that number.
    Failure(i32),
}

impl fmt::Display for LbfgsReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LbfgsReason::Gradient => "the projected gradient is within gradient_tolerance",
            LbfgsReason::Value => "the last iteration lowered the value by no more than value_tolerance",
            LbfgsReason::Iterations => "max_iterations are done",
            LbfgsReason::Evaluations => "max_evaluations are used up",
            LbfgsReason::Target => "the best value is at or below the target",
            LbfgsReason::LineSearch => "no lower value was found along the projected gradient",
            LbfgsReason::NotFinite => "the value or the gradient at the start is NaN or infinite",
            LbfgsReason::Caller(code) => return Stop::Caller(*code).fmt(f),
            LbfgsReason::Failure(code) => return Stop::Failure(*code).fmt(f),
        })
    }
}

impl From<Stop> for LbfgsReason {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Caller(code) => LbfgsReason::Caller(code),
            Stop::Failure(code) => LbfgsReason::Failure(code),
        }
    }
}

/// Where a run of [`Lbfgs`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LbfgsReport<F> {
    /// Why the run ended; `None` where it goes on.
    pub reason: Option<LbfgsReason>,
    /// The lowest value so far, plus infinity before there is one.
    pub best_value: F,
    /// The largest component of the projected gradient at the best point, plus infinity before there is one.
    pub projected_gradient: F,
    /// Complete iterations.
    pub iterations: u64,
    /// Evaluations of the value and the gradient.
    pub evaluations: u64,
}

/// What the next evaluation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The start.
    Start,
    /// A step of the line search.
    Search,
    /// None: the iteration is complete, and the next one has no direction yet.
    Iterate,
}

/// What of an [`Lbfgs`] is not an array of floats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LbfgsState<F> {
    options: LbfgsOptions<F>,
    pairs: Pairs<F>,
    search: LineSearch<F>,
    phase: Phase,
    reason: Option<LbfgsReason>,
    iterations: u64,
    evaluations: u64,
    /// Whether any bound is finite.
    bounded: bool,
    /// Gradients are multiplied by 2 to the power of this, so that their squares are in the range of `F`.
    exponent: i32,
    /// The value at the iterate.
    value: F,
    best_value: F,
}

/// The arrays of an [`Lbfgs`], in the order in which they lie in its memory: first what is saved.
struct Arrays<'a, F> {
    lower: &'a mut [F],
    upper: &'a mut [F],
    /// The iterate.
    x: &'a mut [F],
    /// The gradient there, scaled; 0 for fixed variables.
    gradient: &'a mut [F],
    /// The point to be evaluated.
    trial: &'a mut [F],
    best: &'a mut [F],
    best_gradient: &'a mut [F],
    direction: &'a mut [F],
    /// The steps, a row for each pair.
    s: &'a mut [F],
    /// The differences of the scaled gradients.
    y: &'a mut [F],
    /// SᵀY (on and below the diagonal, in order of time), and SᵀS.
    sy: &'a mut [F],
    ss: &'a mut [F],
    /// The gradient at the trial point.
    told: &'a mut [F],
    cauchy: &'a mut [F],
    times: &'a mut [F],
    axes: &'a mut [F],
    reduced: &'a mut [F],
    work: &'a mut [F],
    /// 1 for a free variable, 0 for one at its bound: those of the following three matrices, and those at the Cauchy point.
    free: &'a mut [F],
    next_free: &'a mut [F],
    yy_free: &'a mut [F],
    ss_bound: &'a mut [F],
    sy_mixed: &'a mut [F],
    middle: &'a mut [F],
    k11: &'a mut [F],
    k21: &'a mut [F],
    k22: &'a mut [F],
    vectors: &'a mut [F],
    /// Room for the objective.
    scratch: &'a mut [F],
}

impl<'a, F: Real> Arrays<'a, F> {
    fn new(memory: &'a mut [F], dim: usize, pairs: usize) -> Self {
        let mut rest = memory;
        let mut next = |len: usize| {
            let (array, tail) = core::mem::take(&mut rest).split_at_mut(len);
            rest = tail;
            array
        };
        let (vectors, matrix) = (pairs * dim, pairs * pairs);
        Arrays {
            lower: next(dim),
            upper: next(dim),
            x: next(dim),
            gradient: next(dim),
            trial: next(dim),
            best: next(dim),
            best_gradient: next(dim),
            direction: next(dim),
            s: next(vectors),
            y: next(vectors),
            sy: next(matrix),
            ss: next(matrix),
            told: next(dim),
            cauchy: next(dim),
            times: next(dim),
            axes: next(dim),
            reduced: next(dim),
            work: next(dim),
            free: next(dim),
            next_free: next(dim),
            yy_free: next(matrix),
            ss_bound: next(matrix),
            sy_mixed: next(matrix),
            middle: next(matrix),
            k11: next(matrix),
            k21: next(matrix),
            k22: next(matrix),
            vectors: next(8 * pairs),
            scratch: rest,
        }
    }
}

/// The method L-BFGS-B: minimises a function of many variables with simple bounds, from its values and gradients, in
/// memory that the caller gives (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput. 16, 1995; Morales and Nocedal, ACM
/// Trans. Math. Softw. 38, 2011).
///
/// The last m steps s = x' - x and gradient differences y = g' - g give a quadratic model with the matrix B of the
/// BFGS update in compact form. Each iteration finds the model's first minimum along the projected gradient path
/// P(x - tg), which says the bounds that are active; minimises the model over the variables that are free there; takes
/// the point of the box that is nearest, if the function falls towards it; and searches the line to it, and beyond, for a
/// step with the strong Wolfe conditions ([`LineSearch`]). Where no bound is met before the model's minimum, the step is
/// -B⁻¹g, from the recursion in two loops. A pair is kept where s·y > ε |g·s|. Where the model fails, in rounding or by a
/// direction that finds no lower value, it is forgotten, and the next step goes along the projected gradient.
///
/// It works by asking and telling: [`ask`](Lbfgs::ask) is the point to be evaluated, always in the box;
/// [`tell`](Lbfgs::tell) takes the value and the gradient there. [`run`](Lbfgs::run) does both for a
/// [`Differentiable`]. A value that is NaN or infinite, or one with such a gradient, counts as higher than all others, and
/// shortens the step.
///
/// An iteration costs some 4 dim m multiplications without bounds, 8 dim m with bounds that are not met, and up to
/// m² dim where the set of active bounds changes.
///
/// ```
/// use photinus::optimize::{Lbfgs, LbfgsOptions, LbfgsReason};
/// let (lower, upper) = ([f64::NEG_INFINITY, 1.5], [f64::INFINITY, f64::INFINITY]);
/// let mut memory = [0.0; Lbfgs::<f64>::memory_len(2, 10, 0)];
/// let mut lbfgs = Lbfgs::new(&mut memory, &[2.0, 2.0], &lower, &upper, &LbfgsOptions::default())?;
/// let reason = loop {
///     let (x, y) = (lbfgs.ask()[0], lbfgs.ask()[1]);
///     let (a, b) = (y - x * x, 1.0 - x);
///     if let Some(reason) = lbfgs.tell(100.0 * a * a + b * b, &[-400.0 * x * a - 2.0 * b, 200.0 * a])? {
///         break reason;
///     }
/// };
/// assert_eq!(reason, LbfgsReason::Gradient);
/// assert_eq!(lbfgs.best().0[1], 1.5); // Hock and Schittkowski, problem 2
/// assert!((lbfgs.best().1 - 0.0504261879).abs() < 1e-9);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Lbfgs<'m, F> {
    state: LbfgsState<F>,
    memory: &'m mut [F],
}

impl<'m, F: Real> Lbfgs<'m, F> {
    /// How many elements of memory are needed, for `pairs` pairs and an objective of `dim` variables whose
    /// [`value_and_gradient`](Differentiable::value_and_gradient) needs `scratch` elements of its own (0 for asking and
    /// telling); saturates where that does not fit.
    pub const fn memory_len(dim: usize, pairs: usize, scratch: usize) -> usize {
        let matrices = pairs.saturating_mul(pairs).saturating_mul(7).saturating_add(pairs.saturating_mul(8));
        Self::saved_len(dim, pairs)
            .saturating_add(dim.saturating_mul(8))
            .saturating_add(matrices)
            .saturating_add(scratch)
    }

    /// How many elements, the first of the memory, a run needs to go on, beside its state.
    pub(crate) const fn saved_len(dim: usize, pairs: usize) -> usize {
        let vectors = dim.saturating_mul(pairs.saturating_mul(2).saturating_add(8));
        vectors.saturating_add(pairs.saturating_mul(pairs).saturating_mul(2))
    }

    /// A run from `start`, in the box from `lower` to `upper`, which are copied. Bounds may be infinite, and an empty slice
    /// is infinite ones; where both are equal the variable is fixed, and its gradient is not used.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no variable, or more than 2^24 (f32); [`Error::Length`] if the lengths of start
    /// and bounds differ; [`Error::Bounds`] if a lower bound is above its upper one, or there is no number between them,
    /// or one is NaN; [`Error::Start`] if the start is outside the box or not finite; [`Error::Parameter`] for an option
    /// out of range; [`Error::Workspace`] if `memory` is shorter than [`memory_len`](Self::memory_len) without scratch.
    pub fn new(
        memory: &'m mut [F],
        start: &[F],
        lower: &[F],
        upper: &[F],
        options: &LbfgsOptions<F>,
    ) -> Result<Self, Error> {
        Self::check(start, lower, upper, options)?;
        let dim = start.len();
        if memory.len() < Self::memory_len(dim, options.pairs, 0) {
            return Err(Error::Workspace);
        }
        let value = F::infinity();
        // A search that is not used before the first direction.
        let search = LineSearch::new(F::zero(), -F::one(), F::one(), &LineSearchOptions::default())?;
        let state = LbfgsState {
            options: *options,
            pairs: Pairs::none(dim, options.pairs),
            search,
            phase: Phase::Start,
            reason: None,
            iterations: 0,
            evaluations: 0,
            bounded: lower.iter().chain(upper).any(|bound| bound.is_finite()),
            exponent: 0,
            value,
            best_value: value,
        };
        memory[..Self::memory_len(dim, options.pairs, 0)].fill(F::zero());
        let mut lbfgs = Lbfgs { state, memory };
        let arrays = lbfgs.arrays();
        for j in 0..dim {
            (arrays.lower[j], arrays.upper[j]) = bounds_at(lower, upper, j);
        }
        for copy in [arrays.x, arrays.trial, arrays.best] {
            copy.copy_from_slice(start);
        }
        lbfgs.state.reason = lbfgs.ended(false);
        Ok(lbfgs)
    }

    /// Whether a run can be made of these.
    pub(crate) fn check(start: &[F], lower: &[F], upper: &[F], options: &LbfgsOptions<F>) -> Result<(), Error> {
        options.check()?;
        let dim = start.len();
        if dim == 0 || dim as u64 > 1 << F::DIGITS {
            return Err(Error::Dimension);
        }
        if [lower, upper].iter().any(|bounds| !bounds.is_empty() && bounds.len() != dim) {
            return Err(Error::Length);
        }
        let bounds = || (0..dim).map(|j| bounds_at(lower, upper, j));
        if !bounds().all(|(l, u)| l <= u && l < F::infinity() && u > F::neg_infinity()) {
            return Err(Error::Bounds);
        }
        if !start.iter().zip(bounds()).all(|(&x, (l, u))| x.is_finite() && l <= x && x <= u) {
            return Err(Error::Start);
        }
        Ok(())
    }

    /// A run from its state and its memory.
    pub(crate) fn from_parts(state: LbfgsState<F>, memory: &'m mut [F]) -> Self {
        Lbfgs { state, memory }
    }

    /// The state, without the memory.
    pub(crate) fn into_state(self) -> LbfgsState<F> {
        self.state
    }

    fn arrays(&mut self) -> Arrays<'_, F> {
        Arrays::new(self.memory, self.state.pairs.dim, self.state.pairs.most)
    }

    /// The array number `index` of those with an element per variable that come first in memory.
    fn vector(&self, index: usize) -> &[F] {
        let dim = self.state.pairs.dim;
        &self.memory[index * dim..][..dim]
    }

    /// The number of variables.
    pub fn dim(&self) -> usize {
        self.state.pairs.dim
    }

    /// How the method moves, and when it stops.
    pub fn options(&self) -> &LbfgsOptions<F> {
        &self.state.options
    }

    /// Changes how the method moves, or when it stops; a run that had ended goes on where the new options let it, but for
    /// the reasons [`LineSearch`](LbfgsReason::LineSearch) and [`NotFinite`](LbfgsReason::NotFinite). What the run does now is
    /// returned as by [`tell`](Self::tell).
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range or another number of pairs.
    pub fn set_options(&mut self, options: &LbfgsOptions<F>) -> Result<Option<LbfgsReason>, Error> {
        options.check()?;
        if options.pairs != self.state.options.pairs {
            return Err(Error::Parameter);
        }
        self.state.options = *options;
        if !matches!(self.state.reason, Some(LbfgsReason::LineSearch | LbfgsReason::NotFinite)) {
            self.state.reason = self.proceed(false);
        }
        Ok(self.state.reason)
    }

    /// The bounds.
    pub fn bounds(&self) -> (&[F], &[F]) {
        (self.vector(0), self.vector(1))
    }

    /// The point whose value and gradient are wanted next; after the end, the last one that was.
    pub fn ask(&self) -> &[F] {
        self.vector(4)
    }

    /// The best point so far, and its value; the start and plus infinity before there is one.
    pub fn best(&self) -> (&[F], F) {
        (self.vector(5), self.state.best_value)
    }

    /// The gradient at the best point, with 0 for variables that are fixed.
    pub fn best_gradient(&self) -> &[F] {
        self.vector(6)
    }

    /// Where the run is.
    pub fn report(&self) -> LbfgsReport<F> {
        let state = &self.state;
        let projected_gradient = if state.best_value < F::infinity() {
            largest_projected(self.vector(5), self.best_gradient().iter().copied(), self.vector(0), self.vector(1))
        } else {
            F::infinity()
        };
        LbfgsReport {
            reason: state.reason,
            best_value: state.best_value,
            projected_gradient,
            iterations: state.iterations,
            evaluations: state.evaluations,
        }
    }

    /// Takes the value and the gradient at [`ask`](Self::ask), and moves on; returns why the run has ended, if it has.
    ///
    /// # Errors
    /// [`Error::Length`] if the gradient has another length than the point, [`Error::NotAsked`] if the run had ended.
    pub fn tell(&mut self, value: F, gradient: &[F]) -> Result<Option<LbfgsReason>, Error> {
        if gradient.len() != self.dim() {
            return Err(Error::Length);
        }
        if self.state.reason.is_some() {
            return Err(Error::NotAsked);
        }
        self.arrays().told.copy_from_slice(gradient);
        self.take(value);
        Ok(self.state.reason)
    }

    /// Lets a run go on that a callback had stopped.
    pub(crate) fn resume(&mut self) {
        if matches!(self.state.reason, Some(LbfgsReason::Caller(_) | LbfgsReason::Failure(_))) {
            self.state.reason = self.proceed(false);
        }
    }

    /// Takes what an observer returned into account: what ended the run by itself stands, unless the observer failed.
    pub(crate) fn observed(&mut self, result: Result<(), Stop>) {
        if let Err(stop) = result
            && (self.state.reason.is_none() || matches!(stop, Stop::Failure(_)))
        {
            self.state.reason = Some(stop.into());
        }
    }

    /// One evaluation of the objective, and what follows from it; a run that the objective stopped before goes on. Nothing
    /// is done where the run has ended otherwise.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::Workspace`] if the memory has no room for
    /// its scratch.
    pub fn step<O: Differentiable<F> + ?Sized>(&mut self, objective: &O) -> Result<LbfgsReport<F>, Error> {
        if objective.dim() != self.dim() {
            return Err(Error::Dimension);
        }
        let scratch_len = objective.gradient_scratch_len();
        if self.arrays().scratch.len() < scratch_len {
            return Err(Error::Workspace);
        }
        self.resume();
        if self.state.reason.is_none() {
            let arrays = self.arrays();
            match objective.value_and_gradient(arrays.trial, arrays.told, &mut arrays.scratch[..scratch_len]) {
                Ok(value) => self.take(value),
                Err(stop) => self.state.reason = Some(stop.into()),
            }
        }
        Ok(self.report())
    }

    /// Steps until the run ends. `observer` is called after each iteration, and may stop the run.
    ///
    /// # Errors
    /// Those of [`step`](Self::step).
    pub fn run<O, W>(&mut self, objective: &O, mut observer: W) -> Result<LbfgsReport<F>, Error>
    where
        O: Differentiable<F> + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        loop {
            let iterations = self.state.iterations;
            self.step(objective)?;
            if self.state.iterations > iterations {
                let result = observer(self);
                self.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
    }

    /// Takes the value at the trial point, whose gradient is in `told`.
    fn take(&mut self, value: F) {
        self.state.evaluations = self.state.evaluations.saturating_add(1);
        let (scale, best_value) = (self.scale(), self.state.best_value);
        let mut finite = value.is_finite();
        let arrays = self.arrays();
        for (g, (l, u)) in arrays.told.iter_mut().zip(arrays.lower.iter().zip(&*arrays.upper)) {
            if l == u {
                *g = F::zero();
            }
            finite &= g.is_finite();
        }
        for (scaled, &g) in arrays.reduced.iter_mut().zip(&*arrays.told) {
            *scaled = self::scaled(g, scale);
        }
        let slope = dot(arrays.reduced, arrays.direction);
        // Of equal values the one with the smaller gradient is better.
        let better = value < best_value
            || value == best_value && {
                let size = |x: &[F], g: &[F]| largest_projected(x, g.iter().copied(), arrays.lower, arrays.upper);
                size(arrays.trial, arrays.told) < size(arrays.best, arrays.best_gradient)
            };
        if finite && better {
            arrays.best.copy_from_slice(arrays.trial);
            arrays.best_gradient.copy_from_slice(arrays.told);
            self.state.best_value = value;
        }
        let before = self.state.value;
        let mut flat = false;
        if self.state.phase == Phase::Start {
            if !finite {
                self.state.reason = Some(LbfgsReason::NotFinite);
                return;
            }
            self.arrive(value);
        } else {
            let end = self.state.search.tell(if finite { value * scale } else { F::infinity() }, slope);
            let lower = self.state.best_value < before;
            match end {
                None if self.try_step() => {}
                Some(LineSearchEnd::Converged) => flat = self.accept(value),
                _ if lower => {
                    let arrays = self.arrays();
                    arrays.trial.copy_from_slice(arrays.best);
                    arrays.told.copy_from_slice(arrays.best_gradient);
                    flat = self.accept(self.state.best_value);
                }
                _ if self.state.pairs.count > 0 => {
                    self.state.pairs.clear();
                    self.state.phase = Phase::Iterate;
                }
                _ => {
                    self.state.reason = Some(LbfgsReason::LineSearch);
                    return;
                }
            }
        }
        self.state.reason = self.proceed(flat);
    }

    /// The trial point becomes the iterate, and a pair is kept; returns whether the value is about the same.
    fn accept(&mut self, value: F) -> bool {
        let (scale, bounded, mut pairs, before) =
            (self.scale(), self.state.bounded, self.state.pairs, self.state.value);
        let mut arrays = self.arrays();
        for j in 0..pairs.dim {
            arrays.work[j] = arrays.trial[j] - arrays.x[j];
            arrays.reduced[j] = scaled(arrays.told[j], scale) - arrays.gradient[j];
        }
        pairs.push(&mut arrays, bounded);
        self.state.pairs = pairs;
        self.arrive(value);
        self.state.iterations = self.state.iterations.saturating_add(1);
        let size = [before.abs(), value.abs()].into_iter().fold(F::one(), |a, b| if b > a { b } else { a });
        before - value <= self.state.options.value_tolerance * size
    }

    /// The trial point becomes the iterate.
    fn arrive(&mut self, value: F) {
        let (scale, first) = (self.scale(), self.state.phase == Phase::Start);
        let arrays = self.arrays();
        arrays.x.copy_from_slice(arrays.trial);
        for (gradient, &g) in arrays.gradient.iter_mut().zip(&*arrays.told) {
            *gradient = if first { g } else { scaled(g, scale) };
        }
        self.state.value = value;
        self.state.phase = Phase::Iterate;
    }

    /// Why the run ends here, if it does; otherwise it goes on to the next point.
    fn proceed(&mut self, flat: bool) -> Option<LbfgsReason> {
        let end = self.ended(flat);
        if end.is_none() && self.state.phase == Phase::Iterate { self.begin() } else { end }
    }

    fn ended(&self, flat: bool) -> Option<LbfgsReason> {
        let (state, options) = (&self.state, &self.state.options);
        let complete = state.phase == Phase::Iterate;
        if state.evaluations > 0 && state.best_value <= options.target {
            Some(LbfgsReason::Target)
        } else if complete && self.projected_gradient() <= options.gradient_tolerance {
            Some(LbfgsReason::Gradient)
        } else if complete && flat {
            Some(LbfgsReason::Value)
        } else if complete && state.iterations >= options.max_iterations {
            Some(LbfgsReason::Iterations)
        } else if state.evaluations >= options.max_evaluations {
            Some(LbfgsReason::Evaluations)
        } else {
            None
        }
    }

    /// The largest component of the projected gradient at the iterate.
    fn projected_gradient(&self) -> F {
        let unscaled = F::exp2_integer(-self.state.exponent);
        let gradient = self.vector(3).iter().map(|&g| g * unscaled);
        largest_projected(self.vector(2), gradient, self.vector(0), self.vector(1))
    }

    /// What gradients are multiplied by.
    fn scale(&self) -> F {
        F::exp2_integer(self.state.exponent)
    }

    /// The next iteration: a direction, and the first step along it.
    fn begin(&mut self) -> Option<LbfgsReason> {
        loop {
            self.rescale();
            let (bounded, mut pairs) = (self.state.bounded, self.state.pairs);
            let first = pairs.count == 0;
            let (scale, longest, value) = (self.scale(), self.state.options.first_step, self.state.value);
            let mut arrays = self.arrays();
            let sound = if first {
                steepest(&mut arrays, longest, scale);
                true
            } else {
                pairs.direction(&mut arrays, bounded)
            };
            let slope = dot(arrays.gradient, arrays.direction);
            let options = LineSearchOptions {
                sufficient_decrease: self.state.options.sufficient_decrease,
                curvature: self.state.options.curvature,
                max_step: self.longest_step(F::from_f64(if first { 1e30 } else { 1e10 })),
                max_evaluations: if first { 60 } else { 20 },
                ..LineSearchOptions::default()
            };
            self.state.pairs = pairs;
            // A slope that is finite has a direction that is.
            if sound && let Ok(search) = LineSearch::new(value * scale, slope, F::one(), &options) {
                self.state.search = search;
                if self.try_step() {
                    self.state.phase = Phase::Search;
                    return None;
                }
            }
            if first {
                return Some(LbfgsReason::LineSearch);
            }
            self.state.pairs.clear();
        }
    }

    /// Chooses the power of two that gradients are multiplied by, where there are no pairs or it has become unsuitable;
    /// the pairs are forgotten then.
    fn rescale(&mut self) {
        let arrays = self.arrays();
        let mut largest = F::zero();
        for (j, &g) in arrays.gradient.iter().enumerate() {
            let blocked = if g > F::zero() { arrays.x[j] <= arrays.lower[j] } else { arrays.x[j] >= arrays.upper[j] };
            if !blocked && g.abs() > largest {
                largest = g.abs();
            }
        }
        let (range, most) = if F::BYTES == 4 { (40, 120) } else { (300, 1000) };
        let exponent = exponent(largest);
        if self.state.pairs.count > 0 && exponent.abs() <= range {
            return;
        }
        let new = (self.state.exponent - exponent).clamp(-most, most);
        let shift = new - self.state.exponent;
        if shift != 0 {
            self.state.exponent = new;
            self.state.pairs.clear();
            // In two parts, since 2^shift may be out of range.
            let (half, rest) = (F::exp2_integer(shift / 2), F::exp2_integer(shift - shift / 2));
            for g in self.arrays().gradient {
                *g = limited(*g * half * rest);
            }
        }
    }

    /// The longest step along the direction that stays in the box, at least 1, at most `longest`.
    fn longest_step(&mut self, mut longest: F) -> F {
        let arrays = self.arrays();
        for (j, &d) in arrays.direction.iter().enumerate() {
            let bound = if d > F::zero() { arrays.upper[j] } else { arrays.lower[j] };
            let step = (bound - arrays.x[j]) / d;
            if d != F::zero() && step < longest {
                longest = step;
            }
        }
        if longest > F::one() { longest } else { F::one() }
    }

    /// Sets the trial point to the search's step; `false` where that is the iterate itself.
    fn try_step(&mut self) -> bool {
        let (step, longest) = (self.state.search.step(), self.state.search.options.max_step);
        let arrays = self.arrays();
        let mut moved = false;
        for (j, trial) in arrays.trial.iter_mut().enumerate() {
            let (x, d, lower, upper) = (arrays.x[j], arrays.direction[j], arrays.lower[j], arrays.upper[j]);
            let bound = if d > F::zero() { upper } else { lower };
            let (room, way) = (bound - x, step * d);
            // What the direction was cut to ends on the bound itself, as does the variable that limits the step.
            let there = way.abs() >= room.abs() || (step == longest && room / d <= step);
            *trial = if d == F::zero() {
                x
            } else if there && bound.is_finite() {
                bound
            } else {
                limit(limit(x + way, -F::max_value(), F::max_value()), lower, upper)
            };
            moved |= *trial != x;
        }
        moved
    }
}

/// The bounds of variable j: infinite ones where there are none.
fn bounds_at<F: Real>(lower: &[F], upper: &[F], j: usize) -> (F, F) {
    let (l, u) = (lower.get(j), upper.get(j));
    (l.copied().unwrap_or(F::neg_infinity()), u.copied().unwrap_or(F::infinity()))
}

/// `direction` ← the way to P(x - tg), with the t that makes the step -g, but no longer than `longest`.
fn steepest<F: Real>(arrays: &mut Arrays<'_, F>, longest: F, scale: F) {
    let direction = &mut *arrays.direction;
    for (j, d) in direction.iter_mut().enumerate() {
        let way = -arrays.gradient[j];
        let bound = if way > F::zero() { arrays.upper[j] } else { arrays.lower[j] };
        *d = if arrays.x[j] == bound { F::zero() } else { way };
    }
    let length = dot(direction, direction).sqrt();
    let wanted = length / scale;
    let factor = if wanted < longest { wanted / length } else { longest / length };
    for (j, d) in direction.iter_mut().enumerate() {
        *d = limit(*d * factor, arrays.lower[j] - arrays.x[j], arrays.upper[j] - arrays.x[j]);
    }
}

/// A gradient's component in the scale of the model, where what is too large for its squares is cut.
fn scaled<F: Real>(g: F, scale: F) -> F {
    limited(g * scale)
}

fn limited<F: Real>(g: F) -> F {
    let most = F::exp2_integer(if F::BYTES == 4 { 60 } else { 500 });
    limit(g, -most, most)
}

/// The exponent of 2 in a positive number; that of the smallest normal one for what is below it.
fn exponent<F: Real>(x: F) -> i32 {
    let (bits, bias) = if F::BYTES == 4 { (8, 127) } else { (11, 1023) };
    let field = (x.to_bits64() >> (F::DIGITS - 1)) & ((1 << bits) - 1);
    (field as i32).max(1) - bias
}

/// The largest component of P(x - g) - x, without the rounding of x - g.
fn largest_projected<F: Real>(x: &[F], gradient: impl IntoIterator<Item = F>, lower: &[F], upper: &[F]) -> F {
    let mut largest = F::zero();
    for ((&x, g), (&lower, &upper)) in x.iter().zip(gradient).zip(lower.iter().zip(upper)) {
        let room = if g < F::zero() { upper - x } else { x - lower };
        let way = if g.abs() < room { g.abs() } else { room };
        if way > largest {
            largest = way;
        }
    }
    largest
}
