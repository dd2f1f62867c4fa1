//! How a swarm moves, where it starts, and when it stops.

use super::{Boundary, Rule, Start, Topology};
use crate::{Error, Real};

/// How a swarm moves, and when it stops. All but `swarm_size` and `swarm_size_limit` can be changed on the way.
///
/// The default is a small swarm that hears from few and slows down: [`Rule::Falling`] with four random informants each,
/// over and over in rounds of 250, 500, 1000, … generations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options<F> {
    /// The number of particles, at least 1. Default 14.
    pub swarm_size: usize,
    /// With each restart the swarm doubles, as long as it does not become larger than this; where it would, its size stays.
    /// Below `swarm_size` it never grows. Default 0. (The memory is for the larger of both: see
    /// [`largest_swarm`](Options::largest_swarm).)
    pub swarm_size_limit: usize,
    /// How velocities change. Default [`Rule::Falling`]; for the coefficients that were published with another one, see
    /// [`with_rule`](Options::with_rule).
    pub rule: Rule,
    /// Whose best positions a particle knows. Default [`Topology::Random`] of 4.
    pub topology: Topology,
    /// What happens to a particle that would leave the box. Default [`Boundary::Turn`].
    pub boundary: Boundary,
    /// Where particles start for which no position is given. Default [`Start::ScrambledHalton`].
    pub start: Start,
    /// The part w of its velocity that a particle keeps, at least 0; the largest, where the rule changes it. Default 0.7298
    /// (the constriction coefficient χ = 0.72984… of Clerc and Kennedy, 2002, for φ = 4.1).
    pub inertia: F,
    /// The smallest w of the rules that change it, at least 0. Default 0.3.
    pub final_inertia: F,
    /// The pull c₁ to the particle's own best position, at least 0. Default 1.49618 (χφ/2).
    pub cognitive: F,
    /// The pull c₂ to the best position that the particle knows, at least 0. Default 1.49618.
    pub social: F,
    /// The strength σ of the Gaussian perturbation against false minima, at least 0: along each axis, its standard
    /// deviation is σ times the distance of the particle's own best position from the best that it knows, so that it fades
    /// as the swarm converges. Default 0: none.
    pub perturbation: F,
    /// The largest velocity along an axis, in sides of the box, at least 0. Default 0.2.
    pub velocity_limit: F,
    /// The run stops at a value at or below this. Default minus infinity.
    pub target: F,
    /// By how much a value has to be lower than the best before, to count as better for `max_repetition` and
    /// `restart_repetition`: at least 0. Default 0: any lower value counts.
    pub absolute_tolerance: F,
    /// As `absolute_tolerance`, as a part of the best value's magnitude; both are added. Default 0.
    pub relative_tolerance: F,
    /// The run stops when the swarm's spread, the largest distance of a particle's own best position from the swarm's best
    /// along an axis, in sides of the box, is at most this; 0 is never. Default 0.
    pub min_spread: F,
    /// The swarm starts again, in another place, when its spread is at most this and its own best values differ by less than
    /// 10^-10 (f32: 10^-5) of themselves, or when its spread is at most a 10^-5 part of this; 0 is never. Default 10^-7 (f32:
    /// 10^-4).
    pub restart_spread: F,
    /// The swarm starts again after that many generations, then after twice as many, and so on; 0 is never. Default 250.
    pub restart_generations: u64,
    /// The swarm starts again when its best value has not become better for that many generations; 0 is never. Default 0.
    pub restart_repetition: u64,
    /// The run stops after that many evaluations, also in the middle of a generation. Default 2^64 - 1: never.
    pub max_evaluations: u64,
    /// The run stops after that many generations. Default 2^64 - 1: never.
    pub max_generations: u64,
    /// The run stops when the best value has not become better for that many generations, restarts or not; 0 is never.
    /// Default 500.
    pub max_repetition: u64,
    /// Two runs with the same arguments and the same seed are the same, bit for bit. Default 0.
    pub seed: u64,
}

