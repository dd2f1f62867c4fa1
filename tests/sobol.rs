//! The Sobol sequence against SciPy's points, and its scrambling against what nested uniform scrambling is by theory.

mod common;

use common::{hash, list, numbers};
use photinus::random::Stream;
use photinus::sequence::{Indices, Mapping, Order, Sequence, Sobol, SobolScrambling};
use photinus::simd::Level;
use photinus::{Error, Layout, Real};
use serde_json::Value;

const ORDERS: [Order; 2] = [Order::Gray, Order::Natural];
const SCRAMBLINGS: [SobolScrambling; 3] =
    [SobolScrambling::None, SobolScrambling::Nested(20261122), SobolScrambling::Shift(20261122)];

/// What tests/sobol.py wrote: SciPy's points, and scrambled ones by a second implementation.
fn scipy() -> Value {
    serde_json::from_str(include_str!("sobol.json")).unwrap()
}

fn every_kind<F: Real>(dim: usize) -> impl Iterator<Item = Sobol<F>> {
    let sobol = Sobol::<F>::new(dim).unwrap();
    ORDERS.into_iter().flat_map(move |order| SCRAMBLINGS.map(|s| sobol.with_order(order).with_scrambling(s)))
}

/// The points of `indices`, one after the other.
fn points<F: Real>(sobol: &Sobol<F>, indices: Indices) -> Vec<F> {
    let mut out = vec![F::zero(); indices.count * sobol.dim()];
    sobol.fill(indices, Layout::ROWS, &mut out).unwrap();
    out
}

fn point<F: Real>(sobol: &Sobol<F>, index: u64) -> Vec<F> {
    let mut out = vec![F::zero(); sobol.dim()];
    sobol.point(index, &mut out).unwrap();
    out
}

/// The upper 53 bits of the fraction.
fn bits(x: f64) -> u64 {
    let bits = x * 2_f64.powi(53);
    assert!(bits.fract() == 0.0 && (0.0..2_f64.powi(53)).contains(&bits), "{x}");
    bits as u64
}

#[test]
fn the_points_of_scipy() {
    let data = scipy();
    for set in list(&data["sets"]) {
        let dims: Vec<usize> = list(&set["dims"]).iter().map(|dim| dim.as_u64().unwrap() as usize).collect();
        let (start, theirs) = (set["start"].as_u64().unwrap(), list(&set["points"]));
        let sobol = Sobol::<f64>::new(dims[dims.len() - 1] + 1).unwrap();
        let ours = points(&sobol, Indices::new(start, theirs.len()));
        for ((i, theirs), ours) in theirs.iter().enumerate().zip(ours.chunks_exact(sobol.dim())) {
            let ours: Vec<f64> = dims.iter().map(|&dim| ours[dim]).collect();
            assert_eq!(ours, numbers(theirs), "point {}", start + i as u64);
        }
    }
}

/// The upper 53 bits of a dimension's direction numbers: in natural order, the points 2^k.
fn directions(sobol: &Sobol<f64>) -> Vec<[u64; 64]> {
    let sobol = sobol.with_order(Order::Natural);
    let mut all = vec![[0; 64]; sobol.dim()];
    for k in 0..64 {
        for (directions, x) in all.iter_mut().zip(point(&sobol, 1 << k)) {
            directions[k] = bits(x);
        }
    }
    all
}

#[test]
fn the_direction_numbers_of_scipy() {
    let dim = Sobol::<f64>::DIMENSIONS;
    assert_eq!(dim, if cfg!(feature = "joe-kuo") { 21201 } else { 1111 });
    let (ours, data) = (directions(&Sobol::new(dim).unwrap()), scipy());
    for (k, directions) in ours.iter().flatten().enumerate().map(|(i, v)| (i % 64, v)) {
        // Number k is an odd multiple of 2^(-k-1), so that 2^k points are one in each interval.
        assert!(k > 52 || directions.trailing_zeros() == 52 - k as u32);
    }
    let theirs = data["directions_hash"][dim.to_string()].as_str().unwrap();
    assert_eq!(format!("{:#018x}", hash(ours.iter().flatten().copied())), theirs);
    let theirs = data["directions_hash"]["1111"].as_str().unwrap();
    assert_eq!(format!("{:#018x}", hash(ours[..1111].iter().flatten().copied())), theirs);
}

