// bad_input.c in one precision: F is double or float, P(name) has the suffix _f64 or _f32.

#if BITS == 64
#define HUGEST_f64 DBL_MAX
#define TINIEST_f64 DBL_MIN
#else
#define HUGEST_f32 FLT_MAX
#define TINIEST_f32 FLT_MIN
#endif

// --- What the callbacks are given, and the callbacks --------------------------------------------------------------

// What a callback does besides counting.
enum P(answer) { P(SPHERE), P(ALWAYS_NAN), P(SOMETIMES_NAN), P(INFINITE), P(MINUS_INFINITE), P(SILENT) };

struct P(script) {
  int calls, watched;
  // From the call `end_at` on (the first is 1), it returns `code`; 0 is never.
  int end_at, code;
  // The same for the watch, or the row callback.
  int watch_end_at, watch_code;
  enum P(answer) answer;
};

// Counts a call; NULL where nothing is to be counted.
static int P(count)(int *calls, int end_at, int code) { return ++*calls >= end_at && end_at > 0 ? code : 0; }

static int P(objective)(const F *x, size_t dim, F *value, void *user) {
  struct P(script) *const script = user;
  const int code = script == NULL ? 0 : P(count)(&script->calls, script->end_at, script->code);
  if (code != 0) {
    *value = -1000; // better than any other, but not to be taken into account
    return code;
  }
  F sum = 0;
  for (size_t i = 0; i < dim; i++) sum += x[i] * x[i];
  switch (script == NULL ? P(SPHERE) : script->answer) {
  case P(ALWAYS_NAN): *value = (F)NAN; break;
  case P(SOMETIMES_NAN): *value = script->calls % 3 == 0 ? (F)NAN : sum; break;
  case P(INFINITE): *value = (F)INFINITY; break;
  case P(MINUS_INFINITE): *value = -(F)INFINITY; break;
  case P(SILENT): break;
  default: *value = sum;
  }
  return 0;
}

static int P(watch)(const P(photinus_pso) *pso, void *user) {
  struct P(script) *const script = user;
  (void)pso;
  return script == NULL ? 0 : P(count)(&script->watched, script->watch_end_at, script->watch_code);
}

// y' = 1 and y' = -y.
static int P(derivative)(F t, const F *y, size_t dim, F *dydt, void *user) {
  struct P(script) *const script = user;
  (void)t;
  for (size_t i = 0; i < dim; i++) dydt[i] = i == 0 ? 1 : -y[i];
  return script == NULL ? 0 : P(count)(&script->calls, script->end_at, script->code);
}

static int P(row)(size_t row, F t, const F *y, size_t dim, void *user) {
  struct P(script) *const script = user;
  (void)row, (void)t, (void)y, (void)dim;
  return script == NULL ? 0 : P(count)(&script->watched, script->watch_end_at, script->watch_code);
}

// --- Halton -------------------------------------------------------------------------------------------------------

struct P(halton_options_init_arguments) {
  P(photinus_halton_options) *options;
  size_t size;
};
static void P(valid_halton_options_init)(struct P(halton_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_halton_options_init)(const struct P(halton_options_init_arguments) *a) {
  return P(photinus_halton_options_init)(a->options, a->size);
}

// Options with what all the Halton functions are given: bases and a box, in three dimensions.
static P(photinus_halton_options) *P(halton_options)(uint32_t **bases, F **lower, F **upper) {
  static const uint32_t some_bases[3] = {5, 7, 11};
  static const F box[2][3] = {{-1, 0, 2}, {1, 3, 2}};
  P(photinus_halton_options) options;
  P(photinus_halton_options_init)(&options, sizeof options);
  options.bases = *bases = input(some_bases, sizeof some_bases);
  options.lower = *lower = input(box[0], sizeof box[0]);
  options.upper = *upper = input(box[1], sizeof box[1]);
  return input(&options, sizeof options);
}

// A table for these options, exactly as long as is asked for (or `most` bytes, if that is less): they use it then.
static unsigned char *P(use_table)(P(photinus_halton_options) *options, size_t dim, size_t most) {
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_table_size)(options, dim, &bytes, &align));
  CHECK(bytes >= 64 && align > 0 && align <= 16);
  if (bytes > most) bytes = most;
  unsigned char *const table = input_of(bytes);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_table_init)(options, dim, table, bytes));
  options->table = table;
  options->table_bytes = bytes;
  return table;
}

struct P(halton_fill_arguments) {
  P(photinus_halton_options) *options;
  uint32_t *bases;
  F *lower, *upper;
  size_t dim;
  uint64_t start;
  size_t count;
  F *points;
  size_t points_len;
};
static void P(valid_halton_fill)(struct P(halton_fill_arguments) *a) {
  a->options = P(halton_options)(&a->bases, &a->lower, &a->upper);
  a->dim = 3;
  a->start = 5;
  a->count = 4;
  a->points_len = 12;
  a->points = result(a->points_len * sizeof(F));
}
static int P(call_halton_fill)(const struct P(halton_fill_arguments) *a) {
  return P(photinus_halton_fill)(a->options, a->dim, a->start, a->count, a->points, a->points_len);
}

struct P(halton_table_size_arguments) {
  P(photinus_halton_options) *options;
  uint32_t *bases;
  size_t dim, *bytes, *align;
};
static void P(valid_halton_table_size)(struct P(halton_table_size_arguments) *a) {
  F *lower, *upper;
  a->options = P(halton_options)(&a->bases, &lower, &upper);
  a->dim = 3;
  a->bytes = result(sizeof *a->bytes);
  a->align = result(sizeof *a->align);
}
static int P(call_halton_table_size)(const struct P(halton_table_size_arguments) *a) {
  return P(photinus_halton_table_size)(a->options, a->dim, a->bytes, a->align);
}

struct P(halton_table_init_arguments) {
  P(photinus_halton_options) *options;
  uint32_t *bases;
  F *lower, *upper;
  size_t dim;
  void *memory;
  size_t bytes;
};
static void P(valid_halton_table_init)(struct P(halton_table_init_arguments) *a) {
  a->options = P(halton_options)(&a->bases, &a->lower, &a->upper);
  a->dim = 3;
  a->bytes = 2000;
  a->memory = result(a->bytes);
}
static int P(call_halton_table_init)(const struct P(halton_table_init_arguments) *a) {
  return P(photinus_halton_table_init)(a->options, a->dim, a->memory, a->bytes);
}

struct P(halton_cursor_size_arguments) {
  size_t dim, *bytes, *align;
};
static void P(valid_halton_cursor_size)(struct P(halton_cursor_size_arguments) *a) {
  a->dim = 3;
  a->bytes = result(sizeof *a->bytes);
  a->align = result(sizeof *a->align);
}
static int P(call_halton_cursor_size)(const struct P(halton_cursor_size_arguments) *a) {
  return P(photinus_halton_cursor_size)(a->dim, a->bytes, a->align);
}

static size_t P(cursor_bytes)(size_t dim) {
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_size)(dim, &bytes, &align));
  CHECK(bytes >= 16 * dim && align > 0 && align <= GAP);
  return bytes;
}

struct P(halton_cursor_init_arguments) {
  void *memory;
  size_t bytes;
  P(photinus_halton_options) *options;
  uint32_t *bases;
  F *lower, *upper;
  size_t dim;
  uint64_t start;
  P(photinus_halton_cursor) **cursor;
};
static void P(valid_halton_cursor_init)(struct P(halton_cursor_init_arguments) *a) {
  a->options = P(halton_options)(&a->bases, &a->lower, &a->upper);
  a->dim = 3;
  a->start = 5;
  a->bytes = P(cursor_bytes)(3);
  a->memory = result(a->bytes);
  a->cursor = result(sizeof *a->cursor);
}
static int P(call_halton_cursor_init)(const struct P(halton_cursor_init_arguments) *a) {
  const int status =
      P(photinus_halton_cursor_init)(a->memory, a->bytes, a->options, a->dim, a->start, a->cursor);
  if (status == PHOTINUS_OK) CHECK((void *)*a->cursor == a->memory);
  return status;
}

// A cursor in the arena.
static P(photinus_halton_cursor) *P(cursor)(void) {
  struct P(halton_cursor_init_arguments) a;
  P(photinus_halton_cursor) *cursor = NULL;
  P(valid_halton_cursor_init)(&a);
  a.cursor = &cursor;
  CHECK_STATUS(PHOTINUS_OK, P(call_halton_cursor_init)(&a));
  return cursor;
}
#if BITS == 64
static photinus_halton_cursor_f32 *cursor_f32(void);
static unsigned char *use_table_f32(photinus_halton_options_f32 *options, size_t dim, size_t most);
#endif

// A table of the other precision, for the same bases.
static unsigned char *P(use_table_of_other_precision)(P(photinus_halton_options) *options, size_t dim) {
  OTHER(photinus_halton_options) other;
  OTHER(photinus_halton_options_init)(&other, sizeof other);
  other.bases = options->bases;
  unsigned char *const table = OTHER(use_table)(&other, dim, SIZE_MAX);
  options->table = table;
  options->table_bytes = other.table_bytes;
  return table;
}

struct P(halton_cursor_next_arguments) {
  P(photinus_halton_cursor) *cursor;
  F *point;
  size_t point_len;
};
static void P(valid_halton_cursor_next)(struct P(halton_cursor_next_arguments) *a) {
  a->cursor = P(cursor)();
  a->point_len = 3;
  a->point = result(a->point_len * sizeof(F));
}
static int P(call_halton_cursor_next)(const struct P(halton_cursor_next_arguments) *a) {
  return P(photinus_halton_cursor_next)(a->cursor, a->point, a->point_len);
}

struct P(halton_cursor_seek_arguments) {
  P(photinus_halton_cursor) *cursor;
  uint64_t index;
};
static void P(valid_halton_cursor_seek)(struct P(halton_cursor_seek_arguments) *a) {
  a->cursor = P(cursor)();
  a->index = 1000;
}
static int P(call_halton_cursor_seek)(const struct P(halton_cursor_seek_arguments) *a) {
  return P(photinus_halton_cursor_seek)(a->cursor, a->index);
}

struct P(halton_cursor_index_arguments) {
  P(photinus_halton_cursor) *cursor;
  uint64_t *index;
};
static void P(valid_halton_cursor_index)(struct P(halton_cursor_index_arguments) *a) {
  a->cursor = P(cursor)();
  a->index = result(sizeof *a->index);
}
static int P(call_halton_cursor_index)(const struct P(halton_cursor_index_arguments) *a) {
  return P(photinus_halton_cursor_index)(a->cursor, a->index);
}

struct P(radical_inverse_arguments) {
  uint64_t index;
  uint32_t base;
  F *value;
};
static void P(valid_radical_inverse)(struct P(radical_inverse_arguments) *a) {
  a->index = 6;
  a->base = 5;
  a->value = result(sizeof(F));
}
static int P(call_radical_inverse)(const struct P(radical_inverse_arguments) *a) {
  return P(photinus_radical_inverse)(a->index, a->base, a->value);
}

