//! Lyapunov exponents against published and exact ones.

mod common;

use common::hash;
use photinus::ode::{Differences, End, Lyapunov, OdeSystem, Rk4, Tangent};
use photinus::simd::Level;
use photinus::{Error, Real, Stop};

/// Lorenz, J. Atmos. Sci. 20, 1963.
struct Lorenz(Level);

impl<F: Real> OdeSystem<F> for Lorenz {
    fn dim(&self) -> usize {
        3
    }
    fn level(&self) -> Level {
        self.0
    }
    #[inline(always)]
    fn derivative(&self, _t: F, y: &[F], dydt: &mut [F], _: &mut [F]) -> Result<(), Stop> {
        let (sigma, rho, beta) = (F::from_u64(10), F::from_u64(28), F::from_u64(8) / F::from_u64(3));
        dydt[0] = sigma * (y[1] - y[0]);
        dydt[1] = y[0] * (rho - y[2]) - y[1];
        dydt[2] = y[0] * y[1] - beta * y[2];
        Ok(())
    }
}

impl<F: Real> Tangent<F> for Lorenz {
    #[inline(always)]
    fn tangent(&self, _t: F, y: &[F], v: &[F], out: &mut [F], _: &mut [F]) -> Result<(), Stop> {
        let (sigma, rho, beta) = (F::from_u64(10), F::from_u64(28), F::from_u64(8) / F::from_u64(3));
        out[0] = sigma * (v[1] - v[0]);
        out[1] = v[0] * (rho - y[2]) - y[0] * v[2] - v[1];
        out[2] = v[0] * y[1] + y[0] * v[1] - beta * v[2];
        Ok(())
    }
}

/// dy/dt = A y.
struct Linear<'a> {
    matrix: &'a [f64],
    dim: usize,
}

impl OdeSystem<f64> for Linear<'_> {
    fn dim(&self) -> usize {
        self.dim
    }
    fn derivative(&self, _t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        for (row, out) in self.matrix.chunks_exact(self.dim).zip(dydt) {
            *out = row.iter().zip(y).map(|(a, y)| a * y).sum();
        }
        Ok(())
    }
}

impl Tangent<f64> for Linear<'_> {
    fn tangent(&self, t: f64, _y: &[f64], v: &[f64], out: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        self.derivative(t, v, out, scratch)
    }
}

/// The Kuramoto model as it is written: dφ_i/dt = ω_i + (K/N) Σ_j sin(φ_j - φ_i).
struct Network<'a> {
    frequencies: &'a [f64],
    strength: f64,
}

impl OdeSystem<f64> for Network<'_> {
    fn dim(&self) -> usize {
        self.frequencies.len()
    }
    fn derivative(&self, _t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        let k = self.strength / y.len() as f64;
        for (i, out) in dydt.iter_mut().enumerate() {
            *out = self.frequencies[i] + y.iter().map(|phase| k * Real::sin_cos(phase - y[i]).0).sum::<f64>();
        }
        Ok(())
    }
}

impl Tangent<f64> for Network<'_> {
    fn tangent(&self, _t: f64, y: &[f64], v: &[f64], out: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        let k = self.strength / y.len() as f64;
        for (i, out) in out.iter_mut().enumerate() {
            *out = y.iter().zip(v).map(|(phase, v_j)| k * Real::sin_cos(phase - y[i]).1 * (v_j - v[i])).sum();
        }
        Ok(())
    }
}

struct Run<F> {
    start: Vec<F>,
    count: usize,
    step: F,
    interval: u64,
    discarded: u64,
    steps: u64,
}

