//! Philox4x32-10, a random function of a counter, and normal numbers addressed by (seed, step, component).

use crate::Real;

/// The block function Philox4x32-10 (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11):
/// 128 random bits for each counter and key.
#[inline(always)]
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [a, b, c, d] = counter;
    let x = [u64::from(a), u64::from(b), u64::from(c), u64::from(d)];
    // Written out, since a loop within a loop over counters is not vectorised.
    let x = round(round(round(round(round(x, 0, key), 1, key), 2, key), 3, key), 4, key);
    let x = round(round(round(round(round(x, 5, key), 6, key), 7, key), 8, key), 9, key);
    let [a, b, c, d] = x;
    [a as u32, b as u32, c as u32, d as u32]
}

/// Round `n`, on words of 64 bits of which the upper halves are 0: a vector of them is multiplied by one instruction.
#[inline(always)]
fn round([a, b, c, d]: [u64; 4], n: u32, [k, l]: [u32; 2]) -> [u64; 4] {
    const LOW: u64 = 0xffff_ffff;
    let k = k.wrapping_add(n.wrapping_mul(0x9e37_79b9));
    let l = l.wrapping_add(n.wrapping_mul(0xbb67_ae85));
    let (p, q) = ((a & LOW) * 0xd251_1f53, (c & LOW) * 0xcd9e_8d57);
    [q >> 32 ^ b ^ u64::from(k), q & LOW, p >> 32 ^ d ^ u64::from(l), p & LOW]
}

/// Independent standard normal numbers, one for each (seed, step, component): what it gives depends on these alone, and
/// will not change.
///
/// Components 2p and 2p + 1 are made from one block of [`philox4x32_10`]: its key is the seed, its counter (step mod 2^32,
/// step / 2^32, p mod 2^32, p / 2^32), each of two words the lower half first. Of the block's words w, w\[0\] + 2^32 w\[1\]
/// and w\[2\] + 2^32 w\[3\] give, by their upper 52 bits (f32: 23), u uniform on (0, 1] and v uniform on [0, 1): u = 1 minus
/// the one fraction, v the other. Component 2p is √(-2 ln u) cos 2πv, component 2p + 1 is √(-2 ln u) sin 2πv (Box and
/// Muller, 1958). So no number is beyond 8.5 (f32: 5.7), and those of `f32` are near those of `f64`.
///
/// ```
/// use photinus::random::Normals;
/// let normals = Normals::new(1);
/// let mut row = [0.0; 3];
/// normals.fill(1000, 0, &mut row);
/// assert_eq!(row[2], normals.normal(1000, 2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Normals {
    key: [u32; 2],
}

impl Normals {
    /// Those of that seed.
    pub const fn new(seed: u64) -> Self {
        Normals { key: [seed as u32, (seed >> 32) as u32] }
    }

    /// The seed.
    pub const fn seed(&self) -> u64 {
        self.key[0] as u64 | (self.key[1] as u64) << 32
    }

    /// The number at (step, component).
    #[inline]
    pub fn normal<F: Real>(&self, step: u64, component: u64) -> F {
        let (u, v) = self.uniforms(step, component / 2);
        let (sin, cos) = angle::<F>(v);
        square_of_radius(u).sqrt() * if component.is_multiple_of(2) { cos } else { sin }
    }

