# Particle swarm optimisation.

const OPTIONS = """
| option | default | meaning |
|:---|:---|:---|
| `swarm_size` | 14 | number of particles, at least 1 |
| `swarm_size_limit` | 0 | with each restart the swarm doubles, as long as it does not become larger than this |
| `rule` | `:falling` | how w changes: `:constriction`, `:constant`, `:falling`, `:adaptive`; or `:sphere`; given, it brings the w, c₁, c₂ that were published with it |
| `topology` | `:random` | whose best positions a particle knows: `:global`, `:ring`, `:von_neumann`, `:random` |
| `neighbours` | 4 | to each side in the ring, or random ones |
| `boundary` | `:turn` | what happens at a face: `:stop`, `:turn`, `:reflect`, `:wrap`, `:reinitialise`, `:fly` |
| `sequence` | `:scrambled_halton` | where particles start: `:scrambled_halton`, `:halton`, `:sobol`, `:uniform` |
| `inertia` | 0.7298 | w, the part of its velocity that a particle keeps |
| `final_inertia` | 0.3 | the smallest w of the rules that change it |
| `cognitive` | 1.49618 | c₁, the pull to the particle's own best position |
| `social` | 1.49618 | c₂, the pull to the best position that it knows |
| `perturbation` | 0 | σ, the strength of a Gaussian perturbation |
| `velocity_limit` | 0.2 | the largest velocity along an axis, in sides of the box |
| `target` | -Inf | stops at a value at or below this |
| `absolute_tolerance`, `relative_tolerance` | 0 | by how much a value has to be lower than the best to count as better, for `max_repetition` and `restart_repetition`; both are added |
| `min_spread` | 0 | stops when own best positions are that near, in sides of the box; 0: never |
| `restart_spread` | 1e-7 (`Float32`: 1e-4) | the swarm starts again elsewhere when they are that near and their values the same, or 1e5 times nearer; 0: never |
| `restart_generations` | 250 | it starts again after that many generations, then twice as many, …; 0: never |
| `restart_repetition` | 0 | it starts again after that many generations in which it has not become better; 0: never |
| `max_evaluations` | never | stops after that many evaluations, also in the middle of a generation |
| `max_generations` | never | stops after that many generations |
| `max_repetition` | 500 | stops when the best value has not become better for that many generations; 0: never |
| `seed` | 0 | runs with equal arguments and seeds are equal to the bit |

The strengths are finite and at least 0, `target` is not NaN; the others are integers from 0 to 2^64 - 1, of which
`typemax(UInt64)` is never.
"""

"""
    Report{T}

Where a search is: `best_value` (`Inf` before there is one), the numbers of complete `generations`, of `evaluations`, of
`nan_evaluations` among them (that gave NaN, which counts as `Inf`), of `repetitions` (complete generations since the
best value last became better), of `restarts`, and of particles now (`swarm_size`); the `spread` (the largest distance of
own best positions from the swarm's best along an axis, in sides of the box, after the last complete generation, `Inf`
before); and the `reason` why it ended: `:target`, `:stagnation`, `:spread`, `:evaluations`, `:generations`, `:caller` (`watch` returned `false`), `:failure` (a function threw), or `:running` if it has not.
"""
struct Report{T}
    best_value::T
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
    repetitions::Int64
    restarts::Int64
    swarm_size::Int64
    spread::T
    reason::Symbol
end

"""
    SwarmMinimum{T}

What [`swarm_minimize`](@ref) found: the best `position` and its `value`, the `reason` why the search ended (`:target`,
`:stagnation`, `:spread`, `:evaluations`, `:generations` or `:caller`), and how many `generations` and `evaluations` it took,
`nan_evaluations` of which gave NaN.
"""
struct SwarmMinimum{T}
    position::Vector{T}
    value::T
    reason::Symbol
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
end

function reason(status)
    status < 0 && return :failure
    return (
        :running, :target, :stagnation, :evaluations, :generations, :caller, :steps, :event, :spread, :time, :gradient,
        :value, :iterations, :line_search,
    )[status + 1]
end

