//! The owner of a search: known minima, and the bits of the kernel for any number of threads, whatever happens on the way.
#![cfg(feature = "std")]

use photinus::optimize::{
    Function, Interrupted, Minimizer, Objective, Phase, Problem, Reason, Run, Search, SearchOptions, minimize,
};
use photinus::parallel::Pool;
use photinus::{Error, Real, Stop};
use rayon::prelude::*;
use std::f64::consts::TAU;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// A function of so many variables, and its constraints; it needs room to work in.
#[derive(Clone, Copy)]
struct Known {
    dim: usize,
    function: fn(&[f64], &mut [f64]) -> f64,
}

impl<F: Real> Objective<F> for Known {
    fn dim(&self) -> usize {
        self.dim
    }
    fn scratch_len(&self) -> usize {
        self.dim
    }
    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        self.constrained_value(x, &mut [], scratch)
    }
    fn constrained_value(&self, x: &[F], constraints: &mut [F], scratch: &mut [F]) -> Result<F, Stop> {
        scratch.copy_from_slice(x);
        let x: Vec<f64> = scratch.iter().map(|&x| Real::to_f64(x)).collect();
        let mut row = vec![0.0; constraints.len()];
        let value = (self.function)(&x, &mut row);
        constraints.iter_mut().zip(row).for_each(|(g, value)| *g = F::from_f64(value));
        Ok(F::from_f64(value))
    }
}

/// 0 at the origin, with many other minima (Rastrigin).
const RASTRIGIN: Known = Known { dim: 3, function: rastrigin };
fn rastrigin(x: &[f64], _: &mut [f64]) -> f64 {
    x.iter().map(|x| x * x + 10.0 * (1.0 - (TAU * x).cos())).sum()
}

/// 0 at (1, 1, 1, 1) (Rosenbrock).
const ROSENBROCK: Known = Known { dim: 4, function: rosenbrock };
fn rosenbrock(x: &[f64], _: &mut [f64]) -> f64 {
    x.windows(2).map(|x| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2)).sum()
}

/// 0.36 at (1, -2, 0.5, 1) if the last variable is whole, and 0 at 1.2.
const BOWL: Known = Known { dim: 4, function: bowl };
fn bowl(x: &[f64], _: &mut [f64]) -> f64 {
    (x[0] - 1.0).powi(2) + (x[1] + 2.0).powi(2) + 2.0 * (x[2] - 0.5).powi(2) + 9.0 * (x[3] - 1.2).powi(2)
}

/// -2 at (-1, -1), where x² + y² ≤ 2 and x = y.
const CIRCLE: Known = Known { dim: 2, function: circle };
fn circle(x: &[f64], constraints: &mut [f64]) -> f64 {
    constraints.copy_from_slice(&[x[0] * x[0] + x[1] * x[1] - 2.0, x[0] - x[1]]);
    x[0] + x[1]
}

/// Not a number in half of the box; 0 at the origin in the other.
const HOLES: Known = Known { dim: 2, function: holes };
fn holes(x: &[f64], _: &mut [f64]) -> f64 {
    if (x[0] * 7.0).sin() > 0.1 { f64::NAN } else { x[0] * x[0] + 3.0 * x[1] * x[1] }
}

fn evaluations<F: Real>(max_evaluations: u64) -> SearchOptions<F> {
    SearchOptions { max_evaluations, ..SearchOptions::default() }
}

/// What the kernel comes to, as bytes.
fn kernel<F: Real, O: Objective<F>>(problem: &Problem<'_, F>, options: &SearchOptions<F>, objective: &O) -> Vec<u8> {
    let mut memory = vec![F::nan(); Search::memory_len(problem, options, objective.scratch_len())];
    let mut search = Search::new(&mut memory, problem, options).unwrap();
    search.run(objective, |_| Ok(())).unwrap();
    let mut bytes = vec![0; search.checkpoint_len()];
    search.save(&mut bytes).unwrap();
    bytes
}

/// The ways to evaluate: on the calling thread, and in pools of 1 to 8 threads.
fn minimizers<F: Real>(problem: &Problem<'_, F>, options: &SearchOptions<F>) -> Vec<Minimizer<F>> {
    let mut all: Vec<_> = (0..4).map(|_| Minimizer::new(problem, options).unwrap()).collect();
    all[1].set_pool(Arc::new(Pool::new(1).unwrap()));
    all[2].set_threads(2).unwrap();
    all[3].set_threads(8).unwrap();
    assert!(all.iter().map(Minimizer::threads).eq([1, 1, 2, 8]));
    all
}

