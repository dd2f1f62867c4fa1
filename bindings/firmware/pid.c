/* A speed controller that tunes itself: the gains of a PID loop at 1 kHz, found by photinus's search, one run of the motor
 * after the other. In f32 and static memory, by asking and telling: the run could as well be one of a real motor, and the
 * values come hours apart. In the middle of it the power fails; the search goes on from its checkpoint.
 *
 * The motor is a simulated one with brushes: L di/dt = u - R i - k w and J dw/dt = k i - b w - load, ten steps of Euler's
 * method per millisecond, u within the supply's 12 V. A run is a step to 200 rad/s at once and a load from 150 ms on; its
 * value is the error times the time since either (ITAE; Graham and Lathrop, Transactions of the AIEE 72 (1953) 273), with
 * a price on overshoot.
 *
 * On a workstation it prints the same bits. */
#include "output.h"
#include "photinus.h"

enum { GAINS = 3, MILLISECONDS = 300, LOAD_AT = 150, EVALUATIONS = 400, FAILURE_AT = 150 };
enum { MEMORY = 8192, CHECKPOINT = 8192 };

static uint64_t memory[MEMORY / sizeof(uint64_t)];
static unsigned char flash[CHECKPOINT];

typedef struct motor {
    float current, speed; /* A, rad/s */
} motor;

static void move(motor *m, float voltage, float load) {
    const float resistance = 1.0f, inductance = 0.0005f, constant = 0.02f, inertia = 0.00002f, friction = 0.00001f;
    const float step = 0.0001f;
    for (int i = 0; i < 10; i++) {
        const float slope = (voltage - resistance * m->current - constant * m->speed) / inductance;
        const float acceleration = (constant * m->current - friction * m->speed - load) / inertia;
        m->current += step * slope;
        m->speed += step * acceleration;
    }
}

typedef struct result {
    float value, overshoot, error_at_end; /* rad/s */
} result;

static float magnitude(float x) { return x < 0.0f ? -x : x; }

/* The loop as it would run on a real motor, its gains in V per rad/s, and per second and times a second. */
static result run(const float *gain) {
    motor m = {0.0f, 0.0f};
    result r = {0.0f, 0.0f, 0.0f};
    const float wanted = 200.0f, limit = 12.0f, period = 0.001f;
    float integral = 0.0f, previous = 0.0f;
    for (int ms = 0; ms < MILLISECONDS; ms++) {
        const float error = wanted - m.speed;
        /* On the speed, not on the error: the step of the wanted speed is no impulse. */
        const float derivative = (m.speed - previous) / period;
        const float sum = gain[0] * error + gain[1] * (integral + error * period) - gain[2] * derivative;
        const float voltage = sum > limit ? limit : sum < -limit ? -limit : sum;
        if (voltage == sum) integral += error * period; /* not while the supply is at its limit */
        previous = m.speed;
        move(&m, voltage, ms < LOAD_AT ? 0.0f : 0.05f);
        const int since = ms < LOAD_AT ? ms : ms - LOAD_AT;
        if (-error > r.overshoot) r.overshoot = -error;
        r.error_at_end = magnitude(error);
        r.value += magnitude(error) * (float)(since + 1) * period;
    }
    r.value += 5.0f * r.overshoot;
    return r;
}

static void show(const char *name, const float *gain, const result *r) {
    put(name);
    put("\n");
    put_row_f32("gains", gain, GAINS);
    put_row_f32("value, overshoot, error at the end", &r->value, 3);
}

/* Runs the motor until `evaluations` values have been told, or the search has ended; which of them. */
static int tune(photinus_search_f32 *search, uint64_t evaluations) {
    photinus_search_progress_f32 report;
    for (;;) {
        const float *points = NULL;
        size_t count = 0;
        const int status = photinus_search_ask_f32(search, &points, &count);
        if (status != PHOTINUS_OK) return status;
        for (size_t k = 0; k < count; k++) {
            const float gain[GAINS] = {points[k * GAINS], points[k * GAINS + 1], points[k * GAINS + 2]};
            const result r = run(gain);
            const int told = photinus_search_tell_f32(search, k, &r.value, 1);
            if (told != PHOTINUS_OK) return told;
        }
        report.struct_size = sizeof report;
        const int reported = photinus_search_report_f32(search, &report);
        if (reported < 0) return reported;
        if (report.evaluations >= evaluations) return PHOTINUS_OK;
    }
}

int main(void) {
    const float lower[GAINS] = {0.0f, 0.0f, 0.0f}, upper[GAINS] = {2.0f, 200.0f, 0.01f};
    /* By hand: what someone would begin with. */
    const float by_hand[GAINS] = {0.05f, 1.0f, 0.0f};
    photinus_problem_f32 problem;
    photinus_search_options_f32 options;
    photinus_search_f32 *search = NULL;
    size_t bytes = 0, align = 1;

    photinus_problem_init_f32(&problem, sizeof problem);
    problem.dim = GAINS;
    problem.lower = lower;
    problem.upper = upper;
    problem.start = by_hand;
    problem.start_count = 1;
    photinus_search_options_init_f32(&options, sizeof options);
    options.population_limit = 14; /* what the memory is for */
    options.axis_points = 0;
    options.max_evaluations = EVALUATIONS;
    expect("size", photinus_search_size_f32(&problem, &options, &bytes, &align), PHOTINUS_OK);
    check("memory", bytes <= sizeof memory && sizeof memory[0] % align == 0);
    put("bytes of memory");
    put_status((int)bytes);
    put("\n");
    const result before = run(by_hand);
    show("by hand", by_hand, &before);
    expect("init", photinus_search_init_f32(memory, sizeof memory, &problem, &options, &search), PHOTINUS_OK);
    if (failures) return 1;

    expect("first part", tune(search, FAILURE_AT), PHOTINUS_OK);
    expect("save size", photinus_search_save_size_f32(search, &bytes), PHOTINUS_OK);
    check("room in the flash", bytes <= sizeof flash);
    expect("save", photinus_search_save_f32(search, flash, sizeof flash), PHOTINUS_OK);
    put_hash("checkpoint", flash, bytes);
    /* The power fails. */
    for (size_t i = 0; i < LENGTH(memory); i++) memory[i] = 0;
    flash[bytes / 2] ^= 1;
    expect("a bit of the flash is gone", photinus_search_restore_f32(memory, sizeof memory, flash, bytes, &search),
           PHOTINUS_ERROR_CHECKPOINT);
    flash[bytes / 2] ^= 1;
    expect("restore", photinus_search_restore_f32(memory, sizeof memory, flash, bytes, &search), PHOTINUS_OK);
    expect("second part", tune(search, EVALUATIONS + 1), PHOTINUS_STOP_EVALUATIONS);

    float gain[GAINS], value = 0.0f;
    expect("best", photinus_search_best_f32(search, gain, GAINS, &value), PHOTINUS_OK);
    const result after = run(gain);
    show("tuned", gain, &after);
    check("its value", bits_f32(after.value) == bits_f32(value));
    check("better than by hand", after.value < 0.5f * before.value);
    check("no overshoot to speak of", after.overshoot < 4.0f);
    check("no error left", after.error_at_end < 1.0f);
    put("end");
    put_status(failures);
    put("\n");
    return failures ? 1 : 0;
}
