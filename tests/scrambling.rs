//! Scrambled Halton points: evenly spread, uniform, independent, unbiased, and as exact as they say; good in 32 dimensions.

mod common;

use common::{list, numbers, reference};
use photinus::random::Stream;
use photinus::sequence::{Discrepancy, Halton, Indices, PRIMES, Scrambling, Sequence};
use photinus::{Error, Layout, Real};

/// How often in release for `debug` times in debug.
const fn often(debug: usize, release: usize) -> usize {
    if cfg!(debug_assertions) { debug } else { release }
}

fn points<F: Real>(bases: &[u32], scrambling: Scrambling, indices: Indices) -> Vec<F> {
    let mut out = vec![F::zero(); indices.count * bases.len()];
    let halton = Halton::with_bases(bases).unwrap().with_scrambling(scrambling).unwrap();
    halton.fill(indices, Layout::ROWS, &mut out).unwrap();
    out
}

fn point<F: Real, const D: usize>(bases: &[u32; D], scrambling: Scrambling, index: u64) -> [F; D] {
    let mut out = [F::zero(); D];
    Halton::with_bases(bases).unwrap().with_scrambling(scrambling).unwrap().point(index, &mut out).unwrap();
    out
}

/// floor(x cells), exactly.
fn cell(x: f64, cells: u64) -> u64 {
    assert!((0.0..1.0).contains(&x));
    // x is a multiple of 2^-64 as far as cells of this number are concerned: what is below can't carry.
    let fixed = (x * 2.0_f64.powi(64)) as u128;
    u64::try_from((fixed * u128::from(cells)) >> 64).unwrap()
}

/// Digit `position` of x, from 0 on.
fn digit(x: f64, base: u32, position: u32) -> u32 {
    let base = u64::from(base);
    (cell(x, base.pow(position + 1)) % base) as u32
}

/// (χ² - df) / √(2 df): how many standard deviations the counts are from uniform.
fn excess(counts: &[u32]) -> f64 {
    let expected = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / counts.len() as f64;
    assert!(expected >= 5.0, "too few: {expected}");
    let chi2: f64 = counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    let freedom = (counts.len() - 1) as f64;
    (chi2 - freedom) / (2.0 * freedom).sqrt()
}

fn assert_uniform(counts: &[u32], what: impl std::fmt::Display) {
    // χ² with few degrees of freedom has a long tail above: 5 is once in 10^4 for one, in 10^6 for many.
    let (excess, limit) = (excess(counts), if counts.len() < 5 { 9.0 } else { 6.0 });
    assert!(excess < limit && excess > -6.0, "{what}: {excess} standard deviations off; {counts:?}");
}

// ---- evenly spread --------------------------------------------------------------------------------------------------

const SPREAD: [Scrambling; 4] =
    [Scrambling::None, Scrambling::DigitPermutations(11), Scrambling::FaureLemieux, Scrambling::Nested(12)];

/// The block of `cells` = base^k indices from a multiple of them on has one point in each cell. Drawn in separate calls.
fn assert_spread(base: u32, cells: u64, scrambling: Scrambling, start: u64) {
    assert_eq!(start % cells, 0);
    let mut values: Vec<f64> = Vec::new();
    let mut lengths = [1, 2, 40, 5, 1000, 3].into_iter().cycle();
    while (values.len() as u64) < cells {
        let left = cells - values.len() as u64;
        let count = lengths.next().unwrap().min(left) as usize;
        let part = points::<f64>(&[base], scrambling, Indices::new(start + values.len() as u64, count));
        values.extend(part);
    }
    let mut seen = vec![false; cells as usize];
    for (i, &x) in values.iter().enumerate() {
        let mut cell = cell(x, cells);
        // Points without a random part lie on the edges of cells, rounded as the edges are.
        let edge = |cell: u64| cell as f64 / cells as f64;
        if edge(cell + 1) <= x {
            cell += 1;
        } else if edge(cell) > x {
            cell -= 1;
        }
        let index = start + i as u64;
        assert!(!seen[cell as usize], "two points in cell {cell} of {cells}: {index}, base {base}, {scrambling:?}");
        seen[cell as usize] = true;
    }
}

