//! The search along axes: where the objective is a sum over variables, each of them is minimised by itself, globally.

use crate::Real;

/// Points along every axis at once. On a grid an axis is done where no two points are further apart than a cell. The
/// interval that is halved next is the one in which a parabola through its ends would have to bend least to reach below the
/// best value so far ("select the easiest point", Langerman, Seront and Bersini, 1st IEEE Conf. Evol. Comput., 1994).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Axes {
    /// Coordinates.
    pub(super) dim: usize,
    /// The points that there will be on each axis.
    pub(super) most: usize,
    /// The points that there are on each; what stands for those of an axis that is done is as high as anything.
    pub(super) len: usize,
}

/// The next place on an axis that is done.
const DONE: u64 = 2;

/// The part of the range of values by which a parabola has to reach below the best one.
const BELOW: f64 = 1e-5;

impl Axes {
    /// Elements of memory: the base, the next point on each axis, and places and values of the points.
    pub(super) const fn memory_len(dim: usize, most: usize) -> usize {
        dim.saturating_mul(most.saturating_mul(2).saturating_add(2))
    }

    /// The base, which all other coordinates have, and the next place on each axis.
    pub(super) fn split<'m, F: Real>(&self, memory: &'m mut [F]) -> (&'m mut [F], &'m mut [F], &'m mut [F]) {
        let (base, rest) = memory.split_at_mut(self.dim);
        let (next, rest) = rest.split_at_mut(self.dim);
        (base, next, &mut rest[..2 * self.dim * self.most])
    }

    /// The axes through `base`, first of all the ends of the unit interval.
    pub(super) fn new<F: Real>(memory: &mut [F], base: &[F], most: usize) -> Self {
        let axes = Axes { dim: base.len(), most, len: 0 };
        memory[..Self::memory_len(axes.dim, most)].fill(F::zero());
        axes.split(memory).0.copy_from_slice(base);
        axes
    }

    /// Whether every axis has its points.
    pub(super) fn is_complete(&self) -> bool {
        self.most > 0 && self.len == self.most
    }

    /// Whether an axis with this next place is done.
    pub(super) fn is_done<F: Real>(next: F) -> bool {
        next > F::one()
    }

    /// Takes the values at the next places of the axes that are not done, and chooses the places after them; `cells` are the
    /// cells of all axes, 0 where there is no grid.
    pub(super) fn tell<F: Real>(&mut self, memory: &mut [F], values: &[F], cells: impl Iterator<Item = F>) {
        let (most, len) = (self.most, self.len);
        let (_, next, points) = self.split(memory);
        let mut told = values.iter();
        let mut axes_left = false;
        for ((next, points), cell) in next.iter_mut().zip(points.chunks_exact_mut(2 * most)).zip(cells) {
            let (places, values) = points.split_at_mut(most);
            let (place, value) = match told.as_slice() {
                [value, ..] if !Self::is_done(*next) => {
                    told.next();
                    (*next, *value)
                }
                _ => (F::one(), F::infinity()),
            };
            let at = places[..len].iter().position(|other| *other > place).unwrap_or(len);
            places.copy_within(at..len, at + 1);
            values.copy_within(at..len, at + 1);
            (places[at], values[at]) = (place, value);
            if !Self::is_done(*next) {
                *next = match easiest(&places[..=len], &values[..=len], cell) {
                    _ if len == 0 => F::one(),
                    Some(place) => place,
                    None => F::from_u64(DONE),
                };
                axes_left |= !Self::is_done(*next);
            }
        }
        self.len += 1;
        if !axes_left {
            self.len = most;
            for points in points.chunks_exact_mut(2 * most) {
                let (places, values) = points.split_at_mut(most);
                places[len + 1..].fill(F::one());
                values[len + 1..].fill(F::infinity());
            }
        }
    }

    /// The best place of each axis, in `out`.
    pub(super) fn best<F: Real>(&self, memory: &mut [F], out: &mut [F]) {
        let (_, _, points) = self.split(memory);
        for (out, points) in out.iter_mut().zip(points.chunks_exact(2 * self.most)) {
            let (places, values) = points.split_at(self.most);
            let mut best = 0;
            for (k, value) in values[..self.len].iter().enumerate() {
                if *value < values[best] {
                    best = k;
                }
            }
            *out = places[best];
        }
    }
}

/// The middle of the easiest interval that is longer than a cell, if there is one.
fn easiest<F: Real>(places: &[F], values: &[F], cell: F) -> Option<F> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let lowest = finite().fold(F::infinity(), |low, value| if value < low { value } else { low });
    let highest = finite().fold(F::neg_infinity(), |high, value| if value > high { value } else { high });
    let below = (highest - lowest) * F::from_f64(BELOW);
    let below = if below > F::zero() { below } else { F::min_positive_value() };
    // What is not finite is as high as anything; where nothing is finite, the longest interval is the easiest.
    let root = |value: F| match if value.is_finite() { value } else { highest } {
        value if value >= lowest => (value - lowest + below).sqrt(),
        _ => F::one(),
    };
    let half = F::from_f64(0.5);
    let middle = |k: usize| places[k] + (places[k + 1] - places[k]) * half;
    let (mut chosen, mut least) = (None, F::infinity());
    for k in 0..places.len() - 1 {
        let width = places[k + 1] - places[k];
        let effort = (root(values[k]) + root(values[k + 1])) / width;
        // What can't be halved any more is no choice.
        if effort < least && width > cell && places[k] < middle(k) && middle(k) < places[k + 1] {
            (chosen, least) = (Some(middle(k)), effort);
        }
    }
    chosen
}
