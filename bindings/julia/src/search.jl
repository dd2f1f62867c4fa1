# The search for a global minimum.

# A run whose points are asked for, many at once, and whose values are told. It has the fields of a `Search`.
abstract type Asked{T} end

const SEARCH_OPTIONS = """
| option | default | meaning |
|:---|:---|:---|
| `population` | 0 | samples of the first covariance run, at least 4; 0: 4 + ⌊3 ln n⌋ for n variables that are not fixed |
| `population_limit` | 0 | the most that restarts double it to; 0: 128 times the usual |
| `step_size` | 0.2 | first standard deviation of a covariance run, in parts of the interval that is sampled |
| `polish` | 100 | the most evaluations of a polish, per variable; 0: none |
| `axis_points` | 150 | points per axis of the search along axes, which sums over variables have; below 3: none |
| `evaluations_per_point` | 1 | for noisy functions: every value (and constraint) is the mean of so many |
| `active` | true | whether the covariance learns from the worse half of the samples, too |
| `max_restarts` | 9 | stops after that many restarts |
| `max_repetition` | 0 | stops after that many restarts in a row without a better value; 0: never |
| `target` | -Inf | stops at a value at or below this, where the constraints are met |
| `max_evaluations` | never | stops after that many evaluations, also in the middle of a generation |
| `max_generations` | never | stops after that many generations |
| `equality_tolerance` | 1e-6 (`Float32`: 1e-4) | how far from 0 an equality may be |
| `seed` | 0 | runs with equal arguments and seeds are equal to the bit |
"""

"""
    SearchReport{T}

Where a [`Search`](@ref) is: `best_value` (`Inf` before there is one) and the largest `violation` of a constraint there, the
numbers of complete `generations`, of `evaluations`, of `nan_evaluations` among them (that gave NaN, which counts as
`Inf`), of `restarts`, and of `repetitions` (restarts since the best point last changed), the `spread` of the covariance
run in parts of the interval that is sampled, the `phase` (`:start`, `:polish`, `:axes` or `:covariance`), and the
`reason` why it ended: `:target`, `:stagnation` (by itself), `:evaluations`, `:generations`, `:caller` (`watch` returned
`false`), `:time`, or `:running` if it has not.
"""
struct SearchReport{T}
    best_value::T
    violation::T
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
    restarts::Int64
    repetitions::Int64
    spread::T
    phase::Symbol
    reason::Symbol
end

"""
    Minimum{T}

What [`minimize`](@ref) found: the best `position`, its `value` and the largest `violation` of a constraint there, the
`reason` why the search ended (see [`SearchReport`](@ref)), and how many `generations` and `evaluations` it took,
`nan_evaluations` of which gave NaN.
"""
struct Minimum{T}
    position::Vector{T}
    value::T
    violation::T
    reason::Symbol
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
end

"""
    Search(lower, upper; start = nothing, spread = nothing, grid = nothing, inequalities = 0, equalities = 0, options...)

A search for the global minimum of a function of as many variables as `lower` and `upper` are long; where both are equal a
variable is fixed. It is in `Float32` if the bounds are, otherwise in `Float64`. In this order it evaluates start points;
polishes the best of them by L-BFGS with differences; searches every axis by itself, if the function turned out to be a
sum over variables; and adapts a covariance (CMA-ES), with restarts, alternately with a doubled and with a small population
(Hansen, GECCO 2009). Only points within the bounds are evaluated.

- `start`: points to start from, the columns of a matrix.
- `spread`: bounds may be infinite; such variables are sampled within that distance of the first start at first.
- `grid`: 1 lets a variable be whole numbers only, s > 0 whole multiples of s, 0 any number.
- `inequalities`, `equalities`: how many constraints there are, met where they are at most 0, and where they are 0: see
  [`minimize`](@ref).

$SEARCH_OPTIONS
One task at a time may use a search. Throws a `DimensionMismatch` if sizes don't match, and a [`PhotinusError`](@ref) for
what the library refuses.
"""
mutable struct Search{T<:Union{Float32,Float64}} <: Asked{T}
    pointer::Ptr{Cvoid}
    dim::Int
    constraints::Int
    options::SearchOptions{T}
    told::Vector{Bool} # which points of those that are asked for have values, as far as this object has told them
    busy::Bool

    # Takes a search of C's over.
    function Search{T}(pointer) where {T}
        search = new{T}(pointer, 0, 0, search_defaults(T), Bool[], false)
        finalizer(search) do search
            photinus_search_free(T, search)
            search.pointer = C_NULL # C refuses it, if the search was finalised early and is still used
        end
        dim, options = Ref(Csize_t(0)), Ref(search.options)
        inequalities, equalities = Ref(Csize_t(0)), Ref(Csize_t(0))
        check(photinus_search_dim(T, search, dim))
        check(photinus_search_constraints(T, search, inequalities, equalities))
        check(photinus_search_get_options(T, search, options))
        search.dim, search.constraints, search.options = dim[], inequalities[] + equalities[], options[]
        return search
    end
