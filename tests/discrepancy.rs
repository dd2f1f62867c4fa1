//! Discrepancies against exact values, and the same bits on every way to them.

mod common;

use common::{hash, list, numbers, reference};
use photinus::sequence::{Discrepancy, Halton, Indices, Sequence};
use photinus::simd::Level;
use photinus::{Error, Layout, Real};

fn halton<F: Real>(count: usize, dim: usize, start: u64) -> Vec<F> {
    let mut points = vec![F::zero(); count * dim];
    let sequence = Halton::<F>::new(dim).unwrap();
    sequence.fill(Indices::new(start, count), Layout::ROWS, &mut points).unwrap();
    points
}

fn close(value: f64, expected: f64, tolerance: f64, what: impl std::fmt::Display) {
    assert!((value - expected).abs() <= tolerance * expected, "{what}: {value:e}, not {expected:e}");
}

#[test]
fn the_reference_values() {
    let Some(data) = reference("halton") else { return };
    for set in list(&data["discrepancy"]["sets"]) {
        let points = numbers(&set["points"]);
        let (count, dim) = (set["n"].as_u64().unwrap() as usize, set["d"].as_u64().unwrap() as usize);
        for (kind, name) in Discrepancy::ALL.into_iter().zip(["CD", "WD", "MD", "L2-star"]) {
            let value = kind.of(&points, count, dim, Layout::ROWS).unwrap();
            close(value, set[name]["exact_rounded"].as_f64().unwrap(), 1e-12, format!("{name} of {}", set["spec"]));
        }
    }
}

#[test]
fn one_point() {
    let d = 3;
    let centre = vec![0.5; d];
    let power = |x: f64| x.powi(d as i32);
    let of = |kind: Discrepancy, x: &[f64]| kind.of(x, 1, d, Layout::ROWS).unwrap();
    close(of(Discrepancy::Centered, &centre), power(13.0 / 12.0) - 1.0, 1e-14, "centered");
    close(of(Discrepancy::Mixture, &centre), power(19.0 / 12.0) - 2.0 * power(5.0 / 3.0) + power(1.875), 1e-14, "mix");
    close(of(Discrepancy::Star, &centre), (power(1.0 / 3.0) - power(0.75) / 4.0 + 0.125).sqrt(), 1e-14, "star");
    for x in [&centre[..], &[0.0, 1.0, 0.1]] {
        close(of(Discrepancy::WrapAround, x), power(1.5) - power(4.0 / 3.0), 1e-14, "wrap-around");
    }
    close(of(Discrepancy::Star, &[0.0; 3]), (power(1.0 / 3.0) - 0.25 + 1.0).sqrt(), 1e-14, "star of the origin");
    close(of(Discrepancy::Star, &[1.0; 3]), power(1.0 / 3.0).sqrt(), 1e-14, "star of the far corner");
}

/// The midpoints of n equal parts of [0, 1]: D² = 1/(12 n²), 1/(6 n²), 1/(8 n²) and 1/(12 n²), the difference of sums
/// of about 1. It is exact for centered and star, where no factor is rounded.
#[test]
fn midpoints() {
    for n in [1_u32, 2, 3, 8, 10, 32, 33, 100, 1000, 1024, 10_000] {
        if cfg!(debug_assertions) && n > 1024 {
            continue;
        }
        let points: Vec<f64> = (0..n).map(|i| f64::from(2 * i + 1) / f64::from(2 * n)).collect();
        let of = |kind: Discrepancy| kind.of(&points, n as usize, 1, Layout::ROWS).unwrap();
        let n2 = f64::from(n) * f64::from(n);
        // The points themselves are rounded where n is no power of two: that costs ε/D.
        close(of(Discrepancy::Centered), 1.0 / (12.0 * n2), 1e-14, format!("centered, {n}"));
        close(of(Discrepancy::Star), (1.0 / (12.0 * n2)).sqrt(), 1e-14, format!("star, {n}"));
        let rounding =
            |expected: f64| if n.is_power_of_two() { 1e-15 } else { f64::EPSILON / expected / f64::from(n).sqrt() };
        close(of(Discrepancy::WrapAround), 1.0 / (6.0 * n2), rounding(1.0 / (6.0 * n2)), format!("wrap-around, {n}"));
        close(of(Discrepancy::Mixture), 1.0 / (8.0 * n2), rounding(1.0 / (8.0 * n2)), format!("mixture, {n}"));
    }
}

