//! Particle swarm optimisation.

mod boundary;
mod checkpoint;
mod moves;
mod numbers;
mod options;
mod start;
mod state;
mod topology;

pub use boundary::Boundary;
pub use moves::Rule;
pub use options::Options;
pub use start::Start;
pub use state::Report;
pub(crate) use state::State;
#[cfg(feature = "capi")]
pub(crate) use state::Words;
pub use topology::Topology;

use super::{Interrupted, Objective, Reason};
use crate::sequence::{Sequence, scaled};
use crate::simd::{self, Level};
use crate::{Error, Real, Stop};
use moves::{Moves, Spread, repeat, repeated_len};
use numbers::{Numbers, Purpose};
use state::NONE;
use topology::{Informants, row_len};

/// Own best values are the same that differ by less than this part of themselves: of f32, and of f64.
const FLAT: [f64; 2] = [1e-5, 1e-10];

/// The elements of the memory before the positions: the bounds and the best position, and two rows to work in.
const fn head_len(dim: usize) -> usize {
    repeated_len(dim).saturating_mul(4).saturating_add(dim)
}

/// A swarm that minimises an [`Objective`] in a box, one generation per [`step`](Pso::step) (Kennedy and Eberhart, ICNN
/// 1995), in memory that the caller gives.
///
/// In each generation every particle is evaluated, and then moves, x ← x + v, where v follows the [`Rule`]: it is drawn to
/// the particle's own best position, and to the best of those that the particle hears of by the [`Topology`]. |v| is kept
/// within `velocity_limit` sides of the box, and the particle within the box by the [`Boundary`]. When a round is over, by
/// `restart_generations`, `restart_spread` or `restart_repetition`, the swarm starts again in other places, perhaps with
/// more particles; the best position of all rounds is kept. Of equal values the first one counts: that of the lower
/// generation, then of the lower particle.
///
/// Particle k starts at point k of the [`Start`] (k + 1 of a plain sequence, whose point 0 is a corner), scaled to the box,
/// with velocity (u - x)/2, u uniform in the box, but within `velocity_limit`. Random numbers are addressed by (seed,
/// restarts, generation, particle, axis), so that nothing depends on the order of evaluation.
///
/// Values can also be brought from elsewhere, in any order: see [`ask`](Pso::ask).
///
/// ```
/// use photinus::optimize::{Function, Options, Pso};
/// let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
/// let options = Options { target: 1e-12, ..Options::default() };
/// let mut memory = [0.0; Pso::<f64>::memory_len(2, 14, 0)];
/// let mut pso = Pso::new(&mut memory, &[-5.0, -5.0], &[5.0, 5.0], &options)?;
/// let report = pso.run(&sphere, |_| Ok(()))?;
/// assert!(report.best_value <= 1e-12);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Pso<'m, F> {
    pub(crate) state: State<F>,
    memory: &'m mut [F],
}

/// The arrays of a swarm, in the order in which they lie in its memory.
struct Arrays<'a, F> {
    /// The bounds, repeated.
    lower: &'a mut [F],
    upper: &'a mut [F],
    best_position: &'a mut [F],
    /// Two repeated rows, of no meaning between calls.
    limits: &'a mut [F],
    work: &'a mut [F],
    positions: &'a mut [F],
    velocities: &'a mut [F],
    best_positions: &'a mut [F],
    best_values: &'a mut [F],
    /// Those of the generation under way, NaN where there is none yet.
    values: &'a mut [F],
    /// What an objective writes to.
    fresh: &'a mut [F],
    /// Room for the objective.
    scratch: &'a mut [F],
}

impl<'m, F: Real> Pso<'m, F> {
    /// How many elements of memory a swarm needs that has at most `largest_swarm` particles (see
    /// [`Options::largest_swarm`]), for an objective of `dim` variables that needs `scratch` elements of its own; saturates
    /// where that does not fit.
    pub const fn memory_len(dim: usize, largest_swarm: usize, scratch: usize) -> usize {
        let matrices = dim.saturating_mul(largest_swarm).saturating_mul(3).saturating_add(head_len(dim));
        matrices.saturating_add(largest_swarm.saturating_mul(3)).saturating_add(scratch)
    }

