# L-BFGS-B by itself.

const LBFGS_OPTIONS = """
| option | default | meaning |
|:---|:---|:---|
| `pairs` | 10 | pairs of steps and gradient differences that are kept, at least 1 |
| `gradient_tolerance` | 1e-10 (`Float32`: 2e-5) | stops where no component of the projected gradient is larger |
| `value_tolerance` | 10 `eps(T)` | stops where an iteration lowers the value by no more than this times max(\\|f\\|, \\|f'\\|, 1) |
| `max_iterations` | never | stops after that many iterations |
| `max_evaluations` | never | stops after that many evaluations of the value with its gradient |
| `target` | -Inf | stops at a value at or below this |
| `first_step` | 1 | the longest first step |
| `sufficient_decrease` | 1e-4 | the line search's first condition, at least 0 and below 1/2 |
| `curvature` | 0.9 | its second one, above the first and below 1 |
"""

"""
    LbfgsReport{T}

Where a run of [`Lbfgs`](@ref) is: `best_value` (`Inf` before there is one), the largest component of the
`projected_gradient` at the best point, the numbers of complete `iterations` and of `evaluations` (of the value with its
gradient), and the `reason` why the run ended: `:gradient`, `:value` (their tolerances), `:line_search` (no lower value was
found along the projected gradient), `:target`, `:iterations`, `:evaluations`, `:caller` (`watch` returned `false`),
`:not_finite` (the value or the gradient at the start is not), or `:running` if it has not.
"""
struct LbfgsReport{T}
    best_value::T
    projected_gradient::T
    iterations::Int64
    evaluations::Int64
    reason::Symbol
end

"""
    LbfgsMinimum{T}

What [`lbfgs_minimize`](@ref) found: the best `position`, its `value` and the `gradient` there, the `reason` why the run
ended (see [`LbfgsReport`](@ref)), and how many `iterations` and `evaluations` it took.
"""
struct LbfgsMinimum{T}
    position::Vector{T}
    value::T
    gradient::Vector{T}
    reason::Symbol
    iterations::Int64
    evaluations::Int64
end

"""
    Lbfgs(start; lower = nothing, upper = nothing, options...)

One run of L-BFGS-B (Byrd, Lu, Nocedal and Zhu, 1995), with the line search of Moré and Thuente (1994), for smooth functions
of many variables: it finds the minimum of the basin that `start` is in, between `lower` and `upper`, which may be infinite
(`nothing`: all are). Where both are equal the variable is fixed. It is in `Float32` if the arrays are, otherwise in
`Float64`.

$LBFGS_OPTIONS
[`run!`](@ref) and [`step!`](@ref) call a function for the value and the gradient, or make the latter by differences;
[`ask!`](@ref) and [`tell!`](@ref) leave the evaluation to the caller. [`best`](@ref), [`best_gradient`](@ref),
[`report`](@ref), [`set_options!`](@ref), [`save`](@ref) and `restore(Lbfgs, bytes)` are there, too. One task at a time may
use it. Throws a `DimensionMismatch` if sizes don't match, and a [`PhotinusError`](@ref) for what the library refuses.
"""
mutable struct Lbfgs{T<:Union{Float32,Float64}}
    pointer::Ptr{Cvoid}
    dim::Int
    options::LbfgsOptions{T}
    busy::Bool

    # Takes a run of C's over.
    function Lbfgs{T}(pointer) where {T}
        lbfgs = new{T}(pointer, 0, lbfgs_defaults(T), false)
        finalizer(lbfgs) do lbfgs
            photinus_lbfgs_free(T, lbfgs)
            lbfgs.pointer = C_NULL # C refuses it, if the run was finalised early and is still used
        end
        dim, options = Ref(Csize_t(0)), Ref(lbfgs.options)
        check(photinus_lbfgs_dim(T, lbfgs, dim))
        check(photinus_lbfgs_get_options(T, lbfgs, options))
        lbfgs.dim, lbfgs.options = dim[], options[]
        return lbfgs
    end
end

