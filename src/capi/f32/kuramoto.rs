// Made from the same file in ../f64 by build.rs: edit that.

use super::delayed::delayed;
use super::network::{Couplings, Drives, Pairs, Pull, System};
use super::ode::{
    Advance, Run, Solver, check_solution, photinus_row_f32, photinus_solution_f32, photinus_solver_options_f32,
};
use crate::Error;
use crate::capi::{
    OK, Struct, all_apart, extent, guard, input, layout, level, options, options_init, output, single, workspace,
    write_size,
};
use crate::kuramoto::{
    Dense, Driving, Groups, Hebbian, Kuramoto, Learning, MeanField, MeanFieldTriangles, Modulation, Normalization,
    SecondOrder, Sparse, Triangle, Triangles, Weight,
};
use crate::ode::{DelaySystem, OdeSystem};
use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::ptr;

/// A coupling of one's own: adds `strength` times its part of dphi_i/dt at phases[n] to each of rates[n], which hold other
/// parts already. Returns 0 to go on, a positive number to stop, a negative one for failure. It must not unwind, throw or
/// longjmp.
pub type photinus_pull_f32 = Option<
    unsafe extern "C" fn(strength: f32, phases: *const f32, n: usize, rates: *mut f32, user: *mut c_void) -> c_int,
>;

/// A drive of one's own: adds to rates[n], at time t and phases[n], what does not come from the coupling. Returns 0 to go
/// on, a positive number to stop, a negative one for failure. It must not unwind, throw or longjmp.
pub type photinus_drive_f32 =
    Option<unsafe extern "C" fn(t: f32, phases: *const f32, n: usize, rates: *mut f32, user: *mut c_void) -> c_int>;

/// A network of N phase oscillators (Kuramoto, 1975; Chemical Oscillations, Waves, and Turbulence, 1984, ch. 5):
///
///   dphi_i/dt = omega_i + K(t) (pairs_i + triangles_i) + swing_i + force_i + drive_i
///
/// or with inertia, where masses m and dampings d are given,
///
///   m_i d^2phi_i/dt^2 + d_i dphi_i/dt = (the same)
///
/// Phases phi in radians, never wrapped; omega and weights in radians per unit of time (with inertia: torques or powers).
/// A sine of a phase is good to 1.5 epsilon max(1, |phi|), about what the rounding of phi is worth itself: a long run in f32
/// is better off with phases that the caller wraps from time to time.
/// What is not set does not act. photinus_kuramoto_init_f32 sets nothing but K(t) = 1 and M = 1.
///
/// The state has N numbers, phi; with inertia 2 N, phi and then dphi/dt; of a network that learns N + N^2, phi and then the
/// weights k by rows.
///
/// The pairs, by kind (M harmonics m = 1 ... M, lags alpha of harmonic m or of each weight):
///
///   DENSE       sum over m, j        K[m-1][i][j] sin(m (phi_j - phi_i) - alpha)
///   SPARSE      sum over m, e        K[m-1][e]    sin(m (phi_j - phi_i) - alpha), j = columns[e],
///                                    e = row_offsets[i] ... row_offsets[i+1] - 1
///   MEAN_FIELD  sum over m, j        K[m-1] / N   sin(m (phi_j - phi_i) - alpha_m)
///   GROUPS      sum over m, j        K[m-1][g][h] sin(m (phi_j - phi_i) - alpha), g, h the groups of i, j
///   USER        what `pull` adds
///   NONE        nothing
///   HEBBIAN     sum over j           k_ij sin(phi_j - phi_i - alpha),
///               dk_ij/dt = epsilon_ij (gamma cos(phi_j - phi_i - beta) - k_ij)
///
/// The triangles: of a list, sum over e of K_e sin(phi_j + phi_k - 2 phi_i - alpha) or of K_e sin(2 phi_j - phi_k - phi_i -
/// alpha), with j, k = triangle_corners[2 e], [2 e + 1] and e = triangle_offsets[i] ... triangle_offsets[i+1] - 1; of all
/// oscillators, K_s r_1^2 sin(2 psi_1 - 2 phi_i - alpha) + K_a r_1 r_2 sin(psi_2 - psi_1 - phi_i - alpha) + K_t r_1^3
/// sin(psi_1 - phi_i - alpha), with the order parameters r_m e^(i psi_m) = sum over j of e^(i m phi_j) / N.
///
/// With a delay tau, everybody sees the others as they were: the phases of the others, j and k, and what is made of them
/// (psi), are those at t - tau, phi_i is that at t; so is an oscillator's pull on itself one of its past, but of a DENSE
/// coupling without lags, which has none. With delays, each edge e has one of its own. Such a model is for a
/// photinus_delayed_f32; the other functions refuse it with PHOTINUS_ERROR_UNSUPPORTED, but for
/// photinus_kuramoto_dim_f32.
///
/// What combines (else PHOTINUS_ERROR_UNSUPPORTED; so is what is set, and has no effect for the kind):
///
///   kind        lags            normalization   single  triangles, inertia  threads  delay
///   DENSE       harmonic, pair  all             yes     yes                 yes      one
///   SPARSE      harmonic, pair  all             yes     yes                 yes      one, or one per edge
///   MEAN_FIELD  harmonic        all             no      yes                 yes      one
///   GROUPS      harmonic, pair  all             no      yes                 yes      one
///   USER        no              no              no      yes                 no       no
///   NONE        no              no              no      yes                 no       one
///   HEBBIAN     harmonic        none, N         no      no                  no       no
///
/// Every kind may be driven, and solved by every method, with noise on each component of the state. Threads share a
/// network's work with a fixed step (RK4, Euler, Heun), without triangles, inertia, swing, force and drive; any other is
/// solved by one. No level, layout or number of threads changes a bit of the results.
///
/// A delay does not combine with inertia, nor with more than one of: pairs, listed triangles, triangles of all
/// oscillators. Delays per edge do not combine with single precision.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct photinus_kuramoto_f32 {
    /// The size of this struct: what photinus_kuramoto_init_f32 got.
    pub struct_size: usize,
    /// The number N of oscillators, at least 1.
    pub oscillators: usize,
    /// The number M of harmonics, at least 1; 1 with USER, NONE and HEBBIAN. Default 1.
    pub harmonics: usize,
    /// omega, N numbers.
    pub natural_frequencies: *const f32,
    /// K: DENSE M N N numbers, harmonic after harmonic, row i being the equation of oscillator i; SPARSE M E; MEAN_FIELD M;
    /// GROUPS M G G, row g for the group that is pulled.
    pub coupling: *const f32,
    /// K in single precision, in place of `coupling`, which is then NULL: half the memory to read in double precision, where
    /// nothing but the weights is rounded. DENSE and SPARSE.
    pub coupling_single: *const f32,
    /// alpha: M numbers (HARMONIC), or as many as weights, stored as they are (PAIR).
    pub lags: *const f32,
    /// SPARSE: the number E of edges.
    pub edges: usize,
    /// SPARSE: N + 1 numbers from 0 to E: where the edges that pull on each oscillator begin.
    pub row_offsets: *const usize,
    /// SPARSE: the oscillator j that each of the E edges comes from.
    pub columns: *const u32,
    /// GROUPS: the number G of groups.
    pub groups: usize,
    /// GROUPS: the group of each oscillator, N numbers below G.
    pub labels: *const u32,
    /// USER: the coupling.
    pub pull: photinus_pull_f32,
    /// Given to `pull`.
    pub pull_user: *mut c_void,
    /// How many triangles are listed.
    pub triangles: usize,
    /// N + 1 numbers from 0 to `triangles`: where the triangles that pull on each oscillator begin. NULL: none are listed.
    pub triangle_offsets: *const usize,
    /// The oscillators j, k of each triangle, one after the other.
    pub triangle_corners: *const u32,
    /// Their weights K_e.
    pub triangle_weights: *const f32,
    /// m, N numbers above 0; NULL: no inertia.
    pub masses: *const f32,
    /// d, N numbers of at least 0, with masses.
    pub dampings: *const f32,
    /// HEBBIAN: epsilon, N N numbers of at least 0 by rows, where a weight's rate is 0 if it is not to change; or NULL:
    /// `learning_rate` for all.
    pub learning_rates: *const f32,
    /// swing_i = amplitude_i sin(swing_frequency t + phase_i): N amplitudes, or NULL for no swing.
    pub swing_amplitudes: *const f32,
    /// Its N phases, or NULL for zeros.
    pub swing_phases: *const f32,
    /// force_i = amplitude_i sin(force_frequency t + force_phase - phi_i): N amplitudes, or NULL for no force.
    pub force_amplitudes: *const f32,
    /// drive_i: what this adds, or NULL.
    pub drive: photinus_drive_f32,
    /// Given to `drive`.
    pub drive_user: *mut c_void,
    /// The lag alpha of listed triangles.
    pub triangle_lag: f32,
    /// K_s, of symmetric triangles of all oscillators.
    pub all_symmetric: f32,
    /// K_a, of asymmetric triangles of all oscillators.
    pub all_asymmetric: f32,
    /// K_t, of tetrahedra of all oscillators.
    pub all_tetrahedra: f32,
    /// The lag alpha in these three.
    pub all_lag: f32,
    /// HEBBIAN: epsilon, at least 0.
    pub learning_rate: f32,
    /// HEBBIAN: gamma. Default 1.
    pub learning_gain: f32,
    /// HEBBIAN: beta.
    pub learning_lag: f32,
    /// K(t) = strength_level + strength_slope t + strength_amplitude sin(strength_frequency t + strength_phase), by which all
    /// that pulls is multiplied. Default 1.
    pub strength_level: f32,
    /// Default 0, as the next three.
    pub strength_slope: f32,
    /// In the sine's place.
    pub strength_amplitude: f32,
    /// In radians per unit of time.
    pub strength_frequency: f32,
    /// In radians.
    pub strength_phase: f32,
    /// The angular frequency of the swing.
    pub swing_frequency: f32,
    /// The angular frequency of the force.
    pub force_frequency: f32,
    /// Its phase at t = 0.
    pub force_phase: f32,
    /// What pulls in pairs: a value of photinus_coupling. Default DENSE.
    pub kind: c_int,
    /// DENSE: how each matrix lies in memory, a value of photinus_layout. Default by rows.
    pub layout: c_int,
    /// By what the sum over pairs is divided: a value of photinus_normalization.
    pub normalization: c_int,
    /// What `lags` are: a value of photinus_lag. Default NONE.
    pub lag_kind: c_int,
    /// How listed triangles pull: a value of photinus_triangle. Default SYMMETRIC.
    pub triangle_form: c_int,
    /// By what the sum over listed triangles is divided: a value of photinus_normalization.
    pub triangle_normalization: c_int,
    /// The instruction set to run on: a value of photinus_level. Default the best.
    pub level: c_int,
    /// SPARSE: a delay of at least 0 for each of the E edges, in units of time; or NULL (default): `delay` for all.
    pub delays: *const f32,
    /// The delay tau of the network, at least 0, in units of time. Default 0, which is none.
    pub delay: f32,
}

