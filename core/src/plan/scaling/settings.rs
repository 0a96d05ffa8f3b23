//! Every setting of scaling in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const HPA: &str = "Kubernetes API reference, HorizontalPodAutoscaler autoscaling/v2";
const HPA_GUIDE: &str = "Kubernetes documentation, Horizontal Pod Autoscaling";
const AAS_TRACK: &str = "AWS Application Auto Scaling user guide, target tracking scaling policies";
const AAS_STEP: &str = "AWS Application Auto Scaling user guide, step scaling policies";
const EC2_STEP: &str = "Amazon EC2 Auto Scaling user guide, step and simple scaling policies";
const EC2_WARM: &str = "Amazon EC2 Auto Scaling user guide, warm pools; the figures are our own choice";
const EC2_PREDICT: &str = "Amazon EC2 Auto Scaling user guide, predictive scaling (SchedulingBufferTime)";
const EC2_SCHEDULE: &str = "Amazon EC2 Auto Scaling user guide, scheduled scaling; the hours are our own choice";
const CLOUDWATCH: &str = "Amazon CloudWatch user guide, evaluating an alarm";
const KEDA: &str = "KEDA documentation, ScaledObject specification";
const POD: &str = "Kubernetes documentation, pod lifecycle (terminationGracePeriodSeconds)";
const AUTOSCALER: &str = "Kubernetes Cluster Autoscaler FAQ; the figures are our own choice";
const METRICS_SERVER: &str = "Kubernetes metrics-server documentation (--metric-resolution)";
const SIMULATOR: &str = "The published capacity planner's simulator (simulate_autoscale)";
const SRE: &str = "Site Reliability Engineering (Google), Handling overload; off is our own choice";
const BREAKER: &str = "The published capacity guide's circuit breaker";
const TRITON: &str = "NVIDIA Triton documentation, dynamic batching; the figures are our own choice";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("policy-name", "Name", "What the policy is called in tables and charts.", "the preset's name", OURS),
    row("policy-min", "Min replicas", "The policy never asks for fewer.", "what the quietest hour needs with its headroom", "Sizing; Kubernetes itself defaults to 1"),
    row("policy-max", "Max replicas", "The policy never asks for more, however high the load.", "what the peak or the highest event needs with its headroom", "Sizing; Kubernetes demands that it is stated"),
    row("policy-static-replicas", "Replicas", "The fleet keeps this number day and night.", "as many as sizing asks for", "Sizing"),
    row("policy-threshold-up", "Up above", "Adds replicas when the utilization is above this.", "80 %", SIMULATOR),
    row("policy-threshold-down", "Down below", "Removes replicas when the utilization is below this.", "30 % as published, 50 % repaired", SIMULATOR),
    row("policy-threshold-repair", "Form", "As published it sizes to the threshold that was crossed, so it keeps more on the way down than it buys on the way up; repaired it sizes to one target and then waits.", "as published", SIMULATOR),
    row("policy-threshold-target", "Sizes to", "The utilization that the repaired rule sizes to, either way.", "65 %", OURS),
    row("policy-threshold-cooldown", "Calm before down", "Time after a change in which the repaired rule does not scale down.", "5 min", OURS),
    row("policy-step-metric", "Metric", "What the alarm watches; of a good metric there is less for each replica when replicas are added.", "CPU utilization", CLOUDWATCH),
    row("policy-step-period", "Period", "Time between two looks at the metric.", "60 s", CLOUDWATCH),
    row("policy-step-out-above", "Out above", "Threshold of the alarm that scales out; the steps count from here.", "80 %", OURS),
    row("policy-step-out-datapoints", "Looks to scale out", "So many looks in a row must be above the threshold before anything happens.", "1", CLOUDWATCH),
    row("policy-step-adjustment", "Steps are in", "Whether a step adds replicas, adds a percentage of them, or states how many there should be.", "per cent of the fleet", EC2_STEP),
    row("policy-step-min-magnitude", "At least", "Fewest replicas that a percentage adds or removes.", "not stated: a percentage that comes to less than one replica counts as one", EC2_STEP),
    row("policy-step-out-steps", "Steps out", "How much to add, by how far the metric is above the threshold.", "30 % at the threshold, 60 % from 10 points above it", OURS),
    row("policy-step-scale-in", "Also scales in", "Whether a second alarm takes replicas out; without it the rule is a net under another one.", "off", OURS),
    row("policy-step-in-below", "In below", "Threshold of the alarm that scales in; the steps count down from here.", "half of the threshold that scales out", OURS),
    row("policy-step-in-datapoints", "Looks to scale in", "So many looks in a row must be below the threshold.", "15", AAS_TRACK),
    row("policy-step-in-steps", "Steps in", "How much to remove, by how far the metric is below the threshold; removing is negative.", "−10 % at the threshold", OURS),
    row("policy-step-in-cooldown", "Cooldown in", "Time after a change in which it does not scale in.", "5 min", AAS_STEP),
    row("policy-step-warm-up", "Warm-up", "Time in which a new replica counts as capacity but not yet in the metric, so that one rise is not answered twice.", "2 min", EC2_STEP),
    row("policy-target-metric", "Metric", "What is held at the target; it must fall as replicas are added.", "CPU utilization", AAS_TRACK),
    row("policy-target-target", "Target", "The value at which the metric is held; lower leaves more room and costs more.", "50 %", AAS_TRACK),
    row("policy-target-period", "Period", "Time between two looks at the metric.", "60 s", CLOUDWATCH),
    row("policy-target-out-datapoints", "Looks to scale out", "Looks in a row above the target before it scales out.", "3", AAS_TRACK),
    row("policy-target-in-datapoints", "Looks to scale in", "Looks in a row clearly below the target before it scales in.", "15", AAS_TRACK),
    row("policy-target-out-cooldown", "Cooldown out", "Time after scaling out in which only a larger need counts.", "0 s", AAS_TRACK),
    row("policy-target-in-cooldown", "Cooldown in", "Time after scaling in before it may scale in again.", "0 s", AAS_TRACK),
    row("policy-target-scale-in", "Also scales in", "Without it the fleet only grows (DisableScaleIn).", "on", AAS_TRACK),
    row("policy-hpa-source", "Source", "Where the controller reads the metric: a resource of the pods, a metric of each pod, of another object, or from outside the cluster.", "Resource", HPA),
    row("policy-hpa-name", "Metric name", "The metric as the cluster names it.", "cpu", HPA),
    row("policy-hpa-container", "Container", "The container whose resource counts.", "must be stated", HPA),
    row("policy-hpa-object-kind", "Object's kind", "The kind of the object that the metric describes.", "must be stated", HPA),
    row("policy-hpa-object-version", "Object's version", "The API version of that object.", "must be stated", HPA),
    row("policy-hpa-object-name", "Object's name", "The name of that object.", "must be stated", HPA),
    row("policy-hpa-signal", "Stands for", "The signal of the simulated fleet behind the metric; a metric without one is kept in the manifest and takes no part.", "CPU utilization for cpu", OURS),
    row("policy-hpa-target-kind", "Target is", "A percentage of what the pods request, a mean over the pods, or a total.", "Utilization for cpu", HPA),
    row("policy-hpa-target", "Target", "What the metric should be; the controller asks for ⌈replicas · metric / target⌉.", "80 % for cpu", HPA_GUIDE),
    row("policy-hpa-behavior", "Behavior", "Rules for how fast replicas come and go; without it the controller's older fixed rules apply.", "stated, with the API's defaults", HPA),
    row("policy-hpa-direction", "Own rules", "States rules for this direction; what is left open has the API's default.", "the API's defaults", HPA),
    row("policy-hpa-window", "Stabilization", "Looks back this long and takes the calmest recommendation.", "0 s up, 5 min down", HPA),
    row("policy-hpa-select", "Which policy counts", "The policy that allows most, or least, or none: then nothing changes in this direction.", "Max", HPA),
    row("policy-hpa-policies", "Own limits", "States how much may change in how much time; stated limits replace the defaults as a whole.", "up 4 pods or 100 % in 15 s, down 100 % in 15 s", HPA),
    row("policy-hpa-amount", "At most", "How much may change within the period.", "100 %", HPA),
    row("policy-hpa-amount-kind", "Counted in", "Pods, or per cent of the pods there are.", "per cent", HPA),
    row("policy-hpa-period", "In", "The period in which that much may change, up to half an hour.", "15 s", HPA),
    row("policy-hpa-tolerance", "Tolerance", "How far the metric may be from its target before anything happens.", "10 %", HPA_GUIDE),
    row("policy-queue-backlog", "Backlog a replica", "Requests that may wait for each replica; the fleet is ⌈backlog / this⌉.", "what a replica serves in a second", KEDA),
    row("policy-queue-polling", "Polling", "Time between two looks at the queue (pollingInterval).", "30 s", KEDA),
    row("policy-queue-activation", "Starts above", "Waiting requests above which a fleet at zero starts (activationThreshold).", "0", KEDA),
    row("policy-queue-cooldown", "Cooldown to zero", "Time without work before the last replica goes (cooldownPeriod).", "5 min", KEDA),
    row("policy-schedule-days", "Days", "On which days the entry begins.", "every day", EC2_SCHEDULE),
    row("policy-schedule-from", "From", "Local time from which it holds, until the next entry begins.", "07:00 and 23:00", EC2_SCHEDULE),
    row("policy-schedule-replicas", "Replicas", "How many there should be from then on.", "as sized by day, half by night", EC2_SCHEDULE),
    row("policy-predictive-lead", "Lead", "How long before an hour its capacity is asked for; it should cover the start-up.", "5 min", EC2_PREDICT),
    row("policy-predictive-target", "Target", "The utilization that the forecast load should give.", "what the headroom leaves at the peak", "Sizing"),
    row("period-start", "Begins after", "Hours from the plan's first day to the first simulated moment.", "0 h", OURS),
    row("period-length", "Length", "How long is simulated with every edit.", "168 h", OURS),
    row("period-step", "Step", "The loop advances by this; shorter sees faster reactions, and takes longer.", "60 s", OURS),
    row("period-seed", "Seed", "Tells the random gusts and failures of one run from those of another; the same seed gives the same run.", "1", OURS),
    row("fleet-image-pull", "Image and start", "Scheduling the replica, pulling its image, starting the container.", "10 s", OURS),
    row("fleet-model-load", "Model load", "Reading the weights into memory.", "0 s", OURS),
    row("fleet-warm-up", "Warm-up", "Compiling, filling caches, passing the readiness check.", "20 s", OURS),
    row("fleet-drain", "Drain", "Time in which a replica that is taken out finishes its work; it is paid for.", "30 s", POD),
    row("fleet-nodes", "Nodes matter", "Replicas need nodes, and a full node means waiting for another; off means that there always is room.", "off", AUTOSCALER),
    row("fleet-replicas-per-node", "Replicas a node", "Replicas that fit one node.", "4", AUTOSCALER),
    row("fleet-provisioning", "Time to a node", "Time from needing a node to having it.", "2 min", AUTOSCALER),
    row("fleet-spare-nodes", "Spare nodes", "Nodes kept free for what comes; they are paid for.", "0", AUTOSCALER),
    row("fleet-unneeded", "Empty node stays", "How long a node that is not needed stays (--scale-down-unneeded-time).", "10 min", "Kubernetes Cluster Autoscaler FAQ"),
    row("fleet-warm", "Warm pool", "Replicas are kept prepared, out of service, and start faster.", "off", EC2_WARM),
    row("fleet-warm-size", "Prepared", "Replicas kept prepared.", "2", EC2_WARM),
    row("fleet-warm-startup", "Takes", "Time from taking a prepared replica to having it in service.", "5 s", EC2_WARM),
    row("fleet-warm-price", "Costs", "What a prepared replica costs, as a share of one in service.", "30 %", EC2_WARM),
    row("fleet-quota", "Quota", "Most replicas for which the provider has room; a policy that asks for more waits in vain.", "no limit", "AWS Service Quotas user guide; no limit is our own choice"),
    row("fleet-failures", "Failures", "Times that a replica fails in a month of 730 hours; each one is replaced and starts anew.", "0", OURS),
    row("fleet-price", "Price of a replica", "What a replica costs an hour; without it answers are in replica-hours.", "unknown", "Your bill"),
    row("work-queue-limit", "Queue limit", "Requests that may wait, for each replica in service; more are lost.", "no limit", OURS),
    row("work-timeout", "Time-out", "How long a request waits before its client gives up.", "30 s", OURS),
    row("work-serves-abandoned", "Works on abandoned", "Whether replicas still work on requests whose clients have given up, which makes an overload last.", "off", SRE),
    row("work-retries", "Retries", "How often a client tries again; each retry is load that nobody planned.", "0", SRE),
    row("work-retry-delay", "Retry delay", "How long a client waits before it tries again.", "1 s", SRE),
    row("work-shed-above", "Shed above", "Turns away at once what exceeds this share of the throughput.", "off", SRE),
    row("work-reduced", "Reduced mode", "Drops features while the load is high, for more throughput.", "off", SRE),
    row("work-reduced-above", "Begins above", "Share of the usual throughput above which features are dropped.", "90 %", OURS),
    row("work-reduced-gain", "Throughput then", "Throughput of a replica with fewer features, over the usual.", "1.5 ×", OURS),
    row("work-rate-limit", "Rate limit", "Lets in at most this much; the rest is lost.", "off", SRE),
    row("work-batching", "Batching", "A replica's accelerator works on requests together; its utilization then says little about its load.", "off", TRITON),
    row("work-max-batch", "Full batch", "Items that it works on together at most.", "32", TRITON),
    row("work-fixed-share", "Fixed share", "Share of a full batch's time that does not depend on its size.", "50 %", TRITON),
    row("signal-interval", "Read every", "Time between two readings of a metric.", "15 s", METRICS_SERVER),
    row("signal-window", "Averaged over", "Time over which a reading is averaged; longer is smoother and later.", "15 s", METRICS_SERVER),
    row("signal-delay", "Seen after", "Time from a reading to the policy's seeing it.", "15 s", METRICS_SERVER),
    row("override-name", "Why", "What the override is for.", "no name", OURS),
    row("override-start", "Begins", "Local time at which somebody takes over from the policy.", "the start of the period", OURS),
    row("override-length", "Lasts", "How long it holds; then the policy is on its own again.", "24 h", OURS),
    row("override-action", "Does", "Keeps the fleet as it is, or at least, or at most so large, or so expensive.", "freeze", BREAKER),
    row("override-floor", "At least", "Fewest replicas while it holds.", "as sized", BREAKER),
    row("override-ceiling", "At most", "Most replicas while it holds.", "as sized", BREAKER),
    row("override-spend", "At most", "Most that the fleet may cost while it holds; it needs a price of a replica.", "$100 an hour", BREAKER),
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
        assert_eq!((fleet.nodes, fleet.warm, fleet.quota), (None, None, None));
        assert!(work.shed_above.is_none() && work.reduced.is_none() && work.rate_limit.is_none());
        assert!(work.queue_limit.is_none() && work.batching.is_none() && !work.serves_abandoned);
    }
}
