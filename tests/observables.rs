//! Observables against closed forms, exact rationals, reference data and plain sums; frequencies against exact
//! quantiles.

mod common;

use common::{hash, list, numbers, reference};
use core::f64::consts::{FRAC_PI_2, PI, TAU};
use photinus::kuramoto::FrequencyDistribution;
use photinus::kuramoto::observables::*;
use photinus::random::Stream;
use photinus::simd::Level;
use photinus::{Error, Real};

fn random<F: Real>(seed: u64, count: usize, range: f64) -> Vec<F> {
    let mut stream = Stream::new(seed, 7, 0);
    (0..count).map(|_| F::from_f64(range) * (stream.uniform::<F>() - F::from_f64(0.5))).collect()
}

/// |Σ_j e^{imφ_j}| / N and the angle, as written, with the `libm` crate's functions.
fn plain(phases: impl IntoIterator<Item = f64>, harmonic: u32) -> (f64, f64) {
    let (mut re, mut im, mut n) = (0.0, 0.0, 0.0);
    for phase in phases {
        re += libm::cos(f64::from(harmonic) * phase);
        im += libm::sin(f64::from(harmonic) * phase);
        n += 1.0;
    }
    (libm::hypot(re, im) / n, libm::atan2(im, re))
}

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} instead of {b}: {:e}", a - b);
}

// ---- angles

/// The `libm` crate's atan2 is right to 1 ulp; in f32 its f64 function is as good as exact.
#[test]
fn arguments() {
    let mut stream = Stream::new(1, 0, 0);
    let (mut worst, mut worst_single) = (0.0_f64, 0.0_f64);
    for i in 0..400_000 {
        let mut number = || {
            let sign = if stream.next_u64() & 1 == 0 { 1.0 } else { -1.0 };
            let exponent = (stream.next_u64() % if i % 2 == 0 { 5 } else { 120 }) as i32;
            sign * (1.0 + stream.uniform::<f64>()) * f64::exp2_integer(exponent - 60)
        };
        let (re, im) = (number(), number());
        let exact = libm::atan2(im, re);
        let ulp = |exponent: i32, epsilon: f64| epsilon * f64::exp2_integer(exponent);
        let exponent = |x: f64| ((x.abs().to_bits() >> 52) as i32) - 1023;
        worst = worst.max((argument(re, im) - exact).abs() / ulp(exponent(exact), f64::EPSILON));
        let (re, im) = (re as f32, im as f32);
        let exact = libm::atan2(f64::from(im), f64::from(re));
        let error = (f64::from(argument(re, im)) - exact).abs();
        worst_single = worst_single.max(error / ulp(exponent(exact).max(-126), f64::from(f32::EPSILON)));
    }
    println!("argument: {worst} ulp from libm, f32 {worst_single} ulp");
    assert!(worst <= 2.0 && worst_single <= 1.5, "{worst} {worst_single}");
}

#[test]
fn special_arguments() {
    fn check<F: Real>() {
        let (zero, one, infinity, nan) = (F::zero(), F::one(), F::infinity(), F::nan());
        let quarter = F::FRAC_PI_4();
        for (re, im, angle) in [
            (zero, zero, zero),
            (-zero, -zero, zero),
            (one, zero, zero),
            (zero, one, F::FRAC_PI_2()),
            (zero, -one, -F::FRAC_PI_2()),
            (-one, zero, F::PI()),
            (-one, -zero, F::PI()),
            (one, one, quarter),
            (-one, one, F::PI() - quarter),
            (-one, -one, quarter - F::PI()),
            (infinity, one, zero),
            (-infinity, one, F::PI()),
            (one, -infinity, -F::FRAC_PI_2()),
            (-infinity, infinity, F::PI() - quarter),
            (F::max_value(), F::max_value(), quarter),
        ] {
            let result = argument(re, im);
            assert!((result - angle).abs() <= F::epsilon(), "the angle of ({re}, {im}) is {result}");
        }
        assert!(argument(nan, one).is_nan() && argument(one, nan).is_nan());
        assert!(wrapped(nan).is_nan() && wrapped(infinity).is_nan() && wrapped(-infinity).is_nan());
        assert_eq!((wrapped(F::PI()), wrapped(-F::PI()), wrapped(zero)), (F::PI(), F::PI(), zero));
    }
    check::<f32>();
    check::<f64>();
    assert_eq!(wrapped(7.0), 0.716_814_692_820_413_5); // 7 - 2π, and not 7 - TAU
}

/// The angle of (cos x, sin x), by the `libm` crate.
#[test]
fn wrapping() {
    let mut stream = Stream::new(2, 0, 0);
    let (mut worst, mut worst_single) = (0.0_f64, 0.0_f64);
    for i in 0..200_000 {
        let exponent = [2, 5, 12, 19, 40, 120][i % 6];
        let x = (2.0 * stream.uniform::<f64>() - 1.0) * f64::exp2_integer(exponent);
        let distance = |a: f64, b: f64| (a - b).abs().min(TAU - (a - b).abs());
        let result = wrapped(x);
        assert!(result > -PI && result <= PI, "{x} {result}");
        worst = worst.max(distance(result, libm::atan2(libm::sin(x), libm::cos(x))) / f64::EPSILON);
        let x = x as f32;
        let result = wrapped(x);
        assert!(result > -core::f32::consts::PI && result <= core::f32::consts::PI, "{x} {result}");
        let exact = libm::atan2(libm::sin(x.into()), libm::cos(x.into()));
        worst_single = worst_single.max(distance(result.into(), exact) / f64::from(f32::EPSILON));
    }
    println!("wrapped: {worst} epsilon from libm, f32 {worst_single}");
    // libm's three roundings, and that of TAU, are in the first number, too.
    assert!(worst <= 6.0 && worst_single <= 4.0, "{worst} {worst_single}");
}

// ---- order parameters

