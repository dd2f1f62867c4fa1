//! The search along axes: where the objective is a sum over variables, each of them is minimised by itself, globally.

use crate::Real;

/// Points along every axis at once. The interval that is halved next is the one in which a parabola through its ends would
/// have to bend least to reach below the best value so far ("select the easiest point", Langerman, Seront and Bersini,
/// 1st IEEE Conf. Evol. Comput., 1994).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Axes {
    /// Coordinates.
    pub(super) dim: usize,
    /// The points that there will be on each axis.
    pub(super) most: usize,
    /// The points that there are on each.
    pub(super) len: usize,
}

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

    /// Takes the value at the next place of each axis, and chooses the places after it.
    pub(super) fn tell<F: Real>(&mut self, memory: &mut [F], values: &[F]) {
        let (most, len) = (self.most, self.len);
        let (_, next, points) = self.split(memory);
        for ((next, points), &value) in next.iter_mut().zip(points.chunks_exact_mut(2 * most)).zip(values) {
            let (places, values) = points.split_at_mut(most);
            let at = places[..len].iter().position(|place| *place > *next).unwrap_or(len);
            places.copy_within(at..len, at + 1);
            values.copy_within(at..len, at + 1);
            (places[at], values[at]) = (*next, value);
            *next = if len == 0 { F::one() } else { easiest(&places[..=len], &values[..=len]) };
        }
        self.len += 1;
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

/// The middle of the easiest interval.
fn easiest<F: Real>(places: &[F], values: &[F]) -> F {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let lowest = finite().fold(F::infinity(), |low, value| if value < low { value } else { low });
    let highest = finite().fold(F::neg_infinity(), |high, value| if value > high { value } else { high });
    let below = (highest - lowest) * F::from_f64(BELOW);
    let below = if below > F::zero() { below } else { F::min_positive_value() };
    // What is not finite is as high as anything.
    let root = |value: F| (if value.is_finite() { value } else { highest } - lowest + below).sqrt();
    let half = F::from_f64(0.5);
    let middle = |k: usize| places[k] + (places[k + 1] - places[k]) * half;
    let (mut chosen, mut least) = (0, F::infinity());
    for k in 0..places.len() - 1 {
        let effort = (root(values[k]) + root(values[k + 1])) / (places[k + 1] - places[k]);
        // What can't be halved any more is no choice.
        if effort < least && places[k] < middle(k) && middle(k) < places[k + 1] {
            (chosen, least) = (k, effort);
        }
    }
    middle(chosen)
}
