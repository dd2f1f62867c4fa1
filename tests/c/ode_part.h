// user.c in one precision, solvers: F is double or float, P(name) has the suffix _f64 or _f32.

// y'' = -y as a system of two; counts its calls.
static int P(oscillator)(F t, const F *y, size_t dim, F *dydt, void *user) {
  int *calls = user;
  (void)t;
  if (calls != NULL) ++*calls;
  if (dim != 2) return -1;
  dydt[0] = y[1];
  dydt[1] = -y[0];
  return 0;
}

// The workspace of a solver of these options, in P(memory).
static void *P(solver_memory)(size_t dim, const P(photinus_solver_options) *options, size_t *bytes) {
  size_t align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_size)(dim, options, bytes, &align));
  if (!CHECK(align > 0 && *bytes + align <= sizeof P(memory))) exit(1);
  return aligned(P(memory), align);
}

static P(photinus_solver_options) P(solver_options)(int method, F step) {
  P(photinus_solver_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_solver_options_init)(&options, sizeof options));
  CHECK(options.method == PHOTINUS_METHOD_TSITOURAS && options.step == 0 && options.noise_strengths == NULL);
  options.method = method;
  options.step = step;
  return options;
}

static P(photinus_solution) P(no_solution)(void) {
  P(photinus_solution) solution;
  memset(&solution, 0, sizeof solution);
  solution.struct_size = sizeof solution;
  return solution;
}

// The posts' second example, three oscillators with two harmonics, as a system of the user's own.
static int P(posts_network)(F t, const F *y, size_t dim, F *dydt, void *user) {
  static const F frequencies[3] = {28, 19, 11};
  static const F coupling[2][3][3] = {
      {{0, (F)0.2, (F)1.1}, {(F)0.5, 0, (F)-0.7}, {(F)0.3, (F)0.9, 0}},
      {{0, (F)-0.5, (F)0.2}, {(F)-0.4, 0, 1}, {(F)0.8, (F)0.8, 0}},
  };
  (void)t, (void)user;
  if (dim != 3) return -1;
  for (int i = 0; i < 3; i++) {
    double rate = frequencies[i];
    for (int m = 0; m < 2; m++) {
      for (int j = 0; j < 3; j++) rate += coupling[m][i][j] * sin((m + 1) * ((double)y[j] - (double)y[i]));
    }
    dydt[i] = (F)rate;
  }
  return 0;
}

// sin and cos by the method; the largest error at t = 1 and 2.
static double P(error_of)(int method, F step) {
  const F times[3] = {0, 1, 2}, initial[2] = {0, 1};
  const P(photinus_solver_options) options = P(solver_options)(method, step);
  size_t bytes = 0;
  void *const memory = P(solver_memory)(2, &options, &bytes);
  F states[3][2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(oscillator), NULL, NULL, &options, times, 3, initial,
                                                  &states[0][0], 6, memory, bytes, NULL));
  CHECK(states[0][0] == 0 && states[0][1] == 1);
  double error = 0;
  for (int i = 1; i < 3; i++) {
    error = fmax(error, fabs((double)states[i][0] - sin((double)i)));
    error = fmax(error, fabs((double)states[i][1] - cos((double)i)));
  }
  return error;
}

