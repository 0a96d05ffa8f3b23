//! The regions of the plan: a list to add to and take from, and the fields of the one that is open.

use super::super::view::name;
use super::own::CustomLocation;
use super::picker::Picker;
use super::region::OneRegion;
use crate::browser::focus_on;
use crate::components::form::Fold;
use crate::edit::Change;
use crate::edit::Place as Spot;
use crate::session::Session;
use crate::session::prices::Prices;
use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::machines::places::catalog::Region;
use headroom_core::plan::scenario::regions::PlanRegion;
use headroom_core::plan::scenario::regions::{MAX_PLAN_REGIONS, Place};
use leptos::prelude::*;

/// Adds the region that is made beside those of the plan, with the catalogue's prices there, or says why not.
fn add_region(
    session: Session,
    prices: Prices,
    made: impl FnOnce(RegionId, &[PlanRegion]) -> PlanRegion,
) -> Option<RegionId> {
    let now = session.scenario_now();
    if now.regions.len() >= MAX_PLAN_REGIONS {
        let reason = format!("A plan must have at most {MAX_PLAN_REGIONS} regions.");
        session.refuse("No region was added", reason);
        return None;
    }
    let id = now.next_region_id();
    let region = made(id, &now.regions);
    session.edit(Change::Edit, |scenario| {
        scenario.regions.push(region);
        prices.store_in(scenario);
    });
    Some(id)
}

/// Where it is, in a few words: `AWS eu-central-1, EU`; and how many limits are entered for it alone.
fn words(region: &PlanRegion, limits: usize) -> String {
    let place = match &region.place {
        Place::Catalog { provider, id } => format!("{} {id}", provider.name()),
        Place::Own { .. } => "custom location".to_owned(),
    };
    let jurisdiction = region.place.jurisdiction();
    let mut words = vec![place];
    if !jurisdiction.is_empty() {
        words.push(jurisdiction.to_owned());
    }
    if !region.hosts {
        words.push("users only".to_owned());
    } else if limits > 0 {
        words.push(text::counted(limits as u64, "limit", "limits"));
    }
    words.join(", ")
}

/// The list of regions and the fields of the open one.
#[component]
pub fn PlaceFields() -> impl IntoView {
    let (session, prices) = (Session::here(), Prices::here());
    prices.ask_for(&session.scenario_now());
    let open = RwSignal::new(None::<RegionId>);
    let listed = session.part(|scenario| {
        let row = |region: &PlanRegion| {
            let limits = scenario.limits.iter().filter(|limit| limit.region == Some(region.id)).count();
            (region.id, name(region.name.as_str(), region.id), words(region, limits))
        };
        scenario.regions.iter().map(row).collect::<Vec<_>>()
    });
    let remove = move |id: RegionId| {
        open.set(None);
        session.edit(Change::Edit, |scenario| scenario.remove_region(id));
        focus_on("region-search");
    };
    let rows = move || {
        let row = |(id, name, words): (RegionId, String, String)| {
            let is_open = move || (open.get() == Some(id)).to_string();
            let toggle = move |_| open.update(|open| *open = if *open == Some(id) { None } else { Some(id) });
            view! {
                <li>
                    <button type="button" class="quiet event" id=Spot::TOP.named(&id.0.to_string()).id("region") aria-expanded=is_open on:click=toggle>
                        <span class="region-name">{name.clone()}</span><small>{words}</small>
                    </button>
                    <button type="button" class="quiet small" aria-label=format!("Remove {name}") title="Remove" on:click=move |_| remove(id)>"✕"</button>
                </li>
            }
        };
        listed.get().into_iter().map(row).collect_view()
    };
    let shown =
        Memo::new(move |_| open.get().filter(|id| listed.with(|listed| listed.iter().any(|(other, ..)| other == id))));
    let add = Callback::new(move |(name, place): (Name, Place)| {
        if let Some(id) = add_region(session, prices, |id, _| PlanRegion::new(id, name, place)) {
            open.set(Some(id));
        }
    });
    let add_catalog = Callback::new(move |region: &'static Region| {
        if let Some(id) = add_region(session, prices, |id, beside| PlanRegion::of_catalog(id, region, beside)) {
            open.set(Some(id));
        }
    });
    view! {
        <fieldset id="regions">
            <legend>"Regions"</legend>
            <ul class="events regions">{rows}</ul>
            {move || shown.get().map(|id| view! { <OneRegion region=id/> })}
            <Picker add=add_catalog/>
            <Fold id="custom-location" title="Custom location" says=Signal::stored("a data center, or an area with users".to_owned())>
                <CustomLocation add=add/>
            </Fold>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::machines::places::catalog::{Provider, find};

    #[test]
    fn a_second_region_of_a_town_says_which_it_is() {
        let tokyo = find(Provider::Aws, "ap-northeast-1").unwrap();
        let first = PlanRegion::of_catalog(RegionId(1), tokyo, &[]);
        assert_eq!(first.name.as_str(), "Tokyo");
        assert_eq!(words(&first, 0), "AWS ap-northeast-1, JP");
        let second = find(Provider::GoogleCloud, "asia-northeast1").unwrap();
        assert_eq!(PlanRegion::of_catalog(RegionId(2), second, &[first]).name.as_str(), "Tokyo (asia-northeast1)");
    }

    #[test]
    fn what_is_limited_is_said() {
        let frankfurt = find(Provider::Aws, "eu-central-1").unwrap();
        let mut region = PlanRegion::of_catalog(RegionId(1), frankfurt, &[]);
        assert_eq!(words(&region, 2), "AWS eu-central-1, EU, 2 limits");
        region.hosts = false;
        assert_eq!(words(&region, 2), "AWS eu-central-1, EU, users only");
    }
}
