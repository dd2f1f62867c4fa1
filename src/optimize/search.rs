//! The search for a global minimum that `minimize` is: start points, a polish, axes, and restarts of an adapted covariance.

mod axes;
mod merit;
mod options;
mod phases;
mod saved;

pub use options::SearchOptions;
#[cfg(feature = "capi")]
pub(crate) use saved::Words as SearchWords;

use super::batch::{Batch, Rows};
use super::cma::{self, Distribution};
use super::domain::Domain;
use super::lbfgs::{Lbfgs, LbfgsOptions, LbfgsState};
use super::{Objective, Problem, Reason};
use crate::{Error, Real, Stop};
use axes::Axes;
use merit::Constraints;
use options::Shape;

/// Pairs of the polish.
const PAIRS: usize = 10;
/// Pairs of start points whose coordinates are mixed, to see whether the objective is a sum over variables.
const MIXED: usize = 3;

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Start points are evaluated.
    Start,
    /// The best point is polished by L-BFGS.
    Polish,
    /// Every axis is searched by itself.
    Axes,
    /// A covariance is adapted.
    Covariance,
}

/// Where a search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchReport<F> {
    /// Why the last call ended; `None` where the run goes on. [`Reason::Stagnation`] is the end by itself, after
    /// `max_restarts` or `max_repetition`.
    pub reason: Option<Reason>,
    /// The value of the best point, plus infinity before there is one.
    pub best_value: F,
    /// The largest violation of a constraint there; 0 where all are met.
    pub violation: F,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Complete generations: sets of points that were asked for together.
    pub generations: u64,
    /// Restarts of the covariance run.
    pub restarts: u64,
    /// Complete restarts in a row in which the best point did not change.
    pub repetitions: u64,
    /// The standard deviation of the covariance run along its longest axis, in parts of the interval that is sampled; 0 in
    /// other phases.
    pub spread: F,
    /// What is being done.
    pub phase: Phase,
}

/// What of a search is not an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SearchState<F> {
    pub(super) options: SearchOptions<F>,
    shape: Shape,
    /// Variables that are not fixed.
    free: usize,
    phase: Phase,
    batch: Batch,
    /// How often the points of the batch have been evaluated, where that is to be done more than once.
    rounds: u64,
    generations: u64,
    /// The best point's violation and value.
    best: (F, F),
    pub(super) reason: Option<Reason>,
    /// The range of the start points' values, to which tolerances are relative.
    range: F,
    /// Whether the axes are still to be searched.
    separable: bool,
    axes: Axes,
    polish: LbfgsState<F>,
    distribution: Distribution<F>,
    restarts: u64,
    repetitions: u64,
    /// Whether the best point has changed since the last restart.
    improved: bool,
    /// Whether the run under way has the doubled population.
    large: bool,
    large_population: usize,
    /// Evaluations of all restarts with the doubled population, and of the others.
    large_used: u64,
    small_used: u64,
    /// Evaluations of the run under way, and how many it may have.
    run_evaluations: u64,
    run_limit: u64,
    /// The best violation and value of the run under way, and the generation that they are of.
    run_best: (F, F),
    run_best_generation: u64,
    /// The merit of the better samples, one generation ago.
    merit: F,
}

/// The arrays, in the order in which they lie in memory.
struct Arrays<'a, F> {
    domain: &'a mut [F],
    best: &'a mut [F],
    /// Its coordinates.
    center: &'a mut [F],
    multipliers: &'a mut [F],
    penalties: &'a mut [F],
    averages: &'a mut [F],
    /// Coordinates of one point.
    coordinates: &'a mut [F],
    /// Constraints' averages.
    means: &'a mut [F],
    /// A row per point of the batch.
    points: &'a mut [F],
    constraints: &'a mut [F],
    values: &'a mut [F],
    told: &'a mut [F],
    /// Per point of the batch, where it is evaluated more than once: the sums of its values and of its constraints.
    sums: &'a mut [F],
    /// What the phase under way works in.
    phase: &'a mut [F],
    scratch: &'a mut [F],
}