    /// A swarm in the box from `lower` to `upper`, which are copied; where both are equal the variable is fixed.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no variable, [`Error::Length`] if the bounds' lengths differ, [`Error::Bounds`]
    /// if a lower bound is above its upper one or they or their distance are not finite, [`Error::Parameter`] for an
    /// option out of range, [`Error::Workspace`] if `memory` is shorter than [`memory_len`](Self::memory_len) without
    /// scratch.
    pub fn new(memory: &'m mut [F], lower: &[F], upper: &[F], options: &Options<F>) -> Result<Self, Error> {
        Self::with_start(memory, lower, upper, options, &[])
    }

    /// As [`new`](Pso::new), with the first particles at the given positions, a matrix `[at most swarm_size][dim]`; the
    /// others start where they would without.
    ///
    /// # Errors
    /// Those of [`new`](Pso::new); [`Error::Length`] if `start` is no whole number of points, [`Error::Start`] if there
    /// are more than particles or one is outside the box.
    pub fn with_start(
        memory: &'m mut [F],
        lower: &[F],
        upper: &[F],
        options: &Options<F>,
        start: &[F],
    ) -> Result<Self, Error> {
        let mut pso = Self::empty(memory, lower, upper, options, start)?;
        pso.state.sampled = options.start.first();
        pso.sample();
        pso.begin(lower, upper, start);
        Ok(pso)
    }

    /// As [`with_start`](Pso::with_start), particle k at point `first` + k of any sequence of `dim` dimensions in the
    /// unit cube, which is scaled to the box here. (`first` 1 leaves the corner of a plain sequence out; a scrambled one
    /// begins at 0.) Restarts are on points of [`Options::start`].
    ///
    /// # Errors
    /// Those of [`with_start`](Pso::with_start); [`Error::Dimension`] if the sequence has another dimension,
    /// [`Error::IndexRange`] if its indices end, [`Error::Start`] if a point is outside the unit cube, and what it returns.
    pub fn with_sequence<S: Sequence<F> + ?Sized>(
        memory: &'m mut [F],
        lower: &[F],
        upper: &[F],
        options: &Options<F>,
        start: &[F],
        sequence: &S,
        first: u64,
    ) -> Result<Self, Error> {
        Self::check(lower, upper, options, start)?;
        let (dim, size) = (lower.len(), options.swarm_size);
        if sequence.dim() != dim {
            return Err(Error::Dimension);
        }
        if first.checked_add(size as u64 - 1).is_none() {
            return Err(Error::IndexRange);
        }
        let mut pso = Self::empty(memory, lower, upper, options, start)?;
        let given = start.len() / dim;
        let positions = &mut pso.arrays().positions[given * dim..size * dim];
        for (k, x) in (given..).zip(positions.chunks_exact_mut(dim)) {
            sequence.point(first + k as u64, x)?;
            if !x.iter().all(|x| (F::zero()..=F::one()).contains(x)) {
                return Err(Error::Start);
            }
        }
        pso.state.sampled = options.start.first() + size as u64;
        pso.begin(lower, upper, start);
        Ok(pso)
    }

    /// A swarm without positions.
    fn empty(memory: &'m mut [F], lower: &[F], upper: &[F], options: &Options<F>, start: &[F]) -> Result<Self, Error> {
        Self::check(lower, upper, options, start)?;
        let dim = lower.len();
        if memory.len() < Self::memory_len(dim, options.largest_swarm(), 0) {
            return Err(Error::Workspace);
        }
        let state = State {
            options: *options,
            dim,
            size: options.swarm_size,
            generations: 0,
            evaluations: 0,
            nan_evaluations: 0,
            repetitions: 0,
            restarts: 0,
            round_generations: 0,
            round_repetitions: 0,
            sampled: 0,
            links: 0,
            told: 0,
            asked: 0,
            improved: 0,
            finder: NONE,
            flown: options.boundary == Boundary::Fly,
            best_value: F::infinity(),
            reference: F::infinity(),
            round_reference: F::infinity(),
            round_best: F::infinity(),
            spread: F::infinity(),
            reason: None,
        };
        Ok(Pso { state, memory })
    }

