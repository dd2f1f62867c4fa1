# What the phases of oscillators, and the distributions of their frequencies, come to.

const DISTRIBUTIONS = (
    lorentzian = PHOTINUS_DISTRIBUTION_LORENTZIAN,
    normal = PHOTINUS_DISTRIBUTION_NORMAL,
    uniform = PHOTINUS_DISTRIBUTION_UNIFORM,
)

const PRECISION = """
It is in `Float32` if the phases are, otherwise in `Float64`. Throws a `DimensionMismatch` if sizes don't match, and a
[`PhotinusError`](@ref) if there is no oscillator or numbers are not finite"""

"""
    order_parameter(phases; harmonic = 1) -> (r, ψ)
    order_parameter(phases, labels; harmonic = 1) -> (r, ψ)

The order parameter r exp(iψ) = (1/N) Σⱼ exp(i m φⱼ) of N phases at one time, m being the `harmonic` (Kuramoto, 1975;
Daido, 1992), r from 0 (spread out) to 1 (all of one phase), ψ in (-π, π]; a named tuple. With `labels`, the group of
each oscillator, 1 to G, none without one, r and ψ are vectors of G numbers, one per group.

$PRECISION, a group is empty, or the harmonic is 0.

# Examples
```jldoctest
julia> order_parameter([0.5, 1.5]).r ≈ cos(0.5)
true
```
"""
function order_parameter(phases::AbstractVector; harmonic::Integer = 1)
    T = precision_of(eltype(phases))
    r, ψ = Ref{T}(), Ref{T}()
    row = dense(T, phases)
    check(photinus_order_parameter(T, row, length(row), harmonic, PHOTINUS_LEVEL_BEST, r, ψ))
    return (r = r[], ψ = ψ[])
end

function order_parameter(phases::AbstractVector, labels::AbstractVector; harmonic::Integer = 1)
    T, count = precision_of(eltype(phases)), number_of_groups(labels)
    check_length("labels", labels, length(phases))
    memory = Workspace(photinus_group_order_parameters_size, T, count)
    r, ψ = Vector{T}(undef, count), Vector{T}(undef, count)
    check(photinus_group_order_parameters(
        T, dense(T, phases), length(phases), numbers_from_zero(labels), C_NULL, count, harmonic, PHOTINUS_LEVEL_BEST, r,
        ψ, memory, memory.bytes,
    ))
    return (r = r, ψ = ψ)
end

number_of_groups(labels) = isempty(labels) ? 0 : Int(maximum(labels))

"""
    order_parameters(phases; harmonic = 1) -> (r, ψ)

The [`order_parameter`](@ref) of each column of a matrix such as [`kuramoto`](@ref) returns: vectors r and ψ.

$PRECISION, or the harmonic is 0.
"""
function order_parameters(phases::AbstractMatrix; harmonic::Integer = 1)
    T, (n, count) = precision_of(eltype(phases)), size(phases)
    r, ψ = Vector{T}(undef, count), Vector{T}(undef, count)
    check(photinus_order_parameters(T, dense(T, phases), count, n, harmonic, PHOTINUS_LEVEL_BEST, r, ψ))
    return (r = r, ψ = ψ)
end

"""
    order_statistics(phases; harmonic = 1) -> (mean, variance)

Mean and variance in time of the [`order_parameter`](@ref)'s r, over the columns of a matrix such as [`kuramoto`](@ref)
returns; the variance with the number of columns less 1, NaN for fewer than two columns.

$PRECISION, or the harmonic is 0.
"""
function order_statistics(phases::AbstractMatrix; harmonic::Integer = 1)
    T, (n, count) = precision_of(eltype(phases)), size(phases)
    memory, object = Workspace(photinus_order_statistics_size, T), Ref(C_NULL)
    check(photinus_order_statistics_init(T, memory, memory.bytes, n, harmonic, PHOTINUS_LEVEL_BEST, object))
    check(photinus_order_statistics_add_record(T, memory, dense(T, phases), length(phases)))
    summary = Ref(OrderSummary{T}(sizeof(OrderSummary{T}), 0, 0, 0))
    check(photinus_order_statistics_get(T, memory, summary))
    return (mean = summary[].mean, variance = summary[].variance)
