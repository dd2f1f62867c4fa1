/* The pattern generator of a six-legged walker, at 1 kHz: six phase oscillators, one per leg. A timer's interrupt would
 * call `tick` each millisecond. In f32 and static memory; of photinus's networks and solvers, the program has dense
 * coupling and RK4 in it and no others (make audit).
 *
 * Neighbouring legs are coupled as in Ijspeert (Neural Networks 21 (2008) 642), with amplitudes that stay:
 *
 *     dphi_i/dt = 2 pi f + sum over j of w_ij sin(phi_j - phi_i - alpha_ij),  alpha_ij = psi_j - psi_i,
 *
 * so that phi_i - psi_i becomes the same for all legs. The gaits are Wilson's (Annual Review of Entomology 11 (1966)
 * 103): opposite legs are half a cycle apart, and along a side each leg follows the one behind it, after 1/2, 1/3 or
 * 1/6 of a cycle. To change the gait, other numbers are written to the same arrays.
 *
 * It walks twelve seconds, three in each gait and three in the first one again, and checks that the legs come to each
 * gait and stay in it. On a workstation it prints the same bits; on the microcontroller, under an emulator that runs
 * one instruction per nanosecond, also what a tick takes. */
#include "output.h"
#include "photinus.h"

#define TWO_PI 6.2831853f

/* R1 R2 R3 L1 L2 L3: 1 is in front. */
enum { LEGS = 6, SIDE = 3, TICKS = 3000 };

/* What a tick may take: half of a millisecond at 168 MHz, if an instruction takes two cycles. */
enum { ENOUGH = 42000 };

static float frequency[LEGS], weights[LEGS * LEGS], lags[LEGS * LEGS], wanted[LEGS];
static float phases[LEGS] = {0.3f, 2.0f, -1.5f, 2.9f, -0.4f, 1.2f}; /* anyhow */
static uint64_t memory[66];
static photinus_kuramoto_f32 network;

static int neighbours(size_t i, size_t j) {
    const int same_side = i / SIDE == j / SIDE;
    return same_side ? i == j + 1 || j == i + 1 : i % SIDE == j % SIDE;
}

typedef struct gait {
    const char *name;
    float behind; /* by what part of a cycle a leg follows the one behind it */
    float cycles; /* per second */
    float swing;  /* the part of a cycle in which a leg is in the air, at its begin */
    int in_the_air; /* so many legs at most, and no two neighbours */
} gait;

/* In each the legs are a little longer on the ground than needed, so that none lifts before another one stands. */
static const gait gaits[] = {
    {"tripod", 0.5f, 2.0f, 0.48f, 3},
    {"ripple", 0.33333333f, 1.25f, 0.32f, 2},
    {"wave", 0.16666667f, 0.75f, 0.15f, 1},
};

static void walk_by(const gait *g) {
    for (size_t i = 0; i < LEGS; i++) {
        frequency[i] = TWO_PI * g->cycles;
        wanted[i] = TWO_PI * (g->behind * (float)(i % SIDE) + 0.5f * (float)(i / SIDE));
    }
    for (size_t i = 0; i < LEGS; i++)
        for (size_t j = 0; j < LEGS; j++) {
            weights[i * LEGS + j] = neighbours(i, j) ? 8.0f : 0.0f;
            lags[i * LEGS + j] = wanted[j] - wanted[i];
        }
}

/* What the timer calls. The network does not depend on the time, so that this is always 0 and never runs out of digits;
 * nor do the phases, which are kept within half a turn of 0. */
static int tick(void) {
    const int status =
        photinus_kuramoto_dense_advance_f32(&network, 0.001f, 0.0f, 0, 1, phases, memory, sizeof memory, NULL);
    return status ? status : photinus_wrap_phases_f32(phases, LEGS);
}

/* Part of a turn, from -1/2 to 1/2. */
static float turns(float radians) {
    const float x = radians / TWO_PI;
    return x - (float)(int)(x < 0.0f ? x - 0.5f : x + 0.5f);
}

/* How far the legs are from the gait: the greatest error of a difference of phases, in cycles. */
static float error(void) {
    float worst = 0.0f;
    for (size_t i = 1; i < LEGS; i++) {
        const float off = turns(phases[i] - phases[0] - (wanted[i] - wanted[0]));
        if (off > worst) worst = off;
        if (-off > worst) worst = -off;
    }
    return worst;
}

