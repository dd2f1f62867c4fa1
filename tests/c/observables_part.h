// user.c in one precision, observables: F is double or float, P(name) has the suffix _f64 or _f32.

// Whether two numbers differ by at most so many epsilons.
static int P(near)(double a, double b, double epsilons) { return fabs(a - b) <= epsilons * EPSILON; }

// A place for an accumulator of that size.
static void *P(place)(size_t bytes, size_t align) {
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) exit(1);
  return aligned(P(memory), align);
}

static const double P(pi) = 3.141592653589793;

// Observables of one row, by closed forms.
static void P(observables_of_a_row)(void) {
  // Two phases: their mean direction, and the cosine of half their distance.
  const F pair[2] = {(F)0.5, (F)1.5};
  F r = -1, psi = -1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_parameter)(pair, 2, 1, PHOTINUS_LEVEL_BEST, &r, &psi));
  CHECK(P(near)(r, cos(0.5), 2) && P(near)(psi, 1, 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_parameter)(pair, 2, 2, PHOTINUS_LEVEL_BASELINE, &r, NULL));
  CHECK(P(near)(r, cos(1.0), 2) && P(near)(psi, 1, 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_parameter)(pair, 2, 2, PHOTINUS_LEVEL_BEST, NULL, &psi));
  CHECK(P(near)(psi, 2, 4));

  // A q-twisted state: no order but of the harmonic N, and q turns. On a ring, the sum over a window is Dirichlet's
  // kernel.
  enum { N = 12, RADIUS = 2, WIDTH = 2 * RADIUS + 1 };
  for (int q = -5; q <= 5; q++) {
    F twisted[N];
    for (int i = 0; i < N; i++) twisted[i] = (F)(2 * P(pi) * q * i / N);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_order_parameter)(twisted, N, 1, PHOTINUS_LEVEL_BEST, &r, NULL));
    CHECK(P(near)(r, q == 0, 10));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_order_parameter)(twisted, N, N, PHOTINUS_LEVEL_BEST, &r, NULL));
    CHECK(P(near)(r, 1, 10));
    int64_t number = 99;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_winding_number)(twisted, N, &number));
    CHECK(number == q);
    P(photinus_neighbourhoods) ring;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_neighbourhoods_init)(&ring, sizeof ring));
    ring.kind = PHOTINUS_NEIGHBOURHOOD_RING;
    ring.oscillators = N;
    ring.radius = RADIUS;
    size_t bytes = 0, align = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_local_order_size)(&ring, &bytes, &align));
    F order[N];
    CHECK_STATUS(PHOTINUS_OK, P(photinus_local_order)(&ring, twisted, 1, order, P(place)(bytes, align), bytes));
    const double x = P(pi) * q / N, kernel = q == 0 ? 1 : fabs(sin(WIDTH * x) / (WIDTH * sin(x)));
    for (int i = 0; i < N; i++) CHECK(P(near)(order[i], kernel, 20));
  }

  // Row by row: the same bits.
  const F record[6] = {0, 1, 2, 4, 7, (F)-0.5};
  F rs[3], psis[3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_parameters)(record, 3, 2, 3, PHOTINUS_LEVEL_BEST, rs, psis));
  for (int row = 0; row < 3; row++) {
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_order_parameter)(record + 2 * row, 2, 3, PHOTINUS_LEVEL_BASELINE, &r, &psi));
    CHECK(r == rs[row] && psi == psis[row]);
  }

  // Angles.
  F angles[5] = {7, -7, 3, -100, 0};
  CHECK_STATUS(PHOTINUS_OK, P(photinus_wrap_phases)(angles, 5));
  CHECK(P(near)(angles[0], 7 - 2 * P(pi), 4) && P(near)(angles[1], 2 * P(pi) - 7, 4) && angles[2] == 3);
  CHECK(P(near)(angles[3], 0.5309649148733836, 4) && angles[4] == 0);
  for (int i = 0; i < 16; i++) {
    const F re = (F)cos(0.4 * i), im = (F)(3 * sin(0.4 * i));
    F angle = 9;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_argument)(re, im, &angle));
    CHECK(P(near)(angle, atan2(im, re), 6));
  }
  const F to[2] = {4, 1}, from[2] = {0, 2};
  F differences[4];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_differences)(to, from, 2, differences));
  CHECK(P(near)(differences[0], 4 - 2 * P(pi), 4) && differences[1] == -1);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pairwise_phase_differences)(to, 2, differences, 4));
  CHECK(differences[0] == 0 && differences[1] == -3 && differences[2] == 3 && differences[3] == 0);
  F frequencies[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequencies)(from, to, 2, 4, frequencies));
  CHECK(frequencies[0] == 1 && frequencies[1] == (F)-0.25);
}

