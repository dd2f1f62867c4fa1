# Sequences of points that fill a box evenly, and how evenly they do.

const BOX = """
`lower` and `upper`, given both or none, are the bounds of a box, `dim` numbers each: coordinate x becomes min(lower + x
(upper - lower), upper). With `open`, 2^-54 (`Float32`: 2^-25) is there instead of 0, before the scaling, so that the
inverse of a distribution function is finite at every point. `threads` work on it, 0 for one per core; the bits do not
depend on their number.
"""

const MATRICES = """
`points` is a matrix of `Float64` or `Float32`, or a view of one in which the elements of a column are next to each
other. It may also be a `PermutedDimsArray(rows, (2, 1))`: then a point is a row of `rows`.
"""

"""
    halton([T = Float64,] dim, count; start = 0, leap = 1, bases = nothing, scrambling = :none, seed = 0,
        lower = nothing, upper = nothing, open = false, threads = 1, table = nothing) -> Matrix{T}

Points of the Halton sequence (Halton, Numer. Math. 2, 1960), one per column of a `dim` × `count` matrix of values in
[0, 1): those with the indices `start`, `start + leap`, …, each from 0 to 2^64 - 1. Coordinate j of the point with index
i is the [`radical_inverse`](@ref) of i in base j, correctly rounded to `T`, `Float64` or `Float32`.

`bases` are `dim` different integers from 2 to 2^32 - 1, without a common divisor if the points are to be evenly spread.
By default they are the first `dim` primes, 2, 3, 5, …, of which 1229 are known. Index 0 is the origin.

In more than about ten dimensions the points need `scrambling`: what it does to the digits of an index. Point i is a
function of the seed (an integer from 0 to 2^64 - 1), the dimension, the base and i alone, and stays the same for ever.

| `scrambling` | spread | random | error of a value |
|:---|:---|:---|:---|
| `:none` | up to about ten dimensions | no | 1/2 ulp |
| `:digit_permutations`: at each position a random permutation of the digits (Owen, arXiv:1706.02808, 2017) | any dimension | by `seed` | 3/2 ulp + 2^-62 |
| `:faure_lemieux`: factors for the first 360 primes (Faure and Lemieux, ACM TOMACS 19(4), 2009) | up to 360 dimensions | no | 1/2 ulp |
| `:nested`: a permutation that depends on all digits below (Owen, 1995) | any dimension, the best proven bound of the variance | by `seed` | 3/2 ulp |
| `:shift`: a random number is added to each coordinate, modulo 1 (Cranley and Patterson, 1976) | as `:none` | by `seed` | `eps(T)` |

$BOX
A [`HaltonTable`](@ref) of the same precision makes many small fills faster, and their values no others; its bases,
scrambling and seed are then the defaults. [`sobol`](@ref) is another sequence, [`HaltonPoints`](@ref) gives this one's
points one by one.

Throws a `DimensionMismatch` if there are not `dim` bases or bounds, or the table is for another dimension; an
`InexactError` for a number that is no integer of its range; an `ArgumentError` for an unknown scrambling and for one
bound without the other; and a [`PhotinusError`](@ref) for a `dim` of 0 or above the number of known primes, a base
below 2 or one that occurs twice, a `leap` of 0, a last index beyond 2^64 - 1, bounds that are not finite or in the
wrong order, a base without a factor of Faure and Lemieux, a table for other bases, another scrambling or another seed,
and threads that the system does not give.

# Examples
```jldoctest
julia> halton(2, 3; start = 1)
2×3 Matrix{Float64}:
 0.5       0.25      0.75
 0.333333  0.666667  0.111111

julia> halton(3, 10; bases = primes(2, 3)); # the bases 5, 7, 11

julia> round(sum(prod(2 .* halton(5, 1000; scrambling = :nested, seed = 1); dims = 1)) / 1000; digits = 2) # ∫ Π 2x
1.0

julia> halton(2, 3; start = 1, lower = [-1, 0], upper = [1, 9])
2×3 Matrix{Float64}:
 0.0  -0.5  0.5
 3.0   6.0  1.0
```
"""
halton(::Type{T}, dim::Integer, count::Integer; options...) where {T<:Union{Float32,Float64}} =
    halton!(Matrix{T}(undef, dim, count); options...)
