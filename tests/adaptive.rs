//! The adaptive solvers: every order condition of the pairs, classic problems with published values, and what a run keeps
//! to: tolerances, steps, bits, ends, events.

mod common;

use common::hash;
use photinus::kuramoto::{Dense, Kuramoto};
use photinus::ode::{
    Adaptive, AdaptiveOptions, Direction, DormandPrince, DormandPrince5, End, Event, OdeSystem, Output, Pair, Solution,
    Tsitouras, Tsitouras5,
};
use photinus::simd::Level;
use photinus::{Error, Layout, Real, Stop};
use std::cell::Cell;
use std::ops::{Add, Mul, Sub};

/// A system made of a closure.
struct System<C> {
    dim: usize,
    derivative: C,
    level: Level,
}
impl<F: Real, C: Fn(F, &[F], &mut [F]) -> Result<(), Stop>> OdeSystem<F> for System<C> {
    fn dim(&self) -> usize {
        self.dim
    }
    #[inline(always)]
    fn derivative(&self, t: F, y: &[F], dydt: &mut [F], _: &mut [F]) -> Result<(), Stop> {
        (self.derivative)(t, y, dydt)
    }
    fn level(&self) -> Level {
        self.level
    }
}

/// A closure as a system that never stops.
fn system<F: Real>(dim: usize, derivative: impl Fn(F, &[F], &mut [F])) -> impl OdeSystem<F> {
    let derivative = move |t: F, y: &[F], dydt: &mut [F]| {
        derivative(t, y, dydt);
        Ok(())
    };
    System { dim, derivative, level: Level::BASELINE }
}

fn memory<F: Real, P: Pair>(dim: usize) -> Vec<F> {
    // What memory holds at first must not matter.
    vec![F::nan(); Adaptive::<F, P>::memory_len(dim, 0)]
}

/// The states at the times, the first of which is where the run begins, and the report.
fn solve<F: Real, P: Pair>(
    system: &impl OdeSystem<F>,
    times: &[F],
    initial: &[F],
    options: &AdaptiveOptions<F>,
) -> (Vec<F>, Solution<F>) {
    let mut memory = memory::<F, P>(initial.len());
    let mut states = vec![F::from_f64(-7.0); times.len() * initial.len()];
    let mut solver = Adaptive::<F, P>::new(&mut memory, system, times[0], initial, options).unwrap();
    let solution = solver.solve(system, times, &mut states, |_, _, _| Ok(())).unwrap();
    (states, solution)
}

fn tight() -> AdaptiveOptions<f64> {
    AdaptiveOptions::tolerances(1e-12, 1e-12)
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

fn bits<F: Real>(values: &[F]) -> Vec<u64> {
    values.iter().map(|x| x.to_bits64()).collect()
}

/// Runs a generic test for both pairs.
macro_rules! both_pairs {
    ($($name:ident => $test:ident;)*) => {$(
        #[test]
        fn $name() {
            $test::<DormandPrince>();
            $test::<Tsitouras>();
        }
    )*};
}

both_pairs! {
    the_orders_are_those_of_the_pair => orders;
    arenstorf_orbit => arenstorf;
    pleiades_ends_at_the_published_state => pleiades;
    van_der_pol_returns_after_its_period => van_der_pol;
    lorenz_returns_on_a_published_periodic_orbit => lorenz;
    the_error_is_proportional_to_the_tolerance => proportionality;
    times_of_output_do_not_change_the_steps => output_times;
    single_steps_are_those_of_solve => single_steps;
    an_observer_stops_and_the_run_goes_on_to_the_same_bits => stopped_and_resumed;
    a_saved_run_goes_on_to_the_same_bits => saved_and_restored;
    every_flipped_bit_and_every_truncation_is_refused => damaged;
    all_levels_give_the_same_bits => levels;
    backwards_in_time => backwards;
    a_turn_in_between => turning;
    not_a_number_ends_the_run => not_a_number;
    a_blow_up_ends_the_run => blow_up;
    a_limit_of_steps_ends_a_call => step_limit;
    the_system_may_stop_the_run => stops;
    options_bound_the_steps => bounded_steps;
    zeros_that_count_nothing => zero_tolerance;
    single_precision => f32_run;
    bad_arguments_are_refused => bad_arguments;
    a_system_prepares_its_scratch_once_per_run => scratch;
    a_restart_begins_anew => restart;
    crossings_of_an_oscillator => oscillator_events;
    a_ball_falls_and_bounces => ball;
    directions_of_events => directions;
    events_and_rows_come_in_order_and_can_be_resumed => ordered_events;
    bad_events => bad_event_arguments;
}

// ---- The coefficients ----

/// An exact fraction, in lowest terms with a denominator above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fraction(i128, i128);

fn fraction(p: i128, q: i128) -> Fraction {
    let (mut a, mut b) = (p.unsigned_abs(), q.unsigned_abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let d = i128::try_from(a.max(1)).unwrap() * q.signum();
    Fraction(p / d, q / d)
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (a, b) = (self.0.checked_mul(other.1).unwrap(), other.0.checked_mul(self.1).unwrap());
        fraction(a.checked_add(b).unwrap(), self.1.checked_mul(other.1).unwrap())
    }
}
impl Mul for Fraction {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        // Reduced crosswise first, so that nothing overflows that need not.
        let (a, b) = (fraction(self.0, other.1), fraction(other.0, self.1));
        fraction(a.0.checked_mul(b.0).unwrap(), a.1.checked_mul(b.1).unwrap())
    }
}
impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Fraction(-1, 1) * other
    }
}
impl Fraction {
    fn value(self) -> f64 {
        // Numerators and denominators of the tableau are exact in f64, so that this is the correctly rounded quotient.
        assert!(self.0.unsigned_abs() < 1 << 53 && self.1 < 1 << 53);
        self.0 as f64 / self.1 as f64
    }
}

/// A rooted tree: the trees on its root.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
struct Tree(Vec<Tree>);

impl Tree {
    fn order(&self) -> i128 {
        1 + self.0.iter().map(Tree::order).sum::<i128>()
    }
    fn gamma(&self) -> i128 {
        self.order() * self.0.iter().map(Tree::gamma).product::<i128>()
    }
    /// Φ_i for each stage (Hairer, Nørsett and Wanner I, definition II.2.9).
    fn weights<T: Copy + Add<Output = T> + Mul<Output = T>>(&self, a: &[Vec<T>], zero: T, one: T) -> Vec<T> {
        let branches: Vec<Vec<T>> = self.0.iter().map(|tree| tree.weights(a, zero, one)).collect();
        let dot = |row: &[T], phi: &[T]| row.iter().zip(phi).fold(zero, |sum, (&a, &phi)| sum + a * phi);
        a.iter().map(|row| branches.iter().fold(one, |product, phi| product * dot(row, phi))).collect()
    }
}

/// All rooted trees of that order.
fn trees(order: usize) -> Vec<Tree> {
    /// Forests of `nodes` nodes whose trees do not come before `least` in the list.
    fn forests(nodes: usize, least: usize, list: &[Tree]) -> Vec<Vec<Tree>> {
        if nodes == 0 {
            return vec![vec![]];
        }
        let mut all = vec![];
        for (i, tree) in list.iter().enumerate().skip(least) {
            let size = usize::try_from(tree.order()).unwrap();
            if size <= nodes {
                for mut forest in forests(nodes - size, i, list) {
                    forest.push(tree.clone());
                    all.push(forest);
                }
            }
        }
        all
    }
    let smaller: Vec<Tree> = (1..order).flat_map(trees).collect();
    forests(order - 1, 0, &smaller).into_iter().map(Tree).collect()
}

fn trees_up_to(order: usize) -> Vec<Tree> {
    (1..=order).flat_map(trees).collect()
}

#[test]
fn the_trees_are_all() {
    assert_eq!((1..=5).map(|order| trees(order).len()).collect::<Vec<_>>(), [1, 1, 2, 4, 9]);
}

/// The pair of Dormand and Prince in fractions: a, b, e, and d of its dense output, typed from Hairer, Nørsett and Wanner.
fn dormand_prince() -> (Vec<Vec<Fraction>>, Vec<Fraction>, Vec<Fraction>, Vec<Fraction>) {
    let row = |entries: &[(i128, i128)]| -> Vec<Fraction> {
        (0..7).map(|i| entries.get(i).map_or(Fraction(0, 1), |&(p, q)| fraction(p, q))).collect()
    };
    let b = [(35, 384), (0, 1), (500, 1113), (125, 192), (-2187, 6784), (11, 84), (0, 1)];
    let a = vec![
        row(&[]),
        row(&[(1, 5)]),
        row(&[(3, 40), (9, 40)]),
        row(&[(44, 45), (-56, 15), (32, 9)]),
        row(&[(19372, 6561), (-25360, 2187), (64448, 6561), (-212, 729)]),
        row(&[(9017, 3168), (-355, 33), (46732, 5247), (49, 176), (-5103, 18656)]),
        row(&b),
    ];
    let hat = row(&[(5179, 57600), (0, 1), (7571, 16695), (393, 640), (-92097, 339200), (187, 2100), (1, 40)]);
    let e = row(&b).iter().zip(&hat).map(|(&b, &hat)| b - hat).collect();
    let d = row(&[
        (-12715105075, 11282082432),
        (0, 1),
        (87487479700, 32700410799),
        (-10690763975, 1880347072),
        (701980252875, 199316789632),
        (-1453857185, 822651844),
        (69997945, 29380423),
    ]);
    (a, row(&b), e, d)
}

