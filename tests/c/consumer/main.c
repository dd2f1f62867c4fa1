// A program that uses an installed photinus: bindings/c/test compiles it with the flags of pkg-config alone.

#include <photinus.h>
#include <stdio.h>

static int parabola(const double *x, size_t dim, double *value, void *user) {
  (void)user;
  *value = 0;
  for (size_t i = 0; i < dim; i++) *value += (x[i] - 1) * (x[i] - 1);
  return 0;
}

int main(void) {
  double point[2];
  if (photinus_abi_version() != PHOTINUS_ABI_VERSION) return 1;
  if (photinus_halton_fill_f64(NULL, 2, 1, 1, point, 2) != PHOTINUS_OK || point[0] != 0.5) return 2;

  const double lower[2] = {-5, -5}, upper[2] = {5, 5};
  double x[2], value;
  photinus_problem_f64 problem;
  if (photinus_problem_init_f64(&problem, sizeof problem) != PHOTINUS_OK) return 3;
  problem.dim = 2;
  problem.lower = lower;
  problem.upper = upper;
  const int status = photinus_minimize_f64(&problem, parabola, NULL, NULL, NULL, x, &value, NULL);
  if (status < 0 || value > 1e-9) return 3;

  photinus_kuramoto_f32 model;
  const float frequency = 2, coupling = 0;
  float phase = 1, memory[64];
  if (photinus_kuramoto_init_f32(&model, sizeof model) != PHOTINUS_OK) return 4;
  model.oscillators = 1;
  model.natural_frequencies = &frequency;
  model.coupling = &coupling;
  if (photinus_kuramoto_dense_advance_f32(&model, 0.25f, 0, 0, 4, &phase, memory, sizeof memory, NULL) != PHOTINUS_OK) {
    return 5;
  }
  if (phase < 2.999f || phase > 3.001f) return 6;

  printf("photinus %s\n", photinus_version());
  return 0;
}