#[test]
fn a_point_in_each_cell() {
    let mut random = Stream::new(1, 0, 0);
    for base in [2, 3, 4, 5, 6, 7, 10, 11, 13, 15, 17, 19, 64, 67, 101, 256, 1009, 4093, 4099, 7919, 65_537] {
        for scrambling in SPREAD {
            if scrambling == Scrambling::FaureLemieux && !PRIMES[..360].contains(&base) {
                continue;
            }
            let mut cells = u64::from(base);
            while cells <= often(5_000, 70_000) as u64 || cells == u64::from(base) && cells < 10_000 {
                // With what is above a block, a plain point needs cells · (blocks + 1) values to be resolved.
                let blocks = [0, 1, random.next_u64() % 1000, (1 << 33) / cells + random.next_u64() % 100];
                for number in blocks {
                    assert_spread(base, cells, scrambling, number * cells);
                }
                if let Scrambling::DigitPermutations(_) | Scrambling::Nested(_) = scrambling {
                    for exponent in [40, 53, 60, 63] {
                        assert_spread(base, cells, scrambling, ((1 << exponent) / cells + 1) * cells);
                        assert_spread(base, cells, scrambling, ((1 << exponent) / cells - 1) * cells);
                    }
                    assert_spread(base, cells, scrambling, (u64::MAX / cells - 1) * cells);
                } else {
                    // The lowest digit above is not the largest, so that rounding does not reach the next cell.
                    let number = (1 << 60) / cells / u64::from(base) * u64::from(base);
                    assert_spread(base, cells, scrambling, number * cells);
                }
                cells *= u64::from(base);
            }
        }
    }
}

#[test]
fn a_point_in_each_cell_in_f32_as_far_as_it_rounds() {
    // A value of f32 may be rounded to the end of its cell, and scrambled (3/2 ulp) to the value behind it: then the order
    // of the values tells.
    for base in [2, 3, 5, 7, 67, 1009, 4099] {
        for scrambling in SPREAD {
            if scrambling == Scrambling::FaureLemieux && base > 2423 {
                continue;
            }
            let mut cells = u64::from(base);
            while cells < 5000 {
                for number in [0, 3, (1 << 24) / cells - 1, 1 << 33, (1 << 63) / cells] {
                    let mut values: Vec<f32> =
                        points(&[base], scrambling, Indices::new(number * cells, cells as usize));
                    values.sort_by(f32::total_cmp);
                    for (cell, x) in values.into_iter().enumerate() {
                        let edge = |cell: usize| (cell as f64 / cells as f64) as f32;
                        let inside = edge(cell).next_down() <= x && x <= edge(cell + 1).next_up() && x < 1.0;
                        assert!(inside, "{x}, cell {cell} of {cells}, {scrambling:?}");
                    }
                }
                cells *= u64::from(base);
            }
        }
    }
}

#[test]
fn no_value_twice() {
    // pbrt-v2 let zeros above the leading digit be: two indices then had one value. Not a power of the base, so that the
    // spread does not say it already.
    for base in [2, 3, 5, 10, 67] {
        for scrambling in [Scrambling::DigitPermutations(3), Scrambling::Nested(3)] {
            for start in [0, 777, (1 << 40) - 5000] {
                let mut values: Vec<f64> = points(&[base], scrambling, Indices::new(start, 10_000));
                values.sort_by(f64::total_cmp);
                assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "base {base}, {scrambling:?}");
            }
        }
    }
}

// ---- permutations ---------------------------------------------------------------------------------------------------

/// The image of each digit at `position`, below the digits of `prefix`.
fn permutation(base: u32, scrambling: Scrambling, position: u32, prefix: u64) -> Vec<u32> {
    let power = u64::from(base).pow(position);
    let indices = Indices { start: prefix, leap: power, count: base as usize };
    let values = points::<f64>(&[base], scrambling, indices);
    let images: Vec<u32> = values.iter().map(|&x| digit(x, base, position)).collect();
    let mut sorted = images.clone();
    sorted.sort_unstable();
    assert!(sorted.into_iter().eq(0..base), "no permutation: {images:?}");
    // What is above is the prefix's, in all of them.
    assert!(values.iter().all(|&x| cell(x, power) == cell(values[0], power)));
    images
}

/// Its place among all base! of them.
fn rank(images: &[u32]) -> usize {
    (0..images.len()).fold(0, |rank, i| {
        rank * (images.len() - i) + images[i + 1..].iter().filter(|&&image| image < images[i]).count()
    })
}

fn factorial(n: u32) -> usize {
    (1..=n as usize).product()
}

fn randomized(nested: bool, seed: u64) -> Scrambling {
    if nested { Scrambling::Nested(seed) } else { Scrambling::DigitPermutations(seed) }
}

#[test]
fn all_permutations_are_equally_likely() {
    for nested in [false, true] {
        for base in [2, 3, 4, 5] {
            for (position, prefix) in [(0, 0), (1, 0), (2, 0), (7, 0), (1, 1), (2, 1), (2, u64::from(base) + 1)] {
                let mut counts = vec![0; factorial(base)];
                for seed in 0..(often(15, 400) * counts.len().max(60)) as u64 {
                    counts[rank(&permutation(base, randomized(nested, seed), position, prefix))] += 1;
                }
                assert_uniform(&counts, format_args!("nested {nested}, base {base}, position {position}, {prefix}"));
            }
        }
    }
}

