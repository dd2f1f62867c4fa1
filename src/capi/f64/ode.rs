use crate::capi::common::photinus_method::{self, *};
use crate::capi::{
    OK, Struct, all_apart, answer, check_pointer, guard, input, known_size, method, options, options_init, output,
    range, solver_status, workspace, write_size, write_struct,
};
use crate::ode::{
    Adaptive, AdaptiveOptions, DormandPrince, End, EulerScheme, FixedStep, Given, HeunScheme, Increments, OdeSystem,
    Pair, Rk4, Rk4Scheme, Scheme, Sde, Solution, StochasticStep, Tsitouras, Wiener,
};
use crate::random::Normals;
use crate::simd::{self, Kernel, Level};
use crate::{Error, Layout, Stop};
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::ptr;

/// A system dy/dt = f(t, y): writes f(t, y) to all of `dydt`, whose content means nothing before; both arrays have `dim`
/// elements. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
/// longjmp.
pub type photinus_derivative_f64 =
    Option<unsafe extern "C" fn(t: f64, y: *const f64, dim: usize, dydt: *mut f64, user: *mut c_void) -> c_int>;

/// Called with each complete row of a solution: its number, time and state. Returns 0 to go on, a positive number to
/// stop, a negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_row_f64 =
    Option<unsafe extern "C" fn(row: usize, t: f64, y: *const f64, dim: usize, user: *mut c_void) -> c_int>;

/// How a system is solved.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_solver_options_f64 {
    /// The size of this struct: what photinus_solver_options_init_f64 got.
    pub struct_size: usize,
    /// The strengths of the noise sigma_i in dy_i = f_i(t, y) dt + sigma_i dW_i, with the methods that have it: at least 0,
    /// one for each component or one for all; sigma_i^2 is the variance that the noise alone gives in a unit of time. Or
    /// NULL (default) with the others.
    pub noise_strengths: *const f64,
    /// How many they are: 1 or dim; 0 (default) with NULL.
    pub noise_count: usize,
    /// The increments W(t + step) - W(t) of the noise, a matrix [steps][dim] by rows, from `first_increment` on; or NULL
    /// (default): they are made from `seed`.
    pub increments: *const f64,
    /// The elements of `increments`; 0 (default) with NULL.
    pub increments_len: usize,
    /// The number of the step that the first row of `increments` is for. Default 0.
    pub first_increment: u64,
    /// What the noise depends on: a path depends on it, on the number of the step and on that of the component alone.
    /// Default 0.
    pub seed: u64,
    /// How many steps a call of a method that chooses them may try, those that are rejected included; 0 (default) is any
    /// number.
    pub max_steps: u64,
    /// The step of the methods with a fixed one, above 0. Default 0, which the others want.
    pub step: f64,
    /// With noise, the time at which step 0 begins: photinus_ode_solve_f64 can be asked for the times grid_start + n step.
    /// Default 0.
    pub grid_start: f64,
    /// The relative tolerance of the methods that choose their steps, at least 0. Default 1e-6 (f32: 1e-4).
    pub relative_tolerance: f64,
    /// Their absolute tolerance, at least 0; not both are 0. Default 1e-9 (f32: 1e-6).
    pub absolute_tolerance: f64,
    /// The length of their first step, above 0; or 0 (default): it is chosen.
    pub first_step: f64,
    /// The greatest length of a step, above 0; or 0 (default): there is none.
    pub max_step: f64,
    /// What the length of the next step is multiplied by for safety, above 0 and below 1. Default 0.9.
    pub safety: f64,
    /// The exponent of the error before the last one in that length, 0 to 0.2; 0 is no memory. Default 0.04.
    pub beta: f64,
    /// The least factor from one step to the next, above 0 and below 1. Default 0.2.
    pub min_factor: f64,
    /// The greatest factor from one step to the next, above 1. Default 10.
    pub max_factor: f64,
    /// How the system is solved: a value of photinus_method. Default PHOTINUS_METHOD_TSITOURAS.
    pub method: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_solver_options_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, method) + size_of::<c_int>();
    fn defaults() -> Self {
        AdaptiveOptions::default().into()
    }
}

