//! Stochastic differential equations: a system with white noise added to each component.

use super::{End, EulerScheme, HeunScheme, OdeSystem, Rk4Scheme, Scheme, Solution, all_finite, check_steps, share};
use crate::random::Normals;
use crate::simd::{self, Kernel};
use crate::{Error, Layout, Real, Stop};
use core::marker::PhantomData;

/// Where the increments of a Wiener process come from: W(t + h) - W(t) for each step, which is number `number` on the
/// whole grid of a run.
pub trait Increments<F: Real> {
    /// Writes the increments of all components over step `number`, of length `step`: independent normal numbers of mean 0
    /// and variance `step`. They must depend on the arguments alone.
    ///
    /// # Errors
    /// A [`Stop`] ends the run before that step.
    fn fill(&self, number: u64, step: F, out: &mut [F]) -> Result<(), Stop>;

    /// Whether there are increments for steps `first` to `first + count - 1` of `dim` components: asked before a run.
    ///
    /// # Errors
    /// What is missing.
    fn check(&self, first: u64, count: u64, dim: usize) -> Result<(), Error> {
        let _ = (first, count, dim);
        Ok(())
    }
}

impl<F: Real, I: Increments<F>> Increments<F> for &I {
    #[inline(always)]
    fn fill(&self, number: u64, step: F, out: &mut [F]) -> Result<(), Stop> {
        (**self).fill(number, step, out)
    }
    fn check(&self, first: u64, count: u64, dim: usize) -> Result<(), Error> {
        (**self).check(first, count, dim)
    }
}

/// Increments made from a seed: √h times the [`Normals`] of (seed, number of the step, component). The path of a component
/// so depends on the seed, its number and the step alone: not on how many others there are, nor on where a run is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wiener {
    normals: Normals,
}

impl Wiener {
    /// The process of that seed.
    pub const fn new(seed: u64) -> Self {
        Wiener { normals: Normals::new(seed) }
    }
}

impl<F: Real> Increments<F> for Wiener {
    #[inline(always)]
    fn fill(&self, number: u64, step: F, out: &mut [F]) -> Result<(), Stop> {
        self.normals.fill(number, 0, out);
        let root = step.sqrt();
        for x in out {
            *x *= root;
        }
        Ok(())
    }
}

/// Increments that the caller gives: a matrix `[steps][dim]`, row after row, of W(t + h) - W(t), so of variance h where
/// they are those of a Wiener process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given<'a, F> {
    first: u64,
    values: &'a [F],
}

impl<'a, F: Real> Given<'a, F> {
    /// Those of step `first` and the following ones, as many as `values` has whole rows.
    pub const fn new(first: u64, values: &'a [F]) -> Self {
        Given { first, values }
    }
}

impl<F: Real> Increments<F> for Given<'_, F> {
    #[inline(always)]
    fn fill(&self, number: u64, _: F, out: &mut [F]) -> Result<(), Stop> {
        let row = number.wrapping_sub(self.first) as usize;
        // `check` has seen to the length.
        match row.checked_mul(out.len()).and_then(|begin| self.values.get(begin..)?.get(..out.len())) {
            Some(values) => out.copy_from_slice(values),
            None => out.fill(F::nan()),
        }
        Ok(())
    }

    /// [`Error::Length`] if a row is missing, [`Error::NotFinite`] if one has an element that is NaN or infinite.
    fn check(&self, first: u64, count: u64, dim: usize) -> Result<(), Error> {
        if count == 0 {
            return Ok(());
        }
        let begin = first.checked_sub(self.first).and_then(|row| usize::try_from(row).ok()?.checked_mul(dim));
        let len = usize::try_from(count).ok().and_then(|rows| rows.checked_mul(dim));
        let (Some(begin), Some(len)) = (begin, len) else { return Err(Error::Length) };
        let values = self.values.get(begin..).and_then(|values| values.get(..len)).ok_or(Error::Length)?;
        if values.iter().all(|x| x.is_finite()) { Ok(()) } else { Err(Error::NotFinite) }
    }
}

/// The stochastic differential equation dy_i = f_i(t, y) dt + σ_i dW_i: a system with white noise of strength σ_i in each
/// component, the W_i independent. As σ does not depend on y, Itô's and Stratonovich's readings are one.
///
/// σ_i² is the variance that the noise alone gives to y_i in a unit of time.
#[derive(Clone, Copy, Debug)]
pub struct Sde<'a, F, Y, I> {
    system: &'a Y,
    strength: &'a [F],
    increments: I,
}

