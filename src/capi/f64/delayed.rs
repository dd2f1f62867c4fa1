use super::kuramoto::{check_written, photinus_kuramoto_f64, read, undelayed};
use super::network::{Couplings, Drives, Pairs, System};
use super::ode::{call_row, check_solution, finish, photinus_row_f64, photinus_solution_f64};
use crate::capi::{OK, all_apart, answer, check_pointer, extent, guard, input, output, range, single, write_size};
use crate::kuramoto::{
    Coupling, Delayed, Dense, EdgeDelayed, Groups, Kuramoto, MeanField, MeanFieldTriangles, Sparse, Sweep, Triangles,
};
use crate::ode::{DelayRk4, DelaySystem, History, OdeSystem, Past};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Stop};
use core::cell::Cell;
use core::ffi::{c_int, c_uchar, c_void};
use core::slice;

/// A run of a network with delays, by the classical Runge-Kutta method with a fixed step, of order 4 for delays of a step
/// and more; between its steps, the past is interpolated by cubics (Hermite; Hairer, Noersett and Wanner, Solving Ordinary
/// Differential Equations I, II.6). Unless the history goes on smoothly, the solution has a kink at the start, which comes
/// again with each delay, in one derivative higher each time: a step that divides the delays is best, with others the order
/// falls to 2 where the first kink lies within a step, and to 3 where the second does.
///
/// It keeps the states and rates of as many steps as the longest delay spans. It does not know the model: each call is given
/// that, and has to be given the same one.
///
/// It lies in memory that the caller gave (or in its own, if made by photinus_delayed_new_f64), wholly and without pointers
/// into itself: a copy of those bytes, equally aligned, is a second run that goes on as the first.
#[derive(Debug)]
pub struct photinus_delayed_f64 {
    header: Header,
}

/// The arrays follow it.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Header {
    magic: u64,
    /// The run, as numbers: any bits are valid, since C may copy and overwrite them.
    words: [u64; 5],
    /// The elements of the scratch at the end of the arrays.
    scratch: u64,
}

/// What an initialised run begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"dly_f64\0");

/// The phases before the start of a run: writes phase number `oscillator` at the time t to `*phase`; NaN (what is there
/// before) ends the run with PHOTINUS_ERROR_DIVERGED. It is asked for times from start - delay to start, in any order and
/// as often as they are needed, and has to answer alike. Returns 0 to go on, a positive number to stop, a negative one for
/// failure. It must not unwind, throw or longjmp.
pub type photinus_history_f64 =
    Option<unsafe extern "C" fn(oscillator: usize, t: f64, phase: *mut f64, user: *mut c_void) -> c_int>;

