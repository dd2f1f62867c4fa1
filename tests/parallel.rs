//! Work side by side gives the same bits as one thread, and ends where one thread would.

mod common;

use common::hash;
use photinus::kuramoto::{Dense, Driving, Kuramoto, MeanField, Modulation, Sparse, Sweep};
use photinus::ode::{End, Rk4};
use photinus::optimize::{Function, Interrupted, Objective, Options, Swarm};
use photinus::parallel::Pool;
use photinus::random::Stream;
use photinus::sequence::{Halton, Indices, Sequence, Sobol};
use photinus::{Error, Layout, Real, Stop};
use std::sync::Mutex;

#[test]
fn a_fill_has_the_same_bits_for_any_number_of_threads() {
    let halton = Halton::<f64>::new(7).unwrap();
    for indices in [Indices::new(3, 1000), Indices { start: 1 << 40, leap: 5, count: 333 }, Indices::new(0, 0)] {
        let mut one = vec![0.0; indices.count * 7];
        halton.fill(indices, Layout::ROWS, &mut one).unwrap();
        for threads in [1, 2, 3, 0] {
            let pool = Pool::new(threads).unwrap();
            assert!(pool.threads() >= 1 && (threads == 0 || pool.threads() == threads));
            let mut many = vec![1.0; one.len()];
            pool.fill(&halton, indices, Layout::ROWS, &mut many).unwrap();
            assert_eq!(many, one, "{threads} threads");
        }
    }
    let pool = Pool::new(2).unwrap();
    assert_eq!(pool.fill(&halton, Indices::new(0, 10), Layout::ROWS, &mut [0.0; 69]), Err(Error::Length));
    assert_eq!(pool.fill(&halton, Indices::new(u64::MAX, 2), Layout::ROWS, &mut [0.0; 70]), Err(Error::IndexRange));
}

#[test]
fn values_at_many_points() {
    let pool = Pool::new(2).unwrap();
    let objective = Function::new(2, |x: &[f64]| x[0] + 10.0 * x[1]);
    let points: Vec<f64> = (0..2000).map(f64::from).collect();
    let mut values = vec![0.0; 1000];
    pool.evaluate(&objective, &points, &mut values).unwrap();
    assert!(values.iter().enumerate().all(|(i, &value)| value == 22.0 * i as f64 + 10.0));
    let short = pool.evaluate(&objective, &points[..7], &mut values);
    assert_eq!(short, Err(Interrupted { completed: 3, stop: Stop::Failure(0) }));
}

/// Each thread gets its share at once, or as many points as are wanted at once.
#[test]
fn batches_are_shares() {
    struct Batches(usize, Mutex<Vec<usize>>);
    impl Objective<f64> for Batches {
        fn dim(&self) -> usize {
            1
        }
        fn batch_len(&self) -> usize {
            self.0
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            Ok(x[0])
        }
        fn values(&self, points: &[f64], values: &mut [f64], _: &mut [f64]) -> Result<(), Interrupted> {
            self.1.lock().unwrap().push(values.len());
            values.copy_from_slice(points);
            Ok(())
        }
    }
    let points: Vec<f64> = (0..11).map(f64::from).collect();
    for (threads, batch_len, expected) in [
        (1, usize::MAX, &[11][..]),
        (2, usize::MAX, &[6, 5]),
        (3, usize::MAX, &[4, 4, 3]),
        (2, 4, &[4, 4, 3]),
        (2, 0, &[1; 11]),
    ] {
        let (objective, mut values) = (Batches(batch_len, Mutex::default()), [0.0; 11]);
        Pool::new(threads).unwrap().evaluate(&objective, &points, &mut values).unwrap();
        assert_eq!(values[..], points);
        let mut batches = objective.1.into_inner().unwrap();
        batches.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(batches, expected, "{threads} threads, batches of {batch_len}");
    }
}

