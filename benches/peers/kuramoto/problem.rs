//! What is to be computed, made of the same numbers by all: here, in peers.cpp and in peers.py.

use std::ops::Deref;

/// The coupling of a network, or sines alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Each with each, with weights.
    Dense,
    /// [`DEGREE`] edges come in to each oscillator.
    Sparse,
    /// Each with each, of strength 1 / n.
    MeanField,
    /// Many dense networks, each with parameters of its own.
    Ensemble,
    /// Sines and cosines of n numbers below 100.
    Sines,
}

/// In-degree of a sparse network.
pub const DEGREE: usize = 10;
/// The solvers' step.
pub const STEP: f64 = 0.01;

/// The size of a problem.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub kind: Kind,
    pub n: usize,
    pub harmonics: usize,
    pub members: usize,
    /// Even, for GSL's stepper takes two at once; for sines, how often they are computed.
    pub steps: usize,
}

impl Shape {
    pub const fn dense(n: usize, harmonics: usize, steps: usize) -> Self {
        Shape { kind: Kind::Dense, n, harmonics, members: 1, steps }
    }

    pub const fn of(kind: Kind, n: usize, steps: usize) -> Self {
        Shape { kind, n, harmonics: 1, members: 1, steps }
    }

    pub const fn ensemble(members: usize, n: usize, steps: usize) -> Self {
        Shape { kind: Kind::Ensemble, n, harmonics: 1, members, steps }
    }

    /// What a time is divided by: right-hand sides of four per step, or elements.
    pub fn sides(&self) -> f64 {
        let each = if self.kind == Kind::Sines { self.n } else { 4 * self.members };
        (each * self.steps) as f64
    }

    /// As a peer is asked for it.
    pub fn words(&self) -> String {
        let kind = match self.kind {
            Kind::Dense => "dense",
            Kind::Sparse => "sparse",
            Kind::MeanField => "mean",
            Kind::Ensemble => "ensemble",
            Kind::Sines => "sines",
        };
        format!("{kind} {} {} {} {}", self.n, self.harmonics, self.members, self.steps)
    }
}

/// A slice that begins on a cache line.
pub struct Aligned<T> {
    memory: Vec<T>,
    begin: usize,
}

impl<T: Copy + Default> Aligned<T> {
    pub fn new(len: usize, element: impl Fn(usize) -> T) -> Self {
        let mut memory: Vec<T> = Vec::with_capacity(len + 64 / size_of::<T>());
        let begin = memory.as_ptr().align_offset(64);
        memory.resize(begin, T::default());
        memory.extend((0..len).map(element)); // there is room: it stays where it is
        Aligned { memory, begin }
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.memory[self.begin..]
    }
}

/// A problem's numbers. All weights are exact in f32 too, so that a network whose weights are stored as f32 is the same.
pub struct Problem {
    pub shape: Shape,
    /// Natural frequencies, `[member][oscillator]`.
    pub frequencies: Aligned<f64>,
    /// Initial phases, likewise; or what sines are taken of.
    pub initial: Aligned<f64>,
    /// Dense: `[member][harmonic][row][column]`; sparse: a weight per edge; else empty.
    pub coupling: Aligned<f64>,
    /// Sparse: where each oscillator's edges begin, and their end. Compressed sparse rows.
    pub row_offsets: Vec<usize>,
    /// Sparse: the oscillator that each edge comes from, rising in a row.
    pub columns: Vec<u32>,
}

impl Problem {
    pub fn new(shape: Shape) -> Self {
        let Shape { kind, n, harmonics, members, .. } = shape;
        let count = n * members;
        let (edges, scale) = match kind {
            Kind::Dense | Kind::Ensemble => (count * harmonics * n, coupling_scale(n)),
            Kind::Sparse => (n * DEGREE, coupling_scale(DEGREE)),
            Kind::MeanField | Kind::Sines => (0, 0.0),
        };
        let mut problem = Problem {
            shape,
            frequencies: uniforms(0, count, 1.0),
            initial: uniforms(1, count, if kind == Kind::Sines { 100.0 } else { 6.0 }),
            coupling: uniforms(2, edges, scale),
            row_offsets: Vec::new(),
            columns: Vec::new(),
        };
        if kind == Kind::Sparse {
            // An edge from each tenth of the oscillators, so that a row's columns rise and lie anywhere.
            let width = n / DEGREE;
            let column = |e: usize| e % DEGREE * width + (uniform(3, e as u64) * width as f64) as usize;
            problem.row_offsets = (0..=n).map(|i| i * DEGREE).collect();
            problem.columns = (0..edges).map(|e| column(e) as u32).collect();
        }
        problem
    }
}

/// The number of that place in that stream: a multiple of 2^-24 in [0, 1), by SplitMix64's mixing function.
fn uniform(stream: u64, index: u64) -> f64 {
    let mut z = (stream << 56).wrapping_add(index).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 40) as f64 / f64::from(1 << 24)
}

fn uniforms(stream: u64, count: usize, scale: f64) -> Aligned<f64> {
    Aligned::new(count, |i| scale * uniform(stream, i as u64))
}

/// 2 / n, n rounded up to a power of two.
fn coupling_scale(n: usize) -> f64 {
    2.0 / n.next_power_of_two() as f64
}

/// Up to 64 of the results, to be compared.
pub fn sample(results: &[f64]) -> Vec<f64> {
    results.iter().step_by((results.len() / 64).max(1)).take(64).copied().collect()
}
