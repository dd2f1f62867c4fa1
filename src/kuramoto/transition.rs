//! The order parameter as a function of the coupling strength.

use super::Kuramoto;
use super::coupling::{Coupling, finite};
use super::drive::{Driving, Modulation};
use super::observables::{OrderParameterStatistics, Statistics};
use crate::ode::{End, FixedStep, OdeSystem, Scheme, Solution};
use crate::{Error, Real};

/// A sweep over coupling strengths: for each, the mean in time and the variance of the order parameter r, after a transient.
/// That is the diagram of the synchronisation transition (Kuramoto, 1975; Strogatz, Physica D 143, 2000, fig. 3).
///
/// ```
/// use photinus::kuramoto::{FrequencyDistribution, Kuramoto, MeanField, Transition, observables::Statistics};
/// use photinus::ode::Rk4;
/// let lorentzian = FrequencyDistribution::Lorentzian { centre: 0.0, width: 0.5 };
/// let mut frequencies = [0.0; 500];
/// lorentzian.quantiles(&mut frequencies)?;
/// let network = Kuramoto::new(&frequencies, MeanField::new(500, &[1.0])?)?;
/// let (strengths, initial) = ([0.5, 2.0], [0.0; 500]);
/// let mut r = [Statistics::new(); 2];
/// let mut workspace = vec![0.0; Transition::workspace_len(&network)];
/// let transition = Transition { transient: 1000, samples: 100, every: 10, ..Transition::default() };
/// transition.run(&Rk4::new(0.02)?, &network, &strengths, &initial, &mut r, &mut workspace)?.complete()?;
/// assert!(r[0].mean() < 0.1); // below the critical coupling, 1
/// assert!((r[1].mean() - 0.5_f64.sqrt()).abs() < 0.05); // sqrt(1 - Kc/K)
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Steps before the first sample.
    pub transient: u64,
    /// How often r is taken, at least once.
    pub samples: u64,
    /// Steps between two samples, at least 1.
    pub every: u64,
    /// Whether each strength starts where the one before it ended, instead of at the initial phases: up and down again,
    /// that shows hysteresis.
    pub carried: bool,
    /// The harmonic of the order parameter.
    pub harmonic: u32,
}

impl Default for Transition {
    /// 1000 steps, then 1000 samples, one per step, of the first harmonic, each strength from the initial phases.
    fn default() -> Self {
        Transition { transient: 1000, samples: 1000, every: 1, carried: false, harmonic: 1 }
    }
}

impl Transition {
    /// How many elements of workspace [`run`](Transition::run) needs.
    pub fn workspace_len<F: Real, C: Coupling<F>>(network: &Kuramoto<'_, F, C>) -> usize {
        network.dim().saturating_add(network.workspace_len())
    }

    /// Runs the network with its coupling multiplied by each of `strengths`, from the phases `initial`, and writes the
    /// statistics of r to `r`, one per strength.
    ///
    /// `rows` of the result is how many strengths are done. Where the phases become NaN or infinite it ends with
    /// [`End::Diverged`]; the strengths before are done.
    ///
    /// # Errors
    /// [`Error::Length`] if `r` has not one element per strength or `initial` not N, [`Error::Parameter`] if `samples`,
    /// `every` or the harmonic is 0 or the steps overflow, [`Error::Workspace`] if `workspace` is too short,
    /// [`Error::NotFinite`] if a strength or a phase is NaN or infinite, and those of [`FixedStep::advance`].
    pub fn run<F: Real, S: Scheme, C: Coupling<F> + Copy>(
        &self,
        solver: &FixedStep<F, S>,
        network: &Kuramoto<'_, F, C>,
        strengths: &[F],
        initial: &[F],
        r: &mut [Statistics<F>],
        workspace: &mut [F],
    ) -> Result<Solution<F>, Error> {
        let n = network.dim();
        if r.len() != strengths.len() || initial.len() != n {
            return Err(Error::Length);
        }
        let steps = self.samples.checked_sub(1).and_then(|intervals| intervals.checked_mul(self.every));
        let steps = steps.filter(|_| self.every > 0).and_then(|steps| steps.checked_add(self.transient));
        solver.check(F::zero(), 0, steps.ok_or(Error::Parameter)?)?;
        OrderParameterStatistics::<F>::new(self.harmonic, network.level())?;
        finite(strengths).and(finite(initial))?;
        if workspace.len() < Self::workspace_len(network) {
            return Err(Error::Workspace);
        }
        let (state, workspace) = workspace.split_at_mut(n);
        state.copy_from_slice(initial);
        let mut solution = Solution { end: End::Complete, rows: 0, time: F::zero(), steps: 0, rejected: 0 };
        for (&strength, r) in strengths.iter().zip(r) {
            if !self.carried {
                state.copy_from_slice(initial);
            }
            let drive = Driving::new().with_strength(Modulation::constant(strength))?;
            let driven = network.with_drive(drive)?;
            let mut statistics = OrderParameterStatistics::new(self.harmonic, network.level())?;
            let mut first = 0;
            for sample in 0..self.samples {
                let count = if sample == 0 { self.transient } else { self.every };
                let run = solver.advance(&driven, F::zero(), first, count, state, workspace)?;
                first += run.steps;
                solution.steps += run.steps;
                solution.time = run.time;
                if run.end != End::Complete {
                    solution.end = run.end;
                    return Ok(solution);
                }
                statistics.add(state)?;
            }
            *r = statistics.statistics();
            solution.rows += 1;
        }
        Ok(solution)
    }
}
