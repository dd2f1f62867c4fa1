//! The tangents of networks against plain pairwise sums, and Lyapunov exponents of networks.

use photinus::kuramoto::{
    Dense, Drive, Driving, Groups, Kuramoto, Linearized, MeanField, Modulation, Normalization, Pairwise, Sparse,
    TangentDrive,
};
use photinus::ode::{Differences, Lyapunov, OdeSystem, Tangent};
use photinus::random::Stream;
use photinus::simd::Level;
use photinus::{Layout, Real};

fn uniform(seed: u64, count: usize, scale: f64) -> Vec<f64> {
    let mut random = Stream::new(seed, count as u64, 0);
    (0..count).map(|_| (random.uniform::<f64>() - 0.5) * scale).collect()
}

fn tangents<S: Tangent<f64>>(system: &S, phases: &[f64], directions: &[f64]) -> Vec<f64> {
    let mut scratch = vec![f64::NAN; system.scratch_len()];
    system.prepare(&mut scratch);
    let mut out = vec![f64::NAN; directions.len()];
    system.tangents(0.7, phases, directions, &mut out, &mut scratch).unwrap();
    out
}

/// Σ of (m, i, j, weight, lag): weight m (v_j - v_i) cos(m (φ_j - φ_i) - lag).
fn plain(edges: &[(usize, usize, usize, f64, f64)], phases: &[f64], direction: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; phases.len()];
    for &(m, i, j, weight, lag) in edges {
        let m = m as f64 + 1.0;
        out[i] += weight * m * (direction[j] - direction[i]) * (m * (phases[j] - phases[i]) - lag).cos();
    }
    out
}

fn check<C: Pairwise<f64>, D: TangentDrive<f64>>(
    name: &str,
    network: &Kuramoto<'_, f64, C, D>,
    edges: &[(usize, usize, usize, f64, f64)],
    forcing: impl Fn(usize, f64) -> f64,
) {
    let n = network.dim();
    let (phases, directions) = (uniform(8, n, 9.0), uniform(9, 3 * n, 2.0));
    let got = tangents(&Linearized::new(network), &phases, &directions);
    for (direction, got) in directions.chunks(n).zip(got.chunks(n)) {
        let expected = plain(edges, &phases, direction);
        for i in 0..n {
            let expected = expected[i] + forcing(i, phases[i]) * direction[i];
            assert!((got[i] - expected).abs() < 1e-11, "{name}, {n}: {} for {expected}", got[i]);
        }
    }
    // Another way to the same: differences.
    let differences = tangents(&Differences::new(network), &phases, &directions);
    let error = got.iter().zip(&differences).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(error < 1e-7, "{name}, {n}: {error:e}");
}

