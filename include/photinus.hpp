// photinus for C++17: low-discrepancy sequences, particle swarm optimisation, differential equations, networks of
// Kuramoto phase oscillators.
//
// A thin layer over photinus.h, which says what each call does. What is added: one name for both precisions (float and
// double), std::vector for arrays, owners that free what they hold, any callable as a callback, exceptions for errors.
//
//     auto points = photinus::halton<double>(2, 100);
//     auto random = photinus::halton<double>(40, 100, PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS, 7); // 7 is the seed
//     auto best = photinus::minimize<double>(
//         [](const double *x, std::size_t) { return x[0] * x[0] + x[1] * x[1]; }, {-5, -5}, {5, 5});
//     photinus::kuramoto<double> network({28, 19, 11}, {0, 0.2, 1.1, 0.5, 0, -0.7, 0.3, 0.9, 0});
//     auto solution = network.solve({0, 0.5, 1}, {0, 3.14, 0}, 0.01);
//     auto decay = photinus::ode_solve<double>(
//         [](double, const double *y, double *dydt) { dydt[0] = -y[0]; }, {0, 1}, {1});
//
// A negative status is thrown as photinus::error, a positive one is returned as photinus::status. An exception that
// leaves a callable ends the run, and arrives at the caller of that run as it was thrown; photinus::stop ends it as a
// success instead. Matrices lie by rows unless a call says otherwise.

#ifndef PHOTINUS_HPP
#define PHOTINUS_HPP

#include "photinus.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#if !defined(PHOTINUS_STD)
#error "photinus.hpp uses functions that are not there with PHOTINUS_NO_STD: include photinus.h alone"
#endif

namespace photinus {

// How a run ended, where that is a success; of a step, ok says that the run goes on.
enum class status : int {
  ok = PHOTINUS_OK,
  target = PHOTINUS_STOP_TARGET,
  stagnation = PHOTINUS_STOP_STAGNATION,
  evaluations = PHOTINUS_STOP_EVALUATIONS,
  generations = PHOTINUS_STOP_GENERATIONS,
  caller = PHOTINUS_STOP_CALLER,
  steps = PHOTINUS_STOP_STEPS,
  event = PHOTINUS_STOP_EVENT,
  spread = PHOTINUS_STOP_SPREAD,
  time = PHOTINUS_STOP_TIME,
  gradient = PHOTINUS_STOP_GRADIENT,
  value = PHOTINUS_STOP_VALUE,
  iterations = PHOTINUS_STOP_ITERATIONS,
  line_search = PHOTINUS_STOP_LINE_SEARCH
};

// A negative status; what() is its sentence.
class error : public std::runtime_error {
public:
  explicit error(int code) : std::runtime_error(photinus_status_message(code)), code_(code) {}
  // A value of photinus_status.
  int code() const noexcept { return code_; }

private:
  int code_;
};

// Thrown by a callable to end its run with status::caller; the code, at least 1, is found in the report.
struct stop {
  int code = 1;
};

// The version of the library that is linked, "major.minor.patch".
inline const char *version() noexcept { return photinus_version(); }

// The best instruction set that this CPU has.
inline photinus_level level_detect() noexcept { return static_cast<photinus_level>(photinus_level_detect()); }

namespace detail {

// The C functions and types of a precision: T is float or double.
template <typename T> struct c_api;

#define PHOTINUS_HPP_C_API(T, PRECISION)                                                                               \
  template <> struct c_api<T> {                                                                                        \
    using halton_options = photinus_halton_options_##PRECISION;                                                        \
    using halton_cursor = photinus_halton_cursor_##PRECISION;                                                          \
    using sobol_options = photinus_sobol_options_##PRECISION;                                                          \
    using pso = photinus_pso_##PRECISION;                                                                              \
    using pso_options = photinus_pso_options_##PRECISION;                                                              \
    using report = photinus_report_##PRECISION;                                                                        \
    static constexpr auto halton_options_init = photinus_halton_options_init_##PRECISION;                              \
    static constexpr auto halton_fill = photinus_halton_fill_##PRECISION;                                              \
    static constexpr auto halton_table_size = photinus_halton_table_size_##PRECISION;                                  \
    static constexpr auto halton_table_init = photinus_halton_table_init_##PRECISION;                                  \
    static constexpr auto halton_cursor_size = photinus_halton_cursor_size_##PRECISION;                                \
    static constexpr auto halton_cursor_init = photinus_halton_cursor_init_##PRECISION;                                \
    static constexpr auto halton_cursor_next = photinus_halton_cursor_next_##PRECISION;                                \
    static constexpr auto halton_cursor_seek = photinus_halton_cursor_seek_##PRECISION;                                \
    static constexpr auto halton_cursor_index = photinus_halton_cursor_index_##PRECISION;                              \
    static constexpr auto radical_inverse = photinus_radical_inverse_##PRECISION;                                      \
    static constexpr auto sobol_options_init = photinus_sobol_options_init_##PRECISION;                                \
    static constexpr auto sobol_fill = photinus_sobol_fill_##PRECISION;                                                \
    static constexpr auto discrepancy = photinus_discrepancy_##PRECISION;                                              \
    static constexpr auto pso_options_init = photinus_pso_options_init_##PRECISION;                                    \
    static constexpr auto pso_new = photinus_pso_new_##PRECISION;                                                      \
    static constexpr auto pso_restore_new = photinus_pso_restore_new_##PRECISION;                                      \
    static constexpr auto pso_free = photinus_pso_free_##PRECISION;                                                    \
    static constexpr auto pso_step = photinus_pso_step_##PRECISION;                                                    \
    static constexpr auto pso_run = photinus_pso_run_##PRECISION;                                                      \
    static constexpr auto pso_step_batch = photinus_pso_step_batch_##PRECISION;                                        \
    static constexpr auto pso_run_batch = photinus_pso_run_batch_##PRECISION;                                          \
    static constexpr auto pso_ask = photinus_pso_ask_##PRECISION;                                                      \
    static constexpr auto pso_tell = photinus_pso_tell_##PRECISION;                                                    \
    static constexpr auto pso_options_set_rule = photinus_pso_options_set_rule_##PRECISION;                            \
    static constexpr auto pso_best = photinus_pso_best_##PRECISION;                                                    \
    static constexpr auto pso_report = photinus_pso_report_##PRECISION;                                                \
    static constexpr auto pso_dim = photinus_pso_dim_##PRECISION;                                                      \
    static constexpr auto pso_get_options = photinus_pso_get_options_##PRECISION;                                      \
    static constexpr auto pso_set_options = photinus_pso_set_options_##PRECISION;                                      \
    static constexpr auto pso_save_size = photinus_pso_save_size_##PRECISION;                                          \
    static constexpr auto pso_save = photinus_pso_save_##PRECISION;                                                    \
  };
PHOTINUS_HPP_C_API(float, f32)
PHOTINUS_HPP_C_API(double, f64)
#undef PHOTINUS_HPP_C_API

// Makes a parameter's type follow from the others', so that a lambda or {} may be given for it.
template <typename T> struct identity {
  using type = T;
};
template <typename T> using identity_t = typename identity<T>::type;

inline status check(int code) {
  if (code < 0) throw error(code);
  return static_cast<status>(code);
}

// The same after a run, where an exception that a callable threw goes first.
inline status finish(int code, const std::exception_ptr &exception) {
  if (exception) std::rethrow_exception(exception);
  return check(code);
}

// Calls a callable for C: keeps what it throws, since nothing may be thrown through C.
template <typename Body> int call(std::exception_ptr &exception, Body &&body) noexcept {
  try {
    return body();
  } catch (const stop &reason) {
    return reason.code > 0 ? reason.code : 1;
  } catch (...) {
    exception = std::current_exception();
    return -1;
  }
}

inline void require(bool condition, int code) {
  if (!condition) throw error(code);
}

// The elements of a matrix.
inline std::size_t elements(std::size_t rows, std::size_t columns) {
  const std::size_t largest = std::numeric_limits<std::size_t>::max();
  require(columns == 0 || rows <= largest / columns, PHOTINUS_ERROR_DIMENSION);
  return rows * columns;
}

// Memory to work in, of the size and alignment that the library asks for.
class workspace {
public:
  template <typename Size> explicit workspace(Size &&size) {
    std::size_t align = 1;
    check(size(&bytes_, &align));
    std::size_t space = bytes_ + align;
    memory_.resize(space);
    start_ = memory_.data();
    std::align(align, bytes_, start_, space);
  }
  void *start() const noexcept { return start_; }
  std::size_t bytes() const noexcept { return bytes_; }

private:
  std::vector<unsigned char> memory_;
  void *start_ = nullptr;
  std::size_t bytes_ = 0;
};

// The elements of a matrix that lies as the options say.
template <typename Options> std::size_t elements(std::size_t rows, std::size_t columns, const Options &options) {
  const bool by_columns = options.layout == PHOTINUS_LAYOUT_COLUMNS;
  const std::size_t inner = by_columns ? rows : columns, outer = by_columns ? columns : rows;
  require(options.stride == 0 || options.stride >= inner, PHOTINUS_ERROR_STRIDE);
  return elements(outer, options.stride == 0 ? inner : options.stride);
}

// Bytes that begin where the library wants them to, and are copied with what holds them.
class aligned_bytes {
public:
  aligned_bytes(std::size_t bytes, std::size_t align)
      : start_(::operator new(bytes, std::align_val_t(align)), deleter{align}), bytes_(bytes) {}
  aligned_bytes(const aligned_bytes &other) : start_(nullptr, other.start_.get_deleter()) {
    if (!other.start_) return;
    *this = aligned_bytes(other.bytes_, other.start_.get_deleter().align);
    std::memcpy(start_.get(), other.start_.get(), bytes_);
  }
  aligned_bytes(aligned_bytes &&other) noexcept
      : start_(std::move(other.start_)), bytes_(std::exchange(other.bytes_, 0)) {}
  aligned_bytes &operator=(const aligned_bytes &other) { return *this = aligned_bytes(other); }
  aligned_bytes &operator=(aligned_bytes &&other) noexcept {
    start_ = std::move(other.start_);
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~aligned_bytes() = default;

  // nullptr once it has been moved from.
  void *start() const noexcept { return start_.get(); }
  std::size_t bytes() const noexcept { return bytes_; }

private:
  struct deleter {
    std::size_t align;
    void operator()(void *start) const noexcept { ::operator delete(start, std::align_val_t(align)); }
  };
  std::unique_ptr<void, deleter> start_;
  std::size_t bytes_ = 0;
};

} // namespace detail

// The first primes, 2 first, after leaving `skip` out.
inline std::vector<std::uint32_t> primes(std::size_t skip, std::size_t count) {
  // Whether there are so many, before memory is had for them.
  detail::check(photinus_primes(skip > SIZE_MAX - count ? SIZE_MAX : skip + count, 0, nullptr));
  std::vector<std::uint32_t> result(count);
  detail::check(photinus_primes(skip, count, result.data()));
  return result;
}

// The radical inverse of `index` in `base`: the digits mirrored at the point.
template <typename T = double> T radical_inverse(std::uint64_t index, std::uint32_t base) {
  T result;
  detail::check(detail::c_api<T>::radical_inverse(index, base, &result));
  return result;
}

template <typename T> class halton_table;

// What a Halton set is made of, and how it is written: photinus_halton_options_f64, with its defaults.
//
//     photinus::halton_options<double> options;
//     options.scrambling = PHOTINUS_SCRAMBLING_NESTED;
//     options.seed = 7;
//     auto points = photinus::halton(40, 1000, options);
//
// The arrays that it points to (bases, bounds) stay the caller's.
template <typename T = double> struct halton_options : detail::c_api<T>::halton_options {
  halton_options() {
    using base = typename detail::c_api<T>::halton_options;
    detail::check(detail::c_api<T>::halton_options_init(this, sizeof(base)));
  }

  // Uses that table, which has to be there as long as these options, or a cursor made from them, are used.
  void use(const halton_table<T> &made) noexcept {
    this->table = made.start();
    this->table_bytes = made.bytes();
  }
  void use(halton_table<T> &&) = delete;
};

// Writes `count` points with the indices start, start + leap, ... to `points`, of `points_len` elements.
template <typename T>
void halton_fill(T *points, std::size_t points_len, std::size_t dim, std::size_t count, std::uint64_t start = 0,
                 const detail::identity_t<halton_options<T>> &options = {}) {
  detail::check(detail::c_api<T>::halton_fill(&options, dim, start, count, points, points_len));
}

// `count` points of the Halton sequence, a matrix [count][dim]; without bases, they are the first primes.
template <typename T = double>
std::vector<T> halton(std::size_t dim, std::size_t count, std::uint64_t start = 0,
                      const std::vector<std::uint32_t> &bases = {}, std::uint64_t leap = 1) {
  detail::require(bases.empty() || bases.size() == dim, PHOTINUS_ERROR_LENGTH);
  halton_options<T> options;
  options.bases = bases.empty() ? nullptr : bases.data();
  options.leap = leap;
  std::vector<T> points(detail::elements(count, dim));
  halton_fill(points.data(), points.size(), dim, count, start, options);
  return points;
}

// The same as the options say, theirs the layout too; what a stride leaves between is 0.
template <typename T = double>
std::vector<T> halton(std::size_t dim, std::size_t count, const halton_options<T> &options, std::uint64_t start = 0) {
  std::vector<T> points(detail::elements(count, dim, options));
  halton_fill(points.data(), points.size(), dim, count, start, options);
  return points;
}

// The same in the first primes, scrambled.
template <typename T = double>
std::vector<T> halton(std::size_t dim, std::size_t count, photinus_scrambling scrambling, std::uint64_t seed = 0,
                      std::uint64_t start = 0) {
  halton_options<T> options;
  options.scrambling = scrambling;
  options.seed = seed;
  return halton(dim, count, options, start);
}

// The same in the box from `lower` to `upper`, instead of what the options say of it.
template <typename T = double>
std::vector<T> halton_in_box(const std::vector<T> &lower, const std::vector<T> &upper, std::size_t count,
                             detail::identity_t<halton_options<T>> options = {}, std::uint64_t start = 0) {
  detail::require(lower.size() == upper.size(), PHOTINUS_ERROR_LENGTH);
  options.lower = lower.data();
  options.upper = upper.data();
  return halton(lower.size(), count, options, start);
}

// `count` numbers of the van der Corput sequence in that base.
template <typename T = double>
std::vector<T> van_der_corput(std::uint32_t base, std::size_t count, std::uint64_t start = 0) {
  return halton<T>(1, count, start, {base});
}

// A table that makes Halton points faster, and leaves them as they are: halton_options::use.
template <typename T = double> class halton_table {
  using c = detail::c_api<T>;

public:
  // For the bases, scrambling and seed of these options, in at most `most_bytes` bytes, 64 at least: with few it helps
  // less.
  explicit halton_table(std::size_t dim, const halton_options<T> &options = {}, std::size_t most_bytes = SIZE_MAX)
      : memory_(make(dim, options, most_bytes)) {}

  // nullptr once it has been moved from.
  const void *start() const noexcept { return memory_.start(); }
  std::size_t bytes() const noexcept { return memory_.bytes(); }

private:
  static detail::aligned_bytes make(std::size_t dim, const halton_options<T> &options, std::size_t most_bytes) {
    std::size_t bytes = 0, align = 1;
    detail::check(c::halton_table_size(&options, dim, &bytes, &align));
    detail::aligned_bytes memory(bytes < most_bytes ? bytes : most_bytes, align);
    detail::check(c::halton_table_init(&options, dim, memory.start(), memory.bytes()));
    return memory;
  }

  detail::aligned_bytes memory_;
};

// The points of a Halton sequence, one per call. A copy goes on by itself, from the same place.
//
//     photinus::halton_cursor<double> cursor(3);
//     std::vector<double> point(cursor.dim());
//     for (int i = 0; i < 1000; i++) {
//       cursor.next(point);
//       ...
//     }
template <typename T = double> class halton_cursor {
  using c = detail::c_api<T>;

public:
  // At index `start` of the sequence that the options describe. The bases and the bounds are copied; a table that the
  // options use has to be there as long as the cursor and its copies are used.
  explicit halton_cursor(std::size_t dim, halton_options<T> options = {}, std::uint64_t start = 0)
      : dim_(dim), arrays_(own(dim, options)), memory_(make(dim, options, start)) {}

  // The number of coordinates of a point.
  std::size_t dim() const noexcept { return dim_; }

  // Writes the next point to `point`, of at least dim() elements. After index 2^64 - 1, PHOTINUS_ERROR_INDEX_RANGE is
  // thrown.
  void next(T *point, std::size_t point_len) { detail::check(c::halton_cursor_next(get(), point, point_len)); }
  void next(std::vector<T> &point) { next(point.data(), point.size()); }
  std::vector<T> next() {
    std::vector<T> point(dim_);
    next(point);
    return point;
  }

  // Goes to the point with that index, which comes next.
  void seek(std::uint64_t index) { detail::check(c::halton_cursor_seek(get(), index)); }

  // The index of the point that comes next; after index 2^64 - 1, PHOTINUS_ERROR_INDEX_RANGE is thrown.
  std::uint64_t index() const {
    std::uint64_t result = 0;
    detail::check(c::halton_cursor_index(get(), &result));
    return result;
  }

  // The cursor for the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  typename c::halton_cursor *get() const noexcept {
    return static_cast<typename c::halton_cursor *>(memory_.start());
  }

private:
  // What the C cursor points to: shared by all copies.
  struct arrays {
    std::vector<std::uint32_t> bases;
    std::vector<T> lower, upper;
  };

  // Copies the arrays that the options point to, and lets them point to the copies.
  static std::shared_ptr<const arrays> own(std::size_t dim, halton_options<T> &options) {
    // What is wrong with the arguments is found before the arrays are copied; these do not matter.
    options.leap = options.threads = 1;
    options.stride = 0;
    options.layout = PHOTINUS_LAYOUT_ROWS;
    detail::check(c::halton_fill(&options, dim, 0, 0, nullptr, 0));
    auto copies = std::make_shared<arrays>();
    const auto copy = [dim](auto *&from, auto &to) {
      if (from == nullptr) return;
      to.assign(from, from + dim);
      from = to.data();
    };
    copy(options.bases, copies->bases);
    copy(options.lower, copies->lower);
    copy(options.upper, copies->upper);
    return copies;
  }

  static detail::aligned_bytes make(std::size_t dim, const halton_options<T> &options, std::uint64_t start) {
    std::size_t bytes = 0, align = 1;
    detail::check(c::halton_cursor_size(dim, &bytes, &align));
    detail::aligned_bytes memory(bytes, align);
    typename c::halton_cursor *made = nullptr;
    detail::check(c::halton_cursor_init(memory.start(), bytes, &options, dim, start, &made));
    return memory;
  }

