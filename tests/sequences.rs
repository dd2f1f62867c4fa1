//! Every route to a point of a Halton sequence gives the same bits, and without scrambling (or by Faure's and Lemieux's
//! factors) the exact value rounded once: tables, layouts, splits, leaps, instruction sets, cursors, iterators, threads.
//! Mappings on the way out, and users' own sequences.

mod common;

use common::{list, reference};
use photinus::random::Stream;
use photinus::sequence::{
    CursorState, Halton, Indices, Mapping, PRIMES, Scrambling, Sequence, VanDerCorput, radical_inverse,
};
use photinus::simd::Level;
use photinus::{Error, Layout, Real};

/// Σ map(d_k) base^(-k-1) for index = Σ d_k base^k, as numerator and denominator: both at most index · base.
fn mirrored(index: u64, base: u32, map: impl Fn(u64) -> u64) -> (u128, u128) {
    let (mut numerator, mut denominator, mut rest) = (0, 1, index);
    while rest > 0 {
        numerator = numerator * u128::from(base) + u128::from(map(rest % u64::from(base)));
        denominator *= u128::from(base);
        rest /= u64::from(base);
    }
    (numerator, denominator)
}

/// A quotient below 1 rounded to nearest, ties to even, but below 1; and whether it was a tie. Bit by bit, as one divides
/// by hand, so that it has nothing in common with what is tested.
fn rounded<F: Real>((numerator, denominator): (u128, u128)) -> (F, bool) {
    assert!(numerator < denominator && denominator < 1 << 100);
    if numerator == 0 {
        return (F::zero(), false);
    }
    let (mut rest, mut kept, mut exponent) = (numerator, 0_u64, 0);
    while kept >> (F::DIGITS - 1) == 0 {
        rest *= 2;
        kept *= 2;
        exponent -= 1;
        if rest >= denominator {
            rest -= denominator;
            kept += 1;
        }
    }
    let (up, tie) = match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Less => (false, false),
        std::cmp::Ordering::Greater => (true, false),
        std::cmp::Ordering::Equal => (kept % 2 == 1, true),
    };
    let x = F::from_u64(kept + u64::from(up)) * F::exp2_integer(exponent);
    (x.min(F::one() - F::epsilon() / F::from_u64(2)), tie)
}

fn exact<F: Real>(index: u64, base: u32) -> F {
    rounded(mirrored(index, base, |digit| digit)).0
}

const SCRAMBLINGS: [Scrambling; 5] = [
    Scrambling::None,
    Scrambling::DigitPermutations(1),
    Scrambling::FaureLemieux,
    Scrambling::Nested(2),
    Scrambling::Shift(3),
];

/// Fills `out` and compares each element to `expected`; all others have to stay.
fn compare<F: Real>(
    sequence: &impl Sequence<F>,
    indices: Indices,
    layout: Layout,
    out: &mut [F],
    expected: impl Fn(usize, usize) -> F,
    what: &dyn Fn() -> String,
) {
    let (count, dim) = (indices.count, sequence.dim());
    let untouched = F::from_f64(-7.0);
    out.fill(untouched);
    sequence.fill(indices, layout, out).unwrap();
    let (row, column) = layout.check(count, dim, out.len()).unwrap();
    for i in 0..count {
        for j in 0..dim {
            let (got, wanted) = (&mut out[i * row + j * column], expected(i, j));
            if got.to_bits64() != wanted.to_bits64() {
                panic!(
                    "{got:?} instead of {wanted:?}, index {}, dimension {j}: {indices:?}, {layout:?}; {}",
                    indices.at(i),
                    what()
                );
            }
            *got = untouched;
        }
    }
    assert!(out.iter().all(|&x| x == untouched), "written outside: {indices:?}, {layout:?}; {}", what());
}

/// A run of indices (the first one, how many) in these bases by every route. `expected` gets index, dimension, base.
fn every_route<F: Real>(
    bases: &[u32],
    scrambling: Scrambling,
    runs: &[(u64, usize)],
    expected: impl Fn(u64, usize, u32) -> F,
) {
    let dim = bases.len();
    let plain = Halton::<F>::with_bases(bases).unwrap().with_scrambling(scrambling).unwrap();
    let values: Vec<Vec<F>> = runs
        .iter()
        .map(|&(start, count)| {
            let indices = (0..count as u64).map(|i| start + i);
            indices.flat_map(|i| bases.iter().enumerate().map(move |(j, &base)| (i, j, base))).collect::<Vec<_>>()
        })
        .map(|all| all.into_iter().map(|(i, j, base)| expected(i, j, base)).collect())
        .collect();
    let largest = runs.iter().map(|run| run.1).max().unwrap();
    let mut out = vec![F::zero(); (largest + 5) * (dim + 2) + 3];
    let mut states = vec![CursorState::default(); dim + 1];
    for room in [0, 3, 100 * dim, 1000 * dim + 1, 4096 * dim] {
        let mut memory = vec![F::from_f64(0.3); room];
        let halton = if room == 0 { plain } else { plain.with_table(&mut memory) };
        for (&(start, count), values) in runs.iter().zip(&values) {
            let what = || format!("{:?} {bases:?} {scrambling:?} room {room}", size_of::<F>());
            let mut point = vec![F::zero(); dim + 1];
            let mut cursor = halton.cursor(start, &mut states).unwrap();
            for (i, wanted) in values.chunks(dim).enumerate() {
                halton.point(start + i as u64, &mut point).unwrap();
                assert_eq!(point[..dim], *wanted, "point {i} from {start} on; {}", what());
                cursor.next(&mut point).unwrap();
                assert_eq!(point[..dim], *wanted, "cursor, {i} from {start} on; {}", what());
            }
            match dim {
                1 => iterate::<F, 1>(&halton, start, values),
                2 => iterate::<F, 2>(&halton, start, values),
                3 => iterate::<F, 3>(&halton, start, values),
                17 => iterate::<F, 17>(&halton, start, values),
                _ => (),
            }
            for level in Level::available() {
                let halton = halton.with_level(level);
                let what = || format!("{} {}", level.name(), what());
                let all = Indices::new(start, count);
                for layout in [
                    Layout::ROWS,
                    Layout::COLUMNS,
                    Layout::ByRows { stride: dim + 2 },
                    Layout::ByColumns { stride: count + 3 },
                ] {
                    compare(&halton, all, layout, &mut out, |i, j| values[i * dim + j], &what);
                }
                // With not an element more than what is needed.
                compare(&halton, all, Layout::ROWS, &mut out[..count * dim], |i, j| values[i * dim + j], &what);
                // In parts.
                let (mut done, mut lengths) = (0, [3, 1, 66, 7, 4, 300, 2].into_iter().cycle());
                while done < count {
                    let length = lengths.next().unwrap().min(count - done);
                    let part = Indices::new(start + done as u64, length);
                    let layout = if length % 2 == 0 { Layout::ROWS } else { Layout::COLUMNS };
                    compare(&halton, part, layout, &mut out, |i, j| values[(done + i) * dim + j], &what);
                    done += length;
                }
            }
            for (leap, layout) in [(2, Layout::COLUMNS), (5, Layout::ByRows { stride: dim + 1 })] {
                let some = Indices { start, leap, count: count.div_ceil(leap as usize) };
                compare(&halton, some, layout, &mut out, |i, j| values[i * leap as usize * dim + j], &what);
            }
        }
    }
}

