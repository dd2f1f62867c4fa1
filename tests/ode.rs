//! The Runge-Kutta solver: its order against closed forms, its rows, and its bad arguments.

use photinus::ode::{End, OdeSystem, Rk4, Solution};
use photinus::{Error, Real, Stop};

/// A system made of a closure.
struct System<C>(usize, C);
impl<F: Real, C: Fn(F, &[F], &mut [F]) -> Result<(), Stop>> OdeSystem<F> for System<C> {
    fn dim(&self) -> usize {
        self.0
    }
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], _: &mut [F]) -> Result<(), Stop> {
        (self.1)(t, y, dydt)
    }
}

/// A closure as a system, with its types.
fn system<C: Fn(f64, &[f64], &mut [f64]) -> Result<(), Stop>>(dim: usize, derivative: C) -> System<C> {
    System(dim, derivative)
}

fn solve<S: OdeSystem<f64>>(
    system: &S,
    times: &[f64],
    initial: &[f64],
    step: f64,
) -> Result<(Solution<f64>, Vec<f64>), Error> {
    let mut states = vec![-1.0; times.len() * initial.len()];
    let mut workspace = vec![0.0; Rk4::<f64>::workspace_len(initial.len(), system.scratch_len())];
    let solution = Rk4::new(step)?.solve(system, times, initial, &mut states, &mut workspace, |_, _, _| Ok(()))?;
    Ok((solution, states))
}

#[test]
fn order_4_on_a_problem_with_a_closed_form() {
    // y' = y cos t, y(0) = 1: y = exp(sin t), which also tells whether the stages get their times.
    let problem = system(1, |t, y, dydt| {
        dydt[0] = y[0] * t.cos();
        Ok(())
    });
    let error = |step: f64| {
        let (_, states) = solve(&problem, &[0.0, 2.0], &[1.0], step).unwrap();
        (states[1] - 2.0_f64.sin().exp()).abs()
    };
    for k in 3..6 {
        let (coarse, fine) = (error(0.5_f64.powi(k)), error(0.5_f64.powi(k + 1)));
        let order = (coarse / fine).log2();
        assert!((order - 4.0).abs() < 0.2, "order {order} from {coarse:e} to {fine:e}");
    }
}

#[test]
fn one_step_is_kuttas() {
    // One step on y' = y gives the Taylor polynomial of order 4: 1 + h + h²/2 + h³/6 + h⁴/24 = 65/24 for h = 1.
    let problem = system(1, |_, y, dydt| {
        dydt[0] = y[0];
        Ok(())
    });
    let (solution, states) = solve(&problem, &[0.0, 1.0], &[1.0], 1.0).unwrap();
    assert!((states[1] - 65.0 / 24.0).abs() < 1e-15);
    assert_eq!(solution, Solution { end: End::Complete, rows: 2, time: 1.0, steps: 1, rejected: 0 });
}

#[test]
fn steps_between_two_times_are_equal_and_as_many_as_documented() {
    let problem = system(1, |_, _, dydt| {
        dydt[0] = 1.0;
        Ok(())
    });
    for (end, step, steps) in [(1.0, 0.25, 4), (1.0, 0.3, 4), (1.0, 2.0, 1), (1.0, 0.1, 10), (0.35, 0.125, 3)] {
        let (solution, states) = solve(&problem, &[0.0, end], &[0.0], step).unwrap();
        assert_eq!(solution.steps, steps, "to {end} by {step}");
        assert!((states[1] - end).abs() < 1e-15);
    }
}

#[test]
fn the_system_is_asked_between_the_times_alone() {
    // The sum of the start and the steps is rounded to beyond the end in some of these.
    for n in 1..200 {
        let end = 0.1 * f64::from(n);
        let problem = system(1, |t, _, dydt| {
            assert!((0.0..=end).contains(&t), "{t} is not in [0, {end}]");
            dydt[0] = (end - t).sqrt();
            Ok(())
        });
        for step in [0.1, 0.01, 1.0 / 93.0] {
            let (solution, states) = solve(&problem, &[0.0, end], &[0.0], step).unwrap();
            assert_eq!(solution.complete(), Ok(()));
            assert!((states[1] - 2.0 / 3.0 * end.powf(1.5)).abs() < 0.02);
        }
    }
}

