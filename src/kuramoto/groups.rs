//! Coupling between groups: everybody sees the sum over each group.

use super::Kuramoto;
use super::coupling::{self, Coupling, Lags, Normalization, finite};
use super::dense::{of_harmonic, write_harmonics};
use super::drive::Drive;
use super::sweep::{self, Sweep, View};
use crate::ode::{Done, Scheme, Steps};
use crate::simd::Level;
use crate::sum::running;
use crate::{Error, Real, Stop};

/// Fields of groups that are kept while a block is looked at.
const KEPT: usize = 16;

/// Coupling that depends on the oscillators' groups alone, by M harmonics:
///
/// Σ_m Σ_h K\[m-1\]\[g\]\[h\] Σ_(j in h) sin(m (φ_j - φ_i) - α),   g the group of oscillator i,   h = 0 … G - 1
///
/// The sum has the term j = i, which is K\[m-1\]\[g\]\[g\] sin(-α). With the groups' own fields Z_mh = Σ_(j in h) e^(imφ_j) a
/// right-hand side takes time in proportion to N, and G² per harmonic and block of 1024 oscillators at most: of few groups, in
/// any order, or of many that lie one after the other.
///
/// Where the literature divides by the size of the group that pulls, as in two populations with a chimera (Abrams, Mirollo,
/// Strogatz and Wiley, Phys. Rev. Lett. 101, 2008, eq. 1) or in modular networks (Barreto, Hunt, Ott and So, Phys. Rev. E 77,
/// 2008), so is K to be: K\[m-1\]\[g\]\[h\] / size of h.
///
/// The sums are made in blocks of 1024 oscillators, each run of one group in it in eight running sums and a tree (or one by
/// one if it has fewer than eight); runs and blocks are added in their order.
///
/// ```
/// use photinus::{kuramoto::{Groups, Kuramoto}, ode::Rk4};
/// // Three oscillators that attract each other, and one that follows them unseen.
/// let coupling = Groups::new(&[0, 0, 0, 1], 2, &[0.5, 0.0, 0.5, 0.0], 1)?;
/// let network = Kuramoto::new(&[1.0; 4], coupling)?;
/// let (mut phases, mut workspace) = ([0.0_f64, 0.3, 0.6, 2.0], vec![0.0; network.workspace_len()]);
/// Rk4::new(0.05)?.advance(&network, 0.0, 0, 1000, &mut phases, &mut workspace)?.complete()?;
/// assert!((phases[0] - 50.3).abs() < 1e-9); // the first three keep their mean frequency
/// assert!((phases[3] - phases[0]).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a, F> {
    labels: &'a [u32],
    groups: usize,
    coupling: &'a [F],
    harmonics: usize,
    lags: Lags<'a, F>,
    normalization: Normalization,
    level: Level,
}

impl<'a, F: Real> Groups<'a, F> {
    /// The coupling of N = `labels.len()` oscillators, number i in group `labels[i]`, one of 0 … `groups` - 1, some of
    /// which may be empty. `coupling` has `harmonics` matrices of G × G, harmonic after harmonic, by rows: a row for the
    /// group that is pulled. The arrays are borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no oscillator, no group or no harmonic, [`Error::Column`] if a label is not below
    /// `groups`, [`Error::Length`] if `coupling` has not `harmonics`·G·G elements, [`Error::NotFinite`] if a weight is NaN or
    /// infinite.
    pub fn new(labels: &'a [u32], groups: usize, coupling: &'a [F], harmonics: usize) -> Result<Self, Error> {
        if labels.is_empty() || groups == 0 || harmonics == 0 {
            return Err(Error::Dimension);
        }
        if labels.iter().any(|&label| label as usize >= groups) {
            return Err(Error::Column);
        }
        let size = groups.checked_mul(groups).and_then(|size| size.checked_mul(harmonics));
        if coupling.len() != size.ok_or(Error::Dimension)? {
            return Err(Error::Length);
        }
        finite(coupling)?;
        let (lags, normalization) = (Lags::None, Normalization::None);
        Ok(Groups { labels, groups, coupling, harmonics, lags, normalization, level: Level::detect() })
    }

    /// With one phase lag α per harmonic.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as harmonics, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(Groups { lags: Lags::harmonics(lags, self.harmonics)?, ..self })
    }

    /// With one phase lag α\[m-1\]\[g\]\[h\] per weight, stored as the weights are.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as weights, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_pair_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        Ok(Groups { lags: Lags::pairs(lags, self.coupling.len())?, ..self })
    }

    /// With each sum divided as `normalization` says. The in-degree is the number of other oscillators in the groups that
    /// pull with a weight that is not 0.
    #[must_use]
    pub const fn with_normalization(self, normalization: Normalization) -> Self {
        Groups { normalization, ..self }
    }

    /// The elements of K cos α and K sin α, side by side, in the constants.
    const fn turned_len(&self) -> usize {
        if self.lags.per_pair() { self.coupling.len().saturating_mul(2) } else { 0 }
    }

    const fn degrees_len(&self) -> usize {
        match self.normalization {
            Normalization::InDegree => self.harmonics.saturating_mul(self.groups),
            _ => 0,
        }
    }

    /// What pulls on the oscillators of a group by harmonic `m`, from 0 on: Σ_h K e^(-iα) Z_h times the strength, divided as
    /// the normalization says; the imaginary part first.
    #[inline(always)]
    fn field(&self, m: usize, group: usize, strength: F, constants: &[F], sums: &[F]) -> (F, F) {
        let (turned, rest) = constants.split_at(self.turned_len());
        let (degrees, lags) = rest.split_at(self.degrees_len());
        let row = m * self.groups + group;
        let fields = &sums.as_chunks::<2>().0[m * self.groups..][..self.groups];
        let (mut a, mut b) = (F::zero(), F::zero());
        if turned.is_empty() {
            for (&[sin, cos], &k) in fields.iter().zip(&self.coupling[row * self.groups..][..self.groups]) {
                a += k * sin;
                b += k * cos;
            }
            if let Some((lag_sin, lag_cos)) = coupling::lag(lags, m) {
                (a, b) = (a * lag_cos - b * lag_sin, b * lag_cos + a * lag_sin);
            }
        } else {
            let weights = &turned.as_chunks::<2>().0[row * self.groups..][..self.groups];
            for (&[sin, cos], &[k_cos, k_sin]) in fields.iter().zip(weights) {
                a += k_cos * sin - k_sin * cos;
                b += k_cos * cos + k_sin * sin;
            }
        }
        let factor = match self.normalization {
            Normalization::None => strength,
            Normalization::Oscillators => strength / F::from_u64(self.labels.len() as u64),
            Normalization::InDegree => strength * degrees[row],
        };
        (a * factor, b * factor)
    }
}

