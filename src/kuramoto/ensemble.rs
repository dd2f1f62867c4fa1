//! Many small networks at once: members side by side in the lanes of a vector.

use super::Kuramoto;
use super::coupling::{Normalization, finite};
use super::dense::Dense;
use super::drive::{Driving, Modulation};
use crate::lanes::Lanes;
use crate::ode::{self, End, FixedStep, Increments, OdeSystem, Scheme, Sde, Solution, StochasticStep, Wiener};
use crate::random::Normals;
use crate::simd::{self, Kernel, Level};
use crate::{Error, Layout, Real, Stop};

/// Members side by side.
const LANES: usize = 8;
/// Networks of more oscillators fill a vector by themselves.
const SMALL: usize = 32;

type Vector<F> = Lanes<F, LANES>;

/// Many networks with dense coupling, of N oscillators and M harmonics each, that differ in their numbers:
///
/// dφ_i/dt = ω_i + K Σ_m Σ_j K\[m-1\]\[i\]\[j\] sin(m (φ_j - φ_i) - α_m)
///
/// for every member, whose result is, bit for bit, that of [`Kuramoto`] with [`Dense`] alone. Natural frequencies and matrices
/// are each member's own or shared, strengths K each member's own. [With noise](Ensemble::with_noise), σ_i dW_i is added,
/// and members may differ in strengths σ and seeds. Small networks are computed eight at a time, in the lanes of a vector;
/// `Pool::advance_ensemble` (with `std`) spreads members over threads.
///
/// ```
/// use photinus::{Layout, kuramoto::Ensemble, ode::Rk4};
/// // Two oscillators at three strengths: they lock where 2K > |ω_2 - ω_1|.
/// let ensemble = Ensemble::new(3, 2, 1, &[1.0, 2.0], &[0.0, 1.0, 1.0, 0.0], Layout::ROWS)?;
/// let ensemble = ensemble.with_strengths(&[0.3, 0.6, 0.9])?;
/// let mut phases = [0.0_f64; 6]; // a row per member
/// let (mut steps, mut workspace) = ([0; 3], vec![0.0; ensemble.workspace_len()]);
/// ensemble.advance(&Rk4::new(0.01)?, 0.0, 0, 20_000, &mut phases, &mut steps, &mut workspace)?;
/// let difference = |member: usize| phases[2 * member + 1] - phases[2 * member];
/// assert!(difference(0) > 100.0 && (difference(1).sin() - 1.0 / 1.2).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ensemble<'a, F> {
    members: usize,
    oscillators: usize,
    harmonics: usize,
    natural_frequencies: &'a [F],
    coupling: &'a [F],
    layout: Layout,
    strengths: &'a [F],
    lags: &'a [F],
    normalization: Normalization,
    level: Level,
    /// The σ, none without noise.
    noise: &'a [F],
    /// The seed of member 0, those of the others following.
    seed: u64,
    /// The seeds, where they don't.
    seeds: &'a [u64],
}

impl<'a, F: Real> Ensemble<'a, F> {
    /// `members` networks of N = `oscillators` and M = `harmonics`. `natural_frequencies` are N, shared, or `members`·N, a row
    /// per member; `coupling` M·N·N, shared, or `members` times that, member after member; each matrix in `layout` (whose
    /// stride is 0 or N). The arrays are borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no member, oscillator or harmonic, [`Error::Length`] if an array is neither shared nor
    /// one per member, [`Error::Stride`] if the stride is neither 0 nor N, [`Error::NotFinite`] if a number is NaN or
    /// infinite.
    pub fn new(
        members: usize,
        oscillators: usize,
        harmonics: usize,
        natural_frequencies: &'a [F],
        coupling: &'a [F],
        layout: Layout,
    ) -> Result<Self, Error> {
        if members == 0 || oscillators == 0 || harmonics == 0 {
            return Err(Error::Dimension);
        }
        let size = oscillators.checked_mul(oscillators).and_then(|size| size.checked_mul(harmonics));
        let size = size.filter(|&size| size.checked_mul(members).is_some()).ok_or(Error::Dimension)?;
        let (frequencies, weights) = (natural_frequencies.len(), coupling.len());
        if (frequencies != oscillators && frequencies != members * oscillators)
            || (weights != size && weights != members * size)
        {
            return Err(Error::Length);
        }
        let (Layout::ByRows { stride } | Layout::ByColumns { stride }) = layout;
        if stride != 0 && stride != oscillators {
            return Err(Error::Stride);
        }
        finite(natural_frequencies).and(finite(coupling))?;
        Ok(Ensemble {
            members,
            oscillators,
            harmonics,
            natural_frequencies,
            coupling,
            layout,
            strengths: &[],
            lags: &[],
            normalization: Normalization::None,
            level: Level::detect(),
            noise: &[],
            seed: 0,
            seeds: &[],
        })
    }

