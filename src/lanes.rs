//! A few numbers side by side, which the compiler keeps in vector registers.
//!
//! Each operation is a loop over a whole array of a constant length, so that it becomes one instruction or two; a loop over
//! lanes with several operations inside is not always vectorised.

use crate::Real;
use core::array::from_fn;
use core::ops::{Add, Mul, Sub};

/// `W` numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lanes<F, const W: usize>(pub(crate) [F; W]);

impl<F: Real, const W: usize> Lanes<F, W> {
    #[inline(always)]
    pub(crate) fn splat(x: F) -> Self {
        Lanes([x; W])
    }

    #[inline(always)]
    pub(crate) fn zero() -> Self {
        Lanes::splat(F::zero())
    }

    /// (sin x, cos x): [`Real::sin_cos`] of each, the same bits.
    #[inline(always)]
    pub(crate) fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = F::sin_cos_lanes(self.0);
        (Lanes(sin), Lanes(cos))
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {$(
        impl<F: Real, const W: usize> $operator for Lanes<F, W> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Lanes(from_fn(|l| self.0[l].$method(other.0[l])))
            }
        }
    )*};
}
operators!(Add add, Sub sub, Mul mul);
