//! Means and variances in time, and mean frequencies.

use super::groups::check_record;
use super::order::{self, OrderParameter, check_harmonic, order_parameter};
use crate::simd::Level;
use crate::sum;
use crate::{Error, Real};

/// Mean and variance of numbers that come one by one (Welford, Technometrics 4, 1962), both sums carrying what they
/// lose by rounding.
///
/// ```
/// use photinus::kuramoto::observables::Statistics;
/// let mut statistics = Statistics::new();
/// for x in [1e8, 1e8 + 1.0, 1e8 + 2.0] {
///     statistics.add(x);
/// }
/// assert_eq!((statistics.mean(), statistics.variance()), (1e8 + 1.0, Some(1.0)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics<F> {
    count: u64,
    moments: [F; 4],
}

impl<F: Real> Statistics<F> {
    /// Of no numbers yet.
    pub fn new() -> Self {
        Self::from_parts(0, [F::zero(); 4])
    }

    /// From what [`to_parts`](Self::to_parts) gave.
    pub const fn from_parts(count: u64, moments: [F; 4]) -> Self {
        Statistics { count, moments }
    }

    /// The whole state as plain numbers: how many; mean and sum of the squares of the distances from it, each with what
    /// it lost by rounding.
    pub const fn to_parts(&self) -> (u64, [F; 4]) {
        (self.count, self.moments)
    }

    /// Adds a number.
    #[inline]
    pub fn add(&mut self, x: F) {
        self.count += 1;
        Moments::of(&mut self.moments).add(self.count, x);
    }

    /// How many there are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; 0 if there are none.
    pub fn mean(&self) -> F {
        self.moments[0] + self.moments[1]
    }

    /// Their variance, with n - 1; `None` of less than two.
    pub fn variance(&self) -> Option<F> {
        let squares = self.moments[2] + self.moments[3];
        // No square is negative: what is below 0 is rounding.
        let squares = if squares > F::zero() { squares } else { F::zero() };
        (self.count > 1).then(|| squares / F::from_u64(self.count - 1))
    }
}

/// The four numbers of a [`Statistics`], wherever they lie.
pub(super) struct Moments<'a, F>(&'a mut [F; 4]);

impl<'a, F: Real> Moments<'a, F> {
    #[inline(always)]
    pub(super) fn of(moments: &'a mut [F; 4]) -> Self {
        Moments(moments)
    }

    /// Adds x, the number `count`.
    #[inline(always)]
    pub(super) fn add(self, count: u64, x: F) {
        let [mean, mean_low, squares, squares_low] = self.0;
        let before = (x - *mean) - *mean_low;
        sum::add(mean, mean_low, before / F::from_u64(count));
        let after = (x - *mean) - *mean_low;
        sum::add(squares, squares_low, before * after);
    }
}

/// Mean and variance in time of the [order parameter](super::order_parameter)'s r, row by row. A `Copy` of it is a
/// state to go on from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderParameterStatistics<F> {
    harmonic: u32,
    statistics: Statistics<F>,
    level: Level,
}

impl<F: Real> OrderParameterStatistics<F> {
    /// Statistics of no rows yet.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `harmonic` is 0.
    pub fn new(harmonic: u32, level: Level) -> Result<Self, Error> {
        Self::resume(harmonic, Statistics::new(), level)
    }

    /// Goes on from [`statistics`](Self::statistics) as they were kept.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn resume(harmonic: u32, statistics: Statistics<F>, level: Level) -> Result<Self, Error> {
        check_harmonic::<F>(harmonic)?;
        Ok(OrderParameterStatistics { harmonic, statistics, level })
    }

    /// Adds a row of phases and returns its order parameter.
    ///
    /// # Errors
    /// As [`order_parameter`].
    pub fn add(&mut self, phases: &[F]) -> Result<OrderParameter<F>, Error> {
        let order = order_parameter(phases, self.harmonic, self.level)?;
        self.statistics.add(order.r);
        Ok(order)
    }

    /// Adds all rows of a record `[times][oscillators]`.
    ///
    /// # Errors
    /// [`Error::Dimension`] if `oscillators` is 0, [`Error::Length`] if the record has no whole number of rows,
    /// [`Error::NotFinite`] if a phase, or the harmonic times it, is NaN or infinite; no row is added then.
    pub fn add_record(&mut self, record: &[F], oscillators: usize) -> Result<(), Error> {
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        if !record.len().is_multiple_of(oscillators) {
            return Err(Error::Length);
        }
        check_record(record, self.harmonic)?;
        for phases in record.chunks_exact(oscillators) {
            self.add(phases)?;
        }
        Ok(())
    }

    /// Count, mean and variance of r.
    pub const fn statistics(&self) -> Statistics<F> {
        self.statistics
    }
}

