# CMA-ES by itself.

const CMA_OPTIONS = """
| option | default | meaning |
|:---|:---|:---|
| `population` | 0 | samples of a generation, at least 4; 0: 4 + ⌊3 ln n⌋ for n variables that are not fixed |
| `step_size` | 0.2 | the first standard deviation, in parts of the interval that is sampled |
| `active` | 1 | 0 or 1: whether the covariance learns from the worse half of the samples, too |
| `min_spread` | 1e-12 (`Float32`: 1e-6) | stops where the standard deviation along the longest axis is below this |
| `value_tolerance` | 0 | stops where the values of a generation differ by no more than this |
| `max_repetition` | 0 | stops after that many generations without a lower value; 0: 100 + 100 n / population |
| `target` | -Inf | stops at a value at or below this |
| `max_evaluations` | never | stops after that many evaluations, also in the middle of a generation |
| `max_generations` | never | stops after that many generations |
| `seed` | 0 | runs with equal arguments and seeds are equal to the bit |
"""

"""
    CmaReport{T}

Where a run of [`Cma`](@ref) is: `best_value` (`Inf` before there is one), the numbers of complete `generations`, of
`evaluations`, of `nan_evaluations` among them (that gave NaN, which counts as `Inf`), and of `repetitions` (generations
since the best value last became lower), the `step_size` σ, the `spread` (the standard deviation along the longest axis,
in parts of the interval that is sampled), and the `reason` why the run ended: `:target`, `:spread`, `:stagnation`,
`:evaluations`, `:generations`, `:caller` (`watch` returned `false`), or `:running` if it has not.
"""
struct CmaReport{T}
    best_value::T
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
    repetitions::Int64
    step_size::T
    spread::T
    reason::Symbol
end

"""
    CmaMinimum{T}

What [`cma_minimize`](@ref) found: the best `position` and its `value`, the `mean` of the samples' distribution, the
`reason` why the run ended (see [`CmaReport`](@ref)), and how many `generations` and `evaluations` it took,
`nan_evaluations` of which gave NaN.
"""
struct CmaMinimum{T}
    position::Vector{T}
    value::T
    mean::Vector{T}
    reason::Symbol
    generations::Int64
    evaluations::Int64
    nan_evaluations::Int64
end

"""
    Cma(lower, upper; start = nothing, spread = nothing, grid = nothing, options...)

One run of the evolution strategy with covariance matrix adaptation, CMA-ES (Hansen, arXiv:1604.00772): the last phase of
a [`Search`](@ref) by itself, without restarts. It is in `Float32` if the bounds are, otherwise in `Float64`. Each generation
is a sample of a normal distribution, whose mean moves to the better points, and whose covariance and step size follow the
steps that were good. It needs no gradient, does not care how the variables are turned or the values are scaled, and
finds the minimum of the basin that it begins in; memory and time grow with the square of the dimension.

It begins at `start`, a vector, or else in the middle of the box. `spread` and `grid` are those of a [`Search`](@ref).

$CMA_OPTIONS
It is used as a search is: [`step!`](@ref), [`run!`](@ref), [`ask!`](@ref), [`tell!`](@ref), [`best`](@ref),
[`distribution_mean`](@ref), [`report`](@ref), [`set_options!`](@ref), [`save`](@ref), and `restore(Cma, bytes)`. One task
at a time may use it. Throws a `DimensionMismatch` if sizes don't match, and a [`PhotinusError`](@ref) for what the library
refuses.
"""
mutable struct Cma{T<:Union{Float32,Float64}} <: Asked{T}
    pointer::Ptr{Cvoid}
    dim::Int
    constraints::Int # none, ever
    options::CmaOptions{T}
    told::Vector{Bool} # which points of those that are asked for have values, as far as this object has told them
    busy::Bool

    # Takes a run of C's over.
    function Cma{T}(pointer) where {T}
        cma = new{T}(pointer, 0, 0, cma_defaults(T), Bool[], false)
        finalizer(cma) do cma
            photinus_cma_free(T, cma)
            cma.pointer = C_NULL # C refuses it, if the run was finalised early and is still used
        end
        dim, options = Ref(Csize_t(0)), Ref(cma.options)
        check(photinus_cma_dim(T, cma, dim))
        check(photinus_cma_get_options(T, cma, options))
        cma.dim, cma.options = dim[], options[]
        return cma
    end
end

function Cma(
    lower::AbstractVector,
    upper::AbstractVector;
    start::Union{Nothing,AbstractVecOrMat} = nothing,
    spread::Union{Nothing,AbstractVector} = nothing,
    grid::Union{Nothing,AbstractVector} = nothing,
    options...,
)
    problem = described_problem(lower, upper, start, spread, grid)
    T = eltype(problem)
    pointer = Ref(C_NULL)
    GC.@preserve problem check(photinus_cma_new(T, problem, Ref(with_options(cma_defaults(T); options...)), pointer))
    return Cma{T}(pointer[])
end

Base.unsafe_convert(::Type{Ptr{Cvoid}}, cma::Cma) = cma.pointer

Base.show(io::IO, cma::Cma{T}) where {T} = print(io, "Cma{$T} in ", cma.dim, " dimensions")

