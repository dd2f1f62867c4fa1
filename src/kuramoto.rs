//! Networks of coupled phase oscillators (Kuramoto, 1975).

mod dense;

use crate::ode::OdeSystem;
use crate::simd::Level;
use crate::{Error, Layout, Real, Stop};

/// A Kuramoto network with dense coupling of M harmonics:
///
/// dφ_i/dt = ω_i + Σ_m Σ_j K\[m-1\]\[i\]\[j\] sin(m (φ_j - φ_i)),   m = 1 … M
///
/// Row i of each matrix belongs to the equation of oscillator i; the diagonal has no effect but on the rounding. Phases φ
/// are in radians and are never wrapped, the natural frequencies ω and the coupling K in radians per unit of time. (Kuramoto, Chemical
/// Oscillations, Waves, and Turbulence, 1984, ch. 5; harmonics: Daido, Prog. Theor. Phys. 88, 1992.)
///
/// The sums are evaluated as cos(mφ_i) Σ_j K_ij sin(mφ_j) - sin(mφ_i) Σ_j K_ij cos(mφ_j): one sine and one cosine per
/// oscillator, those of the harmonics by angle addition, and two products with each matrix in one pass over it. A
/// product's terms are summed in eight running sums, term j in sum j mod 8, and these in a tree; so the layout of K,
/// like the instruction set, changes the speed but no bit. The rounding error of a rate is some ε Σ_m m Σ_j |K_ij|, of a
/// phase difference of 0 too: where a synchronous state is unstable, rounding is enough to leave it, as noise would be.
///
/// Solve it with [`ode::Rk4`](crate::ode::Rk4) or any other solver:
///
/// ```
/// use photinus::{Layout, kuramoto::Kuramoto, ode::Rk4};
/// // The posts' first example: three oscillators, one harmonic.
/// let coupling = [0.0, 0.2, 1.1, 0.5, 0.0, -0.7, 0.3, 0.9, 0.0];
/// let network = Kuramoto::new(&[28.0, 19.0, 11.0], &coupling, 1, Layout::ROWS)?;
/// let (mut phases, mut workspace) = ([0.0; 6], [0.0; Kuramoto::<f64>::workspace_len(3)]);
/// let solver = Rk4::new(0.01)?;
/// let run = solver.solve(&network, &[0.0, 0.5], &[0.0, 3.14, 0.0], &mut phases, &mut workspace, |_, _, _| Ok(()))?;
/// run.complete()?;
/// assert_eq!(run.rows, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Kuramoto<'a, F> {
    natural_frequencies: &'a [F],
    coupling: &'a [F],
    by_rows: bool,
    level: Level,
}

impl<'a, F: Real> Kuramoto<'a, F> {
    /// A network of N = `natural_frequencies.len()` oscillators with `harmonics` matrices of N × N in `coupling`,
    /// harmonic after harmonic, each in `layout` (whose stride is 0 or N). The arrays are borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if N or `harmonics` is 0, [`Error::Length`] if `coupling` has not `harmonics`·N·N elements,
    /// [`Error::Stride`] if the stride is neither 0 nor N, [`Error::NotFinite`] if a number is NaN or infinite.
    pub fn new(
        natural_frequencies: &'a [F],
        coupling: &'a [F],
        harmonics: usize,
        layout: Layout,
    ) -> Result<Self, Error> {
        let n = natural_frequencies.len();
        if n == 0 || harmonics == 0 {
            return Err(Error::Dimension);
        }
        let size = n.checked_mul(n).and_then(|size| size.checked_mul(harmonics)).ok_or(Error::Dimension)?;
        if coupling.len() != size {
            return Err(Error::Length);
        }
        let by_rows = matches!(layout, Layout::ByRows { .. });
        let (Layout::ByRows { stride } | Layout::ByColumns { stride }) = layout;
        if stride != 0 && stride != n {
            return Err(Error::Stride);
        }
        if !natural_frequencies.iter().chain(coupling).all(|x| x.is_finite()) {
            return Err(Error::NotFinite);
        }
        Ok(Kuramoto { natural_frequencies, coupling, by_rows, level: Level::detect() })
    }