#[test]
fn tangents_are_those_of_plain_pairwise_sums() {
    let none = |_, _| 0.0;
    for n in [2, 13, 40, 300] {
        let (frequencies, weights) = (uniform(1, n, 2.0), uniform(2, 2 * n * n, 2.0 / n as f64));
        let places = (0..2 * n * n).map(|place| (place / (n * n), place / n % n, place % n, place));
        let lags = [0.4, -0.9];
        let dense: Vec<_> = places.clone().map(|(m, i, j, place)| (m, i, j, 0.3 * weights[place], lags[m])).collect();
        let coupling = Dense::<f64>::new(n, 2, &weights, Layout::ROWS).unwrap().with_lags(&lags).unwrap();
        let network = Kuramoto::new(&frequencies, coupling).unwrap();
        let strength = Driving::new().with_strength(Modulation::constant(0.3)).unwrap();
        check("dense", &network.with_drive(strength).unwrap(), &dense, none);

        let amplitudes = uniform(3, n, 2.0);
        let forced = strength.with_forcing(&amplitudes, 1.1, 0.2).unwrap();
        let pull = |i: usize, phase: f64| -amplitudes[i] * (1.1 * 0.7 + 0.2 - phase).cos();
        check("forced", &network.with_drive(forced).unwrap(), &dense, pull);

        let strengths = [0.8, -0.5];
        let all: Vec<_> = places.clone().map(|(m, i, j, _)| (m, i, j, strengths[m] / n as f64, lags[m])).collect();
        let coupling = MeanField::new(n, &strengths).unwrap().with_lags(&lags).unwrap();
        check("mean field", &Kuramoto::new(&frequencies, coupling).unwrap(), &all, none);

        let labels: Vec<u32> = (0..n as u32).map(|i| i * i % 3).collect();
        let blocks = uniform(4, 9, 3.0 / n as f64);
        let pairs = (0..n * n).map(|place| (place / n, place % n));
        let block = |i: usize, j: usize| blocks[(3 * labels[i] + labels[j]) as usize];
        let all: Vec<_> = pairs.map(|(i, j)| (0, i, j, block(i, j), 0.0)).collect();
        let coupling = Groups::new(&labels, 3, &blocks, 1).unwrap();
        check("groups", &Kuramoto::new(&frequencies, coupling).unwrap(), &all, none);

        let offsets: Vec<usize> = (0..=n).map(|i| 3 * i).collect();
        let columns: Vec<u32> = (0..3 * n).map(|e| (e * 7 % n) as u32).collect();
        let weights = uniform(5, 6 * n, 1.0);
        let edges = (0..6 * n).map(|place| (place / (3 * n), place % (3 * n)));
        let edges = edges.map(|(m, e)| (m, e / 3, columns[e] as usize, weights[3 * n * m + e] / n as f64, lags[m]));
        let coupling = Sparse::<f64>::new(&offsets, &columns, &weights, 2).unwrap().with_lags(&lags).unwrap();
        let coupling = coupling.with_normalization(Normalization::Oscillators);
        check("sparse", &Kuramoto::new(&frequencies, coupling).unwrap(), &edges.collect::<Vec<_>>(), none);
    }
}

/// The exponents of a network, and at every level the same.
fn exponents<C: Pairwise<f64> + Copy>(network: Kuramoto<'_, f64, C>, initial: &[f64], count: usize) -> Vec<f64> {
    let levels = if cfg!(debug_assertions) { 2 } else { usize::MAX };
    let mut results = Level::available().take(levels).map(|level| {
        let network = network.with_level(level);
        let system = Linearized::new(&network);
        let mut memory = vec![0.0; Lyapunov::<f64>::memory_len(network.dim(), count, system.scratch_len())];
        let mut lyapunov = Lyapunov::new(&mut memory, &system, 0.0, initial, count, 0.05, 5).unwrap();
        lyapunov.advance(&system, 4000).unwrap().complete().unwrap();
        lyapunov.discard();
        lyapunov.advance(&system, 40_000).unwrap().complete().unwrap();
        let mut exponents = vec![0.0; count];
        lyapunov.exponents(&mut exponents).unwrap();
        exponents
    });
    let first = results.next().unwrap();
    assert!(results.all(|other| other.iter().zip(&first).all(|(a, b)| a.to_bits64() == b.to_bits64())));
    first
}

#[test]
fn a_network_that_turns_by_itself_has_one_exponent_of_zero() {
    // Locked: the others are the eigenvalues of the Jacobian there, all below 0. Two oscillators have -2K cos(asin(Δ/2K)).
    let network = Kuramoto::new(&[1.0, 1.5], Dense::<f64>::new(2, 1, &[0.0, 0.6, 0.6, 0.0], Layout::ROWS).unwrap());
    let locked = exponents(network.unwrap(), &[0.0, 1.0], 2);
    let expected = -1.2 * (1.0 - (0.5_f64 / 1.2).powi(2)).sqrt();
    assert!(locked[0].abs() < 1e-9 && (locked[1] - expected).abs() < 1e-6, "{locked:?}");
    // A larger one below its transition: the largest is small, one is 0, and their sum is the mean trace, here below 0.
    let n = 8;
    let (frequencies, strengths) = (uniform(1, n, 2.0), [0.5]);
    let network = Kuramoto::new(&frequencies, MeanField::new(n, &strengths).unwrap()).unwrap();
    let all = exponents(network, &uniform(2, n, 6.0), n);
    assert!(all.iter().any(|exponent| exponent.abs() < 2e-3), "{all:?}");
    assert!(network.drive().strength(0.0) == 1.0);
}
