//! [`Discrepancy`]: how evenly points fill the unit cube.

use crate::simd::{self, Level};
use crate::{Error, Layout, Real};
use core::ops::{Add, Mul, Neg};

/// Points side by side.
const LANES: usize = 8;
/// Points of a block: the pairs (i, j) with i in one block and j >= i are summed together.
const ROWS: usize = 32;
/// Dimensions that are multiplied before the next ones are looked at: what a tile on the stack has room for.
const CHUNK: usize = 32;
/// Groups of [`LANES`] points whose products wait for the next dimensions.
const GROUPS: usize = 4;
/// Points that meet a group at once: more need more registers than AVX2 has.
const AT_ONCE: usize = 2;

/// An L2 discrepancy: how far n points x_i in [0, 1]^d are from evenly spread. 0 would be perfect.
///
/// With a_ik = |x_ik - 1/2| and δ_k = |x_ik - x_jk|, and all products over the dimensions k = 1 … d:
///
/// | | D² |
/// |---|---|
/// | [`Centered`](Self::Centered) | (13/12)^d - 2/n Σ_i Π (1 + a_ik/2 - a_ik²/2) + 1/n² Σ_i Σ_j Π (1 + a_ik/2 + a_jk/2 - δ_k/2) |
/// | [`WrapAround`](Self::WrapAround) | -(4/3)^d + 1/n² Σ_i Σ_j Π (3/2 - δ_k (1 - δ_k)) |
/// | [`Mixture`](Self::Mixture) | (19/12)^d - 2/n Σ_i Π (5/3 - a_ik/4 - a_ik²/4) + 1/n² Σ_i Σ_j Π (15/8 - a_ik/4 - a_jk/4 - 3 δ_k/4 + δ_k²/2) |
/// | [`Star`](Self::Star) | 3^-d - 2^(1-d)/n Σ_i Π (1 - x_ik²) + 1/n² Σ_i Σ_j Π (1 - max(x_ik, x_jk)) |
///
/// The first three are returned as D², the last one as D, its root: the values of SciPy's `qmc.discrepancy`.
///
/// ```
/// use photinus::Layout;
/// use photinus::sequence::{Discrepancy, Halton, Indices, Sequence};
/// let halton = Halton::<f64>::new(2)?;
/// let mut points = [0.0; 2 * 100];
/// halton.fill(Indices::new(1, 100), Layout::ROWS, &mut points)?;
/// let squared = Discrepancy::Centered.of(&points, 100, 2, Layout::ROWS)?;
/// assert!(squared.sqrt() < 0.02);
/// # Ok::<(), photinus::Error>(())
/// ```
///
/// # How exact, how fast
///
/// Points of f32 and of f64 are computed with in f64. Each pair of points is looked at once: n²d/2 factors, in a fixed
/// order whatever the layout and the instruction set, and whatever the number of threads that
#[cfg_attr(feature = "std", doc = "[`Pool::discrepancy`](crate::parallel::Pool::discrepancy) takes.")]
#[cfg_attr(not(feature = "std"), doc = "`Pool::discrepancy` takes.")]
/// The sums are nearly exact. What is left of rounding is d ε of the mean over pairs at most, typically below ε/√n of
/// it, and some ε D, with ε = 2.2e-16. D² is a small difference: many points in few dimensions leave the fewest exact
/// digits, more than ten of 10,000 Halton points in two. In more than 1,000 dimensions a product may be too large for
/// f64 (the result is then infinite), or too small (it is 0). It takes 36 kB of stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Discrepancy {
    /// The centered L2 discrepancy, squared (Hickernell, Math. Comp. 67, 1998): no corner of the cube is preferred.
    Centered,
    /// The wrap-around L2 discrepancy, squared (Hickernell 1998, in: Monte Carlo and Quasi-Monte Carlo Methods 1996):
    /// opposite sides of the cube are one.
    WrapAround,
    /// The mixture discrepancy, squared (Zhou, Fang, Ning, J. Complexity 29, 2013): a mean of the two above.
    Mixture,
    /// The L2-star discrepancy (Warnock 1972, in: Applications of Number Theory to Numerical Analysis), not squared: of
    /// boxes with a corner at the origin.
    Star,
}

