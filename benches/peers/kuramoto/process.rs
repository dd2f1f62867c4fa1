//! The peers: child processes, which measure themselves (peers.cpp, peers.py).

use crate::Run;
use crate::problem::Shape;
use serde_json::Value;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A program that answers a request per line, if there is one.
pub struct Process(Option<Running>);

struct Running {
    child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    versions: Value,
}

impl Process {
    pub fn start(program: &str, arguments: &[&str]) -> Self {
        Process(Running::start(program, arguments))
    }

    /// The version of a package; `None` if it is not installed.
    pub fn version(&self, package: &str) -> Option<String> {
        Some(self.0.as_ref()?.versions[package].as_str()?.to_string())
    }

    /// Has a solver do a problem so many times; `None` if it can't.
    pub fn run(&mut self, solver: &str, shape: Shape, repeat: u32) -> Option<Run> {
        let process = self.0.as_mut()?;
        writeln!(process.requests, "{solver} {} {repeat}", shape.words()).expect("the peer reads");
        let answer = process.answer().expect("the peer answers");
        let results = answer["results"].as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
        let ns = answer["ns"].as_f64()?;
        Some(Run { cpu: ns, wall: ns, results })
    }
}

impl Running {
    fn start(program: &str, arguments: &[&str]) -> Option<Self> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().ok()?;
        let (requests, answers) = (child.stdin.take()?, BufReader::new(child.stdout.take()?).lines());
        let mut process = Running { child, requests, answers, versions: Value::Null };
        process.versions = process.answer()?;
        Some(process)
    }

    fn answer(&mut self) -> Option<Value> {
        serde_json::from_str(&self.answers.next()?.ok()?).ok()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
