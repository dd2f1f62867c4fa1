// user.c in one precision, the search for a global minimum: F is double or float, P(name) has the suffix _f64 or _f32.

// What the callbacks of a search are given as `user`.
struct P(seeking) {
  int calls, batches, generations;
  // The watch stops there; 0 is never.
  int stop_after;
  // What the watch found.
  F best_value;
};

// Rosenbrock's valley, as a function that may be called by many threads.
static int P(safe_valley)(const F *x, size_t dim, F *value, void *user) {
  (void)user;
  F a = 1 - x[0], b = x[1] - x[0] * x[0];
  *value = a * a + 100 * b * b;
  return dim == 2 ? 0 : -1;
}

static int P(counted_valley)(const F *x, size_t dim, F *value, void *user) {
  struct P(seeking) *seeking = user;
  seeking->calls++;
  return P(safe_valley)(x, dim, value, NULL);
}

static int P(safe_batch)(const F *points, size_t count, size_t dim, F *values, void *user) {
  for (size_t k = 0; k < count; k++) {
    const int status = P(safe_valley)(points + k * dim, dim, values + k, user);
    if (status != 0) return status;
  }
  return 0;
}

static int P(batch_valley)(const F *points, size_t count, size_t dim, F *values, void *user) {
  struct P(seeking) *seeking = user;
  seeking->batches++;
  for (size_t i = 0; i < count; i++) {
    if (!isnan(values[i]) || P(counted_valley)(points + i * dim, dim, &values[i], user) != 0) return -1;
  }
  return count > 0 ? 0 : -1;
}

// x^2 + y^2 where x + y >= 1, and, with a second constraint, x = 3 y: the minima are 1/2 at (1/2, 1/2) and 5/8 at
// (3/4, 1/4).
static int P(beyond_a_line)(const F *x, size_t dim, F *value, F *constraints, size_t count, void *user) {
  (void)user;
  if (dim != 2 || !isnan(*value) || count < 1 || count > 2) return -1;
  *value = x[0] * x[0] + x[1] * x[1];
  constraints[0] = 1 - x[0] - x[1];
  if (count > 1) constraints[1] = x[0] - 3 * x[1];
  return 0;
}

// (x - 2.6)^2 + (y - 7)^2 + (z + 1)^2.
static int P(shifted)(const F *x, size_t dim, F *value, void *user) {
  (void)user;
  if (dim != 3) return -1;
  const F a = x[0] - (F)2.6, b = x[1] - 7, c = x[2] + 1;
  *value = a * a + b * b + c * c;
  return 0;
}

static int P(watch_search)(const P(photinus_search) *search, void *user) {
  struct P(seeking) *seeking = user;
  seeking->generations++;
  if (P(photinus_search_best)(search, NULL, 2, &seeking->best_value) != PHOTINUS_OK) return -1;
  return seeking->generations == seeking->stop_after ? 7 : 0;
}

// What a search came to, to be compared bit for bit.
struct P(found) {
  F x[2], value;
  P(photinus_search_progress) report;
};

static struct P(found) P(found_by)(const P(photinus_search) *search) {
  struct P(found) found;
  memset(&found, 0, sizeof found);
  found.report.struct_size = sizeof found.report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_best)(search, found.x, 2, &found.value));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_report)(search, &found.report));
  CHECK(found.value == found.report.best_value);
  return found;
}

static int P(same_found)(const struct P(found) *a, const struct P(found) *b) {
  return memcmp(a->x, b->x, sizeof a->x) == 0 && memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
         memcmp(&a->report, &b->report, sizeof a->report) == 0;
}

static P(photinus_problem) P(problem_of)(size_t dim, const F *lower, const F *upper) {
  P(photinus_problem) problem;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_problem_init)(&problem, sizeof problem));
  CHECK(problem.struct_size == sizeof problem && problem.lower == NULL && problem.inequalities == 0);
  problem.dim = dim;
  problem.lower = lower;
  problem.upper = upper;
  return problem;
}

static P(photinus_search_options) P(search_options)(void) {
  P(photinus_search_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_options_init)(&options, sizeof options));
  CHECK(options.population == 0 && options.population_limit == 0 && options.step_size == (F)0.2);
  CHECK(options.evaluations_per_point == 1);
  CHECK(options.polish == 100 && options.axis_points == 150 && options.active == 1 && options.max_restarts == 9);
  CHECK(options.max_evaluations == UINT64_MAX && options.max_generations == UINT64_MAX && options.seed == 0);
  CHECK(isinf(options.target) && options.target < 0 && options.max_repetition == 0);
  CHECK(options.equality_tolerance == (BITS == 64 ? (F)1e-6 : (F)1e-4));
  options.population_limit = 24;
  options.seed = 2024;
  return options;
}

