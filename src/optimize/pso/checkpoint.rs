//! A swarm as bytes. After the head (see `crate::checkpoint`), the words of the state (see `State::to_words`), then the arrays
//! lower, upper, best_position, and, for the largest number of particles, positions, velocities, best_positions, best_values
//! and values (NaN where there is none yet), 0 (best values: plus infinity) behind the particles of today.

use super::moves::{repeat, repeated_len};
use super::state::Words;
use super::{Pso, State, head_len};
use crate::checkpoint::{Format, Reader};
use crate::{Error, Real};

const FORMAT: Format = Format { magic: *b"PHOTPSO\0", version: 2 };

/// Rows that are saved before the matrices: the bounds and the best position.
const SAVED_ROWS: usize = 3;

impl<'m, F: Real> Pso<'m, F> {
    /// How many bytes [`save`](Pso::save) writes for a swarm that has at most `largest_swarm` particles; saturates where
    /// that does not fit.
    pub const fn checkpoint_len(dim: usize, largest_swarm: usize) -> usize {
        Format::len::<F>(size_of::<Words>() / 8, Self::saved_floats(dim, largest_swarm))
    }

    /// The elements of the arrays that are saved.
    const fn saved_floats(dim: usize, largest_swarm: usize) -> usize {
        let matrices = dim.saturating_mul(largest_swarm.saturating_mul(3).saturating_add(SAVED_ROWS));
        matrices.saturating_add(largest_swarm.saturating_mul(2))
    }

    /// Writes the whole run to the first [`checkpoint_len`](Pso::checkpoint_len) bytes of `out`, also in the middle of a
    /// generation: a swarm [restored](Pso::restore) from them, on any machine, goes on to the same bits.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        self.state.save(self.memory, out)
    }

    /// The (dim, largest number of particles) of the swarm in a checkpoint, so that memory can be had for it.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (state, _) = Self::open(bytes)?;
        Ok((state.dim, state.capacity()))
    }

    /// The state in a checkpoint that is whole, and a reader of the arrays.
    fn open(bytes: &[u8]) -> Result<(State<F>, Reader<'_>), Error> {
        let (words, reader) = FORMAT.read::<F, _>(bytes)?;
        let state = State::<F>::from_words(&words).ok_or(Error::Checkpoint)?;
        if bytes.len() != Self::checkpoint_len(state.dim, state.capacity()) {
            return Err(Error::Checkpoint);
        }
        Ok((state, reader))
    }

    /// The swarm that was saved, in memory of [`memory_len`](Pso::memory_len) elements for its
    /// [shape](Pso::checkpoint_shape).
    ///
    /// # Errors
    /// Those of [`checkpoint_shape`](Pso::checkpoint_shape), [`Error::Workspace`] if `memory` is too short, and
    /// [`Error::Checkpoint`] if the bytes do not describe a swarm.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<Self, Error> {
        let (state, saved) = Self::read(bytes)?;
        state.restore(memory, saved)?;
        Ok(Pso { state, memory })
    }

    /// The state in a checkpoint that is whole and sound, and a reader of the arrays.
    pub(crate) fn read(bytes: &[u8]) -> Result<(State<F>, Reader<'_>), Error> {
        let (state, reader) = Self::open(bytes)?;
        let (dim, capacity, size) = (state.dim, state.capacity(), state.size);
        let at = |i: usize| reader.float_at::<F>(i);
        for j in 0..dim {
            let (lower, upper) = (at(j)?, at(dim + j)?);
            let box_is_sound = lower <= upper && (upper - lower).is_finite() && lower.is_finite() && upper.is_finite();
            let inside = |x: F| lower <= x && x <= upper;
            if !(box_is_sound && inside(at(2 * dim + j)?)) {
                return Err(Error::Checkpoint);
            }
            for k in 0..size {
                // A particle's coordinate in the matrix number `matrix`: positions, velocities, best positions.
                let of = |matrix: usize| at(dim * (SAVED_ROWS + matrix * capacity + k) + j);
                let position = of(0)?;
                let there = inside(position) || (state.flown && position.is_finite());
                if !(there && of(1)?.is_finite() && inside(of(2)?)) {
                    return Err(Error::Checkpoint);
                }
            }
        }
        let best_values = dim * (SAVED_ROWS + 3 * capacity);
        let (mut told, mut allowed) = (0, true);
        for k in 0..size {
            let (best_value, value) = (at(best_values + k)?, at(best_values + capacity + k)?);
            told += usize::from(!value.is_nan());
            // What has been told was asked for, and no value is better than the best.
            allowed &= !best_value.is_nan() && (state.asked == 0 || k < state.asked || value.is_nan());
        }
        if told != state.told || !allowed {
            return Err(Error::Checkpoint);
        }
        Ok((state, reader))
    }
}

impl<F: Real> State<F> {
    /// Writes the arrays that were saved to a swarm's memory.
    pub(crate) fn restore(&self, memory: &mut [F], mut saved: Reader<'_>) -> Result<(), Error> {
        if memory.len() < Pso::<F>::memory_len(self.dim, self.capacity(), 0) {
            return Err(Error::Workspace);
        }
        let mut pso = Pso { state: *self, memory };
        let arrays = pso.arrays();
        for bounds in [arrays.lower, arrays.upper] {
            for x in &mut bounds[..self.dim] {
                *x = saved.float()?;
            }
            repeat(self.dim, bounds);
        }
        for array in [
            arrays.best_position,
            arrays.positions,
            arrays.velocities,
            arrays.best_positions,
            arrays.best_values,
            arrays.values,
        ] {
            for x in array {
                *x = saved.float()?;
            }
        }
        Ok(())
    }

    /// [`Pso::save`], with the swarm's memory.
    pub(crate) fn save(&self, memory: &[F], out: &mut [u8]) -> Result<(), Error> {
        let (dim, capacity) = (self.dim, self.capacity());
        let lower = &memory[..dim];
        let (upper, best) = (&memory[repeated_len(dim)..][..dim], &memory[2 * repeated_len(dim)..][..dim]);
        let rest = &memory[head_len(dim)..][..capacity * (3 * dim + 2)];
        FORMAT.write(&self.to_words(), &[lower, upper, best, rest], out)
    }
}
