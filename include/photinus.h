/* photinus: low-discrepancy sequences, particle swarm optimisation, Kuramoto phase oscillators.
 *
 * Made by cbindgen from src/capi: do not edit.
 *
 * Functions return a status (photinus_status): 0 is success, a negative number an error, after which nothing has been
 * written (but perhaps to a workspace), a positive number a successful end of a run. A run that starts and ends early, also by a callback's failure,
 * has written its best so far, or its complete rows. Besides the statuses that its description names, a function could
 * return PHOTINUS_ERROR_PANIC; that would be a defect, please report it.
 *
 * Lengths count elements, sizes bytes. Arrays that are written must not overlap any other. Every pointer, length, size
 * and number is checked as far as C allows.
 *
 * A struct of options or results begins with its size, so that it can grow: let photinus_..._init_... fill in the
 * options, and set struct_size of results. NULL options are the defaults.
 *
 * Workspaces and objects lie in memory that the caller gives, whose size and alignment photinus_..._size_... tells.
 * Nothing is allocated but by the functions that are not there with PHOTINUS_NO_STD defined (for firmware).
 *
 * There is no global state: different objects may be used by different threads, one object by one thread at a time.
 * Callbacks are called on the calling thread; they must not unwind, throw or longjmp, nor use the object that calls them,
 * except for what their description names. The results are the same, bit for bit, on every machine.
 */


#ifndef PHOTINUS_H
#define PHOTINUS_H

#include <stddef.h>
#include <stdint.h>
#if !defined(PHOTINUS_NO_STD) && !defined(PHOTINUS_STD)
#define PHOTINUS_STD
#endif

// The version of the ABI, equal to the number in the name of the shared library. It changes when a program that was
// compiled with an older header no longer works.
#define PHOTINUS_ABI_VERSION 0

// What a function returns: 0 is success, a negative number an error (nothing was written, except by a run that starts
// and ends early), a positive number a successful end of a run, with its reason. A number is never used again for
// something else.
typedef enum photinus_status {
  // Success; of a step: the run goes on.
  PHOTINUS_OK = 0,
  // The run ended: the best value is at or below the target.
  PHOTINUS_STOP_TARGET = 1,
  // The run ended: the best value stayed the same for `max_repetition` generations.
  PHOTINUS_STOP_STAGNATION = 2,
  // The run ended: `max_evaluations` are used up.
  PHOTINUS_STOP_EVALUATIONS = 3,
  // The run ended: `max_generations` are done.
  PHOTINUS_STOP_GENERATIONS = 4,
  // The run ended: a callback returned a positive number.
  PHOTINUS_STOP_CALLER = 5,
  // The run ended: a solver has taken `max_steps` steps.
  PHOTINUS_STOP_STEPS = 6,
  // The run ended: an event that ends it was found.
  PHOTINUS_STOP_EVENT = 7,
  // A pointer that has to point to data is NULL.
  PHOTINUS_ERROR_NULL = -1,
  // An array is too short, or its length does not fit the dimensions.
  PHOTINUS_ERROR_LENGTH = -2,
  // A dimension is 0, more than there is (primes, Sobol's directions), or not that of another argument; or sizes overflow.
  PHOTINUS_ERROR_DIMENSION = -3,
  // The workspace is too small.
  PHOTINUS_ERROR_WORKSPACE = -4,
  // Memory is not aligned as asked for.
  PHOTINUS_ERROR_ALIGNMENT = -5,
  // The `struct_size` of a struct is not that of a known version.
  PHOTINUS_ERROR_STRUCT_SIZE = -6,
  // An enum-valued argument has an unknown value.
  PHOTINUS_ERROR_ENUM_VALUE = -7,
  // A base is below 2.
  PHOTINUS_ERROR_BASE = -8,
  // A base occurs twice in one sequence.
  PHOTINUS_ERROR_REPEATED_BASE = -9,
  // The last index is beyond 2^64 - 1.
  PHOTINUS_ERROR_INDEX_RANGE = -10,
  // The leap between indices is 0.
  PHOTINUS_ERROR_LEAP = -11,
  // The stride is shorter than a row, or not one that the call supports.
  PHOTINUS_ERROR_STRIDE = -12,
  // A lower bound is above its upper bound, or a bound or their distance is not finite.
  PHOTINUS_ERROR_BOUNDS = -13,
  // A parameter is NaN, outside its range, or can't be changed.
  PHOTINUS_ERROR_PARAMETER = -14,
  // A start position is outside the bounds, or there are more of them than particles.
  PHOTINUS_ERROR_START = -15,
  // Times are not finite or do not increase.
  PHOTINUS_ERROR_TIMES = -16,
  // The step is not a finite number above 0.
  PHOTINUS_ERROR_STEP = -17,
  // The step is so small that it is lost in the rounding of the time.
  PHOTINUS_ERROR_STEP_TOO_SMALL = -18,
  // A number that enters is NaN or infinite.
  PHOTINUS_ERROR_NOT_FINITE = -19,
  // A callback returned a negative number; what was reached before it has been written.
  PHOTINUS_ERROR_CALLBACK = -20,
  // The solution became NaN or infinite; the rows before have been written.
  PHOTINUS_ERROR_DIVERGED = -21,
  // A checkpoint is truncated, changed, or of an unknown version.
  PHOTINUS_ERROR_CHECKPOINT = -22,
  // A checkpoint is of another precision or other dimensions.
  PHOTINUS_ERROR_CHECKPOINT_MISMATCH = -23,
  // An object was not initialised, or has been overwritten.
  PHOTINUS_ERROR_UNINITIALISED = -24,
  // Memory could not be had from the system.
  PHOTINUS_ERROR_OUT_OF_MEMORY = -25,
  // Threads could not be had from the system.
  PHOTINUS_ERROR_THREADS = -26,
  // The call is not supported for these arguments.
  PHOTINUS_ERROR_UNSUPPORTED = -27,
  // A defect of photinus: a panic was caught.
  PHOTINUS_ERROR_PANIC = -28,
  // An array that is written overlaps one that is read.
  PHOTINUS_ERROR_OVERLAP = -29,
  // The row offsets of a sparse matrix do not begin with 0, fall, or do not end with the number of its edges.
  PHOTINUS_ERROR_OFFSETS = -30,
  // An oscillator's number in a coupling (a column, a group, a corner of a triangle) is not below their number.
  PHOTINUS_ERROR_COLUMN = -31,
  // A delay is negative, not finite, longer than the memory is for, or between 0 and the step.
  PHOTINUS_ERROR_DELAY = -32,
} photinus_status;

// How a matrix [rows][columns] lies in memory.
typedef enum photinus_layout {
  // Row after row: C's matrices.
  PHOTINUS_LAYOUT_ROWS = 0,
  // Column after column: Julia's and Fortran's matrices.
  PHOTINUS_LAYOUT_COLUMNS = 1,
} photinus_layout;

