//! The Kuramoto network against reference trajectories and plain pairwise sums.

mod common;

use common::{hash, list, numbers, reference};
#[cfg(not(debug_assertions))]
use photinus::kuramoto::observables::{OrderParameterStatistics, order_parameter};
#[cfg(not(debug_assertions))]
use photinus::kuramoto::{Coupling, FrequencyDistribution, SecondOrder, Sparse};
use photinus::kuramoto::{Dense, Kuramoto, MeanField};
#[cfg(not(debug_assertions))]
use photinus::ode::{Adaptive, AdaptiveOptions, DormandPrince, Pair, Tsitouras};

type Network<'a, F> = Kuramoto<'a, F, Dense<'a, F>>;

fn dense<'a, F: Real>(
    frequencies: &'a [F],
    coupling: &'a [F],
    harmonics: usize,
    layout: Layout,
) -> Result<Network<'a, F>, Error> {
    Kuramoto::new(frequencies, Dense::new(frequencies.len(), harmonics, coupling, layout)?)
}

use photinus::ode::{End, OdeSystem, Rk4};
use photinus::random::Stream;
use photinus::simd::{self, Level};
use photinus::{Error, Layout, Real};
use serde_json::Value;
use std::io::Write;

fn solve<F: Real>(network: &Network<'_, F>, times: &[F], initial: &[F], step: F) -> Vec<F> {
    let n = network.dim();
    let mut phases = vec![F::zero(); times.len() * n];
    let mut workspace = vec![F::zero(); network.workspace_len()];
    let solver = Rk4::new(step).unwrap();
    let solution = solver.solve(network, times, initial, &mut phases, &mut workspace, |_, _, _| Ok(())).unwrap();
    assert_eq!((solution.end, solution.rows), (End::Complete, times.len()));
    phases
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// A case of the reference data: natural frequencies, coupling, harmonics, initial phases, times, phases.
struct Case {
    name: String,
    frequencies: Vec<f64>,
    coupling: Vec<f64>,
    initial: Vec<f64>,
    times: Vec<f64>,
    phases: Vec<f64>,
}

impl Case {
    /// Every dense network of order 1 without lag, and the posts' examples.
    fn all(data: &Value) -> Vec<Case> {
        let networks = list(&data["networks"])
            .iter()
            .filter(|case| case["order"] == 1 && case["coupling"]["format"] == "dense" && case["alpha"].is_null());
        let networks = networks.map(|case| Case {
            name: case["name"].to_string(),
            frequencies: numbers(&case["omega"]),
            coupling: numbers(&case["coupling"]["K"]),
            initial: numbers(&case["y0"]),
            times: numbers(&case["t"]),
            phases: numbers(&case["phi"]),
        });
        let examples = &data["seed_examples"];
        let runs = list(&examples["runs"]).iter().map(|run| Case {
            name: format!("example {} {} {}", run["example"], run["reading"], run["sign"]),
            frequencies: numbers(&examples["W"]),
            coupling: numbers(&run["K_effective"]),
            initial: numbers(&examples["Y0"]),
            times: numbers(&examples["t"]),
            phases: numbers(&run["phi_reference"]),
        });
        networks.chain(runs).collect()
    }

    fn network(&self) -> Network<'_, f64> {
        let harmonics = self.coupling.len() / self.frequencies.len().pow(2);
        dense(&self.frequencies, &self.coupling, harmonics, Layout::ROWS).unwrap()
    }

    /// The largest error for a step of `step`.
    fn error(&self, step: f64) -> f64 {
        largest_difference(&solve(&self.network(), &self.times, &self.initial, step), &self.phases)
    }
}

#[test]
fn reference_trajectories_and_the_order_of_convergence() {
    let Some(data) = reference("kuramoto_simulate") else { return };
    for case in Case::all(&data) {
        let largest = case.phases.iter().fold(1.0_f64, |max, phase| max.max(phase.abs()));
        // From one step per interval on, each half as long, until the error is that of the data or of rounding.
        let mut step = case.times.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
        let span = case.times[case.times.len() - 1] - case.times[0];
        let mut errors = vec![case.error(step)];
        while *errors.last().unwrap() > 1e-10 * largest && errors.len() < 16 {
            step /= 2.0;
            if cfg!(debug_assertions) && span / step * case.coupling.len() as f64 > 1e5 {
                break; // minutes without optimisation
            }
            errors.push(case.error(step));
        }
        let [.., before, last] = errors[..] else { continue };
        if cfg!(not(debug_assertions)) {
            assert!(last <= 1e-9 * largest, "{}: {errors:?}", case.name);
        }
        // Where the steps resolve the motion, and rounding is not yet to be seen.
        if before < 1e-5 * largest && last > 1e-12 * largest {
            let order = (before / last).log2();
            assert!((order - 4.0).abs() < 0.35, "{}: order {order} from {errors:?}", case.name);
        }
    }
}

