//! The tangent of a network.

use super::Kuramoto;
use super::coupling::Weight;
use super::dense::Dense;
use super::drive::{Drive, Driving};
use super::groups::Groups;
use super::mean_field::MeanField;
use super::sparse::Sparse;
use super::sweep::{self, BLOCK, Scratch, Sweep, View};
use crate::ode::{OdeSystem, Tangent};
use crate::simd::Level;
use crate::{Real, Stop};

/// A coupling of pairs: its rates are linear in the sines and cosines of those who pull, and of those who are pulled.
pub trait Pairwise<F: Real>: Sweep<F> {
    /// Writes to `out` how a block's `sources` change as its phases do along `direction`: of sin mφ and cos mφ,
    /// m v cos mφ and -m v sin mφ.
    fn turn_sources(&self, sources: &[F], direction: &[F], out: &mut [F]);
}

/// Sines of all, cosines of all, those of the next harmonic …
#[inline(always)]
fn turn_planes<F: Real>(sources: &[F], direction: &[F], out: &mut [F]) {
    let n = direction.len();
    for (m, (own, out)) in sources.chunks_exact(2 * n).zip(out.chunks_exact_mut(2 * n)).enumerate() {
        let times = F::from_u64(m as u64 + 1);
        let ((sin, cos), (sin_out, cos_out)) = (own.split_at(n), out.split_at_mut(n));
        for i in 0..n {
            let v = times * direction[i];
            (sin_out[i], cos_out[i]) = (v * cos[i], -(v * sin[i]));
        }
    }
}

impl<F: Real, W: Weight<F>> Pairwise<F> for Dense<'_, F, W> {
    #[inline(always)]
    fn turn_sources(&self, sources: &[F], direction: &[F], out: &mut [F]) {
        turn_planes(sources, direction, out);
    }
}

impl<F: Real> Pairwise<F> for MeanField<'_, F> {
    #[inline(always)]
    fn turn_sources(&self, sources: &[F], direction: &[F], out: &mut [F]) {
        turn_planes(sources, direction, out);
    }
}

impl<F: Real> Pairwise<F> for Groups<'_, F> {
    #[inline(always)]
    fn turn_sources(&self, sources: &[F], direction: &[F], out: &mut [F]) {
        turn_planes(sources, direction, out);
    }
}

impl<F: Real, W: Weight<F>> Pairwise<F> for Sparse<'_, F, W> {
    #[inline(always)]
    fn turn_sources(&self, sources: &[F], direction: &[F], out: &mut [F]) {
        let width = self.width();
        for ((own, &v), out) in sources.chunks_exact(width).zip(direction).zip(out.chunks_exact_mut(width)) {
            for (m, (own, out)) in own.chunks_exact(2).zip(out.chunks_exact_mut(2)).enumerate() {
                let v = F::from_u64(m as u64 + 1) * v;
                (out[0], out[1]) = (v * own[1], -(v * own[0]));
            }
        }
    }
}

/// A drive that knows its tangent.
pub trait TangentDrive<F: Real>: Drive<F> {
    /// Adds how what [`add`](Drive::add) adds changes as the phases do along `direction`.
    fn add_tangent(&self, t: F, phases: &[F], direction: &[F], out: &mut [F]);
}

impl<F: Real> TangentDrive<F> for () {
    #[inline(always)]
    fn add_tangent(&self, _: F, _: &[F], _: &[F], _: &mut [F]) {}
}

impl<F: Real> TangentDrive<F> for Driving<'_, F> {
    #[inline(always)]
    fn add_tangent(&self, t: F, phases: &[F], direction: &[F], out: &mut [F]) {
        self.add_forcing_tangent(t, phases, direction, out);
    }
}

