//! The policies of a service as the objects that its clusters run.

use super::ServiceEvaluation;
use crate::plan::places::Place;
use crate::plan::scaling::{Bounds, Span};
use crate::plan::scenario::Service;
use crate::plan::scenario::scaling::PolicyChoice;

/// A policy as one cluster runs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// What it is called, with the region of several.
    pub name: String,
    /// The policy, as it runs there.
    pub policy: PolicyChoice,
    /// Between how many replicas it moves there.
    pub bounds: Bounds,
}

impl Exported {
    fn new(policy: &PolicyChoice, bounds: Bounds, place: Option<&Place>) -> Self {
        let name = match place {
            Some(place) => format!("{}, {}", policy.name, place.name),
            None => policy.name.to_string(),
        };
        Self { name, policy: policy.clone(), bounds }
    }
}

impl ServiceEvaluation {
    /// All compared policies as they run where policies are simulated, then the active one in every other region.
    pub fn exported(&self, service: &Service) -> Vec<Exported> {
        let (inputs, basis) = self.policies(service);
        let first = basis.curve.load_at(Span::of(&inputs.period).start);
        let shown = self.simulated().filter(|_| self.places.len() > 1);
        let here = inputs.policies.iter().map(|policy| Exported::new(policy, basis.bounds(policy, first), shown));
        let others = self.places.iter().filter(|other| shown.is_some_and(|shown| shown.region != other.region));
        let there =
            others.map(|other| Exported::new(other.inputs.policies.active(), other.scaling.bounds, Some(other)));
        here.chain(there).collect()
    }
}