// Order of groups and of neighbours.
static void P(observables_of_groups)(void) {
  const F phases[5] = {0, 1, 2, 2, 5};
  const uint32_t labels[5] = {0, 0, 1, 1, 1}, mixed[5] = {1, 0, 1, 0, 1};
  const size_t offsets[3] = {0, 2, 5};
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_group_order_parameters_size)(2, &bytes, &align));
  void *const workspace = P(place)(bytes, align);
  const double three = sqrt(5 + 4 * cos(3.0)) / 3; // |2 + e^3i| / 3
  F r[2], psi[2];
  for (int ranges = 0; ranges < 2; ranges++) {
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_group_order_parameters)(phases, 5, ranges ? NULL : labels, ranges ? offsets : NULL, 2, 1,
                                                    PHOTINUS_LEVEL_BEST, r, psi, workspace, bytes));
    CHECK(P(near)(r[0], cos(0.5), 2) && P(near)(psi[0], 0.5, 2) && P(near)(r[1], three, 4));
  }
  CHECK_STATUS(PHOTINUS_OK, P(photinus_group_order_parameters)(phases, 5, mixed, NULL, 2, 1, PHOTINUS_LEVEL_BEST, r,
                                                               psi, workspace, bytes));
  CHECK(P(near)(r[0], cos(0.5), 2) && P(near)(psi[0], 1.5, 2));

  // A path 0 - 1 - 2, twice; the second edge of the middle weighs three times the first.
  const size_t row_offsets[4] = {0, 1, 3, 4};
  const uint32_t columns[4] = {1, 0, 2, 1};
  const F weights[4] = {1, 1, 3, 1}, matrix[9] = {0, 1, 0, 1, 0, 3, 0, 1, 0}, path[3] = {0, 2, 1};
  P(photinus_neighbourhoods) neighbourhoods;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_neighbourhoods_init)(&neighbourhoods, sizeof neighbourhoods));
  CHECK(neighbourhoods.kind == PHOTINUS_NEIGHBOURHOOD_DENSE && neighbourhoods.weights == NULL);
  neighbourhoods.oscillators = 3;
  for (int kind = 0; kind < 3; kind++) {
    neighbourhoods.kind = kind == 0 ? PHOTINUS_NEIGHBOURHOOD_DENSE : PHOTINUS_NEIGHBOURHOOD_SPARSE;
    neighbourhoods.weights = kind == 0 ? matrix : kind == 1 ? weights : NULL;
    neighbourhoods.row_offsets = row_offsets;
    neighbourhoods.columns = columns;
    neighbourhoods.edges = 4;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_local_order_size)(&neighbourhoods, &bytes, &align));
    F order[3];
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_local_order)(&neighbourhoods, path, 1, order, P(place)(bytes, align), bytes));
    const double middle = kind == 2 ? cos(0.5) : sqrt(10 + 6 * cos(1.0)) / 4; // |1 + 3 e^i| / 4
    CHECK(P(near)(order[0], 1, 2) && P(near)(order[1], middle, 4) && P(near)(order[2], 1, 2));
  }
}

// Rows come one by one, as a solver's callback gets them: a pair with the order parameter 1/4, 1/2, 3/4, and a pair in
// step, whose phases run on; behind them two numbers that are no phases.
enum { P(ROWS) = 3, P(STATE) = 6 };
static void P(fill_rows)(F rows[P(ROWS)][P(STATE)]) {
  for (int row = 0; row < P(ROWS); row++) {
    const double half = acos(0.25 * (row + 1));
    const double state[P(STATE)] = {half, -half, 3 * row, 3 * row, NAN, NAN};
    for (int i = 0; i < P(STATE); i++) rows[row][i] = (F)state[i];
  }
}

