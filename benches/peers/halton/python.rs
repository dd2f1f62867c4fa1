//! The peers that live in Python: a child process, which measures itself (peers.py).

use crate::{Run, Work};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The interpreter with its script, if there is one.
pub struct Python(Option<Process>);

struct Process {
    child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    versions: Value,
}

impl Python {
    pub fn start(interpreter: &str) -> Self {
        Python(Process::start(interpreter))
    }

    /// The version of a package; `None` if it is not installed.
    pub fn version(&self, package: &str) -> Option<String> {
        Some(self.0.as_ref()?.versions[package].as_str()?.to_string())
    }

    /// Has a work of peers.py done, whose name begins with its package.
    pub fn run(&mut self, name: &str, work: Work, repeat: u32) -> Option<Run> {
        self.version(name.split(' ').next()?)?;
        let process = self.0.as_mut()?;
        let request = json!({ "work": name, "dim": work.dim, "points": work.points, "repeat": repeat });
        writeln!(process.requests, "{request}").expect("peers.py reads");
        let answer = process.answer().expect("peers.py answers");
        let last = answer["last"].as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
        Some(Run { seconds: answer["seconds"].as_f64()?, last })
    }
}

impl Process {
    fn start(interpreter: &str) -> Option<Self> {
        let mut command = Command::new(interpreter);
        command.args(["-c", include_str!("peers.py")]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().ok()?;
        let (requests, answers) = (child.stdin.take()?, BufReader::new(child.stdout.take()?).lines());
        let mut process = Process { child, requests, answers, versions: Value::Null };
        process.versions = process.answer()?;
        Some(process)
    }

    fn answer(&mut self) -> Option<Value> {
        serde_json::from_str(&self.answers.next()?.ok()?).ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
