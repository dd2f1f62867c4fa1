// user.c in one precision, networks of oscillators: F is double or float, P(name) has the suffix _f64 or _f32.

// What the row callback of a solver is given.
struct P(rows) {
  size_t seen, stop_at;
  const F *times;
  size_t dim;
};

static int P(each_row)(size_t row, F t, const F *y, size_t dim, void *user) {
  struct P(rows) *rows = user;
  if (row != rows->seen || t != rows->times[row] || dim != rows->dim || !isfinite(y[0])) return -1;
  if (!on_the_first_thread) return -2;
  rows->seen++;
  return row == rows->stop_at ? 3 : 0;
}

// Numbers from -1 to 1 that look random, the same in each run.
static F P(random_number)(uint32_t *state) {
  *state = *state * 1664525 + 1013904223;
  return (F)((double)(*state >> 8) / (1 << 23) - 1);
}

// Memory for everything below.
static unsigned char P(kuramoto_place)[1 << 18], P(other_kuramoto_place)[1 << 18];

static void *P(kuramoto_room)(size_t bytes, size_t align) {
  if (!CHECK(align > 0 && bytes + align <= sizeof P(kuramoto_place))) exit(1);
  return aligned(P(kuramoto_place), align);
}

// Options of a method with a fixed step.
static P(photinus_solver_options) P(steps_of)(int method, F step) {
  P(photinus_solver_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_solver_options_init)(&options, sizeof options));
  options.method = method;
  options.step = step;
  return options;
}

// The posts' examples: three oscillators, coupled by one and by two harmonics.
static const F P(frequencies)[3] = {28, 19, 11};
static const F P(coupling)[18] = {
    (F)0.0, (F)0.2,  (F)1.1, (F)0.5,  (F)0.0, (F)-0.7, (F)0.3, (F)0.9, (F)0.0, // the first harmonic
    (F)0.0, (F)-0.5, (F)0.2, (F)-0.4, (F)0.0, (F)1.0,  (F)0.8, (F)0.8, (F)0.0, // the second
};
static const F P(initial_phases)[3] = {0, (F)3.141592653589793, 0};

static P(photinus_kuramoto) P(posts)(size_t harmonics) {
  P(photinus_kuramoto) model;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_init)(&model, sizeof model));
  CHECK(model.harmonics == 1 && model.kind == PHOTINUS_COUPLING_DENSE && model.strength_level == 1);
  model.oscillators = 3;
  model.harmonics = harmonics;
  model.natural_frequencies = P(frequencies);
  model.coupling = P(coupling);
  return model;
}

