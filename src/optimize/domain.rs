//! The variables of a problem, and the coordinates in which a search sees them.

use super::Problem;
use super::lbfgs::limit;
use super::problem::{multiples, nearest_multiple};
use crate::checkpoint::Reader;
use crate::sequence::scaled;
use crate::{Error, Real};

/// Near a bound, over that part of the unit interval, coordinates bend smoothly into the box.
const MARGIN: f64 = 0.05;
/// The least standard deviation along a grid, in cells: one sample in ten leaves the cell.
const LEAST: f64 = 0.3;

/// The variables of a problem as a search sees them: one that is not fixed has a coordinate, in which the part of its axis
/// that is worth starting in is the unit interval, whatever its units; fixed ones have none.
///
/// Coordinates are without bounds: beyond a bound they turn back into the box, by a parabola over a twentieth of the
/// interval, so that the objective stays smooth and a minimum on a face has a gradient of zero there (the idea of the box
/// transform of Hansen's pycma). A variable on a grid is the multiple whose cell the coordinate is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Domain<'a, F> {
    lower: &'a [F],
    upper: &'a [F],
    /// The interval to start in.
    from: &'a [F],
    to: &'a [F],
    /// The grids, 0 where there is none.
    grid: &'a [F],
}

impl<'a, F: Real> Domain<'a, F> {
    /// Elements of memory.
    pub(super) const fn memory_len(dim: usize) -> usize {
        dim.saturating_mul(5)
    }

    /// Writes the domain of a problem that was checked to its memory.
    pub(super) fn write(memory: &mut [F], problem: &Problem<'_, F>) {
        let dim = problem.dim();
        for (j, (&l, &u)) in problem.lower.iter().zip(problem.upper).enumerate() {
            let step = problem.grid.get(j).copied().unwrap_or_default();
            // On a grid the bounds are its outermost multiples.
            let (l, u) = if step > F::zero() {
                let (first, last) = multiples(l, u, step);
                let inside = |x: F| limit(x, l, u);
                (inside(first * step), inside(last * step))
            } else {
                (l, u)
            };
            let (from, to) = match (problem.start.get(j), problem.spread.get(j)) {
                (Some(&x), Some(&s)) if !(l.is_finite() && u.is_finite()) => (x - s, x + s),
                _ => (l, u),
            };
            for (array, value) in memory.chunks_exact_mut(dim).zip([l, u, from, to, step]) {
                array[j] = value;
            }
        }
    }

    /// How many variables are not fixed in the domain that `saved` begins with; `None` where it is none.
    pub(super) fn saved(saved: Reader<'_>, dim: usize) -> Result<Option<usize>, Error> {
        let mut free = 0;
        for j in 0..dim {
            let of = |array: usize| saved.float_at::<F>(array * dim + j);
            let (l, u, from, to, step) = (of(0)?, of(1)?, of(2)?, of(3)?, of(4)?);
            let width = to - from;
            let is_fixed = l == u && l.is_finite();
            if !(is_fixed || (l < u && width > F::zero() && width.is_finite()))
                || !(step >= F::zero() && step.is_finite())
            {
                return Ok(None);
            }
            free += usize::from(!is_fixed);
        }
        Ok(Some(free))
    }

    /// The domain in memory that was written.
    pub(super) fn new(memory: &'a [F], dim: usize) -> Self {
        let (lower, rest) = memory.split_at(dim);
        let (upper, rest) = rest.split_at(dim);
        let (from, rest) = rest.split_at(dim);
        let (to, rest) = rest.split_at(dim);
        Domain { lower, upper, from, to, grid: &rest[..dim] }
    }

