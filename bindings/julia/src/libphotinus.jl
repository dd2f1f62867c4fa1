# The C functions of include/photinus.h, one method per precision: `photinus_pso_run(Float64, …)` calls
# `photinus_pso_run_f64`. Their documentation is the header's. An array, a `Ref`, a `Swarm`, a `HaltonPoints` or a
# context of callbacks is given as it is: `ccall` takes its address and keeps it alive during the call.

using Libdl

const ABI_VERSION = 0

const LIBRARY_NAMES = ("libphotinus.so.0", "libphotinus")

const PHOTINUS_OK = 0
const PHOTINUS_STOP_TARGET = 1
const PHOTINUS_STOP_STAGNATION = 2
const PHOTINUS_STOP_EVALUATIONS = 3
const PHOTINUS_STOP_GENERATIONS = 4
const PHOTINUS_STOP_CALLER = 5
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
    inertia::T
    cognitive::T
    social::T
    perturbation::T
    velocity_limit::T
    target::T
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
    best_value::T
    status::Cint
    code::Cint
end

struct Solution{T}
    struct_size::Csize_t
    rows::Csize_t
    steps::UInt64
    time::T
    code::Cint
end

struct KuramotoModel{T}
    struct_size::Csize_t
    oscillators::Csize_t
    harmonics::Csize_t
    natural_frequencies::Ptr{T}
    coupling::Ptr{T}
    layout::Cint
    level::Cint
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
        (:photinus_pso_best, Cint, (Pointer, Ptr{T}, Csize_t, Ptr{T})),
        (:photinus_pso_report, Cint, (Pointer, Ptr{PsoReport{T}})),
        (:photinus_pso_dim, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_pso_get_options, Cint, (Pointer, Ptr{PsoOptions{T}})),
        (:photinus_pso_set_options, Cint, (Pointer, Ptr{PsoOptions{T}})),
        (:photinus_pso_save_size, Cint, (Pointer, Ptr{Csize_t})),
        (:photinus_pso_save, Cint, (Pointer, Ptr{UInt8}, Csize_t)),
        (:photinus_rk4_size, Cint, (Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_rk4_solve, Cint,
            (Csize_t, Pointer, Pointer, Pointer, Ptr{T}, Csize_t, Ptr{T}, T, Ptr{T}, Csize_t, Pointer, Csize_t,
                Ptr{Solution{T}})),
        (:photinus_kuramoto_init, Cint, (Ptr{KuramotoModel{T}}, Csize_t)),
        (:photinus_kuramoto_size, Cint, (Csize_t, Ptr{Csize_t}, Ptr{Csize_t})),
        (:photinus_kuramoto_rates, Cint, (Ptr{KuramotoModel{T}}, Ptr{T}, Ptr{T}, Pointer, Csize_t)),
        (:photinus_kuramoto_solve, Cint,
            (Ptr{KuramotoModel{T}}, Pointer, Pointer, Ptr{T}, Csize_t, Ptr{T}, T, Ptr{T}, Csize_t, Pointer, Csize_t,
                Ptr{Solution{T}})),
    )
        arguments, call = declare(Symbol(name, suffix), result, types)
        @eval $name(::Type{$T}, $(arguments...)) = $call
    end
end
