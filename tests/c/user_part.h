// user.c in one precision: F is double or float, P(name) has the suffix _f64 or _f32.

// Memory for everything below: no allocation is needed.
static unsigned char P(memory)[1 << 15], P(copy)[1 << 15];

// The table of the posts: their bases begin at 5.
static void P(halton)(void) {
  static const int numerators[10][3] = {{0, 0, 0}, {1, 1, 1}, {2, 2, 2},  {3, 3, 3},  {4, 4, 4},
                                        {1, 5, 5}, {6, 6, 6}, {11, 1, 7}, {16, 8, 8}, {21, 15, 9}};
  static const int denominators[10][3] = {{5, 7, 11}, {5, 7, 11},  {5, 7, 11},  {5, 7, 11},   {5, 7, 11},
                                          {25, 7, 11}, {25, 7, 11}, {25, 49, 11}, {25, 49, 11}, {25, 49, 11}};
  uint32_t bases[3];
  CHECK_STATUS(PHOTINUS_OK, photinus_primes(2, 3, bases));
  CHECK(bases[0] == 5 && bases[1] == 7 && bases[2] == 11);

  P(photinus_halton_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&options, sizeof options));
  options.bases = bases;
  F points[10][3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 0, 10, &points[0][0], 30));
  for (int i = 0; i < 10; i++) {
    for (int j = 0; j < 3; j++) {
      // A quotient is correctly rounded, as the points are.
      CHECK(points[i][j] == (F)numerators[i][j] / (F)denominators[i][j]);
      F value = -1;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_radical_inverse)((uint64_t)i, bases[j], &value));
      CHECK(value == points[i][j]);
    }
  }
  CHECK(points[6][0] == (F)0.24);

  // Every third index from 1 on, by columns, with a gap after each column.
  F columns[3][5];
  for (int j = 0; j < 3; j++) columns[j][3] = columns[j][4] = -1;
  options.leap = 3;
  options.stride = 5;
  options.layout = PHOTINUS_LAYOUT_COLUMNS;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 1, 3, &columns[0][0], 15));
  for (int j = 0; j < 3; j++) {
    for (int i = 0; i < 3; i++) CHECK(columns[j][i] == points[1 + 3 * i][j]);
    CHECK(columns[j][3] == -1 && columns[j][4] == -1);
  }

  // Without options the bases are 2, 3, ...
  F first[2];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 2, 1, 1, first, 2));
  CHECK(first[0] == (F)0.5 && first[1] == (F)1 / 3);

  // The last index of all, and values that round to 1 but stay below it.
  F last = 2;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 1, UINT64_MAX, 1, &last, 1));
  CHECK(last == 1 - EPSILON / 2);
}

// The first three points of a sequence in three dimensions, by hand; in a box, and with 0 kept out.
static void P(halton_by_hand)(void) {
  static const int expected[6][3][2] = {{{0, 1}, {0, 1}, {0, 1}}, {{1, 2}, {1, 3}, {1, 5}}, {{1, 4}, {2, 3}, {2, 5}},
                                        {{3, 4}, {1, 9}, {3, 5}}, {{1, 8}, {4, 9}, {4, 5}}, {{5, 8}, {7, 9}, {1, 25}}};
  F points[6][3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 3, 0, 6, &points[0][0], 18));
  for (int i = 0; i < 6; i++) {
    for (int j = 0; j < 3; j++) CHECK(points[i][j] == (F)expected[i][j][0] / (F)expected[i][j][1]);
  }

  // One base: a van der Corput sequence, here that of decimals.
  const uint32_t ten = 10;
  P(photinus_halton_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&options, sizeof options));
  CHECK(options.leap == 1 && options.threads == 1 && options.table == NULL && options.open == 0 && options.seed == 0);
  options.bases = &ten;
  F decimals[4];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 1, 8, 4, decimals, 4));
  CHECK(decimals[0] == (F)0.8 && decimals[1] == (F)0.9 && decimals[2] == (F)0.01 && decimals[3] == (F)0.11);

  // A box, the second side of which has no length; with `open`, which comes first, nothing lies on the lower face.
  const F lower[3] = {-2, 7, 0}, upper[3] = {2, 7, EPSILON};
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&options, sizeof options));
  options.lower = lower;
  options.upper = upper;
  F scaled[6][3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 0, 6, &scaled[0][0], 18));
  for (int i = 0; i < 6; i++) {
    CHECK(scaled[i][0] == -2 + 4 * points[i][0] && scaled[i][1] == 7 && scaled[i][2] == EPSILON * points[i][2]);
  }
  options.open = 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 0, 6, &scaled[0][0], 18));
  CHECK(scaled[0][2] == EPSILON * (EPSILON / 4) && scaled[0][1] == 7 && scaled[1][0] == 0);
  options.lower = options.upper = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 3, 0, 6, &scaled[0][0], 18));
  for (int j = 0; j < 3; j++) CHECK(scaled[0][j] == EPSILON / 4); // 2^-54, or 2^-25
  CHECK(memcmp(scaled[1], points[1], 5 * sizeof points[1]) == 0);
}

