//! The particle swarm against published minima, and what it promises of runs, budgets and checkpoints.

mod common;

use common::{list, numbers, reference};
use photinus::optimize::{Function, Interrupted, Objective, Options, Pso, Reason, Report, Swarm, minimize};
use photinus::sequence::Sequence;
use photinus::{Error, Real, Stop};
use std::cell::Cell;
use std::f64::consts::PI;

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
    let seeds = if cfg!(debug_assertions) { 1 } else { 10 };
    for seed in 0..seeds {
        let options = Options { seed, ..Options::default() };
        let minimum = minimize(&objective, &lower, &upper, &options).unwrap();
        let best = fit["sse_global"].as_f64().unwrap();
        assert!((minimum.report.best_value - best).abs() < 1e-9 * best.max(1.0), "seed {seed}: {:?}", minimum.report);
        assert!(list(&fit["global_optima"]).iter().any(|optimum| {
            numbers(&optimum["p"]).iter().zip(&minimum.position).all(|(p, x)| (p - x).abs() < 1e-4)
        }));
        assert_eq!(minimum.report.reason, Some(Reason::Stagnation));
    }
}

/// A test function of the reference data, by its name; `None` for one that is not known here.
fn test_function(name: &str) -> Option<fn(&[f64]) -> f64> {
    Some(match name {
        "sphere" => |x| x.iter().map(|x| x * x).sum(),
        "rosenbrock" => |x| x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)).sum(),
        "rastrigin" => |x| x.iter().map(|x| x * x - 10.0 * (2.0 * PI * x).cos() + 10.0).sum(),
        "ackley" => |x| {
            let n = x.len() as f64;
            let cosines = x.iter().map(|x| (2.0 * PI * x).cos()).sum::<f64>();
            -20.0 * (-0.2 * (sphere(x) / n).sqrt()).exp() - (cosines / n).exp() + 20.0 + 1.0_f64.exp()
        },
        "griewank" => |x| {
            let cosines = x.iter().zip(1..).map(|(x, i)| (x / f64::from(i).sqrt()).cos()).product::<f64>();
            1.0 + sphere(x) / 4000.0 - cosines
        },
        "schwefel" => |x| x.iter().map(|x| 418.9828872724338 - x * x.abs().sqrt().sin()).sum(),
        "levy" => |x| {
            let w = |x: &f64| 1.0 + (x - 1.0) / 4.0;
            let (first, last) = (w(&x[0]), w(&x[x.len() - 1]));
            let middle = x[..x.len() - 1].iter().map(w);
            (PI * first).sin().powi(2)
                + middle.map(|w| (w - 1.0).powi(2) * (1.0 + 10.0 * (PI * w + 1.0).sin().powi(2))).sum::<f64>()
                + (last - 1.0).powi(2) * (1.0 + (2.0 * PI * last).sin().powi(2))
        },
        "styblinski_tang" => |x| x.iter().map(|x| 0.5 * (x.powi(4) - 16.0 * x * x + 5.0 * x)).sum(),
        _ => return None,
    })
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
            let options = Options { seed, ..Options::default() };
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
    let default = Options { max_generations: 50, ..Options::default() };
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
    let options = Options { max_repetition: 5, ..Options::default() };
    let minimum = minimize(&constant, &[0.0], &[1.0], &options).unwrap();
    assert_eq!((minimum.report.reason, minimum.report.generations), (Some(Reason::Stagnation), 6));
    assert_eq!(minimum.report.best_value, 7.0);
}

