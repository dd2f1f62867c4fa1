// Made from the same file in ../f64 by build.rs: edit that.

use super::ode::{
    Shape, Solver, System, call_row, check_solution, finish, photinus_derivative_f32, photinus_row_f32,
    photinus_solution_f32, photinus_solver_options_f32,
};
use crate::Error;
use crate::capi::common::photinus_method::{self, *};
use crate::capi::{
    OK, Struct, all_apart, answer, check_pointer, direction, guard, input, options, options_init, output, range,
    single, workspace, write_size, write_struct,
};
use crate::ode::{Adaptive, AdaptiveOptions, AdaptiveWords, DormandPrince, Event, Output, Tsitouras};
use core::ffi::{c_int, c_uchar, c_void};
use core::mem::offset_of;
use core::slice;

/// A solver that chooses its steps, by the pair of Dormand and Prince or that of Tsitouras. It stands at a time and goes on
/// from there, by steps or to a time, forwards or backwards; within its last step the solution can be interpolated. It does
/// not know the system: each call is given that.
///
/// It lies in memory that the caller gave (or in its own, if made by photinus_adaptive_new_f32), wholly and without pointers
/// into itself: a copy of those bytes, equally aligned, is a second solver that goes on as the first.
#[derive(Debug)]
pub struct photinus_adaptive_f32 {
    header: Header,
}

/// The arrays follow it.
#[repr(C)]
#[derive(Debug)]
struct Header {
    magic: u64,
    /// The state, as numbers: without padding and with any bits valid, since C may copy and overwrite them.
    words: AdaptiveWords,
}

/// What an initialised solver begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"ode_f32\0");

/// Where a solver stands.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_solver_report_f32 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_solver_report_f32)`.
    pub struct_size: usize,
    /// The number of equations.
    pub dim: usize,
    /// Steps taken so far.
    pub steps: u64,
    /// Steps that were tried and rejected so far.
    pub rejected: u64,
    /// Derivatives evaluated so far.
    pub evaluations: u64,
    /// The time that the solver stands at.
    pub time: f32,
    /// Where the last step began: from there to `time` the solution can be interpolated. It is `time` itself before the first
    /// step, after an event that ended a run, and after a call that ended within a step.
    pub previous_time: f32,
    /// The length of the step that would be tried next; 0 before the first is chosen.
    pub next_step: f32,
    /// Whether the rates at `time` are known, 0 or 1: not before the first step, nor after an event that ended a run.
    pub rates_known: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_solver_report_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, rates_known) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            dim: 0,
            steps: 0,
            rejected: 0,
            evaluations: 0,
            time: 0.0,
            previous_time: 0.0,
            next_step: 0.0,
            rates_known: 0,
        }
    }
}

/// The function g of an event, which happens where it becomes 0: writes g(t, y) of the event of that number to `*value`;
/// NaN (what is there before) has no sign. Returns 0 to go on, a positive number to stop, a negative one for failure. It must
/// not unwind, throw or longjmp.
pub type photinus_event_value_f32 = Option<
    unsafe extern "C" fn(event: usize, t: f32, y: *const f32, dim: usize, value: *mut f32, user: *mut c_void) -> c_int,
>;

/// Called where an event has happened: its number, the time and the state. Returns 0 to go on, a positive number to stop, a
/// negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_event_f32 =
    Option<unsafe extern "C" fn(event: usize, t: f32, y: *const f32, dim: usize, user: *mut c_void) -> c_int>;

/// The events that are looked for. One has happened where the sign of its function at the end of a step differs from that at
/// the begin of the step; two zeros within one step are not seen.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_events_f32 {
    /// The size of this struct: what photinus_events_init_f32 got.
    pub struct_size: usize,
    /// How many they are. Default 0.
    pub count: usize,
    /// Their functions.
    pub value: photinus_event_value_f32,
    /// Called where one has happened; or NULL (default).
    pub happened: photinus_event_f32,
    /// In which direction the sign of each changes, `count` values of photinus_direction; or NULL (default): both. Backwards
    /// in time, rising means from one step of the solver to the next.
    pub directions: *const c_int,
    /// Whether each ends the run, `count` numbers 0 or 1; or NULL (default): none.
    pub terminal: *const c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers, pointers and functions that may be NULL.
unsafe impl Struct for photinus_events_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, terminal) + size_of::<*const c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            count: 0,
            value: None,
            happened: None,
            directions: core::ptr::null(),
            terminal: core::ptr::null(),
        }
    }
}

