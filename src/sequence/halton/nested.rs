//! Nested uniform scrambling in one dimension.

use super::column::{LARGEST_BLOCK, block};
use super::quotient::{below_one, divide};
use super::scrambling::{Base, Permutation};
use crate::Real;
use crate::random::hash;

/// The scrambled value S(i) is built digit by digit. S(0) is a uniform number. For a digit d ≠ 0 of i at position L, with
/// the digits p below it: S keeps the first L digits of S(p), its next one is (S(p)'s + σ(d)) mod base, where σ permutes
/// all digits but 0, keyed by (p, L), and what follows is a fresh uniform number, keyed by the digits of i up to L. So of
/// a block of indices that share their digits from L on, each has a cell of its own.
///
/// The uniform numbers have 64 bits. The cells are counted exactly; an index with few digits is first resolved to the cells
/// of the [largest block](LARGEST_BLOCK), so that a value does not depend on the entries that are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nested {
    key: u64,
    base: u32,
    permuted: Base,
    /// The cells of the largest block.
    least: u64,
}

/// A digit that is not 0.
#[derive(Clone, Copy, Debug)]
struct Digit {
    digit: u32,
    position: u32,
    /// base^(zeros below it).
    gap: u64,
    /// The number up to and with it.
    prefix: u64,
}

/// Where in [0, 1) an index is after some of its digits.
#[derive(Clone, Copy, Debug)]
struct Place<I> {
    /// The number of the cell, of how many.
    cell: I,
    cells: I,
    /// The random number of the digits so far, and what of it is below the cell.
    uniform: u64,
    below: u64,
}

/// The integers that count cells: u64 as long as an index has no more of them than are exact in a `Real`.
trait Cells: Copy + From<u64> + core::ops::Add<Output = Self> + core::ops::Mul<Output = Self> {
    /// This number, if it is below `limit`.
    fn below(self, limit: u64) -> Option<u64>;
}
impl Cells for u64 {
    fn below(self, limit: u64) -> Option<u64> {
        Some(self).filter(|&cells| cells < limit)
    }
}
impl Cells for u128 {
    fn below(self, limit: u64) -> Option<u64> {
        u64::try_from(self).ok().filter(|&cells| cells < limit)
    }
}

impl Nested {
    pub(super) fn new(key: u64, base: u32) -> Self {
        Nested { key, base, permuted: Base::new(base), least: u64::from(block(base, LARGEST_BLOCK).0) }
    }

    /// The value of point `index`.
    pub(super) fn value<F: Real>(&self, index: u64) -> F {
        if self.is_small::<F>(index) {
            return small_value(self.place::<u64>(index));
        }
        let Place { cell, cells, below, .. } = self.place::<u128>(index);
        // Beyond 2^64, the last 32 bits of the number of cells are far below what a value's last bit is worth.
        let (high, low) = ((cells >> 32) as u64, cells as u64);
        let rounded = if high >> 32 == 0 { F::from_u64(low) } else { F::from_u64(high) * F::exp2_integer(32) };
        below_one(divide::<F, u128>(cell, cells) + part::<F>(below) / rounded)
    }

    /// Whether the number of cells of all indices up to `index` is exact in `F`.
    pub(super) fn is_small<F: Real>(&self, index: u64) -> bool {
        let cells = index.checked_mul(u64::from(self.base)).map(|cells| cells.max(self.least));
        cells.is_some_and(|cells| cells < 1 << F::DIGITS)
    }

    /// The cells of the indices in a block, for [`write`](Self::write).
    pub(super) fn write_entries<F: Real>(&self, entries: &mut [F]) {
        let len = entries.len() as u64;
        for (index, entry) in (0..).zip(entries) {
            let Place { cell, cells, .. } = self.place::<u64>(index);
            *entry = F::from_u64(cell / (cells / len));
        }
    }

    /// Writes the values of indices that follow each other, from `low` on, in the block of that number, which begins with
    /// `entries`. All of them are [small](Self::is_small).
    #[inline(never)]
    pub(super) fn write<F: Real>(&self, entries: &[F], number: u64, low: u32, out: &mut [F]) {
        let len = entries.len() as u64;
        let mut digits = [Digit { digit: 0, position: 0, gap: 0, prefix: 0 }; 53];
        let mut count = 0;
        let exponent = block(self.base, entries.len() as u32).1;
        self.digits(number, exponent, len, |digit| {
            digits[count] = digit;
            count += 1;
        });
        // The power of the base above the index.
        let mut power = 1;
        for ((index, entry), x) in (u64::from(low)..).zip(&entries[low as usize..]).zip(out) {
            while power <= index {
                power *= u64::from(self.base);
            }
            let uniform = hash(self.key ^ index);
            let cell = entry.truncated() as u64;
            let mut place = Place { cell, cells: len, uniform, below: uniform.wrapping_mul(len / power) };
            for digit in &digits[..count] {
                self.step(&mut place, digit, index);
            }
            self.resolve(&mut place);
            *x = small_value(place);
        }
    }

