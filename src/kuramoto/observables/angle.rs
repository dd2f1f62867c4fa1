//! Angles of vectors, and differences of angles.

use crate::Real;

/// The angle of the vector (re, im) in radians, in (-π, π] (in the numbers nearest to them): the arctangent of im / re
/// in the right quadrant; 0 for the zero vector. The error is below 1.5 ulp.
///
/// Zeros have no sign here: the angle of (-1, -0) is π. Infinite vectors have an angle, as in C's `atan2`; NaN has
/// none. Mind the order: `atan2(y, x)` elsewhere is `argument(x, y)` here.
pub fn argument<F: Real>(re: F, im: F) -> F {
    let (x, y) = (re.abs(), im.abs());
    if x.is_nan() || y.is_nan() {
        return F::nan();
    }
    let (larger, smaller) = if y > x { (y, x) } else { (x, y) };
    let angle = if larger == F::zero() {
        F::zero()
    } else if larger == smaller {
        F::FRAC_PI_4() // of two infinities, too
    } else {
        arctangent(smaller, larger)
    };
    let half = |low: f64| F::from_f64(if F::BYTES == 4 { -4.371138828673793e-8 } else { 6.123233995736766e-17 } * low);
    let angle = match (y > x, re < F::zero()) {
        (false, false) => angle,
        (false, true) => F::PI() - (angle - half(2.0)),
        (true, false) => F::FRAC_PI_2() - (angle - half(1.0)),
        (true, true) => F::FRAC_PI_2() + (angle + half(1.0)),
    };
    if im < F::zero() { -angle } else { angle }
}

/// c + z (c' + z (…)), the constants folded into `F` at every level of optimisation.
macro_rules! horner {
    ($z:expr; $c:literal) => { F::from_f64($c) };
    ($z:expr; $c:literal, $($more:literal),+) => { F::from_f64($c) + $z * horner!($z; $($more),+) };
}

/// The arctangent of t = y / x, 0 <= y < x: that of 0, 1/2 or 1 plus that of a t' below 7/16, a polynomial (a
/// near-minimax fit).
#[inline(always)]
fn arctangent<F: Real>(y: F, x: F) -> F {
    let single = F::BYTES == 4;
    let low = |f32_low: f64, f64_low: f64| F::from_f64(if single { f32_low } else { f64_low });
    let t = y / x;
    // t' from y and x, which does not have the rounding of t; from their quarters if sums might overflow.
    let scale = F::from_f64(if x > F::one() { 0.25 } else { 1.0 });
    let (y, x) = (y * scale, x * scale);
    let (base, base_low, r) = if t < F::from_f64(0.4375) {
        (F::zero(), F::zero(), t)
    } else if t < F::from_f64(0.6875) {
        let base = F::from_f64(0.4636476090008061);
        (base, low(5.012158655276756e-9, 2.2698777452961687e-17), ((y + y) - x) / ((x + x) + y))
    } else {
        (F::FRAC_PI_4(), low(-2.1855694143368964e-8, 3.061616997868383e-17), (y - x) / (y + x))
    };
    let z = r * r;
    let value = if single {
        horner!(z; -0.33333334, 0.19999963, -0.14283392, 0.110580906, -0.08531211, 0.048201866)
    } else {
        horner!(
            z;
            -0.3333333333333333, 0.19999999999999404, -0.14285714285565465, 0.111111110965279, -0.09090908350382436,
            0.07692285419714515, -0.06666239748865294, 0.05876924062763387, -0.05216532007308444, 0.044916556747777434,
            -0.033114228762660534, 0.014759380407779155
        )
    };
    base + (r + (r * z * value + base_low))
}

/// √(re² + im²), which overflows only where the result does.
#[inline(always)]
pub(super) fn modulus<F: Real>(re: F, im: F) -> F {
    let (x, y) = (re.abs(), im.abs());
    let (larger, smaller) = if y > x { (y, x) } else { (x, y) };
    if larger == F::zero() {
        return larger;
    }
    let t = smaller / larger;
    larger * (F::one() + t * t).sqrt()
}

/// The angle that is a whole number of turns from `angle` and in (-π, π] (in the numbers nearest to them, so that -π
/// becomes π); NaN for NaN and infinity.
///
/// The error is at most 4 ε, with ε the distance from 1 to the next number.
#[inline(always)]
pub fn wrapped<F: Real>(angle: F) -> F {
    let single = F::BYTES == 4;
    if angle > -F::PI() && angle <= F::PI() {
        return angle;
    }
    if angle == -F::PI() {
        return F::PI();
    }
    let near = angle.abs() <= F::from_f64(if single { 2.0e4 } else { 1.0e6 });
    if !near {
        // NaN comes here, too.
        let (sin, cos) = angle.sin_cos();
        return argument(cos, sin);
    }
    let turns = whole_turns(angle);
    // 2π in three parts, of which a whole number of turns is exact.
    let [high, middle, low] = if single {
        [6.28125, 0.0019350051879882812, 3.019915981956753e-7]
    } else {
        [6.283185307169333, 1.0253376606335823e-11, 4.225199626794971e-23]
    };
    let rest = ((angle - turns * F::from_f64(high)) - turns * F::from_f64(middle)) - turns * F::from_f64(low);
    // Rounding may leave it on the wrong side of ±π.
    if rest > F::PI() {
        rest - F::TAU()
    } else if rest <= -F::PI() {
        rest + F::TAU()
    } else {
        rest
    }
}

/// How many whole turns are to be taken off an angle, for what is left to be in (-π, π].
#[inline(always)]
pub(super) fn whole_turns<F: Real>(angle: F) -> F {
    (angle / F::TAU() - F::from_f64(0.5)).ceil()
}
