//! Runs a kernel compiled for an instruction set that is chosen at run time.
//!
//! A kernel is written once, over slices and arrays of lanes, and compiled several times: for the instruction set that
//! the crate is built for, and on x86-64 for AVX2 with FMA and for AVX-512. No level changes the order of a sum, and none
//! fuses a multiplication with an addition but where the result is proved to be the correctly rounded one either way (the
//! Halton sequence): all of them return the same bits, and differ in speed alone.

/// An instruction set that this CPU has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level(Isa);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Isa {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// The names of all levels, from the slowest on, whether or not this CPU has them; the place of a name is the number
/// of its level in the C ABI.
pub const NAMES: [&str; 3] = ["baseline", "avx2", "avx512"];

impl Level {
    /// What the crate is compiled for: there on every CPU that can run it.
    pub const BASELINE: Level = Level(Isa::Baseline);

    /// The best level of this CPU. Without `std` the CPU can't be asked, and the level is what the crate is compiled
    /// for (`-C target-cpu`).
    pub fn detect() -> Level {
        NAMES.iter().rev().find_map(|name| Level::named(name)).unwrap_or(Level::BASELINE)
    }

    /// The level of that name (see [`NAMES`]), if this CPU has it.
    pub fn named(name: &str) -> Option<Level> {
        match name {
            "baseline" => Some(Level::BASELINE),
            #[cfg(target_arch = "x86_64")]
            "avx2" if has_avx2() => Some(Level(Isa::Avx2)),
            #[cfg(target_arch = "x86_64")]
            "avx512" if has_avx512() => Some(Level(Isa::Avx512)),
            _ => None,
        }
    }

    /// Every level that this CPU has, from the slowest on.
    pub fn available() -> impl Iterator<Item = Level> {
        NAMES.iter().filter_map(|name| Level::named(name))
    }

    /// The name of this level, one of [`NAMES`].
    pub const fn name(self) -> &'static str {
        match self.0 {
            Isa::Baseline => NAMES[0],
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => NAMES[1],
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => NAMES[2],
        }
    }

    /// The bytes of its vectors; of the baseline, those that most have.
    #[inline]
    pub(crate) const fn vector_bytes(self) -> usize {
        match self.0 {
            Isa::Baseline => 16,
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => 32,
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => 64,
        }
    }

    /// The bytes of its vectors, if it fuses multiplications with additions in them.
    #[inline]
    pub(crate) const fn fused_bytes(self) -> Option<usize> {
        match self.0 {
            Isa::Baseline => None,
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => Some(32),
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => Some(64),
        }
    }
}

impl Default for Level {
    /// The best level of this CPU.
    fn default() -> Self {
        Level::detect()
    }
}

#[cfg(all(target_arch = "x86_64", feature = "std"))]
fn has_avx2() -> bool {
    std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")
}
#[cfg(all(target_arch = "x86_64", feature = "std"))]
fn has_avx512() -> bool {
    std::is_x86_feature_detected!("avx512f")
        && std::is_x86_feature_detected!("avx512bw")
        && std::is_x86_feature_detected!("avx512dq")
        && std::is_x86_feature_detected!("avx512vl")
}
#[cfg(all(target_arch = "x86_64", not(feature = "std")))]
const fn has_avx2() -> bool {
    cfg!(all(target_feature = "avx2", target_feature = "fma"))
}
#[cfg(all(target_arch = "x86_64", not(feature = "std")))]
const fn has_avx512() -> bool {
    cfg!(all(
        target_feature = "avx512f",
        target_feature = "avx512bw",
        target_feature = "avx512dq",
        target_feature = "avx512vl"
    ))
}

/// Work that is compiled for each level. `run`, and all that it calls in its loops, is to be `#[inline(always)]`:
/// what is not inlined is compiled for the baseline.
pub trait Kernel {
    /// What the work returns.
    type Output;
    /// Does the work.
    fn run(self) -> Self::Output;
}

/// Runs `kernel` as compiled for `level`.
#[inline]
pub fn run<K: Kernel>(level: Level, kernel: K) -> K::Output {
    match level.0 {
        Isa::Baseline => run_baseline(kernel),
        // SAFETY: a `Level` other than the baseline is made by `Level::named` alone, which asked for its features.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { run_avx2(kernel) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { run_avx512(kernel) },
    }
}

// A kernel within a kernel is compiled by itself, so that a hot loop has all registers.
#[inline(never)]
fn run_baseline<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx2")]
fn run_avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn run_avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}