/// The elements of a solver's arrays: C's systems have no scratch.
const fn array_len(method: photinus_method, dim: usize) -> usize {
    match method {
        PHOTINUS_METHOD_DORMAND_PRINCE => Adaptive::<f32, DormandPrince>::memory_len(dim, 0),
        _ => Adaptive::<f32, Tsitouras>::memory_len(dim, 0),
    }
}

/// The elements that events need to be looked for in: those of the kernel, and room for the events.
const fn events_len(dim: usize, count: usize) -> usize {
    let events = count.saturating_mul(size_of::<Event>()).div_ceil(size_of::<f32>());
    Adaptive::<f32, Tsitouras>::events_len(dim, count).saturating_add(events)
}

/// Checks the memory that a solver with arrays of `len` elements is to be made in: its bytes.
fn room(memory: *mut c_void, bytes: usize, len: usize) -> Result<(*const u8, usize), Error> {
    let needed =
        len.checked_mul(size_of::<f32>()).and_then(|size| size.checked_add(size_of::<photinus_adaptive_f32>()));
    let needed = needed.filter(|&needed| needed <= isize::MAX as usize).ok_or(Error::Dimension)?;
    if needed > bytes {
        return Err(Error::Workspace);
    }
    check_pointer(memory.cast::<photinus_adaptive_f32>(), 1)?;
    Ok((memory.cast(), needed))
}

/// The arrays in memory that has been checked, cleared. What is there is no solver any more.
unsafe fn clear<'a>(memory: *mut c_void, len: usize) -> &'a mut [f32] {
    // SAFETY: so much is there; the arrays follow the struct, whose size is a multiple of its alignment.
    unsafe {
        let object = memory.cast::<photinus_adaptive_f32>();
        (&raw mut (*object).header.magic).write(0);
        let arrays = object.add(1).cast::<f32>();
        arrays.write_bytes(0, len);
        slice::from_raw_parts_mut(arrays, len)
    }
}

/// The method and the number of equations of the solver at `adaptive`, and its numbers.
unsafe fn shape(adaptive: *const photinus_adaptive_f32) -> Result<(photinus_method, usize, AdaptiveWords), Error> {
    check_pointer(adaptive, 1)?;
    // SAFETY: by the caller; the numbers are looked at before they are trusted.
    let (magic, words) = unsafe { ((*adaptive).header.magic, (*adaptive).header.words) };
    if magic != MAGIC {
        return Err(Error::Uninitialised);
    }
    let dormand_prince =
        Adaptive::<f32, DormandPrince>::words_dim(&words).map(|dim| (PHOTINUS_METHOD_DORMAND_PRINCE, dim));
    let tsitouras = || Adaptive::<f32, Tsitouras>::words_dim(&words).map(|dim| (PHOTINUS_METHOD_TSITOURAS, dim));
    let (method, dim) = dormand_prince.or_else(tsitouras).ok_or(Error::Uninitialised)?;
    if array_len(method, dim) > isize::MAX as usize / size_of::<f32>() {
        return Err(Error::Uninitialised);
    }
    Ok((method, dim, words))
}

/// All the bytes of the solver at `adaptive`, which has that shape.
fn bytes_of(adaptive: *const photinus_adaptive_f32, method: photinus_method, dim: usize) -> (*const u8, usize) {
    (adaptive.cast(), size_of::<photinus_adaptive_f32>() + array_len(method, dim) * size_of::<f32>())
}

/// What `$body` makes of the solver at `$adaptive`, whichever pair it has, and the numbers that it then is.
macro_rules! with_solver {
    ($adaptive:expr, |$solver:ident| $body:expr) => {{
        let adaptive = $adaptive;
        let (method, dim, words) = shape(adaptive)?;
        let arrays = slice::from_raw_parts_mut(adaptive.cast_mut().add(1).cast::<f32>(), array_len(method, dim));
        if method == PHOTINUS_METHOD_DORMAND_PRINCE {
            let mut solver = Adaptive::<f32, DormandPrince>::from_words(arrays, &words).ok_or(Error::Uninitialised)?;
            let $solver = &mut solver;
            ($body, solver.words())
        } else {
            let mut solver = Adaptive::<f32, Tsitouras>::from_words(arrays, &words).ok_or(Error::Uninitialised)?;
            let $solver = &mut solver;
            ($body, solver.words())
        }
    }};
}

