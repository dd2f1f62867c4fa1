use super::kuramoto::{check_written, photinus_kuramoto_f64, read, system};
use super::network::{Couplings, Drives, System};
use super::ode::{check_solution, finish, photinus_solution_f64};
use crate::capi::common::photinus_method::{self, *};
use crate::capi::{
    Struct, all_apart, check_pointer, extent, guard, input, method, options, options_init, output, write_size,
};
use crate::kuramoto::observables::Statistics;
use crate::kuramoto::{Coupling, Drive, Driving, Kuramoto, Modulation, Transition};
use crate::ode::{Done, End, EulerScheme, FixedStep, HeunScheme, OdeSystem, Rk4Scheme, Scheme, Solution, Steps};
use crate::{Error, Stop};
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::{ptr, slice};

/// How the synchronisation transition is measured: for each strength of the coupling, the mean in time and the variance of
/// the order parameter r = |sum over j of e^(i m phi_j)| / N, after a transient (Kuramoto, 1975; Strogatz, Physica D 143,
/// 2000, fig. 3).
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_transition_f64 {
    /// The size of this struct: what photinus_transition_init_f64 got.
    pub struct_size: usize,
    /// Steps before the first sample. Default 1000.
    pub transient: u64,
    /// How often r is taken, at least once. Default 1000.
    pub samples: u64,
    /// Steps between two samples, at least 1. Default 1.
    pub every: u64,
    /// The step of the solver, above 0. Default 0, which is none.
    pub step: f64,
    /// How the network is solved: PHOTINUS_METHOD_RK4 (default), EULER or HEUN.
    pub method: c_int,
    /// Whether each strength starts where the one before it ended (1), instead of at the initial phases (0, default): up and
    /// down again, that shows hysteresis.
    pub carried: c_int,
    /// The harmonic m of the order parameter, at least 1. Default 1.
    pub harmonic: u32,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_transition_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, harmonic) + size_of::<u32>();
    fn defaults() -> Self {
        let Transition { transient, samples, every, carried, harmonic } = Transition::default();
        Self {
            struct_size: size_of::<Self>(),
            transient,
            samples,
            every,
            step: 0.0,
            method: PHOTINUS_METHOD_RK4 as c_int,
            carried: carried.into(),
            harmonic,
        }
    }
}

/// A network's coupling, solved as photinus_kuramoto_advance_f64 solves that network: by the same code.
#[derive(Clone, Copy)]
struct Same<'s, 'a>(&'s Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>);

// SAFETY: what it points to is read, but for what a coupling of C's does, and that is called on one thread alone.
unsafe impl Sync for Same<'_, '_> {}

impl Coupling<f64> for Same<'_, '_> {
    fn oscillators(&self) -> usize {
        self.0.coupling().oscillators()
    }

    fn scratch_len(&self) -> usize {
        self.0.coupling().scratch_len()
    }

    fn prepare(&self, scratch: &mut [f64]) {
        self.0.coupling().prepare(scratch);
    }

    fn add(&self, strength: f64, phases: &[f64], rates: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        self.0.coupling().add(strength, phases, rates, scratch)
    }

    /// For the drives of [`Transition`], which are a constant strength.
    fn take_steps<S: Scheme, D: Drive<f64>>(network: &Kuramoto<'_, f64, Self, D>, steps: Steps<'_, f64>) -> Done {
        let Steps { start, step, first, count, y, workspace, .. } = steps;
        let (same, strength) = (network.coupling().0, network.drive().strength(start));
        let mut run = || {
            let driving = Driving::new().with_strength(Modulation::constant(strength))?;
            let driven = same.with_drive(Drives { driving, drive: None, user: ptr::null_mut() })?;
            let solver = FixedStep::<f64, S>::new(step)?;
            solver.advance(&System::FirstOrder(driven), start, first, count, y, workspace)
        };
        match run() {
            Ok(Solution { end: End::Complete, steps, .. }) => (steps, Ok(())),
            Ok(Solution { end, steps, .. }) => (steps, Err(end)),
            // All has been checked before.
            Err(error) => (0, Err(End::Failure(error.code()))),
        }
    }
}

/// What is to be run.
struct Sweep<'t> {
    transition: Transition,
    method: photinus_method,
    step: f64,
    strengths: &'t [f64],
    initial: &'t [f64],
}

