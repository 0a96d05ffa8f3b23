//! How soon each service recovers, what its dependencies allow, and what spends its error budget.

use super::{Of, ServiceRows, Side};
use headroom_core::base::text;
use headroom_core::plan::recovery::TierAnswer;

/// The table, where anything is stated.
pub const RECOVERY: ServiceRows = ServiceRows {
    id: "services-recovery",
    page: "recovery",
    is_there: is_stated,
    caption: |_| "Recovery and reliability".to_owned(),
    columns: &[
        ("Active tier", false),
        ("RTO", true),
        ("RPO", true),
        ("Cost and expected loss per year", true),
        ("Availability", true),
        ("Target", true),
        ("Error budget spent in 30 days", true),
    ],
    standing: |of| {
        let reliability = of.side.evaluation.reliability.service(of.stated.id)?;
        Some(of.answers.recovery.verdict.standing.max(reliability.verdict.standing))
    },
    cells,
    total: Some(("All services up together", |side| {
        let whole = &side.evaluation.reliability;
        let mut cells = vec![String::new(); 7];
        cells[4] = availability(whole.availability, whole.is_lower_bound);
        cells
    })),
    has_tools: false,
};

fn cells(of: Of) -> Option<Vec<String>> {
    let plan = &of.answers.recovery;
    let answer = plan.active();
    let unknown = || "unknown".to_owned();
    let reliability = of.side.evaluation.reliability.service(of.stated.id)?;
    Some(vec![
        answer.map_or_else(|| "none selected".to_owned(), |answer| text::capitalised(answer.tier.short())),
        answer.map_or_else(unknown, with_miss),
        text::or_unknown(answer.map(|answer| answer.data.rpo), text::seconds),
        text::or_unknown(answer.and_then(|answer| answer.total), text::dollars),
        availability(reliability.availability, reliability.is_lower_bound),
        text::percent(reliability.target),
        reliability.spent_in_words(),
    ])
}

fn with_miss(answer: &TierAnswer) -> String {
    match (answer.rto, answer.rto_miss) {
        (None, _) => "unknown".to_owned(),
        (Some(rto), None) => text::seconds(rto),
        (Some(rto), Some(miss)) => format!("{}, missed by {}", text::seconds(rto), text::seconds(miss.by)),
    }
}

fn availability(availability: f64, is_lower_bound: bool) -> String {
    format!("{}{}", if is_lower_bound { "at least " } else { "" }, text::percent(availability))
}

/// Whether anything is stated about recovery or reliability.
fn is_stated(side: Side) -> bool {
    side.evaluation.services.iter().any(|service| service.recovery.is_stated)
        || side.evaluation.reliability.services.iter().any(|service| service.is_stated)
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn nothing_is_shown_where_nothing_is_stated_and_unknown_is_said() {
        assert_eq!(of(&RECOVERY, &examples::blank(jiff::civil::date(2026, 12, 1))), None);
        let mut plan = examples::find("three-region-payments").unwrap().scenario();
        let id = plan.services.first().id;
        plan.services.get_mut(id).unwrap().recovery.loss = None;
        assert_eq!(of(&RECOVERY, &plan).unwrap().text(0, 4), "unknown");
    }
}
