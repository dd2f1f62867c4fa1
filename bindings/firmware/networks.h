/* main.c in one precision: networks of every coupling, the solvers, and what is observed of phases. REAL is float or
 * double, OF(name) has the suffix _f32 or _f64, TEXT(what) names it in the output. */

/* From -1 to 1, without order, and in float already so that both precisions have the same. */
static void OF(fill)(REAL *x, size_t count, uint32_t seed) {
    for (size_t i = 0; i < count; i++) {
        seed = seed * 1664525U + 1013904223U;
        x[i] = (REAL)(seed >> 8) / (REAL)8388608 - (REAL)1;
    }
}

static OF(photinus_solver_options) OF(solver)(int method, REAL step) {
    OF(photinus_solver_options) options;
    check("solver options", OF(photinus_solver_options_init)(&options, sizeof options) == PHOTINUS_OK);
    options.method = method;
    options.step = step;
    return options;
}

/* Whether an object or a workspace of that size has room in `big_memory`. */
static int OF(has_room)(int status, size_t bytes, size_t align) {
    return status == PHOTINUS_OK && bytes <= sizeof big_memory && sizeof(uint64_t) % align == 0;
}

static int OF(pull_on_all)(REAL strength, const REAL *phases, size_t n, REAL *rates, void *user) {
    const REAL *const gain = user;
    for (size_t i = 0; i < n; i++) {
        const REAL off = phases[(i + 1) % n] - phases[i];
        rates[i] = rates[i] + strength * (*gain * (off / ((REAL)1 + off * off)));
    }
    return 0;
}

static int OF(drive_all)(REAL t, const REAL *phases, size_t n, REAL *rates, void *user) {
    (void)user;
    for (size_t i = 0; i < n; i++) rates[i] = rates[i] + t / ((REAL)2 + phases[i] * phases[i]);
    return 0;
}

static REAL OF(omega)[CROWD], OF(weights)[2 * CROWD * CROWD], OF(lags)[2 * CROWD * CROWD], OF(positive)[CROWD * CROWD];
static REAL OF(state)[CROWD + CROWD * CROWD];

/* Rates, rows of a solution, and steps, cut in two or not, of a network. */
static void OF(network)(const char *name, const OF(photinus_kuramoto) *model, int with_row) {
    enum { ROWS = 3, LENGTH_OF_STATE = CROWD + CROWD * CROWD };
    static REAL rates[LENGTH_OF_STATE], rows[ROWS * LENGTH_OF_STATE], whole[LENGTH_OF_STATE], cut[LENGTH_OF_STATE];
    const REAL times[ROWS] = {(REAL)0, (REAL)0.25, (REAL)0.625};
    const OF(photinus_solver_options) options = OF(solver)(PHOTINUS_METHOD_RK4, (REAL)0.03125);
    size_t dim = 0, bytes = 0, align = 1;
    const int known = OF(photinus_kuramoto_dim)(model, &dim);
    check(name, known == PHOTINUS_OK && dim <= LENGTH_OF_STATE);
    const int status = OF(photinus_kuramoto_size)(model, &options, &bytes, &align);
    check(name, OF(has_room)(status, bytes, align));
    OF(fill)(OF(state), dim, 7);
    for (size_t i = 0; i < CROWD; i++) OF(state)[i] = (REAL)3 * OF(state)[i];

    expect(name, OF(photinus_kuramoto_rates)(model, (REAL)0.75, OF(state), rates, big_memory, bytes), PHOTINUS_OK);
    put_hash(TEXT("rates"), rates, dim * sizeof(REAL));
    expect(name,
           OF(photinus_kuramoto_solve)(model, NULL, NULL, &options, times, ROWS, OF(state), rows, ROWS * dim,
                                       big_memory, bytes, NULL),
           PHOTINUS_OK);
    put_hash(TEXT("rows"), rows, ROWS * dim * sizeof(REAL));
    if (with_row) OF(put_row)(TEXT("last row"), rows + (ROWS - 1) * dim, 5);
    for (size_t i = 0; i < dim; i++) whole[i] = cut[i] = OF(state)[i];
    int all = OF(photinus_kuramoto_advance)(model, &options, (REAL)0.5, 3, 7, whole, big_memory, bytes, NULL);
    int parts = OF(photinus_kuramoto_advance)(model, &options, (REAL)0.5, 3, 2, cut, big_memory, bytes, NULL);
    if (!parts) parts = OF(photinus_kuramoto_advance)(model, &options, (REAL)0.5, 5, 5, cut, big_memory, bytes, NULL);
    check(name, !all && !parts && equal(whole, cut, dim * sizeof(REAL)));
    put_hash(TEXT("advanced"), whole, dim * sizeof(REAL));
}

