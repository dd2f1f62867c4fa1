// Bad arguments for every function: the status that photinus.h names, and not a byte written.
//
// A table's line is CASE(function, status, change): the function's arguments are made valid, changed, and given to it.
// Results and workspaces lie in one arena, full of a pattern and with gaps between them, so that a byte which must not
// be written is found. Arrays that are read are allocated one by one, so that valgrind finds what is read beside them.

#include "check.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef __has_include
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#endif
#endif

enum { ARENA = 1 << 16, GAP = 64, MOST = 32, PATTERN = 0xa5 };

static unsigned char arena[ARENA], before[ARENA];
static unsigned char *arena_free;

// A part of the arena that the call is given.
static struct {
  unsigned char *from;
  size_t bytes;
  int scratch; // a workspace, which may be written in any case
} rooms[MOST];
static size_t room_count;

static void *inputs[MOST];
static size_t input_count;

// An arena without rooms.
static void fresh_arena(void) {
  memset(arena, PATTERN, sizeof arena);
  room_count = 0;
  arena_free = arena;
}

// Forgets all that was made for the last call.
static void fresh(void) {
  while (input_count > 0) free(inputs[--input_count]);
  fresh_arena();
}

static void *room(size_t bytes, int scratch) {
  arena_free = aligned(arena_free + GAP, GAP);
  if (bytes > (size_t)(arena + ARENA - arena_free) - GAP || room_count == MOST) {
    puts("bad_input.c: the arena is too small");
    exit(2);
  }
  rooms[room_count].from = arena_free;
  rooms[room_count].bytes = bytes;
  rooms[room_count++].scratch = scratch;
  arena_free += bytes;
  return rooms[room_count - 1].from;
}

// Room for a result of that size.
static void *result(size_t bytes) { return room(bytes, 0); }

// Room for a workspace of that size.
static void *scratch(size_t bytes) { return room(bytes, 1); }

// A copy that is exactly as long.
static void *input(const void *from, size_t bytes) {
  void *copy = malloc(bytes);
  if (copy == NULL || input_count == MOST) {
    puts("bad_input.c: no memory for an input");
    exit(2);
  }
  inputs[input_count++] = copy;
  return memcpy(copy, from, bytes);
}

// So much memory, which holds nothing in particular.
static void *input_of(size_t bytes) {
  unsigned char *const memory = malloc(bytes);
  if (memory == NULL) exit(2);
  void *const copy = input(memset(memory, PATTERN, bytes), bytes);
  free(memory);
  return copy;
}

// A copy that is longer: zeros follow.
static void *longer(const void *from, size_t bytes, size_t total) {
  unsigned char *const zeros = calloc(1, total);
  if (zeros == NULL) exit(2);
  void *const copy = input(zeros, total);
  free(zeros);
  return memcpy(copy, from, bytes);
}

// The struct of `bytes` bytes as a caller with a newer header has it: `total` bytes, with zeros and `last` at the end.
static void *enlarged(const void *from, size_t bytes, size_t total, unsigned char last) {
  unsigned char *const copy = longer(from, bytes, total);
  memcpy(copy, &total, sizeof total);
  if (last != 0) copy[total - 1] = last;
  return copy;
}

// The same for a struct of results.
static void *enlarged_result(size_t total) {
  unsigned char *larger = result(total);
  memcpy(larger, &total, sizeof total);
  return larger;
}

// The last table that was made in the arena.
static unsigned char *table_room;

// A pointer that no array of numbers or structs can have.
static void *misaligned(const void *pointer) { return (unsigned char *)(uintptr_t)pointer + 1; }

// What may have been written.
enum written { NOTHING, RESULTS };

static void check_arena(enum written written, const char *what, int line) {
#ifdef VALGRIND_MAKE_MEM_DEFINED // the padding of an object has no value, but is compared here
  VALGRIND_MAKE_MEM_DEFINED(arena, sizeof arena);
  VALGRIND_MAKE_MEM_DEFINED(before, sizeof before);
#endif
  for (size_t i = 0; i < ARENA; i++) {
    if (arena[i] == before[i]) continue;
    int allowed = 0, inside = -1;
    for (size_t k = 0; k < room_count; k++) {
      if (arena + i >= rooms[k].from && arena + i < rooms[k].from + rooms[k].bytes) {
        inside = (int)k;
        allowed = rooms[k].scratch || written == RESULTS;
      }
    }
    if (!allowed) {
      printf("bad_input_part.h:%d: %s\n    wrote %s\n", line, what, inside < 0 ? "beside its results" : "a result");
      check_failures++;
      return;
    }
  }
}

// Whether the call has left that room as it was.
static int unchanged(size_t k) { return memcmp(rooms[k].from, before + (rooms[k].from - arena), rooms[k].bytes) == 0; }

