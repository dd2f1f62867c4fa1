// user.cpp, differential equations: as a user of photinus.hpp meets them.

// y'' = -y as a system of two: sin and cos.
template <typename T> void turning(T, const T *y, T *dydt) {
  dydt[0] = y[1];
  dydt[1] = -y[0];
}

template <typename T> photinus::solver_options<T> tight(photinus_method method) {
  photinus::solver_options<T> options(method);
  options.relative_tolerance = options.absolute_tolerance = std::is_same<T, double>::value ? T(1e-10) : T(1e-6);
  return options;
}

template <typename T> std::vector<T> copied(const T *row, std::size_t len) { return std::vector<T>(row, row + len); }

template <typename T> void any_system() {
  using photinus::status;
  const std::vector<T> times{0, 1, 2}, initial{0, 1};
  const T fine = std::is_same<T, double>::value ? T(2e-9) : T(2e-6), coarse = T(1e-3);
  const auto near_sine = [&](const photinus::solution<T> &solution, T tolerance) {
    bool near = solution.rows == 3 && solution.dim == 2 && solution.states.size() == 6 && solution.time == 2;
    for (std::size_t i = 0; i < solution.rows; i++) {
      near &= std::abs(solution.row(i)[0] - std::sin(times[i])) < tolerance;
      near &= std::abs(solution.row(i)[1] - std::cos(times[i])) < tolerance;
    }
    return near && solution.status == status::ok && solution.code == 0;
  };
  int calls = 0;
  const auto counting = [&](T t, const T *y, T *dydt) {
    calls++;
    turning(t, y, dydt);
  };
  const T step = T(0.015625);
  const photinus::solution<T> solution = photinus::ode_solve(counting, times, initial, step);
  CHECK(near_sine(solution, fine) && solution.steps == 128 && solution.rejected == 0 && calls == 4 * 128);
  CHECK(near_sine(photinus::ode_solve(turning<T>, times, initial), coarse));
  CHECK(near_sine(photinus::ode_solve(turning<T>, times, initial, PHOTINUS_METHOD_DORMAND_PRINCE), coarse));
  CHECK(near_sine(photinus::ode_solve(turning<T>, times, initial, {PHOTINUS_METHOD_HEUN, step}), coarse));
  calls = 0;
  photinus::ode_solve(counting, times, initial, {PHOTINUS_METHOD_EULER, step});
  CHECK(calls == 128);
  const auto back = photinus::ode_solve<T>(turning<T>, {2, 0}, copied(solution.row(2), 2), step);
  CHECK(std::abs(back.row(1)[0]) < 2 * fine && std::abs(back.row(1)[1] - 1) < 2 * fine);

  // Steps by hand, in two parts: the same bits, since steps of 2^-6 have no rounding.
  std::vector<T> state = initial;
  const photinus::progress<T> part = photinus::ode_advance(turning<T>, state, step, 40);
  CHECK(part.steps == 40 && part.time == 40 * step && part.status == status::ok);
  CHECK(photinus::ode_advance(turning<T>, state, step, 88, 40).time == 2);
  CHECK(state == copied(solution.row(2), 2));

  // Stopped by the watch, and resumed to the same bits.
  const auto watch = [&](std::size_t row, T t, const T *y, std::size_t dim) {
    return row < 1 && t == times[row] && dim == 2 && y[1] == 1;
  };
  const auto seen = photinus::ode_solve(turning<T>, times, initial, step, watch);
  CHECK(seen.status == status::caller && seen.rows == 2 && seen.states.size() == 4 && seen.code == 1);
  const auto rest = photinus::ode_solve<T>(turning<T>, {1, 2}, copied(seen.row(1), 2), step);
  CHECK(copied(rest.row(1), 2) == copied(solution.row(2), 2));

  // Exceptions, from the system and from the watch; photinus::stop is none.
  using solver_options = photinus::solver_options<T>;
  for (const solver_options &options : {solver_options(), solver_options(step)}) {
    int thrown = 0;
    calls = 0;
    const auto throwing = [&](T t, const T *y, T *dydt) {
      if (++calls == 10) throw std::domain_error("outside");
      turning(t, y, dydt);
    };
    try {
      photinus::ode_solve(throwing, times, initial, options);
    } catch (const std::domain_error &error) {
      thrown += error.what() == std::string("outside") && calls == 10;
    }
    try {
      photinus::ode_solve(turning<T>, times, initial, options, [](auto...) -> bool { throw 42; });
    } catch (int number) {
      thrown += number == 42;
    }
    CHECK(thrown == 2);
    calls = 0;
    const auto ended = photinus::ode_solve(
        [&](T t, const T *y, T *dydt) {
          if (++calls == 12) throw photinus::stop{5};
          turning(t, y, dydt);
        },
        times, initial, options);
    CHECK(ended.status == status::caller && ended.code == 5 && calls == 12 && ended.rows >= 1);
  }
  // The state is left where the exception ended the run: after two steps of four calls.
  calls = 0;
  state = initial;
  try {
    photinus::ode_advance(
        [&](T t, const T *y, T *dydt) {
          if (++calls == 9) throw std::domain_error("outside");
          turning(t, y, dydt);
        },
        state, step, 100);
  } catch (const std::domain_error &) {
    calls = -1;
  }
  std::vector<T> two = initial;
  photinus::ode_advance(turning<T>, two, step, 2);
  CHECK(calls == -1 && state == two);

  // 1 / (1 - t) leaves the numbers at t = 1: what came before is there.
  const auto square = [](T, const T *y, T *dydt) { dydt[0] = y[0] * y[0]; };
  bool thrown = false;
  try {
    photinus::ode_solve<T>(square, {0, T(0.5), 2}, {1}, T(0.01));
  } catch (const photinus::diverged<T> &error) {
    thrown = true;
    const photinus::diverged<T> copy = error;
    CHECK(copy.code() == PHOTINUS_ERROR_DIVERGED && copy.before().rows == 2);
    CHECK(std::abs(copy.before().row(1)[0] - 2) < T(1e-3) && copy.before().time > T(0.5));
  }
  CHECK(thrown);
  thrown = false;
  try {
    photinus::ode_solve<T>(square, {0, T(0.5), 2}, {1}, tight<T>(PHOTINUS_METHOD_TSITOURAS));
  } catch (const photinus::incomplete<T> &error) {
    thrown = true;
    CHECK(error.before().rows == 2 && std::abs(error.before().row(1)[0] - 2) < T(1e-3));
    CHECK(std::abs(error.before().time - 1) < T(1e-3) && error.before().steps > 0);
  }
  CHECK(thrown);

  photinus::solver_options<T> few;
  few.max_steps = 2;
  CHECK(photinus::ode_solve<T>(turning<T>, {0, 100}, initial, few).status == status::steps);
  CHECK(photinus::ode_solve<T>(turning<T>, {}, initial).rows == 0);
  CHECK(fails(PHOTINUS_ERROR_STEP, [&] { photinus::ode_solve(turning<T>, times, initial, 0); }));
  CHECK(fails(PHOTINUS_ERROR_STEP_TOO_SMALL, [&] { photinus::ode_solve(turning<T>, times, initial, T(1e-30)); }));
  CHECK(fails(PHOTINUS_ERROR_TIMES, [&] { photinus::ode_solve<T>(turning<T>, {0, 2, 1}, initial, 1); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::ode_solve<T>(turning<T>, times, {}, 1); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED,
              [&] { photinus::ode_advance(turning<T>, state, PHOTINUS_METHOD_TSITOURAS, 1); }));
  CHECK(fails(PHOTINUS_ERROR_ENUM_VALUE,
              [&] { photinus::ode_solve(turning<T>, times, initial, static_cast<photinus_method>(99)); }));
}

template <typename T> void noise() {
  // Options keep their arrays, and so do copies of them.
  const auto make = [] {
    photinus::solver_options<T> options(PHOTINUS_METHOD_EULER_MARUYAMA, T(0.25));
    options.set_noise({T(0.5), 2}, 8);
    return options;
  };
  const photinus::solver_options<T> from_seed = make();
  photinus::solver_options<T> given = from_seed;
  given.set_increments({1, 2, 4, 8, -16, 32}, 5);
  const auto nothing = [](T, const T *, T *dydt) { dydt[0] = dydt[1] = 0; };
  std::vector<T> state{0, 0};
  photinus::ode_advance(nothing, state, from_seed, 1, 41);
  const std::vector<T> normal = photinus::normals<T>(8, 41, 2);
  CHECK(state[0] == normal[0] / 4 && state[1] == normal[1]);
  CHECK(photinus::normals<T>(8, 41, 1, 1)[0] == normal[1]);
  const auto walk = photinus::ode_solve<T>(nothing, {T(1.25), 2}, {100, 200}, given);
  CHECK(walk.row(1)[0] == 100 - T(5.5) && walk.row(1)[1] == 200 + 84 && walk.steps == 3);
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { photinus::ode_solve<T>(nothing, {T(1.25), T(2.25)}, {100, 200}, given); }));
  // Random123's known answers.
  using four = std::array<std::uint32_t, 4>;
  const std::uint32_t ones = 0xffffffff;
  CHECK((photinus::philox4x32_10({0, 0, 0, 0}, {0, 0}) == four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  CHECK((photinus::philox4x32_10({ones, ones, ones, ones}, {ones, ones}) ==
         four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] {
    photinus::solver_options<T> options(PHOTINUS_METHOD_RK4, T(0.25));
    options.set_noise({1});
    photinus::ode_advance(nothing, state, options, 1);
  }));
}