static OF(photinus_kuramoto) OF(network_of)(int kind) {
    OF(photinus_kuramoto) model;
    check("kuramoto init", OF(photinus_kuramoto_init)(&model, sizeof model) == PHOTINUS_OK);
    model.kind = kind;
    model.oscillators = CROWD;
    model.natural_frequencies = OF(omega);
    model.coupling = OF(weights);
    return model;
}

static int OF(past)(size_t oscillator, REAL t, REAL *phase, void *user) {
    (void)user;
    *phase = OF(state)[oscillator] + t * (REAL)0.5;
    return 0;
}

/* Steps of a network with delays, from a past that stood still or one that moved; saved on the way, and gone on with
 * from there. */
static void OF(delayed)(const char *name, const OF(photinus_kuramoto) *model, OF(photinus_history) history) {
    static REAL phases[CROWD], again[CROWD];
    OF(photinus_delayed) *run = NULL, *restored = NULL;
    REAL time = (REAL)0;
    uint64_t steps = 0;
    size_t bytes = 0, align = 1, saved = 0;
    unsigned char *const kept = (unsigned char *)big_memory + sizeof big_memory / 2;
    const int status = OF(photinus_delayed_size)(model, (REAL)0.0625, &bytes, &align);
    check(name, OF(has_room)(status, 2 * bytes, align));
    OF(fill)(OF(state), CROWD, 12);
    expect(name, OF(photinus_delayed_init)(big_memory, bytes, model, (REAL)0.0625, (REAL)0, OF(state), &run),
           PHOTINUS_OK);
    if (!run) return;
    expect(name, OF(photinus_delayed_advance)(run, model, history, NULL, 6, NULL), PHOTINUS_OK);
    check(name, OF(photinus_delayed_save_size)(run, &saved) == PHOTINUS_OK && saved <= sizeof big_memory / 2);
    check(name, OF(photinus_delayed_save)(run, kept, saved) == PHOTINUS_OK);
    put_hash(TEXT("checkpoint"), kept, saved);
    expect(name, OF(photinus_delayed_advance)(run, model, history, NULL, 14, NULL), PHOTINUS_OK);
    check(name, OF(photinus_delayed_state)(run, &time, &steps, phases, CROWD) == PHOTINUS_OK);
    check(name, steps == 20 && time == (REAL)1.25);
    put_hash(TEXT("phases"), phases, sizeof phases);
    OF(put_row)(TEXT("delayed"), phases, 5);
    expect(name, OF(photinus_delayed_restore)(big_memory, bytes, kept, saved, model, &restored), PHOTINUS_OK);
    if (!restored) return;
    check(name, OF(photinus_delayed_advance)(restored, model, history, NULL, 14, NULL) == PHOTINUS_OK &&
                    OF(photinus_delayed_state)(restored, NULL, NULL, again, CROWD) == PHOTINUS_OK);
    check(name, equal(phases, again, sizeof phases));
}