end

# A problem as C has it.
function described_problem(lower, upper, start, spread, grid, inequalities = 0, equalities = 0)
    T = precision_of(eltype(lower), eltype(upper))
    dim = length(lower)
    check_length("upper", upper, dim)
    settings = Settings(; dim = dim, inequalities = inequalities, equalities = equalities)
    point!(settings, :lower, dense(T, lower))
    point!(settings, :upper, dense(T, upper))
    if start !== nothing
        size(start, 1) == dim || throw(DimensionMismatch("start has $(size(start, 1)) rows, not $dim"))
        point!(settings, :start, dense(T, start))
        set!(settings; start_count = size(start, 2))
    end
    for (name, array) in ((:spread, spread), (:grid, grid))
        array === nothing && continue
        check_length(name, array, dim)
        point!(settings, name, dense(T, array))
    end
    return Described{SearchProblem{T}}(photinus_problem_init, T, settings)
end

Base.eltype(::Described{SearchProblem{T}}) where {T} = T

function Search(
    lower::AbstractVector,
    upper::AbstractVector;
    start::Union{Nothing,AbstractVecOrMat} = nothing,
    spread::Union{Nothing,AbstractVector} = nothing,
    grid::Union{Nothing,AbstractVector} = nothing,
    inequalities::Integer = 0,
    equalities::Integer = 0,
    options...,
)
    problem = described_problem(lower, upper, start, spread, grid, inequalities, equalities)
    T = eltype(problem)
    pointer = Ref(C_NULL)
    GC.@preserve problem check(
        photinus_search_new(T, problem, Ref(with_options(search_defaults(T); options...)), pointer))
    return Search{T}(pointer[])
end

Base.unsafe_convert(::Type{Ptr{Cvoid}}, search::Search) = search.pointer

Base.show(io::IO, search::Search{T}) where {T} = print(io, "Search{$T} in ", search.dim, " dimensions")

function search_defaults(::Type{T}) where {T}
    options = Ref{SearchOptions{T}}()
    check(photinus_search_options_init(T, options, sizeof(SearchOptions{T})))
    return options[]
end

# The options of `base`, but for those that are given; `what` has them.
with_options(base::SearchOptions; options...) = with_fields("a search", base; options...)
function with_fields(what, base::S; options...) where {S}
    for name in keys(options)
        name in fieldnames(S) && name !== :struct_size || throw(ArgumentError("$what has no option $name"))
    end
    return S((get(options, name, getfield(base, name)) for name in fieldnames(S))...)
end

check_idle(search::Asked) =
    search.busy && throw(ArgumentError("a search must not be changed by a function that it calls"))

"""
    ask!(search) -> Matrix

The points whose values are wanted, the columns of a new matrix, the same until the last of their values is told by
[`tell!`](@ref). It has no columns where the run has ended; the [`report`](@ref) says why. The result is that of
[`step!`](@ref), to the bit, whatever the order in which values are told.
"""
function ask!(search::Search{T}) where {T}
    check_idle(search)
    points, count = Ref(Ptr{T}(C_NULL)), Ref(Csize_t(0))
    check(photinus_search_ask(T, search, points, count))
    return asked_points!(search, points[], Int(count[]))
