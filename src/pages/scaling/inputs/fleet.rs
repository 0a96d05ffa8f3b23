//! How replicas come and go, and how late the numbers are that a policy sees.

use super::super::fields::fleet::{LIMITS, NODES, PRICE, SIGNAL, START_UP, WARM, WITH_NODES, WITH_WARM};
use super::summaries;
use crate::components::form::{Fold, fields, fields_of};
use crate::edit::Place;
use crate::session::Session;
use leptos::prelude::*;

/// The fields of the fleet.
#[component]
pub fn FleetFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::fleet(&scaling.fleet, scaling.price));
    let fleet = scaling.field(|scaling| &scaling.fleet, |scaling| &mut scaling.fleet);
    view! {
        <Fold id="fleet" title="Fleet" says=says>
            <h3>"Start-up"</h3>
            {fields(fleet, START_UP)}
            {fields(fleet, WITH_NODES)}
            {fields_of(fleet, Place::TOP, |fleet| fleet.nodes.as_ref(), |fleet| fleet.nodes.as_mut(), NODES)}
            {fields(fleet, WITH_WARM)}
            {fields_of(fleet, Place::TOP, |fleet| fleet.warm.as_ref(), |fleet| fleet.warm.as_mut(), WARM)}
            {fields(fleet, LIMITS)}
            {fields(scaling, PRICE)}
        </Fold>
    }
}

/// The fields of the signal.
#[component]
pub fn SignalFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::signal(&scaling.signal));
    let signal = scaling.field(|scaling| &scaling.signal, |scaling| &mut scaling.signal);
    view! { <Fold id="signal" title="Signal" says=says>{fields(signal, SIGNAL)}</Fold> }
}
