//! Rows and cells out of bytes that arrive in pieces, with exact line numbers and bounded memory.

/// What a row may be; each refusal names the limit that it met.
#[derive(Clone, Copy, Debug)]
pub struct CsvLimits {
    /// Cells of a row.
    pub columns: usize,
    /// Bytes of a row, with all its quoted line breaks.
    pub row_bytes: usize,
}

/// Why rows cannot be read; lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvError {
    /// There is a byte that text does not have.
    Binary {
        /// Line on which it stands.
        line: u64,
    },
    /// A row has more cells than [`CsvLimits::columns`].
    TooManyColumns {
        /// Line on which the row begins.
        line: u64,
    },
    /// A row is longer than [`CsvLimits::row_bytes`].
    RowTooLong {
        /// Line on which the row begins.
        line: u64,
    },
    /// A quoted cell has no end.
    UnclosedQuote {
        /// Line on which the quote was opened.
        line: u64,
    },
}

const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// Splits text into rows of cells, as RFC 4180 and the `csv` crate do, but fed in pieces.
///
/// Lines end with LF, CR LF or CR. A cell that begins with a double quote goes on to the next
/// single one and may hold delimiters, line breaks and doubled quotes; what follows the closing
/// quote is taken as it stands. With a space as delimiter, a run of spaces is one.
#[derive(Debug)]
pub struct Splitter {
    delimiter: u8,
    limits: CsvLimits,
    state: State,
    cells: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    first_line: u64,
    quote_line: u64,
    after_cr: bool,
    mark_seen: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    RowStart,
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    cells: &'a [u8],
    ends: &'a [usize],
    /// Line on which it begins, counted from 1.
    pub line: u64,
}

impl<'a> Record<'a> {
    /// Number of cells; 0 for a blank line.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it is a blank line.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell at `index`, without the blanks around it.
    pub fn cell(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.cells.get(start..end).map(<[u8]>::trim_ascii)
    }
}

impl Splitter {
    /// A splitter at the beginning of a file.
    pub fn new(delimiter: u8, limits: CsvLimits) -> Self {
        Self {
            delimiter,
            limits,
            state: State::RowStart,
            cells: Vec::new(),
            ends: Vec::new(),
            line: 1,
            first_line: 1,
            quote_line: 1,
            after_cr: false,
            mark_seen: Some(0),
        }
    }

    /// Reads a piece and hands over each row that it completes.
    ///
    /// # Errors
    ///
    /// [`CsvError`], or what `on_row` answers; nothing is read after that.
    pub fn push<E: From<CsvError>>(
        &mut self,
        piece: &[u8],
        on_row: &mut impl FnMut(Record<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = self.skip_byte_order_mark(piece);
        while let Some((&byte, after)) = rest.split_first() {
            if self.state == State::Plain {
                let ends_cell = |b: &u8| *b == self.delimiter || matches!(*b, b'\n' | b'\r' | 0);
                let length = rest.iter().position(ends_cell).unwrap_or(rest.len());
                if length > 0 {
                    self.cells.extend_from_slice(&rest[..length]);
                    rest = &rest[length..];
                    self.check_length()?;
                    continue;
                }
            }
            rest = after;
            if byte == 0 {
                return Err(CsvError::Binary { line: self.line }.into());
            }
            if std::mem::take(&mut self.after_cr) && byte == b'\n' {
                if self.state == State::Quoted {
                    self.cells.push(byte);
                }
                continue;
            }
            self.after_cr = byte == b'\r';
            let ends_line = matches!(byte, b'\n' | b'\r');
            if self.state == State::Quoted {
                self.quoted(byte, ends_line)?;
            } else if ends_line {
                self.end_row(on_row)?;
                self.line += 1;
            } else {
                self.unquoted(byte)?;
            }
        }
        Ok(())
    }

    /// Hands over the last row, where the file does not end with a line break.
    ///
    /// # Errors
    ///
    /// [`CsvError`], or what `on_row` answers.
    pub fn finish<E: From<CsvError>>(&mut self, on_row: &mut impl FnMut(Record<'_>) -> Result<(), E>) -> Result<(), E> {
        match self.state {
            State::RowStart => Ok(()),
            State::Quoted => Err(CsvError::UnclosedQuote { line: self.quote_line }.into()),
            State::CellStart | State::Plain | State::QuoteInQuoted => self.end_row(on_row),
        }
    }

    fn skip_byte_order_mark<'p>(&mut self, mut piece: &'p [u8]) -> &'p [u8] {
        while let (Some(seen), Some((byte, rest))) = (self.mark_seen, piece.split_first()) {
            if BYTE_ORDER_MARK.get(seen) == Some(byte) {
                self.mark_seen = Some(seen + 1);
                piece = rest;
            } else {
                self.mark_seen = None;
            }
        }
        piece
    }

    fn quoted(&mut self, byte: u8, ends_line: bool) -> Result<(), CsvError> {
        if byte == b'"' {
            self.state = State::QuoteInQuoted;
            return Ok(());
        }
        self.line += u64::from(ends_line);
        self.cells.push(byte);
        self.check_length()
    }

