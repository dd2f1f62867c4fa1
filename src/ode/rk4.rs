//! The classical Runge-Kutta method of order 4.

use super::{End, OdeSystem, Solution};
use crate::simd::{self, Kernel};
use crate::{Error, Layout, Real, Stop};

/// The classical Runge-Kutta method with a fixed step (Kutta, 1901; Hairer, Nørsett and Wanner, Solving Ordinary
/// Differential Equations I, table II.1.2): order 4.
///
/// ```
/// use photinus::{Stop, ode::{OdeSystem, Rk4}};
/// struct Decay;
/// impl OdeSystem<f64> for Decay {
///     fn dim(&self) -> usize { 1 }
///     fn derivative(&self, _t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
///         dydt[0] = -y[0];
///         Ok(())
///     }
/// }
/// let (mut states, mut workspace) = ([0.0; 2], [0.0; Rk4::<f64>::workspace_len(1, 0)]);
/// let solver = Rk4::new(0.01)?;
/// solver.solve(&Decay, &[0.0, 1.0], &[1.0], &mut states, &mut workspace, |_, _, _| Ok(()))?.complete()?;
/// assert!((states[1] - (-1.0_f64).exp()).abs() < 1e-10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rk4<F> {
    step: F,
}

impl<F: Real> Rk4<F> {
    /// A solver whose steps are at most `step` long, but for the rounding of the times (see [`solve`](Rk4::solve)).
    ///
    /// # Errors
    /// [`Error::Step`] unless it is a finite number above 0.
    pub fn new(step: F) -> Result<Self, Error> {
        if step > F::zero() && step.is_finite() { Ok(Rk4 { step }) } else { Err(Error::Step) }
    }

    /// How many elements of workspace a system of `dim` equations with `scratch` elements of its own needs; saturates
    /// where that does not fit.
    pub const fn workspace_len(dim: usize, scratch: usize) -> usize {
        dim.saturating_mul(4).saturating_add(scratch)
    }

    /// Integrates from `times[0]`, where the state is `initial`, and writes the state at each of `times` to a row of
    /// `states`, a matrix `[times][dim]`; its first row is `initial`.
    ///
    /// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of
    /// the times, ε·|t| of the larger one, does not ask for a step more (where that is below step / 1024), so that times
    /// which are multiples of the step are taken in steps of that length. The system is asked at times between the two,
    /// both included, and nowhere else.
    ///
    /// A row depends on the row before it and the two times alone, so that a run which ended early is resumed, to the same
    /// bits, from its last complete row: by the same call with the rest of the times, that row's included. `observer` is
    /// called with each complete row's number, time and state, and may stop the run; it is not asked within a row, so
    /// closely spaced times keep a long run in hand.
    ///
    /// No times: no row. One time: one row.
    ///
    /// # Errors
    /// [`Error::Length`] if `initial` has not `dim` elements or `states` is too short, [`Error::Dimension`] if `dim` is
    /// 0, [`Error::Workspace`] if `workspace` is shorter than [`workspace_len`](Self::workspace_len) says,
    /// [`Error::Times`] if the times are not finite or do not increase, [`Error::NotFinite`] if `initial` is not
    /// finite, [`Error::StepTooSmall`] if a step would be lost in the rounding of the time or below the normal numbers, or
    /// if there would be more steps between two times than integers that are exact in `F`.
    pub fn solve<S, O>(
        &self,
        system: &S,
        times: &[F],
        initial: &[F],
        states: &mut [F],
        workspace: &mut [F],
        mut observer: O,
    ) -> Result<Solution<F>, Error>
    where
        S: OdeSystem<F>,
        O: FnMut(usize, F, &[F]) -> Result<(), Stop>,
    {
        let dim = system.dim();
        if dim == 0 {
            return Err(Error::Dimension);
        }
        if initial.len() != dim {
            return Err(Error::Length);
        }
        Layout::ROWS.check(times.len(), dim, states.len())?;
        if workspace.len() < Self::workspace_len(dim, system.scratch_len()) {
            return Err(Error::Workspace);
        }
        if !times.iter().all(|t| t.is_finite()) || times.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(Error::Times);
        }
        if !initial.iter().all(|y| y.is_finite()) {
            return Err(Error::NotFinite);
        }
        for pair in times.windows(2) {
            self.steps(pair[0], pair[1])?;
        }
        let (y, workspace) = workspace.split_at_mut(dim);
        y.copy_from_slice(initial);
        let mut solution = Solution { end: End::Complete, rows: 0, time: F::zero(), steps: 0, rejected: 0 };
        for (row, &time) in times.iter().enumerate() {
            if row > 0 {
                let (count, step) = self.steps(times[row - 1], time)?;
                let start = times[row - 1];
                let (y, workspace) = (&mut *y, &mut *workspace);
                let interval = Interval { system, start, end: time, step, count, y, workspace };
                let (done, end) = simd::run(system.level(), interval);
                solution.steps += done;
                if let Err(end) = end {
                    solution.end = end;
                    if end == End::Diverged {
                        solution.time = times[row - 1] + step * F::from_u64(done);
                    }
                    return Ok(solution);
                }
            }
            states[row * dim..][..dim].copy_from_slice(y);
            (solution.rows, solution.time) = (row + 1, time);
            if let Err(stop) = observer(row, time, y) {
                solution.end = stop.into();
                return Ok(solution);
            }
        }
        Ok(solution)
    }

    /// The number of steps between two times, as documented for `solve`, and their length.
    fn steps(&self, start: F, end: F) -> Result<(u64, F), Error> {
        let rounding = F::epsilon() * if end.abs() > start.abs() { end.abs() } else { start.abs() };
        let rounding = if rounding * F::from_u64(1024) < self.step { rounding } else { F::zero() };
        let ratio = ((end - start - rounding) / self.step).ceil();
        let ratio = if ratio < F::one() { F::one() } else { ratio };
        let limit = F::from_u64(1 << F::DIGITS);
        let step = (end - start) / ratio;
        // The step must move the time at its larger end too, where values are the furthest apart.
        let halved_to_nothing = step / F::from_u64(6) < F::min_positive_value();
        if ratio > limit || start + step == start || end - step == end || halved_to_nothing {
            return Err(Error::StepTooSmall);
        }
        Ok((ratio.to_u64().ok_or(Error::StepTooSmall)?, step))
    }
}

