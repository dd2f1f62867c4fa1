// user.cpp, observables: as a user of photinus.hpp meets them.

template <typename T> void observables() {
  const T epsilon = 20 * std::numeric_limits<T>::epsilon();
  const auto near = [&](T a, double b) { return std::abs(a - T(b)) <= epsilon; };
  const double pi = 3.141592653589793;

  // Of one row, and of two.
  const std::vector<T> pair{T(0.5), T(1.5)};
  const photinus::order<T> order = photinus::order_parameter(pair);
  CHECK(near(order.r, std::cos(0.5)) && near(order.psi, 1));
  CHECK(near(photinus::order_parameter(pair, 2).r, std::cos(1.0)));
  const photinus::orders<T> rows = photinus::order_parameters<T>({T(0.5), T(1.5), 0, 1}, 2);
  CHECK(rows.r.size() == 2 && rows.r[0] == order.r && rows.psi[0] == order.psi && near(rows.psi[1], 0.5));
  const photinus::orders<T> groups = photinus::group_order_parameters<T>({0, 5, 1, 5}, {0, 1, 0, 1}, 2);
  CHECK(near(groups.r[0], std::cos(0.5)) && near(groups.r[1], 1));
  CHECK(near(photinus::wrapped<T>({7})[0], 7 - 2 * pi) && near(photinus::argument(T(-1), T(0)), pi));
  CHECK((photinus::phase_differences<T>({1, 3}, {2, 1}) == std::vector<T>{-1, 2}));
  CHECK((photinus::pairwise_phase_differences<T>({1, 3}) == std::vector<T>{0, 2, -2, 0}));
  CHECK((photinus::mean_frequencies<T>({0, 2}, {4, 1}, 4) == std::vector<T>{1, T(-0.25)}));
  std::vector<T> twisted;
  for (int i = 0; i < 8; i++) twisted.push_back(T(-3 * 2 * pi * i / 8));
  CHECK(photinus::winding_number(twisted) == -3);
  photinus::neighbourhoods<T> ring;
  ring.kind = PHOTINUS_NEIGHBOURHOOD_RING;
  ring.oscillators = 8;
  ring.radius = 1;
  CHECK(near(photinus::local_order(ring, twisted)[5], std::abs(1 + 2 * std::cos(3 * pi / 4)) / 3));

  // In time: r is 1/4, 1/2, 3/4; a copy goes on as the first.
  std::vector<T> record;
  for (int row = 1; row <= 3; row++) {
    record.push_back(T(std::acos(row / 4.0)));
    record.push_back(T(-std::acos(row / 4.0)));
  }
  photinus::order_statistics<T> statistics(2);
  CHECK(near(statistics.add(record.data(), 2).r, 0.25));
  photinus::order_statistics<T> copy = statistics;
  copy.add_record({record.begin() + 2, record.end()});
  CHECK(copy.summary().rows == 3 && near(copy.summary().mean, 0.5) && near(copy.summary().variance, 0.0625));
  CHECK(statistics.summary().rows == 1 && std::isnan(statistics.summary().variance));
  photinus::group_statistics<T> of_groups({0, 0, 1, 1}, 2);
  photinus::phase_locking<T> locking(2);
  photinus::mean_frequency<T> frequency(2);
  for (std::size_t row = 0; row < 3; row++) {
    const T *const phases = record.data() + 2 * row;
    of_groups.add({phases[0], phases[1], 3, 3});
    CHECK(locking(row, T(row), phases, 2) && frequency(row, T(row), phases, 2));
  }
  CHECK(near(of_groups.summary().metastability, 0.03125) && near(of_groups.summary().chimera_index, 14.0 / 96));
  CHECK(near(of_groups.last()[0], 0.75) && near(of_groups.means()[0], 0.5) && near(of_groups.variances()[0], 0.0625));
  // The mean of e^(2i acos x) = 2 x^2 - 1 + 2i x sqrt(1 - x^2).
  double re = 0, im = 0;
  for (double x = 0.25; x < 1; x += 0.25) re += (2 * x * x - 1) / 3, im += 2 * x * std::sqrt(1 - x * x) / 3;
  CHECK(locking.rows() == 3 && near(locking.values()[1], std::sqrt(re * re + im * im)) && locking.values()[0] == 1);
  CHECK(frequency.rows() == 3 && near(frequency.frequencies()[0], (std::acos(0.75) - std::acos(0.25)) / 2));

  const photinus::frequency_distribution<T> lorentzian{PHOTINUS_DISTRIBUTION_LORENTZIAN, 3, T(0.5)};
  CHECK(near(lorentzian.quantiles(2)[0], 2.5) && near(lorentzian.quantile(T(0.75)), 3.5));
  CHECK(near(lorentzian.density(3), 2 / pi) && lorentzian.critical_coupling() == 1);

  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::order_parameter<T>({}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { statistics.add({1}); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [] { photinus::phase_locking<T>(2).values(); }));
  CHECK(fails(PHOTINUS_ERROR_TIMES, [&] { frequency.add(2, pair); }));
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [] { photinus::group_statistics<T>({0, 0}, 2); }));
  const photinus::order_statistics<T> moved = std::move(copy);
  CHECK(moved.summary().rows == 3 && fails(PHOTINUS_ERROR_NULL, [&] { copy.summary(); }));
}
