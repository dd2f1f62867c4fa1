//! Bits that do not change: not from debug to release, with or without `std`, from machine to machine, nor (for seeded
//! results) from version to version. The hashes were printed by the first version; a change of one is a change for
//! every user, and belongs in the changelog.

mod common;

use common::hash;
use photinus::kuramoto::{Coupling, Dense, Groups, Kuramoto, MeanField, Normalization, Sparse};
use photinus::ode::Rk4;
use photinus::optimize::{
    Cma, CmaOptions, Function, Lbfgs, LbfgsOptions, Options, Problem, Pso, Search, SearchOptions,
};
use photinus::random::Stream;
use photinus::sequence::{Halton, Indices, Scrambling, Sequence, Sobol, SobolScrambling};
use photinus::{Layout, Real};

fn halton<F: Real>() -> u64 {
    let mut points = vec![F::zero(); 40 * 40];
    let halton = Halton::<F>::new(40).unwrap();
    hash([0, 1 << 30, 1 << 62].into_iter().flat_map(|start| {
        halton.fill(Indices { start, leap: 1 + start % 7, count: 40 }, Layout::ROWS, &mut points).unwrap();
        points.iter().map(|x| x.to_bits64()).collect::<Vec<u64>>()
    }))
}

/// Small, large and the largest bases, prime and not, and places on all sides of where the algorithms change.
fn scrambled<F: Real>(scrambling: Scrambling) -> u64 {
    let bases = [2, 3, 5, 7, 4, 9, 64, 101, 1009, 4096, 9973, 10_007, 1 << 31, u32::MAX];
    let bases = if scrambling == Scrambling::FaureLemieux { &bases[..4] } else { &bases[..] };
    let halton = Halton::<F>::with_bases(bases).unwrap().with_scrambling(scrambling).unwrap();
    hash([0, 1 << 23, 1 << 30, 1 << 52, 1 << 62].into_iter().flat_map(|start| {
        let mut points = vec![F::zero(); 300 * bases.len()];
        halton.fill(Indices { start, leap: 1, count: 300 }, Layout::ROWS, &mut points).unwrap();
        points.into_iter().map(|x| x.to_bits64())
    }))
}

fn sobol<F: Real>(scrambling: SobolScrambling) -> u64 {
    let sobol = Sobol::<F>::new(40).unwrap().with_scrambling(scrambling);
    hash([0, 1 << 30, 1 << 62].into_iter().flat_map(|start| {
        let mut points = vec![F::zero(); 40 * 40];
        sobol.fill(Indices { start, leap: 1 + start % 7, count: 40 }, Layout::ROWS, &mut points).unwrap();
        points.into_iter().map(|x| x.to_bits64())
    }))
}

fn sequences<F: Real>() -> [u64; 7] {
    [
        scrambled::<F>(Scrambling::DigitPermutations(1)),
        scrambled::<F>(Scrambling::FaureLemieux),
        scrambled::<F>(Scrambling::Nested(2)),
        scrambled::<F>(Scrambling::Shift(3)),
        sobol::<F>(SobolScrambling::None),
        sobol::<F>(SobolScrambling::Nested(4)),
        sobol::<F>(SobolScrambling::Shift(5)),
    ]
}

fn swarm<F: Real>() -> u64 {
    let options = Options { swarm_size: 9, max_generations: 40, seed: 42, ..Options::default() };
    let objective = Function::new(3, |x: &[F]| x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + (x[0] * x[1]).sin_cos().0);
    let mut memory = vec![F::zero(); Pso::<F>::memory_len(3, 9, 0)];
    let (lower, upper) = ([F::from_f64(-3.0); 3], [F::from_f64(5.0); 3]);
    let mut pso = Pso::new(&mut memory, &lower, &upper, &options).unwrap();
    pso.run(&objective, |_| Ok(())).unwrap();
    let (best, value) = pso.best();
    hash(pso.positions().iter().chain(best).chain([&value]).map(|x| x.to_bits64()))
}

