// user.c in one precision, CMA-ES and L-BFGS-B by themselves: F is double or float, P(name) has the suffix _f64 or _f32.
// After search_part.h, whose functions it minimises.

// --- CMA-ES ---------------------------------------------------------------------------------------------------------

static int P(watch_cma)(const P(photinus_cma) *cma, void *user) {
  struct P(seeking) *seeking = user;
  seeking->generations++;
  if (P(photinus_cma_best)(cma, NULL, 2, &seeking->best_value) != PHOTINUS_OK) return -1;
  return seeking->generations == seeking->stop_after ? 7 : 0;
}

// What a run came to, to be compared bit for bit.
struct P(adapted) {
  F x[2], mean[2], value;
  P(photinus_cma_progress) report;
};

static struct P(adapted) P(adapted_by)(const P(photinus_cma) *cma) {
  struct P(adapted) adapted;
  memset(&adapted, 0, sizeof adapted);
  adapted.report.struct_size = sizeof adapted.report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_best)(cma, adapted.x, 2, &adapted.value));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_mean)(cma, adapted.mean, 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_report)(cma, &adapted.report));
  CHECK(adapted.value == adapted.report.best_value);
  return adapted;
}

static int P(same_adapted)(const struct P(adapted) *a, const struct P(adapted) *b) {
  return memcmp(a->x, b->x, sizeof a->x) == 0 && memcmp(a->mean, b->mean, sizeof a->mean) == 0 &&
         memcmp(&a->value, &b->value, sizeof a->value) == 0 && memcmp(&a->report, &b->report, sizeof a->report) == 0;
}

// Asks and tells a run to its end: backwards, in parts of two.
static int P(ask_and_tell_cma)(P(photinus_cma) *cma) {
  for (;;) {
    const F *points = NULL, *again = NULL;
    size_t count = 0, same_count = 0;
    const int status = P(photinus_cma_ask)(cma, &points, &count);
    if (status != PHOTINUS_OK) {
      CHECK(points == NULL && count == 0);
      return status;
    }
    if (!CHECK(points != NULL && count > 0)) return -1;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_ask)(cma, &again, &same_count));
    CHECK(again == points && same_count == count);
    for (size_t left = count; left > 0;) {
      F values[2] = {(F)NAN, (F)NAN};
      const size_t part = left == 1 ? 1 : 2;
      if (left == count) { // one too many
        CHECK_STATUS(PHOTINUS_ERROR_NOT_ASKED, P(photinus_cma_tell)(cma, count + 1 - part, values, part));
      }
      left -= part;
      for (size_t i = 0; i < part; i++) P(safe_valley)(points + 2 * (left + i), 2, &values[i], NULL);
      const int told = P(photinus_cma_tell)(cma, left, values, part);
      CHECK(told == PHOTINUS_OK || (left == 0 && told > 0));
    }
  }
}

