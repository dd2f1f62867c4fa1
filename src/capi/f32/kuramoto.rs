// Made from the same file in ../f64 by build.rs: edit that.

use super::ode::{Run, photinus_row_f32, photinus_solution_f32};
use crate::Error;
use crate::capi::{OK, Struct, guard, input, layout, level, options, options_init, output, workspace, write_size};
use crate::kuramoto::{Dense, Kuramoto};
use crate::ode::OdeSystem;
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::ptr;

/// A Kuramoto network with dense coupling of M harmonics (Kuramoto, 1984):
///
/// dphi_i/dt = omega_i + sum over m = 1 ... M and j of K[m-1][i][j] sin(m (phi_j - phi_i))
///
/// Phases phi in radians, never wrapped; omega and K in radians per unit of time. Row i of K is the equation of
/// oscillator i; its diagonal has no effect but on the rounding.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_kuramoto_f32 {
    /// The size of this struct: what photinus_kuramoto_init_f32 got.
    pub struct_size: usize,
    /// The number N of oscillators, at least 1.
    pub oscillators: usize,
    /// The number M of harmonics, at least 1. Default 1.
    pub harmonics: usize,
    /// omega, N numbers.
    pub natural_frequencies: *const f32,
    /// K, M matrices [N][N], one after the other.
    pub coupling: *const f32,
    /// How each matrix lies in memory: a value of photinus_layout. Default by rows. It changes no bit of the results.
    pub layout: c_int,
    /// The instruction set to run on: a value of photinus_level. Default the best. It changes no bit of the results.
    pub level: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_kuramoto_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, level) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            oscillators: 0,
            harmonics: 1,
            natural_frequencies: ptr::null(),
            coupling: ptr::null(),
            layout: 0,
            level: 0,
        }
    }
}

/// The network that a struct describes.
unsafe fn network<'a>(model: *const photinus_kuramoto_f32) -> Result<Kuramoto<'a, f32, Dense<'a, f32>>, Error> {
    if model.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: by the caller.
    let model = unsafe { options(model)? };
    let (n, harmonics) = (model.oscillators, model.harmonics);
    if n == 0 || harmonics == 0 {
        return Err(Error::Dimension);
    }
    let size = n.checked_mul(n).and_then(|size| size.checked_mul(harmonics)).ok_or(Error::Dimension)?;
    let (layout, level) = (layout(model.layout, 0)?, level(model.level)?);
    // SAFETY: by the caller.
    let (frequencies, coupling) = unsafe { (input(model.natural_frequencies, n)?, input(model.coupling, size)?) };
    Ok(Kuramoto::new(frequencies, Dense::new(n, harmonics, coupling, layout)?)?.with_level(level))
}

/// Writes the defaults to `*model`: `size` bytes at most, which is to be `sizeof *model`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_init_f32(model: *mut photinus_kuramoto_f32, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(model, size) })
}

/// Writes to `*bytes` and `*align` what photinus_kuramoto_solve_f32 and photinus_kuramoto_rates_f32 need to work in, for
/// a network of `oscillators`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_DIMENSION if there is none or that size does not fit, PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_size_f32(
    model: *const photinus_kuramoto_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    guard(|| {
        // SAFETY: by the caller.
        unsafe { write_size::<(), f32>(network(model)?.workspace_len(), bytes, align) }
    })
}

/// Writes to `rates[N]` the instantaneous frequencies dphi/dt at `phases[N]`. memory, bytes: the workspace, as
/// photinus_kuramoto_size_f32 says; it may hold anything.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_rates_f32(
    model: *const photinus_kuramoto_f32,
    phases: *const f32,
    rates: *mut f32,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let network = network(model)?;
        let n = network.dim();
        let workspace = workspace(memory, bytes, network.workspace_len())?;
        network.rates(0.0, input(phases, n)?, output(rates, n)?, workspace)?;
        OK
    })
}

/// Integrates a Kuramoto network by the classical Runge-Kutta method of order 4 from `times[0]`, where the phases are
/// `initial[N]`, and writes the phases at each of `times[time_count]` to a row of `phases`, a matrix [time_count][N] by
/// rows; its first row is `initial`. (As a matrix by columns, that is [N][time_count].)
///
/// Between two times, dt apart, there are ceil(dt / step) equal steps; an excess of dt that is within the rounding of the
/// times, epsilon |t| of the larger one, does not ask for a step more (where that is below step / 1024). A row depends on
/// the row before it and the two times alone: a run that ended early is resumed, to the same bits, from its last complete row and the rest of the
/// times, that row's included.
///
/// row: called with each complete row on the calling thread, or NULL. user: given to it. phases_len: the elements of
/// `phases`. memory, bytes: the workspace, as photinus_kuramoto_size_f32 says; it may hold anything. solution: what came of
/// it, or NULL. The arrays must not overlap. No times: no row. Nothing is allocated.
///
/// PHOTINUS_OK: all rows are complete. PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK, PHOTINUS_ERROR_DIVERGED: the
/// complete rows and `solution` have been written. Nothing has been: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_TIMES,
/// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP, PHOTINUS_ERROR_STEP_TOO_SMALL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_solve_f32(
    model: *const photinus_kuramoto_f32,
    row: photinus_row_f32,
    user: *mut c_void,
    times: *const f32,
    time_count: usize,
    initial: *const f32,
    step: f32,
    phases: *mut f32,
    phases_len: usize,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (states, states_len) = (phases, phases_len);
        let run = Run { times, time_count, initial, step, row, user, states, states_len, memory, bytes, solution };
        run.solve(&network(model)?)
    })
}
