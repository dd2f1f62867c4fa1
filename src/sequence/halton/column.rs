//! One dimension: the values of indices that follow each other.

use super::loops::{Step, WIDE, Way, shift, shifted};
use super::quotient::{self, below_one, inverse, reverse};
use super::scrambling::{Digits, FRACTION_BITS, Permutation, Permutations, Rule, divide_short};
use crate::Real;
use crate::sequence::Indices;
use crate::simd::Level;

/// The number of values that are had at once where there are no entries.
const CHUNK: usize = 64;

/// The largest number of entries that a block of indices has.
pub(super) const LARGEST_BLOCK: u32 = 4096;

/// The largest power of `base` up to `largest`, but at least `base`; and its exponent.
pub(super) const fn block(base: u32, largest: u32) -> (u32, u32) {
    let (mut power, mut exponent) = (base, 1);
    while power as u64 * base as u64 <= largest as u64 {
        power *= base;
        exponent += 1;
    }
    (power, exponent)
}

/// The base^k entries of a block: what the low k digits are worth, for every value of them.
///
/// An entry is the integer sum of map(d_j) base^(k - 1 - j), for permuted digits and the largest k divided by base^k: what
/// is above them is added to that alone, so that values do not depend on how many entries there are.
pub(super) fn write_entries<F: Real>(rule: &Rule, base: u32, entries: &mut [F]) {
    if let Rule::Nested(nested) = rule {
        return nested.write_entries(entries);
    }
    let mut weight = entries.len() as u32;
    let (mut done, mut position) = (1, 0);
    entries[0] = F::zero();
    while weight > 1 {
        weight /= base;
        let map = Low::new(rule, base, position, done as u32);
        for digit in (0..base).rev() {
            let worth = F::from_u64(u64::from(map.of(digit) * weight));
            let (known, rest) = entries.split_at_mut(done);
            match (digit as usize).checked_sub(1) {
                Some(place) => {
                    for (x, &low) in rest[place * done..][..done].iter_mut().zip(known.iter()) {
                        *x = low + worth;
                    }
                }
                None => known.iter_mut().for_each(|x| *x += worth),
            }
        }
        done *= base as usize;
        position += 1;
    }
    if let Rule::Permuted(_) = rule
        && done as u32 == block(base, LARGEST_BLOCK).0
    {
        let divisor = F::from_u64(done as u64);
        entries.iter_mut().for_each(|x| *x /= divisor);
    }
}

/// The map of one low digit.
enum Low {
    Same(Digits, u32),
    Permuted(Permutation),
}

impl Low {
    /// That of the digit at `position`, where `power` is base^position, at most a block.
    fn new(rule: &Rule, base: u32, position: u32, power: u32) -> Self {
        match rule {
            Rule::Rational(digits) => Low::Same(*digits, base),
            Rule::Permuted(permutations) => Low::Permuted(permutations.at(position, permutations.zeros(power)).0),
            // Nested ones have other entries.
            Rule::Shifted(_) | Rule::Nested(_) => Low::Same(Digits::AsTheyAre, base),
        }
    }

    #[inline]
    fn of(&self, digit: u32) -> u32 {
        match self {
            Low::Same(digits, base) => digits.map(digit, *base),
            Low::Permuted(permutation) => permutation.of(digit),
        }
    }
}

/// The value of one index. The entries are those of a block, or none.
pub(super) fn value<F: Real>(rule: &Rule, base: u32, entries: &[F], index: u64) -> F {
    match rule {
        Rule::Rational(digits) => inverse(index, base, *digits),
        Rule::Shifted(uniform) => shifted(inverse(index, base, Digits::AsTheyAre), summand(*uniform)),
        Rule::Nested(nested) => nested.value(index),
        Rule::Permuted(permutations) => {
            let (cells, _) = block(base, LARGEST_BLOCK);
            let (high, low) = (index / u64::from(cells), (index % u64::from(cells)) as u32);
            let addend: F = addend(permutations, high, cells);
            let entry = if entries.len() == cells as usize {
                entries[low as usize]
            } else {
                let reversed = permutations.reversed(u64::from(low), 1, 0, u64::from(cells));
                cell(reversed, u64::from(cells))
            };
            below_one(entry + addend)
        }
    }
}

