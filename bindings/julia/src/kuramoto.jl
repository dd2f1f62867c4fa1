# Kuramoto networks.

const NORMALIZATIONS = (
    default = PHOTINUS_NORMALIZATION_DEFAULT,
    none = PHOTINUS_NORMALIZATION_NONE,
    oscillators = PHOTINUS_NORMALIZATION_OSCILLATORS,
    in_degree = PHOTINUS_NORMALIZATION_IN_DEGREE,
)
const TRIANGLE_FORMS = (symmetric = PHOTINUS_TRIANGLE_SYMMETRIC, asymmetric = PHOTINUS_TRIANGLE_ASYMMETRIC)

"""
    MeanField(strengths)

The coupling of all to all, of [`kuramoto`](@ref), with `strengths` K, a number or one per harmonic: oscillator i is
pulled by Σₘ (K[m] / N) Σⱼ sin(m (φⱼ - φᵢ) - αₘ), in a time proportional to N.
"""
struct MeanField{S<:Union{Real,AbstractVector}}
    strengths::S
end

"""
    Groups(labels, weights)

The coupling, of [`kuramoto`](@ref), of G groups: `labels` has the group of each oscillator, 1 to G, and `weights` is a
G × G matrix, or G × G × M for M harmonics. Oscillator i is pulled by Σₘ Σⱼ K[g, h, m] sin(m (φⱼ - φᵢ) - α), with the
groups g of i and h of j, in a time proportional to G N.
"""
struct Groups{L<:AbstractVector,W<:AbstractArray}
    labels::L
    weights::W
end

"""
    Hebbian(rates; gain = 1, lag = 0)

The coupling, of [`kuramoto`](@ref), by weights kᵢⱼ that learn, dkᵢⱼ/dt = εᵢⱼ (γ cos(φⱼ - φᵢ - β) - kᵢⱼ), with `rates`
ε, a number or an N × N matrix, `gain` γ and `lag` β. They belong to the state: N phases, then the N² weights by rows,
as `[phases; vec(permutedims(weights))]`.
"""
struct Hebbian{R<:Union{Real,AbstractMatrix}}
    rates::R
    gain::Float64
    lag::Float64
end

Hebbian(rates; gain::Real = 1, lag::Real = 0) = Hebbian(rates, convert(Float64, gain), convert(Float64, lag))

"""
    Triangles(corners, weights; form = :symmetric, lag = 0, normalization = :none)

Triangles of a network of [`kuramoto`](@ref): a column (i, j, k) of the 3 × E matrix `corners` for each, and its weight,
a number per triangle or one for all. In the equation of i, each adds K sin(φⱼ + φₖ - 2 φᵢ - α) if the form is
`:symmetric` (Tanaka and Aoyagi, 2011), K sin(2 φⱼ - φₖ - φᵢ - α) if it is `:asymmetric` (Skardal and Arenas, 2020).
Their sum is divided as `normalization` says: `:none`, `:oscillators` (by N²) or `:in_degree`.
"""
struct Triangles{C<:AbstractMatrix,W<:Union{Real,AbstractVector}}
    corners::C
    weights::W
    form::Symbol
    lag::Float64
    normalization::Symbol
end

Triangles(corners, weights; form::Symbol = :symmetric, lag::Real = 0, normalization::Symbol = :none) =
    Triangles(corners, weights, form, convert(Float64, lag), normalization)

const NETWORKS = """
| `coupling` | what pulls on oscillator i |
|:---|:---|
| an N × N matrix, or N × N × M for M harmonics | Σₘ Σⱼ K[i, j, m] sin(m (φⱼ - φᵢ) - α) |
| a `SparseMatrixCSC`, or a vector of M with the same pattern | the same, of what is stored |
| [`MeanField`](@ref)`(K)` | all, equally |
| [`Groups`](@ref)`(labels, K)` | groups |
| [`Hebbian`](@ref)`(rates)` | weights that learn |
| a function `pull!(rates, phases, strength)` | what it adds to `rates`, which is to be `strength` times its part |
| `nothing` | none, in pairs |

Row i of K is the equation of oscillator i; its diagonal has no effect but on the rounding, and with a lag.

| option | default | meaning |
|:---|:---|:---|
| `lag` | none | α in radians: a number, one per harmonic, or one per weight (stored as the weights are) |
| `normalization` | `:default` | what the sum is divided by: `:none`, `:oscillators` (N; the default of a mean field) or `:in_degree` (how many others pull, with weights that are not 0) |
| `strength` | 1 | K(t), which multiplies all that pulls: a number, or what is not 0 of `(level, slope, amplitude, frequency, phase)` for level + slope t + amplitude sin(frequency t + phase) |
| `masses`, `dampings` | none | m and d of m φ″ + d φ′ = …: numbers, or one per oscillator. The state is then N phases and their N rates |
| `triangles` | none | [`Triangles`](@ref) |
| `all_triangles` | none | `(symmetric, asymmetric, tetrahedra, lag)`: Kₛ r₁² sin(2 ψ₁ - 2 φᵢ - α) + Kₐ r₁ r₂ sin(ψ₂ - ψ₁ - φᵢ - α) + Kₜ r₁³ sin(ψ₁ - φᵢ - α), with the order parameters rₘ, ψₘ (Skardal and Arenas, 2020) |
| `swing` | none | `(amplitudes, frequency, phases)`: ω changes by amplitudeᵢ sin(frequency t + phaseᵢ) |
| `force` | none | `(amplitudes, frequency, phase)`: adds amplitudeᵢ sin(frequency t + phase - φᵢ) |
| `drive` | none | a function `drive!(rates, phases, t)` that adds to `rates` |
| `delay` | 0 | τ: everybody sees the phases of the others as they were, φⱼ(t - τ). A number, or for a sparse coupling a matrix with one for each element that it stores |
| `single_weights` | `false` | whether K, a matrix or sparse, is stored in `Float32` and computed with in `Float64` |
"""

