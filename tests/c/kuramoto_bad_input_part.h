// bad_input.c in one precision, networks of oscillators: F is double or float, P(name) has the suffix _f64 or _f32.

// --- Models ---------------------------------------------------------------------------------------------------------

struct P(kuramoto_init_arguments) {
  P(photinus_kuramoto) *options;
  size_t size;
};
static void P(valid_kuramoto_init)(struct P(kuramoto_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_kuramoto_init)(const struct P(kuramoto_init_arguments) *a) {
  return P(photinus_kuramoto_init)(a->options, a->size);
}

static int P(bad_pull)(F strength, const F *phases, size_t n, F *rates, void *user) {
  struct P(script) *const script = user;
  for (size_t i = 0; i < n; i++) rates[i] += strength * phases[i] * 0;
  return script == NULL ? 0 : P(count)(&script->calls, script->end_at, script->code);
}

static int P(bad_drive)(F t, const F *phases, size_t n, F *rates, void *user) {
  struct P(script) *const script = user;
  for (size_t i = 0; i < n; i++) rates[i] += t * phases[i] * 0;
  return script == NULL ? 0 : P(count)(&script->calls, script->end_at, script->code);
}

// The kind of the next valid model, of two oscillators.
static int P(next_kind);

static P(photinus_kuramoto) *P(bad_model)(F **frequencies, F **weights) {
  static const F some[2] = {3, 1}, matrices[8] = {0, 1, 2, 0, 0, (F)0.5, (F)0.25, 0};
  static const size_t offsets[3] = {0, 1, 2};
  static const uint32_t columns[2] = {1, 0}, labels[2] = {0, 1};
  P(photinus_kuramoto) model;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_init)(&model, sizeof model));
  model.oscillators = 2;
  model.kind = P(next_kind);
  model.natural_frequencies = *frequencies = input(some, sizeof some);
  *weights = NULL;
  size_t count = 0;
  switch (model.kind) {
  case PHOTINUS_COUPLING_DENSE: count = 8; break;
  case PHOTINUS_COUPLING_SPARSE:
    count = 4;
    model.edges = 2;
    model.row_offsets = input(offsets, sizeof offsets);
    model.columns = input(columns, sizeof columns);
    break;
  case PHOTINUS_COUPLING_MEAN_FIELD: count = 2; break;
  case PHOTINUS_COUPLING_GROUPS:
    count = 8;
    model.groups = 2;
    model.labels = input(labels, sizeof labels);
    break;
  case PHOTINUS_COUPLING_USER: model.pull = P(bad_pull); break;
  case PHOTINUS_COUPLING_HEBBIAN: model.learning_rate = (F)0.5; break;
  }
  if (count > 0) {
    model.harmonics = 2;
    model.coupling = *weights = input(matrices, count * sizeof(F));
  }
  return input(&model, sizeof model);
}

// What has a writable home to be changed, though the model has it for reading.
#define CHANGED(array, place, value) (((void)0), ((F *)(uintptr_t)(array))[place] = (value))
#define CHANGED_SIZE(array, place, value) ((size_t *)(uintptr_t)(array))[place] = (value)
#define CHANGED_INDEX(array, place, value) ((uint32_t *)(uintptr_t)(array))[place] = (value)

static const F P(two)[8] = {1, 2, 3, 4, 5, 6, 7, 8};
static const size_t P(row_ends)[3] = {0, 1, 2};
static const uint32_t P(corner_pairs)[4] = {1, 1, 0, 0};

static void P(with_triangles)(P(photinus_kuramoto) *model) {
  model->triangles = 2;
  model->triangle_offsets = input(P(row_ends), sizeof P(row_ends));
  model->triangle_corners = input(P(corner_pairs), sizeof P(corner_pairs));
  model->triangle_weights = input(P(two), 2 * sizeof(F));
}

static void P(with_inertia)(P(photinus_kuramoto) *model) {
  model->masses = input(P(two), 2 * sizeof(F));
  model->dampings = input(P(two), 2 * sizeof(F));
}

struct P(kuramoto_dim_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  size_t *dim;
};
static void P(valid_kuramoto_dim)(struct P(kuramoto_dim_arguments) *a) {
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  a->dim = result(sizeof(size_t));
}
static int P(call_kuramoto_dim)(const struct P(kuramoto_dim_arguments) *a) {
  return P(photinus_kuramoto_dim)(a->model, a->dim);
}

struct P(kuramoto_size_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_solver_options) *options;
  size_t *bytes, *align;
};
static void P(valid_kuramoto_size)(struct P(kuramoto_size_arguments) *a) {
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  a->options = P(method_options)(P(next_method), NULL);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_kuramoto_size)(const struct P(kuramoto_size_arguments) *a) {
  return P(photinus_kuramoto_size)(a->model, a->options, a->bytes, a->align);
}

struct P(kuramoto_dense_size_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  size_t *bytes, *align;
};
static void P(valid_kuramoto_dense_size)(struct P(kuramoto_dense_size_arguments) *a) {
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_kuramoto_dense_size)(const struct P(kuramoto_dense_size_arguments) *a) {
  return P(photinus_kuramoto_dense_size)(a->model, a->bytes, a->align);
}

struct P(network_size_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  size_t *bytes, *align;
};
static void P(valid_network_size)(struct P(network_size_arguments) *a) {
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_network_size)(const struct P(network_size_arguments) *a) {
  return P(photinus_network_size)(a->model, a->bytes, a->align);
}

struct P(network_init_arguments) {
  void *memory;
  size_t bytes;
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_network) **network;
};
static void P(valid_network_init)(struct P(network_init_arguments) *a) {
  size_t align = 0;
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_network_size)(a->model, &a->bytes, &align));
  CHECK(align > 0 && align <= GAP);
  a->memory = result(a->bytes);
  a->network = result(sizeof *a->network);
}
static int P(call_network_init)(const struct P(network_init_arguments) *a) {
  return P(photinus_network_init)(a->memory, a->bytes, a->model, a->network);
}

