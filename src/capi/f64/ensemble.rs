use super::kuramoto::normalization;
use super::ode::photinus_solver_options_f64;
use crate::Error;
use crate::capi::{
    OK, Struct, all_apart, check_pointer, extent, guard, input, layout, level, options, options_init, output, single,
    workspace, write_size,
};
use crate::kuramoto::{Ensemble, EnsembleSolver};
use crate::ode::{Euler, EulerMaruyama, Heun, Rk4, StochasticHeun, StochasticRk4};
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::ptr;

/// Many networks with dense coupling of N oscillators and M harmonics each, the members, that differ in their numbers:
///
///   dphi_i/dt = omega_i + K sum over m, j of K[m-1][i][j] sin(m (phi_j - phi_i) - alpha_m)
///
/// With noise, by the options of the solver, sigma_i dW_i is added. Each member's result is, bit for bit, that of a
/// photinus_kuramoto_f64 with these numbers and strength_level = K, and with the member's seed in its options. Networks of up
/// to 32 oscillators are computed eight at a time, in the lanes of a vector.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_ensemble_f64 {
    /// The size of this struct: what photinus_ensemble_init_f64 got.
    pub struct_size: usize,
    /// How many networks, at least 1.
    pub members: usize,
    /// The number N of oscillators of each, at least 1.
    pub oscillators: usize,
    /// The number M of harmonics of each, at least 1. Default 1.
    pub harmonics: usize,
    /// omega: a matrix [frequency_rows][N] by rows.
    pub natural_frequencies: *const f64,
    /// 1 (default): all members have the same; or as many as members: each has its own.
    pub frequency_rows: usize,
    /// The matrices: M N N numbers as of photinus_kuramoto_f64, coupling_count times.
    pub coupling: *const f64,
    /// 1 (default): all members have the same; or as many as members: each has its own.
    pub coupling_count: usize,
    /// K, a number per member; or NULL for ones.
    pub strengths: *const f64,
    /// alpha, M numbers that all members have; or NULL for none.
    pub lags: *const f64,
    /// How each matrix lies in memory: a value of photinus_layout. Default by rows.
    pub layout: c_int,
    /// By what each sum is divided: a value of photinus_normalization. Default by nothing. With IN_DEGREE members are
    /// computed one by one.
    pub normalization: c_int,
    /// The instruction set to run on: a value of photinus_level. Default the best.
    pub level: c_int,
    /// The seeds of the noise, a number per member; or NULL: that of member k is the seed of the options plus k, modulo 2^64.
    /// Members of the same seed have the same noise.
    pub seeds: *const u64,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_ensemble_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, seeds) + size_of::<*const u64>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            members: 0,
            oscillators: 0,
            harmonics: 1,
            natural_frequencies: ptr::null(),
            frequency_rows: 1,
            coupling: ptr::null(),
            coupling_count: 1,
            strengths: ptr::null(),
            lags: ptr::null(),
            layout: 0,
            normalization: 0,
            level: 0,
            seeds: ptr::null(),
        }
    }
}

/// What is read: the struct, and the arrays that it borrows, as bytes.
type Borrowed = [(*const u8, usize); 7];

