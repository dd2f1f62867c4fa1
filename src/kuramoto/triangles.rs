//! Coupling by triangles, and larger simplices: what two others do together pulls on the third.

use super::Kuramoto;
use super::coupling::{Coupling, Normalization, finite};
use super::dense::{of_harmonic, write_harmonics};
use super::drive::Drive;
use super::sweep::{self, Sweep, View};
use crate::ode::{Done, Scheme, Steps};
use crate::simd::Level;
use crate::sum::running;
use crate::{Error, Real, Stop};

/// Oscillators whose sines are made together.
const TOGETHER: usize = 128;

/// How the oscillators j and k of a triangle pull on the third, i.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Triangle {
    /// sin(φ_j + φ_k - 2φ_i - α): j and k alike (Tanaka and Aoyagi, Phys. Rev. Lett. 106, 2011; Skardal and Arenas, Phys. Rev.
    /// Lett. 122, 2019).
    Symmetric,
    /// sin(2φ_j - φ_k - φ_i - α) (Skardal and Arenas, Commun. Phys. 3, 2020, eq. 1).
    Asymmetric,
}

/// Three-body coupling by a list of triangles, in compressed rows:
///
/// Σ_e K\[e\] sin(φ_j + φ_k - 2φ_i - α)   or   Σ_e K\[e\] sin(2φ_j - φ_k - φ_i - α),
///
/// \[j, k\] = corners\[e\],   e from row_offsets\[i\] up to row_offsets\[i+1\]
///
/// Row i has the triangles that pull on oscillator i, in any order, which is that of the sum. A triangle whose corners all
/// pull on each other stands in three rows, and in the asymmetric form twice in each, as \[j, k\] and as \[k, j\]. The
/// pairwise part of a simplicial complex is a coupling of its own: `(Sparse, Triangles)` is their sum.
///
/// With z = e^(iφ) the sums are those of z_j z_k and z_j² z̄_k: no sine but one per oscillator.
///
/// ```
/// use photinus::kuramoto::{Kuramoto, Sparse, Triangle, Triangles};
/// // Four oscillators on a ring, and one filled triangle, 0 1 2.
/// let ring = Sparse::new(&[0, 2, 4, 6, 8], &[1, 3, 0, 2, 1, 3, 2, 0], &[0.1; 8], 1)?;
/// let triangle = Triangles::new(&[0, 1, 2, 3, 3], &[[1, 2], [0, 2], [0, 1]], &[0.5; 3], Triangle::Symmetric)?;
/// let network = Kuramoto::new(&[1.0, 1.1, 0.9, 1.0], (ring, triangle))?;
/// let (mut rates, mut workspace) = ([0.0; 4], vec![0.0; network.workspace_len()]);
/// network.rates(0.0, &[0.0, 0.1, 0.2, 0.3], &mut rates, &mut workspace)?;
/// let pairs = 0.1 * (0.1_f64.sin() + 0.3_f64.sin());
/// assert!((rates[0] - (1.0 + pairs + 0.5 * 0.3_f64.sin())).abs() < 1e-15);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Triangles<'a, F> {
    row_offsets: &'a [usize],
    corners: &'a [[u32; 2]],
    weights: &'a [F],
    form: Triangle,
    lag: Option<F>,
    normalization: Normalization,
    level: Level,
}

impl<'a, F: Real> Triangles<'a, F> {
    /// The coupling of N = `row_offsets.len() - 1` oscillators by E = `corners.len()` triangles with as many `weights`, in
    /// radians per unit of time. The arrays are borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no oscillator, or more than 2^32; [`Error::Offsets`] if the offsets do not begin with
    /// 0, fall, or do not end with E; [`Error::Column`] if a corner is not below N; [`Error::Length`] if there are not as many
    /// weights as triangles; [`Error::NotFinite`] if a weight is NaN or infinite.
    pub fn new(
        row_offsets: &'a [usize],
        corners: &'a [[u32; 2]],
        weights: &'a [F],
        form: Triangle,
    ) -> Result<Self, Error> {
        let oscillators = row_offsets.len().saturating_sub(1);
        if oscillators == 0 || oscillators as u64 > 1 << 32 {
            return Err(Error::Dimension);
        }
        if row_offsets[0] != 0
            || row_offsets[oscillators] != corners.len()
            || row_offsets.windows(2).any(|pair| pair[0] > pair[1])
        {
            return Err(Error::Offsets);
        }
        if corners.as_flattened().iter().any(|&corner| corner as usize >= oscillators) {
            return Err(Error::Column);
        }
        if weights.len() != corners.len() {
            return Err(Error::Length);
        }
        finite(weights)?;
        let (lag, normalization) = (None, Normalization::None);
        Ok(Triangles { row_offsets, corners, weights, form, lag, normalization, level: Level::detect() })
    }