impl<F: Real> Run<F> {
    fn exponents<S: Tangent<F>>(&self, system: &S) -> Vec<F> {
        let mut memory = vec![F::zero(); Lyapunov::<F>::memory_len(system.dim(), self.count, system.scratch_len())];
        let mut run =
            Lyapunov::new(&mut memory, system, F::zero(), &self.start, self.count, self.step, self.interval).unwrap();
        run.advance(system, self.discarded).unwrap().complete().unwrap();
        run.discard();
        run.advance(system, self.steps).unwrap().complete().unwrap();
        let mut exponents = vec![F::zero(); self.count];
        run.exponents(&mut exponents).unwrap();
        exponents
    }
}

fn lorenz<F: Real>(count: usize, steps: u64) -> Run<F> {
    let start = [1.0, 1.0, 20.0].map(F::from_f64).to_vec();
    Run { start, count, step: F::from_f64(0.0078125), interval: 10, discarded: 5000, steps }
}

/// 0.9056, 0, -14.5723: Sprott, Chaos and Time-Series Analysis, 2003. The divergence is the constant
/// -(σ + 1 + β) = -41/3, which the steps keep to their fourth order.
#[test]
#[cfg(not(debug_assertions))] // seconds without optimisation
fn the_spectrum_of_lorenz() {
    let exponents = lorenz::<f64>(3, 1_000_000).exponents(&Lorenz(Level::detect()));
    println!("{exponents:?}");
    for (exponent, published) in exponents.iter().zip([0.9056, 0.0, -14.5723]) {
        assert!((exponent - published).abs() < 2e-3, "{exponent} instead of {published}");
    }
    let sum: f64 = exponents.iter().sum();
    assert!((sum + 41.0 / 3.0).abs() < 1e-4, "{sum}");
    let single = lorenz::<f32>(3, 400_000).exponents(&Lorenz(Level::detect()));
    println!("{single:?}");
    for (exponent, published) in single.iter().zip([0.9056, 0.0, -14.5723]) {
        assert!((f64::from(*exponent) - published).abs() < 1e-2, "{exponent} instead of {published}");
    }
}

#[test]
fn the_divergence_of_lorenz_of_any_run() {
    let sum = |step: f64| -> f64 {
        let run = Run { step, steps: (40.0 / step) as u64, ..lorenz(3, 0) };
        run.exponents(&Lorenz(Level::detect())).iter().sum()
    };
    let error = |step: f64| (sum(step) + 41.0 / 3.0).abs();
    let (long, short) = (error(0.015625), error(0.00390625));
    println!("{long} {short}");
    assert!(long < 1e-2 && short < 1e-5, "{long} {short}");
}

/// Those of a linear system are the real parts of its eigenvalues: here of a matrix with 1/2, -1 ± 3i and -2, which is
/// T B T⁻¹ with T = unit lower bidiagonal of ones, B block-diagonal.
#[test]
fn real_parts_of_eigenvalues() {
    let b = [0.5, 0.0, 0.0, 0.0, 0.0, -1.0, 3.0, 0.0, 0.0, -3.0, -1.0, 0.0, 0.0, 0.0, 0.0, -2.0];
    let mut matrix = [0.0; 16];
    for i in 0..4 {
        for j in 0..4 {
            // (T B)_ik = B_ik + B_(i-1)k; (T⁻¹)_kj = (-1)^(k-j) for k >= j.
            matrix[i * 4 + j] = (j..4)
                .map(|k| {
                    let tb = b[i * 4 + k] + if i > 0 { b[(i - 1) * 4 + k] } else { 0.0 };
                    if (k - j) % 2 == 0 { tb } else { -tb }
                })
                .sum();
        }
    }
    let system = Linear { matrix: &matrix, dim: 4 };
    let (start, step) = (vec![0.0, 0.0, 0.0, 0.0], 1.0 / 128.0);
    // 100 half turns of the pair, of which the exponents of the two swing; the sum does not.
    let steps = (100.0 * core::f64::consts::PI / 3.0 / step) as u64;
    let run = Run { start, count: 4, step, interval: 4, discarded: 4000, steps };
    for exponents in [run.exponents(&system), run.exponents(&Differences::new(&system))] {
        let error = |i: usize, exact: f64| (exponents[i] - exact).abs();
        assert!(error(0, 0.5) < 1e-8 && error(3, -2.0) < 1e-8, "{exponents:?}");
        assert!(error(1, -1.0) < 1e-4 && error(2, -1.0) < 1e-4, "{exponents:?}");
        assert!((exponents[1] + exponents[2] + 2.0).abs() < 1e-7, "{exponents:?}");
    }
    // Fewer than all.
    let two = Run { count: 2, ..run }.exponents(&system);
    assert!((two[0] - 0.5).abs() < 1e-8 && (two[1] + 1.0).abs() < 1e-4, "{two:?}");
}

