//! Where the users of a service are: a weight for each region.

use crate::components::form::{Field, Kind, NumberKind};
use crate::edit::Knowing;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::{Quantity, UserWeight};
use headroom_core::plan::scenario::regions::{PlanRegion, ServiceRegions, UserShare};

/// What a service asks of the regions, beside all regions and the one that is meant.
pub type Users = Knowing<ServiceRegions, (Vec<PlanRegion>, RegionId)>;

/// The weight of one region's users.
pub const USERS: Field<Users> = Field::new(
    "users",
    Kind::Number {
        get: |users| weight(&users.stated, &users.known.0, users.known.1).get(),
        set: |users, value| {
            let (regions, id) = &users.known;
            state(&mut users.stated, regions, *id, UserWeight::clamped(value));
        },
        quantity: NumberKind::of::<UserWeight>(),
    },
);

/// The weight of a region's users: as stated, or where nobody stated any, an even one of all where it is deployed.
fn weight(asked: &ServiceRegions, regions: &[PlanRegion], id: RegionId) -> UserWeight {
    if asked.shares.is_empty() {
        let host =
            regions.iter().find(|region| region.id == id).is_some_and(|region| region.hosts && asked.runs_in(id));
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
