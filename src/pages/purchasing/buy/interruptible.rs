//! Which services take interruptions, so that spot will do for them.

use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use leptos::prelude::*;

/// A box for each service.
#[component]
pub fn InterruptibleFields() -> impl IntoView {
    let session = Session::here();
    let services = session.part(|scenario| {
        scenario.services.iter().map(|service| (service.id, service.name.to_string())).collect::<Vec<_>>()
    });
    let rows = move || services.get().into_iter().map(|(id, name)| view! { <Row id=id name=name/> }).collect_view();
    view! {
        <fieldset class="buy-interruptible">
            <legend>"Takes interruptions"</legend>
            <p class="hint">"Work that can be done again or waits in a queue: batch, training, stateless replicas with spares. A node goes with two minutes' notice or less."</p>
            {rows}
        </fieldset>
    }
}

#[component]
fn Row(id: ServiceId, name: String) -> impl IntoView {
    let session = Session::here();
    let on = session.part(move |scenario| scenario.services.get(id).is_some_and(|service| service.cost.interruptible));
    let toggle = move |event| {
        let on = event_target_checked(&event);
        session.edit(Change::Edit, |scenario| {
            if let Some(service) = scenario.services.get_mut(id) {
                service.cost.interruptible = on;
            }
        });
    };
    view! {
        <label class="flag"><input type="checkbox" id=format!("interruptible-{}", id.0) prop:checked=on on:change=toggle/><span>{name}</span></label>
    }
}
