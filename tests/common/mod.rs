//! What several tests need: the reference data.
#![allow(dead_code)] // each test uses its part

use serde_json::Value;
use std::f64::consts::PI;
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

fn squares(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

/// A test function of the reference data, by its name; `None` for one that is not known here.
pub(crate) fn test_function(name: &str) -> Option<fn(&[f64]) -> f64> {
    Some(match name {
        "sphere" => squares,
        "rosenbrock" => |x| x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)).sum(),
        "rastrigin" => |x| x.iter().map(|x| x * x - 10.0 * (2.0 * PI * x).cos() + 10.0).sum(),
        "ackley" => |x| {
            let n = x.len() as f64;
            let cosines = x.iter().map(|x| (2.0 * PI * x).cos()).sum::<f64>();
            -20.0 * (-0.2 * (squares(x) / n).sqrt()).exp() - (cosines / n).exp() + 20.0 + 1.0_f64.exp()
        },
        "griewank" => |x| {
            let cosines = x.iter().zip(1..).map(|(x, i)| (x / f64::from(i).sqrt()).cos()).product::<f64>();
            1.0 + squares(x) / 4000.0 - cosines
        },
        "schwefel" => |x| x.iter().map(|x| 418.9828872724338 - x * x.abs().sqrt().sin()).sum(),
        "levy" => |x| {
            let w = |x: &f64| 1.0 + (x - 1.0) / 4.0;
            let (first, last) = (w(&x[0]), w(&x[x.len() - 1]));
            let middle = x[..x.len() - 1].iter().map(w);
            (PI * first).sin().powi(2)
                + middle.map(|w| (w - 1.0).powi(2) * (1.0 + 10.0 * (PI * w + 1.0).sin().powi(2))).sum::<f64>()
                + (last - 1.0).powi(2) * (1.0 + (2.0 * PI * last).sin().powi(2))
        },
        "styblinski_tang" => |x| x.iter().map(|x| 0.5 * (x.powi(4) - 16.0 * x * x + 5.0 * x)).sum(),
        _ => return None,
    })
}