    /// The rest of the arrays, from the bounds and the positions in the unit cube.
    fn begin(&mut self, lower: &[F], upper: &[F], start: &[F]) {
        let dim = self.state.dim;
        let arrays = self.arrays();
        for (row, bounds) in [(arrays.lower, lower), (arrays.upper, upper)] {
            row[..dim].copy_from_slice(bounds);
            repeat(dim, row);
        }
        arrays.limits.fill(F::zero());
        arrays.work.fill(F::zero());
        self.scatter(start.len() / dim);
        let arrays = self.arrays();
        arrays.positions[..start.len()].copy_from_slice(start);
        self.settle();
        let arrays = self.arrays();
        arrays.best_position.copy_from_slice(&arrays.positions[..dim]);
        // What is beyond the particles of today has no meaning, but goes to checkpoints.
        let size = self.state.size;
        let arrays = self.arrays();
        for matrix in [arrays.positions, arrays.velocities, arrays.best_positions] {
            matrix[size * dim..].fill(F::zero());
        }
        arrays.best_values[size..].fill(F::infinity());
        arrays.values.fill(F::nan());
    }

    /// Writes points in the unit cube to all positions.
    fn sample(&mut self) {
        let State { options, dim, size, sampled, .. } = self.state;
        let positions = &mut self.arrays().positions[..size * dim];
        if options.start.fill(dim, options.seed, sampled, positions).is_err() {
            // After 2^64 points a sequence is at its end.
            let _ = Start::Uniform.fill(dim, options.seed, sampled, positions);
        }
        self.state.sampled = sampled.wrapping_add(size as u64);
    }

    /// Scales positions from the unit cube to the box, from particle `from` on.
    fn scatter(&mut self, from: usize) {
        let State { dim, size, .. } = self.state;
        let arrays = self.arrays();
        for x in arrays.positions[..size * dim].chunks_exact_mut(dim).skip(from) {
            for (x, (&l, &u)) in x.iter_mut().zip(arrays.lower.iter().zip(&*arrays.upper)) {
                *x = scaled(*x, l, u, u - l);
            }
        }
    }

    /// The rest of a swarm that starts, from its positions.
    fn settle(&mut self) {
        let State { options, dim, size, restarts, generations, .. } = self.state;
        let arrays = self.arrays();
        let numbers = Numbers::new(options.seed, restarts, generations);
        let rows = arrays.velocities.chunks_exact_mut(dim).zip(arrays.positions.chunks_exact(dim));
        for (k, (v, x)) in rows.take(size).enumerate() {
            for j in 0..dim {
                let uniform = numbers.uniform((k * dim + j) as u64, 0, Purpose::Velocity);
                let (lower, upper) = (arrays.lower[j], arrays.upper[j]);
                let half = (scaled(uniform, lower, upper, upper - lower) - x[j]) * F::from_f64(0.5);
                let limit = options.velocity_limit * (upper - lower);
                v[j] = if half > limit {
                    limit
                } else if half < -limit {
                    -limit
                } else {
                    half
                };
            }
        }
        arrays.best_positions[..size * dim].copy_from_slice(&arrays.positions[..size * dim]);
        arrays.best_values[..size].fill(F::infinity());
        arrays.values.fill(F::nan());
    }

