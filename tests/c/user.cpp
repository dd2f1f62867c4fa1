// photinus.hpp as a user meets it: lambdas, exceptions, owners that move, both precisions.

#include "check.h"
#include "photinus.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>

double second_minimum(); // of second.cpp

namespace {

// Whether `body` throws photinus::error with that code.
template <typename Body> bool fails(int code, Body &&body) {
  try {
    body();
  } catch (const photinus::error &error) {
    return error.code() == code && std::string(error.what()) == photinus_status_message(code);
  }
  return false;
}

template <typename T> void halton() {
  const std::vector<std::uint32_t> bases = photinus::primes(2, 3);
  CHECK((bases == std::vector<std::uint32_t>{5, 7, 11}));
  const std::vector<T> points = photinus::halton<T>(3, 10, 0, bases);
  CHECK(points.size() == 30 && points[0] == 0 && points[6 * 3] == T(6) / T(25) && points[9 * 3 + 2] == T(9) / T(11));
  CHECK(photinus::radical_inverse<T>(6, 5) == points[6 * 3]);
  // Every third one.
  const std::vector<T> some = photinus::halton<T>(3, 3, 1, bases, 3);
  for (std::size_t i = 0; i < 3; i++) {
    for (std::size_t j = 0; j < 3; j++) CHECK(some[3 * i + j] == points[3 * (1 + 3 * i) + j]);
  }
  // The first primes, by columns, in an array of the user's.
  T columns[2][4];
  photinus::halton_options<T> options;
  options.layout = PHOTINUS_LAYOUT_COLUMNS;
  photinus::halton_fill(&columns[0][0], 8, 2, 4, 1, options);
  CHECK(columns[0][0] == T(0.5) && columns[0][1] == T(0.25) && columns[1][0] == T(1) / T(3));
  T row[2];
  photinus::halton_fill(row, 2, 2, 1, 1);
  CHECK(row[0] == T(0.5) && row[1] == T(1) / T(3));
  CHECK(photinus::halton<T>(2, 0).empty());

  const std::size_t huge = static_cast<std::size_t>(-1);
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { photinus::halton<T>(2, 10, 0, bases); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::halton<T>(0, 10); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::halton<T>(3, huge); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::primes(0, huge); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::primes(huge, 2); }));
  CHECK(fails(PHOTINUS_ERROR_BASE, [] { photinus::radical_inverse<T>(1, 1); }));
  CHECK(fails(PHOTINUS_ERROR_REPEATED_BASE, [] { photinus::halton<T>(2, 1, 0, {3, 3}); }));
  CHECK(fails(PHOTINUS_ERROR_LEAP, [] { photinus::halton<T>(2, 1, 0, {}, 0); }));
}

