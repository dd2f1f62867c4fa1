// Made from the same file in ../f64 by build.rs: edit that.

use super::search::Function;
use super::{photinus_batch_f32, photinus_objective_f32};
use crate::capi::object::{self, Head, Object, bytes_of, change, check_place, look, object_bytes, put};
use crate::capi::{
    OK, Struct, all_apart, answer, extent, guard, input, options, options_init, output, range, single, workspace,
    write_size,
};
use crate::checkpoint::Reader;
use crate::optimize::{
    DifferenceScheme, Differences, Differentiable, FiniteDifferences, Lbfgs, LbfgsOptions, LbfgsReason, LbfgsReport,
    LbfgsState, LbfgsWords, Objective, difference_gradient, difference_points, difference_rows,
};
use crate::{Error, Stop};
use core::cell::Cell;
use core::ffi::{c_int, c_uchar, c_void};
use core::mem::offset_of;
use core::ptr;

/// A function to be minimised that knows its gradient: writes its value at `x[dim]` to `*value`, and its derivatives by the
/// variables to `gradient[dim]` (those of variables that are fixed are not used). A value that is NaN (what is there before)
/// or infinite, or one with such a gradient, counts as higher than all others. Returns 0 to go on, a positive number to
/// stop, a negative one for failure; nothing of it is then taken into account. It must not unwind, throw or longjmp, nor
/// use the run that it is called by.
pub type photinus_gradient_f32 = Option<
    unsafe extern "C" fn(x: *const f32, dim: usize, value: *mut f32, gradient: *mut f32, user: *mut c_void) -> c_int,
>;

/// Called after each iteration; the run can be asked (photinus_lbfgs_report_f32, photinus_lbfgs_best_f32) and saved.
/// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_lbfgs_watch_f32 =
    Option<unsafe extern "C" fn(lbfgs: *const photinus_lbfgs_f32, user: *mut c_void) -> c_int>;

/// How a run of L-BFGS-B moves, and when it stops.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_lbfgs_options_f32 {
    /// The size of this struct: what photinus_lbfgs_options_init_f32 got.
    pub struct_size: usize,
    /// The number of pairs of steps and gradient differences that are kept, at least 1. Default 10.
    pub pairs: usize,
    /// The run stops after that many iterations. Default 2^64 - 1: never.
    pub max_iterations: u64,
    /// The run stops after that many evaluations of the value with its gradient, also in the middle of a line search.
    /// Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops where no component of the projected gradient is larger than this, at least 0. Default 10^-10 (f32:
    /// 2 10^-5).
    pub gradient_tolerance: f32,
    /// The run stops where an iteration lowers the value by no more than this times max(|f|, |f'|, 1), with f and f' the
    /// values before and after it; at least 0. Default ten times the distance from 1 to the next number.
    pub value_tolerance: f32,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: f32,
    /// The longest first step, above 0: it is minus the gradient, or shorter, cut to the box. Default 1.
    pub first_step: f32,
    /// The line search's condition of sufficient decrease, at least 0 and below 1/2. Default 10^-4.
    pub sufficient_decrease: f32,
    /// The line search's condition of curvature, above sufficient_decrease and below 1. Default 0.9.
    pub curvature: f32,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_lbfgs_options_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, curvature) + size_of::<f32>();
    fn defaults() -> Self {
        LbfgsOptions::default().into()
    }
}

impl From<LbfgsOptions<f32>> for photinus_lbfgs_options_f32 {
    fn from(options: LbfgsOptions<f32>) -> Self {
        Self {
            struct_size: size_of::<Self>(),
            pairs: options.pairs,
            max_iterations: options.max_iterations,
            max_evaluations: options.max_evaluations,
            gradient_tolerance: options.gradient_tolerance,
            value_tolerance: options.value_tolerance,
            target: options.target,
            first_step: options.first_step,
            sufficient_decrease: options.sufficient_decrease,
            curvature: options.curvature,
        }
    }
}

impl From<photinus_lbfgs_options_f32> for LbfgsOptions<f32> {
    fn from(options: photinus_lbfgs_options_f32) -> Self {
        LbfgsOptions {
            pairs: options.pairs,
            gradient_tolerance: options.gradient_tolerance,
            value_tolerance: options.value_tolerance,
            max_iterations: options.max_iterations,
            max_evaluations: options.max_evaluations,
            target: options.target,
            first_step: options.first_step,
            sufficient_decrease: options.sufficient_decrease,
            curvature: options.curvature,
        }
    }
}

