//! Sparse coupling: compressed rows.

use super::coupling::{self, Coupling, Lags, Normalization, Weight, finite};
use super::sweep::{self, Sweep, View};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Real, Stop};

/// Oscillators whose sines are made together.
const TOGETHER: usize = 128;

/// Sparse coupling of M harmonics, in compressed sparse rows (CSR):
///
/// Σ_m Σ_e K\[m-1\]\[e\] sin(m (φ_j - φ_i) - α),   j = columns\[e\],   e from row_offsets\[i\] up to row_offsets\[i+1\]
///
/// Row i has the edges that pull on oscillator i, in any order, which is that of the sum; a column may occur more than once,
/// and be i itself. K in radians per unit of time, α in radians.
///
/// Sines and cosines of an oscillator lie side by side, one cache line per edge at most; an edge costs two multiplications
/// and two additions.
#[derive(Clone, Copy, Debug)]
pub struct Sparse<'a, F, W = F> {
    row_offsets: &'a [usize],
    columns: &'a [u32],
    weights: &'a [W],
    harmonics: usize,
    lags: Lags<'a, F>,
    normalization: Normalization,
    level: Level,
}

impl<'a, F: Real, W: Weight<F>> Sparse<'a, F, W> {
    /// The coupling of N = `row_offsets.len() - 1` oscillators by E = `columns.len()` edges with M·E `weights`, harmonic
    /// after harmonic. The arrays are borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no oscillator, more than 2^32, or no harmonic; [`Error::Offsets`] if the offsets do
    /// not begin with 0, fall, or do not end with E; [`Error::Column`] if a column is not below N; [`Error::Length`] if the
    /// weights are not a multiple of E (or there are weights without edges); [`Error::NotFinite`] if a weight is NaN or
    /// infinite.
    pub fn new(
        row_offsets: &'a [usize],
        columns: &'a [u32],
        weights: &'a [W],
        harmonics: usize,
    ) -> Result<Self, Error> {
        let oscillators = row_offsets.len().saturating_sub(1);
        if oscillators == 0 || oscillators as u64 > 1 << 32 || harmonics == 0 {
            return Err(Error::Dimension);
        }
        if row_offsets[0] != 0
            || row_offsets[oscillators] != columns.len()
            || row_offsets.windows(2).any(|pair| pair[0] > pair[1])
        {
            return Err(Error::Offsets);
        }
        if columns.iter().any(|&column| column as usize >= oscillators) {
            return Err(Error::Column);
        }
        if columns.len().checked_mul(harmonics) != Some(weights.len()) {
            return Err(Error::Length);
        }
        finite(weights)?;
        let (lags, normalization) = (Lags::None, Normalization::None);
        Ok(Sparse { row_offsets, columns, weights, harmonics, lags, normalization, level: Level::detect() })
    }

    /// With one phase lag α per harmonic.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as harmonics, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(Sparse { lags: Lags::harmonics(lags, self.harmonics)?, ..self })
    }

    /// With one phase lag α\[m-1\]\[e\] per weight. The workspace then has two numbers, K cos α and K sin α, per weight.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as weights, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_pair_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(Sparse { lags: Lags::pairs(lags, self.weights.len())?, ..self })
    }

    /// With each sum divided as `normalization` says. The in-degree counts edges with a weight from other oscillators.
    #[must_use]
    pub const fn with_normalization(self, normalization: Normalization) -> Self {
        Sparse { normalization, ..self }
    }

    /// The number of edges that pull on oscillator i.
    fn edges(&self, i: usize) -> core::ops::Range<usize> {
        self.row_offsets[i]..self.row_offsets[i + 1]
    }

    /// The columns of the edges.
    pub(super) const fn columns(&self) -> &'a [u32] {
        self.columns
    }

    /// Adds `strength` times K_e sin(m x - α), summed over the edges of a row and normalised, to each of the rates of all
    /// oscillators, where x = `difference`(e, j, i) of the edge e from j to i. `constants` are those that `prepare` writes.
    #[inline(always)]
    pub(super) fn add_edges(
        &self,
        strength: F,
        constants: &[F],
        rates: &mut [F],
        difference: impl Fn(usize, usize, usize) -> F,
    ) {
        let (n, edges) = (self.row_offsets.len() - 1, self.columns.len());
        let (turned, rest) = constants.split_at(self.turned_len());
        let (degrees, rest) = rest.split_at(self.degrees_len());
        let lags = &rest[..self.lags.constants_len()];
        let factor = self.normalization.factor(strength, n);
        for (i, rate) in rates.iter_mut().enumerate() {
            for m in 0..self.harmonics {
                let mut sum = F::zero();
                for e in self.edges(i) {
                    let x = difference(e, self.columns[e] as usize, i);
                    let (mut sin, mut cos) = (F::from_u64(m as u64 + 1) * x).sin_cos();
                    if let Some((lag_sin, lag_cos)) = coupling::lag(lags, m) {
                        (sin, cos) = (sin * lag_cos - cos * lag_sin, cos * lag_cos + sin * lag_sin);
                    }
                    sum += if turned.is_empty() {
                        self.weights[m * edges + e].widen() * sin
                    } else {
                        turned[2 * m * edges + e] * sin - turned[(2 * m + 1) * edges + e] * cos
                    };
                }
                if !degrees.is_empty() {
                    sum *= degrees[m * n + i];
                }
                *rate += sum * factor;
            }
        }
    }

    const fn degrees_len(&self) -> usize {
        if matches!(self.normalization, Normalization::InDegree) {
            self.harmonics.saturating_mul(self.row_offsets.len() - 1)
        } else {
            0
        }
    }

    const fn turned_len(&self) -> usize {
        if self.lags.per_pair() { self.weights.len().saturating_mul(2) } else { 0 }
    }
}