/// Looks at a solver.
macro_rules! look {
    ($adaptive:expr, |$solver:ident| $body:expr) => {
        with_solver!($adaptive, |$solver| $body).0
    };
}

/// Changes a solver.
macro_rules! change {
    ($adaptive:expr, |$solver:ident| $body:expr) => {{
        let adaptive: *mut photinus_adaptive_f32 = $adaptive;
        let (result, words) = with_solver!(adaptive.cast_const(), |$solver| $body);
        (*adaptive).header.words = words;
        result
    }};
}

/// Writes to `*bytes` and `*align` what a solver of `dim` equations needs, with the method of these options, or of the
/// defaults for NULL.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE,
/// PHOTINUS_ERROR_UNSUPPORTED for another method than DORMAND_PRINCE and TSITOURAS, or with noise, PHOTINUS_ERROR_STEP if a
/// step is set, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_size_f32(
    dim: usize,
    options: *const photinus_solver_options_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (_, method) = Solver::read(options)?.adaptive()?;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        write_size::<photinus_adaptive_f32, f32>(array_len(method, dim), bytes, align)
    })
}

/// Makes a solver in `memory` that stands at `time` with the state `initial[dim]`, and writes its address, which is that of
/// the memory, to `*adaptive`. Nothing is evaluated yet, and nothing is to be freed.
///
/// options: or NULL for the defaults. memory, bytes: as photinus_adaptive_size_f32 says for the same dim and options.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED for another method than DORMAND_PRINCE
/// and TSITOURAS, or with noise, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE,
/// PHOTINUS_ERROR_PARAMETER for a tolerance or a factor out of its range, PHOTINUS_ERROR_STEP for the first step or the
/// greatest, or if a step is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_init_f32(
    memory: *mut c_void,
    bytes: usize,
    dim: usize,
    time: f32,
    initial: *const f32,
    options: *const photinus_solver_options_f32,
    adaptive: *mut *mut photinus_adaptive_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (options, method) = Solver::read(options)?.adaptive()?;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        check_pointer(adaptive, 1)?;
        let (initial, len) = (input(initial, dim)?, array_len(method, dim));
        let object = room(memory, bytes, len)?;
        all_apart(&[object, range(adaptive, 1)], &[range(initial.as_ptr(), dim)])?;
        // First, so that a solver which is there already stays as it is if this one can't be made.
        Adaptive::<f32, Tsitouras>::check_new(dim, time, initial, &options)?;
        let (arrays, system) = (clear(memory, len), Shape(dim));
        let words = match method {
            PHOTINUS_METHOD_DORMAND_PRINCE => {
                Adaptive::<f32, DormandPrince>::new(arrays, &system, time, initial, &options)?.words()
            }
            _ => Adaptive::<f32, Tsitouras>::new(arrays, &system, time, initial, &options)?.words(),
        };
        *single(adaptive)? = sign(memory, words);
        OK
    })
}

/// Makes what is in memory a solver.
unsafe fn sign(memory: *mut c_void, words: AdaptiveWords) -> *mut photinus_adaptive_f32 {
    let object = memory.cast::<photinus_adaptive_f32>();
    // SAFETY: it has been checked.
    unsafe { object.write(photinus_adaptive_f32 { header: Header { magic: MAGIC, words } }) };
    object
}

/// Puts the solver at another time with another state: for a jump, such as a ball's bounce, and for a system that is another
/// one from here on. The next call chooses a first step; options and counters stay.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_DIMENSION if dim is not the solver's, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_restart_f32(
    adaptive: *mut photinus_adaptive_f32,
    time: f32,
    initial: *const f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let initial = array(adaptive, initial, dim)?;
        change!(adaptive, |solver| solver.restart(time, initial)?);
        OK
    })
}

/// An array of as many elements as the solver has equations, apart from it.
unsafe fn array<'a>(adaptive: *const photinus_adaptive_f32, array: *const f32, dim: usize) -> Result<&'a [f32], Error> {
    // SAFETY: by the caller.
    unsafe {
        let (method, own, _) = shape(adaptive)?;
        if dim != own {
            return Err(Error::Dimension);
        }
        let array = input(array, dim)?;
        all_apart(&[bytes_of(adaptive, method, dim)], &[range(array.as_ptr(), dim)])?;
        Ok(array)
    }
}