function Lbfgs(
    start::AbstractVector;
    lower::Union{Nothing,AbstractVector} = nothing,
    upper::Union{Nothing,AbstractVector} = nothing,
    options...,
)
    arrays = filter(!isnothing, Any[start, lower, upper])
    T = precision_of(map(eltype, arrays)...)
    dim = length(start)
    bounds = map((("lower", lower), ("upper", upper))) do (name, array)
        array === nothing && return C_NULL
        check_length(name, array, dim)
        return dense(T, array)
    end
    chosen = with_options(lbfgs_defaults(T); options...)
    pointer = Ref(C_NULL)
    check(photinus_lbfgs_new(T, dim, dense(T, start), bounds[1], bounds[2], Ref(chosen), pointer))
    return Lbfgs{T}(pointer[])
end

Base.unsafe_convert(::Type{Ptr{Cvoid}}, lbfgs::Lbfgs) = lbfgs.pointer

Base.show(io::IO, lbfgs::Lbfgs{T}) where {T} = print(io, "Lbfgs{$T} in ", lbfgs.dim, " dimensions")

function lbfgs_defaults(::Type{T}) where {T}
    options = Ref{LbfgsOptions{T}}()
    check(photinus_lbfgs_options_init(T, options, sizeof(LbfgsOptions{T})))
    return options[]
end

with_options(base::LbfgsOptions; options...) = with_fields("a run of L-BFGS", base; options...)

check_idle(lbfgs::Lbfgs) =
    lbfgs.busy && throw(ArgumentError("a run must not be changed by a function that it calls"))

"""
    ask!(lbfgs) -> Vector, or nothing

The point whose value and gradient are wanted, a new vector; `nothing` where the run has ended: the [`report`](@ref) says
why. The result is that of [`step!`](@ref), to the bit.
"""
function ask!(lbfgs::Lbfgs{T}) where {T}
    check_idle(lbfgs)
    x = Ref(Ptr{T}(C_NULL))
    check(photinus_lbfgs_ask(T, lbfgs, x)) == PHOTINUS_OK || return nothing
    asked = Vector{T}(undef, lbfgs.dim)
    GC.@preserve lbfgs asked unsafe_copyto!(pointer(asked), x[], lbfgs.dim)
    return asked
end

"""
    tell!(lbfgs, value, gradient) -> LbfgsReport

Tells the value and the gradient at the point that [`ask!`](@ref) returned, and the run moves on. A value that is not
finite, or one with such a gradient, counts as higher than all others, and shortens the step.

Throws a [`PhotinusError`](@ref) if the run had ended, and if the first value or gradient is not finite.
"""
function tell!(lbfgs::Lbfgs{T}, value::Real, gradient::AbstractVector) where {T}
    check_idle(lbfgs)
    check_length("gradient", gradient, lbfgs.dim)
    check(photinus_lbfgs_tell(T, lbfgs, value, dense(T, gradient), lbfgs.dim))
    return report(lbfgs)
end

const DIFFERENCES = (:forward, :central)

# C's differences; nothing where there are none.
chosen_differences(::Type, ::Nothing, typical) = nothing
function chosen_differences(::Type{T}, scheme, typical) where {T}
    defaults = Ref{Differences{T}}()
    check(photinus_differences_init(T, defaults, sizeof(Differences{T})))
    return Ref(Differences{T}(defaults[].struct_size, typical, numbered("differences", DIFFERENCES, scheme)))
end

function bounds(lbfgs::Lbfgs{T}) where {T}
    lower, upper = Vector{T}(undef, lbfgs.dim), Vector{T}(undef, lbfgs.dim)
    check(photinus_lbfgs_bounds(T, lbfgs, lower, upper, lbfgs.dim))
    return lower, upper
end

# The function's value and gradient at x.
function evaluate(lbfgs::Lbfgs{T}, f, x, ::Nothing, threads, batch) where {T}
    value, gradient = f(copy(x))
    check_length("the gradient that the function returned", gradient, lbfgs.dim)
    return convert(T, value)::T, dense(T, gradient)
end
function evaluate(lbfgs::Lbfgs{T}, f, x, differences, threads, batch) where {T}
    value = values_at(T, f, reshape(copy(x), :, 1), false, batch)[1]
    isfinite(value) || return value, zeros(T, lbfgs.dim) # counts as the highest, and needs no gradient
    dim, rows = lbfgs.dim, Ref(Csize_t(0))
    lower, upper = bounds(lbfgs)
    check(photinus_difference_rows(T, dim, lower, upper, differences, rows))
    points, gradient = Matrix{T}(undef, dim, rows[]), Vector{T}(undef, dim)
    check(photinus_difference_points(T, dim, x, lower, upper, differences, points, rows[]))
    values = values_at(T, f, copy(points), threads, batch)
    check(photinus_difference_gradient(T, dim, x, lower, upper, differences, value, values, rows[], gradient))
    return value, gradient
