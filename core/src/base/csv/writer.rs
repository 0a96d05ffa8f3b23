//! Rows of fields as RFC 4180 has them, for spreadsheets.

use std::fmt::{Display, Write};

/// Writes a CSV file, field by field; lines end with CR LF.
///
/// # Example
///
/// ```
/// use headroom_core::base::csv::CsvWriter;
///
/// let mut file = CsvWriter::default();
/// file.texts(["team", "cost, USD"]).end_row();
/// file.text("=SUM(A1)").value(-2.5).end_row();
/// // What a spreadsheet would take for a formula gets an apostrophe; a number is no formula.
/// assert_eq!(file.finish(), "team,\"cost, USD\"\r\n\"'=SUM(A1)\",-2.5\r\n");
/// ```
#[derive(Debug, Default)]
pub struct CsvWriter {
    file: String,
    is_within_row: bool,
}

impl CsvWriter {
    /// A text: quoted where it must be and never a formula.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.next_field();
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        if is_formula || text.contains([',', '"', '\n', '\r', '\t']) {
            let guard = if is_formula { "'" } else { "" };
            // Writing to a text cannot fail.
            let _ = write!(self.file, "\"{guard}{}\"", text.replace('"', "\"\""));
        } else {
            self.file.push_str(text);
        }
        self
    }

    /// Texts, one after the other.
    pub fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> &mut Self {
        for text in texts {
            self.text(text);
        }
        self
    }

    /// A number or a time, as it stands.
    pub fn value(&mut self, value: impl Display) -> &mut Self {
        self.next_field();
        // Writing to a text cannot fail.
        let _ = write!(self.file, "{value}");
        self
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.file.push_str("\r\n");
        self.is_within_row = false;
    }

    /// The file.
    pub fn finish(self) -> String {
        self.file
    }

    fn next_field(&mut self) {
        if std::mem::replace(&mut self.is_within_row, true) {
            self.file.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for (text, field) in [
            ("Chat", "Chat"),
            ("Chat, EU", "\"Chat, EU\""),
            ("=1+1", "\"'=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("+2", "\"'+2\""),
            ("\t=1", "\"'\t=1\""),
            ("two\nlines", "\"two\nlines\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
        ] {
            let mut file = CsvWriter::default();
            file.text(text);
            assert_eq!(file.finish(), field);
        }
    }

    #[test]
    fn empty_fields_keep_their_place() {
        let mut file = CsvWriter::default();
        file.text("").value(1).value("").end_row();
        file.value(2).end_row();
        assert_eq!(file.finish(), ",1,\r\n2\r\n");
    }
}