end

# The points that C asks for, in a matrix of their own.
function asked_points!(search::Asked{T}, points, len) where {T}
    length(search.told) == len || (search.told = fill(false, len))
    asked = Matrix{T}(undef, search.dim, len)
    len > 0 && GC.@preserve search asked unsafe_copyto!(pointer(asked), points, length(asked))
    return asked
end

# Remembers that the values of these have been told.
function told_points!(search::Asked, ks)
    checkbounds(Bool, search.told, ks) && (search.told[ks] .= true)
    all(search.told) && empty!(search.told)
    return search
end

"""
    tell!(search, k, value[, constraints]) -> SearchReport
    tell!(search, ks, values[, constraints]) -> SearchReport

Tells the value of column `k` of what [`ask!`](@ref) returned, or those of a range of columns; NaN counts as `Inf`. If the
problem has constraints, they are the columns of `constraints`: first the inequalities, then the equalities. When the last
value is told, the search moves on.

Throws a [`PhotinusError`](@ref) for a point that was not asked for, or whose value has been told; then no value is taken.
"""
function tell!(
    search::Search{T},
    ks::AbstractUnitRange{<:Integer},
    values::AbstractVector,
    constraints::AbstractVecOrMat = Matrix{T}(undef, 0, length(ks)),
) where {T}
    check_idle(search)
    check_length("values", values, length(ks))
    check_length("constraints", constraints, search.constraints * length(ks))
    first(ks) >= 1 || throw(PhotinusError(PHOTINUS_ERROR_NOT_ASKED))
    check(photinus_search_tell_constrained(
        T, search, first(ks) - 1, dense(T, values), dense(T, constraints), length(ks)))
    told_points!(search, ks)
    return report(search)
end
tell!(search::Search{T}, k::Integer, value::Real, constraints::AbstractVector = T[]) where {T} =
    tell!(search, k:k, T[value], constraints)

tell_all!(search::Search, ks, values, constraints) = tell!(search, ks, values, constraints)

# A function's result, as numbers: its value, and what the constraints are.
function store!(search::Asked{T}, result, k, values, constraints) where {T}
    search.constraints == 0 && return values[k] = convert(T, result)::T
    value, row = result
    check_length("what the function returned for the constraints", row, search.constraints)
    constraints[:, k] .= row
    return values[k] = convert(T, value)::T
end

# Thrown where no evaluation may begin any more.
struct TimeIsUp <: Exception end

seconds() = time_ns() / 1e9 # time() may jump

check_time(deadline) = seconds() >= deadline && throw(TimeIsUp())

# Evaluates the points that have no value, and tells the values: of those before a failure, and if there was none of all.
function evaluate!(search::Asked{T}, f, points, threads, batch, deadline) where {T}
    waiting = findall(!, search.told)
    values = Vector{T}(undef, size(points, 2))
    constraints = Matrix{T}(undef, search.constraints, size(points, 2))
    failures = Vector{Any}(nothing, size(points, 2))
    search.busy = true
    try
        if batch
            check_time(deadline)
            result = f(points[:, waiting])
            found, rows = search.constraints == 0 ? (result, constraints[:, waiting]) : result
            check_length("what the function returned", found, length(waiting))
            check_size("what the function returned for the constraints", rows, (search.constraints, length(waiting)))
            values[waiting] .= found
            constraints[:, waiting] .= rows
        elseif threads
            Threads.@threads for k in waiting
                try
                    check_time(deadline)
                    store!(search, f(points[:, k]), k, values, constraints)
                catch exception
                    failures[k] = exception
                end
            end
        else
            for k in waiting
                try
                    check_time(deadline)
                    store!(search, f(points[:, k]), k, values, constraints)
                catch exception
                    failures[k] = exception
                    break
                end
            end
        end
    finally
        search.busy = false
    end
    failed = findfirst(k -> failures[k] !== nothing, waiting)
    for k in (failed === nothing ? waiting : waiting[1:failed-1])
        try
            tell_all!(search, k:k, values[k:k], constraints[:, k:k])
        catch exception
            # A search that was saved in the middle of a generation knows more values than this object.
            exception isa PhotinusError && exception.code == PHOTINUS_ERROR_NOT_ASKED || rethrow()
        end
    end
    failed === nothing || throw(failures[waiting[failed]])
    return report(search)
