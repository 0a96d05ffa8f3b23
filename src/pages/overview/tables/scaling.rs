//! How well the active policy of each service meets the SLO, and at what cost.

use super::ServiceRows;
use headroom_core::base::text;

/// The table.
pub const SCALING: ServiceRows = ServiceRows {
    id: "services-scaling",
    page: "scaling",
    is_there: |_| true,
    caption: |side| match side.evaluation.totals.scaling.length {
        Some(length) => format!("Scaling over {}", text::seconds(length)),
        None => "Scaling, each service over its own period".to_owned(),
    },
    columns: &[
        ("Active policy", false),
        ("Replicas", true),
        ("Within SLO", true),
        ("Replica-hours", true),
        ("Cost", true),
        ("vs static", true),
        ("vs ideal", true),
    ],
    standing: |of| Some(of.answers.scaling.verdict.standing),
    cells: |of| {
        let (plan, outcome) = (&of.answers.scaling, &of.answers.scaling.outcome);
        let replicas = if outcome.fewest == outcome.most {
            text::count(outcome.most)
        } else {
            format!("{}\u{2013}{}", text::count(outcome.fewest), text::count(outcome.most))
        };
        let mut cells = vec![plan.policy.clone(), replicas];
        cells.extend(numbers(outcome.kept_of_requests(), outcome.spend.paid(), plan.cost()));
        cells.extend([saved(plan.saving()), saved(outcome.over_ideal().map(|over| -over))]);
        Some(cells)
    },
    total: Some(("Total", |side| {
        let totals = &side.evaluation.totals.scaling;
        let mut cells = vec![String::new(), String::new()];
        cells.extend(numbers(totals.kept_of_requests(), totals.replica_hours, totals.cost));
        cells.extend([saved(totals.saving()), String::new()]);
        cells
    })),
    has_tools: false,
};

/// Share in time, replica-hours, cost.
fn numbers(kept: f64, hours: f64, cost: Option<f64>) -> [String; 3] {
    [text::percent(kept), text::number(hours), text::or_unknown(cost, text::dollars)]
}

/// What is saved: `62.4 % less`.
fn saved(saving: Option<f64>) -> String {
    match saving {
        None => "unknown".to_owned(),
        Some(saving) if text::is_no_change(saving) => "the same".to_owned(),
        Some(saving) if saving > 0.0 => format!("{} less", text::percent(saving)),
        Some(saving) => format!("{} more", text::percent(-saving)),
    }
}