// SAFETY: `repr(C)`, begins with its size, numbers and pointers alone.
unsafe impl Struct for photinus_kuramoto_f32 {
    const FIRST: usize = size_of::<Self>();
    const END: usize = offset_of!(Self, delay) + size_of::<f32>();
    fn defaults() -> Self {
        Self {
            struct_size: size_of::<Self>(),
            oscillators: 0,
            harmonics: 1,
            natural_frequencies: ptr::null(),
            coupling: ptr::null(),
            coupling_single: ptr::null(),
            lags: ptr::null(),
            edges: 0,
            row_offsets: ptr::null(),
            columns: ptr::null(),
            groups: 0,
            labels: ptr::null(),
            pull: None,
            pull_user: ptr::null_mut(),
            triangles: 0,
            triangle_offsets: ptr::null(),
            triangle_corners: ptr::null(),
            triangle_weights: ptr::null(),
            masses: ptr::null(),
            dampings: ptr::null(),
            learning_rates: ptr::null(),
            swing_amplitudes: ptr::null(),
            swing_phases: ptr::null(),
            force_amplitudes: ptr::null(),
            drive: None,
            drive_user: ptr::null_mut(),
            triangle_lag: 0.0,
            all_symmetric: 0.0,
            all_asymmetric: 0.0,
            all_tetrahedra: 0.0,
            all_lag: 0.0,
            learning_rate: 0.0,
            learning_gain: 1.0,
            learning_lag: 0.0,
            strength_level: 1.0,
            strength_slope: 0.0,
            strength_amplitude: 0.0,
            strength_frequency: 0.0,
            strength_phase: 0.0,
            swing_frequency: 0.0,
            force_frequency: 0.0,
            force_phase: 0.0,
            kind: DENSE,
            layout: 0,
            normalization: 0,
            lag_kind: 0,
            triangle_form: 0,
            triangle_normalization: 0,
            level: 0,
            delays: ptr::null(),
            delay: 0.0,
        }
    }
}

