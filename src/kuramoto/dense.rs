//! Dense coupling: a matrix per harmonic.

mod columns;
mod panels;
mod rows;
mod small;

use self::columns::{Columns, InColumns};
use super::Kuramoto;
use super::coupling::{self, Coupling, Lags, Normalization, Weight, finite};
use super::drive::Drive;
use super::sweep::{self, BLOCK, Sweep, View};
use crate::ode::{Done, Scheme, Steps};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Layout, Real, Stop};

/// Up to so many oscillators the matrices are packed in panels of rows. It decides the order of the sums, so the bits
/// depend on it.
pub(super) const PACKED: usize = 256;
/// Rows whose sums are finished together, unless the matrix lies by columns.
const ROWS: usize = 64;
const _: () = assert!(BLOCK.is_multiple_of(ROWS) && BLOCK.is_multiple_of(columns::ROWS));

/// Dense coupling of M harmonics:
///
/// Σ_m Σ_j K\[m-1\]\[i\]\[j\] sin(m (φ_j - φ_i) - α),   m = 1 … M
///
/// Row i of each matrix belongs to the equation of oscillator i. Without phase lag the diagonal has no effect; with one it has
/// that of the formula. K in radians per unit of time, α in radians. (Kuramoto, Chemical Oscillations, Waves, and
/// Turbulence, 1984, ch. 5; lag: Sakaguchi and Kuramoto, Prog. Theor. Phys. 76, 1986; harmonics: Daido, Prog. Theor. Phys.
/// 88, 1992.)
///
/// The sums are evaluated as cos(mφ_i) Σ_j K_ij sin(mφ_j) - sin(mφ_i) Σ_j K_ij cos(mφ_j): one sine and one cosine per
/// oscillator, those of the harmonics by angle addition, and two products with each matrix in one pass over it. Up to 256
/// oscillators a product is summed in the order of j, from a copy of the matrix in the workspace; beyond, in eight running
/// sums, term j in sum j mod 8, and these in a tree. So the layout of K, like the instruction set, changes the speed but no
/// bit. The rounding error of a rate is some ε Σ_m m Σ_j |K_ij|, of a phase difference of 0 too: where a synchronous state
/// is unstable, rounding is enough to leave it, as noise would be.
///
/// `W` is the type of the weights: `F`, or `f32` in a network of `f64`, which then reads half the memory and rounds nothing
/// but the weights.
#[derive(Clone, Copy, Debug)]
pub struct Dense<'a, F, W = F> {
    coupling: &'a [W],
    oscillators: usize,
    harmonics: usize,
    by_rows: bool,
    lags: Lags<'a, F>,
    normalization: Normalization,
    level: Level,
}

impl<'a, F: Real, W: Weight<F>> Dense<'a, F, W> {
    /// The coupling of N = `oscillators` by `harmonics` matrices of N × N in `coupling`, harmonic after harmonic, each in
    /// `layout` (whose stride is 0 or N). The arrays are borrowed, not copied. By columns, and beyond 256 oscillators, the
    /// sums take 24 kB of stack in `f64`, half of that in `f32`.
    ///
    /// # Errors
    /// [`Error::Dimension`] if N or `harmonics` is 0, [`Error::Length`] if `coupling` has not `harmonics`·N·N elements,
    /// [`Error::Stride`] if the stride is neither 0 nor N, [`Error::NotFinite`] if a weight is NaN or infinite.
    pub fn new(oscillators: usize, harmonics: usize, coupling: &'a [W], layout: Layout) -> Result<Self, Error> {
        if oscillators == 0 || harmonics == 0 {
            return Err(Error::Dimension);
        }
        let size = oscillators.checked_mul(oscillators).and_then(|size| size.checked_mul(harmonics));
        if coupling.len() != size.ok_or(Error::Dimension)? {
            return Err(Error::Length);
        }
        let by_rows = matches!(layout, Layout::ByRows { .. });
        let (Layout::ByRows { stride } | Layout::ByColumns { stride }) = layout;
        if stride != 0 && stride != oscillators {
            return Err(Error::Stride);
        }
        finite(coupling)?;
        let (lags, normalization) = (Lags::None, Normalization::None);
        Ok(Dense { coupling, oscillators, harmonics, by_rows, lags, normalization, level: Level::detect() })
    }