template <typename T> void halton_options() {
  // Scrambled, in one line; by options; in a box; the same bits each time.
  const std::vector<T> random = photinus::halton<T>(40, 100, PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS, 7);
  CHECK(random.size() == 4000 && *std::min_element(random.begin(), random.end()) >= 0);
  CHECK(*std::max_element(random.begin(), random.end()) < 1);
  photinus::halton_options<T> options;
  options.scrambling = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS;
  options.seed = 7;
  CHECK(photinus::halton(40, 100, options) == random);
  options.threads = 0;
  CHECK(photinus::halton(40, 100, options) == random);
  CHECK(photinus::halton<T>(40, 100, PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS) != random);
  CHECK(photinus::halton<T>(40, 100, PHOTINUS_SCRAMBLING_NONE) == photinus::halton<T>(40, 100));
  CHECK(photinus::halton<T>(40, 99, PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS, 7, 1) ==
        std::vector<T>(random.begin() + 40, random.end()));
  CHECK(photinus::halton(2, 3, photinus::halton_options<float>()) == photinus::halton<float>(2, 3));
  const std::vector<T> box = photinus::halton_in_box<T>({-1, 10}, {1, 20}, 3);
  CHECK((box == std::vector<T>{-1, 10, 0, 10 + 10 * (T(1) / T(3)), T(-0.5), 10 + 10 * (T(2) / T(3))}));
  options = {};
  options.open = 1;
  CHECK(photinus::halton_in_box<T>({-1, 0}, {1, 1}, 2, options)[1] == std::numeric_limits<T>::epsilon() / 4);
  CHECK(photinus::halton_in_box<T>({-1, 10}, {1, 20}, 2, {}, 1) == std::vector<T>(box.begin() + 2, box.end()));

  // By columns, with a gap behind each.
  options = {};
  options.layout = PHOTINUS_LAYOUT_COLUMNS;
  options.stride = 4;
  const std::vector<T> columns = photinus::halton(2, 3, options, 1);
  CHECK((columns == std::vector<T>{T(0.5), T(0.25), T(0.75), 0, T(1) / T(3), T(2) / T(3), T(1) / T(9), 0}));

  // In one dimension.
  CHECK((photinus::van_der_corput<T>(2, 4) == std::vector<T>{0, T(0.5), T(0.25), T(0.75)}));
  CHECK((photinus::van_der_corput<T>(10, 2, 12) == std::vector<T>{T(0.21), T(0.31)}));

  const std::vector<std::uint32_t> twice{2, 2}, far{2437};
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::halton<T>(1230, 0, PHOTINUS_SCRAMBLING_SHIFT); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [] { photinus::halton<T>(361, 1, PHOTINUS_SCRAMBLING_FAURE_LEMIEUX); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::halton_in_box<T>({0, 0}, {1}, 5); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::halton_in_box<T>({}, {}, 5); }));
  CHECK(fails(PHOTINUS_ERROR_BOUNDS, [] { photinus::halton_in_box<T>({0, 2}, {1, 1}, 5); }));
  CHECK(fails(PHOTINUS_ERROR_BASE, [] { photinus::van_der_corput<T>(1, 5); }));
  CHECK(fails(PHOTINUS_ERROR_INDEX_RANGE, [] { photinus::van_der_corput<T>(2, 2, UINT64_MAX); }));
  options.stride = 2;
  CHECK(fails(PHOTINUS_ERROR_STRIDE, [&] { photinus::halton(2, 3, options); }));
  options.stride = SIZE_MAX;
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::halton(2, 3, options); }));
  options = {};
  options.layout = 7;
  CHECK(fails(PHOTINUS_ERROR_ENUM_VALUE, [&] { photinus::halton(2, 3, options); }));
  options = {};
  options.open = 7;
  CHECK(fails(PHOTINUS_ERROR_ENUM_VALUE, [&] { photinus::halton(2, 3, options); }));
  options = {};
  options.bases = twice.data();
  CHECK(fails(PHOTINUS_ERROR_REPEATED_BASE, [&] { photinus::halton(2, 3, options); }));
  options.bases = far.data();
  options.scrambling = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX;
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [&] { photinus::halton(1, 3, options); }));
}

template <typename T> void halton_tables() {
  photinus::halton_options<T> options;
  options.scrambling = PHOTINUS_SCRAMBLING_NESTED;
  options.seed = 11;
  const std::vector<T> expected = photinus::halton(10, 500, options, 1000);
  const photinus::halton_table<T> table(10, options);
  options.use(table);
  CHECK(options.table == table.start() && options.table_bytes == table.bytes() && table.bytes() >= 64);
  CHECK(photinus::halton(10, 500, options, 1000) == expected);

  // Copies and moves; one in less memory; of options that have a table already.
  photinus::halton_table<T> other(10, options, 1000);
  CHECK(other.bytes() == 1000);
  options.use(other);
  CHECK(photinus::halton(10, 500, options, 1000) == expected);
  other = table;
  CHECK(other.bytes() == table.bytes() && other.start() != table.start());
  options.use(other);
  CHECK(photinus::halton(10, 500, options, 1000) == expected);
  photinus::halton_table<T> moved(std::move(other));
  CHECK(moved.start() == options.table && other.start() == nullptr && other.bytes() == 0);
  CHECK(photinus::halton(10, 500, options, 1000) == expected);
  const photinus::halton_table<T> nothing(other);
  CHECK(nothing.start() == nullptr && nothing.bytes() == 0);
  other = std::move(moved);
  CHECK(photinus::halton(10, 500, options, 1000) == expected);
  options.use(nothing);
  CHECK(options.table == nullptr && photinus::halton(10, 500, options, 1000) == expected);
  CHECK(photinus::halton_table<T>(3).bytes() >= 64);
  static_assert(std::is_nothrow_move_constructible<photinus::halton_table<T>>::value, "moves");
  static_assert(std::is_nothrow_move_assignable<photinus::halton_table<T>>::value, "moves");

  CHECK(fails(PHOTINUS_ERROR_WORKSPACE, [] { photinus::halton_table<T>(3, {}, 63); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::halton_table<T>(0); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::halton_table<T>(1230); }));
  options.use(table);
  options.seed = 12;
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { photinus::halton(10, 5, options); }));
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { photinus::halton_cursor<T>(10, options); }));
  options.seed = 11;
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { photinus::halton(9, 5, options); }));
  options.table_bytes = 64;
  CHECK(fails(PHOTINUS_ERROR_WORKSPACE, [&] { photinus::halton(10, 5, options); }));
  options.scrambling = 9;
  CHECK(fails(PHOTINUS_ERROR_ENUM_VALUE, [&] { photinus::halton_table<T>(10, options); }));
}