/// The ensemble that a struct describes.
unsafe fn ensemble<'a>(pointer: *const photinus_ensemble_f64) -> Result<(Ensemble<'a, f64>, Borrowed), Error> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: by the caller, here and below.
    unsafe {
        let given = options(pointer)?;
        let (members, n, m) = (given.members, given.oscillators, given.harmonics);
        if members == 0 || n == 0 || m == 0 {
            return Err(Error::Dimension);
        }
        let (rows, count) = (given.frequency_rows, given.coupling_count);
        if (rows != 1 && rows != members) || (count != 1 && count != members) {
            return Err(Error::Length);
        }
        let frequencies = rows.checked_mul(n).ok_or(Error::Dimension)?;
        let weights = [m, n, n].iter().try_fold(count, |product, &size| product.checked_mul(size));
        let weights = weights.ok_or(Error::Dimension)?;
        let normalization = normalization(given.normalization)?.unwrap_or_default();
        let (layout, level) = (layout(given.layout, 0)?, level(given.level)?);
        let (natural, coupling) = (input(given.natural_frequencies, frequencies)?, input(given.coupling, weights)?);
        let mut ensemble = Ensemble::new(members, n, m, natural, coupling, layout)?;
        if !given.strengths.is_null() {
            ensemble = ensemble.with_strengths(input(given.strengths, members)?)?;
        }
        if !given.lags.is_null() {
            ensemble = ensemble.with_lags(input(given.lags, m)?)?;
        }
        if !given.seeds.is_null() {
            ensemble = ensemble.with_seeds(input(given.seeds, members)?)?;
        }
        let borrowed = [
            extent(pointer.cast::<u8>(), given.struct_size),
            extent(given.natural_frequencies, frequencies),
            extent(given.coupling, weights),
            extent(given.strengths, members),
            extent(given.lags, m),
            extent(given.seeds, members),
            (ptr::null(), 0), // for the strengths of the noise
        ];
        Ok((ensemble.with_normalization(normalization).with_level(level), borrowed))
    }
}

/// How steps are taken: the number of the method, one with a fixed step, and that step.
#[derive(Clone, Copy)]
struct How {
    method: c_int,
    step: f64,
}

/// The method of the options. The ensemble gets their noise, and what is read its strengths.
unsafe fn method<'a>(
    options: *const photinus_solver_options_f64,
    ensemble: &mut Ensemble<'a, f64>,
    borrowed: &mut Borrowed,
) -> Result<How, Error> {
    // SAFETY: by the caller.
    let options = unsafe { self::options(options)? };
    let photinus_solver_options_f64 { noise_strengths, noise_count, method, step, seed, .. } = options;
    let given = !options.increments.is_null() || options.increments_len > 0;
    match method {
        0..=2 if given || !noise_strengths.is_null() || noise_count > 0 => Err(Error::Unsupported),
        0..=2 => Ok(How { method, step }),
        5..=7 if given => Err(Error::Unsupported),
        5..=7 if noise_strengths.is_null() => Err(Error::NullPointer),
        5..=7 => {
            // SAFETY: by the caller.
            *ensemble = ensemble.with_noise(unsafe { input(noise_strengths, noise_count)? }, seed)?;
            borrowed[borrowed.len() - 1] = extent(noise_strengths, noise_count);
            Ok(How { method, step })
        }
        3 | 4 => Err(Error::Unsupported),
        _ => Err(Error::EnumValue),
    }
}

/// Steps by hand, by any method.
trait Take {
    /// How many members have taken all.
    fn take<S: EnsembleSolver<f64>>(self, solver: &S) -> Result<usize, Error>;
}

impl How {
    fn run(self, task: impl Take) -> Result<usize, Error> {
        let How { method, step } = self;
        match method {
            0 => task.take(&Rk4::new(step)?),
            1 => task.take(&Euler::new(step)?),
            2 => task.take(&Heun::new(step)?),
            5 => task.take(&EulerMaruyama::new(step)?),
            6 => task.take(&StochasticHeun::new(step)?),
            _ => task.take(&StochasticRk4::new(step)?),
        }
    }
}

/// Those of the calling thread.
struct Task<'t> {
    ensemble: &'t Ensemble<'t, f64>,
    /// The beginning, the number of the first step, and how many.
    steps: (f64, u64, u64),
    phases: &'t mut [f64],
    taken: &'t mut [u64],
    workspace: &'t mut [f64],
}

impl Take for Task<'_> {
    fn take<S: EnsembleSolver<f64>>(self, solver: &S) -> Result<usize, Error> {
        let Task { ensemble, steps: (start, first, count), phases, taken, workspace } = self;
        ensemble.advance(solver, start, first, count, phases, taken, workspace)
    }
}