// The values of photinus_coupling.
const DENSE: c_int = 0;
const SPARSE: c_int = 1;
const MEAN_FIELD: c_int = 2;
const GROUPS: c_int = 3;
const USER: c_int = 4;
const NONE: c_int = 5;
const HEBBIAN: c_int = 6;

/// The normalization that a C caller names; none is the default of the kind.
pub(super) fn normalization(number: c_int) -> Result<Option<Normalization>, Error> {
    match number {
        0 => Ok(None),
        1 => Ok(Some(Normalization::None)),
        2 => Ok(Some(Normalization::Oscillators)),
        3 => Ok(Some(Normalization::InDegree)),
        _ => Err(Error::EnumValue),
    }
}

/// Phase lags as a C caller gives them.
#[derive(Clone, Copy)]
enum Lags<'a> {
    None,
    Harmonics(&'a [f32]),
    Pairs(&'a [f32]),
}

/// Refuses what is set and would have no effect.
fn unless(used: bool, set: bool) -> Result<(), Error> {
    if set && !used { Err(Error::Unsupported) } else { Ok(()) }
}

/// What every model has, checked, and what its kind has no use for.
fn check(model: &photinus_kuramoto_f32) -> Result<(), Error> {
    let kind = model.kind;
    if !(DENSE..=HEBBIAN).contains(&kind) {
        return Err(Error::EnumValue);
    }
    if model.oscillators == 0 || model.harmonics == 0 {
        return Err(Error::Dimension);
    }
    layout(model.layout, 0)?;
    let normalization = normalization(model.normalization)?;
    if !(0..=2).contains(&model.lag_kind) {
        return Err(Error::EnumValue);
    }
    let weighted = (DENSE..=GROUPS).contains(&kind);
    unless(weighted, model.harmonics != 1 || !model.coupling.is_null())?;
    unless(matches!(kind, DENSE | SPARSE), !model.coupling_single.is_null())?;
    unless(weighted || kind == HEBBIAN, model.lag_kind != 0 || normalization.is_some())?;
    unless(matches!(kind, DENSE | SPARSE | GROUPS), model.lag_kind == 2)?;
    unless(kind == DENSE, model.layout != 0)?;
    let edges = model.edges != 0 || !model.row_offsets.is_null() || !model.columns.is_null();
    unless(kind == SPARSE, edges || !model.delays.is_null())?;
    unless(model.delays.is_null(), model.delay != 0.0)?;
    unless(kind == GROUPS, model.groups != 0 || !model.labels.is_null())?;
    unless(kind == USER, model.pull.is_some())?;
    unless(kind == HEBBIAN, model.learning_rate != 0.0 || !model.learning_rates.is_null())?;
    unless(kind == HEBBIAN, model.learning_gain != 1.0 || model.learning_lag != 0.0)?;
    unless(model.lag_kind != 0, !model.lags.is_null())?;
    // One of the two.
    unless(model.coupling.is_null(), !model.coupling_single.is_null())
}

/// The struct at `model`, checked so far.
pub(super) unsafe fn read(model: *const photinus_kuramoto_f32) -> Result<photinus_kuramoto_f32, Error> {
    if model.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: by the caller.
    let model = unsafe { options(model)? };
    check(&model)?;
    Ok(model)
}

/// The lags of a coupling with so many weights.
unsafe fn lags<'a>(model: &photinus_kuramoto_f32, weights: usize) -> Result<Lags<'a>, Error> {
    // SAFETY: by the caller.
    unsafe {
        Ok(match model.lag_kind {
            0 => Lags::None,
            1 => Lags::Harmonics(input(model.lags, model.harmonics)?),
            _ => Lags::Pairs(input(model.lags, weights)?),
        })
    }
}

/// A product of sizes.
fn product(sizes: &[usize]) -> Result<usize, Error> {
    sizes.iter().try_fold(1_usize, |product, &size| product.checked_mul(size)).ok_or(Error::Dimension)
}

/// Dense coupling by those weights.
unsafe fn dense<'a, W: Weight<f32>>(
    model: &photinus_kuramoto_f32,
    weights: *const W,
) -> Result<Dense<'a, f32, W>, Error> {
    let (n, harmonics) = (model.oscillators, model.harmonics);
    let size = product(&[n, n, harmonics])?;
    // SAFETY: by the caller.
    let (weights, lags) = unsafe { (input(weights, size)?, lags(model, size)?) };
    let dense = Dense::new(n, harmonics, weights, layout(model.layout, 0)?)?;
    let dense = dense.with_normalization(normalization(model.normalization)?.unwrap_or_default());
    match lags {
        Lags::None => Ok(dense),
        Lags::Harmonics(lags) => dense.with_lags(lags),
        Lags::Pairs(lags) => dense.with_pair_lags(lags),
    }
}

/// Sparse coupling by those weights.
unsafe fn sparse<'a, W: Weight<f32>>(
    model: &photinus_kuramoto_f32,
    weights: *const W,
) -> Result<Sparse<'a, f32, W>, Error> {
    let size = product(&[model.edges, model.harmonics])?;
    // SAFETY: by the caller.
    let (offsets, columns, weights, lags) = unsafe {
        let offsets = input(model.row_offsets, model.oscillators.checked_add(1).ok_or(Error::Dimension)?)?;
        (offsets, input(model.columns, model.edges)?, input(weights, size)?, lags(model, size)?)
    };
    let sparse = Sparse::new(offsets, columns, weights, model.harmonics)?;
    let sparse = sparse.with_normalization(normalization(model.normalization)?.unwrap_or_default());
    match lags {
        Lags::None => Ok(sparse),
        Lags::Harmonics(lags) => sparse.with_lags(lags),
        Lags::Pairs(lags) => sparse.with_pair_lags(lags),
    }
}