/// Where a cell begins.
#[inline]
fn cell<F: Real>(number: u64, cells: u64) -> F {
    if cells < 1 << F::DIGITS { F::from_u64(number) / F::from_u64(cells) } else { quotient::divide(number, cells) }
}

/// What the digits above a block of `cells` indices are worth, whose number is `high`.
pub(super) fn addend<F: Real>(permutations: &Permutations, high: u64, cells: u32) -> F {
    let (_, exponent) = block(permutations.base(), cells);
    part(permutations.fraction(high, exponent, permutations.zeros(cells)), cells)
}

/// A fraction of a cell in units of 2^-96 as a part of the whole, of `cells` cells.
#[inline]
fn part<F: Real>(fraction: i128, cells: u32) -> F {
    let fraction = fraction.clamp(0, (1 << FRACTION_BITS) - 1) >> (FRACTION_BITS - 64);
    F::from_u64(fraction as u64) * F::exp2_integer(-64) / F::from_u64(u64::from(cells))
}

/// What a shift adds.
pub(super) fn summand<F: Real>(uniform: u64) -> F {
    F::from_u64(uniform >> (64 - F::DIGITS)) * F::exp2_integer(-(F::DIGITS as i32))
}

/// A number that is counted up digit by digit.
#[derive(Debug)]
struct Counter {
    base: u32,
    /// The lowest digit.
    digit: u32,
    /// The number without it.
    rest: u64,
}

impl Counter {
    fn new(number: u64, base: u32) -> Self {
        let base = base.max(2); // which it is: no division needs to be checked
        Counter { base, digit: (number % u64::from(base)) as u32, rest: number / u64::from(base) }
    }

    /// Adds an amount. `change(from, to)` is called for the digits one after the other, from the lowest to the highest that
    /// changes.
    #[inline]
    fn add(&mut self, amount: u64, mut change: impl FnMut(u32, u32)) {
        let (digit, base) = (self.digit, self.base.max(2));
        if amount == 1 && digit + 1 < base {
            self.digit = digit + 1;
            return change(digit, digit + 1);
        }
        let (to, mut carry) = sum(digit, amount, base);
        self.digit = to;
        change(digit, to);
        let mut rest = self.rest;
        self.rest = rest.wrapping_add(carry);
        while carry > 0 {
            let digit = (rest % u64::from(base)) as u32;
            rest /= u64::from(base);
            let to;
            (to, carry) = sum(digit, carry, base);
            change(digit, to);
        }
    }
}

/// A digit plus an amount: the digit then, and what is carried to the next one.
#[inline]
fn sum(digit: u32, amount: u64, base: u32) -> (u32, u64) {
    let (carry, more) = if amount == 1 { (0, 1) } else { (amount / u64::from(base), amount % u64::from(base)) };
    let sum = u64::from(digit) + more;
    if sum < u64::from(base) { (sum as u32, carry) } else { ((sum - u64::from(base)) as u32, carry + 1) }
}

/// The integer that the digits above a block are worth, reversed.
#[derive(Debug)]
struct Integer {
    sum: u64,
    /// What its lowest digit is worth.
    weight: u64,
    counter: Counter,
    digits: Digits,
}

impl Integer {
    /// Of `number`, below `power`, a power of the base.
    fn new(number: u64, power: u64, base: u32, digits: Digits) -> Self {
        let (reversed, own) = reverse::<u64>(number, base, digits);
        Integer {
            sum: reversed * (power / own),
            weight: power / u64::from(base),
            counter: Counter::new(number, base),
            digits,
        }
    }

    #[inline]
    fn add(&mut self, amount: u64) {
        let Integer { sum, weight, counter, digits } = self;
        let (mut weight, base) = (*weight, counter.base);
        counter.add(amount, |from, to| {
            let change = u64::from(digits.map(to, base)).wrapping_sub(u64::from(digits.map(from, base)));
            *sum = sum.wrapping_add(change.wrapping_mul(weight));
            weight /= u64::from(base);
        });
    }
}

