//! [`Boundary`]: what happens to a particle that would leave the box.

use crate::Real;

/// What happens, along an axis, to a particle that would leave the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// It is put on the face, and stopped: v = 0 (Clerc, 2006).
    Stop,
    /// It is put on the face, and turned: v ← -v/2 (Clerc, 2012).
    Turn,
    /// It is mirrored at the face, with its velocity; beyond the other face then, it is put on that.
    Reflect,
    /// It comes in again from the opposite face, and keeps its velocity; more than a side beyond, it is put on a face.
    Wrap,
    /// It is put anywhere in the box along this axis, uniformly at random, and stopped.
    Reinitialise,
    /// It flies on, and is not evaluated while it is outside (Bratton and Kennedy, 2007): the pulls bring it back.
    Fly,
}

impl Boundary {
    /// Where elements are put that would be at `x` with velocity `v`, and their new velocities; by
    /// [`Boundary::Reinitialise`] where they are stopped. A fixed variable stays, and its velocity is 0 if it is before.
    #[inline(always)]
    pub(super) fn place<F: Real, const N: usize>(
        self,
        x: &[F; N],
        v: &[F; N],
        lower: &[F; N],
        upper: &[F; N],
        (new_x, new_v): (&mut [F; N], &mut [F; N]),
    ) {
        match self {
            Boundary::Stop | Boundary::Reinitialise => {
                for i in 0..N {
                    let inside = within(x[i], lower[i], upper[i]);
                    new_v[i] = if inside == x[i] { v[i] } else { F::zero() };
                    new_x[i] = inside;
                }
            }
            Boundary::Turn => {
                for i in 0..N {
                    let inside = within(x[i], lower[i], upper[i]);
                    new_v[i] = if inside == x[i] { v[i] } else { v[i] * F::from_f64(-0.5) };
                    new_x[i] = inside;
                }
            }
            Boundary::Reflect => {
                for i in 0..N {
                    let inside = within(x[i], lower[i], upper[i]);
                    let mirrored = within(inside + (inside - x[i]), lower[i], upper[i]);
                    new_v[i] = if inside == x[i] { v[i] } else { -v[i] };
                    new_x[i] = if inside == x[i] { inside } else { mirrored };
                }
            }
            Boundary::Wrap => {
                for i in 0..N {
                    let inside = within(x[i], lower[i], upper[i]);
                    let side = upper[i] - lower[i];
                    let moved = if x[i] < lower[i] { x[i] + side } else { x[i] - side };
                    let moved = within(moved, lower[i], upper[i]);
                    new_v[i] = v[i];
                    new_x[i] = if inside == x[i] { inside } else { moved };
                }
            }
            Boundary::Fly => {
                for i in 0..N {
                    let finite = within(x[i], -F::max_value(), F::max_value());
                    // A fixed variable stays by itself, since -0 + 0 is +0.
                    new_v[i] = v[i];
                    new_x[i] = if lower[i] < upper[i] { finite } else { lower[i] };
                }
            }
        }
    }
}

/// `x`, or the bound that it is beyond, the lower one for NaN. Where `x` equals a bound, it is the bound, the sign of a zero
/// included.
#[inline(always)]
pub(super) fn within<F: Real>(x: F, lower: F, upper: F) -> F {
    let above = if x > lower { x } else { lower };
    if above < upper { above } else { upper }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // The box [0, 4]: one inside, three below, three above, one in a fixed variable at -0.
        let (mut lower, mut upper) = ([0.0; 8], [4.0; 8]);
        (lower[7], upper[7]) = (-0.0, -0.0);
        let x = [1.0, -1.0, -6.0, -5.0, 5.0, 10.0, 9.0, 0.0];
        let v = [1.0, -2.0, -7.0, -6.0, 2.0, 7.0, 6.0, 0.0];
        let place = |boundary: Boundary| {
            let (mut new_x, mut new_v) = ([0.0; 8], [0.0; 8]);
            boundary.place(&x, &v, &lower, &upper, (&mut new_x, &mut new_v));
            let (x, v) = (new_x, new_v);
            assert!(f64::is_sign_negative(x[7]));
            (x, v)
        };
        let clamped = [1.0, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0, 0.0];
        assert_eq!(place(Boundary::Stop), (clamped, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]));
        assert_eq!(place(Boundary::Reinitialise), place(Boundary::Stop));
        assert_eq!(place(Boundary::Turn), (clamped, [1.0, 1.0, 3.5, 3.0, -1.0, -3.5, -3.0, 0.0]));
        let mirrored = [1.0, 1.0, 4.0, 4.0, 3.0, 0.0, 0.0, 0.0];
        assert_eq!(place(Boundary::Reflect), (mirrored, [1.0, 2.0, 7.0, 6.0, -2.0, -7.0, -6.0, 0.0]));
        let wrapped = [1.0, 3.0, 0.0, 0.0, 1.0, 4.0, 4.0, 0.0];
        assert_eq!(place(Boundary::Wrap), (wrapped, v));
        assert_eq!(place(Boundary::Fly), (x, v));
    }
}