// Checks a call's status, one of two where the header allows both, and what it wrote.
static void judge(int status, int expected, int or_else, enum written written, const char *what, int line) {
  if (status != expected && status != or_else) check_status(expected, status, what, "bad_input_part.h", line);
  check_arena(status < 0 ? NOTHING : written, what, line);
}

#define CALL(function, expected, or_else, written, text, ...)                                                          \
  do {                                                                                                                 \
    struct P(function##_arguments) a;                                                                                  \
    fresh();                                                                                                           \
    P(valid_##function)(&a);                                                                                           \
    __VA_ARGS__;                                                                                                       \
    memcpy(before, arena, sizeof arena);                                                                               \
    judge(P(call_##function)(&a), expected, or_else, written, #function " " SUFFIX ": " text, __LINE__);               \
  } while (0)

// After the change, the function returns that status (and has written nothing if it is an error).
#define CASE(function, expected, ...) CALL(function, expected, expected, RESULTS, #__VA_ARGS__, __VA_ARGS__)
// The header allows both statuses.
#define EITHER(function, expected, or_else, ...)                                                                       \
  CALL(function, expected, or_else, RESULTS, #__VA_ARGS__, __VA_ARGS__)
// It succeeds, but writes nothing.
#define IDLE(function, ...) CALL(function, PHOTINUS_OK, PHOTINUS_OK, NOTHING, #__VA_ARGS__, __VA_ARGS__)

// The sizes of a struct of options: those that are refused, and those of newer headers.
#define OPTIONS_SIZES(function, options)                                                                               \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options->struct_size = 0);                                                \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options->struct_size = sizeof(size_t));                                   \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options->struct_size = sizeof *options - 1);                              \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options->struct_size = 4097);                                             \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options->struct_size = SIZE_MAX);                                         \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options = enlarged(options, sizeof *options, sizeof *options + 8, 1));    \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options = enlarged(options, sizeof *options, 4096, 1));                   \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, options = enlarged(options, sizeof *options, 4097, 0));                   \
  CASE(function, PHOTINUS_OK, options = enlarged(options, sizeof *options, sizeof *options + 1, 0));                   \
  CASE(function, PHOTINUS_OK, options = enlarged(options, sizeof *options, sizeof *options + 8, 0));                   \
  CASE(function, PHOTINUS_OK, options = enlarged(options, sizeof *options, 4096, 0))

// The sizes of a struct of results; `good` is the status of the call otherwise.
#define RESULT_SIZES(function, results, good)                                                                          \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, results->struct_size = 0);                                                \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, results->struct_size = sizeof(size_t));                                   \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, results->struct_size = sizeof *results - 1);                              \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, results->struct_size = 4097);                                             \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, results->struct_size = SIZE_MAX);                                         \
  CASE(function, good, results = enlarged_result(sizeof *results + 8));                                                \
  CASE(function, good, results = enlarged_result(4096))

// Options are initialised in a caller's struct of any size from the first release's on.
#define OPTIONS_INIT(function)                                                                                         \
  CASE(function, PHOTINUS_ERROR_NULL, a.options = NULL);                                                               \
  CASE(function, PHOTINUS_ERROR_ALIGNMENT, a.options = misaligned(a.options));                                         \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.size = 0);                                                              \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.size = sizeof(size_t));                                                 \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.size = sizeof *a.options - 1);                                          \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.size = 4097);                                                           \
  CASE(function, PHOTINUS_ERROR_STRUCT_SIZE, a.size = SIZE_MAX);                                                       \
  CASE(function, PHOTINUS_OK, a.size = sizeof *a.options);                                                             \
  CASE(function, PHOTINUS_OK, a.size = 4096; a.options = result(4096))

// Makes the checksum at the end of a checkpoint right: the CRC-32 of Ethernet and zip.
static void sign(unsigned char *checkpoint, size_t len) {
  uint32_t sum = 0xffffffff;
  for (size_t i = 0; i < len - 4; i++) {
    sum ^= checkpoint[i];
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (0xedb88320 & (0 - (sum & 1)));
  }
  for (int k = 0; k < 4; k++) checkpoint[len - 4 + (size_t)k] = (unsigned char)(~sum >> 8 * k);
}

#define BITS 64
#define SUFFIX "f64"
#include "precision.h"
#include "bad_input_part.h"
#include "search_bad_input_part.h"
#include "kernels_bad_input_part.h"
#include "ode_bad_input_part.h"
#include "kuramoto_bad_input_part.h"
#include "delayed_bad_input_part.h"
#include "observables_bad_input_part.h"

#undef BITS
#undef SUFFIX
#define BITS 32
#define SUFFIX "f32"
#include "precision.h"
#include "bad_input_part.h"
#include "search_bad_input_part.h"
#include "kernels_bad_input_part.h"
#include "ode_bad_input_part.h"
#include "kuramoto_bad_input_part.h"
#include "delayed_bad_input_part.h"
#include "observables_bad_input_part.h"

static void statuses(void) {
  for (int status = -40; status <= 20; status++) {
    const char *const message = photinus_status_message(status);
    if (!CHECK(message != NULL)) return;
    const size_t len = strlen(message);
    CHECK(len > 0 && message[len - 1] != '.' && message[len - 1] != '\n');
    const int known = status >= PHOTINUS_ERROR_NOT_ASKED && status <= PHOTINUS_STOP_LINE_SEARCH;
    CHECK((strcmp(message, photinus_status_message(INT_MAX)) != 0) == known);
    for (int other = PHOTINUS_ERROR_NOT_ASKED; known && other < status; other++) {
      CHECK(strcmp(message, photinus_status_message(other)) != 0);
    }
  }
  CHECK(photinus_status_message(INT_MIN) != NULL);
  CHECK(photinus_abi_version() == PHOTINUS_ABI_VERSION);
  const int level = photinus_level_detect();
  CHECK(level >= PHOTINUS_LEVEL_BASELINE && level <= PHOTINUS_LEVEL_AVX512);
  int major, minor, patch;
  char rest;
  CHECK(sscanf(photinus_version(), "%d.%d.%d%c", &major, &minor, &patch, &rest) == 3);
}

struct primes_arguments_f64 {
  size_t skip, count;
  uint32_t *primes;
};
static void valid_primes_f64(struct primes_arguments_f64 *a) {
  a->skip = 2;
  a->count = 3;
  a->primes = result(3 * sizeof *a->primes);
}
static int call_primes_f64(const struct primes_arguments_f64 *a) {
  return photinus_primes(a->skip, a->count, a->primes);
}

static void primes(void) {
#undef P
#undef SUFFIX
#define P(name) name##_f64 // they have no precision
#define SUFFIX ""
  CASE(primes, PHOTINUS_OK, (void)0);
  CHECK(memcmp(rooms[0].from, (uint32_t[]){5, 7, 11}, 3 * sizeof(uint32_t)) == 0);
  CASE(primes, PHOTINUS_ERROR_NULL, a.primes = NULL);
  CASE(primes, PHOTINUS_ERROR_ALIGNMENT, a.primes = misaligned(a.primes));
  IDLE(primes, a.count = 0);
  IDLE(primes, a.count = 0; a.primes = NULL);
  IDLE(primes, a.skip = 1229; a.count = 0; a.primes = NULL);
  CASE(primes, PHOTINUS_OK, a.skip = 1226);
  CASE(primes, PHOTINUS_ERROR_DIMENSION, a.skip = 1227);
  CASE(primes, PHOTINUS_ERROR_DIMENSION, a.skip = 1230; a.count = 0);
  CASE(primes, PHOTINUS_ERROR_DIMENSION, a.skip = SIZE_MAX);
  CASE(primes, PHOTINUS_ERROR_DIMENSION, a.count = SIZE_MAX);
  CASE(primes, PHOTINUS_ERROR_DIMENSION, a.skip = SIZE_MAX; a.count = SIZE_MAX);
}

struct philox_arguments_f64 {
  uint32_t *counter, *key, *words;
};
static void valid_philox_f64(struct philox_arguments_f64 *a) {
  static const uint32_t zeros[4] = {0};
  a->counter = input(zeros, sizeof zeros);
  a->key = input(zeros, 2 * sizeof *zeros);
  a->words = result(4 * sizeof *a->words);
}
static int call_philox_f64(const struct philox_arguments_f64 *a) {
  return photinus_philox4x32_10(a->counter, a->key, a->words);
}

static void philox(void) {
  CASE(philox, PHOTINUS_OK, (void)0);
  CASE(philox, PHOTINUS_ERROR_NULL, a.counter = NULL);
  CASE(philox, PHOTINUS_ERROR_NULL, a.key = NULL);
  CASE(philox, PHOTINUS_ERROR_NULL, a.words = NULL);
  CASE(philox, PHOTINUS_ERROR_ALIGNMENT, a.counter = misaligned(a.counter));
  CASE(philox, PHOTINUS_ERROR_ALIGNMENT, a.key = misaligned(a.key));
  CASE(philox, PHOTINUS_ERROR_ALIGNMENT, a.words = misaligned(a.words));
}

int main(void) {
  statuses();
  primes();
  philox();
  all_f64();
  all_f32();
  bad_searches_f64();
  bad_searches_f32();
  bad_kernels_f64();
  bad_kernels_f32();
  bad_solvers_f64();
  bad_solvers_f32();
  bad_kuramoto_f64();
  bad_kuramoto_f32();
  bad_delayed_networks_f64();
  bad_delayed_networks_f32();
  bad_observables_f64();
  bad_observables_f32();
  fresh();
  return check_end();
}
