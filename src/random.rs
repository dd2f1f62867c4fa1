//! Independent random streams, addressed by (seed, stream, position).
//!
//! A stream is xoshiro256++ (Blackman and Vigna, ACM Trans. Math. Softw. 47, 2021), its state the first four outputs
//! of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) from the state h(h(h(seed) ^ stream) ^ position), where h(x) is
//! SplitMix64's first output from state x. As a stream begins anywhere at once, an algorithm needs no stored generator:
//! a particle swarm takes one per particle and generation, so that a checkpoint is nothing but numbers, and the order
//! in which particles are served does not matter.
//!
//! Noise is addressed by (seed, step, component) down to the single number: [`Normals`], from [`philox4x32_10`].

mod philox;

pub use philox::{Normals, philox4x32_10};

use crate::Real;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A random stream; what it gives depends on (seed, stream, position) alone, and will not change.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream at that address.
    #[inline]
    pub fn new(seed: u64, stream: u64, position: u64) -> Self {
        let mut state = hash(hash(hash(seed) ^ stream) ^ position);
        let mut bytes = [0; 32];
        for word in bytes.chunks_exact_mut(8) {
            word.copy_from_slice(&hash(state).to_le_bytes());
            state = state.wrapping_add(GOLDEN);
        }
        Stream(Xoshiro256PlusPlus::from_seed(bytes))
    }

    /// 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform on the multiples of 2^-53 (f32: 2^-24) in [0, 1): the upper bits of one word.
    #[inline]
    pub fn uniform<F: Real>(&mut self) -> F {
        let bits = self.next_u64() >> (64 - F::DIGITS);
        F::from_u64(bits) * F::exp2_integer(-(F::DIGITS as i32))
    }

    /// Two independent standard normal numbers (Box and Muller, 1958) from two words.
    #[inline]
    pub fn normal_pair<F: Real>(&mut self) -> (F, F) {
        let positive = F::one() - self.uniform::<F>(); // in (0, 1]
        let (sin, cos) = (F::from_u64(4) * self.uniform::<F>()).sin_cos_quarter_turns();
        let radius = (-(positive.ln() + positive.ln())).sqrt();
        (radius * cos, radius * sin)
    }
}

pub(crate) const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64's first output from state `x`.
#[inline]
pub(crate) fn hash(x: u64) -> u64 {
    let x = x.wrapping_add(GOLDEN);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
