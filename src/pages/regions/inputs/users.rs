//! Where the users of the service are, and whose clock they live by.

use super::super::fields::routing::CLOCK;
use super::super::fields::users::USERS;
use super::super::view::RegionsView;
use super::asked;
use crate::components::form::{field_of_list, fields};
use crate::edit::Change;
use crate::edit::Place as Spot;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use leptos::prelude::*;

/// The weights of the users, region by region, with the share that each comes to.
#[component]
pub fn UserFields() -> impl IntoView {
    let asked = asked();
    let stated = asked.read(|asked| !asked.shares.is_empty());
    let names = RegionsView::here().names();
    let rows = move || names.get().into_iter().map(|(id, name)| share_field(id, name)).collect_view();
    let even = move |_| asked.edit(Change::Edit, |asked| asked.shares.clear());
    view! {
        <fieldset class="shares" id="shares">
            <legend>"Users of this service"</legend>
            <p class="hint">{move || if stated.get() { "Weights, relative to each other." } else { "Location not entered: evenly in all regions where it is deployed." }}</p>
            {rows}
            <Show when=move || stated.get()>
                <button type="button" class="small wide" id="shares-even" on:click=even>"Spread them evenly"</button>
            </Show>
            {fields(asked, CLOCK)}
        </fieldset>
    }
}

fn share_field(id: RegionId, name: String) -> AnyView {
    let view = RegionsView::here();
    let regions = Session::here().part(move |scenario| (scenario.regions.clone(), id));
    let share = Signal::derive(move || {
        view.plan.with(|plan| {
            let region = plan.as_ref().and_then(|plan| plan.regions.iter().find(|region| region.id == id));
            region.map(|region| text::percent(region.share)).unwrap_or_default()
        })
    });
    let spot = Spot::TOP.named(&id.0.to_string());
    field_of_list(asked().knowing(regions.into()), spot, &USERS, name, Some(share))
}