  std::size_t dim_ = 0;
  std::shared_ptr<const arrays> arrays_;
  detail::aligned_bytes memory_;
};

// What a Sobol set is made of, and how it is written: photinus_sobol_options_f64, with its defaults.
template <typename T = double> struct sobol_options : detail::c_api<T>::sobol_options {
  sobol_options() {
    using base = typename detail::c_api<T>::sobol_options;
    detail::check(detail::c_api<T>::sobol_options_init(this, sizeof(base)));
  }
};

// Writes `count` points with the indices start, start + leap, ... to `points`, of `points_len` elements.
template <typename T>
void sobol_fill(T *points, std::size_t points_len, std::size_t dim, std::size_t count, std::uint64_t start = 0,
                const detail::identity_t<sobol_options<T>> &options = {}) {
  detail::check(detail::c_api<T>::sobol_fill(&options, dim, start, count, points, points_len));
}

// `count` points of the Sobol sequence, best a power of 2 of them, a matrix [count][dim].
template <typename T = double>
std::vector<T> sobol(std::size_t dim, std::size_t count, std::uint64_t start = 0) {
  std::vector<T> points(detail::elements(count, dim));
  sobol_fill(points.data(), points.size(), dim, count, start);
  return points;
}

// The same as the options say, theirs the layout too; what a stride leaves between is 0.
template <typename T = double>
std::vector<T> sobol(std::size_t dim, std::size_t count, const sobol_options<T> &options, std::uint64_t start = 0) {
  std::vector<T> points(detail::elements(count, dim, options));
  sobol_fill(points.data(), points.size(), dim, count, start, options);
  return points;
}

// The same, scrambled.
template <typename T = double>
std::vector<T> sobol(std::size_t dim, std::size_t count, photinus_scrambling scrambling, std::uint64_t seed = 0,
                     std::uint64_t start = 0) {
  sobol_options<T> options;
  options.scrambling = scrambling;
  options.seed = seed;
  return sobol(dim, count, options, start);
}

// The same in the box from `lower` to `upper`, instead of what the options say of it.
template <typename T = double>
std::vector<T> sobol_in_box(const std::vector<T> &lower, const std::vector<T> &upper, std::size_t count,
                            detail::identity_t<sobol_options<T>> options = {}, std::uint64_t start = 0) {
  detail::require(lower.size() == upper.size(), PHOTINUS_ERROR_LENGTH);
  options.lower = lower.data();
  options.upper = upper.data();
  return sobol(lower.size(), count, options, start);
}

// How unevenly `count` points fill the unit cube: the discrepancy of that kind of `points`, of `points_len` elements, a
// matrix [count][dim]. threads: 1 for the calling one alone, 0 for one per core.
template <typename T>
double discrepancy(photinus_discrepancy kind, const T *points, std::size_t points_len, std::size_t count,
                   std::size_t dim, photinus_layout layout = PHOTINUS_LAYOUT_ROWS, std::size_t stride = 0,
                   std::size_t threads = 1) {
  double value = 0;
  detail::check(detail::c_api<T>::discrepancy(kind, points, points_len, count, dim, layout, stride, threads, &value));
  return value;
}
template <typename T>
double discrepancy(photinus_discrepancy kind, const std::vector<T> &points, std::size_t count, std::size_t dim,
                   photinus_layout layout = PHOTINUS_LAYOUT_ROWS, std::size_t stride = 0, std::size_t threads = 1) {
  return discrepancy(kind, points.data(), points.size(), count, dim, layout, stride, threads);
}

// How a swarm moves, and when it stops: photinus_pso_options_f64, with its defaults.
template <typename T = double> struct pso_options : detail::c_api<T>::pso_options {
  pso_options() {
    using base = typename detail::c_api<T>::pso_options;
    detail::check(detail::c_api<T>::pso_options_init(this, sizeof(base)));
  }
  // That rule, with the inertia and pulls that were published with it.
  void set_rule(photinus_rule rule) { detail::check(detail::c_api<T>::pso_options_set_rule(this, rule)); }
};

// Where a search is: photinus_report_f64.
template <typename T = double> struct report : detail::c_api<T>::report {
  report() : detail::c_api<T>::report() { this->struct_size = sizeof(typename detail::c_api<T>::report); }
};

// A position, and the objective's value there.
template <typename T = double> struct point {
  std::vector<T> position;
  T value;
};

// Points whose values are wanted: a matrix [count][dim] in the swarm's memory, there until the last value is told.
template <typename T = double> struct asked_points {
  const T *data;
  std::size_t count;
};

// A particle swarm. An objective is called as T(const T *x, std::size_t dim).
template <typename T = double> class pso {
  using c = detail::c_api<T>;

public:
  // Called after each generation; returns false to end the run.
  using watch = std::function<bool(const pso &)>;

  // In the box from `lower` to `upper`; start: the positions of the first particles, a matrix [n][dim].
  pso(const std::vector<T> &lower, const std::vector<T> &upper, const pso_options<T> &options = {},
      const std::vector<T> &start = {})
      : dim_(lower.size()) {
    detail::require(dim_ > 0, PHOTINUS_ERROR_DIMENSION);
    detail::require(upper.size() == dim_ && start.size() % dim_ == 0, PHOTINUS_ERROR_LENGTH);
    typename c::pso *made = nullptr;
    detail::check(c::pso_new(dim_, lower.data(), upper.data(), start.empty() ? nullptr : start.data(),
                             start.size() / dim_, &options, &made));
    swarm_.reset(made);
  }

  // The swarm in a checkpoint that save() made.
  static pso restore(const unsigned char *checkpoint, std::size_t bytes) {
    typename c::pso *made = nullptr;
    detail::check(c::pso_restore_new(checkpoint, bytes, &made));
    return pso(made);
  }
  static pso restore(const std::vector<unsigned char> &checkpoint) {
    return restore(checkpoint.data(), checkpoint.size());
  }

  // The number of variables.
  std::size_t dim() const noexcept { return dim_; }

  // One generation.
  template <typename F> status step(F &&objective) {
    search<F> context{objective, nullptr, this, nullptr};
    const int code = c::pso_step(swarm_.get(), search<F>::evaluate, &context);
    return detail::finish(code, context.exception);
  }

  // Steps until the run ends.
  template <typename F> status run(F &&objective, const watch &after = nullptr) {
    search<F> context{objective, &after, this, nullptr};
    const int code = c::pso_run(swarm_.get(), search<F>::evaluate, after ? search<F>::look : nullptr, &context);
    return detail::finish(code, context.exception);
  }

  // The same with an objective for all points of a generation at once, called as
  // void(const T *points, std::size_t count, std::size_t dim, T *values).
  template <typename F> status step_batch(F &&objective) {
    search<F> context{objective, nullptr, this, nullptr};
    const int code = c::pso_step_batch(swarm_.get(), search<F>::evaluate_batch, &context);
    return detail::finish(code, context.exception);
  }
  template <typename F> status run_batch(F &&objective, const watch &after = nullptr) {
    search<F> context{objective, &after, this, nullptr};
    const int code =
        c::pso_run_batch(swarm_.get(), search<F>::evaluate_batch, after ? search<F>::look : nullptr, &context);
    return detail::finish(code, context.exception);
  }

  // The points whose values are wanted; none where the run has ended, and the report's status says why. The values may
  // be told in any order and in parts; the result is that of step().
  asked_points<T> ask() {
    asked_points<T> points{nullptr, 0};
    detail::check(c::pso_ask(swarm_.get(), &points.data, &points.count));
    return points;
  }
  // Tells the value of point `index`, or those of the points from `first` on; returns what the last told value ended.
  status tell(std::size_t index, T value) { return tell(index, &value, 1); }
  status tell(std::size_t first, const std::vector<T> &values) { return tell(first, values.data(), values.size()); }
  status tell(std::size_t first, const T *values, std::size_t count) {
    return detail::check(c::pso_tell(swarm_.get(), first, values, count));
  }

  // The best position so far, and its value.
  point<T> best() const {
    point<T> result{std::vector<T>(dim_), T()};
    detail::check(c::pso_best(swarm_.get(), result.position.data(), dim_, &result.value));
    return result;
  }

  // Where the run is.
  photinus::report<T> report() const {
    photinus::report<T> result;
    detail::check(c::pso_report(swarm_.get(), &result));
    return result;
  }

  pso_options<T> options() const {
    pso_options<T> result;
    detail::check(c::pso_get_options(swarm_.get(), &result));
    return result;
  }
  // Changes how the swarm moves, or when it stops, from the next generation on; not its size.
  void set_options(const pso_options<T> &options) { detail::check(c::pso_set_options(swarm_.get(), &options)); }

  // The whole run as bytes: a swarm restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::pso_save_size(swarm_.get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::pso_save(swarm_.get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // The swarm for the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  typename c::pso *get() const noexcept { return swarm_.get(); }

private:
  struct deleter {
    void operator()(typename c::pso *swarm) const noexcept { c::pso_free(swarm); }
  };

  // What a run's callbacks are given.
  template <typename F> struct search {
    F &objective;
    const watch *after;
    const pso *swarm;
    std::exception_ptr exception;

    static int evaluate(const T *x, std::size_t dim, T *value, void *user) noexcept {
      auto &self = *static_cast<search *>(user);
      return detail::call(self.exception, [&] {
        *value = static_cast<T>(self.objective(x, dim));
        return 0;
      });
    }
    static int evaluate_batch(const T *points, std::size_t count, std::size_t dim, T *values, void *user) noexcept {
      auto &self = *static_cast<search *>(user);
      return detail::call(self.exception, [&] {
        self.objective(points, count, dim, values);
        return 0;
      });
    }
    static int look(const typename c::pso *, void *user) noexcept {
      auto &self = *static_cast<search *>(user);
      return detail::call(self.exception, [&] { return (*self.after)(*self.swarm) ? 0 : 1; });
    }
  };

  explicit pso(typename c::pso *made) : swarm_(made) { detail::check(c::pso_dim(made, &dim_)); }

  std::unique_ptr<typename c::pso, deleter> swarm_;
  std::size_t dim_ = 0;
};

// What a swarm came to.
template <typename T = double> struct pso_minimum {
  std::vector<T> position;
  T value;
  photinus::report<T> report;
};

// Minimises `objective` in the box from `lower` to `upper`: makes a swarm, and runs it to its end.
template <typename T = double, typename F>
pso_minimum<T> pso_minimize(F &&objective, const std::vector<T> &lower, const std::vector<T> &upper,
                             const detail::identity_t<pso_options<T>> &options = {},
                             const detail::identity_t<typename pso<T>::watch> &watch = nullptr) {
  pso<T> swarm(lower, upper, options);
  swarm.run(objective, watch);
  point<T> best = swarm.best();
  return {std::move(best.position), best.value, swarm.report()};
}

// --- The search for a global minimum ---------------------------------------------------------------------------------

namespace detail {

// The C functions and types for searches.
template <typename T> struct search_api;

#define PHOTINUS_HPP_SEARCHES(T, PRECISION)                                                                            \
  template <> struct search_api<T> {                                                                                   \
    using problem = photinus_problem_##PRECISION;                                                                      \
    using search = photinus_search_##PRECISION;                                                                        \
    using search_options = photinus_search_options_##PRECISION;                                                        \
    using search_progress = photinus_search_progress_##PRECISION;                                                      \
    using background = photinus_background_##PRECISION;                                                                \
    static constexpr auto problem_init = photinus_problem_init_##PRECISION;                                            \
    static constexpr auto search_options_init = photinus_search_options_init_##PRECISION;                              \
    static constexpr auto search_new = photinus_search_new_##PRECISION;                                                \
    static constexpr auto search_restore_new = photinus_search_restore_new_##PRECISION;                                \
    static constexpr auto search_free = photinus_search_free_##PRECISION;                                              \
    static constexpr auto search_ask = photinus_search_ask_##PRECISION;                                                \
    static constexpr auto search_tell = photinus_search_tell_##PRECISION;                                              \
    static constexpr auto search_tell_constrained = photinus_search_tell_constrained_##PRECISION;                      \
    static constexpr auto search_step = photinus_search_step_##PRECISION;                                              \
    static constexpr auto search_step_batch = photinus_search_step_batch_##PRECISION;                                  \
    static constexpr auto search_step_constrained = photinus_search_step_constrained_##PRECISION;                      \
    static constexpr auto search_run = photinus_search_run_##PRECISION;                                                \
    static constexpr auto search_run_batch = photinus_search_run_batch_##PRECISION;                                    \
    static constexpr auto search_run_constrained = photinus_search_run_constrained_##PRECISION;                        \
    static constexpr auto search_run_parallel = photinus_search_run_parallel_##PRECISION;                              \
    static constexpr auto search_run_batch_parallel = photinus_search_run_batch_parallel_##PRECISION;                  \
    static constexpr auto search_run_constrained_parallel = photinus_search_run_constrained_parallel_##PRECISION;      \
    static constexpr auto search_best = photinus_search_best_##PRECISION;                                              \
    static constexpr auto search_report = photinus_search_report_##PRECISION;                                          \
    static constexpr auto search_dim = photinus_search_dim_##PRECISION;                                                \
    static constexpr auto search_constraints = photinus_search_constraints_##PRECISION;                                \
    static constexpr auto search_get_options = photinus_search_get_options_##PRECISION;                                \
    static constexpr auto search_set_options = photinus_search_set_options_##PRECISION;                                \
    static constexpr auto search_save_size = photinus_search_save_size_##PRECISION;                                    \
    static constexpr auto search_save = photinus_search_save_##PRECISION;                                              \
    static constexpr auto search_start = photinus_search_start_##PRECISION;                                            \
    static constexpr auto search_start_batch = photinus_search_start_batch_##PRECISION;                                \
    static constexpr auto search_start_constrained = photinus_search_start_constrained_##PRECISION;                    \
    static constexpr auto background_poll = photinus_background_poll_##PRECISION;                                      \
    static constexpr auto background_wait = photinus_background_wait_##PRECISION;                                      \
    static constexpr auto background_cancel = photinus_background_cancel_##PRECISION;                                  \
    static constexpr auto background_free = photinus_background_free_##PRECISION;                                      \
    static constexpr auto evaluate = photinus_evaluate_##PRECISION;                                                    \
    static constexpr auto feasible_first = photinus_feasible_first_##PRECISION;                                        \
  };
PHOTINUS_HPP_SEARCHES(float, f32)
PHOTINUS_HPP_SEARCHES(double, f64)
#undef PHOTINUS_HPP_SEARCHES

} // namespace detail

// The variables of a problem, and how many constraints it has: photinus_problem_f64, with arrays of its own. What is
// empty is not there.
//
//     photinus::problem<double> problem({0, 1}, {1, 10});
//     problem.grid = {0, 1}; // the second variable is a whole number
//     problem.inequalities = 1;
template <typename T = double> struct problem {
  std::vector<T> lower, upper;
  // Points to start from, a matrix [n][dim]; a distance from the first one per variable, for infinite bounds; a grid
  // per variable, 0 where there is none.
  std::vector<T> start = {}, spread = {}, grid = {};
  std::size_t inequalities = 0, equalities = 0;

  problem(std::vector<T> from, std::vector<T> to) : lower(std::move(from)), upper(std::move(to)) {}

  // For the functions of photinus.h: it points to these arrays.
  typename detail::search_api<T>::problem view() const {
    typename detail::search_api<T>::problem view;
    detail::check(detail::search_api<T>::problem_init(&view, sizeof view));
    const std::size_t dim = lower.size();
    const auto fits = [dim](const std::vector<T> &array) { return array.empty() || array.size() == dim; };
    detail::require(dim > 0, PHOTINUS_ERROR_DIMENSION);
    const bool all_fit = upper.size() == dim && start.size() % dim == 0 && fits(spread) && fits(grid);
    detail::require(all_fit, PHOTINUS_ERROR_LENGTH);
    const auto pointer = [](const std::vector<T> &array) { return array.empty() ? nullptr : array.data(); };
    view.dim = dim;
    view.lower = lower.data();
    view.upper = upper.data();
    view.start = pointer(start);
    view.start_count = start.size() / dim;
    view.spread = pointer(spread);
    view.grid = pointer(grid);
    view.inequalities = inequalities;
    view.equalities = equalities;
    return view;
  }
};

// What a search does, and when it stops: photinus_search_options_f64, with its defaults.
template <typename T = double> struct search_options : detail::search_api<T>::search_options {
  search_options() {
    using base = typename detail::search_api<T>::search_options;
    detail::check(detail::search_api<T>::search_options_init(this, sizeof(base)));
  }
};

// Where a search is: photinus_search_progress_f64.
template <typename T = double> struct search_progress : detail::search_api<T>::search_progress {
  search_progress() : detail::search_api<T>::search_progress() {
    this->struct_size = sizeof(typename detail::search_api<T>::search_progress);
  }
};

template <typename T, typename F> class background;

// A search for a global minimum. An objective is called as T(const T *x, std::size_t dim); for many points at once as
// void(const T *points, std::size_t count, std::size_t dim, T *values); with constraints as
// T(const T *x, std::size_t dim, T *constraints).
template <typename T = double> class search {
  using c = detail::search_api<T>;

public:
  // Called after each generation; returns false to end the run.
  using watch = std::function<bool(const search &)>;

  explicit search(const photinus::problem<T> &problem, const search_options<T> &options = {})
      : dim_(problem.lower.size()) {
    const auto view = problem.view();
    typename c::search *made = nullptr;
    detail::check(c::search_new(&view, &options, &made));
    search_.reset(made);
    learn();
  }
  search(const std::vector<T> &lower, const std::vector<T> &upper, const search_options<T> &options = {})
      : search(photinus::problem<T>(lower, upper), options) {}

  // The search in a checkpoint that save() made.
  static search restore(const unsigned char *checkpoint, std::size_t bytes) {
    typename c::search *made = nullptr;
    detail::check(c::search_restore_new(checkpoint, bytes, &made));
    return search(made);
  }
  static search restore(const std::vector<unsigned char> &checkpoint) {
    return restore(checkpoint.data(), checkpoint.size());
  }

  // The number of variables, and of constraints.
  std::size_t dim() const noexcept { return dim_; }
  std::size_t constraints() const noexcept { return constraints_; }

  // One generation.
  template <typename F> status step(F &&objective) {
    calls<F> context{objective, nullptr, this};
    return context.finish(c::search_step(search_.get(), calls<F>::evaluate, &context));
  }
  template <typename F> status step_batch(F &&objective) {
    calls<F> context{objective, nullptr, this};
    return context.finish(c::search_step_batch(search_.get(), calls<F>::evaluate_batch, &context));
  }
  template <typename F> status step_constrained(F &&objective) {
    calls<F> context{objective, nullptr, this};
    return context.finish(c::search_step_constrained(search_.get(), calls<F>::evaluate_constrained, &context));
  }

  // Steps until the run ends.
  template <typename F> status run(F &&objective, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    return context.finish(c::search_run(search_.get(), calls<F>::evaluate, context.looks(), &context));
  }
  template <typename F> status run_batch(F &&objective, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    return context.finish(c::search_run_batch(search_.get(), calls<F>::evaluate_batch, context.looks(), &context));
  }
  template <typename F> status run_constrained(F &&objective, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    return context.finish(
        c::search_run_constrained(search_.get(), calls<F>::evaluate_constrained, context.looks(), &context));
  }

  // The same, with points evaluated side by side by so many threads, 0 for one per core: the objective must be
  // thread-safe (with 1 it is called on the calling thread). The watch is called on the calling thread. Of several
  // exceptions the first in time arrives. After so many seconds the run ends with status::time.
  template <typename F>
  status run_parallel(F &&objective, std::size_t threads = 0, const watch &after = nullptr, T seconds = std::numeric_limits<T>::infinity()) {
    calls<F> context{objective, &after, this};
    return context.finish(
        c::search_run_parallel(search_.get(), calls<F>::evaluate, context.looks(), &context, threads, seconds));
  }
  template <typename F>
  status run_batch_parallel(F &&objective, std::size_t threads = 0, const watch &after = nullptr,
                            T seconds = std::numeric_limits<T>::infinity()) {
    calls<F> context{objective, &after, this};
    return context.finish(c::search_run_batch_parallel(search_.get(), calls<F>::evaluate_batch, context.looks(),
                                                       &context, threads, seconds));
  }
  template <typename F>
  status run_constrained_parallel(F &&objective, std::size_t threads = 0, const watch &after = nullptr,
                                  T seconds = std::numeric_limits<T>::infinity()) {
    calls<F> context{objective, &after, this};
    return context.finish(c::search_run_constrained_parallel(search_.get(), calls<F>::evaluate_constrained,
                                                             context.looks(), &context, threads, seconds));
  }

  // The points whose values are wanted; none where the run has ended, and the report's status says why. The values may
  // be told in any order and in parts; the result is that of step().
  asked_points<T> ask() {
    asked_points<T> points{nullptr, 0};
    detail::check(c::search_ask(search_.get(), &points.data, &points.count));
    return points;
  }
  // Tells the value of point `index`, or those of the points from `first` on; returns what the last told value ended.
  status tell(std::size_t index, T value) { return tell(index, &value, 1); }
  status tell(std::size_t first, const std::vector<T> &values) { return tell(first, values.data(), values.size()); }
  status tell(std::size_t first, const T *values, std::size_t count) {
    return detail::check(c::search_tell(search_.get(), first, values, count));
  }
  // The same with what the constraints are there, a row per point.
  status tell_constrained(std::size_t first, const std::vector<T> &values, const std::vector<T> &constraints) {
    detail::require(constraints.size() == detail::elements(values.size(), constraints_), PHOTINUS_ERROR_LENGTH);
    return detail::check(
        c::search_tell_constrained(search_.get(), first, values.data(), constraints.data(), values.size()));
  }

  // The best position so far, and its value.
  point<T> best() const {
    point<T> result{std::vector<T>(dim_), T()};
    detail::check(c::search_best(search_.get(), result.position.data(), dim_, &result.value));
    return result;
  }

  // Where the run is.
  search_progress<T> report() const {
    search_progress<T> result;
    detail::check(c::search_report(search_.get(), &result));
    return result;
  }

  search_options<T> options() const {
    search_options<T> result;
    detail::check(c::search_get_options(search_.get(), &result));
    return result;
  }
  // Changes what the search does, or when it stops, from the next generation on; not its sizes.
  void set_options(const search_options<T> &options) { detail::check(c::search_set_options(search_.get(), &options)); }

  // The whole run as bytes: a search restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::search_save_size(search_.get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::search_save(search_.get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // The search for the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  typename c::search *get() const noexcept { return search_.get(); }

private:
  template <typename, typename> friend class background;

  struct deleter {
    void operator()(typename c::search *made) const noexcept { c::search_free(made); }
  };

  // What a run's callbacks are given.
  template <typename F> struct calls {
    F &objective;
    const watch *after;
    const search *owner;
    std::mutex mutex = {};
    std::exception_ptr exception = nullptr;

    // Calls a callable, on any thread.
    template <typename Body> int call(Body &&body) noexcept {
      std::exception_ptr thrown;
      const int code = detail::call(thrown, body);
      if (thrown) {
        const std::lock_guard<std::mutex> lock(mutex);
        if (!exception) exception = thrown;
      }
      return code;
    }
    static int evaluate(const T *x, std::size_t dim, T *value, void *user) noexcept {
      auto &self = *static_cast<calls *>(user);
      return self.call([&] {
        *value = static_cast<T>(self.objective(x, dim));
        return 0;
      });
    }
    static int evaluate_batch(const T *points, std::size_t count, std::size_t dim, T *values, void *user) noexcept {
      auto &self = *static_cast<calls *>(user);
      return self.call([&] {
        self.objective(points, count, dim, values);
        return 0;
      });
    }
    static int evaluate_constrained(const T *x, std::size_t dim, T *value, T *constraints, std::size_t,
                                    void *user) noexcept {
      auto &self = *static_cast<calls *>(user);
      return self.call([&] {
        *value = static_cast<T>(self.objective(x, dim, constraints));
        return 0;
      });
    }
    static int look(const typename c::search *, void *user) noexcept {
      auto &self = *static_cast<calls *>(user);
      return self.call([&] { return (*self.after)(*self.owner) ? 0 : 1; });
    }
    auto looks() const noexcept { return after != nullptr && *after ? look : nullptr; }
    status finish(int code) const { return detail::finish(code, exception); }
  };

  explicit search(typename c::search *made) : search_(made) {
    detail::check(c::search_dim(made, &dim_));
    learn();
  }

  void learn() {
    std::size_t inequalities = 0, equalities = 0;
    detail::check(c::search_constraints(search_.get(), &inequalities, &equalities));
    constraints_ = inequalities + equalities;
  }

  std::unique_ptr<typename c::search, deleter> search_;
  std::size_t dim_ = 0, constraints_ = 0;
};

// A search that runs in the background, on threads of its own. Until wait() has returned, the search is not to be used,
// nor moved; the destructor cancels and waits. The objective is copied (or moved) in; it is called by other threads, by
// several at a time if there are to be more than one. Which of the three kinds it is (see `search`) follows from what it
// can be called with. After so many seconds the run ends with status::time.
//
//     photinus::search<double> search({-5, -5}, {5, 5});
//     photinus::background running(search, objective, 2);
//     while (running.report().status == PHOTINUS_OK) { ... }
//     running.wait();
template <typename T, typename F> class background {
  using c = detail::search_api<T>;
  using calls = typename search<T>::template calls<F>;

public:
  background(search<T> &owner, F objective, std::size_t threads = 1,
             detail::identity_t<T> seconds = std::numeric_limits<T>::infinity())
      : dim_(owner.dim()), objective_(std::move(objective)), context_{objective_, nullptr, &owner} {
    if constexpr (std::is_invocable_v<F &, const T *, std::size_t>) {
      detail::check(c::search_start(owner.get(), calls::evaluate, &context_, threads, seconds, &run_));
    } else if constexpr (std::is_invocable_v<F &, const T *, std::size_t, std::size_t, T *>) {
      detail::check(c::search_start_batch(owner.get(), calls::evaluate_batch, &context_, threads, seconds, &run_));
    } else {
      detail::check(
          c::search_start_constrained(owner.get(), calls::evaluate_constrained, &context_, threads, seconds, &run_));
    }
  }
  background(const background &) = delete;
  background &operator=(const background &) = delete;
  ~background() { c::background_free(run_); }

  // Where the run was after its last generation, and what the best position was, without waiting.
  search_progress<T> report() const {
    search_progress<T> result;
    detail::check(c::background_poll(run_, nullptr, dim_, nullptr, &result));
    return result;
  }
  point<T> best() const {
    point<T> result{std::vector<T>(dim_), T()};
    detail::check(c::background_poll(run_, result.position.data(), dim_, &result.value, nullptr));
    return result;
  }

  // Lets the run end soon, with status::caller.
  void cancel() { detail::check(c::background_cancel(run_)); }

  // Waits for the end; what the objective threw is thrown here.
  status wait() {
    const int code = c::background_wait(run_);
    return context_.finish(code);
  }

private:
  std::size_t dim_;
  F objective_;
  calls context_;
  typename c::background *run_ = nullptr;
};

// Deb's rules in one number, for methods that know no constraints: the value where all constraints are met, first
// `inequalities` of them, then equalities; else a number beyond all reasonable values, the larger, the larger the largest
// violation is. It is what the objective of a swarm then returns.
template <typename T>
T feasible_first(detail::identity_t<T> value, const std::vector<T> &constraints, std::size_t inequalities,
                 detail::identity_t<T> equality_tolerance = std::is_same_v<T, float> ? T(1e-4) : T(1e-6)) {
  detail::require(inequalities <= constraints.size(), PHOTINUS_ERROR_LENGTH);
  T result;
  detail::check(detail::search_api<T>::feasible_first(value, constraints.data(), inequalities,
                                                      constraints.size() - inequalities, equality_tolerance, &result));
  return result;
}

// The values of an objective at `count` points, a matrix [count][dim], evaluated by so many threads, 0 for one per
// core: then it must be thread-safe.
template <typename T, typename F>
std::vector<T> evaluate(F &&objective, const std::vector<T> &points, std::size_t dim, std::size_t threads = 1) {
  detail::require(dim > 0, PHOTINUS_ERROR_DIMENSION);
  detail::require(points.size() % dim == 0, PHOTINUS_ERROR_LENGTH);
  struct context {
    F &objective;
    std::mutex mutex;
    std::exception_ptr exception;
  } own{objective, {}, nullptr};
  const auto call = [](const T *x, std::size_t size, T *value, void *user) noexcept -> int {
    auto &self = *static_cast<context *>(user);
    std::exception_ptr thrown;
    const int code = detail::call(thrown, [&] {
      *value = static_cast<T>(self.objective(x, size));
      return 0;
    });
    const std::lock_guard<std::mutex> lock(self.mutex);
    if (thrown && !self.exception) self.exception = thrown;
    return code;
  };
  std::vector<T> values(points.size() / dim);
  const int code = detail::search_api<T>::evaluate(dim, call, &own, threads, points.data(), values.size(),
                                                   values.data(), nullptr, nullptr);
  detail::finish(code, own.exception);
  return values;
}

// What a search came to.
template <typename T = double> struct minimum {
  std::vector<T> position;
  T value;
  search_progress<T> report;
};

// Minimises `objective` from `lower` to `upper`, or as the problem says: makes a search, and runs it to its end.
template <typename T = double, typename F>
minimum<T> minimize(F &&objective, const problem<T> &problem, const detail::identity_t<search_options<T>> &options = {},
                    const detail::identity_t<typename search<T>::watch> &watch = nullptr) {
  search<T> made(problem, options);
  made.run(objective, watch);
  point<T> best = made.best();
  return {std::move(best.position), best.value, made.report()};
}
template <typename T = double, typename F>
minimum<T> minimize(F &&objective, const std::vector<T> &lower, const std::vector<T> &upper,
                    const detail::identity_t<search_options<T>> &options = {},
                    const detail::identity_t<typename search<T>::watch> &watch = nullptr) {
  return minimize<T>(objective, problem<T>(lower, upper), options, watch);
}

// The same with an objective that also computes the problem's constraints, called as
// T(const T *x, std::size_t dim, T *constraints).
template <typename T = double, typename F>
minimum<T> minimize_constrained(F &&objective, const problem<T> &problem,
                                const detail::identity_t<search_options<T>> &options = {},
                                const detail::identity_t<typename search<T>::watch> &watch = nullptr) {
  search<T> made(problem, options);
  made.run_constrained(objective, watch);
  point<T> best = made.best();
  return {std::move(best.position), best.value, made.report()};
}

// --- CMA-ES and L-BFGS-B by themselves -------------------------------------------------------------------------------

namespace detail {

// The C functions and types for the kernels of the search.
template <typename T> struct kernel_api;

#define PHOTINUS_HPP_KERNELS(T, PRECISION)                                                                             \
  template <> struct kernel_api<T> {                                                                                   \
    using cma = photinus_cma_##PRECISION;                                                                              \
    using cma_options = photinus_cma_options_##PRECISION;                                                              \
    using cma_progress = photinus_cma_progress_##PRECISION;                                                            \
    static constexpr auto cma_options_init = photinus_cma_options_init_##PRECISION;                                    \
    static constexpr auto cma_new = photinus_cma_new_##PRECISION;                                                      \
    static constexpr auto cma_restore_new = photinus_cma_restore_new_##PRECISION;                                      \
    static constexpr auto cma_free = photinus_cma_free_##PRECISION;                                                    \
    static constexpr auto cma_ask = photinus_cma_ask_##PRECISION;                                                      \
    static constexpr auto cma_tell = photinus_cma_tell_##PRECISION;                                                    \
    static constexpr auto cma_step = photinus_cma_step_##PRECISION;                                                    \
    static constexpr auto cma_step_batch = photinus_cma_step_batch_##PRECISION;                                        \
    static constexpr auto cma_run = photinus_cma_run_##PRECISION;                                                      \
    static constexpr auto cma_run_batch = photinus_cma_run_batch_##PRECISION;                                          \
    static constexpr auto cma_best = photinus_cma_best_##PRECISION;                                                    \
    static constexpr auto cma_mean = photinus_cma_mean_##PRECISION;                                                    \
    static constexpr auto cma_report = photinus_cma_report_##PRECISION;                                                \
    static constexpr auto cma_dim = photinus_cma_dim_##PRECISION;                                                      \
    static constexpr auto cma_get_options = photinus_cma_get_options_##PRECISION;                                      \
    static constexpr auto cma_set_options = photinus_cma_set_options_##PRECISION;                                      \
    static constexpr auto cma_save_size = photinus_cma_save_size_##PRECISION;                                          \
    static constexpr auto cma_save = photinus_cma_save_##PRECISION;                                                    \
    using lbfgs = photinus_lbfgs_##PRECISION;                                                                          \
    using lbfgs_options = photinus_lbfgs_options_##PRECISION;                                                          \
    using lbfgs_progress = photinus_lbfgs_progress_##PRECISION;                                                        \
    using differences = photinus_differences_##PRECISION;                                                              \
    static constexpr auto lbfgs_options_init = photinus_lbfgs_options_init_##PRECISION;                                \
    static constexpr auto lbfgs_new = photinus_lbfgs_new_##PRECISION;                                                  \
    static constexpr auto lbfgs_restore_new = photinus_lbfgs_restore_new_##PRECISION;                                  \
    static constexpr auto lbfgs_free = photinus_lbfgs_free_##PRECISION;                                                \
    static constexpr auto lbfgs_ask = photinus_lbfgs_ask_##PRECISION;                                                  \
    static constexpr auto lbfgs_tell = photinus_lbfgs_tell_##PRECISION;                                                \
    static constexpr auto lbfgs_step = photinus_lbfgs_step_##PRECISION;                                                \
    static constexpr auto lbfgs_run = photinus_lbfgs_run_##PRECISION;                                                  \
    static constexpr auto lbfgs_differences_size = photinus_lbfgs_differences_size_##PRECISION;                        \
    static constexpr auto lbfgs_step_differences = photinus_lbfgs_step_differences_##PRECISION;                        \
    static constexpr auto lbfgs_step_differences_batch = photinus_lbfgs_step_differences_batch_##PRECISION;            \
    static constexpr auto lbfgs_run_differences = photinus_lbfgs_run_differences_##PRECISION;                          \
    static constexpr auto lbfgs_run_differences_batch = photinus_lbfgs_run_differences_batch_##PRECISION;              \
    static constexpr auto lbfgs_best = photinus_lbfgs_best_##PRECISION;                                                \
    static constexpr auto lbfgs_best_gradient = photinus_lbfgs_best_gradient_##PRECISION;                              \
    static constexpr auto lbfgs_report = photinus_lbfgs_report_##PRECISION;                                            \
    static constexpr auto lbfgs_dim = photinus_lbfgs_dim_##PRECISION;                                                  \
    static constexpr auto lbfgs_bounds = photinus_lbfgs_bounds_##PRECISION;                                            \
    static constexpr auto lbfgs_get_options = photinus_lbfgs_get_options_##PRECISION;                                  \
    static constexpr auto lbfgs_set_options = photinus_lbfgs_set_options_##PRECISION;                                  \
    static constexpr auto lbfgs_save_size = photinus_lbfgs_save_size_##PRECISION;                                      \
    static constexpr auto lbfgs_save = photinus_lbfgs_save_##PRECISION;                                                \
    static constexpr auto differences_init = photinus_differences_init_##PRECISION;                                    \
    static constexpr auto difference_rows = photinus_difference_rows_##PRECISION;                                      \
    static constexpr auto difference_points = photinus_difference_points_##PRECISION;                                  \
    static constexpr auto difference_gradient = photinus_difference_gradient_##PRECISION;                              \
  };
PHOTINUS_HPP_KERNELS(float, f32)
PHOTINUS_HPP_KERNELS(double, f64)
#undef PHOTINUS_HPP_KERNELS

// What the callbacks of a run are given; all of them are called on the calling thread.
template <typename T, typename F, typename Owner, typename Object> struct kernel_calls {
  F &objective;
  const std::function<bool(const Owner &)> *after;
  const Owner *owner;
  std::exception_ptr exception = nullptr;

  static int evaluate(const T *x, std::size_t dim, T *value, void *user) noexcept {
    auto &self = *static_cast<kernel_calls *>(user);
    return call(self.exception, [&] {
      *value = static_cast<T>(self.objective(x, dim));
      return 0;
    });
  }
  static int evaluate_batch(const T *points, std::size_t count, std::size_t dim, T *values, void *user) noexcept {
    auto &self = *static_cast<kernel_calls *>(user);
    return call(self.exception, [&] {
      self.objective(points, count, dim, values);
      return 0;
    });
  }
  static int evaluate_gradient(const T *x, std::size_t dim, T *value, T *gradient, void *user) noexcept {
    auto &self = *static_cast<kernel_calls *>(user);
    return call(self.exception, [&] {
      *value = static_cast<T>(self.objective(x, dim, gradient));
      return 0;
    });
  }
  static int look(const Object *, void *user) noexcept {
    auto &self = *static_cast<kernel_calls *>(user);
    return call(self.exception, [&] { return (*self.after)(*self.owner) ? 0 : 1; });
  }
  auto looks() const noexcept { return after != nullptr && *after ? look : nullptr; }
  status finish(int code) const { return detail::finish(code, exception); }
};

} // namespace detail

// How CMA-ES samples, and when it stops: photinus_cma_options_f64, with its defaults.
template <typename T = double> struct cma_options : detail::kernel_api<T>::cma_options {
  cma_options() {
    using base = typename detail::kernel_api<T>::cma_options;
    detail::check(detail::kernel_api<T>::cma_options_init(this, sizeof(base)));
  }
};

// Where a run of CMA-ES is: photinus_cma_progress_f64.
template <typename T = double> struct cma_progress : detail::kernel_api<T>::cma_progress {
  cma_progress() : detail::kernel_api<T>::cma_progress() {
    this->struct_size = sizeof(typename detail::kernel_api<T>::cma_progress);
  }
};

// One run of the evolution strategy with covariance matrix adaptation, without the search around it. It begins at the
// problem's first start point. An objective is called as T(const T *x, std::size_t dim); for many points at once as
// void(const T *points, std::size_t count, std::size_t dim, T *values).
template <typename T = double> class cma {
  using c = detail::kernel_api<T>;

public:
  // Called after each generation; returns false to end the run.
  using watch = std::function<bool(const cma &)>;

  explicit cma(const photinus::problem<T> &problem, const cma_options<T> &options = {}) : dim_(problem.lower.size()) {
    const auto view = problem.view();
    typename c::cma *made = nullptr;
    detail::check(c::cma_new(&view, &options, &made));
    cma_.reset(made);
  }
  cma(const std::vector<T> &lower, const std::vector<T> &upper, const cma_options<T> &options = {})
      : cma(photinus::problem<T>(lower, upper), options) {}

  // The run in a checkpoint that save() made.
  static cma restore(const unsigned char *checkpoint, std::size_t bytes) {
    typename c::cma *made = nullptr;
    detail::check(c::cma_restore_new(checkpoint, bytes, &made));
    return cma(made);
  }
  static cma restore(const std::vector<unsigned char> &checkpoint) {
    return restore(checkpoint.data(), checkpoint.size());
  }

  // The number of variables.
  std::size_t dim() const noexcept { return dim_; }

  // One generation.
  template <typename F> status step(F &&objective) {
    calls<F> context{objective, nullptr, this};
    return context.finish(c::cma_step(cma_.get(), calls<F>::evaluate, &context));
  }
  template <typename F> status step_batch(F &&objective) {
    calls<F> context{objective, nullptr, this};
    return context.finish(c::cma_step_batch(cma_.get(), calls<F>::evaluate_batch, &context));
  }

  // Steps until the run ends.
  template <typename F> status run(F &&objective, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    return context.finish(c::cma_run(cma_.get(), calls<F>::evaluate, context.looks(), &context));
  }
  template <typename F> status run_batch(F &&objective, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    return context.finish(c::cma_run_batch(cma_.get(), calls<F>::evaluate_batch, context.looks(), &context));
  }

  // The points whose values are wanted; none where the run has ended, and the report's status says why. The values may
  // be told in any order and in parts; the result is that of step().
  asked_points<T> ask() {
    asked_points<T> points{nullptr, 0};
    detail::check(c::cma_ask(cma_.get(), &points.data, &points.count));
    return points;
  }
  // Tells the value of point `index`, or those of the points from `first` on; returns what the last told value ended.
  status tell(std::size_t index, T value) { return tell(index, &value, 1); }
  status tell(std::size_t first, const std::vector<T> &values) { return tell(first, values.data(), values.size()); }
  status tell(std::size_t first, const T *values, std::size_t count) {
    return detail::check(c::cma_tell(cma_.get(), first, values, count));
  }

  // The best position so far, and its value.
  point<T> best() const {
    point<T> result{std::vector<T>(dim_), T()};
    detail::check(c::cma_best(cma_.get(), result.position.data(), dim_, &result.value));
    return result;
  }

  // The mean of the distribution.
  std::vector<T> mean() const {
    std::vector<T> result(dim_);
    detail::check(c::cma_mean(cma_.get(), result.data(), dim_));
    return result;
  }

  // Where the run is.
  cma_progress<T> report() const {
    cma_progress<T> result;
    detail::check(c::cma_report(cma_.get(), &result));
    return result;
  }

  cma_options<T> options() const {
    cma_options<T> result;
    detail::check(c::cma_get_options(cma_.get(), &result));
    return result;
  }
  // Changes when the run stops; not its population.
  void set_options(const cma_options<T> &options) { detail::check(c::cma_set_options(cma_.get(), &options)); }

  // The whole run as bytes: one restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::cma_save_size(cma_.get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::cma_save(cma_.get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // The run for the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  typename c::cma *get() const noexcept { return cma_.get(); }

private:
  struct deleter {
    void operator()(typename c::cma *made) const noexcept { c::cma_free(made); }
  };
  template <typename F> using calls = detail::kernel_calls<T, F, cma, typename c::cma>;

  explicit cma(typename c::cma *made) : cma_(made) { detail::check(c::cma_dim(made, &dim_)); }

  std::unique_ptr<typename c::cma, deleter> cma_;
  std::size_t dim_ = 0;
};

// How L-BFGS-B moves, and when it stops: photinus_lbfgs_options_f64, with its defaults.
template <typename T = double> struct lbfgs_options : detail::kernel_api<T>::lbfgs_options {
  lbfgs_options() {
    using base = typename detail::kernel_api<T>::lbfgs_options;
    detail::check(detail::kernel_api<T>::lbfgs_options_init(this, sizeof(base)));
  }
};

// Where a run of L-BFGS-B is: photinus_lbfgs_progress_f64.
template <typename T = double> struct lbfgs_progress : detail::kernel_api<T>::lbfgs_progress {
  lbfgs_progress() : detail::kernel_api<T>::lbfgs_progress() {
    this->struct_size = sizeof(typename detail::kernel_api<T>::lbfgs_progress);
  }
};

// How gradients are made of values: photinus_differences_f64, with its defaults.
template <typename T = double> struct differences : detail::kernel_api<T>::differences {
  differences() {
    using base = typename detail::kernel_api<T>::differences;
    detail::check(detail::kernel_api<T>::differences_init(this, sizeof(base)));
  }
};

// The points whose values difference_gradient() needs for the gradient at x, a matrix [n][dim]; the bounds may be
// infinite.
template <typename T>
std::vector<T> difference_points(const std::vector<T> &x, const std::vector<T> &lower, const std::vector<T> &upper,
                                 const detail::identity_t<differences<T>> &how = {}) {
  using c = detail::kernel_api<T>;
  const std::size_t dim = x.size();
  detail::require(lower.size() == dim && upper.size() == dim, PHOTINUS_ERROR_LENGTH);
  std::size_t rows = 0;
  detail::check(c::difference_rows(dim, lower.data(), upper.data(), &how, &rows));
  std::vector<T> points(detail::elements(rows, dim));
  detail::check(c::difference_points(dim, x.data(), lower.data(), upper.data(), &how, points.data(), rows));
  return points;
}

// The gradient at x from the value there, and those at the points that difference_points() gave.
template <typename T>
std::vector<T> difference_gradient(const std::vector<T> &x, const std::vector<T> &lower, const std::vector<T> &upper,
                                   detail::identity_t<T> value, const std::vector<T> &values,
                                   const detail::identity_t<differences<T>> &how = {}) {
  const std::size_t dim = x.size();
  detail::require(lower.size() == dim && upper.size() == dim, PHOTINUS_ERROR_LENGTH);
  std::vector<T> gradient(dim);
  detail::check(detail::kernel_api<T>::difference_gradient(dim, x.data(), lower.data(), upper.data(), &how, value,
                                                           values.data(), values.size(), gradient.data()));
  return gradient;
}

// One run of L-BFGS-B, for smooth functions of many variables with simple bounds. An objective with its gradient is
// called as T(const T *x, std::size_t dim, T *gradient); one without as that of cma.
template <typename T = double> class lbfgs {
  using c = detail::kernel_api<T>;

public:
  // Called after each iteration; returns false to end the run.
  using watch = std::function<bool(const lbfgs &)>;

  // From `start`, without bounds.
  explicit lbfgs(const std::vector<T> &start, const lbfgs_options<T> &options = {}) : lbfgs(start, {}, {}, options) {}
  // From `start`, in the box from `lower` to `upper`, which may be infinite; empty is all infinite.
  lbfgs(const std::vector<T> &start, const std::vector<T> &lower, const std::vector<T> &upper,
        const lbfgs_options<T> &options = {})
      : dim_(start.size()) {
    const auto fits = [this](const std::vector<T> &bounds) { return bounds.empty() || bounds.size() == dim_; };
    detail::require(fits(lower) && fits(upper), PHOTINUS_ERROR_LENGTH);
    const auto pointer = [](const std::vector<T> &bounds) { return bounds.empty() ? nullptr : bounds.data(); };
    typename c::lbfgs *made = nullptr;
    detail::check(c::lbfgs_new(dim_, start.data(), pointer(lower), pointer(upper), &options, &made));
    lbfgs_.reset(made);
  }

  // The run in a checkpoint that save() made.
  static lbfgs restore(const unsigned char *checkpoint, std::size_t bytes) {
    typename c::lbfgs *made = nullptr;
    detail::check(c::lbfgs_restore_new(checkpoint, bytes, &made));
    return lbfgs(made);
  }
  static lbfgs restore(const std::vector<unsigned char> &checkpoint) {
    return restore(checkpoint.data(), checkpoint.size());
  }

  // The number of variables.
  std::size_t dim() const noexcept { return dim_; }

  // One evaluation, and what follows from it.
  template <typename F> status step(F &&objective) {
    calls<F> context{objective, nullptr, this};
    return context.finish(c::lbfgs_step(lbfgs_.get(), calls<F>::evaluate_gradient, &context));
  }
  // Steps until the run ends.
  template <typename F> status run(F &&objective, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    return context.finish(c::lbfgs_run(lbfgs_.get(), calls<F>::evaluate_gradient, context.looks(), &context));
  }

  // The same with gradients made by differences.
  template <typename F> status step_differences(F &&objective, const differences<T> &how = {}) {
    calls<F> context{objective, nullptr, this};
    std::vector<T> work = workspace(how);
    return context.finish(c::lbfgs_step_differences(lbfgs_.get(), &how, calls<F>::evaluate, &context, work.data(),
                                                    work.size() * sizeof(T)));
  }
  template <typename F> status step_differences_batch(F &&objective, const differences<T> &how = {}) {
    calls<F> context{objective, nullptr, this};
    std::vector<T> work = workspace(how);
    return context.finish(c::lbfgs_step_differences_batch(lbfgs_.get(), &how, calls<F>::evaluate_batch, &context,
                                                          work.data(), work.size() * sizeof(T)));
  }
  template <typename F>
  status run_differences(F &&objective, const differences<T> &how = {}, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    std::vector<T> work = workspace(how);
    return context.finish(c::lbfgs_run_differences(lbfgs_.get(), &how, calls<F>::evaluate, context.looks(), &context,
                                                   work.data(), work.size() * sizeof(T)));
  }
  template <typename F>
  status run_differences_batch(F &&objective, const differences<T> &how = {}, const watch &after = nullptr) {
    calls<F> context{objective, &after, this};
    std::vector<T> work = workspace(how);
    return context.finish(c::lbfgs_run_differences_batch(lbfgs_.get(), &how, calls<F>::evaluate_batch, context.looks(),
                                                         &context, work.data(), work.size() * sizeof(T)));
  }

  // The point whose value and gradient are wanted, dim() numbers; nullptr where the run has ended, and the report's
  // status says why.
  const T *ask() {
    const T *x = nullptr;
    detail::check(c::lbfgs_ask(lbfgs_.get(), &x));
    return x;
  }
  // Tells them; returns what that ended.
  status tell(T value, const std::vector<T> &gradient) { return tell(value, gradient.data(), gradient.size()); }
  status tell(T value, const T *gradient, std::size_t size) {
    return detail::check(c::lbfgs_tell(lbfgs_.get(), value, gradient, size));
  }

  // The best position so far, and its value.
  point<T> best() const {
    point<T> result{std::vector<T>(dim_), T()};
    detail::check(c::lbfgs_best(lbfgs_.get(), result.position.data(), dim_, &result.value));
    return result;
  }

  // The gradient there.
  std::vector<T> best_gradient() const {
    std::vector<T> result(dim_);
    detail::check(c::lbfgs_best_gradient(lbfgs_.get(), result.data(), dim_));
    return result;
  }

  // Where the run is.
  lbfgs_progress<T> report() const {
    lbfgs_progress<T> result;
    detail::check(c::lbfgs_report(lbfgs_.get(), &result));
    return result;
  }

  // The bounds.
  std::vector<T> lower() const {
    std::vector<T> result(dim_);
    detail::check(c::lbfgs_bounds(lbfgs_.get(), result.data(), nullptr, dim_));
    return result;
  }
  std::vector<T> upper() const {
    std::vector<T> result(dim_);
    detail::check(c::lbfgs_bounds(lbfgs_.get(), nullptr, result.data(), dim_));
    return result;
  }

  lbfgs_options<T> options() const {
    lbfgs_options<T> result;
    detail::check(c::lbfgs_get_options(lbfgs_.get(), &result));
    return result;
  }
  // Changes how the run moves, or when it stops; not the number of pairs.
  void set_options(const lbfgs_options<T> &options) { detail::check(c::lbfgs_set_options(lbfgs_.get(), &options)); }

  // The whole run as bytes: one restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::lbfgs_save_size(lbfgs_.get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::lbfgs_save(lbfgs_.get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // The run for the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  typename c::lbfgs *get() const noexcept { return lbfgs_.get(); }

private:
  struct deleter {
    void operator()(typename c::lbfgs *made) const noexcept { c::lbfgs_free(made); }
  };
  template <typename F> using calls = detail::kernel_calls<T, F, lbfgs, typename c::lbfgs>;

  explicit lbfgs(typename c::lbfgs *made) : lbfgs_(made) { detail::check(c::lbfgs_dim(made, &dim_)); }

  // What differences are computed in: as aligned as numbers are.
  std::vector<T> workspace(const differences<T> &how) const {
    std::size_t bytes = 0, align = 0;
    detail::check(c::lbfgs_differences_size(lbfgs_.get(), &how, &bytes, &align));
    return std::vector<T>(bytes / sizeof(T));
  }

  std::unique_ptr<typename c::lbfgs, deleter> lbfgs_;
  std::size_t dim_ = 0;
};

// --- Differential equations ------------------------------------------------------------------------------------------

namespace detail {

// The C functions and types for differential equations and networks.
template <typename T> struct solver_api;

#define PHOTINUS_HPP_SOLVERS(T, PRECISION)                                                                             \
  template <> struct solver_api<T> {                                                                                   \
    using solver_options = photinus_solver_options_##PRECISION;                                                        \
    using solution = photinus_solution_##PRECISION;                                                                    \
    using adaptive = photinus_adaptive_##PRECISION;                                                                    \
    using events = photinus_events_##PRECISION;                                                                        \
    using solver_report = photinus_solver_report_##PRECISION;                                                          \
    using lyapunov = photinus_lyapunov_##PRECISION;                                                                    \
    using lyapunov_options = photinus_lyapunov_options_##PRECISION;                                                    \
    using kuramoto = photinus_kuramoto_##PRECISION;                                                                    \
    using network = photinus_network_##PRECISION;                                                                      \
    using delayed = photinus_delayed_##PRECISION;                                                                      \
    using ensemble = photinus_ensemble_##PRECISION;                                                                    \
    using transition = photinus_transition_##PRECISION;                                                                \
    static constexpr auto solver_options_init = photinus_solver_options_init_##PRECISION;                              \
    static constexpr auto ode_size = photinus_ode_size_##PRECISION;                                                    \
    static constexpr auto ode_solve = photinus_ode_solve_##PRECISION;                                                  \
    static constexpr auto ode_advance = photinus_ode_advance_##PRECISION;                                              \
    static constexpr auto normals_fill = photinus_normals_fill_##PRECISION;                                            \
    static constexpr auto adaptive_size = photinus_adaptive_size_##PRECISION;                                          \
    static constexpr auto adaptive_init = photinus_adaptive_init_##PRECISION;                                          \
    static constexpr auto adaptive_restart = photinus_adaptive_restart_##PRECISION;                                    \
    static constexpr auto adaptive_step = photinus_adaptive_step_##PRECISION;                                          \
    static constexpr auto adaptive_step_towards = photinus_adaptive_step_towards_##PRECISION;                          \
    static constexpr auto adaptive_step_until = photinus_adaptive_step_until_##PRECISION;                              \
    static constexpr auto adaptive_solve = photinus_adaptive_solve_##PRECISION;                                        \
    static constexpr auto adaptive_solve_events = photinus_adaptive_solve_events_##PRECISION;                          \
    static constexpr auto adaptive_interpolate = photinus_adaptive_interpolate_##PRECISION;                            \
    static constexpr auto adaptive_state = photinus_adaptive_state_##PRECISION;                                        \
    static constexpr auto adaptive_rates = photinus_adaptive_rates_##PRECISION;                                        \
    static constexpr auto adaptive_report = photinus_adaptive_report_##PRECISION;                                      \
    static constexpr auto adaptive_get_options = photinus_adaptive_get_options_##PRECISION;                            \
    static constexpr auto adaptive_set_options = photinus_adaptive_set_options_##PRECISION;                            \
    static constexpr auto adaptive_save_size = photinus_adaptive_save_size_##PRECISION;                                \
    static constexpr auto adaptive_save = photinus_adaptive_save_##PRECISION;                                          \
    static constexpr auto adaptive_restore_size = photinus_adaptive_restore_size_##PRECISION;                          \
    static constexpr auto adaptive_restore = photinus_adaptive_restore_##PRECISION;                                    \
    static constexpr auto events_init = photinus_events_init_##PRECISION;                                              \
    static constexpr auto events_size = photinus_events_size_##PRECISION;                                              \
    static constexpr auto lyapunov_options_init = photinus_lyapunov_options_init_##PRECISION;                          \
    static constexpr auto lyapunov_size = photinus_lyapunov_size_##PRECISION;                                          \
    static constexpr auto lyapunov_init = photinus_lyapunov_init_##PRECISION;                                          \
    static constexpr auto lyapunov_advance = photinus_lyapunov_advance_##PRECISION;                                    \
    static constexpr auto lyapunov_discard = photinus_lyapunov_discard_##PRECISION;                                    \
    static constexpr auto lyapunov_exponents = photinus_lyapunov_exponents_##PRECISION;                                \
    static constexpr auto lyapunov_state = photinus_lyapunov_state_##PRECISION;                                        \
    static constexpr auto lyapunov_progress = photinus_lyapunov_progress_##PRECISION;                                  \
    static constexpr auto lyapunov_save_size = photinus_lyapunov_save_size_##PRECISION;                                \
    static constexpr auto lyapunov_save = photinus_lyapunov_save_##PRECISION;                                          \
    static constexpr auto lyapunov_restore_size = photinus_lyapunov_restore_size_##PRECISION;                          \
    static constexpr auto lyapunov_restore = photinus_lyapunov_restore_##PRECISION;                                    \
    static constexpr auto kuramoto_init = photinus_kuramoto_init_##PRECISION;                                          \
    static constexpr auto kuramoto_size = photinus_kuramoto_size_##PRECISION;                                          \
    static constexpr auto kuramoto_rates = photinus_kuramoto_rates_##PRECISION;                                        \
    static constexpr auto kuramoto_solve = photinus_kuramoto_solve_##PRECISION;                                        \
    static constexpr auto kuramoto_advance = photinus_kuramoto_advance_##PRECISION;                                    \
    static constexpr auto kuramoto_solve_parallel = photinus_kuramoto_solve_parallel_##PRECISION;                      \
    static constexpr auto kuramoto_advance_parallel = photinus_kuramoto_advance_parallel_##PRECISION;                  \
    static constexpr auto network_size = photinus_network_size_##PRECISION;                                            \
    static constexpr auto network_init = photinus_network_init_##PRECISION;                                            \
    static constexpr auto network_derivative = photinus_network_derivative_##PRECISION;                                \
    static constexpr auto network_tangent = photinus_network_tangent_##PRECISION;                                      \
    static constexpr auto delayed_size = photinus_delayed_size_##PRECISION;                                            \
    static constexpr auto delayed_init = photinus_delayed_init_##PRECISION;                                            \
    static constexpr auto delayed_advance = photinus_delayed_advance_##PRECISION;                                      \
    static constexpr auto delayed_solve = photinus_delayed_solve_##PRECISION;                                          \
    static constexpr auto delayed_state = photinus_delayed_state_##PRECISION;                                          \
    static constexpr auto delayed_save_size = photinus_delayed_save_size_##PRECISION;                                  \
    static constexpr auto delayed_save = photinus_delayed_save_##PRECISION;                                            \
    static constexpr auto delayed_restore_size = photinus_delayed_restore_size_##PRECISION;                            \
    static constexpr auto delayed_restore = photinus_delayed_restore_##PRECISION;                                      \
    static constexpr auto ensemble_init = photinus_ensemble_init_##PRECISION;                                          \
    static constexpr auto ensemble_advance_parallel = photinus_ensemble_advance_parallel_##PRECISION;                  \
    static constexpr auto transition_init = photinus_transition_init_##PRECISION;                                      \
    static constexpr auto transition_size = photinus_transition_size_##PRECISION;                                      \
    static constexpr auto transition_run = photinus_transition_run_##PRECISION;                                        \
    static constexpr auto transition_run_parallel = photinus_transition_run_parallel_##PRECISION;                      \
  };
PHOTINUS_HPP_SOLVERS(float, f32)
PHOTINUS_HPP_SOLVERS(double, f64)
#undef PHOTINUS_HPP_SOLVERS

} // namespace detail

// How a system is solved: photinus_solver_options_f64, with its defaults. Where options are asked for, a number is the
// step of RK4, and a photinus_method is that method.
//
//     photinus::solver_options<double> options(PHOTINUS_METHOD_EULER_MARUYAMA, 0.01);
//     options.set_noise({0.5}, 7); // the strength for all components; the seed
template <typename T = double> struct solver_options : detail::solver_api<T>::solver_options {
  // Tsitouras's method, which chooses its steps.
  solver_options() {
    using base = typename detail::solver_api<T>::solver_options;
    detail::check(detail::solver_api<T>::solver_options_init(this, sizeof(base)));
  }
  // That method; step: of those with a fixed one.
  solver_options(photinus_method chosen, T fixed_step = 0) : solver_options() {
    this->method = chosen;
    this->step = fixed_step;
  }
  // RK4 with that step.
  solver_options(T fixed_step) : solver_options(PHOTINUS_METHOD_RK4, fixed_step) {}

  // Noise of these strengths, one for each component or one for all. The options own them, as their copies do.
  void set_noise(std::vector<T> strengths, std::uint64_t noise_seed = 0) {
    strengths_ = std::make_shared<const std::vector<T>>(std::move(strengths));
    this->noise_strengths = strengths_->data();
    this->noise_count = strengths_->size();
    this->seed = noise_seed;
  }
  // Increments of the noise, a matrix [steps][dim] from the step numbered `first` on, instead of those from the seed.
  // The options own them, as their copies do.
  void set_increments(std::vector<T> increments_of_steps, std::uint64_t first = 0) {
    increments_ = std::make_shared<const std::vector<T>>(std::move(increments_of_steps));
    this->increments = increments_->data();
    this->increments_len = increments_->size();
    this->first_increment = first;
  }

private:
  std::shared_ptr<const std::vector<T>> strengths_, increments_;
};

// Called with each complete row of a solution: its number, time and state; returns false to end the run.
template <typename T> using row_watch = std::function<bool(std::size_t row, T t, const T *y, std::size_t dim)>;

// What a solver's run came to.
template <typename T = double> struct progress {
  // Steps taken, steps tried and rejected, and the time that was reached.
  std::uint64_t steps = 0, rejected = 0;
  T time = T();
  // Why it ended; the number of the photinus::stop that ended it, else 0 or 1; the number of the event that ended it.
  photinus::status status = photinus::status::ok;
  int code = 0;
  std::size_t event = 0;
};

// The same, with the rows that are complete.
template <typename T = double> struct solution : progress<T> {
  // A matrix [rows][dim]; row i belongs to times[i].
  std::vector<T> states;
  std::size_t rows = 0;
  std::size_t dim = 0;

  // Row i, of `dim` elements.
  const T *row(std::size_t i) const { return states.data() + i * dim; }
};

// Thrown by a run that has begun and can't go on: holds what came before.
template <typename T = double> class incomplete : public error {
public:
  incomplete(int code, solution<T> &&before)
      : error(code), before_(std::make_shared<const solution<T>>(std::move(before))) {}
  const solution<T> &before() const noexcept { return *before_; }

private:
  std::shared_ptr<const solution<T>> before_; // shared, so that copying the exception throws nothing
};

// The same, where the solution becomes NaN or infinite.
template <typename T = double> class diverged : public incomplete<T> {
public:
  explicit diverged(solution<T> &&before) : incomplete<T>(PHOTINUS_ERROR_DIVERGED, std::move(before)) {}
};

// What is looked for while a solver runs: where value(t, y) becomes 0, in that direction; whether that ends the run.
template <typename T = double> struct event {
  std::function<T(T t, const T *y)> value;
  photinus_direction direction = PHOTINUS_DIRECTION_BOTH;
  bool terminal = false;
};

// Called where an event has happened: its number, the time and the state; returns false to end the run.
template <typename T> using event_watch = std::function<bool(std::size_t event, T t, const T *y, std::size_t dim)>;

namespace detail {

// What a solver's callbacks are given. F is the system, or anything where the library has its own.
template <typename T, typename F> struct integration {
  explicit integration(F &of, const row_watch<T> *rows = nullptr) : system(of), watch(rows) {}

  F &system;
  const row_watch<T> *watch;
  const std::vector<event<T>> *events = nullptr;
  const event_watch<T> *happened = nullptr;
  std::exception_ptr exception = nullptr;

  static integration &of(void *user) noexcept { return *static_cast<integration *>(user); }
  static int derivative(T t, const T *y, std::size_t, T *dydt, void *user) noexcept {
    return call(of(user).exception, [&] {
      of(user).system(t, y, dydt);
      return 0;
    });
  }
  static int row(std::size_t row, T t, const T *y, std::size_t dim, void *user) noexcept {
    return call(of(user).exception, [&] { return (*of(user).watch)(row, t, y, dim) ? 0 : 1; });
  }
  static int event_value(std::size_t event, T t, const T *y, std::size_t, T *value, void *user) noexcept {
    return call(of(user).exception, [&] {
      *value = (*of(user).events)[event].value(t, y);
      return 0;
    });
  }
  static int event_happened(std::size_t event, T t, const T *y, std::size_t dim, void *user) noexcept {
    return call(of(user).exception, [&] { return (*of(user).happened)(event, t, y, dim) ? 0 : 1; });
  }

  // solve(row, user, states, states_len, solution) is the C function with the rest of its arguments.
  template <typename Solve> solution<T> run(std::size_t rows, std::size_t dim, Solve &&solve) {
    solution<T> result;
    result.states.resize(elements(rows, dim));
    typename solver_api<T>::solution reached{};
    reached.struct_size = sizeof reached;
    reached.rows = SIZE_MAX; // until the run has begun
    const bool watched = watch != nullptr && *watch;
    const int code = solve(watched ? row : nullptr, this, result.states.data(), result.states.size(), &reached);
    if (reached.rows == SIZE_MAX) reached.rows = 0, check(code);
    result.states.resize(reached.rows * dim);
    result.rows = reached.rows;
    result.dim = dim;
    result.steps = reached.steps;
    result.rejected = reached.rejected;
    result.time = reached.time;
    result.code = reached.code;
    result.event = reached.event;
    if (code == PHOTINUS_ERROR_DIVERGED && !exception) throw diverged<T>(std::move(result));
    if (code == PHOTINUS_ERROR_STEP_TOO_SMALL && !exception) throw incomplete<T>(code, std::move(result));
    result.status = finish(code, exception);
    return result;
  }
};

// Memory for an object, of the size that `size` tells; `init` makes it there. The object is its bytes.
template <typename Object, typename Size, typename Init> aligned_bytes make_object(Size &&size, Init &&init) {
  std::size_t bytes = 0, align = 1;
  check(size(&bytes, &align));
  aligned_bytes memory(bytes, align);
  Object *object = nullptr;
  check(init(memory.start(), memory.bytes(), &object));
  return memory;
}

} // namespace detail

// Integrates dy/dt = f(t, y) from times[0], where the state is `initial`, to the other times. f is called as
// f(t, const T *y, T *dydt), writes all of dydt, and is a lambda, a photinus::network, or whatever can be called so.
//
//     auto decay = [](double, const double *y, double *dydt) { dydt[0] = -y[0]; };
//     auto solution = photinus::ode_solve<double>(decay, {0, 1, 2}, {1});             // steps by tolerances
//     solution = photinus::ode_solve<double>(decay, {0, 1, 2}, {1}, 0.01);            // RK4
//     solution = photinus::ode_solve<double>(decay, {0, 1, 2}, {1}, {PHOTINUS_METHOD_HEUN, 0.01});
template <typename T = double, typename F>
solution<T> ode_solve(F &&f, const std::vector<T> &times, const std::vector<T> &initial,
                      const detail::identity_t<solver_options<T>> &options = {},
                      const detail::identity_t<row_watch<T>> &watch = nullptr) {
  using c = detail::solver_api<T>;
  using run = detail::integration<T, F>;
  const std::size_t dim = initial.size();
  const detail::workspace workspace(
      [&](std::size_t *bytes, std::size_t *align) { return c::ode_size(dim, &options, bytes, align); });
  return run(f, &watch).run(times.size(), dim, [&](auto row, void *user, T *states, std::size_t len, auto *reached) {
    return c::ode_solve(dim, run::derivative, row, user, &options, times.data(), times.size(), initial.data(), states,
                        len, workspace.start(), workspace.bytes(), reached);
  });
}

// Takes `count` steps of exactly the options' step from `state`, which is that at the time start + first step, and
// leaves the state after them there, also where an exception ends it. start, first + count and the state are all that
// has to be kept to go on to the same bits. For methods with a fixed step.
template <typename T = double, typename F>
progress<T> ode_advance(F &&f, std::vector<T> &state, const detail::identity_t<solver_options<T>> &options,
                        std::uint64_t count, std::uint64_t first = 0, detail::identity_t<T> start = 0) {
  using c = detail::solver_api<T>;
  using run = detail::integration<T, F>;
  const std::size_t dim = state.size();
  const detail::workspace workspace(
      [&](std::size_t *bytes, std::size_t *align) { return c::ode_size(dim, &options, bytes, align); });
  return run(f).run(0, dim, [&](auto, void *user, T *, std::size_t, auto *reached) {
    return c::ode_advance(dim, run::derivative, user, &options, start, first, count, state.data(), workspace.start(),
                          workspace.bytes(), reached);
  });
}

// `count` of the standard normal numbers at (seed, step, first), (seed, step, first + 1), ...
template <typename T = double>
std::vector<T> normals(std::uint64_t seed, std::uint64_t step, std::size_t count, std::uint64_t first = 0) {
  std::vector<T> result(count);
  detail::check(detail::solver_api<T>::normals_fill(seed, step, first, result.data(), count));
  return result;
}

// The random bits of Philox4x32-10 for that counter and that key.
inline std::array<std::uint32_t, 4> philox4x32_10(const std::array<std::uint32_t, 4> &counter,
                                                  const std::array<std::uint32_t, 2> &key) {
  std::array<std::uint32_t, 4> result;
  detail::check(photinus_philox4x32_10(counter.data(), key.data(), result.data()));
  return result;
}

// Where a solver stands: photinus_solver_report_f64.
template <typename T = double> struct solver_report : detail::solver_api<T>::solver_report {
  solver_report() : detail::solver_api<T>::solver_report() {
    this->struct_size = sizeof(typename detail::solver_api<T>::solver_report);
  }
};

// A solver that chooses its steps: it stands at a time and goes on from there, forwards or backwards. The system is
// given to each call, as to ode_solve. A copy goes on by itself; one that has been moved from throws
// PHOTINUS_ERROR_NULL.
//
//     photinus::adaptive<double> solver(0, {1, 0});
//     while (solver.time() < 10) {
//       solver.step(f);
//       ...
//     }
template <typename T = double> class adaptive {
  using c = detail::solver_api<T>;
  using object = typename c::adaptive;
  template <typename F> using run = detail::integration<T, F>;

public:
  // At `time` with the state `initial`. options: of a method that chooses its steps.
  adaptive(T time, const std::vector<T> &initial, const solver_options<T> &options = {})
      : dim_(initial.size()),
        memory_(detail::make_object<object>(
            [&](std::size_t *bytes, std::size_t *align) {
              return c::adaptive_size(initial.size(), &options, bytes, align);
            },
            [&](void *memory, std::size_t bytes, object **made) {
              return c::adaptive_init(memory, bytes, initial.size(), time, initial.data(), &options, made);
            })) {}

  // The solver in a checkpoint that save() made.
  static adaptive restore(const unsigned char *checkpoint, std::size_t bytes) {
    return adaptive(detail::make_object<object>(
        [&](std::size_t *needed, std::size_t *align) {
          return c::adaptive_restore_size(checkpoint, bytes, needed, align);
        },
        [&](void *memory, std::size_t given, object **made) {
          return c::adaptive_restore(memory, given, checkpoint, bytes, made);
        }));
  }
  static adaptive restore(const std::vector<unsigned char> &checkpoint) {
    return restore(checkpoint.data(), checkpoint.size());
  }

  // The number of equations.
  std::size_t dim() const noexcept { return dim_; }

  // One step, as long as the tolerances allow, in the direction of the last call; at first forwards.
  template <typename F> progress<T> step(F &&f) {
    return run<F>(f).run(0, dim_, [&](auto, void *user, T *, std::size_t, auto *reached) {
      return c::adaptive_step(get(), run<F>::derivative, user, reached);
    });
  }
  // One step, not beyond `end`; none at `end`.
  template <typename F> progress<T> step_towards(F &&f, T end) {
    return run<F>(f).run(0, dim_, [&](auto, void *user, T *, std::size_t, auto *reached) {
      return c::adaptive_step_towards(get(), run<F>::derivative, user, end, reached);
    });
  }
  // Steps until `end`.
  template <typename F> progress<T> step_until(F &&f, T end) {
    return run<F>(f).run(0, dim_, [&](auto, void *user, T *, std::size_t, auto *reached) {
      return c::adaptive_step_until(get(), run<F>::derivative, user, end, reached);
    });
  }

  // To the last of `times`, with a row for each: by interpolation, so that steps do not depend on them.
  template <typename F>
  solution<T> solve(F &&f, const std::vector<T> &times, const row_watch<T> &watch = nullptr) {
    return run<F>(f, &watch)
        .run(times.size(), dim_, [&](auto row, void *user, T *states, std::size_t len, auto *reached) {
          return c::adaptive_solve(get(), run<F>::derivative, row, user, times.data(), times.size(), states, len,
                                   reached);
        });
  }

  // The same, looking for events. One that is terminal ends the run with status::event, and leaves the solver there.
  //
  //     solver.solve_events(ball, {0, 10}, {{[](double, const double *y) { return y[0]; },
  //                                          PHOTINUS_DIRECTION_FALLING, true}});
  template <typename F>
  solution<T> solve_events(F &&f, const std::vector<T> &times, const std::vector<event<T>> &events,
                           const event_watch<T> &happened = nullptr, const row_watch<T> &watch = nullptr) {
    const detail::workspace workspace([&](std::size_t *bytes, std::size_t *align) {
      return c::events_size(dim_, events.size(), bytes, align);
    });
    std::vector<int> directions, terminal;
    for (const event<T> &one : events) {
      directions.push_back(one.direction);
      terminal.push_back(one.terminal ? 1 : 0);
    }
    typename c::events looked_for;
    detail::check(c::events_init(&looked_for, sizeof looked_for));
    looked_for.count = events.size();
    looked_for.value = run<F>::event_value;
    looked_for.happened = happened ? run<F>::event_happened : nullptr;
    looked_for.directions = directions.data();
    looked_for.terminal = terminal.data();
    run<F> context(f, &watch);
    context.events = &events;
    context.happened = &happened;
    return context.run(times.size(), dim_, [&](auto row, void *user, T *states, std::size_t len, auto *reached) {
      return c::adaptive_solve_events(get(), run<F>::derivative, row, &looked_for, user, times.data(), times.size(),
                                      states, len, workspace.start(), workspace.bytes(), reached);
    });
  }

  // Puts the solver at another time with another state: for a jump; also, with its own time() and state(), for a system
  // that is another one from here on. Options and counters stay.
  void restart(T time, const std::vector<T> &state) {
    detail::check(c::adaptive_restart(get(), time, state.data(), state.size()));
  }

  // The time that the solver stands at, and the state there.
  T time() const { return report().time; }
  std::vector<T> state() const {
    std::vector<T> result(dim_);
    detail::check(c::adaptive_state(get(), result.data(), dim_));
    return result;
  }
  // The rates dy/dt there; PHOTINUS_ERROR_UNSUPPORTED before the first step, and after an event that ended a run.
  std::vector<T> rates() const {
    std::vector<T> result(dim_);
    detail::check(c::adaptive_rates(get(), result.data(), dim_));
    return result;
  }
  // The state at a time within the last step.
  std::vector<T> interpolate(T time) const {
    std::vector<T> result(dim_);
    detail::check(c::adaptive_interpolate(get(), time, result.data(), dim_));
    return result;
  }
  solver_report<T> report() const {
    solver_report<T> result;
    detail::check(c::adaptive_report(get(), &result));
    return result;
  }

  solver_options<T> options() const {
    solver_options<T> result;
    detail::check(c::adaptive_get_options(get(), &result));
    return result;
  }
  // Changes the options from the next step on; not the method.
  void set_options(const solver_options<T> &options) { detail::check(c::adaptive_set_options(get(), &options)); }

  // The whole run as bytes: a solver restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::adaptive_save_size(get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::adaptive_save(get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // The solver for the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }

private:
  explicit adaptive(detail::aligned_bytes &&memory) : memory_(std::move(memory)) { dim_ = report().dim; }

  std::size_t dim_ = 0;
  detail::aligned_bytes memory_;
};

// How Lyapunov exponents are computed: photinus_lyapunov_options_f64, with its defaults.
template <typename T = double> struct lyapunov_options : detail::solver_api<T>::lyapunov_options {
  // fixed_step: that of RK4. exponents: how many, the largest ones.
  explicit lyapunov_options(T fixed_step, std::size_t exponents = 1) {
    using base = typename detail::solver_api<T>::lyapunov_options;
    detail::check(detail::solver_api<T>::lyapunov_options_init(this, sizeof(base)));
    this->step = fixed_step;
    this->count = exponents;
  }
};

// The largest Lyapunov exponents of a system, which each call is given as ode_solve is. A copy goes on by itself; one
// that has been moved from throws PHOTINUS_ERROR_NULL.
template <typename T = double> class lyapunov {
  using c = detail::solver_api<T>;
  using object = typename c::lyapunov;

public:
  // From the time `start` and the state `initial`.
  lyapunov(T start, const std::vector<T> &initial, const lyapunov_options<T> &options)
      : dim_(initial.size()), count_(options.count),
        memory_(detail::make_object<object>(
            [&](std::size_t *bytes, std::size_t *align) {
              return c::lyapunov_size(initial.size(), options.count, bytes, align);
            },
            [&](void *memory, std::size_t bytes, object **made) {
              return c::lyapunov_init(memory, bytes, initial.size(), start, initial.data(), &options, made);
            })) {}

  // The run in a checkpoint that save() made.
  static lyapunov restore(const unsigned char *checkpoint, std::size_t bytes) {
    return lyapunov(detail::make_object<object>(
        [&](std::size_t *needed, std::size_t *align) {
          return c::lyapunov_restore_size(checkpoint, bytes, needed, align);
        },
        [&](void *memory, std::size_t given, object **made) {
          return c::lyapunov_restore(memory, given, checkpoint, bytes, made);
        }));
  }
  static lyapunov restore(const std::vector<unsigned char> &checkpoint) {
    return restore(checkpoint.data(), checkpoint.size());
  }

  // The number of equations, and that of exponents.
  std::size_t dim() const noexcept { return dim_; }
  std::size_t count() const noexcept { return count_; }

  // Takes `steps` steps; the tangent is found by differences.
  template <typename F> progress<T> advance(F &&f, std::uint64_t steps) {
    using run = detail::integration<T, F>;
    return run(f).run(0, dim_, [&](auto, void *user, T *, std::size_t, auto *reached) {
      return c::lyapunov_advance(get(), run::derivative, nullptr, user, steps, reached);
    });
  }
  // The same, with the tangent: tangent(t, const T *y, const T *v, T *out) writes J(t, y) v to all of `out`.
  template <typename F, typename G> progress<T> advance(F &&f, G &&tangent, std::uint64_t steps) {
    using run = linearized<F, G>;
    return run(f, tangent).run(0, dim_, [&](auto, void *user, T *, std::size_t, auto *reached) {
      return c::lyapunov_advance(get(), run::derivative, run::along, user, steps, reached);
    });
  }

  // Forgets what was measured so far: for the first stretch.
  void discard() { detail::check(c::lyapunov_discard(get())); }

  // The exponents so far, in falling order but for what has not converged.
  std::vector<T> exponents() const {
    std::vector<T> result(count_);
    detail::check(c::lyapunov_exponents(get(), result.data(), count_));
    return result;
  }
  // The time that is reached, how many steps that took in all, and the state there.
  T time() const {
    T result = T();
    detail::check(c::lyapunov_progress(get(), nullptr, nullptr, &result, nullptr));
    return result;
  }
  std::uint64_t steps() const {
    std::uint64_t result = 0;
    detail::check(c::lyapunov_progress(get(), nullptr, nullptr, nullptr, &result));
    return result;
  }
  std::vector<T> state() const {
    std::vector<T> result(dim_);
    detail::check(c::lyapunov_state(get(), result.data(), dim_, nullptr, 0));
    return result;
  }
  // The displacements, a matrix [count][dim].
  std::vector<T> displacements() const {
    std::vector<T> at(dim_), result(detail::elements(count_, dim_));
    detail::check(c::lyapunov_state(get(), at.data(), dim_, result.data(), result.size()));
    return result;
  }

  // The whole run as bytes, but for the system: one restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::lyapunov_save_size(get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::lyapunov_save(get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // For the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }

private:
  explicit lyapunov(detail::aligned_bytes &&memory) : memory_(std::move(memory)) {
    detail::check(c::lyapunov_progress(get(), &dim_, &count_, nullptr, nullptr));
  }

  template <typename F, typename G> struct linearized : detail::integration<T, F> {
    linearized(F &of, G &with) : detail::integration<T, F>(of), tangent(with) {}
    G &tangent;
    static int along(T t, const T *y, const T *v, std::size_t, T *out, void *user) noexcept {
      auto &self = static_cast<linearized &>(detail::integration<T, F>::of(user));
      return detail::call(self.exception, [&] {
        self.tangent(t, y, v, out);
        return 0;
      });
    }
  };

  std::size_t dim_ = 0, count_ = 0;
  detail::aligned_bytes memory_;
};

// --- Networks of oscillators -----------------------------------------------------------------------------------------

// A coupling of one's own: adds `strength` times what it contributes to dphi/dt at phases[n] to rates[n].
template <typename T> using pull = std::function<void(T strength, const T *phases, std::size_t n, T *rates)>;

// A drive of one's own: adds to rates[n] what comes from outside at time t and phases[n].
template <typename T> using drive = std::function<void(T t, const T *phases, std::size_t n, T *rates)>;

// The phases before the start of a run with delays: that of each oscillator at the time t, the same whenever asked.
template <typename T> using history = std::function<T(std::size_t oscillator, T t)>;

namespace detail {

// What the callbacks of a network are given.
template <typename T> struct forces {
  const photinus::pull<T> *pull;
  const photinus::drive<T> *drive;
  std::exception_ptr *exception;

  static int pulled(T strength, const T *phases, std::size_t n, T *rates, void *user) noexcept {
    const auto &self = *static_cast<forces *>(user);
    return call(*self.exception, [&] {
      (*self.pull)(strength, phases, n, rates);
      return 0;
    });
  }
  static int driven(T t, const T *phases, std::size_t n, T *rates, void *user) noexcept {
    const auto &self = *static_cast<forces *>(user);
    return call(*self.exception, [&] {
      (*self.drive)(t, phases, n, rates);
      return 0;
    });
  }
};

// In the place of a system of the user's.
struct no_system {};

} // namespace detail

template <typename T> class network;
template <typename T> class delayed;
template <typename T> struct transition;

// A Kuramoto network of N oscillators, which owns its numbers: photinus_kuramoto_f64 says what each does. It is dense,
// with M harmonics,
//
// dphi_i/dt = omega_i + sum over m = 1 ... M and j of K[m-1][i][j] sin(m (phi_j - phi_i))
//
// or of another kind, by a function that is named after it; what it has besides is set, call by call:
//
//     auto ring = photinus::kuramoto<double>::sparse(omega, offsets, columns, weights);
//     ring.set_lags({0.1}).set_inertia(masses, dampings);
//
// What does not combine, PHOTINUS_ERROR_UNSUPPORTED, and numbers out of their range are found where the network is
// used.
template <typename T = double> class kuramoto {
  using c = detail::solver_api<T>;
  using offsets = std::vector<std::size_t>;
  using indices = std::vector<std::uint32_t>;

public:
  // Dense. natural_frequencies: omega, N numbers. coupling: K, M matrices [N][N], by rows or as `layout` says; its
  // length tells M. level: the instruction set to run on.
  kuramoto(std::vector<T> natural_frequencies, std::vector<T> coupling, photinus_layout layout = PHOTINUS_LAYOUT_ROWS,
           photinus_level level = PHOTINUS_LEVEL_BEST)
      : kuramoto() {
    begin(std::move(natural_frequencies), PHOTINUS_COUPLING_DENSE);
    weigh(std::move(coupling), detail::elements(oscillators(), oscillators()));
    model_.layout = layout;
    model_.level = level;
  }

  // Sparse (CSR). row_offsets: N + 1 numbers. columns: where each of the E edges comes from. weights: M E numbers.
  static kuramoto sparse(std::vector<T> natural_frequencies, offsets row_offsets, indices columns,
                         std::vector<T> weights) {
    kuramoto made;
    made.begin(std::move(natural_frequencies), PHOTINUS_COUPLING_SPARSE);
    detail::require(row_offsets.size() == made.oscillators() + 1, PHOTINUS_ERROR_LENGTH);
    made.row_offsets_ = std::move(row_offsets);
    made.columns_ = std::move(columns);
    made.model_.edges = made.columns_.size();
    made.weigh(std::move(weights), made.columns_.size());
    return made;
  }

  // All to all, divided by N, with M strengths.
  static kuramoto mean_field(std::vector<T> natural_frequencies, std::vector<T> strengths) {
    kuramoto made;
    made.begin(std::move(natural_frequencies), PHOTINUS_COUPLING_MEAN_FIELD);
    made.weigh(std::move(strengths), 1);
    return made;
  }

  // Groups. labels: the group of each oscillator, below `count`. coupling: M matrices [count][count].
  static kuramoto groups(std::vector<T> natural_frequencies, indices labels, std::size_t count,
                         std::vector<T> coupling) {
    kuramoto made;
    made.begin(std::move(natural_frequencies), PHOTINUS_COUPLING_GROUPS);
    detail::require(count > 0, PHOTINUS_ERROR_DIMENSION);
    detail::require(labels.size() == made.oscillators(), PHOTINUS_ERROR_LENGTH);
    made.labels_ = std::move(labels);
    made.model_.groups = count;
    made.weigh(std::move(coupling), detail::elements(count, count));
    return made;
  }

  // Coupled by a callable.
  static kuramoto user(std::vector<T> natural_frequencies, photinus::pull<T> pull) {
    kuramoto made;
    made.begin(std::move(natural_frequencies), PHOTINUS_COUPLING_USER);
    detail::require(static_cast<bool>(pull), PHOTINUS_ERROR_NULL);
    made.pull_ = std::move(pull);
    return made;
  }

  // Not coupled in pairs.
  static kuramoto uncoupled(std::vector<T> natural_frequencies) {
    kuramoto made;
    made.begin(std::move(natural_frequencies), PHOTINUS_COUPLING_NONE);
    return made;
  }

  // With weights that learn, and belong to the state: dk_ij/dt = rate (gain cos(phi_j - phi_i - lag) - k_ij).
  static kuramoto hebbian(std::vector<T> natural_frequencies, T rate, T gain = 1, T lag = 0) {
    kuramoto made;
    made.begin(std::move(natural_frequencies), PHOTINUS_COUPLING_HEBBIAN);
    made.model_.learning_rate = rate;
    made.model_.learning_gain = gain;
    made.model_.learning_lag = lag;
    return made;
  }

  // A value of photinus_coupling.
  int kind() const noexcept { return model_.kind; }
  // N.
  std::size_t oscillators() const noexcept { return natural_frequencies_.size(); }
  // M.
  std::size_t harmonics() const noexcept { return model_.harmonics; }
  // How many numbers the state has: N; with inertia 2 N, phases first; of a network that learns N + N^2.
  std::size_t dim() const noexcept {
    const std::size_t n = oscillators();
    return kind() == PHOTINUS_COUPLING_HEBBIAN ? n + n * n : masses_.empty() ? n : 2 * n;
  }
  const std::vector<T> &natural_frequencies() const noexcept { return natural_frequencies_; }
  const std::vector<T> &coupling() const noexcept { return coupling_; }

  // Other numbers in the same places; as many as there are.
  kuramoto &set_natural_frequencies(std::vector<T> natural_frequencies) {
    return put(natural_frequencies_, std::move(natural_frequencies), oscillators());
  }
  kuramoto &set_coupling(std::vector<T> coupling) {
    put(coupling_, std::move(coupling), weights_);
    coupling_single_.clear();
    return *this;
  }
  // The same in single precision: half the memory to read, where T is double.
  kuramoto &set_coupling_single(std::vector<float> coupling) {
    put(coupling_single_, std::move(coupling), weights_);
    coupling_.clear();
    return *this;
  }

  // Phase lags, one per harmonic, or as many as weights.
  kuramoto &set_lags(std::vector<T> lags, photinus_lag kind = PHOTINUS_LAG_HARMONIC) {
    const std::size_t count = kind == PHOTINUS_LAG_NONE ? 0 : kind == PHOTINUS_LAG_PAIR ? weights_ : harmonics();
    put(lags_, std::move(lags), count);
    model_.lag_kind = kind;
    return *this;
  }
  kuramoto &set_normalization(photinus_normalization normalization) {
    model_.normalization = normalization;
    return *this;
  }

  // Listed triangles. triangle_offsets: N + 1 numbers, where those that pull on each oscillator begin. corners: two for
  // each.
  kuramoto &set_triangles(offsets triangle_offsets, indices corners, std::vector<T> weights,
                          photinus_triangle form = PHOTINUS_TRIANGLE_SYMMETRIC, T lag = 0,
                          photinus_normalization normalization = PHOTINUS_NORMALIZATION_DEFAULT) {
    const std::size_t count = weights.size();
    detail::require(triangle_offsets.size() == oscillators() + 1, PHOTINUS_ERROR_LENGTH);
    detail::require(corners.size() / 2 == count && corners.size() % 2 == 0, PHOTINUS_ERROR_LENGTH);
    triangle_offsets_ = std::move(triangle_offsets);
    triangle_corners_ = std::move(corners);
    triangle_weights_ = std::move(weights);
    model_.triangles = count;
    model_.triangle_form = form;
    model_.triangle_lag = lag;
    model_.triangle_normalization = normalization;
    return *this;
  }
  // Triangles and tetrahedra of all oscillators, with these strengths.
  kuramoto &set_simplices(T symmetric, T asymmetric, T tetrahedra = 0, T lag = 0) {
    model_.all_symmetric = symmetric;
    model_.all_asymmetric = asymmetric;
    model_.all_tetrahedra = tetrahedra;
    model_.all_lag = lag;
    return *this;
  }

  // Inertia, N numbers each: the state has the velocities behind the phases then.
  kuramoto &set_inertia(std::vector<T> masses, std::vector<T> dampings) {
    detail::require(masses.size() == oscillators() && dampings.size() == oscillators(), PHOTINUS_ERROR_LENGTH);
    masses_ = std::move(masses);
    dampings_ = std::move(dampings);
    return *this;
  }

  // The delay tau, at least 0, in units of time, with which everybody sees the others. A network with delays is for
  // photinus::delayed; all else refuses it with PHOTINUS_ERROR_UNSUPPORTED.
  kuramoto &set_delay(T delay) {
    model_.delay = delay;
    delays_.clear();
    return *this;
  }
  // Sparse: a delay for each of the E edges instead.
  kuramoto &set_delays(std::vector<T> delays) {
    put(delays_, std::move(delays), columns_.size());
    model_.delay = 0;
    return *this;
  }

  // Of a network that learns: a rate for each weight, N N numbers, instead of one for all.
  kuramoto &set_learning_rates(std::vector<T> rates) {
    return put(learning_rates_, std::move(rates), detail::elements(oscillators(), oscillators()));
  }

  // What all that pulls is multiplied by: level + slope t + amplitude sin(frequency t + phase).
  kuramoto &set_strength(T level, T slope = 0, T amplitude = 0, T frequency = 0, T phase = 0) {
    model_.strength_level = level;
    model_.strength_slope = slope;
    model_.strength_amplitude = amplitude;
    model_.strength_frequency = frequency;
    model_.strength_phase = phase;
    return *this;
  }

  // Frequencies that swing: plus amplitude_i sin(frequency t + phase_i). phases: N, or none for zeros.
  kuramoto &set_swing(std::vector<T> amplitudes, T frequency, std::vector<T> phases = {}) {
    detail::require(phases.empty() || phases.size() == oscillators(), PHOTINUS_ERROR_LENGTH);
    put(swing_amplitudes_, std::move(amplitudes), oscillators());
    swing_phases_ = std::move(phases);
    model_.swing_frequency = frequency;
    return *this;
  }
  // A force: plus amplitude_i sin(frequency t + phase - phi_i).
  kuramoto &set_force(std::vector<T> amplitudes, T frequency, T phase = 0) {
    put(force_amplitudes_, std::move(amplitudes), oscillators());
    model_.force_frequency = frequency;
    model_.force_phase = phase;
    return *this;
  }
  // What a callable adds to the rates; or nothing.
  kuramoto &set_drive(photinus::drive<T> drive) {
    drive_ = std::move(drive);
    return *this;
  }

  kuramoto &set_level(photinus_level level) {
    model_.level = level;
    return *this;
  }

  // The rates of change at that state and time: the instantaneous frequencies first.
  std::vector<T> rates(const std::vector<T> &state, T t = 0) const {
    detail::require(state.size() == dim(), PHOTINUS_ERROR_LENGTH);
    std::exception_ptr exception;
    detail::forces<T> forces{&pull_, &drive_, &exception};
    const auto described = model(forces);
    const detail::workspace workspace = space(described, {});
    std::vector<T> result(state.size());
    const int code =
        c::kuramoto_rates(&described, t, state.data(), result.data(), workspace.start(), workspace.bytes());
    detail::finish(code, exception);
    return result;
  }

  // Integrates from times[0], where the state is `initial`, to the other times. threads: the most of them, 0 for one
  // per core.
  solution<T> solve(const std::vector<T> &times, const std::vector<T> &initial, const solver_options<T> &options = {},
                    const row_watch<T> &watch = nullptr, std::size_t threads = 1) const {
    detail::require(initial.size() == dim(), PHOTINUS_ERROR_LENGTH);
    detail::no_system system;
    detail::integration<T, detail::no_system> context(system, &watch);
    detail::forces<T> forces{&pull_, &drive_, &context.exception};
    const auto described = model(forces);
    return context.run(times.size(), dim(), [&](auto row, void *user, T *states, std::size_t len, auto *reached) {
      if (threads != 1) {
        return c::kuramoto_solve_parallel(&described, row, user, &options, threads, times.data(), times.size(),
                                          initial.data(), states, len, reached);
      }
      const detail::workspace workspace = space(described, options);
      return c::kuramoto_solve(&described, row, user, &options, times.data(), times.size(), initial.data(), states, len,
                               workspace.start(), workspace.bytes(), reached);
    });
  }

  // Takes `count` steps from `state`, as ode_advance.
  progress<T> advance(std::vector<T> &state, const solver_options<T> &options, std::uint64_t count,
                      std::uint64_t first = 0, T start = 0, std::size_t threads = 1) const {
    detail::require(state.size() == dim(), PHOTINUS_ERROR_LENGTH);
    detail::no_system system;
    detail::integration<T, detail::no_system> context(system);
    detail::forces<T> forces{&pull_, &drive_, &context.exception};
    const auto described = model(forces);
    return context.run(0, dim(), [&](auto, void *, T *, std::size_t, auto *reached) {
      if (threads != 1) {
        return c::kuramoto_advance_parallel(&described, &options, threads, start, first, count, state.data(), reached);
      }
      const detail::workspace workspace = space(described, options);
      return c::kuramoto_advance(&described, &options, start, first, count, state.data(), workspace.start(),
                                 workspace.bytes(), reached);
    });
  }

private:
  friend class network<T>;
  friend class delayed<T>;
  friend struct transition<T>;

  kuramoto() { detail::check(c::kuramoto_init(&model_, sizeof model_)); }

  void begin(std::vector<T> natural_frequencies, photinus_coupling kind) {
    detail::require(!natural_frequencies.empty(), PHOTINUS_ERROR_DIMENSION);
    natural_frequencies_ = std::move(natural_frequencies);
    model_.kind = kind;
  }

  // Takes the weights, `each` per harmonic.
  void weigh(std::vector<T> weights, std::size_t each) {
    detail::require(each == 0 ? weights.empty() : !weights.empty() && weights.size() % each == 0,
                    PHOTINUS_ERROR_LENGTH);
    model_.harmonics = each == 0 ? 1 : weights.size() / each;
    weights_ = weights.size();
    coupling_ = std::move(weights);
  }

  template <typename U> kuramoto &put(std::vector<U> &place, std::vector<U> &&numbers, std::size_t count) {
    detail::require(numbers.size() == count, PHOTINUS_ERROR_LENGTH);
    place = std::move(numbers);
    return *this;
  }

  static detail::workspace space(const typename c::kuramoto &described, const solver_options<T> &options) {
    return detail::workspace([&](std::size_t *bytes, std::size_t *align) {
      return c::kuramoto_size(&described, &options, bytes, align);
    });
  }

  // The network for C; it points to the vectors of this object, and to `forces`.
  typename c::kuramoto model(detail::forces<T> &forces) const {
    detail::require(!natural_frequencies_.empty(), PHOTINUS_ERROR_DIMENSION); // it has been moved from
    const auto start = [](const auto &numbers) { return numbers.empty() ? nullptr : numbers.data(); };
    typename c::kuramoto result = model_;
    result.oscillators = oscillators();
    result.natural_frequencies = natural_frequencies_.data();
    result.coupling = start(coupling_);
    result.coupling_single = start(coupling_single_);
    result.lags = start(lags_);
    result.row_offsets = start(row_offsets_);
    result.columns = start(columns_);
    result.labels = start(labels_);
    result.triangle_offsets = start(triangle_offsets_);
    result.triangle_corners = start(triangle_corners_);
    result.triangle_weights = start(triangle_weights_);
    result.masses = start(masses_);
    result.dampings = start(dampings_);
    result.delays = start(delays_);
    result.learning_rates = start(learning_rates_);
    result.swing_amplitudes = start(swing_amplitudes_);
    result.swing_phases = start(swing_phases_);
    result.force_amplitudes = start(force_amplitudes_);
    if (pull_) result.pull = detail::forces<T>::pulled, result.pull_user = &forces;
    if (drive_) result.drive = detail::forces<T>::driven, result.drive_user = &forces;
    return result;
  }

  typename c::kuramoto model_; // numbers alone: its pointers are NULL
  std::size_t weights_ = 0;
  std::vector<T> natural_frequencies_, coupling_, lags_, triangle_weights_, masses_, dampings_, delays_;
  std::vector<T> learning_rates_, swing_amplitudes_, swing_phases_, force_amplitudes_;
  std::vector<float> coupling_single_;
  offsets row_offsets_, triangle_offsets_;
  indices columns_, labels_, triangle_corners_;
  photinus::pull<T> pull_;
  photinus::drive<T> drive_;
};

// A network as a system: for ode_solve, adaptive, lyapunov, and for whoever asks for its rates often. One that has been
// moved from throws PHOTINUS_ERROR_NULL.
//
//     photinus::network<double> system(model);
//     photinus::adaptive<double> solver(0, phases);
//     solver.step_until(system, 10);
template <typename T = double> class network {
  using c = detail::solver_api<T>;
  using object = typename c::network;

public:
  explicit network(kuramoto<T> model)
      : kept_(std::make_unique<kept>(std::move(model))), memory_(make(kept_->model.model(kept_->forces))) {}

  // What it was made of; not once it has been moved from.
  const kuramoto<T> &model() const noexcept { return kept_->model; }

  // Writes the rates at time t and the state y to dydt, of as many elements as the state has.
  void operator()(T t, const T *y, T *dydt) {
    detail::require(kept_ != nullptr, PHOTINUS_ERROR_NULL);
    kept_->exception = nullptr;
    const int code = c::network_derivative(t, y, kept_->model.dim(), dydt, get());
    if (kept_->exception) std::rethrow_exception(std::exchange(kept_->exception, nullptr));
    if (code > 0) throw stop{code};
    detail::check(code);
  }

  // Writes how the rates at time t and the state y change along the displacement v to `out`, exactly. Of networks that
  // are dense, sparse, of a mean field or of groups, without triangles, inertia and a drive; of others
  // PHOTINUS_ERROR_UNSUPPORTED.
  //
  //     exponents.advance(system, [&](auto... a) { system.tangent(a...); }, 1000); // a photinus::lyapunov
  void tangent(T t, const T *y, const T *v, T *out) {
    detail::require(kept_ != nullptr, PHOTINUS_ERROR_NULL);
    detail::check(c::network_tangent(t, y, v, kept_->model.dim(), out, get()));
  }

  // For the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }

private:
  // What the C network points to.
  struct kept {
    explicit kept(kuramoto<T> &&of) : model(std::move(of)) {}
    const kuramoto<T> model;
    std::exception_ptr exception = nullptr;
    detail::forces<T> forces{&model.pull_, &model.drive_, &exception};
  };

  static detail::aligned_bytes make(const typename c::kuramoto &described) {
    return detail::make_object<object>(
        [&](std::size_t *bytes, std::size_t *align) { return c::network_size(&described, bytes, align); },
        [&](void *memory, std::size_t bytes, object **made) {
          return c::network_init(memory, bytes, &described, made);
        });
  }

  std::unique_ptr<kept> kept_;
  detail::aligned_bytes memory_;
};

// A run of a network with delays, by RK4 with a fixed step, no longer than the shortest delay above 0. It stands at a
// time and goes on from there. It keeps the network and its history, as its copies do, which go on by themselves. One
// that has been moved from throws PHOTINUS_ERROR_NULL.
//
//     photinus::kuramoto<double> pair({1, 1}, {0, 0.5, 0.5, 0});
//     photinus::delayed<double> run(pair.set_delay(0.3), 0.01, 0, {0, 1});
//     auto solution = run.solve(10, 101); // the times 0, 0.1, ..., 10
template <typename T = double> class delayed {
  using c = detail::solver_api<T>;
  using object = typename c::delayed;

public:
  // Of that network, which may also be without a delay, with steps of `step` from the time `start` and the phases
  // `initial`, N numbers. history: the phases before; without it they were always the initial ones.
  delayed(kuramoto<T> model, T step, T start, const std::vector<T> &initial, photinus::history<T> history = nullptr)
      : kept_(std::make_shared<const kept>(kept{std::move(model), std::move(history)})),
        memory_(detail::make_object<object>(
            [&](std::size_t *bytes, std::size_t *align) {
              detail::require(initial.size() == kept_->model.oscillators(), PHOTINUS_ERROR_LENGTH);
              return described([&](const auto &known) { return c::delayed_size(&known, step, bytes, align); });
            },
            [&](void *memory, std::size_t bytes, object **made) {
              return described([&](const auto &known) {
                return c::delayed_init(memory, bytes, &known, step, start, initial.data(), made);
              });
            })) {}

  // The run in a checkpoint that save() made, with the network and the history that it had.
  static delayed restore(const unsigned char *checkpoint, std::size_t bytes, kuramoto<T> model,
                         photinus::history<T> history = nullptr) {
    return delayed(checkpoint, bytes, kept{std::move(model), std::move(history)});
  }
  static delayed restore(const std::vector<unsigned char> &checkpoint, kuramoto<T> model,
                         photinus::history<T> history = nullptr) {
    return restore(checkpoint.data(), checkpoint.size(), std::move(model), std::move(history));
  }

  // What it is a run of; not once it has been moved from.
  const kuramoto<T> &model() const noexcept { return kept_->model; }

  // Takes `count` steps. A run may be cut anywhere, to the same bits. What the history or the drive throws leaves it
  // after the last complete step.
  progress<T> advance(std::uint64_t count) {
    return run(0, nullptr, [&](const auto &known, auto past, auto, void *user, T *, std::size_t, auto *reached) {
      return c::delayed_advance(get(), &known, past, user, count, reached);
    });
  }

  // The phases now and after each `steps_per_row` steps, a row for each; (rows - 1) steps_per_row steps are taken. A
  // watch that ends the run leaves it at that row.
  solution<T> solve(std::uint64_t steps_per_row, std::size_t rows, const row_watch<T> &watch = nullptr) {
    return run(rows, &watch, [&](const auto &known, auto past, auto row, void *user, T *states, std::size_t len,
                                 auto *reached) {
      return c::delayed_solve(get(), &known, past, row, user, steps_per_row, rows, states, len, reached);
    });
  }

  // The time that the run stands at, how many steps it has taken, and the phases.
  T time() const {
    T result = T();
    detail::check(c::delayed_state(get(), &result, nullptr, nullptr, oscillators()));
    return result;
  }
  std::uint64_t steps() const {
    std::uint64_t result = 0;
    detail::check(c::delayed_state(get(), nullptr, &result, nullptr, oscillators()));
    return result;
  }
  std::vector<T> state() const {
    std::vector<T> result(oscillators());
    detail::check(c::delayed_state(get(), nullptr, nullptr, result.data(), result.size()));
    return result;
  }

  // The whole run as bytes, but for the network and the history: one restored from them goes on to the same bits.
  std::vector<unsigned char> save() const {
    std::size_t bytes = 0;
    detail::check(c::delayed_save_size(get(), &bytes));
    std::vector<unsigned char> checkpoint(bytes);
    detail::check(c::delayed_save(get(), checkpoint.data(), bytes));
    return checkpoint;
  }

  // For the functions of photinus.h; nullptr once it has been moved from. It stays owned by this object.
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }

private:
  struct kept {
    kuramoto<T> model;
    photinus::history<T> history;
  };

