//! The posts' examples in Rust, and three networks of the literature: numbers go to stdout, progress to stderr, figures to `tour/` in Cargo's target folder.
//!
//! `cargo run --release --example tour`

mod chimera;
mod curve_fit;
mod figure;
mod grid;
mod halton;
mod kuramoto;
mod transition;

use indicatif::{ProgressBar, ProgressStyle};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = figure_folder()?;
    halton::run(&folder)?;
    curve_fit::run(&folder)?;
    kuramoto::run(&folder)?;
    transition::run(&folder)?;
    chimera::run(&folder)?;
    grid::run(&folder)?;
    Ok(())
}

/// `tour/` in the target folder that Cargo built this program in (`target/release/examples/tour`), wherever that is.
fn figure_folder() -> io::Result<PathBuf> {
    let program = env::current_exe()?;
    let built_by_cargo = program.parent().is_some_and(|parent| parent.ends_with("examples"));
    let target = program.ancestors().nth(3).filter(|_| built_by_cargo);
    let folder = target.unwrap_or(Path::new("target")).join("tour");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A progress bar on stderr, and a line at the end; a line at the start instead of the bar where that is no terminal.
struct Progress {
    title: &'static str,
    bar: ProgressBar,
}

impl Progress {
    fn new(title: &'static str, steps: u64) -> Self {
        let bar = ProgressBar::new(steps).with_message(title);
        if let Ok(style) = ProgressStyle::with_template("{msg:<24} {bar:40} {percent:>3} %  {elapsed}") {
            bar.set_style(style);
        }
        if bar.is_hidden() {
            eprintln!("{title} ...");
        }
        Progress { title, bar }
    }

    fn step(&self) {
        self.bar.inc(1);
    }

    fn finish(self) {
        self.bar.finish_and_clear();
        eprintln!("{}: done in {:.2} s", self.title, self.bar.elapsed().as_secs_f64());
    }
}
