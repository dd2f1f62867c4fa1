//! Delay differential equations dy/dt = f(t, y(t), y(t - τ_1), y(t - τ_2), …).

use super::{End, Rk4Scheme, Scheme, Solution, accumulate, all_finite, combine, share};
use crate::checkpoint::Format;
use crate::simd::{self, Kernel, Level};
use crate::{Error, Layout, Real, Stop};

/// A system of delay differential equations: dy/dt depends on the state now and on states before.
pub trait DelaySystem<F: Real> {
    /// The number of equations, at least 1.
    fn dim(&self) -> usize;

    /// How many elements [`derivative`](DelaySystem::derivative) needs to work in.
    fn scratch_len(&self) -> usize {
        0
    }

    /// As [`OdeSystem::prepare`](super::OdeSystem::prepare).
    fn prepare(&self, scratch: &mut [F]) {
        let _ = scratch;
    }

    /// The shortest delay above 0 that the derivative asks for; 0 if there is none.
    fn shortest_delay(&self) -> F;

    /// The longest delay that the derivative asks for; 0 if there is none.
    fn longest_delay(&self) -> F;

    /// Writes f to `dydt`; `past` tells the state at earlier times. The rest is as in
    /// [`OdeSystem::derivative`](super::OdeSystem::derivative).
    ///
    /// # Errors
    /// A [`Stop`] ends the run; the step under way is dropped.
    fn derivative(
        &self,
        t: F,
        y: &[F],
        past: &Past<'_, F, impl History<F>>,
        dydt: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Stop>;

    /// The instruction set that the solver's loop is to be run on, this system's derivative inlined (see
    /// [`simd`](crate::simd)).
    fn level(&self) -> Level {
        Level::BASELINE
    }
}

/// The solution before the start of a run. A closure that returns y_i(t) for (i, t) is one.
pub trait History<F: Real> {
    /// y_i(t) for i = `component` and a time before the start; `initial` is the state at the start, as it was given.
    fn value(&self, component: usize, t: F, initial: &[F]) -> F;

    /// The whole state at a time before the start.
    #[inline(always)]
    fn state(&self, t: F, initial: &[F], out: &mut [F]) {
        for (i, out) in out.iter_mut().enumerate() {
            *out = self.value(i, t, initial);
        }
    }
}

/// The history that was always the initial state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Constant;

impl<F: Real> History<F> for Constant {
    #[inline(always)]
    fn value(&self, component: usize, _: F, initial: &[F]) -> F {
        element(initial, component)
    }
}

impl<F: Real, C: Fn(usize, F) -> F> History<F> for C {
    #[inline(always)]
    fn value(&self, component: usize, t: F, _: &[F]) -> F {
        self(component, t)
    }
}

/// What a [`DelaySystem`] sees of the solution before the time t that its derivative is taken at.
///
/// A state is asked for by its delay τ, not by its time t - τ: so it is as exact at a late time as at an early one. Between
/// the steps it is the cubic that has the states and the rates of both ends (Hermite; Hairer, Nørsett and Wanner, Solving
/// Ordinary Differential Equations I, II.6), with an error of order 4; before the start it is the [`History`].
///
/// A delay that is NaN, below 0, between 0 and the step, or longer than the
/// [`longest_delay`](DelaySystem::longest_delay) in whole steps rounded up, gives NaN: a run ends in
/// [`End::Diverged`] by it.
#[derive(Debug)]
pub struct Past<'a, F, H> {
    /// Of each node that is held, the state and the rate.
    ring: &'a [F],
    rows: usize,
    /// The longest delay in steps, rounded up.
    longest: F,
    /// The last node, and where it is in the ring.
    node: u64,
    slot: usize,
    /// The time from that node to t, in steps.
    at: F,
    /// The state at t.
    now: &'a [F],
    start: F,
    step: F,
    initial: &'a [F],
    history: &'a H,
}

