//! Where the users of the service are, and whose clock they live by.

use super::super::view::RegionsView;
use crate::components::NumberField;
use crate::edit::Change;
use crate::edit::Place as Spot;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use headroom_core::base::units::{Quantity, UserWeight};
use headroom_core::plan::scenario::regions::PlanRegion;
use headroom_core::plan::scenario::regions::{ServiceRegions, UserShare};
use leptos::prelude::*;

/// The weight of a region's users: as stated, or where nobody stated any, an even one of all that have capacity.
fn weight(asked: &ServiceRegions, regions: &[PlanRegion], id: RegionId) -> UserWeight {
    if asked.shares.is_empty() {
        let host = regions.iter().find(|region| region.id == id).is_some_and(|region| region.hosts);
        return UserWeight::clamped(if host { 1.0 } else { 0.0 });
    }
    let stated = asked.shares.iter().find(|share| share.region == id);
    stated.map_or(UserWeight::clamped(0.0), |share| share.weight)
}

/// States a weight; where none were stated, the others become what they were taken for.
fn state(asked: &mut ServiceRegions, regions: &[PlanRegion], id: RegionId, to: UserWeight) {
    if asked.shares.is_empty() {
        let even = |region: &PlanRegion| UserShare { region: region.id, weight: weight(asked, regions, region.id) };
        asked.shares = regions.iter().map(even).collect();
    }
    match asked.shares.iter_mut().find(|share| share.region == id) {
        Some(share) => share.weight = to,
        None => asked.shares.push(UserShare { region: id, weight: to }),
    }
}

/// The weights of the users, region by region, with the share that each comes to.
#[component]
pub fn UserFields() -> impl IntoView {
    let (session, view) = (Session::here(), RegionsView::here());
    let stated = session.service_part(|service| !service.regions.shares.is_empty());
    let local = session.service_part(|service| service.regions.local_time);
    let names = view.names();
    let rows = move || names.get().into_iter().map(|(id, name)| share_field(session, view, id, name)).collect_view();
    let even = move |_| session.edit_service(Change::Edit, |service| service.regions.shares.clear());
    let toggle = move |event| {
        let on = event_target_checked(&event);
        session.edit_service(Change::Edit, |service| service.regions.local_time = on);
    };
    view! {
        <fieldset class="shares" id="shares">
            <legend>"Users of this service"</legend>
            <p class="hint">{move || if stated.get() { "Weights, relative to each other." } else { "Nobody said where they are: evenly in all regions with capacity." }}</p>
            {rows}
            <Show when=move || stated.get()>
                <button type="button" class="small wide" id="shares-even" on:click=even>"Spread them evenly"</button>
            </Show>
            <label class="flag"><input type="checkbox" id="local-time" prop:checked=local on:change=toggle/><span>"The day follows each region\u{2019}s clock"</span></label>
        </fieldset>
    }
}

fn share_field(session: Session, view: RegionsView, id: RegionId, name: String) -> impl IntoView {
    let value = session.part(move |scenario| scenario.regions.clone());
    let asked = session.service_part(|service| service.regions.clone());
    let value = Memo::new(move |_| value.with(|regions| asked.with(|asked| weight(asked, regions, id))));
    let set = move |change, value| {
        let regions = session.scenario_now().regions.clone();
        session.edit_service(change, |service| state(&mut service.regions, &regions, id, value));
    };
    let share = Signal::derive(move || {
        view.plan.with(|plan| {
            let region = plan.as_ref().and_then(|plan| plan.regions.iter().find(|region| region.id == id));
            region.map(|region| text::percent(region.share)).unwrap_or_default()
        })
    });
    view! { <NumberField id=Spot::TOP.named(&id.0.to_string()).id("users") label=name value=value set=set hint=share/> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_first_weight_keeps_the_others_as_they_were_taken_for() {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        scenario.regions[2].hosts = false;
        let mut asked = ServiceRegions::default();
        let ids: Vec<RegionId> = scenario.regions.iter().map(|region| region.id).collect();
        state(&mut asked, &scenario.regions, ids[0], UserWeight::clamped(3.0));
        let weights: Vec<f64> = ids.iter().map(|id| weight(&asked, &scenario.regions, *id).get()).collect();
        assert_eq!(weights, [3.0, 1.0, 0.0]);
        state(&mut asked, &scenario.regions, ids[2], UserWeight::clamped(2.0));
        assert_eq!(weight(&asked, &scenario.regions, ids[2]).get(), 2.0);
        assert_eq!(asked.shares.len(), 3);
    }
}