// What every function refuses that is given bases and a scrambling.
#define HALTON_SEQUENCE(function)                                                                                      \
  CASE(function, PHOTINUS_OK, a.options->bases = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options->bases = misaligned(a.bases));                                    \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 0);                                                                 \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 1230; a.options->bases = NULL);                                     \
  CASE(function, PHOTINUS_ERROR_BASE, a.bases[1] = 0);                                                                 \
  CASE(function, PHOTINUS_ERROR_BASE, a.bases[2] = 1);                                                                 \
  CASE(function, PHOTINUS_ERROR_BASE, a.bases[0] = 1; a.dim = 1);                                                      \
  CASE(function, PHOTINUS_OK, a.bases[2] = UINT32_MAX);                                                                \
  CASE(function, PHOTINUS_OK, a.bases[0] = UINT32_MAX; a.bases[1] = 2);                                                \
  CASE(function, PHOTINUS_ERROR_REPEATED_BASE, a.bases[1] = 5);                                                        \
  CASE(function, PHOTINUS_ERROR_REPEATED_BASE, a.bases[2] = 5);                                                        \
  CASE(function, PHOTINUS_OK, a.options->scrambling = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS);                         \
  CASE(function, PHOTINUS_OK, a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);                              \
  CASE(function, PHOTINUS_OK, a.options->scrambling = PHOTINUS_SCRAMBLING_NESTED; a.options->seed = UINT64_MAX);       \
  CASE(function, PHOTINUS_OK, a.options->scrambling = PHOTINUS_SCRAMBLING_SHIFT; a.options->seed = 1);                 \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = 5);                                                \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = -1);                                               \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = INT_MAX);                                          \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = INT_MIN);                                          \
  /* The 360th prime, and the one after it; a number that is no prime. */                                              \
  CASE(function, PHOTINUS_OK, a.bases[1] = 2423; a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.bases[1] = 2437;                                                        \
       a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);                                                     \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.bases[0] = 4;                                                           \
       a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);                                                     \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.bases[2] = UINT32_MAX;                                                  \
       a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);                                                     \
  EITHER(function, PHOTINUS_ERROR_UNSUPPORTED, PHOTINUS_ERROR_BASE, a.bases[0] = 0;                                    \
         a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);                                                   \
  LEVELS(function)

// An instruction set that is none, or that this CPU has not.
#define LEVELS(function)                                                                                               \
  CASE(function, PHOTINUS_OK, a.options->level = PHOTINUS_LEVEL_BASELINE);                                             \
  CASE(function, PHOTINUS_OK, a.options->level = photinus_level_detect());                                             \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->level = PHOTINUS_LEVEL_AVX512 + 1);                             \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->level = -1);                                                    \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->level = INT_MAX);                                               \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->level = INT_MIN);                                               \
  CASE(function, photinus_level_detect() < PHOTINUS_LEVEL_AVX512 ? PHOTINUS_ERROR_UNSUPPORTED : PHOTINUS_OK,           \
       a.options->level = PHOTINUS_LEVEL_AVX512)

// What every function refuses that is given a box, and `open`.
#define BOX_OPTIONS(function)                                                                                          \
  CASE(function, PHOTINUS_OK, a.options->lower = a.options->upper = NULL);                                             \
  CASE(function, PHOTINUS_OK, a.lower[0] = a.upper[0] = 7);                                                            \
  CASE(function, PHOTINUS_OK, a.lower[1] = 0; a.upper[1] = P(HUGEST));                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->lower = NULL);                                                        \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->upper = NULL);                                                        \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options->lower = misaligned(a.lower));                                    \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options->upper = misaligned(a.upper));                                    \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = (F)1.5);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[2] = (F)1.5);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[2] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[1] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = a.upper[0] = (F)NAN);                                             \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[0] = (F)INFINITY);                                                     \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[1] = -(F)INFINITY);                                                    \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = a.upper[0] = (F)INFINITY);                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = -P(HUGEST); a.upper[0] = P(HUGEST));                              \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = (F)1.5; a.options->threads = 2);                                  \
  CASE(function, PHOTINUS_OK, a.options->open = 1);                                                                    \
  CASE(function, PHOTINUS_OK, a.options->open = 1; a.options->lower = a.options->upper = NULL);                        \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->open = 2);                                                      \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->open = -1);                                                     \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->open = INT_MIN)

// What every function refuses that fills a matrix, here [4][3] in 12 elements, from index 5 on; and threads.
#define FILL_OPTIONS(function)                                                                                         \
  CASE(function, PHOTINUS_ERROR_LENGTH, a.options->threads = 2; a.points_len = 11);                                    \
  CASE(function, PHOTINUS_ERROR_STRIDE, a.options->threads = 2; a.options->stride = 2);                                \
  CASE(function, PHOTINUS_ERROR_LEAP, a.options->threads = 0; a.options->leap = 0);                                    \
  CASE(function, PHOTINUS_OK, a.options->threads = 0);                                                                 \
  CASE(function, PHOTINUS_OK, a.options->threads = 2; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);                    \
  IDLE(function, a.options->threads = 2; a.count = 0);                                                                 \
  IDLE(function, a.options->threads = 2; a.count = 0; a.points = NULL; a.points_len = 0)

static unsigned char *P(table_in_arena)(P(photinus_halton_options) *options, size_t dim, size_t bytes);

// What every function refuses that uses a table. The good ones are malloced as long as they are to be.
#define HALTON_TABLE(function)                                                                                         \
  CASE(function, PHOTINUS_OK, P(use_table)(a.options, a.dim, SIZE_MAX));                                               \
  CASE(function, PHOTINUS_OK, P(use_table)(a.options, a.dim, 64));                                                     \
  CASE(function, PHOTINUS_OK, P(use_table)(a.options, a.dim, 1001));                                                   \
  CASE(function, PHOTINUS_OK, a.options->scrambling = 1; P(use_table)(a.options, a.dim, SIZE_MAX));                    \
  CASE(function, PHOTINUS_OK, a.options->scrambling = 3; P(use_table)(a.options, a.dim, 500));                         \
  CASE(function, PHOTINUS_OK, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->lower = a.options->upper = NULL);   \
  /* No table, no memory; memory that is none; a table that is shorter than it was. */                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->table_bytes = 64);                                                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.options->table_bytes = SIZE_MAX);                                              \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options->table = misaligned(P(use_table)(a.options, a.dim, SIZE_MAX)));   \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->table_bytes = 0);      \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->table_bytes = 1);      \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->table_bytes = 31);     \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->table_bytes = 64);     \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->table_bytes -= 1);     \
  CASE(function, PHOTINUS_ERROR_WORKSPACE, P(use_table)(a.options, a.dim, 64); a.options->table_bytes -= 1);           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset(P(use_table)(a.options, a.dim, SIZE_MAX), 0, 64));               \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset(P(use_table)(a.options, a.dim, SIZE_MAX), PATTERN, 64));         \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, P(use_table)(a.options, a.dim, SIZE_MAX)[0] ^= 1);                      \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, P(use_table)(a.options, a.dim, SIZE_MAX)[7] ^= 0x80);                   \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, P(use_table_of_other_precision)(a.options, a.dim));                     \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.options->table = P(cursor)(); a.options->table_bytes = 64);           \
  /* A head that was overwritten behind its first number. */                                                           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset(P(use_table)(a.options, a.dim, SIZE_MAX) + 8, 0, 24));           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset(P(use_table)(a.options, a.dim, SIZE_MAX) + 8, PATTERN, 24));     \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, P(use_table)(a.options, a.dim, SIZE_MAX)[8] ^= 1);                      \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, P(use_table)(a.options, a.dim, SIZE_MAX)[16] += 1);                     \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, P(use_table)(a.options, a.dim, SIZE_MAX)[16] ^= 64);                    \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset(P(use_table)(a.options, a.dim, SIZE_MAX) + 16, 0xff, 8));        \
  /* For another seed, scrambling, other bases, another dimension. */                                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->scrambling = 1; P(use_table)(a.options, a.dim, SIZE_MAX);        \
       a.options->seed = 1);                                                                                           \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->scrambling = 3; P(use_table)(a.options, a.dim, SIZE_MAX);        \
       a.options->seed = UINT64_MAX);                                                                                  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->scrambling = 1);       \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->scrambling = 2);       \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->scrambling = 1; P(use_table)(a.options, a.dim, SIZE_MAX);        \
       a.options->scrambling = 3);                                                                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, a.dim, SIZE_MAX); a.bases[1] = 13);                 \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, a.dim, SIZE_MAX); a.bases[0] = 7; a.bases[1] = 5);  \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, a.dim, SIZE_MAX); a.options->bases = NULL);         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, a.dim, SIZE_MAX); a.dim = 2);                       \
  CASE(function, PHOTINUS_ERROR_PARAMETER, P(use_table)(a.options, 2, SIZE_MAX))

// What every function refuses that is given a cursor: what is none, or is one of the other precision.
#define HALTON_CURSOR(function)                                                                                        \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.cursor = NULL);                                                                \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.cursor = misaligned(a.cursor));                                           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.cursor, 0, P(cursor_bytes)(3)));                       \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.cursor, PATTERN, P(cursor_bytes)(3)));                 \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, *(unsigned char *)a.cursor ^= 1);                                       \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.cursor + 8, 0, 48));                          \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.cursor + 8, PATTERN, 48));                    \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, ((unsigned char *)a.cursor)[8] ^= 1);                                   \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.cursor = (void *)OTHER(cursor)());                                    \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.cursor = (void *)P(table_in_arena)(NULL, 3, 512))

// A table in the arena, for overlaps.
static unsigned char *P(table_in_arena)(P(photinus_halton_options) *options, size_t dim, size_t bytes) {
  table_room = result(bytes);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_table_init)(options, dim, table_room, bytes));
  if (options != NULL) {
    options->table = table_room;
    options->table_bytes = bytes;
  }
  return table_room;
}

// A table gives the same points, of whatever size it is, and when it was copied; and is only read.
static void P(halton_tables)(void) {
  for (int scrambling = PHOTINUS_SCRAMBLING_NONE; scrambling <= PHOTINUS_SCRAMBLING_SHIFT; scrambling++) {
    F expected[600], points[600];
    uint32_t *bases;
    F *lower, *upper;
    fresh();
    P(photinus_halton_options) *const options = P(halton_options)(&bases, &lower, &upper);
    options->scrambling = scrambling;
    options->seed = 99;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(options, 3, 1000000, 200, expected, 600));
    static const size_t sizes[] = {64, 65, 300, 1024, 10000, SIZE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
      unsigned char *const table = P(use_table)(options, 3, sizes[i]);
      unsigned char *const copy = input(table, options->table_bytes);
      options->table = copy;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(options, 3, 1000000, 200, points, 600));
      CHECK(memcmp(points, expected, sizeof points) == 0 && memcmp(table, copy, options->table_bytes) == 0);
      options->table = NULL;
      options->table_bytes = 0;
    }
  }
}

// Copies of a cursor go on alike and apart; what failed has changed nothing.
static void P(halton_cursors)(void) {
  for (int scrambling = PHOTINUS_SCRAMBLING_NONE; scrambling <= PHOTINUS_SCRAMBLING_SHIFT; scrambling++) {
    for (int with_table = 0; with_table < 2; with_table++) {
      F expected[60], points[60];
      struct P(halton_cursor_init_arguments) a;
      fresh();
      P(valid_halton_cursor_init)(&a);
      a.options->scrambling = scrambling;
      a.options->seed = 3;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(a.options, 3, 5, 20, expected, 60));
      if (with_table) P(use_table)(a.options, 3, SIZE_MAX);
      CHECK_STATUS(PHOTINUS_OK, P(call_halton_cursor_init)(&a));
      memset(a.options, PATTERN, sizeof *a.options); // the options themselves are no longer needed
      P(photinus_halton_cursor) *cursor = *a.cursor;
      for (int i = 0; i < 10; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(cursor, points + 3 * i, 3));
      P(photinus_halton_cursor) *const copy = memcpy(result(a.bytes), (void *)cursor, a.bytes);
      CHECK_STATUS(PHOTINUS_ERROR_LENGTH, P(photinus_halton_cursor_next)(cursor, points + 30, 2));
      CHECK_STATUS(PHOTINUS_ERROR_NULL, P(photinus_halton_cursor_next)(cursor, NULL, 3));
      for (int i = 10; i < 20; i++) {
        CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(cursor, points + 3 * i, 3));
      }
      CHECK(memcmp(points, expected, sizeof points) == 0);
      memset((void *)cursor, PATTERN, a.bytes);
      for (int i = 10; i < 20; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(copy, points + 3 * i, 3));
      CHECK(memcmp(points, expected, sizeof points) == 0);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_seek)(copy, 8));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(copy, points, 3));
      CHECK(memcmp(points, expected + 9, 3 * sizeof(F)) == 0);

      // The last point of all, and nothing behind it.
      F last[3], after[3] = {9, 9, 9};
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_seek)(copy, UINT64_MAX));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(copy, last, 3));
      for (int i = 0; i < 3; i++) CHECK(last[i] >= a.lower[i] && last[i] <= a.upper[i]);
      for (int i = 0; i < 2; i++) {
        CHECK_STATUS(PHOTINUS_ERROR_INDEX_RANGE, P(photinus_halton_cursor_next)(copy, after, 3));
        uint64_t none;
        CHECK_STATUS(PHOTINUS_ERROR_INDEX_RANGE, P(photinus_halton_cursor_index)(copy, &none));
        CHECK(after[0] == 9 && after[1] == 9 && after[2] == 9);
      }
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_seek)(copy, 5));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(copy, after, 3));
      CHECK(memcmp(after, expected, sizeof after) == 0);
    }
  }

  // A cursor whose memory is given to a call that fails is still the cursor that it was.
  struct P(halton_cursor_init_arguments) a;
  fresh();
  P(valid_halton_cursor_init)(&a);
  CHECK_STATUS(PHOTINUS_OK, P(call_halton_cursor_init)(&a));
  memcpy(before, arena, sizeof arena);
  a.bases[0] = 11;
  CHECK_STATUS(PHOTINUS_ERROR_REPEATED_BASE, P(call_halton_cursor_init)(&a));
  check_arena(NOTHING, "photinus_halton_cursor_init in the memory of a cursor, with a base twice", __LINE__);
}

