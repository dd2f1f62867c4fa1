//! The normal distribution that the covariance matrix adaptation moves: samples, ranks, updates, in coordinates without bounds.

use crate::Real;
use crate::checkpoint::Fields;
use crate::linalg::eigen;
use crate::random::Stream;
use crate::sum::dot;
use core::cmp::Ordering;

/// The smallest population: two parents, so that their weights differ, and as many others.
pub(in crate::optimize) const SMALLEST: usize = 4;
/// A covariance whose longest axis is that many times (squared) its shortest is beyond the numbers' precision: of f32, and
/// of f64.
const CONDITIONS: [f64; 2] = [1e7, 1e14];
/// A shape has changed whose longest axis over the shortest one has by this factor.
const RESHAPED: f64 = 1.5;
/// A distribution that is wider than that many unit intervals has lost its way.
const WIDEST: f64 = 1e8;

/// λ = 4 + ⌊3 ln n⌋, the usual population for `dim` variables (Hansen, arXiv:1604.00772, table 1).
pub(in crate::optimize) const fn usual_population(dim: usize) -> usize {
    // ⌊3 ln n⌋ changes at n = ⌈e^{k/3}⌉; by integers, since it sizes memory.
    const FIRST: [usize; 31] = [
        2, 2, 3, 4, 6, 8, 11, 15, 21, 29, 40, 55, 77, 107, 149, 208, 290, 404, 564, 786, 1097, 1531, 2136, 2981, 4161,
        5807, 8104, 11309, 15783, 22027, 30741,
    ];
    let mut k = 0;
    while k < FIRST.len() && dim >= FIRST[k] {
        k += 1;
    }
    4 + k
}

/// Numbers of a [`Distribution`].
pub(in crate::optimize) const WORDS: usize = 11;

/// What of a distribution is not an array.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::optimize) struct Distribution<F> {
    /// Coordinates.
    pub(in crate::optimize) dim: usize,
    /// Samples of a generation, λ.
    pub(in crate::optimize) population: usize,
    /// The step size σ.
    pub(in crate::optimize) sigma: F,
    /// Complete generations.
    pub(in crate::optimize) generation: u64,
    /// The generation whose covariance the axes are of.
    decomposed: u64,
    /// (1 - c_σ)^{2 g}.
    decay: F,
    /// The standard deviation along the longest axis; beside coordinates on a grid, along the longest other one.
    pub(in crate::optimize) spread: F,
    /// Whether the covariance is beyond the precision of the numbers, or the spread beyond all bounds.
    pub(in crate::optimize) is_degenerate: bool,
    /// The longest axis over the shortest one when that last changed much, and the generation in which it did.
    shape: F,
    shaped: u64,
    /// Generations in which the covariance can be learnt: 1 / (c_1 + c_μ).
    learning: u64,
}

/// The arrays, in the order in which they lie in memory; the first ones are all that a saved distribution needs.
pub(in crate::optimize) struct Arrays<'a, F> {
    /// m.
    pub(in crate::optimize) mean: &'a mut [F],
    /// The paths p_σ and p_c.
    path_sigma: &'a mut [F],
    path_covariance: &'a mut [F],
    /// C, its lower triangle.
    covariance: &'a mut [F],
    /// The eigenvectors of C, in rows, and the roots of its eigenvalues.
    axes: &'a mut [F],
    pub(in crate::optimize) lengths: &'a mut [F],
    /// y_k, in rows, and |C^{-1/2} y_k|².
    pub(in crate::optimize) steps: &'a mut [F],
    norms: &'a mut [F],
    /// From the best sample to the worst, w_i.
    pub(in crate::optimize) weights: &'a mut [F],
    /// The samples from the best to the worst.
    pub(in crate::optimize) order: &'a mut [F],
    work: &'a mut [F],
}

/// How fast paths, covariance and step size change: scalars of a population and its weights.
struct Rates<F> {
    parents: F,
    sigma: F,
    damping: F,
    path: F,
    one: F,
    mu: F,
}

