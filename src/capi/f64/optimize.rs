use super::search::Function;
use crate::capi::object::{self, Head, Object, bytes_of, change, check_place, look, put};
use crate::capi::{
    OK, Struct, all_apart, extent, guard, input, options, options_init, range, reason_code, reason_status, single,
    write_size,
};
use crate::checkpoint::Reader;
use crate::optimize::{Boundary, Options, Pso, Report, Rule, Start, State, Topology, Words, feasible_first, violation};
use crate::{Error, Stop};
use core::ffi::{c_int, c_uchar, c_void};
use core::mem::offset_of;

/// A function to be minimised: writes its value at `x[dim]` to `*value`; NaN (what is there before) counts as plus
/// infinity. Returns 0 to go on, a positive number to stop, a negative one for failure; the value is then not taken into
/// account. It must not unwind, throw or longjmp, nor use the run that it is called by.
pub type photinus_objective_f64 =
    Option<unsafe extern "C" fn(x: *const f64, dim: usize, value: *mut f64, user: *mut c_void) -> c_int>;

/// Called after each generation; the swarm can be asked (photinus_pso_report_f64, photinus_pso_best_f64) and saved.
/// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_watch_f64 = Option<unsafe extern "C" fn(pso: *const photinus_pso_f64, user: *mut c_void) -> c_int>;

/// A function to be minimised, at many points at once: writes its values at the points, a matrix [count][dim] by rows, to
/// `values[count]`; NaN (what is there before) counts as plus infinity. count is at least 1. Returns 0 to go on, a positive
/// number to stop, a negative one for failure; none of the values is then taken into account. It must not unwind, throw or
/// longjmp.
pub type photinus_batch_f64 = Option<
    unsafe extern "C" fn(points: *const f64, count: usize, dim: usize, values: *mut f64, user: *mut c_void) -> c_int,
>;

/// How a particle swarm moves, and when it stops. In each generation every particle is evaluated, and then moves,
/// x = x + v, where v follows the rule; |v| is kept within velocity_limit sides of the box along each axis. When a round is
/// over, by restart_generations, restart_spread or restart_repetition, the swarm starts again in other places; the best
/// position of all rounds is kept. The spread is the largest distance of a particle's own best position from the swarm's
/// best along an axis, in sides of the box. All but the first two sizes can be changed on the way.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_pso_options_f64 {
    /// The size of this struct: what photinus_pso_options_init_f64 got.
    pub struct_size: usize,
    /// The number of particles, at least 1. Default 14.
    pub swarm_size: usize,
    /// With each restart the swarm doubles, as long as it does not become larger than this. Default 0: it does not grow.
    pub swarm_size_limit: usize,
    /// For PHOTINUS_TOPOLOGY_RING and PHOTINUS_TOPOLOGY_RANDOM, which want at least 1; others do not look at it. Default 4.
    pub neighbours: usize,
    /// A value of photinus_rule. Default PHOTINUS_RULE_FALLING; for the coefficients that were published with another one,
    /// see photinus_pso_options_set_rule_f64.
    pub rule: c_int,
    /// A value of photinus_topology. Default PHOTINUS_TOPOLOGY_RANDOM.
    pub topology: c_int,
    /// A value of photinus_boundary. Default PHOTINUS_BOUNDARY_TURN.
    pub boundary: c_int,
    /// A value of photinus_start. Default PHOTINUS_START_SCRAMBLED_HALTON.
    pub start: c_int,
    /// The part of its velocity that a particle keeps, at least 0. Default 0.7298.
    pub inertia: f64,
    /// The smallest such part of the rules that change it, at least 0. Default 0.3.
    pub final_inertia: f64,
    /// The pull to the particle's own best position, at least 0. Default 1.49618.
    pub cognitive: f64,
    /// The pull to the best position that it knows, at least 0. Default 1.49618.
    pub social: f64,
    /// The strength of a Gaussian perturbation, at least 0: x = x + perturbation |p - g| n, n standard normal. Default 0.
    pub perturbation: f64,
    /// The largest velocity along an axis, in sides of the box, at least 0. Default 0.2.
    pub velocity_limit: f64,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: f64,
    /// By how much a value has to be lower than the best before to count as better, for max_repetition and
    /// restart_repetition: at least 0. Default 0: any lower value counts.
    pub absolute_tolerance: f64,
    /// The same, as a part of the best value's magnitude; both are added. Default 0.
    pub relative_tolerance: f64,
    /// The run stops when the spread is at most this; 0 is never. Default 0.
    pub min_spread: f64,
    /// The swarm starts again when its spread is at most this and its particles' own best values differ by less than
    /// 10^-10 (f32: 10^-5) of themselves, or when its spread is at most a 10^-5 part of this; 0 is never. Default 10^-7
    /// (f32: 10^-4).
    pub restart_spread: f64,
    /// The swarm starts again after that many generations, then after twice as many, and so on; 0 is never. Default 250.
    pub restart_generations: u64,
    /// The swarm starts again when its best value has not become better for that many generations; 0 is never. Default 0.
    pub restart_repetition: u64,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// The run stops when the best value has not become better for that many generations; 0 is never. Default 500.
    pub max_repetition: u64,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_pso_options_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, seed) + size_of::<u64>();
    fn defaults() -> Self {
        Options::default().into()
    }
}