impl<F: Real> Default for Options<F> {
    fn default() -> Self {
        Options {
            swarm_size: 14,
            swarm_size_limit: 0,
            rule: Rule::Falling,
            topology: Topology::Random(4),
            boundary: Boundary::Turn,
            start: Start::ScrambledHalton,
            inertia: F::from_f64(0.7298),
            final_inertia: F::from_f64(0.3),
            cognitive: F::from_f64(1.49618),
            social: F::from_f64(1.49618),
            perturbation: F::zero(),
            velocity_limit: F::from_f64(0.2),
            target: F::neg_infinity(),
            absolute_tolerance: F::zero(),
            relative_tolerance: F::zero(),
            min_spread: F::zero(),
            restart_spread: F::from_f64(if F::DIGITS < 53 { 1e-4 } else { 1e-7 }),
            restart_generations: 250,
            restart_repetition: 0,
            max_evaluations: u64::MAX,
            max_generations: u64::MAX,
            max_repetition: 500,
            seed: 0,
        }
    }
}

impl<F: Real> Options<F> {
    /// The swarm of the posts (D. Laszuk's articles and scripts, which photinus replaces) as it was meant: 40 particles that
    /// all know the swarm's best position, from the plain Halton set on, with Gaussian perturbation of strength 0.1 (our
    /// choice: of 0.03 to 0.3, all of which solve the posts' curve fit), one round of it, until the best value stays the
    /// same for 100 generations. The coefficients are those of Clerc and Kennedy, since the posts' own (w 0.01, c₁ 0.2, c₂
    /// 0.1) do no better than random search.
    pub fn posts() -> Self {
        Options {
            swarm_size: 40,
            rule: Rule::Constant,
            topology: Topology::Global,
            start: Start::Halton,
            perturbation: F::from_f64(0.1),
            velocity_limit: F::one(),
            restart_spread: F::zero(),
            restart_generations: 0,
            max_repetition: 100,
            ..Options::default()
        }
    }

    /// These options with that rule, and the inertia and pulls that were published with it.
    ///
    /// | rule | w | c₁ = c₂ | from |
    /// |---|---|---|---|
    /// | [`Constriction`](Rule::Constriction) | - | 2.05 | Clerc and Kennedy, IEEE Trans. Evol. Comput. 6, 2002 |
    /// | [`Constant`](Rule::Constant) | 0.7298 | 1.49618 | Eberhart and Shi, CEC 2000 |
    /// | [`Falling`](Rule::Falling) | 0.7298 to 0.3 | 1.49618 | our choice of w |
    /// | [`Adaptive`](Rule::Adaptive) | 1 to 0 | 1.49618 | Nickabadi, Ebadzadeh and Safabakhsh, Appl. Soft Comput. 11, 2011; our choice of c |
    /// | [`Sphere`](Rule::Sphere) | 1 / (2 ln 2) | 1/2 + ln 2 | Clerc, Standard particle swarm optimisation, 2012 |
    #[must_use]
    pub fn with_rule(self, rule: Rule) -> Self {
        let (inertia, final_inertia, pull) = match rule {
            Rule::Constriction => (0.7298, 0.3, 2.05),
            Rule::Constant | Rule::Falling => (0.7298, 0.3, 1.49618),
            Rule::Adaptive => (1.0, 0.0, 1.49618),
            Rule::Sphere => (0.5 / core::f64::consts::LN_2, 0.3, 0.5 + core::f64::consts::LN_2),
        };
        let (inertia, final_inertia) = (F::from_f64(inertia), F::from_f64(final_inertia));
        let (cognitive, social) = (F::from_f64(pull), F::from_f64(pull));
        Options { rule, inertia, final_inertia, cognitive, social, ..self }
    }

    /// The most particles that the swarm can come to have: what the memory is for.
    pub const fn largest_swarm(&self) -> usize {
        if self.swarm_size > self.swarm_size_limit { self.swarm_size } else { self.swarm_size_limit }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let strengths = [
            self.inertia,
            self.final_inertia,
            self.cognitive,
            self.social,
            self.perturbation,
            self.velocity_limit,
            self.absolute_tolerance,
            self.relative_tolerance,
            self.min_spread,
            self.restart_spread,
        ];
        let sound = strengths.iter().all(|&x| x >= F::zero() && x.is_finite()) && !self.target.is_nan();
        let informants = !matches!(self.topology, Topology::Ring(0) | Topology::Random(0));
        if sound && informants && self.swarm_size > 0 { Ok(()) } else { Err(Error::Parameter) }
    }
}
