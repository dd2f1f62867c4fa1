//! The Halton sequence, correctly rounded and scrambled.

mod column;
mod cursor;
mod loops;
mod nested;
mod quotient;
mod scrambling;
mod van_der_corput;

pub use cursor::{Cursor, CursorState};
pub use scrambling::Scrambling;
pub use van_der_corput::VanDerCorput;

use super::{Indices, Mapping, Sequence};
#[cfg(feature = "capi")]
use crate::random::hash;
use crate::simd::Level;
use crate::{Error, Layout, Real};
use column::{Column, LARGEST_BLOCK, block, value, write_entries};
use loops::Tile;
use quotient::inverse;
use scrambling::{Digits, Rule};

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
/// [radical inverse](radical_inverse) of i in base j, if wished with its digits [scrambled](Scrambling).
///
/// Every index from 0 to 2^64 - 1 is there, in any base; without scrambling every value is the correctly rounded one. In
/// high dimension the plain sequence's coordinates of large bases are correlated for the first points: it suits up to
/// about ten dimensions, [`scrambled`](Self::scrambled) any number of them.
///
/// A fill costs O(count · dim); with a leap, or a point by itself, O(log(index)) per coordinate. No memory is needed, but with
/// a [table](Self::with_table) fills are faster, and of scrambled sequences all else.
///
/// ```
/// use photinus::sequence::{Halton, Indices, Sequence};
/// let halton = Halton::<f64>::new(2)?; // bases 2 and 3
/// let mut points = [0.0; 6];
/// halton.fill(Indices::new(1, 3), photinus::Layout::ROWS, &mut points)?;
/// assert_eq!(points, [1.0 / 2.0, 1.0 / 3.0, 1.0 / 4.0, 2.0 / 3.0, 3.0 / 4.0, 1.0 / 9.0]);
///
/// let mut scrambled = [0.0; 6]; // random, but for this seed always the same
/// halton.scrambled(7).fill(Indices::new(1, 3), photinus::Layout::ROWS, &mut scrambled)?;
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Halton<'a, F> {
    bases: &'a [u32],
    scrambling: Scrambling,
    level: Level,
    /// The entries of one dimension after the other: see [`entries_len`].
    table: &'a [F],
    /// The most entries of a dimension.
    largest: u32,
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
            Some(bases) if dim > 0 => Ok(Self::unchecked(bases)),
            _ => Err(Error::Dimension),
        }
    }

    /// The elements of a [table](Halton::with_table) which is large enough for any scrambling in the first `dim` primes,
    /// 1229 at most.
    pub const fn table_len(dim: usize) -> usize {
        let (mut len, mut j) = (0, 0);
        while j < dim && j < PRIMES.len() {
            len += entries_len(PRIMES[j], Scrambling::FaureLemieux, LARGEST_BLOCK);
            j += 1;
        }
        len
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
        Ok(Self::unchecked(bases))
    }

    fn unchecked(bases: &'a [u32]) -> Self {
        Halton { bases, scrambling: Scrambling::None, level: Level::detect(), table: &[], largest: 0 }
    }

    /// The bases, one per dimension.
    pub const fn bases(&self) -> &'a [u32] {
        self.bases
    }

    /// This sequence with its digits permuted at random: [`Scrambling::DigitPermutations`], good in any dimension. A table
    /// that it had is no longer used.
    #[must_use]
    pub fn scrambled(self, seed: u64) -> Self {
        Halton { scrambling: Scrambling::DigitPermutations(seed), table: &[], largest: 0, ..self }
    }

    /// This sequence, scrambled. A table that it had is no longer used.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for [`Scrambling::FaureLemieux`] if a base is not among the first 360 primes.
    pub fn with_scrambling(self, scrambling: Scrambling) -> Result<Self, Error> {
        if !self.bases.iter().all(|&base| scrambling.supports(base)) {
            return Err(Error::Unsupported);
        }
        Ok(Halton { scrambling, table: &[], largest: 0, ..self })
    }

    /// How the digits are scrambled.
    pub const fn scrambling(&self) -> Scrambling {
        self.scrambling
    }

    /// This sequence on another [level](Level) than the best one: the same bits.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Halton { level, ..self }
    }

    /// This sequence with a table, which makes it faster and leaves its values as they are. The table is computed into
    /// `memory`; [`table_len`](Halton::table_len) elements are enough for all dimensions of the first primes. Of less
    /// memory it uses as much as it can, and without any it works as well.
    ///
    /// ```
    /// use photinus::sequence::Halton;
    /// let mut memory = vec![0.0; Halton::<f64>::table_len(32)];
    /// let halton = Halton::new(32)?.scrambled(1).with_table(&mut memory);
    /// assert_eq!(halton.bases()[31], 131);
    /// # Ok::<(), photinus::Error>(())
    /// ```
    #[must_use]
    pub fn with_table(self, memory: &'a mut [F]) -> Self {
        let mut halton = Halton { table: &[], largest: LARGEST_BLOCK, ..self };
        while halton.table_elements().is_none_or(|len| len > memory.len()) {
            halton.largest /= 2;
        }
        let mut rest = &mut *memory;
        for (j, &base) in halton.bases.iter().enumerate() {
            let (entries, after) = rest.split_at_mut(halton.entries_len(base));
            if !entries.is_empty() {
                write_entries(&halton.rule(j), base, entries);
            }
            rest = after;
        }
        Halton { table: memory, ..halton }
    }

    /// The elements of a [table](Self::with_table) that is large enough for this sequence, if there can be so many.
    pub fn full_table_len(&self) -> Option<usize> {
        Halton { largest: LARGEST_BLOCK, ..*self }.table_elements()
    }

    /// What a table depends on, as one number.
    #[cfg(feature = "capi")]
    pub(crate) fn identity(&self) -> u64 {
        let (kind, seed) = match self.scrambling {
            Scrambling::None | Scrambling::Shift(_) => (0, 0),
            Scrambling::DigitPermutations(seed) => (1, seed),
            Scrambling::FaureLemieux => (2, 0),
            Scrambling::Nested(seed) => (3, seed),
        };
        self.bases.iter().fold(hash(hash(kind) ^ seed), |state, &base| hash(state ^ u64::from(base)))
    }

    /// The most entries of a dimension in the table.
    #[cfg(feature = "capi")]
    pub(crate) const fn largest(&self) -> u32 {
        self.largest
    }

    /// A sequence of parts that were checked before.
    #[cfg(feature = "capi")]
    pub(crate) const fn from_parts(bases: &'a [u32], scrambling: Scrambling, table: &'a [F], largest: u32) -> Self {
        Halton { bases, scrambling, level: Level::BASELINE, table, largest }
    }

    /// This sequence with a table that [`with_table`](Self::with_table) computed for an equal one.
    #[cfg(feature = "capi")]
    pub(crate) fn with_known_table(self, table: &'a [F]) -> Self {
        if table.is_empty() {
            return self;
        }
        let mut halton = Halton { table, largest: LARGEST_BLOCK, ..self };
        while halton.table_elements().is_none_or(|len| len > table.len()) {
            halton.largest /= 2;
        }
        halton
    }

    /// The elements of a table with at most `largest` entries per dimension.
    fn table_elements(&self) -> Option<usize> {
        self.bases.iter().try_fold(0_usize, |len, &base| len.checked_add(self.entries_len(base)))
    }

    fn entries_len(&self, base: u32) -> usize {
        entries_len(base, self.scrambling, self.largest)
    }

    fn rule(&self, j: usize) -> Rule {
        Rule::new(self.scrambling, j, self.bases[j])
    }

    /// The bases, each with its number, rule, and entries in the table.
    fn dimensions(&self) -> impl Iterator<Item = (usize, u32, Rule, &'a [F])> {
        let mut rest = self.table;
        self.bases.iter().enumerate().map(move |(j, &base)| {
            let (entries, after) = rest.split_at(if rest.is_empty() { 0 } else { self.entries_len(base) });
            rest = after;
            (j, base, self.rule(j), entries)
        })
    }

    /// The points from `start` on, one per call, in `states`, one per dimension. With permuted digits a cursor is fast if
    /// there is a [table](Self::with_table) for all dimensions.
    ///
    /// # Errors
    /// [`Error::Workspace`] if there are fewer states than dimensions.
    ///
    /// ```
    /// use photinus::sequence::{CursorState, Halton};
    /// let mut states = [CursorState::default(); 2];
    /// let mut cursor = Halton::<f64>::new(2)?.cursor(1, &mut states)?;
    /// let mut point = [0.0; 2];
    /// cursor.next(&mut point)?;
    /// assert_eq!(point, [1.0 / 2.0, 1.0 / 3.0]);
    /// # Ok::<(), photinus::Error>(())
    /// ```
    pub fn cursor<'s>(&self, start: u64, states: &'s mut [CursorState]) -> Result<Cursor<'a, 's, F>, Error> {
        Cursor::new(*self, start, states)
    }

    /// Columns, one after the other.
    fn write_columns(&self, indices: Indices, column: usize, mapping: &Mapping<'_, F>, out: &mut [F]) {
        let count = indices.count;
        let mut own = [F::zero(); OWN_ENTRIES];
        for (j, base, rule, entries) in self.dimensions() {
            let mut rest = &mut own[..];
            let entries =
                if entries.is_empty() { own_entries(self.scrambling, &rule, base, count, &mut rest) } else { entries };
            let mut values = Column::new(rule, base, entries, indices, self.level);
            // In parts, so that they are mapped in the cache.
            for out in out[j * column..][..count].chunks_mut(2048) {
                values.write(out);
                mapping.apply_to_column(j, out);
            }
        }
    }

    /// Rows: a group of dimensions at a time, in tiles, over as many points as stay in the cache until all groups are done.
    fn write_rows(&self, indices: Indices, row: usize, mapping: &Mapping<'_, F>, out: &mut [F]) {
        let dim = self.bases.len();
        let points = if dim <= GROUP { indices.count } else { (CACHE / (dim * F::BYTES)).max(TILE) };
        let large = size_of_val(out) >= LARGE;
        let mut done = 0;
        while done < indices.count {
            let part = Indices::new(indices.at(done), points.min(indices.count - done));
            self.write_part(part, row, mapping, large, &mut out[done * row..]);
            done += part.count;
        }
        if large {
            loops::finish();
        }
    }

    fn write_part(&self, indices: Indices, row: usize, mapping: &Mapping<'_, F>, large: bool, out: &mut [F]) {
        let (count, dim) = (indices.count, self.bases.len());
        // Whole lines of the cache, unless a group would be too small for squares of four.
        let size = if matches!(dim % GROUP, 1..=3) { dim.div_ceil(dim.div_ceil(GROUP)) } else { GROUP.min(dim) };
        let mut dimensions = self.dimensions();
        let mut tile = [F::zero(); TILE];
        let height = TILE / size / 4 * 4;
        loop {
            let mut own = [F::zero(); OWN_ENTRIES];
            let mut free = &mut own[..];
            let (mut first, mut group) = (0, 0);
            let mut columns = [const { None }; GROUP];
            for (place, (j, base, rule, entries)) in columns[..size].iter_mut().zip(&mut dimensions) {
                let entries = if entries.is_empty() {
                    own_entries(self.scrambling, &rule, base, count, &mut free)
                } else {
                    entries
                };
                *place = Some(Column::new(rule, base, entries, indices, self.level));
                first = j - group;
                group += 1;
            }
            if group == 0 {
                return;
            }
            let mut done = 0;
            while done < count {
                let points = height.min(count - done);
                for (k, (column, tile)) in
                    columns[..group].iter_mut().flatten().zip(tile.chunks_exact_mut(height)).enumerate()
                {
                    column.write(&mut tile[..points]);
                    mapping.apply_to_column(first + k, &mut tile[..points]);
                }
                let tile = Tile { values: &tile, height, dims: group, points };
                loops::transpose(self.level, tile, &mut out[done * row + first..], row, large);
                done += points;
            }
        }
    }

    /// Values one by one.
    fn write_apart(&self, indices: Indices, row: usize, column: usize, mapping: &Mapping<'_, F>, out: &mut [F]) {
        let mut own = [F::zero(); OWN_ENTRIES];
        for (j, base, rule, entries) in self.dimensions() {
            let mut rest = &mut own[..];
            let entries = if entries.is_empty() {
                own_entries(self.scrambling, &rule, base, indices.count, &mut rest)
            } else {
                entries
            };
            let mut values = Column::new(rule, base, entries, indices, Level::BASELINE);
            let leap = values.blocks(indices.leap);
            for (i, x) in out[j * column..].iter_mut().step_by(row).take(indices.count).enumerate() {
                if i > 0 {
                    values.leap(leap);
                }
                *x = values.value();
                mapping.apply_to_column(j, core::slice::from_mut(x));
            }
        }
    }
}

