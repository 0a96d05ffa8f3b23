//! An autoscaler as a manifest of `autoscaling/v2`, with its fields in the order in which people write them.

use super::kept::Kept;
use super::writer;
use super::writer::{Node, Object};
use super::{Manifest, quantity};
use crate::base::units::Quantity;
use crate::formulas::autoscaler::hpa::{
    HpaAmount, HpaBehavior, HpaMetric, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget, SelectPolicy,
};

/// Writes an autoscaler as YAML.
///
/// What was kept on reading stands where it was. Signals are Headroom's own and are not part of a manifest;
/// on reading they are guessed anew. Quantities finer than a thousandth are rounded up, as the controller does.
pub fn write_manifest(manifest: &Manifest) -> String {
    let policy = &manifest.policy;
    let kept = &policy.kept;
    let target = Object::default()
        .when(manifest.target.api_version.as_deref(), |object, version| object.text("apiVersion", version))
        .text("kind", &manifest.target.kind)
        .text("name", &manifest.target.name)
        .kept(kept.at("spec.scaleTargetRef"), &["apiVersion", "kind", "name"]);
    let metadata = Object::default()
        .text("name", &manifest.name)
        .when(manifest.namespace.as_deref(), |object, namespace| object.text("namespace", namespace))
        .kept(kept.at("metadata"), &["name", "namespace"]);
    let metrics = (!policy.metrics.is_empty()).then(|| policy.metrics.iter().map(metric).collect());
    let spec = Object::default()
        .object("scaleTargetRef", target)
        .whole("minReplicas", manifest.min_replicas)
        .whole("maxReplicas", manifest.max_replicas)
        .when(metrics, |object, metrics| object.with("metrics", Node::List(metrics)))
        .when(policy.behavior.as_ref(), |object, rules| object.object("behavior", behavior(rules, kept)))
        .kept(kept.at("spec"), &["scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior"]);
    let object = Object::default()
        .text("apiVersion", "autoscaling/v2")
        .text("kind", "HorizontalPodAutoscaler")
        .object("metadata", metadata)
        .object("spec", spec)
        .kept(kept.at(""), &["apiVersion", "kind", "metadata", "spec", "status"]);
    writer::write(&object)
}

fn metric(metric: &HpaMetric) -> Node<'_> {
    let kept = &metric.kept;
    let (kind, key) = match metric.source {
        HpaSource::Resource(_) => ("Resource", "resource"),
        HpaSource::ContainerResource { .. } => ("ContainerResource", "containerResource"),
        HpaSource::Pods(_) => ("Pods", "pods"),
        HpaSource::Object { .. } => ("Object", "object"),
        HpaSource::External(_) => ("External", "external"),
    };
    let body = match &metric.source {
        HpaSource::Resource(name) => Object::default().text("name", name.as_str()),
        HpaSource::ContainerResource { resource, container } => {
            Object::default().text("name", resource.as_str()).text("container", container.as_str())
        }
        HpaSource::Pods(name) | HpaSource::External(name) => identified(Object::default(), name.as_str(), key, kept),
        HpaSource::Object { metric, kind, api_version, name } => {
            let version = Some(api_version.as_str()).filter(|text| !text.is_empty());
            let described = Object::default()
                .when(version, |object, version| object.text("apiVersion", version))
                .text("kind", kind.as_str())
                .text("name", name.as_str())
                .kept(kept.at("object.describedObject"), &["apiVersion", "kind", "name"]);
            identified(Object::default().object("describedObject", described), metric.as_str(), key, kept)
        }
    };
    let is_memory = metric.source.name() == "memory";
    let body = body
        .object("target", target(metric.target, is_memory, key, kept))
        .kept(kept.at(key), &["name", "container", "metric", "describedObject", "target"]);
    let known = ["type", "resource", "containerResource", "pods", "object", "external"];
    Node::Object(Object::default().text("type", kind).object(key, body).kept(kept.at(""), &known))
}

fn identified<'a>(object: Object<'a>, name: &'a str, key: &str, kept: &'a Kept) -> Object<'a> {
    object.object("metric", Object::default().text("name", name).kept(kept.at(&format!("{key}.metric")), &["name"]))
}

fn target<'a>(target: HpaTarget, is_memory: bool, key: &str, kept: &'a Kept) -> Object<'a> {
    let write = if is_memory { quantity::write_bytes } else { quantity::write };
    let object = Object::default();
    match target {
        HpaTarget::Utilization(percent) => {
            object.text("type", "Utilization").whole("averageUtilization", percent.get())
        }
        HpaTarget::AverageValue(value) => object.text("type", "AverageValue").text("averageValue", write(value)),
        HpaTarget::Value(value) => object.text("type", "Value").text("value", write(value)),
    }
    .kept(kept.at(&format!("{key}.target")), &["type", "averageUtilization", "averageValue", "value"])
}

fn behavior<'a>(behavior: &'a HpaBehavior, kept: &'a Kept) -> Object<'a> {
    Object::default()
        .when(behavior.scale_up.as_ref(), |object, stated| {
            object.object("scaleUp", rules(stated, "spec.behavior.scaleUp", kept))
        })
        .when(behavior.scale_down.as_ref(), |object, stated| {
            object.object("scaleDown", rules(stated, "spec.behavior.scaleDown", kept))
        })
        .kept(kept.at("spec.behavior"), &["scaleUp", "scaleDown"])
}

fn rules<'a>(rules: &'a HpaRules, place: &str, kept: &'a Kept) -> Object<'a> {
    let select = rules.select_policy.map(|select| match select {
        SelectPolicy::Max => "Max",
        SelectPolicy::Min => "Min",
        SelectPolicy::Disabled => "Disabled",
    });
    // An empty list would be refused by the API; without it the defaults apply.
    let policies = rules.policies.as_ref().filter(|policies| !policies.is_empty()).map(|policies| {
        let write = |(index, stated)| policy(stated, &format!("{place}.policies[{index}]"), kept);
        policies.iter().enumerate().map(write).collect()
    });
    Object::default()
        .when(rules.stabilization_window, |object, window| {
            object.whole("stabilizationWindowSeconds", whole_seconds(window))
        })
        .when(policies, |object, policies| object.with("policies", Node::List(policies)))
        .when(select, |object, select| object.text("selectPolicy", select))
        .when(rules.tolerance, |object, tolerance| object.text("tolerance", quantity::write_tolerance(tolerance)))
        .kept(kept.at(place), &["stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance"])
}

fn policy<'a>(policy: &HpaScalingPolicy, place: &str, kept: &'a Kept) -> Node<'a> {
    let (kind, value) = match policy.amount {
        HpaAmount::Pods(pods) => ("Pods", pods.get()),
        HpaAmount::Percent(percent) => ("Percent", percent.get()),
    };
    Node::Object(
        Object::default()
            .text("type", kind)
            .whole("value", value)
            .whole("periodSeconds", whole_seconds(policy.period))
            .kept(kept.at(place), &["type", "value", "periodSeconds"]),
    )
}

/// The API counts whole seconds; part of one is rounded up, within the quantity's range.
fn whole_seconds<Q: Quantity>(time: Q) -> u64 {
    libm::ceil(time.value()) as u64
}
