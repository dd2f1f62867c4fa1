//! Solvers that choose their steps: embedded Runge-Kutta pairs with dense output and events.

mod advance;
mod control;
mod events;
mod pair;
mod saved;
mod state;
#[cfg(feature = "capi")]
mod words;

pub use control::AdaptiveOptions;
pub use events::{Direction, Event, Output};
pub use pair::{DormandPrince, Pair, Tsitouras};
#[cfg(feature = "capi")]
pub(crate) use words::AdaptiveWords;

use super::{End, OdeSystem, Solution};
use crate::simd::{self, Level};
use crate::{Error, Layout, Real, Stop};
use advance::{Advance, Interpolate, STATES, slots};
use core::marker::PhantomData;
use state::State;

/// The solver with the pair of Dormand and Prince: see [`Adaptive`].
pub type DormandPrince5<'m, F> = Adaptive<'m, F, DormandPrince>;

/// The solver with the pair of Tsitouras: see [`Adaptive`].
pub type Tsitouras5<'m, F> = Adaptive<'m, F, Tsitouras>;

/// A solver of order 5 that chooses its steps by an embedded solution of order 4 (see [`Pair`] and [`AdaptiveOptions`]),
/// with dense output of order 4 and events, in memory that the caller gives.
///
/// It stands at a [time](Adaptive::time) and goes on from there, by steps or to a time, forwards or backwards. The steps do
/// not depend on where output is asked for: within the last step the solution is [interpolated](Adaptive::interpolate).
/// The last step of a call alone is cut so that it ends at the end; the length that was planned for it is kept for the
/// step after it. A run that was stopped, or [saved](Adaptive::save) and [restored](Adaptive::restore), goes on to the
/// same bits, up to the same end.
///
/// The system is asked at times up to the end of the step that is tried, and never beyond the end of a call. Each call may be
/// given another one, such as a network that has lost a line; [`restart_here`](Adaptive::restart_here) comes before that,
/// since a step begins with the rates, and with the length, that the last one ended with.
///
/// ```
/// use photinus::{Stop, ode::{AdaptiveOptions, OdeSystem, Tsitouras5}};
/// struct Decay;
/// impl OdeSystem<f64> for Decay {
///     fn dim(&self) -> usize { 1 }
///     fn derivative(&self, _t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
///         dydt[0] = -y[0];
///         Ok(())
///     }
/// }
/// let (mut states, mut memory) = ([0.0; 3], [0.0; Tsitouras5::<f64>::memory_len(1, 0)]);
/// let options = AdaptiveOptions::tolerances(1e-10, 1e-10);
/// let mut solver = Tsitouras5::new(&mut memory, &Decay, 0.0, &[1.0], &options)?;
/// solver.solve(&Decay, &[0.0, 0.3, 1.0], &mut states, |_, _, _| Ok(()))?.complete()?;
/// assert!((states[1] - (-0.3_f64).exp()).abs() < 1e-9 && (states[2] - (-1.0_f64).exp()).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Adaptive<'m, F, P> {
    state: State<F>,
    /// The states at the last step's ends, the stages, the system's scratch.
    memory: &'m mut [F],
    /// Whether the scratch is, in this call.
    prepared: bool,
    pair: PhantomData<P>,
}

impl<'m, F: Real, P: Pair> Adaptive<'m, F, P> {
    /// How many elements of memory a system of `dim` equations with `scratch` elements of its own needs: `dim` times 8
    /// (Dormand and Prince) or 9 (Tsitouras), and the scratch; saturates where that does not fit.
    pub const fn memory_len(dim: usize, scratch: usize) -> usize {
        dim.saturating_mul(STATES + P::SLOTS).saturating_add(scratch)
    }

    /// [`memory_len`](Self::memory_len) for that system.
    pub fn memory_len_for<S: OdeSystem<F>>(system: &S) -> usize {
        Self::memory_len(system.dim(), system.scratch_len())
    }

    /// How many elements of workspace `count` events of `dim` equations need; saturates where that does not fit.
    pub const fn events_len(dim: usize, count: usize) -> usize {
        dim.saturating_add(count.saturating_mul(2))
    }

