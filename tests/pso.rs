//! The particle swarm against published minima, and what it promises of runs, budgets and checkpoints.

mod common;

use common::{list, numbers, reference, test_function};
use photinus::optimize::{
    Boundary, Function, Interrupted, Objective, Options, Pso, Reason, Report, Rule, Start, Swarm, Topology,
};
use photinus::sequence::{Halton, Sequence, Sobol};
use photinus::{Error, Real, Stop};
use std::cell::Cell;
use std::f64::consts::PI;
use std::sync::Mutex;

/// What a whole run of a swarm found.
struct Found<F> {
    position: Vec<F>,
    report: Report<F>,
}

fn minimize<F: Real>(
    objective: &impl Objective<F>,
    lower: &[F],
    upper: &[F],
    options: &Options<F>,
) -> Result<Found<F>, Error> {
    let len = Pso::<F>::memory_len(lower.len(), options.largest_swarm(), objective.scratch_len());
    let mut memory = vec![F::zero(); len];
    let mut pso = Pso::new(&mut memory, lower, upper, options)?;
    let report = pso.run(objective, |_| Ok(()))?;
    Ok(Found { position: pso.best().0.to_vec(), report })
}

fn sphere<F: Real>(x: &[F]) -> F {
    x.iter().fold(F::zero(), |sum, &x| sum + x * x)
}

/// The sum of squared residuals of the posts' curve fit.
fn residuals(t: &[f64], s: &[f64], p: &[f64]) -> f64 {
    let model = |t: f64| p[0] * t * (p[1] * PI * t * t + p[2]).sin() * (-p[3] * t * t).exp();
    t.iter().zip(s).map(|(&t, &s)| (s - model(t)).powi(2)).sum()
}

#[test]
fn the_posts_curve_fit_reaches_its_global_optimum() {
    let Some(data) = reference("pso") else { return };
    let fit = &data["curve_fit"];
    if fit.is_null() {
        return;
    }
    let (t, s) = (numbers(&fit["t_values"]), numbers(&fit["S"]));
    let bounds = list(&fit["bounds"]);
    let (lower, upper) = (numbers(&bounds[0]), numbers(&bounds[1]));
    for point in list(&fit["check_points"]) {
        let expected = point["sse"].as_f64().unwrap();
        assert!((residuals(&t, &s, &numbers(&point["p"])) / expected - 1.0).abs() < 1e-10);
    }
    let objective = Function::new(4, |p: &[f64]| residuals(&t, &s, p));
    let best = fit["sse_global"].as_f64().unwrap();
    let default = Options { max_repetition: 0, ..Options::default() };
    for (options, seeds) in [(default, 100), (Options::posts(), 10)] {
        let seeds = if cfg!(debug_assertions) { 1 } else { seeds };
        let found = (0..seeds).filter(|&seed| {
            let options = Options { seed, max_evaluations: 20_000, target: best + 1e-9, ..options };
            let minimum = minimize(&objective, &lower, &upper, &options).unwrap();
            let near = |optimum: &serde_json::Value| {
                numbers(&optimum["p"]).iter().zip(&minimum.position).all(|(p, x)| (p - x).abs() < 1e-3)
            };
            minimum.report.best_value - best < 1e-9 && list(&fit["global_optima"]).iter().any(near)
        });
        let found = found.count() as u64;
        assert!(found * 100 >= seeds * 99, "{found} of {seeds} seeds by {options:?}");
    }
}

/// Every function of the data is as its values there; in two dimensions and less, one of five seeds finds its minimum.
#[test]
fn test_functions() {
    let Some(data) = reference("pso") else { return };
    for case in list(&data["test_functions"]) {
        let (dim, name) = (case["D"].as_u64().unwrap() as usize, case["name"].as_str().unwrap());
        let Some(function) = test_function(name) else { continue };
        for (x, value) in list(&case["check_points"]).iter().zip(numbers(&case["check_values"])) {
            let difference = (function(&numbers(x)) - value).abs();
            assert!(difference <= 1e-11 * value.abs().max(1.0), "{name} at {x}: {difference:e}");
        }
        if dim > 2 {
            continue;
        }
        let (lower, upper) = (vec![case["lower"].as_f64().unwrap(); dim], vec![case["upper"].as_f64().unwrap(); dim]);
        let (minimum, optimum) = (case["f_opt"].as_f64().unwrap(), case["x_opt_each"].as_f64().unwrap());
        let found = (0..5).any(|seed| {
            let options = Options { seed, ..Options::posts() };
            let found = minimize(&Function::new(dim, function), &lower, &upper, &options).unwrap();
            found.report.best_value - minimum < 1e-8 && found.position.iter().all(|x| (x - optimum).abs() < 1e-3)
        });
        assert!(found, "{name} of {dim} variables");
    }
}

/// Runs a small swarm on the sphere.
fn run(options: &Options<f64>, start: &[f64]) -> (Report<f64>, Vec<f64>) {
    let mut memory = vec![0.0; Pso::<f64>::memory_len(3, options.swarm_size, 0)];
    let mut pso = Pso::with_start(&mut memory, &[-5.0; 3], &[4.0; 3], options, start).unwrap();
    let report = pso.run(&Function::new(3, sphere), |_| Ok(())).unwrap();
    (report, pso.best().0.to_vec())
}

#[test]
fn every_stop_says_so() {
    let default = Options { max_generations: 50, ..Options::posts() };
    let (report, _) = run(&default, &[]);
    assert_eq!((report.reason, report.generations, report.evaluations), (Some(Reason::Generations), 50, 50 * 40));

    let (report, best) = run(&Options { target: 1e-6, max_generations: 500, ..default }, &[]);
    assert_eq!(report.reason, Some(Reason::Target));
    assert!(report.best_value <= 1e-6 && sphere(&best) == report.best_value);
    assert_eq!(report.evaluations, report.generations * 40);

    // Exactly as many evaluations as allowed, also in the middle of a generation.
    for max_evaluations in [1, 39, 40, 41, 100] {
        let (report, _) = run(&Options { max_evaluations, ..default }, &[]);
        assert_eq!(report.reason, Some(Reason::Evaluations));
        assert_eq!((report.evaluations, report.generations), (max_evaluations, max_evaluations / 40));
    }
    for options in [Options { max_evaluations: 0, ..default }, Options { max_generations: 0, ..default }] {
        let (report, best) = run(&options, &[]);
        assert_eq!((report.evaluations, report.best_value), (0, f64::INFINITY));
        assert!(matches!(report.reason, Some(Reason::Evaluations | Reason::Generations)));
        assert_eq!(best, [-0.5, -2.0, -3.2]); // point 1 of the Halton set, 1/2, 1/3, 1/5, in the box
    }

    // A constant function never improves after the first generation.
    let constant = Function::new(1, |_: &[f64]| 7.0);
    let options = Options { max_repetition: 5, ..Options::posts() };
    let minimum = minimize(&constant, &[0.0], &[1.0], &options).unwrap();
    assert_eq!((minimum.report.reason, minimum.report.generations), (Some(Reason::Stagnation), 6));
    assert_eq!(minimum.report.best_value, 7.0);
}

