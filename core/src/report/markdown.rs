//! What changed between two plans, in Markdown that fits a comment on a change.

use super::diff::{DiffReport, NOTHING, difference, one_sided, service_heading, verdict_words};
use crate::base::text::{self, one_line};
use crate::studies::diff::{AnswerChange, InputChange, ServiceDiff};
use std::fmt::Write;

/// Sentences of the verdict, beyond which they are folded.
const MAX_UNFOLDED: usize = 6;
/// Rows of a table, beyond which they are counted.
const MAX_ROWS: usize = 25;
/// Bytes, beyond which services are counted: forges refuse comments of more than 65,536 characters.
const MAX_BYTES: usize = 60_000;

impl DiffReport<'_> {
    /// What changed in the Markdown of GitHub and its like: the verdict, then tables, long ones folded.
    ///
    /// Names are shown as they are written: no mark-up, mention or link of theirs takes effect.
    pub fn markdown(&self) -> String {
        let (diff, verdict) = (self.diff, &self.diff.verdict);
        let mut out = String::new();
        let (before, after) = (code(self.sources.before), code(self.sources.after));
        line(&mut out, &format!("### Headroom: {before} → {after}"));
        line(&mut out, &format!("**Verdict: {}.**", verdict_words(verdict.before, verdict.after)));
        for check in self.checks {
            let mark = if check.passed { "Passed" } else { "**Failed**" };
            line(&mut out, &format!("{mark}: {}", escape(&check.sentence)));
        }
        if diff.is_empty() {
            line(&mut out, NOTHING);
            return out;
        }
        let said = [("before", &verdict.gone), ("now", &verdict.new)].into_iter().flat_map(|(side, findings)| {
            findings.iter().map(move |finding| (side, finding.standing.words(), &finding.sentence))
        });
        let said: Vec<String> =
            said.map(|(side, standing, sentence)| format!("- {side} *{standing}*: {}", escape(sentence))).collect();
        folded(&mut out, "Verdict findings", said.len() > MAX_UNFOLDED, |out| rows(out, "", &said));
        if self.has_totals() {
            line(&mut out, "#### All services");
            answers(&mut out, &diff.answers);
        }
        if !diff.inputs.is_empty() {
            line(&mut out, "#### The plan");
            inputs(&mut out, &diff.inputs);
        }
        for (place, service) in diff.services.iter().enumerate() {
            let section = section(service);
            if out.len() + section.len() > MAX_BYTES {
                let left = text::counted((diff.services.len() - place) as u64, "service", "services");
                line(&mut out, &format!("*… and {left} more: `--format text` shows all.*"));
                break;
            }
            out.push_str(&section);
        }
        out
    }
}

fn section(service: &ServiceDiff) -> String {
    let mut out = String::new();
    line(&mut out, &format!("#### {}", escape(&service_heading(service))));
    if let Some(words) = one_sided(service) {
        line(&mut out, words);
    }
    if let (Some(before), Some(after)) = (service.standing.before, service.standing.after)
        && before != after
    {
        line(&mut out, &format!("Verdict: {}.", verdict_words(before, after)));
    }
    answers(&mut out, &service.answers);
    inputs(&mut out, &service.inputs);
    out
}

/// A block and the empty line after it.
fn line(out: &mut String, block: &str) {
    let _ = writeln!(out, "{block}\n");
}

/// A part of the comment, folded where it is long.
fn folded(out: &mut String, summary: &str, is_long: bool, write: impl FnOnce(&mut String)) {
    if is_long {
        line(out, &format!("<details><summary>{summary}</summary>"));
    }
    write(out);
    if is_long {
        line(out, "</details>");
    }
}

/// Rows under their head, as many as anyone reads.
fn rows(out: &mut String, head: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(head);
    for row in rows.iter().take(MAX_ROWS) {
        let _ = writeln!(out, "{row}");
    }
    out.push('\n');
    if rows.len() > MAX_ROWS {
        line(out, &format!("*… and {} more.*", rows.len() - MAX_ROWS));
    }
}

fn answers(out: &mut String, changes: &[AnswerChange]) {
    let cells: Vec<String> = changes
        .iter()
        .map(|change| {
            let shown = [&change.before, &change.after]
                .map(|side| side.as_ref().map_or_else(|| "–".to_owned(), |side| escape(&side.shown)));
            let differs = difference(change).unwrap_or_default();
            format!("| {} | {} | {} | {} |", escape(change.label), shown[0], shown[1], escape(&differs))
        })
        .collect();
    rows(out, "| Answer | Before | After | Difference |\n|---|---:|---:|---:|\n", &cells);
}

fn inputs(out: &mut String, changes: &[InputChange]) {
    if changes.is_empty() {
        return;
    }
    let n = text::counted(changes.len() as u64, "input differs", "inputs differ");
    let cells: Vec<String> = changes
        .iter()
        .map(|change| {
            let (before, after) = (escape(&change.before.shown), escape(&change.after.shown));
            format!("| {} | {} | {before} | {after} |", escape(&change.words), code(&change.place))
        })
        .collect();
    folded(out, &text::capitalised(&n), true, |out| {
        rows(out, "| Input | In the file | Before | After |\n|---|---|---|---|\n", &cells);
    });
}

/// Text that stands as it is: what Markdown would read as a mark is escaped, what a forge would read as a mention,
/// a number of an issue or a link is broken by a joiner that nobody sees.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in one_line(text).chars().filter(|letter| !letter.is_control()) {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => out.extend(['\\', letter]),
            '@' | '#' => out.extend([letter, '\u{2060}']),
            '/' if out.ends_with(':') => out.extend(['\u{2060}', letter]),
            '.' if out.ends_with("www") => out.extend(['\u{2060}', letter]),
            _ => out.push(letter),
        }
    }
    out
}

/// Text in a span of code, in a table as well.
fn code(text: &str) -> String {
    let plain: String = one_line(text).chars().filter(|letter| !letter.is_control()).collect();
    format!("`{}`", plain.replace('`', "'").replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_has_an_effect() {
        for (text, escaped) in [
            ("a | b", "a \\| b"),
            ("a\n| b |\r\n\u{1b}[31mc", "a \\| b \\| \\[31mc"),
            ("<img src=x> **b** _c_ `d`", "\\<img src=x\\> \\*\\*b\\*\\* \\_c\\_ \\`d\\`"),
            ("[x](https://e.org) \\", "\\[x\\](https:\u{2060}//e.org) \\\\"),
            ("@org/team #12 www.e.org &amp; $5", "@\u{2060}org/team #\u{2060}12 www\u{2060}.e.org \\&amp; \\$5"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!(code("policies[\"a`|\nb\"]"), "`policies[\"a'\\| b\"]`");
    }
}
