//! A search as numbers and as bytes: the same on every machine.
//!
//! A checkpoint (see `crate::checkpoint`) of kind "PHOTSEA\0", version 2: the words of the state (see
//! `SearchState::to_words`), then of the arrays, in the order in which they lie in memory, what is in use: those before the
//! points, the rows of the batch, and what the phase needs to go on.

use super::options::Shape;
use super::{
    Axes, Batch, Distribution, Domain, Lbfgs, LbfgsState, PAIRS, Phase, Search, SearchOptions, SearchState, arrays_len,
    head_len, sums_per_point,
};
use crate::checkpoint::{Fields, Format, Reader};
use crate::optimize::{Reason, cma, lbfgs};
use crate::{Error, Real};

const FORMAT: Format = Format { magic: *b"PHOTSEA\0", version: 2 };

const OWN: usize = 44;
const BATCH: usize = 6;
const DISTRIBUTION: usize = cma::WORDS;
const POLISH: usize = size_of::<lbfgs::LbfgsWords>() / 8;
const LEN: usize = OWN + BATCH + DISTRIBUTION + POLISH;

/// A [`SearchState`] as numbers.
pub(crate) type Words = [u64; LEN];

impl<F: Real> SearchState<F> {
    /// This state as numbers, for memory that C may copy and for checkpoints: the shape; the options in their order (floats
    /// as bits); the fields in their order, a phase as 0 to 3; at last batch, distribution and polish.
    #[rustfmt::skip]
    pub(crate) fn to_words(self) -> Words {
        let SearchState { options, shape, axes, .. } = self;
        let bits = F::to_bits64;
        let reason = Reason::to_words(self.reason);
        let phase = match self.phase {
            Phase::Start => 0,
            Phase::Polish => 1,
            Phase::Axes => 2,
            Phase::Covariance => 3,
        };
        let own: [u64; OWN] = [
            shape.dim as u64, shape.inequalities as u64, shape.equalities as u64, shape.starts as u64,
            options.population as u64, options.population_limit as u64, bits(options.step_size), options.polish,
            options.axis_points as u64, u64::from(options.active), options.evaluations_per_point,
            options.max_restarts, options.max_repetition,
            bits(options.target), options.max_evaluations, options.max_generations, bits(options.equality_tolerance),
            options.seed,
            self.free as u64, phase, self.rounds, self.generations, bits(self.best.0), bits(self.best.1), reason[0], reason[1],
            bits(self.range), u64::from(self.separable), axes.dim as u64, axes.most as u64, axes.len as u64,
            self.restarts, self.repetitions, u64::from(self.improved), u64::from(self.large), self.large_population as u64, self.large_used,
            self.small_used, self.run_evaluations, self.run_limit, bits(self.run_best.0), bits(self.run_best.1),
            self.run_best_generation, bits(self.merit),
        ];
        let mut words = [0; LEN];
        words[..OWN].copy_from_slice(&own);
        let (batch, rest) = words[OWN..].split_at_mut(BATCH);
        let (distribution, polish) = rest.split_at_mut(DISTRIBUTION);
        batch.copy_from_slice(&self.batch.to_words());
        distribution.copy_from_slice(&self.distribution.to_words());
        polish.copy_from_slice(&self.polish.to_words());
        words
    }