/// What pulls in pairs.
unsafe fn pairs<'a>(model: &photinus_kuramoto_f32) -> Result<Pairs<'a>, Error> {
    let (n, harmonics, single) = (model.oscillators, model.harmonics, !model.coupling_single.is_null());
    // SAFETY: by the caller, here and below.
    unsafe {
        Ok(match model.kind {
            DENSE if single => Pairs::DenseSingle(dense(model, model.coupling_single)?),
            DENSE => Pairs::Dense(dense(model, model.coupling)?),
            SPARSE if single => Pairs::SparseSingle(sparse(model, model.coupling_single)?),
            SPARSE => Pairs::Sparse(sparse(model, model.coupling)?),
            MEAN_FIELD => {
                let mut field = MeanField::new(n, input(model.coupling, harmonics)?)?;
                if let Some(normalization) = normalization(model.normalization)? {
                    field = field.with_normalization(normalization);
                }
                Pairs::MeanField(match lags(model, harmonics)? {
                    Lags::Harmonics(lags) => field.with_lags(lags)?,
                    _ => field,
                })
            }
            GROUPS => {
                if model.groups == 0 {
                    return Err(Error::Dimension);
                }
                let size = product(&[model.groups, model.groups, harmonics])?;
                let (labels, weights) = (input(model.labels, n)?, input(model.coupling, size)?);
                let groups = Groups::new(labels, model.groups, weights, harmonics)?;
                let groups = groups.with_normalization(normalization(model.normalization)?.unwrap_or_default());
                Pairs::Groups(match lags(model, size)? {
                    Lags::None => groups,
                    Lags::Harmonics(lags) => groups.with_lags(lags)?,
                    Lags::Pairs(lags) => groups.with_pair_lags(lags)?,
                })
            }
            USER => {
                let pull = model.pull.ok_or(Error::NullPointer)?;
                Pairs::User(Pull { pull, user: model.pull_user })
            }
            NONE => Pairs::None,
            _ => return Err(Error::EnumValue),
        })
    }
}

/// Listed triangles.
unsafe fn triangles<'a>(model: &photinus_kuramoto_f32) -> Result<Option<Triangles<'a, f32>>, Error> {
    let form = match model.triangle_form {
        0 => Triangle::Symmetric,
        1 => Triangle::Asymmetric,
        _ => return Err(Error::EnumValue),
    };
    let normalization = normalization(model.triangle_normalization)?.unwrap_or_default();
    if model.triangle_offsets.is_null() {
        let listed = model.triangles != 0 || !model.triangle_corners.is_null() || !model.triangle_weights.is_null();
        let set = model.triangle_lag != 0.0 || model.triangle_form != 0 || model.triangle_normalization != 0;
        unless(listed, set)?;
        return if listed { Err(Error::NullPointer) } else { Ok(None) };
    }
    let count = model.triangles;
    // SAFETY: by the caller.
    let (offsets, corners, weights) = unsafe {
        let offsets = input(model.triangle_offsets, model.oscillators.checked_add(1).ok_or(Error::Dimension)?)?;
        let corners = input(model.triangle_corners, product(&[count, 2])?)?;
        (offsets, corners, input(model.triangle_weights, count)?)
    };
    let triangles = Triangles::new(offsets, corners.as_chunks::<2>().0, weights, form)?;
    let triangles = triangles.with_normalization(normalization);
    Ok(Some(if model.triangle_lag == 0.0 { triangles } else { triangles.with_lag(model.triangle_lag)? }))
}

/// Triangles and tetrahedra of all oscillators.
fn simplices(model: &photinus_kuramoto_f32) -> Result<Option<MeanFieldTriangles<f32>>, Error> {
    let strengths = [model.all_symmetric, model.all_asymmetric, model.all_tetrahedra];
    if strengths == [0.0; 3] && model.all_lag == 0.0 {
        return Ok(None);
    }
    let simplices = MeanFieldTriangles::new(model.oscillators)?.with_symmetric(strengths[0])?;
    let simplices = simplices.with_asymmetric(strengths[1])?.with_tetrahedra(strengths[2])?;
    Ok(Some(if model.all_lag == 0.0 { simplices } else { simplices.with_lag(model.all_lag)? }))
}

/// What acts from outside.
unsafe fn drives<'a>(model: &photinus_kuramoto_f32) -> Result<Drives<'a>, Error> {
    let n = model.oscillators;
    let mut driving = Driving::new().with_strength(Modulation {
        level: model.strength_level,
        slope: model.strength_slope,
        amplitude: model.strength_amplitude,
        frequency: model.strength_frequency,
        phase: model.strength_phase,
    })?;
    if !model.swing_amplitudes.is_null() {
        // SAFETY: by the caller.
        let (amplitudes, phases) = unsafe {
            let phases = if model.swing_phases.is_null() { &[] } else { input(model.swing_phases, n)? };
            (input(model.swing_amplitudes, n)?, phases)
        };
        driving = driving.with_swinging_frequencies(amplitudes, model.swing_frequency, phases)?;
    } else if !model.swing_phases.is_null() || model.swing_frequency != 0.0 {
        return Err(Error::NullPointer);
    }
    if !model.force_amplitudes.is_null() {
        // SAFETY: by the caller.
        let amplitudes = unsafe { input(model.force_amplitudes, n)? };
        driving = driving.with_forcing(amplitudes, model.force_frequency, model.force_phase)?;
    } else if model.force_frequency != 0.0 || model.force_phase != 0.0 {
        return Err(Error::NullPointer);
    }
    Ok(Drives { driving, drive: model.drive, user: model.drive_user })
}

/// Whether there are delays.
fn is_delayed(model: &photinus_kuramoto_f32) -> bool {
    model.delay != 0.0 || !model.delays.is_null()
}

/// The system that a struct describes.
pub(super) unsafe fn described<'a>(model: &photinus_kuramoto_f32) -> Result<System<'a>, Error> {
    unless(false, is_delayed(model))?;
    // SAFETY: by the caller.
    unsafe { undelayed(model) }
}

/// The system that a struct describes, but for its delays.
pub(super) unsafe fn undelayed<'a>(model: &photinus_kuramoto_f32) -> Result<System<'a>, Error> {
    let n = model.oscillators;
    let level = level(model.level)?;
    // SAFETY: by the caller, here and below.
    unsafe {
        let frequencies = input(model.natural_frequencies, n)?;
        let (triangles, simplices) = (triangles(model)?, simplices(model)?);
        let inertia = !model.masses.is_null() || !model.dampings.is_null();
        if model.kind == HEBBIAN {
            unless(false, triangles.is_some() || simplices.is_some() || inertia)?;
            let learning = Learning { rate: model.learning_rate, gain: model.learning_gain, lag: model.learning_lag };
            let mut system = Hebbian::new(frequencies, learning)?
                .with_normalization(normalization(model.normalization)?.unwrap_or_default())?;
            if let Lags::Harmonics(lags) = lags(model, 1)? {
                system = system.with_lag(lags[0])?;
            }
            if !model.learning_rates.is_null() {
                system = system.with_pair_rates(input(model.learning_rates, product(&[n, n])?)?)?;
            }
            return Ok(System::Hebbian(system.with_drive(drives(model)?)?.with_level(level)));
        }
        let couplings = Couplings { oscillators: n, pairs: pairs(model)?, triangles, simplices, level };
        let network = Kuramoto::new(frequencies, couplings)?.with_drive(drives(model)?)?.with_level(level);
        if inertia {
            let (masses, dampings) = (input(model.masses, n)?, input(model.dampings, n)?);
            Ok(System::SecondOrder(SecondOrder::new(network, masses, dampings)?))
        } else {
            Ok(System::FirstOrder(network))
        }
    }
}