/// A network with delays: all kinds in one type, so that the solver is compiled once.
#[derive(Clone, Copy, Debug)]
pub(super) enum Delays<'a> {
    Dense(Delayed<'a, f64, Dense<'a, f64>, Drives<'a>>),
    DenseSingle(Delayed<'a, f64, Dense<'a, f64, f32>, Drives<'a>>),
    Sparse(Delayed<'a, f64, Sparse<'a, f64>, Drives<'a>>),
    SparseSingle(Delayed<'a, f64, Sparse<'a, f64, f32>, Drives<'a>>),
    MeanField(Delayed<'a, f64, MeanField<'a, f64>, Drives<'a>>),
    Groups(Delayed<'a, f64, Groups<'a, f64>, Drives<'a>>),
    Triangles(Delayed<'a, f64, Triangles<'a, f64>, Drives<'a>>),
    Simplices(Delayed<'a, f64, MeanFieldTriangles<f64>, Drives<'a>>),
    Edges(EdgeDelayed<'a, f64, Drives<'a>>),
}

/// What `$body` makes of the network, whichever it is.
macro_rules! each {
    ($delays:expr, $system:ident => $body:expr) => {
        match $delays {
            Delays::Dense($system) => $body,
            Delays::DenseSingle($system) => $body,
            Delays::Sparse($system) => $body,
            Delays::SparseSingle($system) => $body,
            Delays::MeanField($system) => $body,
            Delays::Groups($system) => $body,
            Delays::Triangles($system) => $body,
            Delays::Simplices($system) => $body,
            Delays::Edges($system) => $body,
        }
    };
}

/// The rates of a network, compiled for each level.
struct Rates<'s, 'a, 'p, H> {
    delays: &'s Delays<'a>,
    t: f64,
    y: &'s [f64],
    past: &'s Past<'p, f64, H>,
    dydt: &'s mut [f64],
    scratch: &'s mut [f64],
}

impl<H: History<f64>> Kernel for Rates<'_, '_, '_, H> {
    type Output = Result<(), Stop>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Rates { delays, t, y, past, dydt, scratch } = self;
        each!(delays, system => system.derivative(t, y, past, dydt, scratch))
    }
}

impl DelaySystem<f64> for Delays<'_> {
    fn dim(&self) -> usize {
        each!(self, system => system.dim())
    }

    fn scratch_len(&self) -> usize {
        each!(self, system => system.scratch_len())
    }

    fn prepare(&self, scratch: &mut [f64]) {
        each!(self, system => system.prepare(scratch));
    }

    fn shortest_delay(&self) -> f64 {
        each!(self, system => system.shortest_delay())
    }

    fn longest_delay(&self) -> f64 {
        each!(self, system => system.longest_delay())
    }

    fn level(&self) -> Level {
        each!(self, system => system.level())
    }

    /// One copy per level, which the solver calls.
    #[inline(never)]
    fn derivative(
        &self,
        t: f64,
        y: &[f64],
        past: &Past<'_, f64, impl History<f64>>,
        dydt: &mut [f64],
        scratch: &mut [f64],
    ) -> Result<(), Stop> {
        simd::run(self.level(), Rates { delays: self, t, y, past, dydt, scratch })
    }
}

/// The same network with one coupling alone.
fn alone<'a, C: Coupling<f64>>(
    network: &Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>,
    coupling: C,
) -> Result<Kuramoto<'a, f64, C, Drives<'a>>, Error> {
    let alone = Kuramoto::new(network.natural_frequencies(), coupling)?.with_drive(*network.drive())?;
    Ok(alone.with_level(network.level()))
}

/// The network with delays that a struct describes; or without, as far as it could have some.
pub(super) unsafe fn delayed<'a>(model: &photinus_kuramoto_f64) -> Result<Delays<'a>, Error> {
    // SAFETY: by the caller.
    let System::FirstOrder(network) = (unsafe { undelayed(model)? }) else { return Err(Error::Unsupported) };
    let Couplings { pairs, triangles, simplices, .. } = *network.coupling();
    if !model.delays.is_null() {
        let (Pairs::Sparse(coupling), None, None) = (pairs, triangles, simplices) else {
            return Err(Error::Unsupported);
        };
        // SAFETY: by the caller.
        let delays = unsafe { input(model.delays, model.edges)? };
        return Ok(Delays::Edges(EdgeDelayed::new(alone(&network, coupling)?, delays)?));
    }
    fn of<'a, C: Sweep<f64>>(
        network: &Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>,
        coupling: C,
        delay: f64,
    ) -> Result<Delayed<'a, f64, C, Drives<'a>>, Error> {
        Delayed::new(alone(network, coupling)?, delay)
    }
    let (network, delay) = (&network, model.delay);
    Ok(match (pairs, triangles, simplices) {
        (Pairs::Dense(coupling), None, None) => Delays::Dense(of(network, coupling, delay)?),
        (Pairs::DenseSingle(coupling), None, None) => Delays::DenseSingle(of(network, coupling, delay)?),
        (Pairs::Sparse(coupling), None, None) => Delays::Sparse(of(network, coupling, delay)?),
        (Pairs::SparseSingle(coupling), None, None) => Delays::SparseSingle(of(network, coupling, delay)?),
        (Pairs::MeanField(coupling), None, None) => Delays::MeanField(of(network, coupling, delay)?),
        (Pairs::Groups(coupling), None, None) => Delays::Groups(of(network, coupling, delay)?),
        (Pairs::None, Some(coupling), None) => Delays::Triangles(of(network, coupling, delay)?),
        (Pairs::None, None, Some(coupling)) => Delays::Simplices(of(network, coupling, delay)?),
        _ => return Err(Error::Unsupported),
    })
}

/// A history of C's, or that which was always the initial state.
struct Before<'c> {
    history: photinus_history_f64,
    user: *mut c_void,
    /// What it returned, if that ends the run.
    code: &'c Cell<c_int>,
}

