//! Right-hand sides in two sweeps over blocks of oscillators, so that threads can share one.
//!
//! The first sweep makes of each oscillator's phase what the others see of it, its sources: sines and cosines. The second one
//! makes rates of everybody's sources. A block is the same for any number of threads, and sums over all oscillators are
//! those of the blocks, added in their order: so are the bits.

use super::Kuramoto;
use super::coupling::Coupling;
use super::drive::Drive;
use crate::Real;
use crate::ode::{self, Done, End, Scheme, Steps};
use crate::simd::{self, Kernel, Level};
use crate::sum::{LANES, add_running, tree};

/// Oscillators of a block.
pub const BLOCK: usize = 1024;

/// Rows of a coupling that is not local come in multiples of it.
pub const GRAIN: usize = 64;
const _: () = assert!(BLOCK.is_multiple_of(GRAIN));

/// A coupling that is computed block by block, so that a pool (with `std`) can share it out. All lengths are seen to by who
/// calls it.
pub trait Sweep<F: Real>: Coupling<F> {
    /// Whether a block's rates ask for the sources of that block alone, and for the sums.
    const LOCAL: bool;

    /// The instruction set that its loops run on.
    fn level(&self) -> Level;

    /// How many elements [`prepare`](Coupling::prepare) writes, at the front of the scratch; nobody changes them later.
    fn constants_len(&self) -> usize;

    /// How many elements of sources an oscillator has.
    fn width(&self) -> usize;

    /// How many sums over all oscillators are made.
    fn sums_len(&self) -> usize {
        0
    }

    /// Writes the `sources` of the oscillators of a block.
    fn write_sources(&self, phases: &[F], sources: &mut [F]);

    /// Writes the part of the sums that a block, from the oscillator `first` on, has by its sources.
    #[inline(always)]
    fn write_sums(&self, first: usize, sources: &[F], sums: &mut [F]) {
        let _ = (first, sources, sums);
    }

    /// About how many nanoseconds a right-hand side takes one thread: whether it is worth several.
    fn cost(&self) -> usize;

    /// Adds `strength` times the coupling to the `rates` of some oscillators, from `view.first` on: a block or its rest, or, if
    /// the coupling is not local, any number from a multiple of [`GRAIN`] on.
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]);

    /// Of a local coupling whose sources are a sine and a cosine, with the sums over these: the numbers (a, b) of a rate
    /// ω + (cos φ a - sin φ b), if they are the same for all.
    #[doc(hidden)]
    #[inline(always)]
    fn common_pull(&self, strength: F, constants: &[F], sums: &[F]) -> Option<(F, F)> {
        let _ = (strength, constants, sums);
        None
    }

    /// [`write_sources`](Sweep::write_sources) and [`write_sums`](Sweep::write_sums), compiled once for each level, whoever
    /// calls.
    #[inline]
    fn write_block(&self, first: usize, phases: &[F], sources: &mut [F], sums: &mut [F]) {
        simd::run(self.level(), WriteBlock { coupling: self, first, phases, sources, sums });
    }

    /// [`add_rates`](Sweep::add_rates), compiled once for each level, whoever calls.
    #[inline]
    fn add_block(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        simd::run(self.level(), AddBlock { coupling: self, strength, view, rates });
    }
}

struct WriteBlock<'s, F, C: ?Sized> {
    coupling: &'s C,
    first: usize,
    phases: &'s [F],
    sources: &'s mut [F],
    sums: &'s mut [F],
}

impl<F: Real, C: Sweep<F> + ?Sized> Kernel for WriteBlock<'_, F, C> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.coupling.write_sources(self.phases, self.sources);
        self.coupling.write_sums(self.first, self.sources, self.sums);
    }
}

struct AddBlock<'s, F, C: ?Sized> {
    coupling: &'s C,
    strength: F,
    view: View<'s, F>,
    rates: &'s mut [F],
}

impl<F: Real, C: Sweep<F> + ?Sized> Kernel for AddBlock<'_, F, C> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.coupling.add_rates(self.strength, self.view, self.rates);
    }
}