  // What a run's callbacks are given.
  struct context : detail::integration<T, detail::no_system> {
    context(detail::no_system &none, const row_watch<T> *rows, const photinus::history<T> &of)
        : detail::integration<T, detail::no_system>(none, rows), past(of) {}
    const photinus::history<T> &past;
    static int ask(std::size_t oscillator, T t, T *phase, void *user) noexcept {
      auto &self = static_cast<context &>(detail::integration<T, detail::no_system>::of(user));
      return detail::call(self.exception, [&] {
        *phase = self.past(oscillator, t);
        return 0;
      });
    }
  };

  delayed(const unsigned char *checkpoint, std::size_t bytes, kept &&of)
      : kept_(std::make_shared<const kept>(std::move(of))),
        memory_(detail::make_object<object>(
            [&](std::size_t *needed, std::size_t *align) {
              return described([&](const auto &known) {
                return c::delayed_restore_size(checkpoint, bytes, &known, needed, align);
              });
            },
            [&](void *memory, std::size_t given, object **made) {
              return described([&](const auto &known) {
                return c::delayed_restore(memory, given, checkpoint, bytes, &known, made);
              });
            })) {}

  // Calls `body` with the network for C, of which nothing is evaluated.
  template <typename Body> int described(Body &&body) const {
    std::exception_ptr exception;
    detail::forces<T> forces{&kept_->model.pull_, &kept_->model.drive_, &exception};
    return body(kept_->model.model(forces));
  }

