//! A manifest in words: what was read, line by line, as the page and the terminal show it.

use super::{Manifest, NoteKind};
use crate::base::text;
use crate::formulas::autoscaler::hpa::defaults::{
    EffectiveRules, TOLERANCE, scale_down_rules, scale_up_rules, tolerances,
};
use crate::formulas::autoscaler::hpa::{HpaAmount, HpaMetric, HpaSource, HpaTarget, SelectPolicy, defaults};

impl NoteKind {
    /// All kinds, what matters most first.
    pub const ALL: [Self; 5] = [Self::NotSimulated, Self::LeftOut, Self::Changed, Self::Kept, Self::OtherObject];

    /// What became of something, as a heading says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotSimulated => "Not simulated",
            Self::Kept => "Kept and exported unchanged",
            Self::LeftOut => "Left out",
            Self::Changed => "Note",
            Self::OtherObject => "Skipped",
        }
    }
}

/// A line about a manifest: what it is about, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub label: &'static str,
    /// What was read.
    pub what: String,
}

/// What was read of a manifest, with the defaults that apply where it says nothing.
pub fn lines_of(manifest: &Manifest) -> Vec<Line> {
    let line = |label, what| Line { label, what };
    let target = &manifest.target;
    let namespace = manifest.namespace.as_ref().map(|name| format!(" in namespace {name}")).unwrap_or_default();
    let mut lines = vec![
        line("Scales", format!("{} {}{namespace}", target.kind, target.name)),
        line("Replicas", format!("{} to {}", text::count(manifest.min_replicas), text::count(manifest.max_replicas))),
    ];
    if manifest.policy.metrics.is_empty() {
        lines.push(line("Metric", format!("{} (default)", metric_words(&defaults::metric()))));
    }
    lines.extend(manifest.policy.metrics.iter().map(|metric| line("Metric", metric_words(metric))));
    let behavior = manifest.policy.behavior.as_ref();
    let up = behavior.and_then(|behavior| behavior.scale_up.as_ref());
    let down = behavior.and_then(|behavior| behavior.scale_down.as_ref());
    let mark = |is_stated: bool| if is_stated { "" } else { " (default)" };
    lines.push(line("Up", format!("{}{}", rules_words(&scale_up_rules(up)), mark(up.is_some()))));
    lines.push(line("Down", format!("{}{}", rules_words(&scale_down_rules(down)), mark(down.is_some()))));
    let found = tolerances(behavior);
    if (found.up, found.down) != (TOLERANCE, TOLERANCE) {
        let what = format!("{} up, {} down", text::percent(found.up), text::percent(found.down));
        lines.push(line("Tolerance", what));
    }
    lines
}

fn metric_words(metric: &HpaMetric) -> String {
    let name = metric.source.name();
    let source = match &metric.source {
        HpaSource::Resource(_) => name.to_owned(),
        HpaSource::ContainerResource { container, .. } => format!("{name} of container {container}"),
        HpaSource::Pods(_) => format!("{name} of the pods"),
        HpaSource::Object { kind, name: object, .. } => format!("{name} of {kind} {object}"),
        HpaSource::External(_) => format!("{name}, external"),
    };
    let target = match metric.target {
        HpaTarget::Utilization(percent) => format!("{} % of the request", text::count(percent.get())),
        HpaTarget::AverageValue(value) => format!("{} per pod", text::number(value.get())),
        HpaTarget::Value(value) => format!("{} in total", text::number(value.get())),
    };
    match metric.signal {
        Some(signal) => {
            let is_itself = signal.words().eq_ignore_ascii_case(name);
            let by = if is_itself { String::new() } else { format!("; simulated by {}", signal.words()) };
            let reads = metric.reading.words(signal).map(|reads| format!(", {reads}")).unwrap_or_default();
            format!("{source} at {target}{by}{reads}")
        }
        None => format!("{source} at {target}; not simulated"),
    }
}

fn rules_words(rules: &EffectiveRules) -> String {
    if rules.select == SelectPolicy::Disabled {
        return "never".into();
    }
    let joined = match rules.select {
        SelectPolicy::Min => " or, if less, ",
        _ => " or, if more, ",
    };
    let policies: Vec<String> = rules
        .policies
        .iter()
        .map(|policy| {
            let amount = match policy.amount {
                HpaAmount::Pods(pods) => text::counted(pods.get().into(), "pod", "pods"),
                HpaAmount::Percent(percent) => format!("{} %", text::count(percent.get())),
            };
            format!("{amount} in {}", text::seconds(policy.period.get()))
        })
        .collect();
    let window = if rules.window > 0.0 {
        format!("after {} of stabilization", text::seconds(rules.window))
    } else {
        "without delay".to_owned()
    };
    format!("{window}, at most {}", policies.join(joined))
}

#[cfg(test)]
mod tests {
    use super::super::read_manifest;
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let lines = lines_of(&read_manifest(text).unwrap());
        lines.into_iter().map(|line| format!("{}: {}", line.label, line.what)).collect()
    }

    #[test]
    fn a_manifest_is_said_in_words() {
        let seed = include_str!("../../../../../tests/manifests/seed.yaml");
        assert_eq!(
            said(seed),
            [
                "Scales: Deployment ml-service in namespace ml-services",
                "Replicas: 3 to 50",
                "Metric: cpu at 70 % of the request; simulated by CPU utilization",
                "Metric: memory at 80 % of the request; not simulated",
                "Metric: ml_prediction_requests_per_second of the pods at 100 per pod; simulated by load per replica",
                "Up: without delay, at most 100 % in 30 s or, if more, 4 pods in 30 s",
                "Down: after 5 min of stabilization, at most 50 % in 60 s",
            ]
        );
    }

    #[test]
    fn defaults_are_named_as_such() {
        let text = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: web\n  maxReplicas: 9\n  behavior:\n    scaleDown:\n      selectPolicy: Disabled\n      tolerance: 0.2\n";
        let lines = said(text);
        assert_eq!(lines[1], "Replicas: 1 to 9");
        assert_eq!(lines[2], "Metric: cpu at 80 % of the request; simulated by CPU utilization (default)");
        assert_eq!(lines[3], "Up: without delay, at most 4 pods in 15 s or, if more, 100 % in 15 s (default)");
        assert_eq!(lines[4..], ["Down: never", "Tolerance: 10 % up, 20 % down"]);
    }
}
