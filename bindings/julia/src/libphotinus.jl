# The C functions of include/photinus.h, one method per precision: `photinus_pso_run(Float64, …)` calls
# `photinus_pso_run_f64`. Their documentation is the header's. An array, a `Ref`, a `Swarm`, a `HaltonPoints`, a
# `Described` struct or a context of callbacks is given as it is: `ccall` takes its address and keeps it alive during
# the call.

using Libdl

const ABI_VERSION = 0

const LIBRARY_NAMES = ("libphotinus.so.0", "libphotinus")

const PHOTINUS_OK = 0
const PHOTINUS_STOP_TARGET = 1
const PHOTINUS_STOP_STAGNATION = 2
const PHOTINUS_STOP_EVALUATIONS = 3
const PHOTINUS_STOP_GENERATIONS = 4
const PHOTINUS_STOP_CALLER = 5
const PHOTINUS_STOP_STEPS = 6
const PHOTINUS_STOP_EVENT = 7
const PHOTINUS_STOP_SPREAD = 8
const PHOTINUS_STOP_TIME = 9
const PHOTINUS_STOP_GRADIENT = 10
const PHOTINUS_STOP_VALUE = 11
const PHOTINUS_STOP_ITERATIONS = 12
const PHOTINUS_STOP_LINE_SEARCH = 13
const PHOTINUS_ERROR_NULL = -1
const PHOTINUS_ERROR_LENGTH = -2
const PHOTINUS_ERROR_DIMENSION = -3
const PHOTINUS_ERROR_WORKSPACE = -4
const PHOTINUS_ERROR_ALIGNMENT = -5
const PHOTINUS_ERROR_STRUCT_SIZE = -6
const PHOTINUS_ERROR_ENUM_VALUE = -7
const PHOTINUS_ERROR_BASE = -8
const PHOTINUS_ERROR_REPEATED_BASE = -9
const PHOTINUS_ERROR_INDEX_RANGE = -10
const PHOTINUS_ERROR_LEAP = -11
const PHOTINUS_ERROR_STRIDE = -12
const PHOTINUS_ERROR_BOUNDS = -13
const PHOTINUS_ERROR_PARAMETER = -14
const PHOTINUS_ERROR_START = -15
const PHOTINUS_ERROR_TIMES = -16
const PHOTINUS_ERROR_STEP = -17
const PHOTINUS_ERROR_STEP_TOO_SMALL = -18
const PHOTINUS_ERROR_NOT_FINITE = -19
const PHOTINUS_ERROR_CALLBACK = -20
const PHOTINUS_ERROR_DIVERGED = -21
const PHOTINUS_ERROR_CHECKPOINT = -22
const PHOTINUS_ERROR_CHECKPOINT_MISMATCH = -23
const PHOTINUS_ERROR_UNINITIALISED = -24
const PHOTINUS_ERROR_OUT_OF_MEMORY = -25
const PHOTINUS_ERROR_THREADS = -26
const PHOTINUS_ERROR_UNSUPPORTED = -27
const PHOTINUS_ERROR_PANIC = -28
const PHOTINUS_ERROR_OVERLAP = -29
const PHOTINUS_ERROR_OFFSETS = -30
const PHOTINUS_ERROR_COLUMN = -31
const PHOTINUS_ERROR_DELAY = -32
const PHOTINUS_ERROR_NOT_ASKED = -33