  template <typename Body> solution<T> run(std::size_t rows, const row_watch<T> *watch, Body &&body) {
    detail::require(kept_ != nullptr, PHOTINUS_ERROR_NULL);
    detail::no_system none;
    context of(none, watch, kept_->history);
    detail::forces<T> forces{&kept_->model.pull_, &kept_->model.drive_, &of.exception};
    const auto known = kept_->model.model(forces);
    return of.run(rows, known.oscillators, [&](auto row, void *user, T *states, std::size_t len, auto *reached) {
      return body(known, kept_->history ? context::ask : nullptr, row, user, states, len, reached);
    });
  }

  std::size_t oscillators() const noexcept { return kept_ ? kept_->model.oscillators() : 0; }

  std::shared_ptr<const kept> kept_; // shared by copies, and never changed
  detail::aligned_bytes memory_;
};

// What came of the steps of an ensemble: how many each member has taken, and how many members have taken all.
struct ensemble_progress {
  std::vector<std::uint64_t> steps;
  std::size_t complete = 0;
};

// Thrown where phases of members become NaN or infinite: they have ended before that step, the others are complete.
class members_diverged : public error {
public:
  explicit members_diverged(ensemble_progress &&reached)
      : error(PHOTINUS_ERROR_DIVERGED), reached_(std::make_shared<const ensemble_progress>(std::move(reached))) {}
  const ensemble_progress &reached() const noexcept { return *reached_; }

private:
  std::shared_ptr<const ensemble_progress> reached_; // shared, so that copying the exception throws nothing
};