/// Random numbers for a network: frequencies, coupling, phases.
fn random_network<F: Real>(n: usize, harmonics: usize, phases: f64) -> (Vec<F>, Vec<F>, Vec<F>) {
    let mut random = Stream::new(1, n as u64, harmonics as u64);
    let mut uniform = |scale: f64, count: usize| -> Vec<F> {
        (0..count).map(|_| (random.uniform::<F>() - F::from_f64(0.5)) * F::from_f64(2.0 * scale)).collect()
    };
    (uniform(3.0, n), uniform(1.0 / n as f64, harmonics * n * n), uniform(phases, n))
}

fn rates<F: Real>(network: &Network<'_, F>, phases: &[F]) -> Vec<F> {
    let mut workspace = vec![F::nan(); network.workspace_len()];
    let mut rates = vec![F::nan(); network.dim()];
    network.rates(F::zero(), phases, &mut rates, &mut workspace).unwrap();
    rates
}

#[test]
fn rates_are_those_of_plain_pairwise_sums() {
    for n in [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33, 100, 256, 257, 1100] {
        if cfg!(debug_assertions) && n > 100 {
            continue; // minutes without optimisation
        }
        for harmonics in if n > 500 { 1..=2 } else { 1..=4 } {
            let (frequencies, coupling, phases) = random_network::<f64>(n, harmonics, 10.0);
            let network = dense(&frequencies, &coupling, harmonics, Layout::ROWS).unwrap();
            let computed = rates(&network, &phases);
            for i in 0..n {
                let mut expected = frequencies[i];
                for m in 0..harmonics {
                    for j in 0..n {
                        let difference = (m + 1) as f64 * (phases[j] - phases[i]);
                        expected += coupling[(m * n + i) * n + j] * difference.sin();
                    }
                }
                assert!((computed[i] - expected).abs() < 1e-13, "{n} oscillators, {harmonics} harmonics");
            }
        }
    }
}

/// The numbers of a value that is a number or a matrix, for each pair of `pairs`.
#[cfg(not(debug_assertions))]
fn per_pair(alpha: &Value, n: usize, pairs: &[(usize, usize)]) -> Vec<f64> {
    let numbers = numbers(alpha);
    pairs.iter().map(|&(i, j)| if numbers.len() == 1 { numbers[0] } else { numbers[i * n + j] }).collect()
}

/// States at `times` by both adaptive solvers, at the tightest tolerance that the data are for.
#[cfg(not(debug_assertions))]
fn solve_adaptively<S: OdeSystem<f64>>(system: &S, times: &[f64], initial: &[f64]) -> [Vec<f64>; 2] {
    fn run<S: OdeSystem<f64>, P: Pair>(system: &S, times: &[f64], initial: &[f64]) -> Vec<f64> {
        let dim = system.dim();
        let mut memory = vec![0.0; Adaptive::<f64, P>::memory_len(dim, system.scratch_len())];
        let options = AdaptiveOptions::tolerances(1e-12, 1e-12);
        let mut solver = Adaptive::<f64, P>::new(&mut memory, system, times[0], initial, &options).unwrap();
        let mut states = vec![0.0; times.len() * dim];
        solver.solve(system, times, &mut states, |_, _, _| Ok(())).unwrap().complete().unwrap();
        states
    }
    [run::<S, DormandPrince>(system, times, initial), run::<S, Tsitouras>(system, times, initial)]
}

