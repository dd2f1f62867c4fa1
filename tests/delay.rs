//! Delay equations: the order of the solver against closed forms, its history and its ring, saving and cutting, and bad
//! arguments.

use photinus::ode::{Constant, DelayRk4, DelaySystem, End, History, Past, Solution};
use photinus::simd::Level;
use photinus::{Error, Real, Stop};
use std::f64::consts::{FRAC_PI_2, PI};

mod common;

/// dy_i/dt = Σ_k a_k y_i(t - τ_k) for (a_k, τ_k) of `terms`, in `dim` components.
struct Linear<F> {
    dim: usize,
    terms: Vec<(F, F)>,
    level: Level,
}

impl<F: Real> Linear<F> {
    fn new(dim: usize, terms: &[(F, F)]) -> Self {
        Linear { dim, terms: terms.to_vec(), level: Level::BASELINE }
    }
    fn delays(&self) -> impl Iterator<Item = F> {
        self.terms.iter().map(|&(_, delay)| delay)
    }
}

impl<F: Real> DelaySystem<F> for Linear<F> {
    fn dim(&self) -> usize {
        self.dim
    }
    fn scratch_len(&self) -> usize {
        self.dim
    }
    fn shortest_delay(&self) -> F {
        let shortest =
            self.delays().filter(|&x| !(x == F::zero())).fold(F::infinity(), |a, b| if b > a { a } else { b });
        if shortest == F::infinity() { F::zero() } else { shortest }
    }
    fn longest_delay(&self) -> F {
        self.delays().fold(F::zero(), |a, b| if b < a { a } else { b })
    }
    #[inline(always)]
    fn derivative(
        &self,
        _: F,
        _: &[F],
        past: &Past<'_, F, impl History<F>>,
        dydt: &mut [F],
        scratch: &mut [F],
    ) -> Result<(), Stop> {
        dydt.fill(F::zero());
        for &(a, delay) in &self.terms {
            past.state(delay, scratch);
            for (i, (dydt, &y)) in dydt.iter_mut().zip(&*scratch).enumerate() {
                // A state and its components are the same bits.
                assert_eq!(y.to_bits64(), past.value(i, delay).to_bits64());
                *dydt += a * y;
            }
        }
        Ok(())
    }
    fn level(&self) -> Level {
        self.level
    }
}

fn memory<F: Real>(system: &impl DelaySystem<F>, step: F) -> Vec<F> {
    let longest = DelayRk4::delay_in_steps(system.longest_delay(), step).unwrap();
    // Not a number in it may matter.
    vec![F::nan(); DelayRk4::<F>::memory_len(system.dim(), system.scratch_len(), longest)]
}

/// The largest error of component 0 against `exact`, over all steps to `end`.
fn worst<Y: DelaySystem<f64>, H: History<f64>>(
    system: &Y,
    history: &H,
    step: f64,
    end: f64,
    exact: impl Fn(f64) -> f64,
) -> f64 {
    let mut memory = memory(system, step);
    let initial = vec![exact(0.0); system.dim()];
    let mut run = DelayRk4::new(&mut memory, system, step, 0.0, &initial).unwrap();
    let mut worst = 0.0_f64;
    while run.time() < end - step / 2.0 {
        run.advance(system, history, 1).unwrap().complete().unwrap();
        worst = worst.max((run.state()[0] - exact(run.time())).abs());
    }
    worst
}

fn assert_order(name: &str, errors: &[f64], order: f64) {
    for pair in errors.windows(2) {
        let seen = (pair[0] / pair[1]).log2();
        assert!((seen - order).abs() < 0.35, "{name}: order {seen} instead of {order}, errors {errors:?}");
    }
}