halton(dim::Integer, count::Integer; options...) = halton(Float64, dim, count; options...)

# Matrices whose strides are known.
const Points{T} = Union{StridedMatrix{T},PermutedDimsArray{T,2,(2, 1),(2, 1),<:StridedMatrix{T}}}

"""
    halton!(points; start = 0, leap = 1, bases = nothing, scrambling = :none, seed = 0, lower = nothing,
        upper = nothing, open = false, threads = 1, table = nothing) -> points

Writes points of the Halton sequence to the columns of `points`; see [`halton`](@ref).

$MATRICES
Throws an `ArgumentError` for another view, and a [`PhotinusError`](@ref) if `points` shares memory with a bound.
"""
function halton!(points::Points{T}; options...) where {T<:Union{Float32,Float64}}
    fill_halton!(points, size(points)..., known_layout(points)...; options...)
    return points
end

"""
    van_der_corput([T = Float64,] base, count; start = 0, leap = 1, scrambling = :none, seed = 0, lower = nothing,
        upper = nothing, open = false, threads = 1) -> Vector{T}

The van der Corput sequence (van der Corput, 1935): the Halton sequence in one dimension and one `base`, from 2 to
2^32 - 1. Its value with the index i is the [`radical_inverse`](@ref) of i. The options are those of [`halton`](@ref),
which also tells about exceptions, but for the bounds `lower` and `upper`, which are numbers.

# Examples
```jldoctest
julia> van_der_corput(2, 5)
5-element Vector{Float64}:
 0.0
 0.5
 0.25
 0.75
 0.125
```
"""
van_der_corput(::Type{T}, base::Integer, count::Integer; options...) where {T<:Union{Float32,Float64}} =
    van_der_corput!(Vector{T}(undef, count), base; options...)
van_der_corput(base::Integer, count::Integer; options...) = van_der_corput(Float64, base, count; options...)

"""
    van_der_corput!(values, base; options...) -> values

Writes the van der Corput sequence to a vector of `Float64` or `Float32`, or a view of one, a matrix's row too, in which
the elements come one after the other; see [`van_der_corput`](@ref). Throws an `ArgumentError` for another view.
"""
function van_der_corput!(
    values::StridedVector{T},
    base::Integer;
    start::Integer = 0,
    leap::Integer = 1,
    scrambling::Symbol = :none,
    seed::Integer = 0,
    lower::Union{Nothing,Real} = nothing,
    upper::Union{Nothing,Real} = nothing,
    open::Bool = false,
    threads::Integer = 1,
) where {T<:Union{Float32,Float64}}
    step = max(stride(values, 1), length(values) <= 1)
    step >= 1 || throw(ArgumentError("the elements of values have to come one after the other"))
    bound(x) = x === nothing ? nothing : T[x]
    fill_halton!(
        values, 1, length(values), PHOTINUS_LAYOUT_ROWS, step;
        bases = UInt32[base], start = start, leap = leap, scrambling = scrambling, seed = seed, lower = bound(lower),
        upper = bound(upper), open = open, threads = threads,
    )
    return values
end

# C's matrix of rows one after the other is Julia's of columns one after the other: a column, a point, is a row to C.
# The layout to C of a matrix with a point per column, and its stride, or nothing if there is none.
function layout(points)
    dim, count = size(points)
    along, across = strides(points)
    (along == 1 || dim <= 1) && (across >= dim || count <= 1) && return PHOTINUS_LAYOUT_ROWS, max(across, dim)
    (across == 1 || count <= 1) && (along >= count || dim <= 1) && return PHOTINUS_LAYOUT_COLUMNS, max(along, count)
    return nothing
end

function known_layout(points)
    found = layout(points)
    found === nothing && throw(ArgumentError("the elements of a column of points have to be next to each other"))
    return found
end

# The elements from the first one to the last one.
function extent(dim, count, layout, stride)
    (dim == 0 || count == 0) && return 0
    return layout == PHOTINUS_LAYOUT_ROWS ? (count - 1) * stride + dim : (dim - 1) * stride + count
end