/// In step, N equal oscillators have the exponents 0 and, N - 1 times, -K: the eigenvalues of the Laplacian.
#[test]
fn a_synchronous_network() {
    let system = Network { frequencies: &[1.5; 5], strength: 0.75 };
    let run = Run { start: vec![0.3; 5], count: 5, step: 0.0625, interval: 8, discarded: 2000, steps: 2000 };
    let exact = [0.0, -0.75, -0.75, -0.75, -0.75];
    for (exponent, exact) in run.exponents(&system).iter().zip(exact) {
        assert!((exponent - exact).abs() < 1e-7, "{exponent} instead of {exact}");
    }
    for (exponent, exact) in run.exponents(&Differences::new(&system)).iter().zip(exact) {
        assert!((exponent - exact).abs() < 1e-7, "{exponent} instead of {exact}");
    }
}

/// A first-order network does not change when all phases turn: (1, …, 1) neither grows nor shrinks. Two oscillators
/// that are locked and a third that drifts have another 0, along the solution, and one negative exponent. The sum is
/// the mean trace of the Jacobian, -(K/N) Σ_i Σ_j≠i cos(φ_j - φ_i) = -K (N r² - 1).
#[test]
fn exponents_of_a_drifting_network() {
    let (strength, step) = (0.5, 0.0625);
    let system = Network { frequencies: &[-1.0, -0.95, 0.9], strength };
    let mut memory = vec![0.0; Lyapunov::<f64>::memory_len(3, 3, 0)];
    let mut run = Lyapunov::new(&mut memory, &system, 0.0, &[0.1, 0.7, -0.5], 3, step, 1).unwrap();
    run.advance(&system, 2000).unwrap().complete().unwrap();
    run.discard();
    let steps = 8000;
    let mut trace = 0.0;
    for _ in 0..steps {
        let before = r_squared(run.state());
        run.advance(&system, 1).unwrap().complete().unwrap();
        trace -= strength * (3.0 * 0.5 * (before + r_squared(run.state())) - 1.0) / f64::from(steps);
    }
    let mut exponents = [0.0; 3];
    run.exponents(&mut exponents).unwrap();
    assert!(exponents[0].abs() < 2e-3 && exponents[1].abs() < 2e-3 && exponents[2] < -0.2, "{exponents:?}");
    assert!((exponents.iter().sum::<f64>() - trace).abs() < 1e-6, "{exponents:?} {trace}");
    let start = vec![0.1, 0.7, -0.5];
    let run = Run { start, count: 3, step, interval: 1, discarded: 2000, steps: steps as u64 };
    for (by_differences, exponent) in run.exponents(&Differences::new(&system)).iter().zip(exponents) {
        assert!((by_differences - exponent).abs() < 1e-7, "{by_differences} instead of {exponent}");
    }
}

fn r_squared(phases: &[f64]) -> f64 {
    let (sin, cos) = phases.iter().fold((0.0, 0.0), |(s, c), phase| (s + phase.sin(), c + phase.cos()));
    (sin * sin + cos * cos) / (phases.len() * phases.len()) as f64
}

fn memory<F: Real>(count: usize) -> Vec<F> {
    vec![F::zero(); Lyapunov::<F>::memory_len(3, count, 0)]
}

