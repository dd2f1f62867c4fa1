//! What several tests need: the reference data.
#![allow(dead_code)] // each test uses its part

use serde_json::Value;
use std::path::PathBuf;

/// The reference data of that name, from the folder that PHOTINUS_REFERENCE names or the copy in the repository;
/// `None` if that folder has no such file.
pub(crate) fn reference(name: &str) -> Option<Value> {
    let folder = std::env::var_os("PHOTINUS_REFERENCE")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference"), PathBuf::from);
    let path = folder.join(name).with_extension("json");
    let text = std::fs::read_to_string(&path).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The elements of an array; none where it is absent.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The numbers of an array, of arrays of arrays … too, in order.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        Value::Number(number) => vec![number.as_f64().unwrap()],
        other => panic!("not a number: {other}"),
    }
}

/// A hash of results: FNV-1a over their bits.
pub(crate) fn hash(values: impl IntoIterator<Item = u64>) -> u64 {
    values
        .into_iter()
        .flat_map(u64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
