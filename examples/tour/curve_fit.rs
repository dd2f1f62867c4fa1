//! The posts' curve fit by particle swarm: p1 t sin(p2 π t² + p3) exp(-p4 t²) to noisy data.

use crate::{Progress, figure};
use photinus::Real;
use photinus::optimize::{Function, Options, Report, Swarm};
use photinus::random::Stream;
use plotters::prelude::*;
use std::error::Error;
use std::f64::consts::{FRAC_PI_2, PI};
use std::path::Path;

const POINTS: usize = 1000;
/// The data: 4 t cos(4 π t²) exp(-3 t²), and noise that is uniform in ±0.025.
const GENERATING: [f64; 4] = [4.0, 4.0, FRAC_PI_2, 3.0];
const NOISE: f64 = 0.025;
const DATA_SEED: u64 = 20_161_125;
/// The box that is searched. It holds the optimum twice: p3 and p3 + 2 π give the same curve.
const LOWER: [f64; 4] = [0.0; 4];
const UPPER: [f64; 4] = [10.0; 4];
const SEEDS: u64 = 10;
/// The figure shows one of so many data points.
const SHOWN_DATA: usize = 4;

struct Run {
    position: Vec<f64>,
    report: Report<f64>,
    /// Evaluations and best value after each generation.
    history: Vec<(f64, f64)>,
}

/// Photinus's own elementary functions return the same bits on every machine; std's need not.
fn model(p: &[f64], t: f64) -> f64 {
    p[0] * t * Real::sin_cos(p[1] * PI * t * t + p[2]).0 * Real::exp(-p[3] * t * t)
}

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut noise = Stream::new(DATA_SEED, 0, 0);
    let times = (0..POINTS).map(|i| -2.0 + 4.0 * i as f64 / (POINTS - 1) as f64);
    let data: Vec<(f64, f64)> =
        times.map(|t| (t, model(&GENERATING, t) + NOISE * (2.0 * noise.uniform::<f64>() - 1.0))).collect();
    let sum_of_squares = |p: &[f64]| -> f64 {
        let residuals = data.iter().map(|&(t, y)| y - model(p, t));
        residuals.map(|residual| residual * residual).sum()
    };
    let objective = Function::new(4, sum_of_squares);

    let progress = Progress::new("Particle swarm", SEEDS);
    let mut runs = Vec::new();
    for seed in 0..SEEDS {
        let options = Options { seed, ..Options::default() };
        let mut swarm = Swarm::new(&LOWER, &UPPER, &options)?.with_threads(0)?;
        let mut history = Vec::new();
        let report = swarm.run(&objective, |swarm| {
            let report = swarm.report();
            history.push((report.evaluations as f64, report.best_value));
            Ok(())
        })?;
        runs.push(Run { position: swarm.best().0.to_vec(), report, history });
        progress.step();
    }
    progress.finish();

    let generating_value = sum_of_squares(&GENERATING);
    let best = runs.iter().min_by(|a, b| a.report.best_value.total_cmp(&b.report.best_value)).ok_or("no run")?;
    let lowest = best.report.best_value;
    println!("Particle swarm: p1 t sin(p2 π t² + p3) exp(-p4 t²) to {POINTS} points, default options");
    println!("seed        p1      p2      p3      p4      sum of squares  evaluations  stopped by");
    println!("generating  {}  {generating_value:.12}", decimals(&GENERATING));
    for (seed, Run { position, report, .. }) in runs.iter().enumerate() {
        let reason = report.reason.map(|reason| format!("{reason:?}")).unwrap_or_default();
        let Report { best_value, evaluations, .. } = report;
        println!("{seed:<10}  {}  {best_value:.12}  {evaluations:>11}  {reason}", decimals(position));
    }
    let reached = runs.iter().filter(|run| run.report.best_value <= lowest * (1.0 + 1e-6)).count();
    println!("{reached} of {SEEDS} seeds reach the lowest value to 1e-6; p3 is π/2 = 1.5708, or 2 π more = 7.8540");

    figure::save(&folder.join("curve_fit.svg"), (1480, 700), |area| {
        let (left, right) = area.split_horizontally(1700);
        let (above, below) = left.split_vertically(880);
        draw_fit(&above, &data, &best.position)?;
        draw_residuals(&below, &data, &best.position)?;
        draw_convergence(&right, &runs, generating_value)
    })
}

fn decimals(parameters: &[f64]) -> String {
    parameters.iter().map(|p| format!("{p:.4}")).collect::<Vec<_>>().join("  ")
}

fn draw_fit(area: &figure::Area, data: &[(f64, f64)], p: &[f64]) -> Result<(), Box<dyn Error>> {
    let title = format!("Every {SHOWN_DATA}th of {POINTS} data points, and the fit (line)");
    let mut chart = figure::panel(area, &title)?.build_cartesian_2d(-2.0..2.0, -1.0..1.0)?;
    figure::axes(&mut chart, ("t", 9), ("y", 5))?;
    let shown = data.iter().step_by(SHOWN_DATA);
    chart.draw_series(shown.map(|&point| Circle::new(point, 9, figure::BLUE.mix(0.6).filled())))?;
    let curve = data.iter().step_by(2).map(|&(t, _)| (t, model(p, t)));
    chart.draw_series(LineSeries::new(curve, figure::VERMILLION.stroke_width(4)))?;
    Ok(())
}

fn draw_residuals(area: &figure::Area, data: &[(f64, f64)], p: &[f64]) -> Result<(), Box<dyn Error>> {
    let mut chart = figure::panel(area, "Data − fit")?.build_cartesian_2d(-2.0..2.0, -0.03..0.03)?;
    figure::axes(&mut chart, ("t", 9), ("residual", 3))?;
    let shown = data.iter().step_by(SHOWN_DATA).map(|&(t, y)| (t, y - model(p, t)));
    chart.draw_series(shown.map(|point| Circle::new(point, 6, figure::BLUE.filled())))?;
    Ok(())
}

fn draw_convergence(area: &figure::Area, runs: &[Run], generating_value: f64) -> Result<(), Box<dyn Error>> {
    let title = format!("Convergence of {SEEDS} seeds");
    let (first, last) = (40.0, 40_000.0);
    let mut chart =
        figure::panel(area, &title)?.build_cartesian_2d((first..last).log_scale(), (0.1..100.0).log_scale())?;
    figure::axes(&mut chart, ("evaluations", 4), ("sum of squares", 5))?;
    for Run { history, .. } in runs {
        let style = figure::BLUE.mix(0.6).stroke_width(3);
        let descent = history.iter().take_while(|point| point.1 > 1.001 * generating_value);
        chart.draw_series(LineSeries::new(descent.chain(history.last()).copied(), style))?;
    }
    let level = [(first, generating_value), (last, generating_value)];
    chart.draw_series(DashedLineSeries::new(level, 20, 12, figure::VERMILLION.stroke_width(4)))?;
    let text = figure::LABEL.into_font().color(&figure::VERMILLION);
    chart.draw_series([Text::new("generating parameters", (1.2 * first, 0.85 * generating_value), text)])?;
    Ok(())
}