    /// The numbers of the variables that are not fixed, in order: coordinate i is the i-th of them.
    pub(super) fn free(&self) -> impl Iterator<Item = usize> + use<'a, F> {
        let (lower, upper) = (self.lower, self.upper);
        (0..lower.len()).filter(move |&j| lower[j] < upper[j])
    }

    /// The part of coordinate's interval that one step of the grid of variable j takes; 0 where there is none.
    pub(super) fn cell(&self, j: usize) -> F {
        let (width, step) = (self.to[j] - self.from[j], self.grid[j]);
        // In a box the cells of the outermost multiples are whole ones.
        let is_box = self.lower[j].is_finite() && self.upper[j].is_finite();
        step / if is_box { width + step } else { width }
    }

    /// Puts variables that are inside the bounds on their grids.
    pub(super) fn adjust(&self, x: &mut [F]) {
        for ((x, &step), (&l, &u)) in x.iter_mut().zip(self.grid).zip(self.lower.iter().zip(self.upper)) {
            if step > F::zero() {
                *x = nearest_multiple(*x, step);
            }
            // The outermost multiples are the bounds.
            *x = limit(*x, l, u);
        }
    }

    /// The least standard deviation that a covariance run keeps along variable j: 0 where it is not on a grid.
    pub(super) fn least_deviation(&self, j: usize) -> F {
        F::from_f64(LEAST) * self.cell(j)
    }

    /// The variables at these coordinates.
    pub(super) fn variables(&self, coordinates: &[F], x: &mut [F]) {
        x.copy_from_slice(self.lower);
        for (j, &z) in self.free().zip(coordinates) {
            x[j] = self.variable(j, z);
        }
    }

    /// Variable j at coordinate z.
    fn variable(&self, j: usize, z: F) -> F {
        let (l, u, from, to, step) = (self.lower[j], self.upper[j], self.from[j], self.to[j], self.grid[j]);
        let width = to - from;
        let x = match (l.is_finite(), u.is_finite()) {
            (true, true) if step > F::zero() => {
                // Cells of one size for all multiples.
                let last = ((u - l) / step).round();
                let cell = (fold(z) * (last + F::one())).floor();
                let x = ((l / step).round() + if cell < last { cell } else { last }) * step;
                return limit(x, l, u);
            }
            (true, true) => return scaled(fold(z), l, u, width),
            (false, false) => from + width * z,
            (true, false) => from + width * above(z, (l - from) / width),
            (false, true) => to - width * above(F::one() - z, (to - u) / width),
        };
        let x = if step > F::zero() { nearest_multiple(x, step) } else { x };
        // Beyond all numbers, the last one.
        limit(limit(x, -F::max_value(), F::max_value()), l, u)
    }

    /// Coordinates of these variables, which are inside the bounds.
    pub(super) fn coordinates(&self, x: &[F], coordinates: &mut [F]) {
        for (j, z) in self.free().zip(coordinates) {
            let (l, u, from, to, step) = (self.lower[j], self.upper[j], self.from[j], self.to[j], self.grid[j]);
            let half = F::from_f64(0.5);
            // The middle of a cell.
            let (width, low, high) = if step > F::zero() && l.is_finite() && u.is_finite() {
                (to - from + step, x[j] - l + step * half, u - x[j] + step * half)
            } else {
                (to - from, x[j] - l, u - x[j])
            };
            *z = match (l.is_finite(), u.is_finite()) {
                (true, true) if low > high => F::one() - unbent(high / width),
                (true, true) => unbent(low / width),
                (false, false) => (x[j] - from) / width,
                // Far from the bound, which may be very far, it is not seen.
                (true, false) if low / width >= F::from_f64(MARGIN) => (x[j] - from) / width,
                (false, true) if high / width >= F::from_f64(MARGIN) => F::one() - (to - x[j]) / width,
                (true, false) => (l - from) / width + unbent(low / width),
                (false, true) => F::one() - ((to - u) / width + unbent(high / width)),
            };
        }
    }
}

/// What is a distance from a bound, from that distance in coordinates: |w| beyond the margin, and a parabola below.
fn bent<F: Real>(distance: F) -> F {
    let margin = F::from_f64(MARGIN);
    // In coordinates the bound is a margin outside itself.
    let outside = (distance + margin).abs();
    if outside >= margin + margin { outside - margin } else { outside * outside / (F::from_u64(4) * margin) }
}

/// The distance in coordinates whose [`bent`] this is.
fn unbent<F: Real>(distance: F) -> F {
    let margin = F::from_f64(MARGIN);
    if distance >= margin { distance } else { F::from_u64(2) * (margin * distance).sqrt() - margin }
}

/// A coordinate beyond a lower bound.
fn above<F: Real>(z: F, bound: F) -> F {
    // Far from the bound, which may be very far, it is not seen.
    if z - bound >= F::from_f64(MARGIN) { z } else { bound + bent(z - bound) }
}

/// The unit interval, of which every coordinate is a point.
fn fold<F: Real>(z: F) -> F {
    let (one, two) = (F::one(), F::from_u64(2));
    let margin = F::from_f64(MARGIN);
    let period = two * (one + two * margin);
    // w in [0, period): the way from the turning point below.
    let w = z + margin;
    let w = if w >= F::zero() && w < period { w } else { w - period * (w / period).floor() };
    let z = if w > period / two { period - w } else { w } - margin;
    let half = F::from_f64(0.5);
    let unit = if z > half { one - bent(one - z) } else { bent(z) };
    // What is not a number is the middle.
    if (F::zero()..=one).contains(&unit) {
        unit
    } else if unit > one {
        one
    } else if unit < F::zero() {
        F::zero()
    } else {
        half
    }
}
