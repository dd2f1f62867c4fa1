use crate::Error;
use crate::capi::{
    OK, Struct, all_apart, check_pointer, guard, input, known_size, level, options, options_init, output, single,
    workspace, write_size, write_struct,
};
use crate::kuramoto::FrequencyDistribution;
use crate::kuramoto::observables::{
    self, GroupProgress, GroupStatistics, Groups, MeanFrequency, MeanFrequencyProgress, Neighbourhoods,
    OrderParameterStatistics, PhaseLocking, Statistics,
};
use crate::random::GOLDEN;
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::{ptr, slice};

// --- Arguments ----------------------------------------------------------------------------------------------------

/// Where an array lies, and its bytes; nowhere if it is not wanted.
fn span<T>(pointer: *const T, len: usize) -> (*const u8, usize) {
    (pointer.cast(), if pointer.is_null() { 0 } else { len.saturating_mul(size_of::<T>()) })
}

/// Checks an array that may be NULL because it is not wanted.
fn check_optional<T>(pointer: *mut T, len: usize) -> Result<(), Error> {
    if pointer.is_null() { Ok(()) } else { check_pointer(pointer, len) }
}

/// Writes an element to an array, if that is wanted.
///
/// # Safety
/// The array is there, in more than `index` elements, unless it is NULL.
unsafe fn put<T>(pointer: *mut T, index: usize, value: T) {
    if !pointer.is_null() {
        // SAFETY: by the caller.
        unsafe { pointer.add(index).write(value) };
    }
}

/// The number of elements of a matrix.
fn elements(rows: usize, columns: usize) -> Result<usize, Error> {
    rows.checked_mul(columns).ok_or(Error::Dimension)
}

/// The groups that C names, by labels or by offsets.
///
/// # Safety
/// The array that is not NULL must be there.
unsafe fn division<'a>(
    labels: *const u32,
    offsets: *const usize,
    oscillators: usize,
    groups: usize,
) -> Result<Groups<'a>, Error> {
    match (labels.is_null(), offsets.is_null()) {
        (true, true) => Err(Error::NullPointer),
        (false, false) => Err(Error::Parameter),
        // SAFETY: by the caller.
        (false, true) => Groups::labels(unsafe { input(labels, oscillators)? }, groups),
        (true, false) => {
            // SAFETY: by the caller.
            let offsets = unsafe { input(offsets, groups.checked_add(1).ok_or(Error::Dimension)?)? };
            let groups = Groups::ranges(offsets)?;
            if groups.oscillators() == oscillators { Ok(groups) } else { Err(Error::Offsets) }
        }
    }
}

// --- Phases -------------------------------------------------------------------------------------------------------

/// Replaces each of `phases[count]` by the angle that is a whole number of turns from it and in (-pi, pi]. The error is
/// at most 4 epsilon.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_wrap_phases_f64(phases: *mut f64, count: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let phases = output(phases, count)?;
        if !phases.iter().all(|phase| phase.is_finite()) {
            return Err(Error::NotFinite);
        }
        for phase in phases {
            *phase = observables::wrapped(*phase);
        }
        OK
    })
}

/// Writes to `*angle` the angle of the vector (re, im), in (-pi, pi], 0 for the zero vector: C's atan2(im, re), but that
/// zeros have no sign, and with the same bits on every machine. Infinite vectors have an angle. The error is below 1.5
/// units of the last place.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_NOT_FINITE for NaN.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_argument_f64(re: f64, im: f64, angle: *mut f64) -> c_int {
    guard(|| {
        if re.is_nan() || im.is_nan() {
            return Err(Error::NotFinite);
        }
        // SAFETY: by the caller.
        unsafe { *single(angle)? = observables::argument(re, im) };
        OK
    })
}

/// Writes the differences a_i - b_i, in (-pi, pi], to `differences`; three arrays of `count` elements.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_differences_f64(
    a: *const f64,
    b: *const f64,
    count: usize,
    differences: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(differences, count)?;
        let (a, b) = (input(a, count)?, input(b, count)?);
        all_apart(&[span(differences, count)], &[span(a.as_ptr(), count), span(b.as_ptr(), count)])?;
        observables::phase_differences(a, b, output(differences, count)?)?;
        OK
    })
}

/// Writes phi_j - phi_i, in (-pi, pi], of the phases phi to row i and column j of `differences`, a matrix
/// [oscillators][oscillators] by rows. differences_len: its elements.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if
/// `differences` is too short, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_pairwise_phase_differences_f64(
    phases: *const f64,
    oscillators: usize,
    differences: *mut f64,
    differences_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let len = elements(oscillators, oscillators)?;
        if differences_len < len {
            return Err(Error::Length);
        }
        check_pointer(differences, len)?;
        let phases = input(phases, oscillators)?;
        all_apart(&[span(differences, len)], &[span(phases.as_ptr(), oscillators)])?;
        observables::pairwise_phase_differences(phases, output(differences, len)?)?;
        OK
    })
}

/// Writes to `*number` the winding number of a ring: how many turns the phase makes on the way round, each difference of
/// neighbours (the last one's being the first) taken in (-pi, pi], as in a q-twisted state (Wiley, Strogatz and Girvan,
/// 2006). An exact integer.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER if a difference is beyond 2^53 (f32: 2^24)
/// turns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_winding_number_f64(
    phases: *const f64,
    oscillators: usize,
    number: *mut i64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        check_pointer(number, 1)?;
        let phases = input(phases, oscillators)?;
        all_apart(&[span(number, 1)], &[span(phases.as_ptr(), oscillators)])?;
        let result = observables::winding_number(phases)?;
        *single(number)? = result;
        OK
    })
}

/// Writes the mean frequencies (last_i - first_i) / duration to `frequencies`, from the unwrapped phases at both ends of
/// an interval; three arrays of `oscillators` elements.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_TIMES unless the duration is a finite number above 0, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequencies_f64(
    first: *const f64,
    last: *const f64,
    oscillators: usize,
    duration: f64,
    frequencies: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let n = oscillators;
        check_pointer(frequencies, n)?;
        let (first, last) = (input(first, n)?, input(last, n)?);
        all_apart(&[span(frequencies, n)], &[span(first.as_ptr(), n), span(last.as_ptr(), n)])?;
        observables::mean_frequencies(first, last, duration, output(frequencies, n)?)?;
        OK
    })
}

