//! A power grid of four nodes loses a line: once it stays synchronous, once it cannot.

use crate::{Progress, figure};
use photinus::kuramoto::{Dense, Kuramoto, SecondOrder};
use photinus::ode::{AdaptiveOptions, Direction, Event, OdeSystem, Output, Tsitouras5};
use photinus::{Layout, Real};
use plotters::prelude::*;
use std::error::Error;
use std::f64::consts::TAU;
use std::path::Path;

/// Two generators and two consumers in a ring: line i connects node i and the one after it.
const NODES: [&str; 4] = ["generator 1", "consumer 1", "generator 2", "consumer 2"];
/// In units of the grid's base power: what is fed in, and what a line carries at most (K).
const POWER: [f64; 4] = [1.0, -0.8, 0.6, -0.8];
const CAPACITY: f64 = 0.9;
/// Nominal frequency in Hz; inertia constant H in s, so that the mass is 2H / (2π 50 Hz); damping in s/rad.
const NOMINAL: f64 = 50.0;
const MASSES: [f64; 4] = [2.0 * 4.0 / (TAU * NOMINAL); 4];
const DAMPINGS: [f64; 4] = [0.02; 4];
/// The event: a frequency is so far from the nominal one, in Hz.
const LIMIT: f64 = 0.5;
/// Seconds, the line being cut at 0: the start at rest, the figure, its interval, the end.
const START: f64 = -100.0;
const SHOWN: (f64, f64) = (-1.0, 6.0);
const INTERVAL: f64 = 0.01;
const END: f64 = 100.0;
/// How far the sines of phase differences may be from theory at the end.
const TOLERANCE: f64 = 1e-6;

struct Run {
    cut: usize,
    /// Time, and the frequencies in Hz.
    rows: Vec<(f64, [f64; 4])>,
    /// When a frequency passed the limit, and which.
    passed: Vec<(f64, usize)>,
    /// The state at the end.
    last: Vec<f64>,
}

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let progress = Progress::new("Power grid", 2);
    let mut runs = Vec::new();
    for cut in [1, 3] {
        runs.push(solve(cut)?);
        progress.step();
    }
    progress.finish();

    println!("Power grid: four nodes, lines that carry {CAPACITY} at most; a line is cut at 0 s");
    for run in &runs {
        println!("without {}: {}", line(run.cut), outcome(run)?);
        let most = run.rows.iter().flat_map(|(_, row)| row).map(|f| (f - NOMINAL).abs()).fold(0.0, f64::max);
        match run.passed.first() {
            Some((time, node)) => println!("  {} passes {LIMIT} Hz after {time:.6} s", NODES[*node]),
            None => println!("  no frequency is more than {most:.3} Hz off"),
        }
    }
    figure::save(&folder.join("grid.svg"), (1240, 900), |area| {
        for (strip, run) in area.split_evenly((2, 1)).iter().zip(&runs) {
            draw(strip, run)?;
        }
        Ok(())
    })
}

fn line(number: usize) -> String {
    format!("the line from {} to {}", NODES[number], NODES[(number + 1) % 4])
}

/// K of the ring, but for the lines that are cut.
fn coupling(cut: Option<usize>) -> [f64; 16] {
    let mut coupling = [0.0; 16];
    for from in (0..4).filter(|&from| Some(from) != cut) {
        let to = (from + 1) % 4;
        (coupling[4 * from + to], coupling[4 * to + from]) = (CAPACITY, CAPACITY);
    }
    coupling
}

fn grid(coupling: &[f64]) -> Result<SecondOrder<'_, f64, Dense<'_, f64>>, photinus::Error> {
    SecondOrder::new(Kuramoto::new(&POWER, Dense::new(4, 1, coupling, Layout::ROWS)?)?, &MASSES, &DAMPINGS)
}

