//! rate_i += cos_i Σ_j K_ij sin_j - sin_i Σ_j K_ij cos_j for a dense matrix K, both sums in one pass over K.
//!
//! Each sum has one shape, whatever the layout: eight running sums, term j in sum j mod 8, then a tree.

use crate::Real;

const LANES: usize = 8;

#[inline(always)]
fn tree<F: Real>(sums: [F; LANES]) -> F {
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// For a matrix that lies row after row.
#[inline(always)]
pub(super) fn add_by_rows<F: Real>(matrix: &[F], sin: &[F], cos: &[F], rates: &mut [F]) {
    const ROWS: usize = 2; // at once: as many sums as AVX2 has registers for
    let n = sin.len();
    let blocked = n - n % ROWS;
    for (rows, i) in matrix.chunks_exact(ROWS * n).zip((0..blocked).step_by(ROWS)) {
        let rows: [&[F]; ROWS] = core::array::from_fn(|r| &rows[r * n..][..n]);
        add_rows(rows, i, sin, cos, rates);
    }
    for i in blocked..n {
        add_rows([&matrix[i * n..][..n]], i, sin, cos, rates);
    }
}

#[inline(always)]
fn add_rows<F: Real, const ROWS: usize>(rows: [&[F]; ROWS], i: usize, sin: &[F], cos: &[F], rates: &mut [F]) {
    let mut with_sin = [[F::zero(); LANES]; ROWS];
    let mut with_cos = [[F::zero(); LANES]; ROWS];
    let (sins, last_sins) = sin.as_chunks::<LANES>();
    let (coss, last_coss) = cos.as_chunks::<LANES>();
    let chunks = rows.map(|row| row.as_chunks::<LANES>().0);
    for (j, (s, c)) in sins.iter().zip(coss).enumerate() {
        for r in 0..ROWS {
            let k = &chunks[r][j];
            for l in 0..LANES {
                with_sin[r][l] += k[l] * s[l];
                with_cos[r][l] += k[l] * c[l];
            }
        }
    }
    let done = sins.len() * LANES;
    for r in 0..ROWS {
        for (l, ((&k, &s), &c)) in rows[r][done..].iter().zip(last_sins).zip(last_coss).enumerate() {
            with_sin[r][l] += k * s;
            with_cos[r][l] += k * c;
        }
        rates[i + r] += cos[i + r] * tree(with_sin[r]) - sin[i + r] * tree(with_cos[r]);
    }
}

/// For a matrix that lies column after column: the same sums, for several rows side by side.
#[inline(always)]
pub(super) fn add_by_columns<F: Real>(matrix: &[F], sin: &[F], cos: &[F], rates: &mut [F]) {
    const ROWS: usize = 4;
    let n = sin.len();
    let blocked = n - n % ROWS;
    for i in (0..blocked).step_by(ROWS) {
        add_columns::<F, ROWS>(matrix, i, sin, cos, rates);
    }
    for i in blocked..n {
        add_columns::<F, 1>(matrix, i, sin, cos, rates);
    }
}

#[inline(always)]
fn add_columns<F: Real, const ROWS: usize>(matrix: &[F], i: usize, sin: &[F], cos: &[F], rates: &mut [F]) {
    let n = sin.len();
    let mut with_sin = [[F::zero(); ROWS]; LANES];
    let mut with_cos = [[F::zero(); ROWS]; LANES];
    for (j, column) in matrix.chunks_exact(n).enumerate() {
        let k = &column[i..i + ROWS];
        let (with_sin, with_cos) = (&mut with_sin[j % LANES], &mut with_cos[j % LANES]);
        for r in 0..ROWS {
            with_sin[r] += k[r] * sin[j];
            with_cos[r] += k[r] * cos[j];
        }
    }
    for r in 0..ROWS {
        let lanes = |sums: &[[F; ROWS]; LANES]| tree(core::array::from_fn(|l| sums[l][r]));
        rates[i + r] += cos[i + r] * lanes(&with_sin) - sin[i + r] * lanes(&with_cos);
    }
}