/// y' = cos t - y(t - tau)/2 + sin(t - tau)/2, which y = sin t solves.
struct Forced {
    delay: f64,
}
impl DelaySystem<f64> for Forced {
    fn dim(&self) -> usize {
        1
    }
    fn shortest_delay(&self) -> f64 {
        self.delay
    }
    fn longest_delay(&self) -> f64 {
        self.delay
    }
    fn derivative(
        &self,
        t: f64,
        _: &[f64],
        past: &Past<'_, f64, impl History<f64>>,
        dydt: &mut [f64],
        _: &mut [f64],
    ) -> Result<(), Stop> {
        dydt[0] = t.cos() - 0.5 * past.value(0, self.delay) + 0.5 * (t - self.delay).sin();
        Ok(())
    }
}

#[test]
fn order_4_whatever_the_delay_in_steps() {
    // The solution is sin t throughout, whose history goes on smoothly, so that no delay need be a multiple of the step.
    let history = |_: usize, t: f64| t.sin();
    // A delay of so many steps, which is halved with them.
    for steps in [1.0, 1.5, 2.0, 2.5, 3.7, 7.3] {
        let errors: Vec<f64> = (0..4)
            .map(|k| {
                let h = 0.1 * 0.5_f64.powi(k);
                worst(&Forced { delay: steps * h }, &history, h, 4.0, f64::sin)
            })
            .collect();
        assert_order(&format!("tau = {steps} h"), &errors, 4.0);
    }
    // y' = -y(t - pi/2), the steps as long as the delay or no part of it.
    let system = Linear::new(1, &[(-1.0, FRAC_PI_2)]);
    for rest in [0.0, 0.5, 0.7] {
        let h = |k: i32| FRAC_PI_2 / (4.0 * 2.0_f64.powi(k) + rest);
        let errors: Vec<f64> = (0..5).map(|k| worst(&system, &history, h(k), 4.0 * PI, f64::sin)).collect();
        for k in 0..4 {
            let order = (errors[k] / errors[k + 1]).ln() / (h(k as i32) / h(k as i32 + 1)).ln();
            assert!((order - 4.0).abs() < 0.2, "order {order} with a rest of {rest} steps, errors {errors:?}");
        }
    }
    // Two delays and the present state at once: y' = a y(t - 1) + b y(t - 1.3) - 0.2 y, a and b from the coefficients of
    // cos t and sin t.
    let [[p, q], [r, s]] = [[1.0_f64.cos(), 1.3_f64.cos()], [-1.0_f64.sin(), -1.3_f64.sin()]];
    let (sine, cosine, determinant) = (0.2, 1.0, p * s - q * r);
    let (a, b) = ((sine * s - q * cosine) / determinant, (p * cosine - sine * r) / determinant);
    let system = Linear::new(3, &[(a, 1.0), (b, 1.3), (-0.2, 0.0)]);
    let errors: Vec<f64> = (0..4).map(|k| worst(&system, &history, 0.4 * 0.5_f64.powi(k), 3.0, f64::sin)).collect();
    for pair in errors.windows(2) {
        assert!((pair[0] / pair[1]).log2() > 3.6, "{errors:?}");
    }
}

/// y' = -y(t - 1), y = 1 until t = 0, by the method of steps: Σ_k (-1)^k (t - (k - 1))^k / k! over k with t > k - 1.
fn by_the_method_of_steps(t: f64) -> f64 {
    let mut sum = 1.0;
    let mut k = 1;
    while t > f64::from(k - 1) {
        let term: f64 = (1..=k).map(|i| (t - f64::from(k - 1)) / f64::from(i)).product();
        sum += if k % 2 == 0 { term } else { -term };
        k += 1;
    }
    sum
}

#[test]
fn a_constant_history_by_the_method_of_steps() {
    let system = Linear::new(2, &[(-1.0, 1.0)]);
    for h in [1.0, 0.5, 0.25, 0.125] {
        // Polynomials of degree 3 are exact until t = 3.
        let early = worst(&system, &Constant, h, 3.0, by_the_method_of_steps);
        assert!(early < 4e-15, "{early:e} for h = {h}");
        // A closure is a history too, and is asked before the start alone.
        let history = |_: usize, t: f64| if t < 0.0 { 1.0 } else { f64::NAN };
        assert_eq!(worst(&system, &history, h, 3.0, by_the_method_of_steps), early);
    }
    let errors: Vec<f64> =
        (2..6).map(|k| worst(&system, &Constant, 0.5_f64.powi(k), 8.0, by_the_method_of_steps)).collect();
    assert_order("multiples", &errors, 4.0);
}

