//! Photinus's Halton sequence and those of others on the same work, side by side in one run:
//!
//! ```sh
//! bash benches/peers/halton/run --install
//! ```
//!
//! The work is a matrix of points from index 1 on, in the caller's memory, of 256 KiB (in the L2 cache) or 100 MiB; or
//! the same points one per call; or scrambled. In a first turn, which does not count, each last point is compared
//! with the exact one. All use one thread. They take turns, round after round, so that whatever else runs on the
//! machine hits all alike; a figure is the minimum over the rounds of the thread's CPU time, in nanoseconds per value.
//! What is made once for many points is made before: SciPy's permutations, photinus's tables. The machine's limit,
//! stores of a constant, takes its turn with the others.
//!
//! All Rust is compiled for the baseline of its target, as a user's program is; photinus finds out at run time what the
//! CPU has. What a peer can't do is a dash in the tables, a peer that is not installed as well.

#[cfg(feature = "gsl")]
mod gsl;
mod ours;
mod python;
mod stores;
mod table;

use cpu_time::ThreadTime;
use photinus::sequence::{Halton, PRIMES, Sequence};
use photinus::simd::Level;
use python::Python;
use std::fs::read_to_string;
use std::hint::black_box;
use std::time::{Duration, Instant};
use table::{Table, cell, times};

const DIMENSIONS: [usize; 5] = [1, 3, 8, 32, 100];
/// Values in 256 KiB and in 100 MiB.
const SMALL: usize = 1 << 15;
const LARGE: usize = 100 << 17;

/// What is to be computed: `points` points of `dim` coordinates from index 1 on.
#[derive(Clone, Copy)]
struct Work {
    dim: usize,
    points: usize,
}

/// What a contender did.
struct Run {
    /// The CPU seconds of one repetition.
    seconds: f64,
    /// The last point; empty if there are no points, but stores alone.
    last: Vec<f64>,
}

/// Does the work into the given matrix, so many times; `None` if it can't.
type Contender<'a> = Box<dyn FnMut(Work, u32, &mut [f64]) -> Option<Run> + 'a>;

/// The CPU seconds of this thread for one of `repeat` repetitions.
fn timed(repeat: u32, mut work: impl FnMut()) -> f64 {
    let clock = ThreadTime::now();
    for _ in 0..repeat {
        work();
    }
    clock.elapsed().as_secs_f64() / f64::from(repeat)
}

/// What of the last point can be known.
#[derive(Clone, Copy, PartialEq)]
enum Check {
    /// It is that of the Halton sequence.
    Exact,
    /// It is in the unit cube.
    Range,
}

/// Has contenders take turns.
struct Bench {
    matrix: Vec<f64>,
    /// Medians over minima, to tell how quiet the machine was.
    unrest: Vec<f64>,
}