#[test]
fn dormand_prince_fulfils_every_order_condition_exactly() {
    let (a, b, e, d) = dormand_prince();
    let (zero, one) = (Fraction(0, 1), Fraction(1, 1));
    let dot = |b: &[Fraction], phi: &[Fraction]| b.iter().zip(phi).fold(zero, |sum, (&b, &phi)| sum + b * phi);
    for tree in trees_up_to(5) {
        let phi = tree.weights(&a, zero, one);
        assert_eq!(dot(&b, &phi), fraction(1, tree.gamma()), "{tree:?}");
        if tree.order() <= 4 {
            assert_eq!(dot(&e, &phi), zero, "embedded: {tree:?}");
        }
    }
    assert!(trees(5).iter().any(|tree| dot(&e, &tree.weights(&a, zero, one)) != zero), "the error would be none");
    // b(θ) = θ (b + (1 - θ) (δ₁ - b + θ (2 b - δ₁ - δ₇ + (1 - θ) d))) as coefficients of θ to θ⁴.
    let two = Fraction(2, 1);
    let b_of: Vec<[Fraction; 4]> = (0..7)
        .map(|i| {
            let delta = |j: usize| if i == j { one } else { zero };
            let (p, q) = (delta(0) - b[i], two * b[i] - delta(0) - delta(6));
            // b + (1 - θ) p + (θ - θ²) q + θ (1 - 2 θ + θ²) d
            [b[i] + p, q - p + d[i], zero - q - two * d[i], d[i]]
        })
        .collect();
    for tree in trees_up_to(4) {
        let phi = tree.weights(&a, zero, one);
        for power in 0..4 {
            let column: Vec<Fraction> = b_of.iter().map(|b| b[power]).collect();
            let expected = if power as i128 + 1 == tree.order() { fraction(1, tree.gamma()) } else { zero };
            assert_eq!(dot(&column, &phi), expected, "θ^{} of {tree:?}", power + 1);
        }
    }
    // The library's numbers are these.
    for i in 0..7 {
        let row = a[i][..6].iter().map(|a| a.value());
        assert!(i == 0 || row.eq(DormandPrince::STAGES[i - 1]));
        let node = a[i].iter().fold(zero, |sum, &a| sum + a);
        assert_eq!((DormandPrince::NODES[i], DormandPrince::ERROR[i]), (node.value(), e[i].value()));
    }
    for step in 0..=16 {
        let theta = fraction(step, 16).value();
        let weights = DormandPrince::interpolant(theta);
        for (weight, b) in weights.iter().zip(&b_of) {
            let exact = b.iter().rev().fold(zero, |sum, &b| (sum + b) * fraction(step, 16));
            assert!((weight - exact.0 as f64 / exact.1 as f64).abs() < 2e-15, "{theta}: {weight} for {exact:?}");
        }
    }
}

#[test]
fn tsitouras_fulfils_every_order_condition() {
    let mut a = vec![vec![0.0; 7]];
    a.extend(Tsitouras::STAGES.iter().map(|row| row.iter().copied().chain([0.0]).collect::<Vec<f64>>()));
    let dot = |b: &[f64], phi: &[f64]| b.iter().zip(phi).map(|(b, phi)| b * phi).sum::<f64>();
    for (row, node) in a.iter().zip(Tsitouras::NODES) {
        assert!((row.iter().sum::<f64>() - node).abs() < 5e-15, "{node}");
    }
    let mut fifth = 0.0_f64;
    for tree in trees_up_to(5) {
        let phi = tree.weights(&a, 0.0, 1.0);
        let gamma = tree.gamma() as f64;
        assert!((dot(&a[6], &phi) - 1.0 / gamma).abs() < 2e-14, "{tree:?}: {:e}", dot(&a[6], &phi) - 1.0 / gamma);
        let error = dot(&Tsitouras::ERROR, &phi);
        if tree.order() <= 4 {
            assert!(error.abs() < 1e-14, "embedded {tree:?}: {error:e}");
            // An identity of polynomials of degree 4: at five points and more.
            for step in 0..=16 {
                let theta = f64::from(step) / 16.0;
                let expected = theta.powi(i32::try_from(tree.order()).unwrap()) / gamma;
                let found = dot(&Tsitouras::interpolant(theta), &phi);
                assert!((found - expected).abs() < 2e-14, "{tree:?} at {theta}: {:e}", found - expected);
            }
        } else {
            fifth = fifth.max(error.abs());
        }
    }
    assert!(fifth > 1e-5, "the error would be none");
}

#[test]
fn dense_output_joins_the_steps_smoothly() {
    fn check<P: Pair>() {
        // b(0) = 0, b(1) = b, b'(0) and b'(1) pick the rates at the ends: by a difference that is exact for degree 4.
        let weights = P::interpolant::<f64>;
        let slope = |theta: f64, i: usize, h: f64| {
            let at = |k: f64| weights(theta + k * h)[i];
            (at(-2.0) - 8.0 * at(-1.0) + 8.0 * at(1.0) - at(2.0)) / (12.0 * h)
        };
        for i in 0..7 {
            let b = if i < 6 { P::STAGES[5][i] } else { 0.0 };
            assert_eq!(weights(0.0)[i], 0.0);
            assert!((weights(1.0)[i] - b).abs() < 5e-15, "b_{i}(1)");
            let ends = [f64::from(u8::from(i == 0)), f64::from(u8::from(i == 6))];
            for (theta, expected) in [0.0, 1.0].into_iter().zip(ends) {
                let found = slope(theta, i, 0.25);
                assert!((found - expected).abs() < 1e-12, "b_{i}'({theta}) is {found}");
            }
        }
    }
    check::<DormandPrince>();
    check::<Tsitouras>();
}

// ---- Orders, and problems with known ends ----

/// y' = y cos t: y = exp(sin t), which also tells whether the stages get their times.
fn sine_growth() -> impl OdeSystem<f64> {
    system(1, |t: f64, y: &[f64], dydt: &mut [f64]| dydt[0] = y[0] * t.cos())
}

fn orders<P: Pair>() {
    // Steps of one length: no tolerance is missed, and none may be longer.
    let errors = |step: f64| {
        let loose = AdaptiveOptions { first_step: step, max_step: step, ..AdaptiveOptions::tolerances(1.0, 1.0) };
        let (problem, mut memory) = (sine_growth(), memory::<f64, P>(1));
        let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &loose).unwrap();
        let (mut ends, mut between) = (0.0_f64, 0.0_f64);
        while solver.time() < 2.0 {
            let (start, rates_before) = (solver.state()[0], solver.rates().map(|k| k[0]));
            solver.step_towards(&problem, 2.0).unwrap().complete().unwrap();
            assert!(
                rates_before.is_none_or(|k| k == start * solver.previous_time().cos()),
                "the rates are the state's"
            );
            // The error of the dense output in one step: from a start on the solution it is O(h^5).
            let mut y = [0.0];
            let middle = solver.previous_time() + 0.4 * (solver.time() - solver.previous_time());
            solver.interpolate(middle, &mut y).unwrap();
            let exact = start * (middle.sin() - solver.previous_time().sin()).exp();
            between = between.max((y[0] - exact).abs());
            ends = ends.max((solver.state()[0] - solver.time().sin().exp()).abs());
        }
        assert_eq!((solver.time(), solver.steps(), solver.rejected()), (2.0, (2.0 / step) as u64, 0));
        // One evaluation at the begin, and six per step: the first stage is the last of the step before.
        assert_eq!(solver.evaluations(), 1 + 6 * solver.steps());
        (ends, between)
    };
    for k in 4..6 {
        let (coarse, fine) = (errors(0.5_f64.powi(k)), errors(0.5_f64.powi(k + 1)));
        let order = (coarse.0 / fine.0).log2();
        assert!((order - 5.0).abs() < 0.4, "order {order} from {coarse:?} to {fine:?}");
        let order = (coarse.1 / fine.1).log2();
        assert!((order - 5.0).abs() < 0.3, "dense output: local order {order} from {coarse:?} to {fine:?}");
    }
}

/// The restricted problem of three bodies (Hairer, Nørsett and Wanner I, eq. II.0.1).
fn three_bodies() -> impl OdeSystem<f64> {
    system(4, |_, y: &[f64], dydt: &mut [f64]| {
        let (moon, earth) = (0.012277471, 1.0 - 0.012277471);
        let d1 = ((y[0] + moon).powi(2) + y[1].powi(2)).powf(1.5);
        let d2 = ((y[0] - earth).powi(2) + y[1].powi(2)).powf(1.5);
        dydt[0] = y[2];
        dydt[1] = y[3];
        dydt[2] = y[0] + 2.0 * y[3] - earth * (y[0] + moon) / d1 - moon * (y[0] - earth) / d2;
        dydt[3] = y[1] - 2.0 * y[2] - earth * y[1] / d1 - moon * y[1] / d2;
    })
}

/// The start of an orbit that closes after this time (the same, p. 130).
const ARENSTORF: ([f64; 4], f64) = ([0.994, 0.0, 0.0, -2.001_585_106_379_082_5], 17.065_216_560_157_964);

fn arenstorf<P: Pair>() {
    let (start, period) = ARENSTORF;
    let (states, solution) = solve::<f64, P>(&three_bodies(), &[0.0, period], &start, &tight());
    assert_eq!(solution.end, End::Complete);
    // The orbit is unstable: an error grows by about 10^5 in position, more in velocity.
    let difference = largest_difference(&states[4..6], &start[..2]);
    assert!(difference < 2e-6, "{difference:e}");
}

/// Seven stars in a plane (Hairer, Nørsett and Wanner I, eq. II.10.3; Test Set for IVP Solvers, Pleiades).
fn seven_stars() -> impl OdeSystem<f64> {
    system(28, |_, y: &[f64], dydt: &mut [f64]| {
        dydt[..14].copy_from_slice(&y[14..]);
        for i in 0..7 {
            let (mut ax, mut ay) = (0.0, 0.0);
            for j in (0..7).filter(|&j| j != i) {
                let (dx, dy) = (y[j] - y[i], y[7 + j] - y[7 + i]);
                let weight = (j + 1) as f64 / (dx * dx + dy * dy).powf(1.5);
                ax += weight * dx;
                ay += weight * dy;
            }
            dydt[14 + i] = ax;
            dydt[21 + i] = ay;
        }
    })
}