static void P(network)(void) {
  // By an integrator in 113 bits, for each example at both times.
  static const double reference[2][2][3] = {
      {{13.883702562234678, 12.448419005780801, 5.342835737318988},
       {27.905642940524704, 21.962891773947884, 10.899617227709681}},
      {{13.926022689888919, 12.293215720364255, 5.447363597939219},
       {27.879315059549878, 21.763606582779396, 11.175560773462784}},
  };
  const F step = BITS == 64 ? (F)0.001 : (F)0.005;
  const F times[3] = {0, (F)0.5, 1};
  P(photinus_kuramoto) model;
  P(photinus_solver_options) options = P(steps_of)(PHOTINUS_METHOD_RK4, step);
  size_t bytes = 0, align = 0, dim = 0;

  F phases[3][3];
  for (int example = 0; example < 2; example++) {
    model = P(posts)((size_t)example + 1);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dim)(&model, &dim));
    CHECK(dim == 3);
    // With a fixed step, and with steps that are chosen by an error.
    for (int adaptive = 0; adaptive < 3; adaptive++) {
      P(photinus_solver_options) other = options;
      if (adaptive > 0) {
        other.method = adaptive == 1 ? PHOTINUS_METHOD_DORMAND_PRINCE : PHOTINUS_METHOD_TSITOURAS;
        other.step = 0;
        other.relative_tolerance = other.absolute_tolerance = BITS == 64 ? (F)1e-12 : (F)1e-6;
      }
      const double tolerance = BITS == 64 ? 1e-9 : 1e-4;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&model, &other, &bytes, &align));
      struct P(rows) rows = {0, 99, times, 3};
      P(photinus_solution) solution = {0};
      solution.struct_size = sizeof solution;
      F found[3][3];
      CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve)(&model, P(each_row), &rows, &other, times, 3,
                                                           P(initial_phases), &found[0][0], 9, P(kuramoto_room)(bytes, align),
                                                           bytes, &solution));
      CHECK(rows.seen == 3 && solution.rows == 3 && solution.time == 1 && solution.code == 0);
      CHECK(memcmp(found[0], P(initial_phases), sizeof found[0]) == 0);
      for (int row = 1; row < 3; row++) {
        for (int i = 0; i < 3; i++) CHECK(fabs(found[row][i] - reference[example][row - 1][i]) < tolerance);
      }
      if (adaptive == 0) memcpy(phases, found, sizeof phases);
    }
  }

  // Stopped at the second row, then resumed from it, to the same bits.
  F resumed[3][3];
  struct P(rows) rows = {0, 1, times, 3};
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&model, &options, &bytes, &align));
  void *const workspace = P(kuramoto_room)(bytes, align);
  CHECK_STATUS(PHOTINUS_STOP_CALLER,
               P(photinus_kuramoto_solve)(&model, P(each_row), &rows, &options, times, 3, P(initial_phases),
                                          &resumed[0][0], 9, workspace, bytes, &solution));
  CHECK(solution.rows == 2 && solution.code == 3 && solution.time == times[1]);
  F initial[3];
  memcpy(initial, resumed[1], sizeof initial);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve)(&model, NULL, NULL, &options, times + 1, 2, initial, resumed[1],
                                                       6, workspace, bytes, NULL));
  CHECK(memcmp(resumed, phases, sizeof phases) == 0);

  // Steps by hand, in two parts, with the whole library and with the part of it for small programs: the same bits.
  const uint64_t count = BITS == 64 ? 500 : 100;
  F stepped[2][3];
  for (int lean = 0; lean < 2; lean++) {
    memcpy(stepped[lean], P(initial_phases), sizeof stepped[lean]);
    for (int part = 0; part < 2; part++) {
      const uint64_t first = part == 0 ? 0 : 77, steps = part == 0 ? 77 : count - 77;
      if (lean) {
        CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dense_size)(&model, &bytes, &align));
        CHECK_STATUS(PHOTINUS_OK,
                     P(photinus_kuramoto_dense_advance)(&model, step, 0, first, steps, stepped[lean],
                                                        P(kuramoto_room)(bytes, align), bytes, &solution));
      } else {
        CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_advance)(&model, &options, 0, first, steps, stepped[lean],
                                                               workspace, bytes, &solution));
      }
      CHECK(solution.steps == steps && solution.rows == 0);
    }
  }
  CHECK(memcmp(stepped[0], stepped[1], sizeof stepped[0]) == 0);
  for (int i = 0; i < 3; i++) CHECK(fabs(stepped[0][i] - phases[1][i]) < 2000 * EPSILON);

  // Neither the layout of K nor the instruction set changes a bit.
  F transposed[18];
  for (int m = 0; m < 2; m++) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) transposed[9 * m + 3 * j + i] = P(coupling)[9 * m + 3 * i + j];
    }
  }
  model.coupling = transposed;
  model.layout = PHOTINUS_LAYOUT_COLUMNS;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&model, &options, &bytes, &align));
  for (int level = PHOTINUS_LEVEL_BEST; level <= PHOTINUS_LEVEL_AVX512; level++) {
    F again[3][3];
    model.level = level;
    const int status = P(photinus_kuramoto_solve)(&model, NULL, NULL, &options, times, 3, P(initial_phases),
                                                  &again[0][0], 9, P(kuramoto_room)(bytes, align), bytes, NULL);
    if (status == PHOTINUS_ERROR_UNSUPPORTED) {
      CHECK(level > PHOTINUS_LEVEL_BASELINE && level != photinus_level_detect());
      continue;
    }
    CHECK_STATUS(PHOTINUS_OK, status);
    CHECK(memcmp(again, phases, sizeof phases) == 0);
  }
}

// A model of every kind, with all its arrays; N is below, at and above the sizes at which the library changes its ways.
#if BITS == 64
enum { MOST_N = 40, MOST_M = 2, GROUP_COUNT = 3, MOST_DIM = MOST_N + MOST_N * MOST_N };
#endif

struct P(arrays) {
  F frequencies[MOST_N], weights[MOST_M * MOST_N * MOST_N], lags[MOST_M * MOST_N * MOST_N];
  float singles[MOST_M * MOST_N * MOST_N];
  size_t offsets[MOST_N + 1], triangle_offsets[MOST_N + 1];
  uint32_t columns[MOST_N * MOST_N], labels[MOST_N], corners[2 * 3 * MOST_N];
  F triangle_weights[3 * MOST_N], masses[MOST_N], dampings[MOST_N], rates[MOST_N * MOST_N];
  F swing[MOST_N], swing_phases[MOST_N], force[MOST_N];
};
static struct P(arrays) P(arrays);

// Pulls of the user's own: from the one before.
static int P(pull)(F strength, const F *phases, size_t n, F *rates, void *user) {
  const F *gain = user;
  for (size_t i = 0; i < n; i++) rates[i] += strength * *gain * (F)sin((double)(phases[(i + n - 1) % n] - phases[i]));
  return 0;
}

// A drive of the user's own.
static int P(drive)(F t, const F *phases, size_t n, F *rates, void *user) {
  const F *gain = user;
  for (size_t i = 0; i < n; i++) rates[i] += *gain * t * (F)cos((double)phases[i]);
  return 0;
}

static F P(gain) = (F)0.75;

