//! Large matrices by columns, where they lie: the same sums as by rows, in eight running sums, term j in sum j mod 8.

use super::super::coupling::Weight;
use super::Sums;
use crate::Real;
use crate::simd::Kernel;
use crate::sum::LANES;
use core::array::from_fn;

/// Rows whose sums are finished together: enough for a run through memory, few enough that running sums stay in the first
/// cache.
pub(super) const ROWS: usize = 256;
/// Columns of a running sum that are added at once.
const TOGETHER: usize = 4;

/// A running sum of each row, with sines and with cosines.
struct Running<F> {
    with_sin: [F; ROWS],
    with_cos: [F; ROWS],
}

impl<F: Real> Running<F> {
    fn zero() -> Self {
        Running { with_sin: [F::zero(); ROWS], with_cos: [F::zero(); ROWS] }
    }

    #[inline(always)]
    fn add(&mut self, other: &Self) {
        for r in 0..ROWS {
            self.with_sin[r] += other.with_sin[r];
            self.with_cos[r] += other.with_cos[r];
        }
    }
}

/// Some rows, from number `first` on, of a matrix of n columns.
pub(super) struct Columns<'s, W, S> {
    pub(super) matrix: &'s [W],
    pub(super) n: usize,
    pub(super) first: usize,
    /// The diagonal counts as 0.
    pub(super) skip: bool,
    /// Sine and cosine of a column.
    pub(super) source: S,
}

/// [`Columns::sums`] by itself: no other sums take so much of the stack.
pub(super) struct InColumns<'s, F, W, S> {
    pub(super) columns: Columns<'s, W, S>,
    pub(super) sums: Sums<'s, F>,
}

impl<F: Real, W: Weight<F>, S: Fn(usize) -> (F, F)> Kernel for InColumns<'_, F, W, S> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.columns.sums(self.sums);
    }
}

impl<W, S> Columns<'_, W, S> {
    /// The sums of up to [`ROWS`] rows.
    #[inline(always)]
    fn sums<F: Real>(&self, sums: Sums<'_, F>)
    where
        W: Weight<F>,
        S: Fn(usize) -> (F, F),
    {
        let count = sums.with_sin.len();
        // ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)): the tree, joined as soon as can be.
        let (mut total, mut half) = (Running::zero(), Running::zero());
        let (mut pair, mut one) = (Running::zero(), Running::zero());
        for lane in [0, 4, 2, 6, 1, 5, 3, 7] {
            self.running(lane, &mut one.with_sin[..count], &mut one.with_cos[..count]);
            match lane {
                0 | 1 => core::mem::swap(&mut half, &mut one),
                2 | 3 => core::mem::swap(&mut pair, &mut one),
                4 | 5 => half.add(&one),
                _ => {
                    pair.add(&one);
                    half.add(&pair);
                    if lane == 6 { core::mem::swap(&mut total, &mut half) } else { total.add(&half) }
                }
            }
        }
        sums.with_sin.copy_from_slice(&total.with_sin[..count]);
        sums.with_cos.copy_from_slice(&total.with_cos[..count]);
    }

    /// Writes the running sum number `lane` of each row, with sines and with cosines.
    #[inline(always)]
    fn running<F: Real>(&self, lane: usize, a: &mut [F], b: &mut [F])
    where
        W: Weight<F>,
        S: Fn(usize) -> (F, F),
    {
        a.fill(F::zero());
        b.fill(F::zero());
        let mut j = lane;
        while j + (TOGETHER - 1) * LANES < self.n {
            self.add::<F, TOGETHER>(j, a, b);
            j += TOGETHER * LANES;
        }
        while j < self.n {
            self.add::<F, 1>(j, a, b);
            j += LANES;
        }
    }

    /// Adds `C` columns of a running sum, from number j on.
    #[inline(always)]
    fn add<F: Real, const C: usize>(&self, j: usize, a: &mut [F], b: &mut [F])
    where
        W: Weight<F>,
        S: Fn(usize) -> (F, F),
    {
        let (first, count) = (self.first, a.len());
        let columns: [&[W]; C] = from_fn(|i| &self.matrix[(j + i * LANES) * self.n + first..][..count]);
        let sources: [(F, F); C] = from_fn(|i| (self.source)(j + i * LANES));
        // The rows between which the diagonal lies.
        let row = |j: usize| if self.skip { j.saturating_sub(first).min(count) } else { 0 };
        let (from, to) = (row(j), row(j + (C - 1) * LANES + 1));
        add(columns.map(|column| &column[..from]), sources, &mut a[..from], &mut b[..from]);
        for r in from..to {
            for i in (0..C).filter(|i| j + i * LANES != first + r) {
                let (k, (sin, cos)) = (columns[i][r].widen(), sources[i]);
                a[r] += k * sin;
                b[r] += k * cos;
            }
        }
        add(columns.map(|column| &column[to..]), sources, &mut a[to..], &mut b[to..]);
    }
}

/// Adds columns, one after the other, each times a sine and times a cosine.
#[inline(always)]
fn add<F: Real, W: Weight<F>, const C: usize>(columns: [&[W]; C], sources: [(F, F); C], a: &mut [F], b: &mut [F]) {
    let count = a.len();
    let (b, columns) = (&mut b[..count], columns.map(|column| &column[..count]));
    for r in 0..count {
        let (mut with_sin, mut with_cos) = (a[r], b[r]);
        for (column, (sin, cos)) in columns.iter().zip(sources) {
            let k = column[r].widen();
            with_sin += k * sin;
            with_cos += k * cos;
        }
        (a[r], b[r]) = (with_sin, with_cos);
    }
}