static void P(halton)(void) {
  OPTIONS_INIT(halton_options_init);

  CASE(halton_fill, PHOTINUS_OK, (void)0);
  CASE(halton_fill, PHOTINUS_OK, a.options = NULL);
  CASE(halton_fill, PHOTINUS_OK, a.options->bases = NULL);
  CASE(halton_fill, PHOTINUS_ERROR_NULL, a.points = NULL);
  CASE(halton_fill, PHOTINUS_ERROR_ALIGNMENT, a.points = misaligned(a.points));
  CASE(halton_fill, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  OPTIONS_SIZES(halton_fill, a.options);
  CASE(halton_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(halton_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 0; a.options = NULL);
  CASE(halton_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 1230; a.options = NULL);
  CASE(halton_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 1230; a.options = NULL; a.count = 0);
  CASE(halton_fill, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX; a.options = NULL);
  IDLE(halton_fill, a.dim = 1229; a.options = NULL; a.count = 0);
  EITHER(halton_fill, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  EITHER(halton_fill, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, a.points_len = SIZE_MAX);
  IDLE(halton_fill, a.count = 0);
  IDLE(halton_fill, a.count = 0; a.points_len = 0);
  IDLE(halton_fill, a.count = 0; a.points_len = 0; a.points = NULL);
  IDLE(halton_fill, a.count = 0; a.options = NULL);
  CASE(halton_fill, PHOTINUS_ERROR_LENGTH, a.points_len = 11);
  CASE(halton_fill, PHOTINUS_ERROR_LENGTH, a.points_len = 0);
  CASE(halton_fill, PHOTINUS_ERROR_LENGTH, a.count = 5);
  CASE(halton_fill, PHOTINUS_ERROR_LENGTH, a.options->stride = 4);
  EITHER(halton_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.options->stride = SIZE_MAX);
  EITHER(halton_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX; a.start = 0);
  EITHER(halton_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX / 2 + 2; a.start = 0);
  EITHER(halton_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION,
         a.count = SIZE_MAX; a.start = 0; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);
  CASE(halton_fill, PHOTINUS_ERROR_STRIDE, a.options->stride = 2);
  CASE(halton_fill, PHOTINUS_ERROR_STRIDE, a.options->stride = 3; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);
  CASE(halton_fill, PHOTINUS_OK, a.options->stride = 3);
  CASE(halton_fill, PHOTINUS_OK, a.options->stride = 4; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);
  // The last row needs no room behind it.
  CASE(halton_fill, PHOTINUS_OK, a.options->stride = 9; a.count = 2);
  CASE(halton_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = 2);
  CASE(halton_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = -1);
  CASE(halton_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = INT_MAX);
  CASE(halton_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = INT_MIN);
  CASE(halton_fill, PHOTINUS_ERROR_LEAP, a.options->leap = 0);
  CASE(halton_fill, PHOTINUS_ERROR_LEAP, a.options->leap = 0; a.count = 1);
  CASE(halton_fill, PHOTINUS_OK, a.start = UINT64_MAX - 3);
  CASE(halton_fill, PHOTINUS_ERROR_INDEX_RANGE, a.start = UINT64_MAX - 2);
  CASE(halton_fill, PHOTINUS_ERROR_INDEX_RANGE, a.start = UINT64_MAX);
  CASE(halton_fill, PHOTINUS_OK, a.start = UINT64_MAX; a.count = 1);
  CASE(halton_fill, PHOTINUS_OK, a.start = UINT64_MAX; a.count = 1; a.options->leap = UINT64_MAX);
  CASE(halton_fill, PHOTINUS_ERROR_INDEX_RANGE, a.options->leap = UINT64_MAX);
  CASE(halton_fill, PHOTINUS_ERROR_INDEX_RANGE, a.options->leap = UINT64_MAX; a.count = 2);
  CASE(halton_fill, PHOTINUS_OK, a.options->leap = UINT64_MAX; a.count = 2; a.start = 0);
  CASE(halton_fill, PHOTINUS_ERROR_INDEX_RANGE, a.options->leap = (uint64_t)1 << 63; a.start = 0);

  CASE(halton_fill, PHOTINUS_ERROR_INDEX_RANGE, a.options->threads = 2; a.start = UINT64_MAX - 2);
  CASE(halton_fill, PHOTINUS_OK, a.options->threads = 1024);
  CASE(halton_fill, PHOTINUS_ERROR_PARAMETER, a.options->threads = 1025);
  CASE(halton_fill, PHOTINUS_ERROR_PARAMETER, a.options->threads = SIZE_MAX);
  HALTON_SEQUENCE(halton_fill);
  CASE(halton_fill, PHOTINUS_ERROR_REPEATED_BASE, a.bases[2] = 7; a.count = 0);
  BOX_OPTIONS(halton_fill);
  FILL_OPTIONS(halton_fill);
  HALTON_TABLE(halton_fill);

  // Points over what is read: the bases, the box, the table. Right behind each they may lie.
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, a.options->bases = memcpy(a.points + 9, a.bases, 3 * sizeof *a.bases));
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, a.options->lower = memcpy(a.points + 11, a.lower, sizeof(F)); a.dim = 1);
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, a.options->upper = memcpy(a.points, a.upper, 3 * sizeof(F)));
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, a.options->upper = memcpy(a.points, a.upper, 3 * sizeof(F));
       a.options->threads = 2);
  CASE(halton_fill, PHOTINUS_OK, a.points = result(15 * sizeof(F));
       a.options->lower = memcpy(a.points, a.lower, 3 * sizeof(F)); a.points += 3);
  CASE(halton_fill, PHOTINUS_OK, a.points = result(15 * sizeof(F));
       a.options->upper = memcpy(a.points + 12, a.upper, 3 * sizeof(F)));
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, P(table_in_arena)(a.options, a.dim, 512); a.points = (F *)table_room);
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, P(table_in_arena)(a.options, a.dim, 512);
       a.points = (F *)(table_room + 512) - 1);
  CASE(halton_fill, PHOTINUS_ERROR_OVERLAP, P(table_in_arena)(a.options, a.dim, 512);
       a.points = (F *)table_room - 11);
  CASE(halton_fill, PHOTINUS_OK, P(table_in_arena)(a.options, a.dim, 512));
  IDLE(halton_fill, a.options->bases = memcpy(a.points, a.bases, 3 * sizeof *a.bases); a.count = 0);

  CASE(halton_table_size, PHOTINUS_OK, (void)0);
  CASE(halton_table_size, PHOTINUS_OK, a.options = NULL);
  CASE(halton_table_size, PHOTINUS_OK, a.options = NULL; a.dim = 1229);
  CASE(halton_table_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(halton_table_size, PHOTINUS_ERROR_OVERLAP, a.align = a.bytes);
  CASE(halton_table_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(halton_table_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(halton_table_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
  CASE(halton_table_size, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(halton_table_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(halton_table_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(halton_table_size, PHOTINUS_ERROR_DIMENSION, a.dim = 1230; a.options = NULL);
  CASE(halton_table_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX; a.options = NULL);
  OPTIONS_SIZES(halton_table_size, a.options);
  HALTON_SEQUENCE(halton_table_size);

  CASE(halton_table_init, PHOTINUS_OK, (void)0);
  CASE(halton_table_init, PHOTINUS_OK, a.options = NULL);
  CASE(halton_table_init, PHOTINUS_OK, a.options = NULL; a.dim = 1229);
  CASE(halton_table_init, PHOTINUS_OK, a.bytes = 64);
  CASE(halton_table_init, PHOTINUS_OK, a.bytes = 65);
  CASE(halton_table_init, PHOTINUS_OK, a.bytes = 1999);
  CASE(halton_table_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 63);
  CASE(halton_table_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 1);
  CASE(halton_table_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  EITHER(halton_table_init, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION, a.bytes = SIZE_MAX);
  CASE(halton_table_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  EITHER(halton_table_init, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_WORKSPACE, a.memory = NULL; a.bytes = 0);
  CASE(halton_table_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(halton_table_init, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(halton_table_init, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(halton_table_init, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(halton_table_init, PHOTINUS_ERROR_DIMENSION, a.dim = 1230; a.options = NULL);
  OPTIONS_SIZES(halton_table_init, a.options);
  HALTON_SEQUENCE(halton_table_init);
  // The options' own table is not looked at.
  CASE(halton_table_init, PHOTINUS_OK, a.options->table = misaligned(a.bases); a.options->table_bytes = SIZE_MAX);
  CASE(halton_table_init, PHOTINUS_OK, a.options->table = a.memory; a.options->table_bytes = a.bytes);
  CASE(halton_table_init, PHOTINUS_OK, a.options->table_bytes = 64);
  CASE(halton_table_init, PHOTINUS_ERROR_OVERLAP,
       a.options->bases = memcpy((unsigned char *)a.memory + 1988, a.bases, 12));
  CASE(halton_table_init, PHOTINUS_ERROR_OVERLAP, a.options->bases = memcpy(a.memory, a.bases, 12));
  CASE(halton_table_init, PHOTINUS_ERROR_OVERLAP, a.options->lower = memcpy(a.memory, a.lower, 3 * sizeof(F)));
  CASE(halton_table_init, PHOTINUS_ERROR_OVERLAP, a.options->upper = memcpy((F *)a.memory + 9, a.upper, 3 * sizeof(F)));
  CASE(halton_table_init, PHOTINUS_OK,
       a.options->bases = memcpy((unsigned char *)a.memory + 1988, a.bases, 12); a.bytes = 1988);

  CASE(halton_cursor_size, PHOTINUS_OK, (void)0);
  CASE(halton_cursor_size, PHOTINUS_OK, a.dim = 100000);
  CASE(halton_cursor_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(halton_cursor_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(halton_cursor_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 16);
  CASE(halton_cursor_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(halton_cursor_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(halton_cursor_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(halton_cursor_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));

  CASE(halton_cursor_init, PHOTINUS_OK, (void)0);
  CASE(halton_cursor_init, PHOTINUS_OK, a.options = NULL);
  CASE(halton_cursor_init, PHOTINUS_OK, a.start = UINT64_MAX);
  CASE(halton_cursor_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  CASE(halton_cursor_init, PHOTINUS_ERROR_NULL, a.cursor = NULL);
  CASE(halton_cursor_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(halton_cursor_init, PHOTINUS_ERROR_ALIGNMENT, a.cursor = misaligned(a.cursor));
  CASE(halton_cursor_init, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(halton_cursor_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(halton_cursor_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 1);
  CASE(halton_cursor_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  EITHER(halton_cursor_init, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_WORKSPACE, a.memory = NULL; a.bytes = 0);
  CASE(halton_cursor_init, PHOTINUS_ERROR_WORKSPACE, a.dim = 4; a.options = NULL);
  CASE(halton_cursor_init, PHOTINUS_OK, a.dim = 2; a.options = NULL);
  CASE(halton_cursor_init, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(halton_cursor_init, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(halton_cursor_init, PHOTINUS_ERROR_DIMENSION, a.dim = 0; a.options = NULL);
  CASE(halton_cursor_init, PHOTINUS_ERROR_DIMENSION, a.dim = 1230; a.options = NULL);
  OPTIONS_SIZES(halton_cursor_init, a.options);
  HALTON_SEQUENCE(halton_cursor_init);
  BOX_OPTIONS(halton_cursor_init);
  HALTON_TABLE(halton_cursor_init);
  // What does not matter to it may be anything.
  CASE(halton_cursor_init, PHOTINUS_OK, a.options->leap = 0; a.options->stride = 1; a.options->threads = SIZE_MAX);
  EITHER(halton_cursor_init, PHOTINUS_OK, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = -1);
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP, a.options->bases = memcpy(a.memory, a.bases, 12));
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP, a.cursor = (void *)a.memory);
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP, a.options->bases = memcpy((void *)a.cursor, a.bases, 8); a.dim = 2);
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP,
       a.options->bases = memcpy((unsigned char *)a.memory + a.bytes - 12, a.bases, 12));
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP, a.options->lower = memcpy(a.memory, a.lower, 3 * sizeof(F)));
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP,
       a.options->upper = memcpy((F *)a.memory + 3, a.upper, 3 * sizeof(F)));
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP, P(table_in_arena)(a.options, a.dim, 512); a.memory = table_room);
  CASE(halton_cursor_init, PHOTINUS_ERROR_OVERLAP, P(table_in_arena)(a.options, a.dim, 512);
       a.memory = table_room + 504);
  CASE(halton_cursor_init, PHOTINUS_OK, P(table_in_arena)(a.options, a.dim, 512));

  HALTON_CURSOR(halton_cursor_next);
  CASE(halton_cursor_next, PHOTINUS_ERROR_NULL, a.point = NULL);
  CASE(halton_cursor_next, PHOTINUS_ERROR_ALIGNMENT, a.point = misaligned(a.point));
  CASE(halton_cursor_next, PHOTINUS_ERROR_OVERLAP, a.point = (F *)((unsigned char *)a.cursor + 16));
  CASE(halton_cursor_next, PHOTINUS_ERROR_LENGTH, a.point_len = 2);
  CASE(halton_cursor_next, PHOTINUS_ERROR_LENGTH, a.point_len = 0);
  EITHER(halton_cursor_next, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_NULL, a.point = NULL; a.point_len = 0);
  EITHER(halton_cursor_next, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.point_len = SIZE_MAX);
  CASE(halton_cursor_next, PHOTINUS_OK, a.point = result(8 * sizeof(F)); a.point_len = 8);
  for (size_t i = 0; i < 8; i++) CHECK((rooms[room_count - 1].from[i * sizeof(F)] == PATTERN) == (i >= 3));
  CASE(halton_cursor_next, PHOTINUS_OK, P(photinus_halton_cursor_seek)(a.cursor, UINT64_MAX));
  CASE(halton_cursor_next, PHOTINUS_ERROR_INDEX_RANGE, P(photinus_halton_cursor_seek)(a.cursor, UINT64_MAX);
       P(call_halton_cursor_next)(&a));
  CASE(halton_cursor_next, PHOTINUS_OK, P(photinus_halton_cursor_seek)(a.cursor, UINT64_MAX);
       P(call_halton_cursor_next)(&a); P(photinus_halton_cursor_seek)(a.cursor, 7));

  HALTON_CURSOR(halton_cursor_seek);
  CASE(halton_cursor_seek, PHOTINUS_OK, a.index = 0);
  CASE(halton_cursor_seek, PHOTINUS_OK, a.index = UINT64_MAX);

  HALTON_CURSOR(halton_cursor_index);
  CASE(halton_cursor_index, PHOTINUS_ERROR_NULL, a.index = NULL);
  CASE(halton_cursor_index, PHOTINUS_ERROR_ALIGNMENT, a.index = misaligned(a.index));

  P(halton_tables)();
  P(halton_cursors)();

  CASE(radical_inverse, PHOTINUS_OK, (void)0);
  CASE(radical_inverse, PHOTINUS_ERROR_NULL, a.value = NULL);
  CASE(radical_inverse, PHOTINUS_ERROR_ALIGNMENT, a.value = misaligned(a.value));
  CASE(radical_inverse, PHOTINUS_ERROR_BASE, a.base = 0);
  CASE(radical_inverse, PHOTINUS_ERROR_BASE, a.base = 1);
  CASE(radical_inverse, PHOTINUS_OK, a.base = UINT32_MAX; a.index = UINT64_MAX);
}

// --- Sobol --------------------------------------------------------------------------------------------------------

struct P(sobol_options_init_arguments) {
  P(photinus_sobol_options) *options;
  size_t size;
};
static void P(valid_sobol_options_init)(struct P(sobol_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_sobol_options_init)(const struct P(sobol_options_init_arguments) *a) {
  return P(photinus_sobol_options_init)(a->options, a->size);
}

struct P(sobol_fill_arguments) {
  P(photinus_sobol_options) *options;
  F *lower, *upper;
  size_t dim;
  uint64_t start;
  size_t count;
  F *points;
  size_t points_len;
};
static void P(valid_sobol_fill)(struct P(sobol_fill_arguments) *a) {
  static const F box[2][3] = {{-1, 0, 2}, {1, 3, 2}};
  P(photinus_sobol_options) options;
  P(photinus_sobol_options_init)(&options, sizeof options);
  options.lower = a->lower = input(box[0], sizeof box[0]);
  options.upper = a->upper = input(box[1], sizeof box[1]);
  a->options = input(&options, sizeof options);
  a->dim = 3;
  a->start = 5;
  a->count = 4;
  a->points_len = 12;
  a->points = result(a->points_len * sizeof(F));
}
static int P(call_sobol_fill)(const struct P(sobol_fill_arguments) *a) {
  return P(photinus_sobol_fill)(a->options, a->dim, a->start, a->count, a->points, a->points_len);
}

static void P(sobol)(void) {
  OPTIONS_INIT(sobol_options_init);

  CASE(sobol_fill, PHOTINUS_OK, (void)0);
  CASE(sobol_fill, PHOTINUS_OK, a.options = NULL);
  CASE(sobol_fill, PHOTINUS_ERROR_NULL, a.points = NULL);
  CASE(sobol_fill, PHOTINUS_ERROR_ALIGNMENT, a.points = misaligned(a.points));
  CASE(sobol_fill, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  OPTIONS_SIZES(sobol_fill, a.options);
  CASE(sobol_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(sobol_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 0; a.options = NULL);
  CASE(sobol_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 21202; a.options = NULL);
  CASE(sobol_fill, PHOTINUS_ERROR_DIMENSION, a.dim = 21202; a.options = NULL; a.count = 0);
  CASE(sobol_fill, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(sobol_fill, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX; a.options = NULL);
  CALL(sobol_fill, PHOTINUS_ERROR_DIMENSION, PHOTINUS_OK, NOTHING, "1112 dimensions", a.dim = 1112; a.options = NULL;
       a.count = 0); // they are there with the feature joe-kuo
  CASE(sobol_fill, PHOTINUS_OK, a.dim = 1111; a.options = NULL; a.count = 1; a.points = result(1111 * sizeof(F));
       a.points_len = 1111);
  IDLE(sobol_fill, a.dim = 1111; a.options = NULL; a.count = 0);
  IDLE(sobol_fill, a.count = 0);
  IDLE(sobol_fill, a.count = 0; a.points_len = 0; a.points = NULL);
  CASE(sobol_fill, PHOTINUS_ERROR_LENGTH, a.points_len = 11);
  CASE(sobol_fill, PHOTINUS_ERROR_LENGTH, a.points_len = 0);
  CASE(sobol_fill, PHOTINUS_ERROR_LENGTH, a.count = 5);
  CASE(sobol_fill, PHOTINUS_ERROR_LENGTH, a.options->stride = 4);
  EITHER(sobol_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.points_len = SIZE_MAX);
  EITHER(sobol_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.options->stride = SIZE_MAX);
  EITHER(sobol_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX; a.start = 0);
  EITHER(sobol_fill, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION,
         a.count = SIZE_MAX; a.start = 0; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);
  CASE(sobol_fill, PHOTINUS_ERROR_STRIDE, a.options->stride = 2);
  CASE(sobol_fill, PHOTINUS_ERROR_STRIDE, a.options->stride = 3; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);
  CASE(sobol_fill, PHOTINUS_OK, a.options->stride = 3);
  CASE(sobol_fill, PHOTINUS_OK, a.options->stride = 4; a.options->layout = PHOTINUS_LAYOUT_COLUMNS);
  CASE(sobol_fill, PHOTINUS_OK, a.options->stride = 9; a.count = 2);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = 2);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->layout = INT_MIN);
  CASE(sobol_fill, PHOTINUS_OK, a.options->order = PHOTINUS_ORDER_NATURAL);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->order = 2);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->order = -1);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->order = INT_MAX);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->order = INT_MIN);
  CASE(sobol_fill, PHOTINUS_OK, a.options->scrambling = PHOTINUS_SCRAMBLING_NESTED; a.options->seed = UINT64_MAX);
  CASE(sobol_fill, PHOTINUS_OK, a.options->scrambling = PHOTINUS_SCRAMBLING_SHIFT);
  CASE(sobol_fill, PHOTINUS_ERROR_UNSUPPORTED, a.options->scrambling = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS);
  CASE(sobol_fill, PHOTINUS_ERROR_UNSUPPORTED, a.options->scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = 5);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = -1);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = INT_MAX);
  CASE(sobol_fill, PHOTINUS_ERROR_ENUM_VALUE, a.options->scrambling = INT_MIN);
  CASE(sobol_fill, PHOTINUS_ERROR_LEAP, a.options->leap = 0);
  CASE(sobol_fill, PHOTINUS_ERROR_LEAP, a.options->leap = 0; a.count = 1);
  CASE(sobol_fill, PHOTINUS_OK, a.start = UINT64_MAX - 3);
  CASE(sobol_fill, PHOTINUS_ERROR_INDEX_RANGE, a.start = UINT64_MAX - 2);
  CASE(sobol_fill, PHOTINUS_ERROR_INDEX_RANGE, a.start = UINT64_MAX - 2; a.options->threads = 2);
  CASE(sobol_fill, PHOTINUS_OK, a.start = UINT64_MAX; a.count = 1; a.options->leap = UINT64_MAX);
  CASE(sobol_fill, PHOTINUS_ERROR_INDEX_RANGE, a.options->leap = UINT64_MAX; a.count = 2);
  CASE(sobol_fill, PHOTINUS_OK, a.options->leap = UINT64_MAX; a.count = 2; a.start = 0);
  CASE(sobol_fill, PHOTINUS_ERROR_INDEX_RANGE, a.options->leap = (uint64_t)1 << 63; a.start = 0);
  LEVELS(sobol_fill);
  BOX_OPTIONS(sobol_fill);
  FILL_OPTIONS(sobol_fill);

  CASE(sobol_fill, PHOTINUS_ERROR_OVERLAP, a.options->lower = memcpy(a.points + 11, a.lower, sizeof(F)); a.dim = 1);
  CASE(sobol_fill, PHOTINUS_ERROR_OVERLAP, a.options->upper = memcpy(a.points, a.upper, 3 * sizeof(F)));
  CASE(sobol_fill, PHOTINUS_ERROR_OVERLAP, a.options->upper = memcpy(a.points, a.upper, 3 * sizeof(F));
       a.options->threads = 2);
  CASE(sobol_fill, PHOTINUS_OK, a.points = result(15 * sizeof(F));
       a.options->lower = memcpy(a.points, a.lower, 3 * sizeof(F)); a.points += 3);
  CASE(sobol_fill, PHOTINUS_OK, a.points = result(15 * sizeof(F));
       a.options->upper = memcpy(a.points + 12, a.upper, 3 * sizeof(F)));
}

// --- Discrepancy --------------------------------------------------------------------------------------------------

struct P(discrepancy_arguments) {
  int kind;
  F *points;
  size_t points_len, count, dim;
  int layout;
  size_t stride, threads;
  double *value;
};
static void P(valid_discrepancy)(struct P(discrepancy_arguments) *a) {
  static const F points[4][3] = {{0, (F)0.5, 1}, {(F)0.25, (F)0.75, (F)0.125}, {1, 0, (F)0.5}, {(F)0.5, 1, 0}};
  a->kind = PHOTINUS_DISCREPANCY_CENTERED;
  a->points = input(points, sizeof points);
  a->points_len = 12;
  a->count = 4;
  a->dim = 3;
  a->layout = PHOTINUS_LAYOUT_ROWS;
  a->stride = 0;
  a->threads = 1;
  a->value = result(sizeof *a->value);
}
static int P(call_discrepancy)(const struct P(discrepancy_arguments) *a) {
  return P(photinus_discrepancy)(a->kind, a->points, a->points_len, a->count, a->dim, a->layout, a->stride, a->threads,
                                 a->value);
}

static void P(discrepancy)(void) {
  for (int threads = 0; threads <= 2; threads++) {
#define THREADS a.threads = (size_t)threads
    for (int kind = PHOTINUS_DISCREPANCY_CENTERED; kind <= PHOTINUS_DISCREPANCY_STAR; kind++) {
      CASE(discrepancy, PHOTINUS_OK, THREADS; a.kind = kind);
      CASE(discrepancy, PHOTINUS_OK, THREADS; a.kind = kind; a.layout = PHOTINUS_LAYOUT_COLUMNS);
    }
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.kind = 4);
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.kind = -1);
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.kind = INT_MAX);
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.kind = INT_MIN);
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.layout = 2);
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.layout = -1);
    CASE(discrepancy, PHOTINUS_ERROR_ENUM_VALUE, THREADS; a.layout = INT_MIN);
    CASE(discrepancy, PHOTINUS_ERROR_OVERLAP, THREADS; a.value = (double *)(void *)a.points);
    CASE(discrepancy, PHOTINUS_ERROR_NULL, THREADS; a.points = NULL);
    EITHER(discrepancy, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_LENGTH, THREADS; a.points = NULL; a.points_len = 0);
    CASE(discrepancy, PHOTINUS_ERROR_NULL, THREADS; a.value = NULL);
    CASE(discrepancy, PHOTINUS_ERROR_ALIGNMENT, THREADS; a.points = misaligned(a.points));
    CASE(discrepancy, PHOTINUS_ERROR_ALIGNMENT, THREADS; a.value = misaligned(a.value));
    CASE(discrepancy, PHOTINUS_ERROR_DIMENSION, THREADS; a.count = 0);
    CASE(discrepancy, PHOTINUS_ERROR_DIMENSION, THREADS; a.dim = 0);
    CASE(discrepancy, PHOTINUS_ERROR_DIMENSION, THREADS; a.count = 0; a.dim = 0);
    EITHER(discrepancy, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_NULL, THREADS; a.count = 0; a.points = NULL;
           a.points_len = 0);
    CASE(discrepancy, PHOTINUS_ERROR_LENGTH, THREADS; a.points_len = 11);
    CASE(discrepancy, PHOTINUS_ERROR_LENGTH, THREADS; a.points_len = 0);
    CASE(discrepancy, PHOTINUS_ERROR_LENGTH, THREADS; a.count = 5);
    CASE(discrepancy, PHOTINUS_ERROR_LENGTH, THREADS; a.dim = 4);
    CASE(discrepancy, PHOTINUS_ERROR_LENGTH, THREADS; a.stride = 4);
    EITHER(discrepancy, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, THREADS; a.points_len = SIZE_MAX);
    EITHER(discrepancy, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, THREADS; a.count = SIZE_MAX);
    EITHER(discrepancy, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, THREADS; a.dim = SIZE_MAX);
    EITHER(discrepancy, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, THREADS; a.count = SIZE_MAX; a.dim = SIZE_MAX);
    EITHER(discrepancy, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, THREADS; a.count = SIZE_MAX;
           a.layout = PHOTINUS_LAYOUT_COLUMNS);
    EITHER(discrepancy, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_DIMENSION, THREADS; a.stride = SIZE_MAX);
    CASE(discrepancy, PHOTINUS_ERROR_STRIDE, THREADS; a.stride = 2);
    CASE(discrepancy, PHOTINUS_ERROR_STRIDE, THREADS; a.stride = 3; a.layout = PHOTINUS_LAYOUT_COLUMNS);
    CASE(discrepancy, PHOTINUS_OK, THREADS; a.stride = 9; a.count = 2);
    CASE(discrepancy, PHOTINUS_ERROR_NOT_FINITE, THREADS; a.points[0] = (F)NAN);
    CASE(discrepancy, PHOTINUS_ERROR_NOT_FINITE, THREADS; a.points[11] = (F)INFINITY);
    CASE(discrepancy, PHOTINUS_ERROR_NOT_FINITE, THREADS; a.points[5] = -(F)INFINITY);
    CASE(discrepancy, PHOTINUS_ERROR_PARAMETER, THREADS; a.points[11] = 1 + EPSILON);
    CASE(discrepancy, PHOTINUS_ERROR_PARAMETER, THREADS; a.points[0] = -P(TINIEST));
    CASE(discrepancy, PHOTINUS_ERROR_PARAMETER, THREADS; a.points[4] = P(HUGEST));
    // What a stride leaves between is not looked at.
    CASE(discrepancy, PHOTINUS_OK, THREADS; a.count = 2; a.stride = 9; a.points[3] = (F)NAN; a.points[8] = 7);
  }
#undef THREADS
}

// --- PSO: making a swarm ------------------------------------------------------------------------------------------

enum { P(DIM) = 2, P(SWARM) = 5 };

static P(photinus_pso_options) P(small_swarm)(void) {
  P(photinus_pso_options) options;
  P(photinus_pso_options_init)(&options, sizeof options);
  // The posts' swarm, which soon comes to its end.
  P(photinus_pso_options_set_rule)(&options, PHOTINUS_RULE_CONSTANT);
  options.topology = PHOTINUS_TOPOLOGY_GLOBAL;
  options.start = PHOTINUS_START_HALTON;
  options.perturbation = (F)0.1;
  options.velocity_limit = 1;
  options.restart_spread = 0;
  options.restart_generations = 0;
  options.max_repetition = 100;
  options.swarm_size = P(SWARM);
  options.seed = 7;
  return options;
}

// Lower and upper bounds, and two positions between them.
static const F P(box)[4][P(DIM)] = {{-1, -2}, {1, 3}, {(F)0.5, 2}, {-1, 3}};

static size_t P(swarm_bytes)(void) {
  const P(photinus_pso_options) options = P(small_swarm)();
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_size)(P(DIM), &options, &bytes, &align));
  CHECK(bytes > 0 && align > 0 && align <= GAP);
  return bytes;
}

// A swarm in the arena.
static P(photinus_pso) *P(swarm)(void) {
  const P(photinus_pso_options) options = P(small_swarm)();
  const size_t bytes = P(swarm_bytes)();
  P(photinus_pso) *pso = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_init)(result(bytes), bytes, P(DIM), P(box)[0], P(box)[1], NULL, 0, &options,
                                                 &pso));
  return pso;
}

struct P(pso_options_init_arguments) {
  P(photinus_pso_options) *options;
  size_t size;
};
static void P(valid_pso_options_init)(struct P(pso_options_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_pso_options_init)(const struct P(pso_options_init_arguments) *a) {
  return P(photinus_pso_options_init)(a->options, a->size);
}

struct P(pso_size_arguments) {
  size_t dim;
  P(photinus_pso_options) *options;
  size_t *bytes, *align;
};
static void P(valid_pso_size)(struct P(pso_size_arguments) *a) {
  const P(photinus_pso_options) options = P(small_swarm)();
  a->dim = P(DIM);
  a->options = input(&options, sizeof options);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_pso_size)(const struct P(pso_size_arguments) *a) {
  return P(photinus_pso_size)(a->dim, a->options, a->bytes, a->align);
}

struct P(pso_init_arguments) {
  void *memory;
  size_t bytes, dim;
  F *lower, *upper, *start;
  size_t start_count;
  P(photinus_pso_options) *options;
  P(photinus_pso) **pso;
};
static void P(valid_pso_init)(struct P(pso_init_arguments) *a) {
  const P(photinus_pso_options) options = P(small_swarm)();
  a->bytes = P(swarm_bytes)();
  a->memory = result(a->bytes);
  a->dim = P(DIM);
  a->lower = input(P(box)[0], sizeof P(box)[0]);
  a->upper = input(P(box)[1], sizeof P(box)[1]);
  a->start = input(P(box)[2], 2 * sizeof P(box)[2]);
  a->start_count = 2;
  a->options = input(&options, sizeof options);
  a->pso = result(sizeof *a->pso);
}
static int P(call_pso_init)(const struct P(pso_init_arguments) *a) {
  return P(photinus_pso_init)(a->memory, a->bytes, a->dim, a->lower, a->upper, a->start, a->start_count, a->options,
                              a->pso);
}

struct P(pso_new_arguments) {
  size_t dim;
  F *lower, *upper, *start;
  size_t start_count;
  P(photinus_pso_options) *options;
  P(photinus_pso) **pso;
};
static void P(valid_pso_new)(struct P(pso_new_arguments) *a) {
  struct P(pso_init_arguments) b;
  P(valid_pso_init)(&b);
  a->dim = b.dim;
  a->lower = b.lower;
  a->upper = b.upper;
  a->start = b.start;
  a->start_count = b.start_count;
  a->options = b.options;
  a->pso = b.pso;
}
static int P(call_pso_new)(const struct P(pso_new_arguments) *a) {
  const int status =
      P(photinus_pso_new)(a->dim, a->lower, a->upper, a->start, a->start_count, a->options, a->pso);
  if (status == PHOTINUS_OK) P(photinus_pso_free)(*a->pso);
  return status;
}

// What every function that takes options refuses.
#define PSO_PARAMETERS(function)                                                                                       \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->inertia = (F)-0.1);                                              \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->inertia = (F)NAN);                                               \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->inertia = (F)INFINITY);                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->cognitive = (F)-0.1);                                            \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->cognitive = (F)NAN);                                             \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->social = (F)-0.1);                                               \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->social = -(F)INFINITY);                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->perturbation = (F)-0.1);                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->perturbation = (F)NAN);                                          \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->velocity_limit = (F)NAN);                                        \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->target = (F)NAN);                                                \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->final_inertia = (F)NAN);                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->absolute_tolerance = (F)-1);                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->relative_tolerance = (F)INFINITY);                               \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->min_spread = (F)NAN);                                            \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->restart_spread = (F)-1);                                         \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->topology = PHOTINUS_TOPOLOGY_RING; a.options->neighbours = 0);   \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->topology = PHOTINUS_TOPOLOGY_RANDOM; a.options->neighbours = 0); \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->rule = 5);                                                      \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->rule = -1);                                                     \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->topology = 4);                                                  \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->topology = INT_MIN);                                            \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->boundary = 6);                                                  \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->start = 4);                                                     \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->swarm_size = 0)

// What every function that makes a swarm refuses; `good` is its status otherwise.
#define PSO_SWARM(function, good)                                                                                      \
  CASE(function, good, (void)0);                                                                                       \
  CASE(function, PHOTINUS_ERROR_NULL, a.lower = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.upper = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.lower = misaligned(a.lower));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.upper = misaligned(a.upper));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));                                         \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = 0);                                                                 \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);                                                          \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 2);                                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.options->swarm_size = SIZE_MAX);                                          \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.options->swarm_size = SIZE_MAX / 4);                                      \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.options->swarm_size_limit = SIZE_MAX);                                    \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = 1.5);                                                             \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[1] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[1] = (F)NAN);                                                          \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.upper[0] = (F)INFINITY);                                                     \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[1] = -(F)INFINITY);                                                    \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = a.upper[0] = (F)INFINITY);                                        \
  CASE(function, PHOTINUS_ERROR_BOUNDS, a.lower[0] = -P(HUGEST); a.upper[0] = P(HUGEST));                              \
  PSO_PARAMETERS(function)

