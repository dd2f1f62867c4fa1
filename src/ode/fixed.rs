//! Runge-Kutta methods with a fixed step: Euler, Heun, and the classical one of order 4.

use super::{End, OdeSystem, Solution};
use crate::lanes::Lanes;
use crate::simd::{self, Kernel};
use crate::{Error, Layout, Real, Stop};
use core::fmt;
use core::marker::PhantomData;

mod sealed {
    pub trait Sealed {}
}

/// An explicit Runge-Kutta method each of whose stages starts from the stage before alone:
/// k_s = f(t + c_s h, y + a_s h k_{s-1}), and y + h Σ b_s k_s is the next state.
pub trait Scheme: sealed::Sealed + Copy + fmt::Debug + Default + Send + Sync + 'static {
    /// The order of the method: its error is O(h^ORDER).
    const ORDER: u32;
    /// Of each stage: the half steps to where it is taken (2 c_s), its weight (b_s times the divisor), and the half steps
    /// that the next stage goes along it (2 a_{s+1}).
    #[doc(hidden)]
    const STAGES: &'static [(u64, u64, u64)];
    /// What the sum of the weighted stages is to be divided by.
    #[doc(hidden)]
    const DIVISOR: u64;
}

macro_rules! schemes {
    ($($(#[$doc:meta])* $name:ident: order $order:expr, stages $stages:expr, divisor $divisor:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name;
        impl sealed::Sealed for $name {}
        impl Scheme for $name {
            const ORDER: u32 = $order;
            const STAGES: &'static [(u64, u64, u64)] = &$stages;
            const DIVISOR: u64 = $divisor;
        }
    )*};
}

schemes! {
    /// The coefficients of [`Euler`].
    EulerScheme: order 1, stages [(0, 1, 0)], divisor 1;
    /// The coefficients of [`Heun`].
    HeunScheme: order 2, stages [(0, 1, 2), (2, 1, 0)], divisor 2;
    /// The coefficients of [`Rk4`].
    Rk4Scheme: order 4, stages [(0, 1, 1), (1, 2, 1), (1, 2, 2), (2, 1, 0)], divisor 6;
}

/// Euler's method with a fixed step (Euler, 1768): order 1.
pub type Euler<F> = FixedStep<F, EulerScheme>;

/// Heun's method with a fixed step (Heun, 1900; Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I,
/// II.1): order 2.
pub type Heun<F> = FixedStep<F, HeunScheme>;

/// The classical Runge-Kutta method with a fixed step (Kutta, 1901; Hairer, Nørsett and Wanner, Solving Ordinary
/// Differential Equations I, table II.1.2): order 4.
pub type Rk4<F> = FixedStep<F, Rk4Scheme>;

/// A Runge-Kutta method with a fixed step: [`Euler`], [`Heun`] or [`Rk4`].
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
pub struct FixedStep<F, S> {
    step: F,
    scheme: PhantomData<S>,
}

impl<F: Real, S: Scheme> FixedStep<F, S> {
    /// A solver whose steps are at most `step` long, but for the rounding of the times (see [`solve`](Rk4::solve)).
    ///
    /// # Errors
    /// [`Error::Step`] unless it is a finite number above 0.
    pub fn new(step: F) -> Result<Self, Error> {
        if step > F::zero() && step.is_finite() {
            Ok(FixedStep { step, scheme: PhantomData })
        } else {
            Err(Error::Step)
        }
    }

    /// The longest step.
    pub const fn step(&self) -> F
    where
        F: Copy,
    {
        self.step
    }

    /// How many elements of workspace a system of `dim` equations with `scratch` elements of its own needs; saturates
    /// where that does not fit.
    pub const fn workspace_len(dim: usize, scratch: usize) -> usize {
        dim.saturating_mul(4).saturating_add(scratch)
    }

    /// Integrates from `times[0]`, where the state is `initial`, and writes the state at each of `times` to a row of
    /// `states`, a matrix `[times][dim]`; its first row is `initial`.
    ///
    /// The times increase, or decrease: then it is integrated backwards.
    ///
    /// Between two times, dt apart, there are ceil(|dt| / step) equal steps; an excess of dt that is within the rounding of
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
    /// [`Error::Times`] if the times are not finite, or neither increase nor decrease, [`Error::NotFinite`] if `initial` is not
    /// finite, [`Error::StepTooSmall`] if a step would be lost in the rounding of the time or below the normal numbers, or
    /// if there would be more steps between two times than integers that are exact in `F`.
    pub fn solve<Y, O>(
        &self,
        system: &Y,
        times: &[F],
        initial: &[F],
        states: &mut [F],
        workspace: &mut [F],
        mut observer: O,
    ) -> Result<Solution<F>, Error>
    where
        Y: OdeSystem<F>,
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
        if !times.iter().all(|t| t.is_finite()) {
            return Err(Error::Times);
        }
        let backwards = times.len() > 1 && times[1] < times[0];
        if times.windows(2).any(|pair| pair[0] == pair[1] || (pair[1] < pair[0]) != backwards) {
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
        system.prepare(&mut workspace[3 * dim..][..system.scratch_len()]);
        let mut solution = Solution { end: End::Complete, rows: 0, time: F::zero(), steps: 0, rejected: 0 };
        for (row, &time) in times.iter().enumerate() {
            if row > 0 {
                let start = times[row - 1];
                let (count, step) = self.steps(start, time)?;
                let (y, workspace) = (&mut *y, &mut *workspace);
                let (done, end) =
                    run::<F, Y, S>(system, Steps { start, end: time, step, first: 0, count, y, workspace });
                solution.steps += done;
                if let Err(end) = end {
                    solution.end = end;
                    if end == End::Diverged {
                        solution.time = start + step * F::from_u64(done);
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

    /// Takes `count` steps of exactly [`step`](Self::step) from `state`, the state at the time start + `first`·step, and
    /// leaves the state after them there: the way to step a run by hand. (start, first + count, state) is all that has to be
    /// kept to go on later to the same bits, wherever the run is cut. `workspace` is as for [`solve`](Self::solve).
    ///
    /// Where the run ends early, `state` is that after the [`steps`](Solution::steps) done, and
    /// [`time`](Solution::time) its time; `rows` is 0.
    ///
    /// # Errors
    /// Those of [`solve`](Self::solve); [`Error::Times`] if `start` is not finite, [`Error::StepTooSmall`] if one of the
    /// steps would be lost in the rounding of the time.
    pub fn advance<Y: OdeSystem<F>>(
        &self,
        system: &Y,
        start: F,
        first: u64,
        count: u64,
        state: &mut [F],
        workspace: &mut [F],
    ) -> Result<Solution<F>, Error> {
        let (dim, step) = (system.dim(), self.step);
        if dim == 0 {
            return Err(Error::Dimension);
        }
        if state.len() != dim {
            return Err(Error::Length);
        }
        if workspace.len() < Self::workspace_len(dim, system.scratch_len()) {
            return Err(Error::Workspace);
        }
        self.check(start, first, count)?;
        if !state.iter().all(|y| y.is_finite()) {
            return Err(Error::NotFinite);
        }
        system.prepare(&mut workspace[3 * dim..][..system.scratch_len()]);
        let steps = Steps { start, end: F::infinity(), step, first, count, y: state, workspace };
        let (done, end) = run::<F, Y, S>(system, steps);
        let time = start + step * F::from_u64(first + done);
        Ok(Solution { end: end.err().unwrap_or(End::Complete), rows: 0, time, steps: done, rejected: 0 })
    }

    /// Checks that so many steps can be taken by [`advance`](Self::advance).
    pub(crate) fn check(&self, start: F, first: u64, count: u64) -> Result<(), Error> {
        check_steps::<F, S>(self.step, start, first, count)
    }

    /// The number of steps between two times, as documented for `solve`, and their length.
    fn steps(&self, start: F, end: F) -> Result<(u64, F), Error> {
        let rounding = F::epsilon() * if end.abs() > start.abs() { end.abs() } else { start.abs() };
        let rounding = if rounding * F::from_u64(1024) < self.step { rounding } else { F::zero() };
        let ratio = (((end - start).abs() - rounding) / self.step).ceil();
        let ratio = if ratio < F::one() { F::one() } else { ratio };
        let limit = F::from_u64(1 << F::DIGITS);
        let step = (end - start) / ratio;
        // The step must move the time at its larger end too, where values are the furthest apart.
        if ratio > limit || start + step == start || end - step == end || vanishes::<F, S>(step) {
            return Err(Error::StepTooSmall);
        }
        Ok((ratio.to_u64().ok_or(Error::StepTooSmall)?, step))
    }
}

/// Checks that steps `first` to `first + count - 1` of a grid that begins at `start` can be taken.
pub(crate) fn check_steps<F: Real, S: Scheme>(step: F, start: F, first: u64, count: u64) -> Result<(), Error> {
    if !start.is_finite() {
        return Err(Error::Times);
    }
    let last = first.checked_add(count).filter(|&last| last <= 1 << F::DIGITS).ok_or(Error::StepTooSmall)?;
    let (begin, end) = (start + step * F::from_u64(first), start + step * F::from_u64(last));
    if count > 0 && (!end.is_finite() || begin + step == begin || end - step == end || vanishes::<F, S>(step)) {
        return Err(Error::StepTooSmall);
    }
    Ok(())
}

/// Whether what a step multiplies its rates by is below the normal numbers.
fn vanishes<F: Real, S: Scheme>(step: F) -> bool {
    step.abs() / F::from_u64(S::DIVISOR.max(2)) < F::min_positive_value()
}

/// Steps to be taken, and where.
#[doc(hidden)]
#[derive(Debug)]
pub struct Steps<'a, F> {
    /// Step n begins at start + n step.
    pub start: F,
    /// The system is not asked beyond it.
    pub end: F,
    /// Negative to go backwards.
    pub step: F,
    /// The number of the first step.
    pub first: u64,
    pub count: u64,
    pub y: &'a mut [F],
    /// Three times as long as `y`, then the scratch of the system, prepared.
    pub workspace: &'a mut [F],
}

impl<F: Real> Steps<'_, F> {
    /// The time `at` after the beginning of step `n`. The sum may be rounded to beyond the end, where the system need not be
    /// defined.
    #[inline(always)]
    pub(crate) fn time(&self, n: u64, at: F) -> F {
        let time = (self.start + self.step * F::from_u64(n)) + at;
        if (time < self.end) == (self.step > F::zero()) { time } else { self.end }
    }
}

/// Steps done, and why it ended before the last. The state is then that after the steps done.
#[doc(hidden)]
pub type Done = (u64, Result<(), End>);

/// Takes the steps, on the system's instruction set.
fn run<F: Real, Y: OdeSystem<F>, S: Scheme>(system: &Y, steps: Steps<'_, F>) -> Done {
    simd::run(system.level(), Run::<F, Y, S> { system, steps, scheme: PhantomData })
}

/// Steps of a system, compiled for each instruction set.
struct Run<'a, F, Y, S> {
    system: &'a Y,
    steps: Steps<'a, F>,
    scheme: PhantomData<S>,
}

impl<F: Real, Y: OdeSystem<F>, S: Scheme> Kernel for Run<'_, F, Y, S> {
    type Output = Done;

    #[inline(always)]
    fn run(self) -> Done {
        self.system.take_steps::<S>(self.steps)
    }
}

/// Whether that is the classical method.
pub(crate) const fn is_rk4<S: Scheme>() -> bool {
    S::ORDER == 4
}

/// The stages of a step of `h`: where each is taken, its weight, and how far the next one goes along it.
#[inline(always)]
pub(crate) fn stages<F: Real, S: Scheme>(h: F) -> impl Iterator<Item = (F, F, F)> {
    let half = h * F::from_f64(0.5);
    let reach = move |halves: u64| match halves {
        0 => F::zero(),
        1 => half,
        _ => h,
    };
    S::STAGES.iter().map(move |&(at, weight, next)| (reach(at), F::from_u64(weight), reach(next)))
}

/// What the sum of a step's weighted stages is multiplied by.
#[inline(always)]
pub(crate) fn share<F: Real, S: Scheme>(h: F) -> F {
    h / F::from_u64(S::DIVISOR)
}

/// The steps of any system: what a system's own way has to return, to the bit.
#[inline(always)]
pub(crate) fn take_steps<F: Real, Y: OdeSystem<F>, S: Scheme>(system: &Y, mut steps: Steps<'_, F>) -> Done {
    let dim = steps.y.len();
    let workspace = core::mem::take(&mut steps.workspace);
    let y = core::mem::take(&mut steps.y);
    let (stage, rest) = workspace.split_at_mut(dim);
    let (rate, rest) = rest.split_at_mut(dim);
    let (sum, scratch) = rest.split_at_mut(dim);
    let scratch = &mut scratch[..system.scratch_len()];
    let share = share::<F, S>(steps.step);
    for i in 0..steps.count {
        sum.fill(F::zero());
        stage.copy_from_slice(y);
        // One loop, so that the system's derivative, which is inlined, is there once.
        for (at, weight, reach) in stages::<F, S>(steps.step) {
            if let Err(stop) = system.derivative(steps.time(steps.first + i, at), stage, rate, scratch) {
                return (i, Err(stop.into()));
            }
            accumulate(sum, weight, rate);
            combine(stage, y, reach, rate);
        }
        combine(stage, y, share, sum);
        if !all_finite(stage) {
            return (i, Err(End::Diverged));
        }
        y.copy_from_slice(stage);
    }
    (steps.count, Ok(()))
}

/// out = y + h k
#[inline(always)]
pub(crate) fn combine<F: Real>(out: &mut [F], y: &[F], h: F, k: &[F]) {
    for ((out, &y), &k) in out.iter_mut().zip(y).zip(k) {
        *out = y + h * k;
    }
}

/// k = y + h k: what [`combine`] writes, in the rates' place.
#[inline(always)]
pub(crate) fn reach<F: Real>(k: &mut [F], y: &[F], h: F) {
    for (k, &y) in k.iter_mut().zip(y) {
        *k = y + h * *k;
    }
}

/// sum = sum + c k
#[inline(always)]
pub(crate) fn accumulate<F: Real>(sum: &mut [F], c: F, k: &[F]) {
    for (sum, &k) in sum.iter_mut().zip(k) {
        *sum += c * k;
    }
}

/// Whether no element is NaN or infinite, without a branch per element.
#[inline(always)]
pub(crate) fn all_finite<F: Real>(y: &[F]) -> bool {
    // 0 y is NaN where y is NaN or infinite.
    let (chunks, rest) = y.as_chunks::<8>();
    let mut zero = Lanes::zero();
    for chunk in chunks {
        zero = zero + Lanes(*chunk) * Lanes::zero();
    }
    let last = rest.iter().fold(F::zero(), |sum, &y| sum + y * F::zero());
    zero.0.iter().fold(last, |sum, &x| sum + x) == F::zero()
}
