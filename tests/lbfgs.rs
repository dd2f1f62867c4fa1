//! L-BFGS-B against published minima, exact solutions and the tables of Moré and Thuente, and what it promises of asking
//! and telling, budgets, checkpoints and arguments.

use photinus::optimize::{
    DifferenceScheme, Differences, Differentiable, FiniteDifferences, Function, Lbfgs, LbfgsOptions, LbfgsReason,
    LbfgsReport, LineSearch, LineSearchEnd, LineSearchOptions, Objective, difference_gradient, difference_points,
    difference_rows,
};
use photinus::{Error, Real, Stop};
use std::cell::Cell;
use std::f64::consts::PI;

/// A function of the literature: its value, with the gradient written.
type Problem = fn(&[f64], &mut [f64]) -> f64;

/// A least squares function: the sum of the squares of residuals whose derivatives are given.
struct Squares<'a> {
    sum: f64,
    gradient: &'a mut [f64],
}

impl<'a> Squares<'a> {
    fn new(gradient: &'a mut [f64]) -> Self {
        gradient.fill(0.0);
        Squares { sum: 0.0, gradient }
    }

    fn add(&mut self, residual: f64, derivatives: &[(usize, f64)]) {
        self.sum += residual * residual;
        for &(j, derivative) in derivatives {
            self.gradient[j] += 2.0 * residual * derivative;
        }
    }
}

/// Moré, Garbow and Hillstrom, ACM Trans. Math. Softw. 7, 1981: problem 21 (1 for two variables).
fn rosenbrock(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    for i in (0..x.len()).step_by(2) {
        f.add(10.0 * (x[i + 1] - x[i] * x[i]), &[(i, -20.0 * x[i]), (i + 1, 10.0)]);
        f.add(1.0 - x[i], &[(i, -1.0)]);
    }
    f.sum
}

/// Problem 13.
fn powell_singular(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    f.add(x[0] + 10.0 * x[1], &[(0, 1.0), (1, 10.0)]);
    f.add(5_f64.sqrt() * (x[2] - x[3]), &[(2, 5_f64.sqrt()), (3, -5_f64.sqrt())]);
    let a = x[1] - 2.0 * x[2];
    f.add(a * a, &[(1, 2.0 * a), (2, -4.0 * a)]);
    let (a, root) = (x[0] - x[3], 10_f64.sqrt());
    f.add(root * a * a, &[(0, 2.0 * root * a), (3, -2.0 * root * a)]);
    f.sum
}

/// Problem 5.
fn beale(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    for (i, y) in [(1, 1.5), (2, 2.25), (3, 2.625)] {
        let power = x[1].powi(i);
        f.add(y - x[0] * (1.0 - power), &[(0, power - 1.0), (1, x[0] * f64::from(i) * x[1].powi(i - 1))]);
    }
    f.sum
}

/// Problem 4.
fn brown_badly_scaled(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    f.add(x[0] - 1e6, &[(0, 1.0)]);
    f.add(x[1] - 2e-6, &[(1, 1.0)]);
    f.add(x[0] * x[1] - 2.0, &[(0, x[1]), (1, x[0])]);
    f.sum
}

/// Problem 7.
fn helical_valley(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    let turns = (x[1] / x[0]).atan() / (2.0 * PI) + if x[0] < 0.0 { 0.5 } else { 0.0 };
    let square = x[0] * x[0] + x[1] * x[1];
    let r = square.sqrt();
    f.add(
        10.0 * (x[2] - 10.0 * turns),
        &[(0, 100.0 * x[1] / (2.0 * PI * square)), (1, -100.0 * x[0] / (2.0 * PI * square)), (2, 10.0)],
    );
    f.add(10.0 * (r - 1.0), &[(0, 10.0 * x[0] / r), (1, 10.0 * x[1] / r)]);
    f.add(x[2], &[(2, 1.0)]);
    f.sum
}

/// Problem 14.
fn wood(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    f.add(10.0 * (x[1] - x[0] * x[0]), &[(1, 10.0), (0, -20.0 * x[0])]);
    f.add(1.0 - x[0], &[(0, -1.0)]);
    f.add(90_f64.sqrt() * (x[3] - x[2] * x[2]), &[(3, 90_f64.sqrt()), (2, -2.0 * 90_f64.sqrt() * x[2])]);
    f.add(1.0 - x[2], &[(2, -1.0)]);
    f.add(10_f64.sqrt() * (x[1] + x[3] - 2.0), &[(1, 10_f64.sqrt()), (3, 10_f64.sqrt())]);
    f.add((x[1] - x[3]) / 10_f64.sqrt(), &[(1, 1.0 / 10_f64.sqrt()), (3, -1.0 / 10_f64.sqrt())]);
    f.sum
}

/// Problem 26.
fn trigonometric(x: &[f64], g: &mut [f64]) -> f64 {
    let n = x.len();
    let mut f = Squares::new(g);
    let cosines: f64 = x.iter().map(|x| x.cos()).sum();
    for i in 0..n {
        let (number, (sin, cos)) = ((i + 1) as f64, x[i].sin_cos());
        let mut derivatives: Vec<_> = x.iter().map(|x| x.sin()).enumerate().collect();
        derivatives[i].1 += number * sin - cos;
        f.add(n as f64 - cosines + number * (1.0 - cos) - sin, &derivatives);
    }
    f.sum
}

/// Hock and Schittkowski, Lecture Notes in Economics and Mathematical Systems 187, 1981, problem 3.
fn hs3(x: &[f64], g: &mut [f64]) -> f64 {
    let a = x[1] - x[0];
    (g[0], g[1]) = (-2e-5 * a, 1.0 + 2e-5 * a);
    x[1] + 1e-5 * a * a
}

fn hs4(x: &[f64], g: &mut [f64]) -> f64 {
    (g[0], g[1]) = ((x[0] + 1.0).powi(2), 1.0);
    (x[0] + 1.0).powi(3) / 3.0 + x[1]
}

fn hs5(x: &[f64], g: &mut [f64]) -> f64 {
    let (sum, a) = (x[0] + x[1], x[0] - x[1]);
    (g[0], g[1]) = (sum.cos() + 2.0 * a - 1.5, sum.cos() - 2.0 * a + 2.5);
    sum.sin() + a * a - 1.5 * x[0] + 2.5 * x[1] + 1.0
}

fn hs25(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = Squares::new(g);
    for i in 1..=99 {
        let t = 0.01 * f64::from(i);
        let base = 25.0 + (-50.0 * t.ln()).powf(2.0 / 3.0) - x[1];
        let power = base.powf(x[2]);
        let e = (-power / x[0]).exp();
        f.add(
            e - t,
            &[
                (0, e * power / (x[0] * x[0])),
                (1, e * x[2] * power / (base * x[0])),
                (2, -e * power * base.ln() / x[0]),
            ],
        );
    }
    f.sum
}

fn hs45(x: &[f64], g: &mut [f64]) -> f64 {
    for (j, g) in g.iter_mut().enumerate() {
        *g = -x.iter().enumerate().filter(|&(i, _)| i != j).map(|(_, x)| x).product::<f64>() / 120.0;
    }
    2.0 - x.iter().product::<f64>() / 120.0
}

fn hs110(x: &[f64], g: &mut [f64]) -> f64 {
    let product = x.iter().product::<f64>().powf(0.2);
    let mut f = -product;
    for (&x, g) in x.iter().zip(g) {
        let (a, b) = ((x - 2.0).ln(), (10.0 - x).ln());
        f += a * a + b * b;
        *g = 2.0 * a / (x - 2.0) - 2.0 * b / (10.0 - x) - 0.2 * product / x;
    }
    f
}

/// A function with its gradient, as an objective.
struct Smooth<C> {
    dim: usize,
    closure: C,
}

impl<F: Real, C: Fn(&[F], &mut [F]) -> F> Objective<F> for Smooth<C> {
    fn dim(&self) -> usize {
        self.dim
    }

    fn value(&self, x: &[F], _: &mut [F]) -> Result<F, Stop> {
        Ok((self.closure)(x, &mut vec![F::zero(); self.dim]))
    }
}

