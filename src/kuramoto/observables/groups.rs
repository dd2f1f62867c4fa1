//! Order parameters of groups, metastability and the chimera index.

use super::order::{OrderParameter, Resultant, blocks, check, check_harmonic};
use super::statistics::{Moments, Statistics};
use crate::simd::{self, Kernel, Level};
use crate::sum::{self, Sum};
use crate::{Error, Real};

/// A division of oscillators into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups<'a> {
    division: Division<'a>,
    count: usize,
    level: Level,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Division<'a> {
    Labels(&'a [u32]),
    Ranges(&'a [usize]),
}

impl<'a> Groups<'a> {
    /// Oscillator i is in group `labels[i]`, one of 0 … `count` - 1; `labels` has an element per oscillator.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there are no labels or no groups, [`Error::Column`] if a label is not below `count`.
    pub fn labels(labels: &'a [u32], count: usize) -> Result<Self, Error> {
        if labels.is_empty() || count == 0 {
            return Err(Error::Dimension);
        }
        if labels.iter().any(|&label| label as usize >= count) {
            return Err(Error::Column);
        }
        Ok(Groups { division: Division::Labels(labels), count, level: Level::detect() })
    }

    /// Group g holds the oscillators from `offsets[g]` to `offsets[g + 1] - 1`: the first offset is 0, the last the
    /// number of oscillators, and there is one more of them than groups.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there are no groups, [`Error::Offsets`] if the offsets do not begin with 0 or do not
    /// increase.
    pub fn ranges(offsets: &'a [usize]) -> Result<Self, Error> {
        if offsets.len() < 2 {
            return Err(Error::Dimension);
        }
        if offsets[0] != 0 || offsets.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(Error::Offsets);
        }
        Ok(Groups { division: Division::Ranges(offsets), count: offsets.len() - 1, level: Level::detect() })
    }

    /// The same groups on another instruction set; by default it is the best that this CPU has.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Groups { level, ..self }
    }

    /// The number of groups.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The number of oscillators.
    pub const fn oscillators(&self) -> usize {
        match self.division {
            Division::Labels(labels) => labels.len(),
            Division::Ranges(offsets) => offsets[offsets.len() - 1],
        }
    }

    /// How many elements of workspace [`order_parameters`](Self::order_parameters) needs for that many groups;
    /// saturates where that does not fit.
    pub const fn workspace_len(count: usize) -> usize {
        count.saturating_mul(6)
    }

    /// Writes the [order parameter](super::order_parameter) of each group to `r` and `psi`, a number per group each.
    ///
    /// # Errors
    /// [`Error::Length`] if `phases`, `r` or `psi` has not the length that is due, [`Error::Workspace`] if `workspace`
    /// is shorter than [`workspace_len`](Self::workspace_len) says, [`Error::Parameter`] if `harmonic` is 0 or a group
    /// has no oscillator, [`Error::NotFinite`] if a phase, or the harmonic times it, is NaN or infinite.
    pub fn order_parameters<F: Real>(
        &self,
        phases: &[F],
        harmonic: u32,
        r: &mut [F],
        psi: &mut [F],
        workspace: &mut [F],
    ) -> Result<(), Error> {
        let harmonic = check_harmonic(harmonic)?;
        if phases.len() != self.oscillators() || r.len() != self.count || psi.len() != self.count {
            return Err(Error::Length);
        }
        if workspace.len() < Self::workspace_len(self.count) {
            return Err(Error::Workspace);
        }
        check(phases, harmonic)?;
        match self.division {
            Division::Ranges(offsets) => {
                for ((pair, r), psi) in offsets.windows(2).zip(r).zip(psi) {
                    let phases = &phases[pair[0]..pair[1]];
                    let (re, im) = simd::run(self.level, Resultant { phases, harmonic });
                    let order = OrderParameter::of_sum(re, im, F::from_u64(phases.len() as u64));
                    (*r, *psi) = (order.r, order.psi);
                }
            }
            Division::Labels(labels) => {
                let sums = &mut workspace.as_chunks_mut::<6>().0[..self.count];
                sums.fill([F::zero(); 6]);
                simd::run(self.level, Scatter { phases, harmonic, labels, sums });
                if sums.iter().any(|sums| sums[4] == F::zero()) {
                    return Err(Error::Parameter);
                }
                for ((&mut [re, re_low, im, im_low, size, size_low], r), psi) in sums.iter_mut().zip(r).zip(psi) {
                    let order = OrderParameter::of_sum(re + re_low, im + im_low, size + size_low);
                    (*r, *psi) = (order.r, order.psi);
                }
            }
        }
        Ok(())
    }
}

/// Adds each vector, and 1, to the sums of its group.
struct Scatter<'a, F> {
    phases: &'a [F],
    harmonic: F,
    labels: &'a [u32],
    sums: &'a mut [[F; 6]],
}

impl<F: Real> Kernel for Scatter<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let mut labels = self.labels;
        blocks(self.phases, self.harmonic, |sin, cos| {
            let (block, rest) = labels.split_at(sin.len());
            labels = rest;
            for ((&label, &sin), &cos) in block.iter().zip(sin).zip(cos) {
                let [re, re_low, im, im_low, size, size_low] = &mut self.sums[label as usize];
                sum::add(re, re_low, cos);
                sum::add(im, im_low, sin);
                sum::add(size, size_low, F::one());
            }
        });
    }
}