"""
    kuramoto(natural_frequencies, coupling, initial_phases, times; method, step = nothing, history = nothing,
        threads = 1, watch = nothing, options...) -> Matrix

Integrates a network of N coupled phase oscillators with M harmonics (Kuramoto, Chemical Oscillations, Waves, and
Turbulence, 1984; Daido, Prog. Theor. Phys. 88, 1992; with lags: Sakaguchi and Kuramoto, 1986),

    dφᵢ/dt = ωᵢ + Σₘ Σⱼ K[i, j, m] sin(m (φⱼ - φᵢ) - α),   m = 1 … M.

`natural_frequencies` are ω, N numbers, and `coupling` is K, both in radians per unit of time. `times` increase; at the
first one the phases are `initial_phases`, N numbers in radians. The result is an N × `length(times)` matrix: column k
has the phases at `times[k]`, in radians, never wrapped.

$NETWORKS
$SOLVING
With a `delay`, the method is `:rk4`, with steps of exactly `step`, no longer than the shortest delay above 0; each time
is to be the first one plus a whole number of them, but for rounding. `history(i, t)` is the phase of oscillator i at a
time t before the first one, the same whenever asked; without it, that was always the initial one. A delay combines
neither with inertia, learning, noise, or a coupling that is a function, nor with more than one of: pairs, triangles,
triangles of all. Such a run is stepped, saved and restored as a [`DelayedKuramoto`](@ref).

`threads` work on it where that is faster, 0 for one per core; the bits do not depend on their number. With a fixed step
they share the work of a matrix, a sparse one, a mean field or groups; what is a function of yours is called by the
calling thread.

$WATCHING
The computation is in `Float32` if the frequencies, the weights (an array, sparse matrices or those of groups) and the
phases are, otherwise in `Float64`; arrays of that type are not copied, but for sparse ones and groups.

Throws a `DimensionMismatch` if sizes don't match, an `ArgumentError` for an unknown symbol, and a
[`PhotinusError`](@ref) if there is no oscillator or harmonic, numbers are not finite, times are not finite or don't
increase, the step is not above 0 or so small that it is lost in the rounding of the time, a label or a corner is none,
or options don't go together; a [`DivergedError`](@ref), with the complete columns, if the solution becomes infinite.

# Examples
```jldoctest
julia> phases = kuramoto([1.0, 1.2], [0.0 0.5; 0.5 0.0], [0.0, 1.0], 0:10:50; step = 0.01);

julia> round(sin(phases[2, end] - phases[1, end]); digits = 6) # locked, at (ω₂ - ω₁) / 2K
0.2

julia> ω = frequency_quantiles(:lorentzian, 1000; width = 0.5);

julia> phases = kuramoto(ω, MeanField(2.0), zeros(1000), 0:20);

julia> round(order_parameter(phases[:, end]).r; digits = 2) # √(1 - 2 width / K)
0.71
```
"""
function kuramoto(
    natural_frequencies::AbstractVector,
    coupling,
    initial_phases::AbstractVector,
    times::AbstractVector;
    history = nothing,
    threads::Integer = 1,
    watch = nothing,
    options...,
)
    described, solving = split_options(options)
    network = Network(natural_frequencies, coupling, eltype(initial_phases); described...)
    history === nothing && !is_delayed(network) ||
        return delayed_columns(network, initial_phases, times, history, watch; solving...)
    T, n = number_type(network), network.dim
    chosen = solver_options(T, n; solving...)
    callbacks = Solve{T}(nothing, watch)
    return integrate(callbacks, n, initial_phases, times, network) do start, points, states, solution
        if threads == 1
            memory = Workspace(photinus_kuramoto_size, T, network, chosen)
            photinus_kuramoto_solve(
                T, network, row_function(callbacks), callbacks, chosen, points, length(points), start, states,
                length(states), memory, memory.bytes, solution,
            )
        else
            photinus_kuramoto_solve_parallel(
                T, network, row_function(callbacks), callbacks, chosen, threads, points, length(points), start, states,
                length(states), solution,
            )
        end
    end
