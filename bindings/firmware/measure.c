/* What calls of photinus cost on the microcontroller: peak stack, and instructions (not cycles) as the emulator counts
 * them. For this, qemu runs one instruction per nanosecond, and SysTick counts at the board's 25 MHz. */
#include "models.h"
#include "photinus.h"
#include "semihosting.h"

DEFINE_HEXAPOD(float, hexapod_f32)
DEFINE_HEXAPOD(double, hexapod_f64)
DEFINE_ROSENBROCK(float, rosenbrock_f32)
DEFINE_LORENZ(float, lorenz_f32)

#define SYST_CSR (*(volatile uint32_t *)0xE000E010)
#define SYST_RVR (*(volatile uint32_t *)0xE000E014)
#define SYST_CVR (*(volatile uint32_t *)0xE000E018)
enum { INSTRUCTIONS_PER_TICK = 40, PAINTED_WORDS = 8192, COLUMN = 44 };

enum { POINTS = 1000, DIM = 6, VARIABLES = 4, PARTICLES = 20, STEPS = 200, MEMBERS = 8 };

static uint64_t swarm_memory[512], solver_memory[1024], object_memory[512];
static unsigned char checkpoint[2048];
static float points[POINTS * DIM], omega[LEGS], coupling[HARMONICS * LEGS * LEGS], transposed[HARMONICS * LEGS * LEGS];
static double omega_f64[LEGS], coupling_f64[HARMONICS * LEGS * LEGS], transposed_f64[HARMONICS * LEGS * LEGS];
static float initial[LEGS] = {0.1f, 2.0f, 0.5f, 4.0f, -0.3f, 2.5f}, far[LEGS], phases[2 * LEGS], rates[LEGS];
static const double initial_f64[LEGS] = {0.1, 2.0, 0.5, 4.0, -0.3, 2.5}, times_f64[2] = {0.0, 2.0};
static double phases_f64[2 * LEGS];
static const float times[2] = {0.0f, 2.0f};
static photinus_kuramoto_f32 by_rows, by_columns, gait, lagging;
static photinus_kuramoto_f64 by_rows_f64;
static photinus_network_f32 *network;
static photinus_adaptive_f32 *adaptive;
static photinus_ensemble_f32 members;
static photinus_pso_f32 *pso;
static size_t saved;
static int bad;

static void done(int status) {
    if (status) bad = 1;
}

static int objective(const float *x, size_t dim, float *value, void *user) {
    (void)user;
    *value = rosenbrock_f32(x, dim);
    return 0;
}

static int lorenz(float t, const float *y, size_t dim, float *dydt, void *user) {
    (void)t, (void)dim, (void)user;
    lorenz_f32(y, dydt);
    return 0;
}

static void nothing(void) {}

static void halton_near(void) { done(photinus_halton_fill_f32(NULL, DIM, 1, POINTS, points, POINTS * DIM)); }

static void halton_far(void) {
    done(photinus_halton_fill_f32(NULL, DIM, UINT64_MAX - POINTS, POINTS, points, POINTS * DIM));
}

static void pso_init(void) {
    static const float lower[VARIABLES] = {-2.0f, -2.0f, -2.0f, -2.0f}, upper[VARIABLES] = {2.0f, 2.0f, 2.0f, 2.0f};
    photinus_pso_options_f32 options;
    size_t bytes, align;
    photinus_pso_options_init_f32(&options, sizeof options);
    options.swarm_size = PARTICLES;
    done(photinus_pso_size_f32(VARIABLES, &options, &bytes, &align));
    done(bytes > sizeof swarm_memory);
    done(photinus_pso_init_f32(swarm_memory, sizeof swarm_memory, VARIABLES, lower, upper, NULL, 0, &options, &pso));
}

static void pso_step(void) { done(photinus_pso_step_f32(pso, objective, NULL)); }

