use super::kuramoto::{check_written, described, photinus_drive_f64, photinus_kuramoto_f64, read, system};
use crate::capi::{OK, all_apart, answer, extent, guard, input, output, single, write_size};
use crate::kuramoto::{
    Coupling, Dense, Drive, Driving, Groups, Hebbian, Kuramoto, Linearized, MeanField, MeanFieldTriangles, Pairwise,
    SecondOrder, Sparse, Triangles,
};
use crate::ode::{self, Done, OdeSystem, Scheme, Steps, Tangent};
use crate::simd::{self, Kernel, Level};
use crate::{Error, Stop};
use core::ffi::{c_int, c_void};
use core::slice;

/// Networks of fewer oscillators than this are solved in registers where they may be.
const FEW: usize = 16;

/// A coupling of C's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    pub(super) pull: unsafe extern "C" fn(f64, *const f64, usize, *mut f64, *mut c_void) -> c_int,
    pub(super) user: *mut c_void,
}

/// What pulls in pairs: all kinds in one type, so that each solver is compiled once, not once per kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pairs<'a> {
    Dense(Dense<'a, f64>),
    DenseSingle(Dense<'a, f64, f32>),
    Sparse(Sparse<'a, f64>),
    SparseSingle(Sparse<'a, f64, f32>),
    MeanField(MeanField<'a, f64>),
    Groups(Groups<'a, f64>),
    User(Pull),
    None,
}

/// The coupling that a struct describes: the pairs, and the triangles that are added to them, of as many oscillators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Couplings<'a> {
    pub(super) oscillators: usize,
    pub(super) pairs: Pairs<'a>,
    pub(super) triangles: Option<Triangles<'a, f64>>,
    pub(super) simplices: Option<MeanFieldTriangles<f64>>,
    pub(super) level: Level,
}

impl Couplings<'_> {
    /// The scratch of pairs, triangles and simplices.
    fn lens(&self) -> [usize; 3] {
        let pairs = match &self.pairs {
            Pairs::Dense(coupling) => coupling.scratch_len(),
            Pairs::DenseSingle(coupling) => coupling.scratch_len(),
            Pairs::Sparse(coupling) => coupling.scratch_len(),
            Pairs::SparseSingle(coupling) => coupling.scratch_len(),
            Pairs::MeanField(coupling) => coupling.scratch_len(),
            Pairs::Groups(coupling) => coupling.scratch_len(),
            Pairs::User(_) | Pairs::None => 0,
        };
        let triangles = self.triangles.as_ref().map_or(0, Coupling::scratch_len);
        [pairs, triangles, self.simplices.as_ref().map_or(0, Coupling::<f64>::scratch_len)]
    }

    /// One copy per level, which every solver calls.
    #[inline(never)]
    fn add_all(&self, strength: f64, phases: &[f64], rates: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        simd::run(self.level, Add { couplings: self, strength, phases, rates, scratch })
    }
}

/// [`Couplings::add_all`], compiled for each level.
struct Add<'s, 'a> {
    couplings: &'s Couplings<'a>,
    strength: f64,
    phases: &'s [f64],
    rates: &'s mut [f64],
    scratch: &'s mut [f64],
}

impl Kernel for Add<'_, '_> {
    type Output = Result<(), Stop>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Add { couplings, strength, phases, rates, scratch } = self;
        let [of_pairs, of_triangles, _] = couplings.lens();
        let (own, scratch) = scratch.split_at_mut(of_pairs);
        match &couplings.pairs {
            Pairs::Dense(coupling) => coupling.add(strength, phases, rates, own)?,
            Pairs::DenseSingle(coupling) => coupling.add(strength, phases, rates, own)?,
            Pairs::Sparse(coupling) => coupling.add(strength, phases, rates, own)?,
            Pairs::SparseSingle(coupling) => coupling.add(strength, phases, rates, own)?,
            Pairs::MeanField(coupling) => coupling.add(strength, phases, rates, own)?,
            Pairs::Groups(coupling) => coupling.add(strength, phases, rates, own)?,
            Pairs::User(Pull { pull, user, .. }) => {
                // SAFETY: the caller promised that it may be called so.
                answer(unsafe { pull(strength, phases.as_ptr(), phases.len(), rates.as_mut_ptr(), *user) })?;
            }
            Pairs::None => {}
        }
        let (own, scratch) = scratch.split_at_mut(of_triangles);
        if let Some(triangles) = &couplings.triangles {
            triangles.add(strength, phases, rates, own)?;
        }
        if let Some(simplices) = &couplings.simplices {
            simplices.add(strength, phases, rates, scratch)?;
        }
        Ok(())
    }
}

impl Coupling<f64> for Couplings<'_> {
    fn oscillators(&self) -> usize {
        self.oscillators
    }

    fn set_level(&mut self, level: Level) {
        self.level = level;
        match &mut self.pairs {
            Pairs::Dense(coupling) => coupling.set_level(level),
            Pairs::DenseSingle(coupling) => coupling.set_level(level),
            Pairs::Sparse(coupling) => coupling.set_level(level),
            Pairs::SparseSingle(coupling) => coupling.set_level(level),
            Pairs::MeanField(coupling) => coupling.set_level(level),
            Pairs::Groups(coupling) => coupling.set_level(level),
            Pairs::User(_) | Pairs::None => {}
        }
        if let Some(triangles) = &mut self.triangles {
            triangles.set_level(level);
        }
        if let Some(simplices) = &mut self.simplices {
            Coupling::<f64>::set_level(simplices, level);
        }
    }

    fn scratch_len(&self) -> usize {
        self.lens().into_iter().fold(0, usize::saturating_add)
    }

    fn prepare(&self, scratch: &mut [f64]) {
        let [of_pairs, of_triangles, of_simplices] = self.lens();
        let (own, scratch) = scratch.split_at_mut(of_pairs);
        match &self.pairs {
            Pairs::Dense(coupling) => coupling.prepare(own),
            Pairs::DenseSingle(coupling) => coupling.prepare(own),
            Pairs::Sparse(coupling) => coupling.prepare(own),
            Pairs::SparseSingle(coupling) => coupling.prepare(own),
            Pairs::MeanField(coupling) => coupling.prepare(own),
            Pairs::Groups(coupling) => coupling.prepare(own),
            Pairs::User(_) | Pairs::None => {}
        }
        let (own, scratch) = scratch.split_at_mut(of_triangles);
        if let Some(triangles) = &self.triangles {
            triangles.prepare(own);
        }
        if let Some(simplices) = &self.simplices {
            simplices.prepare(&mut scratch[..of_simplices]);
        }
    }

    #[inline(always)]
    fn add(&self, strength: f64, phases: &[f64], rates: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        self.add_all(strength, phases, rates, scratch)
    }
}

/// The drive that a struct describes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drives<'a> {
    pub(super) driving: Driving<'a, f64>,
    pub(super) drive: photinus_drive_f64,
    pub(super) user: *mut c_void,
}

