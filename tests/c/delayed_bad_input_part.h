// bad_input.c in one precision, networks with delays, the synchronisation transition, and tangents of networks: F is double
// or float, P(name) has the suffix _f64 or _f32.

// --- Delays -----------------------------------------------------------------------------------------------------------

static P(photinus_kuramoto) *P(bad_delayed)(F **frequencies, F **weights) {
  P(photinus_kuramoto) *const model = P(bad_model)(frequencies, weights);
  model->delay = (F)0.3;
  return model;
}

static int P(bad_history)(size_t oscillator, F t, F *phase, void *user) {
  struct P(script) *const script = user;
  *phase = t + (F)oscillator;
  return script == NULL ? 0 : P(count)(&script->calls, script->end_at, script->code);
}

struct P(delayed_size_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights, step;
  size_t *bytes, *align;
};
static void P(valid_delayed_size)(struct P(delayed_size_arguments) *a) {
  a->model = P(bad_delayed)(&a->frequencies, &a->weights);
  a->step = (F)0.125;
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_delayed_size)(const struct P(delayed_size_arguments) *a) {
  return P(photinus_delayed_size)(a->model, a->step, a->bytes, a->align);
}

struct P(delayed_init_arguments) {
  void *memory;
  size_t bytes;
  P(photinus_kuramoto) *model;
  F *frequencies, *weights, step, start, *initial;
  P(photinus_delayed) **made;
};
static void P(valid_delayed_init)(struct P(delayed_init_arguments) *a) {
  size_t align = 0;
  a->model = P(bad_delayed)(&a->frequencies, &a->weights);
  a->step = (F)0.125;
  a->start = 1;
  a->initial = input(P(two), 2 * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_size)(a->model, a->step, &a->bytes, &align));
  CHECK(align > 0 && align <= GAP);
  a->memory = result(a->bytes);
  a->made = result(sizeof *a->made);
}
static int P(call_delayed_init)(const struct P(delayed_init_arguments) *a) {
  return P(photinus_delayed_init)(a->memory, a->bytes, a->model, a->step, a->start, a->initial, a->made);
}

#define delayed_new_arguments_f64 delayed_init_arguments_f64
#define delayed_new_arguments_f32 delayed_init_arguments_f32
static void P(valid_delayed_new)(struct P(delayed_new_arguments) *a) { P(valid_delayed_init)(a); }
static int P(call_delayed_new)(const struct P(delayed_new_arguments) *a) {
  const int status = P(photinus_delayed_new)(a->model, a->step, a->start, a->initial, a->made);
  if (status == PHOTINUS_OK) P(photinus_delayed_free)(*a->made);
  return status;
}

// A run that has taken a step.
static P(photinus_delayed) *P(delayed_object)(P(photinus_kuramoto) **model, F **frequencies, F **weights) {
  struct P(delayed_init_arguments) a;
  P(valid_delayed_init)(&a);
  CHECK_STATUS(PHOTINUS_OK, P(call_delayed_init)(&a));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(*a.made, a.model, NULL, NULL, 1, NULL));
  *model = a.model;
  *frequencies = a.frequencies;
  *weights = a.weights;
  return *a.made;
}

struct P(delayed_advance_arguments) {
  P(photinus_delayed) *object;
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_history) history;
  void *user;
  uint64_t count;
  P(photinus_solution) *solution;
};
static void P(valid_delayed_advance)(struct P(delayed_advance_arguments) *a) {
  a->object = P(delayed_object)(&a->model, &a->frequencies, &a->weights);
  a->history = P(bad_history);
  a->user = NULL;
  a->count = 5;
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_delayed_advance)(const struct P(delayed_advance_arguments) *a) {
  return P(photinus_delayed_advance)(a->object, a->model, a->history, a->user, a->count, a->solution);
}

struct P(delayed_solve_arguments) {
  P(photinus_delayed) *object;
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_history) history;
  P(photinus_row) row;
  void *user;
  uint64_t steps_per_row;
  size_t row_count;
  F *states;
  size_t states_len;
  P(photinus_solution) *solution;
};
static void P(valid_delayed_solve)(struct P(delayed_solve_arguments) *a) {
  a->object = P(delayed_object)(&a->model, &a->frequencies, &a->weights);
  a->history = P(bad_history);
  a->row = P(row);
  a->user = NULL;
  a->steps_per_row = 2;
  a->row_count = 3;
  a->states_len = 6;
  a->states = result(a->states_len * sizeof(F));
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_delayed_solve)(const struct P(delayed_solve_arguments) *a) {
  return P(photinus_delayed_solve)(a->object, a->model, a->history, a->row, a->user, a->steps_per_row, a->row_count,
                                   a->states, a->states_len, a->solution);
}

