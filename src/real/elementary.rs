//! The elementary functions, one text for both precisions: additions, multiplications and divisions alone.
//!
//! The polynomials are near-minimax fits, made with mpmath's `chebyfit` by tests/elementary.py, which also makes the
//! exact values that they are tested against.

macro_rules! elementary {
    (
        $float:ident, $bits:ident, $signed:ident, digits $digits:expr,
        limit $limit:expr, shifter $shifter:expr,
        sine $sine:expr, cosine $cosine:expr,
        ln2 [$ln2_high:expr, $ln2_low:expr], exponential $exponential:expr, exp_range [$exp_low:expr, $exp_high:expr],
        logarithm $logarithm:expr, subnormal_scale $scale:expr
    ) => {
        pub(super) mod $float {
            use core::array::from_fn;
            use core::$float::consts::{FRAC_2_PI, FRAC_PI_2, LOG2_E, SQRT_2};

            const WIDTH: u32 = $bits::BITS;
            const BIAS: $signed = (1 << (WIDTH - $digits - 1)) - 1;
            const SIGN: $bits = 1 << (WIDTH - 1);
            /// Adding this rounds to an integer, which then stands in the low bits.
            const SHIFTER: $float = $shifter;

            #[inline(always)]
            fn polynomial<const N: usize>(x: $float, coefficients: &[$float; N]) -> $float {
                let mut sum = coefficients[N - 1];
                for &c in coefficients[..N - 1].iter().rev() {
                    sum = sum * x + c;
                }
                sum
            }

            /// Sine and cosine of r quarter turns, |r| <= 1/2, turned by `quadrant` quarters.
            #[inline(always)]
            fn quadrant(quadrant: $bits, r: $float) -> ($float, $float) {
                let z = r * r;
                let sin = r * polynomial(z, &$sine);
                let cos = 1.0 + z * polynomial(z, &$cosine);
                let (a, b) = if quadrant & 1 != 0 { (cos, sin) } else { (sin, cos) };
                // The sign of the sine is the quadrant's second bit, that of the cosine differs where they are swapped.
                let (turned, swapped) = (quadrant << (WIDTH - 2), quadrant << (WIDTH - 1));
                let sin_sign = turned & SIGN;
                let cos_sign = (turned ^ swapped) & SIGN;
                ($float::from_bits(a.to_bits() ^ sin_sign), $float::from_bits(b.to_bits() ^ cos_sign))
            }

            #[inline(always)]
            pub(in crate::real) fn sin_cos_quarter_turns(t: $float) -> ($float, $float) {
                let shifted = t + SHIFTER;
                quadrant(shifted.to_bits(), t - (shifted - SHIFTER))
            }

            #[inline(always)]
            pub(in crate::real) fn sin_cos(x: $float) -> ($float, $float) {
                if x.abs() <= $limit { sin_cos_quarter_turns(x * FRAC_2_PI) } else { sin_cos_far(x) }
            }

            #[inline(always)]
            pub(in crate::real) fn sin_cos_slice(x: &[$float], sin: &mut [$float], cos: &mut [$float]) {
                let n = x.len();
                let (sin, cos) = (&mut sin[..n], &mut cos[..n]);
                // Without a branch, so that the loop is vectorised; what is out of range, NaN too, is mended after it.
                // Numbers above 0 have the order of their bits: a difference has the sign if one was beyond the limit.
                let limit: $float = $limit;
                let mut differences = 0;
                for i in 0..n {
                    (sin[i], cos[i]) = sin_cos_quarter_turns(x[i] * FRAC_2_PI);
                    differences |= limit.to_bits().wrapping_sub(x[i].abs().to_bits());
                }
                if differences & SIGN != 0 {
                    for i in 0..n {
                        (sin[i], cos[i]) = sin_cos(x[i]);
                    }
                }
            }

            /// Operation by operation, over all lanes: see [`Lanes`](crate::lanes::Lanes).
            #[inline(always)]
            pub(in crate::real) fn sin_cos_lanes<const W: usize>(x: [$float; W]) -> ([$float; W], [$float; W]) {
                let t: [$float; W] = from_fn(|l| x[l] * FRAC_2_PI);
                let shifted: [$float; W] = from_fn(|l| t[l] + SHIFTER);
                let r: [$float; W] = from_fn(|l| t[l] - (shifted[l] - SHIFTER));
                let z: [$float; W] = from_fn(|l| r[l] * r[l]);
                let (sines, cosines) = ($sine, $cosine);
                let last = sines.len() - 1;
                let (mut sin, mut cos) = ([sines[last]; W], [cosines[last]; W]);
                for i in (0..last).rev() {
                    sin = from_fn(|l| sin[l] * z[l] + sines[i]);
                    cos = from_fn(|l| cos[l] * z[l] + cosines[i]);
                }
                let sin: [$bits; W] = from_fn(|l| (r[l] * sin[l]).to_bits());
                let cos: [$bits; W] = from_fn(|l| (1.0 + z[l] * cos[l]).to_bits());
                // Swapped where the quadrant is odd: by their difference, since a choice per lane is not always a blend.
                let quadrant: [$bits; W] = from_fn(|l| shifted[l].to_bits());
                let swap: [$bits; W] = from_fn(|l| (sin[l] ^ cos[l]) & (quadrant[l] & 1).wrapping_neg());
                let turned: [$bits; W] = from_fn(|l| quadrant[l] << (WIDTH - 2));
                let swapped: [$bits; W] = from_fn(|l| quadrant[l] << (WIDTH - 1));
                let mut result = (
                    from_fn(|l| $float::from_bits((sin[l] ^ swap[l]) ^ (turned[l] & SIGN))),
                    from_fn(|l| $float::from_bits((cos[l] ^ swap[l]) ^ ((turned[l] ^ swapped[l]) & SIGN))),
                );
                if !x.iter().fold(true, |near, x| near & (x.abs() <= $limit)) {
                    for l in 0..W {
                        (result.0[l], result.1[l]) = sin_cos(x[l]);
                    }
                }
                result
            }

            #[cold]
            #[inline(never)]
            fn sin_cos_far(x: $float) -> ($float, $float) {
                if !x.is_finite() {
                    return ($float::NAN, $float::NAN);
                }
                let bits = x.abs().to_bits();
                let exponent = (bits >> ($digits - 1)) as i32 - BIAS as i32 - ($digits - 1);
                let significand = bits & ((1 << ($digits - 1)) - 1) | 1 << ($digits - 1);
                let turns = super::reduce(u64::from(significand), exponent);
                let r = turns.fraction as $float
                    * $float::from_bits(((BIAS - turns.shift as $signed) as $bits) << ($digits - 1));
                let (sin, cos) = quadrant(turns.quadrant as $bits, if turns.negative { -r } else { r });
                (if x < 0.0 { -sin } else { sin }, cos)
            }

            #[inline(always)]
            pub(in crate::real) fn exp(x: $float) -> $float {
                if x.is_nan() {
                    return x;
                }
                // Beyond these the result is 0 or infinite anyway, and the integer below would not fit.
                let x = x.clamp($exp_low, $exp_high);
                let shifted = x * LOG2_E + SHIFTER;
                let k = shifted - SHIFTER;
                let r = (x - k * $ln2_high) - k * $ln2_low;
                let value = 1.0 + (r + r * r * polynomial(r, &$exponential));
                // In two factors: 2^k alone may be out of range where the product is not.
                let k = k as $signed;
                let half = k >> 1;
                value
                    * $float::from_bits(((half + BIAS) as $bits) << ($digits - 1))
                    * $float::from_bits(((k - half + BIAS) as $bits) << ($digits - 1))
            }

            #[inline(always)]
            pub(in crate::real) fn ln(x: $float) -> $float {
                if !(x > 0.0 && x < $float::INFINITY) {
                    return match x {
                        0.0 => -$float::INFINITY,
                        _ if x > 0.0 => x,
                        _ => $float::NAN,
                    };
                }
                let subnormal = x < $float::MIN_POSITIVE;
                let bits = (if subnormal { x * $scale } else { x }).to_bits();
                let mut k = (bits >> ($digits - 1)) as $signed - BIAS;
                let one: $float = 1.0;
                let mut m = $float::from_bits(bits & ((1 << ($digits - 1)) - 1) | one.to_bits());
                if m > SQRT_2 {
                    m *= 0.5;
                    k += 1;
                }
                if subnormal {
                    k -= ($digits + 1) as $signed;
                }
                // x = 2^k m; ln m = 2 atanh s = 2 s + s R(s^2), and 2 s = f - s f keeps the exact f in front.
                let f = m - 1.0;
                let s = f / (2.0 + f);
                let z = s * s;
                let r = z * polynomial(z, &$logarithm);
                let k = k as $float;
                k * $ln2_high + (f - (s * (f - r) - k * $ln2_low))
            }
        }
    };
}

