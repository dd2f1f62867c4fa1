//! Points that wait for their values.

use super::{Interrupted, Objective};
use crate::checkpoint::Fields;
use crate::{Error, Real, Stop};

/// The points of a generation are asked for at once, or in parts where the budget ends in between; their values are told in
/// any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Batch {
    /// Points of the generation; 0 where there is none.
    pub(super) len: usize,
    /// Points whose values were told in earlier parts.
    pub(super) begin: usize,
    /// The end of the part that is asked for.
    pub(super) end: usize,
    /// Points of that part whose value has not been told.
    pub(super) outstanding: usize,
    /// Values that were told, of all generations, and those of them that were NaN.
    pub(super) evaluations: u64,
    pub(super) nan_evaluations: u64,
}

/// The arrays of a batch: `points`, `values` and so on are of all its points.
pub(super) struct Rows<'a, F> {
    pub(super) points: &'a [F],
    pub(super) values: &'a mut [F],
    pub(super) constraints: &'a mut [F],
    /// 1 where a value was told.
    pub(super) told: &'a mut [F],
}

impl Batch {
    /// The next generation, of `len` points.
    pub(super) fn renew(&mut self, len: usize) {
        *self = Batch { len, begin: 0, end: 0, outstanding: 0, ..*self };
    }

    /// The same points once more.
    pub(super) fn repeat(&mut self) {
        self.renew(self.len);
    }

    /// This batch as numbers.
    pub(super) fn to_words(self) -> [u64; 6] {
        let Batch { len, begin, end, outstanding, evaluations, nan_evaluations } = self;
        [len as u64, begin as u64, end as u64, outstanding as u64, evaluations, nan_evaluations]
    }

    /// The batch that these numbers are, if they are one; how many points there is room for is the caller's to see.
    pub(super) fn from_words(fields: &mut Fields<'_>) -> Option<Self> {
        let (len, begin, end, outstanding) = (fields.size()?, fields.size()?, fields.size()?, fields.size()?);
        let batch =
            Batch { len, begin, end, outstanding, evaluations: fields.word()?, nan_evaluations: fields.word()? };
        // What is outstanding is of the part that was asked for, which is one as long as something is; and a generation
        // whose values are all there has been used.
        let sound = begin <= end
            && end <= len
            && (begin < len || len == 0)
            && (outstanding == 0) == (begin == end)
            && outstanding <= end - begin;
        sound.then_some(batch)
    }

    /// Whether flags that were saved are those of this batch.
    pub(super) fn fits(&self, flags: impl Iterator<Item = Result<bool, Error>>) -> Result<bool, Error> {
        let mut waiting = 0;
        for (k, told) in flags.enumerate() {
            waiting += usize::from(!told? && (self.begin..self.end).contains(&k));
        }
        Ok(waiting == self.outstanding)
    }

    /// Whether every value is there.
    pub(super) fn is_complete(&self) -> bool {
        self.begin == self.len
    }

    /// Whether some of the generation was told, and some is to be asked for yet.
    pub(super) fn is_halfway(&self) -> bool {
        self.outstanding == 0 && self.begin > 0 && self.begin < self.len
    }

    /// Asks for as many of the next points as there are evaluations left of `most`, if none are asked for.
    pub(super) fn ask<F: Real>(&mut self, most: u64, told: &mut [F]) {
        if self.outstanding == 0 && self.begin < self.len {
            let left = usize::try_from(most.saturating_sub(self.evaluations)).unwrap_or(usize::MAX);
            let count = (self.len - self.begin).min(left);
            self.end = self.begin + count;
            self.outstanding = count;
            told[self.begin..self.end].fill(F::zero());
        }
    }

    /// Whether point `index` of the part that is asked for has no value yet.
    pub(super) fn waits<F: Real>(&self, index: usize, told: &[F]) -> bool {
        let k = self.begin.checked_add(index).filter(|&k| self.outstanding > 0 && k < self.end);
        k.is_some_and(|k| told[k].is_zero())
    }

    /// Takes the value of that point; NaN becomes plus infinity.
    ///
    /// # Errors
    /// [`Error::NotAsked`] where it has one, or there is no such point.
    pub(super) fn tell<F: Real>(
        &mut self,
        index: usize,
        value: F,
        values: &mut [F],
        told: &mut [F],
    ) -> Result<(), Error> {
        if !self.waits(index, told) {
            return Err(Error::NotAsked);
        }
        let k = self.begin + index;
        told[k] = F::one();
        values[k] = if value.is_nan() { F::infinity() } else { value };
        self.evaluations = self.evaluations.saturating_add(1);
        self.nan_evaluations = self.nan_evaluations.saturating_add(u64::from(value.is_nan()));
        self.outstanding -= 1;
        if self.outstanding == 0 {
            self.begin = self.end;
        }
        Ok(())
    }

    /// Evaluates the points that are asked for and have no value yet; what the objective returned where it stopped.
    pub(super) fn evaluate<F: Real, O: Objective<F> + ?Sized>(
        &mut self,
        objective: &O,
        rows: &mut Rows<'_, F>,
        scratch: &mut [F],
    ) -> Result<(), Stop> {
        let (begin, end) = (self.begin, self.end);
        let (dim, count) = (objective.dim(), rows.constraints.len() / self.len.max(1));
        let mut k = begin;
        while k < end {
            // All of them at once, unless some were told before.
            let waiting = (k..end).take_while(|&k| self.waits(k - begin, rows.told)).count();
            if waiting == 0 {
                k += 1;
                continue;
            }
            let result = objective.constrained_values(
                &rows.points[k * dim..(k + waiting) * dim],
                &mut rows.values[k..k + waiting],
                &mut rows.constraints[k * count..(k + waiting) * count],
                scratch,
            );
            let completed = match result {
                Ok(()) => waiting,
                Err(Interrupted { completed, .. }) => completed.min(waiting),
            };
            for k in k..k + completed {
                // Each of them waits.
                let _ = self.tell(k - begin, rows.values[k], rows.values, rows.told);
            }
            if let Err(Interrupted { stop, .. }) = result {
                // What the objective left there is nobody's: not told, and not to be seen in a checkpoint.
                rows.values[k + completed..k + waiting].fill(F::zero());
                rows.constraints[(k + completed) * count..(k + waiting) * count].fill(F::zero());
                return Err(stop);
            }
            k += waiting;
        }
        Ok(())
    }
}