    /// With one phase lag α per harmonic.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as harmonics, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(Dense { lags: Lags::harmonics(lags, self.harmonics)?, ..self })
    }

    /// With one phase lag α\[m-1\]\[i\]\[j\] per weight, stored as the weights are. The workspace then has two matrices
    /// K cos α and K sin α per harmonic, in `F`.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as weights, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_pair_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(Dense { lags: Lags::pairs(lags, self.coupling.len())?, ..self })
    }

    /// With each sum divided as `normalization` says.
    #[must_use]
    pub const fn with_normalization(self, normalization: Normalization) -> Self {
        Dense { normalization, ..self }
    }

    /// How many elements of workspace [`Rk4`](crate::ode::Rk4) and the other solvers with a fixed step need for a network
    /// that is coupled so, but for one with lags per pair; saturates where that does not fit.
    pub const fn workspace_len(oscillators: usize, harmonics: usize) -> usize {
        let matrix = if oscillators <= PACKED { panels::len(oscillators) } else { 0 };
        // Degrees, sines and cosines; lags.
        let per_harmonic = oscillators.saturating_mul(3).saturating_add(2);
        let scratch = matrix.saturating_add(per_harmonic).saturating_mul(harmonics);
        crate::ode::Rk4::<F>::workspace_len(oscillators, scratch)
    }

    /// The number M of harmonics.
    pub const fn harmonics(&self) -> usize {
        self.harmonics
    }

    /// The weight K\[m\]\[i\]\[j\], m from 0 on.
    #[inline(always)]
    fn weight(&self, m: usize, i: usize, j: usize) -> F {
        self.coupling[self.place(m, i, j)].widen()
    }

    #[inline(always)]
    fn place(&self, m: usize, i: usize, j: usize) -> usize {
        let n = self.oscillators;
        m * n * n + if self.by_rows { i * n + j } else { j * n + i }
    }

    /// Whether the sums are made from a copy in the workspace: the constants.
    const fn packed(&self) -> bool {
        self.oscillators <= PACKED || self.lags.per_pair()
    }

    /// How many matrices a harmonic has in the constants.
    const fn parts(&self) -> usize {
        if self.lags.per_pair() { 2 } else { 1 }
    }

    /// The elements of one matrix in the constants.
    const fn matrix_len(&self) -> usize {
        let n = self.oscillators;
        if n <= PACKED { panels::len(n) } else { n.saturating_mul(n) }
    }

    /// The elements of all matrices in the constants; what 1 over the in-degrees takes comes after them.
    const fn matrices_len(&self) -> usize {
        if self.packed() { self.matrix_len().saturating_mul(self.parts()).saturating_mul(self.harmonics) } else { 0 }
    }

    /// K cos α (`part` 0) or K sin α (1), or K where no pair has a lag of its own; 0 where j = i has no effect.
    #[inline(always)]
    fn entry(&self, m: usize, part: usize, i: usize, j: usize) -> F {
        match self.lags {
            Lags::Pairs(lags) => {
                let (sin, cos) = lags[self.place(m, i, j)].sin_cos();
                self.weight(m, i, j) * if part == 0 { cos } else { sin }
            }
            Lags::None if i == j => F::zero(),
            _ => self.weight(m, i, j),
        }
    }

    /// 1 / (the number of others with a weight in row i), or 0.
    fn inverse_in_degree(&self, m: usize, i: usize) -> F {
        let n = self.oscillators;
        let count = (0..n).filter(|&j| j != i && self.weight(m, i, j) != F::zero()).count();
        if count == 0 { F::zero() } else { F::one() / F::from_u64(count as u64) }
    }

    /// Whether the sums are made from the matrix where it lies, by columns.
    const fn by_columns(&self) -> bool {
        !self.by_rows && !self.packed()
    }

    /// Writes Σ_j A_ij sin(mφ_j) to `with_sin` and Σ_j A_ij cos(mφ_j) to `with_cos` for the rows i from `first` on; `first` is
    /// a multiple of [`ROWS`], there are as many rows as `add_parts` takes, and A is the harmonic's matrix number `part`.
    #[inline(always)]
    fn sums(&self, m: usize, part: usize, first: usize, constants: &[F], sources: &[F], sums: Sums<'_, F>) {
        let (n, width) = (self.oscillators, 2 * self.harmonics);
        let packed = || &constants[(m * self.parts() + part) * self.matrix_len()..][..self.matrix_len()];
        if n <= PACKED {
            panels::sums(self.level, packed(), of_harmonic(sources, self.harmonics, m), first, sums);
            return;
        }
        let seen = || sources.chunks(BLOCK * width).map(|block| of_harmonic(block, self.harmonics, m));
        let skip = matches!(self.lags, Lags::None);
        if self.lags.per_pair() {
            rows::by_rows(self.level, packed(), n, first, skip, seen, sums);
        } else {
            let matrix = &self.coupling[m * n * n..][..n * n];
            if self.by_rows {
                rows::by_rows(self.level, matrix, n, first, skip, seen, sums);
            } else {
                let source = |j: usize| {
                    let start = j / BLOCK * BLOCK * width;
                    let block = &sources[start..sources.len().min(start + BLOCK * width)];
                    let Own { sin, cos } = of_harmonic(block, self.harmonics, m);
                    (sin[j % BLOCK], cos[j % BLOCK])
                };
                let columns = Columns { matrix, n, first, skip, source };
                simd::run(self.level, InColumns { columns, sums });
            }
        }
    }
}