/// How gradients are made of values. Steps are turned or cut so that all points are within the bounds; a variable whose
/// bounds are equal has no points, and the derivative 0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_differences_f32 {
    /// The size of this struct: what photinus_differences_init_f32 got.
    pub struct_size: usize,
    /// What steps are measured by where |x| is smaller, above 0. Default 1.
    pub typical: f32,
    /// A value of photinus_difference. Default PHOTINUS_DIFFERENCE_CENTRAL.
    pub scheme: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_differences_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, scheme) + size_of::<c_int>();
    fn defaults() -> Self {
        let Differences { scheme, typical } = Differences::default();
        let scheme = match scheme {
            DifferenceScheme::Forward => 0,
            DifferenceScheme::Central => 1,
        };
        Self { struct_size: size_of::<Self>(), typical, scheme }
    }
}

impl TryFrom<photinus_differences_f32> for Differences<f32> {
    type Error = Error;

    fn try_from(differences: photinus_differences_f32) -> Result<Self, Error> {
        let scheme = match differences.scheme {
            0 => DifferenceScheme::Forward,
            1 => DifferenceScheme::Central,
            _ => return Err(Error::EnumValue),
        };
        let differences = Differences { scheme, typical: differences.typical };
        differences.check()?;
        Ok(differences)
    }
}

/// Where a run of L-BFGS-B is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_lbfgs_progress_f32 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_lbfgs_progress_f32)`.
    pub struct_size: usize,
    /// Complete iterations.
    pub iterations: u64,
    /// Evaluations of the value with its gradient.
    pub evaluations: u64,
    /// The lowest value so far, plus infinity before there is one.
    pub best_value: f32,
    /// The largest component of the projected gradient at the best point, plus infinity before there is one.
    pub projected_gradient: f32,
    /// Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
    pub status: c_int,
    /// What the callback that ended the run returned, else 0.
    pub code: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_lbfgs_progress_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, code) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            iterations: 0,
            evaluations: 0,
            best_value: 0.0,
            projected_gradient: 0.0,
            status: 0,
            code: 0,
        }
    }
}

impl From<LbfgsReport<f32>> for photinus_lbfgs_progress_f32 {
    fn from(report: LbfgsReport<f32>) -> Self {
        Self {
            struct_size: 0,
            iterations: report.iterations,
            evaluations: report.evaluations,
            best_value: report.best_value,
            projected_gradient: report.projected_gradient,
            status: report.reason.map_or(OK, end_status).unwrap_or_else(Error::code),
            code: match report.reason {
                Some(LbfgsReason::Caller(code) | LbfgsReason::Failure(code)) => code,
                _ => 0,
            },
        }
    }
}

/// The status of a run that has ended.
fn end_status(reason: LbfgsReason) -> Result<c_int, Error> {
    match reason {
        LbfgsReason::Target => Ok(1),
        LbfgsReason::Evaluations => Ok(3),
        LbfgsReason::Caller(_) => Ok(5),
        LbfgsReason::Gradient => Ok(10),
        LbfgsReason::Value => Ok(11),
        LbfgsReason::Iterations => Ok(12),
        LbfgsReason::LineSearch => Ok(13),
        LbfgsReason::NotFinite => Err(Error::NotFinite),
        LbfgsReason::Failure(_) => Err(Error::Callback),
    }
}

/// One run of L-BFGS-B (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput. 16, 1995) with the line search of More and
/// Thuente (ACM Trans. Math. Softw. 20, 1994): minimises a function of many variables with simple bounds, from its values
/// and gradients, or from values alone by differences. It finds the minimum of the basin that it begins in; memory and time
/// grow with the dimension times the number of pairs.
///
/// It lies in memory that the caller gave (or in its own, if made by photinus_lbfgs_new_f32), wholly and without pointers
/// into itself: a copy of those bytes, equally aligned, is a second run that goes on as the first.
#[derive(Debug)]
pub struct photinus_lbfgs_f32 {
    head: Head<LbfgsWords>,
}

/// What an initialised run begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"lbf_f32\0");

// SAFETY: a head alone, of words of 64 bits.
unsafe impl Object for photinus_lbfgs_f32 {
    type Float = f32;
    type State = LbfgsState<f32>;
    type Kernel<'m> = Lbfgs<'m, f32>;