impl<F: Real, C: Fn(&[F], &mut [F]) -> F> Differentiable<F> for Smooth<C> {
    fn value_and_gradient(&self, x: &[F], gradient: &mut [F], _: &mut [F]) -> Result<F, Stop> {
        Ok((self.closure)(x, gradient))
    }
}

/// The minimiser that is found, with its report.
fn solve<F: Real>(
    f: impl Fn(&[F], &mut [F]) -> F,
    start: &[F],
    lower: &[F],
    upper: &[F],
    options: &LbfgsOptions<F>,
) -> (Vec<F>, LbfgsReport<F>) {
    let mut memory = vec![F::nan(); Lbfgs::<F>::memory_len(start.len(), options.pairs, 0)];
    let mut lbfgs = Lbfgs::new(&mut memory, start, lower, upper, options).unwrap();
    let inside = |x: &[F]| x.iter().zip(lower.iter().zip(upper)).all(|(x, (l, u))| x.is_finite() && l <= x && x <= u);
    let checked = Smooth {
        dim: start.len(),
        closure: |x: &[F], g: &mut [F]| {
            assert!(inside(x), "{x:?} is outside the box");
            f(x, g)
        },
    };
    let report = lbfgs.run(&checked, |_| Ok(())).unwrap();
    assert_eq!(report, lbfgs.report());
    (lbfgs.best().0.to_vec(), report)
}

fn free(dim: usize) -> (Vec<f64>, Vec<f64>) {
    (vec![f64::NEG_INFINITY; dim], vec![f64::INFINITY; dim])
}

fn close(x: &[f64], expected: &[f64], tolerance: f64) -> bool {
    x.len() == expected.len() && x.iter().zip(expected).all(|(x, e)| (x - e).abs() <= tolerance * e.abs().max(1.0))
}

/// The stops by which the evaluations are compared with scipy's.
fn strict() -> LbfgsOptions<f64> {
    LbfgsOptions { gradient_tolerance: 1e-8, value_tolerance: 0.0, ..LbfgsOptions::default() }
}

/// Each with its start, its published minimiser, and the evaluations that scipy 1.17.1's L-BFGS-B takes to the same
/// projected gradient, with the same number of pairs.
#[test]
fn functions_of_more_garbow_and_hillstrom() {
    let extended: Vec<f64> = [-1.2, 1.0].repeat(50);
    type Free<'a> = (&'a str, Problem, &'a [f64], &'a [f64], u64);
    let problems: [Free<'_>; 8] = [
        ("Rosenbrock", rosenbrock, &[-1.2, 1.0], &[1.0; 2], 46),
        ("extended Rosenbrock, 10", rosenbrock, &extended[..10], &[1.0; 10], 46),
        ("extended Rosenbrock, 100", rosenbrock, &extended, &[1.0; 100], 49),
        ("Powell singular", powell_singular, &[3.0, -1.0, 0.0, 1.0], &[0.0; 4], 61),
        ("Beale", beale, &[1.0, 1.0], &[3.0, 0.5], 17),
        ("Brown badly scaled", brown_badly_scaled, &[1.0, 1.0], &[1e6, 2e-6], 28),
        ("helical valley", helical_valley, &[-1.0, 0.0, 0.0], &[1.0, 0.0, 0.0], 34),
        ("Wood", wood, &[-3.0, -1.0, -3.0, -1.0], &[1.0; 4], 121),
    ];
    for (name, f, start, minimiser, scipy) in problems {
        let (lower, upper) = free(start.len());
        let (x, report) = solve(f, start, &lower, &upper, &strict());
        // Powell's function is flat to the fourth order: a gradient of 10^-8 is some 10^-3 from its minimiser.
        let tolerance = if name == "Powell singular" { 3e-3 } else { 1e-7 };
        assert!(close(&x, minimiser, tolerance), "{name}: {x:?}");
        assert!(report.best_value < 1e-13, "{name}: {report:?}");
        assert_eq!(report.reason, Some(LbfgsReason::Gradient), "{name}: {report:?}");
        assert!(report.evaluations <= scipy + scipy / 10 + 1, "{name}: {report:?}");
    }
    let (lower, upper) = free(10);
    let (_, report) = solve(trigonometric, &[0.1; 10], &lower, &upper, &strict());
    assert!((report.best_value - 2.79506e-5).abs() < 5e-11, "{report:?}"); // their table: the local minimum
    assert!(report.evaluations <= 34 + 10, "{report:?}");
}

#[test]
fn bounded_problems_of_hock_and_schittkowski() {
    const INF: f64 = f64::INFINITY;
    let a = (598_f64 / 1200.0).sqrt();
    let second = 2.0 * a * ((1.0 / (400.0 * a.powi(3))).acos() / 3.0).cos();
    let fifth = -3_f64.sqrt() / 2.0 - PI / 3.0;
    // The start, the bounds, the minimiser, the minimum and the evaluations that scipy takes. With bounds on both sides of
    // all variables, its first step is the whole projected gradient.
    type Bounded<'a> = (&'a str, Problem, &'a [f64], &'a [f64], &'a [f64], &'a [f64], f64, u64);
    let fives = [1.0, 2.0, 3.0, 4.0, 5.0];
    let problems: [Bounded<'_>; 9] = [
        ("1", rosenbrock, &[-2.0, 1.0], &[-INF, -1.5], &[INF, INF], &[1.0, 1.0], 0.0, 48),
        // From the right side: their start, at the other minimum's side, is tested below.
        ("2", rosenbrock, &[2.0, 2.0], &[-INF, 1.5], &[INF, INF], &[second, 1.5], 0.0504261879, 24),
        ("3", hs3, &[10.0, 1.0], &[-INF, 0.0], &[INF, INF], &[0.0, 0.0], 0.0, 4),
        ("4", hs4, &[1.125, 0.125], &[1.0, 0.0], &[INF, INF], &[1.0, 0.0], 8.0 / 3.0, 2),
        ("5", hs5, &[0.0, 0.0], &[-1.5, -3.0], &[4.0, 3.0], &[0.5 - PI / 3.0, -0.5 - PI / 3.0], fifth, 9),
        // Not from their start, where the gradient is that of rounding.
        ("25", hs25, &[60.0, 20.0, 2.0], &[0.1, 0.0, 0.0], &[100.0, 25.6, 5.0], &[50.0, 25.0, 1.5], 0.0, 42),
        ("38", wood, &[-3.0, -1.0, -3.0, -1.0], &[-10.0; 4], &[10.0; 4], &[1.0; 4], 0.0, 34),
        ("45", hs45, &[1.0, 2.0, 2.0, 2.0, 2.0], &[0.0; 5], &fives, &fives, 1.0, 10),
        ("110", hs110, &[9.0; 10], &[2.001; 10], &[9.999; 10], &[9.35026583; 10], -45.77846971, 13),
    ];
    for (name, f, start, lower, upper, minimiser, minimum, scipy) in problems {
        let boxed = lower.iter().chain(upper).all(|bound| bound.is_finite());
        let options = LbfgsOptions { first_step: if boxed { 1e9 } else { 1.0 }, ..strict() };
        let (x, report) = solve(f, start, lower, upper, &options);
        assert!(close(&x, minimiser, 1e-6), "problem {name}: {x:?}");
        assert!((report.best_value - minimum).abs() < 1e-8, "problem {name}: {report:?}");
        assert!(report.evaluations <= scipy + scipy / 10 + 1, "problem {name}: {report:?}");
        for ((x, e), (l, u)) in x.iter().zip(minimiser).zip(lower.iter().zip(upper)) {
            assert!((e != l && e != u) || x == e, "problem {name}: {x} is not on the bound");
        }
    }
    // Many bounds, met one after the other: each first variable of a pair ends at 0.6, with (1 - 0.6)² left.
    // scipy takes 73 evaluations for 12 variables, and ends at the value 131 for 100.
    for (dim, most) in [(12, 80), (100, 120)] {
        let start: Vec<f64> = (0..dim).map(|j| if j % 2 == 0 { -1.2 - 0.02 * (j % 14) as f64 } else { 1.0 }).collect();
        let (lower, upper) = (vec![-1.5; dim], [0.6, 9.0].repeat(dim / 2));
        let options = LbfgsOptions { first_step: 1e9, ..strict() };
        let (x, report) = solve(rosenbrock, &start, &lower, &upper, &options);
        assert!(x.chunks(2).all(|x| x[0] == 0.6 && (x[1] - 0.36).abs() < 1e-8), "{x:?}");
        assert!((report.best_value - 0.08 * dim as f64).abs() < 1e-12, "{report:?}");
        assert!(report.evaluations <= most, "{report:?}");
    }
    let (x, report) = solve(rosenbrock, &[-2.0, 1.5], &[-INF, 1.5], &[INF, INF], &LbfgsOptions::default());
    assert!((report.best_value - 4.94122932).abs() < 1e-8 && close(&x, &[-1.2210262, 1.5], 1e-7), "{x:?} {report:?}");
}

