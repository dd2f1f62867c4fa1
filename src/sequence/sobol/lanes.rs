//! [`Lanes`]: what is needed to compute points of a few dimensions side by side.

use super::directions::directions;
use super::word::Word;
use super::{Order, Sobol, SobolScrambling};
use crate::Real;
use crate::random::hash;

/// Points are computed in blocks of that many consecutive indices, from a multiple of it on.
pub(super) const BLOCK: usize = 16;

const ROUNDS: usize = 4;
const KEYS: usize = 3 * ROUNDS + 1;

/// `L` dimensions side by side. With `NESTED`, what a method calls a word has its bits in reverse order, the most
/// significant bit of the fraction lowest: the scrambling wants it so.
#[derive(Clone, Debug)]
pub(super) struct Lanes<W, const L: usize> {
    /// Points i and i + 1 differ by number k, if i ends in k ones: in Gray's order the direction numbers, in natural order
    /// the XOR of all up to k. In both, point i is the XOR of the numbers k for which bit k of i ^ (i >> 1) is 1.
    steps: [[W; L]; 64],
    /// What point l of a block differs by from its point 0: the same for all blocks, and only the upper bits differ.
    /// Without `NESTED`, moved to the place that they have in a number of the floating-point type.
    patterns: [[W; L]; BLOCK],
    /// Point 0.
    shift: [W; L],
    keys: [[W; L]; KEYS],
}

impl<W: Word, const L: usize> Lanes<W, L> {
    pub(super) const fn new() -> Self {
        Lanes {
            steps: [[W::ZERO; L]; 64],
            patterns: [[W::ZERO; L]; BLOCK],
            shift: [W::ZERO; L],
            keys: [[W::ZERO; L]; KEYS],
        }
    }

    /// Prepares for the dimensions from `first` on (beyond the last one, for the last one again) and for indices up to
    /// `last`, point by point.
    #[inline(never)]
    pub(super) fn prepare<F: Real, const NESTED: bool>(&mut self, sobol: &Sobol<F>, first: usize, last: u64) {
        let bits = (u64::BITS - last.leading_zeros()).max(BLOCK.trailing_zeros()) as usize;
        for lane in 0..L {
            let dimension = (first + lane).min(sobol.dim - 1);
            let mut column = [W::ZERO; 64];
            let column = &mut column[..bits];
            directions::<W, NESTED>(dimension, column);
            let mut sum = W::ZERO;
            for (step, &number) in self.steps.iter_mut().zip(&*column) {
                sum = sum ^ number;
                step[lane] = if sobol.order == Order::Natural { sum } else { number };
            }
            // Apart from the keys of other sequences even if the seed is the same.
            let key = |seed, kind: u64| hash(hash(hash(seed) ^ kind) ^ dimension as u64);
            match sobol.scrambling {
                SobolScrambling::None => {}
                SobolScrambling::Nested(seed) => {
                    let key = key(seed, 4);
                    for (t, word) in self.keys.iter_mut().enumerate() {
                        // The factors are odd.
                        let odd = if t % 3 == 0 && t < 3 * ROUNDS { 1 } else { 0 };
                        word[lane] = W::low_bits(hash(key ^ t as u64) | odd);
                    }
                }
                SobolScrambling::Shift(seed) => self.shift[lane] = W::high_bits(hash(key(seed, 5))),
            }
        }
    }

    /// Prepares for blocks too.
    #[inline(never)]
    pub(super) fn prepare_blocks<F: Real, const NESTED: bool>(&mut self, sobol: &Sobol<F>, first: usize, last: u64) {
        self.prepare::<F, NESTED>(sobol, first, last);
        for l in 1..BLOCK {
            let mut pattern = [W::ZERO; L];
            self.walk(&mut pattern, 0, l as u64);
            self.patterns[l] = if NESTED { pattern } else { pattern.map(|x| x >> (W::BITS - F::DIGITS + 1)) };
        }
    }

