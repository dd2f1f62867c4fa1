//! The loop of the steps, compiled for each instruction set, and the sums over a step's stages.

use super::control::AdaptiveOptions;
use super::pair::Pair;
use super::state::State;
use crate::Real;
use crate::ode::{End, OdeSystem};
use crate::simd::Kernel;
use crate::sum::{LANES, tree};
use core::marker::PhantomData;

/// The states at a step's both ends.
pub(super) const STATES: usize = 2;

/// Where the stages lie in memory, by their numbers less 1: stage 7 becomes stage 1 of the next step without a move.
#[inline(always)]
pub(super) fn slots<P: Pair>(swapped: bool) -> [usize; 7] {
    let last = if P::SLOTS == 7 { 6 } else { 1 };
    let (first, last) = if swapped { (last, 0) } else { (0, last) };
    let mut slots = [first, 1, 2, 3, 4, 5, last];
    if P::SLOTS < 7 {
        slots[1] = last;
    }
    slots
}

/// Takes steps until the time is at or beyond `pause`, at least one; a step that would go beyond `end` ends there.
pub(super) struct Advance<'a, F, S, P> {
    pub(super) system: &'a S,
    pub(super) state: &'a mut State<F>,
    pub(super) memory: &'a mut [F],
    pub(super) pause: F,
    pub(super) end: Option<F>,
    /// Whether the scratch is still to be prepared.
    pub(super) prepare: bool,
    /// How many more steps may be tried.
    pub(super) tries: &'a mut u64,
    pub(super) pair: PhantomData<P>,
}

/// What is to be evaluated next, if not one of the stages 2 to 7: those are 1 to 6.
const RATES: usize = 0;
const TRIAL: usize = 7;

