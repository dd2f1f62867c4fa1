//! One network's right-hand side shared out over threads.

use super::{Pool, vec_of};
use crate::kuramoto::observables::Statistics;
use crate::kuramoto::{
    BLOCK, Block, Coupling, Drive, Ensemble, EnsembleSolver, GRAIN, Kuramoto, Stage, Sweep, Transition, add_up,
};
use crate::ode::{Done, End, FixedStep, OdeSystem, Scheme, Solution, Steps};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Real, Stop};
use rayon::prelude::*;
use std::vec::Vec;

/// Nanoseconds of a right-hand side below which one thread is as fast.
const WORTH_IT: usize = 40_000;

impl Pool {
    /// [`FixedStep::advance`] of one network, its right-hand sides shared out over the pool's threads: the same bits.
    ///
    /// `workspace` grows as it has to; hand in the same one again. A network that is too small for several threads, or whose
    /// drive [adds](Drive::adds) forces, is solved by one.
    ///
    /// # Errors
    /// Those of [`FixedStep::advance`], and [`Error::OutOfMemory`].
    #[allow(clippy::too_many_arguments)] // as many as advance has, and where it comes to
    pub fn advance<F, S, C, D>(
        &self,
        solver: &FixedStep<F, S>,
        network: &Kuramoto<'_, F, C, D>,
        start: F,
        first: u64,
        count: u64,
        state: &mut [F],
        workspace: &mut Vec<F>,
    ) -> Result<Solution<F>, Error>
    where
        F: Real,
        S: Scheme,
        C: Sweep<F> + Sync,
        D: Drive<F> + Sync,
    {
        make_room(workspace, network)?;
        self.install(|| {
            solver.advance(&Shared { network, threads: self.threads() }, start, first, count, state, workspace)
        })
    }

    /// [`FixedStep::solve`] of one network, its right-hand sides shared out over the pool's threads: the same bits.
    ///
    /// `workspace` and small networks: as for [`advance`](Pool::advance). The observer is called in the pool.
    ///
    /// # Errors
    /// Those of [`FixedStep::solve`], and [`Error::OutOfMemory`].
    #[allow(clippy::too_many_arguments)] // as many as solve has, and where it comes to
    pub fn solve<F, S, C, D, O>(
        &self,
        solver: &FixedStep<F, S>,
        network: &Kuramoto<'_, F, C, D>,
        times: &[F],
        initial: &[F],
        states: &mut [F],
        workspace: &mut Vec<F>,
        observer: O,
    ) -> Result<Solution<F>, Error>
    where
        F: Real,
        S: Scheme,
        C: Sweep<F> + Sync,
        D: Drive<F> + Sync,
        O: FnMut(usize, F, &[F]) -> Result<(), Stop> + Send,
    {
        make_room(workspace, network)?;
        let shared = Shared { network, threads: self.threads() };
        self.install(|| solver.solve(&shared, times, initial, states, workspace, observer))
    }
}

impl Pool {
    /// [`Ensemble::advance`], its members shared out over the pool's threads: the same bits.
    ///
    /// # Errors
    /// Those of [`Ensemble::advance`], and [`Error::OutOfMemory`] if there is none for the threads to work in.
    #[allow(clippy::too_many_arguments)] // as many as advance has
    pub fn advance_ensemble<F: Real, S: EnsembleSolver<F>>(
        &self,
        solver: &S,
        ensemble: &Ensemble<'_, F>,
        start: F,
        first: u64,
        count: u64,
        phases: &mut [F],
        steps: &mut [u64],
    ) -> Result<usize, Error> {
        let (members, n) = (ensemble.members(), ensemble.oscillators());
        if phases.len() != members * n || steps.len() != members {
            return Err(Error::Length);
        }
        if !phases.iter().all(|phase| phase.is_finite()) {
            return Err(Error::NotFinite);
        }
        let part = members.div_ceil(4 * self.threads()).next_multiple_of(8);
        let results: Vec<_> = self.install(|| {
            let parts = phases.par_chunks_mut(part * n).zip(steps.par_chunks_mut(part)).enumerate();
            let parts = parts.map(|(number, (phases, steps))| {
                let mut workspace = vec_of(ensemble.workspace_len())?;
                workspace.resize(ensemble.workspace_len(), F::zero());
                ensemble.advance_some(number * part, solver, (start, first, count), phases, steps, &mut workspace)
            });
            parts.collect()
        });
        results.into_iter().sum()
    }