#[test]
fn given_start_positions_are_evaluated_first() {
    let start = [1.0, 2.0, 3.0, 0.0, 0.0, 0.0];
    let (report, best) = run(&Options { max_evaluations: 1, ..Options::posts() }, &start);
    assert_eq!((report.best_value, &best[..]), (14.0, &start[..3]));
    let (report, best) = run(&Options { max_evaluations: 2, ..Options::posts() }, &start);
    assert_eq!((report.best_value, &best[..]), (0.0, &start[3..]));
    // The others start where they would without.
    let mut memory = vec![0.0; Pso::<f64>::memory_len(3, 40, 0)];
    let (lower, upper) = ([-5.0; 3], [4.0; 3]);
    let options = Options::posts();
    let without = Pso::new(&mut memory, &lower, &upper, &options).unwrap().positions().to_vec();
    let with = Pso::with_start(&mut memory, &lower, &upper, &options, &start).unwrap().positions().to_vec();
    assert_eq!(with[..6], start);
    assert_eq!(with[6..], without[6..]);
}

#[test]
fn a_users_own_sequence_can_be_the_start() {
    struct Diagonal;
    impl Sequence<f64> for Diagonal {
        fn dim(&self) -> usize {
            2
        }
        fn point(&self, index: u64, out: &mut [f64]) -> Result<(), Error> {
            out.fill(index as f64 / 16.0);
            Ok(())
        }
    }
    let options = Options { swarm_size: 8, ..Options::posts() };
    let mut memory = vec![0.0; Pso::<f64>::memory_len(2, 8, 0)];
    let pso = Pso::with_sequence(&mut memory, &[0.0, 1.0], &[16.0, 2.0], &options, &[], &Diagonal, 4).unwrap();
    assert_eq!(pso.positions()[..4], [4.0, 1.25, 5.0, 1.3125]);
}

#[test]
fn a_fixed_variable_stays_and_no_particle_leaves_the_box() {
    let (lower, upper) = ([-1.0, 2.0, 0.5], [1.0, 2.0, 0.75]);
    let outside = Cell::new(0);
    let objective = Function::new(3, |x: &[f64]| {
        let inside = x.iter().zip(lower.iter().zip(&upper)).all(|(x, (l, u))| l <= x && x <= u);
        outside.set(outside.get() + u32::from(!inside));
        -x[0] + sphere(&x[1..])
    });
    let options = Options { perturbation: 3.0, inertia: 2.0, max_generations: 200, ..Options::posts() };
    let mut memory = vec![0.0; Pso::<f64>::memory_len(3, 40, 0)];
    let mut pso = Pso::new(&mut memory, &lower, &upper, &options).unwrap();
    pso.run(&objective, |_| Ok(())).unwrap();
    assert_eq!(outside.get(), 0);
    assert_eq!(pso.best().0, [1.0, 2.0, 0.5]);
}

#[test]
fn the_velocity_limit_is_kept() {
    let side = 9.0_f64;
    for velocity_limit in [0.0_f64, 0.001, 0.1] {
        let options = Options { velocity_limit, perturbation: 0.0, ..Options::posts() };
        let mut memory = vec![0.0; Pso::<f64>::memory_len(3, 40, 0)];
        let mut pso = Pso::new(&mut memory, &[-5.0; 3], &[4.0; 3], &options).unwrap();
        let mut largest = 0.0_f64;
        for _ in 0..20 {
            let before = pso.positions().to_vec();
            pso.step(&Function::new(3, sphere)).unwrap();
            let moves = before.iter().zip(pso.positions()).map(|(a, b)| f64::abs(a - b));
            largest = moves.fold(largest, f64::max);
        }
        let expected = velocity_limit * side;
        assert!((largest - expected).abs() < 1e-12, "{largest} for {expected}");
    }
}

#[test]
fn nan_and_infinity_as_values() {
    let options = Options { max_generations: 10, ..Options::posts() };
    let nan = minimize(&Function::new(2, |_: &[f64]| f64::NAN), &[0.0; 2], &[1.0; 2], &options).unwrap();
    assert_eq!((nan.report.best_value, nan.report.nan_evaluations), (f64::INFINITY, 400));
    assert_eq!(nan.report.reason, Some(Reason::Generations));
    let infinite = minimize(&Function::new(2, |_: &[f64]| f64::INFINITY), &[0.0; 2], &[1.0; 2], &options).unwrap();
    assert_eq!((infinite.report.best_value, infinite.report.nan_evaluations), (f64::INFINITY, 0));
    // NaN in half of the box does not keep the other half from being searched.
    let half = Function::new(2, |x: &[f64]| if x[0] < 0.0 { f64::NAN } else { sphere(x) });
    let half = minimize(&half, &[-1.0; 2], &[1.0; 2], &Options::posts()).unwrap();
    assert!(half.report.best_value < 1e-10 && half.report.nan_evaluations > 0);
    let lowest = minimize(&Function::new(1, |_: &[f64]| f64::NEG_INFINITY), &[0.0], &[1.0], &options).unwrap();
    assert_eq!((lowest.report.best_value, lowest.report.reason), (f64::NEG_INFINITY, Some(Reason::Target)));
}

/// The sphere, which stops at a certain evaluation.
struct Stopping {
    calls: Cell<u64>,
    at: u64,
    stop: Stop,
}
impl Objective<f64> for Stopping {
    fn dim(&self) -> usize {
        3
    }
    fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
        self.calls.set(self.calls.get() + 1);
        if self.calls.get() == self.at { Err(self.stop) } else { Ok(sphere(x)) }
    }
}

#[test]
fn an_objective_that_stops_or_fails_leaves_the_best_so_far_and_can_be_gone_on_with() {
    let options = Options { max_generations: 30, ..Options::posts() };
    let (uninterrupted, best) = run(&options, &[]);
    for at in [1, 2, 40, 41, 100] {
        for stop in [Stop::Caller(7), Stop::Failure(-3)] {
            let mut memory = vec![0.0; Pso::<f64>::memory_len(3, 40, 0)];
            let mut pso = Pso::new(&mut memory, &[-5.0; 3], &[4.0; 3], &options).unwrap();
            let objective = Stopping { calls: Cell::new(0), at, stop };
            let report = pso.run(&objective, |_| Ok(())).unwrap();
            assert_eq!(report.reason, Some(stop.into()));
            assert_eq!(report.evaluations, at - 1);
            assert_eq!(report.best_value < f64::INFINITY, at > 1);
            if at > 1 {
                assert_eq!(sphere(pso.best().0), report.best_value);
            }
            // Nothing is lost: the run goes on with the evaluation that was refused, to the same bits.
            let report = pso.run(&objective, |_| Ok(())).unwrap();
            assert_eq!((report, pso.best().0), (uninterrupted, &best[..]));
        }
    }
}

