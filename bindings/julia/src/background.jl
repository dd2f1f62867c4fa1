# Runs in the background.

"""
    Background

A run in the background: what [`start`](@ref) returns, for [`poll`](@ref), [`cancel!`](@ref) and `wait`.
"""
mutable struct Background{R}
    run::R
    lock::ReentrantLock
    report::Any
    position::Vector
    cancelled::Threads.Atomic{Bool}
    task::Task

    Background(run::R) where {R} =
        new{R}(run, ReentrantLock(), report(run), best(run).position, Threads.Atomic{Bool}(false))
end

Base.show(io::IO, background::Background) =
    print(io, "Background of a ", background.run, istaskdone(background.task) ? ", finished" : "")

"""
    start(search, f; watch = nothing, options...) -> Background

Runs a [`Search`](@ref), a [`Swarm`](@ref), a [`Cma`](@ref) or an [`Lbfgs`](@ref) in a task of its own, as [`run!`](@ref) does, with its options.
With several of Julia's threads the task is one of these's; with one it advances whenever another task waits, at least after
each generation. Until `wait` has returned, the run itself must not be used, nor started again; a handle that is not kept
does not end it.

# Examples
```jldoctest
julia> search = Search([-5, -5], [5, 5]; target = 1e-12);

julia> running = start(search, x -> (x[1] - 1)^2 + (x[2] + 2)^2);

julia> poll(running).report isa SearchReport
true

julia> wait(running).reason
:target
```
"""
function start(run, f; watch = nothing, options...)
    background = Background(run)
    function look(now)
        publish!(background, now)
        yield()
        return !background.cancelled[] && (watch === nothing || watch(now) !== false)
    end
    background.task = Threads.@spawn begin
        ended = run!(run, f; watch = look, options...)
        publish!(background, ended)
        ended
    end
    return background
end

function publish!(background::Background, now)
    position = best(background.run).position
    lock(background.lock) do
        background.report, background.position = now, position
    end
    return nothing
end

"""
    poll(background) -> (report, position, finished)

Where the run is, after its last generation, and its best position, without waiting; and whether it is over.
"""
function poll(background::Background)
    finished = istaskdone(background.task)
    lock(background.lock) do
        return (report = background.report, position = background.position, finished = finished)
    end
end

"""
    cancel!(background)

Lets the run end after the generation under way, with the reason `:caller`; does not wait for it.
"""
function cancel!(background::Background)
    background.cancelled[] = true
    return nothing
end

"""
    wait(background) -> SearchReport, Report, CmaReport or LbfgsReport

Waits for the end of the run, which can then be gone on with. What its functions threw is thrown here.
"""
function Base.wait(background::Background)
    try
        return fetch(background.task)
    catch exception
        # As where it was thrown.
        exception isa TaskFailedException ? throw(exception.task.exception) : rethrow()
    end
end