struct P(kuramoto_rates_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights, t, *state, *rates;
  void *memory;
  size_t bytes;
};
static void P(valid_kuramoto_rates)(struct P(kuramoto_rates_arguments) *a) {
  static const F state[6] = {1, -2, (F)0.5, 1, 1, (F)0.25};
  size_t align = 0, dim = 0;
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dim)(a->model, &dim));
  a->t = 1;
  a->state = input(state, dim * sizeof(F));
  a->rates = result(dim * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(a->model, NULL, &a->bytes, &align));
  CHECK(align > 0 && align <= GAP);
  a->memory = scratch(a->bytes);
}
static int P(call_kuramoto_rates)(const struct P(kuramoto_rates_arguments) *a) {
  return P(photinus_kuramoto_rates)(a->model, a->t, a->state, a->rates, a->memory, a->bytes);
}

struct P(kuramoto_solve_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_row) row;
  void *user;
  P(photinus_solver_options) *options;
  F *times;
  size_t time_count;
  F *initial, *states;
  size_t states_len;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_kuramoto_solve)(struct P(kuramoto_solve_arguments) *a) {
  static const F times[4] = {0, (F)0.5, (F)0.75, 2}, state[6] = {1, -2, (F)0.5, 1, 1, (F)0.25};
  size_t align = 0, dim = 0;
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dim)(a->model, &dim));
  a->row = P(row);
  a->user = NULL;
  a->options = P(method_options)(P(next_method), NULL);
  a->times = input(times, sizeof times);
  a->time_count = 4;
  a->initial = input(state, dim * sizeof(F));
  a->states_len = 4 * dim;
  a->states = result(a->states_len * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(a->model, a->options, &a->bytes, &align));
  a->memory = scratch(a->bytes);
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_kuramoto_solve)(const struct P(kuramoto_solve_arguments) *a) {
  return P(photinus_kuramoto_solve)(a->model, a->row, a->user, a->options, a->times, a->time_count, a->initial,
                                    a->states, a->states_len, a->memory, a->bytes, a->solution);
}

// The same by threads, of which no more are asked for.
#define solve_parallel_arguments_f64 kuramoto_solve_arguments_f64
#define solve_parallel_arguments_f32 kuramoto_solve_arguments_f32
static void P(valid_solve_parallel)(struct P(solve_parallel_arguments) *a) { P(valid_kuramoto_solve)(a); }
static size_t P(next_threads) = 2;
static int P(call_solve_parallel)(const struct P(solve_parallel_arguments) *a) {
  return P(photinus_kuramoto_solve_parallel)(a->model, a->row, a->user, a->options, P(next_threads), a->times,
                                             a->time_count, a->initial, a->states, a->states_len, a->solution);
}

struct P(kuramoto_advance_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_solver_options) *options;
  F start;
  uint64_t first, count;
  F *state;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_kuramoto_advance)(struct P(kuramoto_advance_arguments) *a) {
  static const F state[6] = {1, -2, (F)0.5, 1, 1, (F)0.25};
  size_t align = 0, dim = 0;
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dim)(a->model, &dim));
  a->options = P(method_options)(P(next_method), NULL);
  a->start = 0;
  a->first = 3;
  a->count = 5;
  a->state = memcpy(result(dim * sizeof(F)), state, dim * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(a->model, a->options, &a->bytes, &align));
  a->memory = scratch(a->bytes);
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_kuramoto_advance)(const struct P(kuramoto_advance_arguments) *a) {
  return P(photinus_kuramoto_advance)(a->model, a->options, a->start, a->first, a->count, a->state, a->memory, a->bytes,
                                      a->solution);
}

#define advance_parallel_arguments_f64 kuramoto_advance_arguments_f64
#define advance_parallel_arguments_f32 kuramoto_advance_arguments_f32
static void P(valid_advance_parallel)(struct P(advance_parallel_arguments) *a) { P(valid_kuramoto_advance)(a); }
static int P(call_advance_parallel)(const struct P(advance_parallel_arguments) *a) {
  return P(photinus_kuramoto_advance_parallel)(a->model, a->options, P(next_threads), a->start, a->first, a->count,
                                               a->state, a->solution);
}

struct P(dense_advance_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights, step, start;
  uint64_t first, count;
  F *state;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_dense_advance)(struct P(dense_advance_arguments) *a) {
  struct P(kuramoto_advance_arguments) b;
  size_t align = 0;
  P(valid_kuramoto_advance)(&b);
  a->model = b.model;
  a->frequencies = b.frequencies;
  a->weights = b.weights;
  a->step = (F)0.125;
  a->start = b.start;
  a->first = b.first;
  a->count = b.count;
  a->state = b.state;
  a->solution = b.solution;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dense_size)(a->model, &a->bytes, &align));
  a->memory = scratch(a->bytes);
}
static int P(call_dense_advance)(const struct P(dense_advance_arguments) *a) {
  return P(photinus_kuramoto_dense_advance)(a->model, a->step, a->start, a->first, a->count, a->state, a->memory,
                                            a->bytes, a->solution);
}