/// Ten runs each in a box that keeps the minimiser out, from a golden lattice: as many evaluations in all as scipy's
/// L-BFGS-B takes, to half a percent, so that Cauchy points and subspace minima are its own.
#[test]
fn runs_at_bounds_take_the_evaluations_of_scipy() {
    let problems: [(Problem, usize, u64); 3] = [(rosenbrock, 20, 703), (rosenbrock, 10, 518), (wood, 4, 112)];
    for (f, dim, scipy) in problems {
        let mut evaluations = 0;
        for k in 1..=10 {
            let lattice = |j: usize| ((j * k) as f64 * 0.618033988749895).fract();
            let start: Vec<f64> = (1..=dim).map(|j| -4.0 + 4.5 * lattice(j)).collect();
            let options = LbfgsOptions { gradient_tolerance: 1e-6, first_step: 1e9, ..strict() };
            let (_, report) = solve(f, &start, &vec![-5.0; dim], &vec![0.7; dim], &options);
            assert_eq!(report.reason, Some(LbfgsReason::Gradient));
            evaluations += report.evaluations;
        }
        assert!(evaluations.abs_diff(scipy) <= scipy / 200, "{dim}: {evaluations} {scipy}");
    }
}

/// A line to search: the value and the slope at a step.
type Line = fn(f64) -> (f64, f64);

/// The functions 4 to 6 of Moré and Thuente (eq. 5.4).
fn yanai(step: f64, b1: f64, b2: f64) -> (f64, f64) {
    let gamma = |b: f64| (1.0 + b * b).sqrt() - b;
    let (left, right) = (((1.0 - step).powi(2) + b2 * b2).sqrt(), (step * step + b1 * b1).sqrt());
    (gamma(b1) * left + gamma(b2) * right, -gamma(b1) * (1.0 - step) / left + gamma(b2) * step / right)
}

/// The tables 1 to 6 of Moré and Thuente: from the first steps 10^-3, 10^-1, 10 and 10^3 the number of evaluations and the
/// step found, to the digits printed there.
#[test]
fn line_searches_of_more_and_thuente() {
    // The function, c₁, c₂, evaluations, steps, and half of the last digit.
    type Table = (Line, f64, f64, [u64; 4], [f64; 4], f64);
    let lines: [Table; 6] = [
        (
            |a| (-a / (a * a + 2.0), (a * a - 2.0) / (a * a + 2.0).powi(2)),
            1e-3,
            0.1,
            [6, 3, 1, 4],
            [1.4, 1.4, 10.0, 37.0],
            0.5,
        ),
        (
            |a| {
                let b = a + 0.004;
                (b.powi(5) - 2.0 * b.powi(4), 5.0 * b.powi(4) - 8.0 * b.powi(3))
            },
            0.1,
            0.1,
            [12, 8, 8, 11],
            [1.6; 4],
            0.05,
        ),
        (
            |a| {
                let (b, l) = (0.01, 39.0);
                let (base, slope) = if a <= 1.0 - b {
                    (1.0 - a, -1.0)
                } else if a >= 1.0 + b {
                    (a - 1.0, 1.0)
                } else {
                    ((a - 1.0).powi(2) / (2.0 * b) + b / 2.0, (a - 1.0) / b)
                };
                let angle = l * PI / 2.0 * a;
                (base + 2.0 * (1.0 - b) / (l * PI) * angle.sin(), slope + (1.0 - b) * angle.cos())
            },
            0.1,
            0.1,
            [12, 12, 10, 13],
            [1.0; 4],
            0.05,
        ),
        (|a| yanai(a, 1e-3, 1e-3), 1e-3, 1e-3, [4, 1, 3, 4], [0.08, 0.10, 0.35, 0.83], 0.005),
        (|a| yanai(a, 1e-2, 1e-3), 1e-3, 1e-3, [6, 3, 7, 8], [0.075, 0.078, 0.073, 0.076], 0.0005),
        (|a| yanai(a, 1e-3, 1e-2), 1e-3, 1e-3, [13, 11, 8, 11], [0.93, 0.93, 0.92, 0.92], 0.005),
    ];
    for (number, (line, c1, c2, evaluations, steps, digit)) in (1..).zip(lines) {
        for (k, first) in [1e-3_f64, 1e-1, 1e1, 1e3].into_iter().enumerate() {
            let options = LineSearchOptions {
                sufficient_decrease: c1,
                curvature: c2,
                width: 1e-10,
                max_step: 4.0 * first.max(1.0),
                max_evaluations: 100,
            };
            let (value, slope) = line(0.0);
            let mut search = LineSearch::new(value, slope, first, &options).unwrap();
            let end = loop {
                let (value, slope) = line(search.step());
                if let Some(end) = search.tell(value, slope) {
                    break end;
                }
            };
            let (found, (at, slope_at)) = (search.step(), line(search.step()));
            assert_eq!(end, LineSearchEnd::Converged, "function {number} from {first}");
            assert!(at <= value + c1 * found * slope && slope_at.abs() <= c2 * slope.abs());
            assert_eq!(search.evaluations(), evaluations[k], "function {number} from {first}");
            assert!((found - steps[k]).abs() <= 1.001 * digit, "function {number} from {first}: {found}");
        }
    }
}

/// A value that is not finite ends the interval: the minimum beside a wall is found, from both sides of it.
#[test]
fn line_searches_beside_a_wall() {
    for wall in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (first, minimum) in [(1.0, 0.01), (50.0, 0.9), (2.0, 1e-3), (1.0, 3.0)] {
            // Finite below 1 alone, its minimum below or behind.
            let line =
                |a: f64| if a < 1.0 { ((a - minimum) * (a - minimum), 2.0 * (a - minimum)) } else { (wall, 1.0) };
            let options = LineSearchOptions { curvature: 0.1, max_evaluations: 60, ..LineSearchOptions::default() };
            let mut search = LineSearch::new(minimum * minimum, -2.0 * minimum, first, &options).unwrap();
            let end = loop {
                let (value, slope) = line(search.step());
                if let Some(end) = search.tell(value, slope) {
                    break end;
                }
            };
            let (step, value, _) = search.best();
            assert!(step < 1.0 && value < minimum * minimum);
            assert_eq!(value, line(step).0);
            if minimum < 1.0 {
                assert_eq!(end, LineSearchEnd::Converged);
                assert!((step - minimum).abs() <= 0.1 * minimum);
            } else {
                assert!(step > 0.8, "{step}"); // towards the wall
            }
            let before = search;
            assert!(search.tell(0.0, 0.0).is_some());
            assert_eq!(search.best(), before.best());
        }
    }
}

