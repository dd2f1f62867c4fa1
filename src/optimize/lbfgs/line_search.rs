//! The line search of Moré and Thuente.

use crate::{Error, Real};
use core::fmt;

/// What a [`LineSearch`] looks for, and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineSearchOptions<F> {
    /// c₁ of φ(α) ≤ φ(0) + c₁ α φ'(0), at least 0 and below 1. Default 10^-4.
    pub sufficient_decrease: F,
    /// c₂ of |φ'(α)| ≤ c₂ |φ'(0)|, at least 0. Default 0.9.
    pub curvature: F,
    /// The search ends where the interval that holds a step is not longer than this part of its upper end, at least 0.
    /// Default 0.1, as in L-BFGS-B.
    pub width: F,
    /// The longest step, above 0. Default 10^10.
    pub max_step: F,
    /// The search ends after that many evaluations. Default 20.
    pub max_evaluations: u64,
}

impl<F: Real> Default for LineSearchOptions<F> {
    fn default() -> Self {
        LineSearchOptions {
            sufficient_decrease: F::from_f64(1e-4),
            curvature: F::from_f64(0.9),
            width: F::from_f64(0.1),
            max_step: F::from_f64(1e10),
            max_evaluations: 20,
        }
    }
}

/// How a [`LineSearch`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineSearchEnd {
    /// The last step fulfils both conditions.
    Converged,
    /// The longest step fulfils the first condition, and the function still falls there as steeply as that asks for.
    LongestStep,
    /// The interval has become as short as `width` asks for, or as the precision allows.
    Interval,
    /// `max_evaluations` are used up.
    Evaluations,
}

impl fmt::Display for LineSearchEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LineSearchEnd::Converged => "the last step fulfils both conditions",
            LineSearchEnd::LongestStep => "the function still falls at the longest step",
            LineSearchEnd::Interval => "the interval that holds a step is as short as it may be",
            LineSearchEnd::Evaluations => "max_evaluations are used up",
        })
    }
}

/// A step with the value and the slope there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample<F> {
    pub(super) step: F,
    pub(super) value: F,
    pub(super) slope: F,
}

/// A search along a line for a step α > 0 with
///
/// φ(α) ≤ φ(0) + c₁ α φ'(0)   and   |φ'(α)| ≤ c₂ |φ'(0)|,
///
/// the strong Wolfe conditions, by asking for the value and the slope at one step after another (Moré and Thuente, ACM
/// Trans. Math. Softw. 20, 1994: algorithms of sections 2 to 4). An interval that holds such steps is found and
/// shortened by cubic and quadratic interpolation; as long as no step fulfils the first condition with a slope that is
/// not negative, that is done for φ(α) - φ(0) - c₁ α φ'(0).
///
/// A value or a slope that is NaN or infinite ends the interval there: the next step is a quarter of the way to it.
///
/// ```
/// use photinus::optimize::{LineSearch, LineSearchOptions};
/// let (value, slope) = (|a: f64| (a - 3.0) * (a - 3.0), |a: f64| 2.0 * (a - 3.0));
/// let options = LineSearchOptions { curvature: 0.1, ..LineSearchOptions::default() };
/// let mut search = LineSearch::new(value(0.0), slope(0.0), 1.0, &options)?;
/// while search.tell(value(search.step()), slope(search.step())).is_none() {}
/// assert!((search.step() - 3.0).abs() < 0.3);
/// # Ok::<(), photinus::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineSearch<F> {
    pub(super) options: LineSearchOptions<F>,
    pub(super) start: Sample<F>,
    /// The end of the interval with the lowest value.
    pub(super) near: Sample<F>,
    /// The other end, once there is one; its value is infinite where the function is not finite there.
    pub(super) far: Sample<F>,
    pub(super) step: F,
    pub(super) bracketed: bool,
    /// Whether a step has fulfilled the first condition with a slope that is not negative.
    pub(super) second_stage: bool,
    /// The lengths of the interval after the last step and the one before.
    pub(super) widths: [F; 2],
    pub(super) evaluations: u64,
    pub(super) ended: bool,
}