    fn head(state: &LbfgsState<f32>) -> Self {
        photinus_lbfgs_f32 { head: Head { magic: MAGIC, words: state.to_words() } }
    }

    fn state(&self) -> Option<LbfgsState<f32>> {
        if self.head.magic == MAGIC { LbfgsState::from_words(&self.head.words) } else { None }
    }

    fn len(state: &LbfgsState<f32>) -> usize {
        state.memory_len()
    }

    fn kernel(state: LbfgsState<f32>, arrays: &mut [f32]) -> Lbfgs<'_, f32> {
        Lbfgs::from_parts(state, arrays)
    }

    fn into_state(kernel: Lbfgs<'_, f32>) -> LbfgsState<f32> {
        kernel.into_state()
    }

    fn dim(kernel: &Lbfgs<'_, f32>) -> usize {
        kernel.dim()
    }

    fn best<'k>(kernel: &'k Lbfgs<'_, f32>) -> (&'k [f32], f32) {
        kernel.best()
    }

    fn rounds(kernel: &Lbfgs<'_, f32>) -> u64 {
        kernel.report().iterations
    }

    fn end(kernel: &Lbfgs<'_, f32>) -> Option<Result<c_int, Error>> {
        kernel.report().reason.map(end_status)
    }

    fn observed(kernel: &mut Lbfgs<'_, f32>, result: Result<(), Stop>) {
        kernel.observed(result);
    }

    fn save(kernel: &Lbfgs<'_, f32>, out: &mut [u8]) -> Result<(), Error> {
        kernel.save(out)
    }

    fn read(checkpoint: &[u8]) -> Result<(LbfgsState<f32>, Reader<'_>), Error> {
        Lbfgs::read(checkpoint)
    }

    fn restore(state: &LbfgsState<f32>, arrays: &mut [f32], saved: Reader<'_>) -> Result<(), Error> {
        state.restore(arrays, saved)
    }
}

/// The options at `options`, checked.
unsafe fn read_options(options: *const photinus_lbfgs_options_f32) -> Result<LbfgsOptions<f32>, Error> {
    // SAFETY: by the caller.
    let options: LbfgsOptions<f32> = unsafe { self::options(options)?.into() };
    options.check()?;
    Ok(options)
}

/// The differences at `differences`, checked.
unsafe fn read_differences(differences: *const photinus_differences_f32) -> Result<Differences<f32>, Error> {
    // SAFETY: by the caller.
    unsafe { options(differences)?.try_into() }
}

/// The elements of a run's arrays; an error where so many can't be.
fn array_len(dim: usize, pairs: usize) -> Result<usize, Error> {
    let len = Lbfgs::<f32>::memory_len(dim, pairs, 0);
    object_bytes::<photinus_lbfgs_f32>(len).ok_or(Error::Dimension)?;
    if dim == 0 { Err(Error::Dimension) } else { Ok(len) }
}

/// An objective of C's with its gradient.
struct Gradient {
    dim: usize,
    callback: unsafe extern "C" fn(*const f32, usize, *mut f32, *mut f32, *mut c_void) -> c_int,
    user: *mut c_void,
}

impl Objective<f32> for Gradient {
    fn dim(&self) -> usize {
        self.dim
    }

    /// Not asked for by itself: there would have to be room for the gradient.
    fn value(&self, _x: &[f32], _scratch: &mut [f32]) -> Result<f32, Stop> {
        Err(Error::Unsupported.into())
    }
}

impl Differentiable<f32> for Gradient {
    fn value_and_gradient(&self, x: &[f32], gradient: &mut [f32], _scratch: &mut [f32]) -> Result<f32, Stop> {
        let mut value = f32::NAN;
        gradient.fill(f32::NAN);
        // SAFETY: the caller promised that it may be called so.
        answer(unsafe { (self.callback)(x.as_ptr(), x.len(), &mut value, gradient.as_mut_ptr(), self.user) })?;
        Ok(value)
    }
}

/// An objective of C's whose gradient is made by differences, in memory that is not the run's.
struct Differenced<'a> {
    objective: FiniteDifferences<'a, Function, f32>,
    scratch: Cell<&'a mut [f32]>,
}

