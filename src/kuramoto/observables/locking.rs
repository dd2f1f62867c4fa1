//! Phase-locking values of pairs.

use super::groups::check_record;
use super::order::{blocks, check, check_harmonic, length};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Real};

/// Rows that are summed before their sums go to the totals.
const BATCH: u64 = 256;

/// Phase-locking values (Lachaux, Rodriguez, Martinerie and Varela, Hum. Brain Mapp. 8, 1999; n:m: Tass et al., Phys.
/// Rev. Lett. 81, 1998), row by row:
///
/// PLV_ij = |⟨e^{i(n φ_i - m φ_j)}⟩|, the mean in time
///
/// 1 for a constant difference, about 1/√rows for independent phases. The plain 1:1 (and n:n) matrix is symmetric, and
/// half of it is kept.
///
/// What changes with the rows is in `memory` and the number of [`rows`](Self::rows): keep both, and
/// [`resume`](Self::resume) goes on. Sums are of 256 rows, and of those sums.
///
/// ```
/// use photinus::{kuramoto::observables::PhaseLocking, simd::Level};
/// let mut memory = [0.0; PhaseLocking::<f64>::memory_len(3, (1, 1))];
/// let mut locking = PhaseLocking::new(&mut memory, 3, (1, 1), Level::detect())?;
/// locking.add_record(&[0.0, 0.5, 0.0, 1.0, 1.5, 1.0 + std::f64::consts::PI])?; // two rows
/// let mut matrix = [0.0; 9];
/// locking.values(&mut matrix)?;
/// assert!((matrix[1] - 1.0).abs() < 1e-15 && matrix[2] < 1e-15);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Debug)]
pub struct PhaseLocking<'m, F> {
    memory: &'m mut [F],
    oscillators: usize,
    ratio: (u32, u32),
    rows: u64,
    level: Level,
}

impl<'m, F: Real> PhaseLocking<'m, F> {
    /// How many elements of memory that many oscillators need at a ratio (n, m); saturates where that does not fit.
    pub const fn memory_len(oscillators: usize, ratio: (u32, u32)) -> usize {
        Self::pairs(oscillators, ratio).saturating_add(oscillators).saturating_mul(4)
    }

    /// The pairs that are kept: those above the diagonal if the matrix is symmetric, else all.
    const fn pairs(n: usize, ratio: (u32, u32)) -> usize {
        if ratio.0 != ratio.1 {
            n.saturating_mul(n)
        } else if n.is_multiple_of(2) {
            (n / 2).saturating_mul(n.saturating_sub(1))
        } else {
            n.saturating_mul(n / 2)
        }
    }

    /// Values of no rows yet, at the ratio (n, m).
    ///
    /// # Errors
    /// [`Error::Dimension`] for no oscillators, [`Error::Parameter`] if n or m is 0, [`Error::Workspace`] if `memory`
    /// is shorter than [`memory_len`](Self::memory_len) says.
    pub fn new(memory: &'m mut [F], oscillators: usize, ratio: (u32, u32), level: Level) -> Result<Self, Error> {
        let this = Self::resume(memory, oscillators, ratio, 0, level)?;
        this.memory.fill(F::zero());
        Ok(this)
    }

