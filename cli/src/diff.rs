//! Two scenarios beside each other: what changed, and whether a pipeline lets it pass.

use crate::args::{Diff, Format};
use crate::{Answer, FAILS, UNTOLD, plan};
use headroom_core::report::DiffReport;
use headroom_core::studies::diff::{Check, CostLimit, PlanDiff, Sides, diff as diff_plans};
use std::io::{self, Write};

/// What changed, and the status that follows from what is asked of the change.
pub fn diff(options: &Diff, json: bool) -> Result<Answer, String> {
    let (before, after) = (options.before.as_str(), options.after.as_str());
    let diff = diff_plans(&plan::read(before)?, &plan::read(after)?);
    let sources = Sides { before: plan::short_name_of(before), after: plan::short_name_of(after) };
    let cost = options.fail_over.map(|limit| check_cost(&diff, sources, limit)).transpose();
    let is_told = cost.is_ok();
    let cost = cost.unwrap_or_else(|unknown| {
        // What changed is still told; nothing is left to do where not even this can be written.
        let _ = writeln!(io::stderr(), "headroom: {unknown}");
        None
    });
    let verdict = options.fail_on_verdict.then(|| Check::of_verdict(&diff));
    let checks: Vec<Check> = cost.into_iter().chain(verdict).collect();
    let report = DiffReport { sources, diff: &diff, checks: &checks };
    let text = match options.format {
        None if json => report.json(),
        None | Some(Format::Text) => report.text(),
        Some(Format::Json) => report.json(),
        Some(Format::Markdown) => report.markdown(),
    };
    let status = match checks.iter().all(|check| check.passed) {
        false => FAILS,
        true if !is_told => UNTOLD,
        true => 0,
    };
    Ok(Answer { text, status })
}

fn check_cost(diff: &PlanDiff, sources: Sides<&str>, limit: CostLimit) -> Result<Check, String> {
    Check::of_cost(diff, limit).ok_or_else(|| {
        let unknown = [(sources.before, diff.monthly_cost.before), (sources.after, diff.monthly_cost.after)];
        let unknown: Vec<&str> =
            unknown.into_iter().filter(|(_, cost)| cost.is_none()).map(|(source, _)| source).collect();
        format!(
            "--fail-over: the monthly cost is unknown in {}: enter a price per replica for every service (scaling.price)",
            unknown.join(" and in ")
        )
    })
}