/// An exact rational number.
#[derive(Clone, Copy)]
struct Ratio(i128, i128);

impl Ratio {
    fn new(n: i128, d: i128) -> Ratio {
        let (mut a, mut b) = (n.abs(), d.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Ratio(n / a.max(1) * d.signum(), d.abs() / a.max(1))
    }
    fn add(self, other: Ratio) -> Ratio {
        Ratio::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
    fn times(self, other: Ratio) -> Ratio {
        Ratio::new(self.0 * other.0, self.1 * other.1)
    }
    fn abs(self) -> Ratio {
        Ratio(self.0.abs(), self.1)
    }
    fn sub(self, other: Ratio) -> Ratio {
        self.add(Ratio(-other.0, other.1))
    }
}

/// The definitions, word by word: those in SciPy's documentation.
fn exact(kind: Discrepancy, points: &[Vec<Ratio>]) -> f64 {
    let r = Ratio::new;
    let (n, d, half, one) = (points.len() as i128, points[0].len(), r(1, 2), r(1, 1));
    let power = |x: Ratio| (0..d).fold(one, |product, _| product.times(x));
    let single = |x: Ratio| {
        let a = x.sub(half).abs();
        match kind {
            Discrepancy::Centered => one.add(half.times(a)).sub(half.times(a).times(a)),
            Discrepancy::WrapAround => r(0, 1),
            Discrepancy::Mixture => r(5, 3).sub(r(1, 4).times(a)).sub(r(1, 4).times(a).times(a)),
            Discrepancy::Star => half.times(one.sub(x.times(x))),
        }
    };
    let pair = |x: Ratio, y: Ratio| {
        let (a, b, delta) = (x.sub(half).abs(), y.sub(half).abs(), x.sub(y).abs());
        match kind {
            Discrepancy::Centered => one.add(half.times(a.add(b))).sub(half.times(delta)),
            Discrepancy::WrapAround => r(3, 2).sub(delta.times(one.sub(delta))),
            Discrepancy::Mixture => {
                r(15, 8).sub(r(1, 4).times(a.add(b))).sub(r(3, 4).times(delta)).add(half.times(delta).times(delta))
            }
            Discrepancy::Star => one.sub(if x.sub(y).0 > 0 { x } else { y }),
        }
    };
    let whole = match kind {
        Discrepancy::Centered => power(r(13, 12)),
        Discrepancy::WrapAround => power(r(-4, 3)).times(if d.is_multiple_of(2) { r(-1, 1) } else { one }),
        Discrepancy::Mixture => power(r(19, 12)),
        Discrepancy::Star => power(r(1, 3)),
    };
    let mut squared = whole;
    for x in points {
        let product = x.iter().fold(one, |product, &x| product.times(single(x)));
        squared = squared.sub(product.times(r(2, n)));
        for y in points {
            let product = x.iter().zip(y).fold(one, |product, (&x, &y)| product.times(pair(x, y)));
            squared = squared.add(product.times(r(1, n * n)));
        }
    }
    let squared = squared.0 as f64 / squared.1 as f64;
    if kind == Discrepancy::Star { squared.sqrt() } else { squared }
}

#[test]
fn small_sets_against_rational_numbers() {
    let mut state = 1_u32;
    for (count, dim) in [(1, 1), (1, 3), (2, 1), (2, 2), (3, 3), (5, 2), (7, 1), (9, 3), (17, 2)] {
        for _ in 0..4 {
            let numerators: Vec<i128> = (0..count * dim)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    i128::from(state >> 16) % 17
                })
                .collect();
            let points: Vec<Vec<Ratio>> =
                numerators.chunks(dim).map(|point| point.iter().map(|&x| Ratio::new(x, 16)).collect()).collect();
            let values: Vec<f64> = numerators.iter().map(|&x| x as f64 / 16.0).collect();
            for kind in Discrepancy::ALL {
                let value = kind.of(&values, count, dim, Layout::ROWS).unwrap();
                close(value, exact(kind, &points), 1e-13, format!("{kind:?}, {count} points, {dim} dimensions"));
            }
        }
    }
}