impl Discrepancy {
    /// All of them.
    pub const ALL: [Discrepancy; 4] =
        [Discrepancy::Centered, Discrepancy::WrapAround, Discrepancy::Mixture, Discrepancy::Star];

    /// This discrepancy of `count` points in `dim` dimensions: `points` is a matrix `[count][dim]` in `layout`. What
    /// lies between the rows is not looked at.
    ///
    /// # Errors
    /// [`Error::Dimension`] if `count` or `dim` is 0, those of [`Layout::check`], [`Error::NotFinite`] if a coordinate
    /// is NaN or infinite, [`Error::Parameter`] if one is outside [0, 1].
    pub fn of<F: Real>(self, points: &[F], count: usize, dim: usize, layout: Layout) -> Result<f64, Error> {
        self.of_with_level(points, count, dim, layout, Level::detect())
    }

    /// [`of`](Self::of) on another instruction set than the best that this CPU has: the same bits.
    ///
    /// # Errors
    /// Those of [`of`](Self::of).
    pub fn of_with_level<F: Real>(
        self,
        points: &[F],
        count: usize,
        dim: usize,
        layout: Layout,
        level: Level,
    ) -> Result<f64, Error> {
        let sums = Sums::new(self, points, count, dim, layout, level)?;
        Ok(sums.discrepancy((0..sums.blocks()).map(|block| sums.block(block))))
    }
}

/// The sums over points and pairs of points, in blocks that may be computed side by side.
#[derive(Clone, Copy)]
pub(crate) struct Sums<'a, F> {
    kind: Discrepancy,
    points: Matrix<'a, F>,
    level: Level,
}

/// What a block adds.
#[derive(Clone, Copy, Default)]
pub(crate) struct BlockSum {
    /// Σ_i Π of what has one index.
    single: Double,
    /// Σ_i<j Π of what has two indices, and half of it for i = j.
    pairs: Double,
}

impl<'a, F: Real> Sums<'a, F> {
    /// Checks the arguments of [`Discrepancy::of`].
    pub(crate) fn new(
        kind: Discrepancy,
        points: &'a [F],
        count: usize,
        dim: usize,
        layout: Layout,
        level: Level,
    ) -> Result<Self, Error> {
        if count == 0 || dim == 0 {
            return Err(Error::Dimension);
        }
        let (row, column) = layout.check(count, dim, points.len())?;
        let (outer, inner, stride) = if column == 1 { (count, dim, row) } else { (dim, count, column) };
        let runs = || (0..outer).map(|i| &points[i * stride..][..inner]);
        if !runs().all(|run| run.iter().all(|x| (F::zero()..=F::one()).contains(x))) {
            let finite = runs().all(|run| run.iter().all(|x| x.is_finite()));
            return Err(if finite { Error::Parameter } else { Error::NotFinite });
        }
        Ok(Sums { kind, points: Matrix { points, count, dim, row, column }, level })
    }

    /// The number of blocks; the first ones have the most work.
    pub(crate) const fn blocks(&self) -> usize {
        self.points.count.div_ceil(ROWS)
    }

    /// The sums of that block.
    pub(crate) fn block(&self, block: usize) -> BlockSum {
        simd::run(self.level, Block { kind: self.kind, points: self.points, first: block * ROWS })
    }

    /// The discrepancy, from the sums of all blocks in order.
    pub(crate) fn discrepancy(&self, blocks: impl Iterator<Item = BlockSum>) -> f64 {
        let sum = blocks.fold(BlockSum::default(), |sum, block| BlockSum {
            single: sum.single + block.single,
            pairs: sum.pairs + block.pairs,
        });
        let (dim, count) = (self.points.dim, self.points.count as f64);
        let whole = match self.kind {
            Discrepancy::Centered => Double::ratio(13.0, 12.0),
            Discrepancy::WrapAround => Double::ratio(4.0, 3.0),
            Discrepancy::Mixture => Double::ratio(19.0, 12.0),
            Discrepancy::Star => Double::ratio(1.0, 3.0),
        };
        let whole = (0..dim).fold(Double::from(1.0), |product, _| product * whole);
        let twice = |x: Double| x + x;
        let pairs = twice(sum.pairs).over(count).over(count);
        let squared = match self.kind {
            Discrepancy::WrapAround => pairs + -whole,
            _ => (whole + -twice(sum.single).over(count)) + pairs,
        };
        // Beyond the range of f64 there are infinities, and their differences.
        let squared = if squared.hi.is_finite() { squared.hi.max(0.0) } else { f64::INFINITY };
        if self.kind == Discrepancy::Star { Real::sqrt(squared) } else { squared }
    }
}

