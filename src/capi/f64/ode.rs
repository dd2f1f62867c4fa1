use crate::capi::{
    Struct, answer, guard, input, known_size, output, solver_status, workspace, write_size, write_struct,
};
use crate::ode::{OdeSystem, Rk4, Solution};
use crate::{Error, Stop};
use core::ffi::{c_int, c_void};
use core::mem::offset_of;

/// A system dy/dt = f(t, y): writes f(t, y) to all of `dydt`, whose content means nothing before; both arrays have `dim`
/// elements. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
/// longjmp.
pub type photinus_derivative_f64 =
    Option<unsafe extern "C" fn(t: f64, y: *const f64, dim: usize, dydt: *mut f64, user: *mut c_void) -> c_int>;

/// Called with each complete row of a solution: its number, time and state. Returns 0 to go on, a positive number to
/// stop, a negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_row_f64 =
    Option<unsafe extern "C" fn(row: usize, t: f64, y: *const f64, dim: usize, user: *mut c_void) -> c_int>;

/// What a solver's run came to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_solution_f64 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_solution_f64)`.
    pub struct_size: usize,
    /// How many rows are complete, from the first on; the others have not been written.
    pub rows: usize,
    /// Steps taken.
    pub steps: u64,
    /// The time that was reached: that of the last complete row, or with PHOTINUS_ERROR_DIVERGED that of the last step
    /// with finite values.
    pub time: f64,
    /// What the callback that ended the run returned, else 0.
    pub code: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_solution_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, code) + size_of::<c_int>();
    fn defaults() -> Self {
        Self { struct_size: size_of::<Self>(), rows: 0, steps: 0, time: 0.0, code: 0 }
    }
}

/// A system of C's.
struct System {
    dim: usize,
    derivative: unsafe extern "C" fn(f64, *const f64, usize, *mut f64, *mut c_void) -> c_int,
    user: *mut c_void,
}

impl OdeSystem<f64> for System {
    fn dim(&self) -> usize {
        self.dim
    }

    fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], _scratch: &mut [f64]) -> Result<(), Stop> {
        // SAFETY: the caller promised that it may be called so.
        answer(unsafe { (self.derivative)(t, y.as_ptr(), y.len(), dydt.as_mut_ptr(), self.user) })
    }
}

/// Where a solver reads and writes.
pub(super) struct Run {
    pub(super) times: *const f64,
    pub(super) time_count: usize,
    pub(super) initial: *const f64,
    pub(super) step: f64,
    pub(super) row: photinus_row_f64,
    pub(super) user: *mut c_void,
    pub(super) states: *mut f64,
    pub(super) states_len: usize,
    pub(super) memory: *mut c_void,
    pub(super) bytes: usize,
    pub(super) solution: *mut photinus_solution_f64,
}

impl Run {
    /// # Safety
    /// What is pointed to must be there.
    pub(super) unsafe fn solve<S: OdeSystem<f64>>(self, system: &S) -> Result<c_int, Error> {
        let dim = system.dim();
        if dim == 0 {
            return Err(Error::Dimension);
        }
        let solver = Rk4::new(self.step)?;
        // SAFETY: by the caller.
        let Solution { end, rows, time, steps, .. } = unsafe {
            if !self.solution.is_null() {
                known_size(self.solution)?;
            }
            let times = input(self.times, self.time_count)?;
            let initial = input(self.initial, dim)?;
            let states = if times.is_empty() { &mut [] } else { output(self.states, self.states_len)? };
            let workspace = workspace(self.memory, self.bytes, Rk4::<f64>::workspace_len(dim, system.scratch_len()))?;
            solver.solve(system, times, initial, states, workspace, |row, t, y| match self.row {
                Some(callback) => answer(callback(row, t, y.as_ptr(), y.len(), self.user)),
                None => Ok(()),
            })?
        };
        let (status, code) = solver_status(end);
        if !self.solution.is_null() {
            let solution = photinus_solution_f64 { struct_size: 0, rows, steps, time, code };
            // SAFETY: by the caller.
            unsafe { write_struct(self.solution, solution)? };
        }
        status
    }
}

/// Writes to `*bytes` and `*align` what photinus_rk4_solve_f64 needs to work in, for `dim` equations.
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

/// Integrates dy/dt = f(t, y), `dim` equations, by the classical Runge-Kutta method of order 4 (Kutta, 1901) from
/// `times[0]`, where the state is `initial[dim]`, and writes the state at each of `times[time_count]` to a row of
/// `states`, a matrix [time_count][dim] by rows; its first row is `initial`.
///
/// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of the
/// times, epsilon |t| of the larger one, does not ask for a step more (where that is below step / 1024). A row depends on
/// the row before it and the two times alone: a run that ended early is resumed, to the same bits, from its last complete row and the rest of the
/// times, that row's included.
///
/// derivative: the system. row: called with each complete row, or NULL. user: given to both. states_len: the elements of
/// `states`. memory, bytes: the workspace, as photinus_rk4_size_f64 says; it may hold anything. solution: what came of it,
/// or NULL. The arrays must not overlap. No times: no row. Nothing is allocated; both callbacks are called on
/// the calling thread.
///
/// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: the
/// complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP, PHOTINUS_ERROR_STEP_TOO_SMALL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_rk4_solve_f64(
    dim: usize,
    derivative: photinus_derivative_f64,
    row: photinus_row_f64,
    user: *mut c_void,
    times: *const f64,
    time_count: usize,
    initial: *const f64,
    step: f64,
    states: *mut f64,
    states_len: usize,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f64,
) -> c_int {
    guard(|| {
        let system = System { dim, derivative: derivative.ok_or(Error::NullPointer)?, user };
        let run = Run { times, time_count, initial, step, row, user, states, states_len, memory, bytes, solution };
        // SAFETY: by the caller.
        unsafe { run.solve(&system) }
    })
}
