// Made from the same file in ../f64 by build.rs: edit that.

use crate::capi::{
    OK, Struct, apart, check_pointer, guard, input, layout, level, options, options_init, order, output, scrambling,
    single, sobol_scrambling, write_size,
};
use crate::random::GOLDEN;
use crate::sequence::{Cursor, CursorState, Halton, Indices, Mapping, PRIMES, Sequence, Sobol, radical_inverse};
use crate::{Error, Layout};
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::{ptr, slice};

/// What a Halton set is made of, and how it is written.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_halton_options_f32 {
    /// The size of this struct: what photinus_halton_options_init_f32 got.
    pub struct_size: usize,
    /// The bases, one per dimension, 2 to 2^32 - 1 each, none twice; or NULL (default) for the first primes: 2, 3, 5, ...
    /// Bases that do not rise are checked against each other, in dim^2 / 2 comparisons.
    pub bases: *const u32,
    /// The box that the points are scaled to, lower[dim] and upper[dim]: coordinate x becomes
    /// min(lower + x (upper - lower), upper). Or both NULL (default): the unit cube.
    pub lower: *const f32,
    /// See `lower`.
    pub upper: *const f32,
    /// A table that photinus_halton_table_init_f32 computed for the same bases, scrambling and seed, which makes a fill
    /// faster and its values no others; or NULL (default).
    pub table: *const c_void,
    /// The bytes of the table, or 0.
    pub table_bytes: usize,
    /// The distance from one index to the next, at least 1. Default 1.
    pub leap: u64,
    /// What scrambling at random depends on. Default 0.
    pub seed: u64,
    /// Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
    pub stride: usize,
    /// The most threads that work on a fill, to 1024: 1 (default) for the calling one alone, 0 for one per core; without
    /// std 0 or 1. They are made for large fills alone, and end with the call. The bits do not depend on it.
    pub threads: usize,
    /// How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
    pub layout: c_int,
    /// How the digits are scrambled: a value of photinus_scrambling. Default none.
    pub scrambling: c_int,
    /// Whether 2^-54 (f32: 2^-25) is written instead of 0, so that the inverse of a distribution function is finite at
    /// every point: 0 (default) or 1. It comes before the scaling.
    pub open: c_int,
    /// The instruction set: a value of photinus_level. The bits do not depend on it. Default best.
    pub level: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_halton_options_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, level) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            bases: ptr::null(),
            lower: ptr::null(),
            upper: ptr::null(),
            table: ptr::null(),
            table_bytes: 0,
            leap: 1,
            seed: 0,
            stride: 0,
            threads: 1,
            layout: 0,
            scrambling: 0,
            open: 0,
            level: 0,
        }
    }
}

impl photinus_halton_options_f32 {
    /// The sequence, without its table.
    ///
    /// # Safety
    /// The bases must be there.
    unsafe fn halton<'a>(&self, dim: usize) -> Result<Halton<'a, f32>, Error> {
        let halton = if self.bases.is_null() {
            Halton::new(dim)?
        } else {
            // SAFETY: by the caller.
            Halton::with_bases(unsafe { input(self.bases, dim)? })?
        };
        halton.with_level(level(self.level)?).with_scrambling(scrambling(self.scrambling, self.seed)?)
    }

    /// The elements of the table.
    ///
    /// # Safety
    /// The table must be there.
    unsafe fn table<'a>(&self, halton: &Halton<'_, f32>) -> Result<&'a [f32], Error> {
        if self.table.is_null() && self.table_bytes == 0 {
            return Ok(&[]);
        }
        let head = self.table.cast::<Head>();
        check_pointer(head, 1)?;
        if self.table_bytes < size_of::<Head>() {
            return Err(Error::Workspace);
        }
        // SAFETY: so much is there, by the caller.
        let Head { magic, identity, len, check } = unsafe { head.read() };
        if magic != TABLE || check != checksum([magic, identity, len]) {
            return Err(Error::Uninitialised);
        }
        if identity != halton.identity() {
            return Err(Error::Parameter);
        }
        let there = (self.table_bytes - size_of::<Head>()) / size_of::<f32>();
        let len = usize::try_from(len).ok().filter(|&len| len <= there).ok_or(Error::Workspace)?;
        // SAFETY: as above; they follow the head.
        unsafe { input(head.add(1).cast(), len) }
    }

    /// What becomes of the coordinates.
    ///
    /// # Safety
    /// The bounds must be there.
    unsafe fn mapping<'a>(&self, dim: usize) -> Result<Mapping<'a, f32>, Error> {
        // SAFETY: by the caller.
        unsafe { mapping(self.open, self.lower, self.upper, dim) }
    }

    /// Checks that an output lies apart from all inputs.
    fn apart<T>(&self, out: *const T, len: usize, dim: usize) -> Result<(), Error> {
        let bytes = len * size_of::<T>();
        let out = out.cast::<u8>();
        apart(out, bytes, self.bases.cast(), if self.bases.is_null() { 0 } else { dim * size_of::<u32>() })?;
        apart_from_bounds(out, bytes, self.lower, self.upper, dim)?;
        apart(out, bytes, self.table.cast(), self.table_bytes)
    }
}