// What all functions refuse that are given a model, whatever its kind.
#define ANY_MODEL(function)                                                                                            \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_OK, a.model->level = PHOTINUS_LEVEL_BASELINE);                                               \
  EITHER(function, PHOTINUS_OK, PHOTINUS_ERROR_UNSUPPORTED, a.model->level = PHOTINUS_LEVEL_AVX2);                     \
  EITHER(function, PHOTINUS_OK, PHOTINUS_ERROR_UNSUPPORTED, a.model->level = PHOTINUS_LEVEL_AVX512);                   \
  CASE(function, PHOTINUS_ERROR_NULL, a.model = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model = misaligned(a.model));                                             \
  OPTIONS_SIZES(function, a.model);                                                                                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->natural_frequencies = NULL);                                            \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->natural_frequencies = misaligned(a.frequencies));                  \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.frequencies[1] = (F)NAN);                                                \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.frequencies[0] = (F)INFINITY);                                           \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = 0);                                                  \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->harmonics = 0);                                                    \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = SIZE_MAX);                                           \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->kind = -1);                                                       \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->kind = 7);                                                        \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->layout = 2);                                                      \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->layout = -1);                                                     \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->normalization = 4);                                               \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->normalization = INT_MIN);                                         \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->lag_kind = 3);                                                    \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->lag_kind = INT_MAX);                                              \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->level = 4);                                                       \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->level = -1);                                                      \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->strength_level = (F)NAN);                                         \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->strength_slope = (F)INFINITY);                                    \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->strength_amplitude = (F)NAN);                                     \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->strength_frequency = (F)NAN);                                     \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->strength_phase = -(F)INFINITY);                                   \
  CASE(function, PHOTINUS_OK, a.model->swing_amplitudes = input(P(two), 2 * sizeof(F)));                               \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->swing_phases = input(P(two), 2 * sizeof(F)));                           \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->swing_frequency = 1);                                                   \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->swing_amplitudes = misaligned(a.frequencies));                     \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->swing_amplitudes = input(P(two), 2 * sizeof(F));                   \
       a.model->swing_phases = misaligned(a.frequencies));                                                             \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->swing_amplitudes = input(P(two), 2 * sizeof(F));                  \
       a.model->swing_frequency = (F)NAN);                                                                             \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, F *const more = input(P(two), 2 * sizeof(F)); more[1] = (F)NAN;            \
       a.model->swing_amplitudes = more);                                                                              \
  CASE(function, PHOTINUS_OK, a.model->force_amplitudes = input(P(two), 2 * sizeof(F)));                               \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->force_frequency = 1);                                                   \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->force_phase = 1);                                                       \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->force_amplitudes = misaligned(a.frequencies));                     \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->force_amplitudes = input(P(two), 2 * sizeof(F));                  \
       a.model->force_phase = (F)INFINITY);                                                                            \
  CASE(function, PHOTINUS_OK, a.model->drive = P(bad_drive))

// What belongs to another kind has no effect, and is refused.
#define FOREIGN(function, kind)                                                                                        \
  do {                                                                                                                 \
    if ((kind) != PHOTINUS_COUPLING_DENSE) {                                                                           \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->layout = PHOTINUS_LAYOUT_COLUMNS);                           \
    }                                                                                                                  \
    if ((kind) != PHOTINUS_COUPLING_SPARSE) {                                                                          \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->edges = 1);                                                  \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->row_offsets = input(P(row_ends), sizeof P(row_ends)));       \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->columns = input(P(corner_pairs), sizeof(uint32_t)));         \
    }                                                                                                                  \
    if ((kind) > PHOTINUS_COUPLING_SPARSE) {                                                                           \
      static const float singles[8] = {0};                                                                             \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->coupling_single = input(singles, sizeof singles));           \
    }                                                                                                                  \
    if ((kind) > PHOTINUS_COUPLING_GROUPS) {                                                                           \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->coupling = input(P(two), sizeof P(two)));                    \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->harmonics = 2);                                              \
    }                                                                                                                  \
    if ((kind) != PHOTINUS_COUPLING_GROUPS) {                                                                          \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->groups = 2);                                                 \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->labels = input(P(corner_pairs), 2 * sizeof(uint32_t)));      \
    }                                                                                                                  \
    if ((kind) != PHOTINUS_COUPLING_USER) CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->pull = P(bad_pull));     \
    if ((kind) != PHOTINUS_COUPLING_HEBBIAN) {                                                                         \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->learning_rate = 1);                                          \
      CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->learning_rates = input(P(two), sizeof P(two)));              \
    }                                                                                                                  \
  } while (0)

