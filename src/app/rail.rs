//! The rail: the services, and the topics in the order of the chain, each with its key answer.

use super::Parts;
use super::fetching::fetch_ahead;
use crate::components::MarkOrNone;
use crate::pages::{PAGES, PageRow};
use crate::session::Session;
use crate::session::route::Route;
use leptos::prelude::*;

/// The rail.
#[component]
pub fn Rail(
    /// Where pages come from.
    parts: Parts,
) -> impl IntoView {
    let session = Session::here();
    let services = session.part(|scenario| {
        scenario.services.iter().map(|service| (service.id, service.name.to_string())).collect::<Vec<_>>()
    });
    let picker = move || {
        let services = services.get();
        (services.len() > 1).then(|| {
            let chosen = session.service_id();
            let options = services
                .into_iter()
                .map(|(id, name)| view! { <option value=id.0.to_string() prop:selected=id == chosen>{name}</option> })
                .collect_view();
            let on_change = move |event| {
                if let Ok(id) = event_target_value(&event).parse() {
                    session.select_service(headroom_core::base::id::ServiceId(id));
                }
            };
            view! {
                <div class="service-picker">
                    <label for="service">"Service"</label>
                    <select id="service" on:change=on_change>{options}</select>
                </div>
            }
        })
    };
    view! {
        <nav class="rail" aria-label="Topics">
            {picker}
            {move || session.other_load().map(|_| view! { <p class="rail-load">"On the plan's demand"</p> })}
            {PAGES.iter().map(|page| view! { <RailRow page parts/> }).collect_view()}
        </nav>
    }
}

#[component]
fn RailRow(page: &'static PageRow, parts: Parts) -> impl IntoView {
    let session = Session::here();
    // The mark and the key answer of the page.
    let answer = Memo::new(move |_| {
        let (evaluation, id) = (session.evaluation(), session.service_id());
        let key_answer = evaluation.service(id).map(|service| (page.key_answer)(&evaluation, service));
        (page.standing(&evaluation, id), key_answer.unwrap_or_default())
    });
    let here = move || session.page() == page.name;
    view! {
        <a
            href=move || Route::to_fragment(page.name, (!page.topics.is_empty()).then(|| session.service_id()))
            class:here=here
            aria-current=move || here().then_some("page")
            on:pointerenter=move |_| fetch_ahead((parts.page)(page.name))
            on:focus=move |_| fetch_ahead((parts.page)(page.name))
            on:click=move |event| {
                if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    event.prevent_default();
                    session.show_page(page.name);
                }
            }
        >
            <MarkOrNone standing=Signal::derive(move || answer.with(|answer| answer.0))/>
            <span>{page.title}</span>
            <span class="key-answer">{move || answer.with(|answer| answer.1.clone())}</span>
        </a>
    }
}