/// Points, checked.
#[derive(Clone, Copy)]
struct Matrix<'a, F> {
    points: &'a [F],
    count: usize,
    dim: usize,
    row: usize,
    column: usize,
}

impl<F: Real> Matrix<'_, F> {
    /// Coordinate `k` of point `i`; of the last point, if there is no such one, so that a group may be filled.
    #[inline(always)]
    fn at(&self, i: usize, k: usize) -> f64 {
        self.points[i.min(self.count - 1) * self.row + k * self.column].to_f64()
    }

    /// Coordinate `k` of points `i`, `i` + 1, ….
    #[inline(always)]
    fn group(&self, i: usize, k: usize) -> [f64; LANES] {
        if self.row == 1 && i + LANES <= self.count {
            let places = &self.points[i + k * self.column..][..LANES];
            return lanes(|l| places[l].to_f64());
        }
        lanes(|l| self.at(i + l, k))
    }
}

/// The factors of one discrepancy.
///
/// A coordinate is rounded before anything is made of it, so that all that is made of one point alone is exact. The
/// sums are then those of points moved by 2 ε at most: a change of some ε D in D². Roundings that differed from sum to
/// sum would change D² by some ε, which is far more if D is small.
trait Factors {
    /// What the factors of pairs take from the point i.
    type Row: Copy;
    /// What they take from a group of points j.
    type Column: Copy;
    /// What stands where nothing has been filled in.
    const EMPTY: (Self::Row, Self::Column);
    /// What the factors of pairs are still to be multiplied with: a power of two.
    const SCALE: f64 = 1.0;
    /// The largest factor of pairs.
    const HIGH: f64 = 1.5;
    /// c, α, β of the factor c + αv + βv² of one point; `None` if there is none.
    const SINGLE: Option<(Double, f64, f64)>;
    /// The v of that.
    fn single(x: f64) -> f64;
    fn row(x: f64) -> Self::Row;
    fn column(x: [f64; LANES]) -> Self::Column;
    fn pairs(row: Self::Row, column: &Self::Column) -> [f64; LANES];
}

/// To a multiple of ε, so that differences from 1/2, 1 and each other are exact.
#[inline(always)]
fn rounded(x: f64) -> f64 {
    (x + 1.0) - 1.0
}

/// One value per lane. (`array::map` is not always inlined, and then not compiled for the instruction set.)
#[inline(always)]
fn lanes(value: impl Fn(usize) -> f64) -> [f64; LANES] {
    let mut lanes = [0.0; LANES];
    for (l, lane) in lanes.iter_mut().enumerate() {
        *lane = value(l);
    }
    lanes
}

/// `f64::min` and `max` are several instructions, because of NaN.
#[inline(always)]
fn min(x: f64, y: f64) -> f64 {
    if x < y { x } else { y }
}
#[inline(always)]
fn max(x: f64, y: f64) -> f64 {
    if x > y { x } else { y }
}

/// (|a| + |b| - |a - b|) / 2 is the smaller one of |a| and |b| on one side of the centre, and 0 on two.
struct Centered;
impl Factors for Centered {
    /// 1 + |a|, and the side.
    type Row = (f64, bool);
    /// 1 + |b| where it is on that side, otherwise 1; for each side.
    type Column = [[f64; LANES]; 2];
    const EMPTY: (Self::Row, Self::Column) = ((1.0, false), [[1.0; LANES]; 2]);
    const SINGLE: Option<(Double, f64, f64)> = Some((Double { hi: 1.0, lo: 0.0 }, 0.5, -0.5));