static void P(adapting)(void) {
  const F lower[2] = {-5, -5}, upper[2] = {5, 5}, start[2] = {(F)-1.2, 1};
  P(photinus_problem) problem = P(problem_of)(2, lower, upper);
  problem.start = start;
  problem.start_count = 1;
  P(photinus_cma_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_options_init)(&options, sizeof options));
  CHECK(options.struct_size == sizeof options && options.population == 0 && options.step_size == (F)0.2);
  CHECK(options.active == 1 && options.max_repetition == 0 && options.value_tolerance == 0 && options.seed == 0);
  CHECK(options.min_spread == (BITS == 64 ? (F)1e-12 : (F)1e-6) && isinf(options.target) && options.target < 0);
  CHECK(options.max_evaluations == UINT64_MAX && options.max_generations == UINT64_MAX);
  options.seed = 2024;

  // The whole run at once, in memory of the program's own. The numbers are those of tests/cma.rs.
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_size)(&problem, &options, &bytes, &align));
  unsigned char *const memory = malloc(bytes + align), *const other = malloc(bytes + align);
  if (!CHECK(memory != NULL && other != NULL && align > 0)) return;
  P(photinus_cma) *cma = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_init)(aligned(memory, align), bytes, &problem, &options, &cma));
  CHECK((void *)cma == aligned(memory, align));
  struct P(adapted) end = P(adapted_by)(cma);
  CHECK(isinf(end.value) && end.report.status == PHOTINUS_OK && end.report.evaluations == 0);
  CHECK(fabs(end.x[0] - start[0]) < 1e-6 && fabs(end.x[1] - start[1]) < 1e-6 && fabs(end.mean[0] - start[0]) < 1e-6);
  struct P(seeking) seeking = {0, 0, 0, 0, 0};
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_cma_run)(cma, P(counted_valley), P(watch_cma), &seeking));
  const struct P(adapted) whole = P(adapted_by)(cma);
  CHECK(whole.value < (BITS == 64 ? (F)1e-20 : (F)1e-10));
  CHECK(fabs(whole.x[0] - 1) < 1e-4 && fabs(whole.x[1] - 1) < 1e-4 && fabs(whole.mean[0] - 1) < 1e-3);
  CHECK(whole.report.evaluations == (BITS == 64 ? EVALUATIONS_CMA_64 : EVALUATIONS_CMA_32));
  CHECK((uint64_t)seeking.calls == whole.report.evaluations && whole.report.nan_evaluations == 0);
  CHECK((uint64_t)seeking.generations == whole.report.generations && seeking.best_value == whole.value);
  CHECK(whole.report.generations * 6 == whole.report.evaluations); // 4 + floor(3 ln 2) samples each
  CHECK(whole.report.status == PHOTINUS_STOP_SPREAD && whole.report.code == 0);
  CHECK(whole.report.spread < options.min_spread && whole.report.step_size > 0);
  // An ended run stays ended.
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_cma_step)(cma, P(counted_valley), &seeking));
  CHECK((uint64_t)seeking.calls == whole.report.evaluations);

  // The same step by step, in memory of the library's. After the tenth generation it is copied and saved.
  P(photinus_cma) *stepped = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_new)(&problem, &options, &stepped));
  for (int i = 0; i < 10; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_step)(stepped, P(safe_valley), NULL));
  P(photinus_cma) *const copied = aligned(other, align);
  memcpy(copied, stepped, bytes);
  size_t saved = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_save_size)(stepped, &saved));
  unsigned char *checkpoint = malloc(saved);
  if (!CHECK(checkpoint != NULL)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_save)(stepped, checkpoint, saved));
  int status = PHOTINUS_OK;
  while (status == PHOTINUS_OK) status = P(photinus_cma_step)(stepped, P(safe_valley), NULL);
  CHECK(status == PHOTINUS_STOP_SPREAD);
  end = P(adapted_by)(stepped);
  CHECK(P(same_adapted)(&end, &whole));
  P(photinus_cma_free)(stepped);
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_cma_run)(copied, P(safe_valley), NULL, NULL));
  end = P(adapted_by)(copied);
  CHECK(P(same_adapted)(&end, &whole));

  // The checkpoint, in memory of the library's and in that of the program.
  P(photinus_cma) *restored = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_restore_new)(checkpoint, saved, &restored));
  size_t dim = 0, restored_bytes = 0, restored_align = 0;
  P(photinus_cma_options) known = {0};
  known.struct_size = sizeof known;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_dim)(restored, &dim));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_get_options)(restored, &known));
  CHECK(dim == 2 && memcmp(&known, &options, sizeof known) == 0);
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_cma_run)(restored, P(safe_valley), NULL, NULL));
  end = P(adapted_by)(restored);
  CHECK(P(same_adapted)(&end, &whole));
  P(photinus_cma_free)(restored);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_restore_size)(checkpoint, saved, &restored_bytes, &restored_align));
  CHECK(restored_bytes == bytes && restored_align == align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_restore)(aligned(other, align), bytes, checkpoint, saved, &restored));
  free(checkpoint);

  // Stopped by the watch, and by budgets in turn, one of them in the middle of a generation; then on to the same end.
  seeking.generations = 0;
  seeking.stop_after = 5;
  CHECK_STATUS(PHOTINUS_STOP_CALLER, P(photinus_cma_run)(restored, P(counted_valley), P(watch_cma), &seeking));
  end = P(adapted_by)(restored);
  CHECK(end.report.generations == 15 && end.report.status == PHOTINUS_STOP_CALLER && end.report.code == 7);
  options.max_generations = 20;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_set_options)(restored, &options));
  CHECK_STATUS(PHOTINUS_STOP_GENERATIONS, P(photinus_cma_run)(restored, P(safe_valley), NULL, NULL));
  CHECK(P(adapted_by)(restored).report.generations == 20);
  options.max_generations = UINT64_MAX;
  options.max_evaluations = 6 * 21 + 2;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_set_options)(restored, &options));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_cma_run)(restored, P(safe_valley), NULL, NULL));
  CHECK(P(adapted_by)(restored).report.evaluations == options.max_evaluations);
  options.max_evaluations = UINT64_MAX;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_set_options)(restored, &options));
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_cma_run)(restored, P(safe_valley), NULL, NULL));
  end = P(adapted_by)(restored);
  CHECK(P(same_adapted)(&end, &whole));

  // Asked and told; in batches, by steps and at once: the same bits.
  void *const place = aligned(other, align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_init)(place, bytes, &problem, &options, &cma));
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(ask_and_tell_cma)(cma));
  end = P(adapted_by)(cma);
  CHECK(P(same_adapted)(&end, &whole));
  memset(&seeking, 0, sizeof seeking);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_init)(place, bytes, &problem, &options, &cma));
  for (int i = 0; i < 3; i++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_step_batch)(cma, P(batch_valley), &seeking));
  }
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_cma_run_batch)(cma, P(batch_valley), P(watch_cma), &seeking));
  end = P(adapted_by)(cma);
  CHECK(P(same_adapted)(&end, &whole) && (uint64_t)seeking.calls == whole.report.evaluations);
  CHECK(seeking.batches == seeking.generations + 3);

  // A target.
  options.target = (F)0.01;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_init)(place, bytes, &problem, &options, &cma));
  CHECK_STATUS(PHOTINUS_STOP_TARGET, P(photinus_cma_run)(cma, P(safe_valley), NULL, NULL));
  CHECK(P(adapted_by)(cma).value <= options.target);
  free(memory);
  free(other);

  // x is whole, y has no bounds, z is fixed: the minimum is (3, 7, 2).
  const F low[3] = {-5, -(F)INFINITY, 2}, high[3] = {5, (F)INFINITY, 2}, from[3] = {0, 100, 2};
  const F spread[3] = {1, 50, 1}, grid[3] = {1, 0, 0};
  problem = P(problem_of)(3, low, high);
  problem.start = from;
  problem.start_count = 1;
  problem.spread = spread;
  problem.grid = grid;
  F x[3] = {0}, value = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_new)(&problem, NULL, &cma));
  status = P(photinus_cma_run)(cma, P(shifted), NULL, NULL);
  CHECK(status == PHOTINUS_STOP_SPREAD || status == PHOTINUS_STOP_STAGNATION);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_cma_best)(cma, x, 3, &value));
  CHECK(x[0] == 3 && fabs(x[1] - 7) < 1e-2 && x[2] == 2 && fabs(value - 9.16) < 1e-3);
  P(photinus_cma_free)(cma);
}