static void pso_save(void) {
    done(photinus_pso_save_size_f32(pso, &saved));
    done(photinus_pso_save_f32(pso, checkpoint, sizeof checkpoint));
}

static void pso_restore(void) {
    done(photinus_pso_restore_f32(swarm_memory, sizeof swarm_memory, checkpoint, saved, &pso));
}

static photinus_solver_options_f32 solver(int method, float step) {
    photinus_solver_options_f32 options;
    photinus_solver_options_init_f32(&options, sizeof options);
    options.method = method;
    options.step = step;
    return options;
}

static void kuramoto(const photinus_kuramoto_f32 *model, const float *from) {
    const photinus_solver_options_f32 options = solver(PHOTINUS_METHOD_RK4, 0.01f);
    done(photinus_kuramoto_solve_f32(model, NULL, NULL, &options, times, 2, from, phases, 2 * LEGS, solver_memory,
                                     sizeof solver_memory, NULL));
}

static void kuramoto_rows(void) { kuramoto(&by_rows, initial); }
static void kuramoto_columns(void) { kuramoto(&by_columns, initial); }
static void kuramoto_far(void) { kuramoto(&by_rows, far); }

static void kuramoto_rates(void) {
    done(photinus_kuramoto_rates_f32(&by_rows, 0.0f, initial, rates, solver_memory, sizeof solver_memory));
}

static void kuramoto_double(void) {
    photinus_solver_options_f64 options;
    photinus_solver_options_init_f64(&options, sizeof options);
    options.method = PHOTINUS_METHOD_RK4;
    options.step = 0.01;
    done(photinus_kuramoto_solve_f64(&by_rows_f64, NULL, NULL, &options, times_f64, 2, initial_f64, phases_f64,
                                     2 * LEGS, solver_memory, sizeof solver_memory, NULL));
}

/* Steps of a gait's network, from phases that stay near 0. */
static void dense(const photinus_kuramoto_f32 *model, uint64_t steps) {
    for (size_t i = 0; i < LEGS; i++) phases[i] = initial[i];
    done(photinus_kuramoto_dense_advance_f32(model, 0.001f, 0.0f, 0, steps, phases, solver_memory, sizeof solver_memory,
                                             NULL));
}

static void dense_step(void) { dense(&gait, 1); }
static void dense_steps(void) { dense(&gait, STEPS); }
static void dense_lags_step(void) { dense(&lagging, 1); }
static void dense_lags_steps(void) { dense(&lagging, STEPS); }

static void advance_step(void) {
    const photinus_solver_options_f32 options = solver(PHOTINUS_METHOD_RK4, 0.001f);
    for (size_t i = 0; i < LEGS; i++) phases[i] = initial[i];
    done(photinus_kuramoto_advance_f32(&gait, &options, 0.0f, 0, 1, phases, solver_memory, sizeof solver_memory, NULL));
}

static void network_init(void) {
    done(photinus_network_init_f32(object_memory, sizeof object_memory, &gait, &network));
}

static void network_rates(void) { done(photinus_network_derivative_f32(0.0f, initial, LEGS, rates, network)); }

static void network_step(void) {
    for (size_t i = 0; i < LEGS; i++) phases[i] = initial[i];
    done(photinus_rk4_advance_f32(LEGS, photinus_network_derivative_f32, network, 0.001f, 0.0f, 0, 1, phases,
                                  solver_memory, sizeof solver_memory, NULL));
}

static void wrap(void) {
    for (size_t i = 0; i < LEGS; i++) phases[i] = initial[i];
    done(photinus_wrap_phases_f32(phases, LEGS));
}

static void order(void) {
    float r, psi;
    done(photinus_order_parameter_f32(initial, LEGS, 1, PHOTINUS_LEVEL_BEST, &r, &psi));
}