impl From<AdaptiveOptions<f64>> for photinus_solver_options_f64 {
    fn from(options: AdaptiveOptions<f64>) -> Self {
        Self {
            struct_size: size_of::<Self>(),
            noise_strengths: ptr::null(),
            noise_count: 0,
            increments: ptr::null(),
            increments_len: 0,
            first_increment: 0,
            seed: 0,
            max_steps: options.max_steps,
            step: 0.0,
            grid_start: 0.0,
            relative_tolerance: options.rtol,
            absolute_tolerance: options.atol,
            first_step: options.first_step,
            max_step: options.max_step,
            safety: options.safety,
            beta: options.beta,
            min_factor: options.min_factor,
            max_factor: options.max_factor,
            method: photinus_method::PHOTINUS_METHOD_TSITOURAS as c_int,
        }
    }
}

impl From<&photinus_solver_options_f64> for AdaptiveOptions<f64> {
    fn from(options: &photinus_solver_options_f64) -> Self {
        AdaptiveOptions {
            rtol: options.relative_tolerance,
            atol: options.absolute_tolerance,
            first_step: options.first_step,
            max_step: options.max_step,
            max_steps: options.max_steps,
            safety: options.safety,
            beta: options.beta,
            min_factor: options.min_factor,
            max_factor: options.max_factor,
        }
    }
}

/// What a solver's run came to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_solution_f64 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_solution_f64)`.
    pub struct_size: usize,
    /// How many rows are complete, from the first on; the others have not been written.
    pub rows: usize,
    /// The number of the event that ended the run with PHOTINUS_STOP_EVENT, else 0.
    pub event: usize,
    /// Steps taken.
    pub steps: u64,
    /// Steps that were tried and not taken, their errors being too large.
    pub rejected: u64,
    /// The time that was reached: that of the last complete row where all are, or where the callback for rows or events
    /// ended the run (then that of the event). Where the run ended between rows, it is that of the last step of a method that
    /// chooses its steps; of the others that of the last complete row, but with PHOTINUS_ERROR_DIVERGED that of the last step
    /// with finite values. Where there are no rows, it is that of the last step.
    pub time: f64,
    /// What the callback that ended the run returned, else 0.
    pub code: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_solution_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, code) + size_of::<c_int>();
    fn defaults() -> Self {
        Self { struct_size: size_of::<Self>(), rows: 0, event: 0, steps: 0, rejected: 0, time: 0.0, code: 0 }
    }
}

/// Checks where a solution is to be written, if anywhere: its bytes.
///
/// # Safety
/// As for [`write_struct`].
pub(super) unsafe fn check_solution(solution: *const photinus_solution_f64) -> Result<(*const u8, usize), Error> {
    // SAFETY: by the caller.
    let bytes = if solution.is_null() { 0 } else { unsafe { known_size(solution)? } };
    Ok((solution.cast(), bytes))
}

/// Writes what came of a run, unless to NULL, and returns its status.
///
/// # Safety
/// As for [`write_struct`].
pub(super) unsafe fn finish(solution: *mut photinus_solution_f64, result: Solution<f64>) -> Result<c_int, Error> {
    let Solution { end, rows, time, steps, rejected } = result;
    let (status, code) = solver_status(end);
    if !solution.is_null() {
        let event = if let End::Event(number) = end { number } else { 0 };
        let result = photinus_solution_f64 { struct_size: 0, rows, event, steps, rejected, time, code };
        // SAFETY: by the caller.
        unsafe { write_struct(solution, result)? };
    }
    status
}

/// A system of C's.
pub(super) struct System {
    dim: usize,
    derivative: unsafe extern "C" fn(f64, *const f64, usize, *mut f64, *mut c_void) -> c_int,
    user: *mut c_void,
}

impl System {
    pub(super) fn new(dim: usize, derivative: photinus_derivative_f64, user: *mut c_void) -> Result<Self, Error> {
        let derivative = derivative.ok_or(Error::NullPointer)?;
        if dim == 0 { Err(Error::Dimension) } else { Ok(System { dim, derivative, user }) }
    }
}

impl OdeSystem<f64> for System {
    fn dim(&self) -> usize {
        self.dim
    }

    fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], _scratch: &mut [f64]) -> Result<(), Stop> {
        // SAFETY: the caller promised that it may be called so.
        answer(unsafe { (self.derivative)(t, y.as_ptr(), y.len(), dydt.as_mut_ptr(), self.user) })
    }

    fn level(&self) -> Level {
        Level::detect()
    }
}

/// The number of equations alone, where no derivative is asked for.
pub(super) struct Shape(pub(super) usize);

impl OdeSystem<f64> for Shape {
    fn dim(&self) -> usize {
        self.0
    }

    fn derivative(&self, _: f64, _: &[f64], _: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        Err(Stop::Failure(0))
    }
}

/// The increments of the noise.
enum Noise<'a> {
    Made(Wiener),
    Given(Given<'a, f64>),
}

/// The increments of a step: compiled once for each level, not into every solver.
struct Increase<'s> {
    wiener: &'s Wiener,
    number: u64,
    step: f64,
    out: &'s mut [f64],
}

impl Kernel for Increase<'_> {
    type Output = Result<(), Stop>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        self.wiener.fill(self.number, self.step, self.out)
    }
}

impl Increments<f64> for Noise<'_> {
    #[inline(always)]
    fn fill(&self, number: u64, step: f64, out: &mut [f64]) -> Result<(), Stop> {
        match self {
            Noise::Made(wiener) => simd::run(Level::detect(), Increase { wiener, number, step, out }),
            Noise::Given(given) => given.fill(number, step, out),
        }
    }

    fn check(&self, first: u64, count: u64, dim: usize) -> Result<(), Error> {
        match self {
            Noise::Made(wiener) => Increments::<f64>::check(wiener, first, count, dim),
            Noise::Given(given) => given.check(first, count, dim),
        }
    }
}

/// How a system is solved: the options of a C caller, looked at.
pub(super) struct Solver {
    method: photinus_method,
    options: photinus_solver_options_f64,
}

impl Solver {
    /// # Safety
    /// As far as it is not NULL, `pointer` must point to as many bytes as its first field says, and what they point to must
    /// be there for as long as the solver is.
    pub(super) unsafe fn read(pointer: *const photinus_solver_options_f64) -> Result<Self, Error> {
        // SAFETY: by the caller.
        let options = unsafe { options(pointer)? };
        Ok(Solver { method: method(options.method)?, options })
    }

    /// The elements of workspace for a system of `dim` equations with `scratch` elements of its own.
    pub(super) const fn workspace_len(&self, dim: usize, scratch: usize) -> usize {
        match self.method {
            PHOTINUS_METHOD_RK4 | PHOTINUS_METHOD_EULER | PHOTINUS_METHOD_HEUN => {
                Rk4::<f64>::workspace_len(dim, scratch)
            }
            PHOTINUS_METHOD_DORMAND_PRINCE => Adaptive::<f64, DormandPrince>::memory_len(dim, scratch),
            PHOTINUS_METHOD_TSITOURAS => Adaptive::<f64, Tsitouras>::memory_len(dim, scratch),
            // The state, and what a step wants.
            PHOTINUS_METHOD_EULER_MARUYAMA | PHOTINUS_METHOD_STOCHASTIC_HEUN | PHOTINUS_METHOD_STOCHASTIC_RK4 => {
                StochasticStep::<f64, Rk4Scheme>::workspace_len(dim, scratch).saturating_add(dim)
            }
        }
    }

    /// That what the method has no use for has not been asked for.
    fn check(&self) -> Result<(), Error> {
        let Self { method, options } = self;
        let noisy = matches!(
            method,
            PHOTINUS_METHOD_EULER_MARUYAMA | PHOTINUS_METHOD_STOCHASTIC_HEUN | PHOTINUS_METHOD_STOCHASTIC_RK4
        );
        let noise = !options.noise_strengths.is_null()
            || !options.increments.is_null()
            || options.noise_count > 0
            || options.increments_len > 0;
        if noise && !noisy {
            return Err(Error::Unsupported);
        }
        let adaptive = matches!(method, PHOTINUS_METHOD_DORMAND_PRINCE | PHOTINUS_METHOD_TSITOURAS);
        if adaptive && options.step != 0.0 { Err(Error::Step) } else { Ok(()) }
    }