"""
    Swarm(lower, upper; start = nothing, options...)

A particle swarm in the box from `lower` to `upper`, two vectors of finite numbers (equal where a variable is fixed), to
be moved by [`step!`](@ref) or [`run!`](@ref) towards a minimum of a function (Kennedy and Eberhart, ICNN 1995). It is in
`Float32` if the bounds are, otherwise in `Float64`. In each generation every particle is evaluated, and then moves, along
each axis, by

    v ← w v + c₁ r₁ (p - x) + c₂ r₂ (g - x),   x ← x + v + σ |p - g| n

with p its own best position, g the best that it knows by the topology, r₁ and r₂ uniform in [0, 1), and n standard
normal; by the rule `:constriction`, v ← χ (v + c₁ r₁ (p - x) + c₂ r₂ (g - x)); by `:sphere`, v ← w v + y - x, y random in a
sphere, whatever the directions of the axes (Clerc's standard swarm of 2011). |v| is kept within `velocity_limit`. From
time to time the swarm starts again in other places; the best position of all rounds is kept. The particles start on
points that fill the box evenly, but for the first ones if `start` gives their positions, the columns of a matrix.

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

const RULES = (:constriction, :constant, :falling, :adaptive, :sphere)
const TOPOLOGIES = (:global, :ring, :von_neumann, :random)
const BOUNDARIES = (:stop, :turn, :reflect, :wrap, :reinitialise, :fly)
const SWARM_SEQUENCES = (:scrambled_halton, :halton, :sobol, :uniform)

# The number that C has for a name.
function numbered(what, names, name)
    number = findfirst(==(name), names)
    number === nothing && throw(ArgumentError("$what must be one of $(join(repr.(names), ", ")), not $(repr(name))"))
    return Cint(number - 1)
end

# The options of `base`, but for those that are given.
function with_options(
    base::PsoOptions{T};
    rule = nothing,
    topology = TOPOLOGIES[base.topology + 1],
    boundary = BOUNDARIES[base.boundary + 1],
    sequence = SWARM_SEQUENCES[base.start + 1],
    others...,
) where {T}
    if rule !== nothing
        chosen = Ref(base)
        check(photinus_pso_options_set_rule(T, chosen, numbered("rule", RULES, rule)))
        base = chosen[]
    end
    return with_numbers(
        base, base.rule, numbered("topology", TOPOLOGIES, topology), numbered("boundary", BOUNDARIES, boundary),
        numbered("sequence", SWARM_SEQUENCES, sequence); others...,
    )
end

with_numbers(
    base::PsoOptions{T},
    rule,
    topology,
    boundary,
    start;
    swarm_size = base.swarm_size,
    swarm_size_limit = base.swarm_size_limit,
    neighbours = base.neighbours,
    inertia = base.inertia,
    final_inertia = base.final_inertia,
    cognitive = base.cognitive,
    social = base.social,
    perturbation = base.perturbation,
    velocity_limit = base.velocity_limit,
    target = base.target,
    absolute_tolerance = base.absolute_tolerance,
    relative_tolerance = base.relative_tolerance,
    min_spread = base.min_spread,
    restart_spread = base.restart_spread,
    restart_generations = base.restart_generations,
    restart_repetition = base.restart_repetition,
    max_evaluations = base.max_evaluations,
    max_generations = base.max_generations,
    max_repetition = base.max_repetition,
    seed = base.seed,
) where {T} = PsoOptions{T}(
    base.struct_size, swarm_size, swarm_size_limit, neighbours, rule, topology, boundary, start, inertia, final_inertia,
    cognitive, social, perturbation, velocity_limit, target, absolute_tolerance, relative_tolerance, min_spread,
    restart_spread, restart_generations, restart_repetition, max_evaluations, max_generations, max_repetition, seed,
)

# What C calls during a search.
mutable struct SwarmRun{T,F,W} <: Callbacks
    swarm::Swarm{T}
    objective::F
    watch::W
    x::Vector{T}
    failure::Union{Nothing,CapturedException}
end

function call_objective(x::Ptr{T}, dim::Csize_t, value::Ptr{T}, search::SwarmRun{T})::Cint where {T}
    guard(search) do
        unsafe_store!(value, convert(T, search.objective(load!(search.x, x, dim)))::T)
        Cint(0)
    end
end

function call_watch(::Ptr{Cvoid}, search::SwarmRun)::Cint
    search.watch === nothing && return Cint(0)
    search.swarm.state = :watching
    code = guard(search) do
        Cint(search.watch(report(search.swarm)) === false)
    end
    search.swarm.state = :evaluating
    return code
end

@generated objective_function(::S) where {T,S<:SwarmRun{T}} =
    :(@cfunction(call_objective, Cint, (Ptr{$T}, Csize_t, Ptr{$T}, Ref{$S})))
@generated watch_function(::S) where {S<:SwarmRun} = :(@cfunction(call_watch, Cint, (Ptr{Cvoid}, Ref{$S})))

# Calls C's function for a search on, alone with the swarm.
function search!(body, swarm::Swarm{T}, objective, watch) where {T}
    check_idle(swarm)
    search = SwarmRun(swarm, objective, watch, Vector{T}(undef, swarm.dim), nothing)
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

`f` is called as in [`swarm_minimize`](@ref), which also tells about exceptions. It must not use the swarm.
"""
step!(swarm::Swarm{T}, f) where {T} =
    search!(search -> photinus_pso_step(T, swarm, objective_function(search), search), swarm, f, nothing)

