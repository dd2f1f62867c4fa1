// bad_input.c in one precision, CMA-ES and L-BFGS-B by themselves: F is double or float, P(name) has the suffix _f64 or
// _f32. After search_bad_input_part.h, whose problems it uses.

// --- CMA-ES ---------------------------------------------------------------------------------------------------------

static P(photinus_cma_options) P(small_cma_options)(void) {
  P(photinus_cma_options) options;
  P(photinus_cma_options_init)(&options, sizeof options);
  options.population = 4;
  options.max_evaluations = 100;
  options.seed = 7;
  return options;
}

static size_t P(cma_bytes)(const P(photinus_problem) *problem) {
  const P(photinus_cma_options) options = P(small_cma_options)();
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_size)(problem, &options, &bytes, &align));
  CHECK(bytes > 0 && align > 0 && align <= GAP);
  return bytes;
}

// A run in the arena.
static P(photinus_cma) *P(small_cma)(void) {
  const P(photinus_cma_options) options = P(small_cma_options)();
  const P(photinus_problem) problem = P(plain_problem)();
  const size_t bytes = P(cma_bytes)(&problem);
  P(photinus_cma) *cma = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_init)(result(bytes), bytes, &problem, &options, &cma));
  return cma;
}

struct P(cma_options_init_arguments) {
  P(photinus_cma_options) *options;
  size_t size;
};
static void P(valid_cma_options_init)(struct P(cma_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_cma_options_init)(const struct P(cma_options_init_arguments) *a) {
  return P(photinus_cma_options_init)(a->options, a->size);
}

struct P(cma_making) {
  P(photinus_problem) *problem;
  P(photinus_cma_options) *options;
  F *lower, *upper, *start, *spread, *grid;
};
static struct P(cma_making) P(valid_cma_making)(void) {
  const struct P(search_making) making = P(valid_making)();
  const P(photinus_cma_options) options = P(small_cma_options)();
  struct P(cma_making) m = {making.problem, NULL, making.lower, making.upper, making.start, making.spread, making.grid};
  m.options = input(&options, sizeof options);
  return m;
}

struct P(cma_size_arguments) {
  struct P(cma_making) m;
  size_t *bytes, *align;
};
static void P(valid_cma_size)(struct P(cma_size_arguments) *a) {
  a->m = P(valid_cma_making)();
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_cma_size)(const struct P(cma_size_arguments) *a) {
  return P(photinus_cma_size)(a->m.problem, a->m.options, a->bytes, a->align);
}

struct P(cma_init_arguments) {
  struct P(cma_making) m;
  void *memory;
  size_t bytes;
  P(photinus_cma) **cma;
};
static void P(valid_cma_init)(struct P(cma_init_arguments) *a) {
  a->m = P(valid_cma_making)();
  a->bytes = P(cma_bytes)(a->m.problem);
  a->memory = result(a->bytes);
  a->cma = result(sizeof *a->cma);
}
static int P(call_cma_init)(const struct P(cma_init_arguments) *a) {
  return P(photinus_cma_init)(a->memory, a->bytes, a->m.problem, a->m.options, a->cma);
}

struct P(cma_new_arguments) {
  struct P(cma_making) m;
  P(photinus_cma) **cma;
};
static void P(valid_cma_new)(struct P(cma_new_arguments) *a) {
  a->m = P(valid_cma_making)();
  a->cma = result(sizeof *a->cma);
}
static int P(call_cma_new)(const struct P(cma_new_arguments) *a) {
  const int status = P(photinus_cma_new)(a->m.problem, a->m.options, a->cma);
  if (status == PHOTINUS_OK) P(photinus_cma_free)(*a->cma);
  return status;
}

// What every function that takes options refuses.
#define CMA_PARAMETERS(function, o)                                                                                    \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->population = 3);                                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->population = SIZE_MAX);                                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = 0);                                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = -1);                                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = (F)NAN);                                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->step_size = (F)INFINITY);                                                \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->min_spread = -1);                                                        \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->min_spread = (F)NAN);                                                    \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->value_tolerance = -1);                                                   \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->value_tolerance = (F)INFINITY);                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, o->target = (F)NAN);                                                        \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, o->active = 2);                                                            \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, o->active = -1)

// What every function that takes a problem refuses.
#define CMA_PROBLEM(function)                                                                                          \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem = NULL);                                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem = misaligned(a.m.problem));                                     \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.options = misaligned(a.m.options));                                     \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem->lower = NULL);                                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem->upper = NULL);                                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.m.problem->start = NULL);                                                      \
  CASE(function, PHOTINUS_OK, a.m.problem->start_count = 0);                                                           \
  CASE(function, PHOTINUS_OK, a.m.problem->spread = NULL);                                                             \
  CASE(function, PHOTINUS_OK, a.m.problem->grid = NULL);                                                               \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->lower = misaligned(a.m.lower));                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.m.problem->start = misaligned(a.m.start));                                \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->dim = 0);                                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->dim = SIZE_MAX);                                               \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->dim = SIZE_MAX / 2);                                           \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.m.problem->start_count = SIZE_MAX);                                       \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.m.problem->inequalities = 1);                                           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.m.problem->equalities = 1);                                             \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.m.problem->inequalities = a.m.problem->equalities = SIZE_MAX);          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[0] = (F)1.5);                                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[1] = (F)NAN);                                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.upper[1] = (F)NAN);                                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.m.lower[0] = -P(HUGEST); a.m.upper[0] = P(HUGEST));                          \
  CASE(function, PHOTINUS_OK, a.m.upper[0] = (F)INFINITY);                                                             \
  CASE(function, PHOTINUS_OK, a.m.lower[0] = a.m.upper[0] = (F)0.5);                                                   \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = (F)INFINITY; a.m.problem->spread = NULL);                        \
  CASE(function, PHOTINUS_ERROR_START, a.m.upper[0] = (F)INFINITY; a.m.problem->start_count = 0);                      \
  CASE(function, PHOTINUS_ERROR_START, a.m.start[0] = 4);                                                              \
  CASE(function, PHOTINUS_ERROR_START, a.m.start[1] = (F)NAN);                                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.m.grid[0] = -1);                                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.m.grid[0] = (F)NAN);                                                      \
  CMA_PARAMETERS(function, a.m.options);                                                                               \
  OPTIONS_SIZES(function, a.m.problem);                                                                                \
  OPTIONS_SIZES(function, a.m.options)

