//! No kernel allocates: a counting global allocator.

use photinus::kuramoto::observables::OrderParameterStatistics;
use photinus::kuramoto::{Delayed, Dense, Ensemble, FrequencyDistribution, Kuramoto, Linearized};
use photinus::ode::{AdaptiveOptions, Constant, DelayRk4, Lyapunov, Rk4, Sde, StochasticHeun, Tsitouras5, Wiener};
use photinus::optimize::{Cma, CmaOptions, Function, Options, Problem, Pso, Search, SearchOptions};
use photinus::random::Stream;
use photinus::sequence::{
    CursorState, Discrepancy, Halton, Indices, Mapping, Scrambling, Sequence, Sobol, SobolScrambling, radical_inverse,
};
use photinus::simd::Level;
use photinus::{Layout, Real};
use std::alloc::{GlobalAlloc, Layout as MemoryLayout, System};
use std::cell::Cell;
use std::hint::black_box;

thread_local! {
    /// Calls of the allocator by this thread.
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: MemoryLayout) -> *mut u8 {
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        // SAFETY: by the caller.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: MemoryLayout) {
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        // SAFETY: by the caller.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `work` returns, and how often it called the allocator.
fn counted<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = CALLS.get();
    let result = work();
    (result, CALLS.get() - before)
}

