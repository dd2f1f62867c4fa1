# Solvers that are stepped: those that choose their steps, and those with a fixed one.

"""
    SolverReport{T}

Where an [`AdaptiveSolver`](@ref) stands: at `time`; its last step began at `previous_time`, from where on it can be
asked for states (`time` itself before the first step, and after a run that ended within a step); `next_step` is the
length that it would try next, 0 before the first is chosen; and so far it has taken `steps`, `rejected` tries, and
called the system for `evaluations`.
"""
struct SolverReport{T}
    time::T
    previous_time::T
    next_step::T
    steps::Int64
    rejected::Int64
    evaluations::Int64
end

"""
    AdaptiveSolver(initial; start = 0, method = :tsitouras, rtol, atol, first_step, max_step, max_steps)

A solver that chooses its steps, for a system dy/dt = f(t, y) of N equations. It stands at the time `start` with the
state `initial`, N numbers, and goes on from there, forwards or backwards: by [`step!`](@ref), [`run!`](@ref), or
[`solve_ode`](@ref)`(f!, solver, times)`, each of which is given the system. It is in `Float32` if `initial` is,
otherwise in `Float64`. `method` is `:tsitouras` or `:dormand_prince`; the options are those of `solve_ode`.

`solver.time` and `solver.state` (a new vector) are where it stands, `solver.rates` are dy/dt there as far as they are
known (not before the first step, nor after an event that ended a run), and `solver(t)` is the state at a time within
the last step, interpolated (of order 4). `copy(solver)` is a second one that goes on as the first; see
[`report`](@ref), [`save`](@ref), [`restore`](@ref), [`set_options!`](@ref) and [`restart!`](@ref).

One task at a time may use it, and no function that it calls. Throws a [`PhotinusError`](@ref) for no equation, numbers
that are not finite, options out of their range, and a method with a fixed step or with noise.

# Examples
```jldoctest
julia> decay!(dydt, y, t) = (dydt .= .-y);

julia> solver = AdaptiveSolver([1.0]; rtol = 1e-9);

julia> while solver.time < 1
           step!(solver, decay!)
       end

julia> round.(solver(1); digits = 6)
1-element Vector{Float64}:
 0.367879
```
"""
mutable struct AdaptiveSolver{T<:Union{Float32,Float64}}
    memory::Workspace
    dim::Int
    busy::Bool # while it runs

    AdaptiveSolver{T}(memory, dim) where {T} = new{T}(memory, dim, false)
end

function AdaptiveSolver(initial::AbstractVector; start::Real = 0, options...)
    T, n = precision_of(eltype(initial)), length(initial)
    chosen = solver_options(T, n; options...)
    memory, object = Workspace(photinus_adaptive_size, T, n, chosen), Ref(C_NULL)
    check(photinus_adaptive_init(T, memory, memory.bytes, n, start, dense(T, initial), chosen, object))
    return AdaptiveSolver{T}(memory, n)
end

# The solver begins where its memory does.
Base.unsafe_convert(::Type{Ptr{Cvoid}}, solver::AdaptiveSolver) = Base.unsafe_convert(Ptr{Cvoid}, solver.memory)

Base.show(io::IO, solver::AdaptiveSolver{T}) where {T} =
    print(io, "AdaptiveSolver{$T} of ", solver.dim, " equations", solver.busy ? "" : " at the time $(solver.time)")

function Base.getproperty(solver::AdaptiveSolver, name::Symbol)
    name === :time && return report(solver).time
    name === :state && return vector_of(photinus_adaptive_state, solver)
    name === :rates && return vector_of(photinus_adaptive_rates, solver)
    return getfield(solver, name)
end

Base.propertynames(::AdaptiveSolver, private::Bool = false) =
    private ? (:time, :state, :rates, fieldnames(AdaptiveSolver)...) : (:time, :state, :rates)

# What a function of C's writes about a solver, but for `arguments`.
function vector_of(f, solver::AdaptiveSolver{T}, arguments...) where {T}
    check_unused(solver)
    result = Vector{T}(undef, solver.dim)
    check(f(T, solver, arguments..., result, length(result)))
    return result
end

(solver::AdaptiveSolver{T})(t::Real) where {T} = vector_of(photinus_adaptive_interpolate, solver, convert(T, t))

function Base.copy(solver::AdaptiveSolver{T}) where {T}
    check_unused(solver)
    return AdaptiveSolver{T}(copy(solver.memory), solver.dim)
end

# Calls `body`, alone with an object that the functions which run on the way must not use.
function alone(body, object)
    check_unused(object)
    object.busy = true
    try
        return body()
    finally
        object.busy = false
    end
end

