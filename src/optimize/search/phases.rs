//! What a search asks for next, phase by phase.

use super::merit::better;
use super::{Axes, Distribution, Domain, Lbfgs, LbfgsOptions, MIXED, PAIRS, Phase, Search, SearchState, cma};
use crate::Real;
use crate::optimize::adapters::violation;
use crate::random::Stream;
use crate::sequence::{Halton, PRIMES, Sequence};
use core::cmp::Ordering;

/// Streams that no sample of a covariance run has.
const MEAN: u64 = u64::MAX;
const REGIME: u64 = u64::MAX - 1;
/// Generations that no run reaches.
const START: u64 = u64::MAX;
const MIXTURE: u64 = u64::MAX - 1;

/// The longest first step of a polish.
const FIRST_STEP: f64 = 0.05;
/// The step size of the covariance run that begins where a search along axes ended.
const NEAR: f64 = 1e-3;
/// A covariance run is over where its samples lie closer than this: of f32, and of f64.
const NARROW: [f64; 2] = [1e-6, 1e-12];
/// Values are the same that differ by less than this part of the start points' range, or some roundings of themselves.
const FLAT: f64 = 1e-20;
/// A sum over variables is one to that many roundings.
const ROUNDINGS: f64 = 1000.0;
/// A run that is this narrow, whose shape has settled and whose mean is that far from the best point along an axis, so that
/// it is in another basin, is given up where its values lie so many times closer to each other than to the best one; after
/// so many times n² evaluations, within which it would have come round a bent valley.
const HOPELESS_SPREAD: f64 = 3e-3;
const HOPELESS_GAP: f64 = 30.0;
const FAR: f64 = 0.01;
const LEARNT: u64 = 30;

/// Elements that a polish works in: bounds, a gradient, and those of L-BFGS.
pub(super) const fn polish_len<F: Real>(dim: usize) -> usize {
    Lbfgs::<F>::memory_len(dim, PAIRS, 0).saturating_add(dim.saturating_mul(3))
}

impl<F: Real> SearchState<F> {
    /// Start points of the Halton set.
    const fn sampled(&self) -> usize {
        2 * self.free + 4
    }

    /// The same, with their mixtures.
    pub(super) const fn sampled_and_mixed(&self) -> usize {
        self.sampled() + 2 * MIXED
    }

    /// The largest violation of a point's constraints.
    fn violation(&self, constraints: &[F]) -> F {
        let (inequalities, equalities) = constraints.split_at(self.shape.inequalities);
        violation(inequalities, equalities, self.options.equality_tolerance)
    }

    /// Whether the covariance run has used up its evaluations, or its patience with values that do not get better.
    fn is_stuck(&self) -> bool {
        let patience = 30 + 90 * self.free as u64 / self.distribution.population as u64;
        let patience = if self.shape.constraints() > 0 { 4 * patience } else { patience };
        self.distribution.generation - self.run_best_generation > patience || self.run_evaluations >= self.run_limit
    }
}

