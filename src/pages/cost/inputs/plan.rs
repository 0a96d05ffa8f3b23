//! What is stated for the plan as a whole: years and rates, people and tools, data within the provider, chargeback.

use super::super::fields::{
    BALANCERS, BALANCERS_COUNTED, CHARGEBACK, MONITORING, PEOPLE, PEOPLE_COUNTED, PLANES, PLANES_COUNTED, WITHIN, YEARS,
};
use super::{plan_cost, summaries};
use crate::components::form::{Fold, fields, fields_of};
use crate::edit::Place;
use leptos::prelude::*;

/// Over how many years, at which rates.
#[component]
pub fn YearFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::years);
    view! { <Fold id="cost-horizon" title="Years and rates" says=says>{fields(plan, YEARS)}</Fold> }
}

/// What keeps it running beside machines: people, monitoring, control planes, load balancers.
#[component]
pub fn RunningFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::running);
    view! {
        <Fold id="cost-running" title="People and tools" says=says>
            {fields(plan, PEOPLE_COUNTED)}
            {fields_of(plan, Place::TOP, |plan| plan.people.as_ref(), |plan| plan.people.as_mut(), PEOPLE)}
            {fields(plan, MONITORING)}
            {fields(plan, PLANES_COUNTED)}
            {fields_of(plan, Place::TOP, |plan| plan.control_planes.as_ref(), |plan| plan.control_planes.as_mut(), PLANES)}
            {fields(plan, BALANCERS_COUNTED)}
            {fields_of(plan, Place::TOP, |plan| plan.load_balancers.as_ref(), |plan| plan.load_balancers.as_mut(), BALANCERS)}
        </Fold>
    }
}

/// Prices of data within the provider.
#[component]
pub fn DataFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::within);
    view! { <Fold id="cost-within" title="Data within the provider" says=says>{fields(plan, WITHIN)}</Fold> }
}

/// Who is charged for shared costs and idle compute.
#[component]
pub fn ChargingFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::charging);
    view! { <Fold id="cost-chargeback" title="Chargeback" says=says>{fields(plan, CHARGEBACK)}</Fold> }
}