static void rk4(void) {
    static const float start[3] = {1.0f, 1.0f, 1.0f};
    const photinus_solver_options_f32 options = solver(PHOTINUS_METHOD_RK4, 0.01f);
    done(photinus_ode_solve_f32(3, lorenz, NULL, NULL, &options, times, 2, start, phases, 6, solver_memory,
                                sizeof solver_memory, NULL));
}

static void rk4_step(void) {
    phases[0] = phases[1] = phases[2] = 1.0f;
    done(photinus_rk4_advance_f32(3, lorenz, NULL, 0.01f, 0.0f, 0, 1, phases, solver_memory, sizeof solver_memory,
                                  NULL));
}

static void noise(void) {
    static const float strength[1] = {0.5f};
    photinus_solver_options_f32 options = solver(PHOTINUS_METHOD_EULER_MARUYAMA, 0.01f);
    options.noise_strengths = strength;
    options.noise_count = 1;
    phases[0] = phases[1] = phases[2] = 1.0f;
    done(photinus_ode_advance_f32(3, lorenz, NULL, &options, 0.0f, 0, STEPS, phases, solver_memory,
                                  sizeof solver_memory, NULL));
}

static void adaptive_init(void) {
    static const float start[3] = {1.0f, 1.0f, 1.0f};
    done(photinus_adaptive_init_f32(solver_memory, sizeof solver_memory, 3, 0.0f, start, NULL, &adaptive));
    done(photinus_adaptive_step_f32(adaptive, lorenz, NULL, NULL));
}

static void adaptive_step(void) { done(photinus_adaptive_step_f32(adaptive, lorenz, NULL, NULL)); }

static void ensemble(void) {
    static float crowd[MEMBERS * LEGS];
    static uint64_t steps[MEMBERS];
    const photinus_solver_options_f32 options = solver(PHOTINUS_METHOD_RK4, 0.001f);
    for (size_t i = 0; i < MEMBERS * LEGS; i++) crowd[i] = initial[i % LEGS];
    done(photinus_ensemble_advance_f32(&members, &options, 0.0f, 0, STEPS, crowd, steps, NULL, solver_memory,
                                       sizeof solver_memory));
}

/* Bytes of stack that a job takes, its own frame included: the highest of the painted words that it changed. Inlined
 * nowhere and calling nothing else, so that below its stack pointer there is nobody's. */
__attribute__((noinline)) static uint32_t stack_of(void (*job)(void)) {
    volatile uint32_t *top;
    __asm__ volatile("mov %0, sp" : "=r"(top));
    for (int i = 1; i <= PAINTED_WORDS; i++) top[-i] = 0xA5A5A5A5;
    job();
    int deepest = PAINTED_WORDS;
    while (deepest > 0 && top[-deepest] == 0xA5A5A5A5) deepest--;
    return 4 * (uint32_t)deepest;
}

static uint32_t ticks_of(void (*job)(void)) {
    SYST_RVR = 0xFFFFFF;
    SYST_CVR = 0;
    SYST_CSR = 5; /* on, at the processor's clock, without an interrupt */
    const uint32_t before = SYST_CVR;
    job();
    return (before - SYST_CVR) & 0xFFFFFF;
}

static void put_column(const char *text, unsigned width) {
    char line[COLUMN + 1];
    unsigned i = 0;
    for (; i < width && text[i]; i++) line[i] = text[i];
    for (; i < width; i++) line[i] = ' ';
    line[i] = 0;
    semihosting(SYS_WRITE0, line);
}

static void put_number(uint32_t x) {
    char text[13];
    char *at = text + sizeof text - 1;
    *at = 0;
    do *--at = (char)('0' + x % 10);
    while (x /= 10);
    while (at > text) *--at = ' ';
    semihosting(SYS_WRITE0, at);
}

static void measure(const char *what, void (*job)(void), uint32_t parts) {
    const uint32_t stack = stack_of(job);
    /* The counter has 24 bits: 671 million instructions. */
    const uint32_t instructions = ticks_of(job) * INSTRUCTIONS_PER_TICK / parts;
    put_column(what, COLUMN);
    put_number(stack);
    put_number(instructions);
    semihosting(SYS_WRITE0, "\n");
}

