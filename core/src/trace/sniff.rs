//! A first look at a file: what kind it is, and how its rows and columns are most likely to be read.

use super::columns::{Table, read_table};
use super::error::limits;
use super::{
    CsvLayout, DecimalMark, ImportError, Layout, Meaning, PrometheusLayout, Rows, SeriesChoice, Source, TimeFormat,
};
use serde::{Deserialize, Serialize};

/// Bytes at the beginning of a file that are looked at.
const SAMPLE_BYTES: usize = 65_536;
/// Delimiters in the order in which they are preferred where several fit equally well.
const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b' '];
/// Lengths of the intervals proposed for counting events, s.
const INTERVALS: [u32; 5] = [60, 300, 900, 3600, 86_400];

/// What a look at the beginning of a file gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sniff {
    /// The proposal.
    pub layout: Layout,
    /// The columns with their first cells, for the person who checks the proposal; empty for
    /// Prometheus answers.
    pub columns: Vec<Column>,
    /// Doubts and reasons in sentences, for the person who checks the proposal.
    pub notes: Vec<String>,
}

/// One column as it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the header, or `column 3`.
    pub name: String,
    /// Its first cells below the header, at most eight.
    pub cells: Vec<String>,
}

/// What the person has corrected so far; the rest is recognised anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// Whether there is a header.
    pub header: Option<bool>,
    /// The column of the timestamp.
    pub time_column: Option<usize>,
}

/// Looks at the beginning of a file and proposes how to read it.
///
/// The first 64 KB are enough, and more is not looked at. A proposal is made for every file that
/// has rows; what is doubtful about it is in its notes.
///
/// # Errors
///
/// [`ImportError`] where the file is empty, packed, binary, UTF-16, or no table at all.
///
/// # Example
///
/// ```
/// use headroom_core::trace::*;
///
/// let found = sniff(b"time;requests\n2026-01-05 00:00;1,5\n2026-01-05 00:01;2,5\n")?;
/// let Source::Csv(csv) = found.layout.source else { panic!("this is CSV") };
/// assert_eq!((csv.delimiter, csv.header, csv.decimal_mark), (b';', true, DecimalMark::Comma));
/// assert_eq!(csv.rows, Rows::Value { column: 1, meaning: Meaning::CountPerInterval });
/// # Ok::<(), ImportError>(())
/// ```
pub fn sniff(beginning: &[u8]) -> Result<Sniff, ImportError> {
    sniff_as(beginning, Corrections::default())
}

/// As [`sniff`], with what the person has corrected already.
///
/// # Errors
///
/// As [`sniff`].
pub fn sniff_as(beginning: &[u8], corrections: Corrections) -> Result<Sniff, ImportError> {
    let whole = beginning.len() < SAMPLE_BYTES;
    let sample = &beginning[..beginning.len().min(SAMPLE_BYTES)];
    refuse_what_is_no_text(sample)?;
    let text = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    match text.trim_ascii_start().first() {
        None => Err(ImportError::Empty),
        Some(b'{' | b'[') if corrections.delimiter.is_none() => Ok(sniff_prometheus(text)),
        Some(_) => sniff_csv(sample, whole, corrections),
    }
}

fn refuse_what_is_no_text(sample: &[u8]) -> Result<(), ImportError> {
    let packed: [(&[u8], &str); 7] = [
        (b"\x1F\x8B", "compressed with gzip"),
        (b"PK\x03\x04", "a workbook or a zip archive"),
        (b"\xD0\xCF\x11\xE0", "an old workbook"),
        (b"PAR1", "Parquet"),
        (b"BZh", "compressed with bzip2"),
        (b"\xFD7zXZ", "compressed with xz"),
        (b"\x28\xB5\x2F\xFD", "compressed with Zstandard"),
    ];
    if let Some((_, what)) = packed.iter().find(|(magic, _)| sample.starts_with(magic)) {
        return Err(ImportError::Packed((*what).into()));
    }
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    if sample.starts_with(b"\xFF\xFE") || sample.starts_with(b"\xFE\xFF") || zeros * 3 > sample.len() {
        return Err(ImportError::Utf16);
    }
    let strange = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31);
    match sample.iter().position(strange) {
        Some(at) => {
            let lines = sample[..at].iter().filter(|byte| **byte == b'\n').count();
            Err(ImportError::Binary { line: lines as u64 + 1 })
        }
        None => Ok(()),
    }
}

fn sniff_prometheus(text: &[u8]) -> Sniff {
    let mut notes = Vec::new();
    if !text.windows(8).any(|part| part == b"\"matrix\"") {
        notes.push("This is JSON, but does not look like a response of /api/v1/query_range.".into());
    }
    let prometheus = PrometheusLayout { series: SeriesChoice::Sum, meaning: Meaning::Rate };
    Sniff {
        layout: Layout { source: Source::Prometheus(prometheus), utc_offset_minutes: 0 },
        columns: Vec::new(),
        notes,
    }
}