end

"""
    kuramoto_rates(natural_frequencies, coupling, phases; time = 0, options...) -> rates

The instantaneous frequencies dφ/dt of the network that [`kuramoto`](@ref) describes, in radians per unit of time: a
vector if `phases` is one of N numbers, or a matrix if it is one of N rows such as `kuramoto` returns, column by column.
With inertia or learning, `phases` are whole states, and so are the rates. `time` matters where something depends on it:
a number, or one per column.

The options are those of a network. Throws as [`kuramoto`](@ref) does.
"""
function kuramoto_rates(
    natural_frequencies::AbstractVector,
    coupling,
    phases::AbstractVecOrMat;
    time::Union{Real,AbstractVector} = 0,
    options...,
)
    network = Network(natural_frequencies, coupling, eltype(phases); options...)
    T, n = number_type(network), network.dim
    size(phases, 1) == n || throw(DimensionMismatch("phases has $(size(phases, 1)) rows, not $n"))
    input, result = dense(T, phases), Array{T}(undef, size(phases))
    times = each(T, "time", time, size(phases, 2))
    memory = Workspace(photinus_kuramoto_size, T, network, C_NULL)
    GC.@preserve input result for column in 1:size(phases, 2)
        state, rate = pointer(input, (column - 1) * n + 1), pointer(result, (column - 1) * n + 1)
        check(call(network) do
            photinus_kuramoto_rates(T, network, times[column], state, rate, memory, memory.bytes)
        end)
    end
    return result
end

"""
    KuramotoSystem([T = Float64,] natural_frequencies, coupling; options...)

The network that [`kuramoto`](@ref) describes, as a system `f!(dydt, y, t)` in the precision `T` for [`solve_ode`](@ref)
(with events, for example) and [`lyapunov_exponents`](@ref). The options are those of a network. Its arrays must not be
changed as long as it is used. One task at a time may use it. Throws as `kuramoto` does.

# Examples
```jldoctest
julia> system = KuramotoSystem([1.0, 2.0], nothing); # without coupling

julia> half_turn, tell = Event((y, t) -> y[2] - y[1] - π), (i, t, y) -> println(round(t; digits = 6));

julia> solve_ode(system, [0.0, 0.0], [0, 9]; events = [half_turn], happened = tell);
3.141593
```
"""
struct KuramotoSystem{T,N}
    network::N
    memory::Workspace

    function KuramotoSystem{T}(network::N) where {T,N}
        memory, object = Workspace(photinus_network_size, T, network), Ref(C_NULL)
        check(photinus_network_init(T, memory, memory.bytes, network, object))
        return new{T,N}(network, memory)
    end
end

KuramotoSystem(::Type{T}, natural_frequencies, coupling; options...) where {T<:Union{Float32,Float64}} =
    KuramotoSystem{T}(Network{T}(natural_frequencies, coupling; options...))
KuramotoSystem(natural_frequencies::AbstractVector, coupling; options...) =
    KuramotoSystem(Float64, natural_frequencies, coupling; options...)

Base.show(io::IO, system::KuramotoSystem{T}) where {T} =
    print(io, "KuramotoSystem of ", system.network.dim, " equations in $T")

function (system::KuramotoSystem{T})(dydt::Vector{T}, y::Vector{T}, t::Real) where {T}
    network = system.network
    check_length("dydt", dydt, length(y))
    check(GC.@preserve network call(network) do
        photinus_network_derivative(T, t, y, length(y), dydt, system.memory)
    end)
    return dydt
end

"""
    KuramotoTangent(system::KuramotoSystem)

How the rates of a network change along a displacement v of its phases, exactly: the `tangent(out, v, y, t)` of
[`lyapunov_exponents`](@ref), to which differences are the alternative,

    outᵢ = K(t) Σₘ Σⱼ m K[i, j, m] (vⱼ - vᵢ) cos(m (φⱼ - φᵢ) - α), and the same of a force.

It is there for a matrix, a sparse one, a [`MeanField`](@ref) and [`Groups`](@ref), without triangles, inertia and a
drive. Of another network it throws a [`PhotinusError`](@ref), and a `DimensionMismatch` if sizes don't match.

# Examples
```jldoctest
julia> system = KuramotoSystem([1.0, 1.0], [0 0.5; 0.5 0]);

julia> KuramotoTangent(system)(zeros(2), [1.0, 0.0], [0.0, 0.0], 0) # in phase
2-element Vector{Float64}:
 -0.5
  0.5
```
"""
struct KuramotoTangent{S<:KuramotoSystem}
    system::S
end

function (tangent::KuramotoTangent{<:KuramotoSystem{T}})(out::Vector{T}, v::Vector{T}, y::Vector{T}, t::Real) where {T}
    system = tangent.system
    network = system.network
    check_length("v", v, length(y))
    check_length("out", out, length(y))
    check(GC.@preserve network photinus_network_tangent(T, t, y, v, length(y), out, system.memory))
    return out