static void P(making_cma)(void) {
  OPTIONS_INIT(cma_options_init);

  CMA_PROBLEM(cma_size);
  CASE(cma_size, PHOTINUS_OK, a.m.options = NULL);
  CASE(cma_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(cma_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(cma_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
  CASE(cma_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(cma_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));

  CMA_PROBLEM(cma_init);
  CASE(cma_init, PHOTINUS_ERROR_WORKSPACE, a.m.options = NULL); // its population is larger
  CASE(cma_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(cma_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(cma_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(cma_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(cma_init, PHOTINUS_ERROR_NULL, a.cma = NULL);
  CASE(cma_init, PHOTINUS_ERROR_ALIGNMENT, a.cma = misaligned(a.cma));
  CASE(cma_init, PHOTINUS_ERROR_OVERLAP, a.cma = a.memory);
  CASE(cma_init, PHOTINUS_ERROR_OVERLAP, memcpy(a.memory, a.m.lower, 2 * sizeof(F)); a.m.problem->lower = a.memory);
  CASE(cma_init, PHOTINUS_ERROR_OVERLAP,
       a.m.options = memcpy(a.memory, a.m.options, sizeof *a.m.options));

  CMA_PROBLEM(cma_new);
  CASE(cma_new, PHOTINUS_OK, a.m.options = NULL);
  CASE(cma_new, PHOTINUS_ERROR_NULL, a.cma = NULL);
  CASE(cma_new, PHOTINUS_ERROR_ALIGNMENT, a.cma = misaligned(a.cma));
}

struct P(cma_running) {
  P(photinus_cma) *cma;
  P(photinus_objective) objective;
  P(photinus_batch) batch;
  P(photinus_cma_watch) watch;
};
static int P(watch_small_cma)(const P(photinus_cma) *cma, void *user) {
  struct P(script) *const script = user;
  (void)cma;
  return script == NULL ? 0 : P(count)(&script->watched, script->watch_end_at, script->watch_code);
}
static void P(valid_cma_running)(struct P(cma_running) *a) {
  a->cma = P(small_cma)();
  a->objective = P(objective);
  a->batch = P(batch_of_spheres);
  a->watch = P(watch_small_cma);
}
#define cma_step_arguments_f64 cma_running_f64
#define cma_step_arguments_f32 cma_running_f32
#define valid_cma_step_f64 valid_cma_running_f64
#define valid_cma_step_f32 valid_cma_running_f32
static int P(call_cma_step)(const struct P(cma_running) *a) {
  return P(photinus_cma_step)(a->cma, a->objective, NULL);
}
#define cma_step_batch_arguments_f64 cma_running_f64
#define cma_step_batch_arguments_f32 cma_running_f32
#define valid_cma_step_batch_f64 valid_cma_running_f64
#define valid_cma_step_batch_f32 valid_cma_running_f32
static int P(call_cma_step_batch)(const struct P(cma_running) *a) {
  return P(photinus_cma_step_batch)(a->cma, a->batch, NULL);
}
#define cma_run_arguments_f64 cma_running_f64
#define cma_run_arguments_f32 cma_running_f32
#define valid_cma_run_f64 valid_cma_running_f64
#define valid_cma_run_f32 valid_cma_running_f32
static int P(call_cma_run)(const struct P(cma_running) *a) {
  return P(photinus_cma_run)(a->cma, a->objective, a->watch, NULL);
}
#define cma_run_batch_arguments_f64 cma_running_f64
#define cma_run_batch_arguments_f32 cma_running_f32
#define valid_cma_run_batch_f64 valid_cma_running_f64
#define valid_cma_run_batch_f32 valid_cma_running_f32
static int P(call_cma_run_batch)(const struct P(cma_running) *a) {
  return P(photinus_cma_run_batch)(a->cma, a->batch, a->watch, NULL);
}

struct P(cma_ask_arguments) {
  P(photinus_cma) *cma;
  const F **points;
  size_t *count;
};
static void P(valid_cma_ask)(struct P(cma_ask_arguments) *a) {
  a->cma = P(small_cma)();
  a->points = result(sizeof *a->points);
  a->count = result(sizeof *a->count);
}
static int P(call_cma_ask)(const struct P(cma_ask_arguments) *a) {
  return P(photinus_cma_ask)(a->cma, a->points, a->count);
}

struct P(cma_tell_arguments) {
  P(photinus_cma) *cma;
  size_t first, count;
  F *values;
};
static void P(valid_cma_tell)(struct P(cma_tell_arguments) *a) {
  static const F zeros[2] = {0};
  const F *points = NULL;
  size_t count = 0;
  a->cma = P(small_cma)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_ask)(a->cma, &points, &count));
  CHECK(count == 4);
  a->first = 1;
  a->count = 2;
  a->values = input(zeros, sizeof zeros);
}
static int P(call_cma_tell)(const struct P(cma_tell_arguments) *a) {
  return P(photinus_cma_tell)(a->cma, a->first, a->values, a->count);
}

struct P(cma_best_arguments) {
  P(photinus_cma) *cma;
  F *x;
  size_t dim;
  F *value;
};
static void P(valid_cma_best)(struct P(cma_best_arguments) *a) {
  a->cma = P(small_cma)();
  a->dim = 2;
  a->x = result(a->dim * sizeof(F));
  a->value = result(sizeof(F));
}
static int P(call_cma_best)(const struct P(cma_best_arguments) *a) {
  return P(photinus_cma_best)(a->cma, a->x, a->dim, a->value);
}
#define cma_mean_arguments_f64 cma_best_arguments_f64
#define cma_mean_arguments_f32 cma_best_arguments_f32
#define valid_cma_mean_f64 valid_cma_best_f64
#define valid_cma_mean_f32 valid_cma_best_f32
static int P(call_cma_mean)(const struct P(cma_best_arguments) *a) {
  return P(photinus_cma_mean)(a->cma, a->x, a->dim);
}

struct P(cma_report_arguments) {
  P(photinus_cma) *cma;
  P(photinus_cma_progress) *report;
};
static void P(valid_cma_report)(struct P(cma_report_arguments) *a) {
  a->cma = P(small_cma)();
  a->report = result(sizeof *a->report);
  a->report->struct_size = sizeof *a->report;
}
static int P(call_cma_report)(const struct P(cma_report_arguments) *a) {
  return P(photinus_cma_report)(a->cma, a->report);
}

struct P(cma_count_arguments) {
  P(photinus_cma) *cma;
  size_t *count;
};
static void P(valid_cma_dim)(struct P(cma_count_arguments) *a) {
  a->cma = P(small_cma)();
  a->count = result(sizeof(size_t));
}
#define cma_dim_arguments_f64 cma_count_arguments_f64
#define cma_dim_arguments_f32 cma_count_arguments_f32
static int P(call_cma_dim)(const struct P(cma_count_arguments) *a) { return P(photinus_cma_dim)(a->cma, a->count); }
#define cma_save_size_arguments_f64 cma_count_arguments_f64
#define cma_save_size_arguments_f32 cma_count_arguments_f32
#define valid_cma_save_size_f64 valid_cma_dim_f64
#define valid_cma_save_size_f32 valid_cma_dim_f32
static int P(call_cma_save_size)(const struct P(cma_count_arguments) *a) {
  return P(photinus_cma_save_size)(a->cma, a->count);
}

struct P(cma_options_arguments) {
  P(photinus_cma) *cma;
  P(photinus_cma_options) *options;
};
static void P(valid_cma_get_options)(struct P(cma_options_arguments) *a) {
  a->cma = P(small_cma)();
  a->options = result(sizeof *a->options);
  a->options->struct_size = sizeof *a->options;
}
#define cma_get_options_arguments_f64 cma_options_arguments_f64
#define cma_get_options_arguments_f32 cma_options_arguments_f32
static int P(call_cma_get_options)(const struct P(cma_options_arguments) *a) {
  return P(photinus_cma_get_options)(a->cma, a->options);
}
#define cma_set_options_arguments_f64 cma_options_arguments_f64
#define cma_set_options_arguments_f32 cma_options_arguments_f32
static void P(valid_cma_set_options)(struct P(cma_options_arguments) *a) {
  const P(photinus_cma_options) options = P(small_cma_options)();
  a->cma = P(small_cma)();
  a->options = input(&options, sizeof options);
}
static int P(call_cma_set_options)(const struct P(cma_options_arguments) *a) {
  return P(photinus_cma_set_options)(a->cma, a->options);
}

struct P(cma_save_arguments) {
  P(photinus_cma) *cma;
  unsigned char *checkpoint;
  size_t bytes;
};
static void P(valid_cma_save)(struct P(cma_save_arguments) *a) {
  a->cma = P(small_cma)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_save_size)(a->cma, &a->bytes));
  a->checkpoint = (unsigned char *)result(a->bytes + 1) + 1; // bytes need no alignment
}
static int P(call_cma_save)(const struct P(cma_save_arguments) *a) {
  return P(photinus_cma_save)(a->cma, a->checkpoint, a->bytes);
}

// What every function refuses that is given an object: what is none, or is one of the other precision.
#define KERNEL_OBJECT(function, object, make, good)                                                                    \
  CASE(function, good, (void)0);                                                                                       \
  CASE(function, PHOTINUS_ERROR_NULL, a.object = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.object = misaligned(a.object));                                           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.object, 0, 64));                                       \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.object, PATTERN, 64));                                 \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.object + 8, 0, 200));                         \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.object + 8, PATTERN, 200));                   \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.object = (void *)P(small_one)());                                     \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.object = (void *)OTHER(make)())
#define CMA_OBJECT(function, good) KERNEL_OBJECT(function, cma, small_cma, good)

#if BITS == 64
static photinus_cma_f32 *small_cma_f32(void);
static photinus_lbfgs_f32 *small_lbfgs_f32(void);
#endif