impl<F: Real, S: OdeSystem<F>, P: Pair> Kernel for Advance<'_, F, S, P> {
    /// Why it ended before the pause, if so.
    type Output = Result<(), End>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Advance { system, state, memory, pause, end, prepare, tries, .. } = self;
        let (dim, options) = (state.dim, state.options);
        let (states, rest) = memory.split_at_mut(STATES * dim);
        let (ks, scratch) = rest.split_at_mut(P::SLOTS * dim);
        let scratch = &mut scratch[..system.scratch_len()];
        let (even, odd) = states.split_at_mut(dim);
        let (mut y, mut stage) = if state.swapped { (odd, even) } else { (even, odd) };
        let mut slots = slots::<P>(state.swapped);
        if prepare {
            system.prepare(scratch);
        }
        let mut turn = if state.rated && !state.step.is_zero() { 1 } else { RATES };
        // The step under way: its end, its length (with its sign), and whether it is cut to end there.
        let (mut new, mut h, mut cut) = (state.time, F::zero(), false);
        let mut rate = F::zero(); // the norm of the rates, for the choice of the first step
        // One turn per derivative, so that the system's, which is inlined, is there once.
        loop {
            if turn == 1 {
                if *tries == 0 {
                    return Err(End::Steps);
                }
                let mut length = state.step;
                if options.max_step > F::zero() && length > options.max_step {
                    length = options.max_step;
                }
                let left = end.map(|end| (end, (end - state.time).abs()));
                (new, cut) = match left {
                    // A little further, rather than to leave next to nothing over.
                    Some((end, left)) if left <= length * F::from_f64(1.01) => (end, true),
                    _ if length <= smallest(state.time) => {
                        return Err(if state.not_finite { End::Diverged } else { End::StepTooSmall });
                    }
                    _ => (state.time + signed(length, state.backward), false),
                };
                if !new.is_finite() {
                    return Err(End::Diverged);
                }
                h = new - state.time;
                *tries -= 1;
                // The stages of the last step are overwritten from here on.
                (state.previous, state.watched, state.watched_event) = (state.time, state.time, u64::MAX);
            }
            // Every arm has its own constants: no float of another precision is left for the run.
            let node = match turn {
                1 => combine::<F, P, 1>(h, y, ks, &slots, stage),
                2 => combine::<F, P, 2>(h, y, ks, &slots, stage),
                3 => combine::<F, P, 3>(h, y, ks, &slots, stage),
                4 => combine::<F, P, 4>(h, y, ks, &slots, stage),
                5 => combine::<F, P, 5>(h, y, ks, &slots, stage),
                6 => combine::<F, P, 6>(h, y, ks, &slots, stage),
                _ => F::one(),
            };
            let (time, input, slot) = match turn {
                RATES => (state.time, &*y, slots[0]),
                TRIAL => (new, &*stage, slots[6]),
                _ => {
                    let time = state.time + node * h;
                    // The sum may be rounded to beyond the end, where the system need not be defined.
                    let within = node < F::one() && state.before(time, new);
                    (if within { time } else { new }, &*stage, slots[turn])
                }
            };
            let evaluated = system.derivative(time, input, &mut ks[slot * dim..][..dim], scratch);
            state.evaluations += 1;
            if let Err(stop) = evaluated {
                return Err(stop.into());
            }
            if turn == RATES {
                let rates = &ks[slots[0] * dim..][..dim];
                if !rates.iter().fold(F::zero(), |sum, &k| sum + k * F::zero()).is_zero() {
                    return Err(End::Diverged);
                }
                state.rated = true;
                turn = 1;
                if state.step.is_zero() {
                    state.step = options.first_step;
                }
                if state.step.is_zero() {
                    rate = rms(dim, |i| ratio(rates[i], options.atol + options.rtol * y[i].abs()));
                    let size = rms(dim, |i| ratio(y[i], options.atol + options.rtol * y[i].abs()));
                    let mut trial = AdaptiveOptions::trial(size, rate);
                    let least = smallest(state.time) * F::from_u64(2);
                    trial = if trial > least { trial } else { least };
                    new = state.time + signed(trial, state.backward);
                    if let Some(end) = end
                        && !state.before(new, end)
                    {
                        new = end;
                    }
                    h = new - state.time;
                    for ((out, &y), &k) in stage.iter_mut().zip(&*y).zip(rates) {
                        *out = y + h * k;
                    }
                    turn = TRIAL;
                }
                continue;
            }
            if turn == TRIAL {
                let (rates, others) = (&ks[slots[0] * dim..][..dim], &ks[slots[6] * dim..][..dim]);
                let change = rms(dim, |i| ratio(others[i] - rates[i], options.atol + options.rtol * y[i].abs()));
                let step = AdaptiveOptions::chosen(rate, change, h.abs());
                let least = smallest(state.time) * F::from_u64(2);
                state.step = if step > least { step } else { least };
                turn = 1;
                continue;
            }
            if turn < 6 {
                turn += 1;
                continue;
            }
            turn = 1;
            let error = error_norm::<F, P>(h, &options, y, stage, ks, &slots);
            state.not_finite = !error.is_finite();
            let length = h.abs();
            if error <= F::one() {
                let mut factor = options.growth(error, state.error);
                if state.retry && factor > F::one() {
                    factor = F::one();
                }
                let next = length * factor;
                // A step that was cut says little about the next one: what was planned stands, unless it may be longer.
                if !cut || next > state.step {
                    state.step = next;
                }
                if !cut {
                    state.error = AdaptiveOptions::remembered(error);
                }
                let longest = F::max_value() / F::from_u64(1024);
                if state.step > longest {
                    state.step = longest;
                }
                state.retry = false;
                state.steps += 1;
                (state.previous, state.time) = (state.time, new);
                (state.watched, state.watched_event) = (new, u64::MAX);
                state.swapped = !state.swapped;
                core::mem::swap(&mut y, &mut stage);
                slots = self::slots::<P>(state.swapped);
                if !state.before(new, pause) {
                    return Ok(());
                }
            } else {
                state.step = length * options.shrinkage(error);
                state.retry = true;
                state.rejected += 1;
            }
        }
    }
}

#[inline(always)]
fn signed<F: Real>(length: F, backward: bool) -> F {
    if backward { -length } else { length }
}

/// A step of this length or less is lost in the rounding of the time.
#[inline(always)]
fn smallest<F: Real>(time: F) -> F {
    let rounding = F::epsilon() * F::from_u64(8) * time.abs();
    let least = F::min_positive_value() / F::epsilon();
    if rounding > least { rounding } else { least }
}

/// The first N stages.
#[inline(always)]
fn arrays<'a, F, const N: usize>(ks: &'a [F], slots: &[usize; 7], dim: usize) -> [&'a [F]; N] {
    let mut k: [&[F]; N] = [&[]; N];
    for j in 0..N {
        k[j] = &ks[slots[j] * dim..][..dim];
    }
    k
}

/// out = y + h Σ a k over the first N stages; returns the node of the stage that follows.
#[inline(always)]
fn combine<F: Real, P: Pair, const N: usize>(h: F, y: &[F], ks: &[F], slots: &[usize; 7], out: &mut [F]) -> F {
    let dim = y.len();
    // In loops, not by `from_fn`: that is not always inlined.
    let mut a = [F::zero(); N];
    for (j, a) in a.iter_mut().enumerate() {
        *a = h * F::from_f64(P::STAGES[N - 1][j]);
    }
    let k = arrays::<F, N>(ks, slots, dim);
    let out = &mut out[..dim];
    for i in 0..dim {
        let mut sum = a[0] * k[0][i];
        for j in 1..N {
            if P::STAGES[N - 1][j] != 0.0 {
                sum += a[j] * k[j][i];
            }
        }
        out[i] = y[i] + sum;
    }
    F::from_f64(P::NODES[N])
}