    /// A solver of `system` that stands at `time` with the state `initial`. Nothing is evaluated yet.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the system has no equation, [`Error::Length`] if `initial` has another length,
    /// [`Error::Workspace`] if `memory` is shorter than [`memory_len`](Self::memory_len) says, [`Error::Times`] if `time`
    /// is not finite, [`Error::NotFinite`] if `initial` is not, [`Error::Parameter`] for a tolerance or factor out of
    /// range, [`Error::Step`] if the first or the greatest step is.
    pub fn new<S: OdeSystem<F>>(
        memory: &'m mut [F],
        system: &S,
        time: F,
        initial: &[F],
        options: &AdaptiveOptions<F>,
    ) -> Result<Self, Error> {
        let dim = system.dim();
        if dim == 0 {
            return Err(Error::Dimension);
        }
        if memory.len() < Self::memory_len(dim, system.scratch_len()) {
            return Err(Error::Workspace);
        }
        options.check()?;
        check_state(dim, time, initial)?;
        memory[..Self::memory_len(dim, 0)].fill(F::zero());
        memory[..dim].copy_from_slice(initial);
        Ok(Adaptive { state: State::new(dim, time, options), memory, prepared: false, pair: PhantomData })
    }

    /// [`restart`](Self::restart) where the solver stands: for a system that is changed or another one from here on.
    pub fn restart_here(&mut self) {
        let old = self.state;
        self.state = State {
            steps: old.steps,
            rejected: old.rejected,
            evaluations: old.evaluations,
            ..State::new(old.dim, self.time(), &old.options)
        };
        let place = usize::from(old.swapped) * old.dim;
        self.memory.copy_within(place..place + old.dim, 0);
    }

    /// Puts the solver at another time or state: for a jump, such as a ball's bounce. The next call chooses a first step;
    /// options and counters stay.
    ///
    /// # Errors
    /// [`Error::Length`] if `initial` has not as many elements as there are equations, [`Error::Times`] if `time` is not
    /// finite, [`Error::NotFinite`] if `initial` is not.
    pub fn restart(&mut self, time: F, initial: &[F]) -> Result<(), Error> {
        let old = self.state;
        check_state(old.dim, time, initial)?;
        self.state = State {
            steps: old.steps,
            rejected: old.rejected,
            evaluations: old.evaluations,
            ..State::new(old.dim, time, &old.options)
        };
        self.memory[..old.dim].copy_from_slice(initial);
        Ok(())
    }

    /// The number of equations.
    pub fn dim(&self) -> usize {
        self.state.dim
    }

    /// The time that the solver stands at.
    pub fn time(&self) -> F {
        self.state.time
    }

    /// Where the last step began: from there to [`time`](Adaptive::time) the solution can be
    /// [interpolated](Adaptive::interpolate). It is the time itself before the first step, after an event that ended a run,
    /// and after a call that ended within a step (by the system, a tolerance that could not be met, or `max_steps` among
    /// rejected ones).
    pub fn previous_time(&self) -> F {
        self.state.previous
    }

    /// The state at [`time`](Adaptive::time).
    pub fn state(&self) -> &[F] {
        let (dim, number) = (self.state.dim, usize::from(self.state.swapped));
        &self.memory[number * dim..][..dim]
    }

    /// The rates dy/dt at [`time`](Adaptive::time), without an evaluation; `None` where the next step has to evaluate them,
    /// which is before the first step and after an event that ended a run.
    pub fn rates(&self) -> Option<&[F]> {
        let (dim, number) = (self.state.dim, STATES + slots::<P>(self.state.swapped)[0]);
        self.state.rated.then(|| &self.memory[number * dim..][..dim])
    }

    /// The length of the step that would be tried next; 0 before the first is chosen.
    pub fn next_step(&self) -> F {
        self.state.step
    }

    /// Steps taken so far.
    pub fn steps(&self) -> u64 {
        self.state.steps
    }

    /// Steps that were tried and rejected so far.
    pub fn rejected(&self) -> u64 {
        self.state.rejected
    }

    /// Derivatives evaluated so far.
    pub fn evaluations(&self) -> u64 {
        self.state.evaluations
    }

