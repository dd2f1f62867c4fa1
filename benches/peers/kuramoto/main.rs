//! Photinus's Kuramoto networks and those of others, side by side in one run:
//!
//! ```sh
//! bash benches/peers/kuramoto/run --install
//! ```
//!
//! All integrate the same networks (problem.rs) from the same phases, those with a fixed step by the classical Runge-Kutta
//! method with the same step, and in a first turn, which does not count, all results are compared. All use one thread if
//! not said otherwise. They take turns, round after round, so that whatever else runs on the machine hits all alike; a
//! figure is the minimum over the rounds of the CPU time, in nanoseconds per right-hand side with its share of the
//! solver's work; for adaptive solvers, per right-hand side that they asked for. What is made once for a network is made
//! before: matrices, compiled functions. Large arrays begin on a cache line, where a contender lets them.
//!
//! Boost odeint and GSL are given the right-hand side of somebody who knows (peers.cpp), compiled for this very CPU with
//! all of its instructions, FMA too; photinus is compiled for the baseline of its target, as a user's program is, finds
//! out at run time what the CPU has, and fuses nothing. A "tuned" peer is told the size when it runs, as photinus is, and
//! does the members of an ensemble one after the other; the "hardest" may also be compiled for that size alone, or
//! written for an ensemble, its members side by side. What a contender can't do is a dash in the tables, one that is not
//! installed as well.

mod limit;
mod ours;
mod problem;
mod process;
mod table;

use cpu_time::ThreadTime;
use photinus::simd::{self, Level};
use problem::{Aligned, Kind, Problem, Shape};
use process::Process;
use std::cell::RefCell;
use std::fs::read_to_string;
use std::time::{Duration, Instant};
use table::{Table, cell, times};

/// What a contender did.
struct Run {
    /// Nanoseconds per right-hand side, of CPU time and by the clock on the wall.
    cpu: f64,
    wall: f64,
    /// Some of the results; empty if they are of another problem.
    results: Vec<f64>,
}

/// Has `work` done a little for the caches (`true`), then `repeat` times, of `sides` right-hand sides each.
fn timed(sides: f64, repeat: u32, mut work: impl FnMut(bool)) -> Run {
    work(true);
    let (wall, cpu) = (Instant::now(), ThreadTime::now());
    for _ in 0..repeat {
        work(false);
    }
    let (cpu, wall) = (cpu.elapsed(), wall.elapsed());
    let each = |time: Duration| 1e9 * time.as_secs_f64() / f64::from(repeat) / sides;
    Run { cpu: each(cpu), wall: each(wall), results: Vec::new() }
}

/// Which kind of contender it is.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Photinus,
    /// A right-hand side by somebody who knows, told the size when it runs.
    Tuned,
    /// Likewise, compiled for the size or written for ensembles.
    Special,
    /// As a package, or a short program of a few lines, does it.
    Plain,
    /// What the machine can do.
    Limit,
}

struct Contender<'a> {
    name: &'static str,
    class: Class,
    /// How far its results may be off, relative to 1 or the value, whichever is larger.
    tolerance: f64,
    /// Does it so many times; `None` if it can't.
    run: Box<dyn FnMut(u32) -> Option<Run> + 'a>,
}

impl<'a> Contender<'a> {
    fn new(
        name: &'static str,
        class: Class,
        tolerance: f64,
        run: impl FnMut(u32) -> Option<Run> + 'a,
    ) -> Contender<'a> {
        Contender { name, class, tolerance, run: Box::new(run) }
    }
}

/// The figure of a contender.
#[derive(Clone, Copy)]
struct Figure {
    name: &'static str,
    class: Class,
    cpu: f64,
    wall: f64,
}

/// The figures of those who could do it.
struct Figures(Vec<Figure>);

impl Figures {
    fn of(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|figure| figure.name == name).map(|figure| figure.cpu)
    }

    fn wall(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|figure| figure.name == name).map(|figure| figure.wall)
    }

    fn best(&self, classes: &[Class]) -> Option<Figure> {
        let peers = self.0.iter().filter(|figure| classes.contains(&figure.class));
        peers.copied().min_by(|a, b| a.cpu.total_cmp(&b.cpu))
    }
}