impl<'a, F: Real, Y: OdeSystem<F>, I: Increments<F>> Sde<'a, F, Y, I> {
    /// `strength` has the σ_i of all components, or one σ for all. A [`Wiener`] process makes the increments, or they are
    /// [`Given`].
    ///
    /// # Errors
    /// [`Error::Dimension`] if the system's `dim` is 0, [`Error::Length`] if `strength` has neither 1 nor `dim` elements,
    /// [`Error::Parameter`] if one is negative, NaN or infinite.
    pub fn new(system: &'a Y, strength: &'a [F], increments: I) -> Result<Self, Error> {
        if system.dim() == 0 {
            return Err(Error::Dimension);
        }
        if strength.len() != 1 && strength.len() != system.dim() {
            return Err(Error::Length);
        }
        if !strength.iter().all(|&sigma| sigma >= F::zero() && sigma.is_finite()) {
            return Err(Error::Parameter);
        }
        Ok(Sde { system, strength, increments })
    }

    /// σ_i ΔW_i over a step.
    #[inline(always)]
    fn kick(&self, number: u64, step: F, out: &mut [F]) -> Result<(), Stop> {
        self.increments.fill(number, step, out)?;
        // Loops and no closures: those may be compiled for the baseline.
        if let [sigma] = *self.strength {
            for x in out {
                *x *= sigma;
            }
        } else {
            for (x, &sigma) in out.iter_mut().zip(self.strength) {
                *x *= sigma;
            }
        }
        Ok(())
    }
}

/// The rows that [`solve`](StochasticStep::solve) writes, on the grid of a run: step n is from start + n·h to
/// start + (n + 1)·h, whatever part of the grid a call is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid<F> {
    /// The time of the grid's step 0.
    pub start: F,
    /// The number of the step that begins at the first row: 0, or where an earlier run ended.
    pub first: u64,
    /// Steps from one row to the next, at least 1.
    pub steps_per_row: u64,
    /// How many rows, the first included.
    pub rows: usize,
}

/// The Euler-Maruyama method with a fixed step (Maruyama, 1955; Kloeden and Platen, Numerical Solution of Stochastic
/// Differential Equations, 10.2): y + h f(t, y) + σ ΔW. With additive noise, of strong order 1 and weak order 1.
pub type EulerMaruyama<F> = StochasticStep<F, EulerScheme>;

/// The stochastic Heun method with a fixed step (Rümelin, SIAM J. Numer. Anal. 19, 1982): the trapezoidal rule, with the
/// Euler-Maruyama method, of the same increment, as its predictor. With additive noise, of strong order 1 and weak order 2.
pub type StochasticHeun<F> = StochasticStep<F, HeunScheme>;

/// The classical Runge-Kutta method along the path that W makes when it is joined by straight lines: what a stage adds of
/// h f, it adds of σ ΔW. Of strong order 1, and of weak order 1 alone, unless f is linear; but what is of low order in its
/// error is multiplied by σ², and what is without noise is of order 4: for weak noise (Milstein and Tretyakov, SIAM J. Sci.
/// Comput. 18, 1997).
pub type StochasticRk4<F> = StochasticStep<F, Rk4Scheme>;

/// A method with a fixed step for stochastic differential equations: [`EulerMaruyama`], [`StochasticHeun`] or
/// [`StochasticRk4`].
///
/// The orders say how the error falls with the step: the strong one the mean distance from the exact solution of the same
/// W, the weak one the error of means such as that of y or y². A step length has its own path: to compare two of them on
/// one W, [give](Given) the increments, those of a long step being the sums of those of short ones.
///
/// With strength 0 a step is that of [`Euler`](super::Euler), [`Heun`](super::Heun) or [`Rk4`](super::Rk4). There is no
/// method with steps chosen by an error here: it would see the noise as an error, and choose the path by it.
///
/// ```
/// use photinus::{Stop, ode::{Grid, OdeSystem, Sde, StochasticHeun, Wiener}};
/// struct Decay;
/// impl OdeSystem<f64> for Decay {
///     fn dim(&self) -> usize { 1 }
///     fn derivative(&self, _t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
///         dydt[0] = -y[0];
///         Ok(())
///     }
/// }
/// let sde = Sde::new(&Decay, &[0.1], Wiener::new(7))?;
/// let solver = StochasticHeun::new(0.01)?;
/// let (mut states, mut workspace) = ([0.0; 101], [0.0; StochasticHeun::<f64>::workspace_len(1, 0)]);
/// let grid = Grid { start: 0.0, first: 0, steps_per_row: 10, rows: 101 };
/// solver.solve(&sde, &grid, &[1.0], &mut states, &mut workspace, |_, _, _| Ok(()))?.complete()?;
/// // The same path by hand, in two parts.
/// let mut y = [1.0];
/// solver.advance(&sde, 0.0, 0, 300, &mut y, &mut workspace)?.complete()?;
/// solver.advance(&sde, 0.0, 300, 700, &mut y, &mut workspace)?.complete()?;
/// assert_eq!(y[0], states[100]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StochasticStep<F, S> {
    step: F,
    scheme: PhantomData<S>,
}

