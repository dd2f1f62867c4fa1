//! A swarm as bytes: the same on every machine.
//!
//! Little-endian throughout: "PHOTPSO\0", version (u32), bytes per float (u32), the words of the state (u64 each, see
//! `State::to_words`), then the arrays lower, upper, positions, velocities, best_positions and best_values, and the crc32
//! (u32) of all before it.

use super::pso::{Pso, State, Words};
use crate::{Error, Real};
use crc::{CRC_32_ISO_HDLC, Crc};

const MAGIC: [u8; 8] = *b"PHOTPSO\0";
const VERSION: u32 = 1;
/// Bytes before the words of the state.
const HEAD: usize = 16;
/// The crc32 of zip and Ethernet.
static CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

impl<'m, F: Real> Pso<'m, F> {
    /// How many bytes [`save`](Pso::save) writes for a swarm of that size; saturates where that does not fit.
    pub const fn checkpoint_len(dim: usize, swarm_size: usize) -> usize {
        Self::saved_floats(dim, swarm_size).saturating_mul(F::BYTES).saturating_add(HEAD + size_of::<Words>() + 4)
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
        let (body, checksum) = bytes.split_last_chunk::<4>().ok_or(Error::Checkpoint)?;
        if CHECKSUM.checksum(body) != u32::from_le_bytes(*checksum) {
            return Err(Error::Checkpoint);
        }
        let mut reader = Reader { rest: body };
        if reader.array()? != MAGIC || reader.u32()? != VERSION {
            return Err(Error::Checkpoint);
        }
        if reader.u32()? as usize != F::BYTES {
            return Err(Error::CheckpointMismatch);
        }
        let state = State::<F>::from_words(&reader.words()?).ok_or(Error::Checkpoint)?;
        let (dim, size) = (state.dim, state.options.swarm_size);
        if bytes.len() != Self::checkpoint_len(dim, size) {
            return Err(Error::Checkpoint);
        }
        Ok((dim, size))
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
        let (dim, swarm_size) = Self::checkpoint_shape(bytes)?;
        let mut reader = Reader { rest: &bytes[HEAD..] };
        let state = State::from_words(&reader.words()?).ok_or(Error::Checkpoint)?;
        let saved = reader.rest;
        let at = |i: usize| Reader { rest: saved.get(i * F::BYTES..).unwrap_or_default() }.float::<F>();
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
        let len = Pso::<F>::checkpoint_len(dim, size);
        let out = out.get_mut(..len).ok_or(Error::Length)?;
        let (body, checksum) = out.split_at_mut(len - 4);
        let mut writer = Writer { rest: &mut *body };
        writer.bytes(&MAGIC);
        writer.bytes(&VERSION.to_le_bytes());
        writer.bytes(&(F::BYTES as u32).to_le_bytes());
        for word in self.to_words() {
            writer.bytes(&word.to_le_bytes());
        }
        // The arrays lie in this order, but for the values after the first five.
        let (first, rest) = memory.split_at(dim * (2 + 3 * size));
        writer.floats(first);
        writer.floats(&rest[size..][..size]);
        checksum.copy_from_slice(&CHECKSUM.checksum(body).to_le_bytes());
        Ok(())
    }
}

/// Writes to a slice that is long enough.
struct Writer<'a> {
    rest: &'a mut [u8],
}

impl Writer<'_> {
    fn bytes(&mut self, bytes: &[u8]) {
        let (head, rest) = core::mem::take(&mut self.rest).split_at_mut(bytes.len());
        head.copy_from_slice(bytes);
        self.rest = rest;
    }

    fn floats<F: Real>(&mut self, floats: &[F]) {
        for x in floats {
            self.bytes(&x.to_bits64().to_le_bytes()[..F::BYTES]);
        }
    }
}

/// Reads from a slice that may be too short.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(Error::Checkpoint)?;
        self.rest = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, Error> {
        self.array().map(u64::from_le_bytes)
    }

    fn words(&mut self) -> Result<Words, Error> {
        let mut words = Words::default();
        for word in &mut words {
            *word = self.u64()?;
        }
        Ok(words)
    }

    fn float<F: Real>(&mut self) -> Result<F, Error> {
        if F::BYTES == 4 {
            self.u32().map(|bits| F::from_bits64(u64::from(bits)))
        } else {
            self.u64().map(F::from_bits64)
        }
    }
}