fn iterate<F: Real, const D: usize>(halton: &Halton<'_, F>, start: u64, values: &[F]) {
    let points = halton.points::<D>(start).unwrap().take(values.len() / D);
    assert_eq!(points.collect::<Vec<_>>().as_flattened(), values);
}

const BASES: [u32; 40] = [
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    15,
    16,
    17,
    64,
    65,
    67,
    101,
    179,
    180,
    181,
    256,
    768,
    1001,
    1009,
    2423,
    4093,
    4096,
    4099,
    32_767,
    32_768,
    32_769,
    65_521,
    65_536,
    65_537,
    131_071,
    1 << 31,
    4_294_967_291,
    u32::MAX,
];

/// A start whose run of indices is likely to meet what is special: powers of two, powers of the base, multiples of them.
fn special_start(random: &mut Stream, base: u32) -> u64 {
    let base = u64::from(base);
    let shift = random.next_u64() % 64;
    let size = random.next_u64() >> shift;
    let power = (0..random.next_u64() % 64).try_fold(1_u64, |power, _| power.checked_mul(base)).unwrap_or(base);
    let start = match random.next_u64() % 5 {
        0 => size,
        1 => 1 << shift,
        2 => [1 << 24, 1 << 32, 1 << 41, 1 << 51, 1 << 53, 1 << 63, u64::MAX][(random.next_u64() % 7) as usize] / base,
        3 => power.wrapping_mul(size),
        _ => (size / 4096 * 4096).wrapping_mul(random.next_u64() % 3),
    };
    start.saturating_sub(random.next_u64() % 20).min(u64::MAX - 200)
}

#[test]
fn the_references_rows_and_their_neighbours() {
    let Some(data) = reference("halton") else { return };
    let mut of_base = std::collections::BTreeMap::<u32, Vec<(u64, usize)>>::new();
    for row in list(&data["radical_inverse"]["rows"]) {
        let base = row[0].as_u64().unwrap() as u32;
        let index: u64 = row[1].as_str().unwrap().parse().unwrap();
        // The reference does not keep 1 out.
        let below_one = |x: f64, largest: f64| x.min(largest);
        let wanted = below_one(row[2].as_f64().unwrap(), 1.0 - f64::EPSILON / 2.0);
        assert_eq!(exact::<f64>(index, base), wanted);
        let wanted = below_one(row[4].as_f64().unwrap(), f64::from(1.0 - f32::EPSILON / 2.0));
        assert_eq!(f64::from(exact::<f32>(index, base)), wanted);
        let before = index.min(2);
        of_base.entry(base).or_default().push((index - before, (before + 1 + (u64::MAX - index).min(2)) as usize));
    }
    for (base, mut runs) in of_base {
        if cfg!(debug_assertions) {
            runs = runs.into_iter().step_by(2).collect();
        }
        every_route::<f64>(&[base], Scrambling::None, &runs, |index, _, base| exact(index, base));
        every_route::<f32>(&[base], Scrambling::None, &runs, |index, _, base| exact(index, base));
    }
}

#[test]
fn around_each_power_of_each_base_and_of_two() {
    for (i, &base) in BASES.iter().enumerate() {
        let mut runs = vec![(0, 5), (u64::MAX - 5, 6)];
        let mut power = u64::from(base);
        loop {
            runs.push((power - 2, 5));
            let Some(next) = power.checked_mul(u64::from(base)) else { break };
            power = next;
        }
        runs.push((power.wrapping_mul(u64::from(base) - 1).saturating_sub(3), 3));
        let exponents = [24, 31, 32, 41, 51, 53, 54, 60, 63];
        runs.extend(exponents.map(|exponent| ((1 << exponent) - 3, 5)));
        if cfg!(debug_assertions) {
            runs = runs.into_iter().skip(i % 3).step_by(3).collect();
        }
        every_route::<f64>(&[base], Scrambling::None, &runs, |index, _, base| exact(index, base));
        every_route::<f32>(&[base], Scrambling::None, &runs, |index, _, base| exact(index, base));
    }
}

