//! What a swarm is besides its arrays, and that as numbers.

use super::moves::repeated_len;
use super::{Boundary, Options, Rule, Start, Topology, head_len};
use crate::checkpoint::Fields;
use crate::optimize::Reason;
use crate::{Error, Real, Stop};

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report<F> {
    /// Why the last call ended; `None` where the run goes on.
    pub reason: Option<Reason>,
    /// The lowest value so far, over all restarts, plus infinity before there is one.
    pub best_value: F,
    /// Complete generations.
    pub generations: u64,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Complete generations since the best value last became better.
    pub repetitions: u64,
    /// How often the swarm started again.
    pub restarts: u64,
    /// The number of particles now.
    pub swarm_size: usize,
    /// After the last complete generation, the largest distance of a particle's own best position from the swarm's best
    /// along an axis, in sides of the box; plus infinity before.
    pub spread: F,
}

/// No particle.
pub(super) const NONE: usize = usize::MAX;

/// What of a swarm is not an array of floats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State<F> {
    pub(in crate::optimize) options: Options<F>,
    pub(in crate::optimize) dim: usize,
    /// The number of particles now.
    pub(in crate::optimize) size: usize,
    pub(in crate::optimize) generations: u64,
    pub(in crate::optimize) evaluations: u64,
    pub(in crate::optimize) nan_evaluations: u64,
    pub(in crate::optimize) repetitions: u64,
    pub(in crate::optimize) restarts: u64,
    /// Complete generations since the last restart, and those of them since the round's best value last became better.
    pub(in crate::optimize) round_generations: u64,
    pub(in crate::optimize) round_repetitions: u64,
    /// The point of the sequence that the next particle starts at.
    pub(in crate::optimize) sampled: u64,
    /// The generation in which the random informants were drawn.
    pub(in crate::optimize) links: u64,
    /// Of the generation under way: the particles whose value is there; how many points were asked for, 0 for none; those
    /// that improved their own best; and the one that found the best of all, or [`NONE`].
    pub(in crate::optimize) told: usize,
    pub(in crate::optimize) asked: usize,
    pub(in crate::optimize) improved: usize,
    pub(in crate::optimize) finder: usize,
    /// Whether particles may be outside of the box.
    pub(in crate::optimize) flown: bool,
    pub(in crate::optimize) best_value: F,
    /// The best values that the next one has to be better than: of all, and of the round.
    pub(in crate::optimize) reference: F,
    pub(in crate::optimize) round_reference: F,
    /// The swarm's best value after the last generation of the round.
    pub(in crate::optimize) round_best: F,
    pub(in crate::optimize) spread: F,
    pub(in crate::optimize) reason: Option<Reason>,
}

/// A [`State`] as numbers.
pub(crate) type Words = [u64; WORDS];

const WORDS: usize = 47;

/// The part of `restart_spread` at which a swarm starts again whatever its values are.
const NARROW: f64 = 1e-5;

struct Writer {
    words: Words,
    len: usize,
}

impl Writer {
    fn put(&mut self, word: u64) {
        self.words[self.len] = word;
        self.len += 1;
    }
}

impl Rule {
    /// The number of this rule, in the C ABI too.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Rule::Constriction => 0,
            Rule::Constant => 1,
            Rule::Falling => 2,
            Rule::Adaptive => 3,
            Rule::Sphere => 4,
        }
    }

    /// The rule with that number.
    pub(crate) const fn numbered(number: u64) -> Option<Self> {
        Some(match number {
            0 => Rule::Constriction,
            1 => Rule::Constant,
            2 => Rule::Falling,
            3 => Rule::Adaptive,
            4 => Rule::Sphere,
            _ => return None,
        })
    }
}

impl Topology {
    /// The number of this topology, in the C ABI too, and its number of neighbours, or 0.
    pub(crate) const fn numbers(self) -> (u64, usize) {
        match self {
            Topology::Global => (0, 0),
            Topology::Ring(reach) => (1, reach),
            Topology::VonNeumann => (2, 0),
            Topology::Random(count) => (3, count),
        }
    }

