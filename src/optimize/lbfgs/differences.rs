//! Gradients by finite differences, in a box.

use super::Differentiable;
use crate::optimize::{Interrupted, Objective};
use crate::{Error, Real, Stop};

/// Which differences approximate a derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceScheme {
    /// (f(x + h) - f(x)) / h with h = ε^(1/2) max(|x|, typical): one value for each variable, an error of some ε^(1/2).
    Forward,
    /// (f(x + h) - f(x - h)) / 2h with h = ε^(1/3) max(|x|, typical): two values for each variable, an error of some
    /// ε^(2/3).
    Central,
}

/// How gradients are made of values.
///
/// Steps are turned or cut so that all points are in the box: forward differences go backwards at the upper bound, central
/// ones take both values on the side where there is room, with the weights that keep the order. Each step is the exact
/// distance of the two points, as they are in `F`. Variables with equal bounds have no points, and the derivative 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Differences<F> {
    /// Which differences. Default central.
    pub scheme: DifferenceScheme,
    /// What h is measured by where |x| is smaller, above 0; at most the distance of a variable's bounds. Default 1.
    pub typical: F,
}

impl<F: Real> Default for Differences<F> {
    fn default() -> Self {
        Differences { scheme: DifferenceScheme::Central, typical: F::one() }
    }
}

impl<F: Real> Differences<F> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.typical > F::zero() && self.typical.is_finite() { Ok(()) } else { Err(Error::Parameter) }
    }

    /// How many points a variable has.
    fn points(&self) -> usize {
        match self.scheme {
            DifferenceScheme::Forward => 1,
            DifferenceScheme::Central => 2,
        }
    }

    /// The coordinates of a variable's points; of forward differences both are the one.
    fn coordinates(&self, x: F, lower: F, upper: F) -> [F; 2] {
        let side = upper - lower;
        let typical = if side < self.typical { side } else { self.typical };
        let size = if x.abs() > typical { x.abs() } else { typical };
        let (below, above) = (x - lower, upper - x);
        let side = |step: F| if above >= step || above >= below { (F::one(), above) } else { (-F::one(), below) };
        match self.scheme {
            DifferenceScheme::Forward => {
                let step = size * F::epsilon().sqrt();
                let (sign, room) = side(step);
                let at = inside(x + sign * if step < room { step } else { room }, lower, upper);
                [at, at]
            }
            DifferenceScheme::Central => {
                // ε^(1/3).
                let root = if F::BYTES == 4 { 0.004_921_566_6 } else { 6.055_454_452_393_343e-6 };
                let step = size * F::from_f64(root);
                if below >= step && above >= step {
                    [inside(x - step, lower, upper), inside(x + step, lower, upper)]
                } else {
                    let (sign, room) = side(step + step);
                    let half = room * F::from_f64(0.5);
                    let step = if step < half { step } else { half };
                    [inside(x + sign * step, lower, upper), inside(x + sign * (step + step), lower, upper)]
                }
            }
        }
    }

    /// The derivative from the values at `coordinates` and the value at x.
    fn derivative(&self, x: F, value: F, coordinates: [F; 2], values: [F; 2]) -> F {
        let [a, b] = [coordinates[0] - x, coordinates[1] - x];
        let [of_a, of_b] = [(values[0] - value) / a, (values[1] - value) / b];
        if self.scheme == DifferenceScheme::Forward || a == b || !of_b.is_finite() {
            of_a
        } else if !of_a.is_finite() {
            of_b
        } else {
            // The slope at x of the parabola through the three points.
            of_a * (b / (b - a)) - of_b * (a / (b - a))
        }
    }
}

/// `x`, or the bound that it is beyond.
fn inside<F: Real>(x: F, lower: F, upper: F) -> F {
    super::limit(super::limit(x, -F::max_value(), F::max_value()), lower, upper)
}

/// How many points [`difference_points`] writes: one or two for each variable whose bounds differ.
pub fn difference_rows<F: Real>(differences: &Differences<F>, lower: &[F], upper: &[F]) -> usize {
    lower.iter().zip(upper).filter(|(l, u)| l != u).count() * differences.points()
}

fn check<F: Real>(differences: &Differences<F>, x: &[F], lower: &[F], upper: &[F]) -> Result<(), Error> {
    differences.check()?;
    if x.is_empty() {
        return Err(Error::Dimension);
    }
    if lower.len() != x.len() || upper.len() != x.len() {
        return Err(Error::Length);
    }
    if !lower.iter().zip(upper).all(|(l, u)| l <= u) {
        return Err(Error::Bounds);
    }
    if !x.iter().zip(lower.iter().zip(upper)).all(|(x, (l, u))| x.is_finite() && l <= x && x <= u) {
        return Err(Error::Start);
    }
    Ok(())
}

/// Writes the points whose values [`difference_gradient`] needs to the first rows of `points`, a matrix
/// `[difference_rows][dim]`: for each variable whose bounds differ, in turn, one point (forward) or two (central). All
/// are in the box; bounds may be infinite.
///
/// # Errors
/// [`Error::Dimension`] if there is no variable, [`Error::Length`] if the lengths differ or `points` is too short,
/// [`Error::Bounds`] if a lower bound is not at or below its upper one, [`Error::Start`] if `x` is outside the box or not
/// finite, [`Error::Parameter`] if `typical` is not above 0.
pub fn difference_points<F: Real>(
    differences: &Differences<F>,
    x: &[F],
    lower: &[F],
    upper: &[F],
    points: &mut [F],
) -> Result<(), Error> {
    check(differences, x, lower, upper)?;
    let (dim, each) = (x.len(), differences.points());
    let len = difference_rows(differences, lower, upper).saturating_mul(dim);
    let mut rows = points.get_mut(..len).ok_or(Error::Length)?.chunks_exact_mut(dim);
    for j in (0..dim).filter(|&j| lower[j] != upper[j]) {
        let coordinates = differences.coordinates(x[j], lower[j], upper[j]);
        for (row, &at) in rows.by_ref().take(each).zip(&coordinates) {
            row.copy_from_slice(x);
            row[j] = at;
        }
    }
    Ok(())
}