/// Checks all of a call that takes steps: its system, and that the solver, the solution and the `written` arrays overlap
/// nothing.
unsafe fn check_call(
    adaptive: *const photinus_adaptive_f32,
    derivative: photinus_derivative_f32,
    user: *mut c_void,
    solution: *const photinus_solution_f32,
    written: [(*const u8, usize); 2],
    read: &[(*const u8, usize)],
) -> Result<System, Error> {
    // SAFETY: by the caller.
    unsafe {
        let (method, dim, _) = shape(adaptive)?;
        let system = System::new(dim, derivative, user)?;
        let [first, second] = written;
        all_apart(&[bytes_of(adaptive, method, dim), check_solution(solution)?, first, second], read)?;
        Ok(system)
    }
}

/// No array.
const NOTHING: (*const u8, usize) = (core::ptr::null(), 0);

/// Takes one step, of whatever length the tolerances allow, in the direction of the last call; at first forwards.
///
/// derivative: the system, given `user` on the calling thread. solution: what came of the step, or NULL; it has no rows.
///
/// PHOTINUS_OK. The step has not been taken, and the solver stands where it stood: PHOTINUS_STOP_CALLER,
/// PHOTINUS_ERROR_CALLBACK; PHOTINUS_STOP_STEPS after max_steps tries, the next call goes on with them;
/// PHOTINUS_ERROR_STEP_TOO_SMALL if the tolerances can't be met, PHOTINUS_ERROR_DIVERGED if the state or its rates are NaN or
/// infinite at any length. Nothing has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_step_f32(
    adaptive: *mut photinus_adaptive_f32,
    derivative: photinus_derivative_f32,
    user: *mut c_void,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = check_call(adaptive, derivative, user, solution, [NOTHING; 2], &[])?;
        let result = change!(adaptive, |solver| solver.step(&system)?);
        finish(solution, result)
    })
}

/// Takes one step towards `end`, which is cut where it would go beyond; none if the solver is there.
///
/// The statuses of photinus_adaptive_step_f32, and PHOTINUS_ERROR_TIMES if `end` is not finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_step_towards_f32(
    adaptive: *mut photinus_adaptive_f32,
    derivative: photinus_derivative_f32,
    user: *mut c_void,
    end: f32,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = check_call(adaptive, derivative, user, solution, [NOTHING; 2], &[])?;
        let result = change!(adaptive, |solver| solver.step_towards(&system, end)?);
        finish(solution, result)
    })
}

/// Takes steps until `end`, the last one cut so that it ends there exactly; none if the solver is there. Where it ends early,
/// the solver stands after the last step that was taken.
///
/// The statuses of photinus_adaptive_step_towards_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_step_until_f32(
    adaptive: *mut photinus_adaptive_f32,
    derivative: photinus_derivative_f32,
    user: *mut c_void,
    end: f32,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = check_call(adaptive, derivative, user, solution, [NOTHING; 2], &[])?;
        let result = change!(adaptive, |solver| solver.step_until(&system, end)?);
        finish(solution, result)
    })
}

/// Integrates to the last of `times[time_count]`, and writes the state at each of them to a row of `states`, a matrix
/// [time_count][dim] by rows: by interpolation, so that the steps are the same whatever the times, all but the last one,
/// which a step ends at. The times increase or decrease; they begin where the solver stands, later, or within its last step.
///
/// derivative: the system. row: called with each complete row, or NULL. user: given to both, on the calling thread.
/// states_len: the elements of `states`. solution: what came of it, or NULL. A run that the row callback ended goes on, to
/// the same bits, by the same call with the times after that row's. No times: no row.
///
/// PHOTINUS_OK: all rows are complete. The complete rows and `solution` have been written, and the solver stands after the
/// last step that was taken: PHOTINUS_STOP_CALLER, PHOTINUS_STOP_STEPS, PHOTINUS_ERROR_CALLBACK,
/// PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_DIVERGED, as of photinus_adaptive_step_f32. Nothing has been done:
/// PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_TIMES.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_solve_f32(
    adaptive: *mut photinus_adaptive_f32,
    derivative: photinus_derivative_f32,
    row: photinus_row_f32,
    user: *mut c_void,
    times: *const f32,
    time_count: usize,
    states: *mut f32,
    states_len: usize,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let states_len = if time_count == 0 { 0 } else { states_len };
        check_pointer(states, states_len)?;
        let times = input(times, time_count)?;
        let written = [range(states, states_len), NOTHING];
        let system = check_call(adaptive, derivative, user, solution, written, &[range(times.as_ptr(), time_count)])?;
        let states = output(states, states_len)?;
        let result = change!(adaptive, |solver| {
            solver.solve(&system, times, states, |number, t, y| call_row(row, number, t, y, user))?
        });
        finish(solution, result)
    })
}

