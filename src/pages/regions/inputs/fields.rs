//! Fields for what a service asks of the regions, and for one region.

use crate::components::NumberField;
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::regions::PlanRegion;
use headroom_core::plan::scenario::regions::ServiceRegions;
use leptos::prelude::*;

/// A field for what the selected service asks.
pub fn asked<Q: Quantity + Send + Sync>(
    id: &'static str,
    label: &'static str,
    read: fn(&ServiceRegions) -> Q,
    write: fn(&mut ServiceRegions, Q),
) -> AnyView {
    let session = Session::here();
    let value = session.service_part(move |service| read(&service.regions));
    let set = move |change, value| session.edit_service(change, |service| write(&mut service.regions, value));
    view! { <NumberField id=id label=label value=value set=set/> }.into_any()
}

/// Something about a region; the last known where the region is about to go away.
pub fn of_region<T: Clone + PartialEq + Send + Sync + 'static>(
    region: RegionId,
    first: T,
    read: impl Fn(&PlanRegion) -> T + Send + Sync + 'static,
) -> Signal<T> {
    let session = Session::here();
    let found = session.part(move |scenario| scenario.region(region).map(&read));
    Memo::new(move |last: Option<&T>| found.get().unwrap_or_else(|| last.unwrap_or(&first).clone())).into()
}

/// Changes a region.
pub fn edit_region(session: Session, change: Change, region: RegionId, apply: impl FnOnce(&mut PlanRegion)) {
    session.edit(change, |scenario| {
        if let Some(region) = scenario.regions.iter_mut().find(|other| other.id == region) {
            apply(region);
        }
    });
}

/// A field for a number of a region.
pub fn region_number<Q: Quantity + Send + Sync>(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    region: RegionId,
    read: fn(&PlanRegion) -> Option<Q>,
    write: fn(&mut PlanRegion, Q),
) -> AnyView {
    let session = Session::here();
    let least = Q::clamped(Q::MIN);
    let value = of_region(region, least, move |region| read(region).unwrap_or(least));
    let set = move |change, value| edit_region(session, change, region, |region| write(region, value));
    view! { <NumberField id=id label=label value=value set=set hint=Signal::stored(hint.to_owned())/> }.into_any()
}