impl<'a, F: Real, H: History<F>> Past<'a, F, H> {
    /// y_i(t - delay), i = `component`.
    #[inline(always)]
    pub fn value(&self, component: usize, delay: F) -> F {
        self.at(delay).value(component)
    }

    /// Writes the state at t - delay to `out`, of `dim` elements.
    #[inline(always)]
    pub fn state(&self, delay: F, out: &mut [F]) {
        self.at(delay).state(out);
    }

    /// The time t - delay, of which single components can be asked.
    #[inline(always)]
    pub fn at(&self, delay: F) -> Moment<'a, F, H> {
        Moment { place: self.place(delay), initial: self.initial, history: self.history }
    }

    #[inline(always)]
    fn place(&self, delay: F) -> Place<'a, F> {
        if delay == F::zero() {
            return Place::Now(self.now);
        }
        // A delay of at least a step is at least 1 here, so that what is looked for never lies behind the last node whose
        // rate is known.
        let steps = delay / self.step;
        if !(steps >= F::one() && steps <= self.longest) {
            return Place::Nowhere;
        }
        let back = steps - self.at;
        let whole = back.truncated();
        let rest = back - F::from_i64(whole);
        let whole = whole as usize;
        if whole as u64 > self.node || (whole as u64 == self.node && rest > F::zero()) {
            return Place::Before(self.start + self.step * (F::from_u64(self.node) - back));
        }
        let right = if whole <= self.slot { self.slot - whole } else { self.slot + self.rows - whole };
        let left = if right == 0 { self.rows - 1 } else { right - 1 };
        // At a node, what stands to the left need not be the node before; the weights are 0.
        let left = if rest == F::zero() { right } else { left };
        let dim = self.now.len();
        let ends = [
            self.ring[left * 2 * dim..][..2 * dim].split_at(dim),
            self.ring[right * 2 * dim..][..2 * dim].split_at(dim),
        ];
        let other = F::one() - rest;
        let weights = [
            rest * rest * (F::from_u64(3) - (rest + rest)),
            self.step * (rest * rest * other),
            self.step * (rest * other * other),
        ];
        Place::Between { ends, weights }
    }
}

/// A time in the past: see [`Past::at`].
#[derive(Debug)]
pub struct Moment<'a, F, H> {
    place: Place<'a, F>,
    initial: &'a [F],
    history: &'a H,
}

#[derive(Debug)]
enum Place<'a, F> {
    Now(&'a [F]),
    /// (state, rate) to the left and to the right, and the weights of: the left state's difference from the right one, the
    /// left rate, and less the right rate.
    Between {
        ends: [(&'a [F], &'a [F]); 2],
        weights: [F; 3],
    },
    Before(F),
    Nowhere,
}

impl<F: Real, H: History<F>> Moment<'_, F, H> {
    /// y_i there, i = `component`; NaN if there is no such component.
    #[inline(always)]
    pub fn value(&self, component: usize) -> F {
        match &self.place {
            Place::Now(y) => element(y, component),
            Place::Between { ends: [left, right], weights } => {
                let (y0, f0) = (element(left.0, component), element(left.1, component));
                let (y1, f1) = (element(right.0, component), element(right.1, component));
                hermite(weights, [y0, f0, y1, f1])
            }
            Place::Before(t) if component < self.initial.len() => self.history.value(component, *t, self.initial),
            Place::Before(_) | Place::Nowhere => F::nan(),
        }
    }

    /// Writes the state there to `out`, of `dim` elements.
    #[inline(always)]
    pub fn state(&self, out: &mut [F]) {
        match &self.place {
            Place::Now(y) => {
                for (out, &y) in out.iter_mut().zip(*y) {
                    *out = y;
                }
            }
            Place::Between { ends: [left, right], weights } => {
                let rows = left.0.iter().zip(left.1).zip(right.0).zip(right.1);
                for (out, (((&y0, &f0), &y1), &f1)) in out.iter_mut().zip(rows) {
                    *out = hermite(weights, [y0, f0, y1, f1]);
                }
            }
            Place::Before(t) => self.history.state(*t, self.initial, out),
            Place::Nowhere => out.fill(F::nan()),
        }
    }
}