enum { P(MANY) = 2000, P(WIDE) = 5 };

// As much as threads are made for, of all that takes threads: the same bits as from one.
static void P(large_on_threads)(void) {
  enum { COUNT = 60001, DIM = 5, PAIRS = 1100 };
  const size_t len = (size_t)COUNT * DIM;
  F *const expected = malloc(2 * len * sizeof *expected), *const points = expected + len;
  if (!CHECK(expected != NULL)) return;
  P(photinus_halton_options) halton;
  P(photinus_sobol_options) sobol;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&halton, sizeof halton));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_options_init)(&sobol, sizeof sobol));
  halton.scrambling = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS;
  sobol.scrambling = PHOTINUS_SCRAMBLING_NESTED;
  for (int layout = PHOTINUS_LAYOUT_ROWS; layout <= PHOTINUS_LAYOUT_COLUMNS; layout++) {
    halton.layout = sobol.layout = layout;
    halton.threads = sobol.threads = 1;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&halton, DIM, 1000, COUNT, expected, len));
    for (size_t threads = 0; threads <= 4; threads += 2) {
      halton.threads = threads;
      memset(points, 0, len * sizeof *points);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&halton, DIM, 1000, COUNT, points, len));
      CHECK(memcmp(points, expected, len * sizeof *points) == 0);
    }
    CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&sobol, DIM, 1000, COUNT, expected, len));
    sobol.threads = 3;
    memset(points, 0, len * sizeof *points);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&sobol, DIM, 1000, COUNT, points, len));
    CHECK(memcmp(points, expected, len * sizeof *points) == 0);
  }
  double alone = -1, together = -2;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(PHOTINUS_DISCREPANCY_MIXTURE, expected, 2 * PAIRS, PAIRS, 2,
                                                    PHOTINUS_LAYOUT_ROWS, 0, 1, &alone));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(PHOTINUS_DISCREPANCY_MIXTURE, expected, 2 * PAIRS, PAIRS, 2,
                                                    PHOTINUS_LAYOUT_ROWS, 0, 2, &together));
  CHECK(alone == together);
  free(expected);
}

