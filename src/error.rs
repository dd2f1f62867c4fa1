//! [`Error`]: what can be wrong with a call's arguments.

#[cfg(feature = "capi")]
use core::ffi::CStr;
use core::fmt;

macro_rules! errors {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $message:literal;)*) => {
        /// Why a call was refused, or could not go on. Each has a number that is never reused, the status of the C ABI.
        ///
        /// An error means that nothing was written. A run that starts and ends early is no error: its report says how
        /// it ended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum Error {
            $($(#[doc = $doc])* $name = $code,)*
        }

        impl Error {
            /// All of them, by falling code.
            pub const ALL: &'static [Error] = &[$(Error::$name),*];

            /// One sentence that says what is wrong.
            pub const fn message(self) -> &'static str {
                match self {
                    $(Error::$name => $message,)*
                }
            }

            /// [`message`](Error::message) as C wants it.
            #[cfg(feature = "capi")]
            pub(crate) const fn c_message(self) -> &'static CStr {
                const fn c_string(text: &'static str) -> &'static CStr {
                    match CStr::from_bytes_with_nul(text.as_bytes()) {
                        Ok(string) => string,
                        Err(_) => panic!("a message contains a zero byte"),
                    }
                }
                match self {
                    $(Error::$name => const { c_string(concat!($message, "\0")) },)*
                }
            }
        }
    };
}

errors! {
    /// A pointer that has to point to data is NULL (C only).
    NullPointer = -1, "a pointer that has to point to data is NULL";
    /// A slice is too short, or its length does not fit the dimensions.
    Length = -2, "an array is too short, or its length does not fit the dimensions";
    /// A dimension is 0, more than there is (primes, Sobol's directions), or not that of another argument; or sizes overflow.
    Dimension = -3, "a dimension is 0, too large, or not that of another argument";
    /// The workspace is too small.
    Workspace = -4, "the workspace is too small";
    /// Memory is not aligned as asked for (C only).
    Alignment = -5, "the memory is not aligned as asked for";
    /// The `struct_size` of an options struct is not that of a known version (C only).
    StructSize = -6, "struct_size is not that of a known version of the struct";
    /// An enum-valued argument has an unknown value.
    EnumValue = -7, "an enum-valued argument has an unknown value";
    /// A base is 0 or 1.
    Base = -8, "a base is below 2";
    /// A base occurs twice in one sequence.
    RepeatedBase = -9, "a base occurs twice in one sequence";
    /// The last index is beyond 2^64 - 1.
    IndexRange = -10, "the last index is beyond 2^64 - 1";
    /// The leap between indices is 0.
    Leap = -11, "the leap between indices is 0";
    /// The stride is shorter than a row, or not one that the call supports.
    Stride = -12, "the stride is shorter than a row, or not one that the call supports";
    /// A lower bound is above its upper bound, or a bound or their distance is not finite.
    Bounds = -13, "a lower bound is above its upper bound, or bounds or their distance are not finite";
    /// A parameter is NaN, outside its range, or can't be changed.
    Parameter = -14, "a parameter is NaN, outside its range, or can't be changed";
    /// A start position is outside the bounds, or there are more of them than particles.
    Start = -15, "a start position is outside the bounds, or there are too many of them";
    /// Times are not finite, not in order, or not where the call can have them.
    Times = -16, "the times are not finite, not in order, or not where the call can have them";
    /// The step is not a finite number above 0.
    Step = -17, "the step is not a finite number above 0";
    /// The step is so small that it is lost in the rounding of the time.
    StepTooSmall = -18, "the step is too small for the precision of the time";
    /// A number that enters is NaN or infinite.
    NotFinite = -19, "a number that enters is NaN or infinite";
    /// A callback reported failure; what was reached before it has been written (the end of a run, C only).
    Callback = -20, "a callback failed; what was reached before it has been written";
    /// The solution became NaN or infinite; the rows before have been written (the end of a run, C only).
    Diverged = -21, "the solution became NaN or infinite; the rows before have been written";
    /// A checkpoint is truncated, changed, or of an unknown version.
    Checkpoint = -22, "the checkpoint is truncated, changed, or of an unknown version";
    /// A checkpoint is of another precision or method, or of other dimensions.
    CheckpointMismatch = -23, "the checkpoint is of another precision or method, or of other dimensions";
    /// An object was not initialised, or has been overwritten (C only).
    Uninitialised = -24, "the object was not initialised, or has been overwritten";
    /// Memory could not be had from the system (`std`).
    OutOfMemory = -25, "memory could not be had from the system";
    /// Threads could not be had from the system (`std`).
    Threads = -26, "threads could not be had from the system";
    /// This type does not support the call.
    Unsupported = -27, "the call is not supported for these arguments";
    /// A defect of photinus: a panic was caught at the C ABI.
    Panic = -28, "a defect of photinus: a panic was caught";
    /// An array that is written overlaps one that is read (C only).
    Overlap = -29, "an array that is written overlaps one that is read";
    /// The row offsets of a sparse matrix do not begin with 0, fall, or do not end with the number of its edges.
    Offsets = -30, "row offsets do not begin with 0, fall, or do not end with the number of edges";
    /// An oscillator's number in a coupling (a column, a group, a corner of a triangle) is not below their number.
    Column = -31, "an oscillator or group in the coupling is not below the number of them";
    /// A delay is negative, not finite, or between 0 and the step.
    Delay = -32, "a delay is negative, not finite, or between 0 and the step";
    /// A value is told of a point that was not asked for, or whose value has been told.
    NotAsked = -33, "a value is told of a point that was not asked for, or whose value has been told";
}

impl Error {
    /// The number of this error, the status of the C ABI: negative.
    pub const fn code(self) -> i32 {
        self as i32
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for Error {}

/// How a callback ends a run: what an [`Objective`](crate::optimize::Objective), an
/// [`OdeSystem`](crate::ode::OdeSystem) or an observer returns instead of going on. The number is the caller's own, and
/// goes to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stop {
    /// The caller has seen enough: a success.
    Caller(i32),
    /// The callback could not do its work.
    Failure(i32),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Caller(code) => write!(f, "a callback stopped the run, with number {code}"),
            Stop::Failure(code) => write!(f, "a callback failed, with number {code}"),
        }
    }
}

impl core::error::Error for Stop {}

/// An error in a callback is its failure, with the error's number: so that `?` works there.
impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Failure(error.code())
    }
}
