//! A solver as bytes: the same on every machine.
//!
//! A checkpoint (see `crate::checkpoint`) of kind "PHOTODE\0", version 1: the words of the state (see
//! `State::to_words`), then the arrays as they lie in memory, all but the scratch.

use super::Adaptive;
use super::advance::{STATES, slots};
use super::pair::Pair;
use super::state::{State, WORDS};
use crate::checkpoint::{Format, Reader};
use crate::{Error, Real};
use core::marker::PhantomData;

const FORMAT: Format = Format { magic: *b"PHOTODE\0", version: 1 };

impl<'m, F: Real, P: Pair> Adaptive<'m, F, P> {
    /// How many bytes [`save`](Adaptive::save) writes for `dim` equations; saturates where that does not fit.
    pub const fn checkpoint_len(dim: usize) -> usize {
        Format::len::<F>(WORDS, Self::memory_len(dim, 0))
    }

    /// Writes the whole run to the first [`checkpoint_len`](Adaptive::checkpoint_len) bytes of `out`: a solver
    /// [restored](Adaptive::restore) from them, on any machine, goes on to the same bits. The system is not in it: the same
    /// one is to be given again.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        let arrays = &self.memory[..Self::memory_len(self.state.dim, 0)];
        FORMAT.write(&self.state.to_words(P::NUMBER), &[arrays], out)
    }

    /// The number of equations of the solver in a checkpoint, so that memory can be had for it.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision or another pair.
    pub fn checkpoint_dim(bytes: &[u8]) -> Result<usize, Error> {
        Ok(Self::open(bytes)?.0.dim)
    }

    /// The solver that was saved, in memory of [`memory_len`](Adaptive::memory_len) elements for its
    /// [number of equations](Adaptive::checkpoint_dim). The system prepares its scratch again before the next derivative.
    ///
    /// # Errors
    /// Those of [`checkpoint_dim`](Adaptive::checkpoint_dim), [`Error::Workspace`] if `memory` is too short, and
    /// [`Error::Checkpoint`] if the bytes do not describe a solver.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<Self, Error> {
        let (state, mut saved) = Self::open(bytes)?;
        let len = Self::memory_len(state.dim, 0);
        if memory.len() < len {
            return Err(Error::Workspace);
        }
        // The state, and its rates where they are known; what else there is may be anything that a step left.
        let rates = STATES + slots::<P>(state.swapped)[0];
        for array in [Some(usize::from(state.swapped)), Some(rates).filter(|_| state.rated)].into_iter().flatten() {
            for i in 0..state.dim {
                if !saved.float_at::<F>(array * state.dim + i)?.is_finite() {
                    return Err(Error::Checkpoint);
                }
            }
        }
        for x in &mut memory[..len] {
            *x = saved.float()?;
        }
        Ok(Adaptive { state, memory, prepared: false, pair: PhantomData })
    }

    /// The state in a checkpoint that is whole, and a reader of the arrays.
    fn open(bytes: &[u8]) -> Result<(State<F>, Reader<'_>), Error> {
        let (words, reader) = FORMAT.read::<F, WORDS>(bytes)?;
        let state = State::from_words(&words).ok_or(Error::Checkpoint)?;
        if words[0] != P::NUMBER {
            return Err(Error::CheckpointMismatch);
        }
        if bytes.len() != Self::checkpoint_len(state.dim) { Err(Error::Checkpoint) } else { Ok((state, reader)) }
    }
}