fn bits<F: Real>(level: Level, calls: &[u64]) -> u64 {
    let mut memory = memory::<F>(2);
    let system = Lorenz(level);
    let start = [1.0, 1.0, 20.0].map(F::from_f64);
    let mut run = Lyapunov::new(&mut memory, &system, F::one(), &start, 2, F::from_f64(0.01), 7).unwrap();
    for &steps in calls {
        let solution = run.advance(&system, steps).unwrap();
        assert_eq!((solution.end, solution.steps), (End::Complete, steps));
    }
    let mut out = [F::zero(); 2];
    run.exponents(&mut out).unwrap();
    hash(out.iter().chain(run.state()).chain(run.displacements()).map(|x| x.to_bits64()))
}

#[test]
fn the_same_bits_on_every_level_however_it_is_divided() {
    fn check<F: Real>() {
        let whole = bits::<F>(Level::BASELINE, &[1000]);
        for level in Level::available() {
            assert_eq!(bits::<F>(level, &[1000]), whole, "{}", level.name());
            assert_eq!(bits::<F>(level, &[1, 5, 8, 0, 486, 500]), whole, "{}", level.name());
        }
        // The solution is that of the solver with the same steps.
        let (step, start) = (F::from_f64(0.01), [1.0, 1.0, 20.0].map(F::from_f64));
        let (mut states, mut workspace) = (vec![F::zero(); 6], vec![F::zero(); Rk4::<F>::workspace_len(3, 0)]);
        let times = [F::zero(), step * F::from_u64(8)];
        let solver = Rk4::new(step).unwrap();
        let system = Lorenz(Level::BASELINE);
        solver
            .solve(&system, &times, &start, &mut states, &mut workspace, |_, _, _| Ok(()))
            .unwrap()
            .complete()
            .unwrap();
        let mut memory = memory::<F>(1);
        let mut run = Lyapunov::new(&mut memory, &system, F::zero(), &start, 1, step, 3).unwrap();
        run.advance(&system, 8).unwrap().complete().unwrap();
        assert_eq!(run.state(), &states[3..]);
        // Fewer displacements are the first of more.
        let [one, three] = [1, 3].map(|count| lorenz::<F>(count, 1000).exponents(&system));
        assert_eq!(one[0], three[0]);
    }
    check::<f32>();
    check::<f64>();
}

/// From the elements that are documented to be the run, and `progress`, the rest of the memory being anything.
#[test]
fn resumed() {
    let system = Lorenz(Level::detect());
    let mut first = memory::<f64>(2);
    let mut run = Lyapunov::new(&mut first, &system, 0.0, &[1.0, 1.0, 20.0], 2, 0.01, 7).unwrap();
    run.advance(&system, 300).unwrap().complete().unwrap();
    let progress = run.progress();
    let saved = first[..3 * 3 + 2 * 2].to_vec();
    let mut second = vec![f64::NAN; first.len()];
    second[..saved.len()].copy_from_slice(&saved);
    let mut results = [[0.0; 2]; 2];
    for (memory, result) in [&mut first, &mut second].into_iter().zip(&mut results) {
        let mut run = Lyapunov::resume(memory, &system, progress).unwrap();
        run.advance(&system, 500).unwrap().complete().unwrap();
        run.exponents(result).unwrap();
        assert_eq!(run.time(), 8.0);
    }
    assert_eq!(results[0].map(f64::to_bits), results[1].map(f64::to_bits));
}