    /// The options of a method that chooses its steps, and which one it is.
    pub(super) fn adaptive(&self) -> Result<(AdaptiveOptions<f64>, photinus_method), Error> {
        self.check()?;
        match self.method {
            PHOTINUS_METHOD_DORMAND_PRINCE | PHOTINUS_METHOD_TSITOURAS => Ok(((&self.options).into(), self.method)),
            _ => Err(Error::Unsupported),
        }
    }

    /// The arrays that the options point to, as bytes.
    fn ranges(&self) -> [(*const u8, usize); 2] {
        let options = &self.options;
        [range(options.noise_strengths, options.noise_count), range(options.increments, options.increments_len)]
    }

    /// The strengths of the noise, and its increments.
    ///
    /// # Safety
    /// What the options point to must be there, and nobody may write to it, for `'a`.
    unsafe fn noise<'a>(&self) -> Result<(&'a [f64], Noise<'a>), Error> {
        let options = &self.options;
        if options.noise_strengths.is_null() {
            return Err(Error::NullPointer);
        }
        // SAFETY: by the caller.
        let (strengths, increments) = unsafe {
            (input(options.noise_strengths, options.noise_count)?, input(options.increments, options.increments_len)?)
        };
        let given = !options.increments.is_null();
        Ok((
            strengths,
            if given {
                Noise::Given(Given::new(options.first_increment, increments))
            } else {
                Noise::Made(Wiener::new(options.seed))
            },
        ))
    }
}

/// Where a solver reads and writes.
pub(super) struct Run {
    pub(super) times: *const f64,
    pub(super) time_count: usize,
    pub(super) initial: *const f64,
    pub(super) row: photinus_row_f64,
    pub(super) user: *mut c_void,
    pub(super) states: *mut f64,
    pub(super) states_len: usize,
    pub(super) memory: *mut c_void,
    pub(super) bytes: usize,
    pub(super) solution: *mut photinus_solution_f64,
}

/// The same, looked at.
struct Rows<'a> {
    times: &'a [f64],
    initial: &'a [f64],
    states: &'a mut [f64],
    workspace: &'a mut [f64],
    row: photinus_row_f64,
    user: *mut c_void,
}

/// Calls C's callback for rows, if there is one.
///
/// # Safety
/// It may be called so.
pub(super) unsafe fn call_row(
    callback: photinus_row_f64,
    row: usize,
    t: f64,
    y: &[f64],
    user: *mut c_void,
) -> Result<(), Stop> {
    match callback {
        // SAFETY: by the caller.
        Some(callback) => answer(unsafe { callback(row, t, y.as_ptr(), y.len(), user) }),
        None => Ok(()),
    }
}

impl Run {
    /// Solves the system by the method that the options name.
    ///
    /// # Safety
    /// What is pointed to must be there.
    pub(super) unsafe fn solve<S: OdeSystem<f64>>(self, solver: &Solver, system: &S) -> Result<c_int, Error> {
        let dim = system.dim();
        if dim == 0 {
            return Err(Error::Dimension);
        }
        solver.check()?;
        let needed = solver.workspace_len(dim, system.scratch_len());
        if self.bytes / size_of::<f64>() < needed {
            return Err(Error::Workspace);
        }
        let states_len = if self.time_count == 0 { 0 } else { self.states_len };
        // SAFETY: by the caller; what is written is apart from all else.
        let result = unsafe {
            let solution = check_solution(self.solution)?;
            check_pointer(self.states, states_len)?;
            check_pointer(self.memory.cast::<f64>(), needed)?;
            let (times, initial) = (input(self.times, self.time_count)?, input(self.initial, dim)?);
            let [strengths, increments] = solver.ranges();
            let written = [range(self.states, states_len), range(self.memory.cast::<f64>(), needed), solution];
            all_apart(&written, &[range(self.times, times.len()), range(self.initial, dim), strengths, increments])?;
            Layout::ROWS.check(times.len(), dim, states_len)?;
            let states = output(self.states, states_len)?;
            let workspace = workspace(self.memory, self.bytes, needed)?;
            let rows = Rows { times, initial, states, workspace, row: self.row, user: self.user };
            match solver.method {
                PHOTINUS_METHOD_RK4 => fixed::<S, Rk4Scheme>(solver, system, rows)?,
                PHOTINUS_METHOD_EULER => fixed::<S, EulerScheme>(solver, system, rows)?,
                PHOTINUS_METHOD_HEUN => fixed::<S, HeunScheme>(solver, system, rows)?,
                PHOTINUS_METHOD_DORMAND_PRINCE => adaptive::<S, DormandPrince>(solver, system, rows)?,
                PHOTINUS_METHOD_TSITOURAS => adaptive::<S, Tsitouras>(solver, system, rows)?,
                PHOTINUS_METHOD_EULER_MARUYAMA => noisy::<S, EulerScheme>(solver, system, rows)?,
                PHOTINUS_METHOD_STOCHASTIC_HEUN => noisy::<S, HeunScheme>(solver, system, rows)?,
                PHOTINUS_METHOD_STOCHASTIC_RK4 => noisy::<S, Rk4Scheme>(solver, system, rows)?,
            }
        };
        // SAFETY: by the caller.
        unsafe { finish(self.solution, result) }
    }
}