struct P(delayed_state_arguments) {
  P(photinus_delayed) *object;
  F *time;
  uint64_t *steps;
  F *phases;
  size_t oscillators;
};
static void P(valid_delayed_state)(struct P(delayed_state_arguments) *a) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  a->object = P(delayed_object)(&model, &frequencies, &weights);
  a->time = result(sizeof *a->time);
  a->steps = result(sizeof *a->steps);
  a->oscillators = 2;
  a->phases = result(2 * sizeof(F));
}
static int P(call_delayed_state)(const struct P(delayed_state_arguments) *a) {
  return P(photinus_delayed_state)(a->object, a->time, a->steps, a->phases, a->oscillators);
}

struct P(delayed_save_arguments) {
  P(photinus_delayed) *object;
  unsigned char *checkpoint;
  size_t bytes, *size;
};
#define delayed_save_size_arguments_f64 delayed_save_arguments_f64
#define delayed_save_size_arguments_f32 delayed_save_arguments_f32
static void P(valid_delayed_save)(struct P(delayed_save_arguments) *a) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  a->object = P(delayed_object)(&model, &frequencies, &weights);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_save_size)(a->object, &a->bytes));
  a->checkpoint = result(a->bytes);
  a->size = result(sizeof *a->size);
}
static void P(valid_delayed_save_size)(struct P(delayed_save_arguments) *a) { P(valid_delayed_save)(a); }
static int P(call_delayed_save)(const struct P(delayed_save_arguments) *a) {
  return P(photinus_delayed_save)(a->object, a->checkpoint, a->bytes);
}
static int P(call_delayed_save_size)(const struct P(delayed_save_arguments) *a) {
  return P(photinus_delayed_save_size)(a->object, a->size);
}

struct P(delayed_restore_arguments) {
  void *memory;
  size_t bytes;
  unsigned char *checkpoint;
  size_t checkpoint_bytes;
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  size_t *bytes_size, *align;
  P(photinus_delayed) **made;
};
#define delayed_restore_size_arguments_f64 delayed_restore_arguments_f64
#define delayed_restore_size_arguments_f32 delayed_restore_arguments_f32
#define delayed_restore_new_arguments_f64 delayed_restore_arguments_f64
#define delayed_restore_new_arguments_f32 delayed_restore_arguments_f32
static void P(valid_delayed_restore)(struct P(delayed_restore_arguments) *a) {
  unsigned char bytes[1024];
  P(photinus_delayed) *const object = P(delayed_object)(&a->model, &a->frequencies, &a->weights);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_save_size)(object, &a->checkpoint_bytes));
  if (!CHECK(a->checkpoint_bytes <= sizeof bytes)) exit(2);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_save)(object, bytes, a->checkpoint_bytes));
  a->checkpoint = input(bytes, a->checkpoint_bytes);
  a->bytes_size = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_restore_size)(a->checkpoint, a->checkpoint_bytes, a->model, &a->bytes,
                                                             a->align));
  a->memory = result(a->bytes);
  a->made = result(sizeof *a->made);
}
static void P(valid_delayed_restore_size)(struct P(delayed_restore_arguments) *a) { P(valid_delayed_restore)(a); }
static void P(valid_delayed_restore_new)(struct P(delayed_restore_arguments) *a) { P(valid_delayed_restore)(a); }
static int P(call_delayed_restore)(const struct P(delayed_restore_arguments) *a) {
  return P(photinus_delayed_restore)(a->memory, a->bytes, a->checkpoint, a->checkpoint_bytes, a->model, a->made);
}
static int P(call_delayed_restore_size)(const struct P(delayed_restore_arguments) *a) {
  return P(photinus_delayed_restore_size)(a->checkpoint, a->checkpoint_bytes, a->model, a->bytes_size, a->align);
}
static int P(call_delayed_restore_new)(const struct P(delayed_restore_arguments) *a) {
  const int status = P(photinus_delayed_restore_new)(a->checkpoint, a->checkpoint_bytes, a->model, a->made);
  if (status == PHOTINUS_OK) P(photinus_delayed_free)(*a->made);
  return status;
}

