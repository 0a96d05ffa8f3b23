//! What a drill depends on and nothing else, so that it is worked out anew only where that changes.

use crate::base::id::ServiceId;
use crate::base::name::{Name, Notes};
use crate::base::units::Quantity;
use crate::plan::limits::caps;
use crate::plan::scenario::cost::CostInputs;
use crate::plan::scenario::scaling::Policies;
use crate::plan::scenario::{DrillInputs, Scenario, Services, codec};
use serde::{Deserialize, Serialize};

/// A drill of one service: the text of a plan that holds no more than the answer depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DrillOrder(String);

impl DrillOrder {
    /// The drill of a service; none where the plan has no such service.
    pub fn new(scenario: &Scenario, service: ServiceId, inputs: &DrillInputs) -> Option<Self> {
        let shared = scenario.services.iter().zip(caps(scenario)).find(|(other, _)| other.id == service);
        let limits = shared.map(|(_, caps)| caps.as_limits(service)).unwrap_or_default();
        let mut service = scenario.services.get(service)?.clone();
        // What it needs of others, and policies that are not active, take no part.
        service.reliability.dependencies.clear();
        service.scaling.policies = Policies::of_one(service.scaling.policies.active().clone());
        Some(Self(codec::to_json(&Scenario {
            name: Name::from_static("Drill"),
            start: scenario.start,
            notes: Notes::default(),
            services: Services::of_one(service),
            regions: scenario.regions.clone(),
            limits,
            cost: CostInputs::default(),
            drill: Some(DrillInputs { service: None, ..*inputs }),
        })))
    }

    /// The drill at no minute of its own, for the question about all minutes of the week.
    pub fn of_week(scenario: &Scenario, service: ServiceId, inputs: &DrillInputs) -> Option<Self> {
        Self::new(scenario, service, &DrillInputs { start: Quantity::clamped(0.0), ..*inputs })
    }

    /// The plan, its only service, and what happens.
    ///
    /// # Errors
    ///
    /// The reason in words where it cannot be read.
    pub fn read(&self) -> Result<(Scenario, ServiceId, DrillInputs), String> {
        let scenario = codec::from_json(&self.0).map_err(|error| error.to_string())?;
        let drill = scenario.drill.ok_or("the plan has no drill")?;
        let service = scenario.services.first().id;
        Ok((scenario, service, drill))
    }
}
