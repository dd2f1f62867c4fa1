//! An objective whose evaluation threads share, and which ends where the run has to.

use crate::optimize::{Interrupted, Objective, Reason};
use crate::parallel::Pool;
use crate::{Real, Stop};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What ends a run from outside.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Watch<'a> {
    pub(crate) deadline: Option<Instant>,
    pub(crate) cancelled: Option<&'a AtomicBool>,
}

impl Watch<'_> {
    fn check(&self) -> Result<(), Reason> {
        if self.cancelled.is_some_and(|cancelled| cancelled.load(Ordering::Relaxed)) {
            Err(Reason::Caller(0))
        } else if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            Err(Reason::Time)
        } else {
            Ok(())
        }
    }
}

/// An objective whose many values are computed by a pool, if there is one, until the watch ends it.
pub(crate) struct Watched<'a, O: ?Sized> {
    objective: &'a O,
    pool: Option<&'a Pool>,
    watch: Watch<'a>,
    /// What the last evaluation of many values ended with.
    reason: Cell<Option<Reason>>,
}

impl<'a, O: ?Sized> Watched<'a, O> {
    pub(crate) const fn new(objective: &'a O, pool: Option<&'a Pool>, watch: Watch<'a>) -> Self {
        Watched { objective, pool, watch, reason: Cell::new(None) }
    }

    /// Why an evaluation ended early.
    pub(crate) fn reason(&self) -> Option<Reason> {
        self.reason.get()
    }
}

impl<O: ?Sized> Watched<'_, O> {
    fn evaluate<F: Real>(
        &self,
        points: &[F],
        values: &mut [F],
        constraints: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), (usize, Reason)>
    where
        O: Objective<F> + Sync,
    {
        if let Some(pool) = self.pool {
            let watch = self.watch;
            return pool.evaluate_while(self.objective, points, values, constraints, || watch.check());
        }
        let unwatched = self.watch.deadline.is_none() && self.watch.cancelled.is_none();
        let piece = if unwatched { values.len() } else { self.objective.batch_len() }.clamp(1, values.len().max(1));
        let (dim, count) = (self.objective.dim().max(1), constraints.len() / values.len().max(1));
        let (mut done, mut constraints) = (0, constraints);
        for (values, points) in values.chunks_mut(piece).zip(points.chunks(piece * dim)) {
            self.watch.check().map_err(|reason| (done, reason))?;
            let (rows, rest) = constraints.split_at_mut(values.len() * count);
            constraints = rest;
            let result = self.objective.constrained_values(points, values, rows, scratch);
            result.map_err(|Interrupted { completed, stop }| (done + completed.min(values.len()), stop.into()))?;
            done += values.len();
        }
        Ok(())
    }
}

impl<F: Real, O: Objective<F> + Sync + ?Sized> Objective<F> for Watched<'_, O> {
    fn dim(&self) -> usize {
        self.objective.dim()
    }

    /// A pool's threads have their own.
    fn scratch_len(&self) -> usize {
        if self.pool.is_some() { 0 } else { self.objective.scratch_len() }
    }

    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        self.objective.value(x, scratch)
    }

    fn constrained_value(&self, x: &[F], constraints: &mut [F], scratch: &mut [F]) -> Result<F, Stop> {
        self.objective.constrained_value(x, constraints, scratch)
    }

    fn values(&self, points: &[F], values: &mut [F], scratch: &mut [F]) -> Result<(), Interrupted> {
        self.constrained_values(points, values, &mut [], scratch)
    }

    fn constrained_values(
        &self,
        points: &[F],
        values: &mut [F],
        constraints: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Interrupted> {
        let result = self.evaluate(points, values, constraints, scratch);
        self.reason.set(result.err().map(|(_, reason)| reason));
        result.map_err(|(completed, _)| Interrupted { completed, stop: Stop::Caller(0) })
    }
}
