//! Coupling that learns: it grows between oscillators that are in step.

use super::coupling::{Normalization, finite};
use super::drive::Drive;
use crate::lanes::Lanes;
use crate::ode::{OdeSystem, Rk4};
use crate::simd::Level;
use crate::sum::{LANES, tree};
use crate::{Error, Real, Stop};

/// sin and cos of both lags.
const CONSTANTS: usize = 4;

/// How a weight learns: dk_ij/dt = ε (γ cos(φ_j - φ_i - β) - k_ij).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning<F> {
    /// ε, how fast, per unit of time; at least 0.
    pub rate: F,
    /// γ, the weight between two oscillators whose phases stay β apart.
    pub gain: F,
    /// β, in radians: 0 is Hebb's rule, which strengthens what is in step.
    pub lag: F,
}

/// A network of N phase oscillators whose coupling adapts:
///
/// dφ_i/dt = ω_i + K(t)·Σ_j k_ij sin(φ_j - φ_i - α) + D_i(t, φ)
///
/// dk_ij/dt = ε (γ cos(φ_j - φ_i - β) - k_ij)
///
/// (Seliger, Young and Tsimring, Phys. Rev. E 65, 2002, for α = β = 0.) The rule dk_ij/dt = -ε (k_ij + sin(φ_i - φ_j + β'))
/// of the literature (Kasatkin, Yanchuk, Schöll and Nekorkin, Phys. Rev. E 96, 2017; Berner, Schöll and Yanchuk, SIAM J.
/// Appl. Dyn. Syst. 18, 2019) is this one with γ = 1 and β = β' + π/2: β' = -π/2 is Hebb's rule, β' = 0 a causal one (which
/// strengthens a pull from behind), β' = π/2 an anti-Hebbian one.
///
/// The state has N + N² numbers: the phases φ, and the weights k by rows, row i those that pull on oscillator i. The sums have
/// the term j = i, k_ii sin(-α); [pair rates](Hebbian::with_pair_rates) tell which weights adapt.
///
/// A row is summed as cos(φ_i + α) Σ_j k_ij sin φ_j - sin(φ_i + α) Σ_j k_ij cos φ_j in eight running sums, term j in sum j mod
/// 8, and a tree, and learns in the same pass.
///
/// ```
/// use photinus::{kuramoto::{Hebbian, Learning}, ode::Rk4};
/// let learning = Learning { rate: 0.1, gain: 1.0, lag: 0.0 };
/// let network = Hebbian::new(&[1.0, 1.2], learning)?;
/// let (mut state, mut workspace) = ([0.0_f64; 6], vec![0.0; network.workspace_len()]);
/// Rk4::new(0.05)?.advance(&network, 0.0, 0, 10_000, &mut state, &mut workspace)?.complete()?;
/// // Locked: k = cos Δ pulls with k sin Δ from both sides, and 2 k sin Δ = sin 2Δ is the difference of the frequencies.
/// let difference = state[1] - state[0];
/// assert!(((2.0 * difference).sin() - 0.2).abs() < 1e-9);
/// assert!((state[3] - difference.cos()).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Hebbian<'a, F, D = ()> {
    natural_frequencies: &'a [F],
    learning: Learning<F>,
    /// Per pair, or none.
    rates: &'a [F],
    lag: F,
    normalization: Normalization,
    drive: D,
    level: Level,
}

impl<'a, F: Real> Hebbian<'a, F> {
    /// A network of N = `natural_frequencies.len()` oscillators, all coupled to all. The array is borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if N is 0 or N + N² overflows, [`Error::NotFinite`] if a number is NaN or infinite,
    /// [`Error::Parameter`] if the learning rate is negative.
    pub fn new(natural_frequencies: &'a [F], learning: Learning<F>) -> Result<Self, Error> {
        let n = natural_frequencies.len();
        if n == 0 || n.checked_add(1).and_then(|n1| n.checked_mul(n1)).is_none() {
            return Err(Error::Dimension);
        }
        finite(natural_frequencies).and(finite(&[learning.rate, learning.gain, learning.lag]))?;
        if learning.rate < F::zero() {
            return Err(Error::Parameter);
        }
        let (lag, normalization) = (F::zero(), Normalization::None);
        Ok(Hebbian { natural_frequencies, learning, rates: &[], lag, normalization, drive: (), level: Level::detect() })
    }
}

