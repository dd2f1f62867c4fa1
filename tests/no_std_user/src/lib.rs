//! All three parts from a crate without `std` or `alloc`, in memory of its own.

#![no_std]

use photinus::kuramoto::{Dense, Kuramoto};
use photinus::ode::Rk4;
use photinus::optimize::{Function, Options, Pso};
use photinus::sequence::{Halton, Indices, Sequence};
use photinus::{Error, Layout};

const SWARM_SIZE: usize = 12;

/// Integrates over the unit square: the mean of x y at Halton points.
pub fn integral() -> Result<f32, Error> {
    let mut points = [0.0; 2 * 64];
    Halton::<f32>::new(2)?.fill(Indices::new(0, 64), Layout::ROWS, &mut points)?;
    Ok(points.chunks_exact(2).map(|x| x[0] * x[1]).sum::<f32>() / 64.0)
}

/// The minimum of a parabola.
pub fn minimum() -> Result<[f32; 2], Error> {
    let mut memory = [0.0; Pso::<f32>::memory_len(2, SWARM_SIZE, 0)];
    let options = Options { swarm_size: SWARM_SIZE, max_evaluations: 2000, ..Options::default() };
    let objective = Function::new(2, |x: &[f32]| (x[0] - 1.0) * (x[0] - 1.0) + (x[1] + 2.0) * (x[1] + 2.0));
    let mut pso = Pso::new(&mut memory, &[-5.0; 2], &[5.0; 2], &options)?;
    pso.run(&objective, |_| Ok(()))?;
    Ok([pso.best().0[0], pso.best().0[1]])
}

/// The phases of two coupled oscillators after one second; `None` if the run did not get there.
pub fn phases() -> Result<Option<[f32; 4]>, Error> {
    let network = Kuramoto::new(&[6.0, 6.5], Dense::new(2, 1, &[0.0, 1.0, 1.0, 0.0], Layout::ROWS)?)?;
    let mut phases = [0.0; 4];
    let mut workspace = [0.0; Dense::<f32>::workspace_len(2, 1)];
    let solver = Rk4::new(0.01)?;
    let run = solver.solve(&network, &[0.0, 1.0], &[0.0, 0.3], &mut phases, &mut workspace, |_, _, _| Ok(()))?;
    Ok(run.complete().ok().map(|_| phases))
}