    /// The options.
    pub fn options(&self) -> &AdaptiveOptions<F> {
        &self.state.options
    }

    /// Changes the options from the next step on (the first step's, where it is not taken yet).
    ///
    /// # Errors
    /// [`Error::Parameter`] and [`Error::Step`] as in [`new`](Adaptive::new).
    pub fn set_options(&mut self, options: &AdaptiveOptions<F>) -> Result<(), Error> {
        options.check()?;
        self.state.options = *options;
        Ok(())
    }

    /// Writes the state at `time`, which lies within the last step, to `out`: the pair's dense output, at the ends of the
    /// step the states themselves.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` has not as many elements as there are equations, [`Error::Times`] if `time` is not from
    /// [`previous_time`](Adaptive::previous_time) to [`time`](Adaptive::time).
    pub fn interpolate(&self, time: F, out: &mut [F]) -> Result<(), Error> {
        if out.len() != self.state.dim {
            return Err(Error::Length);
        }
        if !self.state.holds(time) {
            return Err(Error::Times);
        }
        self.interpolated(Level::BASELINE, time, out);
        Ok(())
    }

    /// One step, of whatever length the tolerances allow, in the direction of the last call; at first forwards. The report
    /// is that of the step: [`End::Complete`], or why it was not taken. (Every call prepares the system's scratch: many steps
    /// in one call are faster than many calls where that is much, as with a dense network.)
    ///
    /// # Errors
    /// [`Error::Dimension`] if the system has another number of equations, [`Error::Workspace`] if the memory has no room
    /// for its scratch.
    pub fn step<S: OdeSystem<F>>(&mut self, system: &S) -> Result<Solution<F>, Error> {
        self.meet(system)?;
        let (mut tries, before) = (self.tries(), self.state);
        let end = self.advance(system, self.state.time, None, &mut tries).err();
        Ok(self.report(&before, end.unwrap_or(End::Complete), 0, self.state.time))
    }

    /// One step towards `end`, which is cut where it would go beyond; none if the solver is there.
    ///
    /// # Errors
    /// Those of [`step`](Adaptive::step); [`Error::Times`] if `end` is not finite.
    pub fn step_towards<S: OdeSystem<F>>(&mut self, system: &S, end: F) -> Result<Solution<F>, Error> {
        self.go(system, end, false)
    }

    /// Steps until `end`, the last one cut so that it ends there exactly; none if the solver is there.
    ///
    /// # Errors
    /// Those of [`step_towards`](Adaptive::step_towards).
    pub fn step_until<S: OdeSystem<F>>(&mut self, system: &S, end: F) -> Result<Solution<F>, Error> {
        self.go(system, end, true)
    }

    /// Integrates to the last of `times`, and writes the state at each of them to a row of `states`, a matrix
    /// `[times][dim]`: by dense output, so that the steps are the same whatever the times, all but the last one, which a
    /// step ends at.
    ///
    /// The times increase or decrease. They begin where the solver stands, later, or within its last step. `observer` is
    /// called with each complete row's number, time and state, and may stop the run; the same call with the times after
    /// that row's goes on to the same bits.
    ///
    /// The report's time is that of the last row where the run is complete or the observer ended it, and otherwise
    /// [`time`](Adaptive::time), that of the last step taken, with the [state](Adaptive::state) there. In
    /// [`End::Diverged`] that is the last one with finite values: the step was shortened until it was lost in the
    /// rounding of the time, and its result, or the rates where it began, was still NaN or infinite.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the system has another number of equations, [`Error::Workspace`] if the memory has no room
    /// for its scratch, [`Error::Length`] if `states` is too short, [`Error::Times`] if the times are not finite, neither
    /// increase nor decrease, or begin elsewhere.
    pub fn solve<S, O>(
        &mut self,
        system: &S,
        times: &[F],
        states: &mut [F],
        mut observer: O,
    ) -> Result<Solution<F>, Error>
    where
        S: OdeSystem<F>,
        O: FnMut(usize, F, &[F]) -> Result<(), Stop>,
    {
        let watch = Watch { events: &[], workspace: &mut [], value: |_, _, _: &[F]| Ok(F::zero()) };
        self.drive(system, times, states, watch, |moment, time, state| match moment {
            Output::Row(row) => observer(row, time, state),
            Output::Event(_) => Ok(()),
        })
    }