#[test]
fn permutations_are_independent() {
    for nested in [false, true] {
        for base in [2, 3, 4] {
            let all = factorial(base);
            let table = |what: &str, pair: &dyn Fn(u64) -> (Vec<u32>, Vec<u32>)| {
                let mut counts = vec![0; all * all];
                for seed in 0..(often(12, 200) * (all * all).max(60)) as u64 {
                    let (a, b) = pair(seed);
                    counts[rank(&a) * all + rank(&b)] += 1;
                }
                assert_uniform(&counts, format_args!("{what}, nested {nested}, base {base}"));
            };
            let of = |seed, position, prefix| permutation(base, randomized(nested, seed), position, prefix);
            table("positions 0, 1", &|seed| (of(seed, 0, 0), of(seed, 1, 0)));
            table("positions 1, 2", &|seed| (of(seed, 1, 0), of(seed, 2, 0)));
            table("positions 0, 9", &|seed| (of(seed, 0, 0), of(seed, 9, 0)));
            table("seeds n, n + 1", &|seed| (of(2 * seed, 0, 0), of(2 * seed + 1, 0, 0)));
            table("seeds n, n + 2^32", &|seed| (of(seed, 1, 0), of(seed + (1 << 32), 1, 0)));
            table("seeds n, not n", &|seed| (of(seed, 0, 0), of(!seed, 0, 0)));
            if nested {
                let b = u64::from(base);
                table("prefixes 0, 1", &|seed| (of(seed, 1, 0), of(seed, 1, 1)));
                table("prefixes 1, b + 1", &|seed| (of(seed, 2, 1), of(seed, 2, b + 1)));
                table("prefixes 0, b", &|seed| (of(seed, 2, 0), of(seed, 2, b)));
                table("a digit and that below it", &|seed| (of(seed, 0, 0), of(seed, 1, b - 1)));
                table("two digits below it", &|seed| (of(seed, 1, 1), of(seed, 2, b + 1)));
            } else {
                // The same below all prefixes.
                for seed in 0..30 {
                    assert_eq!(of(seed, 2, 0), of(seed, 2, u64::from(base) + 1));
                }
            }
        }
        // The kinds of scrambling, with one seed.
        let mut counts = vec![0; 36];
        for seed in 0..often(1000, 20_000) as u64 {
            let a = rank(&permutation(3, Scrambling::DigitPermutations(seed), 0, 0));
            counts[a * 6 + rank(&permutation(3, Scrambling::Nested(seed), 0, 0))] += 1;
        }
        assert_uniform(&counts, "digits and nested");
    }
}

#[test]
fn dimensions_are_independent() {
    // Cells of two coordinates of one point, over seeds: all pairs of dimensions, positions 0 to 2 of digits.
    let bases = [3, 2, 5, 4, 7, 13, 17, 19, 67];
    for scrambling in [Scrambling::DigitPermutations, Scrambling::Nested, Scrambling::Shift] {
        for index in [0, 1, 100_003] {
            let mut tables = vec![vec![0; 64]; 81];
            for seed in 0..often(700, 20_000) as u64 {
                let x: [f64; 9] = point(&bases, scrambling(seed), index);
                let eighths = x.map(|x| (x * 8.0) as usize);
                for a in 0..9 {
                    for b in 0..a {
                        tables[a * 9 + b][eighths[a] * 8 + eighths[b]] += 1;
                    }
                }
            }
            for a in 0..9 {
                for b in 0..a {
                    let what = scrambling(0);
                    assert_uniform(&tables[a * 9 + b], format_args!("{what:?}, dimensions {a}, {b}, index {index}"));
                }
            }
        }
        // One base in two places: two permutations. One place and one base: one, whatever the other dimensions are.
        let x: [f64; 3] = point(&[7, 3, 5], scrambling(1), 1234);
        let y: [f64; 3] = point(&[3, 7, 5], scrambling(1), 1234);
        assert!(x[0] != y[1] && x[1] != y[0] && x[2] == y[2]);
        let z: [f64; 3] = point(&[2, 3, 11], scrambling(1), 1234);
        assert_eq!(x[1], z[1]);
    }
}

