//! Exact arithmetic: digits reversed as integers, and their quotient rounded once.

use super::scrambling::Digits;
use crate::Real;
use core::ops::{Add, Div, Mul, Rem, Shl};

/// The sum over k of map(d_k) base^(-k-1), for index = sum of d_k base^k, correctly rounded but below 1. The map leaves 0
/// where it is.
#[inline]
pub(super) fn inverse<F: Real>(index: u64, base: u32, digits: Digits) -> F {
    if base != 2 {
        return quotient(index, base, digits);
    }
    // Its digits are those of the result.
    let reversed = index.reverse_bits();
    if index < 1 << F::DIGITS {
        F::from_i64((reversed >> (64 - F::DIGITS)) as i64) * F::exp2_integer(-(F::DIGITS as i32))
    } else {
        below_one(F::from_u64(reversed) * F::exp2_integer(-64))
    }
}

/// The same in any base.
fn quotient<F: Real>(index: u64, base: u32, digits: Digits) -> F {
    if let Ok(short) = u32::try_from(index)
        && F::DIGITS == 53
        && base < 98
        && Divider::MULTIPLIES
    {
        // With zeros up to a multiple of four digits, the power is still below 2^53: 97^8 is, and 2^32 · 37^4.
        let (reversed, power, _) = reverse_quads(short, 1, base, digits);
        return F::from_i64(reversed as i64) / F::from_i64(power as i64);
    }
    // The power that counts the digits is at most index · base.
    match index.checked_mul(u64::from(base)) {
        Some(product) if product < 1 << F::DIGITS => {
            let (reversed, power) = reverse::<u64>(index, base, digits);
            F::from_i64(reversed as i64) / F::from_i64(power as i64) // both exact, so the quotient is rounded once; and below 1
        }
        Some(product) if product < 1 << 32 => {
            let (reversed, power) = reverse::<u64>(index, base, digits);
            below_one(divide(reversed, power))
        }
        _ => {
            let (reversed, power) = reverse::<u128>(index, base, digits);
            below_one(divide(reversed, power))
        }
    }
}

/// The digits of `index`, mapped and reversed, as an integer, and base^digits; both at most index · base.
pub(super) fn reverse<T: Unsigned>(index: u64, base: u32, digits: Digits) -> (T, T) {
    let base = base.max(2); // which it is: no division needs to be checked
    let (mut reversed, mut power) = (T::from(0), T::from(1));
    let mut rest = index;
    while rest > u64::from(u32::MAX) {
        reversed = reversed * T::from(base) + T::from(digits.map((rest % u64::from(base)) as u32, base));
        power = power * T::from(base);
        rest /= u64::from(base);
    }
    let (low_reversed, low_power) = reverse_short(rest as u32, base, digits);
    (reversed * T::wide(low_power) + T::wide(low_reversed), power * T::wide(low_power))
}

/// The same for 32 bits.
#[inline(always)]
fn reverse_short(index: u32, base: u32, digits: Digits) -> (u64, u64) {
    let one = Divider::new(base);
    let (mut reversed, mut power, mut rest) = (0, 1, index);
    if Divider::MULTIPLIES && base < 180 {
        (reversed, power, rest) = reverse_quads(index, base * base * base * base, base, digits);
    } else if Divider::MULTIPLIES && base < 1 << 15 {
        let two = one.squared();
        while rest >= two.divisor {
            let high = two.of(rest);
            reversed = reversed * u64::from(two.divisor) + u64::from(pair(rest - high * two.divisor, one, digits));
            power *= u64::from(two.divisor);
            rest = high;
        }
    }
    while rest > 0 {
        let high = one.of(rest);
        reversed = reversed * u64::from(base) + u64::from(digits.map(rest - high * base, base));
        power *= u64::from(base);
        rest = high;
    }
    (reversed, power)
}

/// Four digits at a time, as long as the rest is not below `least`: of each four, but the last quotient has to be waited for.
/// Returns the rest too. For bases below 180.
#[inline(always)]
fn reverse_quads(index: u32, least: u32, base: u32, digits: Digits) -> (u64, u64, u32) {
    let one = Divider::new(base);
    let two = one.squared();
    let four = two.squared();
    let (mut reversed, mut power, mut rest) = (0, 1, index);
    while rest >= least {
        let high = four.of(rest);
        let low = rest - high * four.divisor;
        let upper = two.of(low);
        let lower = pair(low - upper * two.divisor, one, digits);
        let quad = lower * two.divisor + pair(upper, one, digits);
        reversed = reversed * u64::from(four.divisor) + u64::from(quad);
        power *= u64::from(four.divisor);
        rest = high;
    }
    (reversed, power, rest)
}