    /// With the strength K of each member, by which its coupling is multiplied.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as members, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_strengths(self, strengths: &'a [F]) -> Result<Self, Error> {
        if strengths.len() != self.members {
            return Err(Error::Length);
        }
        finite(strengths)?;
        Ok(Ensemble { strengths, ..self })
    }

    /// With one phase lag α per harmonic, shared.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as harmonics, [`Error::NotFinite`] if one is NaN or infinite.
    pub fn with_lags(self, lags: &'a [F]) -> Result<Self, Error> {
        if lags.len() != self.harmonics {
            return Err(Error::Length);
        }
        finite(lags)?;
        Ok(Ensemble { lags, ..self })
    }

    /// With each sum divided as `normalization` says.
    #[must_use]
    pub const fn with_normalization(self, normalization: Normalization) -> Self {
        Ensemble { normalization, ..self }
    }

    /// With white noise: σ_i dW_i is added to dφ_i, as by [`Sde`] with [`Wiener`]. `strengths` are the σ: one for all, or N,
    /// shared, or `members`·N, a row per member. The seed of member k is `seed` + k (modulo 2^64), unless there are
    /// [seeds](Ensemble::with_seeds) for all; what is added to component i in step n depends on the member's seed, i and n
    /// alone. So two ensembles have members of the same noise where their seeds are closer than members are many.
    ///
    /// An ensemble with noise is for the solvers that have it, [`StochasticStep`].
    ///
    /// # Errors
    /// [`Error::Length`] if there are not so many strengths, [`Error::Parameter`] if one is negative, NaN or infinite.
    ///
    /// ```
    /// use photinus::{Layout, kuramoto::Ensemble, ode::StochasticHeun};
    /// // A thousand Brownian motions: after a unit of time the variance is σ².
    /// let ensemble = Ensemble::new(1000, 1, 1, &[0.0], &[0.0], Layout::ROWS)?.with_noise(&[0.5], 1)?;
    /// let (mut phases, mut steps) = ([0.0_f64; 1000], [0; 1000]);
    /// let mut workspace = vec![0.0; ensemble.workspace_len()];
    /// ensemble.advance(&StochasticHeun::new(0.125)?, 0.0, 0, 8, &mut phases, &mut steps, &mut workspace)?;
    /// let variance = phases.iter().map(|phase| phase * phase).sum::<f64>() / 1000.0;
    /// assert!((variance - 0.25).abs() < 0.05);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_noise(self, strengths: &'a [F], seed: u64) -> Result<Self, Error> {
        let n = self.oscillators;
        if ![1, n, self.members * n].contains(&strengths.len()) {
            return Err(Error::Length);
        }
        if !strengths.iter().all(|&sigma| sigma >= F::zero() && sigma.is_finite()) {
            return Err(Error::Parameter);
        }
        Ok(Ensemble { noise: strengths, seed, ..self })
    }

    /// With the seed of each member's noise. Members of the same seed have the same noise.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as members.
    pub fn with_seeds(self, seeds: &'a [u64]) -> Result<Self, Error> {
        if seeds.len() != self.members {
            return Err(Error::Length);
        }
        Ok(Ensemble { seeds, ..self })
    }

    /// The same ensemble on another instruction set; by default it is the best that this CPU has.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Ensemble { level, ..self }
    }

    /// The number of members.
    pub const fn members(&self) -> usize {
        self.members
    }

    /// The number N of oscillators of a member.
    pub const fn oscillators(&self) -> usize {
        self.oscillators
    }

    /// One member, as a network of its own; its noise is [`member_noise`](Ensemble::member_noise).
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no such member.
    pub fn member(&self, number: usize) -> Result<Kuramoto<'a, F, Dense<'a, F>, Driving<'a, F>>, Error> {
        if number >= self.members {
            return Err(Error::Dimension);
        }
        let (n, size) = (self.oscillators, self.oscillators * self.oscillators * self.harmonics);
        let coupling = of_member(self.coupling, size, number);
        let mut dense = Dense::new(n, self.harmonics, coupling, self.layout)?.with_normalization(self.normalization);
        if !self.lags.is_empty() {
            dense = dense.with_lags(self.lags)?;
        }
        let strength = Modulation::constant(self.strength(number));
        let network = Kuramoto::new(of_member(self.natural_frequencies, n, number), dense)?;
        Ok(network.with_drive(Driving::new().with_strength(strength)?)?.with_level(self.level))
    }

    /// The noise of one member, as an [`Sde`] of [`member`](Ensemble::member) takes it: the strengths and the increments.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is no such member, [`Error::Unsupported`] if the ensemble has no noise.
    pub fn member_noise(&self, number: usize) -> Result<(&'a [F], Wiener), Error> {
        if number >= self.members {
            return Err(Error::Dimension);
        }
        if self.noise.is_empty() {
            return Err(Error::Unsupported);
        }
        Ok((self.sigma(number), Wiener::new(self.seed(number))))
    }

    /// One σ, or N.
    fn sigma(&self, number: usize) -> &'a [F] {
        if self.noise.len() == 1 { self.noise } else { of_member(self.noise, self.oscillators, number) }
    }

    fn seed(&self, number: usize) -> u64 {
        self.seeds.get(number).copied().unwrap_or(self.seed.wrapping_add(number as u64))
    }

    fn strength(&self, number: usize) -> F {
        self.strengths.get(number).copied().unwrap_or(F::one())
    }

    /// Whether members are computed side by side.
    fn side_by_side(&self) -> bool {
        self.oscillators <= SMALL && self.normalization != Normalization::InDegree
    }

    /// How many elements of workspace [`advance`](Ensemble::advance) needs.
    pub fn workspace_len(&self) -> usize {
        let n = self.oscillators;
        if self.side_by_side() {
            // The matrices; lags; frequencies, phases, stage and sum; sines and cosines, of φ and of its multiple; σ and its
            // multiples.
            let noise = if self.noise.is_empty() { 0 } else { 2 * n };
            (n * n * self.harmonics + self.lags.len() + 8 * n + noise) * LANES
        } else {
            self.member(0).map_or(0, |network| {
                if self.noise.is_empty() {
                    network.workspace_len()
                } else {
                    StochasticStep::<F, ode::EulerScheme>::workspace_len(n, network.scratch_len())
                }
            })
        }
    }

    /// Takes `count` steps of every member, as [`FixedStep::advance`] takes those of one, or, with noise,
    /// [`StochasticStep::advance`]: from `phases`, a row of N per member, at the time start + `first`·step. Writes to `steps`
    /// how many each has taken: fewer than `count` if its phases became NaN or infinite; they are then those before that
    /// step. Returns how many members have taken all. To go on later, to the same bits, call it with `first` + `count`.
    ///
    /// # Errors
    /// [`Error::Unsupported`] if the ensemble has noise and the solver none, or the other way round, [`Error::Length`] if
    /// `phases` has not `members`·N elements or `steps` not one per member, [`Error::Workspace`] if `workspace` is too short,
    /// [`Error::NotFinite`] if a phase is NaN or infinite, and those of the `advance` of one member. Nothing has been written
    /// then.
    #[allow(clippy::too_many_arguments)] // as many as the steps of one member have, and what came of it
    pub fn advance<S: EnsembleSolver<F>>(
        &self,
        solver: &S,
        start: F,
        first: u64,
        count: u64,
        phases: &mut [F],
        steps: &mut [u64],
        workspace: &mut [F],
    ) -> Result<usize, Error> {
        if phases.len() != self.members * self.oscillators || steps.len() != self.members {
            return Err(Error::Length);
        }
        finite(phases)?;
        self.advance_some(0, solver, (start, first, count), phases, steps, workspace)
    }

    /// [`advance`](Ensemble::advance) of the members from number `from` on, a multiple of [`LANES`].
    pub(crate) fn advance_some<S: EnsembleSolver<F>>(
        &self,
        from: usize,
        solver: &S,
        (start, first, count): (F, u64, u64),
        phases: &mut [F],
        steps: &mut [u64],
        workspace: &mut [F],
    ) -> Result<usize, Error> {
        if S::NOISY == self.noise.is_empty() {
            return Err(Error::Unsupported);
        }
        let n = self.oscillators;
        let workspace = workspace.get_mut(..self.workspace_len()).ok_or(Error::Workspace)?;
        let step = solver.length();
        FixedStep::<F, S::Scheme>::new(step)?.check(start, first, count)?;
        if self.side_by_side() {
            let rows = phases.chunks_mut(LANES * n).zip(steps.chunks_mut(LANES)).enumerate();
            for (block, (phases, steps)) in rows {
                let member = from + block * LANES;
                let solver = core::marker::PhantomData::<S>;
                let block = Block { ensemble: self, member, step, first, count, phases, steps, workspace, solver };
                simd::run(self.level, block);
            }
        } else {
            for (number, (phases, steps)) in phases.chunks_exact_mut(n).zip(&mut *steps).enumerate() {
                let run = solver.alone(self, from + number, (start, first, count), phases, workspace)?;
                debug_assert!(matches!(run.end, End::Complete | End::Diverged));
                *steps = run.steps;
            }
        }
        Ok(steps.iter().filter(|&&steps| steps == count).count())
    }
}