const HALTON_SCRAMBLINGS = (
    none = PHOTINUS_SCRAMBLING_NONE,
    digit_permutations = PHOTINUS_SCRAMBLING_DIGIT_PERMUTATIONS,
    faure_lemieux = PHOTINUS_SCRAMBLING_FAURE_LEMIEUX,
    nested = PHOTINUS_SCRAMBLING_NESTED,
    shift = PHOTINUS_SCRAMBLING_SHIFT,
)
const SOBOL_SCRAMBLINGS = (
    none = PHOTINUS_SCRAMBLING_NONE,
    nested = PHOTINUS_SCRAMBLING_NESTED,
    shift = PHOTINUS_SCRAMBLING_SHIFT,
)
const ORDERS = (gray = PHOTINUS_ORDER_GRAY, natural = PHOTINUS_ORDER_NATURAL)
const DISCREPANCIES = (
    centered = PHOTINUS_DISCREPANCY_CENTERED,
    wrap_around = PHOTINUS_DISCREPANCY_WRAP_AROUND,
    mixture = PHOTINUS_DISCREPANCY_MIXTURE,
    star = PHOTINUS_DISCREPANCY_STAR,
)

# C's number for a symbol.
function choice(name, symbol::Symbol, choices::NamedTuple)
    haskey(choices, symbol) && return choices[symbol]
    throw(ArgumentError("$name is $(repr(symbol)), not one of $(join(repr.(keys(choices)), ", "))"))
end

# What an option of C points to.
address(::Type{T}, ::Nothing) where {T} = Ptr{T}(C_NULL)
address(::Type{T}, array::Array{T}) where {T} = pointer(array)

# Bases and bounds as C takes them, or nothing.
dense_bases(::Nothing, dim) = nothing
function dense_bases(bases, dim)
    check_length("bases", bases, dim)
    return dense(UInt32, bases)
end

dense_box(::Type{T}, ::Nothing, ::Nothing, dim) where {T} = nothing, nothing
function dense_box(::Type{T}, lower, upper, dim) where {T}
    (lower === nothing || upper === nothing) && throw(ArgumentError("lower and upper have to be given both, or none"))
    check_length("lower", lower, dim)
    check_length("upper", upper, dim)
    return dense(T, lower), dense(T, upper)
end

"""
    HaltonTable([T = Float64,] dim; bases = nothing, scrambling = :none, seed = 0, bytes = typemax(Int))

A table that makes many small fills by [`halton!`](@ref) faster, and single points of scrambled sequences by [`HaltonPoints`](@ref). Their
values are the same with and without it, to the bit. It is computed once, for a precision, bases, a scrambling and a
seed as of [`halton`](@ref), and never changes: any number of tasks and threads may use it. It takes as much memory as
gives the greatest speed, or as many `bytes`, 64 at least, if that is less.

Throws as [`halton`](@ref) does, and a [`PhotinusError`](@ref) for fewer bytes.

# Examples
```jldoctest
julia> table = HaltonTable(3; scrambling = :digit_permutations, seed = 7);

julia> points = zeros(3, 4);

julia> halton!(points; start = 9, table = table) == halton(3, 4; start = 9, scrambling = :digit_permutations, seed = 7)
true
```
"""
struct HaltonTable{T<:Union{Float32,Float64}}
    dim::Int
    bases::Union{Nothing,Vector{UInt32}}
    scrambling::Symbol
    seed::UInt64
    memory::Workspace
end

function HaltonTable(
    ::Type{T},
    dim::Integer;
    bases::Union{Nothing,AbstractVector{<:Integer}} = nothing,
    scrambling::Symbol = :none,
    seed::Integer = 0,
    bytes::Integer = typemax(Int),
) where {T<:Union{Float32,Float64}}
    own_bases = own(dense_bases(bases, dim))
    options = halton_options(T; bases = own_bases, scrambling = scrambling, seed = seed)
    GC.@preserve own_bases begin
        memory = Workspace(photinus_halton_table_size, T, options, dim; bytes = bytes)
        check(photinus_halton_table_init(T, options, dim, memory, memory.bytes))
    end
    return HaltonTable{T}(dim, own_bases, scrambling, seed, memory)
end
HaltonTable(dim::Integer; options...) = HaltonTable(Float64, dim; options...)

Base.show(io::IO, table::HaltonTable{T}) where {T} =
    print(io, "HaltonTable{$T} for ", table.dim, " dimensions, of ", Int(table.memory.bytes), " bytes")