#[test]
fn kinks_within_steps_lower_the_order_as_documented() {
    // The same equation by steps none of whose ends is at the delay.
    let system = Linear::new(1, &[(-1.0, 1.0)]);
    let errors: Vec<f64> = (0..7)
        .map(|k| worst(&system, &Constant, 1.0 / (5.0 * 2.0_f64.powi(k) + 0.5), 4.0, by_the_method_of_steps))
        .collect();
    let order = (errors[0] / errors[6]).log2() / 6.0;
    assert!((1.8..2.4).contains(&order), "{order} from {errors:?}");
}

#[test]
fn exponential_growth_with_a_history_that_is_given() {
    // y = e^t, of each component times its number: y' = y(t - tau) e^tau.
    struct Growth;
    impl DelaySystem<f64> for Growth {
        fn dim(&self) -> usize {
            4
        }
        fn shortest_delay(&self) -> f64 {
            0.1
        }
        fn longest_delay(&self) -> f64 {
            0.4
        }
        fn derivative(
            &self,
            t: f64,
            y: &[f64],
            past: &Past<'_, f64, impl History<f64>>,
            dydt: &mut [f64],
            _: &mut [f64],
        ) -> Result<(), Stop> {
            // A delay per component, and one that depends on the time.
            let delays = [0.1, 0.17, 0.0, 0.25 + 0.15 * t.sin()];
            for (i, (dydt, delay)) in dydt.iter_mut().zip(delays).enumerate() {
                *dydt = past.value(i, delay) * f64::exp(delay);
            }
            assert_eq!(past.at(0.0).value(1), y[1]);
            assert!(past.value(4, 0.2).is_nan());
            Ok(())
        }
    }
    let history = |i: usize, t: f64| i as f64 * (t - 5.0).exp();
    let errors: Vec<f64> = [0.1, 0.05, 0.025]
        .into_iter()
        .map(|h| {
            let mut memory = memory(&Growth, h);
            let mut run = DelayRk4::new(&mut memory, &Growth, h, 5.0, &[0.0, 1.0, 2.0, 3.0]).unwrap();
            run.advance(&Growth, &history, (2.0 / h).round() as u64).unwrap().complete().unwrap();
            assert!((run.time() - 7.0).abs() < 1e-12);
            assert_eq!(run.state()[0], 0.0);
            (1..4).map(|i| (run.state()[i] / (i as f64 * 2.0_f64.exp()) - 1.0).abs()).fold(0.0, f64::max)
        })
        .collect();
    assert!(errors[0] < 1e-4, "{errors:?}");
    assert_order("growth", &errors, 4.0);
}

#[test]
fn without_delay_it_is_the_runge_kutta_method() {
    struct Plain;
    impl photinus::ode::OdeSystem<f64> for Plain {
        fn dim(&self) -> usize {
            2
        }
        fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
            dydt.copy_from_slice(&[y[1] * t, -y[0]]);
            Ok(())
        }
    }
    impl DelaySystem<f64> for Plain {
        fn dim(&self) -> usize {
            2
        }
        fn shortest_delay(&self) -> f64 {
            0.0
        }
        fn longest_delay(&self) -> f64 {
            0.0
        }
        fn derivative(
            &self,
            t: f64,
            _: &[f64],
            past: &Past<'_, f64, impl History<f64>>,
            dydt: &mut [f64],
            _: &mut [f64],
        ) -> Result<(), Stop> {
            dydt.copy_from_slice(&[past.value(1, 0.0) * t, -past.value(0, 0.0)]);
            Ok(())
        }
    }
    let mut memory = [f64::NAN; DelayRk4::<f64>::memory_len(2, 0, 0)];
    let mut run = DelayRk4::new(&mut memory, &Plain, 0.1, 1.0, &[1.0, 2.0]).unwrap();
    let solution = run.advance(&Plain, &Constant, 30).unwrap();
    let (mut state, mut space) = ([1.0, 2.0], [0.0; photinus::ode::Rk4::<f64>::workspace_len(2, 0)]);
    let rk4 = photinus::ode::Rk4::new(0.1).unwrap();
    assert_eq!(rk4.advance(&Plain, 1.0, 0, 30, &mut state, &mut space), Ok(solution));
    assert_eq!(run.state(), state);
}

