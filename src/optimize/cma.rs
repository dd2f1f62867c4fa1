//! Covariance matrix adaptation (CMA-ES).

mod distribution;
mod saved;

pub(super) use distribution::{Distribution, SMALLEST, WORDS, index, usual_population};
#[cfg(feature = "capi")]
pub(crate) use saved::Words as CmaWords;

use super::batch::{Batch, Rows};
use super::domain::Domain;
use super::{Objective, Problem, Reason};
use crate::{Error, Real, Stop};

/// How a [`Cma`] samples, and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CmaOptions<F> {
    /// The samples λ of a generation, at least 4; 0 is the usual 4 + ⌊3 ln n⌋, for n variables that are not fixed.
    /// Default 0.
    pub population: usize,
    /// The first standard deviation σ, in parts of the interval that is sampled (the side of the box, twice the spread), above
    /// 0. Default 0.2.
    pub step_size: F,
    /// Whether the covariance learns from the worse half of the samples, too. Default true.
    pub active: bool,
    /// The run stops where the standard deviation along the longest axis is below this, in those parts. Default 10^-12 (f32:
    /// 10^-6).
    pub min_spread: F,
    /// The run stops where the values of a generation differ by no more than this. Default 0.
    pub value_tolerance: F,
    /// The run stops after that many generations without a lower value; 0 is 100 + 100 n / λ. Default 0.
    pub max_repetition: u64,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: F,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
}

impl<F: Real> Default for CmaOptions<F> {
    fn default() -> Self {
        CmaOptions {
            population: 0,
            step_size: F::from_f64(0.2),
            active: true,
            min_spread: F::from_f64(if F::DIGITS < 53 { 1e-6 } else { 1e-12 }),
            value_tolerance: F::zero(),
            max_repetition: 0,
            target: F::neg_infinity(),
            max_evaluations: u64::MAX,
            max_generations: u64::MAX,
            seed: 0,
        }
    }
}

impl<F: Real> CmaOptions<F> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let step = self.step_size > F::zero() && self.step_size <= F::from_u64(1000);
        let tolerances = [self.min_spread, self.value_tolerance].iter().all(|&x| x >= F::zero() && x.is_finite());
        let population = self.population == 0 || (SMALLEST..1 << 23).contains(&self.population);
        if step && tolerances && population && !self.target.is_nan() { Ok(()) } else { Err(Error::Parameter) }
    }

    /// The samples of a generation, for `dim` variables that are not fixed.
    const fn samples(&self, dim: usize) -> usize {
        if self.population == 0 { usual_population(dim) } else { self.population }
    }
}

/// Where a run of [`Cma`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CmaReport<F> {
    /// Why the last call ended; `None` where the run goes on. [`Reason::Spread`] also where the covariance is beyond the
    /// precision of the numbers, or all variables are fixed.
    pub reason: Option<Reason>,
    /// The lowest value so far, plus infinity before there is one.
    pub best_value: F,
    /// Complete generations.
    pub generations: u64,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Complete generations since the best value last became lower.
    pub repetitions: u64,
    /// The step size σ.
    pub step_size: F,
    /// The standard deviation along the longest axis, in parts of the interval that is sampled.
    pub spread: F,
}

/// What of a run is not an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CmaState<F> {
    options: CmaOptions<F>,
    dim: usize,
    /// Variables that are not fixed.
    free: usize,
    batch: Batch,
    distribution: Distribution<F>,
    repetitions: u64,
    best_value: F,
    /// Whether the generation under way has a lower value.
    improved: bool,
    reason: Option<Reason>,
    /// Whether the values of the last generation were as good as equal.
    is_flat: bool,
}

/// The arrays, in the order in which they lie in memory.
struct Arrays<'a, F> {
    domain: &'a mut [F],
    best: &'a mut [F],
    coordinates: &'a mut [F],
    points: &'a mut [F],
    values: &'a mut [F],
    told: &'a mut [F],
    distribution: &'a mut [F],
    scratch: &'a mut [F],
}

