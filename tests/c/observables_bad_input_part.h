// bad_input.c in one precision, observables: F is double or float, P(name) has the suffix _f64 or _f32.

// --- Observables of a row: four phases, two groups, three rows ----------------------------------------------------

enum { P(PHASES) = 4, P(GROUPS) = 2, P(RECORD) = 12 };

static F *P(some_phases)(void) {
  static const F phases[P(RECORD)] = {0, 1, 2, (F)2.5, 1, 2, 3, (F)3.5, -1, 0, 8, 9};
  return input(phases, sizeof phases);
}

// Room for a result of so many numbers.
static F *P(numbers)(size_t count) { return result(count * sizeof(F)); }

struct P(wrap_phases_arguments) {
  F *phases;
  size_t count;
};
static void P(valid_wrap_phases)(struct P(wrap_phases_arguments) *a) {
  a->count = 4;
  a->phases = P(numbers)(4);
  for (int i = 0; i < 4; i++) a->phases[i] = (F)(3 * i);
}
static int P(call_wrap_phases)(const struct P(wrap_phases_arguments) *a) {
  return P(photinus_wrap_phases)(a->phases, a->count);
}

struct P(argument_arguments) {
  F re, im, *angle;
};
static void P(valid_argument)(struct P(argument_arguments) *a) {
  a->re = 3;
  a->im = 4;
  a->angle = P(numbers)(1);
}
static int P(call_argument)(const struct P(argument_arguments) *a) {
  return P(photinus_argument)(a->re, a->im, a->angle);
}

struct P(phase_differences_arguments) {
  F *a, *b;
  size_t count;
  F *differences;
};
static void P(valid_phase_differences)(struct P(phase_differences_arguments) *a) {
  a->a = P(some_phases)();
  a->b = P(some_phases)();
  a->count = P(PHASES);
  a->differences = P(numbers)(P(PHASES));
}
static int P(call_phase_differences)(const struct P(phase_differences_arguments) *a) {
  return P(photinus_phase_differences)(a->a, a->b, a->count, a->differences);
}

struct P(pairwise_phase_differences_arguments) {
  F *phases;
  size_t oscillators;
  F *differences;
  size_t differences_len;
};
static void P(valid_pairwise_phase_differences)(struct P(pairwise_phase_differences_arguments) *a) {
  a->phases = P(some_phases)();
  a->oscillators = P(PHASES);
  a->differences_len = P(PHASES) * P(PHASES);
  a->differences = P(numbers)(a->differences_len);
}
static int P(call_pairwise_phase_differences)(const struct P(pairwise_phase_differences_arguments) *a) {
  return P(photinus_pairwise_phase_differences)(a->phases, a->oscillators, a->differences, a->differences_len);
}

struct P(winding_number_arguments) {
  F *phases;
  size_t oscillators;
  int64_t *number;
};
static void P(valid_winding_number)(struct P(winding_number_arguments) *a) {
  a->phases = P(some_phases)();
  a->oscillators = P(PHASES);
  a->number = result(sizeof *a->number);
}
static int P(call_winding_number)(const struct P(winding_number_arguments) *a) {
  return P(photinus_winding_number)(a->phases, a->oscillators, a->number);
}

struct P(mean_frequencies_arguments) {
  F *first, *last;
  size_t oscillators;
  F duration, *frequencies;
};
static void P(valid_mean_frequencies)(struct P(mean_frequencies_arguments) *a) {
  a->first = P(some_phases)();
  a->last = P(some_phases)();
  a->oscillators = P(PHASES);
  a->duration = 2;
  a->frequencies = P(numbers)(P(PHASES));
}
static int P(call_mean_frequencies)(const struct P(mean_frequencies_arguments) *a) {
  return P(photinus_mean_frequencies)(a->first, a->last, a->oscillators, a->duration, a->frequencies);
}

struct P(order_parameter_arguments) {
  F *phases;
  size_t oscillators;
  uint32_t harmonic;
  int level;
  F *r, *psi;
};
static void P(valid_order_parameter)(struct P(order_parameter_arguments) *a) {
  a->phases = P(some_phases)();
  a->oscillators = P(PHASES);
  a->harmonic = 1;
  a->level = PHOTINUS_LEVEL_BEST;
  a->r = P(numbers)(1);
  a->psi = P(numbers)(1);
}
static int P(call_order_parameter)(const struct P(order_parameter_arguments) *a) {
  return P(photinus_order_parameter)(a->phases, a->oscillators, a->harmonic, a->level, a->r, a->psi);
}

struct P(order_parameters_arguments) {
  F *phases;
  size_t rows, oscillators;
  uint32_t harmonic;
  int level;
  F *r, *psi;
};
static void P(valid_order_parameters)(struct P(order_parameters_arguments) *a) {
  a->phases = P(some_phases)();
  a->rows = 3;
  a->oscillators = P(PHASES);
  a->harmonic = 1;
  a->level = PHOTINUS_LEVEL_BEST;
  a->r = P(numbers)(3);
  a->psi = P(numbers)(3);
}
static int P(call_order_parameters)(const struct P(order_parameters_arguments) *a) {
  return P(photinus_order_parameters)(a->phases, a->rows, a->oscillators, a->harmonic, a->level, a->r, a->psi);
}

struct P(group_order_parameters_size_arguments) {
  size_t groups, *bytes, *align;
};
static void P(valid_group_order_parameters_size)(struct P(group_order_parameters_size_arguments) *a) {
  a->groups = P(GROUPS);
  a->bytes = result(sizeof *a->bytes);
  a->align = result(sizeof *a->align);
}
static int P(call_group_order_parameters_size)(const struct P(group_order_parameters_size_arguments) *a) {
  return P(photinus_group_order_parameters_size)(a->groups, a->bytes, a->align);
}