static void P(feed)(P(photinus_row) callback, void *user, F rows[P(ROWS)][P(STATE)], int from, int to) {
  for (int row = from; row < to; row++) {
    CHECK_STATUS(PHOTINUS_OK, callback((size_t)row, (F)(0.5 * row), rows[row], P(STATE), user));
  }
}

static void P(observables_in_time)(void) {
  F rows[P(ROWS)][P(STATE)];
  P(fill_rows)(rows);
  size_t bytes = 0, align = 0;

  // The mean 1/2 and the variance 1/16 of r, here of the first pair.
  P(photinus_order_statistics) *order = NULL;
  P(photinus_order_summary) summary = {0};
  summary.struct_size = sizeof summary;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_size)(&bytes, &align));
  void *memory = P(place)(bytes, align);
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_order_statistics_init)(memory, bytes, 2, 1, PHOTINUS_LEVEL_BEST, &order));
  CHECK((void *)order == memory);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_get)(order, &summary));
  CHECK(summary.rows == 0 && isnan(summary.mean) && isnan(summary.variance));
  P(feed)(P(photinus_order_statistics_row), order, rows, 0, 1);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_get)(order, &summary));
  CHECK(summary.rows == 1 && P(near)(summary.mean, 0.25, 2) && isnan(summary.variance));
  // A copy of the bytes goes on to the same bits.
  P(photinus_order_statistics) *const copy = (void *)aligned(P(copy), align);
  memcpy(copy, order, bytes);
  P(feed)(P(photinus_order_statistics_row), order, rows, 1, 3);
  F r = -1, psi = -1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_add)(copy, rows[1], 2, &r, &psi));
  CHECK(P(near)(r, 0.5, 2) && P(near)(psi, 0, 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_add_record)(copy, rows[2], 2));
  CHECK(memcmp(copy, order, bytes) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_get)(copy, &summary));
  CHECK(summary.rows == 3 && P(near)(summary.mean, 0.5, 2) && P(near)(summary.variance, 0.0625, 2));

  // With the pair in step as a second group: metastability (1/16 + 0) / 2, chimera index (9 + 4 + 1) / 16 / 2 / 3.
  for (int ranges = 0; ranges < 2; ranges++) {
    const uint32_t labels[4] = {0, 0, 1, 1};
    const size_t offsets[3] = {0, 2, 4};
    P(photinus_group_statistics) *groups = NULL;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_size)(4, 2, &bytes, &align));
    memory = P(place)(bytes, align);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_group_statistics_init)(memory, bytes, 4, ranges ? NULL : labels, ranges ? offsets : NULL, 2,
                                                   1, PHOTINUS_LEVEL_BEST, &groups));
    P(photinus_group_summary) of_groups = {0};
    of_groups.struct_size = sizeof of_groups;
    F last[2], mean[2], variance[2];
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_get)(groups, &of_groups));
    CHECK(of_groups.rows == 0 && isnan(of_groups.metastability) && isnan(of_groups.chimera_index));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_groups)(groups, last, mean, variance, 2));
    CHECK(last[0] == 0 && isnan(mean[1]) && isnan(variance[0]));
    P(feed)(P(photinus_group_statistics_row), groups, rows, 0, 2);
    P(photinus_group_statistics) *const second = (void *)aligned(P(copy), align);
    memcpy(second, groups, bytes);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_add)(groups, rows[2], P(STATE)));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_add_record)(second, rows[2], 4));
    CHECK(memcmp(second, groups, bytes) == 0);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_get)(second, &of_groups));
    CHECK(of_groups.rows == 3 && P(near)(of_groups.metastability, 0.03125, 2));
    CHECK(P(near)(of_groups.chimera_index, 14.0 / 96, 4));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_groups)(groups, last, NULL, variance, 2));
    CHECK(P(near)(last[0], 0.75, 2) && last[1] == 1 && P(near)(variance[0], 0.0625, 2) && variance[1] < EPSILON);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_group_statistics_groups)(groups, NULL, mean, NULL, 2));
    CHECK(P(near)(mean[0], 0.5, 2) && P(near)(mean[1], 1, 2));
  }

  // A constant difference is locked, one that alternates between 0 and pi is not; at 2 : 1, a double is locked.
  const F record[2][4] = {{(F)0.1, 1, (F)0.1, 1}, {(F)2.1, 3, (F)(2.1 + 3.141592653589793), 5}};
  for (uint32_t n = 1; n <= 2; n++) {
    P(photinus_phase_locking) *locking = NULL;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_locking_size)(4, n, 1, &bytes, &align));
    memory = P(place)(bytes, align);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_phase_locking_init)(memory, bytes, 4, n, 1, PHOTINUS_LEVEL_BEST, &locking));
    F values[4][4];
    CHECK_STATUS(PHOTINUS_ERROR_UNSUPPORTED, P(photinus_phase_locking_get)(locking, &values[0][0], 16));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_locking_row)(0, 0, record[0], 4, locking));
    P(photinus_phase_locking) *const second = (void *)aligned(P(copy), align);
    memcpy(second, locking, bytes);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_locking_add)(locking, record[1], 4));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_locking_add_record)(second, record[1], 4));
    CHECK(memcmp(second, locking, bytes) == 0);
    uint64_t count = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_locking_rows)(second, &count));
    CHECK(count == 2);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_phase_locking_get)(second, &values[0][0], 16));
    if (n == 1) {
      CHECK(P(near)(values[0][1], 1, 4) && P(near)(values[1][0], 1, 4) && P(near)(values[0][2], 0, 4));
      CHECK(values[3][3] == 1 && P(near)(values[0][3], fabs(cos(1.0)), 4)); // 2 and 4 radians: half of 2 apart
    } else {
      CHECK(P(near)(values[0][3], 1, 4) && P(near)(values[1][3], 1, 4) && P(near)(values[0][0], fabs(cos(1.0)), 4));
    }
  }

  // Frequencies: 3 radians in half a unit of time for the second pair.
  P(photinus_mean_frequency) *frequency = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_size)(4, &bytes, &align));
  memory = P(place)(bytes, align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_init)(memory, bytes, 4, &frequency));
  F frequencies[4], first = -1, last = -1;
  uint64_t count = 99;
  P(feed)(P(photinus_mean_frequency_row), frequency, rows, 0, 1);
  CHECK_STATUS(PHOTINUS_ERROR_TIMES, P(photinus_mean_frequency_get)(frequency, frequencies, 4));
  P(photinus_mean_frequency) *const second = (void *)aligned(P(copy), align);
  memcpy(second, frequency, bytes);
  P(feed)(P(photinus_mean_frequency_row), frequency, rows, 1, 3);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_add)(second, (F)0.5, rows[1], 4));
  CHECK_STATUS(PHOTINUS_ERROR_TIMES, P(photinus_mean_frequency_add)(second, (F)0.5, rows[2], 4));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_add)(second, 1, rows[2], 4));
  CHECK(memcmp(second, frequency, bytes) == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_rows)(second, &count, &first, &last));
  CHECK(count == 3 && first == 0 && last == 1);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_get)(second, frequencies, 4));
  CHECK(frequencies[2] == 6 && frequencies[3] == 6 && P(near)(frequencies[0], acos(0.75) - acos(0.25), 4));
}