#[inline(always)]
fn element<F: Real>(slice: &[F], i: usize) -> F {
    match slice.get(i) {
        Some(&x) => x,
        None => F::nan(),
    }
}

/// So grouped that a solution which stands still does so to the bit.
#[inline(always)]
fn hermite<F: Real>(&[state, left, right]: &[F; 3], [y0, f0, y1, f1]: [F; 4]) -> F {
    y1 + (state * (y0 - y1) + (left * f0 - right * f1))
}

const FORMAT: Format = Format { magic: *b"PHOTDLY\0", version: 1 };

/// The classical Runge-Kutta method with a fixed step for delay differential equations, of order 4 for delays of a step
/// and more, whether or not they are multiples of it; a delay of 0 is the state of the stage. Delays between 0 and the
/// step are refused.
///
/// A run lies in the caller's memory: the states and rates of as many steps as the longest delay spans, in a ring, and the
/// state at the start.
///
/// Unless the history goes on smoothly, the solution has a kink at the start, which comes again with each delay, in one
/// derivative higher each time: at start + τ in the second derivative, at start + τ_1 + τ_2 (or 2τ) in the third. Where the
/// first is not the end of a step, the order falls to 2, where the second is not, to 3; so a step that divides the delays is
/// best. A history that does not end in the initial state lowers it further.
///
/// ```
/// use photinus::{Stop, ode::{Constant, DelayRk4, DelaySystem, History, Past}};
/// /// dy/dt = -y(t - 1)
/// struct Lagging;
/// impl DelaySystem<f64> for Lagging {
///     fn dim(&self) -> usize { 1 }
///     fn shortest_delay(&self) -> f64 { 1.0 }
///     fn longest_delay(&self) -> f64 { 1.0 }
///     fn derivative(
///         &self, _t: f64, _y: &[f64], past: &Past<'_, f64, impl History<f64>>, dydt: &mut [f64], _: &mut [f64],
///     ) -> Result<(), Stop> {
///         dydt[0] = -past.value(0, 1.0);
///         Ok(())
///     }
/// }
/// let mut memory = [0.0; DelayRk4::<f64>::memory_len(1, 0, 8)];
/// let mut run = DelayRk4::new(&mut memory, &Lagging, 0.125, 0.0, &[1.0])?;
/// run.advance(&Lagging, &Constant, 16)?.complete()?; // to t = 2, where y = 1 - t + (t - 1)²/2
/// assert!((run.state()[0] + 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct DelayRk4<'m, F> {
    shape: Shape,
    step: F,
    start: F,
    steps: u64,
    /// The state at the start; the ring; three arrays of `dim`; the scratch of the system.
    memory: &'m mut [F],
}

#[derive(Clone, Copy, Debug)]
struct Shape {
    dim: usize,
    rows: usize,
}

impl Shape {
    /// What is kept: the state at the start, and the ring.
    const fn kept(self) -> usize {
        self.rows.saturating_mul(2).saturating_add(1).saturating_mul(self.dim)
    }

    const fn memory_len(self, scratch: usize) -> usize {
        self.kept().saturating_add(self.dim.saturating_mul(3)).saturating_add(scratch)
    }

    /// Of a system with that step.
    fn of<F: Real, Y: DelaySystem<F>>(system: &Y, step: F) -> Result<Shape, Error> {
        let (dim, shortest, longest) = (system.dim(), system.shortest_delay(), system.longest_delay());
        if dim == 0 {
            return Err(Error::Dimension);
        }
        let zero = F::zero();
        if !(shortest >= zero && shortest <= longest && longest.is_finite()) || (shortest == zero && longest > zero) {
            return Err(Error::Delay);
        }
        if shortest > zero && shortest < step {
            return Err(Error::Delay);
        }
        Ok(Shape { dim, rows: delay_in_steps(longest, step)?.checked_add(1).ok_or(Error::StepTooSmall)? })
    }
}

