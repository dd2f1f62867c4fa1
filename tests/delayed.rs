//! Networks with delays against plain pairwise sums over the past.

mod common;

use common::hash;
use photinus::kuramoto::{
    Delayed, Dense, Driving, EdgeDelayed, Groups, Kuramoto, MeanField, Modulation, Normalization, Sparse, Sweep,
};
use photinus::ode::{Constant, DelayRk4, DelaySystem, End, History, OdeSystem, Past, Rk4};
use photinus::random::Stream;
use photinus::simd::Level;
use photinus::{Error, Layout, Real, Stop};

fn uniform(seed: u64, count: usize, scale: f64) -> Vec<f64> {
    let mut random = Stream::new(seed, count as u64, 0);
    (0..count).map(|_| (random.uniform::<f64>() - 0.5) * scale).collect()
}

/// An edge of harmonic m from j to i: its weight, lag and delay.
struct Edge {
    m: f64,
    i: usize,
    j: usize,
    weight: f64,
    lag: f64,
    delay: f64,
}

/// A network written down as the formula has it.
struct Plain {
    frequencies: Vec<f64>,
    edges: Vec<Edge>,
    strength: fn(f64) -> f64,
}

impl DelaySystem<f64> for Plain {
    fn dim(&self) -> usize {
        self.frequencies.len()
    }
    fn shortest_delay(&self) -> f64 {
        let delays = self.edges.iter().map(|edge| edge.delay).filter(|&delay| delay > 0.0);
        delays.reduce(f64::min).unwrap_or(0.0)
    }
    fn longest_delay(&self) -> f64 {
        self.edges.iter().map(|edge| edge.delay).fold(0.0, f64::max)
    }
    fn derivative(
        &self,
        t: f64,
        y: &[f64],
        past: &Past<'_, f64, impl History<f64>>,
        dydt: &mut [f64],
        _: &mut [f64],
    ) -> Result<(), Stop> {
        dydt.copy_from_slice(&self.frequencies);
        for edge in &self.edges {
            let difference = past.value(edge.j, edge.delay) - y[edge.i];
            dydt[edge.i] += (self.strength)(t) * edge.weight * (edge.m * difference - edge.lag).sin();
        }
        Ok(())
    }
}

const STEP: f64 = 0.02;

fn history(component: usize, t: f64) -> f64 {
    (component as f64 * 0.7 + 1.3 * t).cos() + 2.0 * t
}

/// The phases after `steps` steps from that history.
fn run<Y: DelaySystem<f64>>(system: &Y, memory: usize, steps: u64) -> Vec<f64> {
    let initial: Vec<f64> = (0..system.dim()).map(|i| history(i, 0.0)).collect();
    let mut memory = vec![0.0; memory];
    let mut run = DelayRk4::new(&mut memory, system, STEP, 0.0, &initial).unwrap();
    run.advance(system, &history, steps).unwrap().complete().unwrap();
    run.state().to_vec()
}

fn check<Y: DelaySystem<f64>>(name: &str, system: &Y, memory: usize, plain: &Plain) {
    let steps = (plain.longest_delay() / STEP).ceil() as usize;
    let expected = run(plain, DelayRk4::<f64>::memory_len(plain.dim(), 0, steps), 150);
    let got = run(system, memory, 150);
    let error = got.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(error < 1e-11, "{name}: {error:e}");
}

fn check_delayed<C: Sweep<f64> + Copy>(name: &str, frequencies: &[f64], coupling: C, edges: Vec<Edge>) {
    let plain = Plain { frequencies: frequencies.to_vec(), edges, strength: |t| 1.0 + 0.5 * (2.0 * t).sin() };
    let delay = plain.longest_delay();
    let strength = Modulation { amplitude: 0.5, frequency: 2.0, ..Modulation::constant(1.0) };
    for level in Level::available() {
        let network = Kuramoto::new(frequencies, coupling).unwrap().with_level(level);
        let network = network.with_drive(Driving::new().with_strength(strength).unwrap()).unwrap();
        let delayed = Delayed::new(network, delay).unwrap();
        check(name, &delayed, delayed.memory_len(STEP).unwrap(), &plain);
    }
}

/// No multiple of the step, and longer than it.
const DELAY: f64 = 0.137;