static void OF(couplings)(void) {
    enum { EDGES = 3 * CROWD, GROUPS = 3, TRIANGLES = 2 * CROWD };
    static size_t offsets[CROWD + 1], triangle_offsets[CROWD + 1];
    static uint32_t columns[EDGES], labels[CROWD], corners[2 * TRIANGLES];
    static REAL transposed[2 * CROWD * CROWD], transposed_lags[2 * CROWD * CROWD];
    static float single[2 * CROWD * CROWD];
    static REAL delays[EDGES];
    OF(fill)(OF(omega), CROWD, 1);
    OF(fill)(OF(weights), LENGTH(OF(weights)), 2);
    OF(fill)(OF(lags), LENGTH(OF(lags)), 3);
    OF(fill)(OF(positive), LENGTH(OF(positive)), 4);
    for (size_t i = 0; i < LENGTH(OF(positive)); i++) OF(positive)[i] = OF(positive)[i] * OF(positive)[i] + (REAL)0.5;
    for (size_t i = 0; i < CROWD; i++) OF(weights)[i * CROWD + (i + 2) % CROWD] = (REAL)0;
    for (size_t i = 0; i < LENGTH(single); i++) single[i] = (float)OF(weights)[i];
    for (size_t m = 0; m < 2; m++)
        for (size_t i = 0; i < CROWD; i++)
            for (size_t j = 0; j < CROWD; j++) {
                transposed[(m * CROWD + j) * CROWD + i] = OF(weights)[(m * CROWD + i) * CROWD + j];
                transposed_lags[(m * CROWD + j) * CROWD + i] = OF(lags)[(m * CROWD + i) * CROWD + j];
            }
    for (size_t i = 0; i <= CROWD; i++) offsets[i] = 3 * i, triangle_offsets[i] = 2 * i;
    for (size_t e = 0; e < EDGES; e++) columns[e] = (uint32_t)((e / 3 + 1 + 4 * (e % 3)) % CROWD);
    for (size_t e = 0; e < EDGES; e++) delays[e] = (REAL)(e % 5) * (REAL)0.09375;
    for (size_t e = 0; e < 2 * TRIANGLES; e++) corners[e] = (uint32_t)((7 * e + 3) % CROWD);
    for (size_t i = 0; i < CROWD; i++) labels[i] = (uint32_t)(i * i % GROUPS), labels[2] = 2;

    OF(photinus_kuramoto) model = OF(network_of)(PHOTINUS_COUPLING_DENSE), again;
    OF(network)(TEXT("dense"), &model, 1);
    model.delay = (REAL)0.3125;
    OF(delayed)(TEXT("dense, delay"), &model, NULL);
    OF(delayed)(TEXT("dense, delay, history"), &model, OF(past));
    model.delay = (REAL)0;
    model.harmonics = 2;
    model.lag_kind = PHOTINUS_LAG_HARMONIC;
    model.lags = OF(lags);
    model.normalization = PHOTINUS_NORMALIZATION_OSCILLATORS;
    OF(network)(TEXT("dense, harmonic lags"), &model, 0);
    model.lag_kind = PHOTINUS_LAG_PAIR;
    model.normalization = PHOTINUS_NORMALIZATION_IN_DEGREE;
    OF(network)(TEXT("dense, pair lags"), &model, 1);
    again = model;
    again.coupling = transposed, again.lags = transposed_lags, again.layout = PHOTINUS_LAYOUT_COLUMNS;
    OF(network)(TEXT("dense, pair lags, columns"), &again, 1);
    again = model;
    again.coupling = NULL, again.coupling_single = single;
    OF(network)(TEXT("dense, single"), &again, 1);

    /* Inertia, and all that changes in time. */
    model.masses = OF(positive), model.dampings = OF(positive) + CROWD;
    OF(network)(TEXT("inertia"), &model, 1);
    model.masses = model.dampings = NULL;
    model.strength_slope = (REAL)0.5, model.strength_amplitude = (REAL)0.25, model.strength_frequency = (REAL)3;
    model.strength_phase = (REAL)1;
    model.swing_amplitudes = OF(lags), model.swing_phases = OF(weights), model.swing_frequency = (REAL)5;
    model.force_amplitudes = OF(lags) + CROWD, model.force_frequency = (REAL)-2, model.force_phase = (REAL)0.5;
    model.drive = OF(drive_all);
    OF(network)(TEXT("driven"), &model, 1);

    model = OF(network_of)(PHOTINUS_COUPLING_SPARSE);
    model.harmonics = 2;
    model.edges = EDGES, model.row_offsets = offsets, model.columns = columns;
    OF(network)(TEXT("sparse"), &model, 1);
    model.lag_kind = PHOTINUS_LAG_PAIR, model.lags = OF(lags);
    model.normalization = PHOTINUS_NORMALIZATION_IN_DEGREE;
    OF(network)(TEXT("sparse, pair lags"), &model, 1);
    model.delays = delays;
    OF(delayed)(TEXT("sparse, delays"), &model, OF(past));
    model.delays = NULL;
    model.masses = OF(positive), model.dampings = OF(positive) + CROWD;
    OF(network)(TEXT("sparse, inertia"), &model, 0);

    model = OF(network_of)(PHOTINUS_COUPLING_MEAN_FIELD);
    model.harmonics = 3;
    OF(network)(TEXT("mean field"), &model, 1);
    model.lag_kind = PHOTINUS_LAG_HARMONIC, model.lags = OF(lags);
    OF(network)(TEXT("mean field, lags"), &model, 1);
    model.delay = (REAL)0.25;
    OF(delayed)(TEXT("mean field, delay"), &model, NULL);

    model = OF(network_of)(PHOTINUS_COUPLING_GROUPS);
    model.harmonics = 2;
    model.groups = GROUPS, model.labels = labels;
    OF(network)(TEXT("groups"), &model, 1);
    model.delay = (REAL)0.1875;
    OF(delayed)(TEXT("groups, delay"), &model, NULL);
    model.delay = (REAL)0;
    model.lag_kind = PHOTINUS_LAG_PAIR, model.lags = OF(lags);
    OF(network)(TEXT("groups, pair lags"), &model, 1);

    REAL gain = (REAL)1.25;
    model = OF(network_of)(PHOTINUS_COUPLING_USER);
    model.coupling = NULL;
    model.pull = OF(pull_on_all), model.pull_user = &gain;
    OF(network)(TEXT("user"), &model, 1);

    model = OF(network_of)(PHOTINUS_COUPLING_NONE);
    model.coupling = NULL;
    model.triangles = TRIANGLES, model.triangle_offsets = triangle_offsets, model.triangle_corners = corners;
    model.triangle_weights = OF(weights), model.triangle_lag = (REAL)0.25;
    OF(network)(TEXT("triangles"), &model, 1);
    model.triangle_form = PHOTINUS_TRIANGLE_ASYMMETRIC;
    model.triangle_normalization = PHOTINUS_NORMALIZATION_IN_DEGREE;
    model.all_symmetric = (REAL)0.5, model.all_asymmetric = (REAL)-0.75, model.all_tetrahedra = (REAL)1.5;
    model.all_lag = (REAL)0.125;
    OF(network)(TEXT("triangles of all"), &model, 1);

    model = OF(network_of)(PHOTINUS_COUPLING_HEBBIAN);
    model.coupling = NULL;
    model.learning_rate = (REAL)0.75, model.learning_gain = (REAL)2, model.learning_lag = (REAL)0.25;
    OF(network)(TEXT("Hebbian"), &model, 1);
    model.learning_rate = (REAL)0, model.learning_rates = OF(positive);
    model.lag_kind = PHOTINUS_LAG_HARMONIC, model.lags = OF(lags);
    model.normalization = PHOTINUS_NORMALIZATION_OSCILLATORS;
    OF(network)(TEXT("Hebbian, lags"), &model, 1);
}