static void P(bad_models)(void) {
  for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_HEBBIAN; kind++) {
    P(next_kind) = kind;
    ANY_MODEL(kuramoto_dim);
    FOREIGN(kuramoto_dim, kind);
    const int weighted = kind <= PHOTINUS_COUPLING_GROUPS;
    if (weighted) {
      CASE(kuramoto_dim, PHOTINUS_OK, a.model->harmonics = 1);
      CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->coupling = NULL);
      CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->coupling = misaligned(a.weights));
      CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.weights[1] = (F)NAN);
      CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, a.model->harmonics = SIZE_MAX);
      CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->lag_kind = PHOTINUS_LAG_HARMONIC);
      CASE(kuramoto_dim, PHOTINUS_OK, a.model->lag_kind = PHOTINUS_LAG_HARMONIC;
           a.model->lags = input(P(two), 2 * sizeof(F)));
      CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->lag_kind = PHOTINUS_LAG_HARMONIC;
           a.model->lags = misaligned(a.weights));
      CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->lag_kind = PHOTINUS_LAG_HARMONIC;
           F *const lags = input(P(two), 2 * sizeof(F)); lags[1] = (F)INFINITY; a.model->lags = lags);
    }
    CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->lags = input(P(two), sizeof P(two)));
    CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->triangle_lag = (F)0.1);
    CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->triangle_form = PHOTINUS_TRIANGLE_ASYMMETRIC);
    CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->triangle_normalization = PHOTINUS_NORMALIZATION_NONE);
    if (kind != PHOTINUS_COUPLING_HEBBIAN) {
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->learning_gain = 2);
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->learning_lag = (F)NAN);
    }
    if (weighted && kind != PHOTINUS_COUPLING_MEAN_FIELD) {
      CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->lag_kind = PHOTINUS_LAG_PAIR);
      CASE(kuramoto_dim, PHOTINUS_OK, a.model->lag_kind = PHOTINUS_LAG_PAIR;
           a.model->lags = input(P(two), sizeof P(two)));
    } else {
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->lag_kind = PHOTINUS_LAG_PAIR;
           a.model->lags = input(P(two), sizeof P(two)));
    }
    if (kind == PHOTINUS_COUPLING_USER || kind == PHOTINUS_COUPLING_NONE) {
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->lag_kind = PHOTINUS_LAG_HARMONIC;
           a.model->lags = input(P(two), sizeof P(two)));
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->normalization = PHOTINUS_NORMALIZATION_NONE);
    }
    if (kind == PHOTINUS_COUPLING_HEBBIAN) {
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->normalization = PHOTINUS_NORMALIZATION_IN_DEGREE);
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, P(with_triangles)(a.model));
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, P(with_inertia)(a.model));
      CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->all_symmetric = 1);
      CASE(kuramoto_dim, PHOTINUS_ERROR_PARAMETER, a.model->learning_rate = -1);
      CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->learning_rate = (F)NAN);
      CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->learning_gain = (F)INFINITY);
      CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->learning_lag = (F)NAN);
      CASE(kuramoto_dim, PHOTINUS_OK, a.model->learning_rates = input(P(two), 4 * sizeof(F)));
      CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->learning_rates = misaligned(a.frequencies));
      CASE(kuramoto_dim, PHOTINUS_ERROR_PARAMETER, F *const rates = input(P(two), 4 * sizeof(F)); rates[3] = -1;
           a.model->learning_rates = rates);
      continue;
    }
    CASE(kuramoto_dim, PHOTINUS_OK, P(with_triangles)(a.model));
    CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, P(with_triangles)(a.model); a.model->triangle_offsets = NULL);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, P(with_triangles)(a.model); a.model->triangle_corners = NULL);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, P(with_triangles)(a.model); a.model->triangle_weights = NULL);
    CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, P(with_triangles)(a.model);
         a.model->triangle_corners = misaligned(a.model->triangle_corners));
    CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, P(with_triangles)(a.model);
         a.model->triangle_offsets = misaligned(a.model->triangle_offsets));
    CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, P(with_triangles)(a.model); a.model->triangles = SIZE_MAX);
    CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, P(with_triangles)(a.model); a.model->triangles = 1);
    CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, P(with_triangles)(a.model);
         CHANGED_SIZE(a.model->triangle_offsets, 1, 3));
    CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, P(with_triangles)(a.model);
         CHANGED_SIZE(a.model->triangle_offsets, 0, 1));
    CASE(kuramoto_dim, PHOTINUS_ERROR_COLUMN, P(with_triangles)(a.model);
         CHANGED_INDEX(a.model->triangle_corners, 3, 2));
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, P(with_triangles)(a.model);
         CHANGED(a.model->triangle_weights, 1, (F)NAN));
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, P(with_triangles)(a.model); a.model->triangle_lag = (F)NAN);
    CASE(kuramoto_dim, PHOTINUS_ERROR_ENUM_VALUE, a.model->triangle_form = 2);
    CASE(kuramoto_dim, PHOTINUS_ERROR_ENUM_VALUE, a.model->triangle_form = -1);
    CASE(kuramoto_dim, PHOTINUS_ERROR_ENUM_VALUE, a.model->triangle_normalization = 4);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->all_symmetric = (F)NAN);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->all_asymmetric = (F)INFINITY);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->all_tetrahedra = (F)NAN);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->all_lag = (F)NAN);
    CASE(kuramoto_dim, PHOTINUS_OK, P(with_inertia)(a.model));
    CHECK(*(size_t *)(void *)rooms[0].from == 4);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, P(with_inertia)(a.model); a.model->masses = NULL);
    CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, P(with_inertia)(a.model); a.model->dampings = NULL);
    CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, P(with_inertia)(a.model);
         a.model->masses = misaligned(a.model->masses));
    CASE(kuramoto_dim, PHOTINUS_ERROR_PARAMETER, P(with_inertia)(a.model); CHANGED(a.model->masses, 1, 0));
    CASE(kuramoto_dim, PHOTINUS_ERROR_PARAMETER, P(with_inertia)(a.model); CHANGED(a.model->dampings, 0, -1));
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, P(with_inertia)(a.model); CHANGED(a.model->masses, 1, (F)NAN));
  }
  CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.dim = NULL);
  CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.dim = misaligned(a.dim));

  // Dense: single precision in place of the other; large sizes.
  static const float singles[8] = {0};
  for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_SPARSE; kind++) {
    P(next_kind) = kind;
    CASE(kuramoto_dim, PHOTINUS_OK, a.model->coupling = NULL;
         a.model->coupling_single = input(singles, (kind == 0 ? 8 : 4) * sizeof(float)));
    CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->coupling_single = input(singles, sizeof singles));
    CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->coupling = NULL;
         a.model->coupling_single = misaligned(a.weights));
    CASE(kuramoto_dim, PHOTINUS_ERROR_NOT_FINITE, a.model->coupling = NULL;
         float *const more = input(singles, sizeof singles); more[1] = (float)NAN; a.model->coupling_single = more);
  }
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = (size_t)1 << sizeof(size_t) * 4);
  CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, a.model->harmonics = SIZE_MAX / 4);

  P(next_kind) = PHOTINUS_COUPLING_SPARSE;
  CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->row_offsets = NULL);
  CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->columns = NULL);
  CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->row_offsets = misaligned(a.model->row_offsets));
  CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->columns = misaligned(a.model->columns));
  CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, a.model->edges = 1);
  CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, CHANGED_SIZE(a.model->row_offsets, 1, 3));
  CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, CHANGED_SIZE(a.model->row_offsets, 0, 1));
  CASE(kuramoto_dim, PHOTINUS_ERROR_OFFSETS, CHANGED_SIZE(a.model->row_offsets, 2, SIZE_MAX));
  CASE(kuramoto_dim, PHOTINUS_ERROR_COLUMN, CHANGED_INDEX(a.model->columns, 0, 2));
  CASE(kuramoto_dim, PHOTINUS_ERROR_COLUMN, CHANGED_INDEX(a.model->columns, 1, UINT32_MAX));
  CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, a.model->edges = SIZE_MAX);
  CASE(kuramoto_dim, PHOTINUS_OK, a.model->edges = 0; a.model->columns = NULL; a.model->coupling = NULL;
       CHANGED_SIZE(a.model->row_offsets, 1, 0); CHANGED_SIZE(a.model->row_offsets, 2, 0));

  P(next_kind) = PHOTINUS_COUPLING_GROUPS;
  CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->labels = NULL);
  CASE(kuramoto_dim, PHOTINUS_ERROR_ALIGNMENT, a.model->labels = misaligned(a.model->labels));
  CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, a.model->groups = 0);
  CASE(kuramoto_dim, PHOTINUS_ERROR_DIMENSION, a.model->groups = SIZE_MAX);
  CASE(kuramoto_dim, PHOTINUS_ERROR_COLUMN, CHANGED_INDEX(a.model->labels, 1, 2));
  CASE(kuramoto_dim, PHOTINUS_ERROR_COLUMN, a.model->groups = 1);

  P(next_kind) = PHOTINUS_COUPLING_USER;
  CASE(kuramoto_dim, PHOTINUS_ERROR_NULL, a.model->pull = NULL);
}