static P(photinus_kuramoto) P(model_of)(int kind, size_t n, size_t harmonics) {
  struct P(arrays) *const a = &P(arrays);
  uint32_t state = 1;
  P(photinus_kuramoto) model;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_init)(&model, sizeof model));
  for (size_t i = 0; i < n; i++) {
    a->frequencies[i] = 1 + P(random_number)(&state);
    a->labels[i] = (uint32_t)(i * 7 % GROUP_COUNT);
    a->masses[i] = 2 + P(random_number)(&state);
    a->dampings[i] = 1 + P(random_number)(&state);
    a->swing[i] = P(random_number)(&state);
    a->swing_phases[i] = P(random_number)(&state);
    a->force[i] = P(random_number)(&state);
  }
  for (size_t k = 0; k < harmonics * n * n; k++) {
    a->singles[k] = (float)P(random_number)(&state);
    a->weights[k] = (F)a->singles[k];
    a->lags[k] = P(random_number)(&state);
  }
  for (size_t k = 0; k < n * n; k++) a->rates[k] = 1 + P(random_number)(&state);
  size_t edges = 0, triangles = 0;
  for (size_t i = 0; i < n; i++) {
    a->offsets[i] = edges;
    for (size_t j = 0; j < n; j++) {
      if ((i * 5 + j * 3) % 4 == 0) a->columns[edges++] = (uint32_t)j;
    }
    a->triangle_offsets[i] = triangles;
    for (size_t k = 0; k < i % 4; k++, triangles++) {
      a->corners[2 * triangles] = (uint32_t)((i + k + 1) % n);
      a->corners[2 * triangles + 1] = (uint32_t)((2 * i + k) % n);
      a->triangle_weights[triangles] = P(random_number)(&state);
    }
  }
  a->offsets[n] = edges;
  a->triangle_offsets[n] = triangles;
  model.oscillators = n;
  model.kind = kind;
  model.natural_frequencies = a->frequencies;
  switch (kind) {
  case PHOTINUS_COUPLING_SPARSE:
    model.edges = edges;
    model.row_offsets = a->offsets;
    model.columns = a->columns;
    break;
  case PHOTINUS_COUPLING_GROUPS:
    model.groups = GROUP_COUNT;
    model.labels = a->labels;
    break;
  case PHOTINUS_COUPLING_USER:
    model.pull = P(pull);
    model.pull_user = &P(gain);
    break;
  case PHOTINUS_COUPLING_HEBBIAN:
    model.learning_rate = (F)0.5;
    model.learning_gain = (F)1.5;
    model.learning_lag = (F)0.25;
    break;
  }
  if (kind <= PHOTINUS_COUPLING_GROUPS) {
    model.harmonics = harmonics;
    model.coupling = a->weights;
  }
  return model;
}

static void P(add_triangles)(P(photinus_kuramoto) *model, int form) {
  model->triangles = P(arrays).triangle_offsets[model->oscillators];
  model->triangle_offsets = P(arrays).triangle_offsets;
  model->triangle_corners = P(arrays).corners;
  model->triangle_weights = P(arrays).triangle_weights;
  model->triangle_form = form;
  model->triangle_lag = (F)0.125;
  model->all_symmetric = (F)0.5;
  model->all_asymmetric = (F)-0.25;
  model->all_tetrahedra = (F)0.75;
  model->all_lag = (F)0.375;
}

static void P(add_drives)(P(photinus_kuramoto) *model) {
  model->strength_level = (F)0.5;
  model->strength_slope = (F)0.25;
  model->strength_amplitude = (F)0.125;
  model->strength_frequency = 3;
  model->strength_phase = (F)0.5;
  model->swing_amplitudes = P(arrays).swing;
  model->swing_phases = P(arrays).swing_phases;
  model->swing_frequency = 2;
  model->force_amplitudes = P(arrays).force;
  model->force_frequency = (F)1.5;
  model->force_phase = (F)-0.5;
  model->drive = P(drive);
  model->drive_user = &P(gain);
}

