//! Lyapunov exponents: how fast neighbouring solutions part.

mod saved;

use super::{End, OdeSystem, Solution};
use crate::random::Stream;
use crate::simd::{self, Kernel, Level};
use crate::sum::{self, dot};
use crate::{Error, Real, Stop};

/// A system that knows its tangent: how a small displacement v of its state changes, dv/dt = J(t, y) v, with
/// J_ij = ∂f_i/∂y_j. [`Differences`] offers it for systems that do not.
pub trait Tangent<F: Real>: OdeSystem<F> {
    /// Writes J(t, y) v, the derivative of [`derivative`](OdeSystem::derivative) at y along `direction` v, to `out`.
    /// All slices have the lengths of that function's; `scratch` holds what [`prepare`](OdeSystem::prepare) and earlier
    /// calls, of both functions, left there, and the result must not depend on those calls.
    ///
    /// # Errors
    /// A [`Stop`] ends the run; the step under way is dropped.
    fn tangent(&self, t: F, y: &[F], direction: &[F], out: &mut [F], scratch: &mut [F]) -> Result<(), Stop>;

    /// [`tangent`](Tangent::tangent) for several directions at one state, a matrix `[directions][dim]`; to be
    /// overridden where something is common to all of them (and then to give the same bits).
    ///
    /// # Errors
    /// A [`Stop`] ends the run; the step under way is dropped.
    #[inline(always)]
    fn tangents(&self, t: F, y: &[F], directions: &[F], out: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        let dim = y.len();
        for (direction, out) in directions.chunks_exact(dim).zip(out.chunks_exact_mut(dim)) {
            self.tangent(t, y, direction, out, scratch)?;
        }
        Ok(())
    }
}

/// Any system with a [`Tangent`] by central differences, J v ≈ (f(y + δv) - f(y - δv)) / 2δ: two derivatives per
/// direction.
///
/// With L the length over which f bends, [`scale`](Self::with_scale), and |y| and |v| the largest elements, δ|v| is
/// (ε max(|y|, L) L²)^(1/3), ε being the distance from 1 to the next number. The errors of rounding and of f's third
/// derivative are then both some (ε max(|y|, L) / L)^(2/3) of J's own size: 4·10^-11 in `f64` and 2·10^-5 in `f32` for
/// |y| up to L, 100 times that for |y| = 1000 L. Exponents are off by about as much. A tangent by hand is more accurate
/// and faster.
#[derive(Clone, Copy, Debug)]
pub struct Differences<'a, F, S> {
    system: &'a S,
    scale: F,
}

impl<'a, F: Real, S: OdeSystem<F>> Differences<'a, F, S> {
    /// The system with a tangent, for a scale of 1, which is that of phases in radians.
    pub fn new(system: &'a S) -> Self {
        Differences { system, scale: F::one() }
    }

    /// The same for another length over which the derivative bends: how large a change of y is not small.
    ///
    /// # Errors
    /// [`Error::Parameter`] unless it is a finite number above 0.
    pub fn with_scale(self, scale: F) -> Result<Self, Error> {
        if saved::is_scale(scale) { Ok(Differences { scale, ..self }) } else { Err(Error::Parameter) }
    }

    /// That length.
    pub const fn scale(&self) -> F {
        self.scale
    }
}

impl<F: Real, S: OdeSystem<F>> OdeSystem<F> for Differences<'_, F, S> {
    fn dim(&self) -> usize {
        self.system.dim()
    }

    /// The system's, and two states.
    fn scratch_len(&self) -> usize {
        self.system.dim().saturating_mul(2).saturating_add(self.system.scratch_len())
    }

    fn prepare(&self, scratch: &mut [F]) {
        self.system.prepare(&mut scratch[2 * self.system.dim()..]);
    }

    #[inline(always)]
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        self.system.derivative(t, y, dydt, &mut scratch[2 * y.len()..])
    }

    fn level(&self) -> Level {
        self.system.level()
    }
}

