// What the runs of main.py do per evaluation, so that it costs a solver that is no Python no call of Python: a function
// of COCO with its evaluations counted and the targets that they reach; and two solvers for reference, random search
// and a swarm such as programs in C have it.

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// From 10^2 to 10^-8, above the function's minimum.
#define TARGETS 51

typedef void evaluate(void *problem, const double *x, double *value);

typedef struct {
    evaluate *evaluate;
    void *problem;
    size_t dim;
    double minimum, scale;
    double *rotation; // [dim][dim], or NULL
    double *x, *scaled;
    uint64_t budget, count;
    size_t hits;
    uint64_t reached[TARGETS]; // the evaluation that reached a target, or 0
    double targets[TARGETS];
} run;

void bbob_free(run *r) {
    if (!r) return;
    free(r->rotation), free(r->x), free(r->scaled), free(r);
}

// A run of `budget` evaluations of f(R x / scale): what a solver sees if the axes are scaled and rotated.
run *bbob_new(evaluate *f, void *problem, size_t dim, double minimum, double scale, const double *rotation,
              uint64_t budget) {
    run *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->evaluate = f, r->problem = problem, r->dim = dim, r->minimum = minimum, r->scale = scale, r->budget = budget;
    r->x = calloc(dim, sizeof *r->x), r->scaled = calloc(dim, sizeof *r->scaled);
    r->rotation = rotation ? malloc(dim * dim * sizeof *rotation) : NULL;
    if (!r->x || !r->scaled || (rotation && !r->rotation)) {
        bbob_free(r);
        return NULL;
    }
    if (rotation) memcpy(r->rotation, rotation, dim * dim * sizeof *rotation);
    // The margin is that of rounding in the targets.
    for (int i = 0; i < TARGETS; i++) r->targets[i] = pow(10, 2 - i / 5.0) * (1 + 1e-12);
    return r;
}

uint64_t bbob_count(const run *r) { return r->count; }

const uint64_t *bbob_reached(const run *r) { return r->reached; }

// Whether the budget is spent, or the last target reached.
int bbob_done(const run *r) { return r->count >= r->budget || r->hits == TARGETS; }

// The value at x; plus infinity, and nothing is counted, after the end.
double bbob_value(run *r, const double *x) {
    if (bbob_done(r)) return INFINITY;
    const double *at = x;
    if (r->scale != 1) {
        for (size_t i = 0; i < r->dim; i++) r->scaled[i] = x[i] / r->scale;
        at = r->scaled;
    }
    if (r->rotation) {
        for (size_t i = 0; i < r->dim; i++) {
            double sum = 0;
            for (size_t j = 0; j < r->dim; j++) sum += r->rotation[i * r->dim + j] * at[j];
            r->x[i] = sum;
        }
        at = r->x;
    }
    double value = NAN;
    r->evaluate(r->problem, at, &value);
    r->count++;
    while (r->hits < TARGETS && value - r->minimum <= r->targets[r->hits]) r->reached[r->hits++] = r->count;
    return value;
}

// The values at `rows` points. Whether that was the end.
int bbob_values(run *r, const double *x, size_t rows, double *values) {
    for (size_t i = 0; i < rows; i++) values[i] = bbob_value(r, x + i * r->dim);
    return bbob_done(r);
}

// As photinus and argmin call it.
int bbob_objective(const double *x, size_t dim, double *value, void *user) {
    (void)dim;
    *value = bbob_value(user, x);
    return bbob_done(user);
}

// The objective of the overhead: a sum, and how many evaluations are left.
int trivial_objective(const double *x, size_t dim, double *value, void *user) {
    uint64_t *left = user;
    if (*left == 0) return 1;
    (*left)--;
    double sum = 0;
    for (size_t i = 0; i < dim; i++) sum += x[i];
    *value = sum;
    return 0;
}

typedef int objective(const double *x, size_t dim, double *value, void *user);

// splitmix64 (Steele, Lea and Flood, 2014): a uniform number in [0, 1).
static double uniform(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

int random_search(size_t dim, const double *lower, const double *upper, uint64_t seed, objective *f, void *user) {
    double *x = malloc(dim * sizeof *x), value;
    if (!x) return -1;
    int status = 0;
    while (!status) {
        for (size_t d = 0; d < dim; d++) x[d] = lower[d] + (upper[d] - lower[d]) * uniform(&seed);
        status = f(x, dim, &value, user);
    }
    free(x);
    return 0;
}

// A swarm on a ring, each particle with its two neighbours, one after the other; the inertia falls in a line from
// 0.7298 to 0.3 over three quarters of the generations, both pulls are 1.496, and who hits a face stays there with
// velocity 0: the defaults of kkentzo/pso, whose swarm has 10 + 2 sqrt(dim) particles.
int c_swarm(size_t dim, const double *lower, const double *upper, size_t size, uint64_t generations, uint64_t seed,
            objective *f, void *user) {
    const size_t n = size * dim;
    double *memory = malloc((4 * n + size) * sizeof *memory);
    if (!memory) return -1;
    double *x = memory, *v = x + n, *best = v + n, *informed = best + n, *values = informed + n;
    int status = 0;
    for (size_t i = 0; i < size && !status; i++) {
        for (size_t d = 0; d < dim; d++) {
            const double side = upper[d] - lower[d];
            const double position = uniform(&seed), other = uniform(&seed);
            x[i * dim + d] = best[i * dim + d] = lower[d] + side * position;
            v[i * dim + d] = side * (position - other) / 2;
        }
        status = f(x + i * dim, dim, values + i, user);
    }
    const double fall = 0.75 * (double)generations;
    for (uint64_t g = 0; g < generations && !status; g++) {
        const double w = (double)g < fall ? 0.3 + (0.7298 - 0.3) * (fall - (double)g) / fall : 0.3;
        for (size_t i = 0; i < size; i++) {
            const size_t left = (i + size - 1) % size, right = (i + 1) % size;
            size_t leader = i;
            if (values[left] < values[leader]) leader = left;
            if (values[right] < values[leader]) leader = right;
            memcpy(informed + i * dim, best + leader * dim, dim * sizeof *best);
        }
        for (size_t i = 0; i < size && !status; i++) {
            double *at = x + i * dim, *speed = v + i * dim, value;
            for (size_t d = 0; d < dim; d++) {
                const double own = 1.496 * uniform(&seed), social = 1.496 * uniform(&seed);
                speed[d] = w * speed[d] + own * (best[i * dim + d] - at[d]) + social * (informed[i * dim + d] - at[d]);
                at[d] += speed[d];
                if (at[d] < lower[d]) at[d] = lower[d], speed[d] = 0;
                if (at[d] > upper[d]) at[d] = upper[d], speed[d] = 0;
            }
            status = f(at, dim, &value, user);
            if (value < values[i]) {
                values[i] = value;
                memcpy(best + i * dim, at, dim * sizeof *best);
            }
        }
    }
    free(memory);
    return 0;
}
