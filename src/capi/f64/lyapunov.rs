use super::ode::{Shape, System, check_solution, finish, photinus_derivative_f64, photinus_solution_f64};
use crate::capi::{
    OK, Struct, all_apart, answer, check_pointer, guard, input, options, options_init, output, range, single,
    write_size,
};
use crate::ode::{Differences, Lyapunov, LyapunovProgress, OdeSystem, Tangent};
use crate::simd::Level;
use crate::{Error, Stop};
use core::ffi::{c_int, c_uchar, c_void};
use core::mem::offset_of;
use core::slice;

/// How a system changes along a displacement v of its state: writes J(t, y) v, with J[i][j] = df_i/dy_j, to all of `out`,
/// whose content means nothing before; all arrays have `dim` elements. Returns 0 to go on, a positive number to stop, a
/// negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_tangent_f64 = Option<
    unsafe extern "C" fn(
        t: f64,
        y: *const f64,
        displacement: *const f64,
        dim: usize,
        out: *mut f64,
        user: *mut c_void,
    ) -> c_int,
>;

/// How Lyapunov exponents are computed.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_lyapunov_options_f64 {
    /// The size of this struct: what photinus_lyapunov_options_init_f64 got.
    pub struct_size: usize,
    /// How many of the exponents, the largest ones, 1 to dim. Default 1.
    pub count: usize,
    /// The steps from one orthonormalisation to the next, at least 1: so few that no displacement grows or shrinks by more
    /// than some 10^6 (f32: 10^2) against another in between. Default 1.
    pub interval: u64,
    /// The step of RK4, above 0. To be set.
    pub step: f64,
    /// Where the tangent is left to differences, how large a change of y is not small: the length over which f bends, above
    /// 0. Default 1, which is right for phases in radians.
    pub scale: f64,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_lyapunov_options_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, scale) + size_of::<f64>();
    fn defaults() -> Self {
        Self { struct_size: size_of::<Self>(), count: 1, interval: 1, step: 0.0, scale: 1.0 }
    }
}

/// The Lyapunov exponents of a system, how fast neighbouring solutions part: a solution with displacements that are
/// integrated along with it and orthonormalised from time to time (Shimada and Nagashima, 1979; Benettin, Galgani, Giorgilli
/// and Strelcyn, 1980).
///
/// It lies in memory that the caller gave (or in its own, if made by photinus_lyapunov_new_f64), wholly and without pointers
/// into itself: a copy of those bytes, equally aligned, is a second one that goes on as the first. On another machine, a
/// checkpoint does: see photinus_lyapunov_save_f64.
#[derive(Debug)]
pub struct photinus_lyapunov_f64 {
    header: Header,
}

/// The arrays follow it.
#[repr(C)]
#[derive(Debug)]
struct Header {
    magic: u64,
    /// `LyapunovProgress` and the scale, as numbers, those of a checkpoint: without padding and with any bits valid, since C
    /// may copy and overwrite them.
    words: [u64; 8],
}

/// What an initialised one begins with; another for each precision.
const MAGIC: u64 = u64::from_le_bytes(*b"lya_f64\0");

/// How far it is, and the scale of differences.
type Place = (LyapunovProgress<f64>, f64);

/// The elements of the arrays: with what differences want, whether or not there is a tangent.
const fn array_len(dim: usize, count: usize) -> usize {
    Lyapunov::<f64>::memory_len(dim, count, dim.saturating_mul(2))
}

/// Checks the memory that one with arrays of `len` elements is to be made in: its bytes.
fn room(memory: *mut c_void, bytes: usize, len: usize) -> Result<(*const u8, usize), Error> {
    let needed =
        len.checked_mul(size_of::<f64>()).and_then(|size| size.checked_add(size_of::<photinus_lyapunov_f64>()));
    let needed = needed.filter(|&needed| needed <= isize::MAX as usize).ok_or(Error::Dimension)?;
    if needed > bytes {
        return Err(Error::Workspace);
    }
    check_pointer(memory.cast::<photinus_lyapunov_f64>(), 1)?;
    Ok((memory.cast(), needed))
}