impl<F: Real, S: OdeSystem<F>> Tangent<F> for Differences<'_, F, S> {
    #[inline(always)]
    fn tangent(&self, t: F, y: &[F], direction: &[F], out: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        let dim = y.len();
        let (state, rest) = scratch.split_at_mut(dim);
        let (rate, scratch) = rest.split_at_mut(dim);
        let length = largest(direction);
        if length == F::zero() {
            out.fill(F::zero());
            return Ok(());
        }
        let size = largest(y) / self.scale;
        let size = if size > F::one() { size } else { F::one() };
        let reach = self.scale * ((F::epsilon() * size).ln() / F::from_u64(3)).exp();
        // Both lengths apart, so that neither a long nor a short direction overflows.
        for (sign, rate) in [(F::one(), &mut *rate), (-F::one(), &mut *out)] {
            for ((state, &y), &v) in state.iter_mut().zip(y).zip(direction) {
                *state = y + sign * reach * (v / length);
            }
            self.system.derivative(t, state, rate, scratch)?;
        }
        for (out, &rate) in out.iter_mut().zip(&*rate) {
            *out = (rate - *out) / (reach + reach) * length;
        }
        Ok(())
    }
}

/// The largest magnitude; NaN is passed over.
#[inline(always)]
fn largest<F: Real>(x: &[F]) -> F {
    x.iter().fold(F::zero(), |largest, &x| if x.abs() > largest { x.abs() } else { largest })
}

/// Lyapunov exponents of a system with a [`Tangent`], the k largest of its spectrum (Shimada and Nagashima, Prog.
/// Theor. Phys. 61, 1979; Benettin, Galgani, Giorgilli and Strelcyn, Meccanica 15, 1980).
///
/// Along a solution y, k displacements are integrated with it, all by the classical Runge-Kutta method of order 4.
/// Every so many steps they are orthonormalised (modified Gram-Schmidt, twice); the logarithms of what their lengths
/// were, summed and divided by the time, tend to the exponents, λ₁ ≥ λ₂ ≥ …, in the inverse of the unit of time. They
/// do so like 1/time at best, so that more steps are worth more than shorter ones; the first stretch, while
/// displacements turn into place, can be [discarded](Self::discard).
///
/// The run is in the caller's memory and in [`progress`](Self::progress), a few numbers: keep both, and
/// [`resume`](Self::resume) goes on. [`save`](Self::save) makes them bytes, which are the same on every machine, and
/// [`restore`](Self::restore) a run of those. How its steps are divided into calls of [`advance`](Self::advance) changes
/// no bit.
///
/// ```
/// use photinus::{Stop, ode::{Differences, Lyapunov, OdeSystem}};
/// struct Pendulum; // hanging, with friction: both exponents are -1/4
/// impl OdeSystem<f64> for Pendulum {
///     fn dim(&self) -> usize { 2 }
///     fn derivative(&self, _t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
///         (dydt[0], dydt[1]) = (y[1], -y[0].sin() - 0.5 * y[1]);
///         Ok(())
///     }
/// }
/// let system = Differences::new(&Pendulum);
/// let mut memory = [0.0; Lyapunov::<f64>::memory_len(2, 2, 4)]; // 4 = system.scratch_len()
/// let mut lyapunov = Lyapunov::new(&mut memory, &system, 0.0, &[0.1, 0.0], 2, 0.05, 10)?;
/// lyapunov.advance(&system, 20_000)?.complete()?;
/// let mut exponents = [0.0; 2];
/// lyapunov.exponents(&mut exponents)?;
/// assert!((exponents[0] + 0.25).abs() < 1e-3 && (exponents[1] + 0.25).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Lyapunov<'m, F> {
    memory: &'m mut [F],
    progress: LyapunovProgress<F>,
}

/// How far a [`Lyapunov`] is, beside what its memory holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LyapunovProgress<F> {
    /// The number of equations.
    pub dim: usize,
    /// The number of displacements, k.
    pub count: usize,
    /// The length of a step.
    pub step: F,
    /// The steps from one orthonormalisation to the next.
    pub interval: u64,
    /// The time at which it started.
    pub start: F,
    /// Steps taken since then.
    pub steps: u64,
    /// The number of steps from which on logarithms are summed.
    pub since: u64,
}