fn solve(cut: usize) -> Result<Run, Box<dyn Error>> {
    let (whole, damaged) = (coupling(None), coupling(Some(cut)));
    let (before, after) = (grid(&whole)?, grid(&damaged)?);
    let times = |from: f64, to: f64| -> Vec<f64> {
        (0..=((to - from) / INTERVAL).round() as u32).map(|i| from + f64::from(i) * INTERVAL).collect()
    };
    let (mut rows, mut passed) = (Vec::new(), Vec::new());
    let row = |time: f64, state: &[f64]| (time, std::array::from_fn(|i| NOMINAL + state[4 + i] / TAU));

    let mut memory = vec![0.0; Tsitouras5::<f64>::memory_len(8, before.scratch_len())];
    let options = AdaptiveOptions::tolerances(1e-10, 1e-10);
    let mut solver = Tsitouras5::new(&mut memory, &before, START, &[0.0; 8], &options)?;
    let first = times(SHOWN.0, 0.0);
    let mut states = vec![0.0; 8 * first.len()];
    let run = solver.solve(&before, &first, &mut states, |_, time, state| {
        rows.push(row(time, state));
        Ok(())
    })?;
    run.complete()?;

    let state = solver.state().to_vec();
    solver.restart(0.0, &state)?;
    let events = [Event { direction: Direction::Rising, terminal: false }; 4];
    let mut workspace = vec![0.0; Tsitouras5::<f64>::events_len(8, events.len())];
    let second = times(0.0, SHOWN.1);
    let mut states = vec![0.0; 8 * second.len()];
    let deviation = |node: usize, _: f64, state: &[f64]| Ok(state[4 + node].abs() / TAU - LIMIT);
    let run =
        solver.solve_events(&after, &second, &mut states, &events, &mut workspace, deviation, |output, t, state| {
            match output {
                Output::Row(_) => rows.push(row(t, state)),
                Output::Event(node) => passed.push((t, node)),
            }
            Ok(())
        })?;
    run.complete()?;
    solver.step_until(&after, END)?.complete()?;
    Ok(Run { cut, rows, passed, last: solver.state().to_vec() })
}

/// What became of the grid. The lines that are left are no ring: each has to carry what is fed in on one side of it, and
/// sin(φ_1 - φ_2) is that over K; if a line cannot, there is no synchronous state.
fn outcome(run: &Run) -> Result<String, Box<dyn Error>> {
    let flows = (run.cut + 1..run.cut + 4).map(|node| node % 4).scan(0.0, |flow, node| {
        *flow += POWER[node];
        Some((node, *flow))
    });
    let flows: Vec<(usize, f64)> = flows.collect();
    let most = flows.iter().map(|(_, flow)| flow.abs()).fold(0.0, f64::max);
    let difference = |node: usize| run.last[node] - run.last[(node + 1) % 4];
    let error = flows.iter().map(|&(node, flow)| (Real::sin_cos(difference(node)).0 - flow / CAPACITY).abs());
    let error = error.fold(0.0, f64::max);
    let spread = run.last[4..].iter().map(|rate| (rate - run.last[4]).abs()).fold(0.0, f64::max) / TAU;
    if most <= CAPACITY && error < TOLERANCE && run.passed.is_empty() {
        Ok(format!("a line has to carry {most:.1}; synchronous, sin(φ1 - φ2) = P / K within {TOLERANCE:.0e}"))
    } else if most > CAPACITY && spread > 1.0 && !run.passed.is_empty() {
        Ok(format!("a line would have to carry {most:.1}; frequencies {spread:.1} Hz apart after {END} s"))
    } else {
        Err(format!("the grid without {} is not what theory says: {error}, {spread} Hz", line(run.cut)).into())
    }
}

fn draw(area: &figure::Area, run: &Run) -> Result<(), Box<dyn Error>> {
    let colours = [figure::BLUE, figure::VERMILLION, figure::GREEN, figure::PURPLE];
    let title = format!("Without {}", line(run.cut));
    let (low, high) = if run.passed.is_empty() { (49.4, 50.8) } else { (46.0, 60.0) };
    let mut chart = figure::panel(area, &title)?.build_cartesian_2d(SHOWN.0..SHOWN.1, low..high)?;
    figure::axes(&mut chart, ("t (s)", 8), ("frequency (Hz)", 7))?;
    let dash = BLACK.mix(0.5).stroke_width(3);
    for limit in [NOMINAL - LIMIT, NOMINAL + LIMIT] {
        chart.draw_series(DashedLineSeries::new([(SHOWN.0, limit), (SHOWN.1, limit)], 20, 12, dash))?;
    }
    for (i, (name, colour)) in NODES.iter().zip(colours).enumerate() {
        let points = run.rows.iter().map(|(t, row)| (*t, row[i]));
        chart.draw_series(LineSeries::new(points, colour.stroke_width(5)))?;
        let text = figure::LABEL.into_font().color(&colour);
        chart.draw_series([Text::new(*name, (SHOWN.0 + 0.2 + 1.7 * i as f64, high - 0.05 * (high - low)), text)])?;
    }
    if let Some(&(time, node)) = run.passed.first() {
        let row = run.rows.iter().find(|(t, _)| *t >= time).ok_or("no row")?;
        let limit = NOMINAL + LIMIT * (row.1[node] - NOMINAL).signum();
        chart.draw_series([Circle::new((time, limit), 14, BLACK.stroke_width(4))])?;
    }
    Ok(())
}
