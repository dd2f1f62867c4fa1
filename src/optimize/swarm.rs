//! The owner of a particle swarm: its own memory, threads, checkpoints in files.

use super::pso::State;
use super::{Interrupted, Objective, Options, Pso, Report};
use crate::parallel::Pool;
use crate::sequence::Sequence;
use crate::{Error, Real, Stop};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
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
    pool: Option<Pool>,
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
        let mut memory = allocate(Pso::<F>::memory_len(lower.len(), options.swarm_size, 0))?;
        let state = Pso::with_start(&mut memory, lower, upper, options, start)?.into_state();
        Ok(Swarm { state, memory, pool: None })
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
        let mut memory = allocate(Pso::<F>::memory_len(lower.len(), options.swarm_size, 0))?;
        let state = Pso::with_sequence(&mut memory, lower, upper, options, start, sequence, first)?.into_state();
        Ok(Swarm { state, memory, pool: None })
    }

    /// From now on evaluated by `threads` threads of its own, 0 for as many as the machine has cores; 1 is the calling
    /// thread.
    ///
    /// # Errors
    /// [`Error::Threads`] if the system does not give them.
    pub fn with_threads(mut self, threads: usize) -> Result<Self, Error> {
        self.pool = if threads == 1 { None } else { Some(Pool::new(threads)?) };
        Ok(self)
    }

    /// [`Pso::step`].
    ///
    /// # Errors
    /// [`Error::Dimension`] if the objective has another dimension, [`Error::OutOfMemory`].
    pub fn step<O: Objective<F> + Sync + ?Sized>(&mut self, objective: &O) -> Result<Report<F>, Error> {
        let scratch = if self.pool.is_some() { 0 } else { objective.scratch_len() }; // a pool's threads have their own
        let needed = Pso::<F>::memory_len(self.state.dim, self.state.options.swarm_size, scratch);
        if needed > self.memory.len() {
            self.memory.try_reserve_exact(needed - self.memory.len()).map_err(|_| Error::OutOfMemory)?;
            self.memory.resize(needed, F::zero());
        }
        let mut pso = Pso::from_parts(self.state, &mut self.memory);
        let report = match &self.pool {
            Some(pool) => pso.step(&Shared { objective, pool }),
            None => pso.step(objective),
        };
        self.state = pso.into_state();
        report
    }

    /// [`Pso::run`]: steps until the run ends; `observer` is called after each generation, and may stop it.
    ///
    /// # Errors
    /// Those of [`step`](Swarm::step).
    pub fn run<O, W>(&mut self, objective: &O, mut observer: W) -> Result<Report<F>, Error>
    where
        O: Objective<F> + Sync + ?Sized,
        W: FnMut(&Self) -> Result<(), Stop>,
    {
        loop {
            let generations = self.state.generations;
            self.step(objective)?;
            if self.state.generations > generations {
                let result = observer(self);
                self.state.observed(result);
            }
            if self.state.reason.is_some() {
                return Ok(self.report());
            }
        }
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
        self.state.report(&self.memory)
    }

    /// The options of the run.
    pub const fn options(&self) -> &Options<F> {
        &self.state.options
    }

    /// [`Pso::set_options`].
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range or another `swarm_size`.
    pub fn set_options(&mut self, options: &Options<F>) -> Result<(), Error> {
        self.state.set_options(options)
    }

    /// The whole run as bytes: see [`Pso::save`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; Pso::<F>::checkpoint_len(self.state.dim, self.state.options.swarm_size)];
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
        Ok(Swarm { state, memory, pool: None })
    }

    /// Saves the whole run to a file: first beside it, then in its place, so that there is a whole checkpoint at any
    /// time.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let mut beside = OsString::from(path);
        // A name for this call alone.
        static CALLS: AtomicU64 = AtomicU64::new(0);
        beside.push(std::format!(".{}-{}.new", std::process::id(), CALLS.fetch_add(1, Ordering::Relaxed)));
        let mut file = File::create(&beside)?;
        let written = file.write_all(&self.to_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| {
            let _ = std::fs::remove_file(&beside); // the first error is the one to be told
        })
    }

    /// The swarm that was saved to a file.
    ///
    /// # Errors
    /// Those of the file system, and of kind `InvalidData` those of [`from_bytes`](Swarm::from_bytes).
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::from_bytes(&std::fs::read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

/// The result of [`minimize`].
#[derive(Clone, Debug, PartialEq)]
pub struct Minimum<F> {
    /// The best position that was found.
    pub position: Vec<F>,
    /// Its value, why the run ended, and how much it evaluated.
    pub report: Report<F>,
}

/// Minimises `objective` in the box from `lower` to `upper`, on the calling thread: a swarm run to its end. For threads,
/// steps, checkpoints or a look at the run on its way, see [`Swarm`].
///
/// # Errors
/// Those of [`Swarm::new`] and [`Swarm::step`]. That the objective stopped or failed is no error: see
/// [`Report::reason`].
///
/// ```
/// use photinus::optimize::{Function, Options, minimize};
/// let rosenbrock = Function::new(2, |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2));
/// let minimum = minimize(&rosenbrock, &[-5.0, -5.0], &[5.0, 5.0], &Options::default())?;
/// assert!((minimum.position[0] - 1.0).abs() < 1e-6);
/// # Ok::<(), photinus::Error>(())
/// ```
pub fn minimize<F: Real, O: Objective<F> + ?Sized>(
    objective: &O,
    lower: &[F],
    upper: &[F],
    options: &Options<F>,
) -> Result<Minimum<F>, Error> {
    let mut memory = allocate(Pso::<F>::memory_len(lower.len(), options.swarm_size, objective.scratch_len()))?;
    let mut pso = Pso::new(&mut memory, lower, upper, options)?;
    let report = pso.run(objective, |_| Ok(()))?;
    Ok(Minimum { position: pso.best().0.to_vec(), report })
}

fn allocate<F: Real>(len: usize) -> Result<Vec<F>, Error> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).map_err(|_| Error::OutOfMemory)?;
    memory.resize(len, F::zero());
    Ok(memory)
}

/// An objective whose many values are computed by a pool.
struct Shared<'a, O: ?Sized> {
    objective: &'a O,
    pool: &'a Pool,
}

impl<F: Real, O: Objective<F> + Sync + ?Sized> Objective<F> for Shared<'_, O> {
    fn dim(&self) -> usize {
        self.objective.dim()
    }

    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        self.objective.value(x, scratch)
    }

    fn values(&self, points: &[F], values: &mut [F], _scratch: &mut [F]) -> Result<(), Interrupted> {
        self.pool.evaluate(self.objective, points, values)
    }
}