impl Objective<f32> for Differenced<'_> {
    fn dim(&self) -> usize {
        self.objective.dim()
    }

    fn value(&self, x: &[f32], scratch: &mut [f32]) -> Result<f32, Stop> {
        self.objective.value(x, scratch)
    }
}

impl Differentiable<f32> for Differenced<'_> {
    fn value_and_gradient(&self, x: &[f32], gradient: &mut [f32], _scratch: &mut [f32]) -> Result<f32, Stop> {
        let scratch = self.scratch.take();
        let result = self.objective.value_and_gradient(x, gradient, scratch);
        self.scratch.set(scratch);
        result
    }
}

/// The elements that differences need to work in, beside the bounds.
fn differences_len(lower: &[f32], upper: &[f32], differences: &Differences<f32>) -> usize {
    let (dim, rows) = (lower.len(), difference_rows(differences, lower, upper));
    rows.saturating_mul(dim.saturating_add(1)).saturating_add(dim.saturating_mul(2))
}

/// Calls `body` with the objective whose gradient is made by differences, in the workspace at `memory`.
unsafe fn with_differences(
    lbfgs: *mut photinus_lbfgs_f32,
    differences: *const photinus_differences_f32,
    function: Function,
    memory: *mut c_void,
    bytes: usize,
    body: impl FnOnce(&Differenced<'_>) -> Result<c_int, Error>,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let (whole, chosen) = (bytes_of(lbfgs)?, read_differences(differences)?);
        let (dim, needed) = look(lbfgs, |kernel| {
            let (lower, upper) = kernel.bounds();
            (lower.len(), differences_len(lower, upper, &chosen))
        })?;
        all_apart(&[whole, extent(memory.cast::<f32>(), needed)], &[extent(differences, 1)])?;
        let (bounds, scratch) = workspace::<f32>(memory, bytes, needed)?.split_at_mut(2 * dim);
        let (lower, upper) = bounds.split_at_mut(dim);
        look(lbfgs, |kernel| {
            let bounds = kernel.bounds();
            lower.copy_from_slice(bounds.0);
            upper.copy_from_slice(bounds.1);
        })?;
        let function = function.of(dim);
        let objective = FiniteDifferences::new(&function, lower, upper, chosen)?;
        body(&Differenced { objective, scratch: Cell::new(scratch) })
    }
}

/// One evaluation, and what follows from it.
unsafe fn step(lbfgs: *mut photinus_lbfgs_f32, objective: &impl Differentiable<f32>) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe { object::step(lbfgs, |kernel| kernel.step(objective).map(|_| ())) }
}

/// Steps until the run ends.
unsafe fn run(
    lbfgs: *mut photinus_lbfgs_f32,
    objective: &impl Differentiable<f32>,
    watch: photinus_lbfgs_watch_f32,
    user: *mut c_void,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe { object::run(lbfgs, |kernel| kernel.step(objective).map(|_| ()), watch, user) }
}

/// A callback of C's for the run at `lbfgs`.
unsafe fn gradient_of(
    lbfgs: *const photinus_lbfgs_f32,
    objective: photinus_gradient_f32,
    user: *mut c_void,
) -> Result<Gradient, Error> {
    let callback = objective.ok_or(Error::NullPointer)?;
    // SAFETY: by the caller.
    let dim = unsafe { look(lbfgs, |kernel| kernel.dim())? };
    Ok(Gradient { dim, callback, user })
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_options_init_f32(
    options: *mut photinus_lbfgs_options_f32,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes to `*bytes` and `*align` what a run of `dim` variables needs. `options` may be NULL: the defaults.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_PARAMETER for an option out of range, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_size_f32(
    dim: usize,
    options: *const photinus_lbfgs_options_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let len = array_len(dim, read_options(options)?.pairs)?;
        write_size::<photinus_lbfgs_f32, f32>(len, bytes, align)
    })
}