/// The system that the struct at `model` describes.
pub(super) unsafe fn system<'a>(model: *const photinus_kuramoto_f32) -> Result<System<'a>, Error> {
    // SAFETY: by the caller.
    unsafe { described(&read(model)?) }
}

/// Dense coupling alone, of first order: what a small program asks for, without what the others need.
unsafe fn dense_network<'a>(
    model: &photinus_kuramoto_f32,
) -> Result<Kuramoto<'a, f32, Dense<'a, f32>, Drives<'a>>, Error> {
    // SAFETY: by the caller.
    unsafe {
        let listed = model.triangles != 0
            || !model.triangle_offsets.is_null()
            || !model.triangle_corners.is_null()
            || !model.triangle_weights.is_null();
        let inertia = !model.masses.is_null() || !model.dampings.is_null();
        let more = listed || inertia || is_delayed(model) || simplices(model)?.is_some();
        if model.kind != DENSE || !model.coupling_single.is_null() || more {
            return Err(Error::Unsupported);
        }
        let level = level(model.level)?;
        let frequencies = input(model.natural_frequencies, model.oscillators)?;
        let network = Kuramoto::new(frequencies, dense(model, model.coupling)?)?;
        Ok(network.with_drive(drives(model)?)?.with_level(level))
    }
}

/// The struct and the arrays that a model borrows, as bytes: nothing of them may be written.
fn borrowed(pointer: *const photinus_kuramoto_f32, model: &photinus_kuramoto_f32) -> [(*const u8, usize); 18] {
    let (n, m) = (model.oscillators, model.harmonics);
    let all = |sizes: &[usize]| sizes.iter().fold(1, |product: usize, &size| product.saturating_mul(size));
    let weights = match model.kind {
        DENSE => all(&[m, n, n]),
        SPARSE => all(&[m, model.edges]),
        MEAN_FIELD => m,
        _ => all(&[m, model.groups, model.groups]),
    };
    let lags = match model.lag_kind {
        0 => 0,
        1 => m,
        _ => weights,
    };
    [
        extent(pointer.cast::<u8>(), model.struct_size),
        extent(model.natural_frequencies, n),
        extent(model.coupling, weights),
        extent(model.coupling_single, weights),
        extent(model.lags, lags),
        extent(model.row_offsets, n.saturating_add(1)),
        extent(model.columns, model.edges),
        extent(model.labels, n),
        extent(model.triangle_offsets, n.saturating_add(1)),
        extent(model.triangle_corners, model.triangles.saturating_mul(2)),
        extent(model.triangle_weights, model.triangles),
        extent(model.masses, n),
        extent(model.dampings, n),
        extent(model.learning_rates, all(&[n, n])),
        extent(model.swing_amplitudes, n),
        extent(model.swing_phases, n),
        extent(model.force_amplitudes, n),
        extent(model.delays, model.edges),
    ]
}

/// Checks that what is to be written, (pointer, bytes) each, is apart from the model; each other's distance is checked where
/// it is written.
pub(super) fn check_written(
    pointer: *const photinus_kuramoto_f32,
    model: &photinus_kuramoto_f32,
    written: &[(*const u8, usize)],
) -> Result<(), Error> {
    let borrowed = borrowed(pointer, model);
    written.iter().try_for_each(|&one| all_apart(&[one], &borrowed))
}

/// Writes the defaults to `*model`: `size` bytes at most, which is to be `sizeof *model`.
///
/// PHOTINUS_OK; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_init_f32(model: *mut photinus_kuramoto_f32, size: usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { options_init(model, size) })
}

/// Writes to `*dim` how many numbers the network's state has.
///
/// PHOTINUS_OK; what photinus_kuramoto_size_f32, or with a delay photinus_delayed_size_f32, returns for a model that it
/// refuses; PHOTINUS_ERROR_NULL, PHOTINUS_ERROR_ALIGNMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_dim_f32(model: *const photinus_kuramoto_f32, dim: *mut usize) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = read(model)?;
        let known = if is_delayed(&known) { delayed(&known)?.dim() } else { described(&known)?.dim() };
        *single(dim)? = known;
        OK
    })
}

/// Writes to `*bytes` and `*align` what photinus_kuramoto_solve_f32 and photinus_kuramoto_advance_f32 need to work in, for
/// this model and the method of these options, or of the defaults for NULL. It checks all of the model.
///
/// PHOTINUS_OK. For a model that is refused: PHOTINUS_ERROR_NULL (also where one of arrays that belong together is
/// missing), PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_STRUCT_SIZE, PHOTINUS_ERROR_ENUM_VALUE, PHOTINUS_ERROR_DIMENSION if
/// there is no oscillator, no harmonic or no group, or sizes overflow, PHOTINUS_ERROR_OFFSETS, PHOTINUS_ERROR_COLUMN,
/// PHOTINUS_ERROR_NOT_FINITE, PHOTINUS_ERROR_PARAMETER for a mass that is not above 0 or a damping or rate below,
/// PHOTINUS_ERROR_UNSUPPORTED for what does not combine, delays, and for a level that this CPU has not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_size_f32(
    model: *const photinus_kuramoto_f32,
    options: *const photinus_solver_options_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let (solver, system) = (Solver::read(options)?, system(model)?);
        write_size::<(), f32>(solver.workspace_len(system.dim(), system.scratch_len()), bytes, align)
    })
}

/// Writes to `rates` the rates of change at time t and `state`, each of as many numbers as the state has: the instantaneous
/// frequencies dphi/dt first, with inertia then d^2phi/dt^2, with learning then dk/dt.
///
/// memory, bytes: the workspace, as photinus_kuramoto_size_f32 says for any options; it may hold anything. Who asks often
/// makes a photinus_network_f32, which does not check the model each time.
///
/// PHOTINUS_OK; what photinus_kuramoto_size_f32 returns for a model that it refuses; PHOTINUS_ERROR_NULL,
/// PHOTINUS_ERROR_ALIGNMENT, PHOTINUS_ERROR_OVERLAP, PHOTINUS_ERROR_WORKSPACE, PHOTINUS_ERROR_NOT_FINITE,
/// PHOTINUS_ERROR_CALLBACK if a callback returned another number than 0 (`rates` may have been written then).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_rates_f32(
    model: *const photinus_kuramoto_f32,
    t: f32,
    state: *const f32,
    rates: *mut f32,
    memory: *mut c_void,
    bytes: usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = read(model)?;
        let system = described(&known)?;
        let (dim, len) = (system.dim(), system.scratch_len());
        if bytes / size_of::<f32>() < len {
            return Err(Error::Workspace);
        }
        let written = [extent(rates, dim), extent(memory.cast::<f32>(), len)];
        all_apart(&written, &[extent(state, dim)])?;
        check_written(model, &known, &written)?;
        let state = input(state, dim)?;
        if !t.is_finite() || !state.iter().all(|x| x.is_finite()) {
            return Err(Error::NotFinite);
        }
        let rates = output(rates, dim)?;
        let scratch = workspace(memory, bytes, len)?;
        system.prepare(scratch);
        system.derivative(t, state, rates, scratch).map_err(|_| Error::Callback)?;
        OK
    })
}

