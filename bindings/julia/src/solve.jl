# Differential equations of any system.

const METHODS = (
    rk4 = PHOTINUS_METHOD_RK4,
    euler = PHOTINUS_METHOD_EULER,
    heun = PHOTINUS_METHOD_HEUN,
    dormand_prince = PHOTINUS_METHOD_DORMAND_PRINCE,
    tsitouras = PHOTINUS_METHOD_TSITOURAS,
    euler_maruyama = PHOTINUS_METHOD_EULER_MARUYAMA,
    stochastic_heun = PHOTINUS_METHOD_STOCHASTIC_HEUN,
    stochastic_rk4 = PHOTINUS_METHOD_STOCHASTIC_RK4,
)
const DIRECTIONS = (
    both = PHOTINUS_DIRECTION_BOTH,
    rising = PHOTINUS_DIRECTION_RISING,
    falling = PHOTINUS_DIRECTION_FALLING,
)

const SOLVING = """
| `method` | steps | order |
|:---|:---|:---|
| `:rk4`: the classical Runge-Kutta method (Kutta, 1901); the default with a `step` | fixed | 4 |
| `:euler`, `:heun` (Heun, 1900) | fixed | 1, 2 |
| `:tsitouras`: the pair of Tsitouras (2011); the default without a `step` | chosen | 5 |
| `:dormand_prince`: the pair of Dormand and Prince (1980) | chosen | 5 |
| `:stochastic_heun` (Rümelin, 1982); the default with `noise` | fixed, noise | strong 1, weak 2 |
| `:euler_maruyama` (Maruyama, 1955) | fixed, noise | 1 |
| `:stochastic_rk4`: RK4 along the noise's path (Milstein and Tretyakov, 1997) | fixed, noise | strong 1 |

| option | for steps | default | meaning |
|:---|:---|:---|:---|
| `step` | fixed | | their length, above 0 |
| `rtol`, `atol` | chosen | 1e-6, 1e-9 (`Float32`: 1e-4, 1e-6) | the tolerances of a step's error, relative and absolute |
| `first_step`, `max_step` | chosen | chosen, none | the length of the first step, and the greatest one |
| `max_steps` | chosen | any number | how many may be tried; the run ends there, with the complete columns |
| `noise` | noise | | the strengths σᵢ of dyᵢ = fᵢ dt + σᵢ dWᵢ: a number for all, or one per component |
| `seed` | noise | 0 | what the noise is made from |
| `grid_start` | noise | 0 | the time of step 0 |
| `increments`, `first_increment` | noise | `nothing`, 0 | W(t + step) - W(t), a column per step, and the number of the first column's step |

With fixed steps there are, between two times dt apart, ceil(dt / `step`) equal ones: a column depends on the column
before it and the two times alone, so that a run is gone on with, to the same bits, from any of its columns. With chosen
steps the columns are interpolated. With noise the steps are exactly `step`, and each time is to be `grid_start` plus a
whole number of them, but for rounding; the noise of a step depends on the seed, the step's and the component's number
alone. Without noise times may also decrease.
"""

const WATCHING = """
`watch(time, state)` is called with each column as soon as it is complete, and stops the run by returning `false`; then
only the complete columns are returned. The vector is filled again for the next column, so `copy` it to keep it. What
`watch` throws is thrown here as by [`minimize`](@ref).
"""

"""
    Event(value; direction = :both, terminal = false)

An event for [`solve_ode`](@ref): it happens where `value(y, t)` becomes 0, in a `direction`: `:rising` (from below 0),
`:falling` or `:both`. A `terminal` one ends the run.
"""
struct Event{F}
    value::F
    direction::Symbol
    terminal::Bool
end

Event(value; direction::Symbol = :both, terminal::Bool = false) = Event(value, direction, terminal)

