// photinus for C++17: low-discrepancy sequences, particle swarm optimisation, Kuramoto phase oscillators.
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
//
// A negative status is thrown as photinus::error, a positive one is returned as photinus::status. An exception that
// leaves a callable ends the run, and arrives at the caller of that run as it was thrown; photinus::stop ends it as a
// success instead. Matrices lie by rows unless a call says otherwise.

#ifndef PHOTINUS_HPP
#define PHOTINUS_HPP

#include "photinus.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
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
  caller = PHOTINUS_STOP_CALLER
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
    using solution = photinus_solution_##PRECISION;                                                                    \
    using row = photinus_row_##PRECISION;                                                                              \
    using kuramoto = photinus_kuramoto_##PRECISION;                                                                    \
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
    static constexpr auto pso_best = photinus_pso_best_##PRECISION;                                                    \
    static constexpr auto pso_report = photinus_pso_report_##PRECISION;                                                \
    static constexpr auto pso_dim = photinus_pso_dim_##PRECISION;                                                      \
    static constexpr auto pso_get_options = photinus_pso_get_options_##PRECISION;                                      \
    static constexpr auto pso_set_options = photinus_pso_set_options_##PRECISION;                                      \
    static constexpr auto pso_save_size = photinus_pso_save_size_##PRECISION;                                          \
    static constexpr auto pso_save = photinus_pso_save_##PRECISION;                                                    \
    static constexpr auto rk4_size = photinus_rk4_size_##PRECISION;                                                    \
    static constexpr auto rk4_solve = photinus_rk4_solve_##PRECISION;                                                  \
    static constexpr auto kuramoto_init = photinus_kuramoto_init_##PRECISION;                                          \
    static constexpr auto kuramoto_size = photinus_kuramoto_size_##PRECISION;                                          \
    static constexpr auto kuramoto_rates = photinus_kuramoto_rates_##PRECISION;                                        \
    static constexpr auto kuramoto_solve = photinus_kuramoto_solve_##PRECISION;                                        \
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
  template <typename Size> workspace(Size size, std::size_t dim) {
    std::size_t align = 1;
    check(size(dim, &bytes_, &align));
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
    static int look(const typename c::pso *, void *user) noexcept {
      auto &self = *static_cast<search *>(user);
      return detail::call(self.exception, [&] { return (*self.after)(*self.swarm) ? 0 : 1; });
    }
  };

  explicit pso(typename c::pso *made) : swarm_(made) { detail::check(c::pso_dim(made, &dim_)); }

  std::unique_ptr<typename c::pso, deleter> swarm_;
  std::size_t dim_ = 0;
};

// What a search came to.
template <typename T = double> struct minimum {
  std::vector<T> position;
  T value;
  photinus::report<T> report;
};

// Minimises `objective` in the box from `lower` to `upper`: makes a swarm, and runs it to its end.
template <typename T = double, typename F>
minimum<T> minimize(F &&objective, const std::vector<T> &lower, const std::vector<T> &upper,
                    const detail::identity_t<pso_options<T>> &options = {},
                    const detail::identity_t<typename pso<T>::watch> &watch = nullptr) {
  pso<T> swarm(lower, upper, options);
  swarm.run(objective, watch);
  point<T> best = swarm.best();
  return {std::move(best.position), best.value, swarm.report()};
}

// Called with each complete row of a solution: its number, time and state; returns false to end the run.
template <typename T> using row_watch = std::function<bool(std::size_t row, T t, const T *y, std::size_t dim)>;

// What a solver's run came to.
template <typename T = double> struct solution {
  // The complete rows, a matrix [rows][dim]; row i belongs to times[i].
  std::vector<T> states;
  std::size_t rows = 0;
  std::size_t dim = 0;
  // Steps taken, and the time that was reached.
  std::uint64_t steps = 0;
  T time = T();
  // Why it ended, and the number of the photinus::stop that ended it, else 0 or 1.
  photinus::status status = photinus::status::ok;
  int code = 0;

  // Row i, of `dim` elements.
  const T *row(std::size_t i) const { return states.data() + i * dim; }
};