template <typename T> void halton_cursors() {
  using cursor = photinus::halton_cursor<T>;
  static_assert(std::is_copy_constructible<cursor>::value && std::is_copy_assignable<cursor>::value, "copies");
  static_assert(std::is_nothrow_move_constructible<cursor>::value, "moves");
  static_assert(std::is_nothrow_move_assignable<cursor>::value, "moves");
  cursor plain(2);
  CHECK(plain.index() == 0);
  std::vector<T> point(2);
  plain.next(point);
  CHECK(point[0] == 0 && point[1] == 0 && plain.dim() == 2);
  CHECK((plain.next() == std::vector<T>{T(0.5), T(1) / T(3)}));

  // The arrays of the options may go; copies go on apart.
  std::vector<T> expected;
  const auto make = [&expected] {
    const std::vector<std::uint32_t> bases{5, 3, 2};
    const std::vector<T> lower{0, -1, 7}, upper{2, 1, 9};
    photinus::halton_options<T> options;
    options.bases = bases.data();
    options.lower = lower.data();
    options.upper = upper.data();
    options.scrambling = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS;
    expected = photinus::halton(3, 200, options, 1000000);
    options.leap = 0; // they do not matter here
    options.stride = 1;
    return cursor(3, options, 1000000);
  };
  cursor first = make();
  cursor second(first), third(2);
  third = first;
  const auto check = [&expected](cursor &from, std::size_t begin, std::size_t end) {
    T x[3];
    bool same = true;
    for (std::size_t i = begin; i < end; i++) {
      from.next(x, 3);
      same &= std::equal(x, x + 3, expected.begin() + static_cast<std::ptrdiff_t>(3 * i));
    }
    return same;
  };
  CHECK(check(first, 0, 100) && check(second, 0, 50));
  const cursor middle = second;
  first = cursor(1); // valgrind finds the old one if it is not freed
  CHECK(check(second, 50, 200) && check(third, 0, 200));
  second = middle;
  CHECK(check(second, 50, 60) && second.dim() == 3);
  const auto *const handle = second.get();
  cursor moved(std::move(second));
  CHECK(moved.get() == handle && second.get() == nullptr && check(moved, 60, 70));
  second = std::move(moved);
  second.seek(1000000 + 150);
  CHECK(second.get() == handle && check(second, 150, 200));
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { moved.next(); }));
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { moved.seek(1); }));
  const cursor empty(moved);
  CHECK(empty.get() == nullptr);

  // With a table.
  photinus::halton_options<T> options;
  options.scrambling = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS;
  const photinus::halton_table<T> table(3, options);
  options.use(table);
  expected = photinus::halton(3, 200, options, 7);
  cursor fast(3, options, 7);
  CHECK(check(fast, 0, 200));

  // To the end, and back.
  plain.seek(UINT64_MAX);
  plain.next(point);
  CHECK(fails(PHOTINUS_ERROR_INDEX_RANGE, [&] { plain.next(point); }));
  plain.seek(1);
  CHECK((plain.next() == std::vector<T>{T(0.5), T(1) / T(3)}));
  point.resize(1);
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { plain.next(point); }));
  CHECK((plain.next() == std::vector<T>{T(0.25), T(2) / T(3)})); // it has not gone on

  const std::size_t huge = static_cast<std::size_t>(-1);
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { cursor(0); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { cursor{huge}; }));
  options = {};
  options.lower = expected.data();
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { cursor(3, options); }));
  const std::vector<std::uint32_t> zero{0};
  options = {};
  options.bases = zero.data();
  CHECK(fails(PHOTINUS_ERROR_BASE, [&] { cursor(1, options); }));
}

