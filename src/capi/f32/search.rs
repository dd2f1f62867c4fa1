// Made from the same file in ../f64 by build.rs: edit that.

use super::{photinus_batch_f32, photinus_objective_f32};
use crate::capi::object::{self, Head, Object, bytes_of, change, check_place, look, object_bytes, put};
use crate::capi::{
    OK, Struct, all_apart, answer, extent, guard, input, options, options_init, range, reason_code, reason_status,
    single, write_size,
};
use crate::checkpoint::Reader;
use crate::optimize::{
    Interrupted, Objective, Phase, Problem, Search, SearchOptions, SearchReport, SearchState, SearchWords,
};
use crate::{Error, Stop};
use core::ffi::{c_int, c_uchar, c_void};
use core::mem::offset_of;
use core::ptr;

/// A function to be minimised under constraints: writes its value at `x[dim]` to `*value`, and what its constraints are
/// there to `constraints[count]`: first the inequalities, met where they are at most 0, then the equalities, met where
/// they are 0. NaN (what is there before) is a value of plus infinity, and a constraint that is not met. Returns 0 to
/// go on, a positive number to stop, a negative one for failure; nothing of it is then taken into account. It must not
/// unwind, throw or longjmp, nor use the search that it is called by.
pub type photinus_constrained_f32 = Option<
    unsafe extern "C" fn(
        x: *const f32,
        dim: usize,
        value: *mut f32,
        constraints: *mut f32,
        count: usize,
        user: *mut c_void,
    ) -> c_int,
>;

/// Called after each generation; the search can be asked (photinus_search_report_f32, photinus_search_best_f32) and
/// saved. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
/// longjmp.
pub type photinus_search_watch_f32 =
    Option<unsafe extern "C" fn(search: *const photinus_search_f32, user: *mut c_void) -> c_int>;

/// The variables of a problem, and how many constraints it has. photinus_problem_init_f32 lets it have none of them.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_problem_f32 {
    /// The size of this struct: what photinus_problem_init_f32 got.
    pub struct_size: usize,
    /// The number of variables, at least 1.
    pub dim: usize,
    /// The bounds lower[dim]. They may be infinite; equal to the upper one, the variable is fixed.
    pub lower: *const f32,
    /// The bounds upper[dim].
    pub upper: *const f32,
    /// Points to start from, a matrix [start_count][dim] by rows, within the bounds, or NULL (default) with 0: all are
    /// evaluated first. The first one is the middle of what is searched along variables with an infinite bound.
    pub start: *const f32,
    /// How many there are; at least 1 if a bound is infinite.
    pub start_count: usize,
    /// spread[dim]: the distance from the first start, above 0, within which points are sampled along a variable with
    /// an infinite bound; for others it is not used. Or NULL (default) where all bounds are finite.
    pub spread: *const f32,
    /// grid[dim]: 1 lets a variable be whole numbers only, s > 0 whole multiples of s, 0 any number. Or NULL (default):
    /// any. Start points are put on the grids.
    pub grid: *const f32,
    /// The number of inequalities g(x) <= 0. Default 0.
    pub inequalities: usize,
    /// The number of equalities h(x) = 0. Default 0.
    pub equalities: usize,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_problem_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, equalities) + size_of::<usize>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            dim: 0,
            lower: ptr::null(),
            upper: ptr::null(),
            start: ptr::null(),
            start_count: 0,
            spread: ptr::null(),
            grid: ptr::null(),
            inequalities: 0,
            equalities: 0,
        }
    }
}

/// What a search does, and when it stops.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_search_options_f32 {
    /// The size of this struct: what photinus_search_options_init_f32 got.
    pub struct_size: usize,
    /// The samples of a generation of the first covariance run, at least 4; 0 (default) is the usual 4 + floor(3 ln n),
    /// for n variables that are not fixed.
    pub population: usize,
    /// The most samples that restarts may double it to, for which there has to be memory; 0 (default) is 128 times the
    /// usual.
    pub population_limit: usize,
    /// The points per axis of the search along axes, which is made if the objective is a sum over variables; below 3 it
    /// is never made. Default 150.
    pub axis_points: usize,
    /// The most evaluations of a polish, per variable; 0 is no polish. Default 100.
    pub polish: u64,
    /// For noisy objectives: every point is evaluated so often, at least once, and its value (its constraints, too) is
    /// the mean (their sum is to be finite). All points of a generation are asked for before the first one is again,
    /// and none counts before the last one has been told. A polish by differences of noisy values earns little. Default
    /// 1.
    pub evaluations_per_point: u64,
    /// The run stops after that many restarts of the covariance run. Default 9.
    pub max_restarts: u64,
    /// The run stops after that many restarts in a row without a better value; 0 (default) is never.
    pub max_repetition: u64,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
    /// The first standard deviation of a covariance run, in parts of the interval that is sampled (the side of the
    /// box), above 0, at most 1000. Default 0.2.
    pub step_size: f32,
    /// The run stops at a value at or below this, of a point that meets the constraints. Default minus infinity.
    pub target: f32,
    /// How far from 0 an equality may be, at least 0. Default 10^-6 (f32: 10^-4).
    pub equality_tolerance: f32,
    /// Whether the covariance learns from the worse half of the samples, too: 0 or 1 (default).
    pub active: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_search_options_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, active) + size_of::<c_int>();
    fn defaults() -> Self {
        SearchOptions::default().into()
    }
}

impl From<SearchOptions<f32>> for photinus_search_options_f32 {
    fn from(options: SearchOptions<f32>) -> Self {
        Self {
            struct_size: size_of::<Self>(),
            population: options.population,
            population_limit: options.population_limit,
            axis_points: options.axis_points,
            polish: options.polish,
            evaluations_per_point: options.evaluations_per_point,
            max_restarts: options.max_restarts,
            max_repetition: options.max_repetition,
            max_evaluations: options.max_evaluations,
            max_generations: options.max_generations,
            seed: options.seed,
            step_size: options.step_size,
            target: options.target,
            equality_tolerance: options.equality_tolerance,
            active: c_int::from(options.active),
        }
    }
}