    /// As [`solve`](Adaptive::solve), and looks for the zeros of functions g of the solution: `value` returns that of
    /// event number i at (i, t, y), or stops the run.
    ///
    /// An event has happened where the sign of its function at the end of a step differs from that at its begin (see
    /// [`Direction`]); two zeros within one step are not seen. It is located on the dense output, to within 2 ε of the time,
    /// at the side where the function has its new sign already. `observer` is called with rows and events in the order of
    /// their times, of equal times rows first, then events by number, with the time and the state. A terminal event ends
    /// the run with [`End::Event`], after other events at the very same time: the solver then stands at that time with the
    /// state there, and may go on from it, without finding the same zeros again. An event at the begin, the function being 0
    /// there, is none.
    ///
    /// `workspace` has at least [`events_len`](Adaptive::events_len) elements. The observer may end the run at any moment;
    /// the same call with the times after the last complete row goes on with what comes after that moment.
    ///
    /// # Errors
    /// Those of [`solve`](Adaptive::solve); [`Error::Workspace`] if `workspace` is too short.
    #[expect(clippy::too_many_arguments, reason = "what is solved, where to, what is watched, and who watches")]
    pub fn solve_events<S, G, O>(
        &mut self,
        system: &S,
        times: &[F],
        states: &mut [F],
        events: &[Event],
        workspace: &mut [F],
        value: G,
        observer: O,
    ) -> Result<Solution<F>, Error>
    where
        S: OdeSystem<F>,
        G: FnMut(usize, F, &[F]) -> Result<F, Stop>,
        O: FnMut(Output, F, &[F]) -> Result<(), Stop>,
    {
        if workspace.len() < Self::events_len(self.state.dim, events.len()) {
            return Err(Error::Workspace);
        }
        self.drive(system, times, states, Watch { events, workspace, value }, observer)
    }

    /// Each call may bring another system: it is checked, and its scratch prepared.
    fn meet<S: OdeSystem<F>>(&mut self, system: &S) -> Result<(), Error> {
        self.prepared = false;
        if system.dim() != self.state.dim {
            return Err(Error::Dimension);
        }
        let room = self.memory.len() >= Self::memory_len(self.state.dim, system.scratch_len());
        if room { Ok(()) } else { Err(Error::Workspace) }
    }

    /// How many steps a call may try.
    fn tries(&self) -> u64 {
        if self.state.options.max_steps == 0 { u64::MAX } else { self.state.options.max_steps }
    }

    /// The report of a call that began with the state `before`.
    fn report(&self, before: &State<F>, end: End, rows: usize, time: F) -> Solution<F> {
        let (steps, rejected) = (self.state.steps - before.steps, self.state.rejected - before.rejected);
        Solution { end, rows, time, steps, rejected }
    }

    fn interpolated(&self, level: Level, time: F, out: &mut [F]) {
        let pair = PhantomData::<P>;
        simd::run(level, Interpolate { state: &self.state, memory: self.memory, time, out, pair });
    }

    fn advance<S: OdeSystem<F>>(&mut self, system: &S, pause: F, end: Option<F>, tries: &mut u64) -> Result<(), End> {
        let prepare = !self.prepared;
        self.prepared = true;
        let (state, memory, pair) = (&mut self.state, &mut *self.memory, PhantomData::<P>);
        simd::run(system.level(), Advance { system, state, memory, pause, end, prepare, tries, pair })
    }

    /// Turns to where `backward` says.
    fn face(&mut self, backward: bool) {
        if self.state.backward != backward {
            self.state.backward = backward;
            (self.state.watched, self.state.watched_event) = (self.state.time, u64::MAX);
        }
    }

