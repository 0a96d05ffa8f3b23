//! Every setting of scaling in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const HPA: &str = "Kubernetes API reference, HorizontalPodAutoscaler autoscaling/v2";
const HPA_GUIDE: &str = "Kubernetes documentation, Horizontal Pod Autoscaling";
const AAS_TRACK: &str = "AWS Application Auto Scaling user guide, target tracking scaling policies";
const AAS_STEP: &str = "AWS Application Auto Scaling user guide, step scaling policies";
const EC2_STEP: &str = "Amazon EC2 Auto Scaling user guide, step and simple scaling policies";
const EC2_WARM: &str = "Amazon EC2 Auto Scaling user guide, warm pools; the figures are Headroom's defaults";
const EC2_PREDICT: &str = "Amazon EC2 Auto Scaling user guide, predictive scaling (SchedulingBufferTime)";
const EC2_SCHEDULE: &str = "Amazon EC2 Auto Scaling user guide, scheduled scaling; the hours are Headroom's defaults";
const CLOUDWATCH: &str = "Amazon CloudWatch user guide, evaluating an alarm";
const KEDA: &str = "KEDA documentation, ScaledObject specification";
const POD: &str = "Kubernetes documentation, pod lifecycle (terminationGracePeriodSeconds)";
const AUTOSCALER: &str = "Kubernetes Cluster Autoscaler FAQ; the figures are Headroom's defaults";
const METRICS_SERVER: &str = "Kubernetes metrics-server documentation (--metric-resolution)";
const SIMULATOR: &str = "Capacity planning for ML systems, simulate_autoscale";
const SRE: &str = "Site Reliability Engineering (Google), Handling overload; off is Headroom's default";
const BREAKER: &str = "Capacity planning for ML systems, circuit breaker";
const TRITON: &str = "NVIDIA Triton documentation, dynamic batching; the figures are Headroom's defaults";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("policy-name", "Name", "Name of the policy in tables and charts.", "the preset's name", OURS),
    row("policy-min", "Min replicas", "Lower bound of the policy.", "what the quietest hour needs with its headroom", "Sizing; the Kubernetes default is 1"),
    row("policy-max", "Max replicas", "Upper bound of the policy, however high the load.", "what the peak or the highest event needs with its headroom", "Sizing; Kubernetes requires it"),
    row("policy-static-replicas", "Replicas", "Fixed number of replicas, day and night.", "as many as sizing needs", "Sizing"),
    row("policy-threshold-up", "Scale up above", "Adds replicas when utilization is above this.", "80 %", SIMULATOR),
    row("policy-threshold-down", "Scale down below", "Removes replicas when utilization is below this.", "30 %; 50 % with a target", SIMULATOR),
    row("policy-threshold-repair", "Form", "Without a target it sizes to the threshold that was crossed, so it keeps more replicas on the way down than on the way up; with a target it sizes to one utilization and then waits.", "without a target", SIMULATOR),
    row("policy-threshold-target", "Target utilization", "Utilization that the rule sizes to, either way.", "65 %", OURS),
    row("policy-threshold-cooldown", "Scale-down cooldown", "Time after a change during which the rule does not scale down.", "5 min", OURS),
    row("policy-step-metric", "Metric", "Metric of the alarm; it should fall as replicas are added.", "CPU utilization", CLOUDWATCH),
    row("policy-step-period", "Period", "Time between two evaluations of the metric.", "60 s", CLOUDWATCH),
    row("policy-step-out-above", "Scale out above", "Threshold of the scale-out alarm; steps are relative to it.", "80 %", OURS),
    row("policy-step-out-datapoints", "Datapoints to scale out", "Consecutive datapoints above the threshold before it acts.", "1", CLOUDWATCH),
    row("policy-step-adjustment", "Adjustment type", "Whether a step changes the number of replicas, changes it by a percentage, or sets it.", "percent of the fleet", EC2_STEP),
    row("policy-step-min-magnitude", "Minimum", "Minimum replicas that a percentage adds or removes.", "none: less than one replica counts as one", EC2_STEP),
    row("policy-step-out-steps", "Scale-out steps", "How much to add, depending on how far the metric is above the threshold.", "30 % at the threshold, 60 % from 10 points above it", OURS),
    row("policy-step-scale-in", "Also scales in", "Whether a second alarm removes replicas; without it the rule is only a backstop for another one.", "off", OURS),
    row("policy-step-in-below", "Scale in below", "Threshold of the scale-in alarm; steps are relative to it.", "half of the scale-out threshold", OURS),
    row("policy-step-in-datapoints", "Datapoints to scale in", "Consecutive datapoints below the threshold before it acts.", "15", AAS_TRACK),
    row("policy-step-in-steps", "Scale-in steps", "How much to remove, depending on how far the metric is below the threshold; negative removes.", "−10 % at the threshold", OURS),
    row("policy-step-in-cooldown", "Scale-in cooldown", "Time after a change during which it does not scale in.", "5 min", AAS_STEP),
    row("policy-step-warm-up", "Warm-up", "Time during which a new replica counts as capacity but not in the metric, so that one rise does not scale out twice.", "2 min", EC2_STEP),
    row("policy-target-metric", "Metric", "Metric held at the target; it must fall as replicas are added.", "CPU utilization", AAS_TRACK),
    row("policy-target-target", "Target", "Value at which the metric is held; a lower value leaves more headroom and costs more.", "50 %", AAS_TRACK),
    row("policy-target-period", "Period", "Time between two evaluations of the metric.", "60 s", CLOUDWATCH),
    row("policy-target-out-datapoints", "Datapoints to scale out", "Consecutive datapoints above the target before it scales out.", "3", AAS_TRACK),
    row("policy-target-in-datapoints", "Datapoints to scale in", "Consecutive datapoints well below the target before it scales in.", "15", AAS_TRACK),
    row("policy-target-out-cooldown", "Scale-out cooldown", "Time after scaling out during which only a larger demand scales out again.", "0 s", AAS_TRACK),
    row("policy-target-in-cooldown", "Scale-in cooldown", "Time after scaling in before it may scale in again.", "0 s", AAS_TRACK),
    row("policy-target-scale-in", "Also scales in", "Without it the fleet only grows (DisableScaleIn).", "on", AAS_TRACK),
    row("policy-hpa-source", "Source", "Where the controller reads the metric: pod resource, pod metric, another object, or outside the cluster.", "Resource", HPA),
    row("policy-hpa-name", "Metric name", "Name of the metric in the cluster.", "cpu", HPA),
    row("policy-hpa-container", "Container", "Container whose resource is measured.", "required", HPA),
    row("policy-hpa-object-kind", "Object's kind", "Kind of the object that the metric describes.", "required", HPA),
    row("policy-hpa-object-version", "Object's version", "API version of that object.", "required", HPA),
    row("policy-hpa-object-name", "Object's name", "Name of that object.", "required", HPA),
    row("policy-hpa-scale", "Reading per signal", "What the metric reads more for one unit of its signal: for CPU its use at full throughput over the request, for memory that of a request in flight over the request, else its unit, such as 1,000 for milliseconds.", "1; 100 or 1,000 where name or target say so", OURS),
    row("policy-hpa-base", "Reading at rest", "What the metric reads while nothing is done, such as the memory of an idle pod over its request.", "0", OURS),
    row("policy-hpa-signal", "Simulated as", "Simulated signal behind the metric; a metric without one stays in the manifest but is not simulated.", "CPU utilization for cpu", OURS),
    row("policy-hpa-target-kind", "Target type", "A percentage of the pods' requests, an average over the pods, or a total.", "Utilization for cpu", HPA),
    row("policy-hpa-target", "Target", "Target value of the metric; the controller wants ⌈replicas · metric / target⌉ replicas.", "80 % for cpu", HPA_GUIDE),
    row("policy-hpa-behavior", "Behavior", "Rules for how fast replicas are added and removed; without them the controller's older fixed rules apply.", "set, with the API's defaults", HPA),
    row("policy-hpa-direction", "Custom rules", "Custom rules for this direction; empty fields have the API's default.", "the API's defaults", HPA),
    row("policy-hpa-window", "Stabilization", "Looks back this long and takes the most conservative recommendation.", "0 s up, 5 min down", HPA),
    row("policy-hpa-select", "Select policy", "The policy that allows the most (Max), the least (Min), or no change in this direction (Disabled).", "Max", HPA),
    row("policy-hpa-policies", "Custom limits", "How much may change in how much time; custom limits replace all defaults.", "up 4 pods or 100 % in 15 s, down 100 % in 15 s", HPA),
    row("policy-hpa-amount", "Maximum", "Maximum change within the period.", "100 %", HPA),
    row("policy-hpa-amount-kind", "Unit", "Pods, or percent of the current pods.", "percent", HPA),
    row("policy-hpa-period", "Period", "Period for that change, up to half an hour.", "15 s", HPA),
    row("policy-hpa-tolerance", "Tolerance", "How far the metric may be from its target before the controller acts.", "10 %", HPA_GUIDE),
    row("policy-queue-backlog", "Backlog per replica", "Queued requests per replica; the fleet is ⌈backlog / this⌉.", "what a replica serves in a second", KEDA),
    row("policy-queue-polling", "Polling", "Time between two readings of the queue (pollingInterval).", "30 s", KEDA),
    row("policy-queue-activation", "Activation threshold", "Queued requests above which a fleet at zero starts (activationThreshold).", "0", KEDA),
    row("policy-queue-cooldown", "Cooldown to zero", "Time without work before the last replica is removed (cooldownPeriod).", "5 min", KEDA),
    row("policy-schedule-days", "Days", "Days on which the entry applies.", "every day", EC2_SCHEDULE),
    row("policy-schedule-from", "From", "Local start time; it applies until the next entry starts.", "07:00 and 23:00", EC2_SCHEDULE),
    row("policy-schedule-replicas", "Replicas", "Number of replicas from then on.", "as sized by day, half by night", EC2_SCHEDULE),
    row("policy-predictive-lead", "Lead", "How far ahead capacity is requested; it should cover the start-up.", "5 min", EC2_PREDICT),
    row("policy-predictive-target", "Target", "Target utilization at the forecast load.", "utilization at peak with the planned headroom", "Sizing"),
    row("period-start", "Start offset", "Hours from the plan's first day to the start of the simulation.", "0 h", OURS),
    row("period-length", "Length", "Length of the period that is simulated with every edit.", "168 h", OURS),
    row("period-step", "Step", "Time step of the simulation; a shorter step shows faster reactions but takes longer.", "60 s", OURS),
    row("period-seed", "Seed", "Seed of the random bursts and failures; the same seed gives the same run.", "1", OURS),
    row("fleet-image-pull", "Image and start", "Scheduling the replica, pulling its image, starting the container.", "10 s", OURS),
    row("fleet-model-load", "Model load", "Loading the weights into memory.", "0 s", OURS),
    row("fleet-warm-up", "Warm-up", "Compiling, filling caches, passing the readiness check.", "20 s", OURS),
    row("fleet-drain", "Drain time", "Time for a removed replica to finish its work; it is paid for.", "30 s", POD),
    row("fleet-nodes", "Simulate nodes", "Replicas need nodes, and full nodes mean waiting for another; off means there is always capacity.", "off", AUTOSCALER),
    row("fleet-replicas-per-node", "Replicas per node", "Replicas that fit on one node.", "4", AUTOSCALER),
    row("fleet-provisioning", "Node provisioning time", "Time from requesting a node until it is ready.", "2 min", AUTOSCALER),
    row("fleet-spare-nodes", "Spare nodes", "Nodes kept free as a reserve; they are paid for.", "0", AUTOSCALER),
    row("fleet-unneeded", "Empty node retention", "How long an unneeded node is kept (--scale-down-unneeded-time).", "10 min", "Kubernetes Cluster Autoscaler FAQ"),
    row("fleet-warm", "Warm pool", "Prepared replicas that are out of service and start faster.", "off", EC2_WARM),
    row("fleet-warm-size", "Pool size", "Number of prepared replicas.", "2", EC2_WARM),
    row("fleet-warm-startup", "Start-up time", "Time until a prepared replica is in service.", "5 s", EC2_WARM),
    row("fleet-warm-price", "Price", "Cost of a prepared replica, as a share of one in service.", "30 %", EC2_WARM),
    row("fleet-failures", "Failures", "Failures per replica in a month of 730 hours; each failed replica is replaced.", "0", OURS),
    row("fleet-price", "Price per replica", "Price of a replica per hour; without it answers are in replica-hours.", "unknown", "Your bill"),
    row("work-queue-limit", "Queue limit", "Maximum queued requests per replica in service; more are dropped.", "no limit", OURS),
    row("work-timeout", "Time-out", "How long a request waits before its client times out.", "30 s", OURS),
    row("work-serves-abandoned", "Serve timed-out requests", "Whether replicas still work on requests whose clients have timed out, which prolongs an overload.", "off", SRE),
    row("work-retries", "Retries", "How often a client retries; each retry adds load.", "0", SRE),
    row("work-retry-delay", "Retry delay", "How long a client waits before it retries.", "1 s", SRE),
    row("work-shed-above", "Shed above", "Immediately drops load above this share of throughput.", "off", SRE),
    row("work-reduced", "Reduced mode", "Disables features under high load, for more throughput.", "off", SRE),
    row("work-reduced-above", "Starts above", "Share of normal throughput above which features are disabled.", "90 %", OURS),
    row("work-reduced-gain", "Throughput factor", "Throughput of a replica in reduced mode, relative to normal.", "1.5 ×", OURS),
    row("work-rate-limit", "Rate limit", "Admits at most this much; the rest is dropped.", "off", SRE),
    row("work-batching", "Batching", "The accelerator processes requests in batches; its utilization then says little about its load.", "off", TRITON),
    row("work-max-batch", "Full batch", "Maximum items per batch.", "32", TRITON),
    row("work-fixed-share", "Fixed share", "Share of a full batch's time that does not depend on its size.", "50 %", TRITON),
    row("signal-interval", "Scrape interval", "Time between two readings of a metric.", "15 s", METRICS_SERVER),
    row("signal-window", "Averaging window", "Time over which a metric is averaged; a longer window is smoother but slower.", "15 s", METRICS_SERVER),
    row("signal-delay", "Metric delay", "Time from a reading until the policy sees it.", "15 s", METRICS_SERVER),
    row("override-name", "Reason", "Reason for the override.", "no name", OURS),
    row("override-start", "Starts", "Local time at which the override of the policy starts.", "the start of the period", OURS),
    row("override-length", "Duration", "How long it lasts; then the policy is active again.", "24 h", OURS),
    row("override-action", "Action", "Freezes the fleet, or sets a minimum, a maximum or a spending limit.", "freeze", BREAKER),
    row("override-floor", "Minimum", "Minimum replicas while it lasts.", "as sized", BREAKER),
    row("override-ceiling", "Maximum", "Maximum replicas while it lasts.", "as sized", BREAKER),
    row("override-spend", "Maximum", "Maximum cost of the fleet while it lasts; needs a price per replica.", "$100 an hour", BREAKER),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::{quantity, seconds};
    use crate::base::units::Quantity;
    use crate::plan::scenario::scaling::{FleetInputs, Period, SignalInputs, WorkInputs};
    use std::collections::HashSet;

    #[test]
    fn every_setting_is_explained_in_full() {
        let mut ids = HashSet::new();
        for row in SETTINGS {
            assert!(ids.insert(row.id), "{} twice", row.id);
            let parts = ["policy-", "period-", "fleet-", "work-", "signal-", "override-"];
            assert!(parts.iter().any(|part| row.id.starts_with(part)), "{}", row.id);
            assert!(row.says.ends_with('.') && row.says.len() > 10, "{}: {}", row.id, row.says);
            for words in [row.name, row.default, row.source] {
                assert!(!words.trim().is_empty() && !words.ends_with('.'), "{}: {words}", row.id);
            }
            assert_eq!(Setting::find(row.id), Some(row));
        }
    }

    #[test]
    fn the_defaults_that_are_told_are_those_that_apply() {
        fn of<Q: Quantity>(value: Q) -> String {
            quantity(value.value(), Q::DIMENSION)
        }
        let (fleet, work, signal, period) =
            (FleetInputs::default(), WorkInputs::default(), SignalInputs::default(), Period::default());
        for (id, applies) in [
            ("fleet-image-pull", of(fleet.startup.image_pull)),
            ("fleet-model-load", of(fleet.startup.model_load)),
            ("fleet-warm-up", of(fleet.startup.warm_up)),
            ("fleet-drain", of(fleet.drain)),
            ("fleet-failures", of(fleet.failures)),
            ("work-timeout", work.timeout.map(of).unwrap()),
            ("work-retry-delay", of(work.retry_delay)),
            ("work-retries", work.retries.get().to_string()),
            ("signal-interval", of(signal.interval)),
            ("signal-window", of(signal.window)),
            ("signal-delay", of(signal.delay)),
            ("period-start", of(period.start())),
            ("period-length", of(period.length())),
            ("period-step", of(period.step())),
            ("policy-queue-polling", seconds(crate::formulas::autoscaler::cloud::keda::USUAL_POLLING)),
            ("policy-queue-cooldown", seconds(crate::formulas::autoscaler::cloud::keda::USUAL_COOLDOWN)),
            ("policy-hpa-tolerance", crate::base::text::percent(crate::formulas::autoscaler::hpa::defaults::TOLERANCE)),
        ] {
            assert_eq!(Setting::find(id).map(|row| row.default), Some(applies.as_str()), "{id}");
        }
        assert_eq!((fleet.nodes, fleet.warm), (None, None));
        assert!(work.shed_above.is_none() && work.reduced.is_none() && work.rate_limit.is_none());
        assert!(work.queue_limit.is_none() && work.batching.is_none() && !work.serves_abandoned);
    }
}