static void P(any_system)(void) {
  const F times[3] = {0, 1, 2}, initial[2] = {0, 1};
  P(photinus_solver_options) options = P(solver_options)(PHOTINUS_METHOD_RK4, (F)0.015625);
  size_t bytes = 0, align = 0;
  void *const memory = P(solver_memory)(2, &options, &bytes);
  F states[3][2];
  int calls = 0;
  P(photinus_solution) solution = P(no_solution)();
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(oscillator), NULL, &calls, &options, times, 3, initial,
                                                  &states[0][0], 6, memory, bytes, &solution));
  CHECK(solution.rows == 3 && solution.steps == 128 && solution.time == 2 && calls == 4 * 128);
  CHECK(solution.rejected == 0 && solution.event == 0 && solution.code == 0);
  for (int i = 0; i < 3; i++) {
    CHECK(fabs((double)states[i][0] - sin((double)i)) < (BITS == 64 ? 2e-9 : 2e-6));
    CHECK(fabs((double)states[i][1] - cos((double)i)) < (BITS == 64 ? 2e-9 : 2e-6));
  }

  // By hand, in two parts, and by the function for small programs: steps of 2^-6 have no rounding.
  for (int lean = 0; lean < 2; lean++) {
    F state[2] = {0, 1};
    for (uint64_t first = 0; first < 128; first += first == 0 ? 40 : 88) {
      const uint64_t count = first == 0 ? 40 : 88;
      solution = P(no_solution)();
      CHECK_STATUS(PHOTINUS_OK, lean ? P(photinus_rk4_advance)(2, P(oscillator), NULL, options.step, 0, first, count,
                                                               state, memory, bytes, &solution)
                                     : P(photinus_ode_advance)(2, P(oscillator), NULL, &options, 0, first, count,
                                                               state, memory, bytes, &solution));
      CHECK(solution.steps == count && solution.rows == 0 && solution.time == (F)(first + count) / 64);
    }
    CHECK(memcmp(state, states[2], sizeof state) == 0);
  }
  CHECK_STATUS(PHOTINUS_OK, P(photinus_rk4_size)(2, &bytes, &align));
  CHECK(bytes == 8 * sizeof(F));

  // The orders of the methods: half the step divides the error by 2^order.
  static const int methods[3] = {PHOTINUS_METHOD_EULER, PHOTINUS_METHOD_HEUN, PHOTINUS_METHOD_RK4};
  static const int orders[3] = {1, 2, 4};
  for (int i = 0; i < 3; i++) {
    const F step = (F)(i == 2 ? 0.25 : 1.0 / 64);
    const double order = log2(P(error_of)(methods[i], step) / P(error_of)(methods[i], step / 2));
    if (!CHECK(fabs(order - orders[i]) < 0.2)) printf("    method %d: order %g\n", methods[i], order);
  }
  // Those that choose their steps have no step to be given, and NULL options are one of them.
  for (int method = PHOTINUS_METHOD_DORMAND_PRINCE; method <= PHOTINUS_METHOD_TSITOURAS; method++) {
    CHECK(P(error_of)(method, 0) < (BITS == 64 ? 1e-5 : 1e-3));
  }
  void *const least = P(solver_memory)(2, NULL, &bytes);
  F defaults[3][2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(oscillator), NULL, NULL, NULL, times, 3, initial,
                                                  &defaults[0][0], 6, least, bytes, NULL));
  CHECK(fabs((double)defaults[2][0] - sin(2.0)) < (BITS == 64 ? 1e-5 : 1e-3));

  // Backwards from t = 2, to where it began.
  const F back[2] = {2, 0};
  F returned[2][2];
  for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_TSITOURAS; method++) {
    if (method == PHOTINUS_METHOD_EULER || method == PHOTINUS_METHOD_HEUN) continue;
    options = P(solver_options)(method, method == PHOTINUS_METHOD_RK4 ? (F)0.015625 : 0);
    void *const place = P(solver_memory)(2, &options, &bytes);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(oscillator), NULL, NULL, &options, back, 2, states[2],
                                                    &returned[0][0], 4, place, bytes, NULL));
    CHECK(fabs((double)returned[1][0]) < 1e-4 && fabs((double)returned[1][1] - 1) < 1e-4);
  }

  // A network written down by the user: the end by an integrator in 113 bits.
  static const double reference[3] = {27.879315059549878, 21.763606582779396, 11.175560773462784};
  const F start[3] = {0, (F)3.141592653589793, 0};
  F phases[2][3];
  options = P(solver_options)(PHOTINUS_METHOD_TSITOURAS, 0);
  options.relative_tolerance = options.absolute_tolerance = BITS == 64 ? (F)1e-12 : (F)1e-6;
  void *const place = P(solver_memory)(3, &options, &bytes);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(3, P(posts_network), NULL, NULL, &options, times, 2, start, &phases[0][0], 6,
                                                  place, bytes, NULL));
  for (int i = 0; i < 3; i++) CHECK(fabs(phases[1][i] - reference[i]) < (BITS == 64 ? 1e-9 : 1e-4));

  // A budget of steps.
  options.max_steps = 5;
  solution = P(no_solution)();
  CHECK_STATUS(PHOTINUS_STOP_STEPS,
               P(photinus_ode_solve)(3, P(posts_network), NULL, NULL, &options, times, 2, start, &phases[0][0], 6, place, bytes,
                                     &solution));
  CHECK(solution.rows == 1 && solution.steps + solution.rejected == 5 && solution.time > 0 && solution.time < 1);
}