// How the digits of an index are scrambled. Point i depends on (seed, dimension, base, i) alone (of a Sobol sequence, on
// the order too), and stays the same for ever.
typedef enum photinus_scrambling {
  // Not at all: values are correctly rounded. Good up to about ten dimensions.
  PHOTINUS_SCRAMBLING_NONE = 0,
  // Halton: at each position a random permutation of the digits (Owen, 2017). Good in any dimension; with a table as fast
  // as none in long fills, and point by point. A value's error is at most 3/2 of its last bit and 2^-62.
  PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS = 1,
  // Halton: factors for the first 360 primes (Faure and Lemieux, 2009), nothing random, correctly rounded.
  PHOTINUS_SCRAMBLING_FAURE_LEMIEUX = 2,
  // Nested uniform scrambling (Owen, 1995): the best proven bound of the variance.
  PHOTINUS_SCRAMBLING_NESTED = 3,
  // A random shift: of coordinates modulo 1 (Halton), of bits (Sobol).
  PHOTINUS_SCRAMBLING_SHIFT = 4,
} photinus_scrambling;

// Which point of a Sobol sequence comes when. The first 2^k points are the same in both orders.
typedef enum photinus_order {
  // Each point differs from the one before in one direction: the order of SciPy, GSL, NLopt, and Joe and Kuo.
  PHOTINUS_ORDER_GRAY = 0,
  // That of the index's digits.
  PHOTINUS_ORDER_NATURAL = 1,
} photinus_order;

// How uneven points are: an L2 discrepancy.
typedef enum photinus_discrepancy {
  // Centered, squared (Hickernell, 1998).
  PHOTINUS_DISCREPANCY_CENTERED = 0,
  // Wrap-around, squared (Hickernell, 1998).
  PHOTINUS_DISCREPANCY_WRAP_AROUND = 1,
  // Mixture, squared (Zhou, Fang and Ning, 2013).
  PHOTINUS_DISCREPANCY_MIXTURE = 2,
  // Star, not squared (Warnock, 1972).
  PHOTINUS_DISCREPANCY_STAR = 3,
} photinus_discrepancy;

// An instruction set that kernels are compiled for. All give the same bits.
typedef enum photinus_level {
  // The best one that this CPU has (without std: that the library is compiled for).
  PHOTINUS_LEVEL_BEST = 0,
  // What the library is compiled for.
  PHOTINUS_LEVEL_BASELINE = 1,
  // x86-64 with AVX2.
  PHOTINUS_LEVEL_AVX2 = 2,
  // x86-64 with AVX-512 F, BW, DQ and VL.
  PHOTINUS_LEVEL_AVX512 = 3,
} photinus_level;

// A place in a Halton sequence: see photinus_halton_cursor_init_f32.
typedef struct photinus_halton_cursor_f32 photinus_halton_cursor_f32;

// A place in a Halton sequence: see photinus_halton_cursor_init_f64.
typedef struct photinus_halton_cursor_f64 photinus_halton_cursor_f64;

// A particle swarm. It lies in memory that the caller gave (or in its own, if made by photinus_pso_new_f32), wholly and
// without pointers into itself: a copy of those bytes, equally aligned, is a second swarm that goes on as the first.
typedef struct photinus_pso_f32 photinus_pso_f32;

// A particle swarm. It lies in memory that the caller gave (or in its own, if made by photinus_pso_new_f64), wholly and
// without pointers into itself: a copy of those bytes, equally aligned, is a second swarm that goes on as the first.
typedef struct photinus_pso_f64 photinus_pso_f64;

// What a Halton set is made of, and how it is written.
typedef struct photinus_halton_options_f64 {
  // The size of this struct: what photinus_halton_options_init_f64 got.
  size_t struct_size;
  // The bases, one per dimension, 2 to 2^32 - 1 each, none twice; or NULL (default) for the first primes: 2, 3, 5, ...
  // Bases that do not rise are checked against each other, in dim^2 / 2 comparisons.
  const uint32_t *bases;
  // The box that the points are scaled to, lower[dim] and upper[dim]: coordinate x becomes
  // min(lower + x (upper - lower), upper). Or both NULL (default): the unit cube.
  const double *lower;
  // See `lower`.
  const double *upper;
  // A table that photinus_halton_table_init_f64 computed for the same bases, scrambling and seed, which makes a fill
  // faster and its values no others; or NULL (default).
  const void *table;
  // The bytes of the table, or 0.
  size_t table_bytes;
  // The distance from one index to the next, at least 1. Default 1.
  uint64_t leap;
  // What scrambling at random depends on. Default 0.
  uint64_t seed;
  // Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
  size_t stride;
  // The most threads that work on a fill, to 1024: 1 (default) for the calling one alone, 0 for one per core; without
  // std 0 or 1. They are made for large fills alone, and end with the call. The bits do not depend on it.
  size_t threads;
  // How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
  int layout;
  // How the digits are scrambled: a value of photinus_scrambling. Default none.
  int scrambling;
  // Whether 2^-54 (f32: 2^-25) is written instead of 0, so that the inverse of a distribution function is finite at
  // every point: 0 (default) or 1. It comes before the scaling.
  int open;
  // The instruction set: a value of photinus_level. The bits do not depend on it. Default best.
  int level;
} photinus_halton_options_f64;

// What a Sobol set is made of, and how it is written.
typedef struct photinus_sobol_options_f64 {
  // The size of this struct: what photinus_sobol_options_init_f64 got.
  size_t struct_size;
  // The box that the points are scaled to, lower[dim] and upper[dim]: coordinate x becomes
  // min(lower + x (upper - lower), upper). Or both NULL (default): the unit cube.
  const double *lower;
  // See `lower`.
  const double *upper;
  // The distance from one index to the next, at least 1. Default 1.
  uint64_t leap;
  // What scrambling at random depends on. Default 0.
  uint64_t seed;
  // Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
  size_t stride;
  // The most threads that work on a fill, to 1024: 1 (default) for the calling one alone, 0 for one per core; without
  // std 0 or 1. They end with the call. The bits do not depend on it.
  size_t threads;
  // How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
  int layout;
  // Which point comes when: a value of photinus_order. Default Gray's order, that of SciPy and of Joe and Kuo.
  int order;
  // How the points are scrambled: a value of photinus_scrambling, of which NONE (default), NESTED and SHIFT are there.
  int scrambling;
  // Whether 2^-54 (f32: 2^-25) is written instead of 0, so that the inverse of a distribution function is finite at
  // every point: 0 (default) or 1. It comes before the scaling.
  int open;
  // The instruction set: a value of photinus_level. The bits do not depend on it. Default best.
  int level;
} photinus_sobol_options_f64;

// What a Halton set is made of, and how it is written.
typedef struct photinus_halton_options_f32 {
  // The size of this struct: what photinus_halton_options_init_f32 got.
  size_t struct_size;
  // The bases, one per dimension, 2 to 2^32 - 1 each, none twice; or NULL (default) for the first primes: 2, 3, 5, ...
  // Bases that do not rise are checked against each other, in dim^2 / 2 comparisons.
  const uint32_t *bases;
  // The box that the points are scaled to, lower[dim] and upper[dim]: coordinate x becomes
  // min(lower + x (upper - lower), upper). Or both NULL (default): the unit cube.
  const float *lower;
  // See `lower`.
  const float *upper;
  // A table that photinus_halton_table_init_f32 computed for the same bases, scrambling and seed, which makes a fill
  // faster and its values no others; or NULL (default).
  const void *table;
  // The bytes of the table, or 0.
  size_t table_bytes;
  // The distance from one index to the next, at least 1. Default 1.
  uint64_t leap;
  // What scrambling at random depends on. Default 0.
  uint64_t seed;
  // Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
  size_t stride;
  // The most threads that work on a fill, to 1024: 1 (default) for the calling one alone, 0 for one per core; without
  // std 0 or 1. They are made for large fills alone, and end with the call. The bits do not depend on it.
  size_t threads;
  // How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
  int layout;
  // How the digits are scrambled: a value of photinus_scrambling. Default none.
  int scrambling;
  // Whether 2^-54 (f32: 2^-25) is written instead of 0, so that the inverse of a distribution function is finite at
  // every point: 0 (default) or 1. It comes before the scaling.
  int open;
  // The instruction set: a value of photinus_level. The bits do not depend on it. Default best.
  int level;
} photinus_halton_options_f32;