#[test]
fn a_generation_that_was_interrupted_is_completed_even_if_the_target_was_reached_in_it() {
    let options = Options { target: 10.0, ..Options::posts() };
    let (uninterrupted, best) = run(&options, &[]);
    assert_eq!((uninterrupted.reason, uninterrupted.generations), (Some(Reason::Target), 1));
    for at in 1..=40 {
        let mut memory = vec![0.0; Pso::<f64>::memory_len(3, 40, 0)];
        let mut pso = Pso::new(&mut memory, &[-5.0; 3], &[4.0; 3], &options).unwrap();
        let objective = Stopping { calls: Cell::new(0), at, stop: Stop::Caller(1) };
        assert_eq!(pso.run(&objective, |_| Ok(())).unwrap().reason, Some(Reason::Caller(1)));
        let report = pso.run(&objective, |_| Ok(())).unwrap();
        assert_eq!((report, pso.best().0), (uninterrupted, &best[..]));
    }
    // The target comes before the budget, also where that ends in the middle.
    let (report, _) = run(&Options { max_evaluations: 35, ..options }, &[]);
    assert_eq!((report.reason, report.evaluations), (Some(Reason::Target), 35));
}

#[test]
fn a_variable_fixed_at_minus_zero_stays_there() {
    let objective = Function::new(2, |x: &[f64]| {
        assert!(x[0] == 0.0 && x[0].is_sign_negative());
        x[1]
    });
    let options = Options { max_generations: 5, ..Options::posts() };
    minimize(&objective, &[-0.0, -5.0], &[-0.0, 5.0], &options).unwrap();
}

#[test]
fn an_observer_stops_the_run() {
    let mut swarm = Swarm::new(&[-5.0; 3], &[4.0; 3], &Options::posts()).unwrap();
    let objective = Function::new(3, sphere);
    let mut seen = Vec::new();
    let report = swarm
        .run(&objective, |swarm| {
            let report = swarm.report();
            seen.push(report.generations);
            if report.generations == 4 { Err(Stop::Caller(5)) } else { Ok(()) }
        })
        .unwrap();
    assert_eq!((report.reason, report.generations), (Some(Reason::Caller(5)), 4));
    assert_eq!(seen, [1, 2, 3, 4]);
}

#[test]
fn steps_runs_and_threads_give_the_same_bits() {
    let objective = Function::new(3, |x: &[f64]| sphere(x) + (3.0 * x[0]).sin_cos().0 * x[1]);
    let options = Options { max_generations: 60, seed: 5, ..Options::posts() };
    let mut whole = Swarm::new(&[-5.0; 3], &[4.0; 3], &options).unwrap();
    whole.run(&objective, |_| Ok(())).unwrap();
    for threads in [1, 2, 3, 0] {
        let mut stepped = Swarm::new(&[-5.0; 3], &[4.0; 3], &options).unwrap().with_threads(threads).unwrap();
        while stepped.step(&objective).unwrap().reason.is_none() {}
        assert_eq!(stepped.to_bytes(), whole.to_bytes(), "{threads} threads");
    }
    // Where an objective stops is the same too: the first particle that it refuses, whatever ran beside it.
    let refuse = |x: &[f64]| if x[2] > 2.0 { Err(Stop::Failure(-9)) } else { Ok(sphere(x)) };
    struct Refusing<C>(C);
    impl<C: Fn(&[f64]) -> Result<f64, Stop>> Objective<f64> for Refusing<C> {
        fn dim(&self) -> usize {
            3
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            (self.0)(x)
        }
    }
    let mut saved = Vec::new();
    for threads in [1, 2, 4] {
        let mut swarm = Swarm::new(&[-5.0; 3], &[4.0; 3], &options).unwrap().with_threads(threads).unwrap();
        let report = swarm.run(&Refusing(refuse), |_| Ok(())).unwrap();
        assert_eq!(report.reason, Some(Reason::Failure(-9)));
        saved.push(swarm.to_bytes());
    }
    assert!(saved.windows(2).all(|pair| pair[0] == pair[1]));
}

fn saved_and_restored<F: Real>() {
    let objective = Function::new(4, |x: &[F]| sphere(x) + x[0] * x[1]);
    let (lower, upper) = ([F::from_f64(-5.0); 4], [F::from_f64(4.0); 4]);
    let options = Options { max_generations: 25, swarm_size: 7, seed: 11, ..Options::posts() };
    let mut whole = Swarm::new(&lower, &upper, &options).unwrap();
    whole.run(&objective, |_| Ok(())).unwrap();
    let whole = whole.to_bytes();
    for generations in [0, 1, 12, 24] {
        let mut first = Swarm::new(&lower, &upper, &options).unwrap();
        for _ in 0..generations {
            first.step(&objective).unwrap();
        }
        let bytes = first.to_bytes();
        assert_eq!(bytes.len(), Pso::<F>::checkpoint_len(4, 7));
        let mut second = Swarm::<F>::from_bytes(&bytes).unwrap();
        assert_eq!(second.to_bytes(), bytes);
        second.run(&objective, |_| Ok(())).unwrap();
        assert_eq!(second.to_bytes(), whole);
    }
}

#[test]
fn a_saved_swarm_goes_on_to_the_same_bits() {
    saved_and_restored::<f64>();
    saved_and_restored::<f32>();
}