// --- The solver that chooses its steps, step by step ----------------------------------------------------------------

static P(photinus_solver_report) P(report)(const P(photinus_adaptive) *solver) {
  P(photinus_solver_report) report;
  report.struct_size = sizeof report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_report)(solver, &report));
  return report;
}

static void P(stepping)(int method) {
  P(photinus_solver_options) options = P(solver_options)(method, 0);
  options.relative_tolerance = options.absolute_tolerance = BITS == 64 ? (F)1e-10 : (F)1e-6;
  const double tolerance = BITS == 64 ? 1e-8 : 1e-4;
  const F initial[2] = {0, 1};
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_size)(2, &options, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  P(photinus_adaptive) *solver = NULL, *twin = aligned(P(copy), align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_init)(aligned(P(memory), align), bytes, 2, 0, initial, &options,
                                                      &solver));
  CHECK((void *)solver == aligned(P(memory), align));
  CHECK(P(report)(solver).rates_known == 0 && P(report)(solver).evaluations == 0);

  // Within each step, and at its ends, the solution is known, and its rates at the end.
  int calls = 0;
  for (int step = 0; step < 20; step++) {
    P(photinus_solution) solution = P(no_solution)();
    CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_step)(solver, P(oscillator), &calls, &solution));
    const P(photinus_solver_report) at = P(report)(solver);
    CHECK(solution.steps == 1 && at.steps == (uint64_t)step + 1 && at.dim == 2 && at.time == solution.time);
    CHECK(at.evaluations == (uint64_t)calls && at.rates_known == 1 && at.time > at.previous_time && at.next_step > 0);
    F state[2], end[2], rates[2];
    const F middle = (at.time + at.previous_time) / 2;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_interpolate)(solver, middle, state, 2));
    CHECK(fabs((double)state[0] - sin((double)middle)) < tolerance);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_interpolate)(solver, at.time, state, 2));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_state)(solver, end, 2));
    CHECK(memcmp(state, end, sizeof state) == 0 && fabs((double)end[1] - cos((double)at.time)) < tolerance);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_rates)(solver, rates, 2));
    CHECK(rates[0] == end[1] && rates[1] == -end[0]);
  }

  // A copy of its bytes, a checkpoint of it, and itself go on to the same bits.
  const F end = P(report)(solver).time + 3;
  memcpy(twin, solver, bytes);
  size_t saved = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_save_size)(solver, &saved));
  unsigned char *const checkpoint = malloc(saved);
  if (!CHECK(checkpoint != NULL)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_save)(solver, checkpoint, saved));
  size_t restored_bytes = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_restore_size)(checkpoint, saved, &restored_bytes, &align));
  CHECK(restored_bytes == bytes);
  P(photinus_adaptive) *restored = NULL, *own = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_restore_new)(checkpoint, saved, &restored));
  free(checkpoint);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_step_until)(solver, P(oscillator), NULL, end, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_step_until)(twin, P(oscillator), NULL, end, NULL));
  for (int step = 0; P(report)(restored).time < end && step < 10000; step++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_step_towards)(restored, P(oscillator), NULL, end, NULL));
  }
  CHECK(memcmp(solver, twin, bytes) == 0 && memcmp(solver, restored, bytes) == 0);
  CHECK(P(report)(solver).time == end);
  P(photinus_adaptive_free)(restored);

  // To times, in one call and in many of two steps: the same bits.
  F times[5], states[5][2], parts[5][2];
  for (int i = 0; i < 5; i++) times[i] = (F)i / 2;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_new)(2, 0, initial, &options, &own));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_adaptive_solve)(own, P(oscillator), NULL, NULL, times, 5, &states[0][0], 10, NULL));
  for (int i = 0; i < 5; i++) CHECK(fabs((double)states[i][0] - sin((double)times[i])) < tolerance);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_restart)(own, 0, initial, 2));
  P(photinus_solution) solution = P(no_solution)();
  options.max_steps = 2;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_set_options)(own, &options));
  int status = PHOTINUS_STOP_STEPS;
  size_t done = 0;
  for (int call = 0; call < 10000 && status == PHOTINUS_STOP_STEPS; call++) {
    status = P(photinus_adaptive_solve)(own, P(oscillator), NULL, NULL, times + done, 5 - done, parts[done],
                                        2 * (5 - done), &solution);
    done += solution.rows;
  }
  CHECK_STATUS(PHOTINUS_OK, status);
  CHECK(done == 5 && memcmp(states, parts, sizeof states) == 0);
  P(photinus_solver_options) current;
  current.struct_size = sizeof current;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_get_options)(own, &current));
  CHECK(current.method == method && current.max_steps == 2 && current.relative_tolerance == options.relative_tolerance);
  P(photinus_adaptive_free)(own);
  P(photinus_adaptive_free)(NULL);
}

