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
  // The run ended: the spread is at most `min_spread`.
  PHOTINUS_STOP_SPREAD = 8,
  // The run ended: the time is up.
  PHOTINUS_STOP_TIME = 9,
  // The run ended: the projected gradient is within `gradient_tolerance`.
  PHOTINUS_STOP_GRADIENT = 10,
  // The run ended: an iteration lowered the value by no more than `value_tolerance` asks for.
  PHOTINUS_STOP_VALUE = 11,
  // The run ended: `max_iterations` are done.
  PHOTINUS_STOP_ITERATIONS = 12,
  // The run ended: no lower value was found along the projected gradient.
  PHOTINUS_STOP_LINE_SEARCH = 13,
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
  // Times are not finite, not in order, or not where the call can have them.
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
  // A checkpoint is of another precision or method, or of other dimensions.
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
  // A delay is negative, not finite, or between 0 and the step.
  PHOTINUS_ERROR_DELAY = -32,
  // A value is told of a point that was not asked for, or whose value has been told.
  PHOTINUS_ERROR_NOT_ASKED = -33,
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

// How a system of differential equations is solved.
typedef enum photinus_method {
  // The classical Runge-Kutta method with a fixed step (Kutta, 1901): order 4.
  PHOTINUS_METHOD_RK4 = 0,
  // Euler's method with a fixed step (1768): order 1.
  PHOTINUS_METHOD_EULER = 1,
  // Heun's method with a fixed step (1900): order 2.
  PHOTINUS_METHOD_HEUN = 2,
  // The pair of Dormand and Prince (1980), orders 5 and 4: it chooses its steps.
  PHOTINUS_METHOD_DORMAND_PRINCE = 3,
  // The pair of Tsitouras (2011), orders 5 and 4: it chooses its steps. A little more accurate for the same work, in a
  // little more memory.
  PHOTINUS_METHOD_TSITOURAS = 4,
  // Euler-Maruyama (Maruyama, 1955), with noise and a fixed step: with noise that does not depend on the state, of strong
  // order 1 and weak order 1.
  PHOTINUS_METHOD_EULER_MARUYAMA = 5,
  // The stochastic Heun method (Ruemelin, 1982), with noise and a fixed step: with noise that does not depend on the
  // state, of strong order 1 and weak order 2.
  PHOTINUS_METHOD_STOCHASTIC_HEUN = 6,
  // RK4 along the path of the noise, with a fixed step: of strong order 1, but with weak noise nearly as accurate as RK4
  // (Milstein and Tretyakov, 1997).
  PHOTINUS_METHOD_STOCHASTIC_RK4 = 7,
} photinus_method;

// In which direction a function changes its sign where an event happens.
typedef enum photinus_direction {
  // Either.
  PHOTINUS_DIRECTION_BOTH = 0,
  // From below 0 to 0 or above.
  PHOTINUS_DIRECTION_RISING = 1,
  // From above 0 to 0 or below.
  PHOTINUS_DIRECTION_FALLING = 2,
} photinus_direction;

// How the oscillators of a network pull on each other: the kind of its coupling.
typedef enum photinus_coupling {
  // A matrix [N][N] per harmonic.
  PHOTINUS_COUPLING_DENSE = 0,
  // Compressed sparse rows (CSR), with a weight per edge and harmonic.
  PHOTINUS_COUPLING_SPARSE = 1,
  // All to all, with one strength per harmonic.
  PHOTINUS_COUPLING_MEAN_FIELD = 2,
  // Groups of oscillators, with a matrix [G][G] per harmonic.
  PHOTINUS_COUPLING_GROUPS = 3,
  // What a callback computes.
  PHOTINUS_COUPLING_USER = 4,
  // None in pairs: triangles alone, or nothing.
  PHOTINUS_COUPLING_NONE = 5,
  // Weights [N][N] that learn: they belong to the state.
  PHOTINUS_COUPLING_HEBBIAN = 6,
} photinus_coupling;

// The phase lags of a coupling.
typedef enum photinus_lag {
  // There are none.
  PHOTINUS_LAG_NONE = 0,
  // One per harmonic.
  PHOTINUS_LAG_HARMONIC = 1,
  // One per weight.
  PHOTINUS_LAG_PAIR = 2,
} photinus_lag;

// By what the sum of what pulls on an oscillator is divided.
typedef enum photinus_normalization {
  // A mean field by the number N of oscillators, all else by nothing.
  PHOTINUS_NORMALIZATION_DEFAULT = 0,
  // By nothing.
  PHOTINUS_NORMALIZATION_NONE = 1,
  // By the number N of oscillators; triangles by its square.
  PHOTINUS_NORMALIZATION_OSCILLATORS = 2,
  // By the oscillator's in-degree, harmonic by harmonic: how many others (triangles with another corner) pull on it, with
  // weights that are not 0. Where there are none, the sum is 0.
  PHOTINUS_NORMALIZATION_IN_DEGREE = 3,
} photinus_normalization;

// How the oscillators j and k of a triangle pull on the third, i.
typedef enum photinus_triangle {
  // sin(phi_j + phi_k - 2 phi_i - alpha) (Tanaka and Aoyagi, 2011).
  PHOTINUS_TRIANGLE_SYMMETRIC = 0,
  // sin(2 phi_j - phi_k - phi_i - alpha) (Skardal and Arenas, 2020).
  PHOTINUS_TRIANGLE_ASYMMETRIC = 1,
} photinus_triangle;

// Who is whose neighbour: the kind of a photinus_neighbourhoods_f64 or _f32.
typedef enum photinus_neighbourhood {
  // A matrix [N][N] of weights.
  PHOTINUS_NEIGHBOURHOOD_DENSE = 0,
  // Compressed sparse rows (CSR).
  PHOTINUS_NEIGHBOURHOOD_SPARSE = 1,
  // On a ring: oneself, and some others on either side, all of weight 1.
  PHOTINUS_NEIGHBOURHOOD_RING = 2,
} photinus_neighbourhood;

// A distribution g of natural frequencies, with a centre and a width.
typedef enum photinus_distribution {
  // Lorentz's, also named after Cauchy: the width is half of that at half the height.
  PHOTINUS_DISTRIBUTION_LORENTZIAN = 0,
  // The normal distribution: the width is the standard deviation.
  PHOTINUS_DISTRIBUTION_NORMAL = 1,
  // The uniform distribution from centre - width to centre + width.
  PHOTINUS_DISTRIBUTION_UNIFORM = 2,
} photinus_distribution;

// How a particle's velocity v changes; w is the inertia. With x its position, p its own best position, g the best that it
// knows, and r1, r2 uniform in [0, 1): v = w v + cognitive r1 (p - x) + social r2 (g - x), along each axis.
typedef enum photinus_rule {
  // v = chi (v + cognitive r1 (p - x) + social r2 (g - x)), chi = 2 / (phi - 2 + sqrt(phi^2 - 4 phi)) for
  // phi = cognitive + social > 4, else 1 (Clerc and Kennedy, 2002).
  PHOTINUS_RULE_CONSTRICTION = 0,
  // w is `inertia` (Shi and Eberhart, 1998).
  PHOTINUS_RULE_CONSTANT = 1,
  // w falls from `inertia` to `final_inertia`, over the first three quarters of a round, or of the run without rounds
  // (Shi and Eberhart, 1999).
  PHOTINUS_RULE_FALLING = 2,
  // w is between `final_inertia` and `inertia`, by the part of the particles that improved their own best in the last
  // generation (Nickabadi, Ebadzadeh and Safabakhsh, 2011).
  PHOTINUS_RULE_ADAPTIVE = 3,
  // v = w v + y - x, y random in a sphere: it does not depend on the directions of the axes (Clerc's standard swarm of
  // 2011).
  PHOTINUS_RULE_SPHERE = 4,
} photinus_rule;

// Whose best positions a particle knows.
typedef enum photinus_topology {
  // Those of all.
  PHOTINUS_TOPOLOGY_GLOBAL = 0,
  // Those of the next `neighbours` to each side.
  PHOTINUS_TOPOLOGY_RING = 1,
  // Those of four neighbours in a grid on a torus.
  PHOTINUS_TOPOLOGY_VON_NEUMANN = 2,
  // Those of `neighbours` random ones, drawn again whenever the swarm's best value was not improved.
  PHOTINUS_TOPOLOGY_RANDOM = 3,
} photinus_topology;

// What happens, along an axis, to a particle that would leave the box.
typedef enum photinus_boundary {
  // It is put on the face, and stopped.
  PHOTINUS_BOUNDARY_STOP = 0,
  // It is put on the face, and turned: v = -v/2.
  PHOTINUS_BOUNDARY_TURN = 1,
  // It is mirrored at the face, with its velocity.
  PHOTINUS_BOUNDARY_REFLECT = 2,
  // It comes in again from the opposite face.
  PHOTINUS_BOUNDARY_WRAP = 3,
  // It is put anywhere in the box along this axis, at random, and stopped.
  PHOTINUS_BOUNDARY_REINITIALISE = 4,
  // It flies on, and is not evaluated while it is outside.
  PHOTINUS_BOUNDARY_FLY = 5,
} photinus_boundary;

// Where particles start.
typedef enum photinus_start {
  // On the Halton set scrambled by the seed, from point 0 on.
  PHOTINUS_START_SCRAMBLED_HALTON = 0,
  // On the plain Halton set, from point 1 on: the same for all seeds.
  PHOTINUS_START_HALTON = 1,
  // On the Sobol sequence scrambled by the seed, from point 0 on.
  PHOTINUS_START_SOBOL = 2,
  // On independent random points.
  PHOTINUS_START_UNIFORM = 3,
} photinus_start;

// What a search for a minimum is doing.
typedef enum photinus_phase {
  // Start points are evaluated.
  PHOTINUS_PHASE_START = 0,
  // The best point is polished by L-BFGS.
  PHOTINUS_PHASE_POLISH = 1,
  // Every axis is searched by itself.
  PHOTINUS_PHASE_AXES = 2,
  // A covariance is adapted.
  PHOTINUS_PHASE_COVARIANCE = 3,
} photinus_phase;

// Which differences approximate a derivative; e is the distance from 1 to the next number.
typedef enum photinus_difference {
  // (f(x + h) - f(x)) / h with h = e^(1/2) max(|x|, typical): one value for each variable, an error of some e^(1/2).
  PHOTINUS_DIFFERENCE_FORWARD = 0,
  // (f(x + h) - f(x - h)) / 2h with h = e^(1/3) max(|x|, typical): two values for each variable, an error of some
  // e^(2/3).
  PHOTINUS_DIFFERENCE_CENTRAL = 1,
} photinus_difference;

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

// A solver that chooses its steps, by the pair of Dormand and Prince or that of Tsitouras. It stands at a time and goes on
// from there, by steps or to a time, forwards or backwards; within its last step the solution can be interpolated. It does
// not know the system: each call is given that.
//
// It lies in memory that the caller gave (or in its own, if made by photinus_adaptive_new_f32), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second solver that goes on as the first.
typedef struct photinus_adaptive_f32 photinus_adaptive_f32;

// A solver that chooses its steps, by the pair of Dormand and Prince or that of Tsitouras. It stands at a time and goes on
// from there, by steps or to a time, forwards or backwards; within its last step the solution can be interpolated. It does
// not know the system: each call is given that.
//
// It lies in memory that the caller gave (or in its own, if made by photinus_adaptive_new_f64), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second solver that goes on as the first.
typedef struct photinus_adaptive_f64 photinus_adaptive_f64;

#if defined(PHOTINUS_STD)
// A search that runs in the background, on a thread of its own.
typedef struct photinus_background_f32 photinus_background_f32;
#endif

#if defined(PHOTINUS_STD)
// A search that runs in the background, on a thread of its own.
typedef struct photinus_background_f64 photinus_background_f64;
#endif

// One run of the evolution strategy with covariance matrix adaptation, CMA-ES (Hansen, arXiv:1604.00772): the kernel of
// photinus_search_f32's last phase, alone, without restarts. Each generation is a sample of a normal distribution, whose
// mean moves to the better points, and whose covariance and step size follow the steps that were good. It needs no
// gradient, does not care how the variables are turned or the values are scaled, and finds the minimum of the basin that
// it begins in; memory and time grow with the square of the dimension.
//
// It begins at the problem's first start point, or else in the middle of the box. Only points within the bounds, and on
// the grids, are evaluated. It lies in memory that the caller gave (or in its own, if made by photinus_cma_new_f32),
// wholly and without pointers into itself: a copy of those bytes, equally aligned, is a second run that goes on as the
// first.
typedef struct photinus_cma_f32 photinus_cma_f32;

// One run of the evolution strategy with covariance matrix adaptation, CMA-ES (Hansen, arXiv:1604.00772): the kernel of
// photinus_search_f64's last phase, alone, without restarts. Each generation is a sample of a normal distribution, whose
// mean moves to the better points, and whose covariance and step size follow the steps that were good. It needs no
// gradient, does not care how the variables are turned or the values are scaled, and finds the minimum of the basin that
// it begins in; memory and time grow with the square of the dimension.
//
// It begins at the problem's first start point, or else in the middle of the box. Only points within the bounds, and on
// the grids, are evaluated. It lies in memory that the caller gave (or in its own, if made by photinus_cma_new_f64),
// wholly and without pointers into itself: a copy of those bytes, equally aligned, is a second run that goes on as the
// first.
typedef struct photinus_cma_f64 photinus_cma_f64;

// A run of a network with delays, by the classical Runge-Kutta method with a fixed step, of order 4 for delays of a step
// and more; between its steps, the past is interpolated by cubics (Hermite; Hairer, Noersett and Wanner, Solving Ordinary
// Differential Equations I, II.6). Unless the history goes on smoothly, the solution has a kink at the start, which comes
// again with each delay, in one derivative higher each time: a step that divides the delays is best, with others the order
// falls to 2 where the first kink lies within a step, and to 3 where the second does.
//
// It keeps the states and rates of as many steps as the longest delay spans. It does not know the model: each call is given
// that, and has to be given the same one.
//
// It lies in memory that the caller gave (or in its own, if made by photinus_delayed_new_f32), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second run that goes on as the first.
typedef struct photinus_delayed_f32 photinus_delayed_f32;

// A run of a network with delays, by the classical Runge-Kutta method with a fixed step, of order 4 for delays of a step
// and more; between its steps, the past is interpolated by cubics (Hermite; Hairer, Noersett and Wanner, Solving Ordinary
// Differential Equations I, II.6). Unless the history goes on smoothly, the solution has a kink at the start, which comes
// again with each delay, in one derivative higher each time: a step that divides the delays is best, with others the order
// falls to 2 where the first kink lies within a step, and to 3 where the second does.
//
// It keeps the states and rates of as many steps as the longest delay spans. It does not know the model: each call is given
// that, and has to be given the same one.
//
// It lies in memory that the caller gave (or in its own, if made by photinus_delayed_new_f64), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second run that goes on as the first.
typedef struct photinus_delayed_f64 photinus_delayed_f64;

// Metastability and chimera index of groups (Shanahan, 2010), row by row: an accumulator, as
// photinus_order_statistics_f32, that also holds the groups.
typedef struct photinus_group_statistics_f32 photinus_group_statistics_f32;

// Metastability and chimera index of groups (Shanahan, 2010), row by row: an accumulator, as
// photinus_order_statistics_f64, that also holds the groups.
typedef struct photinus_group_statistics_f64 photinus_group_statistics_f64;

// A place in a Halton sequence: see photinus_halton_cursor_init_f32.
typedef struct photinus_halton_cursor_f32 photinus_halton_cursor_f32;

// A place in a Halton sequence: see photinus_halton_cursor_init_f64.
typedef struct photinus_halton_cursor_f64 photinus_halton_cursor_f64;

// One run of L-BFGS-B (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput. 16, 1995) with the line search of More and
// Thuente (ACM Trans. Math. Softw. 20, 1994): minimises a function of many variables with simple bounds, from its values
// and gradients, or from values alone by differences. It finds the minimum of the basin that it begins in; memory and time
// grow with the dimension times the number of pairs.
//
// It lies in memory that the caller gave (or in its own, if made by photinus_lbfgs_new_f32), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second run that goes on as the first.
typedef struct photinus_lbfgs_f32 photinus_lbfgs_f32;

// One run of L-BFGS-B (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput. 16, 1995) with the line search of More and
// Thuente (ACM Trans. Math. Softw. 20, 1994): minimises a function of many variables with simple bounds, from its values
// and gradients, or from values alone by differences. It finds the minimum of the basin that it begins in; memory and time
// grow with the dimension times the number of pairs.
//
// It lies in memory that the caller gave (or in its own, if made by photinus_lbfgs_new_f64), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second run that goes on as the first.
typedef struct photinus_lbfgs_f64 photinus_lbfgs_f64;

// The Lyapunov exponents of a system, how fast neighbouring solutions part: a solution with displacements that are
// integrated along with it and orthonormalised from time to time (Shimada and Nagashima, 1979; Benettin, Galgani, Giorgilli
// and Strelcyn, 1980).
//
// It lies in memory that the caller gave (or in its own, if made by photinus_lyapunov_new_f32), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second one that goes on as the first. On another machine, a
// checkpoint does: see photinus_lyapunov_save_f32.
typedef struct photinus_lyapunov_f32 photinus_lyapunov_f32;

// The Lyapunov exponents of a system, how fast neighbouring solutions part: a solution with displacements that are
// integrated along with it and orthonormalised from time to time (Shimada and Nagashima, 1979; Benettin, Galgani, Giorgilli
// and Strelcyn, 1980).
//
// It lies in memory that the caller gave (or in its own, if made by photinus_lyapunov_new_f64), wholly and without pointers
// into itself: a copy of those bytes, equally aligned, is a second one that goes on as the first. On another machine, a
// checkpoint does: see photinus_lyapunov_save_f64.
typedef struct photinus_lyapunov_f64 photinus_lyapunov_f64;

// Mean frequencies (phi_i(t) - phi_i(t0)) / (t - t0) from the first row to the last, of unwrapped phases. An
// accumulator, as photinus_order_statistics_f32.
typedef struct photinus_mean_frequency_f32 photinus_mean_frequency_f32;

// Mean frequencies (phi_i(t) - phi_i(t0)) / (t - t0) from the first row to the last, of unwrapped phases. An
// accumulator, as photinus_order_statistics_f64.
typedef struct photinus_mean_frequency_f64 photinus_mean_frequency_f64;

// A network in the caller's memory, ready to be asked for its rates.
typedef struct photinus_network_f32 photinus_network_f32;

// A network in the caller's memory, ready to be asked for its rates.
typedef struct photinus_network_f64 photinus_network_f64;

// Mean and variance in time of the order parameter's r, row by row. Like all accumulators it lies in the caller's memory,
// wholly and without pointers: a copy of its bytes, equally aligned, is a second one that goes on as the first, also in
// another process of the same machine and library. It takes unwrapped phases or others.
typedef struct photinus_order_statistics_f32 photinus_order_statistics_f32;

// Mean and variance in time of the order parameter's r, row by row. Like all accumulators it lies in the caller's memory,
// wholly and without pointers: a copy of its bytes, equally aligned, is a second one that goes on as the first, also in
// another process of the same machine and library. It takes unwrapped phases or others.
typedef struct photinus_order_statistics_f64 photinus_order_statistics_f64;

// Phase-locking values of all pairs (Lachaux, Rodriguez, Martinerie and Varela, 1999; n:m: Tass et al., 1998), row by
// row: |mean in time of e^(i (n phi_i - m phi_j))|, 1 for a constant difference. An accumulator, as
// photinus_order_statistics_f32.
typedef struct photinus_phase_locking_f32 photinus_phase_locking_f32;

// Phase-locking values of all pairs (Lachaux, Rodriguez, Martinerie and Varela, 1999; n:m: Tass et al., 1998), row by
// row: |mean in time of e^(i (n phi_i - m phi_j))|, 1 for a constant difference. An accumulator, as
// photinus_order_statistics_f64.
typedef struct photinus_phase_locking_f64 photinus_phase_locking_f64;

// A particle swarm. It lies in memory that the caller gave (or in its own, if made by photinus_pso_new_f32), wholly and
// without pointers into itself: a copy of those bytes, equally aligned, is a second swarm that goes on as the first.
typedef struct photinus_pso_f32 photinus_pso_f32;

// A particle swarm. It lies in memory that the caller gave (or in its own, if made by photinus_pso_new_f64), wholly and
// without pointers into itself: a copy of those bytes, equally aligned, is a second swarm that goes on as the first.
typedef struct photinus_pso_f64 photinus_pso_f64;

// A search for a global minimum. It lies in memory that the caller gave (or in its own, if made by
// photinus_search_new_f32), wholly and without pointers into itself: a copy of those bytes, equally aligned, is a
// second search that goes on as the first.
//
// In this order it evaluates start points; polishes the best of them by L-BFGS with differences; searches every axis
// by itself, if the objective turned out to be a sum over variables; and adapts a covariance (CMA-ES), with restarts,
// alternately with a doubled and with a small population (Hansen, GECCO 2009). With constraints the second and third
// are left out, and the covariance follows an augmented Lagrangian; the best point is that of the smallest violation,
// then of the lowest value. Only points within the bounds, and on the grids, are evaluated.
typedef struct photinus_search_f32 photinus_search_f32;

// A search for a global minimum. It lies in memory that the caller gave (or in its own, if made by
// photinus_search_new_f64), wholly and without pointers into itself: a copy of those bytes, equally aligned, is a
// second search that goes on as the first.
//
// In this order it evaluates start points; polishes the best of them by L-BFGS with differences; searches every axis
// by itself, if the objective turned out to be a sum over variables; and adapts a covariance (CMA-ES), with restarts,
// alternately with a doubled and with a small population (Hansen, GECCO 2009). With constraints the second and third
// are left out, and the covariance follows an augmented Lagrangian; the best point is that of the smallest violation,
// then of the lowest value. Only points within the bounds, and on the grids, are evaluated.
typedef struct photinus_search_f64 photinus_search_f64;

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

// How a particle swarm moves, and when it stops. In each generation every particle is evaluated, and then moves,
// x = x + v, where v follows the rule; |v| is kept within velocity_limit sides of the box along each axis. When a round is
// over, by restart_generations, restart_spread or restart_repetition, the swarm starts again in other places; the best
// position of all rounds is kept. The spread is the largest distance of a particle's own best position from the swarm's
// best along an axis, in sides of the box. All but the first two sizes can be changed on the way.
typedef struct photinus_pso_options_f64 {
  // The size of this struct: what photinus_pso_options_init_f64 got.
  size_t struct_size;
  // The number of particles, at least 1. Default 14.
  size_t swarm_size;
  // With each restart the swarm doubles, as long as it does not become larger than this. Default 0: it does not grow.
  size_t swarm_size_limit;
  // For PHOTINUS_TOPOLOGY_RING and PHOTINUS_TOPOLOGY_RANDOM, which want at least 1; others do not look at it. Default 4.
  size_t neighbours;
  // A value of photinus_rule. Default PHOTINUS_RULE_FALLING; for the coefficients that were published with another one,
  // see photinus_pso_options_set_rule_f64.
  int rule;
  // A value of photinus_topology. Default PHOTINUS_TOPOLOGY_RANDOM.
  int topology;
  // A value of photinus_boundary. Default PHOTINUS_BOUNDARY_TURN.
  int boundary;
  // A value of photinus_start. Default PHOTINUS_START_SCRAMBLED_HALTON.
  int start;
  // The part of its velocity that a particle keeps, at least 0. Default 0.7298.
  double inertia;
  // The smallest such part of the rules that change it, at least 0. Default 0.3.
  double final_inertia;
  // The pull to the particle's own best position, at least 0. Default 1.49618.
  double cognitive;
  // The pull to the best position that it knows, at least 0. Default 1.49618.
  double social;
  // The strength of a Gaussian perturbation, at least 0: x = x + perturbation |p - g| n, n standard normal. Default 0.
  double perturbation;
  // The largest velocity along an axis, in sides of the box, at least 0. Default 0.2.
  double velocity_limit;
  // The run stops at a value at or below this. Default minus infinity.
  double target;
  // By how much a value has to be lower than the best before to count as better, for max_repetition and
  // restart_repetition: at least 0. Default 0: any lower value counts.
  double absolute_tolerance;
  // The same, as a part of the best value's magnitude; both are added. Default 0.
  double relative_tolerance;
  // The run stops when the spread is at most this; 0 is never. Default 0.
  double min_spread;
  // The swarm starts again when its spread is at most this and its particles' own best values differ by less than
  // 10^-10 (f32: 10^-5) of themselves, or when its spread is at most a 10^-5 part of this; 0 is never. Default 10^-7
  // (f32: 10^-4).
  double restart_spread;
  // The swarm starts again after that many generations, then after twice as many, and so on; 0 is never. Default 250.
  uint64_t restart_generations;
  // The swarm starts again when its best value has not become better for that many generations; 0 is never. Default 0.
  uint64_t restart_repetition;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // The run stops when the best value has not become better for that many generations; 0 is never. Default 500.
  uint64_t max_repetition;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
} photinus_pso_options_f64;

// A function to be minimised: writes its value at `x[dim]` to `*value`; NaN (what is there before) counts as plus
// infinity. Returns 0 to go on, a positive number to stop, a negative one for failure; the value is then not taken into
// account. It must not unwind, throw or longjmp, nor use the run that it is called by.
typedef int (*photinus_objective_f64)(const double *x, size_t dim, double *value, void *user);

// Called after each generation; the swarm can be asked (photinus_pso_report_f64, photinus_pso_best_f64) and saved.
// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_watch_f64)(const struct photinus_pso_f64 *pso, void *user);

// A function to be minimised, at many points at once: writes its values at the points, a matrix [count][dim] by rows, to
// `values[count]`; NaN (what is there before) counts as plus infinity. count is at least 1. Returns 0 to go on, a positive
// number to stop, a negative one for failure; none of the values is then taken into account. It must not unwind, throw or
// longjmp.
typedef int (*photinus_batch_f64)(const double *points,
                                  size_t count,
                                  size_t dim,
                                  double *values,
                                  void *user);

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
  // Complete generations since the best value last became better.
  uint64_t repetitions;
  // How often the swarm started again.
  uint64_t restarts;
  // The number of particles now.
  uint64_t swarm_size;
  // The lowest value so far, over all restarts, plus infinity before there is one.
  double best_value;
  // The spread after the last complete generation, plus infinity before: see photinus_pso_options_f64.
  double spread;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_report_f64;

// How a particle swarm moves, and when it stops. In each generation every particle is evaluated, and then moves,
// x = x + v, where v follows the rule; |v| is kept within velocity_limit sides of the box along each axis. When a round is
// over, by restart_generations, restart_spread or restart_repetition, the swarm starts again in other places; the best
// position of all rounds is kept. The spread is the largest distance of a particle's own best position from the swarm's
// best along an axis, in sides of the box. All but the first two sizes can be changed on the way.
typedef struct photinus_pso_options_f32 {
  // The size of this struct: what photinus_pso_options_init_f32 got.
  size_t struct_size;
  // The number of particles, at least 1. Default 14.
  size_t swarm_size;
  // With each restart the swarm doubles, as long as it does not become larger than this. Default 0: it does not grow.
  size_t swarm_size_limit;
  // For PHOTINUS_TOPOLOGY_RING and PHOTINUS_TOPOLOGY_RANDOM, which want at least 1; others do not look at it. Default 4.
  size_t neighbours;
  // A value of photinus_rule. Default PHOTINUS_RULE_FALLING; for the coefficients that were published with another one,
  // see photinus_pso_options_set_rule_f32.
  int rule;
  // A value of photinus_topology. Default PHOTINUS_TOPOLOGY_RANDOM.
  int topology;
  // A value of photinus_boundary. Default PHOTINUS_BOUNDARY_TURN.
  int boundary;
  // A value of photinus_start. Default PHOTINUS_START_SCRAMBLED_HALTON.
  int start;
  // The part of its velocity that a particle keeps, at least 0. Default 0.7298.
  float inertia;
  // The smallest such part of the rules that change it, at least 0. Default 0.3.
  float final_inertia;
  // The pull to the particle's own best position, at least 0. Default 1.49618.
  float cognitive;
  // The pull to the best position that it knows, at least 0. Default 1.49618.
  float social;
  // The strength of a Gaussian perturbation, at least 0: x = x + perturbation |p - g| n, n standard normal. Default 0.
  float perturbation;
  // The largest velocity along an axis, in sides of the box, at least 0. Default 0.2.
  float velocity_limit;
  // The run stops at a value at or below this. Default minus infinity.
  float target;
  // By how much a value has to be lower than the best before to count as better, for max_repetition and
  // restart_repetition: at least 0. Default 0: any lower value counts.
  float absolute_tolerance;
  // The same, as a part of the best value's magnitude; both are added. Default 0.
  float relative_tolerance;
  // The run stops when the spread is at most this; 0 is never. Default 0.
  float min_spread;
  // The swarm starts again when its spread is at most this and its particles' own best values differ by less than
  // 10^-10 (f32: 10^-5) of themselves, or when its spread is at most a 10^-5 part of this; 0 is never. Default 10^-7
  // (f32: 10^-4).
  float restart_spread;
  // The swarm starts again after that many generations, then after twice as many, and so on; 0 is never. Default 250.
  uint64_t restart_generations;
  // The swarm starts again when its best value has not become better for that many generations; 0 is never. Default 0.
  uint64_t restart_repetition;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // The run stops when the best value has not become better for that many generations; 0 is never. Default 500.
  uint64_t max_repetition;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
} photinus_pso_options_f32;

// A function to be minimised: writes its value at `x[dim]` to `*value`; NaN (what is there before) counts as plus
// infinity. Returns 0 to go on, a positive number to stop, a negative one for failure; the value is then not taken into
// account. It must not unwind, throw or longjmp, nor use the run that it is called by.
typedef int (*photinus_objective_f32)(const float *x, size_t dim, float *value, void *user);

// Called after each generation; the swarm can be asked (photinus_pso_report_f32, photinus_pso_best_f32) and saved.
// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_watch_f32)(const struct photinus_pso_f32 *pso, void *user);

// A function to be minimised, at many points at once: writes its values at the points, a matrix [count][dim] by rows, to
// `values[count]`; NaN (what is there before) counts as plus infinity. count is at least 1. Returns 0 to go on, a positive
// number to stop, a negative one for failure; none of the values is then taken into account. It must not unwind, throw or
// longjmp.
typedef int (*photinus_batch_f32)(const float *points,
                                  size_t count,
                                  size_t dim,
                                  float *values,
                                  void *user);

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
  // Complete generations since the best value last became better.
  uint64_t repetitions;
  // How often the swarm started again.
  uint64_t restarts;
  // The number of particles now.
  uint64_t swarm_size;
  // The lowest value so far, over all restarts, plus infinity before there is one.
  float best_value;
  // The spread after the last complete generation, plus infinity before: see photinus_pso_options_f32.
  float spread;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_report_f32;

// The variables of a problem, and how many constraints it has. photinus_problem_init_f64 lets it have none of them.
typedef struct photinus_problem_f64 {
  // The size of this struct: what photinus_problem_init_f64 got.
  size_t struct_size;
  // The number of variables, at least 1.
  size_t dim;
  // The bounds lower[dim]. They may be infinite; equal to the upper one, the variable is fixed.
  const double *lower;
  // The bounds upper[dim].
  const double *upper;
  // Points to start from, a matrix [start_count][dim] by rows, within the bounds, or NULL (default) with 0: all are
  // evaluated first. The first one is the middle of what is searched along variables with an infinite bound.
  const double *start;
  // How many there are; at least 1 if a bound is infinite.
  size_t start_count;
  // spread[dim]: the distance from the first start, above 0, within which points are sampled along a variable with
  // an infinite bound; for others it is not used. Or NULL (default) where all bounds are finite.
  const double *spread;
  // grid[dim]: 1 lets a variable be whole numbers only, s > 0 whole multiples of s, 0 any number. Or NULL (default):
  // any. Start points are put on the grids.
  const double *grid;
  // The number of inequalities g(x) <= 0. Default 0.
  size_t inequalities;
  // The number of equalities h(x) = 0. Default 0.
  size_t equalities;
} photinus_problem_f64;

// What a search does, and when it stops.
typedef struct photinus_search_options_f64 {
  // The size of this struct: what photinus_search_options_init_f64 got.
  size_t struct_size;
  // The samples of a generation of the first covariance run, at least 4; 0 (default) is the usual 4 + floor(3 ln n),
  // for n variables that are not fixed.
  size_t population;
  // The most samples that restarts may double it to, for which there has to be memory; 0 (default) is 128 times the
  // usual.
  size_t population_limit;
  // The points per axis of the search along axes, which is made if the objective is a sum over variables; below 3 it
  // is never made. Default 150.
  size_t axis_points;
  // The most evaluations of a polish, per variable; 0 is no polish. Default 100.
  uint64_t polish;
  // For noisy objectives: every point is evaluated so often, at least once, and its value (its constraints, too) is
  // the mean (their sum is to be finite). All points of a generation are asked for before the first one is again,
  // and none counts before the last one has been told. A polish by differences of noisy values earns little. Default
  // 1.
  uint64_t evaluations_per_point;
  // The run stops after that many restarts of the covariance run. Default 9.
  uint64_t max_restarts;
  // The run stops after that many restarts in a row without a better value; 0 (default) is never.
  uint64_t max_repetition;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
  // The first standard deviation of a covariance run, in parts of the interval that is sampled (the side of the
  // box), above 0, at most 1000. Default 0.2.
  double step_size;
  // The run stops at a value at or below this, of a point that meets the constraints. Default minus infinity.
  double target;
  // How far from 0 an equality may be, at least 0. Default 10^-6 (f32: 10^-4).
  double equality_tolerance;
  // Whether the covariance learns from the worse half of the samples, too: 0 or 1 (default).
  int active;
} photinus_search_options_f64;

// A function to be minimised under constraints: writes its value at `x[dim]` to `*value`, and what its constraints are
// there to `constraints[count]`: first the inequalities, met where they are at most 0, then the equalities, met where
// they are 0. NaN (what is there before) is a value of plus infinity, and a constraint that is not met. Returns 0 to
// go on, a positive number to stop, a negative one for failure; nothing of it is then taken into account. It must not
// unwind, throw or longjmp, nor use the search that it is called by.
typedef int (*photinus_constrained_f64)(const double *x,
                                        size_t dim,
                                        double *value,
                                        double *constraints,
                                        size_t count,
                                        void *user);

// Called after each generation; the search can be asked (photinus_search_report_f64, photinus_search_best_f64) and
// saved. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
// longjmp.
typedef int (*photinus_search_watch_f64)(const struct photinus_search_f64 *search, void *user);

