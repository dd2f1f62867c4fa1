//! Eigenvalues and eigenvectors of a symmetric matrix.

use crate::Real;
use crate::sum::dot;

/// Rotations of one eigenvalue before it is given up: two or three are usual.
const SWEEPS: usize = 50;

/// The eigenvalues of the symmetric matrix `matrix`, n by n, of which the lower triangle is read, and its eigenvectors, in
/// the rows of `matrix`: matrix = Σ_k λ_k v_k v_kᵀ, in no order. `rest` has n elements and means nothing afterwards.
/// `false` where they do not converge, as with numbers that are not finite.
///
/// Householder's tridiagonal form, and implicit QR steps with Wilkinson's shift (Golub and Van Loan, Matrix Computations,
/// 4th edition, algorithms 8.3.1 to 8.3.3).
pub(crate) fn eigen<F: Real>(matrix: &mut [F], values: &mut [F], rest: &mut [F]) -> bool {
    let n = values.len();
    tridiagonal(matrix, values, rest);
    rotate(matrix, values, &mut rest[..n - 1])
}

/// matrix = Qᵀ T Q, with the diagonal of T in `diagonal`, the elements beside it in `beside`, and Q in `matrix`.
fn tridiagonal<F: Real>(matrix: &mut [F], diagonal: &mut [F], beside: &mut [F]) {
    let n = diagonal.len();
    let two = F::from_u64(2);
    // From the last row up: row k's elements left of its diagonal are reflected to (0, …, 0, α) by I - β v vᵀ; v stays in
    // the row, β in the diagonal until the reflections have been multiplied.
    for k in (1..n).rev() {
        let (above, row) = matrix.split_at_mut(k * n);
        let (v, own) = row[..=k].split_at_mut(k);
        let length = v.iter().fold(F::zero(), |largest, x| if x.abs() > largest { x.abs() } else { largest });
        let others_are_zero = v[..k - 1].iter().all(|x| x.is_zero());
        if others_are_zero || !length.is_finite() {
            beside[k - 1] = v[k - 1];
            diagonal[k] = own[0];
            own[0] = F::zero(); // no reflection
            continue;
        }
        for x in v.iter_mut() {
            *x /= length; // so that no square is beyond the range
        }
        let norm = dot(v, v).sqrt();
        let last = v[k - 1];
        let alpha = if last > F::zero() { -norm } else { norm };
        v[k - 1] = last - alpha;
        beside[k - 1] = alpha * length;
        let beta = two / dot(v, v);
        diagonal[k] = own[0];
        own[0] = beta;
        // The block above becomes A - v wᵀ - w vᵀ with p = β A v, w = p - (β pᵀv / 2) v; p is kept in `diagonal`.
        let w = &mut diagonal[..k];
        w.fill(F::zero());
        for i in 0..k {
            let row = &above[i * n..][..=i];
            let (left, own) = row.split_at(i);
            w[i] += own[0] * v[i] + dot(left, &v[..i]);
            for (w, &a) in w.iter_mut().zip(left) {
                *w += a * v[i];
            }
        }
        for w in w.iter_mut() {
            *w *= beta;
        }
        let half = beta * dot(w, v) / two;
        for (w, &v) in w.iter_mut().zip(&*v) {
            *w -= half * v;
        }
        for i in 0..k {
            let (vi, wi) = (v[i], w[i]);
            for ((a, &v), &w) in above[i * n..][..=i].iter_mut().zip(&*v).zip(&*w) {
                *a -= vi * w + wi * v;
            }
        }
    }
    diagonal[0] = matrix[0];
    matrix[0] = F::one();
    // Q, from the smallest reflection to the largest: its first k rows and columns are there when reflection k comes.
    for k in 1..n {
        let (above, row) = matrix.split_at_mut(k * n);
        let (v, own) = row[..=k].split_at_mut(k);
        let beta = own[0];
        for i in 0..k {
            let q = &mut above[i * n..][..=k];
            q[k] = F::zero();
            if !beta.is_zero() {
                let along = beta * dot(&q[..k], v);
                for (q, &v) in q.iter_mut().zip(&*v) {
                    *q -= along * v;
                }
            }
        }
        v.fill(F::zero());
        own[0] = F::one();
    }
}

/// The eigenvalues of the tridiagonal matrix, in `diagonal`; each rotation turns two rows of `vectors`.
fn rotate<F: Real>(vectors: &mut [F], diagonal: &mut [F], beside: &mut [F]) -> bool {
    let n = diagonal.len();
    let mut end = n - 1;
    let mut sweeps = 0;
    while end > 0 {
        let negligible = |i: usize, diagonal: &[F], beside: &[F]| {
            beside[i].abs() <= F::epsilon() * (diagonal[i].abs() + diagonal[i + 1].abs())
        };
        if negligible(end - 1, diagonal, beside) {
            end -= 1;
            sweeps = 0;
            continue;
        }
        if sweeps == SWEEPS {
            return false;
        }
        sweeps += 1;
        let mut begin = end - 1;
        while begin > 0 && !negligible(begin - 1, diagonal, beside) {
            begin -= 1;
        }
        // Wilkinson's shift: the eigenvalue of the last two rows that is nearer to the last element.
        let b = beside[end - 1];
        let half = (diagonal[end - 1] - diagonal[end]) / F::from_u64(2);
        let root = length(half, b);
        let shift = diagonal[end] - b * (b / (half + if half < F::zero() { -root } else { root }));
        let (mut x, mut z) = (diagonal[begin] - shift, beside[begin]);
        for k in begin..end {
            let r = length(x, z);
            let (c, s) = if r.is_zero() { (F::one(), F::zero()) } else { (x / r, -z / r) };
            if k > begin {
                beside[k - 1] = r;
            }
            let (p, q, b) = (diagonal[k], diagonal[k + 1], beside[k]);
            let difference = (p - q) * s + (c + c) * b;
            let moved = s * difference;
            diagonal[k] = p - moved;
            diagonal[k + 1] = q + moved;
            beside[k] = c * (c * b + s * p) - s * (c * q + s * b);
            if k + 1 < end {
                x = beside[k];
                z = -s * beside[k + 1];
                beside[k + 1] *= c;
            }
            let (first, second) = vectors[k * n..][..2 * n].split_at_mut(n);
            for (a, b) in first.iter_mut().zip(second) {
                (*a, *b) = (c * *a - s * *b, s * *a + c * *b);
            }
        }
    }
    diagonal.iter().all(|x| x.is_finite())
}

