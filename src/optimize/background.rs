//! Runs on a thread of their own.

use crate::parallel::Pool;
use crate::{Error, Real};
use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::vec::Vec;

pub(super) mod sealed {
    /// No other crate's types.
    pub trait Sealed {}
}

/// What can run in the background: a [`Minimizer`](super::Minimizer) or a [`Swarm`](super::Swarm).
pub trait Runner: sealed::Sealed + Send + 'static {
    /// The numbers that it computes with.
    type Number: Real;
    /// What says where it is.
    type Report: Copy + fmt::Debug + Send + 'static;
    /// Where it is.
    fn report(&self) -> Self::Report;
    /// The best position so far, and its value.
    fn best(&self) -> (&[Self::Number], Self::Number);
}

/// How far a background run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress<F, R> {
    /// Where the run was after the last generation.
    pub report: R,
    /// The best position so far.
    pub position: Vec<F>,
    /// Whether the run is over, so that [`Run::wait`] does not wait.
    pub is_finished: bool,
}

/// What both sides of a run see.
struct Shared<M: Runner> {
    cancelled: AtomicBool,
    progress: Mutex<Progress<M::Number, M::Report>>,
    /// Where the runner is before the run and after it, and how the run ended.
    runner: Mutex<Option<M>>,
    result: Mutex<Result<M::Report, Error>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<M: Runner> Shared<M> {
    fn publish(&self, runner: &M, is_finished: bool) {
        let mut progress = lock(&self.progress);
        progress.report = runner.report();
        progress.position.copy_from_slice(runner.best().0);
        progress.is_finished = is_finished;
    }
}

/// A run in the background, of a [`Minimizer`](super::Minimizer) or a [`Swarm`](super::Swarm), whose `start` returns it.
/// Dropping it cancels the run, and waits for its end (not on the run's own threads).
pub struct Run<M: Runner> {
    shared: Arc<Shared<M>>,
    thread: Option<JoinHandle<()>>,
    /// What evaluates the objective, unless the thread does.
    pool: Option<Arc<Pool>>,
}

impl<M: Runner> fmt::Debug for Run<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("progress", &self.poll()).finish()
    }
}

impl<M: Runner> Run<M> {
    /// Begins `run` on a thread of its own. It gets the runner, what it has to call after each generation, and what says that
    /// it has been cancelled.
    pub(super) fn start<R>(runner: M, pool: Option<Arc<Pool>>, run: R) -> Self
    where
        R: FnOnce(&mut M, &dyn Fn(&M), &AtomicBool) -> Result<M::Report, Error> + Send + 'static,
    {
        let progress = Progress { report: runner.report(), position: runner.best().0.to_vec(), is_finished: false };
        let shared = Arc::new(Shared {
            cancelled: AtomicBool::new(false),
            progress: Mutex::new(progress),
            runner: Mutex::new(Some(runner)),
            result: Mutex::new(Err(Error::Threads)),
        });
        let theirs = Arc::clone(&shared);
        let work = move || {
            let Some(mut runner) = lock(&theirs.runner).take() else { return };
            // Where a panic leaves the runner is said at its `step`.
            let publish = |runner: &M| theirs.publish(runner, false);
            let result = catch_unwind(AssertUnwindSafe(|| run(&mut runner, &publish, &theirs.cancelled)));
            *lock(&theirs.result) = result.unwrap_or(Err(Error::Panic));
            theirs.publish(&runner, true);
            *lock(&theirs.runner) = Some(runner);
        };
        let thread = thread::Builder::new().name("photinus".into()).spawn(work).ok();
        if thread.is_none() {
            lock(&shared.progress).is_finished = true;
        }
        Run { shared, thread, pool }
    }

    /// Whether the calling thread is one that the run needs.
    fn is_here(&self) -> bool {
        let is_own = |thread: &JoinHandle<()>| thread.thread().id() == thread::current().id();
        self.thread.as_ref().is_some_and(is_own) || self.pool.as_ref().is_some_and(|pool| pool.has_current_thread())
    }

    /// Where the run is, without waiting for it.
    pub fn poll(&self) -> Progress<M::Number, M::Report> {
        lock(&self.shared.progress).clone()
    }

    /// Asks the run to end, with [`Reason::Caller`](super::Reason::Caller) of 0, and does not wait for it. The evaluations
    /// under way are completed; see [`set_time_limit`](super::Minimizer::set_time_limit) for how many more there may be.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Waits until the run is over: the runner, which can go on from there, and how the run ended: its report, or the errors
    /// of its `run`, [`Error::Panic`] if the objective or the observer panicked, [`Error::Threads`] if the system gave no
    /// thread.
    ///
    /// # Panics
    /// On the run's own threads, by its observer or objective: it would wait for itself.
    pub fn wait(mut self) -> (M, Result<M::Report, Error>) {
        assert!(!self.is_here(), "a run can't wait for itself");
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // how it ended is in `result`
        }
        let runner = lock(&self.shared.runner).take();
        let result = *lock(&self.shared.result);
        (runner.expect("a run gives its runner back"), result)
    }
}

impl<M: Runner> Drop for Run<M> {
    fn drop(&mut self) {
        self.cancel();
        let is_here = self.is_here();
        if let Some(thread) = self.thread.take()
            && !is_here
        {
            let _ = thread.join();
        }
    }
}
