//! The fleet on the active instance type, beside the baseline.

use super::view::PurchasingView;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, RowKind, Table};
use headroom_core::base::text;
use headroom_core::studies::machine_choice::{Active, a_month, an_hour, months_old, unused};
use leptos::prelude::*;

/// An answer as a row: its name, and how it reads.
type Answer = (&'static str, fn(&Active) -> String);

const UNKNOWN: &str = "unknown";

const ANSWERS: &[Answer] = &[
    ("Instance type", |now| now.machine.clone().unwrap_or_else(|| "none selected, priced per replica".to_owned())),
    ("Replicas", |now| text::count(now.replicas)),
    ("Replicas per node", |now| match &now.price.refusal {
        Some(_) => "does not fit".to_owned(),
        None => text::count(now.price.replicas_per_node),
    }),
    ("Nodes", |now| now.nodes.map_or_else(|| "does not fit".to_owned(), |nodes| of_its_own(now, text::count(nodes)))),
    ("Node pool", |now| match &now.pool {
        Some(pool) => format!("{}, {} of its {} nodes", pool.name, text::number(pool.nodes), text::number(pool.of)),
        None => "none".to_owned(),
    }),
    ("Reserved per node", |now| {
        let reserved = now.price.packing.as_ref().map(|packing| packing.reserved.words());
        reserved.map_or_else(|| "not applicable".to_owned(), |words| words.unwrap_or_else(|| "nothing".to_owned()))
    }),
    ("Unused per node", |now| {
        now.price.packing.as_ref().map_or_else(
            || "not applicable".to_owned(),
            |packing| unused(packing).unwrap_or_else(|| "nothing".to_owned()),
        )
    }),
    ("On-demand price per node-hour", |now| now.price.node.map_or_else(|| UNKNOWN.to_owned(), an_hour)),
    ("On-demand price per replica-hour", |now| now.price.replica.map_or_else(|| UNKNOWN.to_owned(), an_hour)),
    ("Fleet per month, on-demand", |now| {
        now.monthly.map_or_else(|| UNKNOWN.to_owned(), |monthly| of_its_own(now, a_month(monthly)))
    }),
    ("Age of the price", |now| now.age.map_or_else(|| UNKNOWN.to_owned(), months_old)),
];

/// What is said of nodes that the service would have if it shared none.
fn of_its_own(now: &Active, words: String) -> String {
    if now.pool.is_some() { format!("{words}, if it had its own") } else { words }
}

/// The fleet beside that of the baseline.
fn table(now: &Active, before: Option<&Active>) -> Table {
    let columns = [Column::words("Answer"), Column::number("Now")];
    let columns = columns.into_iter().chain(before.map(|_| Column::number("Baseline")));
    let row = |(name, read): &Answer| {
        let (now, was) = (read(now), before.map(read));
        let kind = if was.as_ref().is_some_and(|was| *was != now) { RowKind::Differs } else { RowKind::Plain };
        let cells = [Cell::from(*name), Cell::from(now)].into_iter().chain(was.map(|was| Cell::from(was).quiet()));
        Row { kind, ..Row::of(cells) }
    };
    Table::new("machine-fleet", "The fleet on its instance type")
        .with_columns(columns)
        .with_rows(ANSWERS.iter().map(row))
}

/// The table.
#[component]
pub fn FleetTable() -> impl IntoView {
    let page = PurchasingView::here();
    let found = Memo::new(move |_| {
        let before = page.baseline.get();
        page.active.with(|now| now.as_ref().map(|now| table(now, before.as_ref())).unwrap_or_default())
    });
    view! { <TableView table=found/> }
}