    fn go<S: OdeSystem<F>>(&mut self, system: &S, end: F, all: bool) -> Result<Solution<F>, Error> {
        self.meet(system)?;
        if !end.is_finite() {
            return Err(Error::Times);
        }
        let (mut tries, before) = (self.tries(), self.state);
        let mut result = Ok(());
        if end != self.state.time {
            self.face(end < self.state.time);
            let pause = if all { end } else { self.state.time };
            result = self.advance(system, pause, Some(end), &mut tries);
        }
        Ok(self.report(&before, result.err().unwrap_or(End::Complete), 0, self.state.time))
    }

    /// [`solve_events`](Adaptive::solve_events), the workspace being checked.
    fn drive<S, G, O>(
        &mut self,
        system: &S,
        times: &[F],
        states: &mut [F],
        mut watch: Watch<'_, F, G>,
        mut observer: O,
    ) -> Result<Solution<F>, Error>
    where
        S: OdeSystem<F>,
        G: FnMut(usize, F, &[F]) -> Result<F, Stop>,
        O: FnMut(Output, F, &[F]) -> Result<(), Stop>,
    {
        self.meet(system)?;
        let (dim, level) = (self.state.dim, system.level());
        Layout::ROWS.check(times.len(), dim, states.len())?;
        let (mut tries, before) = (self.tries(), self.state);
        let (Some(&first), Some(&last)) = (times.first(), times.last()) else {
            return Ok(self.report(&before, End::Complete, 0, self.state.time));
        };
        let backward = self.direction(times)?;
        let ahead = |time: F| if backward { time < before.time } else { time > before.time };
        if !(self.state.holds(first) || ahead(first)) {
            return Err(Error::Times);
        }
        // Where all rows are within the last step, nothing turns around.
        if !self.state.holds(last) {
            self.face(backward);
        }
        let watching = !watch.events.is_empty();
        // The last step may hold events that a run which was stopped has not reported.
        let mut scan = watching && self.state.watched != self.state.time && self.state.backward == backward;
        let mut time = self.state.time;
        if watching && let Err(stop) = watch.begin(self, level, scan) {
            return Ok(self.report(&before, stop.into(), 0, time));
        }
        let mut row = 0;
        // The terminal event that has happened, until those of the same moment have too.
        let mut ended = None;
        let end = 'run: loop {
            if scan && let Err(stop) = watch.scan(self, level) {
                time = self.state.time;
                break stop.into();
            }
            loop {
                let event = if scan { watch.next(&self.state, last) } else { None };
                if let Some(number) = ended
                    && event.is_none_or(|(root, _)| root != time)
                {
                    self.stand(time, watch.parts(dim).0);
                    break 'run End::Event(number);
                }
                let due = times.get(row).copied().filter(|&t| self.state.holds(t) && ended.is_none());
                let due = due.filter(|&t| event.is_none_or(|(root, _)| !self.state.before(root, t)));
                if let Some(t) = due {
                    let out = &mut states[row * dim..][..dim];
                    self.interpolated(level, t, out);
                    (row, time) = (row + 1, t);
                    if let Err(stop) = observer(Output::Row(row - 1), t, out) {
                        break 'run stop.into();
                    }
                } else if let Some((root, number)) = event {
                    let (state, ..) = watch.parts(dim);
                    self.interpolated(level, root, state);
                    time = root;
                    (self.state.watched, self.state.watched_event) = (root, number as u64);
                    if watch.events[number].terminal {
                        ended = ended.or(Some(number));
                    }
                    let (state, ..) = watch.parts(dim);
                    if let Err(stop) = observer(Output::Event(number), root, state) {
                        if ended.is_some() {
                            self.stand(root, state);
                        }
                        break 'run stop.into();
                    }
                } else {
                    break;
                }
            }
            if row == times.len() {
                if scan && !self.state.before(last, self.state.time) {
                    (self.state.watched, self.state.watched_event) = (self.state.time, u64::MAX);
                }
                time = last;
                break End::Complete;
            }
            let pause = if watching { self.state.time } else { times[row] };
            let result = self.advance(system, pause, Some(last), &mut tries);
            if let Err(end) = result {
                time = self.state.time;
                break end;
            }
            scan = watching;
            if watching {
                (self.state.watched, self.state.watched_event) = (self.state.previous, u64::MAX);
            }
        };
        Ok(self.report(&before, end, row, time))
    }

    /// Whether the times go backwards.
    fn direction(&self, times: &[F]) -> Result<bool, Error> {
        let (first, last) = (times[0], times[times.len() - 1]);
        let backward = match times {
            [time] => {
                if self.state.holds(*time) {
                    self.state.backward
                } else {
                    *time < self.state.time
                }
            }
            _ => last < first,
        };
        let out_of_order = |pair: &[F]| if backward { pair[0] <= pair[1] } else { pair[0] >= pair[1] };
        if !times.iter().all(|t| t.is_finite()) || times.windows(2).any(out_of_order) {
            return Err(Error::Times);
        }
        Ok(backward)
    }

    /// Puts the solver at a time within its last step, with the state there.
    fn stand(&mut self, time: F, state: &[F]) {
        let (dim, number) = (self.state.dim, usize::from(self.state.swapped));
        self.memory[number * dim..][..dim].copy_from_slice(state);
        (self.state.time, self.state.previous, self.state.rated) = (time, time, false);
        (self.state.watched, self.state.watched_event) = (time, u64::MAX);
    }
}