    /// The words of point `index`.
    #[inline(always)]
    pub(super) fn at(&self, index: u64) -> [W; L] {
        let mut words = self.shift;
        self.walk(&mut words, 0, index);
        words
    }

    /// From the words of point `from` to those of point `to`.
    #[inline(always)]
    pub(super) fn walk(&self, words: &mut [W; L], from: u64, to: u64) {
        let difference = from ^ to;
        let mut left = difference ^ (difference >> 1);
        while left != 0 {
            let step = &self.steps[left.trailing_zeros() as usize % 64];
            for lane in 0..L {
                words[lane] = words[lane] ^ step[lane];
            }
            left &= left - 1;
        }
    }

    /// From the words of the first point of a block to those of the first of the next one, with this index.
    #[inline(always)]
    pub(super) fn next_block(&self, words: &mut [W; L], index: u64) {
        let (step, within) =
            (&self.steps[index.trailing_zeros() as usize % 64], &self.steps[BLOCK.trailing_zeros() as usize - 1]);
        for lane in 0..L {
            words[lane] = words[lane] ^ step[lane] ^ within[lane];
        }
    }

    /// What the points of a block have in common.
    #[inline(always)]
    pub(super) fn common<F: Real, const NESTED: bool>(words: &[W; L]) -> Common<W, L> {
        if NESTED {
            return Common(*words, *words);
        }
        let numbers = words.map(numbers::<F, W>);
        Common(numbers.map(|(upper, _)| upper), numbers.map(|(_, last)| last))
    }

    /// Point `l` of a block.
    #[inline(always)]
    pub(super) fn point<F: Real, const NESTED: bool>(&self, common: &Common<W, L>, l: usize) -> [F; L] {
        let (Common(upper, last), pattern) = (common, &self.patterns[l % BLOCK]);
        let mut point = [F::zero(); L];
        for lane in 0..L {
            let x = upper[lane] ^ pattern[lane];
            let (upper, last) = if NESTED {
                let keys = self.keys.each_ref().map(|keys| keys[lane]);
                numbers::<F, W>(nested(x, keys).reverse_bits())
            } else {
                (x, last[lane])
            };
            point[lane] = F::from_bits64(upper.widen()) - F::from_bits64(last.widen());
        }
        point
    }
}

/// What the points of a block have in common: with `NESTED`, the first one's words; else what [`numbers`] made of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common<W, const L: usize>([W; L], [W; L]);

/// The bits of two numbers of the floating-point type `F`, whose difference is the fraction x, rounded down to a multiple of
/// 2^-DIGITS, exactly: 1 + x without the last bit, and 1 minus the last bit. Integers are not converted, since not every
/// instruction set can do it.
#[inline(always)]
fn numbers<F: Real, W: Word>(x: W) -> (W, W) {
    let one = W::low_bits(F::one().to_bits64());
    let last = (x >> (W::BITS - F::DIGITS)) & W::ONE;
    (one | x >> (W::BITS - F::DIGITS + 1), one.minus(last)) // below 1, numbers lie twice as close
}

/// Nested uniform scrambling: a bijection of words in which bit k depends on bits 0 … k alone, and keeps or flips bit k as a
/// random function of the bits below it says.
///
/// Additions, multiplications and shifts to the left let no bit have an influence on a lower one (Laine and Karras, Comput.
/// Graph. Forum 30(4), 2011). All constants are random, and each round has a product of bits, since otherwise the flips of
/// neighbours among the first few bits, on which little has an influence, would depend on each other. The factors have 32
/// bits because CPUs without a product of 64-bit lanes put it together from such.
#[inline(always)]
fn nested<W: Word>(x: W, keys: [W; KEYS]) -> W {
    let mut x = x;
    for round in 0..ROUNDS {
        let [factor, summand, other] = [keys[3 * round], keys[3 * round + 1], keys[3 * round + 2]];
        x = x.times(factor).plus(summand);
        x = x ^ (x << 1) & ((x << 2) ^ other);
    }
    x ^ keys[3 * ROUNDS]
}
