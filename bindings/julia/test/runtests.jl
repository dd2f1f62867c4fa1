using Photinus
using SparseArrays
using Test

# The code of the PhotinusError that a function throws.
function refused(f)
    try
        f()
    catch exception
        exception isa PhotinusError || rethrow()
        @test exception.message == Photinus.status_message(exception.code)
        return exception.code
    end
    return 0
end

# The exact radical inverse.
function exact_inverse(index, base)
    mirrored, scale = big(0), big(1)
    for digit in digits(big(index); base = base)
        mirrored, scale = mirrored * base + digit, scale * base
    end
    return mirrored // scale
end

# The value of T nearest to x, the even one of two, but below 1. A fraction whose denominator is below 2^100 is either
# halfway between two floats, and then exact in 600 bits, or further from there than these resolve.
function nearest(::Type{T}, x) where {T}
    rounded = setprecision(600) do
        T(BigFloat(numerator(x)) / BigFloat(denominator(x)))
    end
    return min(rounded, prevfloat(one(T)))
end

@testset "the structs have the sizes of C's" begin
    for T in (Float64, Float32)
        for (init, S) in (
            (Photinus.photinus_halton_options_init, Photinus.HaltonOptions{T}),
            (Photinus.photinus_sobol_options_init, Photinus.SobolOptions{T}),
            (Photinus.photinus_pso_options_init, Photinus.PsoOptions{T}),
            (Photinus.photinus_problem_init, Photinus.SearchProblem{T}),
            (Photinus.photinus_search_options_init, Photinus.SearchOptions{T}),
            (Photinus.photinus_cma_options_init, Photinus.CmaOptions{T}),
            (Photinus.photinus_lbfgs_options_init, Photinus.LbfgsOptions{T}),
            (Photinus.photinus_differences_init, Photinus.Differences{T}),
            (Photinus.photinus_solver_options_init, Photinus.SolverOptions{T}),
            (Photinus.photinus_events_init, Photinus.Events{T}),
            (Photinus.photinus_lyapunov_options_init, Photinus.LyapunovOptions{T}),
            (Photinus.photinus_kuramoto_init, Photinus.KuramotoModel{T}),
            (Photinus.photinus_ensemble_init, Photinus.Ensemble{T}),
            (Photinus.photinus_transition_init, Photinus.Transition{T}),
            (Photinus.photinus_neighbourhoods_init, Photinus.Neighbourhoods{T}),
        )
            @test isbitstype(S)
            @test init(T, Ref{S}(), sizeof(S)) == Photinus.PHOTINUS_OK
            @test init(T, Ref{S}(), sizeof(S) - 1) == Photinus.PHOTINUS_ERROR_STRUCT_SIZE
        end
        options = Photinus.pso_defaults(T)
        @test options.struct_size == sizeof(options)
        @test options.swarm_size == 14
        @test options.inertia == T(0.7298)
        @test options.cognitive == options.social == T(1.49618)
        @test options.perturbation == 0
        @test options.target == -Inf
        @test options.max_evaluations == options.max_generations == typemax(UInt64)
        @test options.max_repetition == 500
        @test options.seed == 0
        halton_options = Photinus.halton_defaults(T)
        @test halton_options.struct_size == sizeof(halton_options)
        @test halton_options.bases == C_NULL
        @test halton_options.lower == halton_options.upper == halton_options.table == C_NULL
        @test halton_options.leap == halton_options.threads == 1
        @test halton_options.table_bytes == halton_options.seed == halton_options.stride == 0
        @test halton_options.layout == halton_options.scrambling == halton_options.open == halton_options.level == 0
        sobol_options = Photinus.sobol_defaults(T)
        @test sobol_options.struct_size == sizeof(sobol_options)
        @test sobol_options.lower == sobol_options.upper == C_NULL
        @test sobol_options.leap == sobol_options.threads == 1
        @test sobol_options.seed == sobol_options.stride == sobol_options.layout == sobol_options.order == 0
        @test sobol_options.scrambling == sobol_options.open == sobol_options.level == 0

        swarm = Swarm(T[-1], T[1])
        for (size, status) in (0 => Photinus.PHOTINUS_OK, -1 => Photinus.PHOTINUS_ERROR_STRUCT_SIZE)
            S = Photinus.PsoReport{T}
            @test isbitstype(S)
            result = Ref(S(sizeof(S) + size, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
            @test Photinus.photinus_pso_report(T, swarm, result) == status
            S = Photinus.Solution{T}
            @test isbitstype(S)
            solution = Ref(S(sizeof(S) + size, 0, 0, 0, 0, 0, 0))
            network = Photinus.Network(T[1], fill(zero(T), 1, 1), T)
            memory = Photinus.Workspace(Photinus.photinus_kuramoto_size, T, network, C_NULL)
            @test status == Photinus.photinus_kuramoto_solve(
                T, network, C_NULL, C_NULL, C_NULL, T[0], 1, T[0], T[0], 1, memory, memory.bytes, solution,
            )
            S = Photinus.AdaptiveReport{T}
            @test isbitstype(S)
            place = Ref(S(sizeof(S) + size, 0, 0, 0, 0, 0, 0, 0, 0))
            @test Photinus.photinus_adaptive_report(T, AdaptiveSolver(T[1]), place) == status
            object = Ref(C_NULL)
            S = Photinus.OrderSummary{T}
            @test isbitstype(S)
            memory = Photinus.Workspace(Photinus.photinus_order_statistics_size, T)
            Photinus.photinus_order_statistics_init(T, memory, memory.bytes, 1, 1, 0, object)
            @test Photinus.photinus_order_statistics_get(T, memory, Ref(S(sizeof(S) + size, 0, 0, 0))) == status
            S = Photinus.GroupSummary{T}
            @test isbitstype(S)
            memory = Photinus.Workspace(Photinus.photinus_group_statistics_size, T, 1, 1)
            Photinus.photinus_group_statistics_init(T, memory, memory.bytes, 1, UInt32[0], C_NULL, 1, 1, 0, object)
            @test Photinus.photinus_group_statistics_get(T, memory, Ref(S(sizeof(S) + size, 0, 0, 0))) == status
        end
        # The defaults that are not 0 stand in the fields that the header names.
        written(init, S) = (value = Ref{S}(); init(T, value, sizeof(S)); value[])
        fields(value) = Dict(name => getfield(value, name) for name in fieldnames(typeof(value)))
        nonzero(value) = filter(field -> !(field.second in (C_NULL, 0)), fields(value))
        S = Photinus.SolverOptions{T}
        @test nonzero(written(Photinus.photinus_solver_options_init, S)) == Dict(
            :struct_size => sizeof(S), :relative_tolerance => T(T === Float64 ? 1e-6 : 1e-4),
            :absolute_tolerance => T(T === Float64 ? 1e-9 : 1e-6), :safety => T(0.9), :beta => T(0.04),
            :min_factor => T(0.2), :max_factor => T(10), :method => Photinus.PHOTINUS_METHOD_TSITOURAS,
        )
        S = Photinus.KuramotoModel{T}
        @test nonzero(written(Photinus.photinus_kuramoto_init, S)) ==
            Dict(:struct_size => sizeof(S), :harmonics => 1, :learning_gain => T(1), :strength_level => T(1))
        S = Photinus.LyapunovOptions{T}
        @test nonzero(written(Photinus.photinus_lyapunov_options_init, S)) ==
            Dict(:struct_size => sizeof(S), :count => 1, :interval => 1, :scale => T(1))
        S = Photinus.Transition{T}
        @test nonzero(written(Photinus.photinus_transition_init, S)) ==
            Dict(:struct_size => sizeof(S), :transient => 1000, :samples => 1000, :every => 1, :harmonic => 1)
        S = Photinus.Ensemble{T}
        @test nonzero(written(Photinus.photinus_ensemble_init, S)) ==
            Dict(:struct_size => sizeof(S), :harmonics => 1, :frequency_rows => 1, :coupling_count => 1)
        S = Photinus.Events{T}
        @test nonzero(written(Photinus.photinus_events_init, S)) == Dict(:struct_size => sizeof(S))
        S = Photinus.Neighbourhoods{T}
        @test nonzero(written(Photinus.photinus_neighbourhoods_init, S)) == Dict(:struct_size => sizeof(S))
    end
    @test Photinus.photinus_abi_version() == Photinus.ABI_VERSION
end

@testset "the table of the posts" begin
    @test primes(2, 3) == [5, 7, 11]
    points = halton(3, 10; bases = primes(2, 3))
    @test points isa Matrix{Float64}
    @test size(points) == (3, 10)
    @test points[1, :] == [0, 0.2, 0.4, 0.6, 0.8, 0.04, 0.24, 0.44, 0.64, 0.84]
    for (row, base) in enumerate((5, 7, 11)), index in 0:9
        @test points[row, index + 1] == nearest(Float64, exact_inverse(index, base))
    end
end

@testset "radical inverses are correctly rounded, $T" for T in (Float64, Float32)
    indices = UInt64[
        0, 1, 2, 9, 1000, 5801^2 - 1, 2^25 - 1, 2^32, 2^53 - 1, 2^53 + 1, UInt64(2)^54 - 1, UInt64(2)^63,
        typemax(UInt64) - 1, typemax(UInt64), 0x123456789abcdef0,
    ]
    for base in (2, 3, 4, 5, 10, 7919, 65521, 2^16, 4294967291, 4294967295), index in indices
        expected = nearest(T, exact_inverse(index, base))
        @test radical_inverse(T, index, base) === expected
        @test halton(T, 1, 1; start = index, bases = [base])[1] === expected
    end
    @test radical_inverse(T, typemax(UInt64), 2) === prevfloat(one(T))
end

@testset "Halton sets" begin
    @test radical_inverse(6, 2) === 0.375
    points = halton(2, 50; start = 7, leap = 3)
    for i in 1:50, (j, base) in enumerate((2, 3))
        @test points[j, i] === radical_inverse(7 + 3(i - 1), base)
    end
    @test halton(Float32, 2, 50; start = 7, leap = 3) isa Matrix{Float32}
    @test halton(2, 0) == zeros(2, 0)
    @test halton(2, 2; start = typemax(UInt64) - 1)[:, 2] == halton(2, 1; start = typemax(UInt64))[:, 1]

    filled = zeros(2, 50)
    @test halton!(filled; start = 7, leap = 3) === filled
    @test filled == points
    # Into the middle of a larger matrix: the rest stays.
    larger = fill(-1.0, 5, 52)
    halton!(view(larger, 2:3, 2:51); start = 7, leap = 3)
    @test larger[2:3, 2:51] == points
    @test count(!=(-1), larger) == length(points)
    @test_throws ArgumentError halton!(view(larger, 1:2:3, :))
    @test_throws ArgumentError halton!(view(larger, :, 5:-1:1))

    @test primes(0, 5) == [2, 3, 5, 7, 11]
    @test primes(1228, 1) == [9973]
    @test primes(3, 0) == []

    @test refused(() -> halton(0, 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> halton(1230, 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> halton(2, 1; bases = [3, 3])) == Photinus.PHOTINUS_ERROR_REPEATED_BASE
    @test refused(() -> halton(2, 1; bases = [3, 1])) == Photinus.PHOTINUS_ERROR_BASE
    @test refused(() -> halton(2, 1; leap = 0)) == Photinus.PHOTINUS_ERROR_LEAP
    @test refused(() -> halton(2, 2; start = typemax(UInt64))) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
    @test refused(() -> radical_inverse(1, 1)) == Photinus.PHOTINUS_ERROR_BASE
    @test refused(() -> primes(1229, 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test_throws DimensionMismatch halton(2, 1; bases = [2, 3, 5])
    @test_throws InexactError halton(2, 1; start = -1)
    @test_throws InexactError halton(1, 1; bases = [2^32])
    @test occursin("twice", sprint(showerror, PhotinusError(Photinus.PHOTINUS_ERROR_REPEATED_BASE)))
end

const SCRAMBLINGS = (:none, :digit_permutations, :faure_lemieux, :nested, :shift)

@testset "scrambled Halton sets, $T" for T in (Float64, Float32)
    plain = halton(T, 3, 64)
    @test halton(T, 3, 64; scrambling = :none, seed = 5) == plain
    sets = [halton(T, 3, 64; scrambling = scrambling, seed = 5) for scrambling in SCRAMBLINGS]
    @test allunique(sets)
    for (scrambling, set) in zip(SCRAMBLINGS, sets)
        @test all(0 .<= set .< 1)
        # A point is a function of its index.
        @test halton(T, 3, 10; scrambling = scrambling, seed = 5, start = 3, leap = 5) == set[:, 4:5:49]
        # The seed decides what is random, and the largest one is one.
        random = scrambling in (:digit_permutations, :nested, :shift)
        @test (halton(T, 3, 64; scrambling = scrambling, seed = typemax(UInt64)) != set) == random
        # An aligned block of indices has one point in each interval.
        scrambling === :shift && continue
        for (row, base) in enumerate((2, 3, 5))
            values = halton(T, 3, base^2; scrambling = scrambling, seed = 5, start = 4 * base^2)[row, :]
            @test sort(floor.(Int, values .* base^2 .+ 1e-5)) == 0:(base^2 - 1)
        end
    end
    # A shift is the same for all points, modulo 1.
    shifts = mod.(sets[5] .- plain, 1)
    @test maximum(abs.(mod.(shifts .- shifts[:, 1] .+ T(0.5), 1) .- T(0.5))) <= 2eps(T)
    @test sets[5][:, 1] == shifts[:, 1]
    # In base 2 there is no other factor than 1; nothing is random.
    @test halton(T, 1, 64; scrambling = :faure_lemieux) == plain[1:1, :]

    @test_throws ArgumentError halton(T, 1, 1; scrambling = :owen)
    @test_throws TypeError halton(T, 1, 1; scrambling = "none")
    @test_throws InexactError halton(T, 1, 1; seed = -1)
    @test_throws InexactError halton(T, 1, 1; seed = big(2)^64)
    @test refused(() -> halton(T, 361, 1; scrambling = :faure_lemieux)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> halton(T, 1, 1; scrambling = :faure_lemieux, bases = [4])) ==
        Photinus.PHOTINUS_ERROR_UNSUPPORTED
    message = try
        halton(T, 1, 1; scrambling = :owen)
    catch exception
        exception.msg
    end
    @test message ==
        "scrambling is :owen, not one of :none, :digit_permutations, :faure_lemieux, :nested, :shift"
end

@testset "boxes and open intervals, $T, $(nameof(fill))" for T in (Float64, Float32), fill in (halton, sobol)
    plain = fill(T, 2, 100)
    lower, upper = T[-3, 7], T[5, 7.5]
    scaled = fill(T, 2, 100; lower = lower, upper = upper)
    @test scaled == min.(lower .+ plain .* (upper .- lower), upper)
    @test scaled[:, 1] == lower
    # Bounds of any type, and of any kind of vector.
    @test fill(T, 2, 100; lower = [-3, 7], upper = view(Real[5, 0, 15 // 2], 1:2:3)) == scaled
    @test all(fill(T, 2, 100; lower = [2, 2], upper = [2, 2]) .== 2)
    # Never above the upper bound, though rounding would lead there.
    @test maximum(fill(T, 1, 1; start = typemax(UInt64), lower = [1e6], upper = [1e6 + 1])) <= T(1e6) + 1

    tiny = T === Float64 ? 2.0^-54 : 2.0f0^-25
    opened = fill(T, 2, 100; open = true)
    @test opened[:, 1] == [tiny, tiny]
    @test opened[:, 2:end] == plain[:, 2:end]
    @test fill(T, 1, 1; open = true, lower = [0], upper = [2])[1] === 2tiny

    @test_throws ArgumentError fill(T, 2, 1; lower = [0, 0])
    @test_throws ArgumentError fill(T, 2, 1; upper = [1, 1])
    @test_throws DimensionMismatch fill(T, 2, 1; lower = [0], upper = [1, 1])
    @test_throws DimensionMismatch fill(T, 2, 1; lower = [0, 0], upper = [1, 1, 1])
    @test_throws TypeError fill(T, 1, 1; lower = 0, upper = 1)
    @test_throws TypeError fill(T, 1, 1; open = 1)
    for (low, high) in ((1, 0), (NaN, 1), (0, Inf), (-Inf, -Inf), (-floatmax(T), floatmax(T)))
        @test refused(() -> fill(T, 1, 1; lower = T[low], upper = T[high])) == Photinus.PHOTINUS_ERROR_BOUNDS
    end
    # What is written must not be read.
    memory = T[0, 0, 0, 0]
    fill! = fill === halton ? halton! : sobol!
    for overlapping in ((lower = memory, upper = T[1, 1, 1, 1]), (lower = T[0, 0, 0, 0], upper = memory))
        @test refused(() -> fill!(reshape(memory, 4, 1); overlapping...)) == Photinus.PHOTINUS_ERROR_OVERLAP
    end
    @test memory == [0, 0, 0, 0]
end

@testset "layouts and threads, $T, $(nameof(fill))" for T in (Float64, Float32), fill in (halton, sobol)
    fill! = fill === halton ? halton! : sobol!
    options = (start = 12345, leap = 3, scrambling = :nested, seed = 9, lower = [-1, 0, 1], upper = [1, 1, 4])
    points = fill(T, 3, 50000; options...) # as many as threads are made for
    for threads in (0, 1, 2, 3)
        @test fill(T, 3, 50000; threads = threads, options...) == points
    end
    # Into the middle of larger memory: the rest stays.
    larger = Base.fill(T(-9), 7, 2, 50002)
    inner = view(larger, 3:5, 2, 2:50001)
    @test fill!(inner; threads = 2, options...) === inner
    @test inner == points
    @test count(!=(-9), larger) == length(points)
    # A point per row.
    rows = Base.fill(T(-9), 50003, 4)
    for part in (PermutedDimsArray(rows, (2, 1)), PermutedDimsArray(view(rows, :, 1:4), (2, 1)))
        @test_throws DimensionMismatch fill!(part; options...) # four dimensions
    end
    fill!(PermutedDimsArray(view(rows, 3:50002, 2:4), (2, 1)); options...)
    @test rows[3:50002, 2:4] == permutedims(points)
    @test count(!=(-9), rows) == length(points)
    # One point, or one dimension: any stride.
    single = zeros(T, 9, 4)
    fill!(view(single, 1:3:7, 1:1); options...)
    @test single[1:3:7, 1] == points[:, 1]
    fill!(view(single, 9:9, 1:2:4))
    @test single[9, [1, 3]] == [0, 0.5]
    @test_throws ArgumentError fill!(view(single, 1:2:7, :))
    @test_throws ArgumentError fill!(view(single, :, 4:-1:1))
    @test_throws ArgumentError fill!(view(single, 1:1, 4:-1:1))
    @test_throws MethodError fill!(zeros(Int, 2, 2))
    @test_throws MethodError fill!(zeros(T, 2))
    @test_throws MethodError fill!(single; stride = 2)

    # Nothing to write.
    @test fill(T, 3, 0; threads = 2, options...) == zeros(T, 3, 0)
    @test fill!(view(zeros(T, 3, 5), :, 3:2)) == zeros(T, 3, 0)
    @test refused(() -> fill(T, 0, 3)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> fill(T, 0, 0)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> fill(T, 0, 0; lower = [], upper = Int[])) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test_throws InexactError fill(T, 1, 1; threads = -1)
    @test_throws InexactError fill(T, 1, 1; start = big(2)^64)
    @test_throws InexactError fill(T, 1, 1; leap = -1)
end

@testset "tables, $T" for T in (Float64, Float32)
    options = (lower = [-1, -1, -1], upper = [1, 1, 2], open = true)
    for scrambling in SCRAMBLINGS, bases in (nothing, [7, 2, 5])
        made_for = (scrambling = scrambling, bases = bases, seed = 3)
        table = HaltonTable(T, 3; made_for...)
        small = HaltonTable(T, 3; bytes = 1000, made_for...)
        @test small.memory.bytes == 1000
        for start in (0, 999, UInt64(2)^63), count in (1, 7, 3000)
            points = halton(T, 3, count; start = start, leap = 2, made_for..., options...)
            for used in (table, small)
                # What it is for are the defaults; they may be given, too.
                @test halton(T, 3, count; start = start, leap = 2, table = used, options...) == points
                @test points ==
                    halton(T, 3, count; start = start, leap = 2, table = used, threads = 2, made_for..., options...)
            end
        end
    end
    table = HaltonTable(T, 3; scrambling = :nested, seed = 3)
    @test sprint(show, table) == "HaltonTable{$T} for 3 dimensions, of $(Int(table.memory.bytes)) bytes"
    @test refused(() -> halton(T, 3, 1; table = table, seed = 4)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> halton(T, 3, 1; table = table, scrambling = :none)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> halton(T, 3, 1; table = table, bases = [2, 3, 7])) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test_throws DimensionMismatch halton(T, 2, 1; table = table)
    @test_throws TypeError halton(T === Float64 ? Float32 : Float64, 3, 1; table = table)
    @test refused(() -> HaltonTable(T, 3; bytes = 63)) == Photinus.PHOTINUS_ERROR_WORKSPACE
    @test refused(() -> HaltonTable(T, 3; bytes = 0)) == Photinus.PHOTINUS_ERROR_WORKSPACE
    @test halton(T, 3, 9; table = HaltonTable(T, 3; bytes = 64)) == halton(T, 3, 9)
    @test refused(() -> HaltonTable(T, 0)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> HaltonTable(T, 1230)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> HaltonTable(T, 2; bases = [3, 3])) == Photinus.PHOTINUS_ERROR_REPEATED_BASE
    @test refused(() -> HaltonTable(T, 2; bases = [3, 0])) == Photinus.PHOTINUS_ERROR_BASE
    @test refused(() -> HaltonTable(T, 361; scrambling = :faure_lemieux)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test_throws ArgumentError HaltonTable(T, 3; scrambling = :unknown)
    @test_throws DimensionMismatch HaltonTable(T, 3; bases = [2, 3])
    @test_throws InexactError HaltonTable(T, -1)
    @test_throws InexactError HaltonTable(T, 3; bytes = -1)
    @test_throws InexactError HaltonTable(T, 3; seed = -1)

    # It keeps bases of its own.
    bases = UInt32[11, 13, 17]
    table = HaltonTable(T, 3; bases = bases)
    bases .= 0
    @test halton(T, 3, 5; table = table) == halton(T, 3, 5; bases = [11, 13, 17])
    # Many tasks at once.
    filled = [zeros(T, 3, 500) for i in 1:8]
    Threads.@threads for i in 1:8
        halton!(filled[i]; table = table, start = 500i)
    end
    @test hcat(filled...) == halton(T, 3, 4000; start = 500, bases = [11, 13, 17])
end

@testset "points one by one, $T" for T in (Float64, Float32)
    box = (lower = [-1, 0, 1], upper = [1, 1, 4], open = true)
    for scrambling in SCRAMBLINGS, bases in (nothing, [7, 2, 5]), where in (NamedTuple(), box)
        options = (scrambling = scrambling, bases = bases, seed = 11)
        expected = halton(T, 3, 300; start = 5, options..., where...)
        points = HaltonPoints(T, 3; start = 5, options..., where...)
        with_table = HaltonPoints(T, 3; start = 5, table = HaltonTable(T, 3; options...), where...)
        for p in (points, with_table)
            @test hcat(collect(Iterators.take(p, 300))...) == expected
            @test position(p) === UInt64(305)
            @test first(seek(p, 10)) == expected[:, 6]
            @test first(p) == expected[:, 7]
            @test first(seek(p, 10^18)) == halton(T, 3, 1; start = 10^18, options..., where...)[:, 1]
        end
    end

    points = HaltonPoints(T, 2; start = 1)
    @test eltype(points) === Vector{T}
    @test Base.IteratorSize(points) === Base.IsInfinite()
    seen = Vector{T}[]
    for x in points
        push!(seen, x)
        length(seen) == 3 && break
    end
    # The vectors are apart from each other, and another loop goes on.
    @test hcat(seen...) == halton(T, 2, 3; start = 1)
    for (i, x) in zip(4:6, points)
        @test x == [radical_inverse(T, i, 2), radical_inverse(T, i, 3)]
    end
    seek(points, 7)
    @test sprint(show, points) == "HaltonPoints{$T} in 2 dimensions, at index 7"

    # A copy goes its own way.
    other = copy(points)
    @test first(other) == first(points)
    seek(other, 0)
    @test position(points) == 8
    @test first(points) == halton(T, 2, 1; start = 8)[:, 1]
    @test first(other) == [0, 0]

    # In place.
    matrix = fill(T(-1), 4, 6)
    for j in 2:5
        column = view(matrix, 2:3, j)
        @test next!(points, column) === column
    end
    @test matrix[2:3, 2:5] == halton(T, 2, 4; start = 9)
    @test count(==(-1), matrix) == 24 - 8
    single = HaltonPoints(T, 1; start = 1)
    @test next!(single, view(T[0, 0, 0], 3:2:4)) == [0.5]
    function advance(points, x)
        for i in 1:1000
            next!(points, x)
        end
    end
    x = zeros(T, 2)
    advance(points, x)
    @test (@allocated advance(points, x)) == 0
    before = position(points)
    @test_throws DimensionMismatch next!(points, zeros(T, 1))
    @test_throws DimensionMismatch next!(points, zeros(T, 3))
    @test_throws ArgumentError next!(points, view(zeros(T, 3), 1:2:3))
    @test_throws ArgumentError next!(points, view(zeros(T, 2), 2:-1:1))
    @test_throws MethodError next!(points, zeros(T === Float64 ? Float32 : Float64, 2))
    @test position(points) == before

    # The end, and back.
    seek(points, typemax(UInt64))
    last_one = halton(T, 2, 1; start = typemax(UInt64))[:, 1]
    @test position(points) === typemax(UInt64)
    @test first(points) == last_one
    for i in 1:2
        @test refused(() -> next!(points, zeros(T, 2))) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
        @test refused(() -> first(points)) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
        @test refused(() -> position(points)) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
        @test refused(() -> first(copy(points))) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
    end
    @test occursin("at the end", sprint(show, points))
    @test first(seek(points, 1)) == [T(1 // 2), T(1 // 3)]

    @test_throws InexactError seek(points, -1)
    @test_throws InexactError seek(points, big(2)^64)
    @test position(points) == 2
    @test refused(() -> HaltonPoints(T, 0)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> HaltonPoints(T, 1230)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> HaltonPoints(T, 2; bases = [5, 5])) == Photinus.PHOTINUS_ERROR_REPEATED_BASE
    @test refused(() -> HaltonPoints(T, 1; lower = [1], upper = [0])) == Photinus.PHOTINUS_ERROR_BOUNDS
    @test refused(() -> HaltonPoints(T, 361; scrambling = :faure_lemieux)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    table = HaltonTable(T, 2)
    @test refused(() -> HaltonPoints(T, 2; table = table, scrambling = :nested)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test_throws DimensionMismatch HaltonPoints(T, 3; table = table)
    @test_throws DimensionMismatch HaltonPoints(T, 3; bases = [2, 3])
    @test_throws DimensionMismatch HaltonPoints(T, 1; lower = [0, 0], upper = [1, 1])
    @test_throws ArgumentError HaltonPoints(T, 1; lower = [0])
    @test_throws ArgumentError HaltonPoints(T, 1; scrambling = :unknown)
    @test_throws InexactError HaltonPoints(T, -1)
    @test_throws InexactError HaltonPoints(T, 1; start = -1)
    @test_throws InexactError HaltonPoints(T, 1; seed = -1)
end

@testset "garbage is collected between points" begin
    # Nothing but the points knows what they are made of.
    make(scrambling) = HaltonPoints(
        4;
        lower = [-1.0, 0, 0, 0] .* 2, upper = ones(4) .* 3,
        table = HaltonTable(4; bases = UInt32.([3, 2, 7, 5]), scrambling = scrambling, seed = 4),
    )
    for scrambling in SCRAMBLINGS
        expected = halton(
            4, 100;
            bases = [3, 2, 7, 5], lower = [-2, 0, 0, 0], upper = [3, 3, 3, 3], scrambling = scrambling, seed = 4,
        )
        for made in (make(scrambling), copy(make(scrambling)))
            for (j, x) in zip(1:100, made)
                j % 10 == 1 && GC.gc()
                # Memory that was freed by mistake is taken by something else.
                foreach(size -> fill(0xff, size), (32, 64, 128, 1 << 16))
                @test x == expected[:, j]
            end
        end
    end
    # What they are made of is theirs.
    bases, lower, upper = UInt32[2, 3], [0.0, 0.0], [1.0, 1.0]
    points = HaltonPoints(2; bases = bases, lower = lower, upper = upper)
    for array in (bases, lower, upper)
        array .= 0
        resize!(array, 10^5)
        empty!(array)
    end
    GC.gc()
    @test hcat(collect(Iterators.take(points, 50))...) == halton(2, 50)
end

@testset "the van der Corput sequence, $T" for T in (Float64, Float32)
    values = van_der_corput(T, 2, 8)
    @test values isa Vector{T}
    @test values == [0, 1 / 2, 1 / 4, 3 / 4, 1 / 8, 5 / 8, 3 / 8, 7 / 8]
    @test van_der_corput(T, 3, 4; start = 1) == T[1 // 3, 2 // 3, 1 // 9, 4 // 9]
    push!(values, 1) # the vector is the user's
    for index in (0, 10^9, typemax(UInt64)), base in (2, 10, 4294967295)
        @test van_der_corput(T, base, 1; start = index)[1] === radical_inverse(T, index, base)
    end
    for scrambling in SCRAMBLINGS
        options = (start = 3, leap = 7, scrambling = scrambling, seed = 1, threads = 2)
        @test van_der_corput(T, 5, 99; lower = -1, upper = 2.5, options...) ==
            halton(T, 1, 99; bases = [5], lower = [-1], upper = [2.5], options...)[1, :]
    end
    @test van_der_corput(T, 5, 1; open = true)[1] > 0
    @test van_der_corput(T, 5, 0) == T[]

    matrix = fill(T(-1), 3, 5)
    row = view(matrix, 2, :)
    @test van_der_corput!(row, 2) === row
    @test matrix == [-1 -1 -1 -1 -1; 0 0.5 0.25 0.75 0.125; -1 -1 -1 -1 -1]
    vector = zeros(T, 3)
    van_der_corput!(vector, 2; start = 1)
    @test push!(vector, 1) == [0.5, 0.25, 0.75, 1]
    @test van_der_corput!(view(vector, 2:2:1), 2) == []
    @test van_der_corput!(view(vector, 1:-1:1), 2; start = 1) == [0.5]
    @test_throws ArgumentError van_der_corput!(view(vector, 4:-1:1), 2)

    @test refused(() -> van_der_corput(T, 1, 1)) == Photinus.PHOTINUS_ERROR_BASE
    @test refused(() -> van_der_corput(T, 2, 1; leap = 0)) == Photinus.PHOTINUS_ERROR_LEAP
    @test refused(() -> van_der_corput(T, 2, 2; start = typemax(UInt64))) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
    @test refused(() -> van_der_corput(T, 2, 2; lower = 1, upper = 0)) == Photinus.PHOTINUS_ERROR_BOUNDS
    @test refused(() -> van_der_corput(T, 4, 2; scrambling = :faure_lemieux)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test_throws ArgumentError van_der_corput(T, 2, 1; upper = 0)
    @test_throws ArgumentError van_der_corput(T, 2, 1; scrambling = :unknown)
    @test_throws InexactError van_der_corput(T, -2, 1)
    @test_throws InexactError van_der_corput(T, 2^32, 1)
    @test_throws MethodError van_der_corput(T, 2, 1; bases = [3])
end

@testset "Sobol sets, $T" for T in (Float64, Float32)
    points = sobol(T, 3, 8)
    @test points isa Matrix{T}
    # SciPy's first points, in units of 1/8.
    @test 8 .* points == [0 4 6 2 3 7 5 1; 0 4 2 6 3 7 1 5; 0 4 2 6 5 1 7 3]
    natural = sobol(T, 3, 8; order = :natural)
    @test natural == points[:, invperm([(i ⊻ (i >> 1)) + 1 for i in 0:7])]
    @test 8 .* natural[1, :] == [0, 4, 2, 6, 1, 5, 3, 7]
    # In natural order the first coordinate is van der Corput's.
    indices = (start = 77, leap = 5)
    @test sobol(T, 1, 1000; order = :natural, indices...)[1, :] == van_der_corput(T, 2, 1000; indices...)

    @test allunique([sobol(T, 3, 64; scrambling = s, seed = 5) for s in (:none, :nested, :shift)])
    for scrambling in (:none, :nested, :shift), order in (:gray, :natural)
        options = (scrambling = scrambling, order = order, seed = 5)
        set = sobol(T, 3, 256; options...)
        @test all(0 .<= set .< 1)
        @test sobol(T, 3, 10; start = 3, leap = 5, options...) == set[:, 4:5:49]
        @test (sobol(T, 3, 256; scrambling = scrambling, order = order, seed = typemax(UInt64)) != set) ==
            (scrambling !== :none)
        # 2^8 points: one in each interval, and in the first two dimensions in each of 16 × 16 squares.
        for row in 1:3
            @test sort(floor.(Int, 256 .* set[row, :])) == 0:255
        end
        @test allunique([floor.(Int, 16 .* set[1:2, i]) for i in 1:256])
        last_one = sobol(T, 3, 2; start = typemax(UInt64) - 1, options...)[:, 2]
        @test last_one == sobol(T, 3, 1; start = typemax(UInt64), options...)[:, 1]
    end
    @test size(sobol(T, 1111, 3)) == (1111, 3)

    @test refused(() -> sobol(T, 10^6, 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> sobol(T, 1, 1; leap = 0)) == Photinus.PHOTINUS_ERROR_LEAP
    @test refused(() -> sobol(T, 1, 2; start = typemax(UInt64))) == Photinus.PHOTINUS_ERROR_INDEX_RANGE
    @test_throws ArgumentError sobol(T, 1, 1; scrambling = :digit_permutations)
    @test_throws ArgumentError sobol(T, 1, 1; scrambling = :unknown)
    @test_throws ArgumentError sobol(T, 1, 1; order = :grey)
    @test_throws TypeError sobol(T, 1, 1; order = 0)
    @test_throws InexactError sobol(T, 1, 1; seed = -1)
    @test_throws InexactError sobol(T, 1, 1; seed = big(2)^64)
    @test_throws MethodError sobol(T, 1, 1; bases = [2])
end

@testset "discrepancies" begin
    for n in (1, 2, 8, 100, 1024)
        midpoints = [(2i + 1) / 2n for i in 0:(n - 1)]
        @test discrepancy(midpoints) ≈ 1 / 12n^2
        @test discrepancy(midpoints; kind = :centered) ≈ 1 / 12n^2
        @test discrepancy(midpoints; kind = :wrap_around) ≈ 1 / 6n^2 rtol = 1e-9
        @test discrepancy(midpoints; kind = :mixture) ≈ 1 / 8n^2 rtol = 1e-9
        @test discrepancy(midpoints; kind = :star) ≈ sqrt(1 / 12n^2)
        @test discrepancy(reshape(copy(midpoints), 1, n)) === discrepancy(midpoints)
        @test discrepancy([n // 2n]) ≈ 1 / 12
        push!(midpoints, 1) # it is still the user's
    end
    # One point in the middle.
    centre = fill(0.5, 3, 1)
    @test discrepancy(centre) ≈ (13 / 12)^3 - 1
    @test discrepancy(centre; kind = :wrap_around) ≈ 1.5^3 - (4 / 3)^3
    @test discrepancy(centre; kind = :mixture) ≈ (19 / 12)^3 - 2 * (5 / 3)^3 + 1.875^3
    @test discrepancy(centre; kind = :star) ≈ sqrt(3.0^-3 - 0.75^3 / 4 + 0.125)

    for kind in (:centered, :wrap_around, :mixture, :star)
        points = halton(4, 500)
        value = discrepancy(points; kind = kind)
        @test value isa Float64
        @test discrepancy(hcat(fill(0.9, 4, 500)); kind = kind) > 10value
        for threads in (0, 1, 2, 3)
            @test discrepancy(points; kind = kind, threads = threads) === value
        end
        # The same points elsewhere in memory.
        larger = fill(NaN, 7, 502)
        larger[2:5, 2:501] = points
        rows = fill(NaN, 503, 6)
        rows[3:502, 2:5] = permutedims(points)
        spread = fill(NaN, 8, 500)
        spread[1:2:7, :] = points
        for same in (
            view(larger, 2:5, 2:501),
            PermutedDimsArray(view(rows, 3:502, 2:5), (2, 1)),
            view(spread, 1:2:7, :),
            view(points[:, end:-1:1], :, 500:-1:1),
            PermutedDimsArray(PermutedDimsArray(points, (2, 1)), (2, 1)),
            BigFloat.(points),
        )
            @test discrepancy(same; kind = kind) === value
        end
        # Points of Float32 are computed with in Float64.
        coarse = Float32.(points)
        @test discrepancy(coarse; kind = kind, threads = 2) === discrepancy(Float64.(coarse); kind = kind)
        @test discrepancy(view(coarse, 1, :); kind = kind) === discrepancy(points[1, :] .|> Float32; kind = kind)
        @test discrepancy(view(points, 1, 500:-1:1); kind = kind) === discrepancy(points[1, end:-1:1]; kind = kind)
    end
    @test discrepancy([0 1; 1 0]) === discrepancy([0.0 1.0; 1.0 0.0])

    for T in (Float64, Float32)
        for points in (zeros(T, 0, 0), zeros(T, 0, 3), zeros(T, 3, 0), T[])
            @test refused(() -> discrepancy(points)) == Photinus.PHOTINUS_ERROR_DIMENSION
            @test refused(() -> discrepancy(points; threads = 2)) == Photinus.PHOTINUS_ERROR_DIMENSION
        end
        for bad in (NaN, Inf, -Inf)
            @test refused(() -> discrepancy(T[0.5 bad])) == Photinus.PHOTINUS_ERROR_NOT_FINITE
        end
        for bad in (-1e-30, nextfloat(one(T)))
            @test refused(() -> discrepancy(T[0.5 bad])) == Photinus.PHOTINUS_ERROR_PARAMETER
        end
    end
    @test_throws ArgumentError discrepancy(zeros(1, 1); kind = :L2)
    @test_throws TypeError discrepancy(zeros(1, 1); kind = "CD")
    @test_throws InexactError discrepancy(zeros(1, 1); threads = -1)
    @test_throws MethodError discrepancy(zeros(1, 1, 1))
end

sphere(x) = sum(abs2, x)
rosenbrock(x) = sum(100 * (x[i + 1] - x[i]^2)^2 + (1 - x[i])^2 for i in 1:(length(x) - 1))

@testset "minima" begin
    found = swarm_minimize(sphere, fill(-5.0, 3), fill(4.0, 3); target = 1e-16)
    @test found isa SwarmMinimum{Float64}
    @test found.reason === :target
    @test found.value <= 1e-16
    @test found.value === sphere(found.position)
    @test maximum(abs, found.position) <= 1e-8
    @test found.evaluations == 14 * found.generations
    @test found.nan_evaluations == 0

    found = swarm_minimize(rosenbrock, [-2.0, -2.0], [2.0, 2.0]; target = 1e-12, max_repetition = 0, max_evaluations = 10^6)
    @test found.reason === :target
    @test found.position ≈ [1, 1] atol = 1e-5

    found = swarm_minimize(sphere, Float32[-5, -5], Float32[4, 4]; target = 1e-8)
    @test found isa SwarmMinimum{Float32}
    @test found.value <= 1f-8

    # Integers as bounds and values, one variable fixed.
    found = swarm_minimize(x -> x[1] > 1 ? 2 : x[2] == 3 ? 1 : 0, [0, 3], [5, 3]; max_generations = 7)
    @test found.value === 1.0
    @test found.position[2] === 3.0
    @test found.reason === :generations
    @test found.generations == 7

    @test swarm_minimize(x -> 1.0, [0], [1]; max_repetition = 5).reason === :stagnation
    found = swarm_minimize(sphere, [-1.0], [1.0]; max_evaluations = 55, swarm_size = 10)
    @test found.reason === :evaluations
    @test found.evaluations == 55
    found = swarm_minimize(x -> x[1] < 0 ? NaN : x[1], [-1.0], [1.0]; max_generations = 3)
    @test 0 < found.nan_evaluations < found.evaluations
    @test found.value >= 0

    # The first particles start where they are told to.
    start = [0.5 -0.25; 0.5 0.125]
    positions = Vector{Float64}[]
    remember(x) = (push!(positions, copy(x)); sphere(x))
    swarm_minimize(remember, [-1, -1], [1, 1]; start = start, max_evaluations = 3, sequence = :halton)
    @test positions[1:2] == [start[:, 1], start[:, 2]]
    @test positions[3] == 2 .* halton(2, 1; start = 3)[:, 1] .- 1
    empty!(positions)
    swarm_minimize(remember, [-1, -1], [1, 1]; start = [0.5, 0.25], max_evaluations = 1)
    @test positions == [[0.5, 0.25]]

    # The same seed is the same run; another one is not.
    run(seed) = swarm_minimize(rosenbrock, [-2.0, -2.0], [2.0, 2.0]; seed = seed, max_generations = 20).position
    @test run(1) == run(1)
    @test run(1) != run(2)

    # A search within a search.
    inner(a) = swarm_minimize(y -> (y[1] - a)^2, [-2], [2]; target = 1e-8).value
    @test swarm_minimize(x -> x[1]^2 + inner(x[1]), [-1], [1]; max_generations = 10).value < 1e-2
end

# A generation after the other, each told backwards, and saved and restored halfway; by itself, since Julia 1.5's compiler
# fails for all of it in one piece.
function tell_backwards(asked, T)
    points = ask!(asked)
    count = size(points, 2)
    count == 0 && return asked, false
    @test points isa Matrix{T} && count <= 14
    values = [rosenbrock(x) for x in eachcol(points)]
    foreach(k -> tell!(asked, k, values[k]), count:-1:3)
    @test refused(() -> tell!(asked, count, 0.0)) == Photinus.PHOTINUS_ERROR_NOT_ASKED
    @test refused(() -> tell!(asked, 0, 0.0)) == Photinus.PHOTINUS_ERROR_NOT_ASKED
    @test_throws DimensionMismatch tell!(asked, 1:2, values)
    restored = restore(T, save(asked))
    tell!(restored, 1:2, values[1:2])
    return restored, true
end

@testset "ask and tell, $T" for T in (Float64, Float32)
    lower, upper = T[-2, -3], T[2, 3]
    options = (; max_evaluations = 102, seed = 3, rule = :sphere, topology = :ring, neighbours = 2, boundary = :reflect)
    asked, ran = Swarm(lower, upper; options...), Swarm(lower, upper; options...)
    @test asked.options.inertia ≈ 1 / 2log(2)
    run!(ran, rosenbrock)
    @test refused(() -> tell!(asked, 1, 0.0)) == Photinus.PHOTINUS_ERROR_NOT_ASKED
    goes_on = true
    while goes_on
        asked, goes_on = tell_backwards(asked, T)
    end
    @test save(asked) == save(ran)
    @test report(asked).reason === :evaluations
    @test report(asked).evaluations == 102

    # On Julia's threads: the same bits.
    threaded = Swarm(lower, upper; options...)
    @test run!(threaded, rosenbrock; threads = true) == report(ran)
    @test best(threaded) == best(ran)
    @test swarm_minimize(rosenbrock, lower, upper; threads = true, options...).value == best(ran).value
    watched = Swarm(lower, upper; options...)
    @test run!(watched, rosenbrock; threads = true, watch = r -> r.generations < 3).reason === :caller
    @test report(watched).generations == 3
    @test_throws DomainError run!(watched, x -> throw(DomainError(0)); threads = true)
    @test run!(watched, rosenbrock; threads = true) == report(ran)
end

@testset "options of a swarm" begin
    @test_throws ArgumentError Swarm([0.0], [1.0]; rule = :other)
    @test_throws ArgumentError Swarm([0.0], [1.0]; boundary = :other)
    found = swarm_minimize(sphere, [-1.0, -1.0], [2.0, 2.0]; min_spread = 1e-3, restart_generations = 0, restart_spread = 0)
    @test found.reason === :spread
    swarm = Swarm([-1.0], [1.0]; restart_repetition = 3, swarm_size = 5, swarm_size_limit = 20, max_repetition = 50)
    @test run!(swarm, x -> 1.0).reason === :stagnation
    @test report(swarm).restarts > 3
    @test report(swarm).swarm_size == 20
end

@testset "watching a search" begin
    reports = Report{Float64}[]
    found = swarm_minimize(sphere, [-1.0], [1.0]; watch = r -> (push!(reports, r); length(reports) < 5))
    @test found.reason === :caller
    @test found.generations == 5
    @test [r.generations for r in reports] == 1:5
    @test all(r.reason === :running for r in reports)
    @test issorted([r.best_value for r in reports]; rev = true)

    # What is not false goes on.
    @test swarm_minimize(sphere, [-1.0], [1.0]; watch = r -> nothing, max_generations = 4).reason === :generations

    # The watch may look at the swarm, the objective may not; neither may change it.
    swarm = Swarm([-1.0], [1.0])
    looked = Ref(Inf)
    run!(swarm, sphere; watch = r -> (looked[] = best(swarm).value; isempty(save(swarm))))
    @test looked[] == best(swarm).value
    @test_throws ArgumentError run!(swarm, sphere; watch = r -> step!(swarm, sphere))
    @test_throws ArgumentError run!(swarm, sphere; watch = r -> set_options!(swarm))
    @test_throws ArgumentError run!(swarm, x -> best(swarm).value)
    @test_throws ArgumentError step!(swarm, x -> report(swarm).best_value)
    @test step!(swarm, sphere).reason === :running
end

@testset "exceptions in a search, $T" for T in (Float64, Float32)
    for at in (1, 100)
        swarm = Swarm(T[-5, -5], T[5, 5])
        calls = 0
        function throwing(x)
            calls += 1
            return calls == at ? sqrt(-one(T) - x[1]^2) : sphere(x)
        end
        @test_throws DomainError run!(swarm, throwing)
        @test calls == at
        @test report(swarm).reason === :failure
        @test report(swarm).evaluations == at - 1
        # The run goes on at the particle that it stopped at, to the bits of one that was not stopped.
        set_options!(swarm; max_generations = 10)
        @test run!(swarm, sphere).reason === :generations
        undisturbed = Swarm(T[-5, -5], T[5, 5]; max_generations = 10)
        run!(undisturbed, sphere)
        @test best(swarm) == best(undisturbed)
    end

    lower, upper = T[-1], T[1]
    @test_throws InterruptException swarm_minimize(x -> throw(InterruptException()), lower, upper)
    @test_throws ErrorException swarm_minimize(sphere, lower, upper; watch = r -> error("enough"))
    @test_throws MethodError swarm_minimize(x -> nothing, lower, upper)
    @test_throws MethodError swarm_minimize(x -> "1", lower, upper)
    @test_throws BoundsError swarm_minimize(x -> x[2], lower, upper)
    @test_throws DomainError swarm_minimize(x -> swarm_minimize(y -> sqrt(y[1]), T[-2], T[-1]).value, lower, upper)
    # The vector is the user's to spoil.
    @test swarm_minimize(x -> (value = x[1]; resize!(x, 1000); empty!(x); value), lower, upper).position == lower

    # What comes with it tells where it was thrown.
    culprit(x) = error("here")
    stack = try
        swarm_minimize(culprit, lower, upper)
    catch
        isdefined(Base, :current_exceptions) ? Base.current_exceptions() : Base.catch_stack()
    end
    @test length(stack) == 2
    text = sprint(showerror, first(stack[1]))
    @test occursin("here", text) && occursin("culprit", text)
end

@testset "garbage is collected during a search" begin
    calls = 0
    function littering(x)
        calls += 1
        calls % 250 == 0 && GC.gc()
        return sphere(x)
    end
    box = (fill(-1.0, 3), fill(1.0, 3))
    disturbed = swarm_minimize(littering, box...; watch = r -> [r], max_generations = 20)
    @test calls == 20 * 14
    @test disturbed.value === swarm_minimize(sphere, box...; max_generations = 20).value
    foreach(i -> Swarm([0.0], [1.0]), 1:100)
    GC.gc()
    swarm = Swarm([0.0], [1.0])
    finalize(swarm)
    @test refused(() -> best(swarm)) == Photinus.PHOTINUS_ERROR_NULL
    finalize(swarm)
end

@testset "saved and restored, $T" for T in (Float64, Float32)
    lower, upper = T[-2, -2, -2], T[2, 2, 2]
    swarm = Swarm(lower, upper; seed = 7, swarm_size = 12, max_evaluations = 12 * 5 + 5, social = 1.25)
    @test run!(swarm, rosenbrock).reason === :evaluations
    bytes = save(swarm)
    @test bytes isa Vector{UInt8}
    copies = (swarm, restore(T, bytes), restore(T, view(bytes, :)))
    for copy in copies
        @test copy isa Swarm{T}
        @test copy.options == swarm.options
        @test report(copy) == report(swarm)
        @test best(copy) == best(swarm)
        @test save(copy) == bytes
    end
    for copy in copies
        # What is not given stays, also after a restoration.
        set_options!(copy; max_evaluations = 2000, inertia = 0.6)
        run!(copy, rosenbrock)
        @test report(copy).evaluations == 2000
        @test copy.options.seed == 7
        @test save(copy) == save(swarm)
    end
    @test best(swarm).value < 1
    @test sprint(show, swarm) == "Swarm{$T} of 12 particles in 3 dimensions"

    other = T === Float64 ? Float32 : Float64
    @test refused(() -> restore(other, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    @test refused(() -> restore(T, bytes[1:(end - 1)])) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    @test refused(() -> restore(T, UInt8[])) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    bytes[50] ⊻= 0x10
    @test refused(() -> restore(T, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT
end

@testset "steps are a run" begin
    stepped, ran = Swarm([-2, -2], [2, 2]; max_generations = 30), Swarm([-2, -2], [2, 2]; max_generations = 30)
    generations = 0
    while step!(stepped, rosenbrock).reason === :running
        generations += 1
    end
    @test generations == 29
    @test run!(ran, rosenbrock) == report(stepped)
    @test save(stepped) == save(ran)
    position, value = best(stepped)
    @test rosenbrock(position) === value
    # A run that has ended stays so.
    @test step!(stepped, x -> error("not called")).reason === :generations
end

@testset "what a swarm refuses" begin
    for (lower, upper, options, status) in (
        ([], [], (), Photinus.PHOTINUS_ERROR_DIMENSION),
        ([1.0], [0.0], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([NaN], [0.0], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], [Inf], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([-1e308], [1e308], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], [1.0], (swarm_size = 0,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (inertia = -0.1,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (social = NaN,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (target = NaN,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (start = [2.0],), Photinus.PHOTINUS_ERROR_START),
        ([0.0], [1.0], (start = zeros(1, 2), swarm_size = 1), Photinus.PHOTINUS_ERROR_START),
    )
        @test refused(() -> Swarm(lower, upper; options...)) == status
        @test refused(() -> swarm_minimize(sphere, lower, upper; options...)) == status
    end
    @test_throws DimensionMismatch swarm_minimize(sphere, [0.0, 0.0], [1.0])
    @test_throws DimensionMismatch swarm_minimize(sphere, [0.0], [1.0]; start = [0.0, 0.0])
    @test_throws InexactError swarm_minimize(sphere, [0.0], [1.0]; seed = -1)
    @test_throws MethodError swarm_minimize(sphere, [0.0], [1.0]; speed = 3)
    swarm = Swarm([0.0], [1.0])
    @test refused(() -> set_options!(swarm; swarm_size = 41)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test swarm.options.swarm_size == 14
end

# Two oscillators whose phase difference d = φ₂ - φ₁ follows d' = Δω - 2K sin d. With s = √(Δω² - 4K²), in the drifting
# case, tan(d/2) = (2K + s tan(s t/2 + c)) / Δω; without Δω, tan(d/2) = tan(d₀/2) exp(-2K t).
function drifting(Δω, K, d₀, t)
    s = sqrt(Δω^2 - 4K^2)
    c = atan((Δω * tan(d₀ / 2) - 2K) / s)
    return 2 * atan((2K + s * tan(s * t / 2 + c)) / Δω)
end
attracted(K, d₀, t) = 2 * atan(tan(d₀ / 2) * exp(-2K * t))

@testset "two oscillators, $T" for (T, tolerance) in ((Float64, 1e-10), (Float32, 2e-5))
    times = 0:0.25:5
    pair(K) = T[0 K; K 0]
    phases = kuramoto(T[0.5, 0.5], pair(0.4), T[0.25, 2.25], times; step = 0.005)
    @test phases isa Matrix{T}
    @test size(phases) == (2, length(times))
    @test phases[:, 1] == T[0.25, 2.25]
    for (k, t) in enumerate(times)
        @test phases[2, k] - phases[1, k] ≈ attracted(0.4, 2.0, t) atol = tolerance
        @test phases[1, k] + phases[2, k] ≈ 2.5 + t atol = tolerance # the mean phase turns at the mean frequency
    end
    phases = kuramoto(T[1, 3], pair(0.5), T[0, 0.5], times; step = 0.005)
    for (k, t) in enumerate(times)
        @test rem2pi(Float64(phases[2, k] - phases[1, k]) - drifting(2.0, 0.5, 0.5, t), RoundNearest) ≈ 0 atol =
            tolerance
    end
    # Locked where sin d = Δω / 2K.
    phases = kuramoto(T[1, 1.5], pair(0.5), T[0, 0.5], [0, 100]; step = 0.05)
    @test phases[2, 2] - phases[1, 2] ≈ asin(0.5) atol = 10 * tolerance
    # Without coupling, and with the diagonal alone, they turn uniformly.
    for coupling in (zeros(T, 2, 2), T[5 0; 0 5])
        @test kuramoto(T[1, -2], coupling, T[0, 1], [0, 10]; step = 0.1)[:, 2] ≈ [10, -19] atol = 10 * tolerance
    end
    # coupling[i, j] is in the equation of i: the second oscillator moves alone, the first one follows.
    phases = kuramoto(T[1, 3], T[0 0.5; 0 0], T[0, 0], [0, 3]; step = 0.005)
    @test phases[2, 2] ≈ 9 atol = tolerance
    @test abs(phases[1, 2] - 3) > 0.01
    # The second harmonic alone: d' = -2K sin 2d.
    coupling = cat(zeros(T, 2, 2), pair(0.3); dims = 3)
    phases = kuramoto(T[0, 0], coupling, T[0, 1.2], [0, 1]; step = 0.005)
    @test phases[2, 2] - phases[1, 2] ≈ attracted(2 * 0.3, 2 * 1.2, 1) / 2 atol = tolerance
end

@testset "the posts' first example" begin
    # By a Taylor method in 113 bits.
    coupling = [0.0 0.2 1.1; 0.5 0.0 -0.7; 0.3 0.9 0.0]
    phases = kuramoto([28, 19, 11], coupling, [0, π, 0], 0:0.5:1; step = 0.0005)
    @test phases[:, 2] ≈ [13.883702562234678, 12.448419005780801, 5.342835737318988] atol = 1e-10
    @test phases[:, 3] ≈ [27.905642940524704, 21.962891773947884, 10.899617227709681] atol = 1e-10
end

@testset "Kuramoto networks" begin
    n = 7
    frequencies, coupling, start = collect(range(-1, 2; length = n)), reshape(sin.(1:(2n * n)), n, n, 2), cos.(1:n)

    # The rates are those of the formula.
    formula(φ, i) =
        frequencies[i] + sum(coupling[i, j, m] * sin(m * (φ[j] - φ[i])) for j in 1:n, m in 1:2 if j != i)
    rates = kuramoto_rates(frequencies, coupling, start)
    @test rates isa Vector{Float64}
    @test rates ≈ [formula(start, i) for i in 1:n] atol = 1e-13
    columns = [start 2 .* start]
    @test kuramoto_rates(frequencies, coupling, columns) ==
        [rates kuramoto_rates(frequencies, coupling, 2 .* start)]
    @test kuramoto_rates(Float32.(frequencies), Float32.(coupling), Float32.(start)) isa Vector{Float32}
    @test kuramoto_rates(Float32.(frequencies), Float32.(coupling), Float32.(start)) ≈ rates atol = 1e-4

    # Order 4: half the step, a sixteenth of the error.
    solve(step) = kuramoto(frequencies, coupling, start, [0, 1]; step = step)[:, 2]
    exact = solve(1 / 2048)
    errors = [maximum(abs, solve(step) - exact) for step in (1 / 32, 1 / 64, 1 / 128)]
    @test all(14 .< errors[1:2] ./ errors[2:3] .< 18)

    # Arrays that are not dense are copied.
    times = 0:0.1:2
    phases = kuramoto(frequencies, coupling, start, times; step = 0.01)
    larger = zeros(2n, n, 2)
    larger[1:2:(2n), :, :] = coupling
    @test kuramoto(frequencies, view(larger, 1:2:(2n), :, :), start, times; step = 0.01) == phases

    # A run that the watch ends has its complete columns, and goes on from its last one.
    seen = Tuple{Float64,Vector{Float64}}[]
    watch(t, φ) = (push!(seen, (t, copy(φ))); t < 1)
    first_part = kuramoto(frequencies, coupling, start, times; step = 0.01, watch = watch)
    reached = size(first_part, 2)
    @test reached == 11
    @test first_part == phases[:, 1:reached]
    @test first.(seen) == times[1:reached]
    @test hcat(last.(seen)...) == first_part
    rest = kuramoto(frequencies, coupling, first_part[:, end], times[reached:end]; step = 0.01)
    @test rest == phases[:, reached:end]
    @test_throws KeyError kuramoto(frequencies, coupling, start, times; step = 0.01, watch = (t, φ) -> Dict()[t])
    @test_throws InterruptException kuramoto(
        frequencies, coupling, start, times; step = 0.01, watch = (t, φ) -> throw(InterruptException()),
    )

    @test kuramoto(frequencies, coupling, start, Float64[]; step = 0.01) == zeros(n, 0)
    @test kuramoto(frequencies, coupling, start, [3]; step = 0.01) == reshape(start, n, 1)

    one, none = fill(0.0, 1, 1), zeros(0, 0)
    for (ω, K, φ, t, step, status) in (
        ([], none, [], [0, 1], 0.1, Photinus.PHOTINUS_ERROR_DIMENSION),
        ([1.0], zeros(1, 1, 0), [0.0], [0, 1], 0.1, Photinus.PHOTINUS_ERROR_DIMENSION),
        ([1.0], one, [0.0], [0, 0], 0.1, Photinus.PHOTINUS_ERROR_TIMES),
        ([1.0], one, [0.0], [0, NaN], 0.1, Photinus.PHOTINUS_ERROR_TIMES),
        ([1.0], one, [0.0], [0, 1], 0, Photinus.PHOTINUS_ERROR_STEP),
        ([1.0], one, [0.0], [0, 1], NaN, Photinus.PHOTINUS_ERROR_STEP),
        ([1.0], one, [0.0], [0, 1], 1e-300, Photinus.PHOTINUS_ERROR_STEP_TOO_SMALL),
        ([NaN], one, [0.0], [0, 1], 0.1, Photinus.PHOTINUS_ERROR_NOT_FINITE),
        ([1.0], one, [Inf], [0, 1], 0.1, Photinus.PHOTINUS_ERROR_NOT_FINITE),
        ([1.0], fill(NaN, 1, 1), [0.0], [0, 1], 0.1, Photinus.PHOTINUS_ERROR_NOT_FINITE),
    )
        @test refused(() -> kuramoto(ω, K, φ, t; step = step)) == status
    end
    @test refused(() -> kuramoto_rates([], none, [])) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> kuramoto_rates([1.0], one, [NaN])) == Photinus.PHOTINUS_ERROR_NOT_FINITE
    @test_throws DimensionMismatch kuramoto(frequencies, coupling, start[2:end], times; step = 0.1)
    @test_throws DimensionMismatch kuramoto(frequencies, coupling[:, 2:end, :], start, times; step = 0.1)
    @test_throws DimensionMismatch kuramoto(frequencies, coupling[:, 1, 1], start, times; step = 0.1)
    @test_throws DimensionMismatch kuramoto_rates(frequencies, coupling, start[2:end])
end

@testset "systems of Julia's, $T" for (T, tolerance) in ((Float64, 1e-9), (Float32, 1e-5))
    oscillator!(dydt, y, t) = (dydt[1] = y[2]; dydt[2] = -y[1])
    times = 0:0.5:6
    states = solve_ode(oscillator!, T[0, 1], times; step = 0.005)
    @test states isa Matrix{T}
    @test states ≈ [sin.(times) cos.(times)]' atol = tolerance
    # Simpson's rule integrates a cubic exactly.
    @test solve_ode((dydt, y, t) -> dydt[1] = t^3, T[0], [1, 3]; step = 1)[1, 2] ≈ 20
    @test eltype(solve_ode(oscillator!, [0, 1], [0.0f0, 1.0f0]; step = 1)) === Float64

    for at in (1, 100)
        calls = 0
        function throwing!(dydt, y, t)
            calls += 1
            calls == at && sqrt(-one(T) - t)
            oscillator!(dydt, y, t)
        end
        @test_throws DomainError solve_ode(throwing!, T[0, 1], times; step = 0.01)
        @test calls == at
    end
    @test_throws InterruptException solve_ode((dydt, y, t) -> throw(InterruptException()), T[0, 1], times; step = 1)
    @test_throws DimensionMismatch solve_ode((dydt, y, t) -> empty!(dydt), T[0, 1], times; step = 1)
    @test solve_ode(oscillator!, T[0, 1], times; step = 1, watch = (t, y) -> t < 2) ==
        solve_ode(oscillator!, T[0, 1], times[times .<= 2]; step = 1)
    @test_throws DivideError solve_ode(oscillator!, T[0, 1], times; step = 1, watch = (t, y) -> div(1, 0))

    blow_up!(dydt, y, t) = dydt[1] = y[1]^2
    diverged = try
        solve_ode(blow_up!, T[1], [0, 0.5, 2]; step = 0.01)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test diverged.states ≈ T[1.0 2.0]
    @test 0.99 < diverged.time < 1.2
    @test occursin("infinite", sprint(showerror, diverged))

    @test refused(() -> solve_ode(oscillator!, T[], [0, 1]; step = 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> solve_ode(oscillator!, T[0, 1], [0, 1, 1]; step = 1)) == Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> solve_ode(oscillator!, T[0, 1], [0, 1]; step = 1, method = :tsitouras)) ==
        Photinus.PHOTINUS_ERROR_STEP
    @test refused(() -> solve_ode(oscillator!, T[0, 1], [0, 1]; method = :rk4)) == Photinus.PHOTINUS_ERROR_STEP
    @test refused(() -> solve_ode(oscillator!, T[0, 1], [0, 1]; rtol = -1)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> solve_ode(oscillator!, T[0, 1], [0, 1]; step = 1, method = :rk4, noise = 1)) ==
        Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test_throws ArgumentError solve_ode(oscillator!, T[0, 1], [0, 1]; method = :rk5)
    @test_throws MethodError solve_ode(oscillator!, T[0, 1], [0, 1]; speed = 3)
    @test_throws DimensionMismatch solve_ode(oscillator!, T[0, 1], [0, 1]; step = 1, noise = [1, 1, 1])
    @test_throws DimensionMismatch solve_ode(oscillator!, T[0, 1], [0, 1]; step = 1, noise = 1, increments = ones(3, 1))
    @test refused(() -> solve_ode(oscillator!, T[0, 1], [0, 1]; step = -1)) == Photinus.PHOTINUS_ERROR_STEP
    @test refused(() -> solve_ode(oscillator!, T[0, NaN], [0, 1]; step = 1)) == Photinus.PHOTINUS_ERROR_NOT_FINITE
end

@testset "methods, $T" for T in (Float64, Float32)
    oscillator!(dydt, y, t) = (dydt[1] = y[2]; dydt[2] = -y[1])
    exact(t) = [sin(t), cos(t)]
    # Chosen steps: as accurate as asked for, forwards and backwards; interpolated, so that times change nothing.
    for method in (:tsitouras, :dormand_prince)
        tolerance = T === Float64 ? 1e-10 : 1e-6
        states = solve_ode(oscillator!, T[0, 1], 0:0.5:6; method = method, rtol = tolerance, atol = tolerance)
        @test states isa Matrix{T}
        @test states ≈ hcat(exact.(0:0.5:6)...) atol = 50 * tolerance
        backwards = solve_ode(oscillator!, T[0, 1], 0:-0.5:-6; method = method, rtol = tolerance, atol = tolerance)
        @test backwards ≈ hcat(exact.(0:-0.5:-6)...) atol = 50 * tolerance
        coarse = solve_ode(oscillator!, T[0, 1], 0:1.0:6; method = method, rtol = tolerance, atol = tolerance)
        @test coarse[:, 1:(end - 1)] == states[:, 1:2:(end - 2)]
    end
    @test solve_ode(oscillator!, T[0, 1], [0, 1]) == solve_ode(oscillator!, T[0, 1], [0, 1]; method = :tsitouras)
    @test solve_ode(oscillator!, T[0, 1], [0, 1]; step = 0.1) ==
        solve_ode(oscillator!, T[0, 1], [0, 1]; step = 0.1, method = :rk4)
    # Half the step: a half, a quarter, a sixteenth of the error.
    if T === Float64
        for (method, ratio) in (:euler => 2, :heun => 4, :rk4 => 16)
            errors = [
                maximum(abs, solve_ode(oscillator!, [0.0, 1.0], [0, 1]; step = step, method = method)[:, 2] - exact(1))
                for step in (1 / 64, 1 / 128)
            ]
            @test errors[1] / errors[2] ≈ ratio rtol = 0.05
        end
    end
    # One step of Euler and of Heun for dy/dt = y.
    growth!(dydt, y, t) = dydt[1] = y[1]
    @test solve_ode(growth!, T[1], [0, 0.5]; step = 0.5, method = :euler)[1, 2] === T(1.5)
    @test solve_ode(growth!, T[1], [0, 0.5]; step = 0.5, method = :heun)[1, 2] === T(1.625)
    # So many steps may be tried.
    @test size(solve_ode(oscillator!, T[0, 1], 0:1000; max_steps = 20), 2) < 1001
    evaluations = 0
    counting!(dydt, y, t) = (evaluations += 1; dydt[1] = 0)
    solve_ode(counting!, T[1], [0, 64]; first_step = 1, max_step = 1)
    few = evaluations
    evaluations = 0
    solve_ode(counting!, T[1], [0, 64]; first_step = 1)
    @test 64 * 5 <= few <= 64 * 7 + 10
    @test evaluations < few / 4
end

@testset "events, $T" for (T, tolerance) in ((Float64, 1e-8), (Float32, 2e-4))
    oscillator!(dydt, y, t) = (dydt[1] = y[2]; dydt[2] = -y[1])
    options = T === Float64 ? (rtol = 1e-11, atol = 1e-11) : (rtol = 1e-6, atol = 1e-6)
    found = Tuple{Int,Float64,Vector{T}}[]
    happened(i, t, y) = (push!(found, (i, t, copy(y))); nothing)
    sine(y, t) = y[1]
    events = [sine, Event(sine; direction = :rising), Event((y, t) -> y[2]; direction = :falling)]
    states = solve_ode(oscillator!, T[0, 1], 0:10; events = events, happened = happened, options...)
    @test states ≈ [sin.(0:10) cos.(0:10)]' atol = tolerance
    # sin is 0 at π, 2π, 3π (where it begins is none), and rises at 2π; cos falls at π/2 and 5π/2.
    @test first.(found) == [3, 1, 1, 2, 3, 1]
    @test [t for (i, t, y) in found] ≈ [π / 2, π, 2π, 2π, 5π / 2, 3π] atol = tolerance
    @test all(abs(y[i == 3 ? 2 : 1]) < tolerance for (i, t, y) in found)

    empty!(found)
    states = solve_ode(
        oscillator!, T[0, 1], 0:10; events = (Event(sine; terminal = true),), happened = happened, options...,
    )
    @test size(states) == (2, 4) # 0, 1, 2, 3
    @test length(found) == 1
    @test found[1][2] ≈ π atol = tolerance
    # Stopped by `happened`, and events without it.
    @test size(solve_ode(oscillator!, T[0, 1], 0:10; events = (sine,), happened = (i, t, y) -> t < 4), 2) == 7
    @test solve_ode(oscillator!, T[0, 1], 0:10; events = (sine,)) == solve_ode(oscillator!, T[0, 1], 0:10)
    @test solve_ode(oscillator!, T[0, 1], Int[]; events = (sine,)) == zeros(2, 0)

    @test_throws KeyError solve_ode(oscillator!, T[0, 1], 0:10; events = ((y, t) -> Dict()[t],))
    @test_throws MethodError solve_ode(oscillator!, T[0, 1], 0:10; events = ((y, t) -> "zero",))
    @test_throws DivideError solve_ode(oscillator!, T[0, 1], 0:10; events = (sine,), happened = (i, t, y) -> div(1, 0))
    @test_throws ArgumentError solve_ode(oscillator!, T[0, 1], 0:10; events = (Event(sine; direction = :up),))
    @test refused(() -> solve_ode(oscillator!, T[0, 1], 0:10; events = (sine,), step = 0.1)) ==
        Photinus.PHOTINUS_ERROR_UNSUPPORTED
end

@testset "solvers that are stepped, $T, $method" for T in (Float64, Float32), method in (:tsitouras, :dormand_prince)
    oscillator!(dydt, y, t) = (dydt[1] = y[2]; dydt[2] = -y[1])
    exact(t) = [sin(t), cos(t)]
    rtol = T === Float64 ? 1e-10 : 1e-6
    tolerance = 100 * rtol
    make() = AdaptiveSolver(T[0, 1]; method = method, rtol = rtol, atol = rtol)
    solver = make()
    @test solver isa AdaptiveSolver{T}
    @test solver.time === T(0)
    @test solver.state == T[0, 1]
    @test propertynames(solver) == (:time, :state, :rates)
    @test report(solver) === SolverReport{T}(0, 0, 0, 0, 0, 0)
    @test refused(() -> solver.rates) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    for k in 1:10
        now = step!(solver, oscillator!)
        @test now === report(solver)
        @test now.steps == k
        @test now.previous_time < now.time == solver.time
        middle = (now.previous_time + now.time) / 2
        @test solver(middle) ≈ exact(middle) atol = tolerance
        @test solver.state ≈ exact(now.time) atol = tolerance
        @test solver.rates == [solver.state[2], -solver.state[1]]
    end
    @test report(solver).evaluations >= 60
    @test sprint(show, solver) == "AdaptiveSolver{$T} of 2 equations at the time $(solver.time)"

    # A copy, and one from a checkpoint, go on to the same bits; also from one call to two.
    second, third = copy(solver), restore(AdaptiveSolver{T}, save(solver))
    last_time = solver.time + 3
    @test run!(solver, oscillator!, last_time).time == last_time
    while second.time < last_time
        step!(second, oscillator!; until = last_time)
    end
    run!(third, oscillator!, last_time)
    @test solver.state == second.state == third.state ≈ exact(last_time)
    @test save(solver) == save(second) == save(third)
    @test step!(solver, oscillator!; until = last_time) == report(third) # it is there
    run!(solver, oscillator!, 0)
    @test solver.state ≈ [0, 1] atol = 5 * tolerance

    # To times: as from the start.
    times = 0:0.5:6
    whole = solve_ode(oscillator!, T[0, 1], times; method = method, rtol = rtol, atol = rtol)
    solver = make()
    @test solve_ode(oscillator!, solver, times) == whole
    @test solver.time === T(6)
    solver = make()
    first_part = solve_ode(oscillator!, solver, times; watch = (t, y) -> t < 2)
    @test first_part == whole[:, 1:5]
    @test solve_ode(oscillator!, solver, times[6:end]) == whole[:, 6:end]
    @test solve_ode(oscillator!, make(), []) == zeros(2, 0)

    # So many tries; options.
    solver = make()
    @test set_options!(solver; max_steps = 1) === solver
    @test run!(solver, oscillator!, 6).steps == 1
    @test 0 < solver.time < 6
    @test size(solve_ode(oscillator!, solver, [100])) == (2, 0)
    set_options!(solver; max_steps = 0)
    run!(solver, oscillator!, 6)
    solver = make()
    set_options!(solver; max_step = T(0.0078125))
    @test 6 * 128 <= run!(solver, oscillator!, 6).steps
    @test refused(() -> set_options!(solver; rtol = -1)) == Photinus.PHOTINUS_ERROR_PARAMETER

    # A ball under a gravity of 2, y = 1 - t²: on the ground at t = 1, and again at t = 3 after its bounce.
    ball!(dydt, y, t) = (dydt[1] = y[2]; dydt[2] = -2)
    ground = Event((y, t) -> y[1]; direction = :falling, terminal = true)
    found = Tuple{Int,T}[]
    note(i, t, y) = (push!(found, (i, t)); nothing)
    falling = AdaptiveSolver(T[1, 0]; method = method)
    halfway(y, t) = y[1] - T(0.75)
    fall = solve_ode(ball!, falling, [0, 0.25, 10]; events = [halfway, ground], happened = note)
    @test fall ≈ T[1 0.9375; 0 -0.5]
    @test first.(found) == [1, 2]
    @test last.(found) ≈ [0.5, 1]
    @test falling.time === found[2][2]
    @test falling.state ≈ [0, -2] atol = 100eps(T)
    @test refused(() -> falling.rates) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test restart!(falling, falling.time, [falling.state[1], -falling.state[2]]) === falling
    solve_ode(ball!, falling, [10]; events = [ground])
    @test falling.time ≈ 3
    restart!(falling, 0, [1, 0])
    stopped = solve_ode(ball!, falling, [0, 10]; events = [halfway], happened = (i, t, y) -> false)
    @test stopped == reshape(T[1, 0], 2, 1)

    # What functions throw leaves the solver where it stood; they must not use it.
    solver = make()
    step!(solver, oscillator!)
    before = save(solver)
    @test_throws KeyError step!(solver, (dydt, y, t) -> Dict()[t])
    @test_throws InterruptException run!(solver, (dydt, y, t) -> throw(InterruptException()), 10)
    @test_throws DimensionMismatch step!(solver, (dydt, y, t) -> empty!(dydt))
    @test solver.state == restore(AdaptiveSolver{T}, before).state
    for use in (s -> step!(s, oscillator!), report, save, copy, s -> s.state, s -> s(0), s -> restart!(s, 0, [0, 1]))
        @test_throws ArgumentError step!(solver, (dydt, y, t) -> use(solver))
    end
    @test occursin("equations", sprint(show, solver))
    step!(solver, oscillator!)
    @test_throws DivideError solve_ode(oscillator!, solver, [9]; watch = (t, y) -> div(1, 0))

    diverged = try
        run!(AdaptiveSolver(T[1]; method = method), (dydt, y, t) -> dydt[1] = t > 1 ? T(NaN) : zero(T), 3)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test 0.9 < diverged.time <= 1
    @test refused(() -> run!(AdaptiveSolver(T[1]), (dydt, y, t) -> dydt[1] = y[1]^2, 2)) ==
        Photinus.PHOTINUS_ERROR_STEP_TOO_SMALL
    @test refused(() -> AdaptiveSolver(T[])) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> AdaptiveSolver(T[NaN])) == Photinus.PHOTINUS_ERROR_NOT_FINITE
    @test refused(() -> AdaptiveSolver(T[1]; start = Inf)) == Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> AdaptiveSolver(T[1]; method = :rk4)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> AdaptiveSolver(T[1]; step = 0.1)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> run!(solver, oscillator!, NaN)) == Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> solver(1000)) == Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> restore(AdaptiveSolver{T}, before[1:(end - 1)])) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    other = T === Float64 ? Float32 : Float64
    @test refused(() -> restore(AdaptiveSolver{other}, before)) == Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    T === Float64 && @test restore(AdaptiveSolver, before).state == restore(AdaptiveSolver{T}, before).state
    @test_throws DimensionMismatch restart!(solver, 0, [1])

    # A network as the system.
    network = KuramotoSystem(T, [1, 1], [0 0.5; 0.5 0])
    solver = AdaptiveSolver(T[0, 2]; method = method, rtol = rtol, atol = rtol)
    run!(solver, network, 1)
    @test solver.state[2] - solver.state[1] ≈ attracted(0.5, 2, 1) atol = tolerance
end

@testset "fixed steps by hand, $T" for T in (Float64, Float32)
    oscillator!(dydt, y, t) = (dydt[1] = y[2] + t; dydt[2] = -y[1])
    for options in (
        (step = T(0.125),), (step = T(0.125), method = :euler), (step = T(0.125), method = :heun),
        (step = T(0.125), noise = [0.1, 0.2], seed = 3), (step = T(0.125), method = :euler_maruyama, noise = 1),
    )
        whole = solve_ode(oscillator!, T[0, 1], [0, 5]; options...)[:, 2]
        state = T[0, 1]
        @test advance_ode!(oscillator!, state, 15; options...) === state
        advance_ode!(oscillator!, state, 25; first = 15, options...)
        @test state == whole
    end
    # From another start: time moves with it.
    clock!(dydt, y, t) = dydt[1] = t
    @test advance_ode!(clock!, T[0], 2; step = 0.5, start = 3, first = 4)[1] == T(11) / 2 # from 5 to 6
    @test advance_ode!(clock!, T[1], 0; step = 0.5) == [1]
    # It is left after the last complete step.
    calls = 0
    throwing!(dydt, y, t) = (calls += 1; calls == 9 && Dict()[t]; oscillator!(dydt, y, t))
    state = T[0, 1]
    @test_throws KeyError advance_ode!(throwing!, state, 10; step = 0.125)
    @test state == advance_ode!(oscillator!, T[0, 1], 2; step = 0.125)
    state = T[1]
    diverged = try
        advance_ode!((dydt, y, t) -> dydt[1] = t < 1 ? 1 : Inf, state, 10; step = 0.25, method = :euler)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test diverged.time === T(1)
    @test size(diverged.states) == (1, 0)
    @test state == [2]
    @test refused(() -> advance_ode!(clock!, T[0], 1)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> advance_ode!(clock!, T[], 1; step = 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> advance_ode!(clock!, T[0], 1; step = 0)) == Photinus.PHOTINUS_ERROR_STEP
    @test_throws MethodError advance_ode!(clock!, [0], 1; step = 1)
    @test_throws InexactError advance_ode!(clock!, T[0], -1; step = 1)

    # Networks: of each kind, by threads, with inertia and noise.
    ω, K, φ = T[1, 1.5, 0.5], T[0 1 2; 3 0 1; 1 1 0], T[0, 1, 2]
    for (coupling, start, options) in (
        (K, φ, ()), (sparse(K), φ, (lag = 0.25,)), (MeanField(2), φ, (strength = (slope = 1,),)),
        (K, [φ; φ], (masses = 1, dampings = 0.5)), (K, φ, (noise = 0.5, seed = 7)), (K, φ, (method = :heun,)),
        (nothing, φ, (drive = (rates, phases, t) -> rates .+= t,)),
    )
        whole = kuramoto(ω, coupling, start, [0, 5]; step = 0.125, options...)[:, 2]
        for threads in (1, 2)
            state = T.(start)
            kuramoto_advance!(ω, coupling, state, 15; step = 0.125, threads = threads, options...)
            @test state !=  whole
            @test kuramoto_advance!(
                ω, coupling, state, 25; step = 0.125, first = 15, threads = threads, options...,
            ) === state
            @test state == whole
        end
    end
    @test_throws KeyError kuramoto_advance!(ω, nothing, copy(φ), 1; step = 1, drive = (rates, φ, t) -> Dict()[t])
    @test_throws DimensionMismatch kuramoto_advance!(ω, K, T[0, 1], 1; step = 1)
    @test refused(() -> kuramoto_advance!(ω, K, copy(φ), 1)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> kuramoto_advance!(ω, K, copy(φ), 1; step = 1, delay = 1)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
end

@testset "noise, $T" for T in (Float64, Float32)
    # The first words of Philox 4x32-10 for a key and a counter of zeros, by its authors' known answers.
    u, v = 0xe169c58d6627e8d5, 0x9b00dbd8bc57ac4c
    shift, scale = T === Float64 ? (12, 2.0^-52) : (41, 2.0^-23)
    radius, turn = sqrt(-2 * log(1 - (u >> shift) * scale)), (v >> shift) * scale
    @test normals(T, 0, 0, 2) isa Vector{T}
    @test normals(T, 0, 0, 2) ≈ radius .* [cospi(2 * turn), sinpi(2 * turn)] rtol = 8eps(T)
    @test normals(T, 3, 5, 4; first = 7) == normals(T, 3, 5, 11)[8:11]

    # Without a drift, the solution is the sum of the increments.
    still!(dydt, y, t) = fill!(dydt, 0)
    strengths, step = [0.5, 2.0], 0.25
    for method in (:euler_maruyama, :stochastic_heun, :stochastic_rk4)
        states = solve_ode(still!, T[1, 2], [0, 0.25, 1]; method = method, step = step, noise = strengths, seed = 3)
        sums = cumsum([sqrt(step) .* strengths .* normals(T, 3, n, 2) for n in 0:3])
        @test states ≈ [1 1 1; 2 2 2] + [zeros(2) sums[1] sums[4]] rtol = 8eps(T)
        given = T[1 2 3 4; 5 6 7 8]
        states = solve_ode(
            still!, T[1, 2], [10.25, 10.75]; method = method, step = step, noise = 2, increments = given,
            grid_start = 10,
        )
        @test states[:, 2] == T[1 + 2 * (2 + 3), 2 + 2 * (6 + 7)]
        states = solve_ode(
            still!, T[1, 2], [10.25, 10.75]; method = method, step = step, noise = 2, increments = given,
            grid_start = 10, first_increment = 1,
        )
        @test states[:, 2] == T[1 + 2 * (1 + 2), 2 + 2 * (5 + 6)]
    end
    # σ² t is the variance; runs go on to the same bits; the seed decides.
    n = 20000
    noisy(initial, times; seed = 1) = kuramoto(
        fill(T(2), n), nothing, initial, times; step = 0.125, noise = 0.5, seed = seed, method = :euler_maruyama,
    )
    phases = noisy(zeros(T, n), 0:4)
    @test phases isa Matrix{T}
    deviations = phases[:, 5] .- 8
    @test abs(sum(deviations)) / n < 5 / sqrt(n) # of 5 standard deviations, of 1 each
    @test sum(abs2, deviations) / n ≈ 0.25 * 4 rtol = 0.05
    @test noisy(phases[:, 3], 2:4) == phases[:, 3:5]
    @test noisy(zeros(T, n), 0:4; seed = 2) != phases
    @test refused(() -> kuramoto(T[1], nothing, T[0], [0, 0.3]; step = 0.25, noise = 1)) ==
        Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> kuramoto(T[1], nothing, T[0], [0, 1]; step = 0.25, noise = -1)) ==
        Photinus.PHOTINUS_ERROR_PARAMETER
end

@testset "couplings, $T" for (T, tolerance) in ((Float64, 1e-13), (Float32, 2e-5))
    n, G = 9, 3
    ω, φ = T.(range(-1, 2; length = n)), T.(3 .* cos.(1:n))
    weights = T.(reshape(sin.(1:(2n * n)), n, n, 2))
    lags = T.(reshape(cos.(1:(2n * n)), n, n, 2))
    # In double precision, the sums of the formula; α and K are functions of i, j, m.
    formula(K, α, M, divide = i -> 1) = [
        ω[i] +
        sum(Float64(K(i, j, m)) * sin(m * (Float64(φ[j]) - φ[i]) - α(i, j, m)) for j in 1:n, m in 1:M) / divide(i) for
        i in 1:n
    ]
    none(i, j, m) = 0.0
    pair(i, j, m) = lags[i, j, m]
    rates(coupling; options...) = kuramoto_rates(ω, coupling, φ; options...)

    @test rates(weights) isa Vector{T}
    @test rates(weights) ≈ formula((i, j, m) -> weights[i, j, m], none, 2) atol = tolerance
    @test rates(weights; lag = [0.3, -0.2]) ≈
        formula((i, j, m) -> weights[i, j, m], (i, j, m) -> (0.3, -0.2)[m], 2) atol =
        tolerance
    @test rates(weights; lag = lags) ≈ formula((i, j, m) -> weights[i, j, m], pair, 2) atol = tolerance
    @test rates(weights[:, :, 1]; lag = lags[:, :, 1]) ≈
        formula((i, j, m) -> weights[i, j, 1], pair, 1) atol = tolerance
    @test rates(weights; normalization = :oscillators) ≈ formula((i, j, m) -> weights[i, j, m], none, 2, i -> n) atol =
        tolerance
    @test rates(weights; normalization = :none, strength = 2) ≈
        formula((i, j, m) -> 2 * weights[i, j, m], none, 2) atol =
        tolerance
    @test kuramoto_rates(Float64.(ω), weights, φ; single_weights = true) ==
        kuramoto_rates(Float64.(ω), Float64.(Float32.(weights)), φ)

    # Sparse: row i is the equation of i, in any pattern, empty rows too.
    stored = sparse([1, 1, 4, 9, 9, 2], [2, 9, 1, 3, 4, 2], T[0.5, -1, 2, 0.25, 3, 7], n, n)
    matrix = Matrix(stored)
    @test rates(stored) isa Vector{T}
    @test rates(stored) ≈ formula((i, j, m) -> matrix[i, j], none, 1) atol = tolerance
    @test rates(copy(stored')') ≈ rates(stored) atol = tolerance
    sparse_lags = copy(stored)
    nonzeros(sparse_lags) .= T.(1:6) ./ 5
    @test rates(stored; lag = sparse_lags) ≈
        formula((i, j, m) -> matrix[i, j], (i, j, m) -> sparse_lags[i, j], 1) atol =
        tolerance
    @test rates([stored, 3 .* stored]; lag = 0.5 .* [1, -1]) ≈
        formula((i, j, m) -> (1, 3)[m] * matrix[i, j], (i, j, m) -> (0.5, -0.5)[m], 2) atol = 5 * tolerance
    others = [count(j -> j != i && matrix[i, j] != 0, 1:n) for i in 1:n]
    @test rates(stored; normalization = :in_degree) ≈
        formula((i, j, m) -> matrix[i, j], none, 1, i -> max(others[i], 1)) atol = tolerance
    @test kuramoto_rates(Float64.(ω), stored, φ; single_weights = true) ≈
        formula((i, j, m) -> matrix[i, j], none, 1) atol = tolerance

    # A mean field is divided by N, unless told otherwise.
    @test rates(MeanField(T[1.5, -0.5])) isa Vector{T}
    @test rates(MeanField([1.5, -0.5])) ≈ formula((i, j, m) -> (1.5, -0.5)[m], none, 2, i -> n) atol = tolerance
    @test rates(MeanField(1.5); lag = 0.75) ≈ formula((i, j, m) -> 1.5, (i, j, m) -> 0.75, 1, i -> n) atol = tolerance
    @test rates(MeanField(1.5); normalization = :none) ≈ formula((i, j, m) -> 1.5, none, 1) atol = 3 * tolerance

    labels = [1, 2, 3, 3, 2, 1, 1, 3, 3]
    between = T.(reshape(cos.(1:(2G * G)), G, G, 2))
    group_lags = T.(reshape(sin.(1:(2G * G)), G, G, 2))
    @test rates(Groups(labels, between)) ≈
        formula((i, j, m) -> between[labels[i], labels[j], m], none, 2) atol = tolerance
    @test rates(Groups(labels, between); lag = group_lags) ≈
        formula(
        (i, j, m) -> between[labels[i], labels[j], m], (i, j, m) -> group_lags[labels[i], labels[j], m], 2,
    ) atol = tolerance
    @test rates(Groups(labels, between[:, :, 1])) ≈
        formula((i, j, m) -> between[labels[i], labels[j], 1], none, 1) atol =
        tolerance

    # A function adds its part; nothing pulls.
    pull!(rates, phases, strength) =
        rates .+= strength .* [sum(sin.(2 .* (phases .- phases[i])) .* (1:n)) for i in 1:n]
    @test rates(pull!; strength = 0.5) ≈ formula((i, j, m) -> m == 2 ? j / 2 : 0, none, 2) atol = 10 * tolerance
    @test rates(nothing) == ω

    # Triangles, in any order, of one oscillator or of none.
    corners = [4 1 1 9; 2 3 2 2; 3 5 9 4]
    strengths = T[0.5, -1, 2, 1.5]
    for (form, angle) in
        (:symmetric => (i, j, k) -> φ[j] + φ[k] - 2φ[i], :asymmetric => (i, j, k) -> 2φ[j] - φ[k] - φ[i])
        expected = Float64.(ω)
        for (e, (i, j, k)) in enumerate(eachcol(corners))
            expected[i] += 3 * strengths[e] * sin(angle(i, j, k) - 0.4)
        end
        @test rates(nothing; triangles = Triangles(corners, strengths; form = form, lag = 0.4), strength = 3) ≈
            expected atol =
            tolerance
    end
    z(m) = sum(cis.(m .* Float64.(φ))) / n
    all_triangles = (symmetric = 1, asymmetric = 2, tetrahedra = -0.5, lag = 0.3)
    expected = [
        ω[i] + imag(z(1)^2 * cis(-2φ[i] - 0.3)) + 2 * imag(z(2) * conj(z(1)) * cis(-φ[i] - 0.3)) -
        0.5 * imag(abs2(z(1)) * z(1) * cis(-φ[i] - 0.3)) for i in 1:n
    ]
    @test rates(nothing; all_triangles = all_triangles) ≈ expected atol = tolerance

    # Learning: the weights belong to the state, by rows.
    k, ε = T.(reshape(sin.(1:(n * n)), n, n)), T.(reshape(1 .+ cos.(1:(n * n)), n, n))
    state = [φ; vec(permutedims(k))]
    learnt = kuramoto_rates(ω, Hebbian(ε; gain = 2, lag = 0.3), state; lag = 0.2)
    @test learnt[1:n] ≈ formula((i, j, m) -> k[i, j], (i, j, m) -> 0.2, 1) atol = tolerance
    @test permutedims(reshape(learnt[(n + 1):end], n, n)) ≈
        [ε[i, j] * (2 * cos(φ[j] - φ[i] - 0.3) - k[i, j]) for i in 1:n, j in 1:n] atol = tolerance
    @test kuramoto_rates(ω, Hebbian(0.5), state)[n + 2] ≈ 0.5 * (cos(φ[2] - φ[1]) - k[1, 2]) atol = tolerance

    # The same solution by each that can have it, by every method, by any number of threads.
    uniform, times = fill(T(1.5 / n), n, n), 0:0.5:3
    for options in ((step = 0.05,), (step = 0.05, method = :heun), (rtol = 1e-4, atol = 1e-4, method = :dormand_prince))
        reference = kuramoto(ω, uniform, φ, times; options...)
        for coupling in (sparse(uniform), MeanField(1.5), Groups(ones(Int, n), fill(T(1.5 / n), 1, 1)))
            solution = kuramoto(ω, coupling, φ, times; options...)
            @test solution ≈ reference atol = T === Float64 ? 1e-11 : 1e-3
            for threads in (0, 2)
                @test kuramoto(ω, coupling, φ, times; threads = threads, options...) == solution
            end
        end
    end

    @test_throws DimensionMismatch rates(spzeros(n, n + 1))
    @test_throws DimensionMismatch rates([stored, spzeros(n - 1, n - 1)])
    @test_throws ArgumentError rates([stored, spzeros(n, n)])
    @test_throws ArgumentError rates(stored; lag = spzeros(n, n))
    @test_throws DimensionMismatch rates(weights; lag = lags[:, :, 1])
    @test_throws DimensionMismatch rates(weights; lag = [0.1])
    @test_throws DimensionMismatch rates(Groups(labels[2:end], between))
    @test_throws DimensionMismatch rates(Groups(labels, between[:, 2:end, :]))
    @test_throws DimensionMismatch rates(weights; masses = ones(n + 1), dampings = 1)
    @test_throws DimensionMismatch rates(Hebbian(ones(2, 2)))
    @test_throws DimensionMismatch rates(nothing; triangles = Triangles(corners[1:2, :], 1))
    @test_throws DimensionMismatch rates(nothing; triangles = Triangles(corners, [1, 2]))
    @test_throws ArgumentError rates(weights; normalization = :degree)
    @test_throws MethodError rates(weights; distance = 1)
    @test_throws MethodError rates(weights; strength = (level = 1, speed = 2))
    for labels in (fill(0, n), fill(4, n))
        @test refused(() -> rates(Groups(labels, between))) == Photinus.PHOTINUS_ERROR_COLUMN
    end
    for corner in (0, n + 1), row in 1:3
        changed = copy(corners)
        changed[row, 2] = corner
        @test refused(() -> rates(nothing; triangles = Triangles(changed, 1))) == Photinus.PHOTINUS_ERROR_COLUMN
    end
    @test refused(() -> rates(MeanField(Float64[]))) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> rates(MeanField(NaN))) == Photinus.PHOTINUS_ERROR_NOT_FINITE
    for coupling in (MeanField(1), nothing, pull!)
        @test refused(() -> rates(coupling; lag = lags)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
        @test refused(() -> rates(coupling; single_weights = true)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    end
    @test refused(() -> rates(weights; masses = 0, dampings = 1)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> kuramoto(ω, weights, φ, times; step = 0.1, threads = 1025)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test_throws InexactError kuramoto(ω, weights, φ, times; step = 0.1, threads = -1)
end

@testset "driven networks, $T" for (T, tolerance) in ((Float64, 1e-9), (Float32, 5e-5))
    solve(ω, coupling, φ, times; options...) = kuramoto(T.(ω), coupling, T.(φ), times; step = 0.005, options...)
    difference(phases) = Float64(phases[2, end] - phases[1, end])
    # A lag weakens the pull by its cosine, a strength that changes acts by its integral.
    @test difference(solve([1, 1], T[0 0.5; 0.5 0], [0, 2], [0, 2]; lag = 0.6)) ≈ attracted(0.5 * cos(0.6), 2, 2) atol =
        tolerance
    @test difference(solve([1, 1], MeanField(2), [0, 2], [0, 2]; strength = (level = 0.2, slope = 0.1))) ≈
        attracted(0.2 * 2 + 0.1 * 2, 2, 1) atol = tolerance
    changing = (amplitude = 0.5, frequency = 3, phase = 1)
    @test difference(solve([1, 1], MeanField(2), [0, 2], [0, 2]; strength = changing)) ≈
        attracted(0.5 * (cos(1) - cos(7)) / 3, 2, 1) atol = tolerance
    # Inertia: dφ/dt approaches ω / d.
    states = solve([3.0], nothing, [0.5, 1.0], [0, 2]; masses = 2, dampings = [0.5])
    @test states isa Matrix{T}
    @test states[2, 2] ≈ 6 - 5 * exp(-0.5) atol = tolerance
    @test states[1, 2] ≈ 0.5 + 12 - 5 * 4 * (1 - exp(-0.5)) atol = tolerance
    @test kuramoto_rates([3.0], nothing, [0.5, 1.0]; masses = 2, dampings = 0.5) == [1, 1.25]
    # A swing, a force in resonance, a drive.
    swing = (amplitudes = [2, 0], frequency = 3, phases = [1, 0])
    @test solve([1, 1], nothing, [0, 0], [0, 2]; swing = swing)[:, 2] ≈
        [2 + 2 * (cos(1) - cos(7)) / 3, 2] atol = tolerance
    force = (amplitudes = 0.7, frequency = 2, phase = 0.5)
    @test solve([2], nothing, [1.5], [0, 2]; force = force)[1, 2] ≈ 4.5 + attracted(0.35, 1, 2) atol = tolerance
    drive!(rates, phases, t) = (rates[1] += t; rates[2] -= phases[2])
    @test solve([1, 0], nothing, [0, 1], [0, 2]; drive = drive!)[:, 2] ≈ [4, exp(-2)] atol = tolerance
    @test kuramoto_rates([1, 0], nothing, [0 0; 1 1]; drive = drive!, time = [3, 4]) == [4 5; -1 -1]

    # What functions throw comes out, at once, and the next run is another one.
    for at in (1, 50)
        calls = 0
        throwing!(rates, phases, _) = (calls += 1; calls == at && Dict()[at])
        @test_throws KeyError solve([1, 1], throwing!, [0, 1], [0, 2])
        @test calls == at
        calls = 0
        @test_throws KeyError solve([1, 1], MeanField(1), [0, 1], [0, 2]; drive = throwing!, threads = 2)
        @test calls == at
    end
    @test_throws KeyError kuramoto_rates([1], (rates, phases, K) -> Dict()[1], [0])
    @test_throws DimensionMismatch solve([1, 1], (rates, phases, K) -> empty!(rates), [0, 1], [0, 2])
    @test_throws InterruptException solve([1, 1], (rates, phases, K) -> throw(InterruptException()), [0, 1], [0, 2])
    # In threads that share a network's work, no function of Julia's is called by another one.
    thread = Ref(true)
    watch(t, φ) = (thread[] &= Threads.threadid() == 1; true)
    solve(range(-1, 1; length = 2000), MeanField(1), zeros(2000), [0, 0.01, 0.02]; threads = 2, watch = watch)
    @test thread[]
end

@testset "networks with delays, $T" for (T, tolerance) in ((Float64, 1e-9), (Float32, 1e-4))
    # Two equal ones in step turn with Ω = ω - K sin(Ω τ + α) (Schuster and Wagner, Progr. Theor. Phys. 81, 1989): by
    # each kind that has a delay.
    pair = T[0 1; 1 0]
    τ = 0.3
    delays = [9 τ; τ 9]
    for (coupling, options) in (
        (pair, (delay = τ,)),
        (pair, (delay = τ, single_weights = true)),
        (pair, (delay = τ, lag = 0.25)),
        (sparse(pair), (delay = τ,)),
        (sparse(pair), (delay = delays,)),
        ([sparse(pair)], (delay = sparse(delays),)),
        (MeanField(1), (delay = τ,)),
        (Groups([1, 1], fill(T(0.5), 1, 1)), (delay = τ,)),
        (nothing, (delay = τ, all_triangles = (tetrahedra = 1,))),
    )
        run = DelayedKuramoto(T[1, 1], coupling, T[0, 0.5]; step = 0.0625, options...)
        @test run isa DelayedKuramoto{T}
        before = step!(run, 960).state
        Ω = (step!(run, 64).state[1] - before[1]) / 4
        @test Ω ≈ 1 - sin(Ω * τ + get(options, :lag, 0)) atol = tolerance
        @test run.state[1] ≈ run.state[2] atol = 10 * tolerance
        @test run.time === T(64)
        @test run.steps === Int64(1024)
        @test propertynames(run) == (:time, :steps, :state)
        @test sprint(show, run) == "DelayedKuramoto{$T} of 2 oscillators at the time $(T(64))"
    end

    # With a delay per edge and a history: φ₁ = W t, φ₂ = W t + d solve it, if W = ω₁ + sin(d - W τ₁₂) = ω₂ +
    # sin(-d - W τ₂₁).
    W, d, delays = T(0.8), T(0.4), T[0 0.7; 0.2 0]
    ω = T[W - sin(d - W * 0.7), W - sin(-d - W * 0.2)]
    asked = Set{Int}()
    history(i, t) = (push!(asked, i); @assert -0.71 < t <= 0; W * t + (i == 2 ? d : 0))
    late(times; options...) = kuramoto(ω, sparse(pair), T[0, d], times; step = 0.0625, delay = delays, options...)
    phases = late([0, 1, 4]; history = history)
    @test phases isa Matrix{T}
    @test phases ≈ [0 W 4W; d W+d 4W+d] atol = max(1e-11, 100eps(T))
    @test asked == Set([1, 2])
    @test abs(late([0, 4])[1, 2] - 4W) > 1e-3 # if they always stood before
    # The matrix's elements are those of K: row 1 is what oscillator 1 sees late.
    @test abs(kuramoto(ω, sparse(pair), T[0, d], [0, 4]; step = 0.0625, delay = permutedims(delays), history = history
        )[1, 2] - 4W) > 1e-3

    # A history alone changes nothing without a delay; then it is the network, but for rounding.
    plain = kuramoto(ω, pair, T[0, d], 0:3; step = 0.125)
    @test kuramoto(ω, pair, T[0, d], 0:3; step = 0.125, history = history) ≈ plain rtol = 100eps(T)
    @test kuramoto(ω, pair, T[0, d], 0:3; step = 0.125, delay = 0) == plain

    # Watched, stopped, copied, saved and restored on the way: the same bits. The step does not divide the delay.
    arguments, options = (T[1, 1], pair), (delay = τ, history = (i, t) -> 0.5 * t)
    times = 1 .+ T(0.07) .* (0:7:28)
    make() = DelayedKuramoto(arguments..., T[0, 2.5]; step = T(0.07), start = 1, options...)
    whole = kuramoto(arguments..., T[0, 2.5], times; step = T(0.07), options...)
    seen = T[]
    part = kuramoto(
        arguments..., T[0, 2.5], times; step = T(0.07), watch = (t, φ) -> (push!(seen, t); t < times[3]), options...,
    )
    @test part == whole[:, 1:3]
    @test seen == times[1:3]
    run = step!(step!(make(), 7), 3)
    @test run.steps == 10
    second = copy(run)
    third = restore(DelayedKuramoto{T}, save(run), arguments...; options...)
    for one in (run, second, third)
        @test step!(one, 18) === one
        @test one.state == whole[:, 5]
    end
    @test save(run) == save(second) == save(third)
    @test step!(run).steps == 29
    @test whole[:, 1] == T[0, 2.5]

    # What functions throw leaves the run after the last complete step; it goes on. They must not use it.
    calls = 0
    throwing(i, t) = (calls += 1; calls == 4 * 2 * 2 + 1 && Dict()[i]; 0.5 * t)
    thrown = DelayedKuramoto(arguments..., T[0, 2]; step = 0.125, delay = 1, history = throwing)
    @test_throws KeyError step!(thrown, 16)
    @test thrown.steps == 2
    undisturbed = DelayedKuramoto(arguments..., T[0, 2]; step = 0.125, delay = 1, history = options.history)
    @test step!(thrown, 14).state == step!(undisturbed, 16).state
    @test_throws KeyError kuramoto(
        arguments..., [0, 2], [0, 9]; step = 0.5, delay = 1, drive = (rates, phases, t) -> t > 3 && Dict()[t],
    )
    @test_throws DivideError kuramoto(arguments..., [0, 2], [0, 9]; step = 0.5, delay = 1, watch = (t, φ) -> div(1, 0))
    @test_throws MethodError kuramoto(arguments..., [0, 2], [0, 9]; step = 0.5, delay = 1, history = (i, t) -> "0")
    uses = Any[nothing]
    reentrant = DelayedKuramoto(arguments..., T[0, 2]; step = 0.125, delay = 1, history = (i, t) -> uses[1](t))
    for use in (t -> step!(reentrant), t -> reentrant.state, t -> save(reentrant), t -> copy(reentrant))
        uses[1] = use
        @test_throws ArgumentError step!(reentrant)
    end
    uses[1] = t -> (GC.gc(); t)
    @test step!(reentrant).steps == 1
    diverged = try
        kuramoto(arguments..., [0, 2], [0, 1, 2]; step = 0.5, delay = 1, history = (i, t) -> t > -0.5 ? NaN : 0)
    catch exception
        exception
    end
    @test diverged isa DivergedError
    @test diverged.states == reshape([0, 2], 2, 1)
    @test diverged.time < 1

    refuses(; options...) = refused(() -> kuramoto(arguments..., T[0, 2], 0:3; options...))
    @test refuses(step = 0.125, delay = -1) == Photinus.PHOTINUS_ERROR_DELAY
    @test refuses(step = 0.125, delay = NaN) == Photinus.PHOTINUS_ERROR_DELAY
    @test refuses(step = 0.125, delay = 0.1) == Photinus.PHOTINUS_ERROR_DELAY
    @test refuses(step = 0, delay = 1) == Photinus.PHOTINUS_ERROR_STEP
    @test refuses(step = 0.3, delay = 1) == Photinus.PHOTINUS_ERROR_TIMES # 1 is no multiple of 0.3
    @test refuses(delay = 1) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refuses(step = 0.125, delay = 1, method = :heun) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refuses(step = 0.125, delay = 1, noise = 1) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refuses(step = 0.125, delay = [0 1; 1 0]) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    for times in ([0, NaN], [0, 1, 1], [0, -1], [0, Inf])
        @test refused(() -> kuramoto(arguments..., T[0, 2], times; step = 0.125, delay = 1)) ==
            Photinus.PHOTINUS_ERROR_TIMES
    end
    @test kuramoto(arguments..., T[0, 2], Float64[]; step = 0.125, delay = 1) == zeros(2, 0)
    @test refused(() -> kuramoto_rates(arguments..., T[0, 2]; delay = 1)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> KuramotoSystem(arguments...; delay = 1)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> DelayedKuramoto(arguments..., T[0, 2]; step = 1, delay = 1, masses = 1, dampings = 1)) ==
        Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test_throws DimensionMismatch DelayedKuramoto(arguments..., T[0]; step = 1, delay = 1)
    @test_throws DimensionMismatch DelayedKuramoto(T[1, 1], sparse(pair), T[0, 1]; step = 1, delay = ones(3, 3))
    bytes = save(run)
    @test refused(() -> restore(DelayedKuramoto{T}, bytes[2:end], arguments...)) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    @test refused(() -> restore(DelayedKuramoto{T}, bytes, T[1], fill(T(1), 1, 1))) ==
        Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    other = T === Float64 ? Float32 : Float64
    @test refused(() -> restore(DelayedKuramoto{other}, bytes, arguments...; delay = τ)) ==
        Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    T === Float64 && @test restore(DelayedKuramoto, bytes, arguments...; delay = τ).state == run.state
end

@testset "the synchronisation transition, $T" for T in (Float64, Float32)
    # Above Kc = 2 γ of a Lorentzian r = √(1 - Kc / K) (Kuramoto, 1975).
    n, strengths = 400, T[0.5, 2, 3]
    ω = frequency_quantiles(T, :lorentzian, n; width = 0.5)
    options = (step = 0.05, transient = 400, samples = 40, every = 10)
    curve = kuramoto_transition(ω, MeanField(1), zeros(T, n), strengths; options...)
    @test curve.mean isa Vector{T}
    Kc = critical_coupling(T, :lorentzian; width = 0.5)
    @test curve.mean[1] < 0.1
    @test curve.mean[2:3] ≈ sqrt.(1 .- Kc ./ strengths[2:3]) atol = 0.05
    @test all(curve.variance[2:3] .< 1e-3)
    for threads in (0, 2)
        @test kuramoto_transition(ω, MeanField(1), zeros(T, n), strengths; threads = threads, options...) == curve
    end

    # As by hand, for each coupling; carried on.
    φ, ω = T[0, 2], T[1, 1.5]
    pull!(rates, phases, strength) = rates .+= strength .* sin.(reverse(phases) .- phases)
    for coupling in (T[0 1; 1 0], sparse(T[0 1; 1 0]), MeanField(2), Groups([1, 2], T[0 1; 1 0]), pull!),
        (carried, method) in ((false, :rk4), (true, :heun))

        curve = kuramoto_transition(
            ω, coupling, φ, [0.5, 2]; step = 0.125, transient = 20, samples = 2, every = 3, carried = carried,
            method = method, harmonic = 2, threads = 2,
        )
        state = copy(φ)
        for (k, strength) in enumerate((0.5, 2))
            carried || (state = copy(φ))
            by_hand = map((20, 3)) do steps
                kuramoto_advance!(ω, coupling, state, steps; step = 0.125, method = method, strength = strength)
                order_parameter(state; harmonic = 2).r
            end
            @test curve.mean[k] ≈ sum(by_hand) / 2 rtol = 100eps(T)
            @test curve.variance[k] ≈ (by_hand[1] - by_hand[2])^2 / 2 atol = 100eps(T)
        end
    end
    @test isnan(kuramoto_transition(ω, MeanField(1), φ, [1]; step = 1, samples = 1).variance[1])
    @test kuramoto_transition(ω, MeanField(1), φ, []; step = 1) == (mean = [], variance = [])

    calls = 0
    throwing!(rates, phases, strength) = (calls += 1; calls == 30 && Dict()[calls])
    @test_throws KeyError kuramoto_transition(ω, throwing!, φ, [1, 2]; step = 1, transient = 5, samples = 2)
    @test calls == 30
    diverged = try
        kuramoto_transition(T[floatmax(T)], nothing, T[0], [1]; step = 8)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test size(diverged.states) == (2, 0)
    # The first strength is complete, the second throws the phases out of the numbers.
    calls = 0
    throw_out!(rates, phases, strength) = (rates .+= strength > 1 ? floatmax(T) : zero(T))
    diverged = try
        kuramoto_transition(T[0, 0], throw_out!, T[0, 0], [1, 2]; step = 8, transient = 0, samples = 3)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test diverged.states == reshape(T[1, 0], 2, 1) # mean and variance of r = 1
    for (options, status) in (
        (step = 0,) => Photinus.PHOTINUS_ERROR_STEP,
        (step = 1, method = :tsitouras) => Photinus.PHOTINUS_ERROR_UNSUPPORTED,
        (step = 1, samples = 0) => Photinus.PHOTINUS_ERROR_PARAMETER,
        (step = 1, every = 0) => Photinus.PHOTINUS_ERROR_PARAMETER,
        (step = 1, harmonic = 0) => Photinus.PHOTINUS_ERROR_PARAMETER,
        (step = 1, threads = 2000) => Photinus.PHOTINUS_ERROR_PARAMETER,
        (step = 1, delay = 2) => Photinus.PHOTINUS_ERROR_UNSUPPORTED,
        (step = 1, strength = 2) => Photinus.PHOTINUS_ERROR_UNSUPPORTED,
        (step = 1, masses = 1, dampings = 1) => Photinus.PHOTINUS_ERROR_UNSUPPORTED,
    )
        @test refused(() -> kuramoto_transition(ω, MeanField(1), φ, [1]; options...)) == status
    end
    @test refused(() -> kuramoto_transition(ω, MeanField(1), φ, [NaN]; step = 1)) == Photinus.PHOTINUS_ERROR_NOT_FINITE
    @test_throws DimensionMismatch kuramoto_transition(ω, MeanField(1), [0], [1]; step = 1)
    @test_throws ArgumentError kuramoto_transition(ω, MeanField(1), φ, [1]; step = 1, method = :rk5)
end

@testset "networks as systems" begin
    ω, K, φ = [1.0, 1.5, 0.5], [0 1 2; 3 0 1; 1 1 0.0], [0.0, 1.0, 2.0]
    system = KuramotoSystem(ω, K; lag = 0.2)
    dydt = zeros(3)
    @test system(dydt, φ, 0.0) === dydt
    @test dydt == kuramoto_rates(ω, K, φ; lag = 0.2)
    @test sprint(show, system) == "KuramotoSystem of 3 equations in Float64"
    @test solve_ode(system, φ, 0:3; step = 0.01) == kuramoto(ω, K, φ, 0:3; step = 0.01, lag = 0.2)
    @test_throws DimensionMismatch system(zeros(2), φ, 0)
    @test refused(() -> system(zeros(2), zeros(2), 0)) == Photinus.PHOTINUS_ERROR_LENGTH
    single = KuramotoSystem(Float32, ω, K)
    @test solve_ode(single, Float32.(φ), 0:3; step = 0.01) ==
        kuramoto(Float32.(ω), Float32.(K), Float32.(φ), 0:3; step = 0.01)
    # Events of a network: where the faster of two, uncoupled, is a turn ahead.
    found = Float64[]
    lap = Event((y, t) -> y[2] - y[1] - 2π; terminal = true)
    solve_ode(
        KuramotoSystem([1, 3], nothing), [0, 0], [0, 9]; events = [lap], happened = (i, t, y) -> push!(found, t),
    )
    @test found ≈ [π] atol = 1e-8
    # It keeps what it is made of, and what its functions throw gets through.
    fails = KuramotoSystem([1.0], (rates, phases, K) -> Dict()[1])
    @test_throws KeyError solve_ode(fails, [0.0], [0, 1]; step = 0.1)
    @test_throws KeyError fails(zeros(1), [0.0], 0)
    made() = KuramotoSystem(rand(50), rand(50, 50); drive = (rates, phases, t) -> rates .+= 1)
    kept = made()
    before = kept(zeros(50), zeros(50), 0)
    GC.gc()
    foreach(i -> made(), 1:100)
    @test kept(zeros(50), zeros(50), 0) == before
end

@testset "Lyapunov exponents, $T" for (T, tolerance) in ((Float64, 1e-6), (Float32, 2e-3))
    # Of a linear system they are its eigenvalues' real parts.
    linear!(dydt, y, t) = (dydt[1] = 0.5 * y[1]; dydt[2] = -y[2] + y[1]; dydt[3] = -2 * y[3])
    tangent!(out, v, y, t) = linear!(out, v, t)
    for tangent in (nothing, tangent!)
        exponents = lyapunov_exponents(
            linear!, T[0, 0, 0]; step = 0.01, steps = 500, discard = 2000, count = 3, interval = 5, tangent = tangent,
        )
        @test exponents isa Vector{T}
        @test exponents ≈ [0.5, -1, -2] atol = max(tolerance, 1e-5)
    end
    # Two oscillators in phase: a shift stays, a difference decays with 2K.
    system = KuramotoSystem(T, [1, 1], [0 0.5; 0.5 0])
    exponents = lyapunov_exponents(system, T[0, 0]; step = 0.01, steps = 1000, discard = 1000, count = 2)
    @test exponents ≈ [0, -1] atol = max(tolerance, 1e-5)
    # By the exact tangent: that of what RK4 makes of exp(-h).
    tangent, h = KuramotoTangent(system), 0.0625
    @test tangent(T[7, 7], T[1, -2], T[0, π / 3], 0) ≈ T[-0.75, 0.75] atol = tolerance
    exponents = lyapunov_exponents(
        system, T[0, 0]; step = h, steps = 320, discard = 320, count = 2, tangent = tangent,
    )
    @test exponents ≈ [0, log(1 - h + h^2 / 2 - h^3 / 6 + h^4 / 24) / h] atol = T === Float64 ? 1e-9 : 1e-4
    # Step by step: the same bits, and the displacements shrink into the difference of the phases.
    solver = LyapunovSolver(T[0, 0]; step = h, count = 2)
    @test solver isa LyapunovSolver{T}
    @test propertynames(solver) == (:exponents, :time, :steps, :state, :displacements)
    @test sprint(show, solver) == "LyapunovSolver{$T} of 2 exponents of 2 equations"
    @test refused(() -> solver.exponents) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    for k in 1:32
        step!(solver, system, 10; tangent = tangent)
    end
    @test discard!(solver) === solver
    @test (solver.time, solver.steps) === (T(320h), 320)
    second, third = copy(solver), restore(LyapunovSolver{T}, save(solver))
    step!(solver, system, 319; tangent = tangent)
    @test step!(solver, system; tangent = tangent).exponents == exponents
    @test solver.displacements isa Matrix{T}
    @test abs.(solver.displacements) ≈ fill(sqrt(0.5), 2, 2) atol = 1e-5
    @test solver.displacements' * solver.displacements ≈ [1 0; 0 1] atol = tolerance
    @test solver.state ≈ fill(640h, 2) rtol = 100eps(T)
    @test_throws KeyError step!(solver, system; tangent = (out, v, y, t) -> Dict()[t])
    for use in (s -> step!(s, system), s -> s.state, s -> s.exponents, s -> s.steps, discard!, copy, save)
        @test_throws ArgumentError step!(solver, (dydt, y, t) -> use(solver))
    end
    @test solver.exponents == exponents
    @test step!(second, system, 320; tangent = tangent).exponents == exponents
    @test third isa LyapunovSolver{T}
    @test step!(third, system, 320; tangent = tangent).exponents == exponents
    @test save(solver) == save(second) == save(third)
    # A checkpoint between two orthonormalisations, of differences with a scale.
    scaled = step!(LyapunovSolver(T[0, 1]; step = h, count = 2, interval = 4, scale = 3), system, 13)
    bytes = save(scaled)
    again, other = restore(LyapunovSolver{T}, view(bytes, :)), T === Float64 ? Float32 : Float64
    foreach(solver -> step!(solver, system, 30), (scaled, again))
    @test again.exponents == scaled.exponents && again.displacements == scaled.displacements
    @test again.time == scaled.time && again.steps == 43
    @test sprint(show, again) == "LyapunovSolver{$T} of 2 exponents of 2 equations"
    @test refused(() -> restore(LyapunovSolver{T}, bytes[2:end])) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    @test refused(() -> restore(LyapunovSolver{T}, UInt8[])) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    @test refused(() -> restore(LyapunovSolver{other}, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    T === Float64 && @test restore(LyapunovSolver, bytes).steps == 13
    @test refused(() -> step!(LyapunovSolver(T[1]; step = 1), (dydt, y, t) -> dydt[1] = T(NaN))) ==
        Photinus.PHOTINUS_ERROR_DIVERGED
    @test_throws DimensionMismatch tangent(T[1], T[1, 2], T[1, 2], 0)
    @test_throws DimensionMismatch tangent(T[1, 2], T[1], T[1, 2], 0)
    @test refused(() -> tangent(T[1], T[1], T[1], 0)) == Photinus.PHOTINUS_ERROR_LENGTH
    heavy = KuramotoTangent(KuramotoSystem(T, [1], nothing; masses = 1, dampings = 1))
    @test refused(() -> heavy(T[0, 0], T[0, 0], T[0, 0], 0)) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test length(lyapunov_exponents(linear!, T[0, 0, 0]; step = 0.1, steps = 10)) == 1

    @test_throws KeyError lyapunov_exponents((dydt, y, t) -> Dict()[1], T[0]; step = 0.1, steps = 1)
    @test_throws KeyError lyapunov_exponents(
        linear!, T[0, 0, 0]; step = 0.1, steps = 1, tangent = (out, v, y, t) -> Dict()[1],
    )
    @test_throws DimensionMismatch lyapunov_exponents(
        linear!, T[0, 0, 0]; step = 0.1, steps = 1, tangent = (out, v, y, t) -> empty!(out),
    )
    for (options, status) in (
        (step = 0, steps = 1) => Photinus.PHOTINUS_ERROR_STEP,
        (step = 1, steps = 1, count = 4) => Photinus.PHOTINUS_ERROR_DIMENSION,
        (step = 1, steps = 1, count = 0) => Photinus.PHOTINUS_ERROR_DIMENSION,
        (step = 1, steps = 1, interval = 0) => Photinus.PHOTINUS_ERROR_PARAMETER,
        (step = 1, steps = 1, scale = 0) => Photinus.PHOTINUS_ERROR_PARAMETER,
        (step = 1, steps = 0) => Photinus.PHOTINUS_ERROR_UNSUPPORTED,
    )
        @test refused(() -> lyapunov_exponents(linear!, T[0, 0, 0]; options...)) == status
    end
end

@testset "callbacks whose types are not known before, $T" for T in (Float64, Float32)
    growth!(dydt, y, t) = dydt .= y
    context = Any[Photinus.Solve{T}(growth!, (t, y) -> t < 1, (y -> 0,), nothing, (out, v, y, t) -> out .= v)][1]
    system, row = Photinus.system_function(context), Photinus.row_function(context)
    solver, state, states = AdaptiveSolver(T[1]), [one(T)], zeros(T, 1, 3)
    status = Photinus.call(context) do
        Photinus.photinus_adaptive_solve(T, solver, system, row, context, T[0, 1, 2], 3, states, 3, C_NULL)
    end
    @test status == Photinus.PHOTINUS_STOP_CALLER
    @test states[1:2] ≈ [1, exp(1)] rtol = 1e-4
    exponents, change = LyapunovSolver(T[1]; step = 0.0625), Photinus.tangent_function(context)
    @test 0 == Photinus.call(context) do
        Photinus.photinus_lyapunov_advance(T, exponents, system, change, context, 16, C_NULL)
    end
    @test exponents.exponents ≈ [1] rtol = 1e-4
    @test exponents.state ≈ [exp(1)] rtol = 1e-4
end

@testset "ensembles, $T" for T in (Float64, Float32)
    n, members = 5, 11
    ω, K, φ = T.(cos.(1:n)), T.(reshape(sin.(1:(2n * n)), n, n, 2)), T.(reshape(sin.(1:(n * members)), n, members))
    strengths = T.(range(0, 2; length = members))
    # Each member is, to the bit, the network alone.
    options = (step = T(0.125), lag = T[0.2, 0.1], normalization = :oscillators)
    phases = kuramoto_ensemble(ω, K, φ; steps = 16, strengths = strengths, options...)
    @test phases isa Matrix{T}
    for member in 1:members
        @test phases[:, member] ==
            kuramoto(ω, K, φ[:, member], [0, 2]; strength = strengths[member], options...)[:, 2]
    end
    for threads in (0, 2)
        @test kuramoto_ensemble(ω, K, φ; steps = 16, strengths = strengths, threads = threads, options...) == phases
    end
    half = kuramoto_ensemble(ω, K, φ; steps = 7, strengths = strengths, options...)
    @test kuramoto_ensemble(ω, K, half; first = 7, steps = 9, strengths = strengths, options...) == phases
    # Frequencies and matrices of their own; other methods.
    frequencies = T.(reshape(cos.(1:(n * members)), n, members))
    matrices = T.(reshape(cos.(1:(n * n * members)), n, n, 1, members))
    phases = kuramoto_ensemble(frequencies, matrices, φ; step = 0.125, steps = 8, method = :heun)
    for member in 1:members
        alone = kuramoto(
            frequencies[:, member], matrices[:, :, 1, member], φ[:, member], [0, 1]; step = 0.125, method = :heun,
        )
        @test phases[:, member] == alone[:, 2]
    end
    # Noise: each member's is that of its seed.
    σ = T.(abs.(reshape(cos.(1:(n * members)), n, members)))
    seeds = [UInt64(7)^k for k in 1:members]
    for method in (:stochastic_heun, :euler_maruyama, :stochastic_rk4)
        options = (step = T(0.125), method = method)
        phases = kuramoto_ensemble(ω, K, φ; steps = 16, noise = σ, seed = seeds, options...)
        shared = kuramoto_ensemble(ω, K, φ; steps = 16, noise = σ[:, 1], seed = 5, threads = 2, options...)
        for member in 1:members
            alone(noise, seed) = kuramoto(ω, K, φ[:, member], [0, 2]; noise = noise, seed = seed, options...)[:, 2]
            @test phases[:, member] == alone(σ[:, member], seeds[member])
            @test shared[:, member] == alone(σ[:, 1], 4 + member)
        end
        half = kuramoto_ensemble(ω, K, φ; steps = 7, noise = σ, seed = seeds, options...)
        @test kuramoto_ensemble(ω, K, half; first = 7, steps = 9, noise = σ, seed = seeds, options...) == phases
    end
    @test kuramoto_ensemble(ω, K, φ; step = 0.125, steps = 3, noise = 0.5) ==
        kuramoto_ensemble(ω, K, φ; step = 0.125, steps = 3, noise = fill(0.5, n, members), method = :stochastic_heun)
    # Alone it gives the phases the variance σ² t.
    walks = kuramoto_ensemble(T[0], zeros(T, 1, 1), zeros(T, 1, 4000); step = 0.25, steps = 16, noise = 0.5, seed = 1)
    @test sum(abs2, walks) / 4000 ≈ 1 atol = 4 * sqrt(2 / 4000)
    @test sum(walks) / 4000 ≈ 0 atol = 4 / sqrt(4000)
    # A closed form.
    pair = kuramoto_ensemble(T[1, 1], T[0 1; 1 0], T[0 0; 2 2]; step = 0.01, steps = 100, strengths = [0.25, 0.5])
    @test pair[2, :] - pair[1, :] ≈ [attracted(0.25, 2, 1), attracted(0.5, 2, 1)] atol = T === Float64 ? 1e-9 : 1e-5

    @test_throws DimensionMismatch kuramoto_ensemble(ω[2:end], K, φ; step = 1, steps = 1)
    @test_throws DimensionMismatch kuramoto_ensemble(ω, K[:, 2:end, :], φ; step = 1, steps = 1)
    @test_throws DimensionMismatch kuramoto_ensemble(ω, matrices[:, :, :, 2:end], φ; step = 1, steps = 1)
    @test_throws DimensionMismatch kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, strengths = [1])
    @test refused(() -> kuramoto_ensemble(ω, K, φ; step = 0, steps = 1)) == Photinus.PHOTINUS_ERROR_STEP
    @test refused(() -> kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, method = :tsitouras)) ==
        Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, method = :euler_maruyama)) ==
        Photinus.PHOTINUS_ERROR_NULL
    @test refused(() -> kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, noise = 1, method = :rk4)) ==
        Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, noise = -1)) ==
        Photinus.PHOTINUS_ERROR_PARAMETER
    @test_throws DimensionMismatch kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, noise = ones(members))
    @test_throws DimensionMismatch kuramoto_ensemble(ω, K, φ; step = 1, steps = 1, noise = 1, seed = [1, 2])
    # A member whose phases become infinite ends alone.
    diverged = try
        kuramoto_ensemble(T[0 floatmax(T) / 8], zeros(T, 1, 1), T[1 0]; step = 6, steps = 3)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test diverged.states == ones(T, 1, 1)
    @test diverged.time === T(6)
end

@testset "observables, $T" for T in (Float64, Float32)
    tolerance = 20eps(T)
    @test order_parameter(T[0.5, 1.5]).r isa T
    @test order_parameter(T[0.5, 1.5]).r ≈ cos(0.5) atol = tolerance
    @test order_parameter(T[0.5, 1.5]).ψ ≈ 1 atol = tolerance
    @test order_parameter(T[0.5, 1.5]; harmonic = 2).r ≈ cos(1) atol = tolerance
    @test order_parameter([1, 1]) === (r = 1.0, ψ = order_parameter([1.0]).ψ)
    record = T[0 1 2; 4 7 -0.5]
    rows = order_parameters(record; harmonic = 3)
    @test [(r = rows.r[k], ψ = rows.ψ[k]) for k in 1:3] == [order_parameter(record[:, k]; harmonic = 3) for k in 1:3]
    rs = order_parameters(record).r
    mean = sum(rs) / 3
    statistics = order_statistics(record)
    @test statistics.mean ≈ mean atol = tolerance
    @test statistics.variance ≈ sum(abs2, rs .- mean) / 2 atol = tolerance
    @test isnan(order_statistics(record[:, 1:1]).variance)

    # Groups.
    phases, labels = T[0, 2, 1, 2, 5], [1, 2, 1, 2, 2]
    grouped = order_parameter(phases, labels)
    @test grouped.r ≈ [cos(0.5), sqrt(5 + 4 * cos(3)) / 3] atol = tolerance
    @test grouped.ψ[1] ≈ 0.5 atol = tolerance
    # r of the first group: 1, 0; of the second: 1, 1. Their variances 1/2 and 0; between them 0, 1/2.
    moving, halves = T[0 0; 0 π; 1 2; 1 2], [1, 1, 2, 2]
    groups = group_statistics(moving, halves)
    @test groups.mean ≈ [0.5, 1] atol = tolerance
    @test groups.variance ≈ [0.5, 0] atol = tolerance
    @test groups.metastability ≈ 0.25 atol = tolerance
    @test metastability(moving, halves) === groups.metastability
    @test groups.chimera_index ≈ 0.25 atol = tolerance
    @test chimera_index(moving, halves) === groups.chimera_index

    # Twisted states: turns, and on a ring Dirichlet's kernel, also as a matrix, dense or sparse.
    n, radius = 12, 2
    for q in -5:5
        twisted = T.(2π .* q .* (0:(n - 1)) ./ n)
        @test order_parameter(twisted).r ≈ (q == 0) atol = tolerance
        @test winding_number(twisted) === q
        x = π * q / n
        kernel = q == 0 ? 1.0 : abs(sin(5x) / (5 * sin(x)))
        ring = T[min(mod(i - j, n), mod(j - i, n)) <= radius for i in 1:n, j in 1:n]
        for neighbours in (Ring(radius), ring, sparse(ring))
            @test local_order(twisted, neighbours) isa Vector{T}
            @test local_order(twisted, neighbours) ≈ fill(kernel, n) atol = tolerance
        end
        @test local_order([twisted twisted], Ring(radius); harmonic = 2)[:, 2] ==
            local_order(twisted, Ring(radius); harmonic = 2)
    end
    # Row i of A has the neighbours of i, and may be empty.
    directed = T[0 1 3; 0 0 0; 0 1 0]
    expected = [abs(cis(1) + 3 * cis(3)) / 4, 0, 1]
    @test local_order(T[0, 1, 3], directed) ≈ expected atol = tolerance
    @test local_order(T[0, 1, 3], sparse(directed)) ≈ expected atol = tolerance

    # Frequencies and locking: 1:2.
    times = 0:0.5:20
    turning = T.([times'; 2 .* times' .+ 0.3; sqrt(2) .* times'])
    @test mean_frequencies(turning, times) ≈ [1, 2, sqrt(2)] atol = tolerance
    locking = phase_locking(turning; n = 2, m = 1)
    @test locking isa Matrix{T}
    @test locking ≈ [abs(sum(cis.(2 .* Float64.(turning[i, :]) .- turning[j, :]))) / 41 for i in 1:3, j in 1:3] atol =
        100eps(T) * 40
    @test locking[1, 2] ≈ 1 atol = 100eps(T) * 40
    @test locking[2, 1] < 0.2
    @test phase_locking(turning)[1, 1] ≈ 1 atol = tolerance

    @test wrap_phases(T[7 -7; 3 0]) ≈ [7-2π 2π-7; 3 0] atol = tolerance
    @test wrap_phases(T[7 -7; 3 0]) isa Matrix{T}
    @test phase_differences(T[4, 1], T[0, 2]) ≈ [4 - 2π, -1] atol = tolerance
    @test pairwise_phase_differences(T[1, 3]) == [0 2; -2 0]
    @test pairwise_phase_differences(T[0, 4])[1, 2] ≈ 4 - 2π atol = tolerance

    for f in (order_parameter, winding_number)
        @test refused(() -> f(T[])) == Photinus.PHOTINUS_ERROR_DIMENSION
        @test refused(() -> f(T[NaN])) == Photinus.PHOTINUS_ERROR_NOT_FINITE
    end
    @test refused(() -> order_parameter(T[0]; harmonic = 0)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> order_parameter(T[0, 0], [1, 3])) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> order_parameter(T[0, 0], [0, 1])) == Photinus.PHOTINUS_ERROR_COLUMN
    @test refused(() -> group_statistics(moving, [1, 1, 1, 3])) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> order_parameters(zeros(T, 0, 3))) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> local_order(T[0, 0], Ring(1))) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> local_order(T[0, 0], T[0 -1; 0 0])) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> phase_locking(turning; n = 0)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> phase_locking(zeros(T, 2, 0))) == Photinus.PHOTINUS_ERROR_UNSUPPORTED
    @test refused(() -> mean_frequencies(turning, zeros(41))) == Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> mean_frequencies(zeros(T, 2, 0), [])) == Photinus.PHOTINUS_ERROR_TIMES
    @test_throws DimensionMismatch mean_frequencies(turning, [0, 1])
    @test_throws DimensionMismatch order_parameter(phases, [1, 2])
    @test_throws DimensionMismatch group_statistics(moving, [1, 2])
    @test_throws DimensionMismatch local_order(T[0, 0], ones(3, 3))
    @test_throws DimensionMismatch phase_differences(T[0], T[0, 1])
    @test_throws InexactError order_parameter(T[0]; harmonic = -1)
end

@testset "distributions of frequencies, $T" for T in (Float64, Float32)
    tolerance = 20eps(T)
    p = ((1:8) .- 0.5) ./ 8
    @test frequency_quantiles(T, :lorentzian, 8) isa Vector{T}
    @test frequency_quantiles(T, :lorentzian, 8; centre = 2, width = 0.5) ≈
        2 .+ 0.5 .* tan.(π .* (p .- 0.5)) rtol = tolerance
    @test frequency_quantiles(T, :uniform, 4) == T[-0.75, -0.25, 0.25, 0.75]
    @test frequency_quantile(T, :normal, 0.975) ≈ 1.959963984540054 rtol = 1e3 * eps(T) # of the rounded 0.975
    @test frequency_quantile(:normal, 0.975; centre = 1, width = 2) ≈ 1 + 2 * 1.959963984540054 rtol = 1e-14
    @test frequency_density(T, :lorentzian, 1) ≈ 1 / 2π rtol = tolerance
    @test frequency_density(T, :normal, 3; centre = 3, width = 2) ≈ 1 / (2 * sqrt(2π)) rtol = tolerance
    @test frequency_density(T, :uniform, 1.5) == 0
    @test critical_coupling(T, :lorentzian; width = 0.5) ≈ 1 rtol = tolerance
    @test critical_coupling(T, :normal) ≈ sqrt(8 / π) rtol = tolerance
    @test critical_coupling(T, :uniform; centre = 3) ≈ 4 / π rtol = tolerance
    @test frequency_quantiles(:normal, 3) isa Vector{Float64}
    @test_throws ArgumentError frequency_quantiles(:gaussian, 3)
    @test frequency_quantiles(T, :normal, 0) == T[]
    @test refused(() -> frequency_quantile(T, :normal, 1)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> critical_coupling(T, :normal; width = 0)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test refused(() -> frequency_density(T, :normal, NaN)) == Photinus.PHOTINUS_ERROR_NOT_FINITE

    # Above the critical coupling, infinitely many have r = √(1 - 2 γ / K).
    if T === Float64
        ω = frequency_quantiles(:lorentzian, 2000; width = 0.5)
        phases = kuramoto(ω, MeanField(2), zeros(2000), 0:2:40; step = 0.05)
        @test order_statistics(phases[:, 11:end]).mean ≈ sqrt(0.5) atol = 0.01
    end
end

include("search.jl")
include("kernels.jl")
include("background.jl")

@testset "every public name is documented" begin
    for name in names(Photinus)
        @test haskey(Base.Docs.meta(Photinus), Base.Docs.Binding(Photinus, name))
    end
end