#[test]
fn arguments_of_line_searches() {
    let good = LineSearchOptions::default();
    assert_eq!(LineSearch::new(f64::NAN, -1.0, 1.0, &good), Err(Error::NotFinite));
    assert_eq!(LineSearch::new(0.0, f64::NEG_INFINITY, 1.0, &good), Err(Error::NotFinite));
    for slope in [0.0, 1.0] {
        assert_eq!(LineSearch::new(0.0, slope, 1.0, &good), Err(Error::Parameter));
    }
    for step in [0.0, -1.0, f64::NAN, f64::INFINITY, 2e10] {
        assert_eq!(LineSearch::new(0.0, -1.0, step, &good), Err(Error::Step));
    }
    for bad in [
        LineSearchOptions { sufficient_decrease: -0.1, ..good },
        LineSearchOptions { sufficient_decrease: 1.0, ..good },
        LineSearchOptions { curvature: f64::NAN, ..good },
        LineSearchOptions { width: f64::INFINITY, ..good },
        LineSearchOptions { max_step: 0.0, ..good },
    ] {
        assert_eq!(LineSearch::new(0.0, -1.0, 1.0, &bad), Err(Error::Parameter));
    }
    let mut search = LineSearch::new(0.0, -1.0, 2.0, &LineSearchOptions { max_step: 2.0, ..good }).unwrap();
    assert_eq!(search.tell(-2.0, -1.0), Some(LineSearchEnd::LongestStep));
    // A fall that is lost in the rounding of the value is not looked for.
    let mut search = LineSearch::new(1.0, -1e-17, 1.0, &good).unwrap();
    assert_eq!(search.tell(1.0 + 1e-15, 1e-15), Some(LineSearchEnd::Interval));
    let mut search = LineSearch::new(0.0, -1.0, 2.0, &LineSearchOptions { max_evaluations: 1, ..good }).unwrap();
    assert_eq!(search.tell(1.0, 1.0), Some(LineSearchEnd::Evaluations));
}

/// A random number in [0, 1), from Knuth's generator.
fn random(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}

/// A quadratic function xᵀAx/2 - bᵀx in a box, with its solution: A is positive definite, and b is made from the solution
/// and multipliers, so that the conditions of Karush, Kuhn and Tucker hold there.
struct Quadratic {
    dim: usize,
    a: Vec<f64>,
    b: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    solution: Vec<f64>,
}

impl Quadratic {
    fn new(dim: usize, seed: u64) -> Self {
        let mut state = seed;
        let root: Vec<f64> = (0..dim * dim).map(|_| random(&mut state) - 0.5).collect();
        let mut a = vec![0.0; dim * dim];
        for i in 0..dim {
            for j in 0..dim {
                a[i * dim + j] = (0..dim).map(|k| root[i * dim + k] * root[j * dim + k]).sum();
            }
            a[i * dim + i] += 0.1;
        }
        let (mut lower, mut upper, mut solution) = (vec![-1.0; dim], vec![1.0; dim], vec![0.0; dim]);
        let mut multipliers = vec![0.0; dim];
        for j in 0..dim {
            let multiplier = 0.1 + random(&mut state);
            match (random(&mut state) * 5.0) as u32 {
                0 => (solution[j], multipliers[j]) = (lower[j], multiplier),
                1 => (solution[j], multipliers[j]) = (upper[j], -multiplier),
                2 => {
                    (lower[j], upper[j], solution[j]) = (f64::NEG_INFINITY, f64::INFINITY, 3.0 * random(&mut state));
                }
                3 if j % 2 == 0 => (lower[j], upper[j], solution[j], multipliers[j]) = (0.25, 0.25, 0.25, multiplier),
                _ => solution[j] = 1.8 * random(&mut state) - 0.9,
            }
        }
        let b =
            (0..dim).map(|i| (0..dim).map(|j| a[i * dim + j] * solution[j]).sum::<f64>() - multipliers[i]).collect();
        Quadratic { dim, a, b, lower, upper, solution }
    }

    fn value_and_gradient(&self, x: &[f64], g: &mut [f64]) -> f64 {
        let mut value = 0.0;
        for i in 0..self.dim {
            let row: f64 = (0..self.dim).map(|j| self.a[i * self.dim + j] * x[j]).sum();
            g[i] = row - self.b[i];
            value += x[i] * (0.5 * row - self.b[i]);
        }
        value
    }

    fn start(&self) -> Vec<f64> {
        (0..self.dim).map(|j| 0.0_f64.clamp(self.lower[j], self.upper[j])).collect()
    }
}

#[test]
fn quadratics_with_bounds_end_at_their_solution() {
    for (dim, pairs) in [(1, 1), (2, 3), (3, 10), (7, 5), (20, 10), (50, 7), (100, 20)] {
        for seed in 0..20 {
            let quadratic = Quadratic::new(dim, seed);
            // (A first step of length 1 would end at bounds but for its rounding.)
            let options =
                LbfgsOptions { pairs, gradient_tolerance: 1e-9, value_tolerance: 0.0, first_step: 0.9, ..strict() };
            let f = |x: &[f64], g: &mut [f64]| quadratic.value_and_gradient(x, g);
            let (x, report) = solve(f, &quadratic.start(), &quadratic.lower, &quadratic.upper, &options);
            assert!(report.projected_gradient < 1e-6, "{dim} {seed}: {report:?}");
            for (j, (x, e)) in x.iter().zip(&quadratic.solution).enumerate() {
                assert!((x - e).abs() < 1e-5, "{dim} {seed}: {x} {e}");
                let at_bound = *e == quadratic.lower[j] || *e == quadratic.upper[j];
                assert!(!at_bound || x == e, "{dim} {seed}: {x} is not on its bound");
            }
        }
    }
}

/// Central differences are exact, but for rounding, for polynomials of the second degree, forward ones for the first; at
/// bounds too. All points are in the box.
#[test]
fn differences_of_polynomials() {
    fn check<F: Real>(bound: f64) {
        let from = F::from_f64;
        let f = |x: &[F]| from(3.0) * x[0] * x[0] - from(2.0) * x[0] * x[1] + from(5.0) * x[1] - x[2] + from(4.0);
        let (lower, upper) = ([from(-1.0), F::neg_infinity(), from(2.0)], [from(1.0), from(0.5), from(2.0)]);
        for x0 in [-1.0, -0.9999999, 0.0, 0.3, 1.0] {
            for x1 in [-1000.0, -0.125, 0.5] {
                let x = [from(x0), from(x1), from(2.0)];
                let exact = [6.0 * Real::to_f64(x[0]) - 2.0 * Real::to_f64(x[1]), -2.0 * Real::to_f64(x[0]) + 5.0, 0.0];
                for (scheme, each) in [(DifferenceScheme::Forward, 1), (DifferenceScheme::Central, 2)] {
                    let differences = Differences { scheme, ..Differences::default() };
                    assert_eq!(difference_rows(&differences, &lower, &upper), 2 * each);
                    let mut points = vec![F::nan(); 6 * each];
                    difference_points(&differences, &x, &lower, &upper, &mut points).unwrap();
                    let mut values = Vec::new();
                    for (row, point) in points.chunks_exact(3).enumerate() {
                        for j in 0..3 {
                            assert!(lower[j] <= point[j] && point[j] <= upper[j]);
                            assert_eq!(point[j] != x[j], j == row / each);
                        }
                        values.push(f(point));
                    }
                    let mut gradient = [F::nan(); 3];
                    difference_gradient(&differences, &x, &lower, &upper, f(&x), &values, &mut gradient).unwrap();
                    let scale = 1.0 + x1.abs();
                    // Rounding of values over the step, and 3h of the forward difference.
                    let power = if each == 1 { 0.5 } else { 2.0 / 3.0 };
                    let error = bound.powf(power) * 20.0 * scale;
                    for (g, e) in gradient.iter().zip(exact) {
                        assert!((Real::to_f64(*g) - e).abs() <= error, "{scheme:?} at {x:?}: {gradient:?} {exact:?}");
                    }
                }
            }
        }
    }
    // In a narrow box, steps are measured by its side.
    let mut points = [0.0; 2];
    difference_points(&Differences::default(), &[5e-10], &[0.0], &[1e-9], &mut points).unwrap();
    assert!(points.iter().all(|&x: &f64| (x - 5e-10).abs() < 1e-13 && x != 5e-10), "{points:?}");
    check::<f64>(f64::EPSILON);
    check::<f32>(f64::from(f32::EPSILON));
}

