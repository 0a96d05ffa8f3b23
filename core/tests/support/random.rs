//! Random plans of one service in several regions.

use crate::{of, scenario};
use headroom_core::base::id::RegionId;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::deployed::Deployed;
use headroom_core::plan::scenario::limits::Limit;
use headroom_core::plan::scenario::regions::{Overflow, Strategy, UserShare};
use proptest::prelude::any;
use proptest::strategy::Strategy as Generates;

/// A region: its clock, the weight of its users, its limit, and whether and with how many replicas the service is there.
type Random = (i32, f64, Option<u32>, Option<Option<u32>>);

/// Random plans of one service: regions with users, clocks and limits, and where it is deployed with how many replicas.
pub fn plans() -> impl Generates<Value = Scenario> {
    let count = || proptest::option::of(1_u32..60);
    let deployed = proptest::option::of(count());
    let regions = proptest::collection::vec((-11_i32..=12, 0.0..3.0_f64, count(), deployed), 1..5);
    (regions, 1.0..9_000.0_f64, 1.0..4.0_f64, 0_u32..3, 0_u8..3, any::<bool>(), any::<bool>()).prop_map(
        |(regions, average, ratio, survive, strategy, local_time, nearest)| {
            let clocks: Vec<f64> = regions.iter().map(|(clock, ..)| f64::from(*clock)).collect();
            let mut plan = scenario(average, &clocks);
            for (region, (_, _, limit, _)) in plan.regions.iter().zip(&regions) {
                let limit = limit.map(|limit| Quantity::clamped(f64::from(limit)));
                plan.limits.extend(limit.map(|most| Limit::of_each_service(Some(region.id), most)));
            }
            of(&mut plan, |service| {
                let place = |(at, (.., deployed)): (usize, &Random)| {
                    let replicas = (*deployed)?.map(|count| Quantity::clamped(f64::from(count)));
                    Some(Deployed { region: RegionId(at as u32 + 1), replicas })
                };
                service.regions.deployed = regions.iter().enumerate().filter_map(place).collect();
                service.regions.overflow = if nearest { Overflow::NearestWithRoom } else { Overflow::Proportional };
                service.demand.peak_to_average = Quantity::clamped(ratio);
                service.regions.survive = Quantity::clamped(f64::from(survive));
                service.regions.local_time = local_time;
                service.regions.strategy = match strategy {
                    0 => Strategy::ActiveActive,
                    1 => Strategy::Proportional,
                    _ => Strategy::ActivePassive { primary: RegionId(1) },
                };
                let share = |(at, (_, weight, ..)): (usize, &Random)| UserShare {
                    region: RegionId(at as u32 + 1),
                    weight: Quantity::clamped(*weight),
                };
                service.regions.shares = regions.iter().enumerate().map(share).collect();
            });
            plan
        },
    )
}