#[test]
fn a_constant_solution_stays_to_the_bit() {
    // y' = y(t - 0.5) - y(t - 0.37) from 0.1: nothing moves, however far from 0.
    for value in [0.1, 1e6 + 0.1, -1e300] {
        let system = Linear::new(1, &[(1.0, 0.5), (-1.0, 0.37)]);
        let mut memory = memory(&system, 0.1);
        let mut run = DelayRk4::new(&mut memory, &system, 0.1, 0.0, &[value]).unwrap();
        run.advance(&system, &Constant, 100).unwrap().complete().unwrap();
        assert_eq!(run.state(), [value]);
    }
}

#[test]
fn a_late_time_costs_no_precision() {
    // Delays are not rounded with the time: from any start the same bits, in f32 too.
    let system = Linear::<f32>::new(1, &[(-1.0, 0.37)]);
    let end = |start: f32| {
        let mut memory = memory(&system, 0.125);
        let mut run = DelayRk4::new(&mut memory, &system, 0.125, start, &[1.0]).unwrap();
        run.advance(&system, &Constant, 50).unwrap().complete().unwrap();
        run.state()[0]
    };
    assert_eq!(end(0.0), end(100_000.0));
}

/// A network of 5 with a delay per pair, nonlinear, and depending on the time.
struct Pairs<F> {
    delays: Vec<F>,
    level: Level,
}

impl<F: Real> Pairs<F> {
    fn new(level: Level) -> Self {
        let delays = (0..25).map(|i| F::from_f64(if i % 6 == 0 { 0.0 } else { 0.1 + 0.083 * f64::from(i) })).collect();
        Pairs { delays, level }
    }
}

impl<F: Real> DelaySystem<F> for Pairs<F> {
    fn dim(&self) -> usize {
        5
    }
    fn shortest_delay(&self) -> F {
        self.delays[1]
    }
    fn longest_delay(&self) -> F {
        self.delays[23]
    }
    #[inline(always)]
    fn derivative(
        &self,
        t: F,
        y: &[F],
        past: &Past<'_, F, impl History<F>>,
        dydt: &mut [F],
        _: &mut [F],
    ) -> Result<(), Stop> {
        for (i, dydt) in dydt.iter_mut().enumerate() {
            *dydt = t.sin_cos().0;
            for j in 0..5 {
                *dydt += (past.value(j, self.delays[5 * i + j]) - y[i]).sin_cos().0;
            }
        }
        Ok(())
    }
    fn level(&self) -> Level {
        self.level
    }
}

fn initial<F: Real>() -> [F; 5] {
    core::array::from_fn(|i| F::from_u64(i as u64) * F::from_f64(0.3))
}

/// The states after 0, 1, 2 … 60 steps.
fn states<F: Real>(level: Level, history: &impl History<F>) -> Vec<F> {
    let (system, step) = (Pairs::<F>::new(level), F::from_f64(0.09));
    let mut memory = memory(&system, step);
    let mut run = DelayRk4::new(&mut memory, &system, step, F::from_f64(-2.0), &initial()).unwrap();
    let mut states = vec![F::nan(); 61 * 5];
    let mut seen = 0;
    let observer = |row: usize, time: F, y: &[F]| {
        assert_eq!((row, time), (seen, F::from_f64(-2.0) + step * F::from_u64(row as u64)));
        assert!(y.iter().all(|y| y.is_finite()));
        seen += 1;
        Ok(())
    };
    let solution = run.solve(&system, history, 1, 61, &mut states, observer).unwrap();
    assert_eq!((solution.end, solution.rows, solution.steps, seen), (End::Complete, 61, 60, 61));
    assert_eq!((run.steps(), run.time()), (60, solution.time));
    states
}

