// A program as a user would write it: Halton and Sobol points, a particle swarm, a Kuramoto network, a system of one's
// own.

#include "check.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Whether it is the thread that main is called on.
__extension__ static __thread int on_the_first_thread;

// The evaluations of runs in kernels_part.h, counted in Rust, too (tests/cma.rs, tests/lbfgs.rs).
enum { EVALUATIONS_CMA_64 = 1116, EVALUATIONS_CMA_32 = 786, EVALUATIONS_LBFGS_64 = 52, EVALUATIONS_LBFGS_32 = 51 };

#define BITS 64
#include "precision.h"
#include "user_part.h"
#include "search_part.h"
#include "kernels_part.h"
#include "ode_part.h"
#include "kuramoto_part.h"
#include "delayed_part.h"
#include "observables_part.h"

#undef BITS
#define BITS 32
#include "precision.h"
#include "user_part.h"
#include "search_part.h"
#include "kernels_part.h"
#include "ode_part.h"
#include "kuramoto_part.h"
#include "delayed_part.h"
#include "observables_part.h"

// The known answers of Random123, the authors' library.
static void philox(void) {
  static const uint32_t counters[3][4] = {
      {0}, {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}};
  static const uint32_t keys[3][2] = {{0}, {UINT32_MAX, UINT32_MAX}, {0xa4093822, 0x299f31d0}};
  static const uint32_t answers[3][4] = {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
                                         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                                         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}};
  for (int i = 0; i < 3; i++) {
    uint32_t words[4];
    CHECK_STATUS(PHOTINUS_OK, photinus_philox4x32_10(counters[i], keys[i], words));
    CHECK(memcmp(words, answers[i], sizeof words) == 0);
    memcpy(words, counters[i], sizeof words); // in place
    CHECK_STATUS(PHOTINUS_OK, photinus_philox4x32_10(words, keys[i], words));
    CHECK(memcmp(words, answers[i], sizeof words) == 0);
  }
}

int main(void) {
  if (!CHECK(photinus_abi_version() == PHOTINUS_ABI_VERSION)) return check_end();
  printf("photinus %s\n", photinus_version());
  halton_f64();
  halton_f32();
  halton_scramblings_f64();
  halton_scramblings_f32();
  sobol_f64();
  sobol_f32();
  discrepancy_f64();
  discrepancy_f32();
  swarm_f64();
  swarm_f32();
  searches_f64();
  searches_f32();
  kernels_f64();
  kernels_f32();
  on_the_first_thread = 1;
  kuramoto_f64();
  kuramoto_f32();
  delayed_f64();
  delayed_f32();
  philox();
  solving_f64();
  solving_f32();
  observables_f64();
  observables_f32();
  return check_end();
}
