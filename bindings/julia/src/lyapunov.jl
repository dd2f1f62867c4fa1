# Lyapunov exponents.

"""
    LyapunovSolver(initial; step, count = 1, interval = 1, start = 0, scale = 1)

The measurement of the `count` largest Lyapunov exponents, as of [`lyapunov_exponents`](@ref), to be gone on with step
by step by [`step!`](@ref), which is given the system. `initial` is the state at the time `start`, N numbers; the
displacements start in random directions, always the same. It is in `Float32` if `initial` is, otherwise in `Float64`.

`solver.exponents` are those so far, up to the last orthonormalisation (a [`PhotinusError`](@ref) before the first), in
falling order but for what has not converged; `solver.time` is the time that is reached, after `solver.steps` steps in
all, `solver.state` is the state there, and `solver.displacements` are the columns of an N × `count` matrix: new arrays.
[`discard!`](@ref) forgets what was measured, for the first stretch, while the displacements turn into place;
`copy(solver)` is a second one that goes on as the first; see [`save`](@ref) and [`restore`](@ref).

One task at a time may use it, and no function that it calls. Throws as `lyapunov_exponents` does.

# Examples
```jldoctest
julia> spiral!(dydt, y, t) = (dydt[1] = -0.1y[1] - y[2]; dydt[2] = y[1] - 0.1y[2]);

julia> solver = LyapunovSolver([1.0, 0.0]; step = 0.01);

julia> for k in 1:2
           println(round.(step!(solver, spiral!, 500).exponents; digits = 6))
       end
[-0.1]
[-0.1]
```
"""
mutable struct LyapunovSolver{T<:Union{Float32,Float64}}
    memory::Workspace
    dim::Int
    count::Int
    busy::Bool # while it runs

    LyapunovSolver{T}(memory, dim, count) where {T} = new{T}(memory, dim, count, false)
end

function LyapunovSolver(
    initial::AbstractVector;
    step::Real,
    count::Integer = 1,
    interval::Integer = 1,
    start::Real = 0,
    scale::Real = 1,
)
    T, n = precision_of(eltype(initial)), length(initial)
    settings = Settings(; count = count, interval = interval, step = step, scale = scale)
    options = Described{LyapunovOptions{T}}(photinus_lyapunov_options_init, T, settings)
    memory, object = Workspace(photinus_lyapunov_size, T, n, count), Ref(C_NULL)
    check(photinus_lyapunov_init(T, memory, memory.bytes, n, start, dense(T, initial), options, object))
    return LyapunovSolver{T}(memory, n, count)
end

# It begins where its memory does.
Base.unsafe_convert(::Type{Ptr{Cvoid}}, solver::LyapunovSolver) = Base.unsafe_convert(Ptr{Cvoid}, solver.memory)

Base.show(io::IO, solver::LyapunovSolver{T}) where {T} =
    print(io, "LyapunovSolver{$T} of ", solver.count, " exponents of ", solver.dim, " equations")

function Base.getproperty(solver::LyapunovSolver, name::Symbol)
    name === :exponents && return exponents_so_far(solver)
    name === :time && return time_and_steps(solver)[1]
    name === :steps && return time_and_steps(solver)[2]
    name === :state && return state_and_displacements(solver)[1]
    name === :displacements && return state_and_displacements(solver)[2]
    return getfield(solver, name)
end

Base.propertynames(::LyapunovSolver, private::Bool = false) =
    private ? (:exponents, :time, :steps, :state, :displacements, fieldnames(LyapunovSolver)...) :
    (:exponents, :time, :steps, :state, :displacements)

function exponents_so_far(solver::LyapunovSolver{T}) where {T}
    check_unused(solver)
    exponents = Vector{T}(undef, solver.count)
    check(photinus_lyapunov_exponents(T, solver, exponents, solver.count))
    return exponents
end

function time_and_steps(solver::LyapunovSolver{T}) where {T}
    check_unused(solver)
    time, steps = Ref{T}(), Ref{UInt64}()
    check(photinus_lyapunov_progress(T, solver, C_NULL, C_NULL, time, steps))
    return time[], Int(steps[])
end

function state_and_displacements(solver::LyapunovSolver{T}) where {T}
    check_unused(solver)
    state, displacements = Vector{T}(undef, solver.dim), Matrix{T}(undef, solver.dim, solver.count)
    check(photinus_lyapunov_state(T, solver, state, solver.dim, displacements, length(displacements)))
    return state, displacements
end

function Base.copy(solver::LyapunovSolver{T}) where {T}
    check_unused(solver)
    return LyapunovSolver{T}(copy(solver.memory), solver.dim, solver.count)
end

