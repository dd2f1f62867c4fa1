//! Zeros of functions of the solution.

use crate::{Real, Stop};

/// In which direction an [`Event`]'s function changes its sign. Backwards in time, rising means that it rises from an
/// earlier step to a later one, as the solver sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From below 0 to 0 or above.
    Rising,
    /// From above 0 to 0 or below.
    Falling,
    /// Either.
    #[default]
    Both,
}

/// What is to happen where a function g(t, y) becomes 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Event {
    /// The changes of sign that count. Default both.
    pub direction: Direction,
    /// Whether the run ends there. Default no.
    pub terminal: bool,
}

/// What an observer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// The row of that number is complete.
    Row(usize),
    /// The event of that number has happened.
    Event(usize),
}

impl Event {
    /// 1 if the function rises through 0 from `before` to `after` and that counts, -1 if it falls, 0 if neither. It has
    /// left 0 behind where it starts from it: what has been found once is not found again.
    pub(super) fn crossing<F: Real>(&self, before: F, after: F) -> F {
        let zero = F::zero();
        if before < zero && after >= zero && self.direction != Direction::Falling {
            F::one()
        } else if before > zero && after <= zero && self.direction != Direction::Rising {
            -F::one()
        } else {
            zero
        }
    }
}

/// Between `a`, where the value is `value_a` < 0, and `b`, where it is `value_b` ≥ 0, times in either order: a time where
/// it is ≥ 0, no further than 2 `rounding` behind one where it is not. Regula falsi (the Illinois method), bisection
/// wherever three of its turns have not halved the interval.
pub(super) fn locate<F: Real>(
    (mut a, mut value_a): (F, F),
    (mut b, mut value_b): (F, F),
    rounding: F,
    mut value: impl FnMut(F) -> Result<F, Stop>,
) -> Result<F, Stop> {
    let half = F::from_f64(0.5);
    let (mut turns, mut width) = (0, (b - a).abs());
    // Whether the last turn moved b.
    let mut moved = None;
    while (b - a).abs() > rounding + rounding {
        let middle = a + half * (b - a);
        let mut x = b - value_b * ((b - a) / (value_b - value_a));
        turns += 1;
        if turns == 3 {
            if (b - a).abs() > half * width {
                x = middle;
            }
            (turns, width) = (0, (b - a).abs());
        }
        // Not closer to either end than the rounding, so that the last turns close the interval from both sides.
        let inset = if b > a { rounding } else { -rounding };
        let (low, high) = (a + inset, b - inset);
        let inside = if b > a { (low <= x, x <= high) } else { (x <= low, high <= x) };
        x = match inside {
            (true, true) => x,
            (false, true) => low,
            (true, false) => high,
            (false, false) => middle,
        };
        if x == a || x == b {
            break;
        }
        let here = value(x)?;
        if here >= F::zero() {
            (b, value_b) = (x, here);
            if moved == Some(true) {
                value_a *= half;
            }
            moved = Some(true);
        } else {
            (a, value_a) = (x, here);
            if moved == Some(false) {
                value_b *= half;
            }
            moved = Some(false);
        }
    }
    Ok(b)
}