end

"""
    step!(search, f; threads = false, batch = false) -> SearchReport
    step!(cma, f; threads = false, batch = false) -> CmaReport

One generation: evaluates `f` at the points that are wanted. A generation that ended in the middle, because
`max_evaluations` were used up or `f` threw, is gone on with at the point that it ended at. If the run has ended, nothing is
done, and the report says why it has.

`f`, `threads` and `batch` are those of [`minimize`](@ref). `f` must not change the search.
"""
step!(search::Asked, f; threads::Bool = false, batch::Bool = false) = step_until!(search, f, threads, batch, Inf)

function step_until!(search, f, threads, batch, deadline)
    points = ask!(search)
    return size(points, 2) == 0 ? report(search) : evaluate!(search, f, points, threads, batch, deadline)
end

"""
    run!(search, f; watch = nothing, threads = false, batch = false, time_limit = Inf) -> SearchReport
    run!(cma, f; watch = nothing, threads = false, batch = false, time_limit = Inf) -> CmaReport

Steps until the run ends. `watch` is called with the report after each generation; it stops the run by
returning `false`, and may look at the search by [`best`](@ref) and [`save`](@ref). A run that was stopped so, or by an
exception, is gone on with by another call; one that ended for another reason, by changed options
([`set_options!`](@ref)). After `time_limit` seconds no evaluation begins, and the run ends with the reason `:time`; the
next one has as much time again, and where it ended does not change the bits of what follows.

`f`, `threads` and `batch` are those of [`minimize`](@ref). `f` must not change the search.
"""
function run!(
    search::Asked,
    f;
    watch = nothing,
    threads::Bool = false,
    batch::Bool = false,
    time_limit::Real = Inf,
)
    time_limit >= 0 || throw(ArgumentError("a time limit is at least 0"))
    deadline = seconds() + time_limit
    generations = report(search).generations
    while true
        now = try
            step_until!(search, f, threads, batch, deadline)
        catch exception
            exception isa TimeIsUp || rethrow()
            return ended_by(report(search), :time)
        end
        if watch !== nothing && now.generations > generations
            search.busy = true
            goes_on = try
                watch(now) !== false
            finally
                search.busy = false
            end
            goes_on || now.reason !== :running || return ended_by(now, :caller)
        end
        generations = now.generations
        now.reason === :running || return now
    end
end

# The report of a run that was ended from outside: the reason comes last.
ended_by(now::R, reason) where {R} = R(ntuple(i -> getfield(now, i), fieldcount(R) - 1)..., reason)

"""
    best(search) -> (position, value)

The best position so far, a new vector, and its value. Before the first value it is the first point that is asked for,
with `Inf`.
"""
function best(search::Search{T}) where {T}
    position, value = Vector{T}(undef, search.dim), Ref(zero(T))
    check(photinus_search_best(T, search, position, search.dim, value))
    return (position = position, value = value[])
end

"""
    report(search) -> SearchReport

Where the search is.
"""
function report(search::Search{T}) where {T}
    z = zero(T)
    result = Ref(SearchProgress{T}(sizeof(SearchProgress{T}), 0, 0, 0, 0, 0, z, z, z, 0, 0, 0))
    check(photinus_search_report(T, search, result))
    now = result[]
    return SearchReport{T}(
        now.best_value, now.violation, now.generations, now.evaluations, now.nan_evaluations, now.restarts,
        now.repetitions, now.spread, (:start, :polish, :axes, :covariance)[now.phase+1], reason(now.status),
    )