static void P(using_cma)(void) {
  CMA_OBJECT(cma_step, PHOTINUS_OK);
  CASE(cma_step, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CMA_OBJECT(cma_step_batch, PHOTINUS_OK);
  CASE(cma_step_batch, PHOTINUS_ERROR_NULL, a.batch = NULL);
  CMA_OBJECT(cma_run, PHOTINUS_STOP_EVALUATIONS);
  CASE(cma_run, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(cma_run, PHOTINUS_STOP_EVALUATIONS, a.watch = NULL);
  CMA_OBJECT(cma_run_batch, PHOTINUS_STOP_EVALUATIONS);
  CASE(cma_run_batch, PHOTINUS_ERROR_NULL, a.batch = NULL);
  CASE(cma_run_batch, PHOTINUS_STOP_EVALUATIONS, a.watch = NULL);

  CMA_OBJECT(cma_ask, PHOTINUS_OK);
  CASE(cma_ask, PHOTINUS_ERROR_NULL, a.points = NULL);
  CASE(cma_ask, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(cma_ask, PHOTINUS_ERROR_ALIGNMENT, a.points = misaligned(a.points));
  CASE(cma_ask, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  CASE(cma_ask, PHOTINUS_ERROR_OVERLAP, a.count = (void *)a.points);
  CASE(cma_ask, PHOTINUS_ERROR_OVERLAP, a.count = (void *)a.cma);

  CMA_OBJECT(cma_tell, PHOTINUS_OK);
  CASE(cma_tell, PHOTINUS_OK, a.first = 0);
  CASE(cma_tell, PHOTINUS_OK, a.count = 0);
  CASE(cma_tell, PHOTINUS_OK, a.values[0] = (F)NAN);
  CASE(cma_tell, PHOTINUS_ERROR_NULL, a.values = NULL);
  CASE(cma_tell, PHOTINUS_ERROR_ALIGNMENT, a.values = misaligned(a.values));
  CASE(cma_tell, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  CASE(cma_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = 3); // one too many
  CASE(cma_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = 4);
  CASE(cma_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = SIZE_MAX);
  CASE(cma_tell, PHOTINUS_ERROR_NOT_ASKED, a.cma = P(small_cma)()); // nothing was
  CASE(cma_tell, PHOTINUS_ERROR_NOT_ASKED, P(photinus_cma_tell)(a.cma, 2, a.values, 1)); // twice
  CASE(cma_tell, PHOTINUS_ERROR_OVERLAP, a.values = (F *)a.cma);

  CMA_OBJECT(cma_best, PHOTINUS_OK);
  CASE(cma_best, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the run is only looked at
  CASE(cma_best, PHOTINUS_OK, a.x = NULL);
  CASE(cma_best, PHOTINUS_OK, a.value = NULL);
  CASE(cma_best, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(cma_best, PHOTINUS_ERROR_ALIGNMENT, a.value = misaligned(a.value));
  CASE(cma_best, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(cma_best, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(cma_best, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(cma_best, PHOTINUS_ERROR_OVERLAP, a.value = a.x);
  CASE(cma_best, PHOTINUS_ERROR_OVERLAP, a.x = (F *)a.cma);

  CMA_OBJECT(cma_mean, PHOTINUS_OK);
  CASE(cma_mean, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0));
  CASE(cma_mean, PHOTINUS_ERROR_NULL, a.x = NULL);
  CASE(cma_mean, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(cma_mean, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(cma_mean, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(cma_mean, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(cma_mean, PHOTINUS_ERROR_OVERLAP, a.x = (F *)a.cma + 8);

  CMA_OBJECT(cma_report, PHOTINUS_OK);
  CASE(cma_report, PHOTINUS_ERROR_NULL, a.report = NULL);
  CASE(cma_report, PHOTINUS_ERROR_ALIGNMENT, a.report = misaligned(a.report));
  RESULT_SIZES(cma_report, a.report, PHOTINUS_OK);

  CMA_OBJECT(cma_dim, PHOTINUS_OK);
  CASE(cma_dim, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(cma_dim, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  CMA_OBJECT(cma_save_size, PHOTINUS_OK);
  CASE(cma_save_size, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(cma_save_size, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));

  CMA_OBJECT(cma_get_options, PHOTINUS_OK);
  CASE(cma_get_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(cma_get_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  RESULT_SIZES(cma_get_options, a.options, PHOTINUS_OK);

  CMA_OBJECT(cma_set_options, PHOTINUS_OK);
  CASE(cma_set_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(cma_set_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(cma_set_options, PHOTINUS_ERROR_PARAMETER, a.options->population = 5);
  CMA_PARAMETERS(cma_set_options, a.options);
  OPTIONS_SIZES(cma_set_options, a.options);

  CMA_OBJECT(cma_save, PHOTINUS_OK);
  CASE(cma_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  CASE(cma_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(cma_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(cma_save, PHOTINUS_ERROR_OVERLAP, a.checkpoint = (unsigned char *)a.cma);
  P(photinus_cma_free)(NULL);
}

// Every truncation and every flipped bit of a checkpoint is refused; with a sum that is right a number may be another
// one, and nothing is to crash. `advance` does something with a run that was restored.
#define KERNEL_CHECKPOINT(kind, object, advance)                                                                       \
  do {                                                                                                                 \
    static unsigned char checkpoint[1 << 14], memory[1 << 14], changed[1 << 14];                                       \
    size_t len = 0, bytes = 0, align = 0;                                                                              \
    P(photinus_##kind) *restored = NULL;                                                                               \
    CHECK_STATUS(PHOTINUS_OK, P(photinus_##kind##_save_size)(object, &len));                                           \
    if (!CHECK(len <= sizeof checkpoint)) return;                                                                      \
    CHECK_STATUS(PHOTINUS_OK, P(photinus_##kind##_save)(object, checkpoint, len));                                     \
    CHECK_STATUS(PHOTINUS_OK, P(photinus_##kind##_restore_size)(checkpoint, len, &bytes, &align));                     \
    if (!CHECK(bytes + align <= sizeof memory)) return;                                                                \
    void *const place = aligned(memory, align);                                                                        \
    for (size_t i = 0; i < len; i++) {                                                                                 \
      CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_##kind##_restore)(place, bytes, checkpoint, i, &restored));   \
      memcpy(changed, checkpoint, len);                                                                                \
      for (int bit = 0; bit < 8; bit++) {                                                                              \
        changed[i] = checkpoint[i] ^ (unsigned char)(1 << bit);                                                        \
        CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_##kind##_restore)(place, bytes, changed, len, &restored));  \
      }                                                                                                                \
      CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_##kind##_restore_new)(changed, len, &restored));              \
      CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_##kind##_restore_size)(changed, len, &bytes, &align));        \
    }                                                                                                                  \
    CHECK(restored == NULL);                                                                                           \
    for (size_t i = 0; i + 4 < len; i++) {                                                                             \
      memcpy(changed, checkpoint, len);                                                                                \
      changed[i] ^= (unsigned char)(1 << (i + i / 8) % 8);                                                             \
      sign(changed, len);                                                                                              \
      if (P(photinus_##kind##_restore_new)(changed, len, &restored) != PHOTINUS_OK) continue;                          \
      for (int k = 0; k < 3; k++) advance;                                                                             \
      P(photinus_##kind##_free)(restored);                                                                             \
    }                                                                                                                  \
    restored = NULL;                                                                                                   \
    CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT_MISMATCH,                                                                   \
                 OTHER(photinus_##kind##_restore_size)(checkpoint, len, &bytes, &align));                              \
    CHECK_STATUS(PHOTINUS_ERROR_CHECKPOINT, P(photinus_search_restore_size)(checkpoint, len, &bytes, &align));         \
    CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_##kind##_restore)(NULL, bytes, checkpoint, len, &restored));          \
    CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_##kind##_restore)(place, bytes, checkpoint, len, NULL));              \
    CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_##kind##_restore)(place, bytes, NULL, len, &restored));               \
    CHECK_STATUS(PHOTINUS_ERROR_WORKSPACE,                                                                             \
                 P(photinus_##kind##_restore)(place, bytes - 1, checkpoint, len, &restored));                          \
    CHECK_STATUS(PHOTINUS_ERROR_ALIGNMENT,                                                                             \
                 P(photinus_##kind##_restore)(misaligned(place), bytes, checkpoint, len, &restored));                  \
    CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_##kind##_restore_size)(checkpoint, len, NULL, &align));               \
    CHECK_STATUS(PHOTINUS_ERROR_OVERLAP, P(photinus_##kind##_restore_size)(checkpoint, len, &bytes, &bytes));          \
    CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_##kind##_restore_new)(checkpoint, len, NULL));                        \
    CHECK(restored == NULL);                                                                                           \
    memcpy(memory, checkpoint, len);                                                                                   \
    CHECK_STATUS(PHOTINUS_ERROR_OVERLAP,                                                                               \
                 P(photinus_##kind##_restore)(aligned(memory, align), bytes, memory, len, &restored));                 \
  } while (0)

static void P(cma_checkpoints)(void) {
  P(photinus_cma) *cma = (fresh(), P(small_cma)());
  for (int i = 0; i < 3; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_step)(cma, P(objective), NULL));
  // In the middle of a generation, with a value that was told.
  const F *points = NULL, one = 1;
  size_t count = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_ask)(cma, &points, &count));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_tell)(cma, 2, &one, 1));
  KERNEL_CHECKPOINT(cma, cma, P(photinus_cma_step)(restored, P(objective), NULL));
}

static void P(cma_callbacks)(void) {
  // An objective that fails, or stops, at the first and at the fiftieth call; its value does not count.
  static const int calls[] = {1, 50}, codes[] = {-7, 9, INT_MIN, INT_MAX};
  F x[2][2], values[2];
  P(photinus_cma_progress) report;
  memset(&report, 0, sizeof report);
  report.struct_size = sizeof report;
  P(photinus_cma) *undisturbed = (fresh(), P(small_cma)());
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_cma_run)(undisturbed, P(objective), NULL, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_best)(undisturbed, x[0], 2, &values[0]));
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; j < 4; j++) {
      const int expected = codes[j] < 0 ? PHOTINUS_ERROR_CALLBACK : PHOTINUS_STOP_CALLER;
      struct P(script) script = {0, 0, calls[i], codes[j], 0, 0, P(SPHERE)};
      fresh();
      P(photinus_cma) *const cma = P(small_cma)();
      CHECK_STATUS(expected, P(photinus_cma_run)(cma, P(objective), NULL, &script));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_report)(cma, &report));
      CHECK(report.status == expected && report.code == codes[j]);
      CHECK(report.evaluations == (uint64_t)calls[i] - 1 && report.nan_evaluations == 0);
      // The watch, after the next generation.
      struct P(script) watched = {0, 0, 0, 0, 1, codes[j], P(SPHERE)};
      CHECK_STATUS(expected, P(photinus_cma_run)(cma, P(objective), P(watch_small_cma), &watched));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_report)(cma, &report));
      CHECK(report.code == codes[j] && report.generations == (uint64_t)(calls[i] - 1) / 4 + 1);
      CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_cma_run)(cma, P(objective), NULL, NULL));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_best)(cma, x[1], 2, &values[1]));
      CHECK(memcmp(x[0], x[1], sizeof x[0]) == 0 && values[0] == values[1]);
    }
  }
  // Values that are not numbers: without a best value, the best position is where the run begins.
  static const enum P(answer) hopeless[] = {P(ALWAYS_NAN), P(SILENT), P(INFINITE)};
  for (size_t i = 0; i < 3; i++) {
    struct P(script) script = {0, 0, 0, 0, 0, 0, hopeless[i]};
    fresh();
    P(photinus_cma) *const cma = P(small_cma)();
    CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_best)(cma, x[0], 2, &values[0]));
    const int status = P(photinus_cma_run)(cma, P(objective), NULL, &script);
    CHECK(status == PHOTINUS_STOP_EVALUATIONS || status == PHOTINUS_STOP_STAGNATION);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_best)(cma, x[1], 2, &values[1]));
    CHECK(isinf(values[1]) && values[1] > 0 && memcmp(x[0], x[1], sizeof x[0]) == 0);
  }
}

// --- L-BFGS-B -------------------------------------------------------------------------------------------------------

static P(photinus_lbfgs_options) P(small_lbfgs_options)(void) {
  P(photinus_lbfgs_options) options;
  P(photinus_lbfgs_options_init)(&options, sizeof options);
  options.pairs = 2;
  return options;
}

// A quartic bowl, so that the run takes some iterations, in the manner of `objective`.
static int P(bowl)(const F *x, size_t dim, F *value, F *gradient, void *user) {
  struct P(script) *const script = user;
  const int code = script == NULL ? 0 : P(count)(&script->calls, script->end_at, script->code);
  F sum = 0;
  for (size_t i = 0; i < dim; i++) {
    sum += x[i] * x[i] * (1 + x[i] * x[i]);
    gradient[i] = code != 0 ? 1000 : 2 * x[i] * (1 + 2 * x[i] * x[i]);
  }
  *value = code != 0 ? -1000 : sum;
  if (script != NULL && script->answer == P(ALWAYS_NAN)) *value = (F)NAN;
  if (script != NULL && script->answer == P(SOMETIMES_NAN) && script->calls % 3 == 0) gradient[0] = (F)NAN;
  return code;
}
static int P(plain_bowl)(const F *x, size_t dim, F *value, void *user) {
  F gradient[2];
  return dim == 2 ? P(bowl)(x, dim, value, gradient, user) : -1;
}
static int P(batch_of_bowls)(const F *points, size_t count, size_t dim, F *values, void *user) {
  for (size_t i = 0; i < count; i++) {
    const int code = P(plain_bowl)(points + i * dim, dim, &values[i], user);
    if (code != 0) return code;
  }
  return 0;
}

static const F P(lbfgs_box)[3][2] = {{(F)0.5, (F)-0.75}, {-1, -2}, {1, (F)INFINITY}};

static size_t P(lbfgs_bytes)(void) {
  const P(photinus_lbfgs_options) options = P(small_lbfgs_options)();
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_size)(2, &options, &bytes, &align));
  CHECK(bytes > 0 && align > 0 && align <= GAP);
  return bytes;
}

// A run in the arena.
static P(photinus_lbfgs) *P(small_lbfgs)(void) {
  const P(photinus_lbfgs_options) options = P(small_lbfgs_options)();
  const size_t bytes = P(lbfgs_bytes)();
  P(photinus_lbfgs) *lbfgs = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(result(bytes), bytes, 2, P(lbfgs_box)[0], P(lbfgs_box)[1],
                                                   P(lbfgs_box)[2], &options, &lbfgs));
  return lbfgs;
}

struct P(lbfgs_options_init_arguments) {
  P(photinus_lbfgs_options) *options;
  size_t size;
};
static void P(valid_lbfgs_options_init)(struct P(lbfgs_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_lbfgs_options_init)(const struct P(lbfgs_options_init_arguments) *a) {
  return P(photinus_lbfgs_options_init)(a->options, a->size);
}

struct P(differences_init_arguments) {
  P(photinus_differences) *options;
  size_t size;
};
static void P(valid_differences_init)(struct P(differences_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_differences_init)(const struct P(differences_init_arguments) *a) {
  return P(photinus_differences_init)(a->options, a->size);
}

struct P(lbfgs_size_arguments) {
  size_t dim;
  P(photinus_lbfgs_options) *options;
  size_t *bytes, *align;
};
static void P(valid_lbfgs_size)(struct P(lbfgs_size_arguments) *a) {
  const P(photinus_lbfgs_options) options = P(small_lbfgs_options)();
  a->dim = 2;
  a->options = input(&options, sizeof options);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_lbfgs_size)(const struct P(lbfgs_size_arguments) *a) {
  return P(photinus_lbfgs_size)(a->dim, a->options, a->bytes, a->align);
}

struct P(lbfgs_init_arguments) {
  void *memory;
  size_t bytes, dim;
  F *start, *lower, *upper;
  P(photinus_lbfgs_options) *options;
  P(photinus_lbfgs) **lbfgs;
};
static void P(valid_lbfgs_init)(struct P(lbfgs_init_arguments) *a) {
  const P(photinus_lbfgs_options) options = P(small_lbfgs_options)();
  a->bytes = P(lbfgs_bytes)();
  a->memory = result(a->bytes);
  a->dim = 2;
  a->start = input(P(lbfgs_box)[0], sizeof P(lbfgs_box)[0]);
  a->lower = input(P(lbfgs_box)[1], sizeof P(lbfgs_box)[1]);
  a->upper = input(P(lbfgs_box)[2], sizeof P(lbfgs_box)[2]);
  a->options = input(&options, sizeof options);
  a->lbfgs = result(sizeof *a->lbfgs);
}
static int P(call_lbfgs_init)(const struct P(lbfgs_init_arguments) *a) {
  return P(photinus_lbfgs_init)(a->memory, a->bytes, a->dim, a->start, a->lower, a->upper, a->options, a->lbfgs);
}
#define lbfgs_new_arguments_f64 lbfgs_init_arguments_f64
#define lbfgs_new_arguments_f32 lbfgs_init_arguments_f32
#define valid_lbfgs_new_f64 valid_lbfgs_init_f64
#define valid_lbfgs_new_f32 valid_lbfgs_init_f32
static int P(call_lbfgs_new)(const struct P(lbfgs_init_arguments) *a) {
  const int status = P(photinus_lbfgs_new)(a->dim, a->start, a->lower, a->upper, a->options, a->lbfgs);
  if (status == PHOTINUS_OK) P(photinus_lbfgs_free)(*a->lbfgs);
  return status;
}

// What every function that takes options refuses.
#define LBFGS_PARAMETERS(function)                                                                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->pairs = 0);                                                      \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->gradient_tolerance = -1);                                        \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->gradient_tolerance = (F)NAN);                                    \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->value_tolerance = -1);                                           \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->value_tolerance = (F)INFINITY);                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->target = (F)NAN);                                                \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->first_step = 0);                                                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->first_step = (F)INFINITY);                                       \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->sufficient_decrease = -1);                                       \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->sufficient_decrease = (F)0.5);                                   \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->sufficient_decrease = (F)NAN);                                   \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->curvature = 0);                                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->curvature = 1);                                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->curvature = (F)NAN);                                             \
  OPTIONS_SIZES(function, a.options)

#define LBFGS_MAKING(function)                                                                                         \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.start = NULL);                                                                 \
  CASE(function, PHOTINUS_OK, a.lower = NULL);                                                                         \
  CASE(function, PHOTINUS_OK, a.upper = NULL);                                                                         \
  CASE(function, PHOTINUS_OK, a.lower = a.upper = NULL);                                                               \
  CASE(function, PHOTINUS_OK, a.lower[0] = a.upper[0] = (F)0.5);                                                       \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.start = misaligned(a.start));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.lower = misaligned(a.lower));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.upper = misaligned(a.upper));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));                                         \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 0);                                                                 \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);                                                          \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 2);                                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.options->pairs = SIZE_MAX);                                               \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = 2);                                                               \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[1] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[1] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[1] = (F)INFINITY);                                                     \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[1] = a.upper[1] = -(F)INFINITY);                                       \
  CASE(function, PHOTINUS_ERROR_START, a.start[0] = (F)1.5);                                                           \
  CASE(function, PHOTINUS_ERROR_START, a.start[0] = (F)NAN);                                                           \
  CASE(function, PHOTINUS_ERROR_START, a.start[1] = (F)INFINITY);                                                      \
  CASE(function, PHOTINUS_ERROR_START, a.upper = NULL; a.start[1] = (F)INFINITY);                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.lbfgs = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.lbfgs = misaligned(a.lbfgs));                                             \
  LBFGS_PARAMETERS(function)

static void P(making_lbfgs)(void) {
  OPTIONS_INIT(lbfgs_options_init);
  OPTIONS_INIT(differences_init);

  CASE(lbfgs_size, PHOTINUS_OK, (void)0);
  CASE(lbfgs_size, PHOTINUS_OK, a.options = NULL);
  CASE(lbfgs_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(lbfgs_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(lbfgs_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 64);
  CASE(lbfgs_size, PHOTINUS_ERROR_DIMENSION, a.options->pairs = SIZE_MAX);
  CASE(lbfgs_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(lbfgs_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(lbfgs_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
  CASE(lbfgs_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(lbfgs_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
  CASE(lbfgs_size, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  LBFGS_PARAMETERS(lbfgs_size);

  LBFGS_MAKING(lbfgs_init);
  CASE(lbfgs_init, PHOTINUS_ERROR_WORKSPACE, a.options = NULL); // it keeps more pairs
  CASE(lbfgs_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(lbfgs_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(lbfgs_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(lbfgs_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(lbfgs_init, PHOTINUS_ERROR_OVERLAP, a.lbfgs = a.memory);
  CASE(lbfgs_init, PHOTINUS_ERROR_OVERLAP, a.start = memcpy(a.memory, a.start, 2 * sizeof(F)));
  CASE(lbfgs_init, PHOTINUS_ERROR_OVERLAP, a.lower = memcpy(a.memory, a.lower, 2 * sizeof(F)));
  CASE(lbfgs_init, PHOTINUS_ERROR_OVERLAP, a.upper = memcpy(a.memory, a.upper, 2 * sizeof(F)));
  CASE(lbfgs_init, PHOTINUS_ERROR_OVERLAP, a.options = memcpy(a.memory, a.options, sizeof *a.options));
  // All arrays that are read may be one.
  CASE(lbfgs_init, PHOTINUS_OK, a.lower = a.start; a.upper = a.start);

  LBFGS_MAKING(lbfgs_new);
  CASE(lbfgs_new, PHOTINUS_OK, a.options = NULL);
}

struct P(lbfgs_running) {
  P(photinus_lbfgs) *lbfgs;
  P(photinus_differences) *differences;
  P(photinus_gradient) gradient;
  P(photinus_objective) objective;
  P(photinus_batch) batch;
  P(photinus_lbfgs_watch) watch;
  void *memory;
  size_t bytes;
};
static int P(watch_small_lbfgs)(const P(photinus_lbfgs) *lbfgs, void *user) {
  struct P(script) *const script = user;
  (void)lbfgs;
  return script == NULL ? 0 : P(count)(&script->watched, script->watch_end_at, script->watch_code);
}
static void P(valid_lbfgs_running)(struct P(lbfgs_running) *a) {
  P(photinus_differences) differences;
  P(photinus_differences_init)(&differences, sizeof differences);
  size_t align = 0;
  a->lbfgs = P(small_lbfgs)();
  a->differences = input(&differences, sizeof differences);
  a->gradient = P(bowl);
  a->objective = P(plain_bowl);
  a->batch = P(batch_of_bowls);
  a->watch = P(watch_small_lbfgs);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_differences_size)(a->lbfgs, a->differences, &a->bytes, &align));
  CHECK(a->bytes > 0 && align > 0 && align <= GAP);
  a->memory = scratch(a->bytes);
}
#define lbfgs_step_arguments_f64 lbfgs_running_f64
#define lbfgs_step_arguments_f32 lbfgs_running_f32
#define valid_lbfgs_step_f64 valid_lbfgs_running_f64
#define valid_lbfgs_step_f32 valid_lbfgs_running_f32
static int P(call_lbfgs_step)(const struct P(lbfgs_running) *a) {
  return P(photinus_lbfgs_step)(a->lbfgs, a->gradient, NULL);
}
#define lbfgs_run_arguments_f64 lbfgs_running_f64
#define lbfgs_run_arguments_f32 lbfgs_running_f32
#define valid_lbfgs_run_f64 valid_lbfgs_running_f64
#define valid_lbfgs_run_f32 valid_lbfgs_running_f32
static int P(call_lbfgs_run)(const struct P(lbfgs_running) *a) {
  const int status = P(photinus_lbfgs_run)(a->lbfgs, a->gradient, a->watch, NULL);
  return status == PHOTINUS_STOP_VALUE ? PHOTINUS_STOP_GRADIENT : status; // which of both is not the matter here
}
#define lbfgs_step_differences_arguments_f64 lbfgs_running_f64
#define lbfgs_step_differences_arguments_f32 lbfgs_running_f32
#define valid_lbfgs_step_differences_f64 valid_lbfgs_running_f64
#define valid_lbfgs_step_differences_f32 valid_lbfgs_running_f32
static int P(call_lbfgs_step_differences)(const struct P(lbfgs_running) *a) {
  return P(photinus_lbfgs_step_differences)(a->lbfgs, a->differences, a->objective, NULL, a->memory, a->bytes);
}
#define lbfgs_step_differences_batch_arguments_f64 lbfgs_running_f64
#define lbfgs_step_differences_batch_arguments_f32 lbfgs_running_f32
#define valid_lbfgs_step_differences_batch_f64 valid_lbfgs_running_f64
#define valid_lbfgs_step_differences_batch_f32 valid_lbfgs_running_f32
static int P(call_lbfgs_step_differences_batch)(const struct P(lbfgs_running) *a) {
  return P(photinus_lbfgs_step_differences_batch)(a->lbfgs, a->differences, a->batch, NULL, a->memory, a->bytes);
}
#define lbfgs_run_differences_arguments_f64 lbfgs_running_f64
#define lbfgs_run_differences_arguments_f32 lbfgs_running_f32
#define valid_lbfgs_run_differences_f64 valid_lbfgs_running_f64
#define valid_lbfgs_run_differences_f32 valid_lbfgs_running_f32
// Any success is STOP_VALUE here.
static int P(call_lbfgs_run_differences)(const struct P(lbfgs_running) *a) {
  const int status = P(photinus_lbfgs_run_differences)(a->lbfgs, a->differences, a->objective, a->watch, NULL,
                                                       a->memory, a->bytes);
  return status > 0 ? PHOTINUS_STOP_VALUE : status;
}
#define lbfgs_run_differences_batch_arguments_f64 lbfgs_running_f64
#define lbfgs_run_differences_batch_arguments_f32 lbfgs_running_f32
#define valid_lbfgs_run_differences_batch_f64 valid_lbfgs_running_f64
#define valid_lbfgs_run_differences_batch_f32 valid_lbfgs_running_f32
static int P(call_lbfgs_run_differences_batch)(const struct P(lbfgs_running) *a) {
  const int status = P(photinus_lbfgs_run_differences_batch)(a->lbfgs, a->differences, a->batch, a->watch, NULL,
                                                             a->memory, a->bytes);
  return status > 0 ? PHOTINUS_STOP_VALUE : status;
}

struct P(lbfgs_differences_size_arguments) {
  P(photinus_lbfgs) *lbfgs;
  P(photinus_differences) *differences;
  size_t *bytes, *align;
};
static void P(valid_lbfgs_differences_size)(struct P(lbfgs_differences_size_arguments) *a) {
  P(photinus_differences) differences;
  P(photinus_differences_init)(&differences, sizeof differences);
  a->lbfgs = P(small_lbfgs)();
  a->differences = input(&differences, sizeof differences);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_lbfgs_differences_size)(const struct P(lbfgs_differences_size_arguments) *a) {
  return P(photinus_lbfgs_differences_size)(a->lbfgs, a->differences, a->bytes, a->align);
}

struct P(difference_arguments) {
  size_t dim;
  F *x, *lower, *upper;
  P(photinus_differences) *differences;
  F *points, *values, *gradient;
  size_t rows, *count;
};
static void P(valid_difference_points)(struct P(difference_arguments) *a) {
  static const F zeros[4] = {0};
  P(photinus_differences) differences;
  P(photinus_differences_init)(&differences, sizeof differences);
  a->dim = 2;
  a->x = input(P(lbfgs_box)[0], sizeof P(lbfgs_box)[0]);
  a->lower = input(P(lbfgs_box)[1], sizeof P(lbfgs_box)[1]);
  a->upper = input(P(lbfgs_box)[2], sizeof P(lbfgs_box)[2]);
  a->differences = input(&differences, sizeof differences);
  a->points = result(8 * sizeof(F));
  a->values = input(zeros, sizeof zeros);
  a->gradient = result(2 * sizeof(F));
  a->rows = 4;
  a->count = result(sizeof(size_t));
}
#define difference_points_arguments_f64 difference_arguments_f64
#define difference_points_arguments_f32 difference_arguments_f32
static int P(call_difference_points)(const struct P(difference_arguments) *a) {
  return P(photinus_difference_points)(a->dim, a->x, a->lower, a->upper, a->differences, a->points, a->rows);
}
#define difference_gradient_arguments_f64 difference_arguments_f64
#define difference_gradient_arguments_f32 difference_arguments_f32
#define valid_difference_gradient_f64 valid_difference_points_f64
#define valid_difference_gradient_f32 valid_difference_points_f32
static int P(call_difference_gradient)(const struct P(difference_arguments) *a) {
  return P(photinus_difference_gradient)(a->dim, a->x, a->lower, a->upper, a->differences, 0, a->values, a->rows,
                                         a->gradient);
}
#define difference_rows_arguments_f64 difference_arguments_f64
#define difference_rows_arguments_f32 difference_arguments_f32
#define valid_difference_rows_f64 valid_difference_points_f64
#define valid_difference_rows_f32 valid_difference_points_f32
static int P(call_difference_rows)(const struct P(difference_arguments) *a) {
  return P(photinus_difference_rows)(a->dim, a->lower, a->upper, a->differences, a->count);
}

struct P(lbfgs_ask_arguments) {
  P(photinus_lbfgs) *lbfgs;
  const F **x;
};
static void P(valid_lbfgs_ask)(struct P(lbfgs_ask_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  a->x = result(sizeof *a->x);
}
static int P(call_lbfgs_ask)(const struct P(lbfgs_ask_arguments) *a) { return P(photinus_lbfgs_ask)(a->lbfgs, a->x); }

struct P(lbfgs_tell_arguments) {
  P(photinus_lbfgs) *lbfgs;
  F value, *gradient;
  size_t dim;
};
// After the start, so that a value may be anything.
static void P(valid_lbfgs_tell)(struct P(lbfgs_tell_arguments) *a) {
  static const F ones[2] = {1, 1};
  a->lbfgs = P(small_lbfgs)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_step)(a->lbfgs, P(bowl), NULL));
  a->value = 1;
  a->gradient = input(ones, sizeof ones);
  a->dim = 2;
}
static int P(call_lbfgs_tell)(const struct P(lbfgs_tell_arguments) *a) {
  return P(photinus_lbfgs_tell)(a->lbfgs, a->value, a->gradient, a->dim);
}

struct P(lbfgs_best_arguments) {
  P(photinus_lbfgs) *lbfgs;
  F *x;
  size_t dim;
  F *value;
};
static void P(valid_lbfgs_best)(struct P(lbfgs_best_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  a->dim = 2;
  a->x = result(a->dim * sizeof(F));
  a->value = result(sizeof(F));
}
static int P(call_lbfgs_best)(const struct P(lbfgs_best_arguments) *a) {
  return P(photinus_lbfgs_best)(a->lbfgs, a->x, a->dim, a->value);
}
#define lbfgs_best_gradient_arguments_f64 lbfgs_best_arguments_f64
#define lbfgs_best_gradient_arguments_f32 lbfgs_best_arguments_f32
#define valid_lbfgs_best_gradient_f64 valid_lbfgs_best_f64
#define valid_lbfgs_best_gradient_f32 valid_lbfgs_best_f32
static int P(call_lbfgs_best_gradient)(const struct P(lbfgs_best_arguments) *a) {
  return P(photinus_lbfgs_best_gradient)(a->lbfgs, a->x, a->dim);
}

struct P(lbfgs_bounds_arguments) {
  P(photinus_lbfgs) *lbfgs;
  F *lower, *upper;
  size_t dim;
};
static void P(valid_lbfgs_bounds)(struct P(lbfgs_bounds_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  a->dim = 2;
  a->lower = result(a->dim * sizeof(F));
  a->upper = result(a->dim * sizeof(F));
}
static int P(call_lbfgs_bounds)(const struct P(lbfgs_bounds_arguments) *a) {
  return P(photinus_lbfgs_bounds)(a->lbfgs, a->lower, a->upper, a->dim);
}

struct P(lbfgs_report_arguments) {
  P(photinus_lbfgs) *lbfgs;
  P(photinus_lbfgs_progress) *report;
};
static void P(valid_lbfgs_report)(struct P(lbfgs_report_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  a->report = result(sizeof *a->report);
  a->report->struct_size = sizeof *a->report;
}
static int P(call_lbfgs_report)(const struct P(lbfgs_report_arguments) *a) {
  return P(photinus_lbfgs_report)(a->lbfgs, a->report);
}

struct P(lbfgs_count_arguments) {
  P(photinus_lbfgs) *lbfgs;
  size_t *count;
};
static void P(valid_lbfgs_dim)(struct P(lbfgs_count_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  a->count = result(sizeof(size_t));
}
#define lbfgs_dim_arguments_f64 lbfgs_count_arguments_f64
#define lbfgs_dim_arguments_f32 lbfgs_count_arguments_f32
static int P(call_lbfgs_dim)(const struct P(lbfgs_count_arguments) *a) {
  return P(photinus_lbfgs_dim)(a->lbfgs, a->count);
}
#define lbfgs_save_size_arguments_f64 lbfgs_count_arguments_f64
#define lbfgs_save_size_arguments_f32 lbfgs_count_arguments_f32
#define valid_lbfgs_save_size_f64 valid_lbfgs_dim_f64
#define valid_lbfgs_save_size_f32 valid_lbfgs_dim_f32
static int P(call_lbfgs_save_size)(const struct P(lbfgs_count_arguments) *a) {
  return P(photinus_lbfgs_save_size)(a->lbfgs, a->count);
}

struct P(lbfgs_options_arguments) {
  P(photinus_lbfgs) *lbfgs;
  P(photinus_lbfgs_options) *options;
};
static void P(valid_lbfgs_get_options)(struct P(lbfgs_options_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  a->options = result(sizeof *a->options);
  a->options->struct_size = sizeof *a->options;
}
#define lbfgs_get_options_arguments_f64 lbfgs_options_arguments_f64
#define lbfgs_get_options_arguments_f32 lbfgs_options_arguments_f32
static int P(call_lbfgs_get_options)(const struct P(lbfgs_options_arguments) *a) {
  return P(photinus_lbfgs_get_options)(a->lbfgs, a->options);
}
#define lbfgs_set_options_arguments_f64 lbfgs_options_arguments_f64
#define lbfgs_set_options_arguments_f32 lbfgs_options_arguments_f32
static void P(valid_lbfgs_set_options)(struct P(lbfgs_options_arguments) *a) {
  const P(photinus_lbfgs_options) options = P(small_lbfgs_options)();
  a->lbfgs = P(small_lbfgs)();
  a->options = input(&options, sizeof options);
}
static int P(call_lbfgs_set_options)(const struct P(lbfgs_options_arguments) *a) {
  return P(photinus_lbfgs_set_options)(a->lbfgs, a->options);
}

struct P(lbfgs_save_arguments) {
  P(photinus_lbfgs) *lbfgs;
  unsigned char *checkpoint;
  size_t bytes;
};
static void P(valid_lbfgs_save)(struct P(lbfgs_save_arguments) *a) {
  a->lbfgs = P(small_lbfgs)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_save_size)(a->lbfgs, &a->bytes));
  a->checkpoint = (unsigned char *)result(a->bytes + 1) + 1; // bytes need no alignment
}
static int P(call_lbfgs_save)(const struct P(lbfgs_save_arguments) *a) {
  return P(photinus_lbfgs_save)(a->lbfgs, a->checkpoint, a->bytes);
}

#define LBFGS_OBJECT(function, good) KERNEL_OBJECT(function, lbfgs, small_lbfgs, good)

// What every function that takes differences refuses.
#define DIFFERENCES(function, good)                                                                                    \
  CASE(function, good, a.differences = NULL);                                                                          \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.differences = misaligned(a.differences));                                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.differences->typical = 0);                                                \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.differences->typical = (F)NAN);                                           \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.differences->typical = (F)INFINITY);                                      \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.differences->scheme = 2);                                                \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.differences->scheme = -1);                                               \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.differences->struct_size = 0);                                          \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.differences->struct_size = SIZE_MAX)

#define WORKING(function, callback, good)                                                                              \
  LBFGS_OBJECT(function, good);                                                                                        \
  DIFFERENCES(function, good);                                                                                         \
  CASE(function, PHOTINUS_ERROR_NULL, a.callback = NULL);                                                              \
  CASE(function, PHOTINUS_ERROR_NULL, a.memory = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));                                           \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);                                                              \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);                                                               \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.memory = (void *)a.lbfgs);                                                  \
  CASE(function, good, a.differences->scheme = PHOTINUS_DIFFERENCE_FORWARD)

#define DIFFERENCE_BOX(function)                                                                                       \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  DIFFERENCES(function, PHOTINUS_OK);                                                                                  \
  CASE(function, PHOTINUS_ERROR_NULL, a.lower = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.upper = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.lower = misaligned(a.lower));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.upper = misaligned(a.upper));                                             \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 0);                                                                 \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX)

#define DIFFERENCE_PLACE(function)                                                                                     \
  DIFFERENCE_BOX(function);                                                                                            \
  CASE(function, PHOTINUS_ERROR_NULL, a.x = NULL);                                                                     \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));                                                     \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.rows = 3);                                                                   \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.rows = SIZE_MAX);                                                            \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.lower[0] = a.upper[0] = a.x[0]);                                             \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = 2);                                                               \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[1] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_START, a.x[0] = 2);                                                                    \
  CASE(function, PHOTINUS_ERROR_START, a.x[1] = (F)NAN)

