//! Particle swarm optimisation.

use super::{Interrupted, Objective};
use crate::random::Stream;
use crate::sequence::{Halton, PRIMES, Sequence, scaled};
use crate::{Error, Real, Stop};
use core::fmt;

/// How a swarm moves, and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options<F> {
    /// The number of particles, at least 1. Default 40.
    pub swarm_size: usize,
    /// The part w of its velocity that a particle keeps, at least 0. Default 0.7298 (the constriction coefficient
    /// χ = 0.72984… of Clerc and Kennedy, IEEE Trans. Evol. Comput. 6, 2002, for φ = 4.1).
    pub inertia: F,
    /// The pull c₁ to the particle's own best position, at least 0. Default 1.49618 (χφ/2).
    pub cognitive: F,
    /// The pull c₂ to the swarm's best position, at least 0. Default 1.49618.
    pub social: F,
    /// The strength σ of the Gaussian perturbation against false minima, at least 0: along each axis, its standard
    /// deviation is σ times the distance of the particle's own best position from the swarm's best, so that it fades
    /// as the swarm converges. Default 0.1 (our choice: of 0.03 to 0.3, all of which solve the posts' curve fit); 0 is
    /// none.
    pub perturbation: F,
    /// The largest velocity along an axis, in sides of the box, at least 0. Default 1.
    pub velocity_limit: F,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: F,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// The run stops when the best value is the same, exactly, after that many more generations; 0 is never. Default
    /// 100.
    pub max_repetition: u64,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
}

impl<F: Real> Default for Options<F> {
    fn default() -> Self {
        Options {
            swarm_size: 40,
            inertia: F::from_f64(0.7298),
            cognitive: F::from_f64(1.49618),
            social: F::from_f64(1.49618),
            perturbation: F::from_f64(0.1),
            velocity_limit: F::one(),
            target: F::neg_infinity(),
            max_evaluations: u64::MAX,
            max_generations: u64::MAX,
            max_repetition: 100,
            seed: 0,
        }
    }
}

impl<F: Real> Options<F> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let strengths = [self.inertia, self.cognitive, self.social, self.perturbation, self.velocity_limit];
        let sound = strengths.iter().all(|&x| x >= F::zero() && x.is_finite()) && !self.target.is_nan();
        if sound && self.swarm_size > 0 { Ok(()) } else { Err(Error::Parameter) }
    }
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The best value is at or below the target.
    Target,
    /// The best value stayed the same for `max_repetition` generations.
    Stagnation,
    /// `max_evaluations` are used up.
    Evaluations,
    /// `max_generations` are done.
    Generations,
    /// The objective or the observer stopped it, with that number.
    Caller(i32),
    /// The objective or the observer failed, with that number.
    Failure(i32),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Target => f.write_str("the best value is at or below the target"),
            Reason::Stagnation => f.write_str("the best value stayed the same for max_repetition generations"),
            Reason::Evaluations => f.write_str("max_evaluations are used up"),
            Reason::Generations => f.write_str("max_generations are done"),
            Reason::Caller(code) => Stop::Caller(*code).fmt(f),
            Reason::Failure(code) => Stop::Failure(*code).fmt(f),
        }
    }
}

impl From<Stop> for Reason {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Caller(code) => Reason::Caller(code),
            Stop::Failure(code) => Reason::Failure(code),
        }
    }
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report<F> {
    /// Why the last call ended; `None` where the run goes on.
    pub reason: Option<Reason>,
    /// The lowest value so far, plus infinity before there is one.
    pub best_value: F,
    /// Complete generations.
    pub generations: u64,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Complete generations since the best value last changed.
    pub repetitions: u64,
}

/// What of a swarm is not an array of floats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State<F> {
    pub(super) options: Options<F>,
    pub(super) dim: usize,
    pub(super) generations: u64,
    pub(super) evaluations: u64,
    pub(super) nan_evaluations: u64,
    pub(super) repetitions: u64,
    /// The particle whose own best is the swarm's.
    pub(super) best: usize,
    /// Particles of the generation under way that have been evaluated.
    pub(super) evaluated: usize,
    /// Whether the generation under way has changed the best value.
    pub(super) improved: bool,
    pub(super) reason: Option<Reason>,
}

/// A [`State`] as numbers.
pub(crate) type Words = [u64; 21];

