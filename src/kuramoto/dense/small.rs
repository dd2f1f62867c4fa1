//! Steps of a network that is small enough to stay in registers: the whole loop over lanes of oscillators, no remainders.

use super::super::Kuramoto;
use super::super::coupling::{self, Weight};
use super::super::drive::Drive;
use super::{Dense, panels};
use crate::Real;
use crate::kuramoto::sweep::Sweep;
use crate::lanes::Lanes;
use crate::ode::{self, Done, End, Scheme, Steps};

/// Oscillators side by side: a panel of rows.
pub(super) const LANES: usize = panels::FEW;

type Vector<F> = Lanes<F, LANES>;

/// `C` vectors of oscillators, zeros behind the last one.
#[inline(always)]
fn load<F: Real, const C: usize>(numbers: &[F]) -> [Vector<F>; C] {
    let mut vectors = [Lanes::zero(); C];
    for (vector, numbers) in vectors.iter_mut().zip(numbers.chunks(LANES)) {
        vector.0[..numbers.len()].copy_from_slice(numbers);
    }
    vectors
}

/// As for any network, to the bit.
#[inline(always)]
pub(super) fn take_steps<F, W, D, S, const C: usize>(
    network: &Kuramoto<'_, F, Dense<'_, F, W>, D>,
    steps: Steps<'_, F>,
) -> Done
where
    F: Real,
    W: Weight<F>,
    D: Drive<F>,
    S: Scheme,
{
    let (coupling, n) = (network.coupling(), network.natural_frequencies().len());
    // After the three vectors of a step, the scratch begins with the packed matrices.
    let (matrices, lags) = steps.workspace[3 * n..][..coupling.constants_len()].split_at(coupling.matrices_len());
    let natural = load::<F, C>(network.natural_frequencies());
    let share = Lanes::splat(ode::share::<F, S>(steps.step));
    let mut y = load::<F, C>(steps.y);
    let mut done = (steps.count, Ok(()));
    for i in 0..steps.count {
        let mut stage = y;
        let mut sum = [Lanes::zero(); C];
        for (at, weight, reach) in ode::stages::<F, S>(steps.step) {
            let strength = network.drive().strength(steps.time(steps.first + i, at));
            let factor = coupling.normalization.factor(strength, n);
            let rate = rates(coupling, factor, (matrices, lags), natural, stage);
            for p in 0..C {
                sum[p] = sum[p] + Lanes::splat(weight) * rate[p];
                stage[p] = y[p] + Lanes::splat(reach) * rate[p];
            }
        }
        let mut zero = Vector::<F>::zero();
        for p in 0..C {
            stage[p] = y[p] + share * sum[p];
            zero = zero + stage[p] * Lanes::zero(); // NaN where it is not finite
        }
        if zero.0.iter().any(|&x| x != F::zero()) {
            done = (i, Err(End::Diverged));
            break;
        }
        y = stage;
    }
    for (out, y) in steps.y.chunks_mut(LANES).zip(y) {
        out.copy_from_slice(&y.0[..out.len()]);
    }
    done
}

#[inline(always)]
fn rates<F: Real, W: Weight<F>, const C: usize>(
    coupling: &Dense<'_, F, W>,
    factor: F,
    (matrices, lags): (&[F], &[F]),
    natural: [Vector<F>; C],
    phases: [Vector<F>; C],
) -> [Vector<F>; C] {
    let n = coupling.oscillators;
    // Loops, not `map`, whose closure would be compiled for the baseline.
    let mut angles = [(Vector::<F>::zero(), Vector::<F>::zero()); C];
    for p in 0..C {
        angles[p] = phases[p].sin_cos();
    }
    let (mut own, mut rates) = (angles, natural);
    for (m, matrix) in matrices.chunks_exact(coupling.matrix_len()).enumerate() {
        if m > 0 {
            for p in 0..C {
                let ((s, c), (sin, cos)) = (own[p], angles[p]);
                own[p] = (s * cos + c * sin, c * cos - s * sin);
            }
        }
        let (mut sin, mut cos) = ([[F::zero(); LANES]; C], [[F::zero(); LANES]; C]);
        for p in 0..C {
            (sin[p], cos[p]) = (own[p].0.0, own[p].1.0);
        }
        let (sin, cos) = (&sin.as_flattened()[..n], &cos.as_flattened()[..n]);
        let (mut a, mut b) = ([Vector::<F>::zero(); C], [Vector::<F>::zero(); C]);
        let (columns, _) = matrix.as_chunks::<LANES>();
        for j in 0..n {
            let (sin, cos) = (Lanes::splat(sin[j]), Lanes::splat(cos[j]));
            for p in 0..C {
                let k = Lanes(columns[p * n + j]);
                a[p] = a[p] + k * sin;
                b[p] = b[p] + k * cos;
            }
        }
        let lag = coupling::lag(lags, m);
        for p in 0..C {
            let (mut s, mut c) = own[p];
            if let Some((lag_sin, lag_cos)) = lag {
                let (lag_sin, lag_cos) = (Lanes::splat(lag_sin), Lanes::splat(lag_cos));
                (s, c) = (s * lag_cos + c * lag_sin, c * lag_cos - s * lag_sin);
            }
            rates[p] = rates[p] + (c * a[p] - s * b[p]) * Lanes::splat(factor);
        }
    }
    rates
}