/* More rows than are computed at once. */
static void OF(multitude)(void) {
    static REAL omega[MULTITUDE], weights[MULTITUDE * MULTITUDE], transposed[MULTITUDE * MULTITUDE], phases[MULTITUDE];
    static REAL rates[MULTITUDE], rates_again[MULTITUDE];
    OF(photinus_kuramoto) model;
    size_t bytes = 0, align = 1;
    OF(fill)(omega, LENGTH(omega), 5);
    OF(fill)(weights, LENGTH(weights), 6);
    OF(fill)(phases, LENGTH(phases), 7);
    for (size_t i = 0; i < MULTITUDE; i++)
        for (size_t j = 0; j < MULTITUDE; j++) transposed[j * MULTITUDE + i] = weights[i * MULTITUDE + j];
    check("kuramoto init", OF(photinus_kuramoto_init)(&model, sizeof model) == PHOTINUS_OK);
    model.oscillators = MULTITUDE;
    model.natural_frequencies = omega;
    model.coupling = weights;
    const OF(photinus_solver_options) options = OF(solver)(PHOTINUS_METHOD_EULER, (REAL)0.0625);
    const int status = OF(photinus_kuramoto_size)(&model, &options, &bytes, &align);
    check(TEXT("multitude size"), OF(has_room)(status, bytes, align));
    expect(TEXT("multitude"), OF(photinus_kuramoto_rates)(&model, (REAL)0, phases, rates, big_memory, bytes),
           PHOTINUS_OK);
    put_hash(TEXT("rates"), rates, sizeof rates);
    expect(TEXT("multitude advance"),
           OF(photinus_kuramoto_advance)(&model, &options, (REAL)0, 0, 2, phases, big_memory, bytes, NULL),
           PHOTINUS_OK);
    put_hash(TEXT("advanced"), phases, sizeof phases);
    model.coupling = transposed;
    model.layout = PHOTINUS_LAYOUT_COLUMNS;
    OF(fill)(phases, LENGTH(phases), 7);
    expect(TEXT("multitude columns"),
           OF(photinus_kuramoto_rates)(&model, (REAL)0, phases, rates_again, big_memory, bytes), PHOTINUS_OK);
    check(TEXT("multitude layouts"), equal(rates, rates_again, sizeof rates));
    OF(put_row)(TEXT("multitude"), rates + MULTITUDE - 5, 5);
}

static int OF(crossing)(size_t event, REAL t, const REAL *y, size_t dim, REAL *value, void *user) {
    (void)t, (void)dim, (void)user;
    *value = y[event] + (REAL)0.875;
    return 0;
}

static int OF(crossed)(size_t event, REAL t, const REAL *y, size_t dim, void *user) {
    (void)dim, (void)user;
    put("event");
    put_hex(event, 2);
    OF(put_row)("", &t, 1);
    check("event", y[event] > (REAL)-0.8751 && y[event] < (REAL)-0.8749);
    crossings++;
    return 0;
}