#[cfg(feature = "joe-kuo")]
#[test]
fn the_last_of_all_dimensions() {
    let sobol = Sobol::<f64>::new(21201).unwrap();
    let ours = directions(&sobol)[21200].map(|v| format!("{v:#x}"));
    let data = scipy();
    let theirs: Vec<&str> = list(&data["last_directions"]).iter().map(|v| v.as_str().unwrap()).collect();
    assert_eq!(ours.as_slice(), theirs);
    let indices = Indices::new(12345, 3);
    let rows = points(&sobol, indices);
    let mut columns = vec![0.0; rows.len()];
    sobol.fill(indices, Layout::COLUMNS, &mut columns).unwrap();
    for i in 0..3 {
        assert_eq!(point(&sobol, 12345 + i as u64), rows[i * 21201..][..21201]);
        assert!((0..21201).all(|j| columns[j * 3 + i] == rows[i * 21201 + j]));
    }
}

#[test]
fn any_index_is_the_xor_of_direction_numbers() {
    let sobol = Sobol::<f64>::new(9).unwrap();
    let directions = directions(&sobol);
    let mut random = Stream::new(1, 2, 3);
    let indices = (0..200).map(|i| random.next_u64() >> (i % 64)).chain([0, 1, u64::MAX - 1, u64::MAX]);
    for index in indices {
        for order in ORDERS {
            let mask = if order == Order::Gray { index ^ (index >> 1) } else { index };
            let expected = directions.iter().map(|directions| {
                directions.iter().enumerate().fold(0, |x, (k, v)| if mask >> k & 1 == 1 { x ^ v } else { x })
            });
            let ours = point(&sobol.with_order(order), index).into_iter().map(bits);
            assert!(ours.eq(expected), "{order:?}, index {index}");
        }
    }
}