#[test]
fn a_checkpoint_that_is_not_whole_is_refused() {
    let options = Options { swarm_size: 2, ..Options::posts() };
    let mut swarm = Swarm::new(&[0.0_f64; 2], &[1.0; 2], &options).unwrap();
    swarm.step(&Function::new(2, sphere)).unwrap();
    let bytes = swarm.to_bytes();
    assert!(Swarm::<f64>::from_bytes(&bytes).is_ok());
    assert_eq!(Swarm::<f32>::from_bytes(&bytes).unwrap_err(), Error::CheckpointMismatch);
    for len in 0..bytes.len() {
        assert_eq!(Swarm::<f64>::from_bytes(&bytes[..len]).unwrap_err(), Error::Checkpoint, "{len} bytes");
    }
    for bit in 0..8 * bytes.len() {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(Swarm::<f64>::from_bytes(&changed).unwrap_err(), Error::Checkpoint, "bit {bit}");
    }
    // A changed field under a right checksum: what does not describe a swarm is refused, the rest is a swarm.
    for byte in 0..bytes.len() - 4 {
        for value in [0, 1, 0x7f, 0xff] {
            let mut changed = bytes.clone();
            changed[byte] = value;
            let end = changed.len() - 4;
            let checksum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&changed[..end]);
            changed[end..].copy_from_slice(&checksum.to_le_bytes());
            if let Ok(mut swarm) = Swarm::<f64>::from_bytes(&changed) {
                let bounds = swarm.to_bytes();
                let at = |i: usize| f64::from_le_bytes(bounds[16 + 8 * 47 + 8 * i..][..8].try_into().unwrap());
                let inside = Function::new(2, |x: &[f64]| {
                    assert!((0..2).all(|j| at(j) <= x[j] && x[j] <= at(2 + j)), "{x:?} is outside of the box");
                    f64::NAN
                });
                swarm.step(&inside).unwrap();
                swarm.step(&inside).unwrap();
            }
        }
    }
    let mut memory = [7.0; Pso::<f64>::memory_len(2, 2, 0)];
    assert_eq!(Pso::restore(&mut memory[1..], &bytes).unwrap_err(), Error::Workspace);
    assert_eq!(memory, [7.0; Pso::<f64>::memory_len(2, 2, 0)]);
}

