//! One HorizontalPodAutoscaler: its metadata, its bounds and what it scales.

use super::behavior::read_behavior;
use super::error::quoted;
use super::fields::{Fields, Findings};
use super::kept::Kept;
use super::metrics::read_metrics;
use super::{Manifest, ManifestError, NoteKind, ScaleTarget};
use crate::base::units::HpaTargetUtilization;
use crate::formulas::autoscaler::hpa::{HpaMetric, HpaName, HpaPolicy, HpaSource, HpaTarget, Reading};
use crate::formulas::autoscaler::metric::Metric;
use serde_json::Value;

/// A version of the API that is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Version {
    V1,
    V2Beta2,
    V2,
}

/// What the cluster itself writes into metadata.
const WRITTEN_BY_SERVER: [&str; 7] =
    ["creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid", "deletionTimestamp"];
/// The copy of a manifest that `kubectl apply` leaves in its annotations.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// What version 1 hides in annotations.
const V1_ANNOTATIONS: [&str; 2] =
    ["autoscaling.alpha.kubernetes.io/metrics", "autoscaling.alpha.kubernetes.io/behavior"];

pub(super) fn read_autoscaler(mut fields: Fields, version: Version) -> Result<Manifest, ManifestError> {
    let (mut found, mut kept) = (Findings::new(), Kept::default());
    let mut metadata = fields.required_object("metadata")?;
    let name = read_object_name(&mut metadata, "name", 253)?.ok_or_else(|| ManifestError::missing("metadata.name"))?;
    let namespace = read_object_name(&mut metadata, "namespace", 63)?;
    let mut spec = fields.required_object("spec")?;
    let target = read_scale_target(spec.required_object("scaleTargetRef")?, &mut kept, &mut found)?;
    let max_replicas = spec.whole("maxReplicas", 1..=i64::from(i32::MAX))?;
    let max_replicas = max_replicas.ok_or_else(|| ManifestError::missing("spec.maxReplicas"))?;
    let min_replicas = spec.whole("minReplicas", 0..=i64::from(i32::MAX))?.unwrap_or(1);
    let metrics = match version {
        Version::V1 => read_v1_metrics(&mut spec, &mut metadata)?,
        Version::V2 | Version::V2Beta2 => {
            let items = spec.list("metrics")?.unwrap_or_default();
            read_metrics("spec.metrics", items, &target.name, &mut found)?
        }
    };
    check_bounds(min_replicas, max_replicas, &metrics, &mut found)?;
    if metrics.is_empty() {
        found.note(NoteKind::Changed, "spec.metrics", "no metrics are listed, which the API reads as CPU at 80 %");
    }
    let behavior = spec.object("behavior")?.map(|fields| read_behavior(fields, &mut kept, &mut found)).transpose()?;
    leave_out_what_the_cluster_wrote(&mut fields, &mut metadata, &mut found)?;
    // Labels and annotations come first: they are what people miss most where not all can be kept.
    metadata.keep_rest("metadata", &mut kept, &mut found)?;
    spec.keep_rest("spec", &mut kept, &mut found)?;
    fields.keep_rest("", &mut kept, &mut found)?;
    if version != Version::V2 {
        let what = "is an older version; exported as autoscaling/v2";
        found.note(NoteKind::Changed, "apiVersion", what);
    }
    let policy = HpaPolicy { metrics, behavior, kept };
    Ok(Manifest { name, namespace, target, min_replicas, max_replicas, policy, notes: found.notes })
}

fn check_bounds(min: u32, max: u32, metrics: &[HpaMetric], found: &mut Findings) -> Result<(), ManifestError> {
    if min > max {
        let what = format!("must not exceed spec.maxReplicas, {max}, but is {min}");
        return Err(ManifestError::invalid("spec.minReplicas", what));
    }
    if min == 0 {
        let is_outside =
            |metric: &HpaMetric| matches!(metric.source, HpaSource::Object { .. } | HpaSource::External(_));
        if !metrics.iter().any(is_outside) {
            let what =
                "must be at least 1, but is 0; only a metric of type Object or External can scale a service from 0";
            return Err(ManifestError::invalid("spec.minReplicas", what));
        }
        found.note(NoteKind::Changed, "spec.minReplicas", "0 needs the feature gate HPAScaleToZero in the cluster");
    }
    Ok(())
}

