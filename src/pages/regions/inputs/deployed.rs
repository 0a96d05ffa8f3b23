//! In which regions the service is deployed, and with how many replicas.

use super::super::fields::deployed::{REPLICAS, RUNS};
use super::super::view::name;
use super::asked;
use crate::components::form::field_of_list;
use crate::edit::{Change, Place as Spot};
use crate::session::Session;
use headroom_core::base::id::RegionId;
use leptos::prelude::*;

/// A box and a number of replicas for each region that hosts capacity.
#[component]
pub fn DeployedFields() -> impl IntoView {
    let asked = asked();
    let stated = asked.read(|asked| !asked.deployed.is_empty());
    let hosts = Session::here().part(|scenario| {
        let hosts = scenario.regions.iter().filter(|region| region.hosts);
        hosts.map(|region| (region.id, name(region.name.as_str(), region.id))).collect::<Vec<_>>()
    });
    let rows = move || hosts.get().into_iter().map(|(id, name)| region(id, name)).collect_view();
    let everywhere = move |_| asked.edit(Change::Edit, |asked| asked.deployed.clear());
    view! {
        <fieldset class="shares" id="deployed">
            <legend>"Where this service is deployed"</legend>
            <p class="hint">{move || if stated.get() { "Other services stay where they are." } else { "Not entered: in all regions with capacity, as many replicas as needed." }}</p>
            {rows}
            <Show when=move || stated.get()>
                <button type="button" class="small wide" id="deployed-everywhere" on:click=everywhere>"In all regions, as many as needed"</button>
            </Show>
        </fieldset>
    }
}

fn region(id: RegionId, name: String) -> AnyView {
    let regions = Session::here().part(move |scenario| (scenario.regions.clone(), id));
    let part = asked().knowing(regions.into());
    let spot = Spot::TOP.named(&id.0.to_string());
    let replicas = format!("Replicas in {name}");
    let is_here = asked().read(move |asked| asked.runs_in(id));
    let count = move || is_here.get().then(|| field_of_list(part, spot, &REPLICAS, replicas.clone(), None));
    view! {
        {field_of_list(part, spot, &RUNS, name, None)}
        {count}
    }
    .into_any()
}