template <typename T> void sobol() {
  const std::vector<T> points = photinus::sobol<T>(2, 4);
  CHECK((points == std::vector<T>{0, 0, T(0.5), T(0.5), T(0.75), T(0.25), T(0.25), T(0.75)})); // as in SciPy
  CHECK(photinus::sobol<T>(2, 3, 1) == std::vector<T>(points.begin() + 2, points.end()));
  T own[4];
  photinus::sobol_fill(own, 4, 2, 2, 2);
  CHECK(std::equal(own, own + 4, points.begin() + 4));

  photinus::sobol_options<T> options;
  options.order = PHOTINUS_ORDER_NATURAL;
  const std::vector<T> natural = photinus::sobol(1, 64, options, 320);
  CHECK(natural == photinus::van_der_corput<T>(2, 64, 320));
  options = {};
  options.scrambling = PHOTINUS_SCRAMBLING_NESTED;
  options.seed = 3;
  const std::vector<T> random = photinus::sobol<T>(20, 128, PHOTINUS_SCRAMBLING_NESTED, 3);
  CHECK(photinus::sobol(20, 128, options) == random);
  CHECK(photinus::sobol<T>(20, 128, PHOTINUS_SCRAMBLING_SHIFT, 3) != random);
  CHECK(photinus::sobol<T>(20, 128, PHOTINUS_SCRAMBLING_NESTED, 4) != random);
  CHECK(photinus::sobol<T>(20, 64, PHOTINUS_SCRAMBLING_NESTED, 3, 64) ==
        std::vector<T>(random.begin() + 20 * 64, random.end()));
  options.threads = 2;
  options.layout = PHOTINUS_LAYOUT_COLUMNS;
  const std::vector<T> columns = photinus::sobol(20, 128, options);
  for (std::size_t i = 0; i < 128; i++) {
    for (std::size_t j = 0; j < 20; j++) CHECK(columns[128 * j + i] == random[20 * i + j]);
  }
  CHECK((photinus::sobol_in_box<T>({0, -2}, {4, 2}, 2, {}, 1) == std::vector<T>{2, 0, 3, -1}));

  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::sobol<T>(0, 1); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::sobol<T>(21202, 0); }));
  CHECK(fails(PHOTINUS_ERROR_UNSUPPORTED, [] { photinus::sobol<T>(2, 4, PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::sobol_in_box<T>({0}, {4, 2}, 2); }));
  CHECK(fails(PHOTINUS_ERROR_BOUNDS, [] { photinus::sobol_in_box<T>({0, 5}, {4, 2}, 2); }));
  CHECK(fails(PHOTINUS_ERROR_INDEX_RANGE, [] { photinus::sobol<T>(2, 4, UINT64_MAX); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { photinus::sobol_fill(own, 4, 2, 3); }));
  options.order = 2;
  CHECK(fails(PHOTINUS_ERROR_ENUM_VALUE, [&] { photinus::sobol(2, 4, options); }));
  options = {};
  options.leap = 0;
  CHECK(fails(PHOTINUS_ERROR_LEAP, [&] { photinus::sobol(2, 4, options); }));
}

template <typename T> void discrepancy() {
  const std::vector<T> midpoints{T(0.125), T(0.375), T(0.625), T(0.875)};
  const double squared = photinus::discrepancy(PHOTINUS_DISCREPANCY_CENTERED, midpoints, 4, 1);
  CHECK(std::abs(squared - 1.0 / (12 * 4 * 4)) < 1e-15);
  CHECK(std::abs(photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, midpoints.data(), 4, 4, 1) - std::sqrt(squared)) <
        1e-15);
  const std::vector<T> points = photinus::sobol<T>(5, 256, PHOTINUS_SCRAMBLING_NESTED);
  for (const auto kind : {PHOTINUS_DISCREPANCY_CENTERED, PHOTINUS_DISCREPANCY_WRAP_AROUND, PHOTINUS_DISCREPANCY_MIXTURE,
                          PHOTINUS_DISCREPANCY_STAR}) {
    const double value = photinus::discrepancy(kind, points, 256, 5);
    CHECK(value > 0 && value < 0.01);
    CHECK(photinus::discrepancy(kind, points, 256, 5, PHOTINUS_LAYOUT_ROWS, 0, 2) == value);
    CHECK(photinus::discrepancy(kind, points, 128, 5, PHOTINUS_LAYOUT_ROWS, 10) > value);
  }
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, points, 0, 5); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [&] { photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, points, 5, 0); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [&] { photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, points, 257, 5); }));
  CHECK(fails(PHOTINUS_ERROR_STRIDE, [&] {
    photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, points, 9, 5, PHOTINUS_LAYOUT_ROWS, 4);
  }));
  const std::vector<T> nan{std::numeric_limits<T>::quiet_NaN()}, outside{2};
  CHECK(fails(PHOTINUS_ERROR_NOT_FINITE, [&] { photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, nan, 1, 1); }));
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { photinus::discrepancy(PHOTINUS_DISCREPANCY_STAR, outside, 1, 1); }));
}

