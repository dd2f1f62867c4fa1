//! What the build script made of src/capi is what is checked in, and every function in the header has its description.

use std::path::Path;
use std::{env, fs};

/// Every file below `folder`.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn nothing_is_stale() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = Path::new(env!("OUT_DIR")).join("made");
    let files = files(&made);
    assert_eq!(files.len(), 16);
    for file in files {
        let checked_in = root.join(file.strip_prefix(&made).unwrap());
        assert!(
            fs::read_to_string(&file).unwrap() == fs::read_to_string(&checked_in).unwrap_or_default(),
            "{} is stale: PHOTINUS_HEADER=write cargo check --features header",
            checked_in.display()
        );
    }
}

#[test]
fn every_function_has_its_description() {
    let header = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("include/photinus.h")).unwrap();
    let lines: Vec<&str> = header.lines().collect();
    let declarations = lines.iter().enumerate().filter(|(_, line)| {
        !line.starts_with([' ', '/', '#'])
            && line.contains("photinus_")
            && line.contains('(')
            && !line.contains("typedef")
    });
    let mut count = 0;
    for (i, line) in declarations {
        count += 1;
        let comment: Vec<_> = lines[..i].iter().rev().take_while(|line| line.starts_with("//")).collect();
        assert!(!comment.is_empty(), "no description: {line}");
        // One that returns a status also says which.
        if line.starts_with("int ") && !line.contains("version") && !line.contains("level") {
            assert!(comment.iter().any(|line| line.contains("PHOTINUS_OK") || line.contains("statuses of")), "{line}");
        }
    }
    assert!(count > 50, "{count} functions found");
}

/// The statuses of the header are the codes of `Error`, and their sentences are there.
#[test]
fn statuses_are_errors() {
    use photinus::Error;
    use photinus::capi::common::{photinus_status, photinus_status_message};
    let message = |code| {
        // SAFETY: it returns static strings.
        unsafe { std::ffi::CStr::from_ptr(photinus_status_message(code)) }.to_str().unwrap()
    };
    for error in Error::ALL {
        assert_eq!(message(error.code()), error.message());
    }
    assert_eq!(Error::Panic.code(), photinus_status::PHOTINUS_ERROR_PANIC as i32);
    assert_eq!(Error::ALL.len(), -(photinus_status::PHOTINUS_ERROR_NOT_ASKED as i32) as usize);
    let header = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("include/photinus.h")).unwrap();
    assert_eq!(header.matches("  PHOTINUS_ERROR_").count(), Error::ALL.len());
    assert_eq!(message(12345), "not a status of photinus");
    assert_eq!(message(0), "success");
}