elementary!(
    f32, u32, i32, digits 24,
    limit 2.0e4, shifter 12582912.0,
    sine [FRAC_PI_2, -0.6459635, 0.07968022, -0.004602149],
    cosine [-1.2337005, 0.2536694, -0.020861529, 0.00090673985],
    ln2 [0.693_115_23, 3.194_618_3e-5],
    exponential [0.5, 0.16666578, 0.041666556, 0.008363173, 0.0013926176], exp_range [-110.0, 100.0],
    logarithm [0.6666667, 0.40000123, 0.2855082, 0.23330502], subnormal_scale 33554432.0
);

elementary!(
    f64, u64, i64, digits 53,
    limit 1.0e6, shifter 6755399441055744.0,
    sine [
        FRAC_PI_2, -0.6459640975062443, 0.079692626246043, -0.0046817541323409305, 0.00016044115074180222,
        -3.598643351462198e-6, 5.633933560442495e-8
    ],
    cosine [
        -1.2337005501361697, 0.2536695079010478, -0.020863480763340773, 0.0009192602745468402, -2.5202039027990977e-5,
        4.7106784040112685e-7, -6.3293961276747655e-9
    ],
    ln2 [0.6931471804855391, 7.440617110012397e-11],
    exponential [
        0.5, 0.1666666666666667, 0.04166666666666667, 0.008333333333326141, 0.0013888888888883752,
        0.00019841269874801046, 2.480158732553376e-5, 2.7557255425043745e-6, 2.755727366084684e-7,
        2.510520666647184e-8, 2.091467958547083e-9
    ],
    exp_range [-760.0, 720.0],
    logarithm [
        0.6666666666666666, 0.4000000000000088, 0.285714285708035, 0.22222222391740326, 0.18181795637310902,
        0.15386239856306366, 0.13268769028070937, 0.13086669135350779
    ],
    subnormal_scale 18014398509481984.0
);