/// Checks that an output lies apart from the bounds.
fn apart_from_bounds(
    out: *const u8,
    bytes: usize,
    lower: *const f32,
    upper: *const f32,
    dim: usize,
) -> Result<(), Error> {
    [lower, upper].iter().try_for_each(|bounds| {
        apart(out, bytes, bounds.cast(), if bounds.is_null() { 0 } else { dim * size_of::<f32>() })
    })
}

/// What becomes of the coordinates of a point.
///
/// # Safety
/// The bounds must be there.
unsafe fn mapping<'a>(
    open: c_int,
    lower: *const f32,
    upper: *const f32,
    dim: usize,
) -> Result<Mapping<'a, f32>, Error> {
    let mapping = match open {
        0 => Mapping::default(),
        1 => Mapping::default().open(),
        _ => return Err(Error::EnumValue),
    };
    if lower.is_null() && upper.is_null() {
        return Ok(mapping);
    }
    // SAFETY: by the caller.
    unsafe { mapping.scale(input(lower, dim)?, input(upper, dim)?) }
}

/// Fills by as many threads as are asked for.
fn fill<S: Sequence<f32> + Sync>(
    sequence: &S,
    indices: Indices,
    layout: Layout,
    mapping: Mapping<'_, f32>,
    threads: usize,
    out: &mut [f32],
) -> Result<c_int, Error> {
    #[cfg(feature = "std")]
    if threads != 1 {
        // What can be refused is refused before there are threads.
        indices.check()?;
        layout.check(indices.count, sequence.dim(), out.len())?;
        // To make threads takes as long as some 10^5 values.
        let parts = indices.count.saturating_mul(sequence.dim()) >> 16;
        if let Some(pool) = crate::parallel::Pool::for_parts(threads, parts)? {
            pool.fill_mapped(sequence, indices, layout, mapping, out)?;
            return OK;
        }
    }
    #[cfg(not(feature = "std"))]
    if threads > 1 {
        return Err(Error::Unsupported);
    }
    sequence.fill_mapped(indices, layout, mapping, out)?;
    OK
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_options_init_f32(
    options: *mut photinus_halton_options_f32,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes points of the Halton sequence (Halton, 1960) with the indices start, start + leap, ..., `count` of them, to
/// `points`, a matrix [count][dim] of values in [0, 1), or in the box that the options give: coordinate j of point i is
/// the radical inverse of i in base j, correctly rounded, or scrambled as the options say. Any index from 0 to 2^64 - 1
/// can be had at once; without scrambling, index 0 is the origin. `options` may be NULL: the first `dim` primes, by rows,
/// one index after the other. In one dimension it is the van der Corput sequence. Nothing is kept, and nothing allocated
/// but for threads; a count of 0 writes nothing.
///
/// dim: from 1 on; without bases to 1229. points_len: the elements of `points`; what a stride leaves between stays.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
/// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_LEAP, PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if
/// start + (count - 1) leap is above 2^64 - 1, PHOTINUS_ERROR_BOUNDS if a lower bound is above its upper one or they or
/// their distance are not finite, PHOTINUS_ERROR_OVERLAP if `points` overlaps what the options point to,
/// PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not, threads that the library has not, or the factors of Faure
/// and Lemieux in another base than the first 360 primes; of the table PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_WORKSPACE if it is too short, PHOTINUS_ERROR_PARAMETER if it was made for something else;
/// PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS and PHOTINUS_ERROR_OUT_OF_MEMORY if the
/// system does not give them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_fill_f32(
    options: *const photinus_halton_options_f32,
    dim: usize,
    start: u64,
    count: usize,
    points: *mut f32,
    points_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let options = self::options(options)?;
        let halton = options.halton(dim)?;
        let halton = halton.with_known_table(options.table(&halton)?);
        let mapping = options.mapping(dim)?;
        let indices = Indices { start, leap: options.leap, count };
        let layout = layout(options.layout, options.stride)?;
        let points_len = if count == 0 { 0 } else { points_len };
        check_pointer(points, points_len)?;
        options.apart(points, points_len, dim)?;
        fill(&halton, indices, layout, mapping, options.threads, output(points, points_len)?)
    })
}

