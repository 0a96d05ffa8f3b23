//! What must lie in the other region: how long it takes to get there, and what that costs.

use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::{Replication, ReplicationRow};
use headroom_core::plan::scenario::recovery::ArtefactInputs;
use leptos::prelude::*;

/// The table of copies, where anything is listed.
#[component]
pub fn Artefacts() -> impl IntoView {
    let session = Session::here();
    let listed = session.service_part(|service| service.recovery.artefacts.clone());
    let found = session.answer(|service| service.recovery.replication.clone());
    let before = session.baseline_answer(|service| service.recovery.replication.as_ref().map(|all| all.monthly_cost));
    move || {
        let replication = found.get().flatten()?;
        Some(listed.with(|listed| table(listed, &replication, before.get().flatten())))
    }
}

fn table(listed: &[ArtefactInputs], all: &Replication, before: Option<f64>) -> impl IntoView + use<> {
    let row = |(artefact, row): (&ArtefactInputs, &ReplicationRow)| {
        view! {
            <tr>
                <th scope="row">{text::capitalised(artefact.kind.words())}</th>
                <td class="value">{format!("{} GB", text::number(artefact.size.get()))}</td>
                <td class="value">{text::seconds(row.transfer_time)}</td>
                <td class="value">{text::dollars(row.transfer_cost)}</td>
                <td class="value">{text::number(artefact.copies.get())}</td>
                <td class="value">{text::dollars(row.monthly_cost)}</td>
            </tr>
        }
    };
    let rows = listed.iter().zip(&all.rows).map(row).collect_view();
    let was = before.and_then(|before| text::difference(all.monthly_cost, before, text::dollars));
    view! {
        <section class="copies" aria-labelledby="copies-heading">
            <h2 id="copies-heading">"Copies in the other region"</h2>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Copies in the other region">
                <table id="copies">
                    <caption>"What the service cannot start without, sent over the link"</caption>
                    <thead><tr>
                        <th scope="col">"Artefact"</th><th scope="col" class="value">"Size"</th><th scope="col" class="value">"Sent whole in"</th>
                        <th scope="col" class="value">"Sent once"</th><th scope="col" class="value">"Copies a month"</th><th scope="col" class="value">"A month, kept and sent"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr class="total">
                        <th scope="row">"All, one after the other"</th>
                        <td class="value">{format!("{} GB", text::number(all.size_gb))}</td>
                        <td class="value">{text::seconds(all.transfer_time)}</td>
                        <td class="value">{text::dollars(all.transfer_cost)}</td>
                        <td></td>
                        <td class="value">{text::dollars(all.monthly_cost)} {was.map(|was| view! { <span class="was">{was}</span> })}</td>
                    </tr></tfoot>
                </table>
            </div>
        </section>
    }
}