// A ball: height and velocity, under a gravity of 2.
static int P(ball)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t, (void)user, (void)dim;
  dydt[0] = y[1];
  dydt[1] = -2;
  return 0;
}

struct P(seen) {
  int count;
  size_t events[8];
  F times[8];
};

// Event 0 is the ground, event 1 half a unit above it, event 2 the top.
static int P(heights)(size_t event, F t, const F *y, size_t dim, F *value, void *user) {
  (void)t, (void)dim, (void)user;
  *value = event == 0 ? y[0] : event == 1 ? y[0] - (F)0.75 : y[1];
  return event > 2 ? -1 : 0;
}

static int P(note)(size_t event, F t, const F *y, size_t dim, void *user) {
  struct P(seen) *const seen = user;
  (void)y, (void)dim;
  if (seen->count == 8) return -1;
  seen->events[seen->count] = event;
  seen->times[seen->count++] = t;
  return 0;
}

static void P(bouncing)(int method) {
  const P(photinus_solver_options) options = P(solver_options)(method, 0);
  const F initial[2] = {1, 0}, times[2] = {0, 10};
  const int directions[3] = {PHOTINUS_DIRECTION_FALLING, PHOTINUS_DIRECTION_BOTH, PHOTINUS_DIRECTION_RISING};
  const int terminal[3] = {1, 0, 0};
  P(photinus_events) events;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_events_init)(&events, sizeof events));
  CHECK(events.count == 0 && events.value == NULL && events.directions == NULL);
  events.count = 3;
  events.value = P(heights);
  events.happened = P(note);
  events.directions = directions;
  events.terminal = terminal;
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_events_size)(2, 3, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  P(photinus_adaptive) *solver = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_new)(2, 0, initial, &options, &solver));
  // y = 1 - t^2: it is at 3/4 at t = 1/2, on the ground at t = 1, with velocity -2. Its top is where it begins: no event.
  struct P(seen) seen = {0, {0}, {0}};
  F states[2][2];
  P(photinus_solution) solution = P(no_solution)();
  CHECK_STATUS(PHOTINUS_STOP_EVENT,
               P(photinus_adaptive_solve_events)(solver, P(ball), NULL, &events, &seen, times, 2, &states[0][0], 4,
                                                 aligned(P(memory), align), bytes, &solution));
  CHECK(solution.event == 0 && solution.rows == 1 && fabs((double)solution.time - 1) < 20 * EPSILON);
  CHECK(seen.count == 2 && seen.events[0] == 1 && seen.events[1] == 0 && seen.times[1] == solution.time);
  CHECK(fabs((double)seen.times[0] - 0.5) < 20 * EPSILON);
  F state[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_state)(solver, state, 2));
  CHECK(fabs((double)state[0]) < 100 * EPSILON && fabs((double)state[1] + 2) < 100 * EPSILON);
  // It bounces, to be on the ground again two units of time later; the top is passed falling, which is not looked for.
  state[1] = -state[1];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_adaptive_restart)(solver, solution.time, state, 2));
  const F later[1] = {10};
  seen.count = 0;
  CHECK_STATUS(PHOTINUS_STOP_EVENT,
               P(photinus_adaptive_solve_events)(solver, P(ball), NULL, &events, &seen, later, 1, &states[0][0], 2,
                                                 aligned(P(memory), align), bytes, &solution));
  CHECK(fabs((double)solution.time - 3) < 100 * EPSILON && solution.rows == 0);
  CHECK(seen.count == 3 && seen.events[0] == 1 && seen.events[1] == 1 && seen.events[2] == 0);
  CHECK(fabs((double)seen.times[0] - 1.5) < 100 * EPSILON && fabs((double)seen.times[1] - 2.5) < 100 * EPSILON);
  P(photinus_adaptive_free)(solver);
}