// Many dense networks of N oscillators and M harmonics each, which it owns: photinus_ensemble_f64.
template <typename T = double> class ensemble {
  using c = detail::solver_api<T>;

public:
  // natural_frequencies: N numbers for all members, or for each. coupling: M matrices [N][N] for all, or for each.
  ensemble(std::size_t members, std::size_t oscillators, std::vector<T> natural_frequencies, std::vector<T> coupling,
           std::size_t harmonics = 1)
      : natural_frequencies_(std::move(natural_frequencies)), coupling_(std::move(coupling)) {
    detail::require(members > 0 && oscillators > 0 && harmonics > 0, PHOTINUS_ERROR_DIMENSION);
    detail::check(c::ensemble_init(&ensemble_, sizeof ensemble_));
    ensemble_.members = members;
    ensemble_.oscillators = oscillators;
    ensemble_.harmonics = harmonics;
    const std::size_t matrices = detail::elements(detail::elements(oscillators, oscillators), harmonics);
    ensemble_.frequency_rows = rows(natural_frequencies_, oscillators);
    ensemble_.coupling_count = rows(coupling_, matrices);
  }

  std::size_t members() const noexcept { return ensemble_.members; }
  std::size_t oscillators() const noexcept { return ensemble_.oscillators; }
  std::size_t harmonics() const noexcept { return ensemble_.harmonics; }

  // By what each member's coupling is multiplied.
  ensemble &set_strengths(std::vector<T> strengths) {
    detail::require(strengths.size() == members(), PHOTINUS_ERROR_LENGTH);
    strengths_ = std::move(strengths);
    return *this;
  }
  // Phase lags, one per harmonic.
  ensemble &set_lags(std::vector<T> lags) {
    detail::require(lags.size() == harmonics(), PHOTINUS_ERROR_LENGTH);
    lags_ = std::move(lags);
    return *this;
  }
  // The seed of each member's noise, instead of that of the options plus the member's number.
  ensemble &set_seeds(std::vector<std::uint64_t> seeds) {
    detail::require(seeds.size() == members(), PHOTINUS_ERROR_LENGTH);
    seeds_ = std::move(seeds);
    return *this;
  }
  ensemble &set_layout(photinus_layout layout) {
    ensemble_.layout = layout;
    return *this;
  }
  ensemble &set_normalization(photinus_normalization normalization) {
    ensemble_.normalization = normalization;
    return *this;
  }
  ensemble &set_level(photinus_level level) {
    ensemble_.level = level;
    return *this;
  }

  // Takes `count` steps of every member from `phases`, a matrix [members][N], at the time start + first step, and
  // leaves the phases after them there, also where members_diverged is thrown. By RK4, Euler's method or Heun's; or, by
  // the methods for noise, with that of the options: of one strength, of N, or of N for each member. threads: the most
  // of them, 0 for one per core.
  ensemble_progress advance(std::vector<T> &phases, const solver_options<T> &options, std::uint64_t count,
                            std::uint64_t first = 0, T start = 0, std::size_t threads = 1) const {
    detail::require(phases.size() == detail::elements(members(), oscillators()), PHOTINUS_ERROR_LENGTH);
    detail::require(!natural_frequencies_.empty(), PHOTINUS_ERROR_DIMENSION); // it has been moved from
    auto described = ensemble_;
    described.natural_frequencies = natural_frequencies_.data();
    described.coupling = coupling_.data();
    described.strengths = strengths_.empty() ? nullptr : strengths_.data();
    described.lags = lags_.empty() ? nullptr : lags_.data();
    described.seeds = seeds_.empty() ? nullptr : seeds_.data();
    ensemble_progress reached;
    reached.steps.resize(members());
    const int code = c::ensemble_advance_parallel(&described, &options, threads, start, first, count, phases.data(),
                                                  reached.steps.data(), &reached.complete);
    if (code == PHOTINUS_ERROR_DIVERGED) throw members_diverged(std::move(reached));
    detail::check(code);
    return reached;
  }

private:
  // How many times `each` numbers there are: once, or for each member.
  std::size_t rows(const std::vector<T> &numbers, std::size_t each) const {
    const std::size_t count = numbers.size() / each;
    detail::require(numbers.size() % each == 0 && (count == 1 || count == members()), PHOTINUS_ERROR_LENGTH);
    return count;
  }

  typename c::ensemble ensemble_; // numbers alone: its pointers are NULL
  std::vector<T> natural_frequencies_, coupling_, strengths_, lags_;
  std::vector<std::uint64_t> seeds_;
};