/// What a call works on.
struct Call<'t> {
    ensemble: Ensemble<'t, f64>,
    how: How,
    phases: &'t mut [f64],
    taken: &'t mut [u64],
}

/// Looks at the arguments of a call; `memory` is its workspace, of so many elements at least.
unsafe fn call<'t>(
    ensemble: *const photinus_ensemble_f64,
    options: *const photinus_solver_options_f64,
    phases: *mut f64,
    steps: *mut u64,
    complete: *mut usize,
    memory: (*mut f64, Option<usize>),
) -> Result<Call<'t>, Error> {
    // SAFETY: by the caller.
    unsafe {
        let (mut known, mut borrowed) = self::ensemble(ensemble)?;
        let how = method(options, &mut known, &mut borrowed)?;
        let (members, needed) = (known.members(), known.workspace_len());
        let len = members.checked_mul(known.oscillators()).ok_or(Error::Dimension)?;
        if memory.1.is_some_and(|len| len < needed) {
            return Err(Error::Workspace);
        }
        let work = extent(memory.0, if memory.1.is_some() { needed } else { 0 });
        let result = extent(complete, usize::from(!complete.is_null()));
        all_apart(&[extent(phases, len), extent(steps, members), work, result], &borrowed)?;
        if !complete.is_null() {
            check_pointer(complete, 1)?;
        }
        let (phases, taken) = (output(phases, len)?, output(steps, members)?);
        if phases.iter().all(|x| x.is_finite()) {
            Ok(Call { ensemble: known, how, phases, taken })
        } else {
            Err(Error::NotFinite)
        }
    }
}

/// Writes how many members have taken all their steps, and returns the status.
unsafe fn finish(complete: *mut usize, done: usize, members: usize) -> Result<c_int, Error> {
    if !complete.is_null() {
        // SAFETY: by the caller.
        unsafe { *single(complete)? = done };
    }
    if done == members { OK } else { Err(Error::Diverged) }
}

/// Writes the defaults to `*ensemble`: `size` bytes at most, which is to be `sizeof *ensemble`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_ensemble_init_f64(ensemble: *mut photinus_ensemble_f64, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(ensemble, size) })
}

/// Writes to `*bytes` and `*align` what photinus_ensemble_advance_f64 needs to work in, for this ensemble and any method. It
/// checks all of the ensemble.
///
/// PHOTINUS_OK. For an ensemble that is refused: PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if there is no member, oscillator or
/// harmonic, or sizes overflow, PHOTINUS_ERROR_LENGTH if frequencies or matrices are neither shared nor one per member,
/// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_ensemble_size_f64(
    ensemble: *const photinus_ensemble_f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let noisy = self::ensemble(ensemble)?.0.with_noise(&[0.0], 0)?;
        write_size::<(), f64>(noisy.workspace_len(), bytes, align)
    })
}