mod sealed {
    pub trait Sealed {}
    impl<F, S> Sealed for crate::ode::FixedStep<F, S> {}
    impl<F, S> Sealed for crate::ode::StochasticStep<F, S> {}
}

/// The solvers of an [`Ensemble`]: [`FixedStep`] of one without noise, [`StochasticStep`] of one with noise.
pub trait EnsembleSolver<F: Real>: sealed::Sealed + Sync {
    /// The method, as it is without noise.
    #[doc(hidden)]
    type Scheme: Scheme;
    #[doc(hidden)]
    const NOISY: bool;
    /// The length of a step.
    #[doc(hidden)]
    fn length(&self) -> F;
    /// The steps of one member.
    #[doc(hidden)]
    fn alone(
        &self,
        ensemble: &Ensemble<'_, F>,
        number: usize,
        steps: (F, u64, u64),
        phases: &mut [F],
        workspace: &mut [F],
    ) -> Result<Solution<F>, Error>;
}

impl<F: Real, S: Scheme> EnsembleSolver<F> for FixedStep<F, S> {
    type Scheme = S;
    const NOISY: bool = false;

    fn length(&self) -> F {
        self.step()
    }

    fn alone(
        &self,
        ensemble: &Ensemble<'_, F>,
        number: usize,
        (start, first, count): (F, u64, u64),
        phases: &mut [F],
        workspace: &mut [F],
    ) -> Result<Solution<F>, Error> {
        self.advance(&ensemble.member(number)?, start, first, count, phases, workspace)
    }
}