// Sizes, asked for by functions with the same last arguments.
#define SIZES(function)                                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.bytes = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.align = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));                                             \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes)

// A model and a workspace that something is written with.
#define WORKSPACE(function)                                                                                            \
  CASE(function, PHOTINUS_ERROR_NULL, a.memory = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));                                           \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0)

#define SOLUTION(function)                                                                                             \
  CASE(function, PHOTINUS_OK, a.solution = NULL);                                                                      \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.solution = misaligned(a.solution));                                       \
  RESULT_SIZES(function, a.solution, PHOTINUS_OK)

#define METHOD(function)                                                                                               \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));                                         \
  OPTIONS_SIZES(function, a.options);                                                                                  \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = 8);                                                    \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = -1)

#define STEP(function)                                                                                                 \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = 0);                                                            \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = (F)NAN);                                                       \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = -1);                                                           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->noise_strengths = P(two); a.options->noise_count = 1)

// A run to several times.
#define TIMES(function)                                                                                                \
  CASE(function, PHOTINUS_OK, a.row = NULL);                                                                           \
  CASE(function, PHOTINUS_OK, a.time_count = 1);                                                                       \
  IDLE(function, a.time_count = 0; a.solution = NULL);                                                                 \
  IDLE(function, a.time_count = 0; a.solution = NULL; a.times = a.states = NULL; a.states_len = 0);                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.times = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.initial = NULL);                                                               \
  CASE(function, PHOTINUS_ERROR_NULL, a.states = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.times = misaligned(a.times));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.initial = misaligned(a.initial));                                         \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.states = misaligned(a.states));                                           \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.states_len -= 1);                                                            \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.states_len = 0);                                                             \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.time_count = SIZE_MAX);                                                   \
  CASE(function, PHOTINUS_ERROR_TIMES, a.times[1] = 0);                                                                \
  CASE(function, PHOTINUS_ERROR_TIMES, a.times[2] = (F)NAN);                                                           \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = (F)NAN);                                                    \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.states = a.initial);                                                        \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.states = a.frequencies);                                                    \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.solution = (void *)a.states; a.solution->struct_size = sizeof *a.solution)

#define STEPS(function)                                                                                                \
  IDLE(function, a.count = 0; a.solution = NULL);                                                                      \
  CASE(function, PHOTINUS_ERROR_NULL, a.state = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.state = misaligned(a.state));                                             \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.state[1] = (F)NAN);                                                      \
  CASE(function, PHOTINUS_ERROR_TIMES, a.start = (F)NAN);                                                              \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.count = UINT64_MAX);                                                 \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.start = (F)1e30);                                                    \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.state = a.frequencies);                                                     \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.state = (void *)a.solution)