/// A whole search, a run of CMA-ES, and one of L-BFGS, of functions made of sines and products.
fn searches<F: Real>() -> [u64; 3] {
    let number = F::from_f64;
    let objective = Function::new(4, |x: &[F]| {
        x.windows(2).fold(F::zero(), |sum, x| sum + x[0] * x[0] + (number(3.0) * x[0] * x[1]).sin_cos().0)
    });
    let (lower, upper) = ([number(-3.0); 4], [number(5.0), number(3.0), number(5.0), F::infinity()]);
    let problem = Problem::new(&lower, &upper);
    let (start, spread) = ([number(0.5); 4], [F::one(); 4]);
    let grid = [F::zero(), F::zero(), F::one(), F::zero()];
    let problem = problem.with_start(&start).with_spread(&spread).with_grid(&grid);
    let options = SearchOptions { max_evaluations: 4000, seed: 42, ..SearchOptions::default() };
    let mut memory = vec![F::zero(); Search::memory_len(&problem, &options, 0)];
    let mut search = Search::new(&mut memory, &problem, &options).unwrap();
    search.run(&objective, |_| Ok(())).unwrap();
    let bits = |(x, value): (&[F], F)| hash(x.iter().chain([&value]).map(|x| x.to_bits64()));
    let found = bits(search.best());
    let options = CmaOptions { max_evaluations: 1000, seed: 42, ..CmaOptions::default() };
    let mut memory = vec![F::zero(); Cma::memory_len(&problem, &options, 0)];
    let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
    cma.run(&objective, |_| Ok(())).unwrap();
    let adapted = bits(cma.best());
    let mut memory = vec![F::zero(); Lbfgs::<F>::memory_len(4, 5, 0)];
    let options = LbfgsOptions { pairs: 5, max_evaluations: 60, ..LbfgsOptions::default() };
    let mut lbfgs = Lbfgs::new(&mut memory, &start, &lower, &upper, &options).unwrap();
    while lbfgs.report().reason.is_none() {
        // Rosenbrock's function, as a sum.
        let (mut value, mut gradient) = (F::zero(), [F::zero(); 4]);
        let x: [F; 4] = core::array::from_fn(|i| lbfgs.ask()[i]);
        for i in 0..3 {
            let (a, b) = (x[i + 1] - x[i] * x[i], F::one() - x[i]);
            value += number(100.0) * a * a + b * b;
            gradient[i] -= number(400.0) * a * x[i] + number(2.0) * b;
            gradient[i + 1] += number(200.0) * a;
        }
        lbfgs.tell(value, &gradient).unwrap();
    }
    [found, adapted, bits(lbfgs.best())]
}

fn network<F: Real>() -> u64 {
    let mut random = Stream::new(3, 0, 0);
    let mut uniform = |count: usize| -> Vec<F> { (0..count).map(|_| random.uniform()).collect() };
    let (frequencies, coupling, initial) = (uniform(10), uniform(200), uniform(10));
    let network = Kuramoto::new(&frequencies, Dense::new(10, 2, &coupling, Layout::ROWS).unwrap()).unwrap();
    let times: Vec<F> = (0..5).map(|i| F::from_f64(0.25) * F::from_u64(i)).collect();
    let (mut phases, mut workspace) = (vec![F::zero(); 50], vec![F::zero(); network.workspace_len()]);
    let solver = Rk4::new(F::from_f64(0.03)).unwrap();
    solver
        .solve(&network, &times, &initial, &mut phases, &mut workspace, |_, _, _| Ok(()))
        .unwrap()
        .complete()
        .unwrap();
    hash(phases.into_iter().map(Real::to_bits64))
}

