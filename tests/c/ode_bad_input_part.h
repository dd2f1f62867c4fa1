// bad_input.c in one precision, solvers: F is double or float, P(name) has the suffix _f64 or _f32.

// --- Any system -------------------------------------------------------------------------------------------------------

struct P(solver_options_init_arguments) {
  P(photinus_solver_options) *options;
  size_t size;
};
static void P(valid_solver_options_init)(struct P(solver_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_solver_options_init)(const struct P(solver_options_init_arguments) *a) {
  return P(photinus_solver_options_init)(a->options, a->size);
}

// Options of that method, with a step and noise where it has them.
static P(photinus_solver_options) *P(method_options)(int method, F **strengths) {
  static const F some[2] = {(F)0.5, 0};
  P(photinus_solver_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_solver_options_init)(&options, sizeof options));
  options.method = method;
  if (method != PHOTINUS_METHOD_DORMAND_PRINCE && method != PHOTINUS_METHOD_TSITOURAS) options.step = (F)0.125;
  F *const copy = input(some, sizeof some);
  if (method >= PHOTINUS_METHOD_EULER_MARUYAMA) {
    options.noise_strengths = copy;
    options.noise_count = 2;
  }
  if (strengths != NULL) *strengths = copy;
  return input(&options, sizeof options);
}

// The method of the next valid arguments.
static int P(next_method);

struct P(ode_size_arguments) {
  size_t dim;
  P(photinus_solver_options) *options;
  size_t *bytes, *align;
};
static void P(valid_ode_size)(struct P(ode_size_arguments) *a) {
  a->dim = 2;
  a->options = P(method_options)(P(next_method), NULL);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_ode_size)(const struct P(ode_size_arguments) *a) {
  return P(photinus_ode_size)(a->dim, a->options, a->bytes, a->align);
}

struct P(rk4_size_arguments) {
  size_t dim, *bytes, *align;
};
static void P(valid_rk4_size)(struct P(rk4_size_arguments) *a) {
  a->dim = 2;
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_rk4_size)(const struct P(rk4_size_arguments) *a) {
  return P(photinus_rk4_size)(a->dim, a->bytes, a->align);
}

struct P(ode_solve_arguments) {
  size_t dim;
  P(photinus_derivative) derivative;
  P(photinus_row) row;
  void *user;
  P(photinus_solver_options) *options;
  F *strengths, *times;
  size_t time_count;
  F *initial, *states;
  size_t states_len;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_ode_solve)(struct P(ode_solve_arguments) *a) {
  static const F times[4] = {0, (F)0.5, (F)0.75, 2}, initial[2] = {1, -2};
  size_t align = 0;
  a->dim = 2;
  a->derivative = P(derivative);
  a->row = P(row);
  a->user = NULL;
  a->options = P(method_options)(P(next_method), &a->strengths);
  a->times = input(times, sizeof times);
  a->time_count = 4;
  a->initial = input(initial, sizeof initial);
  a->states_len = 8;
  a->states = result(a->states_len * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_size)(2, a->options, &a->bytes, &align));
  CHECK(align > 0 && align <= GAP);
  a->memory = scratch(a->bytes);
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_ode_solve)(const struct P(ode_solve_arguments) *a) {
  return P(photinus_ode_solve)(a->dim, a->derivative, a->row, a->user, a->options, a->times, a->time_count, a->initial,
                               a->states, a->states_len, a->memory, a->bytes, a->solution);
}

struct P(ode_advance_arguments) {
  size_t dim;
  P(photinus_derivative) derivative;
  void *user;
  P(photinus_solver_options) *options;
  F *strengths, step, start;
  uint64_t first, count;
  F *state;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_ode_advance)(struct P(ode_advance_arguments) *a) {
  struct P(ode_solve_arguments) b;
  P(valid_ode_solve)(&b);
  a->dim = 2;
  a->derivative = b.derivative;
  a->user = NULL;
  a->options = b.options;
  a->strengths = b.strengths;
  a->step = (F)0.125;
  a->start = 1;
  a->first = 3;
  a->count = 5;
  a->state = result(2 * sizeof(F));
  a->state[0] = 1;
  a->state[1] = -2;
  a->memory = b.memory;
  a->bytes = b.bytes;
  a->solution = b.solution;
}
static int P(call_ode_advance)(const struct P(ode_advance_arguments) *a) {
  return P(photinus_ode_advance)(a->dim, a->derivative, a->user, a->options, a->start, a->first, a->count, a->state,
                                 a->memory, a->bytes, a->solution);
}

#define rk4_advance_arguments_f64 ode_advance_arguments_f64
#define rk4_advance_arguments_f32 ode_advance_arguments_f32
static void P(valid_rk4_advance)(struct P(ode_advance_arguments) *a) {
  size_t align = 0;
  P(next_method) = PHOTINUS_METHOD_RK4;
  P(valid_ode_advance)(a);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_rk4_size)(2, &a->bytes, &align));
}
static int P(call_rk4_advance)(const struct P(ode_advance_arguments) *a) {
  return P(photinus_rk4_advance)(a->dim, a->derivative, a->user, a->step, a->start, a->first, a->count, a->state,
                                 a->memory, a->bytes, a->solution);
}

struct P(normals_fill_arguments) {
  uint64_t seed, step, first;
  F *normals;
  size_t count;
};
static void P(valid_normals_fill)(struct P(normals_fill_arguments) *a) {
  a->seed = a->step = a->first = 3;
  a->count = 5;
  a->normals = result(a->count * sizeof(F));
}
static int P(call_normals_fill)(const struct P(normals_fill_arguments) *a) {
  return P(photinus_normals_fill)(a->seed, a->step, a->first, a->normals, a->count);
}

// What every solver refuses, by whatever method.
static void P(ode_solve_any)(void) {
  CASE(ode_solve, PHOTINUS_OK, (void)0);
  CASE(ode_solve, PHOTINUS_OK, a.row = NULL);
  CASE(ode_solve, PHOTINUS_OK, a.solution = NULL);
  CASE(ode_solve, PHOTINUS_OK, a.time_count = 1);
  CASE(ode_solve, PHOTINUS_OK, a.time_count = 1; a.states_len = 2);
  IDLE(ode_solve, a.time_count = 0; a.solution = NULL);
  IDLE(ode_solve, a.time_count = 0; a.solution = NULL; a.times = a.states = NULL; a.states_len = 0);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.derivative = NULL);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.times = NULL);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.initial = NULL);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.states = NULL);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.memory = NULL);
  EITHER(ode_solve, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_WORKSPACE, a.memory = NULL; a.bytes = 0);
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.times = misaligned(a.times));
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.initial = misaligned(a.initial));
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.states = misaligned(a.states));
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.solution = misaligned(a.solution));
  OPTIONS_SIZES(ode_solve, a.options);
  RESULT_SIZES(ode_solve, a.solution, PHOTINUS_OK);
  CASE(ode_solve, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  EITHER(ode_solve, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_WORKSPACE, a.dim = SIZE_MAX);
  EITHER(ode_solve, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_WORKSPACE, a.dim = SIZE_MAX / 2);
  CASE(ode_solve, PHOTINUS_ERROR_LENGTH, a.states_len = 7);
  CASE(ode_solve, PHOTINUS_ERROR_LENGTH, a.states_len = 0);
  CASE(ode_solve, PHOTINUS_ERROR_DIMENSION, a.time_count = SIZE_MAX);
  CASE(ode_solve, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(ode_solve, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[1] = 0);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[3] = (F)0.625);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[0] = 3);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[2] = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[3] = (F)INFINITY);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[0] = -(F)INFINITY);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.time_count = 1; a.times[0] = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_NOT_FINITE, a.initial[0] = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = -(F)INFINITY);
  CASE(ode_solve, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = (F)NAN; a.time_count = 1);
  CASE(ode_solve, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = -1);
  CASE(ode_solve, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = 8);
  CASE(ode_solve, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = INT_MAX);
  // What is written overlaps what is read, or written.
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.initial = a.states + 6; a.initial[0] = a.initial[1] = 1);
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.times = a.states; memcpy(a.times, (F[]){0, 1, 2, 3}, 4 * sizeof(F)));
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.states = a.memory);
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.initial = a.memory; a.initial[0] = a.initial[1] = 1);
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.times = a.memory; memcpy(a.times, (F[]){0, 1, 2, 3}, 4 * sizeof(F)));
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.solution = (void *)a.states; a.solution->struct_size = sizeof *a.solution);
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.solution = a.memory; a.solution->struct_size = sizeof *a.solution);
}