impl<F: Real, S: Scheme> EnsembleSolver<F> for StochasticStep<F, S> {
    type Scheme = S;
    const NOISY: bool = true;

    fn length(&self) -> F {
        self.step()
    }

    fn alone(
        &self,
        ensemble: &Ensemble<'_, F>,
        number: usize,
        (start, first, count): (F, u64, u64),
        phases: &mut [F],
        workspace: &mut [F],
    ) -> Result<Solution<F>, Error> {
        let (network, (sigma, wiener)) = (ensemble.member(number)?, ensemble.member_noise(number)?);
        let sde = Sde::new(&network, sigma, Increase { wiener, level: ensemble.level })?;
        self.advance(&sde, start, first, count, phases, workspace)
    }
}

/// The increments of a member that is computed alone, compiled once for each level, not into every solver.
struct Increase {
    wiener: Wiener,
    level: Level,
}

impl<F: Real> Increments<F> for Increase {
    #[inline(always)]
    fn fill(&self, number: u64, step: F, out: &mut [F]) -> Result<(), Stop> {
        simd::run(self.level, IncreaseOne { wiener: &self.wiener, number, step, out })
    }
}

struct IncreaseOne<'s, F> {
    wiener: &'s Wiener,
    number: u64,
    step: F,
    out: &'s mut [F],
}

impl<F: Real> Kernel for IncreaseOne<'_, F> {
    type Output = Result<(), Stop>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        self.wiener.fill(self.number, self.step, self.out)
    }
}

