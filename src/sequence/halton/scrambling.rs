//! What is done to the digits of an index so that many dimensions are evenly filled too.

use super::PRIMES;
use super::nested::Nested;
use super::quotient::Divider;
use crate::random::{GOLDEN, hash};

/// How the digits of an index are scrambled. Whatever the choice, point i depends on (seed, dimension, base, i) alone;
/// what a seed gives is the same for ever.
///
/// | | spread | at random | error of a value |
/// |---|---|---|---|
/// | `None` | up to about ten dimensions | no | 1/2 ulp |
/// | `DigitPermutations` | any dimension | unbiased | 3/2 ulp + 2^-62 |
/// | `FaureLemieux` | to 360 dimensions | no | 1/2 ulp |
/// | `Nested` | any dimension, the best proven bound of the variance | unbiased | 5/2 ulp |
/// | `Shift` | as `None` | unbiased | ε (2^-52; f32: 2^-23) |
///
/// All of them but `Shift` put exactly one of base^k indices that follow each other from a multiple of base^k on in each
/// interval [c / base^k, (c + 1) / base^k) of a coordinate, as far as rounding lets it.
///
/// A permutation is uniform among all base! of them in base 2, 3 and 5, and in composite bases to 16 (to 2^-19). In other
/// prime bases any two digits' images are uniform among all pairs, on which alone the variance depends; in larger composite
/// ones, and primes above 9973, they look so.
///
/// Digit permutations cost as little as none in long fills with a [table](super::Halton::with_table), nested scrambling
/// ten to a hundred times as much; a single scrambled point costs a permutation per digit. `cargo bench --manifest-path
/// benches/Cargo.toml` measures all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scrambling {
    /// The digits as they are.
    #[default]
    None,
    /// Each position's digits are permuted at random, with this seed (Owen, A randomized Halton algorithm in R,
    /// arXiv:1706.02808, 2017). The infinitely many zeros above the leading digit are permuted too.
    DigitPermutations(u64),
    /// The digits are multiplied, modulo the base, by a factor that was chosen for each of the first 360 primes (Faure and
    /// Lemieux, ACM Trans. Model. Comput. Simul. 19(4), 2009).
    FaureLemieux,
    /// Each digit is permuted by a random permutation that depends on all digits below it: nested uniform scrambling (Owen,
    /// 1995), with this seed. Its variance is at most 3/2 + ln(dim / 2) times that of random points in 6 to 10^6
    /// dimensions, for any integrand (Owen and Pan, arXiv:2308.08035).
    Nested(u64),
    /// To each coordinate a random number is added, modulo 1, with this seed (Cranley and Patterson, 1976).
    Shift(u64),
}

impl Scrambling {
    /// Whether the sequence in that base can be had.
    pub(super) fn supports(self, base: u32) -> bool {
        self != Scrambling::FaureLemieux || faure_lemieux_factor(base).is_some()
    }
}

/// How one dimension's digits become a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// The quotient of two integers, rounded once.
    Rational(Digits),
    /// The same, plus a number modulo 1: this multiple of 2^-64, rounded down.
    Shifted(u64),
    Permuted(Permutations),
    Nested(Nested),
}

impl Rule {
    pub(super) fn new(scrambling: Scrambling, dimension: usize, base: u32) -> Self {
        // Apart from each other even if the seed is the same. Of the constants that were tried, these are the first for
        // which the seeds 0 to 20 all spread 10^4 points in 32 dimensions well: no correlation of two coordinates is above
        // 0.02, which about one set of random permutations in thirty does not reach.
        let key = |seed, kind: u64| hash(hash(hash(seed) ^ kind) ^ dimension as u64);
        match scrambling {
            Scrambling::None => Rule::Rational(Digits::AsTheyAre),
            Scrambling::FaureLemieux => Rule::Rational(match faure_lemieux_factor(base) {
                None | Some(1) => Digits::AsTheyAre,
                Some(factor) => Digits::Times(factor),
            }),
            Scrambling::DigitPermutations(seed) => {
                Rule::Permuted(Permutations { key: key(seed, 101), base: Base::new(base) })
            }
            Scrambling::Nested(seed) => Rule::Nested(Nested::new(key(seed, 2), base)),
            Scrambling::Shift(seed) => Rule::Shifted(hash(key(seed, 3))),
        }
    }
}

/// A map of digits that leaves 0 where it is, the same at all positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    AsTheyAre,
    Times(u32),
}

