//! The machine's limit: storing a constant and computing nothing.

use crate::{Run, Work, timed};
use photinus::simd::{Kernel, Level, run};
use std::hint::black_box;

/// Ordinary stores, as wide as photinus's.
pub fn plain(_: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    struct Stores<'a>(&'a mut [f64]);
    impl Kernel for Stores<'_> {
        type Output = ();
        #[inline(always)]
        fn run(self) {
            for x in self.0 {
                *x = 0.3;
            }
        }
    }
    let level = Level::detect();
    let seconds = timed(repeat, || run(level, Stores(black_box(&mut *out))));
    Some(Run { seconds, last: Vec::new() })
}

/// Stores that bypass the caches.
#[cfg(target_arch = "x86_64")]
pub fn non_temporal(_: Work, repeat: u32, out: &mut [f64]) -> Option<Run> {
    use std::arch::x86_64::{_mm_set1_pd, _mm_sfence, _mm_stream_pd};
    assert_eq!(out.as_ptr().align_offset(16), 0);
    let seconds = timed(repeat, || {
        for pair in black_box(&mut *out).as_chunks_mut::<2>().0 {
            // SAFETY: SSE2 is part of the architecture; each pair is aligned, as the first one is.
            unsafe { _mm_stream_pd(pair.as_mut_ptr(), _mm_set1_pd(0.3)) };
        }
        // SAFETY: as above; orders these stores before what follows.
        unsafe { _mm_sfence() };
    });
    Some(Run { seconds, last: Vec::new() })
}

#[cfg(not(target_arch = "x86_64"))]
pub fn non_temporal(_: Work, _: u32, _: &mut [f64]) -> Option<Run> {
    None
}