#define PSO_START(function)                                                                                            \
  CASE(function, PHOTINUS_OK, a.start = NULL; a.start_count = 0);                                                      \
  CASE(function, PHOTINUS_OK, a.start_count = 0);                                                                      \
  CASE(function, PHOTINUS_OK, a.options->swarm_size = 2);                                                              \
  CASE(function, PHOTINUS_OK, a.start[0] = a.lower[0] = a.upper[0] = a.start[2] = (F)0.25);                            \
  CASE(function, PHOTINUS_ERROR_NULL, a.start = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_NULL, a.pso = NULL);                                                                   \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.start = misaligned(a.start));                                             \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.pso = misaligned(a.pso));                                                 \
  CASE(function, PHOTINUS_ERROR_START, a.options->swarm_size = 1);                                                     \
  CASE(function, PHOTINUS_ERROR_START, a.start[1] = 4);                                                                \
  CASE(function, PHOTINUS_ERROR_START, a.start[2] = -2);                                                               \
  CASE(function, PHOTINUS_ERROR_START, a.start[3] = (F)NAN);                                                           \
  CASE(function, PHOTINUS_ERROR_START, a.start[0] = (F)INFINITY);                                                      \
  EITHER(function, PHOTINUS_ERROR_START, PHOTINUS_ERROR_DIMENSION, a.start_count = SIZE_MAX);                          \
  EITHER(function, PHOTINUS_ERROR_START, PHOTINUS_ERROR_DIMENSION, a.start_count = SIZE_MAX; a.dim = 1);               \
  EITHER(function, PHOTINUS_ERROR_START, PHOTINUS_ERROR_DIMENSION, a.start_count = SIZE_MAX / 2 + 1)