impl<F: Real> State<F> {
    /// This state as numbers, for memory that C may copy and for checkpoints: dim, the options in their order (floats
    /// as bits), generations, evaluations, nan_evaluations, repetitions, best, evaluated, improved (0 or 1), the reason
    /// (0 to 6, 0 for none) and its number.
    pub(crate) fn to_words(self) -> Words {
        let options = self.options;
        let (reason, number) = match self.reason {
            None => (0, 0),
            Some(Reason::Target) => (1, 0),
            Some(Reason::Stagnation) => (2, 0),
            Some(Reason::Evaluations) => (3, 0),
            Some(Reason::Generations) => (4, 0),
            Some(Reason::Caller(number)) => (5, number),
            Some(Reason::Failure(number)) => (6, number),
        };
        [
            self.dim as u64,
            options.swarm_size as u64,
            options.inertia.to_bits64(),
            options.cognitive.to_bits64(),
            options.social.to_bits64(),
            options.perturbation.to_bits64(),
            options.velocity_limit.to_bits64(),
            options.target.to_bits64(),
            options.max_evaluations,
            options.max_generations,
            options.max_repetition,
            options.seed,
            self.generations,
            self.evaluations,
            self.nan_evaluations,
            self.repetitions,
            self.best as u64,
            self.evaluated as u64,
            u64::from(self.improved),
            reason,
            u64::from(number.cast_unsigned()),
        ]
    }

    /// The state that these numbers are, if they are one.
    pub(crate) fn from_words(words: &Words) -> Option<Self> {
        let size = |word: u64| usize::try_from(word).ok();
        let float = |word: u64| Some(F::from_bits64(word)).filter(|x| x.to_bits64() == word);
        let number = u32::try_from(words[20]).ok()?.cast_signed();
        let state = State {
            options: Options {
                swarm_size: size(words[1])?,
                inertia: float(words[2])?,
                cognitive: float(words[3])?,
                social: float(words[4])?,
                perturbation: float(words[5])?,
                velocity_limit: float(words[6])?,
                target: float(words[7])?,
                max_evaluations: words[8],
                max_generations: words[9],
                max_repetition: words[10],
                seed: words[11],
            },
            dim: size(words[0])?,
            generations: words[12],
            evaluations: words[13],
            nan_evaluations: words[14],
            repetitions: words[15],
            best: size(words[16])?,
            evaluated: size(words[17])?,
            improved: match words[18] {
                0 => false,
                1 => true,
                _ => return None,
            },
            reason: match (words[19], number) {
                (0, 0) => None,
                (1, 0) => Some(Reason::Target),
                (2, 0) => Some(Reason::Stagnation),
                (3, 0) => Some(Reason::Evaluations),
                (4, 0) => Some(Reason::Generations),
                (5, _) => Some(Reason::Caller(number)),
                (6, _) => Some(Reason::Failure(number)),
                _ => return None,
            },
        };
        let size = state.options.swarm_size;
        let sound = state.dim > 0 && state.best < size && state.evaluated <= size && state.options.check().is_ok();
        sound.then_some(state)
    }

    /// The number of variables.
    #[cfg(feature = "capi")]
    pub(crate) const fn dim(&self) -> usize {
        self.dim
    }

    /// The number of particles.
    #[cfg(feature = "capi")]
    pub(crate) const fn swarm_size(&self) -> usize {
        self.options.swarm_size
    }

    /// [`Pso::set_options`].
    pub(super) fn set_options(&mut self, options: &Options<F>) -> Result<(), Error> {
        options.check()?;
        if options.swarm_size != self.options.swarm_size {
            return Err(Error::Parameter);
        }
        self.options = *options;
        Ok(())
    }

    /// The positions in the swarm's memory.
    pub(super) fn positions<'a>(&self, memory: &'a [F]) -> &'a [F] {
        &memory[2 * self.dim..][..self.options.swarm_size * self.dim]
    }

    /// The best position in the swarm's memory, and its value.
    pub(super) fn best<'a>(&self, memory: &'a [F]) -> (&'a [F], F) {
        let (dim, size) = (self.dim, self.options.swarm_size);
        let best_positions = &memory[2 * dim * (size + 1)..];
        let best_values = &best_positions[size * (dim + 1)..];
        (&best_positions[self.best * dim..][..dim], best_values[self.best])
    }

    /// Where the run is, with the swarm's memory.
    pub(super) fn report(&self, memory: &[F]) -> Report<F> {
        Report {
            reason: self.reason,
            best_value: self.best(memory).1,
            generations: self.generations,
            evaluations: self.evaluations,
            nan_evaluations: self.nan_evaluations,
            repetitions: self.repetitions,
        }
    }

    /// Takes an observer's result into account: what ended the run by itself stands, unless the observer failed.
    pub(super) fn observed(&mut self, result: Result<(), Stop>) {
        if let Err(stop) = result
            && (self.reason.is_none() || matches!(stop, Stop::Failure(_)))
        {
            self.reason = Some(stop.into());
        }
    }
}