/// Makes a run from `start[dim]` in `memory`, and writes its address, which is that of the memory, to `*lbfgs`. Nothing is
/// evaluated yet, and nothing is to be freed.
///
/// lower, upper: the bounds [dim]; they may be infinite, and each array NULL where all of its bounds are. Where both are
/// equal the variable is fixed. options: or NULL for the defaults. memory, bytes: as photinus_lbfgs_size_f32 says for the
/// same dim and options. The arrays are copied.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION (of f32 also above 2^24); PHOTINUS_ERROR_BOUNDS if a bound is NaN,
/// a lower one above its upper one, or no number is between them; PHOTINUS_ERROR_START if the start is outside the bounds
/// or not finite; PHOTINUS_ERROR_PARAMETER for an option out of range.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_init_f32(
    memory: *mut c_void,
    bytes: usize,
    dim: usize,
    start: *const f32,
    lower: *const f32,
    upper: *const f32,
    options: *const photinus_lbfgs_options_f32,
    lbfgs: *mut *mut photinus_lbfgs_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let chosen = read_options(options)?;
        let len = array_len(dim, chosen.pairs)?;
        let optional = |array: *const f32| if array.is_null() { Ok(&[][..]) } else { input(array, dim) };
        let (from, lowest, highest) = (input(start, dim)?, optional(lower)?, optional(upper)?);
        // Before anything is written, so that a run which is there already stays as it is if this one can't be made.
        Lbfgs::check(from, lowest, highest, &chosen)?;
        let place = check_place::<photinus_lbfgs_f32>(memory, bytes, len)?;
        single(lbfgs)?;
        let read = [extent(start, dim), extent(lower, dim), extent(upper, dim), extent(options, 1)];
        all_apart(&[place, extent(lbfgs, 1)], &read)?;
        put(memory, len, lbfgs, |arrays| Ok(Lbfgs::new(arrays, from, lowest, highest, &chosen)?.into_state()))
    })
}

/// Gives the point whose value and gradient are wanted: writes where it begins, dim elements in the run's memory, to `*x`.
/// It is the same until they are told, and is to be read until the next call that changes the run. Where the run has ended
/// there is none, and `*x` is NULL; one that a callback ended goes on.
///
/// PHOTINUS_OK: they are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT, PHOTINUS_STOP_VALUE,
/// PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH, PHOTINUS_ERROR_NOT_FINITE: the run has
/// ended. PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_ask_f32(lbfgs: *mut photinus_lbfgs_f32, x: *mut *const f32) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        all_apart(&[bytes_of(lbfgs)?, extent(x, 1)], &[])?;
        let x = single(x)?;
        let (from, reason) = change(lbfgs, |kernel| {
            kernel.resume();
            (kernel.ask().as_ptr(), kernel.report().reason)
        })?;
        *x = if reason.is_none() { from } else { ptr::null() };
        reason.map_or(OK, end_status)
    })
}

/// Tells the value and gradient[dim] at the point that photinus_lbfgs_ask_f32 gave, and the run moves on. The result is
/// that of photinus_lbfgs_step_f32, bit for bit.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT, PHOTINUS_STOP_VALUE,
/// PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH, PHOTINUS_ERROR_NOT_FINITE: it has
/// ended. Nothing is taken: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim is not the run's, PHOTINUS_ERROR_NOT_ASKED if the run had
/// ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_tell_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    value: f32,
    gradient: *const f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(lbfgs)?;
        if look(lbfgs, |kernel| kernel.dim())? != dim {
            return Err(Error::Length);
        }
        let gradient = input(gradient, dim)?;
        all_apart(&[whole], &[range(gradient.as_ptr(), dim)])?;
        object::step(lbfgs, |kernel| kernel.tell(value, gradient).map(|_| ()))
    })
}

/// One evaluation of the objective, and what follows from it. Nothing is allocated; the objective is called on the calling
/// thread, with `user`. A run that a callback ended goes on with the same point.
///
/// PHOTINUS_OK: the run goes on. It has ended: PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT (gradient_tolerance),
/// PHOTINUS_STOP_VALUE (value_tolerance), PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH
/// (no lower value was found, even along the projected gradient), PHOTINUS_ERROR_NOT_FINITE if the value or the gradient
/// at the start is NaN or infinite. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been
/// done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_step_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    objective: photinus_gradient_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(lbfgs, &gradient_of(lbfgs, objective, user)?) })
}

/// Steps until the run ends. `watch`, unless NULL, is called after each iteration; both callbacks get `user`.
///
/// The statuses of photinus_lbfgs_step_f32, but for PHOTINUS_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_run_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    objective: photinus_gradient_f32,
    watch: photinus_lbfgs_watch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(lbfgs, &gradient_of(lbfgs, objective, user)?, watch, user) })
}

/// Writes the defaults to `*differences`: `size` bytes at most, which is to be `sizeof *differences`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_differences_init_f32(
    differences: *mut photinus_differences_f32,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(differences, size) })
}