#define BEGIN_DELAYED(function)                                                                                        \
  CASE(function, PHOTINUS_ERROR_STEP, a.step = 0);                                                                     \
  CASE(function, PHOTINUS_ERROR_STEP, a.step = (F)NAN);                                                                \
  CASE(function, PHOTINUS_ERROR_DELAY, a.step = 1);                                                                    \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.step = (F)1e-30);                                                    \
  DELAYS(function)

// The delays of a model.
#define DELAYS(function)                                                                                               \
  CASE(function, PHOTINUS_OK, a.model->delay = 0);                                                                     \
  CASE(function, PHOTINUS_ERROR_DELAY, a.model->delay = (F)NAN);                                                       \
  CASE(function, PHOTINUS_ERROR_DELAY, a.model->delay = -1);                                                           \
  CASE(function, PHOTINUS_ERROR_DELAY, a.model->delay = (F)INFINITY);                                                  \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, P(with_inertia)(a.model));                                                \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, P(with_triangles)(a.model));                                              \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->all_tetrahedra = 1);                                             \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->delays = input(P(two), sizeof P(two)))

static void P(bad_delays)(void) {
  for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_GROUPS; kind++) {
    P(next_kind) = kind;
    ANY_MODEL(delayed_size);
    BEGIN_DELAYED(delayed_size);
    SIZES(delayed_size);
    ANY_MODEL(delayed_init);
    BEGIN_DELAYED(delayed_init);
    DELAYS(delayed_restore_size);
    CASE(kuramoto_dim, PHOTINUS_OK, a.model->delay = (F)0.3);
    CASE(kuramoto_dim, PHOTINUS_ERROR_DELAY, a.model->delay = (F)NAN);
    CASE(kuramoto_dim, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1; P(with_inertia)(a.model));
  }
  // Kinds without pairs to be delayed.
  P(next_kind) = PHOTINUS_COUPLING_USER;
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
  P(next_kind) = PHOTINUS_COUPLING_HEBBIAN;
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
  P(next_kind) = PHOTINUS_COUPLING_NONE;
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
  CASE(delayed_size, PHOTINUS_OK, P(with_triangles)(a.model));
  CASE(delayed_size, PHOTINUS_OK, a.model->all_symmetric = 1);
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, P(with_triangles)(a.model); a.model->all_symmetric = 1);
  // A delay per edge.
  P(next_kind) = PHOTINUS_COUPLING_SPARSE;
  CASE(delayed_init, PHOTINUS_ERROR_WORKSPACE, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F)));
  static const float singles[4] = {0};
  CASE(delayed_size, PHOTINUS_OK, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F)));
  CASE(delayed_size, PHOTINUS_ERROR_ALIGNMENT, a.model->delay = 0; a.model->delays = misaligned(a.weights));
  CASE(delayed_size, PHOTINUS_ERROR_DELAY, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F));
       CHANGED(a.model->delays, 1, -1));
  CASE(delayed_size, PHOTINUS_ERROR_DELAY, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F));
       CHANGED(a.model->delays, 0, (F)NAN));
  CASE(delayed_size, PHOTINUS_ERROR_DELAY, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F));
       CHANGED(a.model->delays, 1, (F)0.1));
  CASE(delayed_size, PHOTINUS_OK, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F));
       CHANGED(a.model->delays, 1, 0));
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F));
       a.model->coupling = NULL; a.model->coupling_single = input(singles, sizeof singles));
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F));
       P(with_triangles)(a.model));
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  CASE(delayed_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 0; a.model->delays = input(P(two), 2 * sizeof(F)));

  // Who has no delays.
  P(next_method) = PHOTINUS_METHOD_RK4;
  CASE(kuramoto_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(kuramoto_dense_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(network_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(network_init, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(kuramoto_rates, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(kuramoto_solve, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(kuramoto_advance, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(dense_advance, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(solve_parallel, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  CASE(advance_parallel, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);
  P(next_kind) = PHOTINUS_COUPLING_SPARSE;
  CASE(kuramoto_size, PHOTINUS_ERROR_UNSUPPORTED, a.model->delays = input(P(two), 2 * sizeof(F)));
  P(next_kind) = PHOTINUS_COUPLING_DENSE;

  WORKSPACE(delayed_init);
  CASE(delayed_init, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(delayed_init, PHOTINUS_ERROR_NULL, a.initial = NULL);
  CASE(delayed_init, PHOTINUS_ERROR_ALIGNMENT, a.initial = misaligned(a.initial));
  CASE(delayed_init, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(delayed_init, PHOTINUS_ERROR_ALIGNMENT, a.made = misaligned(a.made));
  CASE(delayed_init, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = (F)NAN);
  CASE(delayed_init, PHOTINUS_ERROR_TIMES, a.start = (F)INFINITY);
  CASE(delayed_init, PHOTINUS_ERROR_OVERLAP, a.made = a.memory);
  CASE(delayed_init, PHOTINUS_ERROR_OVERLAP, a.made = (void *)a.frequencies);
  CASE(delayed_init, PHOTINUS_ERROR_OVERLAP, a.initial = memcpy(a.memory, P(two), 2 * sizeof(F)));
  ANY_MODEL(delayed_new);
  BEGIN_DELAYED(delayed_new);
  CASE(delayed_new, PHOTINUS_ERROR_NULL, a.initial = NULL);
  CASE(delayed_new, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(delayed_new, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = (F)NAN);
  CASE(delayed_new, PHOTINUS_ERROR_TIMES, a.start = (F)NAN);
  CASE(delayed_new, PHOTINUS_ERROR_OVERLAP, a.made = (void *)a.initial);
  CASE(delayed_new, PHOTINUS_ERROR_OVERLAP, a.made = (void *)a.frequencies);

  ANY_MODEL(delayed_advance);
  OBJECT(delayed_advance);
  DELAYS(delayed_advance);
  SOLUTION(delayed_advance);
  CASE(delayed_advance, PHOTINUS_OK, a.history = NULL);
  IDLE(delayed_advance, a.count = 0; a.solution = NULL);
  CASE(delayed_advance, PHOTINUS_OK, a.model->delay = (F)0.375); // as many steps
  CASE(delayed_advance, PHOTINUS_ERROR_WORKSPACE, a.model->delay = (F)0.376);
  CASE(delayed_advance, PHOTINUS_ERROR_WORKSPACE, a.model->delay = 1);
  CASE(delayed_advance, PHOTINUS_ERROR_DELAY, a.model->delay = (F)0.1);
  CASE(delayed_advance, PHOTINUS_ERROR_WORKSPACE, a.model->lag_kind = PHOTINUS_LAG_PAIR;
       a.model->lags = input(P(two), sizeof P(two)));
  CASE(delayed_advance, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = 1);
  CASE(delayed_advance, PHOTINUS_ERROR_STEP_TOO_SMALL, a.count = UINT64_MAX);
  CASE(delayed_advance, PHOTINUS_ERROR_OVERLAP, a.solution = (void *)((F *)(void *)a.object + 32);
       a.solution->struct_size = sizeof *a.solution);
  ANY_MODEL(delayed_solve);
  OBJECT(delayed_solve);
  DELAYS(delayed_solve);
  SOLUTION(delayed_solve);
  CASE(delayed_solve, PHOTINUS_OK, a.history = NULL; a.row = NULL);
  IDLE(delayed_solve, a.row_count = 0; a.states = NULL; a.states_len = 0; a.solution = NULL);
  CASE(delayed_solve, PHOTINUS_ERROR_NULL, a.states = NULL);
  CASE(delayed_solve, PHOTINUS_ERROR_ALIGNMENT, a.states = misaligned(a.states));
  CASE(delayed_solve, PHOTINUS_ERROR_LENGTH, a.states_len -= 1);
  CASE(delayed_solve, PHOTINUS_ERROR_TIMES, a.steps_per_row = 0);
  CASE(delayed_solve, PHOTINUS_ERROR_STEP_TOO_SMALL, a.steps_per_row = UINT64_MAX);
  CASE(delayed_solve, PHOTINUS_ERROR_WORKSPACE, a.model->delay = 1);
  CASE(delayed_solve, PHOTINUS_ERROR_OVERLAP, a.states = a.frequencies; a.states_len = 2; a.row_count = 1);
  CASE(delayed_solve, PHOTINUS_ERROR_OVERLAP, a.states = (F *)(void *)a.object + 32);

  OBJECT(delayed_state);
  CASE(delayed_state, PHOTINUS_OK, a.time = NULL);
  CASE(delayed_state, PHOTINUS_OK, a.steps = NULL);
  CASE(delayed_state, PHOTINUS_OK, a.phases = NULL);
  CASE(delayed_state, PHOTINUS_ERROR_ALIGNMENT, a.time = misaligned(a.time));
  CASE(delayed_state, PHOTINUS_ERROR_ALIGNMENT, a.steps = misaligned(a.steps));
  CASE(delayed_state, PHOTINUS_ERROR_ALIGNMENT, a.phases = misaligned(a.phases));
  CASE(delayed_state, PHOTINUS_ERROR_DIMENSION, a.oscillators = 3);
  CASE(delayed_state, PHOTINUS_ERROR_DIMENSION, a.oscillators = 0);
  CASE(delayed_state, PHOTINUS_ERROR_OVERLAP, a.phases = a.time);
  CASE(delayed_state, PHOTINUS_ERROR_OVERLAP, a.phases = (F *)(void *)a.object + 32);
  OBJECT(delayed_save_size);
  CASE(delayed_save_size, PHOTINUS_ERROR_NULL, a.size = NULL);
  CASE(delayed_save_size, PHOTINUS_ERROR_ALIGNMENT, a.size = misaligned(a.size));
  OBJECT(delayed_save);
  CASE(delayed_save, PHOTINUS_ERROR_NULL, a.checkpoint = NULL);
  CASE(delayed_save, PHOTINUS_ERROR_LENGTH, a.bytes -= 1);
  CASE(delayed_save, PHOTINUS_ERROR_LENGTH, a.bytes = 0);
  CASE(delayed_save, PHOTINUS_ERROR_OVERLAP, a.checkpoint = (unsigned char *)(void *)a.object + 8);

  CHECKPOINTS(delayed_restore_size);
  ANY_MODEL(delayed_restore_size);
  CASE(delayed_restore_size, PHOTINUS_ERROR_CHECKPOINT_MISMATCH, a.model->oscillators = 1);
  CASE(delayed_restore_size, PHOTINUS_ERROR_NULL, a.bytes_size = NULL);
  CASE(delayed_restore_size, PHOTINUS_ERROR_OVERLAP, a.bytes_size = a.align);
  CHECKPOINTS(delayed_restore);
  ANY_MODEL(delayed_restore);
  WORKSPACE(delayed_restore);
  CASE(delayed_restore, PHOTINUS_ERROR_CHECKPOINT_MISMATCH, a.model->oscillators = 1);
  CASE(delayed_restore, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(delayed_restore, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(delayed_restore, PHOTINUS_ERROR_OVERLAP, a.made = a.memory);
  CASE(delayed_restore, PHOTINUS_ERROR_OVERLAP, a.made = (void *)a.frequencies);
  CHECKPOINTS(delayed_restore_new);
  ANY_MODEL(delayed_restore_new);
  CASE(delayed_restore_new, PHOTINUS_ERROR_NULL, a.made = NULL);
  CASE(delayed_restore_new, PHOTINUS_ERROR_OVERLAP, a.made = (void *)a.frequencies);

  // A checkpoint in which a byte has changed, and its sum is right: refused, or a run that can be used.
  struct P(delayed_restore_arguments) a;
  fresh();
  P(valid_delayed_restore)(&a);
  unsigned char good[1024];
  const size_t bytes = a.bytes, len = a.checkpoint_bytes;
  memcpy(good, a.checkpoint, len);
  for (size_t byte = 0; byte < len - 4; byte++) {
    static const unsigned char changes[3] = {0x01, 0x80, 0xff};
    for (int i = 0; i < 3; i++) {
      memcpy(a.checkpoint, good, len);
      a.checkpoint[byte] ^= changes[i];
      sign(a.checkpoint, len);
      fresh_arena();
      void *const memory = result(bytes);
      P(photinus_delayed) *made = NULL;
      const int status = P(photinus_delayed_restore)(memory, bytes, a.checkpoint, len, a.model, &made);
      if (status != PHOTINUS_OK) {
        CHECK(status == PHOTINUS_ERROR_CHECKPOINT || status == PHOTINUS_ERROR_CHECKPOINT_MISMATCH ||
              status == PHOTINUS_ERROR_WORKSPACE);
        CHECK(made == NULL);
        continue;
      }
      F state[2];
      P(photinus_delayed_advance)(made, a.model, NULL, NULL, 3, NULL);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(made, NULL, NULL, state, 2));
      CHECK(isfinite(state[0]) && isfinite(state[1]));
    }
  }

  // A row callback and a drive that end a run.
  for (int code = -5; code <= 5; code += 10) {
    const int expected = code > 0 ? PHOTINUS_STOP_CALLER : PHOTINUS_ERROR_CALLBACK;
    struct P(script) script = {0, 0, 0, 0, 2, code, P(SPHERE)};
    struct P(delayed_solve_arguments) b;
    fresh();
    P(valid_delayed_solve)(&b);
    b.user = &script;
    CHECK_STATUS(expected, P(call_delayed_solve)(&b));
    CHECK(script.watched == 2 && b.solution->rows == 2 && b.solution->code == code && b.solution->steps == 2);
    struct P(script) driving = {0, 0, 5, code, 0, 0, P(SPHERE)};
    struct P(delayed_advance_arguments) c;
    fresh();
    P(valid_delayed_advance)(&c);
    c.model->drive = P(bad_drive);
    c.model->drive_user = &driving;
    CHECK_STATUS(expected, P(call_delayed_advance)(&c));
    CHECK(driving.calls == 5 && c.solution->code == code && c.solution->steps == 1);
  }
}

// --- The synchronisation transition -----------------------------------------------------------------------------------

struct P(transition_init_arguments) {
  P(photinus_transition) *options;
  size_t size;
};
static void P(valid_transition_init)(struct P(transition_init_arguments) *a) {
  a->size = sizeof *a->options;
  a->options = result(a->size);
}
static int P(call_transition_init)(const struct P(transition_init_arguments) *a) {
  return P(photinus_transition_init)(a->options, a->size);
}

struct P(transition_size_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  size_t count, *bytes, *align;
};
static void P(valid_transition_size)(struct P(transition_size_arguments) *a) {
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  a->count = 3;
  a->bytes = result(sizeof(size_t));
  a->align = result(sizeof(size_t));
}
static int P(call_transition_size)(const struct P(transition_size_arguments) *a) {
  return P(photinus_transition_size)(a->model, a->count, a->bytes, a->align);
}

struct P(transition_run_arguments) {
  P(photinus_kuramoto) *model;
  F *frequencies, *weights;
  P(photinus_transition) *options;
  F *strengths;
  size_t count;
  F *initial, *mean, *variance;
  void *memory;
  size_t bytes;
  P(photinus_solution) *solution;
};
static void P(valid_transition_run)(struct P(transition_run_arguments) *a) {
  P(photinus_transition) options;
  size_t align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_init)(&options, sizeof options));
  options.transient = 2;
  options.samples = 3;
  options.step = (F)0.125;
  a->model = P(bad_model)(&a->frequencies, &a->weights);
  a->options = input(&options, sizeof options);
  a->strengths = input(P(two), 3 * sizeof(F));
  a->count = 3;
  a->initial = input(P(two), 2 * sizeof(F));
  a->mean = result(3 * sizeof(F));
  a->variance = result(3 * sizeof(F));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_size)(a->model, a->count, &a->bytes, &align));
  CHECK(align > 0 && align <= GAP);
  a->memory = scratch(a->bytes);
  a->solution = result(sizeof *a->solution);
  a->solution->struct_size = sizeof *a->solution;
}
static int P(call_transition_run)(const struct P(transition_run_arguments) *a) {
  return P(photinus_transition_run)(a->model, a->options, a->strengths, a->count, a->initial, a->mean, a->variance,
                                    a->memory, a->bytes, a->solution);
}

#define transition_parallel_arguments_f64 transition_run_arguments_f64
#define transition_parallel_arguments_f32 transition_run_arguments_f32
static void P(valid_transition_parallel)(struct P(transition_run_arguments) *a) { P(valid_transition_run)(a); }
static int P(call_transition_parallel)(const struct P(transition_run_arguments) *a) {
  return P(photinus_transition_run_parallel)(a->model, a->options, P(next_threads), a->strengths, a->count, a->initial,
                                             a->mean, a->variance, a->solution);
}

#define TRANSITION_MODEL(function)                                                                                     \
  CASE(function, PHOTINUS_OK, (void)0);                                                                                \
  CASE(function, PHOTINUS_OK, a.model->level = PHOTINUS_LEVEL_BASELINE);                                               \
  CASE(function, PHOTINUS_ERROR_NULL, a.model = NULL);                                                                 \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.model = misaligned(a.model));                                             \
  OPTIONS_SIZES(function, a.model);                                                                                    \
  CASE(function, PHOTINUS_ERROR_NULL, a.model->natural_frequencies = NULL);                                            \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.frequencies[1] = (F)NAN);                                                \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.model->oscillators = 0);                                                  \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.model->kind = 7);                                                        \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.model->strength_level = (F)NAN);                                         \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->strength_level = 2);                                             \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->strength_slope = 1);                                             \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->strength_phase = 1);                                             \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->delay = 1);                                                      \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, P(with_inertia)(a.model));                                                \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->drive = P(bad_drive));                                           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->swing_amplitudes = input(P(two), 2 * sizeof(F)));                \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.model->force_amplitudes = input(P(two), 2 * sizeof(F)))