/// The part of a cell that the permuted digits above a block are worth.
#[derive(Debug)]
struct Fraction {
    /// In units of 2^-96. Its error is far below 2^-64, so that it may just leave the range.
    sum: i128,
    /// What the lowest digit is worth.
    weight: u128,
    counter: Counter,
    permutations: Permutations,
    /// The lowest digit's permutation, and what the zeros above it are worth.
    permutation: Permutation,
    zeros: u128,
    position: u32,
}

impl Fraction {
    /// Of `number`, whose lowest digit is at the position that has `power` = base^position.
    fn new(permutations: &Permutations, number: u64, power: u32) -> Self {
        let base = permutations.base();
        let (_, position) = self::block(base, power);
        let all = permutations.zeros(power);
        let (permutation, zeros) = permutations.at(position, all);
        Fraction {
            sum: permutations.fraction(number, position, all),
            weight: divide_short(1 << FRACTION_BITS, base),
            counter: Counter::new(number, base),
            permutations: *permutations,
            permutation,
            zeros,
            position,
        }
    }

    #[inline]
    fn add(&mut self, amount: u64) {
        let Fraction { sum, weight, counter, permutations, permutation, zeros, position } = self;
        let (mut weight, base) = (*weight, counter.base);
        let (mut permutation, mut zeros, mut position, mut first) = (*permutation, *zeros, *position, true);
        counter.add(amount, |from, to| {
            if !first {
                weight = divide_short(weight, base);
                position += 1;
                (permutation, zeros) = permutations.at(position, zeros);
            }
            first = false;
            *sum += i128::from(permutation.change(from, to) as i64) * weight as i128;
        });
    }
}

/// The integer that permuted digits above a block are worth, as far as they belong to the largest block.
#[derive(Debug)]
struct Middle {
    sum: u64,
    number: u64,
    /// One more than its largest number: base^(number of its digits).
    limit: u64,
    /// base^(position of its lowest digit), and that position.
    power: u32,
    position: u32,
}

impl Middle {
    fn new(permutations: &Permutations, number: u64, block: u32, cells: u32) -> Self {
        let (_, position) = self::block(permutations.base(), block);
        let mut middle = Middle { sum: 0, number, limit: u64::from(cells / block), power: block, position };
        middle.set(permutations);
        middle
    }

    /// Adds an amount; returns what is carried to the digits above.
    #[inline]
    fn add(&mut self, amount: u64, permutations: &Permutations) -> u64 {
        let (carry, more) = (amount / self.limit, amount % self.limit);
        let sum = self.number + more;
        let over = sum >= self.limit;
        self.number = if over { sum - self.limit } else { sum };
        if self.limit > 1 {
            self.set(permutations);
        }
        carry + u64::from(over)
    }

    fn set(&mut self, permutations: &Permutations) {
        self.sum = permutations.reversed(self.number, self.power, self.position, self.limit);
    }
}

/// What is above a block.
#[derive(Debug)]
enum High {
    Integer(Integer),
    Permuted(Middle, Fraction),
    /// The number of the block.
    Nested(u64),
    /// Each value by itself.
    None,
}

/// The values of one dimension, block by block.
#[derive(Debug)]
pub(super) struct Column<'t, F> {
    rule: Rule,
    base: u32,
    level: Level,
    /// Of one block, or none.
    entries: &'t [F],
    block: u32,
    /// The next index, and its place in the block.
    index: u64,
    position: u32,
    step: Step<F>,
    high: High,
}