    /// With a phase lag α.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if it is NaN or infinite.
    pub fn with_lag(self, lag: F) -> Result<Self, Error> {
        finite(&[lag])?;
        Ok(Triangles { lag: Some(lag), ..self })
    }

    /// With each sum divided as `normalization` says: [`Oscillators`](Normalization::Oscillators) is N², an N for each of the
    /// two that pull; [`InDegree`](Normalization::InDegree) is the number of the row's triangles with a weight that is not 0
    /// and another corner than i.
    #[must_use]
    pub const fn with_normalization(self, normalization: Normalization) -> Self {
        Triangles { normalization, ..self }
    }

    const fn degrees_len(&self) -> usize {
        match self.normalization {
            Normalization::InDegree => self.row_offsets.len() - 1,
            _ => 0,
        }
    }
}

/// Σ_e k_e z_j z_k, or Σ_e k_e z_j² z̄_k, over the triangles of a row: the imaginary part first.
///
/// # Safety
/// `pairs` has an element for each corner.
#[inline(always)]
unsafe fn row_sums<F: Real, const SYMMETRIC: bool>(weights: &[F], corners: &[[u32; 2]], pairs: &[[F; 2]]) -> (F, F) {
    let (mut a, mut b) = (F::zero(), F::zero());
    for (&weight, &[j, k]) in weights.iter().zip(corners) {
        // SAFETY: by the caller.
        let ([s, c], [sin, cos]) = unsafe { (*pairs.get_unchecked(j as usize), *pairs.get_unchecked(k as usize)) };
        if SYMMETRIC {
            a += weight * (s * cos + c * sin);
            b += weight * (c * cos - s * sin);
        } else {
            let (s, c) = (s * c + c * s, c * c - s * s);
            a += weight * (s * cos - c * sin);
            b += weight * (c * cos + s * sin);
        }
    }
    (a, b)
}

impl<F: Real> Sweep<F> for Triangles<'_, F> {
    const LOCAL: bool = false;

    fn level(&self) -> Level {
        self.level
    }

    fn constants_len(&self) -> usize {
        self.degrees_len() + if self.lag.is_some() { 2 } else { 0 }
    }

    fn width(&self) -> usize {
        2
    }

    fn cost(&self) -> usize {
        self.weights.len().saturating_mul(4)
    }

    #[inline(always)]
    fn write_sources(&self, phases: &[F], sources: &mut [F]) {
        let (mut sin, mut cos) = ([F::zero(); TOGETHER], [F::zero(); TOGETHER]);
        let pairs = sources.as_chunks_mut::<2>().0;
        for (phases, pairs) in phases.chunks(TOGETHER).zip(pairs.chunks_mut(TOGETHER)) {
            let (sin, cos) = (&mut sin[..phases.len()], &mut cos[..phases.len()]);
            F::sin_cos_slice(phases, sin, cos);
            for ((pair, &sin), &cos) in pairs.iter_mut().zip(&*sin).zip(&*cos) {
                *pair = [sin, cos];
            }
        }
    }

    #[inline(always)]
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        let View { first, constants, own, seen, .. } = view;
        let n = self.row_offsets.len() - 1;
        let (degrees, lag) = constants.split_at(self.degrees_len());
        let factor = match self.normalization {
            Normalization::Oscillators => strength / F::from_u64(n as u64) / F::from_u64(n as u64),
            _ => strength,
        };
        let (pairs, own) = (&seen.as_chunks::<2>().0[..n], own.as_chunks::<2>().0);
        let offsets = &self.row_offsets[first..][..rates.len() + 1];
        for (r, rate) in rates.iter_mut().enumerate() {
            let row = offsets[r]..offsets[r + 1];
            let (weights, corners) = (&self.weights[row.clone()], &self.corners[row]);
            let [mut s, mut c] = own[first + r];
            let (mut a, mut b);
            match self.form {
                Triangle::Symmetric => {
                    // SAFETY: corners are below n, which `new` saw to.
                    (a, b) = unsafe { row_sums::<F, true>(weights, corners, pairs) };
                    (s, c) = (s * c + c * s, c * c - s * s);
                }
                Triangle::Asymmetric => {
                    // SAFETY: as above.
                    (a, b) = unsafe { row_sums::<F, false>(weights, corners, pairs) };
                }
            }
            if !degrees.is_empty() {
                (a, b) = (a * degrees[first + r], b * degrees[first + r]);
            }
            if let &[lag_sin, lag_cos] = lag {
                (s, c) = (s * lag_cos + c * lag_sin, c * lag_cos - s * lag_sin);
            }
            *rate += (c * a - s * b) * factor;
        }
    }
}

