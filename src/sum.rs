//! Sums of fixed shape: their bits depend on the terms and their order alone.

use crate::Real;

/// How many running sums there are.
pub(crate) const LANES: usize = 8;

/// Running sums, added in a tree.
#[inline(always)]
pub(crate) fn tree<F: Real>(sums: [F; LANES]) -> F {
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// The sum in eight running sums, term j in sum j mod 8, then a tree: for some hundred terms.
#[inline(always)]
pub(crate) fn running<F: Real>(terms: &[F]) -> F {
    let mut sums = [F::zero(); LANES];
    add_running(&mut sums, terms);
    tree(sums)
}

/// Adds terms to the running sums, beginning with the first of these.
#[inline(always)]
pub(crate) fn add_running<F: Real>(sums: &mut [F; LANES], terms: &[F]) {
    let (chunks, rest) = terms.as_chunks::<LANES>();
    for chunk in chunks {
        for l in 0..LANES {
            sums[l] += chunk[l];
        }
    }
    for (sum, &term) in sums.iter_mut().zip(rest) {
        *sum += term;
    }
}

/// Σ w a, Σ w b and Σ w in the same shape.
#[inline(always)]
pub(crate) fn weighted<F: Real>(w: &[F], a: &[F], b: &[F]) -> [F; 3] {
    let mut sums = [[F::zero(); LANES]; 3];
    let (w, last_w) = w.as_chunks::<LANES>();
    let (a, last_a) = a.as_chunks::<LANES>();
    let (b, last_b) = b.as_chunks::<LANES>();
    for ((w, a), b) in w.iter().zip(a).zip(b) {
        for l in 0..LANES {
            sums[0][l] += w[l] * a[l];
            sums[1][l] += w[l] * b[l];
            sums[2][l] += w[l];
        }
    }
    for (l, ((&w, &a), &b)) in last_w.iter().zip(last_a).zip(last_b).enumerate() {
        sums[0][l] += w * a;
        sums[1][l] += w * b;
        sums[2][l] += w;
    }
    let [a, b, w] = sums;
    [tree(a), tree(b), tree(w)]
}

/// Σ a b in the same shape.
#[inline(always)]
pub(crate) fn dot<F: Real>(a: &[F], b: &[F]) -> F {
    let mut sums = [F::zero(); LANES];
    let (a, last_a) = a.as_chunks::<LANES>();
    let (b, last_b) = b.as_chunks::<LANES>();
    for (a, b) in a.iter().zip(b) {
        for l in 0..LANES {
            sums[l] += a[l] * b[l];
        }
    }
    for (sum, (&a, &b)) in sums.iter_mut().zip(last_a.iter().zip(last_b)) {
        *sum += a * b;
    }
    tree(sums)
}

/// Adds `term` to the sum high + low: exact but for the rounding of `low`, so that the error of the sum of n terms is
/// some ε + n ε² of that of their magnitudes (Neumaier, ZAMM 54, 1974; the exact error of an addition: Knuth).
#[inline(always)]
pub(crate) fn add<F: Real>(high: &mut F, low: &mut F, term: F) {
    let sum = *high + term;
    let part = sum - *high;
    *low += (*high - (sum - part)) + (term - part);
    *high = sum;
}

/// Such a sum by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sum<F> {
    high: F,
    low: F,
}

impl<F: Real> Sum<F> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Sum { high: F::zero(), low: F::zero() }
    }
    #[inline(always)]
    pub(crate) fn add(&mut self, term: F) {
        add(&mut self.high, &mut self.low, term);
    }
    #[inline(always)]
    pub(crate) fn value(self) -> F {
        self.high + self.low
    }
}
