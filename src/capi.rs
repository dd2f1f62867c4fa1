//! The C ABI: checks arguments, calls the rest of the crate, nothing else.
//!
//! `include/photinus.h` is made from the files below this one, and is its documentation. `f64` is written by hand, `f32`
//! is made from it (see `build.rs`). What they share is here and in `common`, which both precisions include.

#![allow(non_camel_case_types)] // the names are C's
#![allow(rustdoc::broken_intra_doc_links)] // [rows][columns] is no link
#![allow(clippy::missing_safety_doc)] // as in C: what is pointed to must be there, in the length that is given

pub mod common;
pub mod f32;
pub mod f64;
mod object;

use crate::ode::Direction;
use crate::optimize::Reason;
#[cfg(feature = "std")]
use crate::sequence::Discrepancy;
use crate::sequence::{Order, Scrambling, SobolScrambling};
use crate::simd::{self, Level};
use crate::{Error, Layout, Real, Stop, ode};
use common::photinus_method;
use core::ffi::{c_int, c_void};
use core::slice;

/// Runs the body of an exported function; its result is the status. No panic gets out: with `std` one that starts, by a
/// defect, becomes a status; without, the panic handler does not return.
fn guard(body: impl FnOnce() -> Result<c_int, Error>) -> c_int {
    #[cfg(feature = "std")]
    let result = std::panic::catch_unwind(core::panic::AssertUnwindSafe(body)).unwrap_or(Err(Error::Panic));
    #[cfg(not(feature = "std"))]
    let result = body();
    result.unwrap_or_else(Error::code)
}

/// The status of success.
const OK: Result<c_int, Error> = Ok(0);

/// The `len` elements at `pointer`, to be read.
///
/// # Safety
/// As far as `pointer` is not NULL, they must be there, and nobody may write to them for `'a`.
unsafe fn input<'a, T>(pointer: *const T, len: usize) -> Result<&'a [T], Error> {
    check_pointer(pointer, len)?;
    // SAFETY: by the caller; it is neither NULL nor misaligned, and its size does not overflow.
    Ok(if len == 0 { &[] } else { unsafe { slice::from_raw_parts(pointer, len) } })
}

/// The `len` elements at `pointer`, to be written.
///
/// # Safety
/// As far as `pointer` is not NULL, they must be there and initialised, and nobody else may use them for `'a`.
unsafe fn output<'a, T>(pointer: *mut T, len: usize) -> Result<&'a mut [T], Error> {
    check_pointer(pointer, len)?;
    // SAFETY: by the caller; it is neither NULL nor misaligned, and its size does not overflow.
    Ok(if len == 0 { &mut [] } else { unsafe { slice::from_raw_parts_mut(pointer, len) } })
}

fn check_pointer<T>(pointer: *const T, len: usize) -> Result<(), Error> {
    if len == 0 {
        Ok(())
    } else if pointer.is_null() {
        Err(Error::NullPointer)
    } else if !pointer.is_aligned() {
        Err(Error::Alignment)
    } else if len.checked_mul(size_of::<T>()).is_none_or(|bytes| bytes > isize::MAX as usize) {
        Err(Error::Dimension)
    } else {
        Ok(())
    }
}

/// What `pointer` points to, to be written.
///
/// # Safety
/// As for [`output`] of one element.
unsafe fn single<'a, T>(pointer: *mut T) -> Result<&'a mut T, Error> {
    check_pointer(pointer, 1)?;
    // SAFETY: by the caller; it is neither NULL nor misaligned.
    Ok(unsafe { &mut *pointer })
}

/// A struct of options, whose first field is `size_t struct_size`.
///
/// # Safety
/// The type is `repr(C)`, begins with that field, and is valid with any bits. A field that is appended lies at or after
/// the size of the version before, not in the padding at its end: callers of that version have anything there.
unsafe trait Struct: Copy {
    /// Its size in the first release.
    const FIRST: usize;
    /// Where its last field ends.
    const END: usize;
    /// The defaults, with the size of today.
    fn defaults() -> Self;
}

/// The largest `struct_size` that may be meant.
const LARGEST_STRUCT: usize = 4096;

