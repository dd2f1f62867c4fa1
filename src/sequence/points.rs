//! [`Points`]: the points of a sequence, one after the other.

use super::{Indices, Sequence};
use crate::{Error, Layout, Real};
use core::iter::FusedIterator;

/// How many points are computed at once, at first and at most.
const FIRST: usize = 8;
const BLOCK: usize = if cfg!(feature = "std") { 128 } else { 16 };

/// The points of a sequence in `D` dimensions: an iterator, see [`Sequence::points`].
#[derive(Clone, Debug)]
pub struct Points<'a, F, S, const D: usize> {
    sequence: &'a S,
    /// The index after the last one of the block, if there is one.
    next: Option<u64>,
    block: [[F; D]; BLOCK],
    taken: usize,
    there: usize,
    /// How many are to be computed next.
    size: usize,
}

impl<'a, F: Real, S: Sequence<F>, const D: usize> Points<'a, F, S, D> {
    pub(super) fn new(sequence: &'a S, start: u64) -> Result<Self, Error> {
        if sequence.dim() != D {
            return Err(Error::Dimension);
        }
        let block = [[F::zero(); D]; BLOCK];
        Ok(Points { sequence, next: Some(start), block, taken: 0, there: 0, size: FIRST })
    }

    /// Computes the next block; of a sequence that ends in it, as many points as there are.
    fn refill(&mut self) {
        (self.taken, self.there) = (0, 0);
        let Some(start) = self.next else { return };
        let left = usize::try_from(u64::MAX - start).map_or(usize::MAX, |left| left.saturating_add(1));
        let count = left.min(self.size);
        self.size = (2 * self.size).min(BLOCK);
        let points = &mut self.block[..count];
        let indices = Indices::new(start, count);
        if self.sequence.fill(indices, Layout::ROWS, points.as_flattened_mut()).is_ok() {
            self.there = count;
            self.next = start.checked_add(count as u64);
        } else {
            let had = |&i: &usize| self.sequence.point(indices.at(i), &mut points[i]).is_ok();
            self.there = (0..count).take_while(had).count();
            self.next = None;
        }
    }
}

impl<F: Real, S: Sequence<F>, const D: usize> Iterator for Points<'_, F, S, D> {
    type Item = [F; D];

    fn next(&mut self) -> Option<[F; D]> {
        if self.taken == self.there {
            self.refill();
        }
        let point = self.block[..self.there].get(self.taken).copied()?;
        self.taken += 1;
        Some(point)
    }

    fn nth(&mut self, n: usize) -> Option<[F; D]> {
        let left = self.there - self.taken;
        if n < left {
            self.taken += n;
        } else {
            self.taken = self.there;
            self.next = self.next.and_then(|next| next.checked_add((n - left) as u64));
            if n > left {
                self.size = FIRST;
            }
        }
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let there = self.there - self.taken;
        let beyond = self.next.map_or(Some(0), |next| usize::try_from(u64::MAX - next).ok()?.checked_add(1));
        (there, beyond.and_then(|beyond| beyond.checked_add(there)))
    }
}

impl<F: Real, S: Sequence<F>, const D: usize> FusedIterator for Points<'_, F, S, D> {}