/// Takes `count` steps of exactly the options' step of every member, from `phases`, a matrix [members][N] by rows, at the
/// time start + first step, and leaves the phases after them there. By RK4, EULER or HEUN, or with noise by EULER_MARUYAMA,
/// STOCHASTIC_HEUN or STOCHASTIC_RK4.
///
/// options: the method, the step and, for a method with noise, noise_strengths, noise_count and seed are looked at; the
/// method of the defaults is none of these. noise_count is 1, one strength for all, or N, which all members share, or members
/// times N, a matrix by rows; the noise of a member is that of its seed (see `seeds` of the ensemble), which in step n depends
/// on that, on n and on the oscillator's number alone. There are no given increments. steps: written, how many each of the
/// members has taken: fewer than `count` if its phases became NaN or infinite; they are then those before that step.
/// complete: how many members have taken all, or NULL. memory, bytes: the workspace, as photinus_ensemble_size_f64 says; it
/// may hold anything. Nothing is allocated. To go on later, to the same bits, call it with first + count.
///
/// PHOTINUS_OK. PHOTINUS_ERROR_DIVERGED: members have ended early, the others are complete; all results have been written.
/// Nothing has been: what photinus_ensemble_size_f64 returns for an ensemble that it refuses, PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_TIMES, PHOTINUS_ERROR_STEP,
/// PHOTINUS_ERROR_STEP_TOO_SMALL, PHOTINUS_ERROR_LENGTH for another noise_count, PHOTINUS_ERROR_PARAMETER for a strength of
/// noise that is negative, NaN or infinite, PHOTINUS_ERROR_UNSUPPORTED for another method, noise with a method that has none,
/// or given increments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_ensemble_advance_f64(
    ensemble: *const photinus_ensemble_f64,
    options: *const photinus_solver_options_f64,
    start: f64,
    first: u64,
    count: u64,
    phases: *mut f64,
    steps: *mut u64,
    complete: *mut usize,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let given = (memory.cast(), Some(bytes / size_of::<f64>()));
        let Call { ensemble, how, phases, taken } = call(ensemble, options, phases, steps, complete, given)?;
        let workspace = workspace(memory, bytes, ensemble.workspace_len())?;
        let task = Task { ensemble: &ensemble, steps: (start, first, count), phases, taken, workspace };
        finish(complete, how.run(task)?, ensemble.members())
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::parallel::Pool;
    use std::vec::Vec;

    /// Nanoseconds of work that are worth a thread.
    const PER_THREAD: u64 = 100_000;
    /// Members that are computed side by side.
    const TOGETHER: usize = 8;

    /// Those of several threads.
    struct Shared<'t> {
        pool: &'t Pool,
        ensemble: &'t Ensemble<'t, f64>,
        steps: (f64, u64, u64),
        phases: &'t mut [f64],
        taken: &'t mut [u64],
    }

    impl Take for Shared<'_> {
        fn take<S: EnsembleSolver<f64>>(self, solver: &S) -> Result<usize, Error> {
            let Shared { pool, ensemble, steps: (start, first, count), phases, taken } = self;
            pool.advance_ensemble(solver, ensemble, start, first, count, phases, taken)
        }
    }

    /// As photinus_ensemble_advance_f64, to the same bits, by several threads that share the members, and in memory that it
    /// allocates.
    ///
    /// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core.
    ///
    /// The statuses of photinus_ensemble_advance_f64, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
    /// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_ensemble_advance_parallel_f64(
        ensemble: *const photinus_ensemble_f64,
        options: *const photinus_solver_options_f64,
        threads: usize,
        start: f64,
        first: u64,
        count: u64,
        phases: *mut f64,
        steps: *mut u64,
        complete: *mut usize,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let given = (ptr::null_mut(), None);
            let Call { ensemble, how, phases, taken } = call(ensemble, options, phases, steps, complete, given)?;
            let (members, n) = (ensemble.members(), ensemble.oscillators());
            // About as many nanoseconds.
            let work = (members as u64).saturating_mul((n as u64).saturating_mul(n as u64 + 8)).saturating_mul(count);
            let parts = usize::try_from(work / PER_THREAD).unwrap_or(usize::MAX).min(members.div_ceil(TOGETHER));
            let done = match Pool::for_parts(threads, parts)? {
                Some(pool) => {
                    let ensemble = &ensemble;
                    how.run(Shared { pool: &pool, ensemble, steps: (start, first, count), phases, taken })?
                }
                None => {
                    let (mut workspace, len) = (Vec::new(), ensemble.workspace_len());
                    workspace.try_reserve_exact(len).map_err(|_| Error::OutOfMemory)?;
                    workspace.resize(len, 0.0);
                    let (steps, workspace) = ((start, first, count), &mut workspace);
                    how.run(Task { ensemble: &ensemble, steps, phases, taken, workspace })?
                }
            };
            finish(complete, done, members)
        })
    }
}
