//! The few dense kernels that the rest needs.

mod symmetric;

pub(crate) use symmetric::eigen;