impl From<Options<f64>> for photinus_pso_options_f64 {
    fn from(options: Options<f64>) -> Self {
        let (topology, neighbours) = options.topology.numbers();
        Self {
            struct_size: size_of::<Self>(),
            swarm_size: options.swarm_size,
            swarm_size_limit: options.swarm_size_limit,
            neighbours,
            rule: options.rule.number() as c_int,
            topology: topology as c_int,
            boundary: options.boundary.number() as c_int,
            start: options.start.number() as c_int,
            inertia: options.inertia,
            final_inertia: options.final_inertia,
            cognitive: options.cognitive,
            social: options.social,
            perturbation: options.perturbation,
            velocity_limit: options.velocity_limit,
            target: options.target,
            absolute_tolerance: options.absolute_tolerance,
            relative_tolerance: options.relative_tolerance,
            min_spread: options.min_spread,
            restart_spread: options.restart_spread,
            restart_generations: options.restart_generations,
            restart_repetition: options.restart_repetition,
            max_evaluations: options.max_evaluations,
            max_generations: options.max_generations,
            max_repetition: options.max_repetition,
            seed: options.seed,
        }
    }
}

impl TryFrom<photinus_pso_options_f64> for Options<f64> {
    type Error = Error;

    fn try_from(options: photinus_pso_options_f64) -> Result<Self, Error> {
        let number = |value: c_int| u64::try_from(value).map_err(|_| Error::EnumValue);
        Ok(Options {
            swarm_size: options.swarm_size,
            swarm_size_limit: options.swarm_size_limit,
            rule: Rule::numbered(number(options.rule)?).ok_or(Error::EnumValue)?,
            topology: Topology::numbered(number(options.topology)?, options.neighbours).ok_or(Error::EnumValue)?,
            boundary: Boundary::numbered(number(options.boundary)?).ok_or(Error::EnumValue)?,
            start: Start::numbered(number(options.start)?).ok_or(Error::EnumValue)?,
            inertia: options.inertia,
            final_inertia: options.final_inertia,
            cognitive: options.cognitive,
            social: options.social,
            perturbation: options.perturbation,
            velocity_limit: options.velocity_limit,
            target: options.target,
            absolute_tolerance: options.absolute_tolerance,
            relative_tolerance: options.relative_tolerance,
            min_spread: options.min_spread,
            restart_spread: options.restart_spread,
            restart_generations: options.restart_generations,
            restart_repetition: options.restart_repetition,
            max_evaluations: options.max_evaluations,
            max_generations: options.max_generations,
            max_repetition: options.max_repetition,
            seed: options.seed,
        })
    }
}

