/* photinus on a microcontroller: all of its parts, in static memory, without heap, libm or printf.
 *
 * The same source runs on a workstation. Everything it prints is the bits of results, in a fixed format, so that the
 * two outputs can be compared line by line (`make check`); sizes of objects, which differ between the two, are checked
 * and not printed. It returns 0 if its own checks hold. */
#include "models.h"
#include "output.h"
#include "photinus.h"
#include <stdint.h>

DEFINE_HEXAPOD(float, hexapod_f32)
DEFINE_HEXAPOD(double, hexapod_f64)
DEFINE_ROSENBROCK(float, rosenbrock_f32)
DEFINE_ROSENBROCK(double, rosenbrock_f64)
DEFINE_LORENZ(float, lorenz_f32)
DEFINE_LORENZ(double, lorenz_f64)

/* Memory: what a swarm or a solver asks for is checked against these at run time. */

typedef union workspace {
    uint64_t align;
    unsigned char bytes[4096];
} workspace;

static workspace swarm_memory, restored_memory, copied_memory, solver_memory;
static unsigned char checkpoint[2048], checkpoint_again[2048];

static int fits(int status, size_t bytes, size_t align) {
    return status == PHOTINUS_OK && bytes <= sizeof(workspace) && sizeof(uint64_t) % align == 0;
}

/* Halton sets. */

enum { POINTS = 8, DIM = 5, MANY = 256 };

