//! The import itself: bytes go in by pieces, a trace and a report come out.

use super::assemble::{FirstPlaces, Rows as Collected, trace_from_events, trace_from_values};
use super::error::{ROW_LIMITS, limits};
use super::number::read_value;
use super::prometheus;
use super::report::{Findings, Place};
use super::skipped::refuse_mostly_skipped;
use super::timestamp::{TimeForm, read_time};
use super::{CsvLayout, Import, ImportError, ImportReport, IssueKind, Layout, LocalTime, Rows, Source};
use crate::base::csv::{Record, Splitter};

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Rows read; stays 0 while a Prometheus answer is collected.
    pub rows: u64,
}

/// Reads a file that is fed in pieces, so that a worker can report progress and stop between them.
///
/// How the file is cut makes no difference. What is not as it should be is handled by the rule of
/// its kind ([`IssueKind::rule`]) and counted in the report; what cannot be read at all is refused.
/// A Prometheus answer is collected and read at the end.
///
/// # Example
///
/// ```
/// use headroom_core::trace::*;
///
/// let file = "when;load\n2026-01-05;1,5\n2026-01-07;2,5\n2026-01-06;n/a\n2026-01-08;3\n";
/// let mut importer = Importer::new("load", sniff(file.as_bytes())?.layout)?;
/// importer.push(file.as_bytes())?;
/// let import = importer.finish()?;
/// assert_eq!(import.trace.values(), [1.5, 2.5, 3.0]);
/// let blank = &import.report.issues[0];
/// assert_eq!((blank.kind, &blank.places[..]), (IssueKind::BlankValue, &[4][..]));
/// assert_eq!(blank.kind.rule(), "the row is skipped; unknown is not zero");
/// assert_eq!(import.report.gaps.listed[0].start.to_string(), "2026-01-06 00:00:00");
/// # Ok::<(), ImportError>(())
/// ```
#[derive(Debug)]
pub struct Importer {
    name: String,
    progress: Progress,
    reader: Reader,
}

#[derive(Debug)]
enum Reader {
    Csv { splitter: Splitter, table: Box<Table> },
    Prometheus { layout: super::PrometheusLayout, offset: i64, bytes: Vec<u8> },
}

impl Importer {
    /// An importer at the beginning of a file.
    ///
    /// # Errors
    ///
    /// [`ImportError::Layout`] where the layout names what cannot be.
    pub fn new(name: &str, layout: Layout) -> Result<Self, ImportError> {
        let offset = check(name, &layout)?;
        let reader = match layout.source {
            Source::Csv(csv) => Reader::Csv {
                splitter: Splitter::new(csv.delimiter, ROW_LIMITS),
                table: Box::new(Table::new(csv, offset)),
            },
            Source::Prometheus(layout) => Reader::Prometheus { layout, offset, bytes: Vec::new() },
        };
        Ok(Self { name: name.into(), progress: Progress::default(), reader })
    }

    /// Reads the next piece of the file.
    ///
    /// # Errors
    ///
    /// [`ImportError`] where the file passes a limit or is no text. The importer is of no use
    /// after that.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ImportError> {
        self.progress.bytes += piece.len() as u64;
        if self.progress.bytes > limits::BYTES {
            return Err(ImportError::TooManyBytes);
        }
        match &mut self.reader {
            Reader::Csv { splitter, table } => {
                splitter.push(piece, &mut |record| table.read(record))?;
                self.progress.rows = table.rows;
            }
            Reader::Prometheus { bytes, .. } => bytes.extend_from_slice(piece),
        }
        Ok(())
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Ends the file: sorts, finds the step and the gaps.
    ///
    /// # Errors
    ///
    /// [`ImportError`] where what was read is no trace.
    pub fn finish(self) -> Result<Import, ImportError> {
        match self.reader {
            Reader::Csv { mut splitter, mut table } => {
                splitter.finish(&mut |record| table.read(record))?;
                table.finish(&self.name)
            }
            Reader::Prometheus { layout, offset, bytes } => prometheus::import(&self.name, layout, offset, &bytes),
        }
    }
}

/// Checks what a person may have entered, and gives the offset in microseconds.
fn check(name: &str, layout: &Layout) -> Result<i64, ImportError> {
    let wrong = |problem: String| Err(ImportError::Layout(problem));
    if name.len() > limits::NAME_BYTES {
        return wrong(format!(
            "the name of a trace must have at most {} bytes, but has {}",
            limits::NAME_BYTES,
            name.len()
        ));
    }
    let minutes = layout.utc_offset_minutes;
    if !(-1560..=1560).contains(&minutes) {
        return wrong(format!("the offset from UTC must be between -1560 and 1560 minutes, but is {minutes}"));
    }
    if let Source::Csv(csv) = &layout.source {
        if !matches!(csv.delimiter, b' '..=b'~' | b'\t')
            || csv.delimiter == b'"'
            || csv.delimiter.is_ascii_alphanumeric()
        {
            return wrong("the delimiter must be one character that does not occur in numbers or words".into());
        }
        let column = if let Rows::Value { column, .. } = csv.rows { column } else { 0 };
        let chosen = [csv.time_column, csv.clock_column.unwrap_or(0), column];
        if let Some(beyond) = chosen.iter().find(|column| **column >= limits::COLUMNS) {
            return wrong(format!("columns are numbered from 0 to {}, but {beyond} is chosen", limits::COLUMNS - 1));
        }
        if let Rows::Event { interval_seconds } = csv.rows
            && !(1..=limits::EVENT_INTERVAL_SECONDS).contains(&interval_seconds)
        {
            return wrong(format!(
                "the interval for counting events must be between 1 s and a week, but is {interval_seconds} s"
            ));
        }
    }
    Ok(i64::from(minutes) * 60_000_000)
}