/* Every method, one network; then the solvers that are objects, with the network as any system. */
static void OF(methods)(void) {
    enum { ROWS = 4 };
    static REAL rows[ROWS * CROWD], rows_again[ROWS * CROWD], advanced[CROWD], normals[64];
    static uint64_t network_memory[512], solver_object[2048], events_memory[512];
    const REAL times[ROWS] = {(REAL)0, (REAL)0.5, (REAL)1.25, (REAL)2};
    OF(photinus_kuramoto) model = OF(network_of)(PHOTINUS_COUPLING_MEAN_FIELD);
    OF(photinus_network) *network = NULL;
    OF(photinus_solution) solution;
    const REAL mean_field[2] = {(REAL)1.5, (REAL)-0.5}, strengths[1] = {(REAL)0.25};
    size_t bytes = 0, align = 1, network_bytes = 0;
    model.harmonics = 2;
    model.coupling = mean_field;
    OF(fill)(OF(state), CROWD, 8);
    solution.struct_size = sizeof solution;
    int status = OF(photinus_network_size)(&model, &network_bytes, &align);
    check("network size", !status && network_bytes <= sizeof network_memory && sizeof(uint64_t) % align == 0);
    expect(TEXT("network_init"), OF(photinus_network_init)(network_memory, sizeof network_memory, &model, &network),
           PHOTINUS_OK);
    if (!network) return;

    for (int method = PHOTINUS_METHOD_RK4; method <= PHOTINUS_METHOD_STOCHASTIC_RK4; method++) {
        const int adaptive = method == PHOTINUS_METHOD_DORMAND_PRINCE || method == PHOTINUS_METHOD_TSITOURAS;
        OF(photinus_solver_options) options = OF(solver)(method, adaptive ? (REAL)0 : (REAL)0.0625);
        if (method >= PHOTINUS_METHOD_EULER_MARUYAMA)
            options.noise_strengths = strengths, options.noise_count = 1, options.seed = 0x70686f74696e7573;
        status = OF(photinus_kuramoto_size)(&model, &options, &bytes, &align);
        check(TEXT("method size"), OF(has_room)(status, bytes, align));
        expect(TEXT("method"),
               OF(photinus_kuramoto_solve)(&model, NULL, NULL, &options, times, ROWS, OF(state), rows, LENGTH(rows),
                                           big_memory, bytes, &solution),
               PHOTINUS_OK);
        put("steps");
        put_hex(solution.steps, 8);
        put_hex(solution.rejected, 8);
        put("\n");
        put_hash(TEXT("rows"), rows, sizeof rows);
        OF(put_row)(TEXT("row"), rows + (ROWS - 1) * CROWD, 3);
        status = OF(photinus_ode_size)(CROWD, &options, &bytes, &align);
        check(TEXT("ode size"), OF(has_room)(status, bytes, align));
        expect(TEXT("ode_solve"),
               OF(photinus_ode_solve)(CROWD, OF(photinus_network_derivative), NULL, network, &options, times, ROWS,
                                      OF(state), rows_again, LENGTH(rows_again), big_memory, bytes, NULL),
               PHOTINUS_OK);
        check(TEXT("a network, or a system"), equal(rows, rows_again, sizeof rows));
        for (size_t i = 0; i < CROWD; i++) advanced[i] = OF(state)[i];
        expect(TEXT("ode_advance"),
               OF(photinus_ode_advance)(CROWD, OF(photinus_network_derivative), network, &options, (REAL)0, 5, 9,
                                        advanced, big_memory, bytes, NULL),
               adaptive ? PHOTINUS_ERROR_UNSUPPORTED : PHOTINUS_OK);
        put_hash(TEXT("advanced"), advanced, sizeof advanced);
    }
    expect(TEXT("normals"),
           OF(photinus_normals_fill)(0x0123456789abcdef, UINT64_MAX, 3, normals, LENGTH(normals)), PHOTINUS_OK);
    put_hash(TEXT("normals"), normals, sizeof normals);
    OF(put_row)(TEXT("normals"), normals, 4);

    /* A solver that chooses its steps, in memory: stopped, saved and restored, with events. */
    OF(photinus_adaptive) *solver = NULL, *restored = NULL;
    OF(photinus_solver_options) options = OF(solver)(PHOTINUS_METHOD_DORMAND_PRINCE, (REAL)0);
    OF(photinus_events) events;
    size_t saved = 0;
    status = OF(photinus_adaptive_size)(CROWD, &options, &bytes, &align);
    check(TEXT("adaptive size"), !status && bytes <= sizeof solver_object && sizeof(uint64_t) % align == 0);
    expect(TEXT("adaptive_init"),
           OF(photinus_adaptive_init)(solver_object, bytes, CROWD, (REAL)0, OF(state), &options, &solver), PHOTINUS_OK);
    if (!solver) return;
    expect(TEXT("adaptive_step"), OF(photinus_adaptive_step)(solver, OF(photinus_network_derivative), network, NULL),
           PHOTINUS_OK);
    expect(TEXT("adaptive_step_until"),
           OF(photinus_adaptive_step_until)(solver, OF(photinus_network_derivative), network, (REAL)0.5, NULL),
           PHOTINUS_OK);
    check(TEXT("adaptive save size"),
          OF(photinus_adaptive_save_size)(solver, &saved) == PHOTINUS_OK && saved <= sizeof big_memory);
    expect(TEXT("adaptive_save"), OF(photinus_adaptive_save)(solver, (unsigned char *)big_memory, saved), PHOTINUS_OK);
    put_hash(TEXT("adaptive checkpoint"), big_memory, saved);
    OF(photinus_events_init)(&events, sizeof events);
    events.count = 2, events.value = OF(crossing), events.happened = OF(crossed);
    status = OF(photinus_events_size)(CROWD, 2, &bytes, &align);
    check(TEXT("events size"), !status && bytes <= sizeof events_memory && sizeof(uint64_t) % align == 0);
    crossings = 0;
    const REAL later[2] = {(REAL)1, (REAL)6};
    expect(TEXT("adaptive_solve_events"),
           OF(photinus_adaptive_solve_events)(solver, OF(photinus_network_derivative), NULL, &events, network, later, 2,
                                              rows, 2 * CROWD, events_memory, sizeof events_memory, &solution),
           PHOTINUS_OK);
    check(TEXT("events"), crossings == 1);
    OF(put_row)(TEXT("adaptive"), rows + CROWD, 5);
    put_hash(TEXT("adaptive"), rows, 2 * CROWD * sizeof(REAL));
    expect(TEXT("adaptive_restore"),
           OF(photinus_adaptive_restore)(solver_object, sizeof solver_object, (unsigned char *)big_memory, saved,
                                         &restored),
           PHOTINUS_OK);
    if (!restored) return;
    expect(TEXT("adaptive_solve"),
           OF(photinus_adaptive_solve)(restored, OF(photinus_network_derivative), NULL, network, later, 2, rows_again,
                                       2 * CROWD, NULL),
           PHOTINUS_OK);
    check(TEXT("adaptive restored"), equal(rows, rows_again, 2 * CROWD * sizeof(REAL)));

    OF(photinus_lyapunov_options) wanted;
    OF(photinus_lyapunov) *lyapunov = NULL;
    REAL exponents[3];
    OF(photinus_lyapunov_options_init)(&wanted, sizeof wanted);
    wanted.count = 3, wanted.interval = 4, wanted.step = (REAL)0.0625;
    status = OF(photinus_lyapunov_size)(CROWD, 3, &bytes, &align);
    check(TEXT("lyapunov size"), OF(has_room)(status, bytes, align));
    expect(TEXT("lyapunov_init"),
           OF(photinus_lyapunov_init)(big_memory, bytes, CROWD, (REAL)0, OF(state), &wanted, &lyapunov), PHOTINUS_OK);
    if (!lyapunov) return;
    expect(TEXT("lyapunov_advance"),
           OF(photinus_lyapunov_advance)(lyapunov, OF(photinus_network_derivative), NULL, network, 32, NULL),
           PHOTINUS_OK);
    expect(TEXT("lyapunov_exponents"), OF(photinus_lyapunov_exponents)(lyapunov, exponents, 3), PHOTINUS_OK);
    OF(put_row)(TEXT("lyapunov"), exponents, 3);
}