// Rosenbrock's valley: its minimum is 0 at (1, 1).
template <typename T> T valley(const T *x, std::size_t) {
  const T a = 1 - x[0], b = x[1] - x[0] * x[0];
  return a * a + 100 * b * b;
}

template <typename T> bool same(const photinus::pso<T> &a, const photinus::pso<T> &b) {
  return a.best().position == b.best().position && a.best().value == b.best().value &&
         a.report().evaluations == b.report().evaluations && a.report().generations == b.report().generations;
}

template <typename T> void swarm() {
  using photinus::status;
  const std::vector<T> lower{-2, -1}, upper{2, 3};
  photinus::pso_options<T> options;
  options.seed = 3;

  // A function, and a lambda that counts; a watch that counts too.
  photinus::pso<T> whole(lower, upper, options);
  CHECK(whole.run(valley<T>) == status::stagnation);
  int calls = 0, generations = 0;
  photinus::pso<T> watched(lower, upper, options);
  const auto counting = [&](const T *x, std::size_t dim) {
    calls++;
    return valley(x, dim);
  };
  const auto result = watched.run(counting, [&](const photinus::pso<T> &swarm) {
    generations++;
    return swarm.report().generations == static_cast<std::uint64_t>(generations) && !swarm.save().empty();
  });
  CHECK(result == status::stagnation && same(watched, whole));
  const photinus::report<T> report = whole.report();
  CHECK(static_cast<std::uint64_t>(calls) == report.evaluations);
  CHECK(static_cast<std::uint64_t>(generations) == report.generations);
  CHECK(report.status == PHOTINUS_STOP_STAGNATION && report.best_value == whole.best().value);
  CHECK(whole.dim() == 2 && whole.best().value < T(1e-6) && std::abs(whole.best().position[0] - 1) < T(1e-2));

  // All in one call. An objective may return any number, and be temporary or constant.
  const photinus::pso_minimum<T> found = photinus::pso_minimize<T>(valley<T>, {-2, -1}, {2, 3}, options);
  CHECK(found.position == whole.best().position && found.value == whole.best().value);
  CHECK(found.report.evaluations == report.evaluations);
  CHECK(photinus::pso_minimize([](const T *, std::size_t) { return 5; }, lower, upper).value == 5);
  int left = 3;
  const auto stopped = photinus::pso_minimize(counting, lower, upper, options, [&](const auto &) { return --left > 0; });
  CHECK(stopped.report.status == PHOTINUS_STOP_CALLER && stopped.report.generations == 3 && stopped.report.code == 1);

  // Steps; a checkpoint on the way; then on to the same bits.
  photinus::pso<T> stepped(lower, upper, options);
  for (int i = 0; i < 10; i++) CHECK(stepped.step(counting) == status::ok);
  const std::vector<unsigned char> checkpoint = stepped.save();
  photinus::pso<T> restored = photinus::pso<T>::restore(checkpoint);
  CHECK(restored.dim() == 2 && restored.options().seed == 3 && same(restored, stepped));
  restored.run(counting);
  stepped.run(counting);
  CHECK(same(restored, whole) && same(stepped, whole));

  // A generation at a time; and by ask and tell, in two parts: the same bits.
  photinus::pso<T> batched(lower, upper, options);
  CHECK(batched.run_batch([](const T *points, std::size_t count, std::size_t dim, T *values) {
    for (std::size_t k = 0; k < count; k++) values[k] = valley(points + k * dim, dim);
  }) == status::stagnation);
  CHECK(same(batched, whole));
  photinus::pso<T> asked(lower, upper, options);
  CHECK(fails(PHOTINUS_ERROR_NOT_ASKED, [&] { asked.tell(0, T(1)); }));
  for (auto points = asked.ask(); points.count > 0; points = asked.ask()) {
    std::vector<T> values;
    for (std::size_t k = 0; k < points.count; k++) values.push_back(valley(points.data + 2 * k, 2));
    asked.tell(7, std::vector<T>(values.begin() + 7, values.end()));
    for (std::size_t k = 7; k-- > 0;) asked.tell(k, values[k]);
  }
  CHECK(same(asked, whole) && asked.report().status == PHOTINUS_STOP_STAGNATION);

  // Another rule.
  photinus::pso_options<T> sphere;
  sphere.set_rule(PHOTINUS_RULE_SPHERE);
  sphere.target = T(1e-4);
  photinus::pso<T> round(lower, upper, sphere);
  CHECK(round.run(valley<T>) == status::target && round.report().best_value <= T(1e-4));

  // Options that change on the way.
  photinus::pso<T> changed(lower, upper, options);
  options = changed.options();
  CHECK(options.seed == 3 && options.swarm_size == 14);
  options.max_generations = 20;
  changed.set_options(options);
  CHECK(changed.run(valley<T>) == status::generations && changed.report().generations == 20);
  options.max_generations = static_cast<std::uint64_t>(-1);
  changed.set_options(options);
  CHECK(changed.run(valley<T>) == status::stagnation && same(changed, whole));

  // Starts, and a target.
  options.target = 0;
  photinus::pso<T> started(lower, upper, options, {0, 0, 1, 1});
  CHECK(started.run(valley<T>) == status::target && started.best().value == 0);

  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::pso<T>({0}, {1, 2}); }));
  CHECK(fails(PHOTINUS_ERROR_LENGTH, [] { photinus::pso<T>({0, 0}, {1, 2}, {}, {1, 1, 1}); }));
  CHECK(fails(PHOTINUS_ERROR_DIMENSION, [] { photinus::pso<T>({}, {}); }));
  CHECK(fails(PHOTINUS_ERROR_BOUNDS, [] { photinus::pso<T>({0}, {-1}); }));
  CHECK(fails(PHOTINUS_ERROR_START, [] { photinus::pso<T>({0}, {1}, {}, {2}); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT, [&] {
    photinus::pso<T>::restore(std::vector<unsigned char>(checkpoint.begin(), checkpoint.end() - 1));
  }));
  options.swarm_size = 7;
  CHECK(fails(PHOTINUS_ERROR_PARAMETER, [&] { whole.set_options(options); }));
}