impl Digits {
    #[inline(always)]
    pub(super) fn map(self, digit: u32, base: u32) -> u32 {
        match self {
            Digits::AsTheyAre => digit,
            Digits::Times(factor) => digit * factor % base, // both below 2^12
        }
    }
}

/// The permutations of a dimension's digits, one for each position k: π_k(d) = (u_k + σ_k(d)) mod base, where u_k is digit
/// k of one uniform number, and σ_k permutes all digits but 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Permutations {
    key: u64,
    base: Base,
}

/// The bits of fractions in integers: those that leave a 32-bit factor room.
pub(super) const FRACTION_BITS: u32 = 96;

impl Permutations {
    pub(super) const fn base(&self) -> u32 {
        self.base.base
    }

    /// What the digits u_k of all positions from `position` on are worth, in [0, 1) of 96 bits. `power` is base^position.
    pub(super) fn zeros(&self, power: u32) -> u128 {
        let uniform = u128::from(hash(self.key)) << 32 | u128::from(hash(!self.key) >> 32);
        (uniform * u128::from(power)) & ((1 << FRACTION_BITS) - 1)
    }

    /// The permutation at a position, and what its zeros are worth from the next one on; `zeros` from this one on.
    #[inline]
    pub(super) fn at(&self, position: u32, zeros: u128) -> (Permutation, u128) {
        let (zero, above) = self.zero(zeros);
        (Permutation::new(zero, self.base, self.key_at(position)), above)
    }

    /// Apart from the number that the images of 0 come from, hash(key).
    #[inline]
    fn key_at(&self, position: u32) -> u64 {
        hash(self.key.wrapping_add(u64::from(position + 1).wrapping_mul(GOLDEN)))
    }

    /// The image of 0 at a position, and what the zeros above it are worth.
    #[inline]
    fn zero(&self, zeros: u128) -> (u32, u128) {
        let shifted = zeros * u128::from(self.base.base);
        ((shifted >> FRACTION_BITS) as u32, shifted & ((1 << FRACTION_BITS) - 1))
    }

    /// The integer that the digits of `number` are worth, reversed and permuted, with the lowest of them at the position
    /// that has `power` = base^position, and as many as `limit` = base^digits says.
    pub(super) fn reversed(&self, number: u64, power: u32, position: u32, limit: u64) -> u64 {
        let zeros = self.zeros(power);
        // All of them as if they were 0; then those that are not.
        let all = ((zeros * u128::from(limit)) >> FRACTION_BITS) as u64;
        if self.base.base == 2 {
            return all ^ ((u128::from(number.reverse_bits()) * u128::from(limit)) >> 64) as u64;
        }
        let (mut sum, mut weight) = (all, limit);
        self.changes(number, position, zeros, |change| {
            weight /= u64::from(self.base.base.max(2));
            sum = sum.wrapping_add(change.wrapping_mul(weight));
        });
        sum
    }

    /// The part of a cell that the digits of `number` and all zeros above them are worth, permuted, in units of 2^-96, with
    /// the lowest digit at that position; `zeros` from it on.
    pub(super) fn fraction(&self, number: u64, position: u32, zeros: u128) -> i128 {
        if self.base.base == 2 {
            return (zeros ^ u128::from(number.reverse_bits()) << (FRACTION_BITS - 64)) as i128;
        }
        let (mut sum, mut weight) = (zeros as i128, 1 << FRACTION_BITS);
        self.changes(number, position, zeros, |change| {
            weight = divide_short(weight, self.base.base);
            sum += i128::from(change as i64) * weight as i128;
        });
        sum
    }

    /// Calls `each` for every digit of `number`, from the lowest on, with what its image is more than that of 0.
    #[inline]
    fn changes(&self, number: u64, position: u32, zeros: u128, mut each: impl FnMut(u64)) {
        let base = u64::from(self.base.base.max(2));
        let (mut rest, mut position, mut zeros) = (number, position, zeros);
        while rest > 0 {
            let digit = (rest % base) as u32;
            rest /= base;
            let (zero, above) = self.zero(zeros);
            each(if digit == 0 {
                0
            } else {
                u64::from(Permutation::new(zero, self.base, self.key_at(position)).of(digit))
                    .wrapping_sub(u64::from(zero))
            });
            zeros = above;
            position += 1;
        }
    }
}