    #[inline(always)]
    fn single(x: f64) -> f64 {
        (rounded(x) - 0.5).abs()
    }
    #[inline(always)]
    fn row(x: f64) -> Self::Row {
        let a = rounded(x) - 0.5;
        (1.0 + a.abs(), a < 0.0)
    }
    #[inline(always)]
    fn column(x: [f64; LANES]) -> Self::Column {
        let b = lanes(|l| rounded(x[l]) - 0.5);
        [lanes(|l| 1.0 + max(b[l], 0.0)), lanes(|l| 1.0 + max(-b[l], 0.0))]
    }
    #[inline(always)]
    fn pairs((a, side): Self::Row, column: &Self::Column) -> [f64; LANES] {
        let column = &column[usize::from(side)];
        lanes(|l| min(a, column[l]))
    }
}

/// 3/2 - δ (1 - δ) = 5/4 + (δ - 1/2)².
struct WrapAround;
impl Factors for WrapAround {
    type Row = f64;
    type Column = [f64; LANES];
    const EMPTY: (Self::Row, Self::Column) = (0.0, [0.0; LANES]);
    const SINGLE: Option<(Double, f64, f64)> = None;

    #[inline(always)]
    fn single(_: f64) -> f64 {
        0.0
    }
    #[inline(always)]
    fn row(x: f64) -> f64 {
        rounded(x)
    }
    #[inline(always)]
    fn column(x: [f64; LANES]) -> Self::Column {
        lanes(|l| rounded(x[l]))
    }
    #[inline(always)]
    fn pairs(x: f64, column: &Self::Column) -> [f64; LANES] {
        lanes(|l| {
            let e = (x - column[l]).abs() - 0.5;
            1.25 + e * e
        })
    }
}

/// Twice a factor is (δ - 3/4)² + (51/16 - |a|/2 - |b|/2). Coordinates are rounded to a multiple of 4 ε, so that this
/// bracket is exact, too.
struct Mixture;
impl Factors for Mixture {
    /// x and 51/16 - |a|/2.
    type Row = (f64, f64);
    /// y and |b|/2.
    type Column = [[f64; LANES]; 2];
    const EMPTY: (Self::Row, Self::Column) = ((0.0, 0.0), [[0.0; LANES]; 2]);
    const SCALE: f64 = 0.5;
    const HIGH: f64 = 1.875;
    const SINGLE: Option<(Double, f64, f64)> = Some((FIVE_THIRDS, -0.25, -0.25));

    #[inline(always)]
    fn single(x: f64) -> f64 {
        (4.0 * rounded(0.25 * x) - 0.5).abs()
    }
    #[inline(always)]
    fn row(x: f64) -> Self::Row {
        (4.0 * rounded(0.25 * x), 3.1875 - 0.5 * Self::single(x))
    }
    #[inline(always)]
    fn column(x: [f64; LANES]) -> Self::Column {
        [lanes(|l| 4.0 * rounded(0.25 * x[l])), lanes(|l| 0.5 * Self::single(x[l]))]
    }
    #[inline(always)]
    fn pairs((x, a): Self::Row, [y, b]: &Self::Column) -> [f64; LANES] {
        let e = lanes(|l| (x - y[l]).abs() - 0.75);
        let square = lanes(|l| e[l] * e[l]);
        lanes(|l| square[l] + (a - b[l]))
    }
}

/// 5/3, which f64 rounds up by ε/3.
const FIVE_THIRDS: Double = Double { hi: 5.0 / 3.0, lo: f64::EPSILON / -3.0 };

/// 1 - max(x, y) is the smaller one of w = 1 - x and 1 - y; (1 - x²)/2 is w - w²/2.
struct Star;
impl Factors for Star {
    const HIGH: f64 = 1.0;
    type Row = f64;
    type Column = [f64; LANES];
    const EMPTY: (Self::Row, Self::Column) = (0.0, [0.0; LANES]);
    const SINGLE: Option<(Double, f64, f64)> = Some((Double { hi: 0.0, lo: 0.0 }, 1.0, -0.5));

    // Not rounded to a multiple of ε: products of numbers close to 0 need their own last bits.
    #[inline(always)]
    fn single(x: f64) -> f64 {
        1.0 - x
    }
    #[inline(always)]
    fn row(x: f64) -> f64 {
        1.0 - x
    }
    #[inline(always)]
    fn column(x: [f64; LANES]) -> Self::Column {
        lanes(|l| 1.0 - x[l])
    }
    #[inline(always)]
    fn pairs(x: f64, column: &Self::Column) -> [f64; LANES] {
        lanes(|l| min(x, column[l]))
    }
}