/// A swarm that minimises an [`Objective`] in a box, one generation per [`step`](Pso::step) (Kennedy and Eberhart, ICNN
/// 1995; Shi and Eberhart, 1998, eq. 1), in memory that the caller gives.
///
/// In each generation every particle is evaluated, and then moves, along each axis, by
///
/// v ← w v + c₁ r₁ (p - x) + c₂ r₂ (g - x),   x ← x + v + σ |p - g| n
///
/// with p its own best position, g the swarm's, r₁ and r₂ uniform in [0, 1), and n standard normal (see [`Options`]).
/// |v| is kept within `velocity_limit` sides of the box. A particle that would leave the box is put on its face and
/// turned, v ← -v/2. Of equal values the first one counts: that of the lower generation, then of the lower particle.
///
/// Particle k starts at point k + 1 of the Halton set (point 0 is a corner), scaled to the box, with velocity (u - x)/2, u
/// uniform in the box, from the [`Stream`] (seed, k, 0). Its moves after generation g = 1, 2, … come from the stream
/// (seed, k, g), so that nothing depends on the order of evaluation: for each axis in turn r₁, then r₂, then n, the
/// normal numbers in pairs, of which the second one serves the next axis.
///
/// ```
/// use photinus::optimize::{Function, Options, Pso};
/// let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
/// let options = Options { target: 1e-12, ..Options::default() };
/// let mut memory = [0.0; Pso::<f64>::memory_len(2, 40, 0)];
/// let mut pso = Pso::new(&mut memory, &[-5.0, -5.0], &[5.0, 5.0], &options)?;
/// let report = pso.run(&sphere, |_| Ok(()))?;
/// assert!(report.best_value <= 1e-12);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Pso<'m, F> {
    pub(super) state: State<F>,
    pub(super) memory: &'m mut [F],
}

/// The arrays of a swarm, in the order in which they lie in its memory.
pub(super) struct Arrays<'a, F> {
    pub(super) lower: &'a mut [F],
    pub(super) upper: &'a mut [F],
    pub(super) positions: &'a mut [F],
    pub(super) velocities: &'a mut [F],
    pub(super) best_positions: &'a mut [F],
    pub(super) values: &'a mut [F],
    pub(super) best_values: &'a mut [F],
    /// Room for the objective.
    scratch: &'a mut [F],
}

impl<'m, F: Real> Pso<'m, F> {
    /// How many elements of memory a swarm needs, for an objective of `dim` variables that needs `scratch` elements of
    /// its own; saturates where that does not fit.
    pub const fn memory_len(dim: usize, swarm_size: usize, scratch: usize) -> usize {
        let matrices = dim.saturating_mul(swarm_size.saturating_mul(3).saturating_add(2));
        matrices.saturating_add(swarm_size.saturating_mul(2)).saturating_add(scratch)
    }

