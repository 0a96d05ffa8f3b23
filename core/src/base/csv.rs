//! Texts as fields of CSV, for spreadsheets.

/// A text as a field of CSV, quoted where it must be and never a formula.
pub fn csv_field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let guarded = if is_formula { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r', '\t']) || is_formula {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::csv_field;

    #[test]
    fn no_field_is_a_formula() {
        for (text, field) in [
            ("Chat", "Chat"),
            ("Chat, EU", "\"Chat, EU\""),
            ("=1+1", "\"'=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("+2", "\"'+2\""),
            ("\t=1", "\"'\t=1\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
        ] {
            assert_eq!(csv_field(text), field);
        }
    }
}
