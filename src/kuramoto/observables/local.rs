//! Order among neighbours.

use super::order::{check, check_harmonic, length};
use crate::simd::{self, Kernel, Level};
use crate::sum::{Sum, weighted};
use crate::{Error, Real};

/// Who is whose neighbour, for the local order parameter
///
/// r_i = |Σ_j A_ij e^{imφ_j}| / Σ_j A_ij
///
/// (Restrepo, Ott and Hunt, Phys. Rev. E 71, 036151, 2005, as a mean over the neighbours; on a ring: Omelchenko,
/// Maistrenko, Hövel and Schöll, Phys. Rev. Lett. 106, 234102, 2011). It is 0 where an oscillator has no neighbours.
///
/// ```
/// use photinus::kuramoto::observables::Neighbourhoods;
/// // A path of three: 0 - 1 - 2.
/// let path = Neighbourhoods::sparse(&[0, 1, 3, 4], &[1, 0, 2, 1], &[])?;
/// let (mut r, mut workspace) = ([0.0; 3], vec![0.0; path.workspace_len()]);
/// path.order(&[0.0, 2.0, 1.0], 1, &mut r, &mut workspace)?;
/// assert!(r[0] == 1.0 && (r[1] - 0.5_f64.cos()).abs() < 1e-15 && r[2] == 1.0);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbourhoods<'a, F> {
    kind: Kind<'a, F>,
    oscillators: usize,
    level: Level,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind<'a, F> {
    Sparse { offsets: &'a [usize], columns: &'a [u32], weights: &'a [F] },
    Dense { weights: &'a [F] },
    Ring { radius: usize },
}

impl<'a, F: Real> Neighbourhoods<'a, F> {
    /// A sparse matrix A by compressed rows: the neighbours of i are `columns[offsets[i]..offsets[i + 1]]`, their
    /// weights the same elements of `weights`, or 1 if `weights` is empty. Rows may be empty, and may name an oscillator
    /// twice, or its own.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no row, [`Error::Offsets`] if the offsets do not begin with 0, fall, or do not end
    /// with the length of `columns`, [`Error::Column`] if a column is no oscillator, [`Error::Length`] if there are
    /// weights, but not one per column, [`Error::Parameter`] if one is negative, [`Error::NotFinite`] if one is NaN or
    /// infinite.
    pub fn sparse(offsets: &'a [usize], columns: &'a [u32], weights: &'a [F]) -> Result<Self, Error> {
        let (&last, rows) = offsets.split_last().ok_or(Error::Dimension)?;
        let oscillators = rows.len();
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        if offsets[0] != 0 || last != columns.len() || offsets.windows(2).any(|pair| pair[0] > pair[1]) {
            return Err(Error::Offsets);
        }
        if columns.iter().any(|&column| column as usize >= oscillators) {
            return Err(Error::Column);
        }
        if !weights.is_empty() && weights.len() != columns.len() {
            return Err(Error::Length);
        }
        check_weights(weights)?;
        Ok(Neighbourhoods { kind: Kind::Sparse { offsets, columns, weights }, oscillators, level: Level::detect() })
    }

    /// A dense matrix A, `[oscillators][oscillators]`, row after row.
    ///
    /// # Errors
    /// [`Error::Dimension`] for no oscillators, [`Error::Length`] if `weights` has not oscillators² elements,
    /// [`Error::Parameter`] if one is negative, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn dense(weights: &'a [F], oscillators: usize) -> Result<Self, Error> {
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        if oscillators.checked_mul(oscillators) != Some(weights.len()) {
            return Err(Error::Length);
        }
        check_weights(weights)?;
        Ok(Neighbourhoods { kind: Kind::Dense { weights }, oscillators, level: Level::detect() })
    }

    /// A ring: each oscillator itself, and `radius` others on either side, all of weight 1.
    ///
    /// # Errors
    /// [`Error::Dimension`] for no oscillators, [`Error::Parameter`] if 2·radius + 1 is more than there are.
    pub fn ring(oscillators: usize, radius: usize) -> Result<Self, Error> {
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        if radius > (oscillators - 1) / 2 {
            return Err(Error::Parameter);
        }
        Ok(Neighbourhoods { kind: Kind::Ring { radius }, oscillators, level: Level::detect() })
    }

    /// The same neighbourhoods on another instruction set; by default it is the best that this CPU has.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Neighbourhoods { level, ..self }
    }

    /// The number of oscillators.
    pub const fn oscillators(&self) -> usize {
        self.oscillators
    }

    /// How many elements of workspace [`order`](Self::order) needs; saturates where that does not fit.
    pub const fn workspace_len(&self) -> usize {
        let radius = match self.kind {
            Kind::Ring { radius } => radius,
            _ => return self.oscillators.saturating_mul(3),
        };
        // Sines, cosines and what was made of them, and the sums of one window.
        self.oscillators.saturating_mul(3).saturating_add((2 * radius + 1).saturating_mul(2))
    }

    /// Writes r_i of the harmonic m = `harmonic` to `out`, a number per oscillator.
    ///
    /// A neighbourhood of a graph is summed as it stands, with an error of some ε n for n neighbours (by compressed
    /// rows), n / 8 (dense); one on a ring with some ε, in a time that does not depend on the radius.
    ///
    /// # Errors
    /// [`Error::Length`] if `phases` or `out` has not an element per oscillator, [`Error::Workspace`] if `workspace` is
    /// shorter than [`workspace_len`](Self::workspace_len) says, [`Error::Parameter`] if `harmonic` is 0,
    /// [`Error::NotFinite`] if a phase, or the harmonic times it, is NaN or infinite.
    pub fn order(&self, phases: &[F], harmonic: u32, out: &mut [F], workspace: &mut [F]) -> Result<(), Error> {
        let harmonic = check_harmonic(harmonic)?;
        if phases.len() != self.oscillators || out.len() != self.oscillators {
            return Err(Error::Length);
        }
        let workspace = workspace.get_mut(..self.workspace_len()).ok_or(Error::Workspace)?;
        check(phases, harmonic)?;
        let (imaginary, workspace) = workspace.split_at_mut(self.oscillators);
        simd::run(self.level, Work { kind: self.kind, phases, harmonic, real: out, imaginary, workspace });
        // Not in the kernel: a square root by libm is an instruction of the baseline, and mixing those with wide ones is
        // slow.
        for (out, &mut imaginary) in out.iter_mut().zip(imaginary) {
            *out = length(*out, imaginary, F::one());
        }
        Ok(())
    }
}