/// A number of some 106 bits.
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    fn add(self, other: Double) -> Double {
        let (x, y) = (self.0, other.0);
        let hi = x + y;
        let part = hi - x;
        let lo = (x - (hi - part)) + (y - part) + (self.1 + other.1);
        Double(hi + lo, lo - ((hi + lo) - hi))
    }
    fn times(self, other: Double) -> Double {
        let hi = self.0 * other.0;
        let split = |x: f64| {
            let high = f64::from_bits(x.to_bits() & !0x7ff_ffff); // 26 bits
            (high, x - high)
        };
        let ((a, b), (c, d)) = (split(self.0), split(other.0));
        let lo = (((a * c - hi) + a * d) + b * c) + b * d + (self.0 * other.1 + self.1 * other.0);
        Double(hi + lo, lo - ((hi + lo) - hi))
    }
    fn scaled(self, x: f64) -> Double {
        self.times(Double(x, 0.0))
    }
    fn over(self, x: f64) -> Double {
        let hi = self.0 / x;
        let left = self.add(Double(x, 0.0).scaled(-hi));
        Double(hi, 0.0).add(Double(left.0 / x, 0.0))
    }
    fn abs(self) -> Double {
        if self.0 < 0.0 { self.scaled(-1.0) } else { self }
    }
}

/// The definitions, in 106 bits.
fn precise(kind: Discrepancy, points: &[f64], count: usize, dim: usize) -> f64 {
    let number = |x: f64| Double(x, 0.0);
    let power = |x: Double| (0..dim).fold(number(1.0), |product, _| product.times(x));
    let centre = |x: f64| number(x).add(number(-0.5)).abs();
    let single = |x: f64| {
        let a = centre(x);
        match kind {
            Discrepancy::Centered => number(1.0).add(a.scaled(0.5)).add(a.times(a).scaled(-0.5)),
            Discrepancy::WrapAround => number(0.0),
            Discrepancy::Mixture => number(5.0).over(3.0).add(a.scaled(-0.25)).add(a.times(a).scaled(-0.25)),
            Discrepancy::Star => number(0.5).add(number(x).scaled(-x).scaled(0.5)),
        }
    };
    let pair = |x: f64, y: f64| {
        let delta = number(x).add(number(-y)).abs();
        match kind {
            Discrepancy::Centered => {
                number(1.0).add(centre(x).scaled(0.5)).add(centre(y).scaled(0.5)).add(delta.scaled(-0.5))
            }
            Discrepancy::WrapAround => number(1.5).add(delta.scaled(-1.0)).add(delta.times(delta)),
            Discrepancy::Mixture => number(1.875)
                .add(centre(x).scaled(-0.25))
                .add(centre(y).scaled(-0.25))
                .add(delta.scaled(-0.75))
                .add(delta.times(delta).scaled(0.5)),
            Discrepancy::Star => number(1.0).add(number(-x.max(y))),
        }
    };
    let whole = match kind {
        Discrepancy::Centered => power(number(13.0).over(12.0)),
        Discrepancy::WrapAround => power(number(4.0).over(3.0)).scaled(-1.0),
        Discrepancy::Mixture => power(number(19.0).over(12.0)),
        Discrepancy::Star => power(number(1.0).over(3.0)),
    };
    let (mut singles, mut pairs) = (number(0.0), number(0.0));
    for (i, x) in points.chunks(dim).enumerate() {
        singles = singles.add(x.iter().fold(number(1.0), |product, &x| product.times(single(x))));
        for (j, y) in points.chunks(dim).enumerate().skip(i) {
            let product = x.iter().zip(y).fold(number(1.0), |product, (&x, &y)| product.times(pair(x, y)));
            pairs = pairs.add(product.scaled(if i == j { 1.0 } else { 2.0 }));
        }
    }
    let n = count as f64;
    let squared = whole.add(singles.scaled(-2.0).over(n)).add(pairs.over(n).over(n)).0;
    if kind == Discrepancy::Star { squared.sqrt() } else { squared }
}