impl<F: Real> Coupling<F> for Triangles<'_, F> {
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
        let (degrees, rest) = scratch.split_at_mut(self.degrees_len());
        for (i, inverse) in degrees.iter_mut().enumerate() {
            let row = self.row_offsets[i]..self.row_offsets[i + 1];
            let others = |e: &usize| self.corners[*e].iter().any(|&corner| corner as usize != i);
            let count = row.filter(|&e| !self.weights[e].is_zero()).filter(others).count();
            *inverse = if count == 0 { F::zero() } else { F::one() / F::from_u64(count as u64) };
        }
        if let Some(lag) = self.lag {
            (rest[0], rest[1]) = lag.sin_cos();
        }
    }

    #[inline(always)]
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        sweep::add(self, strength, phases, rates, scratch);
        Ok(())
    }
}

/// Coupling of all to all by triangles and tetrahedra:
///
/// K_s/N² Σ_jk sin(φ_j + φ_k - 2φ_i - α) + K_a/N² Σ_jk sin(2φ_j - φ_k - φ_i - α) + K_t/N³ Σ_jkl sin(φ_j + φ_k - φ_l - φ_i - α)
///
/// = K_s r_1² sin(2ψ_1 - 2φ_i - α) + K_a r_1 r_2 sin(ψ_2 - ψ_1 - φ_i - α) + K_t r_1³ sin(ψ_1 - φ_i - α)
///
/// with the order parameters r_m e^(iψ_m) = Σ_j e^(imφ_j) / N (Tanaka and Aoyagi, Phys. Rev. Lett. 106, 2011; Skardal and
/// Arenas, Commun. Phys. 3, 2020). A right-hand side takes time in proportion to N. With
/// [`MeanField`](super::MeanField) as the pairwise part, `(MeanField, MeanFieldTriangles)` is the model in which
/// synchronisation sets in, and breaks off, at once.
///
/// The sums over all oscillators are made as in [`MeanField`](super::MeanField).
///
/// ```
/// use photinus::kuramoto::{Kuramoto, MeanField, MeanFieldTriangles};
/// let triangles = MeanFieldTriangles::new(4)?.with_asymmetric(5.0)?.with_tetrahedra(3.0)?;
/// let network = Kuramoto::new(&[-1.5, -0.5, 0.5, 1.5], (MeanField::new(4, &[1.0])?, triangles))?;
/// # let (mut rates, mut workspace) = ([0.0_f64; 4], vec![0.0; network.workspace_len()]);
/// # network.rates(0.0, &[0.5; 4], &mut rates, &mut workspace)?;
/// # assert!((rates[0] + 1.5).abs() < 1e-14);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MeanFieldTriangles<F> {
    oscillators: usize,
    symmetric: F,
    asymmetric: F,
    tetrahedra: F,
    lag: Option<F>,
    level: Level,
}

impl<F: Real> MeanFieldTriangles<F> {
    /// The coupling of N = `oscillators`, by nothing yet: all strengths are 0.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no oscillator.
    pub fn new(oscillators: usize) -> Result<Self, Error> {
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        let zero = F::zero();
        let (symmetric, asymmetric, tetrahedra) = (zero, zero, zero);
        Ok(MeanFieldTriangles { oscillators, symmetric, asymmetric, tetrahedra, lag: None, level: Level::detect() })
    }

    /// With this K_s, of [`Triangle::Symmetric`].
    ///
    /// # Errors
    /// [`Error::NotFinite`] if it is NaN or infinite.
    pub fn with_symmetric(self, strength: F) -> Result<Self, Error> {
        finite(&[strength])?;
        Ok(MeanFieldTriangles { symmetric: strength, ..self })
    }

