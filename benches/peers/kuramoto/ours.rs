//! Photinus as a contender: one function per kind of row. `None` is a dash in the tables.

use crate::problem::{Problem, STEP, sample};
use crate::{Run, timed};
use photinus::kuramoto::{Dense, Ensemble, Kuramoto, MeanField, Sparse, Sweep};
use photinus::ode::Rk4;
use photinus::parallel::Pool;
use photinus::simd::{Kernel, Level, run};
use photinus::{Layout, Real};
use std::hint::black_box;

/// Dense coupling, f64.
pub fn dense(problem: &Problem, threads: usize, repeat: u32) -> Option<Run> {
    let coupling = Dense::new(problem.shape.n, problem.shape.harmonics, &problem.coupling, Layout::ROWS).ok()?;
    integrate(coupling, problem, threads, repeat)
}

/// Dense coupling stored as f32, the sums in f64.
pub fn dense_f32(problem: &Problem, coupling: &[f32], repeat: u32) -> Option<Run> {
    let coupling = Dense::<f64, f32>::new(problem.shape.n, problem.shape.harmonics, coupling, Layout::ROWS).ok()?;
    integrate(coupling, problem, 1, repeat)
}

/// Compressed sparse rows.
pub fn sparse(problem: &Problem, threads: usize, repeat: u32) -> Option<Run> {
    let coupling = Sparse::new(&problem.row_offsets, &problem.columns, &problem.coupling, 1).ok()?;
    integrate(coupling, problem, threads, repeat)
}

/// Mean field.
pub fn mean_field(problem: &Problem, threads: usize, repeat: u32) -> Option<Run> {
    integrate(MeanField::new(problem.shape.n, &[1.0]).ok()?, problem, threads, repeat)
}

/// All members of an ensemble; the final phases are wanted as `[member][oscillator]`.
pub fn ensemble(problem: &Problem, threads: usize, repeat: u32) -> Option<Run> {
    let shape = problem.shape;
    let (members, n, harmonics) = (shape.members, shape.n, shape.harmonics);
    let ensemble = Ensemble::new(members, n, harmonics, &problem.frequencies, &problem.coupling, Layout::ROWS).ok()?;
    let solver = Rk4::new(STEP).ok()?;
    let pool = if threads > 1 { Some(Pool::new(threads).ok()?) } else { None };
    let (mut phases, mut steps) = (vec![0.0; members * n], vec![0; members]);
    let mut workspace = vec![0.0; ensemble.workspace_len()];
    let mut run = timed(shape.sides(), repeat, |once| {
        let count = if once { shape.steps.min(2) } else { shape.steps } as u64;
        phases.copy_from_slice(black_box(&problem.initial));
        let (phases, steps) = (black_box(&mut phases), &mut steps);
        let done = match &pool {
            Some(pool) => pool.advance_ensemble(&solver, &ensemble, 0.0, 0, count, phases, steps),
            None => ensemble.advance(&solver, 0.0, 0, count, phases, steps, &mut workspace),
        };
        assert_eq!(done, Ok(members));
    });
    run.results = sample(&phases);
    Some(run)
}

/// One network.
fn integrate<C: Sweep<f64> + Sync>(coupling: C, problem: &Problem, threads: usize, repeat: u32) -> Option<Run> {
    let shape = problem.shape;
    let network = Kuramoto::new(&problem.frequencies, coupling).ok()?;
    let solver = Rk4::new(STEP).ok()?;
    let pool = if threads > 1 { Some(Pool::new(threads).ok()?) } else { None };
    let mut phases = vec![0.0; 2 * shape.n];
    let mut workspace = vec![0.0; network.workspace_len()];
    let mut steps = 0;
    let mut run = timed(shape.sides(), repeat, |once| {
        let count = if once { shape.steps.min(2) } else { shape.steps };
        let times = [0.0, STEP * count as f64];
        let (initial, phases, space) = (black_box(&problem.initial), black_box(&mut phases), &mut workspace);
        let solution = match &pool {
            Some(pool) => pool.solve(&solver, &network, &times, initial, phases, space, |_, _, _| Ok(())),
            None => solver.solve(&network, &times, initial, phases, space, |_, _, _| Ok(())),
        };
        steps = solution.expect("all lengths are right").steps;
    });
    assert_eq!(steps, shape.steps as u64);
    run.results = sample(&phases[shape.n..]);
    Some(run)
}

/// Sines and cosines of a slice.
pub fn sines(problem: &Problem, level: &str, repeat: u32) -> Option<Run> {
    struct Sines<'a>(&'a [f64], &'a mut [f64], &'a mut [f64]);
    impl Kernel for Sines<'_> {
        type Output = ();
        #[inline(always)]
        fn run(self) {
            f64::sin_cos_slice(self.0, self.1, self.2);
        }
    }
    let level = Level::named(level)?;
    let shape = problem.shape;
    let (mut sin, mut cos) = (vec![0.0; shape.n], vec![0.0; shape.n]);
    let mut all = timed(shape.sides(), repeat, |once| {
        for _ in 0..if once { 2 } else { shape.steps } {
            run(level, Sines(black_box(&problem.initial), black_box(&mut sin), black_box(&mut cos)));
        }
    });
    all.results = sample(&sin);
    Some(all)
}