// 2000 points in five dimensions, scrambled so: whatever the way they are asked for, they have the same bits.
static void P(halton_all_ways)(int scrambling) {
  static F expected[P(MANY)][P(WIDE)], points[P(MANY)][P(WIDE)], columns[P(WIDE)][P(MANY) + 3];
  const F lower[P(WIDE)] = {0, -1, -100, 3, 5}, upper[P(WIDE)] = {1, 1, 0, 4, 5};
  const uint64_t start = 123456789;
  P(photinus_halton_options) plain, options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&plain, sizeof plain));
  plain.scrambling = scrambling;
  plain.seed = 7;
  plain.lower = lower;
  plain.upper = upper;
  CHECK_STATUS(PHOTINUS_OK,
               P(photinus_halton_fill)(&plain, P(WIDE), start, P(MANY), &expected[0][0], P(MANY) * P(WIDE)));
  for (int i = 0; i < P(MANY); i++) {
    for (int j = 0; j < P(WIDE); j++) CHECK(expected[i][j] >= lower[j] && expected[i][j] <= upper[j]);
  }

  // On threads: on two, and on one per core.
  options = plain;
  for (size_t threads = 0; threads <= 2; threads++) {
    options.threads = threads;
    memset(points, 0, sizeof points);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_halton_fill)(&options, P(WIDE), start, P(MANY), &points[0][0], P(MANY) * P(WIDE)));
    CHECK(memcmp(points, expected, sizeof points) == 0);
    // By columns, with three elements between them that stay as they are.
    options.layout = PHOTINUS_LAYOUT_COLUMNS;
    options.stride = P(MANY) + 3;
    for (int j = 0; j < P(WIDE); j++) columns[j][P(MANY)] = columns[j][P(MANY) + 2] = -9;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, P(WIDE), start, P(MANY), &columns[0][0],
                                                      P(WIDE) * (P(MANY) + 3) - 3));
    for (int j = 0; j < P(WIDE); j++) {
      int same = 1;
      for (int i = 0; i < P(MANY); i++) same &= columns[j][i] == expected[i][j];
      CHECK(same && columns[j][P(MANY)] == -9 && columns[j][P(MANY) + 2] == -9);
    }
    options = plain;
  }

  // On each instruction set.
  for (int level = PHOTINUS_LEVEL_BASELINE; level <= photinus_level_detect(); level++) {
    options.level = level;
    memset(points, 0, sizeof points);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_halton_fill)(&options, P(WIDE), start, P(MANY), &points[0][0], P(MANY) * P(WIDE)));
    CHECK(memcmp(points, expected, sizeof points) == 0);
  }
  options = plain;

  // Every seventh one, and one by one.
  options.leap = 7;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, P(WIDE), start + 1, 100, &points[0][0], 100 * P(WIDE)));
  for (int i = 0; i < 100; i++) CHECK(memcmp(points[i], expected[1 + 7 * i], sizeof points[i]) == 0);
  options = plain;
  for (uint64_t i = 0; i < 50; i++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, P(WIDE), start + 31 * i, 1, points[0], P(WIDE)));
    CHECK(memcmp(points[0], expected[31 * i], sizeof points[0]) == 0);
  }

  // With a table; and with a smaller one, in memory of the program's own.
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_table_size)(&options, P(WIDE), &bytes, &align));
  unsigned char *const table = malloc(bytes + align);
  if (!CHECK(table != NULL)) return;
  const size_t sizes[2] = {4096, bytes};
  for (int i = 0; i < 2; i++) {
    options.table = NULL;
    options.table_bytes = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_table_init)(&options, P(WIDE), aligned(table, align), sizes[i]));
    options.table = aligned(table, align);
    options.table_bytes = sizes[i];
    memset(points, 0, sizeof points);
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_halton_fill)(&options, P(WIDE), start, P(MANY), &points[0][0], P(MANY) * P(WIDE)));
    CHECK(memcmp(points, expected, sizeof points) == 0);
  }

  // One point per call, with that table and without; then from the middle on.
  for (int with_table = 0; with_table < 2; with_table++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_size)(P(WIDE), &bytes, &align));
    if (!CHECK(bytes + align <= sizeof P(memory))) break;
    P(photinus_halton_cursor) *cursor = NULL;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_init)(aligned(P(memory), align), bytes,
                                                             with_table ? &options : &plain, P(WIDE), start, &cursor));
    CHECK((void *)cursor == aligned(P(memory), align));
    memset(points, 0, sizeof points);
    for (int i = 0; i < P(MANY); i++) {
      CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(cursor, points[i], P(WIDE)));
    }
    CHECK(memcmp(points, expected, sizeof points) == 0);
    uint64_t index = 0;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_index)(cursor, &index));
    CHECK(index == start + (uint64_t)P(MANY));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_seek)(cursor, start + 1000));
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_cursor_next)(cursor, points[0], P(WIDE)));
    CHECK(memcmp(points[0], expected[1000], sizeof points[0]) == 0);
  }
  free(table);
}