// Where a search is.
typedef struct photinus_search_progress_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_search_progress_f64)`.
  size_t struct_size;
  // Complete generations: sets of points that were asked for together.
  uint64_t generations;
  // Evaluations, those that gave NaN included.
  uint64_t evaluations;
  // Evaluations that gave NaN, counted as plus infinity.
  uint64_t nan_evaluations;
  // Restarts of the covariance run.
  uint64_t restarts;
  // Restarts since the best point last changed.
  uint64_t repetitions;
  // The value of the best point, plus infinity before there is one.
  double best_value;
  // The largest violation of a constraint there; 0 where all are met.
  double violation;
  // The standard deviation of the covariance run along its longest axis, in parts of the interval that is sampled; 0
  // in other phases.
  double spread;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
  // What is being done: a value of photinus_phase.
  int phase;
} photinus_search_progress_f64;

// The variables of a problem, and how many constraints it has. photinus_problem_init_f32 lets it have none of them.
typedef struct photinus_problem_f32 {
  // The size of this struct: what photinus_problem_init_f32 got.
  size_t struct_size;
  // The number of variables, at least 1.
  size_t dim;
  // The bounds lower[dim]. They may be infinite; equal to the upper one, the variable is fixed.
  const float *lower;
  // The bounds upper[dim].
  const float *upper;
  // Points to start from, a matrix [start_count][dim] by rows, within the bounds, or NULL (default) with 0: all are
  // evaluated first. The first one is the middle of what is searched along variables with an infinite bound.
  const float *start;
  // How many there are; at least 1 if a bound is infinite.
  size_t start_count;
  // spread[dim]: the distance from the first start, above 0, within which points are sampled along a variable with
  // an infinite bound; for others it is not used. Or NULL (default) where all bounds are finite.
  const float *spread;
  // grid[dim]: 1 lets a variable be whole numbers only, s > 0 whole multiples of s, 0 any number. Or NULL (default):
  // any. Start points are put on the grids.
  const float *grid;
  // The number of inequalities g(x) <= 0. Default 0.
  size_t inequalities;
  // The number of equalities h(x) = 0. Default 0.
  size_t equalities;
} photinus_problem_f32;

// What a search does, and when it stops.
typedef struct photinus_search_options_f32 {
  // The size of this struct: what photinus_search_options_init_f32 got.
  size_t struct_size;
  // The samples of a generation of the first covariance run, at least 4; 0 (default) is the usual 4 + floor(3 ln n),
  // for n variables that are not fixed.
  size_t population;
  // The most samples that restarts may double it to, for which there has to be memory; 0 (default) is 128 times the
  // usual.
  size_t population_limit;
  // The points per axis of the search along axes, which is made if the objective is a sum over variables; below 3 it
  // is never made. Default 150.
  size_t axis_points;
  // The most evaluations of a polish, per variable; 0 is no polish. Default 100.
  uint64_t polish;
  // For noisy objectives: every point is evaluated so often, at least once, and its value (its constraints, too) is
  // the mean (their sum is to be finite). All points of a generation are asked for before the first one is again,
  // and none counts before the last one has been told. A polish by differences of noisy values earns little. Default
  // 1.
  uint64_t evaluations_per_point;
  // The run stops after that many restarts of the covariance run. Default 9.
  uint64_t max_restarts;
  // The run stops after that many restarts in a row without a better value; 0 (default) is never.
  uint64_t max_repetition;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
  // The first standard deviation of a covariance run, in parts of the interval that is sampled (the side of the
  // box), above 0, at most 1000. Default 0.2.
  float step_size;
  // The run stops at a value at or below this, of a point that meets the constraints. Default minus infinity.
  float target;
  // How far from 0 an equality may be, at least 0. Default 10^-6 (f32: 10^-4).
  float equality_tolerance;
  // Whether the covariance learns from the worse half of the samples, too: 0 or 1 (default).
  int active;
} photinus_search_options_f32;

// A function to be minimised under constraints: writes its value at `x[dim]` to `*value`, and what its constraints are
// there to `constraints[count]`: first the inequalities, met where they are at most 0, then the equalities, met where
// they are 0. NaN (what is there before) is a value of plus infinity, and a constraint that is not met. Returns 0 to
// go on, a positive number to stop, a negative one for failure; nothing of it is then taken into account. It must not
// unwind, throw or longjmp, nor use the search that it is called by.
typedef int (*photinus_constrained_f32)(const float *x,
                                        size_t dim,
                                        float *value,
                                        float *constraints,
                                        size_t count,
                                        void *user);

// Called after each generation; the search can be asked (photinus_search_report_f32, photinus_search_best_f32) and
// saved. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
// longjmp.
typedef int (*photinus_search_watch_f32)(const struct photinus_search_f32 *search, void *user);

// Where a search is.
typedef struct photinus_search_progress_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_search_progress_f32)`.
  size_t struct_size;
  // Complete generations: sets of points that were asked for together.
  uint64_t generations;
  // Evaluations, those that gave NaN included.
  uint64_t evaluations;
  // Evaluations that gave NaN, counted as plus infinity.
  uint64_t nan_evaluations;
  // Restarts of the covariance run.
  uint64_t restarts;
  // Restarts since the best point last changed.
  uint64_t repetitions;
  // The value of the best point, plus infinity before there is one.
  float best_value;
  // The largest violation of a constraint there; 0 where all are met.
  float violation;
  // The standard deviation of the covariance run along its longest axis, in parts of the interval that is sampled; 0
  // in other phases.
  float spread;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
  // What is being done: a value of photinus_phase.
  int phase;
} photinus_search_progress_f32;

// How a run of CMA-ES samples, and when it stops.
typedef struct photinus_cma_options_f64 {
  // The size of this struct: what photinus_cma_options_init_f64 got.
  size_t struct_size;
  // The samples of a generation, at least 4; 0 (default) is the usual 4 + floor(3 ln n), for n variables that are not
  // fixed.
  size_t population;
  // The run stops after that many generations without a lower value; 0 (default) is 100 + 100 n / population.
  uint64_t max_repetition;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
  // The first standard deviation, in parts of the interval that is sampled (the side of the box, twice the spread), above
  // 0, at most 1000. Default 0.2.
  double step_size;
  // The run stops where the standard deviation along the longest axis is below this, in those parts. Default 10^-12
  // (f32: 10^-6).
  double min_spread;
  // The run stops where the values of a generation differ by no more than this. Default 0.
  double value_tolerance;
  // The run stops at a value at or below this. Default minus infinity.
  double target;
  // Whether the covariance learns from the worse half of the samples, too: 0 or 1 (default).
  int active;
} photinus_cma_options_f64;

// Called after each generation; the run can be asked (photinus_cma_report_f64, photinus_cma_best_f64) and saved. Returns
// 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_cma_watch_f64)(const struct photinus_cma_f64 *cma, void *user);

// Where a run of CMA-ES is.
typedef struct photinus_cma_progress_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_cma_progress_f64)`.
  size_t struct_size;
  // Complete generations.
  uint64_t generations;
  // Evaluations, those that gave NaN included.
  uint64_t evaluations;
  // Evaluations that gave NaN, counted as plus infinity.
  uint64_t nan_evaluations;
  // Complete generations since the best value last became lower.
  uint64_t repetitions;
  // The lowest value so far, plus infinity before there is one.
  double best_value;
  // The step size sigma.
  double step_size;
  // The standard deviation along the longest axis, in parts of the interval that is sampled.
  double spread;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_cma_progress_f64;

// How a run of CMA-ES samples, and when it stops.
typedef struct photinus_cma_options_f32 {
  // The size of this struct: what photinus_cma_options_init_f32 got.
  size_t struct_size;
  // The samples of a generation, at least 4; 0 (default) is the usual 4 + floor(3 ln n), for n variables that are not
  // fixed.
  size_t population;
  // The run stops after that many generations without a lower value; 0 (default) is 100 + 100 n / population.
  uint64_t max_repetition;
  // The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops after that many generations. Default 2^64 - 1: never.
  uint64_t max_generations;
  // Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
  uint64_t seed;
  // The first standard deviation, in parts of the interval that is sampled (the side of the box, twice the spread), above
  // 0, at most 1000. Default 0.2.
  float step_size;
  // The run stops where the standard deviation along the longest axis is below this, in those parts. Default 10^-12
  // (f32: 10^-6).
  float min_spread;
  // The run stops where the values of a generation differ by no more than this. Default 0.
  float value_tolerance;
  // The run stops at a value at or below this. Default minus infinity.
  float target;
  // Whether the covariance learns from the worse half of the samples, too: 0 or 1 (default).
  int active;
} photinus_cma_options_f32;

// Called after each generation; the run can be asked (photinus_cma_report_f32, photinus_cma_best_f32) and saved. Returns
// 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_cma_watch_f32)(const struct photinus_cma_f32 *cma, void *user);

// Where a run of CMA-ES is.
typedef struct photinus_cma_progress_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_cma_progress_f32)`.
  size_t struct_size;
  // Complete generations.
  uint64_t generations;
  // Evaluations, those that gave NaN included.
  uint64_t evaluations;
  // Evaluations that gave NaN, counted as plus infinity.
  uint64_t nan_evaluations;
  // Complete generations since the best value last became lower.
  uint64_t repetitions;
  // The lowest value so far, plus infinity before there is one.
  float best_value;
  // The step size sigma.
  float step_size;
  // The standard deviation along the longest axis, in parts of the interval that is sampled.
  float spread;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_cma_progress_f32;

// How a run of L-BFGS-B moves, and when it stops.
typedef struct photinus_lbfgs_options_f64 {
  // The size of this struct: what photinus_lbfgs_options_init_f64 got.
  size_t struct_size;
  // The number of pairs of steps and gradient differences that are kept, at least 1. Default 10.
  size_t pairs;
  // The run stops after that many iterations. Default 2^64 - 1: never.
  uint64_t max_iterations;
  // The run stops after that many evaluations of the value with its gradient, also in the middle of a line search.
  // Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops where no component of the projected gradient is larger than this, at least 0. Default 10^-10 (f32:
  // 2 10^-5).
  double gradient_tolerance;
  // The run stops where an iteration lowers the value by no more than this times max(|f|, |f'|, 1), with f and f' the
  // values before and after it; at least 0. Default ten times the distance from 1 to the next number.
  double value_tolerance;
  // The run stops at a value at or below this. Default minus infinity.
  double target;
  // The longest first step, above 0: it is minus the gradient, or shorter, cut to the box. Default 1.
  double first_step;
  // The line search's condition of sufficient decrease, at least 0 and below 1/2. Default 10^-4.
  double sufficient_decrease;
  // The line search's condition of curvature, above sufficient_decrease and below 1. Default 0.9.
  double curvature;
} photinus_lbfgs_options_f64;

// A function to be minimised that knows its gradient: writes its value at `x[dim]` to `*value`, and its derivatives by the
// variables to `gradient[dim]` (those of variables that are fixed are not used). A value that is NaN (what is there before)
// or infinite, or one with such a gradient, counts as higher than all others. Returns 0 to go on, a positive number to
// stop, a negative one for failure; nothing of it is then taken into account. It must not unwind, throw or longjmp, nor
// use the run that it is called by.
typedef int (*photinus_gradient_f64)(const double *x,
                                     size_t dim,
                                     double *value,
                                     double *gradient,
                                     void *user);

// Called after each iteration; the run can be asked (photinus_lbfgs_report_f64, photinus_lbfgs_best_f64) and saved.
// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_lbfgs_watch_f64)(const struct photinus_lbfgs_f64 *lbfgs, void *user);

// How gradients are made of values. Steps are turned or cut so that all points are within the bounds; a variable whose
// bounds are equal has no points, and the derivative 0.
typedef struct photinus_differences_f64 {
  // The size of this struct: what photinus_differences_init_f64 got.
  size_t struct_size;
  // What steps are measured by where |x| is smaller, above 0. Default 1.
  double typical;
  // A value of photinus_difference. Default PHOTINUS_DIFFERENCE_CENTRAL.
  int scheme;
} photinus_differences_f64;

// Where a run of L-BFGS-B is.
typedef struct photinus_lbfgs_progress_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_lbfgs_progress_f64)`.
  size_t struct_size;
  // Complete iterations.
  uint64_t iterations;
  // Evaluations of the value with its gradient.
  uint64_t evaluations;
  // The lowest value so far, plus infinity before there is one.
  double best_value;
  // The largest component of the projected gradient at the best point, plus infinity before there is one.
  double projected_gradient;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_lbfgs_progress_f64;

// How a run of L-BFGS-B moves, and when it stops.
typedef struct photinus_lbfgs_options_f32 {
  // The size of this struct: what photinus_lbfgs_options_init_f32 got.
  size_t struct_size;
  // The number of pairs of steps and gradient differences that are kept, at least 1. Default 10.
  size_t pairs;
  // The run stops after that many iterations. Default 2^64 - 1: never.
  uint64_t max_iterations;
  // The run stops after that many evaluations of the value with its gradient, also in the middle of a line search.
  // Default 2^64 - 1: never.
  uint64_t max_evaluations;
  // The run stops where no component of the projected gradient is larger than this, at least 0. Default 10^-10 (f32:
  // 2 10^-5).
  float gradient_tolerance;
  // The run stops where an iteration lowers the value by no more than this times max(|f|, |f'|, 1), with f and f' the
  // values before and after it; at least 0. Default ten times the distance from 1 to the next number.
  float value_tolerance;
  // The run stops at a value at or below this. Default minus infinity.
  float target;
  // The longest first step, above 0: it is minus the gradient, or shorter, cut to the box. Default 1.
  float first_step;
  // The line search's condition of sufficient decrease, at least 0 and below 1/2. Default 10^-4.
  float sufficient_decrease;
  // The line search's condition of curvature, above sufficient_decrease and below 1. Default 0.9.
  float curvature;
} photinus_lbfgs_options_f32;

// A function to be minimised that knows its gradient: writes its value at `x[dim]` to `*value`, and its derivatives by the
// variables to `gradient[dim]` (those of variables that are fixed are not used). A value that is NaN (what is there before)
// or infinite, or one with such a gradient, counts as higher than all others. Returns 0 to go on, a positive number to
// stop, a negative one for failure; nothing of it is then taken into account. It must not unwind, throw or longjmp, nor
// use the run that it is called by.
typedef int (*photinus_gradient_f32)(const float *x,
                                     size_t dim,
                                     float *value,
                                     float *gradient,
                                     void *user);

// Called after each iteration; the run can be asked (photinus_lbfgs_report_f32, photinus_lbfgs_best_f32) and saved.
// Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_lbfgs_watch_f32)(const struct photinus_lbfgs_f32 *lbfgs, void *user);

// How gradients are made of values. Steps are turned or cut so that all points are within the bounds; a variable whose
// bounds are equal has no points, and the derivative 0.
typedef struct photinus_differences_f32 {
  // The size of this struct: what photinus_differences_init_f32 got.
  size_t struct_size;
  // What steps are measured by where |x| is smaller, above 0. Default 1.
  float typical;
  // A value of photinus_difference. Default PHOTINUS_DIFFERENCE_CENTRAL.
  int scheme;
} photinus_differences_f32;

// Where a run of L-BFGS-B is.
typedef struct photinus_lbfgs_progress_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_lbfgs_progress_f32)`.
  size_t struct_size;
  // Complete iterations.
  uint64_t iterations;
  // Evaluations of the value with its gradient.
  uint64_t evaluations;
  // The lowest value so far, plus infinity before there is one.
  float best_value;
  // The largest component of the projected gradient at the best point, plus infinity before there is one.
  float projected_gradient;
  // Why the run ended, the status of its last step: PHOTINUS_OK where it goes on.
  int status;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_lbfgs_progress_f32;

// How a system is solved.
typedef struct photinus_solver_options_f64 {
  // The size of this struct: what photinus_solver_options_init_f64 got.
  size_t struct_size;
  // The strengths of the noise sigma_i in dy_i = f_i(t, y) dt + sigma_i dW_i, with the methods that have it: at least 0,
  // one for each component or one for all; sigma_i^2 is the variance that the noise alone gives in a unit of time. Or
  // NULL (default) with the others.
  const double *noise_strengths;
  // How many they are: 1 or dim; 0 (default) with NULL.
  size_t noise_count;
  // The increments W(t + step) - W(t) of the noise, a matrix [steps][dim] by rows, from `first_increment` on; or NULL
  // (default): they are made from `seed`.
  const double *increments;
  // The elements of `increments`; 0 (default) with NULL.
  size_t increments_len;
  // The number of the step that the first row of `increments` is for. Default 0.
  uint64_t first_increment;
  // What the noise depends on: a path depends on it, on the number of the step and on that of the component alone.
  // Default 0.
  uint64_t seed;
  // How many steps a call of a method that chooses them may try, those that are rejected included; 0 (default) is any
  // number.
  uint64_t max_steps;
  // The step of the methods with a fixed one, above 0. Default 0, which the others want.
  double step;
  // With noise, the time at which step 0 begins: photinus_ode_solve_f64 can be asked for the times grid_start + n step.
  // Default 0.
  double grid_start;
  // The relative tolerance of the methods that choose their steps, at least 0. Default 1e-6 (f32: 1e-4).
  double relative_tolerance;
  // Their absolute tolerance, at least 0; not both are 0. Default 1e-9 (f32: 1e-6).
  double absolute_tolerance;
  // The length of their first step, above 0; or 0 (default): it is chosen.
  double first_step;
  // The greatest length of a step, above 0; or 0 (default): there is none.
  double max_step;
  // What the length of the next step is multiplied by for safety, above 0 and below 1. Default 0.9.
  double safety;
  // The exponent of the error before the last one in that length, 0 to 0.2; 0 is no memory. Default 0.04.
  double beta;
  // The least factor from one step to the next, above 0 and below 1. Default 0.2.
  double min_factor;
  // The greatest factor from one step to the next, above 1. Default 10.
  double max_factor;
  // How the system is solved: a value of photinus_method. Default PHOTINUS_METHOD_TSITOURAS.
  int method;
} photinus_solver_options_f64;

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
  // The number of the event that ended the run with PHOTINUS_STOP_EVENT, else 0.
  size_t event;
  // Steps taken.
  uint64_t steps;
  // Steps that were tried and not taken, their errors being too large.
  uint64_t rejected;
  // The time that was reached: that of the last complete row where all are, or where the callback for rows or events
  // ended the run (then that of the event). Where the run ended between rows, it is that of the last step of a method that
  // chooses its steps; of the others that of the last complete row, but with PHOTINUS_ERROR_DIVERGED that of the last step
  // with finite values. Where there are no rows, it is that of the last step.
  double time;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_solution_f64;

// How a system is solved.
typedef struct photinus_solver_options_f32 {
  // The size of this struct: what photinus_solver_options_init_f32 got.
  size_t struct_size;
  // The strengths of the noise sigma_i in dy_i = f_i(t, y) dt + sigma_i dW_i, with the methods that have it: at least 0,
  // one for each component or one for all; sigma_i^2 is the variance that the noise alone gives in a unit of time. Or
  // NULL (default) with the others.
  const float *noise_strengths;
  // How many they are: 1 or dim; 0 (default) with NULL.
  size_t noise_count;
  // The increments W(t + step) - W(t) of the noise, a matrix [steps][dim] by rows, from `first_increment` on; or NULL
  // (default): they are made from `seed`.
  const float *increments;
  // The elements of `increments`; 0 (default) with NULL.
  size_t increments_len;
  // The number of the step that the first row of `increments` is for. Default 0.
  uint64_t first_increment;
  // What the noise depends on: a path depends on it, on the number of the step and on that of the component alone.
  // Default 0.
  uint64_t seed;
  // How many steps a call of a method that chooses them may try, those that are rejected included; 0 (default) is any
  // number.
  uint64_t max_steps;
  // The step of the methods with a fixed one, above 0. Default 0, which the others want.
  float step;
  // With noise, the time at which step 0 begins: photinus_ode_solve_f32 can be asked for the times grid_start + n step.
  // Default 0.
  float grid_start;
  // The relative tolerance of the methods that choose their steps, at least 0. Default 1e-6 (f32: 1e-4).
  float relative_tolerance;
  // Their absolute tolerance, at least 0; not both are 0. Default 1e-9 (f32: 1e-6).
  float absolute_tolerance;
  // The length of their first step, above 0; or 0 (default): it is chosen.
  float first_step;
  // The greatest length of a step, above 0; or 0 (default): there is none.
  float max_step;
  // What the length of the next step is multiplied by for safety, above 0 and below 1. Default 0.9.
  float safety;
  // The exponent of the error before the last one in that length, 0 to 0.2; 0 is no memory. Default 0.04.
  float beta;
  // The least factor from one step to the next, above 0 and below 1. Default 0.2.
  float min_factor;
  // The greatest factor from one step to the next, above 1. Default 10.
  float max_factor;
  // How the system is solved: a value of photinus_method. Default PHOTINUS_METHOD_TSITOURAS.
  int method;
} photinus_solver_options_f32;

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
  // The number of the event that ended the run with PHOTINUS_STOP_EVENT, else 0.
  size_t event;
  // Steps taken.
  uint64_t steps;
  // Steps that were tried and not taken, their errors being too large.
  uint64_t rejected;
  // The time that was reached: that of the last complete row where all are, or where the callback for rows or events
  // ended the run (then that of the event). Where the run ended between rows, it is that of the last step of a method that
  // chooses its steps; of the others that of the last complete row, but with PHOTINUS_ERROR_DIVERGED that of the last step
  // with finite values. Where there are no rows, it is that of the last step.
  float time;
  // What the callback that ended the run returned, else 0.
  int code;
} photinus_solution_f32;

// The function g of an event, which happens where it becomes 0: writes g(t, y) of the event of that number to `*value`;
// NaN (what is there before) has no sign. Returns 0 to go on, a positive number to stop, a negative one for failure. It must
// not unwind, throw or longjmp.
typedef int (*photinus_event_value_f64)(size_t event,
                                        double t,
                                        const double *y,
                                        size_t dim,
                                        double *value,
                                        void *user);

// Called where an event has happened: its number, the time and the state. Returns 0 to go on, a positive number to stop, a
// negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_event_f64)(size_t event, double t, const double *y, size_t dim, void *user);

// The events that are looked for. One has happened where the sign of its function at the end of a step differs from that at
// the begin of the step; two zeros within one step are not seen.
typedef struct photinus_events_f64 {
  // The size of this struct: what photinus_events_init_f64 got.
  size_t struct_size;
  // How many they are. Default 0.
  size_t count;
  // Their functions.
  photinus_event_value_f64 value;
  // Called where one has happened; or NULL (default).
  photinus_event_f64 happened;
  // In which direction the sign of each changes, `count` values of photinus_direction; or NULL (default): both. Backwards
  // in time, rising means from one step of the solver to the next.
  const int *directions;
  // Whether each ends the run, `count` numbers 0 or 1; or NULL (default): none.
  const int *terminal;
} photinus_events_f64;

// Where a solver stands.
typedef struct photinus_solver_report_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_solver_report_f64)`.
  size_t struct_size;
  // The number of equations.
  size_t dim;
  // Steps taken so far.
  uint64_t steps;
  // Steps that were tried and rejected so far.
  uint64_t rejected;
  // Derivatives evaluated so far.
  uint64_t evaluations;
  // The time that the solver stands at.
  double time;
  // Where the last step began: from there to `time` the solution can be interpolated. It is `time` itself before the first
  // step, after an event that ended a run, and after a call that ended within a step.
  double previous_time;
  // The length of the step that would be tried next; 0 before the first is chosen.
  double next_step;
  // Whether the rates at `time` are known, 0 or 1: not before the first step, nor after an event that ended a run.
  int rates_known;
} photinus_solver_report_f64;

// The function g of an event, which happens where it becomes 0: writes g(t, y) of the event of that number to `*value`;
// NaN (what is there before) has no sign. Returns 0 to go on, a positive number to stop, a negative one for failure. It must
// not unwind, throw or longjmp.
typedef int (*photinus_event_value_f32)(size_t event,
                                        float t,
                                        const float *y,
                                        size_t dim,
                                        float *value,
                                        void *user);

// Called where an event has happened: its number, the time and the state. Returns 0 to go on, a positive number to stop, a
// negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_event_f32)(size_t event, float t, const float *y, size_t dim, void *user);

// The events that are looked for. One has happened where the sign of its function at the end of a step differs from that at
// the begin of the step; two zeros within one step are not seen.
typedef struct photinus_events_f32 {
  // The size of this struct: what photinus_events_init_f32 got.
  size_t struct_size;
  // How many they are. Default 0.
  size_t count;
  // Their functions.
  photinus_event_value_f32 value;
  // Called where one has happened; or NULL (default).
  photinus_event_f32 happened;
  // In which direction the sign of each changes, `count` values of photinus_direction; or NULL (default): both. Backwards
  // in time, rising means from one step of the solver to the next.
  const int *directions;
  // Whether each ends the run, `count` numbers 0 or 1; or NULL (default): none.
  const int *terminal;
} photinus_events_f32;

// Where a solver stands.
typedef struct photinus_solver_report_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_solver_report_f32)`.
  size_t struct_size;
  // The number of equations.
  size_t dim;
  // Steps taken so far.
  uint64_t steps;
  // Steps that were tried and rejected so far.
  uint64_t rejected;
  // Derivatives evaluated so far.
  uint64_t evaluations;
  // The time that the solver stands at.
  float time;
  // Where the last step began: from there to `time` the solution can be interpolated. It is `time` itself before the first
  // step, after an event that ended a run, and after a call that ended within a step.
  float previous_time;
  // The length of the step that would be tried next; 0 before the first is chosen.
  float next_step;
  // Whether the rates at `time` are known, 0 or 1: not before the first step, nor after an event that ended a run.
  int rates_known;
} photinus_solver_report_f32;

// How Lyapunov exponents are computed.
typedef struct photinus_lyapunov_options_f64 {
  // The size of this struct: what photinus_lyapunov_options_init_f64 got.
  size_t struct_size;
  // How many of the exponents, the largest ones, 1 to dim. Default 1.
  size_t count;
  // The steps from one orthonormalisation to the next, at least 1: so few that no displacement grows or shrinks by more
  // than some 10^6 (f32: 10^2) against another in between. Default 1.
  uint64_t interval;
  // The step of RK4, above 0. To be set.
  double step;
  // Where the tangent is left to differences, how large a change of y is not small: the length over which f bends, above
  // 0. Default 1, which is right for phases in radians.
  double scale;
} photinus_lyapunov_options_f64;

// How a system changes along a displacement v of its state: writes J(t, y) v, with J[i][j] = df_i/dy_j, to all of `out`,
// whose content means nothing before; all arrays have `dim` elements. Returns 0 to go on, a positive number to stop, a
// negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_tangent_f64)(double t,
                                    const double *y,
                                    const double *displacement,
                                    size_t dim,
                                    double *out,
                                    void *user);

// How Lyapunov exponents are computed.
typedef struct photinus_lyapunov_options_f32 {
  // The size of this struct: what photinus_lyapunov_options_init_f32 got.
  size_t struct_size;
  // How many of the exponents, the largest ones, 1 to dim. Default 1.
  size_t count;
  // The steps from one orthonormalisation to the next, at least 1: so few that no displacement grows or shrinks by more
  // than some 10^6 (f32: 10^2) against another in between. Default 1.
  uint64_t interval;
  // The step of RK4, above 0. To be set.
  float step;
  // Where the tangent is left to differences, how large a change of y is not small: the length over which f bends, above
  // 0. Default 1, which is right for phases in radians.
  float scale;
} photinus_lyapunov_options_f32;

// How a system changes along a displacement v of its state: writes J(t, y) v, with J[i][j] = df_i/dy_j, to all of `out`,
// whose content means nothing before; all arrays have `dim` elements. Returns 0 to go on, a positive number to stop, a
// negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_tangent_f32)(float t,
                                    const float *y,
                                    const float *displacement,
                                    size_t dim,
                                    float *out,
                                    void *user);

// A coupling of one's own: adds `strength` times its part of dphi_i/dt at phases[n] to each of rates[n], which hold other
// parts already. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
// longjmp.
typedef int (*photinus_pull_f64)(double strength,
                                 const double *phases,
                                 size_t n,
                                 double *rates,
                                 void *user);

// A drive of one's own: adds to rates[n], at time t and phases[n], what does not come from the coupling. Returns 0 to go
// on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_drive_f64)(double t,
                                  const double *phases,
                                  size_t n,
                                  double *rates,
                                  void *user);

// A network of N phase oscillators (Kuramoto, 1975; Chemical Oscillations, Waves, and Turbulence, 1984, ch. 5):
//
//   dphi_i/dt = omega_i + K(t) (pairs_i + triangles_i) + swing_i + force_i + drive_i
//
// or with inertia, where masses m and dampings d are given,
//
//   m_i d^2phi_i/dt^2 + d_i dphi_i/dt = (the same)
//
// Phases phi in radians, never wrapped; omega and weights in radians per unit of time (with inertia: torques or powers).
// A sine of a phase is good to 1.5 epsilon max(1, |phi|), about what the rounding of phi is worth itself: a long run in f32
// is better off with phases that the caller wraps from time to time.
// What is not set does not act. photinus_kuramoto_init_f64 sets nothing but K(t) = 1 and M = 1.
//
// The state has N numbers, phi; with inertia 2 N, phi and then dphi/dt; of a network that learns N + N^2, phi and then the
// weights k by rows.
//
// The pairs, by kind (M harmonics m = 1 ... M, lags alpha of harmonic m or of each weight):
//
//   DENSE       sum over m, j        K[m-1][i][j] sin(m (phi_j - phi_i) - alpha)
//   SPARSE      sum over m, e        K[m-1][e]    sin(m (phi_j - phi_i) - alpha), j = columns[e],
//                                    e = row_offsets[i] ... row_offsets[i+1] - 1
//   MEAN_FIELD  sum over m, j        K[m-1] / N   sin(m (phi_j - phi_i) - alpha_m)
//   GROUPS      sum over m, j        K[m-1][g][h] sin(m (phi_j - phi_i) - alpha), g, h the groups of i, j
//   USER        what `pull` adds
//   NONE        nothing
//   HEBBIAN     sum over j           k_ij sin(phi_j - phi_i - alpha),
//               dk_ij/dt = epsilon_ij (gamma cos(phi_j - phi_i - beta) - k_ij)
//
// The triangles: of a list, sum over e of K_e sin(phi_j + phi_k - 2 phi_i - alpha) or of K_e sin(2 phi_j - phi_k - phi_i -
// alpha), with j, k = triangle_corners[2 e], [2 e + 1] and e = triangle_offsets[i] ... triangle_offsets[i+1] - 1; of all
// oscillators, K_s r_1^2 sin(2 psi_1 - 2 phi_i - alpha) + K_a r_1 r_2 sin(psi_2 - psi_1 - phi_i - alpha) + K_t r_1^3
// sin(psi_1 - phi_i - alpha), with the order parameters r_m e^(i psi_m) = sum over j of e^(i m phi_j) / N.
//
// With a delay tau, everybody sees the others as they were: the phases of the others, j and k, and what is made of them
// (psi), are those at t - tau, phi_i is that at t; so is an oscillator's pull on itself one of its past, but of a DENSE
// coupling without lags, which has none. With delays, each edge e has one of its own. Such a model is for a
// photinus_delayed_f64; the other functions refuse it with PHOTINUS_ERROR_UNSUPPORTED, but for
// photinus_kuramoto_dim_f64.
//
// What combines (else PHOTINUS_ERROR_UNSUPPORTED; so is what is set, and has no effect for the kind):
//
//   kind        lags            normalization   single  triangles, inertia  threads  delay
//   DENSE       harmonic, pair  all             yes     yes                 yes      one
//   SPARSE      harmonic, pair  all             yes     yes                 yes      one, or one per edge
//   MEAN_FIELD  harmonic        all             no      yes                 yes      one
//   GROUPS      harmonic, pair  all             no      yes                 yes      one
//   USER        no              no              no      yes                 no       no
//   NONE        no              no              no      yes                 no       one
//   HEBBIAN     harmonic        none, N         no      no                  no       no
//
// Every kind may be driven, and solved by every method, with noise on each component of the state. Threads share a
// network's work with a fixed step (RK4, Euler, Heun), without triangles, inertia, swing, force and drive; any other is
// solved by one. No level, layout or number of threads changes a bit of the results.
//
// A delay does not combine with inertia, nor with more than one of: pairs, listed triangles, triangles of all
// oscillators. Delays per edge do not combine with single precision.
typedef struct photinus_kuramoto_f64 {
  // The size of this struct: what photinus_kuramoto_init_f64 got.
  size_t struct_size;
  // The number N of oscillators, at least 1.
  size_t oscillators;
  // The number M of harmonics, at least 1; 1 with USER, NONE and HEBBIAN. Default 1.
  size_t harmonics;
  // omega, N numbers.
  const double *natural_frequencies;
  // K: DENSE M N N numbers, harmonic after harmonic, row i being the equation of oscillator i; SPARSE M E; MEAN_FIELD M;
  // GROUPS M G G, row g for the group that is pulled.
  const double *coupling;
  // K in single precision, in place of `coupling`, which is then NULL: half the memory to read in double precision, where
  // nothing but the weights is rounded. DENSE and SPARSE.
  const float *coupling_single;
  // alpha: M numbers (HARMONIC), or as many as weights, stored as they are (PAIR).
  const double *lags;
  // SPARSE: the number E of edges.
  size_t edges;
  // SPARSE: N + 1 numbers from 0 to E: where the edges that pull on each oscillator begin.
  const size_t *row_offsets;
  // SPARSE: the oscillator j that each of the E edges comes from.
  const uint32_t *columns;
  // GROUPS: the number G of groups.
  size_t groups;
  // GROUPS: the group of each oscillator, N numbers below G.
  const uint32_t *labels;
  // USER: the coupling.
  photinus_pull_f64 pull;
  // Given to `pull`.
  void *pull_user;
  // How many triangles are listed.
  size_t triangles;
  // N + 1 numbers from 0 to `triangles`: where the triangles that pull on each oscillator begin. NULL: none are listed.
  const size_t *triangle_offsets;
  // The oscillators j, k of each triangle, one after the other.
  const uint32_t *triangle_corners;
  // Their weights K_e.
  const double *triangle_weights;
  // m, N numbers above 0; NULL: no inertia.
  const double *masses;
  // d, N numbers of at least 0, with masses.
  const double *dampings;
  // HEBBIAN: epsilon, N N numbers of at least 0 by rows, where a weight's rate is 0 if it is not to change; or NULL:
  // `learning_rate` for all.
  const double *learning_rates;
  // swing_i = amplitude_i sin(swing_frequency t + phase_i): N amplitudes, or NULL for no swing.
  const double *swing_amplitudes;
  // Its N phases, or NULL for zeros.
  const double *swing_phases;
  // force_i = amplitude_i sin(force_frequency t + force_phase - phi_i): N amplitudes, or NULL for no force.
  const double *force_amplitudes;
  // drive_i: what this adds, or NULL.
  photinus_drive_f64 drive;
  // Given to `drive`.
  void *drive_user;
  // The lag alpha of listed triangles.
  double triangle_lag;
  // K_s, of symmetric triangles of all oscillators.
  double all_symmetric;
  // K_a, of asymmetric triangles of all oscillators.
  double all_asymmetric;
  // K_t, of tetrahedra of all oscillators.
  double all_tetrahedra;
  // The lag alpha in these three.
  double all_lag;
  // HEBBIAN: epsilon, at least 0.
  double learning_rate;
  // HEBBIAN: gamma. Default 1.
  double learning_gain;
  // HEBBIAN: beta.
  double learning_lag;
  // K(t) = strength_level + strength_slope t + strength_amplitude sin(strength_frequency t + strength_phase), by which all
  // that pulls is multiplied. Default 1.
  double strength_level;
  // Default 0, as the next three.
  double strength_slope;
  // In the sine's place.
  double strength_amplitude;
  // In radians per unit of time.
  double strength_frequency;
  // In radians.
  double strength_phase;
  // The angular frequency of the swing.
  double swing_frequency;
  // The angular frequency of the force.
  double force_frequency;
  // Its phase at t = 0.
  double force_phase;
  // What pulls in pairs: a value of photinus_coupling. Default DENSE.
  int kind;
  // DENSE: how each matrix lies in memory, a value of photinus_layout. Default by rows.
  int layout;
  // By what the sum over pairs is divided: a value of photinus_normalization.
  int normalization;
  // What `lags` are: a value of photinus_lag. Default NONE.
  int lag_kind;
  // How listed triangles pull: a value of photinus_triangle. Default SYMMETRIC.
  int triangle_form;
  // By what the sum over listed triangles is divided: a value of photinus_normalization.
  int triangle_normalization;
  // The instruction set to run on: a value of photinus_level. Default the best.
  int level;
  // SPARSE: a delay of at least 0 for each of the E edges, in units of time; or NULL (default): `delay` for all.
  const double *delays;
  // The delay tau of the network, at least 0, in units of time. Default 0, which is none.
  double delay;
} photinus_kuramoto_f64;

