# Particle swarm optimisation.

const OPTIONS = """
| option | default | meaning |
|:---|:---|:---|
| `swarm_size` | 40 | number of particles, at least 1 |
| `inertia` | 0.7298 | w, the part of its velocity that a particle keeps |
| `cognitive` | 1.49618 | c₁, the pull to the particle's own best position |
| `social` | 1.49618 | c₂, the pull to the swarm's best position |
| `perturbation` | 0.1 | σ, the strength of the Gaussian perturbation; 0 is none |
| `velocity_limit` | 1 | the largest velocity along an axis, in sides of the box |
| `target` | -Inf | stops at a value at or below this |
| `max_evaluations` | never | stops after that many evaluations, also in the middle of a generation |
| `max_generations` | never | stops after that many generations |
| `max_repetition` | 100 | stops when the best value is the same after that many more generations; 0: never |
| `seed` | 0 | runs with equal arguments and seeds are equal to the bit |

The strengths are finite and at least 0, `target` is not NaN; the others are integers from 0 to 2^64 - 1, of which
`typemax(UInt64)` is never.
"""

"""
    Report{T}

Where a search is: `best_value` (`Inf` before there is one), the numbers of complete `generations`, of `evaluations`, of
`nan_evaluations` among them (that gave NaN, which counts as `Inf`), of `repetitions` (complete generations since the
best value last changed), and the `reason` why it ended: `:target`, `:stagnation`, `:evaluations`, `:generations`,
`:caller` (`watch` returned `false`), `:failure` (a function threw), or `:running` if it has not.
"""
struct Report{T}
    best_value::T
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
    repetitions::Int64
    reason::Symbol
end

"""
    Minimum{T}

What [`minimize`](@ref) found: the best `position` and its `value`, the `reason` why the search ended (`:target`,
`:stagnation`, `:evaluations`, `:generations` or `:caller`), and how many `generations` and `evaluations` it took,
`nan_evaluations` of which gave NaN.
"""
struct Minimum{T}
    position::Vector{T}
    value::T
    reason::Symbol
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
end

function reason(status)
    status < 0 && return :failure
    return (:running, :target, :stagnation, :evaluations, :generations, :caller)[status + 1]
end

"""
    Swarm(lower, upper; start = nothing, options...)

A particle swarm in the box from `lower` to `upper`, two vectors of finite numbers (equal where a variable is fixed), to
be moved by [`step!`](@ref) or [`run!`](@ref) towards a minimum of a function (Kennedy and Eberhart, ICNN 1995; Shi and
Eberhart, 1998). It is in `Float32` if the bounds are, otherwise in `Float64`. In each generation every particle is
evaluated, and then moves, along each axis, by

    v ← w v + c₁ r₁ (p - x) + c₂ r₂ (g - x),   x ← x + v + σ |p - g| n

with p its own best position, g the swarm's, r₁ and r₂ uniform in [0, 1), and n standard normal. |v| is kept within the
side of the box; a particle that would leave the box is put on its face and turned, v ← -v/2. The particles start on a
Halton set, but for the first ones if `start` gives their positions, the columns of a matrix.

$OPTIONS
One task at a time may use a swarm. Throws a `DimensionMismatch` if sizes don't match, and a [`PhotinusError`](@ref) for
a box without variables, bounds that are not finite or in the wrong order, an option out of range, and positions to
start at that are outside the box or more than the particles.
"""
mutable struct Swarm{T<:Union{Float32,Float64}}
    pointer::Ptr{Cvoid}
    dim::Int
    options::PsoOptions{T}
    state::Symbol # :idle, :evaluating, :watching

    # Takes a swarm of C's over.
    function Swarm{T}(pointer, dim, options) where {T}
        swarm = new{T}(pointer, dim, options, :idle)
        finalizer(swarm) do swarm
            photinus_pso_free(T, swarm)
            swarm.pointer = C_NULL # C refuses it, if the swarm was finalised early and is still used
        end
        return swarm
    end
end

function Swarm(
    lower::AbstractVector,
    upper::AbstractVector;
    start::Union{Nothing,AbstractVecOrMat} = nothing,
    options...,
)
    T = precision_of(eltype(lower), eltype(upper))
    dim = length(lower)
    check_length("upper", upper, dim)
    start === nothing || size(start, 1) == dim ||
        throw(DimensionMismatch("start has $(size(start, 1)) rows, not $dim"))
    count = start === nothing ? 0 : size(start, 2)
    positions = start === nothing ? C_NULL : dense(T, start)
    chosen = with_options(pso_defaults(T); options...)
    pointer = Ref(C_NULL)
    check(photinus_pso_new(T, dim, dense(T, lower), dense(T, upper), positions, count, Ref(chosen), pointer))
    return Swarm{T}(pointer[], dim, chosen)