impl<'t, F: Real> Column<'t, F> {
    /// Those of some indices, at least one.
    pub(super) fn new(rule: Rule, base: u32, entries: &'t [F], indices: Indices, level: Level) -> Self {
        let (start, last) = (indices.start, indices.at(indices.count - 1));
        let block = if entries.is_empty() { base } else { entries.len() as u32 };
        let number = start / u64::from(block);
        let mut step = Step {
            way: Way::Quotient,
            power: 1,
            offset: 0,
            divisor: 1,
            reciprocal: (F::one(), F::zero()),
            addend: F::zero(),
        };
        let mut high = High::None;
        match rule {
            Rule::Nested(nested) => {
                if !entries.is_empty() && nested.is_small::<F>(last) {
                    high = High::Nested(number);
                }
            }
            Rule::Permuted(permutations) => {
                let (cells, _) = self::block(base, LARGEST_BLOCK);
                let per_cell = u64::from(cells / block);
                let middle = Middle::new(&permutations, number % per_cell, block, cells);
                step.way = if per_cell == 1 { Way::Sum } else { Way::QuotientSum };
                step.power = per_cell;
                step.divisor = u64::from(cells);
                high = High::Permuted(middle, Fraction::new(&permutations, number / per_cell, cells));
            }
            Rule::Rational(_) | Rule::Shifted(_) => {
                let digits = if let Rule::Rational(digits) = rule { digits } else { Digits::AsTheyAre };
                if let Some((power, divisor)) = powers(base, block, last / u64::from(block))
                    && let Some(way) = way::<F>(base, divisor, level)
                {
                    step.way = way;
                    step.power = power;
                    step.divisor = divisor;
                    if way == Way::Fused {
                        step.reciprocal = reciprocal(divisor);
                    }
                    high = High::Integer(Integer::new(number, power, base, digits));
                }
            }
        }
        let position = (start % u64::from(block)) as u32;
        let mut column = Column { rule, base, level, entries, block, index: start, position, step, high };
        column.set();
        column
    }

    /// A leap in blocks, and what is left.
    pub(super) fn blocks(&self, leap: u64) -> (u64, u64) {
        (leap / u64::from(self.block), leap % u64::from(self.block))
    }

    /// Goes to the index that is larger by so many [blocks](Self::blocks).
    #[inline]
    pub(super) fn leap(&mut self, (amount, more): (u64, u64)) {
        let block = u64::from(self.block);
        let position = u64::from(self.position) + more;
        let over = position >= block;
        self.position = (if over { position - block } else { position }) as u32;
        self.index = self.index.wrapping_add(amount.wrapping_mul(block).wrapping_add(more));
        let amount = amount + u64::from(over);
        if amount > 0 {
            self.add(amount);
        }
    }

    /// The value where the column is.
    #[inline]
    pub(super) fn value(&self) -> F {
        let mut x = [F::zero()];
        if matches!(self.high, High::None | High::Nested(_)) || !self.write_run(&mut x) {
            return value(&self.rule, self.base, self.entries, self.index);
        }
        match self.rule {
            Rule::Shifted(uniform) => shifted(x[0], summand(uniform)),
            _ => x[0],
        }
    }

    /// Writes the next values.
    pub(super) fn write(&mut self, out: &mut [F]) {
        let mut rest = &mut *out;
        while !rest.is_empty() {
            let length = ((self.block - self.position) as usize).min(rest.len());
            let (run, after) = rest.split_at_mut(length);
            if matches!(self.high, High::None) || !self.write_run(run) {
                for (i, x) in run.iter_mut().enumerate() {
                    *x = match self.rule {
                        Rule::Shifted(_) => inverse(self.index + i as u64, self.base, Digits::AsTheyAre),
                        rule => value(&rule, self.base, self.entries, self.index + i as u64),
                    };
                }
            }
            self.index = self.index.wrapping_add(length as u64);
            self.position += length as u32;
            if self.position == self.block {
                self.position = 0;
                self.add(1);
            }
            rest = after;
        }
        if let Rule::Shifted(uniform) = self.rule {
            shift(self.level, out, summand(uniform));
        }
    }

