//! What theory says of the chimera, for infinitely many oscillators.

use super::{A, BETA, OSCILLATORS, place};
use photinus::optimize::{Function, Problem, SearchOptions, minimize};
use photinus::{Error, Real};

/// A complex number.
type Complex = (f64, f64);

fn times(a: Complex, b: Complex) -> Complex {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// The field R e^(iΘ) = c + a cos x, c real, in the frame that turns with the oscillators in step, at -Δ: R sin(θ - Θ - β +
/// π/2) = Δ for those, where R > Δ.
pub(super) struct Theory {
    pub(super) c: f64,
    a: Complex,
    pub(super) delta: f64,
}

impl Theory {
    /// The field is what the local order h(x) makes of the kernel (Abrams and Strogatz): c = ⟨h⟩ and a = A ⟨h cos x⟩, means
    /// over the ring; solved by the search for global minima, in a box without the synchronous state c = 1, a = 0.
    pub(super) fn solve() -> Result<Self, Error> {
        let residual = |p: &[f64]| {
            let theory = Theory { c: p[0], a: (p[1], p[2]), delta: p[3] };
            let (mut mean, mut cosine) = ((0.0, 0.0), (0.0, 0.0));
            for i in 0..OSCILLATORS {
                let (order, cos) = theory.order(place(i));
                mean = (mean.0 + order.0, mean.1 + order.1);
                cosine = (cosine.0 + order.0 * cos, cosine.1 + order.1 * cos);
            }
            let n = OSCILLATORS as f64;
            let of_c = (mean.0 / n - theory.c).powi(2) + (mean.1 / n).powi(2);
            of_c + (A * cosine.0 / n - theory.a.0).powi(2) + (A * cosine.1 / n - theory.a.1).powi(2)
        };
        let (lower, upper) = ([0.3, 0.05, -0.5, 0.3], [0.95, 0.7, 0.5, 1.0]);
        let problem = Problem::new(&lower, &upper);
        let found = minimize(&Function::new(4, residual), &problem, &SearchOptions::default())?;
        let p = found.position;
        Ok(Theory { c: p[0], a: (p[1], p[2]), delta: p[3] })
    }

    /// The field at x, and cos x.
    fn field(&self, x: f64) -> (Complex, f64) {
        let cos = Real::sin_cos(x).1;
        ((self.c + self.a.0 * cos, self.a.1 * cos), cos)
    }

    /// The local order h = e^(iβ) (Δ - sqrt(Δ² - R²)) / R e^(iΘ), and cos x.
    fn order(&self, x: f64) -> (Complex, f64) {
        let (field, cos) = self.field(x);
        let square = field.0 * field.0 + field.1 * field.1;
        let root = Real::sqrt((self.delta * self.delta - square).abs());
        let share = if self.delta * self.delta > square { (self.delta - root, 0.0) } else { (self.delta, -root) };
        let (sin_beta, cos_beta) = Real::sin_cos(BETA);
        (times(times((cos_beta / square, sin_beta / square), share), field), cos)
    }

    /// The mean frequency at x: -Δ in step, and sqrt(Δ² - R²) more of those that drift.
    pub(super) fn frequency(&self, x: f64) -> f64 {
        let (field, _) = self.field(x);
        let drift = self.delta * self.delta - field.0 * field.0 - field.1 * field.1;
        Real::sqrt(drift.max(0.0)) - self.delta
    }
}
