//! Ensembles and sweeps: each member as if it were alone.

mod common;

use common::hash;
use photinus::kuramoto::observables::Statistics;
use photinus::kuramoto::{Dense, Ensemble, FrequencyDistribution, Kuramoto, MeanField, Normalization, Transition};
use photinus::ode::{
    End, Euler, EulerMaruyama, FixedStep, Heun, Rk4, Scheme, Sde, StochasticHeun, StochasticRk4, StochasticStep, Wiener,
};
use photinus::random::{Normals, Stream};
use photinus::sequence::{Halton, Indices, Mapping, Sequence};
use photinus::simd::Level;
use photinus::{Error, Layout, Real};

fn uniform<F: Real>(seed: u64, count: usize, scale: f64) -> Vec<F> {
    let mut random = Stream::new(seed, count as u64, 0);
    (0..count).map(|_| (random.uniform::<F>() - F::from_f64(0.5)) * F::from_f64(scale)).collect()
}

fn bits<F: Real>(numbers: &[F]) -> u64 {
    hash(numbers.iter().map(|x| x.to_bits64()))
}

/// Every member against the network of its own, in two pieces, at every level.
fn like_alone<F: Real, S: Scheme>(ensemble: Ensemble<'_, F>, solver: &FixedStep<F, S>, name: &str) {
    let (members, n) = (ensemble.members(), ensemble.oscillators());
    let initial = uniform::<F>(3, members * n, 12.0);
    let mut expected = initial.clone();
    for (number, phases) in expected.chunks_mut(n).enumerate() {
        let network = ensemble.member(number).unwrap();
        let mut workspace = vec![F::zero(); network.workspace_len()];
        solver.advance(&network, F::one(), 0, 7, phases, &mut workspace).unwrap().complete().unwrap();
    }
    for level in Level::available() {
        let ensemble = ensemble.with_level(level);
        let mut phases = initial.clone();
        let (mut steps, mut workspace) = (vec![9; members], vec![F::nan(); ensemble.workspace_len()]);
        for (first, count) in [(0, 3), (3, 0), (3, 4)] {
            let done = ensemble.advance(solver, F::one(), first, count, &mut phases, &mut steps, &mut workspace);
            assert_eq!(done, Ok(members));
            assert!(steps.iter().all(|&steps| steps == count));
        }
        assert_eq!(bits(&phases), bits(&expected), "{name}: {n} oscillators, {}", level.name());
    }
}

fn members_are_what_they_are_alone<F: Real>() {
    let all = [(1, 3), (3, 17), (10, 9), (33, 2), (3, 8), (15, 8), (16, 5), (32, 8), (33, 3), (300, 2)];
    // Minutes without optimisation.
    let (few, harmonics) = if cfg!(debug_assertions) { (4, 2..=2) } else { (all.len(), 1..=3) };
    for &(n, members) in &all[..few] {
        for harmonics in harmonics.clone() {
            let size = n * n * harmonics;
            let (own, shared) =
                (uniform::<F>(1, members * size, 2.0 / n as f64), uniform::<F>(2, size, 2.0 / n as f64));
            let (frequencies, strengths) = (uniform::<F>(4, members * n, 3.0), uniform::<F>(5, members, 2.0));
            let lags = uniform::<F>(6, harmonics, 1.0);
            let rk4 = Rk4::new(F::from_f64(0.05)).unwrap();
            let new = |w, k, layout| Ensemble::new(members, n, harmonics, w, k, layout).unwrap();
            like_alone(new(&frequencies, &own, Layout::ROWS), &rk4, "all own");
            let driven = new(&frequencies[..n], &own, Layout::COLUMNS).with_strengths(&strengths).unwrap();
            like_alone(driven, &rk4, "strengths");
            let lagging = new(&frequencies, &shared, Layout::ROWS).with_lags(&lags).unwrap();
            like_alone(lagging.with_normalization(Normalization::Oscillators), &rk4, "lags");
            let degrees = new(&frequencies, &shared, Layout::ROWS).with_normalization(Normalization::InDegree);
            like_alone(degrees, &rk4, "degrees");
            like_alone(driven, &Euler::new(F::from_f64(0.01)).unwrap(), "Euler");
            like_alone(driven, &Heun::new(F::from_f64(0.01)).unwrap(), "Heun");
        }
    }
}