fn same_as_the_kernel<F: Real>(problem: &Problem<'_, F>, objective: &Known, minimum: f64, tolerance: f64) {
    let options = evaluations(4000);
    let expected = kernel(problem, &options, objective);
    for mut minimizer in minimizers(problem, &options) {
        let mut generations = 0;
        let report = minimizer.run(objective, |minimizer| {
            generations += 1;
            assert_eq!(minimizer.report().generations, generations);
            Ok(())
        });
        let report = report.unwrap();
        assert!((Real::to_f64(report.best_value) - minimum).abs() <= tolerance, "{report:?}");
        assert!(report.violation.is_zero() && report.evaluations <= 4000);
        assert_eq!(minimizer.best().1, report.best_value);
        assert!(minimizer.to_bytes() == expected, "{} threads", minimizer.threads());
    }
    // Step by step, each by another number of threads, from file to file.
    let mut minimizer = Minimizer::new(problem, &options).unwrap();
    for threads in [1, 2, 3].into_iter().cycle() {
        minimizer = Minimizer::from_bytes(&minimizer.to_bytes()).unwrap();
        minimizer.set_threads(threads).unwrap();
        if minimizer.step(objective).unwrap().reason.is_some() {
            break;
        }
    }
    assert!(minimizer.to_bytes() == expected);
}

#[test]
fn known_minima_and_the_bits_of_the_kernel() {
    fn check<F: Real>(tolerance: f64) {
        let all = |values: &[f64]| -> Vec<F> { values.iter().map(|&x| F::from_f64(x)).collect() };
        let (lower, upper) = (all(&[-5.12; 3]), all(&[5.12; 3]));
        same_as_the_kernel(&Problem::new(&lower, &upper), &RASTRIGIN, 0.0, tolerance);
        let (lower, upper) = (all(&[-5.0, f64::NEG_INFINITY, -5.0, 0.0]), all(&[5.0, 5.0, f64::INFINITY, 4.0]));
        let (start, spread, grid) = (all(&[0.0; 4]), all(&[2.0; 4]), all(&[0.0, 0.0, 0.0, 1.0]));
        let problem = Problem::new(&lower, &upper).with_start(&start).with_spread(&spread);
        same_as_the_kernel(&problem, &ROSENBROCK, 0.0, tolerance);
        same_as_the_kernel(&problem.with_grid(&grid), &BOWL, 0.36, tolerance);
        let (lower, upper) = (all(&[-3.0; 2]), all(&[3.0; 2]));
        // Half of the equality's tolerance, and the roundings of both constraints.
        same_as_the_kernel(
            &Problem::new(&lower, &upper).with_constraints(1, 1),
            &CIRCLE,
            -2.0,
            1e-4_f64.max(10.0 * tolerance),
        );
        same_as_the_kernel(&Problem::new(&lower, &upper), &HOLES, 0.0, tolerance);
    }
    check::<f64>(1e-9);
    check::<f32>(1e-4);
}

#[test]
fn one_call() {
    let options = evaluations(1200);
    let mut whole = Minimizer::from_bytes(&kernel(&BOX, &options, &RASTRIGIN)).unwrap();
    let minimum = minimize(&RASTRIGIN, &BOX, &options).unwrap();
    assert_eq!((&minimum.position[..], minimum.report), (whole.best().0, whole.report()));
    assert_eq!(whole.step(&RASTRIGIN).unwrap(), minimum.report);
    // No other thread sees the objective, so it need not be `Sync`.
    let calls = std::cell::Cell::new(0);
    let counting = Function::new(1, |x: &[f64]| {
        calls.set(calls.get() + 1);
        x[0] * x[0]
    });
    let minimum = minimize(&counting, &Problem::new(&[-1.0], &[2.0]), &evaluations(50)).unwrap();
    assert_eq!((minimum.report.evaluations, calls.get()), (50, 50));
    assert!(minimum.report.best_value < 1e-9);
    assert_eq!(minimize(&RASTRIGIN, &Problem::new(&[0.0], &[1.0]), &options).unwrap_err(), Error::Dimension);
    assert_eq!(minimize(&RASTRIGIN, &Problem::new(&[0.0], &[-1.0]), &options).unwrap_err(), Error::Bounds);
}