static void P(bad_networks)(void) {
  OPTIONS_INIT(kuramoto_init);
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  P(next_method) = PHOTINUS_METHOD_RK4;
  ANY_MODEL(kuramoto_size);
  METHOD(kuramoto_size);
  SIZES(kuramoto_size);
  CASE(kuramoto_size, PHOTINUS_OK, a.options = NULL);
  CASE(kuramoto_size, PHOTINUS_OK, a.options->step = 0); // it is not looked at

  ANY_MODEL(kuramoto_dense_size);
  SIZES(kuramoto_dense_size);
  static const float singles[8] = {0};
  CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, P(with_triangles)(a.model));
  CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->triangles = 1);
  CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->all_tetrahedra = 1);
  CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, P(with_inertia)(a.model));
  CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->coupling = NULL;
       a.model->coupling_single = input(singles, sizeof singles));
  for (int kind = PHOTINUS_COUPLING_SPARSE; kind <= PHOTINUS_COUPLING_HEBBIAN; kind++) {
    P(next_kind) = kind;
    CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
  }
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  ANY_MODEL(dense_advance);
  WORKSPACE(dense_advance);
  CASE(dense_advance, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  SOLUTION(dense_advance);
  STEPS(dense_advance);
  CASE(dense_advance, PHOTINUS_ERROR_STEP, a.step = 0);
  CASE(dense_advance, PHOTINUS_ERROR_STEP, a.step = (F)INFINITY);
  CASE(dense_advance, PHOTINUS_ERROR_UNSUPPORTED, P(with_inertia)(a.model));

  ANY_MODEL(network_size);
  SIZES(network_size);
  ANY_MODEL(network_init);
  CASE(network_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(network_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(network_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(network_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(network_init, PHOTINUS_ERROR_NULL, a.network = NULL);
  CASE(network_init, PHOTINUS_ERROR_ALIGNMENT, a.network = misaligned(a.network));
  CASE(network_init, PHOTINUS_ERROR_OVERLAP, a.network = a.memory);
  CASE(network_init, PHOTINUS_ERROR_OVERLAP, a.memory = a.model);

  ANY_MODEL(kuramoto_rates);
  WORKSPACE(kuramoto_rates);
  CASE(kuramoto_rates, PHOTINUS_ERROR_NULL, a.state = NULL);
  CASE(kuramoto_rates, PHOTINUS_ERROR_NULL, a.rates = NULL);
  CASE(kuramoto_rates, PHOTINUS_ERROR_ALIGNMENT, a.state = misaligned(a.state));
  CASE(kuramoto_rates, PHOTINUS_ERROR_ALIGNMENT, a.rates = misaligned(a.rates));
  CASE(kuramoto_rates, PHOTINUS_ERROR_NOT_FINITE, a.state[0] = (F)NAN);
  CASE(kuramoto_rates, PHOTINUS_ERROR_NOT_FINITE, a.t = -(F)INFINITY);
  CASE(kuramoto_rates, PHOTINUS_ERROR_OVERLAP, a.rates = a.state);
  CASE(kuramoto_rates, PHOTINUS_ERROR_OVERLAP, a.rates = a.frequencies);
  CASE(kuramoto_rates, PHOTINUS_ERROR_OVERLAP, a.rates = a.weights);
  CASE(kuramoto_rates, PHOTINUS_ERROR_OVERLAP, a.rates = (void *)a.model);
  CASE(kuramoto_rates, PHOTINUS_ERROR_OVERLAP, a.memory = a.rates);
  // Callbacks that fail.
  struct P(script) script = {0, 0, 1, 5, 0, 0, P(SPHERE)};
  EITHER(kuramoto_rates, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_CALLBACK, a.model->drive = P(bad_drive);
         a.model->drive_user = &script; rooms[0].scratch = 1);

  for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_HEBBIAN; kind++) {
    P(next_kind) = kind;
    for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_STOCHASTIC_RK4; method++) {
      P(next_method) = method;
      const int noisy = method > PHOTINUS_METHOD_TSITOURAS;
      if (noisy && kind == PHOTINUS_COUPLING_HEBBIAN) continue; // the options have noise for two components
      CASE(kuramoto_solve, PHOTINUS_OK, (void)0);
      CASE(kuramoto_solve, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
      CASE(solve_parallel, PHOTINUS_OK, (void)0);
      const int adaptive = method == PHOTINUS_METHOD_DORMAND_PRINCE || method == PHOTINUS_METHOD_TSITOURAS;
      if (adaptive) {
        CASE(kuramoto_advance, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
        CASE(advance_parallel, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
      } else {
        CASE(kuramoto_advance, PHOTINUS_OK, (void)0);
        CASE(advance_parallel, PHOTINUS_OK, (void)0);
      }
      if (noisy) {
        CASE(kuramoto_solve, PHOTINUS_ERROR_NULL, a.options->noise_strengths = NULL; a.options->noise_count = 0);
        CASE(kuramoto_solve, PHOTINUS_ERROR_LENGTH, P(with_inertia)(a.model); a.states_len *= 2;
             a.states = result(a.states_len * sizeof(F)); a.initial = input(P(two), 4 * sizeof(F)); a.bytes *= 2;
             a.memory = scratch(a.bytes));
      }
    }
  }
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  P(next_method) = PHOTINUS_METHOD_RK4;
  ANY_MODEL(kuramoto_solve);
  METHOD(kuramoto_solve);
  STEP(kuramoto_solve);
  WORKSPACE(kuramoto_solve);
  SOLUTION(kuramoto_solve);
  TIMES(kuramoto_solve);
  CASE(kuramoto_solve, PHOTINUS_ERROR_OVERLAP, a.memory = a.states);
  CASE(kuramoto_solve, PHOTINUS_ERROR_OVERLAP, a.memory = a.model);
  for (size_t threads = 0; threads < 4; threads++) {
    P(next_threads) = threads;
    ANY_MODEL(solve_parallel);
    METHOD(solve_parallel);
    STEP(solve_parallel);
    SOLUTION(solve_parallel);
    TIMES(solve_parallel);
    METHOD(advance_parallel);
    STEP(advance_parallel);
    SOLUTION(advance_parallel);
    STEPS(advance_parallel);
  }
  P(next_threads) = 1025;
  CASE(solve_parallel, PHOTINUS_ERROR_PARAMETER, (void)0);
  CASE(advance_parallel, PHOTINUS_ERROR_PARAMETER, (void)0);
  P(next_threads) = 2;
  ANY_MODEL(kuramoto_advance);
  METHOD(kuramoto_advance);
  STEP(kuramoto_advance);
  WORKSPACE(kuramoto_advance);
  CASE(kuramoto_advance, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  SOLUTION(kuramoto_advance);
  STEPS(kuramoto_advance);

  // Callbacks that fail or stop: at the first call, and in the third step of four stages.
  static const int codes[] = {-7, 9, INT_MIN, INT_MAX};
  for (size_t i = 0; i < 4; i++) {
    const int expected = codes[i] < 0 ? PHOTINUS_ERROR_CALLBACK : PHOTINUS_STOP_CALLER;
    for (int kind = PHOTINUS_COUPLING_USER; kind <= PHOTINUS_COUPLING_NONE; kind++) {
      for (int call = 1; call <= 10; call += 9) {
        struct P(script) ending = {0, 0, call, codes[i], 0, 0, P(SPHERE)};
        struct P(kuramoto_advance_arguments) a;
        P(next_kind) = kind;
        fresh();
        P(valid_kuramoto_advance)(&a);
        if (kind == PHOTINUS_COUPLING_USER) a.model->pull_user = &ending;
        else {
          a.model->drive = P(bad_drive);
          a.model->drive_user = &ending;
        }
        CHECK_STATUS(expected, P(call_kuramoto_advance)(&a));
        CHECK(ending.calls == call && a.solution->code == codes[i] && a.solution->steps == (uint64_t)(call - 1) / 4);
        CHECK((a.state[0] == 1) == (call == 1));
      }
    }
  }
  // Frequencies that are finite, but not for long.
  {
    struct P(kuramoto_solve_arguments) a;
    P(next_kind) = PHOTINUS_COUPLING_DENSE;
    fresh();
    P(valid_kuramoto_solve)(&a);
    a.frequencies[0] = P(HUGEST);
    CHECK_STATUS(PHOTINUS_ERROR_DIVERGED, P(call_kuramoto_solve)(&a));
    CHECK(a.solution->rows >= 1 && a.solution->rows < 4 && a.solution->code == 0);
  }
  // An object that is none, and arrays that are not the object's.
  {
    struct P(network_init_arguments) a;
    F numbers[6] = {1, 2, 0, 0, 7, 7}, *const state = numbers, *const rates = numbers + 4;
    fresh();
    P(valid_network_init)(&a);
    CHECK_STATUS(PHOTINUS_OK, P(call_network_init)(&a));
    CHECK(P(photinus_network_derivative)(0, state, 2, rates, *a.network) == 0);
    rates[0] = rates[1] = 7;
    CHECK(P(photinus_network_derivative)(0, state, 2, rates, NULL) == PHOTINUS_ERROR_NULL);
    CHECK(P(photinus_network_derivative)(0, NULL, 2, rates, *a.network) == PHOTINUS_ERROR_NULL);
    CHECK(P(photinus_network_derivative)(0, state, 2, NULL, *a.network) == PHOTINUS_ERROR_NULL);
    CHECK(P(photinus_network_derivative)(0, state, 3, rates, *a.network) == PHOTINUS_ERROR_LENGTH);
    CHECK(P(photinus_network_derivative)(0, state, 0, rates, *a.network) == PHOTINUS_ERROR_LENGTH);
    CHECK(P(photinus_network_derivative)(0, state, 2, state, *a.network) == PHOTINUS_ERROR_OVERLAP);
    for (size_t at = 0; at + 2 * sizeof(F) <= a.bytes; at += sizeof(F)) {
      F *const within = (F *)((char *)a.memory + at);
      CHECK(P(photinus_network_derivative)(0, state, 2, within, *a.network) == PHOTINUS_ERROR_OVERLAP);
      CHECK(P(photinus_network_tangent)(0, state, state, 2, within, *a.network) == PHOTINUS_ERROR_OVERLAP);
    }
    CHECK(P(photinus_network_derivative)(0, misaligned(state), 2, rates, *a.network) == PHOTINUS_ERROR_ALIGNMENT);
    CHECK(P(photinus_network_derivative)(0, state, 2, rates, misaligned(a.memory)) == PHOTINUS_ERROR_ALIGNMENT);
    memset(a.memory, 0, a.bytes);
    CHECK(P(photinus_network_derivative)(0, state, 2, rates, a.memory) == PHOTINUS_ERROR_UNINITIALISED);
    CHECK(rates[0] == 7 && rates[1] == 7 && state[0] == 1);
  }
}

// --- Ensembles --------------------------------------------------------------------------------------------------------

struct P(ensemble_init_arguments) {
  P(photinus_ensemble) *options;
  size_t size;
};
static void P(valid_ensemble_init)(struct P(ensemble_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_ensemble_init)(const struct P(ensemble_init_arguments) *a) {
  return P(photinus_ensemble_init)(a->options, a->size);
}

// Three members of two oscillators: frequencies of their own, one matrix for all.
struct P(ensemble_advance_arguments) {
  P(photinus_ensemble) *model;
  F *frequencies, *weights;
  P(photinus_solver_options) *options;
  F start;
  uint64_t first, count;
  F *phases;
  uint64_t *steps;
  size_t *complete;
  void *memory;
  size_t bytes, *align;
};
static void P(valid_ensemble_advance)(struct P(ensemble_advance_arguments) *a) {
  static const F line[4] = {0, 1, 1, 0}, phases[6] = {0, 1, 2, 3, 4, 5};
  P(photinus_ensemble) ensemble;
  size_t align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_init)(&ensemble, sizeof ensemble));
  ensemble.members = 3;
  ensemble.oscillators = 2;
  ensemble.natural_frequencies = a->frequencies = input(P(two), 6 * sizeof(F));
  ensemble.frequency_rows = 3;
  ensemble.coupling = a->weights = input(line, sizeof line);
  a->model = input(&ensemble, sizeof ensemble);
  a->options = P(method_options)(P(next_method), NULL);
  a->start = 0;
  a->first = 1;
  a->count = 4;
  a->phases = memcpy(result(sizeof phases), phases, sizeof phases);
  a->steps = result(3 * sizeof *a->steps);
  a->complete = result(sizeof *a->complete);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_size)(a->model, &a->bytes, &align));
  a->memory = scratch(a->bytes);
}
static int P(call_ensemble_advance)(const struct P(ensemble_advance_arguments) *a) {
  return P(photinus_ensemble_advance)(a->model, a->options, a->start, a->first, a->count, a->phases, a->steps,
                                      a->complete, a->memory, a->bytes);
}

#define ensemble_parallel_arguments_f64 ensemble_advance_arguments_f64
#define ensemble_parallel_arguments_f32 ensemble_advance_arguments_f32
static void P(valid_ensemble_parallel)(struct P(ensemble_parallel_arguments) *a) { P(valid_ensemble_advance)(a); }
static int P(call_ensemble_parallel)(const struct P(ensemble_parallel_arguments) *a) {
  return P(photinus_ensemble_advance_parallel)(a->model, a->options, P(next_threads), a->start, a->first, a->count,
                                               a->phases, a->steps, a->complete);
}

struct P(ensemble_size_arguments) {
  P(photinus_ensemble) *model;
  F *frequencies, *weights;
  size_t *bytes, *align;
};
static void P(valid_ensemble_size)(struct P(ensemble_size_arguments) *a) {
  struct P(ensemble_advance_arguments) b;
  P(valid_ensemble_advance)(&b);
  a->model = b.model;
  a->frequencies = b.frequencies;
  a->weights = b.weights;
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_ensemble_size)(const struct P(ensemble_size_arguments) *a) {
  return P(photinus_ensemble_size)(a->model, a->bytes, a->align);
}

#define ANY_ENSEMBLE(function)                                                                                         \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_OK, a.model->level = PHOTINUS_LEVEL_BASELINE);                                               \
  CASE(function, PHOTINUS_OK, a.model->frequency_rows = 1);                                                            \
  CASE(function, PHOTINUS_OK, a.model->normalization = PHOTINUS_NORMALIZATION_IN_DEGREE);                              \
  CASE(function, PHOTINUS_ERROR_NULL, a.model = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model = misaligned(a.model));                                             \
  OPTIONS_SIZES(function, a.model);                                                                                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->natural_frequencies = NULL);                                            \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->coupling = NULL);                                                       \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->natural_frequencies = misaligned(a.frequencies));                  \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->coupling = misaligned(a.weights));                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->strengths = misaligned(a.weights));                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->lags = misaligned(a.weights));                                     \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model->seeds = misaligned(a.weights));                                    \
  CASE(function, PHOTINUS_OK, a.model->seeds = input(three_seeds, sizeof three_seeds));                                \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->members = 0);                                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = 0);                                                  \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->harmonics = 0);                                                    \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->harmonics = SIZE_MAX);                                             \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = SIZE_MAX);                                           \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->members = a.model->frequency_rows = SIZE_MAX);                     \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->members = SIZE_MAX; a.model->frequency_rows = 1);                  \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.model->frequency_rows = 2);                                                  \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.model->frequency_rows = 0);                                                  \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.model->coupling_count = 2);                                                  \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->layout = 2);                                                      \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->normalization = 4);                                               \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->level = -1);                                                      \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.frequencies[5] = (F)NAN);                                                \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.weights[1] = (F)INFINITY);                                               \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, F *const k = input(P(two), 3 * sizeof(F)); k[2] = (F)NAN;                  \
       a.model->strengths = k);                                                                                        \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, F *const lags = input(P(two), sizeof(F)); lags[0] = (F)NAN;                \
       a.model->lags = lags)