// --- Noise ------------------------------------------------------------------------------------------------------------

static int P(nothing)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t, (void)y, (void)user;
  for (size_t i = 0; i < dim; i++) dydt[i] = 0;
  return 0;
}

static int P(decay)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t, (void)user;
  for (size_t i = 0; i < dim; i++) dydt[i] = -y[i];
  return 0;
}

static void P(noise)(void) {
  enum { N = 500 };
  static F states[3][N], parts[3][N], zero[N];
  const int noisy[3] = {PHOTINUS_METHOD_EULER_MARUYAMA, PHOTINUS_METHOD_STOCHASTIC_HEUN, PHOTINUS_METHOD_STOCHASTIC_RK4};
  const int plain[3] = {PHOTINUS_METHOD_EULER, PHOTINUS_METHOD_HEUN, PHOTINUS_METHOD_RK4};
  const F strength = (F)0.5, none = 0, times[3] = {0, 4, 5};
  size_t bytes = 0;
  for (int i = 0; i < 3; i++) {
    // Ornstein and Uhlenbeck's process has the variance sigma^2 (1 - e^(-2t)) / 2; that of 500 is within 6 %, as a rule.
    P(photinus_solver_options) options = P(solver_options)(noisy[i], (F)0.0625);
    options.noise_strengths = &strength;
    options.noise_count = 1;
    options.seed = 7;
    void *const memory = P(solver_memory)(N, &options, &bytes);
    P(photinus_solution) solution = P(no_solution)();
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(N, P(decay), NULL, NULL, &options, times, 3, zero, &states[0][0],
                                                    3 * N, memory, bytes, &solution));
    CHECK(solution.steps == 80 && solution.rows == 3 && solution.time == 5);
    double mean = 0, square = 0;
    for (int k = 0; k < N; k++) {
      mean += (double)states[2][k] / N;
      square += (double)states[2][k] * (double)states[2][k] / N;
    }
    CHECK(fabs(mean) < 0.05 && fabs(square / 0.125 - 1) < 0.2);
    // Cut anywhere, the path is the same: by calls for rows, and by hand.
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(N, P(decay), NULL, NULL, &options, times + 1, 2, states[1],
                                                    parts[1], 2 * N, memory, bytes, NULL));
    CHECK(memcmp(parts[1], states[1], 2 * sizeof states[1]) == 0);
    memset(parts[0], 0, sizeof parts[0]);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_advance)(N, P(decay), NULL, &options, 0, 0, 13, parts[0], memory, bytes,
                                                      NULL));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_advance)(N, P(decay), NULL, &options, 0, 13, 67, parts[0], memory, bytes,
                                                      &solution));
    CHECK(memcmp(parts[0], states[2], sizeof parts[0]) == 0 && solution.time == 5);
    // Another seed, another path.
    options.seed = 8;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(N, P(decay), NULL, NULL, &options, times, 2, zero, &parts[0][0],
                                                    2 * N, memory, bytes, NULL));
    CHECK(memcmp(parts[1], states[1], sizeof parts[1]) != 0);

    // Without a force, a step adds sigma sqrt(h) times the normal numbers of its number.
    F normals[2], moved[2] = {0, 0};
    options.step = (F)0.25;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_advance)(2, P(nothing), NULL, &options, 0, 41, 1, moved, memory, bytes,
                                                      NULL));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_normals_fill)(8, 41, 0, normals, 2));
    CHECK(moved[0] == normals[0] / 4 && moved[1] == normals[1] / 4);
    // With increments of one's own, for steps 5 to 7 and two components.
    const F increments[3][2] = {{1, 2}, {4, 8}, {-16, 32}}, start[2] = {100, 200};
    const F own_times[2] = {(F)1.25, 2}, strengths[2] = {(F)0.5, 2};
    F own[2][2];
    options.noise_strengths = strengths;
    options.noise_count = 2;
    options.increments = &increments[0][0];
    options.increments_len = 6;
    options.first_increment = 5;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(nothing), NULL, NULL, &options, own_times, 2, start,
                                                    &own[0][0], 4, memory, bytes, NULL));
    CHECK(own[1][0] == 100 - (F)5.5 && own[1][1] == 200 + 84);
    // A grid that begins elsewhere.
    const F shifted[2] = {10, (F)10.75};
    options.grid_start = (F)8.75;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(nothing), NULL, NULL, &options, shifted, 2, start,
                                                    &own[0][0], 4, memory, bytes, NULL));
    CHECK(own[1][0] == 100 - (F)5.5 && own[1][1] == 200 + 84);

    // Of strength 0, it is the method without noise.
    const F initial[2] = {0, 1};
    F with[2][2], without[2][2];
    options = P(solver_options)(noisy[i], (F)0.0625);
    options.noise_strengths = &none;
    options.noise_count = 1;
    void *place = P(solver_memory)(2, &options, &bytes);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(oscillator), NULL, NULL, &options, times, 2, initial,
                                                    &with[0][0], 4, place, bytes, NULL));
    options = P(solver_options)(plain[i], (F)0.0625);
    place = P(solver_memory)(2, &options, &bytes);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(2, P(oscillator), NULL, NULL, &options, times, 2, initial,
                                                    &without[0][0], 4, place, bytes, NULL));
    CHECK(memcmp(with, without, sizeof with) == 0);
  }

  // Times of a decimal step are on its grid, rounded as they are.
  P(photinus_solver_options) options = P(solver_options)(PHOTINUS_METHOD_STOCHASTIC_HEUN, (F)0.01);
  options.noise_strengths = &strength;
  options.noise_count = 1;
  F decimal[101], walk[101];
  for (int i = 0; i <= 100; i++) decimal[i] = (F)0.1 * (F)i;
  P(photinus_solution) solution = P(no_solution)();
  void *const memory = P(solver_memory)(1, &options, &bytes);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(1, P(decay), NULL, NULL, &options, decimal, 101, zero, walk, 101,
                                                  memory, bytes, &solution));
  CHECK(solution.steps == 1000 && solution.time == decimal[100]);

  // Normal numbers one by one, and their moments.
  static F normals[1000], shifted[1000];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_normals_fill)(3, 9, 0, normals, 1000));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_normals_fill)(3, 9, 7, shifted, 993));
  CHECK(memcmp(normals + 7, shifted, 993 * sizeof normals[0]) == 0);
  double mean = 0, square = 0;
  for (int i = 0; i < 1000; i++) {
    mean += (double)normals[i] / 1000;
    square += (double)normals[i] * (double)normals[i] / 1000;
  }
  CHECK(fabs(mean) < 0.1 && fabs(square - 1) < 0.15);
  // From the bits, as photinus.h says.
  const uint32_t counter[4] = {9, 0, 2, 0}, key[2] = {3, 0};
  uint32_t w[4];
  CHECK_STATUS(PHOTINUS_OK, photinus_philox4x32_10(counter, key, w));
  const double u = 1 - ldexp((double)((w[0] | (uint64_t)w[1] << 32) >> (BITS == 64 ? 12 : 41)), BITS == 64 ? -52 : -23);
  const double v = ldexp((double)((w[2] | (uint64_t)w[3] << 32) >> (BITS == 64 ? 12 : 41)), BITS == 64 ? -52 : -23);
  const double angle = 6.283185307179586 * v, radius = sqrt(-2 * log(u));
  CHECK(fabs((double)normals[4] - radius * cos(angle)) < 20 * EPSILON);
  CHECK(fabs((double)normals[5] - radius * sin(angle)) < 20 * EPSILON);
}

