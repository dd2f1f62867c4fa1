// user.c in one precision, networks with delays, the synchronisation transition, and tangents of networks: F is double or
// float, P(name) has the suffix _f64 or _f32.

static const F P(delay) = (F)0.3;

// Two equal oscillators that pull on each other, by each kind that has a delay.
static P(photinus_kuramoto) P(equal_pair)(int which) {
  static const F both[2] = {1, 1}, matrix[4] = {0, 1, 1, 0}, ones[2] = {1, 1};
  static const F delays[2] = {(F)0.3, (F)0.3};
  static const float single_matrix[4] = {0, 1, 1, 0}, single_ones[2] = {1, 1};
  static const size_t offsets[3] = {0, 1, 2};
  static const uint32_t columns[2] = {1, 0}, labels[2] = {0, 0}, corners[4] = {1, 1, 0, 0};
  P(photinus_kuramoto) model;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_init)(&model, sizeof model));
  CHECK(model.delay == 0 && model.delays == NULL);
  model.oscillators = 2;
  model.natural_frequencies = both;
  model.delay = P(delay);
  if (which < 2) {
    if (which == 0) model.coupling = matrix;
    else model.coupling_single = single_matrix;
  } else if (which < 5) {
    model.kind = PHOTINUS_COUPLING_SPARSE;
    model.edges = 2;
    model.row_offsets = offsets;
    model.columns = columns;
    if (which == 3) model.coupling_single = single_ones;
    else model.coupling = ones;
    if (which == 4) {
      model.delay = 0;
      model.delays = delays;
    }
  } else if (which < 7) {
    model.kind = which == 5 ? PHOTINUS_COUPLING_MEAN_FIELD : PHOTINUS_COUPLING_GROUPS;
    model.coupling = ones;
    if (which == 6) {
      model.groups = 1;
      model.labels = labels;
      model.normalization = PHOTINUS_NORMALIZATION_OSCILLATORS;
    }
  } else {
    model.kind = PHOTINUS_COUPLING_NONE;
    if (which == 7) {
      model.triangles = 2;
      model.triangle_offsets = offsets;
      model.triangle_corners = corners;
      model.triangle_weights = ones;
    } else {
      model.all_symmetric = 1;
    }
  }
  return model;
}

// In step they turn with the frequency W = w - K sin(W t) (Yeung and Strogatz, Phys. Rev. Lett. 82, 1999), triangles with
// W = w - K sin(2 W t).
static void P(in_step)(void) {
  static const F apart[2] = {0, (F)0.5};
  const double tolerance = BITS == 64 ? 1e-12 : 1e-4;
  for (int which = 0; which < 9; which++) {
    const P(photinus_kuramoto) model = P(equal_pair)(which);
    const double m = which < 7 ? 1 : 2;
    const F step = (F)0.0625;
    size_t bytes = 0, align = 0, dim = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dim)(&model, &dim));
    CHECK(dim == 2);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_size)(&model, step, &bytes, &align));
    P(photinus_delayed) *run = NULL;
    void *const room = P(kuramoto_room)(bytes, align);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_init)(room, bytes, &model, step, 0, apart, &run));
    CHECK((void *)run == room);
    P(photinus_solution) solution = {0};
    solution.struct_size = sizeof solution;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, NULL, NULL, 960, &solution));
    CHECK(solution.steps == 960 && solution.time == 60 && solution.rows == 0);
    F before[2], after[2], time = 0;
    uint64_t steps = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(run, NULL, NULL, before, 2));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, NULL, NULL, 64, NULL));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(run, &time, &steps, after, 2));
    CHECK(time == 64 && steps == 1024);
    const double frequency = ((double)after[0] - before[0]) / 4;
    CHECK(fabs(after[1] - after[0]) < tolerance * 10);
    CHECK(fabs(frequency - (1 - sin(m * frequency * 0.3))) < tolerance);
  }
}

// The phases of two oscillators that always turned alike, at a distance.
struct P(turning) {
  double frequency, distance;
  int calls, end_at, code;
};