/// Refuses points from a certain number on, and needs room to work in.
struct Refusing(f64);
impl Objective<f64> for Refusing {
    fn dim(&self) -> usize {
        1
    }
    fn scratch_len(&self) -> usize {
        3
    }
    fn value(&self, x: &[f64], scratch: &mut [f64]) -> Result<f64, Stop> {
        scratch.fill(x[0]);
        if x[0] >= self.0 { Err(Stop::Caller(x[0] as i32)) } else { Ok(scratch.iter().sum()) }
    }
}

#[test]
fn the_first_point_by_number_ends_the_work() {
    let points: Vec<f64> = (0..500).map(f64::from).collect();
    for threads in [1, 2, 4] {
        let pool = Pool::new(threads).unwrap();
        for at in [0, 1, 250, 499] {
            let mut values = vec![-1.0; 500];
            let result = pool.evaluate(&Refusing(f64::from(at)), &points, &mut values);
            assert_eq!(result, Err(Interrupted { completed: at as usize, stop: Stop::Caller(at) }));
            assert!(values[..at as usize].iter().enumerate().all(|(i, &value)| value == 3.0 * i as f64));
        }
    }
}

#[test]
fn scratch_that_can_not_be_had_is_an_error() {
    struct Greedy;
    impl Objective<f64> for Greedy {
        fn dim(&self) -> usize {
            1
        }
        fn scratch_len(&self) -> usize {
            usize::MAX / 4
        }
        fn value(&self, _: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            Ok(0.0)
        }
    }
    let stop = Stop::Failure(Error::OutOfMemory.code());
    let result = Pool::new(2).unwrap().evaluate(&Greedy, &[0.0; 4], &mut [0.0; 4]);
    assert_eq!(result, Err(Interrupted { completed: 0, stop }));
}

/// An objective that owns a pool and searches with it, inside a search by another pool.
#[test]
fn an_objective_may_run_parallel_work_of_its_own() {
    struct Nested(Pool);
    impl Objective<f64> for Nested {
        fn dim(&self) -> usize {
            1
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            let (points, mut values) = ([x[0], 2.0 * x[0]], [0.0; 2]);
            let square = Function::new(1, |x: &[f64]| x[0] * x[0]);
            self.0.evaluate(&square, &points, &mut values).map_err(|interrupted| interrupted.stop)?;
            Ok(values[0] + values[1])
        }
    }
    let options = Options { max_generations: 30, ..Options::default() };
    let mut swarm = Swarm::new(&[-1.0], &[2.0], &options).unwrap().with_threads(2).unwrap();
    let report = swarm.run(&Nested(Pool::new(2).unwrap()), |_| Ok(())).unwrap();
    assert!(report.best_value < 1e-3);
}

/// Fails at two places, at the first of them later in time.
struct Failing;
impl Sequence<f64> for Failing {
    fn dim(&self) -> usize {
        2
    }
    fn point(&self, index: u64, out: &mut [f64]) -> Result<(), Error> {
        match index {
            200 => {
                std::thread::sleep(std::time::Duration::from_millis(1));
                Err(Error::Length)
            }
            900 => Err(Error::Parameter),
            _ => {
                out[..2].fill(0.5);
                Ok(())
            }
        }
    }
}

#[test]
fn fills_fail_alike_on_any_number_of_threads() {
    let mut out = vec![0.0; 2000];
    for threads in [1, 2, 4] {
        let pool = Pool::new(threads).unwrap();
        for layout in [Layout::ROWS, Layout::COLUMNS] {
            for _ in 0..30 {
                assert_eq!(pool.fill(&Failing, Indices::new(0, 1000), layout, &mut out), Err(Error::Length));
            }
        }
    }
}