impl<F: Real, S: Scheme> StochasticStep<F, S> {
    /// A solver with steps of that length.
    ///
    /// # Errors
    /// [`Error::Step`] unless it is a finite number above 0.
    pub fn new(step: F) -> Result<Self, Error> {
        if step > F::zero() && step.is_finite() {
            Ok(StochasticStep { step, scheme: PhantomData })
        } else {
            Err(Error::Step)
        }
    }

    /// The length of a step.
    pub const fn step(&self) -> F
    where
        F: Copy,
    {
        self.step
    }

    /// How many elements of workspace a system of `dim` equations with `scratch` elements of its own needs; saturates
    /// where that does not fit.
    pub const fn workspace_len(dim: usize, scratch: usize) -> usize {
        dim.saturating_mul(5).saturating_add(scratch)
    }

    /// Takes `count` steps from `state`, the state at the time start + `first`·step, and leaves the state after them there.
    /// (start, first + count, state) is all that has to be kept to go on later to the same bits, wherever the run is cut.
    ///
    /// Where the run ends early, `state` is that after the [`steps`](Solution::steps) done, and
    /// [`time`](Solution::time) its time; `rows` is 0.
    ///
    /// # Errors
    /// [`Error::Length`] if `state` has not `dim` elements, or given increments are missing, [`Error::Workspace`] if
    /// `workspace` is shorter than [`workspace_len`](Self::workspace_len) says, [`Error::Times`] if `start` is not finite,
    /// [`Error::NotFinite`] if `state` or a given increment is not, [`Error::StepTooSmall`] if one of the steps would be
    /// lost in the rounding of the time or below the normal numbers, or its number is not exact in `F`.
    pub fn advance<Y: OdeSystem<F>, I: Increments<F>>(
        &self,
        sde: &Sde<'_, F, Y, I>,
        start: F,
        first: u64,
        count: u64,
        state: &mut [F],
        workspace: &mut [F],
    ) -> Result<Solution<F>, Error> {
        self.check(sde, start, first, count, state, workspace.len())?;
        self.prepare(sde, workspace);
        let mut solution = Solution { end: End::Complete, rows: 0, time: start, steps: 0, rejected: 0 };
        self.take(sde, start, first, count, (state, workspace), &mut solution);
        Ok(solution)
    }

    /// Writes the state at each row's time to a row of `states`, a matrix `[rows][dim]`; its first row is `initial`, the
    /// state at the beginning of step [`first`](Grid::first).
    ///
    /// `observer` is called with each complete row's number, time and state, and may stop the run. A run is resumed, to the
    /// same bits, from any row: with its state as `initial` and the number of its step as `first`.
    ///
    /// # Errors
    /// Those of [`advance`](Self::advance) for all the steps, [`Error::Length`] if `states` is too short,
    /// [`Error::Times`] if there are 0 steps per row.
    pub fn solve<Y, I, O>(
        &self,
        sde: &Sde<'_, F, Y, I>,
        grid: &Grid<F>,
        initial: &[F],
        states: &mut [F],
        workspace: &mut [F],
        mut observer: O,
    ) -> Result<Solution<F>, Error>
    where
        Y: OdeSystem<F>,
        I: Increments<F>,
        O: FnMut(usize, F, &[F]) -> Result<(), Stop>,
    {
        let Grid { start, first, steps_per_row, rows } = *grid;
        let dim = sde.system.dim();
        if steps_per_row == 0 {
            return Err(Error::Times);
        }
        let count = (rows.saturating_sub(1) as u64).checked_mul(steps_per_row).ok_or(Error::StepTooSmall)?;
        self.check(sde, start, first, count, initial, workspace.len())?;
        Layout::ROWS.check(rows, dim, states.len())?;
        self.prepare(sde, workspace);
        let (rest, y) = workspace.split_at_mut(Self::workspace_len(dim, sde.system.scratch_len()) - dim);
        let y = &mut y[..dim];
        y.copy_from_slice(initial);
        let mut solution = Solution { end: End::Complete, rows: 0, time: F::zero(), steps: 0, rejected: 0 };
        for (row, out) in states.chunks_exact_mut(dim).take(rows).enumerate() {
            let (steps, before) = (if row == 0 { 0 } else { steps_per_row }, solution.time);
            self.take(sde, start, first + solution.steps, steps, (y, rest), &mut solution);
            if solution.end != End::Complete {
                if solution.end != End::Diverged {
                    solution.time = before;
                }
                return Ok(solution);
            }
            out.copy_from_slice(y);
            solution.rows = row + 1;
            if let Err(stop) = observer(row, solution.time, y) {
                solution.end = stop.into();
                return Ok(solution);
            }
        }
        Ok(solution)
    }

