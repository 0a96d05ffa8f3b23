//! Tables as text: the one writer of CSV files, and the one reader of their rows.
//!
//! - [`CsvWriter`] writes rows that a spreadsheet opens without running anything.
//! - [`Splitter`] reads rows out of bytes that arrive in pieces, within [`CsvLimits`].

mod reader;
mod writer;

pub use reader::{CsvError, CsvLimits, Record, Splitter};
pub use writer::CsvWriter;