/* Hexapods side by side, that differ in the strength of their coupling: each as if it were alone. */
static void OF(ensemble)(void) {
    enum { MEMBERS = 11, N = 6, STEPS = 20 };
    static REAL phases[MEMBERS * N], strengths[MEMBERS], alone[N];
    static uint64_t steps[MEMBERS];
    OF(photinus_ensemble) members;
    OF(photinus_kuramoto) one = OF(network_of)(PHOTINUS_COUPLING_DENSE);
    const OF(photinus_solver_options) options = OF(solver)(PHOTINUS_METHOD_RK4, (REAL)0.0625);
    size_t bytes = 0, align = 1, complete = 0;
    check("ensemble init", OF(photinus_ensemble_init)(&members, sizeof members) == PHOTINUS_OK);
    members.members = MEMBERS, members.oscillators = N, members.natural_frequencies = OF(omega);
    members.coupling = OF(weights), members.strengths = strengths;
    OF(fill)(strengths, MEMBERS, 9);
    OF(fill)(phases, LENGTH(phases), 10);
    for (size_t i = 0; i < N; i++) alone[i] = phases[9 * N + i];
    int status = OF(photinus_ensemble_size)(&members, &bytes, &align);
    check(TEXT("ensemble size"), OF(has_room)(status, bytes, align));
    expect(TEXT("ensemble"),
           OF(photinus_ensemble_advance)(&members, &options, (REAL)0, 0, STEPS, phases, steps, &complete, big_memory,
                                         bytes),
           PHOTINUS_OK);
    check("ensemble complete", complete == MEMBERS && steps[MEMBERS - 1] == STEPS);
    put_hash(TEXT("ensemble"), phases, sizeof phases);
    one.oscillators = N, one.strength_level = strengths[9];
    status = OF(photinus_kuramoto_size)(&one, &options, &bytes, &align);
    check(TEXT("one size"), OF(has_room)(status, bytes, align));
    expect(TEXT("one"),
           OF(photinus_kuramoto_advance)(&one, &options, (REAL)0, 0, STEPS, alone, big_memory, bytes, NULL),
           PHOTINUS_OK);
    check(TEXT("one and the ensemble's"), equal(alone, phases + 9 * N, sizeof alone));
    for (size_t i = 0; i < N; i++) alone[i] = (REAL)0.25 * (REAL)i;
    status = OF(photinus_kuramoto_dense_size)(&one, &bytes, &align);
    check(TEXT("dense size"), OF(has_room)(status, bytes, align));
    expect(TEXT("dense_advance"),
           OF(photinus_kuramoto_dense_advance)(&one, (REAL)0.0625, (REAL)0, 0, STEPS, alone, big_memory, bytes, NULL),
           PHOTINUS_OK);
    OF(put_row)(TEXT("dense_advance"), alone, N);
}