/// The beginning of a table.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Head {
    magic: u64,
    /// What it was made for.
    identity: u64,
    /// The elements that follow.
    len: u64,
    /// The checksum of these.
    check: u64,
}

/// What tells words from others that are there by chance.
fn checksum<const N: usize>(words: [u64; N]) -> u64 {
    words.iter().fold(N as u64, |sum, word| (sum.rotate_left(23) ^ word).wrapping_mul(GOLDEN))
}

const TABLE: u64 = u64::from_le_bytes(*b"halt64tb") ^ size_of::<f32>() as u64;
const CURSOR: u64 = u64::from_le_bytes(*b"halt64cu") ^ size_of::<f32>() as u64;

/// Writes to `*bytes` and `*align` what a table is to have for the greatest speed, for these bases and this scrambling.
/// Smaller ones, from 64 bytes on, help less. `options` may be NULL.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE, PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_UNSUPPORTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_table_size_f32(
    options: *const photinus_halton_options_f32,
    dim: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let halton = self::options(options)?.halton(dim)?;
        write_size::<Head, f32>(halton.full_table_len().ok_or(Error::Dimension)?.max(4), bytes, align)
    })
}

/// Computes a table into `memory`, of `bytes` bytes: give both to the options of photinus_halton_fill_f32 and
/// photinus_halton_cursor_init_f32 for the same bases, scrambling and seed, as `table` and `table_bytes`. It may be used by
/// many threads at once, and copied; nothing is to be freed.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE below 64 bytes,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_BASE,
/// PHOTINUS_ERROR_REPEATED_BASE, PHOTINUS_ERROR_UNSUPPORTED, PHOTINUS_ERROR_OVERLAP if it overlaps what the options point
/// to, but for their `table`, which is not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_table_init_f32(
    options: *const photinus_halton_options_f32,
    dim: usize,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let options = photinus_halton_options_f32 { table: ptr::null(), table_bytes: 0, ..self::options(options)? };
        let halton = options.halton(dim)?;
        let head = memory.cast::<Head>();
        check_pointer(head, 1)?;
        if bytes < 2 * size_of::<Head>() {
            return Err(Error::Workspace);
        }
        check_pointer(memory.cast::<u8>(), bytes)?;
        options.apart(memory.cast::<u8>(), bytes, dim)?;
        let len = (bytes - size_of::<Head>()) / size_of::<f32>();
        let elements = head.add(1).cast::<f32>();
        elements.write_bytes(0, len);
        let _ = halton.with_table(output(elements, len)?);
        let (magic, identity, len) = (TABLE, halton.identity(), len as u64);
        head.write(Head { magic, identity, len, check: checksum([magic, identity, len]) });
        OK
    })
}

/// A place in a Halton sequence: see photinus_halton_cursor_init_f32.
#[derive(Debug)]
pub struct photinus_halton_cursor_f32 {
    magic: u64,
    dim: usize,
    bases: *const u32,
    lower: *const f32,
    upper: *const f32,
    table: *const f32,
    table_len: usize,
    seed: u64,
    index: u64,
    largest: u32,
    scrambling: c_int,
    open: c_int,
    ended: c_int,
    /// The checksum of all that stays as it is.
    check: u64,
}

/// Writes to `*bytes` and `*align` what a cursor needs: 16 bytes per dimension, and some.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION if dim is 0 or that size does not
/// fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_cursor_size_f32(dim: usize, bytes: *mut usize, align: *mut usize) -> c_int {
    guard(|| {
        if dim == 0 {
            return Err(Error::Dimension);
        }
        // SAFETY: by the caller.
        unsafe { write_size::<photinus_halton_cursor_f32, CursorState>(dim, bytes, align) }
    })
}