"""
    solve_ode(f!, initial, times; method, step = nothing, events = (), happened = nothing, watch = nothing, options...)
        -> Matrix

Integrates the system dy/dt = f(t, y). At the first of the `times` the state is `initial`, N numbers. The result is an
N × `length(times)` matrix: column k has the state at `times[k]`. It is in `Float32` if `initial` is, otherwise in
`Float64`.

`f!(dydt, y, t)` writes every element of dy/dt to `dydt`. Both vectors are filled again for the next call, so `copy`
them to keep them.

$SOLVING `events` are [`Event`](@ref)s, or functions `value(y, t)`, looked for with chosen steps. `happened(number,
time, state)` is called where one has happened, the first one's number being 1, in the order of the times, and stops the
run by returning `false`. Two zeros within a step are not seen.

$WATCHING Throws a `DimensionMismatch` if sizes don't match, an `ArgumentError` for an unknown method or direction, and
a [`PhotinusError`](@ref) if there is no equation, numbers are not finite, times are not finite or don't increase, the
step is not above 0 or so small that it is lost in the rounding of the time, tolerances can't be met, or options don't
go together; a [`DivergedError`](@ref), with the complete columns, if the solution becomes infinite.

# Examples
```jldoctest
julia> decay!(dydt, y, t) = (dydt .= .-y);

julia> round.(solve_ode(decay!, [1.0], 0:2; rtol = 1e-9); digits = 6)
1×3 Matrix{Float64}:
 1.0  0.367879  0.135335

julia> half, tell = Event((y, t) -> y[1] - 0.5), (i, t, y) -> println(round(t; digits = 5));

julia> solve_ode(decay!, [1.0], 0:2; events = [half], happened = tell);
0.69315
```
"""
function solve_ode(
    f!::F,
    initial::AbstractVector,
    times::AbstractVector;
    events = (),
    happened = nothing,
    watch = nothing,
    options...,
) where {F}
    T, n = precision_of(eltype(initial)), length(initial)
    chosen = solver_options(T, n; options...)
    callbacks = Solve{T}(f!, watch, events, happened)
    return integrate(callbacks, n, initial, times) do start, points, states, solution
        if isempty(callbacks.events) || isempty(points)
            memory = Workspace(photinus_ode_size, T, n, chosen)
            photinus_ode_solve(
                T, n, system_function(callbacks), row_function(callbacks), callbacks, chosen, points, length(points),
                start, states, length(states), memory, memory.bytes, solution,
            )
        else
            solver, adaptive = Workspace(photinus_adaptive_size, T, n, chosen), Ref(C_NULL)
            check(photinus_adaptive_init(T, solver, solver.bytes, n, points[1], start, chosen, adaptive))
            solve_events(callbacks, solver, n, points, states, solution)
        end
    end
end

# `solver`: one of C's, of n equations.
function solve_events(callbacks, solver, n, points::Vector{T}, states, solution) where {T}
    count = length(callbacks.events)
    settings = Settings(; count = count, value = value_function(callbacks), happened = happened_function(callbacks))
    directions = Cint[choice("direction", event.direction, DIRECTIONS) for event in callbacks.events]
    point!(settings, :directions, directions)
    point!(settings, :terminal, Cint[event.terminal for event in callbacks.events])
    described = Described{Events{T}}(photinus_events_init, T, settings)
    memory = Workspace(photinus_events_size, T, n, count)
    return photinus_adaptive_solve_events(
        T, solver, system_function(callbacks), row_function(callbacks), described, callbacks, points, length(points),
        states, length(states), memory, memory.bytes, solution,
    )
end

# The options of C's solvers for a system of n equations.
function solver_options(
    ::Type{T},
    n;
    step::Union{Nothing,Real} = nothing,
    noise::Union{Nothing,Real,AbstractVector} = nothing,
    method::Symbol = noise !== nothing ? :stochastic_heun : step !== nothing ? :rk4 : :tsitouras,
    rtol::Union{Nothing,Real} = nothing,
    atol::Union{Nothing,Real} = nothing,
    first_step::Union{Nothing,Real} = nothing,
    max_step::Union{Nothing,Real} = nothing,
    max_steps::Integer = 0,
    seed::Integer = 0,
    grid_start::Real = 0,
    increments::Union{Nothing,AbstractMatrix} = nothing,
    first_increment::Integer = 0,
) where {T}
    settings = Settings(;
        method = choice("method", method, METHODS), max_steps = max_steps, seed = seed, grid_start = grid_start,
        first_increment = first_increment,
    )
    given = (
        step = step, relative_tolerance = rtol, absolute_tolerance = atol, first_step = first_step, max_step = max_step,
    )
    for (name, value) in pairs(given)
        value === nothing || (settings.values[name] = value)
    end
    if noise !== nothing
        strengths = noise isa Real ? T[noise] : each(T, "noise", noise, n)
        point!(settings, :noise_strengths, strengths)
        set!(settings; noise_count = length(strengths))
    end
    if increments !== nothing
        size(increments, 1) == n || throw(DimensionMismatch("increments has $(size(increments, 1)) rows, not $n"))
        point!(settings, :increments, dense(T, increments))
        set!(settings; increments_len = length(increments))
    end
    return Described{SolverOptions{T}}(photinus_solver_options_init, T, settings)
end

# What C calls during the solution of a system.
mutable struct Solve{T,F,W} <: Callbacks
    f!::F # nothing, for a network
    watch::W
    events::Vector{Event}
    happened::Any
    tangent::Any
    y::Vector{T}
    dydt::Vector{T}
    displacement::Vector{T}
    failure::Union{Nothing,CapturedException}
end

function Solve{T}(f!::F, watch::W, events = (), happened = nothing, tangent = nothing) where {T,F,W}
    list = Event[event isa Event ? event : Event(event) for event in events]
    return Solve{T,F,W}(f!, watch, list, happened, tangent, T[], T[], T[], nothing)
end