/// Has contenders take turns.
struct Bench {
    /// For how long, each time.
    patience: Duration,
    /// Medians over minima, to tell how quiet the machine was.
    unrest: Vec<f64>,
}

impl Bench {
    fn compare(&mut self, what: &str, mut contenders: Vec<Contender<'_>>) -> Figures {
        eprintln!("{what}");
        // One turn to check, and one to find the number of repetitions, 10 ms of them: the first may have compiled.
        let mut reference: Vec<f64> = Vec::new();
        let mut repeats: Vec<Option<(u32, Duration)>> = Vec::new();
        for contender in &mut contenders {
            let mut begin = Instant::now();
            let Some(first) = (contender.run)(1) else {
                repeats.push(None);
                continue;
            };
            check(what, contender, &mut reference, &first.results);
            if begin.elapsed() < Duration::from_secs(5) {
                begin = Instant::now();
                let _ = (contender.run)(1);
            }
            let once = begin.elapsed();
            repeats.push(Some(((0.01 / once.as_secs_f64()).ceil().clamp(1.0, 1e4) as u32, once)));
        }
        let mut runs: Vec<Vec<Run>> = contenders.iter().map(|_| Vec::new()).collect();
        let mut begin = Instant::now();
        for round in 0..60 {
            if round == 2 {
                begin = Instant::now(); // the slowest are done, and have not used up the time of the others
            }
            if round >= 8 && begin.elapsed() > self.patience {
                break;
            }
            for ((contender, repeat), runs) in contenders.iter_mut().zip(&repeats).zip(&mut runs) {
                let Some((repeat, once)) = *repeat else { continue };
                // What is hundreds of times slower need not be known so well.
                let slow = once > Duration::from_millis(100) && contender.class == Class::Plain;
                if !slow || round < 2 {
                    runs.extend((contender.run)(repeat));
                }
            }
        }
        let mut figures = Vec::new();
        for (contender, runs) in contenders.iter().zip(runs) {
            let sorted = |pick: fn(&Run) -> f64| {
                let mut times: Vec<f64> = runs.iter().map(pick).collect();
                times.sort_by(f64::total_cmp);
                times
            };
            let (cpu, wall) = (sorted(|run| run.cpu), sorted(|run| run.wall));
            if let Some(&first) = cpu.first() {
                self.unrest.push(cpu[cpu.len() / 2] / first);
                figures.push(Figure { name: contender.name, class: contender.class, cpu: first, wall: wall[0] });
            }
        }
        Figures(figures)
    }
}

/// Nobody measures something else.
fn check(what: &str, contender: &Contender<'_>, reference: &mut Vec<f64>, results: &[f64]) {
    if results.is_empty() {
        return;
    }
    if reference.is_empty() {
        reference.extend(results);
    }
    assert_eq!(results.len(), reference.len());
    for (x, y) in results.iter().zip(&*reference) {
        let far = (x - y).abs() / y.abs().max(1.0);
        assert!(far <= contender.tolerance, "{what}: {} gives {x} for {y}: not the same work", contender.name);
    }
}

/// The child processes.
struct Peers {
    fast: RefCell<Process>,
    strict: RefCell<Process>,
    python: RefCell<Process>,
}

/// Of those with the same method and step.
const SAME: f64 = 1e-9;
/// Of adaptive solvers with the tolerances they are given.
const ADAPTIVE: f64 = 1e-6;
/// Of adaptive solvers with the tolerances they come with, and sums in single precision.
const ROUGH: f64 = 1e-3;

/// The names of contenders, as columns of the tables.
const TUNED: [&str; 6] = ["Boost, fast-math", "Boost", "GSL, fast-math", "numba, fast-math", "JAX", "NumPy"];
const SPECIAL: [&str; 2] = ["Boost, fast-math, n fixed", "Boost, fast-math, side by side"];
const PLAIN: [&str; 6] = ["RK45", "DOP853", "jaxkuramoto", "the posts'", "kuramoto", "xgi"];