static const uint32_t P(some_labels)[P(PHASES)] = {0, 1, 1, 0};
static const size_t P(some_offsets)[P(GROUPS) + 1] = {0, 1, 4};

struct P(group_order_parameters_arguments) {
  F *phases;
  size_t oscillators;
  uint32_t *labels, *spare_labels;
  size_t *offsets, *spare_offsets, groups;
  uint32_t harmonic;
  int level;
  F *r, *psi;
  void *memory;
  size_t bytes;
};
static void P(valid_group_order_parameters)(struct P(group_order_parameters_arguments) *a) {
  size_t align = 0;
  a->phases = P(some_phases)();
  a->oscillators = P(PHASES);
  a->labels = a->spare_labels = input(P(some_labels), sizeof P(some_labels));
  a->offsets = NULL;
  a->spare_offsets = input(P(some_offsets), sizeof P(some_offsets));
  a->groups = P(GROUPS);
  a->harmonic = 1;
  a->level = PHOTINUS_LEVEL_BEST;
  a->r = P(numbers)(P(GROUPS));
  a->psi = P(numbers)(P(GROUPS));
  P(photinus_group_order_parameters_size)(P(GROUPS), &a->bytes, &align);
  a->memory = scratch(a->bytes);
}
static int P(call_group_order_parameters)(const struct P(group_order_parameters_arguments) *a) {
  return P(photinus_group_order_parameters)(a->phases, a->oscillators, a->labels, a->offsets, a->groups, a->harmonic,
                                            a->level, a->r, a->psi, a->memory, a->bytes);
}

struct P(neighbourhoods_init_arguments) {
  P(photinus_neighbourhoods) *options;
  size_t size;
};
static void P(valid_neighbourhoods_init)(struct P(neighbourhoods_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_neighbourhoods_init)(const struct P(neighbourhoods_init_arguments) *a) {
  return P(photinus_neighbourhoods_init)(a->options, a->size);
}

// A sparse matrix, with a dense one beside it.
static P(photinus_neighbourhoods) *P(some_neighbourhoods)(F **weights, size_t **offsets, uint32_t **columns) {
  static const F matrix[P(PHASES) * P(PHASES)] = {0, 1, 2, 3, 1, 0, 0, 1, 2, 0, 0, 1, 3, 1, 1, 0};
  static const size_t row_offsets[P(PHASES) + 1] = {0, 2, 3, 3, 5};
  static const uint32_t neighbours[5] = {1, 3, 2, 0, 3};
  P(photinus_neighbourhoods) options;
  P(photinus_neighbourhoods_init)(&options, sizeof options);
  options.kind = PHOTINUS_NEIGHBOURHOOD_SPARSE;
  options.oscillators = P(PHASES);
  options.edges = 5;
  options.weights = *weights = input(matrix, sizeof matrix);
  options.row_offsets = *offsets = input(row_offsets, sizeof row_offsets);
  options.columns = *columns = input(neighbours, sizeof neighbours);
  return input(&options, sizeof options);
}

struct P(local_order_size_arguments) {
  P(photinus_neighbourhoods) *options;
  F *weights;
  size_t *offsets;
  uint32_t *columns;
  size_t *bytes, *align;
};
static void P(valid_local_order_size)(struct P(local_order_size_arguments) *a) {
  a->options = P(some_neighbourhoods)(&a->weights, &a->offsets, &a->columns);
  a->bytes = result(sizeof *a->bytes);
  a->align = result(sizeof *a->align);
}
static int P(call_local_order_size)(const struct P(local_order_size_arguments) *a) {
  return P(photinus_local_order_size)(a->options, a->bytes, a->align);
}

struct P(local_order_arguments) {
  P(photinus_neighbourhoods) *options;
  F *weights;
  size_t *offsets;
  uint32_t *columns;
  F *phases;
  uint32_t harmonic;
  F *order;
  void *memory;
  size_t bytes;
};
static void P(valid_local_order)(struct P(local_order_arguments) *a) {
  size_t align = 0;
  a->options = P(some_neighbourhoods)(&a->weights, &a->offsets, &a->columns);
  a->phases = P(some_phases)();
  a->harmonic = 1;
  a->order = P(numbers)(P(PHASES));
  P(photinus_local_order_size)(a->options, &a->bytes, &align);
  a->memory = scratch(a->bytes);
}
static int P(call_local_order)(const struct P(local_order_arguments) *a) {
  return P(photinus_local_order)(a->options, a->phases, a->harmonic, a->order, a->memory, a->bytes);
}

// The two results of a function that tells a size.
#define SIZE(function)                                                                                                 \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.bytes = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.align = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));                                             \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes)

// A pointer that has to point to data.
#define POINTER(function, pointer)                                                                                     \
  CASE(function, PHOTINUS_ERROR_NULL, pointer = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, pointer = misaligned(pointer))

// One that may be NULL.
#define OPTIONAL(function, pointer)                                                                                    \
  CASE(function, PHOTINUS_OK, pointer = NULL);                                                                         \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, pointer = misaligned(pointer))

#define LEVEL_VALUES(function, level)                                                                                  \
  CASE(function, PHOTINUS_OK, level = PHOTINUS_LEVEL_BASELINE);                                                        \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, level = -1);                                                               \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, level = INT_MIN);                                                          \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, level = INT_MAX)

// Phases that are no numbers.
#define NOT_FINITE(function, phases)                                                                                   \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, phases[0] = (F)NAN);                                                       \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, phases[3] = (F)INFINITY);                                                  \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, phases[2] = -(F)INFINITY)