#[test]
fn large_bases() {
    for nested in [false, true] {
        for base in [13, 17, 18, 19, 20, 64, 67, 1009, 1024, 4096, 7919, 65_537] {
            // Digits whose difference is a power of two, the largest, neighbours, any.
            let top = 1 << (31 - (base - 2_u32).leading_zeros());
            let pairs =
                [(0, 1), (1, 2), (1, 1 + top.min(base - 2)), (0, base - 1), (2, base - 2), (base / 3, base / 2)];
            let b = u64::from(base);
            for (position, prefix) in [(0, 0), (1, 0), (1, 1)] {
                let bins = base.min(16) as usize;
                let mut marginals = vec![vec![0; bins]; 2 * pairs.len()];
                let mut differences = vec![vec![0; bins]; pairs.len()];
                for seed in 0..often(500, 20_000) as u64 {
                    let power = b.pow(position);
                    for (k, (a, b)) in pairs.into_iter().enumerate() {
                        let [a, b] = [a, b].map(|d| {
                            let [x] = point(&[base], randomized(nested, seed), prefix + u64::from(d) * power);
                            digit(x, base, position)
                        });
                        assert_ne!(a, b);
                        let bin = |of: u32, all: u32| of as usize * bins / all as usize;
                        // (A bin of an uneven number of digits is right to a part of 1 / base.)
                        if base % 16 == 0 || !(17..=1000).contains(&base) {
                            marginals[2 * k][bin(a, base)] += 1;
                            marginals[2 * k + 1][bin(b, base)] += 1;
                        }
                        // Two digits differ by 1 … base - 1, all equally likely.
                        if (base - 1) % 16 == 0 || base > 1000 {
                            differences[k][bin((b + base - a) % base - 1, base - 1)] += 1;
                        }
                    }
                }
                let what = |k| format!("nested {nested}, base {base}, position {position}, {prefix}, {k} of {pairs:?}");
                for (k, counts) in marginals.iter().enumerate().filter(|(_, counts)| counts[0] > 0) {
                    assert_uniform(counts, what(k));
                }
                for (k, counts) in differences.iter().enumerate().filter(|(_, counts)| counts[0] > 0) {
                    assert_uniform(counts, what(k));
                }
            }
        }
    }
}

#[test]
fn pairs_of_digits_in_bases_beyond_a_packed_permutation() {
    for nested in [false, true] {
        for base in [17, 18, 19, 31, 32, 59, 64, 65, 67] {
            for (a, b) in [(0, 1), (1, 2), (1, 17), (15, 31), (7, 39), (1, 33), (3, 11), (1, base - 1)] {
                if a == b || b >= base {
                    continue;
                }
                let mut differences = vec![0; base as usize - 1];
                for seed in 0..often(4000, 40_000) as u64 {
                    let [a, b] = [a, b].map(|d| {
                        let [x] = point(&[base], randomized(nested, seed), u64::from(d));
                        digit(x, base, 0)
                    });
                    // Which of 1 … base - 1 it is.
                    differences[((b + base - a) % base) as usize - 1] += 1;
                }
                assert_uniform(&differences, format_args!("nested {nested}, base {base}, digits {a}, {b}"));
            }
        }
    }
}

#[test]
fn seeds_count() {
    let bases = [2, 3, 5, 7, 101];
    for scrambling in [Scrambling::DigitPermutations, Scrambling::Nested, Scrambling::Shift] {
        let mut first: Vec<[f64; 5]> =
            [0, 1, 2, u64::MAX, 1 << 32, 1 << 63].map(|seed| point(&bases, scrambling(seed), 0)).to_vec();
        // Index 0 is scrambled too.
        assert!(first.iter().flatten().all(|&x| x > 0.0));
        first.push(point(&bases, Scrambling::None, 0));
        for (i, x) in first.iter().enumerate() {
            for y in &first[..i] {
                assert!(x.iter().zip(y).all(|(x, y)| x != y), "{x:?} {y:?}");
            }
        }
    }
    let (a, b, c) = (Scrambling::DigitPermutations(7), Scrambling::Nested(7), Scrambling::Shift(7));
    for pair in [(a, b), (a, c), (b, c)] {
        let (x, y): ([f64; 5], [f64; 5]) = (point(&bases, pair.0, 9), point(&bases, pair.1, 9));
        assert!(x.iter().zip(y).all(|(&x, y)| x != y));
    }
    let halton = Halton::<f64>::new(3).unwrap();
    assert_eq!(halton.scrambling(), Scrambling::None);
    assert_eq!(halton.scrambled(5).scrambling(), Scrambling::DigitPermutations(5));
}

// ---- Faure and Lemieux ----------------------------------------------------------------------------------------------