static void halton(void) {
    static float rows[POINTS * DIM], columns[POINTS * DIM], many[MANY * 6], many_by_columns[6 * MANY];
    static double points[POINTS * DIM];
    photinus_halton_options_f32 by_columns, leaping;
    photinus_halton_options_f64 leaping_f64;

    expect("halton_fill_f32", photinus_halton_fill_f32(NULL, DIM, 1, POINTS, rows, LENGTH(rows)), PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++) put_row_f32("halton", rows + i * DIM, DIM);

    photinus_halton_options_init_f32(&by_columns, sizeof by_columns);
    by_columns.layout = PHOTINUS_LAYOUT_COLUMNS;
    expect("halton_fill_f32 columns",
           photinus_halton_fill_f32(&by_columns, DIM, 1, POINTS, columns, LENGTH(columns)), PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++)
        for (size_t j = 0; j < DIM; j++) check("halton layouts", rows[i * DIM + j] == columns[j * POINTS + i]);

    /* The last indices there are: 64-bit integers and long division, on a machine of 32 bits. */
    expect("halton_fill_f32 last",
           photinus_halton_fill_f32(NULL, DIM, UINT64_MAX - POINTS + 1, POINTS, rows, LENGTH(rows)), PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++) put_row_f32("halton last", rows + i * DIM, DIM);
    expect("halton_fill_f32 columns last",
           photinus_halton_fill_f32(&by_columns, DIM, UINT64_MAX - POINTS + 1, POINTS, columns, LENGTH(columns)),
           PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++)
        for (size_t j = 0; j < DIM; j++) check("halton layouts last", rows[i * DIM + j] == columns[j * POINTS + i]);

    /* Own bases, far indices, and a stride: what lies between the rows stays. */
    const uint32_t bases[3] = {4294967291U, 2, 1000003};
    photinus_halton_options_init_f32(&leaping, sizeof leaping);
    leaping.bases = bases;
    leaping.leap = 0x0123456789abcdef;
    leaping.stride = DIM;
    for (size_t i = 0; i < LENGTH(rows); i++) rows[i] = -1.0f;
    expect("halton_fill_f32 leap", photinus_halton_fill_f32(&leaping, 3, 409, POINTS, rows, LENGTH(rows)), PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++) put_row_f32("halton leap", rows + i * DIM, DIM);
    check("halton stride", rows[3] == -1.0f && rows[4] == -1.0f);

    /* Scrambled, in a box, with a table or without, point by point. */
    static const float lower[6] = {-1, 0, 0, 2, -8, 0}, upper[6] = {1, 1, 1000, 2, 8, 0.125f};
    static float table[256];
    photinus_halton_options_f32 scrambled;
    photinus_halton_options_init_f32(&scrambled, sizeof scrambled);
    scrambled.seed = 42, scrambled.open = 1, scrambled.lower = lower, scrambled.upper = upper;
    for (scrambled.scrambling = 1; scrambled.scrambling <= 4; scrambled.scrambling++) {
        expect("halton_fill_f32 scrambled", photinus_halton_fill_f32(&scrambled, 6, 1000, MANY, many, LENGTH(many)),
               PHOTINUS_OK);
        put_hash("halton scrambled", many, sizeof many);
        put_row_f32("halton scrambled", many, 6);
        expect("halton_table_init_f32", photinus_halton_table_init_f32(&scrambled, 6, table, sizeof table), PHOTINUS_OK);
        scrambled.table = table, scrambled.table_bytes = sizeof table;
        photinus_halton_cursor_f32 *cursor;
        expect("halton_cursor_init_f32",
               photinus_halton_cursor_init_f32(solver_memory.bytes, sizeof solver_memory, &scrambled, 6, 1000, &cursor),
               PHOTINUS_OK);
        for (size_t i = 0; i < MANY; i++) {
            float point[6];
            check("halton_cursor_next_f32", photinus_halton_cursor_next_f32(cursor, point, 6) == PHOTINUS_OK &&
                                                equal(point, many + 6 * i, sizeof point));
        }
        scrambled.table = NULL, scrambled.table_bytes = 0;
    }

    photinus_sobol_options_f32 sobol;
    photinus_sobol_options_init_f32(&sobol, sizeof sobol);
    sobol.seed = 42;
    static const int sobol_scramblings[] = {PHOTINUS_SCRAMBLING_NONE, PHOTINUS_SCRAMBLING_NESTED, PHOTINUS_SCRAMBLING_SHIFT};
    for (size_t k = 0; k < LENGTH(sobol_scramblings); k++) {
        sobol.scrambling = sobol_scramblings[k];
        expect("sobol_fill_f32", photinus_sobol_fill_f32(&sobol, 6, 1000, MANY, many, LENGTH(many)), PHOTINUS_OK);
        put_hash("sobol", many, sizeof many);
        put_row_f32("sobol", many, 6);
    }

    /* Across the places where the algorithm changes: 2^24 and 2^32 index * base. */
    static const uint64_t starts[] = {0, 5592300, 8388500, 858993400, 1431655700, 2147483600, 4294967200};
    for (size_t k = 0; k < LENGTH(starts); k++) {
        photinus_halton_fill_f32(NULL, 6, starts[k], MANY, many, LENGTH(many));
        put_hash("halton many", many, sizeof many);
        photinus_halton_fill_f32(&by_columns, 6, starts[k], MANY, many_by_columns, LENGTH(many_by_columns));
        put_hash("halton many by columns", many_by_columns, sizeof many_by_columns);
    }

    static const uint64_t indices[] = {0, 1, 6, 1000, 4294967295, 0x0123456789abcdef, UINT64_MAX};
    static const uint32_t inverse_bases[] = {2, 3, 5, 7919, 65536, 4294967295U};
    float inverse[LENGTH(indices)];
    for (size_t j = 0; j < LENGTH(inverse_bases); j++) {
        for (size_t i = 0; i < LENGTH(indices); i++)
            check("radical_inverse_f32",
                  photinus_radical_inverse_f32(indices[i], inverse_bases[j], &inverse[i]) == PHOTINUS_OK);
        put_row_f32("radical inverse", inverse, LENGTH(inverse));
    }
    check("radical inverse of 6 in base 5", photinus_radical_inverse_f32(6, 5, inverse) == 0 && inverse[0] == 0.24f);

    photinus_halton_options_init_f64(&leaping_f64, sizeof leaping_f64);
    leaping_f64.leap = 0x0123456789abcdef;
    expect("halton_fill_f64", photinus_halton_fill_f64(NULL, DIM, 1, POINTS, points, LENGTH(points)), PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++) put_row_f64("halton f64", points + i * DIM, DIM);
    expect("halton_fill_f64 leap", photinus_halton_fill_f64(&leaping_f64, DIM, 409, POINTS, points, LENGTH(points)),
           PHOTINUS_OK);
    for (size_t i = 0; i < POINTS; i++) put_row_f64("halton f64 leap", points + i * DIM, DIM);

    /* Calls that are refused, and write nothing. */
    const uint32_t twice[2] = {3, 3}, small[2] = {2, 1};
    const float before = rows[0];
    expect("halton NULL", photinus_halton_fill_f32(NULL, 1, 0, 1, NULL, 1), PHOTINUS_ERROR_NULL);
    expect("halton no dimension", photinus_halton_fill_f32(NULL, 0, 0, 1, rows, 1), PHOTINUS_ERROR_DIMENSION);
    expect("halton too many dimensions", photinus_halton_fill_f32(NULL, 1230, 0, 1, rows, 1230),
           PHOTINUS_ERROR_DIMENSION);
    expect("halton length", photinus_halton_fill_f32(NULL, 2, 0, 2, rows, 3), PHOTINUS_ERROR_LENGTH);
    expect("halton range", photinus_halton_fill_f32(NULL, 1, UINT64_MAX, 2, rows, 2), PHOTINUS_ERROR_INDEX_RANGE);
    expect("halton huge count", photinus_halton_fill_f32(NULL, 2, 0, SIZE_MAX, rows, 2), PHOTINUS_ERROR_LENGTH);
    leaping.leap = 0;
    expect("halton leap", photinus_halton_fill_f32(&leaping, 3, 0, 1, rows, DIM), PHOTINUS_ERROR_LEAP);
    leaping.leap = 1;
    leaping.stride = 2;
    expect("halton stride", photinus_halton_fill_f32(&leaping, 3, 0, 1, rows, DIM), PHOTINUS_ERROR_STRIDE);
    leaping.stride = 0;
    leaping.bases = twice;
    expect("halton repeated", photinus_halton_fill_f32(&leaping, 2, 0, 1, rows, DIM), PHOTINUS_ERROR_REPEATED_BASE);
    leaping.bases = small;
    expect("halton base", photinus_halton_fill_f32(&leaping, 2, 0, 1, rows, DIM), PHOTINUS_ERROR_BASE);
    leaping.bases = NULL;
    leaping.layout = 2;
    expect("halton layout", photinus_halton_fill_f32(&leaping, 2, 0, 1, rows, DIM), PHOTINUS_ERROR_ENUM_VALUE);
    leaping.struct_size = 3;
    expect("halton struct", photinus_halton_fill_f32(&leaping, 2, 0, 1, rows, DIM), PHOTINUS_ERROR_STRUCT_SIZE);
    void *const odd = (unsigned char *)rows + 1;
    expect("halton alignment", photinus_halton_fill_f32(NULL, 1, 0, 1, odd, 1), PHOTINUS_ERROR_ALIGNMENT);
    expect("radical inverse base", photinus_radical_inverse_f32(1, 1, rows), PHOTINUS_ERROR_BASE);
    check("halton writes nothing when refused", rows[0] == before);
}

