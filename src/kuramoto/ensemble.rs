//! Many small networks at once: members side by side in the lanes of a vector.

use super::Kuramoto;
use super::coupling::{Normalization, finite};
use super::dense::Dense;
use super::drive::{Driving, Modulation};
use crate::lanes::Lanes;
use crate::ode::{self, End, FixedStep, Scheme};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Layout, Real};

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
/// are each member's own or shared, strengths K each member's own. Small networks are computed eight at a time, in the
/// lanes of a vector; `Pool::advance_ensemble` (with `std`) spreads members over threads.
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

    /// One member, as a network of its own.
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
            // The matrices; lags; frequencies, phases, stage and sum; sines and cosines, of φ and of its multiple.
            (n * n * self.harmonics + self.lags.len() + 8 * n) * LANES
        } else {
            self.member(0).map_or(0, |network| network.workspace_len())
        }
    }

    /// Takes `count` steps of every member, as [`FixedStep::advance`] takes those of one: from `phases`, a row of N per member,
    /// at the time start + `first`·step. Writes to `steps` how many each has taken: fewer than `count` if its phases became
    /// NaN or infinite; they are then those before that step. Returns how many members have taken all.
    ///
    /// # Errors
    /// [`Error::Length`] if `phases` has not `members`·N elements or `steps` not one per member, [`Error::Workspace`] if
    /// `workspace` is too short, [`Error::NotFinite`] if a phase is NaN or infinite, and those of [`FixedStep::advance`].
    /// Nothing has been written then.
    #[allow(clippy::too_many_arguments)] // as many as the steps of one member have, and what came of it
    pub fn advance<S: Scheme>(
        &self,
        solver: &FixedStep<F, S>,
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
    pub(crate) fn advance_some<S: Scheme>(
        &self,
        from: usize,
        solver: &FixedStep<F, S>,
        (start, first, count): (F, u64, u64),
        phases: &mut [F],
        steps: &mut [u64],
        workspace: &mut [F],
    ) -> Result<usize, Error> {
        let n = self.oscillators;
        let workspace = workspace.get_mut(..self.workspace_len()).ok_or(Error::Workspace)?;
        solver.check(start, first, count)?;
        if self.side_by_side() {
            let rows = phases.chunks_mut(LANES * n).zip(steps.chunks_mut(LANES)).enumerate();
            for (block, (phases, steps)) in rows {
                let first = from + block * LANES;
                let scheme = core::marker::PhantomData::<S>;
                let step = solver.step();
                simd::run(self.level, Block { ensemble: self, first, step, count, phases, steps, workspace, scheme });
            }
        } else {
            for (number, (phases, steps)) in phases.chunks_exact_mut(n).zip(&mut *steps).enumerate() {
                let run = solver.advance(&self.member(from + number)?, start, first, count, phases, workspace)?;
                debug_assert!(matches!(run.end, End::Complete | End::Diverged));
                *steps = run.steps;
            }
        }
        Ok(steps.iter().filter(|&&steps| steps == count).count())
    }
}

/// What belongs to a member, where there may be one part for all.
fn of_member<F>(all: &[F], size: usize, number: usize) -> &[F] {
    if all.len() == size { all } else { &all[number * size..][..size] }
}

/// The steps of up to [`LANES`] members.
struct Block<'s, 'a, F, S> {
    ensemble: &'s Ensemble<'a, F>,
    first: usize,
    step: F,
    count: u64,
    phases: &'s mut [F],
    steps: &'s mut [u64],
    workspace: &'s mut [F],
    scheme: core::marker::PhantomData<S>,
}

impl<F: Real, S: Scheme> Kernel for Block<'_, '_, F, S> {
    type Output = ();

