// Made from the same file in ../f64 by build.rs: edit that.

use crate::capi::{OK, Struct, guard, input, layout, options, options_init, output, single};
use crate::sequence::{Halton, Indices, Sequence, radical_inverse};
use core::ffi::c_int;
use core::mem::offset_of;
use core::ptr;

/// What a Halton set is made of, and how it is written.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_halton_options_f32 {
    /// The size of this struct: what photinus_halton_options_init_f32 got.
    pub struct_size: usize,
    /// The bases, one per dimension, 2 to 2^32 - 1 each, none twice; or NULL (default) for the first primes: 2, 3, 5, ...
    /// Bases that do not rise are checked against each other, in dim^2 / 2 comparisons.
    pub bases: *const u32,
    /// The distance from one index to the next, at least 1. Default 1.
    pub leap: u64,
    /// Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
    pub stride: usize,
    /// How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
    pub layout: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_halton_options_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, layout) + size_of::<c_int>();
    fn defaults() -> Self {
        Self { struct_size: size_of::<Self>(), bases: ptr::null(), leap: 1, stride: 0, layout: 0 }
    }
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_options_init_f32(
    options: *mut photinus_halton_options_f32,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes points of the Halton sequence (Halton, 1960) with the indices start, start + leap, ..., `count` of them, to
/// `points`, a matrix [count][dim] of values in [0, 1): coordinate j of point i is the radical inverse of i in base j,
/// correctly rounded. Any index from 0 to 2^64 - 1 can be had at once; index 0 is the origin. `options` may be NULL: the
/// first `dim` primes, by rows, one index after the other. Nothing is allocated or kept; a count of 0 writes nothing.
///
/// dim: from 1 on; without bases to 1229. points_len: the elements of `points`; what a stride leaves between stays.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
/// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_LEAP, PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if
/// start + (count - 1) leap is above 2^64 - 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_fill_f32(
    options: *const photinus_halton_options_f32,
    dim: usize,
    start: u64,
    count: usize,
    points: *mut f32,
    points_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let options = self::options(options)?;
        let halton = if options.bases.is_null() {
            Halton::<f32>::new(dim)?
        } else {
            Halton::<f32>::with_bases(input(options.bases, dim)?)?
        };
        let indices = Indices { start, leap: options.leap, count };
        let layout = layout(options.layout, options.stride)?;
        halton.fill(indices, layout, if count == 0 { &mut [] } else { output(points, points_len)? })?;
        OK
    })
}

/// Writes to `*value` the radical inverse of `index` in `base` (van der Corput, 1935), its digits mirrored at the point:
/// sum of d_k base^(-k-1) for index = sum of d_k base^k. It is the nearest value, ties to even, but always below 1.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_BASE if the base is below 2, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_radical_inverse_f32(index: u64, base: u32, value: *mut f32) -> c_int {
    guard(|| {
        let result = radical_inverse::<f32>(index, base)?;
        // SAFETY: by the caller.
        unsafe { *single(value)? = result };
        OK
    })
}
