//! The owner of a search: its own memory, threads, a time limit, checkpoints in files, runs in the background.

use super::background::{Run, Runner, sealed};
use super::search::SearchState;
use super::watched::{Watch, Watched};
use super::{Objective, Problem, Search, SearchOptions, SearchReport, files};
use crate::parallel::Pool;
use crate::{Error, Real, Stop};
use std::io;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use std::vec;
use std::vec::Vec;

/// A [`Search`] with memory of its own, evaluated by as many threads as wanted: the same bits for any number.
///
/// The objective is shared by reference. It may do parallel work of its own, by the same threads, too: see
/// [`Pool::evaluate`].
///
/// ```
/// use photinus::optimize::{Function, Minimizer, Problem, SearchOptions};
/// let rosenbrock = Function::new(2, |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2));
/// let options = SearchOptions { target: 1e-12, ..SearchOptions::default() };
/// let mut minimizer = Minimizer::new(&Problem::new(&[-5.0, -5.0], &[5.0, 5.0]), &options)?;
/// minimizer.set_threads(2)?;
/// let report = minimizer.run(&rosenbrock, |minimizer| {
///     let report = minimizer.report();
///     println!("{} evaluations: {:e}", report.evaluations, report.best_value);
///     Ok(())
/// })?;
/// assert!(report.best_value <= 1e-12 && minimizer.best().1 == report.best_value);
/// # Ok::<(), photinus::Error>(())
/// ```
///
/// Where the values come from elsewhere, it is asked and told:
///
/// ```
/// use photinus::optimize::{Minimizer, Problem, SearchOptions};
/// let options = SearchOptions { max_evaluations: 200, ..SearchOptions::default() };
/// let mut minimizer = Minimizer::new(&Problem::new(&[-1.0, -1.0], &[2.0, 2.0]), &options)?;
/// loop {
///     let values: Vec<f64> = minimizer.ask().chunks_exact(2).map(|x| x[0] * x[0] + x[1] * x[1]).collect();
///     if values.is_empty() {
///         break;
///     }
///     minimizer.tell_values(0, &values)?;
/// }
/// assert!(minimizer.best().1 < 1e-6);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Minimizer<F> {
    state: SearchState<F>,
    memory: Vec<F>,
    /// Elements of the memory without scratch.
    len: usize,
    pool: Option<Arc<Pool>>,
    time_limit: Option<Duration>,
}

impl<F: Real> Minimizer<F> {
    /// A search of `problem`, evaluated on the calling thread. Nothing is evaluated yet.
    ///
    /// # Errors
    /// Those of [`Search::new`], and [`Error::OutOfMemory`].
    pub fn new(problem: &Problem<'_, F>, options: &SearchOptions<F>) -> Result<Self, Error> {
        problem.check()?;
        options.check()?;
        let len = Search::memory_len(problem, options, 0);
        let mut memory = allocate(len)?;
        let state = Search::new(&mut memory, problem, options)?.into_state();
        Ok(Minimizer { state, memory, len, pool: None, time_limit: None })
    }

    /// From now on evaluated by `threads` threads of its own, 0 for as many as the machine has cores; 1 is the calling
    /// thread.
    ///
    /// # Errors
    /// [`Error::Threads`] if the system does not give them, [`Error::Parameter`] above 1024; all stays as it was.
    pub fn set_threads(&mut self, threads: usize) -> Result<(), Error> {
        self.pool = if threads == 1 { None } else { Some(Arc::new(Pool::new(threads)?)) };
        Ok(())
    }

    /// From now on evaluated by the threads of `pool`, which others may use at the same time: the objective, too.
    pub fn set_pool(&mut self, pool: Arc<Pool>) {
        self.pool = Some(pool);
    }

    /// The threads that evaluate.
    pub fn threads(&self) -> usize {
        self.pool.as_ref().map_or(1, |pool| pool.threads())
    }

    /// How long a [`run`](Minimizer::run) may take, from its begin; `None`, the default, is as long as it wants. The
    /// time is looked at before each [batch](Objective::batch_len) of points, by default before each one. What was reached
    /// stays, and the next run goes on from there, with as much time again; where it ends does not change the bits of what
    /// follows.
    pub fn set_time_limit(&mut self, time_limit: Option<Duration>) {
        self.time_limit = time_limit;
    }

    /// How long a run may take.
    pub const fn time_limit(&self) -> Option<Duration> {
        self.time_limit
    }