fn check_weights<F: Real>(weights: &[F]) -> Result<(), Error> {
    if !weights.iter().all(|weight| weight.is_finite()) {
        Err(Error::NotFinite)
    } else if weights.iter().any(|&weight| weight < F::zero()) {
        Err(Error::Parameter)
    } else {
        Ok(())
    }
}

/// Writes the means of neighbours.
struct Work<'a, F> {
    kind: Kind<'a, F>,
    phases: &'a [F],
    harmonic: F,
    real: &'a mut [F],
    imaginary: &'a mut [F],
    workspace: &'a mut [F],
}

impl<F: Real> Kernel for Work<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let n = self.phases.len();
        let (sin, rest) = self.workspace.split_at_mut(n);
        let (cos, window) = rest.split_at_mut(n);
        // Angles stand where the results will.
        for (angle, &phase) in self.real.iter_mut().zip(self.phases) {
            *angle = phase * self.harmonic;
        }
        F::sin_cos_slice(self.real, sin, cos);
        let out = self.real.iter_mut().zip(self.imaginary);
        match self.kind {
            Kind::Sparse { offsets, columns, weights } => {
                for (pair, out) in offsets.windows(2).zip(out) {
                    let row = pair[0]..pair[1];
                    let (mut re, mut im, mut total) = (F::zero(), F::zero(), F::zero());
                    if weights.is_empty() {
                        for &j in &columns[row] {
                            re += cos[j as usize];
                            im += sin[j as usize];
                            total += F::one();
                        }
                    } else {
                        for (&j, &weight) in columns[row.clone()].iter().zip(&weights[row]) {
                            re += weight * cos[j as usize];
                            im += weight * sin[j as usize];
                            total += weight;
                        }
                    }
                    (*out.0, *out.1) = mean(re, im, total);
                }
            }
            Kind::Dense { weights } => {
                for (row, out) in weights.chunks_exact(n).zip(out) {
                    let [re, im, total] = weighted(row, cos, sin);
                    (*out.0, *out.1) = mean(re, im, total);
                }
            }
            Kind::Ring { radius } => ring(radius, sin, cos, out, window),
        }
    }
}

/// The mean vector from sums; 0 without neighbours.
#[inline(always)]
fn mean<F: Real>(re: F, im: F, total: F) -> (F, F) {
    if total > F::zero() { (re / total, im / total) } else { (F::zero(), F::zero()) }
}

/// Windows of w = 2·radius + 1 around the ring. The places from -radius on are cut into blocks of w, so that a window
/// is the end of one block and the begin of the next: two sums that run through the blocks, one backwards and one
/// forwards, give every window in constant time and never subtract (van Herk, Pattern Recognit. Lett. 13, 1992).
#[inline(always)]
fn ring<'a, F: Real>(
    radius: usize,
    sin: &[F],
    cos: &[F],
    mut out: impl Iterator<Item = (&'a mut F, &'a mut F)>,
    window: &mut [F],
) {
    let n = sin.len();
    let width = 2 * radius + 1;
    let (ends_re, ends_im) = window.split_at_mut(width);
    let total = F::from_u64(width as u64);
    // The oscillator at place p, counted from -radius.
    let at = |p: usize| (p + n - radius) % n;
    for first in (0..n).step_by(width) {
        let (mut re, mut im) = (Sum::new(), Sum::new());
        let mut j = at(first + width);
        for k in (0..width).rev() {
            j = if j == 0 { n - 1 } else { j - 1 };
            re.add(cos[j]);
            im.add(sin[j]);
            (ends_re[k], ends_im[k]) = (re.value(), im.value());
        }
        // Window k of the block begins at its place k and takes k places of the next one.
        let (mut re, mut im) = (Sum::new(), Sum::new());
        let mut j = at(first + width);
        for (k, out) in out.by_ref().take(width).enumerate() {
            if k > 0 {
                re.add(cos[j]);
                im.add(sin[j]);
                j = if j + 1 == n { 0 } else { j + 1 };
            }
            (*out.0, *out.1) = mean(ends_re[k] + re.value(), ends_im[k] + im.value(), total);
        }
    }
}