// --- Order of one row, and of records -----------------------------------------------------------------------------

/// Writes to `*r` and `*psi` the order parameter of the harmonic m of `phases[oscillators]` (Kuramoto, 1975; Daido, 1992):
///
/// r e^(i psi) = (1/N) sum over j of e^(i m phi_j)
///
/// with r from 0 (spread out) to 1 (all of one phase) and psi in (-pi, pi], 0 where r is 0. Either may be NULL if it is
/// not wanted. level: a value of photinus_level; it changes no bit.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
/// PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
/// that level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_parameter_f64(
    phases: *const f64,
    oscillators: usize,
    harmonic: u32,
    level: c_int,
    r: *mut f64,
    psi: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let level = self::level(level)?;
        let phases = input(phases, oscillators)?;
        check_optional(r, 1)?;
        check_optional(psi, 1)?;
        all_apart(&[span(r, 1), span(psi, 1)], &[span(phases.as_ptr(), oscillators)])?;
        let order = observables::order_parameter(phases, harmonic, level)?;
        put(r, 0, order.r);
        put(psi, 0, order.psi);
        OK
    })
}

/// Writes r and psi of each row of `record`, a matrix [rows][oscillators] by rows, to `r[rows]` and `psi[rows]`: what
/// photinus_order_parameter_f64 gives, to the bit.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators,
/// PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
/// that level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_parameters_f64(
    record: *const f64,
    rows: usize,
    oscillators: usize,
    harmonic: u32,
    level: c_int,
    r: *mut f64,
    psi: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let level = self::level(level)?;
        let record = input(record, elements(rows, oscillators)?)?;
        check_pointer(r, rows)?;
        check_pointer(psi, rows)?;
        all_apart(&[span(r, rows), span(psi, rows)], &[span(record.as_ptr(), record.len())])?;
        observables::order_parameters(record, oscillators, harmonic, output(r, rows)?, output(psi, rows)?, level)?;
        OK
    })
}

/// Writes to `*bytes` and `*align` what photinus_group_order_parameters_f64 needs to work in.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no groups, or if that size
/// does not fit, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_order_parameters_size_f64(
    groups: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    guard(|| {
        if groups == 0 {
            return Err(Error::Dimension);
        }
        // SAFETY: by the caller.
        unsafe { write_size::<(), f64>(Groups::workspace_len(groups), bytes, align) }
    })
}

/// Writes the order parameter of each group to `r[groups]` and `psi[groups]`.
///
/// The groups are given in one of two ways, the other one being NULL. labels: oscillator i is in group labels[i], below
/// `groups`. offsets: group g holds the oscillators from offsets[g] to offsets[g + 1] - 1; there are groups + 1 of them,
/// which rise from 0 to `oscillators`. harmonic, level: as of photinus_order_parameter_f64. memory, bytes: the workspace,
/// as photinus_group_order_parameters_size_f64 says; it may hold anything.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators or groups,
/// PHOTINUS_ERROR_PARAMETER if both are given, one is empty, or the harmonic is 0, PHOTINUS_ERROR_COLUMN for a label that is
/// no group, PHOTINUS_ERROR_OFFSETS for impossible offsets,
/// PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_order_parameters_f64(
    phases: *const f64,
    oscillators: usize,
    labels: *const u32,
    offsets: *const usize,
    groups: usize,
    harmonic: u32,
    level: c_int,
    r: *mut f64,
    psi: *mut f64,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let division = division(labels, offsets, oscillators, groups)?.with_level(self::level(level)?);
        let phases = input(phases, oscillators)?;
        check_pointer(r, groups)?;
        check_pointer(psi, groups)?;
        let workspace_len = Groups::workspace_len(groups);
        all_apart(
            &[span(r, groups), span(psi, groups), span(memory.cast::<f64>(), workspace_len)],
            &[span(phases.as_ptr(), oscillators), span(labels, oscillators), span(offsets, groups.saturating_add(1))],
        )?;
        let workspace = workspace(memory, bytes, workspace_len)?;
        division.order_parameters(phases, harmonic, output(r, groups)?, output(psi, groups)?, workspace)?;
        OK
    })
}

/// Who is whose neighbour, for photinus_local_order_f64: a matrix A of weights, none below 0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_neighbourhoods_f64 {
    /// The size of this struct: what photinus_neighbourhoods_init_f64 got.
    pub struct_size: usize,
    /// The number N of oscillators, at least 1.
    pub oscillators: usize,
    /// DENSE: A, a matrix [N][N] by rows. SPARSE: the weights of the edges, or NULL (default) if all are 1.
    pub weights: *const f64,
    /// SPARSE: the neighbours of i are columns[row_offsets[i]] ... columns[row_offsets[i + 1] - 1]; N + 1 offsets, which
    /// begin with 0, do not fall, and end with `edges`. Rows may be empty, and may name an oscillator twice, or its own.
    pub row_offsets: *const usize,
    /// SPARSE: `edges` numbers of oscillators.
    pub columns: *const u32,
    /// SPARSE: how many edges there are.
    pub edges: usize,
    /// RING: how many neighbours there are on either side; 2 radius + 1 is at most N.
    pub radius: usize,
    /// A value of photinus_neighbourhood. Default DENSE.
    pub kind: c_int,
    /// The instruction set: a value of photinus_level. It changes no bit of the results. Default the best.
    pub level: c_int,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_neighbourhoods_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, level) + size_of::<c_int>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            oscillators: 0,
            weights: ptr::null(),
            row_offsets: ptr::null(),
            columns: ptr::null(),
            edges: 0,
            radius: 0,
            kind: 0,
            level: 0,
        }
    }
}

impl photinus_neighbourhoods_f64 {
    /// # Safety
    /// What it points to must be there.
    unsafe fn get<'a>(&self) -> Result<Neighbourhoods<'a, f64>, Error> {
        let n = self.oscillators;
        if n == 0 {
            return Err(Error::Dimension);
        }
        let level = level(self.level)?;
        // SAFETY: by the caller.
        let neighbourhoods = unsafe {
            match self.kind {
                0 => Neighbourhoods::dense(input(self.weights, elements(n, n)?)?, n)?,
                1 => {
                    let offsets = input(self.row_offsets, n.checked_add(1).ok_or(Error::Dimension)?)?;
                    let columns = input(self.columns, self.edges)?;
                    let weights = if self.weights.is_null() { &[] } else { input(self.weights, self.edges)? };
                    Neighbourhoods::sparse(offsets, columns, weights)?
                }
                2 => Neighbourhoods::ring(n, self.radius)?,
                _ => return Err(Error::EnumValue),
            }
        };
        Ok(neighbourhoods.with_level(level))
    }
}

