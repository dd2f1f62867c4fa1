//! Work on many points side by side, on threads of one's own, with the same bits for any number of them.

mod evaluate;
mod network;

use crate::sequence::{BlockSum, Discrepancy, Indices, Mapping, Sequence, Sums};
use crate::simd::Level;
use crate::{Error, Layout, Real};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::num::NonZero;
use std::thread::JoinHandle;
use std::vec::Vec;

/// More of them are a mistake, which the system need not suffer from.
const MOST_THREADS: usize = 1024;

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// The elements of a thread's own block of points: it stays in the cache.
const BLOCK: usize = 1 << 15;

/// An empty vector with room for `len` elements.
fn vec_of<T>(len: usize) -> Result<Vec<T>, Error> {
    let mut vec = Vec::new();
    vec.try_reserve_exact(len).map_err(|_| Error::OutOfMemory)?;
    Ok(vec)
}

/// A pool of threads, apart from rayon's global one and from all other pools. When it is dropped, its threads end first.
#[derive(Debug)]
pub struct Pool {
    /// There until the pool is dropped.
    pool: Option<ThreadPool>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Whether the calling thread is one of the pool's.
    pub(crate) fn has_current_thread(&self) -> bool {
        self.pool.as_ref().is_some_and(|pool| pool.current_thread_index().is_some())
    }

    /// A pool of `threads` threads, 0 for as many as the machine has cores.
    ///
    /// # Errors
    /// [`Error::Threads`] if the system does not give them, [`Error::Parameter`] above 1024.
    pub fn new(threads: usize) -> Result<Self, Error> {
        if threads > MOST_THREADS {
            return Err(Error::Parameter);
        }
        let mut handles = Vec::new();
        // The number is given, since rayon would first look at an environment variable.
        let builder = ThreadPoolBuilder::new().num_threads(if threads == 0 { cores() } else { threads });
        let pool = builder.spawn_handler(|thread| {
            handles.push(std::thread::Builder::new().spawn(|| thread.run())?);
            Ok(())
        });
        let pool = pool.build();
        let mut this = Pool { pool: None, threads: handles };
        this.pool = Some(pool.map_err(|_| Error::Threads)?);
        Ok(this)
    }

    /// A pool of at most `threads` threads, 0 for as many as there are cores, for work of so many parts; none if one thread
    /// is enough.
    #[cfg(feature = "capi")]
    pub(crate) fn for_parts(threads: usize, parts: usize) -> Result<Option<Self>, Error> {
        if threads > MOST_THREADS {
            return Err(Error::Parameter);
        }
        let threads = if threads == 0 { cores() } else { threads };
        if threads.min(parts) > 1 { Pool::new(threads.min(parts)).map(Some) } else { Ok(None) }
    }

    /// Runs `work` in the pool.
    fn install<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(), // only while it is dropped
        }
    }

    /// The number of threads.
    pub fn threads(&self) -> usize {
        self.threads.len()
    }

    /// [`Sequence::fill`], in blocks of points side by side.
    ///
    /// # Errors
    /// Those of [`Sequence::fill`], and by columns [`Error::OutOfMemory`] if there is none for a block per thread.
    pub fn fill<F, S>(&self, sequence: &S, indices: Indices, layout: Layout, out: &mut [F]) -> Result<(), Error>
    where
        F: Real,
        S: Sequence<F> + Sync + ?Sized,
    {
        self.fill_mapped(sequence, indices, layout, Mapping::default(), out)
    }

    /// [`Sequence::fill_mapped`], in blocks of points side by side.
    ///
    /// # Errors
    /// Those of [`Sequence::fill_mapped`], and by columns [`Error::OutOfMemory`] if there is none for a block per thread.
    pub fn fill_mapped<F, S>(
        &self,
        sequence: &S,
        indices: Indices,
        layout: Layout,
        mapping: Mapping<'_, F>,
        out: &mut [F],
    ) -> Result<(), Error>
    where
        F: Real,
        S: Sequence<F> + Sync + ?Sized,
    {
        let (dim, count) = (sequence.dim(), indices.count);
        indices.check()?;
        mapping.check(dim)?;
        let (row, column) = layout.check(count, dim, out.len())?;
        if count < 2 || dim == 0 {
            return sequence.fill_mapped(indices, layout, mapping, out);
        }
        let out = &mut out[..(count - 1) * row + (dim - 1) * column + 1];
        let part = |i: usize, block: usize| Indices {
            start: indices.at(i * block),
            count: block.min(count - i * block),
            ..indices
        };
        if column == 1 {
            let block = count.div_ceil(4 * self.threads()).max(64);
            let results: Vec<_> = self.install(|| {
                let parts = out.par_chunks_mut(block * row).enumerate();
                let layout = Layout::ByRows { stride: row };
                parts.map(|(i, out)| sequence.fill_mapped(part(i, block), layout, mapping, out)).collect()
            });
            return results.into_iter().collect();
        }
        // A part of the points has a piece of each column: computed in a block of one's own, and copied to them.
        let block = (BLOCK / dim).clamp(64, count.div_ceil(4 * self.threads()).max(64));
        let mut pieces = vec_of(count.div_ceil(block))?;
        pieces.resize_with(count.div_ceil(block), Vec::new);
        for column in out.chunks_mut(column) {
            for (pieces, piece) in pieces.iter_mut().zip(column[..count].chunks_mut(block)) {
                pieces.try_reserve_exact(if pieces.is_empty() { dim } else { 0 }).map_err(|_| Error::OutOfMemory)?;
                pieces.push(piece);
            }
        }
        let results: Vec<_> = self.install(|| {
            let parts = pieces.into_par_iter().enumerate().map_init(
                || vec_of(block * dim),
                |own, (i, pieces)| {
                    let own = own.as_mut().map_err(|&mut error| error)?;
                    let part = part(i, block);
                    own.resize(part.count * dim, F::zero());
                    sequence.fill_mapped(part, Layout::COLUMNS, mapping, own)?;
                    for (piece, column) in pieces.into_iter().zip(own.chunks_exact(part.count)) {
                        piece.copy_from_slice(column);
                    }
                    Ok(())
                },
            );
            parts.collect()
        });
        // The first one in the order of points, whichever came first in time.
        results.into_iter().collect()
    }

    /// [`Discrepancy::of`]: the same bits.
    ///
    /// # Errors
    /// Those of [`Discrepancy::of`], and [`Error::OutOfMemory`] if there is no room for a sum per 32 points.
    pub fn discrepancy<F: Real>(
        &self,
        kind: Discrepancy,
        points: &[F],
        count: usize,
        dim: usize,
        layout: Layout,
    ) -> Result<f64, Error> {
        let sums = Sums::new(kind, points, count, dim, layout, Level::detect())?;
        let mut blocks = Vec::new();
        blocks.try_reserve_exact(sums.blocks()).map_err(|_| Error::OutOfMemory)?;
        blocks.resize(sums.blocks(), BlockSum::default());
        // One by one, since the first ones have the most work.
        let each = blocks.par_iter_mut().with_max_len(1).enumerate();
        self.install(|| each.for_each(|(block, sum)| *sum = sums.block(block)));
        Ok(sums.discrepancy(blocks.into_iter()))
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // One of its threads may be the one that drops it: then the others may be waiting for that one.
        let own = self.pool.as_ref().is_some_and(|pool| pool.current_thread_index().is_some());
        self.pool = None; // tells the threads to end
        if !own {
            for thread in self.threads.drain(..) {
                let _ = thread.join();
            }
        }
    }
}