static int P(turned)(size_t oscillator, F t, F *phase, void *user) {
  struct P(turning) *const turning = user;
  if (!(t <= 0 && t > (F)-0.71 && oscillator < 2)) return -77;
  if (++turning->calls == turning->end_at) return turning->code;
  *phase = (F)(turning->frequency * t + (oscillator == 1 ? turning->distance : 0));
  return 0;
}

static int P(unwritten)(size_t oscillator, F t, F *phase, void *user) {
  (void)oscillator, (void)t, (void)phase, (void)user;
  return 0;
}

// With a delay per edge: phi_0 = W t, phi_1 = W t + d solve it, if W = w_0 + sin(d - W t_0) = w_1 + sin(-d - W t_1), and
// the history is theirs.
static void P(edges)(void) {
  static const F delays[2] = {(F)0.7, (F)0.2};
  struct P(turning) turning = {0.8, 0.4, 0, 0, 0};
  const F frequencies[2] = {(F)(0.8 - sin(0.4 - 0.8 * delays[0])), (F)(0.8 - sin(-0.4 - 0.8 * delays[1]))};
  P(photinus_kuramoto) model = P(equal_pair)(4);
  model.natural_frequencies = frequencies;
  model.delays = delays;
  const F initial[2] = {0, (F)0.4}, step = (F)0.0625;
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_size)(&model, step, &bytes, &align));
  void *const room = P(kuramoto_room)(bytes, align);
  P(photinus_delayed) *run = NULL;
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_init)(room, bytes, &model, step, 0, initial, &run));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, P(turned), &turning, 64, NULL));
  F state[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(run, NULL, NULL, state, 2));
  const double tolerance = BITS == 64 ? 1e-13 : 1e-5;
  CHECK(turning.calls > 0 && fabs(state[0] - 3.2) < tolerance && fabs(state[1] - 3.6) < tolerance);
  // Not with those phases before the start that were always the first.
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_init)(room, bytes, &model, step, 0, initial, &run));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, NULL, NULL, 64, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(run, NULL, NULL, state, 2));
  CHECK(fabs(state[0] - 3.2) > 1e-3);

  // A history that ends the run, in its third step: it stands after the second, and goes on.
  const int calls_of_two = 2 * 4 * 2;
  for (int i = 0; i < 2; i++) {
    const int code = i == 0 ? 9 : -9;
    turning.calls = 0;
    turning.end_at = calls_of_two + 1;
    turning.code = code;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_init)(room, bytes, &model, step, 0, initial, &run));
    CHECK_STATUS(i == 0 ? PHOTINUS_STOP_CALLER : PHOTINUS_ERROR_CALLBACK,
                 P(photinus_delayed_advance)(run, &model, P(turned), &turning, 64, &solution));
    CHECK(turning.calls == turning.end_at && solution.code == code && solution.steps == 2 && solution.time == 2 * step);
    turning.end_at = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, P(turned), &turning, 62, &solution));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(run, NULL, NULL, state, 2));
    CHECK(fabs(state[0] - 3.2) < tolerance && fabs(state[1] - 3.6) < tolerance);
  }
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_init)(room, bytes, &model, step, 0, initial, &run));
  CHECK_STATUS(PHOTINUS_ERROR_DIVERGED, P(photinus_delayed_advance)(run, &model, P(unwritten), NULL, 64, &solution));
  CHECK(solution.steps == 0 && solution.time == 0);
}