#define ENSEMBLE_STEPS(function)                                                                                       \
  CASE(function, PHOTINUS_OK, a.complete = NULL);                                                                      \
  CASE(function, PHOTINUS_OK, a.count = 0);                                                                            \
  METHOD(function);                                                                                                    \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = 0);                                                            \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = (F)NAN);                                                       \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = -1);                                                           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options = NULL);                                                        \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_TSITOURAS);                           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->increments = P(two));                                          \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->increments_len = 1);                                           \
  CASE(function, PHOTINUS_ERROR_NULL, a.phases = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.steps = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.phases = misaligned(a.phases));                                           \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.steps = misaligned(a.steps));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.complete = misaligned(a.complete));                                       \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.phases[5] = (F)NAN);                                                     \
  CASE(function, PHOTINUS_ERROR_TIMES, a.start = (F)INFINITY);                                                         \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.count = UINT64_MAX);                                                 \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.phases = a.frequencies);                                                    \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.steps = (void *)a.phases);                                                  \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.complete = (void *)a.steps)

// Methods without noise.
#define QUIET_ENSEMBLE(function)                                                                                       \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->noise_strengths = P(two); a.options->noise_count = 1);         \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->noise_count = 1);                                              \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->method = PHOTINUS_METHOD_STOCHASTIC_HEUN)