/// What rates are made of.
#[derive(Clone, Copy, Debug)]
pub struct View<'s, F> {
    /// The number of the first oscillator.
    pub first: usize,
    /// What [`prepare`](Coupling::prepare) wrote.
    pub constants: &'s [F],
    /// The present sources of the oscillators themselves: of the block, if the coupling is local, otherwise of all.
    pub own: &'s [F],
    /// The sources of all as they are seen, which may be those of an earlier time; none if the coupling is local.
    pub seen: &'s [F],
    /// The sums over all as they are seen.
    pub sums: &'s [F],
}

/// [`Coupling::scratch_len`] of a sweeping coupling: constants, sources, the sums of each block and of all.
pub(super) fn scratch_len<F: Real, C: Sweep<F> + ?Sized>(coupling: &C) -> usize {
    let n = coupling.oscillators();
    let sums = coupling.sums_len().saturating_mul(n.div_ceil(BLOCK).saturating_add(1));
    coupling.constants_len().saturating_add(coupling.width().saturating_mul(n)).saturating_add(sums)
}

/// The parts of a sweeping coupling's scratch.
#[derive(Debug)]
pub(crate) struct Scratch<'a, F> {
    pub(crate) constants: &'a [F],
    pub(crate) sources: &'a mut [F],
    /// Of each block.
    pub(crate) sums: &'a mut [F],
    /// Of all.
    pub(crate) total: &'a mut [F],
}

impl<'a, F: Real> Scratch<'a, F> {
    #[inline(always)]
    pub(crate) fn split<C: Sweep<F> + ?Sized>(coupling: &C, scratch: &'a mut [F]) -> Self {
        let n = coupling.oscillators();
        let (constants, rest) = scratch.split_at_mut(coupling.constants_len());
        let (sources, rest) = rest.split_at_mut(coupling.width() * n);
        let (sums, rest) = rest.split_at_mut(coupling.sums_len() * n.div_ceil(BLOCK));
        Scratch { constants, sources, sums, total: &mut rest[..coupling.sums_len()] }
    }
}

/// The sources of all oscillators, and each block's part of the sums.
#[inline(always)]
pub(super) fn write_sources<F: Real, C: Sweep<F> + ?Sized>(
    coupling: &C,
    phases: &[F],
    sources: &mut [F],
    sums: &mut [F],
) {
    let (width, sums_len) = (coupling.width(), coupling.sums_len());
    for (block, phases) in phases.chunks(BLOCK).enumerate() {
        let own = part(sources, block * BLOCK, phases.len(), width);
        coupling.write_block(block * BLOCK, phases, own, part(sums, block, 1, sums_len));
    }
}

/// The blocks' sums, added in order.
#[inline(always)]
pub(crate) fn add_up<F: Real>(sums: &[F], total: &mut [F]) {
    total.fill(F::zero());
    if !total.is_empty() {
        for block in sums.chunks_exact(total.len()) {
            for (total, &sum) in total.iter_mut().zip(block) {
                *total += sum;
            }
        }
    }
}

/// The part of `count` oscillators from `first` on, with `width` elements each.
#[inline(always)]
fn part<F>(all: &mut [F], first: usize, count: usize, width: usize) -> &mut [F] {
    &mut all[first * width..][..count * width]
}

/// [`Coupling::add`] of a sweeping coupling.
#[inline(always)]
pub(super) fn add<F: Real, C: Sweep<F> + ?Sized>(
    coupling: &C,
    strength: F,
    phases: &[F],
    rates: &mut [F],
    scratch: &mut [F],
) {
    let Scratch { constants, sources, sums, total } = Scratch::split(coupling, scratch);
    let width = coupling.width();
    write_sources(coupling, phases, sources, sums);
    add_up(sums, total);
    for (block, rates) in rates.chunks_mut(BLOCK).enumerate() {
        let first = block * BLOCK;
        let (own, seen) =
            if C::LOCAL { (&*part(sources, first, rates.len(), width), &[][..]) } else { (&*sources, &*sources) };
        coupling.add_block(strength, View { first, constants, own, seen, sums: total }, rates);
    }
}