// What a Sobol set is made of, and how it is written.
typedef struct photinus_sobol_options_f32 {
  // The size of this struct: what photinus_sobol_options_init_f32 got.
  size_t struct_size;
  // The box that the points are scaled to, lower[dim] and upper[dim]: coordinate x becomes
  // min(lower + x (upper - lower), upper). Or both NULL (default): the unit cube.
  const float *lower;
  // See `lower`.
  const float *upper;
  // The distance from one index to the next, at least 1. Default 1.
  uint64_t leap;
  // What scrambling at random depends on. Default 0.
  uint64_t seed;
  // Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
  size_t stride;
  // The most threads that work on a fill, to 1024: 1 (default) for the calling one alone, 0 for one per core; without
  // std 0 or 1. They end with the call. The bits do not depend on it.
  size_t threads;
  // How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
  int layout;
  // Which point comes when: a value of photinus_order. Default Gray's order, that of SciPy and of Joe and Kuo.
  int order;
  // How the points are scrambled: a value of photinus_scrambling, of which NONE (default), NESTED and SHIFT are there.
  int scrambling;
  // Whether 2^-54 (f32: 2^-25) is written instead of 0, so that the inverse of a distribution function is finite at
  // every point: 0 (default) or 1. It comes before the scaling.
  int open;
  // The instruction set: a value of photinus_level. The bits do not depend on it. Default best.
  int level;
} photinus_sobol_options_f32;

// How a particle swarm moves, and when it stops. Along each axis, a particle moves by
//
// v = inertia v + cognitive r1 (p - x) + social r2 (g - x),   x = x + v + perturbation |p - g| n
//
// with p its own best position, g the swarm's, r1 and r2 uniform in [0, 1), and n standard normal. |v| is kept within
// velocity_limit sides of the box; a particle that would leave the box is put on its face and turned, v = -v/2.
typedef struct photinus_pso_options_f64 {
  // The size of this struct: what photinus_pso_options_init_f64 got.
  size_t struct_size;
  // The number of particles, at least 1. Default 40.
  size_t swarm_size;
  // The part of its velocity that a particle keeps, at least 0. Default 0.7298.
  double inertia;
  // The pull to the particle's own best position, at least 0. Default 1.49618.
  double cognitive;
  // The pull to the swarm's best position, at least 0. Default 1.49618.
  double social;
  // The strength of the Gaussian perturbation, at least 0; 0 is none. Default 0.1.
  double perturbation;
  // The largest velocity along an axis, in sides of the box, at least 0. Default 1.
  double velocity_limit;
  // The run stops at a value at or below this. Default minus infinity.
  double target;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // The run stops when the best value is the same after that many more generations; 0 is never. Default 100.
  uint64_t max_repetition;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
} photinus_pso_options_f64;

// A function to be minimised: writes its value at `x[dim]` to `*value`; NaN (what is there before) counts as plus
// infinity. Returns 0 to go on, a positive number to stop, a negative one for failure; the value is then not taken into
// account. It must not unwind, throw or longjmp.
typedef int (*photinus_objective_f64)(const double *x, size_t dim, double *value, void *user);

// Called after each generation; the swarm can be asked (photinus_pso_report_f64, photinus_pso_best_f64) and saved.
// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_watch_f64)(const struct photinus_pso_f64 *pso, void *user);

// Where a search is.
typedef struct photinus_report_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_report_f64)`.
  size_t struct_size;
  // Complete generations.
  uint64_t generations;
  // Evaluations, those that gave NaN included.
  uint64_t evaluations;
  // Evaluations that gave NaN, counted as plus infinity.
  uint64_t nan_evaluations;
  // Complete generations since the best value last changed.
  uint64_t repetitions;
  // The lowest value so far, plus infinity before there is one.
  double best_value;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_report_f64;

// How a particle swarm moves, and when it stops. Along each axis, a particle moves by
//
// v = inertia v + cognitive r1 (p - x) + social r2 (g - x),   x = x + v + perturbation |p - g| n
//
// with p its own best position, g the swarm's, r1 and r2 uniform in [0, 1), and n standard normal. |v| is kept within
// velocity_limit sides of the box; a particle that would leave the box is put on its face and turned, v = -v/2.
typedef struct photinus_pso_options_f32 {
  // The size of this struct: what photinus_pso_options_init_f32 got.
  size_t struct_size;
  // The number of particles, at least 1. Default 40.
  size_t swarm_size;
  // The part of its velocity that a particle keeps, at least 0. Default 0.7298.
  float inertia;
  // The pull to the particle's own best position, at least 0. Default 1.49618.
  float cognitive;
  // The pull to the swarm's best position, at least 0. Default 1.49618.
  float social;
  // The strength of the Gaussian perturbation, at least 0; 0 is none. Default 0.1.
  float perturbation;
  // The largest velocity along an axis, in sides of the box, at least 0. Default 1.
  float velocity_limit;
  // The run stops at a value at or below this. Default minus infinity.
  float target;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // The run stops when the best value is the same after that many more generations; 0 is never. Default 100.
  uint64_t max_repetition;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
} photinus_pso_options_f32;

// A function to be minimised: writes its value at `x[dim]` to `*value`; NaN (what is there before) counts as plus
// infinity. Returns 0 to go on, a positive number to stop, a negative one for failure; the value is then not taken into
// account. It must not unwind, throw or longjmp.
typedef int (*photinus_objective_f32)(const float *x, size_t dim, float *value, void *user);

// Called after each generation; the swarm can be asked (photinus_pso_report_f32, photinus_pso_best_f32) and saved.
// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_watch_f32)(const struct photinus_pso_f32 *pso, void *user);

// Where a search is.
typedef struct photinus_report_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_report_f32)`.
  size_t struct_size;
  // Complete generations.
  uint64_t generations;
  // Evaluations, those that gave NaN included.
  uint64_t evaluations;
  // Evaluations that gave NaN, counted as plus infinity.
  uint64_t nan_evaluations;
  // Complete generations since the best value last changed.
  uint64_t repetitions;
  // The lowest value so far, plus infinity before there is one.
  float best_value;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_report_f32;

// A system dy/dt = f(t, y): writes f(t, y) to all of `dydt`, whose content means nothing before; both arrays have `dim`
// elements. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
// longjmp.
typedef int (*photinus_derivative_f64)(double t,
                                       const double *y,
                                       size_t dim,
                                       double *dydt,
                                       void *user);

// Called with each complete row of a solution: its number, time and state. Returns 0 to go on, a positive number to
// stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_row_f64)(size_t row, double t, const double *y, size_t dim, void *user);