fn delay_in_steps<F: Real>(delay: F, step: F) -> Result<usize, Error> {
    if !(step > F::zero() && step.is_finite()) {
        return Err(Error::Step);
    }
    if !(delay >= F::zero() && delay.is_finite()) {
        return Err(Error::Delay);
    }
    let steps = (delay / step).ceil();
    if steps > F::from_u64(1 << F::DIGITS) {
        return Err(Error::StepTooSmall);
    }
    steps.to_usize().ok_or(Error::StepTooSmall)
}

impl<'m, F: Real> DelayRk4<'m, F> {
    /// How many elements of memory a run needs for `dim` equations, a system's `scratch` elements, and a longest delay of
    /// [that many steps](Self::delay_in_steps); saturates where that does not fit.
    pub const fn memory_len(dim: usize, scratch: usize, longest_delay_in_steps: usize) -> usize {
        Shape { dim, rows: longest_delay_in_steps.saturating_add(1) }.memory_len(scratch)
    }

    /// A delay in steps, rounded up.
    ///
    /// # Errors
    /// [`Error::Step`] if the step is not a finite number above 0, [`Error::Delay`] if the delay is negative, NaN or
    /// infinite, [`Error::StepTooSmall`] if the steps are too many.
    pub fn delay_in_steps(delay: F, step: F) -> Result<usize, Error> {
        delay_in_steps(delay, step)
    }

    /// Begins a run at the time `start`, where the state is `initial`, in the first elements of `memory`.
    ///
    /// # Errors
    /// [`Error::Step`] if `step` is not a finite number above 0; [`Error::Dimension`] if the system's `dim` is 0;
    /// [`Error::Delay`] if a delay is negative, NaN or infinite, the shortest one is shorter than a step, above the longest
    /// one, or 0 where that is not; [`Error::Length`] if `initial` has not `dim`
    /// elements; [`Error::Times`] if `start` is not finite, [`Error::NotFinite`] if `initial` is not;
    /// [`Error::StepTooSmall`] if the longest delay has more steps than can be counted; [`Error::Workspace`] if `memory` is
    /// shorter than [`memory_len`](Self::memory_len) says.
    pub fn new<Y: DelaySystem<F>>(
        memory: &'m mut [F],
        system: &Y,
        step: F,
        start: F,
        initial: &[F],
    ) -> Result<Self, Error> {
        if !(step > F::zero() && step.is_finite()) {
            return Err(Error::Step);
        }
        let shape = Shape::of(system, step)?;
        if initial.len() != shape.dim {
            return Err(Error::Length);
        }
        if !start.is_finite() {
            return Err(Error::Times);
        }
        if !initial.iter().all(|y| y.is_finite()) {
            return Err(Error::NotFinite);
        }
        if memory.len() < shape.memory_len(system.scratch_len()) {
            return Err(Error::Workspace);
        }
        memory[..shape.kept()].fill(F::zero());
        memory[..shape.dim].copy_from_slice(initial);
        memory[shape.dim..][..shape.dim].copy_from_slice(initial);
        Ok(DelayRk4 { shape, step, start, steps: 0, memory })
    }

    /// The state that was reached.
    pub fn state(&self) -> &[F] {
        let Shape { dim, rows } = self.shape;
        &self.memory[dim + (self.steps % rows as u64) as usize * 2 * dim..][..dim]
    }

    /// The time that was reached: start + steps · step.
    pub fn time(&self) -> F {
        self.start + self.step * F::from_u64(self.steps)
    }

    /// Steps taken since the start.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The length of a step.
    pub fn step(&self) -> F {
        self.step
    }