impl Bench {
    /// The nanoseconds per value of each contender, which take turns.
    fn compare(&mut self, work: Work, check: Check, contenders: &mut [Contender<'_>]) -> Vec<Option<f64>> {
        let values = work.points * work.dim;
        let begin = self.matrix.as_ptr().align_offset(64); // for all that ask for whole cache lines
        let matrix = &mut self.matrix[begin..][..values];
        // The first turn is for the caches, the check, and the number of repetitions: 2 ms of them.
        let repeats: Vec<Option<u32>> = contenders
            .iter_mut()
            .map(|contender| {
                let run = contender(work, 1, matrix)?;
                check.assert(work, &run.last);
                Some((2e-3 / run.seconds).ceil().clamp(1.0, 1e4) as u32)
            })
            .collect();
        let mut seconds = vec![Vec::new(); contenders.len()];
        // Many short rounds find the quiet moments of a shared machine; what is long gets at least 5.
        let begin = Instant::now();
        for round in 0..80 {
            if round >= 5 && begin.elapsed() > Duration::from_secs(3) {
                break;
            }
            for ((contender, &repeat), seconds) in contenders.iter_mut().zip(&repeats).zip(&mut seconds) {
                if let Some(run) = repeat.and_then(|repeat| contender(work, repeat, matrix)) {
                    seconds.push(run.seconds);
                }
            }
        }
        let minimum = |mut seconds: Vec<f64>| {
            seconds.sort_by(f64::total_cmp);
            let first = *seconds.first()?;
            self.unrest.push(seconds[seconds.len() / 2] / first);
            Some(1e9 * first / values as f64)
        };
        seconds.into_iter().map(minimum).collect()
    }
}

impl Check {
    fn assert(self, work: Work, last: &[f64]) {
        if last.is_empty() {
            return;
        }
        assert_eq!(last.len(), work.dim);
        let mut exact = vec![0.0; work.dim];
        Halton::<f64>::new(work.dim).unwrap().point(work.points as u64, &mut exact).unwrap();
        for (x, exact) in last.iter().zip(&exact) {
            let good = if self == Check::Exact { (x - exact).abs() < 1e-14 } else { (0.0..1.0).contains(x) };
            assert!(good, "{x} where {exact} is right: not the same work");
        }
    }
}

/// The crate `halton`, which has bases of 8 bits, and in base 2 no more than 20 digits.
fn crate_halton(work: Work, repeat: u32, out: &mut [f64], one_place: bool) -> Option<Run> {
    let Work { dim, points } = work;
    let bases = PRIMES[..dim].iter().map(|&base| u8::try_from(base)).collect::<Result<Vec<u8>, _>>().ok()?;
    if points >= 1 << 20 {
        return None;
    }
    let row = if one_place { 0 } else { dim };
    let mut sequences = Vec::with_capacity(dim);
    let seconds = timed(repeat, || {
        let out = black_box(&mut *out);
        sequences.clear();
        sequences.extend(bases.iter().map(|&base| halton::Sequence::new(base)));
        for i in 0..points {
            for (x, sequence) in out[i * row..][..dim].iter_mut().zip(&mut sequences) {
                *x = sequence.next().unwrap_or_default();
            }
            if one_place {
                black_box(&mut *out);
            }
        }
    });
    Some(Run { seconds, last: out[(points - 1) * row..][..dim].to_vec() })
}

/// The crate `sobol_burley`: another sequence, Owen-scrambled Sobol in f32.
fn sobol_burley(work: Work, repeat: u32, memory: &mut Vec<f32>) -> Option<Run> {
    let Work { dim, points } = work;
    if points >= 1 << 16 || dim > 256 {
        return None;
    }
    memory.resize(points * dim, 0.0);
    let seconds = timed(repeat, || {
        for (index, row) in (1..).zip(black_box(&mut *memory).chunks_exact_mut(dim)) {
            if dim == 1 {
                row[0] = sobol_burley::sample(index, 0, 1);
                continue;
            }
            for (set, row) in (0..).zip(row.chunks_mut(4)) {
                row.copy_from_slice(&sobol_burley::sample_4d(index, set, 1)[..row.len()]);
            }
        }
    });
    Some(Run { seconds, last: last_of(memory, dim) })
}

/// The last row, widened.
fn last_of(matrix: &[f32], dim: usize) -> Vec<f64> {
    matrix[matrix.len() - dim..].iter().map(|&x| f64::from(x)).collect()
}

#[cfg(feature = "gsl")]
use gsl::{run as gsl, version as gsl_version};
#[cfg(not(feature = "gsl"))]
fn gsl(_: Work, _: u32, _: &mut [f64], _: bool) -> Option<Run> {
    None
}
#[cfg(not(feature = "gsl"))]
fn gsl_version() -> Option<String> {
    None
}

fn best(peers: &[Option<f64>]) -> Option<f64> {
    peers.iter().copied().flatten().min_by(f64::total_cmp)
}

/// `a / b`, where both are known.
fn ratio(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    Some(a? / b?)
}

/// Fills of a matrix, of as many values as fit into `values`.
fn fills(bench: &mut Bench, python: &mut Python, values: usize) {
    let mut table = Table::new(&[
        "d",
        "photinus, by rows",
        "photinus, by columns",
        "GSL",
        "crate halton",
        "SciPy",
        "best peer / photinus by rows",
        "stores alone",
        "photinus by rows / stores",
    ]);
    for dim in DIMENSIONS {
        let work = Work { dim, points: values / dim };
        let result = bench.compare(
            work,
            Check::Exact,
            &mut [
                Box::new(ours::rows),
                Box::new(ours::columns),
                Box::new(|work, repeat, out| gsl(work, repeat, out, false)),
                Box::new(|work, repeat, out| crate_halton(work, repeat, out, false)),
                Box::new(|work, repeat, _| python.run("scipy", work, repeat)),
                Box::new(stores::plain),
            ],
        );
        let (fills, limit) = (&result[..5], result[5]);
        let mut row = vec![dim.to_string()];
        row.extend(fills.iter().map(|&ns| cell(ns)));
        row.extend([times(ratio(best(&fills[2..]), fills[0])), cell(limit), times(ratio(fills[0], limit))]);
        table.row(row);
    }
    table.print();
}

/// One point per call, always to the same place.
fn cursors(bench: &mut Bench) {
    let mut table = Table::new(&[
        "d",
        "photinus, with a table",
        "photinus, without",
        "photinus, by index",
        "GSL",
        "crate halton",
        "best peer / photinus with a table",
    ]);
    for dim in DIMENSIONS {
        let result = bench.compare(
            Work { dim, points: SMALL / dim },
            Check::Exact,
            &mut [
                Box::new(ours::cursor_with_table),
                Box::new(ours::cursor_without_table),
                Box::new(ours::by_index),
                Box::new(|work, repeat, out| gsl(work, repeat, out, true)),
                Box::new(|work, repeat, out| crate_halton(work, repeat, out, true)),
            ],
        );
        let mut row = vec![dim.to_string()];
        row.extend(result.iter().map(|&ns| cell(ns)));
        row.push(times(ratio(best(&result[3..]), result[0])));
        table.row(row);
    }
    table.print();
}

/// Digit permutations (Owen 2017), here and in SciPy; each against its own plain sequence too.
fn permuted(bench: &mut Bench, python: &mut Python) {
    let mut table =
        Table::new(&["d", "photinus", "its plain fill", "SciPy", "its plain fill", "SciPy / photinus, scrambled"]);
    for dim in DIMENSIONS {
        let work = Work { dim, points: SMALL / dim };
        let python = std::cell::RefCell::new(&mut *python);
        let result = bench.compare(
            work,
            Check::Range,
            &mut [
                Box::new(ours::permuted),
                Box::new(ours::rows),
                Box::new(|work, repeat, _| python.borrow_mut().run("scipy scrambled", work, repeat)),
                Box::new(|work, repeat, _| python.borrow_mut().run("scipy", work, repeat)),
            ],
        );
        let mut row = vec![dim.to_string()];
        row.extend(result.iter().map(|&ns| cell(ns)));
        row.push(times(ratio(result[2], result[0])));
        table.row(row);
    }
    table.print();
}

/// Nested uniform scrambling (Owen 1995), by hash here.
fn nested(bench: &mut Bench, python: &mut Python) {
    let mut table = Table::new(&[
        "d",
        "photinus, f64",
        "QMCPy, f64",
        "QMCPy / photinus",
        "photinus, f32",
        "sobol_burley, f32",
        "sobol_burley / photinus",
    ]);
    let (mut f32_ours, mut f32_theirs) = (Vec::new(), Vec::new());
    for dim in DIMENSIONS {
        let work = Work { dim, points: SMALL / dim };
        let result = bench.compare(
            work,
            Check::Range,
            &mut [
                Box::new(ours::nested),
                Box::new(|work, repeat, _| ours::nested_f32(work, repeat, &mut f32_ours)),
                Box::new(|work, repeat, _| sobol_burley(work, repeat, &mut f32_theirs)),
            ],
        );
        // So slow that fewer points have to do.
        let few = Work { dim, points: 64.min(work.points) };
        let qmcpy: Contender<'_> =
            Box::new(|work, repeat, _| (dim <= 8).then(|| python.run("qmcpy nested", work, repeat)).flatten());
        let qmcpy = bench.compare(few, Check::Range, &mut [qmcpy])[0];
        table.row(vec![
            dim.to_string(),
            cell(result[0]),
            cell(qmcpy),
            times(ratio(qmcpy, result[0])),
            cell(result[1]),
            cell(result[2]),
            times(ratio(result[2], result[1])),
        ]);
    }
    table.print();
}

/// The version in Cargo.lock.
fn version(name: &str) -> &'static str {
    let lock = include_str!("Cargo.lock");
    let place = lock.find(&format!("name = \"{name}\"\nversion = \"")).expect("every dependency is in Cargo.lock");
    lock[place..].split('"').nth(3).expect("a version follows the name")
}