/// The struct at `pointer`, which must not be NULL.
///
/// # Safety
/// As of [`options`].
unsafe fn neighbourhoods(pointer: *const photinus_neighbourhoods_f64) -> Result<photinus_neighbourhoods_f64, Error> {
    // SAFETY: by the caller.
    if pointer.is_null() { Err(Error::NullPointer) } else { unsafe { options(pointer) } }
}

/// Writes the defaults to `*neighbourhoods`: `size` bytes at most, which is to be `sizeof *neighbourhoods`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_neighbourhoods_init_f64(
    neighbourhoods: *mut photinus_neighbourhoods_f64,
    size: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(neighbourhoods, size) })
}

/// Writes to `*bytes` and `*align` what photinus_local_order_f64 needs to work in, for these neighbourhoods.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, and what
/// photinus_local_order_f64 says of the neighbourhoods.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_local_order_size_f64(
    neighbourhoods: *const photinus_neighbourhoods_f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let len = self::neighbourhoods(neighbourhoods)?.get()?.workspace_len();
        write_size::<(), f64>(len, bytes, align)
    })
}

/// Writes to `order[N]` the local order parameter of each oscillator,
///
/// r_i = |sum over j of A_ij e^(i m phi_j)| / (sum over j of A_ij)
///
/// (Restrepo, Ott and Hunt, 2005; on a ring: Omelchenko, Maistrenko, Hovel and Scholl, 2011), 0 where one has no
/// neighbours. phases: N numbers. harmonic: m, at least 1. memory, bytes: the workspace, as photinus_local_order_size_f64
/// says; it may hold anything. On a ring the time does not depend on the radius.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_DIMENSION,
/// PHOTINUS_ERROR_OFFSETS if the row offsets do not begin with 0, fall, or do not end with `edges`, PHOTINUS_ERROR_COLUMN if a
/// column is no oscillator, PHOTINUS_ERROR_PARAMETER if a weight is negative, the radius is too large, or the harmonic is 0,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_WORKSPACE,
/// PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_local_order_f64(
    neighbourhoods: *const photinus_neighbourhoods_f64,
    phases: *const f64,
    harmonic: u32,
    order: *mut f64,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let given = self::neighbourhoods(neighbourhoods)?;
        let neighbourhoods = given.get()?;
        let n = given.oscillators;
        let phases = input(phases, n)?;
        check_pointer(order, n)?;
        // How many of the weights, offsets and columns are read.
        let (weights, offsets, columns) = match given.kind {
            0 => (n.saturating_mul(n), 0, 0),
            1 => (given.edges, n.saturating_add(1), given.edges),
            _ => (0, 0, 0),
        };
        let workspace_len = neighbourhoods.workspace_len();
        let written = [span(order, n), span(memory.cast::<f64>(), workspace_len)];
        all_apart(
            &written,
            &[
                span(phases.as_ptr(), n),
                span(given.weights, weights),
                span(given.row_offsets, offsets),
                span(given.columns, columns),
            ],
        )?;
        let workspace = workspace(memory, bytes, workspace_len)?;
        neighbourhoods.order(phases, harmonic, output(order, n)?, workspace)?;
        OK
    })
}

// --- What accumulators have in common -----------------------------------------------------------------------------

/// What each accumulator begins with: without padding and with any bits valid, since C may copy and overwrite it.
/// Its floats follow, then the groups.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Head {
    /// Which one it is.
    magic: u64,
    oscillators: usize,
    /// How many groups there are, or 0.
    groups: usize,
    /// The harmonic and whether groups are ranges, or the ratio n : m.
    numbers: [u32; 2],
    level: c_int,
    unused: u32,
    /// The checksum of these.
    check: u64,
    /// What the rows change: how many there are, and sums.
    rows: u64,
    sums: [f64; 4],
}

// Offsets of groups follow floats.
const _: () = assert!((GroupStatistics::<f64>::memory_len(1) * size_of::<f64>()).is_multiple_of(align_of::<usize>()));

const ORDER: u64 = u64::from_le_bytes(*b"orderf64");
const GROUPS: u64 = u64::from_le_bytes(*b"groupf64");
const LOCKING: u64 = u64::from_le_bytes(*b"lock_f64");
const FREQUENCY: u64 = u64::from_le_bytes(*b"freq_f64");

impl Head {
    /// Of no rows yet.
    fn new(magic: u64, oscillators: usize, groups: usize, numbers: [u32; 2], level: c_int) -> Result<Self, Error> {
        self::level(level)?;
        if oscillators == 0 {
            return Err(Error::Dimension);
        }
        let (check, rows, sums) = (0, 0, [0.0; 4]);
        let head = Head { magic, oscillators, groups, numbers, level, unused: 0, check, rows, sums };
        Ok(Head { check: head.checksum(), ..head })
    }

    /// What tells it from other bytes that are there by chance.
    fn checksum(&self) -> u64 {
        let [first, second] = self.numbers;
        let (level, unused) = (self.level.cast_unsigned().into(), self.unused.into());
        [self.magic, self.oscillators as u64, self.groups as u64, first.into(), second.into(), level, unused]
            .iter()
            .fold(1, |sum: u64, &word| (sum.rotate_left(23) ^ word).wrapping_mul(GOLDEN))
    }

    const fn ratio(&self) -> (u32, u32) {
        (self.numbers[0], self.numbers[1])
    }

    /// The floats that belong to the accumulator.
    const fn floats(&self) -> usize {
        match self.magic {
            GROUPS => GroupStatistics::<f64>::memory_len(self.groups),
            LOCKING => PhaseLocking::<f64>::memory_len(self.oscillators, self.ratio()),
            FREQUENCY => MeanFrequency::<f64>::memory_len(self.oscillators),
            _ => 0,
        }
    }

    /// These, and the room for groups, in floats.
    const fn len(&self) -> usize {
        if self.magic != GROUPS {
            return self.floats();
        }
        let labels = self.oscillators.saturating_mul(size_of::<u32>());
        let offsets = self.groups.saturating_add(1).saturating_mul(size_of::<usize>());
        let bytes = if labels > offsets { labels } else { offsets };
        self.floats().saturating_add(bytes.div_ceil(size_of::<f64>()))
    }