/// One run of the evolution strategy with covariance matrix adaptation, in memory that the caller gives: each generation is λ
/// samples of a normal distribution, whose mean moves to the better ones, and whose covariance and step size follow the
/// steps that were good (Hansen and Ostermeier, Evol. Comput. 9, 2001; in the form, with the constants and the negative
/// weights of Hansen, arXiv:1604.00772, eq. 38 to 58 and table 1; h_σ as in its appendix, |p_σ|² compared, and the
/// exponent of σ is at most 1).
///
/// x_k = m + σ B D z_k,  m ← m + σ Σ_i w_i y_{i:λ},
/// p_σ ← (1 - c_σ) p_σ + √(c_σ (2 - c_σ) μ) C^{-1/2} Σ_i w_i y_{i:λ},  σ ← σ exp(c_σ/d_σ (|p_σ| / E|z| - 1)),
/// C ← (1 - c_1 - c_μ Σ_i w_i) C + c_1 p_c p_cᵀ + c_μ Σ_i w_i y_{i:λ} y_{i:λ}ᵀ
///
/// It is invariant to rotations of the variables and to monotonous functions of the values, needs no gradient, and solves
/// badly conditioned functions of up to some hundred variables; memory and time grow with n². It finds the minimum of
/// the basin that it starts in; [`Search`](super::Search) restarts it.
///
/// The run is in coordinates in which the interval of each variable is the unit one, and which bend back at the bounds, as
/// [`Search`](super::Search) describes; it begins at the problem's first start point, or else in the middle of all
/// intervals. On a grid the standard deviation is kept above 0.3 of a cell. Constraints it does not know.
///
/// ```
/// use photinus::optimize::{Cma, CmaOptions, Function, Problem};
/// let rosenbrock = Function::new(2, |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2));
/// let problem = Problem::new(&[-5.0, -5.0], &[5.0, 5.0]).with_start(&[-1.2, 1.0]);
/// let options = CmaOptions::default();
/// let mut memory = vec![0.0; Cma::memory_len(&problem, &options, 0)];
/// let mut cma = Cma::new(&mut memory, &problem, &options)?;
/// cma.run(&rosenbrock, |_| Ok(()))?;
/// assert!((cma.best().0[0] - 1.0).abs() < 1e-6);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Cma<'m, F> {
    state: CmaState<F>,
    memory: &'m mut [F],
}

/// Elements of all arrays but the scratch.
const fn arrays_len<F: Real>(dim: usize, options: &CmaOptions<F>) -> usize {
    let population = options.samples(dim);
    let points = population.saturating_mul(dim.saturating_add(2));
    Domain::<F>::memory_len(dim)
        .saturating_add(dim.saturating_mul(2))
        .saturating_add(points)
        .saturating_add(Distribution::<F>::memory_len(dim, population))
}

impl<F: Real> CmaState<F> {
    fn arrays<'a>(&self, memory: &'a mut [F]) -> Arrays<'a, F> {
        let dim = self.dim;
        let population = self.options.samples(dim);
        let (domain, rest) = memory.split_at_mut(Domain::<F>::memory_len(dim));
        let (best, rest) = rest.split_at_mut(dim);
        let (coordinates, rest) = rest.split_at_mut(dim);
        let (points, rest) = rest.split_at_mut(population * dim);
        let (values, rest) = rest.split_at_mut(population);
        let (told, rest) = rest.split_at_mut(population);
        let (distribution, scratch) = rest.split_at_mut(Distribution::<F>::memory_len(dim, population));
        Arrays { domain, best, coordinates, points, values, told, distribution, scratch }
    }

    /// Elements of all arrays but the scratch.
    pub(crate) const fn memory_len(&self) -> usize {
        arrays_len(self.dim, &self.options)
    }

    fn ended(&self) -> Option<Reason> {
        let options = &self.options;
        let patience = match options.max_repetition {
            0 => 100 + 100 * self.free as u64 / self.options.samples(self.free) as u64,
            given => given,
        };
        let distribution = &self.distribution;
        if self.best_value <= options.target && self.batch.evaluations > 0 {
            Some(Reason::Target)
        } else if self.free == 0 && self.batch.evaluations > 0
            || distribution.is_degenerate
            || (distribution.generation > 0 && distribution.spread < options.min_spread)
        {
            Some(Reason::Spread)
        } else if self.is_flat || self.repetitions >= patience {
            Some(Reason::Stagnation)
        } else if self.batch.evaluations >= options.max_evaluations {
            Some(Reason::Evaluations)
        } else if distribution.generation >= options.max_generations {
            Some(Reason::Generations)
        } else {
            None
        }
    }
}