    /// The search, for one call.
    fn search(&mut self) -> Lent<'_, F> {
        Lent { search: Search::from_parts(self.state, &mut self.memory), home: &mut self.state }
    }

    /// [`Search::step`]: one generation.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::OutOfMemory`].
    ///
    /// # Panics
    /// If the objective does. The values of the points that were evaluated together with the one that it panicked at are
    /// lost; nothing else is.
    pub fn step<O: Objective<F> + Sync + ?Sized>(&mut self, objective: &O) -> Result<SearchReport<F>, Error> {
        self.step_watched(objective, Watch::default())
    }

    fn step_watched<O>(&mut self, objective: &O, watch: Watch<'_>) -> Result<SearchReport<F>, Error>
    where
        O: Objective<F> + Sync + ?Sized,
    {
        let pool = self.pool.clone();
        let watched = Watched::new(objective, pool.as_deref(), watch);
        let needed = self.len.saturating_add(watched.scratch_len());
        if needed > self.memory.len() {
            self.memory.try_reserve_exact(needed - self.memory.len()).map_err(|_| Error::OutOfMemory)?;
            self.memory.resize(needed, F::zero());
        }
        let mut search = self.search();
        search.step(&watched)?;
        search.ended_by(watched.reason());
        Ok(search.report())
    }

    /// [`Search::run`]: steps until the run ends; `observer` is called after each generation, and may stop it.
    ///
    /// # Errors
    /// Those of [`step`](Minimizer::step).
    ///
    /// # Panics
    /// As [`step`](Minimizer::step).
    pub fn run<O, W>(&mut self, objective: &O, observer: W) -> Result<SearchReport<F>, Error>
    where
        O: Objective<F> + Sync + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        self.run_watched(objective, observer, None)
    }

    fn run_watched<O, W>(
        &mut self,
        objective: &O,
        mut observer: W,
        cancelled: Option<&AtomicBool>,
    ) -> Result<SearchReport<F>, Error>
    where
        O: Objective<F> + Sync + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        // A time that does not fit is for ever.
        let deadline = self.time_limit.and_then(|time| Instant::now().checked_add(time));
        let watch = Watch { deadline, cancelled };
        loop {
            let generations = self.report().generations;
            let report = self.step_watched(objective, watch)?;
            if report.generations > generations {
                let result = observer(self);
                self.state.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
    }

    /// [`Search::ask`]: the points whose values are wanted, a matrix `[n][dim]`; empty where the run has ended.
    pub fn ask(&mut self) -> &[F] {
        self.search().ask();
        self.state.asked(&self.memory)
    }

    /// [`Search::tell`]: takes the value of point `index` of those that were asked for, in any order.
    ///
    /// # Errors
    /// Those of [`Search::tell`].
    pub fn tell(&mut self, index: usize, value: F) -> Result<(), Error> {
        self.search().tell(index, value)
    }

    /// [`Search::tell_values`]: takes the values of the points from `first` on, all of them or, at an error, none.
    ///
    /// # Errors
    /// Those of [`Search::tell_values`].
    pub fn tell_values(&mut self, first: usize, values: &[F]) -> Result<(), Error> {
        self.search().tell_values(first, values)
    }

    /// [`Search::tell_constrained`]: takes the value of point `index`, and the constraints there.
    ///
    /// # Errors
    /// Those of [`Search::tell_constrained`].
    pub fn tell_constrained(&mut self, index: usize, value: F, constraints: &[F]) -> Result<(), Error> {
        self.search().tell_constrained(index, value, constraints)
    }

    /// [`Search::best`]: the best position so far, and its value.
    pub fn best(&self) -> (&[F], F) {
        self.state.best(&self.memory)
    }

    /// The number of variables.
    pub fn dim(&self) -> usize {
        self.best().0.len()
    }

    /// [`Search::report`]: where the search is.
    pub fn report(&self) -> SearchReport<F> {
        self.state.report()
    }

    /// The options of the search.
    pub const fn options(&self) -> &SearchOptions<F> {
        &self.state.options
    }

    /// [`Search::set_options`], between steps.
    ///
    /// # Errors
    /// Those of [`Search::set_options`].
    pub fn set_options(&mut self, options: &SearchOptions<F>) -> Result<(), Error> {
        self.state.set_options(options)
    }

    /// The whole search as bytes, but for threads and time limit, at any time: see [`Search::save`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.state.checkpoint_len()];
        let saved = self.state.save(&self.memory, &mut bytes);
        debug_assert_eq!(saved, Ok(()));
        bytes
    }

    /// The search that was saved, by [`to_bytes`](Minimizer::to_bytes) or by [`Search::save`] on any machine; evaluated on
    /// the calling thread, without a time limit.
    ///
    /// # Errors
    /// Those of [`Search::restore`], and [`Error::OutOfMemory`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (_, len) = Search::<F>::checkpoint_shape(bytes)?;
        let mut memory = allocate(len)?;
        let state = Search::restore(&mut memory, bytes)?.into_state();
        Ok(Minimizer { state, memory, len, pool: None, time_limit: None })
    }

    /// Saves the whole search to a file: first beside it, then in its place, so that there is a whole checkpoint at any
    /// time.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        files::write(path.as_ref(), &self.to_bytes())
    }

    /// The search that was saved to a file.
    ///
    /// # Errors
    /// Those of the file system, and of kind `InvalidData` those of [`from_bytes`](Minimizer::from_bytes).
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        files::read(path.as_ref(), Self::from_bytes)
    }
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
    pub fn start<O, W>(self, objective: O, mut observer: W) -> Run<Self>
    where
        O: Objective<F> + Send + Sync + 'static,
        W: FnMut(&Self) -> Result<(), Stop> + Send + 'static,
    {
        let pool = self.pool.clone();
        Run::start(self, pool, move |minimizer, publish, cancelled| {
            let observer = |minimizer: &Self| {
                publish(minimizer);
                observer(minimizer)
            };
            minimizer.run_watched(&objective, observer, Some(cancelled))
        })
    }
}

