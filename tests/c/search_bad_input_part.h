// bad_input.c in one precision, the search for a global minimum: F is double or float, P(name) has the suffix _f64 or
// _f32.

// --- Making a search ------------------------------------------------------------------------------------------------

static P(photinus_search_options) P(small_search)(void) {
  P(photinus_search_options) options;
  P(photinus_search_options_init)(&options, sizeof options);
  options.population = options.population_limit = 4;
  options.axis_points = 3;
  options.max_evaluations = 100;
  options.seed = 7;
  return options;
}

// Lower and upper bounds, a start, a spread and a grid.
static const F P(search_box)[5][2] = {{-1, -2}, {1, 3}, {(F)0.5, 2}, {1, 1}, {0, (F)0.25}};

static P(photinus_problem) P(plain_problem)(void) {
  P(photinus_problem) problem;
  P(photinus_problem_init)(&problem, sizeof problem);
  problem.dim = 2;
  problem.lower = P(search_box)[0];
  problem.upper = P(search_box)[1];
  return problem;
}

static size_t P(search_bytes)(const P(photinus_problem) *problem) {
  const P(photinus_search_options) options = P(small_search)();
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_size)(problem, &options, &bytes, &align));
  CHECK(bytes > 0 && align > 0 && align <= GAP);
  return bytes;
}

// A search in the arena, with so many inequalities.
static P(photinus_search) *P(search_under)(size_t inequalities) {
  const P(photinus_search_options) options = P(small_search)();
  P(photinus_problem) problem = P(plain_problem)();
  problem.inequalities = inequalities;
  const size_t bytes = P(search_bytes)(&problem);
  P(photinus_search) *search = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_init)(result(bytes), bytes, &problem, &options, &search));
  return search;
}
static P(photinus_search) *P(small_one)(void) { return P(search_under)(0); }