/// Where a search is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_report_f64 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_report_f64)`.
    pub struct_size: usize,
    /// Complete generations.
    pub generations: u64,
    /// Evaluations, those that gave NaN included.
    pub evaluations: u64,
    /// Evaluations that gave NaN, counted as plus infinity.
    pub nan_evaluations: u64,
    /// Complete generations since the best value last became better.
    pub repetitions: u64,
    /// How often the swarm started again.
    pub restarts: u64,
    /// The number of particles now.
    pub swarm_size: u64,
    /// The lowest value so far, over all restarts, plus infinity before there is one.
    pub best_value: f64,
    /// The spread after the last complete generation, plus infinity before: see photinus_pso_options_f64.
    pub spread: f64,
    /// Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
    pub status: c_int,
    /// What the callback that ended the run returned, else 0.
    pub code: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_report_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, code) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            generations: 0,
            evaluations: 0,
            nan_evaluations: 0,
            repetitions: 0,
            restarts: 0,
            swarm_size: 0,
            best_value: 0.0,
            spread: 0.0,
            status: 0,
            code: 0,
        }
    }
}

impl From<Report<f64>> for photinus_report_f64 {
    fn from(report: Report<f64>) -> Self {
        Self {
            struct_size: 0,
            generations: report.generations,
            evaluations: report.evaluations,
            nan_evaluations: report.nan_evaluations,
            repetitions: report.repetitions,
            restarts: report.restarts,
            swarm_size: report.swarm_size as u64,
            best_value: report.best_value,
            spread: report.spread,
            status: reason_status(report.reason).unwrap_or_else(Error::code),
            code: reason_code(report.reason),
        }
    }
}

/// A particle swarm. It lies in memory that the caller gave (or in its own, if made by photinus_pso_new_f64), wholly and
/// without pointers into itself: a copy of those bytes, equally aligned, is a second swarm that goes on as the first.
#[derive(Debug)]
pub struct photinus_pso_f64 {
    head: Head<Words>,
}

/// What an initialised swarm begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"pso_f64\0");

/// The elements of a swarm's arrays, without scratch: C's objectives have none.
fn array_len(dim: usize, swarm_size: usize) -> usize {
    Pso::<f64>::memory_len(dim, swarm_size, 0)
}

// SAFETY: a head alone, of words of 64 bits.
unsafe impl Object for photinus_pso_f64 {
    type Float = f64;
    type State = State<f64>;
    type Kernel<'m> = Pso<'m, f64>;

    fn head(state: &State<f64>) -> Self {
        photinus_pso_f64 { head: Head { magic: MAGIC, words: state.to_words() } }
    }

    fn state(&self) -> Option<State<f64>> {
        if self.head.magic == MAGIC { State::from_words(&self.head.words) } else { None }
    }

    fn len(state: &State<f64>) -> usize {
        array_len(state.dim(), state.capacity())
    }

    fn kernel(state: State<f64>, arrays: &mut [f64]) -> Pso<'_, f64> {
        Pso::from_parts(state, arrays)
    }

    fn into_state(kernel: Pso<'_, f64>) -> State<f64> {
        kernel.into_state()
    }

    fn dim(kernel: &Pso<'_, f64>) -> usize {
        kernel.dim()
    }

    fn best<'k>(kernel: &'k Pso<'_, f64>) -> (&'k [f64], f64) {
        kernel.best()
    }

    fn rounds(kernel: &Pso<'_, f64>) -> u64 {
        kernel.report().generations
    }

    fn end(kernel: &Pso<'_, f64>) -> Option<Result<c_int, Error>> {
        kernel.report().reason.map(|reason| reason_status(Some(reason)))
    }

    fn observed(kernel: &mut Pso<'_, f64>, result: Result<(), Stop>) {
        kernel.observed(result);
    }

    fn save(kernel: &Pso<'_, f64>, out: &mut [u8]) -> Result<(), Error> {
        kernel.save(out)
    }

    fn read(checkpoint: &[u8]) -> Result<(State<f64>, Reader<'_>), Error> {
        Pso::read(checkpoint)
    }

    fn restore(state: &State<f64>, arrays: &mut [f64], saved: Reader<'_>) -> Result<(), Error> {
        state.restore(arrays, saved)
    }
}