impl<F: Real> Distribution<F> {
    /// Elements of memory for `dim` coordinates and at most `population` samples.
    pub(in crate::optimize) const fn memory_len(dim: usize, population: usize) -> usize {
        let square = dim.saturating_mul(dim).saturating_mul(2);
        let samples = dim.saturating_add(3).saturating_mul(population);
        square.saturating_add(samples).saturating_add(dim.saturating_mul(6))
    }

    /// A distribution around `mean` with the standard deviation `sigma` in all directions, in memory of
    /// [`memory_len`](Self::memory_len).
    pub(in crate::optimize) fn new(memory: &mut [F], mean: &[F], sigma: F, population: usize, active: bool) -> Self {
        let dim = mean.len();
        let distribution = Distribution { dim, population, sigma, spread: sigma, ..Self::idle() };
        memory[..Self::memory_len(dim, population)].fill(F::zero());
        let arrays = distribution.arrays(memory);
        arrays.mean.copy_from_slice(mean);
        for matrix in [arrays.covariance, arrays.axes] {
            matrix.iter_mut().step_by(dim + 1).for_each(|x| *x = F::one());
        }
        arrays.lengths.fill(F::one());
        weigh(dim, arrays.weights, active);
        distribution
    }

    /// None yet.
    pub(in crate::optimize) fn idle() -> Self {
        Distribution {
            dim: 0,
            population: 0,
            sigma: F::zero(),
            generation: 0,
            decomposed: 0,
            decay: F::one(),
            spread: F::zero(),
            is_degenerate: false,
            shape: F::one(),
            shaped: 0,
            learning: 0,
        }
    }

    /// This state as numbers.
    pub(in crate::optimize) fn to_words(self) -> [u64; WORDS] {
        [
            self.dim as u64,
            self.population as u64,
            self.sigma.to_bits64(),
            self.generation,
            self.decomposed,
            self.decay.to_bits64(),
            self.spread.to_bits64(),
            u64::from(self.is_degenerate),
            self.shape.to_bits64(),
            self.shaped,
            self.learning,
        ]
    }

    /// The state that these numbers are, if they are one.
    pub(in crate::optimize) fn from_words(fields: &mut Fields<'_>) -> Option<Self> {
        let distribution = Distribution {
            dim: fields.size()?,
            population: fields.size()?,
            sigma: fields.float()?,
            generation: fields.word()?,
            decomposed: fields.word()?,
            decay: fields.float()?,
            spread: fields.float()?,
            is_degenerate: fields.flag()?,
            shape: fields.float()?,
            shaped: fields.word()?,
            learning: fields.word()?,
        };
        let Distribution { generation, decomposed, shaped, .. } = distribution;
        (decomposed <= generation && shaped <= generation).then_some(distribution)
    }

