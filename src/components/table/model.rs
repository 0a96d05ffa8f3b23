//! What a table shows, as plain values that compare with `==`: a section's answer, ready to be placed.

use headroom_core::base::explain::Standing;

/// A whole table. The first cell of each row names the row.
///
/// # Example
///
/// ```
/// use headroom::components::table::{Cell, Column, Row, Table};
///
/// let table = Table::new("bill", "The bill")
///     .with_columns([Column::words("Line"), Column::number("Amount")])
///     .with_rows([Row::of(["Compute", "$12.00"]), Row::of(["Total", "$12.00"]).total()]);
/// assert_eq!(table.text(1, 1), "$12.00");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The element's id, unique on the page; empty for none.
    pub id: String,
    /// What it shows; a heading above it, unless [`Table::titled_above`] says that there is one.
    pub caption: String,
    /// Whether the caption is for screen readers alone, as a heading above says the same.
    pub is_titled_above: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its heading.
    pub words: String,
    /// A line under the heading.
    pub note: String,
    /// Whether numbers stand in it, aligned to the right.
    pub is_number: bool,
    /// Whether its heading sorts, and how it is sorted now.
    pub sort: Option<Sort>,
    /// Whether its heading chooses the column, and whether it is chosen now.
    pub chosen: Option<bool>,
}

/// How a column that sorts is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// By another column.
    Not,
    /// The lowest first.
    Ascending,
    /// The highest first.
    Descending,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What a press in it is told with; unique where rows can be pressed.
    pub key: String,
    /// Its cells, one for each column; cells that are left out are empty.
    pub cells: Vec<Cell>,
    /// How it stands among the others.
    pub kind: RowKind,
    /// Whether its detail is shown below it.
    pub is_open: bool,
}

/// How a row stands among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowKind {
    /// One of many.
    #[default]
    Plain,
    /// The one that is active or selected.
    Selected,
    /// The sum of the others; it stands below them.
    Total,
    /// It differs from its counterpart.
    Differs,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// A mark before the text.
    pub mark: Option<Standing>,
    /// The colour of the text, where it says how something stands.
    pub tone: Option<Standing>,
    /// Whether the text is code.
    pub is_code: bool,
    /// Whether the text is less important than that of other cells.
    pub is_quiet: bool,
    /// Code after the text: the values of a formula.
    pub codes: Vec<String>,
    /// Lines below the text.
    pub notes: Vec<String>,
    /// What it was in the baseline.
    pub was: Option<String>,
    /// Buttons in it.
    pub presses: Vec<Press>,
}

/// A button in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// What it does: told to the page with the key of the row.
    pub act: &'static str,
    /// Its words.
    pub words: String,
    /// Its name for people who cannot see the row; it begins with its words.
    pub name: String,
    /// Its state.
    pub state: PressState,
}

/// The state of a button in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PressState {
    /// It can be pressed.
    #[default]
    Ready,
    /// It cannot be pressed now.
    Disabled,
    /// It is pressed, or not.
    Pressed(bool),
    /// It shows the detail of its row, or hides it. The text of the cell is its name.
    Open(bool),
    /// It leads to another place. The text of the cell is its name.
    Link,
}

impl Table {
    /// An empty table.
    pub fn new(id: impl Into<String>, caption: impl Into<String>) -> Self {
        Self { id: id.into(), caption: caption.into(), ..Self::default() }
    }

    /// The same, below a heading that says what the caption says.
    #[must_use]
    pub fn titled_above(mut self) -> Self {
        self.is_titled_above = true;
        self
    }

    /// The same with these columns.
    #[must_use]
    pub fn with_columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns = columns.into_iter().collect();
        self
    }

    /// The same with these rows after those that it has.
    #[must_use]
    pub fn with_rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The text of a cell; empty where there is none.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.cells.get(column)).map_or("", |cell| &cell.text)
    }

    /// The texts of a row.
    pub fn texts(&self, row: usize) -> Vec<&str> {
        self.rows.get(row).map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).unwrap_or_default()
    }
}