/// Makes in `memory` a cursor at index `start` of the sequence that the options describe (or NULL), for one point per
/// call, and writes its address, which is that of the memory, to `*cursor`. What the options point to has to stay as it is
/// while the cursor is used; leap, stride, layout and threads do not matter. A copy of the memory is a cursor of its
/// own, and nothing is to be freed.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE if `bytes` is less than
/// photinus_halton_cursor_size_f32 says, PHOTINUS_ERROR_OVERLAP, and those of the options as of photinus_halton_fill_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_cursor_init_f32(
    memory: *mut c_void,
    bytes: usize,
    options: *const photinus_halton_options_f32,
    dim: usize,
    start: u64,
    cursor: *mut *mut photinus_halton_cursor_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let options = self::options(options)?;
        let halton = options.halton(dim)?;
        let table = options.table(&halton)?;
        let halton = halton.with_known_table(table);
        let mapping = options.mapping(dim)?;
        mapping.check(dim)?;
        check_pointer(cursor, 1)?;
        apart(cursor.cast(), size_of::<usize>(), memory.cast(), bytes)?;
        options.apart(cursor, 1, dim)?;
        let cursor = single(cursor)?;
        let place = memory.cast::<photinus_halton_cursor_f32>();
        check_pointer(place, 1)?;
        let room = bytes.checked_sub(size_of::<photinus_halton_cursor_f32>()).ok_or(Error::Workspace)?;
        if room / size_of::<CursorState>() < dim {
            return Err(Error::Workspace);
        }
        options.apart(memory.cast::<u8>(), bytes, dim)?;
        place.write(photinus_halton_cursor_f32 {
            magic: CURSOR,
            dim,
            bases: options.bases,
            lower: options.lower,
            upper: options.upper,
            table: table.as_ptr(),
            table_len: table.len(),
            seed: options.seed,
            index: start,
            largest: halton.largest(),
            scrambling: options.scrambling,
            open: options.open,
            ended: 0,
            check: 0,
        });
        (*place).check = (*place).checksum();
        place.add(1).cast::<CursorState>().write_bytes(0, dim);
        (*place).with(|cursor| {
            cursor.seek(start);
            Ok(())
        })?;
        *cursor = place;
        OK
    })
}

impl photinus_halton_cursor_f32 {
    fn checksum(&self) -> u64 {
        checksum([
            self.magic,
            self.dim as u64,
            self.bases.addr() as u64,
            self.lower.addr() as u64,
            self.upper.addr() as u64,
            self.table.addr() as u64,
            self.table_len as u64,
            self.seed,
            u64::from(self.largest),
            u64::from(self.scrambling.cast_unsigned()),
            u64::from(self.open.cast_unsigned()),
        ])
    }

    /// Checks that a point lies apart from the cursor and from what it reads.
    fn apart(&self, point: *const f32, len: usize) -> Result<(), Error> {
        let (point, bytes) = (point.cast::<u8>(), len * size_of::<f32>());
        let own = size_of::<Self>() + self.dim * size_of::<CursorState>();
        apart(point, bytes, ptr::from_ref(self).cast(), own)?;
        apart(point, bytes, self.bases.cast(), if self.bases.is_null() { 0 } else { self.dim * size_of::<u32>() })?;
        apart_from_bounds(point, bytes, self.lower, self.upper, self.dim)?;
        apart(point, bytes, self.table.cast(), self.table_len * size_of::<f32>())
    }

    /// Calls `work` with the cursor, and keeps where it is then.
    ///
    /// # Safety
    /// As many states as dimensions follow, and what the options pointed to is still there.
    unsafe fn with<T>(&mut self, work: impl FnOnce(&mut Cursor<'_, '_, f32>) -> Result<T, Error>) -> Result<T, Error> {
        if self.magic != CURSOR || self.check != self.checksum() {
            return Err(Error::Uninitialised);
        }
        let dim = self.dim;
        let scrambling = scrambling(self.scrambling, self.seed)?;
        // SAFETY: by the caller, and by the checks when it was made.
        let mut cursor = unsafe {
            let bases = if self.bases.is_null() {
                PRIMES.get(..dim).ok_or(Error::Uninitialised)?
            } else {
                input(self.bases, dim)?
            };
            let halton = Halton::from_parts(bases, scrambling, input(self.table, self.table_len)?, self.largest);
            let mapping = if self.lower.is_null() {
                mapping(self.open, ptr::null(), ptr::null(), dim)?
            } else {
                Mapping::unchecked(self.open == 1, input(self.lower, dim)?, input(self.upper, dim)?)
            };
            let states = slice::from_raw_parts_mut((&raw mut *self).add(1).cast::<CursorState>(), dim);
            Cursor::from_parts(halton, mapping, states, (self.ended == 0).then_some(self.index))
        };
        let result = work(&mut cursor);
        let index = cursor.index();
        self.ended = c_int::from(index.is_none());
        self.index = index.unwrap_or(self.index);
        result
    }
}