/// The dimensions that are computed side by side where points lie by rows, and the elements that they have for it. What lies
/// on the stack is small on a microcontroller.
const GROUP: usize = if cfg!(feature = "std") { 16 } else { 4 };
const TILE: usize = if cfg!(feature = "std") { 1024 } else { 64 };
/// The entries that a fill without a table has on the stack.
const OWN_ENTRIES: usize = if cfg!(feature = "std") { 512 } else { 128 };
/// Bytes that stay in the cache.
const CACHE: usize = 1 << 18;
/// Bytes of an output that is not in the cache when it is read.
const LARGE: usize = 1 << 23;

/// The entries of one dimension in a table, with at most `largest` of them: a power of the base, or none where the digits
/// themselves are the entries.
const fn entries_len(base: u32, scrambling: Scrambling, largest: u32) -> usize {
    let least = match scrambling {
        Scrambling::None | Scrambling::Shift(_) => base as u64 * base as u64,
        Scrambling::DigitPermutations(_) | Scrambling::FaureLemieux | Scrambling::Nested(_) => base as u64,
    };
    if least <= largest as u64 { block(base, largest).0 as usize } else { 0 }
}

/// Entries for `count` values in free memory: not more of them than values.
fn own_entries<'t, F: Real>(
    scrambling: Scrambling,
    rule: &Rule,
    base: u32,
    count: usize,
    free: &mut &'t mut [F],
) -> &'t [F] {
    // Some for each of several dimensions.
    let largest = free.len().min(count).min(OWN_ENTRIES / 4);
    let (entries, rest) = core::mem::take(free).split_at_mut(entries_len(base, scrambling, largest as u32));
    *free = rest;
    if !entries.is_empty() {
        write_entries(rule, base, entries);
    }
    entries
}