    /// The topology with these numbers.
    pub(crate) const fn numbered(number: u64, neighbours: usize) -> Option<Self> {
        Some(match number {
            0 => Topology::Global,
            1 => Topology::Ring(neighbours),
            2 => Topology::VonNeumann,
            3 => Topology::Random(neighbours),
            _ => return None,
        })
    }
}

impl Boundary {
    /// The number of this boundary, in the C ABI too.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Boundary::Stop => 0,
            Boundary::Turn => 1,
            Boundary::Reflect => 2,
            Boundary::Wrap => 3,
            Boundary::Reinitialise => 4,
            Boundary::Fly => 5,
        }
    }

    /// The boundary with that number.
    pub(crate) const fn numbered(number: u64) -> Option<Self> {
        Some(match number {
            0 => Boundary::Stop,
            1 => Boundary::Turn,
            2 => Boundary::Reflect,
            3 => Boundary::Wrap,
            4 => Boundary::Reinitialise,
            5 => Boundary::Fly,
            _ => return None,
        })
    }
}

impl Start {
    /// The number of this start, in the C ABI too.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Start::ScrambledHalton => 0,
            Start::Halton => 1,
            Start::Sobol => 2,
            Start::Uniform => 3,
        }
    }

    /// The start with that number.
    pub(crate) const fn numbered(number: u64) -> Option<Self> {
        Some(match number {
            0 => Start::ScrambledHalton,
            1 => Start::Halton,
            2 => Start::Sobol,
            3 => Start::Uniform,
            _ => return None,
        })
    }
}

impl<F: Real> State<F> {
    /// This state as numbers, for memory that C may copy and for checkpoints: dim, the options (floats as bits, a topology
    /// as two numbers), then the rest in its order (flags as 0 or 1), the reason (0 to 8, 0 for none) and its number.
    pub(crate) fn to_words(self) -> Words {
        let options = &self.options;
        let (topology, neighbours) = options.topology.numbers();
        let mut writer = Writer { words: [0; WORDS], len: 0 };
        for word in [
            self.dim as u64,
            options.swarm_size as u64,
            options.swarm_size_limit as u64,
            options.rule.number(),
            topology,
            neighbours as u64,
            options.boundary.number(),
            options.start.number(),
        ] {
            writer.put(word);
        }
        for x in [
            options.inertia,
            options.final_inertia,
            options.cognitive,
            options.social,
            options.perturbation,
            options.velocity_limit,
            options.target,
            options.absolute_tolerance,
            options.relative_tolerance,
            options.min_spread,
            options.restart_spread,
        ] {
            writer.put(x.to_bits64());
        }
        for word in [
            options.restart_generations,
            options.restart_repetition,
            options.max_evaluations,
            options.max_generations,
            options.max_repetition,
            options.seed,
            self.size as u64,
            self.generations,
            self.evaluations,
            self.nan_evaluations,
            self.repetitions,
            self.restarts,
            self.round_generations,
            self.round_repetitions,
            self.sampled,
            self.links,
            self.told as u64,
            self.asked as u64,
            self.improved as u64,
            if self.finder == NONE { u64::MAX } else { self.finder as u64 },
            u64::from(self.flown),
        ] {
            writer.put(word);
        }
        for x in [self.best_value, self.reference, self.round_reference, self.round_best, self.spread] {
            writer.put(x.to_bits64());
        }
        Reason::to_words(self.reason).into_iter().for_each(|word| writer.put(word));
        writer.words
    }