/// N phases a + jδ: r = |sin(N m δ/2) / (N sin(m δ/2))|, ψ = m (a + (N - 1) δ/2), or π from it.
#[test]
fn a_fan_of_phases() {
    for n in [1_usize, 2, 3, 7, 8, 9, 100, 127, 128, 129, 1000, 100_003] {
        for (harmonic, span) in [(1, 0.9), (2, 0.9), (3, 2.5), (1, 5.0)] {
            // Multiples of a power of two, so that the phases are exact.
            let step = (span / n as f64 * 2f64.powi(30)).round() / 2f64.powi(30);
            let phases: Vec<f64> = (0..n).map(|j| 0.25 + step * j as f64).collect();
            let half = f64::from(harmonic) * step / 2.0;
            let kernel = libm::sin(n as f64 * half) / (n as f64 * libm::sin(half));
            let psi = f64::from(harmonic) * 0.25 + (n - 1) as f64 * half + if kernel < 0.0 { PI } else { 0.0 };
            let order = order_parameter(&phases, harmonic, Level::detect()).unwrap();
            close(order.r, kernel.abs(), 5e-15);
            close(wrapped(order.psi - psi), 0.0, 5e-15 / kernel.abs());
            assert!(order.psi > -PI && order.psi <= PI);
        }
    }
}

/// A million phases, in step and not: some ε, not √N ε.
#[test]
fn a_million() {
    let n = 1_000_000;
    let level = Level::detect();
    let equal = order_parameter(&vec![0.3_f64; n], 1, level).unwrap();
    assert!(equal.r <= 1.0);
    close(equal.r, 1.0, 4.0 * f64::EPSILON);
    close(equal.psi, 0.3, 2.0 * f64::EPSILON);
    let equal = order_parameter(&vec![0.3_f32; n], 1, level).unwrap();
    close(equal.r.into(), 1.0, 4.0 * f64::from(f32::EPSILON));
    let spread: Vec<f32> = random(3, n, 6.0);
    let order = order_parameter(&spread, 1, level).unwrap();
    let (r, psi) = plain(spread.iter().map(|&phase| phase.into()), 1);
    close(order.r.into(), r, 4.0 * f64::from(f32::EPSILON));
    close(order.psi.into(), psi, 1e-4);
    let exact: Vec<f64> = random(4, n, 6.0);
    let (r, _) = plain(exact.iter().copied(), 2);
    close(order_parameter(&exact, 2, level).unwrap().r, r, 1e-14);
}

#[test]
fn recorded_order_parameters() {
    let Some(data) = reference("kuramoto_simulate") else { return };
    for run in list(&data["mean_field"]["runs"]) {
        let phases = numbers(&run["phi_final"]);
        let order = order_parameter(&phases, 1, Level::detect()).unwrap();
        close(order.r, *numbers(&run["r"]).last().unwrap(), 1e-12);
        close(order.psi, *numbers(&run["psi"]).last().unwrap(), 1e-12);
    }
}

#[test]
fn harmonics_and_special_phases() {
    let level = Level::detect();
    // Two and three clusters are seen by the second and the third harmonic.
    let two = [0.5, 0.5 + PI, 0.5, 0.5 + PI];
    close(order_parameter(&two, 1, level).unwrap().r, 0.0, 1e-15);
    close(order_parameter(&two, 2, level).unwrap().r, 1.0, 1e-15);
    close(order_parameter(&two, 2, level).unwrap().psi, 1.0, 1e-15);
    let three = [0.0, TAU / 3.0, 2.0 * TAU / 3.0];
    let [first, second, third] = [1, 2, 3].map(|m| order_parameter(&three, m, level).unwrap().r);
    assert!(first < 1e-15 && second < 1e-15 && third > 1.0 - 1e-15);
    // One phase, and phases so large that they have nothing but their sines.
    assert_eq!(order_parameter(&[PI], 1, level).unwrap(), OrderParameter { r: 1.0, psi: PI });
    let far = order_parameter(&[1e300, 1e300], 1, level).unwrap();
    close(far.r, 1.0, 1e-15);
    close(far.psi, libm::atan2(libm::sin(1e300), libm::cos(1e300)), 1e-15);
    let not_finite = [f64::NAN, f64::INFINITY, -f64::INFINITY];
    for i in 0..20 {
        let mut phases = [0.5; 20];
        phases[i] = not_finite[i % 3];
        assert_eq!(order_parameter(&phases, 1, level), Err(Error::NotFinite));
    }
    assert_eq!(order_parameter(&[1e308], 2, level), Err(Error::NotFinite));
    assert_eq!(order_parameter::<f64>(&[], 1, level), Err(Error::Dimension));
    assert_eq!(order_parameter(&[1.0], 0, level), Err(Error::Parameter));
    let (mut r, mut psi) = ([0.0; 2], [0.0; 2]);
    assert_eq!(order_parameters(&[0.0; 5], 2, 1, &mut r, &mut psi, level), Err(Error::Length));
    assert_eq!(order_parameters(&[0.0; 4], 0, 1, &mut r, &mut psi, level), Err(Error::Dimension));
    assert_eq!(order_parameters(&[0.0; 4], 2, 1, &mut r, &mut psi[..1], level), Err(Error::Length));
    order_parameters(&[0.0, 1.0, 2.0, 2.0 + PI], 2, 1, &mut r, &mut psi, level).unwrap();
    close(r[0], libm::cos(0.5), 1e-15);
    close(r[1], 0.0, 1e-15);
}

// ---- groups

