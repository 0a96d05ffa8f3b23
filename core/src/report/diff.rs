//! What changed between two plans, as plain text and as JSON.

use super::page::Page;
use crate::base::explain::Standing;
use crate::base::text::{named, one_line};
use crate::studies::diff::{AnswerChange, Check, InputChange, PlanDiff, ServiceDiff, Sides};
use serde::Serialize;

/// What changed, to be reported.
#[derive(Clone, Copy, Debug)]
pub struct DiffReport<'a> {
    /// Where the plans come from: names of files.
    pub sources: Sides<&'a str>,
    /// What differs.
    pub diff: &'a PlanDiff,
    /// What a pipeline asks of the change.
    pub checks: &'a [Check],
}

impl DiffReport<'_> {
    /// What changed as a reader of a terminal sees it.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::studies::diff::*;
    /// use headroom_core::report::DiffReport;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let plan = examples::seed_service();
    /// let diff = diff(&plan, &plan);
    /// let report = DiffReport { sources: Sides { before: "a.json", after: "b.json" }, diff: &diff, checks: &[] };
    /// assert!(report.text().ends_with("No differences: same inputs, same answers.\n"));
    /// ```
    pub fn text(&self) -> String {
        let mut page = Page::default();
        for (label, source, name) in [
            ("Before", self.sources.before, &self.diff.names.before),
            ("After", self.sources.after, &self.diff.names.after),
        ] {
            page.answer(label, &format!("{}, {}", one_line(source), named(&one_line(name), "Plan")));
        }
        let verdict = &self.diff.verdict;
        page.answer("Verdict", &verdict_words(verdict.before, verdict.after));
        for check in self.checks {
            page.answer(if check.passed { "Check passed" } else { "Check FAILED" }, &check.sentence);
        }
        if self.diff.is_empty() {
            page.blank();
            page.line(NOTHING);
            return page.text;
        }
        if !verdict.gone.is_empty() || !verdict.new.is_empty() {
            page.heading("Verdict findings");
            for (side, findings) in [("before", &verdict.gone), ("now", &verdict.new)] {
                for finding in findings {
                    let said = format!("{}: {}", finding.standing.words(), one_line(&finding.sentence));
                    page.wrapped(&format!("{side:<6} "), "       ", &said);
                }
            }
        }
        if !self.diff.inputs.is_empty() {
            page.heading("The plan");
            inputs(&mut page, &self.diff.inputs);
        }
        if self.has_totals() {
            page.heading("All services");
            answers(&mut page, &self.diff.answers);
        }
        for service in &self.diff.services {
            page.heading(&service_heading(service));
            if let Some(words) = one_sided(service) {
                page.line(words);
            }
            if let (Some(before), Some(after)) = (service.standing.before, service.standing.after) {
                page.answer("Verdict", &verdict_words(before, after));
            }
            inputs(&mut page, &service.inputs);
            answers(&mut page, &service.answers);
        }
        page.text
    }

    /// All that differs, and the checks, as JSON.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Answers<'a> {
            sources: Sides<&'a str>,
            #[serde(flatten)]
            diff: &'a PlanDiff,
            checks: &'a [Check],
        }
        let answers = Answers { sources: self.sources, diff: self.diff, checks: self.checks };
        // Plain data with string keys always serialises.
        serde_json::to_string_pretty(&answers).unwrap_or_default()
    }

    /// Whether the totals say more than the services: of one service they say the same.
    pub(super) fn has_totals(&self) -> bool {
        let several = self.diff.n_services.before > 1 || self.diff.n_services.after > 1;
        !self.diff.answers.is_empty() && (several || self.diff.services.len() > 1)
    }
}

pub(super) const NOTHING: &str = "No differences: same inputs, same answers.";

fn inputs(page: &mut Page, changes: &[InputChange]) {
    for change in changes {
        let (before, after) = (&change.before.shown, &change.after.shown);
        page.wrapped("-", "  ", &format!("{} ({}): {before} → {after}", change.words, change.place));
    }
}

fn answers(page: &mut Page, changes: &[AnswerChange]) {
    for change in changes {
        let shown = [&change.before, &change.after].map(|side| side.as_ref().map(|shown| shown.shown.as_str()));
        let sides: Vec<&str> = shown.into_iter().flatten().collect();
        let differs = difference(change).map(|words| format!(" ({words})")).unwrap_or_default();
        page.answer(change.label, &format!("{}{differs}", sides.join(" → ")));
    }
}

/// `+3, +5.26 %`; none where one of the two is not known.
pub(super) fn difference(change: &AnswerChange) -> Option<String> {
    let parts: Vec<&str> =
        [&change.difference_shown, &change.relative_shown].into_iter().filter_map(Option::as_deref).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `due, as before`; `holds before, fails now`.
pub(super) fn verdict_words(before: Standing, after: Standing) -> String {
    if before == after {
        format!("{}, as before", after.words())
    } else {
        format!("{} before, {} now", before.words(), after.words())
    }
}

pub(super) fn service_heading(service: &ServiceDiff) -> String {
    named(&one_line(&service.name), "Service").to_owned()
}

/// Says of a service that is in one of the plans only, which.
pub(super) fn one_sided(service: &ServiceDiff) -> Option<&'static str> {
    match (service.ids.before, service.ids.after) {
        (None, _) => Some("This service is new: it exists only in the second plan."),
        (_, None) => Some("This service was removed: it exists only in the first plan."),
        _ => None,
    }
}
