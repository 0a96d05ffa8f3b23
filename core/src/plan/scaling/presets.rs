//! Policies that people really run, to start from.

use crate::base::name::Name;
use crate::base::units::{
    BacklogPerReplica, Cooldown, Datapoints, HpaPercent, HpaPeriod, HpaPods, HpaQuantity, HpaTargetUtilization,
    HpaWindow, LeadSeconds, MaxReplicas, MetricTarget, MinReplicas, PeakHour, PolicyPeriod, Quantity, QueueLimit,
    UtilizationThreshold,
};
use crate::formulas::autoscaler::cloud::keda::{USUAL_COOLDOWN, USUAL_POLLING};
use crate::formulas::autoscaler::cloud::step::{AdjustmentType, StepAdjustment, Steps};
use crate::formulas::autoscaler::hpa::manifest::Kept;
use crate::formulas::autoscaler::hpa::{
    HpaAmount, HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget, Reading,
    SelectPolicy,
};
use crate::formulas::autoscaler::metric::Metric;
use crate::plan::scenario::scaling::{
    PolicyChoice, PredictiveRule, QueueRule, Repair, Rule, Schedule, ScheduledRule, StaticRule, StepIn, StepRule,
    TargetTrackingRule, ThresholdRule, Weekdays, WindowRule,
};
use crate::plan::scenario::sizing::SizingInputs;

/// A policy to start from.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// The name under which it is found.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Where its settings come from, and what to expect of it.
    pub about: &'static str,
    make: fn(&Facts) -> Vec<Rule>,
    bounds: Option<(u32, u32)>,
}

/// What a preset needs to know of the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// Throughput of a replica, in requests/s.
    pub throughput: f64,
    /// Mean time that a replica works on a request, in seconds.
    pub service_time: f64,
    /// Replicas as sized.
    pub sized: u32,
    /// Utilization that the headroom leaves at the peak.
    pub target_utilization: f64,
}

impl Facts {
    /// What presets need to know of a service of so many replicas as sized.
    pub fn of(inputs: &SizingInputs, sized: u32) -> Self {
        let capacity = inputs.replica.capacity;
        Self {
            throughput: capacity.throughput(),
            service_time: capacity.service_time(),
            sized,
            target_utilization: inputs.headroom.target_utilization(),
        }
    }
}