/* Particle swarms. */

enum { VARIABLES = 4, PARTICLES = 20 };

/* What the objective is told by the user pointer, and tells. */
typedef struct problem {
    uint32_t calls;
    uint32_t stop_at;
    uint32_t watched;
} problem;

static int objective_f32(const float *x, size_t dim, float *value, void *user) {
    problem *const p = user;
    if (++p->calls == p->stop_at) return 7;
    /* A corner where the function has no value: it stays NaN. */
    if (x[0] + x[1] < -3.0f) return 0;
    *value = rosenbrock_f32(x, dim);
    return 0;
}

static int objective_f64(const double *x, size_t dim, double *value, void *user) {
    problem *const p = user;
    p->calls++;
    *value = rosenbrock_f64(x, dim);
    return 0;
}

/* Looks at the swarm from within a run, as a display would. */
static int watch_f32(const photinus_pso_f32 *pso, void *user) {
    problem *const p = user;
    photinus_report_f32 report;
    report.struct_size = sizeof report;
    check("watch", photinus_pso_report_f32(pso, &report) == PHOTINUS_OK && report.generations > p->watched);
    p->watched = (uint32_t)report.generations;
    return 0;
}

static int failing_f32(const float *x, size_t dim, float *value, void *user) {
    (void)x, (void)dim, (void)value, (void)user;
    return -9;
}

static void put_report(const char *name, const photinus_report_f32 *report) {
    put(name);
    put_hex(bits_f32(report->best_value), 8);
    put_hex(report->generations, 8);
    put_hex(report->evaluations, 8);
    put_hex(report->nan_evaluations, 8);
    put_hex(report->repetitions, 8);
    put_status(report->status);
    put_status(report->code);
    put("\n");
}

static void put_swarm(const char *name, const photinus_pso_f32 *pso) {
    float best[VARIABLES + 1];
    photinus_report_f32 report;
    report.struct_size = sizeof report;
    check(name, photinus_pso_best_f32(pso, best, VARIABLES, &best[VARIABLES]) == PHOTINUS_OK);
    check(name, photinus_pso_report_f32(pso, &report) == PHOTINUS_OK);
    put_row_f32(name, best, LENGTH(best));
    put_report(name, &report);
}

