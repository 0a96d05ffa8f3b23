//! Where a service is deployed: whether in a region, and with how many replicas.

use crate::components::form::{Field, Kind, NumberKind};
use crate::edit::Knowing;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::{DeployedReplicas, Quantity};
use headroom_core::plan::scenario::regions::{PlanRegion, ServiceRegions};

/// What a service asks of the regions, beside all regions and the one that is meant.
pub type In = Knowing<ServiceRegions, (Vec<PlanRegion>, RegionId)>;

/// Where replicas begin when they are stated.
const FIRST: f64 = 10.0;

/// Whether it is deployed in a region.
pub const RUNS: Field<In> = Field::new(
    "deployed",
    Kind::Flag {
        get: |of| of.stated.runs_in(of.known.1),
        set: |of, on| {
            let (regions, id) = &of.known;
            of.stated.deploy(regions, *id, on);
        },
    },
);

/// How many replicas there.
pub const REPLICAS: Field<In> = Field::<In>::new(
    "deployed-replicas",
    Kind::Optional {
        get: |of| of.stated.stated_replicas(of.known.1).map(f64::from),
        set: |of, count| {
            let (regions, id) = &of.known;
            if count.is_some() {
                of.stated.deploy(regions, *id, true);
            }
            if let Some(deployed) = of.stated.deployed.iter_mut().find(|deployed| deployed.region == *id) {
                deployed.replicas = count.map(Quantity::clamped);
            }
        },
        first: |_| FIRST,
        unstated: |_| "as many as needed".to_owned(),
        quantity: NumberKind::of::<DeployedReplicas>(),
    },
)
.when(|of| of.stated.runs_in(of.known.1));

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn taking_one_region_out_leaves_the_others_and_never_none() {
        let regions = examples::find("three-region-payments").unwrap().scenario().regions;
        let ids: Vec<RegionId> = regions.iter().map(|region| region.id).collect();
        let mut asked = ServiceRegions::default();
        asked.deploy(&regions, ids[1], false);
        let runs = |asked: &ServiceRegions| ids.iter().map(|id| asked.runs_in(*id)).collect::<Vec<_>>();
        assert_eq!(runs(&asked), [true, false, true]);
        asked.deploy(&regions, ids[0], false);
        asked.deploy(&regions, ids[2], false);
        assert_eq!(runs(&asked), [false, false, true]);
        asked.deploy(&regions, ids[1], true);
        assert_eq!(runs(&asked), [false, true, true]);
    }
}