// More than there can be.
#define TOO_MANY(function, number)                                                                                     \
  CASE(function, PHOTINUS_ERROR_DIMENSION, number = SIZE_MAX);                                                         \
  CASE(function, PHOTINUS_ERROR_DIMENSION, number = SIZE_MAX / 2)

#define NEIGHBOURHOODS(function)                                                                                       \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  POINTER(function, a.options);                                                                                        \
  OPTIONS_SIZES(function, a.options);                                                                                  \
  CASE(function, PHOTINUS_OK, a.options->kind = PHOTINUS_NEIGHBOURHOOD_DENSE);                                         \
  CASE(function, PHOTINUS_OK, a.options->weights = NULL);                                                              \
  CASE(function, PHOTINUS_OK, a.weights[0] = 0);                                                                       \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->kind = 3);                                                      \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->kind = -1);                                                     \
  LEVEL_VALUES(function, a.options->level);                                                                            \
  POINTER(function, a.options->row_offsets);                                                                           \
  POINTER(function, a.options->columns);                                                                               \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options->weights = misaligned(a.weights));                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->kind = PHOTINUS_NEIGHBOURHOOD_DENSE; a.options->weights = NULL);      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.options->oscillators = 0);                                                \
  TOO_MANY(function, a.options->oscillators);                                                                          \
  TOO_MANY(function, a.options->edges);                                                                                \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.options->kind = PHOTINUS_NEIGHBOURHOOD_DENSE;                             \
       a.options->oscillators = SIZE_MAX / 4);                                                                         \
  CASE(function, PHOTINUS_ERROR_OFFSETS, a.options->edges = 4);                                                         \
  CASE(function, PHOTINUS_ERROR_OFFSETS, a.offsets[P(PHASES)] = 4);                                                     \
  CASE(function, PHOTINUS_ERROR_OFFSETS, a.offsets[0] = 1);                                                          \
  CASE(function, PHOTINUS_ERROR_OFFSETS, a.offsets[1] = 4);                                                          \
  CASE(function, PHOTINUS_ERROR_COLUMN, a.columns[4] = P(PHASES));                                                  \
  CASE(function, PHOTINUS_ERROR_COLUMN, a.columns[0] = UINT32_MAX);                                                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.weights[4] = -1);                                                         \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.weights[4] = (F)NAN);                                                    \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.weights[0] = (F)INFINITY);                                               \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->kind = PHOTINUS_NEIGHBOURHOOD_RING; a.options->radius = 2);      \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->kind = PHOTINUS_NEIGHBOURHOOD_RING;                              \
       a.options->radius = SIZE_MAX)

