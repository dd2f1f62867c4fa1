//! CMA-ES against published minima and its invariances, and what it promises of runs and checkpoints.

use photinus::optimize::{Cma, CmaOptions, CmaReport, Function, Objective, Problem, Reason};
use photinus::{Error, Real, Stop};
use std::cell::RefCell;

fn run<F: Real>(
    objective: &impl Objective<F>,
    problem: &Problem<'_, F>,
    options: &CmaOptions<F>,
) -> (Vec<F>, CmaReport<F>) {
    let mut memory = vec![F::zero(); Cma::memory_len(problem, options, objective.scratch_len())];
    let mut cma = Cma::new(&mut memory, problem, options).unwrap();
    let report = cma.run(objective, |_| Ok(())).unwrap();
    (cma.best().0.to_vec(), report)
}

fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)).sum()
}

/// An orthogonal matrix: a product of plane rotations.
fn turn(x: &[f64]) -> Vec<f64> {
    let mut y = x.to_vec();
    for i in 0..x.len() {
        for j in 0..i {
            let (sin, cos) = (0.7 * i as f64 + 1.3 * j as f64).sin_cos();
            (y[i], y[j]) = (cos * y[i] - sin * y[j], sin * y[i] + cos * y[j]);
        }
    }
    y
}

fn ellipsoid(x: &[f64], condition: f64) -> f64 {
    let last = x.len() as f64 - 1.0;
    x.iter().enumerate().map(|(i, x)| condition.powf(i as f64 / last) * x * x).sum()
}

#[test]
fn convex_and_curved_functions_are_solved_in_the_usual_number_of_evaluations() {
    // Hansen and Ostermeier (2001), figures 4 to 6, and Hansen's tutorial: with the usual population, some 100 n evaluations
    // for ten digits of a sphere, and some 10 n² more to learn a condition of 10^6; Rosenbrock's function like the latter.
    for dim in [2, 5, 10, 20] {
        let n = dim as u64;
        let (lower, upper) = (vec![-5.0; dim], vec![5.0; dim]);
        let start = vec![3.0; dim];
        let problem = Problem::new(&lower, &upper).with_start(&start);
        let sphere = Function::new(dim, |x: &[f64]| x.iter().map(|x| x * x).sum());
        let options = CmaOptions { target: 1e-10, max_evaluations: 200 * n + 300, ..CmaOptions::default() };
        assert_eq!(run(&sphere, &problem, &options).1.reason, Some(Reason::Target), "sphere in {dim}");
        let valley = Function::new(dim, |x: &[f64]| ellipsoid(&turn(x), 1e6));
        let options = CmaOptions { max_evaluations: 400 * n + 30 * n * n + 500, ..options };
        let (_, report) = run(&valley, &problem, &options);
        assert_eq!(report.reason, Some(Reason::Target), "ellipsoid in {dim}: {report:?}");
        let curved = Function::new(dim, rosenbrock);
        let options = CmaOptions { max_evaluations: 800 * n + 80 * n * n, ..options };
        let origin = vec![0.0; dim];
        let (_, report) = run(&curved, &problem.with_start(&origin), &options);
        assert_eq!(report.reason, Some(Reason::Target), "Rosenbrock in {dim}: {report:?}");
    }
}

#[test]
fn the_covariance_becomes_the_inverse_hessian() {
    // Along the axes of f = Σ 10^{4 i / (n - 1)} x_i², the deviations become 1 : 10^{-2 i / (n - 1)}: seen in the samples.
    let dim = 4;
    let (lower, upper) = (vec![-f64::INFINITY; dim], vec![f64::INFINITY; dim]);
    let (start, spread) = (vec![1.0; dim], vec![1.0; dim]);
    let problem = Problem::new(&lower, &upper).with_start(&start).with_spread(&spread);
    let options = CmaOptions { target: 1e-14, ..CmaOptions::default() };
    let mut memory = vec![0.0; Cma::memory_len(&problem, &options, 0)];
    let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
    let objective = Function::new(dim, |x: &[f64]| ellipsoid(x, 1e4));
    let mut mean = vec![0.0; dim];
    // Ratios of deviations, over the last generations.
    let mut squares = vec![0.0; dim];
    let report = cma.run(&objective, |_| Ok(())).unwrap();
    assert_eq!(report.reason, Some(Reason::Target));
    cma.set_options(&CmaOptions { target: f64::NEG_INFINITY, ..options }).unwrap();
    for _ in 0..30 {
        cma.mean(&mut mean).unwrap();
        let sigma = cma.report().step_size;
        let points = cma.ask().to_vec();
        for (k, x) in points.chunks_exact(dim).enumerate() {
            (0..dim).for_each(|i| squares[i] += ((x[i] - mean[i]) / sigma).powi(2));
            cma.tell(k, ellipsoid(x, 1e4)).unwrap();
        }
    }
    for i in 1..dim {
        let expected = 10f64.powf(-4.0 * i as f64 / 3.0);
        let ratio = squares[i] / squares[0] / expected;
        assert!((0.2..5.0).contains(&ratio), "axis {i}: {ratio}");
    }
}

