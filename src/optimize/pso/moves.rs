//! [`Rule`]: how velocities change, and the kernel that moves a swarm.

use super::boundary::{Boundary, within};
use super::numbers::{Numbers, PAIRS, Purpose};
use super::topology::Informants;
use crate::Real;
use crate::sequence::scaled;
use crate::simd::Kernel;
use core::array::from_fn;

/// How velocities change. With x a particle's position, v its velocity, p its own best position and g the best that it
/// knows, all rules but the last one are, along each axis,
///
/// v ← w v + c₁ r₁ (p - x) + c₂ r₂ (g - x),
///
/// r₁ and r₂ uniform in [0, 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// v ← χ (v + c₁ r₁ (p - x) + c₂ r₂ (g - x)), with χ = 2 / (φ - 2 + √(φ² - 4φ)) for φ = c₁ + c₂ > 4, else 1 (Clerc and
    /// Kennedy, IEEE Trans. Evol. Comput. 6, 2002, eq. 15 with κ = 1). `inertia` is not used.
    Constriction,
    /// w is `inertia` (Shi and Eberhart, 1998).
    Constant,
    /// w falls from `inertia` to `final_inertia`, linearly over the first three quarters of a round, where
    /// `restart_generations` says how long that is; else of the run, by `max_generations` or `max_evaluations`, whichever is
    /// used up first (Shi and Eberhart, CEC 1999). Without any of these it stays.
    Falling,
    /// w = w₀ + (w₁ - w₀) s, with w₁ = `inertia`, w₀ = `final_inertia`, and s the part of the particles that improved their
    /// own best in the last generation (Nickabadi, Ebadzadeh and Safabakhsh, Appl. Soft Comput. 11, 2011, eq. 11).
    Adaptive,
    /// v ← w v + y - x, with y uniform in direction and radius in the sphere around m = x + (c₁ (p - x) + c₂ (g - x)) / 3
    /// through x, or m = x + c₁ (p - x) / 2 where the particle itself is the best that it knows (Clerc's standard swarm of
    /// 2011, 2012; Zambrano-Bigiarini, Clerc and Rojas, CEC 2013). It does not depend on the directions of the axes, but
    /// through the box.
    Sphere,
}

/// Elements that are moved at once, of which a matrix of positions is cut, whatever the length of its rows.
pub(super) const W: usize = 8;

/// Elements in a block, whose random numbers and informants are looked up together.
const BLOCK: usize = 64;

/// How long a row is that is read from any place of it on, `W` elements, as if it were repeated for ever.
pub(super) const fn repeated_len(dim: usize) -> usize {
    dim.saturating_add(W - 1)
}

/// Repeats the first `dim` elements to the end.
#[inline(always)]
pub(super) fn repeat<F: Real>(dim: usize, row: &mut [F]) {
    for j in dim..row.len() {
        row[j] = row[j - dim];
    }
}

/// The moves of all particles, as compiled for an instruction set.
pub(super) struct Moves<'a, F> {
    pub(super) dim: usize,
    pub(super) sphere: bool,
    pub(super) boundary: Boundary,
    pub(super) inertia: F,
    pub(super) cognitive: F,
    pub(super) social: F,
    pub(super) perturbation: F,
    pub(super) velocity_limit: F,
    pub(super) numbers: Numbers,
    pub(super) informants: Informants<'a, F>,
    /// The bounds, repeated.
    pub(super) lower: &'a [F],
    pub(super) upper: &'a [F],
    pub(super) best_positions: &'a [F],
    pub(super) positions: &'a mut [F],
    pub(super) velocities: &'a mut [F],
    /// Room for a repeated row, and for one row.
    pub(super) limits: &'a mut [F],
    pub(super) work: &'a mut [F],
}