#[test]
fn many_points_against_106_bits() {
    // Two dimensions have the least to show: D² is 1e-6 of what it is the difference of.
    let sizes: [(usize, usize, u64); 4] = match cfg!(debug_assertions) {
        true => [(200, 32, 0), (200, 2, 1 << 40), (100, 5, 0), (50, 100, 1 << 40)],
        false => [(2000, 32, 0), (2000, 2, 1 << 40), (1000, 5, 0), (300, 100, 1 << 40)],
    };
    for (count, dim, start) in sizes {
        let points = halton::<f64>(count, dim, start);
        for kind in Discrepancy::ALL {
            let value = kind.of(&points, count, dim, Layout::ROWS).unwrap();
            let tolerance = if dim == 2 { 1e-11 } else { 1e-12 };
            let expected = precise(kind, &points, count, dim);
            close(value, expected, tolerance, format!("{kind:?}, {count} points, {dim} dimensions"));
        }
    }
}

/// The points, in every layout, with what is no number between the rows or columns.
fn layouts<F: Real>(points: &[F], count: usize, dim: usize) -> Vec<(Layout, Vec<F>)> {
    let mut all = Vec::new();
    for more in [0, 5] {
        let (row, column) = (dim + more, count + more);
        let mut by_rows = vec![F::nan(); (count - 1) * row + dim];
        let mut by_columns = vec![F::nan(); (dim - 1) * column + count];
        for i in 0..count {
            for k in 0..dim {
                by_rows[i * row + k] = points[i * dim + k];
                by_columns[k * column + i] = points[i * dim + k];
            }
        }
        all.push((Layout::ByRows { stride: row }, by_rows));
        all.push((Layout::ByColumns { stride: column }, by_columns));
    }
    all.push((Layout::ROWS, all[0].1.clone()));
    all.push((Layout::COLUMNS, all[1].1.clone()));
    all
}

const SIZES: [(usize, usize); 13] = [
    (1, 1),
    (1, 70),
    (7, 2),
    (8, 1),
    (9, 33),
    (31, 2),
    (32, 5),
    (33, 64),
    (40, 3),
    (65, 31),
    (100, 32),
    (67, 65),
    (130, 7),
];

fn same_bits<F: Real>() {
    #[cfg(feature = "std")]
    let pools = [1, 2, 3, 8].map(|threads| photinus::parallel::Pool::new(threads).unwrap());
    for (count, dim) in SIZES {
        let points = halton::<F>(count, dim, 5);
        for kind in Discrepancy::ALL {
            let what = format!("{kind:?}, {count} points, {dim} dimensions");
            let expected = kind.of_with_level(&points, count, dim, Layout::ROWS, Level::BASELINE).unwrap();
            // f32 points are exactly these.
            let doubles: Vec<f64> = points.iter().map(|&x| Real::to_f64(x)).collect();
            assert_eq!(kind.of(&doubles, count, dim, Layout::ROWS).unwrap().to_bits(), expected.to_bits(), "{what}");
            for (layout, points) in layouts(&points, count, dim) {
                for level in Level::available() {
                    let value = kind.of_with_level(&points, count, dim, layout, level).unwrap();
                    assert_eq!(value.to_bits(), expected.to_bits(), "{what}, {layout:?}, {level:?}");
                }
            }
            #[cfg(feature = "std")]
            for pool in &pools {
                let value = pool.discrepancy(kind, &points, count, dim, Layout::ROWS).unwrap();
                assert_eq!(value.to_bits(), expected.to_bits(), "{what}, {} threads", pool.threads());
            }
        }
    }
    for name in photinus::simd::NAMES.iter().filter(|name| Level::named(name).is_none()) {
        println!("not tested: {name}, which this CPU does not have");
    }
}