static void P(bad_rows)(void) {
  CASE(wrap_phases, PHOTINUS_OK, (void)0);
  POINTER(wrap_phases, a.phases);
  TOO_MANY(wrap_phases, a.count);
  NOT_FINITE(wrap_phases, a.phases);
  IDLE(wrap_phases, a.count = 0; a.phases = NULL);

  CASE(argument, PHOTINUS_OK, (void)0);
  CASE(argument, PHOTINUS_OK, a.re = (F)INFINITY; a.im = -(F)INFINITY);
  POINTER(argument, a.angle);
  CASE(argument, PHOTINUS_ERROR_NOT_FINITE, a.re = (F)NAN);
  CASE(argument, PHOTINUS_ERROR_NOT_FINITE, a.im = (F)NAN);

  CASE(phase_differences, PHOTINUS_OK, (void)0);
  POINTER(phase_differences, a.a);
  POINTER(phase_differences, a.b);
  POINTER(phase_differences, a.differences);
  TOO_MANY(phase_differences, a.count);
  NOT_FINITE(phase_differences, a.a);
  NOT_FINITE(phase_differences, a.b);
  CASE(phase_differences, PHOTINUS_ERROR_NOT_FINITE, a.a[0] = P(HUGEST); a.b[0] = -P(HUGEST));
  CASE(phase_differences, PHOTINUS_ERROR_OVERLAP, a.differences = a.a);
  CASE(phase_differences, PHOTINUS_ERROR_OVERLAP, a.differences = a.b + 3);
  IDLE(phase_differences, a.count = 0; a.a = a.b = a.differences = NULL);

  CASE(pairwise_phase_differences, PHOTINUS_OK, (void)0);
  POINTER(pairwise_phase_differences, a.phases);
  POINTER(pairwise_phase_differences, a.differences);
  TOO_MANY(pairwise_phase_differences, a.oscillators);
  CASE(pairwise_phase_differences, PHOTINUS_ERROR_LENGTH, a.differences_len -= 1);
  CASE(pairwise_phase_differences, PHOTINUS_OK, a.differences_len += 1);
  NOT_FINITE(pairwise_phase_differences, a.phases);
  CASE(pairwise_phase_differences, PHOTINUS_ERROR_OVERLAP, a.phases = a.differences + 15);
  IDLE(pairwise_phase_differences, a.oscillators = 0; a.phases = a.differences = NULL);

  CASE(winding_number, PHOTINUS_OK, (void)0);
  CASE(winding_number, PHOTINUS_OK, a.oscillators = 1);
  POINTER(winding_number, a.phases);
  POINTER(winding_number, a.number);
  TOO_MANY(winding_number, a.oscillators);
  CASE(winding_number, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
  NOT_FINITE(winding_number, a.phases);
  CASE(winding_number, PHOTINUS_ERROR_PARAMETER, a.phases[1] = P(HUGEST));
  CASE(winding_number, PHOTINUS_ERROR_OVERLAP, a.phases = (F *)(void *)a.number; a.oscillators = 1);

  CASE(mean_frequencies, PHOTINUS_OK, (void)0);
  POINTER(mean_frequencies, a.first);
  POINTER(mean_frequencies, a.last);
  POINTER(mean_frequencies, a.frequencies);
  TOO_MANY(mean_frequencies, a.oscillators);
  NOT_FINITE(mean_frequencies, a.first);
  NOT_FINITE(mean_frequencies, a.last);
  CASE(mean_frequencies, PHOTINUS_ERROR_TIMES, a.duration = 0);
  CASE(mean_frequencies, PHOTINUS_ERROR_TIMES, a.duration = -1);
  CASE(mean_frequencies, PHOTINUS_ERROR_TIMES, a.duration = (F)NAN);
  CASE(mean_frequencies, PHOTINUS_ERROR_TIMES, a.duration = (F)INFINITY);
  CASE(mean_frequencies, PHOTINUS_ERROR_OVERLAP, a.frequencies = a.first);
  CASE(mean_frequencies, PHOTINUS_ERROR_OVERLAP, a.frequencies = a.last);
  IDLE(mean_frequencies, a.oscillators = 0);

  CASE(order_parameter, PHOTINUS_OK, (void)0);
  POINTER(order_parameter, a.phases);
  OPTIONAL(order_parameter, a.r);
  OPTIONAL(order_parameter, a.psi);
  TOO_MANY(order_parameter, a.oscillators);
  CASE(order_parameter, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
  CASE(order_parameter, PHOTINUS_ERROR_PARAMETER, a.harmonic = 0);
  LEVEL_VALUES(order_parameter, a.level);
  NOT_FINITE(order_parameter, a.phases);
  CASE(order_parameter, PHOTINUS_ERROR_NOT_FINITE, a.phases[1] = P(HUGEST); a.harmonic = 2);
  CASE(order_parameter, PHOTINUS_ERROR_OVERLAP, a.r = a.psi);
  CASE(order_parameter, PHOTINUS_ERROR_OVERLAP, a.r = a.phases);
  CASE(order_parameter, PHOTINUS_ERROR_OVERLAP, a.psi = a.phases + 3);

  CASE(order_parameters, PHOTINUS_OK, (void)0);
  POINTER(order_parameters, a.phases);
  POINTER(order_parameters, a.r);
  POINTER(order_parameters, a.psi);
  TOO_MANY(order_parameters, a.oscillators);
  TOO_MANY(order_parameters, a.rows);
  CASE(order_parameters, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
  CASE(order_parameters, PHOTINUS_ERROR_PARAMETER, a.harmonic = 0);
  LEVEL_VALUES(order_parameters, a.level);
  NOT_FINITE(order_parameters, a.phases);
  CASE(order_parameters, PHOTINUS_ERROR_NOT_FINITE, a.phases[P(RECORD) - 1] = (F)NAN);
  CASE(order_parameters, PHOTINUS_ERROR_OVERLAP, a.r = a.psi + 2);
  CASE(order_parameters, PHOTINUS_ERROR_OVERLAP, a.r = a.phases + 9);
  IDLE(order_parameters, a.rows = 0; a.phases = a.r = a.psi = NULL);

  SIZE(group_order_parameters_size);
  CASE(group_order_parameters_size, PHOTINUS_ERROR_DIMENSION, a.groups = 0);
  TOO_MANY(group_order_parameters_size, a.groups);

  CASE(group_order_parameters, PHOTINUS_OK, (void)0);
  CASE(group_order_parameters, PHOTINUS_OK, a.labels = NULL; a.offsets = a.spare_offsets);
  POINTER(group_order_parameters, a.phases);
  POINTER(group_order_parameters, a.labels);
  POINTER(group_order_parameters, a.r);
  POINTER(group_order_parameters, a.psi);
  POINTER(group_order_parameters, a.memory);
  CASE(group_order_parameters, PHOTINUS_ERROR_ALIGNMENT, a.labels = NULL; a.offsets = misaligned(a.spare_offsets));
  CASE(group_order_parameters, PHOTINUS_ERROR_PARAMETER, a.offsets = a.spare_offsets);
  CASE(group_order_parameters, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
  CASE(group_order_parameters, PHOTINUS_ERROR_DIMENSION, a.groups = 0);
  CASE(group_order_parameters, PHOTINUS_ERROR_DIMENSION, a.groups = 0; a.labels = NULL; a.offsets = a.spare_offsets);
  TOO_MANY(group_order_parameters, a.oscillators);
  TOO_MANY(group_order_parameters, a.groups);
  CASE(group_order_parameters, PHOTINUS_ERROR_DIMENSION, a.groups = SIZE_MAX; a.labels = NULL;
       a.offsets = a.spare_offsets);
  CASE(group_order_parameters, PHOTINUS_ERROR_COLUMN, a.labels[2] = P(GROUPS));
  CASE(group_order_parameters, PHOTINUS_ERROR_COLUMN, a.labels[0] = UINT32_MAX);
  CASE(group_order_parameters, PHOTINUS_ERROR_PARAMETER, memset(a.labels, 0, sizeof P(some_labels)));
  CASE(group_order_parameters, PHOTINUS_ERROR_OFFSETS, a.labels = NULL; a.offsets = a.spare_offsets;
       a.offsets[2] = 3);
  CASE(group_order_parameters, PHOTINUS_ERROR_OFFSETS, a.labels = NULL; a.offsets = a.spare_offsets;
       a.offsets[1] = 4);
  CASE(group_order_parameters, PHOTINUS_ERROR_OFFSETS, a.labels = NULL; a.offsets = a.spare_offsets;
       a.offsets[0] = 1);
  CASE(group_order_parameters, PHOTINUS_ERROR_PARAMETER, a.harmonic = 0);
  LEVEL_VALUES(group_order_parameters, a.level);
  NOT_FINITE(group_order_parameters, a.phases);
  CASE(group_order_parameters, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(group_order_parameters, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(group_order_parameters, PHOTINUS_ERROR_OVERLAP, a.r = a.psi + 1);
  CASE(group_order_parameters, PHOTINUS_ERROR_OVERLAP, a.r = a.memory);
  CASE(group_order_parameters, PHOTINUS_ERROR_OVERLAP, a.psi = a.phases);
  CASE(group_order_parameters, PHOTINUS_ERROR_OVERLAP, a.phases = a.memory);
  CASE(group_order_parameters, PHOTINUS_ERROR_OVERLAP, a.memory = a.phases; a.bytes = (size_t)1 << 20);

  OPTIONS_INIT(neighbourhoods_init);
  SIZE(local_order_size);
  NEIGHBOURHOODS(local_order_size);
  CASE(local_order_size, PHOTINUS_OK, a.options->kind = PHOTINUS_NEIGHBOURHOOD_RING; a.options->radius = 1);

  NEIGHBOURHOODS(local_order);
  CASE(local_order, PHOTINUS_ERROR_WORKSPACE, a.options->kind = PHOTINUS_NEIGHBOURHOOD_RING; a.options->radius = 1);
  POINTER(local_order, a.phases);
  POINTER(local_order, a.order);
  POINTER(local_order, a.memory);
  CASE(local_order, PHOTINUS_ERROR_PARAMETER, a.harmonic = 0);
  NOT_FINITE(local_order, a.phases);
  CASE(local_order, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(local_order, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(local_order, PHOTINUS_ERROR_OVERLAP, a.order = a.phases + 3);
  CASE(local_order, PHOTINUS_ERROR_OVERLAP, a.order = a.weights);
  CASE(local_order, PHOTINUS_ERROR_OVERLAP, a.order = a.memory);
  CASE(local_order, PHOTINUS_ERROR_OVERLAP, a.phases = a.memory);
}

// --- Accumulators -------------------------------------------------------------------------------------------------

enum P(accumulator) { P(ORDER_STATISTICS), P(GROUP_STATISTICS), P(PHASE_LOCKING), P(MEAN_FREQUENCY), P(KINDS) };

// Their functions.
enum P(function) { P(SIZE_OF), P(INIT), P(ADD), P(ADD_RECORD), P(ROW), P(GET), P(LOOK), P(FUNCTIONS) };

// What these are given.
struct P(accumulator_arguments) {
  enum P(accumulator) kind;
  size_t oscillators, groups;
  uint32_t *labels, *spare_labels;
  size_t *offsets, *spare_offsets;
  uint32_t harmonic, second;
  int level;
  void *memory;
  size_t bytes;
  void **object_out;
  void *object;
  F t, *phases, *one, *other, *third;
  size_t phases_len, results_len;
  P(photinus_order_summary) *summary;
  P(photinus_group_summary) *group_summary;
  uint64_t *rows;
  size_t *size, *align;
};

// Which function of which accumulator is called.
static enum P(accumulator) P(kind);
static enum P(function) P(called);

static int P(accumulator_size)(const struct P(accumulator_arguments) *a, size_t *bytes, size_t *align) {
  switch (a->kind) {
  case P(ORDER_STATISTICS): return P(photinus_order_statistics_size)(bytes, align);
  case P(GROUP_STATISTICS): return P(photinus_group_statistics_size)(a->oscillators, a->groups, bytes, align);
  case P(PHASE_LOCKING): return P(photinus_phase_locking_size)(a->oscillators, a->harmonic, a->second, bytes, align);
  default: return P(photinus_mean_frequency_size)(a->oscillators, bytes, align);
  }
}

static int P(accumulator_init)(const struct P(accumulator_arguments) *a) {
  // The types differ, but the pointers to them are alike.
  switch (a->kind) {
  case P(ORDER_STATISTICS):
    return P(photinus_order_statistics_init)(a->memory, a->bytes, a->oscillators, a->harmonic, a->level,
                                             (P(photinus_order_statistics) **)(void *)a->object_out);
  case P(GROUP_STATISTICS):
    return P(photinus_group_statistics_init)(a->memory, a->bytes, a->oscillators, a->labels, a->offsets, a->groups,
                                             a->harmonic, a->level,
                                             (P(photinus_group_statistics) **)(void *)a->object_out);
  case P(PHASE_LOCKING):
    return P(photinus_phase_locking_init)(a->memory, a->bytes, a->oscillators, a->harmonic, a->second, a->level,
                                          (P(photinus_phase_locking) **)(void *)a->object_out);
  default:
    return P(photinus_mean_frequency_init)(a->memory, a->bytes, a->oscillators,
                                           (P(photinus_mean_frequency) **)(void *)a->object_out);
  }
}

static int P(accumulator_add)(const struct P(accumulator_arguments) *a, F t, const F *phases) {
  switch (a->kind) {
  case P(ORDER_STATISTICS):
    return P(photinus_order_statistics_add)(a->object, phases, a->phases_len, a->one, a->other);
  case P(GROUP_STATISTICS): return P(photinus_group_statistics_add)(a->object, phases, a->phases_len);
  case P(PHASE_LOCKING): return P(photinus_phase_locking_add)(a->object, phases, a->phases_len);
  default: return P(photinus_mean_frequency_add)(a->object, t, phases, a->phases_len);
  }
}

static void P(valid_accumulator)(struct P(accumulator_arguments) *a) {
  size_t align = 0;
  a->kind = P(kind);
  a->oscillators = P(PHASES);
  a->groups = P(GROUPS);
  a->labels = a->spare_labels = input(P(some_labels), sizeof P(some_labels));
  a->offsets = NULL;
  a->spare_offsets = input(P(some_offsets), sizeof P(some_offsets));
  a->harmonic = a->second = 1;
  a->level = PHOTINUS_LEVEL_BEST;
  CHECK_STATUS(PHOTINUS_OK, P(accumulator_size)(a, &a->bytes, &align));
  CHECK(align > 0 && align <= GAP);
  a->memory = result(a->bytes);
  a->object_out = result(sizeof *a->object_out);
  a->size = result(sizeof *a->size);
  a->align = result(sizeof *a->align);
  a->phases = P(some_phases)();
  a->phases_len = P(PHASES);
  a->results_len = P(kind) == P(GROUP_STATISTICS) ? P(GROUPS) : P(kind) == P(PHASE_LOCKING) ? 16 : P(PHASES);
  a->one = P(numbers)(16);
  a->other = P(numbers)(16);
  a->third = P(numbers)(16);
  a->rows = result(sizeof *a->rows);
  a->t = 2;
  a->summary = result(sizeof *a->summary);
  a->summary->struct_size = sizeof *a->summary;
  a->group_summary = result(sizeof *a->group_summary);
  a->group_summary->struct_size = sizeof *a->group_summary;
  if (P(called) <= P(INIT)) return;
  // Two rows.
  CHECK_STATUS(PHOTINUS_OK, P(accumulator_init)(a));
  a->object = *a->object_out;
  CHECK(a->object == a->memory);
  CHECK_STATUS(PHOTINUS_OK, P(accumulator_add)(a, 0, a->phases + P(PHASES)));
  CHECK_STATUS(PHOTINUS_OK, P(accumulator_add)(a, 1, a->phases + 2 * P(PHASES)));
}

static int P(call_accumulator)(const struct P(accumulator_arguments) *a) {
  switch (P(called)) {
  case P(SIZE_OF): return P(accumulator_size)(a, a->size, a->align);
  case P(INIT): return P(accumulator_init)(a);
  case P(ADD): return P(accumulator_add)(a, a->t, a->phases);
  default: break;
  }
  switch (P(kind) * P(FUNCTIONS) + P(called)) {
  case P(ORDER_STATISTICS) * P(FUNCTIONS) + P(ADD_RECORD):
    return P(photinus_order_statistics_add_record)(a->object, a->phases, a->phases_len);
  case P(ORDER_STATISTICS) * P(FUNCTIONS) + P(ROW):
    return P(photinus_order_statistics_row)(7, a->t, a->phases, a->phases_len, a->object);
  case P(ORDER_STATISTICS) * P(FUNCTIONS) + P(GET): return P(photinus_order_statistics_get)(a->object, a->summary);
  case P(GROUP_STATISTICS) * P(FUNCTIONS) + P(ADD_RECORD):
    return P(photinus_group_statistics_add_record)(a->object, a->phases, a->phases_len);
  case P(GROUP_STATISTICS) * P(FUNCTIONS) + P(ROW):
    return P(photinus_group_statistics_row)(7, a->t, a->phases, a->phases_len, a->object);
  case P(GROUP_STATISTICS) * P(FUNCTIONS) + P(GET):
    return P(photinus_group_statistics_get)(a->object, a->group_summary);
  case P(GROUP_STATISTICS) * P(FUNCTIONS) + P(LOOK):
    return P(photinus_group_statistics_groups)(a->object, a->one, a->other, a->third, a->results_len);
  case P(PHASE_LOCKING) * P(FUNCTIONS) + P(ADD_RECORD):
    return P(photinus_phase_locking_add_record)(a->object, a->phases, a->phases_len);
  case P(PHASE_LOCKING) * P(FUNCTIONS) + P(ROW):
    return P(photinus_phase_locking_row)(7, a->t, a->phases, a->phases_len, a->object);
  case P(PHASE_LOCKING) * P(FUNCTIONS) + P(GET):
    return P(photinus_phase_locking_get)(a->object, a->one, a->results_len);
  case P(PHASE_LOCKING) * P(FUNCTIONS) + P(LOOK): return P(photinus_phase_locking_rows)(a->object, a->rows);
  case P(MEAN_FREQUENCY) * P(FUNCTIONS) + P(ROW):
    return P(photinus_mean_frequency_row)(7, a->t, a->phases, a->phases_len, a->object);
  case P(MEAN_FREQUENCY) * P(FUNCTIONS) + P(GET):
    return P(photinus_mean_frequency_get)(a->object, a->one, a->results_len);
  case P(MEAN_FREQUENCY) * P(FUNCTIONS) + P(LOOK):
    return P(photinus_mean_frequency_rows)(a->object, a->rows, a->one, a->other);
  default: puts("bad_input.c: there is no such function"); exit(2);
  }
}

// The place of an accumulator, which has been made.
#define GOOD_OR_NOT()                                                                                                  \
  CASE(accumulator, PHOTINUS_OK, (void)0);                                                                             \
  POINTER(accumulator, a.object);                                                                                      \
  CASE(accumulator, PHOTINUS_ERROR_UNINITIALISED, memset(a.object, 0, 8));                                             \
  CASE(accumulator, PHOTINUS_ERROR_UNINITIALISED, memset(a.object, PATTERN, 32));                                      \
  for (int byte = 0; byte < 40; byte++)                                                                                \
    CASE(accumulator, PHOTINUS_ERROR_UNINITIALISED, ((unsigned char *)a.object)[byte] ^= 16)

static void P(bad_accumulators)(void) {
  for (P(kind) = 0; P(kind) < P(KINDS); P(kind)++) {
    const int failures = check_failures;
    const enum P(accumulator) kind = P(kind);

    P(called) = P(SIZE_OF);
    CASE(accumulator, PHOTINUS_OK, (void)0);
    POINTER(accumulator, a.size);
    POINTER(accumulator, a.align);
    CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.align = a.size);
    if (kind != P(ORDER_STATISTICS)) {
      CASE(accumulator, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
      TOO_MANY(accumulator, a.oscillators);
    }
    if (kind == P(GROUP_STATISTICS)) {
      CASE(accumulator, PHOTINUS_ERROR_DIMENSION, a.groups = 0);
      TOO_MANY(accumulator, a.groups);
    }
    if (kind == P(PHASE_LOCKING)) {
      CASE(accumulator, PHOTINUS_ERROR_PARAMETER, a.harmonic = 0);
      CASE(accumulator, PHOTINUS_ERROR_PARAMETER, a.second = 0);
      CASE(accumulator, PHOTINUS_ERROR_DIMENSION, a.oscillators = (size_t)1 << (sizeof(size_t) * 4));
    }

    P(called) = P(INIT);
    CASE(accumulator, PHOTINUS_OK, (void)0);
    POINTER(accumulator, a.memory);
    POINTER(accumulator, a.object_out);
    CASE(accumulator, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
    CASE(accumulator, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
    CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.object_out = a.memory);
    CASE(accumulator, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
    if (kind == P(PHASE_LOCKING) || kind == P(MEAN_FREQUENCY)) {
      TOO_MANY(accumulator, a.oscillators);
      CASE(accumulator, PHOTINUS_ERROR_WORKSPACE, a.oscillators = 5);
    }
    if (kind != P(MEAN_FREQUENCY)) {
      CASE(accumulator, PHOTINUS_ERROR_PARAMETER, a.harmonic = 0);
      LEVEL_VALUES(accumulator, a.level);
    }
    if (kind == P(PHASE_LOCKING)) CASE(accumulator, PHOTINUS_ERROR_PARAMETER, a.second = 0);
    if (kind == P(GROUP_STATISTICS)) {
      CASE(accumulator, PHOTINUS_OK, a.labels = NULL; a.offsets = a.spare_offsets);
      POINTER(accumulator, a.labels);
      TOO_MANY(accumulator, a.oscillators);
      TOO_MANY(accumulator, a.groups);
      CASE(accumulator, PHOTINUS_ERROR_DIMENSION, a.groups = 0);
      CASE(accumulator, PHOTINUS_ERROR_PARAMETER, a.offsets = a.spare_offsets);
      CASE(accumulator, PHOTINUS_ERROR_ALIGNMENT, a.labels = NULL; a.offsets = misaligned(a.spare_offsets));
      CASE(accumulator, PHOTINUS_ERROR_COLUMN, a.labels[3] = P(GROUPS));
      CASE(accumulator, PHOTINUS_ERROR_OFFSETS, a.labels = NULL; a.offsets = a.spare_offsets; a.offsets[1] = 0);
      CASE(accumulator, PHOTINUS_ERROR_OFFSETS, a.labels = NULL; a.offsets = a.spare_offsets; a.offsets[2] = 5);
      CASE(accumulator, PHOTINUS_ERROR_WORKSPACE, a.groups = 40);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.labels = (uint32_t *)a.memory + 4; memset(a.labels, 0, 16));
    }

    for (P(called) = P(ADD); P(called) <= P(ROW); P(called)++) {
      if (kind == P(MEAN_FREQUENCY) && P(called) == P(ADD_RECORD)) continue;
      GOOD_OR_NOT();
      POINTER(accumulator, a.phases);
      NOT_FINITE(accumulator, a.phases);
      CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.phases_len -= 1);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.phases = a.object);
      if (P(called) == P(ADD_RECORD)) {
        TOO_MANY(accumulator, a.phases_len);
        CASE(accumulator, PHOTINUS_OK, a.phases_len = P(RECORD));
        CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.phases_len = P(RECORD) - 1);
        CASE(accumulator, PHOTINUS_ERROR_NOT_FINITE, a.phases_len = P(RECORD); a.phases[P(RECORD) - 1] = (F)NAN);
        IDLE(accumulator, a.phases_len = 0; a.phases = NULL);
      } else {
        CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.phases_len = 0);
        CASE(accumulator, PHOTINUS_OK, a.phases_len = P(RECORD));
      }
      if (kind == P(MEAN_FREQUENCY)) {
        CASE(accumulator, PHOTINUS_ERROR_TIMES, a.t = 1);
        CASE(accumulator, PHOTINUS_ERROR_TIMES, a.t = 0);
        CASE(accumulator, PHOTINUS_ERROR_TIMES, a.t = (F)NAN);
        CASE(accumulator, PHOTINUS_ERROR_TIMES, a.t = (F)INFINITY);
      }
    }
    if (kind == P(ORDER_STATISTICS)) {
      P(called) = P(ADD);
      OPTIONAL(accumulator, a.one);
      OPTIONAL(accumulator, a.other);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.one = a.other);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.one = a.phases + 1);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.other = a.object);
    }

    P(called) = P(GET);
    GOOD_OR_NOT();
    if (kind == P(ORDER_STATISTICS)) {
      POINTER(accumulator, a.summary);
      RESULT_SIZES(accumulator, a.summary, PHOTINUS_OK);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.summary = a.object; a.object = memcpy(
           (unsigned char *)a.object + 8, input(a.object, 64), 64); a.summary->struct_size = sizeof *a.summary);
    } else if (kind == P(GROUP_STATISTICS)) {
      POINTER(accumulator, a.group_summary);
      RESULT_SIZES(accumulator, a.group_summary, PHOTINUS_OK);
    } else {
      POINTER(accumulator, a.one);
      CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.results_len -= 1);
      CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.results_len = 0);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.one = a.object);
    }

    P(called) = P(LOOK);
    if (kind == P(GROUP_STATISTICS)) {
      GOOD_OR_NOT();
      OPTIONAL(accumulator, a.one);
      OPTIONAL(accumulator, a.other);
      OPTIONAL(accumulator, a.third);
      CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.results_len = 1);
      CASE(accumulator, PHOTINUS_ERROR_LENGTH, a.results_len = 3);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.one = a.other + 1);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.third = a.other);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.third = a.object);
    } else if (kind == P(PHASE_LOCKING)) {
      GOOD_OR_NOT();
      POINTER(accumulator, a.rows);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.rows = a.object);
    } else if (kind == P(MEAN_FREQUENCY)) {
      GOOD_OR_NOT();
      OPTIONAL(accumulator, a.rows);
      OPTIONAL(accumulator, a.one);
      OPTIONAL(accumulator, a.other);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.other = a.one);
      CASE(accumulator, PHOTINUS_ERROR_OVERLAP, a.rows = a.object);
    }
    if (check_failures > failures) printf("    with the accumulator %d\n", (int)kind);
  }

  // A group without oscillators.
  P(kind) = P(GROUP_STATISTICS);
  P(called) = P(INIT);
  CASE(accumulator, PHOTINUS_ERROR_PARAMETER, rooms[0].scratch = 1; memset(a.labels, 0, sizeof P(some_labels)));
  // One accumulator is no other, and one of the other precision none.
  CASE(accumulator, PHOTINUS_ERROR_UNINITIALISED, P(called) = P(INIT); P(kind) = P(ORDER_STATISTICS);
       P(valid_accumulator)(&a); CHECK_STATUS(PHOTINUS_OK, P(accumulator_init)(&a)); a.object = *a.object_out;
       P(called) = P(ADD); P(kind) = a.kind = P(PHASE_LOCKING));
  CASE(accumulator, PHOTINUS_ERROR_UNINITIALISED, OTHER(photinus_mean_frequency) *other = NULL;
       P(called) = P(ADD); P(kind) = a.kind = P(MEAN_FREQUENCY); a.memory = result(256);
       CHECK_STATUS(PHOTINUS_OK, OTHER(photinus_mean_frequency_init)(a.memory, 256, 2, &other)); a.object = other;
       a.phases_len = P(RECORD));
}