// --- Lyapunov exponents -----------------------------------------------------------------------------------------------

// Lorenz's system with his parameters, and its tangent.
static int P(lorenz)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t, (void)dim, (void)user;
  dydt[0] = 10 * (y[1] - y[0]);
  dydt[1] = y[0] * (28 - y[2]) - y[1];
  dydt[2] = y[0] * y[1] - (F)(8.0 / 3) * y[2];
  return 0;
}

static int P(lorenz_tangent)(F t, const F *y, const F *v, size_t dim, F *out, void *user) {
  (void)t, (void)dim, (void)user;
  out[0] = 10 * (v[1] - v[0]);
  out[1] = v[0] * (28 - y[2]) - y[0] * v[2] - v[1];
  out[2] = v[0] * y[1] + y[0] * v[1] - (F)(8.0 / 3) * v[2];
  return 0;
}

static void P(exponents)(void) {
  const F start[3] = {1, 1, 1};
  P(photinus_lyapunov_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_options_init)(&options, sizeof options));
  CHECK(options.count == 1 && options.interval == 1 && options.step == 0 && options.scale == 1);
  options.count = 3;
  options.interval = 5;
  options.step = (F)0.01;
  options.scale = 10;
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_size)(3, 3, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  // With the tangent, and by differences.
  for (int differences = 0; differences < 2; differences++) {
    const P(photinus_tangent) tangent = differences ? NULL : P(lorenz_tangent);
    P(photinus_lyapunov) *run = NULL, *copy = aligned(P(copy), align);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_lyapunov_init)(aligned(P(memory), align), bytes, 3, 0, start, &options, &run));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(run, P(lorenz), tangent, NULL, 1000, NULL));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_discard)(run));
    memcpy(copy, run, bytes);
    P(photinus_solution) solution = P(no_solution)();
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(run, P(lorenz), tangent, NULL, 30000, &solution));
    CHECK(solution.steps == 30000 && fabs((double)solution.time - 310) < 1e-3);
    F exponents[3], again[3];
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_exponents)(run, exponents, 3));
    // Known: 0.906, 0, and a sum of -(10 + 1 + 8/3), the divergence.
    const double sum = (double)exponents[0] + (double)exponents[1] + (double)exponents[2];
    if (!CHECK(fabs((double)exponents[0] - 0.906) < 0.05 && fabs((double)exponents[1]) < 0.02 &&
               fabs(sum + 41.0 / 3) < 0.01)) {
      printf("    %g %g %g\n", (double)exponents[0], (double)exponents[1], (double)exponents[2]);
    }
    // The steps of a copy in other portions, and those of one restored on the way: the same bits.
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(copy, P(lorenz), tangent, NULL, 1, NULL));
    size_t saved = 0, restored_bytes = 0, dim = 0, count = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save_size)(copy, &saved));
    unsigned char *const checkpoint = malloc(saved), *const last = malloc(saved);
    if (!CHECK(checkpoint != NULL && last != NULL)) exit(2);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save)(copy, checkpoint, saved));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_restore_size)(checkpoint, saved, &restored_bytes, &align));
    CHECK(restored_bytes == bytes);
    P(photinus_lyapunov) *restored = NULL;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_restore_new)(checkpoint, saved, &restored));
    F time = 0;
    uint64_t steps = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_progress)(restored, &dim, &count, &time, &steps));
    CHECK(dim == 3 && count == 3 && time == options.step * 1001 && steps == 1001);
    P(photinus_lyapunov) *const both[2] = {copy, restored};
    for (int i = 0; i < 2; i++) {
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(both[i], P(lorenz), tangent, NULL, 29999, NULL));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_exponents)(both[i], again, 3));
      CHECK(memcmp(exponents, again, sizeof again) == 0);
    }
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save)(run, checkpoint, saved));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_save)(restored, last, saved));
    CHECK(memcmp(checkpoint, last, saved) == 0);
    P(photinus_lyapunov_free)(restored);
    free(checkpoint);
    free(last);
    F state[3], same[3], displacements[3][3];
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_state)(run, state, 3, &displacements[0][0], 9));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_state)(copy, same, 3, NULL, 0));
    CHECK(memcmp(state, same, sizeof same) == 0);
    for (int i = 0; i < 9; i++) {
      double product = 0;
      for (int k = 0; k < 3; k++) product += (double)displacements[i / 3][k] * (double)displacements[i % 3][k];
      CHECK(fabs(product - (i / 3 == i % 3)) < 20 * EPSILON);
    }
  }
  // In memory of its own; one exponent of a decay, which is -1.
  P(photinus_lyapunov) *own = NULL;
  options.count = 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_new)(2, 0, start, &options, &own));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(own, P(decay), NULL, NULL, 1000, NULL));
  F exponent = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_exponents)(own, &exponent, 1));
  CHECK(fabs((double)exponent + 1) < (BITS == 64 ? 1e-6 : 2e-3));
  P(photinus_lyapunov_free)(own);
  P(photinus_lyapunov_free)(NULL);
}

static void P(solving)(void) {
  P(any_system)();
  for (int method = PHOTINUS_METHOD_DORMAND_PRINCE; method <= PHOTINUS_METHOD_TSITOURAS; method++) {
    P(stepping)(method);
    P(bouncing)(method);
  }
  P(noise)();
  P(exponents)();
}
