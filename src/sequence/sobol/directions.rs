//! Joe and Kuo's direction numbers: the table, and the recurrence from it.

use super::word::Word;

/// How many dimensions the table has.
pub(super) const DIMENSIONS: usize = if cfg!(feature = "joe-kuo") { 21201 } else { 1111 };

/// How many primitive polynomials of degree 1, 2, … there are; of degree 18, how many the table has.
const POLYNOMIALS: [usize; 18] = [1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630, 756, 1800, 2048, 7710, 7776];

/// What pack.py made, up to the last dimension: only these bytes get into a program.
static TABLE: [u8; TABLE_LEN] = match include_bytes!("table.bin").first_chunk() {
    Some(bytes) => *bytes,
    None => panic!("the table is too short"),
};

const TABLE_LEN: usize = {
    let (degree, place) = locate(DIMENSIONS - 1);
    (place + entry_bits(degree)).div_ceil(8) + 3
};

/// The bits of a dimension in the table: degree - 1 coefficients, and k - 1 bits of number k, for k from 2 to the degree.
const fn entry_bits(degree: usize) -> usize {
    (degree - 1) * (degree + 2) / 2
}

/// The degree of a dimension's polynomial, and the place of its first bit in the table. The dimension is not 0.
const fn locate(dimension: usize) -> (usize, usize) {
    let (mut rest, mut place, mut degree) = (dimension - 1, 0, 1);
    while degree < POLYNOMIALS.len() && rest >= POLYNOMIALS[degree - 1] {
        rest -= POLYNOMIALS[degree - 1];
        place += POLYNOMIALS[degree - 1] * entry_bits(degree);
        degree += 1;
    }
    (degree, place + rest * entry_bits(degree))
}

/// `count` bits from `place` on; at most 17.
fn bits(place: usize, count: usize) -> u32 {
    let bytes = TABLE.get(place / 8..).and_then(|rest| rest.first_chunk());
    let word = bytes.map_or(0, |&bytes| u32::from_le_bytes(bytes));
    (word >> (place % 8)) & ((1 << count) - 1)
}

/// Writes the first `directions.len()` direction numbers of a dimension, at most 64: number k, from 0 on, is a multiple of
/// 2^(-k-1), here of the most significant bits of a word, or, `REVERSED`, of the least significant bits of a word whose
/// bits are in reverse order.
pub(super) fn directions<W: Word, const REVERSED: bool>(dimension: usize, directions: &mut [W]) {
    // Number k is m / 2^(k+1).
    let direction = |k: usize, m: u32| match REVERSED {
        true => W::low_bits(u64::from(m)).reverse_bits() >> (W::BITS - 1 - k as u32),
        false => W::low_bits(u64::from(m)) << (W::BITS - 1 - k as u32),
    };
    if dimension == 0 {
        for (k, v) in directions.iter_mut().enumerate() {
            // A word of 32 bits is the upper half of one of 64: the numbers from 32 on are below its last bit.
            *v = if k < W::BITS as usize { direction(k, 1) } else { W::ZERO };
        }
        return;
    }
    let (degree, place) = locate(dimension);
    let coefficients = bits(place, degree - 1);
    let mut place = place + degree - 1;
    for (k, v) in directions.iter_mut().enumerate().take(degree) {
        *v = direction(k, bits(place, k) << 1 | 1);
        place += k;
    }
    for k in degree..directions.len() {
        let first = directions[k - degree];
        let shifted = if REVERSED { first << degree as u32 } else { first >> degree as u32 };
        let mut v = first ^ shifted;
        let mut left = coefficients;
        while left != 0 {
            v = v ^ directions[k - degree + 1 + left.trailing_zeros() as usize];
            left &= left - 1;
        }
        directions[k] = v;
    }
}
