//! The Sobol sequence, with Joe and Kuo's direction numbers.

mod directions;
mod lanes;
mod word;

use super::{Indices, Mapping, Sequence};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Layout, Real};
use core::marker::PhantomData;
use lanes::{BLOCK, Lanes};
use word::Word;

/// The Sobol sequence (Sobol', USSR Comput. Math. Math. Phys. 7(4), 1967) with the direction numbers of Joe and Kuo (SIAM
/// J. Sci. Comput. 30, 2635-2654, 2008; their file new-joe-kuo-6.21201), which spread its projections to two dimensions
/// well.
///
/// Coordinate j of point i is the XOR of the direction numbers v_k of dimension j, binary fractions, for all bits k that
/// are 1 in i ^ (i >> 1), or in i itself: see [`Order`]. v_k = m_k / 2^(k + 1), where the m_k are odd; of each dimension,
/// the table has the first few and a primitive polynomial x^s + a_1 x^(s - 1) + … + a_(s - 1) x + 1 over {0, 1}, from which
/// v_k = a_1 v_(k - 1) ^ … ^ a_(s - 1) v_(k - s + 1) ^ v_(k - s) ^ v_(k - s) / 2^s.
///
/// Every index from 0 to 2^64 - 1 is there; the fractions have 64 bits, and a coordinate is that fraction rounded down to a
/// multiple of 2^-53 (f32: 2^-24), so that it is below 1 and off by less than that; without scrambling it is exact for
/// indices below 2^53 (f32: 2^24).
///
/// Of 2^k indices that follow each other from a multiple of 2^k on, each coordinate has exactly one in each interval
/// [c / 2^k, (c + 1) / 2^k), scrambled or not; the first two coordinates together have one in each rectangle of area 2^-k
/// whose sides are such intervals.
///
/// # This one or Halton's
///
/// Scrambled Sobol points are the better choice if their number is a power of 2 and they begin at a multiple of it: the
/// error of a mean falls almost as n^(-3/2) for a smooth integrand, with constants that are small in practice. Take
/// [`Halton`](super::Halton), scrambled, for any number of points from any start (what is no power of 2 spoils Sobol's
/// balance, as does leaving out point 0: Owen, arXiv:2008.08051), or if a bound of the variance has to hold for whatever
/// integrand: it is a small multiple of that of random points for scrambled Halton points, while for Sobol's what is proven
/// grows exponentially with the dimension (Owen and Pan, arXiv:2308.08035). Without scrambling, both are poorly spread in
/// high dimension until points are very many.
///
/// # Cost
///
/// No allocation; up to 7 kB of stack. A fill prepares each dimension in a time that grows with the number of bits of the
/// last index, about that of 200 values, then goes on from value to value at nearly the speed of memory; several times
/// slower scrambled (not shifted), or with a leap. A point costs a preparation per coordinate: fill several at once where
/// that is possible. By rows, more than eight dimensions are prepared again for each 2^15 values or so.
///
/// The table has 1111 dimensions in 11 kB, and with the feature `joe-kuo` 21201 in 394 kB.
///
/// ```
/// use photinus::sequence::{Indices, Sequence, Sobol};
/// let sobol = Sobol::<f64>::new(2)?;
/// let mut points = [0.0; 8];
/// sobol.fill(Indices::new(0, 4), photinus::Layout::ROWS, &mut points)?;
/// assert_eq!(points, [0.0, 0.0, 0.5, 0.5, 0.75, 0.25, 0.25, 0.75]);
///
/// // The mean of x y over the unit square is 1/4: over 2^10 scrambled points, nearly.
/// let sum: f64 = sobol.scrambled(42).points::<2>(0)?.take(1024).map(|[x, y]| x * y).sum();
/// assert!((sum / 1024.0 - 0.25).abs() < 1e-4);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sobol<F> {
    dim: usize,
    order: Order,
    scrambling: SobolScrambling,
    level: Level,
    precision: PhantomData<F>,
}

/// Which point of a [`Sobol`] sequence comes when. The first 2^k points are the same in both orders; block b of 2^k points
/// in Gray's order is block b ^ (b >> 1) in natural order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Point i is the XOR of the direction numbers for the bits of the Gray code of i, which is i ^ (i >> 1): from one point
    /// to the next one, one number changes (Antonov and Saleev, 1979; Bratley and Fox, ACM Algorithm 659, 1988). This is the
    /// order of Joe and Kuo's program, SciPy, GSL and NLopt.
    #[default]
    Gray,
    /// Point i is the XOR of the direction numbers for the bits of i, as Sobol' defined it: the first coordinate is the
    /// radical inverse in base 2.
    Natural,
}