end

"""
    group_statistics(phases, labels; harmonic = 1) -> (metastability, chimera_index, mean, variance)

Of the groups' order parameters r over the columns of a matrix such as [`kuramoto`](@ref) returns: the mean and the
variance in time of each (vectors), the metastability, the mean of these variances over the groups, and the chimera
index, the mean in time of the variance over the groups (Shanahan, 2010). Variances are with the number of columns, or
of groups, less 1; NaN for fewer than two. `labels` are as of [`order_parameter`](@ref).

$PRECISION, a group is empty, or the harmonic is 0.
"""
function group_statistics(phases::AbstractMatrix, labels::AbstractVector; harmonic::Integer = 1)
    T, n, count = precision_of(eltype(phases)), size(phases, 1), number_of_groups(labels)
    check_length("labels", labels, n)
    memory, object = Workspace(photinus_group_statistics_size, T, n, count), Ref(C_NULL)
    check(photinus_group_statistics_init(
        T, memory, memory.bytes, n, numbers_from_zero(labels), C_NULL, count, harmonic, PHOTINUS_LEVEL_BEST, object,
    ))
    check(photinus_group_statistics_add_record(T, memory, dense(T, phases), length(phases)))
    summary = Ref(GroupSummary{T}(sizeof(GroupSummary{T}), 0, 0, 0))
    check(photinus_group_statistics_get(T, memory, summary))
    mean, variance = Vector{T}(undef, count), Vector{T}(undef, count)
    check(photinus_group_statistics_groups(T, memory, C_NULL, mean, variance, count))
    return (
        metastability = summary[].metastability, chimera_index = summary[].chimera_index, mean = mean,
        variance = variance,
    )
end

"""
    metastability(phases, labels; harmonic = 1)

The metastability of [`group_statistics`](@ref): how much the groups' order changes in time.
"""
metastability(phases::AbstractMatrix, labels::AbstractVector; harmonic::Integer = 1) =
    group_statistics(phases, labels; harmonic = harmonic).metastability

"""
    chimera_index(phases, labels; harmonic = 1)

The chimera index of [`group_statistics`](@ref): how much the order differs between the groups.
"""
chimera_index(phases::AbstractMatrix, labels::AbstractVector; harmonic::Integer = 1) =
    group_statistics(phases, labels; harmonic = harmonic).chimera_index

"""
    Ring(radius)

The neighbourhoods, for [`local_order`](@ref), of oscillators on a ring: each itself, and `radius` on either side.
"""
struct Ring
    radius::Int
end

"""
    local_order(phases, neighbours; harmonic = 1) -> r

The local order parameters rᵢ = |Σⱼ Aᵢⱼ exp(i m φⱼ)| / Σⱼ Aᵢⱼ (Restrepo, Ott and Hunt, 2005), 0 where one has no
neighbours: a vector if `phases` is one, a matrix if it is one, column by column. `neighbours` are A, an N × N matrix of
weights of at least 0, a `SparseMatrixCSC`, or a [`Ring`](@ref).

$PRECISION, a weight is negative, the ring's window is longer than the ring, or the harmonic is 0.
"""
function local_order(phases::AbstractVecOrMat, neighbours::Union{AbstractMatrix,Ring}; harmonic::Integer = 1)
    T, n = precision_of(eltype(phases)), size(phases, 1)
    settings = Settings(; oscillators = n)
    neighbour!(settings, T, n, neighbours)
    described = Described{Neighbourhoods{T}}(photinus_neighbourhoods_init, T, settings)
    memory = Workspace(photinus_local_order_size, T, described)
    input, result = dense(T, phases), Array{T}(undef, size(phases))
    GC.@preserve input result for first in 1:n:length(input)
        row, order = pointer(input, first), pointer(result, first)
        check(photinus_local_order(T, described, row, harmonic, order, memory, memory.bytes))
    end
    return result
end

neighbour!(settings, ::Type, n, ring::Ring) =
    set!(settings; kind = PHOTINUS_NEIGHBOURHOOD_RING, radius = ring.radius)

