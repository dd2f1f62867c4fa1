//! Low-discrepancy sequences, particle swarm optimisation and Kuramoto phase oscillators: one library for Rust, C, C++,
//! Julia and microcontrollers.
//!
//! | module | what it does |
//! |---|---|
//! | [`sequence`] | Halton and Sobol sequences, any index, scrambled, in a box; discrepancies; the trait [`Sequence`](sequence::Sequence) |
//! | [`optimize`] | a particle swarm minimises any [`Objective`](optimize::Objective) in a box |
//! | [`ode`] | solvers for any [`OdeSystem`](ode::OdeSystem): fixed steps, adaptive ones, noise, delays, Lyapunov exponents |
//! | [`kuramoto`] | networks of coupled phase oscillators: couplings, dynamics, ensembles, observables |
//! | [`simd`], [`random`] | what the others stand on: instruction sets chosen at run time, addressed random streams and noise |
#![cfg_attr(feature = "std", doc = "| [`parallel`] | work on many points side by side, with the same bits |")]
//!
//! # What is promised
//!
//! - **No allocation in the kernels.** They work in memory that the caller gives; a `const fn` beside each says how much.
//!   What owns memory, threads or files needs the feature `std`.
//! - **The same bits everywhere.** What a call returns depends on its arguments alone: not on the number of threads, the
//!   instruction set, the operating system, the optimisation level, or `std`. (In the default rounding mode, with
//!   subnormal numbers on, and except for the payload of a NaN.)
//! - **Nothing lost.** A run can be stepped, watched, stopped, saved, and resumed to the same bits.
//! - **Errors are values.** An [`Error`] means that nothing was written; a run that ends early says so in its report.
//!
//! # Features
//!
//! - `std` (default): owners of memory, threads and files. Without it the crate is `no_std` and needs no allocator.
//! - `joe-kuo`: Sobol sequences of up to 21201 dimensions instead of 1111.
//! - `capi`: the C ABI, the functions of `include/photinus.h`.
//! - `panic-handler`: for a static library without `std`, built with `panic = "abort"`: brings the panic handler.
//! - `header`: for maintainers: makes `include/photinus.h`.

#![no_std]
#![doc(test(attr(deny(warnings))))]

#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "capi")]
pub mod capi;
mod checkpoint;
mod error;
pub mod kuramoto;
mod lanes;
mod layout;
mod linalg;
pub mod ode;
pub mod optimize;
#[cfg(feature = "std")]
pub mod parallel;
pub mod random;
mod real;
pub mod sequence;
pub mod simd;
mod sum;

pub use error::{Error, Stop};
pub use layout::Layout;
pub use real::Real;

#[cfg(all(feature = "panic-handler", not(feature = "std"), panic = "abort"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// The examples of the README are tests.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