fn cut_and_saved<F: Real>() {
    let history = |i: usize, t: F| F::from_u64(i as u64) * F::from_f64(0.3) + (t + F::from_f64(2.0)) * F::from_f64(0.5);
    let all = states::<F>(Level::BASELINE, &history);
    // The ring has 23 nodes, so that it is written over more than once.
    let step = F::from_f64(0.09);
    assert_eq!(DelayRk4::delay_in_steps(Pairs::<F>::new(Level::BASELINE).longest_delay(), step), Ok(23));
    for level in Level::available() {
        assert_eq!(states::<F>(level, &history), all, "{}", level.name());
        let system = Pairs::<F>::new(level);
        for cut in [0, 1, 13, 23, 24, 47, 59] {
            let mut memory = memory(&system, step);
            let mut run = DelayRk4::new(&mut memory, &system, step, F::from_f64(-2.0), &initial()).unwrap();
            run.advance(&system, &history, cut).unwrap().complete().unwrap();
            assert_eq!(run.state(), &all[5 * cut as usize..][..5]);
            let mut bytes = vec![0; DelayRk4::<F>::checkpoint_len(5, 23)];
            run.save(&mut bytes).unwrap();
            // Elsewhere, in memory that holds something else.
            assert_eq!(DelayRk4::<F>::checkpoint_shape(&bytes), Ok((5, 23)));
            let mut elsewhere = vec![F::from_f64(7.0); memory.len()];
            let mut run = DelayRk4::restore(&mut elsewhere, &bytes).unwrap();
            assert_eq!((run.steps(), run.state()), (cut, &all[5 * cut as usize..][..5]));
            run.advance(&system, &history, 1).unwrap().complete().unwrap();
            run.advance(&system, &history, 59 - cut).unwrap().complete().unwrap();
            assert_eq!(run.state(), &all[300..], "cut at {cut} on {}", level.name());
        }
    }
    let constant = states::<F>(Level::default(), &Constant);
    assert_eq!(constant, states::<F>(Level::default(), &|i: usize, _: F| initial::<F>()[i]));
    assert_ne!(constant[300..], all[300..]);
}

#[test]
fn a_run_has_the_same_bits_cut_saved_and_on_every_level() {
    cut_and_saved::<f64>();
    cut_and_saved::<f32>();
}

#[test]
fn runs_do_not_change_between_versions() {
    let wide = common::hash(states::<f64>(Level::default(), &Constant).iter().map(|y| y.to_bits()));
    let narrow = common::hash(states::<f32>(Level::default(), &Constant).iter().map(|y| u64::from(y.to_bits())));
    assert_eq!([wide, narrow], GOLDEN, "{wide:#x} {narrow:#x}");
}

/// Of the first run; nothing is known of them but that they stay.
const GOLDEN: [u64; 2] = [0xfc6d6ed8e7751259, 0x7604f20655dd33a2];

#[test]
fn f32_is_near_f64() {
    let (wide, narrow) = (states::<f64>(Level::default(), &Constant), states::<f32>(Level::default(), &Constant));
    for (x, y) in wide.iter().zip(&narrow) {
        assert!((x - f64::from(*y)).abs() < 1e-4, "{x} and {y}");
    }
}

