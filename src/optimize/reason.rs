//! Why a run ended.

use crate::Stop;
use crate::checkpoint::Fields;
use core::fmt;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The best value is at or below the target.
    Target,
    /// The best value has not become better for `max_repetition` generations (a search: restarts), or a search has no
    /// restart left.
    Stagnation,
    /// `max_evaluations` are used up.
    Evaluations,
    /// `max_generations` are done.
    Generations,
    /// The objective or the observer stopped it, with that number.
    Caller(i32),
    /// The objective or the observer failed, with that number.
    Failure(i32),
    /// The spread is at most `min_spread`.
    Spread,
    /// The time is up (by an owner, with `std`).
    Time,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Target => f.write_str("the best value is at or below the target"),
            Reason::Stagnation => f.write_str(
                "the best value has not become better for max_repetition generations, or no restart is left",
            ),
            Reason::Evaluations => f.write_str("max_evaluations are used up"),
            Reason::Generations => f.write_str("max_generations are done"),
            Reason::Caller(code) => Stop::Caller(*code).fmt(f),
            Reason::Failure(code) => Stop::Failure(*code).fmt(f),
            Reason::Spread => f.write_str("the spread is at most min_spread"),
            Reason::Time => f.write_str("the time is up"),
        }
    }
}

impl From<Stop> for Reason {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Caller(code) => Reason::Caller(code),
            Stop::Failure(code) => Reason::Failure(code),
        }
    }
}

impl Reason {
    /// A reason as two numbers: 0 (none) to 8, and what the caller gave.
    pub(crate) fn to_words(reason: Option<Reason>) -> [u64; 2] {
        let (reason, number) = match reason {
            None => (0, 0),
            Some(Reason::Target) => (1, 0),
            Some(Reason::Stagnation) => (2, 0),
            Some(Reason::Evaluations) => (3, 0),
            Some(Reason::Generations) => (4, 0),
            Some(Reason::Caller(number)) => (5, number),
            Some(Reason::Failure(number)) => (6, number),
            Some(Reason::Spread) => (7, 0),
            Some(Reason::Time) => (8, 0),
        };
        [reason, u64::from(number.cast_unsigned())]
    }

    /// The reason that these numbers are, if they are one.
    pub(crate) fn from_words(fields: &mut Fields<'_>) -> Option<Option<Reason>> {
        Some(match (fields.word()?, fields.number()?) {
            (0, 0) => None,
            (1, 0) => Some(Reason::Target),
            (2, 0) => Some(Reason::Stagnation),
            (3, 0) => Some(Reason::Evaluations),
            (4, 0) => Some(Reason::Generations),
            (5, number) => Some(Reason::Caller(number)),
            (6, number) => Some(Reason::Failure(number)),
            (7, 0) => Some(Reason::Spread),
            (8, 0) => Some(Reason::Time),
            _ => return None,
        })
    }
}