const STARS: [f64; 28] = [
    3.0, 3.0, -1.0, -3.0, 2.0, -2.0, 2.0, 3.0, -3.0, 2.0, 0.0, 0.0, -4.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.75, -1.5,
    0.0, 0.0, 0.0, -1.25, 1.0, 0.0, 0.0,
];
/// Positions at time 3 (Test Set for IVP Solvers, release 2.4, problem Pleiades).
const STARS_LATER: [f64; 14] = [
    0.3706139143970502,
    3.237284092057233,
    -3.222559032418324,
    0.659709145577531,
    0.3425581707156584,
    1.562172101400631,
    -0.7003092922212495,
    -3.943437585517392,
    -3.27138097397255,
    5.225081843456543,
    -2.59061243497747,
    1.198213693392275,
    -0.2429682344935824,
    1.09144924042898,
];

fn pleiades<P: Pair>() {
    let (states, solution) = solve::<f64, P>(&seven_stars(), &[0.0, 3.0], &STARS, &tight());
    assert_eq!(solution.end, End::Complete);
    let difference = largest_difference(&states[28..42], &STARS_LATER);
    assert!(difference < 1e-9, "{difference:e}");
}

fn oscillator_of_van_der_pol() -> impl OdeSystem<f64> {
    system(2, |_, y: &[f64], dydt: &mut [f64]| {
        dydt[0] = y[1];
        dydt[1] = (1.0 - y[0] * y[0]) * y[1] - y[0];
    })
}

/// Amplitude and period of the limit cycle for μ = 1, known to many digits; SciPy's DOP853 returns to 3e-15.
const LIMIT_CYCLE: (f64, f64) = (2.008_619_860_874_843, 6.663_286_859_323_13);

fn van_der_pol<P: Pair>() {
    let (amplitude, period) = LIMIT_CYCLE;
    let (states, solution) = solve::<f64, P>(&oscillator_of_van_der_pol(), &[0.0, period], &[amplitude, 0.0], &tight());
    assert_eq!(solution.end, End::Complete);
    let difference = largest_difference(&states[2..], &states[..2]);
    assert!(difference < 1e-10, "{difference:e}");
}

fn butterfly(level: Level) -> impl OdeSystem<f64> {
    let derivative = |_, y: &[f64], dydt: &mut [f64]| {
        dydt[0] = 10.0 * (y[1] - y[0]);
        dydt[1] = 28.0 * y[0] - y[1] - y[0] * y[2];
        dydt[2] = y[0] * y[1] - 8.0 / 3.0 * y[2];
        Ok(())
    };
    System { dim: 3, derivative, level }
}

fn lorenz<P: Pair>() {
    // The orbit AB of Viswanath (Nonlinearity 16, 2003, table 1).
    let start = [-13.763_610_682_134_2, -19.578_751_942_451_796, 27.0];
    let period = 1.558_652_210_716_174_7;
    let (states, solution) = solve::<f64, P>(&butterfly(Level::BASELINE), &[0.0, period], &start, &tight());
    assert_eq!(solution.end, End::Complete);
    let difference = largest_difference(&states[3..], &start);
    assert!(difference < 1e-9, "{difference:e}");
}

// ---- Steps, tolerances, bits ----

fn proportionality<P: Pair>() {
    // y' = y cos t to 10: the error over the tolerance stays within a band of 10, over seven powers of ten.
    let exact = 10.0_f64.sin().exp();
    let mut worst = (f64::INFINITY, 0.0_f64);
    for k in 4..=11 {
        let tolerance = 0.1_f64.powi(k);
        let options = AdaptiveOptions::tolerances(tolerance, tolerance);
        let (states, solution) = solve::<f64, P>(&sine_growth(), &[0.0, 10.0], &[1.0], &options);
        assert_eq!(solution.end, End::Complete);
        let ratio = (states[1] - exact).abs() / tolerance;
        assert!(ratio < 5.0, "{ratio} at {tolerance:e}");
        // The steps are as many as an order of 5 asks for: about tolerance^(-1/5).
        let steps = solution.steps as f64 * tolerance.powf(0.2);
        worst = (worst.0.min(steps), worst.1.max(steps));
    }
    assert!(worst.1 < 2.0 * worst.0, "steps times tolerance^(1/5) from {} to {}", worst.0, worst.1);
}

fn output_times<P: Pair>() {
    let problem = butterfly(Level::BASELINE);
    let (start, options) = ([1.0, 2.0, 20.0], AdaptiveOptions::tolerances(1e-7, 1e-7));
    let many: Vec<f64> = (0..=1000).map(|i| f64::from(i) * 0.005).collect();
    let (few_states, few) = solve::<f64, P>(&problem, &[0.0, 1.0, 5.0], &start, &options);
    let (many_states, report) = solve::<f64, P>(&problem, &many, &start, &options);
    assert_eq!((few.steps, few.rejected), (report.steps, report.rejected));
    assert_eq!(bits(&few_states[3..6]), bits(&many_states[600..603]));
    assert_eq!(bits(&few_states[6..]), bits(&many_states[3000..]));
    // What is between the steps is as accurate as the tolerances ask for.
    let (exact, _) = solve::<f64, P>(&problem, &many, &start, &tight());
    let early = largest_difference(&many_states[..600], &exact[..600]);
    assert!(early < 3e-5 && early > 1e-9, "{early:e}");
}

fn single_steps<P: Pair>() {
    let problem = butterfly(Level::BASELINE);
    let (start, options) = ([1.0, 2.0, 20.0], AdaptiveOptions::tolerances(1e-7, 1e-7));
    let (states, whole) = solve::<f64, P>(&problem, &[0.0, 5.0], &start, &options);
    let (mut one, mut two) = (memory::<f64, P>(3), memory::<f64, P>(3));
    let mut free = Adaptive::<f64, P>::new(&mut one, &problem, 0.0, &start, &options).unwrap();
    let mut towards = Adaptive::<f64, P>::new(&mut two, &problem, 0.0, &start, &options).unwrap();
    let (mut steps, mut rejected) = (0, 0);
    while towards.time() < 5.0 {
        let report = towards.step_towards(&problem, 5.0).unwrap();
        assert_eq!((report.end, report.rows, report.steps, report.time), (End::Complete, 0, 1, towards.time()));
        (steps, rejected) = (steps + 1, rejected + report.rejected);
        if towards.time() < 5.0 {
            free.step(&problem).unwrap().complete().unwrap();
            assert_eq!((free.time(), bits(free.state())), (towards.time(), bits(towards.state())));
        }
        // The ends of a step are the states themselves.
        let mut y = [0.0; 3];
        towards.interpolate(towards.time(), &mut y).unwrap();
        assert_eq!(bits(&y), bits(towards.state()));
    }
    assert_eq!((steps, rejected), (whole.steps, whole.rejected));
    assert_eq!((towards.steps(), towards.rejected()), (whole.steps, whole.rejected));
    assert!(rejected > 0, "no step was rejected: the problem tests too little");
    assert_eq!((towards.time(), bits(towards.state())), (5.0, bits(&states[3..])));
    // There already: nothing is done.
    let report = towards.step_until(&problem, 5.0).unwrap();
    assert_eq!((report.end, report.steps, report.time), (End::Complete, 0, 5.0));
    // A cut step does not spoil the next: the length that was planned stands.
    let planned = free.next_step();
    free.step_until(&problem, free.time() + 1e-3 * planned).unwrap().complete().unwrap();
    assert!(free.next_step() >= planned);
}

fn stopped_and_resumed<P: Pair>() {
    let problem = butterfly(Level::BASELINE);
    let (start, options) = ([1.0, 2.0, 20.0], AdaptiveOptions::tolerances(1e-6, 1e-6));
    let times: Vec<f64> = (0..=300).map(|i| f64::from(i) * 0.01).collect();
    let (whole, _) = solve::<f64, P>(&problem, &times, &start, &options);
    let mut memory = memory::<f64, P>(3);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &start, &options).unwrap();
    let mut states = vec![0.0; whole.len()];
    let (mut row, mut pauses) = (0, 0);
    while row < times.len() {
        let report = solver
            .solve(&problem, &times[row..], &mut states[3 * row..], |i, t, y| {
                assert_eq!((t, bits(y)), (times[row + i], bits(&whole[3 * (row + i)..][..3])));
                if i == 6 { Err(Stop::Caller(9)) } else { Ok(()) }
            })
            .unwrap();
        row += report.rows;
        assert_eq!(report.time, times[row - 1]);
        if row < times.len() {
            assert_eq!((report.end, report.rows), (End::Caller(9), 7));
            pauses += 1;
        }
    }
    assert_eq!((pauses, solver.time()), (42, 3.0));
    assert_eq!(bits(&states), bits(&whole));
}

fn saved_and_restored<P: Pair>() {
    let problem = butterfly(Level::BASELINE);
    let (start, options) = ([1.0, 2.0, 20.0], AdaptiveOptions::tolerances(1e-6, 1e-6));
    let mut memory = memory::<f64, P>(3);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &start, &options).unwrap();
    let len = Adaptive::<f64, P>::checkpoint_len(3);
    let (mut bytes, mut again) = (vec![0; len], vec![0; len]);
    for _ in 0..60 {
        solver.save(&mut bytes).unwrap();
        assert_eq!(Adaptive::<f64, P>::checkpoint_dim(&bytes), Ok(3));
        let mut other = vec![f64::NAN; Adaptive::<f64, P>::memory_len(3, 0)];
        let mut restored = Adaptive::<f64, P>::restore(&mut other, &bytes).unwrap();
        restored.save(&mut again).unwrap();
        assert!(bytes == again);
        assert_eq!(restored.options(), solver.options());
        // The last step can be looked into, too.
        let middle = 0.5 * (solver.previous_time() + solver.time());
        let (mut one, mut two) = ([0.0; 3], [1.0; 3]);
        solver.interpolate(middle, &mut one).unwrap();
        restored.interpolate(middle, &mut two).unwrap();
        assert_eq!(bits(&one), bits(&two));
        assert_eq!(solver.rates().map(bits), restored.rates().map(bits));
        assert_eq!(solver.step(&problem).unwrap(), restored.step(&problem).unwrap());
        assert_eq!((solver.time(), bits(solver.state())), (restored.time(), bits(restored.state())));
        assert_eq!((solver.next_step(), solver.evaluations()), (restored.next_step(), restored.evaluations()));
    }
    assert!(solver.rejected() > 0);
    assert_eq!(solver.save(&mut bytes[1..]), Err(Error::Length));
    // The first bytes are documented; the same on every machine.
    assert_eq!(&bytes[..16], b"PHOTODE\0\x01\0\0\0\x08\0\0\0");
}

