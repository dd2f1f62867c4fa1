//! Natural frequencies at the quantiles of a distribution, and the critical coupling that belongs to it.

use crate::{Error, Real};

/// A symmetric unimodal distribution g(ω) of natural frequencies, in radians per unit of time.
///
/// ```
/// use photinus::kuramoto::FrequencyDistribution;
/// let lorentzian = FrequencyDistribution::Lorentzian { centre: 3.0, width: 0.5 };
/// let mut frequencies = [0.0; 4];
/// lorentzian.quantiles(&mut frequencies)?;
/// let tangent = 0.5 * (std::f64::consts::PI / 8.0).tan();
/// assert!((frequencies[1] - (3.0 - tangent)).abs() < 1e-15 && (frequencies[2] - (3.0 + tangent)).abs() < 1e-15);
/// assert_eq!(lorentzian.critical_coupling()?, 1.0);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FrequencyDistribution<F> {
    /// g(ω) = (γ/π) / ((ω - centre)² + γ²), also named after Cauchy.
    Lorentzian {
        /// The centre, its median.
        centre: F,
        /// γ, half the width at half the height.
        width: F,
    },
    /// g(ω) = exp(-(ω - mean)² / 2σ²) / (σ √(2π)).
    Normal {
        /// The mean.
        mean: F,
        /// The standard deviation σ.
        deviation: F,
    },
    /// g(ω) = 1 / 2h from centre - h to centre + h.
    Uniform {
        /// The middle of the interval.
        centre: F,
        /// h, half the length of the interval.
        half_width: F,
    },
}

use FrequencyDistribution::{Lorentzian, Normal, Uniform};

impl<F: Real> FrequencyDistribution<F> {
    /// Writes the N quantiles F⁻¹((i + 1/2) / N), i = 0 … N - 1, to `out`, N = `out.len()`: rising, and mirror images
    /// of each other. What is added to the centre and what is subtracted from it are the same to the bit, and the
    /// middle one of an odd number is the centre itself.
    ///
    /// These distances from the centre have a relative error of at most 8 ε, with ε the distance from 1 to the next
    /// number; in the tails, too. (Normal quantiles: Wichura, Algorithm AS 241, Appl. Statist. 37, 1988.)
    ///
    /// # Errors
    /// [`Error::NotFinite`] if the centre is NaN or infinite, [`Error::Parameter`] unless the width is a finite number
    /// above 0, or if the outermost quantile would not be finite.
    pub fn quantiles(&self, out: &mut [F]) -> Result<(), Error> {
        let (centre, width) = self.parameters()?;
        let n = out.len();
        // Both k and n - k are integers, so that neither tail nor middle loses digits.
        let part = |k: usize| F::from_u64(k as u64) / F::from_u64(n as u64);
        let distance = |k: usize| width * self.standard_distance(part(k), part(n - k));
        if n > 0 {
            let outermost = distance(1);
            if !(centre - outermost).is_finite() || !(centre + outermost).is_finite() {
                return Err(Error::Parameter);
            }
        }
        for i in 0..n.div_ceil(2) {
            let distance = distance(2 * i + 1);
            out[i] = centre - distance;
            out[n - 1 - i] = centre + distance;
        }
        Ok(())
    }

    /// The quantile F⁻¹(p) for a probability p between 0 and 1, both excluded: what turns numbers that are uniform in
    /// (0, 1), such as a point of any [`Sequence`](crate::sequence::Sequence), into frequencies.
    ///
    /// Its distance from the centre has a relative error of at most 8 ε.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if the centre is NaN or infinite, [`Error::Parameter`] unless the width is a finite number
    /// above 0 and p in (0, 1), or if the quantile would not be finite.
    pub fn quantile(&self, probability: F) -> Result<F, Error> {
        let (centre, width) = self.parameters()?;
        if !(probability > F::zero() && probability < F::one()) {
            return Err(Error::Parameter);
        }
        let half = F::from_f64(0.5);
        let below = probability <= half;
        let tail = if below { probability } else { F::one() - probability };
        let middle = half - tail;
        let distance = width * self.standard_distance(tail + tail, middle + middle);
        let quantile = if below { centre - distance } else { centre + distance };
        if quantile.is_finite() { Ok(quantile) } else { Err(Error::Parameter) }
    }

    /// The density g at `frequency`; 0 at infinity.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if the centre or `frequency` is NaN or the centre infinite, [`Error::Parameter`] unless the
    /// width is a finite number above 0, or if the density would not be finite.
    pub fn density(&self, frequency: F) -> Result<F, Error> {
        let (centre, width) = self.parameters()?;
        if frequency.is_nan() {
            return Err(Error::NotFinite);
        }
        let distance = (frequency - centre).abs();
        let z = distance / width;
        let density = match self {
            Lorentzian { .. } => F::FRAC_1_PI() / (F::one() + z * z) / width,
            Normal { .. } => {
                let root = F::from_f64(0.3989422804014327); // 1 / √(2π)
                root * (z * z * F::from_f64(-0.5)).exp() / width
            }
            Uniform { .. } if distance <= width => F::from_f64(0.5) / width,
            Uniform { .. } => F::zero(),
        };
        if density.is_finite() { Ok(density) } else { Err(Error::Parameter) }
    }

