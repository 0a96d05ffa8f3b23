//! Random plans of one service over several regions.

use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::regions::PlanRegion;
use headroom_core::plan::scenario::regions::{
    Jurisdiction, Overflow, Place, ServiceRegions, Strategy as Serving, UserShare,
};
use proptest::prelude::*;

const JURISDICTIONS: [&str; 3] = ["EU", "US", ""];

fn region(id: u32) -> impl Strategy<Value = PlanRegion> {
    let place = (-60.0..70.0_f64, -180.0..180.0_f64, -12.0..14.0_f64, 0_usize..3);
    (place, prop::bool::weighted(0.9), 1_u32..4, 0.5..2.0_f64).prop_map(
        move |((latitude, longitude, offset, jurisdiction), hosts, zones, price)| {
            let place = Place::Own {
                latitude: Quantity::clamped(latitude),
                longitude: Quantity::clamped(longitude),
                utc_offset: Quantity::clamped(libm::round(offset * 4.0) / 4.0),
                jurisdiction: Jurisdiction::cut(JURISDICTIONS[jurisdiction]),
            };
            let mut region = PlanRegion::new(RegionId(id), Name::cut(&format!("Region {id}")), place);
            (region.hosts, region.zones) = (hosts, Quantity::clamped(f64::from(zones)));
            region.price = (price > 0.7).then(|| Quantity::clamped(price));
            region
        },
    )
}

fn asked() -> impl Strategy<Value = ServiceRegions> {
    let overflow =
        prop_oneof![Just(Overflow::Proportional), Just(Overflow::ByCapacity), Just(Overflow::NearestWithRoom)];
    let strategy = prop_oneof![
        Just(Serving::Proportional),
        Just(Serving::ActiveActive),
        Just(Serving::ActivePassive { primary: RegionId(1) })
    ];
    (0_u32..3, overflow, strategy, any::<bool>(), prop::collection::vec(0.0..10.0_f64, 5)).prop_map(
        |(survive, overflow, strategy, local_time, weights)| ServiceRegions {
            survive: Quantity::clamped(f64::from(survive)),
            overflow,
            strategy,
            local_time,
            shares: (1..)
                .zip(weights)
                .map(|(id, weight)| UserShare { region: RegionId(id), weight: Quantity::clamped(weight) })
                .collect(),
            ..ServiceRegions::default()
        },
    )
}

/// A plan of one service over two to five regions, without policies that take long.
pub fn plan() -> impl Strategy<Value = Scenario> {
    let regions = (2_u32..=5).prop_flat_map(|n| (1..=n).map(region).collect::<Vec<_>>());
    (super::service(), asked(), regions).prop_map(|(mut service, mut asked, regions)| {
        asked.shares.retain(|share| share.region.0 <= regions.len() as u32);
        service.regions = asked;
        // The throughput alone decides, so that needs are in proportion to loads.
        service.sizing.slo.latency = None;
        let mut scenario = super::plan_of(&service, jiff::civil::date(2026, 12, 1));
        scenario.regions = regions;
        scenario
    })
}