    /// [`Transition::run`], its strengths shared out over the pool's threads: the same bits. A sweep whose strengths are
    /// [carried](Transition::carried) on is one thread's work.
    ///
    /// # Errors
    /// Those of [`Transition::run`], and [`Error::OutOfMemory`] if there is none for the threads to work in.
    pub fn transition<F: Real, S: Scheme, C: Coupling<F> + Copy + Sync>(
        &self,
        transition: &Transition,
        solver: &FixedStep<F, S>,
        network: &Kuramoto<'_, F, C>,
        strengths: &[F],
        initial: &[F],
        r: &mut [Statistics<F>],
    ) -> Result<Solution<F>, Error> {
        if r.len() != strengths.len() {
            return Err(Error::Length);
        }
        let part = if transition.carried { strengths.len().max(1) } else { 1 };
        let results: Vec<_> = self.install(|| {
            let parts = strengths.par_chunks(part).zip(r.par_chunks_mut(part));
            let parts = parts.map(|(strengths, r)| {
                let len = Transition::workspace_len(network);
                let mut workspace = vec_of(len)?;
                workspace.resize(len, F::zero());
                transition.run(solver, network, strengths, initial, r, &mut workspace)
            });
            parts.collect()
        });
        let mut solution = Solution { end: End::Complete, rows: 0, time: F::zero(), steps: 0, rejected: 0 };
        for run in results {
            let run = run?;
            let Solution { end, time, .. } = run;
            (solution.end, solution.time) = (end, time);
            solution.rows += run.rows;
            solution.steps += run.steps;
            if end != End::Complete {
                break;
            }
        }
        Ok(solution)
    }
}

fn make_room<F, C, D>(workspace: &mut Vec<F>, network: &Kuramoto<'_, F, C, D>) -> Result<(), Error>
where
    F: Real,
    C: Sweep<F>,
    D: Drive<F>,
{
    let len = network.workspace_len();
    workspace.try_reserve(len.saturating_sub(workspace.len())).map_err(|_| Error::OutOfMemory)?;
    if workspace.len() < len {
        workspace.resize(len, F::zero());
    }
    Ok(())
}

/// A network whose steps are taken by several threads; used within the pool alone.
struct Shared<'s, 'a, F, C, D> {
    network: &'s Kuramoto<'a, F, C, D>,
    threads: usize,
}

impl<F, C, D> OdeSystem<F> for Shared<'_, '_, F, C, D>
where
    F: Real,
    C: Sweep<F> + Sync,
    D: Drive<F> + Sync,
{
    fn dim(&self) -> usize {
        self.network.dim()
    }

    fn scratch_len(&self) -> usize {
        self.network.scratch_len()
    }

    fn prepare(&self, scratch: &mut [F]) {
        self.network.prepare(scratch);
    }

    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        self.network.derivative(t, y, dydt, scratch)
    }

    /// The baseline: each part of a step runs on the network's level by itself.
    fn level(&self) -> Level {
        Level::BASELINE
    }

    fn take_steps<S: Scheme>(&self, steps: Steps<'_, F>) -> Done {
        if self.threads < 2 || self.network.drive().adds() || self.network.coupling().cost() < WORTH_IT {
            return simd::run(
                self.network.level(),
                Alone::<F, C, D, S>(self.network, steps, core::marker::PhantomData),
            );
        }
        self.take_shared_steps::<S>(steps)
    }
}

/// The steps of one thread.
struct Alone<'s, 'a, F, C, D, S>(&'s Kuramoto<'a, F, C, D>, Steps<'s, F>, core::marker::PhantomData<S>);

impl<F: Real, C: Sweep<F>, D: Drive<F>, S: Scheme> Kernel for Alone<'_, '_, F, C, D, S> {
    type Output = Done;

    #[inline(always)]
    fn run(self) -> Done {
        self.0.take_steps::<S>(self.1)
    }
}

/// A block's stage.
struct Part<'s, 'a, F, C, D> {
    network: &'s Kuramoto<'a, F, C, D>,
    block: Block<'s, F>,
    stage: Stage<F>,
    constants: &'s [F],
    seen: &'s [F],
    total: &'s [F],
}

impl<F: Real, C: Sweep<F>, D: Drive<F>> Kernel for Part<'_, '_, F, C, D> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        self.block.run(self.network, self.stage, self.constants, self.seen, self.total)
    }
}