#[test]
fn a_checkpoint_in_a_file() {
    let path = std::env::temp_dir().join(format!("photinus-{}.checkpoint", std::process::id()));
    let swarm = Swarm::new(&[0.0_f64; 2], &[1.0; 2], &Options::posts()).unwrap();
    swarm.save(&path).unwrap();
    let loaded = Swarm::<f64>::load(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(loaded.to_bytes(), swarm.to_bytes());
    assert!(Swarm::<f64>::load(&path).is_err());
}

#[test]
fn options_can_be_changed_on_the_way() {
    let objective = Function::new(3, sphere);
    let options = Options { max_generations: 5, ..Options::posts() };
    let mut swarm = Swarm::new(&[-5.0; 3], &[4.0; 3], &options).unwrap();
    assert_eq!(swarm.run(&objective, |_| Ok(())).unwrap().generations, 5);
    assert_eq!(swarm.run(&objective, |_| Ok(())).unwrap().evaluations, 200); // it has ended
    swarm.set_options(&Options { max_generations: 9, inertia: 0.4, ..options }).unwrap();
    assert_eq!(swarm.run(&objective, |_| Ok(())).unwrap().generations, 9);
    assert_eq!(swarm.set_options(&Options { swarm_size: 41, ..options }), Err(Error::Parameter));
    assert_eq!(swarm.set_options(&Options { social: f64::NAN, ..options }), Err(Error::Parameter));
    assert_eq!(swarm.options().max_generations, 9);
}

#[test]
fn bad_arguments() {
    let options = Options::<f64>::posts();
    let len = Pso::<f64>::memory_len(2, 40, 0);
    let check = |lower: &[f64], upper: &[f64], options: &Options<f64>, start: &[f64], len: usize| {
        let mut memory = vec![-7.0; len];
        let error = Pso::with_start(&mut memory, lower, upper, options, start).err();
        assert!(error.is_none() || memory.iter().all(|&x| x == -7.0), "{error:?} touched the memory");
        error
    };
    let (low, high) = ([0.0; 2], [1.0; 2]);
    assert_eq!(check(&low, &high, &options, &[], len), None);
    assert_eq!(check(&low, &high, &options, &[], len - 1), Some(Error::Workspace));
    assert_eq!(check(&low, &low, &options, &[], len), None);
    assert_eq!(check(&[], &[], &options, &[], len), Some(Error::Dimension));
    assert_eq!(check(&low, &high[..1], &options, &[], len), Some(Error::Length));
    for (l, u) in [(1.5, 1.0), (f64::NAN, 1.0), (0.0, f64::NAN), (f64::NEG_INFINITY, 1.0), (0.0, f64::INFINITY)] {
        assert_eq!(check(&[0.0, l], &[1.0, u], &options, &[], len), Some(Error::Bounds), "{l} to {u}");
    }
    assert_eq!(check(&[0.0, f64::MIN], &[1.0, f64::MAX], &options, &[], len), Some(Error::Bounds));
    assert_eq!(check(&low, &high, &options, &[0.5, 1.5], len), Some(Error::Start));
    assert_eq!(check(&low, &high, &options, &[0.5, f64::NAN], len), Some(Error::Start));
    assert_eq!(check(&low, &high, &options, &[0.5; 82], len), Some(Error::Start));
    assert_eq!(check(&low, &high, &options, &[0.5; 3], len), Some(Error::Length));
    for bad in [f64::NAN, -0.1, f64::INFINITY] {
        for options in [
            Options { inertia: bad, ..options },
            Options { cognitive: bad, ..options },
            Options { social: bad, ..options },
            Options { perturbation: bad, ..options },
            Options { velocity_limit: bad, ..options },
            Options { final_inertia: bad, ..options },
            Options { absolute_tolerance: bad, ..options },
            Options { relative_tolerance: bad, ..options },
            Options { min_spread: bad, ..options },
            Options { restart_spread: bad, ..options },
        ] {
            assert_eq!(check(&low, &high, &options, &[], len), Some(Error::Parameter), "{options:?}");
        }
    }
    assert_eq!(check(&low, &high, &Options { target: f64::NAN, ..options }, &[], len), Some(Error::Parameter));
    for topology in [Topology::Ring(0), Topology::Random(0)] {
        assert_eq!(check(&low, &high, &Options { topology, ..options }, &[], len), Some(Error::Parameter));
    }
    assert_eq!(check(&low, &high, &Options { swarm_size_limit: 41, ..options }, &[], len), Some(Error::Workspace));
    assert_eq!(check(&low, &high, &Options { swarm_size: 0, ..options }, &[], len), Some(Error::Parameter));
    assert_eq!(check(&low, &high, &Options { swarm_size: usize::MAX, ..options }, &[], len), Some(Error::Workspace));
    assert_eq!(check(&low, &high, &Options { swarm_size: 1, ..options }, &[], len), None);

    let mut memory = vec![0.0; len];
    let mut pso = Pso::new(&mut memory, &low, &high, &options).unwrap();
    assert_eq!(pso.step(&Function::new(3, sphere)).unwrap_err(), Error::Dimension);
    struct Greedy;
    impl Objective<f64> for Greedy {
        fn dim(&self) -> usize {
            2
        }
        fn scratch_len(&self) -> usize {
            1
        }
        fn value(&self, _: &[f64], scratch: &mut [f64]) -> Result<f64, Stop> {
            scratch[0] = 1.0;
            Ok(scratch[0])
        }
    }
    assert_eq!(pso.step(&Greedy).unwrap_err(), Error::Workspace);
    let mut memory = vec![0.0; Pso::<f64>::memory_len(2, 40, 1)];
    assert!(Pso::new(&mut memory, &low, &high, &options).unwrap().step(&Greedy).is_ok());
    assert!(Swarm::new(&low, &high, &options).unwrap().step(&Greedy).is_ok());
    assert_eq!(
        Swarm::new(&low, &high, &Options { swarm_size: usize::MAX, ..options }).unwrap_err(),
        Error::OutOfMemory
    );
}

#[test]
fn forces_beyond_the_range_of_the_type_do_no_harm() {
    let options = Options {
        inertia: f32::MAX,
        cognitive: f32::MAX,
        social: f32::MAX,
        perturbation: f32::MAX,
        velocity_limit: f32::MAX,
        max_generations: 50,
        ..Options::posts()
    };
    let objective = Function::new(2, |x: &[f32]| {
        assert!(x.iter().all(|x| x.abs() <= 1e38), "{x:?}");
        x[0] + x[1]
    });
    for rule in RULES {
        for boundary in BOUNDARIES {
            let options = Options { rule, boundary, ..options };
            minimize(&objective, &[-1e38; 2], &[1e38; 2], &options).unwrap();
        }
    }
}

#[test]
fn more_dimensions_than_primes_in_the_table() {
    let dim = 1300;
    let options = Options { swarm_size: 3, max_generations: 2, ..Options::posts() };
    let minimum = minimize(&Function::new(dim, sphere), &vec![-1.0; dim], &vec![1.0; dim], &options).unwrap();
    assert!(minimum.report.best_value < dim as f64 / 2.0);
}

#[test]
fn a_batch_objective_is_asked_for_many_points_at_once() {
    struct Batch(Cell<u64>);
    impl Objective<f64> for Batch {
        fn dim(&self) -> usize {
            2
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            Ok(sphere(x))
        }
        fn values(&self, points: &[f64], values: &mut [f64], _: &mut [f64]) -> Result<(), Interrupted> {
            self.0.set(self.0.get() + 1);
            assert_eq!(points.len(), 2 * values.len());
            for (value, x) in values.iter_mut().zip(points.chunks_exact(2)) {
                *value = sphere(x);
            }
            Ok(())
        }
    }
    let options = Options { max_generations: 20, ..Options::posts() };
    let mut memory = vec![0.0; Pso::<f64>::memory_len(2, 40, 0)];
    let mut pso = Pso::new(&mut memory, &[-1.0; 2], &[1.0; 2], &options).unwrap();
    let batch = Batch(Cell::new(0));
    let report = pso.run(&batch, |_| Ok(())).unwrap();
    assert_eq!(batch.0.get(), 20);
    let one_by_one = minimize(&Function::new(2, sphere), &[-1.0; 2], &[1.0; 2], &options).unwrap();
    assert_eq!(report, one_by_one.report);
}

const RULES: [Rule; 5] = [Rule::Constriction, Rule::Constant, Rule::Falling, Rule::Adaptive, Rule::Sphere];
const TOPOLOGIES: [Topology; 4] = [Topology::Global, Topology::Ring(1), Topology::VonNeumann, Topology::Random(3)];
const BOUNDARIES: [Boundary; 6] =
    [Boundary::Stop, Boundary::Turn, Boundary::Reflect, Boundary::Wrap, Boundary::Reinitialise, Boundary::Fly];

/// A particle whose every position is its best has no forces: its moves shrink by w, whose values are those of the papers.
#[test]
fn inertia_by_rule() {
    let falls = |generation: i32| 0.7298 - (0.7298 - 0.3) * (f64::from(generation) / 30.0 / 0.75).min(1.0);
    let expected = |rule: Rule, generation: i32| match rule {
        Rule::Constriction => 2.0 / (2.1 + 0.41_f64.sqrt()), // φ = 4.1
        Rule::Constant => 0.7298,
        Rule::Falling => falls(generation),
        Rule::Adaptive => 1.0,
        Rule::Sphere => 0.5 / 2.0_f64.ln(),
    };
    assert!((expected(Rule::Constriction, 0) - 0.72984).abs() < 1e-5);
    for rule in RULES {
        for by_evaluations in [false, true] {
            let (max_generations, max_evaluations) = if by_evaluations { (u64::MAX, 30) } else { (30, u64::MAX) };
            let options =
                Options { swarm_size: 1, max_generations, max_evaluations, ..Options::posts() }.with_rule(rule);
            let options = Options { velocity_limit: 0.01, perturbation: 0.0, ..options };
            let mut memory = [0.0; Pso::<f64>::memory_len(3, 1, 0)];
            let start = [0.0, 0.5, -0.25];
            let mut pso = Pso::with_start(&mut memory, &[-5.0; 3], &[5.0; 3], &options, &start).unwrap();
            let better = Cell::new(0.0);
            let objective = Function::new(3, |_: &[f64]| {
                better.set(better.get() - 1.0);
                better.get()
            });
            let mut positions = vec![pso.positions().to_vec()];
            for _ in 0..29 {
                pso.step(&objective).unwrap();
                positions.push(pso.positions().to_vec());
            }
            for (generation, three) in positions.windows(3).enumerate() {
                let w = expected(rule, generation as i32 + 2);
                let axes = three[0].iter().zip(&three[1]).zip(&three[2]);
                for ((start, middle), end) in axes {
                    let (first, second) = (middle - start, end - middle);
                    // A limited velocity of w = 1 is as good as any.
                    assert!(
                        (second - w * first).abs() < 1e-14,
                        "{rule:?}, generation {generation}: {} for {w}",
                        second / first
                    );
                }
            }
        }
    }
}

/// The ellipsoid of condition 10^4, turned by Householder's matrix I - 2 u uᵀ or not.
fn ellipsoid(x: &[f64], turned: bool) -> f64 {
    let n = x.len() as f64;
    let mean = 2.0 * x.iter().sum::<f64>() / n;
    let turn = |x: f64| if turned { x - mean } else { x };
    x.iter().enumerate().map(|(j, &x)| 10.0_f64.powf(4.0 * j as f64 / (n - 1.0)) * turn(x).powi(2)).sum()
}

/// A rotation of the axes is nothing to the rule that was made so, and much to the others.
#[test]
fn the_sphere_does_not_depend_on_the_axes() {
    let digits = |rule: Rule, turned: bool| {
        let objective = Function::new(5, |x: &[f64]| ellipsoid(x, turned));
        let seeds = 20;
        let sum: f64 = (0..seeds)
            .map(|seed| {
                let options =
                    Options { swarm_size: 20, max_generations: 150, seed, ..Options::posts() }.with_rule(rule);
                let options = Options { perturbation: 0.0, topology: Topology::Random(3), ..options };
                let lower = [-3.0, -4.0, -5.0, -6.0, -7.0];
                minimize(&objective, &lower, &[5.0; 5], &options).unwrap().report.best_value.log10()
            })
            .sum();
        sum / seeds as f64
    };
    let sphere = digits(Rule::Sphere, true) - digits(Rule::Sphere, false);
    let component = digits(Rule::Constant, true) - digits(Rule::Constant, false);
    assert!(sphere.abs() < 0.7, "{sphere} digits");
    assert!(component > 1.5, "{component} digits");
}

#[test]
fn no_value_is_asked_for_outside_of_the_box() {
    let (lower, upper) = ([-1.0, 2.0, 0.5], [1.0, 2.0, 0.75]);
    for rule in RULES {
        for (boundary, topology) in BOUNDARIES.into_iter().zip(TOPOLOGIES.into_iter().cycle()) {
            let options = Options { boundary, topology, max_generations: 60, ..Options::default() }.with_rule(rule);
            let options = Options { velocity_limit: 3.0, restart_generations: 25, restart_spread: 0.0, ..options };
            let evaluations = Cell::new(0);
            let objective = Function::new(3, |x: &[f64]| {
                assert!(
                    x.iter().zip(lower.iter().zip(&upper)).all(|(x, (l, u))| l <= x && x <= u),
                    "{boundary:?}: {x:?}"
                );
                evaluations.set(evaluations.get() + 1);
                -x[0] + sphere(&x[1..])
            });
            let minimum = minimize(&objective, &lower, &upper, &options).unwrap();
            let report = minimum.report;
            assert_eq!((report.evaluations, report.generations, report.restarts), (evaluations.get(), 60, 1));
            // Those that fly are not evaluated while they are outside.
            assert_eq!(report.evaluations < 60 * 14, boundary == Boundary::Fly);
            // The lowest value is 3.25, in a corner.
            assert!(report.best_value < 3.35, "{rule:?}, {boundary:?}: {:?}", minimum.position);
        }
    }
}

/// A run by steps, and the same one by ask and tell, in an order that changes, in parts, and saved in the middle.
fn asked_and_told<F: Real>(options: &Options<F>) {
    let objective = |x: &[F]| if x[0] > F::from_f64(3.5) { F::nan() } else { sphere(x) + x[0] * x[1] };
    let (lower, upper) = ([F::from_f64(-5.0); 3], [F::from_f64(4.0); 3]);
    let mut stepped = Swarm::new(&lower, &upper, options).unwrap();
    let mut asked = Swarm::new(&lower, &upper, options).unwrap();
    let mut random = photinus::random::Stream::new(3, 0, 0);
    loop {
        let report = stepped.step(&Function::new(3, objective)).unwrap();
        let points = asked.ask().to_vec();
        if points.is_empty() {
            assert_eq!(asked.report(), report);
            break;
        }
        let values: Vec<F> = points.chunks(3).map(objective).collect();
        let mut order: Vec<usize> = (0..values.len()).collect();
        for i in 1..order.len() {
            order.swap(i, (random.next_u64() % (i as u64 + 1)) as usize);
        }
        for (told, &k) in order.iter().enumerate() {
            assert_eq!(asked.ask(), points, "the same until all are told");
            asked.tell(k, values[k]).unwrap();
            if told + 1 < order.len() {
                assert_eq!(asked.tell(k, values[k]), Err(Error::NotAsked));
            }
            if told == order.len() / 2 {
                asked = Swarm::from_bytes(&asked.to_bytes()).unwrap();
            }
        }
        assert_eq!(asked.report(), report);
        assert_eq!(asked.to_bytes(), stepped.to_bytes());
    }
    assert_eq!(asked.best(), stepped.best());
}

#[test]
fn ask_and_tell_are_as_steps() {
    let options = Options { max_generations: 40, swarm_size: 9, swarm_size_limit: 30, seed: 4, ..Options::default() };
    for (i, rule) in RULES.into_iter().enumerate() {
        for (boundary, topology) in BOUNDARIES.into_iter().zip(TOPOLOGIES.into_iter().cycle().skip(i)) {
            let options = Options { boundary, topology, restart_generations: 11, ..options }.with_rule(rule);
            asked_and_told::<f64>(&Options { velocity_limit: 1.0, ..options });
        }
    }
    for max_evaluations in [0, 1, 9, 50, 90] {
        asked_and_told::<f64>(&Options { max_evaluations, ..options });
        asked_and_told::<f64>(&Options { max_evaluations, boundary: Boundary::Fly, velocity_limit: 2.0, ..options });
    }
    asked_and_told::<f32>(&Options { max_evaluations: 100, swarm_size: 7, ..Options::default() });
    asked_and_told::<f64>(&Options { target: 1.0, perturbation: 0.1, ..options });
}

#[test]
fn values_that_were_not_asked_for_are_refused() {
    let options = Options { max_evaluations: 30, swarm_size: 12, ..Options::default() };
    let mut swarm = Swarm::new(&[-5.0; 2], &[5.0; 2], &options).unwrap();
    let untouched = swarm.to_bytes();
    assert_eq!(swarm.tell(0, 1.0), Err(Error::NotAsked));
    assert_eq!(swarm.tell_values(0, &[]), Err(Error::NotAsked));
    assert_eq!(swarm.to_bytes(), untouched);
    assert_eq!(swarm.ask().len(), 24);
    let asked = swarm.to_bytes();
    for (first, count) in [(12, 1), (0, 13), (11, 2), (usize::MAX, 1), (13, 0)] {
        assert_eq!(swarm.tell_values(first, &vec![1.0; count]), Err(Error::NotAsked), "{count} from {first}");
    }
    assert_eq!(swarm.to_bytes(), asked);
    swarm.tell_values(12, &[]).unwrap();
    swarm.tell(3, 1.0).unwrap();
    let told = swarm.to_bytes();
    assert_eq!(swarm.tell_values(2, &[0.5, 0.5]), Err(Error::NotAsked)); // one of them is told
    assert_eq!(swarm.to_bytes(), told);
    swarm.tell_values(0, &[5.0, 4.0, 3.0]).unwrap();
    swarm.tell_values(4, &[6.0; 8]).unwrap();
    assert_eq!(swarm.tell(0, 1.0), Err(Error::NotAsked)); // the next generation is to be asked for first
    assert_eq!((swarm.report().generations, swarm.best().1), (1, 1.0));
    // The last generation is not whole: 6 evaluations are left, then the run ends, and goes on with more.
    swarm.ask();
    swarm.tell_values(0, &[2.0; 12]).unwrap();
    assert_eq!(swarm.ask().len(), 12);
    assert_eq!(swarm.tell(6, 0.0), Err(Error::NotAsked));
    swarm.tell_values(0, &[2.0; 6]).unwrap();
    assert_eq!((swarm.report().reason, swarm.report().evaluations), (Some(Reason::Evaluations), 30));
    assert!(swarm.ask().is_empty());
    assert_eq!(swarm.tell(6, 0.0), Err(Error::NotAsked));
    swarm.set_options(&Options { max_evaluations: 40, ..options }).unwrap();
    assert_eq!(swarm.ask().len(), 24);
    assert_eq!(swarm.tell(5, 0.0), Err(Error::NotAsked));
    swarm.tell_values(6, &[-1.0, -2.0, -2.0, 0.0, 0.0, 0.0]).unwrap();
    let report = swarm.report();
    assert_eq!((report.reason, report.evaluations, report.generations, report.best_value), (None, 36, 3, -2.0));
}

/// Of equal values the first particle's counts, in whatever order they are told.
#[test]
fn ties_go_to_the_lowest_particle() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1]] {
        let options = Options { swarm_size: 3, ..Options::default() };
        let mut swarm = Swarm::new(&[0.0; 2], &[1.0; 2], &options).unwrap();
        let points = swarm.ask().to_vec();
        for k in order {
            swarm.tell(k, [2.0, 1.0, 1.0][k]).unwrap();
        }
        assert_eq!(swarm.best(), (&points[2..4], 1.0));
        swarm.ask();
        for k in order {
            swarm.tell(k, 1.0).unwrap();
        }
        assert_eq!(swarm.best(), (&points[2..4], 1.0)); // the lower generation's
    }
}

