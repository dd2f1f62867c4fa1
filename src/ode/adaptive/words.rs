//! A solver that lies in memory of C's: its state as numbers.

use super::pair::Pair;
use super::state::{State, WORDS};
use super::{Adaptive, AdaptiveOptions, check_state};
use crate::{Error, Real};
use core::marker::PhantomData;

/// The state of a solver, with the number of its pair: without padding, and with any bits valid.
pub(crate) type AdaptiveWords = [u64; WORDS];

impl<'m, F: Real, P: Pair> Adaptive<'m, F, P> {
    /// That of its arguments [`new`](Adaptive::new) refuses none but perhaps the memory.
    pub(crate) fn check_new(dim: usize, time: F, initial: &[F], options: &AdaptiveOptions<F>) -> Result<(), Error> {
        if dim == 0 {
            return Err(Error::Dimension);
        }
        options.check()?;
        check_state(dim, time, initial)
    }

    /// The number of equations of the solver that these numbers are, if they are one of this pair.
    pub(crate) fn words_dim(words: &AdaptiveWords) -> Option<usize> {
        if words[0] == P::NUMBER { State::<F>::from_words(words).map(|state| state.dim) } else { None }
    }

    /// The solver that was at these numbers, its arrays in `memory`, of the length that they ask for.
    pub(crate) fn from_words(memory: &'m mut [F], words: &AdaptiveWords) -> Option<Self> {
        let state = State::from_words(words)?;
        let fits = words[0] == P::NUMBER && memory.len() >= Self::memory_len(state.dim, 0);
        fits.then_some(Adaptive { state, memory, prepared: false, pair: PhantomData })
    }

    /// This solver's state as numbers.
    pub(crate) fn words(&self) -> AdaptiveWords {
        self.state.to_words(P::NUMBER)
    }
}