impl<F: Real> LyapunovProgress<F> {
    fn check(&self) -> Result<(), Error> {
        if self.dim == 0 || self.count == 0 || self.count > self.dim {
            return Err(Error::Dimension);
        }
        if !(self.step > F::zero() && self.step.is_finite()) {
            return Err(Error::Step);
        }
        if self.interval == 0 || self.since > self.steps || !self.since.is_multiple_of(self.interval) {
            return Err(Error::Parameter);
        }
        if self.steps > 1 << F::DIGITS {
            return Err(Error::StepTooSmall);
        }
        if self.start.is_finite() && self.time(self.steps).is_finite() { Ok(()) } else { Err(Error::Times) }
    }

    /// The time after that many steps.
    #[inline(always)]
    fn time(&self, steps: u64) -> F {
        self.start + self.step * F::from_u64(steps)
    }

    /// Elements of the state and the displacements.
    const fn size(&self) -> usize {
        // Checked when the memory was.
        self.dim * (self.count + 1)
    }
}

impl<'m, F: Real> Lyapunov<'m, F> {
    /// How many elements of memory `count` displacements of a system of `dim` equations with `scratch` elements of its
    /// own need; saturates where that does not fit. The first dim (count + 1) + 2 count of them are the run, the others
    /// workspace.
    pub const fn memory_len(dim: usize, count: usize, scratch: usize) -> usize {
        dim.saturating_mul(count.saturating_add(1))
            .saturating_mul(4)
            .saturating_add(count.saturating_mul(2))
            .saturating_add(scratch)
    }

    /// A run from `initial` at time `start`, with `count` displacements, steps of length `step`, and an
    /// orthonormalisation every `interval` steps: often enough that no displacement grows or shrinks by more than some
    /// 10^6 (f32: 10^2) against another in between; every step is never wrong.
    ///
    /// The displacements start in random directions, always the same.
    ///
    /// # Errors
    /// [`Error::Dimension`] if `dim` or `count` is 0, or `count` above `dim`, [`Error::Length`] if `initial` has not
    /// `dim` elements, [`Error::Workspace`] if `memory` is shorter than [`memory_len`](Self::memory_len) says,
    /// [`Error::Step`] unless the step is a finite number above 0, [`Error::Times`] unless `start` is finite,
    /// [`Error::Parameter`] if `interval` is 0, [`Error::NotFinite`] if `initial` is not finite.
    pub fn new<S: Tangent<F>>(
        memory: &'m mut [F],
        system: &S,
        start: F,
        initial: &[F],
        count: usize,
        step: F,
        interval: u64,
    ) -> Result<Self, Error> {
        let dim = system.dim();
        let progress = LyapunovProgress { dim, count, step, interval, start, steps: 0, since: 0 };
        progress.check()?;
        if initial.len() != dim {
            return Err(Error::Length);
        }
        if !initial.iter().all(|y| y.is_finite()) {
            return Err(Error::NotFinite);
        }
        let this = Self::resume(memory, system, progress)?;
        let (y, rest) = this.memory.split_at_mut(dim);
        let (displacements, rest) = rest.split_at_mut(dim * count);
        y.copy_from_slice(initial);
        rest[..2 * count].fill(F::zero());
        let logarithms = &mut rest[2 * count..][..count];
        for position in 0.. {
            let mut random = Stream::new(0, 0, position);
            for x in &mut *displacements {
                *x = random.uniform::<F>() - F::from_f64(0.5);
            }
            if orthonormalise(displacements, dim, logarithms) {
                break; // at the first position, but for a chance of some ε
            }
        }
        Ok(this)
    }

    /// Goes on from `memory` and [`progress`](Self::progress) as they were kept.
    ///
    /// # Errors
    /// [`Error::Workspace`] if `memory` is too short, [`Error::Dimension`] if `dim` is not the system's, or as
    /// [`new`](Self::new) and [`advance`](Self::advance) for what `progress` says.
    pub fn resume<S: Tangent<F>>(
        memory: &'m mut [F],
        system: &S,
        progress: LyapunovProgress<F>,
    ) -> Result<Self, Error> {
        progress.check()?;
        if system.dim() != progress.dim {
            return Err(Error::Dimension);
        }
        if memory.len() < Self::memory_len(progress.dim, progress.count, system.scratch_len()) {
            return Err(Error::Workspace);
        }
        Ok(Lyapunov { memory, progress })
    }