/// The options at `pointer`.
unsafe fn known<'t>(pointer: *const photinus_transition_f64) -> Result<Sweep<'t>, Error> {
    // SAFETY: by the caller.
    let photinus_transition_f64 { transient, samples, every, step, method: number, carried, harmonic, .. } =
        unsafe { options(pointer)? };
    let method = method(number)?;
    if !matches!(method, PHOTINUS_METHOD_RK4 | PHOTINUS_METHOD_EULER | PHOTINUS_METHOD_HEUN) {
        return Err(Error::Unsupported);
    }
    if !(0..=1).contains(&carried) {
        return Err(Error::Parameter);
    }
    let transition = Transition { transient, samples, every, carried: carried == 1, harmonic };
    Ok(Sweep { transition, method, step, strengths: &[], initial: &[] })
}

/// The network that a model describes, if it is of first order and nothing but its coupling acts.
unsafe fn coupled<'a>(
    model: *const photinus_kuramoto_f64,
    known: &photinus_kuramoto_f64,
) -> Result<Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>, Error> {
    // SAFETY: by the caller.
    let System::FirstOrder(network) = (unsafe { system(model)? }) else { return Err(Error::Unsupported) };
    // The strengths take the place of that of the model.
    let varied = [known.strength_slope, known.strength_amplitude, known.strength_frequency, known.strength_phase];
    if network.drive().adds() || known.strength_level != 1.0 || varied != [0.0; 4] {
        return Err(Error::Unsupported);
    }
    Ok(network)
}

/// A network as [`Transition`] wants it.
fn same<'s, 'a>(
    network: &'s Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>,
) -> Result<Kuramoto<'s, f64, Same<'s, 'a>>, Error> {
    Ok(Kuramoto::new(network.natural_frequencies(), Same(network))?.with_level(network.level()))
}

impl Sweep<'_> {
    fn run(
        &self,
        network: &Kuramoto<'_, f64, Same<'_, '_>>,
        r: &mut [Statistics<f64>],
        workspace: &mut [f64],
    ) -> Result<Solution<f64>, Error> {
        match self.method {
            PHOTINUS_METHOD_RK4 => self.by::<Rk4Scheme>(network, r, workspace),
            PHOTINUS_METHOD_EULER => self.by::<EulerScheme>(network, r, workspace),
            _ => self.by::<HeunScheme>(network, r, workspace),
        }
    }

    fn by<S: Scheme>(
        &self,
        network: &Kuramoto<'_, f64, Same<'_, '_>>,
        r: &mut [Statistics<f64>],
        workspace: &mut [f64],
    ) -> Result<Solution<f64>, Error> {
        let solver = FixedStep::<f64, S>::new(self.step)?;
        self.transition.run(&solver, network, self.strengths, self.initial, r, workspace)
    }
}

/// The bytes of a workspace for `count` strengths: that of the statistics, and that of all.
fn workspace_bytes(network: &Kuramoto<'_, f64, Same<'_, '_>>, count: usize) -> Result<(usize, usize), Error> {
    let statistics = count.checked_mul(size_of::<Statistics<f64>>()).ok_or(Error::Dimension)?;
    let floats = Transition::workspace_len(network).checked_mul(size_of::<f64>()).ok_or(Error::Dimension)?;
    let all = statistics.checked_add(floats).filter(|&all| all <= isize::MAX as usize).ok_or(Error::Dimension)?;
    Ok((statistics, all))
}