unsafe fn fixed<S: OdeSystem<f64>, C: Scheme>(
    solver: &Solver,
    system: &S,
    rows: Rows<'_>,
) -> Result<Solution<f64>, Error> {
    let Rows { times, initial, states, workspace, row: callback, user } = rows;
    let method = FixedStep::<f64, C>::new(solver.options.step)?;
    // SAFETY: by the caller.
    method.solve(system, times, initial, states, workspace, |row, t, y| unsafe { call_row(callback, row, t, y, user) })
}

unsafe fn adaptive<S: OdeSystem<f64>, P: Pair>(
    solver: &Solver,
    system: &S,
    rows: Rows<'_>,
) -> Result<Solution<f64>, Error> {
    let Rows { times, initial, states, workspace, row: callback, user } = rows;
    let start = times.first().copied().unwrap_or(0.0);
    let mut run = Adaptive::<f64, P>::new(workspace, system, start, initial, &(&solver.options).into())?;
    // SAFETY: by the caller.
    run.solve(system, times, states, |row, t, y| unsafe { call_row(callback, row, t, y, user) })
}

/// The steps from the beginning of the grid to `time`, which is to be a multiple of the step from it, but for the rounding
/// of what the caller computed.
fn step_number(start: f64, step: f64, time: f64) -> Result<u64, Error> {
    // The cast makes 0 of what is negative or NaN, which is not near then.
    let quotient = (time - start) / step;
    let below = quotient as u64;
    let number = if quotient - below as f64 > 0.5 { below.saturating_add(1) } else { below };
    let distance = (start + step * number as f64 - time).abs();
    let larger = if time.abs() > start.abs() { time.abs() } else { start.abs() };
    let (rounding, most) = (8.0 * f64::EPSILON * larger, 0.25 * step);
    let near = distance <= if rounding < most { rounding } else { most };
    if near { Ok(number) } else { Err(Error::Times) }
}

unsafe fn noisy<S: OdeSystem<f64>, C: Scheme>(
    solver: &Solver,
    system: &S,
    rows: Rows<'_>,
) -> Result<Solution<f64>, Error> {
    let Rows { times, initial, states, workspace, row: callback, user } = rows;
    let (start, step, dim) = (solver.options.grid_start, solver.options.step, initial.len());
    let method = StochasticStep::<f64, C>::new(step)?;
    // SAFETY: by the caller.
    let (strengths, noise) = unsafe { solver.noise()? };
    let sde = Sde::new(system, strengths, &noise)?;
    if !start.is_finite() {
        return Err(Error::Times);
    }
    let number = |time: f64| step_number(start, step, time);
    for pair in times.windows(2) {
        if number(pair[0])? >= number(pair[1])? {
            return Err(Error::Times);
        }
    }
    if !initial.iter().all(|y| y.is_finite()) {
        return Err(Error::NotFinite);
    }
    if let (Some(&first), Some(&last)) = (times.first(), times.last()) {
        let (first, last) = (number(first)?, number(last)?);
        FixedStep::<f64, C>::new(step)?.check(start, first, last - first)?;
        noise.check(first, last - first, dim)?;
    }
    let (y, workspace) = workspace.split_at_mut(dim);
    y.copy_from_slice(initial);
    let mut solution = Solution { end: End::Complete, rows: 0, time: 0.0, steps: 0, rejected: 0 };
    for (row, &time) in times.iter().enumerate() {
        if row > 0 {
            let (first, last) = (number(times[row - 1])?, number(time)?);
            let stretch = method.advance(&sde, start, first, last - first, y, workspace)?;
            solution.steps += stretch.steps;
            if let Err(end) = stretch.complete() {
                solution.end = end;
                if end == End::Diverged {
                    solution.time = stretch.time;
                }
                return Ok(solution);
            }
        }
        states[row * dim..][..dim].copy_from_slice(y);
        (solution.rows, solution.time) = (row + 1, time);
        // SAFETY: by the caller.
        if let Err(stop) = unsafe { call_row(callback, row, time, y, user) } {
            solution.end = stop.into();
            return Ok(solution);
        }
    }
    Ok(solution)
}

