// user.cpp, the search for a global minimum: as a user of photinus.hpp meets it.

template <typename T> bool same(const photinus::search<T> &a, const photinus::search<T> &b) {
  return a.best().position == b.best().position && a.best().value == b.best().value &&
         a.report().evaluations == b.report().evaluations && a.report().generations == b.report().generations &&
         a.report().status == b.report().status;
}

// x^2 + y^2 where x + y >= 1: 1/2 at (1/2, 1/2).
template <typename T> T beyond_a_line(const T *x, std::size_t, T *constraints) {
  constraints[0] = 1 - x[0] - x[1];
  return x[0] * x[0] + x[1] * x[1];
}

template <typename T> void searches() {
  using photinus::status;
  const std::vector<T> lower{-2, -1}, upper{2, 3};
  photinus::search_options<T> options;
  options.seed = 3;
  options.population_limit = 24;
  options.max_evaluations = 1500;

  photinus::search<T> whole(lower, upper, options);
  int calls = 0, generations = 0;
  const auto counting = [&](const T *x, std::size_t dim) {
    calls++;
    return valley(x, dim);
  };
  const auto watch = [&](const photinus::search<T> &search) {
    generations++;
    return search.report().generations == static_cast<std::uint64_t>(generations) && !search.save().empty();
  };
  CHECK(whole.run(counting, watch) == status::evaluations && calls == 1500);
  CHECK(whole.dim() == 2 && whole.constraints() == 0);
  CHECK(static_cast<std::uint64_t>(generations) == whole.report().generations);
  CHECK(whole.best().value < T(1e-6) && std::abs(whole.best().position[0] - 1) < T(1e-2));
  CHECK(whole.report().phase == PHOTINUS_PHASE_COVARIANCE && whole.options().seed == 3);

  // By steps with a checkpoint on the way, in batches, by threads, in the background, asked and told: the same.
  photinus::search<T> stepped(lower, upper, options);
  for (int i = 0; i < 10; i++) CHECK(stepped.step(valley<T>) == status::ok);
  auto restored = photinus::search<T>::restore(stepped.save());
  CHECK(same(restored, stepped) && restored.run(valley<T>) == status::evaluations && same(restored, whole));
  photinus::search<T> batch(lower, upper, options);
  batch.run_batch([](const T *points, std::size_t count, std::size_t dim, T *values) {
    for (std::size_t i = 0; i < count; i++) values[i] = valley(points + i * dim, dim);
  });
  CHECK(same(batch, whole));
  photinus::search<T> parallel(lower, upper, options);
  CHECK(parallel.run_parallel(valley<T>, 2) == status::evaluations && same(parallel, whole));
  photinus::search<T> behind(lower, upper, options);
  {
    photinus::background<T, T (*)(const T *, std::size_t)> running(behind, valley<T>, 2);
    CHECK(fails(PHOTINUS_ERROR_UNINITIALISED, [&] { behind.best(); }));
    CHECK(running.report().evaluations <= 1500 && running.best().position.size() == 2);
    CHECK(running.wait() == status::evaluations);
  }
  CHECK(same(behind, whole));
  // A thread's batches, for so long; the kind of an objective in the background is that of what it can be called with.
  photinus::search<T> batches(lower, upper, options);
  const auto evaluate_batch = [](const T *points, std::size_t count, std::size_t dim, T *values) {
    for (std::size_t i = 0; i < count; i++) values[i] = valley(points + i * dim, dim);
  };
  CHECK(batches.run_batch_parallel(evaluate_batch, 2, nullptr, 0) == status::time);
  for (int i = 0; i < 10; i++) CHECK(batches.step(valley<T>) == status::ok);
  photinus::background batches_running(batches, evaluate_batch, 2);
  CHECK(batches_running.wait() == status::evaluations && same(batches, whole));
  CHECK(photinus::feasible_first<T>(2, {-1, 0}, 1) == 2 && photinus::feasible_first<T>(2, {-1, 1}, 1) > T(1e30));
  photinus::search<T> asked(lower, upper, options);
  for (auto points = asked.ask(); points.count > 0; points = asked.ask()) {
    std::vector<T> values;
    for (std::size_t i = 0; i < points.count; i++) values.push_back(valley(points.data + 2 * i, 2));
    const T first = values[0];
    values.erase(values.begin());
    CHECK(fails(PHOTINUS_ERROR_NOT_ASKED, [&] { asked.tell(values.size() + 1, 0); }));
    asked.tell(1, values);
    asked.tell(0, first);
  }
  CHECK(same(asked, whole));

  // All in one call; a watch that ends it; a target.
  CHECK(photinus::minimize<T>(valley<T>, lower, upper, options).position == whole.best().position);
  int left = 3;
  const auto stopped = photinus::minimize<T>(counting, lower, upper, options, [&](const auto &) { return --left > 0; });
  CHECK(stopped.report.status == PHOTINUS_STOP_CALLER && stopped.report.generations == 3 && stopped.report.code == 1);
  photinus::problem<T> problem(lower, upper);
  problem.start = {0, 0, 1, 1};
  options.target = 0;
  CHECK(photinus::minimize(valley<T>, problem, options).value == 0);
  options = {};
  options.max_evaluations = 1000;
  CHECK(photinus::minimize<T>([](const T *, std::size_t) { return 5; }, {0}, {1}, options).value == 5);

  // Whole numbers, and constraints.
  options.max_evaluations = 2000;
  problem.start.clear();
  problem.grid = {1, 1};
  const auto shifted = [](const T *x, std::size_t) { return (x[0] - T(1.2)) * (x[0] - T(1.2)) + x[1] * x[1]; };
  CHECK(photinus::minimize(shifted, problem, options).position == (std::vector<T>{1, 0}));
  problem.grid.clear();
  problem.inequalities = 1;
  photinus::search<T> constrained(problem, options);
  constrained.run_constrained(beyond_a_line<T>);
  CHECK(constrained.constraints() == 1 && constrained.report().violation == 0);
  CHECK(std::abs(constrained.best().value - T(0.5)) < T(1e-2));
  photinus::search<T> side_by_side(problem, options);
  side_by_side.run_constrained_parallel(beyond_a_line<T>, 2);
  CHECK(same(side_by_side, constrained));
  photinus::search<T> out_of_sight(problem, options);
  photinus::background constrained_running(out_of_sight, beyond_a_line<T>, 2, T(3600));
  constrained_running.wait();
  CHECK(same(out_of_sight, constrained));
  CHECK(photinus::minimize_constrained(beyond_a_line<T>, problem, options).value == constrained.best().value);
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { photinus::minimize(valley<T>, problem); }));

  // Exceptions arrive as they are, from any thread; the search can be used on.
  for (const std::size_t threads : {1, 2}) {
    photinus::search<T> disturbed(lower, upper, whole.options());
    bool thrown = false;
    try {
      disturbed.run_parallel([](const T *, std::size_t) -> T { throw std::domain_error("outside"); }, threads);
    } catch (const std::domain_error &error) {
      thrown = error.what() == std::string("outside");
    }
    CHECK(thrown && disturbed.report().status == PHOTINUS_ERROR_CALLBACK && disturbed.report().evaluations == 0);
    CHECK(disturbed.run(valley<T>) == status::evaluations && same(disturbed, whole));
    const std::vector<T> points{0, 0, 1, 1, 2, 4};
    CHECK(photinus::evaluate(valley<T>, points, 2, threads) == (std::vector<T>{1, 0, 1}));
  }

  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::search<T>({0}, {1, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::search<T>({}, {}); }));
  CHECK(fails(PHOTINUS_ERROR_BOUNDS, [] { photinus::search<T>({0}, {-1}); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT, [] { photinus::search<T>::restore(std::vector<unsigned char>(9)); }));
  photinus::search<T> moved(std::move(whole));
  CHECK(whole.get() == nullptr && moved.dim() == 2 && fails(PHOTINUS_ERROR_NULL, [&] { whole.best(); }));
}