    /// The coupling strength K_c = 2 / (π g(centre)) above which infinitely many oscillators with
    ///
    /// dφ_i/dt = ω_i + (K/N) Σ_j sin(φ_j - φ_i)
    ///
    /// synchronise in part (Kuramoto, 1975; Strogatz, Physica D 143, 2000): 2γ, 2√(2/π) σ or 4h/π. The order
    /// parameter grows from 0 there, but that of the uniform distribution jumps (Pazó, Phys. Rev. E 72, 2005).
    ///
    /// # Errors
    /// [`Error::NotFinite`] if the centre is NaN or infinite, [`Error::Parameter`] unless the width is a finite number
    /// above 0, or if the coupling would not be finite.
    pub fn critical_coupling(&self) -> Result<F, Error> {
        let (_, width) = self.parameters()?;
        let coupling = width
            * match self {
                Lorentzian { .. } => F::from_u64(2),
                Normal { .. } => F::from_f64(1.5957691216057308), // 2 √(2/π)
                Uniform { .. } => F::from_f64(1.2732395447351628), // 4/π
            };
        if coupling.is_finite() { Ok(coupling) } else { Err(Error::Parameter) }
    }

    /// Centre and width, if they are good.
    fn parameters(&self) -> Result<(F, F), Error> {
        let (Lorentzian { centre, width }
        | Normal { mean: centre, deviation: width }
        | Uniform { centre, half_width: width }) = *self;
        if !centre.is_finite() {
            return Err(Error::NotFinite);
        }
        if width > F::zero() && width.is_finite() { Ok((centre, width)) } else { Err(Error::Parameter) }
    }

    /// The distance from the centre, in widths, beyond which the frequencies lie with probability `tail`, on both sides
    /// together; `middle` is 1 - `tail`.
    fn standard_distance(&self, tail: F, middle: F) -> F {
        match self {
            // tan of `middle` quarter turns
            Lorentzian { .. } if tail < middle => {
                let (sin, cos) = tail.sin_cos_quarter_turns();
                cos / sin
            }
            Lorentzian { .. } => {
                let (sin, cos) = middle.sin_cos_quarter_turns();
                sin / cos
            }
            Normal { .. } => standard_normal(tail * F::from_f64(0.5), middle * F::from_f64(0.5)),
            Uniform { .. } => middle,
        }
    }
}

/// c + r (c' + r (…)), the constants folded into `F` at every level of optimisation.
macro_rules! horner {
    ($r:expr; $c:literal) => { F::from_f64($c) };
    ($r:expr; $c:literal, $($more:literal),+) => { F::from_f64($c) + $r * horner!($r; $($more),+) };
}

/// The x > 0 beyond which a standard normal variable lies with probability `tail` = 1/2 - `middle`: Wichura's PPND16,
/// in f32 his PPND7, whose relative errors are some 10^-16 and 10^-7.
fn standard_normal<F: Real>(tail: F, middle: F) -> F {
    let single = F::BYTES == 4;
    if middle <= F::from_f64(0.425) {
        let r = F::from_f64(0.180625) - middle * middle;
        return middle
            * if single {
                horner!(r; 3.3871327179, 50.434271938, 159.29113202, 59.10937472)
                    / horner!(r; 1.0, 17.895169469, 78.757757664, 67.1875636)
            } else {
                horner!(
                    r;
                    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
                    67265.7709270087, 33430.57558358813, 2509.0809287301227
                ) / horner!(
                    r;
                    1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
                    39307.89580009271, 28729.085735721943, 5226.495278852854
                )
            };
    }
    let r = (-tail.ln()).sqrt();
    if r <= F::from_u64(5) {
        let r = r - F::from_f64(1.6);
        if single {
            horner!(r; 1.4234372777, 2.75681539, 1.3067284816, 0.17023821103)
                / horner!(r; 1.0, 0.7370016425, 0.12021132975)
        } else {
            horner!(
                r;
                1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
                0.2417807251774506, 0.022723844989269184, 0.0007745450142783414
            ) / horner!(
                r;
                1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
                0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9
            )
        }
    } else {
        let r = r - F::from_u64(5);
        if single {
            horner!(r; 6.657905115, 3.081226386, 0.42868294337, 0.017337203997)
                / horner!(r; 1.0, 0.24197894225, 0.012258202635)
        } else {
            horner!(
                r;
                6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
                0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07
            ) / horner!(
                r;
                1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
                1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15
            )
        }
    }
}