// Scrambled points lie in [0, 1), and each 2^k of them (from a multiple on) in each 2^k-th of the first side; another
// seed gives others.
static void P(halton_scrambled)(int scrambling, int random) {
  static F points[4][64][40];
  P(photinus_halton_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_options_init)(&options, sizeof options));
  options.scrambling = scrambling;
  static const uint64_t seeds[4] = {1, 1, 2, UINT64_MAX};
  for (int k = 0; k < 4; k++) {
    options.seed = seeds[k];
    CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(&options, 40, 640, 64, &points[k][0][0], 64 * 40));
    double sum = 0;
    int found[64] = {0};
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 40; j++) {
        CHECK(points[k][i][j] >= 0 && points[k][i][j] < 1);
        sum += points[k][i][j];
      }
      found[(int)(points[k][i][0] * 64)]++;
    }
    CHECK(fabs(sum / (64 * 40) - 0.5) < 0.05);
    for (int c = 0; c < 64 && scrambling != PHOTINUS_SCRAMBLING_SHIFT; c++) CHECK(found[c] == 1);
  }
  CHECK(memcmp(points[0], points[1], sizeof points[0]) == 0);
  CHECK((memcmp(points[0], points[2], sizeof points[0]) != 0) == random);
  CHECK((memcmp(points[2], points[3], sizeof points[0]) != 0) == random);
}

static void P(halton_scramblings)(void) {
  P(halton_by_hand)();
  P(large_on_threads)();
  for (int scrambling = PHOTINUS_SCRAMBLING_NONE; scrambling <= PHOTINUS_SCRAMBLING_SHIFT; scrambling++) {
    P(halton_all_ways)(scrambling);
    P(halton_scrambled)(scrambling,
                        scrambling != PHOTINUS_SCRAMBLING_NONE && scrambling != PHOTINUS_SCRAMBLING_FAURE_LEMIEUX);
  }
}

static void P(sobol)(void) {
  // As SciPy has them: qmc.Sobol(3, scramble=False).random(8).
  static const F scipy[8][3] = {
      {0, 0, 0},
      {(F)0.5, (F)0.5, (F)0.5},
      {(F)0.75, (F)0.25, (F)0.25},
      {(F)0.25, (F)0.75, (F)0.75},
      {(F)0.375, (F)0.375, (F)0.625},
      {(F)0.875, (F)0.875, (F)0.125},
      {(F)0.625, (F)0.125, (F)0.875},
      {(F)0.125, (F)0.625, (F)0.375},
  };
  F points[8][3];
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(NULL, 3, 0, 8, &points[0][0], 24));
  CHECK(memcmp(points, scipy, sizeof points) == 0);

  // In natural order, the first dimension is the van der Corput sequence in base 2.
  P(photinus_sobol_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_options_init)(&options, sizeof options));
  CHECK(options.leap == 1 && options.threads == 1 && options.order == PHOTINUS_ORDER_GRAY && options.lower == NULL);
  options.order = PHOTINUS_ORDER_NATURAL;
  F natural[4][256], corput[256];
  options.layout = PHOTINUS_LAYOUT_COLUMNS;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 4, 1000, 256, natural[0], 4 * 256));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 1, 1000, 256, corput, 256));
  CHECK(memcmp(natural[0], corput, sizeof corput) == 0);

  // In a box; with 0 kept out.
  const F lower[3] = {-1, 0, 6}, upper[3] = {1, 10, 6};
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_options_init)(&options, sizeof options));
  options.lower = lower;
  options.upper = upper;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 3, 0, 8, &points[0][0], 24));
  for (int i = 0; i < 8; i++) {
    CHECK(points[i][0] == -1 + 2 * scipy[i][0] && points[i][1] == 10 * scipy[i][1] && points[i][2] == 6);
  }
  options.lower = options.upper = NULL;
  options.open = 1;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 3, 0, 8, &points[0][0], 24));
  CHECK(points[0][0] == EPSILON / 4 && points[0][2] == EPSILON / 4);
  CHECK(memcmp(points[1], scipy[1], 7 * sizeof points[0]) == 0);

  // Each scrambling, in each order: the same bits on threads, with a leap, by columns and on each instruction set; each
  // coordinate once in each 1024th.
  static F expected[1024][5], again[1024][5], columns[5][1030];
  static const int scramblings[3] = {PHOTINUS_SCRAMBLING_NONE, PHOTINUS_SCRAMBLING_NESTED, PHOTINUS_SCRAMBLING_SHIFT};
  for (int k = 0; k < 6; k++) {
    CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_options_init)(&options, sizeof options));
    options.scrambling = scramblings[k % 3];
    options.order = k / 3;
    options.seed = 5;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 5, 1 << 20, 1024, &expected[0][0], 5 * 1024));
    for (int j = 0; j < 5; j++) {
      static int found[1024];
      memset(found, 0, sizeof found);
      for (int i = 0; i < 1024; i++) {
        if (CHECK(expected[i][j] >= 0 && expected[i][j] < 1)) found[(int)(expected[i][j] * 1024)]++;
      }
      int each = 1;
      for (int c = 0; c < 1024; c++) each &= found[c] == 1;
      CHECK(each);
    }
    for (size_t threads = 0; threads <= 2; threads++) {
      options.threads = threads;
      memset(again, 0, sizeof again);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 5, 1 << 20, 1024, &again[0][0], 5 * 1024));
      CHECK(memcmp(again, expected, sizeof again) == 0);
      options.layout = PHOTINUS_LAYOUT_COLUMNS;
      options.stride = 1030;
      for (int j = 0; j < 5; j++) columns[j][1024] = columns[j][1029] = -9;
      CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 5, 1 << 20, 1024, columns[0], 5 * 1030));
      for (int j = 0; j < 5; j++) {
        int same = 1;
        for (int i = 0; i < 1024; i++) same &= columns[j][i] == expected[i][j];
        CHECK(same && columns[j][1024] == -9 && columns[j][1029] == -9);
      }
      options.layout = PHOTINUS_LAYOUT_ROWS;
      options.stride = 0;
    }
    options.threads = 1;
    for (int level = PHOTINUS_LEVEL_BASELINE; level <= photinus_level_detect(); level++) {
      options.level = level;
      memset(again, 0, sizeof again);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 5, 1 << 20, 1024, &again[0][0], 5 * 1024));
      CHECK(memcmp(again, expected, sizeof again) == 0);
    }
    options.level = PHOTINUS_LEVEL_BEST;
    options.leap = 11;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 5, (1 << 20) + 3, 90, &again[0][0], 5 * 90));
    for (int i = 0; i < 90; i++) CHECK(memcmp(again[i], expected[3 + 11 * i], sizeof again[i]) == 0);
    options.leap = 1;
    options.seed = 6;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_sobol_fill)(&options, 5, 1 << 20, 1024, &again[0][0], 5 * 1024));
    CHECK((memcmp(again, expected, sizeof again) != 0) == (options.scrambling != PHOTINUS_SCRAMBLING_NONE));
  }
}