/// A search for the global minimum of an [`Objective`], in memory that the caller gives: what `minimize` does, step by step,
/// or by [asking](Self::ask) for points and [telling](Self::tell) their values.
///
/// It is made of what earns its evaluations on the functions of COCO/BBOB (`benches/peers/pso` has the figures), in this
/// order:
///
/// 1. **Start**: the caller's points and 2n + 4 points of a scrambled Halton set (n variables that are not fixed), and mixtures
///    of the first six.
/// 2. **Polish**: [`Lbfgs`] from the best of them, with forward differences; it earns most of what is reached within
///    100 n evaluations, and everything on smooth functions with one minimum.
/// 3. **Axes**: only if f(x) + f(y) = f(x') + f(y') for the mixtures x', y', which exchange some of the coordinates of x and
///    y: then f is a sum over variables, and each is minimised globally by itself, all of them side by side. It solves
///    functions of many regular minima that nothing else here solves in many dimensions, at `axis_points` n evaluations.
/// 4. **Covariance**: a [`Cma`](super::Cma) run with `population` samples, then restarts, alternately with a doubled
///    population and with a small one and a small step size, whichever of both kinds has had fewer evaluations (BIPOP,
///    Hansen, GECCO 2009). It earns all that is reached later, on functions with many minima or that are not smooth. A run
///    that settles in another basin than the best point's, and whose values lie closer to each other than to the best one
///    by far, is given up. (Phases of a particle swarm, tried in its place, earned nothing.)
///
/// All of it happens in coordinates in which a variable's interval is the unit one, and which bend back at bounds, so that only
/// points within the bounds are evaluated. Variables on a grid are rounded to it; a polish leaves them where they are, and a
/// covariance run keeps its deviation along them above 0.3 of a cell. With constraints, phases 2 and 3 are left out, and
/// covariance runs minimise an augmented Lagrangian, whose multipliers follow the run (Atamna, Auger and Hansen, FOGA 2017);
/// the best point is by Deb's rules: the smallest violation first, then the lowest value.
///
/// Its random numbers are those of the [streams](crate::random::Stream) (seed, sample, generation), so that the order in which
/// points are evaluated changes nothing. Of equal values the first one counts.
///
/// ```
/// use photinus::optimize::{Function, Problem, Search, SearchOptions};
/// let rastrigin = Function::new(2, |x: &[f64]| {
///     x.iter().map(|x| x * x + 10.0 * (1.0 - (std::f64::consts::TAU * x).cos())).sum::<f64>()
/// });
/// let problem = Problem::new(&[-5.12, -5.12], &[5.12, 5.12]);
/// let options = SearchOptions { target: 1e-9, ..SearchOptions::default() };
/// let mut memory = vec![0.0; Search::memory_len(&problem, &options, 0)];
/// let mut search = Search::new(&mut memory, &problem, &options)?;
/// let report = search.run(&rastrigin, |_| Ok(()))?;
/// assert!(report.best_value <= 1e-9 && search.best().0[0].abs() < 1e-5);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Search<'m, F> {
    pub(super) state: SearchState<F>,
    memory: &'m mut [F],
}

const fn max(a: usize, b: usize) -> usize {
    if a < b { b } else { a }
}

/// The most points of a batch.
const fn capacity<F: Real>(shape: &Shape, options: &SearchOptions<F>) -> usize {
    let start = shape.dim.saturating_mul(2).saturating_add(4 + 2 * MIXED).saturating_add(shape.starts);
    max(options.last_population(shape.dim), start)
}

/// Elements that the largest phase works in.
const fn phase_len<F: Real>(shape: &Shape, options: &SearchOptions<F>) -> usize {
    let adapting = Distribution::<F>::memory_len(shape.dim, options.last_population(shape.dim));
    max(max(adapting, phases::polish_len::<F>(shape.dim)), Axes::memory_len(shape.dim, options.axis_points))
}