    /// Writes the numbers at (step, first), (step, first + 1), … to `out`. (Behind component 2^64 - 1 comes 0.)
    #[inline(always)]
    pub fn fill<F: Real>(&self, step: u64, first: u64, out: &mut [F]) {
        const PAIRS: usize = 16; // at once
        let alone = out.len().min((first % 2) as usize);
        let (head, tail) = out.split_at_mut(alone);
        for x in head {
            *x = self.normal(step, first);
        }
        let mut pair = first.wrapping_add(alone as u64) / 2;
        for chunk in tail.chunks_mut(2 * PAIRS) {
            // Loops of one kind of work each, which are vectorised.
            let count = chunk.len().div_ceil(2);
            let (mut radii, mut sines, mut cosines) = ([F::zero(); PAIRS], [F::zero(); PAIRS], [F::zero(); PAIRS]);
            let (radii, sines, cosines) = (&mut radii[..count], &mut sines[..count], &mut cosines[..count]);
            for i in 0..count {
                (radii[i], cosines[i]) = self.uniforms(step, pair.wrapping_add(i as u64) & (u64::MAX >> 1));
            }
            for u in &mut *radii {
                *u = square_of_radius(*u);
            }
            for square in &mut *radii {
                *square = square.sqrt();
            }
            for (sin, cos) in sines.iter_mut().zip(&mut *cosines) {
                (*sin, *cos) = angle(*cos);
            }
            let (whole, last) = chunk.as_chunks_mut::<2>();
            for (((out, &r), &sin), &cos) in whole.iter_mut().zip(&*radii).zip(&*sines).zip(&*cosines) {
                *out = [r * cos, r * sin];
            }
            for out in last {
                *out = radii[count - 1] * cosines[count - 1];
            }
            pair = pair.wrapping_add(PAIRS as u64);
        }
    }

    /// What [`fill`](Normals::fill) of each of several seeds writes from component 0 on, side by side.
    #[inline(always)]
    pub(crate) fn fill_side_by_side<F: Real, const W: usize>(all: &[Normals; W], step: u64, out: &mut [[F; W]]) {
        const PAIRS: usize = 4; // at once
        for (chunk, out) in out.chunks_mut(2 * PAIRS).enumerate() {
            let count = out.len().div_ceil(2);
            let (mut radii, mut sines, mut cosines) =
                ([[F::zero(); W]; PAIRS], [[F::zero(); W]; PAIRS], [[F::zero(); W]; PAIRS]);
            let (radii, sines, cosines) = (&mut radii[..count], &mut sines[..count], &mut cosines[..count]);
            for (pair, (u, v)) in radii.iter_mut().zip(&mut *cosines).enumerate() {
                for l in 0..W {
                    (u[l], v[l]) = all[l].uniforms(step, (chunk * PAIRS + pair) as u64);
                }
            }
            // Loops whose length the compiler does not know are vectorised as those of `fill`.
            for u in radii.as_flattened_mut() {
                *u = square_of_radius(*u);
            }
            for square in radii.as_flattened_mut() {
                *square = square.sqrt();
            }
            for (sin, cos) in sines.as_flattened_mut().iter_mut().zip(cosines.as_flattened_mut()) {
                (*sin, *cos) = angle(*cos);
            }
            for (out, ((r, sin), cos)) in out.chunks_mut(2).zip(radii.iter().zip(&*sines).zip(&*cosines)) {
                for (out, factors) in out.iter_mut().zip([cos, sin]) {
                    for l in 0..W {
                        out[l] = r[l] * factors[l];
                    }
                }
            }
        }
    }

    /// u in (0, 1] and v in [0, 1).
    #[inline(always)]
    fn uniforms<F: Real>(&self, step: u64, pair: u64) -> (F, F) {
        let words = philox4x32_10([step as u32, (step >> 32) as u32, pair as u32, (pair >> 32) as u32], self.key);
        let (one, two) = (F::one(), F::from_u64(2));
        (two - above_one::<F>(words[0], words[1]), above_one::<F>(words[2], words[3]) - one)
    }
}

/// 1 and the upper bits of low + 2^32 high as a fraction: by the bits of a float in [1, 2), without a conversion, for which
/// not every CPU has a vector instruction.
#[inline(always)]
fn above_one<F: Real>(low: u32, high: u32) -> F {
    let bits = u64::from(low) | u64::from(high) << 32;
    F::from_bits64(F::one().to_bits64() | bits >> (65 - F::DIGITS))
}

/// -2 ln u
#[inline(always)]
fn square_of_radius<F: Real>(u: F) -> F {
    // It always is; but the compiler, told so, has no branches left in the logarithm.
    let ln = if u > F::zero() && u < F::infinity() { u.ln() } else { F::zero() };
    -(ln + ln)
}

/// (sin 2πv, cos 2πv)
#[inline(always)]
fn angle<F: Real>(v: F) -> (F, F) {
    (F::from_u64(4) * v).sin_cos_quarter_turns()
}