template <typename T> void adaptive(photinus_method method) {
  using photinus::status;
  using solver = photinus::adaptive<T>;
  static_assert(std::is_copy_constructible<solver>::value && std::is_copy_assignable<solver>::value, "copies");
  static_assert(std::is_nothrow_move_constructible<solver>::value, "moves");
  const T tolerance = std::is_same<T, double>::value ? T(1e-8) : T(1e-4);
  solver first(0, {0, 1}, tight<T>(method));
  CHECK(first.dim() == 2 && first.time() == 0 && first.report().evaluations == 0 && first.options().method == method);
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { first.rates(); }));
  for (int i = 0; i < 10; i++) {
    const photinus::progress<T> step = first.step(turning<T>);
    const photinus::solver_report<T> report = first.report();
    CHECK(step.status == status::ok && step.steps == 1 && step.time == first.time() && report.dim == 2);
    const T middle = (report.previous_time + report.time) / 2;
    CHECK(std::abs(first.interpolate(middle)[0] - std::sin(middle)) < tolerance);
    CHECK(std::abs(first.state()[1] - std::cos(report.time)) < tolerance);
    CHECK(first.rates()[0] == first.state()[1] && first.rates()[1] == -first.state()[0]);
  }

  // A copy, and one from a checkpoint, go on to the same bits.
  const std::vector<unsigned char> checkpoint = first.save();
  solver second = first, third = solver::restore(checkpoint);
  CHECK(third.dim() == 2 && third.state() == first.state());
  const T end = first.time() + 3;
  CHECK(first.step_until(turning<T>, end).time == end && second.state() == third.state());
  while (second.time() < end) second.step_towards(turning<T>, end);
  third.step_until(turning<T>, end);
  CHECK(first.state() == second.state() && first.state() == third.state() && first.save() == third.save());
  CHECK(first.get() != second.get());
  solver moved(std::move(second));
  CHECK(second.get() == nullptr && fails(PHOTINUS_ERROR_NULL, [&] { second.step(turning<T>); }));
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { second.state(); }));
  second = std::move(moved);
  CHECK(second.state() == first.state());

  // To times; within a budget of steps.
  const std::vector<T> times{0, T(0.5), 1};
  solver whole(0, {0, 1}, tight<T>(method));
  const photinus::solution<T> solution = whole.solve(turning<T>, times);
  CHECK(solution.rows == 3 && std::abs(solution.row(1)[0] - std::sin(T(0.5))) < tolerance && whole.time() == 1);
  solver part(0, {0, 1}, tight<T>(method));
  photinus::solver_options<T> options = part.options();
  options.max_steps = 1;
  part.set_options(options);
  CHECK(part.solve(turning<T>, times).status == status::steps);
  options.max_steps = 0;
  part.set_options(options);
  part.step_until(turning<T>, 1);
  CHECK(part.state() == whole.state());

  // An exception leaves the solver where it stood.
  const std::vector<T> before = whole.state();
  bool thrown = false;
  try {
    whole.step([](T, const T *, T *) { throw std::domain_error("outside"); });
  } catch (const std::domain_error &) {
    thrown = true;
  }
  CHECK(thrown && whole.state() == before && whole.time() == 1);
  CHECK(whole.step([](T, const T *, T *) { throw photinus::stop{7}; }).code == 7);

  // A ball under a gravity of 2, y = 1 - t^2: on the ground at t = 1, and again at t = 3 after its bounce.
  const T close = 100 * std::numeric_limits<T>::epsilon();
  const auto ball = [](T, const T *y, T *dydt) {
    dydt[0] = y[1];
    dydt[1] = -2;
  };
  const std::vector<photinus::event<T>> events{
      {[](T, const T *y) { return y[0] - T(0.75); }},
      {[](T, const T *y) { return y[0]; }, PHOTINUS_DIRECTION_FALLING, true},
  };
  std::vector<std::size_t> which;
  std::vector<T> when;
  const auto note = [&](std::size_t event, T t, const T *, std::size_t) {
    which.push_back(event);
    when.push_back(t);
    return true;
  };
  solver falling(0, {1, 0}, method);
  const auto fall = falling.solve_events(ball, {0, T(0.25), 10}, events, note);
  CHECK(fall.status == status::event && fall.event == 1 && fall.rows == 2 && std::abs(fall.time - 1) < close);
  CHECK((which == std::vector<std::size_t>{0, 1}) && std::abs(when[0] - T(0.5)) < close && when[1] == fall.time);
  CHECK(std::abs(falling.state()[1] + 2) < close && falling.time() == fall.time);
  falling.restart(falling.time(), {falling.state()[0], -falling.state()[1]});
  const auto bounce = falling.solve_events(ball, {10}, events, note);
  CHECK(bounce.status == status::event && std::abs(bounce.time - 3) < close && which.size() == 5);
  // Ended by who is told of it, and by an exception.
  falling.restart(0, {1, 0});
  const auto told = falling.solve_events(ball, {10}, events, [](auto...) { return false; });
  CHECK(told.status == status::caller && told.code == 1 && std::abs(told.time - T(0.5)) < close);
  thrown = false;
  falling.restart(0, {1, 0});
  try {
    falling.solve_events(ball, {10}, {{[](T, const T *) -> T { throw std::domain_error("outside"); }}});
  } catch (const std::domain_error &) {
    thrown = true;
  }
  CHECK(thrown);
  falling.restart(0, {1, 0});
  CHECK(falling.solve_events(ball, {0, T(0.5)}, {}).rows == 2);

  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { solver(0, {}); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [] { solver(0, {1}, T(0.1)); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { falling.restart(0, {1}); }));
  CHECK(fails(PHOTINUS_ERROR_TIMES, [&] { falling.interpolate(100); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT,
              [&] { solver::restore(std::vector<unsigned char>(checkpoint.begin(), checkpoint.end() - 1)); }));
}

