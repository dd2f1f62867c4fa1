//! The C functions for `f64`; those for `f32` are made from them, by `build.rs`.

mod kuramoto;
mod ode;
mod optimize;
mod sequence;

pub use kuramoto::*;
pub use ode::*;
pub use optimize::*;
pub use sequence::*;
