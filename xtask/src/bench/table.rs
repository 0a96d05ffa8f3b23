//! Prints measurements side by side with what they are measured against.

/// One row of a table.
pub struct Measure {
    /// What was measured.
    pub name: String,
    /// The value, in the table's unit.
    pub value: f64,
    /// What it is compared with, in the same unit: an aim, or another library's value.
    pub reference: Option<f64>,
    /// What the reader needs to judge the row.
    pub note: String,
}

/// A unit and how its values are written.
#[derive(Clone, Copy)]
pub enum Unit {
    /// Thousands of bytes.
    Kilobytes,
    /// Milliseconds.
    Milliseconds,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Kilobytes => "KB",
            Unit::Milliseconds => "ms",
        }
    }
}

/// A table as text: name, value, reference, their ratio, note.
///
/// The ratio column is `value / reference`: below 1 is better than the reference.
pub fn render(title: &str, unit: Unit, against: &str, rows: &[Measure]) -> String {
    let widest = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(title.chars().count());
    let against_width = against.chars().count().max(10);
    let mut text = format!("{title:<widest$}  {:>10}  {against:>against_width$}  {:>6}  note\n", unit.name(), "ratio");
    for row in rows {
        let reference = row.reference.map(|value| number(unit, value)).unwrap_or_default();
        let ratio = row.reference.filter(|r| *r > 0.0).map(|r| format!("{:.2}", row.value / r)).unwrap_or_default();
        let value = number(unit, row.value);
        let line = format!("{:<widest$}  {value:>10}  {reference:>against_width$}  {ratio:>6}  {}", row.name, row.note);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Sizes to a tenth; times to three digits that matter: 1234, 123, 12.3, 1.23, 0.0123.
fn number(unit: Unit, value: f64) -> String {
    let digits = match (unit, value.abs()) {
        (Unit::Kilobytes, _) => 1,
        (_, v) if v >= 100.0 => 0,
        (_, v) if v >= 10.0 => 1,
        (_, v) if v >= 1.0 => 2,
        (_, v) if v >= 0.1 => 3,
        _ => 4,
    };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_line_up_and_carry_their_ratio() {
        let row = |name: &str, value, reference| Measure { name: name.into(), value, reference, note: "n".into() };
        let text =
            render("times", Unit::Milliseconds, "aim", &[row("short", 8.0, Some(16.0)), row("longer", 123.4, None)]);
        let expected = "times           ms         aim   ratio  note\n\
                        short         8.00        16.0    0.50  n\n\
                        longer         123                      n\n";
        assert_eq!(text, expected);
    }
}