impl History<f64> for Before<'_> {
    fn value(&self, component: usize, t: f64, initial: &[f64]) -> f64 {
        let Some(history) = self.history else { return initial.get(component).copied().unwrap_or(f64::NAN) };
        let mut phase = f64::NAN;
        if self.code.get() == 0 {
            // SAFETY: the caller promised that it may be called so.
            self.code.set(unsafe { history(component, t, &mut phase, self.user) });
        }
        phase
    }
}

/// A network whose history may end the run.
struct Watched<'s, 'a> {
    delays: Delays<'a>,
    code: &'s Cell<c_int>,
}

impl DelaySystem<f64> for Watched<'_, '_> {
    fn dim(&self) -> usize {
        self.delays.dim()
    }

    fn scratch_len(&self) -> usize {
        self.delays.scratch_len()
    }

    fn prepare(&self, scratch: &mut [f64]) {
        self.delays.prepare(scratch);
    }

    fn shortest_delay(&self) -> f64 {
        self.delays.shortest_delay()
    }

    fn longest_delay(&self) -> f64 {
        self.delays.longest_delay()
    }

    fn level(&self) -> Level {
        self.delays.level()
    }

    #[inline(always)]
    fn derivative(
        &self,
        t: f64,
        y: &[f64],
        past: &Past<'_, f64, impl History<f64>>,
        dydt: &mut [f64],
        scratch: &mut [f64],
    ) -> Result<(), Stop> {
        self.delays.derivative(t, y, past, dydt, scratch)?;
        answer(self.code.get())
    }
}

/// The elements of the arrays of a run of `dim` oscillators.
const fn array_len(dim: usize, longest: usize, scratch: usize) -> usize {
    DelayRk4::<f64>::memory_len(dim, scratch, longest)
}

/// What a run lies in: the number of oscillators, the longest delay in steps, and the elements of its arrays.
#[derive(Clone, Copy)]
struct Shape {
    dim: usize,
    longest: usize,
    len: usize,
}

impl Shape {
    /// All the bytes of the run at `delayed`.
    fn bytes_of(self, delayed: *const photinus_delayed_f64) -> (*const u8, usize) {
        (delayed.cast(), size_of::<photinus_delayed_f64>() + self.len * size_of::<f64>())
    }
}

/// The run at `delayed`: its numbers.
unsafe fn shape(delayed: *const photinus_delayed_f64) -> Result<(Shape, Header), Error> {
    check_pointer(delayed, 1)?;
    // SAFETY: by the caller; the numbers are looked at before they are trusted.
    let header = unsafe { (*delayed).header };
    if header.magic != MAGIC {
        return Err(Error::Uninitialised);
    }
    let (dim, longest) = DelayRk4::<f64>::words_shape(&header.words).ok_or(Error::Uninitialised)?;
    let scratch = usize::try_from(header.scratch).map_err(|_| Error::Uninitialised)?;
    let len = array_len(dim, longest, scratch);
    if len > (isize::MAX as usize - size_of::<photinus_delayed_f64>()) / size_of::<f64>() {
        return Err(Error::Uninitialised);
    }
    Ok((Shape { dim, longest, len }, header))
}

/// The run at `delayed`, which has that shape.
unsafe fn run<'a>(
    delayed: *const photinus_delayed_f64,
    shape: Shape,
    header: &Header,
) -> Result<DelayRk4<'a, f64>, Error> {
    // SAFETY: by the caller; the arrays follow the struct, whose size is a multiple of its alignment.
    let arrays = unsafe { slice::from_raw_parts_mut(delayed.cast_mut().add(1).cast::<f64>(), shape.len) };
    DelayRk4::from_words(arrays, &header.words).ok_or(Error::Uninitialised)
}

/// Checks the memory that a run with arrays of `len` elements is to be made in: its bytes.
fn room(memory: *mut c_void, bytes: usize, len: usize) -> Result<(*const u8, usize), Error> {
    let needed = len.checked_mul(size_of::<f64>()).and_then(|size| size.checked_add(size_of::<photinus_delayed_f64>()));
    let needed = needed.filter(|&needed| needed <= isize::MAX as usize).ok_or(Error::Dimension)?;
    if needed > bytes {
        return Err(Error::Workspace);
    }
    check_pointer(memory.cast::<photinus_delayed_f64>(), 1)?;
    Ok((memory.cast(), needed))
}

