// user.c in one precision: F is double or float, P(name) has the suffix _f64 or _f32.

// Memory for everything below: no allocation is needed.
static unsigned char P(memory)[1 << 15], P(copy)[1 << 15];

// The table of the posts: their bases begin at 5.
static void P(halton)(void) {
  static const int numerators[10][3] = {{0, 0, 0}, {1, 1, 1}, {2, 2, 2},  {3, 3, 3},  {4, 4, 4},
                                        {1, 5, 5}, {6, 6, 6}, {11, 1, 7}, {16, 8, 8}, {21, 15, 9}};
  static const int denominators[10][3] = {{5, 7, 11}, {5, 7, 11},  {5, 7, 11},  {5, 7, 11},   {5, 7, 11},
                                          {25, 7, 11}, {25, 7, 11}, {25, 49, 11}, {25, 49, 11}, {25, 49, 11}};
  uint32_t bases[3];
  CHECK_STATUS(PHOTINUS_OK, photinus_primes(2, 3, bases));
  CHECK(bases[0] == 5 && bases[1] == 7 && bases[2] == 11);

  P(photinus_halton_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&options, sizeof options));
  options.bases = bases;
  F points[10][3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 0, 10, &points[0][0], 30));
  for (int i = 0; i < 10; i++) {
    for (int j = 0; j < 3; j++) {
      // A quotient is correctly rounded, as the points are.
      CHECK(points[i][j] == (F)numerators[i][j] / (F)denominators[i][j]);
      F value = -1;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_radical_inverse)((uint64_t)i, bases[j], &value));
      CHECK(value == points[i][j]);
    }
  }
  CHECK(points[6][0] == (F)0.24);

  // Every third index from 1 on, by columns, with a gap after each column.
  F columns[3][5];
  for (int j = 0; j < 3; j++) columns[j][3] = columns[j][4] = -1;
  options.leap = 3;
  options.stride = 5;
  options.layout = PHOTINUS_LAYOUT_COLUMNS;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 1, 3, &columns[0][0], 15));
  for (int j = 0; j < 3; j++) {
    for (int i = 0; i < 3; i++) CHECK(columns[j][i] == points[1 + 3 * i][j]);
    CHECK(columns[j][3] == -1 && columns[j][4] == -1);
  }

  // Without options the bases are 2, 3, ...
  F first[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 2, 1, 1, first, 2));
  CHECK(first[0] == (F)0.5 && first[1] == (F)1 / 3);

  // The last index of all, and values that round to 1 but stay below it.
  F last = 2;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 1, UINT64_MAX, 1, &last, 1));
  CHECK(last == 1 - EPSILON / 2);
}

// What the callbacks of a search are given as `user`.
struct P(search) {
  int calls, generations;
  // The watch stops there; 0 is never.
  int stop_after;
  // What the watch found.
  F best_value;
};

// Rosenbrock's valley: its minimum is 0 at (1, 1).
static int P(valley)(const F *x, size_t dim, F *value, void *user) {
  struct P(search) *search = user;
  search->calls++;
  if (dim != 2) return -1;
  F a = 1 - x[0], b = x[1] - x[0] * x[0];
  *value = a * a + 100 * b * b;
  return 0;
}

static int P(after_generation)(const P(photinus_pso) *pso, void *user) {
  struct P(search) *search = user;
  search->generations++;
  if (P(photinus_pso_best)(pso, NULL, 2, &search->best_value) != PHOTINUS_OK) return -1;
  return search->generations == search->stop_after ? 7 : 0;
}

// What a run came to, to be compared bit for bit.
struct P(end) {
  F x[2], value;
  P(photinus_report) report;
};

static struct P(end) P(end_of)(const P(photinus_pso) *pso) {
  struct P(end) end;
  memset(&end, 0, sizeof end);
  end.report.struct_size = sizeof end.report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(pso, end.x, 2, &end.value));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_report)(pso, &end.report));
  CHECK(end.value == end.report.best_value);
  return end;
}

static int P(same)(const struct P(end) *a, const struct P(end) *b) {
  return memcmp(a->x, b->x, sizeof a->x) == 0 && memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
         a->report.generations == b->report.generations && a->report.evaluations == b->report.evaluations &&
         a->report.repetitions == b->report.repetitions && a->report.status == b->report.status;
}

