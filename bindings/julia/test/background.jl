@testset "in the background, $T" for T in (Float64, Float32)
    lower, upper = T[-2, -1], T[2, 3]
    valley(x) = (1 - x[1])^2 + 100 * (x[2] - x[1]^2)^2
    makers = (
        () -> Search(lower, upper; seed = 3, max_evaluations = 1500),
        () -> Swarm(lower, upper; seed = 3, max_evaluations = 1500),
        () -> Cma(lower, upper; seed = 3, max_evaluations = 600),
    )
    for make in makers
        whole = make()
        expected = run!(whole, valley)
        behind = make()
        seen = Ref(0)
        running = start(behind, valley; watch = now -> (seen[] += 1; true))
        @test occursin("Background", sprint(show, running))
        last = poll(running)
        while !last.finished
            now = poll(running)
            @test now.report.evaluations >= last.report.evaluations
            last = now
            yield()
        end
        @test wait(running) == expected == poll(running).report
        @test best(behind) == best(whole) && poll(running).position == best(whole).position
        @test seen[] == expected.generations
        @test save(behind) == save(whole)

        # Cancelled, and gone on with.
        behind = make()
        go = Threads.Atomic{Bool}(false)
        running = start(behind, valley; watch = now -> begin
            while !go[]
                yield()
            end
            true
        end)
        cancel!(running)
        go[] = true
        @test wait(running).reason === :caller
        @test poll(running).report.evaluations < 1500
        @test run!(behind, valley) == expected

        # By threads of its own, and what it throws.
        behind = make()
        @test wait(start(behind, valley; threads = true)) == expected
        @test_throws DomainError wait(start(make(), x -> sqrt(-1.0 - x[1]^2)))
    end
end

@testset "the feasible ones first, $T" for T in (Float64, Float32)
    @test feasible_first(T(3), T[-1, 0]) === T(3)
    @test feasible_first(T(3), T[-1], T[0.5]; equality_tolerance = 0.5) === T(3)
    @test T(1e37) < feasible_first(T(-7), T[1]) < feasible_first(T(-9), T[2]) < Inf
    @test feasible_first(T(3), T[NaN]) > 1e37
    @test_throws PhotinusError feasible_first(T(3), T[0]; equality_tolerance = -1)
    disc(x) = feasible_first(x[1] + x[2], [x[1]^2 + x[2]^2 - 2])
    found = swarm_minimize(disc, T[-5, -5], T[5, 5]; max_evaluations = 20_000)
    @test abs(found.value + 2) < 1e-3 && sum(abs2, found.position) <= 2
    # The mean of two evaluations of each point.
    found = minimize(x -> (x[1] - 1)^2 + (x[2] + 2)^2, T[-5, -5], T[5, 5]; evaluations_per_point = 2, max_evaluations = 600)
    @test found.value < 1e-4 && found.evaluations == 600
end

@testset "a time limit" begin
    valley(x) = (1 - x[1])^2 + 100 * (x[2] - x[1]^2)^2
    slow(x) = (sleep(0.02); valley(x))
    for make in (() -> Search([-2, -1], [2, 3]; max_evaluations = 500), () -> Cma([-2, -1], [2, 3]; max_evaluations = 500))
        whole = make()
        expected = run!(whole, valley)
        for threads in (false, true)
            limited = make()
            @test run!(limited, valley; threads = threads, time_limit = 0).reason === :time
            now = run!(limited, slow; threads = threads, time_limit = 0.05)
            @test now.reason === :time && now.evaluations <= 3 * Threads.nthreads()
            @test run!(limited, points -> [valley(x) for x in eachcol(points)]; batch = true) == expected
            @test run!(limited, valley; time_limit = 0) == expected # it had ended
        end
    end
    @test minimize(valley, [-2, -1], [2, 3]; time_limit = 0).reason === :time
    for wrong in (-1, NaN)
        @test_throws ArgumentError minimize(valley, [-2, -1], [2, 3]; time_limit = wrong)
    end

    # L-BFGS-B in the background, cancelled after an iteration.
    gradient(x) = (valley(x), [-2 * (1 - x[1]) - 400 * x[1] * (x[2] - x[1]^2), 200 * (x[2] - x[1]^2)])
    running = start(Lbfgs([-1.2, 1.0]), gradient)
    cancel!(running)
    @test wait(running).reason in (:caller, :gradient, :value)
end