    fn check<Y: OdeSystem<F>, I: Increments<F>>(
        &self,
        sde: &Sde<'_, F, Y, I>,
        start: F,
        first: u64,
        count: u64,
        state: &[F],
        workspace: usize,
    ) -> Result<(), Error> {
        let dim = sde.system.dim();
        // Once more, since a system might have changed within.
        if dim == 0 {
            return Err(Error::Dimension);
        }
        if state.len() != dim || (sde.strength.len() != 1 && sde.strength.len() != dim) {
            return Err(Error::Length);
        }
        if workspace < Self::workspace_len(dim, sde.system.scratch_len()) {
            return Err(Error::Workspace);
        }
        if !start.is_finite() {
            return Err(Error::Times);
        }
        if !state.iter().all(|y| y.is_finite()) {
            return Err(Error::NotFinite);
        }
        check_steps::<F, S>(self.step, start, first, count)?;
        sde.increments.check(first, count, dim)
    }

    fn prepare<Y: OdeSystem<F>, I>(&self, sde: &Sde<'_, F, Y, I>, workspace: &mut [F]) {
        sde.system.prepare(&mut workspace[4 * sde.system.dim()..][..sde.system.scratch_len()]);
    }

    /// Takes steps that have been checked, and adds them to the solution.
    fn take<Y: OdeSystem<F>, I: Increments<F>>(
        &self,
        sde: &Sde<'_, F, Y, I>,
        start: F,
        first: u64,
        count: u64,
        (y, workspace): (&mut [F], &mut [F]),
        solution: &mut Solution<F>,
    ) {
        let kernel = Run::<F, Y, I, S> { sde, start, step: self.step, first, count, y, workspace, scheme: PhantomData };
        let (done, end) = simd::run(sde.system.level(), kernel);
        solution.steps += done;
        solution.time = start + self.step * F::from_u64(first + done);
        solution.end = end;
    }
}

/// Steps, compiled for each instruction set.
struct Run<'a, F, Y, I, S> {
    sde: &'a Sde<'a, F, Y, I>,
    start: F,
    step: F,
    first: u64,
    count: u64,
    y: &'a mut [F],
    /// Four times as long as `y`, then the scratch of the system, prepared.
    workspace: &'a mut [F],
    scheme: PhantomData<S>,
}

impl<F: Real, Y: OdeSystem<F>, I: Increments<F>, S: Scheme> Kernel for Run<'_, F, Y, I, S> {
    /// Steps done, and why it ended. `y` is then the state after the steps done.
    type Output = (u64, End);

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Run { sde, start, step, first, count, y, workspace, .. } = self;
        let dim = y.len();
        let (stage, rest) = workspace.split_at_mut(dim);
        let (rate, rest) = rest.split_at_mut(dim);
        let (sum, rest) = rest.split_at_mut(dim);
        let (kick, scratch) = rest.split_at_mut(dim);
        let scratch = &mut scratch[..sde.system.scratch_len()];
        let half = F::from_f64(0.5);
        let share = share::<F, S>(step);
        for done in 0..count {
            let number = first + done;
            if let Err(stop) = sde.kick(number, step, kick) {
                return (done, stop.into());
            }
            let t = start + step * F::from_u64(number);
            sum.fill(F::zero());
            stage.copy_from_slice(y);
            for &(at, weight, next) in S::STAGES {
                let (at, next, weight) = (half * F::from_u64(at), half * F::from_u64(next), F::from_u64(weight));
                if let Err(stop) = sde.system.derivative(t + step * at, stage, rate, scratch) {
                    return (done, stop.into());
                }
                for (sum, &rate) in sum.iter_mut().zip(&*rate) {
                    *sum += weight * rate;
                }
                walk(stage, y, (step * next, rate), (next, kick));
            }
            walk(stage, y, (share, sum), (F::one(), kick));
            if !all_finite(stage) {
                return (done, End::Diverged);
            }
            y.copy_from_slice(stage);
        }
        (count, End::Complete)
    }
}

/// out = y + h k + c w
#[inline(always)]
fn walk<F: Real>(out: &mut [F], y: &[F], (h, k): (F, &[F]), (c, w): (F, &[F])) {
    for (((out, &y), &k), &w) in out.iter_mut().zip(y).zip(k).zip(w) {
        *out = (y + h * k) + c * w;
    }
}
