//! The values of an objective at many points, side by side.

use super::Pool;
use crate::optimize::{Interrupted, Objective};
use crate::{Error, Real, Stop};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

/// The most points that a thread takes at once.
const MOST: usize = 256;

std::thread_local! {
    /// Whether this thread is evaluating points.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// A part of the points, and where their values go.
struct Part<'a, F> {
    /// The number of its first point.
    first: usize,
    points: &'a [F],
    values: &'a mut [F],
    constraints: &'a mut [F],
}

/// Points that the threads take from, in order.
///
/// The threads take parts themselves instead of letting rayon split the work: so the points that are done are always the
/// first ones, but for a few; and a thread that waits, within an evaluation, for parallel work of the objective's own never
/// begins another evaluation meanwhile, which could want a lock that the first one holds.
struct Work<'a, F, O: ?Sized, W, E> {
    objective: &'a O,
    dim: usize,
    /// Constraints of a point.
    count: usize,
    threads: usize,
    /// The points that the objective gets at once: those that it wants, but not more than a thread's share.
    batch: usize,
    rest: Mutex<Part<'a, F>>,
    check: W,
    /// The lowest number of a point without a value: those above it need not be evaluated, those below it must.
    lowest: AtomicUsize,
    /// Why that one has none.
    ended: Mutex<Option<E>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where an evaluation panics the others need not go on.
struct Panicked<'a>(&'a AtomicUsize);

impl Drop for Panicked<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Restores what [`BUSY`] was.
struct WasBusy(bool);

impl Drop for WasBusy {
    fn drop(&mut self) {
        BUSY.set(self.0);
    }
}

impl<'a, F, O, W, E> Work<'a, F, O, W, E>
where
    F: Real,
    O: Objective<F> + Sync + ?Sized,
    W: Fn() -> Result<(), E> + Sync,
    E: From<Stop> + Send,
{
    /// The next points.
    fn take(&self) -> Option<Part<'a, F>> {
        let mut rest = lock(&self.rest);
        let len = rest.values.len();
        if len == 0 {
            return None;
        }
        let taken = (len / (4 * self.threads)).clamp(1, MOST).max(self.batch).min(len);
        let (points, other_points) = rest.points.split_at(taken * self.dim);
        let (values, other_values) = std::mem::take(&mut rest.values).split_at_mut(taken);
        let (constraints, other_constraints) = std::mem::take(&mut rest.constraints).split_at_mut(taken * self.count);
        let first = rest.first;
        *rest =
            Part { first: first + taken, points: other_points, values: other_values, constraints: other_constraints };
        Some(Part { first, points, values, constraints })
    }

    /// Point `i` has no value.
    fn end(&self, i: usize, why: E) {
        let mut ended = lock(&self.ended);
        if i < self.lowest.load(Ordering::Relaxed) {
            self.lowest.store(i, Ordering::Relaxed);
            *ended = Some(why);
        }
    }

    /// Evaluates points until there are no more.
    fn run(&self) {
        let _was_busy = WasBusy(BUSY.replace(true));
        let panicked = Panicked(&self.lowest);
        match self.scratch() {
            Some(mut scratch) => self.evaluate(&mut scratch),
            None => {
                if let Some(part) = self.take() {
                    self.end(part.first, Stop::from(Error::OutOfMemory).into());
                }
            }
        }
        std::mem::forget(panicked);
    }

    /// As [`run`](Work::run), on a thread that may have something better to do: the work is done without it, too.
    fn help(&self) {
        if !BUSY.get() {
            self.run();
        }
    }

    fn scratch(&self) -> Option<Vec<F>> {
        let len = self.objective.scratch_len();
        let mut scratch = super::vec_of(len).ok()?;
        scratch.resize(len, F::zero());
        Some(scratch)
    }

    fn evaluate(&self, scratch: &mut [F]) {
        while let Some(part) = self.take() {
            let mut i = part.first;
            let mut rest = part.constraints;
            for (points, values) in part.points.chunks(self.batch * self.dim).zip(part.values.chunks_mut(self.batch)) {
                if i > self.lowest.load(Ordering::Relaxed) {
                    return;
                }
                let (constraints, others) = rest.split_at_mut(values.len() * self.count);
                rest = others;
                let result = (self.check)().map_err(|why| (0, why)).and_then(|()| {
                    let result = self.objective.constrained_values(points, values, constraints, scratch);
                    result.map_err(|Interrupted { completed, stop }| (completed.min(values.len() - 1), stop.into()))
                });
                if let Err((completed, why)) = result {
                    // What is left has higher numbers.
                    return self.end(i + completed, why);
                }
                i += values.len();
            }
        }
    }
}