// The formula of photinus.h, term by term.
static void P(by_formula)(const P(photinus_kuramoto) *model, double t, const F *state, double *rates) {
  const size_t n = model->oscillators, m_count = model->harmonics;
  const int kind = model->kind;
  const double strength = model->strength_level + model->strength_slope * t +
                          model->strength_amplitude * sin(model->strength_frequency * t + model->strength_phase);
  for (size_t i = 0; i < n; i++) {
    const double own = state[i];
    double pull = 0;
    for (size_t m = 1; m <= m_count; m++) {
      const size_t from = kind == PHOTINUS_COUPLING_SPARSE ? model->row_offsets[i] : 0;
      const size_t to = kind == PHOTINUS_COUPLING_SPARSE ? model->row_offsets[i + 1] : n;
      double sum = 0;
      size_t degree = 0;
      for (size_t e = from; e < to; e++) {
        size_t j = e, place;
        switch (kind) {
        case PHOTINUS_COUPLING_DENSE: place = (m - 1) * n * n + i * n + j; break;
        case PHOTINUS_COUPLING_SPARSE:
          place = (m - 1) * model->edges + e;
          j = model->columns[e];
          break;
        case PHOTINUS_COUPLING_MEAN_FIELD: place = m - 1; break;
        case PHOTINUS_COUPLING_GROUPS:
          place = ((m - 1) * model->groups + model->labels[i]) * model->groups + model->labels[j];
          break;
        case PHOTINUS_COUPLING_HEBBIAN: place = n + i * n + j; break;
        default: continue;
        }
        const double weight = kind == PHOTINUS_COUPLING_HEBBIAN ? (double)state[place]
                              : model->coupling != NULL         ? (double)model->coupling[place]
                                                                : (double)model->coupling_single[place];
        const double lag = model->lag_kind == PHOTINUS_LAG_NONE       ? 0
                           : model->lag_kind == PHOTINUS_LAG_HARMONIC ? (double)model->lags[m - 1]
                                                                      : (double)model->lags[place];
        sum += weight * sin((double)m * (state[j] - own) - lag);
        degree += j != i && weight != 0;
      }
      int by = model->normalization;
      if (by == PHOTINUS_NORMALIZATION_DEFAULT && kind == PHOTINUS_COUPLING_MEAN_FIELD) {
        by = PHOTINUS_NORMALIZATION_OSCILLATORS;
      }
      if (by == PHOTINUS_NORMALIZATION_OSCILLATORS) sum /= (double)n;
      if (by == PHOTINUS_NORMALIZATION_IN_DEGREE) sum = degree == 0 ? 0 : sum / (double)degree;
      pull += sum;
    }
    if (kind == PHOTINUS_COUPLING_USER) pull += *(const F *)model->pull_user * sin(state[(i + n - 1) % n] - own);
    if (model->triangle_offsets != NULL) {
      double sum = 0;
      size_t degree = 0;
      for (size_t e = model->triangle_offsets[i]; e < model->triangle_offsets[i + 1]; e++) {
        const size_t j = model->triangle_corners[2 * e], k = model->triangle_corners[2 * e + 1];
        const double angle = model->triangle_form == PHOTINUS_TRIANGLE_SYMMETRIC
                                 ? (double)state[j] + state[k] - 2 * own
                                 : 2 * (double)state[j] - state[k] - own;
        sum += model->triangle_weights[e] * sin(angle - model->triangle_lag);
        degree += (j != i || k != i) && model->triangle_weights[e] != 0;
      }
      if (model->triangle_normalization == PHOTINUS_NORMALIZATION_OSCILLATORS) sum /= (double)(n * n);
      if (model->triangle_normalization == PHOTINUS_NORMALIZATION_IN_DEGREE) sum = degree ? sum / (double)degree : 0;
      pull += sum;
    }
    double z[3][2] = {{0}};
    for (int m = 1; m <= 2; m++) {
      for (size_t j = 0; j < n; j++) {
        z[m][0] += cos(m * (double)state[j]) / (double)n;
        z[m][1] += sin(m * (double)state[j]) / (double)n;
      }
    }
    const double r1 = sqrt(z[1][0] * z[1][0] + z[1][1] * z[1][1]), psi1 = atan2(z[1][1], z[1][0]);
    const double r2 = sqrt(z[2][0] * z[2][0] + z[2][1] * z[2][1]), psi2 = atan2(z[2][1], z[2][0]);
    pull += model->all_symmetric * r1 * r1 * sin(2 * psi1 - 2 * own - model->all_lag);
    pull += model->all_asymmetric * r1 * r2 * sin(psi2 - psi1 - own - model->all_lag);
    pull += model->all_tetrahedra * r1 * r1 * r1 * sin(psi1 - own - model->all_lag);

    double rate = model->natural_frequencies[i] + strength * pull;
    if (model->swing_amplitudes != NULL) {
      rate += model->swing_amplitudes[i] *
              sin(model->swing_frequency * t + (model->swing_phases != NULL ? (double)model->swing_phases[i] : 0));
    }
    if (model->force_amplitudes != NULL) {
      rate += model->force_amplitudes[i] * sin(model->force_frequency * t + model->force_phase - own);
    }
    if (model->drive != NULL) rate += *(const F *)model->drive_user * t * cos(own);
    if (model->masses != NULL) {
      rates[i] = state[n + i];
      rates[n + i] = (rate - model->dampings[i] * state[n + i]) / model->masses[i];
    } else {
      rates[i] = rate;
    }
    if (kind == PHOTINUS_COUPLING_HEBBIAN) {
      for (size_t j = 0; j < n; j++) {
        const size_t place = n + i * n + j;
        const double speed = model->learning_rates != NULL ? model->learning_rates[i * n + j] : model->learning_rate;
        rates[place] = speed * (model->learning_gain * cos(state[j] - own - model->learning_lag) - state[place]);
      }
    }
  }
}