    /// As [`ode::take_steps`] of each member, to the bit: the sums are in the order of j there too, for so few oscillators.
    #[inline(always)]
    fn run(self) {
        let Block { ensemble, first, step, count, phases, steps, workspace, .. } = self;
        let (n, members) = (ensemble.oscillators, steps.len());
        let (workspace, _) = workspace.as_chunks_mut::<LANES>();
        let (matrices, rest) = workspace.split_at_mut(n * n * ensemble.harmonics);
        let (lags, rest) = rest.split_at_mut(ensemble.lags.len());
        let (natural, rest) = rest.split_at_mut(n);
        let (y, rest) = rest.split_at_mut(n);
        let (stage, rest) = rest.split_at_mut(n);
        let (sum, scratch) = rest.split_at_mut(n);
        ensemble.pack(first, members, matrices, natural);
        for (prepared, lag) in lags.iter_mut().zip(ensemble.lags) {
            (prepared[0], prepared[1]) = lag.sin_cos();
        }
        for (i, y) in y.iter_mut().enumerate() {
            *y = core::array::from_fn(|l| if l < members { phases[l * n + i] } else { F::zero() });
        }
        let mut factor = Vector::zero();
        for l in 0..members {
            let strength = ensemble.strength(first + l);
            factor.0[l] = ensemble.normalization.factor(strength, n);
        }
        steps.fill(count);
        let share = Vector::splat(ode::share::<F, S>(step));
        for taken in 0..count {
            sum.fill([F::zero(); LANES]);
            stage.copy_from_slice(y);
            for (_, weight, reach) in ode::stages::<F, S>(step) {
                let (weight, reach) = (Vector::splat(weight), Vector::splat(reach));
                ensemble.stage((matrices, lags), natural, factor, stage, scratch, |i, rate, stage| {
                    sum[i] = (Lanes(sum[i]) + weight * rate).0;
                    *stage = (Lanes(y[i]) + reach * rate).0;
                });
            }
            let mut zero = Vector::zero();
            for i in 0..n {
                let next = Lanes(y[i]) + share * Lanes(sum[i]);
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

    /// The rates at `stage`, each given to `finish` with the phases, which it may change.
    #[inline(always)]
    fn stage(
        &self,
        (matrices, lags): (&[[F; LANES]], &[[F; LANES]]),
        natural: &[[F; LANES]],
        factor: Vector<F>,
        stage: &mut [[F; LANES]],
        scratch: &mut [[F; LANES]],
        mut finish: impl FnMut(usize, Vector<F>, &mut [F; LANES]),
    ) {
        let n = self.oscillators;
        let (sin, rest) = scratch.split_at_mut(n);
        let (cos, rest) = rest.split_at_mut(n);
        let (own_sin, rest) = rest.split_at_mut(n);
        let own_cos = &mut rest[..n];
        F::sin_cos_slice(stage.as_flattened(), sin.as_flattened_mut(), cos.as_flattened_mut());
        if self.harmonics == 1 {
            let mut rate = |i: usize, term| finish(i, Lanes(natural[i]) + term * factor, &mut stage[i]);
            each_pull(lags.first(), &matrices[..n * n], (sin, cos), &mut rate);
            return;
        }
        own_sin.copy_from_slice(sin);
        own_cos.copy_from_slice(cos);
        // The rates grow harmonic by harmonic, in the stage's place: its phases are used up.
        stage.copy_from_slice(natural);
        for (m, matrix) in matrices.chunks_exact(n * n).enumerate() {
            if m > 0 {
                for i in 0..n {
                    let (s, c) = (Lanes(own_sin[i]), Lanes(own_cos[i]));
                    let (sin, cos) = (Lanes(sin[i]), Lanes(cos[i]));
                    (own_sin[i], own_cos[i]) = ((s * cos + c * sin).0, (c * cos - s * sin).0);
                }
            }
            each_pull(lags.get(m), matrix, (own_sin, own_cos), &mut |i, term| {
                stage[i] = (Lanes(stage[i]) + term * factor).0;
            });
        }
        for (i, stage) in stage.iter_mut().enumerate() {
            finish(i, Lanes(*stage), stage);
        }
    }
}

/// Gives `rate` each oscillator's pull: two rows at a time see the same sines and cosines, and fill the registers.
#[inline(always)]
fn each_pull<F: Real>(
    lag: Option<&[F; LANES]>,
    matrix: &[[F; LANES]],
    seen: (&[[F; LANES]], &[[F; LANES]]),
    rate: &mut impl FnMut(usize, Vector<F>),
) {
    let n = seen.0.len();
    let (pairs, last) = matrix.split_at(n / 2 * 2 * n);
    for (pair, rows) in pairs.chunks_exact(2 * n).enumerate() {
        let (first, second) = rows.split_at(n);
        let [one, two] = pull(lag, [first, second], 2 * pair, seen);
        rate(2 * pair, one);
        rate(2 * pair + 1, two);
    }
    if !last.is_empty() {
        let [one] = pull(lag, [last], n - 1, seen);
        rate(n - 1, one);
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