/// The arrays in memory that has been checked, cleared. What was there is none any more.
unsafe fn clear<'a>(memory: *mut c_void, len: usize) -> &'a mut [f64] {
    // SAFETY: so much is there; the arrays follow the struct, whose size is a multiple of its alignment.
    unsafe {
        let object = memory.cast::<photinus_lyapunov_f64>();
        (&raw mut (*object).header.magic).write(0);
        let arrays = object.add(1).cast::<f64>();
        arrays.write_bytes(0, len);
        slice::from_raw_parts_mut(arrays, len)
    }
}

/// Makes what is in memory one.
unsafe fn sign(memory: *mut c_void, (progress, scale): Place) -> *mut photinus_lyapunov_f64 {
    let object = memory.cast::<photinus_lyapunov_f64>();
    let header = Header { magic: MAGIC, words: progress.to_words(scale) };
    // SAFETY: it has been checked.
    unsafe { object.write(photinus_lyapunov_f64 { header }) };
    object
}

/// How far it is, its arrays, and all its bytes.
type Parts<'a> = (Place, &'a mut [f64], (*const u8, usize));

/// What is at `lyapunov`.
unsafe fn parts<'a>(lyapunov: *const photinus_lyapunov_f64) -> Result<Parts<'a>, Error> {
    check_pointer(lyapunov, 1)?;
    // SAFETY: by the caller; the numbers are looked at before they are trusted.
    unsafe {
        if (*lyapunov).header.magic != MAGIC {
            return Err(Error::Uninitialised);
        }
        let place = LyapunovProgress::from_words(&(*lyapunov).header.words).ok_or(Error::Uninitialised)?;
        let len = array_len(place.0.dim, place.0.count);
        if len > isize::MAX as usize / size_of::<f64>() - size_of::<photinus_lyapunov_f64>() {
            return Err(Error::Uninitialised);
        }
        let arrays = slice::from_raw_parts_mut(lyapunov.cast_mut().add(1).cast::<f64>(), len);
        let bytes = size_of::<photinus_lyapunov_f64>() + len * size_of::<f64>();
        Ok((place, arrays, (lyapunov.cast(), bytes)))
    }
}

/// Goes on from what is at a place.
fn resume<'a, S: Tangent<f64>>(
    progress: LyapunovProgress<f64>,
    arrays: &'a mut [f64],
    system: &S,
) -> Result<Lyapunov<'a, f64>, Error> {
    // It was right when it was made.
    Lyapunov::resume(arrays, system, progress).map_err(|_| Error::Uninitialised)
}

impl Tangent<f64> for Shape {
    fn tangent(&self, _: f64, _: &[f64], _: &[f64], _: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        Err(Stop::Failure(0))
    }
}

/// A system of C's that knows its tangent.
struct WithTangent {
    system: System,
    tangent: unsafe extern "C" fn(f64, *const f64, *const f64, usize, *mut f64, *mut c_void) -> c_int,
    user: *mut c_void,
}

impl OdeSystem<f64> for WithTangent {
    fn dim(&self) -> usize {
        self.system.dim()
    }

    fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        self.system.derivative(t, y, dydt, scratch)
    }

    fn level(&self) -> Level {
        self.system.level()
    }
}

impl Tangent<f64> for WithTangent {
    fn tangent(&self, t: f64, y: &[f64], v: &[f64], out: &mut [f64], _: &mut [f64]) -> Result<(), Stop> {
        // SAFETY: the caller promised that it may be called so.
        answer(unsafe { (self.tangent)(t, y.as_ptr(), v.as_ptr(), y.len(), out.as_mut_ptr(), self.user) })
    }
}

