//! Every coupling and dynamics of Kuramoto networks against plain sums over pairs and triangles, reference trajectories and
//! closed forms; and the same bits by every path.

mod common;

use common::{list, numbers, reference};
use photinus::kuramoto::{
    Coupling, Dense, Drive, Driving, Groups, Hebbian, Kuramoto, Learning, MeanField, MeanFieldTriangles, Modulation,
    Normalization, SecondOrder, Sparse, Triangle, Triangles,
};
use photinus::ode::{End, Euler, EulerScheme, FixedStep, Heun, HeunScheme, OdeSystem, Rk4, Rk4Scheme, Scheme};
use photinus::random::Stream;
use photinus::simd::Level;
use photinus::{Error, Layout, Real, Stop};
use serde_json::Value;
use std::f64::consts::{FRAC_PI_2, PI};

const NORMALIZATIONS: [Normalization; 3] = [Normalization::None, Normalization::Oscillators, Normalization::InDegree];

/// Numbers that are exact in `f32`, between -scale and scale.
fn random<F: Real>(seed: u64, count: usize, scale: f64) -> Vec<F> {
    let mut stream = Stream::new(seed, count as u64, 0);
    (0..count).map(|_| F::from_f64(f64::from(((stream.uniform::<f64>() - 0.5) * 2.0 * scale) as f32))).collect()
}

/// The same, three in ten of them 0.
fn with_holes<F: Real>(seed: u64, count: usize, scale: f64) -> Vec<F> {
    let holes = random::<f64>(seed + 1000, count, 1.0);
    let numbers = random::<F>(seed, count, scale).into_iter().zip(holes);
    numbers.map(|(x, hole)| if hole < -0.4 { F::zero() } else { x }).collect()
}

/// A number of `F` as `f64`: `Real::to_f64`, which `num_traits` has one of, too.
trait Wide {
    fn wide(self) -> f64;
}

impl<F: Real> Wide for F {
    fn wide(self) -> f64 {
        Real::to_f64(self)
    }
}

fn wide<F: Real>(numbers: &[F]) -> Vec<f64> {
    numbers.iter().map(|x| x.wide()).collect()
}

fn bits<F: Real>(numbers: &[F]) -> Vec<u64> {
    numbers.iter().map(|x| x.to_bits64()).collect()
}

/// k sin(m (φ_j - φ_i) - α), of the rate of i.
#[derive(Clone, Copy)]
struct Term {
    i: usize,
    j: usize,
    m: usize,
    k: f64,
    lag: f64,
}

/// The sum of such terms, each divided as documented; and what its error is in proportion to.
fn pairwise(n: usize, terms: &[Term], normalization: Normalization, phases: &[f64]) -> Vec<(f64, f64)> {
    let harmonics = terms.iter().map(|term| term.m).max().unwrap_or(0);
    let mut degrees = vec![0.0; n * (harmonics + 1)];
    for term in terms.iter().filter(|term| term.j != term.i && term.k != 0.0) {
        degrees[term.m * n + term.i] += 1.0;
    }
    let mut sums = vec![(0.0, 0.0); n];
    for &Term { i, j, m, k, lag } in terms {
        let k = match normalization {
            Normalization::None => k,
            Normalization::Oscillators => k / n as f64,
            Normalization::InDegree if degrees[m * n + i] == 0.0 => 0.0,
            Normalization::InDegree => k / degrees[m * n + i],
        };
        sums[i].0 += k * (m as f64 * (phases[j] - phases[i]) - lag).sin();
        sums[i].1 += k.abs() * m as f64;
    }
    sums
}

/// A coupling that does not have its own way to take steps.
#[derive(Clone, Copy)]
struct Plain<C>(C);

impl<F: Real, C: Coupling<F>> Coupling<F> for Plain<C> {
    fn oscillators(&self) -> usize {
        self.0.oscillators()
    }
    fn scratch_len(&self) -> usize {
        self.0.scratch_len()
    }
    fn prepare(&self, scratch: &mut [F]) {
        self.0.prepare(scratch);
    }
    fn add(&self, strength: F, phases: &[F], rates: &mut [F], scratch: &mut [F]) -> Result<(), Stop> {
        self.0.add(strength, phases, rates, scratch)
    }
}

fn tolerance<F: Real>(scale: f64) -> f64 {
    100.0 * F::epsilon().wide() * scale
}

/// Phases within a turn, so that their own rounding is not what is measured.
fn phases<F: Real>(n: usize) -> Vec<F> {
    random(7 + n as u64, n, 3.0)
}

/// That the coupling is what `expected` says at some phases, and that every path gives the same bits.
fn check<F: Real, C: Coupling<F> + Copy>(name: &str, coupling: C, expected: impl Fn(&[f64]) -> Vec<(f64, f64)>) {
    let n = coupling.oscillators();
    let (phases, natural) = (phases::<F>(n), random::<F>(3, n, 0.5));
    let network = Kuramoto::new(&natural, coupling).unwrap();
    let mut rates = vec![F::nan(); n];
    let mut workspace = vec![F::nan(); network.scratch_len()];
    network.rates(F::zero(), &phases, &mut rates, &mut workspace).unwrap();
    for (i, (sum, scale)) in expected(&wide(&phases)).into_iter().enumerate() {
        let error = (rates[i].wide() - natural[i].wide() - sum).abs();
        assert!(error <= tolerance::<F>(scale + 1.0), "{name}, N = {n}, oscillator {i}: {error:e} of {scale}");
    }
    for level in Level::available() {
        let mut others = vec![F::nan(); n];
        workspace.fill(F::nan());
        network.with_level(level).rates(F::zero(), &phases, &mut others, &mut workspace).unwrap();
        assert_eq!(bits(&rates), bits(&others), "{name}, N = {n}, {}", level.name());
    }
    let amplitudes = random::<F>(5, n, 0.5);
    let strength = Modulation {
        level: F::from_f64(0.75),
        slope: F::from_f64(0.125),
        amplitude: F::from_f64(0.5),
        frequency: F::from_f64(2.0),
        phase: F::from_f64(0.25),
    };
    let growing = Driving::new().with_strength(strength).unwrap();
    let forced = growing.with_forcing(&amplitudes, F::from_f64(1.5), F::from_f64(0.5)).unwrap();
    let drives = [Driving::new(), growing, forced];
    for drive in if n < 200 { &drives[..] } else { &drives[..2] } {
        same_steps::<F, C, _, Rk4Scheme>(name, &natural, coupling, *drive, &phases);
    }
}

/// Steps by the coupling's own way, on every level, at once and in pieces: to the bit those of any system.
fn same_steps<F: Real, C: Coupling<F> + Copy, D: Drive<F> + Copy, S: Scheme>(
    name: &str,
    natural: &[F],
    coupling: C,
    drive: D,
    initial: &[F],
) {
    let n = natural.len();
    let network = Kuramoto::new(natural, coupling).unwrap().with_drive(drive).unwrap();
    let plain = Kuramoto::new(natural, Plain(coupling)).unwrap().with_drive(drive).unwrap();
    let solver = FixedStep::<F, S>::new(F::from_f64(0.0625)).unwrap();
    let mut workspace = vec![F::nan(); network.workspace_len()];
    let (count, cut) = if n > 200 { (3, 2) } else { (7, 3) };
    let start = F::from_f64(0.25);
    let mut expected = initial.to_vec();
    let plain = plain.with_level(Level::BASELINE);
    solver.advance(&plain, start, 0, count, &mut expected, &mut workspace).unwrap().complete().unwrap();
    assert_ne!(expected, initial, "{name}: they move");
    let expected = bits(&expected);
    for level in Level::available() {
        let network = network.with_level(level);
        let mut state = initial.to_vec();
        workspace.fill(F::nan());
        let run = solver.advance(&network, start, 0, count, &mut state, &mut workspace).unwrap();
        assert_eq!((run.end, run.steps), (End::Complete, count));
        assert_eq!(bits(&state), expected, "{name}, N = {n}, {}", level.name());
    }
    let mut state = initial.to_vec();
    for (first, count) in [(0, cut), (cut, 0), (cut, count - cut)] {
        workspace.fill(F::nan());
        solver.advance(&network, start, first, count, &mut state, &mut workspace).unwrap().complete().unwrap();
    }
    assert_eq!(bits(&state), expected, "{name}, N = {n}, in pieces");
    let times = [0, cut, count].map(|step| start + solver.step() * F::from_u64(step));
    let mut states = vec![F::nan(); 3 * n];
    workspace.fill(F::nan());
    let run = solver.solve(&network, &times, initial, &mut states, &mut workspace, |_, _, _| Ok(())).unwrap();
    assert_eq!((run.end, run.steps), (End::Complete, count));
    assert_eq!(bits(&states[2 * n..]), expected, "{name}, N = {n}, by rows");
}

/// Which lags a case has: none, per harmonic, per weight.
const LAGS: [&str; 3] = ["no lag", "lags per harmonic", "lags per weight"];

/// The lag of weight number `place` in harmonic `m`, from 1 on.
fn lag_of(kind: usize, harmonics: &[f64], pairs: &[f64], m: usize, place: usize) -> f64 {
    [0.0, harmonics[m - 1], pairs[place]][kind]
}

fn dense_cases<F: Real>(n: usize, harmonics: usize, kinds: &[(usize, Normalization)]) {
    let size = n * n;
    let by_rows = with_holes::<F>(11, harmonics * size, 1.0);
    let pair_lags = random::<F>(12, harmonics * size, 1.5);
    let lags = random::<F>(13, harmonics, 1.5);
    let transposed = |numbers: &[F]| -> Vec<F> {
        (0..harmonics * size).map(|at| numbers[at / size * size + at % n * n + at / n % n]).collect()
    };
    let (by_columns, pair_lags_by_columns) = (transposed(&by_rows), transposed(&pair_lags));
    for &(kind, normalization) in kinds {
        let (wide_lags, wide_pairs) = (wide(&lags), wide(&pair_lags));
        let term = |place: usize| {
            let (m, i, j) = (place / size + 1, place / n % n, place % n);
            Term { i, j, m, k: by_rows[place].wide(), lag: lag_of(kind, &wide_lags, &wide_pairs, m, place) }
        };
        let terms: Vec<Term> = (0..harmonics * size).map(term).collect();
        let expected = |phases: &[f64]| pairwise(n, &terms, normalization, phases);
        for columns in [false, true] {
            let layout = if columns { Layout::ByColumns { stride: n } } else { Layout::ROWS };
            let (weights, pairs) = if columns { (&by_columns, &pair_lags_by_columns) } else { (&by_rows, &pair_lags) };
            let coupling = Dense::new(n, harmonics, weights, layout).unwrap().with_normalization(normalization);
            let coupling = match kind {
                0 => coupling,
                1 => coupling.with_lags(&lags).unwrap(),
                _ => coupling.with_pair_lags(pairs).unwrap(),
            };
            let name = format!("dense, {harmonics} harmonics, {}, {normalization:?}, columns: {columns}", LAGS[kind]);
            check::<F, _>(&name, coupling, expected);
        }
    }
}