/// The options at `options`, checked.
unsafe fn read_options(options: *const photinus_pso_options_f64) -> Result<Options<f64>, Error> {
    // SAFETY: by the caller.
    let options: Options<f64> = unsafe { self::options(options)?.try_into()? };
    options.check()?;
    Ok(options)
}

/// A callback of C's for the swarm at `pso`.
unsafe fn of(pso: *const photinus_pso_f64, function: Function) -> Result<Function, Error> {
    // SAFETY: by the caller.
    unsafe { Ok(function.of(look(pso, |kernel| kernel.dim())?)) }
}

/// One generation.
unsafe fn step(pso: *mut photinus_pso_f64, function: Function) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let objective = of(pso, function)?;
        object::step(pso, |kernel| kernel.step(&objective).map(|_| ()))
    }
}

/// Steps until the run ends.
unsafe fn run(
    pso: *mut photinus_pso_f64,
    function: Function,
    watch: photinus_watch_f64,
    user: *mut c_void,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let objective = of(pso, function)?;
        object::run(pso, |kernel| kernel.step(&objective).map(|_| ()), watch, user)
    }
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_options_init_f64(options: *mut photinus_pso_options_f64, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Sets the rule in `*options`, and the inertia and pulls that were published with it: of PHOTINUS_RULE_CONSTRICTION
/// 2.05, of PHOTINUS_RULE_CONSTANT and PHOTINUS_RULE_FALLING those of the defaults, of PHOTINUS_RULE_ADAPTIVE inertia from 0
/// to 1, of PHOTINUS_RULE_SPHERE inertia 1 / (2 ln 2) and pulls 1/2 + ln 2. The rest stays.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_options_set_rule_f64(
    options: *mut photinus_pso_options_f64,
    rule: c_int,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        if options.is_null() {
            return Err(Error::NullPointer);
        }
        self::options(options)?; // is it one?
        let number = u64::try_from(rule).map_err(|_| Error::EnumValue)?;
        let published = Options::default().with_rule(Rule::numbered(number).ok_or(Error::EnumValue)?);
        (*options).rule = rule;
        (*options).inertia = published.inertia;
        (*options).final_inertia = published.final_inertia;
        (*options).cognitive = published.cognitive;
        (*options).social = published.social;
        OK
    })
}

/// Writes to `*bytes` and `*align` what a swarm of that size needs, for functions of `dim` variables. `options` may be
/// NULL: the defaults.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER if the
/// swarm is empty, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_size_f64(
    dim: usize,
    options: *const photinus_pso_options_f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let options = read_options(options)?;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        write_size::<photinus_pso_f64, f64>(array_len(dim, options.largest_swarm()), bytes, align)
    })
}

/// Makes a swarm in `memory`, in the box from `lower[dim]` to `upper[dim]` (equal where a variable is fixed), and writes
/// its address, which is that of the memory, to `*pso`. Nothing is to be freed.
///
/// start: the positions of the first `start_count` particles, a matrix [start_count][dim] by rows, or NULL with 0; the
/// others start where options->start says. options: or NULL for the defaults. memory, bytes: as photinus_pso_size_f64
/// says for the same dim and options. The arrays are copied.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_BOUNDS,
/// PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_START.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_init_f64(
    memory: *mut c_void,
    bytes: usize,
    dim: usize,
    lower: *const f64,
    upper: *const f64,
    start: *const f64,
    start_count: usize,
    options: *const photinus_pso_options_f64,
    pso: *mut *mut photinus_pso_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let chosen = read_options(options)?;
        if dim == 0 {
            return Err(Error::Dimension);
        }
        let (lower, upper) = (input(lower, dim)?, input(upper, dim)?);
        let start = input(start, start_count.checked_mul(dim).ok_or(Error::Dimension)?)?;
        // First, so that a swarm which is there already stays as it is if this one can't be made.
        Pso::check(lower, upper, &chosen, start)?;
        let len = array_len(dim, chosen.largest_swarm());
        let place = check_place::<photinus_pso_f64>(memory, bytes, len)?;
        single(pso)?;
        let read = [
            extent(options, 1),
            range(lower.as_ptr(), dim),
            range(upper.as_ptr(), dim),
            range(start.as_ptr(), start.len()),
        ];
        all_apart(&[place, extent(pso, 1)], &read)?;
        put(memory, len, pso, |arrays| Ok(Pso::with_start(arrays, lower, upper, &chosen, start)?.into_state()))
    })
}

