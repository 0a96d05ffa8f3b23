//! What is stated about cost: for the plan as a whole, and for the selected service.

mod charging;
mod data;
mod owned;
mod running;
mod service;
mod summaries;
mod tags;
mod tiers;
mod years;

use crate::edit::Part;
use crate::session::Session;
pub use charging::whose;
use charging::{BudgetFields, ChargingFields};
use data::DataFields;
use headroom_core::plan::scenario::cost::{CostInputs, ServiceCost};
use leptos::prelude::*;
use owned::OwnedFields;
use running::RunningFields;
use service::{MovedFields, StoredFields};
use tags::TagFields;
use tiers::{EgressFields, SupportFields};
use years::YearFields;

/// All that is stated about the cost of the plan.
fn plan_cost() -> Part<CostInputs> {
    Session::here().plan_part(|plan| &plan.cost, |plan| &mut plan.cost)
}

/// All that is stated about the cost of the selected service.
fn service_cost() -> Part<ServiceCost> {
    Session::here().selected_part(|service| &service.cost, |service| &mut service.cost)
}

/// The whole column of fields.
#[component]
pub fn Inputs() -> impl IntoView {
    let name = Session::here().service_part(|service| service.name.to_string());
    view! {
        <form class="inputs" aria-label="What is stated about cost" on:submit=|event| event.prevent_default()>
            <h2 class="inputs-heading">"The plan"</h2>
            <YearFields/>
            <RunningFields/>
            <SupportFields/>
            <EgressFields/>
            <DataFields/>
            <ChargingFields/>
            <BudgetFields/>
            <OwnedFields/>
            <h2 class="inputs-heading">{move || format!("This service: {}", name.get())}</h2>
            <StoredFields/>
            <MovedFields/>
            <TagFields/>
        </form>
    }
}