fn damaged<P: Pair>() {
    let problem = butterfly(Level::BASELINE);
    let mut memory = memory::<f64, P>(3);
    let mut solver =
        Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0, 2.0, 20.0], &AdaptiveOptions::default()).unwrap();
    solver.step(&problem).unwrap().complete().unwrap();
    let mut bytes = vec![0; Adaptive::<f64, P>::checkpoint_len(3)];
    solver.save(&mut bytes).unwrap();
    let mut room = vec![5.0; Adaptive::<f64, P>::memory_len(3, 0)];
    let mut refused = |bytes: &[u8]| {
        let error = Adaptive::<f64, P>::restore(&mut room, bytes).err();
        assert!(room.iter().all(|&x| x == 5.0), "memory was written");
        error
    };
    for bit in 0..8 * bytes.len() {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(refused(&bytes), Some(Error::Checkpoint), "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    for len in 0..bytes.len() {
        assert_eq!(refused(&bytes[..len]), Some(Error::Checkpoint), "{len} bytes");
    }
    let longer: Vec<u8> = bytes.iter().copied().chain([0]).collect();
    assert_eq!(refused(&longer), Some(Error::Checkpoint));
    // Changed, and with a checksum that fits: whatever it is, it is refused or a solver that does not panic.
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(!0_u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)))
        })
    };
    let body = bytes.len() - 4;
    assert_eq!(crc(&bytes[..body]).to_le_bytes(), bytes[body..]);
    let mut taken = 0;
    for bit in 0..8 * body {
        let mut forged = bytes.clone();
        forged[bit / 8] ^= 1 << (bit % 8);
        let sum = crc(&forged[..body]).to_le_bytes();
        forged[body..].copy_from_slice(&sum);
        let mut room = vec![0.0; Adaptive::<f64, P>::memory_len(3, 0)];
        if let Ok(mut solver) = Adaptive::<f64, P>::restore(&mut room, &forged) {
            taken += 1;
            let limit = AdaptiveOptions { max_steps: 3, ..*solver.options() };
            solver.set_options(&limit).unwrap();
            let _ = solver.step(&problem).unwrap();
        }
    }
    assert!(taken > 0);
    // Another pair, another precision, too little room.
    let mismatch = Err(Error::CheckpointMismatch);
    let other = if P::STAGES == DormandPrince::STAGES {
        Adaptive::<f64, Tsitouras>::checkpoint_dim(&bytes)
    } else {
        Adaptive::<f64, DormandPrince>::checkpoint_dim(&bytes)
    };
    assert_eq!(other, mismatch);
    assert_eq!(Adaptive::<f32, P>::checkpoint_dim(&bytes), mismatch);
    let mut short = vec![0.0; Adaptive::<f64, P>::memory_len(3, 0) - 1];
    assert_eq!(Adaptive::<f64, P>::restore(&mut short, &bytes).err(), Some(Error::Workspace));
}

/// A chain of 45 masses: no multiple of any vector's length.
fn chain(level: Level) -> impl OdeSystem<f64> {
    let derivative = |t: f64, y: &[f64], dydt: &mut [f64]| {
        let n = y.len();
        for i in 0..n {
            let (left, right) = (if i > 0 { y[i - 1] } else { t }, if i + 1 < n { y[i + 1] } else { 0.0 });
            dydt[i] = left - 2.0 * y[i] + right - y[i] * y[i] * y[i];
        }
        Ok(())
    };
    System { dim: 45, derivative, level }
}

fn levels<P: Pair>() {
    let start: Vec<f64> = (0..45).map(|i| f64::from(i % 7) - 3.0).collect();
    let times = [0.0, 0.7, 1.9, 4.0];
    let options = AdaptiveOptions::tolerances(1e-8, 1e-9);
    let (baseline, report) = solve::<f64, P>(&chain(Level::BASELINE), &times, &start, &options);
    assert_eq!(report.end, End::Complete);
    for level in Level::available() {
        let (states, other) = solve::<f64, P>(&chain(level), &times, &start, &options);
        assert_eq!((report, bits(&baseline)), (other, bits(&states)), "{}", level.name());
        let (one, _) = solve::<f64, P>(&butterfly(level), &times, &start[..3], &options);
        let (two, _) = solve::<f64, P>(&butterfly(Level::BASELINE), &times, &start[..3], &options);
        assert_eq!(bits(&one), bits(&two));
    }
}

#[test]
fn golden_hashes() {
    // The same on every machine, in debug and release.
    let start: Vec<f64> = (0..45).map(|i| f64::from(i % 7) - 3.0).collect();
    let options = AdaptiveOptions::tolerances(1e-8, 1e-9);
    let (one, _) = solve::<f64, DormandPrince>(&chain(Level::default()), &[0.0, 1.5, 4.0], &start, &options);
    let (two, _) = solve::<f64, Tsitouras>(&chain(Level::default()), &[0.0, 1.5, 4.0], &start, &options);
    let hashes = [hash(bits(&one)), hash(bits(&two))];
    assert_eq!(hashes, [0xadfe_9b4b_8f48_b8a1, 0x1b2b_af43_7447_b3fd], "{hashes:#x?}");
}

fn backwards<P: Pair>() {
    // To 3 and back, and each way with output in between.
    let times = [3.0, 2.2, 1.0, 0.1, 0.0];
    let (states, report) = solve::<f64, P>(&sine_growth(), &times, &[3.0_f64.sin().exp()], &tight());
    assert_eq!((report.end, report.rows, report.time), (End::Complete, 5, 0.0));
    for (t, y) in times.iter().zip(&states) {
        assert!((y - t.sin().exp()).abs() < 1e-10, "at {t}: {:e}", y - t.sin().exp());
    }
    // The mirror image of a run forwards: the same bits.
    let mirrored = system(1, |t: f64, y: &[f64], dydt: &mut [f64]| dydt[0] = -(y[0] * (-t).cos()));
    let opposite = times.map(|t| -t);
    let (other, _) = solve::<f64, P>(&mirrored, &opposite, &[3.0_f64.sin().exp()], &tight());
    assert_eq!(bits(&states), bits(&other));
}

fn turning<P: Pair>() {
    let problem = sine_growth();
    let mut memory = memory::<f64, P>(1);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &tight()).unwrap();
    for end in [2.0, 0.5, 0.75, -1.0] {
        solver.step_until(&problem, end).unwrap().complete().unwrap();
        assert_eq!(solver.time(), end);
        assert!((solver.state()[0] - end.sin().exp()).abs() < 1e-11);
    }
    // From a row within the last step to beyond it, either way.
    solver.step(&problem).unwrap().complete().unwrap();
    let (time, previous) = (solver.time(), solver.previous_time());
    assert!(time < -1.0, "a free step goes on in the direction of the last");
    let within = 0.5 * (time + previous);
    let times = [within, previous + 0.5, previous + 1.0];
    let mut states = [0.0; 3];
    let report = solver.solve(&problem, &times, &mut states, |_, _, _| Ok(())).unwrap();
    assert_eq!((report.end, solver.time()), (End::Complete, times[2]));
    for (t, y) in times.iter().zip(&states) {
        assert!((y - t.sin().exp()).abs() < 1e-10, "at {t}");
    }
    // Within the last step there is nothing to be done.
    let (before, middle) = (solver.steps(), 0.5 * (solver.time() + solver.previous_time()));
    let report = solver.solve(&problem, &[middle], &mut states, |_, _, _| Ok(())).unwrap();
    assert_eq!((report.end, report.time, solver.steps()), (End::Complete, middle, before));
    assert!((states[0] - middle.sin().exp()).abs() < 1e-10);
}

// ---- Ends ----

fn not_a_number<P: Pair>() {
    // √(1 - t) is not a number beyond t = 1: y = 1 - (1 - t)^(3/2) up to there.
    let problem = system(1, |t: f64, _: &[f64], dydt: &mut [f64]| dydt[0] = 1.5 * (1.0 - t).sqrt());
    let (states, report) = solve::<f64, P>(&problem, &[0.0, 0.5, 2.0], &[0.0], &tight());
    assert_eq!((report.end, report.rows), (End::Diverged, 2));
    assert!(report.time > 0.999 && report.time <= 1.0, "{}", report.time);
    assert_eq!((report.complete(), states[2]), (Err(End::Diverged), -7.0));
    // The last good state is kept.
    let mut memory = memory::<f64, P>(1);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[0.0], &tight()).unwrap();
    let report = solver.step_until(&problem, 2.0).unwrap();
    assert_eq!((report.end, report.time, solver.previous_time()), (End::Diverged, solver.time(), solver.time()));
    let exact = 1.0 - (1.0 - solver.time()).powf(1.5);
    assert!((solver.state()[0] - exact).abs() < 1e-9 && solver.rates().unwrap()[0].is_finite());
    let mut y = [0.0];
    solver.interpolate(solver.time(), &mut y).unwrap();
    assert_eq!(y[0], solver.state()[0]);
    // From the begin on; NaN or infinite, in one component of many.
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let problem = system(20, |_, _: &[f64], dydt: &mut [f64]| {
            dydt.fill(1.0);
            dydt[13] = bad;
        });
        let (states, report) = solve::<f64, P>(&problem, &[0.0, 1.0], &[2.0; 20], &tight());
        assert_eq!((report.end, report.rows, report.time, report.steps), (End::Diverged, 1, 0.0, 0));
        assert_eq!(states[..20], [2.0; 20]);
    }
    // Rates that are finite, and a state that overflows, where an infinite scale would hide the error.
    let problem = system(1, |_, _: &[f64], dydt: &mut [f64]| dydt[0] = 1e308);
    let options = AdaptiveOptions { first_step: 0.25, ..AdaptiveOptions::tolerances(1e-3, 1e-3) };
    let (_, report) = solve::<f64, P>(&problem, &[0.0, 10.0], &[0.0], &options);
    assert_eq!(report.end, End::Diverged);
    assert!(report.time > 1.79 && report.time < 1.798, "{}", report.time);
}

