//! Work on many points side by side, on threads of one's own, with the same bits for any number of them.

use crate::optimize::{Interrupted, Objective};
use crate::sequence::{Indices, Sequence};
use crate::{Error, Layout, Real, Stop};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::vec::Vec;

/// A pool of threads, apart from rayon's global one and from all other pools.
#[derive(Debug)]
pub struct Pool(ThreadPool);

impl Pool {
    /// A pool of `threads` threads, 0 for as many as the machine has cores.
    ///
    /// # Errors
    /// [`Error::Threads`] if the system does not give them.
    pub fn new(threads: usize) -> Result<Self, Error> {
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
        // Asked here, since rayon would first look at an environment variable.
        let threads = if threads == 0 { cores() } else { threads };
        ThreadPoolBuilder::new().num_threads(threads).build().map(Pool).map_err(|_| Error::Threads)
    }

    /// The number of threads.
    pub fn threads(&self) -> usize {
        self.0.current_num_threads()
    }

    /// The values of an objective at many points, a matrix `[values.len()][dim]`: the `map` of the posts. Nothing is copied
    /// or serialised; the objective is shared by reference, and each thread has a scratch of its own.
    ///
    /// # Errors
    /// What the objective returned at the first point, by number, where it returned no value; all points before it have
    /// theirs. A matrix shorter than the values is as if the objective had failed, with number 0, at the first point
    /// that is not there; no memory for scratch, with the number of [`Error::OutOfMemory`].
    pub fn evaluate<F, O>(&self, objective: &O, points: &[F], values: &mut [F]) -> Result<(), Interrupted>
    where
        F: Real,
        O: Objective<F> + Sync + ?Sized,
    {
        let dim = objective.dim().max(1);
        let there = (points.len() / dim).min(values.len());
        // The lowest number of a point without a value: those above it need not be evaluated, those below it must.
        let lowest = AtomicUsize::new(usize::MAX);
        let stopped = Mutex::new(None);
        self.0.install(|| {
            values[..there].par_iter_mut().zip(points.par_chunks_exact(dim)).enumerate().for_each_init(
                || {
                    let mut scratch = Vec::new();
                    let room = scratch.try_reserve_exact(objective.scratch_len());
                    room.ok().map(|()| {
                        scratch.resize(objective.scratch_len(), F::zero());
                        scratch
                    })
                },
                |scratch, (i, (value, x))| {
                    if i > lowest.load(Ordering::Relaxed) {
                        return;
                    }
                    let result = match scratch {
                        Some(scratch) => objective.value(x, scratch),
                        None => Err(Stop::Failure(Error::OutOfMemory.code())),
                    };
                    match result {
                        Ok(result) => *value = result,
                        Err(stop) => {
                            let mut stopped = stopped.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                            if i < lowest.load(Ordering::Relaxed) {
                                lowest.store(i, Ordering::Relaxed);
                                *stopped = Some(stop);
                            }
                        }
                    }
                },
            );
        });
        match stopped.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
            Some(stop) => Err(Interrupted { completed: lowest.into_inner(), stop }),
            None if there < values.len() => Err(Interrupted { completed: there, stop: Stop::Failure(0) }),
            None => Ok(()),
        }
    }

    /// [`Sequence::fill`] by rows, without a stride, in blocks of points side by side.
    ///
    /// # Errors
    /// Those of [`Sequence::fill`].
    pub fn fill<F, S>(&self, sequence: &S, indices: Indices, out: &mut [F]) -> Result<(), Error>
    where
        F: Real,
        S: Sequence<F> + Sync + ?Sized,
    {
        let dim = sequence.dim();
        indices.check()?;
        Layout::ROWS.check(indices.count, dim, out.len())?;
        let block = indices.count.div_ceil(4 * self.threads()).max(64);
        self.0.install(|| {
            out[..indices.count * dim].par_chunks_mut(block * dim).enumerate().try_for_each(|(i, out)| {
                let part = Indices { start: indices.at(i * block), count: out.len() / dim, ..indices };
                sequence.fill(part, Layout::ROWS, out)
            })
        })
    }
}
