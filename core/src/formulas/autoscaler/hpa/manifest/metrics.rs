//! The metrics of a manifest.

use super::fields::{Fields, Findings};
use super::kept::Kept;
use super::quantity;
use super::signal::signal_from_name;
use super::{ManifestError, NoteKind};
use crate::base::units::HpaTargetUtilization;
use crate::formulas::autoscaler::hpa::{HpaMetric, HpaName, HpaSource, HpaTarget, MAX_METRICS, Reading};
use serde_json::Value;

/// Where a metric is read, with the field that holds it.
#[derive(Clone, Copy, PartialEq)]
enum Source {
    Resource,
    ContainerResource,
    Pods,
    Object,
    External,
}

const SOURCES: [(&str, &str, Source); 5] = [
    ("Resource", "resource", Source::Resource),
    ("ContainerResource", "containerResource", Source::ContainerResource),
    ("Pods", "pods", Source::Pods),
    ("Object", "object", Source::Object),
    ("External", "external", Source::External),
];

pub(super) fn read_metrics(
    place: &str,
    items: Vec<Value>,
    workload: &str,
    found: &mut Findings,
) -> Result<Vec<HpaMetric>, ManifestError> {
    if items.len() > MAX_METRICS {
        let what = format!("must have at most {MAX_METRICS} metrics here, but has {}", items.len());
        return Err(ManifestError::invalid(place, what));
    }
    let read = |(index, item)| read_metric(Fields::new(format!("{place}[{index}]"), item)?, workload, found);
    items.into_iter().enumerate().map(read).collect()
}

fn read_metric(mut fields: Fields, workload: &str, found: &mut Findings) -> Result<HpaMetric, ManifestError> {
    let mut kept = Kept::default();
    let kind = fields.word("type", &SOURCES.map(|(word, _, source)| (word, source)))?;
    let kind = kind.ok_or_else(|| ManifestError::missing(fields.place("type")))?;
    for (_, name, source) in SOURCES {
        if source != kind && fields.take(name).is_some() {
            return Err(ManifestError::invalid(fields.place(name), "must not be set together with another type"));
        }
    }
    let (word, key, _) = SOURCES[SOURCES.iter().position(|(_, _, source)| *source == kind).unwrap_or(0)];
    let mut body = fields
        .object(key)?
        .ok_or_else(|| ManifestError::invalid(fields.place(key), format!("is missing, but type is {word}")))?;
    let source = read_source(kind, key, &mut body, &mut kept, found)?;
    let target = read_target(kind, key, body.required_object("target")?, &mut kept, found)?;
    let place = fields.custom_location().to_owned();
    body.keep_rest(key, &mut kept, found)?;
    fields.keep_rest("", &mut kept, found)?;
    let signal = signal_from_name(source.name()).filter(|_| is_known(&source, workload));
    if let (HpaSource::ContainerResource { container, .. }, None) = (&source, signal) {
        let what = format!(
            "whether container {} is the one that serves is not known, so it is ignored until its signal is chosen",
            container.as_str()
        );
        found.note(NoteKind::NotSimulated, place, what);
    } else if signal.is_none() {
        let what =
            format!("no simulated signal corresponds to {}, so it is ignored until one is chosen", source.name());
        found.note(NoteKind::NotSimulated, place, what);
    } else if kind == Source::ContainerResource {
        found.note(
            NoteKind::NotSimulated,
            place,
            "containers are not modelled separately; the use of the whole pod is taken",
        );
    }
    let reading = Reading::guessed(source.name(), signal, target);
    Ok(HpaMetric { source, signal, reading, target, kept })
}

/// Whether a metric is of what serves: a container of the pod is, where it is called as the workload is.
fn is_known(source: &HpaSource, workload: &str) -> bool {
    match source {
        HpaSource::ContainerResource { container, .. } => container.as_str() == workload,
        _ => true,
    }
}

