//! Prices of data within the provider.

use super::{plan_cost, summaries};
use crate::components::form::{Fold, optional};
use headroom_core::base::units::Quantity;
use leptos::prelude::*;

/// The fields.
#[component]
pub fn DataFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::within);
    view! {
        <Fold id="cost-within" title="Data within the provider" says=says>
            {optional(plan, "cost-inter-zone", |plan| plan.inter_zone, |plan, value| plan.inter_zone = value, || Quantity::clamped(0.01), "unknown".to_owned())}
            {optional(plan, "cost-inter-region", |plan| plan.inter_region, |plan, value| plan.inter_region = value, || Quantity::clamped(0.02), "unknown".to_owned())}
        </Fold>
    }
}