    /// A swarm in the box from `lower` to `upper`, which are copied; where both are equal the variable is fixed. Beyond
    /// the 1229 dimensions of the Halton set, the start is uniformly random.
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
        match Halton::new(lower.len().clamp(1, PRIMES.len())) {
            Ok(halton) if lower.len() <= PRIMES.len() => {
                Self::with_sequence(memory, lower, upper, options, start, &halton, 1)
            }
            _ => Self::with_sequence(
                memory,
                lower,
                upper,
                options,
                start,
                &Uniform { dim: lower.len(), seed: options.seed },
                0,
            ),
        }
    }

    /// As [`with_start`](Pso::with_start), particle k at point `first` + k of any sequence of `dim` dimensions in the
    /// unit cube, which is scaled to the box here. (`first` 1 leaves the corner of a plain sequence out; a scrambled one
    /// begins at 0.)
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
        let (dim, size) = (lower.len(), options.swarm_size);
        Self::check(lower, upper, options, start)?;
        if sequence.dim() != dim {
            return Err(Error::Dimension);
        }
        if first.checked_add(size as u64 - 1).is_none() {
            return Err(Error::IndexRange);
        }
        if memory.len() < Self::memory_len(dim, size, 0) {
            return Err(Error::Workspace);
        }
        let state = State {
            options: *options,
            dim,
            generations: 0,
            evaluations: 0,
            nan_evaluations: 0,
            repetitions: 0,
            best: 0,
            evaluated: 0,
            improved: false,
            reason: None,
        };
        let mut pso = Pso { state, memory };
        let arrays = pso.arrays();
        // The sequence first: it is the one that can still fail, with nothing of a swarm to be seen.
        for (k, x) in arrays.positions.chunks_exact_mut(dim).enumerate() {
            match start.chunks_exact(dim).nth(k) {
                Some(given) => x.copy_from_slice(given),
                None => {
                    sequence.point(first + k as u64, x)?;
                    if !x.iter().all(|x| (F::zero()..=F::one()).contains(x)) {
                        return Err(Error::Start);
                    }
                    for (x, (&l, &u)) in x.iter_mut().zip(lower.iter().zip(upper)) {
                        *x = scaled(*x, l, u, u - l);
                    }
                }
            }
        }
        arrays.lower.copy_from_slice(lower);
        arrays.upper.copy_from_slice(upper);
        for (k, velocity) in arrays.velocities.chunks_exact_mut(dim).enumerate() {
            let mut random = Stream::new(options.seed, k as u64, 0);
            let x = &arrays.positions[k * dim..][..dim];
            for (v, (&x, (&l, &u))) in velocity.iter_mut().zip(x.iter().zip(lower.iter().zip(upper))) {
                *v = (scaled(random.uniform(), l, u, u - l) - x) * F::from_f64(0.5);
            }
        }
        arrays.best_positions.copy_from_slice(arrays.positions);
        arrays.values.fill(F::infinity());
        arrays.best_values.fill(F::infinity());
        Ok(pso)
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

    pub(super) fn arrays(&mut self) -> Arrays<'_, F> {
        let (dim, size) = (self.state.dim, self.state.options.swarm_size);
        let (lower, rest) = self.memory.split_at_mut(dim);
        let (upper, rest) = rest.split_at_mut(dim);
        let (positions, rest) = rest.split_at_mut(size * dim);
        let (velocities, rest) = rest.split_at_mut(size * dim);
        let (best_positions, rest) = rest.split_at_mut(size * dim);
        let (values, rest) = rest.split_at_mut(size);
        let (best_values, scratch) = rest.split_at_mut(size);
        Arrays { lower, upper, positions, velocities, best_positions, values, best_values, scratch }
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
    /// [`Error::Parameter`] for an option out of range or another `swarm_size`.
    pub fn set_options(&mut self, options: &Options<F>) -> Result<(), Error> {
        self.state.set_options(options)
    }

    /// The best position so far, and its value. Before the first value below plus infinity, it is where particle 0
    /// started.
    pub fn best(&self) -> (&[F], F) {
        self.state.best(self.memory)
    }

    /// The positions of the particles, a matrix `[swarm_size][dim]`.
    pub fn positions(&self) -> &[F] {
        self.state.positions(self.memory)
    }

    /// Where the run is.
    pub fn report(&self) -> Report<F> {
        self.state.report(self.memory)
    }

    /// One generation: evaluates every particle, then moves them. Before and after it is asked whether the run has ended:
    /// by target, stagnation, evaluations or generations, in this order; where it has before, nothing else is done. A
    /// generation that ended in the middle, by the budget or by the objective, is gone on with at the particle that it
    /// ended at, and to its end.
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
        self.state.reason = if self.state.evaluated == 0 { self.ended() } else { None };
        if self.state.reason.is_none() {
            self.state.reason = self.evaluate(objective, scratch_len).err();
        }
        if self.state.reason.is_none() {
            self.state.generations = self.state.generations.saturating_add(1);
            self.state.repetitions = if self.state.improved { 0 } else { self.state.repetitions.saturating_add(1) };
            self.state.improved = false;
            self.state.evaluated = 0;
            self.advance();
            self.state.reason = self.ended();
        }
        Ok(self.report())
    }

    /// Steps until the run ends. `observer` is called after each generation, and may stop the run.
    ///
    /// # Errors
    /// Those of [`step`](Pso::step).
    pub fn run<O, W>(&mut self, objective: &O, mut observer: W) -> Result<Report<F>, Error>
    where
        O: Objective<F> + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
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

    fn ended(&self) -> Option<Reason> {
        let (state, options) = (&self.state, &self.state.options);
        if state.evaluations > 0 && self.best().1 <= options.target {
            Some(Reason::Target)
        } else if options.max_repetition > 0 && state.repetitions >= options.max_repetition {
            Some(Reason::Stagnation)
        } else if state.evaluations >= options.max_evaluations {
            Some(Reason::Evaluations)
        } else if state.generations >= options.max_generations {
            Some(Reason::Generations)
        } else {
            None
        }
    }

    /// Evaluates the rest of the generation, as far as the budget goes, and keeps what is best.
    fn evaluate<O: Objective<F> + ?Sized>(&mut self, objective: &O, scratch_len: usize) -> Result<(), Reason> {
        let (dim, size, from) = (self.state.dim, self.state.options.swarm_size, self.state.evaluated);
        let budget = self.state.options.max_evaluations.saturating_sub(self.state.evaluations);
        let to = size.min(from.saturating_add(usize::try_from(budget).unwrap_or(usize::MAX)));
        let arrays = self.arrays();
        let result = objective.values(
            &arrays.positions[from * dim..to * dim],
            &mut arrays.values[from..to],
            &mut arrays.scratch[..scratch_len],
        );
        let completed = match result {
            Ok(()) => to,
            Err(Interrupted { completed, .. }) => to.min(from.saturating_add(completed)),
        };
        for k in from..completed {
            self.keep(k);
        }
        self.state.evaluations = self.state.evaluations.saturating_add((completed - from) as u64);
        self.state.evaluated = completed;
        match result {
            Err(Interrupted { stop, .. }) => Err(stop.into()),
            Ok(()) if to < size => Err(self.ended().unwrap_or(Reason::Evaluations)),
            Ok(()) => Ok(()),
        }
    }

    /// Takes particle k's value into account.
    fn keep(&mut self, k: usize) {
        let (dim, best) = (self.state.dim, self.state.best);
        let arrays = self.arrays();
        let nan = arrays.values[k].is_nan();
        if nan {
            arrays.values[k] = F::infinity();
        }
        let value = arrays.values[k];
        let best_value = arrays.best_values[best];
        if value < arrays.best_values[k] {
            arrays.best_values[k] = value;
            arrays.best_positions[k * dim..][..dim].copy_from_slice(&arrays.positions[k * dim..][..dim]);
        }
        self.state.nan_evaluations = self.state.nan_evaluations.saturating_add(u64::from(nan));
        if value < best_value {
            self.state.best = k;
            self.state.improved = true;
        }
    }

    /// Moves every particle.
    fn advance(&mut self) {
        let State { options, dim, generations, best, .. } = self.state;
        let arrays = self.arrays();
        let global = &arrays.best_positions[best * dim..][..dim];
        let particles = arrays.positions.chunks_exact_mut(dim).zip(arrays.velocities.chunks_exact_mut(dim));
        for (k, ((x, v), own)) in particles.zip(arrays.best_positions.chunks_exact(dim)).enumerate() {
            let mut random = Stream::new(options.seed, k as u64, generations);
            let mut second = None; // normal numbers come in pairs
            for j in 0..dim {
                let (lower, upper) = (arrays.lower[j], arrays.upper[j]);
                let to_own = options.cognitive * random.uniform::<F>() * (own[j] - x[j]);
                let to_best = options.social * random.uniform::<F>() * (global[j] - x[j]);
                let fastest = limit(options.velocity_limit * (upper - lower), F::zero(), F::max_value());
                let velocity = within(options.inertia * v[j] + to_own + to_best, fastest);
                let normal = second.take().unwrap_or_else(|| {
                    let (a, b) = random.normal_pair::<F>();
                    second = Some(b);
                    a
                });
                let moved = x[j] + velocity + options.perturbation * (own[j] - global[j]).abs() * normal;
                (x[j], v[j]) = if lower == upper {
                    (lower, F::zero()) // by itself, since -0 + 0 is +0
                } else if moved >= lower && moved <= upper {
                    (moved, velocity)
                } else {
                    (limit(moved, lower, upper), velocity * F::from_f64(-0.5))
                };
            }
        }
    }
}

/// `velocity` limited to ±`range`; 0 where forces beyond the range of `F` gave no number.
fn within<F: Real>(velocity: F, range: F) -> F {
    if velocity.is_nan() { F::zero() } else { limit(velocity, -range, range) }
}

/// `x`, or the bound that it is beyond; by comparisons, since `min` and `max` may return either zero.
fn limit<F: Real>(x: F, lower: F, upper: F) -> F {
    if x > upper {
        upper
    } else if x >= lower {
        x
    } else {
        lower
    }
}

/// Uniformly random points, for more dimensions than there are primes in the table.
struct Uniform {
    dim: usize,
    seed: u64,
}

impl<F: Real> Sequence<F> for Uniform {
    fn dim(&self) -> usize {
        self.dim
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        // The position after all that the swarm itself can reach.
        let mut random = Stream::new(self.seed, index, u64::MAX);
        out.get_mut(..self.dim).ok_or(Error::Length)?.fill_with(|| random.uniform());
        Ok(())
    }
}