fn all_kinds() -> Vec<(usize, Normalization)> {
    (0..3).flat_map(|kind| NORMALIZATIONS.map(|normalization| (kind, normalization))).collect()
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn dense() {
    for (number, n) in [1, 2, 3, 4, 5, 8, 9, 12, 13, 14, 16, 17, 33, 100].into_iter().enumerate() {
        dense_cases::<f64>(n, 1 + number % 3, &all_kinds());
        dense_cases::<f32>(n, 1 + (number + 1) % 3, &all_kinds());
    }
    let few = [(0, Normalization::InDegree), (1, Normalization::Oscillators), (2, Normalization::None)];
    for n in [255, 256, 257, 300] {
        dense_cases::<f64>(n, 1 + n % 2, &few);
        dense_cases::<f32>(n, 1 + n % 2, &few[n % 3..][..1]);
    }
    // More than a block.
    for kind in [(0, Normalization::None), (1, Normalization::InDegree), (2, Normalization::Oscillators)] {
        dense_cases::<f64>(1100, 1, &[kind]);
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn dense_weights_in_f32_are_the_same_numbers() {
    for n in [3, 20, 256, 257] {
        let weights = random::<f64>(1, 2 * n * n, 1.0);
        let narrow: Vec<f32> = weights.iter().map(|&k| k as f32).collect();
        let (natural, phases, lags) = (random::<f64>(2, n, 1.0), phases::<f64>(n), random::<f64>(3, 2 * n * n, 1.0));
        for layout in [Layout::ROWS, Layout::COLUMNS] {
            for per_pair in [false, true] {
                let (wide, narrow) = (
                    Dense::new(n, 2, &weights, layout).unwrap(),
                    Dense::<f64, f32>::new(n, 2, &narrow, layout).unwrap(),
                );
                let (wide, narrow) = if per_pair {
                    (wide.with_pair_lags(&lags).unwrap(), narrow.with_pair_lags(&lags).unwrap())
                } else {
                    (wide, narrow)
                };
                let (wide, narrow) = (Kuramoto::new(&natural, wide).unwrap(), Kuramoto::new(&natural, narrow).unwrap());
                let mut rates = [vec![0.0; n], vec![0.0; n]];
                wide.rates(0.0, &phases, &mut rates[0], &mut vec![0.0; wide.scratch_len()]).unwrap();
                narrow.rates(0.0, &phases, &mut rates[1], &mut vec![0.0; narrow.scratch_len()]).unwrap();
                assert_eq!(bits(&rates[0]), bits(&rates[1]));
                let mut states = [phases.clone(), phases.clone()];
                let solver = Rk4::new(0.125).unwrap();
                let mut workspace = vec![0.0; wide.workspace_len().max(narrow.workspace_len())];
                let _ = solver.advance(&wide, 0.0, 0, 3, &mut states[0], &mut workspace).unwrap();
                let _ = solver.advance(&narrow, 0.0, 0, 3, &mut states[1], &mut workspace).unwrap();
                assert_eq!(bits(&states[0]), bits(&states[1]));
            }
        }
    }
}

/// Row offsets and columns: empty rows, self-loops, columns that occur twice.
fn graph(n: usize) -> (Vec<usize>, Vec<u32>) {
    let mut stream = Stream::new(n as u64, 1, 2);
    let (mut offsets, mut columns) = (vec![0], Vec::new());
    for i in 0..n {
        let degree = if i % 5 == 2 { 0 } else { (stream.uniform::<f64>() * 9.0) as usize };
        columns.extend((0..degree).map(|_| (stream.uniform::<f64>() * n as f64) as u32));
        if i % 5 == 1 {
            let twice = columns.last().copied().unwrap_or(0);
            columns.extend([i as u32, twice]);
        }
        offsets.push(columns.len());
    }
    (offsets, columns)
}

fn sparse_cases<F: Real>(n: usize, harmonics: usize) {
    let (offsets, columns) = graph(n);
    let edges = columns.len();
    let rows: Vec<usize> = (0..n).flat_map(|i| vec![i; offsets[i + 1] - offsets[i]]).collect();
    let weights = with_holes::<F>(21, harmonics * edges, 1.0);
    let (lags, pair_lags) = (random::<F>(22, harmonics, 1.5), random::<F>(23, harmonics * edges, 1.5));
    for (kind, normalization) in all_kinds() {
        let (wide_lags, wide_pairs) = (wide(&lags), wide(&pair_lags));
        let term = |place: usize| {
            let (m, e) = (place / edges + 1, place % edges);
            let lag = lag_of(kind, &wide_lags, &wide_pairs, m, place);
            Term { i: rows[e], j: columns[e] as usize, m, k: weights[place].wide(), lag }
        };
        let terms: Vec<Term> = (0..harmonics * edges).map(term).collect();
        let coupling = Sparse::new(&offsets, &columns, &weights, harmonics).unwrap().with_normalization(normalization);
        let coupling = match kind {
            0 => coupling,
            1 => coupling.with_lags(&lags).unwrap(),
            _ => coupling.with_pair_lags(&pair_lags).unwrap(),
        };
        let name = format!("sparse, {harmonics} harmonics, {}, {normalization:?}", LAGS[kind]);
        check::<F, _>(&name, coupling, |phases| pairwise(n, &terms, normalization, phases));
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn sparse() {
    for n in [1, 2, 3, 7, 64, 129, 1025, 2100] {
        for harmonics in 1..=3 {
            sparse_cases::<f64>(n, harmonics);
            sparse_cases::<f32>(n, harmonics);
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn sparse_weights_in_f32_are_the_same_numbers() {
    let n = 130;
    let (offsets, columns) = graph(n);
    let (natural, phases) = (random::<f64>(2, n, 1.0), phases::<f64>(n));
    let narrow = random::<f32>(1, columns.len(), 1.0);
    let weights = wide(&narrow);
    let wide = Kuramoto::new(&natural, Sparse::new(&offsets, &columns, &weights, 1).unwrap()).unwrap();
    let narrow = Kuramoto::new(&natural, Sparse::<f64, f32>::new(&offsets, &columns, &narrow, 1).unwrap()).unwrap();
    let mut rates = [vec![0.0; n], vec![0.0; n]];
    wide.rates(0.0, &phases, &mut rates[0], &mut vec![0.0; wide.scratch_len()]).unwrap();
    narrow.rates(0.0, &phases, &mut rates[1], &mut vec![0.0; narrow.scratch_len()]).unwrap();
    assert_eq!(bits(&rates[0]), bits(&rates[1]));
}

#[test]
fn a_graph_without_edges_pulls_on_nobody() {
    let coupling = Sparse::<f64>::new(&[0, 0, 0], &[], &[], 2).unwrap().with_normalization(Normalization::InDegree);
    check("no edges", coupling, |_| vec![(0.0, 0.0); 2]);
    let coupling = Triangles::<f64>::new(&[0, 0], &[], &[], Triangle::Symmetric).unwrap();
    check("no triangles", coupling, |_| vec![(0.0, 0.0)]);
}

/// All pairs, themselves too, of weights by the groups g and h.
fn group_terms(labels: &[u32], harmonics: usize, weight: impl Fn(usize, usize, usize) -> (f64, f64)) -> Vec<Term> {
    let n = labels.len();
    let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
    let terms = pairs.flat_map(|(i, j)| (1..=harmonics).map(move |m| (i, j, m)));
    terms
        .map(|(i, j, m)| {
            let (k, lag) = weight(m, labels[i] as usize, labels[j] as usize);
            Term { i, j, m, k, lag }
        })
        .collect()
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn mean_field() {
    fn cases<F: Real>(n: usize, harmonics: usize) {
        let (strengths, lags) = (random::<F>(31, harmonics, 2.0), random::<F>(32, harmonics, 1.5));
        for with_lags in [false, true] {
            for normalization in NORMALIZATIONS {
                let terms = group_terms(&vec![0; n], harmonics, |m, _, _| {
                    (strengths[m - 1].wide(), if with_lags { lags[m - 1].wide() } else { 0.0 })
                });
                let coupling = MeanField::new(n, &strengths).unwrap().with_normalization(normalization);
                let coupling = if with_lags { coupling.with_lags(&lags).unwrap() } else { coupling };
                let name = format!("mean field, {harmonics} harmonics, lags: {with_lags}, {normalization:?}");
                check::<F, _>(&name, coupling, |phases| pairwise(n, &terms, normalization, phases));
            }
        }
    }
    for (number, n) in [1, 2, 7, 8, 9, 100, 1024, 1025].into_iter().enumerate() {
        cases::<f64>(n, 1 + number % if n > 1000 { 2 } else { 3 });
        cases::<f32>(n, if n > 1000 { 1 } else { 1 + (number + 1) % 3 });
    }
    // The default.
    let natural = [0.5, 1.5];
    let network = Kuramoto::new(&natural, MeanField::new(2, &[3.0]).unwrap()).unwrap();
    let mut rates = [0.0; 2];
    network.rates(0.0, &[0.0, FRAC_PI_2], &mut rates, &mut vec![0.0; network.scratch_len()]).unwrap();
    assert!((rates[0] - 2.0).abs() < 1e-15 && rates[1].abs() < 1e-15, "{rates:?}");
}

fn group_cases<F: Real>(labels: &[u32], groups: usize, harmonics: usize) {
    let (n, size) = (labels.len(), groups * groups);
    let weights = with_holes::<F>(41, harmonics * size, 1.0);
    let (lags, pair_lags) = (random::<F>(42, harmonics, 1.5), random::<F>(43, harmonics * size, 1.5));
    for (kind, normalization) in all_kinds() {
        let (wide_lags, wide_pairs) = (wide(&lags), wide(&pair_lags));
        let terms = group_terms(labels, harmonics, |m, g, h| {
            let place = ((m - 1) * groups + g) * groups + h;
            (weights[place].wide(), lag_of(kind, &wide_lags, &wide_pairs, m, place))
        });
        let coupling = Groups::new(labels, groups, &weights, harmonics).unwrap().with_normalization(normalization);
        let coupling = match kind {
            0 => coupling,
            1 => coupling.with_lags(&lags).unwrap(),
            _ => coupling.with_pair_lags(&pair_lags).unwrap(),
        };
        let name = format!("{groups} groups, {harmonics} harmonics, {}, {normalization:?}", LAGS[kind]);
        check::<F, _>(&name, coupling, |phases| pairwise(n, &terms, normalization, phases));
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn groups() {
    for (number, n) in [1, 2, 9, 50, 200, 1100].into_iter().enumerate() {
        for groups in [1, 2, 5, 40] {
            if n > 1000 && groups != 5 {
                continue; // the plain sums take long
            }
            let mut stream = Stream::new(n as u64, groups as u64, 0);
            let mut labels: Vec<u32> = (0..n).map(|_| (stream.uniform::<f64>() * groups as f64) as u32).collect();
            group_cases::<f64>(&labels, groups, 1 + number % 2);
            group_cases::<f32>(&labels, groups, 1 + number % 2);
            labels.sort_unstable();
            group_cases::<f64>(&labels, groups, 1 + number % 2);
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn in_degrees_of_groups_are_counted_beyond_the_integers_of_f32() {
    // 2^24 + 3 oscillators in one group: an f32 that counts by ones stays at 2^24. All phases are the same, so that a rate is
    // the strength times N / (N - 1) times sin(-α), which f32 rounds to sin(-α) for N - 1 and for 2^24 alike; of two
    // groups, though, the second's count is what the first one's rate is divided by.
    let n = (1 << 24) + 3;
    let mut labels = vec![1_u32; n];
    labels[0] = 0;
    let weights = [0.0_f32, 1.0, 0.0, 0.0];
    let coupling = Groups::new(&labels, 2, &weights, 1).unwrap().with_normalization(Normalization::InDegree);
    let mut scratch = vec![0.0_f32; coupling.scratch_len()];
    coupling.prepare(&mut scratch);
    // 1 / (2^24 + 2), not 1 / 2^24; and nobody pulls on the second group.
    assert_eq!(scratch[..2], [1.0 / 16_777_218.0, 0.0]);
    assert!(scratch[0] < 1.0 / 16_777_216.0);
}

/// Σ k sin(…) over triangles (i, j, k, weight), divided as documented.
fn three_body(
    n: usize,
    triangles: &[(usize, usize, usize, f64)],
    form: Triangle,
    lag: f64,
    normalization: Normalization,
    phases: &[f64],
) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); n];
    for &(i, j, k, weight) in triangles {
        let angle = match form {
            Triangle::Symmetric => phases[j] + phases[k] - 2.0 * phases[i],
            Triangle::Asymmetric => 2.0 * phases[j] - phases[k] - phases[i],
        };
        let count = triangles.iter().filter(|t| t.0 == i && (t.1 != i || t.2 != i) && t.3 != 0.0).count();
        let weight = match normalization {
            Normalization::None => weight,
            Normalization::Oscillators => weight / (n * n) as f64,
            Normalization::InDegree if count == 0 => 0.0,
            Normalization::InDegree => weight / count as f64,
        };
        sums[i].0 += weight * (angle - lag).sin();
        sums[i].1 += 2.0 * weight.abs();
    }
    sums
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn triangles() {
    fn cases<F: Real>(n: usize) {
        let mut stream = Stream::new(n as u64, 5, 0);
        let mut corner = || (stream.uniform::<f64>() * n as f64) as u32;
        let (mut offsets, mut corners) = (vec![0], Vec::<[u32; 2]>::new());
        for i in 0..n {
            corners.extend((0..i % 4).map(|_| [corner(), corner()]));
            if i % 7 == 3 {
                corners.extend([[i as u32, i as u32], [corner(), i as u32], [i as u32, corner()]]);
            }
            offsets.push(corners.len());
        }
        let weights = with_holes::<F>(51, corners.len(), 1.0);
        let rows = (0..n).flat_map(|i| vec![i; offsets[i + 1] - offsets[i]]);
        let listed: Vec<_> = rows
            .zip(&corners)
            .zip(&weights)
            .map(|((i, &[j, k]), weight)| (i, j as usize, k as usize, weight.wide()))
            .collect();
        for form in [Triangle::Symmetric, Triangle::Asymmetric] {
            for lag in [None, Some(F::from_f64(0.375))] {
                for normalization in NORMALIZATIONS {
                    let coupling = Triangles::new(&offsets, &corners, &weights, form).unwrap();
                    let coupling = coupling.with_normalization(normalization);
                    let coupling = lag.map_or(coupling, |lag| coupling.with_lag(lag).unwrap());
                    let lag = lag.map_or(0.0, F::wide);
                    let name = format!("triangles, {form:?}, lag {lag}, {normalization:?}");
                    check::<F, _>(&name, coupling, |phases| three_body(n, &listed, form, lag, normalization, phases));
                }
            }
        }
    }
    for n in [1, 2, 5, 40, 129, 1200] {
        cases::<f64>(n);
        cases::<f32>(n);
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn mean_field_triangles() {
    fn cases<F: Real>(n: usize) {
        let [ks, ka, kt, lag] = [0.75, -1.25, 2.5, 0.375].map(F::from_f64);
        let all = |form, lag: f64, phases: &[f64]| {
            let indices = (0..n).flat_map(|i| (0..n).flat_map(move |j| (0..n).map(move |k| (i, j, k))));
            let mut sums = vec![0.0; n];
            for (i, j, k) in indices {
                let angle = match form {
                    Triangle::Symmetric => phases[j] + phases[k] - 2.0 * phases[i],
                    Triangle::Asymmetric => 2.0 * phases[j] - phases[k] - phases[i],
                };
                sums[i] += (angle - lag).sin() / (n * n) as f64;
            }
            sums
        };
        let tetrahedra = |lag: f64, phases: &[f64]| -> Vec<f64> {
            let sum = |i: usize| {
                let indices = (0..n).flat_map(|j| (0..n).flat_map(move |k| (0..n).map(move |l| (j, k, l))));
                indices.map(|(j, k, l)| (phases[j] + phases[k] - phases[l] - phases[i] - lag).sin()).sum::<f64>()
            };
            (0..n).map(|i| sum(i) / (n * n * n) as f64).collect()
        };
        for lag in [None, Some(lag)] {
            let coupling = MeanFieldTriangles::new(n).unwrap();
            let coupling = lag.map_or(coupling, |lag| coupling.with_lag(lag).unwrap());
            let lag = lag.map_or(0.0, F::wide);
            let part = |[s, a, t]: [f64; 3], phases: &[f64]| -> Vec<(f64, f64)> {
                let (symmetric, asymmetric) =
                    (all(Triangle::Symmetric, lag, phases), all(Triangle::Asymmetric, lag, phases));
                let parts = symmetric.iter().zip(asymmetric).zip(tetrahedra(lag, phases));
                parts.map(|((x, y), z)| (s * x + a * y + t * z, 9.0)).collect()
            };
            let name = format!("mean field of triangles, lag {lag}");
            let [s, a, t] = [ks, ka, kt].map(F::wide);
            check::<F, _>(&name, coupling.with_symmetric(ks).unwrap(), |phases| part([s, 0.0, 0.0], phases));
            check::<F, _>(&name, coupling.with_asymmetric(ka).unwrap(), |phases| part([0.0, a, 0.0], phases));
            check::<F, _>(&name, coupling.with_tetrahedra(kt).unwrap(), |phases| part([0.0, 0.0, t], phases));
            let together = coupling.with_symmetric(ks).unwrap().with_asymmetric(ka).unwrap();
            check::<F, _>(&name, together.with_tetrahedra(kt).unwrap(), |phases| part([s, a, t], phases));
        }
    }
    for n in [1, 2, 7, 16] {
        cases::<f64>(n);
        cases::<f32>(n);
    }
}

/// Blocks of 1024 and more, by the order parameters, summed naively.
#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn mean_field_triangles_of_many() {
    let n = 2500;
    let coupling = MeanFieldTriangles::new(n).unwrap();
    let coupling = coupling.with_symmetric(0.5).unwrap().with_asymmetric(1.5).unwrap().with_tetrahedra(-0.75).unwrap();
    check::<f64, _>("mean field of triangles", coupling, |phases| {
        let mean = |m: f64, f: fn(f64) -> f64| phases.iter().map(|x| f(m * x)).sum::<f64>() / n as f64;
        let [x1, y1, x2, y2] = [mean(1.0, f64::cos), mean(1.0, f64::sin), mean(2.0, f64::cos), mean(2.0, f64::sin)];
        let ((r1, psi1), (r2, psi2)) = ((x1.hypot(y1), y1.atan2(x1)), (x2.hypot(y2), y2.atan2(x2)));
        let rate = |x: &f64| {
            0.5 * r1 * r1 * (2.0 * psi1 - 2.0 * x).sin() + 1.5 * r1 * r2 * (psi2 - psi1 - x).sin()
                - 0.75 * r1.powi(3) * (psi1 - x).sin()
        };
        phases.iter().map(|x| (rate(x), 3.0)).collect()
    });
}

#[test]
fn couplings_add_up() {
    fn case<F: Real>() {
        let n = 30;
        let (offsets, columns) = graph(n);
        let weights = random::<F>(61, columns.len(), 1.0);
        let rows: Vec<usize> = (0..n).flat_map(|i| vec![i; offsets[i + 1] - offsets[i]]).collect();
        let edges: Vec<Term> = (0..columns.len())
            .map(|e| Term { i: rows[e], j: columns[e] as usize, m: 1, k: weights[e].wide(), lag: 0.0 })
            .collect();
        let strengths = [F::from_f64(1.5), F::from_f64(-0.5)];
        let field = group_terms(&vec![0; n], 2, |m, _, _| (strengths[m - 1].wide(), 0.0));
        let corners: Vec<[u32; 2]> = (0..n as u32).map(|i| [(i + 1) % n as u32, (i + 2) % n as u32]).collect();
        let every: Vec<usize> = (0..=n).collect();
        let ones = vec![F::one(); n];
        let listed: Vec<_> = (0..n).map(|i| (i, (i + 1) % n, (i + 2) % n, 1.0)).collect();
        let (sparse, mean, triangles) = (
            Sparse::new(&offsets, &columns, &weights, 1).unwrap(),
            MeanField::new(n, &strengths).unwrap(),
            Triangles::new(&every, &corners, &ones, Triangle::Asymmetric).unwrap(),
        );
        check::<F, _>("three couplings", (sparse, (mean, triangles)), |phases| {
            let parts = [
                pairwise(n, &edges, Normalization::None, phases),
                pairwise(n, &field, Normalization::Oscillators, phases),
                three_body(n, &listed, Triangle::Asymmetric, 0.0, Normalization::None, phases),
            ];
            (0..n).map(|i| (parts.iter().map(|p| p[i].0).sum(), parts.iter().map(|p| p[i].1).sum())).collect()
        });
    }
    case::<f64>();
    case::<f32>();
    let natural = [1.0, 2.0, 3.0];
    let two = (MeanField::new(3, &[1.0]).unwrap(), MeanField::new(2, &[1.0]).unwrap());
    assert_eq!(Kuramoto::new(&natural, two).err(), Some(Error::Dimension));
}

/// A coupling that gives up.
#[derive(Clone, Copy)]
struct Failing(usize);

impl Coupling<f64> for Failing {
    fn oscillators(&self) -> usize {
        self.0
    }
    fn add(&self, _: f64, _: &[f64], _: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        Err(Stop::Failure(-5))
    }
}

#[test]
fn a_coupling_of_ones_own_may_stop() {
    let natural = [1.0, 2.0];
    let network = Kuramoto::new(&natural, (MeanField::new(2, &[1.0]).unwrap(), Failing(2))).unwrap();
    let mut workspace = vec![0.0; network.workspace_len()];
    let mut rates = [0.0; 2];
    assert_eq!(network.rates(0.0, &[0.0; 2], &mut rates, &mut workspace), Err(Error::Callback));
    let mut state = [0.5, 0.25];
    let run = Rk4::new(0.1).unwrap().advance(&network, 0.0, 0, 5, &mut state, &mut workspace).unwrap();
    assert_eq!((run.end, run.steps, state), (End::Failure(-5), 0, [0.5, 0.25]));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn the_same_network_as_any_coupling() {
    for n in [10, 100, 256, 300] {
        let (natural, phases) = (random::<f64>(71, n, 1.0), phases::<f64>(n));
        let (strengths, lags) = ([2.0, -0.75], [0.3, 0.9]);
        let mut weights = vec![2.0; n * n];
        weights.extend(vec![-0.75; n * n]);
        let offsets: Vec<usize> = (0..=n).map(|i| i * n).collect();
        let columns: Vec<u32> = (0..n * n).map(|e| (e % n) as u32).collect();
        let labels: Vec<u32> = (0..n).map(|i| (i % 3) as u32).collect();
        let by_groups: Vec<f64> = (0..18).map(|place| strengths[place / 9]).collect();
        for normalization in NORMALIZATIONS {
            fn rates<C: Coupling<f64>>(natural: &[f64], coupling: C, phases: &[f64]) -> Vec<f64> {
                let network = Kuramoto::new(natural, coupling).unwrap();
                let mut rates = vec![0.0; phases.len()];
                network.rates(0.0, phases, &mut rates, &mut vec![0.0; network.scratch_len()]).unwrap();
                rates
            }
            let dense = Dense::new(n, 2, &weights, Layout::ROWS).unwrap().with_lags(&lags).unwrap();
            let sparse = Sparse::new(&offsets, &columns, &weights, 2).unwrap().with_lags(&lags).unwrap();
            let field = MeanField::new(n, &strengths).unwrap().with_lags(&lags).unwrap();
            let groups = Groups::new(&labels, 3, &by_groups, 2).unwrap().with_lags(&lags).unwrap();
            let dense = rates(&natural, dense.with_normalization(normalization), &phases);
            let others = [
                rates(&natural, sparse.with_normalization(normalization), &phases),
                rates(&natural, field.with_normalization(normalization), &phases),
                rates(&natural, groups.with_normalization(normalization), &phases),
            ];
            let scale = if normalization == Normalization::None { 4.0 * n as f64 } else { 5.0 };
            for (number, other) in others.iter().enumerate() {
                for (a, b) in dense.iter().zip(other) {
                    assert!((a - b).abs() < 1e-14 * scale, "{n}, {number}, {normalization:?}: {a} {b}");
                }
            }
        }
    }
}

#[test]
fn a_run_that_diverges_keeps_its_last_state() {
    fn case<C: Coupling<f64> + Copy>(name: &str, coupling: C) {
        let n = coupling.oscillators();
        let natural = vec![2e307; n];
        let steps = |coupling: Plain<C>| {
            let (mut state, network) = (vec![0.0; n], Kuramoto::new(&natural, coupling).unwrap());
            let mut workspace = vec![0.0; network.workspace_len()];
            let run = Rk4::new(1.0).unwrap().advance(&network, 0.0, 0, 20, &mut state, &mut workspace).unwrap();
            (run, state)
        };
        let network = Kuramoto::new(&natural, coupling).unwrap();
        for before in [0, 1, 3] {
            let mut state = vec![0.0; n];
            let mut workspace = vec![0.0; network.workspace_len()];
            let solver = Rk4::new(1.0).unwrap();
            solver.advance(&network, 0.0, 0, before, &mut state, &mut workspace).unwrap().complete().unwrap();
            let run = solver.advance(&network, 0.0, before, 20 - before, &mut state, &mut workspace).unwrap();
            assert_eq!((run.end, run.steps + before, run.time), (End::Diverged, 8, 8.0), "{name}");
            assert!(state.iter().all(|y| (y / 1.6e308 - 1.0).abs() < 1e-12), "{name}: {state:?}");
            assert_eq!(bits(&state), bits(&steps(Plain(coupling)).1), "{name}");
        }
    }
    let weights = vec![1.0; 40 * 40];
    for n in [2, 6, 10, 15, 40] {
        case("dense", Dense::new(n, 1, &weights[..n * n], Layout::ROWS).unwrap());
    }
    case("mean field", MeanField::new(1500, &[1.0]).unwrap());
    case("groups", Groups::new(&[0, 0, 1, 0, 1], 2, &[1.0; 4], 1).unwrap());
    case("triangles", MeanFieldTriangles::new(9).unwrap().with_symmetric(1.0).unwrap());
}

#[test]
fn drives_are_what_their_formulas_say() {
    fn case<F: Real>(error: f64) {
        let n = 5;
        let (natural, start) = (random::<F>(81, n, 2.0), random::<F>(82, n, 2.0));
        let (swing, shift, force) = (random::<F>(83, n, 1.0), random::<F>(84, n, 3.0), random::<F>(85, n, 1.0));
        let weights = random::<F>(86, n * n, 1.0);
        let coupling = Dense::new(n, 1, &weights, Layout::ROWS).unwrap();
        let [level, slope, amplitude, frequency, phase] = [0.5, -0.125, 0.75, 3.0, 0.25].map(F::from_f64);
        let strength = Modulation { level, slope, amplitude, frequency, phase };
        let (swing_frequency, force_frequency, force_phase) = (F::from_f64(1.25), F::from_f64(0.75), F::from_f64(0.5));
        let none: &[F] = &[];
        for phases_of_swing in [&shift[..], none] {
            let drive = Driving::new().with_strength(strength).unwrap();
            let drive = drive.with_swinging_frequencies(&swing, swing_frequency, phases_of_swing).unwrap();
            let drive = drive.with_forcing(&force, force_frequency, force_phase).unwrap();
            let network = Kuramoto::new(&natural, coupling).unwrap().with_drive(drive).unwrap();
            let mut rates = vec![F::zero(); n];
            let mut workspace = vec![F::nan(); network.scratch_len()];
            for t in [0.0, 0.5, 2.75, -1.25] {
                network.rates(F::from_f64(t), &start, &mut rates, &mut workspace).unwrap();
                let strength = 0.5 - 0.125 * t + 0.75 * (3.0 * t + 0.25).sin();
                let x = wide(&start);
                for i in 0..n {
                    let pulls = (0..n).map(|j| weights[i * n + j].wide() * (x[j] - x[i]).sin());
                    let own = phases_of_swing.get(i).map_or(0.0, |phase| phase.wide());
                    let expected = natural[i].wide()
                        + swing[i].wide() * (1.25 * t + own).sin()
                        + force[i].wide() * (0.75 * t + 0.5 - x[i]).sin()
                        + strength * pulls.sum::<f64>();
                    assert!((rates[i].wide() - expected).abs() < error, "t = {t}, {i}");
                }
            }
        }
    }
    case::<f64>(1e-14);
    case::<f32>(1e-5);
}

/// One oscillator that is forced (Adler, 1946): locked, Ω_f t + θ_f - φ = asin((Ω_f - ω) / A). And a swinging frequency alone
/// integrates to ω t + ε (cos θ - cos(Ω t + θ)) / Ω; a coupling of strength K(t) between two alike, to tan(Δ/2) =
/// tan(Δ_0/2) e^(-2 ∫K).
#[test]
fn driven_oscillators_in_closed_form() {
    let field = MeanField::new(1, &[1.0]).unwrap();
    let forced = Driving::new().with_forcing(&[0.5], 1.2, 0.3).unwrap();
    let network = Kuramoto::new(&[1.0], field).unwrap().with_drive(forced).unwrap();
    let (mut state, mut workspace) = ([2.0_f64], vec![0.0; network.workspace_len()]);
    let solver = Rk4::new(0.0625).unwrap();
    solver.advance(&network, 0.0, 0, 1600, &mut state, &mut workspace).unwrap().complete().unwrap();
    let behind: f64 = 1.2 * 100.0 + 0.3 - state[0];
    assert!((behind.sin() - 0.4).abs() < 1e-9 && behind.cos() > 0.0, "{behind}");

    let swinging = Driving::new().with_swinging_frequencies(&[0.7], 2.0, &[0.4]).unwrap();
    let network = Kuramoto::new(&[1.0], field).unwrap().with_drive(swinging).unwrap();
    let mut state = [0.0];
    let solver = Rk4::new(1.0 / 256.0).unwrap();
    solver.advance(&network, 0.0, 0, 256 * 3, &mut state, &mut workspace).unwrap().complete().unwrap();
    let expected = 3.0 + 0.7 * (0.4_f64.cos() - 6.4_f64.cos()) / 2.0;
    assert!((state[0] - expected).abs() < 1e-11, "{state:?} {expected}");

    let strength = Modulation { level: 0.25, slope: 0.5, amplitude: 0.75, frequency: 3.0, phase: 0.2 };
    let growing = Driving::new().with_strength(strength).unwrap();
    let weights = [0.0, 1.0, 1.0, 0.0];
    let pair = Dense::new(2, 1, &weights, Layout::ROWS).unwrap();
    let network = Kuramoto::new(&[1.0, 1.0], pair).unwrap().with_drive(growing).unwrap();
    let (mut state, mut workspace) = ([0.0, 2.0], vec![0.0; network.workspace_len()]);
    solver.advance(&network, 0.0, 0, 512, &mut state, &mut workspace).unwrap().complete().unwrap();
    let integral = 0.25 * 2.0 + 0.25 * 4.0 + 0.25 * (0.2_f64.cos() - 6.2_f64.cos());
    let difference = 2.0 * (1.0_f64.tan() * (-2.0 * integral).exp()).atan();
    assert!((state[1] - state[0] - difference).abs() < 1e-10, "{state:?} {difference}");
    assert!((state[1] + state[0] - 6.0).abs() < 1e-12);
}

/// Two populations (Abrams, Mirollo, Strogatz and Wiley, 2008): on the manifold of Ott and Antonsen the second one's order
/// parameter ρ e^(iψ), relative to the synchronised first one, obeys their reduced equations, and the phases of the
/// Poisson kernel at N midpoints follow these but for ρ^N.
#[test]
fn a_chimera_of_two_populations() {
    let (n, disparity, beta) = (128, 0.2, 0.1);
    let (mu, nu, lag) = ((1.0 + disparity) / 2.0, (1.0 - disparity) / 2.0, FRAC_PI_2 - beta);
    let (rho, psi): (f64, f64) = (0.7, 0.2);
    // The Poisson kernel's quantiles: the circle's, moved by a Möbius transformation.
    let mut state = vec![0.0; n];
    let quantile =
        |i: usize| 2.0 * ((1.0 - rho) / (1.0 + rho) * (PI * ((i as f64 + 0.5) / n as f64 - 0.5)).tan()).atan();
    state.extend((0..n).map(|i| psi + quantile(i)));
    let labels: Vec<u32> = (0..2 * n).map(|i| (i / n) as u32).collect();
    let weights = [mu, nu, nu, mu].map(|k| k / n as f64);
    let coupling = Groups::new(&labels, 2, &weights, 1).unwrap();
    let lags = [lag];
    let coupling = coupling.with_lags(&lags).unwrap();
    let natural = vec![0.0; 2 * n];
    let network = Kuramoto::new(&natural, coupling).unwrap();
    let order = |phases: &[f64]| {
        let (x, y) = phases.iter().fold((0.0, 0.0), |(x, y), phase| (x + phase.cos(), y + phase.sin()));
        (x.hypot(y) / n as f64, y.atan2(x))
    };
    assert!((order(&state[n..]).0 - rho).abs() < 1e-12);

    /// The reduced equations, with ψ that of the population of ρ < 1 less that of the other.
    struct Reduced {
        mu: f64,
        nu: f64,
        lag: f64,
    }
    impl OdeSystem<f64> for Reduced {
        fn dim(&self) -> usize {
            3
        }
        // Each population's dz/dt = (H - H̄ z²) / 2 with its field H = e^(-iα) Σ K z (Ott and Antonsen, 2008), in polar
        // coordinates.
        fn derivative(&self, _: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
            let &Reduced { mu, nu, lag } = self;
            let (rho, psi, theta) = (y[0], y[1], y[2]);
            let difference = psi - theta;
            dydt[0] = (1.0 - rho * rho) / 2.0 * (mu * rho * lag.cos() + nu * (-difference - lag).cos());
            dydt[1] = (1.0 + rho * rho) / (2.0 * rho) * (mu * rho * (-lag).sin() + nu * (-difference - lag).sin());
            dydt[2] = mu * (-lag).sin() + nu * rho * (difference - lag).sin();
            Ok(())
        }
    }
    let mut reduced = [rho, psi, 0.0];
    let solver = Rk4::new(1.0 / 128.0).unwrap();
    let mut workspace = vec![0.0; network.workspace_len()];
    let (mut lowest, mut highest) = (f64::INFINITY, 0.0_f64);
    for second in 0..30 {
        let (first, count) = (second * 128, 128);
        solver.advance(&network, 0.0, first, count, &mut state, &mut workspace).unwrap().complete().unwrap();
        let system = Reduced { mu, nu, lag };
        solver.advance(&system, 0.0, first, count, &mut reduced, &mut [0.0; 12]).unwrap().complete().unwrap();
        let ((r1, psi1), (r2, psi2)) = (order(&state[..n]), order(&state[n..]));
        assert!((r1 - 1.0).abs() < 1e-12);
        assert!((r2 - reduced[0]).abs() < 1e-8, "{second}: {r2} {reduced:?}");
        let turn = (psi2 - psi1) - (reduced[1] - reduced[2]);
        assert!((turn - (turn / (2.0 * PI)).round() * 2.0 * PI).abs() < 1e-8, "{second}: {turn}");
        (lowest, highest) = (lowest.min(r2), highest.max(r2));
    }
    // It stays a chimera.
    assert!(lowest > 0.69 && highest < 0.76, "{lowest} {highest}");
}

/// The explosive transition of Skardal and Arenas (2020): with frequencies of a Lorentzian of width 1, the order parameter
/// has r² = (K' - K_1 + sqrt((K_1 + K')² - 8 K')) / (2 K') where synchronisation has set in, K' = K_a + K_t; and the
/// incoherent state is stable, too, for K_1 < 2.
#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn triangles_synchronise_at_once() {
    let n = 2000;
    let natural: Vec<f64> = (0..n).map(|i| (PI * ((i as f64 + 0.5) / n as f64 - 0.5)).tan()).collect();
    let (pairs, triangles, tetrahedra) = (1.0, 5.0, 3.0);
    let higher = triangles + tetrahedra;
    let strengths = [pairs];
    let simplices = MeanFieldTriangles::new(n).unwrap();
    let simplices = simplices.with_asymmetric(triangles).unwrap().with_tetrahedra(tetrahedra).unwrap();
    let network = Kuramoto::new(&natural, (MeanField::new(n, &strengths).unwrap(), simplices)).unwrap();
    let solver = Rk4::new(0.025).unwrap();
    let mut workspace = vec![0.0; network.workspace_len()];
    let mut run = |mut state: Vec<f64>, seconds: u64| {
        let mut mean = 0.0;
        for step in 0..seconds * 4 {
            solver.advance(&network, 0.0, step * 10, 10, &mut state, &mut workspace).unwrap().complete().unwrap();
            let (x, y) = state.iter().fold((0.0, 0.0), |(x, y), phase| (x + phase.cos(), y + phase.sin()));
            if step >= seconds * 2 {
                mean += x.hypot(y) / n as f64 / (2 * seconds) as f64;
            }
        }
        mean
    };
    let seconds = if cfg!(debug_assertions) { 10 } else { 30 };
    let r = run(vec![0.0; n], seconds);
    let expected =
        ((higher - pairs + ((pairs + higher) * (pairs + higher) - 8.0 * higher).sqrt()) / (2.0 * higher)).sqrt();
    assert!((r - expected).abs() < 0.005, "{r} {expected}");
    // Phases that do not know of the frequencies: golden angles.
    let r = run((0..n).map(|i| 2.399963229728653 * i as f64).collect(), seconds);
    assert!(r < 0.1, "{r}");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn the_mean_phase_of_a_symmetric_network_moves_with_the_mean_frequency() {
    let n = 20;
    let natural = random::<f64>(91, n, 2.0);
    let mean = natural.iter().sum::<f64>() / n as f64;
    let half = random::<f64>(92, 2 * n * n, 0.5);
    let symmetric: Vec<f64> =
        (0..2 * n * n).map(|at| half[at] + half[at / (n * n) * n * n + at % n * n + at / n % n]).collect();
    fn drift<Y: OdeSystem<f64>>(system: &Y, n: usize, initial: &[f64]) -> f64 {
        let mut state = initial.to_vec();
        let mut workspace = vec![0.0; Rk4::<f64>::workspace_len(system.dim(), system.scratch_len())];
        let solver = Rk4::new(0.0625).unwrap();
        solver.advance(system, 0.0, 0, 160, &mut state, &mut workspace).unwrap().complete().unwrap();
        (state[..n].iter().sum::<f64>() - initial[..n].iter().sum::<f64>()) / n as f64
    }
    let initial = phases::<f64>(n);
    let dense = Kuramoto::new(&natural, Dense::new(n, 2, &symmetric, Layout::ROWS).unwrap()).unwrap();
    let field = Kuramoto::new(&natural, MeanField::new(n, &[1.0, 0.5, -0.75]).unwrap()).unwrap();
    let labels: Vec<u32> = (0..n as u32).map(|i| i % 2).collect();
    let groups = Kuramoto::new(&natural, Groups::new(&labels, 2, &[0.2, -0.1, -0.1, 0.3], 1).unwrap()).unwrap();
    let edges: Vec<u32> = (0..n as u32).flat_map(|i| [(i + 1) % n as u32, (i + n as u32 - 1) % n as u32]).collect();
    let offsets: Vec<usize> = (0..=n).map(|i| 2 * i).collect();
    let ring = Kuramoto::new(&natural, Sparse::new(&offsets, &edges, &[0.75; 40], 1).unwrap()).unwrap();
    for (name, moved) in [
        ("dense", drift(&dense, n, &initial)),
        ("mean field", drift(&field, n, &initial)),
        ("groups", drift(&groups, n, &initial)),
        ("ring", drift(&ring, n, &initial)),
    ] {
        assert!((moved - 10.0 * mean).abs() < 1e-12 * 10.0, "{name}: {moved} {}", 10.0 * mean);
    }
    // Hebb's rule keeps the weights symmetric.
    let hebbian = Hebbian::new(&natural, Learning { rate: 0.5, gain: 0.25, lag: 0.0 }).unwrap();
    let mut state = initial.clone();
    state.extend(&symmetric[..n * n]);
    assert!((drift(&hebbian, n, &state) - 10.0 * mean).abs() < 1e-11);
    // The velocity of the mean of alike masses: m V' + d V = mean ω.
    let (masses, dampings) = ([2.0; 20], [0.5; 20]);
    let inert = SecondOrder::new(dense, &masses, &dampings).unwrap();
    let mut state = initial;
    state.extend(vec![0.0; n]);
    let expected = mean / 0.5 * (10.0 - 4.0 * (1.0 - (-2.5_f64).exp()));
    let moved = drift(&inert, n, &state);
    assert!((moved - expected).abs() < 1e-6, "{moved} {expected}");
}

/// Systems that take any solver's way: levels, pieces and rows give the same bits.
fn same_bits<F: Real, Y: OdeSystem<F>>(name: &str, system: impl Fn(Level) -> Y, initial: &[F]) {
    let solver = Rk4::<F>::new(F::from_f64(0.0625)).unwrap();
    let run = |level, pieces: &[(u64, u64)]| {
        let system = system(level);
        let mut state = initial.to_vec();
        let mut workspace = vec![F::nan(); Rk4::<F>::workspace_len(system.dim(), system.scratch_len())];
        for &(first, count) in pieces {
            solver.advance(&system, F::one(), first, count, &mut state, &mut workspace).unwrap().complete().unwrap();
            workspace.fill(F::nan());
        }
        bits(&state)
    };
    let expected = run(Level::BASELINE, &[(0, 9)]);
    for level in Level::available() {
        assert_eq!(run(level, &[(0, 9)]), expected, "{name}, {}", level.name());
        assert_eq!(run(level, &[(0, 4), (4, 0), (4, 5)]), expected, "{name}, {}", level.name());
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn inertia() {
    fn case<F: Real>(n: usize, error: f64) {
        let (natural, weights) = (random::<F>(101, n, 1.0), random::<F>(102, n * n, 1.0));
        let masses: Vec<F> = random::<F>(103, n, 0.5).into_iter().map(|m| m + F::one()).collect();
        let dampings: Vec<F> = random::<F>(104, n, 0.25).into_iter().map(|d| d.abs()).collect();
        let force = random::<F>(105, n, 1.0);
        let drive = Driving::new().with_forcing(&force, F::from_f64(0.75), F::from_f64(0.5)).unwrap();
        let coupling = Dense::new(n, 1, &weights, Layout::ROWS).unwrap();
        let network = Kuramoto::new(&natural, coupling).unwrap().with_drive(drive).unwrap();
        let inert = SecondOrder::new(network, &masses, &dampings).unwrap();
        let mut state = phases::<F>(n);
        state.extend(random::<F>(106, n, 2.0));
        let mut rates = vec![F::nan(); 2 * n];
        inert.rates(F::from_f64(1.5), &state, &mut rates, &mut vec![F::nan(); inert.scratch_len()]).unwrap();
        let y = wide(&state);
        for i in 0..n {
            assert_eq!(rates[i], state[n + i]);
            let pulls = (0..n).map(|j| weights[i * n + j].wide() * (y[j] - y[i]).sin()).sum::<f64>();
            let force = force[i].wide() * (0.75 * 1.5 + 0.5 - y[i]).sin();
            let torque = natural[i].wide() + pulls + force - dampings[i].wide() * y[n + i];
            let expected = torque / masses[i].wide();
            assert!((rates[n + i].wide() - expected).abs() < error * n as f64, "N = {n}, {i}");
        }
        let level = |level| SecondOrder::new(network.with_level(level), &masses, &dampings).unwrap();
        same_bits::<F, _>("second order", level, &state);
    }
    for n in [1, 3, 17, 60] {
        case::<f64>(n, 1e-14);
        case::<f32>(n, 1e-5);
    }
}

/// m v' + d v = ω: v = ω/d + (v_0 - ω/d) e^(-dt/m), and without damping v = v_0 + ωt/m.
#[test]
fn inertia_without_coupling_in_closed_form() {
    let (natural, masses, dampings) = ([1.5, -0.5, 0.25], [0.5, 2.0, 4.0], [1.0, 0.25, 0.0]);
    let coupling = Sparse::<f64>::new(&[0, 0, 0, 0], &[], &[], 1).unwrap();
    let inert = SecondOrder::new(Kuramoto::new(&natural, coupling).unwrap(), &masses, &dampings).unwrap();
    let initial = [0.5, -1.0, 2.0, 1.0, 0.0, -0.5];
    let mut state = initial;
    let mut workspace = vec![0.0; inert.workspace_len()];
    let solver = Rk4::new(1.0 / 256.0).unwrap();
    solver.advance(&inert, 0.0, 0, 1024, &mut state, &mut workspace).unwrap().complete().unwrap();
    let t = 4.0;
    for i in 0..3 {
        let (w, m, d, x, v): (f64, f64, f64, f64, f64) =
            (natural[i], masses[i], dampings[i], initial[i], initial[3 + i]);
        let (phase, velocity) = if d == 0.0 {
            (x + v * t + w / m * t * t / 2.0, v + w / m * t)
        } else {
            let (end, decay) = (w / d, (-d * t / m).exp());
            (x + end * t + (v - end) * m / d * (1.0 - decay), end + (v - end) * decay)
        };
        assert!((state[i] - phase).abs() < 1e-10, "{i}: {} {phase}", state[i]);
        assert!((state[3 + i] - velocity).abs() < 1e-10, "{i}: {} {velocity}", state[3 + i]);
    }
}

/// A network of the reference data that has a lag, compressed rows, or inertia.
struct Case {
    name: String,
    natural: Vec<f64>,
    harmonics: usize,
    weights: Vec<f64>,
    /// Row offsets and columns.
    rows: Option<(Vec<usize>, Vec<u32>)>,
    lags: Lags,
    inertia: Option<(Vec<f64>, Vec<f64>)>,
    times: Vec<f64>,
    /// Phases, or phases and velocities.
    states: Vec<f64>,
}

enum Lags {
    None,
    Harmonics(Vec<f64>),
    Pairs(Vec<f64>),
}

impl Case {
    fn read(case: &Value) -> Case {
        let natural = numbers(&case["omega"]);
        let (n, format) = (natural.len(), &case["coupling"]);
        let csr = format["format"] == "csr";
        let integers = |value: &Value| numbers(value).into_iter().map(|x| x as usize).collect::<Vec<_>>();
        let rows = csr.then(|| {
            (integers(&format["row_ptr"]), integers(&format["col_idx"]).into_iter().map(|j| j as u32).collect())
        });
        let weights = numbers(&format[if csr { "val" } else { "K" }]);
        let harmonics = case["harmonics"].as_u64().unwrap() as usize;
        let alpha = list(&case["alpha"]);
        let lags = if alpha.is_empty() {
            Lags::None
        } else if alpha.iter().all(Value::is_number) {
            Lags::Harmonics(numbers(&case["alpha"]))
        } else {
            assert!(!csr, "which a matrix does not fit");
            let per_harmonic =
                alpha.iter().map(|lag| lag.as_f64().map_or_else(|| numbers(lag), |lag| vec![lag; n * n]));
            Lags::Pairs(per_harmonic.flatten().collect())
        };
        let inertia = (case["order"] == 2).then(|| (numbers(&case["mass"]), numbers(&case["damping"])));
        let velocities = list(&case["v"]);
        let rows_of_states = list(&case["phi"]).iter().enumerate().flat_map(|(row, phi)| {
            let mut state = numbers(phi);
            if let Some(v) = velocities.get(row) {
                state.extend(numbers(v));
            }
            state
        });
        let (times, states) = (numbers(&case["t"]), rows_of_states.collect());
        let name = case["name"].to_string();
        Case { name, natural, harmonics, weights, rows, lags, inertia, times, states }
    }

    fn errors(&self) -> Vec<f64> {
        let n = self.natural.len();
        match &self.rows {
            Some((offsets, columns)) => {
                let coupling = Sparse::new(offsets, columns, &self.weights, self.harmonics).unwrap();
                self.errors_of(match &self.lags {
                    Lags::None => coupling,
                    Lags::Harmonics(lags) => coupling.with_lags(lags).unwrap(),
                    Lags::Pairs(lags) => coupling.with_pair_lags(lags).unwrap(),
                })
            }
            None => {
                let coupling = Dense::new(n, self.harmonics, &self.weights, Layout::ROWS).unwrap();
                self.errors_of(match &self.lags {
                    Lags::None => coupling,
                    Lags::Harmonics(lags) => coupling.with_lags(lags).unwrap(),
                    Lags::Pairs(lags) => coupling.with_pair_lags(lags).unwrap(),
                })
            }
        }
    }

    fn errors_of<C: Coupling<f64> + Copy>(&self, coupling: C) -> Vec<f64> {
        let network = Kuramoto::new(&self.natural, coupling).unwrap();
        match &self.inertia {
            Some((masses, dampings)) => self.halve(&SecondOrder::new(network, masses, dampings).unwrap()),
            None => self.halve(&network),
        }
    }

    /// The errors with steps of each half the length, until they are small.
    fn halve<Y: OdeSystem<f64>>(&self, system: &Y) -> Vec<f64> {
        let dim = system.dim();
        let mut workspace = vec![0.0; Rk4::<f64>::workspace_len(dim, system.scratch_len())];
        let mut states = vec![0.0; self.states.len()];
        let mut step = (self.times[1] - self.times[0]) / 4.0;
        let mut errors = Vec::new();
        let most = if cfg!(debug_assertions) { 6 } else { 12 };
        while errors.len() < most && errors.last().is_none_or(|&error| error > 1e-10 * self.largest()) {
            let initial = &self.states[..dim];
            let solver = Rk4::new(step).unwrap();
            let run = solver.solve(system, &self.times, initial, &mut states, &mut workspace, |_, _, _| Ok(()));
            run.unwrap().complete().unwrap();
            errors.push(states.iter().zip(&self.states).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max));
            step /= 2.0;
        }
        errors
    }

    fn largest(&self) -> f64 {
        self.states.iter().fold(1.0, |max, x| max.max(x.abs()))
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn reference_trajectories() {
    let Some(data) = reference("kuramoto_simulate") else { return };
    let cases = list(&data["networks"]).iter();
    let cases = cases.filter(|c| c["order"] == 2 || c["coupling"]["format"] == "csr" || !c["alpha"].is_null());
    for case in cases.map(Case::read) {
        let errors = case.errors();
        let last = errors[errors.len() - 1];
        let bound = if cfg!(debug_assertions) { 1e-5 } else { 1e-9 };
        assert!(last <= bound * case.largest(), "{}: {errors:?}", case.name);
    }
}

/// The system of [`Hebbian`], written out.
struct Learner {
    natural: Vec<f64>,
    rates: Vec<f64>,
    learning: Learning<f64>,
    lag: f64,
    divisor: f64,
    strength: fn(f64) -> f64,
}

impl OdeSystem<f64> for Learner {
    fn dim(&self) -> usize {
        let n = self.natural.len();
        n + n * n
    }
    fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        let n = self.natural.len();
        let (phases, weights) = y.split_at(n);
        for i in 0..n {
            let pull = |j: usize| weights[i * n + j] * (phases[j] - phases[i] - self.lag).sin();
            dydt[i] = self.natural[i] + (self.strength)(t) * (0..n).map(pull).sum::<f64>() / self.divisor;
            for j in 0..n {
                let goal = self.learning.gain * (phases[j] - phases[i] - self.learning.lag).cos();
                dydt[n + i * n + j] = self.rates[i * n + j] * (goal - weights[i * n + j]);
            }
        }
        Ok(())
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn hebbian() {
    fn case<F: Real>(n: usize, error: f64) {
        let natural = random::<F>(111, n, 1.0);
        let learning = Learning { rate: F::from_f64(0.25), gain: F::from_f64(1.5), lag: F::from_f64(0.625) };
        let pair_rates: Vec<F> = with_holes::<F>(112, n * n, 1.0).into_iter().map(|rate| rate.abs()).collect();
        let mut state = phases::<F>(n);
        state.extend(random::<F>(113, n * n, 1.0));
        let strength = Modulation { slope: F::from_f64(0.5), ..Modulation::constant(F::from_f64(0.25)) };
        let drive = Driving::new().with_strength(strength).unwrap();
        for (pairs, divided, driven) in
            [(false, false, false), (true, false, false), (false, true, true), (true, true, true)]
        {
            let network = Hebbian::new(&natural, learning).unwrap().with_lag(F::from_f64(0.375)).unwrap();
            let network = if pairs { network.with_pair_rates(&pair_rates).unwrap() } else { network };
            let normalization = if divided { Normalization::Oscillators } else { Normalization::None };
            let network = network.with_normalization(normalization).unwrap();
            let network = network.with_drive(if driven { drive } else { Driving::new() }).unwrap();
            let learner = Learner {
                natural: wide(&natural),
                rates: if pairs { wide(&pair_rates) } else { vec![0.25; n * n] },
                learning: Learning { rate: 0.25, gain: 1.5, lag: 0.625 },
                lag: 0.375,
                divisor: if divided { n as f64 } else { 1.0 },
                strength: if driven { |t| 0.25 + 0.5 * t } else { |_| 1.0 },
            };
            let dim = n + n * n;
            let (mut rates, mut expected) = (vec![F::nan(); dim], vec![0.0; dim]);
            let mut workspace = vec![F::nan(); network.scratch_len()];
            network.rates(F::from_f64(1.5), &state, &mut rates, &mut workspace).unwrap();
            learner.derivative(1.5, &wide(&state), &mut expected, &mut []).unwrap();
            for (place, (rate, expected)) in rates.iter().zip(&expected).enumerate() {
                let scale = if place < n { n as f64 } else { 1.0 };
                assert!((rate.wide() - expected).abs() < error * scale, "N = {n}, {place}: {rate} {expected}");
            }
            if pairs {
                let fixed = pair_rates.iter().zip(&rates[n..]).filter(|(rate, _)| rate.is_zero());
                assert!(fixed.clone().all(|(_, change)| change.is_zero()));
                assert!(n < 9 || fixed.count() > 0);
            }
            same_bits::<F, _>("hebbian", |level| network.with_level(level), &state);
        }
    }
    for n in [1, 2, 3, 7, 8, 9, 16, 37] {
        case::<f64>(n, 2e-14);
        case::<f32>(n, 1e-5);
    }
    // Over time.
    let n = 6;
    let natural = random::<f64>(121, n, 1.0);
    let learning = Learning { rate: 0.1, gain: 1.0, lag: 0.2 };
    let network = Hebbian::new(&natural, learning).unwrap();
    let learner = Learner {
        natural: natural.clone(),
        rates: vec![0.1; n * n],
        learning,
        lag: 0.0,
        divisor: 1.0,
        strength: |_| 1.0,
    };
    let mut states = [phases::<f64>(n), phases::<f64>(n)];
    let mut workspace = vec![0.0; network.workspace_len()];
    let solver = Rk4::new(0.05).unwrap();
    states.iter_mut().for_each(|state| state.resize(n + n * n, 0.5));
    let _ = solver.advance(&network, 0.0, 0, 200, &mut states[0], &mut workspace).unwrap();
    let _ = solver.advance(&learner, 0.0, 0, 200, &mut states[1], &mut workspace).unwrap();
    assert!(states[0].iter().zip(&states[1]).all(|(a, b)| (a - b).abs() < 1e-11));
}

/// A splay state of N alike oscillators moves as a whole with ½ cos(α - β'), its weights being -sin(φ_i - φ_j + β') (Berner,
/// Schöll and Yanchuk, 2019; coupling divided by N).
#[test]
fn a_splay_state_of_learning_oscillators_moves_as_a_whole() {
    let (n, alpha, beta): (usize, f64, f64) = (11, 0.3, -0.7);
    let natural = vec![0.0; n];
    let learning = Learning { rate: 0.5, gain: 1.0, lag: beta + FRAC_PI_2 };
    let network = Hebbian::new(&natural, learning).unwrap().with_lag(alpha).unwrap();
    let network = network.with_normalization(Normalization::Oscillators).unwrap();
    let mut state: Vec<f64> = (0..n).map(|i| 2.0 * PI * i as f64 / n as f64).collect();
    for at in 0..n * n {
        state.push(-(state[at / n] - state[at % n] + beta).sin());
    }
    let initial = state.clone();
    let mut workspace = vec![0.0; network.workspace_len()];
    let run = Rk4::new(0.0625).unwrap().advance(&network, 0.0, 0, 32, &mut state, &mut workspace).unwrap();
    run.complete().unwrap();
    for i in 0..n {
        assert!((state[i] - initial[i] - 0.5 * (alpha - beta).cos() * 2.0).abs() < 1e-11);
    }
    assert!(state[n..].iter().zip(&initial[n..]).all(|(a, b)| (a - b).abs() < 1e-11));
}

/// A weight alone: k = γ cos β + (k_0 - γ cos β) e^(-εt), and dφ/dt = ω - k sin α.
#[test]
fn one_learning_oscillator_in_closed_form() {
    let learning = Learning { rate: 0.5, gain: 2.0, lag: 0.75 };
    let network = Hebbian::new(&[1.25], learning).unwrap().with_lag(0.5).unwrap();
    let (mut state, mut workspace) = ([0.5, -1.0], vec![0.0; network.workspace_len()]);
    let solver = Rk4::new(1.0 / 128.0).unwrap();
    solver.advance(&network, 0.0, 0, 384, &mut state, &mut workspace).unwrap().complete().unwrap();
    let (goal, decay) = (2.0 * 0.75_f64.cos(), (-1.5_f64).exp());
    assert!((state[1] - (goal + (-1.0 - goal) * decay)).abs() < 1e-11);
    let integral = goal * 3.0 + (-1.0 - goal) * (1.0 - decay) / 0.5;
    assert!((state[0] - (0.5 + 1.25 * 3.0 - integral * 0.5_f64.sin())).abs() < 1e-11);
}

#[test]
fn bad_arguments_of_dense_and_mean_field() {
    let four = [1.0; 4];
    let error = |n, harmonics, weights: &[f64], layout| Dense::<f64>::new(n, harmonics, weights, layout).err();
    assert_eq!(error(0, 1, &[], Layout::ROWS), Some(Error::Dimension));
    assert_eq!(error(2, 0, &four, Layout::ROWS), Some(Error::Dimension));
    assert_eq!(error(usize::MAX / 2, 1, &four, Layout::ROWS), Some(Error::Dimension));
    assert_eq!(error(2, 1, &four[..3], Layout::ROWS), Some(Error::Length));
    assert_eq!(error(1, 1, &four, Layout::ROWS), Some(Error::Length));
    assert_eq!(error(2, 1, &four, Layout::ByRows { stride: 3 }), Some(Error::Stride));
    assert_eq!(error(2, 1, &four, Layout::ByColumns { stride: 1 }), Some(Error::Stride));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(error(2, 1, &[1.0, bad, 1.0, 1.0], Layout::ROWS), Some(Error::NotFinite));
        let dense = Dense::new(2, 1, &four, Layout::ROWS).unwrap();
        assert_eq!(dense.with_lags(&[bad]).err(), Some(Error::NotFinite));
        assert_eq!(dense.with_pair_lags(&[0.0, 0.0, 0.0, bad]).err(), Some(Error::NotFinite));
        assert_eq!(MeanField::new(2, &[bad]).err(), Some(Error::NotFinite));
        assert_eq!(MeanField::new(2, &[1.0]).unwrap().with_lags(&[bad]).err(), Some(Error::NotFinite));
    }
    let dense = Dense::new(2, 1, &four, Layout::ROWS).unwrap();
    assert_eq!(dense.with_lags(&[]).err(), Some(Error::Length));
    assert_eq!(dense.with_lags(&[0.0; 2]).err(), Some(Error::Length));
    assert_eq!(dense.with_pair_lags(&[0.0; 3]).err(), Some(Error::Length));
    assert_eq!(MeanField::<f64>::new(0, &[1.0]).err(), Some(Error::Dimension));
    assert_eq!(MeanField::<f64>::new(2, &[]).err(), Some(Error::Dimension));
    assert_eq!(MeanField::new(2, &[1.0]).unwrap().with_lags(&[0.0; 2]).err(), Some(Error::Length));
}

#[test]
fn bad_arguments_of_sparse_and_triangles() {
    type Pair = (Option<Error>, Option<Error>);
    fn both(offsets: &[usize], columns: &[u32], weights: &[f64]) -> Pair {
        let corners: Vec<[u32; 2]> = columns.iter().map(|&j| [0, j]).collect();
        let triangles = Triangles::new(offsets, &corners, weights, Triangle::Symmetric);
        (Sparse::<f64>::new(offsets, columns, weights, 1).err(), triangles.err())
    }
    let same = |error| (Some(error), Some(error));
    let (columns, weights) = ([1, 0, 2], [1.0; 3]);
    assert_eq!(both(&[0, 1, 2, 3], &columns, &weights), (None, None));
    assert_eq!(both(&[], &[], &[]), same(Error::Dimension));
    assert_eq!(both(&[0], &[], &[]), same(Error::Dimension));
    assert_eq!(both(&[1, 1, 2, 3], &columns, &weights), same(Error::Offsets));
    assert_eq!(both(&[0, 2, 1, 3], &columns, &weights), same(Error::Offsets));
    assert_eq!(both(&[0, 4, 1, 3], &columns, &weights), same(Error::Offsets));
    assert_eq!(both(&[0, 1, 2, 2], &columns, &weights), same(Error::Offsets));
    assert_eq!(both(&[0, 1, 2, 4], &columns, &weights), same(Error::Offsets));
    assert_eq!(both(&[0, 1, 2, usize::MAX], &columns, &weights), same(Error::Offsets));
    assert_eq!(both(&[0, 1, 2, 3], &[1, 0, 3], &weights), same(Error::Column));
    assert_eq!(both(&[0, 1, 2, 3], &[1, 0, u32::MAX], &weights), same(Error::Column));
    assert_eq!(both(&[0, 1, 2, 3], &columns, &weights[..2]), same(Error::Length));
    assert_eq!(both(&[0, 0, 0, 0], &[], &weights), same(Error::Length));
    assert_eq!(both(&[0, 1, 2, 3], &columns, &[1.0, f64::NAN, 1.0]), same(Error::NotFinite));
    assert_eq!(both(&[0, 1, 2, 3], &columns, &[1.0, 1.0, f64::INFINITY]), same(Error::NotFinite));

    let sparse = |harmonics| Sparse::<f64>::new(&[0, 1, 2], &[1, 0], &[1.0; 4], harmonics);
    assert_eq!(sparse(0).err(), Some(Error::Dimension));
    assert_eq!(sparse(1).err(), Some(Error::Length));
    assert_eq!(sparse(3).err(), Some(Error::Length));
    assert_eq!(sparse(usize::MAX).err(), Some(Error::Length));
    let sparse = sparse(2).unwrap();
    assert_eq!(sparse.with_lags(&[0.0]).err(), Some(Error::Length));
    assert_eq!(sparse.with_lags(&[0.0, f64::NAN]).err(), Some(Error::NotFinite));
    assert_eq!(sparse.with_pair_lags(&[0.0; 2]).err(), Some(Error::Length));
    assert_eq!(sparse.with_pair_lags(&[f64::INFINITY; 4]).err(), Some(Error::NotFinite));

    let first = Triangles::<f64>::new(&[0, 1, 1], &[[2, 0]], &[1.0], Triangle::Asymmetric);
    assert_eq!(first.err(), Some(Error::Column));
    let triangles = Triangles::new(&[0, 1, 1], &[[1, 0]], &[1.0], Triangle::Asymmetric).unwrap();
    assert_eq!(triangles.with_lag(f64::NAN).err(), Some(Error::NotFinite));
    assert_eq!(MeanFieldTriangles::<f64>::new(0).err(), Some(Error::Dimension));
    let field = MeanFieldTriangles::new(3).unwrap();
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(field.with_symmetric(bad).err(), Some(Error::NotFinite));
        assert_eq!(field.with_asymmetric(bad).err(), Some(Error::NotFinite));
        assert_eq!(field.with_tetrahedra(bad).err(), Some(Error::NotFinite));
        assert_eq!(field.with_lag(bad).err(), Some(Error::NotFinite));
    }
}

#[test]
fn bad_arguments_of_groups() {
    let four = [1.0; 4];
    let error = |labels: &[u32], groups, weights: &[f64], harmonics| {
        Groups::<f64>::new(labels, groups, weights, harmonics).err()
    };
    assert_eq!(error(&[0, 1, 1], 2, &four, 1), None);
    assert_eq!(error(&[], 2, &four, 1), Some(Error::Dimension));
    assert_eq!(error(&[0], 0, &four, 1), Some(Error::Dimension));
    assert_eq!(error(&[0], 2, &four, 0), Some(Error::Dimension));
    assert_eq!(error(&[0], usize::MAX, &four, 1), Some(Error::Dimension));
    assert_eq!(error(&[0], 2, &four, usize::MAX), Some(Error::Dimension));
    assert_eq!(error(&[0, 2], 2, &four, 1), Some(Error::Column));
    assert_eq!(error(&[0, 1], 2, &four, 2), Some(Error::Length));
    assert_eq!(error(&[0, 1], 2, &[1.0, 1.0, f64::NAN, 1.0], 1), Some(Error::NotFinite));
    let groups = Groups::new(&[0, 1], 2, &four, 1).unwrap();
    assert_eq!(groups.with_lags(&[]).err(), Some(Error::Length));
    assert_eq!(groups.with_lags(&[f64::NAN]).err(), Some(Error::NotFinite));
    assert_eq!(groups.with_pair_lags(&[0.0]).err(), Some(Error::Length));
    assert_eq!(groups.with_pair_lags(&[0.0, 0.0, f64::INFINITY, 0.0]).err(), Some(Error::NotFinite));
}

#[test]
fn bad_arguments_of_networks_and_drives() {
    let coupling = MeanField::new(2, &[1.0]).unwrap();
    assert_eq!(Kuramoto::new(&[], coupling).err(), Some(Error::Dimension));
    assert_eq!(Kuramoto::new(&[1.0; 3], coupling).err(), Some(Error::Dimension));
    assert_eq!(Kuramoto::new(&[1.0, f64::NAN], coupling).err(), Some(Error::NotFinite));
    let network = Kuramoto::new(&[1.0, 2.0], coupling).unwrap();
    let mut workspace = vec![0.0; network.scratch_len()];
    let mut rates =
        |t, phases: &[f64], len, room| network.rates(t, phases, &mut [0.0; 3][..len], &mut workspace[..room]).err();
    let room = network.scratch_len();
    assert_eq!(rates(0.0, &[0.0; 2], 2, room), None);
    assert_eq!(rates(0.0, &[0.0; 3], 2, room), Some(Error::Length));
    assert_eq!(rates(0.0, &[0.0; 2], 3, room), Some(Error::Length));
    assert_eq!(rates(0.0, &[0.0; 2], 2, room - 1), Some(Error::Workspace));
    assert_eq!(rates(0.0, &[0.0, f64::NAN], 2, room), Some(Error::NotFinite));
    assert_eq!(rates(f64::INFINITY, &[0.0; 2], 2, room), Some(Error::NotFinite));

    let drive = Driving::new();
    let three = [0.5; 3];
    assert_eq!(network.with_drive(drive.with_forcing(&three, 1.0, 0.0).unwrap()).err(), Some(Error::Dimension));
    let swinging = drive.with_swinging_frequencies(&three, 1.0, &[]).unwrap();
    assert_eq!(network.with_drive(swinging).err(), Some(Error::Dimension));
    assert_eq!(swinging.with_forcing(&[0.5; 2], 1.0, 0.0).err(), Some(Error::Length));
    let forced = drive.with_forcing(&three, 1.0, 0.0).unwrap();
    assert_eq!(forced.with_swinging_frequencies(&[0.5; 2], 1.0, &[]).err(), Some(Error::Length));
    assert_eq!(drive.with_swinging_frequencies(&three, 1.0, &[0.0; 2]).err(), Some(Error::Length));
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(drive.with_strength(Modulation::constant(bad)).err(), Some(Error::NotFinite));
        let constant = Modulation::constant(1.0);
        for strength in [
            Modulation { slope: bad, ..constant },
            Modulation { amplitude: bad, ..constant },
            Modulation { frequency: bad, ..constant },
            Modulation { phase: bad, ..constant },
        ] {
            assert_eq!(drive.with_strength(strength).err(), Some(Error::NotFinite));
        }
        assert_eq!(drive.with_swinging_frequencies(&[bad], 1.0, &[]).err(), Some(Error::NotFinite));
        assert_eq!(drive.with_swinging_frequencies(&[1.0], bad, &[]).err(), Some(Error::NotFinite));
        assert_eq!(drive.with_swinging_frequencies(&[1.0], 1.0, &[bad]).err(), Some(Error::NotFinite));
        assert_eq!(drive.with_forcing(&[bad], 1.0, 0.0).err(), Some(Error::NotFinite));
        assert_eq!(drive.with_forcing(&[1.0], bad, 0.0).err(), Some(Error::NotFinite));
        assert_eq!(drive.with_forcing(&[1.0], 1.0, bad).err(), Some(Error::NotFinite));
    }
}

#[test]
fn bad_arguments_of_inertia_and_learning() {
    let network = Kuramoto::new(&[1.0, 2.0], MeanField::new(2, &[1.0]).unwrap()).unwrap();
    let error = |masses: &[f64], dampings: &[f64]| SecondOrder::new(network, masses, dampings).err();
    assert_eq!(error(&[1.0; 2], &[0.0; 2]), None);
    assert_eq!(error(&[1.0; 3], &[1.0; 2]), Some(Error::Length));
    assert_eq!(error(&[1.0; 2], &[1.0; 1]), Some(Error::Length));
    for bad in [0.0, -0.0, -1.0] {
        assert_eq!(error(&[1.0, bad], &[1.0; 2]), Some(Error::Parameter));
    }
    assert_eq!(error(&[1.0; 2], &[0.0, -1e-300]), Some(Error::Parameter));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(error(&[1.0, bad], &[1.0; 2]), Some(Error::NotFinite));
        assert_eq!(error(&[1.0; 2], &[bad, 1.0]), Some(Error::NotFinite));
    }
    let inert = SecondOrder::new(network, &[1.0; 2], &[1.0; 2]).unwrap();
    let mut workspace = vec![0.0; inert.scratch_len()];
    let room = workspace.len();
    let mut rates =
        |t, state: &[f64], len, room| inert.rates(t, state, &mut [0.0; 5][..len], &mut workspace[..room]).err();
    assert_eq!(rates(0.0, &[0.0; 4], 4, room), None);
    assert_eq!(rates(0.0, &[0.0; 2], 4, room), Some(Error::Length));
    assert_eq!(rates(0.0, &[0.0; 4], 5, room), Some(Error::Length));
    assert_eq!(rates(0.0, &[0.0; 4], 4, room - 1), Some(Error::Workspace));
    assert_eq!(rates(0.0, &[0.0, 0.0, 0.0, f64::NAN], 4, room), Some(Error::NotFinite));
    assert_eq!(rates(f64::NAN, &[0.0; 4], 4, room), Some(Error::NotFinite));

    let learning = Learning { rate: 0.1, gain: 1.0, lag: 0.0 };
    let error = |natural: &[f64], learning| Hebbian::new(natural, learning).err();
    assert_eq!(error(&[], learning), Some(Error::Dimension));
    assert_eq!(error(&[1.0], Learning { rate: -0.1, ..learning }), Some(Error::Parameter));
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(error(&[1.0, bad], learning), Some(Error::NotFinite));
        for learning in
            [Learning { rate: bad, ..learning }, Learning { gain: bad, ..learning }, Learning { lag: bad, ..learning }]
        {
            assert_eq!(error(&[1.0], learning), Some(Error::NotFinite));
        }
    }
    let network = Hebbian::new(&[1.0, 2.0], learning).unwrap();
    assert_eq!(network.with_lag(f64::NAN).err(), Some(Error::NotFinite));
    assert_eq!(network.with_pair_rates(&[0.1; 3]).err(), Some(Error::Length));
    assert_eq!(network.with_pair_rates(&[0.1, 0.1, -0.1, 0.1]).err(), Some(Error::Parameter));
    assert_eq!(network.with_pair_rates(&[0.1, 0.1, f64::NAN, 0.1]).err(), Some(Error::NotFinite));
    assert_eq!(network.with_normalization(Normalization::InDegree).err(), Some(Error::Unsupported));
    let forced = Driving::new().with_forcing(&[0.5; 3], 1.0, 0.0).unwrap();
    assert_eq!(network.with_drive(forced).err(), Some(Error::Dimension));
    let mut workspace = vec![0.0; network.scratch_len()];
    let mut rates =
        |state: &[f64], len, room| network.rates(0.0, state, &mut [0.0; 7][..len], &mut workspace[..room]).err();
    assert_eq!(rates(&[0.0; 6], 6, 8), None);
    assert_eq!(rates(&[0.0; 2], 6, 8), Some(Error::Length));
    assert_eq!(rates(&[0.0; 6], 7, 8), Some(Error::Length));
    assert_eq!(rates(&[0.0; 6], 6, 7), Some(Error::Workspace));
    assert_eq!(rates(&[f64::NAN; 6], 6, 8), Some(Error::NotFinite));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "minutes without optimisation")]
fn methods_of_other_orders_take_the_same_steps() {
    fn case<C: Coupling<f64> + Copy>(name: &str, coupling: C) {
        let n = coupling.oscillators();
        let (natural, phases) = (random::<f64>(131, n, 0.5), phases::<f64>(n));
        same_steps::<f64, C, (), EulerScheme>(name, &natural, coupling, (), &phases);
        same_steps::<f64, C, (), HeunScheme>(name, &natural, coupling, (), &phases);
        same_steps::<f64, C, (), Rk4Scheme>(name, &natural, coupling, (), &phases);
    }
    let weights = random::<f64>(132, 400, 1.0);
    for n in [3, 6, 11, 14, 20] {
        case("dense", Dense::new(n, 1, &weights[..n * n], Layout::ROWS).unwrap());
    }
    case("mean field", MeanField::new(2100, &[1.5, -0.5]).unwrap());
}

/// The solvers of other orders take the couplings, too.
#[test]
fn orders_of_convergence() {
    fn error<S: Scheme>(step: f64) -> f64 {
        // Two locked to each other by K(t) = 1: tan(Δ/2) = tan(Δ_0/2) e^(-2t).
        let weights = [0.0, 1.0, 1.0, 0.0];
        let network = Kuramoto::new(&[1.0, 1.0], Dense::new(2, 1, &weights, Layout::ROWS).unwrap()).unwrap();
        let (mut state, mut workspace) = ([0.0, 2.0], vec![0.0; network.workspace_len()]);
        let solver = FixedStep::<f64, S>::new(step).unwrap();
        let count = (1.0 / step) as u64;
        solver.advance(&network, 0.0, 0, count, &mut state, &mut workspace).unwrap().complete().unwrap();
        (state[1] - state[0] - 2.0 * (1.0_f64.tan() * (-2.0_f64).exp()).atan()).abs()
    }
    fn order<S: Scheme>(_: FixedStep<f64, S>) {
        let order = (error::<S>(1.0 / 64.0) / error::<S>(1.0 / 128.0)).log2();
        assert!((order - f64::from(S::ORDER)).abs() < 0.2, "{order}");
    }
    order(Euler::new(1.0).unwrap());
    order(Heun::new(1.0).unwrap());
    order(Rk4::new(1.0).unwrap());
}
