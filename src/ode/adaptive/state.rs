//! What of an adaptive solver is not an array of floats.

use super::control::AdaptiveOptions;
use crate::Real;

#[derive(Clone, Copy, Debug)]
pub(super) struct State<F> {
    pub(super) options: AdaptiveOptions<F>,
    pub(super) dim: usize,
    pub(super) time: F,
    /// Where the last step began, while its stages are there; else the time.
    pub(super) previous: F,
    /// Events up to this time have been reported …
    pub(super) watched: F,
    /// … at this time, those up to this number.
    pub(super) watched_event: u64,
    /// The length of the next step; 0 before it is chosen.
    pub(super) step: F,
    /// The error of the last step, as the controller remembers it.
    pub(super) error: F,
    pub(super) steps: u64,
    pub(super) rejected: u64,
    pub(super) evaluations: u64,
    /// Whether time runs backwards.
    pub(super) backward: bool,
    /// Whether the state lies in the second array of states, and its rates in the last of rates.
    pub(super) swapped: bool,
    /// Whether the rates are known.
    pub(super) rated: bool,
    /// Whether the last try was rejected, so that the next step must not grow.
    pub(super) retry: bool,
    /// Whether the last try was NaN or infinite.
    pub(super) not_finite: bool,
}

/// A [`State`] as numbers, with that of the pair.
pub(super) const WORDS: usize = 21;

impl<F: Real> State<F> {
    pub(super) fn new(dim: usize, time: F, options: &AdaptiveOptions<F>) -> Self {
        State {
            options: *options,
            dim,
            time,
            previous: time,
            watched: time,
            watched_event: u64::MAX,
            step: F::zero(),
            error: AdaptiveOptions::remembered(F::zero()),
            steps: 0,
            rejected: 0,
            evaluations: 0,
            backward: false,
            swapped: false,
            rated: false,
            retry: false,
            not_finite: false,
        }
    }

    /// Whether `a` comes before `b`.
    #[inline(always)]
    pub(super) fn before(&self, a: F, b: F) -> bool {
        if self.backward { a > b } else { a < b }
    }

    /// Whether `t` is within the last step, its ends included.
    #[inline(always)]
    pub(super) fn holds(&self, t: F) -> bool {
        (self.previous <= t && t <= self.time) || (self.time <= t && t <= self.previous)
    }

    /// The pair's number, dim, the options in their order (floats as bits), time, previous, watched, watched_event, step,
    /// error, steps, rejected, evaluations, and the five flags as bits, backward the lowest.
    pub(super) fn to_words(self, pair: u64) -> [u64; WORDS] {
        let options = self.options;
        let flags = [self.backward, self.swapped, self.rated, self.retry, self.not_finite];
        [
            pair,
            self.dim as u64,
            options.rtol.to_bits64(),
            options.atol.to_bits64(),
            options.first_step.to_bits64(),
            options.max_step.to_bits64(),
            options.max_steps,
            options.safety.to_bits64(),
            options.beta.to_bits64(),
            options.min_factor.to_bits64(),
            options.max_factor.to_bits64(),
            self.time.to_bits64(),
            self.previous.to_bits64(),
            self.watched.to_bits64(),
            self.watched_event,
            self.step.to_bits64(),
            self.error.to_bits64(),
            self.steps,
            self.rejected,
            self.evaluations,
            flags.iter().enumerate().fold(0, |bits, (i, &flag)| bits | u64::from(flag) << i),
        ]
    }

    /// The state that these numbers are, if they are one.
    pub(super) fn from_words(words: &[u64; WORDS]) -> Option<Self> {
        let float = |word: u64| Some(F::from_bits64(word)).filter(|x| x.to_bits64() == word);
        let finite = |word: u64| float(word).filter(|x| x.is_finite());
        let flag = |i: u32| words[20] >> i & 1 == 1;
        let state = State {
            options: AdaptiveOptions {
                rtol: float(words[2])?,
                atol: float(words[3])?,
                first_step: float(words[4])?,
                max_step: float(words[5])?,
                max_steps: words[6],
                safety: float(words[7])?,
                beta: float(words[8])?,
                min_factor: float(words[9])?,
                max_factor: float(words[10])?,
            },
            dim: usize::try_from(words[1]).ok()?,
            time: finite(words[11])?,
            previous: finite(words[12])?,
            watched: finite(words[13])?,
            watched_event: words[14],
            step: finite(words[15])?,
            error: finite(words[16])?,
            steps: words[17],
            rejected: words[18],
            evaluations: words[19],
            backward: flag(0),
            swapped: flag(1),
            rated: flag(2),
            retry: flag(3),
            not_finite: flag(4),
        };
        let sound = state.dim > 0
            && words[20] < 1 << 5
            && state.holds(state.watched)
            && state.step >= F::zero()
            && state.error > F::zero()
            && state.options.check().is_ok();
        sound.then_some(state)
    }
}
