//! The posts' table of the Halton sequence, and how evenly its points lie.

use crate::{Progress, figure};
use photinus::Layout;
use photinus::random::Stream;
use photinus::sequence::{Halton, Indices, Sequence};
use plotters::prelude::*;
use std::error::Error;
use std::path::Path;

/// Points in the figure.
const SHOWN: usize = 256;
/// Numbers of points in the table, and pseudo-random sets for each.
const COUNTS: [usize; 6] = [64, 128, SHOWN, 512, 1024, 2048];
const SETS: u64 = 16;

pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let progress = Progress::new("Halton sequence", COUNTS.len() as u64 * SETS);
    let mut rows = Vec::new();
    for count in COUNTS {
        let mut squares = 0.0;
        for seed in 0..SETS {
            squares += discrepancy(&pseudo_random(count, seed)).powi(2);
            progress.step();
        }
        rows.push((count, discrepancy(&halton(count)?), (squares / SETS as f64).sqrt()));
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
    })
}

fn halton(count: usize) -> Result<Vec<[f64; 2]>, Box<dyn Error>> {
    let mut points = vec![[0.0; 2]; count];
    Halton::new(2)?.fill(Indices::new(0, count), Layout::ROWS, points.as_flattened_mut())?;
    Ok(points)
}

fn pseudo_random(count: usize, seed: u64) -> Vec<[f64; 2]> {
    let mut stream = Stream::new(seed, 0, 0);
    (0..count).map(|_| [stream.uniform(), stream.uniform()]).collect()
}

/// The centred L2 discrepancy (Hickernell, Math. Comp. 67, 1998).
fn discrepancy(points: &[[f64; 2]]) -> f64 {
    let n = points.len() as f64;
    let centre = |x: f64| (x - 0.5).abs();
    let single = |p: &[f64; 2]| p.iter().map(|&x| 1.0 + 0.5 * centre(x) * (1.0 - centre(x))).product::<f64>();
    let pair = |p: &[f64; 2], q: &[f64; 2]| {
        let factors = p.iter().zip(q).map(|(&x, &y)| 1.0 + 0.5 * (centre(x) + centre(y) - (x - y).abs()));
        factors.product::<f64>()
    };
    let singles: f64 = points.iter().map(single).sum();
    let pairs: f64 = points.iter().map(|p| points.iter().map(|q| pair(p, q)).sum::<f64>()).sum();
    ((13.0_f64 / 12.0).powi(2) - 2.0 / n * singles + pairs / (n * n)).sqrt()
}

fn draw(area: &figure::Area, name: &str, points: &[[f64; 2]], colour: RGBColor) -> Result<(), Box<dyn Error>> {
    let title = format!("{name}: discrepancy {:.4}", discrepancy(points));
    let mut chart = figure::panel(area, &title)?.build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    figure::axes(&mut chart, ("x₁", 6), ("x₂", 6))?;
    chart.draw_series(points.iter().map(|p| Circle::new((p[0], p[1]), 8, colour.filled())))?;
    Ok(())
}