static void P(discrepancy)(void) {
  // The midpoints (2i - 1) / 2n: the centered discrepancy is 1 / 12n^2, the star discrepancy's square 1 / 12n^2 too.
  static F midpoints[256], pairs[256][2], columns[2][260];
  for (int n = 1; n <= 256; n *= 4) {
    for (int i = 0; i < n; i++) midpoints[i] = (F)(2 * i + 1) / (F)(2 * n);
    double value = -1, expected = 1 / (12.0 * n * n);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(PHOTINUS_DISCREPANCY_CENTERED, midpoints, (size_t)n, (size_t)n, 1,
                                                      PHOTINUS_LAYOUT_ROWS, 0, 1, &value));
    CHECK(fabs(value - expected) < 1e-15 + 1e-12 * expected);
    CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(PHOTINUS_DISCREPANCY_STAR, midpoints, (size_t)n, (size_t)n, 1,
                                                      PHOTINUS_LAYOUT_COLUMNS, 0, 1, &value));
    CHECK(fabs(value * value - expected) < 1e-15 + 1e-12 * expected);
  }
  // One point in the middle of a square, by the formulas.
  static const F middle[2] = {(F)0.5, (F)0.5};
  static const double by_hand[4] = {
      169.0 / 144 - 2 + 1,                             // (13/12)^2 - 2 + 1
      -16.0 / 9 + 9.0 / 4,                             // -(4/3)^2 + (3/2)^2
      361.0 / 144 - 2 * (25.0 / 9) + 225.0 / 64,       // (19/12)^2 - 2 (5/3)^2 + (15/8)^2
      1.0 / 9 - 9.0 / 32 + 1.0 / 4,                    // 3^-2 - 2^-1 (3/4)^2 + (1/2)^2; its root is returned
  };
  for (int kind = PHOTINUS_DISCREPANCY_CENTERED; kind <= PHOTINUS_DISCREPANCY_STAR; kind++) {
    double value = -1;
    CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(kind, middle, 2, 1, 2, PHOTINUS_LAYOUT_ROWS, 0, 1, &value));
    if (kind == PHOTINUS_DISCREPANCY_STAR) value *= value;
    CHECK(fabs(value - by_hand[kind]) < 1e-15);
  }
  // Neither the threads nor the layout change a bit; a sequence is more even than its points are on the diagonal.
  CHECK_STATUS(PHOTINUS_OK, P(photinus_halton_fill)(NULL, 2, 1, 256, &pairs[0][0], 512));
  for (int i = 0; i < 256; i++) {
    columns[0][i] = pairs[i][0];
    columns[1][i] = pairs[i][1];
  }
  for (int j = 0; j < 2; j++) columns[j][256] = columns[j][259] = (F)NAN; // they are not looked at
  for (int kind = PHOTINUS_DISCREPANCY_CENTERED; kind <= PHOTINUS_DISCREPANCY_STAR; kind++) {
    double expected = -1, value = -1;
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_discrepancy)(kind, &pairs[0][0], 512, 256, 2, PHOTINUS_LAYOUT_ROWS, 0, 1, &expected));
    CHECK(expected > 0 && expected < 0.02);
    for (size_t threads = 0; threads <= 2; threads++) {
      CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(kind, &pairs[0][0], 512, 256, 2, PHOTINUS_LAYOUT_ROWS, 0,
                                                        threads, &value));
      CHECK(value == expected);
      CHECK_STATUS(PHOTINUS_OK, P(photinus_discrepancy)(kind, columns[0], 520, 256, 2, PHOTINUS_LAYOUT_COLUMNS, 260,
                                                        threads, &value));
      CHECK(value == expected);
    }
    for (int i = 0; i < 256; i++) columns[1][i] = pairs[i][0];
    CHECK_STATUS(PHOTINUS_OK,
                 P(photinus_discrepancy)(kind, columns[0], 520, 256, 2, PHOTINUS_LAYOUT_COLUMNS, 260, 1, &value));
    CHECK(value > expected);
    for (int i = 0; i < 256; i++) columns[1][i] = pairs[i][1];
  }
}