/// Elements before the points.
const fn head_len<F: Real>(shape: &Shape) -> usize {
    let vectors = Domain::<F>::memory_len(shape.dim).saturating_add(shape.dim.saturating_mul(3));
    vectors.saturating_add(shape.constraints().saturating_mul(4))
}

/// Elements of the sums over evaluations of the same point.
const fn sums_per_point<F: Real>(shape: &Shape, options: &SearchOptions<F>) -> usize {
    if options.evaluations_per_point > 1 { shape.constraints().saturating_add(1) } else { 0 }
}

/// Elements of all arrays but the scratch.
const fn arrays_len<F: Real>(shape: &Shape, options: &SearchOptions<F>) -> usize {
    let row = shape.dim.saturating_add(shape.constraints()).saturating_add(2);
    let points = capacity(shape, options).saturating_mul(row.saturating_add(sums_per_point(shape, options)));
    head_len::<F>(shape).saturating_add(points).saturating_add(phase_len(shape, options))
}

impl<F: Real> SearchState<F> {
    fn arrays<'a>(&self, memory: &'a mut [F]) -> Arrays<'a, F> {
        let (dim, count) = (self.shape.dim, self.shape.constraints());
        let capacity = capacity(&self.shape, &self.options);
        let (domain, rest) = memory.split_at_mut(Domain::<F>::memory_len(dim));
        let (best, rest) = rest.split_at_mut(dim);
        let (center, rest) = rest.split_at_mut(dim);
        let (multipliers, rest) = rest.split_at_mut(count);
        let (penalties, rest) = rest.split_at_mut(count);
        let (averages, rest) = rest.split_at_mut(count);
        let (coordinates, rest) = rest.split_at_mut(dim);
        let (means, rest) = rest.split_at_mut(count);
        let (points, rest) = rest.split_at_mut(capacity * dim);
        let (constraints, rest) = rest.split_at_mut(capacity * count);
        let (values, rest) = rest.split_at_mut(capacity);
        let (told, rest) = rest.split_at_mut(capacity);
        let (sums, rest) = rest.split_at_mut(capacity * sums_per_point(&self.shape, &self.options));
        let (phase, scratch) = rest.split_at_mut(phase_len(&self.shape, &self.options));
        Arrays {
            domain,
            best,
            center,
            multipliers,
            penalties,
            averages,
            coordinates,
            means,
            points,
            constraints,
            values,
            told,
            sums,
            phase,
            scratch,
        }
    }

    /// The best position in the search's memory, and its value.
    pub(super) fn best<'a>(&self, memory: &'a [F]) -> (&'a [F], F) {
        (&memory[Domain::<F>::memory_len(self.shape.dim)..][..self.shape.dim], self.best.1)
    }

    /// The points of the search's memory that are asked for.
    #[cfg(feature = "std")]
    pub(super) fn asked<'a>(&self, memory: &'a [F]) -> &'a [F] {
        let Batch { begin, end, outstanding, .. } = self.batch;
        let dim = self.shape.dim;
        if outstanding == 0 { &[] } else { &memory[head_len::<F>(&self.shape)..][begin * dim..end * dim] }
    }

    /// Where the search is, with its memory.
    pub(super) fn report(&self) -> SearchReport<F> {
        SearchReport {
            reason: self.reason,
            best_value: self.best.1,
            violation: self.best.0,
            evaluations: self.batch.evaluations,
            nan_evaluations: self.batch.nan_evaluations,
            generations: self.generations,
            restarts: self.restarts,
            repetitions: self.repetitions,
            spread: if self.phase == Phase::Covariance { self.distribution.spread } else { F::zero() },
            phase: self.phase,
        }
    }

    /// [`Search::set_options`].
    pub(super) fn set_options(&mut self, options: &SearchOptions<F>) -> Result<(), Error> {
        options.check()?;
        let old = self.options;
        let sizes = |options: &SearchOptions<F>| {
            (options.population, options.population_limit, options.axis_points, options.evaluations_per_point)
        };
        if sizes(options) != sizes(&old) {
            return Err(Error::Parameter);
        }
        self.options = *options;
        Ok(())
    }

    /// Elements of the memory of a search, without scratch.
    #[cfg(feature = "capi")]
    pub(crate) fn memory_len(&self) -> usize {
        arrays_len(&self.shape, &self.options)
    }

    /// Takes an observer's result into account: what ended the run by itself stands, unless the observer failed.
    pub(crate) fn observed(&mut self, result: Result<(), Stop>) {
        if let Err(stop) = result
            && (self.reason.is_none() || matches!(stop, Stop::Failure(_)))
        {
            self.reason = Some(stop.into());
        }
    }

    /// Whether the run has ended, and why.
    fn ended(&self) -> Option<Reason> {
        let options = &self.options;
        if self.best.0.is_zero() && self.best.1 <= options.target {
            Some(Reason::Target)
        } else if self.batch.len == 0 || (options.max_repetition > 0 && self.repetitions >= options.max_repetition) {
            Some(Reason::Stagnation)
        } else if self.batch.evaluations >= options.max_evaluations {
            Some(Reason::Evaluations)
        } else if self.generations >= options.max_generations {
            Some(Reason::Generations)
        } else {
            None
        }
    }
}