    /// The state that these numbers are, if they are one.
    pub(crate) fn from_words(words: &Words) -> Option<Self> {
        let (own, rest) = words.split_at(OWN);
        let mut fields = Fields::new(own);
        let shape = Shape {
            dim: fields.size()?,
            inequalities: fields.size()?,
            equalities: fields.size()?,
            starts: fields.size()?,
        };
        let options = SearchOptions {
            population: fields.size()?,
            population_limit: fields.size()?,
            step_size: fields.float()?,
            polish: fields.word()?,
            axis_points: fields.size()?,
            active: fields.flag()?,
            evaluations_per_point: fields.word()?,
            max_restarts: fields.word()?,
            max_repetition: fields.word()?,
            target: fields.float()?,
            max_evaluations: fields.word()?,
            max_generations: fields.word()?,
            equality_tolerance: fields.float()?,
            seed: fields.word()?,
        };
        let free = fields.size()?;
        let phase = match fields.word()? {
            0 => Phase::Start,
            1 => Phase::Polish,
            2 => Phase::Axes,
            3 => Phase::Covariance,
            _ => return None,
        };
        let (rounds, generations) = (fields.word()?, fields.word()?);
        let best = (fields.float()?, fields.float()?);
        let reason = Reason::from_words(&mut fields)?;
        let (range, separable) = (fields.float()?, fields.flag()?);
        let axes = Axes { dim: fields.size()?, most: fields.size()?, len: fields.size()? };
        let (rest, polish) = rest.split_at(BATCH + DISTRIBUTION);
        let mut others = Fields::new(rest);
        let state = SearchState {
            options,
            shape,
            free,
            phase,
            batch: Batch::from_words(&mut others)?,
            rounds,
            generations,
            best,
            reason,
            range,
            separable,
            axes,
            distribution: Distribution::from_words(&mut others)?,
            restarts: fields.word()?,
            repetitions: fields.word()?,
            improved: fields.flag()?,
            large: fields.flag()?,
            large_population: fields.size()?,
            large_used: fields.word()?,
            small_used: fields.word()?,
            run_evaluations: fields.word()?,
            run_limit: fields.word()?,
            run_best: (fields.float()?, fields.float()?),
            run_best_generation: fields.word()?,
            merit: fields.float()?,
            polish: LbfgsState::from_words(polish.first_chunk()?)?,
        };
        state.is_sound().then_some(state)
    }

    /// Whether its numbers can belong together, so that no array is left in what follows.
    fn is_sound(&self) -> bool {
        let SearchState { options, shape, free, batch, axes, distribution, .. } = *self;
        let last = options.last_population(shape.dim);
        let capacity = super::capacity(&shape, &options);
        let sizes = shape.dim > 0 && free <= shape.dim && arrays_len(&shape, &options) < usize::MAX / F::BYTES;
        let batches = batch.len <= capacity && (self.rounds == 0 || self.rounds < options.evaluations_per_point);
        if !sizes {
            return false;
        }
        let population = (options.first_population(free)..=last).contains(&self.large_population);
        let phase = match self.phase {
            // The sample, and mixtures of it.
            Phase::Start => {
                let all = shape.starts.saturating_add(self.sampled_and_mixed());
                batch.len == 0 || batch.len == if free == 0 { 1 } else { all }
            }
            Phase::Polish => free > 0 && self.polish.has_shape(free, PAIRS),
            Phase::Axes => {
                free > 0
                    && axes.dim == free
                    && axes.most == options.axis_points
                    && axes.len <= axes.most
                    && axes.most > 2
            }
            Phase::Covariance => {
                distribution.dim == free
                    && free > 0
                    && (cma::SMALLEST..=last).contains(&distribution.population)
                    && (batch.len == 0 || batch.len == distribution.population)
                    && self.run_best_generation <= distribution.generation
            }
        };
        let points = match self.phase {
            Phase::Polish => batch.len >= 1 && batch.len <= free + 1,
            Phase::Axes => batch.len >= 1 && batch.len <= if axes.is_complete() { 1 } else { free },
            _ => true,
        };
        options.check().is_ok() && sizes && batches && population && phase && points
    }

    /// Elements of the phase's memory that it needs to go on.
    fn phase_used(&self) -> usize {
        match self.phase {
            _ if self.batch.len == 0 => 0,
            Phase::Start => 0,
            Phase::Polish => 3 * self.free + Lbfgs::<F>::saved_len(self.free, PAIRS),
            Phase::Axes => Axes::memory_len(self.free, self.axes.most),
            Phase::Covariance => Distribution::<F>::memory_len(self.free, self.distribution.population),
        }
    }

    /// Elements that are saved.
    fn saved_len(&self) -> usize {
        let row = self.shape.dim + self.shape.constraints() + 2 + sums_per_point(&self.shape, &self.options);
        head_len::<F>(&self.shape) + self.batch.len * row + self.phase_used()
    }

    /// [`Search::checkpoint_len`].
    pub(crate) fn checkpoint_len(&self) -> usize {
        Format::len::<F>(size_of::<Words>() / 8, self.saved_len())
    }

    /// The parts of memory that are saved: offsets and lengths.
    fn parts(&self) -> [(usize, usize); 7] {
        let (dim, count) = (self.shape.dim, self.shape.constraints());
        let capacity = super::capacity(&self.shape, &self.options);
        let head = head_len::<F>(&self.shape);
        let len = self.batch.len;
        let constraints = head + capacity * dim;
        let values = constraints + capacity * count;
        let sums = values + 2 * capacity;
        let sums_each = sums_per_point(&self.shape, &self.options);
        [
            (0, head),
            (head, len * dim),
            (constraints, len * count),
            (values, len),
            (values + capacity, len),
            (sums, len * sums_each),
            (sums + capacity * sums_each, self.phase_used()),
        ]
    }