    /// Takes `steps` steps of the system. What is returned has no rows; its `time` and `steps` are what was reached in
    /// all and what was taken in this call. It ends as
    /// - [`End::Diverged`] if the state or a displacement became NaN or infinite, or a displacement too short, or too
    ///   much like the others, to be told from rounding: a shorter interval helps against the latter;
    /// - [`End::Caller`] or [`End::Failure`] if the system stopped it.
    ///
    /// In each case the step under way is dropped, and the run is where it was before it.
    ///
    /// # Errors
    /// [`Error::Dimension`] or [`Error::Workspace`] if this is a system of other lengths, [`Error::StepTooSmall`] if
    /// the step is lost in the rounding of the time, or the number of steps in that of its number.
    pub fn advance<S: Tangent<F>>(&mut self, system: &S, steps: u64) -> Result<Solution<F>, Error> {
        let progress = &mut self.progress;
        if system.dim() != progress.dim {
            return Err(Error::Dimension);
        }
        if self.memory.len() < Self::memory_len(progress.dim, progress.count, system.scratch_len()) {
            return Err(Error::Workspace);
        }
        let last = progress.steps.checked_add(steps).ok_or(Error::StepTooSmall)?;
        let time = progress.time(last);
        let half = progress.step * F::from_f64(0.5);
        if last > 1 << F::DIGITS || !(time - half < time && progress.start + half > progress.start) {
            return Err(Error::StepTooSmall);
        }
        let (taken, end) = simd::run(system.level(), Steps { system, steps, progress: *progress, memory: self.memory });
        progress.steps += taken;
        let end = end.err().unwrap_or(End::Complete);
        Ok(Solution { end, rows: 0, time: progress.time(progress.steps), steps: taken, rejected: 0 })
    }

    /// Forgets the logarithms so far, so that exponents are those of the time from the last orthonormalisation on.
    pub fn discard(&mut self) {
        self.progress.since = self.last();
        let (size, count) = (self.progress.size(), self.progress.count);
        self.memory[size..][..2 * count].fill(F::zero());
    }

    /// Writes the exponents so far, up to the last orthonormalisation, to `out`, `count` numbers. They are in falling
    /// order but for what has not converged.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` has another length, [`Error::Unsupported`] if there was no orthonormalisation yet
    /// since the start or [`discard`](Self::discard).
    pub fn exponents(&self, out: &mut [F]) -> Result<(), Error> {
        let (size, count) = (self.progress.size(), self.progress.count);
        if out.len() != count {
            return Err(Error::Length);
        }
        let steps = self.last() - self.progress.since;
        if steps == 0 {
            return Err(Error::Unsupported);
        }
        let time = self.progress.step * F::from_u64(steps);
        let (high, rest) = self.memory[size..].split_at(count);
        for ((out, &high), &low) in out.iter_mut().zip(high).zip(rest) {
            *out = (high + low) / time;
        }
        Ok(())
    }

    /// The time that is reached.
    pub fn time(&self) -> F {
        self.progress.time(self.progress.steps)
    }

    /// The state at that time.
    pub fn state(&self) -> &[F] {
        &self.memory[..self.progress.dim]
    }

    /// The displacements, a matrix `[count][dim]`: orthonormal, if the last step ended with that.
    pub fn displacements(&self) -> &[F] {
        &self.memory[self.progress.dim..self.progress.size()]
    }

    /// How far it is: with the memory, all that is needed to [`resume`](Self::resume).
    pub const fn progress(&self) -> LyapunovProgress<F> {
        self.progress
    }

    /// The number of steps at the last orthonormalisation.
    fn last(&self) -> u64 {
        self.progress.steps - self.progress.steps % self.progress.interval
    }
}

/// Steps of state and displacements, compiled for each instruction set.
struct Steps<'a, F, S> {
    system: &'a S,
    steps: u64,
    progress: LyapunovProgress<F>,
    memory: &'a mut [F],
}

