/* The models that main.c and measure.c share. Additions, multiplications and divisions alone: no libm. */
#ifndef MODELS_H
#define MODELS_H

#include <stddef.h>
#include <stdint.h>

enum { LEGS = 6, HARMONICS = 2 };

/* The gait generator of a hexapod: one oscillator per leg, R1 R2 R3 L1 L2 L3. The legs of one tripod (R1 L2 R3, and
 * R2 L1 L3) pull each other into phase, those of different tripods push each other half a turn away; the second
 * harmonic holds both. No two numbers are equal, so that a matrix that is read the wrong way round is seen. */
static inline int same_tripod(size_t i, size_t j) {
    return (i % 3 + i / 3 + j % 3 + j / 3) % 2 == 0;
}

#define DEFINE_HEXAPOD(REAL, NAME)                                                                                     \
    static void NAME(REAL omega[LEGS], REAL rows[HARMONICS * LEGS * LEGS], REAL columns[HARMONICS * LEGS * LEGS]) {    \
        for (size_t i = 0; i < LEGS; i++) {                                                                            \
            omega[i] = (REAL)6.2831853 + (REAL)0.03125 * (REAL)i;                                                      \
            for (size_t j = 0; j < LEGS; j++) {                                                                        \
                const REAL uneven = (REAL)1 + (REAL)(3 * i + j) / (REAL)64;                                            \
                const REAL first = same_tripod(i, j) ? uneven : -uneven;                                               \
                const REAL second = uneven / (REAL)4;                                                                  \
                rows[i * LEGS + j] = columns[j * LEGS + i] = first;                                                    \
                rows[LEGS * LEGS + i * LEGS + j] = columns[LEGS * LEGS + j * LEGS + i] = second;                       \
            }                                                                                                          \
        }                                                                                                              \
    }

/* Rosenbrock's valley: 0 at (1, 1, ...). */
#define DEFINE_ROSENBROCK(REAL, NAME)                                                                                  \
    static REAL NAME(const REAL *x, size_t dim) {                                                                      \
        REAL sum = (REAL)0;                                                                                            \
        for (size_t i = 0; i + 1 < dim; i++) {                                                                         \
            const REAL across = x[i + 1] - x[i] * x[i], along = (REAL)1 - x[i];                                        \
            sum = sum + ((REAL)100 * (across * across) + along * along);                                               \
        }                                                                                                              \
        return sum;                                                                                                    \
    }

/* Lorenz's equations: any bit that differs is everywhere soon. */
#define DEFINE_LORENZ(REAL, NAME)                                                                                      \
    static void NAME(const REAL *y, REAL *dydt) {                                                                      \
        dydt[0] = (REAL)10 * (y[1] - y[0]);                                                                            \
        dydt[1] = y[0] * ((REAL)28 - y[2]) - y[1];                                                                     \
        dydt[2] = y[0] * y[1] - (REAL)8 * y[2] / (REAL)3;                                                              \
    }

#endif