end

"""
    kuramoto_advance!(natural_frequencies, coupling, state, steps; step, first = 0, start = 0, method = :rk4,
        threads = 1, options...) -> state

Takes steps of the network that [`kuramoto`](@ref) describes, of which nothing else is kept. $ADVANCING.

The methods and the options are those of `kuramoto`, and so is what it throws; a [`PhotinusError`](@ref) also for a
method that chooses its steps, and a [`DivergedError`](@ref), without columns, if the state becomes infinite. With a
delay the state is not enough: for that there is [`DelayedKuramoto`](@ref).

# Examples
```jldoctest
julia> phases, r = [0.0, 2.0], Float64[]; # observed on the way, where there is no room for all columns

julia> for k in 0:2
           push!(r, order_parameter(phases).r)
           kuramoto_advance!([1, 1], MeanField(1), phases, 100; step = 0.01, first = 100k)
       end

julia> round.(r; digits = 3)
3-element Vector{Float64}:
 0.54
 0.868
 0.979
```
"""
function kuramoto_advance!(
    natural_frequencies::AbstractVector,
    coupling,
    state::Vector{T},
    steps::Integer;
    first::Integer = 0,
    start::Real = 0,
    threads::Integer = 1,
    options...,
) where {T<:Union{Float32,Float64}}
    described, solving = split_options(options)
    network = Network{T}(natural_frequencies, coupling; described...)
    n = network.dim
    check_length("the state", state, n)
    chosen = solver_options(T, n; solving...)
    take_steps(T, n, network) do solution
        threads == 1 || return photinus_kuramoto_advance_parallel(
            T, network, chosen, threads, start, first, steps, state, solution,
        )
        memory = Workspace(photinus_kuramoto_size, T, network, chosen)
        photinus_kuramoto_advance(T, network, chosen, start, first, steps, state, memory, memory.bytes, solution)
    end
    return state
end

"""
    kuramoto_transition(natural_frequencies, coupling, initial_phases, strengths; step, method = :rk4,
        transient = 1000, samples = 1000, every = 1, carried = false, harmonic = 1, threads = 1, options...)
        -> (mean, variance)

The synchronisation transition (Kuramoto, 1975; Strogatz, Physica D 143, 2000, fig. 3): runs the network that
[`kuramoto`](@ref) describes with all that pulls multiplied by each of the `strengths`, and returns the mean in time of
the [`order_parameter`](@ref)'s r, of that `harmonic`, and its variance, a vector of each, with a number per strength.

Each run takes `transient` steps of exactly `step`, by `:rk4`, `:euler` or `:heun`, and then `samples` of r, with
`every` steps between two; the variance is with the number of samples less 1, NaN for one. It starts at
`initial_phases`, N numbers; if `carried`, where the strength before ended, which shows hysteresis on the way up and
down again. `threads` share the strengths, 0 for one per core, but not if they are carried, or the coupling is a
function; the bits do not depend on their number. The options are those of a network that is of the first order, and
does not change with time.

Throws as `kuramoto` does, a [`PhotinusError`](@ref) also if `samples`, `every` or the harmonic is 0, and for another
network or method; a [`DivergedError`](@ref) if phases become infinite: with the time in that run, and the complete
strengths' mean and variance, a column for each.

# Examples
```jldoctest
julia> ω, strengths = frequency_quantiles(:lorentzian, 1000; width = 0.5), [0.5, 2.0, 3.0];

julia> curve = kuramoto_transition(ω, MeanField(1), zeros(1000), strengths; step = 0.05, transient = 500, samples = 50);

julia> Kc = critical_coupling(:lorentzian; width = 0.5);

julia> maximum(abs, curve.mean[2:3] - sqrt.(1 .- Kc ./ strengths[2:3])) < 0.02
true
```
"""
function kuramoto_transition(
    natural_frequencies::AbstractVector,
    coupling,
    initial_phases::AbstractVector,
    strengths::AbstractVector;
    step::Real,
    method::Symbol = :rk4,
    transient::Integer = 1000,
    samples::Integer = 1000,
    every::Integer = 1,
    carried::Bool = false,
    harmonic::Integer = 1,
    threads::Integer = 1,
    options...,
)
    network = Network(natural_frequencies, coupling, eltype(initial_phases); options...)
    T, n, count = number_type(network), length(natural_frequencies), length(strengths)
    check_length("the initial phases", initial_phases, n)
    settings = Settings(;
        step = step, method = choice("method", method, METHODS), transient = transient, samples = samples,
        every = every, carried = carried, harmonic = harmonic,
    )
    transition = Described{Transition{T}}(photinus_transition_init, T, settings)
    start, values = dense(T, initial_phases), dense(T, strengths)
    mean, variance = Vector{T}(undef, count), Vector{T}(undef, count)
    solution = Ref(Solution{T}(sizeof(Solution{T}), 0, 0, 0, 0, 0, 0))
    status = call(network) do
        threads == 1 || return photinus_transition_run_parallel(
            T, network, transition, threads, values, count, start, mean, variance, solution,
        )
        memory = Workspace(photinus_transition_size, T, network, count)
        photinus_transition_run(
            T, network, transition, values, count, start, mean, variance, memory, memory.bytes, solution,
        )
    end
    status == PHOTINUS_ERROR_DIVERGED &&
        throw(DivergedError(solution[].time, permutedims([mean variance][1:solution[].rows, :])))
    check(status)
    return (mean = mean, variance = variance)
