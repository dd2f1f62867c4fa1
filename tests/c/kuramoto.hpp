// user.cpp, networks of oscillators: as a user of photinus.hpp meets them.

// The posts' second example.
template <typename T> photinus::kuramoto<T> posts() {
  return {{28, 19, 11},
          {T(0), T(0.2), T(1.1), T(0.5), T(0), T(-0.7), T(0.3), T(0.9), T(0),
           T(0), T(-0.5), T(0.2), T(-0.4), T(0), T(1), T(0.8), T(0.8), T(0)}};
}

template <typename T> void network() {
  using photinus::status;
  const std::vector<T> initial{0, T(3.141592653589793), 0}, times{0, T(0.5), 1};
  const T step = T(0.005), tolerance = std::is_same<T, double>::value ? T(1e-6) : T(1e-4);
  const photinus::kuramoto<T> two = posts<T>();
  CHECK(two.oscillators() == 3 && two.harmonics() == 2 && two.dim() == 3 && two.kind() == PHOTINUS_COUPLING_DENSE);
  CHECK(two.coupling().size() == 18 && two.natural_frequencies()[1] == 19);
  const photinus::solution<T> solution = two.solve(times, initial, step);
  CHECK(solution.status == status::ok && solution.rows == 3 && solution.dim == 3 && solution.states.size() == 9);
  CHECK(solution.time == 1 && solution.steps == 200);
  // By an integrator in 113 bits.
  const auto known = [&](const T *end) {
    return std::abs(end[0] - T(27.879315059549878)) < tolerance &&
           std::abs(end[1] - T(21.763606582779396)) < tolerance &&
           std::abs(end[2] - T(11.175560773462784)) < tolerance;
  };
  CHECK(known(solution.row(2)));
  CHECK(known(two.solve(times, initial, tight<T>(PHOTINUS_METHOD_TSITOURAS)).row(2)));

  // The same as a lambda, but for rounding; and its rates.
  const auto rates = [&](T, const T *y, T *dydt) {
    for (std::size_t i = 0; i < 3; i++) {
      dydt[i] = two.natural_frequencies()[i];
      for (std::size_t m = 0; m < 2; m++) {
        for (std::size_t j = 0; j < 3; j++) {
          dydt[i] += two.coupling()[9 * m + 3 * i + j] * std::sin(T(m + 1) * (y[j] - y[i]));
        }
      }
    }
  };
  CHECK(known(photinus::ode_solve(rates, times, initial, step).row(2)));
  const std::vector<T> phases = copied(solution.row(1), 3), library = two.rates(phases);
  T expected[3];
  rates(0, phases.data(), expected);
  for (std::size_t i = 0; i < 3; i++) CHECK(std::abs(library[i] - expected[i]) < tolerance);

  // The network as a system: the same bits. What it was made of may go.
  photinus::network<T> system(posts<T>());
  static_assert(!std::is_copy_constructible<photinus::network<T>>::value, "one owner");
  CHECK(photinus::ode_solve(system, times, initial, step).states == solution.states && system.model().dim() == 3);
  system(0, phases.data(), expected);
  CHECK(copied(expected, 3) == library);
  const auto by_tolerance = two.solve(times, initial);
  photinus::adaptive<T> solver(0, initial);
  photinus::network<T> moved(std::move(system));
  CHECK(solver.solve(moved, times).states == by_tolerance.states);
  CHECK(system.get() == nullptr && fails(PHOTINUS_ERROR_NULL, [&] { system(0, phases.data(), expected); }));

  // Stopped by the watch, and resumed to the same bits; by threads; by hand, in two parts.
  const auto part = two.solve(times, initial, step, [&](std::size_t row, T t, const T *y, std::size_t dim) {
    return row < 1 && t == times[row] && dim == 3 && y[0] == initial[0];
  });
  CHECK(part.status == status::caller && part.rows == 2 && part.states.size() == 6 && part.code == 1);
  const auto rest = two.solve({times[1], times[2]}, copied(part.row(1), 3), step);
  CHECK(copied(rest.row(1), 3) == copied(solution.row(2), 3));
  for (const std::size_t threads : {0, 2}) {
    CHECK(two.solve(times, initial, step, nullptr, threads).states == solution.states);
  }
  const T exact = T(0.0078125); // in which times have no rounding
  std::vector<T> stepped = initial, threaded = initial;
  CHECK(two.advance(stepped, exact, 40).steps == 40 && two.advance(stepped, exact, 88, 40).time == 1);
  CHECK(two.advance(threaded, exact, 128, 0, 0, 2).time == 1 && threaded == stepped);
  CHECK(stepped == copied(two.solve(times, initial, exact).row(2), 3));

  // By columns, on the plainest instruction set, and of weights in single precision that are exact: the same bits.
  std::vector<T> transposed(18);
  for (std::size_t k = 0; k < 18; k++) transposed[k / 9 * 9 + k % 3 * 3 + k / 3 % 3] = two.coupling()[k];
  const photinus::kuramoto<T> columns(two.natural_frequencies(), transposed, PHOTINUS_LAYOUT_COLUMNS,
                                      PHOTINUS_LEVEL_BASELINE);
  CHECK(columns.solve(times, initial, step).states == solution.states);
  const photinus_level best = photinus::level_detect();
  CHECK(best >= PHOTINUS_LEVEL_BASELINE);
  CHECK(photinus::kuramoto<T>(two).set_level(best).solve(times, initial, step).states == solution.states);
  photinus::kuramoto<T> other = two, single = two;
  std::vector<float> rounded(two.coupling().begin(), two.coupling().end());
  other.set_coupling(std::vector<T>(rounded.begin(), rounded.end()));
  single.set_coupling_single(rounded);
  CHECK(single.coupling().empty() && single.rates(phases) == other.rates(phases));
  CHECK(single.set_coupling(two.coupling()).rates(phases) == library);
  other.set_natural_frequencies({1, 2, 3});
  CHECK(std::abs(other.rates({0, 0, 0})[2] - 3) < tolerance && two.natural_frequencies()[0] == 28);

  // Exceptions from the watch, and photinus::stop.
  bool thrown = false;
  try {
    two.solve(times, initial, T(0.1), [](auto...) -> bool { throw std::domain_error("seen enough"); }, 2);
  } catch (const std::domain_error &) {
    thrown = true;
  }
  CHECK(thrown);
  CHECK(two.solve(times, initial, T(0.1), [](auto...) -> bool { throw photinus::stop{5}; }).code == 5);

  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::kuramoto<T>({1, 2, 3}, {1, 2, 3}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::kuramoto<T>({1, 2, 3}, {}); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::kuramoto<T>({}, {}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { two.solve(times, {0, 0}, T(0.1)); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { two.rates({0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { two.advance(transposed, T(0.1), 1); }));
  CHECK(fails(PHOTINUS_ERROR_STEP, [&] { two.solve(times, initial, 0); }));
  CHECK(fails(PHOTINUS_ERROR_TIMES, [&] { two.solve({1, 0, 1}, initial, 1); }));
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { two.solve(times, initial, 1, nullptr, 2000); }));
  CHECK(fails(PHOTINUS_ERROR_NOT_FINITE, [&] { two.rates({0, 0, std::numeric_limits<T>::infinity()}); }));
  CHECK(two.solve({}, initial, 1).rows == 0);
  const photinus::kuramoto<T> taken(std::move(other));
  CHECK(taken.dim() == 3 && fails(PHOTINUS_ERROR_DIMENSION, [&] { other.rates({}); }));
}

// Two equal oscillators: the difference psi of their phases obeys psi' = -2 k sin(psi), so that tan(psi / 2) shrinks as
// e^(-2 k t).
template <typename T> void pairs() {
  const T tolerance = std::is_same<T, double>::value ? T(1e-8) : T(2e-5), step = T(0.015625), psi = 2, k = T(0.5);
  const auto apart = [&](const photinus::kuramoto<T> &model) {
    const auto end = model.solve({0, 1}, {0, psi}, step);
    CHECK(std::abs(end.row(1)[0] + end.row(1)[1] - psi - 2 * 3) < 10 * tolerance); // the mean turns with omega = 3
    return end.row(1)[1] - end.row(1)[0];
  };
  const auto shrunk = [&](T exponent) { return 2 * std::atan(std::tan(psi / 2) * std::exp(-exponent)); };
  const auto near = [&](T a, T b) { return std::abs(a - b) < tolerance; };
  using model = photinus::kuramoto<T>;
  const std::vector<T> omega{3, 3}, dense{0, k, k, 0};
  CHECK(near(apart(model(omega, dense)), shrunk(2 * k)));
  model sparse = model::sparse(omega, {0, 1, 2}, {1, 0}, {k, k});
  CHECK(sparse.kind() == PHOTINUS_COUPLING_SPARSE && sparse.harmonics() == 1 && near(apart(sparse), shrunk(2 * k)));
  CHECK(near(apart(model::mean_field(omega, {2 * k})), shrunk(2 * k)));
  CHECK(near(apart(model::groups(omega, {1, 0}, 2, dense)), shrunk(2 * k)));
  CHECK(near(apart(model::uncoupled(omega)), psi));
  CHECK(model::mean_field(omega, {1, 2, 3}).harmonics() == 3);
  CHECK(near(apart(model::sparse(omega, {0, 0, 0}, {}, {})), psi));
  const auto pulling = [k](T strength, const T *phases, std::size_t n, T *rates) {
    for (std::size_t i = 0; i < n; i++) rates[i] += strength * k * std::sin(phases[1 - i] - phases[i]);
  };
  CHECK(near(apart(model::user(omega, pulling)), shrunk(2 * k)));
  CHECK(near(apart(model::user(omega, pulling).set_strength(1, 2)), shrunk(2 * k * 2)));

  // Lags make that 2 k cos(alpha); they slow the mean too.
  const T alpha = T(0.5);
  const auto lagging = [&](model made) {
    const auto end = made.solve({0, 1}, {0, psi}, step);
    return end.row(1)[1] - end.row(1)[0];
  };
  const T expected = shrunk(2 * k * std::cos(alpha));
  CHECK(near(lagging(model(omega, dense).set_lags({alpha})), expected));
  CHECK(near(lagging(model(omega, dense).set_lags({9, alpha, alpha, 9}, PHOTINUS_LAG_PAIR)), expected));
  CHECK(near(lagging(model(sparse).set_lags({alpha, alpha}, PHOTINUS_LAG_PAIR)), expected));
  CHECK(near(lagging(model(sparse).set_lags({alpha}).set_lags({}, PHOTINUS_LAG_NONE)), shrunk(2 * k)));
  CHECK(near(apart(model(sparse).set_normalization(PHOTINUS_NORMALIZATION_OSCILLATORS)), shrunk(k)));
  CHECK(near(apart(model(sparse).set_normalization(PHOTINUS_NORMALIZATION_IN_DEGREE)), shrunk(2 * k)));
  CHECK(near(apart(model(sparse).set_strength(T(0.5), 1)), shrunk(2 * k))); // 1/2 t + t^2 / 2
  // The integral of sin(2 t + 1) from 0 to 1.
  CHECK(near(apart(model(sparse).set_strength(0, 0, 1, 2, 1)), shrunk(2 * k * (std::cos(T(1)) - std::cos(T(3))) / 2)));
  CHECK(near(apart(model(omega, dense).set_level(PHOTINUS_LEVEL_BASELINE)), shrunk(2 * k)));

  // A triangle with both corners in the other one: psi' = -k sin(2 psi), tan(psi) shrinks as e^(-2 k t).
  const auto triangle = [&](std::vector<std::uint32_t> corners, photinus_triangle form) {
    model made = model::uncoupled(omega);
    const auto end = made.set_triangles({0, 1, 1}, std::move(corners), {k}, form).solve({0, 1}, {0, 1}, step);
    return end.row(1)[1] - end.row(1)[0];
  };
  const T tangent = std::atan(std::tan(T(1)) * std::exp(-2 * k));
  CHECK(near(triangle({1, 1}, PHOTINUS_TRIANGLE_SYMMETRIC), tangent));
  CHECK(near(triangle({1, 0}, PHOTINUS_TRIANGLE_ASYMMETRIC), tangent));
  model slow = model::uncoupled(omega);
  slow.set_triangles({0, 1, 1}, {1, 1}, {k}, PHOTINUS_TRIANGLE_SYMMETRIC, alpha, PHOTINUS_NORMALIZATION_OSCILLATORS);
  CHECK(near(slow.rates({0, psi})[0], 3 + k * std::sin(2 * psi - alpha) / 4) && near(slow.rates({0, psi})[1], 3));
  // Phases a and -a: r_1 = cos(a), r_2 = cos(2 a), psi = 0.
  const T a = T(0.25), r1 = std::cos(a), r2 = std::cos(2 * a);
  const std::vector<T> simplices = model::uncoupled(omega).set_simplices(2, 3, 4, alpha).rates({a, -a});
  const T one = 2 * r1 * r1 * std::sin(-2 * a - alpha), other = 3 * r1 * r2 * std::sin(-a - alpha);
  CHECK(near(simplices[0], 3 + one + other + 4 * r1 * r1 * r1 * std::sin(-a - alpha)));

  // Learning: dk_ij/dt = epsilon (gamma cos(phi_j - phi_i - beta) - k_ij).
  model learning = model::hebbian(omega, T(0.5), 2, alpha);
  CHECK(learning.dim() == 6);
  const std::vector<T> taught = learning.rates({0, psi, T(0.125), T(0.25), T(0.375), T(0.5)});
  CHECK(near(taught[0], 3 + T(0.25) * std::sin(psi)) && near(taught[1], 3 - T(0.375) * std::sin(psi)));
  CHECK(near(taught[3], T(0.5) * (2 * std::cos(psi - alpha) - T(0.25))));
  learning = model::hebbian(omega, 0, 2, alpha).set_learning_rates({0, 1, 2, 0});
  CHECK(near(learning.rates({0, psi, 0, T(0.25), T(0.375), 0})[4], 2 * (2 * std::cos(-psi - alpha) - T(0.375))));

  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model::sparse(omega, {0, 1}, {1, 0}, {k, k}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model::sparse(omega, {0, 1, 2}, {1, 0}, {k}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model::sparse(omega, {0, 0, 0}, {}, {k}); }));
  CHECK(fails(PHOTINUS_ERROR_OFFSETS, [&] { model::sparse(omega, {0, 2, 1}, {1, 0}, {k, k}).rates({0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_COLUMN, [&] { model::sparse(omega, {0, 1, 2}, {1, 2}, {k, k}).rates({0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_COLUMN, [&] { model::groups(omega, {1, 2}, 2, dense).rates({0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model::groups(omega, {1}, 2, dense); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model::groups(omega, {1, 0}, 2, {1, 2, 3}); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { model::groups(omega, {1, 0}, 0, dense); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model::mean_field(omega, {}); }));
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { model::user(omega, nullptr); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { model::uncoupled({}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_lags({1, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_lags({1}, PHOTINUS_LAG_PAIR); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_coupling({1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_coupling_single({1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_natural_frequencies({1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_triangles({0, 1}, {1, 1}, {k}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_triangles({0, 1, 1}, {1, 1, 1}, {k}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_inertia({1, 1}, {1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_swing({1}, 1); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_swing({1, 1}, 1, {1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { sparse.set_force({1}, 1); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { learning.set_learning_rates({1}); }));
  CHECK(near(apart(sparse), shrunk(2 * k))); // as it was
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { learning.set_inertia({1, 1}, {1, 1}).rates(std::vector<T>(6)); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] {
    model::user(omega, pulling).set_normalization(PHOTINUS_NORMALIZATION_IN_DEGREE).rates({0, 0});
  }));
}

// One oscillator, moved from outside.
template <typename T> void driven() {
  const T tolerance = std::is_same<T, double>::value ? T(1e-7) : T(2e-5), step = T(0.03125);
  using model = photinus::kuramoto<T>;
  const auto end = [&](const model &made, std::vector<T> initial) {
    const auto solution = made.solve({0, 1}, initial, step);
    return copied(solution.row(1), solution.dim);
  };
  const auto near = [&](T a, T b) { return std::abs(a - b) < tolerance; };
  // 2 dv/dt + 4 v = 3.
  const std::vector<T> heavy = end(model::uncoupled({3}).set_inertia({2}, {4}), {0, 0});
  const T grown = 1 - std::exp(T(-2));
  CHECK(heavy.size() == 2 && near(heavy[1], T(0.75) * grown) && near(heavy[0], T(0.75) * (1 - grown / 2)));
  const T swung = end(model::uncoupled({3}).set_swing({T(0.5)}, 2, {1}), {0})[0];
  CHECK(near(swung, 3 + T(0.25) * (std::cos(T(1)) - std::cos(T(3)))));
  CHECK(near(end(model::uncoupled({3}).set_swing({T(0.5)}, 2), {0})[0], 3 + T(0.25) * (1 - std::cos(T(2)))));
  CHECK(near(end(model::uncoupled({3}).set_force({T(0.5)}, 3, T(0.25)), {T(1.25)})[0] - T(3.25),
             2 * std::atan(std::tan(T(0.5)) * std::exp(T(-0.5)))));
  const auto ramp = [](T t, const T *, std::size_t n, T *rates) {
    for (std::size_t i = 0; i < n; i++) rates[i] += t;
  };
  model ramped = model::uncoupled({3, 2}).set_drive(ramp);
  CHECK(near(end(ramped, {0, 0})[0], T(3.5)) && near(end(ramped, {0, 0})[1], T(2.5)));
  CHECK(ramped.rates({0, 0}, 2)[1] == 4);
  // A copy has the drive too; the network as a system; without the drive.
  const model twin = ramped;
  photinus::network<T> system(twin);
  T rates[2];
  const T zeros[2] = {0, 0};
  system(2, zeros, rates);
  CHECK(rates[1] == 4 && twin.rates({0, 0}, 2)[1] == 4 && ramped.set_drive(nullptr).rates({0, 0}, 2)[1] == 2);

  // Exceptions of callables pass through every way of asking; photinus::stop ends a run.
  int thrown = 0, calls = 0, last = 1;
  const auto throwing = [&](T, const T *, std::size_t, T *) {
    if (++calls >= last) throw std::domain_error("outside");
  };
  const auto expect = [&](auto body) {
    calls = 0;
    try {
      body();
    } catch (const std::domain_error &error) {
      thrown += error.what() == std::string("outside");
    }
  };
  for (const model &made : {model::user({1, 2}, throwing), model::uncoupled({1, 2}).set_drive(throwing)}) {
    thrown = 0;
    last = 1;
    photinus::network<T> asked(made);
    expect([&] { made.rates({0, 0}); });
    expect([&] { asked(0, zeros, rates); });
    last = 7;
    std::vector<T> state{0, 0};
    expect([&] { made.solve({0, 1}, {0, 0}, step); });
    expect([&] { made.solve({0, 1}, {0, 0}, step, nullptr, 2); });
    expect([&] { made.solve({0, 1}, {0, 0}); });
    expect([&] { made.advance(state, step, 10); });
    CHECK(std::abs(state[1] - 2 * step) < tolerance); // after one step of four calls
    expect([&] { photinus::ode_solve<T>(asked, {0, 1}, {0, 0}, step); });
    expect([&] { photinus::adaptive<T>(0, {0, 0}).step_until(asked, 100); });
    CHECK(thrown == 8);
    last = 1000;
    asked(0, zeros, rates); // it can be used on
    CHECK(rates[0] == 1 && rates[1] == 2);
  }
  const auto stopping = [](T t, const T *, std::size_t, T *) {
    if (t > T(0.5)) throw photinus::stop{9};
  };
  const model stopped = model::uncoupled({1}).set_drive(stopping);
  const auto reached = stopped.solve({0, T(0.5), 1}, {0}, step);
  CHECK(reached.status == photinus::status::caller && reached.code == 9 && reached.rows == 2);
  photinus::network<T> stops(stopped);
  CHECK(photinus::ode_solve<T>(stops, {0, T(0.5), 1}, {0}, step).code == 9);
  CHECK(fails(PHOTINUS_ERROR_CALLBACK, [&] { stopped.rates({0}, 1); }));

  // Two that are locked, linearised: exponents 0 and -2 k.
  photinus::network<T> locked(model({1, 1}, {0, T(0.5), T(0.5), 0}));
  photinus::lyapunov<T> measured(0, {0, 0}, photinus::lyapunov_options<T>(T(0.0625), 2));
  measured.advance(locked, 320);
  measured.discard();
  measured.advance(locked, 320);
  CHECK(std::abs(measured.exponents()[0]) < T(1e-3) && std::abs(measured.exponents()[1] + 1) < T(2e-3));
  // The same by the exact tangent: weight times the difference of the displacements, in step.
  const T displaced[2] = {1, -2};
  locked.tangent(0, zeros, displaced, rates);
  CHECK(rates[0] == T(-1.5) && rates[1] == T(1.5));
  const auto exactly = [&](T t, const T *y, const T *v, T *out) { locked.tangent(t, y, v, out); };
  photinus::lyapunov<T> exact(0, {0, 0}, photinus::lyapunov_options<T>(T(0.0625), 2));
  exact.advance(locked, exactly, 320);
  exact.discard();
  exact.advance(locked, exactly, 320);
  // That of what RK4 makes of e^(-h).
  const double h = 0.0625, expected = std::log(1 - h * (1 - h / 2 * (1 - h / 3 * (1 - h / 4)))) / h;
  CHECK(std::abs(exact.exponents()[1] - T(expected)) < (std::is_same<T, double>::value ? T(1e-9) : T(1e-4)));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { stops.tangent(0, zeros, displaced, rates); }));
  photinus::network<T> gone = std::move(locked);
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { locked.tangent(0, zeros, displaced, rates); }));
}

// Two equal oscillators at frequency 1, which see each other late.
template <typename T> photinus::kuramoto<T> late(T k, T tau, T alpha = 0) {
  photinus::kuramoto<T> pair({1, 1}, {0, k, k, 0});
  if (alpha != 0) pair.set_lags({alpha});
  return pair.set_delay(tau);
}

template <typename T> void delays() {
  using photinus::delayed;
  using photinus::status;
  using model = photinus::kuramoto<T>;
  static_assert(std::is_copy_constructible<delayed<T>>::value && std::is_copy_assignable<delayed<T>>::value, "copies");
  static_assert(std::is_nothrow_move_constructible<delayed<T>>::value, "moves");
  const bool twice = std::is_same<T, double>::value;
  const T step = T(0.0625), tau = T(0.75), tolerance = twice ? T(1e-9) : T(1e-4);

  // In step they turn with Omega = omega - k sin(Omega tau + alpha) (Schuster and Wagner, 1989).
  for (const T alpha : {T(0), T(0.25)}) {
    delayed<T> run(late<T>(T(0.5), tau, alpha), step, 0, {0, T(0.5)});
    CHECK(run.model().dim() == 2 && run.time() == 0 && run.steps() == 0);
    CHECK((run.state() == std::vector<T>{0, T(0.5)}));
    const photinus::progress<T> reached = run.advance(960);
    CHECK(reached.status == status::ok && reached.steps == 960 && reached.time == 60 && run.steps() == 960);
    const std::vector<T> before = run.state();
    run.advance(64);
    const T turned = (run.state()[0] - before[0]) / 4;
    CHECK(std::abs(turned - (1 - T(0.5) * std::sin(turned * tau + alpha))) < tolerance);
    CHECK(std::abs(run.state()[0] - run.state()[1]) < 10 * tolerance);
  }

  // One that turned with W sees itself as it was, with a sparse edge to itself: W = omega - k sin(W tau).
  const T w = T(0.875), k = T(0.5);
  int asked = 0;
  const photinus::history<T> turning = [&asked, w](std::size_t oscillator, T t) {
    asked += oscillator == 0 && t <= 0;
    return w * t;
  };
  model itself = model::sparse({w + k * std::sin(w * tau)}, {0, 1}, {0}, {k});
  itself.set_delay(5).set_delays({tau}); // what is set last holds
  delayed<T> self(itself, step, 0, {0}, turning);
  self.advance(64);
  CHECK(asked > 0 && std::abs(self.state()[0] - 4 * w) < tolerance);
  self = delayed<T>(itself.set_delay(tau), step, 0, {0}, turning);
  self.advance(64);
  CHECK(std::abs(self.state()[0] - 4 * w) < tolerance);
  self = delayed<T>(itself, step, 0, {0}); // which always stood
  self.advance(64);
  CHECK(std::abs(self.state()[0] - 4 * w) > T(1e-3));

  // Without a delay it is the network, but for rounding.
  delayed<T> prompt(late<T>(k, 0), step, 0, {0, 2});
  prompt.advance(16);
  const std::vector<T> network = copied(late<T>(k, 0).solve({0, 1}, {0, 2}, step).row(1), 2);
  for (std::size_t i = 0; i < 2; i++) CHECK(std::abs(prompt.state()[i] - network[i]) < tolerance);

  // Rows; stopped by the watch, copied, saved and moved on the way: the same bits. The step does not divide the delay.
  const model pair = late<T>(1, T(0.3));
  const T odd = T(0.07);
  const auto whole = delayed<T>(pair, odd, 1, {0, T(2.5)}, turning).solve(7, 5);
  CHECK(whole.rows == 5 && whole.dim == 2 && whole.steps == 28 && whole.time == 1 + 28 * odd);
  CHECK((copied(whole.row(0), 2) == std::vector<T>{0, T(2.5)}));
  delayed<T> first(pair, odd, 1, {0, T(2.5)}, turning);
  const auto part = first.solve(7, 5, [&](std::size_t row, T t, const T *phases, std::size_t n) {
    return n == 2 && phases[0] == whole.row(row)[0] && t == 1 + T(7 * row) * odd && row < 1;
  });
  CHECK(part.status == status::caller && part.rows == 2 && part.code == 1 && first.steps() == 7);
  first.advance(3);
  delayed<T> copy = first, restored = delayed<T>::restore(first.save(), pair, turning);
  CHECK(copy.get() != first.get() && restored.time() == first.time() && restored.steps() == 10);
  delayed<T> moved = std::move(first);
  for (delayed<T> *run : {&moved, &copy, &restored}) {
    run->advance(18);
    CHECK(run->state() == copied(whole.row(4), 2) && run->time() == whole.time);
  }
  CHECK(moved.save() == restored.save() && first.get() == nullptr);
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { first.advance(1); }) && fails(PHOTINUS_ERROR_NULL, [&] { first.state(); }));
  first = copy;
  CHECK(first.state() == copy.state());

  // What the history and the drive throw leaves the run after the last complete step; it goes on.
  int calls = 0, last = 4 * 2 * 2 + 1; // in the third step of four calls for two
  const photinus::history<T> throwing = [&](std::size_t, T t) {
    if (++calls == last) throw std::domain_error("before");
    return w * t;
  };
  delayed<T> thrown(late<T>(1, 1), T(0.125), 0, {0, 2}, throwing);
  bool caught = false;
  try {
    thrown.advance(16);
  } catch (const std::domain_error &error) {
    caught = error.what() == std::string("before");
  }
  CHECK(caught && thrown.steps() == 2 && thrown.time() == T(0.25));
  last = 0;
  thrown.advance(14);
  delayed<T> undisturbed(late<T>(1, 1), T(0.125), 0, {0, 2}, throwing);
  undisturbed.advance(16);
  CHECK(thrown.state() == undisturbed.state());
  caught = false;
  try {
    undisturbed.solve(1, 3, [](auto...) -> bool { throw 42; });
  } catch (int number) {
    caught = number == 42;
  }
  CHECK(caught && undisturbed.steps() == 16);
  model driven = late<T>(1, 1);
  driven.set_drive([](T t, const T *, std::size_t, T *) {
    if (t > 1) throw photinus::stop{7};
  });
  delayed<T> stopped(driven, T(0.125), 0, {0, 2});
  const photinus::progress<T> reached = stopped.advance(100);
  CHECK(reached.status == status::caller && reached.code == 7 && reached.time == 1 && stopped.steps() == 8);
  const T nan = std::numeric_limits<T>::quiet_NaN();
  delayed<T> lost(late<T>(1, 1), T(0.125), 0, {0, 2}, [nan](std::size_t, T) { return nan; });
  caught = false;
  try {
    lost.solve(1, 3);
  } catch (const photinus::diverged<T> &error) {
    caught = error.before().rows == 1 && error.before().row(0)[1] == 2;
  }
  CHECK(caught);

  CHECK(fails(PHOTINUS_ERROR_DELAY, [] { delayed<T>(late<T>(1, -1), T(0.125), 0, {0, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_DELAY, [] { delayed<T>(late<T>(1, T(0.1)), T(0.125), 0, {0, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_STEP, [&] { delayed<T>(pair, 0, 0, {0, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { delayed<T>(pair, odd, 0, {0}); }));
  CHECK(fails(PHOTINUS_ERROR_TIMES, [&] { delayed<T>(pair, odd, std::numeric_limits<T>::infinity(), {0, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_TIMES, [&] { copy.solve(0, 2); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [] { delayed<T>(late<T>(1, 1).set_inertia({1, 1}, {1, 1}), 1, 0, {0, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { pair.solve({0, 1}, {0, 2}, odd); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { photinus::network<T>{pair}; }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { model(pair).set_delays({1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { itself.set_delays({1, 1}); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT_MISMATCH, [&] { delayed<T>::restore(copy.save(), itself); }));
  const std::vector<unsigned char> bytes = copy.save();
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT, [&] { delayed<T>::restore(bytes.data(), bytes.size() - 1, pair); }));
}

// Above the critical strength Kc = 2 x width of a Lorentzian, r = sqrt(1 - Kc / K) (Kuramoto, 1975).
template <typename T> void transitions() {
  using model = photinus::kuramoto<T>;
  const photinus::frequency_distribution<T> lorentzian{PHOTINUS_DISTRIBUTION_LORENTZIAN, 0, T(0.5)};
  const std::size_t many = 400;
  const std::vector<T> omega = lorentzian.quantiles(many), zeros(many), strengths{T(0.5), 2, 3};
  photinus::transition<T> measured(T(0.05));
  CHECK(measured.transient == 1000 && measured.samples == 1000 && measured.every == 1 && measured.harmonic == 1);
  measured.transient = 400;
  measured.samples = 40;
  measured.every = 10;
  const model all = model::mean_field(omega, {1});
  const photinus::transition_curve<T> curve = measured.run(all, strengths, zeros);
  CHECK(curve.status == photinus::status::ok && curve.mean.size() == 3 && curve.variance.size() == 3);
  CHECK(curve.steps == 3 * (400 + 39 * 10) && std::abs(curve.time - T(39.5)) < T(1e-3));
  const T critical = lorentzian.critical_coupling();
  CHECK(critical == 1 && curve.mean[0] < T(0.1));
  for (const std::size_t i : {1, 2}) {
    CHECK(std::abs(curve.mean[i] - std::sqrt(1 - critical / strengths[i])) < T(0.05) && curve.variance[i] < T(1e-3));
  }
  for (const std::size_t threads : {0, 2}) {
    const auto shared = measured.run(all, strengths, zeros, threads);
    CHECK(shared.mean == curve.mean && shared.variance == curve.variance && shared.steps == curve.steps);
  }

  // Two samples, as by hand; carried on from one strength to the next.
  photinus::transition<T> few(T(0.125), PHOTINUS_METHOD_HEUN);
  few.transient = 20;
  few.samples = 2;
  few.every = 3;
  few.carried = 1;
  model pair({1, T(1.5)}, {0, 1, 1, 0});
  const std::vector<T> two = few.run(pair, {T(0.5), 2}, {0, 2}).mean;
  std::vector<T> state{0, 2};
  for (std::size_t i = 0; i < 2; i++) {
    pair.set_strength(i == 0 ? T(0.5) : 2);
    T r[2];
    for (int sample = 0; sample < 2; sample++) {
      pair.advance(state, {PHOTINUS_METHOD_HEUN, T(0.125)}, sample == 0 ? 20 : 3);
      r[sample] = std::abs(std::cos((state[0] - state[1]) / 2));
    }
    CHECK(std::abs(two[i] - (r[0] + r[1]) / 2) < 100 * std::numeric_limits<T>::epsilon());
  }
  few.samples = 1;
  CHECK(std::isnan(few.run(model::mean_field({1, 2}, {1}), {1}, {0, 0}).variance[0]));
  CHECK(few.run(all, {}, zeros).mean.empty());

  // What a coupling throws; photinus::stop leaves the strengths before.
  int calls = 0, last = 10;
  bool stops = false;
  const auto pulling = [&](T, const T *, std::size_t, T *) {
    if (++calls != last) return;
    if (stops) throw photinus::stop{4};
    throw std::domain_error("pulled");
  };
  bool thrown = false;
  try {
    few.run(model::user({1, 2}, pulling), {1}, {0, 0}, 2);
  } catch (const std::domain_error &) {
    thrown = true;
  }
  CHECK(thrown && calls == 10);
  stops = true;
  calls = 0;
  last = 50; // the first has 20 steps of two calls
  const auto stopped = few.run(model::user({1, 2}, pulling), {1, 2}, {0, 0});
  CHECK(stopped.status == photinus::status::caller && stopped.code == 4 && stopped.mean.size() == 1);
  thrown = false;
  try {
    photinus::transition<T>(8).run(model::uncoupled({std::numeric_limits<T>::max()}), {1}, {0});
  } catch (const photinus::transition_diverged<T> &error) {
    thrown = error.code() == PHOTINUS_ERROR_DIVERGED && error.before().mean.empty();
  }
  CHECK(thrown);

  CHECK(fails(PHOTINUS_ERROR_STEP, [&] { photinus::transition<T>(0).run(all, {1}, zeros); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { few.run(all, {1}, {0}); }));
  CHECK(fails(PHOTINUS_ERROR_NOT_FINITE, [&] { few.run(all, {std::numeric_limits<T>::infinity()}, zeros); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { few.run(late<T>(1, 1), {1}, {0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { few.run(all, {1}, zeros, 2000); }));
  few.method = PHOTINUS_METHOD_TSITOURAS;
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { few.run(all, {1}, zeros); }));
}

template <typename T> void ensembles() {
  // Members are networks, to the bit.
  const std::vector<T> omega{1, 2, 3, 4, 5, 6, 7, 8, 9}, weights = posts<T>().coupling(), strengths{T(0.5), 1, 2};
  const std::vector<T> start{0, 1, 2, 0, T(0.5), 1, 2, 1, 0}, lags{T(0.25), T(-0.5)};
  const photinus::solver_options<T> options(T(0.0625));
  photinus::ensemble<T> three(3, 3, omega, weights, 2);
  three.set_strengths(strengths).set_lags(lags).set_normalization(PHOTINUS_NORMALIZATION_OSCILLATORS);
  CHECK(three.members() == 3 && three.oscillators() == 3 && three.harmonics() == 2);
  std::vector<T> phases = start, threaded = start;
  CHECK(three.advance(phases, options, 15).complete == 3);
  const photinus::ensemble_progress rest = three.advance(phases, options, 25, 15);
  CHECK(rest.complete == 3 && (rest.steps == std::vector<std::uint64_t>{25, 25, 25}));
  three.advance(threaded, options, 40, 0, 0, 2);
  CHECK(threaded == phases);
  for (std::ptrdiff_t k = 0; k < 3; k++) {
    photinus::kuramoto<T> member({omega.begin() + 3 * k, omega.begin() + 3 * k + 3}, weights);
    member.set_lags(lags).set_normalization(PHOTINUS_NORMALIZATION_OSCILLATORS).set_strength(strengths[std::size_t(k)]);
    std::vector<T> state(start.begin() + 3 * k, start.begin() + 3 * k + 3);
    member.advance(state, options, 40);
    CHECK(state == std::vector<T>(phases.begin() + 3 * k, phases.begin() + 3 * k + 3));
  }
  // And with noise: of following seeds, then of given ones, and of strengths of their own.
  photinus::solver_options<T> noisy(PHOTINUS_METHOD_STOCHASTIC_HEUN, T(0.0625));
  const std::vector<T> sigma{T(0.5), 1, 0, 2, T(0.25), 1, T(0.125), 3, 1};
  const std::vector<std::uint64_t> seeds{7, ~std::uint64_t(0), 1000};
  for (const bool given : {false, true}) {
    noisy.set_noise(given ? sigma : std::vector<T>{T(0.5)}, 41);
    if (given) three.set_seeds(seeds);
    std::vector<T> walks = start, shared = start;
    three.advance(walks, noisy, 15);
    three.advance(walks, noisy, 25, 15);
    three.advance(shared, noisy, 40, 0, 0, 2);
    CHECK(walks == shared && walks != phases);
    for (std::ptrdiff_t k = 0; k < 3; k++) {
      photinus::kuramoto<T> member({omega.begin() + 3 * k, omega.begin() + 3 * k + 3}, weights);
      member.set_lags(lags).set_normalization(PHOTINUS_NORMALIZATION_OSCILLATORS);
      member.set_strength(strengths[std::size_t(k)]);
      photinus::solver_options<T> alone(PHOTINUS_METHOD_STOCHASTIC_HEUN, T(0.0625));
      if (given) {
        alone.set_noise({sigma.begin() + 3 * k, sigma.begin() + 3 * k + 3}, seeds[std::size_t(k)]);
      } else {
        alone.set_noise({T(0.5)}, 41 + std::uint64_t(k));
      }
      std::vector<T> state(start.begin() + 3 * k, start.begin() + 3 * k + 3);
      member.advance(state, alone, 40);
      CHECK(state == std::vector<T>(walks.begin() + 3 * k, walks.begin() + 3 * k + 3));
    }
  }
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { three.set_seeds({1, 2}); }));
  noisy.set_noise({1, 2});
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { three.advance(phases, noisy, 1); }));
  noisy.set_noise({-1});
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { three.advance(phases, noisy, 1); }));
  noisy.set_noise({1});
  noisy.method = PHOTINUS_METHOD_RK4;
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { three.advance(phases, noisy, 1); }));

  // Frequencies that all share, a matrix for each, by columns.
  photinus::ensemble<T> own(2, 2, {1, 2}, {0, 3, 0, 0, 0, 0, 4, 0});
  own.set_layout(PHOTINUS_LAYOUT_COLUMNS).set_level(PHOTINUS_LEVEL_BASELINE);
  std::vector<T> pairs{0, 1, 0, 1};
  own.advance(pairs, {PHOTINUS_METHOD_EULER, T(0.5)}, 1);
  const T near = 10 * std::numeric_limits<T>::epsilon(), s = std::sin(T(1)) / 2;
  CHECK(pairs[0] == T(0.5) && std::abs(pairs[1] - (2 - 3 * s)) < near);
  CHECK(std::abs(pairs[2] - (T(0.5) + 4 * s)) < near && pairs[3] == 2);

  // A member that leaves the numbers; the other is complete.
  const photinus::ensemble<T> wild(2, 1, {std::numeric_limits<T>::max(), 1}, {0});
  std::vector<T> single{0, 0};
  bool thrown = false;
  try {
    wild.advance(single, T(0.5), 8);
  } catch (const photinus::members_diverged &error) {
    thrown = error.code() == PHOTINUS_ERROR_DIVERGED;
    CHECK(error.reached().complete == 1 && error.reached().steps[0] < 8 && error.reached().steps[1] == 8);
  }
  CHECK(thrown && single[1] == 4 && std::isfinite(single[0]));

  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::ensemble<T>(3, 2, {1, 2, 3, 4}, {0, 0, 0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::ensemble<T>(3, 2, {1, 2}, {0, 0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::ensemble<T>(0, 2, {1, 2}, {0, 0, 0, 0}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { three.set_strengths({1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { three.set_lags({1}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { three.advance(single, options, 1); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { three.advance(phases, {}, 1); }));
  const photinus::ensemble<T> moved(std::move(three));
  CHECK(moved.members() == 3 && fails(PHOTINUS_ERROR_DIMENSION, [&] { three.advance(phases, options, 1); }));
}

template <typename T> void networks() {
  network<T>();
  pairs<T>();
  driven<T>();
  delays<T>();
  transitions<T>();
  ensembles<T>();
}
