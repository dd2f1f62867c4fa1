# The Halton sequence.

"""
    halton([T = Float64,] dim, count; start = 0, leap = 1, bases = nothing) -> Matrix{T}

Points of the Halton sequence (Halton, Numer. Math. 2, 1960), one per column of a `dim` × `count` matrix of values in
[0, 1): those with the indices `start`, `start + leap`, …, each from 0 to 2^64 - 1. Coordinate j of the point with index
i is the [`radical_inverse`](@ref) of i in base j, correctly rounded to `T`, `Float64` or `Float32`.

`bases` are `dim` different integers from 2 to 2^32 - 1, without a common divisor if the points are to be evenly spread.
By default they are the first `dim` primes, 2, 3, 5, …, of which 1229 are known. Index 0 is the origin.

Throws a `DimensionMismatch` if there are not `dim` bases, an `InexactError` for a number that is no integer of its
range, and a [`PhotinusError`](@ref) for a `dim` of 0 or above the number of known primes, a base below 2 or one that
occurs twice, a `leap` of 0, or a last index beyond 2^64 - 1.

# Examples
```jldoctest
julia> halton(2, 3; start = 1)
2×3 Matrix{Float64}:
 0.5       0.25      0.75
 0.333333  0.666667  0.111111

julia> halton(3, 10; bases = primes(2, 3)); # the bases 5, 7, 11
```
"""
halton(::Type{T}, dim::Integer, count::Integer; options...) where {T<:Union{Float32,Float64}} =
    halton!(Matrix{T}(undef, dim, count); options...)
halton(dim::Integer, count::Integer; options...) = halton(Float64, dim, count; options...)

"""
    halton!(points; start = 0, leap = 1, bases = nothing) -> points

Writes points of the Halton sequence to the columns of `points`, a matrix of `Float64` or `Float32`, or a view of one in
which the elements of a column are next to each other; see [`halton`](@ref). Throws an `ArgumentError` for another view.
"""
function halton!(
    points::StridedMatrix{T};
    start::Integer = 0,
    leap::Integer = 1,
    bases::Union{Nothing,AbstractVector{<:Integer}} = nothing,
) where {T<:Union{Float32,Float64}}
    dim, count = size(points)
    column = stride(points, 2)
    stride(points, 1) == 1 && column >= dim ||
        throw(ArgumentError("the elements of a column of points have to be next to each other"))
    bases === nothing || check_length("bases", bases, dim)
    dense_bases = bases === nothing ? nothing : dense(UInt32, bases)
    bases_pointer = bases === nothing ? Ptr{UInt32}(C_NULL) : pointer(dense_bases)
    # C's matrix of rows one after the other is Julia's of columns one after the other.
    defaults = halton_defaults(T)
    options = Ref(HaltonOptions(defaults.struct_size, bases_pointer, leap, column, defaults.layout))
    len = count == 0 ? 0 : (count - 1) * column + dim
    GC.@preserve dense_bases check(photinus_halton_fill(T, options, dim, start, count, points, len))
    return points
end

function halton_defaults(::Type{T}) where {T}
    options = Ref{HaltonOptions}()
    check(photinus_halton_options_init(T, options, sizeof(HaltonOptions)))
    return options[]
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