// A coupling of one's own: adds `strength` times its part of dphi_i/dt at phases[n] to each of rates[n], which hold other
// parts already. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
// longjmp.
typedef int (*photinus_pull_f32)(float strength,
                                 const float *phases,
                                 size_t n,
                                 float *rates,
                                 void *user);

// A drive of one's own: adds to rates[n], at time t and phases[n], what does not come from the coupling. Returns 0 to go
// on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
typedef int (*photinus_drive_f32)(float t, const float *phases, size_t n, float *rates, void *user);

// A network of N phase oscillators (Kuramoto, 1975; Chemical Oscillations, Waves, and Turbulence, 1984, ch. 5):
//
//   dphi_i/dt = omega_i + K(t) (pairs_i + triangles_i) + swing_i + force_i + drive_i
//
// or with inertia, where masses m and dampings d are given,
//
//   m_i d^2phi_i/dt^2 + d_i dphi_i/dt = (the same)
//
// Phases phi in radians, never wrapped; omega and weights in radians per unit of time (with inertia: torques or powers).
// A sine of a phase is good to 1.5 epsilon max(1, |phi|), about what the rounding of phi is worth itself: a long run in f32
// is better off with phases that the caller wraps from time to time.
// What is not set does not act. photinus_kuramoto_init_f32 sets nothing but K(t) = 1 and M = 1.
//
// The state has N numbers, phi; with inertia 2 N, phi and then dphi/dt; of a network that learns N + N^2, phi and then the
// weights k by rows.
//
// The pairs, by kind (M harmonics m = 1 ... M, lags alpha of harmonic m or of each weight):
//
//   DENSE       sum over m, j        K[m-1][i][j] sin(m (phi_j - phi_i) - alpha)
//   SPARSE      sum over m, e        K[m-1][e]    sin(m (phi_j - phi_i) - alpha), j = columns[e],
//                                    e = row_offsets[i] ... row_offsets[i+1] - 1
//   MEAN_FIELD  sum over m, j        K[m-1] / N   sin(m (phi_j - phi_i) - alpha_m)
//   GROUPS      sum over m, j        K[m-1][g][h] sin(m (phi_j - phi_i) - alpha), g, h the groups of i, j
//   USER        what `pull` adds
//   NONE        nothing
//   HEBBIAN     sum over j           k_ij sin(phi_j - phi_i - alpha),
//               dk_ij/dt = epsilon_ij (gamma cos(phi_j - phi_i - beta) - k_ij)
//
// The triangles: of a list, sum over e of K_e sin(phi_j + phi_k - 2 phi_i - alpha) or of K_e sin(2 phi_j - phi_k - phi_i -
// alpha), with j, k = triangle_corners[2 e], [2 e + 1] and e = triangle_offsets[i] ... triangle_offsets[i+1] - 1; of all
// oscillators, K_s r_1^2 sin(2 psi_1 - 2 phi_i - alpha) + K_a r_1 r_2 sin(psi_2 - psi_1 - phi_i - alpha) + K_t r_1^3
// sin(psi_1 - phi_i - alpha), with the order parameters r_m e^(i psi_m) = sum over j of e^(i m phi_j) / N.
//
// With a delay tau, everybody sees the others as they were: the phases of the others, j and k, and what is made of them
// (psi), are those at t - tau, phi_i is that at t; so is an oscillator's pull on itself one of its past, but of a DENSE
// coupling without lags, which has none. With delays, each edge e has one of its own. Such a model is for a
// photinus_delayed_f32; the other functions refuse it with PHOTINUS_ERROR_UNSUPPORTED, but for
// photinus_kuramoto_dim_f32.
//
// What combines (else PHOTINUS_ERROR_UNSUPPORTED; so is what is set, and has no effect for the kind):
//
//   kind        lags            normalization   single  triangles, inertia  threads  delay
//   DENSE       harmonic, pair  all             yes     yes                 yes      one
//   SPARSE      harmonic, pair  all             yes     yes                 yes      one, or one per edge
//   MEAN_FIELD  harmonic        all             no      yes                 yes      one
//   GROUPS      harmonic, pair  all             no      yes                 yes      one
//   USER        no              no              no      yes                 no       no
//   NONE        no              no              no      yes                 no       one
//   HEBBIAN     harmonic        none, N         no      no                  no       no
//
// Every kind may be driven, and solved by every method, with noise on each component of the state. Threads share a
// network's work with a fixed step (RK4, Euler, Heun), without triangles, inertia, swing, force and drive; any other is
// solved by one. No level, layout or number of threads changes a bit of the results.
//
// A delay does not combine with inertia, nor with more than one of: pairs, listed triangles, triangles of all
// oscillators. Delays per edge do not combine with single precision.
typedef struct photinus_kuramoto_f32 {
  // The size of this struct: what photinus_kuramoto_init_f32 got.
  size_t struct_size;
  // The number N of oscillators, at least 1.
  size_t oscillators;
  // The number M of harmonics, at least 1; 1 with USER, NONE and HEBBIAN. Default 1.
  size_t harmonics;
  // omega, N numbers.
  const float *natural_frequencies;
  // K: DENSE M N N numbers, harmonic after harmonic, row i being the equation of oscillator i; SPARSE M E; MEAN_FIELD M;
  // GROUPS M G G, row g for the group that is pulled.
  const float *coupling;
  // K in single precision, in place of `coupling`, which is then NULL: half the memory to read in double precision, where
  // nothing but the weights is rounded. DENSE and SPARSE.
  const float *coupling_single;
  // alpha: M numbers (HARMONIC), or as many as weights, stored as they are (PAIR).
  const float *lags;
  // SPARSE: the number E of edges.
  size_t edges;
  // SPARSE: N + 1 numbers from 0 to E: where the edges that pull on each oscillator begin.
  const size_t *row_offsets;
  // SPARSE: the oscillator j that each of the E edges comes from.
  const uint32_t *columns;
  // GROUPS: the number G of groups.
  size_t groups;
  // GROUPS: the group of each oscillator, N numbers below G.
  const uint32_t *labels;
  // USER: the coupling.
  photinus_pull_f32 pull;
  // Given to `pull`.
  void *pull_user;
  // How many triangles are listed.
  size_t triangles;
  // N + 1 numbers from 0 to `triangles`: where the triangles that pull on each oscillator begin. NULL: none are listed.
  const size_t *triangle_offsets;
  // The oscillators j, k of each triangle, one after the other.
  const uint32_t *triangle_corners;
  // Their weights K_e.
  const float *triangle_weights;
  // m, N numbers above 0; NULL: no inertia.
  const float *masses;
  // d, N numbers of at least 0, with masses.
  const float *dampings;
  // HEBBIAN: epsilon, N N numbers of at least 0 by rows, where a weight's rate is 0 if it is not to change; or NULL:
  // `learning_rate` for all.
  const float *learning_rates;
  // swing_i = amplitude_i sin(swing_frequency t + phase_i): N amplitudes, or NULL for no swing.
  const float *swing_amplitudes;
  // Its N phases, or NULL for zeros.
  const float *swing_phases;
  // force_i = amplitude_i sin(force_frequency t + force_phase - phi_i): N amplitudes, or NULL for no force.
  const float *force_amplitudes;
  // drive_i: what this adds, or NULL.
  photinus_drive_f32 drive;
  // Given to `drive`.
  void *drive_user;
  // The lag alpha of listed triangles.
  float triangle_lag;
  // K_s, of symmetric triangles of all oscillators.
  float all_symmetric;
  // K_a, of asymmetric triangles of all oscillators.
  float all_asymmetric;
  // K_t, of tetrahedra of all oscillators.
  float all_tetrahedra;
  // The lag alpha in these three.
  float all_lag;
  // HEBBIAN: epsilon, at least 0.
  float learning_rate;
  // HEBBIAN: gamma. Default 1.
  float learning_gain;
  // HEBBIAN: beta.
  float learning_lag;
  // K(t) = strength_level + strength_slope t + strength_amplitude sin(strength_frequency t + strength_phase), by which all
  // that pulls is multiplied. Default 1.
  float strength_level;
  // Default 0, as the next three.
  float strength_slope;
  // In the sine's place.
  float strength_amplitude;
  // In radians per unit of time.
  float strength_frequency;
  // In radians.
  float strength_phase;
  // The angular frequency of the swing.
  float swing_frequency;
  // The angular frequency of the force.
  float force_frequency;
  // Its phase at t = 0.
  float force_phase;
  // What pulls in pairs: a value of photinus_coupling. Default DENSE.
  int kind;
  // DENSE: how each matrix lies in memory, a value of photinus_layout. Default by rows.
  int layout;
  // By what the sum over pairs is divided: a value of photinus_normalization.
  int normalization;
  // What `lags` are: a value of photinus_lag. Default NONE.
  int lag_kind;
  // How listed triangles pull: a value of photinus_triangle. Default SYMMETRIC.
  int triangle_form;
  // By what the sum over listed triangles is divided: a value of photinus_normalization.
  int triangle_normalization;
  // The instruction set to run on: a value of photinus_level. Default the best.
  int level;
  // SPARSE: a delay of at least 0 for each of the E edges, in units of time; or NULL (default): `delay` for all.
  const float *delays;
  // The delay tau of the network, at least 0, in units of time. Default 0, which is none.
  float delay;
} photinus_kuramoto_f32;

// The phases before the start of a run: writes phase number `oscillator` at the time t to `*phase`; NaN (what is there
// before) ends the run with PHOTINUS_ERROR_DIVERGED. It is asked for times from start - delay to start, in any order and
// as often as they are needed, and has to answer alike. Returns 0 to go on, a positive number to stop, a negative one for
// failure. It must not unwind, throw or longjmp.
typedef int (*photinus_history_f64)(size_t oscillator, double t, double *phase, void *user);

// The phases before the start of a run: writes phase number `oscillator` at the time t to `*phase`; NaN (what is there
// before) ends the run with PHOTINUS_ERROR_DIVERGED. It is asked for times from start - delay to start, in any order and
// as often as they are needed, and has to answer alike. Returns 0 to go on, a positive number to stop, a negative one for
// failure. It must not unwind, throw or longjmp.
typedef int (*photinus_history_f32)(size_t oscillator, float t, float *phase, void *user);

// Many networks with dense coupling of N oscillators and M harmonics each, the members, that differ in their numbers:
//
//   dphi_i/dt = omega_i + K sum over m, j of K[m-1][i][j] sin(m (phi_j - phi_i) - alpha_m)
//
// With noise, by the options of the solver, sigma_i dW_i is added. Each member's result is, bit for bit, that of a
// photinus_kuramoto_f64 with these numbers and strength_level = K, and with the member's seed in its options. Networks of up
// to 32 oscillators are computed eight at a time, in the lanes of a vector.
typedef struct photinus_ensemble_f64 {
  // The size of this struct: what photinus_ensemble_init_f64 got.
  size_t struct_size;
  // How many networks, at least 1.
  size_t members;
  // The number N of oscillators of each, at least 1.
  size_t oscillators;
  // The number M of harmonics of each, at least 1. Default 1.
  size_t harmonics;
  // omega: a matrix [frequency_rows][N] by rows.
  const double *natural_frequencies;
  // 1 (default): all members have the same; or as many as members: each has its own.
  size_t frequency_rows;
  // The matrices: M N N numbers as of photinus_kuramoto_f64, coupling_count times.
  const double *coupling;
  // 1 (default): all members have the same; or as many as members: each has its own.
  size_t coupling_count;
  // K, a number per member; or NULL for ones.
  const double *strengths;
  // alpha, M numbers that all members have; or NULL for none.
  const double *lags;
  // How each matrix lies in memory: a value of photinus_layout. Default by rows.
  int layout;
  // By what each sum is divided: a value of photinus_normalization. Default by nothing. With IN_DEGREE members are
  // computed one by one.
  int normalization;
  // The instruction set to run on: a value of photinus_level. Default the best.
  int level;
  // The seeds of the noise, a number per member; or NULL: that of member k is the seed of the options plus k, modulo 2^64.
  // Members of the same seed have the same noise.
  const uint64_t *seeds;
} photinus_ensemble_f64;

// Many networks with dense coupling of N oscillators and M harmonics each, the members, that differ in their numbers:
//
//   dphi_i/dt = omega_i + K sum over m, j of K[m-1][i][j] sin(m (phi_j - phi_i) - alpha_m)
//
// With noise, by the options of the solver, sigma_i dW_i is added. Each member's result is, bit for bit, that of a
// photinus_kuramoto_f32 with these numbers and strength_level = K, and with the member's seed in its options. Networks of up
// to 32 oscillators are computed eight at a time, in the lanes of a vector.
typedef struct photinus_ensemble_f32 {
  // The size of this struct: what photinus_ensemble_init_f32 got.
  size_t struct_size;
  // How many networks, at least 1.
  size_t members;
  // The number N of oscillators of each, at least 1.
  size_t oscillators;
  // The number M of harmonics of each, at least 1. Default 1.
  size_t harmonics;
  // omega: a matrix [frequency_rows][N] by rows.
  const float *natural_frequencies;
  // 1 (default): all members have the same; or as many as members: each has its own.
  size_t frequency_rows;
  // The matrices: M N N numbers as of photinus_kuramoto_f32, coupling_count times.
  const float *coupling;
  // 1 (default): all members have the same; or as many as members: each has its own.
  size_t coupling_count;
  // K, a number per member; or NULL for ones.
  const float *strengths;
  // alpha, M numbers that all members have; or NULL for none.
  const float *lags;
  // How each matrix lies in memory: a value of photinus_layout. Default by rows.
  int layout;
  // By what each sum is divided: a value of photinus_normalization. Default by nothing. With IN_DEGREE members are
  // computed one by one.
  int normalization;
  // The instruction set to run on: a value of photinus_level. Default the best.
  int level;
  // The seeds of the noise, a number per member; or NULL: that of member k is the seed of the options plus k, modulo 2^64.
  // Members of the same seed have the same noise.
  const uint64_t *seeds;
} photinus_ensemble_f32;

// How the synchronisation transition is measured: for each strength of the coupling, the mean in time and the variance of
// the order parameter r = |sum over j of e^(i m phi_j)| / N, after a transient (Kuramoto, 1975; Strogatz, Physica D 143,
// 2000, fig. 3).
typedef struct photinus_transition_f64 {
  // The size of this struct: what photinus_transition_init_f64 got.
  size_t struct_size;
  // Steps before the first sample. Default 1000.
  uint64_t transient;
  // How often r is taken, at least once. Default 1000.
  uint64_t samples;
  // Steps between two samples, at least 1. Default 1.
  uint64_t every;
  // The step of the solver, above 0. Default 0, which is none.
  double step;
  // How the network is solved: PHOTINUS_METHOD_RK4 (default), EULER or HEUN.
  int method;
  // Whether each strength starts where the one before it ended (1), instead of at the initial phases (0, default): up and
  // down again, that shows hysteresis.
  int carried;
  // The harmonic m of the order parameter, at least 1. Default 1.
  uint32_t harmonic;
} photinus_transition_f64;

// How the synchronisation transition is measured: for each strength of the coupling, the mean in time and the variance of
// the order parameter r = |sum over j of e^(i m phi_j)| / N, after a transient (Kuramoto, 1975; Strogatz, Physica D 143,
// 2000, fig. 3).
typedef struct photinus_transition_f32 {
  // The size of this struct: what photinus_transition_init_f32 got.
  size_t struct_size;
  // Steps before the first sample. Default 1000.
  uint64_t transient;
  // How often r is taken, at least once. Default 1000.
  uint64_t samples;
  // Steps between two samples, at least 1. Default 1.
  uint64_t every;
  // The step of the solver, above 0. Default 0, which is none.
  float step;
  // How the network is solved: PHOTINUS_METHOD_RK4 (default), EULER or HEUN.
  int method;
  // Whether each strength starts where the one before it ended (1), instead of at the initial phases (0, default): up and
  // down again, that shows hysteresis.
  int carried;
  // The harmonic m of the order parameter, at least 1. Default 1.
  uint32_t harmonic;
} photinus_transition_f32;

// Who is whose neighbour, for photinus_local_order_f64: a matrix A of weights, none below 0.
typedef struct photinus_neighbourhoods_f64 {
  // The size of this struct: what photinus_neighbourhoods_init_f64 got.
  size_t struct_size;
  // The number N of oscillators, at least 1.
  size_t oscillators;
  // DENSE: A, a matrix [N][N] by rows. SPARSE: the weights of the edges, or NULL (default) if all are 1.
  const double *weights;
  // SPARSE: the neighbours of i are columns[row_offsets[i]] ... columns[row_offsets[i + 1] - 1]; N + 1 offsets, which
  // begin with 0, do not fall, and end with `edges`. Rows may be empty, and may name an oscillator twice, or its own.
  const size_t *row_offsets;
  // SPARSE: `edges` numbers of oscillators.
  const uint32_t *columns;
  // SPARSE: how many edges there are.
  size_t edges;
  // RING: how many neighbours there are on either side; 2 radius + 1 is at most N.
  size_t radius;
  // A value of photinus_neighbourhood. Default DENSE.
  int kind;
  // The instruction set: a value of photinus_level. It changes no bit of the results. Default the best.
  int level;
} photinus_neighbourhoods_f64;

// What photinus_order_statistics_f64 have come to.
typedef struct photinus_order_summary_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_order_summary_f64)`.
  size_t struct_size;
  // Rows added.
  uint64_t rows;
  // The mean of r in time; NaN before the first row.
  double mean;
  // Its variance in time, with rows - 1; NaN before the second row.
  double variance;
} photinus_order_summary_f64;

// What photinus_group_statistics_f64 have come to; r_g(t) is the order parameter of group g.
typedef struct photinus_group_summary_f64 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_group_summary_f64)`.
  size_t struct_size;
  // Rows added.
  uint64_t rows;
  // The mean over groups of the variance of r_g in time, with rows - 1; NaN before the second row.
  double metastability;
  // The mean in time of the variance of r_g over groups, with groups - 1; NaN before the first row, and for one group.
  double chimera_index;
} photinus_group_summary_f64;

// Who is whose neighbour, for photinus_local_order_f32: a matrix A of weights, none below 0.
typedef struct photinus_neighbourhoods_f32 {
  // The size of this struct: what photinus_neighbourhoods_init_f32 got.
  size_t struct_size;
  // The number N of oscillators, at least 1.
  size_t oscillators;
  // DENSE: A, a matrix [N][N] by rows. SPARSE: the weights of the edges, or NULL (default) if all are 1.
  const float *weights;
  // SPARSE: the neighbours of i are columns[row_offsets[i]] ... columns[row_offsets[i + 1] - 1]; N + 1 offsets, which
  // begin with 0, do not fall, and end with `edges`. Rows may be empty, and may name an oscillator twice, or its own.
  const size_t *row_offsets;
  // SPARSE: `edges` numbers of oscillators.
  const uint32_t *columns;
  // SPARSE: how many edges there are.
  size_t edges;
  // RING: how many neighbours there are on either side; 2 radius + 1 is at most N.
  size_t radius;
  // A value of photinus_neighbourhood. Default DENSE.
  int kind;
  // The instruction set: a value of photinus_level. It changes no bit of the results. Default the best.
  int level;
} photinus_neighbourhoods_f32;