/// Writes to `*bytes` and `*align` what photinus_lbfgs_run_differences_f32 and its like need to work in. `differences` may
/// be NULL: the defaults.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER if typical is not above 0,
/// PHOTINUS_ERROR_DIMENSION if that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_differences_size_f32(
    lbfgs: *const photinus_lbfgs_f32,
    differences: *const photinus_differences_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let chosen = read_differences(differences)?;
        let len = look(lbfgs, |kernel| {
            let (lower, upper) = kernel.bounds();
            differences_len(lower, upper, &chosen)
        })?;
        all_apart(&[extent(bytes, 1), extent(align, 1)], &[bytes_of(lbfgs)?])?;
        write_size::<(), f32>(len, bytes, align)
    })
}

/// photinus_lbfgs_step_f32 for an objective without a gradient, which is made by differences: the objective is called at
/// the point, and then at one (forward differences) or two (central ones) more for each variable that is not fixed. That is
/// one evaluation of the run's; one that a callback ended is begun again.
///
/// differences: or NULL for the defaults. memory, bytes: a workspace as photinus_lbfgs_differences_size_f32 says; it may
/// hold anything.
///
/// The statuses of photinus_lbfgs_step_f32; PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_step_differences_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    differences: *const photinus_differences_f32,
    objective: photinus_objective_f32,
    user: *mut c_void,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let function = Function::one(objective, user)?;
        with_differences(lbfgs, differences, function, memory, bytes, |objective| step(lbfgs, objective))
    })
}

/// The same with an objective that evaluates many points at once: the point by itself, then all others.
///
/// The statuses of photinus_lbfgs_step_differences_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_step_differences_batch_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    differences: *const photinus_differences_f32,
    objective: photinus_batch_f32,
    user: *mut c_void,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let function = Function::batch(objective, user)?;
        with_differences(lbfgs, differences, function, memory, bytes, |objective| step(lbfgs, objective))
    })
}

/// photinus_lbfgs_run_f32 for an objective without a gradient: see photinus_lbfgs_step_differences_f32. With differences
/// the default gradient_tolerance is hardly ever reached; the run then ends by value_tolerance, or because no lower value
/// is found.
///
/// The statuses of photinus_lbfgs_step_differences_f32, but for PHOTINUS_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_run_differences_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    differences: *const photinus_differences_f32,
    objective: photinus_objective_f32,
    watch: photinus_lbfgs_watch_f32,
    user: *mut c_void,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let function = Function::one(objective, user)?;
        with_differences(lbfgs, differences, function, memory, bytes, |objective| run(lbfgs, objective, watch, user))
    })
}

/// The same with an objective that evaluates many points at once: the point by itself, then all others.
///
/// The statuses of photinus_lbfgs_run_differences_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_run_differences_batch_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    differences: *const photinus_differences_f32,
    objective: photinus_batch_f32,
    watch: photinus_lbfgs_watch_f32,
    user: *mut c_void,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let function = Function::batch(objective, user)?;
        with_differences(lbfgs, differences, function, memory, bytes, |objective| run(lbfgs, objective, watch, user))
    })
}

/// What [`difference_points`] and its like are given.
struct Place<'a> {
    x: &'a [f32],
    lower: &'a [f32],
    upper: &'a [f32],
    differences: Differences<f32>,
    rows: usize,
}

impl Place<'_> {
    /// Reads it; `rows` is what the caller says.
    unsafe fn read(
        dim: usize,
        x: *const f32,
        lower: *const f32,
        upper: *const f32,
        differences: *const photinus_differences_f32,
        rows: usize,
    ) -> Result<Self, Error> {
        // SAFETY: by the caller.
        unsafe {
            let place = Place {
                x: input(x, dim)?,
                lower: input(lower, dim)?,
                upper: input(upper, dim)?,
                differences: read_differences(differences)?,
                rows,
            };
            if dim == 0 {
                return Err(Error::Dimension);
            }
            if difference_rows(&place.differences, place.lower, place.upper) == rows {
                Ok(place)
            } else {
                Err(Error::Length)
            }
        }
    }

    /// Its arrays as bytes.
    fn ranges(&self) -> [(*const u8, usize); 3] {
        [self.x, self.lower, self.upper].map(|array| range(array.as_ptr(), array.len()))
    }
}