// The rates of a model are those of the formula; solved by the library's own ways, through its derivative, in parts and by
// threads, it takes the same steps, to the bit.
static void P(check_model)(const P(photinus_kuramoto) *model, const char *what) {
  static F state[MOST_DIM], rates[MOST_DIM], again[MOST_DIM], rows[2][3 * MOST_DIM];
  static double expected[MOST_DIM];
  const int before = check_failures;
  uint32_t seed = 7;
  const size_t n = model->oscillators;
  size_t dim = 0, bytes = 0, align = 0;
  if (!CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_dim)(model, &dim))) printf("    %s, N = %d\n", what, (int)n);
  CHECK(dim == (model->kind == PHOTINUS_COUPLING_HEBBIAN ? n + n * n : model->masses != NULL ? 2 * n : n));
  for (size_t i = 0; i < dim; i++) state[i] = 2 * P(random_number)(&seed);
  const F t = (F)0.625;

  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(model, NULL, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_rates)(model, t, state, rates, P(kuramoto_room)(bytes, align), bytes));
  P(by_formula)(model, (double)t, state, expected);
  for (size_t i = 0; i < dim; i++) {
    if (!CHECK(fabs(rates[i] - expected[i]) < 40 * (double)(n + 4) * EPSILON)) {
      printf("    rate %d: %.17g, expected %.17g\n", (int)i, (double)rates[i], expected[i]);
      break;
    }
  }

  // The same through an object, and through a copy of it elsewhere.
  P(photinus_network) *network = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_network_size)(model, &bytes, &align));
  if (!CHECK(bytes + align <= sizeof P(other_kuramoto_place))) exit(1);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_network_init)(P(kuramoto_room)(bytes, align), bytes, model, &network));
  CHECK(network == P(kuramoto_room)(bytes, align));
  CHECK(P(photinus_network_derivative)(t, state, dim, again, network) == 0);
  CHECK(memcmp(again, rates, dim * sizeof(F)) == 0);
  void *const copy = aligned(P(other_kuramoto_place), align);
  memcpy(copy, network, bytes);
  memset(network, 0, bytes);
  memset(again, 0, dim * sizeof(F));
  CHECK(P(photinus_network_derivative)(t, state, dim, again, copy) == 0);
  CHECK(memcmp(again, rates, dim * sizeof(F)) == 0);

  const F times[3] = {0, (F)0.25, (F)0.5}, noise = (F)0.125;
  for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_STOCHASTIC_RK4; method++) {
    const int adaptive = method == PHOTINUS_METHOD_DORMAND_PRINCE || method == PHOTINUS_METHOD_TSITOURAS;
    P(photinus_solver_options) options = P(steps_of)(method, adaptive ? 0 : (F)0.0625);
    if (method > PHOTINUS_METHOD_TSITOURAS) {
      options.noise_strengths = &noise;
      options.noise_count = 1;
      options.seed = 5;
    }
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(model, &options, &bytes, &align));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve)(model, NULL, NULL, &options, times, 3, state, rows[0], 3 * dim,
                                                         P(kuramoto_room)(bytes, align), bytes, NULL));
    F *const last = rows[0] + 2 * dim;
    CHECK(memcmp(rows[0], state, dim * sizeof(F)) == 0 && memcmp(last, state, dim * sizeof(F)) != 0);

    // The network as a system like any other.
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_size)(dim, &options, &bytes, &align));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_solve)(dim, P(photinus_network_derivative), NULL, copy, &options, times, 3,
                                                    state, rows[1], 3 * dim, P(kuramoto_room)(bytes, align), bytes, NULL));
    CHECK(memcmp(rows[1], rows[0], 3 * dim * sizeof(F)) == 0);

    struct P(rows) seen = {0, 99, times, dim};
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve_parallel)(model, P(each_row), &seen, &options, 2, times, 3, state,
                                                                  rows[1], 3 * dim, NULL));
    CHECK(seen.seen == 3 && memcmp(rows[1], rows[0], 3 * dim * sizeof(F)) == 0);

    if (adaptive) continue;
    memcpy(again, state, dim * sizeof(F));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(model, &options, &bytes, &align));
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_kuramoto_advance)(model, &options, 0, 0, 3, again, P(kuramoto_room)(bytes, align), bytes, NULL));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_advance_parallel)(model, &options, 2, 0, 3, 5, again, NULL));
    CHECK(memcmp(again, last, dim * sizeof(F)) == 0);
  }
  if (check_failures != before) printf("    %s, N = %d\n", what, (int)n);
}

static void P(every_model)(void) {
  static const size_t sizes[] = {1, 3, 15, 16, 40};
  for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
    const size_t n = sizes[k];
    for (int kind = PHOTINUS_COUPLING_DENSE; kind <= PHOTINUS_COUPLING_HEBBIAN; kind++) {
      P(photinus_kuramoto) model = P(model_of)(kind, n, 2);
      P(check_model)(&model, "plain");

      // Phase lags and normalizations.
      const int lagging = kind <= PHOTINUS_COUPLING_GROUPS || kind == PHOTINUS_COUPLING_HEBBIAN;
      for (int lag = PHOTINUS_LAG_HARMONIC; lagging && lag <= PHOTINUS_LAG_PAIR; lag++) {
        if (lag == PHOTINUS_LAG_PAIR && (kind == PHOTINUS_COUPLING_MEAN_FIELD || kind == PHOTINUS_COUPLING_HEBBIAN)) continue;
        model = P(model_of)(kind, n, 2);
        model.lag_kind = lag;
        model.lags = P(arrays).lags;
        P(check_model)(&model, "with lags");
      }
      for (int by = PHOTINUS_NORMALIZATION_NONE; lagging && by <= PHOTINUS_NORMALIZATION_IN_DEGREE; by++) {
        if (kind == PHOTINUS_COUPLING_HEBBIAN && by == PHOTINUS_NORMALIZATION_IN_DEGREE) continue;
        model = P(model_of)(kind, n, 2);
        model.normalization = by;
        P(check_model)(&model, "normalized");
      }
      if (kind <= PHOTINUS_COUPLING_SPARSE) {
        model = P(model_of)(kind, n, 2);
        model.coupling = NULL;
        model.coupling_single = P(arrays).singles;
        P(check_model)(&model, "in single precision");
      }

      // Triangles, inertia, pair rates, drives: each alone, then all.
      model = P(model_of)(kind, n, 2);
      P(add_drives)(&model);
      P(check_model)(&model, "driven");
      if (kind == PHOTINUS_COUPLING_HEBBIAN) {
        model.learning_rates = P(arrays).rates;
        P(check_model)(&model, "with rates per pair");
        continue;
      }
      model = P(model_of)(kind, n, 2);
      P(add_triangles)(&model, PHOTINUS_TRIANGLE_SYMMETRIC);
      P(check_model)(&model, "with symmetric triangles");
      model.masses = P(arrays).masses;
      model.dampings = P(arrays).dampings;
      P(add_drives)(&model);
      model.triangle_form = PHOTINUS_TRIANGLE_ASYMMETRIC;
      for (int by = PHOTINUS_NORMALIZATION_DEFAULT; by <= PHOTINUS_NORMALIZATION_IN_DEGREE; by++) {
        model.triangle_normalization = by;
        P(check_model)(&model, "with everything");
      }
    }
  }
}