#[test]
fn groups_against_plain_sums() {
    let phases: Vec<f64> = random(5, 1000, 3.0);
    let mut stream = Stream::new(6, 0, 0);
    let labels: Vec<u32> = (0..1000).map(|_| (stream.next_u64() % 4) as u32).collect();
    let offsets = [0, 1, 300, 428, 1000];
    let (mut r, mut psi, mut workspace) = ([0.0; 4], [0.0; 4], [0.0; Groups::workspace_len(4)]);
    for harmonic in [1, 3] {
        Groups::labels(&labels, 4)
            .unwrap()
            .order_parameters(&phases, harmonic, &mut r, &mut psi, &mut workspace)
            .unwrap();
        for g in 0..4 {
            let members = phases.iter().zip(&labels).filter(|(_, label)| **label == g as u32).map(|(phase, _)| *phase);
            let exact = plain(members, harmonic);
            close(r[g], exact.0, 1e-14);
            close(psi[g], exact.1, 1e-13);
        }
        Groups::ranges(&offsets)
            .unwrap()
            .order_parameters(&phases, harmonic, &mut r, &mut psi, &mut workspace)
            .unwrap();
        for g in 0..4 {
            let exact = plain(phases[offsets[g]..offsets[g + 1]].iter().copied(), harmonic);
            close(r[g], exact.0, 1e-14);
            close(psi[g], exact.1, 1e-13);
        }
    }
}

#[test]
fn bad_groups() {
    assert_eq!(Groups::labels(&[], 1), Err(Error::Dimension));
    assert_eq!(Groups::labels(&[0], 0), Err(Error::Dimension));
    assert_eq!(Groups::labels(&[0, 2], 2), Err(Error::Column));
    assert_eq!(Groups::ranges(&[0]), Err(Error::Dimension));
    assert_eq!(Groups::ranges(&[1, 2]), Err(Error::Offsets));
    assert_eq!(Groups::ranges(&[0, 2, 2]), Err(Error::Offsets));
    let (mut r, mut psi, mut workspace) = ([9.0; 2], [9.0; 2], [0.0; 12]);
    let empty = Groups::labels(&[0, 0], 2).unwrap();
    let mut order = |phases: &[f64], harmonic, count: usize, memory: usize| {
        empty.order_parameters(phases, harmonic, &mut r[..count], &mut psi, &mut workspace[..memory])
    };
    assert_eq!(order(&[0.0, 1.0], 1, 2, 12), Err(Error::Parameter));
    assert_eq!(order(&[0.0], 1, 2, 12), Err(Error::Length));
    assert_eq!(order(&[0.0, 1.0], 1, 1, 12), Err(Error::Length));
    assert_eq!(order(&[0.0, 1.0], 1, 2, 11), Err(Error::Workspace));
    assert_eq!(order(&[0.0, f64::NAN], 1, 2, 12), Err(Error::NotFinite));
    assert_eq!(order(&[0.0, 1.0], 0, 2, 12), Err(Error::Parameter));
    assert_eq!((r, psi), ([9.0; 2], [9.0; 2]));
}

/// Two groups of two, whose r = cos of half the difference: 0.9, 0.5, 0.7 and 0.2, 0.2, 0.8. Their variances in time
/// are 1/25 and 3/25, so the metastability is 2/25; over groups they are 0.245, 0.045, 0.005, so the chimera index is
/// 0.295/3.
#[test]
fn metastability_and_chimera_index() {
    let orders = [[0.9, 0.2], [0.5, 0.2], [0.7, 0.8]];
    let record: Vec<f64> = orders
        .iter()
        .enumerate()
        .flat_map(|(t, r)| {
            let [a, b] = r.map(libm::acos);
            [t as f64 + a, 2.0 - b, t as f64 - a, 2.0 + b]
        })
        .collect();
    let groups = Groups::labels(&[0, 1, 0, 1], 2).unwrap();
    let mut memory = [f64::NAN; GroupStatistics::<f64>::memory_len(2)];
    let mut statistics = GroupStatistics::new(&mut memory, groups, 1).unwrap();
    assert_eq!((statistics.metastability(), statistics.chimera_index()), (None, None));
    statistics.add(&record[..4]).unwrap();
    assert_eq!(statistics.metastability(), None);
    close(statistics.chimera_index().unwrap(), 0.245, 1e-14);
    statistics.add_record(&record[4..]).unwrap();
    close(statistics.metastability().unwrap(), 0.08, 1e-14);
    close(statistics.chimera_index().unwrap(), 0.295 / 3.0, 1e-14);
    close(statistics.group(1).unwrap().mean(), 0.4, 1e-14);
    close(statistics.last()[1], 0.8, 1e-14);
    assert_eq!(statistics.group(2), None);
    assert_eq!(statistics.add_record(&record[..5]), Err(Error::Length));
    assert_eq!(statistics.add_record(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, f64::NAN]), Err(Error::NotFinite));
    assert_eq!(statistics.progress().rows, 3);
    let one = Groups::ranges(&[0, 4]).unwrap();
    let mut statistics = GroupStatistics::new(&mut memory, one, 1).unwrap();
    statistics.add_record(&record).unwrap();
    assert!(statistics.chimera_index().is_none() && statistics.metastability().is_some());
    assert_eq!(GroupStatistics::new(&mut memory[..23], groups, 1).map(|_| ()), Err(Error::Workspace));
    assert_eq!(GroupStatistics::new(&mut memory, groups, 0).map(|_| ()), Err(Error::Parameter));
}

// ---- local order

/// In the q-twisted state on a ring, r = |sin((2R + 1) π q/N) / ((2R + 1) sin(π q/N))| everywhere.
#[test]
fn local_order_of_twisted_states() {
    for (n, radius, q) in
        [(5, 2, 1), (12, 3, 2), (100, 0, 3), (100, 1, 3), (101, 17, 5), (1000, 499, 7), (1000, 100, -3)]
    {
        let phases: Vec<f64> = (0..n).map(|j| TAU * f64::from(q) * j as f64 / n as f64).collect();
        let (width, half) = ((2 * radius + 1) as f64, PI * f64::from(q) / n as f64);
        let exact = (libm::sin(width * half) / (width * libm::sin(half))).abs();
        let ring = Neighbourhoods::ring(n, radius).unwrap();
        let (mut r, mut workspace) = (vec![0.0; n], vec![f64::NAN; ring.workspace_len()]);
        ring.order(&phases, 1, &mut r, &mut workspace).unwrap();
        for r in r {
            close(r, exact, 2e-14);
        }
        assert_eq!(winding_number(&phases), Ok(i64::from(q)));
    }
}