end

"""
    kuramoto_ensemble(natural_frequencies, coupling, initial_phases; step, steps, method = :rk4, strengths = nothing,
        lag = nothing, normalization = :default, noise = nothing, seed = 0, start = 0, first = 0, threads = 1) -> Matrix

Many networks at once, the members, each with N oscillators and a matrix: a sweep over strengths, over frequencies,
over initial phases, or over noise. Takes `steps` steps of exactly `step` of every member, by `:rk4`, `:euler` or `:heun`,
from `initial_phases`, an N × members matrix, and returns the phases after them, of the same size: the same bits as of each
member alone.

`natural_frequencies` are N numbers that all members have, or an N × members matrix; `coupling` is an N × N matrix or an
N × N × M array that all have, or an N × N × M × members array. `strengths`, one per member, multiply it; `lag` is a
number or one per harmonic; `normalization` and `threads` are those of [`kuramoto`](@ref). The state is that at the time
`start` plus `first` steps: to go on, give `first + steps` and the phases.

`noise` are the strengths σᵢ of a noise σᵢ dWᵢ: a number for all, N that all members have, or an N × members matrix; the
methods are then `:stochastic_heun`, which is the default, `:euler_maruyama` and `:stochastic_rk4`. `seed` is a vector with
the seed of each member, or the seed of the first, those of the others following: member k then has `seed + k - 1`.

Throws a `DimensionMismatch` if sizes don't match, an `ArgumentError` for an unknown symbol, a [`PhotinusError`](@ref)
as `kuramoto` does, and a [`DivergedError`](@ref) if the phases of members become infinite, with the time of the first
that do, and the complete members' phases.

# Examples
```jldoctest
julia> ω, strengths = frequency_quantiles(:uniform, 20), [0.5, 2.0];

julia> K = fill(1 / 20, 20, 20);

julia> phases = kuramoto_ensemble(ω, K, zeros(20, 2); step = 0.05, steps = 2000, strengths = strengths);

julia> [order_parameter(column).r > 0.8 for column in eachcol(phases)] # below and above the critical coupling 4/π
2-element Vector{Bool}:
 0
 1
```
"""
function kuramoto_ensemble(
    natural_frequencies::AbstractVecOrMat,
    coupling::AbstractArray,
    initial_phases::AbstractMatrix;
    step::Real,
    steps::Integer,
    noise::Union{Nothing,Real,AbstractVecOrMat} = nothing,
    method::Symbol = noise === nothing ? :rk4 : :stochastic_heun,
    strengths::Union{Nothing,AbstractVector} = nothing,
    lag::Union{Nothing,Real,AbstractVector} = nothing,
    normalization::Symbol = :default,
    seed::Union{Integer,AbstractVector{<:Integer}} = 0,
    start::Real = 0,
    first::Integer = 0,
    threads::Integer = 1,
)
    T = precision_of(eltype(natural_frequencies), eltype(coupling), eltype(initial_phases))
    n, members = size(initial_phases)
    M = size(coupling, 3)
    check_size("natural_frequencies", natural_frequencies, (n,), (n, members))
    check_size("coupling", coupling, (n, n), (n, n, M), (n, n, M, members))
    settings = Settings(;
        members = members, oscillators = n, harmonics = M,
        frequency_rows = size(natural_frequencies, 2), coupling_count = size(coupling, 4),
        layout = PHOTINUS_LAYOUT_COLUMNS, normalization = choice("normalization", normalization, NORMALIZATIONS),
    )
    point!(settings, :natural_frequencies, dense(T, natural_frequencies))
    point!(settings, :coupling, dense(T, coupling))
    strengths === nothing || point!(settings, :strengths, each(T, "strengths", strengths, members))
    lag === nothing || point!(settings, :lags, each(T, "lag", lag, M))
    seed isa Integer || point!(settings, :seeds, each(UInt64, "seed", seed, members))
    ensemble = Described{Ensemble{T}}(photinus_ensemble_init, T, settings)
    noise isa AbstractArray && check_size("noise", noise, (n,), (n, members))
    σ = noise isa AbstractMatrix ? vec(noise) : noise
    options = solver_options(
        T, σ isa AbstractVector ? length(σ) : n;
        step = step, method = method, noise = σ, seed = seed isa Integer ? seed : 0,
    )
    phases = copyto!(Matrix{T}(undef, n, members), initial_phases)
    taken = Vector{UInt64}(undef, members)
    status =
        photinus_ensemble_advance_parallel(T, ensemble, options, threads, start, first, steps, phases, taken, C_NULL)
    if status == PHOTINUS_ERROR_DIVERGED
        time = convert(T, start) + convert(T, first + minimum(taken)) * convert(T, step)
        throw(DivergedError(time, phases[:, taken .== steps]))
    end
    check(status)
    return phases