#[test]
fn members_are_what_they_are_alone_f64() {
    members_are_what_they_are_alone::<f64>();
}

#[test]
fn members_are_what_they_are_alone_f32() {
    members_are_what_they_are_alone::<f32>();
}

/// The strengths and seeds of a test, beside the ensemble that has got them.
struct Noise<'a, F> {
    sigma: &'a [F],
    seeds: &'a [u64],
}

/// Every noisy member against the network of its own, in two pieces, at every level and on threads.
fn noisy_like_alone<F: Real, S: Scheme>(
    ensemble: Ensemble<'_, F>,
    solver: &StochasticStep<F, S>,
    noise: &Noise<'_, F>,
    name: &str,
) {
    let (members, n) = (ensemble.members(), ensemble.oscillators());
    let initial = uniform::<F>(3, members * n, 12.0);
    // Where numbers of steps are that large, one that has no room in 32 bits comes by.
    let begin = if F::DIGITS > 40 { (1 << 32) - 4 } else { (1 << 20) - 4 };
    let mut expected = initial.clone();
    for (number, phases) in expected.chunks_mut(n).enumerate() {
        let network = ensemble.member(number).unwrap();
        let sigma = if noise.sigma.len() <= n { noise.sigma } else { &noise.sigma[number * n..][..n] };
        let sde = Sde::new(&network, sigma, Wiener::new(noise.seeds[number])).unwrap();
        assert_eq!(ensemble.member_noise(number), Ok((sigma, Wiener::new(noise.seeds[number]))));
        let mut workspace = vec![F::zero(); network.workspace_len() + n];
        solver.advance(&sde, F::one(), begin, 7, phases, &mut workspace).unwrap().complete().unwrap();
    }
    for level in Level::available() {
        let ensemble = ensemble.with_level(level);
        let mut phases = initial.clone();
        let (mut steps, mut workspace) = (vec![9; members], vec![F::nan(); ensemble.workspace_len()]);
        for (first, count) in [(0, 3), (3, 0), (3, 4)] {
            let first = begin + first;
            let done = ensemble.advance(solver, F::one(), first, count, &mut phases, &mut steps, &mut workspace);
            assert_eq!(done, Ok(members));
            assert!(steps.iter().all(|&steps| steps == count));
        }
        assert_eq!(bits(&phases), bits(&expected), "{name}: {n} oscillators, {}", level.name());
        #[cfg(feature = "std")]
        for threads in [1, 2] {
            let pool = photinus::parallel::Pool::new(threads).unwrap();
            let mut phases = initial.clone();
            let done = pool.advance_ensemble(solver, &ensemble, F::one(), begin, 7, &mut phases, &mut steps);
            assert_eq!(done, Ok(members));
            assert_eq!(bits(&phases), bits(&expected), "{name}: {n} oscillators, {threads} threads");
        }
    }
}