#define TRANSITION_RUN(function)                                                                                       \
  OPTIONS_SIZES(function, a.options);                                                                                  \
  SOLUTION(function);                                                                                                  \
  CASE(function, PHOTINUS_ERROR_STEP, a.options = NULL);                                                               \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));                                         \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = 0);                                                            \
  CASE(function, PHOTINUS_ERROR_STEP, a.options->step = (F)NAN);                                                       \
  CASE(function, PHOTINUS_ERROR_ENUM_VALUE, a.options->method = 8);                                                    \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_TSITOURAS);                           \
  CASE(function, PHOTINUS_ERROR_UNSUPPORTED, a.options->method = PHOTINUS_METHOD_EULER_MARUYAMA);                      \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->samples = 0);                                                    \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->every = 0);                                                      \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->harmonic = 0);                                                   \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->carried = 2);                                                    \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->carried = -1);                                                   \
  CASE(function, PHOTINUS_ERROR_PARAMETER, a.options->every = UINT64_MAX);                                             \
  CASE(function, PHOTINUS_ERROR_STEP_TOO_SMALL, a.options->transient = UINT64_MAX - 2);                                \
  CASE(function, PHOTINUS_OK, a.options->carried = 1);                                                                 \
  CASE(function, PHOTINUS_OK, a.options->transient = 0);                                                               \
  CASE(function, PHOTINUS_ERROR_NULL, a.strengths = NULL);                                                             \
  CASE(function, PHOTINUS_ERROR_NULL, a.initial = NULL);                                                               \
  CASE(function, PHOTINUS_ERROR_NULL, a.mean = NULL);                                                                  \
  CASE(function, PHOTINUS_ERROR_NULL, a.variance = NULL);                                                              \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.strengths = misaligned(a.strengths));                                     \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.initial = misaligned(a.initial));                                         \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.mean = misaligned(a.mean));                                               \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.variance = misaligned(a.variance));                                       \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.strengths[2] = (F)NAN);                                                  \
  CASE(function, PHOTINUS_ERROR_NOT_FINITE, a.initial[1] = (F)INFINITY);                                               \
  CASE(function, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);                                                        \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.variance = a.mean);                                                         \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.mean = a.strengths);                                                        \
  CASE(function, PHOTINUS_ERROR_OVERLAP, a.mean = a.frequencies);                                                      \
  IDLE(function, a.count = 0; a.solution = NULL);                                                                      \
  IDLE(function, a.count = 0; a.solution = NULL; a.strengths = a.mean = a.variance = NULL)