end

# The model of a network, and what C calls during its rates.
mutable struct Network{T,P,D} <: Callbacks
    model::Base.RefValue{KuramotoModel{T}}
    dim::Int # of the state
    arrays::Vector{Any}
    pull!::P
    drive!::D
    phases::Vector{T}
    rates::Vector{T}
    failure::Union{Nothing,CapturedException}
end

Base.unsafe_convert(::Type{Ptr{KuramotoModel{T}}}, network::Network{T}) where {T} =
    Base.unsafe_convert(Ptr{KuramotoModel{T}}, network.model)

number_type(::Network{T}) where {T} = T

Network(natural_frequencies, coupling, phase_type; options...) =
    Network{precision_of(eltype(natural_frequencies), weight_types(coupling)..., phase_type)}(
        natural_frequencies, coupling; options...,
    )

weight_types(coupling::AbstractArray) = (eltype(coupling),)
weight_types(matrices::AbstractVector{<:SparseMatrixCSC}) = map(eltype, (matrices...,))
weight_types(groups::Groups) = (eltype(groups.weights),)
weight_types(coupling) = ()

const NETWORK_OPTIONS = (
    :lag, :normalization, :strength, :masses, :dampings, :triangles, :all_triangles, :swing, :force, :drive,
    :delay, :single_weights,
)

# Those of a network, and the others.
function split_options(options)
    described = filter(option -> option.first in NETWORK_OPTIONS, collect(pairs(options)))
    others = filter(option -> !(option.first in NETWORK_OPTIONS), collect(pairs(options)))
    return described, others
end

function Network{T}(
    natural_frequencies::AbstractVector,
    coupling;
    lag = nothing,
    normalization::Symbol = :default,
    strength::Union{Real,NamedTuple} = 1,
    masses::Union{Nothing,Real,AbstractVector} = nothing,
    dampings::Union{Nothing,Real,AbstractVector} = nothing,
    triangles::Union{Nothing,Triangles} = nothing,
    all_triangles::NamedTuple = NamedTuple(),
    swing::Union{Nothing,NamedTuple} = nothing,
    force::Union{Nothing,NamedTuple} = nothing,
    drive::D = nothing,
    delay::Union{Real,AbstractMatrix} = 0,
    single_weights::Bool = false,
) where {T,D}
    n = length(natural_frequencies)
    settings = Settings(; oscillators = n, normalization = choice("normalization", normalization, NORMALIZATIONS))
    point!(settings, :natural_frequencies, dense(T, natural_frequencies))
    couple!(settings, T, n, coupling, lag, single_weights)
    strength isa Real ? set!(settings; strength_level = strength) : set_strength!(settings; strength...)
    (masses === nothing) == (dampings === nothing) ||
        throw(ArgumentError("masses and dampings belong together: give both or neither"))
    masses === nothing || point!(settings, :masses, each(T, "masses", masses, n))
    dampings === nothing || point!(settings, :dampings, each(T, "dampings", dampings, n))
    triangles === nothing || set_triangles!(settings, T, n, triangles)
    set_all_triangles!(settings; all_triangles...)
    swing === nothing || set_swing!(settings, T, n; swing...)
    force === nothing || set_force!(settings, T, n; force...)
    set_delay!(settings, T, n, coupling, delay)

    pull! = pull_of(coupling)
    network = Network{T,typeof(pull!),D}(Ref{KuramotoModel{T}}(), 0, settings.arrays, pull!, drive, T[], T[], nothing)
    # C gives this address back to the functions.
    user = pointer_from_objref(network)
    pull! === nothing || set!(settings; pull = pull_function(network), pull_user = user)
    drive === nothing || set!(settings; drive = drive_function(network), drive_user = user)
    network.model = Described{KuramotoModel{T}}(photinus_kuramoto_init, T, settings).value
    dim = Ref{Csize_t}()
    check(photinus_kuramoto_dim(T, network, dim))
    network.dim = dim[]
    return network
end

is_delayed(network) = network.model[].delay != 0 || network.model[].delays != C_NULL

pull_of(coupling) = coupling
pull_of(::Union{Nothing,AbstractArray,MeanField,Groups,Hebbian}) = nothing

set_strength!(settings; level::Real = 0, slope::Real = 0, amplitude::Real = 0, frequency::Real = 0, phase::Real = 0) =
    set!(
        settings; strength_level = level, strength_slope = slope, strength_amplitude = amplitude,
        strength_frequency = frequency, strength_phase = phase,
    )

