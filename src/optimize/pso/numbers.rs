//! The random numbers of a swarm, addressed by (seed, restart, generation, particle).

use crate::Real;
use crate::random::{Normals, hash, philox4x32_10};
use core::array::from_fn;

/// Elements that [`Numbers::pairs`] serves at once.
pub(super) const PAIRS: usize = 16;

/// What a number is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// r₁ and r₂
    Move = 1,
    /// Who hears of whom.
    Links = 2,
    /// A place for a particle that left the box.
    Return = 3,
    /// The radius in the sphere.
    Radius = 4,
    /// Where a particle starts.
    Position = 5,
    /// How fast it starts.
    Velocity = 6,
}

/// The numbers of one generation. With h of the module [`random`](crate::random), the key of Philox4x32-10 is h(h(h(seed) ^
/// restart) ^ generation), its counter (number mod 2^32, number / 2^32, block, purpose): numbers of particles, or of
/// elements of the matrix of positions. Purpose 0 is left to [`Normals`], whose counter is (set, 0, pair mod 2^32, pair /
/// 2^32): no matrix has 2^33 elements.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    key: u64,
}

impl Numbers {
    pub(super) fn new(seed: u64, restart: u64, generation: u64) -> Self {
        Numbers { key: hash(hash(hash(seed) ^ restart) ^ generation) }
    }

    /// Four words.
    #[inline(always)]
    pub(super) fn words(self, particle: u64, block: u32, purpose: Purpose) -> [u32; 4] {
        let counter = [particle as u32, (particle >> 32) as u32, block, purpose as u32];
        philox4x32_10(counter, [self.key as u32, (self.key >> 32) as u32])
    }

    /// Two uniform numbers in [0, 1), the multiples of 2^-32 (f32: 2^-23), for each of `PAIRS` elements: of the four words at
    /// (H chunk + i, 0), with H = PAIRS/2, words 0 and 2 are for element PAIRS chunk + i, words 1 and 3 for PAIRS chunk + H
    /// + i.
    #[inline(always)]
    pub(super) fn pairs<F: Real>(self, chunk: u64, purpose: Purpose) -> ([F; PAIRS], [F; PAIRS]) {
        const H: usize = PAIRS / 2;
        const LOW: u64 = 0xffff_ffff;
        let first = chunk.wrapping_mul(H as u64);
        // The rounds of [`philox4x32_10`] on several blocks at once, word by word, so that each line is a vector instruction.
        let mut a: [u64; H] = from_fn(|l| first.wrapping_add(l as u64) & LOW);
        let mut b: [u64; H] = from_fn(|l| first.wrapping_add(l as u64) >> 32);
        let mut c = [0; H];
        let mut d = [purpose as u64; H];
        let (mut k, mut l) = (self.key as u32, (self.key >> 32) as u32);
        for _ in 0..10 {
            let p: [u64; H] = from_fn(|i| (a[i] & LOW) * 0xd251_1f53);
            let q: [u64; H] = from_fn(|i| (c[i] & LOW) * 0xcd9e_8d57);
            let (key_a, key_c) = (u64::from(k), u64::from(l));
            a = from_fn(|i| q[i] >> 32 ^ b[i] ^ key_a);
            b = q; // whose upper half is of no meaning, as from now on those of all
            c = from_fn(|i| p[i] >> 32 ^ d[i] ^ key_c);
            d = p;
            k = k.wrapping_add(0x9e37_79b9);
            l = l.wrapping_add(0xbb67_ae85);
        }
        let both = |low: [u64; H], high: [u64; H]| -> [F; PAIRS] {
            let (low, high): ([F; H], [F; H]) = (from_fn(|i| fraction(low[i])), from_fn(|i| fraction(high[i])));
            from_fn(|i| if i < H { low[i] } else { high[i - H] })
        };
        (both(a, b), both(c, d))
    }

    /// One uniform number in [0, 1): the upper bits (52, f32: 23) of words 0 and 1.
    #[inline(always)]
    pub(super) fn uniform<F: Real>(self, number: u64, block: u32, purpose: Purpose) -> F {
        let words = self.words(number, block, purpose);
        let bits = u64::from(words[0]) | u64::from(words[1]) << 32;
        F::from_bits64(F::one().to_bits64() | bits >> (65 - F::DIGITS)) - F::one()
    }

    /// Standard normal numbers for the elements from `first` on: `set` 0 for the perturbation, 1 for the sphere.
    #[inline(always)]
    pub(super) fn normals<F: Real>(self, set: u64, first: usize, out: &mut [F]) {
        Normals::new(self.key).fill(set, first as u64, out);
    }
}

/// The upper bits of a word of 32 as a fraction: by the bits of a float in [1, 2), without a conversion, for which not every
/// CPU has a vector instruction.
#[inline(always)]
fn fraction<F: Real>(word: u64) -> F {
    F::from_bits64(F::one().to_bits64() | (word << 32) >> (65 - F::DIGITS)) - F::one()
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_the_words_of_philox() {
        fn check<F: Real>(bits: u32) {
            let numbers = Numbers::new(5, 2, 9);
            for chunk in [0, 1, 5, 1 << 40] {
                let (first, second) = numbers.pairs::<F>(chunk, Purpose::Move);
                for i in 0..PAIRS {
                    let half = PAIRS / 2;
                    let words = numbers.words(chunk * half as u64 + (i % half) as u64, 0, Purpose::Move);
                    for (x, word) in [(first[i], words[i / half]), (second[i], words[2 + i / half])] {
                        let expected = f64::from(word >> (32 - bits)) / f64::from(bits).exp2();
                        assert_eq!(x.to_f64(), expected);
                    }
                }
            }
        }
        check::<f64>(32);
        check::<f32>(23);
    }
}
