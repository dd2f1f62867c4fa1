//! Exact arithmetic: digits reversed as integers, and their quotient rounded once.

use super::scrambling::Digits;
use crate::Real;
use core::ops::{Add, Div, Mul, Rem, Shl};

/// The sum over k of map(d_k) base^(-k-1), for index = sum of d_k base^k, correctly rounded but below 1. The map leaves 0
/// where it is.
pub(super) fn inverse<F: Real>(index: u64, base: u32, digits: Digits) -> F {
    if base == 2 {
        // Its digits are those of the result.
        return below_one(F::from_u64(index.reverse_bits()) * F::exp2_integer(-64));
    }
    // The power that counts the digits is at most index · base.
    match index.checked_mul(u64::from(base)) {
        Some(product) if product < 1 << F::DIGITS => {
            let (reversed, power) = reverse::<u64>(index, base, digits);
            F::from_u64(reversed) / F::from_u64(power) // both exact, so the quotient is rounded once; and below 1
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
#[inline]
pub(super) fn reverse<T: Unsigned>(index: u64, base: u32, digits: Digits) -> (T, T) {
    let (mut reversed, mut power) = (T::from(0), T::from(1));
    let mut push = |digit| {
        reversed = reversed * T::from(base) + T::from(digits.map(digit, base));
        power = power * T::from(base);
    };
    let mut rest = index;
    while rest > u64::from(u32::MAX) {
        push((rest % u64::from(base)) as u32);
        rest /= u64::from(base);
    }
    let mut rest = rest as u32; // half the width: half the time
    while rest > 0 {
        push(rest % base);
        rest /= base;
    }
    (reversed, power)
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
    fn bits(self) -> u32;
    fn low_word(self) -> u64;
}
impl Unsigned for u64 {
    fn bits(self) -> u32 {
        u64::BITS - self.leading_zeros()
    }
    fn low_word(self) -> u64 {
        self
    }
}
impl Unsigned for u128 {
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