#[test]
fn steps_are_no_longer_than_asked_for_where_times_are_coarse() {
    let problem = System(1, |_: f32, _: &[f32], dydt: &mut [f32]| {
        dydt[0] = 0.0;
        Ok(())
    });
    for (start, end, step, steps) in
        [(131_000.0_f32, 131_000.04, 0.01, 4), (16_000.0, 16_000.01, 0.001, 10), (0.0, 1.0, 0.001, 1000)]
    {
        let (mut states, mut workspace) = ([0.0; 2], [0.0; Rk4::<f32>::workspace_len(1, 0)]);
        let solver = Rk4::new(step).unwrap();
        let result = solver.solve(&problem, &[start, end], &[0.0], &mut states, &mut workspace, |_, _, _| Ok(()));
        assert_eq!(result.unwrap().steps, steps, "from {start} to {end}");
    }
}

#[test]
fn times_that_are_multiples_of_the_step_are_taken_in_such_steps() {
    let problem = system(1, |_, _, dydt| {
        dydt[0] = 1.0;
        Ok(())
    });
    // In most of these intervals the difference of the rounded times is not the step, but beside it.
    for step in [0.01, 0.1, 1e-4] {
        let times: Vec<f64> = (0..5000).map(|i| step * f64::from(i)).collect();
        let (solution, _) = solve(&problem, &times, &[0.0], step).unwrap();
        assert_eq!(solution.steps, 4999, "{step}");
    }
}

#[test]
fn a_run_that_ended_early_is_resumed_to_the_same_bits() {
    let problem = system(2, |t, y, dydt| {
        dydt[0] = y[1];
        dydt[1] = -y[0].powi(3) + t.sin();
        Ok(())
    });
    let times: Vec<f64> = (0..20).map(|i| 0.3 * f64::from(i)).collect();
    let (_, whole) = solve(&problem, &times, &[1.0, 0.0], 0.07).unwrap();
    let mut states = vec![-1.0; 40];
    let mut workspace = vec![0.0; Rk4::<f64>::workspace_len(2, 0)];
    let solver = Rk4::new(0.07).unwrap();
    let mut seen = Vec::new();
    let solution = solver
        .solve(&problem, &times, &[1.0, 0.0], &mut states, &mut workspace, |row, t, y| {
            seen.push((row, t, y.to_vec()));
            if row == 7 { Err(Stop::Caller(3)) } else { Ok(()) }
        })
        .unwrap();
    assert_eq!((solution.end, solution.rows, solution.time), (End::Caller(3), 8, times[7]));
    assert_eq!((&states[..16], &states[16..]), (&whole[..16], &[-1.0; 24][..]));
    for (row, (number, t, y)) in seen.iter().enumerate() {
        assert_eq!((row, times[row], &whole[2 * row..][..2]), (*number, *t, &y[..]));
    }
    let initial = [states[14], states[15]];
    let end =
        solver.solve(&problem, &times[7..], &initial, &mut states[14..], &mut workspace, |_, _, _| Ok(())).unwrap().end;
    assert_eq!((end, states), (End::Complete, whole));
}

