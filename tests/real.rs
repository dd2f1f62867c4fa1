//! The elementary functions against values that tests/elementary.py computed with 2400 bits.

mod common;

use photinus::Real;
#[cfg(not(debug_assertions))]
use photinus::simd::{self, Kernel, Level};
use serde_json::Value;

/// |value - exact| for an exact value given as a double and the rest.
fn error<F: Real>(value: F, exact: &[Value]) -> f64 {
    let (high, low) = (exact[0].as_f64().unwrap(), exact[1].as_f64().unwrap());
    ((value.to_f64() - high) - low).abs()
}

/// The distance between neighbours at that exact value.
fn ulp<F: Real>(exact: &[Value]) -> f64 {
    let smallest = F::min_positive_value().to_f64();
    let magnitude = exact[0].as_f64().unwrap().abs().max(smallest);
    let exponent = ((magnitude.to_bits() >> 52) as i32) - 1023;
    F::epsilon().to_f64() * f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// The largest error, in units that `unit` gives, of what `compute` returns at each row's argument.
fn worst<F: Real>(rows: &Value, mut check: impl FnMut(F, &[Value]) -> f64) -> f64 {
    common::list(rows)
        .iter()
        .map(|row| {
            let row = common::list(row);
            let x = row[0].as_f64().unwrap();
            assert_eq!(F::from_f64(x).to_f64(), x, "an argument of the data is not of this precision");
            check(F::from_f64(x), &row[1..])
        })
        .fold(0.0, f64::max)
}

fn within_the_stated_bounds<F: Real>(name: &str) {
    let data: Value = serde_json::from_str(include_str!("elementary.json")).unwrap();
    let data = &data[name];
    let epsilon = F::epsilon().to_f64();
    let limit = if F::BYTES == 4 { 2.0e4 } else { 1.0e6 };
    let sin_cos = worst::<F>(&data["sin_cos"], |x, exact| {
        let (sin, cos) = x.sin_cos();
        let (mut sines, mut cosines) = ([F::zero(); 9], [F::zero(); 9]);
        F::sin_cos_slice(&[x; 9], &mut sines, &mut cosines);
        assert!(sines.iter().all(|s| s.to_bits64() == sin.to_bits64()), "the slice's sine of {x}");
        assert!(cosines.iter().all(|c| c.to_bits64() == cos.to_bits64()), "the slice's cosine of {x}");
        let magnitude = x.abs().to_f64();
        let scale = if magnitude <= limit { magnitude.max(1.0) } else { 1.0 };
        error(sin, &exact[..2]).max(error(cos, &exact[2..])) / (epsilon * scale)
    });
    let exp = worst::<F>(&data["exp"], |x, exact| error(x.exp(), exact) / ulp::<F>(exact));
    let ln = worst::<F>(&data["ln"], |x, exact| error(x.ln(), exact) / ulp::<F>(exact));
    println!("{name}: sin_cos {sin_cos:.3} epsilon, exp {exp:.3} ulp, ln {ln:.3} ulp");
    assert!(sin_cos <= 1.5 && exp <= 2.0 && ln <= 1.0);
}

#[test]
fn f32_within_the_stated_bounds() {
    within_the_stated_bounds::<f32>("f32");
}

#[test]
fn f64_within_the_stated_bounds() {
    within_the_stated_bounds::<f64>("f64");
}

/// Every f32 in the range of the fast reduction, of both signs, against photinus's own f64 function, whose error, tested above
/// against exact values, is nothing here; and that one, at a sample, against the `libm` crate's.
#[test]
#[cfg(not(debug_assertions))] // minutes without optimisation
fn every_f32_sin_cos_within_the_stated_bound() {
    /// The largest error of a block in epsilon max(1, |x|); all slices have one length.
    struct Errors<'a> {
        x: &'a [f32],
        wide: &'a mut [f64],
        sin: (&'a mut [f32], &'a mut [f64]),
        cos: (&'a mut [f32], &'a mut [f64]),
    }
    impl Kernel for Errors<'_> {
        type Output = f64;
        #[inline(always)]
        fn run(self) -> f64 {
            let Errors { x, wide, sin, cos } = self;
            f32::sin_cos_slice(x, sin.0, cos.0);
            for (wide, &x) in wide.iter_mut().zip(x) {
                *wide = f64::from(x);
            }
            f64::sin_cos_slice(wide, sin.1, cos.1);
            let mut worst = [0.0_f64; 8];
            for i in 0..x.len() {
                let error = (f64::from(sin.0[i]) - sin.1[i]).abs().max((f64::from(cos.0[i]) - cos.1[i]).abs());
                let error = error / (f64::from(f32::EPSILON) * wide[i].abs().max(1.0));
                worst[i % 8] = if error > worst[i % 8] { error } else { worst[i % 8] };
            }
            worst.into_iter().fold(0.0, f64::max)
        }
    }
    const BLOCK: usize = 4096;
    let last = 2.0e4_f32.to_bits();
    let half = |sign: u32| {
        let (mut x, mut wide) = (vec![0.0; BLOCK], vec![0.0; BLOCK]);
        let (mut narrow_sin, mut narrow_cos, mut sin, mut cos) =
            (vec![0.0; BLOCK], vec![0.0; BLOCK], vec![0.0; BLOCK], vec![0.0; BLOCK]);
        let mut worst = 0.0_f64;
        for start in (0..=last).step_by(BLOCK) {
            for (x, bits) in x.iter_mut().zip(start..) {
                *x = f32::from_bits(bits.min(last) | sign);
            }
            let sin = (&mut narrow_sin[..], &mut sin[..]);
            let cos = (&mut narrow_cos[..], &mut cos[..]);
            worst = worst.max(simd::run(Level::detect(), Errors { x: &x, wide: &mut wide, sin, cos }));
        }
        worst
    };
    let worst = std::thread::scope(|scope| {
        let negative = scope.spawn(|| half(1 << 31));
        half(0).max(negative.join().unwrap())
    });
    println!("every f32 up to 2e4: {worst:.3} epsilon");
    assert!(worst > 0.3 && worst <= 1.5, "{worst} epsilon");
    for bits in (0..last).step_by(997) {
        let x = f64::from(f32::from_bits(bits));
        let (sin, cos) = Real::sin_cos(x);
        let unit = f64::EPSILON * x.max(1.0);
        assert!((sin - libm::sin(x)).abs() <= 2.0 * unit && (cos - libm::cos(x)).abs() <= 2.0 * unit, "{x}");
    }
}