fn at_random<F: Real>(scrambling: Scrambling, groups: u64) {
    for group in 0..groups {
        let mut random = Stream::new(3, 0, group);
        let dim = [1, 2, 3, 5][(random.next_u64() % 4) as usize];
        let mut bases = Vec::new();
        while bases.len() < dim {
            let base = if scrambling == Scrambling::FaureLemieux {
                PRIMES[(random.next_u64() % 360) as usize >> (random.next_u64() % 9)]
            } else if random.next_u64().is_multiple_of(3) {
                ((random.next_u64() >> 32 >> (random.next_u64() % 30)) as u32).max(2)
            } else {
                BASES[(random.next_u64() % BASES.len() as u64) as usize]
            };
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        let runs: Vec<(u64, usize)> = (0..6)
            .map(|_| {
                let base = bases[(random.next_u64() % dim as u64) as usize];
                (special_start(&mut random, base), 1 + (random.next_u64() % 100) as usize)
            })
            .collect();
        let halton = Halton::<F>::with_bases(&bases).unwrap().with_scrambling(scrambling).unwrap();
        // The factors are seen at point 1; that they are the right ones is another test's matter.
        let mut ones = vec![F::zero(); dim];
        halton.point(1, &mut ones).unwrap();
        every_route(&bases, scrambling, &runs, |index, j, base| match scrambling {
            Scrambling::None => exact(index, base),
            Scrambling::FaureLemieux => {
                let factor = (ones[j].to_f64() * f64::from(base)).round() as u64;
                rounded(mirrored(index, base, |digit| digit * factor % u64::from(base))).0
            }
            _ => {
                let mut point = [F::zero(); 5];
                halton.point(index, &mut point).unwrap();
                assert!((F::zero()..F::one()).contains(&point[j]));
                point[j]
            }
        });
    }
}

#[test]
fn random_bases_and_indices() {
    let groups = if cfg!(debug_assertions) { 12 } else { 200 };
    for scrambling in SCRAMBLINGS {
        at_random::<f64>(scrambling, groups);
        at_random::<f32>(scrambling, groups);
    }
}

/// Many dimensions, several tiles and blocks.
fn long_runs<F: Real>(scrambling: Scrambling, dims: &[usize], starts: &[u64], values: usize) {
    for (&dim, &start) in dims.iter().zip(starts.iter().cycle()) {
        let bases = &PRIMES[..dim];
        let halton = Halton::<F>::with_bases(bases).unwrap().with_scrambling(scrambling).unwrap();
        let count = values / dim;
        let mut apart = vec![F::zero(); count * dim];
        for (i, point) in (start..).zip(apart.chunks_exact_mut(dim)) {
            halton.point(i, point).unwrap();
        }
        every_route(bases, scrambling, &[(start, count)], |index, j, base| {
            let value = apart[(index - start) as usize * dim + j];
            if scrambling == Scrambling::None && index % 7 == 0 {
                assert_eq!(value, exact(index, base));
            }
            value
        });
    }
}

#[test]
fn many_dimensions_and_long_runs() {
    let dims = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 18, 31, 32, 33, 34, 49, 50, 65, 100, 301];
    let starts = [0, 4000, 1, (1 << 23) - 77, 1 << 40, (1 << 52) - 2000];
    for (i, scrambling) in SCRAMBLINGS.into_iter().enumerate() {
        if cfg!(debug_assertions) {
            let dims: Vec<_> = dims.into_iter().skip(i % 3).step_by(3).collect();
            long_runs::<f64>(scrambling, &dims, &starts[i..], 800);
            long_runs::<f32>(scrambling, &dims, &starts[..=i], 800);
        } else {
            long_runs::<f64>(scrambling, &dims, &starts, 20_000);
            long_runs::<f32>(scrambling, &dims, &starts, 20_000);
        }
    }
}

#[test]
fn one_dimension_over_many_blocks() {
    let count = if cfg!(debug_assertions) { 9000 } else { 100_000 };
    for scrambling in SCRAMBLINGS {
        for (base, start) in [(2, 4096 * 4096 - 5000), (3, 0), (67, 1 << 31), (4093, 4093 * 4093 - 4500)] {
            if scrambling == Scrambling::FaureLemieux && base > 2423 {
                continue;
            }
            let mut apart = vec![0.0; count];
            let (bases, mut point) = ([base], [0.0]);
            let halton = Halton::<f64>::with_bases(&bases).unwrap().with_scrambling(scrambling).unwrap();
            for (i, x) in (start..).zip(&mut apart) {
                halton.point(i, &mut point).unwrap();
                *x = point[0];
            }
            let mut out = vec![0.0; count];
            let mut memory = vec![0.0; 4096];
            for halton in [halton, halton.with_table(&mut memory)] {
                for level in Level::available() {
                    halton.with_level(level).fill(Indices::new(start, count), Layout::ROWS, &mut out).unwrap();
                    assert!(out == apart, "base {base}, {scrambling:?}, {}", level.name());
                }
            }
        }
    }
}

#[test]
fn a_tie_that_is_one() {
    // Even bases that are no power of two have ties too: in base 768 this index has one, which goes down, to even.
    let (index, base) = (14_320_789_296_381_882_037, 768);
    let (value, tie) = rounded::<f64>(mirrored(index, base, |digit| digit));
    assert!(tie && value.to_bits() % 2 == 0);
    let exact = |index: u64, _: usize, base: u32| rounded::<f64>(mirrored(index, base, |digit| digit)).0;
    every_route(&[base], Scrambling::None, &[(index - 3, 7), (index, 1)], exact);
    // And all that can be found in small even bases in a short time, in f32: the digits of (2 c + 1) / 2^25.
    let mut ties = 0;
    let mut random = Stream::new(8, 0, 0);
    for base in [2_u32, 6, 10, 12, 14, 768] {
        for _ in 0..3000 {
            // (2 c + 1) / 2^25 in base b has finitely many digits: the numerator times (b / 2)^25 over b^25, mirrored.
            let fraction = (random.next_u64() >> 40 | 1 << 23) * 2 + 1;
            let (mut rest, mut index, mut power) = (u128::from(fraction), 0_u128, 1_u128);
            while rest > 0 && power < 1 << 64 {
                rest *= u128::from(base);
                index += (rest >> 25) * power;
                rest &= (1 << 25) - 1;
                power *= u128::from(base);
            }
            if let (0, Ok(index)) = (rest, u64::try_from(index)) {
                let (value, tie) = rounded::<f32>(mirrored(index, base, |digit| digit));
                assert!(tie && value.to_bits() % 2 == 0 || value == 1.0 - f32::EPSILON / 2.0);
                assert_eq!(radical_inverse(index, base), Ok(value));
                let (mut run, bases) = ([0.0; 2], [base]);
                let halton = Halton::with_bases(&bases).unwrap();
                halton.fill(Indices::new(index - 1, 2), Layout::ROWS, &mut run).unwrap();
                assert_eq!(run[1], value, "index {index} in base {base}");
                ties += 1;
            }
        }
    }
    assert!(ties > 3000, "{ties}");
}

