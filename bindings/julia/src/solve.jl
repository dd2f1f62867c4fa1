# Ordinary differential equations: any system, and Kuramoto's.

"""
    kuramoto(natural_frequencies, coupling, initial_phases, times; step, watch = nothing) -> Matrix

Integrates a network of N coupled phase oscillators with M harmonics (Kuramoto, Chemical Oscillations, Waves, and
Turbulence, 1984; Daido, Prog. Theor. Phys. 88, 1992),

    dφᵢ/dt = ωᵢ + Σₘ Σⱼ K[i, j, m] sin(m (φⱼ - φᵢ)),   m = 1 … M,

by the classical Runge-Kutta method of order 4. `natural_frequencies` are ω, N numbers, and `coupling` is K, an
N × N × M array, or N × N for one harmonic, both in radians per unit of time; row i of K is the equation of oscillator
i, and its diagonal has no effect but on the rounding. `times` increase; at the first one the phases are `initial_phases`, N numbers in
radians. The result is an N × `length(times)` matrix: column k has the phases at `times[k]`, in radians, never wrapped.

Between two times, dt apart, there are ceil(dt / `step`) equal steps. A column depends on the column before it and the
two times alone, so that a run is gone on with, to the same bits, from any of its columns.

`watch(time, phases)` is called with each column as soon as it is complete, and stops the run by returning `false`; then
only the complete columns are returned. The vector is filled again for the next column, so `copy` it to keep it. What
`watch` throws is thrown here as by [`minimize`](@ref).

The computation is in `Float32` if the frequencies, the coupling and the phases are, otherwise in `Float64`; arrays of
that type are not copied.

Throws a `DimensionMismatch` if sizes don't match, and a [`PhotinusError`](@ref) if there is no oscillator or harmonic,
numbers are not finite, times are not finite or don't increase, the step is not above 0 or so small that it is lost in
the rounding of the time; a [`DivergedError`](@ref), with the complete columns, if the solution becomes infinite.

# Examples
```jldoctest
julia> phases = kuramoto([1.0, 1.2], [0.0 0.5; 0.5 0.0], [0.0, 1.0], 0:10:50; step = 0.01);

julia> round(sin(phases[2, end] - phases[1, end]); digits = 6) # locked, at (ω₂ - ω₁) / 2K
0.2
```
"""
function kuramoto(
    natural_frequencies::AbstractVector,
    coupling::AbstractArray,
    initial_phases::AbstractVector,
    times::AbstractVector;
    step::Real,
    watch = nothing,
)
    network = Network(natural_frequencies, coupling, eltype(initial_phases))
    return integrate(network, Solve(network, watch), initial_phases, times, step)
end

"""
    kuramoto_rates(natural_frequencies, coupling, phases) -> rates

The instantaneous frequencies dφ/dt of the network that [`kuramoto`](@ref) describes, in radians per unit of time: a
vector if `phases` is one of N numbers, or a matrix if it is one of N rows such as `kuramoto` returns, column by column.

Throws as [`kuramoto`](@ref) does.
"""
function kuramoto_rates(natural_frequencies::AbstractVector, coupling::AbstractArray, phases::AbstractVecOrMat)
    network = Network(natural_frequencies, coupling, eltype(phases))
    return rates(network, phases)
end

# A network in the precision T, in Julia's memory.
struct Network{T,N}
    natural_frequencies::Vector{T}
    coupling::Array{T,N}
end

function Network(natural_frequencies, coupling, phase_type)
    T = precision_of(eltype(natural_frequencies), eltype(coupling), phase_type)
    n = length(natural_frequencies)
    ndims(coupling) in (2, 3) && size(coupling, 1) == size(coupling, 2) == n ||
        throw(DimensionMismatch("coupling has the size $(size(coupling)), not ($n, $n) or ($n, $n, harmonics)"))
    return Network(dense(T, natural_frequencies), dense(T, coupling))
end

dimension(network::Network) = length(network.natural_frequencies)

# The struct that C reads, valid as long as `network` is.
function model(network::Network{T}) where {T}
    defaults = Ref{KuramotoModel{T}}()
    check(photinus_kuramoto_init(T, defaults, sizeof(KuramotoModel{T})))
    return Ref(KuramotoModel{T}(
        defaults[].struct_size,
        dimension(network),
        size(network.coupling, 3),
        pointer(network.natural_frequencies),
        pointer(network.coupling),
        PHOTINUS_LAYOUT_COLUMNS,
        defaults[].level,
    ))
end

function rates(network::Network{T}, phases) where {T}
    n = dimension(network)
    size(phases, 1) == n || throw(DimensionMismatch("phases has $(size(phases, 1)) rows, not $n"))
    input, result = dense(T, phases), Array{T}(undef, size(phases))
    memory, described = Workspace(photinus_kuramoto_size, T, n), model(network)
    GC.@preserve network input result for first in 1:n:length(input)
        column, rate = pointer(input, first), pointer(result, first)
        check(photinus_kuramoto_rates(T, described, column, rate, memory, memory.bytes))
    end
    return result
