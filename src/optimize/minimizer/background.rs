//! A run on a thread of its own.

use super::Minimizer;
use crate::optimize::{Objective, SearchReport};
use crate::{Error, Real, Stop};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::vec::Vec;

/// How far a background run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress<F> {
    /// Where the search was after the last generation.
    pub report: SearchReport<F>,
    /// The best position so far.
    pub position: Vec<F>,
    /// Whether the run is over, so that [`Run::wait`] does not wait.
    pub is_finished: bool,
}

/// What both sides of a run see.
#[derive(Debug)]
struct Shared<F> {
    cancelled: AtomicBool,
    progress: Mutex<Progress<F>>,
    /// Where the minimizer is before the run and after it, and how the run ended.
    minimizer: Mutex<Option<Minimizer<F>>>,
    result: Mutex<Result<SearchReport<F>, Error>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<F: Real> Shared<F> {
    fn publish(&self, minimizer: &Minimizer<F>, is_finished: bool) {
        let mut progress = lock(&self.progress);
        progress.report = minimizer.report();
        progress.position.copy_from_slice(minimizer.best().0);
        progress.is_finished = is_finished;
    }
}

/// A run in the background: what [`Minimizer::start`] returns. Dropping it cancels the run, and waits for its end.
#[derive(Debug)]
pub struct Run<F> {
    shared: Arc<Shared<F>>,
    thread: Option<JoinHandle<()>>,
}

impl<F: Real> Minimizer<F> {
    /// [`run`](Minimizer::run) on a thread of its own, which owns the objective and the observer until the run is over. The
    /// observer is called there.
    ///
    /// ```
    /// use photinus::optimize::{Function, Minimizer, Problem, SearchOptions};
    /// let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
    /// let options = SearchOptions { target: 1e-10, ..SearchOptions::default() };
    /// let run = Minimizer::new(&Problem::new(&[-1.0, -1.0], &[2.0, 2.0]), &options)?.start(sphere, |_| Ok(()));
    /// println!("{:e} so far", run.poll().report.best_value);
    /// let (minimizer, report) = run.wait();
    /// assert!(report?.best_value <= 1e-10 && minimizer.best().1 <= 1e-10);
    /// # Ok::<(), photinus::Error>(())
    /// ```
    pub fn start<O, W>(self, objective: O, mut observer: W) -> Run<F>
    where
        O: Objective<F> + Send + Sync + 'static,
        W: FnMut(&Self) -> Result<(), Stop> + Send + 'static,
    {
        let progress = Progress { report: self.report(), position: self.best().0.to_vec(), is_finished: false };
        let shared = Arc::new(Shared {
            cancelled: AtomicBool::new(false),
            progress: Mutex::new(progress),
            minimizer: Mutex::new(Some(self)),
            result: Mutex::new(Err(Error::Threads)),
        });
        let theirs = Arc::clone(&shared);
        let work = move || {
            let Some(mut minimizer) = lock(&theirs.minimizer).take() else { return };
            // Where a panic leaves the minimizer is said at `step`.
            let result = catch_unwind(AssertUnwindSafe(|| {
                let observer = |minimizer: &Self| {
                    theirs.publish(minimizer, false);
                    observer(minimizer)
                };
                minimizer.run_watched(&objective, observer, Some(&theirs.cancelled))
            }));
            *lock(&theirs.result) = result.unwrap_or(Err(Error::Panic));
            theirs.publish(&minimizer, true);
            *lock(&theirs.minimizer) = Some(minimizer);
        };
        let thread = thread::Builder::new().name("photinus".into()).spawn(work).ok();
        if thread.is_none() {
            lock(&shared.progress).is_finished = true;
        }
        Run { shared, thread }
    }
}

impl<F> Run<F> {
    /// Where the run is, without waiting for it.
    pub fn poll(&self) -> Progress<F>
    where
        F: Real,
    {
        lock(&self.shared.progress).clone()
    }

    /// Asks the run to end, with [`Reason::Caller`](crate::optimize::Reason::Caller) of 0, and does not wait for it. The
    /// evaluations under way are completed; see [`set_time_limit`](Minimizer::set_time_limit) for how many more there may be.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Waits until the run is over: the minimizer, which can go on from there, and how the run ended: its report, or the
    /// errors of [`Minimizer::run`], [`Error::Panic`] if the objective or the observer panicked, [`Error::Threads`] if the
    /// system gave no thread.
    pub fn wait(mut self) -> (Minimizer<F>, Result<SearchReport<F>, Error>)
    where
        F: Real,
    {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // how it ended is in `result`
        }
        let minimizer = lock(&self.shared.minimizer).take();
        let result = *lock(&self.shared.result);
        (minimizer.expect("a run gives its minimizer back"), result)
    }
}

impl<F> Drop for Run<F> {
    fn drop(&mut self) {
        self.cancel();
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