static void P(ode_solve_stepped)(void) {
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->step = 0);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->step = (F)-0.125);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->step = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->step = (F)INFINITY);
  EITHER(ode_solve, PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_TIMES, a.options->step = EPSILON / 1024);
  EITHER(ode_solve, PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_TIMES, a.options->step = P(TINIEST) / 2);
  EITHER(ode_solve, PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_TIMES,
         a.time_count = 2; a.times[0] = (F)1e20; a.times[1] = (F)1.001e20);
}

static void P(ode_solve_noisy)(void) {
  static const F increments[32] = {1};
  CASE(ode_solve, PHOTINUS_OK, a.options->noise_count = 1);
  CASE(ode_solve, PHOTINUS_OK, a.options->increments = input(increments, sizeof increments);
       a.options->increments_len = 32);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.options->noise_strengths = NULL);
  CASE(ode_solve, PHOTINUS_ERROR_NULL, a.options->increments_len = 32);
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.options->noise_strengths = misaligned(a.strengths));
  CASE(ode_solve, PHOTINUS_ERROR_ALIGNMENT, a.options->increments = misaligned(increments);
       a.options->increments_len = 31);
  CASE(ode_solve, PHOTINUS_ERROR_LENGTH, a.options->noise_count = 0);
  CASE(ode_solve, PHOTINUS_ERROR_LENGTH, a.dim = 1; a.states_len = 4);
  CASE(ode_solve, PHOTINUS_ERROR_LENGTH, a.options->increments = input(increments, sizeof increments);
       a.options->increments_len = 31);
  CASE(ode_solve, PHOTINUS_ERROR_LENGTH, a.options->increments = input(increments, sizeof increments);
       a.options->increments_len = 32; a.options->first_increment = 1);
  CASE(ode_solve, PHOTINUS_ERROR_NOT_FINITE, F copy[32] = {0}; copy[31] = (F)NAN;
       a.options->increments = input(copy, sizeof copy); a.options->increments_len = 32);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.strengths[1] = (F)-0.5);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.strengths[0] = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.strengths[1] = (F)INFINITY);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.options->grid_start = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.options->grid_start = (F)0.125); // later than the first time
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.options->grid_start = (F)-0.0625); // half a step off
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[2] = (F)0.8);
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[3] = a.times[2] * (1 + EPSILON)); // the same time but for rounding
  CASE(ode_solve, PHOTINUS_ERROR_TIMES, a.times[0] = 2; a.times[1] = 1; a.time_count = 2);
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.options->noise_strengths = a.states; a.states[0] = a.states[1] = 1);
  CASE(ode_solve, PHOTINUS_ERROR_OVERLAP, a.options->increments = a.memory; a.options->increments_len = 1);
}

static void P(ode_solve_adaptive)(void) {
  CASE(ode_solve, PHOTINUS_OK, a.options->relative_tolerance = 0);
  CASE(ode_solve, PHOTINUS_OK, a.options->first_step = (F)0.01; a.options->max_step = 1);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->step = (F)0.125);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->step = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->first_step = -1);
  CASE(ode_solve, PHOTINUS_ERROR_STEP, a.options->max_step = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->relative_tolerance = a.options->absolute_tolerance = 0);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->relative_tolerance = (F)NAN);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->absolute_tolerance = -1);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->safety = 1);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->beta = (F)0.3);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->min_factor = 0);
  CASE(ode_solve, PHOTINUS_ERROR_PARAMETER, a.options->max_factor = 1);
}

// Noise that a method has no use for.
static void P(ode_solve_quiet)(void) {
  CASE(ode_solve, PHOTINUS_ERROR_UNSUPPORTED, a.options->noise_strengths = a.strengths; a.options->noise_count = 2);
  CASE(ode_solve, PHOTINUS_ERROR_UNSUPPORTED, a.options->noise_count = 1);
  CASE(ode_solve, PHOTINUS_ERROR_UNSUPPORTED, a.options->increments = a.strengths; a.options->increments_len = 2);
}

#define ADVANCES(function)                                                                                             \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_OK, a.solution = NULL);                                                                      \
  CASE(function, PHOTINUS_OK, a.count = 0);                                                                            \
  CHECK(unchanged(3));                                                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.derivative = NULL);                                                            \
  CASE(function, PHOTINUS_ERROR_NULL, a.state = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.memory = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.state = misaligned(a.state));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));                                           \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.solution = misaligned(a.solution));                                       \
  RESULT_SIZES(function, a.solution, PHOTINUS_OK);                                                                     \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 0);                                                                 \
  EITHER(function, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_WORKSPACE, a.dim = SIZE_MAX);                              \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);                                                              \
  CASE(function, PHOTINUS_ERROR_TIMES, a.start = (F)NAN);                                                              \
  CASE(function, PHOTINUS_ERROR_TIMES, a.start = -(F)INFINITY);                                                        \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.start = (F)1e20);                                                    \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.first = UINT64_MAX);                                                 \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.count = UINT64_MAX);                                                 \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.state[1] = (F)NAN);                                                      \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.state = a.memory; a.state[0] = a.state[1] = 1);                             \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.solution = a.memory; a.solution->struct_size = sizeof *a.solution)

// --- The solver that chooses its steps, as an object ------------------------------------------------------------------

// One that has taken a step, as a result: what fails must not change it.
struct P(object) {
  P(photinus_adaptive) *adaptive;
  size_t bytes;
};
static struct P(object) P(solver_object)(void) {
  static const F initial[2] = {1, -2};
  struct P(object) object;
  size_t align = 0;
  P(photinus_solver_options) *const options = P(method_options)(P(next_method), NULL);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_size)(2, options, &object.bytes, &align));
  CHECK(align > 0 && align <= GAP);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_init)(result(object.bytes), object.bytes, 2, 0, initial, options,
                                                      &object.adaptive));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_step)(object.adaptive, P(derivative), NULL, NULL));
  return object;
}
// The same, to be looked at: nothing may write to it at all.
static P(photinus_adaptive) *P(looked_at)(void) {
  P(photinus_adaptive) *const adaptive = P(solver_object)().adaptive;
  room_count--;
  return adaptive;
}

// What is no object, or one that has been overwritten.
#define OBJECT(function)                                                                                               \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.object = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.object = misaligned(a.object));                                           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.object = input_of(1024));                                             \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, ((unsigned char *)a.object)[0] ^= 1);                                   \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.object + 8, 0xff, 16))

#define ARRAY_OF_OBJECT(function)                                                                                      \
  OBJECT(function);                                                                                                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.array = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.array = misaligned(a.array));                                             \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 0);                                                                 \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 1);                                                                 \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);                                                          \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.array = (F *)(void *)a.object + 30)

struct P(adaptive_size_arguments) {
  size_t dim;
  P(photinus_solver_options) *options;
  size_t *bytes, *align;
};
static void P(valid_adaptive_size)(struct P(adaptive_size_arguments) *a) {
  a->dim = 2;
  a->options = P(method_options)(P(next_method), NULL);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_adaptive_size)(const struct P(adaptive_size_arguments) *a) {
  return P(photinus_adaptive_size)(a->dim, a->options, a->bytes, a->align);
}