impl Drive<f64> for Drives<'_> {
    #[inline(always)]
    fn strength(&self, t: f64) -> f64 {
        self.driving.strength(t)
    }

    #[inline(always)]
    fn adds(&self) -> bool {
        self.drive.is_some() || self.driving.adds()
    }

    fn oscillators(&self) -> Option<usize> {
        self.driving.oscillators()
    }

    fn add(&self, t: f64, phases: &[f64], rates: &mut [f64]) -> Result<(), Stop> {
        self.driving.add(t, phases, rates)?;
        match self.drive {
            // SAFETY: the caller promised that it may be called so.
            Some(drive) => answer(unsafe { drive(t, phases.as_ptr(), phases.len(), rates.as_mut_ptr(), self.user) }),
            None => Ok(()),
        }
    }
}

/// [`Drives`] that add nothing, known when this is compiled.
struct Strength<'s, 'a>(&'s Drives<'a>);

impl Drive<f64> for Strength<'_, '_> {
    #[inline(always)]
    fn strength(&self, t: f64) -> f64 {
        self.0.strength(t)
    }

    #[inline(always)]
    fn adds(&self) -> bool {
        false
    }
}

/// What a struct describes: all models in one type, as with [`Pairs`].
#[derive(Clone, Copy, Debug)]
pub(super) enum System<'a> {
    FirstOrder(Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>),
    SecondOrder(SecondOrder<'a, f64, Couplings<'a>, Drives<'a>>),
    Hebbian(Hebbian<'a, f64, Drives<'a>>),
}

/// The rates of a system, compiled for each level.
struct Rates<'s, 'a> {
    system: &'s System<'a>,
    t: f64,
    y: &'s [f64],
    dydt: &'s mut [f64],
    scratch: &'s mut [f64],
}

