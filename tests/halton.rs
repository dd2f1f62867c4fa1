//! The Halton sequence against exact values.

mod common;

use common::{list, numbers, reference};
use photinus::sequence::{Halton, Indices, PRIMES, Sequence, radical_inverse};
use photinus::{Error, Layout, Real};

/// What a reference value of 1 stands for: the largest value below it.
fn below_one<F: Real>(x: F) -> F {
    x.min(F::one() - F::epsilon() / F::from_u64(2))
}

/// The value by every route: alone, as a point, in fills by rows and by columns, in the middle of consecutive indices.
fn routes<F: Real>(index: u64, base: u32) -> Vec<F> {
    let bases = [base];
    let halton = Halton::<F>::with_bases(&bases).unwrap();
    let mut values = vec![radical_inverse(index, base).unwrap()];
    let mut one = [F::zero()];
    halton.point(index, &mut one).unwrap();
    values.push(one[0]);
    for layout in [Layout::ROWS, Layout::COLUMNS] {
        halton.fill(Indices { start: index, leap: 3, count: 1 }, layout, &mut one).unwrap();
        values.push(one[0]);
    }
    let before = index.min(7);
    let count = (before + 1 + (u64::MAX - index).min(5)) as usize;
    let mut run = vec![F::zero(); count];
    halton.fill(Indices::new(index - before, count), Layout::ROWS, &mut run).unwrap();
    values.push(run[before as usize]);
    values
}

#[test]
fn every_reference_value_by_every_route_to_the_bit() {
    let Some(data) = reference("halton") else { return };
    for row in list(&data["radical_inverse"]["rows"]) {
        let base = row[0].as_u64().unwrap() as u32;
        let index: u64 = row[1].as_str().unwrap().parse().unwrap();
        let expected = below_one(row[2].as_f64().unwrap());
        for value in routes::<f64>(index, base) {
            assert_eq!(value.to_bits(), expected.to_bits(), "f64, index {index} in base {base}");
        }
        let bits = u32::from_str_radix(row[6].as_str().unwrap().trim_start_matches("0x"), 16).unwrap();
        let expected = below_one(f32::from_bits(bits));
        for value in routes::<f32>(index, base) {
            assert_eq!(value.to_bits(), expected.to_bits(), "f32, index {index} in base {base}");
        }
    }
}

#[test]
fn the_table_of_the_posts() {
    let Some(data) = reference("halton") else { return };
    let table = &data["seed_table"];
    let bases: Vec<u32> = list(&table["bases"]).iter().map(|base| base.as_u64().unwrap() as u32).collect();
    let indices: Vec<u64> = list(&table["index"]).iter().map(|index| index.as_u64().unwrap()).collect();
    if bases.is_empty() {
        return;
    }
    assert_eq!(Halton::<f64>::posts(bases.len()).unwrap().bases(), bases);
    let points: Vec<f64> = bases
        .iter()
        .flat_map(|&base| indices.iter().map(move |&index| radical_inverse::<f64>(index, base).unwrap()))
        .collect();
    assert_eq!(points, numbers(&table["correctly_rounded"]));
    // Where what was printed differs, it is what the data lists as one ulp off.
    let printed = numbers(&table["printed"]);
    let differences = list(&table["differences"]);
    let differing = printed.iter().zip(&points).filter(|(printed, point)| printed != point);
    assert_eq!(differing.clone().count(), differences.len());
    for ((printed, point), difference) in differing.zip(differences) {
        assert_eq!(difference["printed"].as_f64(), Some(*printed));
        assert_eq!(difference["correct"].as_f64(), Some(*point));
        assert_eq!(Some(printed.to_bits().abs_diff(point.to_bits())), difference["ulps"].as_u64());
    }
}

#[test]
fn scipys_points() {
    let Some(data) = reference("halton") else { return };
    let set = &data["scipy_halton"];
    let bases: Vec<u32> = list(&set["bases"]).iter().map(|base| base.as_u64().unwrap() as u32).collect();
    if bases.is_empty() {
        return;
    }
    let indices = Indices::new(set["skip"].as_u64().unwrap(), set["n"].as_u64().unwrap() as usize);
    let halton = Halton::<f64>::with_bases(&bases).unwrap();
    let mut points = vec![0.0; indices.count * bases.len()];
    halton.fill(indices, Layout::ROWS, &mut points).unwrap();
    let theirs = numbers(&set["points"]);
    assert_eq!(points.len(), theirs.len());
    for (ours, theirs) in points.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= 4.5e-16, "{ours} against {theirs}"); // SciPy's are not correctly rounded
    }
}