#[test]
fn restarts() {
    // A constant function never becomes better: rounds of 1 + 4 generations, in swarms of 3, 6, 12, 24, 24, …
    let options = Options {
        swarm_size: 3,
        swarm_size_limit: 47,
        restart_repetition: 4,
        restart_generations: 0,
        restart_spread: 0.0,
        max_repetition: 0,
        max_generations: 26,
        ..Options::default()
    };
    let seen = Cell::new((0, 0));
    let constant = Function::new(2, |_: &[f64]| 7.0);
    let mut swarm = Swarm::new(&[-1.0; 2], &[1.0; 2], &options).unwrap();
    let sizes = [3, 6, 12, 24, 24, 24];
    swarm
        .run(&constant, |swarm| {
            let report = swarm.report();
            let round = report.generations as usize / 5;
            assert_eq!((report.restarts, report.swarm_size), (round as u64, sizes[round]));
            assert_eq!(swarm.positions().len(), 2 * sizes[round]);
            seen.set((report.evaluations, report.restarts));
            Ok(())
        })
        .unwrap();
    assert_eq!(seen.get(), (5 * (3 + 6 + 12 + 24 + 24) + 24, 5));
    // By generations: 10, 20, 40, …
    let options = Options { restart_repetition: 0, restart_generations: 10, max_generations: 200, ..options };
    let mut restarts = Vec::new();
    let mut swarm = Swarm::new(&[-1.0; 2], &[1.0; 2], &options).unwrap();
    swarm
        .run(&constant, |swarm| {
            restarts.push(swarm.report().restarts);
            Ok(())
        })
        .unwrap();
    let at: Vec<usize> = restarts.windows(2).enumerate().filter(|(_, r)| r[1] > r[0]).map(|(i, _)| i + 2).collect();
    assert_eq!(at, [10, 30, 70, 150]);
    // By spread; the best of all rounds is kept.
    let options = Options { restart_generations: 0, restart_spread: 1e-3, max_generations: 2000, ..options };
    let mut swarm = Swarm::new(&[-1.0; 2], &[1.0; 2], &options).unwrap();
    let lowest = Mutex::new((f64::INFINITY, [0.0; 2]));
    let objective = Function::new(2, |x: &[f64]| {
        let value = (20.0 * x[0]).sin() + (17.0 * x[1]).cos() + sphere(x);
        let mut lowest = lowest.lock().unwrap();
        if value < lowest.0 {
            *lowest = (value, [x[0], x[1]]);
        }
        value
    });
    let report = swarm.run(&objective, |_| Ok(())).unwrap();
    assert!(report.restarts >= 2, "{report:?}");
    let (value, x) = *lowest.lock().unwrap();
    assert_eq!(swarm.best(), (&x[..], value));
}