static void P(swarm)(void) {
  const F lower[2] = {-2, -1}, upper[2] = {2, 3};
  P(photinus_pso_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_options_init)(&options, sizeof options));
  CHECK(options.swarm_size == 40 && options.max_repetition == 100);
  options.seed = 2024;

  // The whole run at once, in memory of the program's own.
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_size)(2, &options, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  P(photinus_pso) *pso = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_init)(aligned(P(memory), align), bytes, 2, lower, upper, NULL, 0, &options,
                                                 &pso));
  CHECK((void *)pso == aligned(P(memory), align));
  struct P(search) search = {0, 0, 0, 0};
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(valley), P(after_generation), &search));
  const struct P(end) whole = P(end_of)(pso);
  CHECK(whole.value < (F)1e-6);
  CHECK(fabs(whole.x[0] - 1) < 1e-2 && fabs(whole.x[1] - 1) < 1e-2);
  CHECK(search.best_value == whole.value);
  CHECK((uint64_t)search.calls == whole.report.evaluations && whole.report.nan_evaluations == 0);
  CHECK((uint64_t)search.generations == whole.report.generations);
  CHECK(whole.report.evaluations == 40 * whole.report.generations);
  CHECK(whole.report.repetitions == 100 && whole.report.status == PHOTINUS_STOP_STAGNATION && whole.report.code == 0);
  // An ended run stays ended.
  const int calls = search.calls;
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_step)(pso, P(valley), &search));
  CHECK(search.calls == calls);

  // The same step by step, in memory of the library's. After the tenth generation it is copied and saved.
  P(photinus_pso) *stepped = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_new)(2, lower, upper, NULL, 0, &options, &stepped));
  for (int i = 0; i < 10; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_step)(stepped, P(valley), &search));
  P(photinus_pso) *copied = aligned(P(copy), align);
  memcpy(copied, stepped, bytes);
  size_t saved = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save_size)(stepped, &saved));
  unsigned char *checkpoint = malloc(saved);
  if (!CHECK(checkpoint != NULL)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save)(stepped, checkpoint, saved));
  int status = PHOTINUS_OK;
  while (status == PHOTINUS_OK) status = P(photinus_pso_step)(stepped, P(valley), &search);
  CHECK(status == PHOTINUS_STOP_STAGNATION);
  struct P(end) end = P(end_of)(stepped);
  CHECK(P(same)(&end, &whole));
  P(photinus_pso_free)(stepped);

  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(copied, P(valley), NULL, &search));
  end = P(end_of)(copied);
  CHECK(P(same)(&end, &whole));

  // The checkpoint, in memory of the library's and in that of the program.
  P(photinus_pso) *restored = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore_new)(checkpoint, saved, &restored));
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(restored, P(valley), NULL, &search));
  end = P(end_of)(restored);
  CHECK(P(same)(&end, &whole));
  P(photinus_pso_free)(restored);
  size_t restored_bytes = 0, restored_align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore_size)(checkpoint, saved, &restored_bytes, &restored_align));
  CHECK(restored_bytes == bytes && restored_align == align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore)(aligned(P(memory), align), bytes, checkpoint, saved, &restored));
  // A program that has nothing but the checkpoint learns the rest from the swarm.
  size_t dim = 0;
  P(photinus_pso_options) found = {0};
  found.struct_size = sizeof found;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_dim)(restored, &dim));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_get_options)(restored, &found));
  CHECK(dim == 2 && found.swarm_size == 40 && found.seed == 2024 && found.inertia == options.inertia);
  CHECK(found.target == options.target && found.max_generations == UINT64_MAX && found.max_repetition == 100);
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(restored, P(valley), NULL, &search));
  end = P(end_of)(restored);
  CHECK(P(same)(&end, &whole));

  // Stopped by the watch, and by two budgets in turn; then on to the same end.
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore)(aligned(P(memory), align), bytes, checkpoint, saved, &pso));
  free(checkpoint);
  search.generations = 0;
  search.stop_after = 5;
  CHECK_STATUS(PHOTINUS_STOP_CALLER, P(photinus_pso_run)(pso, P(valley), P(after_generation), &search));
  end = P(end_of)(pso);
  CHECK(end.report.generations == 15 && end.report.status == PHOTINUS_STOP_CALLER && end.report.code == 7);
  options.max_generations = 20;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_set_options)(pso, &options));
  CHECK_STATUS(PHOTINUS_STOP_GENERATIONS, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  CHECK(P(end_of)(pso).report.generations == 20);
  options.max_generations = UINT64_MAX;
  options.max_evaluations = 857;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_set_options)(pso, &options));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  end = P(end_of)(pso);
  CHECK(end.report.evaluations == 857 && end.report.generations == 21);
  options.max_evaluations = UINT64_MAX;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_set_options)(pso, &options));
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  end = P(end_of)(pso);
  CHECK(P(same)(&end, &whole));

  // One call for all of it.
  memset(&end, 0, sizeof end);
  end.report.struct_size = sizeof end.report;
  search.calls = search.generations = search.stop_after = 0;
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_minimize)(2, lower, upper, P(valley), P(after_generation), &search,
                                                              &options, end.x, &end.value, &end.report));
  CHECK(P(same)(&end, &whole));
  CHECK((uint64_t)search.calls == whole.report.evaluations);

  // A start that is the minimum, and a target: the first evaluations end the run.
  const F start[2][2] = {{0, 0}, {1, 1}};
  options.target = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_init)(aligned(P(memory), align), bytes, 2, lower, upper, &start[0][0], 2,
                                                 &options, &pso));
  CHECK_STATUS(PHOTINUS_STOP_TARGET, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  end = P(end_of)(pso);
  CHECK(end.x[0] == 1 && end.x[1] == 1 && end.value == 0 && end.report.generations == 1);
}