#[test]
fn rings_as_graphs() {
    for (n, radius) in [(1, 0), (3, 1), (7, 2), (20, 9), (21, 10), (64, 5), (200, 33)] {
        let phases: Vec<f64> = random(n as u64, n, 9.0);
        let mut dense = vec![0.0; n * n];
        let (mut offsets, mut columns) = (vec![0], Vec::new());
        for i in 0..n {
            for d in 0..=2 * radius {
                let j = (i + n + d - radius) % n;
                dense[i * n + j] = 0.75;
                columns.push(j as u32);
            }
            offsets.push(columns.len());
        }
        let weights = vec![3.5; columns.len()];
        for harmonic in [1, 2] {
            let mut results = Vec::new();
            for neighbourhoods in [
                Neighbourhoods::ring(n, radius).unwrap(),
                Neighbourhoods::dense(&dense, n).unwrap(),
                Neighbourhoods::sparse(&offsets, &columns, &weights).unwrap(),
                Neighbourhoods::sparse(&offsets, &columns, &[]).unwrap(),
            ] {
                let (mut r, mut workspace) = (vec![0.0; n], vec![f64::NAN; neighbourhoods.workspace_len()]);
                neighbourhoods.order(&phases, harmonic, &mut r, &mut workspace).unwrap();
                results.push(r);
            }
            for i in 0..n {
                let row = &columns[offsets[i]..offsets[i + 1]];
                let (exact, _) = plain(row.iter().map(|&j| phases[j as usize]), harmonic);
                for r in &results {
                    close(r[i], exact, 1e-14);
                }
            }
        }
    }
}

#[test]
fn weights_and_no_neighbours() {
    // |3 + e^{iπ/2}| / 4 = √10 / 4; an empty row; an oscillator alone with itself.
    let graph = Neighbourhoods::sparse(&[0, 2, 2, 3], &[1, 2, 2], &[3.0, 1.0, 0.5]).unwrap();
    let (mut r, mut workspace) = ([9.0; 3], [0.0; 9]);
    graph.order(&[0.0, 0.0, FRAC_PI_2], 1, &mut r, &mut workspace).unwrap();
    close(r[0], 10f64.sqrt() / 4.0, 1e-15);
    assert_eq!(r[1..], [0.0, 1.0]);
    let dense = [0.0, 3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5];
    let mut same = [9.0; 3];
    Neighbourhoods::dense(&dense, 3).unwrap().order(&[0.0, 0.0, FRAC_PI_2], 1, &mut same, &mut workspace).unwrap();
    assert_eq!(same, r);
    let sparse = |offsets: &[usize], columns: &[u32], weights: &[f64]| {
        Neighbourhoods::sparse(offsets, columns, weights).map(|_| ()).err()
    };
    assert_eq!(sparse(&[], &[], &[]), Some(Error::Dimension));
    assert_eq!(sparse(&[0], &[], &[]), Some(Error::Dimension));
    assert_eq!(sparse(&[0, 2], &[0], &[]), Some(Error::Offsets));
    assert_eq!(sparse(&[0, 1], &[0], &[1.0, 1.0]), Some(Error::Length));
    assert_eq!(sparse(&[1, 1], &[0], &[]), Some(Error::Offsets));
    assert_eq!(sparse(&[0, 2, 1], &[0], &[]), Some(Error::Offsets));
    assert_eq!(sparse(&[0, 1], &[1], &[]), Some(Error::Column));
    assert_eq!(sparse(&[0, 1], &[0], &[-1.0]), Some(Error::Parameter));
    assert_eq!(sparse(&[0, 1], &[0], &[f64::NAN]), Some(Error::NotFinite));
    assert_eq!(Neighbourhoods::dense(&[1.0_f64; 3], 2), Err(Error::Length));
    assert_eq!(Neighbourhoods::dense(&[1.0, 1.0, -1.0, 1.0], 2), Err(Error::Parameter));
    assert_eq!(Neighbourhoods::<f64>::ring(4, 2), Err(Error::Parameter));
    assert_eq!(Neighbourhoods::<f64>::ring(0, 0), Err(Error::Dimension));
    assert_eq!(graph.order(&[0.0; 3], 1, &mut r, &mut workspace[..8]), Err(Error::Workspace));
    assert_eq!(graph.order(&[0.0; 2], 1, &mut r, &mut workspace), Err(Error::Length));
    assert_eq!(graph.order(&[f64::NAN; 3], 1, &mut r, &mut workspace), Err(Error::NotFinite));
    assert_eq!(graph.order(&[0.0; 3], 0, &mut r, &mut workspace), Err(Error::Parameter));
}

// ---- winding numbers, differences, mean frequencies

/// Whole turns added to any oscillator change nothing.
#[test]
fn winding_numbers_of_unwrapped_phases() {
    let mut stream = Stream::new(8, 0, 0);
    for q in [-40_i64, -1, 0, 1, 3, 49] {
        let phases: Vec<f64> = (0..100)
            .map(|j| TAU * (q * j) as f64 / 100.0 + TAU * ((stream.next_u64() % 2001) as f64 - 1000.0))
            .collect();
        assert_eq!(winding_number(&phases), Ok(q));
        let single: Vec<f32> = (0..100).map(|j| (TAU * (q * j) as f64 / 100.0) as f32).collect();
        assert_eq!(winding_number(&single), Ok(q));
    }
    assert_eq!(winding_number(&[0.0, 100.0, 0.0, -100.0]), Ok(0));
    assert_eq!(winding_number(&[3.0]), Ok(0));
    assert_eq!(winding_number::<f64>(&[]), Err(Error::Dimension));
    assert_eq!(winding_number(&[0.0, f64::NAN]), Err(Error::NotFinite));
    assert_eq!(winding_number(&[1e308, -1e308]), Err(Error::NotFinite));
    assert_eq!(winding_number(&[0.0, 1e300]), Err(Error::Parameter));
    assert_eq!(winding_number(&[0.0, 1e9_f32]), Err(Error::Parameter));
}