int main(void) {
    hexapod_f32(omega, coupling, transposed);
    hexapod_f64(omega_f64, coupling_f64, transposed_f64);
    for (size_t i = 0; i < LEGS; i++) far[i] = 30000.0f + initial[i];
    photinus_kuramoto_init_f32(&by_rows, sizeof by_rows);
    by_rows.oscillators = LEGS;
    by_rows.harmonics = HARMONICS;
    by_rows.natural_frequencies = omega;
    by_rows.coupling = coupling;
    by_columns = by_rows;
    by_columns.coupling = transposed;
    by_columns.layout = PHOTINUS_LAYOUT_COLUMNS;
    photinus_kuramoto_init_f64(&by_rows_f64, sizeof by_rows_f64);
    by_rows_f64.oscillators = LEGS;
    by_rows_f64.harmonics = HARMONICS;
    by_rows_f64.natural_frequencies = omega_f64;
    by_rows_f64.coupling = coupling_f64;
    gait = by_rows;
    gait.harmonics = 1;
    lagging = gait;
    lagging.lag_kind = PHOTINUS_LAG_PAIR;
    lagging.lags = transposed;
    photinus_ensemble_init_f32(&members, sizeof members);
    members.members = MEMBERS;
    members.oscillators = LEGS;
    members.natural_frequencies = omega;
    members.coupling = coupling;

    put_column("", COLUMN);
    semihosting(SYS_WRITE0, "       stack  instructions\n");
    measure("nothing", nothing, 1);
    measure("halton_fill_f32, dim 6, per point", halton_near, POINTS);
    measure("halton_fill_f32, last indices, per point", halton_far, POINTS);
    measure("pso_init_f32, dim 4, 20 particles", pso_init, 1);
    measure("pso_step_f32, per particle, objective too", pso_step, PARTICLES);
    measure("pso_save_f32", pso_save, 1);
    measure("pso_restore_f32", pso_restore, 1);
    measure("kuramoto_rates_f32, N 6, M 2", kuramoto_rates, 1);
    measure("kuramoto_solve_f32, per step", kuramoto_rows, STEPS);
    measure("kuramoto_solve_f32, columns, per step", kuramoto_columns, STEPS);
    measure("kuramoto_solve_f32, phases of 3e4, per step", kuramoto_far, STEPS);
    measure("kuramoto_solve_f64, per step", kuramoto_double, STEPS);
    measure("kuramoto_dense_advance_f32, M 1, a step", dense_step, 1);
    measure("kuramoto_dense_advance_f32, per step of 200", dense_steps, STEPS);
    measure("kuramoto_dense_advance_f32, lags, a step", dense_lags_step, 1);
    measure("kuramoto_dense_advance_f32, lags, per step", dense_lags_steps, STEPS);
    measure("kuramoto_advance_f32, M 1, a step", advance_step, 1);
    measure("network_init_f32, M 1", network_init, 1);
    measure("network_derivative_f32", network_rates, 1);
    measure("rk4_advance_f32 of a network, a step", network_step, 1);
    measure("ensemble_advance_f32, per member and step", ensemble, MEMBERS * STEPS);
    measure("wrap_phases_f32, N 6", wrap, 1);
    measure("order_parameter_f32, N 6", order, 1);
    measure("ode_solve_f32, RK4, Lorenz, per step", rk4, STEPS);
    measure("rk4_advance_f32, Lorenz, a step", rk4_step, 1);
    measure("ode_advance_f32, noise, Lorenz, per step", noise, STEPS);
    measure("adaptive_init_f32, first step, Lorenz", adaptive_init, 1);
    measure("adaptive_step_f32, Lorenz", adaptive_step, 1);
    return bad;
}
