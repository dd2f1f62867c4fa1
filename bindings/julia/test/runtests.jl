using Photinus
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
            (Photinus.photinus_halton_options_init, Photinus.HaltonOptions),
            (Photinus.photinus_pso_options_init, Photinus.PsoOptions{T}),
            (Photinus.photinus_kuramoto_init, Photinus.KuramotoModel{T}),
        )
            @test isbitstype(S)
            @test init(T, Ref{S}(), sizeof(S)) == Photinus.PHOTINUS_OK
            @test init(T, Ref{S}(), sizeof(S) - 1) == Photinus.PHOTINUS_ERROR_STRUCT_SIZE
        end
        options = Photinus.pso_defaults(T)
        @test options.struct_size == sizeof(options)
        @test options.swarm_size == 40
        @test options.inertia == T(0.7298)
        @test options.cognitive == options.social == T(1.49618)
        @test options.perturbation == T(0.1)
        @test options.target == -Inf
        @test options.max_evaluations == options.max_generations == typemax(UInt64)
        @test options.max_repetition == 100
        @test options.seed == 0
        halton_options = Photinus.halton_defaults(T)
        @test halton_options.bases == C_NULL
        @test halton_options.leap == 1

        swarm = Swarm(T[-1], T[1])
        for (size, status) in (0 => Photinus.PHOTINUS_OK, -1 => Photinus.PHOTINUS_ERROR_STRUCT_SIZE)
            S = Photinus.PsoReport{T}
            @test isbitstype(S)
            result = Ref(S(sizeof(S) + size, 0, 0, 0, 0, 0, 0, 0))
            @test Photinus.photinus_pso_report(T, swarm, result) == status
            S = Photinus.Solution{T}
            @test isbitstype(S)
            solution = Ref(S(sizeof(S) + size, 0, 0, 0, 0))
            network = Photinus.Network(T[1], fill(zero(T), 1, 1), T)
            memory = Photinus.Workspace(Photinus.photinus_kuramoto_size, T, 1)
            GC.@preserve network @test status == Photinus.photinus_kuramoto_solve(
                T, Photinus.model(network), C_NULL, C_NULL, T[0], 1, T[0], 1, T[0], 1, memory, memory.bytes, solution,
            )
        end
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
    @test sum(larger) == sum(points) - (5 * 52 - 2 * 50)
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

sphere(x) = sum(abs2, x)
rosenbrock(x) = sum(100 * (x[i + 1] - x[i]^2)^2 + (1 - x[i])^2 for i in 1:(length(x) - 1))

@testset "minima" begin
    found = minimize(sphere, fill(-5.0, 3), fill(4.0, 3); target = 1e-16)
    @test found isa Minimum{Float64}
    @test found.reason === :target
    @test found.value <= 1e-16
    @test found.value === sphere(found.position)
    @test maximum(abs, found.position) <= 1e-8
    @test found.evaluations == 40 * found.generations
    @test found.nan_evaluations == 0

    found = minimize(rosenbrock, [-2.0, -2.0], [2.0, 2.0]; target = 1e-12, max_repetition = 0, max_evaluations = 10^6)
    @test found.reason === :target
    @test found.position ≈ [1, 1] atol = 1e-5

    found = minimize(sphere, Float32[-5, -5], Float32[4, 4]; target = 1e-8)
    @test found isa Minimum{Float32}
    @test found.value <= 1f-8

    # Integers as bounds and values, one variable fixed.
    found = minimize(x -> x[1] > 1 ? 2 : x[2] == 3 ? 1 : 0, [0, 3], [5, 3]; max_generations = 7)
    @test found.value === 1.0
    @test found.position[2] === 3.0
    @test found.reason === :generations
    @test found.generations == 7

    @test minimize(x -> 1.0, [0], [1]; max_repetition = 5).reason === :stagnation
    found = minimize(sphere, [-1.0], [1.0]; max_evaluations = 55, swarm_size = 10)
    @test found.reason === :evaluations
    @test found.evaluations == 55
    found = minimize(x -> x[1] < 0 ? NaN : x[1], [-1.0], [1.0]; max_generations = 3)
    @test 0 < found.nan_evaluations < found.evaluations
    @test found.value >= 0

    # The first particles start where they are told to.
    start = [0.5 -0.25; 0.5 0.125]
    positions = Vector{Float64}[]
    remember(x) = (push!(positions, copy(x)); sphere(x))
    minimize(remember, [-1, -1], [1, 1]; start = start, max_evaluations = 3)
    @test positions[1:2] == [start[:, 1], start[:, 2]]
    @test positions[3] == 2 .* halton(2, 1; start = 3)[:, 1] .- 1
    empty!(positions)
    minimize(remember, [-1, -1], [1, 1]; start = [0.5, 0.25], max_evaluations = 1)
    @test positions == [[0.5, 0.25]]

    # The same seed is the same run; another one is not.
    run(seed) = minimize(rosenbrock, [-2.0, -2.0], [2.0, 2.0]; seed = seed, max_generations = 20).position
    @test run(1) == run(1)
    @test run(1) != run(2)

    # A search within a search.
    inner(a) = minimize(y -> (y[1] - a)^2, [-2], [2]; target = 1e-8).value
    @test minimize(x -> x[1]^2 + inner(x[1]), [-1], [1]; max_generations = 10).value < 1e-2
