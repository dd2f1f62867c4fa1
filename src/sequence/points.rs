//! [`Points`]: the points of a sequence, one after the other.

use super::{Indices, Sequence};
use crate::{Error, Layout, Real};

/// How many points are computed at once.
const BLOCK: usize = 32;

/// The points of a sequence in `D` dimensions: an iterator, see [`Sequence::points`].
#[derive(Clone, Debug)]
pub struct Points<'a, F, S, const D: usize> {
    sequence: &'a S,
    /// The index after the last one of the block, if there is one.
    next: Option<u64>,
    block: [[F; D]; BLOCK],
    taken: usize,
    there: usize,
}

impl<'a, F: Real, S: Sequence<F>, const D: usize> Points<'a, F, S, D> {
    pub(super) fn new(sequence: &'a S, start: u64) -> Result<Self, Error> {
        if sequence.dim() != D {
            return Err(Error::Dimension);
        }
        Ok(Points { sequence, next: Some(start), block: [[F::zero(); D]; BLOCK], taken: 0, there: 0 })
    }
}

impl<F: Real, S: Sequence<F>, const D: usize> Iterator for Points<'_, F, S, D> {
    type Item = [F; D];

    fn next(&mut self) -> Option<[F; D]> {
        if self.taken == self.there {
            let start = self.next?;
            let count = (u64::MAX - start).saturating_add(1).min(BLOCK as u64) as usize;
            self.sequence.fill(Indices::new(start, count), Layout::ROWS, self.block.as_flattened_mut()).ok()?;
            (self.taken, self.there) = (0, count);
            self.next = start.checked_add(count as u64);
        }
        self.taken += 1;
        Some(self.block[self.taken - 1])
    }
}