"""
    step!(solver::LyapunovSolver, f!, steps = 1; tangent = nothing) -> solver

Takes so many steps of the system dy/dt = f(t, y) and of the displacements; how they are divided into calls changes no
bit. `f!` and `tangent` are as of [`lyapunov_exponents`](@ref), and so is what is thrown; an exception leaves the solver
after the last complete step.
"""
function step!(solver::LyapunovSolver{T}, f!::F, steps::Integer = 1; tangent = nothing) where {T,F}
    callbacks = Solve{T}(f!, nothing, (), nothing, tangent)
    change = tangent === nothing ? C_NULL : tangent_function(callbacks)
    alone(solver) do
        check(call(callbacks) do
            photinus_lyapunov_advance(T, solver, system_function(callbacks), change, callbacks, steps, C_NULL)
        end)
    end
    return solver
end

"""
    discard!(solver::LyapunovSolver) -> solver

Forgets what was measured so far: exponents are those of the time from the last orthonormalisation on.
"""
function discard!(solver::LyapunovSolver{T}) where {T}
    check_unused(solver)
    check(photinus_lyapunov_discard(T, solver))
    return solver
end

"""
    save(solver::LyapunovSolver) -> Vector{UInt8}

The whole run as bytes, but for the system, from which [`restore`](@ref) makes one that goes on to the same bits, on any
machine and from any language.
"""
function save(solver::LyapunovSolver{T}) where {T}
    check_unused(solver)
    size = Ref{Csize_t}()
    check(photinus_lyapunov_save_size(T, solver, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_lyapunov_save(T, solver, checkpoint, size[]))
    return checkpoint
end

"""
    restore(LyapunovSolver{T}, bytes) -> LyapunovSolver{T}
    restore(LyapunovSolver, bytes) -> LyapunovSolver{Float64}

The run that [`save`](@ref) turned into bytes, also its `scale`.

Throws a [`PhotinusError`](@ref) if they are truncated, changed, of an unknown version, or of a run of another precision.
"""
function restore(::Type{LyapunovSolver{T}}, bytes::AbstractVector{UInt8}) where {T}
    checkpoint, object, dim, count = dense(UInt8, bytes), Ref(C_NULL), Ref{Csize_t}(), Ref{Csize_t}()
    memory = Workspace(photinus_lyapunov_restore_size, T, checkpoint, length(checkpoint))
    check(photinus_lyapunov_restore(T, memory, memory.bytes, checkpoint, length(checkpoint), object))
    check(photinus_lyapunov_progress(T, memory, dim, count, C_NULL, C_NULL))
    return LyapunovSolver{T}(memory, dim[], count[])
end
restore(::Type{LyapunovSolver}, bytes::AbstractVector{UInt8}) = restore(LyapunovSolver{Float64}, bytes)

"""
    lyapunov_exponents(f!, initial; step, steps, count = 1, discard = 0, interval = 1, start = 0, scale = 1,
        tangent = nothing) -> Vector

The `count` largest Lyapunov exponents of the system dy/dt = f(t, y), how fast neighbouring solutions part, per unit of
time (Shimada and Nagashima, 1979; Benettin, Galgani, Giorgilli and Strelcyn, 1980): those of the solution that begins
with the state `initial` at the time `start`, measured over `steps` steps of RK4 of the length `step`, after `discard`
steps while the displacements turn into place. They converge like 1/time at best.

`f!(dydt, y, t)` is as of [`solve_ode`](@ref); it may also be a [`KuramotoSystem`](@ref). `tangent(out, v, y, t)` writes
J(t, y) v to `out`, with the Jacobian matrix J; without it, central differences are taken, over a part of `scale`, the
length over which f bends: 1 is right for phases. The displacements are orthonormalised every `interval` steps, before
which none may grow or shrink by more than some 10^6 (`Float32`: 10^2) against another.

A [`LyapunovSolver`](@ref) does the same step by step.

Throws what the functions throw, a `DimensionMismatch` if they change the length of a vector, a [`PhotinusError`](@ref)
for a `count` that is 0 or above the number of equations, a step, an interval or a scale that is not above 0, no `steps`
before the first orthonormalisation, numbers that are not finite, and solutions that become infinite.

# Examples
```jldoctest
julia> spiral!(dydt, y, t) = (dydt[1] = -0.1y[1] - y[2]; dydt[2] = y[1] - 0.1y[2]);

julia> round.(lyapunov_exponents(spiral!, [1.0, 0.0]; step = 0.01, steps = 1000, count = 2); digits = 6)
2-element Vector{Float64}:
 -0.1
 -0.1
```
"""
function lyapunov_exponents(
    f!::F,
    initial::AbstractVector;
    step::Real,
    steps::Integer,
    count::Integer = 1,
    discard::Integer = 0,
    interval::Integer = 1,
    start::Real = 0,
    scale::Real = 1,
    tangent = nothing,
) where {F}
    solver = LyapunovSolver(initial; step = step, count = count, interval = interval, start = start, scale = scale)
    discard > 0 && discard!(step!(solver, f!, discard; tangent = tangent))
    return step!(solver, f!, steps; tangent = tangent).exponents
end