/// A step's error in units of the tolerance; NaN or infinite if the error or the new state is.
#[inline(always)]
fn error_norm<F: Real, P: Pair>(
    h: F,
    options: &AdaptiveOptions<F>,
    y: &[F],
    new: &[F],
    ks: &[F],
    slots: &[usize; 7],
) -> F {
    let dim = y.len();
    let mut e = [F::zero(); 7];
    for (j, e) in e.iter_mut().enumerate() {
        *e = h * F::from_f64(P::ERROR[j]);
    }
    let k = arrays::<F, 7>(ks, slots, dim);
    let (atol, rtol) = (options.atol, options.rtol);
    let of = |y: F, new: F, k: [F; 7]| {
        let mut error = e[0] * k[0];
        for j in 1..7 {
            if P::ERROR[j] != 0.0 {
                error += e[j] * k[j];
            }
        }
        let larger = if y.abs() >= new.abs() { y.abs() } else { new.abs() };
        // The last term is NaN where the new state is not finite, and else 0.
        ratio(error, atol + rtol * larger) + new * F::zero()
    };
    let mut sums = [F::zero(); LANES];
    let (ys, last_ys) = y.as_chunks::<LANES>();
    let (news, last_news) = new.as_chunks::<LANES>();
    let mut chunks: [&[[F; LANES]]; 7] = [&[]; 7];
    for j in 0..7 {
        chunks[j] = &k[j].as_chunks::<LANES>().0[..ys.len()];
    }
    for c in 0..ys.len() {
        let (y, new) = (&ys[c], &news[c]);
        let mut ratios = [F::zero(); LANES];
        for l in 0..LANES {
            let mut stages = [F::zero(); 7];
            for j in 0..7 {
                stages[j] = chunks[j][c][l];
            }
            ratios[l] = of(y[l], new[l], stages);
        }
        for l in 0..LANES {
            sums[l] += ratios[l] * ratios[l];
        }
    }
    let done = ys.len() * LANES;
    for (l, (&y, &new)) in last_ys.iter().zip(last_news).enumerate() {
        let mut stages = [F::zero(); 7];
        for j in 0..7 {
            stages[j] = k[j][done + l];
        }
        let ratio = of(y, new, stages);
        sums[l] += ratio * ratio;
    }
    (tree(sums) / F::from_u64(dim as u64)).sqrt()
}

/// x / scale, and 0 where x is, whatever the scale.
#[inline(always)]
fn ratio<F: Real>(x: F, scale: F) -> F {
    if x.is_zero() { x } else { x / scale }
}

/// √(Σ xᵢ² / n): eight running sums, term i in sum i mod 8, then a tree.
#[inline(always)]
fn rms<F: Real>(n: usize, x: impl Fn(usize) -> F) -> F {
    let mut sums = [F::zero(); LANES];
    for i in 0..n {
        sums[i % LANES] += x(i) * x(i);
    }
    (tree(sums) / F::from_u64(n as u64)).sqrt()
}

/// The state at a time within the last step.
pub(super) struct Interpolate<'a, F, P> {
    pub(super) state: &'a State<F>,
    pub(super) memory: &'a [F],
    pub(super) time: F,
    pub(super) out: &'a mut [F],
    pub(super) pair: PhantomData<P>,
}

impl<F: Real, P: Pair> Kernel for Interpolate<'_, F, P> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Interpolate { state, memory, time, out, .. } = self;
        let dim = state.dim;
        let (states, ks) = memory.split_at(STATES * dim);
        let (even, odd) = (&states[..dim], &states[dim..]);
        let (y, before) = if state.swapped { (odd, even) } else { (even, odd) };
        // At the ends the very states.
        if time == state.time {
            out.copy_from_slice(y);
            return;
        }
        if time == state.previous {
            out.copy_from_slice(before);
            return;
        }
        let h = state.time - state.previous;
        let mut b = P::interpolant((time - state.previous) / h);
        for weight in &mut b {
            *weight *= h;
        }
        // The stages of the last step: its first is where the next one's last will be.
        let slots = slots::<P>(!state.swapped);
        let k = arrays::<F, 7>(ks, &slots, dim);
        let out = &mut out[..dim];
        for i in 0..dim {
            let mut sum = b[0] * k[0][i];
            for j in 1..7 {
                // Stage 2 is not there any more where stage 7 took its place.
                if j != 1 || P::SLOTS == 7 {
                    sum += b[j] * k[j][i];
                }
            }
            out[i] = before[i] + sum;
        }
    }
}