impl<'m, F: Real> Cma<'m, F> {
    /// How many elements of memory a run needs, for an objective that needs `scratch` elements of its own; saturates where
    /// that does not fit. It grows with n².
    pub const fn memory_len(problem: &Problem<'_, F>, options: &CmaOptions<F>, scratch: usize) -> usize {
        arrays_len(problem.dim(), options).saturating_add(scratch)
    }

    /// A run on `problem`, whose arrays are copied. Nothing is evaluated yet.
    ///
    /// # Errors
    /// Those of [`Problem::check`]; [`Error::Unsupported`] if it has constraints, [`Error::Parameter`] for an option out of
    /// range, [`Error::Workspace`] if `memory` is shorter than [`memory_len`](Self::memory_len) without scratch.
    pub fn new(memory: &'m mut [F], problem: &Problem<'_, F>, options: &CmaOptions<F>) -> Result<Self, Error> {
        problem.check()?;
        options.check()?;
        if problem.constraints() > 0 {
            return Err(Error::Unsupported);
        }
        let dim = problem.dim();
        let needed = arrays_len(dim, options);
        if memory.len() < needed {
            return Err(Error::Workspace);
        }
        memory[..needed].fill(F::zero());
        Domain::write(memory, problem);
        let free = Domain::new(memory, dim).free().count();
        let mut state = CmaState {
            options: *options,
            dim,
            free,
            batch: Batch::default(),
            distribution: Distribution::idle(),
            repetitions: 0,
            best_value: F::infinity(),
            improved: false,
            reason: None,
            is_flat: false,
        };
        let arrays = state.arrays(memory);
        let domain = Domain::new(arrays.domain, dim);
        let mean = &mut arrays.coordinates[..free];
        mean.fill(F::from_f64(0.5));
        if let Some(start) = problem.start.get(..dim) {
            arrays.best.copy_from_slice(start);
            domain.adjust(arrays.best);
            domain.coordinates(arrays.best, mean);
        }
        domain.variables(mean, arrays.best);
        if free > 0 {
            let samples = options.samples(free);
            state.distribution =
                Distribution::new(arrays.distribution, mean, options.step_size, samples, options.active);
            for (i, j) in domain.free().enumerate() {
                state.distribution.widen(arrays.distribution, i, domain.least_deviation(j));
            }
        }
        let mut cma = Cma { state, memory };
        cma.sample();
        Ok(cma)
    }

    #[cfg(feature = "capi")]
    pub(crate) fn from_parts(state: CmaState<F>, memory: &'m mut [F]) -> Self {
        Cma { state, memory }
    }

    #[cfg(feature = "capi")]
    pub(crate) fn into_state(self) -> CmaState<F> {
        self.state
    }