impl TryFrom<photinus_search_options_f32> for SearchOptions<f32> {
    type Error = Error;

    fn try_from(options: photinus_search_options_f32) -> Result<Self, Error> {
        let options = SearchOptions {
            population: options.population,
            population_limit: options.population_limit,
            step_size: options.step_size,
            polish: options.polish,
            axis_points: options.axis_points,
            active: match options.active {
                0 => false,
                1 => true,
                _ => return Err(Error::EnumValue),
            },
            evaluations_per_point: options.evaluations_per_point,
            max_restarts: options.max_restarts,
            max_repetition: options.max_repetition,
            target: options.target,
            max_evaluations: options.max_evaluations,
            max_generations: options.max_generations,
            equality_tolerance: options.equality_tolerance,
            seed: options.seed,
        };
        options.check()?;
        Ok(options)
    }
}

/// Where a search is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_search_progress_f32 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_search_progress_f32)`.
    pub struct_size: usize,
    /// Complete generations: sets of points that were asked for together.
    pub generations: u64,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Restarts of the covariance run.
    pub restarts: u64,
    /// Restarts since the best point last changed.
    pub repetitions: u64,
    /// The value of the best point, plus infinity before there is one.
    pub best_value: f32,
    /// The largest violation of a constraint there; 0 where all are met.
    pub violation: f32,
    /// The standard deviation of the covariance run along its longest axis, in parts of the interval that is sampled; 0
    /// in other phases.
    pub spread: f32,
    /// Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
    pub status: c_int,
    /// What the callback that ended the run returned, else 0.
    pub code: c_int,
    /// What is being done: a value of photinus_phase.
    pub phase: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_search_progress_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, phase) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            generations: 0,
            evaluations: 0,
            nan_evaluations: 0,
            restarts: 0,
            repetitions: 0,
            best_value: 0.0,
            violation: 0.0,
            spread: 0.0,
            status: 0,
            code: 0,
            phase: 0,
        }
    }
}

impl From<SearchReport<f32>> for photinus_search_progress_f32 {
    fn from(report: SearchReport<f32>) -> Self {
        Self {
            struct_size: 0,
            generations: report.generations,
            evaluations: report.evaluations,
            nan_evaluations: report.nan_evaluations,
            restarts: report.restarts,
            repetitions: report.repetitions,
            best_value: report.best_value,
            violation: report.violation,
            spread: report.spread,
            status: reason_status(report.reason).unwrap_or_else(Error::code),
            code: reason_code(report.reason),
            phase: match report.phase {
                Phase::Start => 0,
                Phase::Polish => 1,
                Phase::Axes => 2,
                Phase::Covariance => 3,
            },
        }
    }
}

/// A search for a global minimum. It lies in memory that the caller gave (or in its own, if made by
/// photinus_search_new_f32), wholly and without pointers into itself: a copy of those bytes, equally aligned, is a
/// second search that goes on as the first.
///
/// In this order it evaluates start points; polishes the best of them by L-BFGS with differences; searches every axis
/// by itself, if the objective turned out to be a sum over variables; and adapts a covariance (CMA-ES), with restarts,
/// alternately with a doubled and with a small population (Hansen, GECCO 2009). With constraints the second and third
/// are left out, and the covariance follows an augmented Lagrangian; the best point is that of the smallest violation,
/// then of the lowest value. Only points within the bounds, and on the grids, are evaluated.
#[derive(Debug)]
pub struct photinus_search_f32 {
    head: Head<SearchWords>,
}

/// What an initialised search begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"sea_f32\0");

/// The options at `options`, checked.
unsafe fn read_options(options: *const photinus_search_options_f32) -> Result<SearchOptions<f32>, Error> {
    // SAFETY: by the caller.
    unsafe { self::options(options)?.try_into() }
}

/// The problem at `problem`, whose arrays have the right lengths; their numbers are not checked.
pub(super) unsafe fn read_problem<'a>(problem: *const photinus_problem_f32) -> Result<Problem<'a, f32>, Error> {
    if problem.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: by the caller.
    unsafe {
        let known = options(problem)?;
        let dim = known.dim;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        let optional = |array: *const f32| if array.is_null() { Ok(&[][..]) } else { input(array, dim) };
        let start = input(known.start, known.start_count.checked_mul(dim).ok_or(Error::Dimension)?)?;
        Ok(Problem::new(input(known.lower, dim)?, input(known.upper, dim)?)
            .with_start(start)
            .with_spread(optional(known.spread)?)
            .with_grid(optional(known.grid)?)
            .with_constraints(known.inequalities, known.equalities))
    }
}

/// Checks that what is written overlaps neither options nor a problem, which has been read.
pub(super) unsafe fn check_apart(
    written: &[(*const u8, usize)],
    chosen: (*const u8, usize),
    problem: *const photinus_problem_f32,
) -> Result<(), Error> {
    // SAFETY: by the caller.
    let known = unsafe { options(problem)? };
    let dim = known.dim;
    let read = [
        chosen,
        extent(problem, 1),
        extent(known.lower, dim),
        extent(known.upper, dim),
        extent(known.start, dim * known.start_count),
        extent(known.spread, dim),
        extent(known.grid, dim),
    ];
    all_apart(written, &read)
}

/// The elements of a search's arrays, without scratch: C's objectives have none.
fn array_len(problem: &Problem<'_, f32>, options: &SearchOptions<f32>) -> usize {
    Search::memory_len(problem, options, 0)
}

// SAFETY: a head alone, of words of 64 bits.
unsafe impl Object for photinus_search_f32 {
    type Float = f32;
    type State = SearchState<f32>;
    type Kernel<'m> = Search<'m, f32>;

    fn head(state: &SearchState<f32>) -> Self {
        photinus_search_f32 { head: Head { magic: MAGIC, words: state.to_words() } }
    }