// What the callbacks of a search are given as `user`.
struct P(search) {
  int calls, generations;
  // The watch stops there; 0 is never.
  int stop_after;
  // What the watch found.
  F best_value;
};

// Rosenbrock's valley: its minimum is 0 at (1, 1).
static int P(valley)(const F *x, size_t dim, F *value, void *user) {
  struct P(search) *search = user;
  search->calls++;
  if (dim != 2) return -1;
  F a = 1 - x[0], b = x[1] - x[0] * x[0];
  *value = a * a + 100 * b * b;
  return 0;
}

static int P(valleys)(const F *points, size_t count, size_t dim, F *values, void *user) {
  for (size_t k = 0; k < count; k++) P(valley)(points + k * dim, dim, values + k, user);
  return 0;
}

static int P(after_generation)(const P(photinus_pso) *pso, void *user) {
  struct P(search) *search = user;
  search->generations++;
  if (P(photinus_pso_best)(pso, NULL, 2, &search->best_value) != PHOTINUS_OK) return -1;
  return search->generations == search->stop_after ? 7 : 0;
}

// What a run came to, to be compared bit for bit.
struct P(end) {
  F x[2], value;
  P(photinus_report) report;
};

static struct P(end) P(end_of)(const P(photinus_pso) *pso) {
  struct P(end) end;
  memset(&end, 0, sizeof end);
  end.report.struct_size = sizeof end.report;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_best)(pso, end.x, 2, &end.value));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_report)(pso, &end.report));
  CHECK(end.value == end.report.best_value);
  return end;
}

static int P(same)(const struct P(end) *a, const struct P(end) *b) {
  return memcmp(a->x, b->x, sizeof a->x) == 0 && memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
         a->report.generations == b->report.generations && a->report.evaluations == b->report.evaluations &&
         a->report.repetitions == b->report.repetitions && a->report.status == b->report.status;
}