    /// Goes on from `memory` and [`rows`](Self::rows) as they were kept.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn resume(
        memory: &'m mut [F],
        oscillators: usize,
        ratio: (u32, u32),
        rows: u64,
        level: Level,
    ) -> Result<Self, Error> {
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        check_harmonic::<F>(ratio.0)?;
        check_harmonic::<F>(ratio.1)?;
        let memory = memory.get_mut(..Self::memory_len(oscillators, ratio)).ok_or(Error::Workspace)?;
        Ok(PhaseLocking { memory, oscillators, ratio, rows, level })
    }

    /// Adds a row of phases.
    ///
    /// # Errors
    /// [`Error::Length`] if there is not a phase per oscillator, [`Error::NotFinite`] if one, or n or m times it, is
    /// NaN or infinite.
    pub fn add(&mut self, phases: &[F]) -> Result<(), Error> {
        let larger = self.ratio.0.max(self.ratio.1);
        if phases.len() != self.oscillators {
            return Err(Error::Length);
        }
        check(phases, check_harmonic(larger)?)?;
        self.rows += 1;
        let flush = self.rows.is_multiple_of(BATCH);
        let pairs = Self::pairs(self.oscillators, self.ratio);
        simd::run(self.level, Add { memory: self.memory, pairs, phases, ratio: self.ratio, flush });
        Ok(())
    }

    /// Adds all rows of a record `[times][oscillators]`.
    ///
    /// # Errors
    /// [`Error::Length`] if the record has no whole number of rows, [`Error::NotFinite`] as [`add`](Self::add); no row
    /// is added then.
    pub fn add_record(&mut self, record: &[F]) -> Result<(), Error> {
        if !record.len().is_multiple_of(self.oscillators) {
            return Err(Error::Length);
        }
        check_record(record, self.ratio.0.max(self.ratio.1))?;
        for phases in record.chunks_exact(self.oscillators) {
            self.add(phases)?;
        }
        Ok(())
    }

    /// Writes the values to `out`, a matrix `[oscillators][oscillators]`, row i for n φ_i and column j for m φ_j.
    ///
    /// # Errors
    /// [`Error::Length`] if `out` has not that many elements, [`Error::Unsupported`] before the first row.
    pub fn values(&self, out: &mut [F]) -> Result<(), Error> {
        let n = self.oscillators;
        if n.checked_mul(n) != Some(out.len()) {
            return Err(Error::Length);
        }
        if self.rows == 0 {
            return Err(Error::Unsupported);
        }
        let symmetric = self.ratio.0 == self.ratio.1;
        let pairs = Self::pairs(n, self.ratio);
        let rows = F::from_u64(self.rows);
        let value = |pair: usize| {
            let sum = |part: usize| self.memory[part * pairs + pair] + self.memory[(part + 2) * pairs + pair];
            length(sum(0), sum(1), rows)
        };
        let mut pair = 0;
        for i in 0..n {
            if symmetric {
                out[i * n + i] = F::one();
            }
            for j in if symmetric { i + 1..n } else { 0..n } {
                out[i * n + j] = value(pair);
                if symmetric {
                    out[j * n + i] = out[i * n + j];
                }
                pair += 1;
            }
        }
        Ok(())
    }

    /// Rows added: with the memory, all that is needed to [`resume`](Self::resume).
    pub const fn rows(&self) -> u64 {
        self.rows
    }
}

#[inline(always)]
fn write_sin_cos<F: Real>(phases: &[F], factor: F, sin: &mut [F], cos: &mut [F]) {
    let mut done = 0;
    blocks(phases, factor, |s, c| {
        sin[done..][..s.len()].copy_from_slice(s);
        cos[done..][..c.len()].copy_from_slice(c);
        done += s.len();
    });
}

/// One row. In memory: sums of real and imaginary parts, those of the batches before, sines and cosines of n φ and m φ.
struct Add<'a, F> {
    memory: &'a mut [F],
    pairs: usize,
    phases: &'a [F],
    ratio: (u32, u32),
    flush: bool,
}

impl<F: Real> Kernel for Add<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let n = self.phases.len();
        let (re, rest) = self.memory.split_at_mut(self.pairs);
        let (im, rest) = rest.split_at_mut(self.pairs);
        let (all_re, rest) = rest.split_at_mut(self.pairs);
        let (all_im, rest) = rest.split_at_mut(self.pairs);
        let (sin, rest) = rest.split_at_mut(n);
        let (cos, rest) = rest.split_at_mut(n);
        let (other_sin, other_cos) = rest.split_at_mut(n);
        let (first, second) = self.ratio;
        let symmetric = first == second;
        let [first, second] = [first, second].map(|factor| F::from_u64(factor.into()));
        write_sin_cos(self.phases, first, sin, cos);
        write_sin_cos(self.phases, second, other_sin, other_cos);
        let mut done = 0;
        for i in 0..n {
            let from = if symmetric { i + 1 } else { 0 };
            let row = done..done + (n - from);
            done = row.end;
            let (s, c) = (sin[i], cos[i]);
            let others = other_sin[from..].iter().zip(&other_cos[from..]);
            for ((re, im), (&other_s, &other_c)) in re[row.clone()].iter_mut().zip(&mut im[row]).zip(others) {
                *re += c * other_c + s * other_s;
                *im += s * other_c - c * other_s;
            }
        }
        if self.flush {
            for (all, part) in [(all_re, re), (all_im, im)] {
                for (all, part) in all.iter_mut().zip(part) {
                    *all += *part;
                    *part = F::zero();
                }
            }
        }
    }
}