/// Integrates a network from `times[0]`, where the state is `initial`, and writes the state at each of `times[time_count]`
/// to a row of `states`, a matrix [time_count][dim] by rows, with dim of photinus_kuramoto_dim_f32; its first row is
/// `initial`. (As a matrix by columns, that is [dim][time_count].) The methods, the steps between the times, and how a run
/// that ended early is resumed: as of photinus_ode_solve_f32.
///
/// row: called with each complete row, or NULL. user: given to it. options: or NULL for the defaults. states_len: the
/// elements of `states`. memory, bytes: the workspace, as photinus_kuramoto_size_f32 says; it may hold anything. solution:
/// what came of it, or NULL. No times: no row. Nothing is allocated; all callbacks are called on the calling thread.
///
/// What photinus_kuramoto_size_f32 returns for a model that it refuses, otherwise the statuses of photinus_ode_solve_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_solve_f32(
    model: *const photinus_kuramoto_f32,
    row: photinus_row_f32,
    user: *mut c_void,
    options: *const photinus_solver_options_f32,
    times: *const f32,
    time_count: usize,
    initial: *const f32,
    states: *mut f32,
    states_len: usize,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = read(model)?;
        let (solver, system) = (Solver::read(options)?, described(&known)?);
        let (dim, scratch) = (system.dim(), system.scratch_len());
        let work = extent(memory.cast::<f32>(), solver.workspace_len(dim, scratch));
        let (rows, states_range) = (check_solution(solution)?, extent(states, states_len));
        check_written(model, &known, &[states_range, work, rows])?;
        let run = Run { times, time_count, initial, row, user, states, states_len, memory, bytes, solution };
        run.solve(&solver, &system)
    })
}

/// Takes `count` steps of exactly the options' step from `state`, the state at the time start + first step, and leaves the
/// state after them there: as photinus_ode_advance_f32 does. start, first + count and the state are all that has to be kept
/// to go on later to the same bits, wherever the run is cut. For methods with a fixed step, with and without noise.
///
/// memory, bytes: as photinus_kuramoto_size_f32 says for the same model and options. solution: what came of it, or NULL; it
/// has no rows.
///
/// What photinus_kuramoto_size_f32 returns for a model that it refuses, otherwise the statuses of photinus_ode_advance_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_advance_f32(
    model: *const photinus_kuramoto_f32,
    options: *const photinus_solver_options_f32,
    start: f32,
    first: u64,
    count: u64,
    state: *mut f32,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = read(model)?;
        let (solver, system) = (Solver::read(options)?, described(&known)?);
        let (dim, scratch) = (system.dim(), system.scratch_len());
        let work = extent(memory.cast::<f32>(), solver.workspace_len(dim, scratch));
        check_written(model, &known, &[extent(state, dim), work, check_solution(solution)?])?;
        Advance { start, first, count, state, memory, bytes, solution }.take(&solver, &system)
    })
}

/// Writes to `*bytes` and `*align` what photinus_kuramoto_dense_advance_f32 needs to work in, for this model.
///
/// PHOTINUS_OK, and the other statuses of photinus_kuramoto_size_f32; PHOTINUS_ERROR_UNSUPPORTED unless it is of dense
/// coupling, not in single precision, without triangles, inertia and delay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_dense_size_f32(
    model: *const photinus_kuramoto_f32,
    bytes: *mut usize,
    align: *mut usize,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe { write_size::<(), f32>(dense_network(&read(model)?)?.workspace_len(), bytes, align) })
}

/// Takes steps as photinus_kuramoto_advance_f32 does with PHOTINUS_METHOD_RK4, to the same bits, for models that
/// photinus_kuramoto_dense_size_f32 is for: a program that is linked statically and calls this one has no other coupling and
/// no other method in it. memory, bytes: as photinus_kuramoto_dense_size_f32 says.
///
/// What photinus_kuramoto_dense_size_f32 returns for a model that it refuses, otherwise the statuses of
/// photinus_rk4_advance_f32.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn photinus_kuramoto_dense_advance_f32(
    model: *const photinus_kuramoto_f32,
    step: f32,
    start: f32,
    first: u64,
    count: u64,
    phases: *mut f32,
    memory: *mut c_void,
    bytes: usize,
    solution: *mut photinus_solution_f32,
) -> c_int {
    // SAFETY: by the caller.
    guard(|| unsafe {
        let known = read(model)?;
        let network = dense_network(&known)?;
        let work = extent(memory.cast::<f32>(), network.workspace_len());
        check_written(model, &known, &[extent(phases, network.dim()), work, check_solution(solution)?])?;
        Advance { start, first, count, state: phases, memory, bytes, solution }.take_rk4(step, &network)
    })
}

#[cfg(feature = "std")]
pub use with_std::*;

#[cfg(feature = "std")]
mod with_std {
    use super::*;
    use crate::capi::check_pointer;
    use crate::capi::f32::ode::{call_row, finish};
    use crate::kuramoto::{Coupling, Sweep, View};
    use crate::ode::{EulerScheme, FixedStep, HeunScheme, Rk4Scheme, Scheme, Solution};
    use crate::parallel::Pool;
    use crate::simd::Level;
    use crate::{Layout, Stop};
    use std::sync::mpsc;
    use std::vec::Vec;

    /// Nanoseconds of a right-hand side that are worth a thread.
    const PER_THREAD: usize = 20_000;