#[test]
fn faures_and_lemieuxs_factors() {
    // Those of qmctoolscl 1.2.4 (`permTN2`): the first ones, the last one, and two sums over all 360.
    let ones = points::<f64>(&PRIMES[..360], Scrambling::FaureLemieux, Indices::new(1, 1));
    let factors: Vec<u64> = ones.iter().zip(&PRIMES).map(|(&x, &base)| (x * f64::from(base)).round() as u64).collect();
    assert_eq!(factors[..14], [1, 1, 3, 3, 4, 9, 7, 5, 9, 18, 18, 8, 13, 31]);
    assert_eq!(factors[359], 1860);
    assert_eq!(factors.iter().sum::<u64>(), 206_611);
    assert_eq!((1..).zip(&factors).map(|(i, factor)| i * factor).sum::<u64>(), 51_601_461);
    // A value is the sum of the digits times that, modulo the base, each at its place: here by exact fractions whose
    // numerator and denominator are exact in f64, so that the quotient is the nearest value.
    for (&base, &factor) in PRIMES.iter().zip(&factors) {
        for index in [0, 1, 2, u64::from(base) - 1, u64::from(base), 12_345, 987_654, 1 << 30] {
            let (mut numerator, mut denominator, mut rest) = (0, 1, index);
            while rest > 0 {
                numerator = numerator * u64::from(base) + rest % u64::from(base) * factor % u64::from(base);
                denominator *= u64::from(base);
                rest /= u64::from(base);
            }
            assert!(denominator < 1 << 53);
            let [x] = point::<f64, 1>(&[base], Scrambling::FaureLemieux, index);
            assert_eq!(x, numerator as f64 / denominator as f64, "index {index} in base {base}");
        }
    }
    for base in [4, 6, 9, 15, 2423 + 2, PRIMES[360], 7919, 65_537, u32::MAX] {
        let bases = [2, base];
        let halton = Halton::<f64>::with_bases(&bases).unwrap();
        assert_eq!(halton.with_scrambling(Scrambling::FaureLemieux).unwrap_err(), Error::Unsupported);
    }
    assert!(Halton::<f64>::new(360).unwrap().with_scrambling(Scrambling::FaureLemieux).is_ok());
    assert!(Halton::<f64>::new(361).unwrap().with_scrambling(Scrambling::FaureLemieux).is_err());
}

// ---- how exact ------------------------------------------------------------------------------------------------------

/// The distance from the binade of x to the next value of F.
fn ulp<F: Real>(x: f64) -> f64 {
    let exponent = ((x.to_bits() >> 52) as i32 - 1023).max(-120);
    2.0_f64.powi(exponent + 1 - F::DIGITS as i32)
}

/// x in units of 2^-110.
fn fixed(x: f64) -> i128 {
    let (mantissa, exponent) = (x.to_bits() & ((1 << 52) - 1) | 1 << 52, (x.to_bits() >> 52) as i32 - 1075);
    let shift = 110 + exponent;
    if x == 0.0 || shift < -60 {
        0
    } else if shift >= 0 {
        i128::from(mantissa) << shift
    } else {
        i128::from(mantissa) >> -shift
    }
}

#[test]
fn digit_permutations_are_as_exact_as_they_say() {
    // The digits' images can be seen in the values; so S(i) - S(0), a sum of fractions, is known exactly. Both may be off
    // by 3/2 ulp + 2^-62.
    for base in [2_u32, 3, 5, 6, 10, 17, 19, 67, 1009, 4093, 4099] {
        for seed in 0..often(2, 20) as u64 {
            let scrambling = Scrambling::DigitPermutations(seed);
            let b = u64::from(base);
            let positions = (0..).take_while(|&k| (base as f64).powi(k + 1) < 2.0_f64.powi(44)).count() as u32;
            let maps: Vec<Vec<u32>> = (0..positions)
                .map(|position| {
                    let digits = (0..b).step_by((b / 50).max(1) as usize);
                    let mut images = vec![u32::MAX; base as usize];
                    for d in digits {
                        let [x] = point::<f64, 1>(&[base], scrambling, d * b.pow(position));
                        images[d as usize] = digit(x, base, position);
                    }
                    images
                })
                .collect();
            let [zero] = point::<f64, 1>(&[base], scrambling, 0);
            let mut random = Stream::new(seed, 0, u64::from(base));
            for _ in 0..often(200, 2000) {
                let (mut index, mut sum, mut denominator) = (0, 0_i128, 1_i128);
                let step = (b / 50).max(1);
                for (k, map) in maps.iter().enumerate().take(1 + (random.next_u64() % u64::from(positions)) as usize) {
                    let d = random.next_u64() % b.div_ceil(step) * step;
                    index += d * b.pow(k as u32);
                    sum = sum * i128::from(base) + i128::from(map[d as usize]) - i128::from(map[0]);
                    denominator *= i128::from(base);
                }
                let [x] = point::<f64, 1>(&[base], scrambling, index);
                // sum / denominator in units of 2^-110, to one of them.
                let (mut rest, mut wanted) = (sum.unsigned_abs(), 0_i128);
                wanted += i128::try_from(rest / denominator.unsigned_abs()).unwrap();
                for _ in 0..110 {
                    rest = rest % denominator.unsigned_abs() * 2;
                    wanted = 2 * wanted + i128::try_from(rest / denominator.unsigned_abs()).unwrap();
                }
                let wanted = if sum < 0 { -wanted } else { wanted };
                let error = (fixed(x) - fixed(zero) - wanted).unsigned_abs() as f64 * 2.0_f64.powi(-110);
                let allowed = 1.5 * (ulp::<f64>(x) + ulp::<f64>(zero)) + 2.0_f64.powi(-61);
                assert!(error <= allowed, "{error:e} > {allowed:e}: index {index}, base {base}, seed {seed}");
            }
        }
    }
}

