//! What is stated about commitments.

use super::super::fields::commitment::{DOLLARS, Discounts, KIND, LEVEL, OWN_LEVEL, PAYMENT, about_price};
use super::state::Buying;
use crate::components::form::{fields, while_stated};
use crate::edit::Part;
use crate::session::Session;
use headroom_core::plan::scenario::cost::{CommitmentInputs, CostInputs, DollarCommitment, NodeCommitment};
use leptos::prelude::*;

/// The fields.
#[component]
pub fn CommitmentFields() -> impl IntoView {
    let cost = Session::here().plan_part(|scenario| &scenario.cost, |scenario| &mut scenario.cost);
    view! {
        <fieldset class="buy-commitment">
            <legend>"Commitment of the whole plan"</legend>
            {fields(cost, KIND)}
            {while_stated(cost, nodes_of, nodes_of_mut, node_fields)}
            {while_stated(cost, dollars_of, dollars_of_mut, dollar_fields)}
        </fieldset>
    }
}

fn nodes_of(cost: &CostInputs) -> Option<&NodeCommitment> {
    if let CommitmentInputs::Nodes(nodes) = &cost.commitment { Some(nodes) } else { None }
}

fn nodes_of_mut(cost: &mut CostInputs) -> Option<&mut NodeCommitment> {
    if let CommitmentInputs::Nodes(nodes) = &mut cost.commitment { Some(nodes) } else { None }
}

fn dollars_of(cost: &CostInputs) -> Option<&DollarCommitment> {
    if let CommitmentInputs::Dollars(dollars) = &cost.commitment { Some(dollars) } else { None }
}

fn dollars_of_mut(cost: &mut CostInputs) -> Option<&mut DollarCommitment> {
    if let CommitmentInputs::Dollars(dollars) = &mut cost.commitment { Some(dollars) } else { None }
}

/// What the instance type of the selected service takes off.
pub fn discounts() -> Signal<Discounts> {
    Session::here().service_part(|service| Discounts::of(service.cost.machine.as_ref())).into()
}

fn node_fields(nodes: Part<NodeCommitment>) -> AnyView {
    let nodes = nodes.knowing(discounts());
    let cost = Session::here().selected_part(|service| &service.cost, |service| &mut service.cost);
    let study = Buying::here().study;
    let best = Signal::derive(move || {
        let nodes = study.with(|study| study.as_ref().and_then(|study| study.best().map(|level| level.nodes)));
        nodes.unwrap_or(1.0)
    });
    let about = nodes.read(about_price);
    view! {
        {fields(nodes, LEVEL)}
        {fields(cost.knowing(best), OWN_LEVEL)}
        {fields(nodes, PAYMENT)}
        {move || about.get().map(|about| view! { <p class="hint" id="buy-machine-price">{about}</p> })}
    }
    .into_any()
}

fn dollar_fields(dollars: Part<DollarCommitment>) -> AnyView {
    let used = Buying::here().dollars;
    let least = Signal::derive(move || used.with(|used| used.as_ref().map(|used| used.plan.commitment)));
    fields(dollars.knowing(least), DOLLARS)
}