static void P(pso_making)(void) {
  OPTIONS_INIT(pso_options_init);

  CASE(pso_size, PHOTINUS_OK, (void)0);
  CASE(pso_size, PHOTINUS_OK, a.options = NULL);
  CASE(pso_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(pso_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(pso_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(pso_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));
  CASE(pso_size, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(pso_size, PHOTINUS_ERROR_DIMENSION, a.dim = 0);
  CASE(pso_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX);
  CASE(pso_size, PHOTINUS_ERROR_DIMENSION, a.dim = SIZE_MAX / 8);
  CASE(pso_size, PHOTINUS_ERROR_DIMENSION, a.options->swarm_size = SIZE_MAX);
  CASE(pso_size, PHOTINUS_ERROR_DIMENSION, a.options->swarm_size = SIZE_MAX; a.dim = SIZE_MAX);
  CASE(pso_size, PHOTINUS_ERROR_PARAMETER, a.options->swarm_size = 0);
  OPTIONS_SIZES(pso_size, a.options);

  PSO_SWARM(pso_init, PHOTINUS_OK);
  PSO_START(pso_init);
  OPTIONS_SIZES(pso_init, a.options);
  CASE(pso_init, PHOTINUS_ERROR_WORKSPACE, a.options = NULL); // 14 particles are more
  CASE(pso_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(pso_init, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);
  CASE(pso_init, PHOTINUS_ERROR_WORKSPACE, a.options->swarm_size += 1);
  CASE(pso_init, PHOTINUS_ERROR_NULL, a.memory = NULL);
  EITHER(pso_init, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_WORKSPACE, a.memory = NULL; a.bytes = 0);
  CASE(pso_init, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));

  PSO_SWARM(pso_new, PHOTINUS_OK);
  PSO_START(pso_new);
  OPTIONS_SIZES(pso_new, a.options);
  CASE(pso_new, PHOTINUS_OK, a.options = NULL);
  CASE(pso_new, PHOTINUS_ERROR_OUT_OF_MEMORY, a.options->swarm_size = SIZE_MAX / 256);

  // A swarm whose memory is given to a call that fails is still the swarm that it was.
  P(photinus_pso) *pso = (fresh(), P(swarm)()), *unchanged = pso;
  const size_t bytes = P(swarm_bytes)();
  const P(photinus_pso_options) options = P(small_swarm)();
  memcpy(before, arena, sizeof arena);
  CHECK_STATUS(PHOTINUS_ERROR_BOUNDS,
               P(photinus_pso_init)(pso, bytes, P(DIM), P(box)[1], P(box)[0], NULL, 0, &options, &unchanged));
  check_arena(NOTHING, "photinus_pso_init in the memory of a swarm, with bad bounds", __LINE__);
}

// --- PSO: using a swarm -------------------------------------------------------------------------------------------

struct P(pso_step_arguments) {
  P(photinus_pso) *pso;
  P(photinus_objective) objective;
  void *user;
};
static void P(valid_pso_step)(struct P(pso_step_arguments) *a) {
  a->pso = P(swarm)();
  a->objective = P(objective);
  a->user = NULL;
}
static int P(call_pso_step)(const struct P(pso_step_arguments) *a) {
  return P(photinus_pso_step)(a->pso, a->objective, a->user);
}

struct P(pso_run_arguments) {
  P(photinus_pso) *pso;
  P(photinus_objective) objective;
  P(photinus_watch) watch;
  void *user;
};
static void P(valid_pso_run)(struct P(pso_run_arguments) *a) {
  a->pso = P(swarm)();
  a->objective = P(objective);
  a->watch = P(watch);
  a->user = NULL;
}
static int P(call_pso_run)(const struct P(pso_run_arguments) *a) {
  return P(photinus_pso_run)(a->pso, a->objective, a->watch, a->user);
}

// The same objective, for many points.
static int P(batch)(const F *points, size_t count, size_t dim, F *values, void *user) {
  int code = 0;
  for (size_t k = 0; k < count && code == 0; k++) code = P(objective)(points + k * dim, dim, values + k, user);
  return code;
}

struct P(pso_step_batch_arguments) {
  P(photinus_pso) *pso;
  P(photinus_batch) objective;
  void *user;
};
static void P(valid_pso_step_batch)(struct P(pso_step_batch_arguments) *a) {
  a->pso = P(swarm)();
  a->objective = P(batch);
  a->user = NULL;
}
static int P(call_pso_step_batch)(const struct P(pso_step_batch_arguments) *a) {
  return P(photinus_pso_step_batch)(a->pso, a->objective, a->user);
}

struct P(pso_run_batch_arguments) {
  P(photinus_pso) *pso;
  P(photinus_batch) objective;
  P(photinus_watch) watch;
  void *user;
};
static void P(valid_pso_run_batch)(struct P(pso_run_batch_arguments) *a) {
  a->pso = P(swarm)();
  a->objective = P(batch);
  a->watch = P(watch);
  a->user = NULL;
}
static int P(call_pso_run_batch)(const struct P(pso_run_batch_arguments) *a) {
  return P(photinus_pso_run_batch)(a->pso, a->objective, a->watch, a->user);
}

struct P(pso_ask_arguments) {
  P(photinus_pso) *pso;
  const F **points;
  size_t *count;
};
static void P(valid_pso_ask)(struct P(pso_ask_arguments) *a) {
  a->pso = P(swarm)();
  a->points = result(sizeof *a->points);
  a->count = result(sizeof *a->count);
}
static int P(call_pso_ask)(const struct P(pso_ask_arguments) *a) {
  return P(photinus_pso_ask)(a->pso, a->points, a->count);
}

struct P(pso_tell_arguments) {
  P(photinus_pso) *pso;
  size_t first;
  F *values;
  size_t count;
};
static void P(valid_pso_tell)(struct P(pso_tell_arguments) *a) {
  static const F values[P(SWARM)] = {5, 4, 3, 2, 1};
  const F *points = NULL;
  size_t count = 0;
  a->pso = P(swarm)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_ask)(a->pso, &points, &count));
  CHECK(points != NULL && count == P(SWARM));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_tell)(a->pso, 3, values, 1)); // particle 3 has its value
  a->first = 0;
  a->values = input(values, sizeof values);
  a->count = 3;
}
static int P(call_pso_tell)(const struct P(pso_tell_arguments) *a) {
  return P(photinus_pso_tell)(a->pso, a->first, a->values, a->count);
}