impl Peers {
    fn contenders(&self, shape: Shape) -> Vec<Contender<'_>> {
        use Class::{Plain, Special, Tuned};
        let (fast, strict, python) = (&self.fast, &self.strict, &self.python);
        let many = shape.members > 1000;
        let large = shape.n * shape.members > 30_000;
        let peer = |name, class, tolerance, process: &'static str, solver: &'static str, able: bool| {
            let process = match process {
                "fast" => fast,
                "strict" => strict,
                _ => python,
            };
            Contender::new(name, class, tolerance, move |repeat| {
                if able { process.borrow_mut().run(solver, shape, repeat) } else { None }
            })
        };
        vec![
            peer(TUNED[0], Tuned, SAME, "fast", "boost", true),
            peer(TUNED[1], Tuned, SAME, "strict", "boost", true),
            peer(TUNED[2], Tuned, SAME, "fast", "gsl", true),
            peer(TUNED[3], Tuned, SAME, "python", "numba", true),
            peer(TUNED[4], Tuned, SAME, "python", "jax", true),
            peer(TUNED[5], Tuned, SAME, "python", "numpy", true),
            peer(SPECIAL[0], Special, SAME, "fast", "boost-fixed", true),
            peer(SPECIAL[1], Special, SAME, "fast", "boost-side-by-side", true),
            // Those that would take minutes are not asked.
            peer(PLAIN[0], Plain, ADAPTIVE, "python", "rk45", !many),
            peer(PLAIN[1], Plain, ADAPTIVE, "python", "dop853", !many),
            peer(PLAIN[2], Plain, SAME, "python", "jaxkuramoto", true),
            peer(PLAIN[3], Plain, ROUGH, "python", "posts", shape.n <= 1000),
            peer(PLAIN[4], Plain, ROUGH, "python", "kuramoto", shape.n <= 1000),
            peer(PLAIN[5], Plain, SAME, "python", "xgi", !large),
        ]
    }
}

/// A row of the tables, and what issue 4 of the project asks of it.
struct Row {
    name: &'static str,
    shape: Shape,
    /// The ratio to the best tuned peer, of coupling in f64 and stored as f32.
    goals: [Option<f64>; 2],
}

/// All rows; the steps make a run of each some milliseconds long.
fn rows() -> Vec<Row> {
    let row = |name, shape, goal| Row { name, shape, goals: [goal, None] };
    vec![
        row("dense, n = 3", Shape::dense(3, 1, 1000), Some(1.3)),
        row("dense, n = 10", Shape::dense(10, 1, 1000), Some(1.5)),
        row("dense, n = 3, 2 harmonics", Shape::dense(3, 2, 1000), Some(1.0)),
        row("dense, n = 10, 2 harmonics", Shape::dense(10, 2, 1000), Some(1.1)),
        row("dense, n = 100", Shape::dense(100, 1, 100), Some(1.55)),
        row("dense, n = 100, 2 harmonics", Shape::dense(100, 2, 100), Some(1.7)),
        Row { goals: [Some(1.2), Some(1.9)], ..row("dense, n = 1000", Shape::dense(1000, 1, 4), None) },
        row("dense, n = 1000, 2 harmonics", Shape::dense(1000, 2, 4), Some(1.7)),
        Row { goals: [Some(1.4), Some(2.3)], ..row("dense, n = 4000", Shape::dense(4000, 1, 2), None) },
        row("dense, n = 4000, 2 harmonics", Shape::dense(4000, 2, 2), Some(1.7)),
        row("sparse, n = 1e4", Shape::of(Kind::Sparse, 10_000, 20), Some(1.4)),
        row("sparse, n = 1e5", Shape::of(Kind::Sparse, 100_000, 4), Some(1.3)),
        row("mean field, n = 1e3", Shape::of(Kind::MeanField, 1000, 100), Some(2.0)),
        row("mean field, n = 1e5", Shape::of(Kind::MeanField, 100_000, 10), Some(3.0)),
        row("mean field, n = 1e6", Shape::of(Kind::MeanField, 1_000_000, 2), Some(2.8)),
        row("1e4 members, n = 3", Shape::ensemble(10_000, 3, 10), Some(9.0)),
        row("1e4 members, n = 10", Shape::ensemble(10_000, 10, 10), Some(4.5)),
    ]
}