/* From incoherence to synchrony: the order parameter over the strength of the coupling. */
static void OF(transition)(void) {
    static REAL initial[CROWD], frequencies[CROWD];
    static const REAL strengths[3] = {(REAL)0.25, (REAL)1, (REAL)4}, unit[1] = {(REAL)1};
    REAL mean[3], variance[3];
    OF(photinus_kuramoto) model = OF(network_of)(PHOTINUS_COUPLING_MEAN_FIELD);
    OF(photinus_transition) transition;
    size_t bytes = 0, align = 1;
    model.coupling = unit, model.natural_frequencies = frequencies;
    check("frequencies", OF(photinus_frequency_quantiles)(PHOTINUS_DISTRIBUTION_LORENTZIAN, (REAL)0, (REAL)0.5,
                                                          frequencies, CROWD) == PHOTINUS_OK);
    OF(fill)(initial, CROWD, 13);
    OF(photinus_transition_init)(&transition, sizeof transition);
    transition.transient = 100, transition.samples = 40, transition.step = (REAL)0.125;
    const int status = OF(photinus_transition_size)(&model, 3, &bytes, &align);
    check(TEXT("transition size"), OF(has_room)(status, bytes, align));
    expect(TEXT("transition"),
           OF(photinus_transition_run)(&model, &transition, strengths, 3, initial, mean, variance, big_memory, bytes,
                                       NULL),
           PHOTINUS_OK);
    OF(put_row)(TEXT("mean"), mean, 3);
    OF(put_row)(TEXT("variance"), variance, 3);
    /* Kuramoto's r = sqrt(1 - Kc / K), with Kc = 1, is for infinitely many. */
    check(TEXT("transition"), mean[0] < (REAL)0.5 && mean[2] > (REAL)0.8);
}

