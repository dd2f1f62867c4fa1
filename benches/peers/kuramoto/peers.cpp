// Boost odeint and GSL as peers of main.rs, with the right-hand side of somebody who knows: one sine and one cosine per
// oscillator, those of harmonics by angle addition, and both products with a matrix in one pass over it, five rows at
// once (the fastest of 1, 2, 4, 5 and 8 on AVX2).
//
// The script `run` compiles this twice, with -O3 -march=native: with -ffast-math (the compiler may reorder sums, and
// takes sines from glibc's vector library, libmvec) and without. A request per line, an answer in JSON per line; the
// first line says the versions. The numbers of a network are those of problem.rs.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <new>
#include <sstream>
#include <string>
#include <time.h>
#include <vector>

#include <boost/numeric/odeint.hpp>
#include <boost/version.hpp>
#ifdef PEERS_GSL
#include <gsl/gsl_odeiv2.h>
#include <gsl/gsl_version.h>
#endif

namespace {

constexpr double STEP = 0.01;
constexpr std::size_t DEGREE = 10, GROUP = 32;

// On a cache line's boundary.
template <class T> struct Aligned {
    using value_type = T;
    Aligned() = default;
    template <class U> Aligned(const Aligned<U> &) {}
    T *allocate(std::size_t n) { return static_cast<T *>(::operator new(n * sizeof(T), std::align_val_t(64))); }
    void deallocate(T *p, std::size_t) { ::operator delete(p, std::align_val_t(64)); }
    friend bool operator==(const Aligned &, const Aligned &) { return true; }
    friend bool operator!=(const Aligned &, const Aligned &) { return false; }
};
using Vector = std::vector<double, Aligned<double>>;

// Numbers in [0, 1), multiples of 2^-24 (problem.rs).
double uniform(std::uint64_t stream, std::uint64_t index) {
    std::uint64_t z = (stream << 56) + index + 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return double((z ^ (z >> 31)) >> 40) * 0x1p-24;
}

Vector uniforms(std::uint64_t stream, std::size_t count, double scale) {
    Vector x(count);
    for (std::size_t i = 0; i < count; i++) x[i] = scale * uniform(stream, i);
    return x;
}

// 2 / n, n rounded up to a power of two.
double coupling_scale(std::size_t n) {
    double scale = 2;
    for (std::size_t power = 1; power < n; power *= 2) scale /= 2;
    return scale;
}

// So that a row fills whole vectors.
constexpr std::size_t padded(std::size_t n) { return (n + 3) / 4 * 4; }

// Sines and cosines of n phases. The loops are two, because GCC makes one call of sincos of a sine and a cosine in one
// loop, and vectorises no such call.
inline void sines(const double *__restrict x, double *__restrict s, double *__restrict c, std::size_t n) {
#ifdef __FAST_MATH__
    constexpr std::size_t block = 512;
    for (std::size_t begin = 0; begin < n; begin += block) {
        const std::size_t end = std::min(n, begin + block);
        for (std::size_t i = begin; i < end; i++) s[i] = std::sin(x[i]);
        for (std::size_t i = begin; i < end; i++) c[i] = std::cos(x[i]);
    }
#else
    for (std::size_t i = 0; i < n; i++) ::sincos(x[i], &s[i], &c[i]);
#endif
}

// From m times the angle to m + 1 times.
inline void next_harmonic(double *__restrict hs, double *__restrict hc, const double *__restrict s,
                          const double *__restrict c, std::size_t n) {
    for (std::size_t i = 0; i < n; i++) {
        const double sine = hs[i] * c[i] + hc[i] * s[i];
        hc[i] = hc[i] * c[i] - hs[i] * s[i];
        hs[i] = sine;
    }
}

// rates += c (K s) - s (K c) for R rows of a matrix.
template <int R>
inline void add_rows(const double *__restrict k, std::size_t stride, const double *__restrict s,
                     const double *__restrict c, std::size_t first, double *__restrict rates) {
    double with_s[R] = {}, with_c[R] = {};
    const std::size_t length = stride / 4 * 4;
    for (std::size_t j = 0; j < length; j++)
        for (int r = 0; r < R; r++) {
            with_s[r] += k[r * stride + j] * s[j];
            with_c[r] += k[r * stride + j] * c[j];
        }
    for (int r = 0; r < R; r++) rates[first + r] += c[first + r] * with_s[r] - s[first + r] * with_c[r];
}

// A dense network whose size is known when it runs. Rows are padded with zeros to whole vectors.
struct Dense {
    std::size_t n, harmonics, stride;
    const double *omega;
    Vector coupling, phases, s, c, hs, hc;

