//! How replicas come and go, and how late the numbers are that a policy sees.

use super::summaries;
use crate::components::form::{Fold, flag, number, optional, while_stated};
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::scaling::{FleetInputs, NodeInputs, ScalingInputs, WarmInputs};
use leptos::prelude::*;

/// Nodes to begin with: what a managed cluster usually does.
fn usual_nodes() -> NodeInputs {
    NodeInputs {
        replicas_per_node: Quantity::clamped(4.0),
        provisioning: Quantity::clamped(120.0),
        spare: Quantity::clamped(0.0),
        unneeded: Quantity::clamped(600.0),
    }
}

/// A small warm pool to begin with.
fn usual_warm() -> WarmInputs {
    WarmInputs { size: Quantity::clamped(2.0), startup: Quantity::clamped(5.0), price: Quantity::clamped(0.3) }
}

/// Something that always is there: a part of a structure.
macro_rules! part_of {
    ($whole:expr, $($field:tt)+) => {
        $whole.focus(|whole| Some(&whole.$($field)+), |whole| Some(&mut whole.$($field)+))
    };
}
pub(super) use part_of;

/// The fields of the fleet.
#[component]
pub fn FleetFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::fleet(&scaling.fleet, scaling.price));
    view! { <Fold id="fleet" title="Fleet" says=says>{move || part_of!(scaling, fleet).map(|fleet| fleet_fields(scaling, fleet))}</Fold> }
}

fn fleet_fields(scaling: Part<ScalingInputs>, fleet: Part<FleetInputs>) -> impl IntoView {
    let total = fleet.read(|fleet| fleet.startup.total());
    view! {
        <h3>"Start-up"</h3>
        {number(fleet, "fleet-image-pull", |fleet| fleet.startup.image_pull, |fleet, value| fleet.startup.image_pull = value)}
        {number(fleet, "fleet-model-load", |fleet| fleet.startup.model_load, |fleet, value| fleet.startup.model_load = value)}
        {number(fleet, "fleet-warm-up", |fleet| fleet.startup.warm_up, |fleet, value| fleet.startup.warm_up = value)}
        <p class="hint" id="fleet-startup-total">{move || format!("{} in all, on a node that has room.", text::seconds(total.get()))}</p>
        {number(fleet, "fleet-drain", |fleet| fleet.drain, |fleet, value| fleet.drain = value)}
        {flag(fleet, "fleet-nodes", |fleet| fleet.nodes.is_some(), |fleet, on| fleet.nodes = on.then(usual_nodes))}
        {while_stated(fleet, |fleet| fleet.nodes.as_ref(), |fleet| fleet.nodes.as_mut(), |nodes| view! {
            {number(nodes, "fleet-replicas-per-node", |nodes| nodes.replicas_per_node, |nodes, value| nodes.replicas_per_node = value)}
            {number(nodes, "fleet-provisioning", |nodes| nodes.provisioning, |nodes, value| nodes.provisioning = value)}
            {number(nodes, "fleet-spare-nodes", |nodes| nodes.spare, |nodes, value| nodes.spare = value)}
            {number(nodes, "fleet-unneeded", |nodes| nodes.unneeded, |nodes, value| nodes.unneeded = value)}
        }.into_any())}
        {flag(fleet, "fleet-warm", |fleet| fleet.warm.is_some(), |fleet, on| fleet.warm = on.then(usual_warm))}
        {while_stated(fleet, |fleet| fleet.warm.as_ref(), |fleet| fleet.warm.as_mut(), |warm| view! {
            {number(warm, "fleet-warm-size", |warm| warm.size, |warm, value| warm.size = value)}
            {number(warm, "fleet-warm-startup", |warm| warm.startup, |warm, value| warm.startup = value)}
            {number(warm, "fleet-warm-price", |warm| warm.price, |warm, value| warm.price = value)}
        }.into_any())}
        {optional(fleet, "fleet-quota", |fleet| fleet.quota, |fleet, value| fleet.quota = value, || Quantity::clamped(100.0), "no limit".to_owned())}
        {number(fleet, "fleet-failures", |fleet| fleet.failures, |fleet, value| fleet.failures = value)}
        {optional(scaling, "fleet-price", |scaling| scaling.price, |scaling, value| scaling.price = value, || Quantity::clamped(1.0), "unknown".to_owned())}
    }
}

/// The fields of the signal.
#[component]
pub fn SignalFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::signal(&scaling.signal));
    view! {
        <Fold id="signal" title="Signal" says=says>
            {move || part_of!(scaling, signal).map(|signal| view! {
                {number(signal, "signal-interval", |signal| signal.interval, |signal, value| signal.interval = value)}
                {number(signal, "signal-window", |signal| signal.window, |signal, value| signal.window = value)}
                {number(signal, "signal-delay", |signal| signal.delay, |signal, value| signal.delay = value)}
            })}
        </Fold>
    }
}