fn sniff_csv(sample: &[u8], whole: bool, corrections: Corrections) -> Result<Sniff, ImportError> {
    let candidates: Vec<u8> = corrections.delimiter.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let (mut best, mut refusal): (Option<Table>, _) = (None, ImportError::Empty);
    for delimiter in candidates {
        match read_table(sample, whole, delimiter) {
            // The first of equals stays, because the list is in the order of preference.
            Ok(table) if best.as_ref().is_none_or(|best| table.fit() > best.fit()) => best = Some(table),
            Ok(_) => {}
            Err(error) => refusal = if refusal == ImportError::Empty { error } else { refusal },
        }
    }
    // A delimiter that makes too many columns of a row is the right one, where no other makes sense.
    let refused = refusal != ImportError::Empty;
    let table = best.filter(|table| !refused || table.time_column().is_some()).ok_or(refusal)?;
    Ok(propose(&table, corrections))
}

fn propose(table: &Table, corrections: Corrections) -> Sniff {
    let mut notes = Vec::new();
    let found = corrections.time_column.filter(|column| *column < table.width()).or_else(|| table.time_column());
    if found.is_none() {
        notes.push("No column looks like timestamps; choose the column and its format.".into());
    }
    let time_column = found.unwrap_or(0);
    let header = corrections.header.unwrap_or_else(|| table.has_header(time_column));
    let clock_column = table.clock_column(time_column);
    let is_free = |column: &usize| *column != time_column && Some(*column) != clock_column;
    let numeric: Vec<usize> = (0..table.width()).filter(is_free).filter(|column| table.is_numeric(*column)).collect();
    let named = numeric.iter().copied().find(|column| is_value_name(&table.name(*column, header)));
    let times = table.times(time_column, clock_column);
    let irregular = is_irregular(&times);
    let rows = match (named, numeric.as_slice()) {
        (Some(column), _) => value_rows(table, column, header),
        (None, [column, ..]) if !irregular => value_rows(table, *column, header),
        (None, _) => {
            notes.push(
                "Each row looks like one request, so rows are counted; choose a value column if they are not.".into(),
            );
            Rows::Event { interval_seconds: interval_for(&times) }
        }
    };
    if let (Rows::Value { column, .. }, true) = (rows, numeric.len() > 1) {
        notes.push(format!("Several columns hold numbers; using \"{}\".", table.name(column, header)));
    }
    let decimal_mark = match rows {
        Rows::Value { column, .. } => table.decimal_mark(column),
        Rows::Event { .. } => DecimalMark::Point,
    };
    let time_format = if table.has_compact_dates(time_column) { TimeFormat::Iso } else { TimeFormat::Auto };
    let csv =
        CsvLayout { delimiter: table.delimiter, header, time_column, clock_column, time_format, decimal_mark, rows };
    Sniff { layout: Layout { source: Source::Csv(csv), utc_offset_minutes: 0 }, columns: table.columns(header), notes }
}

fn value_rows(table: &Table, column: usize, header: bool) -> Rows {
    let meaning = meaning_from_name(&table.name(column, header)).unwrap_or_else(|| table.meaning_from_values(column));
    Rows::Value { column, meaning }
}

fn words_of(name: &str) -> Vec<String> {
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

fn is_value_name(name: &str) -> bool {
    const WORDS: [&str; 10] = ["value", "values", "y", "load", "sum", "avg", "average", "v", "mean", "metric"];
    meaning_from_name(name).is_some() || words_of(name).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// What a column's name says about its values.
fn meaning_from_name(name: &str) -> Option<Meaning> {
    const RATES: [&str; 7] = ["rate", "qps", "rps", "tps", "second", "sec", "throughput"];
    const COUNTS: [&str; 10] =
        ["count", "counts", "requests", "total", "hits", "calls", "invocations", "n", "visits", "samplecount"];
    const GAUGES: [&str; 11] = [
        "cpu",
        "memory",
        "utilization",
        "inflight",
        "active",
        "connections",
        "gauge",
        "queue",
        "concurrency",
        "percent",
        "usage",
    ];
    let words = words_of(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&RATES) || name.to_lowercase().ends_with("/s") {
        Some(Meaning::Rate)
    } else if has(&GAUGES) {
        Some(Meaning::Gauge)
    } else if has(&COUNTS) {
        Some(Meaning::CountPerInterval)
    } else {
        None
    }
}

/// Whether most distances differ from the usual one by more than an eighth, as between requests;
/// months differ by less.
fn is_irregular(times: &[i64]) -> bool {
    let mut distances: Vec<i64> =
        times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]).saturating_abs()).collect();
    if distances.len() < 3 {
        return false;
    }
    let middle = distances.len() / 2;
    let usual = *distances.select_nth_unstable(middle).1;
    let near = distances.iter().filter(|distance| (**distance - usual).saturating_abs().saturating_mul(8) <= usual);
    usual == 0 || near.count() * 2 < distances.len()
}

/// The shortest of the usual intervals that holds at least one event on average.
fn interval_for(times: &[i64]) -> u32 {
    let first = times.iter().min().copied().unwrap_or_default();
    let last = times.iter().max().copied().unwrap_or_default();
    let seconds_per_event = last.saturating_sub(first) as f64 / 1e6 / (times.len().max(2) - 1) as f64;
    let fits = INTERVALS.iter().find(|interval| f64::from(**interval) >= seconds_per_event);
    fits.copied().unwrap_or(limits::EVENT_INTERVAL_SECONDS)
}