/// Lorenz's system with differences of a scale of 4, its run after `steps` steps, of 7 between orthonormalisations, and
/// the checkpoint.
fn saved<F: Real>(steps: u64) -> Vec<u8> {
    let lorenz = Lorenz(Level::BASELINE);
    let system = Differences::new(&lorenz).with_scale(F::from_u64(4)).unwrap();
    let mut memory = vec![F::zero(); Lyapunov::<F>::memory_len(3, 2, system.scratch_len())];
    let start = [1.0, 1.0, 20.0].map(F::from_f64);
    let mut run = Lyapunov::new(&mut memory, &system, F::one(), &start, 2, F::from_f64(0.01), 7).unwrap();
    if steps > 0 {
        run.advance(&system, 16).unwrap().complete().unwrap();
        run.discard();
        run.advance(&system, steps - 16).unwrap().complete().unwrap();
    }
    let mut bytes = vec![0; Lyapunov::<F>::checkpoint_len(3, 2) + 5];
    run.save(system.scale(), &mut bytes).unwrap();
    assert_eq!(bytes.split_off(bytes.len() - 5), [0; 5], "more was written");
    assert_eq!(run.save(system.scale(), &mut bytes[1..]), Err(Error::Length));
    for scale in [F::zero(), -F::one(), F::nan(), F::infinity()] {
        assert_eq!(run.save(scale, &mut bytes), Err(Error::Parameter));
    }
    bytes
}

#[test]
fn restored() {
    fn check<F: Real>(precision: u8) {
        let lorenz = Lorenz(Level::detect());
        let whole = saved::<F>(500);
        assert_eq!(
            whole[..16],
            *b"PHOTLYA\0\x01\0\0\0".iter().chain(&[precision, 0, 0, 0]).copied().collect::<Vec<_>>()
        );
        // Between two orthonormalisations, right after one, and at the start.
        for steps in [100, 161, 400, 499] {
            let bytes = saved::<F>(steps);
            assert_eq!(Lyapunov::<F>::checkpoint_shape(&bytes), Ok((3, 2)));
            let mut memory = vec![F::nan(); Lyapunov::<F>::memory_len(3, 2, 6)];
            let (mut run, scale) = Lyapunov::restore(&mut memory, &bytes).unwrap();
            assert_eq!(scale, F::from_u64(4));
            assert_eq!(run.progress().steps, steps);
            let mut again = vec![1; bytes.len()];
            run.save(scale, &mut again).unwrap();
            assert!(again == bytes);
            let system = Differences::new(&lorenz).with_scale(scale).unwrap();
            run.advance(&system, 500 - steps).unwrap().complete().unwrap();
            run.save(scale, &mut again).unwrap();
            assert!(again == whole, "from {steps} steps");
        }
        // From the start, with the tangent: as if it had not been saved.
        let bytes = saved::<F>(0);
        let mut memory = memory::<F>(2);
        let (mut run, _) = Lyapunov::restore(&mut memory, &bytes).unwrap();
        assert_eq!(run.exponents(&mut [F::zero(); 2]), Err(Error::Unsupported));
        assert_eq!(run.advance(&Differences::new(&lorenz), 1), Err(Error::Workspace)); // room for no scratch
        run.advance(&lorenz, 1000).unwrap().complete().unwrap();
        let mut out = [F::zero(); 2];
        run.exponents(&mut out).unwrap();
        let found = hash(out.iter().chain(run.state()).chain(run.displacements()).map(|x| x.to_bits64()));
        assert_eq!(found, bits::<F>(Level::BASELINE, &[1000]));
    }
    check::<f32>(4);
    check::<f64>(8);
    assert_eq!(Lyapunov::<f64>::checkpoint_len(usize::MAX, 2), usize::MAX);
    assert_eq!(Lyapunov::<f32>::checkpoint_len(2, usize::MAX), usize::MAX);
}

/// The same bytes on every machine: what one has found.
#[test]
fn checkpoints_of_any_machine() {
    let sum = |bytes: &[u8]| hash(bytes.iter().map(|&byte| u64::from(byte)));
    assert_eq!(sum(&saved::<f32>(500)), 13_758_192_250_011_742_514);
    assert_eq!(sum(&saved::<f64>(500)), 10_902_458_825_473_169_978);
}

