//! The history of the kernels' speed: `cargo bench --manifest-path benches/Cargo.toml`.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use photinus::kuramoto::{Coupling, Dense, Ensemble, Kuramoto, MeanField, Sparse};
use photinus::ode::{OdeSystem, Rk4};
use photinus::optimize::{Cma, CmaOptions, Function, Options, Problem, Pso, Rule, Search, SearchOptions, Swarm};
use photinus::random::Stream;
use photinus::sequence::{CursorState, Discrepancy, Halton, Indices, Scrambling, Sequence, Sobol, SobolScrambling};
use photinus::{Layout, Real};
use std::hint::black_box;

fn halton<F: Real>(c: &mut Criterion) {
    let precision = core::any::type_name::<F>();
    for (name, scrambling) in [
        ("plain", Scrambling::None),
        ("digit permutations", Scrambling::DigitPermutations(1)),
        ("nested", Scrambling::Nested(1)),
    ] {
        let mut group = c.benchmark_group(format!("halton {precision} {name}, per value"));
        for dim in [1, 3, 8, 32, 100] {
            let count = 32_768 / dim; // 256 kB in f64: in the L2 cache
            let halton = Halton::<F>::new(dim).unwrap().with_scrambling(scrambling).unwrap();
            let mut memory = vec![F::zero(); Halton::<F>::table_len(dim)];
            let with_table = halton.with_table(&mut memory);
            let mut points = vec![F::zero(); dim * count];
            group.throughput(Throughput::Elements((dim * count) as u64));
            for (name, halton, layout) in [
                ("by rows", &with_table, Layout::ROWS),
                ("by columns", &with_table, Layout::COLUMNS),
                ("by rows, without a table", &halton, Layout::ROWS),
            ] {
                group.bench_function(BenchmarkId::new(name, dim), |b| {
                    b.iter(|| halton.fill(Indices::new(black_box(1000), count), layout, &mut points));
                });
            }
            for (name, halton) in
                [("one after the other", &with_table), ("one after the other, without a table", &halton)]
            {
                let mut states = vec![CursorState::default(); dim];
                group.bench_function(BenchmarkId::new(name, dim), |b| {
                    let mut cursor = halton.cursor(1000, &mut states).unwrap();
                    b.iter(|| (0..count).try_for_each(|_| cursor.next(&mut points)));
                });
            }
            let mut indices = Stream::new(1, 0, 0);
            group.bench_function(BenchmarkId::new("any index below 2^32", dim), |b| {
                b.iter(|| (0..count).try_for_each(|_| with_table.point(indices.next_u64() >> 32, &mut points)));
            });
        }
        group.finish();
    }
}

fn sobol(c: &mut Criterion) {
    for (name, scrambling) in [("plain", SobolScrambling::None), ("nested", SobolScrambling::Nested(1))] {
        let mut group = c.benchmark_group(format!("sobol f64 {name}, per value"));
        for dim in [1, 8, 100] {
            let count = 32_768 / dim;
            let sobol = Sobol::<f64>::new(dim).unwrap().with_scrambling(scrambling);
            let mut points = vec![0.0; dim * count];
            group.throughput(Throughput::Elements((dim * count) as u64));
            for (name, layout) in [("by rows", Layout::ROWS), ("by columns", Layout::COLUMNS)] {
                group.bench_function(BenchmarkId::new(name, dim), |b| {
                    b.iter(|| sobol.fill(Indices::new(black_box(1000), count), layout, &mut points));
                });
            }
        }
        group.finish();
    }
}

fn discrepancy(c: &mut Criterion) {
    let mut group = c.benchmark_group("discrepancy of 1000 points, per pair and dimension");
    for dim in [8, 32] {
        let mut points = vec![0.0; 1000 * dim];
        Halton::new(dim).unwrap().fill(Indices::new(0, 1000), Layout::ROWS, &mut points).unwrap();
        group.throughput(Throughput::Elements(500_000 * dim as u64));
        for kind in Discrepancy::ALL {
            group.bench_function(BenchmarkId::new(format!("{kind:?}"), dim), |b| {
                b.iter(|| kind.of(black_box(&points), 1000, dim, Layout::ROWS));
            });
        }
    }
    group.finish();
}

