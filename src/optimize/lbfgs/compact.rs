//! The quadratic model of L-BFGS-B, from the pairs of steps and gradient differences that are kept.
//!
//! B = θ I - W M Wᵀ with W = [Y, θS] and M⁻¹ = [[-D, Lᵀ], [L, θSᵀS]], where D and L are the diagonal and what is below
//! it of SᵀY (Byrd, Nocedal and Schnabel, Math. Program. 63, 1994). Products with M stand on the Cholesky factor of
//! T = θSᵀS + L D⁻¹ Lᵀ.

use super::Arrays;
use crate::Real;
use crate::sum::{LANES, dot, tree};

/// Which pairs there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pairs<F> {
    pub(super) dim: usize,
    /// How many are kept at most.
    pub(super) most: usize,
    pub(super) count: usize,
    /// The row of the oldest.
    pub(super) head: usize,
    /// How many of the newest pairs are not yet in the products over free and bound variables.
    pub(super) stale: usize,
    /// θ = y·y / s·y of the newest.
    pub(super) theta: F,
}

/// Where the minimum along the projected gradient is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cauchy {
    /// Before the first bound: every variable is free.
    Free,
    /// At some bounds.
    Bound,
    /// Nowhere: the model is not positive definite in this precision.
    Failed,
}

/// Σ w a b in the shape of [`dot`].
#[inline]
fn weighted_dot<F: Real>(w: &[F], a: &[F], b: &[F]) -> F {
    let mut sums = [F::zero(); LANES];
    let (w, last_w) = w.as_chunks::<LANES>();
    let (a, last_a) = a.as_chunks::<LANES>();
    let (b, last_b) = b.as_chunks::<LANES>();
    for ((w, a), b) in w.iter().zip(a).zip(b) {
        for l in 0..LANES {
            sums[l] += w[l] * (a[l] * b[l]);
        }
    }
    for (sum, (&w, (&a, &b))) in sums.iter_mut().zip(last_w.iter().zip(last_a.iter().zip(last_b))) {
        *sum += w * (a * b);
    }
    tree(sums)
}

/// The Cholesky factor of the lower half of `matrix`, rows `stride` apart, in its place; `false` where it is not
/// positive definite.
fn cholesky<F: Real>(matrix: &mut [F], stride: usize, n: usize) -> bool {
    for i in 0..n {
        for j in 0..=i {
            let mut sum = matrix[i * stride + j];
            for k in 0..j {
                sum -= matrix[i * stride + k] * matrix[j * stride + k];
            }
            if i > j {
                matrix[i * stride + j] = sum / matrix[j * stride + j];
            } else if sum > F::zero() && sum.is_finite() {
                matrix[i * stride + i] = sum.sqrt();
            } else {
                return false;
            }
        }
    }
    true
}

/// x ← C⁻¹ x, with C a Cholesky factor.
fn forward<F: Real>(factor: &[F], stride: usize, x: &mut [F]) {
    for i in 0..x.len() {
        let mut sum = x[i];
        for k in 0..i {
            sum -= factor[i * stride + k] * x[k];
        }
        x[i] = sum / factor[i * stride + i];
    }
}

/// x ← C⁻ᵀ x.
fn backward<F: Real>(factor: &[F], stride: usize, x: &mut [F]) {
    for i in (0..x.len()).rev() {
        let mut sum = x[i];
        for k in i + 1..x.len() {
            sum -= factor[k * stride + i] * x[k];
        }
        x[i] = sum / factor[i * stride + i];
    }
}

impl<F: Real> Pairs<F> {
    /// No pairs.
    pub(super) fn none(dim: usize, most: usize) -> Self {
        Pairs { dim, most, count: 0, head: 0, stale: most, theta: F::one() }
    }

    /// Forgets all pairs.
    pub(super) fn clear(&mut self) {
        *self = Pairs::none(self.dim, self.most);
    }

    /// The row of pair k, counted from the oldest.
    #[inline]
    fn slot(&self, k: usize) -> usize {
        let row = self.head + k;
        if row < self.most { row } else { row - self.most }
    }