impl<F: Real> LineSearch<F> {
    /// A search from φ(0) = `value` and φ'(0) = `slope`, below 0, that tries `step` first.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an option out of range, or a slope that is not below 0; [`Error::Step`] if the step is
    /// not above 0 or above the longest; [`Error::NotFinite`] if the value or the slope is NaN or infinite.
    pub fn new(value: F, slope: F, step: F, options: &LineSearchOptions<F>) -> Result<Self, Error> {
        let LineSearchOptions { sufficient_decrease, curvature, width, max_step, .. } = *options;
        let sound = |x: F| x >= F::zero() && x.is_finite();
        if !(value.is_finite() && slope.is_finite()) {
            return Err(Error::NotFinite);
        }
        let sound = sound(sufficient_decrease) && sufficient_decrease < F::one() && sound(curvature) && sound(width);
        if !(sound && slope < F::zero() && max_step > F::zero() && max_step.is_finite()) {
            return Err(Error::Parameter);
        }
        if !(step > F::zero() && step <= max_step) {
            return Err(Error::Step);
        }
        let start = Sample { step: F::zero(), value, slope };
        Ok(LineSearch {
            options: *options,
            start,
            near: start,
            far: start,
            step,
            bracketed: false,
            second_stage: false,
            widths: [max_step, max_step + max_step],
            evaluations: 0,
            ended: false,
        })
    }

    /// The step to be evaluated; after the end, the last one that was.
    pub fn step(&self) -> F {
        self.step
    }

    /// The step of the lowest value so far (0 is one), its value and its slope.
    pub fn best(&self) -> (F, F, F) {
        (self.near.step, self.near.value, self.near.slope)
    }

    /// How many steps have been evaluated.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Takes the value and the slope at [`step`](Self::step); the search goes on with another step where it returns
    /// `None`. After the end it changes nothing.
    pub fn tell(&mut self, value: F, slope: F) -> Option<LineSearchEnd> {
        let end = if self.ended { Some(LineSearchEnd::Interval) } else { self.take(value, slope) };
        self.ended = end.is_some();
        end
    }

    fn take(&mut self, value: F, slope: F) -> Option<LineSearchEnd> {
        self.evaluations = self.evaluations.saturating_add(1);
        let LineSearchOptions { sufficient_decrease, curvature, width, max_step, max_evaluations } = self.options;
        let wanted = sufficient_decrease * self.start.slope;
        let (low, high) = self.ends();
        let next = if value.is_finite() && slope.is_finite() {
            let bound = self.start.value + self.step * wanted;
            self.second_stage |= value <= bound && slope >= F::zero();
            let new = Sample { step: self.step, value, slope };
            if value <= bound && slope.abs() <= -(curvature * self.start.slope) {
                if value <= self.near.value {
                    self.keep(new, false);
                }
                return Some(LineSearchEnd::Converged);
            }
            if self.step == max_step && value <= bound && slope <= wanted {
                self.keep(new, false);
                return Some(LineSearchEnd::LongestStep);
            }
            // The first stage looks at the function without the slope that is asked for.
            let tilt = if !self.second_stage && value <= self.near.value && value > bound { wanted } else { F::zero() };
            let tilted = |s: Sample<F>| Sample { value: s.value - s.step * tilt, slope: s.slope - tilt, ..s };
            let (near, trial) = (tilted(self.near), tilted(new));
            let next = proposal(near, tilted(self.far), trial, self.bracketed, low, high);
            if trial.value > near.value {
                self.far = new;
                self.bracketed = true;
            } else {
                self.keep(new, Self::turned(near, trial));
            }
            next
        } else {
            self.far = Sample { step: self.step, value: F::infinity(), slope: F::zero() };
            self.bracketed = true;
            self.near.step + (self.step - self.near.step) * F::from_f64(0.25)
        };
        self.propose(next);
        let (low, high) = self.ends();
        let outside = self.step <= low || self.step >= high;
        // Before a lower value has been found, also where the slope at 0 says that there is none beyond rounding.
        let fall = -(self.step * self.start.slope);
        let lost = self.near.step == F::zero() && fall <= F::epsilon() * self.start.value.abs();
        if self.bracketed && (outside || lost || high - low <= width * high) {
            Some(LineSearchEnd::Interval)
        } else if self.evaluations >= max_evaluations {
            Some(LineSearchEnd::Evaluations)
        } else {
            None
        }
    }

    /// Whether the slope has another sign at `b`.
    fn turned(a: Sample<F>, b: Sample<F>) -> bool {
        (a.slope < F::zero() && b.slope > F::zero()) || (a.slope > F::zero() && b.slope < F::zero())
    }

    /// The near end becomes `new`; the old one the far end, if the slope has turned in between.
    fn keep(&mut self, new: Sample<F>, turned: bool) {
        if turned {
            self.far = self.near;
            self.bracketed = true;
        }
        self.near = new;
    }