struct P(pso_options_set_rule_arguments) {
  P(photinus_pso_options) *options;
  int rule;
};
static void P(valid_pso_options_set_rule)(struct P(pso_options_set_rule_arguments) *a) {
  const P(photinus_pso_options) options = P(small_swarm)();
  a->options = result(sizeof *a->options);
  *a->options = options;
  a->rule = PHOTINUS_RULE_SPHERE;
}
static int P(call_pso_options_set_rule)(const struct P(pso_options_set_rule_arguments) *a) {
  return P(photinus_pso_options_set_rule)(a->options, a->rule);
}

struct P(pso_best_arguments) {
  P(photinus_pso) *pso;
  F *x;
  size_t dim;
  F *value;
};
static void P(valid_pso_best)(struct P(pso_best_arguments) *a) {
  a->pso = P(swarm)();
  a->dim = P(DIM);
  a->x = result(a->dim * sizeof(F));
  a->value = result(sizeof(F));
}
static int P(call_pso_best)(const struct P(pso_best_arguments) *a) {
  return P(photinus_pso_best)(a->pso, a->x, a->dim, a->value);
}

struct P(pso_report_arguments) {
  P(photinus_pso) *pso;
  P(photinus_report) *report;
};
static void P(valid_pso_report)(struct P(pso_report_arguments) *a) {
  a->pso = P(swarm)();
  a->report = result(sizeof *a->report);
  a->report->struct_size = sizeof *a->report;
}
static int P(call_pso_report)(const struct P(pso_report_arguments) *a) {
  return P(photinus_pso_report)(a->pso, a->report);
}

struct P(pso_dim_arguments) {
  P(photinus_pso) *pso;
  size_t *dim;
};
static void P(valid_pso_dim)(struct P(pso_dim_arguments) *a) {
  a->pso = P(swarm)();
  a->dim = result(sizeof *a->dim);
}
static int P(call_pso_dim)(const struct P(pso_dim_arguments) *a) { return P(photinus_pso_dim)(a->pso, a->dim); }

struct P(pso_get_options_arguments) {
  P(photinus_pso) *pso;
  P(photinus_pso_options) *options;
};
static void P(valid_pso_get_options)(struct P(pso_get_options_arguments) *a) {
  a->pso = P(swarm)();
  a->options = result(sizeof *a->options);
  a->options->struct_size = sizeof *a->options;
}
static int P(call_pso_get_options)(const struct P(pso_get_options_arguments) *a) {
  return P(photinus_pso_get_options)(a->pso, a->options);
}

struct P(pso_set_options_arguments) {
  P(photinus_pso) *pso;
  P(photinus_pso_options) *options;
};
static void P(valid_pso_set_options)(struct P(pso_set_options_arguments) *a) {
  const P(photinus_pso_options) options = P(small_swarm)();
  a->pso = P(swarm)();
  a->options = input(&options, sizeof options);
}
static int P(call_pso_set_options)(const struct P(pso_set_options_arguments) *a) {
  return P(photinus_pso_set_options)(a->pso, a->options);
}

