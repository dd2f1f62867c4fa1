//! Photinus as a contender.

use crate::{Run, Work, timed};
use photinus::sequence::{CursorState, Halton, Indices, Scrambling, Sequence};
use photinus::{Layout, Real};
use std::hint::black_box;

pub fn rows(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    fill(Scrambling::None, work, repeat, out, Layout::ROWS)
}

pub fn columns(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    fill(Scrambling::None, work, repeat, out, Layout::COLUMNS)
}

pub fn permuted(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    fill(Scrambling::DigitPermutations(1), work, repeat, out, Layout::ROWS)
}

pub fn nested(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    fill(Scrambling::Nested(1), work, repeat, out, Layout::ROWS)
}

pub fn nested_f32(work: Work, repeat: u32, memory: &mut Vec<f32>) -> Option<Run> {
    memory.resize(work.points * work.dim, 0.0);
    fill(Scrambling::Nested(1), work, repeat, memory, Layout::ROWS)
}

/// The whole matrix in one call, with a table made before.
fn fill<F: Real + Into<f64>>(
    scrambling: Scrambling,
    work: Work,
    repeat: u32,
    out: &mut [F],
    layout: Layout,
) -> Option<Run> {
    let Work { dim, points } = work;
    let mut memory = vec![F::zero(); Halton::<F>::table_len(dim)];
    let halton = Halton::<F>::new(dim).ok()?.with_scrambling(scrambling).ok()?.with_table(&mut memory);
    let seconds = timed(repeat, || {
        let out = black_box(&mut *out);
        halton.fill(Indices::new(black_box(1), points), layout, out).expect("the matrix is large enough");
    });
    let (begin, step) = if layout == Layout::ROWS { ((points - 1) * dim, 1) } else { (points - 1, points) };
    Some(Run { seconds, last: out[begin..].iter().step_by(step).take(dim).map(|&x| x.into()).collect() })
}

pub fn cursor_with_table(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    let mut memory = vec![0.0; Halton::<f64>::table_len(work.dim)];
    cursor(Halton::new(work.dim).ok()?.with_table(&mut memory), work, repeat, out)
}

pub fn cursor_without_table(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    cursor(Halton::new(work.dim).ok()?, work, repeat, out)
}

/// One point per call, each to the same place.
fn cursor(halton: Halton<'_, f64>, work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    let mut states = vec![CursorState::default(); work.dim];
    let mut cursor = halton.cursor(1, &mut states).ok()?;
    let out = &mut out[..work.dim];
    let seconds = timed(repeat, || {
        cursor.seek(black_box(1));
        for _ in 0..work.points {
            cursor.next(black_box(&mut *out)).expect("the slice is a point's");
        }
    });
    Some(Run { seconds, last: out.to_vec() })
}

/// The same, each point by its index.
pub fn by_index(work: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    let halton = Halton::<f64>::new(work.dim).ok()?;
    let out = &mut out[..work.dim];
    let seconds = timed(repeat, || {
        for index in 1..=work.points as u64 {
            halton.point(black_box(index), black_box(&mut *out)).expect("the slice is a point's");
        }
    });
    Some(Run { seconds, last: out.to_vec() })
}