    /// Where the next step has to lie.
    fn ends(&self) -> (F, F) {
        let (near, far) = (self.near.step, self.far.step);
        if self.bracketed {
            if near < far { (near, far) } else { (far, near) }
        } else {
            let ahead = self.step - near;
            let low = if self.evaluations <= 1 { F::zero() } else { self.step + F::from_f64(1.1) * ahead };
            (low, self.step + F::from_u64(4) * ahead)
        }
    }

    /// Makes `next` the step, kept where it may be.
    fn propose(&mut self, mut next: F) {
        let (near, far) = (self.near.step, self.far.step);
        if self.bracketed {
            let length = (far - near).abs();
            // Two steps have to shorten the interval by a third at least.
            if !next.is_finite() || length >= F::from_f64(0.66) * self.widths[1] {
                next = near + F::from_f64(0.5) * (far - near);
            }
            self.widths = [length, self.widths[0]];
        } else if !next.is_finite() {
            next = self.options.max_step;
        }
        self.step = if next > self.options.max_step { self.options.max_step } else { next };
    }
}

/// The next step to try, from the ends of the interval and the sample last taken (the four cases of section 4).
fn proposal<F: Real>(near: Sample<F>, far: Sample<F>, new: Sample<F>, bracketed: bool, low: F, high: F) -> F {
    let back = near.step - new.step;
    let distance = |step: F, from: F| (step - from).abs();
    // The minimiser of the parabola with the two slopes.
    let secant = new.step + new.slope / (new.slope - near.slope) * back;
    if new.value > near.value {
        // A higher value: between the cubic's and the parabola's minimiser, nearer to the former if that is closer.
        let rise = (near.value - new.value) / (new.step - near.step);
        let parabola = near.step - near.slope / (rise + near.slope) * F::from_f64(0.5) * back;
        let cubic = minimiser(near, new);
        if distance(cubic, near.step) < distance(parabola, near.step) {
            cubic
        } else {
            cubic + (parabola - cubic) * F::from_f64(0.5)
        }
    } else if LineSearch::turned(near, new) {
        // A lower value behind the minimum: what is farther from the new step.
        let cubic = minimiser(new, near);
        if distance(cubic, new.step) > distance(secant, new.step) { cubic } else { secant }
    } else if new.slope.abs() < near.slope.abs() {
        // A lower value with a smaller slope: the cubic may have no minimum ahead.
        let cubic = minimiser(new, near);
        let ahead = cubic.is_finite() && (cubic > new.step) == (new.step > near.step) && cubic != new.step;
        let cubic = match ahead {
            true => cubic,
            false if new.step > near.step => high,
            false => low,
        };
        let cubic_is_closer = distance(cubic, new.step) < distance(secant, new.step);
        if bracketed {
            let step = if cubic_is_closer { cubic } else { secant };
            let limit = new.step + F::from_f64(0.66) * (far.step - new.step);
            if (new.step > near.step) == (step > limit) { limit } else { step }
        } else {
            let step = if cubic_is_closer { secant } else { cubic };
            if step > high {
                high
            } else if step < low {
                low
            } else {
                step
            }
        }
    } else if bracketed {
        // A lower value, and the function falls no less: towards the far end.
        if far.value.is_finite() { minimiser(new, far) } else { new.step + (far.step - new.step) * F::from_f64(0.5) }
    } else if new.step > near.step {
        high
    } else {
        low
    }
}

/// The minimiser of the cubic with the values and slopes of two samples; NaN where it has none.
fn minimiser<F: Real>(a: Sample<F>, b: Sample<F>) -> F {
    let length = b.step - a.step;
    let theta = F::from_u64(3) * (a.value - b.value) / length + a.slope + b.slope;
    let mut scale = theta.abs();
    for slope in [a.slope.abs(), b.slope.abs()] {
        if slope > scale {
            scale = slope;
        }
    }
    let ratio = theta / scale;
    let radicand = ratio * ratio - a.slope / scale * (b.slope / scale);
    if radicand == F::zero() {
        return F::nan(); // a point of inflection; the root of a negative number is NaN as well
    }
    // The root's sign is that of the minimum, not of the maximum.
    let root = if length < F::zero() { -scale * radicand.sqrt() } else { scale * radicand.sqrt() };
    a.step + ((root - a.slope) + theta) / (((root - a.slope) + root) + b.slope) * length
}