// What a solver's run came to.
typedef struct photinus_solution_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_solution_f64)`.
  size_t struct_size;
  // How many rows are complete, from the first on; the others have not been written.
  size_t rows;
  // Steps taken.
  uint64_t steps;
  // The time that was reached: that of the last complete row, or with PHOTINUS_ERROR_DIVERGED that of the last step
  // with finite values.
  double time;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_solution_f64;

// A system dy/dt = f(t, y): writes f(t, y) to all of `dydt`, whose content means nothing before; both arrays have `dim`
// elements. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
// longjmp.
typedef int (*photinus_derivative_f32)(float t, const float *y, size_t dim, float *dydt, void *user);

// Called with each complete row of a solution: its number, time and state. Returns 0 to go on, a positive number to
// stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_row_f32)(size_t row, float t, const float *y, size_t dim, void *user);

// What a solver's run came to.
typedef struct photinus_solution_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_solution_f32)`.
  size_t struct_size;
  // How many rows are complete, from the first on; the others have not been written.
  size_t rows;
  // Steps taken.
  uint64_t steps;
  // The time that was reached: that of the last complete row, or with PHOTINUS_ERROR_DIVERGED that of the last step
  // with finite values.
  float time;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_solution_f32;

// A Kuramoto network with dense coupling of M harmonics (Kuramoto, 1984):
//
// dphi_i/dt = omega_i + sum over m = 1 ... M and j of K[m-1][i][j] sin(m (phi_j - phi_i))
//
// Phases phi in radians, never wrapped; omega and K in radians per unit of time. Row i of K is the equation of
// oscillator i; its diagonal has no effect but on the rounding.
typedef struct photinus_kuramoto_f64 {
  // The size of this struct: what photinus_kuramoto_init_f64 got.
  size_t struct_size;
  // The number N of oscillators, at least 1.
  size_t oscillators;
  // The number M of harmonics, at least 1. Default 1.
  size_t harmonics;
  // omega, N numbers.
  const double *natural_frequencies;
  // K, M matrices [N][N], one after the other.
  const double *coupling;
  // How each matrix lies in memory: a value of photinus_layout. Default by rows. It changes no bit of the results.
  int layout;
  // The instruction set to run on: a value of photinus_level. Default the best. It changes no bit of the results.
  int level;
} photinus_kuramoto_f64;

// A Kuramoto network with dense coupling of M harmonics (Kuramoto, 1984):
//
// dphi_i/dt = omega_i + sum over m = 1 ... M and j of K[m-1][i][j] sin(m (phi_j - phi_i))
//
// Phases phi in radians, never wrapped; omega and K in radians per unit of time. Row i of K is the equation of
// oscillator i; its diagonal has no effect but on the rounding.
typedef struct photinus_kuramoto_f32 {
  // The size of this struct: what photinus_kuramoto_init_f32 got.
  size_t struct_size;
  // The number N of oscillators, at least 1.
  size_t oscillators;
  // The number M of harmonics, at least 1. Default 1.
  size_t harmonics;
  // omega, N numbers.
  const float *natural_frequencies;
  // K, M matrices [N][N], one after the other.
  const float *coupling;
  // How each matrix lies in memory: a value of photinus_layout. Default by rows. It changes no bit of the results.
  int layout;
  // The instruction set to run on: a value of photinus_level. Default the best. It changes no bit of the results.
  int level;
} photinus_kuramoto_f32;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of the ABI of the library that is linked; a program may compare it with PHOTINUS_ABI_VERSION, that of its
// header.
int photinus_abi_version(void);

// The version of the library that is linked, "major.minor.patch": a static string.
const char *photinus_version(void);

// One sentence, without a full stop, that says what a status means: a static string, also for a number that is no
// status.
const char *photinus_status_message(int status);

// The best instruction set that this CPU has, a value of photinus_level.
int photinus_level_detect(void);

// Writes the first primes, 2 first, to `primes[0 .. count]`, after leaving `skip` out. The scripts that photinus
// replaces had the bases after the first two, 5, 7, 11, ...: `photinus_primes(2, count, bases)`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if skip + count is above 1229, the length of the table; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_primes(size_t skip,
                    size_t count,
                    uint32_t *primes);

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_halton_options_init_f64(struct photinus_halton_options_f64 *options, size_t size);

// Writes points of the Halton sequence (Halton, 1960) with the indices start, start + leap, ..., `count` of them, to
// `points`, a matrix [count][dim] of values in [0, 1), or in the box that the options give: coordinate j of point i is
// the radical inverse of i in base j, correctly rounded, or scrambled as the options say. Any index from 0 to 2^64 - 1
// can be had at once; without scrambling, index 0 is the origin. `options` may be NULL: the first `dim` primes, by rows,
// one index after the other. In one dimension it is the van der Corput sequence. Nothing is kept, and nothing allocated
// but for threads; a count of 0 writes nothing.
//
// dim: from 1 on; without bases to 1229. points_len: the elements of `points`; what a stride leaves between stays.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_LEAP, PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if
// start + (count - 1) leap is above 2^64 - 1, PHOTINUS_ERROR_BOUNDS if a lower bound is above its upper one or they or
// their distance are not finite, PHOTINUS_ERROR_OVERLAP if `points` overlaps what the options point to,
// PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not, threads that the library has not, or the factors of Faure
// and Lemieux in another base than the first 360 primes; of the table PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_WORKSPACE if it is too short, PHOTINUS_ERROR_PARAMETER if it was made for something else;
// PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS and PHOTINUS_ERROR_OUT_OF_MEMORY if the
// system does not give them.
int photinus_halton_fill_f64(const struct photinus_halton_options_f64 *options,
                             size_t dim,
                             uint64_t start,
                             size_t count,
                             double *points,
                             size_t points_len);

// Writes to `*bytes` and `*align` what a table is to have for the greatest speed, for these bases and this scrambling.
// Smaller ones, from 64 bytes on, help less. `options` may be NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE, PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_UNSUPPORTED.
int photinus_halton_table_size_f64(const struct photinus_halton_options_f64 *options,
                                   size_t dim,
                                   size_t *bytes,
                                   size_t *align);

// Computes a table into `memory`, of `bytes` bytes: give both to the options of photinus_halton_fill_f64 and
// photinus_halton_cursor_init_f64 for the same bases, scrambling and seed, as `table` and `table_bytes`. It may be used by
// many threads at once, and copied; nothing is to be freed.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE below 64 bytes,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_UNSUPPORTED, PHOTINUS_ERROR_OVERLAP if it overlaps what the options point
// to, but for their `table`, which is not looked at.
int photinus_halton_table_init_f64(const struct photinus_halton_options_f64 *options,
                                   size_t dim,
                                   void *memory,
                                   size_t bytes);

// Writes to `*bytes` and `*align` what a cursor needs: 16 bytes per dimension, and some.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not
// fit.
int photinus_halton_cursor_size_f64(size_t dim,
                                    size_t *bytes,
                                    size_t *align);

// Makes in `memory` a cursor at index `start` of the sequence that the options describe (or NULL), for one point per
// call, and writes its address, which is that of the memory, to `*cursor`. What the options point to has to stay as it is
// while the cursor is used; leap, stride, layout and threads do not matter. A copy of the memory is a cursor of its
// own, and nothing is to be freed.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE if `bytes` is less than
// photinus_halton_cursor_size_f64 says, PHOTINUS_ERROR_OVERLAP, and those of the options as of photinus_halton_fill_f64.
int photinus_halton_cursor_init_f64(void *memory,
                                    size_t bytes,
                                    const struct photinus_halton_options_f64 *options,
                                    size_t dim,
                                    uint64_t start,
                                    struct photinus_halton_cursor_f64 **cursor);