const PHOTINUS_LAYOUT_ROWS = 0
const PHOTINUS_LAYOUT_COLUMNS = 1
const PHOTINUS_SCRAMBLING_NONE = 0
const PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS = 1
const PHOTINUS_SCRAMBLING_FAURE_LEMIEUX = 2
const PHOTINUS_SCRAMBLING_NESTED = 3
const PHOTINUS_SCRAMBLING_SHIFT = 4
const PHOTINUS_ORDER_GRAY = 0
const PHOTINUS_ORDER_NATURAL = 1
const PHOTINUS_DISCREPANCY_CENTERED = 0
const PHOTINUS_DISCREPANCY_WRAP_AROUND = 1
const PHOTINUS_DISCREPANCY_MIXTURE = 2
const PHOTINUS_DISCREPANCY_STAR = 3
const PHOTINUS_METHOD_RK4 = 0
const PHOTINUS_METHOD_EULER = 1
const PHOTINUS_METHOD_HEUN = 2
const PHOTINUS_METHOD_DORMAND_PRINCE = 3
const PHOTINUS_METHOD_TSITOURAS = 4
const PHOTINUS_METHOD_EULER_MARUYAMA = 5
const PHOTINUS_METHOD_STOCHASTIC_HEUN = 6
const PHOTINUS_METHOD_STOCHASTIC_RK4 = 7
const PHOTINUS_DIRECTION_BOTH = 0
const PHOTINUS_DIRECTION_RISING = 1
const PHOTINUS_DIRECTION_FALLING = 2
const PHOTINUS_COUPLING_DENSE = 0
const PHOTINUS_COUPLING_SPARSE = 1
const PHOTINUS_COUPLING_MEAN_FIELD = 2
const PHOTINUS_COUPLING_GROUPS = 3
const PHOTINUS_COUPLING_USER = 4
const PHOTINUS_COUPLING_NONE = 5
const PHOTINUS_COUPLING_HEBBIAN = 6
const PHOTINUS_LAG_NONE = 0
const PHOTINUS_LAG_HARMONIC = 1
const PHOTINUS_LAG_PAIR = 2
const PHOTINUS_NORMALIZATION_DEFAULT = 0
const PHOTINUS_NORMALIZATION_NONE = 1
const PHOTINUS_NORMALIZATION_OSCILLATORS = 2
const PHOTINUS_NORMALIZATION_IN_DEGREE = 3
const PHOTINUS_TRIANGLE_SYMMETRIC = 0
const PHOTINUS_TRIANGLE_ASYMMETRIC = 1
const PHOTINUS_NEIGHBOURHOOD_DENSE = 0
const PHOTINUS_NEIGHBOURHOOD_SPARSE = 1
const PHOTINUS_NEIGHBOURHOOD_RING = 2
const PHOTINUS_DISTRIBUTION_LORENTZIAN = 0
const PHOTINUS_DISTRIBUTION_NORMAL = 1
const PHOTINUS_DISTRIBUTION_UNIFORM = 2
const PHOTINUS_LEVEL_BEST = 0

# The structs of the header, field by field. Every one begins with its size.

struct HaltonOptions{T}
    struct_size::Csize_t
    bases::Ptr{UInt32}
    lower::Ptr{T}
    upper::Ptr{T}
    table::Ptr{Cvoid}
    table_bytes::Csize_t
    leap::UInt64
    seed::UInt64
    stride::Csize_t
    threads::Csize_t
    layout::Cint
    scrambling::Cint
    open::Cint
    level::Cint
end

struct SobolOptions{T}
    struct_size::Csize_t
    lower::Ptr{T}
    upper::Ptr{T}
    leap::UInt64
    seed::UInt64
    stride::Csize_t
    threads::Csize_t
    layout::Cint
    order::Cint
    scrambling::Cint
    open::Cint
    level::Cint
end

struct PsoOptions{T}
    struct_size::Csize_t
    swarm_size::Csize_t
    swarm_size_limit::Csize_t
    neighbours::Csize_t
    rule::Cint
    topology::Cint
    boundary::Cint
    start::Cint
    inertia::T
    final_inertia::T
    cognitive::T
    social::T
    perturbation::T
    velocity_limit::T
    target::T
    absolute_tolerance::T
    relative_tolerance::T
    min_spread::T
    restart_spread::T
    restart_generations::UInt64
    restart_repetition::UInt64
    max_evaluations::UInt64
    max_generations::UInt64
    max_repetition::UInt64
    seed::UInt64
end

struct PsoReport{T}
    struct_size::Csize_t
    generations::UInt64
    evaluations::UInt64
    nan_evaluations::UInt64
    repetitions::UInt64
    restarts::UInt64
    swarm_size::UInt64
    best_value::T
    spread::T
    status::Cint
    code::Cint
end

struct SearchProblem{T}
    struct_size::Csize_t
    dim::Csize_t
    lower::Ptr{T}
    upper::Ptr{T}
    start::Ptr{T}
    start_count::Csize_t
    spread::Ptr{T}
    grid::Ptr{T}
    inequalities::Csize_t
    equalities::Csize_t
end