struct P(problem_init_arguments) {
  P(photinus_problem) *options;
  size_t size;
};
static void P(valid_problem_init)(struct P(problem_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_problem_init)(const struct P(problem_init_arguments) *a) {
  return P(photinus_problem_init)(a->options, a->size);
}

struct P(search_options_init_arguments) {
  P(photinus_search_options) *options;
  size_t size;
};
static void P(valid_search_options_init)(struct P(search_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_search_options_init)(const struct P(search_options_init_arguments) *a) {
  return P(photinus_search_options_init)(a->options, a->size);
}

struct P(search_making) {
  P(photinus_problem) *problem;
  P(photinus_search_options) *options;
  F *lower, *upper, *start, *spread, *grid;
};
static struct P(search_making) P(valid_making)(void) {
  const P(photinus_search_options) options = P(small_search)();
  P(photinus_problem) problem = P(plain_problem)();
  struct P(search_making) making;
  problem.lower = making.lower = input(P(search_box)[0], sizeof P(search_box)[0]);
  problem.upper = making.upper = input(P(search_box)[1], sizeof P(search_box)[1]);
  problem.start = making.start = input(P(search_box)[2], sizeof P(search_box)[2]);
  problem.start_count = 1;
  problem.spread = making.spread = input(P(search_box)[3], sizeof P(search_box)[3]);
  problem.grid = making.grid = input(P(search_box)[4], sizeof P(search_box)[4]);
  making.problem = input(&problem, sizeof problem);
  making.options = input(&options, sizeof options);
  return making;
}

struct P(search_size_arguments) {
  struct P(search_making) m;
  size_t *bytes, *align;
};
static void P(valid_search_size)(struct P(search_size_arguments) *a) {
  a->m = P(valid_making)();
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_search_size)(const struct P(search_size_arguments) *a) {
  return P(photinus_search_size)(a->m.problem, a->m.options, a->bytes, a->align);
}

struct P(search_init_arguments) {
  struct P(search_making) m;
  void *memory;
  size_t bytes;
  P(photinus_search) **search;
};
static void P(valid_search_init)(struct P(search_init_arguments) *a) {
  a->m = P(valid_making)();
  a->bytes = P(search_bytes)(a->m.problem);
  a->memory = result(a->bytes);
  a->search = result(sizeof *a->search);
}
static int P(call_search_init)(const struct P(search_init_arguments) *a) {
  return P(photinus_search_init)(a->memory, a->bytes, a->m.problem, a->m.options, a->search);
}

struct P(search_new_arguments) {
  struct P(search_making) m;
  P(photinus_search) **search;
};
static void P(valid_search_new)(struct P(search_new_arguments) *a) {
  a->m = P(valid_making)();
  a->search = result(sizeof *a->search);
}
static int P(call_search_new)(const struct P(search_new_arguments) *a) {
  const int status = P(photinus_search_new)(a->m.problem, a->m.options, a->search);
  if (status == PHOTINUS_OK) P(photinus_search_free)(*a->search);
  return status;
}

struct P(search_minimize_arguments) {
  struct P(search_making) m;
  P(photinus_objective) objective;
  P(photinus_search_watch) watch;
  F *x, *value;
  P(photinus_search_progress) *report;
};
static int P(watch_small)(const P(photinus_search) *search, void *user) {
  (void)search, (void)user;
  return 0;
}
static void P(valid_search_minimize)(struct P(search_minimize_arguments) *a) {
  a->m = P(valid_making)();
  a->objective = P(objective);
  a->watch = P(watch_small);
  a->x = result(2 * sizeof(F));
  a->value = result(sizeof(F));
  a->report = result(sizeof *a->report);
  a->report->struct_size = sizeof *a->report;
}
static int P(call_search_minimize)(const struct P(search_minimize_arguments) *a) {
  return P(photinus_minimize)(a->m.problem, a->objective, a->watch, NULL, a->m.options, a->x, a->value, a->report);
}

// What every function that takes options refuses.
#define SEARCH_PARAMETERS(function, o)                                                                                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->population = 3);                                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->population = SIZE_MAX);                                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->population_limit = SIZE_MAX);                                            \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->axis_points = SIZE_MAX);                                                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = 0);                                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = -1);                                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = (F)NAN);                                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = (F)INFINITY);                                                \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->target = (F)NAN);                                                        \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->equality_tolerance = (F)NAN);                                            \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->equality_tolerance = -1);                                                \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, o->active = 2);                                                            \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, o->active = -1)

// What every function that takes a problem refuses; `good` is its status otherwise.
#define SEARCH_PROBLEM(function, good)                                                                                 \
  CASE(function, good, (void)0);                                                                                       \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem = NULL);                                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem = misaligned(a.m.problem));                                     \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.options = misaligned(a.m.options));                                     \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem->lower = NULL);                                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem->upper = NULL);                                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem->start = NULL);                                                      \
  CASE(function, good, a.m.problem->start = NULL; a.m.problem->start_count = 0);                                       \
  CASE(function, good, a.m.problem->start_count = 0);                                                                  \
  CASE(function, good, a.m.problem->spread = NULL);                                                                    \
  CASE(function, good, a.m.problem->grid = NULL);                                                                      \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->lower = misaligned(a.m.lower));                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->upper = misaligned(a.m.upper));                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->start = misaligned(a.m.start));                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->spread = misaligned(a.m.spread));                              \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->grid = misaligned(a.m.grid));                                  \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->dim = 0);                                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->dim = SIZE_MAX);                                               \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->dim = SIZE_MAX / 2);                                           \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->start_count = SIZE_MAX);                                       \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->start_count = SIZE_MAX / 2);                                   \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->inequalities = SIZE_MAX);                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->inequalities = a.m.problem->equalities = SIZE_MAX);            \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[0] = (F)1.5);                                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[1] = (F)NAN);                                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.upper[1] = (F)NAN);                                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[0] = a.m.upper[0] = (F)INFINITY);                                    \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[0] = -P(HUGEST); a.m.upper[0] = P(HUGEST));                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[1] = (F)2.1; a.m.upper[1] = (F)2.2);                                 \
  CASE(function, good, a.m.upper[0] = (F)INFINITY);                                                                    \
  EITHER(function, good, PHOTINUS_STOP_STAGNATION, a.m.lower[0] = a.m.upper[0] = (F)0.5);                              \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = (F)INFINITY; a.m.problem->spread = NULL);                        \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = (F)INFINITY; a.m.problem->start_count = 0);                      \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = (F)INFINITY; a.m.spread[0] = 0);                                 \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = (F)INFINITY; a.m.spread[0] = (F)NAN);                            \
  CASE(function, PHOTINUS_ERROR_START, a.m.start[0] = 4);                                                              \
  CASE(function, PHOTINUS_ERROR_START, a.m.start[1] = (F)NAN);                                                         \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = a.m.start[0] = (F)INFINITY);                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.m.grid[0] = -1);                                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.m.grid[0] = (F)NAN);                                                      \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.m.grid[0] = (F)INFINITY);                                                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.m.grid[0] = P(TINIEST));                                                  \
  SEARCH_PARAMETERS(function, a.m.options)

#define SEARCH_STRUCTS(function)                                                                                       \
  OPTIONS_SIZES(function, a.m.problem);                                                                                \
  OPTIONS_SIZES(function, a.m.options)