impl<F: Real> Kernel for Moves<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (dim, lower, upper) = (self.dim, self.lower, self.upper);
        let limits = self.limits;
        for ((limit, &lower), &upper) in limits.iter_mut().zip(lower).zip(upper) {
            let fastest = self.velocity_limit * (upper - lower);
            *limit = if fastest < F::max_value() { fastest } else { F::max_value() };
        }
        let limits = &*limits;
        if self.sphere {
            let sphere = InSphere { inertia: self.inertia, cognitive: self.cognitive, social: self.social };
            sphere.run(
                dim,
                self.numbers,
                &self.informants,
                self.best_positions,
                self.positions,
                self.velocities,
                self.work,
            );
        }
        let perturbed = self.perturbation > F::zero();
        // Where the element under way is: its axis, and the best that its particle knows of.
        let (mut axis, mut particle, mut filled_axis, mut known_from) = (0, 0, 0, 0);
        let blocks = self.positions.chunks_mut(BLOCK).zip(self.velocities.chunks_mut(BLOCK));
        for (block, ((x, v), own)) in blocks.zip(self.best_positions.chunks(BLOCK)).enumerate() {
            // Copies of all, so that the loops below know that nothing overlaps.
            let zeros = [F::zero(); BLOCK];
            let (mut at_x, mut with_v, mut p, mut g) = (zeros, zeros, zeros, zeros);
            let (mut low, mut high, mut limit, mut first, mut second) = (zeros, zeros, zeros, zeros, zeros);
            let len = x.len();
            at_x[..len].copy_from_slice(x);
            with_v[..len].copy_from_slice(v);
            p[..len].copy_from_slice(own);
            let rows = low.as_chunks_mut::<W>().0.iter_mut().zip(high.as_chunks_mut::<W>().0);
            for ((low, high), limit) in rows.zip(limit.as_chunks_mut::<W>().0).take(len.div_ceil(W)) {
                (*low, *high, *limit) = (at_axis(lower, axis), at_axis(upper, axis), at_axis(limits, axis));
                axis += W;
                while axis >= dim {
                    axis -= dim;
                }
            }
            if perturbed || !self.sphere {
                let mut at = 0;
                while at < len {
                    if filled_axis == 0 {
                        known_from = self.informants.of(particle) * dim;
                        particle += 1;
                    }
                    let part = (dim - filled_axis).min(len - at);
                    copy(&self.best_positions[known_from + filled_axis..][..part], &mut g[at..][..part]);
                    at += part;
                    filled_axis += part;
                    filled_axis = if filled_axis == dim { 0 } else { filled_axis };
                }
            }
            if !self.sphere {
                let parts = first.as_chunks_mut::<PAIRS>().0.iter_mut().zip(second.as_chunks_mut::<PAIRS>().0);
                for (i, (first, second)) in parts.enumerate().take(len.div_ceil(PAIRS)) {
                    (*first, *second) = self.numbers.pairs((block * (BLOCK / PAIRS) + i) as u64, Purpose::Move);
                }
                for i in 0..BLOCK {
                    let to_own = self.cognitive * first[i] * (p[i] - at_x[i]);
                    let to_known = self.social * second[i] * (g[i] - at_x[i]);
                    with_v[i] = self.inertia * with_v[i] + to_own + to_known;
                }
            }
            for i in 0..BLOCK {
                // Where forces beyond the range of `F` gave no number, the velocity is the lowest.
                with_v[i] = within(with_v[i], -limit[i], limit[i]);
                at_x[i] += with_v[i];
            }
            if perturbed {
                self.numbers.normals(0, block * BLOCK, &mut first[..len]);
                for i in 0..BLOCK {
                    at_x[i] += self.perturbation * (p[i] - g[i]).abs() * first[i];
                }
            }
            let (new_x, new_v) = (&mut p, &mut g); // which are not needed any more
            self.boundary.place(&at_x, &with_v, &low, &high, (new_x, new_v));
            if self.boundary == Boundary::Reinitialise {
                for i in 0..len {
                    if new_x[i] != at_x[i] {
                        let uniform = self.numbers.uniform((block * BLOCK + i) as u64, 0, Purpose::Return);
                        new_x[i] = scaled(uniform, low[i], high[i], high[i] - low[i]);
                    }
                }
            }
            x.copy_from_slice(&new_x[..len]);
            v.copy_from_slice(&new_v[..len]);
        }
    }
}

/// The velocities of [`Rule::Sphere`].
struct InSphere<F> {
    inertia: F,
    cognitive: F,
    social: F,
}