/// 2/π: 64 zero bits, then its first 1280 bits after the point.
const TWO_OVER_PI: [u64; 21] = [
    0,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
];

/// A count of quarter turns: quadrant ± fraction / 2^shift, with the fraction's leading bit set (or 0).
struct QuarterTurns {
    quadrant: u32,
    negative: bool,
    fraction: u64,
    shift: i32,
}

/// `significand` · 2^`exponent` radians in quarter turns modulo 4, to 64 bits of the fraction; the exponent is between
/// -60 and 971. Only the 192 bits of 2/π from weight 4 / 2^exponent downwards matter: those above give whole turns,
/// those below less than 2^-137 (Payne and Hanek, 1983).
fn reduce(significand: u64, exponent: i32) -> QuarterTurns {
    let offset = (exponent + 62) as usize; // of the first bit that matters, in the table with its 64 zeros
    let (word, shift) = (offset / 64, offset % 64);
    let bits = |i: usize| TWO_OVER_PI.get(word + i).copied().unwrap_or(0);
    let window = |i: usize| bits(i) << shift | bits(i + 1) >> 1 >> (63 - shift);
    // The low 192 bits of significand · window: 2 bits of quadrant, 190 of fraction.
    let m = u128::from(significand);
    let low = m * u128::from(window(2));
    let middle = m * u128::from(window(1)) + (low >> 64);
    let high = significand.wrapping_mul(window(0)).wrapping_add((middle >> 64) as u64);
    let quadrant = (high >> 62) as u32;
    let fraction =
        u128::from(high << 2 | (middle as u64) >> 62) << 64 | u128::from((middle as u64) << 2 | (low as u64) >> 62);
    let negative = fraction >> 127 == 1; // at least a half: count down from the next quarter
    let magnitude = if negative { fraction.wrapping_neg() } else { fraction };
    let zeros = magnitude.leading_zeros().min(127);
    QuarterTurns {
        quadrant: quadrant.wrapping_add(u32::from(negative)),
        negative,
        fraction: ((magnitude << zeros) >> 64) as u64,
        shift: 64 + zeros as i32,
    }
}