/// σ ΔW of members side by side, compiled once for each level too.
struct IncreaseAll<'s, F> {
    normals: &'s [Normals; LANES],
    sigma: &'s [[F; LANES]],
    number: u64,
    step: F,
    out: &'s mut [[F; LANES]],
}

impl<F: Real> Kernel for IncreaseAll<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        Normals::fill_side_by_side(self.normals, self.number, self.out);
        let root = Vector::splat(self.step.sqrt());
        for (out, sigma) in self.out.iter_mut().zip(self.sigma) {
            *out = (Lanes(*out) * root * Lanes(*sigma)).0;
        }
    }
}

/// What belongs to a member, where there may be one part for all.
fn of_member<F>(all: &[F], size: usize, number: usize) -> &[F] {
    if all.len() == size { all } else { &all[number * size..][..size] }
}

/// The steps of up to [`LANES`] members.
struct Block<'s, 'a, F, S> {
    ensemble: &'s Ensemble<'a, F>,
    /// The number of the first of them.
    member: usize,
    step: F,
    /// The number of the first step.
    first: u64,
    count: u64,
    phases: &'s mut [F],
    steps: &'s mut [u64],
    workspace: &'s mut [F],
    solver: core::marker::PhantomData<S>,
}

impl<F: Real, S: EnsembleSolver<F>> Kernel for Block<'_, '_, F, S> {
    type Output = ();

    /// As [`ode::take_steps`] of each member, or the steps of [`StochasticStep`], to the bit: the sums are in the order of j
    /// there too, for so few oscillators.
    #[inline(always)]
    fn run(self) {
        let Block { ensemble, member, step, first, count, phases, steps, workspace, .. } = self;
        let (n, members) = (ensemble.oscillators, steps.len());
        let (workspace, _) = workspace.as_chunks_mut::<LANES>();
        let (matrices, rest) = workspace.split_at_mut(n * n * ensemble.harmonics);
        let (lags, rest) = rest.split_at_mut(ensemble.lags.len());
        let (natural, rest) = rest.split_at_mut(n);
        let (y, rest) = rest.split_at_mut(n);
        let (stage, rest) = rest.split_at_mut(n);
        let (sum, rest) = rest.split_at_mut(n);
        let noise = if S::NOISY { n } else { 0 };
        let (sigma, rest) = rest.split_at_mut(noise);
        let (kick, scratch) = rest.split_at_mut(noise);
        ensemble.pack(member, members, matrices, natural);
        for (prepared, lag) in lags.iter_mut().zip(ensemble.lags) {
            (prepared[0], prepared[1]) = lag.sin_cos();
        }
        for (i, y) in y.iter_mut().enumerate() {
            *y = core::array::from_fn(|l| if l < members { phases[l * n + i] } else { F::zero() });
        }
        let mut factor = Vector::zero();
        for l in 0..members {
            let strength = ensemble.strength(member + l);
            factor.0[l] = ensemble.normalization.factor(strength, n);
        }
        let mut normals = [Normals::new(0); LANES];
        if S::NOISY {
            for (l, normals) in normals.iter_mut().enumerate() {
                let number = member + l.min(members - 1);
                *normals = Normals::new(ensemble.seed(number));
                let strengths = ensemble.sigma(number);
                for (i, sigma) in sigma.iter_mut().enumerate() {
                    sigma[l] = strengths[if strengths.len() == 1 { 0 } else { i }];
                }
            }
        }
        steps.fill(count);
        let share = Vector::splat(ode::share::<F, S::Scheme>(step));
        for taken in 0..count {
            if S::NOISY {
                let number = first + taken;
                simd::run(ensemble.level, IncreaseAll { normals: &normals, sigma, number, step, out: kick });
            }
            sum.fill([F::zero(); LANES]);
            stage.copy_from_slice(y);
            for ((_, weight, reach), &(_, _, halves)) in
                ode::stages::<F, S::Scheme>(step).zip(<S::Scheme as Scheme>::STAGES)
            {
                let walk = Walk::<F, S> {
                    y,
                    kick,
                    sum,
                    stage,
                    weight: Vector::splat(weight),
                    reach: Vector::splat(reach),
                    part: Vector::splat(F::from_f64(0.5) * F::from_u64(halves)),
                    solver: core::marker::PhantomData,
                };
                ensemble.stage((matrices, lags), natural, factor, walk, scratch);
            }
            let mut zero = Vector::zero();
            for i in 0..n {
                let mut next = Lanes(y[i]) + share * Lanes(sum[i]);
                if S::NOISY {
                    next = next + Lanes(kick[i]);
                }
                stage[i] = next.0;
                zero = zero + next * Vector::zero(); // NaN where it is not finite
            }
            if zero.0.iter().any(|&x| x != F::zero()) {
                // What has diverged is left as it is now; its lane may go on with anything.
                for (l, steps) in steps.iter_mut().enumerate() {
                    if zero.0[l] != F::zero() && *steps == count {
                        *steps = taken;
                        for i in 0..n {
                            phases[l * n + i] = y[i][l];
                        }
                    }
                }
            }
            y.copy_from_slice(stage);
        }
        for l in (0..members).filter(|&l| steps[l] == count) {
            for i in 0..n {
                phases[l * n + i] = y[i][l];
            }
        }
    }
}

