//! A chimera: identical oscillators on a ring, coupled alike, some in step and the others not (Kuramoto and Battogtokh,
//! Nonlinear Phenom. Complex Syst. 5, 2002; Abrams and Strogatz, Phys. Rev. Lett. 93, 174102, 2004).

mod theory;

use crate::{Progress, figure};
use photinus::kuramoto::observables::{Neighbourhoods, OrderParameterStatistics, argument, mean_frequencies, wrapped};
use photinus::kuramoto::{Dense, Kuramoto, Normalization};
use photinus::ode::Rk4;
use photinus::random::Stream;
use photinus::simd::Level;
use photinus::{Layout, Real};
use plotters::prelude::*;
use std::error::Error;
use std::f64::consts::{FRAC_PI_2, PI, TAU};
use std::ops::Range;
use std::path::Path;
use theory::Theory;

const OSCILLATORS: usize = 256;
/// The kernel is G(x) = (1 + A cos x) / 2π, the phase lag π/2 - β.
const A: f64 = 0.995;
const BETA: f64 = 0.18;
/// Of the initial phases. From those of seeds 1, 9, 11, 13 and 16, of the first twenty, all end in step.
const SEED: u64 = 0;
/// Mean frequencies are those from the middle of the run to its end.
const END: f64 = 1000.0;
const STEP: f64 = 0.1;
/// The local order is that of so many oscillators on either side.
const RADIUS: usize = 6;
/// In step is who is no faster than the slowest by more than this.
const LOCKED: f64 = 0.01;
/// How far from theory, which is for infinitely many oscillators, a mean may be.
const TOLERANCE: f64 = 0.03;
/// The figure's cells: so many rows and oscillators; and how many shades they have, beside white.
const CELL: (usize, usize) = (20, 4);
const LEVELS: usize = 8;

/// Oscillator i's place on the ring, from -π to π.
fn place(i: usize) -> f64 {
    TAU * (i as f64 / OSCILLATORS as f64 - 0.5)
}

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let rows = END as usize + 1;
    let progress = Progress::new("Chimera", rows as u64);
    let mut coupling = vec![0.0; OSCILLATORS * OSCILLATORS];
    for (i, weight) in coupling.iter_mut().enumerate() {
        *weight = 1.0 + A * Real::sin_cos(place(i / OSCILLATORS) - place(i % OSCILLATORS)).1;
    }
    let (natural, lag) = ([0.0; OSCILLATORS], [FRAC_PI_2 - BETA]);
    let dense = Dense::new(OSCILLATORS, 1, &coupling, Layout::ROWS)?.with_lags(&lag)?;
    let network = Kuramoto::new(&natural, dense.with_normalization(Normalization::Oscillators))?;
    let mut stream = Stream::new(SEED, 0, 0);
    let initial: Vec<f64> = (0..OSCILLATORS)
        .map(|i| 6.0 * Real::exp(-30.0 * (place(i) / TAU).powi(2)) * (stream.uniform::<f64>() - 0.5))
        .collect();
    let times: Vec<f64> = (0..rows).map(|row| row as f64).collect();
    let mut phases = vec![0.0; rows * OSCILLATORS];
    let mut workspace = vec![0.0; network.workspace_len()];
    let run = Rk4::new(STEP)?.solve(&network, &times, &initial, &mut phases, &mut workspace, |_, _, _| {
        progress.step();
        Ok(())
    })?;
    progress.finish();
    run.complete()?;

    let neighbourhoods = Neighbourhoods::ring(OSCILLATORS, RADIUS)?;
    let mut workspace = vec![0.0; neighbourhoods.workspace_len()];
    let mut order = vec![0.0; phases.len()];
    for (phases, order) in phases.chunks_exact(OSCILLATORS).zip(order.chunks_exact_mut(OSCILLATORS)) {
        neighbourhoods.order(phases, 1, order, &mut workspace)?;
    }
    let middle = rows / 2;
    let (first, last) = (&phases[middle * OSCILLATORS..][..OSCILLATORS], &phases[(rows - 1) * OSCILLATORS..]);
    let mut frequencies = vec![0.0; OSCILLATORS];
    mean_frequencies(first, last, times[rows - 1] - times[middle], &mut frequencies)?;

    let theory = Theory::solve()?;
    let profile = check(&phases[middle * OSCILLATORS..], &frequencies, &theory)?;
    figure::save(&folder.join("chimera.svg"), (1480, 1100), |area| {
        let (left, right) = area.split_horizontally(1520);
        let strips = left.split_evenly((3, 1));
        let dots = |y: &dyn Fn(usize) -> f64| (0..OSCILLATORS).map(|i| (place(i), y(i))).collect::<Vec<_>>();
        let title = format!("Phases at t = {END}");
        draw(&strips[0], &title, ("φ", -PI..PI), &dots(&|i| wrapped(last[i])), &[])?;
        let local = &order[(rows - 1) * OSCILLATORS..];
        draw(&strips[1], "Local order at that time", ("r", 0.0..1.0), &dots(&|i| local[i]), &[])?;
        let frequency = ("mean dφ/dt", -0.8..0.0);
        draw(&strips[2], "Mean frequencies, and theory (line)", frequency, &dots(&|i| frequencies[i]), &profile)?;
        draw_history(&right, &order)
    })
}

