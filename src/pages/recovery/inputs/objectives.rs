//! The objectives, what a failure costs, what the primary costs, and how a recovery is done.

use super::super::fields::{HOW, LOSSES, OBJECTIVES, PRICE, STORAGE};
use super::{recovery, summaries};
use crate::components::form::{Fold, fields};
use crate::session::Session;
use leptos::prelude::*;

/// RTO, RPO and the active tier.
#[component]
pub fn ObjectiveFields() -> impl IntoView {
    view! { <fieldset id="objectives"><legend>"Objectives"</legend>{fields(recovery(), OBJECTIVES)}</fieldset> }
}

/// How often a region is lost, and what that costs.
#[component]
pub fn LossFields() -> impl IntoView {
    let stated = recovery();
    let says = stated.read(summaries::losses);
    view! { <Fold id="losses" title="Failures and losses" says=says>{fields(stated, LOSSES)}</Fold> }
}

/// What the primary costs, of which a tier keeps a share.
#[component]
pub fn CostFields() -> impl IntoView {
    let stated = recovery();
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let price = scaling.read(|scaling| scaling.price);
    let storage = stated.read(|stated| stated.storage);
    let says = Signal::derive(move || summaries::costs(storage.get(), price.get()));
    view! {
        <Fold id="costs" title="Cost of the primary" says=says>
            {fields(scaling, PRICE)}
            {fields(stated, STORAGE)}
        </Fold>
    }
}

/// The order of the parts, and whether accelerators are reserved.
#[component]
pub fn HowFields() -> impl IntoView {
    let stated = recovery();
    let gpus = Session::here().service_part(|service| service.sizing.replica.gpus.get());
    let way = stated.read(|stated| (stated.order, stated.reserved));
    let says = Signal::derive(move || summaries::how(way.get(), gpus.get()));
    let hint = move || {
        (gpus.get() == 0).then(|| view! { <p class="hint">"Its replicas have no GPUs: this has no effect."</p> })
    };
    view! {
        <Fold id="how" title="Recovery procedure" says=says>
            {fields(stated, HOW)}
            {hint}
        </Fold>
    }
}
