//! What is stated about cost: for the plan as a whole, and for the selected service.

mod budgets;
mod owned;
mod plan;
mod service;
mod summaries;
mod tiers;

use crate::edit::Part;
use crate::session::Session;
use budgets::BudgetFields;
pub use budgets::whose;
use headroom_core::plan::scenario::cost::{CostInputs, ServiceCost};
use leptos::prelude::*;
use owned::OwnedFields;
use plan::{ChargingFields, DataFields, RunningFields, YearFields};
use service::{MovedFields, StoredFields, TagFields};
use tiers::{EgressFields, SupportFields};

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
        <form class="inputs" aria-label="Cost inputs" on:submit=|event| event.prevent_default()>
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