static void P(search_making)(void) {
  OPTIONS_INIT(problem_init);
  OPTIONS_INIT(search_options_init);

  SEARCH_PROBLEM(search_size, PHOTINUS_OK);
  SEARCH_STRUCTS(search_size);
  CASE(search_size, PHOTINUS_OK, a.m.options = NULL);
  CASE(search_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(search_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(search_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
  CASE(search_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(search_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));

  SEARCH_PROBLEM(search_init, PHOTINUS_OK);
  SEARCH_STRUCTS(search_init);
  CASE(search_init, PHOTINUS_ERROR_WORKSPACE, a.m.options = NULL); // its population is larger
  CASE(search_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(search_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(search_init, PHOTINUS_ERROR_WORKSPACE, a.m.problem->inequalities = 1);
  CASE(search_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  EITHER(search_init, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_WORKSPACE, a.memory = NULL; a.bytes = 0);
  CASE(search_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(search_init, PHOTINUS_ERROR_NULL, a.search = NULL);
  CASE(search_init, PHOTINUS_ERROR_ALIGNMENT, a.search = misaligned(a.search));
  CASE(search_init, PHOTINUS_ERROR_OVERLAP, a.search = a.memory);
  CASE(search_init, PHOTINUS_ERROR_OVERLAP, memcpy(a.memory, a.m.lower, 2 * sizeof(F)); a.m.problem->lower = a.memory);

  SEARCH_PROBLEM(search_new, PHOTINUS_OK);
  SEARCH_STRUCTS(search_new);
  CASE(search_new, PHOTINUS_OK, a.m.options = NULL);
  CASE(search_new, PHOTINUS_ERROR_NULL, a.search = NULL);
  CASE(search_new, PHOTINUS_ERROR_ALIGNMENT, a.search = misaligned(a.search));

  SEARCH_PROBLEM(search_minimize, PHOTINUS_STOP_EVALUATIONS);
  CASE(search_minimize, PHOTINUS_STOP_EVALUATIONS, a.watch = NULL);
  CASE(search_minimize, PHOTINUS_STOP_EVALUATIONS, a.value = NULL);
  CASE(search_minimize, PHOTINUS_STOP_EVALUATIONS, a.report = NULL);
  CASE(search_minimize, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(search_minimize, PHOTINUS_ERROR_NULL, a.x = NULL);
  CASE(search_minimize, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(search_minimize, PHOTINUS_ERROR_ALIGNMENT, a.value = misaligned(a.value));
  CASE(search_minimize, PHOTINUS_ERROR_ALIGNMENT, a.report = misaligned(a.report));
  CASE(search_minimize, PHOTINUS_ERROR_OVERLAP, a.value = a.x + 1);
  CASE(search_minimize, PHOTINUS_ERROR_UNSUPPORTED, a.m.problem->inequalities = 1);
  // Budgets of 0: the best point is the first one.
  CASE(search_minimize, PHOTINUS_STOP_EVALUATIONS, a.m.options->max_evaluations = 0);
  CASE(search_minimize, PHOTINUS_STOP_GENERATIONS, a.m.options->max_generations = 0);
  RESULT_SIZES(search_minimize, a.report, PHOTINUS_STOP_EVALUATIONS);
}

// --- Using a search -------------------------------------------------------------------------------------------------

static int P(batch_of_spheres)(const F *points, size_t count, size_t dim, F *values, void *user) {
  for (size_t i = 0; i < count; i++) {
    const int code = P(objective)(points + i * dim, dim, &values[i], user);
    if (code != 0) return code;
  }
  return 0;
}
static int P(constrained_sphere)(const F *x, size_t dim, F *value, F *constraints, size_t count, void *user) {
  for (size_t i = 0; i < count; i++) constraints[i] = -1;
  return P(objective)(x, dim, value, user);
}

struct P(search_step_arguments) {
  P(photinus_search) *search;
  P(photinus_objective) objective;
};
static void P(valid_search_step)(struct P(search_step_arguments) *a) {
  a->search = P(small_one)();
  a->objective = P(objective);
}
static int P(call_search_step)(const struct P(search_step_arguments) *a) {
  return P(photinus_search_step)(a->search, a->objective, NULL);
}

struct P(search_step_batch_arguments) {
  P(photinus_search) *search;
  P(photinus_batch) objective;
};
static void P(valid_search_step_batch)(struct P(search_step_batch_arguments) *a) {
  a->search = P(small_one)();
  a->objective = P(batch_of_spheres);
}
static int P(call_search_step_batch)(const struct P(search_step_batch_arguments) *a) {
  return P(photinus_search_step_batch)(a->search, a->objective, NULL);
}

struct P(search_step_constrained_arguments) {
  P(photinus_search) *search;
  P(photinus_constrained) objective;
};
static void P(valid_search_step_constrained)(struct P(search_step_constrained_arguments) *a) {
  a->search = P(search_under)(2);
  a->objective = P(constrained_sphere);
}
static int P(call_search_step_constrained)(const struct P(search_step_constrained_arguments) *a) {
  return P(photinus_search_step_constrained)(a->search, a->objective, NULL);
}

struct P(search_run_arguments) {
  P(photinus_search) *search;
  P(photinus_objective) objective;
  P(photinus_batch) batch;
  P(photinus_constrained) constrained;
  P(photinus_search_watch) watch;
  size_t threads;
  F seconds;
};
static void P(valid_search_run)(struct P(search_run_arguments) *a) {
  a->search = P(small_one)();
  a->objective = P(objective);
  a->batch = P(batch_of_spheres);
  a->constrained = P(constrained_sphere);
  a->watch = P(watch_small);
  a->threads = 2;
  a->seconds = 3600;
}
static int P(call_search_run)(const struct P(search_run_arguments) *a) {
  return P(photinus_search_run)(a->search, a->objective, a->watch, NULL);
}
#define search_run_batch_arguments_f64 search_run_arguments_f64
#define search_run_batch_arguments_f32 search_run_arguments_f32
#define valid_search_run_batch_f64 valid_search_run_f64
#define valid_search_run_batch_f32 valid_search_run_f32
static int P(call_search_run_batch)(const struct P(search_run_arguments) *a) {
  return P(photinus_search_run_batch)(a->search, a->batch, a->watch, NULL);
}
#define search_run_constrained_arguments_f64 search_run_arguments_f64
#define search_run_constrained_arguments_f32 search_run_arguments_f32
#define valid_search_run_constrained_f64 valid_search_run_f64
#define valid_search_run_constrained_f32 valid_search_run_f32
static int P(call_search_run_constrained)(const struct P(search_run_arguments) *a) {
  return P(photinus_search_run_constrained)(a->search, a->constrained, a->watch, NULL);
}
#define search_run_parallel_arguments_f64 search_run_arguments_f64
#define search_run_parallel_arguments_f32 search_run_arguments_f32
#define valid_search_run_parallel_f64 valid_search_run_f64
#define valid_search_run_parallel_f32 valid_search_run_f32
static int P(call_search_run_parallel)(const struct P(search_run_arguments) *a) {
  return P(photinus_search_run_parallel)(a->search, a->objective, a->watch, NULL, a->threads, a->seconds);
}
#define search_run_batch_parallel_arguments_f64 search_run_arguments_f64
#define search_run_batch_parallel_arguments_f32 search_run_arguments_f32
#define valid_search_run_batch_parallel_f64 valid_search_run_f64
#define valid_search_run_batch_parallel_f32 valid_search_run_f32
static int P(call_search_run_batch_parallel)(const struct P(search_run_arguments) *a) {
  return P(photinus_search_run_batch_parallel)(a->search, a->batch, a->watch, NULL, a->threads, a->seconds);
}
#define search_run_constrained_parallel_arguments_f64 search_run_arguments_f64
#define search_run_constrained_parallel_arguments_f32 search_run_arguments_f32
#define valid_search_run_constrained_parallel_f64 valid_search_run_f64
#define valid_search_run_constrained_parallel_f32 valid_search_run_f32
static int P(call_search_run_constrained_parallel)(const struct P(search_run_arguments) *a) {
  return P(photinus_search_run_constrained_parallel)(a->search, a->constrained, a->watch, NULL, a->threads,
                                                     a->seconds);
}

struct P(search_start_arguments) {
  P(photinus_search) *search;
  P(photinus_objective) objective;
  P(photinus_batch) batch;
  P(photinus_constrained) constrained;
  size_t threads;
  F seconds;
  P(photinus_background) **background;
};
static void P(valid_search_start)(struct P(search_start_arguments) *a) {
  a->search = P(small_one)();
  a->objective = P(objective);
  a->batch = P(batch_of_spheres);
  a->constrained = P(constrained_sphere);
  a->threads = 1;
  a->seconds = 3600;
  a->background = result(sizeof *a->background);
}
static int P(freed_again)(int status, const struct P(search_start_arguments) *a) {
  if (status == PHOTINUS_OK) P(photinus_background_free)(*a->background);
  return status;
}
static int P(call_search_start)(const struct P(search_start_arguments) *a) {
  return P(freed_again)(
      P(photinus_search_start)(a->search, a->objective, NULL, a->threads, a->seconds, a->background), a);
}
#define search_start_batch_arguments_f64 search_start_arguments_f64
#define search_start_batch_arguments_f32 search_start_arguments_f32
#define valid_search_start_batch_f64 valid_search_start_f64
#define valid_search_start_batch_f32 valid_search_start_f32
static int P(call_search_start_batch)(const struct P(search_start_arguments) *a) {
  return P(freed_again)(
      P(photinus_search_start_batch)(a->search, a->batch, NULL, a->threads, a->seconds, a->background), a);
}
#define search_start_constrained_arguments_f64 search_start_arguments_f64
#define search_start_constrained_arguments_f32 search_start_arguments_f32
#define valid_search_start_constrained_f64 valid_search_start_f64
#define valid_search_start_constrained_f32 valid_search_start_f32
static int P(call_search_start_constrained)(const struct P(search_start_arguments) *a) {
  return P(freed_again)(
      P(photinus_search_start_constrained)(a->search, a->constrained, NULL, a->threads, a->seconds, a->background), a);
}

struct P(feasible_first_arguments) {
  F *constraints;
  size_t inequalities, equalities;
  F tolerance;
  F *result;
};
static void P(valid_feasible_first)(struct P(feasible_first_arguments) *a) {
  const F constraints[3] = {-1, 2, 0};
  a->constraints = input(constraints, sizeof constraints);
  a->inequalities = 2;
  a->equalities = 1;
  a->tolerance = 0;
  a->result = result(sizeof(F));
}
static int P(call_feasible_first)(const struct P(feasible_first_arguments) *a) {
  return P(photinus_feasible_first)(5, a->constraints, a->inequalities, a->equalities, a->tolerance, a->result);
}

struct P(search_ask_arguments) {
  P(photinus_search) *search;
  const F **points;
  size_t *count;
};
static void P(valid_search_ask)(struct P(search_ask_arguments) *a) {
  a->search = P(small_one)();
  a->points = result(sizeof *a->points);
  a->count = result(sizeof *a->count);
}
static int P(call_search_ask)(const struct P(search_ask_arguments) *a) {
  return P(photinus_search_ask)(a->search, a->points, a->count);
}

struct P(search_tell_arguments) {
  P(photinus_search) *search;
  size_t first, count;
  F *values, *constraints;
};
static void P(valid_search_tell)(struct P(search_tell_arguments) *a) {
  static const F zeros[4] = {0};
  const F *points = NULL;
  size_t count = 0;
  a->search = P(small_one)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_ask)(a->search, &points, &count));
  a->first = 1;
  a->count = 2;
  a->values = input(zeros, 2 * sizeof *zeros);
  a->constraints = NULL;
}
static int P(call_search_tell)(const struct P(search_tell_arguments) *a) {
  return P(photinus_search_tell)(a->search, a->first, a->values, a->count);
}
#define search_tell_constrained_arguments_f64 search_tell_arguments_f64
#define search_tell_constrained_arguments_f32 search_tell_arguments_f32
static void P(valid_search_tell_constrained)(struct P(search_tell_arguments) *a) {
  static const F zeros[4] = {0};
  const F *points = NULL;
  size_t count = 0;
  a->search = P(search_under)(2);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_ask)(a->search, &points, &count));
  a->first = 1;
  a->count = 2;
  a->values = input(zeros, 2 * sizeof *zeros);
  a->constraints = input(zeros, sizeof zeros);
}
static int P(call_search_tell_constrained)(const struct P(search_tell_arguments) *a) {
  return P(photinus_search_tell_constrained)(a->search, a->first, a->values, a->constraints, a->count);
}

struct P(search_best_arguments) {
  P(photinus_search) *search;
  F *x;
  size_t dim;
  F *value;
};
static void P(valid_search_best)(struct P(search_best_arguments) *a) {
  a->search = P(small_one)();
  a->dim = 2;
  a->x = result(a->dim * sizeof(F));
  a->value = result(sizeof(F));
}
static int P(call_search_best)(const struct P(search_best_arguments) *a) {
  return P(photinus_search_best)(a->search, a->x, a->dim, a->value);
}

struct P(search_report_arguments) {
  P(photinus_search) *search;
  P(photinus_search_progress) *report;
};
static void P(valid_search_report)(struct P(search_report_arguments) *a) {
  a->search = P(small_one)();
  a->report = result(sizeof *a->report);
  a->report->struct_size = sizeof *a->report;
}
static int P(call_search_report)(const struct P(search_report_arguments) *a) {
  return P(photinus_search_report)(a->search, a->report);
}

struct P(search_counts_arguments) {
  P(photinus_search) *search;
  size_t *dim, *inequalities, *equalities, *bytes;
};
static void P(valid_search_counts)(struct P(search_counts_arguments) *a) {
  a->search = P(small_one)();
  a->dim = result(sizeof(size_t));
  a->inequalities = result(sizeof(size_t));
  a->equalities = result(sizeof(size_t));
  a->bytes = result(sizeof(size_t));
}
// All three functions: their statuses are the same, or the first that is none of success.
static int P(call_search_counts)(const struct P(search_counts_arguments) *a) {
  int status = P(photinus_search_constraints)(a->search, a->inequalities, a->equalities);
  if (status == PHOTINUS_OK) status = P(photinus_search_dim)(a->search, a->dim);
  return status == PHOTINUS_OK ? P(photinus_search_save_size)(a->search, a->bytes) : status;
}

struct P(search_get_options_arguments) {
  P(photinus_search) *search;
  P(photinus_search_options) *options;
};
static void P(valid_search_get_options)(struct P(search_get_options_arguments) *a) {
  a->search = P(small_one)();
  a->options = result(sizeof *a->options);
  a->options->struct_size = sizeof *a->options;
}
static int P(call_search_get_options)(const struct P(search_get_options_arguments) *a) {
  return P(photinus_search_get_options)(a->search, a->options);
}

struct P(search_set_options_arguments) {
  P(photinus_search) *search;
  P(photinus_search_options) *options;
};
static void P(valid_search_set_options)(struct P(search_set_options_arguments) *a) {
  const P(photinus_search_options) options = P(small_search)();
  a->search = P(small_one)();
  a->options = input(&options, sizeof options);
}
static int P(call_search_set_options)(const struct P(search_set_options_arguments) *a) {
  return P(photinus_search_set_options)(a->search, a->options);
}

struct P(search_save_arguments) {
  P(photinus_search) *search;
  unsigned char *checkpoint;
  size_t bytes;
};
static void P(valid_search_save)(struct P(search_save_arguments) *a) {
  a->search = P(small_one)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_save_size)(a->search, &a->bytes));
  a->checkpoint = (unsigned char *)result(a->bytes + 1) + 1; // bytes need no alignment
}
static int P(call_search_save)(const struct P(search_save_arguments) *a) {
  return P(photinus_search_save)(a->search, a->checkpoint, a->bytes);
}

// What every function refuses that is given a search: what is none, or is one of the other precision.
#define SEARCH_OBJECT(function, good)                                                                                  \
  CASE(function, good, (void)0);                                                                                       \
  CASE(function, PHOTINUS_ERROR_NULL, a.search = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.search = misaligned(a.search));                                           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.search, 0, 64));                                       \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.search, PATTERN, 64));                                 \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.search + 8, 0, 800));                         \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.search + 8, PATTERN, 800));                   \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.search = (void *)OTHER(small_one)())