    /// All its bytes, if they fit.
    fn bytes(&self) -> Option<usize> {
        let bytes = self.len().checked_mul(size_of::<f64>())?.checked_add(size_of::<Head>())?;
        (bytes <= isize::MAX as usize).then_some(bytes)
    }

    /// Writes its size to C's variables.
    ///
    /// # Safety
    /// As of [`write_size`].
    unsafe fn size(&self, bytes: *mut usize, align: *mut usize) -> Result<c_int, Error> {
        // SAFETY: by the caller.
        unsafe { write_size::<Head, f64>(self.len(), bytes, align) }
    }

    /// Checks the memory that it is to begin and the place that is to name it, apart from what is read.
    fn check_place<T>(
        &self,
        memory: *mut c_void,
        bytes: usize,
        object: *mut *mut T,
        read: &[(*const u8, usize)],
    ) -> Result<(), Error> {
        if self.bytes().ok_or(Error::Dimension)? > bytes {
            return Err(Error::Workspace);
        }
        check_pointer(memory.cast::<Head>(), 1)?;
        check_pointer(object, 1)?;
        all_apart(&[self.span(memory), span(object, 1)], read)
    }

    /// Writes it and zeros behind it, and names the place.
    ///
    /// # Safety
    /// [`check_place`](Self::check_place) has said yes, and what is pointed to is there.
    unsafe fn write<T>(self, memory: *mut c_void, object: *mut *mut T) -> Result<c_int, Error> {
        let place = memory.cast::<Head>();
        // SAFETY: by the caller.
        unsafe {
            place.write(self);
            place.add(1).cast::<f64>().write_bytes(0, self.len());
            object.write(memory.cast());
        }
        OK
    }

    /// The head of an accumulator of that kind.
    ///
    /// # Safety
    /// As far as it is not NULL, it points to one, or to other bytes.
    unsafe fn read<T>(object: *const T, magic: u64) -> Result<Self, Error> {
        let place = object.cast::<Head>();
        check_pointer(place, 1)?;
        // SAFETY: by the caller; any bits are numbers.
        let head = unsafe { place.read() };
        let good = head.magic == magic && head.check == head.checksum() && head.rows < u64::MAX / 2;
        if good && head.bytes().is_some() { Ok(head) } else { Err(Error::Uninitialised) }
    }

    /// Where an accumulator with this head lies.
    fn span<T>(&self, object: *const T) -> (*const u8, usize) {
        (object.cast(), self.bytes().unwrap_or(0))
    }

    /// The first phases of a row, which lies apart from the accumulator.
    ///
    /// # Safety
    /// As far as `phases` is not NULL, they must be there.
    unsafe fn row<'a, T>(&self, object: *const T, phases: *const f64, len: usize) -> Result<&'a [f64], Error> {
        if len < self.oscillators {
            return Err(Error::Length);
        }
        // SAFETY: by the caller.
        unsafe { self.record(object, phases, self.oscillators) }
    }

    /// A whole array, apart from the accumulator.
    ///
    /// # Safety
    /// As of [`row`](Self::row).
    unsafe fn record<'a, T>(&self, object: *const T, record: *const f64, len: usize) -> Result<&'a [f64], Error> {
        check_pointer(record, len)?;
        all_apart(&[self.span(object)], &[span(record, len)])?;
        // SAFETY: by the caller.
        unsafe { input(record, len) }
    }

    /// Checks where results are to be written.
    fn apart<T, const N: usize>(&self, object: *const T, results: [(*const u8, usize); N]) -> Result<(), Error> {
        all_apart(&results, &[self.span(object)])
    }
}

/// The floats of an accumulator whose head has been read.
///
/// # Safety
/// They are there, and nobody else uses them for `'a`.
unsafe fn floats<'a, T>(object: *const T, head: &Head) -> &'a mut [f64] {
    // SAFETY: by the caller; a checked head has a size that fits.
    unsafe { slice::from_raw_parts_mut(object.cast_mut().cast::<Head>().add(1).cast(), head.floats()) }
}

/// Keeps what rows have changed.
///
/// # Safety
/// The head was read from there.
unsafe fn keep<T>(object: *mut T, rows: u64, sums: [f64; 4]) {
    // SAFETY: by the caller.
    let head = unsafe { &mut *object.cast::<Head>() };
    (head.rows, head.sums) = (rows, sums);
}

/// Writes a struct of results, apart from the accumulator.
///
/// # Safety
/// As of [`write_struct`].
unsafe fn write_results<T, R: Struct>(head: &Head, object: *const T, place: *mut R, value: R) -> Result<c_int, Error> {
    // SAFETY: by the caller.
    unsafe {
        let size = known_size(place)?;
        head.apart(object, [span(place.cast::<u8>(), size)])?;
        write_struct(place, value)?;
    }
    OK
}

// --- The order parameter in time ----------------------------------------------------------------------------------

/// Mean and variance in time of the order parameter's r, row by row. Like all accumulators it lies in the caller's memory,
/// wholly and without pointers: a copy of its bytes, equally aligned, is a second one that goes on as the first, also in
/// another process of the same machine and library. It takes unwrapped phases or others.
#[derive(Debug)]
pub struct photinus_order_statistics_f64 {
    _head: Head,
}

/// What photinus_order_statistics_f64 have come to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_order_summary_f64 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_order_summary_f64)`.
    pub struct_size: usize,
    /// Rows added.
    pub rows: u64,
    /// The mean of r in time; NaN before the first row.
    pub mean: f64,
    /// Its variance in time, with rows - 1; NaN before the second row.
    pub variance: f64,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_order_summary_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, variance) + size_of::<f64>();
    fn defaults() -> Self {
        Self { struct_size: size_of::<Self>(), rows: 0, mean: f64::NAN, variance: f64::NAN }
    }
}

fn order_head(oscillators: usize, harmonic: u32, level: c_int) -> Result<Head, Error> {
    let head = Head::new(ORDER, oscillators, 0, [harmonic, 0], level)?;
    if harmonic == 0 { Err(Error::Parameter) } else { Ok(head) }
}

/// Writes to `*bytes` and `*align` what photinus_order_statistics_f64 need.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_statistics_size_f64(bytes: *mut usize, align: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { order_head(1, 1, 0)?.size(bytes, align) })
}

