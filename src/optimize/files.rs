//! Checkpoints in files.

use crate::Error;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file, first beside `path`, then in its place, so that there is a whole one at any time.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = OsString::from(path);
    // A name for this call alone.
    static CALLS: AtomicU64 = AtomicU64::new(0);
    beside.push(std::format!(".{}-{}.new", std::process::id(), CALLS.fetch_add(1, Ordering::Relaxed)));
    let mut file = File::create(&beside)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside); // the first error is the one to be told
    })
}

/// What `from_bytes` makes of a file.
pub(super) fn read<T>(path: &Path, from_bytes: impl FnOnce(&[u8]) -> Result<T, Error>) -> io::Result<T> {
    from_bytes(&std::fs::read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
