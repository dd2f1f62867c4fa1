# Networks with delays.

# The history of a run, and what C calls for it.
mutable struct Past{H} <: Callbacks
    history::H # nothing: the initial phases
    failure::Union{Nothing,CapturedException}
end

function call_history(oscillator::Csize_t, t::T, phase::Ptr{T}, past::Past)::Cint where {T}
    guard(past) do
        unsafe_store!(phase, convert(T, past.history(Int(oscillator) + 1, t)))
        Cint(0)
    end
end

history_function(::Type, ::Past{Nothing}) = C_NULL
@generated history_function(::Type{T}, ::P) where {T,P<:Past} =
    :(@cfunction(call_history, Cint, (Csize_t, $T, Ptr{$T}, Ref{$P})))

"""
    DelayedKuramoto(natural_frequencies, coupling, initial_phases; step, start = 0, history = nothing, options...)

A run of a network with delays, of the one that [`kuramoto`](@ref) describes with its option `delay`, to be gone on with
step by step: by RK4 with steps of exactly `step`, no longer than the shortest delay above 0. It is of order 4; a step
that divides the delays is best. It stands at the time `start`; before, the phase of oscillator i (1 to N) at the time t
was `history(i, t)`, the same whenever asked, or always the initial one. The options are those of a network, which may
also be without a delay.

`run.time`, `run.steps` (so far) and `run.state` (a new vector) are where it stands. [`step!`](@ref)`(run, steps)` goes
on, to the same bits wherever a run is cut; `copy(run)` is a second one that goes on as the first; see [`save`](@ref)
and [`restore`](@ref). It keeps about 16 bytes (`Float32`: 8) per oscillator and step of the longest delay.

The arrays of the network must not be changed as long as it is used. One task at a time may use it and its copies, and
no function that it calls. Throws as `kuramoto` does, and a [`PhotinusError`](@ref) if the step is not above 0, and if a
delay is negative, not finite, or shorter than the step.

# Examples
```jldoctest
julia> run = DelayedKuramoto([1.0, 1.0], [0.0 0.5; 0.5 0.0], [0.0, 1.0]; step = 0.1, delay = 0.3);

julia> before = step!(run, 1000).state;

julia> frequency = (step!(run, 100).state[1] - before[1]) / 10;

julia> abs(frequency - (1 - 0.5 * sin(0.3 * frequency))) < 1e-9 # in step: Ω = ω - K sin(Ω τ)
true
```
"""
mutable struct DelayedKuramoto{T<:Union{Float32,Float64},N,P}
    network::N
    past::P
    memory::Workspace
    busy::Bool # while it runs

    DelayedKuramoto{T}(network::N, past::P, memory) where {T,N,P} = new{T,N,P}(network, past, memory, false)
end

DelayedKuramoto(
    natural_frequencies::AbstractVector,
    coupling,
    initial_phases::AbstractVector;
    step::Real,
    start::Real = 0,
    history = nothing,
    options...,
) = start_delayed(
    Network(natural_frequencies, coupling, eltype(initial_phases); options...), initial_phases, step, start, history,
)

function start_delayed(network, initial, step, start, history)
    T, n = number_type(network), Int(network.model[].oscillators)
    check_length("the initial phases", initial, n)
    memory, object = Workspace(photinus_delayed_size, T, network, step), Ref(C_NULL)
    check(photinus_delayed_init(T, memory, memory.bytes, network, step, start, dense(T, initial), object))
    return DelayedKuramoto{T}(network, Past(history, nothing), memory)
end

# The run begins where its memory does.
Base.unsafe_convert(::Type{Ptr{Cvoid}}, run::DelayedKuramoto) = Base.unsafe_convert(Ptr{Cvoid}, run.memory)

Base.show(io::IO, run::DelayedKuramoto{T}) where {T} = print(
    io, "DelayedKuramoto{$T} of ", run.network.dim, " oscillators", run.busy ? "" : " at the time $(run.time)",
)

function Base.getproperty(run::DelayedKuramoto{T}, name::Symbol) where {T}
    name === :time && return where_it_stands(run).time
    name === :steps && return where_it_stands(run).steps
    name === :state && return where_it_stands(run).state
    return getfield(run, name)
end

function where_it_stands(run::DelayedKuramoto{T}) where {T}
    check_unused(run)
    time, steps, state = Ref{T}(), Ref{UInt64}(), Vector{T}(undef, run.network.dim)
    check(photinus_delayed_state(T, run, time, steps, state, length(state)))
    return (time = time[], steps = Int64(steps[]), state = state)