/// Mean frequencies (φ_i(t) - φ_i(t₀)) / (t - t₀) from the first row to the last, of unwrapped phases.
///
/// What changes with the rows is in `memory` and [`progress`](Self::progress): keep both, and
/// [`resume`](Self::resume) goes on.
#[derive(Debug)]
pub struct MeanFrequency<'m, F> {
    memory: &'m mut [F],
    progress: MeanFrequencyProgress<F>,
}

/// How far a [`MeanFrequency`] is, beside what its memory holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanFrequencyProgress<F> {
    /// Rows added.
    pub rows: u64,
    /// The time of the first.
    pub first: F,
    /// The time of the last.
    pub last: F,
}

impl<'m, F: Real> MeanFrequency<'m, F> {
    /// How many elements of memory that many oscillators need; saturates where that does not fit.
    pub const fn memory_len(oscillators: usize) -> usize {
        oscillators.saturating_mul(2)
    }

    /// Of no rows yet.
    ///
    /// # Errors
    /// [`Error::Dimension`] for no oscillators, [`Error::Workspace`] if `memory` is shorter than
    /// [`memory_len`](Self::memory_len) says.
    pub fn new(memory: &'m mut [F], oscillators: usize) -> Result<Self, Error> {
        let progress = MeanFrequencyProgress { rows: 0, first: F::zero(), last: F::zero() };
        Self::resume(memory, oscillators, progress)
    }

    /// Goes on from `memory` and [`progress`](Self::progress) as they were kept.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn resume(memory: &'m mut [F], oscillators: usize, progress: MeanFrequencyProgress<F>) -> Result<Self, Error> {
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        let memory = memory.get_mut(..Self::memory_len(oscillators)).ok_or(Error::Workspace)?;
        Ok(MeanFrequency { memory, progress })
    }

    /// Adds the phases at a time.
    ///
    /// # Errors
    /// [`Error::Length`] if `phases` has not an element per oscillator, [`Error::Times`] if the time is not finite or
    /// not after the last one, [`Error::NotFinite`] if a phase is NaN or infinite.
    pub fn add(&mut self, time: F, phases: &[F]) -> Result<(), Error> {
        let (first, last) = self.memory.split_at_mut(self.memory.len() / 2);
        if phases.len() != first.len() {
            return Err(Error::Length);
        }
        if !time.is_finite() || (self.progress.rows > 0 && time <= self.progress.last) {
            return Err(Error::Times);
        }
        order::check(phases, F::one())?;
        if self.progress.rows == 0 {
            first.copy_from_slice(phases);
            self.progress.first = time;
        }
        last.copy_from_slice(phases);
        self.progress.last = time;
        self.progress.rows += 1;
        Ok(())
    }

    /// Writes the mean frequencies so far to `out`, a number per oscillator.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` has another length, [`Error::Times`] before the second row, [`Error::NotFinite`] if a
    /// difference of phases overflows.
    pub fn frequencies(&self, out: &mut [F]) -> Result<(), Error> {
        let (first, last) = self.memory.split_at(self.memory.len() / 2);
        super::mean_frequencies(first, last, self.progress.last - self.progress.first, out)
    }

    /// How far it is: with the memory, all that is needed to [`resume`](Self::resume).
    pub const fn progress(&self) -> MeanFrequencyProgress<F> {
        self.progress
    }
}