template <typename T> void exceptions() {
  using photinus::status;
  const std::vector<T> lower{-2, -1}, upper{2, 3};
  photinus::pso<T> undisturbed(lower, upper);
  undisturbed.run(valley<T>);

  // At the first call and at the hundredth: the exception arrives as it is, the swarm can be used on.
  for (const int last : {1, 100}) {
    int calls = 0;
    const auto throwing = [&](const T *x, std::size_t dim) {
      if (++calls == last) throw std::domain_error("outside");
      return valley(x, dim);
    };
    photinus::pso<T> swarm(lower, upper);
    std::string what;
    try {
      swarm.run(throwing);
    } catch (const std::domain_error &error) {
      what = error.what();
    }
    CHECK(what == "outside" && calls == last);
    CHECK(swarm.report().evaluations == static_cast<std::uint64_t>(last - 1));
    CHECK(swarm.report().status == PHOTINUS_ERROR_CALLBACK);
    CHECK((last == 1) == std::isinf(swarm.best().value));
    CHECK(swarm.run(throwing) == status::stagnation && same(swarm, undisturbed));

    // From a step, and from a call that makes its own swarm.
    calls = 0;
    bool thrown = false;
    photinus::pso<T> stepped(lower, upper);
    try {
      while (stepped.step(throwing) == status::ok) {
      }
    } catch (const std::domain_error &) {
      thrown = true;
    }
    CHECK(thrown && calls == last);
    CHECK(stepped.run(throwing) == status::stagnation && same(stepped, undisturbed));
    calls = 0;
    thrown = false;
    try {
      photinus::pso_minimize(throwing, lower, upper);
    } catch (const std::domain_error &) {
      thrown = true;
    }
    CHECK(thrown);
  }

  // From a watch; something that is no std::exception; an error of photinus's own.
  photinus::pso<T> swarm(lower, upper);
  int caught = 0;
  try {
    swarm.run(valley<T>, [](const photinus::pso<T> &) -> bool { throw 42; });
  } catch (int number) {
    caught = number;
  }
  CHECK(caught == 42 && swarm.report().generations == 1);
  CHECK(fails(PHOTINUS_ERROR_BASE, [&] {
    swarm.run([](const T *, std::size_t) { return photinus::radical_inverse<T>(1, 0); });
  }));

  // photinus::stop is no error.
  int calls = 0;
  const auto enough = [&](const T *x, std::size_t dim) {
    if (++calls == 50) throw photinus::stop{17};
    return valley(x, dim);
  };
  CHECK(swarm.run(enough) == status::caller);
  CHECK(swarm.report().status == PHOTINUS_STOP_CALLER && swarm.report().code == 17);
  CHECK(swarm.run(valley<T>) == status::stagnation && same(swarm, undisturbed));
}

