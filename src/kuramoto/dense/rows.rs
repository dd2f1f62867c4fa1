//! Large matrices where they lie. A row's sum has one shape, whatever the layout: eight running sums, term j in sum j mod
//! 8, then a tree.

use super::super::coupling::Weight;
use super::super::sweep::BLOCK;
use super::{Own, ROWS, Sums};
use crate::Real;
use crate::lanes::Lanes;
use core::array::from_fn;

const LANES: usize = 8;
const _: () = assert!(BLOCK.is_multiple_of(LANES) && ROWS.is_multiple_of(LANES));

/// The running sums of one row.
type Row<F> = Lanes<F, LANES>;

#[inline(always)]
fn tree<F: Real>(sums: Row<F>) -> F {
    let [a, b, c, d, e, f, g, h] = sums.0;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// For a matrix of n rows, one after the other. `skip`: the diagonal counts as 0. `seen`: all sources, block by block.
#[inline(always)]
pub(super) fn by_rows<'s, F: Real, W: Weight<F>, I: Iterator<Item = Own<'s, F>>>(
    matrix: &[W],
    n: usize,
    first: usize,
    skip: bool,
    seen: impl Fn() -> I,
    sums: Sums<'_, F>,
) {
    const TOGETHER: usize = 2; // as many sums as AVX2 has registers for
    let count = sums.with_sin.len();
    let pairs = count / TOGETHER * TOGETHER;
    for at in (0..pairs).step_by(TOGETHER) {
        let results = together::<F, W, TOGETHER>(matrix, n, first + at, skip, seen());
        for (r, (a, b)) in results.into_iter().enumerate() {
            (sums.with_sin[at + r], sums.with_cos[at + r]) = (a, b);
        }
    }
    for at in pairs..count {
        let [(a, b)] = together::<F, W, 1>(matrix, n, first + at, skip, seen());
        (sums.with_sin[at], sums.with_cos[at]) = (a, b);
    }
}

/// The sums of `R` rows, of the same eight columns on the diagonal.
#[inline(always)]
fn together<'s, F: Real, W: Weight<F>, const R: usize>(
    matrix: &[W],
    n: usize,
    first: usize,
    skip: bool,
    seen: impl Iterator<Item = Own<'s, F>>,
) -> [(F, F); R] {
    let mut with_sin = [Row::zero(); R];
    let mut with_cos = [Row::zero(); R];
    for (block, Own { sin, cos }) in seen.enumerate() {
        let (start, len) = (block * BLOCK, sin.len());
        let rows: [&[W]; R] = from_fn(|r| &matrix[(first + r) * n + start..][..len]);
        let part =
            |from: usize, to: usize| (rows.map(|row| &row[from..to]), Own { sin: &sin[from..to], cos: &cos[from..to] });
        if skip && (start..start + len).contains(&first) {
            let cut = (first - start) / LANES * LANES;
            let end = len.min(cut + LANES);
            let (rows, seen) = part(0, cut);
            add(rows, seen, &mut with_sin, &mut with_cos);
            for (r, row) in part(cut, end).0.into_iter().enumerate() {
                for (l, &k) in row.iter().enumerate() {
                    if start + cut + l != first + r {
                        with_sin[r].0[l] += k.widen() * sin[cut + l];
                        with_cos[r].0[l] += k.widen() * cos[cut + l];
                    }
                }
            }
            let (rows, seen) = part(end, len);
            add(rows, seen, &mut with_sin, &mut with_cos);
        } else {
            add(rows, Own { sin, cos }, &mut with_sin, &mut with_cos);
        }
    }
    from_fn(|r| (tree(with_sin[r]), tree(with_cos[r])))
}

/// Adds the products of pieces of rows, which begin at a multiple of eight columns.
#[inline(always)]
fn add<F: Real, W: Weight<F>, const R: usize>(
    rows: [&[W]; R],
    seen: Own<'_, F>,
    with_sin: &mut [Row<F>; R],
    with_cos: &mut [Row<F>; R],
) {
    let (sins, last_sins) = seen.sin.as_chunks::<LANES>();
    let (coss, last_coss) = seen.cos.as_chunks::<LANES>();
    let chunks = rows.map(|row| row.as_chunks::<LANES>().0);
    for (j, (s, c)) in sins.iter().zip(coss).enumerate() {
        for r in 0..R {
            let k = Lanes(chunks[r][j].map(W::widen));
            with_sin[r] = with_sin[r] + k * Lanes(*s);
            with_cos[r] = with_cos[r] + k * Lanes(*c);
        }
    }
    let done = sins.len() * LANES;
    for r in 0..R {
        for (l, ((&k, &s), &c)) in rows[r][done..].iter().zip(last_sins).zip(last_coss).enumerate() {
            with_sin[r].0[l] += k.widen() * s;
            with_cos[r].0[l] += k.widen() * c;
        }
    }
}

/// For a matrix of n columns, one after the other: the same sums, for up to [`ROWS`] rows side by side.
#[inline(always)]
pub(super) fn by_columns<'s, F: Real, W: Weight<F>, I: Iterator<Item = Own<'s, F>>>(
    matrix: &[W],
    n: usize,
    first: usize,
    skip: bool,
    seen: impl Fn() -> I,
    sums: Sums<'_, F>,
) {
    let count = sums.with_sin.len();
    let mut with_sin = [[F::zero(); ROWS]; LANES];
    let mut with_cos = [[F::zero(); ROWS]; LANES];
    let columns = matrix.chunks_exact(n);
    let sources = seen().flat_map(|Own { sin, cos }| sin.iter().zip(cos));
    for (j, (column, (&sin, &cos))) in columns.zip(sources).enumerate() {
        let k = &column[first..first + count];
        let (a, b) = (&mut with_sin[j % LANES][..count], &mut with_cos[j % LANES][..count]);
        let diagonal = (skip && (first..first + count).contains(&j)).then(|| (a[j - first], b[j - first]));
        for r in 0..count {
            a[r] += k[r].widen() * sin;
            b[r] += k[r].widen() * cos;
        }
        if let Some(before) = diagonal {
            (a[j - first], b[j - first]) = before;
        }
    }
    for r in 0..count {
        sums.with_sin[r] = tree(Lanes(from_fn(|l| with_sin[l][r])));
        sums.with_cos[r] = tree(Lanes(from_fn(|l| with_cos[l][r])));
    }
}