# An array that its owner can't change while C reads it.
own(::Nothing) = nothing
own(array) = copy(array)

check_table(::Nothing, dim) = nothing
check_table(table, dim) =
    table.dim == dim || throw(DimensionMismatch("the table is for $(table.dim) dimensions, not $dim"))

# The options that C reads, valid as long as the arrays and the table are.
function halton_options(
    ::Type{T};
    bases = nothing,
    lower = nothing,
    upper = nothing,
    table = nothing,
    leap = 1,
    seed = 0,
    stride = 0,
    threads = 1,
    layout = PHOTINUS_LAYOUT_ROWS,
    scrambling = :none,
    open = false,
) where {T}
    defaults = halton_defaults(T)
    return Ref(HaltonOptions{T}(
        defaults.struct_size,
        address(UInt32, bases),
        address(T, lower),
        address(T, upper),
        table === nothing ? C_NULL : Base.unsafe_convert(Ptr{Cvoid}, table.memory),
        table === nothing ? 0 : table.memory.bytes,
        leap,
        seed,
        stride,
        threads,
        layout,
        choice("scrambling", scrambling, HALTON_SCRAMBLINGS),
        open,
        defaults.level,
    ))
end

function halton_defaults(::Type{T}) where {T}
    options = Ref{HaltonOptions{T}}()
    check(photinus_halton_options_init(T, options, sizeof(HaltonOptions{T})))
    return options[]
end

function fill_halton!(
    points::AbstractArray{T},
    dim,
    count,
    layout,
    stride;
    start::Integer = 0,
    leap::Integer = 1,
    table::Union{Nothing,HaltonTable{T}} = nothing,
    bases::Union{Nothing,AbstractVector{<:Integer}} = table === nothing ? nothing : table.bases,
    scrambling::Symbol = table === nothing ? :none : table.scrambling,
    seed::Integer = table === nothing ? 0 : table.seed,
    lower::Union{Nothing,AbstractVector} = nothing,
    upper::Union{Nothing,AbstractVector} = nothing,
    open::Bool = false,
    threads::Integer = 1,
) where {T}
    check_table(table, dim)
    c_bases = dense_bases(bases, dim)
    c_lower, c_upper = dense_box(T, lower, upper, dim)
    GC.@preserve c_bases c_lower c_upper table begin
        options = halton_options(
            T;
            bases = c_bases, lower = c_lower, upper = c_upper, table = table, leap = leap, seed = seed, stride = stride,
            threads = threads, layout = layout, scrambling = scrambling, open = open,
        )
        check(photinus_halton_fill(T, options, dim, start, count, points, extent(dim, count, layout, stride)))
    end
end

"""
    HaltonPoints([T = Float64,] dim; start = 0, bases = nothing, scrambling = :none, seed = 0, lower = nothing,
        upper = nothing, open = false, table = nothing)

The points of the Halton sequence one after the other, from the index `start` on, as vectors of `dim` elements: for a
loop that is left by `break`, or for `Iterators.take`. They are those of [`halton`](@ref), to the bit, where the options
are described.

It keeps its place: a second loop goes on where the first one ended. `position(points)` is the index of the point that
comes next, `seek(points, index)` goes to another one at once, from 0 to 2^64 - 1, and `copy(points)` is a second one at
the same place. Each point of a loop is a vector of its own; [`next!`](@ref) writes to one that there is. One task at a
time may use it.

Throws as [`halton`](@ref) does, and in the loop a [`PhotinusError`](@ref) after the index 2^64 - 1.

# Examples
```jldoctest
julia> points = HaltonPoints(2; start = 1);

julia> for x in points
           println(x)
           x[1] > 0.7 && break
       end
[0.5, 0.3333333333333333]
[0.25, 0.6666666666666666]
[0.75, 0.1111111111111111]

julia> first(seek(points, 10^18))
2-element Vector{Float64}:
 2.31848155262792e-6
 0.34274780716177783
```
"""
mutable struct HaltonPoints{T<:Union{Float32,Float64}}
    dim::Int
    next::UInt64
    ended::Bool
    memory::Workspace # C's cursor, which points to:
    bases::Union{Nothing,Vector{UInt32}}
    lower::Union{Nothing,Vector{T}}
    upper::Union{Nothing,Vector{T}}
    table::Union{Nothing,HaltonTable{T}}