#[test]
fn nan_is_counted_by_any_number_of_threads() {
    let (problem, options) = (Problem::new(&[-1.0; 2], &[1.0; 2]), evaluations(50));
    let mut counts = Vec::new();
    for mut minimizer in minimizers(&problem, &options) {
        let report = minimizer.run(&HOLES, |_| Ok(())).unwrap();
        counts.push(report.nan_evaluations);
        assert_eq!((report.reason, report.evaluations), (Some(Reason::Evaluations), 50));
        let nothing = Function::new(2, |_: &[f64]| f64::NAN);
        let mut minimizer = Minimizer::new(&problem, &options).unwrap();
        let report = minimizer.run(&nothing, |_| Ok(())).unwrap();
        assert_eq!((report.best_value, report.nan_evaluations), (f64::INFINITY, report.evaluations));
    }
    assert!(counts[0] > 0 && counts[0] < 50 && counts.iter().all(|&count| count == counts[0]), "{counts:?}");
}

#[test]
fn asked_and_told_in_any_order() {
    let (problem, options) = (Problem::new(&[-5.0; 4], &[5.0; 4]), evaluations(2000));
    let expected = kernel(&problem, &options, &ROSENBROCK);
    let mut minimizer = Minimizer::new(&problem, &options).unwrap();
    assert_eq!(minimizer.tell(0, 0.0), Err(Error::NotAsked));
    let mut round = 0;
    loop {
        let points = minimizer.ask().to_vec();
        if points.is_empty() {
            break;
        }
        assert_eq!(minimizer.ask(), points);
        let values: Vec<f64> = points.chunks_exact(4).map(|x| rosenbrock(x, &mut [])).collect();
        if round == 7 {
            // A part by hand, the rest by threads.
            minimizer.tell(1, values[1]).unwrap();
            assert_eq!(minimizer.tell(1, 0.0), Err(Error::NotAsked));
            minimizer.set_threads(2).unwrap();
            minimizer.step(&ROSENBROCK).unwrap();
        } else if round % 2 == 0 {
            for (k, &value) in values.iter().enumerate().rev() {
                minimizer.tell(k, value).unwrap();
            }
        } else {
            let (first, last) = values.split_at(values.len() / 2);
            minimizer.tell_values(first.len(), last).unwrap();
            minimizer.tell_values(0, first).unwrap();
        }
        round += 1;
    }
    // A run ends with the same reason.
    assert_eq!(minimizer.report().reason, Some(Reason::Evaluations));
    assert!(minimizer.to_bytes() == expected);
    let mut minimizer = Minimizer::new(&problem.with_constraints(1, 0), &options).unwrap();
    minimizer.ask();
    assert_eq!(minimizer.tell(0, 1.0), Err(Error::Unsupported));
    assert_eq!(minimizer.tell_constrained(0, 1.0, &[]), Err(Error::Length));
    assert_eq!(minimizer.tell_constrained(0, 1.0, &[0.0]), Ok(()));
    assert_eq!(minimizer.report().evaluations, 1);
}

/// Rastrigin's function, which does something else at one point.
struct Once<A> {
    calls: AtomicUsize,
    at: usize,
    action: A,
}

impl<A> Once<A> {
    fn new(at: usize, action: A) -> Self {
        Once { calls: AtomicUsize::new(0), at, action }
    }
}

impl<A: Fn()> Objective<f64> for Once<A> {
    fn dim(&self) -> usize {
        3
    }
    fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
        if self.calls.fetch_add(1, Ordering::Relaxed) == self.at {
            (self.action)();
        }
        Ok(rastrigin(x, &mut []))
    }
}

const BOX: Problem<'_, f64> = Problem::new(&[-5.12; 3], &[5.0; 3]);

/// The objective of a search that is interrupted, at the point `at`.
struct Refusing {
    at: Vec<f64>,
    stop: Stop,
}

impl Objective<f64> for Refusing {
    fn dim(&self) -> usize {
        3
    }
    fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
        if x == self.at { Err(self.stop) } else { Ok(rastrigin(x, &mut [])) }
    }
}

