//! The Halton sequence, correctly rounded.

use super::{Indices, Sequence};
use crate::{Error, Layout, Real};
use core::marker::PhantomData;
use core::ops::{Div, Rem, Shl};

/// The first 1229 primes: all below 10,000.
pub static PRIMES: [u32; 1229] = primes();

const fn primes() -> [u32; 1229] {
    let mut primes = [2; 1229];
    let mut found = 1;
    let mut candidate = 3;
    while found < primes.len() {
        let mut i = 0;
        while primes[i] * primes[i] <= candidate && candidate % primes[i] != 0 {
            i += 1;
        }
        if primes[i] * primes[i] > candidate {
            primes[found] = candidate;
            found += 1;
        }
        candidate += 2;
    }
    primes
}

/// The Halton sequence (Halton, Numer. Math. 2, 1960, eq. 2): coordinate j of point i is the
/// [radical inverse](radical_inverse) of i in base j.
///
/// Every index from 0 to 2^64 - 1 is there, in any base; every value is the correctly rounded one. In high dimension
/// the coordinates of large bases are correlated for the first points: the plain sequence suits up to about ten
/// dimensions.
///
/// ```
/// use photinus::sequence::{Halton, Indices, Sequence};
/// let halton = Halton::<f64>::new(2)?; // bases 2 and 3
/// let mut points = [0.0; 6];
/// halton.fill(Indices::new(1, 3), photinus::Layout::ROWS, &mut points)?;
/// assert_eq!(points, [1.0 / 2.0, 1.0 / 3.0, 1.0 / 4.0, 2.0 / 3.0, 3.0 / 4.0, 1.0 / 9.0]);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Halton<'a, F> {
    bases: &'a [u32],
    precision: PhantomData<F>,
}

impl<F: Real> Halton<'static, F> {
    /// The sequence in the first `dim` primes: 2, 3, 5, …
    ///
    /// # Errors
    /// [`Error::Dimension`] if `dim` is 0 or above 1229, the length of [`PRIMES`]; beyond, give the
    /// [bases](Halton::with_bases).
    pub fn new(dim: usize) -> Result<Self, Error> {
        Self::after(0, dim)
    }

    /// The sequence in the primes from 5 on: 5, 7, 11, …, those of the posts (D. Laszuk's articles and scripts, which
    /// photinus replaces). Point 0 is the origin, there and here.
    ///
    /// # Errors
    /// [`Error::Dimension`] if `dim` is 0 or above 1227.
    pub fn posts(dim: usize) -> Result<Self, Error> {
        Self::after(2, dim)
    }

    fn after(skipped: usize, dim: usize) -> Result<Self, Error> {
        match PRIMES[skipped..].get(..dim) {
            Some(bases) if dim > 0 => Ok(Halton { bases, precision: PhantomData }),
            _ => Err(Error::Dimension),
        }
    }
}

impl<'a, F: Real> Halton<'a, F> {
    /// The sequence in the given bases, 2 to 2^32 - 1 each, prime or not, in any order. The points are evenly spread if
    /// no two bases have a common divisor.
    ///
    /// Bases that rise are checked in one pass; others against each other, in dim²/2 comparisons.
    ///
    /// # Errors
    /// [`Error::Dimension`] if there is none, [`Error::Base`] if one is below 2, [`Error::RepeatedBase`] if one occurs
    /// twice.
    pub fn with_bases(bases: &'a [u32]) -> Result<Self, Error> {
        if bases.is_empty() {
            return Err(Error::Dimension);
        }
        if bases.iter().any(|&base| base < 2) {
            return Err(Error::Base);
        }
        let rising = bases.windows(2).all(|pair| pair[0] < pair[1]);
        if !rising && bases.iter().enumerate().any(|(i, base)| bases[..i].contains(base)) {
            return Err(Error::RepeatedBase);
        }
        Ok(Halton { bases, precision: PhantomData })
    }

    /// The bases, one per dimension.
    pub const fn bases(&self) -> &'a [u32] {
        self.bases
    }
}

impl<F: Real> Sequence<F> for Halton<'_, F> {
    fn dim(&self) -> usize {
        self.bases.len()
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        let out = out.get_mut(..self.bases.len()).ok_or(Error::Length)?;
        for (x, &base) in out.iter_mut().zip(self.bases) {
            *x = inverse(index, base);
        }
        Ok(())
    }

    fn fill(&self, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error> {
        indices.check()?;
        let (row, column) = layout.check(indices.count, self.bases.len(), out.len())?;
        if indices.count == 0 {
            return Ok(());
        }
        for (j, &base) in self.bases.iter().enumerate() {
            let out = out[j * column..].iter_mut().step_by(row).take(indices.count);
            match Odometer::<F>::new(indices, base) {
                Some(mut odometer) => out.for_each(|x| *x = odometer.next_value()),
                None => out.enumerate().for_each(|(i, x)| *x = inverse(indices.at(i), base)),
            }
        }
        Ok(())
    }
}