#[test]
fn the_same_bits_by_any_way() {
    same_bits::<f64>();
    same_bits::<f32>();
}

/// These bits are those of debug and release, with `std` and without, on every machine.
#[test]
fn the_same_bits_everywhere() {
    let values = SIZES.into_iter().flat_map(|(count, dim)| {
        let points = halton::<f64>(count, dim, 0);
        Discrepancy::ALL.map(|kind| kind.of(&points, count, dim, Layout::ROWS).unwrap().to_bits())
    });
    assert_eq!(format!("{:016x}", hash(values)), "0d129cd74e535fd5");
}

#[test]
fn many_dimensions() {
    let dim = 3000;
    let points: Vec<f64> = halton(10, 1, 0).iter().flat_map(|&x: &f64| std::iter::repeat_n(x, dim)).collect();
    for kind in Discrepancy::ALL {
        let value = kind.of(&points, 10, dim, Layout::ROWS).unwrap();
        match kind {
            Discrepancy::Star => assert!((0.0..1.0).contains(&value), "{value}"),
            _ => assert_eq!(value, f64::INFINITY, "{kind:?}"),
        }
    }
    let dim = 1000;
    for kind in Discrepancy::ALL {
        let value = kind.of(&vec![0.25; 3 * dim], 3, dim, Layout::ROWS).unwrap();
        assert!(value.is_finite() && value > 0.0, "{kind:?}: {value}");
    }
}

#[test]
fn bad_arguments() {
    let good = [0.0, 0.25, 0.5, 0.75, 1.0, -0.0];
    let huge = usize::MAX;
    #[cfg(feature = "std")]
    let pool = photinus::parallel::Pool::new(2).unwrap();
    for kind in Discrepancy::ALL {
        let of = |points: &[f64], count, dim, layout| {
            let result = kind.of(points, count, dim, layout);
            #[cfg(feature = "std")]
            assert_eq!(pool.discrepancy(kind, points, count, dim, layout), result);
            result.map(|value| assert!(value.is_finite()))
        };
        assert_eq!(of(&good, 3, 2, Layout::ROWS), Ok(()));
        assert_eq!(of(&good, 2, 2, Layout::ByColumns { stride: 4 }), Ok(()));
        for (count, dim) in [(0, 2), (3, 0), (0, 0), (0, huge), (huge, 0)] {
            assert_eq!(of(&good, count, dim, Layout::ROWS), Err(Error::Dimension));
        }
        for layout in [Layout::ROWS, Layout::COLUMNS, Layout::ByRows { stride: huge }] {
            for (count, dim) in [(7, 1), (4, 2), (2, 4), (huge, 1), (huge, huge), (2, huge)] {
                assert_eq!(of(&good, count, dim, layout), Err(Error::Length), "{count}, {dim}, {layout:?}");
            }
        }
        assert_eq!(of(&good, 2, 3, Layout::ByRows { stride: 2 }), Err(Error::Stride));
        assert_eq!(of(&good, 3, 2, Layout::ByColumns { stride: 2 }), Err(Error::Stride));
        for at in 0..6 {
            let with = |x: f64| {
                let mut points = good;
                points[at] = x;
                points
            };
            for layout in [Layout::ROWS, Layout::COLUMNS] {
                for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                    assert_eq!(of(&with(x), 3, 2, layout), Err(Error::NotFinite));
                }
                for x in [1.0 + f64::EPSILON, -f64::MIN_POSITIVE, f64::MAX] {
                    assert_eq!(of(&with(x), 3, 2, layout), Err(Error::Parameter));
                }
            }
        }
    }
}