/// The steps between two times, compiled for each instruction set.
struct Interval<'a, F, S> {
    system: &'a S,
    start: F,
    end: F,
    step: F,
    count: u64,
    y: &'a mut [F],
    workspace: &'a mut [F],
}

impl<F: Real, S: OdeSystem<F>> Kernel for Interval<'_, F, S> {
    /// Steps done, and why it ended before the last. `y` is then the state after the steps done.
    type Output = (u64, Result<(), End>);

    #[inline(always)]
    fn run(self) -> Self::Output {
        let dim = self.y.len();
        let (stage, rest) = self.workspace.split_at_mut(dim);
        let (rate, rest) = rest.split_at_mut(dim);
        let (sum, scratch) = rest.split_at_mut(dim);
        let scratch = &mut scratch[..self.system.scratch_len()];
        let (h, system, y) = (self.step, self.system, self.y);
        let (half, sixth, two) = (h * F::from_f64(0.5), h / F::from_u64(6), F::from_u64(2));
        // One loop over the four stages, so that the system's derivative, which is inlined, is there once: where in the
        // step it is taken, its weight in the sum, and how far the next stage goes along it.
        let stage_table = [(F::zero(), F::one(), half), (half, two, half), (half, two, h), (h, F::one(), F::zero())];
        for i in 0..self.count {
            let t = self.start + h * F::from_u64(i);
            sum.fill(F::zero());
            stage.copy_from_slice(y);
            for (at, weight, reach) in stage_table {
                // The sum may be rounded to beyond the end, where the system need not be defined.
                let time = if t + at < self.end { t + at } else { self.end };
                if let Err(stop) = system.derivative(time, stage, rate, scratch) {
                    return (i, Err(stop.into()));
                }
                accumulate(sum, weight, rate);
                combine(stage, y, reach, rate);
            }
            combine(stage, y, sixth, sum);
            if !all_finite(stage) {
                return (i, Err(End::Diverged));
            }
            y.copy_from_slice(stage);
        }
        (self.count, Ok(()))
    }
}

/// out = y + h k
#[inline(always)]
fn combine<F: Real>(out: &mut [F], y: &[F], h: F, k: &[F]) {
    for ((out, &y), &k) in out.iter_mut().zip(y).zip(k) {
        *out = y + h * k;
    }
}

/// sum = sum + c k
#[inline(always)]
fn accumulate<F: Real>(sum: &mut [F], c: F, k: &[F]) {
    for (sum, &k) in sum.iter_mut().zip(k) {
        *sum += c * k;
    }
}

/// Whether no element is NaN or infinite, without a branch per element.
#[inline(always)]
fn all_finite<F: Real>(y: &[F]) -> bool {
    // 0 y is NaN where y is NaN or infinite.
    y.iter().fold(F::zero(), |sum, &y| sum + y * F::zero()) == F::zero()
}
