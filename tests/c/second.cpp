// A second translation unit of user.cpp: both headers may be included anywhere, as often as wanted.

#include "photinus.h"
#include "photinus.hpp"

#include "photinus.h"
#include "photinus.hpp"

double second_minimum();

double second_minimum() {
  const auto found = photinus::minimize<double>([](const double *x, std::size_t) { return x[0] * x[0]; }, {-1}, {2});
  return found.value;
}