// What a sweep over strengths came to: of each complete one, the mean in time of the order parameter r, and its
// variance. `steps` are those of the whole sweep, `time` is that of the last step of the last one.
template <typename T = double> struct transition_curve : progress<T> {
  std::vector<T> mean, variance;
};

// Thrown where phases become NaN or infinite: the strengths before that one are complete.
template <typename T = double> class transition_diverged : public error {
public:
  explicit transition_diverged(transition_curve<T> &&before)
      : error(PHOTINUS_ERROR_DIVERGED), before_(std::make_shared<const transition_curve<T>>(std::move(before))) {}
  const transition_curve<T> &before() const noexcept { return *before_; }

private:
  std::shared_ptr<const transition_curve<T>> before_; // shared, so that copying the exception throws nothing
};

// How the synchronisation transition is measured: photinus_transition_f64, with its defaults.
//
//     photinus::transition<double> measured(0.05);
//     measured.transient = 2000;
//     auto omega = photinus::frequency_distribution<double>{}.quantiles(1000);
//     auto network = photinus::kuramoto<double>::mean_field(omega, {1});
//     auto curve = measured.run(network, {1, 2, 3, 4}, std::vector<double>(1000)); // curve.mean, curve.variance
template <typename T = double> struct transition : detail::solver_api<T>::transition {
  // fixed_step: that of RK4, or of the method.
  explicit transition(T fixed_step, photinus_method chosen = PHOTINUS_METHOD_RK4) {
    using base = typename detail::solver_api<T>::transition;
    detail::check(detail::solver_api<T>::transition_init(this, sizeof(base)));
    this->step = fixed_step;
    this->method = chosen;
  }

  // Runs that network with all that pulls multiplied by each of the strengths, from the phases `initial`, N numbers.
  // threads: the most of them, 0 for one per core; they share the strengths, to the same bits.
  transition_curve<T> run(const kuramoto<T> &model, const std::vector<T> &strengths, const std::vector<T> &initial,
                          std::size_t threads = 1) const {
    using c = detail::solver_api<T>;
    detail::require(initial.size() == model.oscillators(), PHOTINUS_ERROR_LENGTH);
    std::exception_ptr exception;
    detail::forces<T> forces{&model.pull_, &model.drive_, &exception};
    const auto described = model.model(forces);
    const std::size_t count = strengths.size();
    transition_curve<T> result;
    result.mean.resize(count);
    result.variance.resize(count);
    typename c::solution reached{};
    reached.struct_size = sizeof reached;
    reached.rows = SIZE_MAX; // until the run has begun
    int code;
    if (threads != 1) {
      code = c::transition_run_parallel(&described, this, threads, strengths.data(), count, initial.data(),
                                        result.mean.data(), result.variance.data(), &reached);
    } else {
      const detail::workspace workspace([&](std::size_t *bytes, std::size_t *align) {
        return c::transition_size(&described, count, bytes, align);
      });
      code = c::transition_run(&described, this, strengths.data(), count, initial.data(), result.mean.data(),
                               result.variance.data(), workspace.start(), workspace.bytes(), &reached);
    }
    if (reached.rows == SIZE_MAX) reached.rows = 0, detail::check(code);
    result.mean.resize(reached.rows);
    result.variance.resize(reached.rows);
    result.steps = reached.steps;
    result.time = reached.time;
    result.code = reached.code;
    if (code == PHOTINUS_ERROR_DIVERGED && !exception) throw transition_diverged<T>(std::move(result));
    result.status = detail::finish(code, exception);
    return result;
  }
};