// Asks and tells a search to its end: backwards, in parts of two.
static int P(ask_and_tell)(P(photinus_search) *search, int constrained) {
  for (;;) {
    const F *points = NULL, *again = NULL;
    size_t count = 0, same_count = 0;
    const int status = P(photinus_search_ask)(search, &points, &count);
    if (status != PHOTINUS_OK) {
      CHECK(points == NULL && count == 0);
      return status;
    }
    if (!CHECK(points != NULL && count > 0)) return -1;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_ask)(search, &again, &same_count));
    CHECK(again == points && same_count == count);
    // The points are gone when the last value is told.
    F *const own = malloc(count * 2 * sizeof *own);
    if (own == NULL) exit(2);
    memcpy(own, points, count * 2 * sizeof *own);
    for (size_t left = count; left > 0;) {
      F values[2] = {(F)NAN, (F)NAN}, rows[2][2] = {{0, 0}, {0, 0}};
      const size_t part = left == 1 ? 1 : 2;
      if (left == count) { // one too many
        const size_t late = count + 1 - part;
        CHECK_STATUS(PHOTINUS_ERROR_NOT_ASKED,
                     constrained ? P(photinus_search_tell_constrained)(search, late, values, &rows[0][0], part)
                                 : P(photinus_search_tell)(search, late, values, part));
      }
      left -= part;
      for (size_t i = 0; i < part; i++) {
        const F *const x = own + 2 * (left + i);
        CHECK((constrained ? P(beyond_a_line)(x, 2, &values[i], rows[i], 2, NULL)
                           : P(safe_valley)(x, 2, &values[i], NULL)) == 0);
      }
      const int told = constrained ? P(photinus_search_tell_constrained)(search, left, values, &rows[0][0], part)
                                   : P(photinus_search_tell)(search, left, values, part);
      CHECK(told == PHOTINUS_OK || (left == 0 && told > 0));
    }
    free(own);
  }
}