#[test]
fn starts_are_the_sequences() {
    let (lower, upper) = ([-1.0, 0.0], [3.0, 0.5]);
    let point = |sequence: &dyn Sequence<f64>, index: u64| {
        let mut x = [0.0; 2];
        sequence.point(index, &mut x).unwrap();
        [-1.0 + 4.0 * x[0], 0.5 * x[1]]
    };
    let halton = Halton::new(2).unwrap();
    let (scrambled, sobol) = (halton.scrambled(9), Sobol::new(2).unwrap().scrambled(9));
    let sequences: [(Start, u64, &dyn Sequence<f64>); 3] =
        [(Start::Halton, 1, &halton), (Start::ScrambledHalton, 0, &scrambled), (Start::Sobol, 0, &sobol)];
    for (start, first, sequence) in sequences {
        let options = Options { start, seed: 9, restart_repetition: 1, ..Options::default() };
        let mut swarm = Swarm::new(&lower, &upper, &options).unwrap();
        let check = |positions: &[f64], first: u64| {
            for (k, x) in positions.chunks(2).enumerate() {
                assert_eq!(x, point(sequence, first + k as u64), "{start:?}");
            }
        };
        check(swarm.positions(), first);
        // A restart goes on in the sequence.
        let constant = Function::new(2, |_: &[f64]| 1.0);
        swarm.step(&constant).unwrap();
        assert_eq!(swarm.step(&constant).unwrap().restarts, 1);
        check(swarm.positions(), first + 14);
    }
    // The mean of uniform points, and of two seeds no two are the same.
    let options = Options { start: Start::Uniform, swarm_size: 1000, seed: 9, ..Options::default() };
    let first = Swarm::new(&lower, &upper, &options).unwrap();
    let second = Swarm::new(&lower, &upper, &Options { seed: 10, ..options }).unwrap();
    assert!(first.positions().iter().zip(second.positions()).all(|(a, b)| a != b));
    let mean: f64 = first.positions().chunks(2).map(|x| x[0]).sum::<f64>() / 1000.0;
    assert!((mean - 1.0).abs() < 4.0 * 4.0 / 12000.0_f64.sqrt(), "{mean}");
}

