//! The innermost loops: values of one dimension from the entries of its low digits.

use super::quotient::below_one;
use crate::Real;
use crate::simd::{self, Kernel, Level};

/// Whether f64 is fast enough here to help with f32.
pub(super) const WIDE: bool = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));

/// How an entry e becomes a value, for one block of indices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<F> {
    pub(super) way: Way,
    pub(super) power: u64,
    pub(super) offset: u64,
    pub(super) divisor: u64,
    /// 1 / divisor as the sum of two.
    pub(super) reciprocal: (F, F),
    pub(super) addend: F,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// (e power + offset) / divisor; all integers are exact, so that the result is correctly rounded.
    Quotient,
    /// The same bits by fused multiplications: see [`x86`].
    Fused,
    /// f32: the same by f64, in which the integers are exact.
    Wide,
    /// min(e + addend, the largest value below 1).
    Sum,
    /// min((e power + offset) / divisor + addend, the largest value below 1).
    QuotientSum,
}

impl<F: Real> Step<F> {
    /// Writes the values of `entries` to `out`; both have one length. Returns false if some of them can't be decided.
    #[inline]
    pub(super) fn write(&self, level: Level, entries: &[F], out: &mut [F]) -> bool {
        let out = &mut out[..entries.len()];
        #[cfg(target_arch = "x86_64")]
        if self.way == Way::Fused && x86::write_fused(level, self, entries, out) {
            return true;
        }
        simd::run(level, Write { step: self, entries, out })
    }
}

struct Write<'a, F> {
    step: &'a Step<F>,
    entries: &'a [F],
    out: &'a mut [F],
}

impl<F: Real> Kernel for Write<'_, F> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let Step { way, power, offset, divisor, addend, .. } = *self.step;
        if WIDE && way == Way::Wide {
            return self.write_wide();
        }
        let (power, offset, divisor) = (F::from_u64(power), F::from_u64(offset), F::from_u64(divisor));
        let values = self.out.iter_mut().zip(self.entries);
        match way {
            Way::Quotient | Way::Fused => values.for_each(|(x, &e)| *x = (e * power + offset) / divisor),
            Way::Sum => values.for_each(|(x, &e)| *x = below_one(e + addend)),
            Way::QuotientSum => values.for_each(|(x, &e)| *x = below_one((e * power + offset) / divisor + addend)),
            Way::Wide => return false,
        }
        true
    }
}

impl<F: Real> Write<'_, F> {
    /// Rounding twice is rounding once, unless the first result lies in the middle between two values of f32.
    #[inline(always)]
    fn write_wide(self) -> bool {
        let Step { power, offset, divisor, .. } = *self.step;
        let (power, offset, divisor) = (power as f64, offset as f64, divisor as f64);
        let (mut middle, rest) = (0, (1_u64 << 29) - 1);
        for (x, &e) in self.out.iter_mut().zip(self.entries) {
            let wide = (e.to_f64() * power + offset) / divisor;
            middle |= u64::from(wide.to_bits() & rest == 1 << 28);
            *x = below_one(F::from_f64(wide));
        }
        middle == 0
    }
}

/// Values of some dimensions, columns of `height` elements, of which `points` are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tile<'a, F> {
    pub(super) values: &'a [F],
    pub(super) height: usize,
    pub(super) dims: usize,
    pub(super) points: usize,
}

/// Writes a tile as rows, `row` elements from one to the next. Rows of less than four dimensions lie without a gap or are
/// short; they are written in order, and may spill into the next one. What belongs to a `large` output may be written past
/// the cache: then [`finish`] is to be called at the end.
pub(super) fn transpose<F: Real>(level: Level, tile: Tile<'_, F>, out: &mut [F], row: usize, large: bool) {
    let mut done = 0;
    #[cfg(target_arch = "x86_64")]
    if level.fused_bytes().is_some() {
        done = x86::transpose(tile, out, row, large);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (level, large);
    let Tile { values, height, dims, points } = tile;
    while done + 4 <= points {
        for (j, columns) in values.chunks(4 * height).take(dims.div_ceil(4)).enumerate() {
            let out = &mut out[done * row + 4 * j..];
            for (k, column) in columns.chunks(height).take(dims - 4 * j).enumerate() {
                let column = &column[done..][..4];
                out[k] = column[0];
                out[row + k] = column[1];
                out[2 * row + k] = column[2];
                out[3 * row + k] = column[3];
            }
        }
        done += 4;
    }
    for i in done..points {
        for (x, column) in out[i * row..][..dims].iter_mut().zip(values.chunks_exact(height)) {
            *x = column[i];
        }
    }
}

/// Waits until what was written past the cache is in order with what is written next.
pub(super) fn finish() {
    // SAFETY: every CPU of this kind has it.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        core::arch::x86_64::_mm_sfence();
    }
}