#[test]
fn differences_beside_values_that_are_not_finite() {
    let (lower, upper) = free(1);
    let differences = Differences::default();
    let gradient = |values: [f64; 2]| {
        let mut gradient = [0.0];
        difference_gradient(&differences, &[1.0], &lower, &upper, 1.0, &values, &mut gradient).unwrap();
        gradient[0]
    };
    let mut points = [0.0; 2];
    difference_points(&differences, &[1.0], &lower, &upper, &mut points).unwrap();
    let values = points.map(|x| x * x);
    assert!((gradient(values) - 2.0).abs() < 1e-9);
    for bad in [f64::NAN, f64::INFINITY] {
        assert!((gradient([values[0], bad]) - 2.0).abs() < 1e-4);
        assert!((gradient([bad, values[1]]) - 2.0).abs() < 1e-4);
        assert!(!gradient([bad, bad]).is_finite());
    }
}

#[test]
fn arguments_of_differences() {
    let good = Differences::default();
    let (lower, upper) = ([0.0, 0.0], [1.0, 1.0]);
    let mut points = [0.0; 8];
    let mut call = |d: &Differences<f64>, x: &[f64], l: &[f64], u: &[f64], len: usize| {
        let result = difference_points(d, x, l, u, &mut points[..len]);
        let mut gradient = vec![0.0; x.len()];
        assert_eq!(difference_gradient(d, x, l, u, 0.0, &[0.0; 4][..len / 2], &mut gradient), result);
        result
    };
    assert_eq!(call(&good, &[0.5, 0.5], &lower, &upper, 8), Ok(()));
    assert_eq!(call(&good, &[0.5, 0.5], &lower, &upper, 7), Err(Error::Length));
    assert_eq!(call(&good, &[], &[], &[], 8), Err(Error::Dimension));
    assert_eq!(call(&good, &[0.5], &lower, &upper, 8), Err(Error::Length));
    assert_eq!(call(&good, &[0.5, 2.0], &lower, &upper, 8), Err(Error::Start));
    assert_eq!(call(&good, &[0.5, f64::NAN], &lower, &upper, 8), Err(Error::Start));
    assert_eq!(call(&good, &[0.5, 0.5], &upper, &lower, 8), Err(Error::Bounds));
    for typical in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(call(&Differences { typical, ..good }, &[0.5, 0.5], &lower, &upper, 8), Err(Error::Parameter));
    }
    assert_eq!(difference_gradient(&good, &[0.5, 0.5], &lower, &upper, 0.0, &[0.0; 4], &mut [0.0]), Err(Error::Length));
    let objective = Function::new(2, |x: &[f64]| x[0]);
    assert!(FiniteDifferences::new(&objective, &lower, &upper[..1], good).is_err());
    assert!(FiniteDifferences::new(&objective, &upper, &lower, good).is_err());
}

/// By central differences, the minimum is found to half of the digits and more; the last problem in f32 too.
#[test]
fn minima_by_differences() {
    fn run<F: Real>(scheme: DifferenceScheme, lower: F, tolerance: f64) {
        let evaluations = Cell::new(0_u64);
        let rosenbrock = Function::new(2, |x: &[F]| {
            evaluations.set(evaluations.get() + 1);
            let (a, b) = (x[1] - x[0] * x[0], F::one() - x[0]);
            F::from_f64(100.0) * a * a + b * b
        });
        let (lower, upper) = ([F::from_f64(-5.0), lower], [F::from_f64(5.0), F::from_f64(5.0)]);
        let differences = Differences { scheme, ..Differences::default() };
        let objective = FiniteDifferences::new(&rosenbrock, &lower, &upper, differences).unwrap();
        let len = Lbfgs::<F>::memory_len(2, 10, objective.gradient_scratch_len());
        let mut memory = vec![F::zero(); len];
        let start = [F::from_f64(2.0), F::from_f64(2.0)];
        let mut lbfgs = Lbfgs::new(&mut memory, &start, &lower, &upper, &LbfgsOptions::default()).unwrap();
        let report = lbfgs.run(&objective, |_| Ok(())).unwrap();
        let expected = if lower[1] > F::one() { 0.0504261879 } else { 0.0 };
        assert!((Real::to_f64(report.best_value) - expected).abs() < tolerance, "{report:?}");
        let each = if scheme == DifferenceScheme::Forward { 3 } else { 5 };
        assert_eq!(evaluations.get(), each * report.evaluations);
    }
    for lower in [-1.5, 1.5] {
        run::<f64>(DifferenceScheme::Central, lower, 1e-10);
        run::<f64>(DifferenceScheme::Forward, lower, 1e-8);
        run::<f32>(DifferenceScheme::Central, lower as f32, 1e-4);
    }
}

#[test]
fn single_precision() {
    let start = [-1.2_f32, 1.0].repeat(5);
    let f = |x: &[f32], g: &mut [f32]| {
        let mut value = 0.0;
        for i in (0..x.len()).step_by(2) {
            let (a, b) = (x[i + 1] - x[i] * x[i], 1.0 - x[i]);
            (g[i], g[i + 1]) = (-400.0 * x[i] * a - 2.0 * b, 200.0 * a);
            value += 100.0 * a * a + b * b;
        }
        value
    };
    let (x, report) = solve(f, &start, &[f32::NEG_INFINITY; 10], &[f32::INFINITY; 10], &LbfgsOptions::default());
    assert!(report.best_value < 1e-8 && x.iter().all(|x| (x - 1.0).abs() < 1e-3), "{x:?} {report:?}");
    let (x, report) = solve(f, &[2.0; 10], &[1.5; 10], &[f32::INFINITY; 10], &LbfgsOptions::default());
    // Each pair is on the bound of the first, with the second at its square.
    assert!(
        x.iter().step_by(2).all(|&x| x == 1.5) && (report.best_value - 5.0 * 0.25).abs() < 1e-5,
        "{x:?} {report:?}"
    );
}

/// The next evaluation of a run, by its own ask and tell.
fn tell(lbfgs: &mut Lbfgs<'_, f64>, f: impl Fn(&[f64], &mut [f64]) -> f64) -> Option<LbfgsReason> {
    let mut gradient = vec![0.0; lbfgs.dim()];
    let value = f(lbfgs.ask(), &mut gradient);
    lbfgs.tell(value, &gradient).unwrap()
}

/// The bits of all that a run has told.
fn bits(lbfgs: &Lbfgs<'_, f64>) -> Vec<u64> {
    let report = lbfgs.report();
    let floats = lbfgs.ask().iter().chain(lbfgs.best().0).chain(lbfgs.best_gradient()).copied();
    let counts =
        [report.iterations, report.evaluations, report.best_value.to_bits(), report.projected_gradient.to_bits()];
    floats.map(f64::to_bits).chain(counts).collect()
}

/// A function, a start and bounds.
type Run = (Problem, Vec<f64>, Vec<f64>, Vec<f64>);

/// Runs with and without bounds that are active, with more iterations than pairs.
fn runs() -> [Run; 4] {
    [
        (wood, vec![-3.0, -1.0, -3.0, -1.0], vec![f64::NEG_INFINITY; 4], vec![f64::INFINITY; 4]),
        (wood, vec![-3.0, -1.0, -3.0, -1.0], vec![-3.0, -2.0, -3.0, 0.5 - 1.5], vec![0.9, 2.0, 0.5, 3.0]),
        (rosenbrock, [-1.2, 1.0].repeat(6), vec![-1.5; 12], [0.6, 9.0].repeat(6)),
        (hs45, vec![1.0, 2.0, 2.0, 2.0, 2.0], vec![0.0; 5], vec![1.0, 2.0, 3.0, 4.0, 5.0]),
    ]
}