/// Compares the second half of the run with theory, and returns the frequencies that theory gives for each place, the
/// middle of those that drift being where it is in the run.
fn check(record: &[f64], frequencies: &[f64], theory: &Theory) -> Result<Vec<(f64, f64)>, Box<dyn Error>> {
    let lowest = frequencies.iter().copied().fold(f64::INFINITY, f64::min);
    let (mut re, mut im) = (0.0, 0.0);
    for (i, frequency) in frequencies.iter().enumerate() {
        let (sin, cos) = Real::sin_cos(place(i));
        (re, im) = (re + (frequency - lowest) * cos, im + (frequency - lowest) * sin);
    }
    let middle = argument(re, im);
    let profile: Vec<_> = (0..OSCILLATORS).map(|i| (place(i), theory.frequency(place(i) - middle + PI))).collect();
    let distance: f64 = frequencies.iter().zip(&profile).map(|(f, point)| (f - point.1).abs()).sum();
    let distance = distance / OSCILLATORS as f64;
    let mut global = OrderParameterStatistics::new(1, Level::detect())?;
    global.add_record(record, OSCILLATORS)?;
    let r = global.statistics().mean();
    let in_step = frequencies.iter().filter(|&&f| f < lowest + LOCKED).count();
    let expected = profile.iter().filter(|point| point.1 < LOCKED - theory.delta).count();

    println!("Chimera: {OSCILLATORS} identical oscillators on a ring, t to {END}, means over the second half");
    println!("                        run      theory");
    println!("in step                 {in_step:<7}  {expected}");
    println!("their frequency         {lowest:<7.4}  {:.4}", -theory.delta);
    println!("global order parameter  {r:<7.4}  {:.4}", theory.c);
    println!("the mean frequencies are {distance:.4} from theory on average");
    let errors = [lowest + theory.delta, r - theory.c, distance];
    if errors.iter().any(|error| error.abs() > TOLERANCE) {
        return Err(format!("the chimera is not that of theory: {errors:?}").into());
    }
    Ok(profile)
}

/// Dots around the ring, and a line.
fn draw(
    area: &figure::Area,
    title: &str,
    (name, range): (&str, Range<f64>),
    dots: &[(f64, f64)],
    line: &[(f64, f64)],
) -> Result<(), Box<dyn Error>> {
    let mut chart = figure::panel(area, title)?.build_cartesian_2d(-PI..PI, range)?;
    figure::axes(&mut chart, ("x", 7), (name, 5))?;
    chart.draw_series(dots.iter().map(|&dot| Circle::new(dot, 6, figure::BLUE.filled())))?;
    chart.draw_series(LineSeries::new(line.iter().copied(), figure::VERMILLION.stroke_width(4)))?;
    Ok(())
}

/// The local order in place and time: means over cells.
fn draw_history(area: &figure::Area, order: &[f64]) -> Result<(), Box<dyn Error>> {
    let mut chart = figure::panel(area, "Local order: 0 is white, 1 blue")?.build_cartesian_2d(-PI..PI, 0.0..END)?;
    let shade = |level: usize| {
        let part = |channel: u8| (255.0 + (f64::from(channel) - 255.0) * level as f64 / LEVELS as f64) as u8;
        RGBColor(part(figure::BLUE.0), part(figure::BLUE.1), part(figure::BLUE.2))
    };
    for (row, order) in order[OSCILLATORS..].chunks_exact(CELL.0 * OSCILLATORS).enumerate() {
        let time = |row: usize| (row * CELL.0) as f64;
        let mean = |cell: usize| {
            let rows = order.chunks_exact(OSCILLATORS).map(|row| &row[cell * CELL.1..][..CELL.1]);
            (rows.flatten().sum::<f64>() / (CELL.0 * CELL.1) as f64 * LEVELS as f64).round() as usize
        };
        let levels: Vec<usize> = (0..OSCILLATORS / CELL.1).map(mean).collect();
        let mut first = 0;
        for run in levels.chunk_by(|a, b| a == b) {
            let end = first + run.len() * CELL.1;
            // Wider and higher by a half, which the next ones cover: no seams.
            let corner = (place(end + CELL.1 / 2).min(PI), (time(row + 1) + time(1) / 2.0).min(END));
            chart.draw_series([Rectangle::new([(place(first), time(row)), corner], shade(run[0]).filled())])?;
            first = end;
        }
    }
    figure::axes(&mut chart, ("x", 7), ("t", 6))
}