// --- L-BFGS-B -------------------------------------------------------------------------------------------------------

// Rosenbrock's valley with its gradient.
static int P(sloping_valley)(const F *x, size_t dim, F *value, F *gradient, void *user) {
  struct P(seeking) *seeking = user;
  if (dim != 2 || !isnan(*value) || !isnan(gradient[0]) || !isnan(gradient[1])) return -1;
  if (seeking != NULL) seeking->calls++;
  const F a = 1 - x[0], b = x[1] - x[0] * x[0];
  *value = a * a + 100 * b * b;
  gradient[0] = -2 * a - 400 * x[0] * b;
  gradient[1] = 200 * b;
  return 0;
}

static int P(watch_lbfgs)(const P(photinus_lbfgs) *lbfgs, void *user) {
  struct P(seeking) *seeking = user;
  seeking->generations++;
  if (P(photinus_lbfgs_best)(lbfgs, NULL, 2, &seeking->best_value) != PHOTINUS_OK) return -1;
  return seeking->generations == seeking->stop_after ? 7 : 0;
}

// What a run came to, to be compared bit for bit.
struct P(descended) {
  F x[2], gradient[2], value;
  P(photinus_lbfgs_progress) report;
};

static struct P(descended) P(descended_by)(const P(photinus_lbfgs) *lbfgs) {
  struct P(descended) descended;
  memset(&descended, 0, sizeof descended);
  descended.report.struct_size = sizeof descended.report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_best)(lbfgs, descended.x, 2, &descended.value));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_best_gradient)(lbfgs, descended.gradient, 2));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_report)(lbfgs, &descended.report));
  CHECK(descended.value == descended.report.best_value);
  return descended;
}