impl Column {
    /// A column of words.
    pub fn words(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub fn number(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_number: true, ..Self::default() }
    }

    /// The same with a line under its heading.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same with a heading that chooses the column.
    #[must_use]
    pub fn chosen(mut self, is_chosen: bool) -> Self {
        self.chosen = Some(is_chosen);
        self
    }

    /// The same with a heading that sorts.
    #[must_use]
    pub fn sorted(mut self, sort: Sort) -> Self {
        self.sort = Some(sort);
        self
    }
}

impl Row {
    /// A row of these cells.
    pub fn of<C: Into<Cell>>(cells: impl IntoIterator<Item = C>) -> Self {
        Self { cells: cells.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The same with a key.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// The same, as the sum of the others.
    #[must_use]
    pub fn total(mut self) -> Self {
        self.kind = RowKind::Total;
        self
    }

    /// The same, marked as the selected one where it is.
    #[must_use]
    pub fn selected(mut self, is_selected: bool) -> Self {
        if is_selected {
            self.kind = RowKind::Selected;
        }
        self
    }
}

impl Cell {
    /// A cell with a mark and text.
    pub fn marked(mark: Standing, text: impl Into<String>) -> Self {
        Self { text: text.into(), mark: Some(mark), ..Self::default() }
    }

    /// The same with a line below, unless it is empty.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        if !note.is_empty() {
            self.notes.push(note);
        }
        self
    }

    /// The same with what it was in the baseline, where that reads otherwise.
    #[must_use]
    pub fn with_was(mut self, was: Option<String>) -> Self {
        self.was = was.filter(|was| *was != self.text);
        self
    }

    /// The same in the colour of a standing.
    #[must_use]
    pub fn toned(mut self, tone: Standing) -> Self {
        self.tone = Some(tone);
        self
    }

    /// The same, less important than other cells.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.is_quiet = true;
        self
    }

    /// The same as code.
    #[must_use]
    pub fn code(mut self) -> Self {
        self.is_code = true;
        self
    }

    /// The same with code after the text, unless it is empty.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        let code = code.into();
        if !code.is_empty() {
            self.codes.push(code);
        }
        self
    }

    /// The same with a button.
    #[must_use]
    pub fn with_press(mut self, press: Press) -> Self {
        self.presses.push(press);
        self
    }
}

impl Press {
    /// A button: what it does, its words, and what it is about, which only its name says.
    pub fn new(act: &'static str, words: &str, about: &str) -> Self {
        let name = if about.is_empty() { words.to_owned() } else { format!("{words}: {about}") };
        Self { act, words: words.to_owned(), name, state: PressState::Ready }
    }

    /// A button with a sign instead of words, and the name that says what it does.
    pub fn sign(act: &'static str, sign: &str, name: String) -> Self {
        Self { act, words: sign.to_owned(), name, state: PressState::Ready }
    }

    /// The same, where it can be pressed only if this is so.
    #[must_use]
    pub fn enabled(mut self, is_enabled: bool) -> Self {
        self.state = if is_enabled { PressState::Ready } else { PressState::Disabled };
        self
    }

    /// The text of its cell as a button that shows or hides the detail of its row.
    pub fn toggle(act: &'static str, is_open: bool) -> Self {
        Self { act, state: PressState::Open(is_open), ..Self::default() }
    }

    /// The text of its cell as a link, with a name that begins with that text.
    pub fn link(act: &'static str, name: String) -> Self {
        Self { act, name, state: PressState::Link, ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_tells_the_baseline_only_where_it_differs() {
        assert_eq!(Cell::from("$5").with_was(Some("$5".into())).was, None);
        assert_eq!(Cell::from("$5").with_was(Some("$4".into())).was, Some("$4".into()));
        assert!(Cell::from("$5").with_note("").notes.is_empty());
    }

    #[test]
    fn a_button_is_named_by_its_words_and_what_it_is_about() {
        let press = Press::new("use", "Use this tier", "pilot light");
        assert!(press.name.starts_with(&press.words), "{}", press.name);
        assert_eq!(Press::new("use", "Use", "").name, "Use");
    }
}