static void P(searching)(void) {
  const F lower[2] = {-2, -1}, upper[2] = {2, 3};
  const P(photinus_problem) problem = P(problem_of)(2, lower, upper);
  P(photinus_search_options) options = P(search_options)();
  options.max_evaluations = 1500;

  // The whole run at once, in memory of the program's own.
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_size)(&problem, &options, &bytes, &align));
  unsigned char *const memory = malloc(bytes + align), *const other = malloc(bytes + align);
  if (!CHECK(memory != NULL && other != NULL && align > 0)) return;
  P(photinus_search) *search = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_init)(aligned(memory, align), bytes, &problem, &options, &search));
  CHECK((void *)search == aligned(memory, align));
  struct P(found) end = P(found_by)(search);
  CHECK(isinf(end.value) && end.report.status == PHOTINUS_OK && end.report.phase == PHOTINUS_PHASE_START);
  struct P(seeking) seeking = {0, 0, 0, 0, 0};
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS,
               P(photinus_search_run)(search, P(counted_valley), P(watch_search), &seeking));
  const struct P(found) whole = P(found_by)(search);
  CHECK(whole.value < (BITS == 64 ? (F)1e-12 : (F)1e-6));
  CHECK(fabs(whole.x[0] - 1) < 1e-3 && fabs(whole.x[1] - 1) < 2e-3);
  CHECK(seeking.calls == 1500 && whole.report.evaluations == 1500 && whole.report.nan_evaluations == 0);
  CHECK((uint64_t)seeking.generations == whole.report.generations && seeking.best_value == whole.value);
  CHECK(whole.report.status == PHOTINUS_STOP_EVALUATIONS && whole.report.code == 0 && whole.report.violation == 0);
  CHECK(whole.report.phase == PHOTINUS_PHASE_COVARIANCE && whole.report.spread > 0);
  // An ended run stays ended.
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_step)(search, P(counted_valley), &seeking));
  CHECK(seeking.calls == 1500);

  // The same step by step, in memory of the library's. After the tenth generation it is copied and saved.
  P(photinus_search) *stepped = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &stepped));
  for (int i = 0; i < 10; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_search_step)(stepped, P(safe_valley), NULL));
  P(photinus_search) *const copied = aligned(other, align);
  memcpy(copied, stepped, bytes);
  size_t saved = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_save_size)(stepped, &saved));
  unsigned char *checkpoint = malloc(saved);
  if (!CHECK(checkpoint != NULL)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_save)(stepped, checkpoint, saved));
  int status = PHOTINUS_OK;
  while (status == PHOTINUS_OK) status = P(photinus_search_step)(stepped, P(safe_valley), NULL);
  CHECK(status == PHOTINUS_STOP_EVALUATIONS);
  end = P(found_by)(stepped);
  CHECK(P(same_found)(&end, &whole));
  P(photinus_search_free)(stepped);
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(copied, P(safe_valley), NULL, NULL));
  end = P(found_by)(copied);
  CHECK(P(same_found)(&end, &whole));

  // The checkpoint, in memory of the library's and in that of the program.
  P(photinus_search) *restored = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_restore_new)(checkpoint, saved, &restored));
  size_t dim = 0, inequalities = 9, equalities = 9, restored_bytes = 0, restored_align = 0;
  P(photinus_search_options) known = {0};
  known.struct_size = sizeof known;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_dim)(restored, &dim));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_constraints)(restored, &inequalities, &equalities));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_get_options)(restored, &known));
  CHECK(dim == 2 && inequalities == 0 && equalities == 0 && memcmp(&known, &options, sizeof known) == 0);
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(restored, P(safe_valley), NULL, NULL));
  end = P(found_by)(restored);
  CHECK(P(same_found)(&end, &whole));
  P(photinus_search_free)(restored);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_restore_size)(checkpoint, saved, &restored_bytes, &restored_align));
  CHECK(restored_bytes == bytes && restored_align == align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_restore)(aligned(other, align), bytes, checkpoint, saved, &restored));
  free(checkpoint);

  // Stopped by the watch, and by two budgets in turn; then on to the same end.
  seeking.generations = 0;
  seeking.stop_after = 5;
  CHECK_STATUS(PHOTINUS_STOP_CALLER,
               P(photinus_search_run)(restored, P(counted_valley), P(watch_search), &seeking));
  end = P(found_by)(restored);
  CHECK(end.report.generations == 15 && end.report.status == PHOTINUS_STOP_CALLER && end.report.code == 7);
  options.max_generations = 20;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_set_options)(restored, &options));
  CHECK_STATUS(PHOTINUS_STOP_GENERATIONS, P(photinus_search_run)(restored, P(safe_valley), NULL, NULL));
  CHECK(P(found_by)(restored).report.generations == 20);
  options.max_generations = UINT64_MAX;
  options.max_evaluations = 777;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_set_options)(restored, &options));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(restored, P(safe_valley), NULL, NULL));
  CHECK(P(found_by)(restored).report.evaluations == 777);
  options.max_evaluations = 1500;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_set_options)(restored, &options));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(restored, P(safe_valley), NULL, NULL));
  end = P(found_by)(restored);
  CHECK(P(same_found)(&end, &whole));

  // Asked and told; in batches, by steps and at once; by threads; all in one call: the same bits.
  void *const place = aligned(other, align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_init)(place, bytes, &problem, &options, &search));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(ask_and_tell)(search, 0));
  end = P(found_by)(search);
  CHECK(P(same_found)(&end, &whole));
  memset(&seeking, 0, sizeof seeking);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_init)(place, bytes, &problem, &options, &search));
  for (int i = 0; i < 3; i++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_step_batch)(search, P(batch_valley), &seeking));
  }
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS,
               P(photinus_search_run_batch)(search, P(batch_valley), P(watch_search), &seeking));
  end = P(found_by)(search);
  // The last batch may be a part of a generation.
  CHECK(P(same_found)(&end, &whole) && seeking.calls == 1500);
  CHECK(seeking.batches == seeking.generations + 3 || seeking.batches == seeking.generations + 4);
  for (size_t threads = 0; threads <= 3; threads++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_init)(place, bytes, &problem, &options, &search));
    seeking.generations = 0;
    // The watch is called on this thread, the objective does not look at `user`.
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS,
                 P(photinus_search_run_parallel)(search, P(safe_valley), P(watch_search), &seeking, threads, (F)3600));
    end = P(found_by)(search);
    CHECK(P(same_found)(&end, &whole) && (uint64_t)seeking.generations == end.report.generations);
  }
  memset(&seeking, 0, sizeof seeking);
  memset(&end, 0, sizeof end);
  end.report.struct_size = sizeof end.report;
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS,
               P(photinus_minimize)(&problem, P(counted_valley), P(watch_search), &seeking, &options, end.x, &end.value,
                                    &end.report));
  CHECK(P(same_found)(&end, &whole) && seeking.calls == 1500);

  // A target; a start that is the minimum.
  const F start[2][2] = {{0, 0}, {1, 1}};
  P(photinus_problem) started = problem;
  started.start = &start[0][0];
  started.start_count = 2;
  options.target = 0;
  CHECK_STATUS(PHOTINUS_STOP_TARGET,
               P(photinus_minimize)(&started, P(safe_valley), NULL, NULL, &options, end.x, &end.value, NULL));
  CHECK(end.x[0] == 1 && end.x[1] == 1 && end.value == 0);
  free(memory);
  free(other);
}