/// The options at `pointer`, NULL for the defaults; the fields that an older caller does not know have theirs.
///
/// # Safety
/// As far as it is not NULL, it must point to as many bytes as its first field says.
unsafe fn options<T: Struct>(pointer: *const T) -> Result<T, Error> {
    let mut known = T::defaults();
    if pointer.is_null() {
        return Ok(known);
    }
    check_pointer(pointer, 1)?;
    // SAFETY: the struct begins with its size.
    let size = unsafe { pointer.cast::<usize>().read() };
    if !(T::FIRST..=LARGEST_STRUCT).contains(&size) {
        return Err(Error::StructSize);
    }
    // SAFETY: so many bytes are there, by the caller.
    let bytes = unsafe { input(pointer.cast::<u8>(), size)? };
    let shared = size.min(T::END);
    if bytes[size.min(size_of::<T>())..].iter().any(|&byte| byte != 0) {
        return Err(Error::StructSize);
    }
    // SAFETY: `shared` bytes are in both; any bits are valid.
    unsafe { (&raw mut known).cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), shared) };
    Ok(known)
}

/// Writes the defaults, as far as `size` bytes go, to `pointer`, with `struct_size` = `size`.
///
/// # Safety
/// As far as it is not NULL, it must point to `size` bytes that may be written.
unsafe fn options_init<T: Struct>(pointer: *mut T, size: usize) -> Result<c_int, Error> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    check_pointer(pointer, 1)?;
    if !(T::FIRST..=LARGEST_STRUCT).contains(&size) {
        return Err(Error::StructSize);
    }
    let defaults = T::defaults();
    let shared = size.min(T::END);
    let to = pointer.cast::<u8>();
    // SAFETY: `size` bytes may be written, `shared` of them are in both.
    unsafe {
        to.write_bytes(0, size);
        to.copy_from_nonoverlapping((&raw const defaults).cast::<u8>(), shared);
        pointer.cast::<usize>().write(size);
    }
    OK
}

/// Writes as much of a struct of results as the `struct_size` in its first field says that the caller knows; what a newer
/// caller knows more becomes 0.
///
/// # Safety
/// As far as it is not NULL, `pointer` must point to as many bytes as its first field says.
unsafe fn write_struct<T: Struct>(pointer: *mut T, value: T) -> Result<(), Error> {
    // SAFETY: by the caller. This checks all that has to be checked.
    let size = unsafe { known_size(pointer)? };
    let shared = size.min(T::END) - size_of::<usize>();
    // SAFETY: so many bytes follow the size, in both.
    unsafe {
        let from = (&raw const value).cast::<usize>().add(1).cast::<u8>();
        let to = pointer.cast::<usize>().add(1).cast::<u8>();
        to.write_bytes(0, size - size_of::<usize>());
        to.copy_from_nonoverlapping(from, shared);
    }
    Ok(())
}

/// The `struct_size` of a struct of results, checked.
///
/// # Safety
/// As for [`write_struct`].
unsafe fn known_size<T: Struct>(pointer: *const T) -> Result<usize, Error> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    check_pointer(pointer, 1)?;
    // SAFETY: the struct begins with its size.
    let size = unsafe { pointer.cast::<usize>().read() };
    if (T::FIRST..=LARGEST_STRUCT).contains(&size) { Ok(size) } else { Err(Error::StructSize) }
}

/// The layout that a C caller names.
fn layout(layout: c_int, stride: usize) -> Result<Layout, Error> {
    match layout {
        0 => Ok(Layout::ByRows { stride }),
        1 => Ok(Layout::ByColumns { stride }),
        _ => Err(Error::EnumValue),
    }
}

/// The scrambling that a C caller names.
fn scrambling(scrambling: c_int, seed: u64) -> Result<Scrambling, Error> {
    match scrambling {
        0 => Ok(Scrambling::None),
        1 => Ok(Scrambling::DigitPermutations(seed)),
        2 => Ok(Scrambling::FaureLemieux),
        3 => Ok(Scrambling::Nested(seed)),
        4 => Ok(Scrambling::Shift(seed)),
        _ => Err(Error::EnumValue),
    }
}

/// The scrambling of a Sobol sequence that a C caller names, by the same numbers.
fn sobol_scrambling(number: c_int, seed: u64) -> Result<SobolScrambling, Error> {
    match scrambling(number, seed)? {
        Scrambling::None => Ok(SobolScrambling::None),
        Scrambling::Nested(seed) => Ok(SobolScrambling::Nested(seed)),
        Scrambling::Shift(seed) => Ok(SobolScrambling::Shift(seed)),
        _ => Err(Error::Unsupported),
    }
}

/// The order of a Sobol sequence that a C caller names.
fn order(order: c_int) -> Result<Order, Error> {
    match order {
        0 => Ok(Order::Gray),
        1 => Ok(Order::Natural),
        _ => Err(Error::EnumValue),
    }
}