    /// The vector of pair k in `vectors`.
    fn vector<'a>(&self, vectors: &'a [F], k: usize) -> &'a [F] {
        &vectors[self.slot(k) * self.dim..][..self.dim]
    }

    /// The entry of pairs i and j in `matrix`.
    fn entry(&self, i: usize, j: usize) -> usize {
        self.slot(i) * self.most + self.slot(j)
    }

    /// Keeps the step that is in `work` and the gradient's difference along it that is in `reduced`, in the place of
    /// the oldest pair if there is no other, unless s·y is above 0 by no more than ε times the fall |g·s|, as in L-BFGS-B
    /// (a bound that no scale of x or f changes). SᵀY and SᵀS are kept up to date if there are bounds.
    pub(super) fn push(&mut self, arrays: &mut Arrays<'_, F>, bounded: bool) {
        let (s, y) = (&*arrays.work, &*arrays.reduced);
        let (sy, yy) = (dot(s, y), dot(y, y));
        let (theta, fall) = (yy / sy, dot(s, arrays.gradient).abs());
        if !(sy > F::epsilon() * fall && sy.is_finite() && theta > F::zero() && theta.is_finite()) {
            return;
        }
        if self.count == self.most {
            self.head = self.slot(1);
        } else {
            self.count += 1;
        }
        self.stale = self.most.min(self.stale.saturating_add(1));
        self.theta = theta;
        let newest = self.count - 1;
        let at = self.slot(newest) * self.dim;
        arrays.s[at..][..self.dim].copy_from_slice(s);
        arrays.y[at..][..self.dim].copy_from_slice(y);
        arrays.sy[self.entry(newest, newest)] = sy;
        if bounded {
            let s = self.vector(arrays.s, newest);
            for k in 0..newest {
                arrays.sy[self.entry(newest, k)] = dot(s, self.vector(arrays.y, k));
                let ss = dot(s, self.vector(arrays.s, k));
                arrays.ss[self.entry(newest, k)] = ss;
                arrays.ss[self.entry(k, newest)] = ss;
            }
            arrays.ss[self.entry(newest, newest)] = dot(s, s);
        }
    }

    /// The minimiser of the model in the box, from the iterate: `direction` is the way to it. `false` where there is
    /// none in this precision.
    pub(super) fn direction(&mut self, arrays: &mut Arrays<'_, F>, bounded: bool) -> bool {
        let cauchy = if bounded { self.cauchy(arrays) } else { Cauchy::Free };
        match cauchy {
            Cauchy::Failed => return false,
            Cauchy::Free => self.two_loops(arrays),
            Cauchy::Bound => {
                if !self.subspace(arrays) {
                    return false;
                }
            }
        }
        !bounded || Self::into_box(arrays, cauchy == Cauchy::Free)
    }

    /// `direction` ← -B⁻¹ g (Nocedal, Math. Comput. 35, 1980).
    fn two_loops(&self, arrays: &mut Arrays<'_, F>) {
        let (d, factors) = (&mut *arrays.direction, &mut *arrays.vectors);
        for (d, &g) in d.iter_mut().zip(&*arrays.gradient) {
            *d = -g;
        }
        for k in (0..self.count).rev() {
            let factor = dot(self.vector(arrays.s, k), d) / arrays.sy[self.entry(k, k)];
            factors[k] = factor;
            for (d, &y) in d.iter_mut().zip(self.vector(arrays.y, k)) {
                *d -= factor * y;
            }
        }
        let scale = F::one() / self.theta;
        for d in &mut *d {
            *d *= scale;
        }
        for (k, &factor) in factors.iter().enumerate().take(self.count) {
            let factor = factor - dot(self.vector(arrays.y, k), d) / arrays.sy[self.entry(k, k)];
            for (d, &s) in d.iter_mut().zip(self.vector(arrays.s, k)) {
                *d += factor * s;
            }
        }
    }

    /// The Cholesky factor of T; `false` where it is not positive definite.
    fn factor_middle(&self, sy: &[F], ss: &[F], t: &mut [F]) -> bool {
        let (m, n) = (self.most, self.count);
        for i in 0..n {
            for j in 0..=i {
                t[i * m + j] = self.theta * ss[self.entry(i, j)];
            }
        }
        for k in 0..n {
            let inverse = F::one() / sy[self.entry(k, k)];
            for i in k + 1..n {
                let factor = sy[self.entry(i, k)] * inverse;
                for j in k + 1..=i {
                    t[i * m + j] += factor * sy[self.entry(j, k)];
                }
            }
        }
        cholesky(t, m, n)
    }

    /// `out` ← M v, both of 2·count elements.
    fn middle(&self, sy: &[F], t: &[F], v: &[F], out: &mut [F]) {
        let n = self.count;
        let (v1, v2) = v.split_at(n);
        let (out1, out2) = out.split_at_mut(n);
        // D⁻¹ v₁, and v₂ + L D⁻¹ v₁.
        for k in 0..n {
            out1[k] = v1[k] / sy[self.entry(k, k)];
        }
        for i in 0..n {
            let mut sum = v2[i];
            for k in 0..i {
                sum += sy[self.entry(i, k)] * out1[k];
            }
            out2[i] = sum;
        }
        forward(t, self.most, out2);
        backward(t, self.most, out2);
        for k in 0..n {
            let mut sum = F::zero();
            for i in k + 1..n {
                sum += sy[self.entry(i, k)] * out2[i];
            }
            out1[k] = sum / sy[self.entry(k, k)] - out1[k];
        }
    }

    /// The first minimiser of the model along the projected gradient (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput.
    /// 16, 1995, algorithm CP): `cauchy` is the point, `free` is 1 for each variable that is not at a bound there, 0
    /// for the others, and the second quarter of `vectors` is Wᵀ (cauchy - x).
    fn cauchy(&self, arrays: &mut Arrays<'_, F>) -> Cauchy {
        let (n, theta) = (self.count, self.theta);
        if !self.factor_middle(arrays.sy, arrays.ss, arrays.middle) {
            return Cauchy::Failed;
        }
        let (x, g) = (&*arrays.x, &*arrays.gradient);
        let direction = &mut *arrays.work; // -g, 0 once the variable is at its bound
        let mut heap = Heap { times: arrays.times, axes: arrays.axes, len: 0 };
        let mut moving = 0;
        let mut bound = 0_usize;
        for j in 0..self.dim {
            let time = if g[j] < F::zero() {
                (x[j] - arrays.upper[j]) / g[j]
            } else if g[j] > F::zero() {
                (x[j] - arrays.lower[j]) / g[j]
            } else {
                F::infinity()
            };
            arrays.cauchy[j] = x[j];
            let free = time > F::zero();
            bound += usize::from(!free);
            arrays.next_free[j] = if free { F::one() } else { F::zero() };
            direction[j] = if free { -g[j] } else { F::zero() };
            moving += usize::from(direction[j] != F::zero());
            if free && time.is_finite() {
                heap.add(time, j);
            }
        }
        let (p, rest) = arrays.vectors.split_at_mut(2 * self.most);
        let (c, rest) = rest.split_at_mut(2 * self.most);
        let (w, product) = rest.split_at_mut(2 * self.most);
        let (p, c, w, product) = (&mut p[..2 * n], &mut c[..2 * n], &mut w[..2 * n], &mut product[..2 * n]);
        for k in 0..n {
            p[k] = dot(self.vector(arrays.y, k), direction);
            p[n + k] = theta * dot(self.vector(arrays.s, k), direction);
            c[k] = F::zero();
            c[n + k] = F::zero();
        }
        self.middle(arrays.sy, arrays.middle, p, product);
        let mut slope = -dot(direction, direction);
        let first = -theta * slope;
        let least = F::epsilon() * first;
        let mut curvature = first - dot(p, product);
        let mut time = F::zero();
        let mut ahead = -slope / curvature;
        while moving > 0 {
            let Some((next, j)) = heap.lowest() else { break };
            let step = next - time;
            if ahead < step || ahead.is_nan() {
                break;
            }
            heap.remove();
            time = next;
            moving -= 1;
            bound += 1;
            let at = if direction[j] > F::zero() { arrays.upper[j] } else { arrays.lower[j] };
            let (moved, g) = (at - x[j], g[j]);
            arrays.cauchy[j] = at;
            arrays.next_free[j] = F::zero();
            direction[j] = F::zero();
            for k in 0..2 * n {
                c[k] += step * p[k];
            }
            for k in 0..n {
                w[k] = self.vector(arrays.y, k)[j];
                w[n + k] = theta * self.vector(arrays.s, k)[j];
            }
            self.middle(arrays.sy, arrays.middle, w, product);
            slope = slope + step * curvature + g * g + theta * g * moved - g * dot(product, c);
            curvature = curvature - theta * g * g - F::from_u64(2) * g * dot(product, p) - g * g * dot(product, w);
            if curvature < least {
                curvature = least;
            }
            for k in 0..2 * n {
                p[k] += g * w[k];
            }
            ahead = if moving > 0 { -slope / curvature } else { F::zero() };
        }
        if ahead < F::zero() && curvature > F::zero() {
            ahead = F::zero(); // the minimum was where the last variable met its bound
        }
        if ahead < F::zero() || !(time + ahead).is_finite() {
            return Cauchy::Failed;
        }
        time += ahead;
        for j in 0..self.dim {
            if direction[j] != F::zero() {
                arrays.cauchy[j] = limit(x[j] + time * direction[j], arrays.lower[j], arrays.upper[j]);
            }
        }
        for k in 0..2 * n {
            c[k] += ahead * p[k];
        }
        if bound == 0 { Cauchy::Free } else { Cauchy::Bound }
    }

    /// `direction` ← the way from the Cauchy point to the minimiser of the model over the free variables, without the
    /// bounds (section 5.1 of the paper, the direct primal method).
    fn subspace(&mut self, arrays: &mut Arrays<'_, F>) -> bool {
        let (m, n, theta) = (self.most, self.count, self.theta);
        if !self.factor_free(arrays) {
            return false;
        }
        let (b, rest) = arrays.vectors.split_at_mut(2 * m);
        let (c, rest) = rest.split_at_mut(2 * m);
        let (b, c, product) = (&mut b[..2 * n], &mut c[..2 * n], &mut rest[..2 * n]);
        self.middle(arrays.sy, arrays.middle, c, product);
        // The gradient of the model at the Cauchy point, with the other sign.
        for j in 0..self.dim {
            arrays.reduced[j] = if arrays.free[j] > F::zero() {
                -arrays.gradient[j] - theta * (arrays.cauchy[j] - arrays.x[j])
            } else {
                F::zero()
            };
        }
        for k in 0..n {
            let (y, s) = (self.vector(arrays.y, k), self.vector(arrays.s, k));
            let (of_y, of_s) = (product[k], theta * product[n + k]);
            for (r, ((&y, &s), &free)) in arrays.reduced.iter_mut().zip(y.iter().zip(s).zip(&*arrays.free)) {
                *r += free * (of_y * y + of_s * s);
            }
        }
        for k in 0..n {
            b[k] = dot(self.vector(arrays.y, k), arrays.reduced);
            b[n + k] = theta * dot(self.vector(arrays.s, k), arrays.reduced);
        }
        // The solution of [[-K₁₁, Kᵀ], [K, K₂₂]] v = b, from the factors C₁ of K₁₁, X = C₁⁻¹ Kᵀ, and C₂ of K₂₂ + XᵀX.
        let (b1, b2) = b.split_at_mut(n);
        forward(arrays.k11, m, b1);
        for (k, &b1) in b1.iter().enumerate() {
            for (b2, &x) in b2.iter_mut().zip(&arrays.k21[k * m..]) {
                *b2 += x * b1;
            }
        }
        forward(arrays.k22, m, b2);
        backward(arrays.k22, m, b2);
        for (k, b1) in b1.iter_mut().enumerate() {
            *b1 = dot(&arrays.k21[k * m..][..n], b2) - *b1;
        }
        backward(arrays.k11, m, b1);
        let inverse = F::one() / theta;
        for (d, &r) in arrays.direction.iter_mut().zip(&*arrays.reduced) {
            *d = r * inverse;
        }
        for k in 0..n {
            let (y, s) = (self.vector(arrays.y, k), self.vector(arrays.s, k));
            let (of_y, of_s) = (b1[k] * inverse * inverse, b2[k] * inverse);
            for (d, ((&y, &s), &free)) in arrays.direction.iter_mut().zip(y.iter().zip(s).zip(&*arrays.free)) {
                *d += free * (of_y * y + of_s * s);
            }
        }
        true
    }

    /// The factors of the matrix of the subspace problem.
    fn factor_free(&mut self, arrays: &mut Arrays<'_, F>) -> bool {
        let (m, n) = (self.most, self.count);
        if arrays.free != arrays.next_free {
            self.stale = m;
            arrays.free.copy_from_slice(arrays.next_free);
        }
        for (bound, &free) in arrays.work.iter_mut().zip(&*arrays.free) {
            *bound = F::one() - free;
        }
        let (free, bound) = (&*arrays.free, &*arrays.work);
        let known = n.saturating_sub(self.stale);
        for i in 0..n {
            for j in 0..n {
                if i < known && j < known {
                    continue;
                }
                let at = self.entry(i, j);
                let (s, y) = (self.vector(arrays.s, i), self.vector(arrays.y, j));
                if i >= j {
                    arrays.yy_free[at] = weighted_dot(free, self.vector(arrays.y, i), y);
                    arrays.ss_bound[at] = weighted_dot(bound, s, self.vector(arrays.s, j));
                }
                // Lₐ - R_z of the paper.
                arrays.sy_mixed[at] = if i > j { weighted_dot(bound, s, y) } else { -weighted_dot(free, s, y) };
            }
        }
        self.stale = 0;
        let inverse = F::one() / self.theta;
        for i in 0..n {
            for j in 0..=i {
                let at = self.entry(i, j);
                arrays.k11[i * m + j] = arrays.yy_free[at] * inverse;
                arrays.k22[i * m + j] = arrays.ss_bound[at] * self.theta;
            }
            arrays.k11[i * m + i] += arrays.sy[self.entry(i, i)];
        }
        if !cholesky(arrays.k11, m, n) {
            return false;
        }
        // X, a column for each row of K.
        for i in 0..n {
            for k in 0..n {
                let mut sum = arrays.sy_mixed[self.entry(i, k)];
                for l in 0..k {
                    sum -= arrays.k11[k * m + l] * arrays.k21[l * m + i];
                }
                arrays.k21[k * m + i] = sum / arrays.k11[k * m + k];
            }
        }
        for i in 0..n {
            for j in 0..=i {
                let mut sum = arrays.k22[i * m + j];
                for k in 0..n {
                    sum += arrays.k21[k * m + i] * arrays.k21[k * m + j];
                }
                arrays.k22[i * m + j] = sum;
            }
        }
        cholesky(arrays.k22, m, n)
    }

    /// Makes `direction`, the way to the minimiser of the model without the bounds from the iterate (`whole`) or from the
    /// Cauchy point, the way from the iterate to a point in the box: the nearest point of the box, if that way leads
    /// down (Morales and Nocedal, ACM Trans. Math. Softw. 38, 2011), otherwise the last point in the box on the line
    /// from the Cauchy point.
    fn into_box(arrays: &mut Arrays<'_, F>, whole: bool) -> bool {
        let (d, x, cauchy) = (&mut *arrays.direction, &*arrays.x, &*arrays.cauchy);
        let mut outside = false;
        let mut slope = F::zero();
        for j in 0..d.len() {
            let (from_lower, to_upper) = (arrays.lower[j] - x[j], arrays.upper[j] - x[j]);
            let way = if whole { d[j] } else { (cauchy[j] - x[j]) + d[j] };
            let kept = limit(way, from_lower, to_upper);
            outside |= kept != way;
            arrays.reduced[j] = kept;
            slope += kept * arrays.gradient[j];
        }
        if !outside || slope < F::zero() {
            d.copy_from_slice(arrays.reduced);
            return true;
        }
        let mut part = F::one();
        for j in 0..d.len() {
            let way = if whole { d[j] - (cauchy[j] - x[j]) } else { d[j] };
            let room = if way > F::zero() { arrays.upper[j] - cauchy[j] } else { arrays.lower[j] - cauchy[j] };
            let reach = room / way;
            if way != F::zero() && reach < part {
                part = reach;
            }
            d[j] = way;
        }
        for j in 0..d.len() {
            let (from_lower, to_upper) = (arrays.lower[j] - x[j], arrays.upper[j] - x[j]);
            d[j] = limit((cauchy[j] - x[j]) + part * d[j], from_lower, to_upper);
        }
        true
    }
}