// Writes the next point to `point[0 .. dim]`: the same bits as photinus_halton_fill_f64.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
// point_len is less than the dimension, PHOTINUS_ERROR_INDEX_RANGE after index 2^64 - 1, PHOTINUS_ERROR_OVERLAP if the
// point overlaps the cursor or what its options pointed to.
int photinus_halton_cursor_next_f64(struct photinus_halton_cursor_f64 *cursor,
                                    double *point,
                                    size_t point_len);

// Writes to `*index` the index of the point that comes next: all that has to be saved for going on later.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_INDEX_RANGE after
// index 2^64 - 1.
int photinus_halton_cursor_index_f64(const struct photinus_halton_cursor_f64 *cursor,
                                     uint64_t *index);

// Goes to the point with that index, which comes next.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_halton_cursor_seek_f64(struct photinus_halton_cursor_f64 *cursor, uint64_t index);

// Writes to `*value` the radical inverse of `index` in `base` (van der Corput, 1935), its digits mirrored at the point:
// sum of d_k base^(-k-1) for index = sum of d_k base^k. It is the nearest value, ties to even, but always below 1.
//
// PHOTINUS_OK; PHOTINUS_ERROR_BASE if the base is below 2, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
int photinus_radical_inverse_f64(uint64_t index,
                                 uint32_t base,
                                 double *value);

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_sobol_options_init_f64(struct photinus_sobol_options_f64 *options, size_t size);

// Writes points of the Sobol sequence (Sobol, 1967; directions of Joe and Kuo, 2008) with the indices start,
// start + leap, ..., `count` of them, to `points`, a matrix [count][dim] of values in [0, 1), or in the box that the
// options give. It is best for 2^k points from a multiple of 2^k on, scrambled; for other numbers of points the Halton
// sequence is. `options` may be NULL: not scrambled, by rows, one index after the other. Nothing is kept, and nothing
// allocated but for threads; a count of 0 writes nothing.
//
// Values are multiples of 2^-53 (f32: 2^-24), rounded down. dim: 1 to 1111, or 21201 where the library was built with all
// directions (feature joe-kuo). points_len: the elements of `points`; what a stride leaves between stays.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_LEAP,
// PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if start + (count - 1) leap is above 2^64 - 1, PHOTINUS_ERROR_BOUNDS if
// a lower bound is above its upper one or they or their distance are not finite, PHOTINUS_ERROR_OVERLAP if `points`
// overlaps the bounds, PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not, threads that the library has not, or
// another scrambling; PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS and
// PHOTINUS_ERROR_OUT_OF_MEMORY if the system does not give them.
int photinus_sobol_fill_f64(const struct photinus_sobol_options_f64 *options,
                            size_t dim,
                            uint64_t start,
                            size_t count,
                            double *points,
                            size_t points_len);

#if defined(PHOTINUS_STD)
// Writes to `*value` how unevenly points fill the unit cube: the discrepancy of that kind (a value of
// photinus_discrepancy) of `points`, a matrix [count][dim] of coordinates in [0, 1], computed in double precision in
// O(count^2 dim). CENTERED, WRAP_AROUND and MIXTURE are squared, STAR is not, as in SciPy.
//
// layout, stride: as of photinus_halton_options_f64. threads: the most of them, to 1024; 1 for the calling one
// alone, 0 for one per core; the bits do not depend on it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if
// count or dim is 0, PHOTINUS_ERROR_LENGTH if `points` is too short, PHOTINUS_ERROR_STRIDE,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER if a coordinate is outside [0, 1] or for more than 1024 threads,
// PHOTINUS_ERROR_OVERLAP if `value` lies in the points, PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_discrepancy_f64(int kind,
                             const double *points,
                             size_t points_len,
                             size_t count,
                             size_t dim,
                             int layout,
                             size_t stride,
                             size_t threads,
                             double *value);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_halton_options_init_f32(struct photinus_halton_options_f32 *options, size_t size);

// Writes points of the Halton sequence (Halton, 1960) with the indices start, start + leap, ..., `count` of them, to
// `points`, a matrix [count][dim] of values in [0, 1), or in the box that the options give: coordinate j of point i is
// the radical inverse of i in base j, correctly rounded, or scrambled as the options say. Any index from 0 to 2^64 - 1
// can be had at once; without scrambling, index 0 is the origin. `options` may be NULL: the first `dim` primes, by rows,
// one index after the other. In one dimension it is the van der Corput sequence. Nothing is kept, and nothing allocated
// but for threads; a count of 0 writes nothing.
//
// dim: from 1 on; without bases to 1229. points_len: the elements of `points`; what a stride leaves between stays.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_LEAP, PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if
// start + (count - 1) leap is above 2^64 - 1, PHOTINUS_ERROR_BOUNDS if a lower bound is above its upper one or they or
// their distance are not finite, PHOTINUS_ERROR_OVERLAP if `points` overlaps what the options point to,
// PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not, threads that the library has not, or the factors of Faure
// and Lemieux in another base than the first 360 primes; of the table PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_WORKSPACE if it is too short, PHOTINUS_ERROR_PARAMETER if it was made for something else;
// PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS and PHOTINUS_ERROR_OUT_OF_MEMORY if the
// system does not give them.
int photinus_halton_fill_f32(const struct photinus_halton_options_f32 *options,
                             size_t dim,
                             uint64_t start,
                             size_t count,
                             float *points,
                             size_t points_len);

// Writes to `*bytes` and `*align` what a table is to have for the greatest speed, for these bases and this scrambling.
// Smaller ones, from 64 bytes on, help less. `options` may be NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE, PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_UNSUPPORTED.
int photinus_halton_table_size_f32(const struct photinus_halton_options_f32 *options,
                                   size_t dim,
                                   size_t *bytes,
                                   size_t *align);

// Computes a table into `memory`, of `bytes` bytes: give both to the options of photinus_halton_fill_f32 and
// photinus_halton_cursor_init_f32 for the same bases, scrambling and seed, as `table` and `table_bytes`. It may be used by
// many threads at once, and copied; nothing is to be freed.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE below 64 bytes,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_UNSUPPORTED, PHOTINUS_ERROR_OVERLAP if it overlaps what the options point
// to, but for their `table`, which is not looked at.
int photinus_halton_table_init_f32(const struct photinus_halton_options_f32 *options,
                                   size_t dim,
                                   void *memory,
                                   size_t bytes);

// Writes to `*bytes` and `*align` what a cursor needs: 16 bytes per dimension, and some.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not
// fit.
int photinus_halton_cursor_size_f32(size_t dim,
                                    size_t *bytes,
                                    size_t *align);

// Makes in `memory` a cursor at index `start` of the sequence that the options describe (or NULL), for one point per
// call, and writes its address, which is that of the memory, to `*cursor`. What the options point to has to stay as it is
// while the cursor is used; leap, stride, layout and threads do not matter. A copy of the memory is a cursor of its
// own, and nothing is to be freed.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE if `bytes` is less than
// photinus_halton_cursor_size_f32 says, PHOTINUS_ERROR_OVERLAP, and those of the options as of photinus_halton_fill_f32.
int photinus_halton_cursor_init_f32(void *memory,
                                    size_t bytes,
                                    const struct photinus_halton_options_f32 *options,
                                    size_t dim,
                                    uint64_t start,
                                    struct photinus_halton_cursor_f32 **cursor);