struct P(adaptive_init_arguments) {
  void *memory;
  size_t bytes, dim;
  F time, *initial;
  P(photinus_solver_options) *options;
  P(photinus_adaptive) **made;
};
static void P(valid_adaptive_init)(struct P(adaptive_init_arguments) *a) {
  static const F initial[2] = {1, -2};
  // One is there already, which is to stay where another can't be made.
  const struct P(object) object = P(solver_object)();
  a->memory = object.adaptive;
  a->bytes = object.bytes;
  a->dim = 2;
  a->time = 1;
  a->initial = input(initial, sizeof initial);
  a->options = P(method_options)(P(next_method), NULL);
  a->made = result(sizeof *a->made);
}
static int P(call_adaptive_init)(const struct P(adaptive_init_arguments) *a) {
  return P(photinus_adaptive_init)(a->memory, a->bytes, a->dim, a->time, a->initial, a->options, a->made);
}

struct P(adaptive_array_arguments) {
  P(photinus_adaptive) *object;
  F time, *array;
  size_t dim;
};
#define adaptive_restart_arguments_f64 adaptive_array_arguments_f64
#define adaptive_restart_arguments_f32 adaptive_array_arguments_f32
#define adaptive_interpolate_arguments_f64 adaptive_array_arguments_f64
#define adaptive_interpolate_arguments_f32 adaptive_array_arguments_f32
#define adaptive_state_arguments_f64 adaptive_array_arguments_f64
#define adaptive_state_arguments_f32 adaptive_array_arguments_f32
#define adaptive_rates_arguments_f64 adaptive_array_arguments_f64
#define adaptive_rates_arguments_f32 adaptive_array_arguments_f32
static void P(valid_adaptive_restart)(struct P(adaptive_array_arguments) *a) {
  static const F state[2] = {3, 4};
  a->object = P(solver_object)().adaptive;
  a->time = 7;
  a->array = input(state, sizeof state);
  a->dim = 2;
}
static int P(call_adaptive_restart)(const struct P(adaptive_array_arguments) *a) {
  return P(photinus_adaptive_restart)(a->object, a->time, a->array, a->dim);
}
static void P(valid_adaptive_interpolate)(struct P(adaptive_array_arguments) *a) {
  a->object = P(looked_at)();
  a->time = 0;
  a->array = result(2 * sizeof(F));
  a->dim = 2;
}
static int P(call_adaptive_interpolate)(const struct P(adaptive_array_arguments) *a) {
  return P(photinus_adaptive_interpolate)(a->object, a->time, a->array, a->dim);
}
#define valid_adaptive_state_f64 valid_adaptive_interpolate_f64
#define valid_adaptive_state_f32 valid_adaptive_interpolate_f32
#define valid_adaptive_rates_f64 valid_adaptive_interpolate_f64
#define valid_adaptive_rates_f32 valid_adaptive_interpolate_f32
static int P(call_adaptive_state)(const struct P(adaptive_array_arguments) *a) {
  return P(photinus_adaptive_state)(a->object, a->array, a->dim);
}
static int P(call_adaptive_rates)(const struct P(adaptive_array_arguments) *a) {
  return P(photinus_adaptive_rates)(a->object, a->array, a->dim);
}

struct P(adaptive_step_arguments) {
  P(photinus_adaptive) *object;
  P(photinus_derivative) derivative;
  void *user;
  F end;
  P(photinus_solution) *solution;
};
#define adaptive_step_towards_arguments_f64 adaptive_step_arguments_f64
#define adaptive_step_towards_arguments_f32 adaptive_step_arguments_f32
#define adaptive_step_until_arguments_f64 adaptive_step_arguments_f64
#define adaptive_step_until_arguments_f32 adaptive_step_arguments_f32
static void P(valid_adaptive_step)(struct P(adaptive_step_arguments) *a) {
  a->object = P(solver_object)().adaptive;
  a->derivative = P(derivative);
  a->user = NULL;
  a->end = 2;
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
#define valid_adaptive_step_towards_f64 valid_adaptive_step_f64
#define valid_adaptive_step_towards_f32 valid_adaptive_step_f32
#define valid_adaptive_step_until_f64 valid_adaptive_step_f64
#define valid_adaptive_step_until_f32 valid_adaptive_step_f32
static int P(call_adaptive_step)(const struct P(adaptive_step_arguments) *a) {
  return P(photinus_adaptive_step)(a->object, a->derivative, a->user, a->solution);
}
static int P(call_adaptive_step_towards)(const struct P(adaptive_step_arguments) *a) {
  return P(photinus_adaptive_step_towards)(a->object, a->derivative, a->user, a->end, a->solution);
}
static int P(call_adaptive_step_until)(const struct P(adaptive_step_arguments) *a) {
  return P(photinus_adaptive_step_until)(a->object, a->derivative, a->user, a->end, a->solution);
}

#define STEPPING(function)                                                                                             \
  OBJECT(function);                                                                                                    \
  CASE(function, PHOTINUS_OK, a.solution = NULL);                                                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.derivative = NULL);                                                            \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.solution = misaligned(a.solution));                                       \
  RESULT_SIZES(function, a.solution, PHOTINUS_OK);                                                                     \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.solution = (void *)((F *)(void *)a.object + 32);                            \
       a.solution->struct_size = sizeof *a.solution)

static int P(event_value)(size_t event, F t, const F *y, size_t dim, F *value, void *user) {
  (void)y, (void)dim, (void)user;
  *value = t - 1 - (F)event / 4;
  return 0;
}

struct P(adaptive_solve_events_arguments) {
  P(photinus_adaptive) *object;
  P(photinus_derivative) derivative;
  P(photinus_row) row;
  P(photinus_events) *options;
  int *directions, *terminal;
  void *user;
  F *times;
  size_t time_count;
  F *states;
  size_t states_len;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_adaptive_solve_events)(struct P(adaptive_solve_events_arguments) *a) {
  static const F times[3] = {1, 2, 4};
  static const int directions[2] = {PHOTINUS_DIRECTION_BOTH, PHOTINUS_DIRECTION_RISING}, terminal[2] = {0, 1};
  size_t align = 0;
  P(photinus_events) events;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_events_init)(&events, sizeof events));
  events.count = 2;
  events.value = P(event_value);
  events.directions = a->directions = input(directions, sizeof directions);
  events.terminal = a->terminal = input(terminal, sizeof terminal);
  // As new: its step is not to be beyond the times.
  static const F initial[2] = {1, -2};
  a->object = P(solver_object)().adaptive;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_restart)(a->object, 0, initial, 2));
  a->derivative = P(derivative);
  a->row = P(row);
  a->options = input(&events, sizeof events);
  a->user = NULL;
  a->times = input(times, sizeof times);
  a->time_count = 3;
  a->states_len = 6;
  a->states = result(a->states_len * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_events_size)(2, 2, &a->bytes, &align));
  a->memory = scratch(a->bytes);
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_adaptive_solve_events)(const struct P(adaptive_solve_events_arguments) *a) {
  const int status = P(photinus_adaptive_solve_events)(a->object, a->derivative, a->row, a->options, a->user, a->times,
                                                       a->time_count, a->states, a->states_len, a->memory, a->bytes,
                                                       a->solution);
  return status == PHOTINUS_STOP_EVENT ? PHOTINUS_OK : status;
}
#define adaptive_solve_arguments_f64 adaptive_solve_events_arguments_f64
#define adaptive_solve_arguments_f32 adaptive_solve_events_arguments_f32
#define valid_adaptive_solve_f64 valid_adaptive_solve_events_f64
#define valid_adaptive_solve_f32 valid_adaptive_solve_events_f32
static int P(call_adaptive_solve)(const struct P(adaptive_solve_events_arguments) *a) {
  return P(photinus_adaptive_solve)(a->object, a->derivative, a->row, a->user, a->times, a->time_count, a->states,
                                    a->states_len, a->solution);
}

