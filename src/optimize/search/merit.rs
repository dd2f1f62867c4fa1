//! Constraints: which of two points is better, and the merit by which a covariance run sees them.

use super::options::Shape;
use crate::Real;

/// How fast the multipliers follow, and how penalties change (Atamna, Auger and Hansen, FOGA 2017, table 1).
const DAMPING: u64 = 5;
const FIRST: u64 = 3;
const SECOND: u64 = 5;

/// Constraints g ≤ 0, then h = 0, by an augmented Lagrangian (ibid., eq. 4 to 11): the merit is
///
/// f + Σ_i (γ_i g_i + ω_i g_i² / 2 where γ_i + ω_i g_i ≥ 0, else -γ_i² / (2 ω_i)) + Σ_i (γ_i h_i + ω_i h_i² / 2)
///
/// with multipliers γ and penalties ω that follow the run.
pub(super) struct Constraints<'a, F> {
    pub(super) multipliers: &'a mut [F],
    pub(super) penalties: &'a mut [F],
    /// The averages over the better samples, one generation ago.
    pub(super) averages: &'a mut [F],
}

/// Whether (violation, value) `a` is better than `b` (Deb, Comput. Methods Appl. Mech. Eng. 186, 2000): the smaller
/// violation, and of equal ones the lower value.
pub(super) fn better<F: Real>(a: (F, F), b: (F, F)) -> bool {
    a.0 < b.0 || (a.0 == b.0 && a.1 < b.1)
}

impl<F: Real> Constraints<'_, F> {
    /// Multipliers 0, and penalties that make the constraints' range weigh as much as that of the values: rows of
    /// `constraints` belong to start points.
    pub(super) fn begin(&mut self, range: F, constraints: &[F]) {
        let count = self.multipliers.len();
        self.multipliers.fill(F::zero());
        self.averages.fill(F::zero());
        for (i, penalty) in self.penalties.iter_mut().enumerate() {
            let largest = constraints[i..]
                .iter()
                .step_by(count)
                .filter(|g| g.is_finite())
                .fold(F::zero(), |largest, g| if g.abs() > largest { g.abs() } else { largest });
            let penalty_of_range = F::from_u64(2) * range / (largest * largest);
            *penalty =
                if penalty_of_range.is_finite() && penalty_of_range > F::zero() { penalty_of_range } else { F::one() };
        }
    }

    /// The merit of a point.
    pub(super) fn merit(&self, shape: &Shape, value: F, constraints: &[F]) -> F {
        let half = F::from_f64(0.5);
        let mut merit = value;
        for (i, &g) in constraints.iter().enumerate() {
            let (multiplier, penalty) = (self.multipliers[i], self.penalties[i]);
            merit += if i >= shape.inequalities || multiplier + penalty * g >= F::zero() {
                multiplier * g + half * penalty * g * g
            } else {
                -half * multiplier * multiplier / penalty
            };
        }
        if merit.is_nan() { F::infinity() } else { merit }
    }

    /// Lets multipliers and penalties follow the better samples: `averages` of their constraints, in place of `self.averages`
    /// hereafter, and `change`, by which their merit changed in this generation.
    pub(super) fn follow(&mut self, shape: &Shape, dim: usize, averages: &[F], change: F) {
        let dim = F::from_u64(dim as u64);
        // 2^{1/(4n)} and 2^{-1/n}.
        let grow = Real::exp(F::LN_2() / (F::from_u64(4) * dim));
        let shrink = Real::exp(-F::LN_2() / dim);
        for (i, &g) in averages.iter().enumerate() {
            let (multiplier, penalty) = (&mut self.multipliers[i], &mut self.penalties[i]);
            if !g.is_finite() {
                continue;
            }
            let previous = self.averages[i];
            let active = i >= shape.inequalities || *multiplier + *penalty * g >= F::zero();
            let small = *penalty * g * g < F::from_u64(FIRST) * change.abs() / dim;
            let still = F::from_u64(SECOND) * (g - previous).abs() < previous.abs();
            let moved = *multiplier + *penalty * g / F::from_u64(DAMPING);
            if moved.is_finite() {
                *multiplier = if i < shape.inequalities && moved < F::zero() { F::zero() } else { moved };
            }
            if active {
                let factor = if small || still { grow } else { shrink };
                let changed = *penalty * factor;
                if changed.is_normal() {
                    *penalty = changed;
                }
            }
            self.averages[i] = g;
        }
    }
}