/// n / d for n up to 2^96 and d from 2 on.
#[inline]
pub(super) fn divide_short(n: u128, d: u32) -> u128 {
    let (d, low) = (u64::from(d.max(2)), u64::from(u32::MAX));
    let first = (n >> 64) as u64;
    let second = (first % d) << 32 | (n >> 32) as u64 & low;
    let third = (second % d) << 32 | n as u64 & low;
    u128::from(first / d) << 64 | u128::from(second / d) << 32 | u128::from(third / d)
}

/// A base whose digits are permuted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    pub(super) base: u32,
    /// For a prime above 5 the least odd exponent without a common divisor with base - 1, so that powers with it are a
    /// bijection of the digits; else 0.
    exponent: u32,
    divider: Divider,
}

impl Base {
    pub(super) fn new(base: u32) -> Self {
        let exponent = if base > 5 && PRIMES.binary_search(&base).is_ok() {
            // There is one: no number below 2^14 is divisible by all of these and 2.
            [3, 5, 7, 11, 13].into_iter().find(|prime| !(base - 1).is_multiple_of(*prime)).unwrap_or(0)
        } else {
            0
        };
        Base { base, exponent, divider: Divider::new(base) }
    }

    /// x to the exponent, modulo the base.
    #[inline]
    fn power(self, x: u32) -> u32 {
        let square = self.divider.rest(x * x);
        let (mut power, mut left) = (self.divider.rest(square * x), self.exponent - 3);
        while left > 0 {
            power = self.divider.rest(power * square);
            left -= 2;
        }
        power
    }
}

/// A permutation of the digits of a base, in two steps: σ permutes all but 0, then `zero` is added modulo the base.
#[derive(Clone, Copy, Debug)]
pub(super) struct Permutation {
    zero: u32,
    base: Base,
    others: Others,
}

/// σ.
#[derive(Clone, Copy, Debug)]
enum Others {
    /// Up to 16 digits besides 0, four bits each: any permutation, all equally likely.
    Packed(u64),
    /// In a prime base σ(d) = factor ((d + shift)^e - shift^e), with factor ≠ 0: where the permutation takes a digit is
    /// uniform, and so is by how much another one's image differs.
    Power { factor: u32, shift: u32, shift_power: u32 },
    /// Rounds of steps, each a bijection of the next power of two, until the result is below n (the cycle walking of Black
    /// and Rogaway, CT-RSA 2002): as good as uniform.
    Rounds { n: u32, key: u64 },
}

impl Permutation {
    /// That which takes 0 to `zero`, keyed.
    #[inline]
    pub(super) fn new(zero: u32, base: Base, key: u64) -> Self {
        let others = match base {
            Base { base: 2, .. } => Others::Packed(0),
            Base { base: ..=16, exponent: 0, .. } => Others::packed(base.base - 1, key),
            Base { exponent: 0, .. } => Others::Rounds { n: base.base - 1, key },
            _ => {
                let shift = scaled(key as u32, base.base);
                let factor = 1 + scaled((key >> 32) as u32, base.base - 1);
                Others::Power { factor, shift, shift_power: base.power(shift) }
            }
        };
        Permutation { zero, base, others }
    }

    /// What the image of `to` is more than that of `from`, modulo 2^64.
    #[inline]
    pub(super) fn change(&self, from: u32, to: u32) -> u64 {
        u64::from(self.of(to)).wrapping_sub(u64::from(self.of(from)))
    }

    /// The image of a digit.
    #[inline]
    pub(super) fn of(&self, digit: u32) -> u32 {
        if digit == 0 {
            return self.zero;
        }
        let base = self.base.base.max(2);
        let other = match self.others {
            Others::Packed(packed) => 1 + ((packed >> (4 * (digit - 1))) as u32 & 15),
            Others::Power { factor, shift, shift_power } => {
                // All below 2^14.
                let sum = digit + shift;
                let power = self.base.power(if sum < base { sum } else { sum - base });
                self.base.divider.rest(factor * (power + base - shift_power))
            }
            Others::Rounds { n, key } => 1 + walk(digit - 1, n, key),
        };
        let (sum, over) = self.zero.overflowing_add(other);
        if over || sum >= base { sum.wrapping_sub(base) } else { sum }
    }
}

impl Others {
    /// Fisher and Yates: the element at j changes places with one at most there, chosen by the next digit of a fraction in
    /// mixed radix (16! is below 2^45, so that all permutations are equally likely to 2^-19).
    #[inline]
    fn packed(n: u32, key: u64) -> Self {
        let (mut packed, mut fraction) = (0xfedc_ba98_7654_3210_u64, hash(key));
        for j in 1..n {
            let product = u128::from(fraction) * u128::from(j + 1);
            fraction = product as u64;
            let other = (product >> 64) as u32;
            let difference = ((packed >> (4 * j)) ^ (packed >> (4 * other))) & 15;
            packed ^= (difference << (4 * j)) | (difference << (4 * other));
        }
        Others::Packed(packed)
    }
}