    fn state(&self) -> Option<SearchState<f32>> {
        if self.head.magic == MAGIC { SearchState::from_words(&self.head.words) } else { None }
    }

    fn len(state: &SearchState<f32>) -> usize {
        state.memory_len()
    }

    fn kernel(state: SearchState<f32>, arrays: &mut [f32]) -> Search<'_, f32> {
        Search::from_parts(state, arrays)
    }

    fn into_state(kernel: Search<'_, f32>) -> SearchState<f32> {
        kernel.into_state()
    }

    fn dim(kernel: &Search<'_, f32>) -> usize {
        kernel.dim()
    }

    fn best<'k>(kernel: &'k Search<'_, f32>) -> (&'k [f32], f32) {
        kernel.best()
    }

    fn rounds(kernel: &Search<'_, f32>) -> u64 {
        kernel.report().generations
    }

    fn end(kernel: &Search<'_, f32>) -> Option<Result<c_int, Error>> {
        kernel.report().reason.map(|reason| reason_status(Some(reason)))
    }

    fn observed(kernel: &mut Search<'_, f32>, result: Result<(), Stop>) {
        kernel.observed(result);
    }

    fn save(kernel: &Search<'_, f32>, out: &mut [u8]) -> Result<(), Error> {
        kernel.save(out)
    }

    fn read(checkpoint: &[u8]) -> Result<(SearchState<f32>, Reader<'_>), Error> {
        Search::read(checkpoint)
    }

    fn restore(state: &SearchState<f32>, arrays: &mut [f32], saved: Reader<'_>) -> Result<(), Error> {
        state.restore(arrays, saved)
    }
}

/// A callback that evaluates.
#[derive(Clone, Copy)]
enum Callback {
    One(unsafe extern "C" fn(*const f32, usize, *mut f32, *mut c_void) -> c_int),
    Batch(unsafe extern "C" fn(*const f32, usize, usize, *mut f32, *mut c_void) -> c_int),
    Constrained(unsafe extern "C" fn(*const f32, usize, *mut f32, *mut f32, usize, *mut c_void) -> c_int),
}

/// An objective of C's.
#[derive(Clone, Copy)]
pub(super) struct Function {
    dim: usize,
    callback: Callback,
    user: *mut c_void,
}

impl Function {
    pub(super) fn one(objective: photinus_objective_f32, user: *mut c_void) -> Result<Self, Error> {
        Ok(Function { dim: 0, callback: Callback::One(objective.ok_or(Error::NullPointer)?), user })
    }

    pub(super) fn batch(objective: photinus_batch_f32, user: *mut c_void) -> Result<Self, Error> {
        Ok(Function { dim: 0, callback: Callback::Batch(objective.ok_or(Error::NullPointer)?), user })
    }

    fn constrained(objective: photinus_constrained_f32, user: *mut c_void) -> Result<Self, Error> {
        Ok(Function { dim: 0, callback: Callback::Constrained(objective.ok_or(Error::NullPointer)?), user })
    }

    /// For a search of `dim` variables.
    pub(super) fn of(self, dim: usize) -> Self {
        Function { dim, ..self }
    }

    /// Whether the search can be run with this callback: only one that computes constraints may be given a problem that
    /// has some.
    unsafe fn fits(&self, search: *const photinus_search_f32) -> Result<Self, Error> {
        // SAFETY: by the caller.
        let (dim, constraints) = unsafe { look(search, |kernel| (kernel.dim(), kernel.constraints()))? };
        let constrained = matches!(self.callback, Callback::Constrained(_));
        if constrained || constraints == (0, 0) { Ok(self.of(dim)) } else { Err(Error::Unsupported) }
    }
}

impl Objective<f32> for Function {
    fn dim(&self) -> usize {
        self.dim
    }

    fn value(&self, x: &[f32], scratch: &mut [f32]) -> Result<f32, Stop> {
        self.constrained_value(x, &mut [], scratch)
    }

    fn constrained_value(&self, x: &[f32], constraints: &mut [f32], _scratch: &mut [f32]) -> Result<f32, Stop> {
        let mut value = f32::NAN;
        constraints.fill(f32::NAN);
        let Function { dim, user, .. } = *self;
        // SAFETY: the caller promised that it may be called so.
        answer(unsafe {
            match self.callback {
                Callback::One(objective) => objective(x.as_ptr(), dim, &mut value, user),
                Callback::Batch(objective) => objective(x.as_ptr(), 1, dim, &mut value, user),
                Callback::Constrained(objective) => {
                    objective(x.as_ptr(), dim, &mut value, constraints.as_mut_ptr(), constraints.len(), user)
                }
            }
        })?;
        Ok(value)
    }

    /// As many as there are.
    fn batch_len(&self) -> usize {
        if matches!(self.callback, Callback::Batch(_)) { usize::MAX } else { 1 }
    }

    fn values(&self, points: &[f32], values: &mut [f32], scratch: &mut [f32]) -> Result<(), Interrupted> {
        if let Callback::Batch(objective) = self.callback {
            if values.is_empty() {
                return Ok(());
            }
            values.fill(f32::NAN);
            // SAFETY: the caller promised that it may be called so.
            let code = unsafe { objective(points.as_ptr(), values.len(), self.dim, values.as_mut_ptr(), self.user) };
            return answer(code).map_err(|stop| Interrupted { completed: 0, stop });
        }
        for (completed, (x, value)) in points.chunks_exact(self.dim).zip(values).enumerate() {
            *value = self.value(x, scratch).map_err(|stop| Interrupted { completed, stop })?;
        }
        Ok(())
    }
}

/// One generation, of an objective made for this search.
unsafe fn step<O: Objective<f32>>(search: *mut photinus_search_f32, objective: &O) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe { object::step(search, |kernel| kernel.step(objective).map(|_| ())) }
}

/// Steps until the run ends.
unsafe fn run<O: Objective<f32>>(
    search: *mut photinus_search_f32,
    objective: &O,
    watch: photinus_search_watch_f32,
    user: *mut c_void,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe { object::run(search, |kernel| kernel.step(objective).map(|_| ()), watch, user) }
}