/// The discrepancy that a C caller names.
#[cfg(feature = "std")]
fn discrepancy_kind(kind: c_int) -> Result<Discrepancy, Error> {
    match kind {
        0 => Ok(Discrepancy::Centered),
        1 => Ok(Discrepancy::WrapAround),
        2 => Ok(Discrepancy::Mixture),
        3 => Ok(Discrepancy::Star),
        _ => Err(Error::EnumValue),
    }
}

/// Checks that two ranges of bytes have none in common.
fn apart(a: *const u8, a_len: usize, b: *const u8, b_len: usize) -> Result<(), Error> {
    let (a, b) = (a.addr(), b.addr());
    let overlap = a_len > 0 && b_len > 0 && a < b.saturating_add(b_len) && b < a.saturating_add(a_len);
    if overlap { Err(Error::Overlap) } else { Ok(()) }
}

/// An array's bytes.
fn range<T>(pointer: *const T, len: usize) -> (*const u8, usize) {
    (pointer.cast(), len.saturating_mul(size_of::<T>()))
}

/// An array as bytes, none where it is NULL.
fn extent<T>(pointer: *const T, len: usize) -> (*const u8, usize) {
    range(pointer, if pointer.is_null() { 0 } else { len })
}

/// Checks that what is written overlaps nothing else.
fn all_apart(written: &[(*const u8, usize)], read: &[(*const u8, usize)]) -> Result<(), Error> {
    for (number, &(a, a_len)) in written.iter().enumerate() {
        for &(b, b_len) in written[number + 1..].iter().chain(read) {
            apart(a, a_len, b, b_len)?;
        }
    }
    Ok(())
}

/// The method that a C caller names.
fn method(method: c_int) -> Result<photinus_method, Error> {
    use photinus_method::*;
    match method {
        0 => Ok(PHOTINUS_METHOD_RK4),
        1 => Ok(PHOTINUS_METHOD_EULER),
        2 => Ok(PHOTINUS_METHOD_HEUN),
        3 => Ok(PHOTINUS_METHOD_DORMAND_PRINCE),
        4 => Ok(PHOTINUS_METHOD_TSITOURAS),
        5 => Ok(PHOTINUS_METHOD_EULER_MARUYAMA),
        6 => Ok(PHOTINUS_METHOD_STOCHASTIC_HEUN),
        7 => Ok(PHOTINUS_METHOD_STOCHASTIC_RK4),
        _ => Err(Error::EnumValue),
    }
}

/// The direction of an event that a C caller names.
fn direction(direction: c_int) -> Result<Direction, Error> {
    match direction {
        0 => Ok(Direction::Both),
        1 => Ok(Direction::Rising),
        2 => Ok(Direction::Falling),
        _ => Err(Error::EnumValue),
    }
}

/// The level that a C caller names: the best one for 0.
fn level(level: c_int) -> Result<Level, Error> {
    match usize::try_from(level) {
        Ok(0) => Ok(Level::detect()),
        Ok(number) => {
            let name = simd::NAMES.get(number - 1).ok_or(Error::EnumValue)?;
            Level::named(name).ok_or(Error::Unsupported)
        }
        Err(_) => Err(Error::EnumValue),
    }
}

/// A size as C asks for it: (bytes, alignment) for `count` elements after a `Header`.
unsafe fn write_size<Header, F>(count: usize, bytes: *mut usize, align: *mut usize) -> Result<c_int, Error> {
    let size = count.checked_mul(size_of::<F>()).and_then(|size| size.checked_add(size_of::<Header>()));
    let size = size.filter(|&size| size <= isize::MAX as usize).ok_or(Error::Dimension)?;
    check_pointer(bytes, 1)?;
    check_pointer(align, 1)?;
    apart(bytes.cast(), size_of::<usize>(), align.cast(), size_of::<usize>())?;
    // SAFETY: by the caller; they are two places.
    let (bytes, align) = unsafe { (single(bytes)?, single(align)?) };
    (*bytes, *align) = (size, align_of::<Header>().max(align_of::<F>()));
    OK
}

/// The caller's workspace as floats, all 0, `count` of them at least.
///
/// # Safety
/// As far as `memory` is not NULL, it must point to `bytes` bytes that nobody else uses for `'a`.
unsafe fn workspace<'a, F: Real>(memory: *mut c_void, bytes: usize, count: usize) -> Result<&'a mut [F], Error> {
    if bytes / size_of::<F>() < count {
        return Err(Error::Workspace);
    }
    check_pointer(memory.cast::<F>(), count)?;
    // SAFETY: so much is there, by the caller; zeros are floats.
    unsafe {
        memory.cast::<F>().write_bytes(0, count);
        output(memory.cast::<F>(), count)
    }
}