// What the row callback of a solver is given.
struct P(rows) {
  size_t seen, stop_at;
  const F *times;
};

static int P(each_row)(size_t row, F t, const F *y, size_t dim, void *user) {
  struct P(rows) *rows = user;
  if (row != rows->seen || t != rows->times[row] || dim != 3 || !isfinite(y[0])) return -1;
  rows->seen++;
  return row == rows->stop_at ? 3 : 0;
}

// The posts' examples: three oscillators, coupled by one and by two harmonics.
static const F P(frequencies)[3] = {28, 19, 11};
static const F P(coupling)[18] = {
    (F)0.0, (F)0.2,  (F)1.1, (F)0.5,  (F)0.0, (F)-0.7, (F)0.3, (F)0.9, (F)0.0, // the first harmonic
    (F)0.0, (F)-0.5, (F)0.2, (F)-0.4, (F)0.0, (F)1.0,  (F)0.8, (F)0.8, (F)0.0, // the second
};
static const F P(initial_phases)[3] = {0, (F)3.141592653589793, 0};

static void P(rates)(size_t harmonics, const F *phases, F *rates) {
  for (int i = 0; i < 3; i++) {
    double rate = P(frequencies)[i];
    for (size_t m = 0; m < harmonics; m++) {
      for (int j = 0; j < 3; j++) {
        rate += P(coupling)[9 * m + 3 * i + j] * sin((double)(m + 1) * ((double)phases[j] - (double)phases[i]));
      }
    }
    rates[i] = (F)rate;
  }
}

static int P(two_harmonics)(F t, const F *y, size_t dim, F *dydt, void *user) {
  (void)t;
  (void)user;
  if (dim != 3) return -1;
  P(rates)(2, y, dydt);
  return 0;
}