/// What the others can at best reach.
fn stores(c: &mut Criterion) {
    let mut group = c.benchmark_group("plain stores, per f64");
    for (name, count) in [("256 kB", 32_768), ("100 MB", 13_107_200)] {
        let mut memory = vec![0.0_f64; count];
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(name, |b| b.iter(|| black_box(&mut memory).fill(black_box(1.0))));
    }
    group.finish();
}

fn swarm(c: &mut Criterion) {
    let mut group = c.benchmark_group("swarm, per evaluation");
    let constriction = Options::default().with_rule(Rule::Constriction);
    let all = [
        ("constriction", constriction),
        ("default", Options::default()),
        ("sphere", constriction.with_rule(Rule::Sphere)),
    ];
    for (name, options) in all {
        for (dim, swarm_size) in [(10, 40), (10, 1000), (100, 40), (100, 1000)] {
            let options =
                Options { swarm_size, max_repetition: 0, restart_generations: 0, restart_spread: 0.0, ..options };
            let mut memory = vec![0.0; Pso::<f64>::memory_len(dim, swarm_size, 0)];
            let mut pso = Pso::new(&mut memory, &vec![-5.0; dim], &vec![5.0; dim], &options).unwrap();
            let objective = Function::new(dim, |x: &[f64]| x[0]);
            group.throughput(Throughput::Elements(swarm_size as u64));
            let id = BenchmarkId::new(format!("{name}, {swarm_size} particles"), dim);
            group.bench_function(id, |b| b.iter(|| pso.step(&objective)));
        }
    }
    group.finish();
}

fn search(c: &mut Criterion) {
    let mut group = c.benchmark_group("covariance adaptation, per evaluation");
    for dim in [2, 10, 40] {
        let (lower, upper) = (vec![-5.0; dim], vec![5.0; dim]);
        let problem = Problem::new(&lower, &upper);
        let objective = Function::new(dim, |x: &[f64]| x.iter().map(|x| (x - 1.0) * (x - 1.0)).sum());
        // All of a run: start, generations that narrow, and decompositions.
        let options = CmaOptions { max_generations: 200, ..CmaOptions::default() };
        let mut memory = vec![0.0; Cma::memory_len(&problem, &options, 0)];
        let mut run = || Cma::new(&mut memory, &problem, &options).unwrap().run(&objective, |_| Ok(())).unwrap();
        group.throughput(Throughput::Elements(run().evaluations));
        group.bench_function(BenchmarkId::new("Cma", dim), |b| b.iter(&mut run));
    }
    group.finish();

    let mut group = c.benchmark_group("search of Rosenbrock's function, per evaluation");
    for dim in [2, 10, 40] {
        let (lower, upper) = (vec![-5.0; dim], vec![5.0; dim]);
        let problem = Problem::new(&lower, &upper);
        let objective = Function::new(dim, |x: &[f64]| {
            x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)).sum()
        });
        let options = SearchOptions { max_evaluations: 1000 * dim as u64, ..SearchOptions::default() };
        let mut memory = vec![0.0; Search::memory_len(&problem, &options, 0)];
        let mut run = || Search::new(&mut memory, &problem, &options).unwrap().run(&objective, |_| Ok(())).unwrap();
        group.throughput(Throughput::Elements(run().evaluations));
        group.bench_function(BenchmarkId::new("Search", dim), |b| b.iter(&mut run));
    }
    group.finish();

    let mut group = c.benchmark_group("swarm of 40 on an objective of some 10 us, per evaluation");
    let busy = Function::new(10, |x: &[f64]| (0..4000).fold(x[0], |y, k| 0.999 * y + x[k % 10]));
    for threads in [1, 2] {
        let options = Options { max_repetition: 0, ..Options::default() };
        let swarm = Swarm::new(&[-5.0; 10], &[5.0; 10], &options).unwrap();
        let mut swarm = swarm.with_threads(threads).unwrap();
        group.throughput(Throughput::Elements(options.swarm_size as u64));
        group.bench_function(format!("{threads} threads"), |b| b.iter(|| swarm.step(&busy)));
    }
    group.finish();
}