#[test]
fn one_delay_for_all_pairs() {
    let n = 12;
    let (frequencies, weights) = (uniform(1, n, 4.0), uniform(2, 2 * n * n, 0.6));
    let lags = [0.3, -0.8];
    let dense = |lags: [f64; 2], diagonal: bool| -> Vec<Edge> {
        let places = (0..2 * n * n).map(|place| (place / (n * n), place / n % n, place % n, place));
        let places = places.filter(|&(_, i, j, _)| diagonal || i != j);
        let edge = |(m, i, j, place)| {
            let weight: f64 = weights[place];
            Edge { m: m as f64 + 1.0, i, j, weight, lag: lags[m], delay: DELAY }
        };
        places.map(edge).collect()
    };
    let coupling = Dense::<f64>::new(n, 2, &weights, Layout::ROWS).unwrap();
    check_delayed("dense", &frequencies, coupling, dense([0.0; 2], false));
    check_delayed("dense, lags", &frequencies, coupling.with_lags(&lags).unwrap(), dense(lags, true));

    let strengths = [1.5, -0.4];
    let mean_field = MeanField::new(n, &strengths).unwrap();
    let all = (0..2 * n * n).map(|place| (place / (n * n), place / n % n, place % n));
    let edge = |(m, i, j)| {
        let weight: f64 = strengths[m] / n as f64;
        Edge { m: m as f64 + 1.0, i, j, weight, lag: lags[m], delay: DELAY }
    };
    check_delayed("mean field", &frequencies, mean_field.with_lags(&lags).unwrap(), all.map(edge).collect());

    let (labels, blocks): (Vec<u32>, [f64; 4]) = ((0..n as u32).map(|i| i % 2).collect(), [0.3, 0.1, -0.2, 0.4]);
    let groups = Groups::new(&labels, 2, &blocks, 1).unwrap();
    let all = (0..n * n).map(|place| (place / n, place % n));
    let edge = |(i, j): (usize, usize)| {
        let weight = blocks[2 * (i % 2) + j % 2];
        Edge { m: 1.0, i, j, weight, lag: 0.0, delay: DELAY }
    };
    check_delayed("groups", &frequencies, groups, all.map(edge).collect());
}

/// A sparse network with self-loops, empty rows and repeated edges.
fn sparse(n: usize) -> (Vec<usize>, Vec<u32>) {
    let degrees: Vec<usize> = (0..n).map(|i| [3, 0, 5, 1][i % 4]).collect();
    let offsets: Vec<usize> = (0..=n).map(|i| degrees[..i].iter().sum()).collect();
    let columns = (0..offsets[n]).map(|e| ((e * 5 + e / 3) % n) as u32).collect();
    (offsets, columns)
}

#[test]
fn delays_of_edges() {
    let n = 11;
    let (offsets, columns) = sparse(n);
    let count = columns.len();
    let (frequencies, weights, lags) = (uniform(1, n, 4.0), uniform(2, 2 * count, 1.0), uniform(3, 2 * count, 2.0));
    // From none over shorter than the whole to a multiple of the step.
    let delays: Vec<f64> = (0..count).map(|e| [0.0, STEP, 0.071, 0.2, 0.3337][e % 5]).collect();
    let edges = |one_delay: Option<f64>| -> Vec<Edge> {
        let rows = (0..n).flat_map(|i| (offsets[i]..offsets[i + 1]).map(move |e| (i, e)));
        let both = rows.flat_map(|(i, e)| [(0, i, e), (1, i, e)]);
        let edge = |(m, i, e): (usize, usize, usize)| {
            let (weight, lag) = (weights[m * count + e] / n as f64, lags[m * count + e]);
            Edge { m: m as f64 + 1.0, i, j: columns[e] as usize, weight, lag, delay: one_delay.unwrap_or(delays[e]) }
        };
        both.map(edge).collect()
    };
    let coupling = Sparse::<f64>::new(&offsets, &columns, &weights, 2).unwrap().with_pair_lags(&lags).unwrap();
    let coupling = coupling.with_normalization(Normalization::Oscillators);
    check_delayed("sparse", &frequencies, coupling, edges(Some(DELAY)));

    let strength = Modulation { amplitude: 0.5, frequency: 2.0, ..Modulation::constant(1.0) };
    let network = Kuramoto::new(&frequencies, coupling).unwrap();
    let network = network.with_drive(Driving::new().with_strength(strength).unwrap()).unwrap();
    let delayed = EdgeDelayed::new(network, &delays).unwrap();
    let plain =
        Plain { frequencies: frequencies.clone(), edges: edges(None), strength: |t| 1.0 + 0.5 * (2.0 * t).sin() };
    check("edges", &delayed, delayed.memory_len(STEP).unwrap(), &plain);
}