template <typename T> void exponents() {
  // y_i' = -i y_i, i = 1, 2, 3: the exponents are those of what RK4 makes of e^(-i h) in a step.
  const auto decay = [](T, const T *y, T *dydt) {
    for (int i = 0; i < 3; i++) dydt[i] = -T(i + 1) * y[i];
  };
  const auto tangent = [](T, const T *, const T *v, T *out) {
    for (int i = 0; i < 3; i++) out[i] = -T(i + 1) * v[i];
  };
  const auto expected = [](std::size_t i) {
    const double h = 0.0625, z = -double(i + 1) * h;
    return T(std::log(1 + z * (1 + z / 2 * (1 + z / 3 * (1 + z / 4)))) / h);
  };
  const T tolerance = std::is_same<T, double>::value ? T(1e-10) : T(1e-4);
  photinus::lyapunov<T> run(0, {1, 1, 1}, photinus::lyapunov_options<T>(T(0.0625), 3));
  CHECK(run.dim() == 3 && run.count() == 3);
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { run.exponents(); }));
  run.advance(decay, tangent, 200);
  run.discard();
  photinus::lyapunov<T> copy = run, differences = run;
  const photinus::progress<T> reached = run.advance(decay, tangent, 160);
  CHECK(reached.steps == 160 && reached.time == T(22.5));
  const std::vector<T> found = run.exponents(), v = run.displacements();
  for (std::size_t i = 0; i < 3; i++) CHECK(std::abs(found[i] - expected(i)) < tolerance);
  CHECK(v.size() == 9 && std::abs(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] - 1) < tolerance);
  CHECK(std::abs(run.state()[0] / std::exp(T(22.5) * expected(0)) - 1) < 10 * tolerance);
  copy.advance(decay, tangent, 1);
  copy.advance(decay, tangent, 9);
  using solver = photinus::lyapunov<T>;
  const std::vector<unsigned char> checkpoint = copy.save();
  copy.advance(decay, tangent, 150);
  CHECK(copy.exponents() == found && copy.state() == run.state());
  solver restored = solver::restore(checkpoint);
  CHECK(restored.dim() == 3 && restored.count() == 3 && restored.steps() == 210 && restored.time() == T(13.125));
  restored.advance(decay, tangent, 150);
  CHECK(restored.exponents() == found && restored.save() == run.save() && restored.save().size() == checkpoint.size());
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT,
              [&] { solver::restore(std::vector<unsigned char>(checkpoint.begin(), checkpoint.end() - 1)); }));
  differences.advance(decay, 160);
  const T coarse = std::is_same<T, double>::value ? T(1e-7) : T(2e-3);
  for (std::size_t i = 0; i < 3; i++) CHECK(std::abs(differences.exponents()[i] - expected(i)) < coarse);

  int thrown = 0;
  try {
    run.advance(decay, [](T, const T *, const T *, T *) { throw std::domain_error("outside"); }, 1);
  } catch (const std::domain_error &) {
    thrown++;
  }
  try {
    run.advance([](T, const T *, T *) { throw std::domain_error("outside"); }, 1);
  } catch (const std::domain_error &) {
    thrown++;
  }
  CHECK(thrown == 2 && run.exponents() == found);
  const photinus::lyapunov<T> moved = std::move(copy);
  CHECK(moved.exponents() == found && fails(PHOTINUS_ERROR_NULL, [&] { copy.exponents(); }));
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { copy.save(); }) && fails(PHOTINUS_ERROR_NULL, [&] { copy.steps(); }));
  CHECK(fails(PHOTINUS_ERROR_STEP, [] { photinus::lyapunov<T>(0, {1}, photinus::lyapunov_options<T>(0)); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::lyapunov<T>(0, {1}, photinus::lyapunov_options<T>(1, 2)); }));
}

template <typename T> void solving() {
  any_system<T>();
  noise<T>();
  adaptive<T>(PHOTINUS_METHOD_DORMAND_PRINCE);
  adaptive<T>(PHOTINUS_METHOD_TSITOURAS);
  exponents<T>();
}