end

@testset "watching a search" begin
    reports = Report{Float64}[]
    found = minimize(sphere, [-1.0], [1.0]; watch = r -> (push!(reports, r); length(reports) < 5))
    @test found.reason === :caller
    @test found.generations == 5
    @test [r.generations for r in reports] == 1:5
    @test all(r.reason === :running for r in reports)
    @test issorted([r.best_value for r in reports]; rev = true)

    # What is not false goes on.
    @test minimize(sphere, [-1.0], [1.0]; watch = r -> nothing, max_generations = 4).reason === :generations

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
    @test_throws InterruptException minimize(x -> throw(InterruptException()), lower, upper)
    @test_throws ErrorException minimize(sphere, lower, upper; watch = r -> error("enough"))
    @test_throws MethodError minimize(x -> nothing, lower, upper)
    @test_throws MethodError minimize(x -> "1", lower, upper)
    @test_throws BoundsError minimize(x -> x[2], lower, upper)
    @test_throws DomainError minimize(x -> minimize(y -> sqrt(y[1]), T[-2], T[-1]).value, lower, upper)
    # The vector is the user's to spoil.
    @test minimize(x -> (value = x[1]; resize!(x, 1000); empty!(x); value), lower, upper).position == lower

    # What comes with it tells where it was thrown.
    culprit(x) = error("here")
    stack = try
        minimize(culprit, lower, upper)
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
    disturbed = minimize(littering, box...; watch = r -> [r], max_generations = 20)
    @test calls == 800
    @test disturbed.value === minimize(sphere, box...; max_generations = 20).value
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
        @test refused(() -> minimize(sphere, lower, upper; options...)) == status
    end
    @test_throws DimensionMismatch minimize(sphere, [0.0, 0.0], [1.0])
    @test_throws DimensionMismatch minimize(sphere, [0.0], [1.0]; start = [0.0, 0.0])
    @test_throws InexactError minimize(sphere, [0.0], [1.0]; seed = -1)
    @test_throws MethodError minimize(sphere, [0.0], [1.0]; speed = 3)
    swarm = Swarm([0.0], [1.0])
    @test refused(() -> set_options!(swarm; swarm_size = 41)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test swarm.options.swarm_size == 40
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
    states = solve_rk4(oscillator!, T[0, 1], times; step = 0.005)
    @test states isa Matrix{T}
    @test states ≈ [sin.(times) cos.(times)]' atol = tolerance
    # Simpson's rule integrates a cubic exactly.
    @test solve_rk4((dydt, y, t) -> dydt[1] = t^3, T[0], [1, 3]; step = 1)[1, 2] ≈ 20
    @test eltype(solve_rk4(oscillator!, [0, 1], [0.0f0, 1.0f0]; step = 1)) === Float64

    for at in (1, 100)
        calls = 0
        function throwing!(dydt, y, t)
            calls += 1
            calls == at && sqrt(-one(T) - t)
            oscillator!(dydt, y, t)
        end
        @test_throws DomainError solve_rk4(throwing!, T[0, 1], times; step = 0.01)
        @test calls == at
    end
    @test_throws InterruptException solve_rk4((dydt, y, t) -> throw(InterruptException()), T[0, 1], times; step = 1)
    @test_throws DimensionMismatch solve_rk4((dydt, y, t) -> empty!(dydt), T[0, 1], times; step = 1)
    @test solve_rk4(oscillator!, T[0, 1], times; step = 1, watch = (t, y) -> t < 2) ==
        solve_rk4(oscillator!, T[0, 1], times[times .<= 2]; step = 1)
    @test_throws DivideError solve_rk4(oscillator!, T[0, 1], times; step = 1, watch = (t, y) -> div(1, 0))

    blow_up!(dydt, y, t) = dydt[1] = y[1]^2
    diverged = try
        solve_rk4(blow_up!, T[1], [0, 0.5, 2]; step = 0.01)
    catch exception
        exception
    end
    @test diverged isa DivergedError{T}
    @test diverged.states ≈ T[1.0 2.0]
    @test 0.99 < diverged.time < 1.2
    @test occursin("infinite", sprint(showerror, diverged))

    @test refused(() -> solve_rk4(oscillator!, T[], [0, 1]; step = 1)) == Photinus.PHOTINUS_ERROR_DIMENSION
    @test refused(() -> solve_rk4(oscillator!, T[0, 1], [1, 0]; step = 1)) == Photinus.PHOTINUS_ERROR_TIMES
    @test refused(() -> solve_rk4(oscillator!, T[0, 1], [0, 1]; step = -1)) == Photinus.PHOTINUS_ERROR_STEP
    @test refused(() -> solve_rk4(oscillator!, T[0, NaN], [0, 1]; step = 1)) == Photinus.PHOTINUS_ERROR_NOT_FINITE
end

@testset "every public name is documented" begin
    for name in names(Photinus)
        @test haskey(Base.Docs.meta(Photinus), Base.Docs.Binding(Photinus, name))
    end
end
