//! All tiers side by side: recovery time, data loss, cost; each can be made the active one.

use super::super::slug;
use super::{dollars_or_unknown, named, seconds_or_unknown, short_dollars};
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::components::{Figure, TableView};
use crate::edit::Change;
use crate::plots::recovery::tiers;
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use headroom_core::plan::scenario::recovery::RecoveryInputs;
use leptos::prelude::*;
use std::sync::Arc;

/// All tiers side by side, beside the baseline.
fn table(plan: &RecoveryPlan, stated: &RecoveryInputs, before: Option<&RecoveryPlan>) -> Table {
    let has_target = stated.rto.is_some() || stated.rpo.is_some();
    let active = plan.active().and_then(|answer| answer.total);
    let row = |answer: &TierAnswer| {
        let tier = answer.tier;
        let is_active = Some(tier) == plan.tier;
        let was = before.and_then(|before| before.of(tier));
        let standing = match answer.meets(stated) {
            true => Standing::Holds,
            // An RTO that is not known is no miss, unless the RPO is one.
            false if answer.rto.is_none() && answer.rpo_miss.is_none() => Standing::Unknown,
            false => Standing::Fails,
        };
        let first = Cell::marked(standing, named(tier)).with_note(tag(plan, tier, has_target));
        let first = match is_active {
            true if stated.tier.is_some() => {
                first.with_note("active").with_press(Press::new("clear", "Use no tier", tier.short()))
            }
            true => first.with_note("active: all reserve ready, no tier selected"),
            false => first.with_press(Press::new("use", "Use this tier", tier.short())),
        };
        let writes = stated.writes.map(|_| format!("{} writes", text::si(answer.data.writes_at_most.ceil())));
        let total = Cell::from(dollars_or_unknown(answer.total));
        let misses = misses(answer, stated);
        let missed = match (misses.is_empty(), has_target) {
            (true, true) => Cell::from("none").quiet(),
            (true, false) => Cell::from("no target").quiet(),
            (false, _) => Cell::from(misses.join(". ")),
        };
        let cells = [
            first,
            Cell::from(seconds_or_unknown(answer.rto)).with_was(was.map(|was| seconds_or_unknown(was.rto))),
            Cell::from(text::seconds(answer.data.rpo)).with_note(writes.unwrap_or_default()),
            missed,
            Cell::from(dollars_or_unknown(answer.monthly())),
            Cell::from(dollars_or_unknown(answer.expected_loss)),
            total.with_was(was.map(|was| dollars_or_unknown(was.total))).with_note(if is_active {
                String::new()
            } else {
                difference(answer.total, active)
            }),
        ];
        Row::of(cells).with_key(slug(tier)).selected(is_active)
    };
    let columns = [
        Column::words("Tier"),
        Column::number("RTO"),
        Column::number("RPO"),
        Column::words("Misses"),
        Column::number("Standby per month"),
        Column::number("Expected loss per year"),
        Column::number("Total per year").with_note("vs active tier"),
    ];
    let rows = plan.tiers.iter().map(row);
    Table::new("tiers", "Recovery time, data loss and cost by tier")
        .titled_above()
        .with_columns(columns)
        .with_rows(rows)
}

/// What a tier is the cheapest of.
fn tag(plan: &RecoveryPlan, tier: RecoveryTier, has_target: bool) -> &'static str {
    if plan.cheapest == Some(tier) {
        "cheapest"
    } else if has_target && plan.cheapest_within_objectives == Some(tier) {
        "cheapest that meets the targets"
    } else {
        ""
    }
}

/// How a total differs from that of the active tier.
fn difference(total: Option<f64>, active: Option<f64>) -> String {
    match (total, active) {
        (Some(total), Some(active)) => {
            text::difference(total, active, short_dollars).unwrap_or_else(|| "no difference".to_owned())
        }
        _ => String::new(),
    }
}