/// The arrays in memory that has been checked, cleared. What is there is no run any more.
unsafe fn clear<'a>(memory: *mut c_void, len: usize) -> &'a mut [f64] {
    // SAFETY: so much is there; the arrays follow the struct, whose size is a multiple of its alignment.
    unsafe {
        let object = memory.cast::<photinus_delayed_f64>();
        (&raw mut (*object).header.magic).write(0);
        let arrays = object.add(1).cast::<f64>();
        arrays.write_bytes(0, len);
        slice::from_raw_parts_mut(arrays, len)
    }
}

/// Makes what is in memory a run.
unsafe fn sign(memory: *mut c_void, words: [u64; 5], scratch: usize) -> *mut photinus_delayed_f64 {
    let object = memory.cast::<photinus_delayed_f64>();
    let header = Header { magic: MAGIC, words, scratch: scratch as u64 };
    // SAFETY: it has been checked.
    unsafe { object.write(photinus_delayed_f64 { header }) };
    object
}

/// Writes to `*bytes` and `*align` what a run of this model needs with steps of `step`: about 16 (f32: 8) bytes per
/// oscillator and step of the longest delay. It checks all of the model, which may also be without a delay.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_STEP if the step is not a finite number above 0, PHOTINUS_ERROR_DELAY if a delay is negative,
/// NaN, infinite, or between 0 and the step, PHOTINUS_ERROR_STEP_TOO_SMALL if a delay has too many steps,
/// PHOTINUS_ERROR_UNSUPPORTED for a model that does not combine with delays (see photinus_kuramoto_f64); else as
/// photinus_kuramoto_size_f64.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_size_f64(
    model: *const photinus_kuramoto_f64,
    step: f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let system = delayed(&read(model)?)?;
        let longest = DelayRk4::longest_in_steps(&system, step)?;
        let len = array_len(system.dim(), longest, system.scratch_len());
        write_size::<photinus_delayed_f64, f64>(len, bytes, align)
    })
}

/// Makes a run in `memory` that stands at the time `start` with the phases `initial`, N numbers, and writes its address,
/// which is that of the memory, to `*delayed`. Nothing is evaluated yet, and nothing is to be freed.
///
/// memory, bytes: as photinus_delayed_size_f64 says for the same model and step.
///
/// PHOTINUS_OK; what photinus_delayed_size_f64 returns for a model or a step that it refuses; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_TIMES if the start is not
/// finite, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_init_f64(
    memory: *mut c_void,
    bytes: usize,
    model: *const photinus_kuramoto_f64,
    step: f64,
    start: f64,
    initial: *const f64,
    delayed: *mut *mut photinus_delayed_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = read(model)?;
        let system = self::delayed(&known)?;
        let (dim, scratch) = (system.dim(), system.scratch_len());
        let len = array_len(dim, DelayRk4::longest_in_steps(&system, step)?, scratch);
        check_pointer(delayed, 1)?;
        let initial = input(initial, dim)?;
        let written = [room(memory, bytes, len)?, range(delayed, 1)];
        all_apart(&written, &[range(initial.as_ptr(), dim)])?;
        check_written(model, &known, &written)?;
        // First, so that a run which is there already stays as it is if this one can't be made.
        if !start.is_finite() {
            return Err(Error::Times);
        }
        if !initial.iter().all(|x| x.is_finite()) {
            return Err(Error::NotFinite);
        }
        let words = DelayRk4::new(clear(memory, len), &system, step, start, initial)?.words();
        *single(delayed)? = sign(memory, words, scratch);
        OK
    })
}

/// Takes `count` steps. A run may be cut into calls anywhere, to the same bits.
///
/// model: that of the whole run. history: the phases before the start, or NULL, if they were always the initial ones; the
/// same in all calls. It is asked only as long as the longest delay reaches back to before the start. user: given to it, on
/// the calling thread. solution: what came of the call, or NULL; it has no rows.
///
/// PHOTINUS_OK. The run stands after the last complete step: PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK,
/// PHOTINUS_ERROR_DIVERGED. Nothing has been done: what photinus_delayed_size_f64 returns for a model that it refuses with
/// the step of the run; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION for a model of another number of oscillators,
/// PHOTINUS_ERROR_WORKSPACE for one with a longer delay, or which needs more to work in, than the run has memory for,
/// PHOTINUS_ERROR_STEP_TOO_SMALL if one of the steps would be lost in the rounding of the time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_advance_f64(
    delayed: *mut photinus_delayed_f64,
    model: *const photinus_kuramoto_f64,
    history: photinus_history_f64,
    user: *mut c_void,
    count: u64,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (shape, header) = shape(delayed)?;
        let known = read(model)?;
        let written = [shape.bytes_of(delayed), check_solution(solution)?];
        all_apart(&written, &[])?;
        check_written(model, &known, &written)?;
        let code = Cell::new(0);
        let system = Watched { delays: self::delayed(&known)?, code: &code };
        let mut run = run(delayed, shape, &header)?;
        let result = run.advance(&system, &Before { history, user, code: &code }, count)?;
        (*delayed).header.words = run.words();
        finish(solution, result)
    })
}