/// [`Dense::sums`], compiled by itself.
struct Products<'s, 'a, F, W> {
    dense: &'s Dense<'a, F, W>,
    m: usize,
    part: usize,
    first: usize,
    constants: &'s [F],
    sources: &'s [F],
    sums: Sums<'s, F>,
}

impl<F: Real, W: Weight<F>> Kernel for Products<'_, '_, F, W> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.dense.sums(self.m, self.part, self.first, self.constants, self.sources, self.sums);
    }
}

/// Where the sums of some rows go, two slices of one length.
struct Sums<'a, F> {
    with_sin: &'a mut [F],
    with_cos: &'a mut [F],
}

/// rate_i += f_i (cos(x_i + α) a_i - sin(x_i + α) b_i)
#[inline(always)]
pub(super) fn pull<F: Real>(own: Own<'_, F>, lag: Option<(F, F)>, factor: F, sums: (&[F], &[F]), rates: &mut [F]) {
    let n = rates.len();
    let (sin, cos, a, b) = (&own.sin[..n], &own.cos[..n], &sums.0[..n], &sums.1[..n]);
    match lag {
        None => {
            for i in 0..n {
                rates[i] += (cos[i] * a[i] - sin[i] * b[i]) * factor;
            }
        }
        Some((lag_sin, lag_cos)) => {
            for i in 0..n {
                let (s, c) = (sin[i] * lag_cos + cos[i] * lag_sin, cos[i] * lag_cos - sin[i] * lag_sin);
                rates[i] += (c * a[i] - s * b[i]) * factor;
            }
        }
    }
}

/// Sines and cosines of one harmonic, of a block's oscillators or some of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own<'a, F> {
    pub(super) sin: &'a [F],
    pub(super) cos: &'a [F],
}

/// The sines and cosines of a harmonic (from 0 on) in a block's sources: sines, cosines, those of the next harmonic …
#[inline(always)]
pub(super) fn of_harmonic<F>(sources: &[F], harmonics: usize, m: usize) -> Own<'_, F> {
    let len = sources.len() / (2 * harmonics);
    Own { sin: &sources[2 * m * len..][..len], cos: &sources[(2 * m + 1) * len..][..len] }
}