end

function HaltonPoints(
    ::Type{T},
    dim::Integer;
    start::Integer = 0,
    table::Union{Nothing,HaltonTable{T}} = nothing,
    bases::Union{Nothing,AbstractVector{<:Integer}} = table === nothing ? nothing : table.bases,
    scrambling::Symbol = table === nothing ? :none : table.scrambling,
    seed::Integer = table === nothing ? 0 : table.seed,
    lower::Union{Nothing,AbstractVector} = nothing,
    upper::Union{Nothing,AbstractVector} = nothing,
    open::Bool = false,
) where {T<:Union{Float32,Float64}}
    check_table(table, dim)
    c_lower, c_upper = dense_box(T, lower, upper, dim)
    memory = Workspace(photinus_halton_cursor_size, T, dim)
    points = HaltonPoints{T}(dim, start, false, memory, own(dense_bases(bases, dim)), own(c_lower), own(c_upper), table)
    GC.@preserve points begin
        options = halton_options(
            T;
            bases = points.bases, lower = points.lower, upper = points.upper, table = table, seed = seed,
            scrambling = scrambling, open = open,
        )
        check(photinus_halton_cursor_init(T, points, memory.bytes, options, dim, start, Ref(C_NULL)))
    end
    return points
end
HaltonPoints(dim::Integer; options...) = HaltonPoints(Float64, dim; options...)

# The cursor begins where its memory does. A call with `points` keeps all alive that the cursor points to.
Base.unsafe_convert(::Type{Ptr{Cvoid}}, points::HaltonPoints) = Base.unsafe_convert(Ptr{Cvoid}, points.memory)

Base.show(io::IO, points::HaltonPoints{T}) where {T} = print(
    io, "HaltonPoints{$T} in ", points.dim, " dimensions, ",
    points.ended ? "at the end" : "at index $(points.next)",
)

"""
    next!(points::HaltonPoints{T}, x) -> x

Writes the next point to `x`, a vector of `T` or a view of one, such as a matrix's column; nothing is allocated.

Throws a `DimensionMismatch` if `x` has another length, an `ArgumentError` if its elements are not next to each other,
and a [`PhotinusError`](@ref) after the index 2^64 - 1.
"""
function next!(points::HaltonPoints{T}, x::StridedVector{T}) where {T}
    check_length("x", x, points.dim)
    stride(x, 1) == 1 || length(x) == 1 ||
        throw(ArgumentError("the elements of x have to be next to each other"))
    check(photinus_halton_cursor_next(T, points, x, points.dim))
    points.ended = points.next == typemax(UInt64)
    points.next += 1
    return x
end

function Base.seek(points::HaltonPoints{T}, index::Integer) where {T}
    check(photinus_halton_cursor_seek(T, points, index))
    points.next, points.ended = index, false
    return points
end

function Base.position(points::HaltonPoints)
    points.ended && throw(PhotinusError(PHOTINUS_ERROR_INDEX_RANGE))
    return points.next
end

Base.copy(points::HaltonPoints{T}) where {T} = HaltonPoints{T}(
    points.dim, points.next, points.ended, copy(points.memory), points.bases, points.lower, points.upper, points.table,
)

Base.iterate(points::HaltonPoints{T}, state = nothing) where {T} =
    next!(points, Vector{T}(undef, points.dim)), nothing
Base.eltype(::Type{HaltonPoints{T}}) where {T} = Vector{T}
Base.IteratorSize(::Type{<:HaltonPoints}) = Base.IsInfinite()