// Thrown where the solution becomes NaN or infinite: holds what came before.
template <typename T = double> class diverged : public error {
public:
  explicit diverged(solution<T> &&before)
      : error(PHOTINUS_ERROR_DIVERGED), before_(std::make_shared<const solution<T>>(std::move(before))) {}
  const solution<T> &before() const noexcept { return *before_; }

private:
  std::shared_ptr<const solution<T>> before_; // shared, so that copying the exception throws nothing
};

namespace detail {

// What a solver's callbacks are given. F is the system, or anything where the library has its own.
template <typename T, typename F> struct integration {
  F &system;
  const row_watch<T> &watch;
  std::exception_ptr exception;

  static int derivative(T t, const T *y, std::size_t, T *dydt, void *user) noexcept {
    auto &self = *static_cast<integration *>(user);
    return call(self.exception, [&] {
      self.system(t, y, dydt);
      return 0;
    });
  }
  static int row(std::size_t row, T t, const T *y, std::size_t dim, void *user) noexcept {
    auto &self = *static_cast<integration *>(user);
    return call(self.exception, [&] { return self.watch(row, t, y, dim) ? 0 : 1; });
  }

  // solve(row, user, states, states_len, solution) is the C function with the rest of its arguments.
  template <typename Solve> solution<T> run(std::size_t rows, std::size_t dim, Solve &&solve) {
    solution<T> result;
    result.states.resize(elements(rows, dim));
    typename c_api<T>::solution reached{};
    reached.struct_size = sizeof reached;
    const int code = solve(watch ? row : nullptr, this, result.states.data(), result.states.size(), &reached);
    result.states.resize(reached.rows * dim);
    result.rows = reached.rows;
    result.dim = dim;
    result.steps = reached.steps;
    result.time = reached.time;
    result.code = reached.code;
    if (code == PHOTINUS_ERROR_DIVERGED && !exception) throw diverged<T>(std::move(result));
    result.status = finish(code, exception);
    return result;
  }
};

} // namespace detail

// Integrates dy/dt = f(t, y) by the classical Runge-Kutta method of order 4 from times[0], where the state is
// `initial`, in equal steps of at most `step`. f is called as f(t, const T *y, T *dydt) and writes all of dydt.
template <typename T = double, typename F>
solution<T> solve_rk4(F &&f, const std::vector<T> &times, const std::vector<T> &initial,
                      const detail::identity_t<T> step, const detail::identity_t<row_watch<T>> &watch = nullptr) {
  using c = detail::c_api<T>;
  using run = detail::integration<T, F>;
  const std::size_t dim = initial.size();
  detail::workspace workspace(c::rk4_size, dim);
  run context{f, watch, nullptr};
  return context.run(times.size(), dim, [&](auto row, void *user, T *states, std::size_t states_len, auto *reached) {
    return c::rk4_solve(dim, run::derivative, row, user, times.data(), times.size(), initial.data(), step, states,
                        states_len, workspace.start(), workspace.bytes(), reached);
  });
}