#[test]
fn given_start_positions_are_evaluated_first() {
    let start = [1.0, 2.0, 3.0, 0.0, 0.0, 0.0];
    let (report, best) = run(&Options { max_evaluations: 1, ..Options::default() }, &start);
    assert_eq!((report.best_value, &best[..]), (14.0, &start[..3]));
    let (report, best) = run(&Options { max_evaluations: 2, ..Options::default() }, &start);
    assert_eq!((report.best_value, &best[..]), (0.0, &start[3..]));
    // The others start where they would without.
    let mut memory = vec![0.0; Pso::<f64>::memory_len(3, 40, 0)];
    let (lower, upper) = ([-5.0; 3], [4.0; 3]);
    let options = Options::default();
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
    let options = Options { swarm_size: 8, ..Options::default() };
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
    let options = Options { perturbation: 3.0, inertia: 2.0, max_generations: 200, ..Options::default() };
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
        let options = Options { velocity_limit, perturbation: 0.0, ..Options::default() };
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
    let options = Options { max_generations: 10, ..Options::default() };
    let nan = minimize(&Function::new(2, |_: &[f64]| f64::NAN), &[0.0; 2], &[1.0; 2], &options).unwrap();
    assert_eq!((nan.report.best_value, nan.report.nan_evaluations), (f64::INFINITY, 400));
    assert_eq!(nan.report.reason, Some(Reason::Generations));
    let infinite = minimize(&Function::new(2, |_: &[f64]| f64::INFINITY), &[0.0; 2], &[1.0; 2], &options).unwrap();
    assert_eq!((infinite.report.best_value, infinite.report.nan_evaluations), (f64::INFINITY, 0));
    // NaN in half of the box does not keep the other half from being searched.
    let half = Function::new(2, |x: &[f64]| if x[0] < 0.0 { f64::NAN } else { sphere(x) });
    let half = minimize(&half, &[-1.0; 2], &[1.0; 2], &Options::default()).unwrap();
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
    let options = Options { max_generations: 30, ..Options::default() };
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
    let options = Options { target: 10.0, ..Options::default() };
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
    let options = Options { max_generations: 5, ..Options::default() };
    minimize(&objective, &[-0.0, -5.0], &[-0.0, 5.0], &options).unwrap();
}

#[test]
fn an_observer_stops_the_run() {
    let mut swarm = Swarm::new(&[-5.0; 3], &[4.0; 3], &Options::default()).unwrap();
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
    let options = Options { max_generations: 60, seed: 5, ..Options::default() };
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
    let options = Options { max_generations: 25, swarm_size: 7, seed: 11, ..Options::default() };
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
    let options = Options { swarm_size: 2, ..Options::default() };
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
                let at = |i: usize| f64::from_le_bytes(bounds[184 + 8 * i..][..8].try_into().unwrap());
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
    let swarm = Swarm::new(&[0.0_f64; 2], &[1.0; 2], &Options::default()).unwrap();
    swarm.save(&path).unwrap();
    let loaded = Swarm::<f64>::load(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(loaded.to_bytes(), swarm.to_bytes());
    assert!(Swarm::<f64>::load(&path).is_err());
}

#[test]
fn options_can_be_changed_on_the_way() {
    let objective = Function::new(3, sphere);
    let options = Options { max_generations: 5, ..Options::default() };
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
    let options = Options::<f64>::default();
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
        ] {
            assert_eq!(check(&low, &high, &options, &[], len), Some(Error::Parameter), "{options:?}");
        }
    }
    assert_eq!(check(&low, &high, &Options { target: f64::NAN, ..options }, &[], len), Some(Error::Parameter));
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
        ..Options::default()
    };
    let objective = Function::new(2, |x: &[f32]| {
        assert!(x.iter().all(|x| x.abs() <= 1e38), "{x:?}");
        x[0] + x[1]
    });
    minimize(&objective, &[-1e38; 2], &[1e38; 2], &options).unwrap();
}

#[test]
fn more_dimensions_than_primes_in_the_table() {
    let dim = 1300;
    let options = Options { swarm_size: 3, max_generations: 2, ..Options::default() };
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
    let options = Options { max_generations: 20, ..Options::default() };
    let mut memory = vec![0.0; Pso::<f64>::memory_len(2, 40, 0)];
    let mut pso = Pso::new(&mut memory, &[-1.0; 2], &[1.0; 2], &options).unwrap();
    let batch = Batch(Cell::new(0));
    let report = pso.run(&batch, |_| Ok(())).unwrap();
    assert_eq!(batch.0.get(), 20);
    let one_by_one = minimize(&Function::new(2, sphere), &[-1.0; 2], &[1.0; 2], &options).unwrap();
    assert_eq!(report, one_by_one.report);
}