// Methods with it: the options have two strengths, that the three members share.
#define NOISY_ENSEMBLE(function)                                                                                       \
  CASE(function, PHOTINUS_OK, a.options->noise_count = 1);                                                             \
  CASE(function, PHOTINUS_OK, a.options->noise_strengths = strengths; a.options->noise_count = 6);                     \
  CASE(function, PHOTINUS_OK, a.options->seed = UINT64_MAX);                                                           \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->noise_strengths = NULL);                                              \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options->noise_strengths = misaligned(strengths));                        \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.options->noise_count = 0);                                                   \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.options->noise_strengths = strengths; a.options->noise_count = 3);           \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.options->noise_strengths = strengths; a.options->noise_count = 5);           \
  CASE(function, PHOTINUS_ERROR_PARAMETER, F *const s = input(P(two), 2 * sizeof(F)); s[1] = -1;                       \
       a.options->noise_strengths = s);                                                                                \
  CASE(function, PHOTINUS_ERROR_PARAMETER, F *const s = input(P(two), 2 * sizeof(F)); s[1] = (F)NAN;                   \
       a.options->noise_strengths = s);                                                                                \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.options->noise_strengths = a.phases; a.options->noise_count = 6);           \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.model->seeds = a.steps);                                                    \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_RK4)

static void P(bad_ensembles)(void) {
  const uint64_t three_seeds[3] = {1, 2, UINT64_MAX};
  const F strengths[6] = {0, 1, 2, 3, 4, 5};
  const int methods[4] = {PHOTINUS_METHOD_RK4, PHOTINUS_METHOD_EULER_MARUYAMA, PHOTINUS_METHOD_STOCHASTIC_HEUN,
                          PHOTINUS_METHOD_STOCHASTIC_RK4};
  OPTIONS_INIT(ensemble_init);
  P(next_method) = PHOTINUS_METHOD_RK4;
  ANY_ENSEMBLE(ensemble_size);
  SIZES(ensemble_size);
  for (size_t number = 0; number < 4; number++) {
    P(next_method) = methods[number];
    ANY_ENSEMBLE(ensemble_advance);
    ENSEMBLE_STEPS(ensemble_advance);
    WORKSPACE(ensemble_advance);
    CASE(ensemble_advance, PHOTINUS_ERROR_OVERLAP, a.memory = a.phases);
    if (number == 0) {
      QUIET_ENSEMBLE(ensemble_advance);
    } else {
      NOISY_ENSEMBLE(ensemble_advance);
    }
    for (size_t threads = 0; threads < 3; threads++) {
      P(next_threads) = threads;
      ANY_ENSEMBLE(ensemble_parallel);
      ENSEMBLE_STEPS(ensemble_parallel);
      if (number == 0) {
        QUIET_ENSEMBLE(ensemble_parallel);
      } else {
        NOISY_ENSEMBLE(ensemble_parallel);
      }
    }
  }
  P(next_method) = PHOTINUS_METHOD_RK4;
  P(next_threads) = 1025;
  CASE(ensemble_parallel, PHOTINUS_ERROR_PARAMETER, (void)0);
  P(next_threads) = 2;
}

static void P(bad_kuramoto)(void) {
  P(bad_models)();
  P(bad_networks)();
  P(bad_ensembles)();
}