#[test]
fn differences_and_mean_frequencies() {
    let (a, b) = ([0.0, 7.0, -3.0, 3.0], [0.5, 0.0, 3.0, -3.0]);
    let mut out = [0.0; 4];
    phase_differences(&a, &b, &mut out).unwrap();
    for (out, exact) in out.iter().zip([-0.5, 7.0 - TAU, TAU - 6.0, 6.0 - TAU]) {
        close(*out, exact, 1e-15);
    }
    let mut pairs = [0.0; 16];
    pairwise_phase_differences(&a, &mut pairs).unwrap();
    for i in 0..4 {
        for j in 0..4 {
            assert_eq!(pairs[4 * i + j], wrapped(a[j] - a[i]));
        }
    }
    assert_eq!(phase_differences(&a, &b[..3], &mut out), Err(Error::Length));
    assert_eq!(phase_differences(&[1e308], &[-1e308], &mut out[..1]), Err(Error::NotFinite));
    assert_eq!(pairwise_phase_differences(&a, &mut out), Err(Error::Length));
    assert_eq!(pairwise_phase_differences(&[1e308, -1e308], &mut out), Err(Error::NotFinite));
    assert_eq!(pairwise_phase_differences(&[0.0, f64::NAN], &mut out), Err(Error::NotFinite));
    mean_frequencies(&a, &[4.0, 6.0, -3.0, 103.0], 2.0, &mut out).unwrap();
    assert_eq!(out, [2.0, -0.5, 0.0, 50.0]);
    for duration in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(mean_frequencies(&a, &b, duration, &mut out), Err(Error::Times));
    }
    assert_eq!(mean_frequencies(&a, &b, 1.0, &mut out[..3]), Err(Error::Length));

    let mut memory = [f64::NAN; MeanFrequency::<f64>::memory_len(4)];
    let mut mean = MeanFrequency::new(&mut memory, 4).unwrap();
    assert_eq!(mean.frequencies(&mut out), Err(Error::Times));
    mean.add(3.0, &a).unwrap();
    assert_eq!(mean.frequencies(&mut out), Err(Error::Times));
    mean.add(3.5, &b).unwrap();
    assert_eq!(mean.add(3.5, &b), Err(Error::Times));
    assert_eq!(mean.add(f64::NAN, &b), Err(Error::Times));
    assert_eq!(mean.add(4.0, &b[..3]), Err(Error::Length));
    assert_eq!(mean.add(4.0, &[f64::NAN; 4]), Err(Error::NotFinite));
    let progress = mean.progress();
    let mut mean = MeanFrequency::resume(&mut memory, 4, progress).unwrap();
    mean.add(5.0, &[4.0, 6.0, -3.0, 103.0]).unwrap();
    mean.frequencies(&mut out).unwrap();
    assert_eq!((out, mean.progress().rows), ([2.0, -0.5, 0.0, 50.0], 3));
    assert_eq!(MeanFrequency::new(&mut memory, 5).map(|_| ()), Err(Error::Workspace));
    assert_eq!(MeanFrequency::new(&mut memory, 0).map(|_| ()), Err(Error::Dimension));
}

// ---- statistics

/// NIST StRD, NumAcc3 and NumAcc4: 1001 numbers, mean 1000000.2 and 10000000.2, standard deviation 0.1.
#[test]
fn certified_means_and_deviations() {
    for (mean, low, high, tolerance) in
        [(1_000_000.2, 1_000_000.1, 1_000_000.3, 1e-9), (10_000_000.2, 10_000_000.1, 10_000_000.3, 1e-8)]
    {
        let mut statistics = Statistics::new();
        statistics.add(mean);
        for _ in 0..500 {
            statistics.add(low);
            statistics.add(high);
        }
        close(statistics.mean(), mean, 2.0 * f64::EPSILON * mean);
        close(statistics.variance().unwrap().sqrt(), 0.1, tolerance);
    }
    // The first 2^20 squares of f32, of which a plain running mean would keep three digits.
    let mut statistics = Statistics::<f32>::new();
    let n = 1_u64 << 20;
    (0..n).for_each(|i| statistics.add((i % 2) as f32 + 10.0));
    close(statistics.mean().into(), 10.5, 1e-6);
    close(statistics.variance().unwrap().into(), 0.25 * n as f64 / (n - 1) as f64, 1e-6);
    assert_eq!(statistics.count(), n);
    let (count, moments) = statistics.to_parts();
    assert_eq!(Statistics::from_parts(count, moments), statistics);
    let mut one = Statistics::new();
    assert_eq!((one.mean(), one.variance()), (0.0, None));
    one.add(3.0);
    assert_eq!((one.mean(), one.variance()), (3.0, None));
}

#[test]
fn statistics_of_the_order_parameter() {
    let record: Vec<f64> = [0.9, 0.5, 0.7].iter().flat_map(|&r| [libm::acos(r), -libm::acos(r)]).collect();
    let mut order = OrderParameterStatistics::new(1, Level::detect()).unwrap();
    close(order.add(&record[..2]).unwrap().r, 0.9, 1e-15);
    order.add_record(&record[2..], 2).unwrap();
    close(order.statistics().mean(), 0.7, 1e-15);
    close(order.statistics().variance().unwrap(), 0.04, 1e-15);
    assert_eq!(order.add_record(&record[..3], 2), Err(Error::Length));
    assert_eq!(order.add_record(&record, 0), Err(Error::Dimension));
    assert_eq!(order.add_record(&[0.0, f64::NAN], 1), Err(Error::NotFinite));
    assert_eq!(order.add(&[]), Err(Error::Dimension));
    assert_eq!(order.statistics().count(), 3);
    assert_eq!(OrderParameterStatistics::<f64>::new(0, Level::detect()), Err(Error::Parameter));
}

// ---- phase locking

