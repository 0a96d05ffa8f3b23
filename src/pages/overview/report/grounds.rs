//! What the report rests on, and the link that holds the plan.

use crate::session::Session;
use headroom_core::base::assumptions;
use headroom_core::report::cited;
use leptos::prelude::*;

/// Every assumption that some answer rests on.
#[component]
pub fn Assumptions() -> impl IntoView {
    let session = Session::here();
    let ids = Memo::new(move |_| cited(&session.evaluation()).collect::<Vec<_>>());
    let rows = move || {
        let row = |row: &assumptions::Assumption| {
            view! { <tr><td>{row.statement}</td><td>{row.source}</td><td>{row.otherwise}</td></tr> }
        };
        ids.get().into_iter().filter_map(assumptions::find).map(row).collect_view()
    };
    view! {
        <section class="report-topic" aria-labelledby="report-assumptions">
            <h2 class="report-heading" id="report-assumptions">"What this rests on"</h2>
            <details class="assumptions report-assumptions">
                <summary>{move || format!("{} assumptions, each with its source", ids.with(Vec::len))}</summary>
                <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
                    <table>
                        <caption class="visually-hidden">"Assumptions"</caption>
                        <thead><tr><th scope="col">"Assumed"</th><th scope="col">"Source"</th><th scope="col">"If it is otherwise"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

/// The link as text: whoever has it has the plan.
#[component]
pub fn LinkText() -> impl IntoView {
    let session = Session::here();
    let link = Memo::new(move |_| {
        // The link is that of the scenario as it is now.
        session.scenario();
        session.link()
    });
    view! {
        <section class="report-topic joined" aria-labelledby="report-link-title">
            <h2 class="report-heading" id="report-link-title">"The plan as a link"</h2>
            <p class="hint">"The link holds the whole plan: opened in a browser it brings all of this back, to be checked and changed. Copy it with the button above, or from here."</p>
            <details class="assumptions">
                <summary>"Show the link"</summary>
                <p class="report-link" id="report-link-text">{link}</p>
            </details>
        </section>
    }
}