    /// Whether a swarm can be made of these.
    pub(crate) fn check(lower: &[F], upper: &[F], options: &Options<F>, start: &[F]) -> Result<(), Error> {
        options.check()?;
        let dim = lower.len();
        if dim == 0 {
            return Err(Error::Dimension);
        }
        if upper.len() != dim || !start.len().is_multiple_of(dim) {
            return Err(Error::Length);
        }
        let mut bounds = lower.iter().zip(upper);
        if !bounds.all(|(&l, &u)| l <= u && l.is_finite() && u.is_finite() && (u - l).is_finite()) {
            return Err(Error::Bounds);
        }
        let inside = |x: &[F]| x.iter().zip(lower.iter().zip(upper)).all(|(x, (l, u))| l <= x && x <= u);
        if start.len() / dim > options.swarm_size || !start.chunks_exact(dim).all(inside) {
            return Err(Error::Start);
        }
        Ok(())
    }

    #[cfg(any(feature = "std", feature = "capi"))]
    pub(crate) fn from_parts(state: State<F>, memory: &'m mut [F]) -> Self {
        Pso { state, memory }
    }

    #[cfg(any(feature = "std", feature = "capi"))]
    pub(crate) fn into_state(self) -> State<F> {
        self.state
    }

    /// Takes an observer's result into account.
    #[cfg(feature = "capi")]
    pub(crate) fn observed(&mut self, result: Result<(), Stop>) {
        self.state.observed(result);
    }