static int P(same_descended)(const struct P(descended) *a, const struct P(descended) *b) {
  return memcmp(a->x, b->x, sizeof a->x) == 0 && memcmp(a->gradient, b->gradient, sizeof a->gradient) == 0 &&
         memcmp(&a->value, &b->value, sizeof a->value) == 0 && memcmp(&a->report, &b->report, sizeof a->report) == 0;
}

// Asks and tells a run to its end.
static int P(ask_and_tell_lbfgs)(P(photinus_lbfgs) *lbfgs) {
  for (;;) {
    const F *x = NULL, *again = NULL;
    const int status = P(photinus_lbfgs_ask)(lbfgs, &x);
    if (status != PHOTINUS_OK) {
      CHECK(x == NULL);
      return status;
    }
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_ask)(lbfgs, &again));
    F value = (F)NAN, gradient[2] = {(F)NAN, (F)NAN};
    if (!CHECK(x != NULL && again == x && P(sloping_valley)(x, 2, &value, gradient, NULL) == 0)) return -1;
    const int told = P(photinus_lbfgs_tell)(lbfgs, value, gradient, 2);
    CHECK(told >= 0);
    if (told > 0) CHECK_STATUS(PHOTINUS_ERROR_NOT_ASKED, P(photinus_lbfgs_tell)(lbfgs, value, gradient, 2));
  }
}