impl<F: Real> sealed::Sealed for Minimizer<F> {}

impl<F: Real> Runner for Minimizer<F> {
    type Number = F;
    type Report = SearchReport<F>;

    fn report(&self) -> SearchReport<F> {
        Minimizer::report(self)
    }

    fn best(&self) -> (&[F], F) {
        Minimizer::best(self)
    }
}

/// A search made of a minimizer's parts, whose state goes back to it: also where an objective panics.
struct Lent<'a, F: Real> {
    search: Search<'a, F>,
    home: &'a mut SearchState<F>,
}

impl<'a, F: Real> Deref for Lent<'a, F> {
    type Target = Search<'a, F>;

    fn deref(&self) -> &Self::Target {
        &self.search
    }
}

impl<F: Real> DerefMut for Lent<'_, F> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.search
    }
}

impl<F: Real> Drop for Lent<'_, F> {
    fn drop(&mut self) {
        *self.home = self.search.state;
    }
}

/// The result of [`minimize`].
#[derive(Clone, Debug, PartialEq)]
pub struct Minimum<F> {
    /// The best position that was found.
    pub position: Vec<F>,
    /// Its value, why the run ended, and how much it evaluated.
    pub report: SearchReport<F>,
}

/// Minimises `objective`, on the calling thread: a [`Search`] run to its end. For threads, steps, a time limit, checkpoints or
/// a look at the run on its way, see [`Minimizer`].
///
/// # Errors
/// Those of [`Search::new`]; [`Error::Dimension`] if the objective has another dimension, [`Error::OutOfMemory`]. That the
/// objective stopped or failed is no error: see [`SearchReport::reason`].
///
/// ```
/// use photinus::optimize::{Function, Problem, SearchOptions, minimize};
/// let rosenbrock = Function::new(2, |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2));
/// let options = SearchOptions { max_evaluations: 2000, ..SearchOptions::default() };
/// let minimum = minimize(&rosenbrock, &Problem::new(&[-5.0, -5.0], &[5.0, 5.0]), &options)?;
/// assert!((minimum.position[0] - 1.0).abs() < 1e-6 && minimum.report.evaluations <= 2000);
/// # Ok::<(), photinus::Error>(())
/// ```
pub fn minimize<F: Real, O: Objective<F> + ?Sized>(
    objective: &O,
    problem: &Problem<'_, F>,
    options: &SearchOptions<F>,
) -> Result<Minimum<F>, Error> {
    problem.check()?;
    options.check()?;
    let mut memory = allocate(Search::memory_len(problem, options, objective.scratch_len()))?;
    let mut search = Search::new(&mut memory, problem, options)?;
    let report = search.run(objective, |_| Ok(()))?;
    Ok(Minimum { position: search.best().0.to_vec(), report })
}

/// Zeros.
pub(super) fn allocate<F: Real>(len: usize) -> Result<Vec<F>, Error> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).map_err(|_| Error::OutOfMemory)?;
    memory.resize(len, F::zero());
    Ok(memory)
}