/// Photinus on a problem of any kind.
fn ours(problem: &Problem, threads: usize, repeat: u32) -> Option<Run> {
    match problem.shape.kind {
        Kind::Dense => ours::dense(problem, threads, repeat),
        Kind::Sparse => ours::sparse(problem, threads, repeat),
        Kind::MeanField => ours::mean_field(problem, threads, repeat),
        Kind::Ensemble => ours::ensemble(problem, threads, repeat),
        Kind::Sines => None,
    }
}

const OURS: &str = "photinus";
const OURS_F32: &str = "photinus, K as f32";
const TWO_THREADS: &str = "photinus, two threads";
const READ_F64: &str = "reading K";
const READ_F32: &str = "reading K as f32";

/// `a / b`, where both are known.
fn ratio(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    Some(a? / b?)
}

/// Nanoseconds with the unit that suits them.
fn duration(ns: Option<f64>) -> String {
    match ns {
        Some(ns) if ns >= 1e6 => format!("{} ms", cell(Some(ns / 1e6))),
        Some(ns) if ns >= 1e4 => format!("{} us", cell(Some(ns / 1e3))),
        Some(_) => format!("{} ns", cell(ns)),
        None => cell(None),
    }
}

fn percent(x: Option<f64>) -> String {
    x.map_or_else(|| cell(None), |x| format!("{:.0} %", 100.0 * x))
}

/// A ratio to two places, for it is compared with a goal.
fn exact(x: Option<f64>) -> String {
    x.map_or_else(|| cell(None), |x| format!("{x:.2}"))
}

/// Measures all rows.
fn measure(bench: &mut Bench, peers: &Peers, rows: &[Row]) -> Vec<Figures> {
    let each = |row: &Row| {
        let problem = Problem::new(row.shape);
        let narrow = Aligned::new(problem.coupling.len(), |i| problem.coupling[i] as f32);
        let mut contenders = vec![Contender::new(OURS, Class::Photinus, SAME, |repeat| ours(&problem, 1, repeat))];
        if row.shape.kind == Kind::Dense {
            contenders.extend([
                Contender::new(OURS_F32, Class::Photinus, SAME, |repeat| ours::dense_f32(&problem, &narrow, repeat)),
                Contender::new(READ_F64, Class::Limit, 0.0, |repeat| limit::read(&problem.coupling, repeat)),
                Contender::new(READ_F32, Class::Limit, 0.0, |repeat| limit::read(&narrow, repeat)),
            ]);
        }
        contenders.extend(peers.contenders(row.shape));
        bench.compare(row.name, contenders)
    };
    rows.iter().map(each).collect()
}

/// The ratios.
fn summary(rows: &[Row], all: &[Figures]) {
    let mut table = Table::new(&[
        "ns per right-hand side",
        "photinus",
        "best tuned peer",
        "its time",
        "ratio",
        "goal",
        "hardest peer",
        "its time",
        "ratio",
        "the posts' / photinus",
    ]);
    for (row, figures) in rows.iter().zip(all) {
        for (contender, goal) in [OURS, OURS_F32].into_iter().zip(row.goals) {
            if contender != OURS && goal.is_none() {
                continue;
            }
            let mine = figures.of(contender);
            let name = if contender == OURS { row.name.to_string() } else { format!("{}, K as f32", row.name) };
            let mut line = vec![name, duration(mine)];
            let (best, hardest) = (figures.best(&[Class::Tuned]), figures.best(&[Class::Tuned, Class::Special]));
            for (peer, goal) in [(best, Some(goal)), (hardest, None)] {
                let ns = peer.map(|peer| peer.cpu);
                line.push(peer.map_or_else(|| cell(None), |peer| peer.name.to_string()));
                line.extend([duration(ns), exact(ratio(ns, mine))]);
                line.extend(goal.map(exact));
            }
            line.push(times(ratio(figures.of(PLAIN[3]), mine)));
            table.row(line);
        }
    }
    table.print();
}

