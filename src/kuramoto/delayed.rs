//! Networks whose oscillators see each other as they were.

use super::Kuramoto;
use super::coupling::finite;
use super::drive::Drive;
use super::sparse::Sparse;
use super::sweep::{self, BLOCK, Scratch, Sweep, View};
use crate::ode::{DelayRk4, DelaySystem, History, OdeSystem, Past};
use crate::simd::Level;
use crate::{Error, Real, Stop};

/// A network in which everybody sees the others as they were a time τ ago:
///
/// dφ_i/dt = ω_i + K(t)·Σ_j K_ij sin(φ_j(t - τ) - φ_i(t) - α) + D_i(t, φ)
///
/// for any coupling that is computed block by block, the mean field among them (Yeung and Strogatz, Phys. Rev. Lett. 82,
/// 1999). A dense coupling without lag leaves j = i out; with the other ones an oscillator's pull on itself is that of its
/// past. Solve it with [`DelayRk4`].
///
/// ```
/// use photinus::{Layout, kuramoto::{Delayed, Dense, Kuramoto}, ode::{Constant, DelayRk4}};
/// let network = Kuramoto::new(&[1.0, 1.0], Dense::new(2, 1, &[0.0, 1.0, 1.0, 0.0], Layout::ROWS)?)?;
/// let delayed = Delayed::new(network, 0.3)?;
/// let mut memory = vec![0.0; delayed.memory_len(0.01)?];
/// let mut run = DelayRk4::new(&mut memory, &delayed, 0.01, 0.0, &[0.0, 0.5])?;
/// run.advance(&delayed, &Constant, 20_000)?.complete()?;
/// // Both turn in step, with the frequency Ω = ω - K sin(Ω τ).
/// let before = run.state()[0];
/// run.advance(&delayed, &Constant, 100)?.complete()?;
/// let frequency: f64 = run.state()[0] - before;
/// assert!((frequency - (1.0 - (0.3 * frequency).sin())).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Delayed<'a, F, C, D = ()> {
    network: Kuramoto<'a, F, C, D>,
    delay: F,
}

impl<'a, F: Real, C: Sweep<F>, D: Drive<F>> Delayed<'a, F, C, D> {
    /// That network with a delay τ.
    ///
    /// # Errors
    /// [`Error::Delay`] if the delay is negative, NaN or infinite.
    pub fn new(network: Kuramoto<'a, F, C, D>, delay: F) -> Result<Self, Error> {
        if !(delay >= F::zero() && delay.is_finite()) {
            return Err(Error::Delay);
        }
        Ok(Delayed { network, delay })
    }

    /// The network, which has no delay.
    pub const fn network(&self) -> &Kuramoto<'a, F, C, D> {
        &self.network
    }

    /// How many elements of memory [`DelayRk4`] needs for this network with steps of `step`.
    ///
    /// # Errors
    /// Those of [`DelayRk4::delay_in_steps`].
    pub fn memory_len(&self, step: F) -> Result<usize, Error> {
        let steps = DelayRk4::<F>::delay_in_steps(self.delay, step)?;
        Ok(DelayRk4::<F>::memory_len(self.dim(), self.scratch_len(), steps))
    }
}

impl<F: Real, C: Sweep<F>, D: Drive<F>> DelaySystem<F> for Delayed<'_, F, C, D> {
    fn dim(&self) -> usize {
        self.network.dim()
    }

    /// The past state, the present sources, and what the network needs.
    fn scratch_len(&self) -> usize {
        let n = self.network.dim();
        let sources = self.network.coupling().width().saturating_mul(n);
        n.saturating_add(sources).saturating_add(self.network.scratch_len())
    }

    fn prepare(&self, scratch: &mut [F]) {
        let n = self.network.dim();
        self.network.prepare(&mut scratch[n + n * self.network.coupling().width()..]);
    }

    fn shortest_delay(&self) -> F {
        self.delay
    }

    fn longest_delay(&self) -> F {
        self.delay
    }

    fn level(&self) -> Level {
        self.network.level()
    }

    #[inline(always)]
    fn derivative(
        &self,
        t: F,
        y: &[F],
        past: &Past<'_, F, impl History<F>>,
        dydt: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Stop> {
        let (network, coupling) = (&self.network, self.network.coupling());
        let (n, width) = (y.len(), coupling.width());
        let (before, rest) = scratch.split_at_mut(n);
        let (own, rest) = rest.split_at_mut(n * width);
        past.state(self.delay, before);
        // The present sources need no sums: these are written where those of the past come after.
        sweep::write_sources(coupling, y, own, Scratch::split(coupling, rest).sums);
        let Scratch { constants, sources, sums, total } = Scratch::split(coupling, rest);
        sweep::write_sources(coupling, before, sources, sums);
        sweep::add_up(sums, total);
        dydt.copy_from_slice(network.natural_frequencies());
        let strength = network.drive().strength(t);
        for (block, rates) in dydt.chunks_mut(BLOCK).enumerate() {
            let first = block * BLOCK;
            let (own, seen) =
                if C::LOCAL { (&own[first * width..][..rates.len() * width], &[][..]) } else { (&*own, &*sources) };
            coupling.add_block(strength, View { first, constants, own, seen, sums: total }, rates);
        }
        if network.drive().adds() { network.drive().add(t, y, dydt) } else { Ok(()) }
    }
}