end

# The values at the columns of a matrix. In two functions, as those of a swarm.
function values_at(::Type{T}, f, points, threads, batch) where {T}
    if batch
        values = size(points, 2) == 0 ? T[] : f(points)
        check_length("what the function returned", values, size(points, 2))
        return dense(T, values)
    end
    threads && return values_by_threads(T, f, points)
    return T[f(points[:, k]) for k in 1:size(points, 2)]
end

function values_by_threads(::Type{T}, f, points) where {T}
    count = size(points, 2)
    values, failures = Vector{T}(undef, count), Vector{Any}(nothing, count)
    Threads.@threads for k in 1:count
        values[k], failures[k] = attempt(T, f, points[:, k])
    end
    failed = findfirst(!isnothing, failures)
    failed === nothing || throw(failures[failed])
    return values
end

# What `body` returns, while the run must not be changed.
function while_busy(body, lbfgs)
    lbfgs.busy = true
    try
        return body()
    finally
        lbfgs.busy = false
    end
end

function step_by!(lbfgs, f, differences, threads, batch)
    x = ask!(lbfgs)
    x === nothing && return report(lbfgs)
    value, gradient = while_busy(() -> evaluate(lbfgs, f, x, differences, threads, batch), lbfgs)
    return tell!(lbfgs, value, gradient)
end

"""
    step!(lbfgs, f; differences = nothing, typical = 1, threads = false, batch = false) -> LbfgsReport

One evaluation, and what follows from it; if the run has ended, nothing is done, and the [`LbfgsReport`](@ref) says why it has.

`f` gets a position, a new vector, and returns `(value, gradient)`. With `differences = :central` (or `:forward`, fewer and
less exact ones) it returns the value alone, and is called at two points (or one) more for each variable, by steps that are
measured by `typical` where |x| is smaller; with `threads = true` these are evaluated by Julia's threads, with
`batch = true` `f` gets matrices whose columns are positions, and returns vectors of values.

If `f` throws, the run stays where it is. `f` must not change it.
"""
step!(
    lbfgs::Lbfgs{T},
    f;
    differences::Union{Nothing,Symbol} = nothing,
    typical::Real = 1,
    threads::Bool = false,
    batch::Bool = false,
) where {T} = step_by!(lbfgs, f, chosen_differences(T, differences, typical), threads, batch)

"""
    run!(lbfgs, f; watch = nothing, differences = nothing, typical = 1, threads = false, batch = false) -> LbfgsReport

Steps until the run ends. `watch` is called with an [`LbfgsReport`](@ref) after each iteration; it stops the run by returning
`false`, and may look at the run by [`best`](@ref) and [`save`](@ref). A run that was stopped so, or by an exception, is gone
on with by another call. The other arguments are those of [`step!`](@ref). By differences the default `gradient_tolerance` is
hardly ever reached; the run then ends by `value_tolerance`, or because no lower value is found.
"""
function run!(
    lbfgs::Lbfgs{T},
    f;
    watch = nothing,
    differences::Union{Nothing,Symbol} = nothing,
    typical::Real = 1,
    threads::Bool = false,
    batch::Bool = false,
) where {T}
    chosen = chosen_differences(T, differences, typical)
    iterations = report(lbfgs).iterations
    while true
        now = step_by!(lbfgs, f, chosen, threads, batch)
        if watch !== nothing && now.iterations > iterations
            goes_on = while_busy(() -> watch(now) !== false, lbfgs)
            goes_on || now.reason !== :running || return ended_by(now, :caller)
        end
        iterations = now.iterations
        now.reason === :running || return now
    end
end

"""
    best(lbfgs) -> (position, value)

The best position so far, a new vector, and its value: before the first value the start, with `Inf`.
"""
function best(lbfgs::Lbfgs{T}) where {T}
    position, value = Vector{T}(undef, lbfgs.dim), Ref(zero(T))
    check(photinus_lbfgs_best(T, lbfgs, position, lbfgs.dim, value))
    return (position = position, value = value[])
end

