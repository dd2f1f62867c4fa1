//! The synchronisation transition: the order parameter r against the coupling strength K of a mean field.

use crate::{Progress, figure};
use photinus::Real;
use photinus::kuramoto::observables::Statistics;
use photinus::kuramoto::{FrequencyDistribution, Kuramoto, MeanField, Transition};
use photinus::ode::Rk4;
use photinus::parallel::Pool;
use photinus::random::Stream;
use plotters::prelude::*;
use std::error::Error;
use std::f64::consts::{FRAC_PI_4, TAU};
use std::path::Path;

const OSCILLATORS: usize = 2000;
/// Both have the critical coupling 1.
const LORENTZIAN: FrequencyDistribution<f64> = FrequencyDistribution::Lorentzian { centre: 0.0, width: 0.5 };
const UNIFORM: FrequencyDistribution<f64> = FrequencyDistribution::Uniform { centre: 0.0, half_width: FRAC_PI_4 };
/// The time before r is taken.
const TRANSIENT: f64 = 150.0;
/// How far a mean of r in time may be from theory, which is for infinitely many oscillators, and how large it may be
/// below the critical coupling.
const TOLERANCE: f64 = 0.01;
const INCOHERENT: f64 = 0.08;

/// Strengths and mean order parameters.
type Curve = Vec<(f64, f64)>;

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let progress = Progress::new("Transition", 3);
    let strengths: Vec<f64> = (1..=16).map(|i| f64::from(i) / 4.0).collect();
    let lorentzian = sweep(&LORENTZIAN, 0.05, &strengths, false)?;
    progress.step();
    let up: Vec<f64> = (12..=30).map(|i| f64::from(i) / 20.0).collect();
    let down: Vec<f64> = up.iter().rev().copied().collect();
    let rising = sweep(&UNIFORM, 0.25, &up, true)?;
    progress.step();
    let falling = sweep(&UNIFORM, 0.25, &down, true)?;
    progress.step();
    progress.finish();

    println!("Transition: mean field of {OSCILLATORS} oscillators, r averaged over time");
    println!("Lorentzian: K / Kc  r       sqrt(1 - Kc / K)");
    let theory = |k: f64| if k > 1.0 { (1.0 - 1.0 / k).sqrt() } else { 0.0 };
    for &(k, r) in lorentzian.iter().filter(|(k, _)| [0.5, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0].contains(k)) {
        println!("            {k:<6}  {r:.4}  {:.4}", theory(k));
    }
    let locked: Curve = locked_branch().collect();
    let far = check(&lorentzian, theory)?;
    let farthest = check(&rising, |k| interpolate(&locked, k))?.max(check(&falling, |k| interpolate(&locked, k))?);
    println!("K >= 1.1 Kc: Lorentzian within {far:.4} of theory; uniform, up and down, within {farthest:.0e}");
    let jump = |curve: &[(f64, f64)]| curve.iter().find(|point| point.1 > 0.5).map(|point| point.0).ok_or("no jump");
    let last: Curve = falling.iter().rev().copied().collect();
    println!("uniform: r is above 1/2 from K = {} Kc on going up, and down to {} Kc", jump(&rising)?, jump(&last)?);

    figure::save(&folder.join("transition.svg"), (1480, 630), |area| {
        let halves = area.split_evenly((1, 2));
        let theory = (0..=1200).map(|i| f64::from(i) / 300.0).map(|k| (k, theory(k)));
        let title = format!("Lorentzian, {OSCILLATORS} oscillators, and √(1 − Kc/K)");
        draw(&halves[0], &title, 0.0..4.0, theory.collect(), &[(&lorentzian, figure::BLUE, 9)])?;
        let theory = [(0.6, 0.0), (1.0, 0.0)].into_iter().chain(locked).filter(|point| point.0 <= 1.5);
        let curves: [(&Curve, _, _); 2] = [(&rising, figure::BLUE, 11), (&falling, figure::VERMILLION, 6)];
        draw(&halves[1], "Uniform, up (large) and down (small)", 0.6..1.5, theory.collect(), &curves)
    })
}