/// By how much a tier misses its targets, and what to shorten; or what is unknown.
fn misses(answer: &TierAnswer, stated: &RecoveryInputs) -> Vec<String> {
    let rto = if answer.rto.is_none() {
        let parts: Vec<&str> = answer.unknown.iter().map(|part| part.words()).collect();
        Some(format!("RTO unknown: no time entered for {}", parts.join(", ")))
    } else {
        answer.rto_miss.map(|miss| {
            let by = format!("RTO missed by {}", text::seconds(miss.by));
            match miss.shorten {
                Some(part) if miss.is_enough => format!("{by}; shorten \u{201c}{}\u{201d}", part.words()),
                Some(part) => format!("{by}; shortening \u{201c}{}\u{201d} alone is not enough", part.words()),
                None => by,
            }
        })
    };
    let rpo = answer.rpo_miss.filter(|_| stated.rpo.is_some()).map(|by| format!("RPO missed by {}", text::seconds(by)));
    [rto, rpo].into_iter().flatten().collect()
}

/// The chart and the table of tiers.
#[component]
pub fn TierTable() -> impl IntoView {
    let session = Session::here();
    let stated = session.service_part(|service| service.recovery.clone());
    let plan = session.answer(|service| service.recovery.clone());
    let before = session.baseline_answer(|service| service.recovery.clone());
    let chart = Memo::new(move |_| {
        let before = before.get();
        plan.with(|plan| tiers(plan.as_ref()?, &stated.get(), before.as_deref())).map(Arc::new)
    });
    let found = Memo::new(move |_| {
        let before = before.get();
        plan.with(|plan| plan.as_deref().map(|plan| table(plan, &stated.get(), before.as_deref())).unwrap_or_default())
    });
    let use_tier = Callback::new(move |(key, act): (String, &'static str)| {
        let tier = RecoveryTier::ALL.into_iter().find(|tier| slug(*tier) == key).filter(|_| act == "use");
        session.edit_service(Change::Edit, |service| service.recovery.tier = tier);
    });
    let unpriced = Memo::new(move |_| chart.with(Option::is_none));
    view! {
        <section class="tiers" aria-labelledby="tiers-heading">
            <h2 id="tiers-heading">"Recovery tiers"</h2>
            <TableView table=found on_press=use_tier/>
            <p class="hint">"Standby is the paid reserve of all regions at every hour of the month. Where a region that serves scales its replicas, its policy runs the reserve with the load: the bill counts what runs."</p>
            <Show when=move || unpriced.get()>
                <p class="hint" id="no-price">"Enter the price of a replica under \u{201c}Cost of the primary\u{201d} to compare the tiers in money."</p>
            </Show>
            <Figure chart=chart/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::Scenario;
    use headroom_core::plan::scenario::examples;

    fn table_of(scenario: &Scenario) -> Table {
        let stated = &scenario.services.first().recovery;
        table(&evaluate(scenario).services[0].recovery, stated, None)
    }

    #[test]
    fn what_is_unknown_is_never_nothing() {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        let service = scenario.services.get_mut(id).unwrap();
        service.recovery.loss = None;
        service.sizing.replica.gpus = Quantity::clamped(8.0);
        let table = table_of(&scenario);
        assert!((0..table.rows.len()).all(|row| table.text(row, 5) == "unknown" && table.text(row, 6) == "unknown"));
        assert_eq!(table.text(0, 1), "unknown");
        assert_eq!(table.text(0, 3), "RTO unknown: no time entered for provision");
        assert!(table.rows.iter().all(|row| row.cells[0].notes.iter().all(|note| note == "active")));
    }

    #[test]
    fn a_tier_that_is_late_says_by_how_much_and_what_to_shorten() {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().recovery.rto = Some(Quantity::clamped(300.0));
        let table = table_of(&scenario);
        // 90 s to detect, 5 min to decide, 2 min to redirect.
        assert_eq!(table.text(3, 1), "8.5 min");
        assert_eq!(table.text(3, 3), "RTO missed by 3.5 min; shorten \u{201c}decide\u{201d}");
        assert_eq!(table.rows[4].cells[0].mark, Some(Standing::Holds));
    }
}
