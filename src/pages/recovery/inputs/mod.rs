//! What is stated about recovery and reliability.

mod artefacts;
mod needs;
mod objectives;
mod region;
mod summaries;
mod tiers;

use crate::edit::Part;
use crate::session::Session;
use artefacts::{ArtefactFields, LinkFields};
use headroom_core::plan::scenario::recovery::RecoveryInputs;
use headroom_core::plan::scenario::reliability::ReliabilityInputs;
use leptos::prelude::*;
use needs::NeedFields;
use objectives::{CostFields, HowFields, LossFields, ObjectiveFields};
use region::RegionFields;
use tiers::TierFields;

/// All that is stated about the selected service's recovery.
fn recovery() -> Part<RecoveryInputs> {
    Session::here().selected_part(|service| &service.recovery, |service| &mut service.recovery)
}

/// All that is stated about the parts that the selected service stands on.
fn reliability() -> Part<ReliabilityInputs> {
    Session::here().selected_part(|service| &service.reliability, |service| &mut service.reliability)
}

/// The whole column of fields.
#[component]
pub fn Inputs() -> impl IntoView {
    let tier = Session::here().service_part(|service| service.recovery.tier);
    view! {
        <form class="inputs" aria-label="Recovery inputs" on:submit=|event| event.prevent_default()>
            <ObjectiveFields/>
            <RegionFields/>
            <LossFields/>
            <CostFields/>
            <HowFields/>
            <h2 class="inputs-heading">"Tiers"</h2>
            <TierFields active=tier/>
            <h2 class="inputs-heading">"Data in the other region"</h2>
            <ArtefactFields/>
            <LinkFields/>
            <h2 class="inputs-heading">"Dependencies"</h2>
            <NeedFields/>
        </form>
    }
}