/// Writes the gradient at `x` from the value there and those at the [points](difference_points) of the same arguments. A
/// derivative is taken from one side where the other's value is NaN or infinite, and not finite where both are.
///
/// # Errors
/// Those of [`difference_points`], [`Error::Length`] also if there are too few values.
pub fn difference_gradient<F: Real>(
    differences: &Differences<F>,
    x: &[F],
    lower: &[F],
    upper: &[F],
    value: F,
    values: &[F],
    gradient: &mut [F],
) -> Result<(), Error> {
    check(differences, x, lower, upper)?;
    let each = differences.points();
    let values = values.get(..difference_rows(differences, lower, upper)).ok_or(Error::Length)?;
    if gradient.len() != x.len() {
        return Err(Error::Length);
    }
    let mut rows = values.chunks_exact(each);
    for (j, g) in gradient.iter_mut().enumerate() {
        *g = F::zero();
        if lower[j] != upper[j]
            && let Some(values) = rows.next()
        {
            let coordinates = differences.coordinates(x[j], lower[j], upper[j]);
            *g = differences.derivative(x[j], value, coordinates, [values[0], values[each - 1]]);
        }
    }
    Ok(())
}

/// An [`Objective`] with a gradient by [finite differences](Differences), whose values come in one call of
/// [`values`](Objective::values) after the one at the point itself, so that they may be evaluated side by side.
///
/// ```
/// use photinus::optimize::{Differences, FiniteDifferences, Function, Lbfgs, LbfgsOptions, Differentiable};
/// let sphere = Function::new(2, |x: &[f64]| (x[0] - 1.0) * (x[0] - 1.0) + x[1] * x[1]);
/// let (lower, upper) = ([-5.0, 0.5], [5.0, 5.0]);
/// let objective = FiniteDifferences::new(&sphere, &lower, &upper, Differences::default())?;
/// let mut memory = vec![0.0; Lbfgs::<f64>::memory_len(2, 10, objective.gradient_scratch_len())];
/// let mut lbfgs = Lbfgs::new(&mut memory, &[3.0, 3.0], &lower, &upper, &LbfgsOptions::default())?;
/// lbfgs.run(&objective, |_| Ok(()))?;
/// assert!((lbfgs.best().0[0] - 1.0).abs() < 1e-8 && lbfgs.best().0[1] == 0.5);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct FiniteDifferences<'a, O: ?Sized, F> {
    objective: &'a O,
    lower: &'a [F],
    upper: &'a [F],
    differences: Differences<F>,
}

impl<'a, O: Objective<F> + ?Sized, F: Real> FiniteDifferences<'a, O, F> {
    /// The objective with gradients in the box from `lower` to `upper`, whose bounds may be infinite.
    ///
    /// # Errors
    /// [`Error::Length`] if the bounds are not as many as the variables, [`Error::Bounds`] if a lower one is not at or
    /// below its upper one, [`Error::Parameter`] if `typical` is not above 0.
    pub fn new(objective: &'a O, lower: &'a [F], upper: &'a [F], differences: Differences<F>) -> Result<Self, Error> {
        differences.check()?;
        if lower.len() != objective.dim() || upper.len() != objective.dim() {
            return Err(Error::Length);
        }
        if !lower.iter().zip(upper).all(|(l, u)| l <= u) {
            return Err(Error::Bounds);
        }
        Ok(FiniteDifferences { objective, lower, upper, differences })
    }
}

impl<O: Objective<F> + ?Sized, F: Real> Objective<F> for FiniteDifferences<'_, O, F> {
    fn dim(&self) -> usize {
        self.objective.dim()
    }

    fn scratch_len(&self) -> usize {
        self.objective.scratch_len()
    }

    fn value(&self, x: &[F], scratch: &mut [F]) -> Result<F, Stop> {
        self.objective.value(x, scratch)
    }

    fn values(&self, points: &[F], values: &mut [F], scratch: &mut [F]) -> Result<(), Interrupted> {
        self.objective.values(points, values, scratch)
    }
}

impl<O: Objective<F> + ?Sized, F: Real> Differentiable<F> for FiniteDifferences<'_, O, F> {
    fn gradient_scratch_len(&self) -> usize {
        let rows = difference_rows(&self.differences, self.lower, self.upper);
        rows.saturating_mul(self.lower.len().saturating_add(1)).saturating_add(self.objective.scratch_len())
    }

    fn value_and_gradient(&self, x: &[F], gradient: &mut [F], scratch: &mut [F]) -> Result<F, Stop> {
        let rows = difference_rows(&self.differences, self.lower, self.upper);
        let dim = self.lower.len();
        if x.len() != dim || scratch.len() < self.gradient_scratch_len() {
            return Err(Error::Length.into());
        }
        let (points, rest) = scratch.split_at_mut(rows * dim);
        let (values, rest) = rest.split_at_mut(rows);
        let value = self.objective.value(x, rest)?;
        if !value.is_finite() {
            // No gradient is needed of a value that counts as the highest.
            gradient.fill(F::zero());
            return Ok(value);
        }
        difference_points(&self.differences, x, self.lower, self.upper, points)?;
        self.objective.values(points, values, rest).map_err(|interrupted| interrupted.stop)?;
        difference_gradient(&self.differences, x, self.lower, self.upper, value, values, gradient)?;
        Ok(value)
    }
}