// Two oscillators with the natural frequency 1 that attract each other.
static int P(attracted)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t, (void)dim, (void)user;
  const F pull = (F)sin((double)(y[1] - y[0]));
  dydt[0] = 1 + pull;
  dydt[1] = 1 - pull;
  return 0;
}

// An accumulator as the row callback of a run: the difference d of the two, tan(d/2) = tan(d0/2) e^(-2t), is known.
static void P(observables_of_a_run)(void) {
  const F initial[2] = {0, 2}, times[3] = {0, (F)0.5, 1};
  F states[6], frequencies[2];
  P(photinus_solver_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_solver_options_init)(&options, sizeof options));
  options.method = PHOTINUS_METHOD_RK4;
  options.step = (F)0.015625;
  size_t bytes = 0, align = 0, own_bytes = 0, own_align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_ode_size)(2, &options, &bytes, &align));
  void *const workspace = P(place)(bytes, align);
  double half[3];
  for (int row = 0; row < 3; row++) half[row] = atan(tan(1.0) * exp(-2.0 * times[row]));

  P(photinus_order_statistics) *order = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_size)(&own_bytes, &own_align));
  void *memory = aligned(P(copy), own_align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_init)(memory, own_bytes, 2, 1, PHOTINUS_LEVEL_BEST, &order));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_ode_solve)(2, P(attracted), P(photinus_order_statistics_row), order, &options, times, 3,
                                     initial, states, 6, workspace, bytes, NULL));
  P(photinus_order_summary) summary = {0};
  summary.struct_size = sizeof summary;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_order_statistics_get)(order, &summary));
  CHECK(summary.rows == 3);
  CHECK(fabs(summary.mean - (cos(half[0]) + cos(half[1]) + cos(half[2])) / 3) < 1e-8 + 20 * EPSILON);

  P(photinus_mean_frequency) *frequency = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_size)(2, &own_bytes, &own_align));
  memory = aligned(P(copy), own_align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_init)(memory, own_bytes, 2, &frequency));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_ode_solve)(2, P(attracted), P(photinus_mean_frequency_row), frequency, &options, times, 3,
                                     initial, states, 6, workspace, bytes, NULL));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_mean_frequency_get)(frequency, frequencies, 2));
  CHECK(fabs(frequencies[0] - (1 + half[0] - half[2])) < 1e-7 + 50 * EPSILON);
  CHECK(fabs(frequencies[1] - (1 - half[0] + half[2])) < 1e-7 + 50 * EPSILON);

  // Two rows of the same time are refused; the run ends there, and says which status did it.
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_ERROR_CALLBACK,
               P(photinus_ode_solve)(2, P(attracted), P(photinus_mean_frequency_row), frequency, &options, times, 3,
                                     initial, states, 6, workspace, bytes, &solution));
  CHECK(solution.code == PHOTINUS_ERROR_TIMES && solution.rows == 1);
}