impl<'a, F: Real, D: Drive<F>> Hebbian<'a, F, D> {
    /// With a phase lag α.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if it is NaN or infinite.
    pub fn with_lag(self, lag: F) -> Result<Self, Error> {
        finite(&[lag])?;
        Ok(Hebbian { lag, ..self })
    }

    /// With learning rates ε_ij, N × N by rows, in place of ε. Where it is 0 the weight stays as it is at the start: a pair
    /// that does not exist has rate 0 and weight 0.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not N², [`Error::NotFinite`] if one is NaN or infinite, [`Error::Parameter`] if one is
    /// negative.
    pub fn with_pair_rates(self, rates: &'a [F]) -> Result<Self, Error> {
        let n = self.natural_frequencies.len();
        if rates.len() != n * n {
            return Err(Error::Length);
        }
        finite(rates)?;
        if rates.iter().any(|&rate| rate < F::zero()) {
            return Err(Error::Parameter);
        }
        Ok(Hebbian { rates, ..self })
    }

    /// With the sum divided by nothing or by N.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for [`Normalization::InDegree`]: weights that change have no fixed in-degree.
    pub fn with_normalization(self, normalization: Normalization) -> Result<Self, Error> {
        if normalization == Normalization::InDegree {
            return Err(Error::Unsupported);
        }
        Ok(Hebbian { normalization, ..self })
    }

    /// The same network, driven so. K(t) multiplies the pull, not the weights.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the drive is for another number of oscillators.
    pub fn with_drive<E: Drive<F>>(self, drive: E) -> Result<Hebbian<'a, F, E>, Error> {
        let Hebbian { natural_frequencies, learning, rates, lag, normalization, level, .. } = self;
        if drive.oscillators().is_some_and(|count| count != natural_frequencies.len()) {
            return Err(Error::Dimension);
        }
        Ok(Hebbian { natural_frequencies, learning, rates, lag, normalization, drive, level })
    }

    /// The same network on another instruction set; by default it is the best that this CPU has.
    #[must_use]
    pub fn with_level(self, level: Level) -> Self {
        Hebbian { level, ..self }
    }

    /// The number N of oscillators.
    pub const fn oscillators(&self) -> usize {
        self.natural_frequencies.len()
    }

    /// Writes the rates at time t and `state`, dφ/dt and then dk/dt by rows, to `rates`, N + N² numbers each, working in
    /// `workspace`, of [`scratch_len`](OdeSystem::scratch_len) elements.
    ///
    /// # Errors
    /// [`Error::Length`] if `state` or `rates` has not N + N² elements, [`Error::Workspace`] if `workspace` is too short,
    /// [`Error::NotFinite`] if the state or the time is NaN or infinite, [`Error::Callback`] if a drive of one's own stopped.
    pub fn rates(&self, t: F, state: &[F], rates: &mut [F], workspace: &mut [F]) -> Result<(), Error> {
        if state.len() != self.dim() || rates.len() != self.dim() {
            return Err(Error::Length);
        }
        let workspace = workspace.get_mut(..self.scratch_len()).ok_or(Error::Workspace)?;
        finite(state).and(finite(&[t]))?;
        self.prepare(workspace);
        self.derivative(t, state, rates, workspace).map_err(|_| Error::Callback)
    }

    /// How many elements of workspace [`Rk4`], Euler's and Heun's method need for this network. (With noise it is
    /// [`StochasticStep::workspace_len`](crate::ode::StochasticStep::workspace_len).)
    pub fn workspace_len(&self) -> usize {
        Rk4::<F>::workspace_len(self.dim(), self.scratch_len())
    }
}

/// What an oscillator's weights tend to: c_j p + s_j q, that is γ cos(φ_j - φ_i - β).
#[derive(Clone, Copy, Debug)]
struct Goal<F> {
    p: F,
    q: F,
}