    pub(in crate::optimize) fn arrays<'a>(&self, memory: &'a mut [F]) -> Arrays<'a, F> {
        let (n, population) = (self.dim, self.population);
        let (mean, rest) = memory.split_at_mut(n);
        let (path_sigma, rest) = rest.split_at_mut(n);
        let (path_covariance, rest) = rest.split_at_mut(n);
        let (lengths, rest) = rest.split_at_mut(n);
        let (covariance, rest) = rest.split_at_mut(n * n);
        let (axes, rest) = rest.split_at_mut(n * n);
        let (work, rest) = rest.split_at_mut(2 * n);
        let (steps, rest) = rest.split_at_mut(population * n);
        let (norms, rest) = rest.split_at_mut(population);
        let (weights, rest) = rest.split_at_mut(population);
        let (order, _) = rest.split_at_mut(population);
        Arrays { mean, path_sigma, path_covariance, covariance, axes, lengths, steps, norms, weights, order, work }
    }

    /// The samples of a generation, y_k = B D z_k: z_k, standard normal, from the stream (seed, k, `position`).
    pub(in crate::optimize) fn sample(&self, memory: &mut [F], seed: u64, position: u64) {
        let n = self.dim;
        let arrays = self.arrays(memory);
        for (k, (y, norm)) in arrays.steps.chunks_exact_mut(n).zip(arrays.norms).enumerate() {
            let mut random = Stream::new(seed, k as u64, position);
            let z = &mut arrays.work[..n];
            for pair in z.chunks_mut(2) {
                let (a, b) = random.normal_pair();
                pair[0] = a;
                if let Some(second) = pair.get_mut(1) {
                    *second = b;
                }
            }
            *norm = dot(z, z);
            y.fill(F::zero());
            for ((&z, &length), axis) in z.iter().zip(&*arrays.lengths).zip(arrays.axes.chunks_exact(n)) {
                add(y, z * length, axis);
            }
        }
    }

    /// Sample k: m + σ y_k.
    pub(in crate::optimize) fn point(&self, memory: &mut [F], k: usize, out: &mut [F]) {
        let arrays = self.arrays(memory);
        let y = &arrays.steps[k * self.dim..][..self.dim];
        for ((x, &m), &y) in out.iter_mut().zip(&*arrays.mean).zip(y) {
            *x = m + self.sigma * y;
        }
    }

    /// Lets a distribution that has just been made have a standard deviation of at least `least` along coordinate i.
    pub(in crate::optimize) fn widen(&self, memory: &mut [F], i: usize, least: F) {
        let arrays = self.arrays(memory);
        let length = least / self.sigma;
        if length > F::one() {
            arrays.covariance[i * (self.dim + 1)] = length * length;
            arrays.lengths[i] = length;
        }
    }

    /// The arrays, with the samples in the order of their values, none of which is NaN.
    pub(in crate::optimize) fn ranked<'a>(&self, memory: &'a mut [F], values: &[F]) -> Arrays<'a, F> {
        let arrays = self.arrays(memory);
        rank(arrays.order, values);
        arrays
    }

    /// Counts a generation none of whose samples has a value, of which nothing can be learnt.
    pub(in crate::optimize) fn pass(&mut self) {
        self.generation = self.generation.saturating_add(1);
    }

    /// Moves the distribution to the better ones of its samples, whose values these are (none of them NaN), and keeps its
    /// standard deviation along coordinate i above `least[i]`: 0 where the coordinate is not on a grid.
    pub(in crate::optimize) fn update(&mut self, memory: &mut [F], values: &[F], least: &[F]) {
        let n = self.dim;
        let size = F::from_u64(n as u64);
        let (one, two) = (F::one(), F::from_u64(2));
        let sigma = self.sigma;
        let (generation, decomposed) = (self.generation.saturating_add(1), self.decomposed);
        let arrays = self.ranked(memory, values);
        let rates = Rates::new(n, arrays.weights);
        let moved = &mut arrays.work[..n];
        moved.fill(F::zero());
        for (&k, &w) in arrays.order.iter().zip(&*arrays.weights).take_while(|(_, w)| **w > F::zero()) {
            add(moved, w, &arrays.steps[index(k) * n..][..n]);
        }
        add(arrays.mean, sigma, moved);
        // p_σ, with C^{-1/2} (m' - m) / σ.
        let keep = one - rates.sigma;
        let gain = (rates.sigma * (two - rates.sigma) * rates.parents).sqrt();
        for p in arrays.path_sigma.iter_mut() {
            *p *= keep;
        }
        for (axis, &length) in arrays.axes.chunks_exact(n).zip(&*arrays.lengths) {
            add(arrays.path_sigma, gain * dot(axis, moved) / length, axis);
        }
        let squared = dot(arrays.path_sigma, arrays.path_sigma);
        let decay = self.decay * keep * keep;
        let is_short = squared / (one - decay) < (two + F::from_u64(4) / (size + one)) * size;
        // p_c, which waits where p_σ is long.
        let keep = one - rates.path;
        let gain = if is_short { (rates.path * (two - rates.path) * rates.parents).sqrt() } else { F::zero() };
        for (p, &moved) in arrays.path_covariance.iter_mut().zip(&*moved) {
            *p = keep * *p + gain * moved;
        }
        // C.
        let waited = if is_short { F::zero() } else { rates.one * rates.path * (two - rates.path) };
        let total = arrays.weights.iter().fold(F::zero(), |sum, &w| sum + w);
        let kept = one + waited - rates.one - rates.mu * total;
        for (w, &k) in arrays.weights.iter().zip(&*arrays.order) {
            // Negative weights are of steps as long as the average one, so that C stays positive.
            let norm = arrays.norms[index(k)];
            arrays.norms[index(k)] = rates.mu * if *w < F::zero() && norm > F::zero() { *w * size / norm } else { *w };
        }
        for i in 0..n {
            let row = &mut arrays.covariance[i * n..][..=i];
            let path = &*arrays.path_covariance;
            for (c, &p) in row.iter_mut().zip(path) {
                *c = kept * *c + rates.one * path[i] * p;
            }
            for (y, &w) in arrays.steps.chunks_exact(n).zip(&*arrays.norms).filter(|(_, w)| !w.is_zero()) {
                add(row, w * y[i], y);
            }
        }
        let length = squared.sqrt();
        let faster = rates.sigma / rates.damping * (length / normal_length(size) - one);
        let factor = Real::exp(if faster < one { faster } else { one });
        // The axes follow a little later, where that saves time: a tenth of the time in which C changes.
        let learning = one / (rates.one + rates.mu);
        let delay = (learning / (size * F::from_u64(10))).truncated().max(1) as u64;
        let learning = learning.truncated() as u64;
        let sigma = sigma * factor;
        let variances = arrays.covariance.iter_mut().step_by(n + 1);
        for (variance, least) in variances.zip(least).filter(|(_, least)| **least > F::zero()) {
            let least = *least / sigma;
            *variance = if *variance < least * least { least * least } else { *variance };
        }
        self.generation = generation;
        self.decay = decay;
        self.sigma = sigma;
        self.learning = learning;
        if generation - decomposed >= delay {
            self.decompose(memory);
        }
        self.measure(memory, least);
    }

    /// The axes of C, without lengths where they can't be had.
    fn decompose(&mut self, memory: &mut [F]) {
        self.decomposed = self.generation;
        let n = self.dim;
        let arrays = self.arrays(memory);
        for (i, (axis, row)) in arrays.axes.chunks_exact_mut(n).zip(arrays.covariance.chunks_exact(n)).enumerate() {
            axis[..=i].copy_from_slice(&row[..=i]);
        }
        let converged = eigen(arrays.axes, arrays.lengths, arrays.work);
        for length in arrays.lengths.iter_mut() {
            // What is not positive ends the run: see `measure`.
            *length = if converged && *length > F::zero() { length.sqrt() } else { F::zero() };
        }
    }

    /// Whether its shape has not changed much for longer than it takes to learn one: not so on a ridge that it follows yet.
    pub(in crate::optimize) fn is_settled(&self) -> bool {
        self.generation - self.shaped > self.learning
    }

    /// Sees how wide the distribution is.
    fn measure(&mut self, memory: &mut [F], least: &[F]) {
        let sigma = self.sigma;
        let arrays = self.arrays(memory);
        let larger = |a: F, b: F| if b > a { b } else { a };
        let longest = arrays.lengths.iter().fold(F::zero(), |longest, &length| larger(longest, length));
        let shortest =
            arrays.lengths.iter().fold(F::infinity(), |shortest, &x| if x < shortest { x } else { shortest });
        let is_mixed = least.iter().any(|&least| least > F::zero()) && least.iter().any(|least| least.is_zero());
        self.spread = sigma
            * if is_mixed {
                let variances = arrays.covariance.iter().step_by(self.dim + 1);
                let smooth = variances.zip(least).filter(|(_, least)| least.is_zero());
                smooth.fold(F::zero(), |largest, (&variance, _)| larger(largest, variance)).sqrt()
            } else {
                longest
            };
        let shape = longest / shortest;
        let (reshaped, limit) = (shape / self.shape, F::from_f64(RESHAPED));
        // Of a degenerate one there is no shape.
        if shape.is_finite() && !(reshaped < limit && limit * reshaped > F::one()) {
            self.shape = shape;
            self.shaped = self.generation;
        }
        let condition = F::from_f64(if F::DIGITS < 53 { CONDITIONS[0] } else { CONDITIONS[1] });
        // A length is the root of an eigenvalue: its square is in range.
        self.is_degenerate = !(shortest > F::zero()
            && longest * longest <= condition * shortest * shortest
            && sigma > F::zero()
            && sigma * longest <= F::from_f64(WIDEST));
    }
}