function neighbour!(settings, ::Type{T}, n, matrix::AbstractMatrix) where {T}
    check_size("neighbours", matrix, (n, n))
    if issparse(matrix)
        rows = compressed_rows(SparseMatrixCSC(matrix))
        point!(settings, :weights, dense(T, nonzeros(rows)))
        point!(settings, :row_offsets, Csize_t.(rows.colptr .- 1))
        point!(settings, :columns, UInt32.(rows.rowval .- 1))
        set!(settings; kind = PHOTINUS_NEIGHBOURHOOD_SPARSE, edges = nnz(rows))
    else
        point!(settings, :weights, by_rows(T, matrix))
        set!(settings; kind = PHOTINUS_NEIGHBOURHOOD_DENSE)
    end
end

"""
    mean_frequencies(phases, times) -> Vector

The mean frequency of each oscillator from the first of the `times` to the last, the columns of `phases`, a matrix of
unwrapped phases such as [`kuramoto`](@ref) returns.

$PRECISION, or the last time is not after the first one.
"""
function mean_frequencies(phases::AbstractMatrix, times::AbstractVector)
    T, n = precision_of(eltype(phases)), size(phases, 1)
    check_length("times", times, size(phases, 2))
    isempty(times) && throw(PhotinusError(PHOTINUS_ERROR_TIMES))
    result = Vector{T}(undef, n)
    duration = convert(T, last(times) - first(times))
    check(photinus_mean_frequencies(T, dense(T, phases[:, 1]), dense(T, phases[:, end]), n, duration, result))
    return result
end

"""
    phase_locking(phases; n = 1, m = 1) -> Matrix

The phase-locking values |mean in time of exp(i (n φᵢ - m φⱼ))| of all pairs i, j (Lachaux, Rodriguez, Martinerie and
Varela, 1999; n:m: Tass et al., 1998), 1 for a constant difference, over the columns of a matrix such as
[`kuramoto`](@ref) returns.

$PRECISION, there is no column, or n or m is 0.
"""
function phase_locking(phases::AbstractMatrix; n::Integer = 1, m::Integer = 1)
    T, count = precision_of(eltype(phases)), size(phases, 1)
    memory, object = Workspace(photinus_phase_locking_size, T, count, n, m), Ref(C_NULL)
    check(photinus_phase_locking_init(T, memory, memory.bytes, count, n, m, PHOTINUS_LEVEL_BEST, object))
    check(photinus_phase_locking_add_record(T, memory, dense(T, phases), length(phases)))
    rows = Matrix{T}(undef, count, count)
    check(photinus_phase_locking_get(T, memory, rows, length(rows)))
    return permutedims(rows)
end

"""
    winding_number(phases) -> Int

How many turns the phase makes on the way round a ring of oscillators, each difference of neighbours (the last one's
being the first) taken in (-π, π], as in a twisted state (Wiley, Strogatz and Girvan, 2006).

$PRECISION.
"""
function winding_number(phases::AbstractVector)
    T, number = precision_of(eltype(phases)), Ref{Int64}()
    check(photinus_winding_number(T, dense(T, phases), length(phases), number))
    return Int(number[])
end

"""
    wrap_phases(phases) -> Array

The angles in (-π, π] that are whole numbers of turns from `phases`, an array of any size.

$PRECISION.
"""
function wrap_phases(phases::AbstractArray)
    T = precision_of(eltype(phases))
    result = copyto!(Array{T}(undef, size(phases)), phases)
    check(photinus_wrap_phases(T, result, length(result)))
    return result
end

"""
    phase_differences(a, b) -> Array

The differences a - b in (-π, π], of two arrays of the same size.

$PRECISION.
"""
function phase_differences(a::AbstractArray, b::AbstractArray)
    T = precision_of(eltype(a), eltype(b))
    check_size("b", b, size(a))
    result = Array{T}(undef, size(a))
    check(photinus_phase_differences(T, dense(T, a), dense(T, b), length(result), result))
    return result
end