    /// What is to be done by several threads.
    enum Task<'t> {
        Rows { times: &'t [f32], initial: &'t [f32], states: &'t mut [f32], row: photinus_row_f32, user: *mut c_void },
        Steps { start: f32, first: u64, count: u64, state: &'t mut [f32] },
    }

    /// A row that a worker shows to the thread which called.
    struct Row {
        number: usize,
        time: f32,
        /// A place that the worker leaves as it is until there is an answer.
        state: (usize, usize),
    }

    impl Task<'_> {
        fn run<S: Scheme, C: Sweep<f32> + Sync>(
            self,
            pool: &Pool,
            step: f32,
            network: &Kuramoto<'_, f32, C, Driving<'_, f32>>,
        ) -> Result<Solution<f32>, Error> {
            let (solver, mut memory) = (FixedStep::<f32, S>::new(step)?, Vec::new());
            match self {
                Task::Steps { start, first, count, state } => {
                    pool.advance(&solver, network, start, first, count, state, &mut memory)
                }
                Task::Rows { times, initial, states, row: None, .. } => {
                    pool.solve(&solver, network, times, initial, states, &mut memory, |_, _, _| Ok(()))
                }
                // C's callback is called on the thread that C called from: another one waits for the pool.
                Task::Rows { times, initial, states, row, user } => std::thread::scope(|scope| {
                    let (show, shown) = mpsc::channel::<Row>();
                    let (say, said) = mpsc::channel::<Result<(), Stop>>();
                    let worker = std::thread::Builder::new().spawn_scoped(scope, move || {
                        pool.solve(&solver, network, times, initial, states, &mut memory, move |number, time, y| {
                            let row = Row { number, time, state: (y.as_ptr().expose_provenance(), y.len()) };
                            let lost = Stop::Failure(Error::Panic.code());
                            show.send(row).map_err(|_| lost)?;
                            said.recv().unwrap_or(Err(lost))
                        })
                    });
                    let worker = worker.map_err(|_| Error::Threads)?;
                    while let Ok(Row { number, time, state: (address, len) }) = shown.recv() {
                        // SAFETY: the worker waits, and has it for so long; the callback may be called so, by the caller.
                        let answer = unsafe {
                            let y = core::slice::from_raw_parts(ptr::with_exposed_provenance(address), len);
                            call_row(row, number, time, y, user)
                        };
                        if say.send(answer).is_err() {
                            break;
                        }
                    }
                    worker.join().unwrap_or(Err(Error::Panic))
                }),
            }
        }

        /// By the method of that number, which has a fixed step.
        fn by<C: Sweep<f32> + Sync>(
            self,
            pool: &Pool,
            (method, step): How,
            network: Result<Kuramoto<'_, f32, C, Driving<'_, f32>>, Error>,
        ) -> Result<Solution<f32>, Error> {
            let network = &network?;
            match method {
                0 => self.run::<Rk4Scheme, C>(pool, step, network),
                1 => self.run::<EulerScheme, C>(pool, step, network),
                _ => self.run::<HeunScheme, C>(pool, step, network),
            }
        }

        fn of(self, pool: &Pool, how: How, system: &System<'_>) -> Result<Solution<f32>, Error> {
            let Some((network, pairs)) = system.pairs_alone() else { return Err(Error::Panic) };
            match *pairs {
                Pairs::Dense(coupling) => self.by(pool, how, alone(network, Wide::Dense(coupling))),
                Pairs::DenseSingle(coupling) => self.by(pool, how, alone(network, Wide::DenseSingle(coupling))),
                Pairs::Sparse(coupling) => self.by(pool, how, alone(network, Wide::Sparse(coupling))),
                Pairs::SparseSingle(coupling) => self.by(pool, how, alone(network, Wide::SparseSingle(coupling))),
                Pairs::MeanField(coupling) => self.by(pool, how, alone(network, Local::MeanField(coupling))),
                Pairs::Groups(coupling) => self.by(pool, how, alone(network, Local::Groups(coupling))),
                Pairs::User(_) | Pairs::None => Err(Error::Panic),
            }
        }
    }

