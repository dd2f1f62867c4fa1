//! A run of CMA-ES as bytes: the same on every machine.
//!
//! A checkpoint (see `crate::checkpoint`) of kind "PHOTCMA\0", version 1: the words of the state (see `CmaState::to_words`),
//! then all arrays, in the order in which they lie in memory.

use super::{Cma, CmaOptions, CmaState, SMALLEST, arrays_len};
use crate::checkpoint::{Fields, Format, Reader};
use crate::optimize::Reason;
use crate::optimize::batch::Batch;
use crate::optimize::cma::Distribution;
use crate::optimize::domain::Domain;
use crate::{Error, Real};

const FORMAT: Format = Format { magic: *b"PHOTCMA\0", version: 1 };

const OWN: usize = 18;
const BATCH: usize = 6;
const DISTRIBUTION: usize = super::WORDS;

/// A [`CmaState`] as numbers.
pub(crate) type Words = [u64; OWN + BATCH + DISTRIBUTION];

impl<F: Real> CmaState<F> {
    /// This state as numbers: the options in their order (floats as bits), the fields in theirs, batch, distribution.
    #[rustfmt::skip]
    pub(crate) fn to_words(self) -> Words {
        let options = self.options;
        let bits = F::to_bits64;
        let reason = Reason::to_words(self.reason);
        let own: [u64; OWN] = [
            options.population as u64, bits(options.step_size), u64::from(options.active), bits(options.min_spread),
            bits(options.value_tolerance), options.max_repetition, bits(options.target), options.max_evaluations,
            options.max_generations, options.seed,
            self.dim as u64, self.free as u64, self.repetitions, bits(self.best_value), u64::from(self.improved),
            reason[0], reason[1], u64::from(self.is_flat),
        ];
        let mut words = [0; OWN + BATCH + DISTRIBUTION];
        words[..OWN].copy_from_slice(&own);
        words[OWN..OWN + BATCH].copy_from_slice(&self.batch.to_words());
        words[OWN + BATCH..].copy_from_slice(&self.distribution.to_words());
        words
    }

    /// The state that these numbers are, if they are one.
    pub(crate) fn from_words(words: &Words) -> Option<Self> {
        let fields = &mut Fields::new(words);
        let options = CmaOptions {
            population: fields.size()?,
            step_size: fields.float()?,
            active: fields.flag()?,
            min_spread: fields.float()?,
            value_tolerance: fields.float()?,
            max_repetition: fields.word()?,
            target: fields.float()?,
            max_evaluations: fields.word()?,
            max_generations: fields.word()?,
            seed: fields.word()?,
        };
        let state = CmaState {
            options,
            dim: fields.size()?,
            free: fields.size()?,
            repetitions: fields.word()?,
            best_value: fields.float()?,
            improved: fields.flag()?,
            reason: Reason::from_words(fields)?,
            is_flat: fields.flag()?,
            batch: Batch::from_words(fields)?,
            distribution: Distribution::from_words(fields)?,
        };
        let CmaState { dim, free, batch, distribution, .. } = state;
        let sizes = dim > 0 && free <= dim && arrays_len(dim, &options) < usize::MAX / F::BYTES;
        let samples = if free == 0 {
            batch.len == 1
        } else {
            let samples = options.samples(free);
            samples >= SMALLEST
                && batch.len == samples
                && distribution.population == samples
                && distribution.dim == free
        };
        (options.check().is_ok() && sizes && samples).then_some(state)
    }
}

impl<'m, F: Real> Cma<'m, F> {
    /// How many bytes [`save`](Cma::save) writes.
    pub fn checkpoint_len(&self) -> usize {
        Format::len::<F>(size_of::<Words>() / 8, self.state.memory_len())
    }

    /// Writes the whole run to the first [`checkpoint_len`](Cma::checkpoint_len) bytes of `out`, at any time, also while
    /// values are outstanding: a run [restored](Cma::restore) from them, on any machine, goes on to the same bits.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        let len = self.state.memory_len();
        FORMAT.write(&self.state.to_words(), &[&self.memory[..len]], out)
    }

    /// The dimension of the run in a checkpoint, and how many elements of memory it needs, without scratch.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (state, _) = Self::read(bytes)?;
        Ok((state.dim, state.memory_len()))
    }

    /// The run that was saved, in memory of as many elements as its [shape](Cma::checkpoint_shape) says.
    ///
    /// # Errors
    /// Those of [`checkpoint_shape`](Cma::checkpoint_shape), and [`Error::Workspace`] if `memory` is too short.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<Self, Error> {
        let (state, saved) = Self::read(bytes)?;
        state.restore(memory, saved)?;
        Ok(Cma { state, memory })
    }

    /// The state in a checkpoint that is whole and sound, and a reader of the arrays.
    pub(crate) fn read(bytes: &[u8]) -> Result<(CmaState<F>, Reader<'_>), Error> {
        let (words, reader) = FORMAT.read::<F, _>(bytes)?;
        let state = CmaState::<F>::from_words(&words).ok_or(Error::Checkpoint)?;
        let len = state.memory_len();
        if bytes.len() != Format::len::<F>(size_of::<Words>() / 8, len) || !state.arrays_are_sound(reader, len)? {
            return Err(Error::Checkpoint);
        }
        Ok((state, reader))
    }
}

impl<F: Real> CmaState<F> {
    /// Writes the arrays that were saved to a run's memory.
    pub(crate) fn restore(&self, memory: &mut [F], mut saved: Reader<'_>) -> Result<(), Error> {
        for x in memory.get_mut(..self.memory_len()).ok_or(Error::Workspace)? {
            *x = saved.float()?;
        }
        Ok(())
    }

    /// Whether arrays that were saved are those of a run.
    fn arrays_are_sound(&self, saved: Reader<'_>, len: usize) -> Result<bool, Error> {
        let (dim, samples) = (self.dim, self.options.samples(self.dim));
        let free = Domain::<F>::saved(saved, dim)?;
        let mut sound = free == Some(self.free);
        let domain = Domain::<F>::memory_len(dim);
        let values = domain + 2 * dim + samples * dim;
        let told = values + samples;
        for i in domain..len {
            let x = saved.float_at::<F>(i)?;
            // Values may be infinite, and of one that was not told there may be anything.
            sound &= (values..told).contains(&i) || x.is_finite();
        }
        let flags = (told..told + self.batch.len).map(|i| saved.float_at::<F>(i).map(|told| !told.is_zero()));
        Ok(sound && self.batch.fits(flags)?)
    }
}