/// Writes the complete rows of the result, and the status.
unsafe fn write(
    r: &[Statistics<f64>],
    (mean, variance): (&mut [f64], &mut [f64]),
    result: Solution<f64>,
    solution: *mut photinus_solution_f64,
) -> Result<c_int, Error> {
    for ((r, mean), variance) in r.iter().zip(mean).zip(variance).take(result.rows) {
        (*mean, *variance) = (r.mean(), r.variance().unwrap_or(f64::NAN));
    }
    // SAFETY: by the caller.
    unsafe { finish(solution, result) }
}

/// Writes the defaults to `*transition`: `size` bytes at most, which is to be `sizeof *transition`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_transition_init_f64(transition: *mut photinus_transition_f64, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(transition, size) })
}

/// Writes to `*bytes` and `*align` what photinus_transition_run_f64 needs to work in, for this model and `count` strengths.
///
/// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_UNSUPPORTED for one with
/// inertia, learning, swing, force, drive or delay, or whose strength K(t) is not 1; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_transition_size_f64(
    model: *const photinus_kuramoto_f64,
    count: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let network = coupled(model, &read(model)?)?;
        let (_, all) = workspace_bytes(&same(&network)?, count)?;
        write_size::<[Statistics<f64>; 0], u8>(all, bytes, align)
    })
}

/// Runs the network with all that pulls multiplied by each of `strengths[count]`, from the phases `initial`, N numbers, and
/// writes the mean in time of the order parameter r to `mean[count]`, and its variance, with samples - 1, NaN for one sample,
/// to `variance[count]`.
///
/// transition: the step, and how r is taken; NULL, the defaults, has no step, and is refused. memory, bytes: the workspace,
/// as photinus_transition_size_f64 says for the same model and count; it may hold anything. solution: what came of it, or
/// NULL: its rows are how many strengths are complete, its time is that of the last step of the last one. Nothing is
/// allocated.
///
/// PHOTINUS_OK. The results of the complete strengths and `solution` have been written: PHOTINUS_ERROR_DIVERGED;
/// PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK of a coupling of one's own. Nothing has been: what
/// photinus_transition_size_f64 returns for a model that it refuses, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE,
/// PHOTINUS_ERROR_UNSUPPORTED for another method, PHOTINUS_ERROR_PARAMETER if `samples`, `every` or the harmonic is 0,
/// `carried` is neither 0 nor 1, or the steps overflow, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_STEP,
/// PHOTINUS_ERROR_STEP_TOO_SMALL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_transition_run_f64(
    model: *const photinus_kuramoto_f64,
    transition: *const photinus_transition_f64,
    strengths: *const f64,
    count: usize,
    initial: *const f64,
    mean: *mut f64,
    variance: *mut f64,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (described, sweep) = (read(model)?, known(transition)?);
        let network = coupled(model, &described)?;
        let same = same(&network)?;
        let (front, needed) = workspace_bytes(&same, count)?;
        if bytes < needed {
            return Err(Error::Workspace);
        }
        check_pointer(memory.cast::<Statistics<f64>>(), 1)?;
        let (strengths, initial) = (input(strengths, count)?, input(initial, network.dim())?);
        check_pointer(mean, count)?;
        check_pointer(variance, count)?;
        let work = (memory.cast::<u8>().cast_const(), needed);
        let written = [extent(mean, count), extent(variance, count), work, check_solution(solution)?];
        let read = [
            extent(strengths.as_ptr(), count),
            extent(initial.as_ptr(), initial.len()),
            extent(transition.cast::<u8>(), size_of::<photinus_transition_f64>()),
        ];
        all_apart(&written, &read)?;
        check_written(model, &described, &written)?;
        // The floats lie behind the statistics, whose alignment is no smaller.
        memory.write_bytes(0, needed);
        let r = memory.cast::<Statistics<f64>>();
        for i in 0..count {
            r.add(i).write(Statistics::new());
        }
        let r = slice::from_raw_parts_mut(r, count);
        let floats = memory.byte_add(front).cast::<f64>();
        let workspace = slice::from_raw_parts_mut(floats, (needed - front) / size_of::<f64>());
        let sweep = Sweep { strengths, initial, ..sweep };
        let result = sweep.run(&same, r, workspace)?;
        write(r, (output(mean, count)?, output(variance, count)?), result, solution)
    })
}