/// The mean of r at each strength; if `carried` on, from the state at the strength before.
fn sweep(
    distribution: &FrequencyDistribution<f64>,
    step: f64,
    strengths: &[f64],
    carried: bool,
) -> Result<Curve, Box<dyn Error>> {
    let mut frequencies = vec![0.0; OSCILLATORS];
    distribution.quantiles(&mut frequencies)?;
    let critical = [distribution.critical_coupling()?];
    let network = Kuramoto::new(&frequencies, MeanField::new(OSCILLATORS, &critical)?)?;
    let mut stream = Stream::new(0, 0, 0);
    let initial: Vec<f64> = (0..OSCILLATORS).map(|_| TAU * stream.uniform::<f64>()).collect();
    let transient = (TRANSIENT / step) as u64;
    let transition = Transition { transient, samples: 100, every: 4, carried, ..Transition::default() };
    let mut r = vec![Statistics::new(); strengths.len()];
    let solver = Rk4::new(step)?;
    Pool::new(0)?.transition(&transition, &solver, &network, strengths, &initial, &mut r)?.complete()?;
    Ok(strengths.iter().copied().zip(r.iter().map(Statistics::mean)).collect())
}

/// Frequencies that are uniform from -h to h are all locked, or none: with sin θ = h/(Kr), r is the mean of the cosines
/// of the locked phases, (cos θ + θ / sin θ) / 2, from θ = π/2 at Kc = 4h/π, where r is π/4 (Pazó, Phys. Rev. E 72, 2005).
fn locked_branch() -> impl Iterator<Item = (f64, f64)> {
    (0..=400).map(|i| {
        let angle = (1.0 - f64::from(i) / 500.0) * 2.0 * FRAC_PI_4;
        let (sin, cos) = Real::sin_cos(angle);
        let r = (cos + angle / sin) / 2.0;
        (FRAC_PI_4 / (sin * r), r)
    })
}

/// A curve of rising abscissas between its points; 0 before the first.
fn interpolate(curve: &[(f64, f64)], x: f64) -> f64 {
    let pair = curve.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0);
    pair.map_or(0.0, |pair| {
        let [(a, at_a), (b, at_b)] = [pair[0], pair[1]];
        at_a + (at_b - at_a) * (x - a) / (b - a)
    })
}

/// The largest distance from theory, beyond the critical coupling's neighbourhood.
fn check(curve: &[(f64, f64)], theory: impl Fn(f64) -> f64) -> Result<f64, String> {
    let above = curve.iter().filter(|(k, _)| *k >= 1.1).map(|&(k, r)| (r - theory(k)).abs()).fold(0.0, f64::max);
    let below = curve.iter().filter(|(k, _)| *k <= 0.9).map(|point| point.1).fold(0.0, f64::max);
    if above > TOLERANCE || below > INCOHERENT {
        return Err(format!("the order parameter is {above} from theory, and {below} where it should be near 0"));
    }
    Ok(above)
}

fn draw(
    area: &figure::Area,
    title: &str,
    range: std::ops::Range<f64>,
    theory: Curve,
    curves: &[(&Curve, RGBColor, u32)],
) -> Result<(), Box<dyn Error>> {
    let mut chart = figure::panel(area, title)?.build_cartesian_2d(range, 0.0..1.0)?;
    figure::axes(&mut chart, ("K / Kc", 9), ("r", 6))?;
    chart.draw_series(LineSeries::new(theory, BLACK.mix(0.6).stroke_width(4)))?;
    for &(curve, colour, size) in curves {
        chart.draw_series(curve.iter().map(|&point| Circle::new(point, size as i32, colour.filled())))?;
    }
    Ok(())
}