"""
    best_gradient(lbfgs) -> Vector

The gradient at the best position, with 0 for variables that are fixed.
"""
function best_gradient(lbfgs::Lbfgs{T}) where {T}
    gradient = Vector{T}(undef, lbfgs.dim)
    check(photinus_lbfgs_best_gradient(T, lbfgs, gradient, lbfgs.dim))
    return gradient
end

function report(lbfgs::Lbfgs{T}) where {T}
    result = Ref(LbfgsProgress{T}(sizeof(LbfgsProgress{T}), 0, 0, zero(T), zero(T), 0, 0))
    check(photinus_lbfgs_report(T, lbfgs, result))
    now = result[]
    why = now.status == PHOTINUS_ERROR_NOT_FINITE ? :not_finite : reason(now.status)
    return LbfgsReport{T}(now.best_value, now.projected_gradient, now.iterations, now.evaluations, why)
end

"""
    set_options!(lbfgs; options...) -> lbfgs

Changes how the run moves, or when it stops; the options are those of [`Lbfgs`](@ref), and what is not given stays. A run that
had ended goes on where the new options let it.

Throws a [`PhotinusError`](@ref) for an option out of range, and for another number of `pairs`, which can't be changed.
"""
function set_options!(lbfgs::Lbfgs{T}; options...) where {T}
    check_idle(lbfgs)
    chosen = with_options(lbfgs.options; options...)
    check(photinus_lbfgs_set_options(T, lbfgs, Ref(chosen)))
    lbfgs.options = chosen
    return lbfgs
end

function save(lbfgs::Lbfgs{T}) where {T}
    size = Ref{Csize_t}()
    check(photinus_lbfgs_save_size(T, lbfgs, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_lbfgs_save(T, lbfgs, checkpoint, size[]))
    return checkpoint
end

"""
    restore(Lbfgs[{T}], bytes) -> Lbfgs{T}

The run that [`save`](@ref) turned into bytes; T is `Float64` if it is not given.

Throws a [`PhotinusError`](@ref) if they are truncated, changed, of an unknown version, or of a run of another precision.
"""
function restore(::Type{Lbfgs{T}}, bytes::AbstractVector{UInt8}) where {T}
    checkpoint = dense(UInt8, bytes)
    pointer = Ref(C_NULL)
    check(photinus_lbfgs_restore_new(T, checkpoint, length(checkpoint), pointer))
    return Lbfgs{T}(pointer[])
end
restore(::Type{Lbfgs}, bytes::AbstractVector{UInt8}) = restore(Lbfgs{Float64}, bytes)

"""
    lbfgs_minimize(f, start; lower = nothing, upper = nothing, watch = nothing, differences = nothing, typical = 1,
        threads = false, batch = false, options...) -> LbfgsMinimum

Minimises `f` from `start`, between `lower` and `upper`, by L-BFGS-B: see [`Lbfgs`](@ref) for the method and its options.
`f` returns `(value, gradient)`, or with `differences = :central` or `:forward` the value alone; these and the other
arguments are those of [`run!`](@ref). What `f` or `watch` throws is thrown here.

# Examples
```jldoctest
julia> valley(x) = ((1 - x[1])^2 + 100 * (x[2] - x[1]^2)^2,
           [-2 * (1 - x[1]) - 400 * x[1] * (x[2] - x[1]^2), 200 * (x[2] - x[1]^2)]);

julia> found = lbfgs_minimize(valley, [-1.2, 1.0]);

julia> found.reason, round.(found.position; digits = 6)
(:value, [1.0, 1.0])

julia> found = lbfgs_minimize(x -> valley(x)[1], [-1.2, 1.0]; upper = [0.5, Inf], differences = :central);

julia> round.(found.position; digits = 4)
2-element Array{Float64,1}:
 0.5
 0.25
```
"""
function lbfgs_minimize(
    f,
    start::AbstractVector;
    watch = nothing,
    differences::Union{Nothing,Symbol} = nothing,
    typical::Real = 1,
    threads::Bool = false,
    batch::Bool = false,
    options...,
)
    lbfgs = Lbfgs(start; options...)
    try
        ended = run!(
            lbfgs, f; watch = watch, differences = differences, typical = typical, threads = threads, batch = batch)
        position, value = best(lbfgs)
        return LbfgsMinimum(position, value, best_gradient(lbfgs), ended.reason, ended.iterations, ended.evaluations)
    finally
        finalize(lbfgs) # Julia's garbage collector does not know how large it is
    end
end