/// A run saved and restored before every call, in other memory, is the run that was not, bit for bit; and the run by
/// `run` is that by asking and telling.
#[test]
fn a_run_that_is_saved_at_each_evaluation() {
    let mut longest = 0;
    for (f, start, lower, upper) in runs() {
        let options = LbfgsOptions { pairs: 4, ..strict() };
        let dim = start.len();
        let len = Lbfgs::<f64>::memory_len(dim, 4, 0);
        let mut memory = vec![0.0; len];
        let mut plain = Lbfgs::new(&mut memory, &start, &lower, &upper, &options).unwrap();
        let mut bytes = vec![0; Lbfgs::<f64>::checkpoint_len(dim, 4)];
        let mut other = vec![0.0; len];
        Lbfgs::new(&mut other, &start, &lower, &upper, &options).unwrap().save(&mut bytes).unwrap();
        loop {
            assert_eq!(Lbfgs::<f64>::checkpoint_shape(&bytes), Ok((dim, 4)));
            let mut memory = vec![f64::NAN; len];
            let mut restored = Lbfgs::restore(&mut memory, &bytes).unwrap();
            let reason = tell(&mut plain, f);
            assert_eq!(tell(&mut restored, f), reason);
            assert_eq!(bits(&plain), bits(&restored));
            restored.save(&mut bytes).unwrap();
            let mut again = bytes.clone();
            plain.save(&mut again).unwrap();
            assert!(bytes == again);
            if reason.is_some() {
                break;
            }
        }
        assert!(plain.report().iterations > 2);
        longest = longest.max(plain.report().iterations);
        let ran = solve(f, &start, &lower, &upper, &options);
        assert_eq!((ran.0.as_slice(), ran.1), (plain.best().0, plain.report()));
    }
    assert!(longest > 20); // several times as many as pairs
}

/// Ended by any budget and continued by a larger one, a run is the one that was not.
#[test]
fn budgets_are_kept_and_runs_go_on() {
    for (f, start, lower, upper) in runs() {
        let (x, whole) = solve(f, &start, &lower, &upper, &strict());
        let mut memory = vec![0.0; Lbfgs::<f64>::memory_len(start.len(), 10, 0)];
        let mut options = LbfgsOptions { max_evaluations: 0, ..strict() };
        let mut lbfgs = Lbfgs::new(&mut memory, &start, &lower, &upper, &options).unwrap();
        assert_eq!(lbfgs.report().reason, Some(LbfgsReason::Evaluations));
        assert_eq!(lbfgs.tell(0.0, &vec![0.0; start.len()]), Err(Error::NotAsked));
        for evaluations in 1..whole.evaluations {
            options.max_evaluations = evaluations;
            assert_eq!(lbfgs.set_options(&options), Ok(None));
            assert_eq!(tell(&mut lbfgs, f), Some(LbfgsReason::Evaluations));
            assert_eq!(lbfgs.report().evaluations, evaluations);
        }
        options.max_evaluations = u64::MAX;
        assert_eq!(lbfgs.set_options(&options), Ok(None));
        assert_eq!(tell(&mut lbfgs, f), whole.reason);
        assert_eq!((lbfgs.best().0, lbfgs.report()), (x.as_slice(), whole));

        let mut lbfgs = Lbfgs::new(&mut memory, &start, &lower, &upper, &options).unwrap();
        for iterations in 0..whole.iterations {
            options.max_iterations = iterations;
            assert_eq!(lbfgs.set_options(&options), Ok(None));
            while tell(&mut lbfgs, f).is_none() {}
            assert_eq!(lbfgs.report().reason, Some(LbfgsReason::Iterations));
            assert_eq!(lbfgs.report().iterations, iterations);
        }
        options.max_iterations = u64::MAX;
        lbfgs.set_options(&options).unwrap();
        while lbfgs.report().reason.is_none() {
            tell(&mut lbfgs, f);
        }
        assert_eq!((lbfgs.best().0, lbfgs.report()), (x.as_slice(), whole));

        // A target and a tolerance end it at the first value that fulfils them.
        let target = 0.5 * (whole.best_value + f(&start, &mut vec![0.0; start.len()]));
        let (_, report) = solve(f, &start, &lower, &upper, &LbfgsOptions { target, ..strict() });
        assert!(report.reason == Some(LbfgsReason::Target) && report.best_value <= target);
        let (_, report) = solve(f, &start, &lower, &upper, &LbfgsOptions { value_tolerance: 1e-3, ..strict() });
        assert!(report.evaluations <= whole.evaluations, "{report:?}");
    }
}

/// A stop by the objective or by the observer ends the run, which can be gone on with.
#[test]
fn callbacks_stop_a_run() {
    let (lower, upper) = free(2);
    let (x, whole) = solve(rosenbrock, &[-1.2, 1.0], &lower, &upper, &strict());
    struct Stopping(Cell<u64>);
    impl Objective<f64> for Stopping {
        fn dim(&self) -> usize {
            2
        }
        fn value(&self, x: &[f64], _: &mut [f64]) -> Result<f64, Stop> {
            Ok(rosenbrock(x, &mut [0.0; 2]))
        }
    }
    impl Differentiable<f64> for Stopping {
        fn value_and_gradient(&self, x: &[f64], gradient: &mut [f64], _: &mut [f64]) -> Result<f64, Stop> {
            self.0.set(self.0.get() + 1);
            match self.0.get() {
                5 => Err(Stop::Caller(7)),
                9 => Err(Stop::Failure(-3)),
                _ => Ok(rosenbrock(x, gradient)),
            }
        }
    }
    let mut memory = vec![0.0; Lbfgs::<f64>::memory_len(2, 10, 0)];
    let mut lbfgs = Lbfgs::new(&mut memory, &[-1.2, 1.0], &lower, &upper, &strict()).unwrap();
    let objective = Stopping(Cell::new(0));
    assert_eq!(lbfgs.run(&objective, |_| Ok(())).unwrap().reason, Some(LbfgsReason::Caller(7)));
    assert_eq!(lbfgs.report().evaluations, 4);
    assert_eq!(lbfgs.run(&objective, |_| Ok(())).unwrap().reason, Some(LbfgsReason::Failure(-3)));
    let ended = lbfgs.run(&objective, |run| if run.report().iterations == 20 { Err(Stop::Caller(1)) } else { Ok(()) });
    assert_eq!(ended.unwrap().iterations, 20);
    assert_eq!(lbfgs.run(&objective, |_| Ok(())), Ok(whole));
    assert_eq!(lbfgs.best().0, x);
    assert_eq!(lbfgs.step(&objective), Ok(whole)); // nothing is done after the end
    let reasons = [LbfgsReason::Gradient, LbfgsReason::Caller(7), LbfgsReason::Failure(-3)].map(|r| r.to_string());
    assert!(reasons[1].contains('7') && reasons[2].contains("-3") && reasons[0] != reasons[1]);
}