impl<F: Real> Ensemble<'_, F> {
    /// The matrices of some members, [harmonic][i][j], and their frequencies; 0 on the diagonal where it has no effect.
    #[inline(always)]
    fn pack(&self, first: usize, members: usize, matrices: &mut [[F; LANES]], natural: &mut [[F; LANES]]) {
        let (n, harmonics) = (self.oscillators, self.harmonics);
        let by_rows = matches!(self.layout, Layout::ByRows { .. });
        let diagonal = self.lags.is_empty();
        for l in 0..LANES {
            let number = first + l.min(members - 1);
            let frequencies = of_member(self.natural_frequencies, n, number);
            for (natural, &frequency) in natural.iter_mut().zip(frequencies) {
                natural[l] = frequency;
            }
            let weights = of_member(self.coupling, n * n * harmonics, number);
            for (to, from) in matrices.chunks_exact_mut(n * n).zip(weights.chunks_exact(n * n)) {
                for i in 0..n {
                    for j in 0..n {
                        let k = if by_rows { from[i * n + j] } else { from[j * n + i] };
                        to[i * n + j][l] = if diagonal && i == j { F::zero() } else { k };
                    }
                }
            }
        }
    }

    /// The rates at a stage, and where they lead.
    #[inline(always)]
    fn stage<S: EnsembleSolver<F>>(
        &self,
        (matrices, lags): (&[[F; LANES]], &[[F; LANES]]),
        natural: &[[F; LANES]],
        factor: Vector<F>,
        mut walk: Walk<'_, F, S>,
        scratch: &mut [[F; LANES]],
    ) {
        let n = self.oscillators;
        let (sin, rest) = scratch.split_at_mut(n);
        let (cos, rest) = rest.split_at_mut(n);
        let (own_sin, rest) = rest.split_at_mut(n);
        let own_cos = &mut rest[..n];
        F::sin_cos_slice(walk.stage.as_flattened(), sin.as_flattened_mut(), cos.as_flattened_mut());
        if self.harmonics == 1 {
            each_pull(lags.first(), &matrices[..n * n], (sin, cos), &mut All { natural, factor, walk });
            return;
        }
        own_sin.copy_from_slice(sin);
        own_cos.copy_from_slice(cos);
        // The rates grow harmonic by harmonic, in the stage's place: its phases are used up.
        walk.stage.copy_from_slice(natural);
        for (m, matrix) in matrices.chunks_exact(n * n).enumerate() {
            if m > 0 {
                for i in 0..n {
                    let (s, c) = (Lanes(own_sin[i]), Lanes(own_cos[i]));
                    let (sin, cos) = (Lanes(sin[i]), Lanes(cos[i]));
                    (own_sin[i], own_cos[i]) = ((s * cos + c * sin).0, (c * cos - s * sin).0);
                }
            }
            each_pull(lags.get(m), matrix, (own_sin, own_cos), &mut OfHarmonic { rates: walk.stage, factor });
        }
        for i in 0..n {
            walk.take(i, Lanes(walk.stage[i]));
        }
    }
}

/// A stage of a step, along the rates.
struct Walk<'s, F, S> {
    y: &'s [[F; LANES]],
    kick: &'s [[F; LANES]],
    sum: &'s mut [[F; LANES]],
    stage: &'s mut [[F; LANES]],
    weight: Vector<F>,
    reach: Vector<F>,
    part: Vector<F>,
    solver: core::marker::PhantomData<S>,
}