/// A network of pairs with its exact tangent, for [`Lyapunov`](crate::ode::Lyapunov): the derivative of the rates along v,
///
/// Σ_m Σ_j K_ij m (v_j - v_i) cos(m (φ_j - φ_i) - α),
///
/// in the time of two right-hand sides per direction. Networks of another kind have one by
/// [`Differences`](crate::ode::Differences).
///
/// ```
/// use photinus::{Layout, kuramoto::{Dense, Kuramoto, Linearized}, ode::{Lyapunov, OdeSystem}};
/// // Two equal oscillators, in step: φ_2 - φ_1 shrinks like exp(-2 K t).
/// let network = Kuramoto::new(&[1.0, 1.0], Dense::new(2, 1, &[0.0, 0.7, 0.7, 0.0], Layout::ROWS)?)?;
/// let system = Linearized::new(&network);
/// let mut memory = vec![0.0; Lyapunov::<f64>::memory_len(2, 2, system.scratch_len())];
/// let mut lyapunov = Lyapunov::new(&mut memory, &system, 0.0, &[0.0, 0.0], 2, 0.05, 10)?;
/// lyapunov.advance(&system, 1000)?.complete()?;
/// lyapunov.discard();
/// lyapunov.advance(&system, 10_000)?.complete()?;
/// let mut exponents = [0.0_f64; 2];
/// lyapunov.exponents(&mut exponents)?;
/// assert!(exponents[0].abs() < 1e-9 && (exponents[1] + 1.4).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Linearized<'n, 'a, F, C, D = ()> {
    network: &'n Kuramoto<'a, F, C, D>,
}

impl<'n, 'a, F: Real, C: Pairwise<F>, D: TangentDrive<F>> Linearized<'n, 'a, F, C, D> {
    /// That network.
    pub const fn new(network: &'n Kuramoto<'a, F, C, D>) -> Self {
        Linearized { network }
    }

    /// The elements of scratch of a direction: turned sources, and their sums.
    fn turned_len(&self) -> usize {
        let coupling = self.network.coupling();
        let n = self.network.natural_frequencies().len();
        let sums = coupling.sums_len().saturating_mul(n.div_ceil(BLOCK).saturating_add(1));
        coupling.width().saturating_mul(n).saturating_add(sums)
    }
}

impl<F: Real, C: Pairwise<F>, D: TangentDrive<F>> OdeSystem<F> for Linearized<'_, '_, F, C, D> {
    fn dim(&self) -> usize {
        self.network.dim()
    }

    fn scratch_len(&self) -> usize {
        self.turned_len().saturating_add(self.network.scratch_len())
    }

    fn prepare(&self, scratch: &mut [F]) {
        self.network.prepare(&mut scratch[self.turned_len()..]);
    }

    #[inline(always)]
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        self.network.derivative(t, y, dydt, &mut scratch[self.turned_len()..])
    }

    fn level(&self) -> Level {
        self.network.level()
    }
}

impl<F: Real, C: Pairwise<F>, D: TangentDrive<F>> Tangent<F> for Linearized<'_, '_, F, C, D> {
    #[inline(always)]
    fn tangent(&self, t: F, y: &[F], direction: &[F], out: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        self.tangents(t, y, direction, out, scratch)
    }

    #[inline(always)]
    fn tangents(&self, t: F, y: &[F], directions: &[F], out: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        let (coupling, drive, n) = (self.network.coupling(), self.network.drive(), y.len());
        let (width, sums_len) = (coupling.width(), coupling.sums_len());
        let (turned, scratch) = scratch.split_at_mut(self.turned_len());
        let (turned, turned_sums) = turned.split_at_mut(width * n);
        let (turned_sums, turned_total) = turned_sums.split_at_mut(sums_len * n.div_ceil(BLOCK));
        let Scratch { constants, sources, sums, total } = Scratch::split(coupling, scratch);
        let strength = drive.strength(t);
        sweep::write_sources(coupling, y, sources, sums);
        sweep::add_up(sums, total);
        for (direction, out) in directions.chunks_exact(n).zip(out.chunks_exact_mut(n)) {
            for (block, direction) in direction.chunks(BLOCK).enumerate() {
                let place = block * BLOCK * width..(block * BLOCK + direction.len()) * width;
                let turned = &mut turned[place.clone()];
                coupling.turn_sources(&sources[place], direction, turned);
                coupling.write_sums(block * BLOCK, turned, &mut turned_sums[block * sums_len..][..sums_len]);
            }
            sweep::add_up(turned_sums, turned_total);
            out.fill(F::zero());
            for (block, out) in out.chunks_mut(BLOCK).enumerate() {
                let first = block * BLOCK;
                let of_block = first * width..(first + out.len()) * width;
                // Those who pull move, and those who are pulled.
                for (own, seen, sums) in [(&*sources, &*turned, &*turned_total), (&*turned, &*sources, &*total)] {
                    let (own, seen) = if C::LOCAL { (&own[of_block.clone()], &[][..]) } else { (own, seen) };
                    coupling.add_block(strength, View { first, constants, own, seen, sums }, out);
                }
            }
            drive.add_tangent(t, y, direction, out);
        }
        Ok(())
    }
}