#[test]
fn an_objective_that_fails_ends_the_run_at_the_same_point() {
    let options = evaluations(1200);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    let points = Mutex::new(Vec::new());
    let recording = Function::new(3, |x: &[f64]| {
        points.lock().unwrap().push(x.to_vec());
        rastrigin(x, &mut [])
    });
    kernel(&BOX, &options, &recording);
    let points = points.into_inner().unwrap();
    let mut partial = false;
    for (k, stop) in [(0, Stop::Caller(5)), (7, Stop::Failure(-3)), (15, Stop::Caller(0)), (530, Stop::Failure(1))]
        .into_iter()
        .chain((1000..1012).map(|k| (k, Stop::Caller(k as i32))))
    {
        let refusing = Refusing { at: points[k].clone(), stop };
        let stopped = kernel(&BOX, &options, &refusing);
        for mut minimizer in minimizers(&BOX, &options) {
            let report = minimizer.run(&refusing, |_| Ok(())).unwrap();
            assert_eq!((report.reason, report.evaluations), (Some(stop.into()), k as u64));
            assert!(minimizer.to_bytes() == stopped, "point {k}, {} threads", minimizer.threads());
            partial |= report.phase == Phase::Covariance && !minimizer.ask().is_empty();
            minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
            assert!(minimizer.to_bytes() == expected, "after point {k}, {} threads", minimizer.threads());
        }
    }
    assert!(partial);
}

#[test]
fn an_observer_stops_the_run() {
    for mut minimizer in minimizers(&BOX, &evaluations(500)) {
        let stop = |minimizer: &Minimizer<f64>| {
            if minimizer.report().generations < 3 { Ok(()) } else { Err(Stop::Failure(-7)) }
        };
        let report = minimizer.run(&RASTRIGIN, stop).unwrap();
        assert_eq!((report.reason, report.generations), (Some(Reason::Failure(-7)), 3));
    }
}

#[test]
fn what_is_refused() {
    let options = evaluations(100);
    assert_eq!(Minimizer::<f64>::new(&Problem::new(&[], &[]), &options).unwrap_err(), Error::Dimension);
    assert_eq!(Minimizer::new(&Problem::new(&[1.0], &[0.0]), &options).unwrap_err(), Error::Bounds);
    let wrong = SearchOptions { step_size: -1.0, ..options };
    assert_eq!(Minimizer::new(&BOX, &wrong).unwrap_err(), Error::Parameter);
    // A matrix of 2^20 samples in so many dimensions does not fit.
    let wide = vec![0.0; 1 << 20];
    let many = SearchOptions { population_limit: 1 << 22, ..options };
    let upper = vec![1.0; 1 << 20];
    assert_eq!(Minimizer::new(&Problem::new(&wide, &upper), &many).unwrap_err(), Error::OutOfMemory);
    // What is refused leaves the minimizer as it was.
    let mut minimizer = Minimizer::new(&BOX, &options).unwrap();
    minimizer.set_threads(2).unwrap();
    assert_eq!(minimizer.set_threads(1025), Err(Error::Parameter));
    assert_eq!(minimizer.step(&ROSENBROCK).unwrap_err(), Error::Dimension);
    assert_eq!(minimizer.set_options(&SearchOptions { population: 9, ..options }), Err(Error::Parameter));
    assert_eq!(minimizer.set_options(&wrong), Err(Error::Parameter));
    assert_eq!((minimizer.threads(), minimizer.dim(), *minimizer.options()), (2, 3, options));
    minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
    // A larger budget lets it go on, to where it would have come at once.
    let more = evaluations(300);
    minimizer.set_options(&more).unwrap();
    assert_eq!(minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap().evaluations, 300);
    assert!(minimizer.to_bytes() == kernel(&BOX, &more, &RASTRIGIN));
}

#[test]
fn a_time_limit_ends_a_run_that_can_go_on() {
    let options = evaluations(1200);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    for mut minimizer in minimizers(&BOX, &options) {
        minimizer.set_time_limit(Some(Duration::ZERO));
        let report = minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
        assert_eq!((report.reason, report.evaluations), (Some(Reason::Time), 0));
        // In the middle of the 560 or so points on axes; a slow machine may be there earlier.
        let limit = Duration::from_millis(40);
        minimizer.set_time_limit(Some(limit));
        let slow = Once::new(700, || std::thread::sleep(2 * limit));
        let report = minimizer.run(&slow, |_| Ok(())).unwrap();
        assert_eq!(report.reason, Some(Reason::Time));
        assert!(report.evaluations <= 701 + 32, "{report:?}");
        // The next run has as much time again.
        while minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap().reason == Some(Reason::Time) {}
        assert!(minimizer.to_bytes() == expected);
        // One that has ended does not end by time.
        minimizer.set_time_limit(Some(Duration::ZERO));
        assert_eq!(minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap().reason, Some(Reason::Evaluations));
        minimizer.set_time_limit(Some(Duration::MAX));
        assert_eq!(minimizer.time_limit(), Some(Duration::MAX));
        assert_eq!(minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap().reason, Some(Reason::Evaluations));
    }
}