/// Writes the phases now and after each `steps_per_row` steps to the rows of `states`, a matrix [row_count][N] by rows: the
/// first row is where the run stands already, and it takes (row_count - 1) steps_per_row steps. A row callback that ends the
/// run leaves it at that row; to go on, ask for the rest of the rows, that one's included.
///
/// row: called with each complete row, its time and phases, or NULL. user: given to both callbacks. states_len: the elements
/// of `states`. solution: what came of it, or NULL; where a row is not complete, its time is that of the last step. The
/// other arguments: as of photinus_delayed_advance_f64. No rows: no step.
///
/// The statuses of photinus_delayed_advance_f64, PHOTINUS_ERROR_LENGTH if `states` is too short, PHOTINUS_ERROR_TIMES if
/// steps_per_row is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_solve_f64(
    delayed: *mut photinus_delayed_f64,
    model: *const photinus_kuramoto_f64,
    history: photinus_history_f64,
    row: photinus_row_f64,
    user: *mut c_void,
    steps_per_row: u64,
    row_count: usize,
    states: *mut f64,
    states_len: usize,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (shape, header) = shape(delayed)?;
        let known = read(model)?;
        let states_len = if row_count == 0 { 0 } else { states_len };
        check_pointer(states, states_len)?;
        let written = [shape.bytes_of(delayed), check_solution(solution)?, range(states, states_len)];
        all_apart(&written, &[])?;
        check_written(model, &known, &written)?;
        let code = Cell::new(0);
        let system = Watched { delays: self::delayed(&known)?, code: &code };
        let (mut run, states) = (run(delayed, shape, &header)?, output(states, states_len)?);
        let before = Before { history, user, code: &code };
        let result = run.solve(&system, &before, steps_per_row, row_count, states, |number, t, y| {
            call_row(row, number, t, y, user)
        })?;
        (*delayed).header.words = run.words();
        finish(solution, result)
    })
}

/// Writes where the run stands: its time to `*time`, how many steps it has taken to `*steps`, its phases to
/// `phases[oscillators]`; each may be NULL, and is left out.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL for the run, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if `oscillators` is not the run's number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_state_f64(
    delayed: *const photinus_delayed_f64,
    time: *mut f64,
    steps: *mut u64,
    phases: *mut f64,
    oscillators: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (shape, header) = shape(delayed)?;
        if oscillators != shape.dim {
            return Err(Error::Dimension);
        }
        let (times, counts) = (usize::from(!time.is_null()), usize::from(!steps.is_null()));
        let len = if phases.is_null() { 0 } else { oscillators };
        let written = [extent(time, 1), extent(steps, 1), extent(phases, len)];
        all_apart(&written, &[shape.bytes_of(delayed)])?;
        // All are looked at before one is written.
        let (time, steps, phases) = (output(time, times)?, output(steps, counts)?, output(phases, len)?);
        let run = run(delayed, shape, &header)?;
        time.fill(run.time());
        steps.fill(run.steps());
        if len > 0 {
            phases.copy_from_slice(run.state());
        }
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint of the run is.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_save_size_f64(
    delayed: *const photinus_delayed_f64,
    bytes: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (Shape { dim, longest, .. }, _) = shape(delayed)?;
        *single(bytes)? = DelayRk4::<f64>::checkpoint_len(dim, longest);
        OK
    })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes; a run restored from it, on any machine, goes on to the same bits.
/// The model and the history are not in it.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_delayed_save_size_f64 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_save_f64(
    delayed: *const photinus_delayed_f64,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(checkpoint, bytes.max(1))?;
        let (shape, header) = shape(delayed)?;
        all_apart(&[range(checkpoint, bytes), shape.bytes_of(delayed)], &[])?;
        run(delayed, shape, &header)?.save(output(checkpoint, bytes)?)?;
        OK
    })
}

