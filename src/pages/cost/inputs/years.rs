//! Over how many years, at which rates.

use super::{plan_cost, summaries};
use crate::components::form::{Fold, number};
use leptos::prelude::*;

/// The fields.
#[component]
pub fn YearFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::years);
    view! {
        <Fold id="cost-horizon" title="Years and rates" says=says>
            {number(plan, "cost-years", |plan| plan.years, |plan, value| plan.years = value)}
            {number(plan, "cost-discount-rate", |plan| plan.discount_rate, |plan, value| plan.discount_rate = value)}
            {number(plan, "cost-price-decline", |plan| plan.price_decline, |plan, value| plan.price_decline = value)}
            {number(plan, "cost-negotiated", |plan| plan.negotiated, |plan, value| plan.negotiated = value)}
        </Fold>
    }
}