#[test]
fn a_system_that_stops_fails_or_diverges() {
    for (stop, end) in [(Stop::Caller(2), End::Caller(2)), (Stop::Failure(-4), End::Failure(-4))] {
        let problem = system(1, |t, _, dydt| {
            dydt[0] = 1.0;
            if t > 0.75 { Err(stop) } else { Ok(()) }
        });
        let (solution, states) = solve(&problem, &[0.0, 0.5, 1.0, 1.5], &[0.0], 0.25).unwrap();
        assert_eq!((solution.end, solution.rows, solution.time), (end, 2, 0.5));
        assert_eq!(states, [0.0, 0.5, -1.0, -1.0]);
        let always = system(1, |_, _, _| Err(stop));
        let (solution, states) = solve(&always, &[0.0, 1.0], &[5.0], 0.25).unwrap();
        assert_eq!((solution.end, solution.rows, &states[..]), (end, 1, &[5.0, -1.0][..]));
    }
    // y' = y², y(0) = 1 is infinite at t = 1.
    let explosion = system(1, |_, y, dydt| {
        dydt[0] = y[0] * y[0];
        Ok(())
    });
    let (solution, states) = solve(&explosion, &[0.0, 0.5, 2.0], &[1.0], 0.01).unwrap();
    assert_eq!((solution.end, solution.rows), (End::Diverged, 2));
    assert!(solution.time > 0.99 && solution.time < 1.2, "{}", solution.time);
    assert_eq!(states[2], -1.0);
    assert_eq!(solution.complete(), Err(End::Diverged));
    let nan = system(1, |_, _, dydt| {
        dydt[0] = f64::NAN;
        Ok(())
    });
    let (solution, _) = solve(&nan, &[0.0, 1.0], &[1.0], 0.5).unwrap();
    assert_eq!((solution.end, solution.rows, solution.time), (End::Diverged, 1, 0.0));
}

#[test]
fn none_and_one_time() {
    let problem = system(1, |_, _, _| Err(Stop::Failure(-1)));
    let (solution, _) = solve(&problem, &[], &[1.0], 0.5).unwrap();
    assert_eq!((solution.end, solution.rows), (End::Complete, 0));
    let (solution, states) = solve(&problem, &[3.0], &[1.0], 0.5).unwrap();
    assert_eq!((solution.end, solution.rows, solution.time, states), (End::Complete, 1, 3.0, vec![1.0]));
}

#[test]
fn bad_arguments() {
    let problem = system(2, |_, _, dydt| {
        dydt.fill(0.0);
        Ok(())
    });
    for step in [0.0, -0.1, f64::NAN, f64::INFINITY] {
        assert_eq!(Rk4::new(step), Err(Error::Step));
    }
    let check = |times: &[f64], initial: &[f64], step: f64, states: usize, workspace: usize| {
        let mut states = vec![-1.0; states];
        let mut workspace = vec![0.0; workspace];
        let solver = Rk4::new(step).unwrap();
        let result = solver.solve(&problem, times, initial, &mut states, &mut workspace, |_, _, _| Ok(()));
        assert!(result.is_ok() || states.iter().all(|&x| x == -1.0), "{result:?} touched the states");
        result.err()
    };
    let workspace = Rk4::<f64>::workspace_len(2, 0);
    let (times, initial) = ([0.0, 1.0, 2.0], [1.0, 2.0]);
    assert_eq!(check(&times, &initial, 0.1, 6, workspace), None);
    assert_eq!(check(&times, &initial, 0.1, 5, workspace), Some(Error::Length));
    assert_eq!(check(&times, &initial, 0.1, 6, workspace - 1), Some(Error::Workspace));
    assert_eq!(check(&times, &initial[..1], 0.1, 6, workspace), Some(Error::Length));
    assert_eq!(check(&times, &[1.0, f64::NAN], 0.1, 6, workspace), Some(Error::NotFinite));
    for times in [[0.0, 1.0, 1.0], [0.0, 1.0, 0.5], [0.0, f64::NAN, 1.0], [0.0, 1.0, f64::INFINITY]] {
        assert_eq!(check(&times, &initial, 0.1, 6, workspace), Some(Error::Times), "{times:?}");
    }
    assert_eq!(check(&times, &initial, 1e-17, 6, workspace), Some(Error::StepTooSmall));
    assert_eq!(check(&times, &initial, 1e-300, 6, workspace), Some(Error::StepTooSmall));
    assert_eq!(check(&[0.0, 1e-322, 1.0], &initial, 5e-324, 6, workspace), Some(Error::StepTooSmall));
    assert_eq!(check(&[1e18, 2e18, 3e18], &initial, 1.0, 6, workspace), Some(Error::StepTooSmall));
    let none = system(0, |_, _, _| Ok(()));
    let result = Rk4::new(0.1).unwrap().solve(&none, &times, &[], &mut [], &mut [], |_, _, _| Ok(()));
    assert_eq!(result, Err(Error::Dimension));
}