set_all_triangles!(settings; symmetric::Real = 0, asymmetric::Real = 0, tetrahedra::Real = 0, lag::Real = 0) =
    set!(settings; all_symmetric = symmetric, all_asymmetric = asymmetric, all_tetrahedra = tetrahedra, all_lag = lag)

function set_swing!(settings, ::Type{T}, n; amplitudes, frequency::Real, phases = 0) where {T}
    point!(settings, :swing_amplitudes, each(T, "amplitudes", amplitudes, n))
    point!(settings, :swing_phases, each(T, "phases", phases, n))
    set!(settings; swing_frequency = frequency)
end

function set_force!(settings, ::Type{T}, n; amplitudes, frequency::Real, phase::Real = 0) where {T}
    point!(settings, :force_amplitudes, each(T, "amplitudes", amplitudes, n))
    set!(settings; force_frequency = frequency, force_phase = phase)
end

set_delay!(settings, ::Type, n, coupling, delay::Real) = set!(settings; delay = delay)

function set_delay!(settings, ::Type{T}, n, coupling, delay::AbstractMatrix) where {T}
    check_size("delay", delay, (n, n))
    isempty(sparse_matrices(coupling)) && throw(PhotinusError(PHOTINUS_ERROR_UNSUPPORTED))
    rows = compressed_rows(first(sparse_matrices(coupling)))
    point!(settings, :delays, T[delay[i, j] for i in 1:n for j in view(rowvals(rows), nzrange(rows, i))])
end

sparse_matrices(coupling) = ()
sparse_matrices(coupling::AbstractMatrix) = issparse(coupling) ? (SparseMatrixCSC(coupling),) : ()
sparse_matrices(coupling::AbstractVector{<:SparseMatrixCSC}) = coupling

function set_triangles!(settings, ::Type{T}, n, triangles) where {T}
    corners = triangles.corners
    size(corners, 1) == 3 || throw(DimensionMismatch("corners has $(size(corners, 1)) rows, not 3"))
    count = size(corners, 2)
    weights = each(T, "weights", triangles.weights, count)
    pulled = corners[1, :]
    all(i -> 1 <= i <= n, pulled) || throw(PhotinusError(PHOTINUS_ERROR_COLUMN))
    order = sortperm(pulled; alg = MergeSort) # stable: of one oscillator, they stay as they are
    offsets = zeros(Csize_t, n + 1)
    foreach(i -> offsets[i + 1] += 1, pulled)
    point!(settings, :triangle_offsets, cumsum(offsets))
    point!(settings, :triangle_corners, numbers_from_zero(vec(corners[2:3, order])))
    point!(settings, :triangle_weights, weights[order])
    set!(
        settings; triangles = count, triangle_lag = triangles.lag,
        triangle_form = choice("form", triangles.form, TRIANGLE_FORMS),
        triangle_normalization = choice("normalization", triangles.normalization, NORMALIZATIONS),
    )
end

# Numbers from 1 on as C counts them. 0 becomes one that C refuses.
numbers_from_zero(numbers) = UInt32[number == 0 ? typemax(UInt32) : number - 1 for number in numbers]

# A matrix, or one per harmonic, as C has it: by rows.
by_rows(::Type{T}, array::AbstractArray{<:Any,N}) where {T,N} = dense(T, permutedims(array, (2, 1, 3:N...)))

# What a coupling is in C. `T` is the precision; weights may be stored in single precision.
function couple!(settings, ::Type{T}, n, coupling::AbstractArray, lag, single) where {T}
    check_size("coupling", coupling, (n, n), (n, n, size(coupling, 3)))
    issparse(coupling) && return couple!(settings, T, n, [SparseMatrixCSC(coupling)], lag, single)
    set!(settings; kind = PHOTINUS_COUPLING_DENSE, layout = PHOTINUS_LAYOUT_COLUMNS)
    weigh!(settings, T, coupling, single)
    lag!(settings, T, size(coupling, 3), lag) do lags
        check_size("lag", lags, size(coupling))
        dense(T, lags)
    end
end

function couple!(settings, ::Type{T}, n, matrices::AbstractVector{<:SparseMatrixCSC}, lag, single) where {T}
    rows = map(compressed_rows, matrices)
    pattern = isempty(rows) ? spzeros(n, n) : rows[1]
    check_pattern("coupling", rows, size(pattern) == (n, n) ? pattern : spzeros(n, n))
    point!(settings, :row_offsets, Csize_t.(pattern.colptr .- 1))
    point!(settings, :columns, UInt32.(pattern.rowval .- 1))
    set!(settings; kind = PHOTINUS_COUPLING_SPARSE, edges = nnz(pattern))
    weigh!(settings, T, stored(rows), single)
    set!(settings; harmonics = length(rows))
    lag!(settings, T, length(rows), lag) do lags
        lag_rows = map(compressed_rows, lags isa AbstractVector ? lags : [SparseMatrixCSC(lags)])
        length(lag_rows) == length(rows) ||
            throw(DimensionMismatch("lag has $(length(lag_rows)) matrices, not $(length(rows))"))
        check_pattern("lag", lag_rows, pattern)
        dense(T, stored(lag_rows))
    end
