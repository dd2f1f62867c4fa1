//! Objectives made of others: Deb's rules as one number, and means of noisy values.

use photinus::optimize::{
    Averaged, Cma, CmaOptions, FeasibleFirst, Function, Objective, Options, Problem, Pso, feasible_first,
};
use photinus::{Error, Real, Stop};
use std::cell::Cell;

fn order<F: Real>(tiny: F) {
    let number = F::from_f64;
    // What is met comes first, by value; then violations, from the smallest number to infinity.
    let mut last = feasible_first(number(1e30), F::zero());
    assert_eq!(last, number(1e30));
    for violation in
        [tiny, number(1e-20), number(1e-3), number(1e-3) * number(1.001), F::one(), number(1e30), F::max_value()]
    {
        let next = feasible_first(-F::one(), violation);
        assert!(next > last && next < F::infinity(), "{violation}");
        last = next;
    }
    assert!(
        feasible_first(F::zero(), F::infinity()) > last && feasible_first(F::zero(), F::infinity()) < F::infinity()
    );
    assert_eq!(feasible_first(F::zero(), F::nan()), feasible_first(F::zero(), F::infinity()));
}

#[test]
fn debs_rules_are_an_order_of_numbers() {
    order::<f64>(f64::MIN_POSITIVE);
    order::<f32>(f32::MIN_POSITIVE);
}

/// Hock and Schittkowski, problem 21.
struct Linear;

impl Objective<f64> for Linear {
    fn dim(&self) -> usize {
        2
    }
    fn value(&self, _: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
        panic!("it has a constraint")
    }
    fn constrained_value(&self, x: &[f64], constraints: &mut [f64], _: &mut [f64]) -> Result<f64, Stop> {
        constraints[0] = 10.0 - (10.0 * x[0] - x[1]);
        Ok(0.01 * x[0] * x[0] + x[1] * x[1] - 100.0)
    }
}

#[test]
fn swarms_and_cma_meet_constraints_by_them() {
    let objective = FeasibleFirst::new(Linear, 1, 0, 0.0).unwrap();
    let (lower, upper) = ([2.0, -50.0], [50.0, 50.0]);
    let options = Options { max_evaluations: 20_000, ..Options::default() };
    let mut memory = vec![0.0; 4 * Pso::<f64>::memory_len(2, 200, objective.scratch_len())];
    let mut pso = Pso::new(&mut memory, &lower, &upper, &options).unwrap();
    pso.run(&objective, |_| Ok(())).unwrap();
    assert!((pso.best().1 + 99.96).abs() < 1e-6, "{:?}", pso.report());
    let problem = Problem::new(&lower, &upper);
    let options = CmaOptions::default();
    let mut memory = vec![0.0; Cma::memory_len(&problem, &options, objective.scratch_len())];
    let mut cma = Cma::new(&mut memory, &problem, &options).unwrap();
    cma.run(&objective, |_| Ok(())).unwrap();
    assert!((cma.best().1 + 99.96).abs() < 1e-6, "{:?}", cma.report());
    assert_eq!(FeasibleFirst::new(Linear, 1, 0, f64::NAN).err(), Some(Error::Parameter));
    assert_eq!(FeasibleFirst::new(Linear, usize::MAX, 1, 0.0).err(), Some(Error::Dimension));
}

#[test]
fn means_are_those_of_the_values() {
    let calls = Cell::new(0_u32);
    let noisy = Function::new(1, |x: &[f64]| {
        calls.set(calls.get() + 1);
        x[0] + f64::from(calls.get() % 4)
    });
    let averaged = Averaged::new(&noisy, 4).unwrap();
    assert_eq!((averaged.value(&[10.0], &mut []), calls.get()), (Ok(11.5), 4));
    assert_eq!(Averaged::new(&noisy, 0).err(), Some(Error::Parameter));
}