#[test]
fn four_digits_at_a_time() {
    // Indices of 32 bits around multiples of base², base⁴, where a reciprocal that is a little off would show.
    let mut random = Stream::new(4, 0, 0);
    let count = if cfg!(debug_assertions) { 60 } else { 3000 };
    for base in
        (2..200_u32).chain([255, 256, 257, 1000, 4095, 8191, 16_383, 32_749, 32_766, 32_767, 32_768, 32_769, 46_341])
    {
        for step in [base, base * base, base.saturating_pow(3), base.saturating_pow(4)] {
            for _ in 0..count / 4 {
                let multiple = u32::MAX / step
                    - (random.next_u64() >> 32 >> (random.next_u64() % 32)) as u32 % (u32::MAX / step).max(1);
                for index in [multiple * step, (multiple * step).wrapping_sub(1)].map(u64::from) {
                    assert_eq!(radical_inverse::<f64>(index, base), Ok(exact(index, base)), "{index} in base {base}");
                    let index = index | random.next_u64() << 32;
                    assert_eq!(radical_inverse::<f32>(index, base), Ok(exact(index, base)), "{index} in base {base}");
                }
            }
        }
    }
}

fn cursors<F: Real>(scrambling: Scrambling, bases: &[u32], starts: &[u64], steps: usize) {
    let dim = bases.len();
    let halton = Halton::<F>::with_bases(bases).unwrap().with_scrambling(scrambling).unwrap();
    let mut memory = vec![F::zero(); 4096 * dim];
    let mut states = vec![CursorState::default(); dim];
    let (mut point, mut wanted) = (vec![F::zero(); dim], vec![F::zero(); dim]);
    for &start in starts {
        for halton in [halton, halton.with_table(&mut memory)] {
            let mut cursor = halton.cursor(start, &mut states).unwrap();
            for index in start..start + steps as u64 {
                assert_eq!(cursor.index(), Some(index));
                cursor.next(&mut point).unwrap();
                halton.point(index, &mut wanted).unwrap();
                assert_eq!(point, wanted, "{index}, {scrambling:?}");
            }
        }
    }
}

#[test]
fn cursors_go_where_points_are() {
    let (f64_end, f32_end) = ((1 << 53) / 3, (1 << 24) / 3);
    let long = 100_000;
    cursors::<f64>(Scrambling::None, &[2, 3, 10], &[0], long);
    cursors::<f32>(Scrambling::None, &[3, 17], &[f32_end - 50_000], long);
    let short = if cfg!(debug_assertions) { 2_000 } else { long };
    let half = short as u64 / 2;
    let starts =
        [1, f64_end - half, (1 << 53) / 65_537 - half, (1 << 32) - half, u64::MAX - 2 * half, 3_u64.pow(33) - half];
    cursors::<f64>(Scrambling::None, &[2, 3, 65_537, 4], &starts, short);
    let starts = [1, f32_end - half, (1 << 24) / 10 - 700, 5_u64.pow(10) - half, (1 << 24) / 4093 - 70, 1 << 63];
    cursors::<f32>(Scrambling::None, &[3, 10, 5, 4093], &starts, short);
    for scrambling in &SCRAMBLINGS[1..] {
        let bases = [3, 2, 67, 1009, 4099];
        let bases = if *scrambling == Scrambling::FaureLemieux { &bases[..4] } else { &bases };
        cursors::<f64>(*scrambling, bases, &[0, 4096 * 1009 - 4000, f64_end - 100, u64::MAX - 5000], short);
        cursors::<f32>(*scrambling, bases, &[0, f32_end - 1000], short);
    }
}

#[test]
fn cursors_in_bases_that_f32_does_not_hold() {
    let bases = [16_777_213, 16_777_216, 16_777_259, 33_554_431, 1 << 31, 4_294_967_291, u32::MAX];
    for scrambling in SCRAMBLINGS.into_iter().filter(|&scrambling| scrambling != Scrambling::FaureLemieux) {
        cursors::<f32>(scrambling, &bases, &[0, (1 << 24) - 50, 1 << 32], 100);
        cursors::<f64>(scrambling, &bases, &[0, (1 << 24) - 50, 1 << 32], 100);
    }
}

