//! What is known of a service as it stands, and the values that its settings have.

use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::scaling::Bounds;
use crate::plan::scenario::Service;
use crate::plan::scenario::adjust::{Axis, target_of, window_of};

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
    pub fn of(answers: &ServiceEvaluation) -> Self {
        Self { bounds: answers.scaling.bounds, sized: answers.sizing.replicas }
    }

    /// The value of a setting, where it applies.
    pub fn value_of(self, axis: Axis, service: &Service) -> Option<f64> {
        match axis {
            Axis::Target => target_of(service),
            Axis::MinReplicas => Some(f64::from(self.bounds.min)),
            Axis::Window => window_of(service.scaling.policies.active()),
            Axis::StartUp => Some(service.scaling.fleet.startup.total()),
            Axis::Burst => Some(1.0),
            Axis::Headroom => Some(service.sizing.headroom.fraction()),
        }
    }
}