// Rows, cuts, copies and checkpoints: the same bits.
static void P(cuts)(void) {
  enum { ROWS = 5 };
  static const F apart[2] = {0, (F)2.5};
  const P(photinus_kuramoto) model = P(equal_pair)(0);
  const F step = (F)0.07; // does not divide the delay
  const F times[ROWS] = {1, 1 + 7 * step, 1 + 14 * step, 1 + 21 * step, 1 + 28 * step};
  P(photinus_delayed) *run = NULL, *other = NULL;
  size_t bytes = 0, align = 0, saved = 0, restored = 0;
  F all[ROWS][2], some[ROWS][2], state[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_new)(&model, step, 1, apart, &run));
  struct P(rows) rows = {0, 99, times, 2};
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_solve)(run, &model, NULL, P(each_row), &rows, 7, ROWS, all[0], 2 * ROWS,
                                                      &solution));
  CHECK(rows.seen == ROWS && solution.rows == ROWS && solution.steps == 28 && solution.time == times[ROWS - 1]);
  CHECK(memcmp(all[0], apart, sizeof apart) == 0);
  P(photinus_delayed_free)(run);

  // The row callback stops at the second row, and the run is cut there; it is copied and saved within the next.
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_size)(&model, step, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_init)(P(kuramoto_room)(bytes, align), bytes, &model, step, 1, apart, &run));
  rows.seen = 0;
  rows.stop_at = 1;
  CHECK_STATUS(PHOTINUS_STOP_CALLER,
               P(photinus_delayed_solve)(run, &model, NULL, P(each_row), &rows, 7, ROWS, some[0], 2 * ROWS, &solution));
  CHECK(solution.rows == 2 && solution.code == 3 && memcmp(some, all, sizeof all[0] * 2) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, NULL, NULL, 3, NULL));
  static unsigned char checkpoint[1024];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_save_size)(run, &saved));
  if (!CHECK(saved <= sizeof checkpoint)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_save)(run, checkpoint, saved));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_restore_size)(checkpoint, saved, &model, &restored, &align));
  CHECK(restored == bytes);
  void *const copy = aligned(P(other_kuramoto_place), align);
  memcpy(copy, run, bytes);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(run, &model, NULL, NULL, 18, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(run, NULL, NULL, state, 2));
  CHECK(memcmp(state, all[4], sizeof state) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(copy, &model, NULL, NULL, 18, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(copy, NULL, NULL, state, 2));
  CHECK(memcmp(state, all[4], sizeof state) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_restore)(copy, restored, checkpoint, saved, &model, &other));
  CHECK((void *)other == copy);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(other, &model, NULL, NULL, 18, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(other, NULL, NULL, state, 2));
  CHECK(memcmp(state, all[4], sizeof state) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_restore_new)(checkpoint, saved, &model, &other));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_advance)(other, &model, NULL, NULL, 18, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_delayed_state)(other, NULL, NULL, state, 2));
  CHECK(memcmp(state, all[4], sizeof state) == 0);
  P(photinus_delayed_free)(other);
  P(photinus_delayed_free)(NULL);
}

static int P(pull_of_all)(F strength, const F *phases, size_t n, F *rates, void *user) {
  (void)user;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) rates[i] += strength * (phases[j] - phases[i]);
  }
  return on_the_first_thread ? 0 : -1;
}