impl<F: Real> Rates<F> {
    /// Hansen, arXiv:1604.00772, table 1.
    fn new(dim: usize, weights: &[F]) -> Self {
        let n = F::from_u64(dim as u64);
        let number = F::from_u64;
        let (one, two) = (F::one(), number(2));
        let squares = weights.iter().take_while(|&&w| w > F::zero()).fold(F::zero(), |sum, &w| sum + w * w);
        let parents = one / squares; // μ_eff, since positive weights sum to 1
        let sigma = (parents + two) / (n + parents + number(5));
        let excess = ((parents - one) / (n + one)).sqrt() - one;
        let damping = one + two * if excess > F::zero() { excess } else { F::zero() } + sigma;
        let path = (number(4) + parents / n) / (n + number(4) + two * parents / n);
        let (rank_one, rank_mu) = learning(n, parents);
        Rates { parents, sigma, damping, path, one: rank_one, mu: rank_mu }
    }
}

/// c_1 and c_μ.
fn learning<F: Real>(n: F, parents: F) -> (F, F) {
    let (one, two) = (F::one(), F::from_u64(2));
    let shifted = n + F::from_f64(1.3);
    let rank_one = two / (shifted * shifted + parents);
    let rank_mu = two * (F::from_f64(0.25) + parents + one / parents - two) / ((n + two) * (n + two) + parents);
    (rank_one, if rank_mu < one - rank_one { rank_mu } else { one - rank_one })
}