#define SOLVING(function)                                                                                              \
  STEPPING(function);                                                                                                  \
  CASE(function, PHOTINUS_OK, a.row = NULL);                                                                           \
  CASE(function, PHOTINUS_OK, a.time_count = 1; a.states_len = 2);                                                     \
  IDLE(function, a.time_count = 0; a.solution = NULL; a.times = a.states = NULL; a.states_len = 0);                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.times = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.states = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.times = misaligned(a.times));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.states = misaligned(a.states));                                           \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.states_len = 5);                                                             \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.time_count = SIZE_MAX);                                                   \
  CASE(function, PHOTINUS_ERROR_TIMES, a.times[1] = 1);                                                                \
  CASE(function, PHOTINUS_ERROR_TIMES, a.times[2] = (F)NAN);                                                           \
  CASE(function, PHOTINUS_ERROR_TIMES, a.times[2] = (F)INFINITY);                                                      \
  CASE(function, PHOTINUS_ERROR_TIMES, a.times[0] = -1);                                                               \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.states = (F *)(void *)a.object + 30);                                       \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.times = a.states; memcpy(a.times, (F[]){1, 2, 3}, 3 * sizeof(F)));          \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.solution = (void *)a.states; a.solution->struct_size = sizeof *a.solution)

struct P(events_init_arguments) {
  P(photinus_events) *options;
  size_t size;
};
static void P(valid_events_init)(struct P(events_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_events_init)(const struct P(events_init_arguments) *a) {
  return P(photinus_events_init)(a->options, a->size);
}

struct P(sizes_arguments) {
  size_t dim, count, *bytes, *align;
};
#define events_size_arguments_f64 sizes_arguments_f64
#define events_size_arguments_f32 sizes_arguments_f32
#define lyapunov_size_arguments_f64 sizes_arguments_f64
#define lyapunov_size_arguments_f32 sizes_arguments_f32
static void P(valid_events_size)(struct P(sizes_arguments) *a) {
  a->dim = a->count = 2;
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_events_size)(const struct P(sizes_arguments) *a) {
  return P(photinus_events_size)(a->dim, a->count, a->bytes, a->align);
}
#define valid_lyapunov_size_f64 valid_events_size_f64
#define valid_lyapunov_size_f32 valid_events_size_f32
static int P(call_lyapunov_size)(const struct P(sizes_arguments) *a) {
  return P(photinus_lyapunov_size)(a->dim, a->count, a->bytes, a->align);
}

struct P(adaptive_report_arguments) {
  P(photinus_adaptive) *object;
  P(photinus_solver_report) *report;
};
static void P(valid_adaptive_report)(struct P(adaptive_report_arguments) *a) {
  a->object = P(looked_at)();
  a->report = result(sizeof *a->report);
  a->report->struct_size = sizeof *a->report;
}
static int P(call_adaptive_report)(const struct P(adaptive_report_arguments) *a) {
  return P(photinus_adaptive_report)(a->object, a->report);
}

struct P(adaptive_get_options_arguments) {
  P(photinus_adaptive) *object;
  P(photinus_solver_options) *options;
};
static void P(valid_adaptive_get_options)(struct P(adaptive_get_options_arguments) *a) {
  a->object = P(looked_at)();
  a->options = result(sizeof *a->options);
  a->options->struct_size = sizeof *a->options;
}
static int P(call_adaptive_get_options)(const struct P(adaptive_get_options_arguments) *a) {
  return P(photinus_adaptive_get_options)(a->object, a->options);
}
#define adaptive_set_options_arguments_f64 adaptive_get_options_arguments_f64
#define adaptive_set_options_arguments_f32 adaptive_get_options_arguments_f32
static void P(valid_adaptive_set_options)(struct P(adaptive_get_options_arguments) *a) {
  a->object = P(solver_object)().adaptive;
  a->options = P(method_options)(P(next_method), NULL);
}
static int P(call_adaptive_set_options)(const struct P(adaptive_get_options_arguments) *a) {
  return P(photinus_adaptive_set_options)(a->object, a->options);
}

struct P(adaptive_save_arguments) {
  P(photinus_adaptive) *object;
  unsigned char *checkpoint;
  size_t bytes, *size;
};
#define adaptive_save_size_arguments_f64 adaptive_save_arguments_f64
#define adaptive_save_size_arguments_f32 adaptive_save_arguments_f32
static void P(valid_adaptive_save)(struct P(adaptive_save_arguments) *a) {
  a->object = P(looked_at)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_save_size)(a->object, &a->bytes));
  a->checkpoint = result(a->bytes);
  a->size = result(sizeof *a->size);
}
#define valid_adaptive_save_size_f64 valid_adaptive_save_f64
#define valid_adaptive_save_size_f32 valid_adaptive_save_f32
static int P(call_adaptive_save)(const struct P(adaptive_save_arguments) *a) {
  return P(photinus_adaptive_save)(a->object, a->checkpoint, a->bytes);
}
static int P(call_adaptive_save_size)(const struct P(adaptive_save_arguments) *a) {
  return P(photinus_adaptive_save_size)(a->object, a->size);
}

struct P(adaptive_restore_arguments) {
  void *memory;
  size_t bytes;
  unsigned char *checkpoint;
  size_t checkpoint_bytes, *bytes_size, *align;
  P(photinus_adaptive) **made;
};
#define adaptive_restore_size_arguments_f64 adaptive_restore_arguments_f64
#define adaptive_restore_size_arguments_f32 adaptive_restore_arguments_f32
static void P(valid_adaptive_restore)(struct P(adaptive_restore_arguments) *a) {
  const struct P(object) object = P(solver_object)();
  unsigned char bytes[1024];
  a->memory = object.adaptive;
  a->bytes = object.bytes;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_save_size)(object.adaptive, &a->checkpoint_bytes));
  if (!CHECK(a->checkpoint_bytes <= sizeof bytes)) exit(2);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_save)(object.adaptive, bytes, a->checkpoint_bytes));
  a->checkpoint = input(bytes, a->checkpoint_bytes);
  a->bytes_size = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
  a->made = result(sizeof *a->made);
}
#define valid_adaptive_restore_size_f64 valid_adaptive_restore_f64
#define valid_adaptive_restore_size_f32 valid_adaptive_restore_f32
static int P(call_adaptive_restore)(const struct P(adaptive_restore_arguments) *a) {
  return P(photinus_adaptive_restore)(a->memory, a->bytes, a->checkpoint, a->checkpoint_bytes, a->made);
}
static int P(call_adaptive_restore_size)(const struct P(adaptive_restore_arguments) *a) {
  return P(photinus_adaptive_restore_size)(a->checkpoint, a->checkpoint_bytes, a->bytes_size, a->align);
}

#define CHECKPOINTS(function)                                                                                          \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);                                                            \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint_bytes = 0);                                                   \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint_bytes -= 1);                                                  \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint[0] ^= 1);                                                     \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint[100] ^= 1);                                                   \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint[a.checkpoint_bytes - 1] ^= 1)

// --- Lyapunov exponents -----------------------------------------------------------------------------------------------