/// The radical inverse of `index` in `base` (van der Corput, 1935): the digits mirrored at the point, Σ d_k base^(-k-1)
/// for index = Σ d_k base^k.
///
/// The result is the value nearest to that rational number, ties to even, except that one which would round to 1 is the
/// largest value below 1: the results lie in [0, 1).
///
/// # Errors
/// [`Error::Base`] if `base` is below 2.
///
/// ```
/// assert_eq!(photinus::sequence::radical_inverse::<f64>(6, 5), Ok(0.24)); // 6 = 11 in base 5; 1/5 + 1/25
/// ```
pub fn radical_inverse<F: Real>(index: u64, base: u32) -> Result<F, Error> {
    if base < 2 {
        return Err(Error::Base);
    }
    Ok(inverse(index, base))
}

/// The radical inverse, for a base that has been checked (any base gives a value; below 2 it means nothing).
fn inverse<F: Real>(index: u64, base: u32) -> F {
    let base = base.max(2);
    // The power that counts the digits is at most index · base.
    match index.checked_mul(u64::from(base)) {
        Some(product) if product < 1 << F::DIGITS => {
            let (reversed, power) = reverse::<u64>(index, base);
            F::from_u64(reversed) / F::from_u64(power) // both exact, so the quotient is rounded once; and below 1
        }
        Some(product) if product < 1 << 32 => {
            let (reversed, power) = reverse::<u64>(index, base);
            below_one(divide(reversed, power))
        }
        _ => {
            let (reversed, power) = reverse::<u128>(index, base);
            below_one(divide(reversed, power))
        }
    }
}

/// The digits of `index` reversed, as an integer, and base^digits; both at most index · base.
fn reverse<T: Unsigned>(index: u64, base: u32) -> (T, T) {
    let (mut reversed, mut power) = (T::from(0), T::from(1));
    let mut rest = index;
    while rest > 0 {
        reversed = reversed * T::from(base) + T::from((rest % u64::from(base)) as u32);
        power = power * T::from(base);
        rest /= u64::from(base);
    }
    (reversed, power)
}

fn below_one<F: Real>(x: F) -> F {
    if x < F::one() { x } else { F::one() - F::epsilon() / F::from_u64(2) }
}

/// An unsigned integer with twice 32 bits or more, so that a 32-bit digit of a quotient can be had.
trait Unsigned:
    Copy
    + From<u32>
    + PartialEq
    + core::ops::Add<Output = Self>
    + core::ops::Mul<Output = Self>
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
fn divide<F: Real, T: Unsigned>(numerator: T, denominator: T) -> F {
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

/// Consecutive radical inverses from the exact integers reversed(i) and one power for all: an addition with carry from
/// the left, and one division.
struct Odometer<F> {
    reversed: u64,
    power: u64,
    /// The weight of the leftmost digit, power / base.
    leftmost: u64,
    base: u64,
    divisor: F,
}

impl<F: Real> Odometer<F> {
    /// For indices one after the other, as long as the power for the last of them is exact in `F`.
    fn new(indices: Indices, base: u32) -> Option<Self> {
        let last = indices.at(indices.count - 1);
        if indices.leap != 1 || last.checked_mul(u64::from(base))? >= 1 << F::DIGITS {
            return None;
        }
        let (mut reversed, mut power) = reverse::<u64>(indices.start, base);
        while power <= last {
            power *= u64::from(base);
            reversed *= u64::from(base);
        }
        let base = u64::from(base.max(2));
        Some(Odometer { reversed, power, leftmost: power / base, base, divisor: F::from_u64(power) })
    }

    #[inline]
    fn next_value(&mut self) -> F {
        let value = F::from_u64(self.reversed) / self.divisor;
        // Add 1 to the leftmost digit; a digit that overflows becomes 0 and carries to the right.
        let (mut above, mut unit) = (self.power, self.leftmost);
        while unit > 0 && self.reversed >= above - unit {
            self.reversed -= above - unit;
            (above, unit) = (unit, unit / self.base);
        }
        self.reversed += unit;
        value
    }
}
