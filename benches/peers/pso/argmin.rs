//! The particle swarm of argmin behind a C function, so that solvers.py can call it as it calls photinus.

use argmin::core::{CostFunction, Error, Executor};
use argmin::solver::particleswarm::ParticleSwarm;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::error;
use std::ffi::{c_int, c_void};
use std::fmt;
use std::panic::catch_unwind;
use std::slice::from_raw_parts;

/// Writes the value at `x[dim]` to `*value`; another result than 0 ends the run.
type Objective = unsafe extern "C" fn(x: *const f64, dim: usize, value: *mut f64, user: *mut c_void) -> c_int;

struct Problem {
    objective: Objective,
    user: *mut c_void,
}

#[derive(Debug)]
struct End;

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the objective ends the run")
    }
}

impl error::Error for End {}

impl CostFunction for Problem {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Error> {
        let mut value = f64::INFINITY;
        // SAFETY: the caller of argmin_pso vouches for the function; x has x.len() elements.
        let status = unsafe { (self.objective)(x.as_ptr(), x.len(), &mut value, self.user) };
        if status == 0 { Ok(value) } else { Err(End.into()) }
    }
}

/// Runs a swarm of `size` particles with argmin's default coefficients in the box from `lower[dim]` to `upper[dim]`,
/// until the objective ends it or `iterations` are done. 0, or 1 if argmin panics.
///
/// # Safety
/// `lower` and `upper` have `dim` elements, and `objective` may be called with `user`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn argmin_pso(
    dim: usize,
    lower: *const f64,
    upper: *const f64,
    size: usize,
    iterations: u64,
    seed: u64,
    objective: Objective,
    user: *mut c_void,
) -> c_int {
    // SAFETY: the caller vouches for both.
    let bounds = unsafe { (from_raw_parts(lower, dim).to_vec(), from_raw_parts(upper, dim).to_vec()) };
    let problem = std::panic::AssertUnwindSafe(Problem { objective, user });
    let run = move || {
        let problem = problem; // the whole of it, and not its field
        let swarm = ParticleSwarm::new(bounds, size).with_rng_generator(StdRng::seed_from_u64(seed));
        // An error is the objective's end, which counts for itself.
        let _ = Executor::new(problem.0, swarm).configure(|state| state.max_iters(iterations)).timer(false).run();
    };
    c_int::from(catch_unwind(run).is_err())
}