static void P(bad_transitions)(void) {
  OPTIONS_INIT(transition_init);
  for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_NONE; kind++) {
    P(next_kind) = kind;
    TRANSITION_MODEL(transition_size);
    CASE(transition_run, PHOTINUS_OK, (void)0);
    CASE(transition_parallel, PHOTINUS_OK, (void)0);
  }
  P(next_kind) = PHOTINUS_COUPLING_HEBBIAN;
  CASE(transition_size, PHOTINUS_ERROR_UNSUPPORTED, (void)0);
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  SIZES(transition_size);
  CASE(transition_size, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  TRANSITION_MODEL(transition_run);
  TRANSITION_RUN(transition_run);
  WORKSPACE(transition_run);
  CASE(transition_run, PHOTINUS_ERROR_WORKSPACE, a.bytes -= 1);
  CASE(transition_run, PHOTINUS_ERROR_OVERLAP, a.memory = (void *)a.mean; a.mean = input(P(two), sizeof P(two));
       a.variance = a.memory);
  for (size_t threads = 0; threads < 3; threads++) {
    P(next_threads) = threads;
    TRANSITION_MODEL(transition_parallel);
    TRANSITION_RUN(transition_parallel);
  }
  P(next_threads) = 1025;
  CASE(transition_parallel, PHOTINUS_ERROR_PARAMETER, (void)0);
  P(next_threads) = 2;

  // A coupling that ends the second strength's third step.
  for (int code = -5; code <= 5; code += 10) {
    const int expected = code > 0 ? PHOTINUS_STOP_CALLER : PHOTINUS_ERROR_CALLBACK;
    for (int parallel = 0; parallel < 2; parallel++) {
      P(next_kind) = PHOTINUS_COUPLING_USER;
      struct P(script) script = {0, 0, 4 * 4 + 2 * 4 + 1, code, 0, 0, P(SPHERE)};
      struct P(transition_run_arguments) a;
      fresh();
      P(valid_transition_run)(&a);
      a.model->pull_user = &script;
      a.mean[1] = 77;
      CHECK_STATUS(expected, parallel ? P(call_transition_parallel)(&a) : P(call_transition_run)(&a));
      CHECK(a.solution->rows == 1 && a.solution->code == code && a.solution->steps == 4 + 2);
      CHECK(a.mean[0] <= 1 && a.mean[1] == 77);
    }
  }
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
}