// Writes the next point to `point[0 .. dim]`: the same bits as photinus_halton_fill_f32.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
// point_len is less than the dimension, PHOTINUS_ERROR_INDEX_RANGE after index 2^64 - 1, PHOTINUS_ERROR_OVERLAP if the
// point overlaps the cursor or what its options pointed to.
int photinus_halton_cursor_next_f32(struct photinus_halton_cursor_f32 *cursor,
                                    float *point,
                                    size_t point_len);

// Writes to `*index` the index of the point that comes next: all that has to be saved for going on later.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_INDEX_RANGE after
// index 2^64 - 1.
int photinus_halton_cursor_index_f32(const struct photinus_halton_cursor_f32 *cursor,
                                     uint64_t *index);

// Goes to the point with that index, which comes next.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_halton_cursor_seek_f32(struct photinus_halton_cursor_f32 *cursor, uint64_t index);

// Writes to `*value` the radical inverse of `index` in `base` (van der Corput, 1935), its digits mirrored at the point:
// sum of d_k base^(-k-1) for index = sum of d_k base^k. It is the nearest value, ties to even, but always below 1.
//
// PHOTINUS_OK; PHOTINUS_ERROR_BASE if the base is below 2, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
int photinus_radical_inverse_f32(uint64_t index,
                                 uint32_t base,
                                 float *value);

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_sobol_options_init_f32(struct photinus_sobol_options_f32 *options, size_t size);

// Writes points of the Sobol sequence (Sobol, 1967; directions of Joe and Kuo, 2008) with the indices start,
// start + leap, ..., `count` of them, to `points`, a matrix [count][dim] of values in [0, 1), or in the box that the
// options give. It is best for 2^k points from a multiple of 2^k on, scrambled; for other numbers of points the Halton
// sequence is. `options` may be NULL: not scrambled, by rows, one index after the other. Nothing is kept, and nothing
// allocated but for threads; a count of 0 writes nothing.
//
// Values are multiples of 2^-53 (f32: 2^-24), rounded down. dim: 1 to 1111, or 21201 where the library was built with all
// directions (feature joe-kuo). points_len: the elements of `points`; what a stride leaves between stays.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_LEAP,
// PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if start + (count - 1) leap is above 2^64 - 1, PHOTINUS_ERROR_BOUNDS if
// a lower bound is above its upper one or they or their distance are not finite, PHOTINUS_ERROR_OVERLAP if `points`
// overlaps the bounds, PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not, threads that the library has not, or
// another scrambling; PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS and
// PHOTINUS_ERROR_OUT_OF_MEMORY if the system does not give them.
int photinus_sobol_fill_f32(const struct photinus_sobol_options_f32 *options,
                            size_t dim,
                            uint64_t start,
                            size_t count,
                            float *points,
                            size_t points_len);

#if defined(PHOTINUS_STD)
// Writes to `*value` how unevenly points fill the unit cube: the discrepancy of that kind (a value of
// photinus_discrepancy) of `points`, a matrix [count][dim] of coordinates in [0, 1], computed in double precision in
// O(count^2 dim). CENTERED, WRAP_AROUND and MIXTURE are squared, STAR is not, as in SciPy.
//
// layout, stride: as of photinus_halton_options_f32. threads: the most of them, to 1024; 1 for the calling one
// alone, 0 for one per core; the bits do not depend on it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if
// count or dim is 0, PHOTINUS_ERROR_LENGTH if `points` is too short, PHOTINUS_ERROR_STRIDE,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER if a coordinate is outside [0, 1] or for more than 1024 threads,
// PHOTINUS_ERROR_OVERLAP if `value` lies in the points, PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_discrepancy_f32(int kind,
                             const float *points,
                             size_t points_len,
                             size_t count,
                             size_t dim,
                             int layout,
                             size_t stride,
                             size_t threads,
                             double *value);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_options_init_f64(struct photinus_pso_options_f64 *options, size_t size);

// Writes to `*bytes` and `*align` what a swarm of that size needs, for functions of `dim` variables. `options` may be
// NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER if the
// swarm is empty, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_pso_size_f64(size_t dim,
                          const struct photinus_pso_options_f64 *options,
                          size_t *bytes,
                          size_t *align);

// Makes a swarm in `memory`, in the box from `lower[dim]` to `upper[dim]` (equal where a variable is fixed), and writes
// its address, which is that of the memory, to `*pso`. Nothing is to be freed.
//
// start: the positions of the first `start_count` particles, a matrix [start_count][dim] by rows, or NULL with 0; the
// others start on a Halton set. options: or NULL for the defaults. memory, bytes: as photinus_pso_size_f64 says for the
// same dim and options. The arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_BOUNDS, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_START.
int photinus_pso_init_f64(void *memory,
                          size_t bytes,
                          size_t dim,
                          const double *lower,
                          const double *upper,
                          const double *start,
                          size_t start_count,
                          const struct photinus_pso_options_f64 *options,
                          struct photinus_pso_f64 **pso);

// One generation: evaluates every particle, then moves them. Nothing is allocated; the objective is called on the
// calling thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on with
// at the particle that it ended at.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing
// has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_step_f64(struct photinus_pso_f64 *pso,
                          photinus_objective_f64 objective,
                          void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
//
// The statuses of photinus_pso_step_f64, but for PHOTINUS_OK.
int photinus_pso_run_f64(struct photinus_pso_f64 *pso,
                         photinus_objective_f64 objective,
                         photinus_watch_f64 watch,
                         void *user);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the swarm's in any case. Before the first value below plus infinity, it is where the first particle started.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim
// is not the swarm's.
int photinus_pso_best_f64(const struct photinus_pso_f64 *pso,
                          double *x,
                          size_t dim,
                          double *value);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_report_f64(const struct photinus_pso_f64 *pso,
                            struct photinus_report_f64 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_dim_f64(const struct photinus_pso_f64 *pso, size_t *dim);

// Writes the swarm's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_get_options_f64(const struct photinus_pso_f64 *pso,
                                 struct photinus_pso_options_f64 *options);

// Changes how the swarm moves, or when it stops, from the next generation on; the swarm's size can't be changed. A run
// that had ended goes on where the new options let it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_PARAMETER.
int photinus_pso_set_options_f64(struct photinus_pso_f64 *pso,
                                 const struct photinus_pso_options_f64 *options);

// Writes to `*bytes` how long a checkpoint of the swarm is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_save_size_f64(const struct photinus_pso_f64 *pso, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a swarm restored from it, on any machine, goes on to the same
// bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if it
// is shorter than photinus_pso_save_size_f64 says.
int photinus_pso_save_f64(const struct photinus_pso_f64 *pso,
                          unsigned char *checkpoint,
                          size_t bytes);

// Writes to `*bytes` and `*align` what the swarm in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_pso_restore_size_f64(const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  size_t *bytes,
                                  size_t *align);

// Makes the swarm in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_pso_restore_size_f64 says, and writes its address, which is that of the memory, to `*pso`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_CHECKPOINT if it is
// truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_pso_restore_f64(void *memory,
                             size_t bytes,
                             const unsigned char *checkpoint,
                             size_t checkpoint_bytes,
                             struct photinus_pso_f64 **pso);