static unsigned in_the_air(float swing) {
    unsigned legs = 0;
    for (size_t i = 0; i < LEGS; i++) {
        const float part = phases[i] / TWO_PI;
        if ((part < 0.0f ? part + 1.0f : part) < swing) legs |= 1U << i;
    }
    return legs;
}

/* Whether so many legs at most are in the air, and no two neighbours. */
static int stands(unsigned legs, int at_most) {
    int count = 0;
    for (size_t i = 0; i < LEGS; i++) {
        count += (int)(legs >> i & 1);
        for (size_t j = 0; j < i; j++)
            if (legs >> i & legs >> j & 1 && neighbours(i, j)) return 0;
    }
    return count <= at_most;
}

static void put_number(uint32_t x) { put_status((int)x); }

/* In cycles, with three decimals. */
static void put_cycles(float x) {
    const int thousandths = (int)(x * 1000.0f + 0.5f) % 1000;
    char text[7] = " 0.";
    text[3] = (char)('0' + thousandths / 100);
    text[4] = (char)('0' + thousandths / 10 % 10);
    text[5] = (char)('0' + thousandths % 10);
    text[6] = 0;
    put(text);
}

#ifdef __arm__
#define SYST_CSR (*(volatile uint32_t *)0xE000E010)
#define SYST_RVR (*(volatile uint32_t *)0xE000E014)
#define SYST_CVR (*(volatile uint32_t *)0xE000E018)
/* SysTick counts down at the board's 25 MHz: every 40 instructions. */
static void start_clock(void) { SYST_RVR = 0xFFFFFF, SYST_CVR = 0, SYST_CSR = 5; }
static uint32_t now(void) { return SYST_CVR; }
static uint32_t instructions(uint32_t from, uint32_t to) { return ((from - to) & 0xFFFFFF) * 40; }
#else
static void start_clock(void) {}
static uint32_t now(void) { return 0; }
static uint32_t instructions(uint32_t from, uint32_t to) { return from - to; }
#endif

static void walk(const gait *g) {
    uint32_t all = 0, most = 0, settled = 0;
    int fell = 0, left = 0, status = 0;
    unsigned lifted = 0;
    walk_by(g);
    for (uint32_t ms = 1; ms <= TICKS && !status; ms++) {
        const uint32_t before = now();
        status = tick();
        const uint32_t taken = instructions(before, now());
        all += taken;
        if (taken > most) most = taken;

        /* From here on: what checks the walk, not what a walker does. */
        const int there = error() < 0.005f;
        if (there && !settled) settled = ms;
        if (!there && settled) left++;
        const unsigned legs = in_the_air(g->swing);
        if (settled && !stands(legs, g->in_the_air)) fell++;
        if (settled) lifted |= legs;
    }
    check("tick", status == 0);
    check("comes to the gait", settled > 0 && settled < 1500);
    check("stays in the gait", !left && error() < 0.0001f);
    check("stands", !fell);
    check("lifts each leg", lifted == (1U << LEGS) - 1);
    check("ready in time", most < ENOUGH);

    put(g->name);
    put(" settled_ms");
    put_number(settled);
    put(" ahead_of_R1");
    for (size_t i = 1; i < LEGS; i++) {
        const float ahead = turns(phases[i] - phases[0]);
        put_cycles(ahead < 0.0f ? ahead + 1.0f : ahead);
    }
    put("\n");
    put_row_f32("phases", phases, LEGS);
#ifdef __arm__
    put("instructions per tick, mean");
    put_number(all / TICKS);
    put(" most");
    put_number(most);
    put("\n");
#endif
}

int main(void) {
    size_t bytes = 0, align = 1;
    photinus_kuramoto_init_f32(&network, sizeof network);
    network.oscillators = LEGS;
    network.natural_frequencies = frequency;
    network.coupling = weights;
    network.lag_kind = PHOTINUS_LAG_PAIR;
    network.lags = lags;
    walk_by(&gaits[0]);
    const int status = photinus_kuramoto_dense_size_f32(&network, &bytes, &align);
    check("memory", status == 0 && bytes <= sizeof memory && sizeof memory[0] % align == 0);
    start_clock();
    for (size_t i = 0; i < LENGTH(gaits); i++) walk(&gaits[i]);
    walk(&gaits[0]);
    put("end");
    put_status(failures);
    put("\n");
    return failures ? 1 : 0;
}
