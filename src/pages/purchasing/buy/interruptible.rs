//! Which services take interruptions, so that spot will do for them.

use super::super::fields::needs::INTERRUPTIBLE;
use crate::components::form::field_of_list;
use crate::edit::Place;
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
    let row = move |(id, name): (ServiceId, String)| {
        let cost = session.part_of_service(id, |service| &service.cost, |service| &mut service.cost)?;
        Some(field_of_list(cost, Place::TOP.named(&id.0.to_string()), &INTERRUPTIBLE, name, None))
    };
    view! {
        <fieldset class="buy-interruptible">
            <legend>"Tolerates interruptions"</legend>
            <p class="hint">"Work that can be retried or queued: batch, training, stateless replicas with spares. A node is reclaimed with two minutes' notice or less."</p>
            {move || services.get().into_iter().filter_map(row).collect_view()}
        </fieldset>
    }
}
