//! A run of L-BFGS-B as numbers and as bytes: the same on every machine.
//!
//! A checkpoint (see `crate::checkpoint`) of kind "PHOTLBF\0", version 1: the words of the state (see
//! `LbfgsState::to_words`), then the arrays that come first in memory, in the order of `Arrays`.

use super::compact::Pairs;
use super::line_search::{LineSearch, LineSearchOptions, Sample};
use super::{Lbfgs, LbfgsOptions, LbfgsReason, LbfgsState, Phase};
use crate::checkpoint::{Fields, Format, Reader};
use crate::{Error, Real};

const FORMAT: Format = Format { magic: *b"PHOTLBF\0", version: 1 };

/// An [`LbfgsState`] as numbers.
pub(crate) type Words = [u64; 44];

fn sample<F: Real>(fields: &mut Fields<'_>) -> Option<Sample<F>> {
    Some(Sample { step: fields.float()?, value: fields.float()?, slope: fields.float()? })
}

fn word(number: i32) -> u64 {
    u64::from(number.cast_unsigned())
}

impl<F: Real> LbfgsState<F> {
    /// Elements of memory, without scratch.
    pub(crate) const fn memory_len(&self) -> usize {
        Lbfgs::<F>::memory_len(self.pairs.dim, self.pairs.most, 0)
    }

    /// Whether it is of a run of `dim` variables with `most` pairs.
    pub(crate) fn has_shape(&self, dim: usize, most: usize) -> bool {
        self.pairs.dim == dim && self.pairs.most == most
    }

    /// This state as numbers, for memory that C may copy and for checkpoints: dim, the options in their order (floats
    /// as bits), phase (0 start, 1 search, 2 iterate), the reason (0 to 9, 0 for none) and its number, iterations,
    /// evaluations, bounded, exponent, value, best_value; of the pairs count, head, stale, theta; and the line search in
    /// the order of its fields.
    #[rustfmt::skip]
    pub(crate) fn to_words(self) -> Words {
        let LbfgsState { options, pairs, search, .. } = self;
        let (reason, number) = match self.reason {
            None => (0, 0),
            Some(LbfgsReason::Gradient) => (1, 0),
            Some(LbfgsReason::Value) => (2, 0),
            Some(LbfgsReason::Iterations) => (3, 0),
            Some(LbfgsReason::Evaluations) => (4, 0),
            Some(LbfgsReason::Target) => (5, 0),
            Some(LbfgsReason::LineSearch) => (6, 0),
            Some(LbfgsReason::NotFinite) => (7, 0),
            Some(LbfgsReason::Caller(number)) => (8, number),
            Some(LbfgsReason::Failure(number)) => (9, number),
        };
        let phase = match self.phase {
            Phase::Start => 0,
            Phase::Search => 1,
            Phase::Iterate => 2,
        };
        let bits = F::to_bits64;
        let (start, near, far) = (search.start, search.near, search.far);
        [
            pairs.dim as u64,
            options.pairs as u64, bits(options.gradient_tolerance), bits(options.value_tolerance),
            options.max_iterations, options.max_evaluations, bits(options.target), bits(options.first_step),
            bits(options.sufficient_decrease), bits(options.curvature),
            phase, reason, word(number), self.iterations, self.evaluations, u64::from(self.bounded), word(self.exponent),
            bits(self.value), bits(self.best_value),
            pairs.count as u64, pairs.head as u64, pairs.stale as u64, bits(pairs.theta),
            bits(search.options.sufficient_decrease), bits(search.options.curvature), bits(search.options.width),
            bits(search.options.max_step), search.options.max_evaluations,
            bits(start.step), bits(start.value), bits(start.slope),
            bits(near.step), bits(near.value), bits(near.slope),
            bits(far.step), bits(far.value), bits(far.slope),
            bits(search.step), u64::from(search.bracketed), u64::from(search.second_stage),
            bits(search.widths[0]), bits(search.widths[1]), search.evaluations, u64::from(search.ended),
        ]
    }

    /// The state that these numbers are, if they are one.
    pub(crate) fn from_words(words: &Words) -> Option<Self> {
        let mut fields = Fields::new(words);
        let dim = fields.size()?;
        let options = LbfgsOptions {
            pairs: fields.size()?,
            gradient_tolerance: fields.float()?,
            value_tolerance: fields.float()?,
            max_iterations: fields.word()?,
            max_evaluations: fields.word()?,
            target: fields.float()?,
            first_step: fields.float()?,
            sufficient_decrease: fields.float()?,
            curvature: fields.float()?,
        };
        let phase = match fields.word()? {
            0 => Phase::Start,
            1 => Phase::Search,
            2 => Phase::Iterate,
            _ => return None,
        };
        let reason = match (fields.word()?, fields.number()?) {
            (0, 0) => None,
            (1, 0) => Some(LbfgsReason::Gradient),
            (2, 0) => Some(LbfgsReason::Value),
            (3, 0) => Some(LbfgsReason::Iterations),
            (4, 0) => Some(LbfgsReason::Evaluations),
            (5, 0) => Some(LbfgsReason::Target),
            (6, 0) => Some(LbfgsReason::LineSearch),
            (7, 0) => Some(LbfgsReason::NotFinite),
            (8, number) => Some(LbfgsReason::Caller(number)),
            (9, number) => Some(LbfgsReason::Failure(number)),
            _ => return None,
        };
        let (iterations, evaluations, bounded) = (fields.word()?, fields.word()?, fields.flag()?);
        let (exponent, value, best_value) = (fields.number()?, fields.float::<F>()?, fields.float::<F>()?);
        let pairs = Pairs {
            dim,
            most: options.pairs,
            count: fields.size()?,
            head: fields.size()?,
            stale: fields.size()?,
            theta: fields.float()?,
        };
        let search = LineSearch {
            options: LineSearchOptions {
                sufficient_decrease: fields.float()?,
                curvature: fields.float()?,
                width: fields.float()?,
                max_step: fields.float()?,
                max_evaluations: fields.word()?,
            },
            start: sample(&mut fields)?,
            near: sample(&mut fields)?,
            far: sample(&mut fields)?,
            step: fields.float()?,
            bracketed: fields.flag()?,
            second_stage: fields.flag()?,
            widths: [fields.float()?, fields.float()?],
            evaluations: fields.word()?,
            ended: fields.flag()?,
        };
        let most = if F::BYTES == 4 { 120 } else { 1000 };
        let (start, near, far) = (search.start, search.near, search.far);
        let finite = [
            start.step,
            start.value,
            start.slope,
            near.step,
            near.value,
            near.slope,
            far.step,
            far.slope,
            search.step,
            search.options.max_step,
            search.widths[0],
            search.widths[1],
        ];
        let sound = options.check().is_ok()
            && dim > 0
            && dim as u64 <= 1 << F::DIGITS
            && pairs.count <= pairs.most
            && pairs.head < pairs.most
            && pairs.stale <= pairs.most
            && pairs.theta > F::zero()
            && (-most..=most).contains(&exponent)
            && ![value, best_value, far.value].iter().any(|x| x.is_nan())
            && finite.iter().all(|x| x.is_finite());
        let state = LbfgsState {
            options,
            pairs,
            search,
            phase,
            reason,
            iterations,
            evaluations,
            bounded,
            exponent,
            value,
            best_value,
        };
        sound.then_some(state)
    }

