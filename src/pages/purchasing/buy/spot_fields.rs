//! What is stated about spot.

use super::super::fields::spot::{ADVISOR, INTERRUPTIONS, LOSSES, PRICE, WITH_SPOT, about_price};
use super::commitment::discounts;
use crate::components::form::{fields, while_stated};
use crate::edit::Part;
use crate::session::Session;
use headroom_core::plan::scenario::cost::SpotInputs;
use leptos::prelude::*;

/// The fields.
#[component]
pub fn SpotFields() -> impl IntoView {
    let cost = Session::here().plan_part(|scenario| &scenario.cost, |scenario| &mut scenario.cost);
    view! {
        <fieldset class="buy-spot">
            <legend>"Spot"</legend>
            {fields(cost, WITH_SPOT)}
            {while_stated(cost, |cost| cost.spot.as_ref(), |cost| cost.spot.as_mut(), spot_fields)}
        </fieldset>
    }
}

fn spot_fields(spot: Part<SpotInputs>) -> AnyView {
    let priced = spot.knowing(discounts());
    let about = priced.read(about_price);
    view! {
        {fields(priced, PRICE)}
        {move || about.get().map(|about| view! { <p class="hint">{about}</p> })}
        {fields(spot, INTERRUPTIONS)}
        <div class="buy-advisor">{fields(spot, ADVISOR)}</div>
        {fields(spot, LOSSES)}
    }
    .into_any()
}