// Each kind's r after some steps, as by hand.
static void P(strengths_by_hand)(void) {
  static const F strengths[3] = {(F)0.5, 2, -1}, initial[2] = {0, 2}, unequal[2] = {1, (F)1.5};
  for (int which = 0; which < 10; which++) {
    if (which == 4) continue; // a delay per edge
    P(photinus_kuramoto) model = P(equal_pair)(which < 9 ? which : 7);
    model.delay = 0;
    model.natural_frequencies = unequal;
    if (which == 9) {
      P(photinus_kuramoto_init)(&model, sizeof model);
      model.oscillators = 2;
      model.natural_frequencies = unequal;
      model.kind = PHOTINUS_COUPLING_USER;
      model.pull = P(pull_of_all);
    }
    for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_HEUN; method++) {
      P(photinus_transition) transition;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_init)(&transition, sizeof transition));
      CHECK(transition.transient == 1000 && transition.samples == 1000 && transition.every == 1);
      CHECK(transition.harmonic == 1 && transition.carried == 0 && transition.method == PHOTINUS_METHOD_RK4);
      transition.transient = 20;
      transition.samples = 2;
      transition.every = 3;
      transition.step = (F)0.125;
      transition.method = method;
      for (int carried = 0; carried < 2; carried++) {
        transition.carried = carried;
        size_t bytes = 0, align = 0;
        F mean[2][3], variance[2][3];
        P(photinus_solution) solution = {0};
        solution.struct_size = sizeof solution;
        CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_size)(&model, 3, &bytes, &align));
        CHECK_STATUS(PHOTINUS_OK,
                     P(photinus_transition_run)(&model, &transition, strengths, 3, initial, mean[0], variance[0],
                                                P(kuramoto_room)(bytes, align), bytes, &solution));
        CHECK(solution.rows == 3 && solution.steps == 3 * 23 && solution.time == 23 * transition.step);
        CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_run_parallel)(&model, &transition, 3, strengths, 3, initial,
                                                                      mean[1], variance[1], NULL));
        CHECK(memcmp(mean[0], mean[1], sizeof mean[0]) == 0 && memcmp(variance[0], variance[1], sizeof variance[0]) == 0);
        const P(photinus_solver_options) options = P(steps_of)(method, transition.step);
        F state[2] = {initial[0], initial[1]};
        for (int k = 0; k < 3; k++) {
          P(photinus_kuramoto) one = model;
          one.strength_level = strengths[k];
          if (!carried) memcpy(state, initial, sizeof state);
          CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&one, &options, &bytes, &align));
          double r[2];
          for (int sample = 0; sample < 2; sample++) {
            CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_advance)(&one, &options, 0, sample * 20, sample == 0 ? 20 : 3,
                                                                   state, P(kuramoto_room)(bytes, align), bytes, NULL));
            r[sample] = fabs(cos((state[0] - state[1]) / 2));
          }
          // The difference of the phases has the rounding of both.
          const double half = (r[1] - r[0]) / 2, sum = fabs(state[0]) + fabs(state[1]);
          const double tolerance = (8 + sum) * (double)EPSILON;
          CHECK(fabs(mean[0][k] - (r[0] + r[1]) / 2) < tolerance);
          CHECK(fabs(variance[0][k] - 2 * half * half) < tolerance);
        }
      }
    }
  }
}

// Above the critical strength Kc = 2 x width of a Lorentzian, r = sqrt(1 - Kc / K) (Kuramoto, 1975).
static void P(transition)(void) {
  enum { MANY = 400 };
  static F frequencies[MANY], phases[MANY];
  for (int i = 0; i < MANY; i++) {
    frequencies[i] = (F)(0.5 * tan(3.141592653589793 * ((i + 0.5) / MANY - 0.5)));
    phases[i] = 0;
  }
  static const F one = 1, strengths[3] = {(F)0.5, 2, 3};
  P(photinus_kuramoto) model;
  P(photinus_kuramoto_init)(&model, sizeof model);
  model.oscillators = MANY;
  model.natural_frequencies = frequencies;
  model.kind = PHOTINUS_COUPLING_MEAN_FIELD;
  model.coupling = &one;
  P(photinus_transition) transition;
  P(photinus_transition_init)(&transition, sizeof transition);
  transition.transient = 400;
  transition.samples = 40;
  transition.every = 10;
  transition.step = (F)0.05;
  F mean[3], variance[3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_run_parallel)(&model, &transition, 0, strengths, 3, phases, mean,
                                                                variance, NULL));
  CHECK(mean[0] < (F)0.1 && variance[0] < (F)0.01);
  CHECK(fabs(mean[1] - sqrt(0.5)) < 0.05 && fabs(mean[2] - sqrt(2.0 / 3)) < 0.05);
  CHECK(variance[1] < (F)1e-3 && variance[2] < (F)1e-3);

  // One sample has no variance; a frequency that is lost ends it.
  size_t bytes = 0, align = 0;
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  transition.samples = 1;
  transition.transient = 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_size)(&model, 3, &bytes, &align));
  void *const room = P(kuramoto_room)(bytes, align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_transition_run)(&model, &transition, strengths, 3, phases, mean, variance, room,
                                                       bytes, &solution));
  CHECK(solution.rows == 3 && solution.steps == 3 && isnan(variance[0]) && mean[0] > (F)0.9);
  frequencies[7] = BITS == 64 ? (F)DBL_MAX : FLT_MAX;
  transition.step = 100;
  mean[0] = 77;
  CHECK_STATUS(PHOTINUS_ERROR_DIVERGED, P(photinus_transition_run)(&model, &transition, strengths, 3, phases, mean,
                                                                   variance, room, bytes, &solution));
  CHECK(solution.rows == 0 && solution.steps == 0 && mean[0] == 77);
}