#[test]
fn a_cursors_ends_and_errors() {
    let halton = Halton::<f64>::new(3).unwrap();
    let mut states = [CursorState::default(); 3];
    assert_eq!(halton.cursor(0, &mut states[..2]).unwrap_err(), Error::Workspace);
    for scrambling in SCRAMBLINGS {
        let mut memory = vec![0.0; Halton::<f64>::table_len(3)];
        let halton = halton.with_scrambling(scrambling).unwrap().with_table(&mut memory);
        let mut cursor = halton.cursor(u64::MAX - 1, &mut states).unwrap();
        let (mut point, mut wanted) = ([-1.0; 4], [-1.0; 4]);
        assert_eq!(cursor.next(&mut point[..2]), Err(Error::Length));
        assert_eq!((point, cursor.index()), ([-1.0; 4], Some(u64::MAX - 1)));
        for index in [u64::MAX - 1, u64::MAX] {
            cursor.next(&mut point).unwrap();
            halton.point(index, &mut wanted).unwrap();
            assert_eq!(point, wanted);
        }
        let last = point;
        for _ in 0..2 {
            assert_eq!(cursor.next(&mut point), Err(Error::IndexRange));
            assert_eq!((point, cursor.index()), (last, None));
        }
        for index in [5, u64::MAX, 4095, 0, 1 << 53] {
            cursor.seek(index);
            assert_eq!(cursor.index(), Some(index));
            cursor.next(&mut point).unwrap();
            halton.point(index, &mut wanted).unwrap();
            assert_eq!(point, wanted);
        }
        cursor.seek(4);
        // Mapped, as its points are.
        let (lower, upper) = ([-1.0, 2.0, 0.0], [1.0, 2.5, 1e9]);
        let mapping = Mapping::default().open().scale(&lower, &upper).unwrap();
        assert_eq!(
            cursor.with_mapping(Mapping::default().scale(&lower[1..], &upper[1..]).unwrap()).unwrap_err(),
            Error::Dimension
        );
        let mut cursor = halton.cursor(0, &mut states).unwrap().with_mapping(mapping).unwrap();
        let mapped = halton.open().scale(&lower, &upper).unwrap();
        for index in 0..5000 {
            cursor.next(&mut point).unwrap();
            mapped.point(index, &mut wanted).unwrap();
            assert_eq!(point, wanted, "{index}, {scrambling:?}");
        }
        // States of another cursor are no worse than new ones.
        let mut other = halton.cursor(77, &mut states).unwrap();
        other.next(&mut point).unwrap();
        halton.point(77, &mut wanted).unwrap();
        assert_eq!(point, wanted);
    }
}

#[test]
fn an_iterators_ends_and_errors() {
    let halton = Halton::<f64>::new(2).unwrap();
    assert_eq!(halton.points::<3>(0).unwrap_err(), Error::Dimension);
    assert_eq!(halton.points::<1>(0).unwrap_err(), Error::Dimension);
    for left in [0, 1, 30, 31, 32, 33, 63, 64, 100] {
        let points: Vec<[f64; 2]> = halton.points(u64::MAX - left).unwrap().collect();
        assert_eq!(points.len() as u64, left + 1);
        for (i, wanted) in points.into_iter().enumerate() {
            let mut point = [0.0; 2];
            halton.point(u64::MAX - left + i as u64, &mut point).unwrap();
            assert_eq!(point, wanted);
        }
    }
    let mut points = halton.points::<2>(u64::MAX).unwrap();
    assert!(points.next().is_some() && points.next().is_none() && points.next().is_none());
}

#[test]
fn van_der_corput_is_halton_in_one_dimension() {
    assert_eq!(VanDerCorput::<f64>::new(0).unwrap_err(), Error::Base);
    assert_eq!(VanDerCorput::<f64>::new(1).unwrap_err(), Error::Base);
    let composite = VanDerCorput::<f64>::new(4).unwrap();
    assert_eq!(composite.with_scrambling(Scrambling::FaureLemieux).unwrap_err(), Error::Unsupported);
    for base in [2, 3, 10, 4_294_967_291] {
        for scrambling in SCRAMBLINGS {
            if scrambling == Scrambling::FaureLemieux && base > 5 {
                continue;
            }
            let owning = VanDerCorput::<f32>::new(base).unwrap().with_scrambling(scrambling).unwrap();
            let bases = [base];
            let halton = Halton::<f32>::with_bases(&bases).unwrap().with_scrambling(scrambling).unwrap();
            assert_eq!((owning.dim(), owning.halton().scrambling()), (1, scrambling));
            for start in [0, (1 << 40) + 3] {
                let mut wanted = [0.0; 50];
                halton.fill(Indices::new(start, 50), Layout::ROWS, &mut wanted).unwrap();
                let mut out = [0.0; 50];
                owning.fill(Indices::new(start, 50), Layout::COLUMNS, &mut out).unwrap();
                assert_eq!(out, wanted);
                assert_eq!(owning.points::<1>(start).unwrap().take(50).collect::<Vec<_>>().as_flattened(), wanted);
                owning.point(start + 49, &mut out).unwrap();
                assert_eq!(out[0], wanted[49]);
                owning.open().fill(Indices::new(start, 50), Layout::ROWS, &mut out).unwrap();
                assert_eq!(out[1..], wanted[1..]);
            }
        }
    }
}

/// A user's own sequence: squares of the van der Corput values, in `dim` dimensions. Not a Halton sequence, and it overrides
/// nothing.
struct Own {
    dim: usize,
}
impl<F: Real> Sequence<F> for Own {
    fn dim(&self) -> usize {
        self.dim
    }
    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        let out = out.get_mut(..self.dim).ok_or(Error::Length)?;
        for (base, x) in (2..).zip(out) {
            let value: F = radical_inverse(index, base)?;
            *x = value * value;
        }
        Ok(())
    }
}

fn boxes<F: Real>() -> Vec<(Vec<F>, Vec<F>)> {
    let number = F::from_f64;
    let (huge, tiny) = (F::max_value() / number(2.0), F::min_positive_value());
    let ulp = F::epsilon();
    let bounds = [
        (F::zero(), F::one()),
        (number(-1.0), number(1.0)),
        (number(-5.5), number(-5.25)),
        (number(0.1), number(0.7)),
        (-huge, huge),
        (-tiny, tiny),
        (F::zero(), F::max_value()),
        (F::min_value(), F::zero()),
        (number(3.0), number(3.0)),
        (F::one(), F::one() + ulp),
        (F::one() - ulp / number(2.0), F::one()),
        (number(-1e30), number(1e-30)),
        (F::zero(), F::zero()),
        (number(1e6), number(1e6) + number(0.3)),
        (F::zero(), tiny * ulp), // a subnormal number
        (number(-1.0), number(-1.0) + ulp),
        (number(1e-3), number(123.456)),
        (-F::zero(), F::one()),
    ];
    // One, three, all.
    let columns = |range: &[(F, F)]| range.iter().copied().unzip();
    let mut boxes: Vec<_> = bounds.chunks(1).map(columns).collect();
    boxes.extend(bounds.chunks(3).map(columns));
    boxes.push(columns(&bounds));
    boxes
}