function cma_defaults(::Type{T}) where {T}
    options = Ref{CmaOptions{T}}()
    check(photinus_cma_options_init(T, options, sizeof(CmaOptions{T})))
    return options[]
end

with_options(base::CmaOptions; options...) = with_fields("a run of CMA-ES", base; options...)

function ask!(cma::Cma{T}) where {T}
    check_idle(cma)
    points, count = Ref(Ptr{T}(C_NULL)), Ref(Csize_t(0))
    check(photinus_cma_ask(T, cma, points, count))
    return asked_points!(cma, points[], Int(count[]))
end

function tell!(cma::Cma{T}, ks::AbstractUnitRange{<:Integer}, values::AbstractVector) where {T}
    check_idle(cma)
    check_length("values", values, length(ks))
    first(ks) >= 1 || throw(PhotinusError(PHOTINUS_ERROR_NOT_ASKED))
    check(photinus_cma_tell(T, cma, first(ks) - 1, dense(T, values), length(ks)))
    told_points!(cma, ks)
    return report(cma)
end
tell!(cma::Cma{T}, k::Integer, value::Real) where {T} = tell!(cma, k:k, T[value])

tell_all!(cma::Cma, ks, values, _) = tell!(cma, ks, values)

function best(cma::Cma{T}) where {T}
    position, value = Vector{T}(undef, cma.dim), Ref(zero(T))
    check(photinus_cma_best(T, cma, position, cma.dim, value))
    return (position = position, value = value[])
end

"""
    distribution_mean(cma) -> Vector

The mean of the normal distribution that the points of a [`Cma`](@ref) are sampled from: with values that are noisy a better
guess than the best position.
"""
function distribution_mean(cma::Cma{T}) where {T}
    mean = Vector{T}(undef, cma.dim)
    check(photinus_cma_mean(T, cma, mean, cma.dim))
    return mean
end

function report(cma::Cma{T}) where {T}
    z = zero(T)
    result = Ref(CmaProgress{T}(sizeof(CmaProgress{T}), 0, 0, 0, 0, z, z, z, 0, 0))
    check(photinus_cma_report(T, cma, result))
    now = result[]
    return CmaReport{T}(
        now.best_value, now.generations, now.evaluations, now.nan_evaluations, now.repetitions, now.step_size,
        now.spread, reason(now.status),
    )
end

"""
    set_options!(cma; options...) -> cma

Changes when the run stops; the options are those of [`Cma`](@ref), and what is not given stays. A run that had ended goes
on where the new options let it.

Throws a [`PhotinusError`](@ref) for an option out of range, and for another `population`, which can't be changed.
"""
function set_options!(cma::Cma{T}; options...) where {T}
    check_idle(cma)
    chosen = with_options(cma.options; options...)
    check(photinus_cma_set_options(T, cma, Ref(chosen)))
    cma.options = chosen
    return cma
end

function save(cma::Cma{T}) where {T}
    size = Ref{Csize_t}()
    check(photinus_cma_save_size(T, cma, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_cma_save(T, cma, checkpoint, size[]))
    return checkpoint
end

"""
    restore(Cma[{T}], bytes) -> Cma{T}

The run that [`save`](@ref) turned into bytes; T is `Float64` if it is not given.

Throws a [`PhotinusError`](@ref) if they are truncated, changed, of an unknown version, or of a run of another precision.
"""
function restore(::Type{Cma{T}}, bytes::AbstractVector{UInt8}) where {T}
    checkpoint = dense(UInt8, bytes)
    pointer = Ref(C_NULL)
    check(photinus_cma_restore_new(T, checkpoint, length(checkpoint), pointer))
    return Cma{T}(pointer[])
end
restore(::Type{Cma}, bytes::AbstractVector{UInt8}) = restore(Cma{Float64}, bytes)

"""
    cma_minimize(f, lower, upper; watch = nothing, threads = false, batch = false, time_limit = Inf, options...)
        -> CmaMinimum

Minimises `f` from `lower` to `upper` by one run of CMA-ES: see [`Cma`](@ref) for the method, and for the options `start`,
`spread`, `grid` and the others. The other arguments are those of [`minimize`](@ref), which restarts such runs where they end in a minimum that is not the lowest.

# Examples
```jldoctest
julia> found = cma_minimize(x -> (x[1] - 1)^2 + 10_000 * (x[1] + x[2])^2, [-5, -5], [5, 5]);

julia> found.reason, round.(found.position; digits = 3)
(:spread, [1.0, -1.0])
```
"""
function cma_minimize(
    f,
    lower::AbstractVector,
    upper::AbstractVector;
    watch = nothing,
    threads::Bool = false,
    batch::Bool = false,
    time_limit::Real = Inf,
    options...,
)
    cma = Cma(lower, upper; options...)
    try
        ended = run!(cma, f; watch = watch, threads = threads, batch = batch, time_limit = time_limit)
        position, value = best(cma)
        return CmaMinimum(
            position, value, distribution_mean(cma), ended.reason, ended.generations, ended.evaluations,
            ended.nan_evaluations,
        )
    finally
        finalize(cma) # Julia's garbage collector does not know how large it is
    end
end