/// Oscillator 1 keeps its distance from 0, oscillator 2 drifts by δ per row: |sin(Tδ/2) / (T sin(δ/2))|.
#[test]
fn phase_locking_of_a_drift() {
    for rows in [1_usize, 2, 100, 255, 256, 257, 1000] {
        let drift = 0.015625;
        let record: Vec<f64> =
            (0..rows).flat_map(|t| [0.25 * t as f64, 0.25 * t as f64 + 2.0, (0.25 + drift) * t as f64]).collect();
        let mut memory = [f64::NAN; PhaseLocking::<f64>::memory_len(3, (1, 1))];
        let mut locking = PhaseLocking::new(&mut memory, 3, (1, 1), Level::detect()).unwrap();
        let mut values = [0.0; 9];
        assert_eq!(locking.values(&mut values), Err(Error::Unsupported));
        locking.add_record(&record).unwrap();
        locking.values(&mut values).unwrap();
        let t = rows as f64;
        let exact = (libm::sin(t * drift / 2.0) / (t * libm::sin(drift / 2.0))).abs();
        for (value, exact) in values.iter().zip([1.0, 1.0, exact, 1.0, 1.0, exact, exact, exact, 1.0]) {
            close(*value, exact, 1e-13);
        }
    }
}

/// Two frequencies of ratio 2 : 3 are locked 3 : 2 and no other way: over whole periods the mean of anything else is 0.
#[test]
fn locking_of_other_ratios() {
    let rows = 600;
    let record: Vec<f64> =
        (0..rows).flat_map(|t| [2.0, 3.0].map(|turns| TAU * turns * f64::from(t) / f64::from(rows))).collect();
    for ratio in [(1, 1), (3, 2), (2, 3), (2, 2), (1, 2)] {
        let mut memory = vec![f64::NAN; PhaseLocking::<f64>::memory_len(2, ratio)];
        let mut locking = PhaseLocking::new(&mut memory, 2, ratio, Level::detect()).unwrap();
        locking.add_record(&record).unwrap();
        let mut values = [0.0; 4];
        locking.values(&mut values).unwrap();
        let turns = [2, 3];
        for i in 0..2 {
            for j in 0..2 {
                let locked = ratio.0 * turns[i] == ratio.1 * turns[j];
                close(values[2 * i + j], f64::from(u8::from(locked)), 1e-13);
            }
        }
    }
}

#[test]
fn bad_phase_locking() {
    let mut memory = [0.0; PhaseLocking::<f64>::memory_len(4, (1, 1))];
    assert_eq!(memory.len(), 4 * 6 + 4 * 4);
    assert_eq!(PhaseLocking::<f64>::memory_len(3, (1, 2)), 4 * 9 + 4 * 3);
    assert_eq!(PhaseLocking::<f64>::memory_len(usize::MAX, (1, 1)), usize::MAX);
    let level = Level::detect();
    assert_eq!(PhaseLocking::new(&mut memory, 5, (1, 1), level).map(|_| ()), Err(Error::Workspace));
    assert_eq!(PhaseLocking::new(&mut memory, 0, (1, 1), level).map(|_| ()), Err(Error::Dimension));
    assert_eq!(PhaseLocking::new(&mut memory, 3, (0, 1), level).map(|_| ()), Err(Error::Parameter));
    assert_eq!(PhaseLocking::new(&mut memory, 3, (1, 0), level).map(|_| ()), Err(Error::Parameter));
    let mut locking = PhaseLocking::new(&mut memory, 4, (1, 1), level).unwrap();
    assert_eq!(locking.add(&[0.0; 3]), Err(Error::Length));
    assert_eq!(locking.add(&[f64::NAN; 4]), Err(Error::NotFinite));
    assert_eq!(locking.add_record(&[0.0; 7]), Err(Error::Length));
    assert_eq!(locking.add_record(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, f64::INFINITY]), Err(Error::NotFinite));
    assert_eq!((locking.rows(), locking.values(&mut [0.0; 15])), (0, Err(Error::Length)));
}

// ---- bits

/// Everything from one record of 300 rows of 37 oscillators; kept and gone on with at row `pause`.
fn everything<F: Real>(level: Level, pause: usize) -> u64 {
    let (n, rows) = (37, 300);
    let record: Vec<F> = random(9, n * rows, 50.0);
    let labels: Vec<u32> = (0..n as u32).map(|i| i * i % 3).collect(); // 0 or 1
    let (first, second) = record.split_at(pause * n);
    let mut bits = Vec::new();

    let mut order = OrderParameterStatistics::new(2, level).unwrap();
    order.add_record(first, n).unwrap();
    let mut order = OrderParameterStatistics::resume(2, order.statistics(), level).unwrap();
    order.add_record(second, n).unwrap();
    bits.extend([order.statistics().mean(), order.statistics().variance().unwrap()]);

    for groups in [Groups::labels(&labels, 2).unwrap(), Groups::ranges(&[0, 10, 37]).unwrap()] {
        let groups = groups.with_level(level);
        let mut memory = vec![F::one(); GroupStatistics::<F>::memory_len(groups.count())];
        let mut statistics = GroupStatistics::new(&mut memory, groups, 1).unwrap();
        statistics.add_record(first).unwrap();
        let progress = statistics.progress();
        let mut memory = memory.clone();
        let mut statistics = GroupStatistics::resume(&mut memory, groups, progress).unwrap();
        statistics.add_record(second).unwrap();
        bits.extend([statistics.metastability().unwrap(), statistics.chimera_index().unwrap()]);
    }

    for ratio in [(1, 1), (1, 3)] {
        let mut memory = vec![F::one(); PhaseLocking::<F>::memory_len(n, ratio)];
        let mut locking = PhaseLocking::new(&mut memory, n, ratio, level).unwrap();
        locking.add_record(first).unwrap();
        let done = locking.rows();
        let mut memory = memory.clone();
        let mut locking = PhaseLocking::resume(&mut memory, n, ratio, done, level).unwrap();
        locking.add_record(second).unwrap();
        let mut values = vec![F::zero(); n * n];
        locking.values(&mut values).unwrap();
        bits.extend(values);
    }

    let phases = &record[..n];
    let dense: Vec<F> = (0..n * n).map(|i| F::from_u64(i as u64 % 5)).collect();
    let columns: Vec<u32> = (0..n as u32).rev().collect();
    let offsets: Vec<usize> = (0..=n).collect();
    for neighbourhoods in [
        Neighbourhoods::ring(n, 7).unwrap(),
        Neighbourhoods::dense(&dense, n).unwrap(),
        Neighbourhoods::sparse(&offsets, &columns, &dense[..n]).unwrap(),
    ] {
        let neighbourhoods = neighbourhoods.with_level(level);
        let (mut r, mut workspace) = (vec![F::zero(); n], vec![F::zero(); neighbourhoods.workspace_len()]);
        neighbourhoods.order(phases, 1, &mut r, &mut workspace).unwrap();
        bits.extend(r);
    }

    let (mut r, mut psi) = (vec![F::zero(); 10], vec![F::zero(); 10]);
    order_parameters(&record[..10 * 1000], 1000, 1, &mut r, &mut psi, level).unwrap();
    bits.extend(r.into_iter().chain(psi));
    bits.extend(record.iter().map(|&phase| wrapped(phase)));
    hash(bits.into_iter().map(Real::to_bits64))
}