// Two oscillators at a distance d are pulled with w sin(d): their rates change with w cos(d) (v_j - v_i), those of a force
// a sin(c - phi_i) with -a cos(c - phi_i) v_i.
static void P(tangents)(void) {
  static const F state[2] = {(F)0.25, (F)1.5}, moved[2] = {(F)0.5, -2}, amplitudes[2] = {(F)0.75, 3};
  const double tolerance = 64 * (double)EPSILON;
  P(photinus_network) *network = NULL;
  size_t bytes = 0, align = 0;
  F out[2] = {77, 77}, rates[2], again[2];
  for (int which = 0; which < 9; which++) {
    if (which == 4) continue; // a delay per edge
    for (int forced = 0; forced < 2; forced++) {
      P(photinus_kuramoto) model = P(equal_pair)(which);
      model.delay = 0;
      if (forced) {
        model.force_amplitudes = amplitudes;
        model.force_frequency = 2;
        model.force_phase = (F)0.5;
      }
      CHECK_STATUS(PHOTINUS_OK, P(photinus_network_size)(&model, &bytes, &align));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_network_init)(P(kuramoto_room)(bytes, align), bytes, &model, &network));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_network_derivative)(3, state, 2, rates, network));
      if (which > 6) { // triangles
        CHECK_STATUS(PHOTINUS_ERROR_UNSUPPORTED, P(photinus_network_tangent)(3, state, moved, 2, out, network));
        CHECK(out[0] == 77 && out[1] == 77);
        continue;
      }
      CHECK_STATUS(PHOTINUS_OK, P(photinus_network_tangent)(3, state, moved, 2, out, network));
      const double weight = which < 5 ? 1 : 0.5, pull = weight * cos(1.25) * -2.5;
      for (int i = 0; i < 2; i++) {
        const double force = forced ? -amplitudes[i] * cos(6.5 - state[i]) * moved[i] : 0;
        CHECK(fabs(out[i] - ((i == 0 ? pull : -pull) + force)) < tolerance);
      }
      out[0] = out[1] = 77;
      // The rates are the same after it.
      CHECK_STATUS(PHOTINUS_OK, P(photinus_network_derivative)(3, state, 2, again, network));
      CHECK(memcmp(rates, again, sizeof rates) == 0);
    }
  }

  // In step, their distance shrinks like exp(-2 K t), with lags and in-degrees in the scratch.
  static const F matrix[4] = {0, (F)0.7, (F)0.7, 0}, no_lag = 0, in_step[2] = {0, 0};
  P(photinus_kuramoto) model = P(equal_pair)(0);
  model.delay = 0;
  model.coupling = matrix;
  model.lags = &no_lag;
  model.lag_kind = PHOTINUS_LAG_HARMONIC;
  model.normalization = PHOTINUS_NORMALIZATION_IN_DEGREE;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_network_size)(&model, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_network_init)(P(kuramoto_room)(bytes, align), bytes, &model, &network));
  P(photinus_lyapunov_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_options_init)(&options, sizeof options));
  options.count = 2;
  options.interval = 10;
  options.step = (F)0.0625;
  P(photinus_lyapunov) *lyapunov = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_new)(2, 0, in_step, &options, &lyapunov));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(lyapunov, P(photinus_network_derivative),
                                                         P(photinus_network_tangent), network, 500, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_discard)(lyapunov));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_advance)(lyapunov, P(photinus_network_derivative),
                                                         P(photinus_network_tangent), network, 1000, NULL));
  F exponents[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lyapunov_exponents)(lyapunov, exponents, 2));
  CHECK(fabs(exponents[0]) < (BITS == 64 ? 1e-9 : 1e-4) && fabs(exponents[1] + 1.4) < (BITS == 64 ? 1e-5 : 1e-4));
  P(photinus_lyapunov_free)(lyapunov);
}

static void P(delayed)(void) {
  P(in_step)();
  P(edges)();
  P(cuts)();
  P(strengths_by_hand)();
  P(transition)();
  P(tangents)();
}