/// Writes the defaults to `*events`: `size` bytes at most, which is to be `sizeof *events`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_events_init_f32(events: *mut photinus_events_f32, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(events, size) })
}

/// Writes to `*bytes` and `*align` what photinus_adaptive_solve_events_f32 needs to work in, for `dim` equations and `count`
/// events.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_events_size_f32(
    dim: usize,
    count: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    guard(|| {
        if dim == 0 {
            return Err(Error::Dimension);
        }
        // SAFETY: by the caller.
        unsafe { write_size::<(), f32>(events_len(dim, count), bytes, align) }
    })
}

/// As photinus_adaptive_solve_f32, and looks for events. They are located on the interpolated solution, to within 2 epsilon
/// of the time, at the side where the function has its new sign already. Rows and events come in the order of their times,
/// of equal times rows first, then events by number. An event that ends the run leaves the solver at its time with the state
/// there, from where it may go on without finding the same zero again. An event whose function is 0 where the run begins is
/// none there.
///
/// events: what is looked for; its functions are given `user` on the calling thread. memory, bytes: the workspace, as
/// photinus_events_size_f32 says; it may hold anything. A run that a callback ended goes on with what comes after that moment,
/// by the same call with the times after the last complete row.
///
/// The statuses of photinus_adaptive_solve_f32; PHOTINUS_STOP_EVENT: an event ended the run, `solution` says which. Nothing
/// has been done: PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_ENUM_VALUE for a direction, PHOTINUS_ERROR_PARAMETER where
/// `terminal` has another number than 0 and 1, PHOTINUS_ERROR_DIMENSION if there are so many events that sizes overflow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_solve_events_f32(
    adaptive: *mut photinus_adaptive_f32,
    derivative: photinus_derivative_f32,
    row: photinus_row_f32,
    events: *const photinus_events_f32,
    user: *mut c_void,
    times: *const f32,
    time_count: usize,
    states: *mut f32,
    states_len: usize,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(events, 1)?;
        let photinus_events_f32 { count, value, happened, directions, terminal, .. } = options(events)?;
        let value = match value {
            Some(value) => value,
            None if count == 0 => no_value,
            None => return Err(Error::NullPointer),
        };
        let (_, dim, _) = shape(adaptive)?;
        let needed = events_len(dim, count);
        if bytes / size_of::<f32>() < needed {
            return Err(Error::Workspace);
        }
        let states_len = if time_count == 0 { 0 } else { states_len };
        check_pointer(states, states_len)?;
        check_pointer(memory.cast::<f32>(), needed)?;
        let times = input(times, time_count)?;
        let directions = input(directions, if directions.is_null() { 0 } else { count })?;
        let terminal = input(terminal, if terminal.is_null() { 0 } else { count })?;
        let event = |number: usize| {
            let direction = direction(directions.get(number).copied().unwrap_or(0))?;
            match terminal.get(number).copied().unwrap_or(0) {
                ends @ (0 | 1) => Ok(Event { direction, terminal: ends == 1 }),
                _ => Err(Error::Parameter),
            }
        };
        for number in 0..count {
            event(number)?;
        }
        let written = [range(states, states_len), range(memory.cast::<f32>(), needed)];
        let read = [
            range(times.as_ptr(), time_count),
            range(directions.as_ptr(), directions.len()),
            range(terminal.as_ptr(), terminal.len()),
            (events.cast(), size_of::<photinus_events_f32>()),
        ];
        let system = check_call(adaptive, derivative, user, solution, written, &read)?;
        let states = output(states, states_len)?;
        let workspace = self::workspace::<f32>(memory, bytes, needed)?;
        let (workspace, room) = workspace.split_at_mut(Adaptive::<f32, Tsitouras>::events_len(dim, count));
        // The events lie behind the floats: they are smaller, and aligned anywhere.
        let place = room.as_mut_ptr().cast::<Event>();
        for number in 0..count {
            place.add(number).write(event(number)?);
        }
        let events = slice::from_raw_parts(place.cast_const(), count);
        let function = |number, t, y: &[f32]| {
            let mut result = f32::NAN;
            answer(value(number, t, y.as_ptr(), y.len(), &mut result, user))?;
            Ok(result)
        };
        let observer = |output, t, y: &[f32]| match (output, happened) {
            (Output::Row(number), _) => call_row(row, number, t, y, user),
            (Output::Event(number), Some(happened)) => answer(happened(number, t, y.as_ptr(), y.len(), user)),
            (Output::Event(_), None) => Ok(()),
        };
        let result = change!(adaptive, |solver| {
            solver.solve_events(&system, times, states, events, workspace, function, observer)?
        });
        finish(solution, result)
    })
}

