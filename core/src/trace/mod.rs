//! Measured load: what a trace is, how it is imported, stored and summarised.
//!
//! - [`sniff`] looks at the first 64 KB of a file and proposes a [`Layout`], which the person may
//!   correct in every part.
//! - [`Importer`] is fed the file in pieces under that layout and gives an [`Import`]: the
//!   [`Trace`], and an [`ImportReport`] of everything that was not as it should be and what was
//!   done about it ([`IssueKind::rule`]).
//! - [`TraceStatistics`] answers what a planner wants to know: mean, peak, percentiles, the usual
//!   week, growth, variability.
//! - [`Trace::encode`] and [`Trace::decode`] keep a trace in the browser's storage.
//!
//! # Time
//!
//! A trace has one wall clock. A timestamp with an offset is turned into UTC; one without is taken
//! as it stands; then [`Layout::utc_offset_minutes`] is added to both. So a file in UTC becomes
//! local time by that one number, and a file in local time needs none.
//!
//! # Example
//!
//! ```
//! use headroom_core::trace::{Importer, TraceStatistics, sniff};
//!
//! let file = b"time,requests\n2026-01-05 00:00,120\n2026-01-05 00:01,60\n2026-01-05 00:02,180\n";
//! let mut importer = Importer::new("front door", sniff(file)?.layout)?;
//! for piece in file.chunks(16) {
//!     importer.push(piece)?;
//! }
//! let import = importer.finish()?;
//! let statistics = TraceStatistics::of(&import.trace);
//! assert_eq!(statistics.values.mean, 120.0); // by hand: (120 + 60 + 180) / 3 requests a minute
//! assert_eq!(statistics.load.map(|load| load.peak), Some(3.0)); // 180 in 60 s
//! # Ok::<(), headroom_core::trace::ImportError>(())
//! ```

mod assemble;
mod codec;
mod columns;
mod error;
mod import;
mod layout;
mod number;
mod profile;
mod prometheus;
mod report;
mod series;
mod skipped;
mod sniff;
mod statistics;
mod time;
mod timestamp;
mod trend;

pub use crate::base::time::{DAYS_PER_MONTH, HOURS_PER_WEEK};
pub use codec::DecodeError;
pub use error::{ImportError, limits};
pub use import::{Importer, Progress};
pub use layout::{CsvLayout, DecimalMark, Layout, Meaning, PrometheusLayout, Rows, SeriesChoice, Source, TimeFormat};
pub use profile::{HourOfWeek, ProfileBasis};
pub use report::{Gap, Gaps, Import, ImportReport, Issue, IssueKind, Place, SeriesSummary};
pub use series::{Arrivals, InvalidTrace, Times, Trace};
pub use sniff::{Column, Corrections, Sniff, sniff, sniff_as};
pub use statistics::{ArrivalStatistics, Summary, TraceStatistics, UsualShape};
pub use time::{LocalTime, Step};
pub use trend::{NoTrend, Trend};