/// Writes the next point to `point[0 .. dim]`: the same bits as photinus_halton_fill_f32.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
/// point_len is less than the dimension, PHOTINUS_ERROR_INDEX_RANGE after index 2^64 - 1, PHOTINUS_ERROR_OVERLAP if the
/// point overlaps the cursor or what its options pointed to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_cursor_next_f32(
    cursor: *mut photinus_halton_cursor_f32,
    point: *mut f32,
    point_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let cursor = single(cursor)?;
        check_pointer(point, point_len)?;
        let dim = cursor.dim.min(point_len);
        if cursor.magic == CURSOR && cursor.check == cursor.checksum() {
            cursor.apart(point, dim)?;
        }
        cursor.with(|cursor| cursor.next(output(point, dim)?))?;
        OK
    })
}

/// Writes to `*index` the index of the point that comes next: all that has to be saved for going on later.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_INDEX_RANGE after
/// index 2^64 - 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_cursor_index_f32(
    cursor: *const photinus_halton_cursor_f32,
    index: *mut u64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let cursor = input(cursor, 1)?;
        let cursor = cursor.first().ok_or(Error::NullPointer)?;
        let index = single(index)?;
        if cursor.magic != CURSOR || cursor.check != cursor.checksum() {
            return Err(Error::Uninitialised);
        }
        if cursor.ended != 0 {
            return Err(Error::IndexRange);
        }
        *index = cursor.index;
        OK
    })
}

/// Goes to the point with that index, which comes next.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_halton_cursor_seek_f32(cursor: *mut photinus_halton_cursor_f32, index: u64) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        single(cursor)?.with(|cursor| {
            cursor.seek(index);
            Ok(())
        })?;
        OK
    })
}

/// Writes to `*value` the radical inverse of `index` in `base` (van der Corput, 1935), its digits mirrored at the point:
/// sum of d_k base^(-k-1) for index = sum of d_k base^k. It is the nearest value, ties to even, but always below 1.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_BASE if the base is below 2, PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_radical_inverse_f32(index: u64, base: u32, value: *mut f32) -> c_int {
    guard(|| {
        let result = radical_inverse::<f32>(index, base)?;
        // SAFETY: by the caller.
        unsafe { *single(value)? = result };
        OK
    })
}

/// What a Sobol set is made of, and how it is written.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_sobol_options_f32 {
    /// The size of this struct: what photinus_sobol_options_init_f32 got.
    pub struct_size: usize,
    /// The box that the points are scaled to, lower[dim] and upper[dim]: coordinate x becomes
    /// min(lower + x (upper - lower), upper). Or both NULL (default): the unit cube.
    pub lower: *const f32,
    /// See `lower`.
    pub upper: *const f32,
    /// The distance from one index to the next, at least 1. Default 1.
    pub leap: u64,
    /// What scrambling at random depends on. Default 0.
    pub seed: u64,
    /// Elements from one row (by rows) or column (by columns) to the next, or 0 (default) if nothing lies between.
    pub stride: usize,
    /// The most threads that work on a fill, to 1024: 1 (default) for the calling one alone, 0 for one per core; without
    /// std 0 or 1. They end with the call. The bits do not depend on it.
    pub threads: usize,
    /// How the points, a matrix [count][dim], lie in memory: a value of photinus_layout. Default by rows.
    pub layout: c_int,
    /// Which point comes when: a value of photinus_order. Default Gray's order, that of SciPy and of Joe and Kuo.
    pub order: c_int,
    /// How the points are scrambled: a value of photinus_scrambling, of which NONE (default), NESTED and SHIFT are there.
    pub scrambling: c_int,
    /// Whether 2^-54 (f32: 2^-25) is written instead of 0, so that the inverse of a distribution function is finite at
    /// every point: 0 (default) or 1. It comes before the scaling.
    pub open: c_int,
    /// The instruction set: a value of photinus_level. The bits do not depend on it. Default best.
    pub level: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_sobol_options_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, level) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            lower: ptr::null(),
            upper: ptr::null(),
            leap: 1,
            seed: 0,
            stride: 0,
            threads: 1,
            layout: 0,
            order: 0,
            scrambling: 0,
            open: 0,
            level: 0,
        }
    }
}

/// Writes the defaults to `*options`: `size` bytes at most, which is to be `sizeof *options`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_sobol_options_init_f32(
    options: *mut photinus_sobol_options_f32,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(options, size) })
}