/// Makes statistics of no rows in `memory`, and writes their address, which is that of the memory, to `*statistics`.
/// Nothing is to be freed. harmonic, level: as of photinus_order_parameter_f64. memory, bytes: as
/// photinus_order_statistics_size_f64 says.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION for no
/// oscillators, PHOTINUS_ERROR_PARAMETER if the harmonic is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if
/// this CPU has not that level, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_statistics_init_f64(
    memory: *mut c_void,
    bytes: usize,
    oscillators: usize,
    harmonic: u32,
    level: c_int,
    statistics: *mut *mut photinus_order_statistics_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = order_head(oscillators, harmonic, level)?;
        head.check_place(memory, bytes, statistics, &[])?;
        head.write(memory, statistics)
    })
}

/// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators (of a state that goes on with
/// velocities, the phases), and writes its order parameter to `*r` and `*psi`, either of which may be NULL.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
/// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not its level, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_statistics_add_f64(
    statistics: *mut photinus_order_statistics_f64,
    phases: *const f64,
    phases_len: usize,
    r: *mut f64,
    psi: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, ORDER)?;
        let phases = head.row(statistics, phases, phases_len)?;
        check_optional(r, 1)?;
        check_optional(psi, 1)?;
        head.apart(statistics, [span(r, 1), span(psi, 1)])?;
        all_apart(&[span(r, 1), span(psi, 1)], &[span(phases.as_ptr(), phases.len())])?;
        let mut all = order_statistics(&head)?;
        let order = all.add(phases)?;
        let (rows, sums) = all.statistics().to_parts();
        keep(statistics, rows, sums);
        put(r, 0, order.r);
        put(psi, 0, order.psi);
        OK
    })
}

fn order_statistics(head: &Head) -> Result<OrderParameterStatistics<f64>, Error> {
    let level = level(head.level)?;
    OrderParameterStatistics::resume(head.numbers[0], Statistics::from_parts(head.rows, head.sums), level)
}

/// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
///
/// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if this
/// CPU has not its level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_statistics_add_record_f64(
    statistics: *mut photinus_order_statistics_f64,
    record: *const f64,
    record_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, ORDER)?;
        let record = head.record(statistics, record, record_len)?;
        let mut all = order_statistics(&head)?;
        all.add_record(record, head.oscillators)?;
        let (rows, sums) = all.statistics().to_parts();
        keep(statistics, rows, sums);
        OK
    })
}

/// A row callback (photinus_row_f64) whose `user` is statistics: adds each row of a solution. A run that is resumed gives
/// its first row once more, which a callback of one's own can leave out.
///
/// The statuses of photinus_order_statistics_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_statistics_row_f64(
    row: usize,
    t: f64,
    y: *const f64,
    dim: usize,
    user: *mut c_void,
) -> c_int {
    let _ = (row, t);
    // SAFETY: by the caller.
    unsafe { photinus_order_statistics_add_f64(user.cast(), y, dim, ptr::null_mut(), ptr::null_mut()) }
}

/// Writes what the rows so far came to, to `*summary`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_order_statistics_get_f64(
    statistics: *const photinus_order_statistics_f64,
    summary: *mut photinus_order_summary_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, ORDER)?;
        let all = Statistics::from_parts(head.rows, head.sums);
        let value = photinus_order_summary_f64 {
            struct_size: 0,
            rows: head.rows,
            mean: if head.rows == 0 { f64::NAN } else { all.mean() },
            variance: all.variance().unwrap_or(f64::NAN),
        };
        write_results(&head, statistics, summary, value)
    })
}

// --- Metastability and chimera index ------------------------------------------------------------------------------

/// Metastability and chimera index of groups (Shanahan, 2010), row by row: an accumulator, as
/// photinus_order_statistics_f64, that also holds the groups.
#[derive(Debug)]
pub struct photinus_group_statistics_f64 {
    _head: Head,
}

/// What photinus_group_statistics_f64 have come to; r_g(t) is the order parameter of group g.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_group_summary_f64 {
    /// The size of this struct, to be set by the caller: `sizeof(photinus_group_summary_f64)`.
    pub struct_size: usize,
    /// Rows added.
    pub rows: u64,
    /// The mean over groups of the variance of r_g in time, with rows - 1; NaN before the second row.
    pub metastability: f64,
    /// The mean in time of the variance of r_g over groups, with groups - 1; NaN before the first row, and for one group.
    pub chimera_index: f64,
}

// SAFETY: `repr(C)`, begins with its size, numbers alone.
unsafe impl Struct for photinus_group_summary_f64 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, chimera_index) + size_of::<f64>();
    fn defaults() -> Self {
        Self { struct_size: size_of::<Self>(), rows: 0, metastability: f64::NAN, chimera_index: f64::NAN }
    }
}

fn group_head(oscillators: usize, groups: usize, harmonic: u32, ranges: bool, level: c_int) -> Result<Head, Error> {
    if groups == 0 {
        return Err(Error::Dimension);
    }
    let head = Head::new(GROUPS, oscillators, groups, [harmonic, ranges.into()], level)?;
    if harmonic == 0 { Err(Error::Parameter) } else { Ok(head) }
}

/// Writes to `*bytes` and `*align` what photinus_group_statistics_f64 need, for that many oscillators and groups.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators or groups, or
/// if that size does not fit, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_size_f64(
    oscillators: usize,
    groups: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { group_head(oscillators, groups, 1, false, 0)?.size(bytes, align) })
}