static void P(descending)(void) {
  const F start[2] = {(F)-1.2, 1};
  P(photinus_lbfgs_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_options_init)(&options, sizeof options));
  CHECK(options.struct_size == sizeof options && options.pairs == 10 && options.first_step == 1);
  CHECK(options.gradient_tolerance == (BITS == 64 ? (F)1e-10 : (F)2e-5) && options.value_tolerance == 10 * EPSILON);
  CHECK(options.max_evaluations == UINT64_MAX && options.max_iterations == UINT64_MAX);
  CHECK(options.sufficient_decrease == (F)1e-4 && options.curvature == (F)0.9 && isinf(options.target));
  options.pairs = 4;
  options.value_tolerance = 0;

  // The whole run at once, in memory of the program's own. The numbers are those of tests/lbfgs.rs.
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_size)(2, &options, &bytes, &align));
  unsigned char *const memory = malloc(bytes + align), *const other = malloc(bytes + align);
  if (!CHECK(memory != NULL && other != NULL && align > 0)) return;
  void *const first = aligned(memory, align), *const second = aligned(other, align);
  P(photinus_lbfgs) *lbfgs = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(first, bytes, 2, start, NULL, NULL, &options, &lbfgs));
  CHECK((void *)lbfgs == first);
  struct P(descended) end = P(descended_by)(lbfgs);
  CHECK(isinf(end.value) && isinf(end.report.projected_gradient) && end.report.status == PHOTINUS_OK);
  CHECK(end.x[0] == start[0] && end.x[1] == start[1] && end.gradient[0] == 0 && end.report.evaluations == 0);
  struct P(seeking) seeking = {0, 0, 0, 0, 0};
  CHECK_STATUS(PHOTINUS_STOP_GRADIENT,
               P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), P(watch_lbfgs), &seeking));
  const struct P(descended) whole = P(descended_by)(lbfgs);
  CHECK(whole.value < (BITS == 64 ? (F)1e-18 : (F)1e-8));
  CHECK(fabs(whole.x[0] - 1) < 1e-3 && fabs(whole.x[1] - 1) < 2e-3);
  CHECK(whole.report.evaluations == (BITS == 64 ? EVALUATIONS_LBFGS_64 : EVALUATIONS_LBFGS_32));
  CHECK((uint64_t)seeking.calls == whole.report.evaluations && seeking.best_value == whole.value);
  CHECK((uint64_t)seeking.generations == whole.report.iterations);
  CHECK(whole.report.status == PHOTINUS_STOP_GRADIENT && whole.report.code == 0);
  CHECK(whole.report.projected_gradient <= options.gradient_tolerance);
  CHECK(fabs(whole.gradient[0]) <= options.gradient_tolerance && fabs(whole.gradient[1]) <= options.gradient_tolerance);
  // An ended run stays ended.
  CHECK_STATUS(PHOTINUS_STOP_GRADIENT, P(photinus_lbfgs_step)(lbfgs, P(sloping_valley), &seeking));
  CHECK((uint64_t)seeking.calls == whole.report.evaluations);

  // The same step by step, in memory of the library's; after each evaluation it is copied, saved and restored.
  P(photinus_lbfgs) *stepped = NULL, *restored = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_new)(2, start, NULL, NULL, &options, &stepped));
  size_t saved = 0, restored_bytes = 0, restored_align = 0, dim = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_save_size)(stepped, &saved));
  unsigned char *const checkpoint = malloc(saved);
  if (!CHECK(checkpoint != NULL)) return;
  int status = PHOTINUS_OK;
  while (status == PHOTINUS_OK) {
    memcpy(second, stepped, bytes);
    CHECK_STATUS(PHOTINUS_STOP_GRADIENT,
                 P(photinus_lbfgs_run)((P(photinus_lbfgs) *)second, P(sloping_valley), NULL, NULL));
    end = P(descended_by)((P(photinus_lbfgs) *)second);
    CHECK(P(same_descended)(&end, &whole));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_save)(stepped, checkpoint, saved));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_restore)(second, bytes, checkpoint, saved, &restored));
    CHECK_STATUS(PHOTINUS_STOP_GRADIENT, P(photinus_lbfgs_run)(restored, P(sloping_valley), NULL, NULL));
    end = P(descended_by)(restored);
    CHECK(P(same_descended)(&end, &whole));
    status = P(photinus_lbfgs_step)(stepped, P(sloping_valley), NULL);
  }
  CHECK(status == PHOTINUS_STOP_GRADIENT);
  end = P(descended_by)(stepped);
  CHECK(P(same_descended)(&end, &whole));
  P(photinus_lbfgs_free)(stepped);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_restore_size)(checkpoint, saved, &restored_bytes, &restored_align));
  CHECK(restored_bytes == bytes && restored_align == align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_restore_new)(checkpoint, saved, &restored));
  P(photinus_lbfgs_options) known = {0};
  known.struct_size = sizeof known;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_dim)(restored, &dim));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_get_options)(restored, &known));
  CHECK(dim == 2 && memcmp(&known, &options, sizeof known) == 0);
  CHECK_STATUS(PHOTINUS_STOP_GRADIENT, P(photinus_lbfgs_run)(restored, P(sloping_valley), NULL, NULL));
  end = P(descended_by)(restored);
  CHECK(P(same_descended)(&end, &whole));
  P(photinus_lbfgs_free)(restored);
  free(checkpoint);

  // Asked and told; stopped by the watch and asked on; by budgets and a target: to the same end.
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(second, bytes, 2, start, NULL, NULL, &options, &lbfgs));
  CHECK_STATUS(PHOTINUS_STOP_GRADIENT, P(ask_and_tell_lbfgs)(lbfgs));
  end = P(descended_by)(lbfgs);
  CHECK(P(same_descended)(&end, &whole));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(second, bytes, 2, start, NULL, NULL, &options, &lbfgs));
  memset(&seeking, 0, sizeof seeking);
  seeking.stop_after = 5;
  CHECK_STATUS(PHOTINUS_STOP_CALLER,
               P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), P(watch_lbfgs), &seeking));
  end = P(descended_by)(lbfgs);
  CHECK(end.report.iterations == 5 && end.report.status == PHOTINUS_STOP_CALLER && end.report.code == 7);
  options.max_evaluations = end.report.evaluations + 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_set_options)(lbfgs, &options));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), NULL, NULL));
  CHECK(P(descended_by)(lbfgs).report.evaluations == options.max_evaluations);
  options.max_evaluations = UINT64_MAX;
  options.max_iterations = 9;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_set_options)(lbfgs, &options));
  CHECK_STATUS(PHOTINUS_STOP_ITERATIONS, P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), NULL, NULL));
  CHECK(P(descended_by)(lbfgs).report.iterations == 9);
  options.max_iterations = UINT64_MAX;
  options.target = 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_set_options)(lbfgs, &options));
  CHECK_STATUS(PHOTINUS_STOP_TARGET, P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), NULL, NULL));
  options.target = -(F)INFINITY;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_set_options)(lbfgs, &options));
  CHECK_STATUS(PHOTINUS_STOP_GRADIENT, P(ask_and_tell_lbfgs)(lbfgs));
  end = P(descended_by)(lbfgs);
  CHECK(P(same_descended)(&end, &whole));

  // A value tolerance that the first iteration meets.
  options.value_tolerance = 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(second, bytes, 2, start, NULL, NULL, &options, &lbfgs));
  CHECK_STATUS(PHOTINUS_STOP_VALUE, P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), NULL, NULL));
  CHECK(P(descended_by)(lbfgs).report.iterations == 1);
  options.value_tolerance = 0;

  // Hock and Schittkowski's problem 2: y is at least 1.5.
  const F left[2] = {-2, 2}, right[2] = {2, 2}, lower[2] = {-(F)INFINITY, (F)1.5};
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(second, bytes, 2, right, lower, NULL, &options, &lbfgs));
  status = P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), NULL, NULL);
  CHECK(status == PHOTINUS_STOP_GRADIENT || (BITS == 32 && status > 0));
  end = P(descended_by)(lbfgs);
  CHECK(end.x[1] == (F)1.5 && fabs(end.value - 0.0504261879) < (BITS == 64 ? 1e-9 : 1e-5) && end.gradient[1] > 0);
  // From the left it is the other basin: 4.9412293 (the value that most solvers report from there).
  CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_init)(second, bytes, 2, left, lower, NULL, &options, &lbfgs));
  status = P(photinus_lbfgs_run)(lbfgs, P(sloping_valley), NULL, NULL);
  end = P(descended_by)(lbfgs);
  CHECK(status > 0 && end.x[1] == (F)1.5 && fabs(end.value - 4.9412293) < (BITS == 64 ? 1e-6 : 1e-4));
  free(memory);
  free(other);
}