static void swarm(void) {
    static const float lower[VARIABLES] = {-2.0f, -2.0f, -2.0f, -2.0f}, upper[VARIABLES] = {2.0f, 2.5f, 3.0f, 3.5f};
    static const float start[VARIABLES] = {-1.25f, 1.0f, 0.5f, 2.0f};
    photinus_pso_options_f32 options;
    photinus_pso_f32 *pso = NULL, *restored = NULL, *copied = NULL, *none = NULL;
    photinus_pso_f64 *none_f64 = NULL;
    problem p = {0, 0, 0}, same;
    size_t bytes = 0, align = 1, saved = 0;
    int status;

    photinus_pso_options_init_f32(&options, sizeof options);
    options.swarm_size = PARTICLES;
    options.max_generations = 150;
    options.seed = 0x70686f74696e7573;
    status = photinus_pso_size_f32(VARIABLES, &options, &bytes, &align);
    check("pso_size_f32", fits(status, bytes, align));
    expect("pso_init_f32",
           photinus_pso_init_f32(swarm_memory.bytes, bytes, VARIABLES, lower, upper, start, 1, &options, &pso),
           PHOTINUS_OK);
    if (!pso) return;

    /* Generation after generation, as a main loop would that has other things to do; the last one is left half way. */
    p.stop_at = 10 * PARTICLES + PARTICLES / 2;
    for (status = PHOTINUS_OK; status == PHOTINUS_OK;) {
        status = photinus_pso_step_f32(pso, objective_f32, &p);
        if (p.calls <= 3 * PARTICLES) put_swarm("pso", pso);
    }
    expect("pso_step_f32", status, PHOTINUS_STOP_CALLER);
    put_swarm("pso stopped", pso);

    /* Saved; what would go to flash, or to a workstation, is the same bytes there as here. */
    check("pso_save_size_f32", photinus_pso_save_size_f32(pso, &saved) == 0 && saved <= sizeof checkpoint);
    expect("pso_save_f32", photinus_pso_save_f32(pso, checkpoint, sizeof checkpoint), PHOTINUS_OK);
    put_hash("checkpoint", checkpoint, saved);
    status = photinus_pso_restore_size_f32(checkpoint, saved, &bytes, &align);
    check("pso_restore_size_f32", fits(status, bytes, align));
    expect("pso_restore_f32", photinus_pso_restore_f32(restored_memory.bytes, bytes, checkpoint, saved, &restored),
           PHOTINUS_OK);
    if (!restored) return;
    check("saved again", photinus_pso_save_f32(restored, checkpoint_again, sizeof checkpoint_again) == PHOTINUS_OK);
    check("saved again to the same bytes", equal(checkpoint, checkpoint_again, saved));

    /* A copy of the memory is a swarm as well. */
    copied_memory = swarm_memory;
    copied = (photinus_pso_f32 *)(void *)copied_memory.bytes;

    photinus_pso_f32 *const swarms[3] = {pso, restored, copied};
    for (size_t i = 0; i < 3; i++) {
        same = p;
        expect("pso_run_f32", photinus_pso_run_f32(swarms[i], objective_f32, watch_f32, &same),
               PHOTINUS_STOP_GENERATIONS);
        check("watched", same.watched == 150);
        put_swarm("pso end", swarms[i]);
        check("save the end", photinus_pso_save_f32(swarms[i], checkpoint_again, sizeof checkpoint_again) == 0);
        put_hash("checkpoint end", checkpoint_again, saved);
    }

    /* Gone on with, under other options. */
    options.max_generations = 1000;
    options.perturbation = 0.0f;
    options.target = 0.25f;
    expect("pso_set_options_f32", photinus_pso_set_options_f32(pso, &options), PHOTINUS_OK);
    expect("pso_run_f32 target", photinus_pso_run_f32(pso, objective_f32, NULL, &p), PHOTINUS_STOP_TARGET);
    put_swarm("pso target", pso);
    expect("pso_step_f32 callback", photinus_pso_step_f32(restored, failing_f32, NULL), PHOTINUS_STOP_GENERATIONS);
    expect("pso_set_options_f32 restored", photinus_pso_set_options_f32(restored, &options), PHOTINUS_OK);
    expect("pso_step_f32 callback", photinus_pso_step_f32(restored, failing_f32, NULL), PHOTINUS_ERROR_CALLBACK);
    put_swarm("pso callback", restored);

    /* Calls that are refused. */
    checkpoint[40] ^= 1;
    expect("pso changed", photinus_pso_restore_f32(copied_memory.bytes, bytes, checkpoint, saved, &none),
           PHOTINUS_ERROR_CHECKPOINT);
    checkpoint[40] ^= 1;
    expect("pso truncated", photinus_pso_restore_f32(copied_memory.bytes, bytes, checkpoint, saved - 1, &none),
           PHOTINUS_ERROR_CHECKPOINT);
    expect("pso precision",
           photinus_pso_restore_f64(copied_memory.bytes, sizeof copied_memory, checkpoint, saved, &none_f64),
           PHOTINUS_ERROR_CHECKPOINT_MISMATCH);
    expect("pso memory", photinus_pso_restore_f32(copied_memory.bytes, bytes - 1, checkpoint, saved, &none),
           PHOTINUS_ERROR_WORKSPACE);
    expect("pso alignment", photinus_pso_restore_f32(copied_memory.bytes + 4, bytes, checkpoint, saved, &none),
           PHOTINUS_ERROR_ALIGNMENT);
    expect("pso save", photinus_pso_save_f32(pso, checkpoint, saved - 1), PHOTINUS_ERROR_LENGTH);
    expect("pso best", photinus_pso_best_f32(pso, NULL, VARIABLES + 1, NULL), PHOTINUS_ERROR_LENGTH);
    expect("pso objective", photinus_pso_step_f32(pso, NULL, NULL), PHOTINUS_ERROR_NULL);
    expect("pso bounds",
           photinus_pso_init_f32(copied_memory.bytes, bytes, VARIABLES, upper, lower, NULL, 0, &options, &none),
           PHOTINUS_ERROR_BOUNDS);
    expect("pso start",
           photinus_pso_init_f32(copied_memory.bytes, bytes, VARIABLES, start, upper, lower, 1, &options, &none),
           PHOTINUS_ERROR_START);
    options.inertia = -1.0f;
    expect("pso parameter",
           photinus_pso_init_f32(copied_memory.bytes, bytes, VARIABLES, lower, upper, NULL, 0, &options, &none),
           PHOTINUS_ERROR_PARAMETER);
    expect("pso uninitialised",
           photinus_pso_step_f32((photinus_pso_f32 *)(void *)solver_memory.bytes, objective_f32, &p),
           PHOTINUS_ERROR_UNINITIALISED);
    check("nothing made by refused calls", !none && !none_f64);
}

static void swarm_f64(void) {
    static const double lower[3] = {-2.0, -2.0, -2.0}, upper[3] = {2.0, 2.5, 3.0};
    photinus_pso_options_f64 options;
    photinus_pso_f64 *pso = NULL;
    problem p = {0, 0, 0};
    size_t bytes = 0, align = 1, saved = 0;
    double best[4];

    photinus_pso_options_init_f64(&options, sizeof options);
    options.swarm_size = 8;
    options.max_evaluations = 100;
    options.seed = 1;
    const int status = photinus_pso_size_f64(3, &options, &bytes, &align);
    check("pso_size_f64", fits(status, bytes, align));
    expect("pso_init_f64",
           photinus_pso_init_f64(swarm_memory.bytes, bytes, 3, lower, upper, NULL, 0, &options, &pso), PHOTINUS_OK);
    if (!pso) return;
    expect("pso_run_f64", photinus_pso_run_f64(pso, objective_f64, NULL, &p), PHOTINUS_STOP_EVALUATIONS);
    check("calls", p.calls == 100);
    check("pso_best_f64", photinus_pso_best_f64(pso, best, 3, &best[3]) == PHOTINUS_OK);
    put_row_f64("pso f64", best, LENGTH(best));
    check("pso_save_size_f64", photinus_pso_save_size_f64(pso, &saved) == 0 && saved <= sizeof checkpoint);
    check("pso_save_f64", photinus_pso_save_f64(pso, checkpoint, sizeof checkpoint) == PHOTINUS_OK);
    put_hash("checkpoint f64", checkpoint, saved);
}

/* Networks, in both precisions. */

enum { CROWD = 23, MULTITUDE = 261 };

static uint64_t big_memory[98304];
static int crossings;

#define REAL float
#define OF(name) name##_f32
#define TEXT(what) what " f32"
#include "networks.h"
#undef REAL
#undef OF
#undef TEXT
#define REAL double
#define OF(name) name##_f64
#define TEXT(what) what " f64"
#include "networks.h"
#undef REAL
#undef OF
#undef TEXT