    /// The state that these numbers are, if they are one.
    pub(crate) fn from_words(words: &Words) -> Option<Self> {
        let r = &mut Fields::new(words);
        let dim = r.size()?;
        let options = Options::<F> {
            swarm_size: r.size()?,
            swarm_size_limit: r.size()?,
            rule: Rule::numbered(r.word()?)?,
            topology: {
                let (number, neighbours) = (r.word()?, r.size()?);
                Topology::numbered(number, neighbours).filter(|t| t.numbers() == (number, neighbours))?
            },
            boundary: Boundary::numbered(r.word()?)?,
            start: Start::numbered(r.word()?)?,
            inertia: r.float()?,
            final_inertia: r.float()?,
            cognitive: r.float()?,
            social: r.float()?,
            perturbation: r.float()?,
            velocity_limit: r.float()?,
            target: r.float()?,
            absolute_tolerance: r.float()?,
            relative_tolerance: r.float()?,
            min_spread: r.float()?,
            restart_spread: r.float()?,
            restart_generations: r.word()?,
            restart_repetition: r.word()?,
            max_evaluations: r.word()?,
            max_generations: r.word()?,
            max_repetition: r.word()?,
            seed: r.word()?,
        };
        let state = State {
            options,
            dim,
            size: r.size()?,
            generations: r.word()?,
            evaluations: r.word()?,
            nan_evaluations: r.word()?,
            repetitions: r.word()?,
            restarts: r.word()?,
            round_generations: r.word()?,
            round_repetitions: r.word()?,
            sampled: r.word()?,
            links: r.word()?,
            told: r.size()?,
            asked: r.size()?,
            improved: r.size()?,
            finder: match r.word()? {
                u64::MAX => NONE,
                word => usize::try_from(word).ok()?,
            },
            flown: match r.word()? {
                0 => false,
                1 => true,
                _ => return None,
            },
            best_value: r.float()?,
            reference: r.float()?,
            round_reference: r.float()?,
            round_best: r.float()?,
            spread: r.float()?,
            reason: Reason::from_words(r)?,
        };
        let floats = [state.best_value, state.reference, state.round_reference, state.round_best, state.spread];
        let sizes = state.size > 0 && state.size <= state.options.largest_swarm();
        let counts = state.told < state.size && state.asked <= state.size && state.improved <= state.told;
        let finder = state.finder == NONE || state.finder < state.size;
        let sound = state.dim > 0 && sizes && counts && finder && state.options.check().is_ok();
        (sound && !floats.iter().any(|x| x.is_nan())).then_some(state)
    }

    /// The number of variables.
    #[cfg(feature = "capi")]
    pub(crate) const fn dim(&self) -> usize {
        self.dim
    }

    /// The most particles that there can be: what the memory is for.
    pub(crate) const fn capacity(&self) -> usize {
        self.options.largest_swarm()
    }

    /// [`Pso::set_options`](super::Pso::set_options).
    pub(crate) fn set_options(&mut self, options: &Options<F>) -> Result<(), Error> {
        options.check()?;
        let sizes = |options: &Options<F>| (options.swarm_size, options.swarm_size_limit);
        if sizes(options) != sizes(&self.options) {
            return Err(Error::Parameter);
        }
        self.options = *options;
        self.flown |= options.boundary == Boundary::Fly;
        Ok(())
    }