fn noisy_members_are_what_they_are_alone<F: Real>() {
    // From 33 oscillators on, a member fills the vectors by itself.
    let all = [(3, 17), (1, 3), (10, 9), (33, 3), (2, 33), (15, 8), (32, 8), (100, 2)];
    let (few, harmonics) = if cfg!(debug_assertions) { (4, 2..=2) } else { (all.len(), 1..=2) };
    for &(n, members) in &all[..few] {
        for harmonics in harmonics.clone() {
            let coupling = uniform::<F>(1, n * n * harmonics, 2.0 / n as f64);
            let (frequencies, strengths) = (uniform::<F>(4, members * n, 3.0), uniform::<F>(5, members, 2.0));
            let sigma: Vec<F> = uniform(8, members * n, 1.0).into_iter().map(|x: F| x.abs()).collect();
            let seeds: Vec<u64> = (0..members as u64).map(|k| (k / 2).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
            let following: Vec<u64> = (0..members as u64).map(|k| (u64::MAX - 1).wrapping_add(k)).collect();
            let lags = uniform::<F>(6, harmonics, 1.0);
            let plain = Ensemble::new(members, n, harmonics, &frequencies, &coupling, Layout::ROWS).unwrap();
            let step = F::from_f64(0.05);
            let heun = StochasticHeun::new(step).unwrap();
            let own = plain.with_strengths(&strengths).unwrap();
            let own = own.with_noise(&sigma, 77).unwrap().with_seeds(&seeds).unwrap();
            let noise = Noise { sigma: &sigma, seeds: &seeds };
            noisy_like_alone(own, &heun, &noise, "all own");
            noisy_like_alone(own, &EulerMaruyama::new(step).unwrap(), &noise, "Euler-Maruyama");
            noisy_like_alone(own, &StochasticRk4::new(step).unwrap(), &noise, "Runge-Kutta");
            let shared = plain.with_lags(&lags).unwrap().with_noise(&sigma[..n], u64::MAX - 1).unwrap();
            noisy_like_alone(shared, &heun, &Noise { sigma: &sigma[..n], seeds: &following }, "shared");
            let degrees = plain.with_normalization(Normalization::InDegree).with_seeds(&seeds).unwrap();
            let degrees = degrees.with_noise(&sigma[..1], 0).unwrap();
            noisy_like_alone(degrees, &heun, &Noise { sigma: &sigma[..1], seeds: &seeds }, "degrees");
            // Without strength it is the method without noise.
            let none = [F::zero()];
            let (quiet, mut steps) = (own.with_noise(&none, 3).unwrap(), vec![0; members]);
            let mut workspace = vec![F::zero(); quiet.workspace_len()];
            let [mut with, mut without] = [(); 2].map(|()| uniform::<F>(3, members * n, 12.0));
            quiet.advance(&heun, F::zero(), 0, 5, &mut with, &mut steps, &mut workspace).unwrap();
            let (plain, heun) = (plain.with_strengths(&strengths).unwrap(), Heun::new(step).unwrap());
            plain.advance(&heun, F::zero(), 0, 5, &mut without, &mut steps, &mut workspace).unwrap();
            assert_eq!(bits(&with), bits(&without));
        }
    }
}

#[test]
fn noisy_members_are_what_they_are_alone_f64() {
    noisy_members_are_what_they_are_alone::<f64>();
}

#[test]
fn noisy_members_are_what_they_are_alone_f32() {
    noisy_members_are_what_they_are_alone::<f32>();
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values.into_iter().fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    sum / count
}

/// The phases of all members after `count` steps of `solver` from 0.
fn after<F: Real, S: Scheme>(ensemble: &Ensemble<'_, F>, solver: &StochasticStep<F, S>, count: u64) -> Vec<F> {
    let members = ensemble.members();
    let (mut phases, mut steps) = (vec![F::zero(); members * ensemble.oscillators()], vec![0; members]);
    let mut workspace = vec![F::zero(); ensemble.workspace_len()];
    assert_eq!(ensemble.advance(solver, F::zero(), 0, count, &mut phases, &mut steps, &mut workspace), Ok(members));
    phases
}

fn free_oscillators<F: Real>() {
    // φ_i = ω_i t + σ_i W_i(t): normal numbers of the mean ω_i t and the variance σ_i² t, all independent.
    let members = 4000;
    let (omega, sigma) = ([1.0, -2.0, 0.5], [0.5, 1.0, 2.0]);
    let [omegas, sigmas] = [omega, sigma].map(|values| values.map(F::from_f64));
    let none = [F::zero(); 9];
    let ensemble = Ensemble::new(members, 3, 1, &omegas, &none, Layout::ROWS).unwrap();
    let ensemble = ensemble.with_noise(&sigmas, 5).unwrap();
    let (h, steps) = (0.125, 40);
    for t in [steps, 4 * steps] {
        let time = h * t as f64;
        let phases = after(&ensemble, &EulerMaruyama::new(F::from_f64(h)).unwrap(), t);
        let phases: Vec<f64> = phases.into_iter().map(Real::to_f64).collect();
        // Normal numbers of variance 1.
        let z = |k: usize, i: usize| (phases[3 * k + i] - omega[i] * time) / (sigma[i] * time.sqrt());
        let bound = 4.5 / (members as f64).sqrt();
        for i in 0..3 {
            let column = |power: i32| mean((0..members).map(|k| z(k, i).powi(power)));
            assert!(column(1).abs() < bound, "mean {}", column(1));
            assert!((column(2) - 1.0).abs() < 2.0_f64.sqrt() * bound, "variance {}", column(2));
            assert!(column(3).abs() < 15.0_f64.sqrt() * bound, "third {}", column(3));
            assert!((column(4) - 3.0).abs() < 96.0_f64.sqrt() * bound, "fourth {}", column(4));
            // Other oscillators, and other members.
            for lag in 1..4 {
                let with = mean((0..members - 1).map(|k| z(k, i) * z(k + lag / 3, (i + lag) % 3)));
                assert!(with.abs() < bound, "correlation {with}");
            }
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn free_oscillators_diffuse() {
    free_oscillators::<f64>();
    free_oscillators::<f32>();
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn two_noisy_oscillators_have_the_stationary_distribution() {
    // d = φ_2 - φ_1 has dd = -2K sin d dt + √2 σ dW: in the potential -2K cos d with the diffusion constant σ², so that
    // its stationary density is proportional to exp(κ cos d), κ = 2K / σ² (von Mises). The mean of cos m d is I_m(κ) / I_0(κ).
    let bessel = |m: i32, x: f64| {
        let first = (1..=m).fold(1.0, |term, i| term * x / (2.0 * f64::from(i)));
        (1..60).fold((first, first), |(sum, term), i| {
            let term = term * x * x / (4.0 * f64::from(i * (i + m)));
            (sum + term, term)
        })
    };
    let members = 6000;
    let cases = [(1.0, 1.0), (0.5, 2.0), (1.5, 0.75), (0.0, 1.0)]; // K, σ; members take turns
    let strengths: Vec<f64> = (0..4 * members).map(|k| cases[k % 4].0).collect();
    let sigma: Vec<f64> = (0..4 * members).flat_map(|k| [cases[k % 4].1; 2]).collect();
    let ensemble = Ensemble::new(4 * members, 2, 1, &[0.25; 2], &[0.0, 1.0, 1.0, 0.0], Layout::ROWS).unwrap();
    let ensemble = ensemble.with_strengths(&strengths).unwrap().with_noise(&sigma, 1000).unwrap();
    let phases = after(&ensemble, &StochasticHeun::new(0.05).unwrap(), 400);
    for (case, (k, sigma)) in cases.into_iter().enumerate() {
        let kappa = 2.0 * k / (sigma * sigma);
        let pairs = || phases.chunks(2).skip(case).step_by(4).map(|pair| pair[1] - pair[0]);
        let expected = |m| bessel(m, kappa).0 / bessel(0, kappa).0;
        for m in [1, 2, 3] {
            let angle = f64::from(m);
            // The variance of cos m d is (1 + <cos 2m d>)/2 - <cos m d>²; and the error of a step is 0.05² at most.
            let deviation = |square: f64, mean: f64| (square - mean * mean).sqrt() / (members as f64).sqrt();
            let cos = mean(pairs().map(|d| (angle * d).cos()));
            let bound = 4.0 * deviation((1.0 + expected(2 * m)) / 2.0, expected(m)) + 0.0025;
            assert!((cos - expected(m)).abs() < bound, "K = {k}: <cos {m} d> {cos}, not {}", expected(m));
            let sin = mean(pairs().map(|d| (angle * d).sin()));
            assert!(sin.abs() < 4.0 * deviation((1.0 - expected(2 * m)) / 2.0, 0.0), "K = {k}: <sin {m} d> {sin}");
        }
    }
}

#[test]
fn the_mean_phase_is_a_brownian_motion() {
    // The pull of a symmetric coupling drops out of the mean phase: ω t + Σ σ_i W_i(t) / N with the W of the member's seed.
    // So the mean frequency over members is that of the ω, whatever the noise: to σ / √(members N t).
    let (members, n, h, steps) = (if cfg!(debug_assertions) { 20 } else { 500 }, 5, 0.0625, 160);
    let frequencies = uniform::<f64>(12, n, 4.0);
    let seeds: Vec<u64> = (0..members as u64).map(|k| k * k + 17).collect();
    let time = h * steps as f64;
    let omega = mean(frequencies.iter().copied());
    for coupling in [0.0, 0.3] {
        let coupling = vec![coupling; n * n];
        let ensemble = Ensemble::new(members, n, 1, &frequencies, &coupling, Layout::ROWS).unwrap();
        for strength in [0.0, 0.5, 3.0] {
            let sigma: Vec<f64> = (0..n).map(|i| strength * (1.0 + 0.1 * i as f64)).collect();
            let ensemble = ensemble.with_noise(&sigma, 1).unwrap().with_seeds(&seeds).unwrap();
            let (euler, heun) = (EulerMaruyama::new(h).unwrap(), StochasticHeun::new(h).unwrap());
            for phases in [after(&ensemble, &euler, steps), after(&ensemble, &heun, steps)] {
                for (phases, &seed) in phases.chunks(n).zip(&seeds) {
                    let normals = Normals::new(seed);
                    let walk = |i: usize| (0..steps).map(|step| normals.normal::<f64>(step, i as u64)).sum::<f64>();
                    let walks = mean((0..n).map(|i| sigma[i] * h.sqrt() * walk(i)));
                    assert!((mean(phases.iter().copied()) - omega * time - walks).abs() < 1e-10);
                }
                let frequency = mean(phases.iter().map(|phase| phase / time));
                let variance = mean(sigma.iter().map(|sigma| sigma * sigma)) / ((members * n) as f64 * time);
                assert!((frequency - omega).abs() <= 4.5 * variance.sqrt() + 1e-12, "{frequency} with {strength}");
            }
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn two_oscillators_lock_at_the_closed_form() {
    // d = φ_2 - φ_1 has d' = Δω - 2K sin d: it rests at asin(Δω / 2K) where that exists, and else turns with the mean
    // frequency sqrt(Δω² - 4K²).
    let strengths: Vec<f64> = (0..40).map(|i| 0.05 * f64::from(i)).collect();
    let ensemble = Ensemble::new(40, 2, 1, &[0.5, 1.5], &[0.0, 1.0, 1.0, 0.0], Layout::ROWS).unwrap();
    let ensemble = ensemble.with_strengths(&strengths).unwrap();
    let (mut phases, mut steps) = (vec![0.0; 80], vec![0; 40]);
    let mut workspace = vec![0.0; ensemble.workspace_len()];
    let solver = Rk4::new(0.01).unwrap();
    let mut advance = |first, count, phases: &mut [f64]| {
        assert_eq!(ensemble.advance(&solver, 0.0, first, count, phases, &mut steps, &mut workspace), Ok(40));
        phases.chunks(2).map(|pair| pair[1] - pair[0]).collect::<Vec<f64>>()
    };
    let before = advance(0, 10_000, &mut phases);
    let after = advance(10_000, 40_000, &mut phases);
    for ((&k, &before), &after) in strengths.iter().zip(&before).zip(&after) {
        if 2.0 * k > 1.05 {
            assert!((after.sin() - 0.5 / k).abs() < 1e-9, "K = {k}");
        } else if 2.0 * k < 0.95 {
            let frequency = (after - before) / 400.0;
            // One turn more or less in 400 units of time.
            assert!((frequency - (1.0 - 4.0 * k * k).sqrt()).abs() < 0.02, "K = {k}: {frequency}");
        }
    }
}

#[test]
fn a_member_that_diverges_is_left_where_it_was() {
    // Natural frequencies of 1e308 overflow after some steps of the length 1.
    let frequencies = [1.0, 2.0, 1e308, 1.0, 1.0, 3.0];
    let ensemble = Ensemble::new(3, 2, 1, &frequencies, &[0.0, 0.1, 0.1, 0.0], Layout::ROWS).unwrap();
    let (mut phases, mut steps) = (vec![0.0; 6], vec![0; 3]);
    let mut workspace = vec![0.0; ensemble.workspace_len()];
    let solver = Rk4::new(1.0).unwrap();
    assert_eq!(ensemble.advance(&solver, 0.0, 0, 20, &mut phases, &mut steps, &mut workspace), Ok(2));
    let network = ensemble.member(1).unwrap();
    let mut alone = [0.0; 2];
    let run = solver.advance(&network, 0.0, 0, 20, &mut alone, &mut vec![0.0; network.workspace_len()]).unwrap();
    assert_eq!((run.end, steps[0], steps[2]), (End::Diverged, 20, 20));
    assert!(run.steps < 20 && steps[1] == run.steps);
    assert_eq!(phases[2..4], alone);
    // With noise the same.
    let frequencies = [1.0, 2.0, 1e308, 1.0, 1.0, 3.0];
    let ensemble = Ensemble::new(3, 2, 1, &frequencies, &[0.0, 0.1, 0.1, 0.0], Layout::ROWS).unwrap();
    let ensemble = ensemble.with_noise(&[0.5], 4).unwrap();
    let (mut phases, mut steps) = (vec![0.0; 6], vec![0; 3]);
    let mut workspace = vec![0.0; ensemble.workspace_len()];
    let solver = StochasticHeun::new(1.0).unwrap();
    assert_eq!(ensemble.advance(&solver, 0.0, 0, 20, &mut phases, &mut steps, &mut workspace), Ok(2));
    let (network, mut alone) = (ensemble.member(1).unwrap(), [0.0; 2]);
    let sde = Sde::new(&network, &[0.5], Wiener::new(5)).unwrap();
    let run = solver.advance(&sde, 0.0, 0, 20, &mut alone, &mut vec![0.0; network.workspace_len() + 2]).unwrap();
    assert_eq!((run.end, steps[0], steps[2]), (End::Diverged, 20, 20));
    assert!(run.steps < 20 && steps[1] == run.steps);
    assert_eq!(phases[2..4], alone);
}

/// Parameters from a sequence: here strengths and one initial phase, in a box.
#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn sampled_parameters() {
    let points = 200;
    let (lower, upper) = ([0.6, 0.0], [2.0, 3.0]);
    let mut sample = vec![0.0; 2 * points];
    let halton = Halton::<f64>::new(2).unwrap();
    let mapping = Mapping::default().scale(&lower, &upper).unwrap();
    halton.fill_mapped(Indices::new(1, points), Layout::COLUMNS, mapping, &mut sample).unwrap();
    let (strengths, starts) = sample.split_at(points);
    let ensemble = Ensemble::new(points, 2, 1, &[1.0, 2.0], &[0.0, 1.0, 1.0, 0.0], Layout::ROWS).unwrap();
    let ensemble = ensemble.with_strengths(strengths).unwrap();
    let mut phases: Vec<f64> = starts.iter().flat_map(|&start| [0.0, start]).collect();
    let (mut steps, mut workspace) = (vec![0; points], vec![0.0; ensemble.workspace_len()]);
    let solver = Rk4::new(0.02).unwrap();
    assert_eq!(ensemble.advance(&solver, 0.0, 0, 5000, &mut phases, &mut steps, &mut workspace), Ok(points));
    for (pair, k) in phases.chunks(2).zip(strengths) {
        assert!(((pair[1] - pair[0]).sin() - 0.5 / k).abs() < 1e-9);
    }
}

fn lorentzian(n: usize, width: f64) -> Vec<f64> {
    let mut frequencies = vec![0.0; n];
    FrequencyDistribution::Lorentzian { centre: 0.0, width }.quantiles(&mut frequencies).unwrap();
    frequencies
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn the_transition_follows_the_theory() {
    let n = 2000;
    let frequencies = lorentzian(n, 0.5);
    let network = Kuramoto::new(&frequencies, MeanField::new(n, &[1.0]).unwrap()).unwrap();
    let strengths = [0.3, 1.5, 2.0, 4.0];
    let mut r = [Statistics::new(); 4];
    let mut workspace = vec![0.0; Transition::workspace_len(&network)];
    let transition = Transition { transient: 2000, samples: 500, every: 4, ..Transition::default() };
    let solver = Rk4::new(0.01).unwrap();
    let initial = vec![0.0; n];
    let run = transition.run(&solver, &network, &strengths, &initial, &mut r, &mut workspace).unwrap();
    assert_eq!((run.end, run.rows, run.steps), (End::Complete, 4, 4 * (2000 + 499 * 4)));
    for (k, r) in strengths.iter().zip(&r) {
        let theory = (1.0 - 1.0 / k).max(0.0).sqrt();
        assert!((r.mean() - theory).abs() < 0.01 || (theory == 0.0 && r.mean() < 0.1), "K = {k}: {r:?}");
        assert_eq!(r.count(), 500);
    }
}

/// Strengths up and down again: where each starts at the end of the one before, they differ in an explosive network.
#[test]
fn carried_strengths_show_hysteresis() {
    // Uniform frequencies: the transition is of first order at K = 4 half_width / π (Pazo, Phys. Rev. E 72, 2005), and a
    // locked state persists a little below it.
    let n = 64;
    let mut frequencies = vec![0.0; n];
    FrequencyDistribution::Uniform { centre: 0.0, half_width: 1.0 }.quantiles(&mut frequencies).unwrap();
    let coupling = vec![1.0 / n as f64; n * n];
    let network = Kuramoto::new(&frequencies, Dense::new(n, 1, &coupling, Layout::ROWS).unwrap()).unwrap();
    let strengths = [2.0, 1.4, 1.4];
    let initial = uniform::<f64>(9, n, 6.0);
    let mut workspace = vec![0.0; Transition::workspace_len(&network)];
    let solver = Rk4::new(0.05).unwrap();
    let mut sweep = |carried| {
        let transition = Transition { transient: 400, samples: 5, every: 1, carried, ..Transition::default() };
        let mut r = [Statistics::new(); 3];
        let run = transition.run(&solver, &network, &strengths, &initial, &mut r, &mut workspace).unwrap();
        run.complete().unwrap();
        r
    };
    let (alone, carried) = (sweep(false), sweep(true));
    assert_eq!(alone[0], carried[0]);
    assert_eq!(alone[1], alone[2]); // the same start
    assert!(carried[1] != alone[1] && carried[2] != carried[1]); // another one
}

#[test]
fn bad_arguments() {
    let (w, k) = ([1.0; 6], [0.5; 12]);
    let new = |members, n, harmonics, w: &[f64], k: &[f64], layout| {
        Ensemble::new(members, n, harmonics, w, k, layout).map(|ensemble| ensemble.members()).unwrap_err()
    };
    for (members, n, harmonics) in [(0, 2, 1), (3, 0, 1), (3, 2, 0), (usize::MAX, 2, 1), (3, usize::MAX, 1)] {
        assert_eq!(new(members, n, harmonics, &w, &k, Layout::ROWS), Error::Dimension);
    }
    assert_eq!(new(3, 2, 1, &w[..5], &k, Layout::ROWS), Error::Length);
    assert_eq!(new(3, 2, 1, &w, &k[..8], Layout::ROWS), Error::Length);
    assert_eq!(new(3, 2, 1, &w, &k, Layout::ByRows { stride: 3 }), Error::Stride);
    assert_eq!(new(3, 2, 1, &[f64::NAN, 1.0], &k, Layout::ROWS), Error::NotFinite);
    let ensemble = Ensemble::new(3, 2, 1, &w, &k, Layout::ROWS).unwrap();
    assert_eq!(ensemble.with_strengths(&w).err(), Some(Error::Length));
    assert_eq!(ensemble.with_strengths(&[1.0, 2.0, f64::INFINITY]).err(), Some(Error::NotFinite));
    assert_eq!(ensemble.with_lags(&w).err(), Some(Error::Length));
    assert_eq!(ensemble.member(3).err(), Some(Error::Dimension));
    let solver = Rk4::new(0.1).unwrap();
    let mut workspace = vec![0.0; ensemble.workspace_len()];
    let mut advance = |start, first, count, phases: &mut [f64], steps: &mut [u64], less: usize| {
        let len = workspace.len() - less;
        ensemble.advance(&solver, start, first, count, phases, steps, &mut workspace[..len])
    };
    let (phases, steps) = (&mut [7.0; 6], &mut [5; 3]);
    assert_eq!(advance(0.0, 0, 1, &mut phases[..5], steps, 0), Err(Error::Length));
    assert_eq!(advance(0.0, 0, 1, phases, &mut steps[..2], 0), Err(Error::Length));
    assert_eq!(advance(0.0, 0, 1, phases, steps, 1), Err(Error::Workspace));
    assert_eq!(advance(f64::NAN, 0, 1, phases, steps, 0), Err(Error::Times));
    assert_eq!(advance(1e300, 0, 1, phases, steps, 0), Err(Error::StepTooSmall));
    assert_eq!(advance(0.0, u64::MAX, 1, phases, steps, 0), Err(Error::StepTooSmall));
    assert_eq!(advance(0.0, 0, 1, &mut [f64::NAN; 6], steps, 0), Err(Error::NotFinite));
    assert_eq!((*phases, *steps), ([7.0; 6], [5; 3])); // nothing was written
    assert_eq!(advance(0.0, 0, 0, phases, steps, 0), Ok(3));

    for bad in [-0.5, f64::NAN, f64::INFINITY, -f64::MIN_POSITIVE] {
        assert_eq!(ensemble.with_noise(&[bad], 1).err(), Some(Error::Parameter));
        assert_eq!(ensemble.with_noise(&[1.0, 1.0, 1.0, 1.0, 1.0, bad], 1).err(), Some(Error::Parameter));
    }
    for wrong in [0, 3, 4, 5, 12] {
        assert_eq!(ensemble.with_noise(&k[..wrong], 1).err(), Some(Error::Length), "{wrong} strengths");
    }
    assert_eq!(ensemble.with_seeds(&[1, 2]).err(), Some(Error::Length));
    assert_eq!(ensemble.with_seeds(&[]).err(), Some(Error::Length));
    // Noise wants a solver that has it, and the other way round; seeds alone are no noise.
    let noisy = ensemble.with_noise(&[0.5, 0.0], 1).unwrap();
    assert_eq!(noisy.member_noise(3).err(), Some(Error::Dimension));
    let seeded = ensemble.with_seeds(&[1, 2, 3]).unwrap();
    assert_eq!(seeded.member_noise(0).err(), Some(Error::Unsupported));
    let (heun, mut room) = (StochasticHeun::new(0.1).unwrap(), vec![0.0; noisy.workspace_len()]);
    assert_eq!(noisy.advance(&solver, 0.0, 0, 1, phases, steps, &mut room), Err(Error::Unsupported));
    assert_eq!(seeded.advance(&heun, 0.0, 0, 1, phases, steps, &mut room), Err(Error::Unsupported));
    assert_eq!(noisy.advance(&heun, 0.0, u64::MAX, 1, phases, steps, &mut room), Err(Error::StepTooSmall));
    assert_eq!(noisy.advance(&heun, 0.0, (1 << 53) - 1, 2, phases, steps, &mut room), Err(Error::StepTooSmall));
    assert_eq!(noisy.advance(&heun, f64::NAN, 0, 1, phases, steps, &mut room), Err(Error::Times));
    assert_eq!(noisy.advance(&heun, 0.0, 0, 1, &mut [f64::NAN; 6], steps, &mut room), Err(Error::NotFinite));
    let less = room.len() - 1;
    assert_eq!(noisy.advance(&heun, 0.0, 0, 1, phases, steps, &mut room[..less]), Err(Error::Workspace));
    #[cfg(feature = "std")]
    {
        let pool = photinus::parallel::Pool::new(2).unwrap();
        assert_eq!(pool.advance_ensemble(&solver, &noisy, 0.0, 0, 1, phases, steps), Err(Error::Unsupported));
        assert_eq!(pool.advance_ensemble(&heun, &seeded, 0.0, 0, 1, phases, steps), Err(Error::Unsupported));
    }
    assert_eq!((*phases, *steps), ([7.0; 6], [0; 3])); // nothing was written

    let network = Kuramoto::new(&w, MeanField::new(6, &[1.0]).unwrap()).unwrap();
    let mut workspace = vec![0.0; Transition::workspace_len(&network)];
    let mut run = |transition: Transition, strengths: &[f64], initial: &[f64], less: usize| {
        let len = workspace.len() - less;
        let mut r = [Statistics::new(); 2];
        transition.run(&solver, &network, strengths, initial, &mut r, &mut workspace[..len]).map(|run| run.rows)
    };
    let transition = Transition { samples: 2, transient: 1, ..Transition::default() };
    assert_eq!(run(transition, &[1.0], &w, 0), Err(Error::Length));
    assert_eq!(run(transition, &[1.0; 2], &w[..5], 0), Err(Error::Length));
    assert_eq!(run(transition, &[1.0, f64::NAN], &w, 0), Err(Error::NotFinite));
    assert_eq!(run(transition, &[1.0; 2], &w, 1), Err(Error::Workspace));
    for bad in [
        Transition { samples: 0, ..transition },
        Transition { every: 0, ..transition },
        Transition { harmonic: 0, ..transition },
        Transition { every: u64::MAX, samples: 3, ..transition },
    ] {
        assert_eq!(run(bad, &[1.0; 2], &w, 0), Err(Error::Parameter));
    }
    assert_eq!(run(transition, &[1.0; 2], &w, 0), Ok(2));
}