// Deb's rules for a swarm: what is feasible comes before what is not.
static int P(valley_beyond_a_line)(const F *x, size_t dim, F *value, void *user) {
  F constraint;
  const int status = P(beyond_a_line)(x, dim, value, &constraint, 1, user);
  return status != 0 ? status : P(photinus_feasible_first)(*value, &constraint, 1, 0, 0, value);
}

static void P(feasible_ones_first)(void) {
  const F constraints[3] = {-1, 0, (F)0.5};
  F met, violated, worse;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_feasible_first)(3, constraints, 2, 1, (F)0.5, &met));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_feasible_first)(-7, constraints, 2, 1, (F)0.25, &violated));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_feasible_first)(-9, constraints, 3, 0, 0, &worse));
  CHECK(met == 3 && violated > (F)(BITS == 64 ? 1e300 : 1e37) && worse > violated && isfinite(worse));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_feasible_first)(3, NULL, 0, 0, 0, &met));
  CHECK(met == 3);

  // The smallest x^2 + y^2 where x + y >= 1.
  const F lower[2] = {-3, -3}, upper[2] = {3, 3};
  P(photinus_pso_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_options_init)(&options, sizeof options));
  options.max_evaluations = 20000;
  P(photinus_pso) *swarm = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_new)(2, lower, upper, NULL, 0, &options, &swarm));
  CHECK(P(photinus_pso_run)(swarm, P(valley_beyond_a_line), NULL, NULL) > 0);
  F x[2], value;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(swarm, x, 2, &value));
  CHECK(x[0] + x[1] >= 1 && fabs(value - 0.5) < 1e-3);
  P(photinus_pso_free)(swarm);
}

static void P(limited_and_repeated)(void) {
  const F lower[2] = {-2, -1}, upper[2] = {2, 3};
  const P(photinus_problem) problem = P(problem_of)(2, lower, upper);
  P(photinus_search_options) options = P(search_options)();
  options.max_evaluations = 1500;
  P(photinus_search) *plain = NULL, *search = NULL;
  P(photinus_background) *background = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &plain));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(plain, P(safe_valley), NULL, NULL));
  const struct P(found) whole = P(found_by)(plain);
  P(photinus_search_free)(plain);
  for (size_t threads = 0; threads <= 2; threads++) {
    // No time; then in batches, in the background and here: the same.
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    CHECK_STATUS(PHOTINUS_STOP_TIME,
                 P(photinus_search_run_parallel)(search, P(safe_valley), NULL, NULL, threads, 0));
    struct P(found) end = P(found_by)(search);
    CHECK(end.report.evaluations == 0 && end.report.status == PHOTINUS_STOP_TIME);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_start)(search, P(safe_valley), NULL, threads, 0, &background));
    CHECK_STATUS(PHOTINUS_STOP_TIME, P(photinus_background_wait)(background));
    P(photinus_background_free)(background);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_search_start_batch)(search, P(safe_batch), NULL, threads, (F)INFINITY, &background));
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_background_wait)(background));
    P(photinus_background_free)(background);
    end = P(found_by)(search);
    CHECK(P(same_found)(&end, &whole));
    P(photinus_search_free)(search);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS,
                 P(photinus_search_run_batch_parallel)(search, P(safe_batch), NULL, NULL, threads, (F)INFINITY));
    end = P(found_by)(search);
    CHECK(P(same_found)(&end, &whole));
    P(photinus_search_free)(search);
  }

  // The mean of two evaluations of each point.
  options.evaluations_per_point = 2;
  options.max_evaluations = 3000;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(search, P(safe_valley), NULL, NULL));
  struct P(found) end = P(found_by)(search);
  CHECK(end.report.evaluations == 3000 && end.value < (F)1e-6);
  P(photinus_search_free)(search);
  options.evaluations_per_point = 0;
  CHECK_STATUS(PHOTINUS_ERROR_PARAMETER, P(photinus_search_new)(&problem, &options, &search));
}