fn blow_up<P: Pair>() {
    // y' = y², y = 1 / (1 - t).
    let problem = system(1, |_, y: &[f64], dydt: &mut [f64]| dydt[0] = y[0] * y[0]);
    let options = AdaptiveOptions::tolerances(1e-8, 1e-8);
    let (states, report) = solve::<f64, P>(&problem, &[0.0, 0.5, 2.0], &[1.0], &options);
    assert_eq!((report.end, report.rows), (End::StepTooSmall, 2));
    assert!((report.time - 1.0).abs() < 1e-6 && (states[1] - 2.0).abs() < 1e-6, "{report:?}");
    // A first step that is lost in the time.
    let options = AdaptiveOptions { first_step: 1e-3, ..options };
    let (_, report) = solve::<f64, P>(&sine_growth(), &[1e16, 2e16], &[1.0], &options);
    assert_eq!((report.end, report.time, report.rows), (End::StepTooSmall, 1e16, 1));
    // But an end that is as near as that is reached.
    let near = f64::from_bits(1.0_f64.to_bits() + 1);
    let (states, report) = solve::<f64, P>(&sine_growth(), &[1.0, near], &[2.0], &tight());
    assert_eq!((report.end, report.steps), (End::Complete, 1));
    assert!((states[1] - 2.0).abs() < 1e-15);
    // Nothing happens at all: the steps grow to what there is and no further.
    let rest = system(1, |_, _: &[f64], dydt: &mut [f64]| dydt[0] = 0.0);
    let (states, report) = solve::<f64, P>(&rest, &[0.0, 1e300], &[2.0], &tight());
    assert_eq!((report.end, states[1]), (End::Complete, 2.0));
    let mut memory = memory::<f64, P>(1);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &rest, 0.0, &[1.0], &tight()).unwrap();
    let end = (0..5000).find_map(|_| solver.step(&rest).unwrap().complete().err());
    assert_eq!((end, solver.time().is_finite()), (Some(End::Diverged), true));
}

fn step_limit<P: Pair>() {
    let problem = butterfly(Level::BASELINE);
    let (start, options) = ([1.0, 2.0, 20.0], AdaptiveOptions::tolerances(1e-6, 1e-6));
    let times = [0.0, 0.8, 5.0];
    let (whole, report) = solve::<f64, P>(&problem, &times, &start, &options);
    let tries = report.steps + report.rejected;
    let limited = AdaptiveOptions { max_steps: 7, ..options };
    let mut memory = memory::<f64, P>(3);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &start, &limited).unwrap();
    let (mut row, mut calls, mut states) = (0, 0, [0.0; 9]);
    while row < 3 {
        let part = solver.solve(&problem, &times[row..], &mut states[3 * row..], |_, _, _| Ok(())).unwrap();
        row += part.rows;
        calls += 1;
        assert!(part.steps + part.rejected <= 7);
        if row < 3 {
            assert_eq!((part.end, part.steps + part.rejected, part.time), (End::Steps, 7, solver.time()));
        }
    }
    assert_eq!((calls, bits(&states)), (tries.div_ceil(7), bits(&whole)));
    assert_eq!((solver.steps(), solver.rejected()), (report.steps, report.rejected));
}

fn stops<P: Pair>() {
    for (stop, end) in [(Stop::Caller(2), End::Caller(2)), (Stop::Failure(-4), End::Failure(-4))] {
        let armed = Cell::new(true);
        let derivative = |t: f64, y: &[f64], dydt: &mut [f64]| {
            dydt[0] = y[0] * t.cos();
            if t > 0.75 && armed.get() { Err(stop) } else { Ok(()) }
        };
        let problem = System { dim: 1, derivative, level: Level::BASELINE };
        let times = [0.0, 0.5, 1.0];
        let mut memory = memory::<f64, P>(1);
        let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &tight()).unwrap();
        let mut states = [-7.0; 3];
        let report = solver.solve(&problem, &times, &mut states, |_, _, _| Ok(())).unwrap();
        assert_eq!((report.end, report.rows, report.time), (end, 2, solver.time()));
        assert_eq!((states[2], solver.time() <= 0.75), (-7.0, true));
        // Where it does not stop any more, it goes on to the same bits as without.
        armed.set(false);
        solver.solve(&problem, &times[2..], &mut states[2..], |_, _, _| Ok(())).unwrap().complete().unwrap();
        let (whole, _) = solve::<f64, P>(&sine_growth(), &times, &[1.0], &tight());
        assert_eq!(bits(&states), bits(&whole));
        // At the very first derivative, and at the second one, which the first step is chosen by.
        for first in [0, 1] {
            let calls = Cell::new(0);
            let derivative = |t: f64, y: &[f64], dydt: &mut [f64]| {
                dydt[0] = y[0] * t.cos();
                calls.set(calls.get() + 1);
                if calls.get() == first + 1 { Err(stop) } else { Ok(()) }
            };
            let problem = System { dim: 1, derivative, level: Level::BASELINE };
            let mut memory = self::memory::<f64, P>(1);
            let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &tight()).unwrap();
            let report = solver.step_until(&problem, 1.0).unwrap();
            assert_eq!((report.end, solver.time(), solver.state()), (end, 0.0, &[1.0][..]));
            solver.step_until(&problem, 1.0).unwrap().complete().unwrap();
            assert_eq!(bits(solver.state()), bits(&whole[2..]));
        }
    }
}

fn bounded_steps<P: Pair>() {
    let asked = Cell::new(f64::NEG_INFINITY);
    let problem = system(1, |t: f64, y: &[f64], dydt: &mut [f64]| {
        asked.set(asked.get().max(t));
        dydt[0] = y[0] * t.cos();
    });
    let options = AdaptiveOptions { first_step: 1e-3, max_step: 0.03, ..AdaptiveOptions::tolerances(1e-3, 1e-3) };
    let mut memory = memory::<f64, P>(1);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &options).unwrap();
    let mut first = true;
    while solver.time() < 1.0 {
        solver.step_towards(&problem, 1.0).unwrap().complete().unwrap();
        let length = solver.time() - solver.previous_time();
        assert!(length <= 0.03 * 1.011 && (!first || length == 1e-3), "{length}");
        first = false;
    }
    assert_eq!((solver.time(), asked.get()), (1.0, 1.0));
    // The choice of the first step does not ask beyond the end either.
    for end in [1e-9, 1e-3, 0.1, 1.0 / 3.0] {
        asked.set(0.0);
        let (_, report) = solve::<f64, P>(&problem, &[0.0, end], &[1.0], &AdaptiveOptions::tolerances(1e-3, 1e-3));
        assert_eq!(report.end, End::Complete);
        assert_eq!(asked.get(), end);
    }
}

fn zero_tolerance<P: Pair>() {
    // A component that is 0 throughout does not hurt where the absolute tolerance is 0.
    let problem = system(2, |_, y: &[f64], dydt: &mut [f64]| (dydt[0], dydt[1]) = (-y[0], 0.0 * y[1]));
    let options = AdaptiveOptions::tolerances(1e-9, 0.0);
    let (states, report) = solve::<f64, P>(&problem, &[0.0, 20.0], &[1.0, 0.0], &options);
    assert_eq!((report.end, states[3]), (End::Complete, 0.0));
    // A relative error, down to e^-20.
    assert!((states[2] * 20.0_f64.exp() - 1.0).abs() < 1e-7);
    let (_, report) = solve::<f64, P>(&problem, &[0.0, 1.0], &[0.0, 0.0], &options);
    assert_eq!(report.end, End::Complete);
}

fn f32_run<P: Pair>() {
    let problem = system(1, |t: f32, y: &[f32], dydt: &mut [f32]| dydt[0] = y[0] * Real::sin_cos(t).1);
    for options in [AdaptiveOptions::default(), AdaptiveOptions::tolerances(1e-6, 1e-6)] {
        let times: Vec<f32> = (0..=50).map(|i| 0.1 * i as f32).collect();
        let (states, report) = solve::<f32, P>(&problem, &times, &[1.0], &options);
        assert_eq!(report.end, End::Complete);
        for (t, y) in times.iter().zip(&states) {
            let exact = f64::from(*t).sin().exp();
            assert!(
                (f64::from(*y) - exact).abs() < 6.0 * f64::from(options.rtol) * (1.0 + exact),
                "{y} for {exact} at {t}"
            );
        }
    }
}

