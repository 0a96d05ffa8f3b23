//! Capacity by region: replicas for normal times, for every loss, and planned; as bars and as a table.

use super::super::view::{RegionsView, name, name_of, names_of};
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{BarFigure, TableView};
use crate::plots::region_capacity;
use headroom_core::base::text;
use headroom_core::plan::regions::{RegionAnswer, RegionsPlan};
use leptos::prelude::*;
use std::sync::Arc;

/// The section.
#[component]
pub fn Capacity() -> impl IntoView {
    let view = RegionsView::here();
    let found = Memo::new(move |_| {
        let before = view.before.get();
        let before = before.as_deref().map(|before| &before.plan);
        view.plan.with(|plan| {
            let plan = plan.as_deref()?;
            let bars = region_capacity(plan, before, |region| name(&region.name, region.id));
            Some((Arc::new(bars), table(plan, before)))
        })
    });
    let bars = Signal::derive(move || found.with(|found| found.as_ref().map(|(bars, _)| bars.clone())));
    let table =
        Signal::derive(move || found.with(|found| found.as_ref().map(|(_, table)| table.clone())).unwrap_or_default());
    view! {
        <section class="capacity-by-region" id="capacity-by-region">
            <h2>"Capacity by region"</h2>
            <BarFigure bars=bars/>
            <TableView table=table/>
            <p class="hint">"Planned covers every loss, as far as limits allow. Utilization counts the replicas that run: normal ones and the ready reserve. How the policy runs in each region stands on Scaling."</p>
        </section>
    }
}

/// Whether the rest carries the peak with one zone lost, in words.
fn zones(region: &RegionAnswer) -> &'static str {
    match region.holds_without_a_zone {
        None => "one zone only",
        Some(true) => "holds",
        Some(false) => "overloaded",
    }
}

/// Capacity by region as a table, beside the baseline.
fn table(plan: &RegionsPlan, before: Option<&RegionsPlan>) -> Table {
    let columns = [
        Column::words("Region"),
        Column::number("Replicas: normal"),
        Column::number("for any loss"),
        Column::number("planned"),
        Column::words("Peak load, requests/s"),
        Column::number("Utilization at normal peak"),
        Column::words("One zone lost"),
    ];
    let cost = plan.cost.map(|_| Column::number("Cost per hour"));
    let sum = {
        let was = before.map(|before| text::count(before.replicas));
        let mut cells = vec![Cell::default(); 7];
        cells[0] = Cell::from("Total");
        cells[1] = Cell::from(text::count(plan.normal_replicas));
        cells[3] = Cell::from(text::count(plan.replicas)).with_was(was);
        cells.extend(plan.cost.map(|cost| Cell::from(text::dollars(cost))));
        Row::of(cells).total()
    };
    let rows = plan.regions.iter().map(|region| row(plan, region, before));
    Table::new("region-capacity", "Capacity by region")
        .titled_above()
        .with_columns(columns.into_iter().chain(cost))
        .with_rows(rows.chain([sum]))
}

fn row(plan: &RegionsPlan, region: &RegionAnswer, before: Option<&RegionsPlan>) -> Row {
    if !region.hosts {
        let server = plan.flows.iter().find(|flow| flow.from == region.id).map(|flow| name_of(plan, flow.to));
        let words = server.map_or_else(|| "users only".to_owned(), |server| format!("users only, served in {server}"));
        return Row::of([Cell::from(name(&region.name, region.id)).with_note(words)]);
    }
    let was = before.and_then(|before| before.regions.iter().find(|other| other.id == region.id));
    let when = match region.most_when_lost.as_slice() {
        _ if region.most_load <= 0.0 => "never".to_owned(),
        [] => format!("all regions up, {}", region.most_at),
        lost => format!("{} lost, {}", names_of(plan, lost), region.most_at),
    };
    let utilization = region.utilization.map_or_else(|| "none planned".to_owned(), text::percent);
    let cells = [
        Cell::marked(plan.standing_of(region), name(&region.name, region.id)),
        Cell::from(text::count(region.normal_replicas)),
        Cell::from(text::count(region.needed_replicas)),
        Cell::from(text::count(region.replicas)).with_was(was.map(|was| text::count(was.replicas))),
        Cell::from(text::number(region.most_load)).with_note(when),
        Cell::from(utilization),
        Cell::from(zones(region)),
    ];
    Row::of(cells.into_iter().chain(region.cost.map(|cost| Cell::from(text::dollars(cost)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_rows_add_up_to_the_total() {
        for example in examples::ALL {
            for service in &evaluate(&example.scenario()).services {
                let Some(plan) = &service.regions else { continue };
                let table = table(plan, Some(plan));
                let last = table.rows.len() - 1;
                let planned: u64 =
                    plan.regions.iter().filter(|region| region.hosts).map(|region| u64::from(region.replicas)).sum();
                assert_eq!(table.text(last, 3), text::count(planned), "{}", example.slug);
                assert!(table.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.was.is_none()));
            }
        }
    }
}
