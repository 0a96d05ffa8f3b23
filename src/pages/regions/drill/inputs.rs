//! What happens, where, when and for how long.

use super::super::fields::drill::DRILL;
use super::state::DrillView;
use crate::components::Pick;
use crate::components::form::{explained, fields, name};
use crate::edit::{Change, Part, Place};
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::{HourOfWeek, Quantity};
use headroom_core::plan::scenario::DrillInputs;
use leptos::prelude::*;

/// The fields; none without regions that hold capacity.
#[component]
pub fn DrillFields() -> impl IntoView {
    let is_utc = Session::here().service_part(|service| service.regions.local_time);
    DrillView::here().part().map(|drill| {
        view! {
            <form class="drill-inputs" aria-label="What happens in the drill" on:submit=|event| event.prevent_default()>
                {region_field(drill)}
                {fields(drill.knowing(is_utc.into()), DRILL)}
                {worst_minute(drill)}
            </form>
        }
    })
}

/// The regions that hold capacity.
fn region_field(drill: Part<DrillInputs>) -> AnyView {
    let regions = Session::here().part(|scenario| {
        scenario.regions.iter().map(|region| (region.id, region.name.to_string(), region.hosts)).collect::<Vec<_>>()
    });
    let chosen = drill.read(|inputs| inputs.region);
    let choices = Memo::new(move |_| {
        let chosen = chosen.get();
        // One that holds none stays in the list as long as it is chosen.
        let shown = regions.get().into_iter().filter(|(id, _, hosts)| *hosts || *id == chosen);
        let named = |name: String, id: RegionId| if name.is_empty() { format!("Region {}", id.0) } else { name };
        shown.map(|(id, name, _)| (id, named(name, id))).collect::<Vec<_>>()
    });
    let set = move |region| drill.edit(Change::Edit, move |inputs| inputs.region = region);
    let key = Place::TOP.key("drill-region");
    let id_of = |id: &RegionId| id.0.to_string();
    explained(
        key,
        view! { <Pick id=key.id label=name(key) choices=choices value=chosen set=set key=id_of/> }.into_any(),
    )
}

/// Goes to the minute at which it costs most, once that is known.
fn worst_minute(drill: Part<DrillInputs>) -> impl IntoView {
    let week = DrillView::here().week;
    let worst = Memo::new(move |_| {
        week.with(|week| {
            let week = week.as_ref().filter(|week| week.is_whole())?;
            week.worst().map(|worst| (worst.start, week.moment(worst)))
        })
    });
    let to_worst = move |_| {
        if let Some((start, _)) = worst.get_untracked() {
            drill.edit(Change::Edit, move |inputs| inputs.start = HourOfWeek::clamped(start / 3600.0));
        }
    };
    view! {
        <div class="drill-worst">
            <button type="button" id="drill-worst" disabled=move || worst.with(Option::is_none) on:click=to_worst>"The worst minute of the week"</button>
            <small>{move || worst.get().map_or_else(|| "searching …".to_owned(), |(_, moment)| moment)}</small>
        </div>
    }
}