/// A value of f32 is off by at most `ulps` + `more` of what the f64 value is nearly.
fn assert_f32(bases: &[u32], scrambling: Scrambling, ulps: f64, more: f64) {
    let starts = [0, 1 << 20, (1 << 24) - 100, 1 << 40, u64::MAX - 400];
    for start in starts {
        let indices = Indices::new(start, often(100, 400));
        let (single, double): (Vec<f32>, Vec<f64>) =
            (points(bases, scrambling, indices), points(bases, scrambling, indices));
        for (k, (&x, &y)) in single.iter().zip(&double).enumerate() {
            // What would round to 1 is the largest value below it.
            let y = y.min(f64::from(1.0 - f32::EPSILON / 2.0));
            let error = (f64::from(x) - y).abs();
            let allowed = ulps * ulp::<f32>(y) + more + 2.0 * ulp::<f64>(y);
            assert!(
                error <= allowed,
                "{x:e} for {y:e}, {} ulp: index {}, base {}, {scrambling:?}",
                error / ulp::<f32>(y),
                indices.at(k / bases.len()),
                bases[k % bases.len()]
            );
        }
    }
}

const MIXED: [u32; 16] = [2, 3, 4, 5, 6, 7, 10, 13, 19, 67, 768, 1009, 4093, 4099, 65_537, 16_777_213];

#[test]
fn values_of_f32_are_those_of_f64_rounded() {
    for seed in 0..often(4, 100) as u64 {
        assert_f32(&MIXED, Scrambling::DigitPermutations(seed), 1.5, 2.0_f64.powi(-62));
        assert_f32(&MIXED, Scrambling::Nested(seed), 1.5, 0.0);
    }
    assert_f32(&MIXED, Scrambling::None, 0.5, 0.0);
    assert_f32(&PRIMES[..360], Scrambling::FaureLemieux, 0.5, 0.0);
}

#[test]
fn values_of_f32_in_bases_that_f32_does_not_hold() {
    let bases = [16_777_259, 33_554_431, 100_000_007, (1 << 31) - 1, 1 << 31, 4_294_967_291, u32::MAX];
    for seed in 0..often(4, 100) as u64 {
        assert_f32(&bases, Scrambling::None, 0.5, 0.0);
        assert_f32(&bases, Scrambling::Nested(seed), 1.5, 0.0);
        assert_f32(&bases, Scrambling::DigitPermutations(seed), 1.5, 2.0_f64.powi(-62));
    }
}

#[test]
fn a_shift_is_a_shift() {
    let bases = [2, 3, 5, 7, 1009];
    for seed in 0..often(5, 50) as u64 {
        let shift = point::<f64, 5>(&bases, Scrambling::Shift(seed), 0);
        let single = point::<f32, 5>(&bases, Scrambling::Shift(seed), 0);
        // A random multiple of 2^-53 (2^-24), of one number rounded down.
        for (&x, single) in shift.iter().zip(single) {
            assert_eq!(x * 2.0_f64.powi(53) % 1.0, 0.0);
            assert_eq!((x * 2.0_f64.powi(24)).floor() * 2.0_f64.powi(-24), f64::from(single));
        }
        for index in (0..300).chain([1 << 40, (1 << 53) - 1, u64::MAX]) {
            let (plain, shifted) = (
                point::<f64, 5>(&bases, Scrambling::None, index),
                point::<f64, 5>(&bases, Scrambling::Shift(seed), index),
            );
            let shifted32 = point::<f32, 5>(&bases, Scrambling::Shift(seed), index);
            for j in 0..5 {
                assert!((0.0..1.0).contains(&shifted[j]) && (0.0..1.0).contains(&shifted32[j]));
                let off = |error: f64| (error - error.round()).abs();
                // Half an ulp of the plain value, half of one of the sum, which may be above 1: 3/4 ε; and 1/4 ε
                // more where the plain value would have rounded to 1.
                let error = (fixed(shifted[j]) - fixed(plain[j]) - fixed(shift[j])) as f64 * 2.0_f64.powi(-110);
                assert!(off(error) <= f64::EPSILON, "{error}");
                let error = f64::from(shifted32[j]) - plain[j] - f64::from(single[j]);
                assert!(off(error) <= 1.000_001 * f64::from(f32::EPSILON), "{error}");
            }
        }
    }
}

