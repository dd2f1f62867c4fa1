//! The posts' table of the Halton sequence, how evenly its points lie, and what scrambling does in high dimension.

use crate::{Progress, figure};
use photinus::random::Stream;
use photinus::sequence::{Discrepancy, Halton, Indices, Scrambling, Sequence, Sobol};
use photinus::{Error, Layout};
use plotters::prelude::*;
use std::path::Path;

/// Points in the figure.
const SHOWN: usize = 256;
/// Numbers of points in the table, and pseudo-random sets for each.
const COUNTS: [usize; 6] = [64, 128, SHOWN, 512, 1024, 2048];
const SETS: u64 = 16;

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let progress = Progress::new("Halton sequence", COUNTS.len() as u64 * SETS);
    let mut rows = Vec::new();
    for count in COUNTS {
        let mut squares = 0.0;
        for seed in 0..SETS {
            squares += discrepancy(&pseudo_random(count, seed))?.powi(2);
            progress.step();
        }
        rows.push((count, discrepancy(&halton(count)?)?, (squares / SETS as f64).sqrt()));
    }
    progress.finish();

    let sequence = Halton::<f64>::posts(3)?;
    let mut table = [0.0; 30];
    sequence.fill(Indices::new(0, 10), Layout::ROWS, &mut table)?;
    println!("Halton sequence: the posts' table");
    println!("index  base 5  base 7                base 11");
    for (index, point) in table.chunks_exact(3).enumerate() {
        println!("{index:>5}  {:<6}  {:<20}  {}", point[0], point[1], point[2]);
    }

    println!("\nCentred L2 discrepancy in two dimensions: the lower, the more even");
    println!("points  Halton    pseudo-random (root mean square of {SETS} sets)");
    for (count, halton, random) in rows {
        println!("{count:>6}  {halton:.6}  {random:.6}");
    }

    figure::save(&folder.join("halton.svg"), (1240, 630), |area| {
        let halves = area.split_evenly((1, 2));
        draw(&halves[0], "Halton, bases 2 and 3", &halton(SHOWN)?, figure::BLUE)?;
        draw(&halves[1], "Pseudo-random", &pseudo_random(SHOWN, 0), figure::VERMILLION)
    })?;
    high_dimension(folder)
}

fn halton(count: usize) -> Result<Vec<[f64; 2]>, Box<dyn std::error::Error>> {
    let mut points = vec![[0.0; 2]; count];
    Halton::new(2)?.fill(Indices::new(0, count), Layout::ROWS, points.as_flattened_mut())?;
    Ok(points)
}

fn pseudo_random(count: usize, seed: u64) -> Vec<[f64; 2]> {
    let mut stream = Stream::new(seed, 0, 0);
    (0..count).map(|_| [stream.uniform(), stream.uniform()]).collect()
}

/// The centred L2 discrepancy.
fn discrepancy(points: &[[f64; 2]]) -> Result<f64, Error> {
    Ok(Discrepancy::Centered.of(points.as_flattened(), points.len(), 2, Layout::ROWS)?.sqrt())
}

/// Coordinates 31 and 32 of points in 32 dimensions, the bases 127 and 131.
fn last_two(sequence: &impl Sequence<f64>, count: usize) -> Result<Vec<[f64; 2]>, Error> {
    let mut points = vec![0.0; 32 * count];
    sequence.fill(Indices::new(0, count), Layout::ROWS, &mut points)?;
    Ok(points.chunks_exact(32).map(|point| [point[30], point[31]]).collect())
}

/// The root mean square error of the mean of sqrt(12 d) mean(x - 1/2), which is 0 with variance 1, over ten seeds.
fn error(dim: usize, count: usize, sequence: impl Fn(u64) -> Result<Vec<f64>, Error>) -> Result<f64, Error> {
    let mut squares = 0.0;
    for seed in 0..10 {
        let sum: f64 = sequence(seed)?.iter().map(|x| x - 0.5).sum();
        squares += (12.0 * dim as f64) * (sum / (dim * count) as f64).powi(2);
    }
    Ok((squares / 10.0).sqrt())
}

/// Plain and scrambled sequences in high dimension.
fn high_dimension(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    const COUNT: usize = 8192;
    println!("\nError of a mean over {COUNT} points, f = sqrt(12 d) mean(x - 1/2), root mean square of ten seeds");
    println!("dimension  pseudo-random  Halton   permuted digits  nested   Sobol, nested");
    for dim in [2, 8, 32] {
        let fill = |sequence: &dyn Sequence<f64>| {
            let mut points = vec![0.0; dim * COUNT];
            sequence.fill(Indices::new(0, COUNT), Layout::ROWS, &mut points).map(|()| points)
        };
        let halton = Halton::new(dim)?;
        let random = error(dim, COUNT, |seed| {
            let mut stream = Stream::new(seed, 1, 0);
            Ok((0..dim * COUNT).map(|_| stream.uniform()).collect())
        })?;
        let plain = error(dim, COUNT, |_| fill(&halton))?;
        let permuted = error(dim, COUNT, |seed| fill(&halton.scrambled(seed)))?;
        let nested = error(dim, COUNT, |seed| fill(&halton.with_scrambling(Scrambling::Nested(seed))?))?;
        let sobol = error(dim, COUNT, |seed| fill(&Sobol::new(dim)?.scrambled(seed)))?;
        println!("{dim:>9}  {random:<13.1e}  {plain:<7.1e}  {permuted:<15.1e}  {nested:<7.1e}  {sobol:.1e}");
    }
    let halton = Halton::new(32)?;
    figure::save(&folder.join("scrambling.svg"), (1240, 630), |area| {
        let halves = area.split_evenly((1, 2));
        draw(&halves[0], "Halton, bases 127 and 131", &last_two(&halton, SHOWN)?, figure::BLUE)?;
        draw(&halves[1], "Scrambled", &last_two(&halton.scrambled(1), SHOWN)?, figure::GREEN)
    })
}

fn draw(
    area: &figure::Area,
    name: &str,
    points: &[[f64; 2]],
    colour: RGBColor,
) -> Result<(), Box<dyn std::error::Error>> {
    let title = format!("{name}: discrepancy {:.4}", discrepancy(points)?);
    let mut chart = figure::panel(area, &title)?.build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    figure::axes(&mut chart, ("x₁", 6), ("x₂", 6))?;
    chart.draw_series(points.iter().map(|p| Circle::new((p[0], p[1]), 8, colour.filled())))?;
    Ok(())
}