"""
    pairwise_phase_differences(phases) -> Matrix

The differences φⱼ - φᵢ in (-π, π], in row i and column j of an N × N matrix.

$PRECISION.
"""
function pairwise_phase_differences(phases::AbstractVector)
    T, n = precision_of(eltype(phases)), length(phases)
    rows = Matrix{T}(undef, n, n)
    check(photinus_pairwise_phase_differences(T, dense(T, phases), n, rows, length(rows)))
    return permutedims(rows)
end

const SHAPES = """
`distribution` is `:lorentzian` (also named after Cauchy; the width is half of that at half the height), `:normal` (the
width is the standard deviation) or `:uniform` (from centre - width to centre + width)."""

"""
    frequency_quantiles([T = Float64,] distribution, count; centre = 0, width = 1) -> Vector{T}

The quantiles F⁻¹((i - 1/2) / count), i = 1 … count, of a distribution: natural frequencies without randomness, rising,
mirror images of each other.

$SHAPES Throws a [`PhotinusError`](@ref) if the width is not above 0, or numbers are not finite.

# Examples
```jldoctest
julia> frequency_quantiles(:uniform, 4)
4-element Vector{Float64}:
 -0.75
 -0.25
  0.25
  0.75
```
"""
function frequency_quantiles(
    ::Type{T},
    distribution::Symbol,
    count::Integer;
    centre::Real = 0,
    width::Real = 1,
) where {T<:Union{Float32,Float64}}
    result = Vector{T}(undef, count)
    kind = choice("distribution", distribution, DISTRIBUTIONS)
    check(photinus_frequency_quantiles(T, kind, centre, width, result, count))
    return result
end
frequency_quantiles(distribution::Symbol, count::Integer; options...) =
    frequency_quantiles(Float64, distribution, count; options...)

"""
    frequency_quantile([T = Float64,] distribution, probability; centre = 0, width = 1) -> T

The quantile F⁻¹(probability) of a distribution: what turns numbers that are uniform in (0, 1), such as the points of
[`halton`](@ref) with `open`, into frequencies.

$SHAPES Throws a [`PhotinusError`](@ref) if the probability is not between 0 and 1, both excluded, the width is not
above 0, or numbers are not finite.
"""
frequency_quantile(
    ::Type{T},
    distribution::Symbol,
    probability::Real;
    centre::Real = 0,
    width::Real = 1,
) where {T<:Union{Float32,Float64}} =
    of_distribution(photinus_frequency_quantile, T, distribution, centre, width, probability)
frequency_quantile(distribution::Symbol, probability::Real; options...) =
    frequency_quantile(Float64, distribution, probability; options...)

"""
    frequency_density([T = Float64,] distribution, frequency; centre = 0, width = 1) -> T

The density of a distribution at `frequency`.

$SHAPES Throws a [`PhotinusError`](@ref) if the width is not above 0, or numbers are not finite.
"""
frequency_density(
    ::Type{T},
    distribution::Symbol,
    frequency::Real;
    centre::Real = 0,
    width::Real = 1,
) where {T<:Union{Float32,Float64}} =
    of_distribution(photinus_frequency_density, T, distribution, centre, width, frequency)
frequency_density(distribution::Symbol, frequency::Real; options...) =
    frequency_density(Float64, distribution, frequency; options...)

"""
    critical_coupling([T = Float64,] distribution; centre = 0, width = 1) -> T

The strength K = 2 / (π g(centre)) above which infinitely many oscillators with this distribution g of natural
frequencies, and the coupling [`MeanField`](@ref)`(K)`, synchronise in part (Kuramoto, 1975).

$SHAPES Throws a [`PhotinusError`](@ref) if the width is not above 0, or numbers are not finite.

# Examples
```jldoctest
julia> critical_coupling(:lorentzian; width = 0.5)
1.0
```
"""
critical_coupling(
    ::Type{T},
    distribution::Symbol;
    centre::Real = 0,
    width::Real = 1,
) where {T<:Union{Float32,Float64}} = of_distribution(photinus_critical_coupling, T, distribution, centre, width)
critical_coupling(distribution::Symbol; options...) = critical_coupling(Float64, distribution; options...)

function of_distribution(f, ::Type{T}, distribution, arguments...) where {T}
    value = Ref{T}()
    check(f(T, choice("distribution", distribution, DISTRIBUTIONS), arguments..., value))
    return value[]
end
