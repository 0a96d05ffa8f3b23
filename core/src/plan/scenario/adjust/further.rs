//! A region that could be added: of the same cloud where there is one, the nearest to where it is wanted.

use crate::base::id::RegionId;
use crate::machines::places::catalog::{self, Provider, Region};
use crate::machines::places::round_trip;
use crate::plan::scenario::regions::{MAX_PLAN_REGIONS, Place, PlanRegion, ServiceRegions};

/// The cloud that most regions of the plan are of.
fn usual_cloud(regions: &[PlanRegion]) -> Option<Provider> {
    let of = |region: &PlanRegion| match &region.place {
        Place::Catalog { provider, .. } => Some(*provider),
        Place::Own { .. } => None,
    };
    let clouds = [Provider::Aws, Provider::Azure, Provider::GoogleCloud];
    let count = |cloud: &Provider| regions.iter().filter(|region| of(region) == Some(*cloud)).count();
    clouds.into_iter().filter(|cloud| count(cloud) > 0).max_by_key(count)
}

/// A region under one of these jurisdictions, or anywhere where none is named, that the plan does not have yet:
/// the one with the shortest round trips to the plan's regions there, or to all.
pub fn further_region(regions: &[PlanRegion], within: &[String]) -> Option<&'static Region> {
    let near: Vec<Region> = regions
        .iter()
        .filter(|region| is_allowed(within, region.place.jurisdiction()))
        .filter_map(|region| region.place.region())
        .collect();
    nearest_to(&near, regions, within)
}

/// A region for the users of one of the plan's that may serve them and the plan does not have yet: the nearest to them.
pub fn nearer_region(regions: &[PlanRegion], stated: &ServiceRegions, users: RegionId) -> Option<&'static Region> {
    let home = regions.iter().find(|region| region.id == users)?;
    let rule = stated.residency.iter().find(|rule| rule.users.as_str() == home.place.jurisdiction());
    let within: Vec<String> = rule.map_or_else(Vec::new, |rule| rule.within.iter().map(ToString::to_string).collect());
    nearest_to(&[home.place.region()?], regions, &within)
}

fn is_allowed(within: &[String], jurisdiction: &str) -> bool {
    within.is_empty() || within.iter().any(|one| one == jurisdiction)
}

/// The region that the plan does not have with the shortest round trips to some places, of the plan's cloud where there is one.
fn nearest_to(near: &[Region], regions: &[PlanRegion], within: &[String]) -> Option<&'static Region> {
    if regions.len() >= MAX_PLAN_REGIONS {
        return None;
    }
    let taken = |region: &Region| {
        regions.iter().any(|other| {
            matches!(&other.place, Place::Catalog { provider, id } if *provider == region.provider && id.as_str() == region.id)
        })
    };
    let cloud = usual_cloud(regions);
    let far = |region: &Region| near.iter().map(|other| round_trip(region, other).seconds()).sum::<f64>();
    let key = |region: &&'static Region| (cloud.is_some_and(|cloud| region.provider != cloud), far(region));
    let open = catalog::regions().iter().filter(|region| is_allowed(within, region.jurisdiction) && !taken(region));
    open.min_by(|one, other| {
        let (one, other) = (key(one), key(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::scenario::examples;

    #[test]
    fn a_further_region_is_of_the_same_cloud_and_jurisdiction_and_not_there_yet() {
        let plan = examples::find("global-llm").unwrap().scenario();
        let found = further_region(&plan.regions, &["EU".to_owned()]).unwrap();
        assert_eq!((found.provider, found.jurisdiction), (Provider::Aws, "EU"));
        assert!(found.id != "eu-central-1" && found.id != "eu-west-1");
        assert!(further_region(&plan.regions, &[]).is_some());
        assert_eq!(further_region(&plan.regions, &["Atlantis".to_owned()]), None);
    }
}