/// A stage of a step, for every block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage<F> {
    pub(crate) strength: F,
    pub(crate) weight: F,
    pub(crate) reach: F,
    /// In the last stage: what the weighted sum is multiplied by.
    pub(crate) share: Option<F>,
    pub(crate) first: bool,
    /// Whether another stage follows, which asks for sources.
    pub(crate) more: bool,
}

impl<F: Real> Stage<F> {
    /// The stages of step number `n`.
    #[inline(always)]
    pub(crate) fn of<S: Scheme, D: Drive<F>>(
        steps: &Steps<'_, F>,
        n: u64,
        more: bool,
        drive: &D,
    ) -> impl Iterator<Item = Self> {
        let last = S::STAGES.len() - 1;
        ode::stages::<F, S>(steps.step).enumerate().map(move |(i, (at, weight, reach))| {
            let time = steps.time(n, at);
            let share = (i == last).then(|| ode::share::<F, S>(steps.step));
            Stage { strength: drive.strength(time), weight, reach, share, first: i == 0, more: more || i < last }
        })
    }
}

/// What a block of a stage works on.
#[derive(Debug)]
pub(crate) struct Block<'a, F> {
    /// The number of the first oscillator.
    pub(crate) first: usize,
    pub(crate) y: &'a [F],
    /// The stages' weighted sum.
    pub(crate) sum: &'a mut [F],
    /// The next state, written in the last stage.
    pub(crate) next: &'a mut [F],
    /// The rates; after the stage the phases of the next one, if this was not the last.
    pub(crate) rate: &'a mut [F],
    /// The next stage's, of a local coupling.
    pub(crate) sources: &'a mut [F],
    pub(crate) sums: &'a mut [F],
}

impl<F: Real> Block<'_, F> {
    /// From the sources of one stage to the phases of the next, and to their sources if the coupling is local; false if the
    /// next state is not finite. `seen` are the sources of all oscillators; a local coupling's are where the next ones are to
    /// be.
    #[inline(always)]
    pub(crate) fn run<C: Sweep<F>, D: Drive<F>>(
        self,
        network: &Kuramoto<'_, F, C, D>,
        stage: Stage<F>,
        constants: &[F],
        seen: &[F],
        total: &[F],
    ) -> bool {
        let coupling = network.coupling();
        if let Some(pull) = coupling.common_pull(stage.strength, constants, total) {
            let natural_frequencies = &network.natural_frequencies()[self.first..][..self.rate.len()];
            return simd::run(coupling.level(), AtOnce { block: self, natural_frequencies, stage, pull });
        }
        let Block { first, y, sum, next, rate, sources, sums } = self;
        rate.copy_from_slice(&network.natural_frequencies()[first..][..rate.len()]);
        let own = if C::LOCAL { &*sources } else { seen };
        coupling.add_block(stage.strength, View { first, constants, own, seen, sums: total }, rate);
        if stage.first {
            sum.fill(F::zero());
        }
        ode::accumulate(sum, stage.weight, rate);
        let finite = match stage.share {
            Some(share) => {
                ode::combine(next, y, share, sum);
                ode::all_finite(next)
            }
            None => {
                ode::reach(rate, y, stage.reach);
                true
            }
        };
        if C::LOCAL && stage.more {
            let phases = if stage.share.is_some() { &*next } else { &*rate };
            coupling.write_block(first, phases, sources, sums);
        }
        finite
    }
}

/// [`Block::run`] with a [`common_pull`](Sweep::common_pull): in as few passes as there can be, over what is in the first
/// cache.
struct AtOnce<'a, F> {
    block: Block<'a, F>,
    natural_frequencies: &'a [F],
    stage: Stage<F>,
    pull: (F, F),
}