#[test]
fn arguments() {
    let good = LbfgsOptions::<f64>::default();
    let len = Lbfgs::<f64>::memory_len(2, 10, 0);
    let mut memory = vec![0.0; len];
    let mut call = |start: &[f64], lower: &[f64], upper: &[f64], options: &LbfgsOptions<f64>, len: usize| {
        Lbfgs::new(&mut memory[..len], start, lower, upper, options).err()
    };
    let (l, u) = ([0.0, f64::NEG_INFINITY], [1.0, f64::INFINITY]);
    assert_eq!(call(&[0.5, 0.5], &l, &u, &good, len), None);
    assert_eq!(call(&[0.5, 0.5], &l, &u, &good, len - 1), Some(Error::Workspace));
    assert_eq!(call(&[], &[], &[], &good, len), Some(Error::Dimension));
    assert_eq!(call(&[0.5], &l, &u, &good, len), Some(Error::Length));
    assert_eq!(call(&[0.5, 0.5], &l[..1], &u, &good, len), Some(Error::Length));
    assert_eq!(call(&[0.5, 0.5], &l, &u[..1], &good, len), Some(Error::Length));
    for start in [[1.5, 0.0], [f64::NAN, 0.0], [0.5, f64::INFINITY]] {
        assert_eq!(call(&start, &l, &u, &good, len), Some(Error::Start));
    }
    for (l, u) in [([1.0, 0.0], [0.0, 1.0]), ([f64::NAN, 0.0], [1.0; 2]), ([f64::INFINITY; 2], [f64::INFINITY; 2])] {
        assert_eq!(call(&[0.5, 0.5], &l, &u, &good, len), Some(Error::Bounds));
    }
    assert_eq!(call(&[0.5, 0.5], &l, &[1.0, f64::NAN], &good, len), Some(Error::Bounds));
    for bad in [
        LbfgsOptions { pairs: 0, ..good },
        LbfgsOptions { gradient_tolerance: -1.0, ..good },
        LbfgsOptions { gradient_tolerance: f64::NAN, ..good },
        LbfgsOptions { value_tolerance: f64::INFINITY, ..good },
        LbfgsOptions { target: f64::NAN, ..good },
        LbfgsOptions { first_step: 0.0, ..good },
        LbfgsOptions { first_step: f64::INFINITY, ..good },
        LbfgsOptions { sufficient_decrease: 0.5, ..good },
        LbfgsOptions { sufficient_decrease: -1e-3, ..good },
        LbfgsOptions { curvature: 1e-5, ..good },
        LbfgsOptions { curvature: 1.0, ..good },
    ] {
        assert_eq!(call(&[0.5, 0.5], &l, &u, &bad, len), Some(Error::Parameter), "{bad:?}");
    }
    assert_eq!(call(&[0.5, 0.5], &l, &u, &LbfgsOptions { pairs: usize::MAX, ..good }, len), Some(Error::Workspace));
    assert_eq!(Lbfgs::<f64>::memory_len(usize::MAX, 10, 0), usize::MAX);
    assert_eq!(Lbfgs::<f64>::memory_len(1, usize::MAX, 1), usize::MAX);
    assert_eq!(Lbfgs::<f64>::checkpoint_len(usize::MAX, 10), usize::MAX);

    let mut lbfgs = Lbfgs::new(&mut memory, &[0.5, 0.5], &l, &u, &good).unwrap();
    assert_eq!(lbfgs.best(), (&[0.5, 0.5][..], f64::INFINITY));
    assert_eq!(lbfgs.report().projected_gradient, f64::INFINITY);
    for gradient in [&[0.0][..], &[0.0; 3]] {
        assert_eq!(lbfgs.tell(1.0, gradient), Err(Error::Length));
    }
    assert_eq!(lbfgs.set_options(&LbfgsOptions { pairs: 5, ..good }), Err(Error::Parameter));
    assert_eq!(lbfgs.set_options(&LbfgsOptions { curvature: 2.0, ..good }), Err(Error::Parameter));
    assert_eq!(lbfgs.report().evaluations, 0);
    let other = Smooth { dim: 3, closure: |_: &[f64], _: &mut [f64]| 0.0 };
    assert_eq!(lbfgs.step(&other), Err(Error::Dimension));
    let function = Function::new(2, |x: &[f64]| x[0]);
    let differences = FiniteDifferences::new(&function, &l, &u, Differences::default()).unwrap();
    assert_eq!(lbfgs.step(&differences), Err(Error::Workspace)); // no room for its points
    assert_eq!(lbfgs.tell(1.0, &[1.0, 0.0]), Ok(None));
    assert_eq!(lbfgs.tell(0.0, &[1.0, 0.0]), Ok(Some(LbfgsReason::Gradient))); // at the lower bound
    assert_eq!(lbfgs.best(), (&[0.0, 0.5][..], 0.0));
    assert_eq!(lbfgs.tell(0.0, &[1.0, 0.0]), Err(Error::NotAsked));
}

/// Fixed variables stay, and their gradient is not looked at; with all of them fixed the start is the minimum.
#[test]
fn fixed_variables() {
    let f = |x: &[f64], g: &mut [f64]| {
        let value = wood(x, g);
        (g[1], g[2]) = (f64::NAN, 1e300);
        value
    };
    let (lower, upper) = ([f64::NEG_INFINITY, 1.0, 1.0, -10.0], [f64::INFINITY, 1.0, 1.0, 10.0]);
    let (x, report) = solve(f, &[-3.0, 1.0, 1.0, -1.0], &lower, &upper, &strict());
    // With x₂ = x₃ = 1, ∂f/∂x₁ is that of Rosenbrock's function, whose minima are 1 and near -1.
    assert_eq!((x[1], x[2]), (1.0, 1.0));
    assert!(close(&x[3..], &[1.0], 1e-6) && report.projected_gradient < 1e-6, "{x:?} {report:?}");
    let (x, report) = solve(f, &[1.0; 4], &[1.0; 4], &[1.0; 4], &strict());
    assert_eq!((x, report.evaluations, report.reason), (vec![1.0; 4], 1, Some(LbfgsReason::Gradient)));
}

/// Values and gradients that are not finite.
#[test]
fn values_that_are_not_finite() {
    let (lower, upper) = free(2);
    for (value, slope) in
        [(f64::NAN, 1.0), (f64::INFINITY, 1.0), (f64::NEG_INFINITY, 1.0), (1.0, f64::NAN), (1.0, f64::INFINITY)]
    {
        let bad = |_: &[f64], g: &mut [f64]| {
            g.copy_from_slice(&[slope, 1.0]);
            value
        };
        let (x, report) = solve(bad, &[1.0, 2.0], &lower, &upper, &strict());
        assert_eq!((x, report.reason, report.evaluations), (vec![1.0, 2.0], Some(LbfgsReason::NotFinite), 1));
        assert_eq!(report.best_value, f64::INFINITY);

        // Half of the plane is bad, behind a wall near the minimiser, which is at (0.1, 0).
        let walled = |x: &[f64], g: &mut [f64]| {
            if x[0] <= 0.0 {
                return bad(x, g);
            }
            (g[0], g[1]) = (1.0 - 0.1 / x[0], 2.0 * x[1]);
            x[0] - 0.1 * x[0].ln() + x[1] * x[1]
        };
        let (x, report) = solve(walled, &[3.0, 5.0], &lower, &upper, &strict());
        assert!(close(&x, &[0.1, 0.0], 1e-7) && report.evaluations < 60, "{x:?} {report:?}");
    }
}

/// Values and gradients of any size give the same run, if the range allows for it: powers of two change no bits.
#[test]
fn sizes_of_any_order() {
    let (lower, upper) = free(2);
    let f = |scale: f64| {
        move |x: &[f64], g: &mut [f64]| {
            let value = rosenbrock(x, g);
            g.iter_mut().for_each(|g| *g *= scale);
            value * scale
        }
    };
    let options = |scale: f64| LbfgsOptions {
        gradient_tolerance: 1e-6 * scale,
        value_tolerance: 0.0,
        first_step: 1e-3,
        ..strict()
    };
    let (expected, plain) = solve(f(1.0), &[-1.2, 1.0], &lower, &upper, &options(1.0));
    assert!(close(&expected, &[1.0, 1.0], 1e-5));
    for power in [10, 300, 900, 1000] {
        let scale = 2_f64.powi(power);
        let (x, report) = solve(f(scale), &[-1.2, 1.0], &lower, &upper, &options(scale));
        assert_eq!((x, report.evaluations), (expected.clone(), plain.evaluations), "2^{power}");
    }
    // Small gradients make small first steps; the run is another one, and ends.
    for scale in [1e-300, 1e-160, 1e-20] {
        let (_, report) =
            solve(f(scale), &[-1.2, 1.0], &lower, &upper, &LbfgsOptions { gradient_tolerance: 0.0, ..strict() });
        assert!(report.reason.is_some() && report.best_value <= 24.2 * scale * 1.000001, "{report:?}");
    }
    // Points of any size, with gradients of their size, and with gradients that are far from it.
    for size in [1e-300, 1e-150, 1e-100, 1e100, 1e150, 1e300] {
        for weight in [size, 1.0, 1.0 / size] {
            let far = |x: &[f64], g: &mut [f64]| {
                let (a, b) = (x[0] / size - 1.0, x[1] / size + 2.0);
                (g[0], g[1]) = (2.0 * a * weight, 8.0 * b * weight);
                (a * a + 4.0 * b * b) * weight * size
            };
            let options = LbfgsOptions {
                gradient_tolerance: 0.0,
                value_tolerance: 0.0,
                first_step: size,
                max_evaluations: 10_000,
                ..strict()
            };
            for bounds in [free(2), (vec![-3.0 * size; 2], vec![3.0 * size; 2])] {
                let (x, report) = solve(far, &[0.0, 0.0], &bounds.0, &bounds.1, &options);
                assert!(!matches!(report.reason, None | Some(LbfgsReason::Evaluations)) && !report.best_value.is_nan());
                // Where the first step can be as long as the way, and squares are in range, the minimiser is found.
                let in_range = size.ln().abs() < 350.0;
                if in_range && weight >= size {
                    let found = [x[0] / size, x[1] / size];
                    assert!(close(&found, &[1.0, -2.0], 1e-12), "{size} {weight}: {found:?} {report:?}");
                    assert!(report.evaluations < 25, "{size} {weight}: {report:?}");
                }
            }
        }
    }
}