"""
    sobol([T = Float64,] dim, count; start = 0, leap = 1, order = :gray, scrambling = :none, seed = 0,
        lower = nothing, upper = nothing, open = false, threads = 1) -> Matrix{T}

Points of the Sobol sequence (Sobol, USSR Comput. Math. Math. Phys. 7(4), 1967; direction numbers of Joe and Kuo, SIAM
J. Sci. Comput. 30, 2008), one per column of a `dim` × `count` matrix of values in [0, 1): those with the indices
`start`, `start + leap`, …, each from 0 to 2^64 - 1. Values are multiples of 2^-53 (`Float32`: 2^-24), rounded down.
`dim` is at most 1111, or 21201 if the library was built with all directions.

Scrambled, it is the better choice for 2^k points from a multiple of 2^k on, 0 included; for other numbers of points and
other starts [`halton`](@ref) is. The first 2^k points are the same in both orders: `:gray`, that of SciPy, GSL, NLopt,
and of Joe and Kuo, or `:natural`, that of the index's digits. `scrambling` is `:none`, `:nested` (Owen, 1995), or
`:shift`, of the bits; point i is a function of `seed`, from 0 to 2^64 - 1, the dimension and i alone, and stays the
same for ever.

$BOX
Throws a `DimensionMismatch` if there are not `dim` bounds; an `InexactError` for a number that is no integer of its
range; an `ArgumentError` for an unknown order or scrambling and for one bound without the other; and a
[`PhotinusError`](@ref) for a `dim` of 0 or above the number of directions, a `leap` of 0, a last index beyond 2^64 - 1,
bounds that are not finite or in the wrong order, and threads that the system does not give.

# Examples
```jldoctest
julia> sobol(2, 4)
2×4 Matrix{Float64}:
 0.0  0.5  0.75  0.25
 0.0  0.5  0.25  0.75

julia> points = sobol(2, 2^10; scrambling = :nested, seed = 42);

julia> round(sum(points[1, :] .* points[2, :]) / 2^10; digits = 3) # ∫ x y
0.25
```
"""
sobol(::Type{T}, dim::Integer, count::Integer; options...) where {T<:Union{Float32,Float64}} =
    sobol!(Matrix{T}(undef, dim, count); options...)
sobol(dim::Integer, count::Integer; options...) = sobol(Float64, dim, count; options...)

"""
    sobol!(points; start = 0, leap = 1, order = :gray, scrambling = :none, seed = 0, lower = nothing, upper = nothing,
        open = false, threads = 1) -> points

Writes points of the Sobol sequence to the columns of `points`; see [`sobol`](@ref).

$MATRICES
Throws an `ArgumentError` for another view, and a [`PhotinusError`](@ref) if `points` shares memory with a bound.
"""
function sobol!(
    points::Points{T};
    start::Integer = 0,
    leap::Integer = 1,
    order::Symbol = :gray,
    scrambling::Symbol = :none,
    seed::Integer = 0,
    lower::Union{Nothing,AbstractVector} = nothing,
    upper::Union{Nothing,AbstractVector} = nothing,
    open::Bool = false,
    threads::Integer = 1,
) where {T<:Union{Float32,Float64}}
    dim, count = size(points)
    layout, stride = known_layout(points)
    c_lower, c_upper = dense_box(T, lower, upper, dim)
    defaults = sobol_defaults(T)
    GC.@preserve c_lower c_upper begin
        options = Ref(SobolOptions{T}(
            defaults.struct_size,
            address(T, c_lower),
            address(T, c_upper),
            leap,
            seed,
            stride,
            threads,
            layout,
            choice("order", order, ORDERS),
            choice("scrambling", scrambling, SOBOL_SCRAMBLINGS),
            open,
            defaults.level,
        ))
        check(photinus_sobol_fill(T, options, dim, start, count, points, extent(dim, count, layout, stride)))
    end
    return points
end

function sobol_defaults(::Type{T}) where {T}
    options = Ref{SobolOptions{T}}()
    check(photinus_sobol_options_init(T, options, sizeof(SobolOptions{T})))
    return options[]
end

