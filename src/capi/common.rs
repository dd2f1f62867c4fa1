//! What has no precision: statuses, versions, layouts, instruction sets, primes.

use super::{OK, guard, input, output};
use crate::Error;
use crate::random::philox4x32_10;
use crate::sequence::PRIMES;
use crate::simd::{self, Level};
use core::ffi::{CStr, c_char, c_int};

/// The version of the ABI, equal to the number in the name of the shared library. It changes when a program that was
/// compiled with an older header no longer works.
pub const PHOTINUS_ABI_VERSION: c_int = 0;

/// What a function returns: 0 is success, a negative number an error (nothing was written, except by a run that starts
/// and ends early), a positive number a successful end of a run, with its reason. A number is never used again for
/// something else.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_status {
    /// Success; of a step: the run goes on.
    PHOTINUS_OK = 0,
    /// The run ended: the best value is at or below the target.
    PHOTINUS_STOP_TARGET = 1,
    /// The run ended: the best value stayed the same for `max_repetition` generations.
    PHOTINUS_STOP_STAGNATION = 2,
    /// The run ended: `max_evaluations` are used up.
    PHOTINUS_STOP_EVALUATIONS = 3,
    /// The run ended: `max_generations` are done.
    PHOTINUS_STOP_GENERATIONS = 4,
    /// The run ended: a callback returned a positive number.
    PHOTINUS_STOP_CALLER = 5,
    /// The run ended: a solver has taken `max_steps` steps.
    PHOTINUS_STOP_STEPS = 6,
    /// The run ended: an event that ends it was found.
    PHOTINUS_STOP_EVENT = 7,
    /// The run ended: the spread is at most `min_spread`.
    PHOTINUS_STOP_SPREAD = 8,
    /// The run ended: the time is up.
    PHOTINUS_STOP_TIME = 9,
    /// The run ended: the projected gradient is within `gradient_tolerance`.
    PHOTINUS_STOP_GRADIENT = 10,
    /// The run ended: an iteration lowered the value by no more than `value_tolerance` asks for.
    PHOTINUS_STOP_VALUE = 11,
    /// The run ended: `max_iterations` are done.
    PHOTINUS_STOP_ITERATIONS = 12,
    /// The run ended: no lower value was found along the projected gradient.
    PHOTINUS_STOP_LINE_SEARCH = 13,
    /// A pointer that has to point to data is NULL.
    PHOTINUS_ERROR_NULL = -1,
    /// An array is too short, or its length does not fit the dimensions.
    PHOTINUS_ERROR_LENGTH = -2,
    /// A dimension is 0, more than there is (primes, Sobol's directions), or not that of another argument; or sizes overflow.
    PHOTINUS_ERROR_DIMENSION = -3,
    /// The workspace is too small.
    PHOTINUS_ERROR_WORKSPACE = -4,
    /// Memory is not aligned as asked for.
    PHOTINUS_ERROR_ALIGNMENT = -5,
    /// The `struct_size` of a struct is not that of a known version.
    PHOTINUS_ERROR_STRUCT_SIZE = -6,
    /// An enum-valued argument has an unknown value.
    PHOTINUS_ERROR_ENUM_VALUE = -7,
    /// A base is below 2.
    PHOTINUS_ERROR_BASE = -8,
    /// A base occurs twice in one sequence.
    PHOTINUS_ERROR_REPEATED_BASE = -9,
    /// The last index is beyond 2^64 - 1.
    PHOTINUS_ERROR_INDEX_RANGE = -10,
    /// The leap between indices is 0.
    PHOTINUS_ERROR_LEAP = -11,
    /// The stride is shorter than a row, or not one that the call supports.
    PHOTINUS_ERROR_STRIDE = -12,
    /// A lower bound is above its upper bound, or a bound or their distance is not finite.
    PHOTINUS_ERROR_BOUNDS = -13,
    /// A parameter is NaN, outside its range, or can't be changed.
    PHOTINUS_ERROR_PARAMETER = -14,
    /// A start position is outside the bounds, or there are more of them than particles.
    PHOTINUS_ERROR_START = -15,
    /// Times are not finite, not in order, or not where the call can have them.
    PHOTINUS_ERROR_TIMES = -16,
    /// The step is not a finite number above 0.
    PHOTINUS_ERROR_STEP = -17,
    /// The step is so small that it is lost in the rounding of the time.
    PHOTINUS_ERROR_STEP_TOO_SMALL = -18,
    /// A number that enters is NaN or infinite.
    PHOTINUS_ERROR_NOT_FINITE = -19,
    /// A callback returned a negative number; what was reached before it has been written.
    PHOTINUS_ERROR_CALLBACK = -20,
    /// The solution became NaN or infinite; the rows before have been written.
    PHOTINUS_ERROR_DIVERGED = -21,
    /// A checkpoint is truncated, changed, or of an unknown version.
    PHOTINUS_ERROR_CHECKPOINT = -22,
    /// A checkpoint is of another precision or method, or of other dimensions.
    PHOTINUS_ERROR_CHECKPOINT_MISMATCH = -23,
    /// An object was not initialised, or has been overwritten.
    PHOTINUS_ERROR_UNINITIALISED = -24,
    /// Memory could not be had from the system.
    PHOTINUS_ERROR_OUT_OF_MEMORY = -25,
    /// Threads could not be had from the system.
    PHOTINUS_ERROR_THREADS = -26,
    /// The call is not supported for these arguments.
    PHOTINUS_ERROR_UNSUPPORTED = -27,
    /// A defect of photinus: a panic was caught.
    PHOTINUS_ERROR_PANIC = -28,
    /// An array that is written overlaps one that is read.
    PHOTINUS_ERROR_OVERLAP = -29,
    /// The row offsets of a sparse matrix do not begin with 0, fall, or do not end with the number of its edges.
    PHOTINUS_ERROR_OFFSETS = -30,
    /// An oscillator's number in a coupling (a column, a group, a corner of a triangle) is not below their number.
    PHOTINUS_ERROR_COLUMN = -31,
    /// A delay is negative, not finite, or between 0 and the step.
    PHOTINUS_ERROR_DELAY = -32,
    /// A value is told of a point that was not asked for, or whose value has been told.
    PHOTINUS_ERROR_NOT_ASKED = -33,
}