end

Base.unsafe_convert(::Type{Ptr{Cvoid}}, swarm::Swarm) = swarm.pointer

Base.show(io::IO, swarm::Swarm{T}) where {T} =
    print(io, "Swarm{$T} of ", Int(swarm.options.swarm_size), " particles in ", swarm.dim, " dimensions")

function pso_defaults(::Type{T}) where {T}
    options = Ref{PsoOptions{T}}()
    check(photinus_pso_options_init(T, options, sizeof(PsoOptions{T})))
    return options[]
end

# The options of `base`, but for those that are given.
with_options(
    base::PsoOptions{T};
    swarm_size = base.swarm_size,
    inertia = base.inertia,
    cognitive = base.cognitive,
    social = base.social,
    perturbation = base.perturbation,
    velocity_limit = base.velocity_limit,
    target = base.target,
    max_evaluations = base.max_evaluations,
    max_generations = base.max_generations,
    max_repetition = base.max_repetition,
    seed = base.seed,
) where {T} = PsoOptions{T}(
    base.struct_size, swarm_size, inertia, cognitive, social, perturbation, velocity_limit, target, max_evaluations,
    max_generations, max_repetition, seed,
)

# What C calls during a search.
mutable struct Search{T,F,W} <: Callbacks
    swarm::Swarm{T}
    objective::F
    watch::W
    x::Vector{T}
    failure::Union{Nothing,CapturedException}
end

function call_objective(x::Ptr{T}, dim::Csize_t, value::Ptr{T}, search::Search{T})::Cint where {T}
    guard(search) do
        unsafe_store!(value, convert(T, search.objective(load!(search.x, x, dim)))::T)
        Cint(0)
    end
end

function call_watch(::Ptr{Cvoid}, search::Search)::Cint
    search.watch === nothing && return Cint(0)
    search.swarm.state = :watching
    code = guard(search) do
        Cint(search.watch(report(search.swarm)) === false)
    end
    search.swarm.state = :evaluating
    return code
end

@generated objective_function(::S) where {T,S<:Search{T}} =
    :(@cfunction(call_objective, Cint, (Ptr{$T}, Csize_t, Ptr{$T}, Ref{$S})))
@generated watch_function(::S) where {S<:Search} = :(@cfunction(call_watch, Cint, (Ptr{Cvoid}, Ref{$S})))

# Calls C's function for a search on, alone with the swarm.
function search!(body, swarm::Swarm{T}, objective, watch) where {T}
    check_idle(swarm)
    search = Search(swarm, objective, watch, Vector{T}(undef, swarm.dim), nothing)
    swarm.state = :evaluating
    try
        check(call(() -> body(search), search))
    finally
        swarm.state = :idle
    end
    return report(swarm)
end

check_idle(swarm) =
    swarm.state === :idle || throw(ArgumentError("a swarm must not be changed by a function that it calls"))
check_readable(swarm) =
    swarm.state === :evaluating && throw(ArgumentError("a swarm must not be asked by the function that it minimises"))

"""
    step!(swarm, f) -> Report

One generation: evaluates `f` at every particle's position, then moves the particles. A generation that ended in the
middle, because `max_evaluations` were used up or `f` threw, is gone on with at the particle that it ended at. If the
run has ended, nothing is done, and the [`Report`](@ref) says why it has.

`f` is called as in [`minimize`](@ref), which also tells about exceptions. It must not use the swarm.
"""
step!(swarm::Swarm{T}, f) where {T} =
    search!(search -> photinus_pso_step(T, swarm, objective_function(search), search), swarm, f, nothing)

"""
    run!(swarm, f; watch = nothing) -> Report

Steps until the run ends. `watch` is called with a [`Report`](@ref) after each generation; it stops the run by returning
`false`, and may look at the swarm by [`best`](@ref) and [`save`](@ref). A run that was stopped so, or by an exception,
is gone on with by another call; one that ended for another reason, by changed options ([`set_options!`](@ref)).

`f` is called as in [`minimize`](@ref), which also tells about exceptions. It must not use the swarm.
"""
run!(swarm::Swarm{T}, f; watch = nothing) where {T} = search!(swarm, f, watch) do search
    photinus_pso_run(T, swarm, objective_function(search), watch_function(search), search)