#define SEARCH_RUN(function, callback)                                                                                 \
  SEARCH_OBJECT(function, PHOTINUS_STOP_EVALUATIONS);                                                                  \
  CASE(function, PHOTINUS_ERROR_NULL, a.callback = NULL);                                                              \
  CASE(function, PHOTINUS_STOP_EVALUATIONS, a.watch = NULL)

#if BITS == 64
static photinus_search_f32 *small_one_f32(void);
#endif

static void P(search_using)(void) {
  SEARCH_OBJECT(search_step, PHOTINUS_OK);
  CASE(search_step, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(search_step, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  SEARCH_OBJECT(search_step_batch, PHOTINUS_OK);
  CASE(search_step_batch, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(search_step_batch, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  SEARCH_OBJECT(search_step_constrained, PHOTINUS_OK);
  CASE(search_step_constrained, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(search_step_constrained, PHOTINUS_OK, a.search = P(small_one)());

  SEARCH_RUN(search_run, objective);
  CASE(search_run, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  SEARCH_RUN(search_run_batch, batch);
  CASE(search_run_batch, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  SEARCH_RUN(search_run_constrained, constrained);
  SEARCH_RUN(search_run_parallel, objective);
  CASE(search_run_parallel, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  CASE(search_run_parallel, PHOTINUS_STOP_EVALUATIONS, a.threads = 0);
  CASE(search_run_parallel, PHOTINUS_ERROR_PARAMETER, a.threads = 1025);
  CASE(search_run_parallel, PHOTINUS_ERROR_PARAMETER, a.threads = SIZE_MAX);
  CASE(search_run_parallel, PHOTINUS_STOP_EVALUATIONS, a.seconds = (F)INFINITY);
  CASE(search_run_parallel, PHOTINUS_STOP_TIME, a.seconds = 0);
  CASE(search_run_parallel, PHOTINUS_ERROR_PARAMETER, a.seconds = (F)NAN);
  CASE(search_run_parallel, PHOTINUS_ERROR_PARAMETER, a.seconds = -1);
  SEARCH_RUN(search_run_batch_parallel, batch);
  CASE(search_run_batch_parallel, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  CASE(search_run_batch_parallel, PHOTINUS_ERROR_PARAMETER, a.threads = 1025);
  CASE(search_run_batch_parallel, PHOTINUS_ERROR_PARAMETER, a.seconds = -(F)INFINITY);
  SEARCH_RUN(search_run_constrained_parallel, constrained);
  CASE(search_run_constrained_parallel, PHOTINUS_ERROR_PARAMETER, a.threads = 1025);
  CASE(search_run_constrained_parallel, PHOTINUS_STOP_TIME, a.seconds = 0);

  SEARCH_OBJECT(search_start, PHOTINUS_OK);
  CASE(search_start, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(search_start, PHOTINUS_ERROR_NULL, a.background = NULL);
  CASE(search_start, PHOTINUS_ERROR_ALIGNMENT, a.background = misaligned(a.background));
  CASE(search_start, PHOTINUS_ERROR_OVERLAP, a.background = (void *)a.search);
  CASE(search_start, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  CASE(search_start, PHOTINUS_ERROR_PARAMETER, a.threads = 1025);
  CASE(search_start, PHOTINUS_OK, a.seconds = 0);
  CASE(search_start, PHOTINUS_ERROR_PARAMETER, a.seconds = (F)NAN);
  SEARCH_OBJECT(search_start_batch, PHOTINUS_OK);
  CASE(search_start_batch, PHOTINUS_ERROR_NULL, a.batch = NULL);
  CASE(search_start_batch, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  SEARCH_OBJECT(search_start_constrained, PHOTINUS_OK);
  CASE(search_start_constrained, PHOTINUS_ERROR_NULL, a.constrained = NULL);
  CASE(search_start_constrained, PHOTINUS_ERROR_PARAMETER, a.seconds = -1);

  CASE(feasible_first, PHOTINUS_OK, a.inequalities = 0);
  CASE(feasible_first, PHOTINUS_ERROR_NULL, a.constraints = NULL);
  CASE(feasible_first, PHOTINUS_ERROR_NULL, a.result = NULL);
  CASE(feasible_first, PHOTINUS_ERROR_ALIGNMENT, a.constraints = misaligned(a.constraints));
  CASE(feasible_first, PHOTINUS_ERROR_ALIGNMENT, a.result = misaligned(a.result));
  CASE(feasible_first, PHOTINUS_ERROR_OVERLAP, a.result = a.constraints + 1);
  CASE(feasible_first, PHOTINUS_ERROR_DIMENSION, a.inequalities = SIZE_MAX; a.equalities = 1);
  CASE(feasible_first, PHOTINUS_ERROR_DIMENSION, a.equalities = SIZE_MAX / 2);
  CASE(feasible_first, PHOTINUS_ERROR_PARAMETER, a.tolerance = (F)NAN);
  CASE(feasible_first, PHOTINUS_ERROR_PARAMETER, a.tolerance = (F)INFINITY);
  CASE(feasible_first, PHOTINUS_ERROR_PARAMETER, a.tolerance = -1);
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_background_wait)(NULL));
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_background_cancel)(NULL));
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_background_poll)(NULL, NULL, 2, NULL, NULL));

  SEARCH_OBJECT(search_ask, PHOTINUS_OK);
  CASE(search_ask, PHOTINUS_ERROR_NULL, a.points = NULL);
  CASE(search_ask, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(search_ask, PHOTINUS_ERROR_ALIGNMENT, a.points = misaligned(a.points));
  CASE(search_ask, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  CASE(search_ask, PHOTINUS_ERROR_OVERLAP, a.count = (void *)a.points);
  CASE(search_ask, PHOTINUS_ERROR_OVERLAP, a.count = (void *)a.search);

  SEARCH_OBJECT(search_tell, PHOTINUS_OK);
  CASE(search_tell, PHOTINUS_OK, a.first = 0);
  CASE(search_tell, PHOTINUS_OK, a.count = 0);
  CASE(search_tell, PHOTINUS_OK, a.values[0] = (F)NAN);
  CASE(search_tell, PHOTINUS_ERROR_NULL, a.values = NULL);
  CASE(search_tell, PHOTINUS_ERROR_ALIGNMENT, a.values = misaligned(a.values));
  CASE(search_tell, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  CASE(search_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = 1000);
  CASE(search_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = SIZE_MAX);
  CASE(search_tell, PHOTINUS_ERROR_NOT_ASKED, a.search = P(small_one)()); // nothing was
  CASE(search_tell, PHOTINUS_ERROR_NOT_ASKED, P(photinus_search_tell)(a.search, 2, a.values, 1)); // twice
  CASE(search_tell, PHOTINUS_ERROR_UNSUPPORTED, a.search = P(search_under)(1));
  CASE(search_tell, PHOTINUS_ERROR_OVERLAP, a.values = (F *)a.search);

  SEARCH_OBJECT(search_tell_constrained, PHOTINUS_OK);
  CASE(search_tell_constrained, PHOTINUS_OK, a.constraints[1] = (F)NAN);
  CASE(search_tell_constrained, PHOTINUS_ERROR_NULL, a.values = NULL);
  CASE(search_tell_constrained, PHOTINUS_ERROR_NULL, a.constraints = NULL);
  CASE(search_tell_constrained, PHOTINUS_ERROR_ALIGNMENT, a.constraints = misaligned(a.constraints));
  CASE(search_tell_constrained, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  CASE(search_tell_constrained, PHOTINUS_ERROR_NOT_ASKED, a.first = 1000);
  CASE(search_tell_constrained, PHOTINUS_ERROR_NOT_ASKED, a.first = SIZE_MAX);
  CASE(search_tell_constrained, PHOTINUS_ERROR_OVERLAP, a.constraints = (F *)a.search);

  SEARCH_OBJECT(search_best, PHOTINUS_OK);
  CASE(search_best, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the search is only looked at
  CASE(search_best, PHOTINUS_OK, a.x = NULL);
  CASE(search_best, PHOTINUS_OK, a.value = NULL);
  CASE(search_best, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(search_best, PHOTINUS_ERROR_ALIGNMENT, a.value = misaligned(a.value));
  CASE(search_best, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(search_best, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(search_best, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(search_best, PHOTINUS_ERROR_OVERLAP, a.value = a.x);
  CASE(search_best, PHOTINUS_ERROR_OVERLAP, a.x = (F *)a.search);

  SEARCH_OBJECT(search_report, PHOTINUS_OK);
  CASE(search_report, PHOTINUS_ERROR_NULL, a.report = NULL);
  CASE(search_report, PHOTINUS_ERROR_ALIGNMENT, a.report = misaligned(a.report));
  RESULT_SIZES(search_report, a.report, PHOTINUS_OK);

  SEARCH_OBJECT(search_counts, PHOTINUS_OK);
  CASE(search_counts, PHOTINUS_ERROR_NULL, a.inequalities = NULL);
  CASE(search_counts, PHOTINUS_ERROR_NULL, a.equalities = NULL);
  CASE(search_counts, PHOTINUS_ERROR_OVERLAP, a.equalities = a.inequalities);
  CASE(search_counts, PHOTINUS_ERROR_ALIGNMENT, a.equalities = misaligned(a.equalities));
  fresh();
  P(photinus_search) *const search = P(small_one)();
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_search_dim)(search, NULL));
  CHECK_STATUS(PHOTINUS_ERROR_OVERLAP, P(photinus_search_dim)(search, (void *)search));
  CHECK_STATUS(PHOTINUS_ERROR_OVERLAP, P(photinus_search_save_size)(search, (void *)search));
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_search_save_size)(search, NULL));

  SEARCH_OBJECT(search_get_options, PHOTINUS_OK);
  CASE(search_get_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(search_get_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  RESULT_SIZES(search_get_options, a.options, PHOTINUS_OK);

  SEARCH_OBJECT(search_set_options, PHOTINUS_OK);
  CASE(search_set_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(search_set_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(search_set_options, PHOTINUS_ERROR_PARAMETER, a.options->population = 5);
  CASE(search_set_options, PHOTINUS_ERROR_PARAMETER, a.options->population_limit = 5);
  CASE(search_set_options, PHOTINUS_ERROR_PARAMETER, a.options->axis_points = 4);
  SEARCH_PARAMETERS(search_set_options, a.options);
  OPTIONS_SIZES(search_set_options, a.options);

  SEARCH_OBJECT(search_save, PHOTINUS_OK);
  CASE(search_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  CASE(search_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(search_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(search_save, PHOTINUS_ERROR_OVERLAP, a.checkpoint = (unsigned char *)a.search);
  P(photinus_search_free)(NULL);
}

// --- Checkpoints, and objectives that misbehave -------------------------------------------------------------------

static void P(search_checkpoints)(void) {
  static unsigned char checkpoint[1 << 14], memory[1 << 15], changed[1 << 14];
  size_t len = 0, bytes = 0, align = 0;
  P(photinus_search) *search = (fresh(), P(small_one)()), *restored = NULL;
  for (int i = 0; i < 3; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_search_step)(search, P(objective), NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_save_size)(search, &len));
  if (!CHECK(len <= sizeof checkpoint)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_save)(search, checkpoint, len));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_restore_size)(checkpoint, len, &bytes, &align));
  if (!CHECK(bytes + align <= sizeof memory)) return;
  void *const place = aligned(memory, align);
  // Every truncation, and every changed byte.
  for (size_t i = 0; i < len; i++) {
    CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_search_restore)(place, bytes, checkpoint, i, &restored));
    memcpy(changed, checkpoint, len);
    changed[i] ^= (unsigned char)(1 << i % 8);
    CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_search_restore)(place, bytes, changed, len, &restored));
    CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_search_restore_new)(changed, len, &restored));
  }
  // With a sum that is right, a number may be another one; nothing is to crash.
  for (size_t i = 0; i + 4 < len; i++) {
    memcpy(changed, checkpoint, len);
    changed[i] ^= (unsigned char)(1 << (i + i / 8) % 8);
    sign(changed, len);
    if (P(photinus_search_restore_new)(changed, len, &restored) != PHOTINUS_OK) continue;
    P(photinus_search_step)(restored, P(objective), NULL);
    P(photinus_search_step)(restored, P(objective), NULL);
    P(photinus_search_free)(restored);
  }
  restored = NULL;
  CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT_MISMATCH,
               OTHER(photinus_search_restore_size)(checkpoint, len, &bytes, &align));
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_search_restore)(NULL, bytes, checkpoint, len, &restored));
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_search_restore)(place, bytes, checkpoint, len, NULL));
  CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_search_restore)(place, bytes, NULL, len, &restored));
  CHECK_STATUS(PHOTINUS_ERROR_WORKSPACE, P(photinus_search_restore)(place, bytes - 1, checkpoint, len, &restored));
  CHECK_STATUS(PHOTINUS_ERROR_ALIGNMENT,
               P(photinus_search_restore)(misaligned(place), bytes, checkpoint, len, &restored));
  CHECK(restored == NULL);
  memcpy(memory, checkpoint, len);
  CHECK_STATUS(PHOTINUS_ERROR_OVERLAP,
               P(photinus_search_restore)(aligned(memory, align), bytes, memory, len, &restored));
}

static void P(search_callbacks)(void) {
  // An objective that fails, or stops, at the first and at the fiftieth call; its value does not count.
  static const int calls[] = {1, 50}, codes[] = {-7, 9, INT_MIN, INT_MAX};
  F x[2][2], values[2];
  P(photinus_search) *undisturbed = (fresh(), P(small_one)());
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(undisturbed, P(objective), NULL, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_best)(undisturbed, x[0], 2, &values[0]));
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; j < 4; j++) {
      const int expected = codes[j] < 0 ? PHOTINUS_ERROR_CALLBACK : PHOTINUS_STOP_CALLER;
      struct P(script) script = {0, 0, calls[i], codes[j], 0, 0, P(SPHERE)};
      fresh();
      P(photinus_search) *const search = P(small_one)();
      CHECK_STATUS(expected, P(photinus_search_run)(search, P(objective), NULL, &script));
      P(photinus_search_progress) report;
      memset(&report, 0, sizeof report);
      report.struct_size = sizeof report;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_search_report)(search, &report));
      CHECK(report.status == expected && report.code == codes[j]);
      CHECK(report.evaluations == (uint64_t)calls[i] - 1 && report.nan_evaluations == 0);
      CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(search, P(objective), NULL, NULL));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_search_best)(search, x[1], 2, &values[1]));
      CHECK(memcmp(x[0], x[1], sizeof x[0]) == 0 && values[0] == values[1]);
    }
  }
  // Values that are not numbers: without a best value, the best position is the first point.
  static const enum P(answer) hopeless[] = {P(ALWAYS_NAN), P(SILENT), P(INFINITE)};
  for (size_t i = 0; i < 3; i++) {
    struct P(script) script = {0, 0, 0, 0, 0, 0, hopeless[i]};
    fresh();
    P(photinus_search) *const search = P(small_one)();
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_best)(search, x[0], 2, &values[0]));
    const int status = P(photinus_search_run)(search, P(objective), NULL, &script);
    CHECK(status == PHOTINUS_STOP_EVALUATIONS || status == PHOTINUS_STOP_STAGNATION);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_best)(search, x[1], 2, &values[1]));
    CHECK(isinf(values[1]) && values[1] > 0 && memcmp(x[0], x[1], sizeof x[0]) == 0);
  }
}

static void P(bad_searches)(void) {
  P(search_making)();
  P(search_using)();
  P(search_checkpoints)();
  P(search_callbacks)();
}