fn every_kernel<F: Real>() {
    let number = F::from_f64;
    let mut points = [F::zero(); 60];
    let (_, calls) = counted(|| {
        let halton = Halton::<F>::new(3).unwrap();
        halton.fill(Indices::new(1 << 60, 20), Layout::ROWS, &mut points).unwrap();
        halton.fill(Indices { start: 5, leap: 409, count: 20 }, Layout::COLUMNS, &mut points).unwrap();
        halton.point(7, &mut points).unwrap();
        Halton::<F>::with_bases(&[4, 9, 25, 7]).unwrap().point(u64::MAX, &mut points).unwrap();
        radical_inverse::<F>(u64::MAX, u32::MAX).unwrap()
    });
    assert_eq!(calls, 0, "Halton");

    let (mut memory, mut states) = ([F::zero(); 1000], [CursorState::default(); 20]);
    let mut many = [F::zero(); 20 * 300];
    let (_, calls) = counted(|| {
        let (lower, upper) = ([F::zero(); 20], [F::one(); 20]);
        let mapping = Mapping::default().open().scale(&lower, &upper).unwrap();
        for scrambling in [
            Scrambling::None,
            Scrambling::DigitPermutations(1),
            Scrambling::FaureLemieux,
            Scrambling::Nested(2),
            Scrambling::Shift(3),
        ] {
            let halton = Halton::<F>::new(20).unwrap().with_scrambling(scrambling).unwrap();
            let halton = halton.with_table(&mut memory);
            for layout in [Layout::ROWS, Layout::COLUMNS] {
                halton.fill_mapped(Indices::new(1000, 300), layout, mapping, &mut many).unwrap();
            }
            halton.point(u64::MAX, &mut points).unwrap();
            halton.cursor(5, &mut states).unwrap().next(&mut points).unwrap();
            halton.points::<20>(7).unwrap().take(50).for_each(|point| assert!(black_box(point)[0] < F::one()));
        }
        for scrambling in [SobolScrambling::None, SobolScrambling::Nested(1), SobolScrambling::Shift(2)] {
            let sobol = Sobol::<F>::new(20).unwrap().with_scrambling(scrambling);
            for layout in [Layout::ROWS, Layout::COLUMNS] {
                sobol.fill_mapped(Indices::new(1000, 300), layout, mapping, &mut many).unwrap();
            }
            sobol.point(u64::MAX, &mut points).unwrap();
        }
        Discrepancy::ALL.map(|kind| kind.of(&many, 300, 20, Layout::COLUMNS).unwrap())
    });
    assert_eq!(calls, 0, "scrambled sequences, Sobol, discrepancies");

    let mut memory = [F::zero(); Pso::<f64>::memory_len(2, 10, 0)];
    let mut other = memory;
    let mut checkpoint = [0; Pso::<f64>::checkpoint_len(2, 10)];
    let (_, calls) = counted(|| {
        let objective = Function::new(2, |x: &[F]| x[0] * x[0] + x[1].sin_cos().1);
        let options = Options { swarm_size: 10, max_generations: 20, ..Options::default() };
        let mut pso = Pso::new(&mut memory, &[number(-1.0); 2], &[number(2.0); 2], &options).unwrap();
        pso.step(&objective).unwrap();
        pso.save(&mut checkpoint).unwrap();
        let len = Pso::<F>::checkpoint_len(2, 10);
        let mut restored = Pso::<F>::restore(&mut other, &checkpoint[..len]).unwrap();
        restored.run(&objective, |_| Ok(())).unwrap();
        pso.run(&objective, |_| Ok(())).unwrap();
        assert_eq!(restored.report(), pso.report());
    });
    assert_eq!(calls, 0, "particle swarm");

    let (lower, upper) = ([number(-3.0); 2], [number(4.0); 2]);
    let problem = Problem::new(&lower, &upper);
    let options = SearchOptions {
        max_evaluations: 2000,
        population_limit: 12,
        evaluations_per_point: 2,
        ..SearchOptions::default()
    };
    let mut memory = vec![F::zero(); Search::memory_len(&problem, &options, 0)];
    let (mut other, mut bytes) = (memory.clone(), [0; 20_000]);
    let objective = Function::new(2, |x: &[F]| x[0] * x[0] + x[1].sin_cos().1);
    let (_, calls) = counted(|| {
        let mut search = Search::new(&mut memory, &problem, &options).unwrap();
        while search.report().reason.is_none() {
            search.step(&objective).unwrap();
        }
        let len = search.checkpoint_len();
        search.save(&mut bytes).unwrap();
        assert_eq!(Search::<F>::restore(&mut other, &bytes[..len]).unwrap().report(), search.report());
    });
    assert_eq!(calls, 0, "search");

    let options = CmaOptions::default();
    let mut memory = vec![F::zero(); Cma::memory_len(&problem, &options, 0)];
    let (_, calls) = counted(|| {
        let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
        cma.run(&objective, |_| Ok(())).unwrap();
        cma.save(&mut bytes).unwrap();
    });
    assert_eq!(calls, 0, "CMA-ES");

    let frequencies: [F; 9] = core::array::from_fn(|i| number(i as f64));
    let coupling = [number(0.1); 2 * 81];
    let (mut phases, mut workspace) = ([F::zero(); 27], [F::zero(); Dense::<f64>::workspace_len(9, 2)]);
    let (_, calls) = counted(|| {
        for layout in [Layout::ROWS, Layout::COLUMNS] {
            let network = Kuramoto::new(&frequencies, Dense::new(9, 2, &coupling, layout).unwrap()).unwrap();
            let times = [F::zero(), number(0.5), number(1.0)];
            let solver = Rk4::new(number(0.01)).unwrap();
            let initial = [number(1e7); 9];
            solver
                .solve(&network, &times, &initial, &mut phases, &mut workspace, |_, _, _| Ok(()))
                .unwrap()
                .complete()
                .unwrap();
        }
    });
    assert_eq!(calls, 0, "Kuramoto");

    let (w, k) = (&frequencies[..3], &coupling[..9]);
    let (mut memory, mut state, mut rows) = ([F::zero(); 400], [number(0.5); 3], [F::zero(); 9]);
    let mut checkpoint = [0; 2000];
    let times = [F::zero(), number(0.5), number(1.0)];
    let (_, calls) = counted(|| {
        let dense = Dense::new(3, 1, k, Layout::ROWS).unwrap();
        let network = Kuramoto::new(w, dense).unwrap();
        let options = AdaptiveOptions::tolerances(number(1e-3), number(1e-3));
        let mut solver = Tsitouras5::new(&mut memory, &network, times[0], &state, &options).unwrap();
        solver.solve(&network, &times, &mut rows, |_, _, _| Ok(())).unwrap().complete().unwrap();
        solver.save(&mut checkpoint).unwrap();

        let noisy = Sde::new(&network, &times[1..2], Wiener::new(7)).unwrap();
        let heun = StochasticHeun::new(number(0.01)).unwrap();
        heun.advance(&noisy, times[0], 0, 10, &mut state, &mut memory).unwrap().complete().unwrap();

        let delayed = Delayed::new(network, number(0.1)).unwrap();
        let mut run = DelayRk4::new(&mut memory, &delayed, number(0.05), times[0], &state).unwrap();
        run.advance(&delayed, &Constant, 10).unwrap().complete().unwrap();
        run.save(&mut checkpoint).unwrap();

        let system = Linearized::new(&network);
        let mut lyapunov = Lyapunov::new(&mut memory, &system, times[0], &state, 2, number(0.05), 5).unwrap();
        lyapunov.advance(&system, 20).unwrap().complete().unwrap();
        lyapunov.save(number(1.0), &mut checkpoint).unwrap();

        let ensemble = Ensemble::new(1, 3, 1, w, k, Layout::ROWS).unwrap();
        let solver = Rk4::new(number(0.01)).unwrap();
        assert_eq!(ensemble.advance(&solver, times[0], 0, 5, &mut state, &mut [0], &mut memory), Ok(1));
        let noisy = ensemble.with_noise(&times[1..2], 1).unwrap();
        let solver = StochasticHeun::new(number(0.01)).unwrap();
        assert_eq!(noisy.advance(&solver, times[0], 0, 5, &mut state, &mut [0], &mut memory), Ok(1));
        let mut statistics = OrderParameterStatistics::new(1, Level::detect()).unwrap();
        statistics.add(&state).unwrap();
        FrequencyDistribution::Normal { mean: times[0], deviation: times[1] }.quantiles(&mut state).unwrap();
    });
    assert_eq!(calls, 0, "adaptive, stochastic and delayed solvers, exponents, ensembles, observables");

    let (_, calls) = counted(|| {
        let mut random = Stream::new(1, 2, 3);
        black_box((random.uniform::<F>(), random.normal_pair::<F>(), number(3e30).sin_cos(), number(0.3).exp()));
    });
    assert_eq!(calls, 0, "random numbers and elementary functions");
}

#[test]
fn no_kernel_allocates() {
    assert_eq!(counted(|| black_box(vec![1])).1, 1, "the count counts");
    simd_detection_is_made_once();
    every_kernel::<f64>();
    every_kernel::<f32>();
}

/// The standard library asks the CPU at the first call, and keeps what it says.
fn simd_detection_is_made_once() {
    photinus::simd::Level::detect();
}
