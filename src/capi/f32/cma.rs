// Made from the same file in ../f64 by build.rs: edit that.

use super::search::{Function, check_apart, read_problem};
use super::{photinus_batch_f32, photinus_objective_f32, photinus_problem_f32};
use crate::capi::object::{self, Head, Object, bytes_of, change, check_place, look, object_bytes, put};
use crate::capi::{
    OK, Struct, all_apart, extent, guard, input, options, options_init, output, range, reason_code, reason_status,
    single, write_size,
};
use crate::checkpoint::Reader;
use crate::optimize::{Cma, CmaOptions, CmaReport, CmaState, CmaWords, Problem};
use crate::{Error, Stop};
use core::ffi::{c_int, c_uchar, c_void};
use core::mem::offset_of;

/// Called after each generation; the run can be asked (photinus_cma_report_f32, photinus_cma_best_f32) and saved. Returns
/// 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_cma_watch_f32 =
    Option<unsafe extern "C" fn(cma: *const photinus_cma_f32, user: *mut c_void) -> c_int>;

/// How a run of CMA-ES samples, and when it stops.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_cma_options_f32 {
    /// The size of this struct: what photinus_cma_options_init_f32 got.
    pub struct_size: usize,
    /// The samples of a generation, at least 4; 0 (default) is the usual 4 + floor(3 ln n), for n variables that are not
    /// fixed.
    pub population: usize,
    /// The run stops after that many generations without a lower value; 0 (default) is 100 + 100 n / population.
    pub max_repetition: u64,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
    /// The first standard deviation, in parts of the interval that is sampled (the side of the box, twice the spread), above
    /// 0, at most 1000. Default 0.2.
    pub step_size: f32,
    /// The run stops where the standard deviation along the longest axis is below this, in those parts. Default 10^-12
    /// (f32: 10^-6).
    pub min_spread: f32,
    /// The run stops where the values of a generation differ by no more than this. Default 0.
    pub value_tolerance: f32,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: f32,
    /// Whether the covariance learns from the worse half of the samples, too: 0 or 1 (default).
    pub active: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_cma_options_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, active) + size_of::<c_int>();
    fn defaults() -> Self {
        CmaOptions::default().into()
    }
}

impl From<CmaOptions<f32>> for photinus_cma_options_f32 {
    fn from(options: CmaOptions<f32>) -> Self {
        Self {
            struct_size: size_of::<Self>(),
            population: options.population,
            max_repetition: options.max_repetition,
            max_evaluations: options.max_evaluations,
            max_generations: options.max_generations,
            seed: options.seed,
            step_size: options.step_size,
            min_spread: options.min_spread,
            value_tolerance: options.value_tolerance,
            target: options.target,
            active: c_int::from(options.active),
        }
    }
}

impl TryFrom<photinus_cma_options_f32> for CmaOptions<f32> {
    type Error = Error;

    fn try_from(options: photinus_cma_options_f32) -> Result<Self, Error> {
        let options = CmaOptions {
            population: options.population,
            step_size: options.step_size,
            active: match options.active {
                0 => false,
                1 => true,
                _ => return Err(Error::EnumValue),
            },
            min_spread: options.min_spread,
            value_tolerance: options.value_tolerance,
            max_repetition: options.max_repetition,
            target: options.target,
            max_evaluations: options.max_evaluations,
            max_generations: options.max_generations,
            seed: options.seed,
        };
        options.check()?;
        Ok(options)
    }
}

/// Where a run of CMA-ES is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_cma_progress_f32 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_cma_progress_f32)`.
    pub struct_size: usize,
    /// Complete generations.
    pub generations: u64,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Complete generations since the best value last became lower.
    pub repetitions: u64,
    /// The lowest value so far, plus infinity before there is one.
    pub best_value: f32,
    /// The step size sigma.
    pub step_size: f32,
    /// The standard deviation along the longest axis, in parts of the interval that is sampled.
    pub spread: f32,
    /// Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
    pub status: c_int,
    /// What the callback that ended the run returned, else 0.
    pub code: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_cma_progress_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, code) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            generations: 0,
            evaluations: 0,
            nan_evaluations: 0,
            repetitions: 0,
            best_value: 0.0,
            step_size: 0.0,
            spread: 0.0,
            status: 0,
            code: 0,
        }
    }
}