#[test]
fn checkpoints_that_are_damaged_are_refused() {
    let system = Linear::<f64>::new(2, &[(-1.0, 0.3)]);
    let mut space = memory(&system, 0.1);
    let len = space.len();
    let mut run = DelayRk4::new(&mut space, &system, 0.1, 0.0, &[1.0, 2.0]).unwrap();
    run.advance(&system, &Constant, 5).unwrap().complete().unwrap();
    let mut bytes = vec![0; DelayRk4::<f64>::checkpoint_len(2, 3)];
    let short = bytes.len() - 1;
    assert_eq!(run.save(&mut bytes[..short]), Err(Error::Length));
    run.save(&mut bytes).unwrap();
    let mut elsewhere = vec![0.0; len];
    let mut restore = |bytes: &[u8], len: usize| DelayRk4::restore(&mut elsewhere[..len], bytes).map(|run| run.steps());
    assert_eq!(restore(&bytes, len), Ok(5));
    // The scratch is the system's: its length is seen when a step is asked for.
    assert_eq!(restore(&bytes, len - 2), Ok(5));
    assert_eq!(restore(&bytes, len - 3), Err(Error::Workspace));
    for i in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[i] ^= 0x10;
        assert_eq!(restore(&changed, len), Err(Error::Checkpoint), "byte {i}");
        assert_eq!(restore(&bytes[..i], len), Err(Error::Checkpoint));
    }
    bytes.push(0);
    assert_eq!(restore(&bytes, len), Err(Error::Checkpoint));
    bytes.pop();
    assert_eq!(DelayRk4::<f32>::checkpoint_shape(&bytes), Err(Error::CheckpointMismatch));
    let mut elsewhere = vec![0.0; len - 2];
    let mut run = DelayRk4::restore(&mut elsewhere, &bytes).unwrap();
    assert_eq!(run.advance(&system, &Constant, 1), Err(Error::Workspace));
}

/// y' = -y(t - 1) until t = 2, and then what is said.
struct Ending(fn() -> Result<f64, Stop>);
impl DelaySystem<f64> for Ending {
    fn dim(&self) -> usize {
        1
    }
    fn shortest_delay(&self) -> f64 {
        1.0
    }
    fn longest_delay(&self) -> f64 {
        1.0
    }
    fn derivative(
        &self,
        t: f64,
        _: &[f64],
        past: &Past<'_, f64, impl History<f64>>,
        dydt: &mut [f64],
        _: &mut [f64],
    ) -> Result<(), Stop> {
        dydt[0] = if t <= 2.0 { -past.value(0, 1.0) } else { (self.0)()? };
        Ok(())
    }
}

#[test]
fn what_ends_a_run_early_leaves_the_last_good_state() {
    for (rate, end) in [
        ((|| Ok(f64::NAN)) as fn() -> Result<f64, Stop>, End::Diverged),
        (|| Ok(f64::INFINITY), End::Diverged),
        (|| Err(Stop::Caller(3)), End::Caller(3)),
        (|| Err(Stop::Failure(4)), End::Failure(4)),
    ] {
        let system = Ending(rate);
        let good = Ending(|| Ok(0.25));
        let mut space = memory(&system, 0.25);
        let mut run = DelayRk4::new(&mut space, &system, 0.25, 0.0, &[1.0]).unwrap();
        let expected = Solution { end, rows: 0, time: 2.0, steps: 8, rejected: 0 };
        assert_eq!(run.advance(&system, &Constant, 20), Ok(expected));
        assert!((run.state()[0] + 0.5).abs() < 1e-14 && run.time() == 2.0 && run.steps() == 8);
        assert_eq!(run.advance(&system, &Constant, 20), Ok(Solution { steps: 0, ..expected }));
        // It can be saved, and goes on as if nothing had been.
        let mut bytes = vec![0; DelayRk4::<f64>::checkpoint_len(1, 4)];
        run.save(&mut bytes).unwrap();
        let mut elsewhere = memory(&system, 0.25);
        let mut again = DelayRk4::restore(&mut elsewhere, &bytes).unwrap();
        again.advance(&good, &Constant, 8).unwrap().complete().unwrap();
        let mut other = memory(&system, 0.25);
        let mut straight = DelayRk4::new(&mut other, &good, 0.25, 0.0, &[1.0]).unwrap();
        straight.advance(&good, &Constant, 16).unwrap().complete().unwrap();
        assert_eq!(again.state(), straight.state());
        // In rows.
        let mut run = DelayRk4::new(&mut space, &system, 0.25, 0.0, &[1.0]).unwrap();
        let mut states = [-1.0; 5];
        let solution = run.solve(&system, &Constant, 3, 5, &mut states, |_, _, _| Ok(())).unwrap();
        assert_eq!((solution.end, solution.rows, solution.steps, solution.time), (end, 3, 8, 2.0));
        assert!(states[3..] == [-1.0, -1.0] && states[2] != -1.0);
        let stop = |row, _, _: &[f64]| if row == 1 { Err(Stop::Caller(9)) } else { Ok(()) };
        let mut run = DelayRk4::new(&mut space, &good, 0.25, 0.0, &[1.0]).unwrap();
        let solution = run.solve(&good, &Constant, 3, 5, &mut states, stop).unwrap();
        assert_eq!((solution.end, solution.rows, solution.steps, run.steps()), (End::Caller(9), 2, 3, 3));
    }
}

