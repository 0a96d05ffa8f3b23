//! What is stated about regions, a row a field.

pub mod deployed;
pub mod drill;
pub mod failover;
pub mod region;
pub mod residency;
pub mod routing;
pub mod users;

#[cfg(test)]
mod tests {
    use super::deployed::{In, REPLICAS, RUNS};
    use super::drill::{DRILL, Drill};
    use super::failover::FAILOVER;
    use super::region::{CAPACITY, PLACE};
    use super::residency::RESIDENCY;
    use super::routing::{CLOCK, OVERFLOW, Routing, STRATEGY};
    use super::users::{USERS, Users};
    use crate::components::form::checks::{is_explained, keeps};
    use headroom_core::base::id::RegionId;
    use headroom_core::base::setting::Setting;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::scenario::regions::{FailoverInputs, Jurisdiction, Place, Residency, ServiceRegions};
    use headroom_core::plan::scenario::{DrillInputs, DrillKind, examples};

    #[test]
    fn every_field_is_explained() {
        is_explained(DRILL);
        is_explained(FAILOVER);
        is_explained(PLACE);
        is_explained(CAPACITY);
        is_explained(RESIDENCY);
        is_explained(STRATEGY);
        is_explained(OVERFLOW);
        is_explained(CLOCK);
        is_explained(&[USERS]);
        is_explained(&[RUNS, REPLICAS]);
        for list in ["primary", "drill-region"] {
            assert!(Setting::find(list).is_some(), "{list}");
        }
    }

    #[test]
    fn what_a_service_asks_is_read_back() {
        let asked = ServiceRegions::default();
        keeps(&Routing { stated: asked.clone(), known: Some(RegionId(2)) }, STRATEGY);
        keeps(&asked, OVERFLOW);
        keeps(&asked, CLOCK);
        keeps(&FailoverInputs::default(), FAILOVER);
        let rule = Residency { users: Jurisdiction::from_static("UK"), within: vec![Jurisdiction::from_static("EU")] };
        keeps(&rule, RESIDENCY);
    }

    #[test]
    fn a_region_and_its_users_are_read_back() {
        let plan = examples::find("three-region-payments").unwrap().scenario();
        let mut region = plan.regions[0].clone();
        keeps(&region, PLACE);
        keeps(&region, CAPACITY);
        region.place = Place::Own {
            latitude: Quantity::clamped(47.4),
            longitude: Quantity::clamped(8.5),
            utc_offset: Quantity::clamped(1.0),
            jurisdiction: Jurisdiction::default(),
        };
        keeps(&region, PLACE);
        keeps(&region, CAPACITY);
        region.hosts = false;
        keeps(&region, CAPACITY);
        let known = (plan.regions, region.id);
        keeps(&Users { stated: ServiceRegions::default(), known: known.clone() }, &[USERS]);
        keeps(&In { stated: ServiceRegions::default(), known }, &[RUNS, REPLICAS]);
    }

    #[test]
    fn a_drill_is_read_back() {
        for kind in [DrillKind::RegionLost, DrillKind::ZoneLost, DrillKind::HalfCapacity, DrillKind::SlowNetwork] {
            let stated = DrillInputs { kind, ..DrillInputs::of(RegionId(1)) };
            keeps(&Drill { stated, known: true }, DRILL);
        }
    }
}
