//! What the service depends on, the least available first.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::availability::{BudgetWindow, allowed_downtime};
use headroom_core::plan::answered::Answered;
use headroom_core::plan::reliability::{PartAnswer, ReliabilityPlan};
use leptos::prelude::*;

/// Time in a year that a part is down, in words.
fn down_a_year(availability: f64) -> String {
    text::or_unknown(allowed_downtime(availability, BudgetWindow::Year), text::seconds)
}

/// Dependencies, the least available first, beside the baseline.
fn table(plan: &ReliabilityPlan, before: Option<&ReliabilityPlan>) -> Table {
    let row = |part: &PartAnswer| {
        let known = |other: &&PartAnswer| other.name == part.name && other.region == part.region;
        let was = before.and_then(|before| before.parts.iter().find(known)).map(|was| text::percent(was.availability));
        Row::of([
            Cell::from(text::capitalised(&part.name)),
            Cell::from(text::percent(part.availability)).with_was(was),
            Cell::from(down_a_year(part.availability)),
        ])
    };
    let bound = if plan.is_lower_bound { "at least " } else { "" };
    let together = format!("{bound}{}", text::percent(plan.availability));
    let sum = Row::of(["Together, with failover".to_owned(), together, down_a_year(plan.availability)]).total();
    let columns = [Column::words("Dependency"), Column::number("Availability"), Column::number("Downtime per year")];
    let rows = plan.parts.iter().map(row).chain([sum]);
    Table::new("stands-on", "Dependencies, the least available first").with_columns(columns).with_rows(rows)
}

/// Parts, and how they add up.
#[component]
pub fn StandsOn(
    /// The answers.
    plan: Memo<Option<Answered<ReliabilityPlan>>>,
    /// Those of the baseline.
    before: Memo<Option<Answered<ReliabilityPlan>>>,
) -> impl IntoView {
    let session = Session::here();
    let common = session.service_part(|service| service.reliability.common_cause.get());
    let several = session.part(|scenario| scenario.services.count() > 1);
    let table = Memo::new(move |_| {
        before.with(|before| {
            plan.with(|plan| plan.as_deref().map(|plan| table(plan, before.as_deref())).unwrap_or_default())
        })
    });
    let shared = move || several.get().then_some(" A region or dependency that several services share counts once.");
    let bound = move || {
        plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.is_lower_bound)).then_some(
            " So many dependencies are shared that they are taken to fail independently: the figure is a lower bound.",
        )
    };
    view! {
        <TableView table=table/>
        <p class="hint">
            {move || format!(
                "{} of failures hit all zones of a region, or all regions, together; redundancy does not help against those, so two regions are never as good as their product.",
                text::percent(common.get())
            )}
            {shared}{bound}
        </p>
    }
}