    /// The state to be saved with the first [`saved_len`](Lbfgs::saved_len) elements of memory alone: what else is in memory
    /// is computed again, with the same bits.
    pub(crate) fn saved(mut self) -> Self {
        self.pairs.stale = self.pairs.most;
        self
    }

    /// Whether the arrays that come first in memory, element i of which `at` returns, can be this state's.
    pub(crate) fn fits(&self, at: impl Fn(usize) -> Result<F, Error>) -> Result<(), Error> {
        let dim = self.pairs.dim;
        let mut bounded = false;
        for j in 0..dim {
            let (lower, upper) = (at(j)?, at(dim + j)?);
            bounded |= lower.is_finite() || upper.is_finite();
            let sound_box = lower <= upper && lower < F::infinity() && upper > F::neg_infinity();
            // The iterate, the trial point and the best one.
            for array in [2, 4, 5] {
                let x = at(array * dim + j)?;
                if !(sound_box && x.is_finite() && lower <= x && x <= upper) {
                    return Err(Error::Checkpoint);
                }
            }
        }
        // Gradients, the direction, the pairs and their products.
        for i in (3 * dim..4 * dim).chain(6 * dim..Lbfgs::<F>::saved_len(dim, self.pairs.most)) {
            if !at(i)?.is_finite() {
                return Err(Error::Checkpoint);
            }
        }
        if bounded == self.bounded { Ok(()) } else { Err(Error::Checkpoint) }
    }
}

impl<'m, F: Real> Lbfgs<'m, F> {
    /// How many bytes [`save`](Lbfgs::save) writes; saturates where that does not fit.
    pub const fn checkpoint_len(dim: usize, pairs: usize) -> usize {
        Format::len::<F>(size_of::<Words>() / 8, Self::saved_len(dim, pairs))
    }

    /// Writes the whole run to the first [`checkpoint_len`](Lbfgs::checkpoint_len) bytes of `out`: a run
    /// [restored](Lbfgs::restore) from them, on any machine, goes on to the same bits.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        let saved = Self::saved_len(self.state.pairs.dim, self.state.pairs.most);
        FORMAT.write(&self.state.saved().to_words(), &[&self.memory[..saved]], out)
    }

    /// The (dim, pairs) of the run in a checkpoint, so that memory can be had for it.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (state, _) = Self::read(bytes)?;
        Ok((state.pairs.dim, state.pairs.most))
    }

    /// The state in a checkpoint that is whole and sound, and a reader of the arrays.
    pub(crate) fn read(bytes: &[u8]) -> Result<(LbfgsState<F>, Reader<'_>), Error> {
        let (words, reader) = FORMAT.read::<F, _>(bytes)?;
        let state = LbfgsState::<F>::from_words(&words).ok_or(Error::Checkpoint)?.saved();
        if bytes.len() != Self::checkpoint_len(state.pairs.dim, state.pairs.most) {
            return Err(Error::Checkpoint);
        }
        state.fits(|i| reader.float_at(i))?;
        Ok((state, reader))
    }

    /// The run that was saved, in memory of [`memory_len`](Lbfgs::memory_len) elements for its
    /// [shape](Lbfgs::checkpoint_shape).
    ///
    /// # Errors
    /// Those of [`checkpoint_shape`](Lbfgs::checkpoint_shape), and [`Error::Workspace`] if `memory` is too short.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<Self, Error> {
        let (state, saved) = Self::read(bytes)?;
        state.restore(memory, saved)?;
        Ok(Lbfgs { state, memory })
    }
}

impl<F: Real> LbfgsState<F> {
    /// Writes the arrays that were saved to a run's memory.
    pub(crate) fn restore(&self, memory: &mut [F], mut saved: Reader<'_>) -> Result<(), Error> {
        let used = memory.get_mut(..self.memory_len()).ok_or(Error::Workspace)?;
        let (head, rest) = used.split_at_mut(Lbfgs::<F>::saved_len(self.pairs.dim, self.pairs.most));
        for x in head {
            *x = saved.float()?;
        }
        rest.fill(F::zero());
        Ok(())
    }
}
