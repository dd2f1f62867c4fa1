//! [`Word`]: a fraction in 32 or 64 bits.

use core::ops::{BitAnd, BitOr, BitXor, Shl, Shr};

/// A fraction of 2^BITS. For `f32` it has 32 bits, the upper half of the 64 that it has for `f64`: nothing that is done
/// to a word here lets a lower bit of the fraction change a higher one.
pub(super) trait Word:
    Copy
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
{
    const BITS: u32;
    const ZERO: Self;
    const ONE: Self;

    fn low_bits(x: u64) -> Self;
    fn high_bits(x: u64) -> Self;
    fn widen(self) -> u64;
    fn reverse_bits(self) -> Self;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    /// The product with the lower 32 bits of `factor`.
    fn times(self, factor: Self) -> Self;
}

macro_rules! word {
    ($($word:ident)*) => {
        $(impl Word for $word {
            const BITS: u32 = $word::BITS;
            const ZERO: Self = 0;
            const ONE: Self = 1;

            #[inline(always)]
            fn low_bits(x: u64) -> Self {
                x as $word
            }
            #[inline(always)]
            fn high_bits(x: u64) -> Self {
                (x >> (u64::BITS - $word::BITS)) as $word
            }
            #[inline(always)]
            fn widen(self) -> u64 {
                u64::from(self)
            }
            #[inline(always)]
            fn reverse_bits(self) -> Self {
                self.reverse_bits()
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn times(self, factor: Self) -> Self {
                self.wrapping_mul($word::from(factor as u32))
            }
        })*
    };
}
word!(u32 u64);