impl Kernel for Rates<'_, '_> {
    type Output = Result<(), Stop>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Rates { system, t, y, dydt, scratch } = self;
        match system {
            System::FirstOrder(system) => system.derivative(t, y, dydt, scratch),
            System::SecondOrder(system) => system.derivative(t, y, dydt, scratch),
            System::Hebbian(system) => system.derivative(t, y, dydt, scratch),
        }
    }
}

impl<'a> System<'a> {
    /// One copy per level, which every solver calls.
    #[inline(never)]
    fn rates(&self, t: f64, y: &[f64], dydt: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        simd::run(self.level(), Rates { system: self, t, y, dydt, scratch })
    }

    /// The network and its pairs, if they are all that pulls, and nothing else acts.
    #[inline(always)]
    pub(super) fn pairs_alone(&self) -> Option<(&Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>, &Pairs<'a>)> {
        let System::FirstOrder(network) = self else { return None };
        let Couplings { pairs, triangles, simplices, .. } = network.coupling();
        let alone = triangles.is_none() && simplices.is_none() && !network.drive().adds();
        alone.then_some((network, pairs))
    }
}

/// The same network with one kind of coupling alone.
#[inline(always)]
fn with_coupling<'s, 'a, C: Coupling<f64>>(
    network: &'s Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>,
    coupling: C,
) -> Result<Kuramoto<'a, f64, C, Strength<'s, 'a>>, Error> {
    let alone = Kuramoto::new(network.natural_frequencies(), coupling)?.with_drive(Strength(network.drive()))?;
    Ok(alone.with_level(network.level()))
}

impl OdeSystem<f64> for System<'_> {
    fn dim(&self) -> usize {
        match self {
            System::FirstOrder(system) => system.dim(),
            System::SecondOrder(system) => system.dim(),
            System::Hebbian(system) => system.dim(),
        }
    }

    fn scratch_len(&self) -> usize {
        match self {
            System::FirstOrder(system) => system.scratch_len(),
            System::SecondOrder(system) => system.scratch_len(),
            System::Hebbian(system) => system.scratch_len(),
        }
    }

    fn prepare(&self, scratch: &mut [f64]) {
        match self {
            System::FirstOrder(system) => system.prepare(scratch),
            System::SecondOrder(system) => system.prepare(scratch),
            System::Hebbian(system) => system.prepare(scratch),
        }
    }

    fn level(&self) -> Level {
        match self {
            System::FirstOrder(system) => system.level(),
            System::SecondOrder(system) => system.level(),
            System::Hebbian(system) => system.level(),
        }
    }

    #[inline(always)]
    fn derivative(&self, t: f64, y: &[f64], dydt: &mut [f64], scratch: &mut [f64]) -> Result<(), Stop> {
        self.rates(t, y, dydt, scratch)
    }

    /// The kinds that have a faster way go it.
    #[inline(always)]
    fn take_steps<S: Scheme>(&self, steps: Steps<'_, f64>) -> Done {
        match self.pairs_alone() {
            Some((network, Pairs::Dense(coupling))) if coupling.oscillators() < FEW => {
                if let Ok(network) = with_coupling(network, *coupling) {
                    return Coupling::take_steps::<S, _>(&network, steps);
                }
            }
            Some((network, Pairs::MeanField(coupling))) => {
                if let Ok(network) = with_coupling(network, *coupling) {
                    return Coupling::take_steps::<S, _>(&network, steps);
                }
            }
            Some((network, Pairs::Groups(coupling))) => {
                if let Ok(network) = with_coupling(network, *coupling) {
                    return Coupling::take_steps::<S, _>(&network, steps);
                }
            }
            _ => {}
        }
        ode::take_steps::<f64, _, S>(self, steps)
    }
}

/// What is asked of a network's exact tangent, by [`on_tangent`].
trait Asked {
    type Answer;

    fn of<T: Tangent<f64>>(self, tangent: &T) -> Self::Answer;
}

/// The elements of its scratch, which ends with that of the network.
struct ScratchLen;

impl Asked for ScratchLen {
    type Answer = usize;

    fn of<T: Tangent<f64>>(self, tangent: &T) -> usize {
        tangent.scratch_len()
    }
}