/// How a matrix [rows][columns] lies in memory.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_layout {
    /// Row after row: C's matrices.
    PHOTINUS_LAYOUT_ROWS = 0,
    /// Column after column: Julia's and Fortran's matrices.
    PHOTINUS_LAYOUT_COLUMNS = 1,
}

/// How the digits of an index are scrambled. Point i depends on (seed, dimension, base, i) alone (of a Sobol sequence, on
/// the order too), and stays the same for ever.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_scrambling {
    /// Not at all: values are correctly rounded. Good up to about ten dimensions.
    PHOTINUS_SCRAMBLING_NONE = 0,
    /// Halton: at each position a random permutation of the digits (Owen, 2017). Good in any dimension; with a table as fast
    /// as none in long fills, and point by point. A value's error is at most 3/2 of its last bit and 2^-62.
    PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS = 1,
    /// Halton: factors for the first 360 primes (Faure and Lemieux, 2009), nothing random, correctly rounded.
    PHOTINUS_SCRAMBLING_FAURE_LEMIEUX = 2,
    /// Nested uniform scrambling (Owen, 1995): the best proven bound of the variance.
    PHOTINUS_SCRAMBLING_NESTED = 3,
    /// A random shift: of coordinates modulo 1 (Halton), of bits (Sobol).
    PHOTINUS_SCRAMBLING_SHIFT = 4,
}

/// Which point of a Sobol sequence comes when. The first 2^k points are the same in both orders.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_order {
    /// Each point differs from the one before in one direction: the order of SciPy, GSL, NLopt, and Joe and Kuo.
    PHOTINUS_ORDER_GRAY = 0,
    /// That of the index's digits.
    PHOTINUS_ORDER_NATURAL = 1,
}

/// How uneven points are: an L2 discrepancy.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_discrepancy {
    /// Centered, squared (Hickernell, 1998).
    PHOTINUS_DISCREPANCY_CENTERED = 0,
    /// Wrap-around, squared (Hickernell, 1998).
    PHOTINUS_DISCREPANCY_WRAP_AROUND = 1,
    /// Mixture, squared (Zhou, Fang and Ning, 2013).
    PHOTINUS_DISCREPANCY_MIXTURE = 2,
    /// Star, not squared (Warnock, 1972).
    PHOTINUS_DISCREPANCY_STAR = 3,
}

