//! [`Layout`]: how a matrix lies in memory.

use crate::Error;

/// How a matrix `[rows][columns]` lies in memory. Julia's and Fortran's matrices are by columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Row after row, `stride` elements from one row's begin to the next; 0 means that nothing lies between.
    ByRows {
        /// Elements from one row to the next, or 0.
        stride: usize,
    },
    /// Column after column, `stride` elements from one column's begin to the next; 0 means that nothing lies between.
    ByColumns {
        /// Elements from one column to the next, or 0.
        stride: usize,
    },
}

impl Layout {
    /// Row after row, nothing between them.
    pub const ROWS: Layout = Layout::ByRows { stride: 0 };
    /// Column after column, nothing between them.
    pub const COLUMNS: Layout = Layout::ByColumns { stride: 0 };

    /// The distances in elements (from one row to the next, from one column to the next) of a matrix `[rows][columns]`
    /// in an array of `len` elements.
    ///
    /// # Errors
    /// [`Error::Stride`] if the stride is neither 0 nor at least a row's (a column's) length, [`Error::Length`] if the
    /// array is too short.
    pub fn check(self, rows: usize, columns: usize, len: usize) -> Result<(usize, usize), Error> {
        let (inner, outer, stride) = match self {
            Layout::ByRows { stride } => (columns, rows, stride),
            Layout::ByColumns { stride } => (rows, columns, stride),
        };
        let stride = if stride == 0 { inner } else { stride };
        if stride < inner {
            return Err(Error::Stride);
        }
        if inner > 0 && outer > 0 {
            // The last row (or column) needs no room behind it.
            let needed = (outer - 1).checked_mul(stride).and_then(|n| n.checked_add(inner));
            if needed.is_none_or(|n| n > len) {
                return Err(Error::Length);
            }
        }
        Ok(match self {
            Layout::ByRows { .. } => (stride, 1),
            Layout::ByColumns { .. } => (1, stride),
        })
    }
}
