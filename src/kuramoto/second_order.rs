//! Oscillators with inertia: the swing equation.

use super::Kuramoto;
use super::coupling::{Coupling, finite};
use super::drive::Drive;
use crate::ode::{OdeSystem, Rk4};
use crate::simd::Level;
use crate::{Error, Real, Stop};

/// A network of N phase oscillators with inertia, or of the generators and loads of a power grid:
///
/// m_i d²φ_i/dt² + d_i dφ_i/dt = ω_i + K(t)·C_i(φ) + D_i(t, φ)
///
/// with masses m and dampings d; the right-hand side is that of a [`Kuramoto`] network of any [`Coupling`] and [`Drive`], whose
/// natural frequencies ω are then the torques, or the power that is fed in. (Tanaka, Lichtenberg and Oishi, Phys. Rev. Lett.
/// 78, 1997; power grids, the swing equation: Filatrella, Nielsen and Pedersen, Eur. Phys. J. B 61, 2008.)
///
/// The state has 2N numbers, the phases φ and then their rates dφ/dt: [`Rk4`] or any other solver gives rows of both.
///
/// ```
/// use photinus::{Layout, kuramoto::{Dense, Kuramoto, SecondOrder}, ode::Rk4};
/// // A generator that feeds a motor over one line.
/// let coupling = [0.0, 2.0, 2.0, 0.0];
/// let network = Kuramoto::new(&[1.0, -1.0], Dense::new(2, 1, &coupling, Layout::ROWS)?)?;
/// let grid = SecondOrder::new(network, &[1.0, 1.0], &[0.5, 0.5])?;
/// let (mut state, mut workspace) = ([0.0; 4], vec![0.0; grid.workspace_len()]);
/// Rk4::new(0.02)?.advance(&grid, 0.0, 0, 5000, &mut state, &mut workspace)?.complete()?;
/// let [generator, motor, ..] = state;
/// assert!((generator - motor - 0.5_f64.asin()).abs() < 1e-9); // the line carries 2 sin(φ_1 - φ_2) = 1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SecondOrder<'a, F, C, D = ()> {
    network: Kuramoto<'a, F, C, D>,
    masses: &'a [F],
    dampings: &'a [F],
}

impl<'a, F: Real, C: Coupling<F>, D: Drive<F>> SecondOrder<'a, F, C, D> {
    /// The network with these masses and dampings, N each. The arrays are borrowed, not copied.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not N masses and N dampings, [`Error::NotFinite`] if one is NaN or infinite,
    /// [`Error::Parameter`] if a mass is not above 0 or a damping is negative, [`Error::Dimension`] if 2N overflows.
    pub fn new(network: Kuramoto<'a, F, C, D>, masses: &'a [F], dampings: &'a [F]) -> Result<Self, Error> {
        let n = network.natural_frequencies().len();
        if masses.len() != n || dampings.len() != n {
            return Err(Error::Length);
        }
        finite(masses).and(finite(dampings))?;
        if masses.iter().any(|&mass| mass <= F::zero()) || dampings.iter().any(|&damping| damping < F::zero()) {
            return Err(Error::Parameter);
        }
        n.checked_mul(2).ok_or(Error::Dimension)?;
        Ok(SecondOrder { network, masses, dampings })
    }

    /// The network whose right-hand side drives the oscillators.
    pub const fn network(&self) -> &Kuramoto<'a, F, C, D> {
        &self.network
    }

    /// The masses m.
    pub const fn masses(&self) -> &'a [F] {
        self.masses
    }

    /// The dampings d.
    pub const fn dampings(&self) -> &'a [F] {
        self.dampings
    }

    /// Writes the rates at time t and `state`, dφ/dt and d²φ/dt², to `rates`, 2N numbers each, working in `workspace`, of
    /// [`scratch_len`](OdeSystem::scratch_len) elements.
    ///
    /// # Errors
    /// [`Error::Length`] if `state` or `rates` has not 2N elements, [`Error::Workspace`] if `workspace` is too short,
    /// [`Error::NotFinite`] if the state or the time is NaN or infinite, [`Error::Callback`] if a coupling or a drive of one's
    /// own stopped.
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

impl<F: Real, C: Coupling<F>, D: Drive<F>> OdeSystem<F> for SecondOrder<'_, F, C, D> {
    fn dim(&self) -> usize {
        2 * self.masses.len()
    }

    fn scratch_len(&self) -> usize {
        self.network.scratch_len()
    }

    fn prepare(&self, scratch: &mut [F]) {
        self.network.prepare(scratch);
    }

    fn level(&self) -> Level {
        self.network.level()
    }

    /// [`rates`](SecondOrder::rates), unchecked.
    #[inline(always)]
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        let (phases, velocities) = y.split_at(self.masses.len());
        let (rates, accelerations) = dydt.split_at_mut(self.masses.len());
        self.network.derivative(t, phases, accelerations, scratch)?;
        rates.copy_from_slice(velocities);
        let parameters = self.masses.iter().zip(self.dampings);
        for ((acceleration, &velocity), (&mass, &damping)) in accelerations.iter_mut().zip(velocities).zip(parameters) {
            *acceleration = (*acceleration - damping * velocity) / mass;
        }
        Ok(())
    }
}