/// The checkpoint with the checksum that it ought to have: bit by bit the crc32 of zip.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - 4;
    let sum = !bytes[..body].iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)))
    });
    bytes[body..].copy_from_slice(&sum.to_le_bytes());
    bytes
}

#[test]
fn checkpoints_that_are_damaged_are_refused() {
    fn check<F: Real>() {
        let good = saved::<F>(100);
        assert!(signed(good.clone()) == good);
        let mut room = vec![F::from_u64(5); Lyapunov::<F>::memory_len(3, 2, 0)];
        let mut refused = |bytes: &[u8]| {
            let error = Lyapunov::restore(&mut room, bytes).err();
            assert_eq!(Lyapunov::<F>::checkpoint_shape(bytes).err(), error);
            assert!(error.is_none() || room.iter().all(|&x| x == F::from_u64(5)), "memory was written");
            error
        };
        let mut bytes = good.clone();
        for bit in 0..8 * bytes.len() {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(refused(&bytes), Some(Error::Checkpoint), "bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        for len in 0..bytes.len() {
            assert_eq!(refused(&bytes[..len]), Some(Error::Checkpoint), "{len} bytes");
            assert_eq!(refused(&signed(bytes[..len.max(4)].to_vec())), Some(Error::Checkpoint), "{len} bytes");
        }
        bytes.push(0);
        assert_eq!(refused(&bytes), Some(Error::Checkpoint));
        assert_eq!(refused(&signed(bytes)), Some(Error::Checkpoint));

        // With a checksum that fits: numbers that no run has.
        let float = |x: f64| F::from_f64(x).to_bits64();
        let [nan, infinity] = [F::nan(), F::infinity()].map(|x| x.to_bits64());
        let counted = 1_u64 << F::DIGITS;
        let wrong = [
            (0, vec![0, 1, 2, 4, 1 << 32, 1 << 63, u64::MAX]),
            (1, vec![0, 1, 3, 4, 1 << 32, u64::MAX - 1, u64::MAX]),
            (2, vec![0, float(-0.0), float(-0.01), nan, infinity]),
            (3, vec![0, 3, 15]),
            (4, vec![nan, infinity, (-F::infinity()).to_bits64()]),
            (5, vec![0, 13, counted + 1, u64::MAX]),
            (6, vec![1, 13, 101, 105, u64::MAX]),
            (7, vec![0, float(-1.0), nan, infinity]),
        ];
        for (word, values) in wrong {
            for value in values {
                let mut bytes = good.clone();
                bytes[16 + 8 * word..][..8].copy_from_slice(&value.to_le_bytes());
                assert_eq!(refused(&signed(bytes)), Some(Error::Checkpoint), "word {word}: {value:#x}");
            }
        }
        if F::BYTES == 4 {
            for word in [2, 4, 7] {
                let mut bytes = good.clone();
                bytes[16 + 8 * word + 5] = 1; // no f32
                assert_eq!(refused(&signed(bytes)), Some(Error::Checkpoint), "word {word}");
            }
        }
        for element in 0..3 * 3 + 2 * 2 {
            for value in [nan, infinity] {
                let mut bytes = good.clone();
                bytes[16 + 8 * 8 + element * F::BYTES..][..F::BYTES].copy_from_slice(&value.to_le_bytes()[..F::BYTES]);
                assert_eq!(refused(&signed(bytes)), Some(Error::Checkpoint), "element {element}");
            }
        }
        // One step more, and the last that can be counted, are those of a run.
        for steps in [101, counted] {
            let mut bytes = good.clone();
            bytes[16 + 8 * 5..][..8].copy_from_slice(&steps.to_le_bytes());
            let bytes = signed(bytes);
            assert_eq!(Lyapunov::<F>::checkpoint_shape(&bytes), Ok((3, 2)));
            let mut memory = memory::<F>(2);
            let (mut run, _) = Lyapunov::restore(&mut memory, &bytes).unwrap();
            let result = run.advance(&Lorenz(Level::BASELINE), 1);
            assert_eq!(result.err(), (steps == counted).then_some(Error::StepTooSmall));
        }

        // Another kind, another version, another precision, too little room.
        for (byte, value, error) in [
            (4, b'D', Error::Checkpoint),
            (8, 2, Error::Checkpoint),
            (12, 12 - F::BYTES as u8, Error::CheckpointMismatch),
        ] {
            let mut bytes = good.clone();
            bytes[byte] = value;
            assert_eq!(refused(&signed(bytes)), Some(error), "byte {byte}");
        }
        let mut short = vec![F::zero(); Lyapunov::<F>::memory_len(3, 2, 0) - 1];
        assert_eq!(Lyapunov::restore(&mut short, &good).err(), Some(Error::Workspace));
    }
    check::<f32>();
    check::<f64>();
    assert_eq!(Lyapunov::<f32>::checkpoint_shape(&saved::<f64>(0)), Err(Error::CheckpointMismatch));
    assert_eq!(Lyapunov::<f64>::checkpoint_shape(&saved::<f32>(0)), Err(Error::CheckpointMismatch));
}

/// Any bit of one, with a checksum that fits: refused, or a run that can be gone on with.
#[test]
fn forged_checkpoints() {
    let good = saved::<f64>(100);
    let (lorenz, mut taken) = (Lorenz(Level::BASELINE), 0);
    for bit in 0..8 * (good.len() - 4) {
        let mut bytes = good.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let mut memory = memory::<f64>(2);
        if let Ok((mut run, scale)) = Lyapunov::restore(&mut memory, &signed(bytes)) {
            taken += 1;
            assert!(scale > 0.0 && run.time().is_finite());
            let _ = run.advance(&lorenz, 9);
            let _ = run.exponents(&mut [0.0; 2]);
            run.discard();
            assert!(run.state().iter().chain(run.displacements()).all(|x| x.is_finite()), "bit {bit}");
        }
    }
    assert!(taken > 0);
}

#[test]
fn displacements_are_orthonormal() {
    let system = Lorenz(Level::detect());
    let mut memory = memory::<f64>(3);
    let mut run = Lyapunov::new(&mut memory, &system, 0.0, &[1.0, 1.0, 20.0], 3, 0.01, 50).unwrap();
    for _ in 0..2 {
        let v = run.displacements();
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|l| v[3 * i + l] * v[3 * j + l]).sum();
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-15, "{i} {j}: {product}");
            }
        }
        run.advance(&system, 100).unwrap().complete().unwrap();
    }
}