impl<F: Real> InSphere<F> {
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "a part of the kernel")]
    fn run(
        &self,
        dim: usize,
        numbers: Numbers,
        informants: &Informants<'_, F>,
        best_positions: &[F],
        positions: &[F],
        velocities: &mut [F],
        normals: &mut [F],
    ) {
        let particles = positions.chunks_exact(dim).zip(velocities.chunks_exact_mut(dim));
        for (k, ((x, v), p)) in particles.zip(best_positions.chunks_exact(dim)).enumerate() {
            let informant = informants.of(k);
            let g = &best_positions[informant * dim..][..dim];
            let (a, b) = if informant == k {
                (self.cognitive / F::from_u64(2), F::zero())
            } else {
                (self.cognitive / F::from_u64(3), self.social / F::from_u64(3))
            };
            numbers.normals(1, k * dim, normals);
            let radius: F = numbers.uniform(k as u64, 0, Purpose::Radius);
            let factor = radius * quotient_of_lengths(x, p, g, a, b, normals);
            for ((((v, &x), &p), &g), &n) in v.iter_mut().zip(x).zip(p).zip(g).zip(&*normals) {
                *v = self.inertia * *v + (a * (p - x) + b * (g - x) + factor * n);
            }
        }
    }
}

/// `W` elements from `at` on.
#[inline(always)]
fn at_axis<F: Real>(row: &[F], at: usize) -> [F; W] {
    load(&row[at..at + W])
}

/// A part of a row, with zeros behind.
#[inline(always)]
fn load<F: Real>(part: &[F]) -> [F; W] {
    if let Ok(whole) = <&[F; W]>::try_from(part) {
        return *whole;
    }
    let mut padded = [F::zero(); W];
    padded[..part.len()].copy_from_slice(part);
    padded
}

/// Copies a few elements without a call.
#[inline(always)]
fn copy<F: Real>(from: &[F], to: &mut [F]) {
    let ((from, from_rest), (to, to_rest)) = (from.as_chunks::<4>(), to.as_chunks_mut::<4>());
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
    for (to, from) in to_rest.iter_mut().zip(from_rest) {
        *to = *from;
    }
}

/// |m - x| / |n|, with m - x = a (p - x) + b (g - x); 0 where that is no number.
#[inline(always)]
fn quotient_of_lengths<F: Real>(x: &[F], p: &[F], g: &[F], a: F, b: F, n: &[F]) -> F {
    // By the largest first, so that no square leaves the range.
    let center = |j: usize| a * (p[j] - x[j]) + b * (g[j] - x[j]);
    let largest = (0..x.len()).fold(F::zero(), |m, j| {
        let c = center(j).abs();
        if c > m { c } else { m }
    });
    if !(largest > F::zero() && largest.is_finite()) {
        return F::zero();
    }
    let inverse = F::one() / largest;
    if !inverse.is_finite() {
        return F::zero(); // a subnormal radius
    }
    // Eight running sums, added in a tree.
    let (mut squares, mut normals) = ([F::zero(); W], [F::zero(); W]);
    for j in 0..x.len() {
        let c = center(j) * inverse;
        squares[j % W] += c * c;
        normals[j % W] += n[j] * n[j];
    }
    let total = |s: [F; W]| ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    let length = total(normals).sqrt();
    if length > F::zero() { largest * (total(squares).sqrt() / length) } else { F::zero() }
}

/// The largest distance of a particle's own best position from the swarm's along an axis, in sides of the box.
pub(super) struct Spread<'a, F> {
    pub(super) dim: usize,
    pub(super) best_positions: &'a [F],
    /// The swarm's best position and 1 / side, 0 where a variable is fixed, both repeated.
    pub(super) best: &'a [F],
    pub(super) inverse: &'a [F],
}

impl<F: Real> Kernel for Spread<'_, F> {
    type Output = F;

    #[inline(always)]
    fn run(self) -> F {
        let (mut largest, mut axis) = ([F::zero(); W], 0);
        let (whole, rest) = self.best_positions.as_chunks::<W>();
        let last = load(rest);
        for p in whole {
            let part = self.parts(p, axis);
            largest = from_fn(|l| if part[l] > largest[l] { part[l] } else { largest[l] });
            axis += W;
            while axis >= self.dim {
                axis -= self.dim;
            }
        }
        for (largest, part) in largest.iter_mut().zip(self.parts(&last, axis)).take(rest.len()) {
            *largest = if part > *largest { part } else { *largest };
        }
        largest.iter().fold(F::zero(), |m, &x| if x > m { x } else { m })
    }
}