    /// Takes `count` steps. `system` and `history` are to be the same in all calls of a run; then it does not matter how it
    /// is cut into calls, to the bit.
    ///
    /// Where the run ends early, the state is that after the [`steps`](Solution::steps) done in this call, and
    /// [`time`](Solution::time) its time; `rows` is 0.
    ///
    /// # Errors
    /// Those of [`new`](Self::new), of which [`Error::Workspace`] also where the longest delay is now longer than the run
    /// can hold; [`Error::StepTooSmall`] if one of the steps would be lost in the rounding of the time or below the
    /// normal numbers, or its number is not exact in `F`.
    pub fn advance<Y, H>(&mut self, system: &Y, history: &H, count: u64) -> Result<Solution<F>, Error>
    where
        Y: DelaySystem<F>,
        H: History<F>,
    {
        self.check(system, count)?;
        self.prepare(system);
        let (steps, end) = self.take(system, history, count);
        Ok(Solution { end, rows: 0, time: self.time(), steps, rejected: 0 })
    }

    /// Writes the state now and after each `steps_per_row` steps to the rows of `states`, a matrix `[rows][dim]`.
    /// `observer` is called with each complete row's number, time and state, and may stop the run, which then stands at that
    /// row. Where the system ends it, it stands at the last step done, whose time is [`time`](Solution::time).
    ///
    /// # Errors
    /// Those of [`advance`](Self::advance) for all the steps, [`Error::Length`] if `states` is too short, [`Error::Times`]
    /// if there are 0 steps per row.
    pub fn solve<Y, H, O>(
        &mut self,
        system: &Y,
        history: &H,
        steps_per_row: u64,
        rows: usize,
        states: &mut [F],
        mut observer: O,
    ) -> Result<Solution<F>, Error>
    where
        Y: DelaySystem<F>,
        H: History<F>,
        O: FnMut(usize, F, &[F]) -> Result<(), Stop>,
    {
        if steps_per_row == 0 {
            return Err(Error::Times);
        }
        let count = (rows.saturating_sub(1) as u64).checked_mul(steps_per_row).ok_or(Error::StepTooSmall)?;
        self.check(system, count)?;
        let dim = self.shape.dim;
        Layout::ROWS.check(rows, dim, states.len())?;
        self.prepare(system);
        let mut solution = Solution { end: End::Complete, rows: 0, time: self.time(), steps: 0, rejected: 0 };
        for (row, out) in states.chunks_exact_mut(dim).take(rows).enumerate() {
            let (done, end) = self.take(system, history, if row == 0 { 0 } else { steps_per_row });
            solution.steps += done;
            solution.time = self.time();
            solution.end = end;
            if end != End::Complete {
                return Ok(solution);
            }
            out.copy_from_slice(self.state());
            solution.rows = row + 1;
            if let Err(stop) = observer(row, solution.time, out) {
                solution.end = stop.into();
                return Ok(solution);
            }
        }
        Ok(solution)
    }

    fn check<Y: DelaySystem<F>>(&self, system: &Y, count: u64) -> Result<(), Error> {
        let (start, step) = (self.start, self.step);
        let shape = Shape::of(system, step)?;
        if shape.dim != self.shape.dim {
            return Err(Error::Dimension);
        }
        if shape.rows > self.shape.rows || self.memory.len() < self.shape.memory_len(system.scratch_len()) {
            return Err(Error::Workspace);
        }
        let last = self.steps.checked_add(count).filter(|&last| last <= 1 << F::DIGITS).ok_or(Error::StepTooSmall)?;
        let (begin, end) = (self.time(), start + step * F::from_u64(last));
        let vanishes = step / F::from_u64(Rk4Scheme::DIVISOR) < F::min_positive_value();
        if count > 0 && (!end.is_finite() || begin + step == begin || end - step == end || vanishes) {
            return Err(Error::StepTooSmall);
        }
        Ok(())
    }

    fn prepare<Y: DelaySystem<F>>(&mut self, system: &Y) {
        system.prepare(&mut self.memory[self.shape.memory_len(0)..][..system.scratch_len()]);
    }

