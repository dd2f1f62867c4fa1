//! [`Cursor`]: one point after the other.

use super::column::{block, summand, value};
use super::loops::shifted;
use super::quotient::{below_one, inverse, reverse};
use super::scrambling::{Digits, Rule};
use super::{Halton, LARGEST_BLOCK, Scrambling};
use crate::sequence::{Mapping, Sequence};
use crate::{Error, Real};

/// What a [`Cursor`] keeps of one dimension: 16 bytes.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct CursorState {
    /// The index's digits reversed, as an integer; or the bits of what is above a block.
    first: u64,
    /// What the leftmost of them is worth, or 0 where the integers are too large; or the place in the
    /// block and its length.
    second: u64,
}

/// The points of a [`Halton`] sequence, one per call: see [`Halton::cursor`]. The bits are those of
/// [`Sequence::point`].
#[derive(Debug)]
pub struct Cursor<'a, 's, F> {
    halton: Halton<'a, F>,
    mapping: Mapping<'a, F>,
    states: &'s mut [CursorState],
    /// The next index, unless all points were had.
    index: Option<u64>,
}

impl<'a, 's, F: Real> Cursor<'a, 's, F> {
    pub(super) fn new(halton: Halton<'a, F>, start: u64, states: &'s mut [CursorState]) -> Result<Self, Error> {
        let states = states.get_mut(..halton.dim()).ok_or(Error::Workspace)?;
        let mut cursor = Cursor { halton, mapping: Mapping::default(), states, index: None };
        cursor.seek(start);
        Ok(cursor)
    }

    /// A cursor whose states are those for the index.
    #[cfg(feature = "capi")]
    pub(crate) const fn from_parts(
        halton: Halton<'a, F>,
        mapping: Mapping<'a, F>,
        states: &'s mut [CursorState],
        index: Option<u64>,
    ) -> Self {
        Cursor { halton, mapping, states, index }
    }

    /// This cursor with each point [mapped](Mapping).
    ///
    /// # Errors
    /// [`Error::Dimension`] if the mapping is for another number of dimensions.
    pub fn with_mapping(self, mapping: Mapping<'a, F>) -> Result<Self, Error> {
        mapping.check(self.halton.dim())?;
        Ok(Cursor { mapping, ..self })
    }

    /// The index of the next point, if there is one: all that has to be saved for going on.
    pub const fn index(&self) -> Option<u64> {
        self.index
    }

    /// Goes to another index.
    pub fn seek(&mut self, index: u64) {
        self.index = Some(index);
        for (state, (_, base, rule, entries)) in self.states.iter_mut().zip(self.halton.dimensions()) {
            *state = CursorState::new::<F>(&rule, base, entries, index);
        }
    }

    /// Writes the next point to `point[..dim]`.
    ///
    /// # Errors
    /// [`Error::Length`] if `point` is shorter than the dimension, [`Error::IndexRange`] after index 2^64 - 1.
    #[inline]
    pub fn next(&mut self, point: &mut [F]) -> Result<(), Error> {
        let point = point.get_mut(..self.states.len()).ok_or(Error::Length)?;
        let index = self.index.ok_or(Error::IndexRange)?;
        if self.halton.scrambling == Scrambling::None {
            for ((x, state), &base) in point.iter_mut().zip(&mut *self.states).zip(self.halton.bases) {
                *x = state.next_plain(base, index);
            }
        } else {
            self.next_scrambled(index, point)?;
        }
        if !self.mapping.is_identity() {
            self.mapping.apply_to_point(point);
        }
        self.index = index.checked_add(1);
        Ok(())
    }