/// The weights w_1 ≥ … ≥ w_λ: the positive ones sum to 1, the negative ones to what keeps C positive (ibid., eq. 49 to 53);
/// none of these where the update is not active.
fn weigh<F: Real>(dim: usize, weights: &mut [F], active: bool) {
    let (one, two) = (F::one(), F::from_u64(2));
    let n = F::from_u64(dim as u64);
    let half = (F::from_u64(weights.len() as u64 + 1) / two).ln();
    for (i, w) in weights.iter_mut().enumerate() {
        *w = half - F::from_u64(i as u64 + 1).ln();
    }
    let split = weights.iter().position(|&w| w <= F::zero()).unwrap_or(weights.len());
    let (positive, negative) = weights.split_at_mut(split);
    let sums = |weights: &[F]| weights.iter().fold((F::zero(), F::zero()), |(s, q), &w| (s + w, q + w * w));
    let ((sum, squares), (lost, lost_squares)) = (sums(positive), sums(negative));
    for w in positive {
        *w /= sum;
    }
    let (rank_one, rank_mu) = learning(n, sum * sum / squares);
    let opposed = if lost_squares > F::zero() { lost * lost / lost_squares } else { F::zero() };
    let candidates = [
        one + rank_one / rank_mu,
        one + two * opposed / (sum * sum / squares + two),
        (one - rank_one - rank_mu) / (n * rank_mu),
    ];
    let least = candidates.iter().fold(F::infinity(), |least, &x| if x < least { x } else { least });
    for w in negative {
        *w = if active && lost < F::zero() { -least * *w / lost } else { F::zero() };
    }
}

/// The numbers of the samples from the lowest value to the highest, of equal ones the first one first.
fn rank<F: Real>(order: &mut [F], values: &[F]) {
    for (k, number) in order.iter_mut().enumerate() {
        *number = F::from_u64(k as u64);
    }
    order.sort_unstable_by(|&a, &b| {
        let (a, b) = (index(a), index(b));
        values[a].partial_cmp(&values[b]).unwrap_or(Ordering::Equal).then(a.cmp(&b))
    });
}

/// A whole number that is stored as a float.
#[inline(always)]
pub(in crate::optimize) fn index<F: Real>(number: F) -> usize {
    number.truncated() as usize
}

/// The mean length of a standard normal vector, √n (1 - 1/(4n) + 1/(21n²)).
fn normal_length<F: Real>(n: F) -> F {
    let (one, four) = (F::one(), F::from_u64(4));
    n.sqrt() * (one - one / (four * n) + one / (F::from_u64(21) * n * n))
}

/// out += factor · x, for the length of the shorter one.
#[inline(always)]
fn add<F: Real>(out: &mut [F], factor: F, x: &[F]) {
    for (out, &x) in out.iter_mut().zip(x) {
        *out += factor * x;
    }
}