/// Pieces of `size` oscillators with `width` elements each; as many empty ones if that is 0.
fn pieces<F: Real>(
    all: &mut [F],
    size: usize,
    width: usize,
    count: usize,
) -> impl IndexedParallelIterator<Item = &mut [F]> {
    let size = size * width;
    let mut rest = all;
    let pieces: Vec<&mut [F]> = (0..count)
        .map(|_| {
            let size = size.min(rest.len());
            let (piece, after) = core::mem::take(&mut rest).split_at_mut(size);
            rest = after;
            piece
        })
        .collect();
    pieces.into_par_iter()
}

impl<F, C, D> Shared<'_, '_, F, C, D>
where
    F: Real,
    C: Sweep<F> + Sync,
    D: Drive<F> + Sync,
{
    /// As one thread would, to the bit. A local coupling has one sweep per right-hand side, another two: rates, then sources.
    fn take_shared_steps<S: Scheme>(&self, mut steps: Steps<'_, F>) -> Done {
        let (network, coupling, level, n) = (self.network, self.network.coupling(), self.network.level(), self.dim());
        let (mut y, workspace) = (core::mem::take(&mut steps.y), core::mem::take(&mut steps.workspace));
        let (mut next, rest) = workspace.split_at_mut(n);
        let (rate, rest) = rest.split_at_mut(n);
        let (sum, scratch) = rest.split_at_mut(n);
        let scratch = crate::kuramoto::Scratch::split(coupling, scratch);
        let (constants, sources, sums, total) = (scratch.constants, scratch.sources, scratch.sums, scratch.total);
        let (width, sums_len) = (coupling.width(), coupling.sums_len());
        let blocks = n.div_ceil(BLOCK);
        // Pieces in whose size the bits have no part: a few per thread.
        let size = if C::LOCAL { BLOCK } else { n.div_ceil(4 * self.threads).next_multiple_of(GRAIN) };
        let count = n.div_ceil(size);

        let write_sources = |phases: &[F], sources: &mut [F], sums: &mut [F]| {
            let parts = phases.par_chunks(BLOCK).enumerate();
            let parts = parts.zip(pieces(sources, BLOCK, width, blocks)).zip(pieces(sums, 1, sums_len, blocks));
            parts.for_each(|(((block, phases), sources), sums)| {
                coupling.write_block(block * BLOCK, phases, sources, sums);
            });
        };
        if steps.count > 0 {
            write_sources(y, sources, sums);
        }
        let mut done = (steps.count, Ok(()));
        let mut swapped = false;
        'steps: for i in 0..steps.count {
            for stage in Stage::of::<S, D>(&steps, steps.first + i, i + 1 < steps.count, network.drive()) {
                add_up(sums, total);
                let all = y.par_chunks(size).zip(sum.par_chunks_mut(size)).zip(next.par_chunks_mut(size));
                let all = all.zip(rate.par_chunks_mut(size)).enumerate();
                let total = &*total;
                let finite = if C::LOCAL {
                    let own = pieces(sources, size, width, count).zip(pieces(sums, 1, sums_len, count));
                    let parts = all.zip(own).map(|((number, (((y, sum), next), rate)), (sources, sums))| {
                        let block = Block { first: number * size, y, sum, next, rate, sources, sums };
                        simd::run(level, Part { network, block, stage, constants, seen: &[], total })
                    });
                    parts.reduce(|| true, |a, b| a & b)
                } else {
                    let seen = &*sources;
                    let parts = all.map(|(number, (((y, sum), next), rate))| {
                        let (sources, sums) = (&mut [][..], &mut [][..]);
                        let block = Block { first: number * size, y, sum, next, rate, sources, sums };
                        simd::run(level, Part { network, block, stage, constants, seen, total })
                    });
                    parts.reduce(|| true, |a, b| a & b)
                };
                if !finite {
                    done = (i, Err(End::Diverged));
                    break 'steps;
                }
                if !C::LOCAL && stage.more {
                    write_sources(if stage.share.is_some() { next } else { rate }, sources, sums);
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
}
