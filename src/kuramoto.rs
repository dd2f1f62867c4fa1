//! Networks of coupled phase oscillators (Kuramoto, 1975).
//!
//! A network is natural frequencies, a coupling and, if you like, a drive; a solver of [`ode`](crate::ode) integrates it.
//!
//! | coupling | what pulls | time per right-hand side |
//! |---|---|---|
//! | [`Dense`] | a matrix per harmonic, with lags per harmonic or per pair; weights also in `f32` | N² |
//! | [`Sparse`] | compressed rows, with lags per harmonic or per edge | edges |
//! | [`MeanField`] | all on all alike | N |
//! | [`Groups`] | groups on groups, alike within each pair of groups | N |
//! | [`Triangles`], [`MeanFieldTriangles`] | pairs of oscillators on a third one | triangles, N |
//! | `(first, second)` | both | |
//! | your own [`Coupling`] | first and second order; on threads and delayed if it is a [`Sweep`], with a tangent if [`Pairwise`] | |
//!
//! | dynamics | state | couplings | drive | solvers |
//! |---|---|---|---|---|
//! | [`Kuramoto`], first order | φ | all | yes | all of [`ode`](crate::ode): fixed steps, adaptive, with noise |
//! | [`SecondOrder`]: inertia, damping | φ, dφ/dt | all | yes | the same |
//! | [`Hebbian`]: coupling that learns | φ, K | its own | yes | the same |
//! | [`Delayed`]: one delay | φ | dense, sparse, mean field, groups, triangles | yes | [`DelayRk4`](crate::ode::DelayRk4) |
//! | [`EdgeDelayed`]: a delay per edge | φ | sparse | yes | [`DelayRk4`](crate::ode::DelayRk4) |
//! | [`Ensemble`]: many small networks | φ of each | dense | a strength each | fixed steps, with noise |
//! | [`Linearized`]: with its tangent | φ | dense, sparse, mean field, groups | yes | [`Lyapunov`](crate::ode::Lyapunov) |
//!
//! What is not in a row does not exist as a type; the C functions return `PHOTINUS_ERROR_UNSUPPORTED` for it. Noise is for
//! solvers with a fixed step ([`Sde`](crate::ode::Sde)), and does not combine with delays.
#![cfg_attr(feature = "std", doc = "")]
#![cfg_attr(
    feature = "std",
    doc = "[`Pool`](crate::parallel::Pool) shares one network's right-hand side out over threads, if its coupling is a \
           [`Sweep`] and its drive adds nothing, and ensembles and sweeps over strengths always; the bits are those of one thread."
)]
//!
//! [`Transition`] runs a network at many strengths, [`FrequencyDistribution`] has natural frequencies at the quantiles of
//! Lorentzian, normal and uniform distributions, and [`observables`] are what is measured.

mod coupling;
mod delayed;
mod dense;
mod drive;
mod ensemble;
mod frequencies;
mod groups;
mod hebbian;
mod linearized;
mod mean_field;
pub mod observables;
mod second_order;
mod sparse;
mod sweep;
mod transition;
mod triangles;

pub use coupling::{Coupling, Normalization, Weight};
pub use delayed::{Delayed, EdgeDelayed};
pub use dense::Dense;
pub use drive::{Drive, Driving, Modulation};
pub use ensemble::{Ensemble, EnsembleSolver};
pub use frequencies::FrequencyDistribution;
pub use groups::Groups;
pub use hebbian::{Hebbian, Learning};
pub use linearized::{Linearized, Pairwise, TangentDrive};
pub use mean_field::MeanField;
pub use second_order::SecondOrder;
pub use sparse::Sparse;
pub use sweep::{BLOCK, GRAIN, Sweep, View};
#[cfg(feature = "std")]
pub(crate) use sweep::{Block, Scratch, Stage, add_up};
pub use transition::Transition;
pub use triangles::{MeanFieldTriangles, Triangle, Triangles};

use crate::ode::{Done, OdeSystem, Rk4, Scheme, Steps};
use crate::simd::Level;
use crate::{Error, Real, Stop};

/// A network of N phase oscillators:
///
/// dφ_i/dt = ω_i + K(t)·C_i(φ) + D_i(t, φ)
///
/// with natural frequencies ω, a [`Coupling`] C, and a [`Drive`] that has the strength K(t), 1 where there is none, and
/// the forces D. Phases φ are in radians and are never wrapped, ω and the coupling in radians per unit of time. (Kuramoto,
/// Chemical Oscillations, Waves, and Turbulence, 1984, ch. 5.)
///
/// Solve it with [`ode::Rk4`](crate::ode::Rk4) or any other solver:
///
/// ```
/// use photinus::{Layout, kuramoto::{Dense, Kuramoto}, ode::Rk4};
/// // The posts' first example: three oscillators, one harmonic.
/// let coupling = [0.0, 0.2, 1.1, 0.5, 0.0, -0.7, 0.3, 0.9, 0.0];
/// let network = Kuramoto::new(&[28.0, 19.0, 11.0], Dense::new(3, 1, &coupling, Layout::ROWS)?)?;
/// let (mut phases, mut workspace) = ([0.0; 6], vec![0.0; network.workspace_len()]);
/// let solver = Rk4::new(0.01)?;
/// let run = solver.solve(&network, &[0.0, 0.5], &[0.0, 3.14, 0.0], &mut phases, &mut workspace, |_, _, _| Ok(()))?;
/// run.complete()?;
/// assert_eq!(run.rows, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Kuramoto<'a, F, C, D = ()> {
    natural_frequencies: &'a [F],
    coupling: C,
    drive: D,
    level: Level,
}