    // Of member `e`, where there are many.
    Dense(std::size_t n, std::size_t harmonics, const double *omega, std::size_t e)
        : n(n), harmonics(harmonics), stride(padded(n)), omega(omega), coupling(harmonics * n * stride),
          phases(stride), s(stride), c(stride), hs(stride), hc(stride) {
        const double scale = coupling_scale(n);
        for (std::size_t row = 0; row < harmonics * n; row++)
            for (std::size_t j = 0; j < n; j++)
                coupling[row * stride + j] = scale * uniform(2, (e * harmonics * n + row) * n + j);
    }

    void rates(const double *x, double *dxdt) {
        if (n == stride) {
            sines(x, s.data(), c.data(), n);
        } else { // or a rest would be computed without vectors
            std::copy(x, x + n, phases.begin());
            sines(phases.data(), s.data(), c.data(), stride);
        }
        std::copy(omega, omega + n, dxdt);
        add(coupling.data(), s.data(), c.data(), dxdt);
        if (harmonics == 1) return;
        hs = s, hc = c;
        for (std::size_t m = 1; m < harmonics; m++) {
            next_harmonic(hs.data(), hc.data(), s.data(), c.data(), stride);
            add(&coupling[m * n * stride], hs.data(), hc.data(), dxdt);
        }
    }

    void add(const double *matrix, const double *s, const double *c, double *dxdt) const {
        std::size_t i = 0;
        for (; i + 5 <= n; i += 5) add_rows<5>(matrix + i * stride, stride, s, c, i, dxdt);
        for (; i < n; i++) add_rows<1>(matrix + i * stride, stride, s, c, i, dxdt);
    }

    void operator()(const Vector &x, Vector &dxdt, double) { rates(x.data(), dxdt.data()); }
};

// A dense network whose size is known to the compiler, its matrices transposed: vectors go across the rows.
template <std::size_t N, std::size_t M> struct Fixed {
    static constexpr std::size_t P = padded(N);
    using State = std::array<double, N>;
    alignas(64) double omega[P] = {}, coupling[M][N][P] = {};

    Fixed(const double *frequencies, std::size_t e) {
        std::copy(frequencies, frequencies + N, omega);
        for (std::size_t m = 0; m < M; m++)
            for (std::size_t i = 0; i < N; i++)
                for (std::size_t j = 0; j < N; j++)
                    coupling[m][j][i] = coupling_scale(N) * uniform(2, ((e * M + m) * N + i) * N + j);
    }

    void operator()(const State &x, State &dxdt, double) const {
        alignas(64) double phases[P] = {}, s[P], c[P], hs[P], hc[P], rate[P];
        std::copy(x.begin(), x.end(), phases);
        sines(phases, s, c, P);
        std::copy(s, s + P, hs), std::copy(c, c + P, hc), std::copy(omega, omega + P, rate);
        for (std::size_t m = 0; m < M; m++) {
            if (m > 0) next_harmonic(hs, hc, s, c, P);
            double with_s[P] = {}, with_c[P] = {};
            for (std::size_t j = 0; j < N; j++)
                for (std::size_t i = 0; i < P; i++) {
                    with_s[i] += coupling[m][j][i] * hs[j];
                    with_c[i] += coupling[m][j][i] * hc[j];
                }
            for (std::size_t i = 0; i < P; i++) rate[i] += hc[i] * with_s[i] - hs[i] * with_c[i];
        }
        std::copy(rate, rate + N, dxdt.begin());
    }
};

// GROUP members side by side: the innermost loops, which are vectorised, go over members. State [oscillator][member].
struct SideBySide {
    std::size_t n;
    Vector omega, coupling, s, c; // coupling [i][j][member]