/// Writes dk/dt of a row and returns Σ_j k_j sin φ_j and Σ_j k_j cos φ_j. `rate` is ε of column j.
#[inline(always)]
fn row<F: Real>(
    weights: &[F],
    (sin, cos): (&[F], &[F]),
    goal: Goal<F>,
    rate: impl Rate<F>,
    changes: &mut [F],
) -> (F, F) {
    let (p, q) = (Lanes::<F, LANES>::splat(goal.p), Lanes::splat(goal.q));
    let (mut a, mut b) = (Lanes::<F, LANES>::zero(), Lanes::zero());
    let (k_chunks, k_last) = weights.as_chunks::<LANES>();
    let (s_chunks, s_last) = sin.as_chunks::<LANES>();
    let (c_chunks, c_last) = cos.as_chunks::<LANES>();
    let (chunks, last) = changes.as_chunks_mut::<LANES>();
    for (chunk, (((change, k), s), c)) in chunks.iter_mut().zip(k_chunks).zip(s_chunks).zip(c_chunks).enumerate() {
        let (k, s, c) = (Lanes(*k), Lanes(*s), Lanes(*c));
        a = a + k * s;
        b = b + k * c;
        *change = (rate.chunk(chunk) * ((c * p + s * q) - k)).0;
    }
    let done = k_chunks.len() * LANES;
    for (l, (((change, &k), &s), &c)) in last.iter_mut().zip(k_last).zip(s_last).zip(c_last).enumerate() {
        a.0[l] += k * s;
        b.0[l] += k * c;
        *change = rate.one(done + l) * ((c * goal.p + s * goal.q) - k);
    }
    (tree(a.0), tree(b.0))
}

/// The learning rates of a row.
trait Rate<F> {
    fn one(&self, j: usize) -> F;
    fn chunk(&self, number: usize) -> Lanes<F, LANES>;
}

/// The same for all.
struct Same<F>(F);

impl<F: Real> Rate<F> for Same<F> {
    #[inline(always)]
    fn one(&self, _: usize) -> F {
        self.0
    }

    #[inline(always)]
    fn chunk(&self, _: usize) -> Lanes<F, LANES> {
        Lanes::splat(self.0)
    }
}

/// One per weight.
struct Each<'a, F>(&'a [F]);

impl<F: Real> Rate<F> for Each<'_, F> {
    #[inline(always)]
    fn one(&self, j: usize) -> F {
        self.0[j]
    }

    #[inline(always)]
    fn chunk(&self, number: usize) -> Lanes<F, LANES> {
        Lanes(self.0.as_chunks::<LANES>().0[number])
    }
}

impl<F: Real, D: Drive<F>> OdeSystem<F> for Hebbian<'_, F, D> {
    fn dim(&self) -> usize {
        let n = self.natural_frequencies.len();
        n * (n + 1)
    }

    fn scratch_len(&self) -> usize {
        self.natural_frequencies.len().saturating_mul(2).saturating_add(CONSTANTS)
    }

    fn prepare(&self, scratch: &mut [F]) {
        (scratch[0], scratch[1]) = self.lag.sin_cos();
        (scratch[2], scratch[3]) = self.learning.lag.sin_cos();
    }

    fn level(&self) -> Level {
        self.level
    }

    /// [`rates`](Hebbian::rates), unchecked.
    #[inline(always)]
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        let n = self.natural_frequencies.len();
        let (phases, weights) = y.split_at(n);
        let (rates, changes) = dydt.split_at_mut(n);
        let (constants, scratch) = scratch.split_at_mut(CONSTANTS);
        let [lag_sin, lag_cos, goal_sin, goal_cos] = [constants[0], constants[1], constants[2], constants[3]];
        let (sin, cos) = scratch.split_at_mut(n);
        let cos = &mut cos[..n];
        F::sin_cos_slice(phases, sin, cos);
        let seen = (&*sin, &*cos);
        let strength = self.drive.strength(t);
        let factor = self.normalization.factor(strength, n);
        let Learning { rate, gain, .. } = self.learning;
        let rows = weights.chunks_exact(n).zip(changes.chunks_exact_mut(n)).zip(rates.iter_mut());
        for (i, ((weights, changes), own)) in rows.enumerate() {
            let (s, c) = (seen.0[i], seen.1[i]);
            let goal = Goal { p: gain * (c * goal_cos - s * goal_sin), q: gain * (s * goal_cos + c * goal_sin) };
            let (a, b) = if self.rates.is_empty() {
                row(weights, seen, goal, Same(rate), changes)
            } else {
                row(weights, seen, goal, Each(&self.rates[i * n..][..n]), changes)
            };
            let (s, c) = (s * lag_cos + c * lag_sin, c * lag_cos - s * lag_sin);
            *own = self.natural_frequencies[i] + (c * a - s * b) * factor;
        }
        if self.drive.adds() { self.drive.add(t, phases, rates) } else { Ok(()) }
    }
}
