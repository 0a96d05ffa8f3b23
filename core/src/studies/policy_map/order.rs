//! What a question about a policy depends on and nothing else, so that it is asked anew only where that changes.

use super::Testbed;
use crate::base::id::ServiceId;
use crate::base::name::{Name, Notes};
use crate::base::units::{PriceDiscount, ReplicaPrice};
use crate::plan::price::hour_price;
use crate::plan::scenario::adjust::Axis;
use crate::plan::scenario::cost::{CostInputs, ServiceCost};
use crate::plan::scenario::recovery::RecoveryInputs;
use crate::plan::scenario::regions::ServiceRegions;
use crate::plan::scenario::reliability::ReliabilityInputs;
use crate::plan::scenario::{Scenario, Service, Services, codec};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A service and its active policy, as a file's text: equal orders have equal answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyOrder(String);

impl PolicyOrder {
    /// A question about the active policy of a service. Names and the policies that it is compared with are
    /// left out; settings that are `varied` get these values, so that the present ones do not matter. A replica
    /// costs what it does in the plan, which begins at `start` and whose provider takes off what was
    /// `negotiated`.
    pub fn new(start: Date, negotiated: PriceDiscount, service: &Service, varied: &[(Axis, f64)]) -> Self {
        let mut service = service.clone();
        service.id = ServiceId(0);
        service.name = Name::from_static("");
        service.team = Name::from_static("");
        service.regions = ServiceRegions::default();
        service.recovery = RecoveryInputs::default();
        service.reliability = ReliabilityInputs::default();
        // The price of a replica is all that matters of its machine.
        service.scaling.price = stated(hour_price(&service, negotiated).replica);
        service.cost = ServiceCost::default();
        while service.scaling.policies.count() > 1 {
            service.scaling.policies.remove(1);
        }
        if let Some(choice) = service.scaling.policies.get_mut(0) {
            choice.name = Name::from_static("");
        }
        for (axis, value) in varied {
            axis.apply(&mut service, *value);
        }
        Self(codec::to_json(&Scenario {
            name: Name::from_static(""),
            start,
            notes: Notes::default(),
            services: Services::of_one(service),
            regions: Vec::new(),
            drill: None,
            cost: CostInputs::default(),
        }))
    }

    /// The service, ready to be tried with other settings.
    ///
    /// # Errors
    ///
    /// The reason in words where it cannot be read.
    pub fn testbed(&self) -> Result<Testbed, String> {
        let scenario = codec::from_json(&self.0).map_err(|error| error.to_string())?;
        Ok(Testbed::new(scenario.services.first(), scenario.start))
    }
}

fn stated(price: Option<f64>) -> Option<ReplicaPrice> {
    price.and_then(|price| ReplicaPrice::new(price).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::Quantity;
    use crate::plan::evaluate::evaluate;
    use crate::plan::scenario::examples;

    #[test]
    fn a_replica_costs_what_it_does_in_the_plan() {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        scenario.cost.negotiated = Quantity::clamped(0.25);
        let planned = evaluate(&scenario).services[0].scaling.price;
        let order = PolicyOrder::new(scenario.start, scenario.cost.negotiated, scenario.services.first(), &[]);
        assert!(scenario.services.first().cost.machine.is_some());
        let bed = order.testbed().unwrap();
        assert_eq!(bed.service().scaling.price.map(|price| price.get()), planned);
    }
}