# Writes what a user's function computed: `written` is its buffer, whose length it may have changed.
function store!(target::Ptr{T}, name, written::Vector{T}, len) where {T}
    check_length(name, written, len) # C reads so many
    GC.@preserve written unsafe_copyto!(target, pointer(written), len)
    return Cint(0)
end

function call_system(t::T, y::Ptr{T}, dim::Csize_t, dydt::Ptr{T}, solve::Solve{T})::Cint where {T}
    guard(solve) do
        rate = resize!(solve.dydt, dim)
        solve.f!(rate, load!(solve.y, y, dim), t)
        store!(dydt, "dydt", rate, dim)
    end
end

function call_tangent(t::T, y::Ptr{T}, v::Ptr{T}, dim::Csize_t, out::Ptr{T}, solve::Solve{T})::Cint where {T}
    guard(solve) do
        change = resize!(solve.dydt, dim)
        solve.tangent(change, load!(solve.displacement, v, dim), load!(solve.y, y, dim), t)
        store!(out, "the tangent", change, dim)
    end
end

# Without a watch, this is where an interrupt can come.
function call_row(::Csize_t, t::T, y::Ptr{T}, dim::Csize_t, solve::Solve{T})::Cint where {T}
    guard(solve) do
        Cint(solve.watch !== nothing && solve.watch(t, load!(solve.y, y, dim)) === false)
    end
end

function call_value(event::Csize_t, t::T, y::Ptr{T}, dim::Csize_t, value::Ptr{T}, solve::Solve{T})::Cint where {T}
    guard(solve) do
        unsafe_store!(value, convert(T, solve.events[event + 1].value(load!(solve.y, y, dim), t)))
        Cint(0)
    end
end

function call_happened(event::Csize_t, t::T, y::Ptr{T}, dim::Csize_t, solve::Solve{T})::Cint where {T}
    guard(solve) do
        Cint(solve.happened !== nothing && solve.happened(Int(event) + 1, t, load!(solve.y, y, dim)) === false)
    end
end

@generated system_function(::S) where {T,S<:Solve{T}} =
    :(@cfunction(call_system, Cint, ($T, Ptr{$T}, Csize_t, Ptr{$T}, Ref{$S})))
@generated tangent_function(::S) where {T,S<:Solve{T}} =
    :(@cfunction(call_tangent, Cint, ($T, Ptr{$T}, Ptr{$T}, Csize_t, Ptr{$T}, Ref{$S})))
@generated row_function(::S) where {T,S<:Solve{T}} =
    :(@cfunction(call_row, Cint, (Csize_t, $T, Ptr{$T}, Csize_t, Ref{$S})))
@generated value_function(::S) where {T,S<:Solve{T}} =
    :(@cfunction(call_value, Cint, (Csize_t, $T, Ptr{$T}, Csize_t, Ptr{$T}, Ref{$S})))
@generated happened_function(::S) where {T,S<:Solve{T}} =
    :(@cfunction(call_happened, Cint, (Csize_t, $T, Ptr{$T}, Csize_t, Ref{$S})))

# Runs `solve!(initial, times, states, solution)`, a function of C's that calls these and `others`.
function integrate(solve!, callbacks::Solve{T}, n, initial, times, others::Callbacks...) where {T}
    check_length("the initial state", initial, n)
    start = dense(T, initial)
    return columns((outputs...) -> solve!(start, outputs...), callbacks, n, times, others...)
end

# Runs `solve!(times, states, solution)`, which calls these and `others`.
function columns(solve!, callbacks::Solve{T}, n, times, others::Callbacks...) where {T}
    points = dense(T, times)
    states = Matrix{T}(undef, n, length(points))
    solution = Ref(Solution{T}(sizeof(Solution{T}), 0, 0, 0, 0, 0, 0))
    status = call(() -> solve!(points, states, solution), callbacks, others...)
    rows = Int(solution[].rows)
    complete = rows == length(points) ? states : states[:, 1:rows]
    status == PHOTINUS_ERROR_DIVERGED && throw(DivergedError(solution[].time, complete))
    check(status)
    return complete
end

"""
    normals([T = Float64,] seed, step, count; first = 0) -> Vector{T}

The independent standard normal numbers that the noise of [`solve_ode`](@ref) and [`kuramoto`](@ref) is made of, times
the root of a step: those of the components with the numbers `first`, `first + 1`, … (the first component's is 0) in the
step with the number `step`. Each is a function of `seed` and these two alone, integers from 0 to 2^64 - 1, by Philox
4×32-10 (Salmon, Moraes, Dror and Shaw, 2011) and the transformation of Box and Muller (1958).
"""
function normals(
    ::Type{T},
    seed::Integer,
    step::Integer,
    count::Integer;
    first::Integer = 0,
) where {T<:Union{Float32,Float64}}
    result = Vector{T}(undef, count)
    check(photinus_normals_fill(T, seed, step, first, result, count))
    return result
end
normals(seed::Integer, step::Integer, count::Integer; options...) = normals(Float64, seed, step, count; options...)