end

"""
    best(swarm) -> (position, value)

The best position so far, a new vector, and its value. Before the first value below `Inf`, it is where the first
particle started.
"""
function best(swarm::Swarm{T}) where {T}
    check_readable(swarm)
    position, value = Vector{T}(undef, swarm.dim), Ref(zero(T))
    check(photinus_pso_best(T, swarm, position, swarm.dim, value))
    return (position = position, value = value[])
end

"""
    report(swarm) -> Report

Where the search is.
"""
function report(swarm::Swarm{T}) where {T}
    check_readable(swarm)
    result = Ref(PsoReport{T}(sizeof(PsoReport{T}), 0, 0, 0, 0, zero(T), 0, 0))
    check(photinus_pso_report(T, swarm, result))
    now = result[]
    return Report{T}(
        now.best_value, now.generations, now.evaluations, now.nan_evaluations, now.repetitions, reason(now.status),
    )
end

"""
    set_options!(swarm; options...) -> swarm

Changes how the swarm moves, or when it stops, from the next generation on; the options are those of [`Swarm`](@ref),
and what is not given stays. A run that had ended goes on where the new options let it.

Throws a [`PhotinusError`](@ref) for an option out of range, and for another `swarm_size`, which can't be changed.
"""
function set_options!(swarm::Swarm{T}; options...) where {T}
    check_idle(swarm)
    chosen = with_options(swarm.options; options...)
    check(photinus_pso_set_options(T, swarm, Ref(chosen)))
    swarm.options = chosen
    return swarm
end

"""
    save(swarm) -> Vector{UInt8}

The whole run as bytes, from which [`restore`](@ref) makes a swarm that goes on to the same bits, on any machine and
from any language.
"""
function save(swarm::Swarm{T}) where {T}
    check_readable(swarm)
    size = Ref{Csize_t}()
    check(photinus_pso_save_size(T, swarm, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_pso_save(T, swarm, checkpoint, size[]))
    return checkpoint
end

"""
    restore([T = Float64,] bytes) -> Swarm{T}

The swarm that [`save`](@ref) turned into bytes.

Throws a [`PhotinusError`](@ref) if they are truncated, changed, of an unknown version, or of a swarm of another
precision.
"""
function restore(::Type{T}, bytes::AbstractVector{UInt8}) where {T<:Union{Float32,Float64}}
    checkpoint = dense(UInt8, bytes)
    pointer = Ref(C_NULL)
    check(photinus_pso_restore_new(T, checkpoint, length(checkpoint), pointer))
    swarm = Swarm{T}(pointer[], 0, pso_defaults(T)) # from now on it is freed, whatever happens
    dim, options = Ref(Csize_t(0)), Ref(swarm.options)
    check(photinus_pso_dim(T, swarm, dim))
    check(photinus_pso_get_options(T, swarm, options))
    swarm.dim, swarm.options = Int(dim[]), options[]
    return swarm
end
restore(bytes::AbstractVector{UInt8}) = restore(Float64, bytes)

"""
    minimize(f, lower, upper; start = nothing, watch = nothing, options...) -> Minimum

Minimises `f` in the box from `lower` to `upper` by a particle swarm: see [`Swarm`](@ref) for the method, for `start`
and for the options.

`f` gets a position, a `Vector` of `Float32` if the bounds are of that type, otherwise of `Float64`; the same vector is
filled again for the next position, so `copy` it to keep it. It returns a real number; NaN counts as `Inf`. `watch` is
called with a [`Report`](@ref) after each generation, and stops the search by returning `false`.

Both are called by the task that called `minimize`. If they throw, also by an interrupt, the search stops and the same
exception is thrown here, caused by a `CapturedException` that shows where it came from. Other exceptions are those of
[`Swarm`](@ref).

# Examples
```jldoctest
julia> found = minimize(x -> (x[1] - 1)^2 + (x[2] + 2)^2, [-5, -5], [5, 5]; target = 1e-12);

julia> found.reason, round.(found.position; digits = 3)
(:target, [1.0, -2.0])
```
"""
function minimize(f, lower::AbstractVector, upper::AbstractVector; watch = nothing, options...)
    swarm = Swarm(lower, upper; options...)
    try
        ended = run!(swarm, f; watch = watch)
        position, value = best(swarm)
        return Minimum(position, value, ended.reason, ended.generations, ended.evaluations, ended.nan_evaluations)
    finally
        finalize(swarm) # Julia's garbage collector does not know how large it is
    end
end