/// Two steps of a network.
fn steps<C: Coupling<f64>>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    network: &Kuramoto<'_, f64, C>,
    initial: &[f64],
) {
    let (mut phases, mut workspace) = (initial.to_vec(), vec![0.0; network.workspace_len()]);
    let solver = Rk4::new(1e-3).unwrap();
    group.throughput(Throughput::Elements(4 * 2));
    group.bench_function(name, |b| {
        b.iter(|| solver.advance(network, 0.0, 0, 2, &mut phases, &mut workspace));
    });
}

fn network(c: &mut Criterion) {
    let mut group = c.benchmark_group("dense network, per right-hand side with RK4");
    for (n, harmonics) in [(3, 1), (10, 1), (100, 1), (1000, 1), (3, 2), (10, 2), (100, 2)] {
        let mut random = Stream::new(1, 0, 0);
        let mut uniform = |count: usize| -> Vec<f64> { (0..count).map(|_| random.uniform()).collect() };
        let (frequencies, coupling, initial) = (uniform(n), uniform(harmonics * n * n), uniform(n));
        let network = Kuramoto::new(&frequencies, Dense::new(n, harmonics, &coupling, Layout::ROWS).unwrap()).unwrap();
        let (mut phases, mut workspace) = (vec![0.0; 2 * n], vec![0.0; network.workspace_len()]);
        let steps = (100_000 / (n * n)).max(2);
        let solver = Rk4::new(1e-3).unwrap();
        let times = [0.0, 1e-3 * steps as f64];
        group.throughput(Throughput::Elements(4 * steps as u64));
        group.bench_function(format!("{n} oscillators, {harmonics} harmonics"), |b| {
            b.iter(|| solver.solve(&network, &times, &initial, &mut phases, &mut workspace, |_, _, _| Ok(())));
        });
        assert_eq!(network.dim(), n);
    }
    group.finish();

    let mut random = Stream::new(2, 0, 0);
    let mut uniform = |count: usize| -> Vec<f64> { (0..count).map(|_| random.uniform()).collect() };
    let n = 10_000;
    let (frequencies, initial, weights) = (uniform(n), uniform(n), uniform(10 * n));
    let offsets: Vec<usize> = (0..=n).map(|i| 10 * i).collect();
    let columns: Vec<u32> = (0..10 * n).map(|e| (e * 7919 % n) as u32).collect();
    let mut group = c.benchmark_group("network of 10^4, per right-hand side with RK4");
    let sparse = Kuramoto::new(&frequencies, Sparse::new(&offsets, &columns, &weights, 1).unwrap()).unwrap();
    steps(&mut group, "sparse, 10 edges each", &sparse, &initial);
    let mean_field = Kuramoto::new(&frequencies, MeanField::new(n, &[1.0]).unwrap()).unwrap();
    steps(&mut group, "mean field", &mean_field, &initial);
    group.finish();

    let mut group = c.benchmark_group("ensemble of 1000, per member and right-hand side with RK4");
    for n in [3, 10] {
        let (frequencies, coupling, initial) = (uniform(1000 * n), uniform(1000 * n * n), uniform(1000 * n));
        let ensemble = Ensemble::new(1000, n, 1, &frequencies, &coupling, Layout::ROWS).unwrap();
        let (mut phases, mut taken) = (initial.clone(), vec![0; 1000]);
        let mut workspace = vec![0.0; ensemble.workspace_len()];
        let solver = Rk4::new(1e-3).unwrap();
        group.throughput(Throughput::Elements(1000 * 4 * 10));
        group.bench_function(BenchmarkId::from_parameter(n), |b| {
            b.iter(|| ensemble.advance(&solver, 0.0, 0, 10, &mut phases, &mut taken, &mut workspace));
        });
    }
    group.finish();

    let mut group = c.benchmark_group("sine and cosine, per element");
    let x: Vec<f64> = (0..1024).map(|i| f64::from(i) * 0.1).collect();
    let (mut sin, mut cos) = (vec![0.0; 1024], vec![0.0; 1024]);
    group.throughput(Throughput::Elements(1024));
    group.bench_function("baseline", |b| b.iter(|| f64::sin_cos_slice(black_box(&x), &mut sin, &mut cos)));
    group.finish();
}

criterion_group!(kernels, stores, halton::<f64>, halton::<f32>, sobol, discrepancy, swarm, search, network);
criterion_main!(kernels);