/// Makes statistics of no rows in `memory`, and writes their address, which is that of the memory, to `*statistics`.
/// Nothing is to be freed. labels, offsets, groups: as of photinus_group_order_parameters_f64; they are copied. harmonic,
/// level: as of photinus_order_parameter_f64. memory, bytes: as photinus_group_statistics_size_f64 says.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION for no
/// oscillators or groups, PHOTINUS_ERROR_PARAMETER if both are given, the harmonic is 0, or (the memory has been
/// overwritten then) a group has no oscillator, PHOTINUS_ERROR_COLUMN, PHOTINUS_ERROR_OFFSETS,
/// PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that level, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_init_f64(
    memory: *mut c_void,
    bytes: usize,
    oscillators: usize,
    labels: *const u32,
    offsets: *const usize,
    groups: usize,
    harmonic: u32,
    level: c_int,
    statistics: *mut *mut photinus_group_statistics_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = group_head(oscillators, groups, harmonic, labels.is_null(), level)?;
        division(labels, offsets, oscillators, groups)?;
        let read = [span(labels, oscillators), span(offsets, groups.saturating_add(1))];
        head.check_place(memory, bytes, statistics, &read)?;
        if !labels.is_null() {
            // The memory is a workspace first: a number per group.
            memory.cast::<Head>().write(Head { magic: 0, ..head });
            let seen = memory.cast::<Head>().add(1).cast::<f64>();
            seen.write_bytes(0, groups);
            let seen = slice::from_raw_parts_mut(seen, groups);
            for &label in input(labels, oscillators)? {
                if let Some(seen) = seen.get_mut(label as usize) {
                    *seen = 1.0;
                }
            }
            if seen.contains(&0.0) {
                return Err(Error::Parameter);
            }
        }
        head.write(memory, statistics)?;
        let place = memory.cast::<Head>().add(1).cast::<f64>().add(head.floats());
        if labels.is_null() {
            place.cast::<usize>().copy_from_nonoverlapping(offsets, groups + 1);
        } else {
            place.cast::<u32>().copy_from_nonoverlapping(labels, oscillators);
        }
        OK
    })
}

/// The groups' statistics with that head.
///
/// # Safety
/// They are there, and nobody else uses them for `'a`.
unsafe fn group_statistics<'a>(
    statistics: *const photinus_group_statistics_f64,
    head: &Head,
) -> Result<GroupStatistics<'a, 'a, f64>, Error> {
    let level = level(head.level)?;
    let n = head.oscillators;
    // SAFETY: by the caller. The floats fill a whole number of `usize`, so that offsets are aligned, too.
    let (memory, groups) = unsafe {
        let place = statistics.cast::<Head>().add(1).cast::<f64>().add(head.floats());
        let (labels, offsets) =
            if head.numbers[1] == 0 { (place.cast(), ptr::null()) } else { (ptr::null(), place.cast()) };
        (floats(statistics, head), division(labels, offsets, n, head.groups).map_err(|_| Error::Uninitialised)?)
    };
    let [sum, low, ..] = head.sums;
    let progress = GroupProgress { harmonic: head.numbers[0], rows: head.rows, variances: [sum, low] };
    GroupStatistics::resume(memory, groups.with_level(level), progress)
}

/// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
/// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not
/// their level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_add_f64(
    statistics: *mut photinus_group_statistics_f64,
    phases: *const f64,
    phases_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, GROUPS)?;
        let phases = head.row(statistics, phases, phases_len)?;
        let mut all = group_statistics(statistics, &head)?;
        all.add(phases)?;
        keep_groups(statistics, all.progress());
        OK
    })
}

/// # Safety
/// As of [`keep`].
unsafe fn keep_groups(statistics: *mut photinus_group_statistics_f64, progress: GroupProgress<f64>) {
    let [sum, low] = progress.variances;
    // SAFETY: by the caller.
    unsafe { keep(statistics, progress.rows, [sum, low, 0.0, 0.0]) };
}

/// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
///
/// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if
/// this CPU has not their level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_add_record_f64(
    statistics: *mut photinus_group_statistics_f64,
    record: *const f64,
    record_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, GROUPS)?;
        let record = head.record(statistics, record, record_len)?;
        let mut all = group_statistics(statistics, &head)?;
        all.add_record(record)?;
        keep_groups(statistics, all.progress());
        OK
    })
}

/// A row callback (photinus_row_f64) whose `user` is statistics of groups: adds each row of a solution. A run that is
/// resumed gives its first row once more, which a callback of one's own can leave out.
///
/// The statuses of photinus_group_statistics_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_row_f64(
    row: usize,
    t: f64,
    y: *const f64,
    dim: usize,
    user: *mut c_void,
) -> c_int {
    let _ = (row, t);
    // SAFETY: by the caller.
    unsafe { photinus_group_statistics_add_f64(user.cast(), y, dim) }
}

/// Writes what the rows so far came to, to `*summary`, whose struct_size the caller has set.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_STRUCT_SIZE,
/// PHOTINUS_ERROR_UNSUPPORTED if this CPU has not their level, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_get_f64(
    statistics: *const photinus_group_statistics_f64,
    summary: *mut photinus_group_summary_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, GROUPS)?;
        let all = group_statistics(statistics, &head)?;
        let value = photinus_group_summary_f64 {
            struct_size: 0,
            rows: head.rows,
            metastability: all.metastability().unwrap_or(f64::NAN),
            chimera_index: all.chimera_index().unwrap_or(f64::NAN),
        };
        write_results(&head, statistics, summary, value)
    })
}

/// Writes of each group's r the value in the last row (0 before the first), the mean in time (NaN before the first row)
/// and the variance (NaN before the second) to `last`, `mean` and `variance`, each of `groups` elements or NULL if it is
/// not wanted; groups is their number in any case.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
/// there are not so many groups, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not their level, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_group_statistics_groups_f64(
    statistics: *const photinus_group_statistics_f64,
    last: *mut f64,
    mean: *mut f64,
    variance: *mut f64,
    groups: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(statistics, GROUPS)?;
        let all = group_statistics(statistics, &head)?;
        if groups != head.groups {
            return Err(Error::Length);
        }
        for place in [last, mean, variance] {
            check_optional(place, groups)?;
        }
        head.apart(statistics, [last, mean, variance].map(|place| span(place, groups)))?;
        for (group, &r) in all.last().iter().enumerate() {
            let of_group = all.group(group).ok_or(Error::Uninitialised)?;
            put(last, group, r);
            put(mean, group, if head.rows == 0 { f64::NAN } else { of_group.mean() });
            put(variance, group, of_group.variance().unwrap_or(f64::NAN));
        }
        OK
    })
}

// --- Phase locking ------------------------------------------------------------------------------------------------

/// Phase-locking values of all pairs (Lachaux, Rodriguez, Martinerie and Varela, 1999; n:m: Tass et al., 1998), row by
/// row: |mean in time of e^(i (n phi_i - m phi_j))|, 1 for a constant difference. An accumulator, as
/// photinus_order_statistics_f64.
#[derive(Debug)]
pub struct photinus_phase_locking_f64 {
    _head: Head,
}

fn locking_head(oscillators: usize, n: u32, m: u32, level: c_int) -> Result<Head, Error> {
    let head = Head::new(LOCKING, oscillators, 0, [n, m], level)?;
    if n == 0 || m == 0 { Err(Error::Parameter) } else { Ok(head) }
}

