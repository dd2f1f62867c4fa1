//! The C functions for `f32`, made from those for `f64` by `build.rs`.

mod kuramoto;
mod ode;
mod optimize;
mod sequence;

pub use kuramoto::*;
pub use ode::*;
pub use optimize::*;
pub use sequence::*;