impl Preset {
    /// All presets.
    pub const ALL: &'static [Self] = &[
        Self {
            id: "static",
            name: "Static, as sized",
            about: "As many replicas as sizing needs, day and night: the reference for every policy.",
            make: |_| vec![Rule::Static(StaticRule { replicas: None })],
            bounds: None,
        },
        Self {
            id: "kubernetes",
            name: "Kubernetes default",
            about: "HPA on CPU at 80 %, tolerance 10 %, up by 100 % or 4 pods in 15 s, down after 5 minutes of stabilization (autoscaling/v2 defaults).",
            make: |_| vec![hpa(vec![cpu(80)], Some(HpaBehavior::default()))],
            bounds: None,
        },
        Self {
            id: "ml-serving",
            name: "HPA: CPU and requests, 3 to 50 pods",
            about: "CPU 70 %, 100 requests/s per pod, 3 to 50 pods, up by 100 % or 4 pods in 30 s, down 50 % a minute after 5 minutes. Its memory metric at 80 % is kept but not simulated.",
            make: |_| {
                let mut metrics = vec![cpu(70), resource("memory", 80, None)];
                metrics.push(HpaMetric::new(
                    HpaSource::Pods(HpaName::from_static("requests_per_second")),
                    Some(Metric::LoadPerReplica),
                    HpaTarget::AverageValue(HpaQuantity::clamped(100.0)),
                ));
                let up = rules(0.0, &[percent(100, 30.0), pods(4, 30.0)], SelectPolicy::Max);
                let down = rules(300.0, &[percent(50, 60.0)], SelectPolicy::Max);
                vec![hpa(metrics, Some(HpaBehavior { scale_up: Some(up), scale_down: Some(down) }))]
            },
            bounds: Some((3, 50)),
        },
        Self {
            id: "planner-hpa",
            name: "HPA: slow scale-down, 5 to 100 pods",
            about: "5 to 100 pods, CPU 70 %, up 100 % a minute after a stabilization of 1 minute, down 10 % a minute after 5 minutes.",
            make: |_| {
                let up = rules(60.0, &[percent(100, 60.0)], SelectPolicy::Max);
                let down = rules(300.0, &[percent(10, 60.0)], SelectPolicy::Max);
                vec![hpa(vec![cpu(70)], Some(HpaBehavior { scale_up: Some(up), scale_down: Some(down) }))]
            },
            bounds: Some((5, 100)),
        },
        Self {
            id: "target-50",
            name: "AWS target tracking 50 %",
            about: "CPU at 50 %, out after 3 minutes above it, in after 15 minutes well below it (documented alarms; the algorithm is unpublished, so this is a model).",
            make: |_| vec![target_tracking(0.5)],
            bounds: None,
        },
        Self {
            id: "target-70",
            name: "AWS target tracking 70 %",
            about: "As at 50 %, but with less headroom: cheaper, and slower when load rises fast.",
            make: |_| vec![target_tracking(0.7)],
            bounds: None,
        },
        Self {
            id: "step-safety",
            name: "Target tracking with a step backstop",
            about: "Target tracking at 60 %, and a fast step rule that adds 30 % or 60 % within a minute once utilization passes 80 % or 90 %; the larger wins.",
            make: |_| vec![target_tracking(0.6), step_net()],
            bounds: None,
        },
        Self {
            id: "aggressive",
            name: "Aggressive",
            about: "HPA on CPU at 80 % that scales in after one minute: cheap, unstable, and late for every rise.",
            make: |_| {
                let down = rules(60.0, &[percent(100, 15.0)], SelectPolicy::Max);
                vec![hpa(vec![cpu(80)], Some(HpaBehavior { scale_up: None, scale_down: Some(down) }))]
            },
            bounds: None,
        },
        Self {
            id: "calm",
            name: "Calm",
            about: "HPA on CPU at 50 % that scales in by at most 10 % in 5 minutes after half an hour: more headroom, at a higher cost.",
            make: |_| {
                let down = rules(1800.0, &[percent(10, 300.0)], SelectPolicy::Max);
                vec![hpa(vec![cpu(50)], Some(HpaBehavior { scale_up: None, scale_down: Some(down) }))]
            },
            bounds: None,
        },
        Self {
            id: "keda",
            name: "KEDA on the queue",
            about: "One second of work per replica may be queued or in progress (otherwise KEDA defaults: polling every 30 s, cooldown 5 minutes).",
            make: |facts| {
                vec![Rule::Queue(QueueRule {
                    backlog_per_replica: BacklogPerReplica::clamped(libm::round(facts.throughput).max(1.0)),
                    polling: PolicyPeriod::clamped(USUAL_POLLING),
                    activation: QueueLimit::clamped(0.0),
                    cooldown: Cooldown::clamped(USUAL_COOLDOWN),
                })]
            },
            bounds: None,
        },
        Self {
            id: "predictive",
            name: "Predictive, 5 minutes ahead",
            about: "Scales to the usual load five minutes ahead (AWS SchedulingBufferTime), with an HPA for unexpected load; the larger wins.",
            make: |facts| {
                vec![
                    Rule::Predictive(PredictiveRule {
                        lead: LeadSeconds::clamped(300.0),
                        target: UtilizationThreshold::clamped(facts.target_utilization),
                    }),
                    hpa(vec![cpu(80)], Some(HpaBehavior::default())),
                ]
            },
            bounds: None,
        },
        Self {
            id: "scheduled",
            name: "Scheduled: day and night",
            about: "The full fleet from 07:00, half of it from 23:00; does not react to load.",
            make: |facts| {
                let entry = |hour, replicas| Schedule {
                    days: Weekdays::Daily,
                    from: PeakHour::clamped(hour),
                    replicas: MinReplicas::clamped(f64::from(replicas)),
                };
                vec![Rule::Scheduled(ScheduledRule {
                    entries: vec![entry(7.0, facts.sized), entry(23.0, facts.sized.div_ceil(2))],
                })]
            },
            bounds: None,
        },
        Self {
            id: "window",
            name: "Batch window",
            about: "As many as sized while the batch's window is open, started in time, and none outside it.",
            make: |_| vec![Rule::Window(WindowRule {})],
            bounds: None,
        },
        Self {
            id: "threshold",
            name: "Threshold 80/30",
            about: "Up above 80 %, down below 30 %, each time sized to the threshold that was crossed. On the way down it keeps 2.7 times as many replicas as on the way up.",
            make: |_| vec![Rule::Threshold(ThresholdRule { up: share(0.8), down: share(0.3), repair: None })],
            bounds: Some((1, 100)),
        },
        Self {
            id: "threshold-repaired",
            name: "Threshold with target 65 %",
            about: "Up above 80 %, down below 50 %, sized to 65 % either way, with a cooldown of 5 minutes before it scales in.",
            make: |_| {
                let repair = Repair { target: share(0.65), cooldown: Cooldown::clamped(300.0) };
                vec![Rule::Threshold(ThresholdRule { up: share(0.8), down: share(0.5), repair: Some(repair) })]
            },
            bounds: None,
        },
    ];

    /// The preset with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|preset| preset.id == id)
    }

    /// The policy for a service.
    pub fn policy(&self, facts: &Facts) -> PolicyChoice {
        PolicyChoice {
            name: Name::from_static(self.name),
            rules: (self.make)(facts),
            min: self.bounds.map(|(min, _)| MinReplicas::clamped(f64::from(min))),
            max: self.bounds.map(|(_, max)| MaxReplicas::clamped(f64::from(max))),
            workload: None,
        }
    }
}