impl<F: Real> Kernel for AtOnce<'_, F> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        /// Oscillators of a pass: a multiple of [`LANES`].
        const PASS: usize = 256;
        let AtOnce { block: Block { y, sum, next, rate: phases, sources, sums, .. }, natural_frequencies, stage, pull } =
            self;
        let n = y.len();
        let (sin, cos) = sources.split_at_mut(n);
        let (mut with_sin, mut with_cos) = ([F::zero(); LANES], [F::zero(); LANES]);
        let mut finite = true;
        for at in (0..n).step_by(PASS) {
            let end = n.min(at + PASS);
            let (natural_frequencies, y) = (&natural_frequencies[at..end], &y[at..end]);
            let (sum, next, phases) = (&mut sum[at..end], &mut next[at..end], &mut phases[at..end]);
            let (sin, cos) = (&mut sin[at..end], &mut cos[at..end]);
            // More arrays in a loop than the compiler is ready to tell apart would not be vectorised.
            for i in 0..end - at {
                phases[i] = natural_frequencies[i] + (cos[i] * pull.0 - sin[i] * pull.1);
            }
            if stage.first {
                sum.fill(F::zero());
            }
            for i in 0..end - at {
                let rate = phases[i];
                sum[i] += stage.weight * rate;
                phases[i] = y[i] + stage.reach * rate;
            }
            let phases = match stage.share {
                Some(share) => {
                    ode::combine(next, y, share, sum);
                    finite &= ode::all_finite(next);
                    &*next
                }
                None => &*phases,
            };
            if stage.more {
                F::sin_cos_slice(phases, sin, cos);
                add_running(&mut with_sin, sin);
                add_running(&mut with_cos, cos);
            }
        }
        if stage.more {
            sums.copy_from_slice(&[tree(with_sin), tree(with_cos)]);
        }
        finite
    }
}

/// The steps of a network with a local coupling: in one sweep per right-hand side where that comes to the same, and by the
/// method that one takes for speed.
#[inline(always)]
pub(super) fn take_local_steps<F, C, D, S>(network: &Kuramoto<'_, F, C, D>, steps: Steps<'_, F>) -> Done
where
    F: Real,
    C: Sweep<F>,
    D: Drive<F>,
    S: Scheme,
{
    if ode::is_rk4::<S>() && !network.drive().adds() {
        take_steps::<F, C, D, S>(network, steps)
    } else {
        ode::take_steps::<F, _, S>(network, steps)
    }
}

/// The steps of a network with a local coupling, in one sweep per right-hand side: each block is touched once.
#[inline(always)]
fn take_steps<F, C, D, S>(network: &Kuramoto<'_, F, C, D>, mut steps: Steps<'_, F>) -> Done
where
    F: Real,
    C: Sweep<F>,
    D: Drive<F>,
    S: Scheme,
{
    let (coupling, n) = (network.coupling(), network.natural_frequencies().len());
    let (mut y, workspace) = (core::mem::take(&mut steps.y), core::mem::take(&mut steps.workspace));
    let (mut next, rest) = workspace.split_at_mut(n);
    let (rate, rest) = rest.split_at_mut(n);
    let (sum, scratch) = rest.split_at_mut(n);
    let Scratch { constants, sources, sums, total } = Scratch::split(coupling, scratch);
    let (width, sums_len) = (coupling.width(), coupling.sums_len());
    if steps.count > 0 {
        write_sources(coupling, y, sources, sums);
    }
    let mut done = (steps.count, Ok(()));
    let mut swapped = false;
    'steps: for i in 0..steps.count {
        for stage in Stage::of::<S, D>(&steps, steps.first + i, i + 1 < steps.count, network.drive()) {
            add_up(sums, total);
            let mut finite = true;
            for first in (0..n).step_by(BLOCK) {
                let len = BLOCK.min(n - first);
                let block = Block {
                    first,
                    y: &y[first..][..len],
                    sum: &mut sum[first..][..len],
                    next: &mut next[first..][..len],
                    rate: &mut rate[..len],
                    sources: part(sources, first, len, width),
                    sums: part(sums, first / BLOCK, 1, sums_len),
                };
                finite &= block.run(network, stage, constants, &[], total);
            }
            if !finite {
                done = (i, Err(End::Diverged));
                break 'steps;
            }
        }
        core::mem::swap(&mut y, &mut next);
        swapped = !swapped;
    }
    if swapped {
        // The state lies where the workspace is: back to where the caller wants it.
        next.copy_from_slice(y);
    }
    done
}
