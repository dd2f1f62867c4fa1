//! Objectives made of others.

use super::{Interrupted, Objective};
use crate::{Error, Real, Stop};

/// Deb's rules in one number, for methods that know no constraints: the value where the violation is 0; else a number beyond
/// all reasonable values (10^300; f32: 10^37), the larger, the larger the violation: of two points the better one has the
/// lower number (Deb, Comput. Methods Appl. Mech. Eng. 186, 2000), but for violations that differ by less than 2^-40 (f32:
/// 2^-16) of themselves.
///
/// ```
/// use photinus::optimize::feasible_first;
/// assert_eq!(feasible_first(3.0, 0.0), 3.0);
/// assert!(feasible_first(-7.0, 1e-9) > 1e300 && feasible_first(-7.0, 1e-9) < feasible_first(-9.0, 2e-9));
/// ```
///
/// [`FeasibleFirst`] makes an objective of it; where the values of a swarm's particles are told, tell this one.
pub fn feasible_first<F: Real>(value: F, violation: F) -> F {
    if violation <= F::zero() {
        return value;
    }
    // The bits of positive numbers are in their order: with fewer of the last ones, all of them fit between the limit and
    // infinity.
    let (limit, dropped) = if F::DIGITS < 53 { (F::from_f64(1e37), 7) } else { (F::from_f64(1e300), 12) };
    let bits = if violation.is_nan() { F::infinity() } else { violation }.to_bits64() >> dropped;
    F::from_bits64(limit.to_bits64() + 1 + bits)
}

/// An objective with constraints for methods that know none, by [`feasible_first`]: its value is that number.
#[derive(Clone, Copy, Debug)]
pub struct FeasibleFirst<O, F> {
    objective: O,
    inequalities: usize,
    equalities: usize,
    equality_tolerance: F,
}

impl<O: Objective<F>, F: Real> FeasibleFirst<O, F> {
    /// `objective`, whose [`constrained_value`](Objective::constrained_value) computes `inequalities` and then `equalities`,
    /// which are met within `equality_tolerance`. The violation is the largest one.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the tolerance is negative or not finite, [`Error::Dimension`] if there are more constraints
    /// than memory.
    pub fn new(objective: O, inequalities: usize, equalities: usize, equality_tolerance: F) -> Result<Self, Error> {
        if !(equality_tolerance >= F::zero() && equality_tolerance.is_finite()) {
            return Err(Error::Parameter);
        }
        let count = inequalities.checked_add(equalities).and_then(|count| count.checked_add(objective.scratch_len()));
        count.ok_or(Error::Dimension)?;
        Ok(FeasibleFirst { objective, inequalities, equalities, equality_tolerance })
    }
}

impl<O: Objective<F>, F: Real> Objective<F> for FeasibleFirst<O, F> {
    fn dim(&self) -> usize {
        self.objective.dim()
    }

    fn scratch_len(&self) -> usize {
        self.objective.scratch_len() + self.inequalities + self.equalities
    }

    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        let (constraints, scratch) = scratch.split_at_mut(self.inequalities + self.equalities);
        let value = self.objective.constrained_value(x, constraints, scratch)?;
        let (inequalities, equalities) = constraints.split_at(self.inequalities);
        Ok(feasible_first(value, violation(inequalities, equalities, self.equality_tolerance)))
    }
}

/// The largest violation of constraints: of an inequality g ≤ 0 what is above 0, of an equality h = 0 what is further than
/// `equality_tolerance` from it; plus infinity where one is NaN.
pub fn violation<F: Real>(inequalities: &[F], equalities: &[F], equality_tolerance: F) -> F {
    let excess = inequalities.iter().copied().chain(equalities.iter().map(|h| h.abs() - equality_tolerance));
    excess.fold(F::zero(), |largest, x| {
        if x.is_nan() {
            F::infinity()
        } else if x > largest {
            x
        } else {
            largest
        }
    })
}

/// An objective whose values are noisy: each one is the mean of several.
#[derive(Clone, Copy, Debug)]
pub struct Averaged<O> {
    objective: O,
    times: u32,
}

impl<O> Averaged<O> {
    /// The mean of `times` values of `objective` at the same point, added in the order in which they come. An evaluation of a
    /// run is so many of the objective's. (A larger population, which averages over points, is often better spent.)
    ///
    /// # Errors
    /// [`Error::Parameter`] if `times` is 0.
    pub fn new(objective: O, times: u32) -> Result<Self, Error> {
        if times == 0 { Err(Error::Parameter) } else { Ok(Averaged { objective, times }) }
    }
}

impl<O: Objective<F>, F: Real> Objective<F> for Averaged<O> {
    fn dim(&self) -> usize {
        self.objective.dim()
    }

    fn scratch_len(&self) -> usize {
        self.objective.scratch_len()
    }

    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        let mut sum = F::zero();
        for _ in 0..self.times {
            sum += self.objective.value(x, scratch)?;
        }
        Ok(sum / F::from_u64(u64::from(self.times)))
    }
}

/// A reference to an objective is one.
impl<O: Objective<F> + ?Sized, F: Real> Objective<F> for &O {
    fn dim(&self) -> usize {
        (**self).dim()
    }

    fn scratch_len(&self) -> usize {
        (**self).scratch_len()
    }

    fn batch_len(&self) -> usize {
        (**self).batch_len()
    }

    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        (**self).value(x, scratch)
    }

    fn values(&self, points: &[F], values: &mut [F], scratch: &mut [F]) -> Result<(), Interrupted> {
        (**self).values(points, values, scratch)
    }

    fn constrained_value(&self, x: &[F], constraints: &mut [F], scratch: &mut [F]) -> Result<F, Stop> {
        (**self).constrained_value(x, constraints, scratch)
    }

    fn constrained_values(
        &self,
        points: &[F],
        values: &mut [F],
        constraints: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Interrupted> {
        (**self).constrained_values(points, values, constraints, scratch)
    }
}