fn read_scale_target(mut fields: Fields, kept: &mut Kept, found: &mut Findings) -> Result<ScaleTarget, ManifestError> {
    let api_version = fields.text("apiVersion")?.filter(|text| !text.is_empty());
    if let Some(text) = &api_version {
        fields.plain_name("apiVersion", text)?;
    }
    let mut required = |name| match fields.name(name)? {
        Some(text) => Ok(text.as_str().to_owned()),
        None => Err(ManifestError::missing(fields.place(name))),
    };
    let (kind, name) = (required("kind")?, required("name")?);
    fields.keep_rest("spec.scaleTargetRef", kept, found)?;
    Ok(ScaleTarget { api_version, kind, name })
}

/// A name as DNS allows it: small letters, digits, `-` and, in long ones, dots.
fn read_object_name(fields: &mut Fields, name: &str, longest: usize) -> Result<Option<String>, ManifestError> {
    let Some(text) = fields.text(name)?.filter(|text| !text.is_empty()) else { return Ok(None) };
    let is_alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = text.len() <= longest
        && text.split('.').all(|part| {
            part.bytes().all(|byte| is_alphanumeric(byte) || byte == b'-')
                && part.bytes().next().is_some_and(is_alphanumeric)
                && part.bytes().next_back().is_some_and(is_alphanumeric)
        })
        && (longest > 63 || !text.contains('.'));
    if fits {
        return Ok(Some(text));
    }
    let what =
        format!("must be lower-case letters, digits and - , at most {longest} characters, but is {}", quoted(&text));
    Err(ManifestError::invalid(fields.place(name), what))
}

fn read_v1_metrics(spec: &mut Fields, metadata: &mut Fields) -> Result<Vec<HpaMetric>, ManifestError> {
    if let Some(annotations) = metadata.take("annotations") {
        if let Some(name) = V1_ANNOTATIONS.iter().find(|name| annotations.get(**name).is_some()) {
            let what = format!(
                "holds {name}, where version 1 hides its metrics; get the manifest with kubectl get hpa.v2.autoscaling NAME -o yaml"
            );
            return Err(ManifestError::invalid("metadata.annotations", what));
        }
        metadata.put_back("annotations", annotations);
    }
    let percent = spec.whole("targetCPUUtilizationPercentage", 1..=10_000)?;
    let target = percent.and_then(|percent| HpaTargetUtilization::new(percent).ok());
    let metric = |target| HpaMetric {
        source: HpaSource::Resource(HpaName::from_static("cpu")),
        signal: Some(Metric::CpuUtilization),
        reading: Reading::default(),
        target: HpaTarget::Utilization(target),
        kept: Kept::default(),
    };
    Ok(target.map(metric).into_iter().collect())
}

fn leave_out_what_the_cluster_wrote(
    fields: &mut Fields,
    metadata: &mut Fields,
    found: &mut Findings,
) -> Result<(), ManifestError> {
    let mut left_out = Vec::new();
    if fields.take("status").is_some() {
        left_out.push("status".to_owned());
    }
    left_out.extend(
        WRITTEN_BY_SERVER.iter().filter(|name| metadata.take(name).is_some()).map(|name| format!("metadata.{name}")),
    );
    match metadata.take("annotations") {
        Some(Value::Object(mut annotations)) => {
            if annotations.remove(LAST_APPLIED).is_some() {
                left_out.push(format!("the annotation {LAST_APPLIED}"));
            }
            if !annotations.is_empty() {
                metadata.put_back("annotations", Value::Object(annotations));
            }
        }
        Some(other) => return Err(super::fields::wrong(metadata.place("annotations"), "an object", &other)),
        None => {}
    }
    if !left_out.is_empty() {
        let what = format!("{} is set by the cluster and is not exported", left_out.join(", "));
        found.note(NoteKind::LeftOut, "the object", what);
    }
    Ok(())
}
