//! What a worker is asked to find out about a service, and what it answers.

use super::levers::levers;
use super::{Cliff, PolicyMapRun, Testbed, Trial, cliff};
use crate::base::id::ServiceId;
use crate::base::name::{Name, Notes};
use crate::base::units::{PriceDiscount, ReplicaPrice};
use crate::plan::price::hour_price;
use crate::plan::scenario::adjust::Axis;
use crate::plan::scenario::adjust::Lever;
use crate::plan::scenario::codec;
use crate::plan::scenario::codec::ReadError;
use crate::plan::scenario::cost::{CostInputs, ServiceCost};
use crate::plan::scenario::recovery::RecoveryInputs;
use crate::plan::scenario::regions::ServiceRegions;
use crate::plan::scenario::reliability::ReliabilityInputs;
use crate::plan::scenario::{Scenario, Service, Services};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A question that takes many runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Study {
    /// Two settings against each other.
    Map {
        /// Along the columns.
        x: (Axis, Vec<f64>),
        /// Along the rows.
        y: (Axis, Vec<f64>),
    },
    /// The slowest start-up for each size of a burst.
    Cliff {
        /// The sizes.
        bursts: Vec<f64>,
    },
    /// The smallest changes that would help.
    Levers,
}

/// What is found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Of [`Study::Map`], whose cells have come one after the other.
    Map,
    /// Of [`Study::Cliff`].
    Cliff(Cliff),
    /// Of [`Study::Levers`].
    Levers(Vec<Lever>),
}

/// A question about a service.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyOrder {
    /// First day of the plan.
    pub start: Date,
    /// The service, without what does not matter here: equal orders have equal answers.
    pub service: Service,
    /// The question.
    pub study: Study,
}

impl StudyOrder {
    /// A question about the policy in force of a service. Names and the policies that it is compared
    /// with are left out, and so are the present values of the settings that are varied. A replica costs what
    /// it does in the plan, which begins at `start` and whose provider takes off what was `negotiated`.
    pub fn new(start: Date, negotiated: PriceDiscount, service: &Service, study: Study) -> Self {
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
        if let Study::Map { x, y } = &study {
            for (axis, values) in [x, y] {
                if let Some(value) = values.last() {
                    axis.apply(&mut service, *value);
                }
            }
        }
        Self { start, service, study }
    }

    /// The plan that the question is about, as a file's text, to be sent where the question is answered.
    pub fn plan(&self) -> String {
        codec::to_json(&Scenario {
            name: Name::from_static(""),
            start: self.start,
            notes: Notes::default(),
            services: Services::of_one(self.service.clone()),
            regions: Vec::new(),
            drill: None,
            cost: CostInputs::default(),
        })
    }

    /// A question that was sent.
    ///
    /// # Errors
    ///
    /// [`ReadError`] where the plan is not one.
    pub fn read(plan: &str, study: Study) -> Result<Self, ReadError> {
        let scenario = codec::from_json(plan)?;
        Ok(Self { start: scenario.start, service: scenario.services.first().clone(), study })
    }

    /// Finds the answer; the cells of a map are told as they come, with the share that is done.
    pub fn answer(&self, tell: &mut dyn FnMut(f64, Vec<(u32, Trial)>)) -> Finding {
        let mut bed = Testbed::new(&self.service, self.start);
        match &self.study {
            Study::Map { x, y } => {
                let mut run = PolicyMapRun::new(bed, x.clone(), y.clone());
                loop {
                    let cells = run.advance(CELLS_AT_ONCE);
                    if cells.is_empty() {
                        return Finding::Map;
                    }
                    tell(run.progress(), cells);
                }
            }
            Study::Cliff { bursts } => Finding::Cliff(cliff(&mut bed, bursts)),
            Study::Levers => Finding::Levers(levers(&mut bed)),
        }
    }
}

fn stated(price: Option<f64>) -> Option<ReplicaPrice> {
    price.and_then(|price| ReplicaPrice::new(price).ok())
}

/// Cells between two messages: over in some hundredths of a second.
const CELLS_AT_ONCE: usize = 8;

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
        let order = StudyOrder::new(scenario.start, scenario.cost.negotiated, scenario.services.first(), Study::Levers);
        assert!(scenario.services.first().cost.machine.is_some());
        assert_eq!(order.service.scaling.price.map(|price| price.get()), planned);
    }
}
