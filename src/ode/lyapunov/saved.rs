//! A run as bytes: the same on every machine.
//!
//! A checkpoint (see `crate::checkpoint`) of kind "PHOTLYA\0", version 1: the words of `LyapunovProgress::to_words`, then
//! the elements of the memory that are the run.

use super::{Lyapunov, LyapunovProgress};
use crate::checkpoint::{Format, Reader};
use crate::{Error, Real};

const FORMAT: Format = Format { magic: *b"PHOTLYA\0", version: 1 };
const WORDS: usize = 8;

/// Whether [`Differences`](super::Differences) can have that scale.
pub(super) fn is_scale<F: Real>(scale: F) -> bool {
    scale > F::zero() && scale.is_finite()
}

impl<F: Real> LyapunovProgress<F> {
    /// dim, count, the bits of the step, interval, the bits of the start, steps, since, and the bits of the scale of the
    /// differences.
    pub(crate) fn to_words(self, scale: F) -> [u64; WORDS] {
        let LyapunovProgress { dim, count, step, interval, start, steps, since } = self;
        let (step, start) = (step.to_bits64(), start.to_bits64());
        [dim as u64, count as u64, step, interval, start, steps, since, scale.to_bits64()]
    }

    /// The progress and the scale that these numbers are, if they can be those of a run.
    pub(crate) fn from_words(
        &[dim, count, step, interval, start, steps, since, scale]: &[u64; WORDS],
    ) -> Option<(Self, F)> {
        let float = |word: u64| Some(F::from_bits64(word)).filter(|x| x.to_bits64() == word);
        let progress = LyapunovProgress {
            dim: usize::try_from(dim).ok()?,
            count: usize::try_from(count).ok()?,
            step: float(step)?,
            interval,
            start: float(start)?,
            steps,
            since,
        };
        let scale = float(scale)?;
        (progress.check().is_ok() && is_scale(scale)).then_some((progress, scale))
    }
}

/// Elements of the memory that are the run; saturates where that does not fit.
const fn run_len(dim: usize, count: usize) -> usize {
    dim.saturating_mul(count.saturating_add(1)).saturating_add(count.saturating_mul(2))
}

// The system is not in a checkpoint, but for one number of it: `restore` gives the scale back instead of leaving it to the
// caller, since a run that went on with another one would differ in its last bits, with nothing to tell why. C, C++ and
// Julia name the scale when they begin a run; with a word for it in the one format, they and Rust can read each other's.
impl<'m, F: Real> Lyapunov<'m, F> {
    /// How many bytes [`save`](Lyapunov::save) writes for `count` displacements of a system of `dim` equations; saturates
    /// where that does not fit.
    pub const fn checkpoint_len(dim: usize, count: usize) -> usize {
        Format::len::<F>(WORDS, run_len(dim, count))
    }

    /// Writes the whole run to the first [`checkpoint_len`](Lyapunov::checkpoint_len) bytes of `out`: one
    /// [restored](Lyapunov::restore) from them, on any machine, goes on to the same bits.
    ///
    /// The system is not in them, but for the [`scale`](super::Differences::scale) of its differences; 1 for a system with
    /// a tangent of its own.
    ///
    /// # Errors
    /// [`Error::Parameter`] unless `scale` is a finite number above 0, [`Error::Length`] if `out` is too short.
    pub fn save(&self, scale: F, out: &mut [u8]) -> Result<(), Error> {
        if !is_scale(scale) {
            return Err(Error::Parameter);
        }
        let run = &self.memory[..run_len(self.progress.dim, self.progress.count)];
        FORMAT.write(&self.progress.to_words(scale), &[run], out)
    }

    /// (dim, count) of the run in a checkpoint, so that memory can be had for it.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, of another kind or of an unknown version, or do not
    /// describe a run; [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (LyapunovProgress { dim, count, .. }, ..) = Self::open(bytes)?;
        Ok((dim, count))
    }

    /// The run that was saved, and the scale that was given to [`save`](Lyapunov::save), for
    /// [`Differences::with_scale`](super::Differences::with_scale). `memory` has [`memory_len`](Lyapunov::memory_len)
    /// elements for the [shape](Lyapunov::checkpoint_shape) of the run and the scratch of its system.
    ///
    /// # Errors
    /// Those of [`checkpoint_shape`](Lyapunov::checkpoint_shape); [`Error::Workspace`] if `memory` is too short for any
    /// system.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<(Self, F), Error> {
        let (progress, scale, mut saved) = Self::open(bytes)?;
        let LyapunovProgress { dim, count, .. } = progress;
        if memory.len() < Self::memory_len(dim, count, 0) {
            return Err(Error::Workspace);
        }
        for x in &mut memory[..run_len(dim, count)] {
            *x = saved.float()?;
        }
        Ok((Lyapunov { memory, progress }, scale))
    }

    /// What is in a checkpoint, which is whole, and a reader of the elements, which are finite.
    fn open(bytes: &[u8]) -> Result<(LyapunovProgress<F>, F, Reader<'_>), Error> {
        let (words, saved) = FORMAT.read::<F, WORDS>(bytes)?;
        let (progress, scale) = LyapunovProgress::from_words(&words).ok_or(Error::Checkpoint)?;
        let LyapunovProgress { dim, count, .. } = progress;
        if bytes.len() != Self::checkpoint_len(dim, count) {
            return Err(Error::Checkpoint);
        }
        for i in 0..run_len(dim, count) {
            if !saved.float_at::<F>(i)?.is_finite() {
                return Err(Error::Checkpoint);
            }
        }
        Ok((progress, scale, saved))
    }
}