/// Writes sines and cosines of φ, 2φ … to a block's sources.
#[inline(always)]
pub(super) fn write_harmonics<F: Real>(harmonics: usize, phases: &[F], sources: &mut [F]) {
    let len = phases.len();
    let (first, rest) = sources.split_at_mut(2 * len);
    let (sin, cos) = first.split_at_mut(len);
    F::sin_cos_slice(phases, sin, cos);
    if harmonics < 2 {
        return;
    }
    let (second, _) = rest.split_at_mut(2 * len);
    turn((&*sin, &*cos), (&*sin, &*cos), second);
    for m in 2..harmonics {
        let (before, next) = rest.split_at_mut(2 * (m - 1) * len);
        let (before_sin, before_cos) = before[2 * (m - 2) * len..].split_at(len);
        turn((before_sin, before_cos), (&*sin, &*cos), &mut next[..2 * len]);
    }
}

/// Sines and then cosines of the sums of two angles.
#[inline(always)]
fn turn<F: Real>((sin_a, cos_a): (&[F], &[F]), (sin_b, cos_b): (&[F], &[F]), out: &mut [F]) {
    let n = sin_a.len();
    let (sin, cos) = out.split_at_mut(n);
    let (sin_a, cos_a, sin_b, cos_b, cos) = (&sin_a[..n], &cos_a[..n], &sin_b[..n], &cos_b[..n], &mut cos[..n]);
    for i in 0..n {
        sin[i] = sin_a[i] * cos_b[i] + cos_a[i] * sin_b[i];
        cos[i] = cos_a[i] * cos_b[i] - sin_a[i] * sin_b[i];
    }
}

impl<F: Real, W: Weight<F>> Sweep<F> for Dense<'_, F, W> {
    const LOCAL: bool = false;

    fn level(&self) -> Level {
        self.level
    }

    fn constants_len(&self) -> usize {
        let degrees = if self.normalization == Normalization::InDegree {
            self.harmonics.saturating_mul(self.oscillators)
        } else {
            0
        };
        self.matrices_len().saturating_add(degrees).saturating_add(self.lags.constants_len())
    }

    fn width(&self) -> usize {
        2 * self.harmonics
    }

    fn cost(&self) -> usize {
        self.coupling.len() / 4
    }

    #[inline(always)]
    fn write_sources(&self, phases: &[F], sources: &mut [F]) {
        write_harmonics(self.harmonics, phases, sources);
    }

    #[inline(always)]
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        if self.by_columns() {
            simd::run(self.level, ByColumns { dense: self, strength, view, rates });
        } else {
            self.add_parts::<ROWS>(strength, view, rates);
        }
    }
}

/// [`Dense::add_parts`] for a matrix by columns, by itself: it takes more of the stack.
struct ByColumns<'s, 'a, F, W> {
    dense: &'s Dense<'a, F, W>,
    strength: F,
    view: View<'s, F>,
    rates: &'s mut [F],
}

impl<F: Real, W: Weight<F>> Kernel for ByColumns<'_, '_, F, W> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.dense.add_parts::<{ columns::ROWS }>(self.strength, self.view, self.rates);
    }
}