/// A network in which each edge has a delay of its own:
///
/// dφ_i/dt = ω_i + K(t)·Σ_e K\[e\] sin(φ_j(t - τ\[e\]) - φ_i(t) - α_e) + D_i(t, φ),   j = columns\[e\], e in row i
///
/// with a [`Sparse`] coupling of any number of harmonics; a dense one is a sparse one with all edges. Each edge costs a look
/// into the past and a sine of its own. Solve it with [`DelayRk4`].
#[derive(Clone, Copy, Debug)]
pub struct EdgeDelayed<'a, F, D = ()> {
    network: Kuramoto<'a, F, Sparse<'a, F>, D>,
    delays: &'a [F],
    shortest: F,
    longest: F,
}

impl<'a, F: Real, D: Drive<F>> EdgeDelayed<'a, F, D> {
    /// That network with a delay per edge; delays may be 0.
    ///
    /// # Errors
    /// [`Error::Length`] if there are not as many as edges, [`Error::Delay`] if one is negative, NaN or infinite.
    pub fn new(network: Kuramoto<'a, F, Sparse<'a, F>, D>, delays: &'a [F]) -> Result<Self, Error> {
        if delays.len() != network.coupling().columns().len() {
            return Err(Error::Length);
        }
        finite(delays).map_err(|_| Error::Delay)?;
        let (mut shortest, mut longest) = (F::zero(), F::zero());
        for &delay in delays {
            if delay < F::zero() {
                return Err(Error::Delay);
            }
            if delay > F::zero() && (shortest == F::zero() || delay < shortest) {
                shortest = delay;
            }
            if delay > longest {
                longest = delay;
            }
        }
        Ok(EdgeDelayed { network, delays, shortest, longest })
    }

    /// The network, which has no delays.
    pub const fn network(&self) -> &Kuramoto<'a, F, Sparse<'a, F>, D> {
        &self.network
    }

    /// How many elements of memory [`DelayRk4`] needs for this network with steps of `step`.
    ///
    /// # Errors
    /// Those of [`DelayRk4::delay_in_steps`].
    pub fn memory_len(&self, step: F) -> Result<usize, Error> {
        let steps = DelayRk4::<F>::delay_in_steps(self.longest, step)?;
        Ok(DelayRk4::<F>::memory_len(self.dim(), self.scratch_len(), steps))
    }
}

impl<F: Real, D: Drive<F>> DelaySystem<F> for EdgeDelayed<'_, F, D> {
    fn dim(&self) -> usize {
        self.network.dim()
    }

    fn scratch_len(&self) -> usize {
        self.network.scratch_len()
    }

    fn prepare(&self, scratch: &mut [F]) {
        self.network.prepare(scratch);
    }

    fn shortest_delay(&self) -> F {
        self.shortest
    }

    fn longest_delay(&self) -> F {
        self.longest
    }

    fn level(&self) -> Level {
        self.network.level()
    }

    #[inline(always)]
    fn derivative(
        &self,
        t: F,
        y: &[F],
        past: &Past<'_, F, impl History<F>>,
        dydt: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Stop> {
        let network = &self.network;
        dydt.copy_from_slice(network.natural_frequencies());
        let (strength, constants) = (network.drive().strength(t), &*scratch);
        let phase = |i: usize| y[i];
        network.coupling().add_edges(strength, constants, dydt, |e, j, i| past.value(j, self.delays[e]) - phase(i));
        if network.drive().adds() { network.drive().add(t, y, dydt) } else { Ok(()) }
    }
}