end

"""
    set_options!(search; options...) -> search

Changes what the search does, or when it stops, from the next generation on; the options are those of [`Search`](@ref), and
what is not given stays. A run that had ended goes on where the new options let it.

Throws a [`PhotinusError`](@ref) for an option out of range, and for another `population`, `population_limit`,
`axis_points` or `evaluations_per_point`, which can't be changed.
"""
function set_options!(search::Search{T}; options...) where {T}
    check_idle(search)
    chosen = with_options(search.options; options...)
    check(photinus_search_set_options(T, search, Ref(chosen)))
    search.options = chosen
    return search
end

"""
    save(search) -> Vector{UInt8}

The whole run as bytes, from which [`restore`](@ref) makes a search that goes on to the same bits, on any machine and from
any language: `restore(Search, bytes)`.
"""
function save(search::Search{T}) where {T}
    size = Ref{Csize_t}()
    check(photinus_search_save_size(T, search, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_search_save(T, search, checkpoint, size[]))
    return checkpoint
end

"""
    restore(Search[{T}], bytes) -> Search{T}

The search that [`save`](@ref) turned into bytes; T is `Float64` if it is not given.

Throws a [`PhotinusError`](@ref) if they are truncated, changed, of an unknown version, or of a search of another precision.
"""
function restore(::Type{Search{T}}, bytes::AbstractVector{UInt8}) where {T}
    checkpoint = dense(UInt8, bytes)
    pointer = Ref(C_NULL)
    check(photinus_search_restore_new(T, checkpoint, length(checkpoint), pointer))
    return Search{T}(pointer[])
end
restore(::Type{Search}, bytes::AbstractVector{UInt8}) = restore(Search{Float64}, bytes)

"""
    minimize(f, lower, upper; watch = nothing, threads = false, batch = false, time_limit = Inf, options...) -> Minimum

Minimises `f` from `lower` to `upper`: see [`Search`](@ref) for the method, and for the options `start`, `spread`, `grid`,
`inequalities`, `equalities` and the others.

`f` gets a position, a new `Vector` of `Float32` if the bounds are of that type, otherwise of `Float64`. It returns a real
number; NaN counts as `Inf`. If there are constraints it returns `(value, constraints)`, a vector with first the inequalities,
met where they are at most 0, then the equalities. With `threads = true` it is called by Julia's threads, several at a
time: the same bits. With `batch = true` it gets a matrix whose columns are positions, and returns a vector of values, or
with constraints `(values, constraints)`, a matrix with a column per point.

`watch` is called with a [`SearchReport`](@ref) after each generation, and stops the search by returning `false`;
`time_limit` seconds do, too. What `f` or `watch` throws is thrown here.

# Examples
```jldoctest
julia> found = minimize(x -> (x[1] - 1)^2 + (x[2] + 2)^2, [-5, -5], [5, 5]; target = 1e-12);

julia> found.reason, round.(found.position; digits = 3)
(:target, [1.0, -2.0])

julia> disc = x -> (x[1] + x[2], [x[1]^2 + x[2]^2 - 2]);

julia> found = minimize(disc, [-5, -5], [5, 5]; inequalities = 1, max_evaluations = 3000);

julia> round.(found.position; digits = 3)
2-element Array{Float64,1}:
 -1.0
 -1.0
```
"""
function minimize(
    f,
    lower::AbstractVector,
    upper::AbstractVector;
    watch = nothing,
    threads::Bool = false,
    batch::Bool = false,
    time_limit::Real = Inf,
    options...,
)
    search = Search(lower, upper; options...)
    try
        ended = run!(search, f; watch = watch, threads = threads, batch = batch, time_limit = time_limit)
        position, value = best(search)
        return Minimum(
            position, value, ended.violation, ended.reason, ended.generations, ended.evaluations, ended.nan_evaluations,
        )
    finally
        finalize(search) # Julia's garbage collector does not know how large it is
    end
end