fn share(fraction: f64) -> UtilizationThreshold {
    UtilizationThreshold::clamped(fraction)
}

fn hpa(metrics: Vec<HpaMetric>, behavior: Option<HpaBehavior>) -> Rule {
    Rule::Hpa(HpaPolicy::new(metrics, behavior))
}

fn cpu(percent: u32) -> HpaMetric {
    resource("cpu", percent, Some(Metric::CpuUtilization))
}

fn resource(name: &'static str, percent: u32, signal: Option<Metric>) -> HpaMetric {
    HpaMetric {
        source: HpaSource::Resource(HpaName::from_static(name)),
        signal,
        reading: Reading::default(),
        target: HpaTarget::Utilization(HpaTargetUtilization::clamped(f64::from(percent))),
        kept: Kept::default(),
    }
}

fn rules(window: f64, policies: &[HpaScalingPolicy], select: SelectPolicy) -> HpaRules {
    HpaRules {
        stabilization_window: Some(HpaWindow::clamped(window)),
        select_policy: Some(select),
        policies: Some(policies.to_vec()),
        tolerance: None,
    }
}

fn percent(percent: u32, period: f64) -> HpaScalingPolicy {
    HpaScalingPolicy {
        amount: HpaAmount::Percent(HpaPercent::clamped(f64::from(percent))),
        period: HpaPeriod::clamped(period),
    }
}

fn pods(pods: u32, period: f64) -> HpaScalingPolicy {
    HpaScalingPolicy { amount: HpaAmount::Pods(HpaPods::clamped(f64::from(pods))), period: HpaPeriod::clamped(period) }
}

fn target_tracking(target: f64) -> Rule {
    Rule::TargetTracking(TargetTrackingRule {
        metric: Metric::CpuUtilization,
        target: MetricTarget::clamped(target),
        period: PolicyPeriod::clamped(60.0),
        out_datapoints: Datapoints::clamped(3.0),
        in_datapoints: Datapoints::clamped(15.0),
        out_cooldown: Cooldown::clamped(0.0),
        in_cooldown: Cooldown::clamped(0.0),
        scale_in: true,
    })
}

/// Adds 30 % from 80 % utilization and 60 % from 90 %, within a minute; never scales in.
fn step_net() -> Rule {
    let step = |lower, upper, adjustment| StepAdjustment { lower: Some(lower), upper, adjustment };
    let out_steps = Steps::new(vec![step(0.0, Some(0.1), 30), step(0.1, None, 60)]);
    Rule::Step(StepRule {
        metric: Metric::CpuUtilization,
        period: PolicyPeriod::clamped(60.0),
        out_above: MetricTarget::clamped(0.8),
        out_datapoints: Datapoints::clamped(1.0),
        adjustment: AdjustmentType::PercentChangeInCapacity,
        min_magnitude: Some(HpaPods::clamped(1.0)),
        out_steps: out_steps.unwrap_or_else(|_| Steps::always(30)),
        scale_in: None::<StepIn>,
        warm_up: Cooldown::clamped(120.0),
    })
}