/// The work of one block: points from `first` on, each with all points from itself on.
struct Block<'a, F> {
    kind: Discrepancy,
    points: Matrix<'a, F>,
    first: usize,
}

impl<F: Real> simd::Kernel for Block<'_, F> {
    type Output = BlockSum;

    #[inline(always)]
    fn run(self) -> BlockSum {
        match self.kind {
            Discrepancy::Centered => self.sum::<Centered>(),
            Discrepancy::WrapAround => self.sum::<WrapAround>(),
            Discrepancy::Mixture => self.sum::<Mixture>(),
            Discrepancy::Star => self.sum::<Star>(),
        }
    }
}

impl<F: Real> Block<'_, F> {
    #[inline(always)]
    fn sum<T: Factors>(&self) -> BlockSum {
        BlockSum { single: self.single::<T>(), pairs: self.pairs::<T>() }
    }

    /// As precise as it can be had: it costs little beside the pairs.
    #[inline(always)]
    fn single<T: Factors>(&self) -> Double {
        let mut sum = Double::default();
        let Some((constant, linear, square)) = T::SINGLE else { return sum };
        let end = self.points.count.min(self.first + ROWS);
        for i in (self.first..end).step_by(LANES) {
            let (mut hi, mut lo) = ([1.0; LANES], [0.0; LANES]);
            for k in 0..self.points.dim {
                let x = self.points.group(i, k);
                for l in 0..LANES {
                    let v = T::single(x[l]);
                    let factor = (constant + Double::product(v, square * v)) + Double::from(linear * v);
                    let product = Double { hi: hi[l], lo: lo[l] } * factor;
                    (hi[l], lo[l]) = (product.hi, product.lo);
                }
            }
            for l in 0..LANES.min(end - i) {
                sum = sum + Double { hi: hi[l], lo: lo[l] };
            }
        }
        sum
    }

    #[inline(always)]
    fn pairs<T: Factors>(&self) -> Double {
        let Matrix { count, dim, .. } = self.points;
        let mut rows = [[T::EMPTY.0; CHUNK]; ROWS];
        let mut columns = [T::EMPTY.1; CHUNK];
        let mut products = [[[1.0; LANES]; ROWS]; GROUPS];
        // Beyond, products so large are lost anyway.
        let high = (0..dim.min(1000)).fold(1.0, |high, _| high * T::HIGH);
        let (mut sum, mut rest) = ([high; LANES], [0.0; LANES]);
        for start in (self.first..count).step_by(GROUPS * LANES) {
            let groups = (count - start).div_ceil(LANES).min(GROUPS);
            for from in (0..dim).step_by(CHUNK) {
                let chunk = CHUNK.min(dim - from);
                if start == self.first || dim > CHUNK {
                    for (i, row) in rows.iter_mut().enumerate() {
                        for (k, x) in row[..chunk].iter_mut().enumerate() {
                            *x = T::row(self.points.at(self.first + i, from + k));
                        }
                    }
                }
                let scale = (0..chunk).fold(1.0, |scale, _| scale * T::SCALE);
                for (g, products) in products[..groups].iter_mut().enumerate() {
                    for (k, column) in columns[..chunk].iter_mut().enumerate() {
                        *column = T::column(self.points.group(start + g * LANES, from + k));
                    }
                    multiply::<T>(&rows, &columns[..chunk], from == 0, scale, products);
                }
            }
            for (g, products) in products[..groups].iter_mut().enumerate() {
                let j = start + g * LANES;
                if start == self.first || j + LANES > count {
                    self.keep_each_pair_once(j, products);
                }
                add(products, &mut sum, &mut rest);
            }
        }
        (0..LANES).fold(Double::default(), |total, l| (total + Double::sum(sum[l], -high)) + Double::from(rest[l]))
    }

    /// Products of this block's points with those from `j` on: 0 where a pair does not exist or has been met the other
    /// way round, half of it where it is twice the same point.
    #[inline(always)]
    fn keep_each_pair_once(&self, j: usize, products: &mut [[f64; LANES]; ROWS]) {
        for (row, i) in products.iter_mut().zip(self.first..) {
            for (product, j) in row.iter_mut().zip(j..) {
                if i > j || j >= self.points.count {
                    *product = 0.0;
                } else if i == j {
                    *product *= 0.5;
                }
            }
        }
    }
}