// The valley by differences, forward and central ones, point by point and in batches.
static void P(by_differences)(void) {
  const F start[2] = {(F)-1.2, 1}, upper[2] = {(F)0.5, (F)INFINITY};
  P(photinus_differences) differences;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_differences_init)(&differences, sizeof differences));
  CHECK(differences.scheme == PHOTINUS_DIFFERENCE_CENTRAL && differences.typical == 1);
  for (int scheme = PHOTINUS_DIFFERENCE_FORWARD; scheme <= PHOTINUS_DIFFERENCE_CENTRAL; scheme++) {
    differences.scheme = scheme;
    struct P(descended) ends[5];
    for (int k = 0; k < 5; k++) {
      P(photinus_lbfgs) *lbfgs = NULL;
      size_t bytes = 0, align = 0;
      // x is at most 1/2: the minimum is 1/4 at (1/2, 1/4).
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_new)(2, start, NULL, upper, NULL, &lbfgs));
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_differences_size)(lbfgs, &differences, &bytes, &align));
      unsigned char *const memory = malloc(bytes + align);
      if (!CHECK(memory != NULL)) return;
      void *const place = aligned(memory, align);
      memset(place, 0xa5, bytes);
      struct P(seeking) seeking = {0, 0, 0, 0, 0};
      int status = PHOTINUS_OK;
      switch (k) {
      case 0:
        status = P(photinus_lbfgs_run_differences)(lbfgs, &differences, P(counted_valley), P(watch_lbfgs), &seeking,
                                                   place, bytes);
        break;
      case 1:
        status = P(photinus_lbfgs_run_differences_batch)(lbfgs, &differences, P(batch_valley), P(watch_lbfgs), &seeking,
                                                         place, bytes);
        break;
      case 2:
        while (status == PHOTINUS_OK) {
          status = P(photinus_lbfgs_step_differences)(lbfgs, &differences, P(counted_valley), &seeking, place, bytes);
        }
        break;
      case 3:
        while (status == PHOTINUS_OK) {
          status =
              P(photinus_lbfgs_step_differences_batch)(lbfgs, &differences, P(batch_valley), &seeking, place, bytes);
        }
        break;
      default: { // asked and told
        const F lowest[2] = {-(F)INFINITY, -(F)INFINITY};
        F points[4][2], values[4], gradient[2];
        size_t rows = 0;
        const F *x = NULL;
        CHECK_STATUS(PHOTINUS_OK, P(photinus_difference_rows)(2, lowest, upper, &differences, &rows));
        CHECK(rows == (scheme == PHOTINUS_DIFFERENCE_FORWARD ? 2 : 4));
        while ((status = P(photinus_lbfgs_ask)(lbfgs, &x)) == PHOTINUS_OK) {
          F value = (F)NAN;
          P(counted_valley)(x, 2, &value, &seeking);
          CHECK_STATUS(PHOTINUS_OK, P(photinus_difference_points)(2, x, lowest, upper, &differences, &points[0][0], rows));
          for (size_t i = 0; i < rows; i++) {
            CHECK(points[i][0] <= upper[0]);
            P(counted_valley)(points[i], 2, &values[i], &seeking);
          }
          CHECK_STATUS(PHOTINUS_OK, P(photinus_difference_gradient)(2, x, lowest, upper, &differences, value, values,
                                                                    rows, gradient));
          P(photinus_lbfgs_tell)(lbfgs, value, gradient, 2);
        }
      }
      }
      F box[2][2];
      CHECK_STATUS(PHOTINUS_OK, P(photinus_lbfgs_bounds)(lbfgs, box[0], box[1], 2));
      CHECK(isinf(box[0][0]) && box[0][0] < 0 && isinf(box[0][1]) && memcmp(box[1], upper, sizeof upper) == 0);
      ends[k] = P(descended_by)(lbfgs);
      CHECK(status > 0 && status == ends[k].report.status && P(same_descended)(&ends[k], &ends[0]));
      CHECK((uint64_t)seeking.calls ==
            ends[k].report.evaluations * (scheme == PHOTINUS_DIFFERENCE_FORWARD ? 3 : 5)); // 1 + one or two per variable
      if (k == 1) CHECK((uint64_t)seeking.batches == 2 * ends[k].report.evaluations);
      if (k < 2) CHECK((uint64_t)seeking.generations == ends[k].report.iterations);
      P(photinus_lbfgs_free)(lbfgs);
      free(memory);
    }
    const F tolerance = BITS == 64 ? (F)1e-6 : (F)2e-2;
    CHECK(ends[0].x[0] == upper[0] && fabs(ends[0].x[1] - 0.25) < tolerance);
    CHECK(fabs(ends[0].value - 0.25) < tolerance && fabs(ends[0].gradient[0] + 1) < 100 * tolerance);
  }
}

static void P(kernels)(void) {
  P(adapting)();
  P(descending)();
  P(by_differences)();
}