static void P(network)(void) {
  // By an integrator in 113 bits, for each example at both times.
  static const double reference[2][2][3] = {
      {{13.883702562234678, 12.448419005780801, 5.342835737318988},
       {27.905642940524704, 21.962891773947884, 10.899617227709681}},
      {{13.926022689888919, 12.293215720364255, 5.447363597939219},
       {27.879315059549878, 21.763606582779396, 11.175560773462784}},
  };
  const double tolerance = BITS == 64 ? 1e-9 : 1e-4;
  const F step = BITS == 64 ? (F)0.001 : (F)0.005;
  const F times[3] = {0, (F)0.5, 1};
  P(photinus_kuramoto) model;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_init)(&model, sizeof model));
  CHECK(model.harmonics == 1);
  model.oscillators = 3;
  model.natural_frequencies = P(frequencies);
  model.coupling = P(coupling);
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(3, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  void *const workspace = aligned(P(memory), align);

  F phases[3][3];
  for (int example = 0; example < 2; example++) {
    model.harmonics = (size_t)example + 1;
    struct P(rows) rows = {0, 99, times};
    P(photinus_solution) solution = {0};
    solution.struct_size = sizeof solution;
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_kuramoto_solve)(&model, P(each_row), &rows, times, 3, P(initial_phases), step,
                                            &phases[0][0], 9, workspace, bytes, &solution));
    CHECK(rows.seen == 3 && solution.rows == 3 && solution.time == 1 && solution.code == 0);
    CHECK(memcmp(phases[0], P(initial_phases), sizeof phases[0]) == 0);
    for (int row = 1; row < 3; row++) {
      for (int i = 0; i < 3; i++) CHECK(fabs(phases[row][i] - reference[example][row - 1][i]) < tolerance);
    }
    // The instantaneous frequencies, at the end.
    F rates[3], expected[3];
    CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_rates)(&model, phases[2], rates, workspace, bytes));
    P(rates)(model.harmonics, phases[2], expected);
    for (int i = 0; i < 3; i++) CHECK(fabs(rates[i] - expected[i]) < 100 * EPSILON);
  }

  // Stopped at the second row, then resumed from it, to the same bits.
  F resumed[3][3];
  struct P(rows) rows = {0, 1, times};
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_STOP_CALLER,
               P(photinus_kuramoto_solve)(&model, P(each_row), &rows, times, 3, P(initial_phases), step, &resumed[0][0],
                                          9, workspace, bytes, &solution));
  CHECK(solution.rows == 2 && solution.code == 3 && solution.time == times[1]);
  F initial[3];
  memcpy(initial, resumed[1], sizeof initial);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve)(&model, NULL, NULL, times + 1, 2, initial, step, resumed[1], 6,
                                                       workspace, bytes, NULL));
  CHECK(memcmp(resumed, phases, sizeof phases) == 0);

  // Neither the layout of K nor the instruction set changes a bit.
  F transposed[18];
  for (int m = 0; m < 2; m++) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) transposed[9 * m + 3 * j + i] = P(coupling)[9 * m + 3 * i + j];
    }
  }
  model.coupling = transposed;
  model.layout = PHOTINUS_LAYOUT_COLUMNS;
  for (int level = PHOTINUS_LEVEL_BEST; level <= PHOTINUS_LEVEL_AVX512; level++) {
    F again[3][3];
    model.level = level;
    const int status = P(photinus_kuramoto_solve)(&model, NULL, NULL, times, 3, P(initial_phases), step, &again[0][0],
                                                  9, workspace, bytes, NULL);
    if (status == PHOTINUS_ERROR_UNSUPPORTED) {
      CHECK(level > PHOTINUS_LEVEL_BASELINE && level != photinus_level_detect());
      continue;
    }
    CHECK_STATUS(PHOTINUS_OK, status);
    CHECK(memcmp(again, phases, sizeof phases) == 0);
  }
}

// y'' = -y as a system of two.
static int P(oscillator)(F t, const F *y, size_t dim, F *dydt, void *user) {
  int *calls = user;
  (void)t;
  ++*calls;
  if (dim != 2) return -1;
  dydt[0] = y[1];
  dydt[1] = -y[0];
  return 0;
}

static void P(system)(void) {
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_rk4_size)(2, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  const F times[3] = {0, 1, 2}, initial[2] = {0, 1};
  F states[3][2];
  int calls = 0;
  P(photinus_solution) solution = {0};
  solution.struct_size = sizeof solution;
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_rk4_solve)(2, P(oscillator), NULL, &calls, times, 3, initial, (F)0.015625, &states[0][0], 6,
                                     aligned(P(memory), align), bytes, &solution));
  CHECK(solution.rows == 3 && solution.steps == 128 && solution.time == 2 && calls == 4 * 128);
  for (int i = 0; i < 3; i++) {
    CHECK(fabs((double)states[i][0] - sin((double)i)) < (BITS == 64 ? 2e-9 : 2e-6));
    CHECK(fabs((double)states[i][1] - cos((double)i)) < (BITS == 64 ? 2e-9 : 2e-6));
  }

  // The network above, written down by the user: the same phases but for rounding.
  const F end[2] = {0, (F)0.5};
  F own[2][3], library[2][3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_rk4_size)(3, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_rk4_solve)(3, P(two_harmonics), NULL, NULL, end, 2, P(initial_phases), (F)0.01,
                                                  &own[0][0], 6, aligned(P(memory), align), bytes, NULL));
  P(photinus_kuramoto) model;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_init)(&model, sizeof model));
  model.oscillators = 3;
  model.harmonics = 2;
  model.natural_frequencies = P(frequencies);
  model.coupling = P(coupling);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_size)(3, &bytes, &align));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_kuramoto_solve)(&model, NULL, NULL, end, 2, P(initial_phases), (F)0.01,
                                                       &library[0][0], 6, aligned(P(memory), align), bytes, NULL));
  for (int i = 0; i < 3; i++) CHECK(fabs(own[1][i] - library[1][i]) < 2000 * EPSILON);
}
