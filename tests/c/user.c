// A program as a user would write it: Halton and Sobol points, a particle swarm, a Kuramoto network, a system of one's
// own.

#include "check.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BITS 64
#include "precision.h"
#include "user_part.h"

#undef BITS
#define BITS 32
#include "precision.h"
#include "user_part.h"

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
  network_f64();
  network_f32();
  system_f64();
  system_f32();
  return check_end();
}