// Natural frequencies, against tables of the distributions.
static void P(distributions)(void) {
  F two[2], four[4], value = -1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_frequency_quantiles)(PHOTINUS_DISTRIBUTION_LORENTZIAN, 3, (F)0.5, two, 2));
  CHECK(P(near)(two[0], 2.5, 4) && P(near)(two[1], 3.5, 4)); // the quartiles
  CHECK_STATUS(PHOTINUS_OK, P(photinus_frequency_quantiles)(PHOTINUS_DISTRIBUTION_UNIFORM, 1, 2, four, 4));
  for (int i = 0; i < 4; i++) CHECK(P(near)(four[i], i - 0.5, 4));
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_frequency_quantile)(PHOTINUS_DISTRIBUTION_NORMAL, 10, 2, (F)0.0078125, &value));
  CHECK(P(near)(value, 10 - 2 * 2.4175590162365053, 20)); // by mpmath, of 2^-7
  CHECK_STATUS(PHOTINUS_OK, P(photinus_frequency_density)(PHOTINUS_DISTRIBUTION_NORMAL, 10, 2, 12, &value));
  CHECK(P(near)(value, exp(-0.5) / sqrt(8 * P(pi)), 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_frequency_density)(PHOTINUS_DISTRIBUTION_UNIFORM, 0, 2, (F)2.5, &value));
  CHECK(value == 0);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_critical_coupling)(PHOTINUS_DISTRIBUTION_LORENTZIAN, 7, (F)0.5, &value));
  CHECK(value == 1);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_critical_coupling)(PHOTINUS_DISTRIBUTION_NORMAL, 0, 1, &value));
  CHECK(P(near)(value, sqrt(8 / P(pi)), 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_critical_coupling)(PHOTINUS_DISTRIBUTION_UNIFORM, 0, 1, &value));
  CHECK(P(near)(value, 4 / P(pi), 2));
}

static void P(observables)(void) {
  P(observables_of_a_row)();
  P(observables_of_groups)();
  P(observables_in_time)();
  P(observables_of_a_run)();
  P(distributions)();
}