impl HpaSource {
    /// The name of the metric or resource.
    pub fn name(&self) -> &str {
        match self {
            Self::Resource(name) | Self::Pods(name) | Self::External(name) => name.as_str(),
            Self::ContainerResource { resource, .. } => resource.as_str(),
            Self::Object { metric, .. } => metric.as_str(),
        }
    }
}

fn read_source(
    kind: Source,
    key: &str,
    body: &mut Fields,
    kept: &mut Kept,
    found: &mut Findings,
) -> Result<HpaSource, ManifestError> {
    Ok(match kind {
        Source::Resource => HpaSource::Resource(required_name(body, "name")?),
        Source::ContainerResource => HpaSource::ContainerResource {
            resource: required_name(body, "name")?,
            container: required_name(body, "container")?,
        },
        Source::Pods => HpaSource::Pods(read_identifier(key, body, kept, found)?),
        Source::External => HpaSource::External(read_identifier(key, body, kept, found)?),
        Source::Object => {
            let mut object = body.required_object("describedObject")?;
            let api_version = object.text("apiVersion")?.unwrap_or_default();
            let api_version = object.plain_name("apiVersion", &api_version)?;
            let (kind, name) = (required_name(&mut object, "kind")?, required_name(&mut object, "name")?);
            object.keep_rest("object.describedObject", kept, found)?;
            HpaSource::Object { metric: read_identifier(key, body, kept, found)?, kind, api_version, name }
        }
    })
}

fn required_name(fields: &mut Fields, name: &str) -> Result<HpaName, ManifestError> {
    fields.name(name)?.ok_or_else(|| ManifestError::missing(fields.place(name)))
}

fn read_identifier(
    key: &str,
    body: &mut Fields,
    kept: &mut Kept,
    found: &mut Findings,
) -> Result<HpaName, ManifestError> {
    let mut metric = body.required_object("metric")?;
    let name = required_name(&mut metric, "name")?;
    metric.keep_rest(&format!("{key}.metric"), kept, found)?;
    Ok(name)
}

fn read_target(
    kind: Source,
    key: &str,
    mut fields: Fields,
    kept: &mut Kept,
    found: &mut Findings,
) -> Result<HpaTarget, ManifestError> {
    let words = [("Utilization", "averageUtilization"), ("Value", "value"), ("AverageValue", "averageValue")];
    let stated = fields.word("type", &words)?.ok_or_else(|| ManifestError::missing(fields.place("type")))?;
    let utilization = fields.whole("averageUtilization", 1..=10_000)?;
    let utilization = utilization.and_then(|percent| HpaTargetUtilization::new(percent).ok());
    let average = quantity::target(&mut fields, "averageValue", found)?;
    let total = quantity::target(&mut fields, "value", found)?;
    let (target, given) = match (utilization, average, total) {
        (Some(percent), None, None) => (HpaTarget::Utilization(percent), "averageUtilization"),
        (None, Some(value), None) => (HpaTarget::AverageValue(value), "averageValue"),
        (None, None, Some(value)) => (HpaTarget::Value(value), "value"),
        (None, None, None) => return Err(ManifestError::missing(fields.place(stated))),
        _ => {
            let what = "must have exactly one of averageUtilization, averageValue and value, but has more";
            return Err(ManifestError::invalid(fields.custom_location(), what));
        }
    };
    let allowed: &[&str] = match kind {
        Source::Resource | Source::ContainerResource => &["averageUtilization", "averageValue"],
        Source::Pods => &["averageValue"],
        Source::Object | Source::External => &["value", "averageValue"],
    };
    if !allowed.contains(&given) {
        let what = format!("is not possible for this type of metric, which takes {}", allowed.join(" or "));
        return Err(ManifestError::invalid(fields.place(given), what));
    }
    if given != stated {
        let what = format!("does not match the stated {given}, which is used and exported");
        found.note(NoteKind::Changed, fields.place("type"), what);
    }
    fields.keep_rest(&format!("{key}.target"), kept, found)?;
    Ok(target)
}