/// How a system of differential equations is solved.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_method {
    /// The classical Runge-Kutta method with a fixed step (Kutta, 1901): order 4.
    PHOTINUS_METHOD_RK4 = 0,
    /// Euler's method with a fixed step (1768): order 1.
    PHOTINUS_METHOD_EULER = 1,
    /// Heun's method with a fixed step (1900): order 2.
    PHOTINUS_METHOD_HEUN = 2,
    /// The pair of Dormand and Prince (1980), orders 5 and 4: it chooses its steps.
    PHOTINUS_METHOD_DORMAND_PRINCE = 3,
    /// The pair of Tsitouras (2011), orders 5 and 4: it chooses its steps. A little more accurate for the same work, in a
    /// little more memory.
    PHOTINUS_METHOD_TSITOURAS = 4,
    /// Euler-Maruyama (Maruyama, 1955), with noise and a fixed step: with noise that does not depend on the state, of strong
    /// order 1 and weak order 1.
    PHOTINUS_METHOD_EULER_MARUYAMA = 5,
    /// The stochastic Heun method (Ruemelin, 1982), with noise and a fixed step: with noise that does not depend on the
    /// state, of strong order 1 and weak order 2.
    PHOTINUS_METHOD_STOCHASTIC_HEUN = 6,
    /// RK4 along the path of the noise, with a fixed step: of strong order 1, but with weak noise nearly as accurate as RK4
    /// (Milstein and Tretyakov, 1997).
    PHOTINUS_METHOD_STOCHASTIC_RK4 = 7,
}

/// In which direction a function changes its sign where an event happens.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_direction {
    /// Either.
    PHOTINUS_DIRECTION_BOTH = 0,
    /// From below 0 to 0 or above.
    PHOTINUS_DIRECTION_RISING = 1,
    /// From above 0 to 0 or below.
    PHOTINUS_DIRECTION_FALLING = 2,
}

/// How the oscillators of a network pull on each other: the kind of its coupling.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_coupling {
    /// A matrix [N][N] per harmonic.
    PHOTINUS_COUPLING_DENSE = 0,
    /// Compressed sparse rows (CSR), with a weight per edge and harmonic.
    PHOTINUS_COUPLING_SPARSE = 1,
    /// All to all, with one strength per harmonic.
    PHOTINUS_COUPLING_MEAN_FIELD = 2,
    /// Groups of oscillators, with a matrix [G][G] per harmonic.
    PHOTINUS_COUPLING_GROUPS = 3,
    /// What a callback computes.
    PHOTINUS_COUPLING_USER = 4,
    /// None in pairs: triangles alone, or nothing.
    PHOTINUS_COUPLING_NONE = 5,
    /// Weights [N][N] that learn: they belong to the state.
    PHOTINUS_COUPLING_HEBBIAN = 6,
}

/// The phase lags of a coupling.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_lag {
    /// There are none.
    PHOTINUS_LAG_NONE = 0,
    /// One per harmonic.
    PHOTINUS_LAG_HARMONIC = 1,
    /// One per weight.
    PHOTINUS_LAG_PAIR = 2,
}

/// By what the sum of what pulls on an oscillator is divided.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_normalization {
    /// A mean field by the number N of oscillators, all else by nothing.
    PHOTINUS_NORMALIZATION_DEFAULT = 0,
    /// By nothing.
    PHOTINUS_NORMALIZATION_NONE = 1,
    /// By the number N of oscillators; triangles by its square.
    PHOTINUS_NORMALIZATION_OSCILLATORS = 2,
    /// By the oscillator's in-degree, harmonic by harmonic: how many others (triangles with another corner) pull on it, with
    /// weights that are not 0. Where there are none, the sum is 0.
    PHOTINUS_NORMALIZATION_IN_DEGREE = 3,
}

/// How the oscillators j and k of a triangle pull on the third, i.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_triangle {
    /// sin(phi_j + phi_k - 2 phi_i - alpha) (Tanaka and Aoyagi, 2011).
    PHOTINUS_TRIANGLE_SYMMETRIC = 0,
    /// sin(2 phi_j - phi_k - phi_i - alpha) (Skardal and Arenas, 2020).
    PHOTINUS_TRIANGLE_ASYMMETRIC = 1,
}