    fn next_scrambled(&mut self, index: u64, point: &mut [F]) -> Result<(), Error> {
        if matches!(self.halton.scrambling, Scrambling::DigitPermutations(_)) && self.halton.largest == LARGEST_BLOCK {
            return self.next_permuted(index, point);
        }
        for ((x, state), (_, base, rule, entries)) in
            point.iter_mut().zip(&mut *self.states).zip(self.halton.dimensions())
        {
            *x = match rule {
                Rule::Shifted(uniform) => shifted(state.next_plain(base, index), summand(uniform)),
                _ => value(&rule, base, entries, index),
            };
        }
        Ok(())
    }

    /// With the entries of whole blocks. States that belong to something else, as C's memory may, are an error.
    #[inline]
    fn next_permuted(&mut self, index: u64, point: &mut [F]) -> Result<(), Error> {
        let mut table = self.halton.table;
        for (j, (x, state)) in point.iter_mut().zip(&mut *self.states).enumerate() {
            let (position, len) = (state.second as u32, (state.second >> 32) as usize);
            if len == 0 {
                let base = self.halton.bases[j]; // too large for entries
                *x = value(&self.halton.rule(j), base, &[], index);
                continue;
            }
            let (entries, rest) = table.split_at_checked(len).ok_or(Error::Uninitialised)?;
            let entry = *entries.get(position as usize).ok_or(Error::Uninitialised)?;
            *x = below_one(entry + F::from_bits64(state.first));
            if position + 1 < len as u32 {
                state.second += 1;
            } else {
                let base = self.halton.bases[j];
                *state = CursorState::new(&self.halton.rule(j), base, entries, index.wrapping_add(1));
            }
            table = rest;
        }
        Ok(())
    }
}

impl CursorState {
    fn new<F: Real>(rule: &Rule, base: u32, entries: &[F], index: u64) -> Self {
        match rule {
            Rule::Rational(Digits::AsTheyAre) | Rule::Shifted(_)
                if index.max(1).checked_mul(u64::from(base)).is_some_and(|product| product < 1 << F::DIGITS) =>
            {
                let (reversed, power) = reverse::<u64>(index, base, Digits::AsTheyAre);
                let first = if power == 1 { 0 } else { reversed };
                CursorState { first, second: power.max(u64::from(base)) / u64::from(base) }
            }
            Rule::Permuted(permutations) => {
                let (cells, _) = block(base, LARGEST_BLOCK);
                if entries.len() != cells as usize {
                    return CursorState::default();
                }
                let addend = super::column::addend::<F>(permutations, index / u64::from(cells), cells);
                CursorState { first: addend.to_bits64(), second: (u64::from(cells) << 32) | (index % u64::from(cells)) }
            }
            _ => CursorState::default(),
        }
    }

    /// The value of `index`, and on to the next one.
    #[inline]
    fn next_plain<F: Real>(&mut self, base: u32, index: u64) -> F {
        let CursorState { first: reversed, second: leftmost } = *self;
        if leftmost == 0 || base == 2 {
            return inverse(index, base, Digits::AsTheyAre);
        }
        let power = leftmost.wrapping_mul(u64::from(base));
        // Both are below 2^53.
        let x = F::from_i64(reversed as i64) / F::from_i64(power as i64);
        if reversed < power - leftmost {
            self.first = reversed + leftmost;
        } else {
            self.carry::<F>(base);
        }
        x
    }

    /// Adds 1 to the leftmost digit, which is the largest: it becomes 0, and so on to the right.
    fn carry<F: Real>(&mut self, base: u32) {
        let CursorState { first: reversed, second: leftmost } = self;
        let base = u64::from(base);
        let power = leftmost.wrapping_mul(base);
        let (mut above, mut unit) = (power, *leftmost);
        while unit > 0 && *reversed >= above - unit {
            *reversed -= above - unit;
            (above, unit) = (unit, unit / base);
        }
        *reversed += unit;
        if unit == 0 {
            // All digits were the largest: one digit more.
            *reversed = 1;
            *leftmost = if power.checked_mul(base).is_some_and(|power| power < 1 << F::DIGITS) { power } else { 0 };
        }
    }
}