impl<F: Real> Sequence<F> for Halton<'_, F> {
    fn dim(&self) -> usize {
        self.bases.len()
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        let out = out.get_mut(..self.bases.len()).ok_or(Error::Length)?;
        if self.scrambling == Scrambling::None {
            out.iter_mut().zip(self.bases).for_each(|(x, &base)| *x = inverse(index, base, Digits::AsTheyAre));
            return Ok(());
        }
        for (x, (_, base, rule, entries)) in out.iter_mut().zip(self.dimensions()) {
            *x = value(&rule, base, entries, index);
        }
        Ok(())
    }

    fn fill(&self, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error> {
        self.fill_mapped(indices, layout, Mapping::default(), out)
    }

    fn fill_mapped(
        &self,
        indices: Indices,
        layout: Layout,
        mapping: Mapping<'_, F>,
        out: &mut [F],
    ) -> Result<(), Error> {
        indices.check()?;
        mapping.check(self.bases.len())?;
        let (row, column) = layout.check(indices.count, self.bases.len(), out.len())?;
        if indices.count == 0 {
            return Ok(());
        }
        let out = &mut out[..(indices.count - 1) * row + (self.bases.len() - 1) * column + 1];
        if indices.leap != 1 || indices.count < 2 {
            self.write_apart(indices, row, column, &mapping, out);
        } else if row == 1 {
            self.write_columns(indices, column, &mapping, out);
        } else {
            self.write_rows(indices, row, &mapping, out);
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
    Ok(inverse(index, base, Digits::AsTheyAre))
}