struct SearchOptions{T}
    struct_size::Csize_t
    population::Csize_t
    population_limit::Csize_t
    axis_points::Csize_t
    polish::UInt64
    evaluations_per_point::UInt64
    max_restarts::UInt64
    max_repetition::UInt64
    max_evaluations::UInt64
    max_generations::UInt64
    seed::UInt64
    step_size::T
    target::T
    equality_tolerance::T
    active::Cint
end

struct SearchProgress{T}
    struct_size::Csize_t
    generations::UInt64
    evaluations::UInt64
    nan_evaluations::UInt64
    restarts::UInt64
    repetitions::UInt64
    best_value::T
    violation::T
    spread::T
    status::Cint
    code::Cint
    phase::Cint
end

struct CmaOptions{T}
    struct_size::Csize_t
    population::Csize_t
    max_repetition::UInt64
    max_evaluations::UInt64
    max_generations::UInt64
    seed::UInt64
    step_size::T
    min_spread::T
    value_tolerance::T
    target::T
    active::Cint
end

struct CmaProgress{T}
    struct_size::Csize_t
    generations::UInt64
    evaluations::UInt64
    nan_evaluations::UInt64
    repetitions::UInt64
    best_value::T
    step_size::T
    spread::T
    status::Cint
    code::Cint
end

struct LbfgsOptions{T}
    struct_size::Csize_t
    pairs::Csize_t
    max_iterations::UInt64
    max_evaluations::UInt64
    gradient_tolerance::T
    value_tolerance::T
    target::T
    first_step::T
    sufficient_decrease::T
    curvature::T
end

struct LbfgsProgress{T}
    struct_size::Csize_t
    iterations::UInt64
    evaluations::UInt64
    best_value::T
    projected_gradient::T
    status::Cint
    code::Cint
end

struct Differences{T}
    struct_size::Csize_t
    typical::T
    scheme::Cint
end

struct SolverOptions{T}
    struct_size::Csize_t
    noise_strengths::Ptr{T}
    noise_count::Csize_t
    increments::Ptr{T}
    increments_len::Csize_t
    first_increment::UInt64
    seed::UInt64
    max_steps::UInt64
    step::T
    grid_start::T
    relative_tolerance::T
    absolute_tolerance::T
    first_step::T
    max_step::T
    safety::T
    beta::T
    min_factor::T
    max_factor::T
    method::Cint
end

struct Solution{T}
    struct_size::Csize_t
    rows::Csize_t
    event::Csize_t
    steps::UInt64
    rejected::UInt64
    time::T
    code::Cint
end

struct AdaptiveReport{T}
    struct_size::Csize_t
    dim::Csize_t
    steps::UInt64
    rejected::UInt64
    evaluations::UInt64
    time::T
    previous_time::T
    next_step::T
    rates_known::Cint
end

struct Events{T}
    struct_size::Csize_t
    count::Csize_t
    value::Ptr{Cvoid}
    happened::Ptr{Cvoid}
    directions::Ptr{Cint}
    terminal::Ptr{Cint}
end

struct LyapunovOptions{T}
    struct_size::Csize_t
    count::Csize_t
    interval::UInt64
    step::T
    scale::T
end

struct KuramotoModel{T}
    struct_size::Csize_t
    oscillators::Csize_t
    harmonics::Csize_t
    natural_frequencies::Ptr{T}
    coupling::Ptr{T}
    coupling_single::Ptr{Cfloat}
    lags::Ptr{T}
    edges::Csize_t
    row_offsets::Ptr{Csize_t}
    columns::Ptr{UInt32}
    groups::Csize_t
    labels::Ptr{UInt32}
    pull::Ptr{Cvoid}
    pull_user::Ptr{Cvoid}
    triangles::Csize_t
    triangle_offsets::Ptr{Csize_t}
    triangle_corners::Ptr{UInt32}
    triangle_weights::Ptr{T}
    masses::Ptr{T}
    dampings::Ptr{T}
    learning_rates::Ptr{T}
    swing_amplitudes::Ptr{T}
    swing_phases::Ptr{T}
    force_amplitudes::Ptr{T}
    drive::Ptr{Cvoid}
    drive_user::Ptr{Cvoid}
    triangle_lag::T
    all_symmetric::T
    all_asymmetric::T
    all_tetrahedra::T
    all_lag::T
    learning_rate::T
    learning_gain::T
    learning_lag::T
    strength_level::T
    strength_slope::T
    strength_amplitude::T
    strength_frequency::T
    strength_phase::T
    swing_frequency::T
    force_frequency::T
    force_phase::T
    kind::Cint
    layout::Cint
    normalization::Cint
    lag_kind::Cint
    triangle_form::Cint
    triangle_normalization::Cint
    level::Cint
    delays::Ptr{T}
    delay::T
