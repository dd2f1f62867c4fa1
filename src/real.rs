//! [`Real`]: `f32` and `f64` with elementary functions that return the same bits on every machine.

mod elementary;

use core::fmt::{Debug, Display};
use num_traits::{FloatConst, NumAssign, float::FloatCore};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// A floating-point type that the whole crate is generic over: `f32` or `f64`, nothing else.
///
/// Its elementary functions are photinus's own, made of additions, multiplications and divisions in a fixed order, so
/// that they return the same bits on every target, with `std` or without; those of `f32` use no `f64`, since a
/// microcontroller's FPU often has none. The rest (`abs`, `floor`, infinities, constants …) comes from `num_traits`,
/// from traits whose results are exact.
///
/// In code for `f64` alone, `x.exp()` is the standard library's, whose bits differ from system to system: `Real::exp(x)`
/// is this one.
///
/// The bits hold in the default rounding mode, with subnormal numbers on; the payload of a NaN is not promised.
pub trait Real:
    sealed::Sealed + FloatCore + FloatConst + NumAssign + Debug + Display + Default + Send + Sync + 'static
{
    /// Bits of the significand, the hidden one included: 24 or 53.
    const DIGITS: u32;
    /// Bytes of a value: 4 or 8.
    const BYTES: usize;
    /// 0, 1, 2, …, for kernels.
    #[doc(hidden)]
    const COUNTS: [Self; 64];

    /// The nearest value to `x`, ties to even.
    fn from_f64(x: f64) -> Self;
    /// The nearest value to `n`, ties to even.
    fn from_u64(n: u64) -> Self;
    /// The nearest value to `n`, ties to even: faster than [`from_u64`](Self::from_u64) on some CPUs.
    #[doc(hidden)]
    fn from_i64(n: i64) -> Self;
    /// This value without what is behind the point, 0 for NaN, as an integer.
    #[doc(hidden)]
    fn truncated(self) -> i64;
    /// This value as `f64`, exactly.
    fn to_f64(self) -> f64;
    /// The bits of this value, in the low [`BYTES`](Self::BYTES).
    fn to_bits64(self) -> u64;
    /// The value with the low [`BYTES`](Self::BYTES) of `bits`.
    fn from_bits64(bits: u64) -> Self;
    /// 2 to the power of `exponent`, exactly; the exponent must be that of a normal number.
    fn exp2_integer(exponent: i32) -> Self;

    /// The square root, correctly rounded.
    fn sqrt(self) -> Self;

    /// (sin x, cos x), x in radians.
    ///
    /// Below |x| = 10^6 (f64; 2·10^4 for f32), x is converted to quarter turns by one rounded multiplication, so that
    /// the error is at most 1.5 ε·max(1, |x|), with ε the distance from 1 to the next value: about that of a phase which
    /// is itself rounded. Above, the argument is reduced exactly (Payne and Hanek, 1983), and the error is at most 1.5 ε.
    /// Infinity and NaN give NaN.
    fn sin_cos(self) -> (Self, Self);
    /// (sin(πt/2), cos(πt/2)), t in quarter turns, |t| < 2^22 (f32) or 2^51 (f64); error at most ε.
    fn sin_cos_quarter_turns(self) -> (Self, Self);
    /// [`sin_cos`](Self::sin_cos) of each of `x`, the same bits; all three slices have one length.
    fn sin_cos_slice(x: &[Self], sin: &mut [Self], cos: &mut [Self]);
    /// [`sin_cos`](Self::sin_cos) of each of `x`, the same bits.
    #[doc(hidden)]
    fn sin_cos_lanes<const W: usize>(x: [Self; W]) -> ([Self; W], [Self; W]);
    /// e to the power of x; error at most 2 ulp.
    fn exp(self) -> Self;
    /// The natural logarithm; error at most 1 ulp. Minus infinity at 0, NaN below.
    fn ln(self) -> Self;
}

macro_rules! real {
    ($float:ident, $bits:ident, $integer:ident, $digits:expr, $sqrt:path, $bias:expr) => {
        impl Real for $float {
            const DIGITS: u32 = $digits;
            const BYTES: usize = size_of::<$float>();
            const COUNTS: [Self; 64] = {
                let mut counts = [0.0; 64];
                let mut i = 0;
                while i < counts.len() {
                    counts[i] = i as $float;
                    i += 1;
                }
                counts
            };

            #[inline]
            fn from_f64(x: f64) -> Self {
                x as $float
            }
            #[inline]
            fn from_u64(n: u64) -> Self {
                n as $float
            }
            #[inline]
            fn from_i64(n: i64) -> Self {
                n as $float
            }
            #[inline]
            fn truncated(self) -> i64 {
                self as i64
            }
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline]
            fn to_bits64(self) -> u64 {
                u64::from(self.to_bits())
            }
            #[inline]
            fn from_bits64(bits: u64) -> Self {
                $float::from_bits(bits as $bits)
            }
            #[inline]
            fn exp2_integer(exponent: i32) -> Self {
                $float::from_bits(((exponent + $bias) as $bits) << ($digits - 1))
            }
            #[inline]
            fn sqrt(self) -> Self {
                $sqrt(self)
            }
            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                elementary::$float::sin_cos(self)
            }
            #[inline]
            fn sin_cos_quarter_turns(self) -> (Self, Self) {
                elementary::$float::sin_cos_quarter_turns(self)
            }
            #[inline(always)]
            fn sin_cos_slice(x: &[Self], sin: &mut [Self], cos: &mut [Self]) {
                elementary::$float::sin_cos_slice(x, sin, cos)
            }
            #[inline(always)]
            fn sin_cos_lanes<const W: usize>(x: [Self; W]) -> ([Self; W], [Self; W]) {
                elementary::$float::sin_cos_lanes(x)
            }
            #[inline]
            fn exp(self) -> Self {
                elementary::$float::exp(self)
            }
            #[inline]
            fn ln(self) -> Self {
                elementary::$float::ln(self)
            }
        }
    };
}

real!(f32, u32, i32, 24, square_root::f32, 127);
real!(f64, u64, i64, 53, square_root::f64, 1023);

/// Square roots by the instruction of SSE2, so that a loop of them is compiled for the level it runs on: libm's is assembly.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod square_root {
    use core::arch::x86_64::{_mm_cvtsd_f64, _mm_cvtss_f32, _mm_set_sd, _mm_set_ss, _mm_sqrt_sd, _mm_sqrt_ss};

    #[inline(always)]
    pub(super) fn f32(x: f32) -> f32 {
        // SAFETY: the target has SSE2.
        unsafe { _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x))) }
    }

    #[inline(always)]
    pub(super) fn f64(x: f64) -> f64 {
        // SAFETY: the target has SSE2.
        unsafe { _mm_cvtsd_f64(_mm_sqrt_sd(_mm_set_sd(x), _mm_set_sd(x))) }
    }
}
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
mod square_root {
    pub(super) use libm::{sqrt as f64, sqrtf as f32};
}
