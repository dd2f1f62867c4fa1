//! A crate without `std` or `alloc`, outside of this package, builds on photinus with `default-features = false`, and
//! nothing that needs them comes along.

use std::path::Path;
use std::process::Command;

#[test]
fn a_crate_without_std_builds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(root.join("tests/no_std_user"));
        // A folder of its own: the one of this test is locked by the cargo that runs it.
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_std_user"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    cargo(&["build"]);
    let features = cargo(&["tree", "--edges", "normal,features", "--prefix", "none"]);
    for line in features.lines() {
        let std = ["feature \"std\"", "feature \"alloc\"", "rayon"].iter().find(|name| line.contains(*name));
        assert!(std.is_none(), "{line}");
    }
}