/// Writes the defaults to `*problem`: `size` bytes at most, which is to be `sizeof *problem`. dim, lower and upper are
/// to be set in any case.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_problem_init_f32(problem: *mut photinus_problem_f32, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(problem, size) })
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_options_init_f32(
    options: *mut photinus_search_options_f32,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes to `*bytes` and `*align` what a search of that problem needs. `options` may be NULL: the defaults.
///
/// PHOTINUS_OK; what photinus_search_init_f32 returns for a problem or options that it refuses; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_size_f32(
    problem: *const photinus_problem_f32,
    options: *const photinus_search_options_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (problem, options) = (read_problem(problem)?, read_options(options)?);
        let len = array_len(&problem, &options);
        // First, since arrays of such a length can't be there.
        object_bytes::<photinus_search_f32>(len).ok_or(Error::Dimension)?;
        problem.check()?;
        write_size::<photinus_search_f32, f32>(len, bytes, align)
    })
}

/// Makes a search of that problem in `memory`, and writes its address, which is that of the memory, to `*search`.
/// Nothing is evaluated yet, and nothing is to be freed.
///
/// options: or NULL for the defaults. memory, bytes: as photinus_search_size_f32 says for the same problem and options.
/// The problem's arrays are copied.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION; PHOTINUS_ERROR_BOUNDS if a lower bound is NaN or above its
/// upper one, both are the same infinity, they are finite and their distance is not, or no multiple of the grid lies
/// between them; PHOTINUS_ERROR_START if a start point is outside the bounds or not finite, or a variable with an
/// infinite bound has no start or no positive finite spread; PHOTINUS_ERROR_PARAMETER for an option out of range, and
/// for a grid that is negative, not finite, or so fine that its multiples can't be told apart at the bounds;
/// PHOTINUS_ERROR_ENUM_VALUE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_init_f32(
    memory: *mut c_void,
    bytes: usize,
    problem: *const photinus_problem_f32,
    options: *const photinus_search_options_f32,
    search: *mut *mut photinus_search_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (described, chosen) = (read_problem(problem)?, read_options(options)?);
        let len = array_len(&described, &chosen);
        object_bytes::<photinus_search_f32>(len).ok_or(Error::Dimension)?;
        // Before anything is written, so that a search which is there already stays as it is if this one can't be made.
        described.check()?;
        let place = check_place::<photinus_search_f32>(memory, bytes, len)?;
        single(search)?;
        check_apart(&[place, extent(search, 1)], extent(options, 1), problem)?;
        put(memory, len, search, |arrays| Ok(Search::new(arrays, &described, &chosen)?.into_state()))
    })
}

/// Gives the points whose values are wanted: writes where they begin, a matrix [count][dim] by rows in the search's
/// memory, to `*points`, and how many they are to `*count`. They are the same until the last of their values is told,
/// and are to be read until the next call that changes the search. Where the run has ended there are none (and
/// `*points` is NULL).
///
/// PHOTINUS_OK: values are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
/// PHOTINUS_STOP_GENERATIONS: the run has ended. PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_ask_f32(
    search: *mut photinus_search_f32,
    points: *mut *const f32,
    count: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        object::ask(search, points, count, |kernel| {
            let asked = kernel.ask();
            (asked.as_ptr(), asked.len())
        })
    })
}

/// Tells the values of the points in the rows first, ..., first + count - 1 of what photinus_search_ask_f32 gave; NaN
/// counts as plus infinity. The values may be told in any order and in parts; when the last one is told, the search
/// moves on. The result is that of photinus_search_step_f32, bit for bit. For a problem without constraints.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
/// PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there can't be so many,
/// PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told, PHOTINUS_ERROR_UNSUPPORTED if
/// the problem has constraints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_tell_f32(
    search: *mut photinus_search_f32,
    first: usize,
    values: *const f32,
    count: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(search)?;
        let values = input(values, count)?;
        all_apart(&[whole], &[range(values.as_ptr(), count)])?;
        object::step(search, |kernel| kernel.tell_values(first, values))
    })
}

/// The same with what the constraints are at the points: a matrix [count][inequalities + equalities] by rows.
///
/// The statuses of photinus_search_tell_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_tell_constrained_f32(
    search: *mut photinus_search_f32,
    first: usize,
    values: *const f32,
    constraints: *const f32,
    count: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(search)?;
        let (inequalities, equalities) = look(search, |kernel| kernel.constraints())?;
        let len = count.checked_mul(inequalities + equalities).ok_or(Error::Dimension)?;
        let (values, constraints) = (input(values, count)?, input(constraints, len)?);
        all_apart(&[whole], &[range(values.as_ptr(), count), range(constraints.as_ptr(), len)])?;
        object::step(search, |kernel| kernel.tell_constrained_values(first, values, constraints))
    })
}

/// One generation: evaluates the points that are asked for. Nothing is allocated; the objective is called on the
/// calling thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on
/// with at the point that it ended at.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION (by itself, after max_restarts or
/// max_repetition), PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER,
/// PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been done: PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_step_f32(
    search: *mut photinus_search_f32,
    objective: photinus_objective_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(search, &Function::one(objective, user)?.fits(search)?) })
}

/// The same with an objective that evaluates many points at once.
///
/// The statuses of photinus_search_step_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_step_batch_f32(
    search: *mut photinus_search_f32,
    objective: photinus_batch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(search, &Function::batch(objective, user)?.fits(search)?) })
}

/// The same with an objective that also computes constraints, as many as the problem has.
///
/// The statuses of photinus_search_step_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_step_constrained_f32(
    search: *mut photinus_search_f32,
    objective: photinus_constrained_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(search, &Function::constrained(objective, user)?.fits(search)?) })
}

/// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
///
/// The statuses of photinus_search_step_f32, but for PHOTINUS_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_run_f32(
    search: *mut photinus_search_f32,
    objective: photinus_objective_f32,
    watch: photinus_search_watch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(search, &Function::one(objective, user)?.fits(search)?, watch, user) })
}

/// The same with an objective that evaluates many points at once.
///
/// The statuses of photinus_search_run_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_run_batch_f32(
    search: *mut photinus_search_f32,
    objective: photinus_batch_f32,
    watch: photinus_search_watch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(search, &Function::batch(objective, user)?.fits(search)?, watch, user) })
}

/// The same with an objective that also computes constraints, as many as the problem has. Where no point was found that
/// meets them, the report tells the least violation.
///
/// The statuses of photinus_search_run_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_run_constrained_f32(
    search: *mut photinus_search_f32,
    objective: photinus_constrained_f32,
    watch: photinus_search_watch_f32,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(search, &Function::constrained(objective, user)?.fits(search)?, watch, user) })
}

/// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
/// dim is the search's in any case. Before the first value it is the first point that is asked for, with plus infinity.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if dim is not the search's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_best_f32(
    search: *const photinus_search_f32,
    x: *mut f32,
    dim: usize,
    value: *mut f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::best(search, x, dim, value) })
}

/// Writes where the run is to `*report`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_report_f32(
    search: *const photinus_search_f32,
    report: *mut photinus_search_progress_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(search, report, |kernel| kernel.report().into()) })
}

/// Writes the number of variables to `*dim`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_dim_f32(search: *const photinus_search_f32, dim: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::count(search, dim, |kernel| kernel.dim()) })
}

/// Writes the numbers of constraints to `*inequalities` and `*equalities`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_constraints_f32(
    search: *const photinus_search_f32,
    inequalities: *mut usize,
    equalities: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = look(search, |kernel| kernel.constraints())?;
        all_apart(&[extent(inequalities, 1), extent(equalities, 1)], &[bytes_of(search)?])?;
        let (inequalities, equalities) = (single(inequalities)?, single(equalities)?);
        (*inequalities, *equalities) = known;
        OK
    })
}

/// Writes the search's options to `*options`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_get_options_f32(
    search: *const photinus_search_f32,
    options: *mut photinus_search_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(search, options, |kernel| (*kernel.options()).into()) })
}

/// Changes what the search does, or when it stops, from the next generation on; population, population_limit,
/// axis_points and evaluations_per_point can't be changed. A run that had ended goes on where the new options let it,
/// but for one that had ended by itself.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_ENUM_VALUE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_set_options_f32(
    search: *mut photinus_search_f32,
    options: *const photinus_search_options_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        if options.is_null() {
            return Err(Error::NullPointer);
        }
        let options = read_options(options)?;
        change(search, |kernel| kernel.set_options(&options))??;
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint of the search is now: that changes as the run goes on.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_save_size_f32(search: *const photinus_search_f32, bytes: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::count(search, bytes, |kernel| kernel.checkpoint_len()) })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time, also while values are outstanding; a search
/// restored from it, on any machine, goes on to the same bits.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_search_save_size_f32 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_save_f32(
    search: *const photinus_search_f32,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::save(search, checkpoint, bytes) })
}

/// Writes to `*bytes` and `*align` what the search in a checkpoint of `checkpoint_bytes` bytes needs.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_restore_size_f32(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore_size::<photinus_search_f32>(checkpoint, checkpoint_bytes, bytes, align) })
}