    /// With this K_a, of [`Triangle::Asymmetric`].
    ///
    /// # Errors
    /// [`Error::NotFinite`] if it is NaN or infinite.
    pub fn with_asymmetric(self, strength: F) -> Result<Self, Error> {
        finite(&[strength])?;
        Ok(MeanFieldTriangles { asymmetric: strength, ..self })
    }

    /// With this K_t, of the tetrahedra.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if it is NaN or infinite.
    pub fn with_tetrahedra(self, strength: F) -> Result<Self, Error> {
        finite(&[strength])?;
        Ok(MeanFieldTriangles { tetrahedra: strength, ..self })
    }

    /// With a phase lag α, the same in all three sums.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if it is NaN or infinite.
    pub fn with_lag(self, lag: F) -> Result<Self, Error> {
        finite(&[lag])?;
        Ok(MeanFieldTriangles { lag: Some(lag), ..self })
    }
}

/// Their sources are the sines and cosines of φ and 2φ.
const HARMONICS: usize = 2;

impl<F: Real> Sweep<F> for MeanFieldTriangles<F> {
    const LOCAL: bool = true;

    fn level(&self) -> Level {
        self.level
    }

    fn constants_len(&self) -> usize {
        if self.lag.is_some() { 2 } else { 0 }
    }

    fn width(&self) -> usize {
        2 * HARMONICS
    }

    fn sums_len(&self) -> usize {
        2 * HARMONICS
    }

    fn cost(&self) -> usize {
        self.oscillators.saturating_mul(5)
    }

    #[inline(always)]
    fn write_sources(&self, phases: &[F], sources: &mut [F]) {
        write_harmonics(HARMONICS, phases, sources);
    }

    #[inline(always)]
    fn write_sums(&self, _: usize, sources: &[F], sums: &mut [F]) {
        for (m, pair) in sums.as_chunks_mut::<2>().0.iter_mut().enumerate() {
            let own = of_harmonic(sources, HARMONICS, m);
            *pair = [running(own.sin), running(own.cos)];
        }
    }

    #[inline(always)]
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        let View { constants, own: sources, sums, .. } = view;
        let count = F::from_u64(self.oscillators as u64);
        let [s1, c1, s2, c2] = [sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count];
        let k = [self.symmetric * strength, self.asymmetric * strength, self.tetrahedra * strength];
        // The fields that pull on φ and on 2φ.
        let cubed = k[2] * (c1 * c1 + s1 * s1);
        let mut once = (k[1] * (s2 * c1 - c2 * s1) + cubed * s1, k[1] * (c2 * c1 + s2 * s1) + cubed * c1);
        let mut twice = (k[0] * (s1 * c1 + c1 * s1), k[0] * (c1 * c1 - s1 * s1));
        if let &[lag_sin, lag_cos] = constants {
            once = (once.0 * lag_cos - once.1 * lag_sin, once.1 * lag_cos + once.0 * lag_sin);
            twice = (twice.0 * lag_cos - twice.1 * lag_sin, twice.1 * lag_cos + twice.0 * lag_sin);
        }
        let n = rates.len();
        for (m, (sin, cos)) in [once, twice].into_iter().enumerate() {
            let own = of_harmonic(sources, HARMONICS, m);
            let (own_sin, own_cos) = (&own.sin[..n], &own.cos[..n]);
            for i in 0..n {
                rates[i] += own_cos[i] * sin - own_sin[i] * cos;
            }
        }
    }
}

impl<F: Real> Coupling<F> for MeanFieldTriangles<F> {
    fn oscillators(&self) -> usize {
        self.oscillators
    }

    fn set_level(&mut self, level: Level) {
        self.level = level;
    }

    fn scratch_len(&self) -> usize {
        sweep::scratch_len(self)
    }

    fn prepare(&self, scratch: &mut [F]) {
        if let Some(lag) = self.lag {
            (scratch[0], scratch[1]) = lag.sin_cos();
        }
    }

    #[inline(always)]
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        sweep::add(self, strength, phases, rates, scratch);
        Ok(())
    }

    #[inline(always)]
    fn take_steps<S: Scheme, D: Drive<F>>(network: &Kuramoto<'_, F, Self, D>, steps: Steps<'_, F>) -> Done {
        sweep::take_local_steps::<F, Self, D, S>(network, steps)
    }
}