    /// Takes steps that have been checked: how many, and why it ended.
    fn take<Y: DelaySystem<F>, H: History<F>>(&mut self, system: &Y, history: &H, count: u64) -> (u64, End) {
        let Self { shape, step, start, steps, .. } = *self;
        let run = Run { system, history, shape, step, start, first: steps, count, memory: self.memory };
        let (done, end) = simd::run(system.level(), run);
        self.steps += done;
        (done, end)
    }

    /// How many bytes [`save`](Self::save) writes for a run of that size; saturates where that does not fit.
    pub const fn checkpoint_len(dim: usize, longest_delay_in_steps: usize) -> usize {
        let shape = Shape { dim, rows: longest_delay_in_steps.saturating_add(1) };
        Format::len::<F>(WORDS, shape.kept())
    }

    /// Writes the whole run to the first [`checkpoint_len`](Self::checkpoint_len) bytes of `out`: a run
    /// [restored](Self::restore) from them, on any machine, goes on to the same bits. A history that is not
    /// [`Constant`] is not in them.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` is too short.
    pub fn save(&self, out: &mut [u8]) -> Result<(), Error> {
        FORMAT.write(&self.words(), &[&self.memory[..self.shape.kept()]], out)
    }

    /// The run as numbers, but for its memory: dim, longest delay in steps, steps taken, the bits of the step and of the
    /// start.
    pub(crate) fn words(&self) -> [u64; WORDS] {
        let Shape { dim, rows } = self.shape;
        [dim as u64, rows as u64 - 1, self.steps, self.step.to_bits64(), self.start.to_bits64()]
    }

    /// (dim, longest delay in steps) of the run in a checkpoint, so that memory can be had for it.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] if the bytes are truncated, changed, of another kind or of an unknown version, or do not
    /// describe a run; [`Error::CheckpointMismatch`] if they are of another precision.
    pub fn checkpoint_shape(bytes: &[u8]) -> Result<(usize, usize), Error> {
        let (words, reader) = FORMAT.read::<F, WORDS>(bytes)?;
        let (shape, ..) = looked_at::<F>(&words).ok_or(Error::Checkpoint)?;
        let Shape { dim, rows } = shape;
        if bytes.len() != Self::checkpoint_len(dim, rows - 1) {
            return Err(Error::Checkpoint);
        }
        for i in 0..shape.kept() {
            if !reader.float_at::<F>(i)?.is_finite() {
                return Err(Error::Checkpoint);
            }
        }
        Ok((dim, rows - 1))
    }

    /// The run that was saved, in `memory`, of [`memory_len`](Self::memory_len) elements for its
    /// [shape](Self::checkpoint_shape) and the scratch of its system.
    ///
    /// # Errors
    /// Those of [`checkpoint_shape`](Self::checkpoint_shape); [`Error::Workspace`] if `memory` is too short.
    pub fn restore(memory: &'m mut [F], bytes: &[u8]) -> Result<Self, Error> {
        let (dim, longest) = Self::checkpoint_shape(bytes)?;
        let shape = Shape { dim, rows: longest + 1 };
        let ([_, _, steps, step, start], mut reader) = FORMAT.read::<F, WORDS>(bytes)?;
        if memory.len() < shape.memory_len(0) {
            return Err(Error::Workspace);
        }
        for x in &mut memory[..shape.kept()] {
            *x = reader.float()?;
        }
        Ok(DelayRk4 { shape, step: F::from_bits64(step), start: F::from_bits64(start), steps, memory })
    }
}

/// The words of a checkpoint.
const WORDS: usize = 5;

/// The shape, the steps taken, the step and the start that such words say, if they can be those of a run.
fn looked_at<F: Real>(&[dim, longest, steps, step, start]: &[u64; WORDS]) -> Option<(Shape, u64, F, F)> {
    let (step, start) = (F::from_bits64(step), F::from_bits64(start));
    let (dim, rows) = (usize::try_from(dim).ok()?, usize::try_from(longest).ok()?.checked_add(1)?);
    let known = dim > 0 && steps <= 1 << F::DIGITS && step > F::zero() && step.is_finite() && start.is_finite();
    known.then_some((Shape { dim, rows }, steps, step, start))
}

