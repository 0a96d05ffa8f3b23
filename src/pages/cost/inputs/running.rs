//! What keeps it running beside machines: people, monitoring, control planes, load balancers.

use super::{plan_cost, summaries};
use crate::components::form::{Extra, Fold, flag, number, number_with, optional, while_stated};
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::cost::{ControlPlanes, LoadBalancers, People};
use leptos::prelude::*;

/// One engineer to begin with, at the published cost analyser's price.
fn usual_people() -> People {
    People { engineers: Quantity::clamped(1.0), monthly: Quantity::clamped(18_000.0) }
}

fn usual_planes() -> ControlPlanes {
    ControlPlanes { count: Quantity::clamped(1.0), price: Quantity::clamped(0.1) }
}

fn usual_balancers() -> LoadBalancers {
    LoadBalancers { count: Quantity::clamped(1.0), price: Quantity::clamped(0.0225), per_gib: None }
}

/// A count has no unit but its name.
const BARE: Extra = Extra { slider: None, unit: Some(""), hint: None };

/// The fields.
#[component]
pub fn RunningFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::running);
    view! {
        <Fold id="cost-running" title="People and tools" says=says>
            {flag(plan, "cost-people", |plan| plan.people.is_some(), |plan, on| plan.people = on.then(usual_people))}
            {while_stated(plan, |plan| plan.people.as_ref(), |plan| plan.people.as_mut(), |people| view! {
                {number_with(people, "cost-engineers", Extra { unit: Some("FTE"), ..BARE }, |people| people.engineers, |people, value| people.engineers = value)}
                {number(people, "cost-engineer-monthly", |people| people.monthly, |people, value| people.monthly = value)}
            }.into_any())}
            {optional(plan, "cost-monitoring", |plan| plan.monitoring, |plan, value| plan.monitoring = value, || Quantity::clamped(12.0), "not counted".to_owned())}
            {flag(plan, "cost-planes", |plan| plan.control_planes.is_some(), |plan, on| plan.control_planes = on.then(usual_planes))}
            {while_stated(plan, |plan| plan.control_planes.as_ref(), |plan| plan.control_planes.as_mut(), |planes| view! {
                {number_with(planes, "cost-planes-count", BARE, |planes| planes.count, |planes, value| planes.count = value)}
                {number(planes, "cost-planes-price", |planes| planes.price, |planes, value| planes.price = value)}
            }.into_any())}
            {flag(plan, "cost-balancers", |plan| plan.load_balancers.is_some(), |plan, on| plan.load_balancers = on.then(usual_balancers))}
            {while_stated(plan, |plan| plan.load_balancers.as_ref(), |plan| plan.load_balancers.as_mut(), |balancers| view! {
                {number_with(balancers, "cost-balancers-count", BARE, |balancers| balancers.count, |balancers, value| balancers.count = value)}
                {number(balancers, "cost-balancers-price", |balancers| balancers.price, |balancers, value| balancers.price = value)}
                {optional(balancers, "cost-balancers-data", |balancers| balancers.per_gib, |balancers, value| balancers.per_gib = value, || Quantity::clamped(0.008), "free".to_owned())}
            }.into_any())}
        </Fold>
    }
}