struct P(pso_save_size_arguments) {
  P(photinus_pso) *pso;
  size_t *bytes;
};
static void P(valid_pso_save_size)(struct P(pso_save_size_arguments) *a) {
  a->pso = P(swarm)();
  a->bytes = result(sizeof *a->bytes);
}
static int P(call_pso_save_size)(const struct P(pso_save_size_arguments) *a) {
  return P(photinus_pso_save_size)(a->pso, a->bytes);
}

struct P(pso_save_arguments) {
  P(photinus_pso) *pso;
  unsigned char *checkpoint;
  size_t bytes;
};
static void P(valid_pso_save)(struct P(pso_save_arguments) *a) {
  a->pso = P(swarm)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save_size)(a->pso, &a->bytes));
  a->checkpoint = (unsigned char *)result(a->bytes + 1) + 1; // bytes need no alignment
}
static int P(call_pso_save)(const struct P(pso_save_arguments) *a) {
  return P(photinus_pso_save)(a->pso, a->checkpoint, a->bytes);
}

// What every function refuses that is given a swarm: what is none, or is one of the other precision.
#define PSO_OBJECT(function, good)                                                                                     \
  CASE(function, good, (void)0);                                                                                       \
  CASE(function, PHOTINUS_ERROR_NULL, a.pso = NULL);                                                                   \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.pso = misaligned(a.pso));                                                 \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.pso, 0, P(swarm_bytes)()));                            \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((void *)a.pso, PATTERN, P(swarm_bytes)()));                      \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.pso + 8, 0, P(swarm_bytes)() - 8));           \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, memset((unsigned char *)a.pso + 8, PATTERN, P(swarm_bytes)() - 8));     \
  CASE(function, PHOTINUS_ERROR_UNINITIALISED, a.pso = (void *)OTHER(swarm)())

#if BITS == 64
static photinus_pso_f32 *swarm_f32(void);
#endif

static void P(pso_using)(void) {
  PSO_OBJECT(pso_step, PHOTINUS_OK);
  CASE(pso_step, PHOTINUS_ERROR_NULL, a.objective = NULL);

  PSO_OBJECT(pso_run, PHOTINUS_STOP_STAGNATION);
  CASE(pso_run, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(pso_run, PHOTINUS_STOP_STAGNATION, a.watch = NULL);

  PSO_OBJECT(pso_step_batch, PHOTINUS_OK);
  CASE(pso_step_batch, PHOTINUS_ERROR_NULL, a.objective = NULL);

  PSO_OBJECT(pso_run_batch, PHOTINUS_STOP_STAGNATION);
  CASE(pso_run_batch, PHOTINUS_ERROR_NULL, a.objective = NULL);
  CASE(pso_run_batch, PHOTINUS_STOP_STAGNATION, a.watch = NULL);

  PSO_OBJECT(pso_ask, PHOTINUS_OK);
  CASE(pso_ask, PHOTINUS_ERROR_NULL, a.points = NULL);
  CASE(pso_ask, PHOTINUS_ERROR_NULL, a.count = NULL);
  CASE(pso_ask, PHOTINUS_ERROR_ALIGNMENT, a.points = misaligned(a.points));
  CASE(pso_ask, PHOTINUS_ERROR_ALIGNMENT, a.count = misaligned(a.count));
  CASE(pso_ask, PHOTINUS_ERROR_OVERLAP, a.count = (size_t *)(void *)a.points);

  PSO_OBJECT(pso_tell, PHOTINUS_OK);
  CASE(pso_tell, PHOTINUS_OK, a.values[0] = (F)NAN);
  CASE(pso_tell, PHOTINUS_OK, a.count = 0; a.values = NULL);
  CASE(pso_tell, PHOTINUS_OK, a.first = 4; a.count = 1);
  CASE(pso_tell, PHOTINUS_ERROR_NOT_ASKED, a.count = 4); // particle 3 has its value
  CASE(pso_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = 3; a.count = 1);
  CASE(pso_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = 4; a.count = 2);
  CASE(pso_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = 5; a.count = 1);
  CASE(pso_tell, PHOTINUS_ERROR_NOT_ASKED, a.first = SIZE_MAX);
  CASE(pso_tell, PHOTINUS_ERROR_NOT_ASKED, a.pso = P(swarm)()); // nothing was asked for
  CASE(pso_tell, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  CASE(pso_tell, PHOTINUS_ERROR_NULL, a.values = NULL);
  CASE(pso_tell, PHOTINUS_ERROR_ALIGNMENT, a.values = misaligned(a.values));

  CASE(pso_options_set_rule, PHOTINUS_OK, (void)0);
  CASE(pso_options_set_rule, PHOTINUS_ERROR_ENUM_VALUE, a.rule = 5);
  CASE(pso_options_set_rule, PHOTINUS_ERROR_ENUM_VALUE, a.rule = -1);
  CASE(pso_options_set_rule, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(pso_options_set_rule, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(pso_options_set_rule, PHOTINUS_ERROR_STRUCT_SIZE, a.options->struct_size = 0);

  PSO_OBJECT(pso_best, PHOTINUS_OK);
  CASE(pso_best, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the swarm is only looked at
  CASE(pso_best, PHOTINUS_OK, a.x = NULL);
  CASE(pso_best, PHOTINUS_OK, a.value = NULL);
  IDLE(pso_best, a.x = NULL; a.value = NULL);
  CASE(pso_best, PHOTINUS_ERROR_ALIGNMENT, a.x = misaligned(a.x));
  CASE(pso_best, PHOTINUS_ERROR_ALIGNMENT, a.value = misaligned(a.value));
  CASE(pso_best, PHOTINUS_ERROR_LENGTH, a.dim = 0);
  CASE(pso_best, PHOTINUS_ERROR_LENGTH, a.dim = 1);
  CASE(pso_best, PHOTINUS_ERROR_LENGTH, a.dim = 3);
  CASE(pso_best, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(pso_best, PHOTINUS_ERROR_LENGTH, a.dim = 3; a.x = NULL);

  PSO_OBJECT(pso_report, PHOTINUS_OK);
  CASE(pso_report, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the swarm is only looked at
  CASE(pso_report, PHOTINUS_ERROR_NULL, a.report = NULL);
  CASE(pso_report, PHOTINUS_ERROR_ALIGNMENT, a.report = misaligned(a.report));
  RESULT_SIZES(pso_report, a.report, PHOTINUS_OK);

  PSO_OBJECT(pso_dim, PHOTINUS_OK);
  CASE(pso_dim, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0));
  CASE(pso_dim, PHOTINUS_ERROR_NULL, a.dim = NULL);
  CASE(pso_dim, PHOTINUS_ERROR_ALIGNMENT, a.dim = misaligned(a.dim));

  PSO_OBJECT(pso_get_options, PHOTINUS_OK);
  CASE(pso_get_options, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0));
  CASE(pso_get_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(pso_get_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  RESULT_SIZES(pso_get_options, a.options, PHOTINUS_OK);

  PSO_OBJECT(pso_set_options, PHOTINUS_OK);
  CASE(pso_set_options, PHOTINUS_ERROR_NULL, a.options = NULL);
  CASE(pso_set_options, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));
  CASE(pso_set_options, PHOTINUS_ERROR_PARAMETER, a.options->swarm_size = 4);
  CASE(pso_set_options, PHOTINUS_ERROR_PARAMETER, a.options->swarm_size = 6);
  CASE(pso_set_options, PHOTINUS_ERROR_PARAMETER, a.options->swarm_size = SIZE_MAX);
  PSO_PARAMETERS(pso_set_options);
  OPTIONS_SIZES(pso_set_options, a.options);

  PSO_OBJECT(pso_save_size, PHOTINUS_OK);
  CASE(pso_save_size, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the swarm is only looked at
  CASE(pso_save_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(pso_save_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));

  PSO_OBJECT(pso_save, PHOTINUS_OK);
  CASE(pso_save, PHOTINUS_OK, (void)0);
  CHECK(unchanged(0)); // the swarm is only looked at
  CASE(pso_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  EITHER(pso_save, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_LENGTH, a.checkpoint = NULL; a.bytes = 0);
  CASE(pso_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(pso_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(pso_save, PHOTINUS_OK, a.bytes += 8);

  P(photinus_pso_free)(NULL);
}

// --- PSO: objectives that misbehave -------------------------------------------------------------------------------

static P(photinus_report) P(report_of)(const P(photinus_pso) *pso) {
  P(photinus_report) report;
  memset(&report, 0, sizeof report);
  report.struct_size = sizeof report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_report)(pso, &report));
  return report;
}

// Whether a swarm, and one that was never disturbed, go on to the same bits.
static void P(check_goes_on)(P(photinus_pso) *pso) {
  P(photinus_pso) *undisturbed = P(swarm)();
  F x[2][P(DIM)], values[2];
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(objective), NULL, NULL));
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(undisturbed, P(objective), NULL, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(pso, x[0], P(DIM), &values[0]));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(undisturbed, x[1], P(DIM), &values[1]));
  CHECK(memcmp(x[0], x[1], sizeof x[0]) == 0 && memcmp(&values[0], &values[1], sizeof values[0]) == 0);
  const P(photinus_report) a = P(report_of)(pso), b = P(report_of)(undisturbed);
  CHECK(a.generations == b.generations && a.evaluations == b.evaluations && a.code == 0);
}

static void P(pso_callbacks)(void) {
  // Values that are not numbers. Without a best value, the best position is where the first particle started.
  static const enum P(answer) hopeless[] = {P(ALWAYS_NAN), P(SILENT), P(INFINITE)};
  for (size_t i = 0; i < sizeof hopeless / sizeof hopeless[0]; i++) {
    struct P(script) script = {0, 0, 0, 0, 0, 0, hopeless[i]};
    fresh();
    P(photinus_pso) *const pso = P(swarm)();
    F start[P(DIM)], x[P(DIM)], value = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(pso, start, P(DIM), &value));
    CHECK(isinf(value) && value > 0);
    CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(objective), P(watch), &script));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(pso, x, P(DIM), &value));
    CHECK(isinf(value) && value > 0 && memcmp(x, start, sizeof x) == 0);
    const P(photinus_report) report = P(report_of)(pso);
    CHECK(report.evaluations == (uint64_t)script.calls && report.generations == (uint64_t)script.watched);
    CHECK(report.nan_evaluations == (hopeless[i] == P(INFINITE) ? 0 : report.evaluations));
    CHECK(isinf(report.best_value) && report.best_value > 0);
  }
  {
    struct P(script) script = {0, 0, 0, 0, 0, 0, P(SOMETIMES_NAN)};
    fresh();
    P(photinus_pso) *const pso = P(swarm)();
    CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(objective), NULL, &script));
    const P(photinus_report) report = P(report_of)(pso);
    CHECK(report.nan_evaluations == (uint64_t)script.calls / 3 && report.best_value < (F)1e-6);
  }
  {
    // The default target is minus infinity: reached by that value, or "never" by the header's words.
    struct P(script) script = {0, 0, 0, 0, 0, 0, P(MINUS_INFINITE)};
    fresh();
    P(photinus_pso) *const pso = P(swarm)();
    const int status = P(photinus_pso_run)(pso, P(objective), NULL, &script);
    CHECK(status == PHOTINUS_STOP_TARGET || status == PHOTINUS_STOP_STAGNATION);
    const P(photinus_report) report = P(report_of)(pso);
    CHECK(isinf(report.best_value) && report.best_value < 0 && report.status == status);
  }

  // An objective that fails, or stops, at the first and at the hundredth call; its value does not count.
  static const int calls[] = {1, 100}, codes[] = {-7, 9, INT_MIN, INT_MAX};
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; j < 4; j++) {
      const int expected = codes[j] < 0 ? PHOTINUS_ERROR_CALLBACK : PHOTINUS_STOP_CALLER;
      const struct P(script) ends = {0, 0, calls[i], codes[j], 0, 0, P(SPHERE)};
      struct P(script) script = ends;
      fresh();
      P(photinus_pso) *const pso = P(swarm)();
      CHECK_STATUS(expected, P(photinus_pso_run)(pso, P(objective), P(watch), &script));
      CHECK(script.calls == calls[i]);
      P(photinus_report) report = P(report_of)(pso);
      CHECK(report.status == expected && report.code == codes[j]);
      CHECK(report.evaluations == (uint64_t)calls[i] - 1);
      CHECK(report.generations == ((uint64_t)calls[i] - 1) / P(SWARM));
      CHECK(report.nan_evaluations == 0);
      CHECK(calls[i] == 1 ? isinf(report.best_value) && report.best_value > 0
                          : report.best_value >= 0 && report.best_value < 1);
      // Again, by steps: the particle that it ended at is evaluated again.
      CHECK_STATUS(expected, P(photinus_pso_step)(pso, P(objective), &script));
      CHECK(script.calls == calls[i] + 1 && P(report_of)(pso).evaluations == report.evaluations);
      P(check_goes_on)(pso);

      // The same of the watch: it ends the run after a complete generation.
      const struct P(script) watch_ends = {0, 0, 0, 0, calls[i], codes[j], P(SPHERE)};
      script = watch_ends;
      fresh();
      P(photinus_pso) *const watched = P(swarm)();
      CHECK_STATUS(expected, P(photinus_pso_run)(watched, P(objective), P(watch), &script));
      report = P(report_of)(watched);
      CHECK(script.watched == calls[i] && report.generations == (uint64_t)calls[i]);
      CHECK(report.evaluations == (uint64_t)(calls[i] * P(SWARM)));
      CHECK(report.status == expected && report.code == codes[j]);
      P(check_goes_on)(watched);
    }
  }
}