/// Writes points of the Sobol sequence (Sobol, 1967; directions of Joe and Kuo, 2008) with the indices start,
/// start + leap, ..., `count` of them, to `points`, a matrix [count][dim] of values in [0, 1), or in the box that the
/// options give. It is best for 2^k points from a multiple of 2^k on, scrambled; for other numbers of points the Halton
/// sequence is. `options` may be NULL: not scrambled, by rows, one index after the other. Nothing is kept, and nothing
/// allocated but for threads; a count of 0 writes nothing.
///
/// Values are multiples of 2^-53 (f32: 2^-24), rounded down. dim: 1 to 1111, or 21201 where the library was built with all
/// directions (feature joe-kuo). points_len: the elements of `points`; what a stride leaves between stays.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_LENGTH if `points` is too short,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_LEAP,
/// PHOTINUS_ERROR_STRIDE, PHOTINUS_ERROR_INDEX_RANGE if start + (count - 1) leap is above 2^64 - 1, PHOTINUS_ERROR_BOUNDS if
/// a lower bound is above its upper one or they or their distance are not finite, PHOTINUS_ERROR_OVERLAP if `points`
/// overlaps the bounds, PHOTINUS_ERROR_UNSUPPORTED for a level that this CPU has not, threads that the library has not, or
/// another scrambling; PHOTINUS_ERROR_PARAMETER for more than 1024 threads, PHOTINUS_ERROR_THREADS and
/// PHOTINUS_ERROR_OUT_OF_MEMORY if the system does not give them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_sobol_fill_f32(
    options: *const photinus_sobol_options_f32,
    dim: usize,
    start: u64,
    count: usize,
    points: *mut f32,
    points_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let options = self::options(options)?;
        let sobol = Sobol::<f32>::new(dim)?
            .with_order(order(options.order)?)
            .with_scrambling(sobol_scrambling(options.scrambling, options.seed)?)
            .with_level(level(options.level)?);
        let mapping = mapping(options.open, options.lower, options.upper, dim)?;
        let indices = Indices { start, leap: options.leap, count };
        let layout = layout(options.layout, options.stride)?;
        let points_len = if count == 0 { 0 } else { points_len };
        check_pointer(points, points_len)?;
        apart_from_bounds(points.cast(), points_len * size_of::<f32>(), options.lower, options.upper, dim)?;
        fill(&sobol, indices, layout, mapping, options.threads, output(points, points_len)?)
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::discrepancy_kind;
    use crate::parallel::Pool;
    use core::ffi::c_double;

    /// Writes to `*value` how unevenly points fill the unit cube: the discrepancy of that kind (a value of
    /// photinus_discrepancy) of `points`, a matrix [count][dim] of coordinates in [0, 1], computed in double precision in
    /// O(count^2 dim). CENTERED, WRAP_AROUND and MIXTURE are squared, STAR is not, as in SciPy.
    ///
    /// layout, stride: as of photinus_halton_options_f32. threads: the most of them, to 1024; 1 for the calling one
    /// alone, 0 for one per core; the bits do not depend on it.
    ///
    /// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if
    /// count or dim is 0, PHOTINUS_ERROR_LENGTH if `points` is too short, PHOTINUS_ERROR_STRIDE,
    /// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER if a coordinate is outside [0, 1] or for more than 1024 threads,
    /// PHOTINUS_ERROR_OVERLAP if `value` lies in the points, PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_discrepancy_f32(
        kind: c_int,
        points: *const f32,
        points_len: usize,
        count: usize,
        dim: usize,
        layout: c_int,
        stride: usize,
        threads: usize,
        value: *mut c_double,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let kind = discrepancy_kind(kind)?;
            let layout = self::layout(layout, stride)?;
            check_pointer(points, points_len)?;
            check_pointer(value, 1)?;
            apart(value.cast(), size_of::<c_double>(), points.cast(), points_len * size_of::<f32>())?;
            let (points, value) = (input(points, points_len)?, single(value)?);
            // What can be refused is refused before there are threads.
            layout.check(count, dim, points.len())?;
            let parts = count.saturating_mul(count).saturating_mul(dim) >> 20;
            let pool = if threads == 1 { None } else { Pool::for_parts(threads, parts)? };
            *value = match pool {
                Some(pool) => pool.discrepancy(kind, points, count, dim, layout)?,
                None => kind.of(points, count, dim, layout)?,
            };
            OK
        })
    }
}