fn bad_arguments<P: Pair>() {
    let problem = system(2, |_, _: &[f64], dydt: &mut [f64]| dydt.fill(0.0));
    let len = Adaptive::<f64, P>::memory_len(2, 0);
    assert_eq!(len, if P::STAGES == DormandPrince::STAGES { 16 } else { 18 });
    assert_eq!(Adaptive::<f64, P>::memory_len(usize::MAX, 1), usize::MAX);
    assert_eq!(Adaptive::<f64, P>::checkpoint_len(usize::MAX / 2), usize::MAX);
    assert_eq!(Adaptive::<f64, P>::events_len(3, usize::MAX), usize::MAX);
    let make = |len: usize, time: f64, initial: &[f64], options: &AdaptiveOptions<f64>| {
        let mut memory = vec![5.0; len];
        let error = Adaptive::<f64, P>::new(&mut memory, &problem, time, initial, options).err();
        assert!(error.is_none() || memory.iter().all(|&x| x == 5.0), "memory was written");
        error
    };
    let sound = AdaptiveOptions::default();
    assert_eq!(make(len, 0.0, &[1.0; 2], &sound), None);
    assert_eq!(make(len - 1, 0.0, &[1.0; 2], &sound), Some(Error::Workspace));
    assert_eq!(make(len, 0.0, &[1.0; 3], &sound), Some(Error::Length));
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(make(len, bad, &[1.0; 2], &sound), Some(Error::Times));
        assert_eq!(make(len, 0.0, &[1.0, bad], &sound), Some(Error::NotFinite));
    }
    type Field = fn(&mut AdaptiveOptions<f64>) -> &mut f64;
    let (nan, infinite) = (f64::NAN, f64::INFINITY);
    let fields: [(Field, Error, &[f64]); 8] = [
        (|o| &mut o.rtol, Error::Parameter, &[-1e-3, nan, infinite]),
        (|o| &mut o.atol, Error::Parameter, &[-1e-3, nan, infinite]),
        (|o| &mut o.first_step, Error::Step, &[-1e-3, nan, infinite]),
        (|o| &mut o.max_step, Error::Step, &[-1e-3, nan, infinite]),
        (|o| &mut o.safety, Error::Parameter, &[0.0, -1.0, 1.0, nan]),
        (|o| &mut o.beta, Error::Parameter, &[-0.1, 0.21, nan]),
        (|o| &mut o.min_factor, Error::Parameter, &[0.0, 1.0, nan]),
        (|o| &mut o.max_factor, Error::Parameter, &[1.0, 0.5, nan, infinite]),
    ];
    let mut memory = vec![0.0; len];
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0; 2], &sound).unwrap();
    for (field, error, values) in fields {
        for &value in values {
            let mut options = sound;
            *field(&mut options) = value;
            assert_eq!(make(len, 0.0, &[1.0; 2], &options), Some(error), "{options:?}");
            assert_eq!(solver.set_options(&options), Err(error));
        }
    }
    assert_eq!(make(len, 0.0, &[1.0; 2], &AdaptiveOptions::tolerances(0.0, 0.0)), Some(Error::Parameter));
    assert_eq!(solver.options(), &sound);
    let none = system(0, |_, _: &[f64], _: &mut [f64]| ());
    assert_eq!(Adaptive::<f64, P>::new(&mut [], &none, 0.0, &[], &sound).err(), Some(Error::Dimension));
    // Another system than the one it was made for.
    let larger = system(3, |_, _: &[f64], dydt: &mut [f64]| dydt.fill(0.0));
    assert_eq!(solver.step(&larger), Err(Error::Dimension));
    assert_eq!(solver.step_until(&larger, 1.0), Err(Error::Dimension));
    assert_eq!(solver.solve(&larger, &[1.0], &mut [0.0; 3], |_, _, _| Ok(())), Err(Error::Dimension));
    let hungry = Prepared { calls: Cell::new(0) };
    assert_eq!(solver.step(&hungry), Err(Error::Dimension));
    for end in [nan, infinite] {
        assert_eq!(solver.step_until(&problem, end), Err(Error::Times));
        assert_eq!(solver.step_towards(&problem, end), Err(Error::Times));
    }
    let mut solve = |times: &[f64], len: usize| {
        let mut states = vec![5.0; len];
        let result = solver.solve(&problem, times, &mut states, |_, _, _| Ok(()));
        assert!(result.is_ok() || states.iter().all(|&x| x == 5.0), "states were written");
        result.map(|report| (report.end, report.rows))
    };
    assert_eq!(solve(&[1.0, 2.0], 3), Err(Error::Length));
    for times in
        [[1.0, 1.0, 2.0], [1.0, 2.0, 1.5], [-1.0, 1.0, 2.0], [1.0, -1.0, -2.0], [0.0, nan, 1.0], [0.0, 1.0, infinite]]
    {
        assert_eq!(solve(&times, 6), Err(Error::Times), "{times:?}");
    }
    assert_eq!(solve(&[nan], 6), Err(Error::Times));
    assert_eq!(solve(&[], 0), Ok((End::Complete, 0)));
    assert_eq!(solve(&[0.0], 2), Ok((End::Complete, 1)));
    assert_eq!(solve(&[0.5, 1.0], 4), Ok((End::Complete, 2)));
    // Within the last step, and nowhere else.
    let mut y = [5.0; 2];
    let before = solver.previous_time() - 1e-9;
    for time in [before, solver.time() + 1e-9, nan] {
        assert_eq!(solver.interpolate(time, &mut y), Err(Error::Times));
    }
    assert_eq!(solver.interpolate(solver.time(), &mut [0.0; 3]), Err(Error::Length));
    assert_eq!(y, [5.0; 2]);
    let mut states = [0.0; 4];
    assert_eq!(solver.solve(&problem, &[before, 2.0], &mut states, |_, _, _| Ok(())), Err(Error::Times));
    assert_eq!(solver.restart(nan, &[1.0; 2]), Err(Error::Times));
    assert_eq!(solver.restart(0.0, &[1.0; 3]), Err(Error::Length));
    assert_eq!(solver.restart(0.0, &[1.0, infinite]), Err(Error::NotFinite));
    assert_eq!((solver.time(), solver.state()), (1.0, &[1.0; 2][..]));
}

/// y' = -2 y, the 2 from its scratch.
struct Prepared {
    calls: Cell<u32>,
}
impl OdeSystem<f64> for Prepared {
    fn dim(&self) -> usize {
        1
    }
    fn scratch_len(&self) -> usize {
        3
    }
    fn prepare(&self, scratch: &mut [f64]) {
        self.calls.set(self.calls.get() + 1);
        scratch.copy_from_slice(&[0.0, 2.0, 0.0]);
    }
    fn derivative(&self, _: f64, y: &[f64], dydt: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        assert_eq!(scratch.len(), 3);
        dydt[0] = -scratch[1] * y[0];
        Ok(())
    }
}

fn scratch<P: Pair>() {
    let problem = Prepared { calls: Cell::new(0) };
    let len = Adaptive::<f64, P>::memory_len(1, 3);
    let mut short = vec![0.0; len - 1];
    assert_eq!(Adaptive::<f64, P>::new(&mut short, &problem, 0.0, &[1.0], &tight()).err(), Some(Error::Workspace));
    let mut memory = vec![f64::NAN; len + 5];
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &tight()).unwrap();
    assert_eq!(problem.calls.get(), 0);
    for end in [0.25, 0.5, 1.0] {
        solver.step_until(&problem, end).unwrap().complete().unwrap();
    }
    assert_eq!(problem.calls.get(), 3);
    assert!((solver.state()[0] - (-2.0_f64).exp()).abs() < 1e-11);
    let mut bytes = vec![0; Adaptive::<f64, P>::checkpoint_len(1)];
    solver.save(&mut bytes).unwrap();
    let mut exact = vec![f64::NAN; len - 3];
    let mut bare = Adaptive::<f64, P>::restore(&mut exact, &bytes).unwrap();
    assert_eq!(bare.step(&problem), Err(Error::Workspace));
    let mut other = vec![f64::NAN; len];
    let mut restored = Adaptive::<f64, P>::restore(&mut other, &bytes).unwrap();
    restored.step_until(&problem, 2.0).unwrap().complete().unwrap();
    solver.step_until(&problem, 2.0).unwrap().complete().unwrap();
    assert_eq!((problem.calls.get(), bits(solver.state())), (5, bits(restored.state())));
    solver.restart(0.0, &[1.0]).unwrap();
    solver.step(&problem).unwrap().complete().unwrap();
    assert_eq!(problem.calls.get(), 6);
}

fn restart<P: Pair>() {
    let problem = sine_growth();
    let mut memory = memory::<f64, P>(1);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[1.0], &tight()).unwrap();
    assert!(solver.rates().is_none() && solver.next_step() == 0.0);
    solver.step_until(&problem, 2.0).unwrap().complete().unwrap();
    let (state, steps) = (bits(solver.state()), solver.steps());
    solver.restart(0.0, &[1.0]).unwrap();
    assert!(solver.rates().is_none() && solver.time() == 0.0 && solver.state() == [1.0]);
    solver.step_until(&problem, 2.0).unwrap().complete().unwrap();
    assert_eq!((bits(solver.state()), solver.steps()), (state, 2 * steps));
    // Where it stands, whichever of its two states that is: as if it were put there.
    for stop in [0.3, 0.7, 1.1] {
        let (mut other, mut ours) = ([0.0; 40], [0.0; 40]);
        let mut there = Adaptive::<f64, P>::new(&mut other, &problem, 0.0, &[1.0], &tight()).unwrap();
        let mut here = Adaptive::<f64, P>::new(&mut ours, &problem, 0.0, &[1.0], &tight()).unwrap();
        there.step_until(&problem, stop).unwrap().complete().unwrap();
        here.step_until(&problem, stop).unwrap().complete().unwrap();
        let state = there.state().to_vec();
        there.restart(stop, &state).unwrap();
        here.restart_here();
        assert!(here.rates().is_none() && here.time() == stop && here.state() == there.state());
        there.step_until(&problem, 2.0).unwrap().complete().unwrap();
        here.step_until(&problem, 2.0).unwrap().complete().unwrap();
        assert_eq!((bits(here.state()), here.steps()), (bits(there.state()), there.steps()));
    }
}

// ---- Events ----

/// The numbers, times and states of the events of a run.
type Found = Vec<(usize, f64, Vec<f64>)>;