/// Who is whose neighbour: the kind of a photinus_neighbourhoods_f64 or _f32.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_neighbourhood {
    /// A matrix [N][N] of weights.
    PHOTINUS_NEIGHBOURHOOD_DENSE = 0,
    /// Compressed sparse rows (CSR).
    PHOTINUS_NEIGHBOURHOOD_SPARSE = 1,
    /// On a ring: oneself, and some others on either side, all of weight 1.
    PHOTINUS_NEIGHBOURHOOD_RING = 2,
}

/// A distribution g of natural frequencies, with a centre and a width.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_distribution {
    /// Lorentz's, also named after Cauchy: the width is half of that at half the height.
    PHOTINUS_DISTRIBUTION_LORENTZIAN = 0,
    /// The normal distribution: the width is the standard deviation.
    PHOTINUS_DISTRIBUTION_NORMAL = 1,
    /// The uniform distribution from centre - width to centre + width.
    PHOTINUS_DISTRIBUTION_UNIFORM = 2,
}

/// What a search for a minimum is doing.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_phase {
    /// Start points are evaluated.
    PHOTINUS_PHASE_START = 0,
    /// The best point is polished by L-BFGS.
    PHOTINUS_PHASE_POLISH = 1,
    /// Every axis is searched by itself.
    PHOTINUS_PHASE_AXES = 2,
    /// A covariance is adapted.
    PHOTINUS_PHASE_COVARIANCE = 3,
}

/// Which differences approximate a derivative; e is the distance from 1 to the next number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_difference {
    /// (f(x + h) - f(x)) / h with h = e^(1/2) max(|x|, typical): one value for each variable, an error of some e^(1/2).
    PHOTINUS_DIFFERENCE_FORWARD = 0,
    /// (f(x + h) - f(x - h)) / 2h with h = e^(1/3) max(|x|, typical): two values for each variable, an error of some
    /// e^(2/3).
    PHOTINUS_DIFFERENCE_CENTRAL = 1,
}

/// How a particle's velocity v changes; w is the inertia. With x its position, p its own best position, g the best that it
/// knows, and r1, r2 uniform in [0, 1): v = w v + cognitive r1 (p - x) + social r2 (g - x), along each axis.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_rule {
    /// v = chi (v + cognitive r1 (p - x) + social r2 (g - x)), chi = 2 / (phi - 2 + sqrt(phi^2 - 4 phi)) for
    /// phi = cognitive + social > 4, else 1 (Clerc and Kennedy, 2002).
    PHOTINUS_RULE_CONSTRICTION = 0,
    /// w is `inertia` (Shi and Eberhart, 1998).
    PHOTINUS_RULE_CONSTANT = 1,
    /// w falls from `inertia` to `final_inertia`, over the first three quarters of a round, or of the run without rounds
    /// (Shi and Eberhart, 1999).
    PHOTINUS_RULE_FALLING = 2,
    /// w is between `final_inertia` and `inertia`, by the part of the particles that improved their own best in the last
    /// generation (Nickabadi, Ebadzadeh and Safabakhsh, 2011).
    PHOTINUS_RULE_ADAPTIVE = 3,
    /// v = w v + y - x, y random in a sphere: it does not depend on the directions of the axes (Clerc's standard swarm of
    /// 2011).
    PHOTINUS_RULE_SPHERE = 4,
}

/// Whose best positions a particle knows.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_topology {
    /// Those of all.
    PHOTINUS_TOPOLOGY_GLOBAL = 0,
    /// Those of the next `neighbours` to each side.
    PHOTINUS_TOPOLOGY_RING = 1,
    /// Those of four neighbours in a grid on a torus.
    PHOTINUS_TOPOLOGY_VON_NEUMANN = 2,
    /// Those of `neighbours` random ones, drawn again whenever the swarm's best value was not improved.
    PHOTINUS_TOPOLOGY_RANDOM = 3,
}

/// What happens, along an axis, to a particle that would leave the box.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_boundary {
    /// It is put on the face, and stopped.
    PHOTINUS_BOUNDARY_STOP = 0,
    /// It is put on the face, and turned: v = -v/2.
    PHOTINUS_BOUNDARY_TURN = 1,
    /// It is mirrored at the face, with its velocity.
    PHOTINUS_BOUNDARY_REFLECT = 2,
    /// It comes in again from the opposite face.
    PHOTINUS_BOUNDARY_WRAP = 3,
    /// It is put anywhere in the box along this axis, at random, and stopped.
    PHOTINUS_BOUNDARY_REINITIALISE = 4,
    /// It flies on, and is not evaluated while it is outside.
    PHOTINUS_BOUNDARY_FLY = 5,
}

