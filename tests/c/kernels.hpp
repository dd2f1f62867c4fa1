// user.cpp, CMA-ES and L-BFGS-B by themselves: as a user of photinus.hpp meets them.

template <typename T> bool same(const photinus::cma<T> &a, const photinus::cma<T> &b) {
  return a.best().position == b.best().position && a.best().value == b.best().value && a.mean() == b.mean() &&
         a.report().evaluations == b.report().evaluations && a.report().status == b.report().status;
}

template <typename T> void cma_runs() {
  using photinus::status;
  photinus::problem<T> problem({-5, -5}, {5, 5});
  problem.start = {T(-1.2), 1};
  photinus::cma_options<T> options;
  options.seed = 3;

  photinus::cma<T> whole(problem, options);
  int calls = 0, generations = 0;
  const auto counting = [&](const T *x, std::size_t dim) {
    calls++;
    return valley(x, dim);
  };
  const auto watch = [&](const photinus::cma<T> &cma) {
    generations++;
    return cma.report().generations == static_cast<std::uint64_t>(generations) && !cma.save().empty();
  };
  CHECK(whole.run(counting, watch) == status::spread && whole.report().nan_evaluations == 0);
  CHECK(whole.report().evaluations == static_cast<std::uint64_t>(calls) && whole.dim() == 2);
  CHECK(whole.report().generations == static_cast<std::uint64_t>(generations));
  CHECK(whole.best().value < T(1e-8) && std::abs(whole.best().position[0] - 1) < T(1e-3));
  CHECK(std::abs(whole.mean()[0] - 1) < T(1e-3) && whole.options().seed == 3);

  // By steps with a checkpoint on the way, in batches, asked and told: the same.
  photinus::cma<T> stepped(problem, options);
  for (int i = 0; i < 10; i++) CHECK(stepped.step(valley<T>) == status::ok);
  auto restored = photinus::cma<T>::restore(stepped.save());
  CHECK(same(restored, stepped) && restored.run(valley<T>) == status::spread && same(restored, whole));
  photinus::cma<T> batch(problem, options);
  const auto many = [](const T *points, std::size_t count, std::size_t dim, T *values) {
    for (std::size_t i = 0; i < count; i++) values[i] = valley(points + i * dim, dim);
  };
  CHECK(batch.step_batch(many) == status::ok && batch.run_batch(many) == status::spread && same(batch, whole));
  photinus::cma<T> asked(problem, options);
  for (auto points = asked.ask(); points.count > 0; points = asked.ask()) {
    std::vector<T> values;
    for (std::size_t i = 1; i < points.count; i++) values.push_back(valley(points.data + 2 * i, 2));
    CHECK(fails(PHOTINUS_ERROR_NOT_ASKED, [&] { asked.tell(values.size() + 1, 0); }));
    asked.tell(1, values);
    asked.tell(0, valley(points.data, 2));
  }
  CHECK(same(asked, whole));

  // Ended by the watch, by other options, by exceptions; then on to the same end.
  photinus::cma<T> ended(problem, options);
  int left = 3;
  CHECK(ended.run(valley<T>, [&](const auto &) { return --left > 0; }) == status::caller);
  CHECK(ended.report().generations == 3 && ended.report().code == 1);
  options.max_generations = 7;
  ended.set_options(options);
  CHECK(ended.run(valley<T>) == status::generations && ended.report().generations == 7);
  options.max_generations = UINT64_MAX;
  ended.set_options(options);
  bool thrown = false;
  try {
    ended.run([](const T *, std::size_t) -> T { throw std::domain_error("outside"); });
  } catch (const std::domain_error &error) {
    thrown = error.what() == std::string("outside");
  }
  CHECK(thrown && ended.report().status == PHOTINUS_ERROR_CALLBACK);
  CHECK(ended.run([](const T *, std::size_t) -> T { throw photinus::stop{7}; }) == status::caller);
  CHECK(ended.report().code == 7 && ended.run(valley<T>) == status::spread && same(ended, whole));

  problem.inequalities = 1;
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { photinus::cma<T>{problem}; }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::cma<T>({0}, {1, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_BOUNDS, [] { photinus::cma<T>({0}, {-1}); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT, [] { photinus::cma<T>::restore(std::vector<unsigned char>(9)); }));
  photinus::cma<T> moved(std::move(whole));
  CHECK(whole.get() == nullptr && moved.dim() == 2 && fails(PHOTINUS_ERROR_NULL, [&] { whole.best(); }));
}

template <typename T> bool same(const photinus::lbfgs<T> &a, const photinus::lbfgs<T> &b) {
  return a.best().position == b.best().position && a.best().value == b.best().value &&
         a.best_gradient() == b.best_gradient() && a.report().evaluations == b.report().evaluations &&
         a.report().iterations == b.report().iterations && a.report().status == b.report().status;
}

template <typename T> T sloping_valley(const T *x, std::size_t, T *gradient) {
  const T a = 1 - x[0], b = x[1] - x[0] * x[0];
  gradient[0] = -2 * a - 400 * x[0] * b;
  gradient[1] = 200 * b;
  return a * a + 100 * b * b;
}

template <typename T> void lbfgs_runs() {
  using photinus::status;
  const std::vector<T> start{T(-1.2), 1};
  photinus::lbfgs_options<T> options;
  options.pairs = 5;
  options.value_tolerance = 0;
  photinus::lbfgs<T> whole(start, options);
  int calls = 0, iterations = 0;
  const auto counting = [&](const T *x, std::size_t dim, T *gradient) {
    calls++;
    return sloping_valley(x, dim, gradient);
  };
  const auto watch = [&](const photinus::lbfgs<T> &lbfgs) {
    iterations++;
    return lbfgs.report().iterations == static_cast<std::uint64_t>(iterations) && !lbfgs.save().empty();
  };
  CHECK(whole.run(counting, watch) == status::gradient && whole.dim() == 2 && whole.options().pairs == 5);
  CHECK(whole.report().evaluations == static_cast<std::uint64_t>(calls));
  CHECK(whole.report().iterations == static_cast<std::uint64_t>(iterations));
  CHECK(whole.best().value < T(1e-8) && std::abs(whole.best().position[1] - 1) < T(2e-3));
  CHECK(std::abs(whole.best_gradient()[0]) <= options.gradient_tolerance);

  // By steps with a checkpoint on the way, asked and told: the same.
  photinus::lbfgs<T> stepped(start, options);
  for (int i = 0; i < 10; i++) CHECK(stepped.step(sloping_valley<T>) == status::ok);
  auto restored = photinus::lbfgs<T>::restore(stepped.save());
  CHECK(same(restored, stepped) && restored.run(sloping_valley<T>) == status::gradient && same(restored, whole));
  photinus::lbfgs<T> asked(start, options);
  while (const T *x = asked.ask()) {
    std::vector<T> gradient(2);
    const T value = sloping_valley(x, 2, gradient.data());
    CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { asked.tell(value, {0}); }));
    asked.tell(value, gradient);
  }
  CHECK(same(asked, whole) && fails(PHOTINUS_ERROR_NOT_ASKED, [&] { asked.tell(0, {0, 0}); }));

  // Ended by the watch, by other options, by exceptions; then on to the same end.
  photinus::lbfgs<T> ended(start, options);
  int left = 3;
  CHECK(ended.run(sloping_valley<T>, [&](const auto &) { return --left > 0; }) == status::caller);
  CHECK(ended.report().iterations == 3 && ended.report().code == 1);
  options.max_iterations = 7;
  ended.set_options(options);
  CHECK(ended.run(sloping_valley<T>) == status::iterations && ended.report().iterations == 7);
  options.max_iterations = UINT64_MAX;
  ended.set_options(options);
  bool thrown = false;
  try {
    ended.run([](const T *, std::size_t, T *) -> T { throw std::domain_error("outside"); });
  } catch (const std::domain_error &error) {
    thrown = error.what() == std::string("outside");
  }
  CHECK(thrown && ended.report().status == PHOTINUS_ERROR_CALLBACK);
  CHECK(ended.run(sloping_valley<T>) == status::gradient && same(ended, whole));

  // By differences, where x is at most 1/2: 1/4 at (1/2, 1/4).
  const std::vector<T> upper{T(0.5), std::numeric_limits<T>::infinity()};
  const std::vector<T> lower(2, -std::numeric_limits<T>::infinity());
  const T tolerance = sizeof(T) == 8 ? T(1e-6) : T(2e-2);
  for (const int scheme : {PHOTINUS_DIFFERENCE_FORWARD, PHOTINUS_DIFFERENCE_CENTRAL}) {
    photinus::differences<T> how;
    how.scheme = scheme;
    photinus::lbfgs<T> one(start, {}, upper);
    CHECK(one.run_differences(valley<T>, how, [](const auto &) { return true; }) != status::ok);
    CHECK(one.best().position[0] == upper[0] && std::abs(one.best().value - T(0.25)) < tolerance);
    photinus::lbfgs<T> batch(start, lower, upper), alone(start, lower, {upper[0], upper[1]}), told(start, lower, upper);
    const auto many = [](const T *points, std::size_t count, std::size_t dim, T *values) {
      for (std::size_t i = 0; i < count; i++) values[i] = valley(points + i * dim, dim);
    };
    CHECK(batch.step_differences_batch(many, how) == status::ok);
    batch.run_differences_batch(many, how);
    while (alone.step_differences(valley<T>, how) == status::ok) {}
    while (const T *asked_for = told.ask()) {
      const std::vector<T> x(asked_for, asked_for + 2);
      const std::vector<T> points = photinus::difference_points(x, lower, upper, how);
      std::vector<T> values(points.size() / 2);
      many(points.data(), values.size(), 2, values.data());
      const T value = valley(x.data(), 2);
      told.tell(value, photinus::difference_gradient(x, lower, upper, value, values, how));
    }
    CHECK(same(batch, one) && same(alone, one) && same(told, one));
    CHECK(one.lower() == lower && one.upper() == upper && photinus::lbfgs<T>::restore(one.save()).upper() == upper);
  }

  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { photinus::lbfgs<T>(start, {0}, {}); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::lbfgs<T>(std::vector<T>{}); }));
  CHECK(fails(PHOTINUS_ERROR_START, [&] { photinus::lbfgs<T>(start, {0, 0}, {}); }));
  CHECK(fails(PHOTINUS_ERROR_BOUNDS, [&] { photinus::lbfgs<T>(start, {2, 0}, {1, 1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { photinus::difference_points(start, lower, {0}); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT, [] { photinus::lbfgs<T>::restore(std::vector<unsigned char>(9)); }));
  photinus::lbfgs<T> hopeless(start);
  CHECK(fails(PHOTINUS_ERROR_NOT_FINITE, [&] { hopeless.run([](const T *, std::size_t, T *) { return T(NAN); }); }));
  photinus::lbfgs<T> moved(std::move(whole));
  CHECK(whole.get() == nullptr && moved.dim() == 2 && fails(PHOTINUS_ERROR_NULL, [&] { whole.best(); }));
}

template <typename T> void kernels() {
  cma_runs<T>();
  lbfgs_runs<T>();
}
