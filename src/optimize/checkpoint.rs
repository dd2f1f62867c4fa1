//! A swarm as bytes: the same on every machine.
//!
//! A checkpoint (see `crate::checkpoint`) of kind "PHOTPSO\0", version 1: the words of the state (see
//! `State::to_words`), then the arrays lower, upper, positions, velocities, best_positions and best_values.

use super::pso::{Pso, State, Words};
use crate::checkpoint::{Format, Reader};
use crate::{Error, Real};

const FORMAT: Format = Format { magic: *b"PHOTPSO\0", version: 1 };

impl<'m, F: Real> Pso<'m, F> {
    /// How many bytes [`save`](Pso::save) writes for a swarm of that size; saturates where that does not fit.
    pub const fn checkpoint_len(dim: usize, swarm_size: usize) -> usize {
        Format::len::<F>(size_of::<Words>() / 8, Self::saved_floats(dim, swarm_size))
    }

    /// The elements of the arrays that are saved: all but the last values and scratch.
    const fn saved_floats(dim: usize, swarm_size: usize) -> usize {
        dim.saturating_mul(swarm_size.saturating_mul(3).saturating_add(2)).saturating_add(swarm_size)
    }

    /// Writes the whole run to the first [`checkpoint_len`](Pso::checkpoint_len) bytes of `out`: a swarm
    /// [restored](Pso::restore) from them, on any machine, goes on to the same bits.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        self.state.save(self.memory, out)
    }

    /// The (dim, swarm_size) of the swarm in a checkpoint, so that memory can be had for it.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (state, _) = Self::open(bytes)?;
        Ok((state.dim, state.options.swarm_size))
    }

    /// The state in a checkpoint that is whole, and a reader of the arrays.
    fn open(bytes: &[u8]) -> Result<(State<F>, Reader<'_>), Error> {
        let (words, reader) = FORMAT.read::<F, _>(bytes)?;
        let state = State::<F>::from_words(&words).ok_or(Error::Checkpoint)?;
        if bytes.len() != Self::checkpoint_len(state.dim, state.options.swarm_size) {
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
        let (state, mut saved) = Self::read(bytes)?;
        if memory.len() < Self::memory_len(state.dim, state.options.swarm_size, 0) {
            return Err(Error::Workspace);
        }
        let mut pso = Pso { state, memory };
        let arrays = pso.arrays();
        arrays.values.fill(F::infinity());
        for array in
            [arrays.lower, arrays.upper, arrays.positions, arrays.velocities, arrays.best_positions, arrays.best_values]
        {
            for x in array {
                *x = saved.float()?;
            }
        }
        Ok(pso)
    }

    /// The state in a checkpoint that is whole and sound, and a reader of the arrays.
    pub(crate) fn read(bytes: &[u8]) -> Result<(State<F>, Reader<'_>), Error> {
        let (state, reader) = Self::open(bytes)?;
        let (dim, swarm_size) = (state.dim, state.options.swarm_size);
        let at = |i: usize| reader.float_at::<F>(i);
        for j in 0..dim {
            let (lower, upper) = (at(j)?, at(dim + j)?);
            let box_is_sound = lower <= upper && (upper - lower).is_finite() && lower.is_finite() && upper.is_finite();
            let inside = |x: F| lower <= x && x <= upper;
            for k in 0..swarm_size {
                // A particle's coordinate in the matrix number `matrix`: positions, velocities, best positions.
                let of = |matrix: usize| at(dim * (2 + matrix * swarm_size + k) + j);
                if !(box_is_sound && inside(of(0)?) && of(1)?.is_finite() && inside(of(2)?)) {
                    return Err(Error::Checkpoint);
                }
            }
        }
        for k in 0..swarm_size {
            if at(dim * (2 + 3 * swarm_size) + k)?.is_nan() {
                return Err(Error::Checkpoint);
            }
        }
        Ok((state, reader))
    }
}

impl<F: Real> State<F> {
    /// [`Pso::save`], with the swarm's memory.
    pub(super) fn save(&self, memory: &[F], out: &mut [u8]) -> Result<(), Error> {
        let (dim, size) = (self.dim, self.options.swarm_size);
        // The arrays lie in this order, but for the values after the first five.
        let (first, rest) = memory.split_at(dim * (2 + 3 * size));
        FORMAT.write(&self.to_words(), &[first, &rest[size..][..size]], out)
    }
}
