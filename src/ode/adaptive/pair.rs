//! Embedded pairs of orders 5 and 4 with seven stages, of which the last is the next step's first.

use crate::Real;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::DormandPrince {}
    impl Sealed for super::Tsitouras {}
}

/// The coefficients of an embedded pair: y + h Σ bᵢ kᵢ is the solution of order 5, kᵢ the rates at time t + cᵢ h and state
/// y + h Σⱼ aᵢⱼ kⱼ, and h Σ eᵢ kᵢ its difference from a solution of order 4. Stage 7 is taken at the solution itself, and is
/// stage 1 of the step that follows.
///
/// [`DormandPrince`] and [`Tsitouras`] are all there are.
pub trait Pair: sealed::Sealed + Copy + core::fmt::Debug + Send + Sync + 'static {
    /// The nodes cᵢ, i = 1 to 7.
    const NODES: [f64; 7];
    /// The weights aᵢⱼ of the stages, row i - 2 for stage i = 2 to 7, column j - 1; the last row is b.
    const STAGES: [[f64; 6]; 6];
    /// The weights eᵢ of the error.
    const ERROR: [f64; 7];

    /// The weights bᵢ(θ) of the dense output of order 4: y + h Σ bᵢ(θ) kᵢ is the solution at time t + θ h, 0 ≤ θ ≤ 1, and
    /// with the solution at both ends continuously differentiable.
    fn interpolant<F: Real>(theta: F) -> [F; 7];

    /// The number in checkpoints.
    #[doc(hidden)]
    const NUMBER: u64;
    /// The arrays that the stages lie in: stage 7 in number `SLOTS - 1` where that is 6, and else in number 1, after
    /// stage 2, which nothing needs any more by then.
    #[doc(hidden)]
    const SLOTS: usize;
}

/// The pair of Dormand and Prince (J. Comput. Appl. Math. 6, 1980; Hairer, Nørsett and Wanner, Solving Ordinary
/// Differential Equations I, table II.5.2), with the dense output of Shampine and Hairer (section II.6, as in their code
/// DOPRI5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DormandPrince;

impl Pair for DormandPrince {
    const NODES: [f64; 7] = [0.0, 1.0 / 5.0, 3.0 / 10.0, 4.0 / 5.0, 8.0 / 9.0, 1.0, 1.0];
    const STAGES: [[f64; 6]; 6] = [
        [1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0],
        [44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0],
        [19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 0.0],
        [9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 0.0],
        [35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
    ];
    const ERROR: [f64; 7] =
        [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339200.0, 22.0 / 525.0, -1.0 / 40.0];

    #[inline(always)]
    fn interpolant<F: Real>(theta: F) -> [F; 7] {
        const BEND: [f64; 7] = [
            -12715105075.0 / 11282082432.0,
            0.0,
            87487479700.0 / 32700410799.0,
            -10690763975.0 / 1880347072.0,
            701980252875.0 / 199316789632.0,
            -1453857185.0 / 822651844.0,
            69997945.0 / 29380423.0,
        ];
        // The cubic through both ends and their rates, and θ²(1 - θ)² times another combination of the stages.
        let rest = F::one() - theta;
        core::array::from_fn(|i| {
            let end = if i < 6 { F::from_f64(Self::STAGES[5][i]) } else { F::zero() };
            let first = if i == 0 { F::one() } else { F::zero() };
            let last = if i == 6 { F::one() } else { F::zero() };
            let bend = rest * F::from_f64(BEND[i]);
            theta * (end + rest * (first - end + theta * (end + end - first - last + bend)))
        })
    }

    const NUMBER: u64 = 0;
    const SLOTS: usize = 6;
}

/// The pair of Tsitouras (Comput. Math. Appl. 62, 2011, 770-775), with its dense output: a little more accurate than that
/// of Dormand and Prince for the same work, in one array more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tsitouras;

impl Pair for Tsitouras {
    const NODES: [f64; 7] = [0.0, 0.161, 0.327, 0.9, 0.9800255409045097, 1.0, 1.0];
    const STAGES: [[f64; 6]; 6] = [
        [0.161, 0.0, 0.0, 0.0, 0.0, 0.0],
        [-0.008480655492356989, 0.335480655492357, 0.0, 0.0, 0.0, 0.0],
        [2.8971530571054935, -6.359448489975075, 4.3622954328695815, 0.0, 0.0, 0.0],
        [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525, 0.0, 0.0],
        [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383, 0.0],
        [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
    ];
    const ERROR: [f64; 7] = [
        0.0017800110522257714,
        0.0008164344596567469,
        -0.007880878010261995,
        0.1447110071732629,
        -0.5823571654525552,
        0.45808210592918697,
        -1.0 / 66.0,
    ];

    #[inline(always)]
    fn interpolant<F: Real>(theta: F) -> [F; 7] {
        let number = F::from_f64;
        let square = theta * theta;
        let factors = |scale: f64, a: f64, b: f64| number(scale) * (theta - number(a)) * (theta - number(b)) * square;
        let quadratic = |scale: f64, a: f64, b: f64| number(scale) * square * (square - number(a) * theta + number(b));
        [
            number(-1.0530884977290216)
                * theta
                * (theta - number(1.329989018975141))
                * (square - number(1.4364028541716351) * theta + number(0.7139816917074209)),
            quadratic(0.1017, 2.1966568338249754, 1.294985250737463),
            quadratic(2.490627285651253, 2.3853564547206166, 1.578034682080925),
            factors(-16.548102889244902, 1.2171292729553325, 0.616204060378001),
            factors(47.37952196281928, 1.2030712083723627, 0.6580472926535474),
            factors(-34.87065786149661, 1.2, 2.0 / 3.0),
            factors(2.5, 1.0, 0.6),
        ]
    }

    const NUMBER: u64 = 1;
    const SLOTS: usize = 7;
}