impl<F: Real, W: Weight<F>> Dense<'_, F, W> {
    /// [`Sweep::add_rates`], with the sums of `R` rows at a time.
    #[inline(always)]
    fn add_parts<const R: usize>(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        let View { first, constants, own, seen: sources, .. } = view;
        let (n, harmonics, block) = (self.oscillators, self.harmonics, rates.len());
        let (degrees, lags) = constants[self.matrices_len()..]
            .split_at(constants.len() - self.matrices_len() - self.lags.constants_len());
        let factor = self.normalization.factor(strength, n);
        let (mut a, mut b) = ([F::zero(); R], [F::zero(); R]);
        for m in 0..harmonics {
            let lag = coupling::lag(lags, m);
            let mut at = 0;
            while at < block {
                // Parts begin at multiples of R, so that none goes over the end of a block.
                let count = (R - (first + at) % R).min(block - at);
                let rates = &mut rates[at..at + count];
                let (a, b) = (&mut a[..count], &mut b[..count]);
                let sums = Sums { with_sin: a, with_cos: b };
                let dense = self;
                simd::run(self.level, Products { dense, m, part: 0, first: first + at, constants, sources, sums });
                if self.lags.per_pair() {
                    // K e^(-iα) in place of K.
                    let (mut c, mut d) = ([F::zero(); R], [F::zero(); R]);
                    let sums = Sums { with_sin: &mut c[..count], with_cos: &mut d[..count] };
                    simd::run(self.level, Products { dense, m, part: 1, first: first + at, constants, sources, sums });
                    for ((a, b), (c, d)) in a.iter_mut().zip(&mut *b).zip(c.iter().zip(&d)) {
                        (*a, *b) = (*a - *d, *b + *c);
                    }
                }
                if !degrees.is_empty() {
                    let inverse = &degrees[m * n + first + at..][..count];
                    for ((a, b), &inverse) in a.iter_mut().zip(&mut *b).zip(inverse) {
                        (*a, *b) = (*a * inverse, *b * inverse);
                    }
                }
                let (number, place) = ((first + at) / BLOCK, (first + at) % BLOCK);
                let start = number * BLOCK * 2 * harmonics;
                let own = &own[start..(start + BLOCK * 2 * harmonics).min(n * 2 * harmonics)];
                let Own { sin, cos } = of_harmonic(own, harmonics, m);
                pull(Own { sin: &sin[place..], cos: &cos[place..] }, lag, factor, (a, b), rates);
                at += count;
            }
        }
    }
}

impl<F: Real, W: Weight<F>> Coupling<F> for Dense<'_, F, W> {
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
        let n = self.oscillators;
        let (matrices, rest) = scratch.split_at_mut(self.matrices_len());
        if !matrices.is_empty() {
            for (number, matrix) in matrices.chunks_exact_mut(self.matrix_len()).enumerate() {
                let entry = |i, j| self.entry(number / self.parts(), number % self.parts(), i, j);
                if n <= PACKED {
                    panels::pack(n, matrix, entry);
                } else {
                    for (i, row) in matrix.chunks_exact_mut(n).enumerate() {
                        row.iter_mut().enumerate().for_each(|(j, k)| *k = entry(i, j));
                    }
                }
            }
        }
        let degrees = self.constants_len() - self.matrices_len() - self.lags.constants_len();
        let (degrees, rest) = rest.split_at_mut(degrees);
        for (place, inverse) in degrees.iter_mut().enumerate() {
            *inverse = self.inverse_in_degree(place / n, place % n);
        }
        self.lags.prepare(rest);
    }

    #[inline(always)]
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        sweep::add(self, strength, phases, rates, scratch);
        Ok(())
    }

    #[inline(always)]
    fn take_steps<S: Scheme, D: Drive<F>>(network: &Kuramoto<'_, F, Self, D>, steps: Steps<'_, F>) -> Done {
        let coupling = network.coupling();
        // The method that one takes for speed: the others are not worth the code.
        let plain = crate::ode::is_rk4::<S>() && !network.drive().adds() && !coupling.lags.per_pair();
        let plain = plain && coupling.normalization != Normalization::InDegree;
        match coupling.oscillators.div_ceil(small::LANES) {
            1 if plain => small::take_steps::<F, W, D, S, 1>(network, steps),
            2 if plain => small::take_steps::<F, W, D, S, 2>(network, steps),
            3 if plain => small::take_steps::<F, W, D, S, 3>(network, steps),
            4 if plain && coupling.oscillators < panels::ROWS => small::take_steps::<F, W, D, S, 4>(network, steps),
            _ => crate::ode::take_steps::<F, _, S>(network, steps),
        }
    }
}