#[test]
fn the_same_bits_on_every_level_however_it_is_divided() {
    for level in Level::available() {
        for pause in [0, 1, 200, 256, 299] {
            assert_eq!(
                (everything::<f64>(level, pause), everything::<f32>(level, pause)),
                (15463168465167976056, 11868369118579181674),
                "{} {pause}",
                level.name()
            );
        }
    }
}

// ---- natural frequencies

const LORENTZIAN: FrequencyDistribution<f64> = FrequencyDistribution::Lorentzian { centre: 0.0, width: 1.0 };
const NORMAL: FrequencyDistribution<f64> = FrequencyDistribution::Normal { mean: 0.0, deviation: 1.0 };

#[test]
fn recorded_frequencies() {
    let Some(data) = reference("kuramoto_simulate") else { return };
    let data = &data["mean_field"];
    let (recorded, width) = (numbers(&data["omega"]), data["gamma"].as_f64().unwrap());
    let mut frequencies = vec![0.0; recorded.len()];
    let distribution = FrequencyDistribution::Lorentzian { centre: data["omega0"].as_f64().unwrap(), width };
    distribution.quantiles(&mut frequencies).unwrap();
    for (frequency, recorded) in frequencies.iter().zip(recorded) {
        close(*frequency, recorded, 5e-10 * recorded.abs()); // of 10 digits
    }
    assert_eq!(distribution.critical_coupling(), Ok(data["K_critical"].as_f64().unwrap()));
}

/// √2 erf⁻¹(2p - 1) and tan(π (p - 1/2)) at p = (i + 1/2) / N, by mpmath 1.3, rounded.
#[test]
fn exact_quantiles() {
    let rows = [
        (NORMAL, 5, 0, -1.2815515655446004),
        (NORMAL, 5, 1, -0.5244005127080408),
        (NORMAL, 1000, 0, -3.290526731491895),
        (NORMAL, 1000, 1, -2.9677379253417833),
        (NORMAL, 1000, 50, -1.6400248508996709),
        (NORMAL, 1000, 250, -0.6729171513312943),
        (NORMAL, 1000, 499, -0.0012533144654325544),
        (NORMAL, 1_000_000, 0, -4.89163847569859),
        (NORMAL, 1_000_000, 1, -4.670819821047617),
        (NORMAL, 1_000_000, 50_000, -1.6448487789861657),
        (NORMAL, 1_000_000, 250_000, -0.6744881767643763),
        (NORMAL, 1_000_000, 499_999, -1.2533141373158284e-06),
        (LORENTZIAN, 1000, 0, -636.6192487687197),
        (LORENTZIAN, 1000, 1, -212.2050199905415),
        (LORENTZIAN, 1000, 250, -0.996863331833438),
        (LORENTZIAN, 1000, 499, -0.0015707976187243667),
        (LORENTZIAN, 1_000_000, 0, -636619.7723670577),
        (LORENTZIAN, 1_000_000, 1, -212206.590787623),
        (LORENTZIAN, 1_000_000, 250_000, -0.9999968584122813),
        (LORENTZIAN, 1_000_000, 499_999, -1.5707963267961886e-06),
    ];
    let (mut worst, mut worst_single) = (0.0_f64, 0.0_f64);
    for (distribution, n, i, exact) in rows {
        let mut frequencies = vec![0.0; n];
        distribution.quantiles(&mut frequencies).unwrap();
        worst = worst.max(((frequencies[i] - exact) / exact).abs() / f64::EPSILON);
        let mut frequencies = vec![0.0_f32; n];
        let single = match distribution {
            FrequencyDistribution::Normal { .. } => FrequencyDistribution::Normal { mean: 0.0, deviation: 1.0 },
            _ => FrequencyDistribution::Lorentzian { centre: 0.0, width: 1.0 },
        };
        single.quantiles(&mut frequencies).unwrap();
        worst_single = worst_single.max(((f64::from(frequencies[i]) - exact) / exact).abs() / f64::from(f32::EPSILON));
    }
    println!("quantiles: {worst} epsilon, f32 {worst_single}");
    assert!(worst <= 8.0 && worst_single <= 8.0);
}