/// Where particles start.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_start {
    /// On the Halton set scrambled by the seed, from point 0 on.
    PHOTINUS_START_SCRAMBLED_HALTON = 0,
    /// On the plain Halton set, from point 1 on: the same for all seeds.
    PHOTINUS_START_HALTON = 1,
    /// On the Sobol sequence scrambled by the seed, from point 0 on.
    PHOTINUS_START_SOBOL = 2,
    /// On independent random points.
    PHOTINUS_START_UNIFORM = 3,
}

/// An instruction set that kernels are compiled for. All give the same bits.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum photinus_level {
    /// The best one that this CPU has (without std: that the library is compiled for).
    PHOTINUS_LEVEL_BEST = 0,
    /// What the library is compiled for.
    PHOTINUS_LEVEL_BASELINE = 1,
    /// x86-64 with AVX2.
    PHOTINUS_LEVEL_AVX2 = 2,
    /// x86-64 with AVX-512 F, BW, DQ and VL.
    PHOTINUS_LEVEL_AVX512 = 3,
}

/// The version of the ABI of the library that is linked; a program may compare it with PHOTINUS_ABI_VERSION, that of its
/// header.
#[unsafe(no_mangle)]
pub extern "C" fn photinus_abi_version() -> c_int {
    PHOTINUS_ABI_VERSION
}

/// The version of the library that is linked, "major.minor.patch": a static string.
#[unsafe(no_mangle)]
pub extern "C" fn photinus_version() -> *const c_char {
    const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("the version contains a zero byte"),
    };
    VERSION.as_ptr()
}

/// One sentence, without a full stop, that says what a status means: a static string, also for a number that is no
/// status.
#[unsafe(no_mangle)]
pub extern "C" fn photinus_status_message(status: c_int) -> *const c_char {
    let message = match status {
        0 => c"success",
        1 => c"the best value is at or below the target",
        2 => c"the best value has not become better for max_repetition generations, or no restart is left",
        3 => c"max_evaluations are used up",
        4 => c"max_generations are done",
        5 => c"a callback stopped the run",
        6 => c"max_steps are taken",
        7 => c"an event ended the run",
        8 => c"the spread is at most min_spread",
        9 => c"the time is up",
        10 => c"the projected gradient is within gradient_tolerance",
        11 => c"the last iteration lowered the value by no more than value_tolerance",
        12 => c"max_iterations are done",
        13 => c"no lower value was found along the projected gradient",
        _ => Error::ALL
            .iter()
            .find(|error| error.code() == status)
            .map_or(c"not a status of photinus", |error| error.c_message()),
    };
    message.as_ptr()
}

/// The best instruction set that this CPU has, a value of photinus_level.
#[unsafe(no_mangle)]
pub extern "C" fn photinus_level_detect() -> c_int {
    let name = Level::detect().name();
    simd::NAMES.iter().position(|&known| known == name).map_or(1, |place| place as c_int + 1)
}

/// Writes the first primes, 2 first, to `primes[0 .. count]`, after leaving `skip` out. The scripts that photinus
/// replaces had the bases after the first two, 5, 7, 11, ...: `photinus_primes(2, count, bases)`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if skip + count is above 1229, the length of the table; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_primes(skip: usize, count: usize, primes: *mut u32) -> c_int {
    guard(|| {
        let known = PRIMES.get(skip..).and_then(|rest| rest.get(..count)).ok_or(Error::Dimension)?;
        // SAFETY: by the caller.
        unsafe { output(primes, count)?.copy_from_slice(known) };
        OK
    })
}

/// Writes to `out[4]` the 128 random bits of Philox4x32-10 for that counter[4] and that key[2]: a function of both alone
/// (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11). `out` may be `counter`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_philox4x32_10(counter: *const u32, key: *const u32, out: *mut u32) -> c_int {
    guard(|| {
        // SAFETY: by the caller; nothing is read any more when it is written.
        unsafe {
            let counter = input(counter.cast::<[u32; 4]>(), 1)?[0];
            let key = input(key.cast::<[u32; 2]>(), 1)?[0];
            output(out.cast::<[u32; 4]>(), 1)?[0] = philox4x32_10(counter, key);
        }
        OK
    })
}