/// Whatever is told, a run goes on or ends, in the box, without a NaN.
#[test]
fn a_run_survives_any_answer() {
    let mut state = 1;
    let sizes = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        1e-300,
        1e300,
        -1e300,
        f64::MAX,
        f64::MIN,
        5e-324,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    for case in 0..3000 {
        let mut any = || {
            let size = sizes[(random(&mut state) * sizes.len() as f64) as usize];
            if random(&mut state) < 0.5 { random(&mut state) - 0.5 } else { size * random(&mut state) }
        };
        let bounds: Vec<(f64, f64)> = (0..3)
            .map(|_| {
                let (a, b) = (any(), any());
                let (l, u) = if a.is_nan() || b.is_nan() { (-1.0, 1.0) } else { (a.min(b), a.max(b)) };
                (l.min(f64::MAX), u.max(f64::MIN))
            })
            .collect();
        let (lower, upper): (Vec<f64>, Vec<f64>) = bounds.into_iter().unzip();
        let start: Vec<f64> =
            lower.iter().zip(&upper).map(|(l, u)| 0.0_f64.clamp(l.max(f64::MIN), u.min(f64::MAX))).collect();
        let options = LbfgsOptions { pairs: 1 + case % 5, max_evaluations: 300, ..strict() };
        let mut memory = vec![f64::NAN; Lbfgs::<f64>::memory_len(3, options.pairs, 0)];
        let mut lbfgs = Lbfgs::new(&mut memory, &start, &lower, &upper, &options).unwrap();
        loop {
            let x = lbfgs.ask();
            assert!(
                x.iter().zip(lower.iter().zip(&upper)).all(|(x, (l, u))| l <= x && x <= u && x.is_finite()),
                "{x:?}"
            );
            if lbfgs.tell(any(), &[any(), any(), any()]).unwrap().is_some() {
                break;
            }
        }
        let report = lbfgs.report();
        assert!(!report.best_value.is_nan() && !report.projected_gradient.is_nan() && report.evaluations <= 300);
    }
}

/// The crc32 of zip, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

#[test]
fn a_checkpoint_that_is_not_whole_is_refused() {
    let mut memory = vec![0.0; Lbfgs::<f64>::memory_len(2, 3, 0)];
    let (lower, upper) = ([-2.0, -1.5], [0.5, f64::INFINITY]);
    let options = LbfgsOptions { pairs: 3, ..strict() };
    let mut lbfgs = Lbfgs::new(&mut memory, &[-1.2, 1.0], &lower, &upper, &options).unwrap();
    for _ in 0..12 {
        tell(&mut lbfgs, rosenbrock);
    }
    let len = Lbfgs::<f64>::checkpoint_len(2, 3);
    let mut bytes = vec![0; len];
    assert_eq!(lbfgs.save(&mut bytes[..len - 1]), Err(Error::Length));
    lbfgs.save(&mut bytes).unwrap();
    let restore = |bytes: &[u8]| {
        let mut memory = vec![0.0; Lbfgs::<f64>::memory_len(2, 3, 0)];
        let result = Lbfgs::restore(&mut memory, bytes).map(|_| ());
        assert!(
            result.is_ok()
                || Lbfgs::<f64>::checkpoint_shape(bytes).is_ok()
                || result == Lbfgs::<f64>::checkpoint_shape(bytes).map(|_| ())
        );
        result
    };
    assert_eq!(restore(&bytes), Ok(()));
    for bit in 0..8 * len {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(restore(&changed), Err(Error::Checkpoint), "bit {bit}");
    }
    for short in 0..len {
        assert_eq!(restore(&bytes[..short]), Err(Error::Checkpoint));
    }
    bytes.push(0);
    assert_eq!(restore(&bytes), Err(Error::Checkpoint));
    bytes.pop();
    assert_eq!(Lbfgs::restore(&mut [0.0; 10], &bytes).err(), Some(Error::Workspace));
    assert_eq!(Lbfgs::<f32>::checkpoint_shape(&bytes), Err(Error::CheckpointMismatch));
    assert_eq!(Lbfgs::<f32>::restore(&mut [0.0; 1000], &bytes).err(), Some(Error::CheckpointMismatch));

    // Other content with a checksum that fits: an error, or a run that goes on in its box and ends.
    let words = [
        0,
        1,
        2,
        3,
        5,
        1 << 31,
        1 << 32,
        u64::MAX,
        1 << 63,
        f64::NAN.to_bits(),
        f64::INFINITY.to_bits(),
        f64::MAX.to_bits(),
        1e-300_f64.to_bits(),
        (-1.0_f64).to_bits(),
    ];
    let mut accepted = 0;
    for field in (16..len - 4).step_by(8) {
        for word in words {
            let mut changed = bytes.clone();
            changed[field..][..8].copy_from_slice(&word.to_le_bytes());
            let checksum = crc32(&changed[..len - 4]);
            changed[len - 4..].copy_from_slice(&checksum.to_le_bytes());
            let mut memory = vec![0.0; 400];
            let Ok(mut lbfgs) = Lbfgs::<f64>::restore(&mut memory, &changed) else { continue };
            accepted += 1;
            let mut options = *lbfgs.options();
            options.max_evaluations = lbfgs.report().evaluations.saturating_add(200);
            lbfgs.set_options(&options).unwrap();
            while lbfgs.report().reason.is_none() {
                assert!(lbfgs.ask().iter().all(|x| x.is_finite()));
                tell(&mut lbfgs, rosenbrock);
            }
        }
    }
    assert!(accepted > 100);
}

/// Rosenbrock's valley without bounds, from the usual start.
fn valley<F: Real>() -> (Vec<F>, LbfgsReport<F>) {
    let number = F::from_f64;
    let objective = Smooth {
        dim: 2,
        closure: |x: &[F], g: &mut [F]| {
            let (a, b) = (F::one() - x[0], x[1] - x[0] * x[0]);
            g[0] = number(-2.0) * a - number(400.0) * x[0] * b;
            g[1] = number(200.0) * b;
            a * a + number(100.0) * b * b
        },
    };
    let options = LbfgsOptions { pairs: 4, value_tolerance: F::zero(), ..LbfgsOptions::default() };
    let mut memory = vec![F::zero(); Lbfgs::<F>::memory_len(2, 4, 0)];
    let mut lbfgs = Lbfgs::new(&mut memory, &[number(-1.2), number(1.0)], &[], &[], &options).unwrap();
    let report = lbfgs.run(&objective, |_| Ok(())).unwrap();
    (lbfgs.best().0.to_vec(), report)
}

/// The numbers are those of the programs in C and Julia.
#[test]
fn runs_in_other_languages_take_the_same_evaluations() {
    assert_eq!((valley::<f64>().1.evaluations, valley::<f32>().1.evaluations), (52, 51));
}

#[test]
fn no_bounds_are_infinite_ones() {
    let options = LbfgsOptions::<f64>::default();
    let (lower, upper) = free(2);
    let end = |lower: &[f64], upper: &[f64]| {
        let mut memory = vec![0.0; Lbfgs::<f64>::memory_len(2, 10, 0)];
        let mut lbfgs = Lbfgs::new(&mut memory, &[-1.2, 1.0], lower, upper, &options).unwrap();
        let known = (lbfgs.bounds().0.to_vec(), lbfgs.bounds().1.to_vec());
        while tell(&mut lbfgs, rosenbrock).is_none() {}
        (bits(&lbfgs), known)
    };
    let expected = end(&lower, &upper);
    assert_eq!(expected.1, (lower.clone(), upper.clone()));
    for (lower, upper) in [(&lower[..], &[][..]), (&[], &upper), (&[], &[])] {
        assert_eq!(end(lower, upper), expected);
    }
}