const _: () = assert!(align_of::<Statistics<f64>>() >= align_of::<f64>());

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::f64::network::Pairs;
    use crate::parallel::Pool;
    use std::vec::Vec;

    impl Sweep<'_> {
        fn share(
            &self,
            pool: &Pool,
            network: &Kuramoto<'_, f64, Same<'_, '_>>,
            r: &mut [Statistics<f64>],
        ) -> Result<Solution<f64>, Error> {
            match self.method {
                PHOTINUS_METHOD_RK4 => self.share_by::<Rk4Scheme>(pool, network, r),
                PHOTINUS_METHOD_EULER => self.share_by::<EulerScheme>(pool, network, r),
                _ => self.share_by::<HeunScheme>(pool, network, r),
            }
        }

        fn share_by<S: Scheme>(
            &self,
            pool: &Pool,
            network: &Kuramoto<'_, f64, Same<'_, '_>>,
            r: &mut [Statistics<f64>],
        ) -> Result<Solution<f64>, Error> {
            let solver = FixedStep::<f64, S>::new(self.step)?;
            pool.transition(&self.transition, &solver, network, self.strengths, self.initial, r)
        }
    }

    /// So many elements of one's own.
    fn filled<T: Clone>(len: usize, value: T) -> Result<Vec<T>, Error> {
        let mut memory = Vec::new();
        memory.try_reserve_exact(len).map_err(|_| Error::OutOfMemory)?;
        memory.resize(len, value);
        Ok(memory)
    }

    /// As photinus_transition_run_f64, to the same bits, by several threads that share the strengths, and in memory that it
    /// allocates. Strengths that are carried on, and a coupling of one's own, are one thread's work, the calling one's.
    ///
    /// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core.
    ///
    /// The statuses of photinus_transition_run_f64, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
    /// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_transition_run_parallel_f64(
        model: *const photinus_kuramoto_f64,
        transition: *const photinus_transition_f64,
        threads: usize,
        strengths: *const f64,
        count: usize,
        initial: *const f64,
        mean: *mut f64,
        variance: *mut f64,
        solution: *mut photinus_solution_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let (described, sweep) = (read(model)?, known(transition)?);
            let network = coupled(model, &described)?;
            let same = same(&network)?;
            workspace_bytes(&same, count)?;
            let (strengths, initial) = (input(strengths, count)?, input(initial, network.dim())?);
            check_pointer(mean, count)?;
            check_pointer(variance, count)?;
            let written = [extent(mean, count), extent(variance, count), check_solution(solution)?];
            let read = [
                extent(strengths.as_ptr(), count),
                extent(initial.as_ptr(), initial.len()),
                extent(transition.cast::<u8>(), size_of::<photinus_transition_f64>()),
            ];
            all_apart(&written, &read)?;
            check_written(model, &described, &written)?;
            let sweep = Sweep { strengths, initial, ..sweep };
            let alone = sweep.transition.carried || matches!(network.coupling().pairs, Pairs::User(_));
            let mut r = filled(count, Statistics::new())?;
            let result = match Pool::for_parts(threads, if alone { 1 } else { count })? {
                Some(pool) => sweep.share(&pool, &same, &mut r)?,
                None => sweep.run(&same, &mut r, &mut filled(Transition::workspace_len(&same), 0.0)?)?,
            };
            write(&r, (output(mean, count)?, output(variance, count)?), result, solution)
        })
    }
}