/// Where there are no events.
unsafe extern "C" fn no_value(_: usize, _: f32, _: *const f32, _: usize, _: *mut f32, _: *mut c_void) -> c_int {
    0
}

const _: () = assert!(align_of::<Event>() == 1);

/// Writes the state at `time`, which lies within the last step, to `state[dim]`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_DIMENSION if dim is not the solver's, PHOTINUS_ERROR_TIMES if the time lies elsewhere.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_interpolate_f32(
    adaptive: *const photinus_adaptive_f32,
    time: f32,
    state: *mut f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        array(adaptive, state, dim)?;
        look!(adaptive, |solver| solver.interpolate(time, output(state, dim)?)?);
        OK
    })
}

/// Writes the state at the time that the solver stands at to `state[dim]`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_DIMENSION if dim is not the solver's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_state_f32(
    adaptive: *const photinus_adaptive_f32,
    state: *mut f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        array(adaptive, state, dim)?;
        look!(adaptive, |solver| output(state, dim)?.copy_from_slice(solver.state()));
        OK
    })
}

/// Writes the rates dy/dt at the time that the solver stands at to `rates[dim]`, without an evaluation.
///
/// The statuses of photinus_adaptive_state_f32; PHOTINUS_ERROR_UNSUPPORTED where they are not known: before the first step,
/// and after an event that ended a run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_rates_f32(
    adaptive: *const photinus_adaptive_f32,
    rates: *mut f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        array(adaptive, rates, dim)?;
        look!(adaptive, |solver| {
            output(rates, dim)?.copy_from_slice(solver.rates().ok_or(Error::Unsupported)?);
        });
        OK
    })
}

/// Writes where the solver stands to `*report`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_report_f32(
    adaptive: *const photinus_adaptive_f32,
    report: *mut photinus_solver_report_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let current = look!(adaptive, |solver| photinus_solver_report_f32 {
            struct_size: 0,
            dim: solver.dim(),
            steps: solver.steps(),
            rejected: solver.rejected(),
            evaluations: solver.evaluations(),
            time: solver.time(),
            previous_time: solver.previous_time(),
            next_step: solver.next_step(),
            rates_known: solver.rates().is_some().into(),
        });
        write_struct(report, current)?;
        OK
    })
}

/// Writes the solver's options to `*options`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_get_options_f32(
    adaptive: *const photinus_adaptive_f32,
    options: *mut photinus_solver_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (method, ..) = shape(adaptive)?;
        let current: AdaptiveOptions<f32> = look!(adaptive, |solver| *solver.options());
        let current = photinus_solver_options_f32 { method: method as c_int, ..current.into() };
        write_struct(options, current)?;
        OK
    })
}

/// Changes the solver's options from the next step on; the method can't be changed.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED for a method that does not choose its steps, or with noise,
/// PHOTINUS_ERROR_PARAMETER for another method, or for a tolerance or a factor out of its range, PHOTINUS_ERROR_STEP as in
/// photinus_adaptive_init_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_set_options_f32(
    adaptive: *mut photinus_adaptive_f32,
    options: *const photinus_solver_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(options, 1)?;
        let (own, ..) = shape(adaptive)?;
        let (options, method) = Solver::read(options)?.adaptive()?;
        if method != own {
            return Err(Error::Parameter);
        }
        change!(adaptive, |solver| solver.set_options(&options)?);
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint of the solver is.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_save_size_f32(
    adaptive: *const photinus_adaptive_f32,
    bytes: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (method, dim, _) = shape(adaptive)?;
        *single(bytes)? = match method {
            PHOTINUS_METHOD_DORMAND_PRINCE => Adaptive::<f32, DormandPrince>::checkpoint_len(dim),
            _ => Adaptive::<f32, Tsitouras>::checkpoint_len(dim),
        };
        OK
    })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes; a solver restored from it, on any machine, goes on to the same