#[test]
fn no_delay_is_the_network_itself_to_the_bit() {
    let n = 40;
    let (frequencies, weights) = (uniform(1, n, 4.0), uniform(2, n * n, 0.2));
    let network = Kuramoto::new(&frequencies, Dense::<f64>::new(n, 1, &weights, Layout::ROWS).unwrap()).unwrap();
    let initial = uniform(5, n, 6.0);
    let mut expected = initial.clone();
    let mut workspace = vec![0.0; network.workspace_len()];
    Rk4::new(STEP).unwrap().advance(&network, 0.0, 0, 50, &mut expected, &mut workspace).unwrap().complete().unwrap();
    let delayed = Delayed::new(network, 0.0).unwrap();
    let mut memory = vec![0.0; delayed.memory_len(STEP).unwrap()];
    let mut run = DelayRk4::new(&mut memory, &delayed, STEP, 0.0, &initial).unwrap();
    run.advance(&delayed, &Constant, 50).unwrap().complete().unwrap();
    let bits = |phases: &[f64]| hash(phases.iter().map(|x| x.to_bits64()));
    assert_eq!(bits(run.state()), bits(&expected));
}

/// Identical oscillators that see each other late turn in step with Ω = ω - K sin(Ω τ) (Yeung and Strogatz, 1999).
#[test]
fn the_frequency_of_the_synchronous_state() {
    let (n, omega, k, delay) = (50, 2.0, 1.2, 0.4);
    let frequencies = vec![omega; n];
    let strength = [k];
    let network = Kuramoto::new(&frequencies, MeanField::new(n, &strength).unwrap()).unwrap();
    let delayed = Delayed::new(network, delay).unwrap();
    let mut memory = vec![0.0; delayed.memory_len(0.01).unwrap()];
    let initial: Vec<f64> = uniform(4, n, 1.0);
    let mut run = DelayRk4::new(&mut memory, &delayed, 0.01, 0.0, &initial).unwrap();
    run.advance(&delayed, &Constant, 8000).unwrap().complete().unwrap();
    let before = run.state().to_vec();
    run.advance(&delayed, &Constant, 1000).unwrap().complete().unwrap();
    for (after, before) in run.state().iter().zip(&before) {
        let frequency = (after - before) / 10.0;
        assert!((frequency - (omega - k * (frequency * delay).sin())).abs() < 1e-8, "{frequency}");
    }
}

#[test]
fn bad_arguments() {
    let (offsets, columns, weights) = ([0, 1, 2], [1, 0], [1.0, 1.0]);
    let network = Kuramoto::new(&[1.0, 2.0], Sparse::<f64>::new(&offsets, &columns, &weights, 1).unwrap()).unwrap();
    for delay in [-0.1, f64::NAN, f64::INFINITY] {
        assert_eq!(Delayed::new(network, delay).err(), Some(Error::Delay));
        assert_eq!(EdgeDelayed::new(network, &[0.1, delay]).err(), Some(Error::Delay));
    }
    assert_eq!(EdgeDelayed::new(network, &[0.1]).err(), Some(Error::Length));
    let delayed = EdgeDelayed::new(network, &[0.1, 0.05]).unwrap();
    assert_eq!(delayed.memory_len(0.0), Err(Error::Step));
    let len = delayed.memory_len(0.05).unwrap();
    let mut memory = vec![0.0; len];
    let mut new = |step, len: usize| DelayRk4::new(&mut memory[..len], &delayed, step, 0.0, &[0.0; 2]).err();
    // A delay between 0 and the step is refused.
    assert_eq!(new(0.06, len), Some(Error::Delay));
    assert_eq!(new(0.05, len - 1), Some(Error::Workspace));
    assert_eq!(new(0.05, len), None);
    // A phase that overflows ends the run, with the last good state.
    let network = Kuramoto::new(&[1e308, 2.0], Sparse::<f64>::new(&offsets, &columns, &weights, 1).unwrap()).unwrap();
    let delayed = Delayed::new(network, 1.0).unwrap();
    let mut memory = vec![0.0; delayed.memory_len(1.0).unwrap()];
    let mut run = DelayRk4::new(&mut memory, &delayed, 1.0, 0.0, &[0.0; 2]).unwrap();
    let solution = run.advance(&delayed, &Constant, 10).unwrap();
    assert_eq!(solution.end, End::Diverged);
    assert!(run.state().iter().all(|phase| phase.is_finite()) && solution.time == run.time());
    assert_eq!(delayed.network().dim(), 2);
}