/// Its value, compiled for each level.
struct Along<'s, 'a> {
    system: &'s System<'a>,
    t: f64,
    y: &'s [f64],
    displacement: &'s [f64],
    out: &'s mut [f64],
    scratch: &'s mut [f64],
}

impl Asked for Along<'_, '_> {
    type Answer = Result<(), Stop>;

    #[inline(always)]
    fn of<T: Tangent<f64>>(self, tangent: &T) -> Self::Answer {
        tangent.tangent(self.t, self.y, self.displacement, self.out, self.scratch)
    }
}

impl Kernel for Along<'_, '_> {
    type Output = Option<Result<(), Stop>>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        on_tangent(self.system, self)
    }
}

/// What is asked of the exact tangent, if the system has one: of first order, with pairs alone, and no drive of C's.
#[inline(always)]
fn on_tangent<A: Asked>(system: &System<'_>, asked: A) -> Option<A::Answer> {
    #[inline(always)]
    fn by<'a, C: Pairwise<f64>, A: Asked>(
        network: &Kuramoto<'a, f64, Couplings<'a>, Drives<'a>>,
        coupling: C,
        asked: A,
    ) -> Option<A::Answer> {
        let alone = Kuramoto::new(network.natural_frequencies(), coupling).ok()?;
        let alone = alone.with_drive(network.drive().driving).ok()?.with_level(network.level());
        Some(asked.of(&Linearized::new(&alone)))
    }
    let System::FirstOrder(network) = system else { return None };
    let Couplings { pairs, triangles: None, simplices: None, .. } = network.coupling() else { return None };
    if network.drive().drive.is_some() {
        return None;
    }
    match *pairs {
        Pairs::Dense(coupling) => by(network, coupling, asked),
        Pairs::DenseSingle(coupling) => by(network, coupling, asked),
        Pairs::Sparse(coupling) => by(network, coupling, asked),
        Pairs::SparseSingle(coupling) => by(network, coupling, asked),
        Pairs::MeanField(coupling) => by(network, coupling, asked),
        Pairs::Groups(coupling) => by(network, coupling, asked),
        Pairs::User(_) | Pairs::None => None,
    }
}

/// The elements behind a network: what its tangent wants, if it has one, then its scratch.
fn room_len(system: &System<'_>) -> usize {
    on_tangent(system, ScratchLen).unwrap_or_else(|| system.scratch_len())
}

/// A network in the caller's memory, ready to be asked for its rates.
#[derive(Debug)]
pub struct photinus_network_f64 {
    magic: u64,
    /// The elements behind it, of which the last ones are the system's scratch.
    room: usize,
    /// The arrays that it borrows are the caller's, and stay where they are.
    system: System<'static>,
}

const MAGIC: u64 = u64::from_le_bytes(*b"net_f64\0");

/// A network, its scratch, and all its bytes.
type Parts<'a> = (&'a System<'static>, &'a mut [f64], (*const u8, usize));

/// Those of the network at `network`.
unsafe fn parts<'a>(network: *mut photinus_network_f64) -> Result<Parts<'a>, Error> {
    if network.is_null() {
        return Err(Error::NullPointer);
    }
    if !network.is_aligned() {
        return Err(Error::Alignment);
    }
    // SAFETY: by the caller; the number is looked at before the rest is.
    unsafe {
        if (&raw const (*network).magic).read() != MAGIC {
            return Err(Error::Uninitialised);
        }
        let (system, room) = (&(*network).system, (*network).room);
        let bytes = size_of::<photinus_network_f64>() + room * size_of::<f64>();
        Ok((system, slice::from_raw_parts_mut(network.add(1).cast::<f64>(), room), (network.cast(), bytes)))
    }
}

/// Writes to `*bytes` and `*align` what photinus_network_init_f64 needs for that model.
///
/// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_network_size_f64(
    model: *const photinus_kuramoto_f64,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { write_size::<photinus_network_f64, f64>(room_len(&system(model)?), bytes, align) })
}