/// Two digits, reversed.
#[inline(always)]
fn pair(n: u32, one: Divider, digits: Digits) -> u32 {
    let high = one.of(n);
    digits.map(n - high * one.divisor, one.divisor) * one.divisor + digits.map(high, one.divisor)
}

/// Divides by a base or a power of it, b: floor(n / b) = floor(n m / 2^64) for n < 2^32 and 0 <= m - 2^64 / b < 2^32 / b.
#[derive(Clone, Copy, Debug)]
pub(super) struct Divider {
    divisor: u32,
    /// m.
    magic: u64,
}

impl Divider {
    /// Whether a multiplication of 64 bits is faster than a division of 32.
    const MULTIPLIES: bool = cfg!(target_pointer_width = "64");

    #[inline(always)]
    pub(super) fn new(base: u32) -> Self {
        let base = base.max(2);
        Divider { divisor: base, magic: if Self::MULTIPLIES { u64::MAX / u64::from(base) + 1 } else { 0 } }
    }

    /// By the square, which is below 2^30. With m = 2^64 / b + e, floor(m^2 / 2^64) + 1 is above 2^64 / b^2 by at most
    /// 1 + 2 e / b + e^2 / 2^64: less than 4 for the square of a base, for which e is at most 1, and of its square.
    #[inline(always)]
    fn squared(self) -> Self {
        let square = u128::from(self.magic) * u128::from(self.magic);
        Divider { divisor: self.divisor * self.divisor, magic: (square >> 64) as u64 + 1 }
    }

    /// n modulo the divisor, a base: the fraction of n m / 2^64, times the base (Lemire, Kaser and Kurz, Softw. Pract. Exp.
    /// 49, 2019).
    #[inline(always)]
    pub(super) fn rest(self, n: u32) -> u32 {
        if Self::MULTIPLIES {
            ((u128::from(self.magic.wrapping_mul(u64::from(n))) * u128::from(self.divisor)) >> 64) as u32
        } else {
            n % self.divisor.max(2)
        }
    }

    #[inline(always)]
    fn of(self, n: u32) -> u32 {
        if Self::MULTIPLIES { ((u128::from(n) * u128::from(self.magic)) >> 64) as u32 } else { n / self.divisor.max(2) }
    }
}

/// `x`, or the largest value below 1.
#[inline(always)]
pub(super) fn below_one<F: Real>(x: F) -> F {
    let largest = F::one() - F::exp2_integer(-(F::DIGITS as i32));
    if x < largest { x } else { largest }
}

/// An unsigned integer with twice 32 bits or more, so that a 32-bit digit of a quotient can be had.
pub(super) trait Unsigned:
    Copy
    + From<u32>
    + PartialEq
    + Add<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Shl<u32, Output = Self>
{
    fn wide(value: u64) -> Self;
    fn bits(self) -> u32;
    fn low_word(self) -> u64;
}
impl Unsigned for u64 {
    fn wide(value: u64) -> Self {
        value
    }
    fn bits(self) -> u32 {
        u64::BITS - self.leading_zeros()
    }
    fn low_word(self) -> u64 {
        self
    }
}
impl Unsigned for u128 {
    fn wide(value: u64) -> Self {
        u128::from(value)
    }
    fn bits(self) -> u32 {
        u128::BITS - self.leading_zeros()
    }
    fn low_word(self) -> u64 {
        self as u64
    }
}

/// numerator / denominator, correctly rounded, ties to even, for numerator < denominator and a denominator that leaves
/// 32 bits of `T` free: long division by digits of 32 bits, the remainder deciding what lies on a tie.
pub(super) fn divide<F: Real, T: Unsigned>(numerator: T, denominator: T) -> F {
    if numerator == T::from(0) {
        return F::zero();
    }
    // With this shift the quotient has two or three bits more than the significand.
    let shift = F::DIGITS + 2 + denominator.bits() - numerator.bits();
    let (mut quotient, mut rest) = (0_u64, numerator);
    let mut left = shift;
    while left > 0 {
        let step = left.min(32);
        rest = rest << step;
        quotient = quotient << step | (rest / denominator).low_word();
        rest = rest % denominator;
        left -= step;
    }
    let extra = u64::BITS - quotient.leading_zeros() - F::DIGITS;
    let kept = quotient >> extra;
    let cut = quotient & ((1 << extra) - 1);
    let half = 1 << (extra - 1);
    let up = cut > half || cut == half && (rest != T::from(0) || kept & 1 == 1);
    F::from_u64(kept + u64::from(up)) * F::exp2_integer(extra as i32 - shift as i32)
}
