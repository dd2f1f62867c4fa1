/* Output of main.c and cpg.c: texts, and the bits of results, in a format that does not depend on the machine. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "photinus.h"
#include <stddef.h>
#include <stdint.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#ifdef __arm__
#include "semihosting.h"
static inline void put(const char *text) { semihosting(SYS_WRITE0, text); }
#else
#include <stdio.h>
static inline void put(const char *text) {
    while (*text) putchar(*text++);
}
#endif

static inline void put_hex(uint64_t x, int digits) {
    char text[18] = " ";
    text[digits + 1] = 0;
    for (int i = digits; i > 0; i--, x >>= 4) text[i] = "0123456789abcdef"[x & 15];
    put(text);
}

static inline void put_status(int status) {
    const unsigned size = status < 0 ? 0U - (unsigned)status : (unsigned)status;
    char text[14];
    char *at = text + sizeof text;
    *--at = 0;
    unsigned rest = size;
    do *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (status < 0) *--at = '-';
    *--at = ' ';
    put(at);
}

static inline uint32_t bits_f32(float x) {
    const union {
        float x;
        uint32_t bits;
    } both = {x};
    return both.bits;
}

static inline uint64_t bits_f64(double x) {
    const union {
        double x;
        uint64_t bits;
    } both = {x};
    return both.bits;
}

static inline void put_row_f32(const char *name, const float *x, size_t count) {
    put(name);
    for (size_t i = 0; i < count; i++) put_hex(bits_f32(x[i]), 8);
    put("\n");
}

static inline void put_row_f64(const char *name, const double *x, size_t count) {
    put(name);
    for (size_t i = 0; i < count; i++) put_hex(bits_f64(x[i]), 16);
    put("\n");
}

/* FNV-1a, a hash of bytes: both machines are little-endian. */
static inline void put_hash(const char *name, const void *data, size_t size) {
    const unsigned char *bytes = data;
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001b3;
    put(name);
    put_hex(size, 8);
    put_hex(hash, 16);
    put("\n");
}

static int failures;

static inline void check(const char *what, int holds) {
    if (holds) return;
    failures++;
    put("FAILED ");
    put(what);
    put("\n");
}

/* A call whose status is part of the output, and known. */
static inline void expect(const char *what, int status, int expected) {
    put(what);
    put_status(status);
    put("\n");
    check(what, status == expected);
}

static inline int equal(const void *a, const void *b, size_t size) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < size; i++)
        if (x[i] != y[i]) return 0;
    return 1;
}

#endif