/// How the points of a [`Sobol`] sequence are made random. Whatever the choice, coordinate j of a point depends on its
/// index, the order, the seed and j alone, and what a seed gives is the same for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SobolScrambling {
    /// Not at all: point 0 is the origin.
    #[default]
    None,
    /// Nested uniform scrambling with this seed (Owen, 1995): each bit of a coordinate is kept or flipped at random,
    /// depending on all bits above it. Each point is uniform in the unit cube, means are unbiased, and their variance for
    /// smooth integrands falls almost as n^-3.
    ///
    /// The bits are flipped by a hash, as Laine and Karras (Comput. Graph. Forum 30(4), 2011) and Burley (J. Comput. Graph.
    /// Tech. 9(4), 2020) do, here of 64 bits, with all its constants drawn from (seed, dimension) and products of bits in
    /// each round: pairs of points, of which the variance consists, and groups of four and eight could not be told from truly
    /// independent flips in 2^22 trials.
    Nested(u64),
    /// A random digital shift with this seed: the XOR of each coordinate with one random word per dimension. It costs nothing;
    /// each point is uniform in the unit cube and means are unbiased, but their variance does not gain from smoothness as
    /// with `Nested`.
    Shift(u64),
}

impl<F: Real> Sobol<F> {
    /// How many dimensions the table has: 1111, or 21201 with the feature `joe-kuo`.
    pub const DIMENSIONS: usize = directions::DIMENSIONS;

    /// The sequence in the first `dim` dimensions of the table, in Gray's order, not scrambled.
    ///
    /// # Errors
    /// [`Error::Dimension`] if `dim` is 0 or above [`DIMENSIONS`](Self::DIMENSIONS).
    pub fn new(dim: usize) -> Result<Self, Error> {
        if dim == 0 || dim > Self::DIMENSIONS {
            return Err(Error::Dimension);
        }
        let (order, scrambling) = (Order::Gray, SobolScrambling::None);
        Ok(Sobol { dim, order, scrambling, level: Level::detect(), precision: PhantomData })
    }

    /// The sequence in that order.
    #[must_use]
    pub const fn with_order(self, order: Order) -> Self {
        Sobol { order, ..self }
    }

    /// The sequence scrambled in that way, instead of what it was before.
    #[must_use]
    pub const fn with_scrambling(self, scrambling: SobolScrambling) -> Self {
        Sobol { scrambling, ..self }
    }

    /// The sequence with nested uniform scrambling: [`SobolScrambling::Nested`].
    #[must_use]
    pub const fn scrambled(self, seed: u64) -> Self {
        self.with_scrambling(SobolScrambling::Nested(seed))
    }

    /// The sequence with a random digital shift: [`SobolScrambling::Shift`].
    #[must_use]
    pub const fn shifted(self, seed: u64) -> Self {
        self.with_scrambling(SobolScrambling::Shift(seed))
    }

    /// The same sequence, computed with that instruction set instead of the best one: the bits do not depend on it.
    #[must_use]
    pub const fn with_level(self, level: Level) -> Self {
        Sobol { level, ..self }
    }

    fn write_point<W: Word, const NESTED: bool>(&self, index: u64, out: &mut [F]) {
        let mut lanes = Lanes::<W, 1>::new();
        for (dimension, x) in out.iter_mut().enumerate() {
            lanes.prepare::<F, NESTED>(self, dimension, index);
            let common = Lanes::common::<F, NESTED>(&lanes.at(index));
            [*x] = lanes.point::<F, NESTED>(&common, 0);
        }
    }
}

impl<F: Real> Sequence<F> for Sobol<F> {
    fn dim(&self) -> usize {
        self.dim
    }

