//! Prices of what a replica requests, per hour.

use crate::components::form::{Field, optional};
use headroom_core::plan::scenario::cost::ResourceRates;

/// Rates of a vCPU, a GiB and a GPU; they begin at those of AWS Fargate, Linux on x86 in us-east-1.
pub const RATES: &[Field<ResourceRates>] = &[
    optional!(ResourceRates, "rate-vcpu", vcpu, |_| 0.04048, |_| "not charged".to_owned()),
    optional!(ResourceRates, "rate-memory", memory, |_| 0.004445, |_| "not charged".to_owned()),
    optional!(ResourceRates, "rate-gpu", gpu, |_| 1.0, |_| "not charged".to_owned()),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::{is_explained, keep_what_they_take};
    use headroom_core::base::units::Quantity;

    #[test]
    fn rates_are_explained_and_keep_what_they_take() {
        is_explained(RATES);
        let stated = ResourceRates { vcpu: Some(Quantity::clamped(0.05)), ..ResourceRates::default() };
        keep_what_they_take(RATES, &[ResourceRates::default(), stated]);
    }
}