    fn arrays(&mut self) -> Arrays<'_, F> {
        self.state.arrays(self.memory)
    }

    /// The number of variables.
    pub fn dim(&self) -> usize {
        self.state.dim
    }

    /// How the run samples, and when it stops.
    pub fn options(&self) -> &CmaOptions<F> {
        &self.state.options
    }

    /// Changes when the run stops; one that had ended goes on where the new options let it. The step size has begun: that
    /// option, and `active`, change nothing any more.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range or another `population`.
    pub fn set_options(&mut self, options: &CmaOptions<F>) -> Result<(), Error> {
        options.check()?;
        if options.population != self.state.options.population {
            return Err(Error::Parameter);
        }
        // What was flat for a larger tolerance need not be so for a smaller one.
        self.state.is_flat &= options.value_tolerance >= self.state.options.value_tolerance;
        self.state.options = *options;
        Ok(())
    }

    /// The best position so far, and its value. Before the first value it is where the run begins.
    pub fn best(&self) -> (&[F], F) {
        let dim = self.state.dim;
        (&self.memory[Domain::<F>::memory_len(dim)..][..dim], self.state.best_value)
    }

    /// Where the run is.
    pub fn report(&self) -> CmaReport<F> {
        let CmaState { reason, best_value, batch, repetitions, distribution, .. } = self.state;
        CmaReport {
            reason,
            best_value,
            generations: distribution.generation,
            evaluations: batch.evaluations,
            nan_evaluations: batch.nan_evaluations,
            repetitions,
            step_size: distribution.sigma,
            spread: distribution.spread,
        }
    }

    /// The variables' mean m, in `out`.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` does not have `dim` elements.
    pub fn mean(&mut self, out: &mut [F]) -> Result<(), Error> {
        let state = self.state;
        if out.len() != state.dim {
            return Err(Error::Length);
        }
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, state.dim);
        let mean = if state.free > 0 { state.distribution.arrays(arrays.distribution).mean } else { &mut [] };
        domain.variables(mean, out);
        Ok(())
    }

    /// Asks for the samples of a generation.
    fn sample(&mut self) {
        let state = self.state;
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, state.dim);
        if state.free == 0 {
            domain.variables(&[], &mut arrays.points[..state.dim]);
            self.state.batch.renew(1);
            return;
        }
        let distribution = state.distribution;
        distribution.sample(arrays.distribution, state.options.seed, distribution.generation);
        let z = &mut arrays.coordinates[..state.free];
        for (k, x) in arrays.points.chunks_exact_mut(state.dim).take(distribution.population).enumerate() {
            distribution.point(arrays.distribution, k, z);
            domain.variables(z, x);
        }
        self.state.batch.renew(distribution.population);
    }

    /// The points whose values are wanted, a matrix `[n][dim]`, the same until the last of their values is told; empty where
    /// the run has ended: see [`CmaReport::reason`].
    pub fn ask(&mut self) -> &[F] {
        let dim = self.state.dim;
        let mut batch = self.state.batch;
        if batch.outstanding == 0 {
            // A generation under way is completed first, whatever has been found in it.
            self.state.reason = match self.state.ended() {
                Some(Reason::Evaluations) => Some(Reason::Evaluations),
                _ if batch.is_halfway() && batch.evaluations < self.state.options.max_evaluations => None,
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

    /// Takes the value of point `index` of those that [`ask`](Cma::ask) gave, in any order; with the last one the run moves
    /// on. NaN counts as plus infinity.
    ///
    /// # Errors
    /// [`Error::NotAsked`] if there is no such point, or its value has been told.
    pub fn tell(&mut self, index: usize, value: F) -> Result<(), Error> {
        let mut batch = self.state.batch;
        let (begin, end) = (batch.begin, batch.end);
        let arrays = self.arrays();
        batch.tell(index, value, arrays.values, arrays.told)?;
        self.state.batch = batch;
        if batch.outstanding == 0 {
            self.absorb(begin, end);
            self.state.reason = self.state.ended();
        }
        Ok(())
    }

    /// As [`tell`](Cma::tell), the values of the points from `first` on. Nothing is taken where one of them is an error.
    ///
    /// # Errors
    /// Those of `tell`.
    pub fn tell_values(&mut self, first: usize, values: &[F]) -> Result<(), Error> {
        let batch = self.state.batch;
        let told = &*self.arrays().told;
        if !(0..values.len()).all(|k| first.checked_add(k).is_some_and(|index| batch.waits(index, told))) {
            return Err(Error::NotAsked);
        }
        for (k, &value) in values.iter().enumerate() {
            self.tell(first + k, value)?;
        }
        Ok(())
    }

    /// Uses the values of the points from `begin` to `end`, and moves on where the generation is complete.
    fn absorb(&mut self, begin: usize, end: usize) {
        let state = self.state;
        let (dim, mut lowest, mut chosen) = (state.dim, state.best_value, None);
        let arrays = self.arrays();
        for k in begin..end {
            if arrays.values[k] < lowest {
                (lowest, chosen) = (arrays.values[k], Some(k));
            }
        }
        if let Some(k) = chosen {
            arrays.best.copy_from_slice(&arrays.points[k * dim..][..dim]);
            self.state.best_value = lowest;
            self.state.improved = true;
        }
        if !self.state.batch.is_complete() {
            return;
        }
        self.state.repetitions = if self.state.improved { 0 } else { self.state.repetitions.saturating_add(1) };
        self.state.improved = false;
        let CmaState { free, mut distribution, batch, .. } = self.state;
        if free > 0 {
            let arrays = self.arrays();
            let domain = Domain::new(arrays.domain, dim);
            let least = &mut arrays.coordinates[..free];
            for (least, j) in least.iter_mut().zip(domain.free()) {
                *least = domain.least_deviation(j);
            }
            let values = &arrays.values[..batch.len];
            if values.iter().all(|&value| value == F::infinity()) {
                distribution.pass();
            } else {
                distribution.update(arrays.distribution, values, least);
                let order = distribution.arrays(arrays.distribution).order;
                let range = values[index(order[batch.len - 1])] - values[index(order[0])];
                // On a grid equal values may be those of a cell; of minus infinity alone there is no range.
                let on_grid = least.iter().any(|&least| least > F::zero());
                self.state.is_flat = !on_grid && (range.is_nan() || range <= state.options.value_tolerance);
            }
            self.state.distribution = distribution;
        }
        self.sample();
    }

    /// Takes what an observer returned into account: what ended the run by itself stands, unless the observer failed.
    pub(crate) fn observed(&mut self, result: Result<(), Stop>) {
        if let Err(stop) = result
            && (self.state.reason.is_none() || matches!(stop, Stop::Failure(_)))
        {
            self.state.reason = Some(stop.into());
        }
    }

    /// One generation: evaluates the samples and moves on. Before and after it is asked whether the run has ended: by target,
    /// spread, stagnation, evaluations or generations, in this order; where it has before, nothing else is done. A
    /// generation that ended in the middle, by the budget or by the objective, is gone on with at the point that it ended
    /// at, and to its end.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::Workspace`] if the memory has no room for
    /// its scratch.
    pub fn step<O: Objective<F> + ?Sized>(&mut self, objective: &O) -> Result<CmaReport<F>, Error> {
        let dim = self.state.dim;
        if objective.dim() != dim {
            return Err(Error::Dimension);
        }
        let scratch_len = objective.scratch_len();
        if self.arrays().scratch.len() < scratch_len {
            return Err(Error::Workspace);
        }
        if !self.ask().is_empty() {
            let state = self.state;
            let Arrays { points, values, told, scratch, .. } = state.arrays(self.memory);
            let mut rows = Rows { points, values, constraints: &mut [], told };
            // In place: where the objective panics, what was told before is not lost.
            let result = self.state.batch.evaluate(objective, &mut rows, &mut scratch[..scratch_len]);
            if self.state.batch.outstanding == 0 {
                self.absorb(state.batch.begin, state.batch.end);
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
    /// Those of [`step`](Cma::step).
    pub fn run<O, W>(&mut self, objective: &O, mut observer: W) -> Result<CmaReport<F>, Error>
    where
        O: Objective<F> + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        loop {
            let generations = self.state.distribution.generation;
            self.step(objective)?;
            if self.state.distribution.generation > generations {
                let result = observer(self);
                self.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
    }
}
