//! A service that is easy to work by hand: a replica carries 100 requests/s, headroom 25 %, one spare in each region.

use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::demand::WeekShape;
use headroom_core::plan::scenario::regions::{Place, PlanRegion};
use headroom_core::plan::scenario::scaling::ScalingInputs;
use headroom_core::plan::scenario::sizing::{HeadroomRule, ReplicaCapacity};
use headroom_core::plan::scenario::{Scenario, examples};

/// One service whose load is the same all day and every day, in regions whose clocks are so many hours ahead.
pub fn scenario(load: f64, clocks: &[f64]) -> Scenario {
    let mut scenario = examples::seed_service();
    for (at, offset) in clocks.iter().enumerate() {
        let place = Place::Own {
            latitude: Quantity::clamped(10.0 * at as f64),
            longitude: Quantity::clamped(0.0),
            utc_offset: Quantity::clamped(*offset),
            jurisdiction: Default::default(),
        };
        scenario.regions.push(PlanRegion::new(RegionId(at as u32 + 1), Name::from_static("R"), place));
    }
    let id = scenario.services.first().id;
    let service = scenario.services.get_mut(id).unwrap();
    service.demand.average_load = Quantity::clamped(load);
    service.demand.peak_to_average = Quantity::clamped(1.0);
    service.demand.week = WeekShape::Flat;
    service.sizing.replica.capacity = ReplicaCapacity::Throughput {
        throughput: Quantity::clamped(100.0),
        concurrency: Quantity::clamped(10.0),
        variability: None,
    };
    service.sizing.slo.latency = None;
    service.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(0.25));
    service.sizing.spare_replicas = Quantity::clamped(1.0);
    service.scaling = ScalingInputs::unstated();
    scenario
}