static void networks(void) {
    /* Known answers of Random123: all bits 0, and all bits 1. */
    static const uint32_t zeros[4] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    static const uint32_t ones[4] = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
    uint32_t counter[4] = {0, 0, 0, 0}, key[2] = {0, 0};
    check("philox", photinus_philox4x32_10(counter, key, counter) == 0 && equal(counter, zeros, sizeof zeros));
    for (size_t i = 0; i < 4; i++) counter[i] = key[i / 2] = UINT32_MAX;
    check("philox", photinus_philox4x32_10(counter, key, counter) == 0 && equal(counter, ones, sizeof ones));
    couplings_f32(), couplings_f64();
    multitude_f32(), multitude_f64();
    methods_f32(), methods_f64();
    ensemble_f32(), ensemble_f64();
    transition_f32(), transition_f64();
    observables_f32(), observables_f64();
}

/* Phase oscillators: the hexapod's gait. */

enum { ROWS = 9 };

typedef struct recorder {
    size_t rows;
    size_t stop_at;
} recorder;

static int record_f32(size_t row, float t, const float *y, size_t dim, void *user) {
    recorder *const r = user;
    (void)t;
    check("row", row == r->rows && dim == LEGS && y[0] == y[0]);
    r->rows = row + 1;
    return row == r->stop_at ? 5 : 0;
}

static void put_solution(const char *name, const photinus_solution_f32 *solution) {
    put(name);
    put_hex(solution->rows, 8);
    put_hex(solution->steps, 8);
    put_hex(bits_f32(solution->time), 8);
    put_status(solution->code);
    put("\n");
}

/* More oscillators than the kernels have lanes, and not a multiple of them. */
#define DEFINE_CROWD(REAL, SUFFIX)                                                                                     \
    static void crowd_##SUFFIX(void) {                                                                                 \
        enum { N = 19, M = 3, TIMES = 4 };                                                                             \
        static REAL omega[N], initial[N], rows[M * N * N], columns[M * N * N], phases[TIMES * N], again[TIMES * N];    \
        const REAL times[TIMES] = {(REAL)0, (REAL)0.25, (REAL)1, (REAL)1.375};                                         \
        photinus_kuramoto_##SUFFIX model;                                                                              \
        const photinus_solver_options_##SUFFIX options = solver_##SUFFIX(PHOTINUS_METHOD_RK4, (REAL)0.125);            \
        size_t bytes = 0, align = 1;                                                                                   \
        for (size_t i = 0; i < N; i++) {                                                                               \
            omega[i] = (REAL)(i * i % 7) / (REAL)5;                                                                    \
            initial[i] = (REAL)(i * 5 % 19) / (REAL)3;                                                                 \
            for (size_t j = 0; j < N; j++)                                                                             \
                for (size_t m = 0; m < M; m++)                                                                         \
                    rows[(m * N + i) * N + j] = columns[(m * N + j) * N + i] =                                         \
                        (REAL)((3 * i + 5 * j + m) % 11) / (REAL)97 - (REAL)m / (REAL)31;                              \
        }                                                                                                              \
        photinus_kuramoto_init_##SUFFIX(&model, sizeof model);                                                         \
        model.oscillators = N;                                                                                         \
        model.harmonics = M;                                                                                           \
        model.natural_frequencies = omega;                                                                             \
        model.coupling = rows;                                                                                         \
        const int status = photinus_kuramoto_size_##SUFFIX(&model, &options, &bytes, &align);                          \
        check("crowd size " #SUFFIX, has_room_##SUFFIX(status, bytes, align));                                         \
        expect("crowd " #SUFFIX,                                                                                       \
               photinus_kuramoto_solve_##SUFFIX(&model, NULL, NULL, &options, times, TIMES, initial, phases,           \
                                                LENGTH(phases), big_memory, bytes, NULL),                              \
               PHOTINUS_OK);                                                                                           \
        model.coupling = columns;                                                                                      \
        model.layout = PHOTINUS_LAYOUT_COLUMNS;                                                                        \
        expect("crowd columns " #SUFFIX,                                                                               \
               photinus_kuramoto_solve_##SUFFIX(&model, NULL, NULL, &options, times, TIMES, initial, again,            \
                                                LENGTH(again), big_memory, bytes, NULL),                               \
               PHOTINUS_OK);                                                                                           \
        check("crowd layouts " #SUFFIX, equal(phases, again, sizeof phases));                                          \
        for (size_t i = 0; i < TIMES; i++) put_row_##SUFFIX("crowd " #SUFFIX, phases + i * N, N);                      \
    }

DEFINE_CROWD(float, f32)
DEFINE_CROWD(double, f64)

/* Radians from the nearest whole turn. */
static float from_whole_turn(float x) {
    const float turns = x / 6.2831853f;
    const float whole = (float)(int)(turns < 0.0f ? turns - 0.5f : turns + 0.5f);
    return (turns - whole) * 6.2831853f;
}