"""
    discrepancy(points; kind = :centered, threads = 1) -> Float64

How unevenly points fill the unit cube; 0 would be perfect. `points` are n points in d dimensions, the columns of a
matrix of numbers in [0, 1], or the elements of a vector in one dimension. With aᵢₖ = |xᵢₖ - 1/2|, δₖ = |xᵢₖ - xⱼₖ|,
sums over i and j from 1 to n, and products over k from 1 to d:

| `kind` | D² |
|:---|:---|
| `:centered` (Hickernell, Math. Comp. 67, 1998) | (13/12)^d - 2/n Σᵢ Π (1 + aᵢₖ/2 - aᵢₖ²/2) + 1/n² Σᵢ Σⱼ Π (1 + aᵢₖ/2 + aⱼₖ/2 - δₖ/2) |
| `:wrap_around` (Hickernell, 1998, in: Monte Carlo and Quasi-Monte Carlo Methods 1996) | -(4/3)^d + 1/n² Σᵢ Σⱼ Π (3/2 - δₖ (1 - δₖ)) |
| `:mixture` (Zhou, Fang and Ning, J. Complexity 29, 2013) | (19/12)^d - 2/n Σᵢ Π (5/3 - aᵢₖ/4 - aᵢₖ²/4) + 1/n² Σᵢ Σⱼ Π (15/8 - aᵢₖ/4 - aⱼₖ/4 - 3 δₖ/4 + δₖ²/2) |
| `:star` (Warnock, 1972, in: Applications of Number Theory to Numerical Analysis) | 3^-d - 2^(1 - d)/n Σᵢ Π (1 - xᵢₖ²) + 1/n² Σᵢ Σⱼ Π (1 - max(xᵢₖ, xⱼₖ)) |

The first three are returned as D², the last one as D, its root: the values of SciPy's `qmc.discrepancy`. It is computed
in `Float64`, in a time that grows as n² d, by `threads`, 0 for one per core; the bits do not depend on their number.
Points of `Float64` or `Float32` as [`halton!`](@ref) takes them are not copied.

Throws an `ArgumentError` for an unknown kind, and a [`PhotinusError`](@ref) if there are no points or no dimensions, a
coordinate is not finite or outside [0, 1], and if the system does not give the threads.

# Examples
```jldoctest
julia> discrepancy(halton(2, 100; start = 1)) < discrepancy(rand(2, 100))
true

julia> discrepancy([0.25, 0.75]; kind = :centered) ≈ 1 / (12 * 2^2)
true
```
"""
function discrepancy(points::AbstractMatrix; kind::Symbol = :centered, threads::Integer = 1)
    T = precision_of(eltype(points))
    dim, count = size(points)
    found = points isa Points{T} ? layout(points) : nothing
    found === nothing && return discrepancy(dense(T, points), dim, count, PHOTINUS_LAYOUT_ROWS, dim, kind, threads)
    return discrepancy(points, dim, count, found..., kind, threads)
end

function discrepancy(values::AbstractVector; kind::Symbol = :centered, threads::Integer = 1)
    T = precision_of(eltype(values))
    inplace = values isa StridedVector{T} && stride(values, 1) >= 1
    array, step = inplace ? (values, stride(values, 1)) : (dense(T, values), 1)
    return discrepancy(array, 1, length(values), PHOTINUS_LAYOUT_ROWS, step, kind, threads)
end

function discrepancy(points::AbstractArray{T}, dim, count, layout, stride, kind, threads) where {T}
    value, number = Ref(0.0), choice("kind", kind, DISCREPANCIES)
    len = extent(dim, count, layout, stride)
    check(photinus_discrepancy(T, number, points, len, count, dim, layout, stride, threads, value))
    return value[]
end

"""
    radical_inverse([T = Float64,] index, base) -> T

The radical inverse of `index` (0 to 2^64 - 1) in `base` b (2 to 2^32 - 1), its digits mirrored at the point (van der
Corput, 1935): ``\\sum_k d_k b^{-k-1}`` for the index ``\\sum_k d_k b^k``. It is the value of `T`, `Float64` or
`Float32`, that is nearest to that sum, the even one of two, but always below 1.

Throws a [`PhotinusError`](@ref) if the base is below 2, an `InexactError` for numbers outside the ranges.
"""
function radical_inverse(::Type{T}, index::Integer, base::Integer) where {T<:Union{Float32,Float64}}
    value = Ref(zero(T))
    check(photinus_radical_inverse(T, index, base, value))
    return value[]
end
radical_inverse(index::Integer, base::Integer) = radical_inverse(Float64, index, base)

"""
    primes(skip, count) -> Vector{UInt32}

`count` primes from 2 on, after the first `skip`. `bases = primes(2, dim)` gives [`halton`](@ref) the bases 5, 7, 11, …

Throws a [`PhotinusError`](@ref) if `skip + count` is above 1229, the number of primes in the library.
"""
function primes(skip::Integer, count::Integer)
    result = Vector{UInt32}(undef, count)
    check(photinus_primes(skip, count, result))
    return result
end