/// Makes a network in `memory`, and writes its address, which is that of the memory, to `*network`: an object whose rates
/// can be asked for without checking the model again, and a system for every function that takes a
/// photinus_derivative_f64. Nothing is to be freed.
///
/// memory, bytes: as photinus_network_size_f64 says for the same model. The model's arrays are not copied (but what is made
/// of them may be): they stay where they are, unchanged, as long as the network is used. A copy of its bytes, in memory
/// that is aligned so, is a network too.
///
/// PHOTINUS_OK; what photinus_kuramoto_size_f64 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_network_init_f64(
    memory: *mut c_void,
    bytes: usize,
    model: *const photinus_kuramoto_f64,
    network: *mut *mut photinus_network_f64,
) -> c_int {
    // SAFETY: by the caller, who keeps the arrays.
    guard(|| unsafe {
        let known = read(model)?;
        let system: System<'static> = described(&known)?;
        let len = room_len(&system);
        let needed = len.checked_mul(size_of::<f64>()).and_then(|n| n.checked_add(size_of::<photinus_network_f64>()));
        let needed = needed.filter(|&needed| needed <= bytes).ok_or(Error::Workspace)?;
        let written = [extent(memory.cast::<u8>(), needed), extent(network, 1)];
        all_apart(&written, &[])?;
        check_written(model, &known, &written)?;
        let network = single(network)?;
        let place = memory.cast::<photinus_network_f64>();
        if place.is_null() {
            return Err(Error::NullPointer);
        }
        if !place.is_aligned() {
            return Err(Error::Alignment);
        }
        let scratch = place.add(1).cast::<f64>();
        scratch.write_bytes(0, len);
        let own = system.scratch_len();
        system.prepare(slice::from_raw_parts_mut(scratch.add(len - own), own));
        place.write(photinus_network_f64 { magic: MAGIC, room: len, system });
        *network = place;
        OK
    })
}

/// The rates of a network: a photinus_derivative_f64 whose `user` is a photinus_network_f64. Writes the rates at time t and
/// the state y[dim], which is laid out as photinus_kuramoto_f64 says, to dydt[dim].
///
/// PHOTINUS_OK, or what a callback of the model returned. Without a network or arrays, with a dim that is not the
/// network's, or where dydt overlaps y or the network: the number of that error, which is negative; nothing is written
/// then. The numbers are not checked: NaN gives NaN.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_network_derivative_f64(
    t: f64,
    y: *const f64,
    dim: usize,
    dydt: *mut f64,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (system, room, bytes) = parts(user.cast())?;
        let (_, scratch) = room.split_at_mut(room.len() - system.scratch_len());
        if dim != system.dim() {
            return Err(Error::Length);
        }
        all_apart(&[extent(dydt, dim)], &[extent(y, dim), bytes])?;
        let (y, dydt) = (input(y, dim)?, output(dydt, dim)?);
        Ok(match system.derivative(t, y, dydt, scratch) {
            Ok(()) => 0,
            Err(Stop::Caller(code) | Stop::Failure(code)) => code,
        })
    })
}

/// How the rates of a network change along a displacement of its phases: a photinus_tangent_f64 whose `user` is a
/// photinus_network_f64, for photinus_lyapunov_advance_f64 with photinus_network_derivative_f64. Writes
///
///   sum over m, j of K(t) K[m-1][i][j] m (v_j - v_i) cos(m (phi_j - phi_i) - alpha), and the same of a force
///
/// to out[dim], exactly, for the displacement v[dim] of the phases y[dim]. It is there for DENSE, SPARSE, MEAN_FIELD and
/// GROUPS, without triangles, inertia and `drive`; for other networks let the tangent be NULL.
///
/// PHOTINUS_OK, or PHOTINUS_ERROR_UNSUPPORTED for another network; without a network or arrays, with a dim that is not the
/// network's, or where `out` overlaps another array or the network, the number of that error, which is negative; nothing is
/// written then. The numbers are not checked: NaN gives NaN.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_network_tangent_f64(
    t: f64,
    y: *const f64,
    displacement: *const f64,
    dim: usize,
    out: *mut f64,
    user: *mut c_void,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (system, scratch, bytes) = parts(user.cast())?;
        if dim != system.dim() {
            return Err(Error::Length);
        }
        all_apart(&[extent(out, dim)], &[extent(y, dim), extent(displacement, dim), bytes])?;
        let (y, displacement, out) = (input(y, dim)?, input(displacement, dim)?, output(out, dim)?);
        let along = Along { system, t, y, displacement, out, scratch };
        Ok(match simd::run(system.level(), along).ok_or(Error::Unsupported)? {
            Ok(()) => 0,
            Err(Stop::Caller(code) | Stop::Failure(code)) => code,
        })
    })
}