/// One generation: evaluates every particle, then moves them. Nothing is allocated; the objective is called on the
/// calling thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on with
/// at the particle that it ended at.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
/// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK:
/// the objective said so. Nothing has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_step_f64(
    pso: *mut photinus_pso_f64,
    objective: photinus_objective_f64,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(pso, Function::one(objective, user)?) })
}

/// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
///
/// The statuses of photinus_pso_step_f64, but for PHOTINUS_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_run_f64(
    pso: *mut photinus_pso_f64,
    objective: photinus_objective_f64,
    watch: photinus_watch_f64,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(pso, Function::one(objective, user)?, watch, user) })
}

/// photinus_pso_step_f64 with an objective that is called once for all points of the generation.
///
/// The statuses of photinus_pso_step_f64.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_step_batch_f64(
    pso: *mut photinus_pso_f64,
    objective: photinus_batch_f64,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { step(pso, Function::batch(objective, user)?) })
}

/// photinus_pso_run_f64 with an objective that is called once for all points of a generation.
///
/// The statuses of photinus_pso_run_f64.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_run_batch_f64(
    pso: *mut photinus_pso_f64,
    objective: photinus_batch_f64,
    watch: photinus_watch_f64,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { run(pso, Function::batch(objective, user)?, watch, user) })
}

/// Writes to `*points` where the points are whose values are wanted, a matrix [*count][dim] by rows, and to `*count` how
/// many: those of the generation, the same until all of them are told (photinus_pso_tell_f64), then others. 0 of them where
/// the run has ended. The points lie in the swarm's memory and must not be changed; they are there until the last one is
/// told, or the swarm is stepped, moved or freed. The result is that of photinus_pso_step_f64, bit for bit, whatever the
/// order of the values. By PHOTINUS_BOUNDARY_FLY there can be points outside of the box: what is told of these is not used.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
/// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended, and nothing is asked for. PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_ask_f64(
    pso: *mut photinus_pso_f64,
    points: *mut *const f64,
    count: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        object::ask(pso, points, count, |kernel| {
            let asked = kernel.ask();
            (asked.as_ptr(), asked.len())
        })
    })
}

/// Tells the values of the points in the rows first, …, first + count - 1 of what photinus_pso_ask_f64 gave; NaN counts as
/// plus infinity. The values may be told in any order and in parts; when the last one is told, the particles move.
///
/// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
/// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there
/// can't be so many, PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_tell_f64(
    pso: *mut photinus_pso_f64,
    first: usize,
    values: *const f64,
    count: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let whole = bytes_of(pso)?;
        let values = input(values, count)?;
        all_apart(&[whole], &[range(values.as_ptr(), count)])?;
        object::step(pso, |kernel| kernel.tell_values(first, values))
    })
}

/// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
/// dim is the swarm's in any case. Before the first value below plus infinity, it is where the first particle started.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if dim is not the swarm's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_best_f64(
    pso: *const photinus_pso_f64,
    x: *mut f64,
    dim: usize,
    value: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::best(pso, x, dim, value) })
}

/// Writes where the run is to `*report`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_report_f64(
    pso: *const photinus_pso_f64,
    report: *mut photinus_report_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(pso, report, |kernel| kernel.report().into()) })
}

/// Writes the number of variables to `*dim`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_dim_f64(pso: *const photinus_pso_f64, dim: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::count(pso, dim, |kernel| kernel.dim()) })
}

/// Writes the swarm's options to `*options`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_get_options_f64(
    pso: *const photinus_pso_f64,
    options: *mut photinus_pso_options_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::describe(pso, options, |kernel| (*kernel.options()).into()) })
}

