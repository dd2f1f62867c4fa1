// What the C programs share: checks that print what failed and go on. A program returns check_end().

#ifndef CHECK_H
#define CHECK_H

#include "photinus.h"

#include <stdint.h>
#include <stdio.h>

static int check_failures;

// Whether a condition holds.
#define CHECK(condition) check_that((condition) != 0, #condition, __FILE__, __LINE__)

// Whether a call returns that status.
#define CHECK_STATUS(expected, call) check_status((expected), (call), #call, __FILE__, __LINE__)

static inline int check_that(int holds, const char *text, const char *file, int line) {
  if (!holds) {
    printf("%s:%d: not so: %s\n", file, line, text);
    check_failures++;
  }
  return holds;
}

static inline int check_status(int expected, int status, const char *text, const char *file, int line) {
  if (status != expected) {
    printf("%s:%d: %s\n    returned %d (%s),\n    expected %d (%s)\n", file, line, text, status,
           photinus_status_message(status), expected, photinus_status_message(expected));
    check_failures++;
  }
  return status == expected;
}

static inline int check_end(void) {
  if (check_failures > 0) printf("%d checks failed\n", check_failures);
  return check_failures > 0;
}

// The first address from `memory` on that has that alignment.
static inline void *aligned(unsigned char *memory, size_t align) {
  return memory + (align - (uintptr_t)memory % align) % align;
}

#endif