/// round(numerator / denominator) to `digits` bits by the definition: exact comparison of the candidates, in integers.
fn nearest<F: Real>(numerator: u128, denominator: u128) -> F {
    // The largest candidate c 2^-k <= q by binary search over the bits of F, which are ordered like the values.
    let at_most = |x: F| {
        let (mantissa, exponent, _) = x.integer_decode();
        // mantissa 2^exponent <= n / d
        match u32::try_from(-i32::from(exponent)) {
            Ok(shift) if shift < 100 => u128::from(mantissa) * denominator <= numerator << shift,
            Ok(_) => false,
            Err(_) => unreachable!(),
        }
    };
    let (mut low, mut high) = (F::from_f64(1e-9).to_bits64(), F::one().to_bits64());
    while high - low > 1 {
        let middle = low.midpoint(high);
        if at_most(F::from_bits64(middle)) { low = middle } else { high = middle }
    }
    let (below, above) = (F::from_bits64(low), F::from_bits64(high));
    // 2 q - below - above, in units of below's last bit / denominator.
    let (mantissa, exponent, _) = below.integer_decode();
    let shift = u32::try_from(-i32::from(exponent)).unwrap();
    let twice = numerator << (shift + 1);
    let middle = (2 * u128::from(mantissa) + 1) * denominator;
    below_one(match twice.cmp(&middle) {
        std::cmp::Ordering::Less => below,
        std::cmp::Ordering::Greater => above,
        std::cmp::Ordering::Equal => {
            if mantissa % 2 == 0 {
                below
            } else {
                above
            }
        }
    })
}

#[test]
fn small_indices_against_integer_arithmetic() {
    for base in (2..40).chain([64, 97, 256, 1000, 1001]) {
        for index in (1..300).chain(9990..10010) {
            let (mut reversed, mut power, mut rest) = (0_u128, 1_u128, index);
            while rest > 0 {
                reversed = reversed * u128::from(base) + u128::from(rest % u64::from(base));
                power *= u128::from(base);
                rest /= u64::from(base);
            }
            for value in routes::<f64>(index, base) {
                assert_eq!(value, nearest::<f64>(reversed, power), "f64, index {index} in base {base}");
            }
            for value in routes::<f32>(index, base) {
                assert_eq!(value, nearest::<f32>(reversed, power), "f32, index {index} in base {base}");
            }
        }
    }
}

#[test]
fn ties_go_to_even() {
    // An even base's quotient can lie in the middle of two values: in base 2 the digits are the value's, so that 54
    // digits, the last a 1, are a tie. 0.1…1 with 53 ones, then 1: between the largest below 1, odd, and 1.
    assert_eq!(radical_inverse::<f64>((1 << 54) - 1, 2), Ok(1.0 - f64::EPSILON / 2.0));
    // Digits 1, 51 zeros, b, 1 after the point: the kept part ends in b, and is kept if b is 0, rounded up if 1.
    let tie = |b: u64| 1 | b << 52 | 1 << 53;
    assert_eq!(radical_inverse::<f64>(tie(0), 2), Ok(0.5));
    assert_eq!(radical_inverse::<f64>(tie(1), 2), Ok(0.5 + f64::EPSILON));
    // The tie that halton.md names, in base 768: computed there with rationals; here 128 bits suffice for its tail.
    let value = radical_inverse::<f64>(14320789296381882037, 768).unwrap();
    assert_eq!(value.to_bits() % 2, 0);
}

#[test]
fn the_last_indices() {
    let n = u64::MAX;
    assert_eq!(radical_inverse::<f64>(n, 2), Ok(1.0 - f64::EPSILON / 2.0));
    assert_eq!(radical_inverse::<f32>(n, 2), Ok(1.0 - f32::EPSILON / 2.0));
    // 2^64 - 1 = 1 + (2^32 - 1) + (2^32 - 2) (2^32 - 1) … in base 2^32 - 1: digits 0, 2, 1 from the lowest.
    let base = u32::MAX;
    let b = f64::from(base);
    assert_eq!(radical_inverse::<f64>(n, base), Ok((2.0 + 1.0 / b) / b / b));
    let mut out = [0.0; 2];
    let halton = Halton::<f64>::new(1).unwrap();
    assert_eq!(halton.fill(Indices::new(n - 1, 2), Layout::ROWS, &mut out), Ok(()));
    assert_eq!(halton.fill(Indices::new(n, 2), Layout::ROWS, &mut out), Err(Error::IndexRange));
    assert_eq!(halton.fill(Indices { start: 1, leap: n, count: 2 }, Layout::ROWS, &mut out), Err(Error::IndexRange));
}

#[test]
fn the_primes() {
    let Some(data) = reference("halton") else { return };
    let primes = &data["primes"];
    for (ordinal, value) in list(&primes["ordinals_1based"]).iter().zip(list(&primes["values"])) {
        if let Some(&prime) = PRIMES.get(ordinal.as_u64().unwrap() as usize - 1) {
            assert_eq!(Some(u64::from(prime)), value.as_u64());
        }
    }
    if let Some(sum) = primes["first_1000_sum"].as_u64() {
        assert_eq!(PRIMES[..1000].iter().map(|&prime| u64::from(prime)).sum::<u64>(), sum);
    }
    assert_eq!(PRIMES[1228], 9973);
}