#[test]
fn special_values() {
    fn check<F: Real>() {
        let (zero, one, infinity) = (F::zero(), F::one(), F::infinity());
        let (sin, cos) = (-zero).sin_cos();
        assert!(sin == zero && sin.is_sign_negative() && cos == one);
        for x in [infinity, -infinity, F::nan()] {
            let (sin, cos) = x.sin_cos();
            assert!(sin.is_nan() && cos.is_nan());
        }
        assert_eq!(zero.exp(), one);
        assert_eq!(infinity.exp(), infinity);
        assert_eq!((-infinity).exp(), zero);
        assert_eq!(F::from_f64(1e4).exp(), infinity);
        assert_eq!(F::from_f64(-1e4).exp(), zero);
        assert!(F::nan().exp().is_nan() && F::nan().ln().is_nan() && (-one).ln().is_nan());
        assert_eq!(one.ln(), zero);
        assert_eq!(zero.ln(), -infinity);
        assert_eq!((-zero).ln(), -infinity);
        assert_eq!(infinity.ln(), infinity);
        assert!((-infinity).ln().is_nan());
        // Quarter turns are exact.
        for (turns, sin, cos) in [(0, 0, 1), (1, 1, 0), (2, 0, -1), (3, -1, 0), (4, 0, 1), (5, 1, 0)] {
            let (s, c) = F::from_u64(turns).sin_cos_quarter_turns();
            assert_eq!((s.to_f64(), c.to_f64()), (f64::from(sin), f64::from(cos)), "{turns} quarter turns");
        }
        assert_eq!(F::from_u64(2).sqrt().to_f64(), if F::BYTES == 4 { 2f32.sqrt().into() } else { 2f64.sqrt() });
        assert_eq!(F::exp2_integer(-3).to_f64(), 0.125);
    }
    check::<f32>();
    check::<f64>();
}