static void OF(observables)(void) {
    enum { ROWS = 16, GROUPS = 2 };
    static REAL record[ROWS * CROWD], r[ROWS], psi[ROWS], order[CROWD], values[CROWD * CROWD], quantiles[9];
    static const size_t groups[GROUPS + 1] = {0, 10, CROWD};
    OF(photinus_neighbourhoods) ring;
    size_t bytes = 0, align = 1;
    int64_t turns = 0;
    OF(fill)(record, LENGTH(record), 11);
    for (size_t i = 0; i < LENGTH(record); i++) record[i] = record[i] * (REAL)3 + (REAL)(i / CROWD);

    expect(TEXT("order_parameters"), OF(photinus_order_parameters)(record, ROWS, CROWD, 1, 0, r, psi), PHOTINUS_OK);
    OF(put_row)(TEXT("r"), r, ROWS);
    OF(put_row)(TEXT("psi"), psi, ROWS);
    expect(TEXT("order_parameter"), OF(photinus_order_parameter)(record, CROWD, 3, 0, r, psi), PHOTINUS_OK);
    OF(put_row)(TEXT("r of 3"), r, 1);
    OF(put_row)(TEXT("psi of 3"), psi, 1);
    int status = OF(photinus_group_order_parameters_size)(GROUPS, &bytes, &align);
    check("group size", OF(has_room)(status, bytes, align));
    expect(TEXT("group_order_parameters"),
           OF(photinus_group_order_parameters)(record, CROWD, NULL, groups, GROUPS, 1, 0, r, psi, big_memory, bytes),
           PHOTINUS_OK);
    OF(put_row)(TEXT("r of groups"), r, GROUPS);
    OF(put_row)(TEXT("psi of groups"), psi, GROUPS);
    OF(photinus_neighbourhoods_init)(&ring, sizeof ring);
    ring.kind = PHOTINUS_NEIGHBOURHOOD_RING, ring.oscillators = CROWD, ring.radius = 3;
    status = OF(photinus_local_order_size)(&ring, &bytes, &align);
    check("local order size", OF(has_room)(status, bytes, align));
    expect(TEXT("local_order ring"), OF(photinus_local_order)(&ring, record, 1, order, big_memory, bytes),
           PHOTINUS_OK);
    OF(put_row)(TEXT("local order"), order, CROWD);
    ring.kind = PHOTINUS_NEIGHBOURHOOD_DENSE, ring.radius = 0, ring.weights = OF(positive);
    status = OF(photinus_local_order_size)(&ring, &bytes, &align);
    check("local order size", OF(has_room)(status, bytes, align));
    expect(TEXT("local_order dense"), OF(photinus_local_order)(&ring, record, 1, order, big_memory, bytes),
           PHOTINUS_OK);
    OF(put_row)(TEXT("local order"), order, CROWD);

    expect(TEXT("winding_number"), OF(photinus_winding_number)(record, CROWD, &turns), PHOTINUS_OK);
    put("winding");
    put_hex((uint64_t)turns, 16);
    put("\n");
    expect(TEXT("pairwise_phase_differences"),
           OF(photinus_pairwise_phase_differences)(record, CROWD, values, LENGTH(values)), PHOTINUS_OK);
    put_hash(TEXT("differences"), values, sizeof values);
    expect(TEXT("mean_frequencies"),
           OF(photinus_mean_frequencies)(record, record + (ROWS - 1) * CROWD, CROWD, (REAL)2.5, order), PHOTINUS_OK);
    OF(put_row)(TEXT("mean frequencies"), order, CROWD);

    OF(photinus_order_statistics) *statistics = NULL;
    OF(photinus_order_summary) summary;
    OF(photinus_group_statistics) *group_statistics = NULL;
    OF(photinus_group_summary) group_summary;
    OF(photinus_phase_locking) *locking = NULL;
    summary.struct_size = sizeof summary, group_summary.struct_size = sizeof group_summary;
    status = OF(photinus_order_statistics_size)(&bytes, &align);
    check("statistics size", OF(has_room)(status, bytes, align));
    expect(TEXT("order_statistics"), OF(photinus_order_statistics_init)(big_memory, bytes, CROWD, 1, 0, &statistics),
           PHOTINUS_OK);
    expect(TEXT("add_record"), OF(photinus_order_statistics_add_record)(statistics, record, LENGTH(record)),
           PHOTINUS_OK);
    expect(TEXT("get"), OF(photinus_order_statistics_get)(statistics, &summary), PHOTINUS_OK);
    OF(put_row)(TEXT("mean, variance"), (const REAL[2]){summary.mean, summary.variance}, 2);
    status = OF(photinus_group_statistics_size)(CROWD, GROUPS, &bytes, &align);
    check("group statistics size", OF(has_room)(status, bytes, align));
    expect(TEXT("group_statistics"),
           OF(photinus_group_statistics_init)(big_memory, bytes, CROWD, NULL, groups, GROUPS, 1, 0, &group_statistics),
           PHOTINUS_OK);
    expect(TEXT("add_record"), OF(photinus_group_statistics_add_record)(group_statistics, record, LENGTH(record)),
           PHOTINUS_OK);
    expect(TEXT("get"), OF(photinus_group_statistics_get)(group_statistics, &group_summary), PHOTINUS_OK);
    OF(put_row)(TEXT("metastability, chimera"),
                (const REAL[2]){group_summary.metastability, group_summary.chimera_index}, 2);
    status = OF(photinus_phase_locking_size)(CROWD, 1, 1, &bytes, &align);
    check("phase locking size", OF(has_room)(status, bytes, align));
    expect(TEXT("phase_locking"), OF(photinus_phase_locking_init)(big_memory, bytes, CROWD, 1, 1, 0, &locking),
           PHOTINUS_OK);
    expect(TEXT("add_record"), OF(photinus_phase_locking_add_record)(locking, record, LENGTH(record)), PHOTINUS_OK);
    expect(TEXT("get"), OF(photinus_phase_locking_get)(locking, values, LENGTH(values)), PHOTINUS_OK);
    put_hash(TEXT("locking"), values, sizeof values);
    OF(put_row)(TEXT("locking"), values, 5);

    for (int distribution = 0; distribution <= PHOTINUS_DISTRIBUTION_UNIFORM; distribution++) {
        REAL critical = (REAL)0;
        expect(TEXT("quantiles"), OF(photinus_frequency_quantiles)(distribution, (REAL)1, (REAL)0.5, quantiles, 9),
               PHOTINUS_OK);
        OF(put_row)(TEXT("quantiles"), quantiles, 9);
        expect(TEXT("critical_coupling"), OF(photinus_critical_coupling)(distribution, (REAL)1, (REAL)0.5, &critical),
               PHOTINUS_OK);
        OF(put_row)(TEXT("critical"), &critical, 1);
    }
    OF(photinus_wrap_phases)(record, LENGTH(record));
    put_hash(TEXT("wrapped"), record, sizeof record);
}