impl<'a, F: Real, C: Coupling<F>> Kuramoto<'a, F, C> {
    /// A network of N = `natural_frequencies.len()` oscillators, coupled so. The array is borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Dimension`] if N is 0 or the coupling is of another number of oscillators, [`Error::NotFinite`] if a
    /// frequency is NaN or infinite.
    pub fn new(natural_frequencies: &'a [F], coupling: C) -> Result<Self, Error> {
        if natural_frequencies.is_empty() || coupling.oscillators() != natural_frequencies.len() {
            return Err(Error::Dimension);
        }
        coupling::finite(natural_frequencies)?;
        Ok(Kuramoto { natural_frequencies, coupling, drive: (), level: Level::detect() })
    }
}

impl<'a, F: Real, C: Coupling<F>, D: Drive<F>> Kuramoto<'a, F, C, D> {
    /// The same network, driven so.
    ///
    /// # Errors
    /// [`Error::Dimension`] if the drive is for another number of oscillators.
    pub fn with_drive<E: Drive<F>>(self, drive: E) -> Result<Kuramoto<'a, F, C, E>, Error> {
        let Kuramoto { natural_frequencies, coupling, level, .. } = self;
        if drive.oscillators().is_some_and(|count| count != natural_frequencies.len()) {
            return Err(Error::Dimension);
        }
        Ok(Kuramoto { natural_frequencies, coupling, drive, level })
    }

    /// The same network on another instruction set; by default it is the best that this CPU has.
    #[must_use]
    pub fn with_level(mut self, level: Level) -> Self {
        self.coupling.set_level(level);
        Kuramoto { level, ..self }
    }

    /// The natural frequencies ω.
    pub const fn natural_frequencies(&self) -> &'a [F] {
        self.natural_frequencies
    }

    /// The coupling.
    pub const fn coupling(&self) -> &C {
        &self.coupling
    }

    /// The drive.
    pub const fn drive(&self) -> &D {
        &self.drive
    }

    /// Writes the instantaneous frequencies dφ/dt at time t and `phases` to `rates`, N numbers each, working in
    /// `workspace`, of [`scratch_len`](OdeSystem::scratch_len) elements.
    ///
    /// # Errors
    /// [`Error::Length`] if `phases` or `rates` has not N elements, [`Error::Workspace`] if `workspace` is too short,
    /// [`Error::NotFinite`] if a phase or the time is NaN or infinite, [`Error::Callback`] if a coupling or a drive of
    /// one's own stopped.
    pub fn rates(&self, t: F, phases: &[F], rates: &mut [F], workspace: &mut [F]) -> Result<(), Error> {
        let n = self.dim();
        if phases.len() != n || rates.len() != n {
            return Err(Error::Length);
        }
        let workspace = workspace.get_mut(..self.scratch_len()).ok_or(Error::Workspace)?;
        coupling::finite(phases).and(coupling::finite(&[t]))?;
        self.prepare(workspace);
        self.derivative(t, phases, rates, workspace).map_err(|_| Error::Callback)
    }

    /// How many elements of workspace [`Rk4`], Euler's and Heun's method need for this network. (With noise it is
    /// [`StochasticStep::workspace_len`](crate::ode::StochasticStep::workspace_len).)
    pub fn workspace_len(&self) -> usize {
        Rk4::<F>::workspace_len(self.dim(), self.scratch_len())
    }
}

impl<F: Real, C: Coupling<F>, D: Drive<F>> OdeSystem<F> for Kuramoto<'_, F, C, D> {
    fn dim(&self) -> usize {
        self.natural_frequencies.len()
    }

    fn scratch_len(&self) -> usize {
        self.coupling.scratch_len()
    }

    fn prepare(&self, scratch: &mut [F]) {
        self.coupling.prepare(scratch);
    }

    fn level(&self) -> Level {
        self.level
    }

    /// [`rates`](Kuramoto::rates), unchecked.
    #[inline(always)]
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        dydt.copy_from_slice(self.natural_frequencies);
        self.coupling.add(self.drive.strength(t), y, dydt, scratch)?;
        if self.drive.adds() { self.drive.add(t, y, dydt) } else { Ok(()) }
    }

    #[inline(always)]
    fn take_steps<S: Scheme>(&self, steps: Steps<'_, F>) -> Done {
        C::take_steps::<S, D>(self, steps)
    }
}