// ---- unbiased -------------------------------------------------------------------------------------------------------

#[test]
fn each_point_is_uniform_over_seeds() {
    let bases = [2, 3, 5, 19, 1009, 65_537];
    for scrambling in [Scrambling::DigitPermutations, Scrambling::Nested, Scrambling::Shift] {
        for index in [0, 1, 2, 7, 30, 4096, 1_000_003, 1 << 50, u64::MAX] {
            let seeds = often(800, 40_000);
            let mut bins = vec![vec![0; 32]; 6];
            let (mut sums, mut squares) = ([0.0; 6], [0.0; 6]);
            for seed in 0..seeds as u64 {
                let x: [f64; 6] = point(&bases, scrambling(seed), index);
                for j in 0..6 {
                    bins[j][(x[j] * 32.0) as usize] += 1;
                    sums[j] += x[j] - 0.5;
                    squares[j] += (x[j] - 0.5).powi(2);
                }
            }
            let n = seeds as f64;
            for j in 0..6 {
                let what = format!("{:?}, index {index}, base {}", scrambling(0), bases[j]);
                assert!((sums[j] / n).abs() < 4.5 / (12.0 * n).sqrt(), "{what}: mean {}", 0.5 + sums[j] / n);
                // The variance of (x - 1/2)² is 1/180.
                assert!((squares[j] / n - 1.0 / 12.0).abs() < 4.5 / (180.0 * n).sqrt(), "{what}: variance");
                assert_uniform(&bins[j], what);
            }
        }
    }
}

/// The variance over seeds of the mean of a smooth function, at n points from `start` on.
fn variance(scrambling: fn(u64) -> Scrambling, start: u64, n: usize) -> f64 {
    let seeds = often(12, 60);
    let squares: f64 = (0..seeds as u64)
        .map(|seed| {
            let points = points::<f64>(&[2, 3], scrambling(seed), Indices::new(start, n));
            // The integral is 1.
            let f = |x: &[f64]| (1.0 + (x[0] - 0.5)) * (1.0 + (x[1] * x[1] - 1.0 / 3.0)) - 1.0;
            (points.chunks(2).map(f).sum::<f64>() / n as f64).powi(2)
        })
        .sum();
    squares / seeds as f64
}

#[test]
fn the_variance_falls_faster_than_that_of_random_points() {
    for scrambling in [Scrambling::DigitPermutations, Scrambling::Nested] {
        for start in [0, 1 << 40] {
            let (few, many) = (variance(scrambling, start, 2 * 81), variance(scrambling, start, 32 * 81));
            // Random points: σ² / n, where σ² is about 0.18; and 16 times as many have 1/16 of it.
            assert!(few < 0.18 / 162.0 / 10.0 && many < few / 50.0, "{few:e} {many:e}");
        }
    }
}

// ---- good in 32 dimensions ------------------------------------------------------------------------------------------

/// The largest correlation of two coordinates.
fn correlation(points: &[f64], dim: usize) -> f64 {
    let n = (points.len() / dim) as f64;
    let mut means = vec![0.0; dim];
    points.chunks_exact(dim).for_each(|x| means.iter_mut().zip(x).for_each(|(mean, &x)| *mean += x / n));
    let mut products = vec![0.0; dim * dim];
    let mut deviations = vec![0.0; dim];
    for x in points.chunks_exact(dim) {
        deviations.iter_mut().zip(x.iter().zip(&means)).for_each(|(d, (x, mean))| *d = x - mean);
        for (row, &a) in products.chunks_exact_mut(dim).zip(&deviations) {
            row.iter_mut().zip(&deviations).for_each(|(sum, &b)| *sum += a * b);
        }
    }
    let of = |i: usize, j: usize| products[i * dim + j] / (products[i * dim + i] * products[j * dim + j]).sqrt();
    (0..dim).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| of(i, j).abs()).fold(0.0, f64::max)
}