/// Σ_e k_e (sin_j, cos_j) over the edges of each of some rows, in their order: compiled by itself.
///
/// `offsets` are those of a `Sparse`, of as many rows as there are sums, `columns` and `weights` of all its edges, `pairs` the
/// sines and cosines of all its oscillators, from the harmonic's first on, `harmonics` apart.
struct RowSums<'s, F, W, const SINGLE: bool> {
    offsets: &'s [usize],
    columns: &'s [u32],
    weights: &'s [W],
    pairs: &'s [[F; 2]],
    harmonics: usize,
    sums: &'s mut [[F; 2]],
}

impl<F: Real, W: Weight<F>, const SINGLE: bool> Kernel for RowSums<'_, F, W, SINGLE> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let harmonics = if SINGLE { 1 } else { self.harmonics };
        let mut begin = self.offsets[0];
        for (sums, &end) in self.sums.iter_mut().zip(&self.offsets[1..]) {
            let mut sum = [F::zero(); 2];
            // SAFETY: `Sparse::new` has seen to it that offsets do not fall and end where the edges do.
            let (columns, weights) =
                unsafe { (self.columns.get_unchecked(begin..end), self.weights.get_unchecked(begin..end)) };
            for (&k, &j) in weights.iter().zip(columns) {
                // SAFETY: and that columns are below the number of oscillators, which have a pair each.
                let pair = unsafe { self.pairs.get_unchecked(j as usize * harmonics) };
                let k = k.widen();
                sum = [sum[0] + k * pair[0], sum[1] + k * pair[1]];
            }
            *sums = sum;
            begin = end;
        }
    }
}

impl<F: Real, W: Weight<F>> Sparse<'_, F, W> {
    /// The sums of the rows from `first` on, with the weights of all edges.
    #[inline(always)]
    fn row_sums<V: Weight<F>>(&self, m: usize, weights: &[V], first: usize, sources: &[F], sums: &mut [[F; 2]]) {
        let (n, harmonics) = (self.row_offsets.len() - 1, self.harmonics);
        let (weights, pairs) = (&weights[..self.columns.len()], &sources.as_chunks::<2>().0[..n * harmonics][m..]);
        let (offsets, columns) = (&self.row_offsets[first..][..sums.len() + 1], self.columns);
        if harmonics == 1 {
            simd::run(self.level, RowSums::<F, V, true> { offsets, columns, weights, pairs, harmonics, sums });
        } else {
            simd::run(self.level, RowSums::<F, V, false> { offsets, columns, weights, pairs, harmonics, sums });
        }
    }
}