static void kuramoto(void) {
    static float omega[LEGS], rows[HARMONICS * LEGS * LEGS], columns[HARMONICS * LEGS * LEGS];
    static float times[ROWS], phases[ROWS * LEGS], again[ROWS * LEGS], rates[LEGS], rates_again[LEGS];
    static const float initial[LEGS] = {0.1f, 2.0f, 0.5f, 4.0f, -0.3f, 2.5f};
    static const float far[LEGS] = {20000.002f, -31415.926f, 1e6f, -1e10f, 3.4e38f, 1e-40f};
    photinus_kuramoto_f32 model, transposed, baseline;
    const photinus_solver_options_f32 options = solver_f32(PHOTINUS_METHOD_RK4, 0.01f);
    const photinus_solver_options_f32 no_step = solver_f32(PHOTINUS_METHOD_RK4, 0.0f);
    const photinus_solver_options_f32 small_step = solver_f32(PHOTINUS_METHOD_RK4, 1e-9f);
    photinus_solution_f32 solution;
    recorder r = {0, ROWS};
    size_t bytes = 0, align = 1;

    hexapod_f32(omega, rows, columns);
    for (size_t i = 0; i < ROWS; i++) times[i] = 0.25f * (float)i;
    photinus_kuramoto_init_f32(&model, sizeof model);
    model.oscillators = LEGS;
    model.harmonics = HARMONICS;
    model.natural_frequencies = omega;
    model.coupling = rows;
    transposed = baseline = model;
    transposed.coupling = columns;
    transposed.layout = PHOTINUS_LAYOUT_COLUMNS;
    baseline.level = PHOTINUS_LEVEL_BASELINE;
    const int status = photinus_kuramoto_size_f32(&model, &options, &bytes, &align);
    check("kuramoto_size_f32", fits(status, bytes, align));
    void *const memory = solver_memory.bytes;

    expect("kuramoto_rates_f32", photinus_kuramoto_rates_f32(&model, 0, initial, rates, memory, bytes), PHOTINUS_OK);
    put_row_f32("kuramoto rates", rates, LEGS);
    solution.struct_size = sizeof solution;
    expect("kuramoto_solve_f32",
           photinus_kuramoto_solve_f32(&model, record_f32, &r, &options, times, ROWS, initial, phases, LENGTH(phases),
                                       memory, bytes, &solution),
           PHOTINUS_OK);
    check("rows", r.rows == ROWS && solution.rows == ROWS);
    put_solution("kuramoto solution", &solution);
    for (size_t i = 0; i < ROWS; i++) put_row_f32("kuramoto", phases + i * LEGS, LEGS);
    /* It walks. */
    for (size_t i = 0; i < LEGS; i++) {
        const float *const last = phases + (ROWS - 1) * LEGS;
        const float off = from_whole_turn(last[i] - last[0] - (same_tripod(i, 0) ? 0.0f : 3.1415927f));
        check("tripod gait", off > -0.1f && off < 0.1f);
    }

    /* Neither the layout nor the instruction set changes a bit. */
    expect("kuramoto_solve_f32 columns",
           photinus_kuramoto_solve_f32(&transposed, NULL, NULL, &options, times, ROWS, initial, again, LENGTH(again),
                                       memory, bytes, NULL),
           PHOTINUS_OK);
    check("kuramoto layouts", equal(phases, again, sizeof phases));
    put_row_f32("kuramoto columns", again + (ROWS - 1) * LEGS, LEGS);
    expect("kuramoto_solve_f32 baseline",
           photinus_kuramoto_solve_f32(&baseline, NULL, NULL, &options, times, ROWS, initial, again, LENGTH(again),
                                       memory, bytes, NULL),
           PHOTINUS_OK);
    check("kuramoto levels", equal(phases, again, sizeof phases));

    /* Stopped at a row, and gone on with from there. */
    for (size_t i = 0; i < LENGTH(again); i++) again[i] = 0.0f;
    r.rows = 0;
    r.stop_at = 3;
    expect("kuramoto_solve_f32 stop",
           photinus_kuramoto_solve_f32(&model, record_f32, &r, &options, times, ROWS, initial, again, LENGTH(again),
                                       memory, bytes, &solution),
           PHOTINUS_STOP_CALLER);
    put_solution("kuramoto stop", &solution);
    const size_t done = solution.rows - 1;
    float resumed_from[LEGS];
    for (size_t i = 0; i < LEGS; i++) resumed_from[i] = again[done * LEGS + i];
    expect("kuramoto_solve_f32 resumed",
           photinus_kuramoto_solve_f32(&model, NULL, NULL, &options, times + done, ROWS - done, resumed_from,
                                       again + done * LEGS, LENGTH(again) - done * LEGS, memory, bytes, NULL),
           PHOTINUS_OK);
    check("kuramoto resumed", equal(phases, again, sizeof phases));

    /* Phases beyond 2e4, never wrapped, take the exact reduction; subnormal numbers stay. */
    expect("kuramoto_rates_f32 far", photinus_kuramoto_rates_f32(&model, 0, far, rates, memory, bytes), PHOTINUS_OK);
    put_row_f32("kuramoto rates far", rates, LEGS);
    expect("kuramoto_rates_f32 far columns",
           photinus_kuramoto_rates_f32(&transposed, 0, far, rates_again, memory, bytes), PHOTINUS_OK);
    check("kuramoto layouts far", equal(rates, rates_again, sizeof rates));
    float far_initial[LEGS];
    for (size_t i = 0; i < LEGS; i++) far_initial[i] = initial[i] + (i % 2 ? 19998.0f : -123456.0f);
    expect("kuramoto_solve_f32 far",
           photinus_kuramoto_solve_f32(&model, NULL, NULL, &options, times, ROWS, far_initial, again, LENGTH(again),
                                       memory, bytes, NULL),
           PHOTINUS_OK);
    for (size_t i = 0; i < ROWS; i++) put_row_f32("kuramoto far", again + i * LEGS, LEGS);
    float tiny_omega[LEGS], no_coupling[HARMONICS * LEGS * LEGS];
    for (size_t i = 0; i < LEGS; i++) tiny_omega[i] = (float)(i + 1) * 1e-45f;
    for (size_t i = 0; i < LENGTH(no_coupling); i++) no_coupling[i] = rows[i] * 1e-40f;
    baseline.natural_frequencies = tiny_omega;
    baseline.coupling = no_coupling;
    expect("kuramoto_rates_f32 subnormal", photinus_kuramoto_rates_f32(&baseline, 0, initial, rates, memory, bytes),
           PHOTINUS_OK);
    put_row_f32("kuramoto rates subnormal", rates, LEGS);

    /* Many angles of all sizes, through sines and cosines: a hash of a walk over the exponents. */
    static float sweep[LEGS * 128];
    float angle = 1e-6f, angles[LEGS];
    for (size_t k = 0; k < 128; k++) {
        for (size_t i = 0; i < LEGS; i++) {
            angles[i] = angle;
            angle = angle * -1.1390625f;
        }
        if (angle > 1e38f || angle < -1e38f) angle = 1e-5f;
        check("sweep", photinus_kuramoto_rates_f32(&model, 0, angles, sweep + k * LEGS, memory, bytes) == PHOTINUS_OK);
    }
    put_hash("kuramoto sweep", sweep, sizeof sweep);
    crowd_f32();

    /* Calls that are refused. */
    const float to_and_fro[3] = {0.0f, 1.0f, 0.5f};
    float not_finite[LEGS];
    for (size_t i = 0; i < LEGS; i++) not_finite[i] = initial[i];
    not_finite[5] = not_finite[5] / (0.0f * not_finite[5]);
    expect("kuramoto memory", photinus_kuramoto_rates_f32(&model, 0, initial, rates, memory, 4),
           PHOTINUS_ERROR_WORKSPACE);
    expect("kuramoto not finite", photinus_kuramoto_rates_f32(&model, 0, not_finite, rates, memory, bytes),
           PHOTINUS_ERROR_NOT_FINITE);
    expect("kuramoto times",
           photinus_kuramoto_solve_f32(&model, NULL, NULL, &options, to_and_fro, 3, initial, again, LENGTH(again),
                                       memory, bytes, NULL),
           PHOTINUS_ERROR_TIMES);
    expect("kuramoto step",
           photinus_kuramoto_solve_f32(&model, NULL, NULL, &no_step, times, ROWS, initial, again, LENGTH(again), memory,
                                       bytes, NULL),
           PHOTINUS_ERROR_STEP);
    expect("kuramoto small step",
           photinus_kuramoto_solve_f32(&model, NULL, NULL, &small_step, times, ROWS, initial, again, LENGTH(again),
                                       memory, bytes, NULL),
           PHOTINUS_ERROR_STEP_TOO_SMALL);
    expect("kuramoto length",
           photinus_kuramoto_solve_f32(&model, NULL, NULL, &options, times, ROWS, initial, again, LENGTH(again) - 1,
                                       memory, bytes, NULL),
           PHOTINUS_ERROR_LENGTH);
    model.level = 9;
    expect("kuramoto level", photinus_kuramoto_rates_f32(&model, 0, initial, rates, memory, bytes),
           PHOTINUS_ERROR_ENUM_VALUE);
    model.level = 0;
    model.harmonics = 0;
    expect("kuramoto harmonics", photinus_kuramoto_rates_f32(&model, 0, initial, rates, memory, bytes),
           PHOTINUS_ERROR_DIMENSION);
    expect("kuramoto NULL", photinus_kuramoto_rates_f32(NULL, 0, initial, rates, memory, bytes), PHOTINUS_ERROR_NULL);
}