struct P(waiting) {
  P(photinus_background) *background;
  volatile int go, waited;
};

static int P(waits_for_itself)(const F *x, size_t dim, F *value, void *user) {
  struct P(waiting) *const own = user;
  while (!own->go) continue; // the handle is there
  if (P(photinus_background_wait)(own->background) != PHOTINUS_ERROR_UNSUPPORTED) own->waited = 1;
  return P(safe_valley)(x, dim, value, NULL);
}

static void P(in_the_background)(void) {
  const F lower[2] = {-2, -1}, upper[2] = {2, 3};
  const P(photinus_problem) problem = P(problem_of)(2, lower, upper);
  P(photinus_search_options) options = P(search_options)();
  options.max_evaluations = 1500;
  P(photinus_search) *plain = NULL, *search = NULL;
  P(photinus_background) *background = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &plain));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(plain, P(safe_valley), NULL, NULL));
  const struct P(found) whole = P(found_by)(plain);
  for (size_t threads = 0; threads <= 2; threads++) {
    struct P(found) end;
    memset(&end, 0, sizeof end);
    end.report.struct_size = sizeof end.report;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_start)(search, P(safe_valley), NULL, threads, (F)INFINITY, &background));
    // It is lent.
    CHECK_STATUS(PHOTINUS_ERROR_UNINITIALISED, P(photinus_search_best)(search, end.x, 2, &end.value));
    P(photinus_search_free)(search); // does nothing
    do {
      CHECK_STATUS(PHOTINUS_OK, P(photinus_background_poll)(background, end.x, 2, &end.value, &end.report));
      CHECK(end.report.evaluations <= 1500 && end.value == end.report.best_value);
    } while (end.report.status == PHOTINUS_OK);
    CHECK(P(same_found)(&end, &whole));
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_background_wait)(background));
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_background_wait)(background)); // again
    end = P(found_by)(search);
    CHECK(P(same_found)(&end, &whole));
    P(photinus_background_free)(background);
    P(photinus_search_free)(search);

    // Cancelled, and gone on with to the same end; the second time by freeing the handle.
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_start)(search, P(safe_valley), NULL, threads, (F)INFINITY, &background));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_background_cancel)(background));
    const int status = P(photinus_background_wait)(background);
    CHECK(status == PHOTINUS_STOP_CALLER || status == PHOTINUS_STOP_EVALUATIONS);
    end = P(found_by)(search);
    CHECK(end.report.status == status && end.report.code == 0);
    P(photinus_background_free)(background);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_start)(search, P(safe_valley), NULL, threads, (F)INFINITY, &background));
    P(photinus_background_free)(background);
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_search_run)(search, P(safe_valley), NULL, NULL));
    end = P(found_by)(search);
    CHECK(P(same_found)(&end, &whole));
    P(photinus_search_free)(search);
  }
  P(photinus_background_free)(NULL);
  P(photinus_search_free)(plain);

  // A run can't wait for itself, on any of its threads.
  for (size_t threads = 1; threads <= 2; threads++) {
    struct P(waiting) own = {NULL, 0, 0};
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_search_start)(search, P(waits_for_itself), &own, threads, (F)INFINITY, &own.background));
    own.go = 1;
    CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_background_wait)(own.background));
    CHECK(own.waited == 0);
    P(photinus_background_free)(own.background);
    P(photinus_search_free)(search);
  }
}

