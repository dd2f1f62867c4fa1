"""
Halton and Sobol sequences, particle swarm optimisation, and Kuramoto phase oscillators, by the library photinus: the
same bits on every machine.

- [`halton`](@ref), [`halton!`](@ref), [`HaltonPoints`](@ref), [`next!`](@ref), [`HaltonTable`](@ref), [`primes`](@ref),
  [`sobol`](@ref), [`sobol!`](@ref): points that fill a box evenly, scrambled or not; in one dimension
  [`van_der_corput`](@ref), [`van_der_corput!`](@ref), [`radical_inverse`](@ref).
- [`discrepancy`](@ref): how evenly they do.
- [`minimize`](@ref), or step by step [`Swarm`](@ref), [`step!`](@ref), [`run!`](@ref), [`best`](@ref),
  [`report`](@ref), [`save`](@ref), [`restore`](@ref), [`set_options!`](@ref): the minimum of a function in a box.
- [`kuramoto`](@ref), [`kuramoto_rates`](@ref): networks of coupled oscillators.
- [`solve_rk4`](@ref): any system of ordinary differential equations.

Everything is there in `Float64` and in `Float32`, chosen by the arguments' element type. Points, positions and states
are the columns of matrices. What the library refuses is a [`PhotinusError`](@ref), arrays whose sizes don't match are a
`DimensionMismatch`, and what a function of yours throws gets through to you.

The shared library is the one that the environment variable `PHOTINUS_LIBRARY` names, or else the one that the system's
usual search finds as `libphotinus`.
"""
module Photinus

export halton, halton!, HaltonTable, HaltonPoints, next!, sobol, sobol!
export van_der_corput, van_der_corput!, radical_inverse, primes, discrepancy
export minimize, Minimum, Swarm, step!, run!, best, Report, report, save, restore, set_options!
export kuramoto, kuramoto_rates, solve_rk4
export PhotinusError, DivergedError

include("libphotinus.jl")
include("common.jl")
include("sequence.jl")
include("optimize.jl")
include("solve.jl")

function open_library()
    path = get(ENV, "PHOTINUS_LIBRARY", "")
    if !isempty(path)
        try
            return dlopen(path)
        catch exception
            error("PHOTINUS_LIBRARY is not the path of a shared library: ", sprint(showerror, exception))
        end
    end
    for name in LIBRARY_NAMES
        handle = dlopen(name; throw_error = false)
        handle === nothing || return handle
    end
    names = join(LIBRARY_NAMES, " or ")
    error("the shared library of photinus was not found as $names: put it where the loader of the system searches, or ",
        "its full path into the environment variable PHOTINUS_LIBRARY")
end

function __init__()
    library = open_library()
    for name in FUNCTIONS
        address = dlsym(library, name; throw_error = false)
        address === nothing && error("$(dlpath(library)) has no function $name: it is not the photinus of this package")
        getfield(@__MODULE__, address_name(name))[] = address
    end
    version = photinus_abi_version()
    version == ABI_VERSION ||
        error("$(dlpath(library)) has version $version of the ABI of photinus; this package needs $ABI_VERSION")
end

end