/// The stride of a single row means nothing.
#[test]
fn one_point_with_any_stride() {
    let pool = Pool::new(2).unwrap();
    let (halton, sobol) = (Halton::<f64>::new(3).unwrap(), Sobol::<f64>::new(3).unwrap());
    for layout in
        [Layout::ROWS, Layout::COLUMNS, Layout::ByRows { stride: usize::MAX }, Layout::ByRows { stride: 1 << 58 }]
    {
        let (mut one, mut other) = ([0.0; 3], [0.0; 3]);
        pool.fill(&halton, Indices::new(1, 1), layout, &mut one).unwrap();
        halton.fill(Indices::new(1, 1), layout, &mut other).unwrap();
        assert_eq!((one, other), ([1.0 / 2.0, 1.0 / 3.0, 1.0 / 5.0], one));
        pool.fill(&sobol, Indices::new(1, 1), layout, &mut one).unwrap();
        sobol.fill(Indices { start: 1, leap: 7, count: 1 }, layout, &mut other).unwrap();
        assert_eq!((one, other), ([0.5; 3], one));
    }
    assert_eq!(Pool::new(1025).unwrap_err(), Error::Parameter);
}

/// Steps of a network by pools of 1 to 8 threads, in two pieces, against one thread.
fn same_steps<F: Real, C: Sweep<F> + Sync + Copy>(coupling: C, pools: &[Pool]) {
    let n = coupling.oscillators();
    let mut random = Stream::new(7, n as u64, 0);
    let mut uniform = |scale: f64| -> Vec<F> { (0..n).map(|_| F::from_f64(scale) * random.uniform::<F>()).collect() };
    let (frequencies, initial) = (uniform(2.0), uniform(6.0));
    let network = Kuramoto::new(&frequencies, coupling).unwrap();
    let strength = Modulation { amplitude: F::from_f64(0.5), frequency: F::one(), ..Modulation::constant(F::one()) };
    let network = network.with_drive(Driving::new().with_strength(strength).unwrap()).unwrap();
    let solver = Rk4::new(F::from_f64(0.05)).unwrap();
    let bits = |state: &[F]| hash(state.iter().map(|x| x.to_bits64()));
    let mut expected = initial.clone();
    let mut memory = vec![F::zero(); network.workspace_len()];
    solver.advance(&network, F::zero(), 0, 3, &mut expected, &mut memory).unwrap().complete().unwrap();
    let mut memory = Vec::new();
    for pool in pools {
        let mut state = initial.clone();
        for (first, count) in [(0, 1), (1, 2)] {
            let run = pool.advance(&solver, &network, F::zero(), first, count, &mut state, &mut memory).unwrap();
            assert_eq!((run.end, run.steps), (End::Complete, count));
        }
        assert_eq!(bits(&state), bits(&expected), "{n} oscillators, {} threads", pool.threads());
    }
    let times = [F::zero(), F::from_f64(0.1), F::from_f64(0.25)];
    let mut rows = vec![F::zero(); 3 * n];
    let mut seen = 0;
    let watch = |_: usize, _: F, _: &[F]| {
        seen += 1;
        Ok(())
    };
    pools[1].solve(&solver, &network, &times, &initial, &mut rows, &mut memory, watch).unwrap().complete().unwrap();
    let mut alone = vec![F::zero(); 3 * n];
    let mut memory = vec![F::zero(); network.workspace_len()];
    let run = solver.solve(&network, &times, &initial, &mut alone, &mut memory, |_, _, _| Ok(()));
    run.unwrap().complete().unwrap();
    assert_eq!((bits(&rows), seen), (bits(&alone), 3));
}