    fn unquoted(&mut self, byte: u8) -> Result<(), CsvError> {
        if self.state == State::RowStart {
            self.first_line = self.line;
            self.state = State::CellStart;
        }
        if byte == self.delimiter {
            if byte == b' ' && self.state == State::CellStart {
                return Ok(());
            }
            return self.end_cell();
        }
        match (self.state, byte) {
            (State::CellStart, b'"') => {
                self.quote_line = self.line;
                self.state = State::Quoted;
            }
            (State::QuoteInQuoted, b'"') => {
                self.cells.push(byte);
                self.state = State::Quoted;
            }
            _ => {
                self.cells.push(byte);
                self.state = State::Plain;
            }
        }
        self.check_length()
    }

    fn end_cell(&mut self) -> Result<(), CsvError> {
        if self.ends.len() + 1 >= self.limits.columns {
            return Err(CsvError::TooManyColumns { line: self.first_line });
        }
        self.ends.push(self.cells.len());
        self.state = State::CellStart;
        Ok(())
    }

    fn end_row<E>(&mut self, on_row: &mut impl FnMut(Record<'_>) -> Result<(), E>) -> Result<(), E> {
        let blank = self.ends.is_empty() && self.cells.trim_ascii().is_empty() && self.state != State::QuoteInQuoted;
        let trailing_space = self.delimiter == b' ' && self.state == State::CellStart;
        let line = if self.state == State::RowStart { self.line } else { self.first_line };
        if !blank && !trailing_space {
            self.ends.push(self.cells.len());
        }
        let handed = on_row(Record { cells: &self.cells, ends: &self.ends, line });
        self.cells.clear();
        self.ends.clear();
        self.state = State::RowStart;
        handed
    }

    fn check_length(&self) -> Result<(), CsvError> {
        if self.cells.len() <= self.limits.row_bytes {
            Ok(())
        } else if self.state == State::Quoted {
            Err(CsvError::UnclosedQuote { line: self.quote_line })
        } else {
            Err(CsvError::RowTooLong { line: self.first_line })
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    const LIMITS: CsvLimits = CsvLimits { columns: 100, row_bytes: 65_536 };

    fn rows(text: &[u8], delimiter: u8, piece: usize) -> Result<Vec<(u64, Vec<String>)>, CsvError> {
        let mut rows = Vec::new();
        let mut splitter = Splitter::new(delimiter, LIMITS);
        let mut take = |record: Record<'_>| {
            let cells =
                (0..record.len()).map(|i| String::from_utf8_lossy(record.cell(i).unwrap()).into_owned()).collect();
            rows.push((record.line, cells));
            Ok(())
        };
        for piece in text.chunks(piece) {
            splitter.push(piece, &mut take)?;
        }
        splitter.finish(&mut take)?;
        Ok(rows)
    }

    fn check(text: &str, delimiter: u8, expected: &[(u64, &[&str])]) {
        for piece in [1, 2, 3, 7, 1000] {
            let found = rows(text.as_bytes(), delimiter, piece).unwrap();
            let found: Vec<(u64, Vec<&str>)> =
                found.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())).collect();
            let expected: Vec<(u64, Vec<&str>)> =
                expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
            assert_eq!(found, expected, "{text:?} in pieces of {piece}");
        }
    }

    #[test]
    fn rows_cells_and_lines() {
        check("a,b\n1,2\n", b',', &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\r\n1,2", b',', &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\r1,\r\r3,4", b',', &[(1, &["a", "b"]), (2, &["1", ""]), (3, &[]), (4, &["3", "4"])]);
        check("\u{feff}a;b\n\n 1 ; 2 \n", b';', &[(1, &["a", "b"]), (2, &[]), (3, &["1", "2"])]);
        check(
            "\"a,\"\"b\",c\n\"x\r\ny\",2\n3,4",
            b',',
            &[(1, &["a,\"b", "c"]), (2, &["x\r\ny", "2"]), (4, &["3", "4"])],
        );
        check("\"a\"b,c\"d\"\n", b',', &[(1, &["ab", "c\"d\""])]);
        check("  1   2 \n3 4\n", b' ', &[(1, &["1", "2"]), (2, &["3", "4"])]);
        check("\"\"\n", b',', &[(1, &[""])]);
    }

    #[test]
    fn what_has_no_end_is_refused_with_its_line() {
        assert_eq!(rows(b"a\n\"b\nc\n", b',', 2), Err(CsvError::UnclosedQuote { line: 2 }));
        let long = [b"a\n\"".as_slice(), &[b'x'; 70_000]].concat();
        assert_eq!(rows(&long, b',', 4096), Err(CsvError::UnclosedQuote { line: 2 }));
        assert_eq!(rows(&[b'x'; 70_000], b',', 4096), Err(CsvError::RowTooLong { line: 1 }));
        assert_eq!(rows(&[b','; 200], b',', 4096), Err(CsvError::TooManyColumns { line: 1 }));
        assert_eq!(rows(&[b','; 99], b',', 4096).map(|rows| rows[0].1.len()), Ok(100));
        assert_eq!(rows(b"a\nb\0", b',', 4096), Err(CsvError::Binary { line: 2 }));
    }

    proptest! {
        #[test]
        fn it_splits_as_the_csv_crate_does(text in "[a\",;\\n\r]{0,40}", piece in 1..9usize) {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(|cell| cell.trim_ascii().to_owned()).collect())
                .collect();
            // The csv crate closes at the end of the file what was left open; here that is refused.
            if let Ok(found) = rows(text.as_bytes(), b',', piece) {
                let found: Vec<Vec<String>> = found.into_iter().map(|(_, cells)| cells).filter(|cells| !cells.is_empty()).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