#if defined(PHOTINUS_STD)
// Makes a swarm as photinus_pso_init_f64 does, in memory of its own, and writes its address to `*pso`; it is to be
// freed by photinus_pso_free_f64.
//
// The statuses of photinus_pso_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_pso_new_f64(size_t dim,
                         const double *lower,
                         const double *upper,
                         const double *start,
                         size_t start_count,
                         const struct photinus_pso_options_f64 *options,
                         struct photinus_pso_f64 **pso);
#endif

#if defined(PHOTINUS_STD)
// Makes the swarm in a checkpoint as photinus_pso_restore_f64 does, in memory of its own, and writes its address to
// `*pso`; it is to be freed by photinus_pso_free_f64.
//
// The statuses of photinus_pso_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_pso_restore_new_f64(const unsigned char *checkpoint,
                                 size_t checkpoint_bytes,
                                 struct photinus_pso_f64 **pso);
#endif

#if defined(PHOTINUS_STD)
// Frees a swarm that photinus_pso_new_f64 or photinus_pso_restore_new_f64 made; nothing for NULL.
void photinus_pso_free_f64(struct photinus_pso_f64 *pso);
#endif

#if defined(PHOTINUS_STD)
// Minimises `objective` in the box from `lower[dim]` to `upper[dim]`: makes a swarm, runs it to its end, and writes
// the best position to `x[dim]`, unless NULL its value to `*value`, and unless NULL where the run is to `*report`,
// whose struct_size the caller has set. watch: as in photinus_pso_run_f64, or NULL. options: or NULL for the
// defaults.
//
// The statuses of photinus_pso_run_f64 (the results are written) and photinus_pso_new_f64 (they are not).
int photinus_minimize_f64(size_t dim,
                          const double *lower,
                          const double *upper,
                          photinus_objective_f64 objective,
                          photinus_watch_f64 watch,
                          void *user,
                          const struct photinus_pso_options_f64 *options,
                          double *x,
                          double *value,
                          struct photinus_report_f64 *report);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_options_init_f32(struct photinus_pso_options_f32 *options, size_t size);

// Writes to `*bytes` and `*align` what a swarm of that size needs, for functions of `dim` variables. `options` may be
// NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER if the
// swarm is empty, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_pso_size_f32(size_t dim,
                          const struct photinus_pso_options_f32 *options,
                          size_t *bytes,
                          size_t *align);

// Makes a swarm in `memory`, in the box from `lower[dim]` to `upper[dim]` (equal where a variable is fixed), and writes
// its address, which is that of the memory, to `*pso`. Nothing is to be freed.
//
// start: the positions of the first `start_count` particles, a matrix [start_count][dim] by rows, or NULL with 0; the
// others start on a Halton set. options: or NULL for the defaults. memory, bytes: as photinus_pso_size_f32 says for the
// same dim and options. The arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_BOUNDS, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_START.
int photinus_pso_init_f32(void *memory,
                          size_t bytes,
                          size_t dim,
                          const float *lower,
                          const float *upper,
                          const float *start,
                          size_t start_count,
                          const struct photinus_pso_options_f32 *options,
                          struct photinus_pso_f32 **pso);

// One generation: evaluates every particle, then moves them. Nothing is allocated; the objective is called on the
// calling thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on with
// at the particle that it ended at.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing
// has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_step_f32(struct photinus_pso_f32 *pso,
                          photinus_objective_f32 objective,
                          void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
//
// The statuses of photinus_pso_step_f32, but for PHOTINUS_OK.
int photinus_pso_run_f32(struct photinus_pso_f32 *pso,
                         photinus_objective_f32 objective,
                         photinus_watch_f32 watch,
                         void *user);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the swarm's in any case. Before the first value below plus infinity, it is where the first particle started.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim
// is not the swarm's.
int photinus_pso_best_f32(const struct photinus_pso_f32 *pso,
                          float *x,
                          size_t dim,
                          float *value);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_report_f32(const struct photinus_pso_f32 *pso,
                            struct photinus_report_f32 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_dim_f32(const struct photinus_pso_f32 *pso, size_t *dim);

// Writes the swarm's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_get_options_f32(const struct photinus_pso_f32 *pso,
                                 struct photinus_pso_options_f32 *options);

// Changes how the swarm moves, or when it stops, from the next generation on; the swarm's size can't be changed. A run
// that had ended goes on where the new options let it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_PARAMETER.
int photinus_pso_set_options_f32(struct photinus_pso_f32 *pso,
                                 const struct photinus_pso_options_f32 *options);

// Writes to `*bytes` how long a checkpoint of the swarm is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_save_size_f32(const struct photinus_pso_f32 *pso, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a swarm restored from it, on any machine, goes on to the same
// bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if it
// is shorter than photinus_pso_save_size_f32 says.
int photinus_pso_save_f32(const struct photinus_pso_f32 *pso,
                          unsigned char *checkpoint,
                          size_t bytes);

// Writes to `*bytes` and `*align` what the swarm in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_pso_restore_size_f32(const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  size_t *bytes,
                                  size_t *align);

// Makes the swarm in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_pso_restore_size_f32 says, and writes its address, which is that of the memory, to `*pso`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_CHECKPOINT if it is
// truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_pso_restore_f32(void *memory,
                             size_t bytes,
                             const unsigned char *checkpoint,
                             size_t checkpoint_bytes,
                             struct photinus_pso_f32 **pso);

#if defined(PHOTINUS_STD)
// Makes a swarm as photinus_pso_init_f32 does, in memory of its own, and writes its address to `*pso`; it is to be
// freed by photinus_pso_free_f32.
//
// The statuses of photinus_pso_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_pso_new_f32(size_t dim,
                         const float *lower,
                         const float *upper,
                         const float *start,
                         size_t start_count,
                         const struct photinus_pso_options_f32 *options,
                         struct photinus_pso_f32 **pso);
#endif

#if defined(PHOTINUS_STD)
// Makes the swarm in a checkpoint as photinus_pso_restore_f32 does, in memory of its own, and writes its address to
// `*pso`; it is to be freed by photinus_pso_free_f32.
//
// The statuses of photinus_pso_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_pso_restore_new_f32(const unsigned char *checkpoint,
                                 size_t checkpoint_bytes,
                                 struct photinus_pso_f32 **pso);
#endif

#if defined(PHOTINUS_STD)
// Frees a swarm that photinus_pso_new_f32 or photinus_pso_restore_new_f32 made; nothing for NULL.
void photinus_pso_free_f32(struct photinus_pso_f32 *pso);
#endif

#if defined(PHOTINUS_STD)
// Minimises `objective` in the box from `lower[dim]` to `upper[dim]`: makes a swarm, runs it to its end, and writes
// the best position to `x[dim]`, unless NULL its value to `*value`, and unless NULL where the run is to `*report`,
// whose struct_size the caller has set. watch: as in photinus_pso_run_f32, or NULL. options: or NULL for the
// defaults.
//
// The statuses of photinus_pso_run_f32 (the results are written) and photinus_pso_new_f32 (they are not).
int photinus_minimize_f32(size_t dim,
                          const float *lower,
                          const float *upper,
                          photinus_objective_f32 objective,
                          photinus_watch_f32 watch,
                          void *user,
                          const struct photinus_pso_options_f32 *options,
                          float *x,
                          float *value,
                          struct photinus_report_f32 *report);
#endif

// Writes to `*bytes` and `*align` what photinus_rk4_solve_f64 needs to work in, for `dim` equations.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_rk4_size_f64(size_t dim,
                          size_t *bytes,
                          size_t *align);