/// Steps by hand: where they are taken.
pub(super) struct Advance {
    pub(super) start: f64,
    pub(super) first: u64,
    pub(super) count: u64,
    pub(super) state: *mut f64,
    pub(super) memory: *mut c_void,
    pub(super) bytes: usize,
    pub(super) solution: *mut photinus_solution_f64,
}

impl Advance {
    /// Takes steps by the method that the options name.
    ///
    /// # Safety
    /// What is pointed to must be there.
    pub(super) unsafe fn take<S: OdeSystem<f64>>(self, solver: &Solver, system: &S) -> Result<c_int, Error> {
        solver.check()?;
        if solver.adaptive().is_ok() {
            return Err(Error::Unsupported);
        }
        let needed = solver.workspace_len(system.dim(), system.scratch_len());
        // SAFETY: by the caller.
        unsafe {
            self.with(system.dim(), needed, &solver.ranges(), |run, state, workspace| match solver.method {
                PHOTINUS_METHOD_RK4 => run.fixed::<S, Rk4Scheme>(solver.options.step, system, state, workspace),
                PHOTINUS_METHOD_EULER => run.fixed::<S, EulerScheme>(solver.options.step, system, state, workspace),
                PHOTINUS_METHOD_HEUN => run.fixed::<S, HeunScheme>(solver.options.step, system, state, workspace),
                PHOTINUS_METHOD_DORMAND_PRINCE | PHOTINUS_METHOD_TSITOURAS => Err(Error::Unsupported),
                PHOTINUS_METHOD_EULER_MARUYAMA => run.noisy::<S, EulerScheme>(solver, system, state, workspace),
                PHOTINUS_METHOD_STOCHASTIC_HEUN => run.noisy::<S, HeunScheme>(solver, system, state, workspace),
                PHOTINUS_METHOD_STOCHASTIC_RK4 => run.noisy::<S, Rk4Scheme>(solver, system, state, workspace),
            })
        }
    }

    /// Takes steps of the classical Runge-Kutta method, without what the others would add to a small program.
    ///
    /// # Safety
    /// What is pointed to must be there.
    pub(super) unsafe fn take_rk4<S: OdeSystem<f64>>(self, step: f64, system: &S) -> Result<c_int, Error> {
        let needed = Rk4::<f64>::workspace_len(system.dim(), system.scratch_len());
        // SAFETY: by the caller.
        unsafe {
            self.with(system.dim(), needed, &[], |run, state, workspace| {
                run.fixed::<S, Rk4Scheme>(step, system, state, workspace)
            })
        }
    }

    /// Gives the state and `needed` elements of workspace, apart from `read`, to `body`.
    unsafe fn with(
        &self,
        dim: usize,
        needed: usize,
        read: &[(*const u8, usize)],
        body: impl FnOnce(&Self, &mut [f64], &mut [f64]) -> Result<Solution<f64>, Error>,
    ) -> Result<c_int, Error> {
        if dim == 0 {
            return Err(Error::Dimension);
        }
        if self.bytes / size_of::<f64>() < needed {
            return Err(Error::Workspace);
        }
        // SAFETY: by the caller; what is written is apart from all else.
        unsafe {
            let solution = check_solution(self.solution)?;
            check_pointer(self.state, dim)?;
            check_pointer(self.memory.cast::<f64>(), needed)?;
            let written = [range(self.state, dim), range(self.memory.cast::<f64>(), needed), solution];
            all_apart(&written, read)?;
            let state = output(self.state, dim)?;
            let result = body(self, state, workspace(self.memory, self.bytes, needed)?)?;
            finish(self.solution, result)
        }
    }