/// Why a row cannot be used, and what stood there; nothing where the row itself is too short.
type Flaw<'r> = (IssueKind, Option<&'r [u8]>);

/// The rows of a CSV file, as they are read.
#[derive(Debug)]
struct Table {
    layout: CsvLayout,
    offset: i64,
    header_due: bool,
    width: Option<usize>,
    rows: u64,
    skipped: u64,
    blank_lines: (u64, FirstPlaces),
    blank_between: u64,
    forms: [(u64, FirstPlaces); TimeForm::COUNT],
    findings: Findings,
    collected: Collected,
}

impl Table {
    fn new(layout: CsvLayout, offset: i64) -> Self {
        Self {
            header_due: layout.header,
            layout,
            offset,
            width: None,
            rows: 0,
            skipped: 0,
            blank_lines: Default::default(),
            blank_between: 0,
            forms: Default::default(),
            findings: Findings::default(),
            collected: Collected::default(),
        }
    }

    fn read(&mut self, record: Record<'_>) -> Result<(), ImportError> {
        if record.is_empty() {
            self.blank_lines.0 += 1;
            self.blank_lines.1.add(record.line);
            return Ok(());
        }
        // Blank lines at the end of a file are no finding.
        self.blank_between = self.blank_lines.0;
        let width = *self.width.get_or_insert(record.len());
        if std::mem::take(&mut self.header_due) {
            return Ok(());
        }
        self.rows += 1;
        if self.rows > limits::ROWS {
            return Err(ImportError::TooManyRows { at: record.line, place: Place::Line });
        }
        if record.len() != width {
            self.findings.add(IssueKind::UnevenRow, record.line, b"");
        }
        match self.row(&record) {
            Ok((time, value)) => self.collected.push(time, value, record.line, &mut self.findings),
            Err((kind, found)) => {
                self.skipped += 1;
                // A row that is too short is found already.
                if let Some(found) = found {
                    self.findings.add(kind, record.line, found);
                }
            }
        }
        Ok(())
    }

    /// Time and value of a row, or what is wrong with it and where.
    fn row<'r>(&mut self, record: &Record<'r>) -> Result<(LocalTime, Option<f64>), Flaw<'r>> {
        let cell = |column| record.cell(column).ok_or((IssueKind::UnevenRow, None));
        let written = cell(self.layout.time_column)?;
        let format = self.layout.time_format;
        let read = match self.layout.clock_column {
            Some(column) => {
                let (mut joined, clock) = ([b' '; 64], cell(column)?);
                let length = written.len() + 1 + clock.len();
                if length <= joined.len() {
                    joined[..written.len()].copy_from_slice(written);
                    joined[written.len() + 1..length].copy_from_slice(clock);
                }
                joined.get(..length).and_then(|joined| read_time(joined, format))
            }
            None => read_time(written, format),
        };
        let local = |micros: i64| LocalTime::from_micros(micros.checked_add(self.offset)?);
        let time = read.and_then(|(micros, form)| Some((local(micros)?, form)));
        let (time, form) = time.ok_or((IssueKind::UnreadableTime, Some(written)))?;
        let value = match self.layout.rows {
            Rows::Event { .. } => None,
            Rows::Value { column, meaning } => {
                let written = cell(column)?;
                Some(read_value(written, self.layout.decimal_mark, meaning).map_err(|kind| (kind, Some(written)))?)
            }
        };
        let (count, places) = &mut self.forms[form as usize];
        *count += 1;
        places.add(record.line);
        Ok((time, value))
    }

    fn finish(mut self, name: &str) -> Result<Import, ImportError> {
        if self.rows == 0 {
            return Err(ImportError::Empty);
        }
        refuse_mostly_skipped(self.skipped, self.rows, Place::Line, &self.findings)?;
        let mut places = std::mem::take(&mut self.blank_lines.1.places);
        places.truncate(usize::try_from(self.blank_between).unwrap_or(usize::MAX));
        self.findings.add_counted(IssueKind::BlankLine, self.blank_between, places);
        self.find_mixed_formats();
        let (trace, gaps) = match self.layout.rows {
            Rows::Event { interval_seconds } => trace_from_events(name, interval_seconds, self.collected)?,
            Rows::Value { meaning, .. } => {
                trace_from_values(name, meaning, self.collected, Place::Line, &mut self.findings)?
            }
        };
        let report = ImportReport {
            rows: self.rows,
            skipped: self.skipped,
            points: trace.n_points() as u64,
            step: trace.step(),
            issues: self.findings.into_issues(),
            gaps,
            series: Vec::new(),
            place: Place::Line,
        };
        Ok(Import { trace, report })
    }

    fn find_mixed_formats(&mut self) {
        let most = (0..TimeForm::COUNT).max_by_key(|form| self.forms[*form].0);
        let (mut count, mut first) = (0, FirstPlaces::default());
        for (form, (n, places)) in self.forms.iter().enumerate() {
            if Some(form) != most {
                count += n;
                places.places.iter().for_each(|place| first.add(*place));
            }
        }
        self.findings.add_counted(IssueKind::MixedTimeFormats, count, first.places);
    }
}