impl<F: Real> Search<'_, F> {
    /// Takes the values of the points from `begin` to `end`, the last ones that were told, and prepares the next ones.
    pub(super) fn absorb(&mut self, begin: usize, end: usize) {
        let (batch, count) = (self.state.batch, self.state.shape.constraints());
        let wanted = self.state.options.evaluations_per_point;
        if wanted == 1 {
            return self.take(begin, end);
        }
        if !batch.is_complete() {
            return;
        }
        self.state.rounds += 1;
        let is_last = self.state.rounds >= wanted;
        let arrays = self.arrays();
        let (value_sums, constraint_sums) = arrays.sums.split_at_mut(batch.len);
        let values = arrays.values[..batch.len].iter_mut().zip(value_sums);
        let constraints = arrays.constraints[..batch.len * count].iter_mut().zip(constraint_sums);
        for (own, sum) in values.chain(constraints) {
            let total = *sum + *own;
            // Infinities of both signs, and constraints that are not met.
            let total = if total.is_nan() { F::infinity() } else { total };
            let mean = total / F::from_u64(wanted);
            (*sum, *own) = if is_last { (F::zero(), mean) } else { (total, F::zero()) };
        }
        if is_last {
            self.state.rounds = 0;
            self.take(0, batch.len);
        } else {
            arrays.told[..batch.len].fill(F::zero());
            self.state.batch.repeat();
        }
    }

    /// Uses the values of the points from `begin` to `end`.
    fn take(&mut self, begin: usize, end: usize) {
        let (state, dim) = (self.state, self.state.shape.dim);
        let count = state.shape.constraints();
        let mut best = state.best;
        let mut chosen = None;
        let arrays = self.arrays();
        for k in begin..end {
            let constraints = &arrays.constraints[k * count..][..count];
            let point = (state.violation(constraints), arrays.values[k]);
            // What has no value is no point.
            if point.1 < F::infinity() && better(point, best) {
                (best, chosen) = (point, Some(k));
            }
        }
        if let Some(k) = chosen {
            arrays.best.copy_from_slice(&arrays.points[k * dim..][..dim]);
            Domain::new(arrays.domain, dim).coordinates(arrays.best, arrays.center);
            self.state.best = best;
            self.state.repetitions = 0;
            self.state.improved = true;
        }
        if self.state.batch.is_complete() {
            self.state.generations = self.state.generations.saturating_add(1);
            match state.phase {
                Phase::Start => self.started(),
                Phase::Polish => self.polished(),
                Phase::Axes => self.searched(),
                Phase::Covariance => self.adapted(),
            }
            // Nothing of the past is left in what a checkpoint has: runs that are the same are so in their bytes.
            let len = self.state.batch.len;
            let arrays = self.arrays();
            arrays.values[..len].fill(F::zero());
            arrays.told[..len].fill(F::zero());
            arrays.constraints[..len * count].fill(F::zero());
        }
    }

    /// Asks for the start points: the caller's, a sample of the domain, and mixtures of pairs of its first points.
    pub(super) fn start(&mut self, given: &[F]) {
        let state = self.state;
        let (dim, free, seed) = (state.shape.dim, state.free, state.options.seed);
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, dim);
        let mut points = arrays.points.chunks_exact_mut(dim);
        let z = &mut arrays.coordinates[..free];
        for (x, given) in points.by_ref().zip(given.chunks_exact(dim)).take(state.shape.starts) {
            x.copy_from_slice(given);
            domain.adjust(x);
        }
        let halton = if (1..=PRIMES.len()).contains(&free) { Halton::new(free).ok() } else { None };
        let halton = halton.map(|halton| halton.scrambled(seed));
        let sample = |k: usize, z: &mut [F]| match &halton {
            Some(halton) if halton.point(k as u64, z).is_ok() => (),
            _ => {
                let mut random = Stream::new(seed, k as u64, START);
                z.fill_with(|| random.uniform());
            }
        };
        for k in 0..state.sampled() {
            sample(k, z);
            if let Some(x) = points.next() {
                domain.variables(z, x);
            }
        }
        let pair = &mut arrays.phase[..2 * free];
        for k in 0..MIXED {
            let (a, b) = pair.split_at_mut(free);
            sample(2 * k, a);
            sample(2 * k + 1, b);
            let mut random = Stream::new(seed, k as u64, MIXTURE);
            for (i, (a, b)) in a.iter_mut().zip(b).enumerate() {
                // One coordinate at least is exchanged, and one is not.
                let is_chosen = random.next_u64() >> 63 == 1;
                if i == k % free || (is_chosen && i != (k + 1) % free) {
                    core::mem::swap(a, b);
                }
            }
            for z in pair.chunks_exact(free.max(1)) {
                if let Some(x) = points.next() {
                    domain.variables(z, x);
                }
            }
        }
        // With all variables fixed there is one point.
        let len = if free == 0 { 1 } else { state.shape.starts + state.sampled_and_mixed() };
        self.state.batch.renew(len);
    }

    fn started(&mut self) {
        let state = self.state;
        if state.free == 0 {
            self.state.batch.renew(0);
            return;
        }
        let (first, sampled) = (state.shape.starts, state.sampled());
        let mut arrays = self.arrays();
        let values = &arrays.values[..first + state.sampled_and_mixed()];
        // The range of the better half, so that a penalty of 10^30 on the others does not count.
        let mut count = 0;
        for &value in values[..first + sampled].iter().filter(|value| value.is_finite()) {
            arrays.told[count] = value;
            count += 1;
        }
        let ranked = &mut arrays.told[..count];
        ranked.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        let range = if count > 0 { ranked[count / 2] - ranked[0] } else { F::zero() };
        let range = if range.is_finite() { range } else { F::max_value() };
        let separable = (0..MIXED).all(|k| {
            let (a, b) = (values[first + 2 * k], values[first + 2 * k + 1]);
            let (c, d) = (values[first + sampled + 2 * k], values[first + sampled + 2 * k + 1]);
            let magnitude = a.abs() + b.abs() + c.abs() + d.abs();
            ((a + b) - (c + d)).abs() <= F::from_f64(ROUNDINGS) * F::epsilon() * magnitude
        });
        let count = state.shape.constraints();
        if count > 0 {
            let rows = core::mem::take(&mut arrays.constraints);
            arrays.lagrangian().begin(range, &rows[..(first + sampled) * count]);
            self.state.range = range;
            self.adapt();
        } else {
            self.state.range = range;
            self.state.separable = separable && state.options.axis_points > 2;
            self.polish();
        }
    }

    /// Begins a polish of the best point.
    fn polish(&mut self) {
        let state = self.state;
        let (dim, free) = (state.shape.dim, state.free);
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, dim);
        let (bounds, memory) = arrays.phase.split_at_mut(3 * free);
        let (lower, rest) = bounds.split_at_mut(free);
        let (upper, _) = rest.split_at_mut(free);
        let center = &arrays.center[..free];
        let mut smooth = 0;
        for (i, j) in domain.free().enumerate() {
            // What is on a grid stays.
            let is_smooth = domain.cell(j).is_zero();
            smooth += usize::from(is_smooth);
            lower[i] = if is_smooth { F::neg_infinity() } else { center[i] };
            upper[i] = if is_smooth { F::infinity() } else { center[i] };
        }
        // An evaluation of L-BFGS is one with its differences.
        let evaluations = state.options.polish.saturating_mul(free as u64) / (smooth as u64 + 1);
        let options = LbfgsOptions {
            pairs: PAIRS,
            max_evaluations: evaluations,
            first_step: F::from_f64(FIRST_STEP),
            ..LbfgsOptions::default()
        };
        let run = if smooth > 0 && evaluations > 0 && state.best.1.is_finite() {
            Lbfgs::new(memory, center, lower, upper, &options).ok()
        } else {
            None
        };
        match run.map(Lbfgs::into_state) {
            Some(polish) => {
                self.state.polish = polish;
                self.state.phase = Phase::Polish;
                self.ask_gradient();
            }
            None => self.after_polish(),
        }
    }

    /// Asks for a point and those beside it.
    fn ask_gradient(&mut self) {
        let state = self.state;
        let (dim, free) = (state.shape.dim, state.free);
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, dim);
        let run = Lbfgs::from_parts(state.polish, &mut arrays.phase[3 * free..]);
        let z = &mut arrays.coordinates[..free];
        z.copy_from_slice(run.ask());
        let mut points = arrays.points.chunks_exact_mut(dim);
        let mut len = 0;
        let mut push = |z: &[F]| {
            if let Some(x) = points.next() {
                domain.variables(z, x);
                len += 1;
            }
        };
        push(z);
        for (i, j) in domain.free().enumerate() {
            if domain.cell(j).is_zero() {
                let own = z[i];
                z[i] = beside(own);
                push(z);
                z[i] = own;
            }
        }
        self.state.batch.renew(len);
    }

    fn polished(&mut self) {
        let state = self.state;
        let (dim, free) = (state.shape.dim, state.free);
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, dim);
        let (rest, memory) = arrays.phase.split_at_mut(3 * free);
        let gradient = &mut rest[2 * free..];
        let mut run = Lbfgs::from_parts(state.polish, memory);
        let value = arrays.values[0];
        let mut differences = arrays.values[1..].iter();
        for (i, j) in domain.free().enumerate() {
            gradient[i] = F::zero();
            if domain.cell(j).is_zero()
                && let Some(&other) = differences.next()
            {
                let own = run.ask()[i];
                gradient[i] = (other - value) / (beside(own) - own);
            }
        }
        let reason = run.tell(value, gradient);
        // Of no use any more, and perhaps NaN, which no checkpoint may hold.
        gradient.fill(F::zero());
        self.state.polish = run.into_state();
        match reason {
            Ok(None) => self.ask_gradient(),
            _ => self.after_polish(),
        }
    }

    fn after_polish(&mut self) {
        let state = self.state;
        if !state.separable {
            return self.adapt();
        }
        let arrays = self.arrays();
        let axes = Axes::new(arrays.phase, &arrays.center[..state.free], state.options.axis_points);
        self.state.axes = axes;
        self.state.phase = Phase::Axes;
        self.ask_axes();
    }

    /// Asks for the next point on each axis that is not done, or, where all are, for the one at their best places.
    fn ask_axes(&mut self) {
        let state = self.state;
        let (dim, free, axes) = (state.shape.dim, state.free, state.axes);
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, dim);
        if axes.is_complete() {
            axes.best(arrays.phase, arrays.coordinates);
            domain.variables(&arrays.coordinates[..free], &mut arrays.points[..dim]);
            self.state.batch.renew(1);
            return;
        }
        let (base, next, _) = axes.split(arrays.phase);
        let mut points = arrays.points.chunks_exact_mut(dim);
        let mut len = 0;
        for i in (0..free).filter(|&i| !Axes::is_done(next[i])) {
            if let Some(x) = points.next() {
                let own = core::mem::replace(&mut base[i], next[i]);
                domain.variables(base, x);
                base[i] = own;
                len += 1;
            }
        }
        self.state.batch.renew(len);
    }

    fn searched(&mut self) {
        let state = self.state;
        let mut axes = state.axes;
        if axes.is_complete() {
            self.state.separable = false;
            return self.polish();
        }
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, state.shape.dim);
        let cells = domain.free().map(|j| domain.cell(j));
        axes.tell(arrays.phase, &arrays.values[..state.batch.len], cells);
        self.state.axes = axes;
        self.ask_axes();
    }

    /// Begins the first covariance run: near the best point where the caller or the axes knew where to start.
    fn adapt(&mut self) {
        let state = self.state;
        let searched = state.axes.is_complete();
        let step_size = if searched { F::from_f64(NEAR) } else { state.options.step_size };
        self.state.phase = Phase::Covariance;
        self.begin(state.large_population, step_size, u64::MAX, searched || state.shape.starts > 0);
    }

    /// Begins a covariance run, at the best point or anywhere.
    fn begin(&mut self, population: usize, step_size: F, limit: u64, at_best: bool) {
        let state = self.state;
        let arrays = self.arrays();
        let mean = &mut arrays.coordinates[..state.free];
        if at_best && state.best.1.is_finite() {
            mean.copy_from_slice(&arrays.center[..state.free]);
        } else {
            let mut random = Stream::new(state.options.seed, MEAN, state.generations);
            mean.fill_with(|| random.uniform());
        }
        let distribution = Distribution::new(arrays.phase, mean, step_size, population, state.options.active);
        let domain = Domain::new(arrays.domain, state.shape.dim);
        for (i, j) in domain.free().enumerate() {
            distribution.widen(arrays.phase, i, domain.least_deviation(j));
        }
        self.state.distribution = distribution;
        self.state.run_evaluations = 0;
        self.state.run_limit = limit;
        self.state.run_best = (F::infinity(), F::infinity());
        self.state.run_best_generation = 0;
        self.sample();
    }

    /// Asks for the samples of a generation.
    fn sample(&mut self) {
        let state = self.state;
        let (dim, free, distribution) = (state.shape.dim, state.free, state.distribution);
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, dim);
        distribution.sample(arrays.phase, state.options.seed, state.generations);
        let z = &mut arrays.coordinates[..free];
        for (k, x) in arrays.points.chunks_exact_mut(dim).take(distribution.population).enumerate() {
            distribution.point(arrays.phase, k, z);
            domain.variables(z, x);
        }
        self.state.batch.renew(distribution.population);
    }

    fn adapted(&mut self) {
        let state = self.state;
        let (free, mut distribution) = (state.free, state.distribution);
        let population = distribution.population;
        let constrained = state.shape.constraints() > 0;
        let no_value = |values: &[F]| values[..population].iter().all(|&value| value == F::infinity());
        if no_value(self.arrays().values) {
            return self.pass();
        }
        let run_best = if constrained { self.follow() } else { None };
        let arrays = self.arrays();
        let domain = Domain::new(arrays.domain, state.shape.dim);
        // The least deviation of each coordinate: 0 but for grids.
        let least = &mut arrays.coordinates[..free];
        for (least, j) in least.iter_mut().zip(domain.free()) {
            *least = domain.least_deviation(j);
        }
        // There, equal values may be those of a cell.
        let on_grid = least.iter().any(|&least| least > F::zero());
        let values = &arrays.values[..population];
        // Constraints that are NaN leave no merit.
        if no_value(values) {
            return self.pass();
        }
        distribution.update(arrays.phase, values, least);
        let ranked = distribution.arrays(arrays.phase);
        let order = ranked.order;
        let mut distances = ranked.mean.iter().zip(&*arrays.center).map(|(&m, &c)| (m - c).abs());
        let is_far = distances.any(|distance| distance > F::from_f64(FAR));
        let best = values[cma::index(order[0])];
        let worst = values[cma::index(order[population - 1])];
        self.state.distribution = distribution;
        self.state.run_evaluations = self.state.run_evaluations.saturating_add(population as u64);
        let tolerance = F::from_f64(FLAT) * state.range + F::from_u64(8) * F::epsilon() * best.abs();
        let found = run_best.unwrap_or((F::zero(), best));
        let (old_violation, old_value) = state.run_best;
        if better(found, (old_violation, old_value - tolerance)) {
            self.state.run_best = found;
            self.state.run_best_generation = distribution.generation;
        }
        let range = worst - best;
        let hopeless = !constrained
            && is_far
            && distribution.is_settled()
            && self.state.run_evaluations > LEARNT * (free * free) as u64
            && distribution.spread < F::from_f64(HOPELESS_SPREAD)
            && best - state.best.1 > F::from_f64(HOPELESS_GAP) * range;
        let ended = distribution.is_degenerate
            || distribution.spread < F::from_f64(if F::DIGITS < 53 { NARROW[0] } else { NARROW[1] })
            || (!on_grid && (range.is_nan() || range <= tolerance))
            || hopeless
            || self.state.is_stuck();
        if ended { self.restart() } else { self.sample() }
    }

    /// No sample has a value: nothing is learnt. A run that has never had one goes on anywhere else.
    fn pass(&mut self) {
        let state = self.state;
        self.state.distribution.pass();
        self.state.run_evaluations = state.run_evaluations.saturating_add(state.distribution.population as u64);
        if self.state.is_stuck() {
            return self.restart();
        }
        if state.run_best.1 == F::infinity() {
            let mut random = Stream::new(state.options.seed, MEAN, state.generations);
            let arrays = self.arrays();
            state.distribution.arrays(arrays.phase).mean.fill_with(|| random.uniform());
        }
        self.sample();
    }

    /// With constraints: lets the multipliers follow, and puts the samples' merits in place of their values. The best
    /// (violation, value) of the samples.
    fn follow(&mut self) -> Option<(F, F)> {
        let state = self.state;
        let count = state.shape.constraints();
        let population = state.distribution.population;
        let mut arrays = self.arrays();
        let values = core::mem::take(&mut arrays.values);
        let rows = core::mem::take(&mut arrays.constraints);
        let means = core::mem::take(&mut arrays.means);
        let mut found = None;
        for (value, row) in values[..population].iter_mut().zip(rows.chunks_exact(count)) {
            let point = (state.violation(row), *value);
            if found.is_none_or(|best| better(point, best)) {
                found = Some(point);
            }
            *value = arrays.lagrangian().merit(&state.shape, *value, row);
        }
        // Averages over the better samples by merit.
        let phase = core::mem::take(&mut arrays.phase);
        let ranked = state.distribution.ranked(phase, &values[..population]);
        means.fill(F::zero());
        let mut merit = F::zero();
        for (&k, &w) in ranked.order.iter().zip(&*ranked.weights).take_while(|(_, w)| **w > F::zero()) {
            let k = cma::index(k);
            merit += w * values[k];
            for (mean, &g) in means.iter_mut().zip(&rows[k * count..]) {
                *mean += w * g;
            }
        }
        // Of the first generation with values there is none.
        let change = if state.run_best.1 == F::infinity() { F::zero() } else { merit - state.merit };
        arrays.lagrangian().follow(&state.shape, state.free, means, change);
        self.state.merit = if merit.is_finite() { merit } else { state.merit };
        found
    }

    /// The next covariance run, or the end.
    fn restart(&mut self) {
        let state = self.state;
        let options = state.options;
        if state.restarts > 0 {
            // The restart that ends now.
            self.state.repetitions = if state.improved { 0 } else { state.repetitions.saturating_add(1) };
            if state.large {
                self.state.large_used = state.large_used.saturating_add(state.run_evaluations);
            } else {
                self.state.small_used = state.small_used.saturating_add(state.run_evaluations);
            }
        }
        if state.restarts >= options.max_restarts {
            self.state.batch.renew(0);
            return;
        }
        self.state.restarts += 1;
        self.state.improved = false;
        self.state.large = self.state.large_used <= self.state.small_used;
        if self.state.large {
            let doubled = state.large_population.saturating_mul(2).min(options.last_population(state.shape.dim));
            self.state.large_population = doubled;
            self.begin(doubled, options.step_size, u64::MAX, false);
        } else {
            // λ (λ_large / 2 λ)^{u²} samples, a step size of σ 10^{-2u'}, and half the last large run's evaluations.
            let first = F::from_u64(options.first_population(state.free) as u64);
            let mut random = Stream::new(options.seed, REGIME, state.generations);
            let u: F = random.uniform();
            let ratio = F::from_u64(state.large_population as u64) / (first + first);
            let grown = cma::index(first * Real::exp(u * u * Real::ln(ratio)));
            let population = grown.clamp(options.first_population(state.free), state.large_population);
            let shrink = Real::exp(random.uniform::<F>() * F::from_f64(-2.0 * core::f64::consts::LN_10));
            let limit = if state.large { state.run_evaluations / 2 } else { state.run_limit };
            self.begin(population, options.step_size * shrink, limit, false);
        }
    }
}

/// The coordinate of a forward difference.
fn beside<F: Real>(z: F) -> F {
    let size = z.abs();
    z + F::epsilon().sqrt() * if size > F::one() { size } else { F::one() }
}