impl<F: Real, W: Weight<F>> Sweep<F> for Sparse<'_, F, W> {
    const LOCAL: bool = false;

    fn level(&self) -> Level {
        self.level
    }

    fn constants_len(&self) -> usize {
        self.turned_len().saturating_add(self.degrees_len()).saturating_add(self.lags.constants_len())
    }

    fn width(&self) -> usize {
        2 * self.harmonics
    }

    fn cost(&self) -> usize {
        self.weights.len().saturating_mul(2)
    }

    #[inline(always)]
    fn write_sources(&self, phases: &[F], sources: &mut [F]) {
        let width = 2 * self.harmonics;
        let (mut sin, mut cos) = ([F::zero(); TOGETHER], [F::zero(); TOGETHER]);
        for (phases, sources) in phases.chunks(TOGETHER).zip(sources.chunks_mut(TOGETHER * width)) {
            let (sin, cos) = (&mut sin[..phases.len()], &mut cos[..phases.len()]);
            F::sin_cos_slice(phases, sin, cos);
            if width == 2 {
                for ((pair, &sin), &cos) in sources.as_chunks_mut::<2>().0.iter_mut().zip(&*sin).zip(&*cos) {
                    *pair = [sin, cos];
                }
                continue;
            }
            for ((own, &sin), &cos) in sources.chunks_exact_mut(width).zip(&*sin).zip(&*cos) {
                let (mut s, mut c) = (sin, cos);
                for pair in own.as_chunks_mut::<2>().0 {
                    *pair = [s, c];
                    (s, c) = (s * cos + c * sin, c * cos - s * sin);
                }
            }
        }
    }

    #[inline(always)]
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        let View { first, constants, own, seen: sources, .. } = view;
        let (n, harmonics, edges) = (self.row_offsets.len() - 1, self.harmonics, self.columns.len());
        let (turned, rest) = constants.split_at(self.turned_len());
        let (degrees, lags) = rest.split_at(self.degrees_len());
        let factor = self.normalization.factor(strength, n);
        let pairs = own.as_chunks::<2>().0;
        let (mut sums, mut turned_sums) = ([[F::zero(); 2]; TOGETHER], [[F::zero(); 2]; TOGETHER]);
        for m in 0..harmonics {
            let lag = coupling::lag(lags, m);
            for (at, rates) in (first..).step_by(TOGETHER).zip(rates.chunks_mut(TOGETHER)) {
                let sums = &mut sums[..rates.len()];
                if turned.is_empty() {
                    self.row_sums(m, &self.weights[m * edges..], at, sources, sums);
                } else {
                    // K e^(-iα) in place of K.
                    let turned_sums = &mut turned_sums[..rates.len()];
                    self.row_sums(m, &turned[2 * m * edges..], at, sources, sums);
                    self.row_sums(m, &turned[(2 * m + 1) * edges..], at, sources, turned_sums);
                    for ([a, b], &mut [c, d]) in sums.iter_mut().zip(turned_sums) {
                        (*a, *b) = (*a - d, *b + c);
                    }
                }
                if !degrees.is_empty() {
                    for ([a, b], &inverse) in sums.iter_mut().zip(&degrees[m * n + at..]) {
                        (*a, *b) = (*a * inverse, *b * inverse);
                    }
                }
                let own = pairs[at * harmonics + m..].iter().step_by(harmonics);
                for ((rate, &mut [a, b]), &[mut s, mut c]) in rates.iter_mut().zip(sums).zip(own) {
                    if let Some((lag_sin, lag_cos)) = lag {
                        (s, c) = (s * lag_cos + c * lag_sin, c * lag_cos - s * lag_sin);
                    }
                    *rate += (c * a - s * b) * factor;
                }
            }
        }
    }
}

impl<F: Real, W: Weight<F>> Coupling<F> for Sparse<'_, F, W> {
    fn oscillators(&self) -> usize {
        self.row_offsets.len() - 1
    }

    fn set_level(&mut self, level: Level) {
        self.level = level;
    }

    fn scratch_len(&self) -> usize {
        sweep::scratch_len(self)
    }

    fn prepare(&self, scratch: &mut [F]) {
        let (n, edges) = (self.row_offsets.len() - 1, self.columns.len());
        let (turned, rest) = scratch.split_at_mut(self.turned_len());
        if let Lags::Pairs(lags) = self.lags {
            for (place, (k, lag)) in self.weights.iter().zip(lags).enumerate() {
                let (sin, cos) = lag.sin_cos();
                let (m, e) = (place / edges, place % edges);
                turned[2 * m * edges + e] = k.widen() * cos;
                turned[(2 * m + 1) * edges + e] = k.widen() * sin;
            }
        }
        let (degrees, rest) = rest.split_at_mut(self.degrees_len());
        for (place, inverse) in degrees.iter_mut().enumerate() {
            let (m, i) = (place / n, place % n);
            let pulls = |&e: &usize| self.columns[e] as usize != i && !self.weights[m * edges + e].is_zero();
            let count = self.edges(i).filter(pulls).count();
            *inverse = if count == 0 { F::zero() } else { F::one() / F::from_u64(count as u64) };
        }
        let lags = self.lags.constants_len();
        self.lags.prepare(&mut rest[..lags]);
    }

    #[inline(always)]
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        sweep::add(self, strength, phases, rates, scratch);
        Ok(())
    }
}