/// Multiplies the products, which are 1 before the first dimensions, by the factors of some dimensions.
#[inline(always)]
fn multiply<T: Factors>(
    rows: &[[T::Row; CHUNK]; ROWS],
    columns: &[T::Column],
    first: bool,
    scale: f64,
    products: &mut [[f64; LANES]; ROWS],
) {
    for (rows, products) in rows.as_chunks::<AT_ONCE>().0.iter().zip(products.as_chunks_mut::<AT_ONCE>().0) {
        let mut now = [[scale; LANES]; AT_ONCE];
        if !first {
            for r in 0..AT_ONCE {
                now[r] = lanes(|l| products[r][l] * scale);
            }
        }
        for (k, column) in columns.iter().enumerate().take(CHUNK) {
            for r in 0..AT_ONCE {
                let factors = T::pairs(rows[r][k], column);
                for l in 0..LANES {
                    now[r][l] *= factors[l];
                }
            }
        }
        *products = now;
    }
}

/// Adds products to one sum per lane, with what its roundings lost in `rest` (Dekker's FastTwoSum: the sums, which
/// start at [`Factors::HIGH`] to the power of d, are never below a product).
#[inline(always)]
fn add(products: &[[f64; LANES]; ROWS], sum: &mut [f64; LANES], rest: &mut [f64; LANES]) {
    for products in products {
        for l in 0..LANES {
            let total = sum[l] + products[l];
            rest[l] += products[l] - (total - sum[l]);
            sum[l] = total;
        }
    }
}

/// The sum of two f64, the second one at most half a unit in the last place of the first: some 106 bits. The operations
/// are those of Dekker (Numer. Math. 18, 1971), without fused multiplication.
#[derive(Clone, Copy, Debug, Default)]
struct Double {
    hi: f64,
    lo: f64,
}

impl Double {
    /// x + y, exactly.
    #[inline(always)]
    fn sum(x: f64, y: f64) -> Double {
        let hi = x + y;
        let part = hi - x;
        Double { hi, lo: (x - (hi - part)) + (y - part) }
    }

    /// x y, exactly.
    #[inline(always)]
    fn product(x: f64, y: f64) -> Double {
        let split = |x: f64| {
            let scaled = 134_217_729.0 * x; // 2^27 + 1
            let high = scaled - (scaled - x);
            (high, x - high)
        };
        let ((a, b), (c, d)) = (split(x), split(y));
        let hi = x * y;
        Double { hi, lo: ((a * c - hi) + a * d + b * c) + b * d }
    }

    #[inline(always)]
    fn over(self, divisor: f64) -> Double {
        let hi = self.hi / divisor;
        let left = self + -Double::product(hi, divisor);
        Double::sum(hi, left.hi / divisor)
    }

    fn ratio(numerator: f64, denominator: f64) -> Double {
        Double::from(numerator).over(denominator)
    }
}

impl From<f64> for Double {
    #[inline(always)]
    fn from(x: f64) -> Double {
        Double { hi: x, lo: 0.0 }
    }
}

impl Add for Double {
    type Output = Double;

    #[inline(always)]
    fn add(self, other: Double) -> Double {
        let (high, low) = (Double::sum(self.hi, other.hi), Double::sum(self.lo, other.lo));
        let high = Double::sum(high.hi, high.lo + low.hi);
        Double::sum(high.hi, high.lo + low.lo)
    }
}

impl Mul for Double {
    type Output = Double;

    #[inline(always)]
    fn mul(self, other: Double) -> Double {
        let product = Double::product(self.hi, other.hi);
        Double::sum(product.hi, product.lo + (self.hi * other.lo + self.lo * other.hi))
    }
}

impl Neg for Double {
    type Output = Double;

    #[inline(always)]
    fn neg(self) -> Double {
        Double { hi: -self.hi, lo: -self.lo }
    }
}