    #[inline(always)]
    fn place<I: Cells>(&self, index: u64) -> Place<I> {
        let uniform = hash(self.key);
        let mut place = Place { cell: I::from(0), cells: I::from(1), uniform, below: uniform };
        self.digits(index, 0, 1, |digit| self.step(&mut place, &digit, 0));
        self.resolve(&mut place);
        place
    }

    /// The digits of a number that are not 0, from the lowest on, which is at `position` and worth `power`.
    #[inline(always)]
    fn digits(&self, number: u64, position: u32, power: u64, mut each: impl FnMut(Digit)) {
        if self.base == 2 {
            let (mut rest, mut next) = (number, 0);
            while rest > 0 {
                let place = rest.trailing_zeros();
                rest &= rest - 1;
                let prefix = (number ^ rest) << position;
                each(Digit { digit: 1, position: position + place, gap: 1 << (place - next), prefix });
                next = place + 1;
            }
            return;
        }
        let base = u64::from(self.base.max(2));
        let (mut rest, mut position, mut power, mut gap, mut prefix) = (number, position, power, 1, 0);
        while rest > 0 {
            let digit = match u32::try_from(rest) {
                Ok(small) => {
                    rest = u64::from(small / self.base.max(2));
                    small % self.base.max(2)
                }
                Err(_) => {
                    let digit = (rest % base) as u32;
                    rest /= base;
                    digit
                }
            };
            if digit == 0 {
                gap *= base;
            } else {
                prefix += u64::from(digit) * power;
                each(Digit { digit, position, gap, prefix });
                gap = 1;
            }
            power = power.wrapping_mul(base); // too large only after the last digit
            position += 1;
        }
    }

    /// Goes on by the zeros below a digit and the digit. `low` is what the number has below all of its digits.
    #[inline(always)]
    fn step<I: Cells>(&self, place: &mut Place<I>, digit: &Digit, low: u64) {
        let base = u64::from(self.base);
        let (zeros, rest) = split(place.below, digit.gap);
        let (zero, _) = split(rest, base);
        let permuted = self.permuted(zero as u32, digit, place.uniform);
        let gap = I::from(digit.gap);
        place.cell = (place.cell * gap + I::from(zeros)) * I::from(base) + I::from(u64::from(permuted));
        place.cells = place.cells * gap * I::from(base);
        place.uniform = hash(self.key ^ (low + digit.prefix));
        place.below = place.uniform;
    }

    /// Goes on to the cells of the largest block, if they are not yet counted.
    #[inline(always)]
    fn resolve<I: Cells>(&self, place: &mut Place<I>) {
        if let Some(cells) = place.cells.below(self.least) {
            let (zeros, rest) = split(place.below, self.least / cells);
            place.cell = place.cell * I::from(self.least / cells) + I::from(zeros);
            place.cells = I::from(self.least);
            place.below = rest;
        }
    }

    #[inline(always)]
    fn permuted(&self, zero: u32, digit: &Digit, node: u64) -> u32 {
        if self.base == 2 {
            return zero ^ 1;
        }
        let key = hash(node ^ u64::from(digit.position + 1));
        Permutation::new(zero, self.permuted, key).of(digit.digit)
    }
}

/// A fraction of 2^64 times a factor: what is in front of the point, and what is behind.
#[inline(always)]
fn split(fraction: u64, factor: u64) -> (u64, u64) {
    let product = u128::from(fraction) * u128::from(factor);
    ((product >> 64) as u64, product as u64)
}

/// What is below a cell, in [0, 1].
#[inline(always)]
fn part<F: Real>(below: u64) -> F {
    F::from_i64((below >> 1) as i64) * F::exp2_integer(-63)
}

#[inline(always)]
fn small_value<F: Real>(place: Place<u64>) -> F {
    below_one((F::from_i64(place.cell as i64) + part(place.below)) / F::from_i64(place.cells as i64))
}