/// The options, which have to be there.
unsafe fn read(pointer: *const photinus_lyapunov_options_f64) -> Result<photinus_lyapunov_options_f64, Error> {
    check_pointer(pointer, 1)?;
    // SAFETY: by the caller.
    unsafe { options(pointer) }
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_options_init_f64(
    options: *mut photinus_lyapunov_options_f64,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes to `*bytes` and `*align` what `count` exponents of a system of `dim` equations need.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim or count is 0, count is above
/// dim, or that size does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_size_f64(
    dim: usize,
    count: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    guard(|| {
        if dim == 0 || count == 0 || count > dim {
            return Err(Error::Dimension);
        }
        // SAFETY: by the caller.
        unsafe { write_size::<photinus_lyapunov_f64, f64>(array_len(dim, count), bytes, align) }
    })
}

/// Begins in `memory` at the time `start` with the state `initial[dim]`, and writes the address, which is that of the memory,
/// to `*lyapunov`. Nothing is evaluated yet, and nothing is to be freed. The displacements start in random directions, always
/// the same.
///
/// memory, bytes: as photinus_lyapunov_size_f64 says for the same dim and the options' count.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION if dim or count is 0, or count above dim, PHOTINUS_ERROR_STEP
/// unless the step is above 0 and finite, PHOTINUS_ERROR_PARAMETER for the interval or the scale, PHOTINUS_ERROR_TIMES
/// unless `start` is finite, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_init_f64(
    memory: *mut c_void,
    bytes: usize,
    dim: usize,
    start: f64,
    initial: *const f64,
    options: *const photinus_lyapunov_options_f64,
    lyapunov: *mut *mut photinus_lyapunov_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let photinus_lyapunov_options_f64 { count, interval, step, scale, .. } = read(options)?;
        if dim == 0 || count == 0 || count > dim {
            return Err(Error::Dimension);
        }
        let system = Shape(dim);
        let system = Differences::new(&system).with_scale(scale)?;
        check_pointer(lyapunov, 1)?;
        let (initial, len) = (input(initial, dim)?, array_len(dim, count));
        let object = room(memory, bytes, len)?;
        all_apart(&[object, range(lyapunov, 1)], &[range(initial.as_ptr(), dim)])?;
        // First without memory, so that one which is there already stays as it is if this one can't be made.
        match Lyapunov::new(&mut [], &system, start, initial, count, step, interval) {
            Err(Error::Workspace) => {}
            refused => return refused.and(OK),
        }
        let arrays = clear(memory, len);
        let progress = Lyapunov::new(arrays, &system, start, initial, count, step, interval)?.progress();
        *single(lyapunov)? = sign(memory, (progress, scale));
        OK
    })
}

/// Takes `steps` steps of the solution and the displacements. How steps are divided into calls changes no bit.
///
/// derivative: the system. tangent: how it changes along a displacement; or NULL: by central differences, two derivatives
/// for each displacement, to about (epsilon max(|y|, scale) / scale)^(2/3). user: given to both, on the calling thread.
/// solution: what came of it, or NULL: its `steps` are those of this call, its `time` is what was reached in all.
///
/// PHOTINUS_OK. The step under way was dropped, those before are taken: PHOTINUS_STOP_CALLER, PHOTINUS_ERROR_CALLBACK,
/// PHOTINUS_ERROR_DIVERGED if the state or a displacement became NaN or infinite, or a displacement too short, or too much like
/// the others, to be told from rounding (a shorter interval helps against that). Nothing has been done: PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_STEP_TOO_SMALL if the step is lost in the rounding of the time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_advance_f64(
    lyapunov: *mut photinus_lyapunov_f64,
    derivative: photinus_derivative_f64,
    tangent: photinus_tangent_f64,
    user: *mut c_void,
    steps: u64,
    solution: *mut photinus_solution_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let ((progress, scale), arrays, bytes) = parts(lyapunov)?;
        all_apart(&[bytes, check_solution(solution)?], &[])?;
        let system = System::new(progress.dim, derivative, user)?;
        let (result, progress) = match tangent {
            Some(tangent) => {
                let system = WithTangent { system, tangent, user };
                let mut run = resume(progress, arrays, &system)?;
                (run.advance(&system, steps)?, run.progress())
            }
            None => {
                let system = Differences::new(&system).with_scale(scale).map_err(|_| Error::Uninitialised)?;
                let mut run = resume(progress, arrays, &system)?;
                (run.advance(&system, steps)?, run.progress())
            }
        };
        (*lyapunov).header.words = progress.to_words(scale);
        finish(solution, result)
    })
}