/// bits.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_adaptive_save_size_f32 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_save_f32(
    adaptive: *const photinus_adaptive_f32,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(checkpoint, bytes.max(1))?;
        let (method, dim, _) = shape(adaptive)?;
        all_apart(&[range(checkpoint, bytes), bytes_of(adaptive, method, dim)], &[])?;
        let checkpoint = output(checkpoint, bytes)?;
        look!(adaptive, |solver| solver.save(checkpoint)?);
        OK
    })
}

/// The method and the number of equations of the solver in a checkpoint.
fn saved_shape(checkpoint: &[u8]) -> Result<(photinus_method, usize), Error> {
    match Adaptive::<f32, DormandPrince>::checkpoint_dim(checkpoint) {
        Ok(dim) => Ok((PHOTINUS_METHOD_DORMAND_PRINCE, dim)),
        Err(Error::CheckpointMismatch) => {
            Ok((PHOTINUS_METHOD_TSITOURAS, Adaptive::<f32, Tsitouras>::checkpoint_dim(checkpoint)?))
        }
        Err(error) => Err(error),
    }
}

/// Writes to `*bytes` and `*align` what the solver in a checkpoint of `checkpoint_bytes` bytes needs.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_restore_size_f32(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (method, dim) = saved_shape(input(checkpoint, checkpoint_bytes)?)?;
        write_size::<photinus_adaptive_f32, f32>(array_len(method, dim), bytes, align)
    })
}

/// Makes the solver in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_adaptive_restore_size_f32 says, and writes its address, which is that of the memory, to `*adaptive`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it
/// is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_adaptive_restore_f32(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    adaptive: *mut *mut photinus_adaptive_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let checkpoint = input(checkpoint, checkpoint_bytes)?;
        let (method, dim) = saved_shape(checkpoint)?;
        check_pointer(adaptive, 1)?;
        let len = array_len(method, dim);
        let object = room(memory, bytes, len)?;
        all_apart(&[object, range(adaptive, 1)], &[range(checkpoint.as_ptr(), checkpoint_bytes)])?;
        let arrays = clear(memory, len);
        let words = match method {
            PHOTINUS_METHOD_DORMAND_PRINCE => Adaptive::<f32, DormandPrince>::restore(arrays, checkpoint)?.words(),
            _ => Adaptive::<f32, Tsitouras>::restore(arrays, checkpoint)?.words(),
        };
        *single(adaptive)? = sign(memory, words);
        OK
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::{free, made};

    /// Makes a solver as photinus_adaptive_init_f32 does, in memory of its own, and writes its address to `*adaptive`; it is to
    /// be freed by photinus_adaptive_free_f32.
    ///
    /// The statuses of photinus_adaptive_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_adaptive_new_f32(
        dim: usize,
        time: f32,
        initial: *const f32,
        options: *const photinus_solver_options_f32,
        adaptive: *mut *mut photinus_adaptive_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let (_, method) = Solver::read(options)?.adaptive()?;
            made::<_, f32>(array_len(method, dim), adaptive, |memory, bytes, made| {
                photinus_adaptive_init_f32(memory, bytes, dim, time, initial, options, made)
            })
        })
    }

    /// Makes the solver in a checkpoint as photinus_adaptive_restore_f32 does, in memory of its own, and writes its address to
    /// `*adaptive`; it is to be freed by photinus_adaptive_free_f32.
    ///
    /// The statuses of photinus_adaptive_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_adaptive_restore_new_f32(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        adaptive: *mut *mut photinus_adaptive_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let (method, dim) = saved_shape(input(checkpoint, checkpoint_bytes)?)?;
            made::<_, f32>(array_len(method, dim), adaptive, |memory, bytes, made| {
                photinus_adaptive_restore_f32(memory, bytes, checkpoint, checkpoint_bytes, made)
            })
        })
    }

    /// Frees a solver that photinus_adaptive_new_f32 or photinus_adaptive_restore_new_f32 made; nothing for NULL.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_adaptive_free_f32(adaptive: *mut photinus_adaptive_f32) {
        guard(|| {
            // SAFETY: by the caller. The magic number goes first, so that a second call does nothing as long as the
            // memory is not used again.
            unsafe {
                shape(adaptive)?;
                (*adaptive).header.magic = 0;
                free::<_, f32>(adaptive)?;
            }
            OK
        });
    }
}
