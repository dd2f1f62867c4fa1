//! Small matrices, packed in panels of rows: [panel][column][row of the panel]. A row's sum is in the order of columns, and
//! rows lie side by side in a vector.

use super::{Own, Sums};
use crate::Real;
use crate::lanes::Lanes;
use crate::simd::{self, Kernel, Level};

/// Rows of a panel.
pub(super) const ROWS: usize = 16;
/// Rows of the panels at the end, for what is left.
pub(super) const FEW: usize = 4;

/// Elements of a packed n × n matrix.
pub(super) const fn len(n: usize) -> usize {
    n.saturating_mul(n.saturating_add(FEW - 1) / FEW * FEW)
}

/// The first row that is in a panel of [`FEW`].
const fn few_from(n: usize) -> usize {
    n / ROWS * ROWS
}

/// Packs the matrix with these entries; rows that there are none of have zeros.
pub(super) fn pack<F: Real>(n: usize, out: &mut [F], entry: impl Fn(usize, usize) -> F) {
    let (wide, few) = out.split_at_mut(few_from(n) * n);
    let panels = wide.chunks_exact_mut(ROWS * n).enumerate().map(|(p, panel)| (p * ROWS, ROWS, panel));
    let ends = few.chunks_exact_mut(FEW * n).enumerate().map(|(p, panel)| (few_from(n) + p * FEW, FEW, panel));
    for (first, rows, panel) in panels.chain(ends) {
        for (j, column) in panel.chunks_exact_mut(rows).enumerate() {
            for (r, k) in column.iter_mut().enumerate() {
                *k = if first + r < n { entry(first + r, j) } else { F::zero() };
            }
        }
    }
}

/// The sums of the rows from `first` on.
#[inline(always)]
pub(super) fn sums<F: Real>(level: Level, matrix: &[F], seen: Own<'_, F>, first: usize, sums: Sums<'_, F>) {
    let n = seen.sin.len();
    let wide = few_from(n).saturating_sub(first).min(sums.with_sin.len());
    let (sin_wide, sin_few) = sums.with_sin.split_at_mut(wide);
    let (cos_wide, cos_few) = sums.with_cos.split_at_mut(wide);
    let (panels, _) = matrix[first * n..].split_at(wide * n);
    for ((panel, a), b) in
        panels.chunks_exact(ROWS * n).zip(sin_wide.chunks_exact_mut(ROWS)).zip(cos_wide.chunks_exact_mut(ROWS))
    {
        simd::run(level, Panel::<F, ROWS> { panel, seen, with_sin: a, with_cos: b });
    }
    let panels = &matrix[(first + wide) * n..];
    for ((panel, a), b) in panels.chunks_exact(FEW * n).zip(sin_few.chunks_mut(FEW)).zip(cos_few.chunks_mut(FEW)) {
        simd::run(level, Panel::<F, FEW> { panel, seen, with_sin: a, with_cos: b });
    }
}

/// The sums of a panel's rows; there may be fewer than `R` at the end.
struct Panel<'s, F, const R: usize> {
    panel: &'s [F],
    seen: Own<'s, F>,
    with_sin: &'s mut [F],
    with_cos: &'s mut [F],
}

impl<F: Real, const R: usize> Kernel for Panel<'_, F, R> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (mut a, mut b) = (Lanes::<F, R>::zero(), Lanes::<F, R>::zero());
        let columns = self.panel.as_chunks::<R>().0.iter();
        for ((k, &sin), &cos) in columns.zip(self.seen.sin).zip(self.seen.cos) {
            let k = Lanes(*k);
            a = a + k * Lanes::splat(sin);
            b = b + k * Lanes::splat(cos);
        }
        let rows = self.with_sin.len();
        self.with_sin.copy_from_slice(&a.0[..rows]);
        self.with_cos.copy_from_slice(&b.0[..rows]);
    }
}