static void P(constrained_searching)(void) {
  const F lower[2] = {-3, -3}, upper[2] = {3, 3}, tolerance = BITS == 64 ? (F)1e-4 : (F)2e-2;
  P(photinus_problem) problem = P(problem_of)(2, lower, upper);
  P(photinus_search_options) options = P(search_options)();
  options.max_evaluations = 5000;
  for (size_t equalities = 0; equalities <= 1; equalities++) {
    problem.inequalities = 1;
    problem.equalities = equalities;
    P(photinus_search) *search = NULL;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    const int status = P(photinus_search_run_constrained)(search, P(beyond_a_line), NULL, NULL);
    CHECK(status == PHOTINUS_STOP_EVALUATIONS || status == PHOTINUS_STOP_STAGNATION);
    const struct P(found) whole = P(found_by)(search);
    P(photinus_search_free)(search);
    CHECK(whole.report.violation == 0 && fabs(whole.value - (equalities ? 0.625 : 0.5)) < tolerance);
    CHECK(fabs(whole.x[0] - (equalities ? 0.75 : 0.5)) < 20 * tolerance);
    struct P(found) end;
    for (size_t threads = 0; threads <= 2; threads++) {
      CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_search_step_constrained)(search, P(beyond_a_line), NULL));
      CHECK_STATUS(status, P(photinus_search_run_constrained_parallel)(search, P(beyond_a_line), NULL, NULL, threads, (F)INFINITY));
      end = P(found_by)(search);
      CHECK(P(same_found)(&end, &whole));
      P(photinus_search_free)(search);
      P(photinus_background) *background = NULL;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
      CHECK_STATUS(PHOTINUS_OK,
                   P(photinus_search_start_constrained)(search, P(beyond_a_line), NULL, threads, (F)INFINITY, &background));
      CHECK_STATUS(status, P(photinus_background_wait)(background));
      P(photinus_background_free)(background);
      end = P(found_by)(search);
      CHECK(P(same_found)(&end, &whole));
      P(photinus_search_free)(search);
    }
    memset(&end, 0, sizeof end);
    end.report.struct_size = sizeof end.report;
    CHECK_STATUS(status, P(photinus_minimize_constrained)(&problem, P(beyond_a_line), NULL, NULL, &options, end.x,
                                                          &end.value, &end.report));
    CHECK(P(same_found)(&end, &whole));
    if (equalities == 0) continue;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_search_new)(&problem, &options, &search));
    CHECK_STATUS(status, P(ask_and_tell)(search, 1));
    end = P(found_by)(search);
    CHECK(P(same_found)(&end, &whole));
    P(photinus_search_free)(search);
  }
}

static void P(kinds_of_variables)(void) {
  // x is whole, y has no bounds, z is fixed: the minimum is (3, 7, 2).
  const F lower[3] = {-5, -(F)INFINITY, 2}, upper[3] = {5, (F)INFINITY, 2}, start[3] = {0, 100, 2};
  const F spread[3] = {1, 50, 1}, grid[3] = {1, 0, 0};
  P(photinus_problem) problem = P(problem_of)(3, lower, upper);
  problem.start = start;
  problem.start_count = 1;
  problem.spread = spread;
  problem.grid = grid;
  P(photinus_search_options) options = P(search_options)();
  options.max_evaluations = 3000;
  F x[3] = {0}, value = 0;
  const int status = P(photinus_minimize)(&problem, P(shifted), NULL, NULL, &options, x, &value, NULL);
  CHECK(status == PHOTINUS_STOP_EVALUATIONS || status == PHOTINUS_STOP_STAGNATION);
  CHECK(x[0] == 3 && fabs(x[1] - 7) < 1e-2 && x[2] == 2 && fabs(value - 9.16) < 1e-3);
}

// The third call stops, or fails.
static int P(ends_at_three)(const F *x, size_t dim, F *value, void *user) {
  (void)dim;
  *value = x[0];
  return x[0] == 3 ? *(int *)user : 0;
}

static void P(evaluating)(void) {
  F points[6][2], values[6], expected[6];
  for (int i = 0; i < 6; i++) {
    points[i][0] = (F)i;
    points[i][1] = (F)(i * i) / 7;
    expected[i] = (F)NAN;
    P(safe_valley)(points[i], 2, &expected[i], NULL);
  }
  for (size_t threads = 0; threads <= 2; threads++) {
    size_t completed = 9;
    int code = 9;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_evaluate)(2, P(safe_valley), NULL, threads, &points[0][0], 6, values,
                                                   &completed, &code));
    CHECK(memcmp(values, expected, sizeof values) == 0 && completed == 6 && code == 0);
    const int codes[2] = {5, -5}, ends[2] = {PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK};
    for (int k = 0; k < 2; k++) {
      int user = codes[k];
      CHECK_STATUS(ends[k], P(photinus_evaluate)(2, P(ends_at_three), &user, threads, &points[0][0], 6, values,
                                                 &completed, &code));
      CHECK(completed == 3 && code == codes[k] && values[2] == 2 && isnan(values[3]) && isnan(values[5]));
    }
    CHECK_STATUS(PHOTINUS_OK, P(photinus_evaluate)(2, P(safe_valley), NULL, threads, NULL, 0, NULL, NULL, NULL));
  }
}

static void P(searches)(void) {
  P(searching)();
  P(feasible_ones_first)();
  P(limited_and_repeated)();
  P(in_the_background)();
  P(constrained_searching)();
  P(kinds_of_variables)();
  P(evaluating)();
}