    fn fixed<S: OdeSystem<f64>, C: Scheme>(
        &self,
        step: f64,
        system: &S,
        state: &mut [f64],
        workspace: &mut [f64],
    ) -> Result<Solution<f64>, Error> {
        let method = FixedStep::<f64, C>::new(step)?;
        method.advance(system, self.start, self.first, self.count, state, workspace)
    }

    /// # Safety
    /// What the options point to must be there.
    unsafe fn noisy<S: OdeSystem<f64>, C: Scheme>(
        &self,
        solver: &Solver,
        system: &S,
        state: &mut [f64],
        workspace: &mut [f64],
    ) -> Result<Solution<f64>, Error> {
        let method = StochasticStep::<f64, C>::new(solver.options.step)?;
        // SAFETY: by the caller.
        let (strengths, noise) = unsafe { solver.noise()? };
        let sde = Sde::new(system, strengths, &noise)?;
        method.advance(&sde, self.start, self.first, self.count, state, workspace)
    }
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_solver_options_init_f64(
    options: *mut photinus_solver_options_f64,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes to `*bytes` and `*align` what photinus_ode_solve_f64 and photinus_ode_advance_f64 need to work in, for `dim`
/// equations and the method of these options, or of the defaults for NULL; nothing else of them is looked at.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_ode_size_f64(
    dim: usize,
    options: *const photinus_solver_options_f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let solver = Solver::read(options)?;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        write_size::<(), f64>(solver.workspace_len(dim, 0), bytes, align)
    })
}

/// Integrates dy/dt = f(t, y), `dim` equations, from `times[0]`, where the state is `initial[dim]`, and writes the state at
/// each of `times[time_count]` to a row of `states`, a matrix [time_count][dim] by rows; its first row is `initial`. The
/// times increase, or, without noise, decrease: then it is integrated backwards.
///
/// RK4, EULER and HEUN: between two times, dt apart, there are ceil(|dt| / step) equal steps; an excess of dt that is
/// within the rounding of the times, epsilon |t| of the larger one, does not ask for a step more (where that is below
/// step / 1024). A row depends on the row before it and the two times alone: a run that ended early is resumed, to the same
/// bits, from its last complete row and the rest of the times, that row's included.
///
/// DORMAND_PRINCE and TSITOURAS: the error of a step, the root of the mean of (e / (absolute_tolerance +
/// relative_tolerance |y|))^2, is kept at or below 1. Steps do not depend on the times, but for the last one: between their
/// ends the solution is interpolated (of order 4). To resume such a run, or for events, there is photinus_adaptive_f64.
///
/// EULER_MARUYAMA, STOCHASTIC_HEUN and STOCHASTIC_RK4: dy_i = f_i(t, y) dt + sigma_i dW_i, with steps of exactly `step` on a
/// grid; each time is to be grid_start + n step, but for rounding. The increments of step n are the normal numbers
/// (seed, n, component) of photinus_normals_fill_f64 times the root of the step, or those that the options give. A run that
/// ended early is resumed as with a fixed step.
///
/// derivative: the system. row: called with each complete row, or NULL. user: given to both. options: or NULL for the
/// defaults. states_len: the elements of `states`. memory, bytes: the workspace, as photinus_ode_size_f64 says; it may hold
/// anything. solution: what came of it, or NULL. No times: no row. Nothing is allocated; both callbacks are called on the
/// calling thread.
///
/// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_STOP_STEPS, PHOTINUS_ERROR_CALLBACK,
/// PHOTINUS_ERROR_DIVERGED, and of a method that chooses its steps PHOTINUS_ERROR_STEP_TOO_SMALL if the tolerances can't be
/// met: the complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE,
/// PHOTINUS_ERROR_STEP if the step is not above 0 and finite, or there is one with a method that chooses its steps,
/// PHOTINUS_ERROR_STEP_TOO_SMALL if it would be lost in the rounding of the time, PHOTINUS_ERROR_PARAMETER for a tolerance,
/// a factor or a strength of noise out of its range, PHOTINUS_ERROR_UNSUPPORTED for noise with a method that has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_ode_solve_f64(
    dim: usize,
    derivative: photinus_derivative_f64,
    row: photinus_row_f64,
    user: *mut c_void,
    options: *const photinus_solver_options_f64,
    times: *const f64,
    time_count: usize,
    initial: *const f64,
    states: *mut f64,
    states_len: usize,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = System::new(dim, derivative, user)?;
        let run = Run { times, time_count, initial, row, user, states, states_len, memory, bytes, solution };
        run.solve(&Solver::read(options)?, &system)
    })
}