/// All figures of some contenders.
fn figures(rows: &[Row], all: &[Figures], names: &[&str]) {
    let mut table = Table::new(&[&["ns per right-hand side"], names].concat());
    for (row, figures) in rows.iter().zip(all) {
        let mut line = vec![row.name.to_string()];
        line.extend(names.iter().map(|name| duration(figures.of(name))));
        table.row(line);
    }
    table.print();
}

/// How much of the bandwidth with which K can be read is used.
fn bandwidth(rows: &[Row], all: &[Figures]) {
    let head = ["", READ_F64, OURS, "share", READ_F32, OURS_F32, "share", "GB/s of reading K"];
    let mut table = Table::new(&head);
    for (row, figures) in rows.iter().zip(all).filter(|(row, _)| row.shape.kind == Kind::Dense && row.shape.n >= 100) {
        let mut line = vec![row.name.to_string()];
        for (limit, mine) in [(READ_F64, OURS), (READ_F32, OURS_F32)] {
            let (limit, mine) = (figures.of(limit), figures.of(mine));
            line.extend([duration(limit), duration(mine), percent(ratio(limit, mine))]);
        }
        let bytes = (8 * row.shape.harmonics * row.shape.n * row.shape.n) as f64;
        line.push(cell(ratio(Some(bytes), figures.of(READ_F64))));
        table.row(line);
    }
    table.print();
}

/// Two threads against one, by the clock on the wall, and the same bits.
fn two_threads(bench: &mut Bench, rows: &[Row]) {
    let mut table = Table::new(&["", "one thread", "two threads", "one / two"]);
    let wide = |shape: &Shape| match shape.kind {
        Kind::Dense => shape.n >= 1000,
        Kind::Sparse | Kind::Ensemble => true,
        Kind::MeanField => shape.n >= 100_000,
        Kind::Sines => false,
    };
    for row in rows.iter().filter(|row| wide(&row.shape)) {
        let problem = Problem::new(row.shape);
        let contenders = vec![
            Contender::new(OURS, Class::Photinus, 0.0, |repeat| ours(&problem, 1, repeat)),
            Contender::new(TWO_THREADS, Class::Photinus, 0.0, |repeat| ours(&problem, 2, repeat)),
        ];
        let figures = bench.compare(&format!("two threads: {}", row.name), contenders);
        let [one, two] = [OURS, TWO_THREADS].map(|name| figures.wall(name));
        table.row(vec![row.name.to_string(), duration(one), duration(two), exact(ratio(one, two))]);
    }
    table.print();
}

/// SciPy's solvers on a few members, a call for each, for they are slow.
fn few_members(bench: &mut Bench, peers: &Peers) {
    let mut table = Table::new(&["20 members, each by a call of its own", OURS, PLAIN[0], PLAIN[1]]);
    for n in [3, 10] {
        let problem = Problem::new(Shape::ensemble(20, n, 10));
        let mut contenders = vec![Contender::new(OURS, Class::Photinus, SAME, |repeat| ours(&problem, 1, repeat))];
        contenders.extend(peers.contenders(problem.shape).into_iter().filter(|c| PLAIN[..2].contains(&c.name)));
        let figures = bench.compare("solve_ivp per member", contenders);
        let mut line = vec![format!("n = {n}")];
        line.extend([OURS, PLAIN[0], PLAIN[1]].map(|name| duration(figures.of(name))));
        table.row(line);
    }
    table.print();
}

