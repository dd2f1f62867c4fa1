"""
Halton and Sobol sequences, particle swarm optimisation, and Kuramoto phase oscillators, by the library photinus: the
same bits on every machine.

- [`halton`](@ref), [`halton!`](@ref), [`HaltonPoints`](@ref), [`next!`](@ref), [`HaltonTable`](@ref), [`primes`](@ref),
  [`sobol`](@ref), [`sobol!`](@ref): points that fill a box evenly, scrambled or not; in one dimension
  [`van_der_corput`](@ref), [`van_der_corput!`](@ref), [`radical_inverse`](@ref).
- [`discrepancy`](@ref): how evenly they do.
- [`minimize`](@ref), a [`Minimum`](@ref), or step by step [`Search`](@ref), a [`SearchReport`](@ref): the global minimum
  of a function, also with constraints, grids and without bounds.
- [`cma_minimize`](@ref), a [`CmaMinimum`](@ref), or step by step [`Cma`](@ref), a [`CmaReport`](@ref),
  [`distribution_mean`](@ref); [`lbfgs_minimize`](@ref), an [`LbfgsMinimum`](@ref), or step by step [`Lbfgs`](@ref), an
  [`LbfgsReport`](@ref), [`best_gradient`](@ref): the minimum near by, without a gradient or with one.
- [`swarm_minimize`](@ref), or step by step [`Swarm`](@ref), [`step!`](@ref), [`run!`](@ref), [`best`](@ref),
  [`report`](@ref), [`save`](@ref), [`restore`](@ref), [`set_options!`](@ref): the minimum of a function in a box;
  [`feasible_first`](@ref) for one under constraints.
- [`start`](@ref), a [`Background`](@ref), [`poll`](@ref), [`cancel!`](@ref): any of these in the background.
- [`kuramoto`](@ref), [`kuramoto_advance!`](@ref), [`kuramoto_rates`](@ref), [`KuramotoSystem`](@ref),
  [`KuramotoTangent`](@ref), [`DelayedKuramoto`](@ref), [`kuramoto_ensemble`](@ref), [`kuramoto_transition`](@ref):
  networks of coupled oscillators, by matrices dense or sparse, [`MeanField`](@ref), [`Groups`](@ref),
  [`Hebbian`](@ref), [`Triangles`](@ref) or a function, also with delays, many at once, or over a range of strengths.
- [`order_parameter`](@ref), [`order_parameters`](@ref), [`order_statistics`](@ref), [`local_order`](@ref) with
  [`Ring`](@ref), [`group_statistics`](@ref), [`metastability`](@ref), [`chimera_index`](@ref),
  [`phase_locking`](@ref), [`mean_frequencies`](@ref), [`winding_number`](@ref), [`wrap_phases`](@ref),
  [`phase_differences`](@ref), [`pairwise_phase_differences`](@ref): what their phases come to.
- [`frequency_quantiles`](@ref), [`frequency_quantile`](@ref), [`frequency_density`](@ref),
  [`critical_coupling`](@ref): distributions of natural frequencies.
- [`solve_ode`](@ref) with [`Event`](@ref), [`advance_ode!`](@ref), [`AdaptiveSolver`](@ref) with [`step!`](@ref),
  [`run!`](@ref), [`restart!`](@ref), [`save`](@ref), [`restore`](@ref), [`set_options!`](@ref) and [`report`](@ref), a
  [`SolverReport`](@ref); [`lyapunov_exponents`](@ref), or step by step [`LyapunovSolver`](@ref) and
  [`discard!`](@ref): any system of differential equations, also with noise, made of [`normals`](@ref).

Everything is there in `Float64` and in `Float32`, chosen by the arguments' element type. Points, positions and states
are the columns of matrices. What the library refuses is a [`PhotinusError`](@ref), arrays whose sizes don't match are a
`DimensionMismatch`, and what a function of yours throws gets through to you.

The shared library is the one that the environment variable `PHOTINUS_LIBRARY` names, or else the one that the system's
usual search finds as `libphotinus`.
"""
module Photinus

export halton, halton!, HaltonTable, HaltonPoints, next!, sobol, sobol!
export van_der_corput, van_der_corput!, radical_inverse, primes, discrepancy
export minimize, Minimum, Search, SearchReport, Background, start, poll, cancel!
export cma_minimize, CmaMinimum, Cma, CmaReport, distribution_mean
export lbfgs_minimize, LbfgsMinimum, Lbfgs, LbfgsReport, best_gradient
export swarm_minimize, SwarmMinimum, Swarm, step!, run!, ask!, tell!, best, Report, report, save, restore, set_options!
export feasible_first
export kuramoto, kuramoto_advance!, kuramoto_rates, kuramoto_ensemble, kuramoto_transition
export KuramotoSystem, KuramotoTangent, DelayedKuramoto, MeanField, Groups, Hebbian, Triangles
export order_parameter, order_parameters, order_statistics, group_statistics, metastability, chimera_index
export Ring, local_order, mean_frequencies, phase_locking, winding_number, wrap_phases, phase_differences
export pairwise_phase_differences
export frequency_quantiles, frequency_quantile, frequency_density, critical_coupling
export solve_ode, advance_ode!, AdaptiveSolver, SolverReport, restart!, Event, normals
export lyapunov_exponents, LyapunovSolver, discard!
export PhotinusError, DivergedError

using SparseArrays

include("libphotinus.jl")
include("common.jl")
include("sequence.jl")
include("optimize.jl")
include("search.jl")
include("cma.jl")
include("lbfgs.jl")
include("background.jl")
include("solve.jl")
include("adaptive.jl")
include("lyapunov.jl")
include("kuramoto.jl")
include("delayed.jl")
include("observables.jl")

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