struct P(lyapunov_options_init_arguments) {
  P(photinus_lyapunov_options) *options;
  size_t size;
};
static void P(valid_lyapunov_options_init)(struct P(lyapunov_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_lyapunov_options_init)(const struct P(lyapunov_options_init_arguments) *a) {
  return P(photinus_lyapunov_options_init)(a->options, a->size);
}

struct P(lyapunov_arguments) {
  P(photinus_lyapunov) *object;
  size_t bytes, dim, count;
  F start, *initial;
  P(photinus_lyapunov_options) *options;
  P(photinus_lyapunov) **made;
  P(photinus_derivative) derivative;
  void *user;
  uint64_t steps;
  F *array, *displacements;
  size_t displacements_len;
  P(photinus_solution) *solution;
};
static void P(valid_lyapunov)(struct P(lyapunov_arguments) *a) {
  static const F initial[2] = {1, -2};
  P(photinus_lyapunov_options) options;
  size_t align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_options_init)(&options, sizeof options));
  options.count = a->dim = a->count = 2;
  options.step = (F)0.125;
  a->options = input(&options, sizeof options);
  a->start = 0;
  a->initial = input(initial, sizeof initial);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_size)(2, 2, &a->bytes, &align));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_init)(result(a->bytes), a->bytes, 2, 0, initial, &options, &a->object));
  a->derivative = P(derivative);
  a->user = NULL;
  a->steps = 8;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(a->object, P(derivative), NULL, NULL, 8, NULL));
  a->made = result(sizeof *a->made);
  a->array = result(2 * sizeof(F));
  a->displacements_len = 4;
  a->displacements = result(4 * sizeof(F));
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
#define lyapunov_init_arguments_f64 lyapunov_arguments_f64
#define lyapunov_init_arguments_f32 lyapunov_arguments_f32
#define lyapunov_advance_arguments_f64 lyapunov_arguments_f64
#define lyapunov_advance_arguments_f32 lyapunov_arguments_f32
#define lyapunov_discard_arguments_f64 lyapunov_arguments_f64
#define lyapunov_discard_arguments_f32 lyapunov_arguments_f32
#define lyapunov_exponents_arguments_f64 lyapunov_arguments_f64
#define lyapunov_exponents_arguments_f32 lyapunov_arguments_f32
#define lyapunov_state_arguments_f64 lyapunov_arguments_f64
#define lyapunov_state_arguments_f32 lyapunov_arguments_f32
#define valid_lyapunov_init_f64 valid_lyapunov_f64
#define valid_lyapunov_init_f32 valid_lyapunov_f32
#define valid_lyapunov_advance_f64 valid_lyapunov_f64
#define valid_lyapunov_advance_f32 valid_lyapunov_f32
#define valid_lyapunov_discard_f64 valid_lyapunov_f64
#define valid_lyapunov_discard_f32 valid_lyapunov_f32
#define valid_lyapunov_exponents_f64 valid_lyapunov_f64
#define valid_lyapunov_exponents_f32 valid_lyapunov_f32
#define valid_lyapunov_state_f64 valid_lyapunov_f64
#define valid_lyapunov_state_f32 valid_lyapunov_f32
static int P(call_lyapunov_init)(const struct P(lyapunov_arguments) *a) {
  return P(photinus_lyapunov_init)(a->object, a->bytes, a->dim, a->start, a->initial, a->options, a->made);
}
static int P(call_lyapunov_advance)(const struct P(lyapunov_arguments) *a) {
  return P(photinus_lyapunov_advance)(a->object, a->derivative, NULL, a->user, a->steps, a->solution);
}
static int P(call_lyapunov_discard)(const struct P(lyapunov_arguments) *a) {
  return P(photinus_lyapunov_discard)(a->object);
}
static int P(call_lyapunov_exponents)(const struct P(lyapunov_arguments) *a) {
  return P(photinus_lyapunov_exponents)(a->object, a->array, a->count);
}
static int P(call_lyapunov_state)(const struct P(lyapunov_arguments) *a) {
  return P(photinus_lyapunov_state)(a->object, a->array, a->dim, a->displacements, a->displacements_len);
}

struct P(lyapunov_progress_arguments) {
  P(photinus_lyapunov) *object;
  size_t *dim, *count;
  F *time;
  uint64_t *steps;
};
static void P(valid_lyapunov_progress)(struct P(lyapunov_progress_arguments) *a) {
  struct P(lyapunov_arguments) of;
  P(valid_lyapunov)(&of);
  a->object = of.object;
  a->dim = result(sizeof *a->dim);
  a->count = result(sizeof *a->count);
  a->time = result(sizeof *a->time);
  a->steps = result(sizeof *a->steps);
}
static int P(call_lyapunov_progress)(const struct P(lyapunov_progress_arguments) *a) {
  return P(photinus_lyapunov_progress)(a->object, a->dim, a->count, a->time, a->steps);
}

struct P(lyapunov_save_arguments) {
  P(photinus_lyapunov) *object;
  unsigned char *checkpoint;
  size_t bytes, *size;
};
#define lyapunov_save_size_arguments_f64 lyapunov_save_arguments_f64
#define lyapunov_save_size_arguments_f32 lyapunov_save_arguments_f32
static void P(valid_lyapunov_save)(struct P(lyapunov_save_arguments) *a) {
  struct P(lyapunov_arguments) of;
  P(valid_lyapunov)(&of);
  a->object = of.object;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save_size)(a->object, &a->bytes));
  a->checkpoint = result(a->bytes);
  a->size = result(sizeof *a->size);
}
#define valid_lyapunov_save_size_f64 valid_lyapunov_save_f64
#define valid_lyapunov_save_size_f32 valid_lyapunov_save_f32
static int P(call_lyapunov_save)(const struct P(lyapunov_save_arguments) *a) {
  return P(photinus_lyapunov_save)(a->object, a->checkpoint, a->bytes);
}
static int P(call_lyapunov_save_size)(const struct P(lyapunov_save_arguments) *a) {
  return P(photinus_lyapunov_save_size)(a->object, a->size);
}

struct P(lyapunov_restore_arguments) {
  void *memory;
  size_t bytes;
  unsigned char *checkpoint;
  size_t checkpoint_bytes, *bytes_size, *align;
  P(photinus_lyapunov) **made;
};
#define lyapunov_restore_size_arguments_f64 lyapunov_restore_arguments_f64
#define lyapunov_restore_size_arguments_f32 lyapunov_restore_arguments_f32
static void P(valid_lyapunov_restore)(struct P(lyapunov_restore_arguments) *a) {
  struct P(lyapunov_arguments) of;
  unsigned char bytes[1024];
  P(valid_lyapunov)(&of);
  a->memory = of.object;
  a->bytes = of.bytes;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save_size)(of.object, &a->checkpoint_bytes));
  if (!CHECK(a->checkpoint_bytes <= sizeof bytes)) exit(2);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save)(of.object, bytes, a->checkpoint_bytes));
  a->checkpoint = input(bytes, a->checkpoint_bytes);
  a->bytes_size = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
  a->made = result(sizeof *a->made);
}
#define valid_lyapunov_restore_size_f64 valid_lyapunov_restore_f64
#define valid_lyapunov_restore_size_f32 valid_lyapunov_restore_f32
static int P(call_lyapunov_restore)(const struct P(lyapunov_restore_arguments) *a) {
  return P(photinus_lyapunov_restore)(a->memory, a->bytes, a->checkpoint, a->checkpoint_bytes, a->made);
}
static int P(call_lyapunov_restore_size)(const struct P(lyapunov_restore_arguments) *a) {
  return P(photinus_lyapunov_restore_size)(a->checkpoint, a->checkpoint_bytes, a->bytes_size, a->align);
}

// --- All of it --------------------------------------------------------------------------------------------------------

// y' = y^2, which is infinite at t = 1 where y(0) = 1.
static int P(explosion)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t, (void)user;
  for (size_t i = 0; i < dim; i++) dydt[i] = y[i] * y[i];
  return 0;
}

// After a run that ended early: the complete rows and the solution are written, the rest of the rows is not.
static void P(check_rows)(const struct P(ode_solve_arguments) *a, size_t rows, int code, int line) {
  if (!CHECK(a->solution->rows == rows && a->solution->code == code)) {
    printf("    at line %d: rows %lu, code %d\n", line, (unsigned long)a->solution->rows, a->solution->code);
  }
  check_arena(RESULTS, "a solver that ended early", line);
  F pattern;
  memset(&pattern, PATTERN, sizeof pattern);
  for (size_t i = 0; i < a->states_len; i++) {
    if ((memcmp(&a->states[i], &pattern, sizeof pattern) != 0) == (i < 2 * rows)) continue;
    printf("ode_bad_input_part.h:%d: element %lu of the states\n", line, (unsigned long)i);
    check_failures++;
    return;
  }
}