impl<F: Real, S: Tangent<F>> Kernel for Steps<'_, F, S> {
    /// Steps taken, and why it ended before the last. Memory is then that after the steps taken.
    type Output = (u64, Result<(), End>);

    #[inline(always)]
    fn run(self) -> Self::Output {
        let LyapunovProgress { dim, count, step: h, interval, steps: before, .. } = self.progress;
        let size = self.progress.size();
        let (y, rest) = self.memory.split_at_mut(size);
        let (high, rest) = rest.split_at_mut(count);
        let (low, rest) = rest.split_at_mut(count);
        let (stage, rest) = rest.split_at_mut(size);
        let (rate, rest) = rest.split_at_mut(size);
        let (sum, scratch) = rest.split_at_mut(size);
        let scratch = &mut scratch[..self.system.scratch_len()];
        self.system.prepare(scratch);
        let (half, sixth, two) = (h * F::from_f64(0.5), h / F::from_u64(6), F::from_u64(2));
        // As in `Rk4`: where in the step, its weight in the sum, how far the next stage goes along it.
        let stage_table = [(F::zero(), F::one(), half), (half, two, half), (half, two, h), (h, F::one(), F::zero())];
        for i in 0..self.steps {
            let t = self.progress.time(before + i);
            sum.fill(F::zero());
            stage.copy_from_slice(y);
            for (at, weight, reach) in stage_table {
                let (state, displacements) = stage.split_at(dim);
                let (state_rate, displacement_rates) = rate.split_at_mut(dim);
                let derivative = self.system.derivative(t + at, state, state_rate, scratch);
                let tangents = derivative
                    .and_then(|()| self.system.tangents(t + at, state, displacements, displacement_rates, scratch));
                if let Err(stop) = tangents {
                    return (i, Err(stop.into()));
                }
                for (((sum, stage), &rate), &y) in sum.iter_mut().zip(&mut *stage).zip(&*rate).zip(&*y) {
                    *sum += weight * rate;
                    *stage = y + reach * rate;
                }
            }
            for ((stage, &y), &sum) in stage.iter_mut().zip(&*y).zip(&*sum) {
                *stage = y + sixth * sum;
            }
            // 0 y is NaN where y is NaN or infinite.
            if stage.iter().fold(F::zero(), |sum, &y| sum + y * F::zero()) != F::zero() {
                return (i, Err(End::Diverged));
            }
            if (before + i + 1).is_multiple_of(interval) {
                let logarithms = &mut rate[..count];
                if !orthonormalise(&mut stage[dim..], dim, logarithms) {
                    return (i, Err(End::Diverged));
                }
                for ((high, low), &logarithm) in high.iter_mut().zip(&mut *low).zip(&*logarithms) {
                    sum::add(high, low, logarithm);
                }
            }
            y.copy_from_slice(stage);
        }
        (self.steps, Ok(()))
    }
}

/// Makes the rows of a matrix of rows of `dim` orthonormal, in their order, and writes the logarithms of what their
/// lengths were after the directions before were taken out. False where a row is not finite, or nothing was left of it
/// but rounding. Modified Gram-Schmidt, each direction taken out twice, which leaves errors of some ε (Daniel, Gragg,
/// Kaufman and Stewart, Math. Comp. 30, 1976).
#[inline(always)]
fn orthonormalise<F: Real>(rows: &mut [F], dim: usize, logarithms: &mut [F]) -> bool {
    let mut done = 0;
    for logarithm in logarithms {
        let (before, rest) = rows.split_at_mut(done);
        let row = &mut rest[..dim];
        // To a largest element of 1, so that no square overflows.
        let scale = largest(row);
        if !(scale >= F::min_positive_value() && scale.is_finite()) {
            return false;
        }
        for x in &mut *row {
            *x /= scale;
        }
        for _ in 0..2 {
            for direction in before.chunks_exact(dim) {
                let along = dot(direction, row);
                for (x, &direction) in row.iter_mut().zip(direction) {
                    *x -= along * direction;
                }
            }
        }
        let length = dot(row, row).sqrt();
        let rounding = F::epsilon() * F::from_u64(dim as u64);
        if length.is_nan() || length <= rounding {
            return false;
        }
        for x in &mut *row {
            *x /= length;
        }
        *logarithm = scale.ln() + length.ln();
        done += dim;
    }
    true
}
