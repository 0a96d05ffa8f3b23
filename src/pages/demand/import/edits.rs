//! What a person corrects about the way a file is read, laid over what was recognised.

use crate::worker::protocol::Found;
use headroom_core::trace::{
    Corrections, DecimalMark, Layout, Meaning, PrometheusLayout, Rows, SeriesChoice, Source, TimeFormat,
};

/// The corrections; what is `None` is as recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edits {
    /// What the file is recognised anew with.
    pub corrections: Corrections,
    /// The column of the time of day, or none.
    pub clock_column: Option<Option<usize>>,
    /// How timestamps are written.
    pub time_format: Option<TimeFormat>,
    /// How fractions are written.
    pub decimal_mark: Option<DecimalMark>,
    /// What a row is.
    pub rows: Option<Rows>,
    /// Which series of a Prometheus response.
    pub series: Option<SeriesChoice>,
    /// What a sample of a Prometheus response says.
    pub meaning: Option<Meaning>,
    /// Minutes added to every timestamp.
    pub utc_offset_minutes: i32,
}

impl Edits {
    /// With another delimiter: what was said about columns holds no longer.
    pub fn with_delimiter(self, delimiter: u8) -> Self {
        let corrections = Corrections { delimiter: Some(delimiter), ..Corrections::default() };
        Self {
            corrections,
            time_format: self.time_format,
            utc_offset_minutes: self.utc_offset_minutes,
            ..Self::default()
        }
    }

    /// With or without a header.
    pub fn with_header(self, header: bool) -> Self {
        Self { corrections: Corrections { header: Some(header), ..self.corrections }, ..self }
    }

    /// With the timestamp in another column; where the time of day stands is recognised anew, as
    /// is the value, where it stood in that column.
    pub fn with_time_column(self, column: usize) -> Self {
        let rows = self.rows.filter(|rows| !matches!(rows, Rows::Value { column: value, .. } if *value == column));
        let corrections = Corrections { time_column: Some(column), ..self.corrections };
        Self { corrections, clock_column: None, rows, ..self }
    }
}

/// How the file is to be read.
pub fn layout_of(found: &Found, edits: &Edits) -> Layout {
    let proposed = &found.sniff.layout;
    let source = match &proposed.source {
        Source::Csv(csv) => {
            let mut csv = csv.clone();
            csv.clock_column = edits.clock_column.unwrap_or(csv.clock_column).filter(|clock| *clock != csv.time_column);
            csv.time_format = edits.time_format.unwrap_or(csv.time_format);
            csv.decimal_mark = edits.decimal_mark.unwrap_or(csv.decimal_mark);
            csv.rows = edits.rows.unwrap_or(csv.rows);
            Source::Csv(csv)
        }
        Source::Prometheus(prometheus) => Source::Prometheus(PrometheusLayout {
            series: edits.series.unwrap_or(prometheus.series),
            meaning: edits.meaning.unwrap_or(prometheus.meaning),
        }),
    };
    Layout { source, utc_offset_minutes: proposed.utc_offset_minutes + edits.utc_offset_minutes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::trace::{CsvLayout, sniff};

    fn found(file: &[u8]) -> Found {
        Found { sniff: sniff(file).unwrap(), series: Vec::new() }
    }

    fn csv(layout: Layout) -> CsvLayout {
        match layout.source {
            Source::Csv(csv) => csv,
            Source::Prometheus(_) => panic!("this is CSV"),
        }
    }

    #[test]
    fn nothing_edited_is_what_was_recognised() {
        let found = found(b"time;requests\n2026-01-05 00:00;1,5\n2026-01-05 00:01;2,5\n");
        assert_eq!(layout_of(&found, &Edits::default()), found.sniff.layout);
    }

    #[test]
    fn edits_win_and_another_delimiter_forgets_those_of_columns() {
        let found = found(b"time,a,b\n2026-01-05 00:00,1,2\n2026-01-05 00:01,3,4\n");
        let rows = Rows::Value { column: 2, meaning: Meaning::Rate };
        let edits = Edits { rows: Some(rows), utc_offset_minutes: 120, ..Edits::default() };
        let layout = layout_of(&found, &edits);
        assert_eq!((csv(layout.clone()).rows, layout.utc_offset_minutes), (rows, 120));
        let other = edits.with_delimiter(b';');
        assert_eq!((other.rows, other.utc_offset_minutes, other.corrections.delimiter), (None, 120, Some(b';')));
        assert_eq!(edits.with_time_column(2).rows, None);
        assert_eq!(edits.with_time_column(1).rows, Some(rows));
        assert_eq!(edits.with_header(false).rows, Some(rows));
    }
}