    SideBySide(std::size_t n, const double *frequencies, std::size_t first, std::size_t members)
        : n(n), omega(n * GROUP), coupling(n * n * GROUP), s(n * GROUP), c(n * GROUP) {
        for (std::size_t b = 0; b < std::min(GROUP, members - first); b++)
            for (std::size_t i = 0; i < n; i++) {
                omega[i * GROUP + b] = frequencies[(first + b) * n + i];
                for (std::size_t j = 0; j < n; j++)
                    coupling[(i * n + j) * GROUP + b] =
                        coupling_scale(n) * uniform(2, ((first + b) * n + i) * n + j);
            }
    }

    void operator()(const Vector &x, Vector &dxdt, double) {
        sines(x.data(), s.data(), c.data(), n * GROUP);
        for (std::size_t i = 0; i < n; i++) {
            double with_s[GROUP] = {}, with_c[GROUP] = {};
            for (std::size_t j = 0; j < n; j++)
                for (std::size_t b = 0; b < GROUP; b++) {
                    with_s[b] += coupling[(i * n + j) * GROUP + b] * s[j * GROUP + b];
                    with_c[b] += coupling[(i * n + j) * GROUP + b] * c[j * GROUP + b];
                }
            for (std::size_t b = 0; b < GROUP; b++) {
                const std::size_t at = i * GROUP + b;
                dxdt[at] = omega[at] + c[at] * with_s[b] - s[at] * with_c[b];
            }
        }
    }
};

// A sparse network; sine and cosine lie side by side, so that an edge reads one place.
struct Sparse {
    std::size_t n;
    const double *omega;
    Vector coupling, s, c, both;
    std::vector<std::uint32_t> rows, columns;

    Sparse(std::size_t n, const double *omega)
        : n(n), omega(omega), coupling(uniforms(2, n * DEGREE, coupling_scale(DEGREE))), s(n), c(n), both(2 * n),
          rows(n + 1), columns(n * DEGREE) {
        const std::size_t width = n / DEGREE;
        for (std::size_t i = 0; i <= n; i++) rows[i] = std::uint32_t(i * DEGREE);
        for (std::size_t e = 0; e < n * DEGREE; e++)
            columns[e] = std::uint32_t(e % DEGREE * width + std::size_t(uniform(3, e) * double(width)));
    }

    void rates(const double *x, double *dxdt) {
        constexpr std::size_t block = 512;
        for (std::size_t begin = 0; begin < n; begin += block) {
            const std::size_t end = std::min(n, begin + block);
            sines(x + begin, s.data() + begin, c.data() + begin, end - begin);
            for (std::size_t i = begin; i < end; i++) both[2 * i] = s[i], both[2 * i + 1] = c[i];
        }
        for (std::size_t i = 0; i < n; i++) {
            double with_s = 0, with_c = 0;
            for (std::size_t e = rows[i]; e < rows[i + 1]; e++) {
                const double *at = &both[2 * std::size_t(columns[e])];
                with_s += coupling[e] * at[0];
                with_c += coupling[e] * at[1];
            }
            dxdt[i] = omega[i] + both[2 * i + 1] * with_s - both[2 * i] * with_c;
        }
    }
    void operator()(const Vector &x, Vector &dxdt, double) { rates(x.data(), dxdt.data()); }
};

// Each with each, strength 1 / n: two sums.
struct MeanField {
    std::size_t n;
    const double *omega;
    Vector s, c;

    MeanField(std::size_t n, const double *omega) : n(n), omega(omega), s(n), c(n) {}

