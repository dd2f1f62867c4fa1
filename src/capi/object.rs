//! Runs that lie in memory of C's: a magic number and the state, as numbers, with arrays of floats behind them.

use super::{
    OK, Struct, all_apart, answer, extent, input, known_size, output, range, single, write_size, write_struct,
};
use crate::checkpoint::Reader;
use crate::{Error, Real, Stop};
use core::ffi::{c_int, c_uchar, c_void};
use core::{ptr, slice};

/// What an object begins with: `u64` alone, without padding and with any bits valid, since C may copy and overwrite them.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<W> {
    /// Tells the kind of object, and its precision.
    pub(super) magic: u64,
    /// The state, as numbers.
    pub(super) words: W,
}

/// What C sees as one object: a [`Head`], behind which the arrays follow. It lies in memory wholly and without pointers
/// into itself, so that a copy of its bytes is a second one.
///
/// # Safety
/// It is a `Head` of words of 64 bits, and nothing else.
pub(super) unsafe trait Object: Sized {
    /// The floats of the arrays.
    type Float: Real;
    /// What is not an array.
    type State: Copy;
    /// The run, on its state and its arrays.
    type Kernel<'m>;

    /// The head of an object in that state.
    fn head(state: &Self::State) -> Self;
    /// The state in a head, if it is one: with the right magic number.
    fn state(&self) -> Option<Self::State>;
    /// The elements of the arrays.
    fn len(state: &Self::State) -> usize;
    /// The run.
    fn kernel(state: Self::State, arrays: &mut [Self::Float]) -> Self::Kernel<'_>;
    /// Its state.
    fn into_state(kernel: Self::Kernel<'_>) -> Self::State;

    /// The number of variables.
    fn dim(kernel: &Self::Kernel<'_>) -> usize;
    /// The best position so far, and its value.
    fn best<'k>(kernel: &'k Self::Kernel<'_>) -> (&'k [Self::Float], Self::Float);
    /// What has to rise for the watch to be called.
    fn rounds(kernel: &Self::Kernel<'_>) -> u64;
    /// The status that the run has ended with; `None` where it goes on.
    fn end(kernel: &Self::Kernel<'_>) -> Option<Result<c_int, Error>>;
    /// Takes what the watch returned into account.
    fn observed(kernel: &mut Self::Kernel<'_>, result: Result<(), Stop>);

    /// Writes a checkpoint.
    fn save(kernel: &Self::Kernel<'_>, out: &mut [u8]) -> Result<(), Error>;
    /// The state in a checkpoint that is whole and sound, and a reader of the arrays.
    fn read(checkpoint: &[u8]) -> Result<(Self::State, Reader<'_>), Error>;
    /// Writes the arrays that were saved.
    fn restore(state: &Self::State, arrays: &mut [Self::Float], saved: Reader<'_>) -> Result<(), Error>;
}

/// The bytes of an object with so many elements.
pub(super) fn object_bytes<O: Object>(len: usize) -> Option<usize> {
    let bytes = len.checked_mul(size_of::<O::Float>())?.checked_add(size_of::<O>())?;
    Some(bytes).filter(|&bytes| bytes <= isize::MAX as usize)
}

/// Checks that an object can be made in this memory, and returns its bytes.
pub(super) fn check_place<O: Object>(
    memory: *mut c_void,
    bytes: usize,
    len: usize,
) -> Result<(*const u8, usize), Error> {
    let needed = object_bytes::<O>(len).ok_or(Error::Dimension)?;
    if needed > bytes {
        Err(Error::Workspace)
    } else if memory.is_null() {
        Err(Error::NullPointer)
    } else if !memory.cast::<O>().is_aligned() {
        Err(Error::Alignment)
    } else {
        Ok((memory.cast(), needed))
    }
}

/// Makes an object in memory that has been checked, of the state that `make` writes the arrays of.
///
/// # Safety
/// The memory is there, as [`check_place`] wants it; `object` is one place, or NULL.
pub(super) unsafe fn put<O: Object>(
    memory: *mut c_void,
    len: usize,
    object: *mut *mut O,
    make: impl FnOnce(&mut [O::Float]) -> Result<O::State, Error>,
) -> Result<c_int, Error> {
    // SAFETY: so much is there, by the caller; the arrays follow the head, whose size is a multiple of their alignment.
    unsafe {
        let object = single(object)?;
        let place = memory.cast::<O>();
        let arrays = place.add(1).cast::<O::Float>();
        arrays.write_bytes(0, len);
        let state = make(slice::from_raw_parts_mut(arrays, len))?;
        place.write(O::head(&state));
        *object = place;
    }
    OK
}

/// The object at `object`: its state, and its arrays.
///
/// # Safety
/// As far as it is not NULL, an object was made there, or there are at least as many bytes as its head has.
pub(super) unsafe fn parts<'a, O: Object>(object: *const O) -> Result<(O::State, &'a mut [O::Float]), Error> {
    if object.is_null() {
        return Err(Error::NullPointer);
    }
    if !object.is_aligned() {
        return Err(Error::Alignment);
    }
    let object = object.cast_mut();
    // SAFETY: by the caller; the numbers are looked at before they are trusted.
    unsafe {
        let state = (*object).state().ok_or(Error::Uninitialised)?;
        let len = O::len(&state);
        object_bytes::<O>(len).ok_or(Error::Uninitialised)?;
        Ok((state, slice::from_raw_parts_mut(object.add(1).cast::<O::Float>(), len)))
    }
}

/// All bytes of the object at `object`.
///
/// # Safety
/// As for [`parts`].
pub(super) unsafe fn bytes_of<O: Object>(object: *const O) -> Result<(*const u8, usize), Error> {
    // SAFETY: by the caller.
    let len = unsafe { parts(object)?.1.len() };
    Ok((object.cast(), object_bytes::<O>(len).ok_or(Error::Uninitialised)?))
}

/// Changes the object at `object`.
///
/// # Safety
/// As for [`parts`].
pub(super) unsafe fn change<O: Object, T>(
    object: *mut O,
    body: impl FnOnce(&mut O::Kernel<'_>) -> T,
) -> Result<T, Error> {
    // SAFETY: by the caller.
    let (state, arrays) = unsafe { parts(object)? };
    let mut kernel = O::kernel(state, arrays);
    let result = body(&mut kernel);
    // SAFETY: it is there.
    unsafe { object.write(O::head(&O::into_state(kernel))) };
    Ok(result)
}

/// Looks at the object at `object`.
///
/// # Safety
/// As for [`parts`].
pub(super) unsafe fn look<O: Object, T>(
    object: *const O,
    body: impl FnOnce(&mut O::Kernel<'_>) -> T,
) -> Result<T, Error> {
    // SAFETY: by the caller.
    let (state, arrays) = unsafe { parts(object)? };
    Ok(body(&mut O::kernel(state, arrays)))
}

/// The status of a run that has ended, or goes on.
fn status<O: Object>(kernel: &O::Kernel<'_>) -> Result<c_int, Error> {
    O::end(kernel).unwrap_or(OK)
}

/// What `step` does, and the status after it.
///
/// # Safety
/// As for [`parts`].
pub(super) unsafe fn step<O: Object>(
    object: *mut O,
    step: impl FnOnce(&mut O::Kernel<'_>) -> Result<(), Error>,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe { change(object, |kernel| step(kernel).and_then(|()| status::<O>(kernel)))? }
}

/// A callback that is called on the way.
type Watch<O> = Option<unsafe extern "C" fn(*const O, *mut c_void) -> c_int>;

/// Steps until the run ends.
///
/// # Safety
/// As for [`parts`]; the watch may be called with `user`.
pub(super) unsafe fn run<O: Object>(
    object: *mut O,
    step: impl Fn(&mut O::Kernel<'_>) -> Result<(), Error>,
    watch: Watch<O>,
    user: *mut c_void,
) -> Result<c_int, Error> {
    loop {
        // SAFETY: by the caller. The object is in its memory whenever a callback can look at it.
        unsafe {
            let (before, after) = change(object, |kernel| {
                let before = O::rounds(kernel);
                step(kernel).map(|()| (before, O::rounds(kernel)))
            })??;
            if let Some(watch) = watch
                && after > before
            {
                let result = answer(watch(object, user));
                change(object, |kernel| O::observed(kernel, result))?;
            }
            if let Some(end) = look(object, |kernel| O::end(kernel))? {
                return end;
            }
        }
    }
}

/// Writes the best position to `x[dim]`, and its value to `*value`, each unless NULL.
///
/// # Safety
/// As for [`parts`]; what is not NULL is there.
pub(super) unsafe fn best<O: Object>(
    object: *const O,
    x: *mut O::Float,
    dim: usize,
    value: *mut O::Float,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let whole = bytes_of(object)?;
        look(object, |kernel| {
            let (best, best_value) = O::best(kernel);
            if best.len() != dim {
                return Err(Error::Length);
            }
            all_apart(&[extent(x, dim), extent(value, 1)], &[whole])?;
            let x = if x.is_null() { None } else { Some(output(x, dim)?) };
            let value = if value.is_null() { None } else { Some(single(value)?) };
            if let Some(x) = x {
                x.copy_from_slice(best);
            }
            if let Some(value) = value {
                *value = best_value;
            }
            OK
        })?
    }
}

/// Writes a count to `*out`.
///
/// # Safety
/// As for [`parts`]; `out` is one place, or NULL.
pub(super) unsafe fn count<O: Object>(
    object: *const O,
    out: *mut usize,
    count: impl FnOnce(&O::Kernel<'_>) -> usize,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let known = look(object, |kernel| count(kernel))?;
        all_apart(&[extent(out, 1)], &[bytes_of(object)?])?;
        *single(out)? = known;
    }
    OK
}

/// Writes what `describe` says of the run to `*out`, as far as the caller knows the struct.
///
/// # Safety
/// As for [`parts`]; `out` is as [`write_struct`] wants it.
pub(super) unsafe fn describe<O: Object, T: Struct>(
    object: *const O,
    out: *mut T,
    describe: impl FnOnce(&O::Kernel<'_>) -> T,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let known = look(object, |kernel| describe(kernel))?;
        let size = known_size(out)?;
        all_apart(&[(out.cast_const().cast(), size)], &[bytes_of(object)?])?;
        write_struct(out, known)?;
    }
    OK
}

/// Gives the points whose values are wanted: rows of `dim` elements in the object's memory.
///
/// # Safety
/// As for [`parts`]; `points` and `count` are one place each, or NULL.
pub(super) unsafe fn ask<O: Object>(
    object: *mut O,
    points: *mut *const O::Float,
    count: *mut usize,
    ask: impl FnOnce(&mut O::Kernel<'_>) -> (*const O::Float, usize),
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        all_apart(&[bytes_of(object)?, extent(points, 1), extent(count, 1)], &[])?;
        let (points, count) = (single(points)?, single(count)?);
        let (from, len, status) = change(object, |kernel| {
            let (from, len) = ask(kernel);
            (from, len / O::dim(kernel), status::<O>(kernel))
        })?;
        *points = if len > 0 { from } else { ptr::null() };
        *count = len;
        status
    }
}

/// Writes a checkpoint to `checkpoint[bytes]`.
///
/// # Safety
/// As for [`parts`]; so many bytes are there.
pub(super) unsafe fn save<O: Object>(object: *const O, checkpoint: *mut c_uchar, bytes: usize) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        if checkpoint.is_null() {
            return Err(Error::NullPointer);
        }
        all_apart(&[range(checkpoint, bytes)], &[bytes_of(object)?])?;
        let checkpoint = output(checkpoint, bytes)?;
        look(object, |kernel| O::save(kernel, checkpoint))??;
    }
    OK
}

/// Writes what the object in a checkpoint needs.
///
/// # Safety
/// So many bytes are there; `bytes` and `align` are one place each, or NULL.
pub(super) unsafe fn restore_size<O: Object>(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let (state, _) = O::read(input(checkpoint, checkpoint_bytes)?)?;
        write_size::<O, O::Float>(O::len(&state), bytes, align)
    }
}

/// Makes the object in a checkpoint.
///
/// # Safety
/// As for [`restore_size`]; `memory` has so many bytes.
pub(super) unsafe fn restore<O: Object>(
    memory: *mut c_void,
    bytes: usize,
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    object: *mut *mut O,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let checkpoint = input(checkpoint, checkpoint_bytes)?;
        let (state, saved) = O::read(checkpoint)?;
        let len = O::len(&state);
        let place = check_place::<O>(memory, bytes, len)?;
        single(object)?;
        all_apart(&[place, extent(object, 1)], &[range(checkpoint.as_ptr(), checkpoint_bytes)])?;
        put(memory, len, object, |arrays| O::restore(&state, arrays, saved).map(|()| state))
    }
}

/// As [`restore`], in memory of the system's.
///
/// # Safety
/// As for [`restore`].
#[cfg(feature = "std")]
pub(super) unsafe fn restore_new<O: Object>(
    checkpoint: *const c_uchar,
    checkpoint_bytes: usize,
    object: *mut *mut O,
) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let (state, _) = O::read(input(checkpoint, checkpoint_bytes)?)?;
        super::made::<_, O::Float>(O::len(&state), object, |memory, bytes, made| {
            restore(memory, bytes, checkpoint, checkpoint_bytes, made).unwrap_or_else(Error::code)
        })
    }
}

/// Frees an object in memory of the system's.
///
/// # Safety
/// It is one that [`made`](super::made) has made, or NULL.
#[cfg(feature = "std")]
pub(super) unsafe fn free<O: Object>(object: *mut O) -> Result<c_int, Error> {
    // SAFETY: by the caller. The magic number goes first, so that a second call does nothing as long as the memory is not
    // used again.
    unsafe {
        parts(object)?;
        object.cast::<u64>().write_volatile(0);
        super::free::<_, O::Float>(object)?;
    }
    OK
}