/// Takes `count` steps of exactly the options' step from `state[dim]`, the state at the time start + first step, and leaves
/// the state after them there. start, first + count and the state are all that has to be kept to go on later to the same
/// bits, wherever the run is cut. For methods with a fixed step, with and without noise; step n has the same noise as step n
/// of the grid of photinus_ode_solve_f64.
///
/// derivative, user, options, memory, bytes: as of photinus_ode_solve_f64. solution: what came of it, or NULL; it has no
/// rows.
///
/// PHOTINUS_OK. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: `state` is that after the steps that
/// were taken before, whose number and time `solution` says. Nothing has been written: the other statuses of
/// photinus_ode_solve_f64, PHOTINUS_ERROR_UNSUPPORTED also for a method that chooses its steps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_ode_advance_f64(
    dim: usize,
    derivative: photinus_derivative_f64,
    user: *mut c_void,
    options: *const photinus_solver_options_f64,
    start: f64,
    first: u64,
    count: u64,
    state: *mut f64,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = System::new(dim, derivative, user)?;
        let run = Advance { start, first, count, state, memory, bytes, solution };
        run.take(&Solver::read(options)?, &system)
    })
}

/// Writes to `*bytes` and `*align` what photinus_rk4_advance_f64 needs to work in, for `dim` equations.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_rk4_size_f64(dim: usize, bytes: *mut usize, align: *mut usize) -> c_int {
    guard(|| {
        if dim == 0 {
            return Err(Error::Dimension);
        }
        // SAFETY: by the caller.
        unsafe { write_size::<(), f64>(Rk4::<f64>::workspace_len(dim, 0), bytes, align) }
    })
}

/// Takes steps as photinus_ode_advance_f64 does with PHOTINUS_METHOD_RK4, to the same bits; a program that is linked
/// statically and calls this one has no other method in it. memory, bytes: as photinus_rk4_size_f64 says.
///
/// The statuses of photinus_ode_advance_f64, but for those that are about options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_rk4_advance_f64(
    dim: usize,
    derivative: photinus_derivative_f64,
    user: *mut c_void,
    step: f64,
    start: f64,
    first: u64,
    count: u64,
    state: *mut f64,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = System::new(dim, derivative, user)?;
        Advance { start, first, count, state, memory, bytes, solution }.take_rk4(step, &system)
    })
}

/// Normal numbers, compiled for each instruction set.
struct Fill<'a> {
    normals: Normals,
    step: u64,
    first: u64,
    out: &'a mut [f64],
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.normals.fill(self.step, self.first, self.out);
    }
}

/// Writes the standard normal numbers at (seed, step, first), (seed, step, first + 1), ... to `normals[count]`: independent,
/// each a function of these three numbers alone, which will not change. Numbers 2p and 2p + 1 are made from the words w of
/// photinus_philox4x32_10 with the key (seed mod 2^32, seed / 2^32) and the counter (step mod 2^32, step / 2^32,
/// p mod 2^32, p / 2^32): as sqrt(-2 ln u) cos(2 pi v) and sqrt(-2 ln u) sin(2 pi v) (Box and Muller, 1958) of 1 - u, the
/// upper 52 bits (f32: 23) of w[0] + 2^32 w[1] as a fraction, and of v, those of w[2] + 2^32 w[3].
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if the size of the array overflows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_normals_fill_f64(
    seed: u64,
    step: u64,
    first: u64,
    normals: *mut f64,
    count: usize,
) -> c_int {
    guard(|| {
        // SAFETY: by the caller.
        let out = unsafe { output(normals, count)? };
        simd::run(Level::detect(), Fill { normals: Normals::new(seed), step, first, out });
        OK
    })
}