    void rates(const double *__restrict x, double *__restrict dxdt) {
        constexpr std::size_t block = 512;
        double sum_s = 0, sum_c = 0;
        for (std::size_t begin = 0; begin < n; begin += block) {
            const std::size_t end = std::min(n, begin + block);
            sines(x + begin, s.data() + begin, c.data() + begin, end - begin);
            for (std::size_t i = begin; i < end; i++) sum_s += s[i], sum_c += c[i];
        }
        const double mean_s = sum_s / double(n), mean_c = sum_c / double(n);
        for (std::size_t i = 0; i < n; i++) dxdt[i] = omega[i] + mean_s * c[i] - mean_c * s[i];
    }
    void operator()(const Vector &x, Vector &dxdt, double) { rates(x.data(), dxdt.data()); }
};

struct Request {
    std::string solver, kind;
    std::size_t n, harmonics, members, steps, repeat;
};

double seconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

// What the optimiser must take for read and changed.
template <class T> void touch(T *p) { asm volatile("" : : "g"(p) : "memory"); }

// Works once for the caches and `repeat` times on the clock, and answers with the time of one, in nanoseconds per right-hand
// side, and with some of the results.
template <class Work> void answer(const Request &request, double sides, const Vector &results, Work &&work) {
    work(std::min<std::size_t>(request.steps, 2));
    const double begin = seconds();
    for (std::size_t r = 0; r < request.repeat; r++) work(request.steps);
    const double each = 1e9 * (seconds() - begin) / double(request.repeat) / sides;
    std::printf("{\"ns\": %.17g, \"results\": [", each);
    const std::size_t stride = std::max<std::size_t>(1, results.size() / 64);
    for (std::size_t i = 0; i < 64 && i * stride < results.size(); i++)
        std::printf("%s%.17g", i ? ", " : "", results[i * stride]);
    std::printf("]}\n");
}

template <class State, class System> void boost_steps(System &system, State &x, std::size_t steps) {
    boost::numeric::odeint::runge_kutta4<State> stepper;
    touch(x.data());
    for (std::size_t i = 0; i < steps; i++) stepper.do_step(std::ref(system), x, double(i) * STEP, STEP);
    touch(x.data());
}

template <class System> void boost(const Request &request, System &&system, const Vector &initial) {
    Vector x(initial);
    answer(request, 4 * double(request.steps), x, [&](std::size_t steps) {
        x = initial;
        boost_steps(system, x, steps);
    });
}

template <std::size_t N, std::size_t M>
void boost_fixed(const Request &request, const Vector &omega, const Vector &initial) {
    Vector x(initial);
    std::vector<Fixed<N, M>> systems;
    for (std::size_t e = 0; e < request.members; e++) systems.emplace_back(&omega[e * N], e);
    answer(request, 4 * double(request.steps * request.members), x, [&](std::size_t steps) {
        for (std::size_t e = 0; e < request.members; e++) {
            std::array<double, N> state;
            std::copy_n(&initial[e * N], N, state.begin());
            boost_steps(systems[e], state, steps);
            std::copy_n(state.begin(), N, &x[e * N]);
        }
    });
}

void boost_members(const Request &request, const Vector &omega, const Vector &initial) {
    const std::size_t n = request.n;
    Vector x(initial), state(n);
    std::vector<Dense> systems;
    for (std::size_t e = 0; e < request.members; e++) systems.emplace_back(n, 1, &omega[e * n], e);
    answer(request, 4 * double(request.steps * request.members), x, [&](std::size_t steps) {
        for (std::size_t e = 0; e < request.members; e++) {
            std::copy_n(&initial[e * n], n, state.begin());
            boost_steps(systems[e], state, steps);
            std::copy_n(state.begin(), n, &x[e * n]);
        }
    });
}

void boost_side_by_side(const Request &request, const Vector &omega, const Vector &initial) {
    const std::size_t n = request.n, members = request.members;
    Vector x(initial), state(n * GROUP);
    std::vector<SideBySide> systems;
    for (std::size_t e = 0; e < members; e += GROUP) systems.emplace_back(n, omega.data(), e, members);
    answer(request, 4 * double(request.steps * members), x, [&](std::size_t steps) {
        for (std::size_t e = 0; e < members; e += GROUP) {
            const std::size_t here = std::min(GROUP, members - e);
            for (std::size_t b = 0; b < here; b++)
                for (std::size_t i = 0; i < n; i++) state[i * GROUP + b] = initial[(e + b) * n + i];
            boost_steps(systems[e / GROUP], state, steps);
            for (std::size_t b = 0; b < here; b++)
                for (std::size_t i = 0; i < n; i++) x[(e + b) * n + i] = state[i * GROUP + b];
        }
    });
}

#ifdef PEERS_GSL
// Its stepper takes a step at once and in two halves, and keeps the halves: 11 right-hand sides, of which two steps need 8.
template <class System> void gsl(const Request &request, System &&system, const Vector &initial) {
    using Type = std::remove_reference_t<System>;
    struct Counted {
        Type *system;
        std::size_t count;
    } counted = {&system, 0};
    const auto rates = [](double, const double *x, double *dxdt, void *p) {
        static_cast<Counted *>(p)->count++;
        static_cast<Counted *>(p)->system->rates(x, dxdt);
        return 0;
    };
    const std::size_t n = initial.size();
    gsl_odeiv2_system ode = {rates, nullptr, n, &counted};
    gsl_odeiv2_step *stepper = gsl_odeiv2_step_alloc(gsl_odeiv2_step_rk4, n);
    Vector x(initial), error(n);
    answer(request, double(request.steps / 2 * 11), x, [&](std::size_t steps) {
        x = initial;
        counted.count = 0;
        for (std::size_t i = 0; i < steps; i += 2)
            gsl_odeiv2_step_apply(stepper, double(i) * STEP, 2 * STEP, x.data(), error.data(), nullptr, nullptr, &ode);
        if (counted.count != steps / 2 * 11) std::abort();
    });
    gsl_odeiv2_step_free(stepper);
}
#endif

void sines_of_a_slice(const Request &request) {
    const Vector x = uniforms(1, request.n, 100);
    Vector s(request.n), c(request.n);
    answer(request, double(request.n * request.steps), s, [&](std::size_t steps) {
        for (std::size_t i = 0; i < steps; i++) {
            sines(x.data(), s.data(), c.data(), request.n);
            touch(s.data()), touch(c.data());
        }
    });
}

bool serve(const Request &request) {
    const auto [solver, kind, n, m, members, steps, repeat] = request;
    if (kind == "sines") return sines_of_a_slice(request), true;
    const Vector omega = uniforms(0, n * members, 1), initial = uniforms(1, n * members, 6);
    if (solver == "boost" && kind == "dense") return boost(request, Dense(n, m, omega.data(), 0), initial), true;
    if (solver == "boost" && kind == "sparse") return boost(request, Sparse(n, omega.data()), initial), true;
    if (solver == "boost" && kind == "mean") return boost(request, MeanField(n, omega.data()), initial), true;
    if (solver == "boost" && kind == "ensemble") return boost_members(request, omega, initial), true;
    if (solver == "boost-side-by-side" && kind == "ensemble") return boost_side_by_side(request, omega, initial), true;
    if (solver == "boost-fixed" && (kind == "dense" || kind == "ensemble")) {
        if (n == 3 && m == 1) return boost_fixed<3, 1>(request, omega, initial), true;
        if (n == 3 && m == 2) return boost_fixed<3, 2>(request, omega, initial), true;
        if (n == 10 && m == 1) return boost_fixed<10, 1>(request, omega, initial), true;
        if (n == 10 && m == 2) return boost_fixed<10, 2>(request, omega, initial), true;
    }
#ifdef PEERS_GSL
    if (solver == "gsl" && kind == "dense") return gsl(request, Dense(n, m, omega.data(), 0), initial), true;
    if (solver == "gsl" && kind == "sparse") return gsl(request, Sparse(n, omega.data()), initial), true;
    if (solver == "gsl" && kind == "mean") return gsl(request, MeanField(n, omega.data()), initial), true;
#endif
    return false;
}

} // namespace

int main() {
    std::printf("{\"compiler\": \"GCC %s\", \"boost\": \"%d.%d\"", __VERSION__, BOOST_VERSION / 100000,
                BOOST_VERSION / 100 % 1000);
#ifdef PEERS_GSL
    std::printf(", \"gsl\": \"%s\"", GSL_VERSION);
#endif
    std::printf("}\n");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        Request r;
        words >> r.solver >> r.kind >> r.n >> r.harmonics >> r.members >> r.steps >> r.repeat;
        if (!words || !serve(r)) std::puts("null");
        std::fflush(stdout);
    }
}