impl<F: Real, S: EnsembleSolver<F>> Walk<'_, F, S> {
    /// Adds an oscillator's rate to the sum, and goes along it to the next stage.
    #[inline(always)]
    fn take(&mut self, i: usize, rate: Vector<F>) {
        self.sum[i] = (Lanes(self.sum[i]) + self.weight * rate).0;
        let mut next = Lanes(self.y[i]) + self.reach * rate;
        if S::NOISY {
            next = next + self.part * Lanes(self.kick[i]);
        }
        self.stage[i] = next.0;
    }
}

/// What becomes of an oscillator's pull. (No closure: that may be left out of line, and compiled for the baseline.)
trait Take<F> {
    fn take(&mut self, i: usize, pull: Vector<F>);
}

/// It is all that there is.
struct All<'s, F, S> {
    natural: &'s [[F; LANES]],
    factor: Vector<F>,
    walk: Walk<'s, F, S>,
}

impl<F: Real, S: EnsembleSolver<F>> Take<F> for All<'_, F, S> {
    #[inline(always)]
    fn take(&mut self, i: usize, pull: Vector<F>) {
        self.walk.take(i, Lanes(self.natural[i]) + pull * self.factor);
    }
}

/// It is that of a harmonic.
struct OfHarmonic<'s, F> {
    rates: &'s mut [[F; LANES]],
    factor: Vector<F>,
}

impl<F: Real> Take<F> for OfHarmonic<'_, F> {
    #[inline(always)]
    fn take(&mut self, i: usize, pull: Vector<F>) {
        self.rates[i] = (Lanes(self.rates[i]) + pull * self.factor).0;
    }
}

/// Gives `taker` each oscillator's pull: two rows at a time see the same sines and cosines, and fill the registers.
#[inline(always)]
fn each_pull<F: Real>(
    lag: Option<&[F; LANES]>,
    matrix: &[[F; LANES]],
    seen: (&[[F; LANES]], &[[F; LANES]]),
    taker: &mut impl Take<F>,
) {
    let n = seen.0.len();
    let (pairs, last) = matrix.split_at(n / 2 * 2 * n);
    for (pair, rows) in pairs.chunks_exact(2 * n).enumerate() {
        let (first, second) = rows.split_at(n);
        let [one, two] = pull(lag, [first, second], 2 * pair, seen);
        taker.take(2 * pair, one);
        taker.take(2 * pair + 1, two);
    }
    if !last.is_empty() {
        let [one] = pull(lag, [last], n - 1, seen);
        taker.take(n - 1, one);
    }
}

/// cos(x_i + α) Σ_j K_ij sin(x_j) - sin(x_i + α) Σ_j K_ij cos(x_j), x the harmonic's angles, of the rows from number `first`
/// on, `lag` beginning with sin α and cos α.
#[inline(always)]
fn pull<F: Real, const R: usize>(
    lag: Option<&[F; LANES]>,
    rows: [&[[F; LANES]]; R],
    first: usize,
    (sin, cos): (&[[F; LANES]], &[[F; LANES]]),
) -> [Vector<F>; R] {
    let n = sin.len();
    let (mut a, mut b) = ([Vector::zero(); R], [Vector::zero(); R]);
    let (cos, rows) = (&cos[..n], rows.map(|row| &row[..n]));
    for j in 0..n {
        let (s, c) = (Lanes(sin[j]), Lanes(cos[j]));
        for r in 0..R {
            let k = Lanes(rows[r][j]);
            a[r] = a[r] + k * s;
            b[r] = b[r] + k * c;
        }
    }
    let mut terms = [Vector::zero(); R];
    for r in 0..R {
        let (mut s, mut c) = (Lanes(sin[first + r]), Lanes(cos[first + r]));
        if let Some(&[lag_sin, lag_cos, ..]) = lag {
            let (lag_sin, lag_cos) = (Vector::splat(lag_sin), Vector::splat(lag_cos));
            (s, c) = (s * lag_cos + c * lag_sin, c * lag_cos - s * lag_sin);
        }
        terms[r] = c * a[r] - s * b[r];
    }
    terms
}
