//! Sparse coupling: compressed rows.

use super::coupling::{self, Coupling, Lags, Normalization, Weight, finite};
use super::sweep::{self, Sweep};
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
        Ok(Sparse { row_offsets, columns, weights, harmonics, lags, normalization })
    }

    /// With one phase lag α per harmonic.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as harmonics, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        if lags.len() != self.harmonics {
            return Err(Error::Length);
        }
        finite(lags)?;
        Ok(Sparse { lags: Lags::Harmonics(lags), ..self })
    }

    /// With one phase lag α\[m-1\]\[e\] per weight. The workspace then has two numbers, K cos α and K sin α, per weight.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as weights, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_pair_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        if lags.len() != self.weights.len() {
            return Err(Error::Length);
        }
        finite(lags)?;
        Ok(Sparse { lags: Lags::Pairs(lags), ..self })
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

/// Σ_e k_e (sin_j, cos_j) over the edges of a row.
///
/// # Safety
/// `pairs` has an element at each of `columns` times `harmonics` plus `m`.
#[inline(always)]
unsafe fn row_sums<F: Real, W: Weight<F>>(
    weights: &[W],
    columns: &[u32],
    pairs: &[[F; 2]],
    harmonics: usize,
    m: usize,
) -> (F, F) {
    let (mut a, mut b) = (F::zero(), F::zero());
    for (&k, &j) in weights.iter().zip(columns) {
        // SAFETY: by the caller.
        let pair = unsafe { pairs.get_unchecked(j as usize * harmonics + m) };
        a += k.widen() * pair[0];
        b += k.widen() * pair[1];
    }
    (a, b)
}

impl<F: Real, W: Weight<F>> Sweep<F> for Sparse<'_, F, W> {
    const LOCAL: bool = false;

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
    fn write_sources(&self, _: usize, phases: &[F], sources: &mut [F], _: &mut [F]) {
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
    fn add_rates(&self, strength: F, first: usize, constants: &[F], sources: &[F], _: &[F], rates: &mut [F]) {
        let (n, harmonics, edges) = (self.row_offsets.len() - 1, self.harmonics, self.columns.len());
        let (turned, rest) = constants.split_at(self.turned_len());
        let (degrees, lags) = rest.split_at(self.degrees_len());
        let factor = match self.normalization {
            Normalization::Oscillators => strength / F::from_u64(n as u64),
            _ => strength,
        };
        let pairs = &sources.as_chunks::<2>().0[..n * harmonics];
        for m in 0..harmonics {
            let lag = coupling::lag(lags, m);
            let weights = &self.weights[m * edges..][..edges];
            let offsets = &self.row_offsets[first..][..rates.len() + 1];
            for (r, rate) in rates.iter_mut().enumerate() {
                let row = offsets[r]..offsets[r + 1];
                let columns = &self.columns[row.clone()];
                // SAFETY: columns are below n, which `new` saw to, and m is below the number of harmonics.
                let sums = |weights| unsafe { row_sums(weights, columns, pairs, harmonics, m) };
                let (mut a, mut b) = if turned.is_empty() {
                    // SAFETY: as above.
                    unsafe { row_sums(&weights[row], columns, pairs, harmonics, m) }
                } else {
                    // K e^(-iα) in place of K.
                    let parts = |part: usize| &turned[(2 * m + part) * edges..][row.clone()];
                    let ((a, b), (c, d)) = (sums(parts(0)), sums(parts(1)));
                    (a - d, b + c)
                };
                if !degrees.is_empty() {
                    let inverse = degrees[m * n + first + r];
                    (a, b) = (a * inverse, b * inverse);
                }
                let [mut s, mut c] = pairs[(first + r) * harmonics + m];
                if let Some((lag_sin, lag_cos)) = lag {
                    (s, c) = (s * lag_cos + c * lag_sin, c * lag_cos - s * lag_sin);
                }
                *rate += (c * a - s * b) * factor;
            }
        }
    }
}

impl<F: Real, W: Weight<F>> Coupling<F> for Sparse<'_, F, W> {
    fn oscillators(&self) -> usize {
        self.row_offsets.len() - 1
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