    /// The same network on another instruction set; by default it is the best that this CPU has.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Kuramoto { level, ..self }
    }

    /// The natural frequencies ω.
    pub const fn natural_frequencies(&self) -> &'a [F] {
        self.natural_frequencies
    }

    /// The coupling matrices, as they were given.
    pub const fn coupling(&self) -> &'a [F] {
        self.coupling
    }

    /// Writes the instantaneous frequencies dφ/dt at `phases` to `rates`, N numbers each, working in `workspace`, of
    /// [`workspace_len`](Self::workspace_len) elements.
    ///
    /// # Errors
    /// [`Error::Length`] if `phases` or `rates` has not N elements, [`Error::Workspace`] if `workspace` is too short,
    /// [`Error::NotFinite`] if a phase is NaN or infinite.
    pub fn rates(&self, phases: &[F], rates: &mut [F], workspace: &mut [F]) -> Result<(), Error> {
        let n = self.dim();
        if phases.len() != n || rates.len() != n {
            return Err(Error::Length);
        }
        if workspace.len() < Self::workspace_len(n) {
            return Err(Error::Workspace);
        }
        if !phases.iter().all(|phase| phase.is_finite()) {
            return Err(Error::NotFinite);
        }
        self.write_rates(phases, rates, &mut workspace[..Self::scratch(n)]);
        Ok(())
    }

    /// How many elements of workspace [`Rk4`](crate::ode::Rk4) needs for a network of `oscillators`; saturates where
    /// that does not fit.
    pub const fn workspace_len(oscillators: usize) -> usize {
        crate::ode::Rk4::<F>::workspace_len(oscillators, Self::scratch(oscillators))
    }

    /// Sines and cosines of φ, and of the harmonic at work.
    const fn scratch(oscillators: usize) -> usize {
        oscillators.saturating_mul(4)
    }

    /// Writes the rates, all lengths being right.
    #[inline(always)]
    fn write_rates(&self, phases: &[F], rates: &mut [F], scratch: &mut [F]) {
        let n = self.natural_frequencies.len();
        let (sin, scratch) = scratch.split_at_mut(n);
        let (cos, scratch) = scratch.split_at_mut(n);
        let (harmonic_sin, scratch) = scratch.split_at_mut(n);
        let harmonic_cos = &mut scratch[..n];
        F::sin_cos_slice(phases, sin, cos);
        rates.copy_from_slice(self.natural_frequencies);
        harmonic_sin.copy_from_slice(sin);
        harmonic_cos.copy_from_slice(cos);
        for (m, matrix) in self.coupling.chunks_exact(n * n).enumerate() {
            if m > 0 {
                // From mφ to (m + 1) φ.
                for (((s, c), &sin), &cos) in harmonic_sin.iter_mut().zip(&mut *harmonic_cos).zip(&*sin).zip(&*cos) {
                    (*s, *c) = (*s * cos + *c * sin, *c * cos - *s * sin);
                }
            }
            if self.by_rows {
                dense::add_by_rows(matrix, harmonic_sin, harmonic_cos, rates);
            } else {
                dense::add_by_columns(matrix, harmonic_sin, harmonic_cos, rates);
            }
        }
    }
}

impl<F: Real> OdeSystem<F> for Kuramoto<'_, F> {
    fn dim(&self) -> usize {
        self.natural_frequencies.len()
    }

    fn scratch_len(&self) -> usize {
        Self::scratch(self.dim())
    }

    fn level(&self) -> Level {
        self.level
    }

    /// [`rates`](Kuramoto::rates), unchecked; the time has no effect.
    #[inline(always)]
    fn derivative(&self, _t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        self.write_rates(y, dydt, scratch);
        Ok(())
    }
}
