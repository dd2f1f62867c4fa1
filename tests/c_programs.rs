//! The C and C++ programs of tests/c, against the shared and the static library; and the symbols that these export.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

/// What a command prints; it must succeed.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The libraries, as C programs link them: those of the folder that `PHOTINUS_LIBRARIES` names, or built once, in a target
/// folder of their own, since that of this test is locked by the cargo that runs it.
fn libraries() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        if let Some(built) = env::var_os("PHOTINUS_LIBRARIES") {
            return built.into();
        }
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["rustc", "--release", "--lib", "--features", "capi", "--crate-type", "cdylib,staticlib"]);
        cargo.args(["--", "-C", "link-arg=-Wl,-soname,libphotinus.so.0"]);
        output(cargo.current_dir(root()).env("CARGO_TARGET_DIR", &target));
        let folder = target.join("release");
        fs::copy(folder.join("libphotinus.so"), folder.join("libphotinus.so.0")).unwrap();
        folder
    })
}

#[test]
fn c_and_cpp_programs() {
    println!("{}", output(Command::new("bash").arg(root().join("tests/c/run")).arg(libraries())));
}

/// The functions that the header declares; with `std`, or those that are there without.
fn declared(with_std: bool) -> BTreeSet<String> {
    let header = fs::read_to_string(root().join("include/photinus.h")).unwrap();
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in header.lines() {
        inside = line == "#if defined(PHOTINUS_STD)" || inside && line != "#endif";
        let declaration = line.starts_with(|first: char| first.is_ascii_lowercase()) && !line.starts_with("typedef");
        if let Some((before, _)) = line.split_once('(').filter(|_| declaration && (with_std || !inside)) {
            names.extend(before.rsplit([' ', '*']).next().map(str::to_owned));
        }
    }
    names
}

fn exported(library: &Path) -> BTreeSet<String> {
    let nm = output(Command::new("nm").args(["-D", "--defined-only"]).arg(library));
    nm.lines().filter_map(|line| line.split_whitespace().nth(2)).map(str::to_owned).collect()
}

#[test]
fn what_is_exported_is_what_the_header_declares() {
    let declared = declared(true);
    assert!(declared.len() > 50);
    assert_eq!(exported(&libraries().join("libphotinus.so")), declared);
}

#[test]
fn without_std_no_library_is_needed_and_the_rest_is_exported() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c_without_std");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "rustc",
        "--profile",
        "firmware",
        "--lib",
        "--no-default-features",
        "--features",
        "capi,panic-handler",
    ]);
    cargo.args(["--crate-type", "cdylib", "--", "-C", "link-arg=-nostdlib"]);
    // What is exported does not depend on the level; the time does.
    cargo.env("CARGO_PROFILE_FIRMWARE_OPT_LEVEL", "0");
    output(cargo.current_dir(root()).env("CARGO_TARGET_DIR", &target));
    let library = target.join("firmware/libphotinus.so");
    let declared = declared(false);
    assert!(declared.len() > 40 && declared.len() < self::declared(true).len());
    assert_eq!(exported(&library), declared);
    let dynamic = output(Command::new("readelf").arg("-d").arg(library));
    assert!(!dynamic.contains("NEEDED"), "{dynamic}");
}

/// The name of the shared library ends with the number of the ABI that the header tells.
#[test]
fn the_soname_is_the_abi_version() {
    let header = fs::read_to_string(root().join("include/photinus.h")).unwrap();
    let version = header.lines().find_map(|line| line.strip_prefix("#define PHOTINUS_ABI_VERSION ")).unwrap();
    let dynamic = output(Command::new("readelf").arg("-d").arg(libraries().join("libphotinus.so")));
    assert!(dynamic.contains(&format!("[libphotinus.so.{version}]")), "{dynamic}");
}

/// No multiplication is fused with an addition, at any level: that would change the bits. But for those kernels of the Halton
/// sequence whose result is proved to be correctly rounded so and so.
#[test]
#[cfg(target_arch = "x86_64")]
fn nothing_is_fused() {
    let code =
        output(Command::new("objdump").args(["-d", "--no-show-raw-insn"]).arg(libraries().join("libphotinus.so")));
    assert!(code.contains("vmulpd") && code.contains("ymm"), "this is not the code that was meant");
    let mut function = "";
    for line in code.lines() {
        if line.ends_with(">:") {
            function = line;
        }
        if ["vfmadd", "vfmsub", "vfnmadd", "vfnmsub"].iter().any(|name| line.contains(name)) {
            assert!(function.contains("6halton5loops3x86"), "{function}: {line}");
        }
    }
}