impl From<CmaReport<f32>> for photinus_cma_progress_f32 {
    fn from(report: CmaReport<f32>) -> Self {
        Self {
            struct_size: 0,
            generations: report.generations,
            evaluations: report.evaluations,
            nan_evaluations: report.nan_evaluations,
            repetitions: report.repetitions,
            best_value: report.best_value,
            step_size: report.step_size,
            spread: report.spread,
            status: reason_status(report.reason).unwrap_or_else(Error::code),
            code: reason_code(report.reason),
        }
    }
}

/// One run of the evolution strategy with covariance matrix adaptation, CMA-ES (Hansen, arXiv:1604.00772): the kernel of
/// photinus_search_f32's last phase, alone, without restarts. Each generation is a sample of a normal distribution, whose
/// mean moves to the better points, and whose covariance and step size follow the steps that were good. It needs no
/// gradient, does not care how the variables are turned or the values are scaled, and finds the minimum of the basin that
/// it begins in; memory and time grow with the square of the dimension.
///
/// It begins at the problem's first start point, or else in the middle of the box. Only points within the bounds, and on
/// the grids, are evaluated. It lies in memory that the caller gave (or in its own, if made by photinus_cma_new_f32),
/// wholly and without pointers into itself: a copy of those bytes, equally aligned, is a second run that goes on as the
/// first.
#[derive(Debug)]
pub struct photinus_cma_f32 {
    head: Head<CmaWords>,
}

/// What an initialised run begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"cma_f32\0");

// SAFETY: a head alone, of words of 64 bits.
unsafe impl Object for photinus_cma_f32 {
    type Float = f32;
    type State = CmaState<f32>;
    type Kernel<'m> = Cma<'m, f32>;

    fn head(state: &CmaState<f32>) -> Self {
        photinus_cma_f32 { head: Head { magic: MAGIC, words: state.to_words() } }
    }

    fn state(&self) -> Option<CmaState<f32>> {
        if self.head.magic == MAGIC { CmaState::from_words(&self.head.words) } else { None }
    }

    fn len(state: &CmaState<f32>) -> usize {
        state.memory_len()
    }

    fn kernel(state: CmaState<f32>, arrays: &mut [f32]) -> Cma<'_, f32> {
        Cma::from_parts(state, arrays)
    }

    fn into_state(kernel: Cma<'_, f32>) -> CmaState<f32> {
        kernel.into_state()
    }

    fn dim(kernel: &Cma<'_, f32>) -> usize {
        kernel.dim()
    }

    fn best<'k>(kernel: &'k Cma<'_, f32>) -> (&'k [f32], f32) {
        kernel.best()
    }

    fn rounds(kernel: &Cma<'_, f32>) -> u64 {
        kernel.report().generations
    }

    fn end(kernel: &Cma<'_, f32>) -> Option<Result<c_int, Error>> {
        kernel.report().reason.map(|reason| reason_status(Some(reason)))
    }

    fn observed(kernel: &mut Cma<'_, f32>, result: Result<(), Stop>) {
        kernel.observed(result);
    }

    fn save(kernel: &Cma<'_, f32>, out: &mut [u8]) -> Result<(), Error> {
        kernel.save(out)
    }

    fn read(checkpoint: &[u8]) -> Result<(CmaState<f32>, Reader<'_>), Error> {
        Cma::read(checkpoint)
    }

    fn restore(state: &CmaState<f32>, arrays: &mut [f32], saved: Reader<'_>) -> Result<(), Error> {
        state.restore(arrays, saved)
    }
}

/// The options at `options`, checked.
unsafe fn read_options(options: *const photinus_cma_options_f32) -> Result<CmaOptions<f32>, Error> {
    // SAFETY: by the caller.
    unsafe { self::options(options)?.try_into() }
}

/// The elements of a run's arrays, without scratch, which C's objectives have none of; an error where so many can't be.
fn array_len(problem: &Problem<'_, f32>, options: &CmaOptions<f32>) -> Result<usize, Error> {
    let len = Cma::memory_len(problem, options, 0);
    object_bytes::<photinus_cma_f32>(len).ok_or(Error::Dimension)?;
    if problem.constraints() > 0 { Err(Error::Unsupported) } else { Ok(len) }
}

/// A callback of C's for the run at `cma`.
unsafe fn of(cma: *const photinus_cma_f32, function: Function) -> Result<Function, Error> {
    // SAFETY: by the caller.
    unsafe { Ok(function.of(look(cma, |kernel| kernel.dim())?)) }
}

/// One generation.
unsafe fn step(cma: *mut photinus_cma_f32, function: Function) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let function = of(cma, function)?;
        object::step(cma, |kernel| kernel.step(&function).map(|_| ()))
    }
}