/// Every network of the reference data.
#[test]
#[cfg(not(debug_assertions))] // minutes without optimisation
fn adaptive_solvers_reproduce_every_reference_network() {
    fn check<C: Coupling<f64>>(case: &Value, coupling: C) {
        let (frequencies, times) = (numbers(&case["omega"]), numbers(&case["t"]));
        let network = Kuramoto::new(&frequencies, coupling).unwrap();
        let mut initial = numbers(&case["y0"]);
        let n = initial.len();
        let results = if case["order"] == 2 {
            let (masses, dampings) = (numbers(&case["mass"]), numbers(&case["damping"]));
            let network = SecondOrder::new(network, &masses, &dampings).unwrap();
            initial.extend(numbers(&case["v0"]));
            solve_adaptively(&network, &times, &initial)
        } else {
            solve_adaptively(&network, &times, &initial)
        };
        let phases = numbers(&case["phi"]);
        let largest = phases.iter().fold(1.0_f64, |max, phase| max.max(phase.abs()));
        for states in results {
            let got: Vec<f64> = states.chunks(initial.len()).flat_map(|row| &row[..n]).copied().collect();
            let error = largest_difference(&got, &phases);
            assert!(error <= 1e-9 * largest, "{}: {error:e} of {largest}", case["name"]);
            if case["order"] == 2 {
                let velocities = numbers(&case["v"]);
                let largest = velocities.iter().fold(1.0_f64, |max, v| max.max(v.abs()));
                let got: Vec<f64> = states.chunks(initial.len()).flat_map(|row| &row[n..]).copied().collect();
                assert!(largest_difference(&got, &velocities) <= 1e-8 * largest, "{}: velocities", case["name"]);
            }
        }
    }
    let Some(data) = reference("kuramoto_simulate") else { return };
    for case in list(&data["networks"]) {
        let (n, harmonics) = (list(&case["omega"]).len(), case["harmonics"].as_u64().unwrap() as usize);
        let (coupling, alpha) = (&case["coupling"], list(&case["alpha"]));
        let one_each = alpha.iter().all(Value::is_number);
        let lags = |pairs: &[(usize, usize)]| -> Vec<f64> {
            alpha.iter().flat_map(|alpha| if one_each { numbers(alpha) } else { per_pair(alpha, n, pairs) }).collect()
        };
        if coupling["format"] == "dense" {
            let weights = numbers(&coupling["K"]);
            let dense = Dense::new(n, harmonics, &weights, Layout::ROWS).unwrap();
            let pairs: Vec<_> = (0..n * n).map(|place| (place / n, place % n)).collect();
            let lags = lags(&pairs);
            match alpha {
                [] => check(case, dense),
                _ if one_each => check(case, dense.with_lags(&lags).unwrap()),
                _ => check(case, dense.with_pair_lags(&lags).unwrap()),
            }
        } else {
            let offsets: Vec<usize> = numbers(&coupling["row_ptr"]).iter().map(|&x| x as usize).collect();
            let columns: Vec<u32> = numbers(&coupling["col_idx"]).iter().map(|&x| x as u32).collect();
            let weights = numbers(&coupling["val"]);
            let sparse = Sparse::new(&offsets, &columns, &weights, harmonics).unwrap();
            let rows = (0..n).flat_map(|i| (offsets[i]..offsets[i + 1]).map(move |_| i));
            let pairs: Vec<_> = rows.zip(&columns).map(|(i, &j)| (i, j as usize)).collect();
            let lags = lags(&pairs);
            match alpha {
                [] => check(case, sparse),
                _ if one_each => check(case, sparse.with_lags(&lags).unwrap()),
                _ => check(case, sparse.with_pair_lags(&lags).unwrap()),
            }
        }
    }
}