/// Metastability and chimera index of groups, row by row (Shanahan, Chaos 20, 013108, 2010), from the order parameters
/// r_g(t) of the groups:
///
/// - metastability: the mean over groups of the variance of r_g in time;
/// - chimera index: the mean in time of the variance of r_g over groups;
///
/// both variances with n - 1. What changes with the rows is in `memory` and [`progress`](Self::progress): keep both,
/// and [`resume`](Self::resume) goes on.
///
/// ```
/// use photinus::kuramoto::observables::{GroupStatistics, Groups};
/// let groups = Groups::ranges(&[0, 2, 4])?;
/// let mut memory = [0.0; GroupStatistics::<f64>::memory_len(2)];
/// let mut statistics = GroupStatistics::new(&mut memory, groups, 1)?;
/// statistics.add(&[0.0, 0.0, 0.0, 3.0])?; // one group in step, the other nearly in antiphase
/// statistics.add(&[0.1, 0.1, 0.0, 3.0])?;
/// assert!(statistics.metastability().unwrap() < 1e-30 && statistics.chimera_index().unwrap() > 0.4);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct GroupStatistics<'m, 'g, F> {
    memory: &'m mut [F],
    groups: Groups<'g>,
    progress: GroupProgress<F>,
}

/// How far a [`GroupStatistics`] is, beside what its memory holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupProgress<F> {
    /// The harmonic of the order parameters.
    pub harmonic: u32,
    /// Rows added.
    pub rows: u64,
    /// The sum over rows of the variance over groups, and what that number lost by rounding.
    pub variances: [F; 2],
}

impl<'m, 'g, F: Real> GroupStatistics<'m, 'g, F> {
    /// How many elements of memory that many groups need; saturates where that does not fit.
    pub const fn memory_len(groups: usize) -> usize {
        // Moments, r and ψ of the last row, and workspace.
        groups.saturating_mul(6).saturating_add(Groups::workspace_len(groups))
    }

    /// Statistics of no rows yet.
    ///
    /// # Errors
    /// [`Error::Workspace`] if `memory` is shorter than [`memory_len`](Self::memory_len) says, [`Error::Parameter`] if
    /// `harmonic` is 0.
    pub fn new(memory: &'m mut [F], groups: Groups<'g>, harmonic: u32) -> Result<Self, Error> {
        let progress = GroupProgress { harmonic, rows: 0, variances: [F::zero(); 2] };
        let this = Self::resume(memory, groups, progress)?;
        this.memory.fill(F::zero());
        Ok(this)
    }

    /// Goes on from `memory` and [`progress`](Self::progress) as they were kept.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn resume(memory: &'m mut [F], groups: Groups<'g>, progress: GroupProgress<F>) -> Result<Self, Error> {
        check_harmonic::<F>(progress.harmonic)?;
        let memory = memory.get_mut(..Self::memory_len(groups.count)).ok_or(Error::Workspace)?;
        Ok(GroupStatistics { memory, groups, progress })
    }

    /// Adds a row of phases.
    ///
    /// # Errors
    /// As [`Groups::order_parameters`].
    pub fn add(&mut self, phases: &[F]) -> Result<(), Error> {
        let count = self.groups.count;
        let (moments, rest) = self.memory.split_at_mut(4 * count);
        let (r, rest) = rest.split_at_mut(count);
        let (psi, workspace) = rest.split_at_mut(count);
        self.groups.order_parameters(phases, self.progress.harmonic, r, psi, workspace)?;
        self.progress.rows += 1;
        let mut over_groups = Statistics::new();
        for (moments, &r) in moments.as_chunks_mut::<4>().0.iter_mut().zip(&*r) {
            Moments::of(moments).add(self.progress.rows, r);
            over_groups.add(r);
        }
        let [sum, low] = &mut self.progress.variances;
        sum::add(sum, low, over_groups.variance().unwrap_or(F::zero()));
        Ok(())
    }

    /// Adds all rows of a record `[times][oscillators]`.
    ///
    /// # Errors
    /// [`Error::Length`] if the record has no whole number of rows; as [`add`](Self::add). No row is added then.
    pub fn add_record(&mut self, record: &[F]) -> Result<(), Error> {
        let rows = record.chunks_exact(self.groups.oscillators());
        if !rows.remainder().is_empty() {
            return Err(Error::Length);
        }
        check_record(record, self.progress.harmonic)?;
        for phases in rows {
            self.add(phases)?;
        }
        Ok(())
    }

    /// r of each group in the last row; zeros before the first.
    pub fn last(&self) -> &[F] {
        &self.memory[4 * self.groups.count..][..self.groups.count]
    }

    /// Mean and variance in time of r of one group; `None` if there is no such group.
    pub fn group(&self, group: usize) -> Option<Statistics<F>> {
        let moments = self.memory[..4 * self.groups.count].as_chunks::<4>().0.get(group)?;
        Some(Statistics::from_parts(self.progress.rows, *moments))
    }

    /// The mean over groups of the variance of r in time; `None` before the second row.
    pub fn metastability(&self) -> Option<F> {
        let mut sum = Sum::new();
        for group in 0..self.groups.count {
            sum.add(self.group(group)?.variance()?);
        }
        Some(sum.value() / F::from_u64(self.groups.count as u64))
    }

    /// The mean in time of the variance of r over groups; `None` before the first row, and for one group.
    pub fn chimera_index(&self) -> Option<F> {
        let [sum, low] = self.progress.variances;
        (self.progress.rows > 0 && self.groups.count > 1).then(|| (sum + low) / F::from_u64(self.progress.rows))
    }

    /// How far it is: with the memory, all that is needed to [`resume`](Self::resume).
    pub const fn progress(&self) -> GroupProgress<F> {
        self.progress
    }
}

/// Whether all of a record, times the harmonic, is finite: before a row of it is used.
pub(super) fn check_record<F: Real>(record: &[F], harmonic: u32) -> Result<(), Error> {
    let harmonic = check_harmonic(harmonic)?;
    if record.is_empty() { Ok(()) } else { check(record, harmonic) }
}