    fn point(&self, index: u64, out: &mut [F]) -> Result<(), Error> {
        let out = out.get_mut(..self.dim).ok_or(Error::Length)?;
        match (F::BYTES, self.scrambling) {
            (4, SobolScrambling::Nested(_)) => self.write_point::<u32, true>(index, out),
            (4, _) => self.write_point::<u32, false>(index, out),
            (_, SobolScrambling::Nested(_)) => self.write_point::<u64, true>(index, out),
            (_, _) => self.write_point::<u64, false>(index, out),
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
        mapping.check(self.dim)?;
        let (row, column) = layout.check(indices.count, self.dim, out.len())?;
        if indices.count == 0 {
            return Ok(());
        }
        // The stride of a single row means nothing, and may be any number.
        let row = if indices.count == 1 && column == 1 { self.dim } else { row };
        let out = &mut out[..(indices.count - 1) * row + (self.dim - 1) * column + 1];
        let matrix = Matrix { indices, row, column, mapping, out };
        match (F::BYTES, self.scrambling) {
            (4, SobolScrambling::Nested(_)) => simd::run(self.level, Fill::<F, u32, true>::new(self, matrix)),
            (4, _) => simd::run(self.level, Fill::<F, u32, false>::new(self, matrix)),
            (_, SobolScrambling::Nested(_)) => simd::run(self.level, Fill::<F, u64, true>::new(self, matrix)),
            (_, _) => simd::run(self.level, Fill::<F, u64, false>::new(self, matrix)),
        }
        Ok(())
    }
}

/// Where points go: `out` begins with the first and ends with the last coordinate.
struct Matrix<'a, F> {
    indices: Indices,
    row: usize,
    column: usize,
    mapping: Mapping<'a, F>,
    out: &'a mut [F],
}

struct Fill<'a, F, W, const NESTED: bool> {
    sobol: &'a Sobol<F>,
    matrix: Matrix<'a, F>,
    word: PhantomData<W>,
}

impl<'a, F: Real, W: Word, const NESTED: bool> Fill<'a, F, W, NESTED> {
    fn new(sobol: &'a Sobol<F>, matrix: Matrix<'a, F>) -> Self {
        Fill { sobol, matrix, word: PhantomData }
    }
}

impl<F: Real, W: Word, const NESTED: bool> Kernel for Fill<'_, F, W, NESTED> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (sobol, matrix) = (self.sobol, self.matrix);
        if matrix.row == 1 {
            fill_columns::<F, W, NESTED>(sobol, matrix);
        } else if sobol.dim <= 4 {
            fill_rows::<F, W, 4, NESTED>(sobol, matrix);
        } else {
            fill_rows::<F, W, 8, NESTED>(sobol, matrix);
        }
    }
}

/// How many values are computed before they are mapped: few enough for the first cache.
const PIECE: usize = 1024;

#[inline(always)]
fn fill_columns<F: Real, W: Word, const NESTED: bool>(sobol: &Sobol<F>, matrix: Matrix<'_, F>) {
    let Matrix { indices, column, mapping, out, .. } = matrix;
    let last = indices.at(indices.count - 1);
    let mut lanes = Lanes::<W, 1>::new();
    for j in 0..sobol.dim {
        lanes.prepare_blocks::<F, NESTED>(sobol, j, last);
        let out = &mut out[j * column..][..indices.count];
        for (piece, done) in out.chunks_mut(PIECE).zip((0..).step_by(PIECE)) {
            let start = indices.at(done);
            match indices.leap {
                1 => consecutive::<F, W, NESTED>(&lanes, start, piece),
                leap => leaping::<F, W, NESTED>(&lanes, start, leap, piece),
            }
            mapping.apply_to_column(j, piece);
        }
    }
}

/// The values of consecutive indices.
#[inline(always)]
fn consecutive<F: Real, W: Word, const NESTED: bool>(lanes: &Lanes<W, 1>, start: u64, out: &mut [F]) {
    let write = |words: &[W; 1], block: &mut [F; BLOCK]| {
        let common = Lanes::common::<F, NESTED>(words);
        for (l, x) in block.iter_mut().enumerate() {
            [*x] = lanes.point::<F, NESTED>(&common, l);
        }
    };
    let skipped = start % BLOCK as u64;
    let mut index = start - skipped;
    let mut words = lanes.at(index);
    let mut block = [F::zero(); BLOCK];
    // What is left of the first block, or less.
    let first = ((BLOCK as u64 - skipped) as usize % BLOCK).min(out.len());
    let (head, rest) = out.split_at_mut(first);
    if !head.is_empty() {
        write(&words, &mut block);
        head.copy_from_slice(&block[skipped as usize..][..first]);
        if rest.is_empty() {
            return;
        }
        index += BLOCK as u64;
        lanes.next_block(&mut words, index);
    }
    let (blocks, tail) = rest.as_chunks_mut::<BLOCK>();
    for block in blocks {
        write(&words, block);
        index = index.wrapping_add(BLOCK as u64); // after the last one, 0; its words are not used
        lanes.next_block(&mut words, index);
    }
    if !tail.is_empty() {
        write(&words, &mut block);
        tail.copy_from_slice(&block[..tail.len()]);
    }
}