#[test]
fn bad_arguments() {
    assert_eq!(radical_inverse::<f64>(5, 0), Err(Error::Base));
    assert_eq!(radical_inverse::<f64>(5, 1), Err(Error::Base));
    assert_eq!(Halton::<f64>::new(0).unwrap_err(), Error::Dimension);
    assert!(Halton::<f64>::new(1229).is_ok());
    assert_eq!(Halton::<f64>::new(1230).unwrap_err(), Error::Dimension);
    assert_eq!(Halton::<f64>::posts(1228).unwrap_err(), Error::Dimension);
    assert_eq!(Halton::<f64>::posts(usize::MAX).unwrap_err(), Error::Dimension);
    for (bases, error) in [
        (&[][..], Error::Dimension),
        (&[2, 0], Error::Base),
        (&[1], Error::Base),
        (&[2, 2], Error::RepeatedBase),
        (&[5, 3, 5], Error::RepeatedBase),
        (&[3, 5, 7, 3], Error::RepeatedBase),
    ] {
        assert_eq!(Halton::<f64>::with_bases(bases).unwrap_err(), error, "{bases:?}");
    }
    assert!(Halton::<f64>::with_bases(&[7, 4, 2]).is_ok());

    let halton = Halton::<f64>::new(2).unwrap();
    let mut out = [-1.0; 6];
    let fill = |indices, layout, out: &mut [f64]| halton.fill(indices, layout, out);
    assert_eq!(fill(Indices::new(0, 0), Layout::ROWS, &mut []), Ok(()));
    assert_eq!(fill(Indices::new(0, 0), Layout::ROWS, &mut out), Ok(()));
    assert_eq!(fill(Indices::new(0, 4), Layout::ROWS, &mut out), Err(Error::Length));
    assert_eq!(fill(Indices::new(0, usize::MAX), Layout::ROWS, &mut out), Err(Error::Length));
    assert_eq!(fill(Indices { start: 0, leap: 0, count: 3 }, Layout::ROWS, &mut out), Err(Error::Leap));
    assert_eq!(fill(Indices::new(0, 3), Layout::ByRows { stride: 1 }, &mut out), Err(Error::Stride));
    assert_eq!(fill(Indices::new(0, 3), Layout::ByColumns { stride: 2 }, &mut out), Err(Error::Stride));
    assert_eq!(fill(Indices::new(0, 3), Layout::ByRows { stride: usize::MAX }, &mut out), Err(Error::Length));
    assert_eq!(halton.point(0, &mut out[..1]), Err(Error::Length));
    assert_eq!(out, [-1.0; 6]);
}

#[test]
fn strides_leave_what_lies_between() {
    let halton = Halton::<f64>::new(2).unwrap();
    let mut rows = [-1.0; 8];
    halton.fill(Indices::new(1, 3), Layout::ByRows { stride: 3 }, &mut rows).unwrap();
    assert_eq!(rows, [1.0 / 2.0, 1.0 / 3.0, -1.0, 1.0 / 4.0, 2.0 / 3.0, -1.0, 3.0 / 4.0, 1.0 / 9.0]);
    let mut columns = [-1.0; 7];
    halton.fill(Indices::new(1, 3), Layout::ByColumns { stride: 4 }, &mut columns).unwrap();
    assert_eq!(columns, [1.0 / 2.0, 1.0 / 4.0, 3.0 / 4.0, -1.0, 1.0 / 3.0, 2.0 / 3.0, 1.0 / 9.0]);
}

/// A user's own sequence: the provided `fill` must serve it.
struct Lattice;
impl Sequence<f64> for Lattice {
    fn dim(&self) -> usize {
        2
    }
    fn point(&self, index: u64, out: &mut [f64]) -> Result<(), Error> {
        out[..2].copy_from_slice(&[index as f64 / 8.0 % 1.0, 3.0 * index as f64 / 8.0 % 1.0]);
        Ok(())
    }
}

#[test]
fn a_users_own_sequence() {
    let (mut rows, mut columns) = ([-1.0; 6], [-1.0; 6]);
    let indices = Indices { start: 1, leap: 2, count: 3 };
    Lattice.fill(indices, Layout::ROWS, &mut rows).unwrap();
    Lattice.fill(indices, Layout::COLUMNS, &mut columns).unwrap();
    assert_eq!(rows, [0.125, 0.375, 0.375, 0.125, 0.625, 0.875]);
    assert_eq!(columns, [0.125, 0.375, 0.625, 0.375, 0.125, 0.875]);
}
