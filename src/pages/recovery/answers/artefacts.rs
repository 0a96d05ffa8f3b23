//! What must be in the other region: how long it takes to get there, and what that costs.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::{Replication, ReplicationRow};
use headroom_core::plan::scenario::recovery::ArtefactInputs;
use leptos::prelude::*;

/// What is copied, how long it takes and what it costs.
fn table(listed: &[ArtefactInputs], all: &Replication, before: Option<f64>) -> Table {
    let size = |gb: f64| format!("{} GB", text::number(gb));
    let row = |(artefact, row): (&ArtefactInputs, &ReplicationRow)| {
        Row::of([
            text::capitalised(artefact.kind.words()),
            size(artefact.size.get()),
            text::seconds(row.transfer_time),
            text::or_unknown(row.transfer_cost, text::dollars),
            text::number(artefact.copies.get()),
            text::or_unknown(row.monthly_cost, text::dollars),
        ])
    };
    let sum = Row::of([
        Cell::from("Total, one after the other"),
        Cell::from(size(all.size_gb)),
        Cell::from(text::seconds(all.transfer_time)),
        Cell::from(text::or_unknown(all.transfer_cost, text::dollars)),
        Cell::default(),
        Cell::from(text::or_unknown(all.monthly_cost, text::dollars)).with_was(before.map(text::dollars)),
    ]);
    let columns = [
        Column::words("Artifact"),
        Column::number("Size"),
        Column::number("Full transfer"),
        Column::number("Cost of one transfer"),
        Column::number("Copies per month"),
        Column::number("Storage and transfer per month"),
    ];
    let rebuilt = |artefact: &ArtefactInputs| {
        let time = artefact.rebuild?;
        let says = format!("not copied: rebuilt in {}", text::seconds(time.get()));
        let name = Cell::from(text::capitalised(artefact.kind.words())).with_note(says);
        Some(Row::of([name, Cell::from(size(artefact.size.get()))]))
    };
    let copied = listed.iter().filter(|artefact| artefact.rebuild.is_none());
    let rows = copied.zip(&all.rows).map(row).chain(listed.iter().filter_map(rebuilt)).chain([sum.total()]);
    Table::new("copies", "What the service needs to start, copied over the link").with_columns(columns).with_rows(rows)
}

/// The table of copies, where anything is listed.
#[component]
pub fn Artefacts() -> impl IntoView {
    let session = Session::here();
    let listed = session.service_part(|service| service.recovery.artefacts.clone());
    let found = session.answer(|service| service.recovery.replication.clone());
    let before =
        session.baseline_answer(|service| service.recovery.replication.as_ref().and_then(|all| all.monthly_cost));
    let table = Memo::new(move |_| {
        let replication = found.get().flatten()?;
        Some(listed.with(|listed| table(listed, &replication, before.get().flatten())))
    });
    let there = Memo::new(move |_| table.with(Option::is_some));
    let table = Signal::derive(move || table.get().unwrap_or_default());
    view! {
        <Show when=move || there.get()>
            <section class="copies" aria-labelledby="copies-heading">
                <h2 id="copies-heading">"Copies in the other region"</h2>
                <TableView table=table/>
            </section>
        </Show>
    }
}