end

# Compressed rows are the compressed columns of the transposed matrix.
compressed_rows(matrix::SparseMatrixCSC) = copy(transpose(matrix))

stored(matrices) = reduce(vcat, map(nonzeros, matrices); init = Float32[])

function check_pattern(name, matrices, pattern)
    for matrix in matrices
        check_size(name, matrix, size(pattern))
        matrix.colptr == pattern.colptr && rowvals(matrix) == rowvals(pattern) ||
            throw(ArgumentError("the matrices of $name don't all store the same elements"))
    end
end

function couple!(settings, ::Type{T}, n, field::MeanField, lag, single) where {T}
    strengths = field.strengths isa Real ? [field.strengths] : field.strengths
    set!(settings; kind = PHOTINUS_COUPLING_MEAN_FIELD)
    weigh!(settings, T, strengths, single)
    set!(settings; harmonics = length(strengths))
    lag!(no_pairs, settings, T, length(strengths), lag)
end

function couple!(settings, ::Type{T}, n, groups::Groups, lag, single) where {T}
    check_length("labels", groups.labels, n)
    weights, G = groups.weights, size(groups.weights, 1)
    check_size("weights", weights, (G, G), (G, G, size(weights, 3)))
    set!(settings; kind = PHOTINUS_COUPLING_GROUPS, groups = G)
    point!(settings, :labels, numbers_from_zero(groups.labels))
    weigh!(settings, T, by_rows(T, weights), single)
    lag!(settings, T, size(weights, 3), lag) do lags
        check_size("lag", lags, size(weights))
        by_rows(T, lags)
    end
end

function couple!(settings, ::Type{T}, n, hebbian::Hebbian, lag, single) where {T}
    set!(settings; kind = PHOTINUS_COUPLING_HEBBIAN, learning_gain = hebbian.gain, learning_lag = hebbian.lag)
    if hebbian.rates isa Real
        set!(settings; learning_rate = hebbian.rates)
    else
        check_size("rates", hebbian.rates, (n, n))
        point!(settings, :learning_rates, by_rows(T, hebbian.rates))
    end
    no_single(single)
    lag!(no_pairs, settings, T, 1, lag)
end

function couple!(settings, ::Type{T}, n, coupling, lag, single) where {T} # a function, or nothing
    set!(settings; kind = coupling === nothing ? PHOTINUS_COUPLING_NONE : PHOTINUS_COUPLING_USER)
    no_single(single)
    lag!(no_pairs, settings, T, 1, lag)
end

no_single(single) = single && throw(PhotinusError(PHOTINUS_ERROR_UNSUPPORTED))

no_pairs(lags) = throw(PhotinusError(PHOTINUS_ERROR_UNSUPPORTED))

function weigh!(settings, ::Type{T}, weights, single) where {T}
    set!(settings; harmonics = size(weights, 3))
    single || return point!(settings, :coupling, dense(T, weights))
    return point!(settings, :coupling_single, dense(Float32, weights))
end

lag!(pairs, settings, ::Type, harmonics, ::Nothing) = settings
function lag!(pairs, settings, ::Type{T}, harmonics, lag::Union{Real,AbstractVector{<:Real}}) where {T}
    set!(settings; lag_kind = PHOTINUS_LAG_HARMONIC)
    point!(settings, :lags, each(T, "lag", lag, harmonics))
end
function lag!(pairs, settings, ::Type, harmonics, lag::AbstractArray)
    set!(settings; lag_kind = PHOTINUS_LAG_PAIR)
    point!(settings, :lags, pairs(lag))
end

function call_pull(strength::T, phases::Ptr{T}, n::Csize_t, rates::Ptr{T}, network::Network{T})::Cint where {T}
    guard(network) do
        sum = load!(network.rates, rates, n)
        network.pull!(sum, load!(network.phases, phases, n), strength)
        store!(rates, "rates", sum, n)
    end
end

function call_drive(t::T, phases::Ptr{T}, n::Csize_t, rates::Ptr{T}, network::Network{T})::Cint where {T}
    guard(network) do
        sum = load!(network.rates, rates, n)
        network.drive!(sum, load!(network.phases, phases, n), t)
        store!(rates, "rates", sum, n)
    end
end

@generated pull_function(::N) where {T,N<:Network{T}} =
    :(@cfunction(call_pull, Cint, ($T, Ptr{$T}, Csize_t, Ptr{$T}, Ref{$N})))
@generated drive_function(::N) where {T,N<:Network{T}} =
    :(@cfunction(call_drive, Cint, ($T, Ptr{$T}, Csize_t, Ptr{$T}, Ref{$N})))