#[test]
fn networks_have_the_same_bits_on_any_number_of_threads() {
    fn check<F: Real>(pools: &[Pool]) {
        let mut random = Stream::new(8, 0, 0);
        let mut uniform =
            |count: usize| -> Vec<F> { (0..count).map(|_| random.uniform::<F>() - F::from_f64(0.4)).collect() };
        // Each is large enough to be shared out: see `WORTH_IT`.
        let (n, lags) = (450, uniform(2));
        let coupling = uniform(2 * n * n);
        for layout in [Layout::ROWS, Layout::COLUMNS] {
            same_steps(Dense::<F>::new(n, 2, &coupling, layout).unwrap().with_lags(&lags).unwrap(), pools);
        }
        if !cfg!(debug_assertions) {
            // More than a block, and pieces that begin anywhere in one.
            let (n, coupling) = (1100, uniform(1100 * 1100));
            for layout in [Layout::ROWS, Layout::COLUMNS] {
                same_steps(Dense::<F>::new(n, 1, &coupling, layout).unwrap(), pools);
            }
        }
        let (n, degree) = (5000_usize, 5);
        let offsets: Vec<usize> = (0..=n).map(|i| i * degree).collect();
        let columns: Vec<u32> = (0..n * degree).map(|e| ((e * 7919 + e / 3) % n) as u32).collect();
        let weights = uniform(n * degree);
        same_steps(Sparse::<F>::new(&offsets, &columns, &weights, 1).unwrap(), pools);
        let strengths = uniform(2);
        same_steps(MeanField::<F>::new(20_000, &strengths).unwrap(), pools);
    }
    let most = if cfg!(debug_assertions) { 3 } else { 8 };
    let pools: Vec<Pool> = (1..=most).map(|threads| Pool::new(threads).unwrap()).collect();
    check::<f64>(&pools);
    check::<f32>(&pools);
}

/// The square of a number, and two constraints; it stops at one point, and panics at another.
struct Constrained {
    stop: f64,
    panic: f64,
}
impl Objective<f64> for Constrained {
    fn dim(&self) -> usize {
        1
    }
    fn value(&self, _: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
        Err(Stop::Failure(-1))
    }
    fn constrained_value(&self, x: &[f64], constraints: &mut [f64], _: &mut [f64]) -> Result<f64, Stop> {
        assert!(x[0] != self.panic, "this is a test");
        constraints.copy_from_slice(&[x[0] - 1.0, -x[0]]);
        if x[0] == self.stop { Err(Stop::Failure(3)) } else { Ok(x[0] * x[0]) }
    }
}

#[test]
fn values_and_constraints_at_many_points() {
    let points: Vec<f64> = (0..700).map(f64::from).collect();
    let all_right = |values: &[f64], rows: &[f64]| {
        let rows = rows.chunks_exact(2).zip(values).enumerate();
        rows.map(|(i, row)| (i as f64, row)).all(|(x, (row, &value))| value == x * x && row == [x - 1.0, -x])
    };
    for threads in [1, 2, 8] {
        let pool = Pool::new(threads).unwrap();
        let plain = Constrained { stop: -1.0, panic: -1.0 };
        let (mut values, mut rows) = (vec![0.0; 700], vec![0.0; 1400]);
        assert_eq!(pool.evaluate_constrained(&plain, &points, &mut values, &mut rows), Ok(()));
        assert!(all_right(&values, &rows));
        for at in [0, 1, 300, 699] {
            let stopping = Constrained { stop: f64::from(at), panic: -1.0 };
            let (mut values, mut rows) = (vec![-1.0; 700], vec![-1.0; 1400]);
            let result = pool.evaluate_constrained(&stopping, &points, &mut values, &mut rows);
            let at = at as usize;
            assert_eq!(result, Err(Interrupted { completed: at, stop: Stop::Failure(3) }));
            assert!(all_right(&values[..at], &rows[..2 * at]));
            assert_eq!(values[at], -1.0);
        }
        // A part of a row per point, too few points, none at all.
        let result = pool.evaluate_constrained(&plain, &points, &mut values, &mut rows[..1399]);
        assert_eq!(result, Err(Interrupted { completed: 0, stop: Error::Length.into() }));
        let result = pool.evaluate_constrained(&plain, &points[..5], &mut values[..6], &mut rows[..12]);
        assert_eq!(result, Err(Interrupted { completed: 5, stop: Stop::Failure(0) }));
        assert_eq!(pool.evaluate_constrained(&plain, &points, &mut [], &mut []), Ok(()));
        let result = pool.evaluate_constrained(&plain, &points, &mut [], &mut rows[..1]);
        assert_eq!(result, Err(Interrupted { completed: 0, stop: Error::Length.into() }));
        // Without constraints it is the value that counts.
        assert_eq!(
            pool.evaluate(&plain, &points, &mut values),
            Err(Interrupted { completed: 0, stop: Stop::Failure(-1) })
        );
    }
}