static void P(swarm)(void) {
  const F lower[2] = {-2, -1}, upper[2] = {2, 3};
  P(photinus_pso_options) options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_options_init)(&options, sizeof options));
  CHECK(options.swarm_size == 14 && options.max_repetition == 500);
  options.seed = 2024;

  // The whole run at once, in memory of the program's own.
  size_t bytes = 0, align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_size)(2, &options, &bytes, &align));
  if (!CHECK(align > 0 && bytes + align <= sizeof P(memory))) return;
  P(photinus_pso) *pso = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_init)(aligned(P(memory), align), bytes, 2, lower, upper, NULL, 0, &options,
                                                 &pso));
  CHECK((void *)pso == aligned(P(memory), align));
  struct P(search) search = {0, 0, 0, 0};
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(valley), P(after_generation), &search));
  const struct P(end) whole = P(end_of)(pso);
  CHECK(whole.value < (F)1e-6);
  CHECK(fabs(whole.x[0] - 1) < 1e-2 && fabs(whole.x[1] - 1) < 1e-2);
  CHECK(search.best_value == whole.value);
  CHECK((uint64_t)search.calls == whole.report.evaluations && whole.report.nan_evaluations == 0);
  CHECK((uint64_t)search.generations == whole.report.generations);
  CHECK(whole.report.evaluations == 14 * whole.report.generations);
  CHECK(whole.report.repetitions == 500 && whole.report.status == PHOTINUS_STOP_STAGNATION && whole.report.code == 0);
  // An ended run stays ended.
  const int calls = search.calls;
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_step)(pso, P(valley), &search));
  CHECK(search.calls == calls);

  // The same step by step, in memory of the library's. After the tenth generation it is copied and saved.
  P(photinus_pso) *stepped = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_new)(2, lower, upper, NULL, 0, &options, &stepped));
  for (int i = 0; i < 10; i++) CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_step)(stepped, P(valley), &search));
  P(photinus_pso) *copied = aligned(P(copy), align);
  memcpy(copied, stepped, bytes);
  size_t saved = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save_size)(stepped, &saved));
  unsigned char *checkpoint = malloc(saved);
  if (!CHECK(checkpoint != NULL)) return;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_save)(stepped, checkpoint, saved));
  int status = PHOTINUS_OK;
  while (status == PHOTINUS_OK) status = P(photinus_pso_step)(stepped, P(valley), &search);
  CHECK(status == PHOTINUS_STOP_STAGNATION);
  struct P(end) end = P(end_of)(stepped);
  CHECK(P(same)(&end, &whole));
  P(photinus_pso_free)(stepped);

  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(copied, P(valley), NULL, &search));
  end = P(end_of)(copied);
  CHECK(P(same)(&end, &whole));

  // The checkpoint, in memory of the library's and in that of the program.
  P(photinus_pso) *restored = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore_new)(checkpoint, saved, &restored));
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(restored, P(valley), NULL, &search));
  end = P(end_of)(restored);
  CHECK(P(same)(&end, &whole));
  P(photinus_pso_free)(restored);
  size_t restored_bytes = 0, restored_align = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore_size)(checkpoint, saved, &restored_bytes, &restored_align));
  CHECK(restored_bytes == bytes && restored_align == align);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore)(aligned(P(memory), align), bytes, checkpoint, saved, &restored));
  // A program that has nothing but the checkpoint learns the rest from the swarm.
  size_t dim = 0;
  P(photinus_pso_options) found = {0};
  found.struct_size = sizeof found;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_dim)(restored, &dim));
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_get_options)(restored, &found));
  CHECK(dim == 2 && found.swarm_size == 14 && found.seed == 2024 && found.inertia == options.inertia);
  CHECK(found.target == options.target && found.max_generations == UINT64_MAX && found.max_repetition == 500);
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(restored, P(valley), NULL, &search));
  end = P(end_of)(restored);
  CHECK(P(same)(&end, &whole));

  // Stopped by the watch, and by two budgets in turn; then on to the same end.
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_restore)(aligned(P(memory), align), bytes, checkpoint, saved, &pso));
  free(checkpoint);
  search.generations = 0;
  search.stop_after = 5;
  CHECK_STATUS(PHOTINUS_STOP_CALLER, P(photinus_pso_run)(pso, P(valley), P(after_generation), &search));
  end = P(end_of)(pso);
  CHECK(end.report.generations == 15 && end.report.status == PHOTINUS_STOP_CALLER && end.report.code == 7);
  options.max_generations = 20;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_set_options)(pso, &options));
  CHECK_STATUS(PHOTINUS_STOP_GENERATIONS, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  CHECK(P(end_of)(pso).report.generations == 20);
  options.max_generations = UINT64_MAX;
  options.max_evaluations = 857;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_set_options)(pso, &options));
  CHECK_STATUS(PHOTINUS_STOP_EVALUATIONS, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  end = P(end_of)(pso);
  CHECK(end.report.evaluations == 857 && end.report.generations == 61);
  options.max_evaluations = UINT64_MAX;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_set_options)(pso, &options));
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  end = P(end_of)(pso);
  CHECK(P(same)(&end, &whole));

  // A generation at a time in one call; and by ask and tell, the values from the last one on: the same bits.
  P(photinus_pso) *batched = NULL, *asked = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_new)(2, lower, upper, NULL, 0, &options, &batched));
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_run_batch)(batched, P(valleys), NULL, &search));
  end = P(end_of)(batched);
  CHECK(P(same)(&end, &whole) && end.report.restarts == whole.report.restarts && end.report.swarm_size == 14);
  P(photinus_pso_free)(batched);
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_new)(2, lower, upper, NULL, 0, &options, &asked));
  const F *points = NULL;
  size_t count = 0;
  F value = 0;
  CHECK_STATUS(PHOTINUS_ERROR_NOT_ASKED, P(photinus_pso_tell)(asked, 0, &value, 1));
  while ((status = P(photinus_pso_ask)(asked, &points, &count)) == PHOTINUS_OK) {
    if (!CHECK(count == 14)) break;
    for (size_t k = count; k-- > 0;) {
      P(valley)(points + 2 * k, 2, &value, &search);
      status = P(photinus_pso_tell)(asked, k, &value, 1);
    }
    if (status != PHOTINUS_OK) break;
  }
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, status);
  CHECK_STATUS(PHOTINUS_STOP_STAGNATION, P(photinus_pso_ask)(asked, &points, &count));
  CHECK(count == 0);
  end = P(end_of)(asked);
  CHECK(P(same)(&end, &whole));
  P(photinus_pso_free)(asked);

  // Another rule, with its coefficients, another boundary and start; the spread ends it.
  P(photinus_pso_options) other = options;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_options_set_rule)(&other, PHOTINUS_RULE_SPHERE));
  CHECK(fabs(other.inertia - 0.7213475) < 1e-6 && fabs(other.social - 1.1931472) < 1e-6);
  other.topology = PHOTINUS_TOPOLOGY_RANDOM;
  other.boundary = PHOTINUS_BOUNDARY_REFLECT;
  other.start = PHOTINUS_START_SOBOL;
  other.restart_generations = 0;
  other.restart_spread = 0;
  other.min_spread = (F)1e-3;
  P(photinus_pso) *spread = NULL;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_new)(2, lower, upper, NULL, 0, &other, &spread));
  CHECK_STATUS(PHOTINUS_STOP_SPREAD, P(photinus_pso_run)(spread, P(valley), NULL, &search));
  end = P(end_of)(spread);
  CHECK(end.report.spread <= (F)1e-3 && end.report.restarts == 0 && end.value < (F)0.1);
  P(photinus_pso_free)(spread);

  // A start that is the minimum, and a target: the first evaluations end the run.
  const F start[2][2] = {{0, 0}, {1, 1}};
  options.target = 0;
  CHECK_STATUS(PHOTINUS_OK, P(photinus_pso_init)(aligned(P(memory), align), bytes, 2, lower, upper, &start[0][0], 2,
                                                 &options, &pso));
  CHECK_STATUS(PHOTINUS_STOP_TARGET, P(photinus_pso_run)(pso, P(valley), NULL, &search));
  end = P(end_of)(pso);
  CHECK(end.x[0] == 1 && end.x[1] == 1 && end.value == 0 && end.report.generations == 1);
}
