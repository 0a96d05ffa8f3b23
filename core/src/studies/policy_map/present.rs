//! What is known of a service as it stands, and the values that its settings have.

use crate::plan::demand::{DemandPlan, LoadCurve};
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::scaling::{Basis, Bounds, Span};
use crate::plan::scenario::Service;
use crate::plan::scenario::adjust::{Axis, target_of, window_of};
use crate::plan::sizing::SizingPlan;

/// What is known of a service as it stands, beside what is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Present {
    /// The bounds of the active policy.
    pub bounds: Bounds,
    /// Replicas as sized.
    pub sized: u32,
}

impl Present {
    /// What the evaluation of a service says.
    pub fn of(service: &Service, answers: &ServiceEvaluation) -> Self {
        let bounds = answers.bounds(service, service.scaling.policies.active());
        Self { bounds, sized: answers.ledger.planned().normal() }
    }

    /// What is known where all of it is in one place, as settings are stated for the whole service.
    pub(super) fn alone(
        service: &Service,
        sizing: &SizingPlan,
        demand: &DemandPlan,
        curve: &LoadCurve,
        limit: Option<u32>,
    ) -> Self {
        let first = curve.load_at(Span::of(&service.scaling.period).start);
        let basis = Basis::new(service, demand, sizing, curve).within(limit);
        Self { bounds: basis.bounds(service.scaling.policies.active(), first), sized: sizing.replicas }
    }

    /// The value of a setting, where it applies.
    pub fn value_of(self, axis: Axis, service: &Service) -> Option<f64> {
        match axis {
            Axis::Target => target_of(service),
            Axis::MinReplicas => Some(f64::from(self.bounds.min)),
            Axis::MaxReplicas => Some(f64::from(self.bounds.max)),
            Axis::FixedReplicas => Some(f64::from(self.bounds.initial)),
            Axis::Window => window_of(service.scaling.policies.active()),
            Axis::StartUp => Some(service.scaling.fleet.startup.total()),
            Axis::Burst => Some(1.0),
            Axis::Headroom => Some(service.sizing.headroom.fraction()),
        }
    }
}