/// y² escapes to infinity at t = 1; a caller's stop, and its failure.
#[test]
fn early_ends() {
    struct Escape(Option<Stop>);
    impl OdeSystem<f64> for Escape {
        fn dim(&self) -> usize {
            1
        }
        fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
            dydt[0] = y[0] * y[0];
            self.0.map_or(Ok(()), |stop| if t > 0.5 { Err(stop) } else { Ok(()) })
        }
    }
    for (stop, end) in
        [(None, End::Diverged), (Some(Stop::Caller(3)), End::Caller(3)), (Some(Stop::Failure(4)), End::Failure(4))]
    {
        let escape = Escape(stop);
        let system = Differences::new(&escape);
        let mut memory = [0.0; Lyapunov::<f64>::memory_len(1, 1, 2)];
        let mut run = Lyapunov::new(&mut memory, &system, 0.0, &[1.0], 1, 0.0625, 1).unwrap();
        assert_eq!(run.exponents(&mut [0.0]), Err(Error::Unsupported));
        let solution = run.advance(&system, 100).unwrap();
        assert_eq!(solution.end, end);
        assert!(run.state()[0].is_finite() && run.progress().steps == solution.steps);
        assert_eq!(solution.time, solution.steps as f64 * 0.0625);
        let expected = if stop.is_some() { 8 } else { 16 };
        assert!(solution.steps.abs_diff(expected) <= if stop.is_some() { 0 } else { 4 }, "{}", solution.steps);
        // It is where it was: the same again.
        let again = run.advance(&system, 100).unwrap();
        assert_eq!((again.end, again.steps), (end, 0));
    }
}