/// Writes to `*rows` how many points photinus_difference_points_f32 writes in the box from lower[dim] to upper[dim], whose
/// bounds may be infinite: one (forward differences) or two (central ones) for each variable whose bounds differ.
/// `differences` may be NULL: the defaults.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if dim is
/// 0 or there can't be so many, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER if typical
/// is not above 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_difference_rows_f32(
    dim: usize,
    lower: *const f32,
    upper: *const f32,
    differences: *const photinus_differences_f32,
    rows: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (lower, upper) = (input(lower, dim)?, input(upper, dim)?);
        let chosen = read_differences(differences)?;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        all_apart(&[extent(rows, 1)], &[range(lower.as_ptr(), dim), range(upper.as_ptr(), dim)])?;
        *single(rows)? = difference_rows(&chosen, lower, upper);
        OK
    })
}

/// Writes the points whose values photinus_difference_gradient_f32 needs, a matrix [rows][dim] by rows, to
/// points[rows * dim]: for who asks and tells, or wants a gradient for something else. x[dim] is where the gradient is
/// wanted, within the bounds; the points are, too. rows: as photinus_difference_rows_f32 says.
///
/// PHOTINUS_OK; the statuses of photinus_difference_rows_f32; PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_LENGTH for another
/// number of rows, PHOTINUS_ERROR_BOUNDS if a lower bound is not at or below its upper one, PHOTINUS_ERROR_START if x is
/// outside the bounds or not finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_difference_points_f32(
    dim: usize,
    x: *const f32,
    lower: *const f32,
    upper: *const f32,
    differences: *const photinus_differences_f32,
    points: *mut f32,
    rows: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let place = Place::read(dim, x, lower, upper, differences, rows)?;
        let len = place.rows.checked_mul(dim).ok_or(Error::Dimension)?;
        all_apart(&[extent(points, len)], &place.ranges())?;
        all_apart(&[extent(points, len)], &[extent(differences, 1)])?;
        let points = output(points, len)?;
        difference_points(&place.differences, place.x, place.lower, place.upper, points)?;
        OK
    })
}

/// Writes the gradient at x[dim] to `gradient[dim]`, from the value there and values[rows] at the points that
/// photinus_difference_points_f32 writes for the same arguments. A derivative is taken from one side where the other's
/// value is NaN or infinite, and is not finite where both are.
///
/// The statuses of photinus_difference_points_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_difference_gradient_f32(
    dim: usize,
    x: *const f32,
    lower: *const f32,
    upper: *const f32,
    differences: *const photinus_differences_f32,
    value: f32,
    values: *const f32,
    rows: usize,
    gradient: *mut f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let place = Place::read(dim, x, lower, upper, differences, rows)?;
        let values = input(values, place.rows)?;
        all_apart(&[extent(gradient, dim)], &place.ranges())?;
        all_apart(&[extent(gradient, dim)], &[range(values.as_ptr(), rows), extent(differences, 1)])?;
        let gradient = output(gradient, dim)?;
        difference_gradient(&place.differences, place.x, place.lower, place.upper, value, values, gradient)?;
        OK
    })
}

/// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
/// dim is the run's in any case. Before the first value it is the start, with plus infinity.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if dim is not the run's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_best_f32(
    lbfgs: *const photinus_lbfgs_f32,
    x: *mut f32,
    dim: usize,
    value: *mut f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::best(lbfgs, x, dim, value) })
}

/// Writes the gradient at the best position to `gradient[dim]`: 0 for variables that are fixed, and before there is one.
///
/// The statuses of photinus_lbfgs_best_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_best_gradient_f32(
    lbfgs: *const photinus_lbfgs_f32,
    gradient: *mut f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(lbfgs)?;
        if look(lbfgs, |kernel| kernel.dim())? != dim {
            return Err(Error::Length);
        }
        all_apart(&[extent(gradient, dim)], &[whole])?;
        let gradient = output(gradient, dim)?;
        look(lbfgs, |kernel| gradient.copy_from_slice(kernel.best_gradient()))?;
        OK
    })
}

/// Writes where the run is to `*report`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_report_f32(
    lbfgs: *const photinus_lbfgs_f32,
    report: *mut photinus_lbfgs_progress_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(lbfgs, report, |kernel| kernel.report().into()) })
}

/// Writes the number of variables to `*dim`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_dim_f32(lbfgs: *const photinus_lbfgs_f32, dim: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::count(lbfgs, dim, |kernel| kernel.dim()) })
}