static void P(using_lbfgs)(void) {
  LBFGS_OBJECT(lbfgs_step, PHOTINUS_OK);
  CASE(lbfgs_step, PHOTINUS_ERROR_NULL, a.gradient = NULL);
  LBFGS_OBJECT(lbfgs_run, PHOTINUS_STOP_GRADIENT);
  CASE(lbfgs_run, PHOTINUS_ERROR_NULL, a.gradient = NULL);
  CASE(lbfgs_run, PHOTINUS_STOP_GRADIENT, a.watch = NULL);

  WORKING(lbfgs_step_differences, objective, PHOTINUS_OK);
  WORKING(lbfgs_step_differences_batch, batch, PHOTINUS_OK);
  WORKING(lbfgs_run_differences, objective, PHOTINUS_STOP_VALUE);
  CASE(lbfgs_run_differences, PHOTINUS_STOP_VALUE, a.watch = NULL);
  WORKING(lbfgs_run_differences_batch, batch, PHOTINUS_STOP_VALUE);
  CASE(lbfgs_run_differences_batch, PHOTINUS_STOP_VALUE, a.watch = NULL);

  LBFGS_OBJECT(lbfgs_differences_size, PHOTINUS_OK);
  DIFFERENCES(lbfgs_differences_size, PHOTINUS_OK);
  OPTIONS_SIZES(lbfgs_differences_size, a.differences);
  CASE(lbfgs_differences_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(lbfgs_differences_size, PHOTINUS_ERROR_OVERLAP, a.bytes = (size_t *)(void *)a.lbfgs);
  CASE(lbfgs_differences_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(lbfgs_differences_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
  CASE(lbfgs_differences_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));

  DIFFERENCE_BOX(difference_rows);
  CASE(difference_rows, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(difference_rows, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  DIFFERENCE_PLACE(difference_points);
  CASE(difference_points, PHOTINUS_ERROR_NULL, a.points = NULL);
  CASE(difference_points, PHOTINUS_ERROR_ALIGNMENT, a.points = misaligned(a.points));
  CASE(difference_points, PHOTINUS_ERROR_OVERLAP, a.x = memcpy(a.points, a.x, 2 * sizeof(F)));
  CASE(difference_points, PHOTINUS_ERROR_OVERLAP, a.upper = memcpy(a.points + 6, a.upper, 2 * sizeof(F)));
  DIFFERENCE_PLACE(difference_gradient);
  CASE(difference_gradient, PHOTINUS_ERROR_NULL, a.values = NULL);
  CASE(difference_gradient, PHOTINUS_ERROR_NULL, a.gradient = NULL);
  CASE(difference_gradient, PHOTINUS_ERROR_ALIGNMENT, a.values = misaligned(a.values));
  CASE(difference_gradient, PHOTINUS_ERROR_ALIGNMENT, a.gradient = misaligned(a.gradient));
  CASE(difference_gradient, PHOTINUS_ERROR_OVERLAP, a.lower = memcpy(a.gradient, a.lower, 2 * sizeof(F)));
  CASE(difference_gradient, PHOTINUS_ERROR_OVERLAP, a.gradient = a.values + 2);

  LBFGS_OBJECT(lbfgs_ask, PHOTINUS_OK);
  CASE(lbfgs_ask, PHOTINUS_ERROR_NULL, a.x = NULL);
  CASE(lbfgs_ask, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(lbfgs_ask, PHOTINUS_ERROR_OVERLAP, a.x = (void *)a.lbfgs);

  LBFGS_OBJECT(lbfgs_tell, PHOTINUS_OK);
  CASE(lbfgs_tell, PHOTINUS_OK, a.value = (F)NAN);
  CASE(lbfgs_tell, PHOTINUS_OK, a.value = (F)INFINITY);
  CASE(lbfgs_tell, PHOTINUS_OK, a.value = -(F)INFINITY);
  CASE(lbfgs_tell, PHOTINUS_OK, a.gradient[0] = (F)NAN);
  CASE(lbfgs_tell, PHOTINUS_OK, a.gradient[1] = (F)INFINITY);
  CASE(lbfgs_tell, PHOTINUS_ERROR_NULL, a.gradient = NULL);
  CASE(lbfgs_tell, PHOTINUS_ERROR_ALIGNMENT, a.gradient = misaligned(a.gradient));
  CASE(lbfgs_tell, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(lbfgs_tell, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(lbfgs_tell, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(lbfgs_tell, PHOTINUS_ERROR_NOT_ASKED, P(photinus_lbfgs_run)(a.lbfgs, P(bowl), NULL, NULL)); // it has ended
  CASE(lbfgs_tell, PHOTINUS_ERROR_OVERLAP, a.gradient = (F *)a.lbfgs);

  LBFGS_OBJECT(lbfgs_best, PHOTINUS_OK);
  CASE(lbfgs_best, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the run is only looked at
  CASE(lbfgs_best, PHOTINUS_OK, a.x = NULL);
  CASE(lbfgs_best, PHOTINUS_OK, a.value = NULL);
  CASE(lbfgs_best, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(lbfgs_best, PHOTINUS_ERROR_ALIGNMENT, a.value = misaligned(a.value));
  CASE(lbfgs_best, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(lbfgs_best, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(lbfgs_best, PHOTINUS_ERROR_OVERLAP, a.value = a.x);
  CASE(lbfgs_best, PHOTINUS_ERROR_OVERLAP, a.x = (F *)a.lbfgs);

  LBFGS_OBJECT(lbfgs_best_gradient, PHOTINUS_OK);
  CASE(lbfgs_best_gradient, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0));
  CASE(lbfgs_best_gradient, PHOTINUS_ERROR_NULL, a.x = NULL);
  CASE(lbfgs_best_gradient, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(lbfgs_best_gradient, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(lbfgs_best_gradient, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(lbfgs_best_gradient, PHOTINUS_ERROR_OVERLAP, a.x = (F *)a.lbfgs + 8);

  LBFGS_OBJECT(lbfgs_bounds, PHOTINUS_OK);
  CASE(lbfgs_bounds, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0) && memcmp(rooms[1].from, P(lbfgs_box)[1], sizeof P(lbfgs_box)[1]) == 0);
  CHECK(memcmp(rooms[2].from, P(lbfgs_box)[2], sizeof P(lbfgs_box)[2]) == 0);
  CASE(lbfgs_bounds, PHOTINUS_OK, a.lower = NULL);
  CASE(lbfgs_bounds, PHOTINUS_OK, a.upper = NULL);
  CASE(lbfgs_bounds, PHOTINUS_ERROR_ALIGNMENT, a.lower = misaligned(a.lower));
  CASE(lbfgs_bounds, PHOTINUS_ERROR_ALIGNMENT, a.upper = misaligned(a.upper));
  CASE(lbfgs_bounds, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(lbfgs_bounds, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(lbfgs_bounds, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(lbfgs_bounds, PHOTINUS_ERROR_OVERLAP, a.lower = a.upper);
  CASE(lbfgs_bounds, PHOTINUS_ERROR_OVERLAP, a.upper = (F *)a.lbfgs);

  LBFGS_OBJECT(lbfgs_report, PHOTINUS_OK);
  CASE(lbfgs_report, PHOTINUS_ERROR_NULL, a.report = NULL);
  CASE(lbfgs_report, PHOTINUS_ERROR_ALIGNMENT, a.report = misaligned(a.report));
  RESULT_SIZES(lbfgs_report, a.report, PHOTINUS_OK);

  LBFGS_OBJECT(lbfgs_dim, PHOTINUS_OK);
  CASE(lbfgs_dim, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(lbfgs_dim, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  LBFGS_OBJECT(lbfgs_save_size, PHOTINUS_OK);
  CASE(lbfgs_save_size, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(lbfgs_save_size, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));

  LBFGS_OBJECT(lbfgs_get_options, PHOTINUS_OK);
  CASE(lbfgs_get_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(lbfgs_get_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  RESULT_SIZES(lbfgs_get_options, a.options, PHOTINUS_OK);

  LBFGS_OBJECT(lbfgs_set_options, PHOTINUS_OK);
  CASE(lbfgs_set_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(lbfgs_set_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(lbfgs_set_options, PHOTINUS_ERROR_PARAMETER, a.options->pairs = 3);
  LBFGS_PARAMETERS(lbfgs_set_options);

  LBFGS_OBJECT(lbfgs_save, PHOTINUS_OK);
  CASE(lbfgs_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  CASE(lbfgs_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(lbfgs_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(lbfgs_save, PHOTINUS_ERROR_OVERLAP, a.checkpoint = (unsigned char *)a.lbfgs);
  P(photinus_lbfgs_free)(NULL);
}

static void P(lbfgs_checkpoints)(void) {
  P(photinus_lbfgs) *lbfgs = (fresh(), P(small_lbfgs)());
  for (int i = 0; i < 5; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_step)(lbfgs, P(bowl), NULL));
  KERNEL_CHECKPOINT(lbfgs, lbfgs, P(photinus_lbfgs_step)(restored, P(bowl), NULL));
}

static void P(lbfgs_callbacks)(void) {
  // An objective that fails, or stops, at the first and at the fourth call; what it gave does not count.
  static const int calls[] = {1, 4}, codes[] = {-7, 9, INT_MIN, INT_MAX};
  F x[2][2], values[2];
  P(photinus_lbfgs_progress) report;
  memset(&report, 0, sizeof report);
  report.struct_size = sizeof report;
  P(photinus_lbfgs) *undisturbed = (fresh(), P(small_lbfgs)());
  const int end = P(photinus_lbfgs_run)(undisturbed, P(bowl), NULL, NULL);
  CHECK(end == PHOTINUS_STOP_GRADIENT || end == PHOTINUS_STOP_VALUE);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_best)(undisturbed, x[0], 2, &values[0]));
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; j < 4; j++) {
      const int expected = codes[j] < 0 ? PHOTINUS_ERROR_CALLBACK : PHOTINUS_STOP_CALLER;
      struct P(script) script = {0, 0, calls[i], codes[j], 0, 0, P(SPHERE)};
      fresh();
      P(photinus_lbfgs) *const lbfgs = P(small_lbfgs)();
      CHECK_STATUS(expected, P(photinus_lbfgs_run)(lbfgs, P(bowl), NULL, &script));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_report)(lbfgs, &report));
      CHECK(report.status == expected && report.code == codes[j]);
      CHECK(report.evaluations == (uint64_t)calls[i] - 1);
      // Not asked again, nothing is wanted; then the watch, after the next iteration.
      const F zeros[2] = {0};
      CHECK_STATUS(PHOTINUS_ERROR_NOT_ASKED, P(photinus_lbfgs_tell)(lbfgs, 0, zeros, 2));
      const uint64_t iterations = report.iterations;
      struct P(script) watched = {0, 0, 0, 0, 1, codes[j], P(SPHERE)};
      CHECK_STATUS(expected, P(photinus_lbfgs_run)(lbfgs, P(bowl), P(watch_small_lbfgs), &watched));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_report)(lbfgs, &report));
      CHECK(report.code == codes[j] && report.iterations == iterations + 1);
      CHECK_STATUS(end, P(photinus_lbfgs_run)(lbfgs, P(bowl), NULL, NULL));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_best)(lbfgs, x[1], 2, &values[1]));
      CHECK(memcmp(x[0], x[1], sizeof x[0]) == 0 && values[0] == values[1]);
    }
  }
  // By differences: at the point itself, and beside it.
  for (int call = 1; call <= 5; call += 2) {
    struct P(lbfgs_running) a;
    fresh();
    P(valid_lbfgs_running)(&a);
    struct P(script) script = {0, 0, call, 9, 0, 0, P(SPHERE)};
    CHECK_STATUS(PHOTINUS_STOP_CALLER,
                 P(photinus_lbfgs_run_differences)(a.lbfgs, NULL, P(plain_bowl), NULL, &script, a.memory, a.bytes));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_report)(a.lbfgs, &report));
    CHECK(report.evaluations == 0 && report.code == 9 && script.calls == call);
    script.end_at = 0;
    CHECK(P(photinus_lbfgs_run_differences)(a.lbfgs, NULL, P(plain_bowl), NULL, &script, a.memory, a.bytes) > 0);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_best)(a.lbfgs, x[1], 2, &values[1]));
    CHECK(values[1] < (BITS == 64 ? (F)1e-12 : (F)1e-6));
  }
  // A start whose value is NaN is the end; later ones shorten steps.
  struct P(script) script = {0, 0, 0, 0, 0, 0, P(ALWAYS_NAN)};
  fresh();
  P(photinus_lbfgs) *lbfgs = P(small_lbfgs)();
  CHECK_STATUS(PHOTINUS_ERROR_NOT_FINITE, P(photinus_lbfgs_run)(lbfgs, P(bowl), NULL, &script));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_report)(lbfgs, &report));
  CHECK(report.status == PHOTINUS_ERROR_NOT_FINITE && report.evaluations == 1 && isinf(report.best_value));
  const F *point = NULL;
  CHECK_STATUS(PHOTINUS_ERROR_NOT_FINITE, P(photinus_lbfgs_ask)(lbfgs, &point));
  CHECK(point == NULL);
  script.answer = P(SOMETIMES_NAN);
  script.calls = 0;
  lbfgs = (fresh(), P(small_lbfgs)());
  CHECK(P(photinus_lbfgs_run)(lbfgs, P(bowl), NULL, &script) > 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_best)(lbfgs, x[1], 2, &values[1]));
  CHECK(values[1] < (BITS == 64 ? (F)1e-12 : (F)1e-6));
}

static void P(bad_kernels)(void) {
  P(making_cma)();
  P(using_cma)();
  P(cma_checkpoints)();
  P(cma_callbacks)();
  P(making_lbfgs)();
  P(using_lbfgs)();
  P(lbfgs_checkpoints)();
  P(lbfgs_callbacks)();
}