/// The same bits by rows, by columns, with strides, leaps, on every level, and as points.
fn every_route<F: Real>() {
    let empty = F::from_f64(-1.0);
    for dim in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33] {
        for sobol in every_kind::<F>(dim) {
            for (start, leap, count) in [
                (0, 1, 70),
                (5, 1, 40),
                (13, 1, 2),
                ((1 << 40) - 9, 1, 35),
                (u64::MAX - 20, 1, 21),
                (u64::MAX - 15, 1, 16),
                (3, 2, 20),
                (7, 409, 37),
                (1, u64::MAX / 20, 19),
                (u64::MAX, u64::MAX, 1),
            ] {
                let indices = Indices { start, leap, count };
                let expected: Vec<F> = (0..count).flat_map(|i| point(&sobol, indices.at(i))).collect();
                assert!(expected.iter().all(|x| (F::zero()..F::one()).contains(x)));
                let what = format!("{sobol:?}, {indices:?}");
                for level in Level::available() {
                    let sobol = sobol.with_level(level);
                    for gap in [0, 3] {
                        let mut out = vec![empty; count * (dim + gap) + 5];
                        sobol.fill(indices, Layout::ByRows { stride: dim + gap }, &mut out).unwrap();
                        let (rows, rest) = out.split_at((dim + gap) * count);
                        for (row, point) in rows.chunks_exact(dim + gap).zip(expected.chunks_exact(dim)) {
                            assert_eq!(row[..dim], *point, "{what} {}", level.name());
                            assert!(row[dim..].iter().all(|&x| x == empty), "{what}");
                        }
                        assert!(rest.iter().all(|&x| x == empty), "{what}");

                        let mut out = vec![empty; (count + gap) * dim + 5];
                        sobol.fill(indices, Layout::ByColumns { stride: count + gap }, &mut out).unwrap();
                        let (columns, rest) = out.split_at((count + gap) * dim);
                        for (j, column) in columns.chunks_exact(count + gap).enumerate() {
                            assert!(
                                column[..count].iter().enumerate().all(|(i, &x)| x == expected[i * dim + j]),
                                "{what}"
                            );
                            assert!(column[count..].iter().all(|&x| x == empty), "{what}");
                        }
                        assert!(rest.iter().all(|&x| x == empty), "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_route_f64() {
    every_route::<f64>();
}

#[test]
fn every_route_f32() {
    every_route::<f32>();
}

#[test]
fn fills_larger_than_a_tile() {
    for (dim, count) in [(2, 5000), (3, 3000), (9, 8000), (100, 700), (1000, 150)] {
        for sobol in every_kind::<f64>(dim) {
            for leap in [1, 3] {
                let indices = Indices { start: 1001, leap, count };
                let rows = points(&sobol, indices);
                let mut columns = vec![0.0; count * dim];
                sobol.fill(indices, Layout::COLUMNS, &mut columns).unwrap();
                for i in 0..count {
                    for j in 0..dim {
                        assert_eq!(rows[i * dim + j].to_bits(), columns[j * count + i].to_bits());
                    }
                }
                assert_eq!(rows[(count - 1) * dim..], point(&sobol, indices.at(count - 1)));
            }
        }
    }
}

#[test]
fn f32_is_f64_with_fewer_bits() {
    for (single, double) in every_kind::<f32>(20).zip(every_kind::<f64>(20)) {
        for start in [0, 1 << 22, 1 << 31, (1 << 32) - 5, 1 << 50, u64::MAX - 99] {
            let indices = Indices::new(start, 100);
            for (single, double) in points(&single, indices).into_iter().zip(points(&double, indices)) {
                assert_eq!(f64::from(single), (double * 2_f64.powi(24)).floor() / 2_f64.powi(24));
            }
        }
    }
}

#[test]
fn mapped_on_the_way_out() {
    let (lower, upper): (Vec<f64>, Vec<f64>) = (0..20).map(|j| (f64::from(j), f64::from(2 * j + 1))).unzip();
    for dim in [1, 3, 8, 20] {
        for sobol in every_kind::<f64>(dim) {
            for leap in [1, 5] {
                let indices = Indices { start: 0, leap, count: 3000 };
                let mapping = Mapping::default().scale(&lower[..dim], &upper[..dim]).unwrap().open();
                let open = |x: f64| if x == 0.0 { 2_f64.powi(-54) } else { x };
                let map = |j: usize, x: f64| (lower[j] + open(x) * (upper[j] - lower[j])).min(upper[j]);
                let plain = points(&sobol, indices);
                let mut out = vec![0.0; plain.len()];
                sobol.fill_mapped(indices, Layout::ROWS, mapping, &mut out).unwrap();
                assert!(plain.iter().zip(&out).enumerate().all(|(k, (&x, &y))| map(k % dim, x) == y));
                sobol.fill_mapped(indices, Layout::COLUMNS, mapping, &mut out).unwrap();
                assert!((0..out.len()).all(|k| map(k / 3000, plain[k % 3000 * dim + k / 3000]) == out[k]));
            }
        }
    }
}

#[test]
fn aligned_blocks_have_a_point_in_each_interval() {
    for sobol in every_kind::<f64>(40) {
        for (k, start) in [(0, 5), (1, 6), (3, 8), (4, 16), (6, 64), (8, 0), (8, 3 << 40), (10, 1 << 20)] {
            let n = 1 << k;
            // In separate calls.
            let mut all = points(&sobol, Indices::new(start, n / 3));
            all.extend(points(&sobol, Indices::new(start + (n / 3) as u64, n - n / 3)));
            for j in 0..40 {
                let mut seen = vec![false; n];
                for point in all.chunks_exact(40) {
                    let interval = (point[j] * n as f64) as usize;
                    assert!(!seen[interval], "{sobol:?}, dimension {j}, {n} points from {start} on");
                    seen[interval] = true;
                }
            }
        }
    }
}

#[test]
fn aligned_blocks_are_nets_in_the_first_two_dimensions() {
    for sobol in every_kind::<f64>(2) {
        for (k, start) in [(4, 16), (7, 128 * 77), (9, 0)] {
            let points = points(&sobol, Indices::new(start, 1 << k));
            for a in 0..=k {
                let (across, along) = (1 << a, 1 << (k - a));
                let mut seen = vec![false; 1 << k];
                for point in points.chunks_exact(2) {
                    let cell = (point[0] * f64::from(across)) as usize * along + (point[1] * along as f64) as usize;
                    assert!(!seen[cell], "{sobol:?}, 2^{k} points from {start} on, 2^{a} columns");
                    seen[cell] = true;
                }
            }
        }
    }
}

#[test]
fn a_block_in_one_order_is_a_block_in_the_other() {
    for scrambling in SCRAMBLINGS {
        let sorted = |order, start, n| {
            let sobol = Sobol::<f64>::new(6).unwrap().with_order(order).with_scrambling(scrambling);
            let points = points(&sobol, Indices::new(start, n));
            let mut points: Vec<Vec<u64>> =
                points.chunks_exact(6).map(|point| point.iter().map(|&x| bits(x)).collect()).collect();
            points.sort();
            points
        };
        for (block, n) in [(0, 64), (1, 32), (7, 512), (1 << 40, 16)] {
            let natural = (block ^ (block >> 1)) * n as u64;
            assert!(sorted(Order::Gray, block * n as u64, n) == sorted(Order::Natural, natural, n), "{block}, {n}");
        }
    }
}

/// |ones - n / 2| in standard deviations.
fn deviation(ones: usize, n: usize) -> f64 {
    (ones as f64 - n as f64 / 2.0).abs() / (n as f64 / 4.0).sqrt()
}

#[test]
fn a_shift_is_one_word_for_all_points() {
    let plain = Sobol::<f64>::new(30).unwrap();
    let mut ones = [0; 53];
    for seed in 0..100 {
        let shifted = plain.shifted(seed);
        let shift = point(&shifted, 0);
        for index in [1, 2, 1000, u64::MAX] {
            for ((x, y), shift) in point(&plain, index).into_iter().zip(point(&shifted, index)).zip(&shift) {
                assert_eq!(bits(x) ^ bits(*shift), bits(y));
            }
        }
        for shift in shift {
            ones.iter_mut().enumerate().for_each(|(k, ones)| *ones += (bits(shift) >> k & 1) as usize);
        }
    }
    assert!(ones.iter().all(|&ones| deviation(ones, 3000) < 4.0), "{ones:?}");
}

/// Nested uniform scrambling by its definition: of two numbers that differ from bit p on, the results agree up to there,
/// differ there, and are independent and uniform beyond; each bit of a result is 0 or 1 with probability 1/2.
#[test]
fn nested_scrambling_of_pairs() {
    const SEEDS: usize = 2000;
    let mut random = Stream::new(4, 5, 6);
    let mut pairs: Vec<(u64, u64)> =
        vec![(0, 1), (2, 3), (0, 2), (1, 3), (4, 6), (0, 8), (511, 1023), (0, 1 << 20), (0, u64::MAX)];
    pairs.extend((0..30).map(|i| {
        let a = random.next_u64() >> (i % 40 + 20);
        (a, a ^ (1 << (i % 20)) ^ (random.next_u64() >> (i % 40 + 20)) << 1 << (i % 20))
    }));
    // In natural order, the number of dimension 0 is the index with its bits reversed.
    let plain = Sobol::<f64>::new(3).unwrap().with_order(Order::Natural);
    for (a, b) in pairs {
        let p = (a ^ b).trailing_zeros().min(52);
        let (mut ones, mut differences, mut neighbours, mut across) = ([0; 53], [0; 53], [0; 53], [0; 53]);
        // How often the first bit of x is 1, and how often x and y then differ in a bit.
        let (mut first, mut differences_then) = (0, [0; 53]);
        for seed in 0..SEEDS {
            let sobol = plain.scrambled(seed as u64);
            let [x, y] = [a, b].map(|index| bits(point(&sobol, index)[0]).reverse_bits() >> 11);
            assert_eq!((x ^ y) & ((2 << p) - 1), 1 << p, "the first {p} bits of {a} and {b}");
            first += (x & 1) as usize;
            for k in 0..53 {
                let (this, other) = (x >> k & 1, y >> k & 1);
                ones[k] += this as usize;
                differences[k] += (this ^ other) as usize;
                neighbours[k] += (this ^ x >> (k + 1) & 1) as usize;
                across[k] += (this ^ y >> (k + 1) & 1) as usize;
                differences_then[k] += (x & (this ^ other)) as usize;
            }
        }
        for k in 0..53 {
            let what = format!("bit {k} of {a} and {b}");
            assert!(deviation(ones[k], SEEDS) < 5.0, "{what}");
            assert!(k == 52 || deviation(neighbours[k], SEEDS) < 5.0, "{what}");
            assert!(k == 52 || deviation(across[k], SEEDS) < 5.0, "{what}");
            if k > p as usize {
                assert!(deviation(differences[k], SEEDS) < 5.0, "{what}");
                assert!(deviation(differences_then[k], first) < 5.0, "{what}");
            }
        }
    }
}

/// The flips of bit k of four or eight numbers with different bits below it are independent: their sum is even with
/// probability 1/2. (Of products with constants and additions alone it is not.)
#[test]
fn nested_scrambling_of_neighbours() {
    const SEEDS: usize = 20_000;
    let plain = Sobol::<f64>::new(1).unwrap().with_order(Order::Natural);
    let sets: [(u32, &[u64]); 6] = [
        (2, &[0, 1, 2, 3]),
        (3, &[0, 1, 4, 5]),
        (3, &[0, 2, 4, 6]),
        (4, &[6, 7, 2, 3]),
        (5, &[0, 1, 4, 5, 16, 17, 20, 21]),
        (6, &[43, 47, 11, 15, 54, 50, 22, 18]),
    ];
    let mut odd = [[0; 3]; 6];
    let mut block = [0.0; 64];
    for seed in 0..SEEDS {
        plain.scrambled(seed as u64).fill(Indices::new(0, 64), Layout::COLUMNS, &mut block).unwrap();
        for ((k, set), odd) in sets.iter().zip(&mut odd) {
            for (further, odd) in odd.iter_mut().enumerate() {
                let bit = |&i: &u64| bits(block[i as usize]) >> (52 - *k as usize - further) & 1;
                *odd += (set.iter().map(bit).sum::<u64>() % 2) as usize;
            }
        }
    }
    for ((k, set), odd) in sets.iter().zip(odd) {
        assert!(odd.iter().all(|&odd| deviation(odd, SEEDS) < 4.0), "bit {k} of {set:?}: odd {odd:?}");
    }
}

#[test]
fn seeds_and_dimensions_are_independent() {
    for scrambled in [Sobol::scrambled, Sobol::shifted] {
        let sobol = Sobol::<f64>::new(50).unwrap();
        let mut differences = [[0; 53]; 2];
        let mut sum = 0.0;
        for seed in 0..100 {
            // Two seeds that differ in one bit; two dimensions beside each other, where point 0 is the same.
            let (x, y) = (point(&scrambled(sobol, seed), 0), point(&scrambled(sobol, seed ^ 1 << (seed % 64)), 0));
            for j in 0..50 {
                let (seeds, dimensions) = (bits(x[j]) ^ bits(y[j]), bits(x[j]) ^ bits(x[(j + 1) % 50]));
                for (difference, count) in [seeds, dimensions].into_iter().zip(&mut differences) {
                    count.iter_mut().enumerate().for_each(|(k, ones)| *ones += (difference >> k & 1) as usize);
                }
                sum += x[j] - 0.5;
            }
        }
        assert!(differences.as_flattened().iter().all(|&ones| deviation(ones, 5000) < 4.5), "{differences:?}");
        assert!(sum.abs() < 4.0 * (5000.0_f64 / 12.0).sqrt(), "{sum}");
    }
}

#[test]
fn each_scrambled_coordinate_is_uniform() {
    const SEEDS: usize = 1000;
    let sobol = Sobol::<f64>::new(5).unwrap();
    let mut sums = vec![(0.0, 0.0); 5 * 40];
    for seed in 0..SEEDS {
        for (sum, x) in sums.iter_mut().zip(points(&sobol.scrambled(seed as u64), Indices::new(1000, 40))) {
            *sum = (sum.0 + x - 0.5, sum.1 + (x - 0.5).powi(2));
        }
    }
    let n = SEEDS as f64;
    for (mean, square) in sums {
        assert!((mean / n).abs() < 4.5 * (1.0 / 12.0 / n).sqrt(), "{mean}");
        assert!((square / n - 1.0 / 12.0).abs() < 4.5 * (1.0 / 180.0 / n).sqrt(), "{square}"); // var x^2 = 1/80 - 1/144
    }
}

/// The variance over seeds of the mean of f over the first n points.
fn variance(dim: usize, n: usize, seeds: u64, f: impl Fn(&[f64]) -> f64) -> f64 {
    let sobol = Sobol::<f64>::new(dim).unwrap();
    let (mut sum, mut square) = (0.0, 0.0);
    for seed in 0..seeds {
        let mean = points(&sobol.scrambled(seed), Indices::new(0, n)).chunks_exact(dim).map(&f).sum::<f64>() / n as f64;
        (sum, square) = (sum + mean, square + mean * mean);
    }
    (square - sum * sum / seeds as f64) / (seeds - 1) as f64
}

#[test]
fn variances_of_scrambled_means() {
    // One point in each interval of length 1/n, independent and uniform in it: the variance for f(x) = x is 1 / (12 n^3).
    for n in [1, 2, 4, 16, 64, 256] {
        let ratio = variance(1, n, 1000, |x| x[0] - 0.5) * 12.0 * (n as f64).powi(3);
        assert!((0.85..1.15).contains(&ratio), "{n} points: {ratio}"); // four standard deviations and more
    }
    // In more dimensions it falls almost as fast for smooth functions; that of random points as 1 / n.
    for dim in [3, 6] {
        let f = |x: &[f64]| x.iter().map(|x| 1.0 + (x - 0.5) / 2.0).product::<f64>();
        let random = (1.0_f64 + 1.0 / 48.0).powi(dim as i32) - 1.0;
        let ratio = |n: usize| variance(dim, n, 100, f) / (random / n as f64);
        let (few, many) = (ratio(16), ratio(512));
        assert!(few < 0.2 && many < 2e-3, "{dim} dimensions: {few}, {many}");
    }
}

#[test]
fn what_a_seed_gives_stays() {
    let values = |sobol: Sobol<f64>| points(&sobol, Indices::new(1_000_000, 1000)).into_iter().map(bits);
    let sobol = Sobol::<f64>::new(20).unwrap();
    let data = scipy();
    for (name, sobol) in [("none", sobol), ("nested", sobol.scrambled(42)), ("shift", sobol.shifted(42))] {
        let theirs = data["scrambled_hash"][name].as_str().unwrap();
        assert_eq!(format!("{:#018x}", hash(values(sobol))), theirs, "{name}");
    }
}

#[test]
fn bad_arguments() {
    assert_eq!(Sobol::<f64>::new(0).unwrap_err(), Error::Dimension);
    assert_eq!(Sobol::<f64>::new(Sobol::<f64>::DIMENSIONS + 1).unwrap_err(), Error::Dimension);
    assert_eq!(Sobol::<f32>::new(usize::MAX).unwrap_err(), Error::Dimension);
    for sobol in every_kind::<f64>(2) {
        let mut out = [-1.0; 6];
        let fill = |indices, layout, out: &mut [f64]| sobol.fill(indices, layout, out);
        assert_eq!(fill(Indices::new(0, 0), Layout::ROWS, &mut []), Ok(()));
        assert_eq!(fill(Indices::new(0, 0), Layout::COLUMNS, &mut out), Ok(()));
        assert_eq!(fill(Indices::new(0, 4), Layout::ROWS, &mut out), Err(Error::Length));
        assert_eq!(fill(Indices::new(0, 4), Layout::COLUMNS, &mut out), Err(Error::Length));
        assert_eq!(fill(Indices::new(0, usize::MAX), Layout::ROWS, &mut out), Err(Error::Length));
        assert_eq!(fill(Indices { start: 0, leap: 0, count: 3 }, Layout::ROWS, &mut out), Err(Error::Leap));
        assert_eq!(fill(Indices::new(u64::MAX - 1, 3), Layout::ROWS, &mut out), Err(Error::IndexRange));
        assert_eq!(
            fill(Indices { start: 1, leap: u64::MAX, count: 2 }, Layout::ROWS, &mut out),
            Err(Error::IndexRange)
        );
        assert_eq!(fill(Indices::new(0, 3), Layout::ByRows { stride: 1 }, &mut out), Err(Error::Stride));
        assert_eq!(fill(Indices::new(0, 3), Layout::ByColumns { stride: 2 }, &mut out), Err(Error::Stride));
        assert_eq!(fill(Indices::new(0, 3), Layout::ByRows { stride: usize::MAX }, &mut out), Err(Error::Length));
        let mapping = Mapping::default().scale(&[0.0; 3], &[1.0; 3]).unwrap();
        assert_eq!(sobol.fill_mapped(Indices::new(0, 3), Layout::ROWS, mapping, &mut out), Err(Error::Dimension));
        assert_eq!(sobol.point(0, &mut out[..1]), Err(Error::Length));
        assert_eq!(out, [-1.0; 6]);
    }
}

#[test]
fn points_one_after_the_other() {
    let sobol = Sobol::<f64>::new(3).unwrap().scrambled(1);
    for (index, x) in (77..).zip(sobol.points::<3>(77).unwrap().take(100)) {
        assert_eq!(point(&sobol, index), x);
    }
}