/// Changes how the swarm moves, or when it stops, from the next generation on; the swarm's size can't be changed. A run
/// that had ended goes on where the new options let it.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_PARAMETER.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_set_options_f64(
    pso: *mut photinus_pso_f64,
    options: *const photinus_pso_options_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        if options.is_null() {
            return Err(Error::NullPointer);
        }
        let options = self::options(options)?.try_into()?;
        change(pso, |kernel| kernel.set_options(&options))??;
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint of the swarm is.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_save_size_f64(pso: *const photinus_pso_f64, bytes: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        object::count(pso, bytes, |kernel| Pso::<f64>::checkpoint_len(kernel.dim(), kernel.options().largest_swarm()))
    })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes; a swarm restored from it, on any machine, goes on to the same
/// bits.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_pso_save_size_f64 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_save_f64(
    pso: *const photinus_pso_f64,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::save(pso, checkpoint, bytes) })
}

/// Writes to `*bytes` and `*align` what the swarm in a checkpoint of `checkpoint_bytes` bytes needs.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_restore_size_f64(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore_size::<photinus_pso_f64>(checkpoint, checkpoint_bytes, bytes, align) })
}

/// Makes the swarm in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_pso_restore_size_f64 says, and writes its address, which is that of the memory, to `*pso`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
/// if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pso_restore_f64(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    pso: *mut *mut photinus_pso_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { object::restore(memory, bytes, checkpoint, checkpoint_bytes, pso) })
}

/// Deb's rules in one number, for swarms and other methods that know no constraints: writes to `*result` the value where
/// all constraints are met; else a number beyond all reasonable values (10^300; f32: 10^37), the larger, the larger the
/// largest violation is (Deb, Comput. Methods Appl. Mech. Eng. 186, 2000). It is what an objective then returns, or what
/// is told.
///
/// constraints[inequalities + equalities]: first the inequalities, met where they are at most 0, then the equalities,
/// met within equality_tolerance of 0; NaN is not met.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if there
/// can't be so many, PHOTINUS_ERROR_PARAMETER for a tolerance that is negative or not finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_feasible_first_f64(
    value: f64,
    constraints: *const f64,
    inequalities: usize,
    equalities: usize,
    equality_tolerance: f64,
    result: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let count = inequalities.checked_add(equalities).ok_or(Error::Dimension)?;
        let constraints = input(constraints, count)?;
        all_apart(&[extent(result, 1)], &[range(constraints.as_ptr(), count)])?;
        let result = single(result)?;
        if !(equality_tolerance >= 0.0 && equality_tolerance.is_finite()) {
            return Err(Error::Parameter);
        }
        let (inequalities, equalities) = constraints.split_at(inequalities);
        *result = feasible_first(value, violation(inequalities, equalities, equality_tolerance));
        OK
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::made;

    /// Makes a swarm as photinus_pso_init_f64 does, in memory of its own, and writes its address to `*pso`; it is to be
    /// freed by photinus_pso_free_f64.
    ///
    /// The statuses of photinus_pso_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_pso_new_f64(
        dim: usize,
        lower: *const f64,
        upper: *const f64,
        start: *const f64,
        start_count: usize,
        options: *const photinus_pso_options_f64,
        pso: *mut *mut photinus_pso_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let chosen = read_options(options)?;
            made::<_, f64>(array_len(dim, chosen.largest_swarm()), pso, |memory, bytes, made| {
                photinus_pso_init_f64(memory, bytes, dim, lower, upper, start, start_count, options, made)
            })
        })
    }

    /// Makes the swarm in a checkpoint as photinus_pso_restore_f64 does, in memory of its own, and writes its address to
    /// `*pso`; it is to be freed by photinus_pso_free_f64.
    ///
    /// The statuses of photinus_pso_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_pso_restore_new_f64(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        pso: *mut *mut photinus_pso_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe { object::restore_new(checkpoint, checkpoint_bytes, pso) })
    }

    /// Frees a swarm that photinus_pso_new_f64 or photinus_pso_restore_new_f64 made; nothing for NULL.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_pso_free_f64(pso: *mut photinus_pso_f64) {
        // SAFETY: by the caller.
        guard(|| unsafe { object::free(pso) });
    }
}