// --- PSO: checkpoints ---------------------------------------------------------------------------------------------

enum { P(CHECKPOINT) = 4096 };

// A small checkpoint, of a swarm in the middle of a generation.
static size_t P(save)(unsigned char *checkpoint) {
  struct P(script) script = {0, 0, 13, 4, 0, 0, P(SPHERE)};
  size_t bytes = 0;
  P(photinus_pso) *const pso = P(swarm)();
  CHECK_STATUS(PHOTINUS_STOP_CALLER, P(photinus_pso_run)(pso, P(objective), NULL, &script));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save_size)(pso, &bytes));
  if (!CHECK(bytes > 0 && bytes <= P(CHECKPOINT))) exit(2);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save)(pso, checkpoint, bytes));
  return bytes;
}

#if BITS == 64
static size_t save_f32(unsigned char *checkpoint);
#endif

struct P(pso_restore_size_arguments) {
  unsigned char *checkpoint;
  size_t checkpoint_bytes, *bytes, *align;
};
static void P(valid_pso_restore_size)(struct P(pso_restore_size_arguments) *a) {
  static unsigned char checkpoint[P(CHECKPOINT)];
  a->checkpoint_bytes = P(save)(checkpoint);
  a->checkpoint = input(checkpoint, a->checkpoint_bytes);
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_pso_restore_size)(const struct P(pso_restore_size_arguments) *a) {
  return P(photinus_pso_restore_size)(a->checkpoint, a->checkpoint_bytes, a->bytes, a->align);
}

struct P(pso_restore_arguments) {
  void *memory;
  size_t bytes;
  unsigned char *checkpoint;
  size_t checkpoint_bytes;
  P(photinus_pso) **pso;
};
static void P(valid_pso_restore)(struct P(pso_restore_arguments) *a) {
  struct P(pso_restore_size_arguments) b;
  P(valid_pso_restore_size)(&b);
  a->checkpoint = b.checkpoint;
  a->checkpoint_bytes = b.checkpoint_bytes;
  a->bytes = P(swarm_bytes)();
  a->memory = result(a->bytes);
  a->pso = result(sizeof *a->pso);
}
static int P(call_pso_restore)(const struct P(pso_restore_arguments) *a) {
  return P(photinus_pso_restore)(a->memory, a->bytes, a->checkpoint, a->checkpoint_bytes, a->pso);
}

struct P(pso_restore_new_arguments) {
  unsigned char *checkpoint;
  size_t checkpoint_bytes;
  P(photinus_pso) **pso;
};
static void P(valid_pso_restore_new)(struct P(pso_restore_new_arguments) *a) {
  struct P(pso_restore_arguments) b;
  P(valid_pso_restore)(&b);
  a->checkpoint = b.checkpoint;
  a->checkpoint_bytes = b.checkpoint_bytes;
  a->pso = b.pso;
}
static int P(call_pso_restore_new)(const struct P(pso_restore_new_arguments) *a) {
  const int status = P(photinus_pso_restore_new)(a->checkpoint, a->checkpoint_bytes, a->pso);
  if (status == PHOTINUS_OK) P(photinus_pso_free)(*a->pso);
  return status;
}

// A checkpoint of the other precision.
static void P(save_other)(unsigned char **checkpoint, size_t *bytes) {
  static unsigned char other[P(CHECKPOINT)];
  *bytes = OTHER(save)(other);
  *checkpoint = input(other, *bytes);
}

// What every function refuses that reads a checkpoint.
#define PSO_CHECKPOINT(function)                                                                                       \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);                                                            \
  EITHER(function, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint = NULL; a.checkpoint_bytes = 0);       \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint_bytes = 0);                                                   \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, a.checkpoint_bytes = 1);                                                   \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT, memset(a.checkpoint, 0, a.checkpoint_bytes));                              \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT,                                                                            \
       a.checkpoint = longer(a.checkpoint, a.checkpoint_bytes, a.checkpoint_bytes + 8);                                \
       a.checkpoint_bytes += 8);                                                                                       \
  CASE(function, PHOTINUS_ERROR_CHECKPOINT_MISMATCH, P(save_other)(&a.checkpoint, &a.checkpoint_bytes))

// What the three functions say of a checkpoint, if they agree.
static int P(read_checkpoint)(const unsigned char *checkpoint, size_t len, const char *what, size_t place) {
  size_t bytes = 1, align = 1;
  P(photinus_pso) *in_place = NULL, *made = NULL;
  const size_t room = P(swarm_bytes)();
  const int status = P(photinus_pso_restore)(rooms[0].from, room, checkpoint, len, &in_place);
  const int new_status = P(photinus_pso_restore_new)(checkpoint, len, &made);
  const int size_status = P(photinus_pso_restore_size)(checkpoint, len, &bytes, &align);
  // The size needs a look at the header alone.
  if (status != new_status || (size_status != status && size_status != PHOTINUS_OK) ||
      (status == PHOTINUS_OK) != (made != NULL) || (status == PHOTINUS_OK) != (in_place != NULL) ||
      (size_status < 0 && (bytes != 1 || align != 1))) {
    printf("bad_input_part.h:%d: %s at %lu: the functions that restore disagree: %d, %d, %d\n", __LINE__, what,
           (unsigned long)place, status, new_status, size_status);
    check_failures++;
  }
  if (status == PHOTINUS_OK) P(photinus_pso_free)(made);
  return status;
}

static void P(pso_checkpoints)(void) {
  PSO_CHECKPOINT(pso_restore_size);
  CASE(pso_restore_size, PHOTINUS_ERROR_NULL, a.bytes = NULL);
  CASE(pso_restore_size, PHOTINUS_ERROR_NULL, a.align = NULL);
  CASE(pso_restore_size, PHOTINUS_ERROR_ALIGNMENT, a.bytes = misaligned(a.bytes));
  CASE(pso_restore_size, PHOTINUS_ERROR_ALIGNMENT, a.align = misaligned(a.align));

  PSO_CHECKPOINT(pso_restore);
  CASE(pso_restore, PHOTINUS_ERROR_NULL, a.memory = NULL);
  EITHER(pso_restore, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_WORKSPACE, a.memory = NULL; a.bytes = 0);
  CASE(pso_restore, PHOTINUS_ERROR_NULL, a.pso = NULL);
  CASE(pso_restore, PHOTINUS_ERROR_ALIGNMENT, a.memory = misaligned(a.memory));
  CASE(pso_restore, PHOTINUS_ERROR_ALIGNMENT, a.pso = misaligned(a.pso));
  CASE(pso_restore, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(pso_restore, PHOTINUS_ERROR_WORKSPACE, a.bytes = 0);

  PSO_CHECKPOINT(pso_restore_new);
  CASE(pso_restore_new, PHOTINUS_ERROR_NULL, a.pso = NULL);
  CASE(pso_restore_new, PHOTINUS_ERROR_ALIGNMENT, a.pso = misaligned(a.pso));

  static unsigned char checkpoint[P(CHECKPOINT)];
  fresh();
  result(P(swarm_bytes)()); // where they are restored
  const size_t len = P(save)(checkpoint);
  CHECK_STATUS(PHOTINUS_OK, P(read_checkpoint)(checkpoint, len, "nothing changed", 0));

  // Each truncation, and each single bit.
  for (size_t i = 0; i < len; i++) {
    const int status = P(read_checkpoint)(input(checkpoint, i + (i == 0)), i, "truncated", i);
    if (!CHECK(status == PHOTINUS_ERROR_CHECKPOINT)) printf("    truncated to %lu bytes\n", (unsigned long)i);
    free(inputs[--input_count]);
  }
  for (size_t i = 0; i < 8 * len; i++) {
    checkpoint[i / 8] ^= (unsigned char)(1 << i % 8);
    const int status = P(read_checkpoint)(checkpoint, len, "bit flipped", i);
    if (!CHECK(status == PHOTINUS_ERROR_CHECKPOINT || status == PHOTINUS_ERROR_CHECKPOINT_MISMATCH)) {
      printf("    bit %lu flipped\n", (unsigned long)i);
    }
    checkpoint[i / 8] ^= (unsigned char)(1 << i % 8);
  }

  // Changed by someone who knows the checksum: refused, or a swarm that does no harm.
  static const unsigned char changes[] = {0x01, 0x80, 0xff};
  for (size_t i = 0; i < (len - 4) * sizeof changes; i++) {
    static unsigned char forged[P(CHECKPOINT)];
    memcpy(forged, checkpoint, len);
    forged[i / sizeof changes] ^= changes[i % sizeof changes];
    sign(forged, len);
    const int status = P(read_checkpoint)(forged, len, "byte forged", i / sizeof changes);
    CHECK(status == PHOTINUS_OK || status == PHOTINUS_ERROR_CHECKPOINT || status == PHOTINUS_ERROR_CHECKPOINT_MISMATCH);
    if (status != PHOTINUS_OK) continue;
    P(photinus_pso) *const pso = (void *)rooms[0].from;
    for (int step = 0; step < 3; step++) {
      const int stepped = P(photinus_pso_step)(pso, P(objective), NULL);
      if (!CHECK(stepped >= PHOTINUS_OK)) printf("    byte %lu forged\n", (unsigned long)(i / sizeof changes));
    }
    P(report_of)(pso);
  }
  // A number of variables, or of particles, that is as large as can be: no size that follows from it may wrap.
  for (int place = 16; place <= 24; place += 8) {
    for (uint64_t k = 0; k < 256; k++) {
      static unsigned char forged[P(CHECKPOINT)];
      const uint64_t number = UINT64_MAX - k;
      memcpy(forged, checkpoint, len);
      for (int byte = 0; byte < 8; byte++) forged[place + byte] = (unsigned char)(number >> 8 * byte);
      sign(forged, len);
      const int status = P(read_checkpoint)(forged, len, "2^64 - 1 - k forged", (size_t)k);
      if (!CHECK(status == PHOTINUS_ERROR_CHECKPOINT)) {
        printf("    status %d, k = %d at byte %d\n", status, (int)k, place);
      }
    }
  }
}

static void P(all)(void) {
  P(halton)();
  P(sobol)();
  P(discrepancy)();
  P(pso_making)();
  P(pso_using)();
  P(pso_callbacks)();
  P(pso_checkpoints)();
}
