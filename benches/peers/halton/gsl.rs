//! GSL as a contender.

use crate::{Run, Work, timed};
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::hint::black_box;

#[link(name = "gsl")]
#[link(name = "gslcblas")] // libgsl asks for some implementation of it
#[link(name = "m")]
unsafe extern "C" {
    static gsl_version: *const c_char;
    static gsl_qrng_halton: *const c_void;
    fn gsl_qrng_alloc(kind: *const c_void, dimension: c_uint) -> *mut c_void;
    fn gsl_qrng_init(generator: *mut c_void);
    fn gsl_qrng_get(generator: *const c_void, point: *mut f64) -> c_int;
    fn gsl_qrng_free(generator: *mut c_void);
}

pub fn version() -> Option<String> {
    // SAFETY: a constant string of the library.
    Some(unsafe { CStr::from_ptr(gsl_version) }.to_string_lossy().into_owned())
}

/// GSL has no fill: a point per call, written to the matrix, or always to the same place.
pub fn run(work: Work, repeat: u32, out: &mut [f64], one_place: bool) -> Option<Run> {
    let Work { dim, points } = work;
    let row = if one_place { 0 } else { dim };
    assert!(out.len() >= (points - 1) * row + dim);
    // SAFETY: the kind is the library's own; up to 1229 dimensions it knows.
    let generator = unsafe { gsl_qrng_alloc(gsl_qrng_halton, c_uint::try_from(dim).ok()?) };
    if generator.is_null() {
        return None;
    }
    let seconds = timed(repeat, || {
        let out = black_box(&mut *out);
        // SAFETY: the generator is alive, and there is room for each point, as was checked above.
        unsafe {
            gsl_qrng_init(generator);
            for i in 0..points {
                gsl_qrng_get(generator, out[i * row..][..dim].as_mut_ptr());
                if one_place {
                    black_box(&mut *out);
                }
            }
        }
    });
    // SAFETY: allocated above, used no more.
    unsafe { gsl_qrng_free(generator) };
    Some(Run { seconds, last: out[(points - 1) * row..][..dim].to_vec() })
}