/// What a callback returned.
fn answer(code: c_int) -> Result<(), Stop> {
    match code {
        0 => Ok(()),
        1.. => Err(Stop::Caller(code)),
        _ => Err(Stop::Failure(code)),
    }
}

/// The status of a run that has ended, or goes on.
fn reason_status(reason: Option<Reason>) -> Result<c_int, Error> {
    match reason {
        None => Ok(0),
        Some(Reason::Target) => Ok(1),
        Some(Reason::Stagnation) => Ok(2),
        Some(Reason::Evaluations) => Ok(3),
        Some(Reason::Generations) => Ok(4),
        Some(Reason::Caller(_)) => Ok(5),
        Some(Reason::Spread) => Ok(8),
        Some(Reason::Time) => Ok(9),
        Some(Reason::Failure(_)) => Err(Error::Callback),
    }
}

/// The number that the callback which ended a search returned, or 0.
fn reason_code(reason: Option<Reason>) -> c_int {
    match reason {
        Some(Reason::Caller(code) | Reason::Failure(code)) => code,
        _ => 0,
    }
}

/// The status of a solver's run, and the number that the callback which ended it returned, or 0.
fn solver_status(end: ode::End) -> (Result<c_int, Error>, c_int) {
    match end {
        ode::End::Complete => (Ok(0), 0),
        ode::End::Caller(code) => (Ok(5), code),
        ode::End::Failure(code) => (Err(Error::Callback), code),
        ode::End::Diverged => (Err(Error::Diverged), 0),
        ode::End::StepTooSmall => (Err(Error::StepTooSmall), 0),
        ode::End::Steps => (Ok(6), 0),
        ode::End::Event(_) => (Ok(7), 0),
    }
}

/// How an object with `len` elements behind it lies in memory of the system's: behind the size of all of it (an object
/// may be overwritten with a smaller one); and where it begins.
#[cfg(feature = "std")]
fn object_layout<Object, F>(len: usize) -> Result<(std::alloc::Layout, usize), Error> {
    use std::alloc::Layout;
    let arrays = Layout::array::<F>(len).map_err(|_| Error::Dimension)?;
    let (object, _) = Layout::new::<Object>().extend(arrays).map_err(|_| Error::Dimension)?;
    let (layout, offset) = Layout::new::<usize>().extend(object).map_err(|_| Error::Dimension)?;
    Ok((layout.pad_to_align(), offset))
}

/// An object that `init` makes in memory of the system's, given that memory, its size, and where its address goes.
///
/// # Safety
/// `object` is one place, or NULL.
#[cfg(feature = "std")]
unsafe fn made<Object, F>(
    len: usize,
    object: *mut *mut Object,
    init: impl FnOnce(*mut c_void, usize, *mut *mut Object) -> c_int,
) -> Result<c_int, Error> {
    let (layout, offset) = object_layout::<Object, F>(len)?;
    // SAFETY: by the caller; the size of the layout is not 0.
    let (object, memory) = unsafe { (single(object)?, std::alloc::alloc(layout)) };
    if memory.is_null() {
        return Err(Error::OutOfMemory);
    }
    // SAFETY: it begins with a size, and the object is inside.
    let place = unsafe {
        memory.cast::<usize>().write(layout.size());
        memory.add(offset)
    };
    let mut made = core::ptr::null_mut();
    let status = init(place.cast(), layout.size() - offset, &mut made);
    if status == 0 {
        *object = made;
    } else {
        // SAFETY: it was had with this layout.
        unsafe { std::alloc::dealloc(memory, layout) };
    }
    Ok(status)
}

/// Gives the memory of an object back that [`made`] has made.
///
/// # Safety
/// It has made it.
#[cfg(feature = "std")]
unsafe fn free<Object, F>(object: *mut Object) -> Result<(), Error> {
    let (empty, offset) = object_layout::<Object, F>(0)?;
    // SAFETY: by the caller: so it was had, and begins with its size.
    unsafe {
        let memory = object.cast::<u8>().sub(offset);
        let layout = std::alloc::Layout::from_size_align(memory.cast::<usize>().read(), empty.align());
        std::alloc::dealloc(memory, layout.map_err(|_| Error::Uninitialised)?);
    }
    Ok(())
}
