//! What a search does, and when it stops.

use super::Problem;
use crate::optimize::cma;
use crate::{Error, Real};

/// What a [`Search`](super::Search) does, and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchOptions<F> {
    /// The samples λ of a generation of the first covariance run, at least 4; 0 is the usual 4 + ⌊3 ln n⌋, for n variables
    /// that are not fixed. Default 0.
    pub population: usize,
    /// The most samples that restarts may double it to, for which there has to be memory; 0 is 128 times the usual.
    /// Default 0.
    pub population_limit: usize,
    /// The first standard deviation σ of a covariance run, in parts of the interval that is sampled (the side of the box),
    /// above 0. Default 0.2.
    pub step_size: F,
    /// The most evaluations of a polish, per variable; 0 is no polish. Default 100.
    pub polish: u64,
    /// The points per axis of the search along axes, which is made if the objective is a sum over variables; below 3 it is
    /// never made. Default 150.
    pub axis_points: usize,
    /// Whether the covariance learns from the worse half of the samples, too. Default true.
    pub active: bool,
    /// For noisy objectives: every point is evaluated so often, at least once, and its value (its constraints, too) is the
    /// mean (their sum is to be finite). All points of a generation are asked for before the first one is again, and none
    /// counts before the last one has been told. A polish by differences of noisy values earns little. Default 1.
    pub evaluations_per_point: u64,
    /// The run stops after that many restarts of the covariance run. Default 9.
    pub max_restarts: u64,
    /// The run stops after that many restarts in a row without a better value; 0 is never. Default 0.
    pub max_repetition: u64,
    /// The run stops at a value at or below this (of a point that meets the constraints). Default minus infinity.
    pub target: F,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// How far from 0 an equality may be, at least 0. Default 10^-6 (f32: 10^-4).
    pub equality_tolerance: F,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
}

impl<F: Real> Default for SearchOptions<F> {
    fn default() -> Self {
        SearchOptions {
            population: 0,
            population_limit: 0,
            step_size: F::from_f64(0.2),
            polish: 100,
            axis_points: 150,
            active: true,
            evaluations_per_point: 1,
            max_restarts: 9,
            max_repetition: 0,
            target: F::neg_infinity(),
            max_evaluations: u64::MAX,
            max_generations: u64::MAX,
            equality_tolerance: F::from_f64(if F::DIGITS < 53 { 1e-4 } else { 1e-6 }),
            seed: 0,
        }
    }
}

impl<F: Real> SearchOptions<F> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let sound = self.step_size > F::zero() && self.step_size <= F::from_u64(1000) && !self.target.is_nan();
        let tolerance = self.equality_tolerance >= F::zero() && self.equality_tolerance.is_finite();
        let population = self.population == 0 || self.population >= cma::SMALLEST;
        // Numbers of samples are kept as floats.
        let counts = |n: usize| n < 1 << 23;
        let sizes = counts(self.population) && counts(self.population_limit) && counts(self.axis_points);
        let rounds = self.evaluations_per_point > 0;
        if sound && tolerance && population && sizes && rounds { Ok(()) } else { Err(Error::Parameter) }
    }

    pub(super) const fn first_population(&self, dim: usize) -> usize {
        if self.population == 0 { cma::usual_population(dim) } else { self.population }
    }

    pub(super) const fn last_population(&self, dim: usize) -> usize {
        let first = self.first_population(dim);
        let last = match self.population_limit {
            0 => cma::usual_population(dim).saturating_mul(128),
            limit => limit,
        };
        if last < first { first } else { last }
    }
}

/// The sizes that a search's memory follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) dim: usize,
    pub(super) inequalities: usize,
    pub(super) equalities: usize,
    pub(super) starts: usize,
}

impl Shape {
    pub(super) const fn new<F: Real>(problem: &Problem<'_, F>) -> Self {
        Shape {
            dim: problem.dim(),
            inequalities: problem.inequalities,
            equalities: problem.equalities,
            starts: problem.starts(),
        }
    }

    pub(super) const fn constraints(&self) -> usize {
        self.inequalities.saturating_add(self.equalities)
    }
}