    /// Writes values of one block; false if some of them have to be computed one by one.
    #[inline]
    fn write_run(&self, out: &mut [F]) -> bool {
        if let (High::Nested(number), Rule::Nested(nested)) = (&self.high, &self.rule) {
            nested.write(self.entries, *number, self.position, out);
            return true;
        }
        if !self.entries.is_empty() {
            return self.step.write(self.level, &self.entries[self.position as usize..][..out.len()], out);
        }
        if matches!(self.rule, Rule::Shifted(_) | Rule::Rational(Digits::AsTheyAre)) {
            self.write_counts(out)
        } else {
            self.write_mapped(out)
        }
    }

    /// The digits are 0, 1, …; where they begin belongs to what is above them.
    #[inline]
    fn write_counts(&self, out: &mut [F]) -> bool {
        let (mut step, mut sure) = (self.step, true);
        step.offset += u64::from(self.position) * step.power;
        for out in out.chunks_mut(F::COUNTS.len()) {
            sure &= step.write(self.level, &F::COUNTS[..out.len()], out);
            step.offset += out.len() as u64 * step.power;
        }
        sure
    }

    /// The digits' images are computed.
    fn write_mapped(&self, out: &mut [F]) -> bool {
        let map = Low::new(&self.rule, self.base, 0, 1);
        let mut chunk = [F::zero(); CHUNK];
        let (mut sure, mut position) = (true, self.position);
        for out in out.chunks_mut(CHUNK) {
            let entries = &mut chunk[..out.len()];
            for (entry, digit) in entries.iter_mut().zip(u64::from(position)..) {
                let image = u64::from(map.of(digit as u32));
                *entry = if self.step.way == Way::Sum { cell(image, self.step.divisor) } else { F::from_u64(image) };
            }
            sure &= self.step.write(self.level, entries, out);
            position += out.len() as u32;
        }
        sure
    }

    /// Goes on to another block.
    #[inline]
    fn add(&mut self, amount: u64) {
        match &mut self.high {
            High::None => return,
            High::Nested(number) => return *number += amount,
            High::Integer(integer) => integer.add(amount),
            High::Permuted(middle, fraction) => {
                let carry = middle.add(amount, &fraction.permutations);
                if carry > 0 {
                    fraction.add(carry);
                }
            }
        }
        self.set();
    }

    /// Takes over what is above the block.
    #[inline]
    fn set(&mut self) {
        match &self.high {
            High::None | High::Nested(_) => (),
            High::Integer(integer) => self.step.offset = integer.sum,
            High::Permuted(middle, fraction) => {
                self.step.offset = middle.sum;
                self.step.addend = part(fraction.sum, block(self.base, LARGEST_BLOCK).0);
            }
        }
    }
}

/// The power of `base` above `last`, and that times `block`, if there are such numbers.
fn powers(base: u32, block: u32, last: u64) -> Option<(u64, u64)> {
    let mut power = 1_u64;
    while power <= last {
        power = power.checked_mul(u64::from(base))?;
    }
    Some((power, power.checked_mul(u64::from(block))?))
}

/// How quotients by `divisor`, a power of `base`, are computed.
fn way<F: Real>(base: u32, divisor: u64, level: Level) -> Option<Way> {
    let provable = base % 2 == 1 || base.is_power_of_two();
    if provable && divisor < 1 << (F::DIGITS - 2) && level.fused_bytes().is_some() {
        Some(Way::Fused)
    } else if divisor < 1 << F::DIGITS {
        Some(Way::Quotient)
    } else if WIDE && divisor < 1 << <f64 as Real>::DIGITS {
        Some(Way::Wide)
    } else {
        None
    }
}

/// h = RN(1 / D) and l = RN((1 - h D) / D).
fn reciprocal<F: Real>(divisor: u64) -> (F, F) {
    let d = F::from_u64(divisor);
    let high = F::one() / d;
    let (mantissa, exponent, _) = high.integer_decode();
    // 1 - h D in units of 2^exponent: at most D / 2, so exact.
    let rest = (1_i128 << -i32::from(exponent)) - i128::from(mantissa) * i128::from(divisor);
    let magnitude = F::from_u64(rest.unsigned_abs() as u64) * F::exp2_integer(i32::from(exponent)) / d;
    (high, if rest < 0 { -magnitude } else { magnitude })
}