/// Writes to `*bytes` and `*align` what photinus_phase_locking_f64 needs, for that many oscillators at the ratio n : m.
/// With n = m it is about half of what it is else.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators, or if that size
/// does not fit, PHOTINUS_ERROR_PARAMETER if n or m is 0, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_size_f64(
    oscillators: usize,
    n: u32,
    m: u32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { locking_head(oscillators, n, m, 0)?.size(bytes, align) })
}

/// Makes an accumulator of no rows in `memory`, and writes its address, which is that of the memory, to `*locking`.
/// Nothing is to be freed. n, m: the ratio; 1 and 1 for plain locking. level: a value of photinus_level. memory, bytes: as
/// photinus_phase_locking_size_f64 says.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION,
/// PHOTINUS_ERROR_PARAMETER if n or m is 0, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not that
/// level, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_init_f64(
    memory: *mut c_void,
    bytes: usize,
    oscillators: usize,
    n: u32,
    m: u32,
    level: c_int,
    locking: *mut *mut photinus_phase_locking_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = locking_head(oscillators, n, m, level)?;
        head.check_place(memory, bytes, locking, &[])?;
        head.write(memory, locking)
    })
}

/// The accumulator with that head.
///
/// # Safety
/// It is there, and nobody else uses it for `'a`.
unsafe fn phase_locking<'a>(
    locking: *const photinus_phase_locking_f64,
    head: &Head,
) -> Result<PhaseLocking<'a, f64>, Error> {
    let level = level(head.level)?;
    // SAFETY: by the caller.
    let memory = unsafe { floats(locking, head) };
    PhaseLocking::resume(memory, head.oscillators, head.ratio(), head.rows, level)
}

/// Adds a row of phases: the first of `phases[phases_len]`, as many as there are oscillators.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
/// row is too short, PHOTINUS_ERROR_UNSUPPORTED if this CPU has not its level, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_add_f64(
    locking: *mut photinus_phase_locking_f64,
    phases: *const f64,
    phases_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(locking, LOCKING)?;
        let phases = head.row(locking, phases, phases_len)?;
        let mut all = phase_locking(locking, &head)?;
        all.add(phases)?;
        keep(locking, all.rows(), head.sums);
        OK
    })
}

/// Adds all rows of `record[record_len]`, a matrix [rows][oscillators] by rows.
///
/// PHOTINUS_OK; no row is added with PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED,
/// PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_LENGTH if it has no whole number of rows, PHOTINUS_ERROR_UNSUPPORTED if this
/// CPU has not its level, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_add_record_f64(
    locking: *mut photinus_phase_locking_f64,
    record: *const f64,
    record_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(locking, LOCKING)?;
        let record = head.record(locking, record, record_len)?;
        let mut all = phase_locking(locking, &head)?;
        all.add_record(record)?;
        keep(locking, all.rows(), head.sums);
        OK
    })
}

/// A row callback (photinus_row_f64) whose `user` is such an accumulator: adds each row of a solution. A run that is
/// resumed gives its first row once more, which a callback of one's own can leave out.
///
/// The statuses of photinus_phase_locking_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_row_f64(
    row: usize,
    t: f64,
    y: *const f64,
    dim: usize,
    user: *mut c_void,
) -> c_int {
    let _ = (row, t);
    // SAFETY: by the caller.
    unsafe { photinus_phase_locking_add_f64(user.cast(), y, dim) }
}

/// Writes the phase-locking values of the rows so far to `values`, a matrix [oscillators][oscillators] by rows: row i for
/// n phi_i, column j for m phi_j. values_len: its elements.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if
/// `values` is too short, PHOTINUS_ERROR_UNSUPPORTED before the first row, or if this CPU has not its level,
/// PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_get_f64(
    locking: *const photinus_phase_locking_f64,
    values: *mut f64,
    values_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(locking, LOCKING)?;
        let len = elements(head.oscillators, head.oscillators)?;
        if values_len < len {
            return Err(Error::Length);
        }
        check_pointer(values, len)?;
        head.apart(locking, [span(values, len)])?;
        phase_locking(locking, &head)?.values(output(values, len)?)?;
        OK
    })
}

/// Writes to `*rows` how many rows have been added.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_phase_locking_rows_f64(
    locking: *const photinus_phase_locking_f64,
    rows: *mut u64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(locking, LOCKING)?;
        check_pointer(rows, 1)?;
        head.apart(locking, [span(rows, 1)])?;
        *single(rows)? = head.rows;
        OK
    })
}

// --- Mean frequencies ---------------------------------------------------------------------------------------------

/// Mean frequencies (phi_i(t) - phi_i(t0)) / (t - t0) from the first row to the last, of unwrapped phases. An
/// accumulator, as photinus_order_statistics_f64.
#[derive(Debug)]
pub struct photinus_mean_frequency_f64 {
    _head: Head,
}

/// Writes to `*bytes` and `*align` what photinus_mean_frequency_f64 needs, for that many oscillators.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION for no oscillators, or if that size
/// does not fit, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequency_size_f64(
    oscillators: usize,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { Head::new(FREQUENCY, oscillators, 0, [0; 2], 0)?.size(bytes, align) })
}

/// Makes an accumulator of no rows in `memory`, and writes its address, which is that of the memory, to `*frequency`.
/// Nothing is to be freed. memory, bytes: as photinus_mean_frequency_size_f64 says.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_DIMENSION,
/// PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequency_init_f64(
    memory: *mut c_void,
    bytes: usize,
    oscillators: usize,
    frequency: *mut *mut photinus_mean_frequency_f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::new(FREQUENCY, oscillators, 0, [0; 2], 0)?;
        head.check_place(memory, bytes, frequency, &[])?;
        head.write(memory, frequency)
    })
}

/// The accumulator with that head.
///
/// # Safety
/// It is there, and nobody else uses it for `'a`.
unsafe fn mean_frequency<'a>(
    frequency: *const photinus_mean_frequency_f64,
    head: &Head,
) -> Result<MeanFrequency<'a, f64>, Error> {
    let [first, last, ..] = head.sums;
    // SAFETY: by the caller.
    let memory = unsafe { floats(frequency, head) };
    MeanFrequency::resume(memory, head.oscillators, MeanFrequencyProgress { rows: head.rows, first, last })
}