/// By mpmath, as above.
#[test]
fn exact_quantiles_of_any_probability() {
    for (p, normal, lorentzian) in [
        (1e-300, -37.0470962993612, -3.1830988618379066e299),
        (1e-20, -9.262340089798407, -3.1830988618379067e19),
        (1e-5, -4.264890793922825, -31830.98860790709),
        (0.3, -0.5244005127080408, -0.7265425280053609),
        (0.975, 1.9599639845400538, 12.706204736174694),
    ] {
        for (distribution, exact) in [(NORMAL, normal), (LORENTZIAN, lorentzian)] {
            close(distribution.quantile(p).unwrap() / exact, 1.0, 8.0 * f64::EPSILON);
        }
    }
    let single = FrequencyDistribution::Normal { mean: 0.0_f32, deviation: 1.0 };
    close(f64::from(single.quantile(1e-20).unwrap()) / -9.26234009318598, 1.0, 8.0 * f64::from(f32::EPSILON));
    for distribution in [NORMAL, LORENTZIAN, FrequencyDistribution::Uniform { centre: 0.0, half_width: 1.0 }] {
        assert_eq!(distribution.quantile(0.5), Ok(0.0));
        for probability in [0.0, 1.0, -0.5, 1.5, f64::NAN] {
            assert_eq!(distribution.quantile(probability), Err(Error::Parameter));
        }
        let mut three = [0.0; 3];
        distribution.quantiles(&mut three).unwrap();
        close(distribution.quantile(5.0 / 6.0).unwrap(), three[2], 4.0 * f64::EPSILON);
    }
    assert_eq!(FrequencyDistribution::Uniform { centre: 3.0, half_width: 2.0 }.quantile(0.25), Ok(2.0));
    let wide = FrequencyDistribution::Lorentzian { centre: 0.0, width: 1e300 };
    assert_eq!(wide.quantile(1e-20), Err(Error::Parameter));
}

#[test]
fn quantiles_are_symmetric_and_rise() {
    fn check<F: Real>(distribution: FrequencyDistribution<F>, centre: F) {
        for n in [0, 1, 2, 3, 10, 11, 1000, 1001] {
            let mut frequencies = vec![F::nan(); n];
            distribution.quantiles(&mut frequencies).unwrap();
            for i in 0..n {
                if centre == F::zero() {
                    assert_eq!(frequencies[i], -frequencies[n - 1 - i]);
                }
                assert!(i == 0 || frequencies[i] > frequencies[i - 1]);
            }
            if n % 2 == 1 {
                assert_eq!(frequencies[n / 2], centre);
            }
        }
    }
    for centre in [0.0, 5.0] {
        check(FrequencyDistribution::Lorentzian { centre, width: 0.5 }, centre);
        check(FrequencyDistribution::Normal { mean: centre, deviation: 2.0 }, centre);
        check(FrequencyDistribution::Uniform { centre, half_width: 0.25 }, centre);
        let centre = centre as f32;
        check(FrequencyDistribution::Lorentzian { centre, width: 0.5 }, centre);
        check(FrequencyDistribution::Normal { mean: centre, deviation: 2.0 }, centre);
        check(FrequencyDistribution::Uniform { centre, half_width: 0.25 }, centre);
    }
    let mut frequencies = [0.0; 4];
    FrequencyDistribution::Uniform { centre: 3.0, half_width: 1.0 }.quantiles(&mut frequencies).unwrap();
    assert_eq!(frequencies, [2.25, 2.75, 3.25, 3.75]);
}

/// Densities: scipy 1.17, `stats.norm(2, .5).pdf(2.7)`, `cauchy(2, .5)`, `uniform(1.5, 1).pdf(2.4)`. Critical
/// couplings: Strogatz, Physica D 143, 2000 (2γ); 2√(2/π) σ; Pazó, Phys. Rev. E 72, 2005 (4h/π).
#[test]
fn densities_and_critical_couplings() {
    let lorentzian = FrequencyDistribution::Lorentzian { centre: 2.0, width: 0.5 };
    let normal = FrequencyDistribution::Normal { mean: 2.0, deviation: 0.5 };
    let uniform = FrequencyDistribution::Uniform { centre: 2.0, half_width: 0.5 };
    close(normal.density(2.7).unwrap(), 0.2994549312714896, 2e-16);
    close(lorentzian.density(2.7).unwrap(), 0.21507424742148012, 2e-16);
    assert_eq!((uniform.density(2.4), uniform.density(2.51), uniform.density(1.5)), (Ok(1.0), Ok(0.0), Ok(1.0)));
    for (distribution, exact) in [(lorentzian, 1.0), (normal, 0.5 * (8.0 / PI).sqrt()), (uniform, 2.0 / PI)] {
        let coupling = distribution.critical_coupling().unwrap();
        close(coupling, exact, 2e-16);
        close(coupling, 2.0 / (PI * distribution.density(2.0).unwrap()), 5e-16);
        assert_eq!(distribution.density(f64::INFINITY), Ok(0.0));
        assert_eq!(distribution.density(f64::NAN), Err(Error::NotFinite));
    }
}

#[test]
fn bad_distributions() {
    let mut out = [7.0; 3];
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        for distribution in [
            FrequencyDistribution::Lorentzian { centre: 0.0, width },
            FrequencyDistribution::Normal { mean: 0.0, deviation: width },
            FrequencyDistribution::Uniform { centre: 0.0, half_width: width },
        ] {
            assert_eq!(distribution.quantiles(&mut out), Err(Error::Parameter));
            assert_eq!(distribution.critical_coupling(), Err(Error::Parameter));
            assert_eq!(distribution.density(0.0), Err(Error::Parameter));
        }
    }
    let nowhere = FrequencyDistribution::Normal { mean: f64::NAN, deviation: 1.0 };
    assert_eq!(nowhere.quantiles(&mut out), Err(Error::NotFinite));
    let wide = FrequencyDistribution::Lorentzian { centre: 0.0, width: 1.5e308 };
    assert_eq!(wide.quantiles(&mut out), Err(Error::Parameter));
    assert_eq!(wide.critical_coupling(), Err(Error::Parameter));
    let narrow = FrequencyDistribution::Uniform { centre: 0.0, half_width: 1e-310 };
    assert_eq!((narrow.density(0.0), narrow.density(1.0)), (Err(Error::Parameter), Ok(0.0)));
    assert_eq!(out, [7.0; 3]);
}