static void P(ode_ends)(int method) {
  static const int codes[] = {-7, 9, INT_MIN, INT_MAX};
  P(next_method) = method;
  for (size_t i = 0; i < 4; i++) {
    const int expected = codes[i] < 0 ? PHOTINUS_ERROR_CALLBACK : PHOTINUS_STOP_CALLER;
    struct P(ode_solve_arguments) a;
    // The derivative at its first call; the row callback at the first row and at the third.
    struct P(script) script = {0, 0, 1, codes[i], 0, 0, P(SPHERE)};
    fresh();
    P(valid_ode_solve)(&a);
    a.user = &script;
    memcpy(before, arena, sizeof arena);
    CHECK_STATUS(expected, P(call_ode_solve)(&a));
    CHECK(script.calls == 1 && a.solution->steps == 0);
    P(check_rows)(&a, 1, codes[i], __LINE__);
    for (int row = 1; row <= 3; row += 2) {
      struct P(script) watch = {0, 0, 0, 0, row, codes[i], P(SPHERE)};
      fresh();
      P(valid_ode_solve)(&a);
      a.user = &watch;
      memcpy(before, arena, sizeof arena);
      CHECK_STATUS(expected, P(call_ode_solve)(&a));
      CHECK(watch.watched == row && a.solution->time == a.times[row - 1]);
      P(check_rows)(&a, (size_t)row, codes[i], __LINE__);
    }
    // By hand, in the third step: the two before are taken.
    if (method == PHOTINUS_METHOD_RK4) {
      struct P(ode_advance_arguments) b;
      struct P(script) third = {0, 0, 9, codes[i], 0, 0, P(SPHERE)};
      fresh();
      P(valid_ode_advance)(&b);
      b.user = &third;
      CHECK_STATUS(expected, P(call_ode_advance)(&b));
      CHECK(b.solution->steps == 2 && b.solution->code == codes[i] && b.solution->time == (F)1.625 &&
            fabs((double)b.state[0] - 1.25) < 10 * EPSILON);
    }
  }
  // A solution that becomes infinite.
  struct P(ode_solve_arguments) a;
  fresh();
  P(valid_ode_solve)(&a);
  a.derivative = P(explosion);
  a.initial[0] = 1;
  a.initial[1] = 0;
  if (method >= PHOTINUS_METHOD_EULER_MARUYAMA) a.strengths[0] = 0;
  if (a.options->step > 0) a.options->step /= 4;
  a.times[3] = method == PHOTINUS_METHOD_EULER || method == PHOTINUS_METHOD_EULER_MARUYAMA ? 4 : 2;
  memcpy(before, arena, sizeof arena);
  const int status = P(call_ode_solve)(&a);
  const int adaptive = method == PHOTINUS_METHOD_DORMAND_PRINCE || method == PHOTINUS_METHOD_TSITOURAS;
  CHECK(status == PHOTINUS_ERROR_DIVERGED || (adaptive && status == PHOTINUS_ERROR_STEP_TOO_SMALL));
  CHECK(a.solution->time > (F)0.75 && a.solution->time < 4);
  if (adaptive) CHECK(fabs((double)a.solution->time - 1) < 0.01);
  P(check_rows)(&a, 3, 0, __LINE__);
}