impl<F: Real> Spread<'_, F> {
    #[inline(always)]
    fn parts(&self, p: &[F; W], axis: usize) -> [F; W] {
        let (g, inverse) = (at_axis(self.best, axis), at_axis(self.inverse, axis));
        let distance: [F; W] = from_fn(|l| (p[l] - g[l]).abs());
        from_fn(|l| distance[l] * inverse[l])
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::super::topology::{Topology, row_len};
    use super::*;
    use crate::random::Stream;
    use crate::simd::{self, Level};
    use std::vec::Vec;

    /// Moves of every kind, of swarms whose elements do and do not fill blocks, by every instruction set: the same bits.
    fn on_every_level<F: Real>() {
        for (dim, size) in [(1, 1), (2, 12), (3, 7), (8, 8), (10, 40), (65, 3), (130, 2)] {
            let mut random = Stream::new(1, dim as u64, 0);
            let mut uniform = |len: usize| -> Vec<F> { (0..len).map(|_| random.uniform()).collect() };
            let (start, best_positions, values) = (uniform(size * dim), uniform(size * dim), uniform(size));
            let speeds = uniform(size * dim);
            let (lower, upper) = (std::vec![F::zero(); repeated_len(dim)], std::vec![F::one(); repeated_len(dim)]);
            let best = (0..size).fold(0, |best, k| if values[k] < values[best] { k } else { best });
            let boundaries =
                [Boundary::Stop, Boundary::Turn, Boundary::Reflect, Boundary::Wrap, Boundary::Reinitialise];
            for (boundary, sphere, perturbation) in boundaries
                .into_iter()
                .chain([Boundary::Fly])
                .flat_map(|b| [(b, false, 0.0), (b, true, 0.0), (b, false, 0.3)])
            {
                let moved = |level: Level| {
                    let (mut positions, mut velocities) = (start.clone(), speeds.clone());
                    let (mut limits, mut work) = (std::vec![F::zero(); repeated_len(dim)], std::vec![F::zero(); dim]);
                    let moves = Moves {
                        dim,
                        sphere,
                        boundary,
                        inertia: F::from_f64(0.7),
                        cognitive: F::from_f64(1.5),
                        social: F::from_f64(1.5),
                        perturbation: F::from_f64(perturbation),
                        velocity_limit: F::from_f64(0.9),
                        numbers: Numbers::new(3, 1, 5),
                        informants: Informants {
                            topology: Topology::Random(3),
                            values: &values,
                            best,
                            row: row_len(size),
                            links: Numbers::new(3, 1, 4),
                        },
                        lower: &lower,
                        upper: &upper,
                        best_positions: &best_positions,
                        positions: &mut positions,
                        velocities: &mut velocities,
                        limits: &mut limits,
                        work: &mut work,
                    };
                    simd::run(level, moves);
                    let bits = |x: &[F]| x.iter().map(|x| x.to_bits64()).collect::<Vec<_>>();
                    (bits(&positions), bits(&velocities))
                };
                let baseline = moved(Level::BASELINE);
                for level in Level::available() {
                    assert!(moved(level) == baseline, "{} {boundary:?}, {dim} x {size}", level.name());
                }
            }
        }
    }

    #[test]
    fn the_same_bits_on_every_level() {
        on_every_level::<f64>();
        on_every_level::<f32>();
    }

    /// A move by hand, of a swarm of one variable: r₁ and r₂ are those of its element.
    #[test]
    fn a_move_by_hand() {
        let numbers = Numbers::new(3, 0, 1);
        let (r1, r2) = numbers.pairs::<f64>(0, Purpose::Move);
        let (values, best_positions) = ([2.0, 1.0, 3.0], [0.5, 0.25, 0.75]);
        let (mut positions, mut velocities) = ([0.4, 0.3, 0.6], [0.01, -0.02, 0.03]);
        let (x, v) = (positions, velocities);
        let (lower, upper) = ([0.0; repeated_len(1)], [1.0; repeated_len(1)]);
        Moves {
            dim: 1,
            sphere: false,
            boundary: Boundary::Turn,
            inertia: 0.7,
            cognitive: 0.1,
            social: 0.2,
            perturbation: 0.0,
            velocity_limit: 1.0,
            numbers,
            informants: Informants { topology: Topology::Global, values: &values, best: 1, row: 2, links: numbers },
            lower: &lower,
            upper: &upper,
            best_positions: &best_positions,
            positions: &mut positions,
            velocities: &mut velocities,
            limits: &mut [0.0; repeated_len(1)],
            work: &mut [0.0],
        }
        .run();
        for k in 0..3 {
            let expected = 0.7 * v[k] + 0.1 * r1[k] * (best_positions[k] - x[k]) + 0.2 * r2[k] * (0.25 - x[k]);
            assert_eq!((velocities[k], positions[k]), (expected, x[k] + expected));
        }
    }
}