    /// [`Search::save`], with the search's memory.
    pub(crate) fn save(&self, memory: &[F], out: &mut [u8]) -> Result<(), Error> {
        let arrays = self.parts().map(|(offset, len)| &memory[offset..offset + len]);
        FORMAT.write(&self.to_words(), &arrays, out)
    }
}

impl<'m, F: Real> Search<'m, F> {
    /// How many bytes [`save`](Search::save) writes now: less between generations of a small population than in those of a
    /// large one.
    pub fn checkpoint_len(&self) -> usize {
        self.state.checkpoint_len()
    }

    /// Writes the whole run to the first [`checkpoint_len`](Search::checkpoint_len) bytes of `out`, at any time, also while
    /// values are outstanding: a search [restored](Search::restore) from them, on any machine, goes on to the same bits.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        self.state.save(self.memory, out)
    }

    /// The dimension of the search in a checkpoint, and how many elements of memory it needs, without scratch.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (state, _) = Self::read(bytes)?;
        Ok((state.shape.dim, arrays_len(&state.shape, &state.options)))
    }

    /// The search that was saved, in memory of as many elements as its [shape](Search::checkpoint_shape) says.
    ///
    /// # Errors
    /// Those of [`checkpoint_shape`](Search::checkpoint_shape), and [`Error::Workspace`] if `memory` is too short.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<Self, Error> {
        let (state, saved) = Self::read(bytes)?;
        state.restore(memory, saved)?;
        Ok(Search { state, memory })
    }

    /// The state in a checkpoint that is whole and sound, and a reader of the arrays.
    pub(crate) fn read(bytes: &[u8]) -> Result<(SearchState<F>, Reader<'_>), Error> {
        let (words, reader) = FORMAT.read::<F, _>(bytes)?;
        let state = SearchState::<F>::from_words(&words).ok_or(Error::Checkpoint)?;
        if bytes.len() != state.checkpoint_len() || !state.arrays_are_sound(reader)? {
            return Err(Error::Checkpoint);
        }
        Ok((state, reader))
    }
}

impl<F: Real> SearchState<F> {
    /// Writes the arrays that were saved to a search's memory.
    pub(crate) fn restore(&self, memory: &mut [F], mut saved: Reader<'_>) -> Result<(), Error> {
        let memory = memory.get_mut(..arrays_len(&self.shape, &self.options)).ok_or(Error::Workspace)?;
        memory.fill(F::zero());
        for (offset, len) in self.parts() {
            for x in &mut memory[offset..offset + len] {
                *x = saved.float()?;
            }
        }
        Ok(())
    }

    /// Whether arrays that were saved are those of a search.
    fn arrays_are_sound(&self, saved: Reader<'_>) -> Result<bool, Error> {
        let (dim, len, counts) = (self.shape.dim, self.batch.len, self.shape.constraints());
        let floats = |from: usize, count: usize| (from..from + count).map(move |i| saved.float_at::<F>(i));
        let mut sound = Domain::<F>::saved(saved, dim)? == Some(self.free);
        // The best point, its coordinates, multipliers, penalties, averages; what is coordinates and means after them is
        // written before it is read.
        for x in floats(Domain::<F>::memory_len(dim), 2 * dim + 3 * counts) {
            sound &= x?.is_finite();
        }
        let points = head_len::<F>(&self.shape);
        for x in floats(points, len * dim) {
            sound &= x?.is_finite();
        }
        let values = points + len * (dim + counts);
        let told = values + len;
        // Of a value that was not told there may be anything.
        for (value, told) in floats(values, len).zip(floats(told, len)) {
            sound &= !value?.is_nan() || told?.is_zero();
        }
        sound &= self.batch.fits(floats(told, len).map(|told| told.map(|told| !told.is_zero())))?;
        let sums = told + len;
        let phase = sums + len * sums_per_point(&self.shape, &self.options);
        for x in floats(sums, phase - sums) {
            sound &= !x?.is_nan();
        }
        for x in floats(phase, self.phase_used()) {
            // A polish has infinite bounds.
            let x = x?;
            sound &= if self.phase == Phase::Covariance { x.is_finite() } else { !x.is_nan() };
        }
        Ok(sound)
    }
}