// Closed forms.
static void P(known_networks)(void) {
  size_t bytes = 0, align = 0;
  P(photinus_solver_options) options = P(steps_of)(PHOTINUS_METHOD_RK4, (F)0.03125);
  const double tolerance = BITS == 64 ? 1e-9 : 1e-4;

  // A generator that feeds a motor over one line: 2 sin(phi_1 - phi_2) = 1.
  const F powers[2] = {1, -1}, line[4] = {0, 2, 2, 0}, ones[2] = {1, 1}, halves[2] = {(F)0.5, (F)0.5};
  P(photinus_kuramoto) grid;
  P(photinus_kuramoto_init)(&grid, sizeof grid);
  grid.oscillators = 2;
  grid.natural_frequencies = powers;
  grid.coupling = line;
  grid.masses = ones;
  grid.dampings = halves;
  F state[6] = {0};
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&grid, &options, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_kuramoto_advance)(&grid, &options, 0, 0, 4000, state, P(kuramoto_room)(bytes, align), bytes, NULL));
  CHECK(fabs(state[0] - state[1] - asin(0.5)) < tolerance && fabs(state[2]) < tolerance);

  // Two that learn: sin(2 (phi_2 - phi_1)) = omega_2 - omega_1, and k = cos(phi_2 - phi_1).
  const F two[2] = {(F)-0.125, (F)0.125};
  P(photinus_kuramoto) pair;
  P(photinus_kuramoto_init)(&pair, sizeof pair);
  pair.oscillators = 2;
  pair.kind = PHOTINUS_COUPLING_HEBBIAN;
  pair.natural_frequencies = two;
  pair.learning_rate = (F)0.125;
  memset(state, 0, sizeof state);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&pair, &options, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_kuramoto_advance)(&pair, &options, 0, 0, 16000, state, P(kuramoto_room)(bytes, align), bytes, NULL));
  CHECK(fabs(sin(2 * (double)(state[1] - state[0])) - 0.25) < tolerance);
  CHECK(fabs(state[3] - cos((double)(state[1] - state[0]))) < tolerance);

  // Not coupled, with noise: phi = omega t + sigma W(t), with the increments that are given.
  const F sigma[2] = {(F)0.5, 2}, increments[4] = {(F)0.25, (F)-0.5, (F)0.125, 1}, free_rates[2] = {1, 3};
  P(photinus_kuramoto) alone;
  P(photinus_kuramoto_init)(&alone, sizeof alone);
  alone.oscillators = 2;
  alone.kind = PHOTINUS_COUPLING_NONE;
  alone.natural_frequencies = free_rates;
  options = P(steps_of)(PHOTINUS_METHOD_EULER_MARUYAMA, (F)0.5);
  options.noise_strengths = sigma;
  options.noise_count = 2;
  options.increments = increments;
  options.increments_len = 4;
  memset(state, 0, sizeof state);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&alone, &options, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_kuramoto_advance)(&alone, &options, 0, 0, 2, state, P(kuramoto_room)(bytes, align), bytes, NULL));
  CHECK(state[0] == (F)(1 + 0.1875) && state[1] == 3 + 1);
}

