# What all parts share: errors, conversions, callbacks.

"""
    PhotinusError(code, message)

What the library refuses: `code` is the number of the status (`Photinus.PHOTINUS_ERROR_BOUNDS` …, as in `photinus.h`),
`message` says what it means.
"""
struct PhotinusError <: Exception
    code::Int
    message::String
end

PhotinusError(code) = PhotinusError(code, status_message(code))

Base.showerror(io::IO, error::PhotinusError) = print(io, "PhotinusError ", error.code, ": ", error.message)

"""
    DivergedError(time, states)

A solution that became NaN or infinite after `time`; `states` are its complete columns, as the solver would have
returned them.
"""
struct DivergedError{T} <: Exception
    time::T
    states::Matrix{T}
end

Base.showerror(io::IO, error::DivergedError) =
    print(io, "DivergedError: ", status_message(PHOTINUS_ERROR_DIVERGED), "; the last finite step was at ", error.time)

status_message(status) = unsafe_string(photinus_status_message(status))

# The status, if it is no error.
check(status) = status < 0 ? throw(PhotinusError(status)) : status

# The precision for arrays of these element types: Float32 if there is nothing wider.
precision_of(types...) = promote_type(types...) === Float32 ? Float32 : Float64

# An array as C takes it, which is itself if it is of that type.
function dense(::Type{T}, array::AbstractArray{<:Any,N}) where {T,N}
    Base.require_one_based_indexing(array)
    return convert(Array{T,N}, array)
end

check_length(name, array, expected) =
    length(array) == expected || throw(DimensionMismatch("$name has length $(length(array)), not $expected"))

check_size(name, array, expected...) =
    size(array) in expected ||
    throw(DimensionMismatch("$name has the size $(size(array)), not $(join(expected, " or "))"))

# The context of Julia's functions that C calls: a mutable struct with a field `failure`. Their addresses are made by
# generated functions, with the types themselves in them: from static parameters, Julia 1.5 compiles a `@cfunction` that
# reads its arguments from the wrong places, unless it is inlined where the context's type is known.
abstract type Callbacks end

Base.unsafe_convert(::Type{Ptr{Cvoid}}, callbacks::Callbacks) = pointer_from_objref(callbacks)

# A user's function called by C: `body` returns what C gets. An exception must not pass through C's frames, so it is
# kept here, and the run stopped. An interrupt (Ctrl-C) may come while the user's function runs, and at no other moment.
function guard(body::F, callbacks::Callbacks) where {F} # F: compiled for each body
    try
        return reenable_sigint(body)::Cint
    catch exception
        callbacks.failure = CapturedException(exception, catch_backtrace())
        return Cint(-1)
    end
end

# A C function that calls user's functions, of these contexts: its status. What these threw is thrown again here, in its
# own type, caused by the `CapturedException` which shows where it came from.
function call(body, contexts::Callbacks...)
    status = disable_sigint(body)
    for callbacks in contexts
        failure = callbacks.failure
        failure === nothing && continue
        callbacks.failure = nothing # what is called again begins anew
        try
            throw(failure)
        catch
            throw(failure.ex)
        end
    end
    return status
end

# Fills the buffer that a user's function gets. Its length is set again, as the function may have changed it.
function load!(buffer::Vector{T}, source::Ptr{T}, len) where {T}
    resize!(buffer, len)
    GC.@preserve buffer unsafe_copyto!(pointer(buffer), source, len)
    return buffer
end

# Memory for C to work in, as one of its functions for sizes asks for.
struct Workspace
    memory::Vector{UInt8}
    bytes::Csize_t
    align::Csize_t
end

# `bytes`: fewer of them, if that is allowed.
function Workspace(size_function, ::Type{T}, arguments...; bytes::Integer = typemax(Csize_t)) where {T}
    most, align = Ref{Csize_t}(), Ref{Csize_t}()
    check(size_function(T, arguments..., most, align))
    size = min(most[], convert(Csize_t, bytes))
    # Longer than asked for, to begin at a multiple of the alignment.
    return Workspace(Vector{UInt8}(undef, size + align[]), size, align[])
end

function Base.unsafe_convert(::Type{Ptr{Cvoid}}, workspace::Workspace)
    start = pointer(workspace.memory)
    return Ptr{Cvoid}(start + (-UInt(start) & (workspace.align - 1)))
end

# Another one with the same bytes.
function Base.copy(workspace::Workspace)
    other = Workspace(similar(workspace.memory), workspace.bytes, workspace.align)
    source, target = (Base.unsafe_convert(Ptr{Cvoid}, memory) for memory in (workspace, other))
    GC.@preserve workspace other unsafe_copyto!(Ptr{UInt8}(target), Ptr{UInt8}(source), workspace.bytes)
    return other
end

# What is set in a struct of C's, and the arrays that it points to.
struct Settings
    values::Dict{Symbol,Any}
    arrays::Vector{Any}
end

Settings(; values...) = Settings(Dict{Symbol,Any}(values...), Any[])

set!(settings::Settings; values...) = merge!(settings.values, Dict{Symbol,Any}(values...))

function point!(settings::Settings, name, array)
    push!(settings.arrays, array)
    return settings.values[name] = pointer(array)
end

# A struct of C's with the arrays that it points to.
struct Described{S}
    value::Base.RefValue{S}
    arrays::Vector{Any}
end

Base.unsafe_convert(::Type{Ptr{S}}, described::Described{S}) where {S} = Base.unsafe_convert(Ptr{S}, described.value)

# The struct `S`, of C's defaults but for what is set.
function Described{S}(init, ::Type{T}, settings::Settings) where {S,T}
    defaults = Ref{S}()
    check(init(T, defaults, sizeof(S)))
    fields = (get(settings.values, name, getfield(defaults[], name)) for name in fieldnames(S))
    return Described(Ref(S(fields...)), settings.arrays)
end

# A number for all, or a vector with one for each.
each(::Type{T}, name, value::Real, count) where {T} = fill(convert(T, value), count)
function each(::Type{T}, name, values::AbstractVector, count) where {T}
    check_length(name, values, count)
    return dense(T, values)
end