#[test]
fn limits_and_threads_leave_an_objective_its_own_batches() {
    /// Takes many points at once only, best 32.
    struct Batches(AtomicUsize);
    impl Objective<f64> for Batches {
        fn dim(&self) -> usize {
            3
        }
        fn batch_len(&self) -> usize {
            32
        }
        fn value(&self, _: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            Err(Stop::Failure(-1))
        }
        fn values(&self, points: &[f64], values: &mut [f64], _: &mut [f64]) -> Result<(), Interrupted> {
            self.0.fetch_max(values.len(), Ordering::Relaxed);
            points.chunks_exact(3).zip(values).for_each(|(x, value)| *value = rastrigin(x, &mut []));
            Ok(())
        }
    }
    let options = SearchOptions { population: 100, max_evaluations: 3000, ..SearchOptions::default() };
    let long = Duration::from_secs(3600);
    for (limit, threads, most) in
        [(None, 1, 100), (Some(Duration::MAX), 1, 100), (Some(long), 1, 32), (None, 2, 32), (Some(long), 3, 32)]
    {
        let mut minimizer = Minimizer::new(&BOX, &options).unwrap();
        minimizer.set_time_limit(limit);
        minimizer.set_threads(threads).unwrap();
        let batches = Batches(AtomicUsize::new(0));
        assert_eq!(minimizer.run(&batches, |_| Ok(())).unwrap().reason, Some(Reason::Evaluations));
        assert!(minimizer.to_bytes() == kernel(&BOX, &options, &RASTRIGIN));
        assert_eq!(batches.0.into_inner(), most);
    }
}

#[test]
fn a_panic_loses_nothing() {
    let options = evaluations(1200);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    for at in [0, 9, 300, 1100] {
        for mut minimizer in minimizers(&BOX, &options) {
            // Some of the values are there already.
            minimizer.ask();
            let first: Vec<f64> = minimizer.ask()[6..12].chunks_exact(3).map(|x| rastrigin(x, &mut [])).collect();
            minimizer.tell_values(2, &first).unwrap();
            let panicking = Once::new(at, || panic!("this is a test"));
            let result = catch_unwind(AssertUnwindSafe(|| minimizer.run(&panicking, |_| Ok(()))));
            assert_eq!(*result.unwrap_err().downcast::<&str>().unwrap(), "this is a test");
            assert!(minimizer.report().evaluations <= at as u64 + 2);
            minimizer = Minimizer::from_bytes(&minimizer.to_bytes()).unwrap();
            minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
            assert!(minimizer.to_bytes() == expected, "panic at {at}");
        }
    }
}

#[test]
fn a_run_in_the_background() {
    let options = evaluations(1200);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    for minimizer in minimizers(&BOX, &options) {
        let seen = Arc::new(AtomicUsize::new(0));
        let run = minimizer.start(RASTRIGIN, {
            let seen = Arc::clone(&seen);
            move |minimizer: &Minimizer<f64>| {
                seen.store(minimizer.report().generations as usize, Ordering::Relaxed);
                Ok(())
            }
        });
        let mut progress = run.poll();
        while !progress.is_finished {
            std::thread::yield_now();
            let next = run.poll();
            assert!(next.report.evaluations >= progress.report.evaluations);
            assert!(next.report.best_value <= progress.report.best_value);
            if next.report.evaluations > 0 {
                assert_eq!(next.report.best_value, rastrigin(&next.position, &mut []));
            }
            progress = next;
        }
        let (minimizer, report) = run.wait();
        assert_eq!(report.unwrap(), progress.report);
        assert_eq!((minimizer.report(), minimizer.best().0), (progress.report, &progress.position[..]));
        assert_eq!(seen.load(Ordering::Relaxed) as u64, progress.report.generations);
        assert!(minimizer.to_bytes() == expected);
    }
}