template <typename T> void moves() {
  using swarm = photinus::pso<T>;
  static_assert(!std::is_copy_constructible<swarm>::value && !std::is_copy_assignable<swarm>::value, "one owner");
  static_assert(std::is_nothrow_move_constructible<swarm>::value, "moves");
  static_assert(std::is_nothrow_move_assignable<swarm>::value, "moves");
  swarm first({-2, -1}, {2, 3}), second({-2, -1, 0}, {2, 3, 1});
  first.run(valley<T>);
  const auto *const handle = first.get();
  const T value = first.best().value;
  second = std::move(first); // valgrind finds the old swarm if it is not freed
  CHECK(second.get() == handle && second.best().value == value && second.dim() == 2 && first.get() == nullptr);
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { first.best(); }));
  CHECK(fails(PHOTINUS_ERROR_NULL, [&] { first.run(valley<T>); }));
  first = std::move(second);
  swarm third(std::move(first));
  CHECK(third.get() == handle);
  std::vector<swarm> several;
  for (int i = 0; i < 3; i++) several.emplace_back(std::vector<T>{-2, -1}, std::vector<T>{2, 3});
  several[0] = std::move(third);
  CHECK(several[0].best().value == value);
}

#include "search.hpp"

#include "kernels.hpp"

#include "ode.hpp"

#include "kuramoto.hpp"

#include "observables.hpp"

template <typename T> void all() {
  halton<T>();
  halton_options<T>();
  halton_tables<T>();
  halton_cursors<T>();
  sobol<T>();
  discrepancy<T>();
  swarm<T>();
  exceptions<T>();
  moves<T>();
  searches<T>();
  kernels<T>();
  solving<T>();
  networks<T>();
  observables<T>();
}

} // namespace

int main() {
  CHECK(photinus_abi_version() == PHOTINUS_ABI_VERSION && photinus::version() == std::string(photinus_version()));
  all<double>();
  all<float>();
  CHECK(second_minimum() < 1e-9);
  // A checkpoint of the other precision.
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT_MISMATCH,
              [] { photinus::pso<float>::restore(photinus::pso<double>({0}, {1}).save()); }));
  CHECK(fails(PHOTINUS_ERROR_CHECKPOINT_MISMATCH,
              [] { photinus::adaptive<float>::restore(photinus::adaptive<double>(0, {1}).save()); }));
  return check_end();
}