end

struct Ensemble{T}
    struct_size::Csize_t
    members::Csize_t
    oscillators::Csize_t
    harmonics::Csize_t
    natural_frequencies::Ptr{T}
    frequency_rows::Csize_t
    coupling::Ptr{T}
    coupling_count::Csize_t
    strengths::Ptr{T}
    lags::Ptr{T}
    layout::Cint
    normalization::Cint
    level::Cint
    seeds::Ptr{UInt64}
end

struct Transition{T}
    struct_size::Csize_t
    transient::UInt64
    samples::UInt64
    every::UInt64
    step::T
    method::Cint
    carried::Cint
    harmonic::UInt32
end

struct Neighbourhoods{T}
    struct_size::Csize_t
    oscillators::Csize_t
    weights::Ptr{T}
    row_offsets::Ptr{Csize_t}
    columns::Ptr{UInt32}
    edges::Csize_t
    radius::Csize_t
    kind::Cint
    level::Cint
end

struct OrderSummary{T}
    struct_size::Csize_t
    rows::UInt64
    mean::T
    variance::T
end

struct GroupSummary{T}
    struct_size::Csize_t
    rows::UInt64
    metastability::T
    chimera_index::T
end

# The functions' names. The address of each is looked up once, at run time, in `__init__`: a lookup at every call would
# cost more than most calls, and one at precompilation would be of another process.
const FUNCTIONS = Symbol[]

address_name(name) = Symbol(name, :_address)

# Declares the address of a function, and returns the arguments and the body of a method that calls it.
function declare(name, result, types)
    push!(FUNCTIONS, name)
    address = address_name(name)
    @eval const $address = Ref(C_NULL)
    arguments = [Symbol(:argument, i) for i in eachindex(types)]
    return arguments, :(ccall($address[], $result, ($(types...),), $(arguments...)))
end

for (name, result, types) in (
    (:photinus_abi_version, Cint, ()),
    (:photinus_version, Cstring, ()),
    (:photinus_status_message, Cstring, (Cint,)),
    (:photinus_primes, Cint, (Csize_t, Csize_t, Ptr{UInt32})),
)
    arguments, call = declare(name, result, types)
    @eval $name($(arguments...)) = $call
end

const Pointer = Ptr{Cvoid}

