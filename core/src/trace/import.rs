//! x
use super::{ImportError, ImportReport, Layout, Trace};

/// An imported trace, and what there is to know about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The trace.
    pub trace: Trace,
    /// What was found and what was done about it.
    pub report: ImportReport,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Rows read; stays 0 while a Prometheus answer is collected.
    pub rows: u64,
}

/// Reads a file that is fed in pieces.
#[derive(Debug)]
pub struct Importer {}

impl Importer {
    /// Begins.
    ///
    /// # Errors
    ///
    /// [`ImportError`]
    pub fn new(_name: &str, _layout: Layout) -> Result<Self, ImportError> {
        todo!()
    }
    /// Reads the next piece.
    ///
    /// # Errors
    ///
    /// [`ImportError`]
    pub fn push(&mut self, _piece: &[u8]) -> Result<(), ImportError> {
        todo!()
    }
    /// How far.
    pub fn progress(&self) -> Progress {
        todo!()
    }
    /// Ends.
    ///
    /// # Errors
    ///
    /// [`ImportError`]
    pub fn finish(self) -> Result<Import, ImportError> {
        todo!()
    }
}