/// Forgets what was measured so far, so that exponents are those of the time from the last orthonormalisation on: for the
/// first stretch, while the displacements turn into place.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_discard_f64(lyapunov: *mut photinus_lyapunov_f64) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let ((progress, scale), arrays, _) = parts(lyapunov)?;
        let mut run = resume(progress, arrays, &Shape(progress.dim))?;
        run.discard();
        (*lyapunov).header.words = run.progress().to_words(scale);
        OK
    })
}

/// Writes the exponents so far, up to the last orthonormalisation, to `exponents[count]`: per unit of time, in falling order
/// but for what has not converged. They converge like 1/time at best.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_DIMENSION if count is another than that of the options, PHOTINUS_ERROR_UNSUPPORTED if there was no
/// orthonormalisation yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_exponents_f64(
    lyapunov: *const photinus_lyapunov_f64,
    exponents: *mut f64,
    count: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let ((progress, _), arrays, bytes) = parts(lyapunov)?;
        if count != progress.count {
            return Err(Error::Dimension);
        }
        check_pointer(exponents, count)?;
        all_apart(&[bytes, range(exponents, count)], &[])?;
        resume(progress, arrays, &Shape(progress.dim))?.exponents(output(exponents, count)?)?;
        OK
    })
}

/// Writes the state that is reached to `state[dim]`, and unless NULL the displacements, orthonormal if the last step ended
/// with that, to `displacements`, a matrix [count][dim] by rows. displacements_len: its elements.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_DIMENSION if dim is another than that of the system, PHOTINUS_ERROR_LENGTH if `displacements` is too short.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_state_f64(
    lyapunov: *const photinus_lyapunov_f64,
    state: *mut f64,
    dim: usize,
    displacements: *mut f64,
    displacements_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let ((progress, _), arrays, bytes) = parts(lyapunov)?;
        if dim != progress.dim {
            return Err(Error::Dimension);
        }
        let run = resume(progress, arrays, &Shape(dim))?;
        let len = if displacements.is_null() { 0 } else { run.displacements().len() };
        if displacements_len < len {
            return Err(Error::Length);
        }
        check_pointer(state, dim)?;
        check_pointer(displacements, len)?;
        all_apart(&[bytes, range(state, dim), range(displacements, len)], &[])?;
        output(state, dim)?.copy_from_slice(run.state());
        output(displacements, len)?.copy_from_slice(&run.displacements()[..len]);
        OK
    })
}

/// Writes the number of equations to `*dim`, that of exponents to `*count`, the time that is reached to `*time`, and how many
/// steps that took in all to `*steps`; each of them may be NULL.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_progress_f64(
    lyapunov: *const photinus_lyapunov_f64,
    dim: *mut usize,
    count: *mut usize,
    time: *mut f64,
    steps: *mut u64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let ((progress, _), arrays, bytes) = parts(lyapunov)?;
        let lens = [dim.is_null(), count.is_null(), time.is_null(), steps.is_null()].map(|null| usize::from(!null));
        let [dims, counts, times, numbers] = lens;
        all_apart(&[range(dim, dims), range(count, counts), range(time, times), range(steps, numbers)], &[bytes])?;
        // All are looked at before one is written.
        let (dim, count) = (output(dim, dims)?, output(count, counts)?);
        let (time, steps) = (output(time, times)?, output(steps, numbers)?);
        dim.fill(progress.dim);
        count.fill(progress.count);
        time.fill(resume(progress, arrays, &Shape(progress.dim))?.time());
        steps.fill(progress.steps);
        OK
    })
}

/// Writes to `*bytes` how long a checkpoint is.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_save_size_f64(
    lyapunov: *const photinus_lyapunov_f64,
    bytes: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let ((LyapunovProgress { dim, count, .. }, _), ..) = parts(lyapunov)?;
        *single(bytes)? = Lyapunov::<f64>::checkpoint_len(dim, count);
        OK
    })
}