/// Between orthonormalisations so far apart that the second displacement is the first one but for rounding.
#[test]
fn displacements_that_fall_together() {
    let system = Linear { matrix: &[5.0, 0.0, 0.0, -5.0], dim: 2 };
    let mut memory = [0.0; Lyapunov::<f64>::memory_len(2, 2, 0)];
    let mut run = Lyapunov::new(&mut memory, &system, 0.0, &[0.0, 0.0], 2, 0.01, 1000).unwrap();
    let solution = run.advance(&system, 2000).unwrap();
    assert_eq!((solution.end, solution.steps), (End::Diverged, 999));
}

#[test]
fn bad_arguments() {
    let system = Lorenz(Level::detect());
    let mut good = memory::<f64>(2);
    let mut new = |start: f64, initial: &[f64], count: usize, step: f64, interval: u64| {
        Lyapunov::new(&mut good, &system, start, initial, count, step, interval).map(|_| ()).err()
    };
    let initial = [1.0; 3];
    assert_eq!(new(0.0, &initial, 2, 0.01, 1), None);
    assert_eq!(new(0.0, &initial, 0, 0.01, 1), Some(Error::Dimension));
    assert_eq!(new(0.0, &initial, 4, 0.01, 1), Some(Error::Dimension));
    assert_eq!(new(0.0, &initial, 3, 0.01, 1), Some(Error::Workspace));
    assert_eq!(new(0.0, &initial[..2], 2, 0.01, 1), Some(Error::Length));
    assert_eq!(new(0.0, &[1.0, f64::NAN, 1.0], 2, 0.01, 1), Some(Error::NotFinite));
    for step in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(new(0.0, &initial, 2, step, 1), Some(Error::Step));
    }
    assert_eq!(new(f64::INFINITY, &initial, 2, 0.01, 1), Some(Error::Times));
    assert_eq!(new(0.0, &initial, 2, 0.01, 0), Some(Error::Parameter));
    let mut run = Lyapunov::new(&mut good, &system, 1e16, &initial, 2, 0.01, 1).unwrap();
    assert_eq!(run.advance(&system, 1), Err(Error::StepTooSmall));
    assert_eq!(run.exponents(&mut [0.0; 3]), Err(Error::Length));
    let other = Network { frequencies: &[1.0; 2], strength: 1.0 };
    assert_eq!(run.advance(&other, 1), Err(Error::Dimension));
    let mut run = Lyapunov::new(&mut good, &system, 0.0, &initial, 2, 0.01, 1).unwrap();
    assert_eq!(run.advance(&system, u64::MAX), Err(Error::StepTooSmall));
    assert_eq!(run.advance(&Differences::new(&system), 1), Err(Error::Workspace));
    let progress = photinus::ode::LyapunovProgress { since: 3, ..run.progress() };
    assert_eq!(Lyapunov::resume(&mut good, &system, progress).map(|_| ()).err(), Some(Error::Parameter));
    let progress = photinus::ode::LyapunovProgress { steps: (1 << 53) + 1, since: 0, ..progress };
    assert_eq!(Lyapunov::resume(&mut good, &system, progress).map(|_| ()).err(), Some(Error::StepTooSmall));
    let progress = photinus::ode::LyapunovProgress { steps: 100, step: 1e307, ..progress };
    assert_eq!(Lyapunov::resume(&mut good, &system, progress).map(|_| ()).err(), Some(Error::Times));
    assert_eq!(Lyapunov::<f64>::memory_len(usize::MAX, 2, 5), usize::MAX);
}