// What photinus_order_statistics_f32 have come to.
typedef struct photinus_order_summary_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_order_summary_f32)`.
  size_t struct_size;
  // Rows added.
  uint64_t rows;
  // The mean of r in time; NaN before the first row.
  float mean;
  // Its variance in time, with rows - 1; NaN before the second row.
  float variance;
} photinus_order_summary_f32;

// What photinus_group_statistics_f32 have come to; r_g(t) is the order parameter of group g.
typedef struct photinus_group_summary_f32 {
  // The size of this struct, to be set by the caller: `sizeof(photinus_group_summary_f32)`.
  size_t struct_size;
  // Rows added.
  uint64_t rows;
  // The mean over groups of the variance of r_g in time, with rows - 1; NaN before the second row.
  float metastability;
  // The mean in time of the variance of r_g over groups, with groups - 1; NaN before the first row, and for one group.
  float chimera_index;
} photinus_group_summary_f32;

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

// Writes to `out[4]` the 128 random bits of Philox4x32-10 for that counter[4] and that key[2]: a function of both alone
// (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11). `out` may be `counter`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
int photinus_philox4x32_10(const uint32_t *counter,
                           const uint32_t *key,
                           uint32_t *out);

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

// Sets the rule in `*options`, and the inertia and pulls that were published with it: of PHOTINUS_RULE_CONSTRICTION
// 2.05, of PHOTINUS_RULE_CONSTANT and PHOTINUS_RULE_FALLING those of the defaults, of PHOTINUS_RULE_ADAPTIVE inertia from 0
// to 1, of PHOTINUS_RULE_SPHERE inertia 1 / (2 ln 2) and pulls 1/2 + ln 2. The rest stays.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_pso_options_set_rule_f64(struct photinus_pso_options_f64 *options,
                                      int rule);

// Writes to `*bytes` and `*align` what a swarm of that size needs, for functions of `dim` variables. `options` may be
// NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER if the
// swarm is empty, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_pso_size_f64(size_t dim,
                          const struct photinus_pso_options_f64 *options,
                          size_t *bytes,
                          size_t *align);

// Makes a swarm in `memory`, in the box from `lower[dim]` to `upper[dim]` (equal where a variable is fixed), and writes
// its address, which is that of the memory, to `*pso`. Nothing is to be freed.
//
// start: the positions of the first `start_count` particles, a matrix [start_count][dim] by rows, or NULL with 0; the
// others start where options->start says. options: or NULL for the defaults. memory, bytes: as photinus_pso_size_f64
// says for the same dim and options. The arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_BOUNDS,
// PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_START.
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
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK:
// the objective said so. Nothing has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_UNINITIALISED.
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

// photinus_pso_step_f64 with an objective that is called once for all points of the generation.
//
// The statuses of photinus_pso_step_f64.
int photinus_pso_step_batch_f64(struct photinus_pso_f64 *pso,
                                photinus_batch_f64 objective,
                                void *user);

// photinus_pso_run_f64 with an objective that is called once for all points of a generation.
//
// The statuses of photinus_pso_run_f64.
int photinus_pso_run_batch_f64(struct photinus_pso_f64 *pso,
                               photinus_batch_f64 objective,
                               photinus_watch_f64 watch,
                               void *user);

// Writes to `*points` where the points are whose values are wanted, a matrix [*count][dim] by rows, and to `*count` how
// many: those of the generation, the same until all of them are told (photinus_pso_tell_f64), then others. 0 of them where
// the run has ended. The points lie in the swarm's memory and must not be changed; they are there until the last one is
// told, or the swarm is stepped, moved or freed. The result is that of photinus_pso_step_f64, bit for bit, whatever the
// order of the values. By PHOTINUS_BOUNDARY_FLY there can be points outside of the box: what is told of these is not used.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended, and nothing is asked for. PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_ask_f64(struct photinus_pso_f64 *pso,
                         const double **points,
                         size_t *count);

// Tells the values of the points in the rows first, …, first + count - 1 of what photinus_pso_ask_f64 gave; NaN counts as
// plus infinity. The values may be told in any order and in parts; when the last one is told, the particles move.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there
// can't be so many, PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told.
int photinus_pso_tell_f64(struct photinus_pso_f64 *pso,
                          size_t first,
                          const double *values,
                          size_t count);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the swarm's in any case. Before the first value below plus infinity, it is where the first particle started.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the swarm's.
int photinus_pso_best_f64(const struct photinus_pso_f64 *pso,
                          double *x,
                          size_t dim,
                          double *value);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_report_f64(const struct photinus_pso_f64 *pso,
                            struct photinus_report_f64 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_dim_f64(const struct photinus_pso_f64 *pso,
                         size_t *dim);

// Writes the swarm's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
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
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_save_size_f64(const struct photinus_pso_f64 *pso,
                               size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a swarm restored from it, on any machine, goes on to the same
// bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_pso_save_size_f64 says.
int photinus_pso_save_f64(const struct photinus_pso_f64 *pso,
                          unsigned char *checkpoint,
                          size_t bytes);

// Writes to `*bytes` and `*align` what the swarm in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_pso_restore_size_f64(const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  size_t *bytes,
                                  size_t *align);

// Makes the swarm in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_pso_restore_size_f64 says, and writes its address, which is that of the memory, to `*pso`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_pso_restore_f64(void *memory,
                             size_t bytes,
                             const unsigned char *checkpoint,
                             size_t checkpoint_bytes,
                             struct photinus_pso_f64 **pso);

// Deb's rules in one number, for swarms and other methods that know no constraints: writes to `*result` the value where
// all constraints are met; else a number beyond all reasonable values (10^300; f32: 10^37), the larger, the larger the
// largest violation is (Deb, Comput. Methods Appl. Mech. Eng. 186, 2000). It is what an objective then returns, or what
// is told.
//
// constraints[inequalities + equalities]: first the inequalities, met where they are at most 0, then the equalities,
// met within equality_tolerance of 0; NaN is not met.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if there
// can't be so many, PHOTINUS_ERROR_PARAMETER for a tolerance that is negative or not finite.
int photinus_feasible_first_f64(double value,
                                const double *constraints,
                                size_t inequalities,
                                size_t equalities,
                                double equality_tolerance,
                                double *result);

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

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_options_init_f32(struct photinus_pso_options_f32 *options, size_t size);

// Sets the rule in `*options`, and the inertia and pulls that were published with it: of PHOTINUS_RULE_CONSTRICTION
// 2.05, of PHOTINUS_RULE_CONSTANT and PHOTINUS_RULE_FALLING those of the defaults, of PHOTINUS_RULE_ADAPTIVE inertia from 0
// to 1, of PHOTINUS_RULE_SPHERE inertia 1 / (2 ln 2) and pulls 1/2 + ln 2. The rest stays.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_pso_options_set_rule_f32(struct photinus_pso_options_f32 *options,
                                      int rule);

// Writes to `*bytes` and `*align` what a swarm of that size needs, for functions of `dim` variables. `options` may be
// NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER if the
// swarm is empty, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_pso_size_f32(size_t dim,
                          const struct photinus_pso_options_f32 *options,
                          size_t *bytes,
                          size_t *align);

// Makes a swarm in `memory`, in the box from `lower[dim]` to `upper[dim]` (equal where a variable is fixed), and writes
// its address, which is that of the memory, to `*pso`. Nothing is to be freed.
//
// start: the positions of the first `start_count` particles, a matrix [start_count][dim] by rows, or NULL with 0; the
// others start where options->start says. options: or NULL for the defaults. memory, bytes: as photinus_pso_size_f32
// says for the same dim and options. The arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_BOUNDS,
// PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_START.
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
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK:
// the objective said so. Nothing has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_UNINITIALISED.
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

// photinus_pso_step_f32 with an objective that is called once for all points of the generation.
//
// The statuses of photinus_pso_step_f32.
int photinus_pso_step_batch_f32(struct photinus_pso_f32 *pso,
                                photinus_batch_f32 objective,
                                void *user);

// photinus_pso_run_f32 with an objective that is called once for all points of a generation.
//
// The statuses of photinus_pso_run_f32.
int photinus_pso_run_batch_f32(struct photinus_pso_f32 *pso,
                               photinus_batch_f32 objective,
                               photinus_watch_f32 watch,
                               void *user);

// Writes to `*points` where the points are whose values are wanted, a matrix [*count][dim] by rows, and to `*count` how
// many: those of the generation, the same until all of them are told (photinus_pso_tell_f32), then others. 0 of them where
// the run has ended. The points lie in the swarm's memory and must not be changed; they are there until the last one is
// told, or the swarm is stepped, moved or freed. The result is that of photinus_pso_step_f32, bit for bit, whatever the
// order of the values. By PHOTINUS_BOUNDARY_FLY there can be points outside of the box: what is told of these is not used.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended, and nothing is asked for. PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_ask_f32(struct photinus_pso_f32 *pso,
                         const float **points,
                         size_t *count);

// Tells the values of the points in the rows first, …, first + count - 1 of what photinus_pso_ask_f32 gave; NaN counts as
// plus infinity. The values may be told in any order and in parts; when the last one is told, the particles move.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_SPREAD,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there
// can't be so many, PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told.
int photinus_pso_tell_f32(struct photinus_pso_f32 *pso,
                          size_t first,
                          const float *values,
                          size_t count);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the swarm's in any case. Before the first value below plus infinity, it is where the first particle started.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the swarm's.
int photinus_pso_best_f32(const struct photinus_pso_f32 *pso,
                          float *x,
                          size_t dim,
                          float *value);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_pso_report_f32(const struct photinus_pso_f32 *pso,
                            struct photinus_report_f32 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_dim_f32(const struct photinus_pso_f32 *pso,
                         size_t *dim);

// Writes the swarm's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
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
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_pso_save_size_f32(const struct photinus_pso_f32 *pso,
                               size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a swarm restored from it, on any machine, goes on to the same
// bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_pso_save_size_f32 says.
int photinus_pso_save_f32(const struct photinus_pso_f32 *pso,
                          unsigned char *checkpoint,
                          size_t bytes);

// Writes to `*bytes` and `*align` what the swarm in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_pso_restore_size_f32(const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  size_t *bytes,
                                  size_t *align);

// Makes the swarm in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_pso_restore_size_f32 says, and writes its address, which is that of the memory, to `*pso`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_pso_restore_f32(void *memory,
                             size_t bytes,
                             const unsigned char *checkpoint,
                             size_t checkpoint_bytes,
                             struct photinus_pso_f32 **pso);

// Deb's rules in one number, for swarms and other methods that know no constraints: writes to `*result` the value where
// all constraints are met; else a number beyond all reasonable values (10^300; f32: 10^37), the larger, the larger the
// largest violation is (Deb, Comput. Methods Appl. Mech. Eng. 186, 2000). It is what an objective then returns, or what
// is told.
//
// constraints[inequalities + equalities]: first the inequalities, met where they are at most 0, then the equalities,
// met within equality_tolerance of 0; NaN is not met.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if there
// can't be so many, PHOTINUS_ERROR_PARAMETER for a tolerance that is negative or not finite.
int photinus_feasible_first_f32(float value,
                                const float *constraints,
                                size_t inequalities,
                                size_t equalities,
                                float equality_tolerance,
                                float *result);

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

// Writes the defaults to `*problem`: `size` bytes at most, which is to be `sizeof *problem`. dim, lower and upper are
// to be set in any case.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_problem_init_f64(struct photinus_problem_f64 *problem,
                              size_t size);

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_search_options_init_f64(struct photinus_search_options_f64 *options, size_t size);

// Writes to `*bytes` and `*align` what a search of that problem needs. `options` may be NULL: the defaults.
//
// PHOTINUS_OK; what photinus_search_init_f64 returns for a problem or options that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_search_size_f64(const struct photinus_problem_f64 *problem,
                             const struct photinus_search_options_f64 *options,
                             size_t *bytes,
                             size_t *align);

// Makes a search of that problem in `memory`, and writes its address, which is that of the memory, to `*search`.
// Nothing is evaluated yet, and nothing is to be freed.
//
// options: or NULL for the defaults. memory, bytes: as photinus_search_size_f64 says for the same problem and options.
// The problem's arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION; PHOTINUS_ERROR_BOUNDS if a lower bound is NaN or above its
// upper one, both are the same infinity, they are finite and their distance is not, or no multiple of the grid lies
// between them; PHOTINUS_ERROR_START if a start point is outside the bounds or not finite, or a variable with an
// infinite bound has no start or no positive finite spread; PHOTINUS_ERROR_PARAMETER for an option out of range, and
// for a grid that is negative, not finite, or so fine that its multiples can't be told apart at the bounds;
// PHOTINUS_ERROR_ENUM_VALUE.
int photinus_search_init_f64(void *memory,
                             size_t bytes,
                             const struct photinus_problem_f64 *problem,
                             const struct photinus_search_options_f64 *options,
                             struct photinus_search_f64 **search);

// Gives the points whose values are wanted: writes where they begin, a matrix [count][dim] by rows in the search's
// memory, to `*points`, and how many they are to `*count`. They are the same until the last of their values is told,
// and are to be read until the next call that changes the search. Where the run has ended there are none (and
// `*points` is NULL).
//
// PHOTINUS_OK: values are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS: the run has ended. PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_ask_f64(struct photinus_search_f64 *search,
                            const double **points,
                            size_t *count);

// Tells the values of the points in the rows first, ..., first + count - 1 of what photinus_search_ask_f64 gave; NaN
// counts as plus infinity. The values may be told in any order and in parts; when the last one is told, the search
// moves on. The result is that of photinus_search_step_f64, bit for bit. For a problem without constraints.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there can't be so many,
// PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told, PHOTINUS_ERROR_UNSUPPORTED if
// the problem has constraints.
int photinus_search_tell_f64(struct photinus_search_f64 *search,
                             size_t first,
                             const double *values,
                             size_t count);

// The same with what the constraints are at the points: a matrix [count][inequalities + equalities] by rows.
//
// The statuses of photinus_search_tell_f64, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_tell_constrained_f64(struct photinus_search_f64 *search,
                                         size_t first,
                                         const double *values,
                                         const double *constraints,
                                         size_t count);

// One generation: evaluates the points that are asked for. Nothing is allocated; the objective is called on the
// calling thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on
// with at the point that it ended at.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION (by itself, after max_restarts or
// max_repetition), PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER,
// PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been done: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints.
int photinus_search_step_f64(struct photinus_search_f64 *search,
                             photinus_objective_f64 objective,
                             void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_search_step_f64.
int photinus_search_step_batch_f64(struct photinus_search_f64 *search,
                                   photinus_batch_f64 objective,
                                   void *user);

// The same with an objective that also computes constraints, as many as the problem has.
//
// The statuses of photinus_search_step_f64, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_step_constrained_f64(struct photinus_search_f64 *search,
                                         photinus_constrained_f64 objective,
                                         void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
//
// The statuses of photinus_search_step_f64, but for PHOTINUS_OK.
int photinus_search_run_f64(struct photinus_search_f64 *search,
                            photinus_objective_f64 objective,
                            photinus_search_watch_f64 watch,
                            void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_search_run_f64.
int photinus_search_run_batch_f64(struct photinus_search_f64 *search,
                                  photinus_batch_f64 objective,
                                  photinus_search_watch_f64 watch,
                                  void *user);

// The same with an objective that also computes constraints, as many as the problem has. Where no point was found that
// meets them, the report tells the least violation.
//
// The statuses of photinus_search_run_f64, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_run_constrained_f64(struct photinus_search_f64 *search,
                                        photinus_constrained_f64 objective,
                                        photinus_search_watch_f64 watch,
                                        void *user);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the search's in any case. Before the first value it is the first point that is asked for, with plus infinity.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the search's.
int photinus_search_best_f64(const struct photinus_search_f64 *search,
                             double *x,
                             size_t dim,
                             double *value);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_search_report_f64(const struct photinus_search_f64 *search,
                               struct photinus_search_progress_f64 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_dim_f64(const struct photinus_search_f64 *search,
                            size_t *dim);

// Writes the numbers of constraints to `*inequalities` and `*equalities`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_constraints_f64(const struct photinus_search_f64 *search,
                                    size_t *inequalities,
                                    size_t *equalities);

// Writes the search's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_search_get_options_f64(const struct photinus_search_f64 *search,
                                    struct photinus_search_options_f64 *options);

// Changes what the search does, or when it stops, from the next generation on; population, population_limit,
// axis_points and evaluations_per_point can't be changed. A run that had ended goes on where the new options let it,
// but for one that had ended by itself.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_search_set_options_f64(struct photinus_search_f64 *search,
                                    const struct photinus_search_options_f64 *options);

// Writes to `*bytes` how long a checkpoint of the search is now: that changes as the run goes on.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_save_size_f64(const struct photinus_search_f64 *search,
                                  size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time, also while values are outstanding; a search
// restored from it, on any machine, goes on to the same bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_search_save_size_f64 says.
int photinus_search_save_f64(const struct photinus_search_f64 *search,
                             unsigned char *checkpoint,
                             size_t bytes);

// Writes to `*bytes` and `*align` what the search in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_search_restore_size_f64(const unsigned char *checkpoint,
                                     size_t checkpoint_bytes,
                                     size_t *bytes,
                                     size_t *align);

// Makes the search in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_search_restore_size_f64 says, and writes its address, which is that of the memory, to `*search`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_search_restore_f64(void *memory,
                                size_t bytes,
                                const unsigned char *checkpoint,
                                size_t checkpoint_bytes,
                                struct photinus_search_f64 **search);

#if defined(PHOTINUS_STD)
// Makes a search as photinus_search_init_f64 does, in memory of its own, and writes its address to `*search`; it
// is to be freed by photinus_search_free_f64.
//
// The statuses of photinus_search_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_search_new_f64(const struct photinus_problem_f64 *problem,
                            const struct photinus_search_options_f64 *options,
                            struct photinus_search_f64 **search);
#endif

#if defined(PHOTINUS_STD)
// Makes the search in a checkpoint as photinus_search_restore_f64 does, in memory of its own, and writes its
// address to `*search`; it is to be freed by photinus_search_free_f64.
//
// The statuses of photinus_search_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_search_restore_new_f64(const unsigned char *checkpoint,
                                    size_t checkpoint_bytes,
                                    struct photinus_search_f64 **search);
#endif

#if defined(PHOTINUS_STD)
// Frees a search that photinus_search_new_f64 or photinus_search_restore_new_f64 made; nothing for NULL, or while
// it runs in the background.
void photinus_search_free_f64(struct photinus_search_f64 *search);
#endif

#if defined(PHOTINUS_STD)
// photinus_search_run_f64, with points evaluated side by side by at most `threads` threads, 0 for one per core, 1
// for the calling thread alone; else the objective, with `user`, must be thread-safe. `watch` is called on the
// calling thread. The results are the same, bit for bit.
//
// The run may take `seconds`, INFINITY for as long as it wants: the time is looked at before each evaluation. A run
// that it ended can be gone on with; where it ended does not change the bits of what follows.
//
// The statuses of photinus_search_run_f64; PHOTINUS_STOP_TIME; PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// and for seconds that are negative or NaN; PHOTINUS_ERROR_THREADS.
int photinus_search_run_parallel_f64(struct photinus_search_f64 *search,
                                     photinus_objective_f64 objective,
                                     photinus_search_watch_f64 watch,
                                     void *user,
                                     size_t threads,
                                     double seconds);
#endif

#if defined(PHOTINUS_STD)
// photinus_search_run_batch_f64, in the same way: each thread evaluates one part of the points of a generation, before
// which the time is looked at.
//
// The statuses of photinus_search_run_parallel_f64.
int photinus_search_run_batch_parallel_f64(struct photinus_search_f64 *search,
                                           photinus_batch_f64 objective,
                                           photinus_search_watch_f64 watch,
                                           void *user,
                                           size_t threads,
                                           double seconds);
#endif

#if defined(PHOTINUS_STD)
// photinus_search_run_constrained_f64, in the same way.
//
// The statuses of photinus_search_run_parallel_f64, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_run_constrained_parallel_f64(struct photinus_search_f64 *search,
                                                 photinus_constrained_f64 objective,
                                                 photinus_search_watch_f64 watch,
                                                 void *user,
                                                 size_t threads,
                                                 double seconds);
#endif

#if defined(PHOTINUS_STD)
// Minimises `objective`: makes a search, runs it to its end, and writes the best position to `x[dim]`, unless NULL
// its value to `*value`, and unless NULL where the run is to `*report`, whose struct_size the caller has set.
// watch: as in photinus_search_run_f64, or NULL. options: or NULL for the defaults.
//
// The statuses of photinus_search_run_f64 (the results are written) and photinus_search_new_f64 (they are not).
int photinus_minimize_f64(const struct photinus_problem_f64 *problem,
                          photinus_objective_f64 objective,
                          photinus_search_watch_f64 watch,
                          void *user,
                          const struct photinus_search_options_f64 *options,
                          double *x,
                          double *value,
                          struct photinus_search_progress_f64 *report);
#endif

#if defined(PHOTINUS_STD)
// The same with an objective that also computes the problem's constraints.
//
// The statuses of photinus_minimize_f64, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_minimize_constrained_f64(const struct photinus_problem_f64 *problem,
                                      photinus_constrained_f64 objective,
                                      photinus_search_watch_f64 watch,
                                      void *user,
                                      const struct photinus_search_options_f64 *options,
                                      double *x,
                                      double *value,
                                      struct photinus_search_progress_f64 *report);
#endif

#if defined(PHOTINUS_STD)
// Evaluates an objective at many points, a matrix [count][dim] by rows, side by side by at most `threads` threads,
// 0 for one per core (then the objective, with `user`, must be thread-safe; with 1 it is called on the calling
// thread): writes their values to `values[count]`.
//
// A callback that returns another number than 0 ends the call: the points before the first one that it did so for
// have their values, the others NaN. `*completed`, unless NULL, is how many there are, `*code`, unless NULL, that
// number, else 0.
//
// PHOTINUS_OK; PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been done:
// PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if dim is 0 or
// that size does not fit, PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS.
int photinus_evaluate_f64(size_t dim,
                          photinus_objective_f64 objective,
                          void *user,
                          size_t threads,
                          const double *points,
                          size_t count,
                          double *values,
                          size_t *completed,
                          int *code);
#endif

#if defined(PHOTINUS_STD)
// Runs a search in the background, as photinus_search_run_parallel_f64 does, and writes a handle to `*background`,
// which is to be freed by photinus_background_free_f64. The objective, with `user`, is called by other threads: with
// 1 by one of them, else it must be thread-safe. Until the run has been waited for, the search stays where it is,
// and all functions refuse it with PHOTINUS_ERROR_UNINITIALISED; then it can be used on.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints,
// PHOTINUS_ERROR_PARAMETER for more than 1024 threads, and for seconds that are negative or NaN;
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_search_start_f64(struct photinus_search_f64 *search,
                              photinus_objective_f64 objective,
                              void *user,
                              size_t threads,
                              double seconds,
                              struct photinus_background_f64 **background);
#endif

#if defined(PHOTINUS_STD)
// The same with an objective that evaluates many points at once; each thread gets one part of a generation's.
//
// The statuses of photinus_search_start_f64.
int photinus_search_start_batch_f64(struct photinus_search_f64 *search,
                                    photinus_batch_f64 objective,
                                    void *user,
                                    size_t threads,
                                    double seconds,
                                    struct photinus_background_f64 **background);
#endif

#if defined(PHOTINUS_STD)
// The same with an objective that also computes the problem's constraints.
//
// The statuses of photinus_search_start_f64, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_start_constrained_f64(struct photinus_search_f64 *search,
                                          photinus_constrained_f64 objective,
                                          void *user,
                                          size_t threads,
                                          double seconds,
                                          struct photinus_background_f64 **background);
#endif

#if defined(PHOTINUS_STD)
// Tells, without waiting, where a run in the background is, after its last generation: writes the best position so
// far to `x[dim]`, its value to `*value`, and the rest to `*report`, whose struct_size the caller has set; each
// unless NULL, but dim is the search's in any case. The report's status is PHOTINUS_OK while it runs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim is not the search's, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_background_poll_f64(struct photinus_background_f64 *background,
                                 double *x,
                                 size_t dim,
                                 double *value,
                                 struct photinus_search_progress_f64 *report);
#endif

#if defined(PHOTINUS_STD)
// Lets a run in the background end at the next evaluation that begins, with PHOTINUS_STOP_CALLER and the code 0;
// does not wait for it. A run that has ended by itself keeps its end.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_background_cancel_f64(struct photinus_background_f64 *background);
#endif

#if defined(PHOTINUS_STD)
// Waits for the end of a run in the background, and gives its search back: it can be asked, saved, and run on.
//
// The statuses of photinus_search_run_parallel_f64 that a run ends with; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED; PHOTINUS_ERROR_UNSUPPORTED from the run's own callbacks.
int photinus_background_wait_f64(struct photinus_background_f64 *background);
#endif

#if defined(PHOTINUS_STD)
// Frees a handle that photinus_search_start_f64 made; nothing for NULL. A run under way is cancelled, and waited
// for. Its search stays. From the run's own callbacks it is cancelled only.
void photinus_background_free_f64(struct photinus_background_f64 *background);
#endif

// Writes the defaults to `*problem`: `size` bytes at most, which is to be `sizeof *problem`. dim, lower and upper are
// to be set in any case.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_problem_init_f32(struct photinus_problem_f32 *problem,
                              size_t size);

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_search_options_init_f32(struct photinus_search_options_f32 *options, size_t size);

// Writes to `*bytes` and `*align` what a search of that problem needs. `options` may be NULL: the defaults.
//
// PHOTINUS_OK; what photinus_search_init_f32 returns for a problem or options that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_search_size_f32(const struct photinus_problem_f32 *problem,
                             const struct photinus_search_options_f32 *options,
                             size_t *bytes,
                             size_t *align);

// Makes a search of that problem in `memory`, and writes its address, which is that of the memory, to `*search`.
// Nothing is evaluated yet, and nothing is to be freed.
//
// options: or NULL for the defaults. memory, bytes: as photinus_search_size_f32 says for the same problem and options.
// The problem's arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION; PHOTINUS_ERROR_BOUNDS if a lower bound is NaN or above its
// upper one, both are the same infinity, they are finite and their distance is not, or no multiple of the grid lies
// between them; PHOTINUS_ERROR_START if a start point is outside the bounds or not finite, or a variable with an
// infinite bound has no start or no positive finite spread; PHOTINUS_ERROR_PARAMETER for an option out of range, and
// for a grid that is negative, not finite, or so fine that its multiples can't be told apart at the bounds;
// PHOTINUS_ERROR_ENUM_VALUE.
int photinus_search_init_f32(void *memory,
                             size_t bytes,
                             const struct photinus_problem_f32 *problem,
                             const struct photinus_search_options_f32 *options,
                             struct photinus_search_f32 **search);

// Gives the points whose values are wanted: writes where they begin, a matrix [count][dim] by rows in the search's
// memory, to `*points`, and how many they are to `*count`. They are the same until the last of their values is told,
// and are to be read until the next call that changes the search. Where the run has ended there are none (and
// `*points` is NULL).
//
// PHOTINUS_OK: values are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS: the run has ended. PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_ask_f32(struct photinus_search_f32 *search,
                            const float **points,
                            size_t *count);

// Tells the values of the points in the rows first, ..., first + count - 1 of what photinus_search_ask_f32 gave; NaN
// counts as plus infinity. The values may be told in any order and in parts; when the last one is told, the search
// moves on. The result is that of photinus_search_step_f32, bit for bit. For a problem without constraints.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION, PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there can't be so many,
// PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told, PHOTINUS_ERROR_UNSUPPORTED if
// the problem has constraints.
int photinus_search_tell_f32(struct photinus_search_f32 *search,
                             size_t first,
                             const float *values,
                             size_t count);

// The same with what the constraints are at the points: a matrix [count][inequalities + equalities] by rows.
//
// The statuses of photinus_search_tell_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_tell_constrained_f32(struct photinus_search_f32 *search,
                                         size_t first,
                                         const float *values,
                                         const float *constraints,
                                         size_t count);

// One generation: evaluates the points that are asked for. Nothing is allocated; the objective is called on the
// calling thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on
// with at the point that it ended at.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_STAGNATION (by itself, after max_restarts or
// max_repetition), PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. PHOTINUS_STOP_CALLER,
// PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been done: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints.
int photinus_search_step_f32(struct photinus_search_f32 *search,
                             photinus_objective_f32 objective,
                             void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_search_step_f32.
int photinus_search_step_batch_f32(struct photinus_search_f32 *search,
                                   photinus_batch_f32 objective,
                                   void *user);

// The same with an objective that also computes constraints, as many as the problem has.
//
// The statuses of photinus_search_step_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_step_constrained_f32(struct photinus_search_f32 *search,
                                         photinus_constrained_f32 objective,
                                         void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
//
// The statuses of photinus_search_step_f32, but for PHOTINUS_OK.
int photinus_search_run_f32(struct photinus_search_f32 *search,
                            photinus_objective_f32 objective,
                            photinus_search_watch_f32 watch,
                            void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_search_run_f32.
int photinus_search_run_batch_f32(struct photinus_search_f32 *search,
                                  photinus_batch_f32 objective,
                                  photinus_search_watch_f32 watch,
                                  void *user);

// The same with an objective that also computes constraints, as many as the problem has. Where no point was found that
// meets them, the report tells the least violation.
//
// The statuses of photinus_search_run_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_run_constrained_f32(struct photinus_search_f32 *search,
                                        photinus_constrained_f32 objective,
                                        photinus_search_watch_f32 watch,
                                        void *user);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the search's in any case. Before the first value it is the first point that is asked for, with plus infinity.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the search's.
int photinus_search_best_f32(const struct photinus_search_f32 *search,
                             float *x,
                             size_t dim,
                             float *value);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_search_report_f32(const struct photinus_search_f32 *search,
                               struct photinus_search_progress_f32 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_dim_f32(const struct photinus_search_f32 *search,
                            size_t *dim);

// Writes the numbers of constraints to `*inequalities` and `*equalities`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_constraints_f32(const struct photinus_search_f32 *search,
                                    size_t *inequalities,
                                    size_t *equalities);

// Writes the search's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_search_get_options_f32(const struct photinus_search_f32 *search,
                                    struct photinus_search_options_f32 *options);

// Changes what the search does, or when it stops, from the next generation on; population, population_limit,
// axis_points and evaluations_per_point can't be changed. A run that had ended goes on where the new options let it,
// but for one that had ended by itself.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_search_set_options_f32(struct photinus_search_f32 *search,
                                    const struct photinus_search_options_f32 *options);

// Writes to `*bytes` how long a checkpoint of the search is now: that changes as the run goes on.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_search_save_size_f32(const struct photinus_search_f32 *search,
                                  size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time, also while values are outstanding; a search
// restored from it, on any machine, goes on to the same bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_search_save_size_f32 says.
int photinus_search_save_f32(const struct photinus_search_f32 *search,
                             unsigned char *checkpoint,
                             size_t bytes);

// Writes to `*bytes` and `*align` what the search in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_search_restore_size_f32(const unsigned char *checkpoint,
                                     size_t checkpoint_bytes,
                                     size_t *bytes,
                                     size_t *align);

// Makes the search in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_search_restore_size_f32 says, and writes its address, which is that of the memory, to `*search`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_search_restore_f32(void *memory,
                                size_t bytes,
                                const unsigned char *checkpoint,
                                size_t checkpoint_bytes,
                                struct photinus_search_f32 **search);

#if defined(PHOTINUS_STD)
// Makes a search as photinus_search_init_f32 does, in memory of its own, and writes its address to `*search`; it
// is to be freed by photinus_search_free_f32.
//
// The statuses of photinus_search_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_search_new_f32(const struct photinus_problem_f32 *problem,
                            const struct photinus_search_options_f32 *options,
                            struct photinus_search_f32 **search);
#endif

#if defined(PHOTINUS_STD)
// Makes the search in a checkpoint as photinus_search_restore_f32 does, in memory of its own, and writes its
// address to `*search`; it is to be freed by photinus_search_free_f32.
//
// The statuses of photinus_search_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_search_restore_new_f32(const unsigned char *checkpoint,
                                    size_t checkpoint_bytes,
                                    struct photinus_search_f32 **search);
#endif

#if defined(PHOTINUS_STD)
// Frees a search that photinus_search_new_f32 or photinus_search_restore_new_f32 made; nothing for NULL, or while
// it runs in the background.
void photinus_search_free_f32(struct photinus_search_f32 *search);
#endif

#if defined(PHOTINUS_STD)
// photinus_search_run_f32, with points evaluated side by side by at most `threads` threads, 0 for one per core, 1
// for the calling thread alone; else the objective, with `user`, must be thread-safe. `watch` is called on the
// calling thread. The results are the same, bit for bit.
//
// The run may take `seconds`, INFINITY for as long as it wants: the time is looked at before each evaluation. A run
// that it ended can be gone on with; where it ended does not change the bits of what follows.
//
// The statuses of photinus_search_run_f32; PHOTINUS_STOP_TIME; PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// and for seconds that are negative or NaN; PHOTINUS_ERROR_THREADS.
int photinus_search_run_parallel_f32(struct photinus_search_f32 *search,
                                     photinus_objective_f32 objective,
                                     photinus_search_watch_f32 watch,
                                     void *user,
                                     size_t threads,
                                     float seconds);
#endif

#if defined(PHOTINUS_STD)
// photinus_search_run_batch_f32, in the same way: each thread evaluates one part of the points of a generation, before
// which the time is looked at.
//
// The statuses of photinus_search_run_parallel_f32.
int photinus_search_run_batch_parallel_f32(struct photinus_search_f32 *search,
                                           photinus_batch_f32 objective,
                                           photinus_search_watch_f32 watch,
                                           void *user,
                                           size_t threads,
                                           float seconds);
#endif

#if defined(PHOTINUS_STD)
// photinus_search_run_constrained_f32, in the same way.
//
// The statuses of photinus_search_run_parallel_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_run_constrained_parallel_f32(struct photinus_search_f32 *search,
                                                 photinus_constrained_f32 objective,
                                                 photinus_search_watch_f32 watch,
                                                 void *user,
                                                 size_t threads,
                                                 float seconds);
#endif

#if defined(PHOTINUS_STD)
// Minimises `objective`: makes a search, runs it to its end, and writes the best position to `x[dim]`, unless NULL
// its value to `*value`, and unless NULL where the run is to `*report`, whose struct_size the caller has set.
// watch: as in photinus_search_run_f32, or NULL. options: or NULL for the defaults.
//
// The statuses of photinus_search_run_f32 (the results are written) and photinus_search_new_f32 (they are not).
int photinus_minimize_f32(const struct photinus_problem_f32 *problem,
                          photinus_objective_f32 objective,
                          photinus_search_watch_f32 watch,
                          void *user,
                          const struct photinus_search_options_f32 *options,
                          float *x,
                          float *value,
                          struct photinus_search_progress_f32 *report);
#endif

#if defined(PHOTINUS_STD)
// The same with an objective that also computes the problem's constraints.
//
// The statuses of photinus_minimize_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_minimize_constrained_f32(const struct photinus_problem_f32 *problem,
                                      photinus_constrained_f32 objective,
                                      photinus_search_watch_f32 watch,
                                      void *user,
                                      const struct photinus_search_options_f32 *options,
                                      float *x,
                                      float *value,
                                      struct photinus_search_progress_f32 *report);
#endif

#if defined(PHOTINUS_STD)
// Evaluates an objective at many points, a matrix [count][dim] by rows, side by side by at most `threads` threads,
// 0 for one per core (then the objective, with `user`, must be thread-safe; with 1 it is called on the calling
// thread): writes their values to `values[count]`.
//
// A callback that returns another number than 0 ends the call: the points before the first one that it did so for
// have their values, the others NaN. `*completed`, unless NULL, is how many there are, `*code`, unless NULL, that
// number, else 0.
//
// PHOTINUS_OK; PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been done:
// PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if dim is 0 or
// that size does not fit, PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS.
int photinus_evaluate_f32(size_t dim,
                          photinus_objective_f32 objective,
                          void *user,
                          size_t threads,
                          const float *points,
                          size_t count,
                          float *values,
                          size_t *completed,
                          int *code);
#endif

#if defined(PHOTINUS_STD)
// Runs a search in the background, as photinus_search_run_parallel_f32 does, and writes a handle to `*background`,
// which is to be freed by photinus_background_free_f32. The objective, with `user`, is called by other threads: with
// 1 by one of them, else it must be thread-safe. Until the run has been waited for, the search stays where it is,
// and all functions refuse it with PHOTINUS_ERROR_UNINITIALISED; then it can be used on.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints,
// PHOTINUS_ERROR_PARAMETER for more than 1024 threads, and for seconds that are negative or NaN;
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_search_start_f32(struct photinus_search_f32 *search,
                              photinus_objective_f32 objective,
                              void *user,
                              size_t threads,
                              float seconds,
                              struct photinus_background_f32 **background);
#endif

#if defined(PHOTINUS_STD)
// The same with an objective that evaluates many points at once; each thread gets one part of a generation's.
//
// The statuses of photinus_search_start_f32.
int photinus_search_start_batch_f32(struct photinus_search_f32 *search,
                                    photinus_batch_f32 objective,
                                    void *user,
                                    size_t threads,
                                    float seconds,
                                    struct photinus_background_f32 **background);
#endif

#if defined(PHOTINUS_STD)
// The same with an objective that also computes the problem's constraints.
//
// The statuses of photinus_search_start_f32, but for PHOTINUS_ERROR_UNSUPPORTED.
int photinus_search_start_constrained_f32(struct photinus_search_f32 *search,
                                          photinus_constrained_f32 objective,
                                          void *user,
                                          size_t threads,
                                          float seconds,
                                          struct photinus_background_f32 **background);
#endif

#if defined(PHOTINUS_STD)
// Tells, without waiting, where a run in the background is, after its last generation: writes the best position so
// far to `x[dim]`, its value to `*value`, and the rest to `*report`, whose struct_size the caller has set; each
// unless NULL, but dim is the search's in any case. The report's status is PHOTINUS_OK while it runs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim is not the search's, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_background_poll_f32(struct photinus_background_f32 *background,
                                 float *x,
                                 size_t dim,
                                 float *value,
                                 struct photinus_search_progress_f32 *report);
#endif

#if defined(PHOTINUS_STD)
// Lets a run in the background end at the next evaluation that begins, with PHOTINUS_STOP_CALLER and the code 0;
// does not wait for it. A run that has ended by itself keeps its end.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_background_cancel_f32(struct photinus_background_f32 *background);
#endif

#if defined(PHOTINUS_STD)
// Waits for the end of a run in the background, and gives its search back: it can be asked, saved, and run on.
//
// The statuses of photinus_search_run_parallel_f32 that a run ends with; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED; PHOTINUS_ERROR_UNSUPPORTED from the run's own callbacks.
int photinus_background_wait_f32(struct photinus_background_f32 *background);
#endif

#if defined(PHOTINUS_STD)
// Frees a handle that photinus_search_start_f32 made; nothing for NULL. A run under way is cancelled, and waited
// for. Its search stays. From the run's own callbacks it is cancelled only.
void photinus_background_free_f32(struct photinus_background_f32 *background);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_cma_options_init_f64(struct photinus_cma_options_f64 *options, size_t size);

// Writes to `*bytes` and `*align` what a run on that problem needs. `options` may be NULL: the defaults.
//
// PHOTINUS_OK; what photinus_cma_init_f64 returns for a problem or options that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_cma_size_f64(const struct photinus_problem_f64 *problem,
                          const struct photinus_cma_options_f64 *options,
                          size_t *bytes,
                          size_t *align);

// Makes a run on that problem in `memory`, and writes its address, which is that of the memory, to `*cma`. Nothing is
// evaluated yet, and nothing is to be freed.
//
// problem: without constraints. options: or NULL for the defaults. memory, bytes: as photinus_cma_size_f64 says for the
// same problem and options. The problem's arrays are copied.
//
// The statuses of photinus_search_init_f64, and PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints.
int photinus_cma_init_f64(void *memory,
                          size_t bytes,
                          const struct photinus_problem_f64 *problem,
                          const struct photinus_cma_options_f64 *options,
                          struct photinus_cma_f64 **cma);

// Gives the points whose values are wanted, as photinus_search_ask_f64 does.
//
// PHOTINUS_OK: values are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_SPREAD, PHOTINUS_STOP_STAGNATION,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: the run has ended. PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_ask_f64(struct photinus_cma_f64 *cma,
                         const double **points,
                         size_t *count);

// Tells the values of the points in the rows first, ..., first + count - 1 of what photinus_cma_ask_f64 gave; NaN counts
// as plus infinity. The values may be told in any order and in parts; when the last one is told, the run moves on. The
// result is that of photinus_cma_step_f64, bit for bit.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_SPREAD, PHOTINUS_STOP_STAGNATION,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there
// can't be so many, PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told.
int photinus_cma_tell_f64(struct photinus_cma_f64 *cma,
                          size_t first,
                          const double *values,
                          size_t count);

// One generation: evaluates the points that are asked for. Nothing is allocated; the objective is called on the calling
// thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on with at the
// point that it ended at, and to its end.
//
// PHOTINUS_OK: the run goes on. It has ended, which is asked before and after in this order: PHOTINUS_STOP_TARGET,
// PHOTINUS_STOP_SPREAD (also where the covariance is beyond the precision of the numbers, or all variables are fixed),
// PHOTINUS_STOP_STAGNATION (by max_repetition or value_tolerance), PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been
// done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_step_f64(struct photinus_cma_f64 *cma,
                          photinus_objective_f64 objective,
                          void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_cma_step_f64.
int photinus_cma_step_batch_f64(struct photinus_cma_f64 *cma,
                                photinus_batch_f64 objective,
                                void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
//
// The statuses of photinus_cma_step_f64, but for PHOTINUS_OK.
int photinus_cma_run_f64(struct photinus_cma_f64 *cma,
                         photinus_objective_f64 objective,
                         photinus_cma_watch_f64 watch,
                         void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_cma_run_f64.
int photinus_cma_run_batch_f64(struct photinus_cma_f64 *cma,
                               photinus_batch_f64 objective,
                               photinus_cma_watch_f64 watch,
                               void *user);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the run's in any case. Before the first value it is where the run begins, with plus infinity.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the run's.
int photinus_cma_best_f64(const struct photinus_cma_f64 *cma,
                          double *x,
                          size_t dim,
                          double *value);

// Writes the mean of the normal distribution to `mean[dim]`: with values that are noisy a better guess than the best
// position.
//
// The statuses of photinus_cma_best_f64.
int photinus_cma_mean_f64(const struct photinus_cma_f64 *cma,
                          double *mean,
                          size_t dim);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_cma_report_f64(const struct photinus_cma_f64 *cma,
                            struct photinus_cma_progress_f64 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_dim_f64(const struct photinus_cma_f64 *cma,
                         size_t *dim);

// Writes the run's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_cma_get_options_f64(const struct photinus_cma_f64 *cma,
                                 struct photinus_cma_options_f64 *options);

// Changes when the run stops; population can't be changed, and step_size and active change nothing any more. A run that
// had ended goes on where the new options let it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_cma_set_options_f64(struct photinus_cma_f64 *cma,
                                 const struct photinus_cma_options_f64 *options);

// Writes to `*bytes` how long a checkpoint of the run is: always the same.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_save_size_f64(const struct photinus_cma_f64 *cma,
                               size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time, also while values are outstanding; a run restored
// from it, on any machine, goes on to the same bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_cma_save_size_f64 says.
int photinus_cma_save_f64(const struct photinus_cma_f64 *cma,
                          unsigned char *checkpoint,
                          size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_cma_restore_size_f64(const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  size_t *bytes,
                                  size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_cma_restore_size_f64 says, and writes its address, which is that of the memory, to `*cma`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_cma_restore_f64(void *memory,
                             size_t bytes,
                             const unsigned char *checkpoint,
                             size_t checkpoint_bytes,
                             struct photinus_cma_f64 **cma);

#if defined(PHOTINUS_STD)
// Makes a run as photinus_cma_init_f64 does, in memory of its own, and writes its address to `*cma`; it is to be
// freed by photinus_cma_free_f64.
//
// The statuses of photinus_cma_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_cma_new_f64(const struct photinus_problem_f64 *problem,
                         const struct photinus_cma_options_f64 *options,
                         struct photinus_cma_f64 **cma);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_cma_restore_f64 does, in memory of its own, and writes its address to
// `*cma`; it is to be freed by photinus_cma_free_f64.
//
// The statuses of photinus_cma_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_cma_restore_new_f64(const unsigned char *checkpoint,
                                 size_t checkpoint_bytes,
                                 struct photinus_cma_f64 **cma);
#endif

#if defined(PHOTINUS_STD)
// Frees a run that photinus_cma_new_f64 or photinus_cma_restore_new_f64 made; nothing for NULL.
void photinus_cma_free_f64(struct photinus_cma_f64 *cma);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_cma_options_init_f32(struct photinus_cma_options_f32 *options, size_t size);

// Writes to `*bytes` and `*align` what a run on that problem needs. `options` may be NULL: the defaults.
//
// PHOTINUS_OK; what photinus_cma_init_f32 returns for a problem or options that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_cma_size_f32(const struct photinus_problem_f32 *problem,
                          const struct photinus_cma_options_f32 *options,
                          size_t *bytes,
                          size_t *align);

// Makes a run on that problem in `memory`, and writes its address, which is that of the memory, to `*cma`. Nothing is
// evaluated yet, and nothing is to be freed.
//
// problem: without constraints. options: or NULL for the defaults. memory, bytes: as photinus_cma_size_f32 says for the
// same problem and options. The problem's arrays are copied.
//
// The statuses of photinus_search_init_f32, and PHOTINUS_ERROR_UNSUPPORTED if the problem has constraints.
int photinus_cma_init_f32(void *memory,
                          size_t bytes,
                          const struct photinus_problem_f32 *problem,
                          const struct photinus_cma_options_f32 *options,
                          struct photinus_cma_f32 **cma);

// Gives the points whose values are wanted, as photinus_search_ask_f32 does.
//
// PHOTINUS_OK: values are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_SPREAD, PHOTINUS_STOP_STAGNATION,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: the run has ended. PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_ask_f32(struct photinus_cma_f32 *cma,
                         const float **points,
                         size_t *count);

// Tells the values of the points in the rows first, ..., first + count - 1 of what photinus_cma_ask_f32 gave; NaN counts
// as plus infinity. The values may be told in any order and in parts; when the last one is told, the run moves on. The
// result is that of photinus_cma_step_f32, bit for bit.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_SPREAD, PHOTINUS_STOP_STAGNATION,
// PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_GENERATIONS: it has ended. No value is taken: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_DIMENSION if there
// can't be so many, PHOTINUS_ERROR_NOT_ASKED if one of them was not asked for, or its value has been told.
int photinus_cma_tell_f32(struct photinus_cma_f32 *cma,
                          size_t first,
                          const float *values,
                          size_t count);

// One generation: evaluates the points that are asked for. Nothing is allocated; the objective is called on the calling
// thread, with `user`. A generation that ended in the middle, by the budget or by the objective, is gone on with at the
// point that it ended at, and to its end.
//
// PHOTINUS_OK: the run goes on. It has ended, which is asked before and after in this order: PHOTINUS_STOP_TARGET,
// PHOTINUS_STOP_SPREAD (also where the covariance is beyond the precision of the numbers, or all variables are fixed),
// PHOTINUS_STOP_STAGNATION (by max_repetition or value_tolerance), PHOTINUS_STOP_EVALUATIONS,
// PHOTINUS_STOP_GENERATIONS. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been
// done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_step_f32(struct photinus_cma_f32 *cma,
                          photinus_objective_f32 objective,
                          void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_cma_step_f32.
int photinus_cma_step_batch_f32(struct photinus_cma_f32 *cma,
                                photinus_batch_f32 objective,
                                void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each generation; both callbacks get `user`.
//
// The statuses of photinus_cma_step_f32, but for PHOTINUS_OK.
int photinus_cma_run_f32(struct photinus_cma_f32 *cma,
                         photinus_objective_f32 objective,
                         photinus_cma_watch_f32 watch,
                         void *user);

// The same with an objective that evaluates many points at once.
//
// The statuses of photinus_cma_run_f32.
int photinus_cma_run_batch_f32(struct photinus_cma_f32 *cma,
                               photinus_batch_f32 objective,
                               photinus_cma_watch_f32 watch,
                               void *user);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the run's in any case. Before the first value it is where the run begins, with plus infinity.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the run's.
int photinus_cma_best_f32(const struct photinus_cma_f32 *cma,
                          float *x,
                          size_t dim,
                          float *value);

// Writes the mean of the normal distribution to `mean[dim]`: with values that are noisy a better guess than the best
// position.
//
// The statuses of photinus_cma_best_f32.
int photinus_cma_mean_f32(const struct photinus_cma_f32 *cma,
                          float *mean,
                          size_t dim);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_cma_report_f32(const struct photinus_cma_f32 *cma,
                            struct photinus_cma_progress_f32 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_dim_f32(const struct photinus_cma_f32 *cma,
                         size_t *dim);

// Writes the run's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_cma_get_options_f32(const struct photinus_cma_f32 *cma,
                                 struct photinus_cma_options_f32 *options);

// Changes when the run stops; population can't be changed, and step_size and active change nothing any more. A run that
// had ended goes on where the new options let it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_cma_set_options_f32(struct photinus_cma_f32 *cma,
                                 const struct photinus_cma_options_f32 *options);

// Writes to `*bytes` how long a checkpoint of the run is: always the same.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_cma_save_size_f32(const struct photinus_cma_f32 *cma,
                               size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time, also while values are outstanding; a run restored
// from it, on any machine, goes on to the same bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_cma_save_size_f32 says.
int photinus_cma_save_f32(const struct photinus_cma_f32 *cma,
                          unsigned char *checkpoint,
                          size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_cma_restore_size_f32(const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  size_t *bytes,
                                  size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_cma_restore_size_f32 says, and writes its address, which is that of the memory, to `*cma`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_cma_restore_f32(void *memory,
                             size_t bytes,
                             const unsigned char *checkpoint,
                             size_t checkpoint_bytes,
                             struct photinus_cma_f32 **cma);

#if defined(PHOTINUS_STD)
// Makes a run as photinus_cma_init_f32 does, in memory of its own, and writes its address to `*cma`; it is to be
// freed by photinus_cma_free_f32.
//
// The statuses of photinus_cma_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_cma_new_f32(const struct photinus_problem_f32 *problem,
                         const struct photinus_cma_options_f32 *options,
                         struct photinus_cma_f32 **cma);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_cma_restore_f32 does, in memory of its own, and writes its address to
// `*cma`; it is to be freed by photinus_cma_free_f32.
//
// The statuses of photinus_cma_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_cma_restore_new_f32(const unsigned char *checkpoint,
                                 size_t checkpoint_bytes,
                                 struct photinus_cma_f32 **cma);
#endif

#if defined(PHOTINUS_STD)
// Frees a run that photinus_cma_new_f32 or photinus_cma_restore_new_f32 made; nothing for NULL.
void photinus_cma_free_f32(struct photinus_cma_f32 *cma);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lbfgs_options_init_f64(struct photinus_lbfgs_options_f64 *options, size_t size);

// Writes to `*bytes` and `*align` what a run of `dim` variables needs. `options` may be NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_PARAMETER for an option out of range, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_lbfgs_size_f64(size_t dim,
                            const struct photinus_lbfgs_options_f64 *options,
                            size_t *bytes,
                            size_t *align);

// Makes a run from `start[dim]` in `memory`, and writes its address, which is that of the memory, to `*lbfgs`. Nothing is
// evaluated yet, and nothing is to be freed.
//
// lower, upper: the bounds [dim]; they may be infinite, and each array NULL where all of its bounds are. Where both are
// equal the variable is fixed. options: or NULL for the defaults. memory, bytes: as photinus_lbfgs_size_f64 says for the
// same dim and options. The arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION (of f32 also above 2^24); PHOTINUS_ERROR_BOUNDS if a bound is NaN,
// a lower one above its upper one, or no number is between them; PHOTINUS_ERROR_START if the start is outside the bounds
// or not finite; PHOTINUS_ERROR_PARAMETER for an option out of range.
int photinus_lbfgs_init_f64(void *memory,
                            size_t bytes,
                            size_t dim,
                            const double *start,
                            const double *lower,
                            const double *upper,
                            const struct photinus_lbfgs_options_f64 *options,
                            struct photinus_lbfgs_f64 **lbfgs);

// Gives the point whose value and gradient are wanted: writes where it begins, dim elements in the run's memory, to `*x`.
// It is the same until they are told, and is to be read until the next call that changes the run. Where the run has ended
// there is none, and `*x` is NULL; one that a callback ended goes on.
//
// PHOTINUS_OK: they are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT, PHOTINUS_STOP_VALUE,
// PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH, PHOTINUS_ERROR_NOT_FINITE: the run has
// ended. PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_ask_f64(struct photinus_lbfgs_f64 *lbfgs,
                           const double **x);

// Tells the value and gradient[dim] at the point that photinus_lbfgs_ask_f64 gave, and the run moves on. The result is
// that of photinus_lbfgs_step_f64, bit for bit.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT, PHOTINUS_STOP_VALUE,
// PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH, PHOTINUS_ERROR_NOT_FINITE: it has
// ended. Nothing is taken: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim is not the run's, PHOTINUS_ERROR_NOT_ASKED if the run had
// ended.
int photinus_lbfgs_tell_f64(struct photinus_lbfgs_f64 *lbfgs,
                            double value,
                            const double *gradient,
                            size_t dim);

// One evaluation of the objective, and what follows from it. Nothing is allocated; the objective is called on the calling
// thread, with `user`. A run that a callback ended goes on with the same point.
//
// PHOTINUS_OK: the run goes on. It has ended: PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT (gradient_tolerance),
// PHOTINUS_STOP_VALUE (value_tolerance), PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH
// (no lower value was found, even along the projected gradient), PHOTINUS_ERROR_NOT_FINITE if the value or the gradient
// at the start is NaN or infinite. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been
// done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_step_f64(struct photinus_lbfgs_f64 *lbfgs,
                            photinus_gradient_f64 objective,
                            void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each iteration; both callbacks get `user`.
//
// The statuses of photinus_lbfgs_step_f64, but for PHOTINUS_OK.
int photinus_lbfgs_run_f64(struct photinus_lbfgs_f64 *lbfgs,
                           photinus_gradient_f64 objective,
                           photinus_lbfgs_watch_f64 watch,
                           void *user);

// Writes the defaults to `*differences`: `size` bytes at most, which is to be `sizeof *differences`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_differences_init_f64(struct photinus_differences_f64 *differences,
                                  size_t size);

// Writes to `*bytes` and `*align` what photinus_lbfgs_run_differences_f64 and its like need to work in. `differences` may
// be NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER if typical is not above 0,
// PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_lbfgs_differences_size_f64(const struct photinus_lbfgs_f64 *lbfgs,
                                        const struct photinus_differences_f64 *differences,
                                        size_t *bytes,
                                        size_t *align);

// photinus_lbfgs_step_f64 for an objective without a gradient, which is made by differences: the objective is called at
// the point, and then at one (forward differences) or two (central ones) more for each variable that is not fixed. That is
// one evaluation of the run's; one that a callback ended is begun again.
//
// differences: or NULL for the defaults. memory, bytes: a workspace as photinus_lbfgs_differences_size_f64 says; it may
// hold anything.
//
// The statuses of photinus_lbfgs_step_f64; PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER.
int photinus_lbfgs_step_differences_f64(struct photinus_lbfgs_f64 *lbfgs,
                                        const struct photinus_differences_f64 *differences,
                                        photinus_objective_f64 objective,
                                        void *user,
                                        void *memory,
                                        size_t bytes);

// The same with an objective that evaluates many points at once: the point by itself, then all others.
//
// The statuses of photinus_lbfgs_step_differences_f64.
int photinus_lbfgs_step_differences_batch_f64(struct photinus_lbfgs_f64 *lbfgs,
                                              const struct photinus_differences_f64 *differences,
                                              photinus_batch_f64 objective,
                                              void *user,
                                              void *memory,
                                              size_t bytes);

// photinus_lbfgs_run_f64 for an objective without a gradient: see photinus_lbfgs_step_differences_f64. With differences
// the default gradient_tolerance is hardly ever reached; the run then ends by value_tolerance, or because no lower value
// is found.
//
// The statuses of photinus_lbfgs_step_differences_f64, but for PHOTINUS_OK.
int photinus_lbfgs_run_differences_f64(struct photinus_lbfgs_f64 *lbfgs,
                                       const struct photinus_differences_f64 *differences,
                                       photinus_objective_f64 objective,
                                       photinus_lbfgs_watch_f64 watch,
                                       void *user,
                                       void *memory,
                                       size_t bytes);

// The same with an objective that evaluates many points at once: the point by itself, then all others.
//
// The statuses of photinus_lbfgs_run_differences_f64.
int photinus_lbfgs_run_differences_batch_f64(struct photinus_lbfgs_f64 *lbfgs,
                                             const struct photinus_differences_f64 *differences,
                                             photinus_batch_f64 objective,
                                             photinus_lbfgs_watch_f64 watch,
                                             void *user,
                                             void *memory,
                                             size_t bytes);

// Writes to `*rows` how many points photinus_difference_points_f64 writes in the box from lower[dim] to upper[dim], whose
// bounds may be infinite: one (forward differences) or two (central ones) for each variable whose bounds differ.
// `differences` may be NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if dim is
// 0 or there can't be so many, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER if typical
// is not above 0.
int photinus_difference_rows_f64(size_t dim,
                                 const double *lower,
                                 const double *upper,
                                 const struct photinus_differences_f64 *differences,
                                 size_t *rows);

// Writes the points whose values photinus_difference_gradient_f64 needs, a matrix [rows][dim] by rows, to
// points[rows * dim]: for who asks and tells, or wants a gradient for something else. x[dim] is where the gradient is
// wanted, within the bounds; the points are, too. rows: as photinus_difference_rows_f64 says.
//
// PHOTINUS_OK; the statuses of photinus_difference_rows_f64; PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_LENGTH for another
// number of rows, PHOTINUS_ERROR_BOUNDS if a lower bound is not at or below its upper one, PHOTINUS_ERROR_START if x is
// outside the bounds or not finite.
int photinus_difference_points_f64(size_t dim,
                                   const double *x,
                                   const double *lower,
                                   const double *upper,
                                   const struct photinus_differences_f64 *differences,
                                   double *points,
                                   size_t rows);

// Writes the gradient at x[dim] to `gradient[dim]`, from the value there and values[rows] at the points that
// photinus_difference_points_f64 writes for the same arguments. A derivative is taken from one side where the other's
// value is NaN or infinite, and is not finite where both are.
//
// The statuses of photinus_difference_points_f64.
int photinus_difference_gradient_f64(size_t dim,
                                     const double *x,
                                     const double *lower,
                                     const double *upper,
                                     const struct photinus_differences_f64 *differences,
                                     double value,
                                     const double *values,
                                     size_t rows,
                                     double *gradient);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the run's in any case. Before the first value it is the start, with plus infinity.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the run's.
int photinus_lbfgs_best_f64(const struct photinus_lbfgs_f64 *lbfgs,
                            double *x,
                            size_t dim,
                            double *value);

// Writes the gradient at the best position to `gradient[dim]`: 0 for variables that are fixed, and before there is one.
//
// The statuses of photinus_lbfgs_best_f64.
int photinus_lbfgs_best_gradient_f64(const struct photinus_lbfgs_f64 *lbfgs,
                                     double *gradient,
                                     size_t dim);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lbfgs_report_f64(const struct photinus_lbfgs_f64 *lbfgs,
                              struct photinus_lbfgs_progress_f64 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_dim_f64(const struct photinus_lbfgs_f64 *lbfgs,
                           size_t *dim);

// Writes the bounds to `lower[dim]` and `upper[dim]`; either may be NULL if it is not wanted, but dim is the run's in any
// case.
//
// The statuses of photinus_lbfgs_best_f64.
int photinus_lbfgs_bounds_f64(const struct photinus_lbfgs_f64 *lbfgs,
                              double *lower,
                              double *upper,
                              size_t dim);

// Writes the run's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lbfgs_get_options_f64(const struct photinus_lbfgs_f64 *lbfgs,
                                   struct photinus_lbfgs_options_f64 *options);

// Changes how the run moves, or when it stops; pairs can't be changed. A run that had ended goes on where the new options
// let it, but for one that ended with PHOTINUS_STOP_LINE_SEARCH or PHOTINUS_ERROR_NOT_FINITE; the report says whether it
// does.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER.
int photinus_lbfgs_set_options_f64(struct photinus_lbfgs_f64 *lbfgs,
                                   const struct photinus_lbfgs_options_f64 *options);

// Writes to `*bytes` how long a checkpoint of the run is: always the same.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_save_size_f64(const struct photinus_lbfgs_f64 *lbfgs,
                                 size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time; a run restored from it, on any machine, goes on to
// the same bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_lbfgs_save_size_f64 says.
int photinus_lbfgs_save_f64(const struct photinus_lbfgs_f64 *lbfgs,
                            unsigned char *checkpoint,
                            size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_lbfgs_restore_size_f64(const unsigned char *checkpoint,
                                    size_t checkpoint_bytes,
                                    size_t *bytes,
                                    size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_lbfgs_restore_size_f64 says, and writes its address, which is that of the memory, to `*lbfgs`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_lbfgs_restore_f64(void *memory,
                               size_t bytes,
                               const unsigned char *checkpoint,
                               size_t checkpoint_bytes,
                               struct photinus_lbfgs_f64 **lbfgs);

#if defined(PHOTINUS_STD)
// Makes a run as photinus_lbfgs_init_f64 does, in memory of its own, and writes its address to `*lbfgs`; it is to be
// freed by photinus_lbfgs_free_f64.
//
// The statuses of photinus_lbfgs_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lbfgs_new_f64(size_t dim,
                           const double *start,
                           const double *lower,
                           const double *upper,
                           const struct photinus_lbfgs_options_f64 *options,
                           struct photinus_lbfgs_f64 **lbfgs);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_lbfgs_restore_f64 does, in memory of its own, and writes its address to
// `*lbfgs`; it is to be freed by photinus_lbfgs_free_f64.
//
// The statuses of photinus_lbfgs_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lbfgs_restore_new_f64(const unsigned char *checkpoint,
                                   size_t checkpoint_bytes,
                                   struct photinus_lbfgs_f64 **lbfgs);
#endif

#if defined(PHOTINUS_STD)
// Frees a run that photinus_lbfgs_new_f64 or photinus_lbfgs_restore_new_f64 made; nothing for NULL.
void photinus_lbfgs_free_f64(struct photinus_lbfgs_f64 *lbfgs);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lbfgs_options_init_f32(struct photinus_lbfgs_options_f32 *options, size_t size);

// Writes to `*bytes` and `*align` what a run of `dim` variables needs. `options` may be NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_PARAMETER for an option out of range, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_lbfgs_size_f32(size_t dim,
                            const struct photinus_lbfgs_options_f32 *options,
                            size_t *bytes,
                            size_t *align);

// Makes a run from `start[dim]` in `memory`, and writes its address, which is that of the memory, to `*lbfgs`. Nothing is
// evaluated yet, and nothing is to be freed.
//
// lower, upper: the bounds [dim]; they may be infinite, and each array NULL where all of its bounds are. Where both are
// equal the variable is fixed. options: or NULL for the defaults. memory, bytes: as photinus_lbfgs_size_f32 says for the
// same dim and options. The arrays are copied.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION (of f32 also above 2^24); PHOTINUS_ERROR_BOUNDS if a bound is NaN,
// a lower one above its upper one, or no number is between them; PHOTINUS_ERROR_START if the start is outside the bounds
// or not finite; PHOTINUS_ERROR_PARAMETER for an option out of range.
int photinus_lbfgs_init_f32(void *memory,
                            size_t bytes,
                            size_t dim,
                            const float *start,
                            const float *lower,
                            const float *upper,
                            const struct photinus_lbfgs_options_f32 *options,
                            struct photinus_lbfgs_f32 **lbfgs);

// Gives the point whose value and gradient are wanted: writes where it begins, dim elements in the run's memory, to `*x`.
// It is the same until they are told, and is to be read until the next call that changes the run. Where the run has ended
// there is none, and `*x` is NULL; one that a callback ended goes on.
//
// PHOTINUS_OK: they are wanted. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT, PHOTINUS_STOP_VALUE,
// PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH, PHOTINUS_ERROR_NOT_FINITE: the run has
// ended. PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_ask_f32(struct photinus_lbfgs_f32 *lbfgs,
                           const float **x);

// Tells the value and gradient[dim] at the point that photinus_lbfgs_ask_f32 gave, and the run moves on. The result is
// that of photinus_lbfgs_step_f32, bit for bit.
//
// PHOTINUS_OK: the run goes on. PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT, PHOTINUS_STOP_VALUE,
// PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH, PHOTINUS_ERROR_NOT_FINITE: it has
// ended. Nothing is taken: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if dim is not the run's, PHOTINUS_ERROR_NOT_ASKED if the run had
// ended.
int photinus_lbfgs_tell_f32(struct photinus_lbfgs_f32 *lbfgs,
                            float value,
                            const float *gradient,
                            size_t dim);

// One evaluation of the objective, and what follows from it. Nothing is allocated; the objective is called on the calling
// thread, with `user`. A run that a callback ended goes on with the same point.
//
// PHOTINUS_OK: the run goes on. It has ended: PHOTINUS_STOP_TARGET, PHOTINUS_STOP_GRADIENT (gradient_tolerance),
// PHOTINUS_STOP_VALUE (value_tolerance), PHOTINUS_STOP_ITERATIONS, PHOTINUS_STOP_EVALUATIONS, PHOTINUS_STOP_LINE_SEARCH
// (no lower value was found, even along the projected gradient), PHOTINUS_ERROR_NOT_FINITE if the value or the gradient
// at the start is NaN or infinite. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK: the objective said so. Nothing has been
// done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_step_f32(struct photinus_lbfgs_f32 *lbfgs,
                            photinus_gradient_f32 objective,
                            void *user);

// Steps until the run ends. `watch`, unless NULL, is called after each iteration; both callbacks get `user`.
//
// The statuses of photinus_lbfgs_step_f32, but for PHOTINUS_OK.
int photinus_lbfgs_run_f32(struct photinus_lbfgs_f32 *lbfgs,
                           photinus_gradient_f32 objective,
                           photinus_lbfgs_watch_f32 watch,
                           void *user);

// Writes the defaults to `*differences`: `size` bytes at most, which is to be `sizeof *differences`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_differences_init_f32(struct photinus_differences_f32 *differences,
                                  size_t size);

// Writes to `*bytes` and `*align` what photinus_lbfgs_run_differences_f32 and its like need to work in. `differences` may
// be NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER if typical is not above 0,
// PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_lbfgs_differences_size_f32(const struct photinus_lbfgs_f32 *lbfgs,
                                        const struct photinus_differences_f32 *differences,
                                        size_t *bytes,
                                        size_t *align);

// photinus_lbfgs_step_f32 for an objective without a gradient, which is made by differences: the objective is called at
// the point, and then at one (forward differences) or two (central ones) more for each variable that is not fixed. That is
// one evaluation of the run's; one that a callback ended is begun again.
//
// differences: or NULL for the defaults. memory, bytes: a workspace as photinus_lbfgs_differences_size_f32 says; it may
// hold anything.
//
// The statuses of photinus_lbfgs_step_f32; PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER.
int photinus_lbfgs_step_differences_f32(struct photinus_lbfgs_f32 *lbfgs,
                                        const struct photinus_differences_f32 *differences,
                                        photinus_objective_f32 objective,
                                        void *user,
                                        void *memory,
                                        size_t bytes);

// The same with an objective that evaluates many points at once: the point by itself, then all others.
//
// The statuses of photinus_lbfgs_step_differences_f32.
int photinus_lbfgs_step_differences_batch_f32(struct photinus_lbfgs_f32 *lbfgs,
                                              const struct photinus_differences_f32 *differences,
                                              photinus_batch_f32 objective,
                                              void *user,
                                              void *memory,
                                              size_t bytes);

// photinus_lbfgs_run_f32 for an objective without a gradient: see photinus_lbfgs_step_differences_f32. With differences
// the default gradient_tolerance is hardly ever reached; the run then ends by value_tolerance, or because no lower value
// is found.
//
// The statuses of photinus_lbfgs_step_differences_f32, but for PHOTINUS_OK.
int photinus_lbfgs_run_differences_f32(struct photinus_lbfgs_f32 *lbfgs,
                                       const struct photinus_differences_f32 *differences,
                                       photinus_objective_f32 objective,
                                       photinus_lbfgs_watch_f32 watch,
                                       void *user,
                                       void *memory,
                                       size_t bytes);

// The same with an objective that evaluates many points at once: the point by itself, then all others.
//
// The statuses of photinus_lbfgs_run_differences_f32.
int photinus_lbfgs_run_differences_batch_f32(struct photinus_lbfgs_f32 *lbfgs,
                                             const struct photinus_differences_f32 *differences,
                                             photinus_batch_f32 objective,
                                             photinus_lbfgs_watch_f32 watch,
                                             void *user,
                                             void *memory,
                                             size_t bytes);

// Writes to `*rows` how many points photinus_difference_points_f32 writes in the box from lower[dim] to upper[dim], whose
// bounds may be infinite: one (forward differences) or two (central ones) for each variable whose bounds differ.
// `differences` may be NULL: the defaults.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if dim is
// 0 or there can't be so many, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_PARAMETER if typical
// is not above 0.
int photinus_difference_rows_f32(size_t dim,
                                 const float *lower,
                                 const float *upper,
                                 const struct photinus_differences_f32 *differences,
                                 size_t *rows);

// Writes the points whose values photinus_difference_gradient_f32 needs, a matrix [rows][dim] by rows, to
// points[rows * dim]: for who asks and tells, or wants a gradient for something else. x[dim] is where the gradient is
// wanted, within the bounds; the points are, too. rows: as photinus_difference_rows_f32 says.
//
// PHOTINUS_OK; the statuses of photinus_difference_rows_f32; PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_LENGTH for another
// number of rows, PHOTINUS_ERROR_BOUNDS if a lower bound is not at or below its upper one, PHOTINUS_ERROR_START if x is
// outside the bounds or not finite.
int photinus_difference_points_f32(size_t dim,
                                   const float *x,
                                   const float *lower,
                                   const float *upper,
                                   const struct photinus_differences_f32 *differences,
                                   float *points,
                                   size_t rows);

// Writes the gradient at x[dim] to `gradient[dim]`, from the value there and values[rows] at the points that
// photinus_difference_points_f32 writes for the same arguments. A derivative is taken from one side where the other's
// value is NaN or infinite, and is not finite where both are.
//
// The statuses of photinus_difference_points_f32.
int photinus_difference_gradient_f32(size_t dim,
                                     const float *x,
                                     const float *lower,
                                     const float *upper,
                                     const struct photinus_differences_f32 *differences,
                                     float value,
                                     const float *values,
                                     size_t rows,
                                     float *gradient);

// Writes the best position so far to `x[dim]`, and its value to `*value`; either may be NULL if it is not wanted, but
// dim is the run's in any case. Before the first value it is the start, with plus infinity.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if dim is not the run's.
int photinus_lbfgs_best_f32(const struct photinus_lbfgs_f32 *lbfgs,
                            float *x,
                            size_t dim,
                            float *value);

// Writes the gradient at the best position to `gradient[dim]`: 0 for variables that are fixed, and before there is one.
//
// The statuses of photinus_lbfgs_best_f32.
int photinus_lbfgs_best_gradient_f32(const struct photinus_lbfgs_f32 *lbfgs,
                                     float *gradient,
                                     size_t dim);

// Writes where the run is to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lbfgs_report_f32(const struct photinus_lbfgs_f32 *lbfgs,
                              struct photinus_lbfgs_progress_f32 *report);

// Writes the number of variables to `*dim`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_dim_f32(const struct photinus_lbfgs_f32 *lbfgs,
                           size_t *dim);

// Writes the bounds to `lower[dim]` and `upper[dim]`; either may be NULL if it is not wanted, but dim is the run's in any
// case.
//
// The statuses of photinus_lbfgs_best_f32.
int photinus_lbfgs_bounds_f32(const struct photinus_lbfgs_f32 *lbfgs,
                              float *lower,
                              float *upper,
                              size_t dim);

// Writes the run's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lbfgs_get_options_f32(const struct photinus_lbfgs_f32 *lbfgs,
                                   struct photinus_lbfgs_options_f32 *options);

// Changes how the run moves, or when it stops; pairs can't be changed. A run that had ended goes on where the new options
// let it, but for one that ended with PHOTINUS_STOP_LINE_SEARCH or PHOTINUS_ERROR_NOT_FINITE; the report says whether it
// does.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_PARAMETER.
int photinus_lbfgs_set_options_f32(struct photinus_lbfgs_f32 *lbfgs,
                                   const struct photinus_lbfgs_options_f32 *options);

// Writes to `*bytes` how long a checkpoint of the run is: always the same.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lbfgs_save_size_f32(const struct photinus_lbfgs_f32 *lbfgs,
                                 size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes, at any time; a run restored from it, on any machine, goes on to
// the same bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_lbfgs_save_size_f32 says.
int photinus_lbfgs_save_f32(const struct photinus_lbfgs_f32 *lbfgs,
                            unsigned char *checkpoint,
                            size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_lbfgs_restore_size_f32(const unsigned char *checkpoint,
                                    size_t checkpoint_bytes,
                                    size_t *bytes,
                                    size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_lbfgs_restore_size_f32 says, and writes its address, which is that of the memory, to `*lbfgs`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH
// if it is of the other precision.
int photinus_lbfgs_restore_f32(void *memory,
                               size_t bytes,
                               const unsigned char *checkpoint,
                               size_t checkpoint_bytes,
                               struct photinus_lbfgs_f32 **lbfgs);

#if defined(PHOTINUS_STD)
// Makes a run as photinus_lbfgs_init_f32 does, in memory of its own, and writes its address to `*lbfgs`; it is to be
// freed by photinus_lbfgs_free_f32.
//
// The statuses of photinus_lbfgs_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lbfgs_new_f32(size_t dim,
                           const float *start,
                           const float *lower,
                           const float *upper,
                           const struct photinus_lbfgs_options_f32 *options,
                           struct photinus_lbfgs_f32 **lbfgs);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_lbfgs_restore_f32 does, in memory of its own, and writes its address to
// `*lbfgs`; it is to be freed by photinus_lbfgs_free_f32.
//
// The statuses of photinus_lbfgs_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lbfgs_restore_new_f32(const unsigned char *checkpoint,
                                   size_t checkpoint_bytes,
                                   struct photinus_lbfgs_f32 **lbfgs);
#endif

#if defined(PHOTINUS_STD)
// Frees a run that photinus_lbfgs_new_f32 or photinus_lbfgs_restore_new_f32 made; nothing for NULL.
void photinus_lbfgs_free_f32(struct photinus_lbfgs_f32 *lbfgs);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_solver_options_init_f64(struct photinus_solver_options_f64 *options, size_t size);

// Writes to `*bytes` and `*align` what photinus_ode_solve_f64 and photinus_ode_advance_f64 need to work in, for `dim`
// equations and the method of these options, or of the defaults for NULL; nothing else of them is looked at.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_ode_size_f64(size_t dim,
                          const struct photinus_solver_options_f64 *options,
                          size_t *bytes,
                          size_t *align);

// Integrates dy/dt = f(t, y), `dim` equations, from `times[0]`, where the state is `initial[dim]`, and writes the state at
// each of `times[time_count]` to a row of `states`, a matrix [time_count][dim] by rows; its first row is `initial`. The
// times increase, or, without noise, decrease: then it is integrated backwards.
//
// RK4, EULER and HEUN: between two times, dt apart, there are ceil(|dt| / step) equal steps; an excess of dt that is
// within the rounding of the times, epsilon |t| of the larger one, does not ask for a step more (where that is below
// step / 1024). A row depends on the row before it and the two times alone: a run that ended early is resumed, to the same
// bits, from its last complete row and the rest of the times, that row's included.
//
// DORMAND_PRINCE and TSITOURAS: the error of a step, the root of the mean of (e / (absolute_tolerance +
// relative_tolerance |y|))^2, is kept at or below 1. Steps do not depend on the times, but for the last one: between their
// ends the solution is interpolated (of order 4). To resume such a run, or for events, there is photinus_adaptive_f64.
//
// EULER_MARUYAMA, STOCHASTIC_HEUN and STOCHASTIC_RK4: dy_i = f_i(t, y) dt + sigma_i dW_i, with steps of exactly `step` on a
// grid; each time is to be grid_start + n step, but for rounding. The increments of step n are the normal numbers
// (seed, n, component) of photinus_normals_fill_f64 times the root of the step, or those that the options give. A run that
// ended early is resumed as with a fixed step.
//
// derivative: the system. row: called with each complete row, or NULL. user: given to both. options: or NULL for the
// defaults. states_len: the elements of `states`. memory, bytes: the workspace, as photinus_ode_size_f64 says; it may hold
// anything. solution: what came of it, or NULL. No times: no row. Nothing is allocated; both callbacks are called on the
// calling thread.
//
// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_STOP_STEPS, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_DIVERGED, and of a method that chooses its steps PHOTINUS_ERROR_STEP_TOO_SMALL if the tolerances can't be
// met: the complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE,
// PHOTINUS_ERROR_STEP if the step is not above 0 and finite, or there is one with a method that chooses its steps,
// PHOTINUS_ERROR_STEP_TOO_SMALL if it would be lost in the rounding of the time, PHOTINUS_ERROR_PARAMETER for a tolerance,
// a factor or a strength of noise out of its range, PHOTINUS_ERROR_UNSUPPORTED for noise with a method that has none.
int photinus_ode_solve_f64(size_t dim,
                           photinus_derivative_f64 derivative,
                           photinus_row_f64 row,
                           void *user,
                           const struct photinus_solver_options_f64 *options,
                           const double *times,
                           size_t time_count,
                           const double *initial,
                           double *states,
                           size_t states_len,
                           void *memory,
                           size_t bytes,
                           struct photinus_solution_f64 *solution);

// Takes `count` steps of exactly the options' step from `state[dim]`, the state at the time start + first step, and leaves
// the state after them there. start, first + count and the state are all that has to be kept to go on later to the same
// bits, wherever the run is cut. For methods with a fixed step, with and without noise; step n has the same noise as step n
// of the grid of photinus_ode_solve_f64.
//
// derivative, user, options, memory, bytes: as of photinus_ode_solve_f64. solution: what came of it, or NULL; it has no
// rows.
//
// PHOTINUS_OK. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: `state` is that after the steps that
// were taken before, whose number and time `solution` says. Nothing has been written: the other statuses of
// photinus_ode_solve_f64, PHOTINUS_ERROR_UNSUPPORTED also for a method that chooses its steps.
int photinus_ode_advance_f64(size_t dim,
                             photinus_derivative_f64 derivative,
                             void *user,
                             const struct photinus_solver_options_f64 *options,
                             double start,
                             uint64_t first,
                             uint64_t count,
                             double *state,
                             void *memory,
                             size_t bytes,
                             struct photinus_solution_f64 *solution);

// Writes to `*bytes` and `*align` what photinus_rk4_advance_f64 needs to work in, for `dim` equations.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_rk4_size_f64(size_t dim,
                          size_t *bytes,
                          size_t *align);

// Takes steps as photinus_ode_advance_f64 does with PHOTINUS_METHOD_RK4, to the same bits; a program that is linked
// statically and calls this one has no other method in it. memory, bytes: as photinus_rk4_size_f64 says.
//
// The statuses of photinus_ode_advance_f64, but for those that are about options.
int photinus_rk4_advance_f64(size_t dim,
                             photinus_derivative_f64 derivative,
                             void *user,
                             double step,
                             double start,
                             uint64_t first,
                             uint64_t count,
                             double *state,
                             void *memory,
                             size_t bytes,
                             struct photinus_solution_f64 *solution);

// Writes the standard normal numbers at (seed, step, first), (seed, step, first + 1), ... to `normals[count]`: independent,
// each a function of these three numbers alone, which will not change. Numbers 2p and 2p + 1 are made from the words w of
// photinus_philox4x32_10 with the key (seed mod 2^32, seed / 2^32) and the counter (step mod 2^32, step / 2^32,
// p mod 2^32, p / 2^32): as sqrt(-2 ln u) cos(2 pi v) and sqrt(-2 ln u) sin(2 pi v) (Box and Muller, 1958) of 1 - u, the
// upper 52 bits (f32: 23) of w[0] + 2^32 w[1] as a fraction, and of v, those of w[2] + 2^32 w[3].
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if the size of the array overflows.
int photinus_normals_fill_f64(uint64_t seed,
                              uint64_t step,
                              uint64_t first,
                              double *normals,
                              size_t count);

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_solver_options_init_f32(struct photinus_solver_options_f32 *options, size_t size);

// Writes to `*bytes` and `*align` what photinus_ode_solve_f32 and photinus_ode_advance_f32 need to work in, for `dim`
// equations and the method of these options, or of the defaults for NULL; nothing else of them is looked at.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE.
int photinus_ode_size_f32(size_t dim,
                          const struct photinus_solver_options_f32 *options,
                          size_t *bytes,
                          size_t *align);

// Integrates dy/dt = f(t, y), `dim` equations, from `times[0]`, where the state is `initial[dim]`, and writes the state at
// each of `times[time_count]` to a row of `states`, a matrix [time_count][dim] by rows; its first row is `initial`. The
// times increase, or, without noise, decrease: then it is integrated backwards.
//
// RK4, EULER and HEUN: between two times, dt apart, there are ceil(|dt| / step) equal steps; an excess of dt that is
// within the rounding of the times, epsilon |t| of the larger one, does not ask for a step more (where that is below
// step / 1024). A row depends on the row before it and the two times alone: a run that ended early is resumed, to the same
// bits, from its last complete row and the rest of the times, that row's included.
//
// DORMAND_PRINCE and TSITOURAS: the error of a step, the root of the mean of (e / (absolute_tolerance +
// relative_tolerance |y|))^2, is kept at or below 1. Steps do not depend on the times, but for the last one: between their
// ends the solution is interpolated (of order 4). To resume such a run, or for events, there is photinus_adaptive_f32.
//
// EULER_MARUYAMA, STOCHASTIC_HEUN and STOCHASTIC_RK4: dy_i = f_i(t, y) dt + sigma_i dW_i, with steps of exactly `step` on a
// grid; each time is to be grid_start + n step, but for rounding. The increments of step n are the normal numbers
// (seed, n, component) of photinus_normals_fill_f32 times the root of the step, or those that the options give. A run that
// ended early is resumed as with a fixed step.
//
// derivative: the system. row: called with each complete row, or NULL. user: given to both. options: or NULL for the
// defaults. states_len: the elements of `states`. memory, bytes: the workspace, as photinus_ode_size_f32 says; it may hold
// anything. solution: what came of it, or NULL. No times: no row. Nothing is allocated; both callbacks are called on the
// calling thread.
//
// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_STOP_STEPS, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_DIVERGED, and of a method that chooses its steps PHOTINUS_ERROR_STEP_TOO_SMALL if the tolerances can't be
// met: the complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE,
// PHOTINUS_ERROR_STEP if the step is not above 0 and finite, or there is one with a method that chooses its steps,
// PHOTINUS_ERROR_STEP_TOO_SMALL if it would be lost in the rounding of the time, PHOTINUS_ERROR_PARAMETER for a tolerance,
// a factor or a strength of noise out of its range, PHOTINUS_ERROR_UNSUPPORTED for noise with a method that has none.
int photinus_ode_solve_f32(size_t dim,
                           photinus_derivative_f32 derivative,
                           photinus_row_f32 row,
                           void *user,
                           const struct photinus_solver_options_f32 *options,
                           const float *times,
                           size_t time_count,
                           const float *initial,
                           float *states,
                           size_t states_len,
                           void *memory,
                           size_t bytes,
                           struct photinus_solution_f32 *solution);

// Takes `count` steps of exactly the options' step from `state[dim]`, the state at the time start + first step, and leaves
// the state after them there. start, first + count and the state are all that has to be kept to go on later to the same
// bits, wherever the run is cut. For methods with a fixed step, with and without noise; step n has the same noise as step n
// of the grid of photinus_ode_solve_f32.
//
// derivative, user, options, memory, bytes: as of photinus_ode_solve_f32. solution: what came of it, or NULL; it has no
// rows.
//
// PHOTINUS_OK. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: `state` is that after the steps that
// were taken before, whose number and time `solution` says. Nothing has been written: the other statuses of
// photinus_ode_solve_f32, PHOTINUS_ERROR_UNSUPPORTED also for a method that chooses its steps.
int photinus_ode_advance_f32(size_t dim,
                             photinus_derivative_f32 derivative,
                             void *user,
                             const struct photinus_solver_options_f32 *options,
                             float start,
                             uint64_t first,
                             uint64_t count,
                             float *state,
                             void *memory,
                             size_t bytes,
                             struct photinus_solution_f32 *solution);

// Writes to `*bytes` and `*align` what photinus_rk4_advance_f32 needs to work in, for `dim` equations.
//
// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_rk4_size_f32(size_t dim,
                          size_t *bytes,
                          size_t *align);

// Takes steps as photinus_ode_advance_f32 does with PHOTINUS_METHOD_RK4, to the same bits; a program that is linked
// statically and calls this one has no other method in it. memory, bytes: as photinus_rk4_size_f32 says.
//
// The statuses of photinus_ode_advance_f32, but for those that are about options.
int photinus_rk4_advance_f32(size_t dim,
                             photinus_derivative_f32 derivative,
                             void *user,
                             float step,
                             float start,
                             uint64_t first,
                             uint64_t count,
                             float *state,
                             void *memory,
                             size_t bytes,
                             struct photinus_solution_f32 *solution);

// Writes the standard normal numbers at (seed, step, first), (seed, step, first + 1), ... to `normals[count]`: independent,
// each a function of these three numbers alone, which will not change. Numbers 2p and 2p + 1 are made from the words w of
// photinus_philox4x32_10 with the key (seed mod 2^32, seed / 2^32) and the counter (step mod 2^32, step / 2^32,
// p mod 2^32, p / 2^32): as sqrt(-2 ln u) cos(2 pi v) and sqrt(-2 ln u) sin(2 pi v) (Box and Muller, 1958) of 1 - u, the
// upper 52 bits (f32: 23) of w[0] + 2^32 w[1] as a fraction, and of v, those of w[2] + 2^32 w[3].
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if the size of the array overflows.
int photinus_normals_fill_f32(uint64_t seed,
                              uint64_t step,
                              uint64_t first,
                              float *normals,
                              size_t count);

// Writes to `*bytes` and `*align` what a solver of `dim` equations needs, with the method of these options, or of the
// defaults for NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE,
// PHOTINUS_ERROR_UNSUPPORTED for another method than DORMAND_PRINCE and TSITOURAS, or with noise, PHOTINUS_ERROR_STEP if a
// step is set, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_adaptive_size_f64(size_t dim,
                               const struct photinus_solver_options_f64 *options,
                               size_t *bytes,
                               size_t *align);

// Makes a solver in `memory` that stands at `time` with the state `initial[dim]`, and writes its address, which is that of
// the memory, to `*adaptive`. Nothing is evaluated yet, and nothing is to be freed.
//
// options: or NULL for the defaults. memory, bytes: as photinus_adaptive_size_f64 says for the same dim and options.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED for another method than DORMAND_PRINCE
// and TSITOURAS, or with noise, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE,
// PHOTINUS_ERROR_PARAMETER for a tolerance or a factor out of its range, PHOTINUS_ERROR_STEP for the first step or the
// greatest, or if a step is set.
int photinus_adaptive_init_f64(void *memory,
                               size_t bytes,
                               size_t dim,
                               double time,
                               const double *initial,
                               const struct photinus_solver_options_f64 *options,
                               struct photinus_adaptive_f64 **adaptive);

// Puts the solver at another time with another state: for a jump, such as a ball's bounce, and for a system that is another
// one from here on. The next call chooses a first step; options and counters stay.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is not the solver's, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE.
int photinus_adaptive_restart_f64(struct photinus_adaptive_f64 *adaptive,
                                  double time,
                                  const double *initial,
                                  size_t dim);

// Takes one step, of whatever length the tolerances allow, in the direction of the last call; at first forwards.
//
// derivative: the system, given `user` on the calling thread. solution: what came of the step, or NULL; it has no rows.
//
// PHOTINUS_OK. The step has not been taken, and the solver stands where it stood: PHOTINUS_STOP_CALLER,
// PHOTINUS_ERROR_CALLBACK; PHOTINUS_STOP_STEPS after max_steps tries, the next call goes on with them;
// PHOTINUS_ERROR_STEP_TOO_SMALL if the tolerances can't be met, PHOTINUS_ERROR_DIVERGED if the state or its rates are NaN or
// infinite at any length. Nothing has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_adaptive_step_f64(struct photinus_adaptive_f64 *adaptive,
                               photinus_derivative_f64 derivative,
                               void *user,
                               struct photinus_solution_f64 *solution);

// Takes one step towards `end`, which is cut where it would go beyond; none if the solver is there.
//
// The statuses of photinus_adaptive_step_f64, and PHOTINUS_ERROR_TIMES if `end` is not finite.
int photinus_adaptive_step_towards_f64(struct photinus_adaptive_f64 *adaptive,
                                       photinus_derivative_f64 derivative,
                                       void *user,
                                       double end,
                                       struct photinus_solution_f64 *solution);

// Takes steps until `end`, the last one cut so that it ends there exactly; none if the solver is there. Where it ends early,
// the solver stands after the last step that was taken.
//
// The statuses of photinus_adaptive_step_towards_f64.
int photinus_adaptive_step_until_f64(struct photinus_adaptive_f64 *adaptive,
                                     photinus_derivative_f64 derivative,
                                     void *user,
                                     double end,
                                     struct photinus_solution_f64 *solution);

// Integrates to the last of `times[time_count]`, and writes the state at each of them to a row of `states`, a matrix
// [time_count][dim] by rows: by interpolation, so that the steps are the same whatever the times, all but the last one,
// which a step ends at. The times increase or decrease; they begin where the solver stands, later, or within its last step.
//
// derivative: the system. row: called with each complete row, or NULL. user: given to both, on the calling thread.
// states_len: the elements of `states`. solution: what came of it, or NULL. A run that the row callback ended goes on, to
// the same bits, by the same call with the times after that row's. No times: no row.
//
// PHOTINUS_OK: all rows are complete. The complete rows and `solution` have been written, and the solver stands after the
// last step that was taken: PHOTINUS_STOP_CALLER, PHOTINUS_STOP_STEPS, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_DIVERGED, as of photinus_adaptive_step_f64. Nothing has been done:
// PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_TIMES.
int photinus_adaptive_solve_f64(struct photinus_adaptive_f64 *adaptive,
                                photinus_derivative_f64 derivative,
                                photinus_row_f64 row,
                                void *user,
                                const double *times,
                                size_t time_count,
                                double *states,
                                size_t states_len,
                                struct photinus_solution_f64 *solution);

// Writes the defaults to `*events`: `size` bytes at most, which is to be `sizeof *events`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_events_init_f64(struct photinus_events_f64 *events, size_t size);

// Writes to `*bytes` and `*align` what photinus_adaptive_solve_events_f64 needs to work in, for `dim` equations and `count`
// events.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_events_size_f64(size_t dim,
                             size_t count,
                             size_t *bytes,
                             size_t *align);

// As photinus_adaptive_solve_f64, and looks for events. They are located on the interpolated solution, to within 2 epsilon
// of the time, at the side where the function has its new sign already. Rows and events come in the order of their times,
// of equal times rows first, then events by number. An event that ends the run leaves the solver at its time with the state
// there, from where it may go on without finding the same zero again. An event whose function is 0 where the run begins is
// none there.
//
// events: what is looked for; its functions are given `user` on the calling thread. memory, bytes: the workspace, as
// photinus_events_size_f64 says; it may hold anything. A run that a callback ended goes on with what comes after that moment,
// by the same call with the times after the last complete row.
//
// The statuses of photinus_adaptive_solve_f64; PHOTINUS_STOP_EVENT: an event ended the run, `solution` says which. Nothing
// has been done: PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_ENUM_VALUE for a direction, PHOTINUS_ERROR_PARAMETER where
// `terminal` has another number than 0 and 1, PHOTINUS_ERROR_DIMENSION if there are so many events that sizes overflow.
int photinus_adaptive_solve_events_f64(struct photinus_adaptive_f64 *adaptive,
                                       photinus_derivative_f64 derivative,
                                       photinus_row_f64 row,
                                       const struct photinus_events_f64 *events,
                                       void *user,
                                       const double *times,
                                       size_t time_count,
                                       double *states,
                                       size_t states_len,
                                       void *memory,
                                       size_t bytes,
                                       struct photinus_solution_f64 *solution);

// Writes the state at `time`, which lies within the last step, to `state[dim]`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is not the solver's, PHOTINUS_ERROR_TIMES if the time lies elsewhere.
int photinus_adaptive_interpolate_f64(const struct photinus_adaptive_f64 *adaptive,
                                      double time,
                                      double *state,
                                      size_t dim);

// Writes the state at the time that the solver stands at to `state[dim]`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is not the solver's.
int photinus_adaptive_state_f64(const struct photinus_adaptive_f64 *adaptive,
                                double *state,
                                size_t dim);

// Writes the rates dy/dt at the time that the solver stands at to `rates[dim]`, without an evaluation.
//
// The statuses of photinus_adaptive_state_f64; PHOTINUS_ERROR_UNSUPPORTED where they are not known: before the first step,
// and after an event that ended a run.
int photinus_adaptive_rates_f64(const struct photinus_adaptive_f64 *adaptive,
                                double *rates,
                                size_t dim);

// Writes where the solver stands to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_adaptive_report_f64(const struct photinus_adaptive_f64 *adaptive,
                                 struct photinus_solver_report_f64 *report);

// Writes the solver's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_adaptive_get_options_f64(const struct photinus_adaptive_f64 *adaptive,
                                      struct photinus_solver_options_f64 *options);

// Changes the solver's options from the next step on; the method can't be changed.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED for a method that does not choose its steps, or with noise,
// PHOTINUS_ERROR_PARAMETER for another method, or for a tolerance or a factor out of its range, PHOTINUS_ERROR_STEP as in
// photinus_adaptive_init_f64.
int photinus_adaptive_set_options_f64(struct photinus_adaptive_f64 *adaptive,
                                      const struct photinus_solver_options_f64 *options);

// Writes to `*bytes` how long a checkpoint of the solver is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_adaptive_save_size_f64(const struct photinus_adaptive_f64 *adaptive, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a solver restored from it, on any machine, goes on to the same
// bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_adaptive_save_size_f64 says.
int photinus_adaptive_save_f64(const struct photinus_adaptive_f64 *adaptive,
                               unsigned char *checkpoint,
                               size_t bytes);

// Writes to `*bytes` and `*align` what the solver in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_adaptive_restore_size_f64(const unsigned char *checkpoint,
                                       size_t checkpoint_bytes,
                                       size_t *bytes,
                                       size_t *align);

// Makes the solver in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_adaptive_restore_size_f64 says, and writes its address, which is that of the memory, to `*adaptive`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it
// is of the other precision.
int photinus_adaptive_restore_f64(void *memory,
                                  size_t bytes,
                                  const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  struct photinus_adaptive_f64 **adaptive);

#if defined(PHOTINUS_STD)
// Makes a solver as photinus_adaptive_init_f64 does, in memory of its own, and writes its address to `*adaptive`; it is to
// be freed by photinus_adaptive_free_f64.
//
// The statuses of photinus_adaptive_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_adaptive_new_f64(size_t dim,
                              double time,
                              const double *initial,
                              const struct photinus_solver_options_f64 *options,
                              struct photinus_adaptive_f64 **adaptive);
#endif

#if defined(PHOTINUS_STD)
// Makes the solver in a checkpoint as photinus_adaptive_restore_f64 does, in memory of its own, and writes its address to
// `*adaptive`; it is to be freed by photinus_adaptive_free_f64.
//
// The statuses of photinus_adaptive_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_adaptive_restore_new_f64(const unsigned char *checkpoint,
                                      size_t checkpoint_bytes,
                                      struct photinus_adaptive_f64 **adaptive);
#endif

#if defined(PHOTINUS_STD)
// Frees a solver that photinus_adaptive_new_f64 or photinus_adaptive_restore_new_f64 made; nothing for NULL.
void photinus_adaptive_free_f64(struct photinus_adaptive_f64 *adaptive);
#endif

// Writes to `*bytes` and `*align` what a solver of `dim` equations needs, with the method of these options, or of the
// defaults for NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE,
// PHOTINUS_ERROR_UNSUPPORTED for another method than DORMAND_PRINCE and TSITOURAS, or with noise, PHOTINUS_ERROR_STEP if a
// step is set, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_adaptive_size_f32(size_t dim,
                               const struct photinus_solver_options_f32 *options,
                               size_t *bytes,
                               size_t *align);

// Makes a solver in `memory` that stands at `time` with the state `initial[dim]`, and writes its address, which is that of
// the memory, to `*adaptive`. Nothing is evaluated yet, and nothing is to be freed.
//
// options: or NULL for the defaults. memory, bytes: as photinus_adaptive_size_f32 says for the same dim and options.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED for another method than DORMAND_PRINCE
// and TSITOURAS, or with noise, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE,
// PHOTINUS_ERROR_PARAMETER for a tolerance or a factor out of its range, PHOTINUS_ERROR_STEP for the first step or the
// greatest, or if a step is set.
int photinus_adaptive_init_f32(void *memory,
                               size_t bytes,
                               size_t dim,
                               float time,
                               const float *initial,
                               const struct photinus_solver_options_f32 *options,
                               struct photinus_adaptive_f32 **adaptive);

// Puts the solver at another time with another state: for a jump, such as a ball's bounce, and for a system that is another
// one from here on. The next call chooses a first step; options and counters stay.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is not the solver's, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_NOT_FINITE.
int photinus_adaptive_restart_f32(struct photinus_adaptive_f32 *adaptive,
                                  float time,
                                  const float *initial,
                                  size_t dim);

// Takes one step, of whatever length the tolerances allow, in the direction of the last call; at first forwards.
//
// derivative: the system, given `user` on the calling thread. solution: what came of the step, or NULL; it has no rows.
//
// PHOTINUS_OK. The step has not been taken, and the solver stands where it stood: PHOTINUS_STOP_CALLER,
// PHOTINUS_ERROR_CALLBACK; PHOTINUS_STOP_STEPS after max_steps tries, the next call goes on with them;
// PHOTINUS_ERROR_STEP_TOO_SMALL if the tolerances can't be met, PHOTINUS_ERROR_DIVERGED if the state or its rates are NaN or
// infinite at any length. Nothing has been done: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_adaptive_step_f32(struct photinus_adaptive_f32 *adaptive,
                               photinus_derivative_f32 derivative,
                               void *user,
                               struct photinus_solution_f32 *solution);

// Takes one step towards `end`, which is cut where it would go beyond; none if the solver is there.
//
// The statuses of photinus_adaptive_step_f32, and PHOTINUS_ERROR_TIMES if `end` is not finite.
int photinus_adaptive_step_towards_f32(struct photinus_adaptive_f32 *adaptive,
                                       photinus_derivative_f32 derivative,
                                       void *user,
                                       float end,
                                       struct photinus_solution_f32 *solution);

// Takes steps until `end`, the last one cut so that it ends there exactly; none if the solver is there. Where it ends early,
// the solver stands after the last step that was taken.
//
// The statuses of photinus_adaptive_step_towards_f32.
int photinus_adaptive_step_until_f32(struct photinus_adaptive_f32 *adaptive,
                                     photinus_derivative_f32 derivative,
                                     void *user,
                                     float end,
                                     struct photinus_solution_f32 *solution);

// Integrates to the last of `times[time_count]`, and writes the state at each of them to a row of `states`, a matrix
// [time_count][dim] by rows: by interpolation, so that the steps are the same whatever the times, all but the last one,
// which a step ends at. The times increase or decrease; they begin where the solver stands, later, or within its last step.
//
// derivative: the system. row: called with each complete row, or NULL. user: given to both, on the calling thread.
// states_len: the elements of `states`. solution: what came of it, or NULL. A run that the row callback ended goes on, to
// the same bits, by the same call with the times after that row's. No times: no row.
//
// PHOTINUS_OK: all rows are complete. The complete rows and `solution` have been written, and the solver stands after the
// last step that was taken: PHOTINUS_STOP_CALLER, PHOTINUS_STOP_STEPS, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_DIVERGED, as of photinus_adaptive_step_f32. Nothing has been done:
// PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_TIMES.
int photinus_adaptive_solve_f32(struct photinus_adaptive_f32 *adaptive,
                                photinus_derivative_f32 derivative,
                                photinus_row_f32 row,
                                void *user,
                                const float *times,
                                size_t time_count,
                                float *states,
                                size_t states_len,
                                struct photinus_solution_f32 *solution);

// Writes the defaults to `*events`: `size` bytes at most, which is to be `sizeof *events`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_events_init_f32(struct photinus_events_f32 *events, size_t size);

// Writes to `*bytes` and `*align` what photinus_adaptive_solve_events_f32 needs to work in, for `dim` equations and `count`
// events.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not fit.
int photinus_events_size_f32(size_t dim,
                             size_t count,
                             size_t *bytes,
                             size_t *align);

// As photinus_adaptive_solve_f32, and looks for events. They are located on the interpolated solution, to within 2 epsilon
// of the time, at the side where the function has its new sign already. Rows and events come in the order of their times,
// of equal times rows first, then events by number. An event that ends the run leaves the solver at its time with the state
// there, from where it may go on without finding the same zero again. An event whose function is 0 where the run begins is
// none there.
//
// events: what is looked for; its functions are given `user` on the calling thread. memory, bytes: the workspace, as
// photinus_events_size_f32 says; it may hold anything. A run that a callback ended goes on with what comes after that moment,
// by the same call with the times after the last complete row.
//
// The statuses of photinus_adaptive_solve_f32; PHOTINUS_STOP_EVENT: an event ended the run, `solution` says which. Nothing
// has been done: PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_ENUM_VALUE for a direction, PHOTINUS_ERROR_PARAMETER where
// `terminal` has another number than 0 and 1, PHOTINUS_ERROR_DIMENSION if there are so many events that sizes overflow.
int photinus_adaptive_solve_events_f32(struct photinus_adaptive_f32 *adaptive,
                                       photinus_derivative_f32 derivative,
                                       photinus_row_f32 row,
                                       const struct photinus_events_f32 *events,
                                       void *user,
                                       const float *times,
                                       size_t time_count,
                                       float *states,
                                       size_t states_len,
                                       void *memory,
                                       size_t bytes,
                                       struct photinus_solution_f32 *solution);

// Writes the state at `time`, which lies within the last step, to `state[dim]`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is not the solver's, PHOTINUS_ERROR_TIMES if the time lies elsewhere.
int photinus_adaptive_interpolate_f32(const struct photinus_adaptive_f32 *adaptive,
                                      float time,
                                      float *state,
                                      size_t dim);

// Writes the state at the time that the solver stands at to `state[dim]`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is not the solver's.
int photinus_adaptive_state_f32(const struct photinus_adaptive_f32 *adaptive,
                                float *state,
                                size_t dim);

// Writes the rates dy/dt at the time that the solver stands at to `rates[dim]`, without an evaluation.
//
// The statuses of photinus_adaptive_state_f32; PHOTINUS_ERROR_UNSUPPORTED where they are not known: before the first step,
// and after an event that ended a run.
int photinus_adaptive_rates_f32(const struct photinus_adaptive_f32 *adaptive,
                                float *rates,
                                size_t dim);

// Writes where the solver stands to `*report`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_adaptive_report_f32(const struct photinus_adaptive_f32 *adaptive,
                                 struct photinus_solver_report_f32 *report);

// Writes the solver's options to `*options`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_adaptive_get_options_f32(const struct photinus_adaptive_f32 *adaptive,
                                      struct photinus_solver_options_f32 *options);

// Changes the solver's options from the next step on; the method can't be changed.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED for a method that does not choose its steps, or with noise,
// PHOTINUS_ERROR_PARAMETER for another method, or for a tolerance or a factor out of its range, PHOTINUS_ERROR_STEP as in
// photinus_adaptive_init_f32.
int photinus_adaptive_set_options_f32(struct photinus_adaptive_f32 *adaptive,
                                      const struct photinus_solver_options_f32 *options);

// Writes to `*bytes` how long a checkpoint of the solver is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_adaptive_save_size_f32(const struct photinus_adaptive_f32 *adaptive, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a solver restored from it, on any machine, goes on to the same
// bits.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_adaptive_save_size_f32 says.
int photinus_adaptive_save_f32(const struct photinus_adaptive_f32 *adaptive,
                               unsigned char *checkpoint,
                               size_t bytes);

// Writes to `*bytes` and `*align` what the solver in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_adaptive_restore_size_f32(const unsigned char *checkpoint,
                                       size_t checkpoint_bytes,
                                       size_t *bytes,
                                       size_t *align);

// Makes the solver in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_adaptive_restore_size_f32 says, and writes its address, which is that of the memory, to `*adaptive`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it
// is of the other precision.
int photinus_adaptive_restore_f32(void *memory,
                                  size_t bytes,
                                  const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  struct photinus_adaptive_f32 **adaptive);

#if defined(PHOTINUS_STD)
// Makes a solver as photinus_adaptive_init_f32 does, in memory of its own, and writes its address to `*adaptive`; it is to
// be freed by photinus_adaptive_free_f32.
//
// The statuses of photinus_adaptive_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_adaptive_new_f32(size_t dim,
                              float time,
                              const float *initial,
                              const struct photinus_solver_options_f32 *options,
                              struct photinus_adaptive_f32 **adaptive);
#endif

#if defined(PHOTINUS_STD)
// Makes the solver in a checkpoint as photinus_adaptive_restore_f32 does, in memory of its own, and writes its address to
// `*adaptive`; it is to be freed by photinus_adaptive_free_f32.
//
// The statuses of photinus_adaptive_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_adaptive_restore_new_f32(const unsigned char *checkpoint,
                                      size_t checkpoint_bytes,
                                      struct photinus_adaptive_f32 **adaptive);
#endif

#if defined(PHOTINUS_STD)
// Frees a solver that photinus_adaptive_new_f32 or photinus_adaptive_restore_new_f32 made; nothing for NULL.
void photinus_adaptive_free_f32(struct photinus_adaptive_f32 *adaptive);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lyapunov_options_init_f64(struct photinus_lyapunov_options_f64 *options, size_t size);

// Writes to `*bytes` and `*align` what `count` exponents of a system of `dim` equations need.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim or count is 0, count is above
// dim, or that size does not fit.
int photinus_lyapunov_size_f64(size_t dim,
                               size_t count,
                               size_t *bytes,
                               size_t *align);

// Begins in `memory` at the time `start` with the state `initial[dim]`, and writes the address, which is that of the memory,
// to `*lyapunov`. Nothing is evaluated yet, and nothing is to be freed. The displacements start in random directions, always
// the same.
//
// memory, bytes: as photinus_lyapunov_size_f64 says for the same dim and the options' count.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION if dim or count is 0, or count above dim, PHOTINUS_ERROR_STEP
// unless the step is above 0 and finite, PHOTINUS_ERROR_PARAMETER for the interval or the scale, PHOTINUS_ERROR_TIMES
// unless `start` is finite, PHOTINUS_ERROR_NOT_FINITE.
int photinus_lyapunov_init_f64(void *memory,
                               size_t bytes,
                               size_t dim,
                               double start,
                               const double *initial,
                               const struct photinus_lyapunov_options_f64 *options,
                               struct photinus_lyapunov_f64 **lyapunov);

// Takes `steps` steps of the solution and the displacements. How steps are divided into calls changes no bit.
//
// derivative: the system. tangent: how it changes along a displacement; or NULL: by central differences, two derivatives
// for each displacement, to about (epsilon max(|y|, scale) / scale)^(2/3). user: given to both, on the calling thread.
// solution: what came of it, or NULL: its `steps` are those of this call, its `time` is what was reached in all.
//
// PHOTINUS_OK. The step under way was dropped, those before are taken: PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_DIVERGED if the state or a displacement became NaN or infinite, or a displacement too short, or too much like
// the others, to be told from rounding (a shorter interval helps against that). Nothing has been done: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_STEP_TOO_SMALL if the step is lost in the rounding of the time.
int photinus_lyapunov_advance_f64(struct photinus_lyapunov_f64 *lyapunov,
                                  photinus_derivative_f64 derivative,
                                  photinus_tangent_f64 tangent,
                                  void *user,
                                  uint64_t steps,
                                  struct photinus_solution_f64 *solution);

// Forgets what was measured so far, so that exponents are those of the time from the last orthonormalisation on: for the
// first stretch, while the displacements turn into place.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lyapunov_discard_f64(struct photinus_lyapunov_f64 *lyapunov);

// Writes the exponents so far, up to the last orthonormalisation, to `exponents[count]`: per unit of time, in falling order
// but for what has not converged. They converge like 1/time at best.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if count is another than that of the options, PHOTINUS_ERROR_UNSUPPORTED if there was no
// orthonormalisation yet.
int photinus_lyapunov_exponents_f64(const struct photinus_lyapunov_f64 *lyapunov,
                                    double *exponents,
                                    size_t count);

// Writes the state that is reached to `state[dim]`, and unless NULL the displacements, orthonormal if the last step ended
// with that, to `displacements`, a matrix [count][dim] by rows. displacements_len: its elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is another than that of the system, PHOTINUS_ERROR_LENGTH if `displacements` is too short.
int photinus_lyapunov_state_f64(const struct photinus_lyapunov_f64 *lyapunov,
                                double *state,
                                size_t dim,
                                double *displacements,
                                size_t displacements_len);

// Writes the number of equations to `*dim`, that of exponents to `*count`, the time that is reached to `*time`, and how many
// steps that took in all to `*steps`; each of them may be NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
int photinus_lyapunov_progress_f64(const struct photinus_lyapunov_f64 *lyapunov,
                                   size_t *dim,
                                   size_t *count,
                                   double *time,
                                   uint64_t *steps);

// Writes to `*bytes` how long a checkpoint is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lyapunov_save_size_f64(const struct photinus_lyapunov_f64 *lyapunov, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; one restored from it, on any machine, goes on to the same bits. The
// scale of the differences is in it, the system is not.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_lyapunov_save_size_f64 says.
int photinus_lyapunov_save_f64(const struct photinus_lyapunov_f64 *lyapunov,
                               unsigned char *checkpoint,
                               size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_lyapunov_restore_size_f64(const unsigned char *checkpoint,
                                       size_t checkpoint_bytes,
                                       size_t *bytes,
                                       size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_lyapunov_restore_size_f64 says, and writes its address, which is that of the memory, to `*lyapunov`.
// photinus_lyapunov_progress_f64 says how many equations and exponents it has.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it
// is of the other precision.
int photinus_lyapunov_restore_f64(void *memory,
                                  size_t bytes,
                                  const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  struct photinus_lyapunov_f64 **lyapunov);

#if defined(PHOTINUS_STD)
// Begins as photinus_lyapunov_init_f64 does, in memory of its own, and writes the address to `*lyapunov`; it is to
// be freed by photinus_lyapunov_free_f64.
//
// The statuses of photinus_lyapunov_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lyapunov_new_f64(size_t dim,
                              double start,
                              const double *initial,
                              const struct photinus_lyapunov_options_f64 *options,
                              struct photinus_lyapunov_f64 **lyapunov);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_lyapunov_restore_f64 does, in memory of its own, and writes its address to
// `*lyapunov`; it is to be freed by photinus_lyapunov_free_f64.
//
// The statuses of photinus_lyapunov_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lyapunov_restore_new_f64(const unsigned char *checkpoint,
                                      size_t checkpoint_bytes,
                                      struct photinus_lyapunov_f64 **lyapunov);
#endif

#if defined(PHOTINUS_STD)
// Frees what photinus_lyapunov_new_f64 or photinus_lyapunov_restore_new_f64 made; nothing for NULL.
void photinus_lyapunov_free_f64(struct photinus_lyapunov_f64 *lyapunov);
#endif

// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_lyapunov_options_init_f32(struct photinus_lyapunov_options_f32 *options, size_t size);

// Writes to `*bytes` and `*align` what `count` exponents of a system of `dim` equations need.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim or count is 0, count is above
// dim, or that size does not fit.
int photinus_lyapunov_size_f32(size_t dim,
                               size_t count,
                               size_t *bytes,
                               size_t *align);

// Begins in `memory` at the time `start` with the state `initial[dim]`, and writes the address, which is that of the memory,
// to `*lyapunov`. Nothing is evaluated yet, and nothing is to be freed. The displacements start in random directions, always
// the same.
//
// memory, bytes: as photinus_lyapunov_size_f32 says for the same dim and the options' count.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION if dim or count is 0, or count above dim, PHOTINUS_ERROR_STEP
// unless the step is above 0 and finite, PHOTINUS_ERROR_PARAMETER for the interval or the scale, PHOTINUS_ERROR_TIMES
// unless `start` is finite, PHOTINUS_ERROR_NOT_FINITE.
int photinus_lyapunov_init_f32(void *memory,
                               size_t bytes,
                               size_t dim,
                               float start,
                               const float *initial,
                               const struct photinus_lyapunov_options_f32 *options,
                               struct photinus_lyapunov_f32 **lyapunov);

// Takes `steps` steps of the solution and the displacements. How steps are divided into calls changes no bit.
//
// derivative: the system. tangent: how it changes along a displacement; or NULL: by central differences, two derivatives
// for each displacement, to about (epsilon max(|y|, scale) / scale)^(2/3). user: given to both, on the calling thread.
// solution: what came of it, or NULL: its `steps` are those of this call, its `time` is what was reached in all.
//
// PHOTINUS_OK. The step under way was dropped, those before are taken: PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_DIVERGED if the state or a displacement became NaN or infinite, or a displacement too short, or too much like
// the others, to be told from rounding (a shorter interval helps against that). Nothing has been done: PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_STEP_TOO_SMALL if the step is lost in the rounding of the time.
int photinus_lyapunov_advance_f32(struct photinus_lyapunov_f32 *lyapunov,
                                  photinus_derivative_f32 derivative,
                                  photinus_tangent_f32 tangent,
                                  void *user,
                                  uint64_t steps,
                                  struct photinus_solution_f32 *solution);

// Forgets what was measured so far, so that exponents are those of the time from the last orthonormalisation on: for the
// first stretch, while the displacements turn into place.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lyapunov_discard_f32(struct photinus_lyapunov_f32 *lyapunov);

// Writes the exponents so far, up to the last orthonormalisation, to `exponents[count]`: per unit of time, in falling order
// but for what has not converged. They converge like 1/time at best.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if count is another than that of the options, PHOTINUS_ERROR_UNSUPPORTED if there was no
// orthonormalisation yet.
int photinus_lyapunov_exponents_f32(const struct photinus_lyapunov_f32 *lyapunov,
                                    float *exponents,
                                    size_t count);

// Writes the state that is reached to `state[dim]`, and unless NULL the displacements, orthonormal if the last step ended
// with that, to `displacements`, a matrix [count][dim] by rows. displacements_len: its elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_DIMENSION if dim is another than that of the system, PHOTINUS_ERROR_LENGTH if `displacements` is too short.
int photinus_lyapunov_state_f32(const struct photinus_lyapunov_f32 *lyapunov,
                                float *state,
                                size_t dim,
                                float *displacements,
                                size_t displacements_len);

// Writes the number of equations to `*dim`, that of exponents to `*count`, the time that is reached to `*time`, and how many
// steps that took in all to `*steps`; each of them may be NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
int photinus_lyapunov_progress_f32(const struct photinus_lyapunov_f32 *lyapunov,
                                   size_t *dim,
                                   size_t *count,
                                   float *time,
                                   uint64_t *steps);

// Writes to `*bytes` how long a checkpoint is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_lyapunov_save_size_f32(const struct photinus_lyapunov_f32 *lyapunov, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; one restored from it, on any machine, goes on to the same bits. The
// scale of the differences is in it, the system is not.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_lyapunov_save_size_f32 says.
int photinus_lyapunov_save_f32(const struct photinus_lyapunov_f32 *lyapunov,
                               unsigned char *checkpoint,
                               size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
int photinus_lyapunov_restore_size_f32(const unsigned char *checkpoint,
                                       size_t checkpoint_bytes,
                                       size_t *bytes,
                                       size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_lyapunov_restore_size_f32 says, and writes its address, which is that of the memory, to `*lyapunov`.
// photinus_lyapunov_progress_f32 says how many equations and exponents it has.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it
// is of the other precision.
int photinus_lyapunov_restore_f32(void *memory,
                                  size_t bytes,
                                  const unsigned char *checkpoint,
                                  size_t checkpoint_bytes,
                                  struct photinus_lyapunov_f32 **lyapunov);

#if defined(PHOTINUS_STD)
// Begins as photinus_lyapunov_init_f32 does, in memory of its own, and writes the address to `*lyapunov`; it is to
// be freed by photinus_lyapunov_free_f32.
//
// The statuses of photinus_lyapunov_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lyapunov_new_f32(size_t dim,
                              float start,
                              const float *initial,
                              const struct photinus_lyapunov_options_f32 *options,
                              struct photinus_lyapunov_f32 **lyapunov);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_lyapunov_restore_f32 does, in memory of its own, and writes its address to
// `*lyapunov`; it is to be freed by photinus_lyapunov_free_f32.
//
// The statuses of photinus_lyapunov_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_lyapunov_restore_new_f32(const unsigned char *checkpoint,
                                      size_t checkpoint_bytes,
                                      struct photinus_lyapunov_f32 **lyapunov);
#endif

#if defined(PHOTINUS_STD)
// Frees what photinus_lyapunov_new_f32 or photinus_lyapunov_restore_new_f32 made; nothing for NULL.
void photinus_lyapunov_free_f32(struct photinus_lyapunov_f32 *lyapunov);
#endif

// Writes the defaults to `*model`: `size` bytes at most, which is to be `sizeof *model`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_kuramoto_init_f64(struct photinus_kuramoto_f64 *model, size_t size);

// Writes to `*dim` how many numbers the network's state has.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f64, or with a delay photinus_delayed_size_f64, returns for a model that it
// refuses; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
int photinus_kuramoto_dim_f64(const struct photinus_kuramoto_f64 *model,
                              size_t *dim);

// Writes to `*bytes` and `*align` what photinus_kuramoto_solve_f64 and photinus_kuramoto_advance_f64 need to work in, for
// this model and the method of these options, or of the defaults for NULL. It checks all of the model.
//
// PHOTINUS_OK. For a model that is refused: PHOTINUS_ERROR_NULL (also where one of arrays that belong together is
// missing), PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if
// there is no oscillator, no harmonic or no group, or sizes overflow, PHOTINUS_ERROR_OFFSETS, PHOTINUS_ERROR_COLUMN,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER for a mass that is not above 0 or a damping or rate below,
// PHOTINUS_ERROR_UNSUPPORTED for what does not combine, delays, and for a level that this CPU has not.
int photinus_kuramoto_size_f64(const struct photinus_kuramoto_f64 *model,
                               const struct photinus_solver_options_f64 *options,
                               size_t *bytes,
                               size_t *align);

// Writes to `rates` the rates of change at time t and `state`, each of as many numbers as the state has: the instantaneous
// frequencies dphi/dt first, with inertia then d^2phi/dt^2, with learning then dk/dt.
//
// memory, bytes: the workspace, as photinus_kuramoto_size_f64 says for any options; it may hold anything. Who asks often
// makes a photinus_network_f64, which does not check the model each time.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_NOT_FINITE,
// PHOTINUS_ERROR_CALLBACK if a callback returned another number than 0 (`rates` may have been written then).
int photinus_kuramoto_rates_f64(const struct photinus_kuramoto_f64 *model,
                                double t,
                                const double *state,
                                double *rates,
                                void *memory,
                                size_t bytes);

// Integrates a network from `times[0]`, where the state is `initial`, and writes the state at each of `times[time_count]`
// to a row of `states`, a matrix [time_count][dim] by rows, with dim of photinus_kuramoto_dim_f64; its first row is
// `initial`. (As a matrix by columns, that is [dim][time_count].) The methods, the steps between the times, and how a run
// that ended early is resumed: as of photinus_ode_solve_f64.
//
// row: called with each complete row, or NULL. user: given to it. options: or NULL for the defaults. states_len: the
// elements of `states`. memory, bytes: the workspace, as photinus_kuramoto_size_f64 says; it may hold anything. solution:
// what came of it, or NULL. No times: no row. Nothing is allocated; all callbacks are called on the calling thread.
//
// What photinus_kuramoto_size_f64 returns for a model that it refuses, otherwise the statuses of photinus_ode_solve_f64.
int photinus_kuramoto_solve_f64(const struct photinus_kuramoto_f64 *model,
                                photinus_row_f64 row,
                                void *user,
                                const struct photinus_solver_options_f64 *options,
                                const double *times,
                                size_t time_count,
                                const double *initial,
                                double *states,
                                size_t states_len,
                                void *memory,
                                size_t bytes,
                                struct photinus_solution_f64 *solution);

// Takes `count` steps of exactly the options' step from `state`, the state at the time start + first step, and leaves the
// state after them there: as photinus_ode_advance_f64 does. start, first + count and the state are all that has to be kept
// to go on later to the same bits, wherever the run is cut. For methods with a fixed step, with and without noise.
//
// memory, bytes: as photinus_kuramoto_size_f64 says for the same model and options. solution: what came of it, or NULL; it
// has no rows.
//
// What photinus_kuramoto_size_f64 returns for a model that it refuses, otherwise the statuses of photinus_ode_advance_f64.
int photinus_kuramoto_advance_f64(const struct photinus_kuramoto_f64 *model,
                                  const struct photinus_solver_options_f64 *options,
                                  double start,
                                  uint64_t first,
                                  uint64_t count,
                                  double *state,
                                  void *memory,
                                  size_t bytes,
                                  struct photinus_solution_f64 *solution);

// Writes to `*bytes` and `*align` what photinus_kuramoto_dense_advance_f64 needs to work in, for this model.
//
// PHOTINUS_OK, and the other statuses of photinus_kuramoto_size_f64; PHOTINUS_ERROR_UNSUPPORTED unless it is of dense
// coupling, not in single precision, without triangles, inertia and delay.
int photinus_kuramoto_dense_size_f64(const struct photinus_kuramoto_f64 *model,
                                     size_t *bytes,
                                     size_t *align);

// Takes steps as photinus_kuramoto_advance_f64 does with PHOTINUS_METHOD_RK4, to the same bits, for models that
// photinus_kuramoto_dense_size_f64 is for: a program that is linked statically and calls this one has no other coupling and
// no other method in it. memory, bytes: as photinus_kuramoto_dense_size_f64 says.
//
// What photinus_kuramoto_dense_size_f64 returns for a model that it refuses, otherwise the statuses of
// photinus_rk4_advance_f64.
int photinus_kuramoto_dense_advance_f64(const struct photinus_kuramoto_f64 *model,
                                        double step,
                                        double start,
                                        uint64_t first,
                                        uint64_t count,
                                        double *phases,
                                        void *memory,
                                        size_t bytes,
                                        struct photinus_solution_f64 *solution);

#if defined(PHOTINUS_STD)
// As photinus_kuramoto_solve_f64, to the same bits, by several threads where that is faster (see photinus_kuramoto_f64),
// and in memory that it allocates.
//
// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core. All callbacks are called on the
// calling thread.
//
// The statuses of photinus_kuramoto_solve_f64, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_kuramoto_solve_parallel_f64(const struct photinus_kuramoto_f64 *model,
                                         photinus_row_f64 row,
                                         void *user,
                                         const struct photinus_solver_options_f64 *options,
                                         size_t threads,
                                         const double *times,
                                         size_t time_count,
                                         const double *initial,
                                         double *states,
                                         size_t states_len,
                                         struct photinus_solution_f64 *solution);
#endif

#if defined(PHOTINUS_STD)
// As photinus_kuramoto_advance_f64, to the same bits, by several threads where that is faster (see
// photinus_kuramoto_f64), and in memory that it allocates. Threads are made anew in each call, which takes as long as
// some 10^5 oscillators' steps: many steps in a call are better than many calls.
//
// threads: as of photinus_kuramoto_solve_parallel_f64.
//
// The statuses of photinus_kuramoto_advance_f64, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_kuramoto_advance_parallel_f64(const struct photinus_kuramoto_f64 *model,
                                           const struct photinus_solver_options_f64 *options,
                                           size_t threads,
                                           double start,
                                           uint64_t first,
                                           uint64_t count,
                                           double *state,
                                           struct photinus_solution_f64 *solution);
#endif

// Writes the defaults to `*model`: `size` bytes at most, which is to be `sizeof *model`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_kuramoto_init_f32(struct photinus_kuramoto_f32 *model, size_t size);

// Writes to `*dim` how many numbers the network's state has.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f32, or with a delay photinus_delayed_size_f32, returns for a model that it
// refuses; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
int photinus_kuramoto_dim_f32(const struct photinus_kuramoto_f32 *model,
                              size_t *dim);

// Writes to `*bytes` and `*align` what photinus_kuramoto_solve_f32 and photinus_kuramoto_advance_f32 need to work in, for
// this model and the method of these options, or of the defaults for NULL. It checks all of the model.
//
// PHOTINUS_OK. For a model that is refused: PHOTINUS_ERROR_NULL (also where one of arrays that belong together is
// missing), PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if
// there is no oscillator, no harmonic or no group, or sizes overflow, PHOTINUS_ERROR_OFFSETS, PHOTINUS_ERROR_COLUMN,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER for a mass that is not above 0 or a damping or rate below,
// PHOTINUS_ERROR_UNSUPPORTED for what does not combine, delays, and for a level that this CPU has not.
int photinus_kuramoto_size_f32(const struct photinus_kuramoto_f32 *model,
                               const struct photinus_solver_options_f32 *options,
                               size_t *bytes,
                               size_t *align);

// Writes to `rates` the rates of change at time t and `state`, each of as many numbers as the state has: the instantaneous
// frequencies dphi/dt first, with inertia then d^2phi/dt^2, with learning then dk/dt.
//
// memory, bytes: the workspace, as photinus_kuramoto_size_f32 says for any options; it may hold anything. Who asks often
// makes a photinus_network_f32, which does not check the model each time.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f32 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_NOT_FINITE,
// PHOTINUS_ERROR_CALLBACK if a callback returned another number than 0 (`rates` may have been written then).
int photinus_kuramoto_rates_f32(const struct photinus_kuramoto_f32 *model,
                                float t,
                                const float *state,
                                float *rates,
                                void *memory,
                                size_t bytes);

// Integrates a network from `times[0]`, where the state is `initial`, and writes the state at each of `times[time_count]`
// to a row of `states`, a matrix [time_count][dim] by rows, with dim of photinus_kuramoto_dim_f32; its first row is
// `initial`. (As a matrix by columns, that is [dim][time_count].) The methods, the steps between the times, and how a run
// that ended early is resumed: as of photinus_ode_solve_f32.
//
// row: called with each complete row, or NULL. user: given to it. options: or NULL for the defaults. states_len: the
// elements of `states`. memory, bytes: the workspace, as photinus_kuramoto_size_f32 says; it may hold anything. solution:
// what came of it, or NULL. No times: no row. Nothing is allocated; all callbacks are called on the calling thread.
//
// What photinus_kuramoto_size_f32 returns for a model that it refuses, otherwise the statuses of photinus_ode_solve_f32.
int photinus_kuramoto_solve_f32(const struct photinus_kuramoto_f32 *model,
                                photinus_row_f32 row,
                                void *user,
                                const struct photinus_solver_options_f32 *options,
                                const float *times,
                                size_t time_count,
                                const float *initial,
                                float *states,
                                size_t states_len,
                                void *memory,
                                size_t bytes,
                                struct photinus_solution_f32 *solution);

// Takes `count` steps of exactly the options' step from `state`, the state at the time start + first step, and leaves the
// state after them there: as photinus_ode_advance_f32 does. start, first + count and the state are all that has to be kept
// to go on later to the same bits, wherever the run is cut. For methods with a fixed step, with and without noise.
//
// memory, bytes: as photinus_kuramoto_size_f32 says for the same model and options. solution: what came of it, or NULL; it
// has no rows.
//
// What photinus_kuramoto_size_f32 returns for a model that it refuses, otherwise the statuses of photinus_ode_advance_f32.
int photinus_kuramoto_advance_f32(const struct photinus_kuramoto_f32 *model,
                                  const struct photinus_solver_options_f32 *options,
                                  float start,
                                  uint64_t first,
                                  uint64_t count,
                                  float *state,
                                  void *memory,
                                  size_t bytes,
                                  struct photinus_solution_f32 *solution);

// Writes to `*bytes` and `*align` what photinus_kuramoto_dense_advance_f32 needs to work in, for this model.
//
// PHOTINUS_OK, and the other statuses of photinus_kuramoto_size_f32; PHOTINUS_ERROR_UNSUPPORTED unless it is of dense
// coupling, not in single precision, without triangles, inertia and delay.
int photinus_kuramoto_dense_size_f32(const struct photinus_kuramoto_f32 *model,
                                     size_t *bytes,
                                     size_t *align);

// Takes steps as photinus_kuramoto_advance_f32 does with PHOTINUS_METHOD_RK4, to the same bits, for models that
// photinus_kuramoto_dense_size_f32 is for: a program that is linked statically and calls this one has no other coupling and
// no other method in it. memory, bytes: as photinus_kuramoto_dense_size_f32 says.
//
// What photinus_kuramoto_dense_size_f32 returns for a model that it refuses, otherwise the statuses of
// photinus_rk4_advance_f32.
int photinus_kuramoto_dense_advance_f32(const struct photinus_kuramoto_f32 *model,
                                        float step,
                                        float start,
                                        uint64_t first,
                                        uint64_t count,
                                        float *phases,
                                        void *memory,
                                        size_t bytes,
                                        struct photinus_solution_f32 *solution);

#if defined(PHOTINUS_STD)
// As photinus_kuramoto_solve_f32, to the same bits, by several threads where that is faster (see photinus_kuramoto_f32),
// and in memory that it allocates.
//
// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core. All callbacks are called on the
// calling thread.
//
// The statuses of photinus_kuramoto_solve_f32, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_kuramoto_solve_parallel_f32(const struct photinus_kuramoto_f32 *model,
                                         photinus_row_f32 row,
                                         void *user,
                                         const struct photinus_solver_options_f32 *options,
                                         size_t threads,
                                         const float *times,
                                         size_t time_count,
                                         const float *initial,
                                         float *states,
                                         size_t states_len,
                                         struct photinus_solution_f32 *solution);
#endif

#if defined(PHOTINUS_STD)
// As photinus_kuramoto_advance_f32, to the same bits, by several threads where that is faster (see
// photinus_kuramoto_f32), and in memory that it allocates. Threads are made anew in each call, which takes as long as
// some 10^5 oscillators' steps: many steps in a call are better than many calls.
//
// threads: as of photinus_kuramoto_solve_parallel_f32.
//
// The statuses of photinus_kuramoto_advance_f32, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_kuramoto_advance_parallel_f32(const struct photinus_kuramoto_f32 *model,
                                           const struct photinus_solver_options_f32 *options,
                                           size_t threads,
                                           float start,
                                           uint64_t first,
                                           uint64_t count,
                                           float *state,
                                           struct photinus_solution_f32 *solution);
#endif

// Writes to `*bytes` and `*align` what photinus_network_init_f64 needs for that model.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_network_size_f64(const struct photinus_kuramoto_f64 *model,
                              size_t *bytes,
                              size_t *align);

// Makes a network in `memory`, and writes its address, which is that of the memory, to `*network`: an object whose rates
// can be asked for without checking the model again, and a system for every function that takes a
// photinus_derivative_f64. Nothing is to be freed.
//
// memory, bytes: as photinus_network_size_f64 says for the same model. The model's arrays are not copied (but what is made
// of them may be): they stay where they are, unchanged, as long as the network is used. A copy of its bytes, in memory
// that is aligned so, is a network too.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE.
int photinus_network_init_f64(void *memory,
                              size_t bytes,
                              const struct photinus_kuramoto_f64 *model,
                              struct photinus_network_f64 **network);

// The rates of a network: a photinus_derivative_f64 whose `user` is a photinus_network_f64. Writes the rates at time t and
// the state y[dim], which is laid out as photinus_kuramoto_f64 says, to dydt[dim].
//
// PHOTINUS_OK, or what a callback of the model returned. Without a network or arrays, with a dim that is not the
// network's, or where dydt overlaps y or the network: the number of that error, which is negative; nothing is written
// then. The numbers are not checked: NaN gives NaN.
int photinus_network_derivative_f64(double t,
                                    const double *y,
                                    size_t dim,
                                    double *dydt,
                                    void *user);

// How the rates of a network change along a displacement of its phases: a photinus_tangent_f64 whose `user` is a
// photinus_network_f64, for photinus_lyapunov_advance_f64 with photinus_network_derivative_f64. Writes
//
//   sum over m, j of K(t) K[m-1][i][j] m (v_j - v_i) cos(m (phi_j - phi_i) - alpha), and the same of a force
//
// to out[dim], exactly, for the displacement v[dim] of the phases y[dim]. It is there for DENSE, SPARSE, MEAN_FIELD and
// GROUPS, without triangles, inertia and `drive`; for other networks let the tangent be NULL.
//
// PHOTINUS_OK, or PHOTINUS_ERROR_UNSUPPORTED for another network; without a network or arrays, with a dim that is not the
// network's, or where `out` overlaps another array or the network, the number of that error, which is negative; nothing is
// written then. The numbers are not checked: NaN gives NaN.
int photinus_network_tangent_f64(double t,
                                 const double *y,
                                 const double *displacement,
                                 size_t dim,
                                 double *out,
                                 void *user);

// Writes to `*bytes` and `*align` what photinus_network_init_f32 needs for that model.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f32 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT.
int photinus_network_size_f32(const struct photinus_kuramoto_f32 *model,
                              size_t *bytes,
                              size_t *align);

// Makes a network in `memory`, and writes its address, which is that of the memory, to `*network`: an object whose rates
// can be asked for without checking the model again, and a system for every function that takes a
// photinus_derivative_f32. Nothing is to be freed.
//
// memory, bytes: as photinus_network_size_f32 says for the same model. The model's arrays are not copied (but what is made
// of them may be): they stay where they are, unchanged, as long as the network is used. A copy of its bytes, in memory
// that is aligned so, is a network too.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f32 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE.
int photinus_network_init_f32(void *memory,
                              size_t bytes,
                              const struct photinus_kuramoto_f32 *model,
                              struct photinus_network_f32 **network);

// The rates of a network: a photinus_derivative_f32 whose `user` is a photinus_network_f32. Writes the rates at time t and
// the state y[dim], which is laid out as photinus_kuramoto_f32 says, to dydt[dim].
//
// PHOTINUS_OK, or what a callback of the model returned. Without a network or arrays, with a dim that is not the
// network's, or where dydt overlaps y or the network: the number of that error, which is negative; nothing is written
// then. The numbers are not checked: NaN gives NaN.
int photinus_network_derivative_f32(float t,
                                    const float *y,
                                    size_t dim,
                                    float *dydt,
                                    void *user);

// How the rates of a network change along a displacement of its phases: a photinus_tangent_f32 whose `user` is a
// photinus_network_f32, for photinus_lyapunov_advance_f32 with photinus_network_derivative_f32. Writes
//
//   sum over m, j of K(t) K[m-1][i][j] m (v_j - v_i) cos(m (phi_j - phi_i) - alpha), and the same of a force
//
// to out[dim], exactly, for the displacement v[dim] of the phases y[dim]. It is there for DENSE, SPARSE, MEAN_FIELD and
// GROUPS, without triangles, inertia and `drive`; for other networks let the tangent be NULL.
//
// PHOTINUS_OK, or PHOTINUS_ERROR_UNSUPPORTED for another network; without a network or arrays, with a dim that is not the
// network's, or where `out` overlaps another array or the network, the number of that error, which is negative; nothing is
// written then. The numbers are not checked: NaN gives NaN.
int photinus_network_tangent_f32(float t,
                                 const float *y,
                                 const float *displacement,
                                 size_t dim,
                                 float *out,
                                 void *user);

// Writes to `*bytes` and `*align` what a run of this model needs with steps of `step`: about 16 (f32: 8) bytes per
// oscillator and step of the longest delay. It checks all of the model, which may also be without a delay.
//
// PHOTINUS_OK; PHOTINUS_ERROR_STEP if the step is not a finite number above 0, PHOTINUS_ERROR_DELAY if a delay is negative,
// NaN, infinite, or between 0 and the step, PHOTINUS_ERROR_STEP_TOO_SMALL if a delay has too many steps,
// PHOTINUS_ERROR_UNSUPPORTED for a model that does not combine with delays (see photinus_kuramoto_f64); else as
// photinus_kuramoto_size_f64.
int photinus_delayed_size_f64(const struct photinus_kuramoto_f64 *model,
                              double step,
                              size_t *bytes,
                              size_t *align);

// Makes a run in `memory` that stands at the time `start` with the phases `initial`, N numbers, and writes its address,
// which is that of the memory, to `*delayed`. Nothing is evaluated yet, and nothing is to be freed.
//
// memory, bytes: as photinus_delayed_size_f64 says for the same model and step.
//
// PHOTINUS_OK; what photinus_delayed_size_f64 returns for a model or a step that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_TIMES if the start is not
// finite, PHOTINUS_ERROR_NOT_FINITE.
int photinus_delayed_init_f64(void *memory,
                              size_t bytes,
                              const struct photinus_kuramoto_f64 *model,
                              double step,
                              double start,
                              const double *initial,
                              struct photinus_delayed_f64 **delayed);

// Takes `count` steps. A run may be cut into calls anywhere, to the same bits.
//
// model: that of the whole run. history: the phases before the start, or NULL, if they were always the initial ones; the
// same in all calls. It is asked only as long as the longest delay reaches back to before the start. user: given to it, on
// the calling thread. solution: what came of the call, or NULL; it has no rows.
//
// PHOTINUS_OK. The run stands after the last complete step: PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_DIVERGED. Nothing has been done: what photinus_delayed_size_f64 returns for a model that it refuses with
// the step of the run; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION for a model of another number of oscillators,
// PHOTINUS_ERROR_WORKSPACE for one with a longer delay, or which needs more to work in, than the run has memory for,
// PHOTINUS_ERROR_STEP_TOO_SMALL if one of the steps would be lost in the rounding of the time.
int photinus_delayed_advance_f64(struct photinus_delayed_f64 *delayed,
                                 const struct photinus_kuramoto_f64 *model,
                                 photinus_history_f64 history,
                                 void *user,
                                 uint64_t count,
                                 struct photinus_solution_f64 *solution);

// Writes the phases now and after each `steps_per_row` steps to the rows of `states`, a matrix [row_count][N] by rows: the
// first row is where the run stands already, and it takes (row_count - 1) steps_per_row steps. A row callback that ends the
// run leaves it at that row; to go on, ask for the rest of the rows, that one's included.
//
// row: called with each complete row, its time and phases, or NULL. user: given to both callbacks. states_len: the elements
// of `states`. solution: what came of it, or NULL; where a row is not complete, its time is that of the last step. The
// other arguments: as of photinus_delayed_advance_f64. No rows: no step.
//
// The statuses of photinus_delayed_advance_f64, PHOTINUS_ERROR_LENGTH if `states` is too short, PHOTINUS_ERROR_TIMES if
// steps_per_row is 0.
int photinus_delayed_solve_f64(struct photinus_delayed_f64 *delayed,
                               const struct photinus_kuramoto_f64 *model,
                               photinus_history_f64 history,
                               photinus_row_f64 row,
                               void *user,
                               uint64_t steps_per_row,
                               size_t row_count,
                               double *states,
                               size_t states_len,
                               struct photinus_solution_f64 *solution);

// Writes where the run stands: its time to `*time`, how many steps it has taken to `*steps`, its phases to
// `phases[oscillators]`; each may be NULL, and is left out.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL for the run, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if `oscillators` is not the run's number.
int photinus_delayed_state_f64(const struct photinus_delayed_f64 *delayed,
                               double *time,
                               uint64_t *steps,
                               double *phases,
                               size_t oscillators);

// Writes to `*bytes` how long a checkpoint of the run is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_delayed_save_size_f64(const struct photinus_delayed_f64 *delayed, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a run restored from it, on any machine, goes on to the same bits.
// The model and the history are not in it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_delayed_save_size_f64 says.
int photinus_delayed_save_f64(const struct photinus_delayed_f64 *delayed,
                              unsigned char *checkpoint,
                              size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs for its model.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision or another number of oscillators; what
// photinus_delayed_size_f64 returns for a model that it refuses.
int photinus_delayed_restore_size_f64(const unsigned char *checkpoint,
                                      size_t checkpoint_bytes,
                                      const struct photinus_kuramoto_f64 *model,
                                      size_t *bytes,
                                      size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_delayed_restore_size_f64 says for the same model, and writes its address, which is that of the memory, to
// `*delayed`.
//
// The statuses of photinus_delayed_restore_size_f64, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE.
int photinus_delayed_restore_f64(void *memory,
                                 size_t bytes,
                                 const unsigned char *checkpoint,
                                 size_t checkpoint_bytes,
                                 const struct photinus_kuramoto_f64 *model,
                                 struct photinus_delayed_f64 **delayed);

#if defined(PHOTINUS_STD)
// Makes a run as photinus_delayed_init_f64 does, in memory of its own, and writes its address to `*delayed`; it is to be
// freed by photinus_delayed_free_f64.
//
// The statuses of photinus_delayed_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_delayed_new_f64(const struct photinus_kuramoto_f64 *model,
                             double step,
                             double start,
                             const double *initial,
                             struct photinus_delayed_f64 **delayed);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_delayed_restore_f64 does, in memory of its own, and writes its address to
// `*delayed`; it is to be freed by photinus_delayed_free_f64.
//
// The statuses of photinus_delayed_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_delayed_restore_new_f64(const unsigned char *checkpoint,
                                     size_t checkpoint_bytes,
                                     const struct photinus_kuramoto_f64 *model,
                                     struct photinus_delayed_f64 **delayed);
#endif

#if defined(PHOTINUS_STD)
// Frees a run that photinus_delayed_new_f64 or photinus_delayed_restore_new_f64 made; nothing for NULL.
void photinus_delayed_free_f64(struct photinus_delayed_f64 *delayed);
#endif

// Writes to `*bytes` and `*align` what a run of this model needs with steps of `step`: about 16 (f32: 8) bytes per
// oscillator and step of the longest delay. It checks all of the model, which may also be without a delay.
//
// PHOTINUS_OK; PHOTINUS_ERROR_STEP if the step is not a finite number above 0, PHOTINUS_ERROR_DELAY if a delay is negative,
// NaN, infinite, or between 0 and the step, PHOTINUS_ERROR_STEP_TOO_SMALL if a delay has too many steps,
// PHOTINUS_ERROR_UNSUPPORTED for a model that does not combine with delays (see photinus_kuramoto_f32); else as
// photinus_kuramoto_size_f32.
int photinus_delayed_size_f32(const struct photinus_kuramoto_f32 *model,
                              float step,
                              size_t *bytes,
                              size_t *align);

// Makes a run in `memory` that stands at the time `start` with the phases `initial`, N numbers, and writes its address,
// which is that of the memory, to `*delayed`. Nothing is evaluated yet, and nothing is to be freed.
//
// memory, bytes: as photinus_delayed_size_f32 says for the same model and step.
//
// PHOTINUS_OK; what photinus_delayed_size_f32 returns for a model or a step that it refuses; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_TIMES if the start is not
// finite, PHOTINUS_ERROR_NOT_FINITE.
int photinus_delayed_init_f32(void *memory,
                              size_t bytes,
                              const struct photinus_kuramoto_f32 *model,
                              float step,
                              float start,
                              const float *initial,
                              struct photinus_delayed_f32 **delayed);

// Takes `count` steps. A run may be cut into calls anywhere, to the same bits.
//
// model: that of the whole run. history: the phases before the start, or NULL, if they were always the initial ones; the
// same in all calls. It is asked only as long as the longest delay reaches back to before the start. user: given to it, on
// the calling thread. solution: what came of the call, or NULL; it has no rows.
//
// PHOTINUS_OK. The run stands after the last complete step: PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK,
// PHOTINUS_ERROR_DIVERGED. Nothing has been done: what photinus_delayed_size_f32 returns for a model that it refuses with
// the step of the run; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION for a model of another number of oscillators,
// PHOTINUS_ERROR_WORKSPACE for one with a longer delay, or which needs more to work in, than the run has memory for,
// PHOTINUS_ERROR_STEP_TOO_SMALL if one of the steps would be lost in the rounding of the time.
int photinus_delayed_advance_f32(struct photinus_delayed_f32 *delayed,
                                 const struct photinus_kuramoto_f32 *model,
                                 photinus_history_f32 history,
                                 void *user,
                                 uint64_t count,
                                 struct photinus_solution_f32 *solution);

// Writes the phases now and after each `steps_per_row` steps to the rows of `states`, a matrix [row_count][N] by rows: the
// first row is where the run stands already, and it takes (row_count - 1) steps_per_row steps. A row callback that ends the
// run leaves it at that row; to go on, ask for the rest of the rows, that one's included.
//
// row: called with each complete row, its time and phases, or NULL. user: given to both callbacks. states_len: the elements
// of `states`. solution: what came of it, or NULL; where a row is not complete, its time is that of the last step. The
// other arguments: as of photinus_delayed_advance_f32. No rows: no step.
//
// The statuses of photinus_delayed_advance_f32, PHOTINUS_ERROR_LENGTH if `states` is too short, PHOTINUS_ERROR_TIMES if
// steps_per_row is 0.
int photinus_delayed_solve_f32(struct photinus_delayed_f32 *delayed,
                               const struct photinus_kuramoto_f32 *model,
                               photinus_history_f32 history,
                               photinus_row_f32 row,
                               void *user,
                               uint64_t steps_per_row,
                               size_t row_count,
                               float *states,
                               size_t states_len,
                               struct photinus_solution_f32 *solution);

// Writes where the run stands: its time to `*time`, how many steps it has taken to `*steps`, its phases to
// `phases[oscillators]`; each may be NULL, and is left out.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL for the run, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_DIMENSION if `oscillators` is not the run's number.
int photinus_delayed_state_f32(const struct photinus_delayed_f32 *delayed,
                               float *time,
                               uint64_t *steps,
                               float *phases,
                               size_t oscillators);

// Writes to `*bytes` how long a checkpoint of the run is.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
int photinus_delayed_save_size_f32(const struct photinus_delayed_f32 *delayed, size_t *bytes);

// Writes the whole run to `checkpoint`, of `bytes` bytes; a run restored from it, on any machine, goes on to the same bits.
// The model and the history are not in it.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_delayed_save_size_f32 says.
int photinus_delayed_save_f32(const struct photinus_delayed_f32 *delayed,
                              unsigned char *checkpoint,
                              size_t bytes);

// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs for its model.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_CHECKPOINT,
// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision or another number of oscillators; what
// photinus_delayed_size_f32 returns for a model that it refuses.
int photinus_delayed_restore_size_f32(const unsigned char *checkpoint,
                                      size_t checkpoint_bytes,
                                      const struct photinus_kuramoto_f32 *model,
                                      size_t *bytes,
                                      size_t *align);

// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
// photinus_delayed_restore_size_f32 says for the same model, and writes its address, which is that of the memory, to
// `*delayed`.
//
// The statuses of photinus_delayed_restore_size_f32, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE.
int photinus_delayed_restore_f32(void *memory,
                                 size_t bytes,
                                 const unsigned char *checkpoint,
                                 size_t checkpoint_bytes,
                                 const struct photinus_kuramoto_f32 *model,
                                 struct photinus_delayed_f32 **delayed);

#if defined(PHOTINUS_STD)
// Makes a run as photinus_delayed_init_f32 does, in memory of its own, and writes its address to `*delayed`; it is to be
// freed by photinus_delayed_free_f32.
//
// The statuses of photinus_delayed_init_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_delayed_new_f32(const struct photinus_kuramoto_f32 *model,
                             float step,
                             float start,
                             const float *initial,
                             struct photinus_delayed_f32 **delayed);
#endif

#if defined(PHOTINUS_STD)
// Makes the run in a checkpoint as photinus_delayed_restore_f32 does, in memory of its own, and writes its address to
// `*delayed`; it is to be freed by photinus_delayed_free_f32.
//
// The statuses of photinus_delayed_restore_f32, and PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_delayed_restore_new_f32(const unsigned char *checkpoint,
                                     size_t checkpoint_bytes,
                                     const struct photinus_kuramoto_f32 *model,
                                     struct photinus_delayed_f32 **delayed);
#endif

#if defined(PHOTINUS_STD)
// Frees a run that photinus_delayed_new_f32 or photinus_delayed_restore_new_f32 made; nothing for NULL.
void photinus_delayed_free_f32(struct photinus_delayed_f32 *delayed);
#endif

// Writes the defaults to `*ensemble`: `size` bytes at most, which is to be `sizeof *ensemble`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_ensemble_init_f64(struct photinus_ensemble_f64 *ensemble, size_t size);

// Writes to `*bytes` and `*align` what photinus_ensemble_advance_f64 needs to work in, for this ensemble and any method. It
// checks all of the ensemble.
//
// PHOTINUS_OK. For an ensemble that is refused: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if there is no member, oscillator or
// harmonic, or sizes overflow, PHOTINUS_ERROR_LENGTH if frequencies or matrices are neither shared nor one per member,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not.
int photinus_ensemble_size_f64(const struct photinus_ensemble_f64 *ensemble,
                               size_t *bytes,
                               size_t *align);

// Takes `count` steps of exactly the options' step of every member, from `phases`, a matrix [members][N] by rows, at the
// time start + first step, and leaves the phases after them there. By RK4, EULER or HEUN, or with noise by EULER_MARUYAMA,
// STOCHASTIC_HEUN or STOCHASTIC_RK4.
//
// options: the method, the step and, for a method with noise, noise_strengths, noise_count and seed are looked at; the
// method of the defaults is none of these. noise_count is 1, one strength for all, or N, which all members share, or members
// times N, a matrix by rows; the noise of a member is that of its seed (see `seeds` of the ensemble), which in step n depends
// on that, on n and on the oscillator's number alone. There are no given increments. steps: written, how many each of the
// members has taken: fewer than `count` if its phases became NaN or infinite; they are then those before that step.
// complete: how many members have taken all, or NULL. memory, bytes: the workspace, as photinus_ensemble_size_f64 says; it
// may hold anything. Nothing is allocated. To go on later, to the same bits, call it with first + count.
//
// PHOTINUS_OK. PHOTINUS_ERROR_DIVERGED: members have ended early, the others are complete; all results have been written.
// Nothing has been: what photinus_ensemble_size_f64 returns for an ensemble that it refuses, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_STEP,
// PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_LENGTH for another noise_count, PHOTINUS_ERROR_PARAMETER for a strength of
// noise that is negative, NaN or infinite, PHOTINUS_ERROR_UNSUPPORTED for another method, noise with a method that has none,
// or given increments.
int photinus_ensemble_advance_f64(const struct photinus_ensemble_f64 *ensemble,
                                  const struct photinus_solver_options_f64 *options,
                                  double start,
                                  uint64_t first,
                                  uint64_t count,
                                  double *phases,
                                  uint64_t *steps,
                                  size_t *complete,
                                  void *memory,
                                  size_t bytes);

#if defined(PHOTINUS_STD)
// As photinus_ensemble_advance_f64, to the same bits, by several threads that share the members, and in memory that it
// allocates.
//
// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core.
//
// The statuses of photinus_ensemble_advance_f64, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_ensemble_advance_parallel_f64(const struct photinus_ensemble_f64 *ensemble,
                                           const struct photinus_solver_options_f64 *options,
                                           size_t threads,
                                           double start,
                                           uint64_t first,
                                           uint64_t count,
                                           double *phases,
                                           uint64_t *steps,
                                           size_t *complete);
#endif

// Writes the defaults to `*ensemble`: `size` bytes at most, which is to be `sizeof *ensemble`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_ensemble_init_f32(struct photinus_ensemble_f32 *ensemble, size_t size);

// Writes to `*bytes` and `*align` what photinus_ensemble_advance_f32 needs to work in, for this ensemble and any method. It
// checks all of the ensemble.
//
// PHOTINUS_OK. For an ensemble that is refused: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if there is no member, oscillator or
// harmonic, or sizes overflow, PHOTINUS_ERROR_LENGTH if frequencies or matrices are neither shared nor one per member,
// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not.
int photinus_ensemble_size_f32(const struct photinus_ensemble_f32 *ensemble,
                               size_t *bytes,
                               size_t *align);

// Takes `count` steps of exactly the options' step of every member, from `phases`, a matrix [members][N] by rows, at the
// time start + first step, and leaves the phases after them there. By RK4, EULER or HEUN, or with noise by EULER_MARUYAMA,
// STOCHASTIC_HEUN or STOCHASTIC_RK4.
//
// options: the method, the step and, for a method with noise, noise_strengths, noise_count and seed are looked at; the
// method of the defaults is none of these. noise_count is 1, one strength for all, or N, which all members share, or members
// times N, a matrix by rows; the noise of a member is that of its seed (see `seeds` of the ensemble), which in step n depends
// on that, on n and on the oscillator's number alone. There are no given increments. steps: written, how many each of the
// members has taken: fewer than `count` if its phases became NaN or infinite; they are then those before that step.
// complete: how many members have taken all, or NULL. memory, bytes: the workspace, as photinus_ensemble_size_f32 says; it
// may hold anything. Nothing is allocated. To go on later, to the same bits, call it with first + count.
//
// PHOTINUS_OK. PHOTINUS_ERROR_DIVERGED: members have ended early, the others are complete; all results have been written.
// Nothing has been: what photinus_ensemble_size_f32 returns for an ensemble that it refuses, PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_STEP,
// PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_LENGTH for another noise_count, PHOTINUS_ERROR_PARAMETER for a strength of
// noise that is negative, NaN or infinite, PHOTINUS_ERROR_UNSUPPORTED for another method, noise with a method that has none,
// or given increments.
int photinus_ensemble_advance_f32(const struct photinus_ensemble_f32 *ensemble,
                                  const struct photinus_solver_options_f32 *options,
                                  float start,
                                  uint64_t first,
                                  uint64_t count,
                                  float *phases,
                                  uint64_t *steps,
                                  size_t *complete,
                                  void *memory,
                                  size_t bytes);

#if defined(PHOTINUS_STD)
// As photinus_ensemble_advance_f32, to the same bits, by several threads that share the members, and in memory that it
// allocates.
//
// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core.
//
// The statuses of photinus_ensemble_advance_f32, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_ensemble_advance_parallel_f32(const struct photinus_ensemble_f32 *ensemble,
                                           const struct photinus_solver_options_f32 *options,
                                           size_t threads,
                                           float start,
                                           uint64_t first,
                                           uint64_t count,
                                           float *phases,
                                           uint64_t *steps,
                                           size_t *complete);
#endif

// Writes the defaults to `*transition`: `size` bytes at most, which is to be `sizeof *transition`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_transition_init_f64(struct photinus_transition_f64 *transition, size_t size);

// Writes to `*bytes` and `*align` what photinus_transition_run_f64 needs to work in, for this model and `count` strengths.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_UNSUPPORTED for one with
// inertia, learning, swing, force, drive or delay, or whose strength K(t) is not 1; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_transition_size_f64(const struct photinus_kuramoto_f64 *model,
                                 size_t count,
                                 size_t *bytes,
                                 size_t *align);

// Runs the network with all that pulls multiplied by each of `strengths[count]`, from the phases `initial`, N numbers, and
// writes the mean in time of the order parameter r to `mean[count]`, and its variance, with samples - 1, NaN for one sample,
// to `variance[count]`.
//
// transition: the step, and how r is taken; NULL, the defaults, has no step, and is refused. memory, bytes: the workspace,
// as photinus_transition_size_f64 says for the same model and count; it may hold anything. solution: what came of it, or
// NULL: its rows are how many strengths are complete, its time is that of the last step of the last one. Nothing is
// allocated.
//
// PHOTINUS_OK. The results of the complete strengths and `solution` have been written: PHOTINUS_ERROR_DIVERGED;
// PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK of a coupling of one's own. Nothing has been: what
// photinus_transition_size_f64 returns for a model that it refuses, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE,
// PHOTINUS_ERROR_UNSUPPORTED for another method, PHOTINUS_ERROR_PARAMETER if `samples`, `every` or the harmonic is 0,
// `carried` is neither 0 nor 1, or the steps overflow, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP,
// PHOTINUS_ERROR_STEP_TOO_SMALL.
int photinus_transition_run_f64(const struct photinus_kuramoto_f64 *model,
                                const struct photinus_transition_f64 *transition,
                                const double *strengths,
                                size_t count,
                                const double *initial,
                                double *mean,
                                double *variance,
                                void *memory,
                                size_t bytes,
                                struct photinus_solution_f64 *solution);

#if defined(PHOTINUS_STD)
// As photinus_transition_run_f64, to the same bits, by several threads that share the strengths, and in memory that it
// allocates. Strengths that are carried on, and a coupling of one's own, are one thread's work, the calling one's.
//
// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core.
//
// The statuses of photinus_transition_run_f64, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_transition_run_parallel_f64(const struct photinus_kuramoto_f64 *model,
                                         const struct photinus_transition_f64 *transition,
                                         size_t threads,
                                         const double *strengths,
                                         size_t count,
                                         const double *initial,
                                         double *mean,
                                         double *variance,
                                         struct photinus_solution_f64 *solution);
#endif

// Writes the defaults to `*transition`: `size` bytes at most, which is to be `sizeof *transition`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_transition_init_f32(struct photinus_transition_f32 *transition, size_t size);

// Writes to `*bytes` and `*align` what photinus_transition_run_f32 needs to work in, for this model and `count` strengths.
//
// PHOTINUS_OK; what photinus_kuramoto_size_f32 returns for a model that it refuses; PHOTINUS_ERROR_UNSUPPORTED for one with
// inertia, learning, swing, force, drive or delay, or whose strength K(t) is not 1; PHOTINUS_ERROR_NULL,
// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if that size does not fit.
int photinus_transition_size_f32(const struct photinus_kuramoto_f32 *model,
                                 size_t count,
                                 size_t *bytes,
                                 size_t *align);

// Runs the network with all that pulls multiplied by each of `strengths[count]`, from the phases `initial`, N numbers, and
// writes the mean in time of the order parameter r to `mean[count]`, and its variance, with samples - 1, NaN for one sample,
// to `variance[count]`.
//
// transition: the step, and how r is taken; NULL, the defaults, has no step, and is refused. memory, bytes: the workspace,
// as photinus_transition_size_f32 says for the same model and count; it may hold anything. solution: what came of it, or
// NULL: its rows are how many strengths are complete, its time is that of the last step of the last one. Nothing is
// allocated.
//
// PHOTINUS_OK. The results of the complete strengths and `solution` have been written: PHOTINUS_ERROR_DIVERGED;
// PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK of a coupling of one's own. Nothing has been: what
// photinus_transition_size_f32 returns for a model that it refuses, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE,
// PHOTINUS_ERROR_UNSUPPORTED for another method, PHOTINUS_ERROR_PARAMETER if `samples`, `every` or the harmonic is 0,
// `carried` is neither 0 nor 1, or the steps overflow, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP,
// PHOTINUS_ERROR_STEP_TOO_SMALL.
int photinus_transition_run_f32(const struct photinus_kuramoto_f32 *model,
                                const struct photinus_transition_f32 *transition,
                                const float *strengths,
                                size_t count,
                                const float *initial,
                                float *mean,
                                float *variance,
                                void *memory,
                                size_t bytes,
                                struct photinus_solution_f32 *solution);

#if defined(PHOTINUS_STD)
// As photinus_transition_run_f32, to the same bits, by several threads that share the strengths, and in memory that it
// allocates. Strengths that are carried on, and a coupling of one's own, are one thread's work, the calling one's.
//
// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core.
//
// The statuses of photinus_transition_run_f32, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
int photinus_transition_run_parallel_f32(const struct photinus_kuramoto_f32 *model,
                                         const struct photinus_transition_f32 *transition,
                                         size_t threads,
                                         const float *strengths,
                                         size_t count,
                                         const float *initial,
                                         float *mean,
                                         float *variance,
                                         struct photinus_solution_f32 *solution);
#endif

// Replaces each of `phases[count]` by the angle that is a whole number of turns from it and in (-pi, pi]. The error is
// at most 4 epsilon.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_NOT_FINITE.
int photinus_wrap_phases_f64(double *phases,
                             size_t count);

// Writes to `*angle` the angle of the vector (re, im), in (-pi, pi], 0 for the zero vector: C's atan2(im, re), but that
// zeros have no sign, and with the same bits on every machine. Infinite vectors have an angle. The error is below 1.5
// units of the last place.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_NOT_FINITE for NaN.
int photinus_argument_f64(double re,
                          double im,
                          double *angle);

// Writes the differences a_i - b_i, in (-pi, pi], to `differences`; three arrays of `count` elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_phase_differences_f64(const double *a,
                                   const double *b,
                                   size_t count,
                                   double *differences);

// Writes phi_j - phi_i, in (-pi, pi], of the phases phi to row i and column j of `differences`, a matrix
// [oscillators][oscillators] by rows. differences_len: its elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if
// `differences` is too short, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_pairwise_phase_differences_f64(const double *phases,
                                            size_t oscillators,
                                            double *differences,
                                            size_t differences_len);

// Writes to `*number` the winding number of a ring: how many turns the phase makes on the way round, each difference of
// neighbours (the last one's being the first) taken in (-pi, pi], as in a q-twisted state (Wiley, Strogatz and Girvan,
// 2006). An exact integer.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER if a difference is beyond 2^53 (f32: 2^24)
// turns.
int photinus_winding_number_f64(const double *phases,
                                size_t oscillators,
                                int64_t *number);

// Writes the mean frequencies (last_i - first_i) / duration to `frequencies`, from the unwrapped phases at both ends of
// an interval; three arrays of `oscillators` elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_TIMES unless the duration is a finite number above 0, PHOTINUS_ERROR_NOT_FINITE.
int photinus_mean_frequencies_f64(const double *first,
                                  const double *last,
                                  size_t oscillators,
                                  double duration,
                                  double *frequencies);

// Writes to `*r` and `*psi` the order parameter of the harmonic m of `phases[oscillators]` (Kuramoto, 1975; Daido, 1992):
//
// r e^(i psi) = (1/N) sum over j of e^(i m phi_j)
//
// with r from 0 (spread out) to 1 (all of one phase) and psi in (-pi, pi], 0 where r is 0. Either may be NULL if it is
// not wanted. level: a value of photinus_level; it changes no bit.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
// PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
// that level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_parameter_f64(const double *phases,
                                 size_t oscillators,
                                 uint32_t harmonic,
                                 int level,
                                 double *r,
                                 double *psi);

// Writes r and psi of each row of `record`, a matrix [rows][oscillators] by rows, to `r[rows]` and `psi[rows]`: what
// photinus_order_parameter_f64 gives, to the bit.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
// PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
// that level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_parameters_f64(const double *record,
                                  size_t rows,
                                  size_t oscillators,
                                  uint32_t harmonic,
                                  int level,
                                  double *r,
                                  double *psi);

// Writes to `*bytes` and `*align` what photinus_group_order_parameters_f64 needs to work in.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no groups, or if that size
// does not fit, PHOTINUS_ERROR_OVERLAP.
int photinus_group_order_parameters_size_f64(size_t groups,
                                             size_t *bytes,
                                             size_t *align);

// Writes the order parameter of each group to `r[groups]` and `psi[groups]`.
//
// The groups are given in one of two ways, the other one being NULL. labels: oscillator i is in group labels[i], below
// `groups`. offsets: group g holds the oscillators from offsets[g] to offsets[g + 1] - 1; there are groups + 1 of them,
// which rise from 0 to `oscillators`. harmonic, level: as of photinus_order_parameter_f64. memory, bytes: the workspace,
// as photinus_group_order_parameters_size_f64 says; it may hold anything.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators or groups,
// PHOTINUS_ERROR_PARAMETER if both are given, one is empty, or the harmonic is 0, PHOTINUS_ERROR_COLUMN for a label that is
// no group, PHOTINUS_ERROR_OFFSETS for impossible offsets,
// PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_group_order_parameters_f64(const double *phases,
                                        size_t oscillators,
                                        const uint32_t *labels,
                                        const size_t *offsets,
                                        size_t groups,
                                        uint32_t harmonic,
                                        int level,
                                        double *r,
                                        double *psi,
                                        void *memory,
                                        size_t bytes);

// Writes the defaults to `*neighbourhoods`: `size` bytes at most, which is to be `sizeof *neighbourhoods`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_neighbourhoods_init_f64(struct photinus_neighbourhoods_f64 *neighbourhoods,
                                     size_t size);

// Writes to `*bytes` and `*align` what photinus_local_order_f64 needs to work in, for these neighbourhoods.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, and what
// photinus_local_order_f64 says of the neighbourhoods.
int photinus_local_order_size_f64(const struct photinus_neighbourhoods_f64 *neighbourhoods,
                                  size_t *bytes,
                                  size_t *align);

// Writes to `order[N]` the local order parameter of each oscillator,
//
// r_i = |sum over j of A_ij e^(i m phi_j)| / (sum over j of A_ij)
//
// (Restrepo, Ott and Hunt, 2005; on a ring: Omelchenko, Maistrenko, Hovel and Scholl, 2011), 0 where one has no
// neighbours. phases: N numbers. harmonic: m, at least 1. memory, bytes: the workspace, as photinus_local_order_size_f64
// says; it may hold anything. On a ring the time does not depend on the radius.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION,
// PHOTINUS_ERROR_OFFSETS if the row offsets do not begin with 0, fall, or do not end with `edges`, PHOTINUS_ERROR_COLUMN if a
// column is no oscillator, PHOTINUS_ERROR_PARAMETER if a weight is negative, the radius is too large, or the harmonic is 0,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_local_order_f64(const struct photinus_neighbourhoods_f64 *neighbourhoods,
                             const double *phases,
                             uint32_t harmonic,
                             double *order,
                             void *memory,
                             size_t bytes);

// Writes to `*bytes` and `*align` what photinus_order_statistics_f64 need.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP.
int photinus_order_statistics_size_f64(size_t *bytes, size_t *align);

// Makes statistics of no rows in `memory`, and writes their address, which is that of the memory, to `*statistics`.
// Nothing is to be freed. harmonic, level: as of photinus_order_parameter_f64. memory, bytes: as
// photinus_order_statistics_size_f64 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION for no
// oscillators, PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if
// this CPU has not that level, PHOTINUS_ERROR_OVERLAP.
int photinus_order_statistics_init_f64(void *memory,
                                       size_t bytes,
                                       size_t oscillators,
                                       uint32_t harmonic,
                                       int level,
                                       struct photinus_order_statistics_f64 **statistics);

// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators (of a state that goes on with
// velocities, the phases), and writes its order parameter to `*r` and `*psi`, either of which may be NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not its level, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_statistics_add_f64(struct photinus_order_statistics_f64 *statistics,
                                      const double *phases,
                                      size_t phases_len,
                                      double *r,
                                      double *psi);

// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
//
// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if this
// CPU has not its level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_statistics_add_record_f64(struct photinus_order_statistics_f64 *statistics,
                                             const double *record,
                                             size_t record_len);

// A row callback (photinus_row_f64) whose `user` is statistics: adds each row of a solution. A run that is resumed gives
// its first row once more, which a callback of one's own can leave out.
//
// The statuses of photinus_order_statistics_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_order_statistics_row_f64(size_t row,
                                      double t,
                                      const double *y,
                                      size_t dim,
                                      void *user);

// Writes what the rows so far came to, to `*summary`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_OVERLAP.
int photinus_order_statistics_get_f64(const struct photinus_order_statistics_f64 *statistics,
                                      struct photinus_order_summary_f64 *summary);

// Writes to `*bytes` and `*align` what photinus_group_statistics_f64 need, for that many oscillators and groups.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators or groups, or
// if that size does not fit, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_size_f64(size_t oscillators,
                                       size_t groups,
                                       size_t *bytes,
                                       size_t *align);

// Makes statistics of no rows in `memory`, and writes their address, which is that of the memory, to `*statistics`.
// Nothing is to be freed. labels, offsets, groups: as of photinus_group_order_parameters_f64; they are copied. harmonic,
// level: as of photinus_order_parameter_f64. memory, bytes: as photinus_group_statistics_size_f64 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION for no
// oscillators or groups, PHOTINUS_ERROR_PARAMETER if both are given, the harmonic is 0, or (the memory has been
// overwritten then) a group has no oscillator, PHOTINUS_ERROR_COLUMN, PHOTINUS_ERROR_OFFSETS,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_init_f64(void *memory,
                                       size_t bytes,
                                       size_t oscillators,
                                       const uint32_t *labels,
                                       const size_t *offsets,
                                       size_t groups,
                                       uint32_t harmonic,
                                       int level,
                                       struct photinus_group_statistics_f64 **statistics);

// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
// their level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_group_statistics_add_f64(struct photinus_group_statistics_f64 *statistics,
                                      const double *phases,
                                      size_t phases_len);

// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
//
// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if
// this CPU has not their level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_group_statistics_add_record_f64(struct photinus_group_statistics_f64 *statistics,
                                             const double *record,
                                             size_t record_len);

// A row callback (photinus_row_f64) whose `user` is statistics of groups: adds each row of a solution. A run that is
// resumed gives its first row once more, which a callback of one's own can leave out.
//
// The statuses of photinus_group_statistics_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_group_statistics_row_f64(size_t row,
                                      double t,
                                      const double *y,
                                      size_t dim,
                                      void *user);

// Writes what the rows so far came to, to `*summary`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_UNSUPPORTED if this CPU has not their level, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_get_f64(const struct photinus_group_statistics_f64 *statistics,
                                      struct photinus_group_summary_f64 *summary);

// Writes of each group's r the value in the last row (0 before the first), the mean in time (NaN before the first row)
// and the variance (NaN before the second) to `last`, `mean` and `variance`, each of `groups` elements or NULL if it is
// not wanted; groups is their number in any case.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
// there are not so many groups, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not their level, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_groups_f64(const struct photinus_group_statistics_f64 *statistics,
                                         double *last,
                                         double *mean,
                                         double *variance,
                                         size_t groups);

// Writes to `*bytes` and `*align` what photinus_phase_locking_f64 needs, for that many oscillators at the ratio n : m.
// With n = m it is about half of what it is else.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators, or if that size
// does not fit, PHOTINUS_ERROR_PARAMETER if n or m is 0, PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_size_f64(size_t oscillators,
                                    uint32_t n,
                                    uint32_t m,
                                    size_t *bytes,
                                    size_t *align);

// Makes an accumulator of no rows in `memory`, and writes its address, which is that of the memory, to `*locking`.
// Nothing is to be freed. n, m: the ratio; 1 and 1 for plain locking. level: a value of photinus_level. memory, bytes: as
// photinus_phase_locking_size_f64 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION,
// PHOTINUS_ERROR_PARAMETER if n or m is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that
// level, PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_init_f64(void *memory,
                                    size_t bytes,
                                    size_t oscillators,
                                    uint32_t n,
                                    uint32_t m,
                                    int level,
                                    struct photinus_phase_locking_f64 **locking);

// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not its level, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_phase_locking_add_f64(struct photinus_phase_locking_f64 *locking,
                                   const double *phases,
                                   size_t phases_len);

// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
//
// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if this
// CPU has not its level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_phase_locking_add_record_f64(struct photinus_phase_locking_f64 *locking,
                                          const double *record,
                                          size_t record_len);

// A row callback (photinus_row_f64) whose `user` is such an accumulator: adds each row of a solution. A run that is
// resumed gives its first row once more, which a callback of one's own can leave out.
//
// The statuses of photinus_phase_locking_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_phase_locking_row_f64(size_t row,
                                   double t,
                                   const double *y,
                                   size_t dim,
                                   void *user);

// Writes the phase-locking values of the rows so far to `values`, a matrix [oscillators][oscillators] by rows: row i for
// n phi_i, column j for m phi_j. values_len: its elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
// `values` is too short, PHOTINUS_ERROR_UNSUPPORTED before the first row, or if this CPU has not its level,
// PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_get_f64(const struct photinus_phase_locking_f64 *locking,
                                   double *values,
                                   size_t values_len);

// Writes to `*rows` how many rows have been added.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_rows_f64(const struct photinus_phase_locking_f64 *locking,
                                    uint64_t *rows);

// Writes to `*bytes` and `*align` what photinus_mean_frequency_f64 needs, for that many oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators, or if that size
// does not fit, PHOTINUS_ERROR_OVERLAP.
int photinus_mean_frequency_size_f64(size_t oscillators,
                                     size_t *bytes,
                                     size_t *align);

// Makes an accumulator of no rows in `memory`, and writes its address, which is that of the memory, to `*frequency`.
// Nothing is to be freed. memory, bytes: as photinus_mean_frequency_size_f64 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION,
// PHOTINUS_ERROR_OVERLAP.
int photinus_mean_frequency_init_f64(void *memory,
                                     size_t bytes,
                                     size_t oscillators,
                                     struct photinus_mean_frequency_f64 **frequency);

// Adds the phases at the time `t`: the first of `phases[phases_len]`, as many as there are oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_TIMES if the time is not finite or not after the last one, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_mean_frequency_add_f64(struct photinus_mean_frequency_f64 *frequency,
                                    double t,
                                    const double *phases,
                                    size_t phases_len);

// A row callback (photinus_row_f64) whose `user` is such an accumulator: adds each row of a solution. A run that is
// resumed gives its first row once more, which a callback of one's own has to leave out.
//
// The statuses of photinus_mean_frequency_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_mean_frequency_row_f64(size_t row,
                                    double t,
                                    const double *y,
                                    size_t dim,
                                    void *user);

// Writes the mean frequencies so far to `frequencies[frequencies_len]`, a number per oscillator.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if they
// are too short, PHOTINUS_ERROR_TIMES before the second row, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE if a
// difference of phases overflows.
int photinus_mean_frequency_get_f64(const struct photinus_mean_frequency_f64 *frequency,
                                    double *frequencies,
                                    size_t frequencies_len);

// Writes how many rows have been added to `*rows`, and the times of the first and the last one (0 before there is one) to
// `*first` and `*last`. Each may be NULL if it is not wanted.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
int photinus_mean_frequency_rows_f64(const struct photinus_mean_frequency_f64 *frequency,
                                     uint64_t *rows,
                                     double *first,
                                     double *last);

// Writes the quantiles F^-1((i + 1/2) / count), i = 0 ... count - 1, of a distribution to `frequencies`: rising, mirror
// images of each other, the same for the same arguments. Their distances from the centre have a relative error of at most
// 8 epsilon.
//
// distribution, centre, width: see photinus_distribution.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_ENUM_VALUE,
// PHOTINUS_ERROR_NOT_FINITE if the centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number
// above 0, or if a quantile would not be finite.
int photinus_frequency_quantiles_f64(int distribution,
                                     double centre,
                                     double width,
                                     double *frequencies,
                                     size_t count);

// Writes to `*frequency` the quantile F^-1(probability) of a distribution: what turns numbers that are uniform in (0, 1),
// such as points of a sequence, into frequencies. Its distance from the centre has a relative error of at most 8 epsilon.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
// centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0 and the probability
// between 0 and 1, both excluded, or if the quantile would not be finite.
int photinus_frequency_quantile_f64(int distribution,
                                    double centre,
                                    double width,
                                    double probability,
                                    double *frequency);

// Writes to `*density` the density of a distribution at `frequency`, which may be infinite.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
// centre is NaN or infinite or the frequency NaN, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0, or
// if the density would not be finite.
int photinus_frequency_density_f64(int distribution,
                                   double centre,
                                   double width,
                                   double frequency,
                                   double *density);

// Writes to `*coupling` the strength K = 2 / (pi g(centre)) above which infinitely many oscillators with this
// distribution g of natural frequencies and
//
// dphi_i/dt = omega_i + (K/N) sum over j of sin(phi_j - phi_i)
//
// synchronise in part (Kuramoto, 1975).
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
// centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0, or if the coupling
// would not be finite.
int photinus_critical_coupling_f64(int distribution,
                                   double centre,
                                   double width,
                                   double *coupling);

// Replaces each of `phases[count]` by the angle that is a whole number of turns from it and in (-pi, pi]. The error is
// at most 4 epsilon.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_NOT_FINITE.
int photinus_wrap_phases_f32(float *phases,
                             size_t count);

// Writes to `*angle` the angle of the vector (re, im), in (-pi, pi], 0 for the zero vector: C's atan2(im, re), but that
// zeros have no sign, and with the same bits on every machine. Infinite vectors have an angle. The error is below 1.5
// units of the last place.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_NOT_FINITE for NaN.
int photinus_argument_f32(float re,
                          float im,
                          float *angle);

// Writes the differences a_i - b_i, in (-pi, pi], to `differences`; three arrays of `count` elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_phase_differences_f32(const float *a,
                                   const float *b,
                                   size_t count,
                                   float *differences);

// Writes phi_j - phi_i, in (-pi, pi], of the phases phi to row i and column j of `differences`, a matrix
// [oscillators][oscillators] by rows. differences_len: its elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if
// `differences` is too short, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_pairwise_phase_differences_f32(const float *phases,
                                            size_t oscillators,
                                            float *differences,
                                            size_t differences_len);

// Writes to `*number` the winding number of a ring: how many turns the phase makes on the way round, each difference of
// neighbours (the last one's being the first) taken in (-pi, pi], as in a q-twisted state (Wiley, Strogatz and Girvan,
// 2006). An exact integer.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER if a difference is beyond 2^53 (f32: 2^24)
// turns.
int photinus_winding_number_f32(const float *phases,
                                size_t oscillators,
                                int64_t *number);

// Writes the mean frequencies (last_i - first_i) / duration to `frequencies`, from the unwrapped phases at both ends of
// an interval; three arrays of `oscillators` elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_TIMES unless the duration is a finite number above 0, PHOTINUS_ERROR_NOT_FINITE.
int photinus_mean_frequencies_f32(const float *first,
                                  const float *last,
                                  size_t oscillators,
                                  float duration,
                                  float *frequencies);

// Writes to `*r` and `*psi` the order parameter of the harmonic m of `phases[oscillators]` (Kuramoto, 1975; Daido, 1992):
//
// r e^(i psi) = (1/N) sum over j of e^(i m phi_j)
//
// with r from 0 (spread out) to 1 (all of one phase) and psi in (-pi, pi], 0 where r is 0. Either may be NULL if it is
// not wanted. level: a value of photinus_level; it changes no bit.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
// PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
// that level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_parameter_f32(const float *phases,
                                 size_t oscillators,
                                 uint32_t harmonic,
                                 int level,
                                 float *r,
                                 float *psi);

// Writes r and psi of each row of `record`, a matrix [rows][oscillators] by rows, to `r[rows]` and `psi[rows]`: what
// photinus_order_parameter_f32 gives, to the bit.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
// PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
// that level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_parameters_f32(const float *record,
                                  size_t rows,
                                  size_t oscillators,
                                  uint32_t harmonic,
                                  int level,
                                  float *r,
                                  float *psi);

// Writes to `*bytes` and `*align` what photinus_group_order_parameters_f32 needs to work in.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no groups, or if that size
// does not fit, PHOTINUS_ERROR_OVERLAP.
int photinus_group_order_parameters_size_f32(size_t groups,
                                             size_t *bytes,
                                             size_t *align);

// Writes the order parameter of each group to `r[groups]` and `psi[groups]`.
//
// The groups are given in one of two ways, the other one being NULL. labels: oscillator i is in group labels[i], below
// `groups`. offsets: group g holds the oscillators from offsets[g] to offsets[g + 1] - 1; there are groups + 1 of them,
// which rise from 0 to `oscillators`. harmonic, level: as of photinus_order_parameter_f32. memory, bytes: the workspace,
// as photinus_group_order_parameters_size_f32 says; it may hold anything.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators or groups,
// PHOTINUS_ERROR_PARAMETER if both are given, one is empty, or the harmonic is 0, PHOTINUS_ERROR_COLUMN for a label that is
// no group, PHOTINUS_ERROR_OFFSETS for impossible offsets,
// PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_group_order_parameters_f32(const float *phases,
                                        size_t oscillators,
                                        const uint32_t *labels,
                                        const size_t *offsets,
                                        size_t groups,
                                        uint32_t harmonic,
                                        int level,
                                        float *r,
                                        float *psi,
                                        void *memory,
                                        size_t bytes);

// Writes the defaults to `*neighbourhoods`: `size` bytes at most, which is to be `sizeof *neighbourhoods`.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
int photinus_neighbourhoods_init_f32(struct photinus_neighbourhoods_f32 *neighbourhoods,
                                     size_t size);

// Writes to `*bytes` and `*align` what photinus_local_order_f32 needs to work in, for these neighbourhoods.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, and what
// photinus_local_order_f32 says of the neighbourhoods.
int photinus_local_order_size_f32(const struct photinus_neighbourhoods_f32 *neighbourhoods,
                                  size_t *bytes,
                                  size_t *align);

// Writes to `order[N]` the local order parameter of each oscillator,
//
// r_i = |sum over j of A_ij e^(i m phi_j)| / (sum over j of A_ij)
//
// (Restrepo, Ott and Hunt, 2005; on a ring: Omelchenko, Maistrenko, Hovel and Scholl, 2011), 0 where one has no
// neighbours. phases: N numbers. harmonic: m, at least 1. memory, bytes: the workspace, as photinus_local_order_size_f32
// says; it may hold anything. On a ring the time does not depend on the radius.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION,
// PHOTINUS_ERROR_OFFSETS if the row offsets do not begin with 0, fall, or do not end with `edges`, PHOTINUS_ERROR_COLUMN if a
// column is no oscillator, PHOTINUS_ERROR_PARAMETER if a weight is negative, the radius is too large, or the harmonic is 0,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_WORKSPACE,
// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_local_order_f32(const struct photinus_neighbourhoods_f32 *neighbourhoods,
                             const float *phases,
                             uint32_t harmonic,
                             float *order,
                             void *memory,
                             size_t bytes);

// Writes to `*bytes` and `*align` what photinus_order_statistics_f32 need.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP.
int photinus_order_statistics_size_f32(size_t *bytes, size_t *align);

// Makes statistics of no rows in `memory`, and writes their address, which is that of the memory, to `*statistics`.
// Nothing is to be freed. harmonic, level: as of photinus_order_parameter_f32. memory, bytes: as
// photinus_order_statistics_size_f32 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION for no
// oscillators, PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if
// this CPU has not that level, PHOTINUS_ERROR_OVERLAP.
int photinus_order_statistics_init_f32(void *memory,
                                       size_t bytes,
                                       size_t oscillators,
                                       uint32_t harmonic,
                                       int level,
                                       struct photinus_order_statistics_f32 **statistics);

// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators (of a state that goes on with
// velocities, the phases), and writes its order parameter to `*r` and `*psi`, either of which may be NULL.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not its level, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_statistics_add_f32(struct photinus_order_statistics_f32 *statistics,
                                      const float *phases,
                                      size_t phases_len,
                                      float *r,
                                      float *psi);

// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
//
// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if this
// CPU has not its level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_order_statistics_add_record_f32(struct photinus_order_statistics_f32 *statistics,
                                             const float *record,
                                             size_t record_len);

// A row callback (photinus_row_f32) whose `user` is statistics: adds each row of a solution. A run that is resumed gives
// its first row once more, which a callback of one's own can leave out.
//
// The statuses of photinus_order_statistics_add_f32; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_order_statistics_row_f32(size_t row,
                                      float t,
                                      const float *y,
                                      size_t dim,
                                      void *user);

// Writes what the rows so far came to, to `*summary`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_OVERLAP.
int photinus_order_statistics_get_f32(const struct photinus_order_statistics_f32 *statistics,
                                      struct photinus_order_summary_f32 *summary);

// Writes to `*bytes` and `*align` what photinus_group_statistics_f32 need, for that many oscillators and groups.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators or groups, or
// if that size does not fit, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_size_f32(size_t oscillators,
                                       size_t groups,
                                       size_t *bytes,
                                       size_t *align);

// Makes statistics of no rows in `memory`, and writes their address, which is that of the memory, to `*statistics`.
// Nothing is to be freed. labels, offsets, groups: as of photinus_group_order_parameters_f32; they are copied. harmonic,
// level: as of photinus_order_parameter_f32. memory, bytes: as photinus_group_statistics_size_f32 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION for no
// oscillators or groups, PHOTINUS_ERROR_PARAMETER if both are given, the harmonic is 0, or (the memory has been
// overwritten then) a group has no oscillator, PHOTINUS_ERROR_COLUMN, PHOTINUS_ERROR_OFFSETS,
// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_init_f32(void *memory,
                                       size_t bytes,
                                       size_t oscillators,
                                       const uint32_t *labels,
                                       const size_t *offsets,
                                       size_t groups,
                                       uint32_t harmonic,
                                       int level,
                                       struct photinus_group_statistics_f32 **statistics);

// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
// their level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_group_statistics_add_f32(struct photinus_group_statistics_f32 *statistics,
                                      const float *phases,
                                      size_t phases_len);

// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
//
// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if
// this CPU has not their level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_group_statistics_add_record_f32(struct photinus_group_statistics_f32 *statistics,
                                             const float *record,
                                             size_t record_len);

// A row callback (photinus_row_f32) whose `user` is statistics of groups: adds each row of a solution. A run that is
// resumed gives its first row once more, which a callback of one's own can leave out.
//
// The statuses of photinus_group_statistics_add_f32; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_group_statistics_row_f32(size_t row,
                                      float t,
                                      const float *y,
                                      size_t dim,
                                      void *user);

// Writes what the rows so far came to, to `*summary`, whose struct_size the caller has set.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
// PHOTINUS_ERROR_UNSUPPORTED if this CPU has not their level, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_get_f32(const struct photinus_group_statistics_f32 *statistics,
                                      struct photinus_group_summary_f32 *summary);

// Writes of each group's r the value in the last row (0 before the first), the mean in time (NaN before the first row)
// and the variance (NaN before the second) to `last`, `mean` and `variance`, each of `groups` elements or NULL if it is
// not wanted; groups is their number in any case.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
// there are not so many groups, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not their level, PHOTINUS_ERROR_OVERLAP.
int photinus_group_statistics_groups_f32(const struct photinus_group_statistics_f32 *statistics,
                                         float *last,
                                         float *mean,
                                         float *variance,
                                         size_t groups);

// Writes to `*bytes` and `*align` what photinus_phase_locking_f32 needs, for that many oscillators at the ratio n : m.
// With n = m it is about half of what it is else.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators, or if that size
// does not fit, PHOTINUS_ERROR_PARAMETER if n or m is 0, PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_size_f32(size_t oscillators,
                                    uint32_t n,
                                    uint32_t m,
                                    size_t *bytes,
                                    size_t *align);

// Makes an accumulator of no rows in `memory`, and writes its address, which is that of the memory, to `*locking`.
// Nothing is to be freed. n, m: the ratio; 1 and 1 for plain locking. level: a value of photinus_level. memory, bytes: as
// photinus_phase_locking_size_f32 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION,
// PHOTINUS_ERROR_PARAMETER if n or m is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that
// level, PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_init_f32(void *memory,
                                    size_t bytes,
                                    size_t oscillators,
                                    uint32_t n,
                                    uint32_t m,
                                    int level,
                                    struct photinus_phase_locking_f32 **locking);

// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not its level, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_phase_locking_add_f32(struct photinus_phase_locking_f32 *locking,
                                   const float *phases,
                                   size_t phases_len);

// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
//
// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if this
// CPU has not its level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
int photinus_phase_locking_add_record_f32(struct photinus_phase_locking_f32 *locking,
                                          const float *record,
                                          size_t record_len);

// A row callback (photinus_row_f32) whose `user` is such an accumulator: adds each row of a solution. A run that is
// resumed gives its first row once more, which a callback of one's own can leave out.
//
// The statuses of photinus_phase_locking_add_f32; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_phase_locking_row_f32(size_t row,
                                   float t,
                                   const float *y,
                                   size_t dim,
                                   void *user);

// Writes the phase-locking values of the rows so far to `values`, a matrix [oscillators][oscillators] by rows: row i for
// n phi_i, column j for m phi_j. values_len: its elements.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
// `values` is too short, PHOTINUS_ERROR_UNSUPPORTED before the first row, or if this CPU has not its level,
// PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_get_f32(const struct photinus_phase_locking_f32 *locking,
                                   float *values,
                                   size_t values_len);

// Writes to `*rows` how many rows have been added.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
int photinus_phase_locking_rows_f32(const struct photinus_phase_locking_f32 *locking,
                                    uint64_t *rows);

// Writes to `*bytes` and `*align` what photinus_mean_frequency_f32 needs, for that many oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators, or if that size
// does not fit, PHOTINUS_ERROR_OVERLAP.
int photinus_mean_frequency_size_f32(size_t oscillators,
                                     size_t *bytes,
                                     size_t *align);

// Makes an accumulator of no rows in `memory`, and writes its address, which is that of the memory, to `*frequency`.
// Nothing is to be freed. memory, bytes: as photinus_mean_frequency_size_f32 says.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION,
// PHOTINUS_ERROR_OVERLAP.
int photinus_mean_frequency_init_f32(void *memory,
                                     size_t bytes,
                                     size_t oscillators,
                                     struct photinus_mean_frequency_f32 **frequency);

// Adds the phases at the time `t`: the first of `phases[phases_len]`, as many as there are oscillators.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
// row is too short, PHOTINUS_ERROR_TIMES if the time is not finite or not after the last one, PHOTINUS_ERROR_OVERLAP,
// PHOTINUS_ERROR_NOT_FINITE.
int photinus_mean_frequency_add_f32(struct photinus_mean_frequency_f32 *frequency,
                                    float t,
                                    const float *phases,
                                    size_t phases_len);

// A row callback (photinus_row_f32) whose `user` is such an accumulator: adds each row of a solution. A run that is
// resumed gives its first row once more, which a callback of one's own has to leave out.
//
// The statuses of photinus_mean_frequency_add_f32; an error ends the run with PHOTINUS_ERROR_CALLBACK.
int photinus_mean_frequency_row_f32(size_t row,
                                    float t,
                                    const float *y,
                                    size_t dim,
                                    void *user);

// Writes the mean frequencies so far to `frequencies[frequencies_len]`, a number per oscillator.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if they
// are too short, PHOTINUS_ERROR_TIMES before the second row, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE if a
// difference of phases overflows.
int photinus_mean_frequency_get_f32(const struct photinus_mean_frequency_f32 *frequency,
                                    float *frequencies,
                                    size_t frequencies_len);

// Writes how many rows have been added to `*rows`, and the times of the first and the last one (0 before there is one) to
// `*first` and `*last`. Each may be NULL if it is not wanted.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
int photinus_mean_frequency_rows_f32(const struct photinus_mean_frequency_f32 *frequency,
                                     uint64_t *rows,
                                     float *first,
                                     float *last);

// Writes the quantiles F^-1((i + 1/2) / count), i = 0 ... count - 1, of a distribution to `frequencies`: rising, mirror
// images of each other, the same for the same arguments. Their distances from the centre have a relative error of at most
// 8 epsilon.
//
// distribution, centre, width: see photinus_distribution.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_ENUM_VALUE,
// PHOTINUS_ERROR_NOT_FINITE if the centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number
// above 0, or if a quantile would not be finite.
int photinus_frequency_quantiles_f32(int distribution,
                                     float centre,
                                     float width,
                                     float *frequencies,
                                     size_t count);

// Writes to `*frequency` the quantile F^-1(probability) of a distribution: what turns numbers that are uniform in (0, 1),
// such as points of a sequence, into frequencies. Its distance from the centre has a relative error of at most 8 epsilon.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
// centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0 and the probability
// between 0 and 1, both excluded, or if the quantile would not be finite.
int photinus_frequency_quantile_f32(int distribution,
                                    float centre,
                                    float width,
                                    float probability,
                                    float *frequency);

// Writes to `*density` the density of a distribution at `frequency`, which may be infinite.
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
// centre is NaN or infinite or the frequency NaN, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0, or
// if the density would not be finite.
int photinus_frequency_density_f32(int distribution,
                                   float centre,
                                   float width,
                                   float frequency,
                                   float *density);

// Writes to `*coupling` the strength K = 2 / (pi g(centre)) above which infinitely many oscillators with this
// distribution g of natural frequencies and
//
// dphi_i/dt = omega_i + (K/N) sum over j of sin(phi_j - phi_i)
//
// synchronise in part (Kuramoto, 1975).
//
// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
// centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0, or if the coupling
// would not be finite.
int photinus_critical_coupling_f32(int distribution,
                                   float centre,
                                   float width,
                                   float *coupling);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* PHOTINUS_H */