/// A system that asks for other delays than it says.
struct Lying {
    shortest: f64,
    longest: f64,
    asked: f64,
}
impl DelaySystem<f64> for Lying {
    fn dim(&self) -> usize {
        1
    }
    fn shortest_delay(&self) -> f64 {
        self.shortest
    }
    fn longest_delay(&self) -> f64 {
        self.longest
    }
    fn derivative(
        &self,
        _: f64,
        _: &[f64],
        past: &Past<'_, f64, impl History<f64>>,
        dydt: &mut [f64],
        _: &mut [f64],
    ) -> Result<(), Stop> {
        past.state(self.asked, dydt);
        Ok(())
    }
}

#[test]
fn a_delay_that_was_not_announced_ends_the_run() {
    for (asked, end) in [
        (0.5, End::Complete),
        (0.25, End::Complete),
        (0.0, End::Complete),
        (-0.0, End::Complete),
        (0.51, End::Diverged),
        (0.24, End::Diverged),
        (-0.25, End::Diverged),
        (f64::NAN, End::Diverged),
        (f64::INFINITY, End::Diverged),
        (1e300, End::Diverged),
    ] {
        let system = Lying { shortest: 0.25, longest: 0.5, asked };
        let mut space = memory(&system, 0.25);
        let mut run = DelayRk4::new(&mut space, &system, 0.25, 0.0, &[1.0]).unwrap();
        assert_eq!(run.advance(&system, &Constant, 10).unwrap().end, end, "{asked}");
    }
}

