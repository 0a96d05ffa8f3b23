//! What a question about a policy depends on and nothing else, so that it is asked anew only where that changes.

use super::Testbed;
use crate::base::id::{RegionId, ServiceId};
use crate::base::name::{Name, Notes};
use crate::base::units::{Quantity, ReplicaPrice};
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::places::RegionPart;
use crate::plan::price::hour_prices;
use crate::plan::scaling::Span;
use crate::plan::scenario::adjust::Axis;
use crate::plan::scenario::cost::{CostInputs, ServiceCost};
use crate::plan::scenario::limits::Cap;
use crate::plan::scenario::recovery::RecoveryInputs;
use crate::plan::scenario::regions::ServiceRegions;
use crate::plan::scenario::reliability::ReliabilityInputs;
use crate::plan::scenario::{Scenario, Service, Services, codec};
use crate::studies::{Over, Study};
use serde::{Deserialize, Serialize};

/// Where a policy is tried, wherever its service runs: each of several regions, or the only place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TriedIn {
    parts: Vec<RegionPart>,
    /// In which of them another limit is tried.
    capped: usize,
    /// What limits leave there.
    cap: Option<Cap>,
}

impl TriedIn {
    /// Wherever a service runs; a limit is tried in this region, or where policies are simulated on the plan's demand.
    pub fn of(answers: &ServiceEvaluation, region: Option<RegionId>) -> Self {
        let parts: Vec<RegionPart> = answers.places.iter().map(|place| place.part.clone()).collect();
        let shown = answers.place_or_simulated(region).map(|place| place.region);
        let capped = parts.iter().position(|part| Some(part.region) == shown).unwrap_or_default();
        Self { parts, capped, cap: answers.caps.cap(shown).cloned() }
    }

    /// The regions; none where everything is in one place.
    pub(super) fn parts(&self) -> &[RegionPart] {
        &self.parts
    }

    /// In which of them another limit is tried.
    pub(super) fn capped(&self) -> usize {
        self.capped
    }

    /// Most replicas where everything is in one place.
    pub(super) fn limit(&self) -> Option<u32> {
        self.cap.as_ref().map(|cap| cap.most).filter(|_| self.parts.is_empty())
    }
}

/// A service and its active policy, as a file's text, with where it is tried: equal orders have equal answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyOrder {
    plan: String,
    tried_in: TriedIn,
    /// Over what, where that is not the stated period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over: Option<Over>,
}

impl PolicyOrder {
    /// A question about the active policy of a service. Names and the policies that it is compared with are
    /// left out; settings that are `varied` get these values, so that the present ones do not matter. A replica
    /// costs what it does in the plan.
    pub fn new(scenario: &Scenario, service: &Service, tried_in: TriedIn, varied: &[(Axis, f64)]) -> Self {
        let prices = scenario.services.iter().zip(hour_prices(scenario));
        let price = prices.into_iter().find_map(|(other, price)| price.replica.filter(|_| other.id == service.id));
        let mut service = service.clone();
        service.id = ServiceId(0);
        service.name = Name::from_static("");
        service.team = Name::from_static("");
        service.regions = ServiceRegions::default();
        if tried_in.parts.is_empty() {
            service.recovery = RecoveryInputs::default();
        }
        service.reliability = ReliabilityInputs::default();
        let per_node = service.replicas_per_node();
        if let Some((nodes, per_node)) = service.scaling.fleet.nodes.as_mut().zip(per_node) {
            nodes.replicas_per_node = Quantity::clamped(f64::from(per_node));
        }
        // The price of a replica, and how many a node holds, are all that matters of its machine.
        service.scaling.price = stated(price);
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
        let plan = codec::to_json(&Scenario {
            name: Name::from_static(""),
            start: scenario.start,
            notes: Notes::default(),
            services: Services::of_one(service),
            regions: Vec::new(),
            limits: Vec::new(),
            drill: None,
            cost: CostInputs::default(),
        });
        Self { plan, tried_in, over: None }
    }

    /// The same over another span than the stated period, or a trace.
    #[must_use]
    pub fn over(self, over: Option<Over>) -> Self {
        Self { over, ..self }
    }

    /// Over what it is tried, where that is not the stated period.
    pub fn is_over(&self) -> Option<Over> {
        self.over
    }

    /// What limits leave where it is tried.
    pub fn cap(&self) -> Option<&Cap> {
        self.tried_in.cap.as_ref()
    }

    /// The service, ready to be tried with other settings, over the stored trace where it is asked about one.
    ///
    /// # Errors
    ///
    /// The reason in words where it cannot be read.
    pub fn testbed(&self, trace: &[u8]) -> Result<Testbed, String> {
        let scenario = codec::from_json(&self.plan).map_err(|error| error.to_string())?;
        let (service, tried_in) = (scenario.services.first(), &self.tried_in);
        match self.over {
            Some(Over::Span { start, step, steps }) => {
                Ok(Testbed::over_span(service, scenario.start, tried_in, Span { start, step, steps }))
            }
            Some(Over::Trace { step }) => Testbed::new(service, scenario.start, tried_in).over_trace(trace, step),
            None => Ok(Testbed::new(service, scenario.start, tried_in)),
        }
    }
}

/// A question about a policy that is answered by trying settings: a [`Study`], over a stored trace too.
pub trait TriesSettings {
    /// What is known before the end.
    type Part;
    /// What it comes to.
    type Finding;

    /// What it is about.
    fn order(&self) -> &PolicyOrder;

    /// Answers it on the prepared service; `trace` are the bytes of the stored trace that it may be over.
    ///
    /// # Errors
    ///
    /// The reason in words where what goes with the question cannot be read.
    fn try_on(
        &self,
        bed: Testbed,
        trace: &[u8],
        tell: &mut dyn FnMut(f64, Self::Part),
    ) -> Result<Self::Finding, String>;
}

/// Such a question with the bytes of the stored trace that it may be over.
#[derive(Clone, Copy, Debug)]
pub struct OnTrace<'a, Q>(
    /// The question.
    pub &'a Q,
    /// As [`Trace::encode`](crate::trace::Trace::encode) gives them; empty where it is over none.
    pub &'a [u8],
);

impl<Q: TriesSettings> Study for OnTrace<'_, Q> {
    type Part = Q::Part;
    type Finding = Q::Finding;

    fn run(&self, tell: &mut dyn FnMut(f64, Q::Part)) -> Result<Q::Finding, String> {
        self.0.try_on(self.0.order().testbed(self.1)?, self.1, tell)
    }
}

impl<Q: TriesSettings> Study for Q {
    type Part = Q::Part;
    type Finding = Q::Finding;

    fn run(&self, tell: &mut dyn FnMut(f64, Q::Part)) -> Result<Q::Finding, String> {
        OnTrace(self, &[]).run(tell)
    }
}

fn stated(price: Option<f64>) -> Option<ReplicaPrice> {
    price.and_then(|price| ReplicaPrice::new(price).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::evaluate::evaluate;
    use crate::plan::scenario::examples;

    #[test]
    fn a_replica_costs_what_it_does_in_the_plan() {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        scenario.cost.negotiated = Quantity::clamped(0.25);
        let planned = evaluate(&scenario).services[0].scaling.price;
        let order = PolicyOrder::new(&scenario, scenario.services.first(), TriedIn::default(), &[]);
        assert!(scenario.services.first().cost.machine.is_some());
        let bed = order.testbed(&[]).unwrap();
        assert_eq!(bed.service().scaling.price.map(|price| price.get()), planned);
    }
}