// --- Observables of phases ------------------------------------------------------------------------------------------

namespace detail {

// The C functions and types for observables.
template <typename T> struct observables_api;

#define PHOTINUS_HPP_OBSERVABLES(T, PRECISION)                                                                         \
  template <> struct observables_api<T> {                                                                              \
    using neighbourhoods = photinus_neighbourhoods_##PRECISION;                                                        \
    using order_summary = photinus_order_summary_##PRECISION;                                                          \
    using group_summary = photinus_group_summary_##PRECISION;                                                          \
    using order_statistics = photinus_order_statistics_##PRECISION;                                                    \
    using group_statistics = photinus_group_statistics_##PRECISION;                                                    \
    using phase_locking = photinus_phase_locking_##PRECISION;                                                          \
    using mean_frequency = photinus_mean_frequency_##PRECISION;                                                        \
    static constexpr auto wrap_phases = photinus_wrap_phases_##PRECISION;                                              \
    static constexpr auto argument = photinus_argument_##PRECISION;                                                    \
    static constexpr auto phase_differences = photinus_phase_differences_##PRECISION;                                  \
    static constexpr auto pairwise_phase_differences = photinus_pairwise_phase_differences_##PRECISION;                \
    static constexpr auto winding_number = photinus_winding_number_##PRECISION;                                        \
    static constexpr auto mean_frequencies = photinus_mean_frequencies_##PRECISION;                                    \
    static constexpr auto order_parameter = photinus_order_parameter_##PRECISION;                                      \
    static constexpr auto order_parameters = photinus_order_parameters_##PRECISION;                                    \
    static constexpr auto group_order_parameters_size = photinus_group_order_parameters_size_##PRECISION;              \
    static constexpr auto group_order_parameters = photinus_group_order_parameters_##PRECISION;                        \
    static constexpr auto neighbourhoods_init = photinus_neighbourhoods_init_##PRECISION;                              \
    static constexpr auto local_order_size = photinus_local_order_size_##PRECISION;                                    \
    static constexpr auto local_order = photinus_local_order_##PRECISION;                                              \
    static constexpr auto order_statistics_size = photinus_order_statistics_size_##PRECISION;                          \
    static constexpr auto order_statistics_init = photinus_order_statistics_init_##PRECISION;                          \
    static constexpr auto order_statistics_add = photinus_order_statistics_add_##PRECISION;                            \
    static constexpr auto order_statistics_add_record = photinus_order_statistics_add_record_##PRECISION;              \
    static constexpr auto order_statistics_get = photinus_order_statistics_get_##PRECISION;                            \
    static constexpr auto group_statistics_size = photinus_group_statistics_size_##PRECISION;                          \
    static constexpr auto group_statistics_init = photinus_group_statistics_init_##PRECISION;                          \
    static constexpr auto group_statistics_add = photinus_group_statistics_add_##PRECISION;                            \
    static constexpr auto group_statistics_add_record = photinus_group_statistics_add_record_##PRECISION;              \
    static constexpr auto group_statistics_get = photinus_group_statistics_get_##PRECISION;                            \
    static constexpr auto group_statistics_groups = photinus_group_statistics_groups_##PRECISION;                      \
    static constexpr auto phase_locking_size = photinus_phase_locking_size_##PRECISION;                                \
    static constexpr auto phase_locking_init = photinus_phase_locking_init_##PRECISION;                                \
    static constexpr auto phase_locking_add = photinus_phase_locking_add_##PRECISION;                                  \
    static constexpr auto phase_locking_add_record = photinus_phase_locking_add_record_##PRECISION;                    \
    static constexpr auto phase_locking_get = photinus_phase_locking_get_##PRECISION;                                  \
    static constexpr auto phase_locking_rows = photinus_phase_locking_rows_##PRECISION;                                \
    static constexpr auto mean_frequency_size = photinus_mean_frequency_size_##PRECISION;                              \
    static constexpr auto mean_frequency_init = photinus_mean_frequency_init_##PRECISION;                              \
    static constexpr auto mean_frequency_add = photinus_mean_frequency_add_##PRECISION;                                \
    static constexpr auto mean_frequency_get = photinus_mean_frequency_get_##PRECISION;                                \
    static constexpr auto mean_frequency_rows = photinus_mean_frequency_rows_##PRECISION;                              \
    static constexpr auto frequency_quantiles = photinus_frequency_quantiles_##PRECISION;                              \
    static constexpr auto frequency_quantile = photinus_frequency_quantile_##PRECISION;                                \
    static constexpr auto frequency_density = photinus_frequency_density_##PRECISION;                                  \
    static constexpr auto critical_coupling = photinus_critical_coupling_##PRECISION;                                  \
  };
PHOTINUS_HPP_OBSERVABLES(float, f32)
PHOTINUS_HPP_OBSERVABLES(double, f64)
#undef PHOTINUS_HPP_OBSERVABLES

} // namespace detail