#[test]
fn spread_and_tolerances_stop_a_run() {
    let objective = Function::new(3, sphere);
    let options = Options { min_spread: 1e-3, restart_generations: 0, restart_spread: 0.0, ..Options::default() };
    let mut swarm = Swarm::new(&[-5.0; 3], &[4.0; 3], &options).unwrap();
    assert_eq!(swarm.report().spread, f64::INFINITY);
    let report = swarm.run(&objective, |swarm| {
        let report = swarm.report();
        assert_eq!(report.spread <= 1e-3, report.reason.is_some());
        Ok(())
    });
    let report = report.unwrap();
    assert_eq!(report.reason, Some(Reason::Spread));
    assert!(report.spread <= 1e-3 && report.spread > 1e-5);
    // After one generation, own best positions are where the particles started.
    let mut swarm = Swarm::new(&[-5.0; 3], &[4.0; 3], &options).unwrap();
    let start = swarm.positions().to_vec();
    swarm.step(&objective).unwrap();
    let best = start.chunks(3).min_by(|a, b| sphere(a).total_cmp(&sphere(b))).unwrap();
    let distances = start.chunks(3).flat_map(|x| x.iter().zip(best).map(|(x, b)| (x - b).abs() / 9.0));
    assert!((swarm.report().spread - distances.fold(0.0, f64::max)).abs() < 1e-15);

    // Values 1/1, 1/2, 1/3, …: they become better by 1/n(n+1) each.
    let until = |absolute_tolerance: f64, relative_tolerance: f64| {
        let calls = Cell::new(0.0);
        let falling = Function::new(1, |_: &[f64]| {
            calls.set(calls.get() + 1.0);
            1.0 / calls.get()
        });
        let options =
            Options { swarm_size: 1, max_repetition: 3, absolute_tolerance, relative_tolerance, ..Options::posts() };
        let report = minimize(&falling, &[0.0], &[1.0], &options).unwrap().report;
        assert_eq!((report.reason, report.repetitions), (Some(Reason::Stagnation), 3));
        report.evaluations
    };
    // The reference is the last value that was better by enough: 1/m; then 1/m - 1/n > t is needed for some n <= m + 3.
    let expected = |t: f64, r: f64| {
        let (mut m, mut n) = (1.0, 1.0);
        while n < m + 3.0 {
            n += 1.0;
            if 1.0 / m - 1.0 / n > t + r / m {
                m = n;
            }
        }
        n as u64
    };
    for (t, r) in [(0.01, 0.0), (0.0, 0.1), (0.001, 0.01), (0.3, 0.0)] {
        assert_eq!(until(t, r), expected(t, r), "{t}, {r}");
    }
}

#[test]
fn a_time_limit_stops_a_run() {
    let objective = Function::new(2, |_: &[f64]| 1.0);
    let options = Options { max_repetition: 0, ..Options::default() };
    let mut swarm = Swarm::new(&[0.0; 2], &[1.0; 2], &options).unwrap();
    swarm.set_time_limit(Some(std::time::Duration::ZERO));
    let report = swarm.run(&objective, |_| Ok(())).unwrap();
    assert_eq!((report.reason, report.evaluations), (Some(Reason::Time), 0));
    let bytes = swarm.to_bytes();
    assert_eq!(Swarm::<f64>::from_bytes(&bytes).unwrap().report().reason, Some(Reason::Time));
    swarm.set_time_limit(None);
    swarm.set_options(&Options { max_generations: 5, ..options }).unwrap();
    assert_eq!(swarm.run(&objective, |_| Ok(())).unwrap().reason, Some(Reason::Generations));
}

/// Rules, topologies and boundaries can be changed on the way, also while particles are outside of the box.
#[test]
fn a_time_limit_and_a_cancelled_run_end_in_the_middle_of_a_generation() {
    use std::sync::{Mutex, mpsc};
    let options = Options { max_generations: 20, max_repetition: 0, ..Options::default() };
    let bowl = Function::new(2, |x: &[f64]| sphere(x));
    let mut expected = Swarm::new(&[-4.0, -2.0], &[2.0, 6.0], &options).unwrap();
    expected.run(&bowl, |_| Ok(())).unwrap();
    for threads in [1, 2] {
        let new = || Swarm::new(&[-4.0, -2.0], &[2.0, 6.0], &options).unwrap().with_threads(threads).unwrap();
        let limit = std::time::Duration::from_millis(40);
        let mut swarm = new();
        swarm.set_time_limit(Some(limit));
        let slow = Function::new(2, |x: &[f64]| {
            std::thread::sleep(limit / 4);
            sphere(x)
        });
        let report = swarm.run(&slow, |_| Ok(())).unwrap();
        // Less than a generation of 40.
        assert!(report.reason == Some(Reason::Time) && report.evaluations < 40, "{report:?}");
        swarm.set_time_limit(None);
        swarm.run(&bowl, |_| Ok(())).unwrap();
        assert!(swarm.to_bytes() == expected.to_bytes());

        let ((here, at_it), (go, going)) = (mpsc::channel(), mpsc::channel());
        let waiting = Mutex::new(Some((here, going)));
        let objective = Function::new(2, move |x: &[f64]| {
            if let Some((here, going)) = waiting.lock().unwrap().take() {
                here.send(()).unwrap();
                going.recv().unwrap();
            }
            sphere(x)
        });
        let run = new().start(objective, |_| Ok(()));
        at_it.recv().unwrap();
        assert!(!run.poll().is_finished);
        run.cancel();
        go.send(()).unwrap();
        let (swarm, report) = run.wait();
        let report = report.unwrap();
        assert!(report.reason == Some(Reason::Caller(0)) && report.evaluations < 40, "{report:?}");
        // Gone on with, in the background, to its end.
        let (swarm, report) = swarm.start(Function::new(2, |x: &[f64]| sphere(x)), |_| Ok(())).wait();
        assert_eq!(report.unwrap().reason, Some(Reason::Generations));
        assert!(swarm.to_bytes() == expected.to_bytes());
    }
}

#[test]
fn a_swarm_that_flew_can_be_kept_in_the_box() {
    let objective = Function::new(2, |x: &[f64]| {
        assert!(x.iter().all(|x| (0.0..=1.0).contains(x)));
        sphere(x)
    });
    let options = Options { boundary: Boundary::Fly, velocity_limit: 2.0, max_repetition: 0, ..Options::default() };
    let mut swarm = Swarm::new(&[0.0; 2], &[1.0; 2], &options).unwrap();
    for _ in 0..3 {
        swarm.step(&objective).unwrap();
    }
    assert!(!swarm.positions().iter().all(|x| (0.0..=1.0).contains(x)));
    swarm = Swarm::from_bytes(&swarm.to_bytes()).unwrap();
    let kept = Options { boundary: Boundary::Reflect, topology: Topology::Ring(2), rule: Rule::Sphere, ..options };
    swarm.set_options(&kept).unwrap();
    for _ in 0..3 {
        swarm.step(&objective).unwrap();
    }
    assert!(swarm.positions().iter().all(|x| (0.0..=1.0).contains(x)));
}