#[test]
fn monotonous_functions_of_the_values_change_nothing() {
    let problem = Problem::new(&[-5.0; 3], &[5.0; 3]);
    let options = CmaOptions { max_evaluations: 700, ..CmaOptions::default() };
    let plain = run(&Function::new(3, |x: &[f64]| rosenbrock(x)), &problem, &options);
    // Scaled and shifted by powers of two nothing is rounded; a cube keeps the order.
    let scaled = run(&Function::new(3, |x: &[f64]| 1024.0 * rosenbrock(x)), &problem, &options);
    assert_eq!(plain.0, scaled.0);
    let cubed = run(&Function::new(3, |x: &[f64]| rosenbrock(x).powi(3)), &problem, &options);
    assert_eq!(plain.0, cubed.0);
}

#[test]
fn minima_on_faces_and_in_corners_are_reached_from_inside() {
    let seen = RefCell::new(true);
    let objective = Function::new(3, |x: &[f64]| {
        let inside = x.iter().all(|x| (-1.0..=2.0).contains(x));
        seen.replace_with(|all| *all && inside);
        x[0] - x[1] + (x[2] - 5.0).powi(2)
    });
    let options = CmaOptions { target: -3.0 + 9.0 + 1e-9, ..CmaOptions::default() };
    let (best, report) = run(&objective, &Problem::new(&[-1.0; 3], &[2.0; 3]), &options);
    assert_eq!(report.reason, Some(Reason::Target), "{best:?} {report:?}");
    assert!(seen.into_inner());
}

#[test]
fn whole_numbers_are_found_beside_others() {
    let objective = Function::new(5, |x: &[f64]| {
        assert!(x[..3].iter().all(|x| x.fract() == 0.0));
        x.iter().enumerate().map(|(i, x)| (i + 1) as f64 * (x - 1.3 * i as f64).powi(2)).sum()
    });
    let problem = Problem::new(&[-20.0; 5], &[20.0; 5]).with_grid(&[1.0, 1.0, 1.0, 0.0, 0.0]);
    let (best, report) = run(&objective, &problem, &CmaOptions::default());
    assert_eq!(best[..3], [0.0, 1.0, 3.0], "{report:?}");
    assert!((best[3] - 3.9).abs() < 1e-5 && (best[4] - 5.2).abs() < 1e-5, "{best:?}");
}

fn bits(cma: &Cma<'_, f64>) -> Vec<u64> {
    let report = cma.report();
    let numbers = [report.evaluations, report.generations, report.best_value.to_bits(), report.step_size.to_bits()];
    cma.best().0.iter().map(|x| x.to_bits()).chain(numbers).collect()
}

