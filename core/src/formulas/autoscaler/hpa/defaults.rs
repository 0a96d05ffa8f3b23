//! What applies where a manifest says nothing: the controller's flags and the API's defaults.

use super::proposal::Tolerances;
use super::{
    HpaAmount, HpaBehavior, HpaMetric, HpaName, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget, SelectPolicy,
};
use crate::base::units::Quantity;
use crate::formulas::autoscaler::metric::Metric;

/// Seconds between two syncs: `--horizontal-pod-autoscaler-sync-period`.
pub const SYNC_PERIOD: f64 = 15.0;
/// How far from its target a metric may be: `--horizontal-pod-autoscaler-tolerance`.
pub const TOLERANCE: f64 = 0.1;
/// Seconds that the calmest proposal holds on the way down: `--horizontal-pod-autoscaler-downscale-stabilization`.
pub const DOWNSCALE_STABILIZATION: f64 = 300.0;

/// Rules of one direction with nothing left open.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveRules {
    /// Looks back this many seconds, and takes the calmest proposal.
    pub window: f64,
    /// Which policy counts.
    pub select: SelectPolicy,
    /// Limits on how fast.
    pub policies: Vec<HpaScalingPolicy>,
}

impl EffectiveRules {
    fn completed(mut self, stated: Option<&HpaRules>) -> Self {
        if let Some(stated) = stated {
            self.window = stated.stabilization_window.map_or(self.window, |window| window.get());
            self.select = stated.select_policy.unwrap_or(self.select);
            if let Some(policies) = &stated.policies {
                self.policies.clone_from(policies);
            }
        }
        self
    }
}

/// The rules on the way up: no window, the larger of 4 pods and 100 % every 15 s, unless stated.
///
/// Source: `GenerateHPAScaleUpRules` in `pkg/apis/autoscaling/v2/defaults.go`. Each field is filled
/// by itself, but policies that are stated replace the default ones as a whole.
pub fn scale_up_rules(stated: Option<&HpaRules>) -> EffectiveRules {
    let policies = vec![
        HpaScalingPolicy { amount: HpaAmount::Pods(Quantity::clamped(4.0)), period: Quantity::clamped(15.0) },
        HpaScalingPolicy { amount: HpaAmount::Percent(Quantity::clamped(100.0)), period: Quantity::clamped(15.0) },
    ];
    EffectiveRules { window: 0.0, select: SelectPolicy::Max, policies }.completed(stated)
}

/// The rules on the way down: a window of 300 s, 100 % every 15 s, unless stated.
///
/// Source: `GenerateHPAScaleDownRules` in `pkg/apis/autoscaling/v2/defaults.go`; the window is left
/// open there and filled in from the controller's flag.
pub fn scale_down_rules(stated: Option<&HpaRules>) -> EffectiveRules {
    let policy =
        HpaScalingPolicy { amount: HpaAmount::Percent(Quantity::clamped(100.0)), period: Quantity::clamped(15.0) };
    EffectiveRules { window: DOWNSCALE_STABILIZATION, select: SelectPolicy::Max, policies: vec![policy] }
        .completed(stated)
}

/// The tolerances that a policy states, the controller's where it states none.
///
/// Tolerances of one autoscaler came with Kubernetes 1.33; older clusters have the flag only.
pub(super) fn tolerances(behavior: Option<&HpaBehavior>) -> Tolerances {
    let stated = |rules: fn(&HpaBehavior) -> &Option<HpaRules>| {
        let tolerance = behavior.and_then(|behavior| rules(behavior).as_ref()).and_then(|rules| rules.tolerance);
        tolerance.map_or(TOLERANCE, |tolerance| tolerance.get())
    };
    Tolerances { up: stated(|behavior| &behavior.scale_up), down: stated(|behavior| &behavior.scale_down) }
}

/// The metric of an autoscaler that states none: CPU at 80 % of what the pods request.
///
/// Source: `DefaultCPUUtilization` in `pkg/apis/autoscaling/v2/defaults.go`.
pub fn metric() -> HpaMetric {
    HpaMetric::new(
        HpaSource::Resource(HpaName::from_static("cpu")),
        Some(Metric::CpuUtilization),
        HpaTarget::Utilization(Quantity::clamped(80.0)),
    )
}