impl<'m, F: Real> Search<'m, F> {
    /// How many elements of memory a search needs, for an objective that needs `scratch` elements of its own; saturates
    /// where that does not fit.
    pub const fn memory_len(problem: &Problem<'_, F>, options: &SearchOptions<F>, scratch: usize) -> usize {
        arrays_len(&Shape::new(problem), options).saturating_add(scratch)
    }

    /// A search of `problem`, whose arrays are copied. Nothing is evaluated yet.
    ///
    /// # Errors
    /// Those of [`Problem::check`]; [`Error::Parameter`] for an option out of range, [`Error::Workspace`] if `memory` is
    /// shorter than [`memory_len`](Self::memory_len) without scratch.
    pub fn new(memory: &'m mut [F], problem: &Problem<'_, F>, options: &SearchOptions<F>) -> Result<Self, Error> {
        problem.check()?;
        options.check()?;
        let shape = Shape::new(problem);
        if memory.len() < arrays_len(&shape, options) {
            return Err(Error::Workspace);
        }
        let dim = shape.dim;
        memory[..arrays_len(&shape, options)].fill(F::zero());
        Domain::write(memory, problem);
        let free = Domain::new(memory, dim).free().count();
        // Phases that have not begun.
        let idle = LbfgsOptions { pairs: 1, ..LbfgsOptions::default() };
        let rest = &mut memory[Domain::<F>::memory_len(dim)..];
        let polish = Lbfgs::new(rest, &[F::zero()], &[F::zero()], &[F::zero()], &idle)?.into_state();
        let best = (F::infinity(), F::infinity());
        let state = SearchState {
            options: *options,
            shape,
            free,
            phase: Phase::Start,
            batch: Batch::default(),
            rounds: 0,
            generations: 0,
            best,
            reason: None,
            range: F::zero(),
            separable: false,
            axes: Axes::default(),
            polish,
            distribution: Distribution::idle(),
            restarts: 0,
            repetitions: 0,
            improved: false,
            large: true,
            large_population: options.first_population(free),
            large_used: 0,
            small_used: 0,
            run_evaluations: 0,
            run_limit: u64::MAX,
            run_best: best,
            run_best_generation: 0,
            merit: F::zero(),
        };
        let mut search = Search { state, memory };
        search.start(problem.start);
        // Before there is a value, the best point is the first one.
        let arrays = search.arrays();
        arrays.best.copy_from_slice(&arrays.points[..dim]);
        Ok(search)
    }