// --- Distributions ------------------------------------------------------------------------------------------------

struct P(distribution_arguments) {
  int distribution;
  F centre, width, x, *out;
  size_t count;
};
static int P(distribution_function);
static void P(valid_distribution)(struct P(distribution_arguments) *a) {
  a->distribution = PHOTINUS_DISTRIBUTION_LORENTZIAN;
  a->centre = 1;
  a->width = 2;
  a->x = (F)0.25;
  a->count = 4;
  a->out = P(numbers)(4);
}
static int P(call_distribution)(const struct P(distribution_arguments) *a) {
  switch (P(distribution_function)) {
  case 0: return P(photinus_frequency_quantiles)(a->distribution, a->centre, a->width, a->out, a->count);
  case 1: return P(photinus_frequency_quantile)(a->distribution, a->centre, a->width, a->x, a->out);
  case 2: return P(photinus_frequency_density)(a->distribution, a->centre, a->width, a->x, a->out);
  default: return P(photinus_critical_coupling)(a->distribution, a->centre, a->width, a->out);
  }
}

static void P(bad_distributions)(void) {
  for (P(distribution_function) = 0; P(distribution_function) < 4; P(distribution_function)++) {
    const int called = P(distribution_function);
    for (int kind = PHOTINUS_DISTRIBUTION_LORENTZIAN; kind <= PHOTINUS_DISTRIBUTION_UNIFORM; kind++) {
      CASE(distribution, PHOTINUS_OK, a.distribution = kind);
      CASE(distribution, PHOTINUS_ERROR_NOT_FINITE, a.distribution = kind; a.centre = (F)NAN);
      CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.distribution = kind; a.width = 0);
    }
    CASE(distribution, PHOTINUS_ERROR_ENUM_VALUE, a.distribution = 3);
    CASE(distribution, PHOTINUS_ERROR_ENUM_VALUE, a.distribution = -1);
    CASE(distribution, PHOTINUS_ERROR_ENUM_VALUE, a.distribution = INT_MIN);
    POINTER(distribution, a.out);
    CASE(distribution, PHOTINUS_ERROR_NOT_FINITE, a.centre = (F)INFINITY);
    CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.width = -1);
    CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.width = (F)NAN);
    CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.width = (F)INFINITY);
    if (called == 0 || called == 3) CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.width = P(HUGEST));
    if (called == 0) {
      TOO_MANY(distribution, a.count);
      IDLE(distribution, a.count = 0; a.out = NULL);
    }
    if (called == 1) {
      CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.x = 0);
      CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.x = 1);
      CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.x = -1);
      CASE(distribution, PHOTINUS_ERROR_PARAMETER, a.x = (F)NAN);
    }
    if (called == 2) {
      CASE(distribution, PHOTINUS_OK, a.x = (F)INFINITY);
      CASE(distribution, PHOTINUS_ERROR_NOT_FINITE, a.x = (F)NAN);
    }
  }
}

static void P(bad_observables)(void) {
  P(bad_rows)();
  P(bad_accumulators)();
  P(bad_distributions)();
}

#undef SIZE
#undef POINTER
#undef OPTIONAL
#undef LEVEL_VALUES
#undef NOT_FINITE
#undef TOO_MANY
#undef NEIGHBOURHOODS
#undef GOOD_OR_NOT