#[test]
fn a_panic_of_the_objective_is_that_of_the_call() {
    let points: Vec<f64> = (0..200).map(f64::from).collect();
    for threads in [1, 2, 8] {
        let pool = Pool::new(threads).unwrap();
        for at in [0.0, 57.0, 199.0] {
            let panicking = Constrained { stop: -1.0, panic: at };
            let (mut values, mut rows) = (vec![0.0; 200], vec![0.0; 400]);
            let evaluate = || pool.evaluate_constrained(&panicking, &points, &mut values, &mut rows);
            let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(evaluate)).unwrap_err();
            assert_eq!(*panic.downcast::<&str>().unwrap(), "this is a test");
            // The pool goes on.
            let plain = Constrained { stop: -1.0, panic: -1.0 };
            assert_eq!(pool.evaluate_constrained(&plain, &points, &mut values, &mut rows), Ok(()));
            assert_eq!(values[199], 199.0 * 199.0);
        }
    }
}

/// Each level evaluates four points by the same pool, while it holds the lock of its level.
#[test]
fn evaluations_within_evaluations_by_one_pool() {
    struct Level<'a> {
        pool: &'a Pool,
        locks: &'a [std::sync::Mutex<u64>],
    }
    impl Objective<f64> for Level<'_> {
        fn dim(&self) -> usize {
            1
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            let Some((lock, locks)) = self.locks.split_first() else { return Ok(x[0]) };
            let mut count = lock.lock().unwrap();
            *count += 1;
            let mut values = [0.0; 4];
            let points = [x[0], x[0] + 1.0, x[0] + 2.0, x[0] + 3.0];
            self.pool.evaluate(&Level { pool: self.pool, locks }, &points, &mut values).map_err(|end| end.stop)?;
            Ok(values.iter().sum())
        }
    }
    for threads in [1, 2, 3, 8] {
        let pool = Pool::new(threads).unwrap();
        let locks = [const { std::sync::Mutex::new(0) }; 4];
        let mut values = [0.0; 9];
        let points: Vec<f64> = (0..9).map(f64::from).collect();
        pool.evaluate(&Level { pool: &pool, locks: &locks }, &points, &mut values).unwrap();
        // The sum of x + a + b + c + d, each of 0 to 3.
        assert!(values.iter().zip(points).all(|(&value, x)| value == 256.0 * (x + 6.0)), "{values:?}");
        assert_eq!(locks.map(|lock| lock.into_inner().unwrap()), [9, 36, 144, 576]);
    }
}

/// Many threads that share a pool, and objectives that use it, too.
#[test]
fn a_pool_that_many_share() {
    let pool = Pool::new(2).unwrap();
    let points: Vec<f64> = (0..50).map(f64::from).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let square = Function::new(1, |x: &[f64]| x[0] * x[0]);
                    let twice = Function::new(1, |x: &[f64]| {
                        let mut values = [0.0; 2];
                        pool.evaluate(&square, &[x[0], x[0]], &mut values).unwrap();
                        values[0] + values[1]
                    });
                    let mut values = [0.0; 50];
                    pool.evaluate(&twice, &points, &mut values).unwrap();
                    assert!(values.iter().zip(&points).all(|(value, x)| *value == 2.0 * x * x));
                }
            });
        }
    });
}