    /// Kinds of coupling whose blocks are computed in the same way, in one type: a solver is compiled once for them.
    macro_rules! kinds {
        ($(#[$doc:meta])* $name:ident, $local:literal, $($kind:ident: $coupling:ty),*) => {
            $(#[$doc])*
            #[derive(Clone, Copy)]
            enum $name<'a> {
                $($kind($coupling),)*
            }

            impl Coupling<f32> for $name<'_> {
                fn oscillators(&self) -> usize {
                    match self {
                        $($name::$kind(coupling) => coupling.oscillators(),)*
                    }
                }

                fn set_level(&mut self, level: Level) {
                    match self {
                        $($name::$kind(coupling) => coupling.set_level(level),)*
                    }
                }

                fn scratch_len(&self) -> usize {
                    match self {
                        $($name::$kind(coupling) => coupling.scratch_len(),)*
                    }
                }

                fn prepare(&self, scratch: &mut [f32]) {
                    match self {
                        $($name::$kind(coupling) => coupling.prepare(scratch),)*
                    }
                }

                fn add(&self, k: f32, phases: &[f32], rates: &mut [f32], scratch: &mut [f32]) -> Result<(), Stop> {
                    match self {
                        $($name::$kind(coupling) => coupling.add(k, phases, rates, scratch),)*
                    }
                }
            }

            impl Sweep<f32> for $name<'_> {
                const LOCAL: bool = $local;

                fn level(&self) -> Level {
                    match self {
                        $($name::$kind(coupling) => coupling.level(),)*
                    }
                }

                fn constants_len(&self) -> usize {
                    match self {
                        $($name::$kind(coupling) => coupling.constants_len(),)*
                    }
                }

                fn width(&self) -> usize {
                    match self {
                        $($name::$kind(coupling) => coupling.width(),)*
                    }
                }

                fn sums_len(&self) -> usize {
                    match self {
                        $($name::$kind(coupling) => coupling.sums_len(),)*
                    }
                }

                #[inline(always)]
                fn write_sources(&self, phases: &[f32], sources: &mut [f32]) {
                    match self {
                        $($name::$kind(coupling) => coupling.write_sources(phases, sources),)*
                    }
                }

                #[inline(always)]
                fn write_sums(&self, first: usize, sources: &[f32], sums: &mut [f32]) {
                    match self {
                        $($name::$kind(coupling) => coupling.write_sums(first, sources, sums),)*
                    }
                }

                fn cost(&self) -> usize {
                    match self {
                        $($name::$kind(coupling) => coupling.cost(),)*
                    }
                }

                #[inline(always)]
                fn add_rates(&self, strength: f32, view: View<'_, f32>, rates: &mut [f32]) {
                    match self {
                        $($name::$kind(coupling) => coupling.add_rates(strength, view, rates),)*
                    }
                }

                fn common_pull(&self, strength: f32, constants: &[f32], sums: &[f32]) -> Option<(f32, f32)> {
                    match self {
                        $($name::$kind(coupling) => coupling.common_pull(strength, constants, sums),)*
                    }
                }

                fn write_block(&self, first: usize, phases: &[f32], sources: &mut [f32], sums: &mut [f32]) {
                    match self {
                        $($name::$kind(coupling) => coupling.write_block(first, phases, sources, sums),)*
                    }
                }

                fn add_block(&self, strength: f32, view: View<'_, f32>, rates: &mut [f32]) {
                    match self {
                        $($name::$kind(coupling) => coupling.add_block(strength, view, rates),)*
                    }
                }
            }
        };
    }

    kinds!(
        /// Each block asks for the sources of all.
        Wide, false,
        Dense: Dense<'a, f32>, DenseSingle: Dense<'a, f32, f32>,
        Sparse: Sparse<'a, f32>, SparseSingle: Sparse<'a, f32, f32>
    );
    kinds!(
        /// Each block asks for its own sources and the sums.
        Local, true,
        MeanField: MeanField<'a, f32>, Groups: Groups<'a, f32>
    );

    /// The same network, in what threads may share.
    fn alone<'a, C: Sweep<f32>>(
        network: &Kuramoto<'a, f32, Couplings<'a>, Drives<'a>>,
        coupling: C,
    ) -> Result<Kuramoto<'a, f32, C, Driving<'a, f32>>, Error> {
        let alone = Kuramoto::new(network.natural_frequencies(), coupling)?.with_drive(network.drive().driving)?;
        Ok(alone.with_level(network.level()))
    }

    /// The number of a method with a fixed step, and the step.
    type How = (c_int, f32);

    /// The pool, if it is worth one: with the number of the method, and the step.
    fn pool(
        threads: usize,
        system: &System<'_>,
        options: &photinus_solver_options_f32,
    ) -> Result<Option<(Pool, How)>, Error> {
        let shared = if (0..=2).contains(&options.method) { system.pairs_alone() } else { None };
        let cost = match shared {
            Some((_, Pairs::Dense(coupling))) => coupling.cost(),
            Some((_, Pairs::DenseSingle(coupling))) => coupling.cost(),
            Some((_, Pairs::Sparse(coupling))) => coupling.cost(),
            Some((_, Pairs::SparseSingle(coupling))) => coupling.cost(),
            Some((_, Pairs::MeanField(coupling))) => coupling.cost(),
            Some((_, Pairs::Groups(coupling))) => coupling.cost(),
            _ => 0,
        };
        // What is wrong with the options is refused by who solves alone.
        let noise = !options.noise_strengths.is_null() || !options.increments.is_null() || options.noise_count > 0;
        let pool = Pool::for_parts(threads, if noise { 0 } else { cost / PER_THREAD })?;
        Ok(pool.map(|pool| (pool, (options.method, options.step))))
    }

    /// Memory of one's own.
    fn memory(len: usize) -> Result<Vec<f32>, Error> {
        let mut memory = Vec::new();
        memory.try_reserve_exact(len).map_err(|_| Error::OutOfMemory)?;
        memory.resize(len, 0.0);
        Ok(memory)
    }

    /// As photinus_kuramoto_solve_f32, to the same bits, by several threads where that is faster (see photinus_kuramoto_f32),
    /// and in memory that it allocates.
    ///
    /// threads: the most of them, to 1024; 1 for the calling one alone, 0 for one per core. All callbacks are called on the
    /// calling thread.
    ///
    /// The statuses of photinus_kuramoto_solve_f32, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
    /// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_kuramoto_solve_parallel_f32(
        model: *const photinus_kuramoto_f32,
        row: photinus_row_f32,
        user: *mut c_void,
        options: *const photinus_solver_options_f32,
        threads: usize,
        times: *const f32,
        time_count: usize,
        initial: *const f32,
        states: *mut f32,
        states_len: usize,
        solution: *mut photinus_solution_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let known = read(model)?;
            let (solver, system) = (Solver::read(options)?, described(&known)?);
            let dim = system.dim();
            // What can be refused is refused before there are threads.
            let states_len = if time_count == 0 { 0 } else { states_len };
            check_pointer(states, states_len)?;
            let written = [extent(states, states_len), check_solution(solution)?];
            check_written(model, &known, &written)?;
            let (given, start) = (input(times, time_count)?, input(initial, dim)?);
            Layout::ROWS.check(time_count, dim, states_len)?;
            let Some((pool, how)) = pool(threads, &system, &super::options(options)?)? else {
                let len = solver.workspace_len(dim, system.scratch_len());
                let mut own = memory(len)?;
                let (memory, bytes) = (own.as_mut_ptr().cast(), own.len() * size_of::<f32>());
                let run = Run { times, time_count, initial, row, user, states, states_len, memory, bytes, solution };
                return run.solve(&solver, &system);
            };
            all_apart(&written, &[extent(times, time_count), extent(initial, dim)])?;
            let task = Task::Rows { times: given, initial: start, states: output(states, states_len)?, row, user };
            finish(solution, task.of(&pool, how, &system)?)
        })
    }

    /// As photinus_kuramoto_advance_f32, to the same bits, by several threads where that is faster (see
    /// photinus_kuramoto_f32), and in memory that it allocates. Threads are made anew in each call, which takes as long as
    /// some 10^5 oscillators' steps: many steps in a call are better than many calls.
    ///
    /// threads: as of photinus_kuramoto_solve_parallel_f32.
    ///
    /// The statuses of photinus_kuramoto_advance_f32, PHOTINUS_ERROR_PARAMETER for more than 1024 threads,
    /// PHOTINUS_ERROR_THREADS, PHOTINUS_ERROR_OUT_OF_MEMORY.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn photinus_kuramoto_advance_parallel_f32(
        model: *const photinus_kuramoto_f32,
        options: *const photinus_solver_options_f32,
        threads: usize,
        start: f32,
        first: u64,
        count: u64,
        state: *mut f32,
        solution: *mut photinus_solution_f32,
    ) -> c_int {
        // SAFETY: by the caller.
        guard(|| unsafe {
            let known = read(model)?;
            let (solver, system) = (Solver::read(options)?, described(&known)?);
            let dim = system.dim();
            check_pointer(state, dim)?;
            let written = [extent(state, dim), check_solution(solution)?];
            check_written(model, &known, &written)?;
            let Some((pool, how)) = pool(threads, &system, &super::options(options)?)? else {
                let len = solver.workspace_len(dim, system.scratch_len());
                let mut own = memory(len)?;
                let (memory, bytes) = (own.as_mut_ptr().cast(), own.len() * size_of::<f32>());
                let run = Advance { start, first, count, state, memory, bytes, solution };
                return run.take(&solver, &system);
            };
            all_apart(&written, &[])?;
            let task = Task::Steps { start, first, count, state: output(state, dim)? };
            finish(solution, task.of(&pool, how, &system)?)
        })
    }
}
