//! The head of the report: what it is of, when it was made; and the ways to print and to share it.

use crate::browser::print;
use crate::session::Session;
use crate::shell::Shell;
use headroom_core::base::text;
use leptos::prelude::*;

/// The buttons.
#[component]
pub fn ReportTools() -> impl IntoView {
    let (session, shell) = (Session::here(), Shell::here());
    view! {
        <div class="report-tools">
            <button type="button" class="primary" id="report-print" on:click=move |_| print()>"Print or save as PDF"</button>
            <button type="button" id="report-link" on:click=move |_| shell.copy_link(session)>
                {move || if shell.copied.get() { "The link is copied" } else { "Copy the link" }}
            </button>
            <span class="hint">"This whole page, on paper or as a PDF for a review."</span>
        </div>
    }
}

/// What only paper shows: the plan's name, its dates, its notes.
#[component]
pub fn ReportHead() -> impl IntoView {
    let session = Session::here();
    let name = session.part(|scenario| scenario.name.to_string());
    let start = session.part(|scenario| scenario.start);
    let services = session.part(|scenario| scenario.services.count());
    let notes = session.part(|scenario| scenario.notes.to_string());
    let facts = move || {
        let count = text::counted(services.get() as u64, "service", "services");
        format!("{count}, from {}. Printed {}.", text::date(start.get()), text::date(session.today()))
    };
    let against = move || {
        let baseline = session.baseline()?;
        Some(
            view! { <p>{format!("Compared with the baseline \u{201c}{}\u{201d}; changed values show the baseline value.", baseline.name)}</p> },
        )
    };
    view! {
        <header class="report-head">
            <p class="report-kind">"Capacity plan"</p>
            <p class="report-name">{name}</p>
            <p>{facts}</p>
            {against}
            {move || Some(notes.get()).filter(|notes| !notes.is_empty()).map(|notes| view! { <p class="report-notes">{notes}</p> })}
        </header>
    }
}