fn mapped<F: Real, S: Sequence<F>>(sequence: &S, lower: &[F], upper: &[F], start: u64, count: usize) {
    let dim = sequence.dim();
    let mut plain = vec![F::zero(); count * dim];
    sequence.fill(Indices::new(start, count), Layout::ROWS, &mut plain).unwrap();
    let mut out = vec![F::zero(); (count + 3) * (dim + 2)];
    let tiny = F::exp2_integer(-(F::DIGITS as i32) - 1);
    for open in [false, true] {
        for scale in [false, true] {
            let mut mapping = Mapping::default();
            if open {
                mapping = mapping.open();
            }
            if scale {
                mapping = mapping.scale(lower, upper).unwrap();
            }
            let wanted = |i: usize, j: usize| {
                let x = plain[i * dim + j];
                let x = if open && x == F::zero() { tiny } else { x };
                if scale { (lower[j] + x * (upper[j] - lower[j])).min(upper[j]) } else { x }
            };
            for layout in [
                Layout::ROWS,
                Layout::COLUMNS,
                Layout::ByRows { stride: dim + 2 },
                Layout::ByColumns { stride: count + 3 },
            ] {
                for (leap, count) in [(1, count), (3, count.div_ceil(3)), (1, 1), (1, 0)] {
                    let indices = Indices { start, leap, count };
                    out.fill(F::from_f64(-7.0));
                    sequence.fill_mapped(indices, layout, mapping, &mut out).unwrap();
                    let (row, column) = layout.check(count, dim, out.len()).unwrap();
                    for i in 0..count {
                        for j in 0..dim {
                            let x = out[i * row + j * column];
                            // (The sign of a zero is no matter.)
                            assert!(
                                x == wanted(i * leap as usize, j),
                                "{x:?} instead of {:?}: {open} {scale} {lower:?} {upper:?} {i} {j} {layout:?}",
                                wanted(i * leap as usize, j)
                            );
                            assert!(!scale || lower[j] <= x && x <= upper[j]);
                            assert!(scale || !open || x > F::zero());
                            out[i * row + j * column] = F::from_f64(-7.0);
                        }
                    }
                    assert!(out.iter().all(|&x| x == F::from_f64(-7.0)), "{layout:?}");
                }
            }
        }
    }
}

fn mappings<F: Real>() {
    for (k, (lower, upper)) in boxes::<F>().into_iter().enumerate() {
        let dim = lower.len();
        let scrambling = [Scrambling::None, Scrambling::Nested(5), Scrambling::DigitPermutations(5)][k % 3];
        let halton = Halton::<F>::new(dim).unwrap().with_scrambling(scrambling).unwrap();
        let mut memory = vec![F::zero(); [0, 1000, 4096 * dim][k % 3]];
        let start = [0, 0, (1 << F::DIGITS) - 20][k % 3];
        let halton = halton.with_table(&mut memory);
        for level in Level::available() {
            mapped(&halton.with_level(level), &lower, &upper, start, 75);
        }
        mapped(&Own { dim }, &lower, &upper, start, 40);
        // The extreme values 0 and the largest below 1, in all dimensions.
        mapped(&Ends { dim }, &lower, &upper, 0, 3);
    }
}

/// Two points: 0, and the largest below 1; then 0.5.
struct Ends {
    dim: usize,
}
impl<F: Real> Sequence<F> for Ends {
    fn dim(&self) -> usize {
        self.dim
    }
    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        let half = F::from_f64(0.5);
        let x = [F::zero(), F::one() - F::epsilon() * half].get(index as usize).copied().unwrap_or(half);
        out[..self.dim].fill(x);
        Ok(())
    }
}

#[test]
fn mappings_are_what_they_say() {
    mappings::<f64>();
    mappings::<f32>();
    assert_eq!(Halton::<f64>::new(1).unwrap().open().points::<1>(0).unwrap().next(), Some([2.0_f64.powi(-54)]));
    assert_eq!(Halton::<f32>::new(1).unwrap().open().points::<1>(0).unwrap().next(), Some([2.0_f32.powi(-25)]));
}

#[test]
fn bad_mappings_write_nothing() {
    let (nan, infinity, max) = (f64::NAN, f64::INFINITY, f64::MAX);
    let halton = Halton::<f64>::new(2).unwrap();
    let default = Mapping::<f64>::default();
    for (lower, upper) in
        [(nan, 1.0), (0.0, nan), (nan, nan), (1.0, 0.0), (-infinity, 0.0), (0.0, infinity), (infinity, infinity)]
            .into_iter()
            .chain([
                (-infinity, -infinity),
                (-max, max),
                (-infinity, infinity),
                (infinity, -infinity),
                (1.0, 1.0 - 1e-16),
            ])
    {
        assert_eq!(default.scale(&[0.0, lower], &[1.0, upper]).unwrap_err(), Error::Bounds, "{lower} {upper}");
        assert_eq!(halton.scale(&[0.0, lower], &[1.0, upper]).unwrap_err(), Error::Bounds, "{lower} {upper}");
        assert_eq!(Own { dim: 2 }.scale(&[lower, 0.0], &[upper, 1.0]).err(), Some(Error::Bounds), "{lower} {upper}");
    }
    assert_eq!(default.scale(&[0.0], &[1.0, 1.0]).unwrap_err(), Error::Length);
    assert_eq!(halton.scale(&[0.0; 2], &[1.0]).unwrap_err(), Error::Length);
    assert_eq!(halton.scale(&[0.0; 3], &[1.0; 3]).unwrap_err(), Error::Dimension);
    assert_eq!(halton.scale(&[], &[]).unwrap_err(), Error::Dimension);

    let mut out = [-1.0; 8];
    let mapping = default.scale(&[0.0], &[1.0]).unwrap();
    let two = default.scale(&[0.0; 2], &[1.0; 2]).unwrap();
    fn refuses<S: Sequence<f64>>(sequence: &S, mapping: Mapping<'_, f64>, two: Mapping<'_, f64>, out: &mut [f64]) {
        let three = Indices::new(0, 3);
        let mut fill = |indices, layout, mapping| sequence.fill_mapped(indices, layout, mapping, out);
        assert_eq!(fill(three, Layout::ROWS, mapping), Err(Error::Dimension));
        assert_eq!(fill(three, Layout::COLUMNS, mapping), Err(Error::Dimension));
        assert_eq!(fill(Indices { leap: 0, ..three }, Layout::ROWS, two), Err(Error::Leap));
        assert_eq!(fill(Indices::new(u64::MAX - 1, 3), Layout::ROWS, two), Err(Error::IndexRange));
        assert_eq!(fill(Indices::new(0, 5), Layout::ROWS, two), Err(Error::Length));
        assert_eq!(fill(three, Layout::ByRows { stride: 1 }, two), Err(Error::Stride));
        assert_eq!(fill(three, Layout::ByColumns { stride: 2 }, two), Err(Error::Stride));
        assert_eq!(fill(three, Layout::ByColumns { stride: 6 }, two), Err(Error::Length));
        assert_eq!(fill(three, Layout::ByRows { stride: usize::MAX }, two), Err(Error::Length));
    }
    refuses(&halton, mapping, two, &mut out);
    refuses(&Own { dim: 2 }, mapping, two, &mut out);
    let refused = halton.scale(&[0.0; 2], &[1.0; 2]).unwrap().fill(Indices::new(0, 5), Layout::ROWS, &mut out);
    assert_eq!(refused, Err(Error::Length));
    assert_eq!(halton.open().point(3, &mut out[..1]), Err(Error::Length));
    assert_eq!(out, [-1.0; 8]);
}