/// Solves to the last time with events, and collects them.
fn watch<P: Pair, G: FnMut(usize, f64, &[f64]) -> f64>(
    solver: &mut Adaptive<'_, f64, P>,
    problem: &impl OdeSystem<f64>,
    end: f64,
    events: &[Event],
    mut value: G,
) -> (Found, Solution<f64>) {
    let dim = solver.dim();
    let mut workspace = vec![f64::NAN; Adaptive::<f64, P>::events_len(dim, events.len())];
    let (mut states, mut found) = (vec![0.0; dim], vec![]);
    let report = solver
        .solve_events(
            problem,
            &[end],
            &mut states,
            events,
            &mut workspace,
            |i, t, y| Ok(value(i, t, y)),
            |what, t, y| {
                if let Output::Event(number) = what {
                    found.push((number, t, y.to_vec()));
                }
                Ok(())
            },
        )
        .unwrap();
    (found, report)
}

fn oscillator() -> impl OdeSystem<f64> {
    system(2, |_, y: &[f64], dydt: &mut [f64]| (dydt[0], dydt[1]) = (y[1], -y[0]))
}

fn oscillator_events<P: Pair>() {
    use std::f64::consts::{FRAC_PI_2, PI};
    // sin t: zeros at multiples of π, cos t half between; forwards and backwards. The begin, a zero, is none.
    for direction in [1.0, -1.0] {
        let problem = oscillator();
        let mut memory = memory::<f64, P>(2);
        let options = AdaptiveOptions::tolerances(1e-14, 1e-14);
        let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[0.0, 1.0], &options).unwrap();
        let events = [Event::default(); 2];
        let (found, report) = watch(&mut solver, &problem, direction * 20.0, &events, |i, _, y| y[i]);
        assert_eq!((report.end, report.time), (End::Complete, direction * 20.0));
        assert_eq!(found.len(), 12);
        for (k, (number, t, y)) in found.iter().enumerate() {
            let exact = direction * FRAC_PI_2 * (k + 1) as f64;
            assert_eq!(*number, (k + 1) % 2);
            assert!((t - exact).abs() < 1e-12, "{t} for {exact}: {:e}", t - exact);
            // The state is that of the time: 0 within the rounding of the time, and beyond the crossing.
            assert!(y[*number].abs() < 1e-14 && (y[1 - number].abs() - 1.0).abs() < 1e-12);
        }
        // The same by an event of the time alone, located to its rounding.
        let mut memory = self::memory::<f64, P>(2);
        let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[0.0, 1.0], &options).unwrap();
        let (found, _) = watch(&mut solver, &problem, direction * 20.0, &[Event::default()], |_, t, _| {
            (t * direction - PI) * (1.0 + t * t)
        });
        assert_eq!(found.len(), 1);
        assert!((found[0].1 * direction - PI).abs() <= 4.0 * f64::EPSILON * 4.0, "{:?}", found[0]);
    }
}

fn ball<P: Pair>() {
    // Falls from 10 with g = 9.81, each bounce returns 0.8 of the speed: bounce k at t₀ (1 + 2 Σ 0.8^i), t₀ = √(2 h / g).
    let problem = system(2, |_, y: &[f64], dydt: &mut [f64]| (dydt[0], dydt[1]) = (y[1], -9.81));
    let mut memory = memory::<f64, P>(2);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[10.0, 0.0], &tight()).unwrap();
    let ground = [Event { direction: Direction::Falling, terminal: true }];
    let (fall, mut sum) = ((20.0 / 9.81_f64).sqrt(), 1.0);
    for bounce in 0..10 {
        let (found, report) = watch(&mut solver, &problem, 100.0, &ground, |_, _, y| y[0]);
        let exact = fall * sum;
        assert_eq!((report.end, report.rows, found.len()), (End::Event(0), 0, 1));
        assert!((report.time - exact).abs() < 1e-12 * exact, "bounce {bounce} at {} for {exact}", report.time);
        // The solver stands at the event.
        assert_eq!((report.time, solver.state()), (found[0].1, &found[0].2[..]));
        assert_eq!((solver.time(), solver.previous_time()), (report.time, report.time));
        assert!(solver.rates().is_none());
        let speed = solver.state()[1];
        assert!((speed + 9.81 * fall * 0.8_f64.powi(bounce)).abs() < 1e-10);
        solver.restart(report.time, &[0.0, -0.8 * speed]).unwrap();
        sum += 2.0 * 0.8_f64.powi(bounce + 1);
    }
    // Without a bounce it falls on, and the same zero is not found again.
    let (found, report) = watch(&mut solver, &problem, 100.0, &ground, |_, _, y| y[0]);
    assert_eq!((report.end, found.len()), (End::Event(0), 1));
    let (found, report) = watch(&mut solver, &problem, 100.0, &ground, |_, _, y| y[0]);
    assert_eq!((report.end, found.len(), solver.time()), (End::Complete, 0, 100.0));
    // A terminal event of any direction, on an oscillation: one after another, each once.
    let problem = oscillator();
    let mut memory = self::memory::<f64, P>(2);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[0.0, 1.0], &tight()).unwrap();
    for k in 1..=20 {
        let event = [Event { direction: Direction::Both, terminal: true }];
        let (_, report) = watch(&mut solver, &problem, 1000.0, &event, |_, _, y| y[0]);
        assert_eq!(report.end, End::Event(0));
        assert!((report.time - std::f64::consts::PI * f64::from(k)).abs() < 1e-9, "{k}: {}", report.time);
    }
}

fn directions<P: Pair>() {
    // sin t from 0.1 to 20 falls at π, 3π, 5π and rises at 2π, 4π, 6π.
    let problem = oscillator();
    let event = |direction| Event { direction, terminal: false };
    let events = [event(Direction::Rising), event(Direction::Falling), event(Direction::Both)];
    let start = [0.1_f64.sin(), 0.1_f64.cos()];
    let mut memory = memory::<f64, P>(2);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.1, &start, &tight()).unwrap();
    let (found, _) = watch(&mut solver, &problem, 20.0, &events, |_, _, y| y[0]);
    let numbers: Vec<usize> = found.iter().map(|event| event.0).collect();
    // Of equal times the lower number first.
    assert_eq!(numbers, [1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0, 2]);
    for (k, pair) in found.chunks(2).enumerate() {
        let exact = std::f64::consts::PI * (k + 1) as f64;
        assert!(pair[0].1 == pair[1].1 && (pair[0].1 - exact).abs() < 1e-10);
    }
    // A zero that is touched and not crossed, and a value that is not a number, are none.
    let mut memory = self::memory::<f64, P>(2);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.1, &start, &tight()).unwrap();
    let (found, report) =
        watch(&mut solver, &problem, 20.0, &events, |i, _, y| if i == 0 { f64::NAN } else { y[0].abs() + 1e-30 });
    assert_eq!((found.len(), report.end), (0, End::Complete));
}

fn ordered_events<P: Pair>() {
    // Several events and rows in one step, in the order of their times; a run that is stopped at every one of them goes on
    // as if it had not been.
    let problem = oscillator();
    let options = AdaptiveOptions::tolerances(1e-4, 1e-4);
    let events = [Event::default(); 5];
    // The last two are at the same time, which is that of a row.
    let value = |i: usize, t: f64, y: &[f64]| match i {
        0 => y[0],
        1 => y[1],
        2 => (3.0 * t).cos(),
        _ => t - 3.5,
    };
    let times: Vec<f64> = (0..=40).map(|k| 0.25 * f64::from(k)).collect();
    let mut workspace = vec![f64::NAN; Adaptive::<f64, P>::events_len(2, 5)];
    let mut run = |stop_every: usize, stepwise: bool| {
        // The first, and another one for each time that the solver is restored.
        let mut memories = vec![memory::<f64, P>(2); 200];
        let mut memories = memories.iter_mut();
        let memory = memories.next().unwrap();
        let mut solver = Adaptive::<f64, P>::new(memory, &problem, 0.0, &[0.0, 1.0], &options).unwrap();
        let (mut log, mut row, mut states) = (vec![], 0, vec![0.0; 82]);
        loop {
            let (mut shown, base) = (0, row);
            let observer = |what: Output, t: f64, y: &[f64]| {
                let what = if let Output::Row(row) = what { Output::Row(base + row) } else { what };
                log.push((what, t, bits(y)));
                shown += 1;
                if shown == stop_every { Err(Stop::Caller(1)) } else { Ok(()) }
            };
            let (times, states) = (&times[row..], &mut states[2 * row..]);
            let value = |i: usize, t: f64, y: &[f64]| Ok(value(i, t, y));
            let report =
                solver.solve_events(&problem, times, states, &events, &mut workspace, value, observer).unwrap();
            row += report.rows;
            assert_eq!(log.last().unwrap().1, report.time);
            if report.end == End::Complete {
                return (log, solver.steps());
            }
            assert_eq!(report.end, End::Caller(1));
            if row == 41 {
                return (log, solver.steps()); // stopped at the last row
            }
            if stepwise {
                let mut bytes = vec![0; Adaptive::<f64, P>::checkpoint_len(2)];
                solver.save(&mut bytes).unwrap();
                solver = Adaptive::restore(memories.next().unwrap(), &bytes).unwrap();
            }
        }
    };
    let (whole, steps) = run(usize::MAX, false);
    assert!(whole.windows(2).all(|pair| pair[0].1 <= pair[1].1), "out of order");
    assert!((steps as usize) < times.len(), "several rows in one step are what is tested");
    let number = |what| whole.iter().filter(|shown| shown.0 == what).count();
    assert_eq!([0, 1, 2, 3, 4].map(|i| number(Output::Event(i))), [3, 3, 10, 1, 1]);
    assert_eq!(whole.iter().filter(|shown| matches!(shown.0, Output::Row(_))).count(), 41);
    let at = whole.iter().position(|shown| shown.0 == Output::Row(14)).unwrap();
    assert_eq!((whole[at].1, whole[at + 1].0, whole[at + 2].0), (3.5, Output::Event(3), Output::Event(4)));
    for (every, stepwise) in [(1, false), (2, false), (7, false), (1, true), (3, true)] {
        assert!(run(every, stepwise) == (whole.clone(), steps), "stopped after every {every}");
    }
    // Events do not change the solution.
    let start = [0.0, 1.0];
    let (states, report) = solve::<f64, P>(&problem, &times, &start, &options);
    let rows: Vec<u64> =
        whole.iter().filter(|shown| matches!(shown.0, Output::Row(_))).flat_map(|shown| shown.2.clone()).collect();
    assert_eq!((rows, steps), (bits(&states), report.steps));
}