/// Makes the search in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_search_restore_size_f32 says, and writes its address, which is that of the memory, to `*search`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
/// if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_search_restore_f32(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    search: *mut *mut photinus_search_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore(memory, bytes, checkpoint, checkpoint_bytes, search) })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::object::parts;
    use crate::capi::{check_pointer, known_size, made, output, write_struct};
    use crate::optimize::{Watch, Watched};
    use crate::parallel::Pool;
    use core::slice;
    use std::boxed::Box;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
    use std::thread::{Builder, JoinHandle, ThreadId};
    use std::time::{Duration, Instant};
    use std::vec::Vec;

    // SAFETY: it is shared by the functions alone whose caller has declared the callback, with its user, thread-safe.
    unsafe impl Send for Function {}
    // SAFETY: as above.
    unsafe impl Sync for Function {}

    /// Makes a search as photinus_search_init_f32 does, in memory of its own, and writes its address to `*search`; it
    /// is to be freed by photinus_search_free_f32.
    ///
    /// The statuses of photinus_search_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_new_f32(
        problem: *const photinus_problem_f32,
        options: *const photinus_search_options_f32,
        search: *mut *mut photinus_search_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let len = array_len(&read_problem(problem)?, &read_options(options)?);
            object_bytes::<photinus_search_f32>(len).ok_or(Error::Dimension)?;
            made::<_, f32>(len, search, |memory, bytes, made| {
                photinus_search_init_f32(memory, bytes, problem, options, made)
            })
        })
    }

    /// Makes the search in a checkpoint as photinus_search_restore_f32 does, in memory of its own, and writes its
    /// address to `*search`; it is to be freed by photinus_search_free_f32.
    ///
    /// The statuses of photinus_search_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_restore_new_f32(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        search: *mut *mut photinus_search_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe { object::restore_new(checkpoint, checkpoint_bytes, search) })
    }

    /// Frees a search that photinus_search_new_f32 or photinus_search_restore_new_f32 made; nothing for NULL, or while
    /// it runs in the background.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_free_f32(search: *mut photinus_search_f32) {
        // SAFETY: by the caller.
        guard(|| unsafe { object::free(search) });
    }

    /// When a run has to end that may take so long from now on.
    fn deadline(seconds: f32) -> Result<Option<Instant>, Error> {
        if seconds.is_nan() || seconds < 0.0 {
            return Err(Error::Parameter);
        }
        // A time that does not fit is for ever.
        Ok(Duration::try_from_secs_f32(seconds).ok().and_then(|time| Instant::now().checked_add(time)))
    }

    /// One generation, of an objective that ends it where the run has to.
    fn step_watched(kernel: &mut Search<'_, f32>, objective: &Watched<'_, Function>) -> Result<(), Error> {
        kernel.step(objective)?;
        kernel.ended_by(objective.reason());
        Ok(())
    }

    /// [`run`] by so many threads, for so long.
    unsafe fn run_by(
        threads: usize,
        seconds: f32,
        search: *mut photinus_search_f32,
        function: Function,
        watch: photinus_search_watch_f32,
        user: *mut c_void,
    ) -> Result<c_int, Error> {
        let deadline = deadline(seconds)?;
        let pool = Pool::for_parts(threads, usize::MAX)?;
        let objective = Watched::new(&function, pool.as_ref(), Watch { deadline, cancelled: None });
        // SAFETY: by the caller.
        unsafe { object::run(search, |kernel| step_watched(kernel, &objective), watch, user) }
    }

    /// photinus_search_run_f32, with points evaluated side by side by at most `threads` threads, 0 for one per core, 1
    /// for the calling thread alone; else the objective, with `user`, must be thread-safe. `watch` is called on the
    /// calling thread. The results are the same, bit for bit.
    ///
    /// The run may take `seconds`, INFINITY for as long as it wants: the time is looked at before each evaluation. A run
    /// that it ended can be gone on with; where it ended does not change the bits of what follows.
    ///
    /// The statuses of photinus_search_run_f32; PHOTINUS_STOP_TIME; PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
    /// and for seconds that are negative or NaN; PHOTINUS_ERROR_THREADS.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_run_parallel_f32(
        search: *mut photinus_search_f32,
        objective: photinus_objective_f32,
        watch: photinus_search_watch_f32,
        user: *mut c_void,
        threads: usize,
        seconds: f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            run_by(threads, seconds, search, Function::one(objective, user)?.fits(search)?, watch, user)
        })
    }

    /// photinus_search_run_batch_f32, in the same way: each thread evaluates one part of the points of a generation, before
    /// which the time is looked at.
    ///
    /// The statuses of photinus_search_run_parallel_f32.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_run_batch_parallel_f32(
        search: *mut photinus_search_f32,
        objective: photinus_batch_f32,
        watch: photinus_search_watch_f32,
        user: *mut c_void,
        threads: usize,
        seconds: f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            run_by(threads, seconds, search, Function::batch(objective, user)?.fits(search)?, watch, user)
        })
    }

    /// photinus_search_run_constrained_f32, in the same way.
    ///
    /// The statuses of photinus_search_run_parallel_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_run_constrained_parallel_f32(
        search: *mut photinus_search_f32,
        objective: photinus_constrained_f32,
        watch: photinus_search_watch_f32,
        user: *mut c_void,
        threads: usize,
        seconds: f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            run_by(threads, seconds, search, Function::constrained(objective, user)?.fits(search)?, watch, user)
        })
    }

    /// What a call that makes, runs and frees a search writes.
    struct Results {
        x: *mut f32,
        value: *mut f32,
        report: *mut photinus_search_progress_f32,
    }

    impl Results {
        /// Runs a search of its own to its end.
        unsafe fn of(
            &self,
            problem: *const photinus_problem_f32,
            options: *const photinus_search_options_f32,
            run: impl FnOnce(*mut photinus_search_f32) -> c_int,
        ) -> Result<c_int, Error> {
            let Results { x, value, report } = *self;
            // SAFETY: by the caller.
            unsafe {
                let dim = read_problem(problem)?.dim();
                output(x, dim)?;
                if !value.is_null() {
                    single(value)?;
                }
                let report_bytes = if report.is_null() { 0 } else { known_size(report)? };
                all_apart(&[extent(x, dim), extent(value, 1), (report.cast(), report_bytes)], &[])?;
                let mut search = ptr::null_mut();
                let status = photinus_search_new_f32(problem, options, &mut search);
                if status != 0 {
                    return Ok(status);
                }
                let status = run(search);
                // Those that a run ends with; the others have done nothing.
                if status >= 0 || status == Error::Callback.code() {
                    photinus_search_best_f32(search, x, dim, value);
                    if !report.is_null() {
                        photinus_search_report_f32(search, report);
                    }
                }
                photinus_search_free_f32(search);
                Ok(status)
            }
        }
    }

    /// Minimises `objective`: makes a search, runs it to its end, and writes the best position to `x[dim]`, unless NULL
    /// its value to `*value`, and unless NULL where the run is to `*report`, whose struct_size the caller has set.
    /// watch: as in photinus_search_run_f32, or NULL. options: or NULL for the defaults.
    ///
    /// The statuses of photinus_search_run_f32 (the results are written) and photinus_search_new_f32 (they are not).
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_minimize_f32(
        problem: *const photinus_problem_f32,
        objective: photinus_objective_f32,
        watch: photinus_search_watch_f32,
        user: *mut c_void,
        options: *const photinus_search_options_f32,
        x: *mut f32,
        value: *mut f32,
        report: *mut photinus_search_progress_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            objective.ok_or(Error::NullPointer)?;
            Results { x, value, report }
                .of(problem, options, |search| photinus_search_run_f32(search, objective, watch, user))
        })
    }

    /// The same with an objective that also computes the problem's constraints.
    ///
    /// The statuses of photinus_minimize_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_minimize_constrained_f32(
        problem: *const photinus_problem_f32,
        objective: photinus_constrained_f32,
        watch: photinus_search_watch_f32,
        user: *mut c_void,
        options: *const photinus_search_options_f32,
        x: *mut f32,
        value: *mut f32,
        report: *mut photinus_search_progress_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            objective.ok_or(Error::NullPointer)?;
            Results { x, value, report }
                .of(problem, options, |search| photinus_search_run_constrained_f32(search, objective, watch, user))
        })
    }

    /// Evaluates an objective at many points, a matrix [count][dim] by rows, side by side by at most `threads` threads,
    /// 0 for one per core (then the objective, with `user`, must be thread-safe; with 1 it is called on the calling
    /// thread): writes their values to `values[count]`.
    ///
    /// A callback that returns another number than 0 ends the call: the points before the first one that it did so for
    /// have their values, the others NaN. `*completed`, unless NULL, is how many there are, `*code`, unless NULL, that
    /// number, else 0.
    ///
    /// PHOTINUS_OK; PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been done:
    /// PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if dim is 0 or
    /// that size does not fit, PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_evaluate_f32(
        dim: usize,
        objective: photinus_objective_f32,
        user: *mut c_void,
        threads: usize,
        points: *const f32,
        count: usize,
        values: *mut f32,
        completed: *mut usize,
        code: *mut c_int,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let function = Function::one(objective, user)?.of(dim);
            if dim == 0 {
                return Err(Error::Dimension);
            }
            let points = input(points, count.checked_mul(dim).ok_or(Error::Dimension)?)?;
            let written = [extent(values, count), extent(completed, 1), extent(code, 1)];
            all_apart(&written, &[range(points.as_ptr(), points.len())])?;
            let values = output(values, count)?;
            let completed = if completed.is_null() { None } else { Some(single(completed)?) };
            let code = if code.is_null() { None } else { Some(single(code)?) };
            let result = match Pool::for_parts(threads, count)? {
                Some(pool) => pool.evaluate(&function, points, values),
                None => function.values(points, values, &mut []),
            };
            let (done, stop) = match result {
                Ok(()) => (count, None),
                Err(Interrupted { completed, stop }) => (completed.min(count), Some(stop)),
            };
            values[done..].fill(f32::NAN);
            if let Some(completed) = completed {
                *completed = done;
            }
            let reason = stop.map(Into::into);
            if let Some(code) = code {
                *code = reason_code(reason);
            }
            reason_status(reason)
        })
    }

    /// What is known of a run in the background.
    #[derive(Debug)]
    struct Progress {
        cancelled: AtomicBool,
        /// Where it is, and its best position.
        latest: Mutex<(SearchReport<f32>, Vec<f32>)>,
    }

    impl Progress {
        fn latest(&self) -> MutexGuard<'_, (SearchReport<f32>, Vec<f32>)> {
            self.latest.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// Says where the search is.
        fn tell(&self, kernel: &Search<'_, f32>) {
            let mut latest = self.latest();
            latest.0 = kernel.report();
            latest.1.copy_from_slice(kernel.best().0);
        }
    }

    /// The arrays of a search that another thread works on.
    struct Sent(*mut f32, usize);

    // SAFETY: the caller leaves them alone until that thread has ended.
    unsafe impl Send for Sent {}

    impl Sent {
        /// Runs the search to its end: its status, and where it is.
        unsafe fn run(
            self,
            state: SearchState<f32>,
            objective: &Watched<'_, Function>,
            progress: &Progress,
        ) -> (c_int, SearchState<f32>) {
            // SAFETY: by the caller.
            let mut kernel = Search::from_parts(state, unsafe { slice::from_raw_parts_mut(self.0, self.1) });
            loop {
                let status = guard(|| {
                    step_watched(&mut kernel, objective)?;
                    progress.tell(&kernel);
                    reason_status(kernel.report().reason)
                });
                if status != 0 {
                    return (status, kernel.into_state());
                }
            }
        }
    }

    /// What a run in the background comes to.
    type Ended = (c_int, SearchState<f32>);

    /// A search that runs in the background, on a thread of its own.
    #[derive(Debug)]
    pub struct photinus_background_f32 {
        magic: u64,
        progress: Arc<Progress>,
        search: *mut photinus_search_f32,
        /// The bytes of the search, which its thread alone may touch.
        bytes: usize,
        thread: ThreadId,
        pool: Option<Arc<Pool>>,
        /// The thread until it has been waited for, and then the status of the run. Locked by who waits.
        end: Mutex<(Option<JoinHandle<Ended>>, c_int)>,
    }

    const BACKGROUND: u64 = u64::from_le_bytes(*b"bac_f32\0");
    /// What a search begins with while it runs in the background.
    const BUSY: u64 = u64::from_le_bytes(*b"bus_f32\0");

    impl photinus_background_f32 {
        /// Waits for the end, and gives the search back.
        ///
        /// # Errors
        /// [`Error::Unsupported`] on the run's own threads, which would wait for ever.
        unsafe fn wait(&self) -> Result<c_int, Error> {
            let in_pool = self.pool.as_ref().is_some_and(|pool| pool.has_current_thread());
            if in_pool || std::thread::current().id() == self.thread {
                return Err(Error::Unsupported);
            }
            let mut end = self.end.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            if let Some(thread) = end.0.take() {
                // SAFETY: the thread was the only one to use the search, and it has ended.
                unsafe {
                    end.1 = match thread.join() {
                        Ok((status, state)) => {
                            (*self.search).head.words = state.to_words();
                            status
                        }
                        Err(_) => Error::Panic.code(),
                    };
                    (*self.search).head.magic = MAGIC;
                }
            }
            Ok(end.1)
        }
    }

    /// The run at `background`, which several threads may look at: one that waits, another one that cancels.
    unsafe fn background_at<'a>(
        background: *const photinus_background_f32,
    ) -> Result<&'a photinus_background_f32, Error> {
        check_pointer(background, 1)?;
        // SAFETY: by the caller; the number is looked at before the rest is.
        unsafe {
            let background = &*background;
            if background.magic == BACKGROUND { Ok(background) } else { Err(Error::Uninitialised) }
        }
    }

    /// Starts the run of a search in the background.
    unsafe fn start(
        search: *mut photinus_search_f32,
        function: Function,
        threads: usize,
        seconds: f32,
        background: *mut *mut photinus_background_f32,
    ) -> Result<c_int, Error> {
        // SAFETY: by the caller.
        unsafe {
            let whole = bytes_of(search)?;
            all_apart(&[whole, extent(background, 1)], &[])?;
            let background = single(background)?;
            let (deadline, pool) = (deadline(seconds)?, Pool::for_parts(threads, usize::MAX)?.map(Arc::new));
            let mut best = Vec::new();
            best.try_reserve_exact(function.dim).map_err(|_| Error::OutOfMemory)?;
            best.extend_from_slice(look(search, |kernel| kernel.best().0.as_ptr()).map(|x| input(x, function.dim))??);
            let report = SearchReport { reason: None, ..look(search, |kernel| kernel.report())? };
            // Last, so that nothing else of the search is looked at while these are in use.
            let (state, arrays) = parts(search)?;
            let progress = Arc::new(Progress { cancelled: AtomicBool::new(false), latest: Mutex::new((report, best)) });
            let sent = Sent(arrays.as_mut_ptr(), arrays.len());
            let (theirs, their_pool) = (progress.clone(), pool.clone());
            let thread = Builder::new().name("photinus".into()).spawn(move || {
                let watch = Watch { deadline, cancelled: Some(&theirs.cancelled) };
                sent.run(state, &Watched::new(&function, their_pool.as_deref(), watch), &theirs)
            });
            let thread = thread.map_err(|_| Error::Threads)?;
            (*search).head.magic = BUSY;
            *background = Box::into_raw(Box::new(photinus_background_f32 {
                magic: BACKGROUND,
                progress,
                search,
                bytes: whole.1,
                thread: thread.thread().id(),
                pool,
                end: Mutex::new((Some(thread), 0)),
            }));
        }
        OK
    }

    /// Runs a search in the background, as photinus_search_run_parallel_f32 does, and writes a handle to `*background`,
    /// which is to be freed by photinus_background_free_f32. The objective, with `user`, is called by other threads: with
    /// 1 by one of them, else it must be thread-safe. Until the run has been waited for, the search stays where it is,
    /// and all functions refuse it with PHOTINUS_ERROR_UNINITIALISED; then it can be used on.
    ///
    /// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
    /// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints,
    /// PHOTINUS_ERROR_PARAMETER for more than 1024 threads, and for seconds that are negative or NaN;
    /// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_start_f32(
        search: *mut photinus_search_f32,
        objective: photinus_objective_f32,
        user: *mut c_void,
        threads: usize,
        seconds: f32,
        background: *mut *mut photinus_background_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe { start(search, Function::one(objective, user)?.fits(search)?, threads, seconds, background) })
    }

    /// The same with an objective that evaluates many points at once; each thread gets one part of a generation's.
    ///
    /// The statuses of photinus_search_start_f32.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_start_batch_f32(
        search: *mut photinus_search_f32,
        objective: photinus_batch_f32,
        user: *mut c_void,
        threads: usize,
        seconds: f32,
        background: *mut *mut photinus_background_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            start(search, Function::batch(objective, user)?.fits(search)?, threads, seconds, background)
        })
    }

    /// The same with an objective that also computes the problem's constraints.
    ///
    /// The statuses of photinus_search_start_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_search_start_constrained_f32(
        search: *mut photinus_search_f32,
        objective: photinus_constrained_f32,
        user: *mut c_void,
        threads: usize,
        seconds: f32,
        background: *mut *mut photinus_background_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            start(search, Function::constrained(objective, user)?.fits(search)?, threads, seconds, background)
        })
    }

    /// Tells, without waiting, where a run in the background is, after its last generation: writes the best position so
    /// far to `x[dim]`, its value to `*value`, and the rest to `*report`, whose struct_size the caller has set; each
    /// unless NULL, but dim is the search's in any case. The report's status is PHOTINUS_OK while it runs.
    ///
    /// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
    /// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim is not the search's, PHOTINUS_ERROR_STRUCT_SIZE.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_background_poll_f32(
        background: *mut photinus_background_f32,
        x: *mut f32,
        dim: usize,
        value: *mut f32,
        report: *mut photinus_search_progress_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let background = background_at(background)?;
            let latest = background.progress.latest();
            if latest.1.len() != dim {
                return Err(Error::Length);
            }
            let report_bytes = if report.is_null() { 0 } else { known_size(report)? };
            let running = (background.search.cast_const().cast(), background.bytes);
            all_apart(&[running, extent(x, dim), extent(value, 1), (report.cast(), report_bytes)], &[])?;
            let x = if x.is_null() { None } else { Some(output(x, dim)?) };
            let value = if value.is_null() { None } else { Some(single(value)?) };
            if let Some(x) = x {
                x.copy_from_slice(&latest.1);
            }
            if let Some(value) = value {
                *value = latest.0.best_value;
            }
            if !report.is_null() {
                write_struct(report, latest.0.into())?;
            }
            OK
        })
    }

    /// Lets a run in the background end at the next evaluation that begins, with PHOTINUS_STOP_CALLER and the code 0;
    /// does not wait for it. A run that has ended by itself keeps its end.
    ///
    /// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_background_cancel_f32(background: *mut photinus_background_f32) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            background_at(background)?.progress.cancelled.store(true, Ordering::Relaxed);
            OK
        })
    }

    /// Waits for the end of a run in the background, and gives its search back: it can be asked, saved, and run on.
    ///
    /// The statuses of photinus_search_run_parallel_f32 that a run ends with; PHOTINUS_ERROR_NULL,
    /// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED; PHOTINUS_ERROR_UNSUPPORTED from the run's own callbacks.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_background_wait_f32(background: *mut photinus_background_f32) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe { background_at(background)?.wait() })
    }

    /// Frees a handle that photinus_search_start_f32 made; nothing for NULL. A run under way is cancelled, and waited
    /// for. Its search stays. From the run's own callbacks it is cancelled only.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_background_free_f32(background: *mut photinus_background_f32) {
        guard(|| {
            // SAFETY: by the caller.
            unsafe {
                let known = background_at(background)?;
                known.progress.cancelled.store(true, Ordering::Relaxed);
                known.wait()?;
                (*background).magic = 0;
                drop(Box::from_raw(background));
            }
            OK
        });
    }
}