static void P(bad_objects)(void) {
  CASE(adaptive_size, PHOTINUS_OK, (void)0);
  CASE(adaptive_size, PHOTINUS_OK, a.options = NULL);
  CASE(adaptive_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(adaptive_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(adaptive_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(adaptive_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
  CASE(adaptive_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(adaptive_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(adaptive_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 64);
  CASE(adaptive_size, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = 8);
  CASE(adaptive_size, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_RK4);
  CASE(adaptive_size, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_STOCHASTIC_HEUN);
  CASE(adaptive_size, PHOTINUS_ERROR_STEP, a.options->step = 1);
  OPTIONS_SIZES(adaptive_size, a.options);

  CASE(adaptive_init, PHOTINUS_OK, (void)0);
  CASE(adaptive_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(adaptive_init, PHOTINUS_ERROR_NULL, a.initial = NULL);
  CASE(adaptive_init, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(adaptive_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(adaptive_init, PHOTINUS_ERROR_ALIGNMENT, a.initial = misaligned(a.initial));
  CASE(adaptive_init, PHOTINUS_ERROR_ALIGNMENT, a.made = misaligned(a.made));
  CASE(adaptive_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(adaptive_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(adaptive_init, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  EITHER(adaptive_init, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_WORKSPACE, a.dim = SIZE_MAX);
  CASE(adaptive_init, PHOTINUS_ERROR_TIMES, a.time = (F)NAN);
  CASE(adaptive_init, PHOTINUS_ERROR_TIMES, a.time = (F)INFINITY);
  CASE(adaptive_init, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = (F)NAN);
  CASE(adaptive_init, PHOTINUS_ERROR_PARAMETER, a.options->relative_tolerance = -1);
  CASE(adaptive_init, PHOTINUS_ERROR_STEP, a.options->first_step = (F)INFINITY);
  CASE(adaptive_init, PHOTINUS_ERROR_STEP, a.options->step = 1);
  CASE(adaptive_init, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_HEUN);
  CASE(adaptive_init, PHOTINUS_ERROR_UNSUPPORTED, a.options->noise_count = 1);
  CASE(adaptive_init, PHOTINUS_ERROR_OVERLAP, a.initial = (F *)a.memory + 30);
  CASE(adaptive_init, PHOTINUS_ERROR_OVERLAP, a.made = a.memory);
  OPTIONS_SIZES(adaptive_init, a.options);

  OBJECT(adaptive_restart);
  CASE(adaptive_restart, PHOTINUS_ERROR_NULL, a.array = NULL);
  CASE(adaptive_restart, PHOTINUS_ERROR_DIMENSION, a.dim = 3);
  CASE(adaptive_restart, PHOTINUS_ERROR_TIMES, a.time = (F)NAN);
  CASE(adaptive_restart, PHOTINUS_ERROR_NOT_FINITE, a.array[0] = (F)INFINITY);
  CASE(adaptive_restart, PHOTINUS_ERROR_OVERLAP, a.array = (F *)(void *)a.object + 30);
  ARRAY_OF_OBJECT(adaptive_interpolate);
  CASE(adaptive_interpolate, PHOTINUS_ERROR_TIMES, a.time = -1);
  CASE(adaptive_interpolate, PHOTINUS_ERROR_TIMES, a.time = 1000);
  CASE(adaptive_interpolate, PHOTINUS_ERROR_TIMES, a.time = (F)NAN);
  ARRAY_OF_OBJECT(adaptive_state);
  ARRAY_OF_OBJECT(adaptive_rates);
  CASE(adaptive_rates, PHOTINUS_ERROR_UNSUPPORTED, P(photinus_adaptive_restart)(a.object, 0, (F[]){1, 1}, 2));

  STEPPING(adaptive_step);
  STEPPING(adaptive_step_towards);
  STEPPING(adaptive_step_until);
  CASE(adaptive_step_towards, PHOTINUS_ERROR_TIMES, a.end = (F)NAN);
  CASE(adaptive_step_until, PHOTINUS_ERROR_TIMES, a.end = -(F)INFINITY);
  SOLVING(adaptive_solve);
  SOLVING(adaptive_solve_events);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_NULL, a.options->value = NULL);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(adaptive_solve_events, PHOTINUS_OK, a.options->count = 0; a.options->value = NULL);
  CASE(adaptive_solve_events, PHOTINUS_OK, a.options->directions = a.options->terminal = NULL);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(adaptive_solve_events, PHOTINUS_ERROR_ALIGNMENT, a.options->directions = misaligned(a.directions));
  CASE(adaptive_solve_events, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(adaptive_solve_events, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  EITHER(adaptive_solve_events, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION, a.options->count = SIZE_MAX);
  EITHER(adaptive_solve_events, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION, a.options->count = SIZE_MAX / 2);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_ENUM_VALUE, a.directions[1] = 3);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_ENUM_VALUE, a.directions[0] = -1);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_PARAMETER, a.terminal[0] = 2);
  CASE(adaptive_solve_events, PHOTINUS_ERROR_OVERLAP, a.memory = a.states);
  OPTIONS_SIZES(adaptive_solve_events, a.options);

  OBJECT(adaptive_report);
  RESULT_SIZES(adaptive_report, a.report, PHOTINUS_OK);
  CASE(adaptive_report, PHOTINUS_ERROR_NULL, a.report = NULL);
  CASE(adaptive_report, PHOTINUS_ERROR_ALIGNMENT, a.report = misaligned(a.report));
  OBJECT(adaptive_get_options);
  RESULT_SIZES(adaptive_get_options, a.options, PHOTINUS_OK);
  CASE(adaptive_get_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  OBJECT(adaptive_set_options);
  OPTIONS_SIZES(adaptive_set_options, a.options);
  CASE(adaptive_set_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(adaptive_set_options, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_RK4);
  CASE(adaptive_set_options, PHOTINUS_ERROR_PARAMETER,
       a.options->method = PHOTINUS_METHOD_DORMAND_PRINCE + PHOTINUS_METHOD_TSITOURAS - a.options->method);
  CASE(adaptive_set_options, PHOTINUS_ERROR_PARAMETER, a.options->safety = (F)NAN);

  OBJECT(adaptive_save_size);
  CASE(adaptive_save_size, PHOTINUS_ERROR_NULL, a.size = NULL);
  OBJECT(adaptive_save);
  CASE(adaptive_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  CASE(adaptive_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL; a.bytes = 0);
  CASE(adaptive_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(adaptive_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(adaptive_save, PHOTINUS_ERROR_OVERLAP, a.checkpoint = (unsigned char *)(void *)a.object + 8);
  CHECKPOINTS(adaptive_restore_size);
  CASE(adaptive_restore_size, PHOTINUS_ERROR_NULL, a.bytes_size = NULL);
  CASE(adaptive_restore_size, PHOTINUS_ERROR_OVERLAP, a.bytes_size = a.align);
  CHECKPOINTS(adaptive_restore);
  CASE(adaptive_restore, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(adaptive_restore, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(adaptive_restore, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(adaptive_restore, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(adaptive_restore, PHOTINUS_ERROR_OVERLAP, a.made = a.memory);
  // A checkpoint in which a byte has changed, and its sum is right: refused, or a solver that can be used.
  fresh();
  struct P(adaptive_restore_arguments) a;
  P(valid_adaptive_restore)(&a);
  unsigned char good[1024];
  memcpy(good, a.checkpoint, a.checkpoint_bytes);
  const size_t object_bytes = a.bytes, len = a.checkpoint_bytes;
  for (size_t byte = 0; byte < len - 4; byte++) {
    static const unsigned char changes[3] = {0x01, 0x80, 0xff};
    for (int i = 0; i < 3; i++) {
      memcpy(a.checkpoint, good, len);
      a.checkpoint[byte] ^= changes[i];
      sign(a.checkpoint, len);
      fresh_arena();
      void *const memory = result(object_bytes);
      P(photinus_adaptive) *made = NULL;
      const int status = P(photinus_adaptive_restore)(memory, object_bytes, a.checkpoint, len, &made);
      if (status != PHOTINUS_OK) {
        CHECK(status == PHOTINUS_ERROR_CHECKPOINT || status == PHOTINUS_ERROR_CHECKPOINT_MISMATCH ||
              status == PHOTINUS_ERROR_WORKSPACE);
        CHECK(made == NULL);
        continue;
      }
      F state[2];
      P(photinus_adaptive_step)(made, P(derivative), NULL, NULL);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_state)(made, state, 2));
      CHECK(isfinite(state[0]) && isfinite(state[1]));
    }
  }

  // Callbacks that end a step or a run: the solver stands where it stood, and goes on.
  fresh();
  const struct P(object) object = P(solver_object)();
  F stood[2], stands[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_state)(object.adaptive, stood, 2));
  struct P(script) script = {0, 0, 3, -5, 0, 0, P(SPHERE)};
  P(photinus_solution) solution;
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_ERROR_CALLBACK,
               P(photinus_adaptive_step)(object.adaptive, P(derivative), &script, &solution));
  CHECK(solution.code == -5 && solution.steps == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_state)(object.adaptive, stands, 2));
  CHECK(memcmp(stood, stands, sizeof stood) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_step)(object.adaptive, P(derivative), NULL, NULL));
}

static void P(bad_exponents)(void) {
  OPTIONS_INIT(lyapunov_options_init);
  CASE(lyapunov_size, PHOTINUS_OK, (void)0);
  CASE(lyapunov_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(lyapunov_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
  CASE(lyapunov_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(lyapunov_size, PHOTINUS_ERROR_DIMENSION, a.count = 0);
  CASE(lyapunov_size, PHOTINUS_ERROR_DIMENSION, a.count = 3);
  CASE(lyapunov_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(lyapunov_size, PHOTINUS_ERROR_DIMENSION, a.dim = a.count = (size_t)1 << sizeof(size_t) * 4);

  CASE(lyapunov_init, PHOTINUS_OK, (void)0);
  CASE(lyapunov_init, PHOTINUS_ERROR_NULL, a.object = NULL);
  CASE(lyapunov_init, PHOTINUS_ERROR_NULL, a.initial = NULL);
  CASE(lyapunov_init, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(lyapunov_init, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(lyapunov_init, PHOTINUS_ERROR_ALIGNMENT, a.object = misaligned(a.object));
  CASE(lyapunov_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(lyapunov_init, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(lyapunov_init, PHOTINUS_ERROR_DIMENSION, a.dim = 1);
  CASE(lyapunov_init, PHOTINUS_ERROR_DIMENSION, a.options->count = 0);
  EITHER(lyapunov_init, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_WORKSPACE, a.dim = SIZE_MAX);
  CASE(lyapunov_init, PHOTINUS_ERROR_STEP, a.options->step = 0);
  CASE(lyapunov_init, PHOTINUS_ERROR_STEP, a.options->step = (F)NAN);
  CASE(lyapunov_init, PHOTINUS_ERROR_PARAMETER, a.options->interval = 0);
  CASE(lyapunov_init, PHOTINUS_ERROR_PARAMETER, a.options->scale = 0);
  CASE(lyapunov_init, PHOTINUS_ERROR_PARAMETER, a.options->scale = (F)INFINITY);
  CASE(lyapunov_init, PHOTINUS_ERROR_TIMES, a.start = (F)NAN);
  CASE(lyapunov_init, PHOTINUS_ERROR_NOT_FINITE, a.initial[0] = (F)NAN);
  CASE(lyapunov_init, PHOTINUS_ERROR_OVERLAP, a.initial = (F *)(void *)a.object + 20);
  OPTIONS_SIZES(lyapunov_init, a.options);

  OBJECT(lyapunov_advance);
  RESULT_SIZES(lyapunov_advance, a.solution, PHOTINUS_OK);
  CASE(lyapunov_advance, PHOTINUS_OK, a.solution = NULL);
  CASE(lyapunov_advance, PHOTINUS_OK, a.steps = 0);
  CASE(lyapunov_advance, PHOTINUS_ERROR_NULL, a.derivative = NULL);
  CASE(lyapunov_advance, PHOTINUS_ERROR_STEP_TOO_SMALL, a.steps = UINT64_MAX);
  CASE(lyapunov_advance, PHOTINUS_ERROR_OVERLAP, a.solution = (void *)((F *)(void *)a.object + 20);
       a.solution->struct_size = sizeof *a.solution);
  OBJECT(lyapunov_discard);
  OBJECT(lyapunov_exponents);
  CASE(lyapunov_exponents, PHOTINUS_ERROR_NULL, a.array = NULL);
  CASE(lyapunov_exponents, PHOTINUS_ERROR_ALIGNMENT, a.array = misaligned(a.array));
  CASE(lyapunov_exponents, PHOTINUS_ERROR_DIMENSION, a.count = 1);
  CASE(lyapunov_exponents, PHOTINUS_ERROR_OVERLAP, a.array = (F *)(void *)a.object + 20);
  CASE(lyapunov_exponents, PHOTINUS_ERROR_UNSUPPORTED, P(photinus_lyapunov_discard)(a.object));
  OBJECT(lyapunov_state);
  CASE(lyapunov_state, PHOTINUS_OK, a.displacements = NULL; a.displacements_len = 0);
  CASE(lyapunov_state, PHOTINUS_ERROR_NULL, a.array = NULL);
  CASE(lyapunov_state, PHOTINUS_ERROR_DIMENSION, a.dim = 1);
  CASE(lyapunov_state, PHOTINUS_ERROR_LENGTH, a.displacements_len = 3);
  CASE(lyapunov_state, PHOTINUS_ERROR_OVERLAP, a.array = a.displacements + 3);
  OBJECT(lyapunov_progress);
  CASE(lyapunov_progress, PHOTINUS_OK, a.dim = a.count = NULL; a.time = NULL; a.steps = NULL);
  CASE(lyapunov_progress, PHOTINUS_ERROR_ALIGNMENT, a.dim = misaligned(a.dim));
  CASE(lyapunov_progress, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  CASE(lyapunov_progress, PHOTINUS_ERROR_ALIGNMENT, a.time = misaligned(a.time));
  CASE(lyapunov_progress, PHOTINUS_ERROR_ALIGNMENT, a.steps = misaligned(a.steps));
  CASE(lyapunov_progress, PHOTINUS_ERROR_OVERLAP, a.dim = a.count);
  CASE(lyapunov_progress, PHOTINUS_ERROR_OVERLAP, a.time = (F *)(void *)a.object + 20);

  OBJECT(lyapunov_save_size);
  CASE(lyapunov_save_size, PHOTINUS_ERROR_NULL, a.size = NULL);
  CASE(lyapunov_save_size, PHOTINUS_ERROR_ALIGNMENT, a.size = misaligned(a.size));
  OBJECT(lyapunov_save);
  CASE(lyapunov_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  CASE(lyapunov_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL; a.bytes = 0);
  CASE(lyapunov_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(lyapunov_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(lyapunov_save, PHOTINUS_ERROR_OVERLAP, a.checkpoint = (unsigned char *)(void *)a.object + 8);
  CHECKPOINTS(lyapunov_restore_size);
  CASE(lyapunov_restore_size, PHOTINUS_ERROR_NULL, a.bytes_size = NULL);
  CASE(lyapunov_restore_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(lyapunov_restore_size, PHOTINUS_ERROR_OVERLAP, a.bytes_size = a.align);
  CHECKPOINTS(lyapunov_restore);
  CASE(lyapunov_restore, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(lyapunov_restore, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(lyapunov_restore, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(lyapunov_restore, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(lyapunov_restore, PHOTINUS_ERROR_OVERLAP, a.made = a.memory);
  // A checkpoint in which a byte has changed, and its sum is right: refused, or a run that can be gone on with.
  fresh();
  struct P(lyapunov_restore_arguments) a;
  P(valid_lyapunov_restore)(&a);
  unsigned char good[1024];
  memcpy(good, a.checkpoint, a.checkpoint_bytes);
  const size_t object_bytes = a.bytes, len = a.checkpoint_bytes;
  for (size_t byte = 0; byte < len - 4; byte++) {
    static const unsigned char changes[3] = {0x01, 0x80, 0xff};
    for (int i = 0; i < 3; i++) {
      memcpy(a.checkpoint, good, len);
      a.checkpoint[byte] ^= changes[i];
      sign(a.checkpoint, len);
      fresh_arena();
      void *const memory = result(object_bytes);
      P(photinus_lyapunov) *made = NULL;
      const int status = P(photinus_lyapunov_restore)(memory, object_bytes, a.checkpoint, len, &made);
      if (status != PHOTINUS_OK) {
        CHECK(status == PHOTINUS_ERROR_CHECKPOINT || status == PHOTINUS_ERROR_CHECKPOINT_MISMATCH);
        CHECK(made == NULL);
        continue;
      }
      F state[2], exponents[2];
      P(photinus_lyapunov_advance)(made, P(derivative), NULL, NULL, 3, NULL);
      P(photinus_lyapunov_exponents)(made, exponents, 2);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_state)(made, state, 2, NULL, 0));
      CHECK(isfinite(state[0]) && isfinite(state[1]));
    }
  }
}

static void P(bad_solvers)(void) {
  OPTIONS_INIT(solver_options_init);
  for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_STOCHASTIC_RK4; method++) {
    P(next_method) = method;
    CASE(ode_size, PHOTINUS_OK, (void)0);
    CASE(ode_size, PHOTINUS_OK, a.options = NULL);
    CASE(ode_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
    CASE(ode_size, PHOTINUS_ERROR_NULL, a.align = NULL);
    CASE(ode_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
    CASE(ode_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
    CASE(ode_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
    CASE(ode_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
    CASE(ode_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
    CASE(ode_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 8);
    CASE(ode_size, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = 8);
    CASE(ode_size, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = -1);
    OPTIONS_SIZES(ode_size, a.options);
    P(ode_solve_any)();
    const int adaptive = method == PHOTINUS_METHOD_DORMAND_PRINCE || method == PHOTINUS_METHOD_TSITOURAS;
    if (adaptive) P(ode_solve_adaptive)();
    if (!adaptive) P(ode_solve_stepped)();
    if (method >= PHOTINUS_METHOD_EULER_MARUYAMA) P(ode_solve_noisy)();
    if (method < PHOTINUS_METHOD_EULER_MARUYAMA) P(ode_solve_quiet)();
    P(ode_ends)(method);
    P(next_method) = method;
    if (adaptive) {
      CASE(ode_advance, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
      P(bad_objects)();
    } else {
      ADVANCES(ode_advance);
      OPTIONS_SIZES(ode_advance, a.options);
      CASE(ode_advance, PHOTINUS_ERROR_STEP, a.options->step = 0);
      CASE(ode_advance, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = 9);
    }
  }
  CASE(ode_advance, PHOTINUS_ERROR_NULL, a.options->noise_strengths = NULL);
  CASE(ode_advance, PHOTINUS_ERROR_OVERLAP, a.options->noise_strengths = a.state);
  CASE(ode_advance, PHOTINUS_ERROR_UNSUPPORTED, a.options = NULL); // the defaults choose their steps

  CASE(rk4_size, PHOTINUS_OK, (void)0);
  CASE(rk4_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(rk4_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(rk4_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(rk4_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
  CASE(rk4_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(rk4_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(rk4_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 8);
  ADVANCES(rk4_advance);
  CASE(rk4_advance, PHOTINUS_ERROR_STEP, a.step = 0);
  CASE(rk4_advance, PHOTINUS_ERROR_STEP, a.step = (F)NAN);
  CASE(rk4_advance, PHOTINUS_ERROR_STEP, a.step = (F)-0.125);
  CASE(rk4_advance, PHOTINUS_ERROR_STEP_TOO_SMALL, a.step = P(TINIEST));

  CASE(normals_fill, PHOTINUS_OK, (void)0);
  CASE(normals_fill, PHOTINUS_OK, a.seed = a.step = a.first = UINT64_MAX);
  IDLE(normals_fill, a.count = 0; a.normals = NULL);
  CASE(normals_fill, PHOTINUS_ERROR_NULL, a.normals = NULL);
  CASE(normals_fill, PHOTINUS_ERROR_ALIGNMENT, a.normals = misaligned(a.normals));
  CASE(normals_fill, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);

  OPTIONS_INIT(events_init);
  CASE(events_size, PHOTINUS_OK, (void)0);
  CASE(events_size, PHOTINUS_OK, a.count = 0);
  CASE(events_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(events_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
  CASE(events_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(events_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(events_size, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  P(bad_exponents)();
}
