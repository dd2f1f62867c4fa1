//! The owner of a particle swarm: its own memory, threads, a time limit, checkpoints in files, runs in the background.

use super::background::{Run, Runner, sealed};
use super::minimizer::allocate;
use super::pso::State;
use super::watched::{Watch, Watched};
use super::{Objective, Options, Pso, Report, files};
use crate::parallel::Pool;
use crate::sequence::Sequence;
use crate::{Error, Real, Stop};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use std::vec;
use std::vec::Vec;

/// A [`Pso`] with memory of its own, evaluated by as many threads as wanted: the same bits for any number.
///
/// ```
/// use photinus::optimize::{Function, Options, Swarm};
/// let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
/// let mut swarm = Swarm::new(&[-5.0, -5.0], &[5.0, 5.0], &Options::default())?;
/// let report = swarm.run(&sphere, |_| Ok(()))?;
/// assert!(report.best_value < 1e-20 && swarm.best().1 == report.best_value);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct Swarm<F> {
    state: State<F>,
    memory: Vec<F>,
    pool: Option<Arc<Pool>>,
    time_limit: Option<Duration>,
}

impl<F: Real> Swarm<F> {
    /// A swarm in the box from `lower` to `upper`, evaluated on the calling thread.
    ///
    /// # Errors
    /// Those of [`Pso::new`], and [`Error::OutOfMemory`].
    pub fn new(lower: &[F], upper: &[F], options: &Options<F>) -> Result<Self, Error> {
        Self::with_start(lower, upper, options, &[])
    }

    /// As [`new`](Swarm::new), with the first particles at the positions `start`, a matrix `[at most swarm_size][dim]`.
    ///
    /// # Errors
    /// Those of [`Pso::with_start`], and [`Error::OutOfMemory`].
    pub fn with_start(lower: &[F], upper: &[F], options: &Options<F>, start: &[F]) -> Result<Self, Error> {
        let mut memory = allocate(Pso::<F>::memory_len(lower.len(), options.largest_swarm(), 0))?;
        let state = Pso::with_start(&mut memory, lower, upper, options, start)?.into_state();
        Ok(Swarm { state, memory, pool: None, time_limit: None })
    }

    /// As [`with_start`](Swarm::with_start), particle k at point `first` + k of any sequence of `dim` dimensions in the
    /// unit cube, which is scaled to the box here. (`first` 1 leaves the corner of a plain sequence out; a scrambled one
    /// begins at 0.)
    ///
    /// # Errors
    /// Those of [`Pso::with_sequence`], and [`Error::OutOfMemory`].
    pub fn with_sequence<S: Sequence<F> + ?Sized>(
        lower: &[F],
        upper: &[F],
        options: &Options<F>,
        start: &[F],
        sequence: &S,
        first: u64,
    ) -> Result<Self, Error> {
        let mut memory = allocate(Pso::<F>::memory_len(lower.len(), options.largest_swarm(), 0))?;
        let state = Pso::with_sequence(&mut memory, lower, upper, options, start, sequence, first)?.into_state();
        Ok(Swarm { state, memory, pool: None, time_limit: None })
    }

    /// From now on evaluated by `threads` threads of its own, 0 for as many as the machine has cores; 1 is the calling
    /// thread.
    ///
    /// # Errors
    /// [`Error::Threads`] if the system does not give them.
    pub fn with_threads(mut self, threads: usize) -> Result<Self, Error> {
        self.pool = if threads == 1 { None } else { Some(Arc::new(Pool::new(threads)?)) };
        Ok(self)
    }

    /// From now on evaluated by the threads of `pool`, which others may use at the same time: the objective, too.
    pub fn set_pool(&mut self, pool: Arc<Pool>) {
        self.pool = Some(pool);
    }

    /// How long [`run`](Swarm::run) may take, from now on; `None` is for ever. The time is looked at before each
    /// [batch](Objective::batch_len) of points, by default before each one, and ends the run with
    /// [`Reason::Time`](super::Reason::Time). Where it ends does not change the bits of what follows.
    pub fn set_time_limit(&mut self, limit: Option<Duration>) {
        self.time_limit = limit;
    }