    /// The positions in the swarm's memory.
    pub(crate) fn positions<'a>(&self, memory: &'a [F]) -> &'a [F] {
        &memory[head_len(self.dim)..][..self.size * self.dim]
    }

    /// The best position in the swarm's memory, and its value.
    pub(crate) fn best<'a>(&self, memory: &'a [F]) -> (&'a [F], F) {
        (&memory[2 * repeated_len(self.dim)..][..self.dim], self.best_value)
    }

    /// Where the run is.
    pub(crate) fn report(&self) -> Report<F> {
        Report {
            reason: self.reason,
            best_value: self.best_value,
            generations: self.generations,
            evaluations: self.evaluations,
            nan_evaluations: self.nan_evaluations,
            repetitions: self.repetitions,
            restarts: self.restarts,
            swarm_size: self.size,
            spread: self.spread,
        }
    }

    /// Takes an observer's result into account: what ended the run by itself stands, unless the observer failed.
    pub(crate) fn observed(&mut self, result: Result<(), Stop>) {
        if let Err(stop) = result
            && (self.reason.is_none() || matches!(stop, Stop::Failure(_)))
        {
            self.reason = Some(stop.into());
        }
    }

    /// Whether the run has ended by itself, and why.
    pub(super) fn ended(&self) -> Option<Reason> {
        let options = &self.options;
        if self.evaluations > 0 && self.best_value <= options.target {
            Some(Reason::Target)
        } else if options.max_repetition > 0 && self.repetitions >= options.max_repetition {
            Some(Reason::Stagnation)
        } else if options.min_spread > F::zero() && self.spread <= options.min_spread {
            Some(Reason::Spread)
        } else if self.evaluations >= options.max_evaluations {
            Some(Reason::Evaluations)
        } else if self.generations >= options.max_generations {
            Some(Reason::Generations)
        } else {
            None
        }
    }

    /// Whether `value` is better than `reference` by more than the tolerances.
    pub(super) fn is_better(&self, value: F, reference: F) -> bool {
        let options = &self.options;
        let (absolute, relative) = (options.absolute_tolerance, options.relative_tolerance);
        if !reference.is_finite() || (absolute == F::zero() && relative == F::zero()) {
            return value < reference;
        }
        value < reference && reference - value > absolute + relative * reference.abs()
    }

    /// Whether the swarm is to start again, whose particles' own best values are the same or are not.
    pub(super) fn is_over(&self, is_flat: bool) -> bool {
        let options = &self.options;
        // Twice as many generations in each round.
        let doublings = u32::try_from(self.restarts).unwrap_or(u32::MAX);
        let len = options.restart_generations.saturating_mul(2_u64.saturating_pow(doublings));
        let narrow = options.restart_spread * if is_flat { F::one() } else { F::from_f64(NARROW) };
        (len > 0 && self.round_generations >= len)
            || (options.restart_repetition > 0 && self.round_repetitions >= options.restart_repetition)
            || (options.restart_spread > F::zero() && self.spread <= narrow)
    }

    /// How much of a round is over, or else of the run: 0 to 1.
    fn progress(&self) -> F {
        let options = &self.options;
        let part = |done: u64, of: u64| {
            if of == 0 { F::one() } else { F::from_u64(done.min(of)) / F::from_u64(of) }
        };
        if options.restart_generations > 0 {
            let doublings = u32::try_from(self.restarts).unwrap_or(u32::MAX);
            let len = options.restart_generations.saturating_mul(2_u64.saturating_pow(doublings));
            return part(self.round_generations, len);
        }
        let generations = part(self.generations, options.max_generations);
        let evaluations = part(self.evaluations, options.max_evaluations);
        if evaluations > generations { evaluations } else { generations }
    }

    /// w, c₁ and c₂ of the next moves, by the rule.
    pub(super) fn coefficients(&self) -> (F, F, F) {
        let options = &self.options;
        let (inertia, cognitive, social) = (options.inertia, options.cognitive, options.social);
        let fall = inertia - options.final_inertia;
        match options.rule {
            Rule::Constant | Rule::Sphere => (inertia, cognitive, social),
            Rule::Constriction => {
                let (phi, four, two) = (cognitive + social, F::from_u64(4), F::from_u64(2));
                let root = if phi > four { (phi * (phi - four)).sqrt() } else { F::zero() };
                let chi = if phi > four { two / (phi - two + root) } else { F::one() };
                (chi, chi * cognitive, chi * social)
            }
            Rule::Falling => {
                let part = self.progress() * F::from_f64(4.0 / 3.0);
                let part = if part < F::one() { part } else { F::one() };
                (inertia - fall * part, cognitive, social)
            }
            Rule::Adaptive => {
                let part = F::from_u64(self.improved as u64) / F::from_u64(self.size as u64);
                (options.final_inertia + fall * part, cognitive, social)
            }
        }
    }
}