// --- Tangents of networks -------------------------------------------------------------------------------------------

struct P(network_tangent_arguments) {
  F *state, *displacement;
  size_t dim;
  F *out;
  P(photinus_network) *object;
};
static void P(valid_network_tangent)(struct P(network_tangent_arguments) *a) {
  struct P(network_init_arguments) b;
  P(valid_network_init)(&b);
  CHECK_STATUS(PHOTINUS_OK, P(call_network_init)(&b));
  a->object = *b.network;
  a->state = input(P(two), 2 * sizeof(F));
  a->displacement = input(P(two), 2 * sizeof(F));
  a->dim = 2;
  a->out = result(2 * sizeof(F));
}
static int P(call_network_tangent)(const struct P(network_tangent_arguments) *a) {
  return P(photinus_network_tangent)(0, a->state, a->displacement, a->dim, a->out, a->object);
}

static void P(bad_tangents)(void) {
  for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_HEBBIAN; kind++) {
    P(next_kind) = kind;
    CASE(network_tangent, kind <= PHOTINUS_COUPLING_GROUPS    ? PHOTINUS_OK
                          : kind == PHOTINUS_COUPLING_HEBBIAN ? PHOTINUS_ERROR_LENGTH
                                                              : PHOTINUS_ERROR_UNSUPPORTED,
         (void)0);
  }
  P(next_kind) = PHOTINUS_COUPLING_DENSE;
  CASE(network_tangent, PHOTINUS_ERROR_NULL, a.object = NULL);
  CASE(network_tangent, PHOTINUS_ERROR_ALIGNMENT, a.object = misaligned(a.object));
  CASE(network_tangent, PHOTINUS_ERROR_UNINITIALISED, a.object = input_of(4096));
  CASE(network_tangent, PHOTINUS_ERROR_NULL, a.state = NULL);
  CASE(network_tangent, PHOTINUS_ERROR_NULL, a.displacement = NULL);
  CASE(network_tangent, PHOTINUS_ERROR_NULL, a.out = NULL);
  CASE(network_tangent, PHOTINUS_ERROR_ALIGNMENT, a.state = misaligned(a.state));
  CASE(network_tangent, PHOTINUS_ERROR_ALIGNMENT, a.displacement = misaligned(a.displacement));
  CASE(network_tangent, PHOTINUS_ERROR_ALIGNMENT, a.out = misaligned(a.out));
  CASE(network_tangent, PHOTINUS_ERROR_LENGTH, a.dim = 1);
  CASE(network_tangent, PHOTINUS_ERROR_LENGTH, a.dim = SIZE_MAX);
  CASE(network_tangent, PHOTINUS_ERROR_OVERLAP, a.out = a.state);
  CASE(network_tangent, PHOTINUS_ERROR_OVERLAP, a.out = a.displacement + 1);
  CASE(network_tangent, PHOTINUS_OK, a.displacement = a.state);
}

static void P(bad_delayed_networks)(void) {
  P(bad_delays)();
  P(bad_transitions)();
  P(bad_tangents)();
}