check_unused(object) =
    object.busy && throw(ArgumentError("what is running must not be used by a function that it calls"))

# Runs `body(solution)`, a function of C's that calls `contexts` and takes steps of n equations.
function take_steps(body, ::Type{T}, n, contexts::Callbacks...) where {T}
    solution = Ref(Solution{T}(sizeof(Solution{T}), 0, 0, 0, 0, 0, 0))
    status = call(() -> body(solution), contexts...)
    status == PHOTINUS_ERROR_DIVERGED && throw(DivergedError(solution[].time, Matrix{T}(undef, n, 0)))
    check(status)
    return solution[]
end

function take_steps(f, solver::AdaptiveSolver{T}, f!::F, arguments...) where {T,F}
    callbacks = Solve{T}(f!, nothing)
    alone(solver) do
        take_steps(T, solver.dim, callbacks) do solution
            f(T, solver, system_function(callbacks), callbacks, arguments..., solution)
        end
    end
    return report(solver)
end

"""
    step!(solver::AdaptiveSolver, f!; until = nothing) -> SolverReport

One step of the system dy/dt = f(t, y), as long as the tolerances allow: towards the time `until` and not beyond it
(none if the solver is there), or else in the direction of the last call, at first forwards.

`f!(dydt, y, t)` is as of [`solve_ode`](@ref); it must not use the solver. What it throws is thrown here, and leaves the
solver where it stood. Throws a [`DivergedError`](@ref) if the state becomes infinite however short the step is, and a
[`PhotinusError`](@ref) if the tolerances can't be met, or `until` is not finite.
"""
step!(solver::AdaptiveSolver, f!::F; until::Union{Nothing,Real} = nothing) where {F} =
    until === nothing ? take_steps(photinus_adaptive_step, solver, f!) :
    take_steps(photinus_adaptive_step_towards, solver, f!, until)

"""
    run!(solver::AdaptiveSolver, f!, until) -> SolverReport

Steps until the time `until`, where the last step ends exactly; or, with the option `max_steps`, until so many were
tried. An exception leaves the solver after the last step. `f!` and what is thrown are as of [`step!`](@ref).
"""
run!(solver::AdaptiveSolver, f!::F, until::Real) where {F} =
    take_steps(photinus_adaptive_step_until, solver, f!, until)

"""
    solve_ode(f!, solver::AdaptiveSolver, times; events = (), happened = nothing, watch = nothing) -> Matrix

Steps to the last of the `times`, which increase or decrease, and begin where the solver stands, later, or within its
last step. The steps are the same whatever the times are, but for the last one; the columns are interpolated. An event
that is terminal leaves the solver there, with the state there: what `happened` or `watch` stops goes on by another call
with the times after the last column. The rest is as with a state in the place of the solver.
"""
function solve_ode(
    f!::F,
    solver::AdaptiveSolver{T},
    times::AbstractVector;
    events = (),
    happened = nothing,
    watch = nothing,
) where {F,T}
    callbacks = Solve{T}(f!, watch, events, happened)
    alone(solver) do
        columns(callbacks, solver.dim, times) do points, states, solution
            isempty(callbacks.events) || return solve_events(callbacks, solver, solver.dim, points, states, solution)
            photinus_adaptive_solve(
                T, solver, system_function(callbacks), row_function(callbacks), callbacks, points, length(points),
                states, length(states), solution,
            )
        end
    end
end

"""
    restart!(solver::AdaptiveSolver, time, state) -> solver

Puts the solver at another time with another state: for a jump, such as a ball's bounce, and for a system that is
another one from here on. It chooses its next step anew; options and counters stay.

Throws a `DimensionMismatch` for a state of another length, and a [`PhotinusError`](@ref) for numbers that are not
finite.
"""
function restart!(solver::AdaptiveSolver{T}, time::Real, state::AbstractVector) where {T}
    check_unused(solver)
    check_length("the state", state, solver.dim)
    check(photinus_adaptive_restart(T, solver, time, dense(T, state), solver.dim))
    return solver
end

"""
    report(solver::AdaptiveSolver) -> SolverReport

Where the solver stands.
"""
function report(solver::AdaptiveSolver{T}) where {T}
    check_unused(solver)
    result = Ref(AdaptiveReport{T}(sizeof(AdaptiveReport{T}), 0, 0, 0, 0, 0, 0, 0, 0))
    check(photinus_adaptive_report(T, solver, result))
    now = result[]
    return SolverReport{T}(now.time, now.previous_time, now.next_step, now.steps, now.rejected, now.evaluations)
end