// Integrates dy/dt = f(t, y), `dim` equations, by the classical Runge-Kutta method of order 4 (Kutta, 1901) from
// `times[0]`, where the state is `initial[dim]`, and writes the state at each of `times[time_count]` to a row of
// `states`, a matrix [time_count][dim] by rows; its first row is `initial`.
//
// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of the
// times, epsilon |t| of the larger one, does not ask for a step more (where that is below step / 1024). A row depends on
// the row before it and the two times alone: a run that ended early is resumed, to the same bits, from its last complete row and the rest of the
// times, that row's included.
//
// derivative: the system. row: called with each complete row, or NULL. user: given to both. states_len: the elements of
// `states`. memory, bytes: the workspace, as photinus_rk4_size_f64 says; it may hold anything. solution: what came of it,
// or NULL. The arrays must not overlap. No times: no row. Nothing is allocated; both callbacks are called on
// the calling thread.
//
// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: the
// complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP, PHOTINUS_ERROR_STEP_TOO_SMALL.
int photinus_rk4_solve_f64(size_t dim,
                           photinus_derivative_f64 derivative,
                           photinus_row_f64 row,
                           void *user,
                           const double *times,
                           size_t time_count,
                           const double *initial,
                           double step,
                           double *states,
                           size_t states_len,
                           void *memory,
                           size_t bytes,
                           struct photinus_solution_f64 *solution);

// Writes to `*bytes` and `*align` what photinus_rk4_solve_f32 needs to work in, for `dim` equations.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_rk4_size_f32(size_t dim,
                          size_t *bytes,
                          size_t *align);

// Integrates dy/dt = f(t, y), `dim` equations, by the classical Runge-Kutta method of order 4 (Kutta, 1901) from
// `times[0]`, where the state is `initial[dim]`, and writes the state at each of `times[time_count]` to a row of
// `states`, a matrix [time_count][dim] by rows; its first row is `initial`.
//
// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of the
// times, epsilon |t| of the larger one, does not ask for a step more (where that is below step / 1024). A row depends on
// the row before it and the two times alone: a run that ended early is resumed, to the same bits, from its last complete row and the rest of the
// times, that row's included.
//
// derivative: the system. row: called with each complete row, or NULL. user: given to both. states_len: the elements of
// `states`. memory, bytes: the workspace, as photinus_rk4_size_f32 says; it may hold anything. solution: what came of it,
// or NULL. The arrays must not overlap. No times: no row. Nothing is allocated; both callbacks are called on
// the calling thread.
//
// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: the
// complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP, PHOTINUS_ERROR_STEP_TOO_SMALL.
int photinus_rk4_solve_f32(size_t dim,
                           photinus_derivative_f32 derivative,
                           photinus_row_f32 row,
                           void *user,
                           const float *times,
                           size_t time_count,
                           const float *initial,
                           float step,
                           float *states,
                           size_t states_len,
                           void *memory,
                           size_t bytes,
                           struct photinus_solution_f32 *solution);

// Writes the defaults to `*model`: `size` bytes at most, which is to be `sizeof *model`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_kuramoto_init_f64(struct photinus_kuramoto_f64 *model, size_t size);

// Writes to `*bytes` and `*align` what photinus_kuramoto_solve_f64 and photinus_kuramoto_rates_f64 need to work in, for
// a network of `oscillators`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if there is none or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_kuramoto_size_f64(const struct photinus_kuramoto_f64 *model,
                               size_t *bytes,
                               size_t *align);

// Writes to `rates[N]` the instantaneous frequencies dphi/dt at `phases[N]`. memory, bytes: the workspace, as
// photinus_kuramoto_size_f64 says; it may hold anything.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_kuramoto_rates_f64(const struct photinus_kuramoto_f64 *model,
                                const double *phases,
                                double *rates,
                                void *memory,
                                size_t bytes);

// Integrates a Kuramoto network by the classical Runge-Kutta method of order 4 from `times[0]`, where the phases are
// `initial[N]`, and writes the phases at each of `times[time_count]` to a row of `phases`, a matrix [time_count][N] by
// rows; its first row is `initial`. (As a matrix by columns, that is [N][time_count].)
//
// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of the
// times, epsilon |t| of the larger one, does not ask for a step more (where that is below step / 1024). A row depends on
// the row before it and the two times alone: a run that ended early is resumed, to the same bits, from its last complete row and the rest of the
// times, that row's included.
//
// row: called with each complete row on the calling thread, or NULL. user: given to it. phases_len: the elements of
// `phases`. memory, bytes: the workspace, as photinus_kuramoto_size_f64 says; it may hold anything. solution: what came of
// it, or NULL. The arrays must not overlap. No times: no row. Nothing is allocated.
//
// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: the
// complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_TIMES,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP, PHOTINUS_ERROR_STEP_TOO_SMALL.
int photinus_kuramoto_solve_f64(const struct photinus_kuramoto_f64 *model,
                                photinus_row_f64 row,
                                void *user,
                                const double *times,
                                size_t time_count,
                                const double *initial,
                                double step,
                                double *phases,
                                size_t phases_len,
                                void *memory,
                                size_t bytes,
                                struct photinus_solution_f64 *solution);

// Writes the defaults to `*model`: `size` bytes at most, which is to be `sizeof *model`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_kuramoto_init_f32(struct photinus_kuramoto_f32 *model, size_t size);

// Writes to `*bytes` and `*align` what photinus_kuramoto_solve_f32 and photinus_kuramoto_rates_f32 need to work in, for
// a network of `oscillators`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if there is none or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_kuramoto_size_f32(const struct photinus_kuramoto_f32 *model,
                               size_t *bytes,
                               size_t *align);

// Writes to `rates[N]` the instantaneous frequencies dphi/dt at `phases[N]`. memory, bytes: the workspace, as
// photinus_kuramoto_size_f32 says; it may hold anything.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_kuramoto_rates_f32(const struct photinus_kuramoto_f32 *model,
                                const float *phases,
                                float *rates,
                                void *memory,
                                size_t bytes);

// Integrates a Kuramoto network by the classical Runge-Kutta method of order 4 from `times[0]`, where the phases are
// `initial[N]`, and writes the phases at each of `times[time_count]` to a row of `phases`, a matrix [time_count][N] by
// rows; its first row is `initial`. (As a matrix by columns, that is [N][time_count].)
//
// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of the
// times, epsilon |t| of the larger one, does not ask for a step more (where that is below step / 1024). A row depends on
// the row before it and the two times alone: a run that ended early is resumed, to the same bits, from its last complete row and the rest of the
// times, that row's included.
//
// row: called with each complete row on the calling thread, or NULL. user: given to it. phases_len: the elements of
// `phases`. memory, bytes: the workspace, as photinus_kuramoto_size_f32 says; it may hold anything. solution: what came of
// it, or NULL. The arrays must not overlap. No times: no row. Nothing is allocated.
//
// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: the
// complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_TIMES,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP, PHOTINUS_ERROR_STEP_TOO_SMALL.
int photinus_kuramoto_solve_f32(const struct photinus_kuramoto_f32 *model,
                                photinus_row_f32 row,
                                void *user,
                                const float *times,
                                size_t time_count,
                                const float *initial,
                                float step,
                                float *phases,
                                size_t phases_len,
                                void *memory,
                                size_t bytes,
                                struct photinus_solution_f32 *solution);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* PHOTINUS_H */