#[test]
fn the_quality_gate() {
    let mut failed = Vec::new();
    let (n, dim) = (10_000, 32);
    let permuted: fn(u64) -> Scrambling = Scrambling::DigitPermutations;
    let seeds = often(3, 10) as u64;
    for (name, scrambling, seeds, limits) in [
        ("digit permutations", permuted, seeds, [2.0, 31.8, 0.07]),
        ("nested", Scrambling::Nested, seeds, [2.0, 31.8, 0.07]),
        ("Faure and Lemieux", |_| Scrambling::FaureLemieux, 1, [3.0, 32.5, 0.3]),
    ] {
        let (mut worst, mut discrepancy, mut squares) = (0.0_f64, 0.0_f64, 0.0);
        for seed in 0..seeds {
            let points = points::<f64>(&PRIMES[..dim], scrambling(seed), Indices::new(0, n));
            // f = √(12 d) mean_j(x_j - 1/2) has variance 1.
            let mean = points.iter().map(|x| x - 0.5).sum::<f64>() / points.len() as f64;
            squares += 12.0 * dim as f64 * mean * mean / seeds as f64;
            // What takes long is for release.
            if !cfg!(debug_assertions) || seed < 1 {
                let correlation = correlation(&points, dim);
                println!("{name}, seed {seed}: correlation {correlation:.4}");
                worst = worst.max(correlation);
            }
            if !cfg!(debug_assertions) {
                let squared = Discrepancy::Centered.of(&points, n, dim, Layout::ROWS).unwrap();
                println!("{name}, seed {seed}: discrepancy {:.4}", squared.sqrt());
                discrepancy = discrepancy.max(squared.sqrt());
            }
        }
        let found = [worst, discrepancy, squares.sqrt()].map(|found| 100.0 * found); // the limits too
        println!("{name}: correlation {worst:.4}, discrepancy {discrepancy:.4}, additive RMSE {:.2e}", squares.sqrt());
        if found.iter().zip(limits).any(|(&found, limit)| found > limit) {
            failed.push(format!("{name}: {found:?} > {limits:?}"));
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn genzs_integrals() {
    let Some(data) = reference("halton") else { return };
    let mut estimates = 0;
    for case in list(&data["genz"]["cases"]) {
        let (a, u) = (numbers(&case["a"]), numbers(&case["u"]));
        let dim = a.len();
        let family = case["family"].as_str().unwrap();
        let f = |x: &[f64]| -> f64 {
            let terms = || a.iter().zip(&u).zip(x);
            let dot: f64 = a.iter().zip(x).map(|(a, x)| a * x).sum();
            match family {
                "oscillatory" => (2.0 * std::f64::consts::PI * u[0] + dot).cos(),
                "product_peak" => terms().map(|((a, u), x)| 1.0 / (1.0 / (a * a) + (x - u) * (x - u))).product(),
                "corner_peak" => (1.0 + dot).powi(-(dim as i32) - 1),
                "gaussian" => (-terms().map(|((a, u), x)| (a * (x - u)).powi(2)).sum::<f64>()).exp(),
                "continuous" => (-terms().map(|((a, u), x)| a * (x - u).abs()).sum::<f64>()).exp(),
                "discontinuous" if x[0] > u[0] || x.len() > 1 && x[1] > u[1] => 0.0,
                "discontinuous" => dot.exp(),
                other => panic!("{other}"),
            }
        };
        let close = |found: f64, wanted: f64| (found - wanted).abs() <= 1e-13 * wanted.abs().max(1.0);
        let value = f(&numbers(&case["check_point"]));
        assert!(close(value, case["check_value"].as_f64().unwrap()), "{family}: {value}");
        for run in list(&case["halton"]) {
            let n = run["n"].as_u64().unwrap() as usize;
            let halton = match run["bases"].as_str().unwrap() {
                "bases_from_2" => Halton::<f64>::new(dim),
                "bases_from_5" => Halton::posts(dim),
                other => panic!("{other}"),
            };
            let mut points = vec![0.0; n * dim];
            halton.unwrap().fill(Indices::new(0, n), Layout::ROWS, &mut points).unwrap();
            // A compensated sum (Neumaier, 1974).
            let (mut sum, mut rest) = (0.0, 0.0);
            for value in points.chunks_exact(dim).map(f) {
                let next: f64 = sum + value;
                rest += if f64::abs(sum) >= value.abs() { (sum - next) + value } else { (value - next) + sum };
                sum = next;
            }
            let estimate = (sum + rest) / n as f64;
            let wanted = run["estimate"].as_f64().unwrap();
            assert!(close(estimate, wanted), "{family}, {n} points: {estimate} instead of {wanted}");
            estimates += 1;
        }
    }
    assert!(estimates > 0);
}

/// The largest digit there is, in the last place of a chunk.
#[test]
fn the_largest_base() {
    let [base] = [u32::MAX];
    for scrambling in [Scrambling::DigitPermutations(1), Scrambling::Nested(1)] {
        for leap in [1, 2] {
            let filled = points::<f64>(&[base], scrambling, Indices { start: 4_294_967_290, leap, count: 8 });
            for (i, x) in filled.into_iter().enumerate() {
                assert_eq!([x], point::<f64, 1>(&[base], scrambling, 4_294_967_290 + leap * i as u64));
            }
        }
    }
}