/// The values of indices that do not follow each other.
#[inline(always)]
fn leaping<F: Real, W: Word, const NESTED: bool>(lanes: &Lanes<W, 1>, start: u64, leap: u64, out: &mut [F]) {
    let (mut index, mut words) = (start, lanes.at(start));
    for block in out.chunks_mut(BLOCK) {
        let mut all = [[W::ZERO]; BLOCK];
        for words_of in &mut all[..block.len()] {
            *words_of = words;
            let next = index.wrapping_add(leap); // after the last one anything; it is not used
            lanes.walk(&mut words, index, next);
            index = next;
        }
        let mut values = [F::zero(); BLOCK];
        for (x, words) in values.iter_mut().zip(&all) {
            [*x] = lanes.point::<F, NESTED>(&Lanes::common::<F, NESTED>(words), 0);
        }
        block.copy_from_slice(&values[..block.len()]);
    }
}

/// The coordinates of a part of the matrix that is filled at once: it should stay in the second cache, since its rows are
/// written in pieces.
const TILE: usize = 1 << 15;

#[inline(always)]
fn fill_rows<F: Real, W: Word, const L: usize, const NESTED: bool>(sobol: &Sobol<F>, matrix: Matrix<'_, F>) {
    let Matrix { indices, row, mapping, out, .. } = matrix;
    let dim = sobol.dim;
    let last = indices.at(indices.count - 1);
    let mut lanes = Lanes::<W, L>::new();
    let rows = if dim <= L { PIECE / L } else { (TILE / dim).max(64) };
    for (tile, done) in out.chunks_mut(rows * row).zip((0..).step_by(rows)) {
        let tile_indices = Indices { start: indices.at(done), count: rows.min(indices.count - done), ..indices };
        let mut first = 0;
        while first < dim {
            if dim > L || done == 0 {
                lanes.prepare_blocks::<F, NESTED>(sobol, first, last);
            }
            fill_lanes::<F, W, L, NESTED>(&lanes, tile_indices, row, dim.min(L), &mut tile[first..]);
            // The last lanes end with the last dimension, and do some again.
            first = if first + L < dim { (first + L).min(dim - L) } else { dim };
        }
        if !mapping.is_identity() {
            tile.chunks_mut(row).for_each(|point| mapping.apply_to_point(&mut point[..dim]));
        }
    }
}

/// Writes the first `width` lanes of points to rows.
#[inline(always)]
fn fill_lanes<F: Real, W: Word, const L: usize, const NESTED: bool>(
    lanes: &Lanes<W, L>,
    indices: Indices,
    row: usize,
    width: usize,
    out: &mut [F],
) {
    let mut words = lanes.at(indices.start);
    if indices.leap != 1 {
        for i in 0..indices.count {
            let common = Lanes::common::<F, NESTED>(&words);
            write(lanes.point::<F, NESTED>(&common, 0), width, &mut out[i * row..]);
            if i + 1 < indices.count {
                lanes.walk(&mut words, indices.at(i), indices.at(i + 1));
            }
        }
        return;
    }
    let skipped = (indices.start % BLOCK as u64) as usize;
    let mut index = indices.start - skipped as u64;
    lanes.walk(&mut words, indices.start, index);
    let (mut skipped, mut done) = (skipped, 0);
    loop {
        let common = Lanes::common::<F, NESTED>(&words);
        let count = (BLOCK - skipped).min(indices.count - done);
        let out = &mut out[done * row..];
        // Lanes beyond the width may be written where the next row begins, which overwrites them.
        let whole = count == BLOCK && (width == L || width == row);
        match out.get_mut(..(BLOCK - 1) * row + L) {
            Some(out) if whole => {
                for l in 0..BLOCK {
                    out[l * row..][..L].copy_from_slice(&lanes.point::<F, NESTED>(&common, l));
                }
            }
            _ => {
                for l in 0..count {
                    write(lanes.point::<F, NESTED>(&common, skipped + l), width, &mut out[l * row..]);
                }
            }
        }
        done += count;
        if done == indices.count {
            return;
        }
        skipped = 0;
        index += BLOCK as u64;
        lanes.next_block(&mut words, index);
    }
}

#[inline(always)]
fn write<F: Real, const L: usize>(point: [F; L], width: usize, out: &mut [F]) {
    out.iter_mut().zip(point).take(width).for_each(|(there, x)| *there = x);
}
