# CMA-ES and L-BFGS-B by themselves; after search.jl.

@testset "CMA-ES, $T" for T in (Float64, Float32)
    lower, upper, start = T[-5, -5], T[5, 5], T[-1.2, 1]
    make(; options...) = Cma(lower, upper; start = start, seed = 2024, options...)
    whole = make()
    @test report(whole).reason === :running && best(whole).value == Inf
    @test best(whole).position ≈ start
    @test distribution_mean(whole) ≈ start
    calls, reports = Ref(0), CmaReport{T}[]
    ended = run!(whole, x -> (calls[] += 1; valley(x)); watch = now -> push!(reports, now))
    # The numbers of tests/cma.rs.
    @test calls[] == ended.evaluations == (T === Float64 ? 1116 : 786)
    @test ended.reason === :spread && ended.spread < (T === Float64 ? 1e-12 : 1e-6)
    @test [now.generations for now in reports] == 1:ended.generations && last(reports) == ended
    @test best(whole).value < (T === Float64 ? 1e-20 : 1e-10)
    @test best(whole).position ≈ [1, 1] rtol = 1e-4
    @test distribution_mean(whole) ≈ [1, 1] rtol = 1e-3
    @test eltype(best(whole).position) === eltype(distribution_mean(whole)) === T
    same(other) = same_end(other, whole) && distribution_mean(other) == distribution_mean(whole)

    # By threads, in batches, by steps with a checkpoint on the way, asked and told: the same bits.
    for how in ((threads = true,), (batch = true,))
        f = haskey(how, :batch) ? points -> [valley(x) for x in eachcol(points)] : valley
        other = make()
        run!(other, f; how...)
        @test same(other)
    end
    stepped = make()
    foreach(_ -> step!(stepped, valley), 1:10)
    restored = restore(Cma{T}, save(stepped))
    run!(restored, valley)
    @test same(restored)
    asked = make()
    while (points = ask!(asked); size(points, 2) > 0)
        @test points == ask!(asked)
        @test refused(() -> tell!(asked, size(points, 2) + 1, 0)) == Photinus.PHOTINUS_ERROR_NOT_ASKED
        tell!(asked, 2:size(points, 2), [valley(points[:, k]) for k in 2:size(points, 2)])
        @test refused(() -> tell!(asked, 2, 0)) == Photinus.PHOTINUS_ERROR_NOT_ASKED
        if report(asked).generations == 5 # in the middle of a generation
            again = restore(Cma{T}, save(asked))
            run!(again, valley)
            @test same(again)
        end
        tell!(asked, 1, valley(points[:, 1]))
    end
    @test same(asked)
    found = cma_minimize(valley, lower, upper; start = start, seed = 2024)
    @test found.position == best(whole).position && found.mean == distribution_mean(whole)
    @test found.reason === :spread && found.evaluations == ended.evaluations

    # Exceptions, at the first and at a later call; stopped by the watch; then on to the same end.
    for last in (1, 77), threads in (false, true)
        disturbed = make()
        count = Threads.Atomic{Int}(0)
        fails(x) = Threads.atomic_add!(count, 1) == last - 1 ? throw(DomainError(x)) : valley(x)
        @test_throws DomainError run!(disturbed, fails; threads = threads)
        @test threads || report(disturbed).evaluations == last - 1
        until = report(disturbed).generations + 3
        @test run!(disturbed, valley; watch = now -> now.generations < until).reason === :caller
        @test report(disturbed).generations == until
        @test_throws ErrorException run!(disturbed, valley; watch = now -> error("enough"))
        run!(disturbed, valley)
        @test same(disturbed)
    end
    inside = make()
    @test_throws ArgumentError run!(inside, x -> (set_options!(inside; seed = 4); 0.0))
    @test_throws ArgumentError run!(inside, valley; watch = now -> step!(inside, valley))

    # Options that change on the way; a target; kinds of variables.
    changed = set_options!(make(); max_generations = 4)
    @test run!(changed, valley).reason === :generations
    set_options!(changed; max_generations = typemax(UInt64), max_evaluations = 50)
    @test run!(changed, valley).evaluations == 50
    set_options!(changed; max_evaluations = typemax(UInt64))
    run!(changed, valley)
    @test same(changed)
    @test refused(() -> set_options!(changed; population = 9)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test run!(make(target = 0.1), valley).reason === :target
    @test run!(make(value_tolerance = 1), valley).reason === :stagnation
    @test occursin("Cma{$T} in 2", sprint(show, changed))
    shifted(x) = (x[1] - 2.6)^2 + (x[2] - 7)^2 + (x[3] + 1)^2
    found = cma_minimize(
        shifted, T[-5, -Inf, 2], T[5, Inf, 2]; start = T[0, 100, 2], spread = T[1, 50, 1], grid = T[1, 0, 0])
    @test found.position[[1, 3]] == [3, 2]
    @test found.position[2] ≈ 7 atol = 1e-2
end

@testset "what CMA-ES refuses" begin
    for (lower, upper, options, status) in (
        ([], [], (), Photinus.PHOTINUS_ERROR_DIMENSION),
        ([0.0], [-1.0], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], [NaN], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], [Inf], (), Photinus.PHOTINUS_ERROR_START),
        ([0.0], [1.0], (start = [2.0],), Photinus.PHOTINUS_ERROR_START),
        ([0.0], [1.0], (step_size = 0,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (population = 3,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (active = 2,), Photinus.PHOTINUS_ERROR_ENUM_VALUE),
    )
        @test refused(() -> Cma(lower, upper; options...)) == status
    end
    @test_throws DimensionMismatch Cma([0.0, 0.0], [1.0])
    @test_throws ArgumentError Cma([0.0], [1.0]; speed = 3)
    bytes = save(Cma([0.0], [1.0]))
    @test refused(() -> restore(Cma{Float32}, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    @test refused(() -> restore(Search, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    for k in eachindex(bytes)
        changed = copy(bytes)
        changed[k] ⊻= 0x01 << (k % 8)
        @test refused(() -> restore(Cma, changed)) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    end
end

slope(x) = [-2 * (1 - x[1]) - 400 * x[1] * (x[2] - x[1]^2), 200 * (x[2] - x[1]^2)]
sloping_valley(x) = (valley(x), slope(x))
same_descent(a, b) = same_end(a, b) && best_gradient(a) == best_gradient(b)

@testset "L-BFGS-B, $T" for T in (Float64, Float32)
    start = T[-1.2, 1]
    make(; options...) = Lbfgs(start; pairs = 4, value_tolerance = 0, options...)
    whole = make()
    @test report(whole).reason === :running && best(whole) == (position = start, value = T(Inf))
    calls, reports = Ref(0), LbfgsReport{T}[]
    ended = run!(whole, x -> (calls[] += 1; sloping_valley(x)); watch = now -> push!(reports, now))
    # The numbers of tests/lbfgs.rs.
    @test calls[] == ended.evaluations == (T === Float64 ? 52 : 51)
    @test ended.reason === :gradient && ended.projected_gradient ≤ (T === Float64 ? 1e-10 : 2e-5)
    @test [now.iterations for now in reports] == 1:ended.iterations && last(reports) == ended
    @test best(whole).value < (T === Float64 ? 1e-18 : 1e-8)
    @test best(whole).position ≈ [1, 1] rtol = 2e-3
    @test best_gradient(whole) == slope(best(whole).position)
    @test eltype(best(whole).position) === eltype(best_gradient(whole)) === T

    # By steps with a checkpoint at each, asked and told: the same bits.
    stepped = make()
    while step!(stepped, sloping_valley).reason === :running
        restored = restore(Lbfgs{T}, save(stepped))
        run!(restored, sloping_valley)
        @test same_descent(restored, whole)
    end
    @test same_descent(stepped, whole)
    asked = make()
    while (x = ask!(asked)) !== nothing
        @test x == ask!(asked)
        @test_throws DimensionMismatch tell!(asked, 0, [0])
        tell!(asked, sloping_valley(x)...)
    end
    @test same_descent(asked, whole)
    @test refused(() -> tell!(asked, 0, [0, 0])) == Photinus.PHOTINUS_ERROR_NOT_ASKED
    found = lbfgs_minimize(sloping_valley, start; pairs = 4, value_tolerance = 0)
    @test found.position == best(whole).position && found.gradient == best_gradient(whole)
    @test found.reason === :gradient && found.evaluations == ended.evaluations

    # Exceptions; stopped by the watch; options that change on the way; then on to the same end.
    for last in (1, 20)
        disturbed, count = make(), Ref(0)
        fails(x) = (count[] += 1) == last ? throw(DomainError(x)) : sloping_valley(x)
        @test_throws DomainError run!(disturbed, fails)
        @test report(disturbed).evaluations == last - 1
        until = report(disturbed).iterations + 2
        @test run!(disturbed, sloping_valley; watch = now -> now.iterations < until).reason === :caller
        @test report(disturbed).iterations == until
        @test_throws ErrorException run!(disturbed, sloping_valley; watch = now -> error("enough"))
        @test_throws DimensionMismatch run!(disturbed, x -> (0.0, [1.0]))
        set_options!(disturbed; max_iterations = until + 2)
        @test run!(disturbed, sloping_valley).reason === :iterations
        set_options!(disturbed; max_iterations = typemax(UInt64))
        run!(disturbed, sloping_valley)
        @test same_descent(disturbed, whole)
    end
    inside = make()
    @test_throws ArgumentError run!(inside, x -> (set_options!(inside; target = 4); sloping_valley(x)))
    @test_throws ArgumentError run!(inside, sloping_valley; watch = now -> step!(inside, sloping_valley))
    @test run!(make(target = 1), sloping_valley).reason === :target
    @test run!(make(max_evaluations = 3), sloping_valley).evaluations == 3
    @test run!(Lbfgs(start; value_tolerance = 1), sloping_valley).reason === :value
    @test occursin("Lbfgs{$T} in 2", sprint(show, inside))

    # Hock and Schittkowski, problem 2: y ≥ 3/2.
    found = lbfgs_minimize(sloping_valley, T[2, 2]; lower = T[-Inf, 1.5])
    @test found.position[2] == 1.5
    @test found.value ≈ 0.0504261879 atol = (T === Float64 ? 1e-9 : 1e-5)

    # By differences, where x ≤ 1/2: 1/4 at (1/2, 1/4).
    upper = T[0.5, Inf]
    for scheme in (:forward, :central)
        one = Lbfgs(start; upper = upper)
        calls[] = 0
        counted(x) = (calls[] += 1; valley(x))
        @test run!(one, counted; differences = scheme).reason !== :running
        @test calls[] == report(one).evaluations * (scheme === :forward ? 3 : 5)
        @test best(one).position[1] == 0.5
        @test best(one).value ≈ 0.25 atol = (T === Float64 ? 1e-6 : 2e-2)
        for how in ((threads = true,), (batch = true,))
            f = haskey(how, :batch) ? points -> [valley(x) for x in eachcol(points)] : valley
            other = Lbfgs(start; upper = upper)
            step!(other, f; differences = scheme, how...)
            other = restore(Lbfgs{T}, save(other)) # with its bounds
            run!(other, f; differences = scheme, how...)
            @test same_descent(other, one)
        end
        throws(x) = x[1] == start[1] ? valley(x) : throw(DomainError(x))
        for threads in (false, true)
            @test_throws DomainError run!(Lbfgs(start), throws; differences = scheme, threads = threads)
        end
    end
    @test lbfgs_minimize(x -> sum(abs2, x), T[3, 4]; lower = T[1, 4], upper = T[9, 4], differences = :central).position ==
          [1, 4]
    @test lbfgs_minimize(x -> sum(abs2, x), T[3]; lower = T[3], upper = T[3], differences = :forward).value == 9
end

@testset "what L-BFGS-B refuses" begin
    for (start, options, status) in (
        ([], (), Photinus.PHOTINUS_ERROR_DIMENSION),
        ([0.0], (lower = [1.0],), Photinus.PHOTINUS_ERROR_START),
        ([NaN], (), Photinus.PHOTINUS_ERROR_START),
        ([0.0], (lower = [1.0], upper = [-1.0]), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], (upper = [NaN],), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], (pairs = 0,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], (curvature = 0,), Photinus.PHOTINUS_ERROR_PARAMETER),
    )
        @test refused(() -> Lbfgs(start; options...)) == status
    end
    @test_throws DimensionMismatch Lbfgs([0.0, 0.0]; lower = [1.0])
    @test_throws ArgumentError Lbfgs([0.0]; speed = 3)
    @test_throws ArgumentError run!(Lbfgs([0.0]), abs2; differences = :backward)
    @test refused(() -> run!(Lbfgs([0.0]), x -> x[1]; differences = :central, typical = 0)) ==
          Photinus.PHOTINUS_ERROR_PARAMETER
    hopeless = Lbfgs([0.0])
    @test refused(() -> run!(hopeless, x -> (NaN, [0.0]))) == Photinus.PHOTINUS_ERROR_NOT_FINITE
    @test report(hopeless).reason === :not_finite
    bytes = save(Lbfgs([0.0]))
    @test refused(() -> restore(Lbfgs{Float32}, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    for k in eachindex(bytes)
        changed = copy(bytes)
        changed[k] ⊻= 0x01 << (k % 8)
        @test refused(() -> restore(Lbfgs, changed)) == Photinus.PHOTINUS_ERROR_CHECKPOINT
    end
end