#[test]
fn bad_arguments_are_refused() {
    let new = |shortest: f64, longest: f64, step: f64, start: f64, initial: &[f64], len: usize| {
        let system = Lying { shortest, longest, asked: shortest };
        let mut memory = vec![0.5; len];
        let result = DelayRk4::new(&mut memory, &system, step, start, initial).map(|run| run.steps());
        assert!(result.is_ok() || memory.iter().all(|&x| x == 0.5));
        result
    };
    let enough = DelayRk4::<f64>::memory_len(1, 0, 4);
    assert_eq!(enough, 1 + 2 * 5 + 3);
    assert_eq!(new(0.25, 1.0, 0.25, 0.0, &[1.0], enough), Ok(0));
    assert_eq!(new(0.25, 1.0, 0.25, 0.0, &[1.0], enough - 1), Err(Error::Workspace));
    for step in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(new(0.25, 1.0, step, 0.0, &[1.0], enough), Err(Error::Step));
        assert_eq!(DelayRk4::<f64>::delay_in_steps(1.0, step), Err(Error::Step));
    }
    // A delay shorter than the step.
    assert_eq!(new(0.24, 1.0, 0.25, 0.0, &[1.0], enough), Err(Error::Delay));
    for delay in [-1.0, f64::NAN, f64::INFINITY, -f64::MIN_POSITIVE] {
        assert_eq!(new(0.25, delay, 0.25, 0.0, &[1.0], enough), Err(Error::Delay));
        assert_eq!(new(delay, 1.0, 0.25, 0.0, &[1.0], enough), Err(Error::Delay));
        assert_eq!(DelayRk4::<f64>::delay_in_steps(delay, 0.25), Err(Error::Delay));
    }
    assert_eq!(new(1.0, 0.5, 0.25, 0.0, &[1.0], enough), Err(Error::Delay));
    assert_eq!(new(0.0, 0.5, 0.25, 0.0, &[1.0], enough), Err(Error::Delay));
    assert_eq!(new(0.25, 1e300, 0.25, 0.0, &[1.0], enough), Err(Error::StepTooSmall));
    assert_eq!(new(0.25, 1e15, 0.25, 0.0, &[1.0], enough), Err(Error::Workspace));
    assert_eq!(new(0.25, 1.0, 0.25, f64::NAN, &[1.0], enough), Err(Error::Times));
    assert_eq!(new(0.25, 1.0, 0.25, 0.0, &[f64::NAN], enough), Err(Error::NotFinite));
    assert_eq!(new(0.25, 1.0, 0.25, 0.0, &[], enough), Err(Error::Length));
    assert_eq!(new(0.25, 1.0, 0.25, 0.0, &[1.0, 1.0], enough), Err(Error::Length));
    let none = Linear::<f64>::new(0, &[(1.0, 1.0)]);
    assert_eq!(DelayRk4::new(&mut [0.0; 99], &none, 0.1, 0.0, &[]).map(|_| ()), Err(Error::Dimension));
    assert_eq!(DelayRk4::<f64>::memory_len(usize::MAX, 1, 4), usize::MAX);
    assert_eq!(DelayRk4::<f64>::memory_len(1, 1, usize::MAX), usize::MAX);
    assert_eq!(DelayRk4::<f64>::checkpoint_len(3, usize::MAX), usize::MAX);

    let system = Lying { shortest: 0.5, longest: 1.0, asked: 0.5 };
    let mut space = [0.0; 64];
    let mut run = DelayRk4::new(&mut space, &system, 0.25, 0.0, &[1.0]).unwrap();
    assert_eq!(run.advance(&system, &Constant, u64::MAX), Err(Error::StepTooSmall));
    assert_eq!(run.advance(&system, &Constant, 1 << 54), Err(Error::StepTooSmall));
    // Another system's delays must fit what the run holds; its dimension, too.
    let advance = |run: &mut DelayRk4<'_, f64>, shortest, longest| {
        run.advance(&Lying { shortest, longest, asked: shortest }, &Constant, 1).map(|solution| solution.steps)
    };
    assert_eq!(advance(&mut run, 0.25, 0.75), Ok(1));
    assert_eq!(advance(&mut run, 0.25, 1.25), Err(Error::Workspace));
    assert_eq!(advance(&mut run, 0.2, 1.0), Err(Error::Delay));
    assert_eq!(advance(&mut run, -0.2, 1.0), Err(Error::Delay));
    assert_eq!(run.advance(&Linear::new(2, &[(1.0, 1.0)]), &Constant, 1), Err(Error::Dimension));
    let mut states = [0.0; 3];
    let mut solve = |per_row, rows| {
        run.solve(&system, &Constant, per_row, rows, &mut states, |_, _, _| Ok(())).map(|solution| solution.rows)
    };
    assert_eq!(solve(1, 0), Ok(0));
    assert_eq!(solve(1, 3), Ok(3));
    assert_eq!(solve(1, 4), Err(Error::Length));
    assert_eq!(solve(0, 3), Err(Error::Times));
    assert_eq!(solve(u64::MAX, 3), Err(Error::StepTooSmall));
    assert_eq!(solve(1, usize::MAX), Err(Error::StepTooSmall));
    let mut late = DelayRk4::new(&mut space, &system, 0.25, 1e17, &[1.0]).unwrap();
    assert_eq!(late.advance(&system, &Constant, 1), Err(Error::StepTooSmall));
}