/// Steps until the run ends.
unsafe fn run(
    cma: *mut photinus_cma_f32,
    function: Function,
    watch: photinus_cma_watch_f32,
    user: *mut c_void,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let function = of(cma, function)?;
        object::run(cma, |kernel| kernel.step(&function).map(|_| ()), watch, user)
    }
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_options_init_f32(options: *mut photinus_cma_options_f32, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes to `*bytes` and `*align` what a run on that problem needs. `options` may be NULL: the defaults.
///
/// PHOTINUS_OK; what photinus_cma_init_f32 returns for a problem or options that it refuses; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_size_f32(
    problem: *const photinus_problem_f32,
    options: *const photinus_cma_options_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (problem, options) = (read_problem(problem)?, read_options(options)?);
        // First, since arrays of such a length can't be there.
        let len = array_len(&problem, &options)?;
        problem.check()?;
        write_size::<photinus_cma_f32, f32>(len, bytes, align)
    })
}

/// Makes a run on that problem in `memory`, and writes its address, which is that of the memory, to `*cma`. Nothing is
/// evaluated yet, and nothing is to be freed.
///
/// problem: without constraints. options: or NULL for the defaults. memory, bytes: as photinus_cma_size_f32 says for the
/// same problem and options. The problem's arrays are copied.
///
/// The statuses of photinus_search_init_f32, and PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_init_f32(
    memory: *mut c_void,
    bytes: usize,
    problem: *const photinus_problem_f32,
    options: *const photinus_cma_options_f32,
    cma: *mut *mut photinus_cma_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (described, chosen) = (read_problem(problem)?, read_options(options)?);
        let len = array_len(&described, &chosen)?;
        // Before anything is written, so that a run which is there already stays as it is if this one can't be made.
        described.check()?;
        let place = check_place::<photinus_cma_f32>(memory, bytes, len)?;
        single(cma)?;
        check_apart(&[place, extent(cma, 1)], extent(options, 1), problem)?;
        put(memory, len, cma, |arrays| Ok(Cma::new(arrays, &described, &chosen)?.into_state()))
    })
}

/// Gives the points whose values are wanted, as photinus_search_ask_f32 does.
///
/// PHOTINUS_OK: values are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_SPREAD, PHOTINUS_STOP_STAGNATION,
/// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: the run has ended. PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_ask_f32(
    cma: *mut photinus_cma_f32,
    points: *mut *const f32,
    count: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        object::ask(cma, points, count, |kernel| {
            let asked = kernel.ask();
            (asked.as_ptr(), asked.len())
        })
    })
}

/// Tells the values of the points in the rows first, ..., first + count - 1 of what photinus_cma_ask_f32 gave; NaN counts
/// as plus infinity. The values may be told in any order and in parts; when the last one is told, the run moves on. The
/// result is that of photinus_cma_step_f32, bit for bit.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_SPREAD, PHOTINUS_STOP_STAGNATION,
/// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there
/// can't be so many, PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_tell_f32(
    cma: *mut photinus_cma_f32,
    first: usize,
    values: *const f32,
    count: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(cma)?;
        let values = input(values, count)?;
        all_apart(&[whole], &[range(values.as_ptr(), count)])?;
        object::step(cma, |kernel| kernel.tell_values(first, values))
    })
}

/// One generation: evaluates the points that are asked for. Nothing is allocated; the objective is called on the calling
/// thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on with at the
/// point that it ended at, and to its end.
///
/// PHOTINUS_OK: the run goes on. It has ended, which is asked before and after in this order: PHOTINUS_STOP_TARGET,
/// PHOTINUS_STOP_SPREAD (also where the covariance is beyond the precision of the numbers, or all variables are fixed),
/// PHOTINUS_STOP_STAGNATION (by max_repetition or value_tolerance), PHOTINUS_STOP_EVALUATIONS,
/// PHOTINUS_STOP_GENERATIONS. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been
/// done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_step_f32(
    cma: *mut photinus_cma_f32,
    objective: photinus_objective_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(cma, Function::one(objective, user)?) })
}

/// The same with an objective that evaluates many points at once.
///
/// The statuses of photinus_cma_step_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_step_batch_f32(
    cma: *mut photinus_cma_f32,
    objective: photinus_batch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(cma, Function::batch(objective, user)?) })
}

/// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
///
/// The statuses of photinus_cma_step_f32, but for PHOTINUS_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_run_f32(
    cma: *mut photinus_cma_f32,
    objective: photinus_objective_f32,
    watch: photinus_cma_watch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(cma, Function::one(objective, user)?, watch, user) })
}

/// The same with an objective that evaluates many points at once.
///
/// The statuses of photinus_cma_run_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_run_batch_f32(
    cma: *mut photinus_cma_f32,
    objective: photinus_batch_f32,
    watch: photinus_cma_watch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(cma, Function::batch(objective, user)?, watch, user) })
}

/// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
/// dim is the run's in any case. Before the first value it is where the run begins, with plus infinity.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if dim is not the run's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_best_f32(
    cma: *const photinus_cma_f32,
    x: *mut f32,
    dim: usize,
    value: *mut f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::best(cma, x, dim, value) })
}

/// Writes the mean of the normal distribution to `mean[dim]`: with values that are noisy a better guess than the best
/// position.
///
/// The statuses of photinus_cma_best_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_mean_f32(cma: *const photinus_cma_f32, mean: *mut f32, dim: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(cma)?;
        if look(cma, |kernel| kernel.dim())? != dim {
            return Err(Error::Length);
        }
        all_apart(&[extent(mean, dim)], &[whole])?;
        let mean = output(mean, dim)?;
        look(cma, |kernel| kernel.mean(mean))??;
        OK
    })
}

/// Writes where the run is to `*report`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_report_f32(
    cma: *const photinus_cma_f32,
    report: *mut photinus_cma_progress_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(cma, report, |kernel| kernel.report().into()) })
}

/// Writes the number of variables to `*dim`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_dim_f32(cma: *const photinus_cma_f32, dim: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::count(cma, dim, |kernel| kernel.dim()) })
}

/// Writes the run's options to `*options`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_get_options_f32(
    cma: *const photinus_cma_f32,
    options: *mut photinus_cma_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(cma, options, |kernel| (*kernel.options()).into()) })
}

/// Changes when the run stops; population can't be changed, and step_size and active change nothing any more. A run that
/// had ended goes on where the new options let it.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_ENUM_VALUE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_set_options_f32(
    cma: *mut photinus_cma_f32,
    options: *const photinus_cma_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        if options.is_null() {
            return Err(Error::NullPointer);
        }
        let options = read_options(options)?;
        change(cma, |kernel| kernel.set_options(&options))??;
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint of the run is: always the same.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_save_size_f32(cma: *const photinus_cma_f32, bytes: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::count(cma, bytes, |kernel| kernel.checkpoint_len()) })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time, also while values are outstanding; a run restored
/// from it, on any machine, goes on to the same bits.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_cma_save_size_f32 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_save_f32(
    cma: *const photinus_cma_f32,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::save(cma, checkpoint, bytes) })
}

/// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_restore_size_f32(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore_size::<photinus_cma_f32>(checkpoint, checkpoint_bytes, bytes, align) })
}

/// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_cma_restore_size_f32 says, and writes its address, which is that of the memory, to `*cma`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
/// if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_cma_restore_f32(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    cma: *mut *mut photinus_cma_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore(memory, bytes, checkpoint, checkpoint_bytes, cma) })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::made;

    /// Makes a run as photinus_cma_init_f32 does, in memory of its own, and writes its address to `*cma`; it is to be
    /// freed by photinus_cma_free_f32.
    ///
    /// The statuses of photinus_cma_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_cma_new_f32(
        problem: *const photinus_problem_f32,
        options: *const photinus_cma_options_f32,
        cma: *mut *mut photinus_cma_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let len = array_len(&read_problem(problem)?, &read_options(options)?)?;
            made::<_, f32>(len, cma, |memory, bytes, made| photinus_cma_init_f32(memory, bytes, problem, options, made))
        })
    }

    /// Makes the run in a checkpoint as photinus_cma_restore_f32 does, in memory of its own, and writes its address to
    /// `*cma`; it is to be freed by photinus_cma_free_f32.
    ///
    /// The statuses of photinus_cma_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_cma_restore_new_f32(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        cma: *mut *mut photinus_cma_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe { object::restore_new(checkpoint, checkpoint_bytes, cma) })
    }

    /// Frees a run that photinus_cma_new_f32 or photinus_cma_restore_new_f32 made; nothing for NULL.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_cma_free_f32(cma: *mut photinus_cma_f32) {
        // SAFETY: by the caller.
        guard(|| unsafe { object::free(cma) });
    }
}