/// `x`, or the bound that it is beyond.
pub(in crate::optimize) fn limit<F: Real>(x: F, lower: F, upper: F) -> F {
    if x > upper {
        upper
    } else if x < lower {
        lower
    } else {
        x
    }
}

/// The times at which variables reach their bounds, the earliest first, of equal ones the lower axis.
struct Heap<'a, F> {
    times: &'a mut [F],
    /// Whole numbers.
    axes: &'a mut [F],
    len: usize,
}

impl<F: Real> Heap<'_, F> {
    fn before(&self, i: usize, j: usize) -> bool {
        self.times[i] < self.times[j] || (self.times[i] == self.times[j] && self.axes[i] < self.axes[j])
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.times.swap(i, j);
        self.axes.swap(i, j);
    }

    fn add(&mut self, time: F, axis: usize) {
        let mut i = self.len;
        self.times[i] = time;
        self.axes[i] = F::from_u64(axis as u64);
        self.len += 1;
        while i > 0 && self.before(i, (i - 1) / 2) {
            self.swap(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
    }

    fn lowest(&self) -> Option<(F, usize)> {
        (self.len > 0).then(|| (self.times[0], self.axes[0].truncated() as usize))
    }

    fn remove(&mut self) {
        self.len -= 1;
        self.swap(0, self.len);
        let mut i = 0;
        loop {
            let (left, right) = (2 * i + 1, 2 * i + 2);
            let mut first = i;
            if left < self.len && self.before(left, first) {
                first = left;
            }
            if right < self.len && self.before(right, first) {
                first = right;
            }
            if first == i {
                return;
            }
            self.swap(i, first);
            i = first;
        }
    }
}