    #[cfg(any(feature = "std", feature = "capi"))]
    pub(crate) fn from_parts(state: SearchState<F>, memory: &'m mut [F]) -> Self {
        Search { state, memory }
    }

    #[cfg(any(feature = "std", feature = "capi"))]
    pub(crate) fn into_state(self) -> SearchState<F> {
        self.state
    }

    fn arrays(&mut self) -> Arrays<'_, F> {
        self.state.arrays(self.memory)
    }

    /// The number of variables.
    pub fn dim(&self) -> usize {
        self.state.shape.dim
    }

    /// The numbers of inequality and of equality constraints.
    pub fn constraints(&self) -> (usize, usize) {
        (self.state.shape.inequalities, self.state.shape.equalities)
    }

    /// What the search does, and when it stops.
    pub fn options(&self) -> &SearchOptions<F> {
        &self.state.options
    }

    /// Changes what the search does, or when it stops, from the next generation on; a run that had ended goes on where the
    /// new options let it (but for one that had ended by itself).
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range, or another `population`, `population_limit`, `axis_points` or
    /// `evaluations_per_point`.
    pub fn set_options(&mut self, options: &SearchOptions<F>) -> Result<(), Error> {
        self.state.set_options(options)
    }

    /// The best position so far, and its value. Before the first value it is the first point that is asked for.
    pub fn best(&self) -> (&[F], F) {
        self.state.best(self.memory)
    }

    /// Where the search is.
    pub fn report(&self) -> SearchReport<F> {
        self.state.report()
    }

    /// The points whose values are wanted, a matrix `[n][dim]`, the same until the last of their values is told; empty where
    /// the run has ended: see [`SearchReport::reason`].
    pub fn ask(&mut self) -> &[F] {
        let dim = self.state.shape.dim;
        let mut batch = self.state.batch;
        if batch.outstanding == 0 {
            // A generation under way is completed first, whatever has been found in it.
            self.state.reason = match self.state.ended() {
                Some(Reason::Target | Reason::Generations)
                    if batch.is_halfway() && batch.evaluations < self.state.options.max_evaluations =>
                {
                    None
                }
                reason => reason,
            };
            if self.state.reason.is_some() {
                return &[];
            }
            batch.ask(self.state.options.max_evaluations, self.arrays().told);
            self.state.batch = batch;
        }
        self.state.reason = None;
        &self.arrays().points[batch.begin * dim..batch.end * dim]
    }

    /// Takes the value of point `index` of those that [`ask`](Search::ask) gave, in any order; with the last one the search
    /// moves on. NaN counts as plus infinity.
    ///
    /// # Errors
    /// [`Error::NotAsked`] if there is no such point, or its value has been told; [`Error::Unsupported`] if the problem has
    /// constraints.
    pub fn tell(&mut self, index: usize, value: F) -> Result<(), Error> {
        if self.state.shape.constraints() > 0 {
            return Err(Error::Unsupported);
        }
        self.tell_constrained(index, value, &[])
    }

    /// As [`tell`](Search::tell), the values of the points from `first` on. Nothing is taken where one of them is an error.
    ///
    /// # Errors
    /// Those of `tell`.
    pub fn tell_values(&mut self, first: usize, values: &[F]) -> Result<(), Error> {
        if self.state.shape.constraints() > 0 {
            return Err(Error::Unsupported);
        }
        self.tell_constrained_values(first, values, &[])
    }

    /// As [`tell`](Search::tell), with the constraints at the point.
    ///
    /// # Errors
    /// [`Error::NotAsked`] as there; [`Error::Length`] if there are not as many constraints as the problem has.
    pub fn tell_constrained(&mut self, index: usize, value: F, constraints: &[F]) -> Result<(), Error> {
        let count = self.state.shape.constraints();
        if constraints.len() != count {
            return Err(Error::Length);
        }
        let mut batch = self.state.batch;
        let (begin, end) = (batch.begin, batch.end);
        let arrays = self.arrays();
        batch.tell(index, value, arrays.values, arrays.told)?;
        arrays.constraints[(begin + index) * count..][..count].copy_from_slice(constraints);
        self.state.batch = batch;
        if batch.outstanding == 0 {
            self.absorb(begin, end);
            self.state.reason = self.state.ended();
        }
        Ok(())
    }

    /// As [`tell_constrained`](Search::tell_constrained), the values of the points from `first` on, and the constraints
    /// there, a row per point. Nothing is taken where one of them is an error.
    ///
    /// # Errors
    /// Those of `tell_constrained`.
    pub fn tell_constrained_values(&mut self, first: usize, values: &[F], constraints: &[F]) -> Result<(), Error> {
        let count = self.state.shape.constraints();
        if values.len().checked_mul(count) != Some(constraints.len()) {
            return Err(Error::Length);
        }
        let batch = self.state.batch;
        let told = &*self.arrays().told;
        if !(0..values.len()).all(|k| first.checked_add(k).is_some_and(|index| batch.waits(index, told))) {
            return Err(Error::NotAsked);
        }
        for (k, &value) in values.iter().enumerate() {
            self.tell_constrained(first + k, value, &constraints[k * count..(k + 1) * count])?;
        }
        Ok(())
    }

    /// Says what ended the run from outside, if something did.
    #[cfg(feature = "std")]
    pub(crate) fn ended_by(&mut self, reason: Option<Reason>) {
        self.state.reason = reason.or(self.state.reason);
    }

    /// Takes what an observer returned into account.
    pub(crate) fn observed(&mut self, result: Result<(), Stop>) {
        self.state.observed(result);
    }

    /// One generation (of [more than one](SearchOptions::evaluations_per_point) evaluation per point: one of each): evaluates
    /// the points that are [asked](Search::ask) for. Before and after it is asked whether the run
    /// has ended: by target, by itself, by evaluations or generations, in this order; where it has before, nothing else
    /// is done. A generation that ended in the middle, by the budget or by the objective, is gone on with at the point
    /// that it ended at, and to its end.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::Workspace`] if the memory has no room for
    /// its scratch.
    pub fn step<O: Objective<F> + ?Sized>(&mut self, objective: &O) -> Result<SearchReport<F>, Error> {
        let dim = self.state.shape.dim;
        if objective.dim() != dim {
            return Err(Error::Dimension);
        }
        let scratch_len = objective.scratch_len();
        if self.arrays().scratch.len() < scratch_len {
            return Err(Error::Workspace);
        }
        if !self.ask().is_empty() {
            let state = self.state;
            let (begin, end) = (state.batch.begin, state.batch.end);
            let count = state.shape.constraints();
            let Arrays { points, values, constraints, told, scratch, .. } = state.arrays(self.memory);
            let mut rows = Rows { points, values, constraints: &mut constraints[..state.batch.len * count], told };
            // In place: where the objective panics, what was told before is not lost.
            let result = self.state.batch.evaluate(objective, &mut rows, &mut scratch[..scratch_len]);
            if self.state.batch.outstanding == 0 {
                self.absorb(begin, end);
            }
            self.state.reason = match result {
                Err(stop) => Some(stop.into()),
                Ok(()) => self.state.ended(),
            };
        }
        Ok(self.report())
    }

    /// Steps until the run ends. `observer` is called after each generation, and may stop the run.
    ///
    /// # Errors
    /// Those of [`step`](Search::step).
    pub fn run<O, W>(&mut self, objective: &O, mut observer: W) -> Result<SearchReport<F>, Error>
    where
        O: Objective<F> + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        loop {
            let generations = self.state.generations;
            self.step(objective)?;
            if self.state.generations > generations {
                let result = observer(self);
                self.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
    }
}

impl<F: Real> Arrays<'_, F> {
    fn lagrangian(&mut self) -> Constraints<'_, F> {
        Constraints { multipliers: self.multipliers, penalties: self.penalties, averages: self.averages }
    }
}