"""
    set_options!(solver::AdaptiveSolver; rtol, atol, first_step, max_step, max_steps) -> solver

Changes the solver's options from the next step on; what is not given stays.

Throws a [`PhotinusError`](@ref) for an option out of its range.
"""
function set_options!(
    solver::AdaptiveSolver{T};
    rtol::Union{Nothing,Real} = nothing,
    atol::Union{Nothing,Real} = nothing,
    first_step::Union{Nothing,Real} = nothing,
    max_step::Union{Nothing,Real} = nothing,
    max_steps::Union{Nothing,Integer} = nothing,
) where {T}
    check_unused(solver)
    S = SolverOptions{T}
    options = solver_options(T, solver.dim).value
    check(photinus_adaptive_get_options(T, solver, options))
    given = (
        relative_tolerance = rtol, absolute_tolerance = atol, first_step = first_step, max_step = max_step,
        max_steps = max_steps,
    )
    kept(name) = (value = get(given, name, nothing); value === nothing ? getfield(options[], name) : value)
    check(photinus_adaptive_set_options(T, solver, Ref(S(map(kept, fieldnames(S))...))))
    return solver
end

"""
    save(solver::AdaptiveSolver) -> Vector{UInt8}

The whole run as bytes, from which [`restore`](@ref) makes a solver that goes on to the same bits, on any machine and
from any language.
"""
function save(solver::AdaptiveSolver{T}) where {T}
    check_unused(solver)
    size = Ref{Csize_t}()
    check(photinus_adaptive_save_size(T, solver, size))
    checkpoint = Vector{UInt8}(undef, size[])
    check(photinus_adaptive_save(T, solver, checkpoint, size[]))
    return checkpoint
end

"""
    restore(AdaptiveSolver{T}, bytes) -> AdaptiveSolver{T}
    restore(AdaptiveSolver, bytes) -> AdaptiveSolver{Float64}

The solver that [`save`](@ref) turned into bytes.

Throws a [`PhotinusError`](@ref) if they are truncated, changed, of an unknown version, or of a solver of another
precision.
"""
function restore(::Type{AdaptiveSolver{T}}, bytes::AbstractVector{UInt8}) where {T}
    checkpoint, object = dense(UInt8, bytes), Ref(C_NULL)
    memory = Workspace(photinus_adaptive_restore_size, T, checkpoint, length(checkpoint))
    check(photinus_adaptive_restore(T, memory, memory.bytes, checkpoint, length(checkpoint), object))
    now = Ref(AdaptiveReport{T}(sizeof(AdaptiveReport{T}), 0, 0, 0, 0, 0, 0, 0, 0))
    check(photinus_adaptive_report(T, memory, now))
    return AdaptiveSolver{T}(memory, now[].dim)
end
restore(::Type{AdaptiveSolver}, bytes::AbstractVector{UInt8}) = restore(AdaptiveSolver{Float64}, bytes)

const ADVANCING = """
`state` is that at the time `start` plus `first` steps of exactly `step`, and is changed to that after `steps` more.
`start`, `first + steps` and the state are all that has to be kept to go on to the same bits, wherever a run is cut. A
vector of `Float32` is computed with in `Float32`. The methods are those with a fixed step; with noise, step n has the
noise of the number n. An exception leaves the state after the last complete step"""

"""
    advance_ode!(f!, state, steps; step, first = 0, start = 0, method = :rk4, options...) -> state

Takes steps of the system dy/dt = f(t, y), of which nothing else is kept. $ADVANCING.

`f!(dydt, y, t)`, the methods and the options are those of [`solve_ode`](@ref), and so is what it throws; a
[`PhotinusError`](@ref) also for a method that chooses its steps, for which there is [`AdaptiveSolver`](@ref), and a
[`DivergedError`](@ref), without columns, if the state becomes infinite.

# Examples
```jldoctest
julia> state = [1.0];

julia> advance_ode!((dydt, y, t) -> dydt .= .-y, state, 100; step = 0.01);

julia> advance_ode!((dydt, y, t) -> dydt .= .-y, state, 100; step = 0.01, first = 100);

julia> round(state[1]; digits = 6) # exp(-2)
0.135335
```
"""
function advance_ode!(
    f!::F,
    state::Vector{T},
    steps::Integer;
    first::Integer = 0,
    start::Real = 0,
    options...,
) where {F,T<:Union{Float32,Float64}}
    n = length(state)
    chosen, callbacks = solver_options(T, n; options...), Solve{T}(f!, nothing)
    memory = Workspace(photinus_ode_size, T, n, chosen)
    take_steps(T, n, callbacks) do solution
        photinus_ode_advance(
            T, n, system_function(callbacks), callbacks, chosen, start, first, steps, state, memory, memory.bytes,
            solution,
        )
    end
    return state
end