#[test]
fn a_run_is_cancelled_between_evaluations() {
    let options = evaluations(1200);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    for (i, minimizer) in minimizers(&BOX, &options).into_iter().enumerate() {
        let ((here, at_it), (go, going)) = (mpsc::channel(), mpsc::channel());
        let (here, going) = (Mutex::new(here), Mutex::new(going));
        let run = minimizer.start(
            Once::new(30, move || {
                here.lock().unwrap().send(()).unwrap();
                going.lock().unwrap().recv().unwrap();
            }),
            |_| Ok(()),
        );
        at_it.recv().unwrap();
        // It waits at point 30: nobody else does.
        let progress = run.poll();
        assert!(!progress.is_finished && progress.report.evaluations <= 30);
        run.cancel();
        go.send(()).unwrap();
        let (mut minimizer, report) = run.wait();
        let report = report.unwrap();
        assert_eq!(report.reason, Some(Reason::Caller(0)));
        assert!(if i == 1 { report.evaluations == 31 } else { report.evaluations <= 30 + 32 }, "{report:?}");
        minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
        assert!(minimizer.to_bytes() == expected);
    }
}

#[test]
fn a_run_that_is_dropped_by_its_own_objective_is_cancelled() {
    struct Dropping(Arc<Mutex<Option<Run<Minimizer<f64>>>>>, mpsc::Sender<()>);
    impl Objective<f64> for Dropping {
        fn dim(&self) -> usize {
            3
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            let run = loop {
                match self.0.lock().unwrap().take() {
                    Some(run) => break Some(run),
                    None if Arc::strong_count(&self.0) == 1 => break None, // another call had it
                    None => std::thread::yield_now(),
                }
            };
            drop(run);
            let _ = self.1.send(());
            Ok(rastrigin(x, &mut []))
        }
    }
    for minimizer in minimizers(&BOX, &evaluations(1200)) {
        let (place, (here, dropped)) = (Arc::new(Mutex::new(None)), mpsc::channel());
        let run = minimizer.start(Dropping(Arc::clone(&place), here), |_| Ok(()));
        *place.lock().unwrap() = Some(run);
        drop(place);
        dropped.recv().unwrap();
        // The threads end: nobody has the other end any more.
        while dropped.recv().is_ok() {}
    }
}

#[test]
fn dropping_a_run_ends_it() {
    struct Endless(Arc<()>);
    impl Objective<f64> for Endless {
        fn dim(&self) -> usize {
            3
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            Ok(rastrigin(x, &mut []) + Arc::strong_count(&self.0) as f64)
        }
    }
    let endless = SearchOptions { max_restarts: u64::MAX, ..SearchOptions::default() };
    for minimizer in minimizers(&BOX, &endless) {
        let alive = Arc::new(());
        let run = minimizer.start(Endless(Arc::clone(&alive)), |_| Ok(()));
        while run.poll().report.evaluations == 0 {
            std::thread::yield_now();
        }
        assert_eq!(Arc::strong_count(&alive), 2);
        drop(run);
        assert_eq!(Arc::strong_count(&alive), 1);
    }
}

#[test]
fn a_panic_in_the_background_comes_back_as_an_error() {
    let options = evaluations(600);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    for minimizer in minimizers(&BOX, &options) {
        let (mut minimizer, result) = minimizer.start(Once::new(400, || panic!("this is a test")), |_| Ok(())).wait();
        assert_eq!(result, Err(Error::Panic));
        assert!(minimizer.report().evaluations <= 400);
        let (back, result) = minimizer.start(RASTRIGIN, |_| panic!("this, too")).wait();
        assert_eq!(result, Err(Error::Panic));
        minimizer = back;
        let (back, result) = minimizer.start(ROSENBROCK, |_| Ok(())).wait();
        assert_eq!(result, Err(Error::Dimension));
        minimizer = back;
        minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
        assert!(minimizer.to_bytes() == expected);
    }
}