end

Base.propertynames(::DelayedKuramoto, private::Bool = false) =
    private ? (:time, :steps, :state, fieldnames(DelayedKuramoto)...) : (:time, :steps, :state)

function Base.copy(run::DelayedKuramoto{T}) where {T}
    check_unused(run)
    return DelayedKuramoto{T}(run.network, Past(run.past.history, nothing), copy(run.memory))
end

"""
    step!(run::DelayedKuramoto, steps = 1) -> run

Takes so many steps. What a function of yours throws is thrown here; it leaves the run after the last complete step, and
so does a [`DivergedError`](@ref), without columns, where the phases become infinite, or the history is NaN.
"""
function step!(run::DelayedKuramoto{T}, steps::Integer = 1) where {T}
    network, past = run.network, run.past
    alone(run) do
        take_steps(T, network.dim, network, past) do solution
            photinus_delayed_advance(T, run, network, history_function(T, past), past, steps, solution)
        end
    end
    return run
end

"""
    save(run::DelayedKuramoto) -> Vector{UInt8}

The whole run as bytes, but for the network and its history, from which [`restore`](@ref) makes one that goes on to the
same bits, on any machine and from any language.
"""
function save(run::DelayedKuramoto{T}) where {T}
    check_unused(run)
    size = Ref{Csize_t}()
    check(photinus_delayed_save_size(T, run, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_delayed_save(T, run, checkpoint, size[]))
    return checkpoint
end

"""
    restore(DelayedKuramoto{T}, bytes, natural_frequencies, coupling; history = nothing, options...)
        -> DelayedKuramoto{T}

The run that [`save`](@ref) turned into bytes, of the network and with the history that it had; `DelayedKuramoto` alone
is that of `Float64`.

Throws as [`DelayedKuramoto`](@ref) does, and a [`PhotinusError`](@ref) if the bytes are truncated, changed, of an
unknown version, of another precision, or of a network of another size.
"""
function restore(
    ::Type{DelayedKuramoto{T}},
    bytes::AbstractVector{UInt8},
    natural_frequencies::AbstractVector,
    coupling;
    history = nothing,
    options...,
) where {T}
    network = Network{T}(natural_frequencies, coupling; options...)
    checkpoint, object = dense(UInt8, bytes), Ref(C_NULL)
    memory = Workspace(photinus_delayed_restore_size, T, checkpoint, length(checkpoint), network)
    check(photinus_delayed_restore(T, memory, memory.bytes, checkpoint, length(checkpoint), network, object))
    return DelayedKuramoto{T}(network, Past(history, nothing), memory)
end
restore(::Type{DelayedKuramoto}, bytes::AbstractVector{UInt8}, network...; options...) =
    restore(DelayedKuramoto{Float64}, bytes, network...; options...)

# The columns of `kuramoto` for a network with delays.
function delayed_columns(network, initial, times, history, watch; options...)
    T, n = number_type(network), network.dim
    points, chosen = dense(T, times), solver_options(T, n; options...).value[]
    chosen.method == PHOTINUS_METHOD_RK4 && chosen.noise_count == chosen.increments_len == 0 ||
        throw(PhotinusError(PHOTINUS_ERROR_UNSUPPORTED))
    run = start_delayed(network, initial, chosen.step, isempty(points) ? zero(T) : points[1], history)
    steps = steps_to(points, chosen.step)
    states = Matrix{T}(undef, n, length(points))
    for k in eachindex(points)
        try
            step!(run, steps[k] - run.steps)
        catch exception
            exception isa DivergedError || rethrow()
            throw(DivergedError(exception.time, states[:, 1:(k - 1)]))
        end
        states[:, k] = run.state
        watch === nothing || watch(points[k], states[:, k]) !== false || return states[:, 1:k]
    end
    return states
end

# How many steps each time is after the first one: a whole number, but for rounding.
function steps_to(points::Vector{T}, step) where {T}
    all(isfinite, points) || throw(PhotinusError(PHOTINUS_ERROR_TIMES))
    steps = Int64[]
    for t in points
        count = round((t - points[1]) / step)
        near = abs(points[1] + count * step - t) <= 8 * eps(max(abs(points[1]), abs(t)))
        near && count < typemax(Int64) && (isempty(steps) ? count == 0 : count > steps[end]) ||
            throw(PhotinusError(PHOTINUS_ERROR_TIMES))
        push!(steps, count)
    end
    return steps
end