    #[inline(always)]
    fn arrays(&mut self) -> Arrays<'_, F> {
        let (dim, capacity) = (self.state.dim, self.state.capacity());
        let (lower, rest) = self.memory.split_at_mut(repeated_len(dim));
        let (upper, rest) = rest.split_at_mut(repeated_len(dim));
        let (best_position, rest) = rest.split_at_mut(dim);
        let (limits, rest) = rest.split_at_mut(repeated_len(dim));
        let (work, rest) = rest.split_at_mut(repeated_len(dim));
        let (positions, rest) = rest.split_at_mut(capacity * dim);
        let (velocities, rest) = rest.split_at_mut(capacity * dim);
        let (best_positions, rest) = rest.split_at_mut(capacity * dim);
        let (best_values, rest) = rest.split_at_mut(capacity);
        let (values, rest) = rest.split_at_mut(capacity);
        let (fresh, scratch) = rest.split_at_mut(capacity);
        Arrays {
            lower,
            upper,
            best_position,
            limits,
            work,
            positions,
            velocities,
            best_positions,
            best_values,
            values,
            fresh,
            scratch,
        }
    }

    /// The number of variables.
    pub fn dim(&self) -> usize {
        self.state.dim
    }

    /// How the swarm moves, and when it stops.
    pub fn options(&self) -> &Options<F> {
        &self.state.options
    }

    /// Changes how the swarm moves, or when it stops, from the next generation on; a run that had ended goes on where the
    /// new options let it.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range, or another `swarm_size` or `swarm_size_limit`.
    pub fn set_options(&mut self, options: &Options<F>) -> Result<(), Error> {
        self.state.set_options(options)
    }

    /// The best position so far, over all restarts, and its value. Before the first value below plus infinity, it is where
    /// particle 0 started.
    pub fn best(&self) -> (&[F], F) {
        self.state.best(self.memory)
    }

    /// The positions of the particles, a matrix `[swarm_size][dim]`.
    pub fn positions(&self) -> &[F] {
        self.state.positions(self.memory)
    }

    /// Where the run is.
    pub fn report(&self) -> Report<F> {
        self.state.report()
    }

    /// One generation: evaluates every particle, then moves them. Before and after it is asked whether the run has ended:
    /// by target, stagnation, spread, evaluations or generations, in this order; where it has before, nothing else is done.
    /// A generation that ended in the middle, by the budget or by the objective, is gone on with at the first particle that
    /// has no value yet, and to its end.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::Workspace`] if the memory has no room for
    /// its scratch.
    pub fn step<O: Objective<F> + ?Sized>(&mut self, objective: &O) -> Result<Report<F>, Error> {
        if objective.dim() != self.state.dim {
            return Err(Error::Dimension);
        }
        let scratch_len = objective.scratch_len();
        if self.arrays().scratch.len() < scratch_len {
            return Err(Error::Workspace);
        }
        // A generation under way is completed first, whatever has been found in it: the result is that of a run which
        // was not interrupted.
        self.state.reason = if self.state.told == 0 { self.state.ended() } else { None };
        if self.state.reason.is_none() {
            match self.evaluate(objective, scratch_len) {
                Ok(()) => self.complete(),
                Err(reason) => self.state.reason = Some(reason),
            }
        }
        Ok(self.report())
    }

    /// Steps until the run ends. `observer` is called after each generation, and may stop the run.
    ///
    /// # Errors
    /// Those of [`step`](Pso::step).
    pub fn run<O, C>(&mut self, objective: &O, mut observer: C) -> Result<Report<F>, Error>
    where
        O: Objective<F> + ?Sized,
        C: FnMut(&Self) -> Result<(), Stop>,
    {
        loop {
            let generations = self.state.generations;
            self.step(objective)?;
            if self.state.generations > generations {
                let result = observer(self);
                self.state.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
    }

    /// The points whose values are wanted, a matrix `[n][dim]`: those of the generation, the same until all of them are
    /// [told](Pso::tell). n is the number of particles, or less where `max_evaluations` end before; 0 where the run has
    /// ended, and the [report](Pso::report) says why. The result is that of [`step`](Pso::step), bit for bit, whatever the
    /// order of the values.
    ///
    /// By [`Boundary::Fly`] there can be points outside of the box: what is told of these is not used.
    ///
    /// ```
    /// use photinus::optimize::{Options, Pso};
    /// let mut memory = [0.0; Pso::<f64>::memory_len(2, 14, 0)];
    /// let mut pso = Pso::new(&mut memory, &[-5.0, -5.0], &[5.0, 5.0], &Options::default())?;
    /// loop {
    ///     let values: Vec<f64> = pso.ask().chunks(2).map(|x| x[0] * x[0] + x[1] * x[1]).collect();
    ///     if values.is_empty() {
    ///         break;
    ///     }
    ///     for (k, &value) in values.iter().enumerate().rev() {
    ///         pso.tell(k, value)?;
    ///     }
    /// }
    /// assert!(pso.best().1 < 1e-12);
    /// # Ok::<(), photinus::Error>(())
    /// ```
    pub fn ask(&mut self) -> &[F] {
        let allowed = self.allowed();
        self.state.reason = if self.state.told == 0 {
            self.state.ended()
        } else if allowed == self.state.told {
            Some(self.state.ended().unwrap_or(Reason::Evaluations))
        } else {
            None
        };
        self.state.asked = if self.state.reason.is_some() { 0 } else { allowed };
        &self.positions()[..self.state.asked * self.state.dim]
    }

    /// The value of the point in row `index` of what was [asked](Pso::ask) for; NaN counts as plus infinity. When the last
    /// one is told, the particles move.
    ///
    /// # Errors
    /// [`Error::NotAsked`] if nothing was asked for, not that point, or its value has been told.
    pub fn tell(&mut self, index: usize, value: F) -> Result<(), Error> {
        self.tell_values(index, &[value])
    }

    /// The values of the points in the rows from `first` on: as [`tell`](Pso::tell).
    ///
    /// # Errors
    /// [`Error::NotAsked`] if one of them was not asked for, or its value has been told; then none is taken.
    pub fn tell_values(&mut self, first: usize, values: &[F]) -> Result<(), Error> {
        let asked = self.state.asked;
        let told = self.arrays().values[..asked].get(first..first.saturating_add(values.len()));
        if asked == 0 || !told.ok_or(Error::NotAsked)?.iter().all(|value| value.is_nan()) {
            return Err(Error::NotAsked);
        }
        for (k, &value) in (first..).zip(values) {
            let value = if self.state.flown && !self.is_inside(k) { None } else { Some(value) };
            self.take(k, value);
        }
        if self.state.told == self.state.size {
            self.complete();
        } else if self.state.told == asked {
            self.state.reason = Some(self.state.ended().unwrap_or(Reason::Evaluations));
            self.state.asked = 0;
        } else {
            self.state.reason = None;
        }
        Ok(())
    }

    /// Whether particle `k` is in the box.
    fn is_inside(&mut self, k: usize) -> bool {
        let dim = self.state.dim;
        let arrays = self.arrays();
        let mut bounds = arrays.positions[k * dim..][..dim].iter().zip(arrays.lower.iter().zip(&*arrays.upper));
        bounds.all(|(x, (lower, upper))| lower <= x && x <= upper)
    }

    /// How many points of the generation, from the first on, the budget lets be evaluated; those with values are among them.
    fn allowed(&mut self) -> usize {
        let State { size, told, flown, .. } = self.state;
        let budget = self.state.options.max_evaluations.saturating_sub(self.state.evaluations);
        let mut left = usize::try_from(budget).unwrap_or(usize::MAX);
        if left >= size - told {
            return size;
        }
        for k in 0..size {
            let wanted = self.arrays().values[k].is_nan() && (!flown || self.is_inside(k));
            if wanted && left == 0 {
                return k;
            }
            left -= usize::from(wanted);
        }
        size
    }

    /// Evaluates the rest of the generation, as far as the budget goes, and keeps what is best.
    fn evaluate<O: Objective<F> + ?Sized>(&mut self, objective: &O, scratch_len: usize) -> Result<(), Reason> {
        let State { dim, size, flown, .. } = self.state;
        let allowed = self.allowed();
        let mut from = 0;
        while from < allowed {
            if !self.arrays().values[from].is_nan() {
                from += 1;
                continue;
            }
            if flown && !self.is_inside(from) {
                self.take(from, None);
                continue;
            }
            // As many as lie together.
            let mut to = from + self.arrays().values[from..allowed].iter().take_while(|value| value.is_nan()).count();
            if flown {
                to = (from + 1..to).find(|&k| !self.is_inside(k)).unwrap_or(to);
            }
            let arrays = self.arrays();
            let result = objective.values(
                &arrays.positions[from * dim..to * dim],
                &mut arrays.fresh[from..to],
                &mut arrays.scratch[..scratch_len],
            );
            let completed = match result {
                Ok(()) => to,
                Err(Interrupted { completed, .. }) => to.min(from.saturating_add(completed)),
            };
            for k in from..completed {
                let value = self.arrays().fresh[k];
                self.take(k, Some(value));
            }
            if let Err(Interrupted { stop, .. }) = result {
                return Err(stop.into());
            }
            from = to;
        }
        if allowed < size { Err(self.state.ended().unwrap_or(Reason::Evaluations)) } else { Ok(()) }
    }

    /// Takes particle k's value into account, `None` if it was not evaluated.
    #[inline(always)]
    fn take(&mut self, k: usize, value: Option<F>) {
        let State { dim, mut finder, mut best_value, .. } = self.state;
        let nan = value.is_some_and(|value| value.is_nan());
        let evaluated = u64::from(value.is_some());
        let value = value.filter(|_| !nan).unwrap_or_else(F::infinity);
        let arrays = self.arrays();
        arrays.values[k] = value;
        let improved = value < arrays.best_values[k];
        let x = &arrays.positions[k * dim..][..dim];
        if improved {
            arrays.best_values[k] = value;
            arrays.best_positions[k * dim..][..dim].copy_from_slice(x);
        }
        // Of equal values in one generation, that of the lower particle counts, whichever came first.
        if value < best_value || (value == best_value && finder != NONE && k < finder) {
            (best_value, finder) = (value, k);
            arrays.best_position.copy_from_slice(x);
        }
        let state = &mut self.state;
        (state.best_value, state.finder) = (best_value, finder);
        state.improved += usize::from(improved);
        state.told += 1;
        state.evaluations = state.evaluations.saturating_add(evaluated);
        state.nan_evaluations = state.nan_evaluations.saturating_add(u64::from(nan));
    }

    /// What follows when every particle of a generation has its value.
    fn complete(&mut self) {
        let State { dim, size, .. } = self.state;
        let arrays = self.arrays();
        let values = &arrays.best_values[..size];
        let best = values.iter().enumerate().fold(0, |best, (k, value)| if *value < values[best] { k } else { best });
        let value = values[best];
        let range = values.iter().fold(value, |worst, &value| if value > worst { value } else { worst }) - value;
        let (center, inverse) = (arrays.limits, arrays.work);
        center[..dim].copy_from_slice(&arrays.best_positions[best * dim..][..dim]);
        for (inverse, (&lower, &upper)) in inverse.iter_mut().zip(arrays.lower.iter().zip(&*arrays.upper)) {
            *inverse = if lower < upper { F::one() / (upper - lower) } else { F::zero() };
        }
        repeat(dim, center);
        let best_positions = &arrays.best_positions[..size * dim];
        let level = Level::detect();
        let spread = simd::run(level, Spread { dim, best_positions, best: center, inverse });
        let state = &mut self.state;
        state.spread = spread;
        state.generations = state.generations.saturating_add(1);
        state.round_generations = state.round_generations.saturating_add(1);
        let better = |reference: &mut F, repetitions: &mut u64, better: bool, value: F| {
            *repetitions = if better { 0 } else { repetitions.saturating_add(1) };
            *reference = if better { value } else { *reference };
        };
        let of_all = state.is_better(state.best_value, state.reference);
        better(&mut state.reference, &mut state.repetitions, of_all, state.best_value);
        let of_round = state.is_better(value, state.round_reference);
        better(&mut state.round_reference, &mut state.round_repetitions, of_round, value);
        if value >= state.round_best {
            state.links = state.generations;
        }
        state.round_best = value;
        if state.is_over(range <= F::from_f64(if F::DIGITS < 53 { FLAT[0] } else { FLAT[1] }) * value.abs()) {
            self.restart();
        } else {
            self.advance(best, level);
        }
        let state = &mut self.state;
        (state.told, state.asked, state.improved, state.finder) = (0, 0, 0, NONE);
        state.reason = state.ended();
        let size = state.size;
        self.arrays().values[..size].fill(F::nan());
    }

    /// The swarm starts again.
    fn restart(&mut self) {
        let state = &mut self.state;
        let doubled = state.size.saturating_mul(2);
        state.size = if doubled <= state.options.swarm_size_limit { doubled } else { state.size };
        state.restarts = state.restarts.saturating_add(1);
        (state.round_generations, state.round_repetitions) = (0, 0);
        (state.round_reference, state.round_best) = (F::infinity(), F::infinity());
        state.links = state.generations;
        self.sample();
        self.scatter(0);
        self.settle();
    }

    /// Moves every particle; `best` has the best value.
    fn advance(&mut self, best: usize, level: Level) {
        let State { options, dim, size, restarts, generations, links, .. } = self.state;
        let (inertia, cognitive, social) = self.state.coefficients();
        let arrays = self.arrays();
        let informants = Informants {
            topology: options.topology,
            values: &arrays.best_values[..size],
            best,
            row: row_len(size),
            links: Numbers::new(options.seed, restarts, links),
        };
        let moves = Moves {
            dim,
            sphere: options.rule == Rule::Sphere,
            boundary: options.boundary,
            inertia,
            cognitive,
            social,
            perturbation: options.perturbation,
            velocity_limit: options.velocity_limit,
            numbers: Numbers::new(options.seed, restarts, generations),
            informants,
            lower: arrays.lower,
            upper: arrays.upper,
            best_positions: &arrays.best_positions[..size * dim],
            positions: &mut arrays.positions[..size * dim],
            velocities: &mut arrays.velocities[..size * dim],
            limits: arrays.limits,
            work: &mut arrays.work[..dim],
        };
        simd::run(level, moves);
    }
}