// Networks that are large enough for several threads.
static void P(threads)(void) {
  enum { N = 450, FIELD = 20000 };
  F *const weights = malloc(N * N * sizeof *weights), *const field = malloc(3 * FIELD * sizeof *field);
  F *const rows = malloc(6 * FIELD * sizeof *rows);
  if (weights == NULL || field == NULL || rows == NULL) exit(2);
  uint32_t seed = 3;
  for (size_t k = 0; k < N * N; k++) weights[k] = P(random_number)(&seed) / N;
  for (size_t k = 0; k < 3 * FIELD; k++) field[k] = P(random_number)(&seed);
  const F strengths[2] = {1, (F)0.5}, times[3] = {0, (F)0.25, (F)0.5};
  static const int methods[] = {PHOTINUS_METHOD_RK4, PHOTINUS_METHOD_EULER, PHOTINUS_METHOD_HEUN};
  for (int mean_field = 0; mean_field < 2; mean_field++) {
    P(photinus_kuramoto) model;
    P(photinus_kuramoto_init)(&model, sizeof model);
    model.oscillators = mean_field ? FIELD : N;
    model.kind = mean_field ? PHOTINUS_COUPLING_MEAN_FIELD : PHOTINUS_COUPLING_DENSE;
    model.harmonics = mean_field ? 2 : 1;
    model.natural_frequencies = field;
    model.coupling = mean_field ? strengths : weights;
    model.strength_slope = (F)0.5;
    const size_t n = model.oscillators;
    for (int k = 0; k < 3; k++) {
      const P(photinus_solver_options) options = P(steps_of)(methods[k], (F)0.125);
      F *const one = rows, *const more = rows + 3 * n;
      P(photinus_solution) solution = {0};
      solution.struct_size = sizeof solution;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve_parallel)(&model, NULL, NULL, &options, 1, times, 3,
                                                                    field + n, one, 3 * n, NULL));
      for (int watched = 0; watched < 2; watched++) {
        struct P(rows) seen = {0, 99, times, n};
        memset(more, 0, 3 * n * sizeof(F));
        CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve_parallel)(&model, watched ? P(each_row) : NULL, &seen,
                                                                      &options, 3, times, 3, field + n, more, 3 * n,
                                                                      &solution));
        CHECK(memcmp(more, one, 3 * n * sizeof(F)) == 0 && seen.seen == (watched ? 3 : 0) && solution.rows == 3);
        CHECK(solution.steps == 4 && solution.time == times[2]);
      }
      struct P(rows) stopped = {0, 1, times, n};
      CHECK_STATUS(PHOTINUS_STOP_CALLER,
                   P(photinus_kuramoto_solve_parallel)(&model, P(each_row), &stopped, &options, 2, times, 3, field + n,
                                                       more, 3 * n, &solution));
      CHECK(solution.rows == 2 && solution.code == 3 && solution.time == times[1]);
      memcpy(more, field + n, n * sizeof(F));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_advance_parallel)(&model, &options, 2, 0, 0, 4, more, &solution));
      CHECK(memcmp(more, one + 2 * n, n * sizeof(F)) == 0 && solution.steps == 4);
    }
  }
  free(weights);
  free(field);
  free(rows);
}