static void kuramoto_f64(void) {
    static double omega[LEGS], rows[HARMONICS * LEGS * LEGS], columns[HARMONICS * LEGS * LEGS];
    static double phases[3 * LEGS], rates[LEGS];
    static const double times[3] = {0.0, 0.1, 0.25};
    static const double initial[LEGS] = {0.1, 2.0, 0.5, 4.0, -0.3, 2.5};
    static const double far[LEGS] = {1000000.5, -3e7, 1e16, -1e100, 1.7e308, 5e-324};
    photinus_kuramoto_f64 model;
    const photinus_solver_options_f64 options = solver_f64(PHOTINUS_METHOD_RK4, 0.01);
    size_t bytes = 0, align = 1;

    hexapod_f64(omega, rows, columns);
    photinus_kuramoto_init_f64(&model, sizeof model);
    model.oscillators = LEGS;
    model.harmonics = HARMONICS;
    model.natural_frequencies = omega;
    model.coupling = columns;
    model.layout = PHOTINUS_LAYOUT_COLUMNS;
    const int status = photinus_kuramoto_size_f64(&model, &options, &bytes, &align);
    check("kuramoto_size_f64", fits(status, bytes, align));
    void *const memory = solver_memory.bytes;
    expect("kuramoto_solve_f64",
           photinus_kuramoto_solve_f64(&model, NULL, NULL, &options, times, 3, initial, phases, LENGTH(phases), memory,
                                       bytes, NULL),
           PHOTINUS_OK);
    for (size_t i = 0; i < 3; i++) put_row_f64("kuramoto f64", phases + i * LEGS, LEGS);
    expect("kuramoto_rates_f64 far", photinus_kuramoto_rates_f64(&model, 0, far, rates, memory, bytes), PHOTINUS_OK);
    put_row_f64("kuramoto f64 rates far", rates, LEGS);
    crowd_f64();
}

/* Any equations. */

typedef struct system_f32 {
    float fail_at;
} system_f32;