fn bad_event_arguments<P: Pair>() {
    let problem = oscillator();
    let mut memory = memory::<f64, P>(2);
    let mut solver = Adaptive::<f64, P>::new(&mut memory, &problem, 0.0, &[0.0, 1.0], &tight()).unwrap();
    let len = Adaptive::<f64, P>::events_len(2, 3);
    assert_eq!(len, 8);
    let (mut short, mut enough, mut states) = (vec![0.0; len - 1], vec![0.0; len], [0.0; 2]);
    let events = [Event::default(); 3];
    let value = |_: usize, t: f64, _: &[f64]| Ok(t - 0.5);
    let refused = solver.solve_events(&problem, &[1.0], &mut states, &events, &mut short, value, |_, _, _| Ok(()));
    assert_eq!((refused, solver.evaluations()), (Err(Error::Workspace), 0));
    // A function that stops the run, at its first value and within a step; the run goes on after it.
    let calls = Cell::new(0);
    for limit in [0, 4, 7] {
        calls.set(0);
        let stopping = |_: usize, t: f64, _: &[f64]| {
            calls.set(calls.get() + 1);
            if calls.get() > limit { Err(Stop::Failure(-3)) } else { Ok(t - 0.5) }
        };
        let report =
            solver.solve_events(&problem, &[1.0], &mut states, &events, &mut enough, stopping, |_, _, _| Ok(()));
        let report = report.unwrap();
        assert_eq!((report.end, report.rows, report.time), (End::Failure(-3), 0, solver.time()));
    }
    let mut found = 0;
    let count = |what: Output, _: f64, _: &[f64]| {
        found += usize::from(matches!(what, Output::Event(_)));
        Ok(())
    };
    let report = solver.solve_events(&problem, &[1.0], &mut states, &events, &mut enough, value, count).unwrap();
    assert_eq!((report.end, found), (End::Complete, 3));
    assert!((states[0] - 1.0_f64.sin()).abs() < 1e-11);
}

#[test]
fn the_aliases_are_the_pairs() {
    let problem = oscillator();
    let (mut one, mut two) = (memory::<f64, DormandPrince>(2), memory::<f64, Tsitouras>(2));
    assert_eq!((one.len(), two.len()), (DormandPrince5::<f64>::memory_len(2, 0), Tsitouras5::<f64>::memory_len(2, 0)));
    let mut first = DormandPrince5::new(&mut one, &problem, 0.0, &[0.0, 1.0], &tight()).unwrap();
    let mut second = Tsitouras5::new(&mut two, &problem, 0.0, &[0.0, 1.0], &tight()).unwrap();
    first.step_until(&problem, 1.0).unwrap().complete().unwrap();
    second.step_until(&problem, 1.0).unwrap().complete().unwrap();
    assert!(largest_difference(first.state(), second.state()) < 1e-11);
}

/// SciPy's RK45 is the pair of Dormand and Prince with a controller without memory and the same norm: its evaluations and
/// largest errors (SciPy 1.17, `solve_ivp`, rtol = atol).
#[test]
fn work_and_errors_are_those_of_scipy() {
    fn run<P: Pair>(problem: &impl OdeSystem<f64>, start: &[f64], end: f64, tolerance: f64, beta: f64) -> (f64, f64) {
        let options = AdaptiveOptions { beta, ..AdaptiveOptions::tolerances(tolerance, tolerance) };
        let mut memory = memory::<f64, P>(start.len());
        let mut solver = Adaptive::<f64, P>::new(&mut memory, problem, 0.0, start, &options).unwrap();
        solver.step_until(problem, end).unwrap().complete().unwrap();
        (solver.evaluations() as f64, largest_difference(solver.state(), start))
    }
    fn check(problem: &impl OdeSystem<f64>, start: &[f64], period: f64, scipy: &[(f64, f64, f64)]) {
        for &(tolerance, evaluations, error) in scipy {
            // SciPy stretches no last step: one more or less, and its error's last part.
            let same = run::<DormandPrince>(problem, start, period, tolerance, 0.0);
            assert!((same.0 - evaluations).abs() <= 12.0, "{same:?}, scipy {evaluations} at {tolerance:e}");
            assert!((same.1 / error - 1.0).abs() < 0.1, "{same:?}, scipy {error:e} at {tolerance:e}");
            // Memory rejects less and errs on the safe side: no more than a few evaluations in a hundred.
            for with_memory in [
                run::<DormandPrince>(problem, start, period, tolerance, 0.04),
                run::<Tsitouras>(problem, start, period, tolerance, 0.04),
            ] {
                assert!(with_memory.0 < 1.1 * evaluations, "{with_memory:?}, scipy {evaluations} at {tolerance:e}");
            }
        }
    }
    let (start, period) = ARENSTORF;
    let arenstorf = [(1e-5, 752.0, 2.39e-1), (1e-8, 2114.0, 1.48e-4), (1e-10, 4772.0, 3.27e-6)];
    check(&three_bodies(), &start, period, &arenstorf);
    let (amplitude, period) = LIMIT_CYCLE;
    let cycle = [(1e-5, 260.0, 8.08e-5), (1e-8, 740.0, 2.74e-8), (1e-10, 1706.0, 1.15e-10)];
    check(&oscillator_of_van_der_pol(), &[amplitude, 0.0], period, &cycle);
}

/// Two oscillators that are locked, and then free: their difference grows by that of their frequencies.
#[test]
fn each_call_may_bring_another_system() {
    let frequencies = [1.0, 0.4];
    let network = |k: f64| [0.0, k, k, 0.0];
    let (pulled, free) = (network(1.0), network(0.0));
    let network = |k| Kuramoto::new(&frequencies, Dense::new(2, 1, k, Layout::ROWS).unwrap()).unwrap();
    let (pulled, free) = (network(&pulled), network(&free));
    for restart in [true, false] {
        let mut memory = vec![0.0; Tsitouras5::<f64>::memory_len(2, pulled.scratch_len())];
        let options = AdaptiveOptions::tolerances(1e-9, 1e-9);
        let mut solver = Tsitouras5::new(&mut memory, &pulled, 0.0, &[0.0, 0.0], &options).unwrap();
        solver.step_until(&pulled, 40.0).unwrap().complete().unwrap();
        let locked = solver.state()[0] - solver.state()[1];
        assert!((locked - 0.3_f64.asin()).abs() < 1e-6); // sin = Δω / 2K
        if restart {
            solver.restart_here();
        }
        solver.step_until(&free, 50.0).unwrap().complete().unwrap();
        let error = (solver.state()[0] - solver.state()[1]) - (locked + 6.0);
        // Without it, the first step begins with the rates of the other system, 0.3 off.
        assert!(if restart { error.abs() < 1e-8 } else { error.abs() < 0.1 }, "{error}");
    }
}

/// cos t and 2 cos t become 0 together: both are told, though the first one ends the run.
#[test]
fn events_of_one_moment_are_all_told() {
    let circle = system(2, |_, y: &[f64], out| (out[0], out[1]) = (-y[1], y[0]));
    let mut memory = memory::<f64, Tsitouras>(2);
    let mut solver = Tsitouras5::new(&mut memory, &circle, 0.0, &[1.0, 0.0], &tight()).unwrap();
    let events = [Event { terminal: true, ..Event::default() }; 2];
    let (mut states, mut workspace) = ([0.0; 4], vec![0.0; Tsitouras5::<f64>::events_len(2, 2)]);
    let mut told = Vec::new();
    let value = |number: usize, _: f64, y: &[f64]| Ok((number as f64 + 1.0) * y[0]);
    let run = solver
        .solve_events(&circle, &[0.0, 3.0], &mut states, &events, &mut workspace, value, |output, t, _| {
            told.push((output, t));
            Ok(())
        })
        .unwrap();
    assert_eq!(run.end, End::Event(0));
    let told: Vec<_> = told.into_iter().filter(|(output, _)| *output != Output::Row(0)).collect();
    assert_eq!(told.iter().map(|told| told.0).collect::<Vec<_>>(), [Output::Event(0), Output::Event(1)]);
    assert!(told.iter().all(|(_, t)| (t - std::f64::consts::FRAC_PI_2).abs() < 1e-9 && *t == solver.time()));
}

/// A wall of NaN: steps are shortened until they are lost, however slowly they may be shortened.
#[test]
fn shortening_ends() {
    for (factor, safety, wall) in [(0.96, 0.9, f64::NAN), (0.999, 0.999, f64::NAN), (0.2, 0.999, 749_639_426_314.727_9)]
    {
        let walled = system(1, move |t: f64, _, out: &mut [f64]| out[0] = if t < 1.0 { 1.0 } else { wall });
        let options = AdaptiveOptions { min_factor: factor, safety, max_steps: 100_000, ..AdaptiveOptions::default() };
        let mut memory = memory::<f64, DormandPrince>(1);
        let mut solver = DormandPrince5::new(&mut memory, &walled, 0.0, &[0.0], &options).unwrap();
        let end = solver.step_until(&walled, 2.0).unwrap().end;
        assert!(matches!(end, End::Diverged | End::StepTooSmall | End::Complete), "{factor}, {safety}: {end:?}");
    }
}