// A mean of unit vectors: r e^(i psi).
template <typename T = double> struct order {
  T r, psi;
};

// The order parameter of that harmonic.
template <typename T>
order<T> order_parameter(const std::vector<T> &phases, std::uint32_t harmonic = 1,
                         photinus_level level = PHOTINUS_LEVEL_BEST) {
  order<T> result{};
  detail::check(detail::observables_api<T>::order_parameter(phases.data(), phases.size(), harmonic, level, &result.r,
                                                            &result.psi));
  return result;
}

// The order parameters of several rows, or groups.
template <typename T = double> struct orders {
  std::vector<T> r, psi;
};

// Those of each row of a matrix [rows][oscillators], such as solution::states.
template <typename T>
orders<T> order_parameters(const std::vector<T> &record, std::size_t oscillators, std::uint32_t harmonic = 1,
                           photinus_level level = PHOTINUS_LEVEL_BEST) {
  detail::require(oscillators > 0, PHOTINUS_ERROR_DIMENSION);
  detail::require(record.size() % oscillators == 0, PHOTINUS_ERROR_LENGTH);
  const std::size_t rows = record.size() / oscillators;
  orders<T> result{std::vector<T>(rows), std::vector<T>(rows)};
  detail::check(detail::observables_api<T>::order_parameters(record.data(), rows, oscillators, harmonic, level,
                                                             result.r.data(), result.psi.data()));
  return result;
}

// The same phases in (-pi, pi].
template <typename T> std::vector<T> wrapped(std::vector<T> phases) {
  detail::check(detail::observables_api<T>::wrap_phases(phases.data(), phases.size()));
  return phases;
}

// The angle of the vector (re, im).
template <typename T> T argument(T re, T im) {
  T result;
  detail::check(detail::observables_api<T>::argument(re, im, &result));
  return result;
}

// a_i - b_i, in (-pi, pi].
template <typename T> std::vector<T> phase_differences(const std::vector<T> &a, const std::vector<T> &b) {
  detail::require(a.size() == b.size(), PHOTINUS_ERROR_LENGTH);
  std::vector<T> result(a.size());
  detail::check(detail::observables_api<T>::phase_differences(a.data(), b.data(), a.size(), result.data()));
  return result;
}

// phi_j - phi_i in row i and column j of a matrix [N][N].
template <typename T> std::vector<T> pairwise_phase_differences(const std::vector<T> &phases) {
  std::vector<T> result(detail::elements(phases.size(), phases.size()));
  detail::check(detail::observables_api<T>::pairwise_phase_differences(phases.data(), phases.size(), result.data(),
                                                                       result.size()));
  return result;
}

// How many turns the phase makes around a ring.
template <typename T> std::int64_t winding_number(const std::vector<T> &phases) {
  std::int64_t result = 0;
  detail::check(detail::observables_api<T>::winding_number(phases.data(), phases.size(), &result));
  return result;
}

// (last_i - first_i) / duration.
template <typename T>
std::vector<T> mean_frequencies(const std::vector<T> &first, const std::vector<T> &last,
                                detail::identity_t<T> duration) {
  detail::require(first.size() == last.size(), PHOTINUS_ERROR_LENGTH);
  std::vector<T> result(first.size());
  detail::check(detail::observables_api<T>::mean_frequencies(first.data(), last.data(), first.size(), duration,
                                                             result.data()));
  return result;
}

// The order parameter of each of `groups` groups; labels: the group of each oscillator.
template <typename T>
orders<T> group_order_parameters(const std::vector<T> &phases, const std::vector<std::uint32_t> &labels,
                                 std::size_t groups, std::uint32_t harmonic = 1,
                                 photinus_level level = PHOTINUS_LEVEL_BEST) {
  using c = detail::observables_api<T>;
  detail::require(phases.size() == labels.size(), PHOTINUS_ERROR_LENGTH);
  const detail::workspace workspace([&](std::size_t *bytes, std::size_t *align) {
    return c::group_order_parameters_size(groups, bytes, align);
  });
  orders<T> result{std::vector<T>(groups), std::vector<T>(groups)};
  detail::check(c::group_order_parameters(phases.data(), phases.size(), labels.data(), nullptr, groups, harmonic, level,
                                          result.r.data(), result.psi.data(), workspace.start(), workspace.bytes()));
  return result;
}

// Who is whose neighbour, photinus_neighbourhoods_f64 with its defaults, for local_order; the arrays stay the caller's.
template <typename T = double> struct neighbourhoods : detail::observables_api<T>::neighbourhoods {
  neighbourhoods() {
    using base = typename detail::observables_api<T>::neighbourhoods;
    detail::check(detail::observables_api<T>::neighbourhoods_init(this, sizeof(base)));
  }
};

// The local order parameter of each oscillator.
template <typename T>
std::vector<T> local_order(const neighbourhoods<T> &neighbours, const std::vector<T> &phases,
                           std::uint32_t harmonic = 1) {
  using c = detail::observables_api<T>;
  detail::require(phases.size() == neighbours.oscillators, PHOTINUS_ERROR_LENGTH);
  const detail::workspace workspace([&](std::size_t *bytes, std::size_t *align) {
    return c::local_order_size(&neighbours, bytes, align);
  });
  std::vector<T> result(phases.size());
  detail::check(c::local_order(&neighbours, phases.data(), harmonic, result.data(), workspace.start(),
                               workspace.bytes()));
  return result;
}

// Accumulators take rows of phases one by one, from a vector or a pointer, and are copied with all that they hold. As
// the watch of a run: std::ref(accumulator). One that has been moved from throws PHOTINUS_ERROR_NULL.

// Mean and variance in time of the order parameter.
template <typename T = double> class order_statistics {
  using c = detail::observables_api<T>;
  using object = typename c::order_statistics;

public:
  explicit order_statistics(std::size_t oscillators, std::uint32_t harmonic = 1,
                            photinus_level level = PHOTINUS_LEVEL_BEST)
      : memory_(detail::make_object<object>(
            c::order_statistics_size, [&](void *memory, std::size_t bytes, object **made) {
              return c::order_statistics_init(memory, bytes, oscillators, harmonic, level, made);
            })) {}
  // Adds a row, and returns its order parameter.
  order<T> add(const T *phases, std::size_t len) {
    order<T> result{};
    detail::check(c::order_statistics_add(get(), phases, len, &result.r, &result.psi));
    return result;
  }
  order<T> add(const std::vector<T> &phases) { return add(phases.data(), phases.size()); }
  // Adds all rows of a matrix [rows][oscillators].
  void add_record(const std::vector<T> &record) {
    detail::check(c::order_statistics_add_record(get(), record.data(), record.size()));
  }
  bool operator()(std::size_t, T, const T *y, std::size_t dim) { return add(y, dim), true; }
  typename c::order_summary summary() const {
    typename c::order_summary result{};
    result.struct_size = sizeof result;
    detail::check(c::order_statistics_get(get(), &result));
    return result;
  }

private:
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }
  detail::aligned_bytes memory_;
};

// Metastability and chimera index of groups.
template <typename T = double> class group_statistics {
  using c = detail::observables_api<T>;
  using object = typename c::group_statistics;

public:
  // labels: the group of each oscillator, below `groups`.
  group_statistics(const std::vector<std::uint32_t> &labels, std::size_t groups, std::uint32_t harmonic = 1,
                   photinus_level level = PHOTINUS_LEVEL_BEST)
      : groups_(groups), memory_(detail::make_object<object>(
                             [&](std::size_t *bytes, std::size_t *align) {
                               return c::group_statistics_size(labels.size(), groups, bytes, align);
                             },
                             [&](void *memory, std::size_t bytes, object **made) {
                               return c::group_statistics_init(memory, bytes, labels.size(), labels.data(), nullptr,
                                                               groups, harmonic, level, made);
                             })) {}
  void add(const T *phases, std::size_t len) { detail::check(c::group_statistics_add(get(), phases, len)); }
  void add(const std::vector<T> &phases) { add(phases.data(), phases.size()); }
  void add_record(const std::vector<T> &record) {
    detail::check(c::group_statistics_add_record(get(), record.data(), record.size()));
  }
  bool operator()(std::size_t, T, const T *y, std::size_t dim) { return add(y, dim), true; }
  typename c::group_summary summary() const {
    typename c::group_summary result{};
    result.struct_size = sizeof result;
    detail::check(c::group_statistics_get(get(), &result));
    return result;
  }
  // Of each group's r: the last value, the mean and the variance in time.
  std::vector<T> last() const { return look(0); }
  std::vector<T> means() const { return look(1); }
  std::vector<T> variances() const { return look(2); }

private:
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }
  std::vector<T> look(int which) const {
    std::vector<T> result(groups_);
    T *const places[3] = {which == 0 ? result.data() : nullptr, which == 1 ? result.data() : nullptr,
                          which == 2 ? result.data() : nullptr};
    detail::check(c::group_statistics_groups(get(), places[0], places[1], places[2], groups_));
    return result;
  }
  std::size_t groups_;
  detail::aligned_bytes memory_;
};

// Phase-locking values of all pairs, at the ratio n : m.
template <typename T = double> class phase_locking {
  using c = detail::observables_api<T>;
  using object = typename c::phase_locking;

public:
  explicit phase_locking(std::size_t oscillators, std::uint32_t n = 1, std::uint32_t m = 1,
                         photinus_level level = PHOTINUS_LEVEL_BEST)
      : oscillators_(oscillators), memory_(detail::make_object<object>(
                                       [&](std::size_t *bytes, std::size_t *align) {
                                         return c::phase_locking_size(oscillators, n, m, bytes, align);
                                       },
                                       [&](void *memory, std::size_t bytes, object **made) {
                                         return c::phase_locking_init(memory, bytes, oscillators, n, m, level, made);
                                       })) {}
  void add(const T *phases, std::size_t len) { detail::check(c::phase_locking_add(get(), phases, len)); }
  void add(const std::vector<T> &phases) { add(phases.data(), phases.size()); }
  void add_record(const std::vector<T> &record) {
    detail::check(c::phase_locking_add_record(get(), record.data(), record.size()));
  }
  bool operator()(std::size_t, T, const T *y, std::size_t dim) { return add(y, dim), true; }
  // A matrix [oscillators][oscillators].
  std::vector<T> values() const {
    std::vector<T> result(detail::elements(oscillators_, oscillators_));
    detail::check(c::phase_locking_get(get(), result.data(), result.size()));
    return result;
  }
  std::uint64_t rows() const {
    std::uint64_t result = 0;
    detail::check(c::phase_locking_rows(get(), &result));
    return result;
  }

private:
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }
  std::size_t oscillators_;
  detail::aligned_bytes memory_;
};

// Mean frequencies from the first row to the last, of unwrapped phases.
template <typename T = double> class mean_frequency {
  using c = detail::observables_api<T>;
  using object = typename c::mean_frequency;

public:
  explicit mean_frequency(std::size_t oscillators)
      : oscillators_(oscillators), memory_(detail::make_object<object>(
                                       [&](std::size_t *bytes, std::size_t *align) {
                                         return c::mean_frequency_size(oscillators, bytes, align);
                                       },
                                       [&](void *memory, std::size_t bytes, object **made) {
                                         return c::mean_frequency_init(memory, bytes, oscillators, made);
                                       })) {}
  void add(T t, const T *phases, std::size_t len) { detail::check(c::mean_frequency_add(get(), t, phases, len)); }
  void add(T t, const std::vector<T> &phases) { add(t, phases.data(), phases.size()); }
  bool operator()(std::size_t, T t, const T *y, std::size_t dim) { return add(t, y, dim), true; }
  std::vector<T> frequencies() const {
    std::vector<T> result(oscillators_);
    detail::check(c::mean_frequency_get(get(), result.data(), result.size()));
    return result;
  }
  std::uint64_t rows() const {
    std::uint64_t result = 0;
    detail::check(c::mean_frequency_rows(get(), &result, nullptr, nullptr));
    return result;
  }

private:
  object *get() const noexcept { return static_cast<object *>(memory_.start()); }
  std::size_t oscillators_;
  detail::aligned_bytes memory_;
};

// A distribution of natural frequencies: a value of photinus_distribution, its centre and its width.
template <typename T = double> struct frequency_distribution {
  photinus_distribution kind = PHOTINUS_DISTRIBUTION_LORENTZIAN;
  T centre = 0, width = 1;

  // `count` quantiles, rising.
  std::vector<T> quantiles(std::size_t count) const {
    std::vector<T> result(count);
    detail::check(detail::observables_api<T>::frequency_quantiles(kind, centre, width, result.data(), count));
    return result;
  }
  T quantile(T probability) const {
    T result;
    detail::check(detail::observables_api<T>::frequency_quantile(kind, centre, width, probability, &result));
    return result;
  }
  T density(T frequency) const {
    T result;
    detail::check(detail::observables_api<T>::frequency_density(kind, centre, width, frequency, &result));
    return result;
  }
  T critical_coupling() const {
    T result;
    detail::check(detail::observables_api<T>::critical_coupling(kind, centre, width, &result));
    return result;
  }
};

} // namespace photinus

#endif // PHOTINUS_HPP
