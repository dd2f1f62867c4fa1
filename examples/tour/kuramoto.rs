//! The posts' two networks of three oscillators: one harmonic, and two.

use crate::{Progress, figure};
use photinus::kuramoto::{Dense, Kuramoto};
use photinus::ode::{OdeSystem, Rk4};
use photinus::{Layout, Stop};
use plotters::prelude::*;
use std::error::Error;
use std::f64::consts::PI;
use std::path::Path;

/// Natural frequencies in rad/s, phases at t = 0.
const NATURAL: [f64; 3] = [28.0, 19.0, 11.0];
const INITIAL: [f64; 3] = [0.0, PI, 0.0];
/// Row i is the coupling in the equation of oscillator i, in rad/s.
const FIRST_HARMONIC: [f64; 9] = [0.0, 0.2, 1.1, 0.5, 0.0, -0.7, 0.3, 0.9, 0.0];
const SECOND_HARMONIC: [f64; 9] = [0.0, -0.5, 0.2, -0.4, 0.0, 1.0, 0.8, 0.8, 0.0];
/// Seconds: the end of the run, the step, the end of the figure.
const END: f64 = 40.0;
const STEP: f64 = 0.01;
const SHOWN: f64 = 5.0;

/// The state at every time: a row of phases in rad, and one of their derivatives in rad/s.
struct Trajectory {
    times: Vec<f64>,
    phases: Vec<f64>,
    frequencies: Vec<f64>,
    steps: u64,
}

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let harmonics = [FIRST_HARMONIC, SECOND_HARMONIC];
    for count in [1, 2] {
        let coupling = harmonics[..count].as_flattened();
        let title = if count == 1 { "Kuramoto, one harmonic" } else { "Kuramoto, two harmonics" };
        let intervals = (END / STEP).round() as u64;
        let progress = Progress::new(title, 2 * (intervals + 1));
        let run = solve(coupling, count, STEP, &progress)?;
        let check = solve(coupling, count, STEP / 2.0, &progress)?;
        progress.finish();

        let differences = run.phases.iter().zip(&check.phases).map(|(a, b)| (a - b).abs());
        println!("{title}: t from 0 to {END} s, {} steps", run.steps);
        println!("oscillator  natural frequency  mean frequency (rad/s)  final phase (rad)");
        for (i, phase) in run.phases[run.phases.len() - 3..].iter().enumerate() {
            let mean = (phase - INITIAL[i]) / END;
            println!("{:<10}  {:<17}  {mean:<22.9}  {phase:.9}", i + 1, NATURAL[i]);
        }
        check_frequencies(&run)?;
        println!("halving the step changes no phase by more than {:.1e} rad", differences.fold(0.0, f64::max));

        figure::save(&folder.join(format!("kuramoto_{count}.svg")), (1240, 960), |area| draw(area, title, &run))?;
    }
    Ok(())
}

fn solve(coupling: &[f64], harmonics: usize, step: f64, progress: &Progress) -> Result<Trajectory, Box<dyn Error>> {
    let network = Kuramoto::new(&NATURAL, Dense::new(3, harmonics, coupling, Layout::ROWS)?)?;
    let times: Vec<f64> = (0..=(END / STEP).round() as u32).map(|i| f64::from(i) * STEP).collect();
    let mut phases = vec![0.0; times.len() * 3];
    let mut frequencies = vec![0.0; times.len() * 3];
    let mut workspace = vec![0.0; network.workspace_len()];
    let mut scratch = vec![0.0; network.scratch_len()];
    let run = Rk4::new(step)?.solve(&network, &times, &INITIAL, &mut phases, &mut workspace, |row, time, state| {
        progress.step();
        let rates = network.rates(time, state, &mut frequencies[row * 3..][..3], &mut scratch);
        rates.map_err(|error| Stop::Failure(error.code()))
    })?;
    run.complete()?;
    Ok(Trajectory { times, phases, frequencies, steps: run.steps })
}

/// The integral of the frequencies, by the trapezoidal rule, is how far the phases went.
fn check_frequencies(run: &Trajectory) -> Result<(), String> {
    let count = run.times.len();
    for (i, initial) in INITIAL.iter().enumerate() {
        let ends = (run.frequencies[i] + run.frequencies[3 * (count - 1) + i]) / 2.0;
        let sum = run.frequencies.iter().skip(i).step_by(3).sum::<f64>() - ends;
        let distance = run.phases[3 * (count - 1) + i] - initial;
        if (sum * STEP - distance).abs() > 1e-3 {
            return Err(format!(
                "oscillator {}: {} rad by its frequencies, {distance} by its phases",
                i + 1,
                sum * STEP
            ));
        }
    }
    Ok(())
}

/// The instantaneous frequencies, in strips of one scale.
fn draw(area: &figure::Area, title: &str, run: &Trajectory) -> Result<(), Box<dyn Error>> {
    let colours = [figure::BLUE, figure::VERMILLION, figure::GREEN];
    for (i, strip) in area.split_evenly((3, 1)).iter().enumerate() {
        let title = format!("{title}: oscillator {}, natural frequency {} rad/s (dashed)", i + 1, NATURAL[i]);
        let range = NATURAL[i] - 3.0..NATURAL[i] + 3.0;
        let mut chart = figure::panel(strip, &title)?.build_cartesian_2d(0.0..SHOWN, range)?;
        figure::axes(&mut chart, ("t (s)", 11), ("dφ/dt (rad/s)", 4))?;
        let natural = [(0.0, NATURAL[i]), (SHOWN, NATURAL[i])];
        chart.draw_series(DashedLineSeries::new(natural, 20, 12, BLACK.mix(0.5).stroke_width(3)))?;
        let points = run.times.iter().zip(run.frequencies.chunks_exact(3)).map(|(&t, rates)| (t, rates[i]));
        let shown = points.take_while(|point| point.0 <= SHOWN);
        chart.draw_series(LineSeries::new(shown, colours[i].stroke_width(5)))?;
    }
    Ok(())
}
