//! Ensembles and sweeps: each member as if it were alone.

mod common;

use common::hash;
use photinus::kuramoto::observables::Statistics;
use photinus::kuramoto::{Dense, Ensemble, FrequencyDistribution, Kuramoto, MeanField, Normalization, Transition};
use photinus::ode::{End, Euler, FixedStep, Heun, Rk4, Scheme};
use photinus::random::Stream;
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
