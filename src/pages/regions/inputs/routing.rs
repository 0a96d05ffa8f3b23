//! Who serves whom, how many regions may be lost, and where their users then go.

use super::super::fields::routing::{self, OVERFLOW, STRATEGY};
use super::super::view::RegionsView;
use super::asked;
use crate::components::Pick;
use crate::components::form::{explained, fields, name};
use crate::edit::{Change, Part, Place};
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::plan::scenario::regions::{ServiceRegions, Strategy};
use leptos::prelude::*;

/// The fields.
#[component]
pub fn RoutingFields() -> impl IntoView {
    let asked = asked();
    let first =
        Session::here().part(|scenario| scenario.regions.iter().find(|region| region.hosts).map(|region| region.id));
    let has_primary = asked.read(|asked| routing::primary(asked).is_some());
    view! {
        <fieldset id="routing">
            <legend>"Losses and routing"</legend>
            {fields(asked.knowing(first.into()), STRATEGY)}
            {move || has_primary.get().then(|| primary(asked))}
            {fields(asked, OVERFLOW)}
        </fieldset>
    }
}

/// The list of regions that can be the primary.
fn primary(asked: Part<ServiceRegions>) -> AnyView {
    let chosen = asked.read(routing::primary);
    let hosts = Session::here().part(|scenario| {
        let hosts = scenario.regions.iter().filter(|region| region.hosts);
        hosts.map(|region| region.id).collect::<Vec<_>>()
    });
    let names = RegionsView::here().names();
    let choices = Memo::new(move |_| {
        let (hosts, chosen) = (hosts.get(), chosen.get());
        let offered = names.get().into_iter().filter(|(id, _)| hosts.contains(id) || chosen == Some(*id));
        offered.map(|(id, name)| (Some(id), name)).collect::<Vec<_>>()
    });
    let set = move |primary: Option<RegionId>| {
        if let Some(primary) = primary {
            asked.edit(Change::Edit, move |asked| asked.strategy = Strategy::ActivePassive { primary });
        }
    };
    let key = Place::TOP.key("primary");
    let id_of = |id: &Option<RegionId>| id.map_or_else(String::new, |id| id.0.to_string());
    explained(
        key,
        view! { <Pick id=key.id label=name(key) choices=choices value=chosen set=set key=id_of/> }.into_any(),
    )
}
