# The search for a global minimum.

valley(x) = (1 - x[1])^2 + 100 * (x[2] - x[1]^2)^2
same_end(a, b) = best(a) == best(b) && report(a) == report(b)

@testset "searches, $T" for T in (Float64, Float32)
    lower, upper = T[-2, -1], T[2, 3]
    options = (seed = 3, population_limit = 24, max_evaluations = 1500)
    make() = Search(lower, upper; options...)
    whole = make()
    @test report(whole).reason === :running && report(whole).phase === :start && best(whole).value == Inf
    calls, reports = Ref(0), SearchReport{T}[]
    ended = run!(whole, x -> (calls[] += 1; valley(x)); watch = now -> push!(reports, now))
    @test calls[] == ended.evaluations == 1500 && ended.reason === :evaluations && ended.phase === :covariance
    @test [now.generations for now in reports] == 1:ended.generations
    @test best(whole).value < 1e-6
    @test best(whole).position ≈ [1, 1] rtol = 1e-2
    @test eltype(best(whole).position) === T && ended.best_value == best(whole).value && ended.violation == 0

    # By threads, in batches, by steps with a checkpoint on the way, asked and told: the same bits.
    for how in ((threads = true,), (batch = true,))
        f = haskey(how, :batch) ? points -> [valley(x) for x in eachcol(points)] : valley
        other = make()
        run!(other, f; how...)
        @test same_end(other, whole)
    end
    stepped = make()
    foreach(_ -> step!(stepped, valley), 1:10)
    restored = restore(Search{T}, save(stepped))
    run!(restored, valley)
    @test same_end(restored, whole)
    asked = make()
    while (points = ask!(asked); size(points, 2) > 0)
        @test points == ask!(asked)
        @test refused(() -> tell!(asked, size(points, 2) + 1, 0)) == Photinus.PHOTINUS_ERROR_NOT_ASKED
        tell!(asked, 2:size(points, 2), [valley(points[:, k]) for k in 2:size(points, 2)])
        if report(asked).generations == 5 # in the middle of a generation
            again = restore(Search{T}, save(asked))
            run!(again, valley)
            @test same_end(again, whole)
        end
        tell!(asked, 1, valley(points[:, 1]))
    end
    @test same_end(asked, whole)
    @test minimize(valley, lower, upper; options...).position == best(whole).position

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
        @test same_end(disturbed, whole)
    end
    inside = make()
    @test_throws ArgumentError run!(inside, x -> (set_options!(inside; seed = 4); 0.0))
    @test_throws ArgumentError run!(inside, valley; watch = now -> step!(inside, valley))

    # Options that change on the way.
    changed = set_options!(make(); max_generations = 4)
    @test run!(changed, valley).reason === :generations
    set_options!(changed; max_generations = typemax(UInt64))
    run!(changed, valley)
    @test same_end(changed, whole)
    @test refused(() -> set_options!(changed; population = 9)) == Photinus.PHOTINUS_ERROR_PARAMETER
    @test_throws ArgumentError Search(lower, upper; speed = 3)
    @test occursin("Search{$T} in 2", sprint(show, changed))
end

@testset "kinds of problems, $T" for T in (Float64, Float32)
    # Whole numbers, no bounds, a fixed variable: the minimum is (3, 7, 2).
    shifted(x) = (x[1] - 2.6)^2 + (x[2] - 7)^2 + (x[3] + 1)^2
    found = minimize(shifted, T[-5, -Inf, 2], T[5, Inf, 2]; start = T[0, 100, 2], spread = T[1, 50, 1],
        grid = T[1, 0, 0], max_evaluations = 3000, population_limit = 24)
    @test found.position[[1, 3]] == [3, 2]
    @test found.position[2] ≈ 7 atol = 1e-2
    @test minimize(x -> 0.0, T[0], T[1]; start = T[0.5], target = 0).position == [0.5]

    # x² + y² where x + y ≥ 1 and x = 3y: 5/8 at (3/4, 1/4).
    under(x) = (x[1]^2 + x[2]^2, [1 - x[1] - x[2], x[1] - 3x[2]])
    counts = (inequalities = 1, equalities = 1, max_evaluations = 5000, population_limit = 24)
    one = minimize(under, T[-3, -3], T[3, 3]; counts...)
    @test one.violation == 0
    @test one.value ≈ 5 / 8 atol = (T === Float64 ? 1e-4 : 2e-2)
    @test minimize(under, T[-3, -3], T[3, 3]; threads = true, counts...).position == one.position
    batch(points) = ([under(x)[1] for x in eachcol(points)], reduce(hcat, [under(x)[2] for x in eachcol(points)]))
    @test minimize(batch, T[-3, -3], T[3, 3]; batch = true, counts...).position == one.position
    @test_throws DimensionMismatch minimize(x -> (0.0, [1.0]), T[-3, -3], T[3, 3]; counts...)
    nowhere = minimize(x -> (0.0, [1 + x[1]^2]), T[-3], T[3]; inequalities = 1, max_evaluations = 300)
    @test nowhere.violation ≥ 1 && nowhere.reason === :evaluations
    @test minimize(x -> NaN, T[0], T[1]; max_evaluations = 100).nan_evaluations == 100
end

@testset "what a search refuses" begin
    for (lower, upper, options, status) in (
        ([], [], (), Photinus.PHOTINUS_ERROR_DIMENSION),
        ([0.0], [-1.0], (), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], [Inf], (), Photinus.PHOTINUS_ERROR_START),
        ([0.0], [1.0], (start = [2.0],), Photinus.PHOTINUS_ERROR_START),
        ([0.2], [0.8], (grid = [1.0],), Photinus.PHOTINUS_ERROR_BOUNDS),
        ([0.0], [1.0], (grid = [-1.0],), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (step_size = 0,), Photinus.PHOTINUS_ERROR_PARAMETER),
        ([0.0], [1.0], (active = 2,), Photinus.PHOTINUS_ERROR_ENUM_VALUE),
    )
        @test refused(() -> Search(lower, upper; options...)) == status
    end
    @test_throws DimensionMismatch Search([0.0, 0.0], [1.0])
    @test_throws DimensionMismatch Search([0.0], [1.0]; start = [0.0, 0.0])
    @test_throws DimensionMismatch Search([0.0], [1.0]; grid = [0.0, 0.0])
    bytes = save(Search([0.0], [1.0]))
    @test refused(() -> restore(Search{Float32}, bytes)) == Photinus.PHOTINUS_ERROR_CHECKPOINT_MISMATCH
    @test refused(() -> restore(Search, bytes[1:end-1])) == Photinus.PHOTINUS_ERROR_CHECKPOINT
end
