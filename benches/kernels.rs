//! The history of the kernels' speed: `cargo bench --manifest-path benches/Cargo.toml`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use photinus::kuramoto::Kuramoto;
use photinus::ode::{OdeSystem, Rk4};
use photinus::optimize::{Function, Options, Pso};
use photinus::random::Stream;
use photinus::sequence::{Halton, Indices, Sequence, radical_inverse};
use photinus::{Layout, Real};
use std::hint::black_box;

fn halton(c: &mut Criterion) {
    let mut group = c.benchmark_group("halton fill, per value");
    for dim in [1, 3, 8, 32, 100] {
        let count = 32_768 / dim; // 256 kB: in the L2 cache
        let halton = Halton::<f64>::new(dim).unwrap();
        let mut points = vec![0.0; dim * count];
        group.throughput(Throughput::Elements((dim * count) as u64));
        for (name, layout) in [("by rows", Layout::ROWS), ("by columns", Layout::COLUMNS)] {
            group.bench_function(BenchmarkId::new(name, dim), |b| {
                b.iter(|| halton.fill(Indices::new(black_box(1000), count), layout, &mut points));
            });
        }
    }
    group.finish();
    c.bench_function("radical inverse, index below 2^32, base 3", |b| {
        b.iter(|| radical_inverse::<f64>(black_box(3_141_592_653), 3));
    });
    c.bench_function("radical inverse, index 2^63, base 3", |b| {
        b.iter(|| radical_inverse::<f64>(black_box(1 << 63), 3));
    });
}

fn swarm(c: &mut Criterion) {
    let mut group = c.benchmark_group("swarm of 40, per evaluation");
    for dim in [10, 100] {
        let options = Options { max_repetition: 0, ..Options::default() };
        let mut memory = vec![0.0; Pso::<f64>::memory_len(dim, 40, 0)];
        let mut pso = Pso::new(&mut memory, &vec![-5.0; dim], &vec![5.0; dim], &options).unwrap();
        let objective = Function::new(dim, |x: &[f64]| x.iter().map(|x| x * x).sum());
        group.throughput(Throughput::Elements(40));
        group.bench_function(BenchmarkId::from_parameter(dim), |b| b.iter(|| pso.step(&objective)));
    }
    group.finish();
}

fn network(c: &mut Criterion) {
    let mut group = c.benchmark_group("dense network, per right-hand side with RK4");
    for (n, harmonics) in [(3, 1), (10, 1), (100, 1), (1000, 1), (3, 2), (10, 2), (100, 2)] {
        let mut random = Stream::new(1, 0, 0);
        let mut uniform = |count: usize| -> Vec<f64> { (0..count).map(|_| random.uniform()).collect() };
        let (frequencies, coupling, initial) = (uniform(n), uniform(harmonics * n * n), uniform(n));
        let network = Kuramoto::new(&frequencies, &coupling, harmonics, Layout::ROWS).unwrap();
        let (mut phases, mut workspace) = (vec![0.0; 2 * n], vec![0.0; Kuramoto::<f64>::workspace_len(n)]);
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

    let mut group = c.benchmark_group("sine and cosine, per element");
    let x: Vec<f64> = (0..1024).map(|i| f64::from(i) * 0.1).collect();
    let (mut sin, mut cos) = (vec![0.0; 1024], vec![0.0; 1024]);
    group.throughput(Throughput::Elements(1024));
    group.bench_function("baseline", |b| b.iter(|| f64::sin_cos_slice(black_box(&x), &mut sin, &mut cos)));
    group.finish();
}

criterion_group!(kernels, halton, swarm, network);
criterion_main!(kernels);