// A Kuramoto network of N oscillators with M harmonics, which owns its numbers:
//
// dphi_i/dt = omega_i + sum over m = 1 ... M and j of K[m-1][i][j] sin(m (phi_j - phi_i))
template <typename T = double> class kuramoto {
  using c = detail::c_api<T>;

public:
  // natural_frequencies: omega, N numbers. coupling: K, M matrices [N][N], by rows or as `layout` says; its length
  // tells M. level: the instruction set to run on.
  kuramoto(std::vector<T> natural_frequencies, std::vector<T> coupling, photinus_layout layout = PHOTINUS_LAYOUT_ROWS,
           photinus_level level = PHOTINUS_LEVEL_BEST)
      : natural_frequencies_(std::move(natural_frequencies)), coupling_(std::move(coupling)), layout_(layout),
        level_(level) {
    const std::size_t n = natural_frequencies_.size(), matrix = detail::elements(n, n);
    detail::require(n > 0, PHOTINUS_ERROR_DIMENSION);
    detail::require(!coupling_.empty() && coupling_.size() % matrix == 0, PHOTINUS_ERROR_LENGTH);
  }

  // N.
  std::size_t oscillators() const noexcept { return natural_frequencies_.size(); }
  // M.
  std::size_t harmonics() const noexcept { return coupling_.size() / (oscillators() * oscillators()); }
  const std::vector<T> &natural_frequencies() const noexcept { return natural_frequencies_; }
  const std::vector<T> &coupling() const noexcept { return coupling_; }

  // The instantaneous frequencies dphi/dt at `phases`.
  std::vector<T> rates(const std::vector<T> &phases) const {
    detail::require(phases.size() == oscillators(), PHOTINUS_ERROR_LENGTH);
    detail::workspace workspace(c::kuramoto_size, oscillators());
    const auto network = model();
    std::vector<T> result(oscillators());
    detail::check(
        c::kuramoto_rates(&network, phases.data(), result.data(), workspace.start(), workspace.bytes()));
    return result;
  }

  // Integrates by the classical Runge-Kutta method of order 4 from times[0], where the phases are `initial_phases`, in
  // equal steps of at most `step`.
  solution<T> solve(const std::vector<T> &times, const std::vector<T> &initial_phases, T step,
                    const row_watch<T> &watch = nullptr) const {
    detail::require(initial_phases.size() == oscillators(), PHOTINUS_ERROR_LENGTH);
    detail::workspace workspace(c::kuramoto_size, oscillators());
    const auto network = model();
    detail::integration<T, const kuramoto> context{*this, watch, nullptr};
    return context.run(times.size(), oscillators(),
                       [&](auto row, void *user, T *states, std::size_t states_len, auto *reached) {
                         return c::kuramoto_solve(&network, row, user, times.data(), times.size(),
                                                  initial_phases.data(), step, states, states_len, workspace.start(),
                                                  workspace.bytes(), reached);
                       });
  }

private:
  typename c::kuramoto model() const {
    detail::require(!natural_frequencies_.empty(), PHOTINUS_ERROR_DIMENSION); // it has been moved from
    typename c::kuramoto result;
    detail::check(c::kuramoto_init(&result, sizeof result));
    result.oscillators = oscillators();
    result.harmonics = harmonics();
    result.natural_frequencies = natural_frequencies_.data();
    result.coupling = coupling_.data();
    result.layout = layout_;
    result.level = level_;
    return result;
  }

  std::vector<T> natural_frequencies_, coupling_;
  photinus_layout layout_;
  photinus_level level_;
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

// Memory for an accumulator, of the size that `size` tells; `init` makes it there. An accumulator is its bytes.
template <typename Object, typename Size, typename Init> aligned_bytes accumulator(Size &&size, Init &&init) {
  std::size_t bytes = 0, align = 1;
  check(size(&bytes, &align));
  aligned_bytes memory(bytes, align);
  Object *object = nullptr;
  check(init(memory.start(), memory.bytes(), &object));
  return memory;
}

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
  detail::workspace workspace(c::group_order_parameters_size, groups);
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
  detail::workspace workspace([&](std::size_t, std::size_t *bytes,
                                  std::size_t *align) { return c::local_order_size(&neighbours, bytes, align); },
                              0);
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
      : memory_(detail::accumulator<object>(
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
      : groups_(groups), memory_(detail::accumulator<object>(
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
      : oscillators_(oscillators), memory_(detail::accumulator<object>(
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
      : oscillators_(oscillators), memory_(detail::accumulator<object>(
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
