//! Settings that can be varied: what each is called, to whom it applies, and how it is set.

use super::target::{scale_target, target_of};
use super::window::{set_window, window_of};
use crate::base::dimension::Dimension;
use crate::base::units::{MaxReplicas, Quantity, StartupPart};
use crate::plan::scenario::Service;
use crate::plan::scenario::scaling::{PolicyChoice, Rule};
use crate::plan::scenario::sizing::HeadroomRule;
use serde::{Deserialize, Serialize};

/// A setting of the active policy, of its fleet, or of its load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// The utilization that the policy aims at.
    Target,
    /// Fewest replicas.
    MinReplicas,
    /// Most replicas.
    MaxReplicas,
    /// The number of a fleet that does not scale.
    FixedReplicas,
    /// How long the policy waits before it scales in.
    Window,
    /// From a place on a node to service.
    StartUp,
    /// What multiplies the load for half an hour.
    Burst,
    /// Capacity beyond the peak, as sizing plans it.
    Headroom,
}

impl Axis {
    /// All settings.
    pub const ALL: [Self; 8] = [
        Self::Target,
        Self::MinReplicas,
        Self::MaxReplicas,
        Self::FixedReplicas,
        Self::Window,
        Self::StartUp,
        Self::Burst,
        Self::Headroom,
    ];

    /// The setting in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Target => "target utilization",
            Self::MinReplicas => "min replicas",
            Self::MaxReplicas => "max replicas",
            Self::FixedReplicas => "fixed replicas",
            Self::Window => "scale-in window",
            Self::StartUp => "start-up time",
            Self::Burst => "burst size",
            Self::Headroom => "headroom",
        }
    }

    /// What it measures.
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Target | Self::Headroom => Dimension::Fraction,
            Self::MinReplicas | Self::MaxReplicas | Self::FixedReplicas => Dimension::Count("replicas"),
            Self::Window | Self::StartUp => Dimension::Seconds,
            Self::Burst => Dimension::Times,
        }
    }

    /// What exactly is varied.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Target => {
                "Target utilization of the policy; with several targets the lowest is set, and the others keep their ratio to it."
            }
            Self::MinReplicas => "Minimum replicas of the policy.",
            Self::MaxReplicas => "Maximum replicas of the policy.",
            Self::FixedReplicas => {
                "Number of replicas of a fleet that does not scale; a lower maximum is raised with it."
            }
            Self::Window => {
                "How long the policy waits before it scales in: the stabilization window of the HPA, the datapoints of target tracking, or a cooldown."
            }
            Self::StartUp => "Start-up phases scale together; resolution is one simulation step.",
            Self::Burst => {
                "Multiplies the load for half an hour from the start of the peak hour, without a ramp. A what-if, not part of the plan."
            }
            Self::Headroom => "Headroom from sizing; bounds derived from sizing move with it.",
        }
    }

    /// Whether a value can be taken over into the plan.
    pub const fn is_input(self) -> bool {
        !matches!(self, Self::Burst)
    }

    /// Why the setting does nothing to a service, if it does not.
    pub fn refusal(self, service: &Service) -> Option<&'static str> {
        let choice = service.scaling.policies.active();
        let is_static = matches!(choice.rules.as_slice(), [Rule::Static(_)]);
        match self {
            Self::Target if target_of(service).is_none() => {
                Some("this policy has no target utilization: it has thresholds, a queue, a schedule or a fixed number")
            }
            Self::MinReplicas if is_static => Some("a static fleet has no minimum"),
            Self::MaxReplicas if is_static => Some("a static fleet has a fixed number"),
            Self::FixedReplicas if !is_static => Some("the number of this policy is not fixed"),
            Self::Window if window_of(choice).is_none() => Some("this policy has no window or cooldown"),
            Self::StartUp if is_static && service.scaling.fleet.failures.get() <= 0.0 => {
                Some("a static fleet starts no replicas")
            }
            _ => None,
        }
    }

    /// Sets it; the nearest that its quantity can hold. A burst is no input and changes nothing.
    pub fn apply(self, service: &mut Service, value: f64) {
        match self {
            Self::Target => scale_target(service, value),
            Self::MinReplicas => service.with_active_policy(|choice| choice.min = Some(Quantity::clamped(value))),
            Self::MaxReplicas => service.with_active_policy(|choice| choice.max = Some(Quantity::clamped(value))),
            Self::FixedReplicas => service.with_active_policy(|choice| set_fixed(choice, value)),
            Self::Window => service.with_active_policy(|choice| set_window(choice, value)),
            Self::StartUp => set_start_up(service, value),
            Self::Burst => {}
            Self::Headroom => service.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(value)),
        }
    }
}

/// So many replicas at all times; a maximum that would cut them is raised.
fn set_fixed(choice: &mut PolicyChoice, value: f64) {
    let replicas = MaxReplicas::clamped(value);
    for rule in &mut choice.rules {
        if let Rule::Static(rule) = rule {
            rule.replicas = Some(replicas);
        }
    }
    choice.max = choice.max.map(|max| if max.get() < replicas.get() { replicas } else { max });
}

/// All parts in proportion; where there was no start-up at all, it becomes warm-up.
fn set_start_up(service: &mut Service, total: f64) {
    let startup = &mut service.scaling.fleet.startup;
    let before = startup.total();
    if before == total {
        return;
    }
    if before > 0.0 {
        let factor = total / before;
        let scaled = |part: StartupPart| Quantity::clamped(part.get() * factor);
        startup.image_pull = scaled(startup.image_pull);
        startup.model_load = scaled(startup.model_load);
    }
    // What is left, so that the sum is the total to the last bit that matters.
    startup.warm_up = Quantity::clamped(total - startup.image_pull.get() - startup.model_load.get());
}