/// √(a² + b²), without a square beyond the range.
fn length<F: Real>(a: F, b: F) -> F {
    let (a, b) = (a.abs(), b.abs());
    let (large, small) = if a < b { (b, a) } else { (a, b) };
    if large.is_zero() {
        return large;
    }
    let ratio = small / large;
    large * (F::one() + ratio * ratio).sqrt()
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::eigen;
    use crate::Real;
    use std::vec;
    use std::vec::Vec;

    /// The eigenvalues from small to large, and the largest errors of A v = λ v and of v_i · v_j.
    fn decomposed(matrix: &[f64], n: usize) -> (Vec<f64>, f64, f64) {
        let (mut vectors, mut values, mut rest) = (matrix.to_vec(), vec![0.0; n], vec![0.0; n]);
        // What is above the diagonal is not read.
        for i in 0..n {
            vectors[i * n + i + 1..(i + 1) * n].fill(f64::NAN);
        }
        assert!(eigen(&mut vectors, &mut values, &mut rest));
        let (mut residual, mut overlap) = (0.0_f64, 0.0_f64);
        for (v, &value) in vectors.chunks_exact(n).zip(&values) {
            for row in matrix.chunks_exact(n).enumerate() {
                let product: f64 = row.1.iter().zip(v).map(|(a, v)| a * v).sum();
                residual = residual.max((product - value * v[row.0]).abs());
            }
        }
        for (i, v) in vectors.chunks_exact(n).enumerate() {
            for (j, w) in vectors.chunks_exact(n).enumerate() {
                let product: f64 = v.iter().zip(w).map(|(v, w)| v * w).sum();
                overlap = overlap.max((product - f64::from(u8::from(i == j))).abs());
            }
        }
        values.sort_by(f64::total_cmp);
        (values, residual, overlap)
    }

    #[test]
    fn known_spectra() {
        // The second difference: 2 - 2 cos(kπ / (n + 1)).
        for n in [1, 2, 3, 10, 40] {
            let mut matrix = vec![0.0; n * n];
            for i in 0..n {
                matrix[i * n + i] = 2.0;
                if i > 0 {
                    (matrix[i * n + i - 1], matrix[(i - 1) * n + i]) = (-1.0, -1.0);
                }
            }
            let (values, residual, overlap) = decomposed(&matrix, n);
            for (k, value) in values.iter().enumerate() {
                let angle = (k + 1) as f64 * std::f64::consts::PI / (n + 1) as f64;
                assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-13, "{n}: {value}");
            }
            assert!(residual < 1e-13 && overlap < 1e-13);
        }
        // All ones: n once, 0 otherwise; and min(i, j): 1 / (2 - 2 cos((2k - 1)π / (2n + 1))).
        let n = 12;
        let (values, ..) = decomposed(&vec![1.0; n * n], n);
        assert!(values[..n - 1].iter().all(|x| x.abs() < 1e-13) && (values[n - 1] - 12.0).abs() < 1e-12);
        let least: Vec<f64> = (0..n * n).map(|k| (k / n).min(k % n) as f64 + 1.0).collect();
        let (values, residual, overlap) = decomposed(&least, n);
        for (k, value) in values.iter().rev().enumerate() {
            let angle = (2 * k + 1) as f64 * std::f64::consts::PI / (2 * n + 1) as f64;
            assert!((value * (2.0 - 2.0 * angle.cos()) - 1.0).abs() < 1e-12);
        }
        assert!(residual < 1e-12 && overlap < 1e-13);
    }

    #[test]
    fn scales_and_what_is_not_finite() {
        for scale in [1e-300, 1e-150, 1e150, 1e300] {
            let matrix = [2.0, 1.0, 0.5, 1.0, 3.0, 0.25, 0.5, 0.25, 1.0].map(|x: f64| x * scale);
            let (values, residual, overlap) = decomposed(&matrix, 3);
            // The trace.
            assert!((values.iter().map(|x| x / scale).sum::<f64>() - 6.0).abs() < 1e-14);
            assert!(residual < 1e-14 * scale && overlap < 1e-14);
        }
        for wrong in [f64::NAN, f64::INFINITY] {
            let (mut values, mut rest) = ([0.0; 3], [0.0; 3]);
            assert!(!eigen(&mut [1.0, 0.0, 0.0, wrong, 1.0, 0.0, 0.0, 0.5, 1.0], &mut values, &mut rest));
        }
        let (mut values, mut rest) = ([0.0_f32; 2], [0.0_f32; 2]);
        let mut matrix = [2.0_f32, 0.0, 1.0, 2.0];
        assert!(eigen(&mut matrix, &mut values, &mut rest));
        assert!((values[0] + values[1] - 4.0).abs() < 1e-6 && (values[0] * values[1] - 3.0).abs() < 1e-6);
        assert!((Real::sqrt(2.0_f32) * matrix[0].abs() - 1.0).abs() < 1e-6);
    }
}