/// The end of the run of one label that begins at `start`.
#[inline(always)]
fn end_of_run(labels: &[u32], start: usize) -> usize {
    let mut end = start + 1;
    while end < labels.len() && labels[end] == labels[start] {
        end += 1;
    }
    end
}

impl<F: Real> Sweep<F> for Groups<'_, F> {
    const LOCAL: bool = true;

    fn level(&self) -> Level {
        self.level
    }

    fn constants_len(&self) -> usize {
        self.turned_len().saturating_add(self.degrees_len()).saturating_add(self.lags.constants_len())
    }

    fn width(&self) -> usize {
        2 * self.harmonics
    }

    fn sums_len(&self) -> usize {
        self.harmonics.saturating_mul(self.groups).saturating_mul(2)
    }

    fn cost(&self) -> usize {
        self.labels.len().saturating_mul(5)
    }

    #[inline(always)]
    fn write_sources(&self, phases: &[F], sources: &mut [F]) {
        write_harmonics(self.harmonics, phases, sources);
    }

    #[inline(always)]
    fn write_sums(&self, first: usize, sources: &[F], sums: &mut [F]) {
        let sums = sums.as_chunks_mut::<2>().0;
        sums.fill([F::zero(); 2]);
        let labels = &self.labels[first..][..sources.len() / self.width()];
        let mut start = 0;
        while start < labels.len() {
            let end = end_of_run(labels, start);
            for m in 0..self.harmonics {
                let own = of_harmonic(sources, self.harmonics, m);
                let (sin, cos) = (running(&own.sin[start..end]), running(&own.cos[start..end]));
                let sums = &mut sums[m * self.groups + labels[start] as usize];
                *sums = [sums[0] + sin, sums[1] + cos];
            }
            start = end;
        }
    }

    #[inline(always)]
    fn add_rates(&self, strength: F, view: View<'_, F>, rates: &mut [F]) {
        let View { first, constants, own: sources, sums, .. } = view;
        let n = rates.len();
        let labels = &self.labels[first..][..n];
        for m in 0..self.harmonics {
            let own = of_harmonic(sources, self.harmonics, m);
            let (own_sin, own_cos) = (&own.sin[..n], &own.cos[..n]);
            let mut kept = [(None, F::zero(), F::zero()); KEPT];
            let mut start = 0;
            while start < n {
                let end = end_of_run(labels, start);
                let group = labels[start];
                let place = &mut kept[group as usize % KEPT];
                if place.0 != Some(group) {
                    let (sin, cos) = self.field(m, group as usize, strength, constants, sums);
                    *place = (Some(group), sin, cos);
                }
                let (_, sin, cos) = *place;
                for i in start..end {
                    rates[i] += own_cos[i] * sin - own_sin[i] * cos;
                }
                start = end;
            }
        }
    }
}

impl<F: Real> Coupling<F> for Groups<'_, F> {
    fn oscillators(&self) -> usize {
        self.labels.len()
    }

    fn set_level(&mut self, level: Level) {
        self.level = level;
    }

    fn scratch_len(&self) -> usize {
        sweep::scratch_len(self)
    }

    fn prepare(&self, scratch: &mut [F]) {
        let groups = self.groups;
        let (turned, rest) = scratch.split_at_mut(self.turned_len());
        if let Lags::Pairs(lags) = self.lags {
            for (out, (&k, lag)) in turned.as_chunks_mut::<2>().0.iter_mut().zip(self.coupling.iter().zip(lags)) {
                let (sin, cos) = lag.sin_cos();
                *out = [k * cos, k * sin];
            }
        }
        let (degrees, rest) = rest.split_at_mut(self.degrees_len());
        let (lags, rest) = rest.split_at_mut(self.lags.constants_len());
        self.lags.prepare(lags);
        if degrees.is_empty() {
            return;
        }
        // The groups' sizes, where the sources and sums will be: in two digits, which f32 has for any number, too.
        let base = F::from_u64(1 << 20);
        let sizes = &mut rest.as_chunks_mut::<2>().0[..groups];
        sizes.fill([F::zero(); 2]);
        for &label in self.labels {
            let [high, low] = &mut sizes[label as usize];
            *low += F::one();
            if *low == base {
                (*high, *low) = (*high + F::one(), F::zero());
            }
        }
        for (row, inverse) in degrees.iter_mut().enumerate() {
            let weights = &self.coupling[row * groups..][..groups];
            let pulling = weights.iter().zip(&*sizes).filter(|(k, _)| !k.is_zero());
            let count: i64 = pulling.map(|(_, [high, low])| (high.truncated() << 20) + low.truncated()).sum();
            let others = count - i64::from(!weights[row % groups].is_zero());
            *inverse = if others > 0 { F::one() / F::from_i64(others) } else { F::zero() };
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