/// The Lorentzian mean field: the transient of N = 1000, the infinite network's, and the steady state.
#[test]
#[cfg(not(debug_assertions))] // minutes without optimisation
fn lorentzian_mean_field() {
    let Some(data) = reference("kuramoto_simulate") else { return };
    let data = &data["mean_field"];
    if data.is_null() {
        return;
    }
    let (gamma, frequencies) = (data["gamma"].as_f64().unwrap(), numbers(&data["omega"]));
    assert_eq!(data["y0"], "all zero");
    let initial = vec![0.0; frequencies.len()];
    let n = frequencies.len();
    let mut quantiles = vec![0.0; n];
    let centre = data["omega0"].as_f64().unwrap();
    let distribution = FrequencyDistribution::Lorentzian { centre, width: gamma };
    distribution.quantiles(&mut quantiles).unwrap();
    // The file has ten digits of each.
    assert!(quantiles.iter().zip(&frequencies).all(|(q, w)| (q - w).abs() <= 5e-10 * w.abs()));
    assert!((distribution.critical_coupling().unwrap() - 2.0 * gamma).abs() < 1e-15);
    for run in list(&data["runs"]) {
        let strength = [run["K"].as_f64().unwrap()];
        let network = Kuramoto::new(&frequencies, MeanField::new(n, &strength).unwrap()).unwrap();
        let times = numbers(&run["t"]);
        let (expected, infinite) = (numbers(&run["r"]), numbers(&run["r_ott_antonsen"]));
        for states in solve_adaptively(&network, &times, &initial) {
            for (row, (&r, &limit)) in states.chunks(n).zip(expected.iter().zip(&infinite)) {
                let order = order_parameter(row, 1, Level::detect()).unwrap();
                assert!((order.r - r).abs() < 1e-9, "K = {}: {} for {r}", strength[0], order.r);
                assert!((order.r - limit).abs() < 8e-3, "K = {}: {} for {limit}", strength[0], order.r);
            }
            let last = &states[(times.len() - 1) * n..];
            let exact = numbers(&run["phi_final"]);
            let largest = exact.iter().fold(1.0_f64, |max, phase| max.max(phase.abs()));
            assert!(largest_difference(last, &exact) <= 1e-9 * largest);
        }
        // Long after the transient, r fluctuates about sqrt(1 - 2 γ / K).
        let theory = (1.0 - 2.0 * gamma / strength[0]).max(0.0).sqrt();
        if strength[0] > 2.2 * gamma {
            let (mut state, mut workspace) = (initial.clone(), vec![0.0; network.workspace_len()]);
            let solver = Rk4::new(0.0025).unwrap();
            let mut statistics = OrderParameterStatistics::new(1, Level::detect()).unwrap();
            for sample in 0..=400 {
                let (first, count) = if sample == 0 { (0, 8000) } else { (8000 + (sample - 1) * 20, 20) };
                let run = solver.advance(&network, 0.0, first, count, &mut state, &mut workspace).unwrap();
                run.complete().unwrap();
                statistics.add(&state).unwrap();
            }
            let mean = statistics.statistics().mean();
            assert!((mean - theory).abs() < 0.01, "K = {}: {mean} for {theory}", strength[0]);
        }
    }
}

#[test]
fn two_oscillators_in_closed_form() {
    // d = φ_2 - φ_1 follows d' = Δω - 2K sin d; for Δω = 0, tan(d/2) = tan(d₀/2) exp(-2 K t). The mean phase moves
    // with the mean frequency.
    let (k, d0) = (0.75_f64, 2.5_f64);
    let (frequencies, coupling) = ([1.25, 1.25], [0.0, k, k, 0.0]);
    let network = dense(&frequencies, &coupling, 1, Layout::ROWS).unwrap();
    let times = [0.0_f64, 0.5, 1.0, 3.0];
    let phases = solve(&network, &times, &[0.0, d0], 1e-3);
    for (t, phases) in times.iter().zip(phases.chunks(2)) {
        let difference = 2.0 * ((d0 / 2.0).tan() * (-2.0 * k * t).exp()).atan();
        assert!((phases[1] - phases[0] - difference).abs() < 1e-12);
        assert!((phases[0] + phases[1] - d0 - 2.5 * t).abs() < 1e-12);
    }
}

/// The bits of a trajectory, hashed.
fn bits<F: Real>(n: usize, harmonics: usize, layout: Layout, level: Level, phases: f64) -> u64 {
    let (frequencies, rows, initial) = random_network::<F>(n, harmonics, phases);
    let coupling = match layout {
        Layout::ByRows { .. } => rows,
        Layout::ByColumns { .. } => {
            let matrices = rows.chunks(n * n);
            matrices.flat_map(|k| (0..n * n).map(|i| k[i % n * n + i / n]).collect::<Vec<F>>()).collect()
        }
    };
    let network = dense(&frequencies, &coupling, harmonics, layout).unwrap().with_level(level);
    let times: Vec<F> = (0..5).map(|i| F::from_f64(0.25) * F::from_u64(i)).collect();
    hash(solve(&network, &times, &initial, F::from_f64(0.03)).into_iter().map(Real::to_bits64))
}