#[test]
fn mapped_sequences_can_be_mapped() {
    let (lower, upper) = ([-2.0, 1.0], [2.0, 5.0]);
    let halton = Halton::<f64>::new(2).unwrap();
    let plain: Vec<[f64; 2]> = halton.points(0).unwrap().take(500).collect();
    // Another box, in which 0 is kept out of the unit cube; in whatever order.
    let composed = halton.scale(&[0.0; 2], &[1.0; 2]).unwrap().open().scale(&lower, &upper).unwrap();
    let scaled_then_open = halton.scale(&lower, &upper).unwrap().open();
    assert_eq!(halton.open().scale(&lower[..1], &upper[..1]).unwrap_err(), Error::Dimension);
    for (layout, transposed) in [(Layout::ROWS, false), (Layout::COLUMNS, true)] {
        let (mut out, mut other) = ([0.0; 1000], [0.0; 1000]);
        composed.fill(Indices::new(0, 500), layout, &mut out).unwrap();
        scaled_then_open.fill(Indices::new(0, 500), layout, &mut other).unwrap();
        for (i, x) in plain.iter().enumerate() {
            for j in 0..2 {
                let at = if transposed { j * 500 + i } else { i * 2 + j };
                let open = if x[j] == 0.0 { 2.0_f64.powi(-54) } else { x[j] };
                assert_eq!(out[at], lower[j] + open * 4.0);
                assert_eq!(other[at], out[at]);
            }
        }
    }
    assert!(plain.iter().any(|x| x[0] == 0.5)); // that becomes 0 in the box
    let points: Vec<[f64; 2]> = composed.points(0).unwrap().take(500).collect();
    for (i, wanted) in points.into_iter().enumerate() {
        let mut point = [0.0; 2];
        composed.point(i as u64, &mut point).unwrap();
        assert_eq!(point, wanted);
    }
}

#[test]
fn a_users_sequence_goes_where_halton_goes() {
    let own = Own { dim: 3 };
    let mut wanted = [0.0_f64; 3 * 300];
    for (i, point) in (10..).zip(wanted.chunks_exact_mut(3)) {
        own.point(i, point).unwrap();
    }
    let points: Vec<[f64; 3]> = own.points(10).unwrap().take(300).collect();
    assert_eq!(points.as_flattened(), wanted);
    let mut columns = [0.0; 900];
    own.fill(Indices::new(10, 300), Layout::COLUMNS, &mut columns).unwrap();
    assert!((0..900).all(|k| columns[k] == wanted[k % 300 * 3 + k / 300]));
    // The provided fill by columns has no room for more than 64 dimensions, and says so.
    let mut out = [-1.0; 200];
    Own { dim: 64 }.fill(Indices::new(1, 3), Layout::COLUMNS, &mut out).unwrap();
    let mut out = [-1.0; 200];
    assert_eq!(Own { dim: 65 }.fill(Indices::new(1, 3), Layout::COLUMNS, &mut out), Err(Error::Unsupported));
    assert_eq!(out, [-1.0; 200]);
    Own { dim: 65 }.fill(Indices::new(1, 3), Layout::ROWS, &mut out).unwrap();
    assert!(out[..195].iter().all(|&x| x >= 0.0));
}

/// Forty points, and no more.
struct Short;
impl Sequence<f64> for Short {
    fn dim(&self) -> usize {
        1
    }
    fn point(&self, index: u64, out: &mut [f64]) -> Result<(), Error> {
        if index >= 40 {
            return Err(Error::IndexRange);
        }
        *out.first_mut().ok_or(Error::Length)? = index as f64 / 40.0;
        Ok(())
    }
}