"""
    ask!(swarm) -> Matrix

The points whose values are wanted, the columns of a new matrix: those of the generation, the same until all of them are
told by [`tell!`](@ref). It has no columns where the run has ended; the [`report`](@ref) says why. The result is that of
[`step!`](@ref), to the bit, whatever the order in which values are told. With `boundary = :fly` there can be points outside of
the box: what is told of these is not used.
"""
function ask!(swarm::Swarm{T}) where {T}
    check_idle(swarm)
    points, count = Ref(Ptr{T}(C_NULL)), Ref(Csize_t(0))
    check(photinus_pso_ask(T, swarm, points, count))
    asked = Matrix{T}(undef, swarm.dim, Int(count[]))
    isempty(asked) || GC.@preserve swarm asked unsafe_copyto!(pointer(asked), points[], length(asked))
    return asked
end

"""
    tell!(swarm, k, value) -> Report
    tell!(swarm, ks, values) -> Report

Tells the value of column `k` of what [`ask!`](@ref) returned, or those of a range of columns; NaN counts as `Inf`. When
the last one is told, the particles move.

Throws a [`PhotinusError`](@ref) for a point that was not asked for, or whose value has been told; then no value is taken.
"""
function tell!(swarm::Swarm{T}, ks::AbstractUnitRange{<:Integer}, values::AbstractVector) where {T}
    check_idle(swarm)
    check_length("values", values, length(ks))
    first(ks) >= 1 || throw(PhotinusError(PHOTINUS_ERROR_NOT_ASKED))
    check(photinus_pso_tell(T, swarm, first(ks) - 1, dense(T, values), length(ks)))
    return report(swarm)
end
tell!(swarm::Swarm{T}, k::Integer, value::Real) where {T} = tell!(swarm, k:k, T[value])

"""
    run!(swarm, f; watch = nothing, threads = false) -> Report

Steps until the run ends. `watch` is called with a [`Report`](@ref) after each generation; it stops the run by returning
`false`, and may look at the swarm by [`best`](@ref) and [`save`](@ref). A run that was stopped so, or by an exception,
is gone on with by another call; one that ended for another reason, by changed options ([`set_options!`](@ref)).

With `threads = true` the points of a generation are evaluated by Julia's threads, by [`ask!`](@ref) and [`tell!`](@ref): the
same bits, but that after an exception the whole generation is evaluated again.

`f` is called as in [`swarm_minimize`](@ref), which also tells about exceptions. It must not use the swarm.
"""
function run!(swarm::Swarm{T}, f; watch = nothing, threads = false) where {T}
    threads && return run_threads!(swarm, f, watch)
    return search!(swarm, f, watch) do search
        photinus_pso_run(T, swarm, objective_function(search), watch_function(search), search)
    end
end

# In three functions: the compiler of Julia 1.5 fails for all of it in one.
function run_threads!(swarm::Swarm{T}, f, watch) where {T}
    while true
        points = ask!(swarm)
        count = size(points, 2)
        count == 0 && return report(swarm)
        values = evaluate_threads!(swarm, f, points)
        generations = report(swarm).generations
        now = tell!(swarm, 1:count, values)
        if watch !== nothing && now.generations > generations && !goes_on!(swarm, watch, now)
            return Report{T}(ntuple(i -> getfield(now, i), fieldcount(Report) - 1)..., :caller)
        end
    end
end