/// Adds the phases at the time `t`: the first of `phases[phases_len]`, as many as there are oscillators.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if the
/// row is too short, PHOTINUS_ERROR_TIMES if the time is not finite or not after the last one, PHOTINUS_ERROR_OVERLAP,
/// PHOTINUS_ERROR_NOT_FINITE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequency_add_f64(
    frequency: *mut photinus_mean_frequency_f64,
    t: f64,
    phases: *const f64,
    phases_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(frequency, FREQUENCY)?;
        let phases = head.row(frequency, phases, phases_len)?;
        let mut all = mean_frequency(frequency, &head)?;
        all.add(t, phases)?;
        let MeanFrequencyProgress { rows, first, last } = all.progress();
        keep(frequency, rows, [first, last, 0.0, 0.0]);
        OK
    })
}

/// A row callback (photinus_row_f64) whose `user` is such an accumulator: adds each row of a solution. A run that is
/// resumed gives its first row once more, which a callback of one's own has to leave out.
///
/// The statuses of photinus_mean_frequency_add_f64; an error ends the run with PHOTINUS_ERROR_CALLBACK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequency_row_f64(
    row: usize,
    t: f64,
    y: *const f64,
    dim: usize,
    user: *mut c_void,
) -> c_int {
    let _ = row;
    // SAFETY: by the caller.
    unsafe { photinus_mean_frequency_add_f64(user.cast(), t, y, dim) }
}

/// Writes the mean frequencies so far to `frequencies[frequencies_len]`, a number per oscillator.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_LENGTH if they
/// are too short, PHOTINUS_ERROR_TIMES before the second row, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_NOT_FINITE if a
/// difference of phases overflows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequency_get_f64(
    frequency: *const photinus_mean_frequency_f64,
    frequencies: *mut f64,
    frequencies_len: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(frequency, FREQUENCY)?;
        let n = head.oscillators;
        if frequencies_len < n {
            return Err(Error::Length);
        }
        check_pointer(frequencies, n)?;
        head.apart(frequency, [span(frequencies, n)])?;
        mean_frequency(frequency, &head)?.frequencies(output(frequencies, n)?)?;
        OK
    })
}

/// Writes how many rows have been added to `*rows`, and the times of the first and the last one (0 before there is one) to
/// `*first` and `*last`. Each may be NULL if it is not wanted.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_UNINITIALISED, PHOTINUS_ERROR_OVERLAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_mean_frequency_rows_f64(
    frequency: *const photinus_mean_frequency_f64,
    rows: *mut u64,
    first: *mut f64,
    last: *mut f64,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let head = Head::read(frequency, FREQUENCY)?;
        check_optional(rows, 1)?;
        check_optional(first, 1)?;
        check_optional(last, 1)?;
        head.apart(frequency, [span(rows, 1), span(first, 1), span(last, 1)])?;
        put(rows, 0, head.rows);
        put(first, 0, head.sums[0]);
        put(last, 0, head.sums[1]);
        OK
    })
}

// --- Distributions of natural frequencies -------------------------------------------------------------------------

/// The distribution that C names.
fn frequency_distribution(distribution: c_int, centre: f64, width: f64) -> Result<FrequencyDistribution<f64>, Error> {
    match distribution {
        0 => Ok(FrequencyDistribution::Lorentzian { centre, width }),
        1 => Ok(FrequencyDistribution::Normal { mean: centre, deviation: width }),
        2 => Ok(FrequencyDistribution::Uniform { centre, half_width: width }),
        _ => Err(Error::EnumValue),
    }
}

/// Writes the quantiles F^-1((i + 1/2) / count), i = 0 ... count - 1, of a distribution to `frequencies`: rising, mirror
/// images of each other, the same for the same arguments. Their distances from the centre have a relative error of at most
/// 8 epsilon.
///
/// distribution, centre, width: see photinus_distribution.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_DIMENSION, PHOTINUS_ERROR_ENUM_VALUE,
/// PHOTINUS_ERROR_NOT_FINITE if the centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number
/// above 0, or if a quantile would not be finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_frequency_quantiles_f64(
    distribution: c_int,
    centre: f64,
    width: f64,
    frequencies: *mut f64,
    count: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        frequency_distribution(distribution, centre, width)?.quantiles(output(frequencies, count)?)?;
        OK
    })
}

/// Writes to `*frequency` the quantile F^-1(probability) of a distribution: what turns numbers that are uniform in (0, 1),
/// such as points of a sequence, into frequencies. Its distance from the centre has a relative error of at most 8 epsilon.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
/// centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0 and the probability
/// between 0 and 1, both excluded, or if the quantile would not be finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_frequency_quantile_f64(
    distribution: c_int,
    centre: f64,
    width: f64,
    probability: f64,
    frequency: *mut f64,
) -> c_int {
    guard(|| {
        let result = frequency_distribution(distribution, centre, width)?.quantile(probability)?;
        // SAFETY: by the caller.
        unsafe { *single(frequency)? = result };
        OK
    })
}

/// Writes to `*density` the density of a distribution at `frequency`, which may be infinite.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
/// centre is NaN or infinite or the frequency NaN, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0, or
/// if the density would not be finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_frequency_density_f64(
    distribution: c_int,
    centre: f64,
    width: f64,
    frequency: f64,
    density: *mut f64,
) -> c_int {
    guard(|| {
        let result = frequency_distribution(distribution, centre, width)?.density(frequency)?;
        // SAFETY: by the caller.
        unsafe { *single(density)? = result };
        OK
    })
}

/// Writes to `*coupling` the strength K = 2 / (pi g(centre)) above which infinitely many oscillators with this
/// distribution g of natural frequencies and
///
/// dphi_i/dt = omega_i + (K/N) sum over j of sin(phi_j - phi_i)
///
/// synchronise in part (Kuramoto, 1975).
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_NOT_FINITE if the
/// centre is NaN or infinite, PHOTINUS_ERROR_PARAMETER unless the width is a finite number above 0, or if the coupling
/// would not be finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_critical_coupling_f64(
    distribution: c_int,
    centre: f64,
    width: f64,
    coupling: *mut f64,
) -> c_int {
    guard(|| {
        let result = frequency_distribution(distribution, centre, width)?.critical_coupling()?;
        // SAFETY: by the caller.
        unsafe { *single(coupling)? = result };
        OK
    })
}