// An ensemble's members are networks.
static void P(ensemble)(void) {
  enum { MEMBERS = 37, N = 5, M = 2, COUNT = 40 };
  static F frequencies[MEMBERS * N], weights[MEMBERS * M * N * N], strengths[MEMBERS], phases[3][MEMBERS * N];
  static F start[MEMBERS * N], sigma[MEMBERS * N];
  static uint64_t seeds[MEMBERS];
  const F lags[M] = {(F)0.25, (F)-0.5};
  uint32_t seed = 11;
  for (size_t k = 0; k < MEMBERS * N; k++) {
    frequencies[k] = P(random_number)(&seed);
    start[k] = 3 * P(random_number)(&seed);
    sigma[k] = 1 + P(random_number)(&seed);
  }
  for (size_t k = 0; k < MEMBERS; k++) seeds[k] = UINT64_C(0x9e3779b97f4a7c15) * (k / 2);
  for (size_t k = 0; k < MEMBERS * M * N * N; k++) weights[k] = P(random_number)(&seed);
  for (size_t k = 0; k < MEMBERS; k++) strengths[k] = 1 + P(random_number)(&seed);
  size_t bytes = 0, align = 0;
  for (int shared = 0; shared < 4; shared++) {
    for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_STOCHASTIC_RK4; method++) {
      if (method == PHOTINUS_METHOD_DORMAND_PRINCE || method == PHOTINUS_METHOD_TSITOURAS) continue;
      // Noise of strengths that are each member's own or shared, or one; of seeds that follow each other or are given.
      const int noisy = method >= PHOTINUS_METHOD_EULER_MARUYAMA;
      P(photinus_solver_options) options = P(steps_of)(method, (F)0.0625);
      if (noisy) {
        options.noise_strengths = sigma;
        options.noise_count = shared == 0 ? MEMBERS * N : shared == 1 ? 1 : N;
        options.seed = UINT64_MAX - 3;
      }
      P(photinus_ensemble) ensemble;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_init)(&ensemble, sizeof ensemble));
      CHECK(ensemble.harmonics == 1 && ensemble.frequency_rows == 1 && ensemble.coupling_count == 1);
      CHECK(ensemble.seeds == NULL);
      if (shared < 3) ensemble.seeds = seeds;
      ensemble.members = MEMBERS;
      ensemble.oscillators = N;
      ensemble.harmonics = M;
      ensemble.natural_frequencies = frequencies;
      ensemble.frequency_rows = shared & 1 ? 1 : MEMBERS;
      ensemble.coupling = weights;
      ensemble.coupling_count = shared & 2 ? 1 : MEMBERS;
      ensemble.strengths = strengths;
      ensemble.lags = lags;
      ensemble.normalization = shared == 3 ? PHOTINUS_NORMALIZATION_IN_DEGREE : PHOTINUS_NORMALIZATION_OSCILLATORS;
      uint64_t steps[MEMBERS];
      size_t complete = 0;
      memcpy(phases[0], start, sizeof start);
      memcpy(phases[1], start, sizeof start);
      memcpy(phases[2], start, sizeof start);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_size)(&ensemble, &bytes, &align));
      void *workspace = P(kuramoto_room)(bytes, align);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_advance)(&ensemble, &options, 0, 0, 15, phases[0], steps, NULL,
                                                             workspace, bytes));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_advance)(&ensemble, &options, 0, 15, COUNT - 15, phases[0], steps,
                                                             &complete, workspace, bytes));
      CHECK(complete == MEMBERS && steps[0] == COUNT - 15 && steps[MEMBERS - 1] == COUNT - 15);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_advance_parallel)(&ensemble, &options, 3, 0, 0, COUNT, phases[1],
                                                                      steps, &complete));
      CHECK(complete == MEMBERS && memcmp(phases[1], phases[0], sizeof start) == 0);
      for (size_t k = 0; k < MEMBERS; k++) {
        P(photinus_kuramoto) model;
        P(photinus_kuramoto_init)(&model, sizeof model);
        model.oscillators = N;
        model.harmonics = M;
        model.natural_frequencies = frequencies + (shared & 1 ? 0 : k * N);
        model.coupling = weights + (shared & 2 ? 0 : k * M * N * N);
        model.lag_kind = PHOTINUS_LAG_HARMONIC;
        model.lags = lags;
        model.normalization = ensemble.normalization;
        model.strength_level = strengths[k];
        P(photinus_solver_options) alone = options;
        if (noisy) {
          alone.noise_strengths = sigma + (shared == 0 ? k * N : 0);
          alone.noise_count = shared == 1 ? 1 : N;
          alone.seed = shared < 3 ? seeds[k] : options.seed + k;
        }
        CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(&model, &alone, &bytes, &align));
        CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_advance)(&model, &alone, 0, 0, COUNT, phases[2] + k * N,
                                                               P(kuramoto_room)(bytes, align), bytes, NULL));
      }
      CHECK(memcmp(phases[2], phases[0], sizeof start) == 0);
    }
  }
  // Many members, so that there is work for threads; one of them leaves the numbers.
  enum { MANY = 3000 };
  static F many[2][MANY * 2], many_rates[MANY * 2];
  static uint64_t many_steps[2][MANY];
  const F pull[4] = {0, 1, 1, 0};
  for (size_t k = 0; k < MANY * 2; k++) {
    many_rates[k] = P(random_number)(&seed);
    many[0][k] = many[1][k] = P(random_number)(&seed);
  }
  many_rates[2 * 1234] = BITS == 64 ? (F)DBL_MAX : (F)FLT_MAX;
  P(photinus_ensemble) pairs;
  P(photinus_ensemble_init)(&pairs, sizeof pairs);
  pairs.members = MANY;
  pairs.oscillators = 2;
  pairs.natural_frequencies = many_rates;
  pairs.frequency_rows = MANY;
  pairs.coupling = pull;
  const P(photinus_solver_options) options = P(steps_of)(PHOTINUS_METHOD_RK4, (F)0.5);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_size)(&pairs, &bytes, &align));
  size_t complete[2] = {0};
  CHECK_STATUS(PHOTINUS_ERROR_DIVERGED, P(photinus_ensemble_advance)(&pairs, &options, 0, 0, 100, many[0], many_steps[0],
                                                                     &complete[0], P(kuramoto_room)(bytes, align), bytes));
  CHECK_STATUS(PHOTINUS_ERROR_DIVERGED, P(photinus_ensemble_advance_parallel)(&pairs, &options, 4, 0, 0, 100, many[1],
                                                                              many_steps[1], &complete[1]));
  CHECK(complete[0] == MANY - 1 && complete[1] == MANY - 1 && many_steps[0][1234] < 100);
  CHECK(memcmp(many[0], many[1], sizeof many[0]) == 0 && memcmp(many_steps[0], many_steps[1], sizeof many_steps[0]) == 0);
  // Noise alone: after the time t the phases have the mean omega t and the variance sigma^2 t.
  const F strengths_of_two[2] = {(F)0.5, 2}, rates_of_two[2] = {1, -3}, none[4] = {0, 0, 0, 0};
  P(photinus_solver_options) noise = P(steps_of)(PHOTINUS_METHOD_STOCHASTIC_HEUN, (F)0.25);
  noise.noise_strengths = strengths_of_two;
  noise.noise_count = 2;
  noise.seed = 3;
  pairs.natural_frequencies = rates_of_two;
  pairs.frequency_rows = 1;
  pairs.coupling = none;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_size)(&pairs, &bytes, &align));
  for (size_t k = 0; k < MANY * 2; k++) many[0][k] = many[1][k] = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_advance)(&pairs, &noise, 0, 0, 40, many[0], many_steps[0], &complete[0],
                                                         P(kuramoto_room)(bytes, align), bytes));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ensemble_advance_parallel)(&pairs, &noise, 2, 0, 0, 40, many[1], many_steps[1],
                                                                  &complete[1]));
  CHECK(memcmp(many[0], many[1], sizeof many[0]) == 0 && complete[0] == MANY && complete[1] == MANY);
  for (size_t i = 0; i < 2; i++) {
    double mean = 0, square = 0;
    for (size_t k = 0; k < MANY; k++) {
      const double walk = ((double)many[0][2 * k + i] - (double)rates_of_two[i] * 10) / (double)strengths_of_two[i];
      mean += walk / MANY;
      square += walk * walk / MANY;
    }
    // Within four standard deviations: root of 10 / 3000, and 10 times the root of 2 / 3000.
    CHECK(fabs(mean) < 0.231 && fabs(square - 10) < 1.033);
  }
}

static void P(kuramoto)(void) {
  P(network)();
  P(every_model)();
  P(known_networks)();
  P(threads)();
  P(ensemble)();
}
