//! What is stated for the plan as a whole: years and rates, people and tools, data within the provider.

use crate::components::form::{Field, Kind};
use crate::components::form::{number, optional};
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::cost::{ControlPlanes, CostInputs, LoadBalancers, People};

/// Over how many years, at which rates.
pub const YEARS: &[Field<CostInputs>] = &[
    number!(CostInputs, "cost-years", years),
    number!(CostInputs, "cost-discount-rate", discount_rate),
    number!(CostInputs, "cost-price-decline", price_decline),
    number!(CostInputs, "cost-negotiated", negotiated),
];

/// Whether people are counted.
pub const PEOPLE_COUNTED: &[Field<CostInputs>] = &[Field::<CostInputs>::new(
    "cost-people",
    Kind::Flag { get: |plan| plan.people.is_some(), set: |plan, is_on| plan.people = is_on.then(usual_people) },
)];

/// Engineers, and what one costs.
pub const PEOPLE: &[Field<People>] =
    &[number!(People, "cost-engineers", engineers).unit("FTE"), number!(People, "cost-engineer-monthly", monthly)];

/// Monitoring of replicas.
pub const MONITORING: &[Field<CostInputs>] =
    &[optional!(CostInputs, "cost-monitoring", monitoring, |_| 12.0, |_| "not counted".to_owned())];

/// Whether control planes are counted.
pub const PLANES_COUNTED: &[Field<CostInputs>] = &[Field::<CostInputs>::new(
    "cost-planes",
    Kind::Flag {
        get: |plan| plan.control_planes.is_some(),
        set: |plan, is_on| plan.control_planes = is_on.then(usual_planes),
    },
)];

/// How many control planes, and what one costs; a count has no unit but its name.
pub const PLANES: &[Field<ControlPlanes>] =
    &[number!(ControlPlanes, "cost-planes-count", count).unit(""), number!(ControlPlanes, "cost-planes-price", price)];

/// Whether load balancers are counted.
pub const BALANCERS_COUNTED: &[Field<CostInputs>] = &[Field::<CostInputs>::new(
    "cost-balancers",
    Kind::Flag {
        get: |plan| plan.load_balancers.is_some(),
        set: |plan, is_on| plan.load_balancers = is_on.then(usual_balancers),
    },
)];

/// How many load balancers, and what they cost.
pub const BALANCERS: &[Field<LoadBalancers>] = &[
    number!(LoadBalancers, "cost-balancers-count", count).unit(""),
    number!(LoadBalancers, "cost-balancers-price", price),
    optional!(LoadBalancers, "cost-balancers-data", per_gib, |_| 0.008, |_| "free".to_owned()),
];

/// Prices of data within the provider.
pub const WITHIN: &[Field<CostInputs>] = &[
    optional!(CostInputs, "cost-inter-zone", inter_zone, |_| 0.01, |_| "unknown".to_owned()),
    optional!(CostInputs, "cost-inter-region", inter_region, |_| 0.02, |_| "unknown".to_owned()),
    optional!(CostInputs, "cost-storage-price", storage_price, |_| 0.023, |_| "unknown".to_owned()),
];

/// One engineer to begin with, at the published cost analyser's price.
fn usual_people() -> People {
    People { engineers: Quantity::clamped(1.0), monthly: Quantity::clamped(18_000.0) }
}

fn usual_planes() -> ControlPlanes {
    ControlPlanes { count: Quantity::clamped(1.0), price: Quantity::clamped(0.1) }
}

fn usual_balancers() -> LoadBalancers {
    LoadBalancers { count: Quantity::clamped(1.0), price: Quantity::clamped(0.0225), per_gib: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;

    #[test]
    fn fields_keep_what_they_take() {
        let plan = [CostInputs::default()];
        for rows in [YEARS, PEOPLE_COUNTED, MONITORING, PLANES_COUNTED, BALANCERS_COUNTED, WITHIN] {
            keep_what_they_take(rows, &plan);
        }
        keep_what_they_take(PEOPLE, &[usual_people()]);
        keep_what_they_take(PLANES, &[usual_planes()]);
        keep_what_they_take(BALANCERS, &[usual_balancers()]);
    }
}