    /// [`Pso::step`].
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::OutOfMemory`].
    ///
    /// # Panics
    /// If the objective does. The values of the points that were evaluated together with the one that it panicked at are
    /// lost; nothing else is.
    pub fn step<O: Objective<F> + Sync + ?Sized>(&mut self, objective: &O) -> Result<Report<F>, Error> {
        self.step_watched(objective, Watch::default())
    }

    fn step_watched<O>(&mut self, objective: &O, watch: Watch<'_>) -> Result<Report<F>, Error>
    where
        O: Objective<F> + Sync + ?Sized,
    {
        let pool = self.pool.clone();
        let watched = Watched::new(objective, pool.as_deref(), watch);
        let needed = Pso::<F>::memory_len(self.state.dim, self.state.capacity(), watched.scratch_len());
        if needed > self.memory.len() {
            self.memory.try_reserve_exact(needed - self.memory.len()).map_err(|_| Error::OutOfMemory)?;
            self.memory.resize(needed, F::zero());
        }
        let mut lent = Lent { pso: Pso::from_parts(self.state, &mut self.memory), home: &mut self.state };
        lent.pso.step(&watched)?;
        drop(lent);
        if let Some(reason) = watched.reason() {
            self.state.reason = Some(reason);
        }
        Ok(self.report())
    }

    /// [`Pso::run`]: steps until the run ends; `observer` is called after each generation, and may stop it.
    ///
    /// # Errors
    /// Those of [`step`](Swarm::step).
    pub fn run<O, W>(&mut self, objective: &O, observer: W) -> Result<Report<F>, Error>
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
    ) -> Result<Report<F>, Error>
    where
        O: Objective<F> + Sync + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        // A time that does not fit is for ever.
        let deadline = self.time_limit.and_then(|time| Instant::now().checked_add(time));
        let watch = Watch { deadline, cancelled };
        loop {
            let generations = self.state.generations;
            self.step_watched(objective, watch)?;
            if self.state.generations > generations {
                let result = observer(self);
                self.state.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
    }

    /// [`Pso::ask`]: the points whose values are wanted, a matrix `[n][dim]`, empty where the run has ended.
    pub fn ask(&mut self) -> &[F] {
        let mut pso = Pso::from_parts(self.state, &mut self.memory);
        let asked = pso.ask().len();
        self.state = pso.into_state();
        &self.positions()[..asked]
    }

    /// [`Pso::tell`].
    ///
    /// # Errors
    /// [`Error::NotAsked`].
    pub fn tell(&mut self, index: usize, value: F) -> Result<(), Error> {
        self.tell_values(index, &[value])
    }

    /// [`Pso::tell_values`].
    ///
    /// # Errors
    /// [`Error::NotAsked`].
    pub fn tell_values(&mut self, first: usize, values: &[F]) -> Result<(), Error> {
        let mut pso = Pso::from_parts(self.state, &mut self.memory);
        let told = pso.tell_values(first, values);
        self.state = pso.into_state();
        told
    }

    /// [`Pso::best`]: the best position so far, and its value.
    pub fn best(&self) -> (&[F], F) {
        self.state.best(&self.memory)
    }

    /// The number of variables.
    pub const fn dim(&self) -> usize {
        self.state.dim
    }

    /// [`Pso::positions`]: the positions of the particles, a matrix `[swarm_size][dim]`.
    pub fn positions(&self) -> &[F] {
        self.state.positions(&self.memory)
    }

    /// [`Pso::report`]: where the run is.
    pub fn report(&self) -> Report<F> {
        self.state.report()
    }

    /// The options of the run.
    pub const fn options(&self) -> &Options<F> {
        &self.state.options
    }

    /// [`Pso::set_options`].
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range, or another `swarm_size` or `swarm_size_limit`.
    pub fn set_options(&mut self, options: &Options<F>) -> Result<(), Error> {
        self.state.set_options(options)
    }

    /// The whole run as bytes: see [`Pso::save`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; Pso::<F>::checkpoint_len(self.state.dim, self.state.capacity())];
        let saved = self.state.save(&self.memory, &mut bytes);
        debug_assert_eq!(saved, Ok(()));
        bytes
    }

    /// The swarm that was saved, by [`to_bytes`](Swarm::to_bytes) or by [`Pso::save`] on any machine; evaluated on the
    /// calling thread.
    ///
    /// # Errors
    /// Those of [`Pso::restore`], and [`Error::OutOfMemory`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (dim, size) = Pso::<F>::checkpoint_shape(bytes)?;
        let mut memory = allocate(Pso::<F>::memory_len(dim, size, 0))?;
        let state = Pso::restore(&mut memory, bytes)?.into_state();
        Ok(Swarm { state, memory, pool: None, time_limit: None })
    }

    /// Saves the whole run to a file: first beside it, then in its place, so that there is a whole checkpoint at any
    /// time.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        files::write(path.as_ref(), &self.to_bytes())
    }

    /// The swarm that was saved to a file.
    ///
    /// # Errors
    /// Those of the file system, and of kind `InvalidData` those of [`from_bytes`](Swarm::from_bytes).
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        files::read(path.as_ref(), Self::from_bytes)
    }
}

impl<F: Real> Swarm<F> {
    /// [`run`](Swarm::run) on a thread of its own, which owns the objective and the observer until the run is over. The
    /// observer is called there.
    ///
    /// ```
    /// use photinus::optimize::{Function, Options, Swarm};
    /// let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
    /// let run = Swarm::new(&[-5.0, -5.0], &[5.0, 5.0], &Options::default())?.start(sphere, |_| Ok(()));
    /// println!("{:e} so far", run.poll().report.best_value);
    /// let (swarm, report) = run.wait();
    /// assert_eq!(report?.best_value, swarm.best().1);
    /// # Ok::<(), photinus::Error>(())
    /// ```
    pub fn start<O, W>(self, objective: O, mut observer: W) -> Run<Self>
    where
        O: Objective<F> + Send + Sync + 'static,
        W: FnMut(&Self) -> Result<(), Stop> + Send + 'static,
    {
        let pool = self.pool.clone();
        Run::start(self, pool, move |swarm, publish, cancelled| {
            let observer = |swarm: &Self| {
                publish(swarm);
                observer(swarm)
            };
            swarm.run_watched(&objective, observer, Some(cancelled))
        })
    }
}

impl<F: Real> sealed::Sealed for Swarm<F> {}

impl<F: Real> Runner for Swarm<F> {
    type Number = F;
    type Report = Report<F>;

    fn report(&self) -> Report<F> {
        Swarm::report(self)
    }

    fn best(&self) -> (&[F], F) {
        Swarm::best(self)
    }
}

/// A kernel made of a swarm's parts, whose state goes back to it: also where an objective panics.
struct Lent<'a, F: Real> {
    pso: Pso<'a, F>,
    home: &'a mut State<F>,
}

impl<F: Real> Drop for Lent<'_, F> {
    fn drop(&mut self) {
        *self.home = self.pso.state;
    }
}