/// Networks of each coupling, by 20 steps.
fn couplings<F: Real>() -> [u64; 6] {
    let mut random = Stream::new(4, 0, 0);
    let mut uniform = |count: usize| -> Vec<F> { (0..count).map(|_| random.uniform()).collect() };
    fn steps<F: Real, C: Coupling<F>>(coupling: C, frequencies: &[F], initial: &[F]) -> u64 {
        let n = coupling.oscillators();
        let network = Kuramoto::new(&frequencies[..n], coupling).unwrap();
        let (mut phases, mut workspace) = (initial[..n].to_vec(), vec![F::zero(); network.workspace_len()]);
        let solver = Rk4::new(F::from_f64(0.03)).unwrap();
        solver.advance(&network, F::one(), 0, 20, &mut phases, &mut workspace).unwrap().complete().unwrap();
        hash(phases.into_iter().map(Real::to_bits64))
    }
    let n = 1500;
    let (frequencies, initial, lags) = (uniform(n), uniform(n), uniform(2));
    let matrix: Vec<F> = uniform(300 * 300).iter().map(|&k| k * F::from_f64(0.01)).collect();
    let (offsets, weights): (Vec<usize>, Vec<F>) = ((0..=n).map(|i| 4 * i).collect(), uniform(4 * n));
    let columns: Vec<u32> = (0..4 * n).map(|e| (e * 7919 % n) as u32).collect();
    let labels: Vec<u32> = (0..n as u32).map(|i| i / 100 % 3).collect();
    let dense =
        |n: usize| Dense::<F>::new(n, 1, &matrix[..n * n], Layout::ROWS).unwrap().with_lags(&lags[..1]).unwrap();
    let sparse = Sparse::<F>::new(&offsets, &columns, &weights, 1).unwrap().with_normalization(Normalization::InDegree);
    let mean_field = MeanField::new(n, &weights[..2]).unwrap().with_lags(&lags).unwrap();
    let blocks: Vec<F> = uniform(9).iter().map(|&k| k * F::from_f64(0.001)).collect();
    let groups = Groups::new(&labels, 3, &blocks, 1).unwrap();
    [
        steps(dense(12), &frequencies, &initial),
        steps(dense(100), &frequencies, &initial),
        steps(dense(300), &frequencies, &initial),
        steps(sparse, &frequencies, &initial),
        steps(mean_field, &frequencies, &initial),
        steps(groups, &frequencies, &initial),
    ]
}

fn elementary<F: Real>() -> u64 {
    let mut random = Stream::new(9, 0, 0);
    hash((0..1000).flat_map(|i| {
        let x = (random.uniform::<F>() - F::from_f64(0.5)) * F::exp2_integer(i % 60);
        let (sin, cos) = x.sin_cos();
        let (a, b) = random.normal_pair::<F>();
        [sin, cos, (x * F::from_f64(1e-9)).exp(), x.abs().ln(), a, b].map(Real::to_bits64)
    }))
}

#[test]
fn the_same_bits_as_ever() {
    let f64_bits = [halton::<f64>(), swarm::<f64>(), network::<f64>(), elementary::<f64>()];
    let f32_bits = [halton::<f32>(), swarm::<f32>(), network::<f32>(), elementary::<f32>()];
    assert_eq!(f64_bits, [7271910950941478072, 16699342841249104083, 10029595607356636770, 9747611271984648303]);
    assert_eq!(f32_bits, [18392739509639988191, 8864658824264164202, 6799360285839065195, 15147000551853438796]);
    assert_eq!(searches::<f64>(), [4379077183991732146, 12773081173838427347, 650185511788390812]);
    assert_eq!(searches::<f32>(), [321254690606298497, 7715574681511485998, 5488953988436570212]);
    assert_eq!(
        couplings::<f64>(),
        [
            6071363655565831216,
            13415390432195517449,
            9960432598125885817,
            8801727737845773340,
            7543225694040216395,
            11223827651830002935
        ]
    );
    assert_eq!(
        couplings::<f32>(),
        [
            13721090814950032259,
            1156545900113851448,
            17342216414371301543,
            9007340328514379367,
            3691138048100368177,
            10919406520787057180
        ]
    );
    assert_eq!(
        sequences::<f64>(),
        [
            716427291727350910,
            12761959800920008600,
            16432059712324328627,
            102447092466495941,
            3272769267969986407,
            10732858769216146029,
            1501262955097044166
        ]
    );
    assert_eq!(
        sequences::<f32>(),
        [
            2574930797901326886,
            15344353286508483516,
            11086571747553232692,
            4641368979345317337,
            12430944681664131413,
            9728795020065960419,
            12069122646460269042
        ]
    );
}