/// Writes the bounds to `lower[dim]` and `upper[dim]`; either may be NULL if it is not wanted, but dim is the run's in any
/// case.
///
/// The statuses of photinus_lbfgs_best_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_bounds_f32(
    lbfgs: *const photinus_lbfgs_f32,
    lower: *mut f32,
    upper: *mut f32,
    dim: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(lbfgs)?;
        look(lbfgs, |kernel| {
            let bounds = kernel.bounds();
            if bounds.0.len() != dim {
                return Err(Error::Length);
            }
            all_apart(&[extent(lower, dim), extent(upper, dim)], &[whole])?;
            let lower = if lower.is_null() { None } else { Some(output(lower, dim)?) };
            let upper = if upper.is_null() { None } else { Some(output(upper, dim)?) };
            if let Some(lower) = lower {
                lower.copy_from_slice(bounds.0);
            }
            if let Some(upper) = upper {
                upper.copy_from_slice(bounds.1);
            }
            OK
        })?
    })
}

/// Writes the run's options to `*options`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_get_options_f32(
    lbfgs: *const photinus_lbfgs_f32,
    options: *mut photinus_lbfgs_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(lbfgs, options, |kernel| (*kernel.options()).into()) })
}

/// Changes how the run moves, or when it stops; pairs can't be changed. A run that had ended goes on where the new options
/// let it, but for one that ended with PHOTINUS_STOP_LINE_SEARCH or PHOTINUS_ERROR_NOT_FINITE; the report says whether it
/// does.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_set_options_f32(
    lbfgs: *mut photinus_lbfgs_f32,
    options: *const photinus_lbfgs_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        if options.is_null() {
            return Err(Error::NullPointer);
        }
        let options = read_options(options)?;
        change(lbfgs, |kernel| kernel.set_options(&options))??;
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint of the run is: always the same.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_save_size_f32(lbfgs: *const photinus_lbfgs_f32, bytes: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        object::count(lbfgs, bytes, |kernel| Lbfgs::<f32>::checkpoint_len(kernel.dim(), kernel.options().pairs))
    })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time; a run restored from it, on any machine, goes on to
/// the same bits.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_lbfgs_save_size_f32 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_save_f32(
    lbfgs: *const photinus_lbfgs_f32,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::save(lbfgs, checkpoint, bytes) })
}

/// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_restore_size_f32(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore_size::<photinus_lbfgs_f32>(checkpoint, checkpoint_bytes, bytes, align) })
}

/// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_lbfgs_restore_size_f32 says, and writes its address, which is that of the memory, to `*lbfgs`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
/// if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lbfgs_restore_f32(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    lbfgs: *mut *mut photinus_lbfgs_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore(memory, bytes, checkpoint, checkpoint_bytes, lbfgs) })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::made;

    /// Makes a run as photinus_lbfgs_init_f32 does, in memory of its own, and writes its address to `*lbfgs`; it is to be
    /// freed by photinus_lbfgs_free_f32.
    ///
    /// The statuses of photinus_lbfgs_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_lbfgs_new_f32(
        dim: usize,
        start: *const f32,
        lower: *const f32,
        upper: *const f32,
        options: *const photinus_lbfgs_options_f32,
        lbfgs: *mut *mut photinus_lbfgs_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let len = array_len(dim, read_options(options)?.pairs)?;
            made::<_, f32>(len, lbfgs, |memory, bytes, made| {
                photinus_lbfgs_init_f32(memory, bytes, dim, start, lower, upper, options, made)
            })
        })
    }

    /// Makes the run in a checkpoint as photinus_lbfgs_restore_f32 does, in memory of its own, and writes its address to
    /// `*lbfgs`; it is to be freed by photinus_lbfgs_free_f32.
    ///
    /// The statuses of photinus_lbfgs_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_lbfgs_restore_new_f32(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        lbfgs: *mut *mut photinus_lbfgs_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe { object::restore_new(checkpoint, checkpoint_bytes, lbfgs) })
    }

    /// Frees a run that photinus_lbfgs_new_f32 or photinus_lbfgs_restore_new_f32 made; nothing for NULL.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_lbfgs_free_f32(lbfgs: *mut photinus_lbfgs_f32) {
        // SAFETY: by the caller.
        guard(|| unsafe { object::free(lbfgs) });
    }
}