function evaluate_threads!(swarm::Swarm{T}, f, points) where {T}
    count = size(points, 2)
    values = Vector{T}(undef, count)
    failures = Vector{Any}(nothing, count)
    swarm.state = :evaluating
    try
        Threads.@threads for k in 1:count
            values[k], failures[k] = attempt(T, f, points[:, k])
        end
    finally
        swarm.state = :idle
    end
    failed = findfirst(!isnothing, failures)
    failed === nothing || throw(failures[failed])
    return values
end

# The value and nothing, or NaN and what was thrown. Not in line: the compiler of Julia 1.5 spoils a loop over threads whose
# body always throws.
@noinline function attempt(::Type{T}, f, x) where {T}
    try
        return convert(T, f(x)), nothing
    catch exception
        return T(NaN), exception
    end
end

function goes_on!(swarm, watch, now)
    swarm.state = :watching
    try
        return watch(now) !== false
    finally
        swarm.state = :idle
    end
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
    result = Ref(PsoReport{T}(sizeof(PsoReport{T}), 0, 0, 0, 0, 0, 0, zero(T), zero(T), 0, 0))
    check(photinus_pso_report(T, swarm, result))
    now = result[]
    return Report{T}(
        now.best_value, now.generations, now.evaluations, now.nan_evaluations, now.repetitions, now.restarts,
        now.swarm_size, now.spread, reason(now.status),
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
    swarm_minimize(f, lower, upper; start = nothing, watch = nothing, threads = false, options...) -> SwarmMinimum

Minimises `f` in the box from `lower` to `upper` by a particle swarm: see [`Swarm`](@ref) for the method, for `start`
and for the options.

`f` gets a position, a `Vector` of `Float32` if the bounds are of that type, otherwise of `Float64`; the same vector is
filled again for the next position, so `copy` it to keep it. It returns a real number; NaN counts as `Inf`. `watch` is
called with a [`Report`](@ref) after each generation, and stops the search by returning `false`.

With `threads = true`, `f` is called by Julia's threads, several at a time, with a new vector each. Otherwise both are
called by the task that called `swarm_minimize`. If they throw, also by an interrupt, the search stops and the same
exception is thrown here, caused by a `CapturedException` that shows where it came from. Other exceptions are those of
[`Swarm`](@ref).

# Examples
```jldoctest
julia> found = swarm_minimize(x -> (x[1] - 1)^2 + (x[2] + 2)^2, [-5, -5], [5, 5]; target = 1e-12);

julia> found.reason, round.(found.position; digits = 3)
(:target, [1.0, -2.0])
```
"""
function swarm_minimize(f, lower::AbstractVector, upper::AbstractVector; watch = nothing, threads = false, options...)
    swarm = Swarm(lower, upper; options...)
    try
        ended = run!(swarm, f; watch = watch, threads = threads)
        position, value = best(swarm)
        return SwarmMinimum(position, value, ended.reason, ended.generations, ended.evaluations, ended.nan_evaluations)
    finally
        finalize(swarm) # Julia's garbage collector does not know how large it is
    end
end

"""
    feasible_first(value, inequalities, equalities = []; equality_tolerance = 1e-6 (Float32: 1e-4)) -> value

Deb's rules in one number, for swarms and other methods that know no constraints: `value` where all inequalities are at most
0 and all equalities within the tolerance of 0 (NaN is neither); else a number beyond all reasonable values (1e300, in
`Float32` 1e37), the larger, the larger the largest violation is. It is what the function to be minimised then returns.

# Examples
```jldoctest
julia> disc(x) = feasible_first(x[1] + x[2], [x[1]^2 + x[2]^2 - 2]);

julia> round.(swarm_minimize(disc, [-5, -5], [5, 5]; max_evaluations = 20_000).position; digits = 3)
2-element Array{Float64,1}:
 -1.0
 -1.0
```
"""
function feasible_first(
    value::Real,
    inequalities::AbstractVector,
    equalities::AbstractVector = eltype(inequalities)[];
    equality_tolerance::Union{Nothing,Real} = nothing,
)
    T = precision_of(typeof(value), eltype(inequalities), eltype(equalities))
    tolerance = something(equality_tolerance, T === Float32 ? 1e-4 : 1e-6)
    result = Ref(zero(T))
    check(photinus_feasible_first(
        T, value, dense(T, vcat(inequalities, equalities)), length(inequalities), length(equalities), tolerance,
        result))
    return result[]
end