/// Writes the whole run to `checkpoint`, of `bytes` bytes; one restored from it, on any machine, goes on to the same bits. The
/// scale of the differences is in it, the system is not.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_LENGTH if it is shorter than photinus_lyapunov_save_size_f64 says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_save_f64(
    lyapunov: *const photinus_lyapunov_f64,
    checkpoint: *mut c_uchar,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(checkpoint, bytes.max(1))?;
        let ((progress, scale), arrays, object) = parts(lyapunov)?;
        all_apart(&[range(checkpoint, bytes), object], &[])?;
        resume(progress, arrays, &Shape(progress.dim))?.save(scale, output(checkpoint, bytes)?)?;
        OK
    })
}

/// Writes to `*bytes` and `*align` what the run in a checkpoint of `checkpoint_bytes` bytes needs.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_CHECKPOINT,
/// PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_restore_size_f64(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (dim, count) = Lyapunov::<f64>::checkpoint_shape(input(checkpoint, checkpoint_bytes)?)?;
        write_size::<photinus_lyapunov_f64, f64>(array_len(dim, count), bytes, align)
    })
}

/// Makes the run in a checkpoint of `checkpoint_bytes` bytes in `memory`, of `bytes` bytes as
/// photinus_lyapunov_restore_size_f64 says, and writes its address, which is that of the memory, to `*lyapunov`.
/// photinus_lyapunov_progress_f64 says how many equations and exponents it has.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_CHECKPOINT if it is truncated, changed, or of an unknown version, PHOTINUS_ERROR_CHECKPOINT_MISMATCH if it
/// is of the other precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_lyapunov_restore_f64(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    lyapunov: *mut *mut photinus_lyapunov_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let checkpoint = input(checkpoint, checkpoint_bytes)?;
        let (dim, count) = Lyapunov::<f64>::checkpoint_shape(checkpoint)?;
        check_pointer(lyapunov, 1)?;
        let len = array_len(dim, count);
        let object = room(memory, bytes, len)?;
        all_apart(&[object, range(lyapunov, 1)], &[range(checkpoint.as_ptr(), checkpoint_bytes)])?;
        let (run, scale) = Lyapunov::restore(clear(memory, len), checkpoint)?;
        *single(lyapunov)? = sign(memory, (run.progress(), scale));
        OK
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::{free, made};

    /// Begins as photinus_lyapunov_init_f64 does, in memory of its own, and writes the address to `*lyapunov`; it is to
    /// be freed by photinus_lyapunov_free_f64.
    ///
    /// The statuses of photinus_lyapunov_init_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_lyapunov_new_f64(
        dim: usize,
        start: f64,
        initial: *const f64,
        options: *const photinus_lyapunov_options_f64,
        lyapunov: *mut *mut photinus_lyapunov_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let count = read(options)?.count;
            made::<_, f64>(array_len(dim, count), lyapunov, |memory, bytes, made| {
                photinus_lyapunov_init_f64(memory, bytes, dim, start, initial, options, made)
            })
        })
    }

    /// Makes the run in a checkpoint as photinus_lyapunov_restore_f64 does, in memory of its own, and writes its address to
    /// `*lyapunov`; it is to be freed by photinus_lyapunov_free_f64.
    ///
    /// The statuses of photinus_lyapunov_restore_f64, and PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_lyapunov_restore_new_f64(
        checkpoint: *const c_uchar,
        checkpoint_bytes: usize,
        lyapunov: *mut *mut photinus_lyapunov_f64,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let (dim, count) = Lyapunov::<f64>::checkpoint_shape(input(checkpoint, checkpoint_bytes)?)?;
            made::<_, f64>(array_len(dim, count), lyapunov, |memory, bytes, made| {
                photinus_lyapunov_restore_f64(memory, bytes, checkpoint, checkpoint_bytes, made)
            })
        })
    }

    /// Frees what photinus_lyapunov_new_f64 or photinus_lyapunov_restore_new_f64 made; nothing for NULL.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_lyapunov_free_f64(lyapunov: *mut photinus_lyapunov_f64) {
        guard(|| {
            // SAFETY: by the caller. The magic number goes first, so that a second call does nothing as long as the
            // memory is not used again.
            unsafe {
                parts(lyapunov)?;
                (*lyapunov).header.magic = 0;
                free::<_, f64>(lyapunov)?;
            }
            OK
        });
    }
}
