//! The fleet on the machine in force, beside the baseline.

use super::view::PurchasingView;
use headroom_core::base::text;
use headroom_core::studies::machine_choice::{InForce, a_month, an_hour, months_old, stranded};
use leptos::prelude::*;

/// An answer as a row: its name, and how it reads.
type Row = (&'static str, fn(&InForce) -> String);

const UNKNOWN: &str = "unknown";

const ROWS: &[Row] = &[
    ("Machine", |now| now.machine.clone().unwrap_or_else(|| "none, a price a replica".to_owned())),
    ("Replicas that must run", |now| text::count(now.replicas)),
    ("Replicas a node", |now| match &now.price.refusal {
        Some(_) => "does not fit".to_owned(),
        None => text::count(now.price.replicas_per_node),
    }),
    ("Nodes", |now| now.nodes.map_or_else(|| "none would do".to_owned(), text::count)),
    ("Stranded on each node", |now| {
        now.price.packing.as_ref().map_or_else(
            || "not applicable".to_owned(),
            |packing| stranded(packing).unwrap_or_else(|| "nothing".to_owned()),
        )
    }),
    ("A node by the hour", |now| now.price.node.map_or_else(|| UNKNOWN.to_owned(), an_hour)),
    ("A replica by the hour", |now| now.price.replica.map_or_else(|| UNKNOWN.to_owned(), an_hour)),
    ("The fleet a month, by the hour", |now| now.monthly.map_or_else(|| UNKNOWN.to_owned(), a_month)),
    ("Age of the price", |now| now.age.map_or_else(|| UNKNOWN.to_owned(), months_old)),
];

/// The table.
#[component]
pub fn FleetTable() -> impl IntoView {
    let page = PurchasingView::here();
    let read = |now: &Option<InForce>| now.as_ref().map(|now| ROWS.iter().map(|(_, of)| of(now)).collect::<Vec<_>>());
    let now = Memo::new(move |_| page.in_force.with(read));
    let before = Memo::new(move |_| page.baseline.with(read));
    let pinned = move || before.with(Option::is_some);
    let rows = move || {
        let (now, before) = (now.get().unwrap_or_default(), before.get());
        ROWS.iter()
            .zip(now)
            .enumerate()
            .map(|(place, ((name, _), value))| {
                let was = before.as_ref().map(|before| before.get(place).cloned().unwrap_or_default());
                let differs = was.as_ref().is_some_and(|was| *was != value);
                view! {
                    <tr class:differs=differs><th scope="row">{*name}</th><td class="value">{value}</td>{was.map(|was| view! { <td class="value was">{was}</td> })}</tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="The fleet on its machine">
            <table id="machine-fleet">
                <caption>"The fleet on its machine"</caption>
                <thead><tr><th scope="col">"Answer"</th><th scope="col" class="value">"Now"</th>{move || pinned().then(|| view! { <th scope="col" class="value">"Baseline"</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
