//! Lines of plain text, broken where they would be too long.

use crate::base::explain::{Finding, Standing, Step, Working, legend};
use crate::base::text::one_line;
use crate::plan::line::Line;

/// Columns that a line has at most, where its words allow it.
const WIDTH: usize = 106;

/// The steps that a reader learns from: one without values repeats what was stated.
fn steps(working: &Working) -> impl Iterator<Item = &Step> {
    working.steps.iter().filter(|step| !step.values.is_empty())
}

/// Text that grows line by line.
#[derive(Default)]
pub(super) struct Page {
    /// What is written so far.
    pub text: String,
}

impl Page {
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    pub fn heading(&mut self, heading: &str) {
        self.blank();
        self.line(&format!("== {heading} =="));
    }

    pub fn finding(&mut self, finding: &Finding) {
        let mark = match finding.standing {
            Standing::Holds => "holds",
            Standing::Unknown => "unknown",
            Standing::Tight => "at risk",
            Standing::Fails => "FAILS",
        };
        self.wrapped(mark, "         ", &one_line(&finding.sentence));
    }

    /// An answer behind its name.
    pub fn answer(&mut self, label: &str, answer: &str) {
        self.wrapped(&format!("{label}:"), "  ", answer);
    }

    /// Lines of topics: what leads before the answers, and the first of each topic before the others.
    pub fn lines(&mut self, topics: impl Iterator<Item = Vec<Line>>) {
        let (mut first, mut more, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for lines in topics {
            let mut is_first = true;
            for line in lines {
                match line {
                    Line::Lead(finding) if std::mem::take(&mut is_first) => first.push(finding),
                    Line::Lead(finding) => more.push(finding),
                    Line::Answer { label, says } => answers.push((label, says)),
                }
            }
        }
        first.iter().chain(&more).for_each(|finding| self.finding(finding));
        answers.iter().for_each(|(label, says)| self.answer(label, says));
    }

    /// The steps of a working.
    pub fn working(&mut self, working: &Working) {
        for Step { label, shown, formula, values, .. } in steps(working) {
            self.wrapped("  ", "    ", &format!("{label} = {shown} ({formula}: {values})"));
        }
    }

    /// What the letters of some workings mean, each once: the services share them.
    pub fn letters<'a>(&mut self, topic: &str, workings: impl Iterator<Item = &'a Working>) {
        let letters = legend(workings.flat_map(steps).flat_map(|step| &step.letters));
        if !letters.is_empty() {
            self.answer(topic, &letters);
        }
    }

    /// Words after a label, broken at spaces, with every line but the first behind the indent.
    pub fn wrapped(&mut self, label: &str, indent: &str, words: &str) {
        let width = indent.chars().count();
        let mut line = format!("{label:<width$}");
        if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        let mut begun = false;
        for paragraph in words.lines() {
            for word in paragraph.split_whitespace() {
                // A number stays with its percent sign.
                if begun && !word.starts_with('%') && line.chars().count() + 1 + word.chars().count() > WIDTH {
                    self.line(&line);
                    line = indent.to_owned();
                    begun = false;
                }
                if begun {
                    line.push(' ');
                }
                line.push_str(word);
                begun = true;
            }
            if begun {
                self.line(&line);
                line = indent.to_owned();
                begun = false;
            }
        }
    }
}