impl Pool {
    /// The values of an objective at many points, a matrix `[values.len()][dim]`: the `map` of the posts. Nothing is copied
    /// or serialised; the objective is shared by reference, and each thread has a scratch of its own. Points are begun in
    /// their order.
    ///
    /// The objective may do parallel work itself: by this pool, by another one, or by rayon. It may hold locks meanwhile,
    /// unless that work wants the same ones. A single point is evaluated on the calling thread.
    ///
    /// ```
    /// use photinus::{optimize::Function, parallel::Pool};
    /// let (pool, product) = (Pool::new(2)?, Function::new(2, |x: &[f64]| x[0] * x[1]));
    /// let mut values = [0.0; 3];
    /// pool.evaluate(&product, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &mut values).expect("a closure can't fail");
    /// assert_eq!(values, [2.0, 12.0, 30.0]);
    /// # Ok::<(), photinus::Error>(())
    /// ```
    ///
    /// # Errors
    /// What the objective returned at the first point, by number, where it returned no value; all points before it have
    /// theirs. A matrix shorter than the values is as if the objective had failed, with number 0, at the first point
    /// that is not there; no memory for scratch, with the number of [`Error::OutOfMemory`].
    ///
    /// # Panics
    /// If the objective does, once the evaluations under way are over.
    pub fn evaluate<F, O>(&self, objective: &O, points: &[F], values: &mut [F]) -> Result<(), Interrupted>
    where
        F: Real,
        O: Objective<F> + Sync + ?Sized,
    {
        self.evaluate_constrained(objective, points, values, &mut [])
    }

    /// As [`evaluate`](Pool::evaluate), with the [constraints](Objective::constrained_value) at every point, a matrix
    /// `[values.len()][constraints of a point]`.
    ///
    /// # Errors
    /// Those of `evaluate`; constraints that are no whole number per point are as if the objective had failed at the first
    /// point, with the number of [`Error::Length`].
    ///
    /// # Panics
    /// As `evaluate`.
    pub fn evaluate_constrained<F, O>(
        &self,
        objective: &O,
        points: &[F],
        values: &mut [F],
        constraints: &mut [F],
    ) -> Result<(), Interrupted>
    where
        F: Real,
        O: Objective<F> + Sync + ?Sized,
    {
        let result = self.evaluate_while(objective, points, values, constraints, || Ok::<(), Stop>(()));
        result.map_err(|(completed, stop)| Interrupted { completed, stop })
    }

    /// As [`evaluate_constrained`](Pool::evaluate_constrained), with `check` before each point, which may end the work
    /// there.
    pub(crate) fn evaluate_while<F, O, E>(
        &self,
        objective: &O,
        points: &[F],
        values: &mut [F],
        constraints: &mut [F],
        check: impl Fn() -> Result<(), E> + Sync,
    ) -> Result<(), (usize, E)>
    where
        F: Real,
        O: Objective<F> + Sync + ?Sized,
        E: From<Stop> + Send,
    {
        let wanted = values.len();
        if !constraints.len().is_multiple_of(wanted) {
            return Err((0, Stop::from(Error::Length).into()));
        }
        let (dim, count) = (objective.dim().max(1), constraints.len() / wanted.max(1));
        let there = (points.len() / dim).min(wanted);
        let work = Work {
            objective,
            dim,
            count,
            threads: self.threads().max(1),
            batch: objective.batch_len().clamp(1, there.div_ceil(self.threads().max(1)).max(1)),
            rest: Mutex::new(Part {
                first: 0,
                points: &points[..there * dim],
                values: &mut values[..there],
                constraints: &mut constraints[..there * count],
            }),
            check,
            lowest: AtomicUsize::new(usize::MAX),
            ended: Mutex::new(None),
        };
        match self.threads().min(there) {
            0 | 1 => work.run(),
            threads => self.install(|| {
                rayon::scope(|scope| {
                    for _ in 1..threads {
                        scope.spawn(|_| work.help());
                    }
                    work.run();
                });
            }),
        }
        let lowest = work.lowest.into_inner();
        match work.ended.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(why) => Err((lowest, why)),
            None if there < wanted => Err((there, Stop::Failure(0).into())),
            None => Ok(()),
        }
    }
}