/// What the C ABI keeps a run by, in memory that is C's.
#[cfg(feature = "capi")]
impl<'m, F: Real> DelayRk4<'m, F> {
    /// (dim, longest delay in steps) of the run that has these [words](Self::words), if they can be those of one.
    pub(crate) fn words_shape(words: &[u64; WORDS]) -> Option<(usize, usize)> {
        looked_at::<F>(words).map(|(Shape { dim, rows }, ..)| (dim, rows - 1))
    }

    /// The run that has these [words](Self::words), its memory as it left it.
    pub(crate) fn from_words(memory: &'m mut [F], words: &[u64; WORDS]) -> Option<Self> {
        let (shape, steps, step, start) = looked_at::<F>(words)?;
        (memory.len() >= shape.memory_len(0)).then_some(DelayRk4 { shape, step, start, steps, memory })
    }

    /// The longest delay of a system in steps, rounded up: what [`new`](Self::new) makes room for, and its errors.
    pub(crate) fn longest_in_steps<Y: DelaySystem<F>>(system: &Y, step: F) -> Result<usize, Error> {
        Ok(Shape::of(system, step)?.rows - 1)
    }
}

/// Steps, compiled for each instruction set.
struct Run<'a, F, Y, H> {
    system: &'a Y,
    history: &'a H,
    shape: Shape,
    step: F,
    start: F,
    first: u64,
    count: u64,
    memory: &'a mut [F],
}

impl<F: Real, Y: DelaySystem<F>, H: History<F>> Kernel for Run<'_, F, Y, H> {
    /// Steps done, and why it ended.
    type Output = (u64, End);

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Run { system, history, shape: Shape { dim, rows }, step, start, first, count, memory } = self;
        let (initial, rest) = memory.split_at_mut(dim);
        let (ring, rest) = rest.split_at_mut(rows * 2 * dim);
        let (stage, rest) = rest.split_at_mut(dim);
        let (rate, rest) = rest.split_at_mut(dim);
        let (sum, scratch) = rest.split_at_mut(dim);
        let scratch = &mut scratch[..system.scratch_len()];
        let half = F::from_f64(0.5);
        let share = share::<F, Rk4Scheme>(step);
        let longest = F::from_u64(rows as u64 - 1);
        let mut slot = (first % rows as u64) as usize;
        for done in 0..count {
            let node = first + done;
            let t = start + step * F::from_u64(node);
            sum.fill(F::zero());
            stage.copy_from_slice(&ring[slot * 2 * dim..][..dim]);
            for (number, &(at, weight, next)) in Rk4Scheme::STAGES.iter().enumerate() {
                let (at, next) = (half * F::from_u64(at), half * F::from_u64(next));
                let past = Past { ring, rows, longest, node, slot, at, now: stage, start, step, initial, history };
                if let Err(stop) = system.derivative(t + step * at, stage, &past, rate, scratch) {
                    ring[slot * 2 * dim + dim..][..dim].fill(F::zero());
                    return (done, stop.into());
                }
                let (y, first_rate) = ring[slot * 2 * dim..][..2 * dim].split_at_mut(dim);
                if number == 0 {
                    first_rate.copy_from_slice(rate);
                }
                accumulate(sum, F::from_u64(weight), rate);
                combine(stage, y, step * next, rate);
            }
            combine(stage, &ring[slot * 2 * dim..][..dim], share, sum);
            if !all_finite(stage) {
                // Nothing that is not finite is kept, though the next call would write over it.
                ring[slot * 2 * dim + dim..][..dim].fill(F::zero());
                return (done, End::Diverged);
            }
            slot = if slot + 1 == rows { 0 } else { slot + 1 };
            ring[slot * 2 * dim..][..dim].copy_from_slice(stage);
        }
        (count, End::Complete)
    }
}
