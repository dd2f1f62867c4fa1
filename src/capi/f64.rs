//! The C functions for `f64`; those for `f32` are made from them, by `build.rs`.

mod adaptive;
mod cma;
mod delayed;
mod ensemble;
mod kuramoto;
mod lbfgs;
mod lyapunov;
mod network;
mod observables;
mod ode;
mod optimize;
mod search;
mod sequence;
mod transition;

pub use adaptive::*;
pub use cma::*;
pub use delayed::*;
pub use ensemble::*;
pub use kuramoto::*;
pub use lbfgs::*;
pub use lyapunov::*;
pub use network::*;
pub use observables::*;
pub use ode::*;
pub use optimize::*;
pub use search::*;
pub use sequence::*;
pub use transition::*;
