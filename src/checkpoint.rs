//! What all checkpoints share: bytes that are the same on every machine.
//!
//! Little-endian throughout: a magic text (8 bytes), version (u32), bytes per float (u32), words (u64 each), arrays of
//! floats, and the crc32 (u32) of all before it.

use crate::{Error, Real};
use crc::{CRC_32_ISO_HDLC, Crc};

/// Bytes before the words.
const HEAD: usize = 16;
/// Bytes after the arrays.
const TAIL: usize = 4;
/// The crc32 of zip and Ethernet.
static CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// A kind of checkpoint, and its version.
pub(crate) struct Format {
    pub(crate) magic: [u8; 8],
    pub(crate) version: u32,
}

impl Format {
    /// How many bytes a checkpoint has; saturates where that does not fit.
    pub(crate) const fn len<F: Real>(words: usize, floats: usize) -> usize {
        floats.saturating_mul(F::BYTES).saturating_add(words.saturating_mul(8)).saturating_add(HEAD + TAIL)
    }

    /// Writes a checkpoint to the first bytes of `out`.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub(crate) fn write<F: Real>(&self, words: &[u64], arrays: &[&[F]], out: &mut [u8]) -> Result<(), Error> {
        let floats = arrays.iter().fold(0_usize, |sum, array| sum.saturating_add(array.len()));
        let len = Self::len::<F>(words.len(), floats);
        let out = out.get_mut(..len).ok_or(Error::Length)?;
        let (body, checksum) = out.split_at_mut(len - TAIL);
        let mut writer = Writer { rest: &mut *body };
        writer.bytes(&self.magic);
        writer.bytes(&self.version.to_le_bytes());
        writer.bytes(&(F::BYTES as u32).to_le_bytes());
        for word in words {
            writer.bytes(&word.to_le_bytes());
        }
        for x in arrays.iter().copied().flatten() {
            writer.bytes(&x.to_bits64().to_le_bytes()[..F::BYTES]);
        }
        checksum.copy_from_slice(&CHECKSUM.checksum(body).to_le_bytes());
        Ok(())
    }

    /// The words of a checkpoint that is whole, and a reader of its arrays; whether there are as many bytes as the words
    /// ask for is the caller's to see.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, of another kind or of an unknown version;
    /// [`Error::CheckpointMismatch`] if they are of another precision.
    pub(crate) fn read<'a, F: Real, const WORDS: usize>(
        &self,
        bytes: &'a [u8],
    ) -> Result<([u64; WORDS], Reader<'a>), Error> {
        let (body, checksum) = bytes.split_last_chunk::<TAIL>().ok_or(Error::Checkpoint)?;
        if CHECKSUM.checksum(body) != u32::from_le_bytes(*checksum) {
            return Err(Error::Checkpoint);
        }
        let mut reader = Reader { rest: body };
        if reader.array()? != self.magic || reader.u32()? != self.version {
            return Err(Error::Checkpoint);
        }
        if reader.u32()? as usize != F::BYTES {
            return Err(Error::CheckpointMismatch);
        }
        let mut words = [0; WORDS];
        for word in &mut words {
            *word = reader.u64()?;
        }
        Ok((words, reader))
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
}

/// Reads from a slice that may be too short.
#[derive(Clone, Copy)]
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

    /// The next float.
    pub(crate) fn float<F: Real>(&mut self) -> Result<F, Error> {
        if F::BYTES == 4 {
            self.u32().map(|bits| F::from_bits64(u64::from(bits)))
        } else {
            self.u64().map(F::from_bits64)
        }
    }

    /// The float that comes after `index` others.
    pub(crate) fn float_at<F: Real>(&self, index: usize) -> Result<F, Error> {
        let start = index.checked_mul(F::BYTES).ok_or(Error::Checkpoint)?;
        Reader { rest: self.rest.get(start..).unwrap_or_default() }.float()
    }
}

/// Reads the words of a state one after the other.
pub(crate) struct Fields<'a> {
    rest: core::slice::Iter<'a, u64>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(words: &'a [u64]) -> Self {
        Fields { rest: words.iter() }
    }

    pub(crate) fn word(&mut self) -> Option<u64> {
        self.rest.next().copied()
    }

    pub(crate) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.word()?).ok()
    }

    pub(crate) fn float<F: Real>(&mut self) -> Option<F> {
        let word = self.word()?;
        Some(F::from_bits64(word)).filter(|x| x.to_bits64() == word)
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        match self.word()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// An integer of 32 bits with a sign.
    pub(crate) fn number(&mut self) -> Option<i32> {
        u32::try_from(self.word()?).ok().map(u32::cast_signed)
    }
}