fn check_state<F: Real>(dim: usize, time: F, initial: &[F]) -> Result<(), Error> {
    if initial.len() != dim {
        return Err(Error::Length);
    }
    if !time.is_finite() {
        return Err(Error::Times);
    }
    if initial.iter().all(|y| y.is_finite()) { Ok(()) } else { Err(Error::NotFinite) }
}

/// The events of a run.
struct Watch<'a, F, G> {
    events: &'a [Event],
    /// A state, the values at the end of the last step, the times of the zeros within it.
    workspace: &'a mut [F],
    value: G,
}

impl<F: Real, G: FnMut(usize, F, &[F]) -> Result<F, Stop>> Watch<'_, F, G> {
    fn parts(&mut self, dim: usize) -> (&mut [F], &mut [F], &mut [F], &mut G) {
        let (state, rest) = self.workspace.split_at_mut(dim);
        let (values, roots) = rest.split_at_mut(self.events.len());
        (state, values, roots, &mut self.value)
    }

    /// Takes the values where the solver stands, or where its last step began.
    fn begin<P: Pair>(&mut self, solver: &Adaptive<'_, F, P>, level: Level, at_previous: bool) -> Result<(), Stop> {
        let time = if at_previous { solver.previous_time() } else { solver.time() };
        let (state, values, _, value) = self.parts(solver.dim());
        solver.interpolated(level, time, state);
        for (number, last) in values.iter_mut().enumerate() {
            *last = value(number, time, state)?;
        }
        Ok(())
    }

    /// Locates the zeros within the last step; infinity is none.
    fn scan<P: Pair>(&mut self, solver: &Adaptive<'_, F, P>, level: Level) -> Result<(), Stop> {
        let (before, after) = (solver.previous_time(), solver.time());
        let larger = if before.abs() > after.abs() { before.abs() } else { after.abs() };
        let events = self.events;
        let (state, values, roots, value) = self.parts(solver.dim());
        for (number, event) in events.iter().enumerate() {
            let here = value(number, after, solver.state())?;
            let sign = event.crossing(values[number], here);
            roots[number] = F::infinity();
            if !sign.is_zero() {
                let (a, b) = ((before, sign * values[number]), (after, sign * here));
                roots[number] = events::locate(a, b, F::epsilon() * larger, |time| {
                    solver.interpolated(level, time, state);
                    Ok(sign * value(number, time, state)?)
                })?;
            }
            values[number] = here;
        }
        Ok(())
    }

    /// The first zero that has not been reported, up to the time `last`.
    fn next(&mut self, state: &State<F>, last: F) -> Option<(F, usize)> {
        let roots = self.parts(state.dim).2;
        let mut first: Option<(F, usize)> = None;
        for (number, &root) in roots.iter().enumerate() {
            let reported =
                state.before(root, state.watched) || (root == state.watched && number as u64 <= state.watched_event);
            let pending = root.is_finite() && !reported && !state.before(last, root);
            if pending && first.is_none_or(|(other, _)| state.before(root, other)) {
                first = Some((root, number));
            }
        }
        first
    }
}