for (T, suffix) in ((Float64, :_f64), (Float32, :_f32))
    for (name, result, types) in (
        (:photinus_halton_options_init, Cint, (Ptr{HaltonOptions{T}}, Csize_t)),
        (:photinus_halton_fill, Cint, (Ptr{HaltonOptions{T}}, Csize_t, UInt64, Csize_t, Ptr{T}, Csize_t)),
        (:photinus_halton_table_size, Cint, (Ptr{HaltonOptions{T}}, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_halton_table_init, Cint, (Ptr{HaltonOptions{T}}, Csize_t, Pointer, Csize_t)),
        (:photinus_halton_cursor_size, Cint, (Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_halton_cursor_init, Cint,
            (Pointer, Csize_t, Ptr{HaltonOptions{T}}, Csize_t, UInt64, Ptr{Pointer})),
        (:photinus_halton_cursor_next, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_halton_cursor_seek, Cint, (Pointer, UInt64)),
        (:photinus_halton_cursor_index, Cint, (Pointer, Pointer)),
        (:photinus_radical_inverse, Cint, (UInt64, UInt32, Ptr{T})),
        (:photinus_sobol_options_init, Cint, (Ptr{SobolOptions{T}}, Csize_t)),
        (:photinus_sobol_fill, Cint, (Ptr{SobolOptions{T}}, Csize_t, UInt64, Csize_t, Ptr{T}, Csize_t)),
        (:photinus_discrepancy, Cint,
            (Cint, Ptr{T}, Csize_t, Csize_t, Csize_t, Cint, Csize_t, Csize_t, Ptr{Cdouble})),
        (:photinus_pso_options_init, Cint, (Ptr{PsoOptions{T}}, Csize_t)),
        (:photinus_pso_new, Cint,
            (Csize_t, Ptr{T}, Ptr{T}, Ptr{T}, Csize_t, Ptr{PsoOptions{T}}, Ptr{Pointer})),
        (:photinus_pso_restore_new, Cint, (Ptr{UInt8}, Csize_t, Ptr{Pointer})),
        (:photinus_pso_free, Cvoid, (Pointer,)),
        (:photinus_pso_step, Cint, (Pointer, Pointer, Pointer)),
        (:photinus_pso_run, Cint, (Pointer, Pointer, Pointer, Pointer)),
        (:photinus_pso_options_set_rule, Cint, (Ptr{PsoOptions{T}}, Cint)),
        (:photinus_pso_ask, Cint, (Pointer, Ptr{Ptr{T}}, Ptr{Csize_t})),
        (:photinus_pso_tell, Cint, (Pointer, Csize_t, Ptr{T}, Csize_t)),
        (:photinus_pso_best, Cint, (Pointer, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_pso_report, Cint, (Pointer, Ptr{PsoReport{T}})),
        (:photinus_pso_dim, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_pso_get_options, Cint, (Pointer, Ptr{PsoOptions{T}})),
        (:photinus_pso_set_options, Cint, (Pointer, Ptr{PsoOptions{T}})),
        (:photinus_pso_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_pso_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_problem_init, Cint, (Ptr{SearchProblem{T}}, Csize_t)),
        (:photinus_feasible_first, Cint, (T, Ptr{T}, Csize_t, Csize_t, T, Ptr{T})),
        (:photinus_search_options_init, Cint, (Ptr{SearchOptions{T}}, Csize_t)),
        (:photinus_search_new, Cint, (Ptr{SearchProblem{T}}, Ptr{SearchOptions{T}}, Ptr{Pointer})),
        (:photinus_search_restore_new, Cint, (Ptr{UInt8}, Csize_t, Ptr{Pointer})),
        (:photinus_search_free, Cvoid, (Pointer,)),
        (:photinus_search_ask, Cint, (Pointer, Ptr{Ptr{T}}, Ptr{Csize_t})),
        (:photinus_search_tell_constrained, Cint, (Pointer, Csize_t, Ptr{T}, Ptr{T}, Csize_t)),
        (:photinus_search_best, Cint, (Pointer, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_search_report, Cint, (Pointer, Ptr{SearchProgress{T}})),
        (:photinus_search_dim, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_search_constraints, Cint, (Pointer, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_search_get_options, Cint, (Pointer, Ptr{SearchOptions{T}})),
        (:photinus_search_set_options, Cint, (Pointer, Ptr{SearchOptions{T}})),
        (:photinus_search_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_search_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_cma_options_init, Cint, (Ptr{CmaOptions{T}}, Csize_t)),
        (:photinus_cma_new, Cint, (Ptr{SearchProblem{T}}, Ptr{CmaOptions{T}}, Ptr{Pointer})),
        (:photinus_cma_restore_new, Cint, (Ptr{UInt8}, Csize_t, Ptr{Pointer})),
        (:photinus_cma_free, Cvoid, (Pointer,)),
        (:photinus_cma_ask, Cint, (Pointer, Ptr{Ptr{T}}, Ptr{Csize_t})),
        (:photinus_cma_tell, Cint, (Pointer, Csize_t, Ptr{T}, Csize_t)),
        (:photinus_cma_best, Cint, (Pointer, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_cma_mean, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_cma_report, Cint, (Pointer, Ptr{CmaProgress{T}})),
        (:photinus_cma_dim, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_cma_get_options, Cint, (Pointer, Ptr{CmaOptions{T}})),
        (:photinus_cma_set_options, Cint, (Pointer, Ptr{CmaOptions{T}})),
        (:photinus_cma_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_cma_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_lbfgs_options_init, Cint, (Ptr{LbfgsOptions{T}}, Csize_t)),
        (:photinus_lbfgs_new, Cint, (Csize_t, Ptr{T}, Ptr{T}, Ptr{T}, Ptr{LbfgsOptions{T}}, Ptr{Pointer})),
        (:photinus_lbfgs_restore_new, Cint, (Ptr{UInt8}, Csize_t, Ptr{Pointer})),
        (:photinus_lbfgs_free, Cvoid, (Pointer,)),
        (:photinus_lbfgs_ask, Cint, (Pointer, Ptr{Ptr{T}})),
        (:photinus_lbfgs_tell, Cint, (Pointer, T, Ptr{T}, Csize_t)),
        (:photinus_lbfgs_best, Cint, (Pointer, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_lbfgs_best_gradient, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_lbfgs_bounds, Cint, (Pointer, Ptr{T}, Ptr{T}, Csize_t)),
        (:photinus_lbfgs_report, Cint, (Pointer, Ptr{LbfgsProgress{T}})),
        (:photinus_lbfgs_dim, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_lbfgs_get_options, Cint, (Pointer, Ptr{LbfgsOptions{T}})),
        (:photinus_lbfgs_set_options, Cint, (Pointer, Ptr{LbfgsOptions{T}})),
        (:photinus_lbfgs_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_lbfgs_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_differences_init, Cint, (Ptr{Differences{T}}, Csize_t)),
        (:photinus_difference_rows, Cint, (Csize_t, Ptr{T}, Ptr{T}, Ptr{Differences{T}}, Ptr{Csize_t})),
        (:photinus_difference_points, Cint,
            (Csize_t, Ptr{T}, Ptr{T}, Ptr{T}, Ptr{Differences{T}}, Ptr{T}, Csize_t)),
        (:photinus_difference_gradient, Cint,
            (Csize_t, Ptr{T}, Ptr{T}, Ptr{T}, Ptr{Differences{T}}, T, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_solver_options_init, Cint, (Ptr{SolverOptions{T}}, Csize_t)),
        (:photinus_ode_size, Cint, (Csize_t, Ptr{SolverOptions{T}}, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_ode_solve, Cint,
            (Csize_t, Pointer, Pointer, Pointer, Ptr{SolverOptions{T}}, Ptr{T}, Csize_t, Ptr{T}, Ptr{T}, Csize_t,
                Pointer, Csize_t, Ptr{Solution{T}})),
        (:photinus_adaptive_size, Cint, (Csize_t, Ptr{SolverOptions{T}}, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_adaptive_init, Cint, (Pointer, Csize_t, Csize_t, T, Ptr{T}, Ptr{SolverOptions{T}}, Ptr{Pointer})),
        (:photinus_ode_advance, Cint,
            (Csize_t, Pointer, Pointer, Ptr{SolverOptions{T}}, T, UInt64, UInt64, Ptr{T}, Pointer, Csize_t,
                Ptr{Solution{T}})),
        (:photinus_adaptive_restart, Cint, (Pointer, T, Ptr{T}, Csize_t)),
        (:photinus_adaptive_step, Cint, (Pointer, Pointer, Pointer, Ptr{Solution{T}})),
        (:photinus_adaptive_step_towards, Cint, (Pointer, Pointer, Pointer, T, Ptr{Solution{T}})),
        (:photinus_adaptive_step_until, Cint, (Pointer, Pointer, Pointer, T, Ptr{Solution{T}})),
        (:photinus_adaptive_solve, Cint,
            (Pointer, Pointer, Pointer, Pointer, Ptr{T}, Csize_t, Ptr{T}, Csize_t, Ptr{Solution{T}})),
        (:photinus_adaptive_interpolate, Cint, (Pointer, T, Ptr{T}, Csize_t)),
        (:photinus_adaptive_state, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_adaptive_rates, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_adaptive_report, Cint, (Pointer, Ptr{AdaptiveReport{T}})),
        (:photinus_adaptive_get_options, Cint, (Pointer, Ptr{SolverOptions{T}})),
        (:photinus_adaptive_set_options, Cint, (Pointer, Ptr{SolverOptions{T}})),
        (:photinus_adaptive_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_adaptive_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_adaptive_restore_size, Cint, (Ptr{UInt8}, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_adaptive_restore, Cint, (Pointer, Csize_t, Ptr{UInt8}, Csize_t, Ptr{Pointer})),
        (:photinus_events_init, Cint, (Ptr{Events{T}}, Csize_t)),
        (:photinus_events_size, Cint, (Csize_t, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_adaptive_solve_events, Cint,
            (Pointer, Pointer, Pointer, Ptr{Events{T}}, Pointer, Ptr{T}, Csize_t, Ptr{T}, Csize_t, Pointer, Csize_t,
                Ptr{Solution{T}})),
        (:photinus_lyapunov_options_init, Cint, (Ptr{LyapunovOptions{T}}, Csize_t)),
        (:photinus_lyapunov_size, Cint, (Csize_t, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_lyapunov_init, Cint, (Pointer, Csize_t, Csize_t, T, Ptr{T}, Ptr{LyapunovOptions{T}}, Ptr{Pointer})),
        (:photinus_lyapunov_advance, Cint, (Pointer, Pointer, Pointer, Pointer, UInt64, Ptr{Solution{T}})),
        (:photinus_lyapunov_discard, Cint, (Pointer,)),
        (:photinus_lyapunov_exponents, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_lyapunov_state, Cint, (Pointer, Ptr{T}, Csize_t, Ptr{T}, Csize_t)),
        (:photinus_lyapunov_progress, Cint, (Pointer, Ptr{Csize_t}, Ptr{Csize_t}, Ptr{T}, Ptr{UInt64})),
        (:photinus_lyapunov_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_lyapunov_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_lyapunov_restore_size, Cint, (Ptr{UInt8}, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_lyapunov_restore, Cint, (Pointer, Csize_t, Ptr{UInt8}, Csize_t, Ptr{Pointer})),
        (:photinus_kuramoto_init, Cint, (Ptr{KuramotoModel{T}}, Csize_t)),
        (:photinus_kuramoto_dim, Cint, (Ptr{KuramotoModel{T}}, Ptr{Csize_t})),
        (:photinus_kuramoto_size, Cint, (Ptr{KuramotoModel{T}}, Ptr{SolverOptions{T}}, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_kuramoto_rates, Cint, (Ptr{KuramotoModel{T}}, T, Ptr{T}, Ptr{T}, Pointer, Csize_t)),
        (:photinus_kuramoto_solve, Cint,
            (Ptr{KuramotoModel{T}}, Pointer, Pointer, Ptr{SolverOptions{T}}, Ptr{T}, Csize_t, Ptr{T}, Ptr{T}, Csize_t,
                Pointer, Csize_t, Ptr{Solution{T}})),
        (:photinus_kuramoto_solve_parallel, Cint,
            (Ptr{KuramotoModel{T}}, Pointer, Pointer, Ptr{SolverOptions{T}}, Csize_t, Ptr{T}, Csize_t, Ptr{T}, Ptr{T},
                Csize_t, Ptr{Solution{T}})),
        (:photinus_kuramoto_advance, Cint,
            (Ptr{KuramotoModel{T}}, Ptr{SolverOptions{T}}, T, UInt64, UInt64, Ptr{T}, Pointer, Csize_t,
                Ptr{Solution{T}})),
        (:photinus_kuramoto_advance_parallel, Cint,
            (Ptr{KuramotoModel{T}}, Ptr{SolverOptions{T}}, Csize_t, T, UInt64, UInt64, Ptr{T}, Ptr{Solution{T}})),
        (:photinus_delayed_size, Cint, (Ptr{KuramotoModel{T}}, T, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_delayed_init, Cint, (Pointer, Csize_t, Ptr{KuramotoModel{T}}, T, T, Ptr{T}, Ptr{Pointer})),
        (:photinus_delayed_advance, Cint,
            (Pointer, Ptr{KuramotoModel{T}}, Pointer, Pointer, UInt64, Ptr{Solution{T}})),
        (:photinus_delayed_state, Cint, (Pointer, Ptr{T}, Ptr{UInt64}, Ptr{T}, Csize_t)),
        (:photinus_delayed_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_delayed_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_delayed_restore_size, Cint,
            (Ptr{UInt8}, Csize_t, Ptr{KuramotoModel{T}}, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_delayed_restore, Cint,
            (Pointer, Csize_t, Ptr{UInt8}, Csize_t, Ptr{KuramotoModel{T}}, Ptr{Pointer})),
        (:photinus_transition_init, Cint, (Ptr{Transition{T}}, Csize_t)),
        (:photinus_transition_size, Cint, (Ptr{KuramotoModel{T}}, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_transition_run, Cint,
            (Ptr{KuramotoModel{T}}, Ptr{Transition{T}}, Ptr{T}, Csize_t, Ptr{T}, Ptr{T}, Ptr{T}, Pointer, Csize_t,
                Ptr{Solution{T}})),
        (:photinus_transition_run_parallel, Cint,
            (Ptr{KuramotoModel{T}}, Ptr{Transition{T}}, Csize_t, Ptr{T}, Csize_t, Ptr{T}, Ptr{T}, Ptr{T},
                Ptr{Solution{T}})),
        (:photinus_network_size, Cint, (Ptr{KuramotoModel{T}}, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_network_init, Cint, (Pointer, Csize_t, Ptr{KuramotoModel{T}}, Ptr{Pointer})),
        (:photinus_network_derivative, Cint, (T, Ptr{T}, Csize_t, Ptr{T}, Pointer)),
        (:photinus_network_tangent, Cint, (T, Ptr{T}, Ptr{T}, Csize_t, Ptr{T}, Pointer)),
        (:photinus_ensemble_init, Cint, (Ptr{Ensemble{T}}, Csize_t)),
        (:photinus_ensemble_advance_parallel, Cint,
            (Ptr{Ensemble{T}}, Ptr{SolverOptions{T}}, Csize_t, T, UInt64, UInt64, Ptr{T}, Ptr{UInt64}, Ptr{Csize_t})),
        (:photinus_wrap_phases, Cint, (Ptr{T}, Csize_t)),
        (:photinus_phase_differences, Cint, (Ptr{T}, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_pairwise_phase_differences, Cint, (Ptr{T}, Csize_t, Ptr{T}, Csize_t)),
        (:photinus_winding_number, Cint, (Ptr{T}, Csize_t, Ptr{Int64})),
        (:photinus_mean_frequencies, Cint, (Ptr{T}, Ptr{T}, Csize_t, T, Ptr{T})),
        (:photinus_order_parameter, Cint, (Ptr{T}, Csize_t, UInt32, Cint, Ptr{T}, Ptr{T})),
        (:photinus_order_parameters, Cint, (Ptr{T}, Csize_t, Csize_t, UInt32, Cint, Ptr{T}, Ptr{T})),
        (:photinus_group_order_parameters_size, Cint, (Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_group_order_parameters, Cint,
            (Ptr{T}, Csize_t, Ptr{UInt32}, Ptr{Csize_t}, Csize_t, UInt32, Cint, Ptr{T}, Ptr{T}, Pointer, Csize_t)),
        (:photinus_neighbourhoods_init, Cint, (Ptr{Neighbourhoods{T}}, Csize_t)),
        (:photinus_local_order_size, Cint, (Ptr{Neighbourhoods{T}}, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_local_order, Cint, (Ptr{Neighbourhoods{T}}, Ptr{T}, UInt32, Ptr{T}, Pointer, Csize_t)),
        (:photinus_order_statistics_size, Cint, (Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_order_statistics_init, Cint, (Pointer, Csize_t, Csize_t, UInt32, Cint, Ptr{Pointer})),
        (:photinus_order_statistics_add_record, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_order_statistics_get, Cint, (Pointer, Ptr{OrderSummary{T}})),
        (:photinus_group_statistics_size, Cint, (Csize_t, Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_group_statistics_init, Cint,
            (Pointer, Csize_t, Csize_t, Ptr{UInt32}, Ptr{Csize_t}, Csize_t, UInt32, Cint, Ptr{Pointer})),
        (:photinus_group_statistics_add_record, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_group_statistics_get, Cint, (Pointer, Ptr{GroupSummary{T}})),
        (:photinus_group_statistics_groups, Cint, (Pointer, Ptr{T}, Ptr{T}, Ptr{T}, Csize_t)),
        (:photinus_phase_locking_size, Cint, (Csize_t, UInt32, UInt32, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_phase_locking_init, Cint, (Pointer, Csize_t, Csize_t, UInt32, UInt32, Cint, Ptr{Pointer})),
        (:photinus_phase_locking_add_record, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_phase_locking_get, Cint, (Pointer, Ptr{T}, Csize_t)),
        (:photinus_frequency_quantiles, Cint, (Cint, T, T, Ptr{T}, Csize_t)),
        (:photinus_frequency_quantile, Cint, (Cint, T, T, T, Ptr{T})),
        (:photinus_frequency_density, Cint, (Cint, T, T, T, Ptr{T})),
        (:photinus_critical_coupling, Cint, (Cint, T, T, Ptr{T})),
        (:photinus_normals_fill, Cint, (UInt64, UInt64, UInt64, Ptr{T}, Csize_t)),
    )
        arguments, call = declare(Symbol(name, suffix), result, types)
        @eval $name(::Type{$T}, $(arguments...)) = $call
    end
end
