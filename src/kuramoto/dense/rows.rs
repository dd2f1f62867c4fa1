//! Large matrices by rows, where they lie. A row's sum has eight running sums, term j in sum j mod 8, then a tree.

use super::super::coupling::Weight;
use super::super::sweep::BLOCK;
use super::{Own, ROWS, Sums};
use crate::Real;
use crate::lanes::Lanes;
use crate::simd::{self, Kernel, Level};
use crate::sum::{LANES, tree};
use core::array::from_fn;

const HALF: usize = LANES / 2;
/// Eights of columns in a piece that is read twice, the first cache being large enough for it.
const SEGMENT: usize = 32;
/// Bytes of a matrix that may come from a cache.
const CACHED: usize = 16 << 20;
const _: () = assert!(BLOCK.is_multiple_of(LANES) && ROWS.is_multiple_of(LANES));

/// The running sums of one row.
type Row<F> = Lanes<F, LANES>;

/// For a matrix of n rows, one after the other. `skip`: the diagonal counts as 0. `seen`: all sources, block by block.
#[inline(always)]
pub(super) fn by_rows<'s, F: Real, W: Weight<F>, I: Iterator<Item = Own<'s, F>>>(
    level: Level,
    matrix: &[W],
    n: usize,
    first: usize,
    skip: bool,
    seen: impl Fn() -> I,
    sums: Sums<'_, F>,
) {
    // As many rows at once, and as many of their eight running sums, as eight vector registers hold. Memory is read fastest
    // in four streams, a cache in two.
    match LANES * F::BYTES / level.vector_bytes() {
        0 | 1 => in_parts::<F, W, I, 4, LANES>(level, matrix, n, first, skip, seen, sums),
        2 if size_of_val(matrix) > CACHED => in_parts::<F, W, I, 4, HALF>(level, matrix, n, first, skip, seen, sums),
        2 => in_parts::<F, W, I, 2, LANES>(level, matrix, n, first, skip, seen, sums),
        _ => in_parts::<F, W, I, 2, HALF>(level, matrix, n, first, skip, seen, sums),
    }
}

/// `R` rows and `WIDTH` of their running sums at once.
#[inline(always)]
fn in_parts<'s, F: Real, W: Weight<F>, I: Iterator<Item = Own<'s, F>>, const R: usize, const WIDTH: usize>(
    level: Level,
    matrix: &[W],
    n: usize,
    first: usize,
    skip: bool,
    seen: impl Fn() -> I,
    sums: Sums<'_, F>,
) {
    let count = sums.with_sin.len();
    let whole = count / R * R;
    for at in (0..whole).step_by(R) {
        let results = together::<F, W, R, WIDTH>(level, matrix, n, first + at, skip, seen());
        for (r, (a, b)) in results.into_iter().enumerate() {
            (sums.with_sin[at + r], sums.with_cos[at + r]) = (a, b);
        }
    }
    for at in whole..count {
        let [(a, b)] = together::<F, W, 1, LANES>(level, matrix, n, first + at, skip, seen());
        (sums.with_sin[at], sums.with_cos[at]) = (a, b);
    }
}

/// The sums of `R` rows, of the same eight columns on the diagonal.
#[inline(always)]
fn together<'s, F: Real, W: Weight<F>, const R: usize, const WIDTH: usize>(
    level: Level,
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
            add::<F, W, R, WIDTH>(level, rows, seen, &mut with_sin, &mut with_cos);
            for (r, row) in part(cut, end).0.into_iter().enumerate() {
                for (l, &k) in row.iter().enumerate() {
                    if start + cut + l != first + r {
                        with_sin[r].0[l] += k.widen() * sin[cut + l];
                        with_cos[r].0[l] += k.widen() * cos[cut + l];
                    }
                }
            }
            let (rows, seen) = part(end, len);
            add::<F, W, R, WIDTH>(level, rows, seen, &mut with_sin, &mut with_cos);
        } else {
            add::<F, W, R, WIDTH>(level, rows, Own { sin, cos }, &mut with_sin, &mut with_cos);
        }
    }
    from_fn(|r| (tree(with_sin[r].0), tree(with_cos[r].0)))
}

/// Adds the products of pieces of rows, which begin at a multiple of eight columns.
#[inline(always)]
fn add<F: Real, W: Weight<F>, const R: usize, const WIDTH: usize>(
    level: Level,
    rows: [&[W]; R],
    seen: Own<'_, F>,
    with_sin: &mut [Row<F>; R],
    with_cos: &mut [Row<F>; R],
) {
    let (sin, last_sin) = seen.sin.as_chunks::<LANES>();
    let (cos, last_cos) = seen.cos.as_chunks::<LANES>();
    let chunks = rows.map(|row| row.as_chunks::<LANES>().0);
    let piece = if WIDTH == LANES { sin.len().max(1) } else { SEGMENT };
    for from in (0..sin.len()).step_by(piece) {
        let to = sin.len().min(from + piece);
        let rows: [_; R] = from_fn(|r| &chunks[r][from..to]);
        let (sin, cos) = (&sin[from..to], &cos[from..to]);
        simd::run(level, Part::<F, W, R, WIDTH, 0> { rows, sin, cos, with_sin, with_cos });
        if WIDTH < LANES {
            simd::run(level, Part::<F, W, R, WIDTH, HALF> { rows, sin, cos, with_sin, with_cos });
        }
    }
    let done = sin.len() * LANES;
    for r in 0..R {
        for (l, ((&k, &s), &c)) in rows[r][done..].iter().zip(last_sin).zip(last_cos).enumerate() {
            with_sin[r].0[l] += k.widen() * s;
            with_cos[r].0[l] += k.widen() * c;
        }
    }
}

/// `WIDTH` of the eight running sums, from number `FROM` on: they stay in registers.
struct Part<'s, F, W, const R: usize, const WIDTH: usize, const FROM: usize> {
    rows: [&'s [[W; LANES]]; R],
    sin: &'s [[F; LANES]],
    cos: &'s [[F; LANES]],
    with_sin: &'s mut [Row<F>; R],
    with_cos: &'s mut [Row<F>; R],
}

impl<F: Real, W: Weight<F>, const R: usize, const WIDTH: usize, const FROM: usize> Kernel
    for Part<'_, F, W, R, WIDTH, FROM>
{
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let count = self.sin.len();
        let cos = &self.cos[..count];
        let mut rows = self.rows;
        let (mut a, mut b) = ([Lanes::<F, WIDTH>::zero(); R], [Lanes::<F, WIDTH>::zero(); R]);
        for r in 0..R {
            rows[r] = &rows[r][..count];
            a[r] = Lanes(from_fn(|l| self.with_sin[r].0[FROM + l]));
            b[r] = Lanes(from_fn(|l| self.with_cos[r].0[FROM + l]));
        }
        for j in 0..count {
            let (s, c) = (Lanes(from_fn(|l| self.sin[j][FROM + l])), Lanes(from_fn(|l| cos[j][FROM + l])));
            for r in 0..R {
                let k = Lanes(from_fn(|l| rows[r][j][FROM + l].widen()));
                a[r] = a[r] + k * s;
                b[r] = b[r] + k * c;
            }
        }
        for r in 0..R {
            self.with_sin[r].0[FROM..FROM + WIDTH].copy_from_slice(&a[r].0);
            self.with_cos[r].0[FROM..FROM + WIDTH].copy_from_slice(&b[r].0);
        }
    }
}