/// The arrays of the run in a checkpoint, for a model: their elements, and those of the scratch.
unsafe fn saved_len(checkpoint: &[u8], known: &photinus_kuramoto_f64) -> Result<(usize, usize), Error> {
    let (dim, longest) = DelayRk4::<f64>::checkpoint_shape(checkpoint)?;
    // SAFETY: by the caller.
    let system = unsafe { delayed(known)? };
    if system.dim() != dim {
        return Err(Error::CheckpointMismatch);
    }
    let scratch = system.scratch_len();
    Ok((array_len(dim, longest, scratch), scratch))
}

/// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs for its model.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision or another number of oscillators; what
/// photinus_delayed_size_f64 returns for a model that it refuses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_restore_size_f64(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    model: *const photinus_kuramoto_f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (len, _) = saved_len(input(checkpoint, checkpoint_bytes)?, &read(model)?)?;
        write_size::<photinus_delayed_f64, f64>(len, bytes, align)
    })
}

/// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_delayed_restore_size_f64 says for the same model, and writes its address, which is that of the memory, to
/// `*delayed`.
///
/// The statuses of photinus_delayed_restore_size_f64, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_delayed_restore_f64(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    model: *const photinus_kuramoto_f64,
    delayed: *mut *mut photinus_delayed_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (checkpoint, known) = (input(checkpoint, checkpoint_bytes)?, read(model)?);
        let (len, scratch) = saved_len(checkpoint, &known)?;
        check_pointer(delayed, 1)?;
        let written = [room(memory, bytes, len)?, range(delayed, 1)];
        all_apart(&written, &[range(checkpoint.as_ptr(), checkpoint_bytes)])?;
        check_written(model, &known, &written)?;
        let words = DelayRk4::restore(clear(memory, len), checkpoint)?.words();
        *single(delayed)? = sign(memory, words, scratch);
        OK
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::{free, made};

    /// Makes a run as photinus_delayed_init_f64 does, in memory of its own, and writes its address to `*delayed`; it is to be
    /// freed by photinus_delayed_free_f64.
    ///
    /// The statuses of photinus_delayed_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_delayed_new_f64(
        model: *const photinus_kuramoto_f64,
        step: f64,
        start: f64,
        initial: *const f64,
        delayed: *mut *mut photinus_delayed_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let known = read(model)?;
            check_pointer(delayed, 1)?;
            check_written(model, &known, &[range(delayed, 1)])?;
            let system = super::delayed(&known)?;
            let len = array_len(system.dim(), DelayRk4::longest_in_steps(&system, step)?, system.scratch_len());
            all_apart(&[range(delayed, 1)], &[extent(initial, system.dim())])?;
            made::<_, f64>(len, delayed, |memory, bytes, made| {
                photinus_delayed_init_f64(memory, bytes, model, step, start, initial, made)
            })
        })
    }

    /// Makes the run in a checkpoint as photinus_delayed_restore_f64 does, in memory of its own, and writes its address to
    /// `*delayed`; it is to be freed by photinus_delayed_free_f64.
    ///
    /// The statuses of photinus_delayed_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_delayed_restore_new_f64(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        model: *const photinus_kuramoto_f64,
        delayed: *mut *mut photinus_delayed_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let known = read(model)?;
            let (len, _) = saved_len(input(checkpoint, checkpoint_bytes)?, &known)?;
            check_pointer(delayed, 1)?;
            all_apart(&[range(delayed, 1)], &[range(checkpoint, checkpoint_bytes)])?;
            check_written(model, &known, &[range(delayed, 1)])?;
            made::<_, f64>(len, delayed, |memory, bytes, made| {
                photinus_delayed_restore_f64(memory, bytes, checkpoint, checkpoint_bytes, model, made)
            })
        })
    }

    /// Frees a run that photinus_delayed_new_f64 or photinus_delayed_restore_new_f64 made; nothing for NULL.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_delayed_free_f64(delayed: *mut photinus_delayed_f64) {
        guard(|| {
            // SAFETY: by the caller. The magic number goes first, so that a second call does nothing as long as the
            // memory is not used again.
            unsafe {
                shape(delayed)?;
                (*delayed).header.magic = 0;
                free::<_, f64>(delayed)?;
            }
            OK
        });
    }
}
