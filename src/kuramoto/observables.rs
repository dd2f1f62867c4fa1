//! Observables of phase oscillators: how far they are in step, as a whole, in groups, locally, in pairs, and over time.
//!
//! | of one row of phases | |
//! |---|---|
//! | [`order_parameter`] | r and ψ of any harmonic |
//! | [`Groups`] | r and ψ of each group |
//! | [`Neighbourhoods`] | local order in a graph or on a ring |
//! | [`winding_number`] | turns of the phase around a ring |
//! | [`phase_differences`], [`pairwise_phase_differences`], [`wrapped`] | in (-π, π] |
//!
//! | of many rows | |
//! |---|---|
//! | [`OrderParameterStatistics`] | mean and variance of r in time |
//! | [`GroupStatistics`] | metastability and chimera index |
//! | [`PhaseLocking`] | the phase-locking value of each pair |
//! | [`MeanFrequency`], [`mean_frequencies`] | mean frequencies |
//! | [`order_parameters`] | r and ψ row by row |
//!
//! Those of many rows take them one by one, from a solver's observer, so that nothing is stored but what they need, or
//! all at once, from a record `[times][oscillators]`. They are numbers in the caller's memory and can be looked at,
//! saved and gone on with at any row.
//!
//! Phases are in radians, unwrapped or not (mean frequencies need them unwrapped). All sums have a fixed shape and, but
//! for those over one oscillator's neighbours, an error of some ε of the terms' magnitudes, for a million oscillators
//! and a million rows, too; `level` changes the speed and no bit.
//!
//! ```
//! use photinus::kuramoto::{Dense, Kuramoto, observables::OrderParameterStatistics};
//! use photinus::{Layout, ode::Rk4, simd::Level};
//! let network = Kuramoto::new(&[1.0, 1.0], Dense::new(2, 1, &[0.0, 1.0, 1.0, 0.0], Layout::ROWS)?)?;
//! let mut order = OrderParameterStatistics::new(1, Level::detect())?;
//! let (mut states, mut workspace) = ([0.0; 20], vec![0.0; network.workspace_len()]);
//! let times: [f64; 10] = std::array::from_fn(|i| i as f64);
//! let observer = |_row, _time, phases: &[f64]| {
//!     order.add(phases)?;
//!     Ok(())
//! };
//! let run = Rk4::new(0.01)?.solve(&network, &times, &[0.0, 2.0], &mut states, &mut workspace, observer)?;
//! run.complete()?;
//! let statistics = order.statistics();
//! assert!(statistics.count() == 10 && statistics.mean() > 0.9 && statistics.variance().unwrap() < 0.1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod angle;
mod groups;
mod local;
mod locking;
mod order;
mod statistics;

pub use angle::{argument, wrapped};
pub use groups::{GroupProgress, GroupStatistics, Groups};
pub use local::Neighbourhoods;
pub use locking::PhaseLocking;
pub use order::{OrderParameter, order_parameter, order_parameters};
pub use statistics::{MeanFrequency, MeanFrequencyProgress, OrderParameterStatistics, Statistics};

use crate::{Error, Real};

/// Writes the differences a_i - b_i, [`wrapped`], to `out`; three slices of one length.
///
/// # Errors
/// [`Error::Length`] if the lengths differ, [`Error::NotFinite`] if a difference is NaN or infinite.
pub fn phase_differences<F: Real>(a: &[F], b: &[F], out: &mut [F]) -> Result<(), Error> {
    if a.len() != b.len() || a.len() != out.len() {
        return Err(Error::Length);
    }
    if !a.iter().zip(b).all(|(&a, &b)| (a - b).is_finite()) {
        return Err(Error::NotFinite);
    }
    for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
        *out = wrapped(a - b);
    }
    Ok(())
}

/// Writes φ_j - φ_i, [`wrapped`], to row i and column j of `out`, a matrix `[N][N]`.
///
/// # Errors
/// [`Error::Length`] if `out` has not N² elements, [`Error::NotFinite`] if a difference is NaN or infinite.
pub fn pairwise_phase_differences<F: Real>(phases: &[F], out: &mut [F]) -> Result<(), Error> {
    let n = phases.len();
    if n.checked_mul(n) != Some(out.len()) {
        return Err(Error::Length);
    }
    // The largest difference is that of the extremes; a NaN is no extreme.
    let least = phases.iter().fold(F::infinity(), |least, &phase| if phase < least { phase } else { least });
    let largest = phases.iter().fold(-F::infinity(), |most, &phase| if phase > most { phase } else { most });
    if n > 0 && (!(largest - least).is_finite() || !order::all_finite(phases, F::one())) {
        return Err(Error::NotFinite);
    }
    for (row, &from) in out.chunks_exact_mut(n.max(1)).zip(phases) {
        for (out, &to) in row.iter_mut().zip(phases) {
            *out = wrapped(to - from);
        }
    }
    Ok(())
}

/// The winding number of a ring, q = (1 / 2π) Σ_i wrapped(φ_{i+1} - φ_i), the last oscillator's neighbour being the
/// first: how many turns the phase makes on the way round, as in a q-twisted state (Wiley, Strogatz and Girvan, Chaos
/// 16, 2006). An exact integer.
///
/// A difference of just ±π, where q is not defined, is taken as π.
///
/// # Errors
/// [`Error::Dimension`] for no oscillators, [`Error::NotFinite`] if a difference is NaN or infinite,
/// [`Error::Parameter`] if one is beyond 2^24 (f32) or 2^53 (f64) turns, where neighbouring numbers are turns apart.
pub fn winding_number<F: Real>(phases: &[F]) -> Result<i64, Error> {
    let (&first, rest) = phases.split_first().ok_or(Error::Dimension)?;
    let limit = F::from_u64(1 << F::DIGITS);
    let mut number = 0_i64;
    let mut last = first;
    for &phase in rest.iter().chain([&first]) {
        let difference = phase - last;
        if !difference.is_finite() {
            return Err(Error::NotFinite);
        }
        let turns = angle::whole_turns(difference);
        if turns.abs() > limit {
            return Err(Error::Parameter);
        }
        // The differences add up to 0, so the whole turns taken off them are what is left, with the other sign. The
        // number is small, whatever the sum wraps to on its way.
        number = number.wrapping_sub(turns.truncated());
        last = phase;
    }
    Ok(number)
}

/// Writes the mean frequencies (φ_i(T) - φ_i(0)) / T to `out`, from the unwrapped phases at both ends of an interval of
/// length T = `duration`.
///
/// # Errors
/// [`Error::Length`] if the three slices have not one length, [`Error::Times`] unless `duration` is a finite number
/// above 0, [`Error::NotFinite`] if a difference is NaN or infinite.
pub fn mean_frequencies<F: Real>(first: &[F], last: &[F], duration: F, out: &mut [F]) -> Result<(), Error> {
    if first.len() != last.len() || first.len() != out.len() {
        return Err(Error::Length);
    }
    if !(duration > F::zero() && duration.is_finite()) {
        return Err(Error::Times);
    }
    if !first.iter().zip(last).all(|(&first, &last)| (last - first).is_finite()) {
        return Err(Error::NotFinite);
    }
    for ((out, &first), &last) in out.iter_mut().zip(first).zip(last) {
        *out = (last - first) / duration;
    }
    Ok(())
}