static int lorenz_derivative_f32(float t, const float *y, size_t dim, float *dydt, void *user) {
    const system_f32 *const system = user;
    (void)dim;
    if (t > system->fail_at) return -3;
    lorenz_f32(y, dydt);
    return 0;
}

static int lorenz_derivative_f64(double t, const double *y, size_t dim, double *dydt, void *user) {
    (void)t, (void)dim, (void)user;
    lorenz_f64(y, dydt);
    return 0;
}

static int explosion_f32(float t, const float *y, size_t dim, float *dydt, void *user) {
    (void)t, (void)dim, (void)user;
    dydt[0] = y[0] * y[0];
    return 0;
}

static void rk4(void) {
    static float times[ROWS], states[ROWS * 3];
    static double states_f64[3 * 3];
    static const float initial[3] = {1.0f, 1.0f, 1.0f};
    static const double times_f64[3] = {0.0, 0.5, 1.0}, initial_f64[3] = {1.0, 1.0, 1.0};
    photinus_solution_f32 solution;
    const photinus_solver_options_f32 options_f32 = solver_f32(PHOTINUS_METHOD_RK4, 0.01f);
    const photinus_solver_options_f64 options_f64 = solver_f64(PHOTINUS_METHOD_RK4, 0.01);
    system_f32 system = {1e9f};
    size_t bytes = 0, align = 1;
    void *const memory = solver_memory.bytes;

    int status = photinus_ode_size_f32(3, &options_f32, &bytes, &align);
    check("ode_size_f32", fits(status, bytes, align));
    for (size_t i = 0; i < ROWS; i++) times[i] = 1.25f * (float)i;
    solution.struct_size = sizeof solution;
    expect("ode_solve_f32",
           photinus_ode_solve_f32(3, lorenz_derivative_f32, NULL, &system, &options_f32, times, ROWS, initial, states,
                                  LENGTH(states), memory, bytes, &solution),
           PHOTINUS_OK);
    put_solution("rk4 solution", &solution);
    for (size_t i = 0; i < ROWS; i++) put_row_f32("rk4", states + i * 3, 3);

    /* Step by step, in a program that has no other method. */
    float state[3] = {1.0f, 1.0f, 1.0f}, in_parts[3] = {1.0f, 1.0f, 1.0f};
    status = photinus_rk4_size_f32(3, &bytes, &align);
    check("rk4_size_f32", fits(status, bytes, align));
    expect("rk4_advance_f32",
           photinus_rk4_advance_f32(3, lorenz_derivative_f32, &system, 0.01f, 0.0f, 0, 500, state, memory, bytes, NULL),
           PHOTINUS_OK);
    for (uint64_t n = 0; n < 500; n += 125)
        check("rk4_advance_f32 in parts",
              photinus_rk4_advance_f32(3, lorenz_derivative_f32, &system, 0.01f, 0.0f, n, 125, in_parts, memory, bytes,
                                       NULL) == PHOTINUS_OK);
    check("rk4 parts", equal(state, in_parts, sizeof state));
    put_row_f32("rk4 advanced", state, 3);
    status = photinus_ode_size_f32(3, &options_f32, &bytes, &align);
    check("ode_size_f32", fits(status, bytes, align));

    system.fail_at = 3.0f;
    expect("ode_solve_f32 callback",
           photinus_ode_solve_f32(3, lorenz_derivative_f32, NULL, &system, &options_f32, times, ROWS, initial, states,
                                  LENGTH(states), memory, bytes, &solution),
           PHOTINUS_ERROR_CALLBACK);
    put_solution("rk4 callback", &solution);
    expect("ode_solve_f32 diverged",
           photinus_ode_solve_f32(1, explosion_f32, NULL, NULL, &options_f32, times, ROWS, initial, states,
                                  LENGTH(states), memory, bytes, &solution),
           PHOTINUS_ERROR_DIVERGED);
    put_solution("rk4 diverged", &solution);
    expect("rk4 NULL",
           photinus_ode_solve_f32(1, NULL, NULL, NULL, &options_f32, times, ROWS, initial, states,
                                  LENGTH(states), memory, bytes, NULL),
           PHOTINUS_ERROR_NULL);

    status = photinus_ode_size_f64(3, &options_f64, &bytes, &align);
    check("ode_size_f64", fits(status, bytes, align));
    expect("ode_solve_f64",
           photinus_ode_solve_f64(3, lorenz_derivative_f64, NULL, NULL, &options_f64, times_f64, 3, initial_f64,
                                  states_f64, LENGTH(states_f64), memory, bytes, NULL),
           PHOTINUS_OK);
    for (size_t i = 0; i < 3; i++) put_row_f64("rk4 f64", states_f64 + i * 3, 3);
}

static void statuses(void) {
    for (int status = PHOTINUS_STOP_EVENT + 1; status >= PHOTINUS_ERROR_DELAY - 1; status--) {
        put("status");
        put_status(status);
        put(" ");
        put(photinus_status_message(status));
        put("\n");
    }
}

int main(void) {
    uint32_t primes[3];
    put("photinus ");
    put(photinus_version());
    put("\n");
    check("ABI", photinus_abi_version() == PHOTINUS_ABI_VERSION);
    check("primes", photinus_primes(2, 3, primes) == 0 && primes[0] == 5 && primes[1] == 7 && primes[2] == 11);
    halton();
    swarm();
    swarm_f64();
    kuramoto();
    kuramoto_f64();
    rk4();
    networks();
    statuses();
    put("end");
    put_status(failures);
    put("\n");
    return failures ? 1 : 0;
}