fn main() {
    let (mut interpreter, mut large) = ("python3".to_string(), true);
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--quick" => large = false,
            _ => interpreter = argument,
        }
    }
    let mut python = Python::start(&interpreter);
    let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("unknown", |x| x.1);
    println!("CPU: {cpu}; photinus runs at the level {}.", Level::detect().name());
    let absent = || "not installed".to_string();
    println!(
        "photinus {}, GSL {}, crate halton {}, crate sobol_burley {}, SciPy {}, QMCPy {}.",
        version("photinus"),
        gsl_version().unwrap_or_else(absent),
        version("halton"),
        version("sobol_burley"),
        python.version("scipy").unwrap_or_else(absent),
        python.version("qmcpy").unwrap_or_else(absent),
    );
    println!("All figures are ns of CPU time per value, one thread, f64 if not said otherwise.");

    let mut bench = Bench { matrix: vec![0.5; if large { LARGE } else { SMALL } + 8], unrest: Vec::new() };
    for (name, values) in [("256 KiB", SMALL), ("100 MiB", LARGE)] {
        if values > SMALL && !large {
            continue;
        }
        println!("\nA matrix of {name}, filled from index 1 on:\n");
        fills(&mut bench, &mut python, values);
        let work = Work { dim: 1, points: values };
        let non_temporal = bench.compare(work, Check::Range, &mut [Box::new(stores::non_temporal)])[0];
        println!("\nNon-temporal stores alone: {} ns.", cell(non_temporal));
    }
    println!("\nOne point per call, as many points as fill 256 KiB:\n");
    cursors(&mut bench);
    println!("\nScrambled by digit permutations, 256 KiB by rows:\n");
    permuted(&mut bench, &mut python);
    println!(
        "\nNested uniform scrambling, by rows, as many points; QMCPy: 64; sobol_burley: another sequence, Sobol:\n"
    );
    nested(&mut bench, &mut python);

    bench.unrest.sort_by(f64::total_cmp);
    let [half, all] = [bench.unrest.len() / 2, bench.unrest.len() - 1].map(|i| 100.0 * (bench.unrest[i] - 1.0));
    println!("\nMedians of the rounds lie {half:.0} % above these minima in half of the cases, {all:.0} % at most.");
}