/// Sines and cosines of 1024 numbers, ns per element.
fn sines(bench: &mut Bench, peers: &Peers) {
    const NAMES: [&str; 5] =
        ["photinus, baseline", "photinus, avx2", "photinus, avx512", "glibc's sincos", "libmvec's sin and cos"];
    let problem = Problem::new(Shape::of(Kind::Sines, 1024, 100));
    let shape = problem.shape;
    let mut contenders = vec![
        Contender::new(NAMES[3], Class::Tuned, SAME, |repeat| peers.strict.borrow_mut().run("libm", shape, repeat)),
        Contender::new(NAMES[4], Class::Tuned, SAME, |repeat| peers.fast.borrow_mut().run("libm", shape, repeat)),
    ];
    for (name, level) in NAMES.into_iter().zip(simd::NAMES) {
        let problem = &problem;
        let run = move |repeat| ours::sines(problem, level, repeat);
        contenders.push(Contender::new(name, Class::Photinus, SAME, run));
    }
    let figures = bench.compare("sines", contenders);
    let mut table = Table::new(&NAMES);
    table.row(NAMES.iter().map(|name| cell(figures.of(name))).collect());
    table.row(NAMES.iter().map(|name| times(ratio(figures.of(NAMES[3]), figures.of(name)))).collect());
    table.print();
}

/// The version in Cargo.lock.
fn version(name: &str) -> &'static str {
    let lock = include_str!("Cargo.lock");
    let place = lock.find(&format!("name = \"{name}\"\nversion = \"")).expect("every dependency is in Cargo.lock");
    lock[place..].split('"').nth(3).expect("a version follows the name")
}

fn main() {
    let mut quick = false;
    let mut programs = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--quick" => quick = true,
            _ => programs.push(argument),
        }
    }
    let program = |i: usize| programs.get(i).map_or("", String::as_str);
    let peers = Peers {
        fast: RefCell::new(Process::start(program(0), &[])),
        strict: RefCell::new(Process::start(program(1), &[])),
        python: RefCell::new(Process::start(program(2), &["-c", include_str!("peers.py")])),
    };
    let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("unknown", |x| x.1);
    println!("CPU: {cpu}; photinus runs at the level {}.", Level::detect().name());
    let absent = || "not installed".to_string();
    let native = |package| peers.fast.borrow().version(package).unwrap_or_else(absent);
    print!(
        "photinus {}, Boost odeint {}, GSL {}, compiler {}",
        version("photinus"),
        native("boost"),
        native("gsl"),
        native("compiler")
    );
    for package in ["numpy", "scipy", "numba", "jax", "jaxkuramoto", "kuramoto", "xgi"] {
        print!(", {package} {}", peers.python.borrow().version(package).unwrap_or_else(absent));
    }
    println!(".");

    let mut bench = Bench { patience: Duration::from_millis(if quick { 300 } else { 3000 }), unrest: Vec::new() };
    let mut rows = rows();
    if quick {
        rows.retain(|row| row.shape.n <= 100_000 && row.shape.n != 4000);
    }
    let all = measure(&mut bench, &peers, &rows);
    println!("\nRight-hand sides with RK4's share, CPU time of one thread, f64; of an ensemble, per member:\n");
    summary(&rows, &all);
    println!("\nWith the right-hand side of somebody who knows:\n");
    figures(&rows, &all, &[&[OURS, OURS_F32], TUNED.as_slice(), SPECIAL.as_slice()].concat());
    println!("\nAs it is usually done, SciPy's solve_ivp first (xgi: Euler's method on a similar network):\n");
    figures(&rows, &all, &PLAIN);
    println!();
    few_members(&mut bench, &peers);
    println!("\nAgainst reading K alone:\n");
    bandwidth(&rows, &all);
    println!("\nTwo threads, by the clock on the wall:\n");
    two_threads(&mut bench, &rows);
    println!("\nSines and cosines of 1024 numbers, ns per element, and how many times as fast as glibc's:\n");
    sines(&mut bench, &peers);

    bench.unrest.sort_by(f64::total_cmp);
    let [half, most] = [bench.unrest.len() / 2, bench.unrest.len() * 9 / 10].map(|i| 100.0 * (bench.unrest[i] - 1.0));
    println!(
        "\nMedians of the rounds lie {half:.0} % above these minima in half of the cases, {most:.0} % in a tenth."
    );
}