/// A uniform number of 32 bits as one below n.
#[inline]
fn scaled(uniform: u32, n: u32) -> u32 {
    ((u64::from(uniform) * u64::from(n)) >> 32) as u32
}

/// A random bijection of 0 … n - 1, n above 16.
fn walk(x: u32, n: u32, key: u64) -> u32 {
    let bits = u32::BITS - (n - 1).leading_zeros();
    let (mask, shift) = (u32::MAX >> (u32::BITS - bits), bits / 2);
    let words = [1, 2, 3, 4, 5, 6, 7, 8].map(|i| hash(key ^ i));
    let mut x = x;
    loop {
        for word in words {
            x = x.wrapping_mul(word as u32 | 1).wrapping_add((word >> 32) as u32) & mask;
            x ^= x >> shift;
        }
        if x < n {
            return x;
        }
    }
}

fn faure_lemieux_factor(base: u32) -> Option<u32> {
    let place = PRIMES[..FAURE_LEMIEUX.len()].binary_search(&base).ok()?;
    Some(u32::from(FAURE_LEMIEUX[place]))
}

/// The factors of Faure and Lemieux for the first 360 primes, as published with the package qrng and in `qmctoolscl`
/// (Apache-2.0).
static FAURE_LEMIEUX: [u16; 360] = [
    1, 1, 3, 3, 4, 9, 7, 5, 9, 18, 18, 8, 13, 31, 9, 19, 36, 33, 21, 44, 43, 61, 60, 56, 26, 71, 32, 77, 26, 95, 92,
    47, 29, 61, 57, 69, 115, 63, 92, 31, 104, 126, 50, 80, 55, 152, 114, 80, 83, 97, 95, 150, 148, 55, 80, 192, 71, 76,
    82, 109, 105, 173, 58, 143, 56, 177, 203, 239, 196, 143, 278, 227, 87, 274, 264, 84, 226, 163, 231, 177, 95, 116,
    165, 131, 156, 105, 188, 142, 105, 125, 269, 292, 215, 182, 294, 152, 148, 144, 382, 194, 346, 323, 220, 174, 133,
    324, 215, 246, 159, 337, 254, 423, 484, 239, 440, 362, 464, 376, 398, 174, 149, 418, 306, 282, 434, 196, 458, 313,
    512, 450, 161, 315, 441, 549, 555, 431, 295, 557, 172, 343, 472, 604, 297, 524, 251, 514, 385, 531, 663, 674, 255,
    519, 324, 391, 394, 533, 253, 717, 651, 399, 596, 676, 425, 261, 404, 691, 604, 274, 627, 777, 269, 217, 599, 447,
    581, 640, 666, 595, 669, 686, 305, 460, 599, 335, 258, 649, 771, 619, 666, 669, 707, 737, 854, 925, 818, 424, 493,
    463, 535, 782, 476, 451, 520, 886, 340, 793, 390, 381, 274, 500, 581, 345, 363, 1024, 514, 773, 932, 556, 954, 793,
    294, 863, 393, 827, 527, 1007, 622, 549, 613, 799, 408, 856, 601, 1072, 938, 322, 1142, 873, 629, 1071, 1063, 1205,
    596, 973, 984, 875, 918, 1133, 1223, 933, 1110, 1228, 1017, 701, 480, 678, 1172, 689, 1138, 1022, 682, 613, 635,
    984, 526, 1311, 459, 1348, 477, 716, 1075, 682, 1245, 401, 774, 1026, 499, 1314, 743, 693, 1282, 1003, 1181, 1079,
    765, 815, 1350, 1144, 1449, 718, 805, 1203, 1173, 737, 562, 579, 701, 1104, 1105, 1379, 827, 1256, 759, 540, 1284,
    1188, 776, 853, 1140, 445, 1265, 802, 932, 632, 1504, 856, 1229, 1619, 774, 1229, 1300, 1563, 1551, 1265, 905,
    1333, 493, 913, 1397, 1250, 612, 1251, 1765, 1303, 595, 981, 671, 1403, 820, 1404, 1661, 973, 1340, 1015, 1649,
    855, 1834, 1621, 1704, 893, 1033, 721, 1737, 1507, 1851, 1006, 994, 923, 872, 1860,
];