#[test]
fn every_instruction_set_and_layout_gives_the_same_bits() {
    let missing: Vec<_> = simd::NAMES.iter().filter(|name| Level::named(name).is_none()).collect();
    // Not by println!, which is shown for tests that fail alone.
    writeln!(std::io::stderr(), "instruction sets that this CPU has not, not tested: {missing:?}").unwrap();
    assert!(Level::available().any(|level| level == Level::detect()));
    for (n, harmonics) in [(1, 1), (3, 2), (5, 1), (8, 3), (10, 2), (16, 1), (19, 1), (64, 2), (257, 2), (600, 1)] {
        if cfg!(debug_assertions) && n > 64 {
            continue; // minutes without optimisation
        }
        for phases in [3.0, 5e6] {
            let f64_bits = bits::<f64>(n, harmonics, Layout::ROWS, Level::BASELINE, phases);
            let f32_bits = bits::<f32>(n, harmonics, Layout::ROWS, Level::BASELINE, phases);
            for level in Level::available() {
                for layout in [Layout::ROWS, Layout::COLUMNS] {
                    let name = level.name();
                    assert_eq!(bits::<f64>(n, harmonics, layout, level, phases), f64_bits, "{n}, {name}, {layout:?}");
                    assert_eq!(bits::<f32>(n, harmonics, layout, level, phases), f32_bits, "{n}, {name}, {layout:?}");
                }
            }
        }
    }
}

/// A million oscillators in less than 100 MB, 4000 coupled densely in K and 1 MB: frequencies, phases and workspace.
#[test]
fn memory_of_large_networks() {
    let n = 1_000_000;
    let (frequencies, strengths) = (vec![1.0; n], [1.0]);
    let network = Kuramoto::new(&frequencies, MeanField::new(n, &strengths).unwrap()).unwrap();
    assert!((2 * n + network.workspace_len()) * size_of::<f64>() < 100_000_000);
    assert!((2 * 4000 + Dense::<f64>::workspace_len(4000, 1)) * size_of::<f64>() < 1_000_000);
    for (n, harmonics) in [(1, 1), (3, 2), (16, 1), (100, 3), (256, 1), (257, 2)] {
        let (frequencies, coupling) = (vec![1.0; n], vec![1.0; n * n * harmonics]);
        let network = dense(&frequencies, &coupling, harmonics, Layout::ROWS).unwrap();
        assert!(Dense::<f64>::workspace_len(n, harmonics) >= network.workspace_len(), "{n}, {harmonics}");
    }
}

#[test]
fn a_single_oscillator_turns_by_itself() {
    let network = dense(&[2.5_f64], &[9.0], 1, Layout::ROWS).unwrap();
    let phases = solve(&network, &[0.0, 4.0], &[1.0], 0.1);
    assert!((phases[1] - 11.0).abs() < 1e-12);
}

#[test]
fn bad_arguments() {
    let error = |frequencies: &[f64], coupling: &[f64], harmonics, layout| {
        dense(frequencies, coupling, harmonics, layout).map(|network| network.dim()).unwrap_err()
    };
    let (w, k) = ([1.0, 2.0], [0.0; 8]);
    assert_eq!(error(&[], &[], 1, Layout::ROWS), Error::Dimension);
    assert_eq!(error(&w, &[], 0, Layout::ROWS), Error::Dimension);
    assert_eq!(error(&w, &k[..3], 1, Layout::ROWS), Error::Length);
    assert_eq!(error(&w, &k[..5], 1, Layout::ROWS), Error::Length);
    assert_eq!(error(&w, &k, 1, Layout::ROWS), Error::Length);
    assert_eq!(error(&w, &k, usize::MAX, Layout::ROWS), Error::Dimension);
    assert_eq!(error(&w, &k[..4], 1, Layout::ByRows { stride: 3 }), Error::Stride);
    assert_eq!(error(&[1.0, f64::NAN], &k[..4], 1, Layout::ROWS), Error::NotFinite);
    assert_eq!(error(&w, &[0.0, 1.0, f64::INFINITY, 0.0], 1, Layout::ROWS), Error::NotFinite);
    assert!(dense(&w, &k, 2, Layout::ByColumns { stride: 2 }).is_ok());

    let network = dense(&w, &k[..4], 1, Layout::ROWS).unwrap();
    let (mut rates, mut workspace) = ([-1.0; 2], vec![0.0; network.workspace_len()]);
    assert_eq!(network.rates(0.0, &w[..1], &mut rates, &mut workspace), Err(Error::Length));
    assert_eq!(network.rates(0.0, &w, &mut rates[..1], &mut workspace), Err(Error::Length));
    assert_eq!(network.rates(0.0, &w, &mut rates, &mut workspace[9..]), Err(Error::Workspace));
    assert_eq!(network.rates(0.0, &[0.0, f64::NAN], &mut rates, &mut workspace), Err(Error::NotFinite));
    assert_eq!(rates, [-1.0; 2]);
    assert_eq!(network.rates(0.0, &w, &mut rates, &mut workspace), Ok(()));
    assert_eq!((network.natural_frequencies(), rates), (&w[..], w));
}