#[test]
fn steps_orders_pieces_and_bytes_are_one_run() {
    let objective = Function::new(3, rosenbrock);
    let problem = Problem::new(&[-5.0, 1.0, -5.0], &[5.0, 1.0, 5.0]);
    let options = CmaOptions { max_evaluations: 500, ..CmaOptions::default() };
    let len = Cma::memory_len(&problem, &options, 0);
    let (mut memory, mut other, mut third) = (vec![0.0; len], vec![0.0; len], vec![f64::NAN; len]);
    let mut whole = Cma::new(&mut memory, &problem, &options).unwrap();
    assert_eq!(whole.run(&objective, |_| Ok(())).unwrap().reason, Some(Reason::Evaluations));
    let first = CmaOptions { max_evaluations: 101, ..options };
    let mut pieces = Cma::new(&mut other, &problem, &first).unwrap();
    assert_eq!(pieces.tell(0, 1.0), Err(Error::NotAsked));
    loop {
        let points = pieces.ask().to_vec();
        if points.is_empty() {
            break;
        }
        for (k, x) in points.chunks_exact(3).enumerate().rev() {
            pieces.tell(k, rosenbrock(x)).unwrap();
        }
    }
    assert_eq!(pieces.report().evaluations, 101);
    pieces.set_options(&options).unwrap();
    let x = pieces.ask()[..3].to_vec();
    pieces.tell(0, rosenbrock(&x)).unwrap();
    assert_eq!(pieces.tell(0, 1.0), Err(Error::NotAsked));
    // In the middle of a generation, of which some is told.
    let mut bytes = vec![0; pieces.checkpoint_len()];
    pieces.save(&mut bytes).unwrap();
    assert_eq!(Cma::<f64>::checkpoint_shape(&bytes), Ok((3, len)));
    let mut restored = Cma::restore(&mut third, &bytes).unwrap();
    for cma in [&mut pieces, &mut restored] {
        cma.run(&objective, |_| Ok(())).unwrap();
        assert_eq!(bits(cma), bits(&whole));
    }
    let mut memory = vec![0.0; len];
    for bit in 0..8 * bytes.len() {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(Cma::<f64>::checkpoint_shape(&bytes).unwrap_err(), Error::Checkpoint);
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    for end in 0..bytes.len() {
        assert_eq!(Cma::<f64>::restore(&mut memory, &bytes[..end]).unwrap_err(), Error::Checkpoint);
    }
    assert_eq!(Cma::<f32>::checkpoint_shape(&bytes).unwrap_err(), Error::CheckpointMismatch);
    assert_eq!(Cma::<f64>::restore(&mut memory[1..], &bytes).unwrap_err(), Error::Workspace);
}

#[test]
fn every_stop_has_its_reason() {
    let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
    let problem = Problem::new(&[-5.0; 2], &[5.0; 2]);
    let options = CmaOptions::default();
    let reason = |options: CmaOptions<f64>| run(&sphere, &problem, &options).1.reason;
    assert_eq!(reason(options), Some(Reason::Spread));
    assert_eq!(reason(CmaOptions { target: 1.0, ..options }), Some(Reason::Target));
    assert_eq!(reason(CmaOptions { max_generations: 3, ..options }), Some(Reason::Generations));
    assert_eq!(reason(CmaOptions { max_evaluations: 0, ..options }), Some(Reason::Evaluations));
    assert_eq!(reason(CmaOptions { value_tolerance: 1e-3, ..options }), Some(Reason::Stagnation));
    // With a smaller tolerance it goes on.
    let sphere = Function::new(2, |x: &[f64]| x[0] * x[0] + x[1] * x[1]);
    let (problem, flat) = (Problem::new(&[-1.0; 2], &[3.0; 2]), CmaOptions { value_tolerance: 1e300, ..options });
    let mut memory = vec![0.0; Cma::memory_len(&problem, &flat, 0)];
    let mut cma = Cma::new(&mut memory, &problem, &flat).unwrap();
    assert_eq!(cma.run(&sphere, |_| Ok(())).unwrap().generations, 1);
    cma.set_options(&CmaOptions { max_generations: 9, ..options }).unwrap();
    assert_eq!(cma.run(&sphere, |_| Ok(())).unwrap().generations, 9);
    let flat = Function::new(2, |_: &[f64]| 1.0);
    assert_eq!(run(&flat, &problem, &options).1.reason, Some(Reason::Stagnation));
    let nothing = Function::new(2, |_: &[f64]| f64::NAN);
    let report = run(&nothing, &problem, &options).1;
    assert_eq!((report.reason, report.nan_evaluations), (Some(Reason::Stagnation), report.evaluations));
    let fixed = Problem::new(&[1.0, 2.0], &[1.0, 2.0]);
    let (best, report) = run(&sphere, &fixed, &options);
    assert_eq!((best, report.reason, report.evaluations), (vec![1.0, 2.0], Some(Reason::Spread), 1));
    let mut memory = vec![0.0; Cma::memory_len(&problem, &options, 0)];
    let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
    let report = cma.run(&sphere, |_| Err(Stop::Caller(5))).unwrap();
    assert_eq!((report.reason, report.generations), (Some(Reason::Caller(5)), 1));
}

#[test]
fn wrong_arguments_are_errors() {
    let problem = Problem::new(&[-5.0; 2], &[5.0; 2]);
    let options = CmaOptions::default();
    let mut memory = vec![0.0; Cma::memory_len(&problem, &options, 0)];
    for wrong in [
        CmaOptions { population: 3, ..options },
        CmaOptions { population: usize::MAX, ..options },
        CmaOptions { step_size: 0.0, ..options },
        CmaOptions { step_size: f64::INFINITY, ..options },
        CmaOptions { min_spread: -1.0, ..options },
        CmaOptions { value_tolerance: f64::NAN, ..options },
        CmaOptions { target: f64::NAN, ..options },
    ] {
        assert_eq!(Cma::new(&mut memory, &problem, &wrong).unwrap_err(), Error::Parameter);
    }
    let constrained = problem.with_constraints(1, 0);
    assert_eq!(Cma::new(&mut memory, &constrained, &options).unwrap_err(), Error::Unsupported);
    assert_eq!(Cma::new(&mut memory[1..], &problem, &options).unwrap_err(), Error::Workspace);
    let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
    assert_eq!(cma.mean(&mut [0.0]), Err(Error::Length));
    let three = Function::new(3, |x: &[f64]| x[0]);
    assert_eq!(cma.step(&three).unwrap_err(), Error::Dimension);
    let other = CmaOptions { population: 20, ..options };
    assert_eq!(cma.set_options(&other), Err(Error::Parameter));
}

#[test]
fn many_variables_and_single_precision_work() {
    let (lower, upper) = (vec![-5.0_f32; 40], vec![5.0_f32; 40]);
    let sphere = Function::new(40, |x: &[f32]| x.iter().map(|x| (x - 1.0) * (x - 1.0)).sum());
    let options = CmaOptions { target: 1e-4, max_evaluations: 10_000, ..CmaOptions::default() };
    let (_, report) = run(&sphere, &Problem::new(&lower, &upper), &options);
    assert_eq!(report.reason, Some(Reason::Target), "{report:?}");
}

#[test]
fn whole_numbers_alone_are_found() {
    let objective =
        Function::new(4, |x: &[f64]| (0..4).map(|i| (x[i] - 17.0 + 0.2 * (x[(i + 1) % 4] - 17.0)).powi(2)).sum());
    let problem = Problem::new(&[-30.0; 4], &[30.0; 4]).with_grid(&[1.0; 4]);
    let options = CmaOptions { target: 0.0, ..CmaOptions::default() };
    let (best, report) = run(&objective, &problem, &options);
    assert_eq!(report.reason, Some(Reason::Target), "{best:?} {report:?}");
}

#[test]
fn a_target_within_a_part_of_a_generation_is_the_end() {
    let objective = Function::new(2, rosenbrock);
    let problem = Problem::new(&[-5.0; 2], &[5.0; 2]);
    let options = CmaOptions { target: 1e9, max_evaluations: 3, ..CmaOptions::default() };
    let mut memory = vec![0.0; Cma::memory_len(&problem, &options, 0)];
    let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
    for _ in 0..3 {
        assert_eq!(cma.run(&objective, |_| Ok(())).unwrap().reason, Some(Reason::Target));
    }
}

/// Rosenbrock's valley from the usual start.
fn valley<F: Real>() -> CmaReport<F> {
    let number = F::from_f64;
    let objective = Function::new(2, |x: &[F]| {
        let (a, b) = (F::one() - x[0], x[1] - x[0] * x[0]);
        a * a + number(100.0) * b * b
    });
    let (lower, upper, start) = ([number(-5.0); 2], [number(5.0); 2], [number(-1.2), number(1.0)]);
    let options = CmaOptions { seed: 2024, ..CmaOptions::default() };
    run(&objective, &Problem::new(&lower, &upper).with_start(&start), &options).1
}

/// The numbers are those of the programs in C and Julia.
#[test]
fn runs_in_other_languages_take_the_same_evaluations() {
    assert_eq!((valley::<f64>().evaluations, valley::<f32>().evaluations), (1116, 786));
}

#[test]
fn values_are_told_one_by_one_or_many_at_once() {
    let problem = Problem::new(&[-5.0; 2], &[5.0; 2]);
    let options = CmaOptions { seed: 3, max_evaluations: 100, ..CmaOptions::default() };
    let mut one = vec![0.0; Cma::memory_len(&problem, &options, 0)];
    let mut many = one.clone();
    let mut single = Cma::new(&mut one, &problem, &options).unwrap();
    let mut whole = Cma::new(&mut many, &problem, &options).unwrap();
    assert_eq!(whole.tell_values(0, &[1.0]), Err(Error::NotAsked));
    loop {
        let points = single.ask().to_vec();
        assert_eq!(points, whole.ask());
        let values: Vec<f64> = points.chunks_exact(2).map(rosenbrock).collect();
        if values.is_empty() {
            break;
        }
        values.iter().enumerate().for_each(|(k, &value)| single.tell(k, value).unwrap());
        // Nothing is taken where one of them was not asked for.
        assert_eq!(whole.tell_values(1, &values), Err(Error::NotAsked));
        assert_eq!(whole.tell_values(usize::MAX, &values), Err(Error::NotAsked));
        whole.tell_values(1, &values[1..]).unwrap();
        assert_eq!(whole.tell_values(0, &values), Err(Error::NotAsked));
        whole.tell_values(0, &values[..1]).unwrap();
        assert_eq!(bits(&single), bits(&whole));
    }
    assert_eq!(whole.report().evaluations, 100);
}