#[test]
fn iterators_end_where_the_sequence_does_and_skip_without_computing() {
    let all: Vec<f64> = Short.points::<1>(0).unwrap().map(|[x]| x).collect();
    assert_eq!(all, (0..40).map(|i| f64::from(i) / 40.0).collect::<Vec<_>>());
    let mut ended = Short.points::<1>(39).unwrap();
    assert_eq!((ended.next(), ended.next(), ended.next()), (Some([39.0 / 40.0]), None, None));
    assert_eq!(Short.points::<1>(7).unwrap().nth(33), None);
    assert_eq!(Short.points::<1>(7).unwrap().nth(32), Some([39.0 / 40.0]));

    let halton = Halton::<f64>::new(2).unwrap();
    let points = halton.points::<2>(5).unwrap();
    for step in [1, 2, 7, 8, 9, 100, 127, 128, 129, 409, 1 << 40] {
        for (i, x) in points.clone().step_by(step).take(60).enumerate() {
            let mut point = [0.0; 2];
            halton.point(5 + (i * step) as u64, &mut point).unwrap();
            assert_eq!(x, point, "{step}");
        }
    }
    let mut last = halton.points::<2>(u64::MAX - 9).unwrap();
    assert_eq!(last.size_hint(), (0, Some(10)));
    last.next();
    assert_eq!(last.size_hint(), (7, Some(9)));
    assert_eq!(last.count(), 9);
    assert_eq!(halton.points::<2>(u64::MAX - 9).unwrap().nth(10), None);
    assert_eq!(halton.points::<2>(0).unwrap().nth(usize::MAX).is_some(), usize::MAX as u64 == u64::MAX);

    // By reference, also to a trait object.
    let object: &dyn Sequence<f64> = &halton;
    let boxed = object.scale(&[1.0; 2], &[3.0; 2]).unwrap();
    let mut point = [0.0; 2];
    boxed.point(1, &mut point).unwrap();
    assert_eq!(point, [2.0, 1.0 + 2.0 / 3.0]);
}

#[test]
fn a_swarm_starts_on_any_sequence() {
    use photinus::optimize::{Options, Pso};
    // What is in a box already, or no number, is no start.
    let options: Options<f64> = Options { swarm_size: 5, ..Options::default() };
    for (lower, upper) in [([0.0, -1.0], [1.0, 1.0]), ([0.0, 0.0], [1.0, 7.0])] {
        let scaled = Halton::<f64>::new(2).unwrap().scale(&lower, &upper).unwrap();
        let mut memory = [0.0; Pso::<f64>::memory_len(2, 5, 0)];
        let swarm = Pso::with_sequence(&mut memory, &[0.0; 2], &[1.0; 2], &options, &[], &scaled, 0);
        assert_eq!(swarm.unwrap_err(), Error::Start);
    }
    let (lower, upper) = ([-1.0, 0.0, 5.0], [1.0, 1.0, 7.0]);
    let options = Options { swarm_size: 12, ..Options::default() };
    let mut memory = [0.0; Pso::<f64>::memory_len(3, 12, 0)];
    fn starts<S: Sequence<f64>>(sequence: &S, first: u64, positions: &[f64]) {
        for (i, position) in positions.chunks_exact(3).enumerate() {
            let mut x = [0.0; 3];
            sequence.point(first + i as u64, &mut x).unwrap();
            let wanted = [-1.0 + 2.0 * x[0], x[1], 5.0 + 2.0 * x[2]];
            assert!(position.iter().zip(wanted).all(|(x, wanted)| (x - wanted).abs() < 1e-14));
        }
    }
    let own = Own { dim: 3 };
    let pso = Pso::with_sequence(&mut memory, &lower, &upper, &options, &[], &own, 40).unwrap();
    starts(&own, 40, pso.positions());
    let last = u64::MAX - 11;
    let scrambled = Halton::<f64>::new(3).unwrap().scrambled(9).open();
    let pso = Pso::with_sequence(&mut memory, &lower, &upper, &options, &[], &scrambled, last).unwrap();
    starts(&scrambled, last, pso.positions());
    let refused = Pso::with_sequence(&mut memory, &lower, &upper, &options, &[], &scrambled, last + 1);
    assert_eq!(refused.err(), Some(Error::IndexRange));
    let refused = Pso::with_sequence(&mut memory, &lower, &upper, &options, &[], &Own { dim: 2 }, 0);
    assert_eq!(refused.err(), Some(Error::Dimension));
    #[cfg(feature = "std")]
    {
        use photinus::optimize::Swarm;
        let swarm = Swarm::with_sequence(&lower, &upper, &options, &[], &own, 40).unwrap();
        assert_eq!(
            swarm.positions(),
            Pso::with_sequence(&mut memory, &lower, &upper, &options, &[], &own, 40).unwrap().positions()
        );
    }
}

#[cfg(feature = "std")]
#[test]
fn threads_give_the_same_bits() {
    use photinus::parallel::Pool;
    fn fills<F: Real, S: Sequence<F> + Sync>(sequence: &S) {
        let dim = sequence.dim();
        for indices in [
            Indices::new(0, 3000),
            Indices { start: 1 << 60, leap: 1 << 50, count: 500 },
            Indices::new(u64::MAX - 299, 300),
        ] {
            let tight = [Layout::ROWS, Layout::COLUMNS];
            let loose = [Layout::ByRows { stride: dim + 2 }, Layout::ByColumns { stride: indices.count + 1 }];
            for layout in tight.into_iter().chain(loose) {
                let untouched = F::from_f64(-7.0);
                let mut one = vec![untouched; (indices.count + 1) * (dim + 2)];
                sequence.fill(indices, layout, &mut one).unwrap();
                for threads in [1, 2, 5] {
                    let mut many = vec![untouched; one.len()];
                    Pool::new(threads).unwrap().fill(sequence, indices, layout, &mut many).unwrap();
                    assert!(many == one, "{indices:?} {layout:?} {threads}");
                }
            }
        }
    }
    let (lower, upper) = ([-1.0; 5], [3.0; 5]);
    for scrambling in SCRAMBLINGS {
        let mut memory = vec![0.0; Halton::<f64>::table_len(5)];
        let halton = Halton::<f64>::new(5).unwrap().with_scrambling(scrambling).unwrap().with_table(&mut memory);
        fills(&halton);
        fills(&halton.open().scale(&lower, &upper).unwrap());
    }
    fills::<f32, _>(&Own { dim: 4 });
    fills::<f64, _>(&VanDerCorput::new(6).unwrap());
}