#[test]
fn a_checkpoint_in_a_file() {
    let folder = std::env::temp_dir().join(format!("photinus-minimizer-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("search");
    let options = evaluations(1200);
    let mut minimizer = Minimizer::new(&BOX, &options).unwrap();
    let observer = |minimizer: &Minimizer<f64>| {
        minimizer.save(&path).unwrap();
        if minimizer.report().generations < 20 { Ok(()) } else { Err(Stop::Caller(1)) }
    };
    minimizer.run(&RASTRIGIN, observer).unwrap();
    let mut minimizer = Minimizer::<f64>::load(&path).unwrap();
    assert_eq!((minimizer.report().generations, minimizer.report().reason), (20, None));
    minimizer.run(&RASTRIGIN, |_| Ok(())).unwrap();
    assert!(minimizer.to_bytes() == kernel(&BOX, &options, &RASTRIGIN));
    // Nothing is left beside it.
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(Minimizer::<f64>::load(&path).unwrap_err().kind(), std::io::ErrorKind::InvalidData);
    assert_eq!(Minimizer::<f32>::from_bytes(&bytes).unwrap_err(), Error::CheckpointMismatch);
    assert_eq!(Minimizer::<f64>::load(folder.join("other")).unwrap_err().kind(), std::io::ErrorKind::NotFound);
    assert_eq!(minimizer.save(folder.join("no/folder")).unwrap_err().kind(), std::io::ErrorKind::NotFound);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Runs parallel work of its own, perhaps by the pool that runs it, while it holds a lock that all its evaluations want.
struct Parallel<W> {
    lock: Mutex<u64>,
    work: W,
}

impl<W: Fn(&[f64]) -> f64> Objective<f64> for Parallel<W> {
    fn dim(&self) -> usize {
        3
    }
    fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
        let mut count = self.lock.lock().unwrap();
        *count += 1;
        Ok((self.work)(x))
    }
}

#[test]
fn an_objective_may_run_parallel_work_by_any_threads() {
    fn check(minimizer: &mut Minimizer<f64>, expected: &[u8], work: impl Fn(&[f64]) -> f64 + Sync) {
        let objective = Parallel { lock: Mutex::new(0), work };
        let report = minimizer.run(&objective, |_| Ok(())).unwrap();
        assert!(minimizer.to_bytes() == expected);
        assert_eq!(objective.lock.into_inner().unwrap(), report.evaluations);
    }
    let options = evaluations(800);
    let expected = kernel(&BOX, &options, &RASTRIGIN);
    // The terms of the sum, in parallel; added in order.
    let term = |x: f64| x * x + 10.0 * (1.0 - (TAU * x).cos());
    let by_pool = |pool: &Pool, x: &[f64]| {
        let (points, mut values) = ([x, &[0.0; 40]].concat(), [0.0; 43]);
        pool.evaluate(&Function::new(1, |x: &[f64]| term(x[0])), &points, &mut values).unwrap();
        values[..3].iter().sum::<f64>()
    };
    let new = || Minimizer::new(&BOX, &options).unwrap();
    for threads in [1, 2, 8] {
        let (own, other) = (Arc::new(Pool::new(threads).unwrap()), Pool::new(2).unwrap());
        let mut minimizer = new();
        minimizer.set_pool(Arc::clone(&own));
        check(&mut minimizer, &expected, |x| by_pool(&own, x));
        let mut minimizer = new();
        minimizer.set_pool(Arc::clone(&own));
        check(&mut minimizer, &expected, |x| by_pool(&other, x));
        // Of a pool that is used by its own work, in turn.
        let mut minimizer = new();
        minimizer.set_pool(Arc::clone(&own));
        check(&mut minimizer, &expected, |x| {
            let mut value = [0.0; 2];
            let again = Function::new(3, |x: &[f64]| by_pool(&own, x));
            other.evaluate(&again, &[x, x].concat(), &mut value).unwrap();
            value[1]
        });
        let mut minimizer = new();
        minimizer.set_threads(threads).unwrap();
        check(&mut minimizer, &expected, |x| {
            let terms: Vec<f64> = x.par_iter().map(|&x| term(x)).collect();
            let (one, two) = rayon::join(|| terms[0] + terms[1], || terms[2]);
            one + two
        });
        // Each evaluation is a search, by the same threads and by threads of its own: min over y of f(x) + (y - 0.3)².
        for shared in [true, false] {
            let mut minimizer = new();
            minimizer.set_options(&evaluations(40)).unwrap();
            minimizer.set_pool(Arc::clone(&own));
            check(&mut minimizer, &kernel(&BOX, &evaluations(40), &RASTRIGIN), |x| {
                let mut inner = Minimizer::new(&Problem::new(&[0.0], &[1.0]), &evaluations(100)).unwrap();
                if shared {
                    inner.set_pool(Arc::clone(&own))
                } else {
                    inner.set_threads(2).unwrap()
                }
                let distance = Function::new(1, |y: &[f64]| (y[0] - 0.3).powi(2));
                let report = inner.run(&distance, |_| Ok(())).unwrap();
                assert!(report.best_value < 1e-12);
                rastrigin(x, &mut [])
            });
        }
    }
}