end

"""
    solve_rk4(f!, initial, times; step, watch = nothing) -> Matrix

Integrates the system dy/dt = f(t, y) by the classical Runge-Kutta method of order 4 (Kutta, 1901). `times` increase; at
the first one the state is `initial`, N numbers. The result is an N × `length(times)` matrix: column k has the state at
`times[k]`. It is in `Float32` if `initial` is, otherwise in `Float64`.

`f!(dydt, y, t)` writes every element of dy/dt to `dydt`. Both vectors are filled again for the next call, so `copy`
them to keep them. Between two times, dt apart, there are ceil(dt / `step`) equal steps.

`watch(time, state)` is called with each column as by [`kuramoto`](@ref). What either function throws is thrown here as
by [`minimize`](@ref); the other exceptions are those of `kuramoto`.

# Examples
```jldoctest
julia> decay!(dydt, y, t) = (dydt .= .-y);

julia> states = solve_rk4(decay!, [1.0], 0:2; step = 0.01);

julia> round.(states; digits = 6)
1×3 Matrix{Float64}:
 1.0  0.367879  0.135335
```
"""
function solve_rk4(f!::F, initial::AbstractVector, times::AbstractVector; step::Real, watch = nothing) where {F}
    system = System{precision_of(eltype(initial)),F}(f!, length(initial))
    return integrate(system, Solve(system, watch), initial, times, step)
end

# A system of Julia's.
struct System{T,F}
    f!::F
    dim::Int
end

dimension(system::System) = system.dim

# What C calls during the solution of a system: the watch, and the system if it is one of Julia's.
mutable struct Solve{T,S,W} <: Callbacks
    system::S
    watch::W
    y::Vector{T}
    dydt::Vector{T}
    failure::Union{Nothing,CapturedException}
end

Solve(system::S, watch::W) where {T,S<:Union{Network{T},System{T}},W} = Solve{T,S,W}(system, watch, T[], T[], nothing)

function call_system(t::T, y::Ptr{T}, dim::Csize_t, dydt::Ptr{T}, solve::Solve{T})::Cint where {T}
    guard(solve) do
        rate = resize!(solve.dydt, dim)
        solve.system.f!(rate, load!(solve.y, y, dim), t)
        check_length("dydt", rate, dim) # C reads so many
        GC.@preserve rate unsafe_copyto!(dydt, pointer(rate), dim)
        Cint(0)
    end
end

# Without a watch, this is where an interrupt can come.
function call_row(::Csize_t, t::T, y::Ptr{T}, dim::Csize_t, solve::Solve{T})::Cint where {T}
    guard(solve) do
        Cint(solve.watch !== nothing && solve.watch(t, load!(solve.y, y, dim)) === false)
    end
end

system_function(::Solve{T,S,W}) where {T,S,W} =
    @cfunction(call_system, Cint, (T, Ptr{T}, Csize_t, Ptr{T}, Ref{Solve{T,S,W}}))
row_function(::Solve{T,S,W}) where {T,S,W} =
    @cfunction(call_row, Cint, (Csize_t, T, Ptr{T}, Csize_t, Ref{Solve{T,S,W}}))

function integrate(system, callbacks::Solve{T}, initial, times, step) where {T}
    n, count = dimension(system), length(times)
    check_length("the initial state", initial, n)
    state, points = dense(T, initial), dense(T, times)
    states = Matrix{T}(undef, n, count)
    solution = Ref(Solution{T}(sizeof(Solution{T}), 0, 0, 0, 0))
    status = call(() -> solve!(states, solution, system, callbacks, state, points, convert(T, step)), callbacks)
    rows = Int(solution[].rows)
    complete = rows == count ? states : states[:, 1:rows]
    status == PHOTINUS_ERROR_DIVERGED && throw(DivergedError(solution[].time, complete))
    check(status)
    return complete
end

function solve!(states, solution, network::Network{T}, callbacks, initial, times, step) where {T}
    memory = Workspace(photinus_kuramoto_size, T, dimension(network))
    GC.@preserve network photinus_kuramoto_solve(
        T, model(network), row_function(callbacks), callbacks, times, length(times), initial, step, states,
        length(states), memory, memory.bytes, solution,
    )
end

function solve!(states, solution, system::System{T}, callbacks, initial, times, step) where {T}
    memory = Workspace(photinus_rk4_size, T, dimension(system))
    photinus_rk4_solve(
        T, dimension(system), system_function(callbacks), row_function(callbacks), callbacks, times, length(times),
        initial, step, states, length(states), memory, memory.bytes, solution,
    )
end
