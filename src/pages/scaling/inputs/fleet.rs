//! How replicas come and go, and how late the numbers are that a policy sees.

use super::super::fields::fleet::{FAILURES, NODES, PER_NODE, PRICE, SIGNAL, START_UP, WARM, WITH_NODES, WITH_WARM};
use super::summaries;
use crate::components::form::{Fold, fields, fields_of};
use crate::edit::Place;
use crate::session::Session;
use headroom_core::base::text;
use leptos::prelude::*;

/// The fields of the fleet.
#[component]
pub fn FleetFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    // As many as fit the instance type, where one is chosen.
    let packed =
        Session::here().service_part(|service| service.cost.machine.as_ref().and_then(|_| service.replicas_per_node()));
    let stated = scaling.read(|scaling| (scaling.fleet, scaling.price));
    let says = Signal::derive(move || {
        let (fleet, price) = stated.get();
        summaries::fleet(&fleet, price, packed.get())
    });
    let fleet = scaling.field(|scaling| &scaling.fleet, |scaling| &mut scaling.fleet);
    view! {
        <Fold id="fleet" title="Fleet" says=says>
            <h3>"Start-up"</h3>
            {fields(fleet, START_UP)}
            {fields(fleet, WITH_NODES)}
            {move || match packed.get() {
                None => fields_of(fleet, Place::TOP, |fleet| fleet.nodes.as_ref(), |fleet| fleet.nodes.as_mut(), PER_NODE).into_any(),
                Some(packed) => view! { <Show when=move || stated.get().0.nodes.is_some()><p class="hint">{packed_words(packed)}</p></Show> }.into_any(),
            }}
            {fields_of(fleet, Place::TOP, |fleet| fleet.nodes.as_ref(), |fleet| fleet.nodes.as_mut(), NODES)}
            {fields(fleet, WITH_WARM)}
            {fields_of(fleet, Place::TOP, |fleet| fleet.warm.as_ref(), |fleet| fleet.warm.as_mut(), WARM)}
            {fields(fleet, FAILURES)}
            {fields(scaling, PRICE)}
        </Fold>
    }
}

fn packed_words(packed: u32) -> String {
    let replicas = text::counted(packed.into(), "replica fits", "replicas fit");
    format!("{replicas} a node of the instance type that is chosen on Purchasing.")
}

/// The fields of the signal.
#[component]
pub fn SignalFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::signal(&scaling.signal));
    let signal = scaling.field(|scaling| &scaling.signal, |scaling| &mut scaling.signal);
    view! { <Fold id="signal" title="Signal" says=says>{fields(signal, SIGNAL)}</Fold> }
}