/// Adds `summand` modulo 1.
pub(super) fn shift<F: Real>(level: Level, values: &mut [F], summand: F) {
    struct Shift<'a, F>(&'a mut [F], F);
    impl<F: Real> Kernel for Shift<'_, F> {
        type Output = ();
        #[inline(always)]
        fn run(self) {
            self.0.iter_mut().for_each(|x| *x = shifted(*x, self.1));
        }
    }
    simd::run(level, Shift(values, summand));
}

/// x + summand modulo 1, both in [0, 1).
#[inline(always)]
pub(super) fn shifted<F: Real>(x: F, summand: F) -> F {
    let sum = x + summand;
    if sum < F::one() { sum } else { sum - F::one() }
}

/// What needs vectors by name.
///
/// Quotients R / D without a division: v = fma(R, h, RN(R l)), with h = RN(1 / D) and l = RN((1 - h D) / D).
///
/// For D < 2^(digits - 2), odd or a power of two, v is R / D correctly rounded. In the power's case l = 0 and h is exact.
/// Otherwise let u be the unit in the last place of q = R / D. The middle between two values is an odd multiple of u / 2,
/// and 2^j R = D (2 M + 1) is impossible with j > 0 and D odd; so q differs from every middle by at least u / (2 D) >
/// 2^(1 - digits) u, while h + l differs from 1 / D by a relative 2^(-2 digits) and R l is rounded by as much of q, together
/// less than 2^(1 - 2 digits) q < 2^(1 - digits) u. The sum before its one rounding thus lies on q's side of every middle.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Step, Tile};
    use crate::Real;
    use crate::simd::Level;
    use core::any::TypeId;
    use core::arch::x86_64::*;

    /// The values, if the level has fused multiplications and there are enough values for a vector.
    #[inline]
    pub(super) fn write_fused<F: Real>(level: Level, step: &Step<F>, entries: &[F], out: &mut [F]) -> bool {
        assert_eq!(entries.len(), out.len());
        let Some(bytes) = level.fused_bytes() else { return false };
        let double = TypeId::of::<F>() == TypeId::of::<f64>();
        let (entries, out, len) = (entries.as_ptr(), out.as_mut_ptr(), entries.len());
        // SAFETY: the level says what the CPU has; both pointers are to `len` elements of the type that was asked for.
        unsafe {
            match (bytes, double) {
                (64, true) if len >= 8 => avx512_f64(step, entries.cast(), out.cast(), len),
                (64, false) if len >= 16 => avx512_f32(step, entries.cast(), out.cast(), len),
                (_, true) if len >= 4 => avx2_f64(step, entries.cast(), out.cast(), len),
                (_, false) if len >= 8 => avx2_f32(step, entries.cast(), out.cast(), len),
                _ => return false,
            }
        }
        true
    }

    macro_rules! kernel {
        ($name:ident, $features:literal, $float:ident, $lanes:literal, $set:ident, $load:ident, $store:ident, $mul:ident,
         $add:ident, $fma:ident) => {
            /// For `len` values, at least one vector of them.
            #[target_feature(enable = $features)]
            unsafe fn $name<F: Real>(step: &Step<F>, entries: *const $float, out: *mut $float, len: usize) {
                let (power, offset) = ($set(step.power as $float), $set(step.offset as $float));
                let (high, low) = step.reciprocal;
                let (high, low) = ($set(high.to_f64() as $float), $set(low.to_f64() as $float));
                let one = |at: usize| {
                    // SAFETY: at + lanes is at most len.
                    let reversed = $add($mul(unsafe { $load(entries.add(at)) }, power), offset);
                    let value = $fma(reversed, high, $mul(reversed, low));
                    // SAFETY: as above.
                    unsafe { $store(out.add(at), value) };
                };
                let mut at = 0;
                while at + 2 * $lanes <= len {
                    one(at);
                    one(at + $lanes);
                    at += 2 * $lanes;
                }
                if at + $lanes <= len {
                    one(at);
                    at += $lanes;
                }
                if at < len {
                    one(len - $lanes); // some of them again
                }
            }
        };
    }
    kernel!(
        avx2_f64,
        "avx2,fma",
        f64,
        4,
        _mm256_set1_pd,
        _mm256_loadu_pd,
        _mm256_storeu_pd,
        _mm256_mul_pd,
        _mm256_add_pd,
        _mm256_fmadd_pd
    );
    kernel!(
        avx2_f32,
        "avx2,fma",
        f32,
        8,
        _mm256_set1_ps,
        _mm256_loadu_ps,
        _mm256_storeu_ps,
        _mm256_mul_ps,
        _mm256_add_ps,
        _mm256_fmadd_ps
    );
    kernel!(
        avx512_f64,
        "avx512f",
        f64,
        8,
        _mm512_set1_pd,
        _mm512_loadu_pd,
        _mm512_storeu_pd,
        _mm512_mul_pd,
        _mm512_add_pd,
        _mm512_fmadd_pd
    );
    kernel!(
        avx512_f32,
        "avx512f",
        f32,
        16,
        _mm512_set1_ps,
        _mm512_loadu_ps,
        _mm512_storeu_ps,
        _mm512_mul_ps,
        _mm512_add_ps,
        _mm512_fmadd_ps
    );

    /// Squares of 4 x 4 of a tile as rows: see [`transpose`](super::transpose). Returns how many points were written. For a
    /// CPU with AVX2.
    pub(super) fn transpose<F: Real>(tile: Tile<'_, F>, out: &mut [F], row: usize, large: bool) -> usize {
        let Tile { values, height, dims, points } = tile;
        // What is read and written: four rows from each on, the last of them perhaps with a spill.
        let spill = 4_usize.saturating_sub(dims);
        let fits = |points: usize| points == 0 || (points - 1) * row + dims + spill <= out.len();
        let full = points / 4 * 4;
        let squares = if dims >= 4 || dims == row { full - if fits(full) { 0 } else { full.min(4) } } else { 0 };
        assert!(fits(squares) && squares <= height && dims * height <= values.len());
        let (tile, out) = (values.as_ptr(), out.as_mut_ptr());
        let double = TypeId::of::<F>() == TypeId::of::<f64>();
        // Whole lines of the cache.
        let stream = large && [out.addr(), row * F::BYTES, dims * F::BYTES].iter().all(|bytes| bytes % 64 == 0);
        // SAFETY: the CPU has AVX2, by the caller; of the tile's columns, dims or 4 of them, `squares` elements are there
        // by the assertion, and so are as many rows of `out`.
        unsafe {
            match (double, stream) {
                (true, false) => squares_f64(tile.cast(), height, dims, squares, out.cast(), row),
                (true, true) => stream_f64(tile.cast(), height, dims, squares, out.cast(), row),
                (false, false) => squares_f32(tile.cast(), height, dims, squares, out.cast(), row),
                (false, true) => stream_f32(tile.cast(), height, dims, squares, out.cast(), row),
            }
        }
        squares
    }

    macro_rules! squares {
        ($name:ident, $float:ident, $load:ident, $store:ident, $turn:ident) => {
            #[target_feature(enable = "avx2")]
            unsafe fn $name(
                tile: *const $float,
                height: usize,
                dims: usize,
                points: usize,
                out: *mut $float,
                row: usize,
            ) {
                let mut done = 0;
                while done < points {
                    let mut j = 0;
                    while j < dims {
                        // The last one over some columns again; of less than four, the last column stands for those that
                        // are not there.
                        j = j.min(dims.saturating_sub(4));
                        // SAFETY: by the caller.
                        unsafe {
                            let column = |k: usize| $load(tile.add((j + k).min(dims - 1) * height + done));
                            let (a, b, c, d) = $turn(column(0), column(1), column(2), column(3));
                            let out = out.add(done * row + j);
                            $store(out, a);
                            $store(out.add(row), b);
                            $store(out.add(2 * row), c);
                            $store(out.add(3 * row), d);
                        }
                        j += 4;
                    }
                    done += 4;
                }
            }
        };
    }
    squares!(squares_f64, f64, _mm256_loadu_pd, _mm256_storeu_pd, turn_f64);
    squares!(stream_f64, f64, _mm256_loadu_pd, _mm256_stream_pd, turn_f64);
    squares!(squares_f32, f32, _mm_loadu_ps, _mm_storeu_ps, turn_f32);
    squares!(stream_f32, f32, _mm_loadu_ps, _mm_stream_ps, turn_f32);

    #[inline]
    #[target_feature(enable = "avx2")]
    fn turn_f64(a: __m256d, b: __m256d, c: __m256d, d: __m256d) -> (__m256d, __m256d, __m256d, __m256d) {
        let (ab_even, ab_odd) = (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
        let (cd_even, cd_odd) = (_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d));
        (
            _mm256_permute2f128_pd::<0x20>(ab_even, cd_even),
            _mm256_permute2f128_pd::<0x20>(ab_odd, cd_odd),
            _mm256_permute2f128_pd::<0x31>(ab_even, cd_even),
            _mm256_permute2f128_pd::<0x31>(ab_odd, cd_odd),
        )
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn turn_f32(a: __m128, b: __m128, c: __m128, d: __m128) -> (__m128, __m128, __m128, __m128) {
        let (ab_low, ab_high) = (_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b));
        let (cd_low, cd_high) = (_mm_unpacklo_ps(c, d), _mm_unpackhi_ps(c, d));
        (
            _mm_movelh_ps(ab_low, cd_low),
            _mm_movehl_ps(cd_low, ab_low),
            _mm_movelh_ps(ab_high, cd_high),
            _mm_movehl_ps(cd_high, ab_high),
        )
    }
}
