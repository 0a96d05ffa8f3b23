//! The autoscalers of a text, and a helping word where there are none.

use super::error::{names_of, quoted};
use super::fields::{Fields, correction};
use super::spec::{Version, read_autoscaler};
use super::{MAX_OBJECTS, Manifest, ManifestError, Manifests, Note, NoteKind, yaml};
use serde_json::Value;

/// Fields by which a part of an autoscaler is known where its head is missing.
const TELLTALES: [&str; 9] = [
    "minReplicas",
    "maxReplicas",
    "scaleTargetRef",
    "metrics",
    "behavior",
    "scaleUp",
    "scaleDown",
    "targetCPUUtilization",
    "targetCPUUtilizationPercentage",
];

/// Reads the one HorizontalPodAutoscaler of a text.
///
/// # Errors
///
/// [`ManifestError`], with the place of the first fault; also where the text holds several.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::hpa::manifest::{read_manifest, write_manifest};
///
/// let text = "\
/// apiVersion: autoscaling/v2
/// kind: HorizontalPodAutoscaler
/// metadata:
///   name: web
/// spec:
///   scaleTargetRef:
///     apiVersion: apps/v1
///     kind: Deployment
///     name: web
///   minReplicas: 3
///   maxReplicas: 50
/// ";
/// let manifest = read_manifest(text)?;
/// assert_eq!(manifest.max_replicas, 50);
/// assert_eq!(write_manifest(&manifest), text);
/// let wrong = read_manifest(&text.replace("50", "2")).unwrap_err();
/// assert_eq!(wrong.to_string(), "spec.minReplicas must not exceed spec.maxReplicas, 2, but is 3");
/// # Ok::<(), headroom_core::formulas::autoscaler::hpa::manifest::ManifestError>(())
/// ```
pub fn read_manifest(text: &str) -> Result<Manifest, ManifestError> {
    let Manifests { mut manifests, notes } = read_manifests(text)?;
    match (manifests.pop(), manifests.is_empty()) {
        (Some(mut manifest), true) => {
            manifest.notes.extend(notes);
            Ok(manifest)
        }
        (last, _) => {
            let names = manifests.into_iter().chain(last).map(|manifest| manifest.full_name()).collect();
            Err(ManifestError::Several { names })
        }
    }
}

/// Reads every HorizontalPodAutoscaler of a text, from its documents and lists, and names the other objects.
///
/// # Errors
///
/// [`ManifestError`], with the place of the first fault.
pub fn read_manifests(text: &str) -> Result<Manifests, ManifestError> {
    let mut objects = Vec::new();
    for document in yaml::read(text)? {
        gather(document, &mut objects)?;
    }
    let is_alone = objects.len() == 1;
    let (mut manifests, mut others) = (Vec::new(), Vec::new());
    for object in objects {
        let kind = text_field(&object, "kind").to_owned();
        if kind == "HorizontalPodAutoscaler" {
            let version = version_of(text_field(&object, "apiVersion"))?;
            let title = format!("HorizontalPodAutoscaler {}", quoted(object_name(&object)));
            let mut fields = Fields::new(String::new(), object)?;
            fields.take("apiVersion");
            fields.take("kind");
            let manifest = read_autoscaler(fields, version);
            manifests.push(if is_alone { manifest? } else { manifest.map_err(|error| error.within(&title))? });
        } else {
            others.push((kind, object));
        }
    }
    if manifests.is_empty() {
        return Err(ManifestError::NoAutoscaler { what: explain_none(&others) });
    }
    let note = |(kind, object): (String, Value)| Note {
        kind: NoteKind::OtherObject,
        place: title_of(&kind, &object),
        what: "is not a HorizontalPodAutoscaler and is skipped".into(),
    };
    Ok(Manifests { manifests, notes: others.into_iter().map(note).collect() })
}

/// The objects of a document, those of a list one by one.
fn gather(document: Value, objects: &mut Vec<Value>) -> Result<(), ManifestError> {
    let is_list = matches!(text_field(&document, "kind"), "List" | "HorizontalPodAutoscalerList");
    match document {
        Value::Object(mut fields) if is_list => {
            let Some(Value::Array(items)) = fields.remove("items") else {
                return Err(ManifestError::invalid("items", "is missing, or is not a list"));
            };
            objects.extend(items.into_iter().filter(|item| !item.is_null()));
        }
        other => objects.push(other),
    }
    if objects.len() > MAX_OBJECTS { Err(ManifestError::TooManyObjects) } else { Ok(()) }
}

fn text_field<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn object_name(object: &Value) -> &str {
    object.get("metadata").map_or("", |metadata| text_field(metadata, "name"))
}

fn title_of(kind: &str, object: &Value) -> String {
    match (kind, object_name(object)) {
        ("", _) => "an object without a kind".into(),
        (kind, "") => names_of(&[kind]),
        (kind, name) => names_of(&[format!("{} {}", names_of(&[kind]), names_of(&[name]))]),
    }
}

fn version_of(text: &str) -> Result<Version, ManifestError> {
    match text {
        "autoscaling/v2" => Ok(Version::V2),
        "autoscaling/v2beta2" => Ok(Version::V2Beta2),
        "autoscaling/v1" => Ok(Version::V1),
        "" => Err(ManifestError::invalid("apiVersion", "is missing; write autoscaling/v2")),
        other => {
            let what = format!(
                "must be autoscaling/v2, but is {}; convert it with kubectl convert -f FILE --output-version autoscaling/v2, or get it with kubectl get hpa NAME -o yaml",
                quoted(other)
            );
            Err(ManifestError::invalid("apiVersion", what))
        }
    }
}

fn explain_none(others: &[(String, Value)]) -> String {
    let Some((kind, first)) = others.first() else { return "it is empty".into() };
    let Value::Object(fields) = first else {
        return "it is not a Kubernetes manifest: a manifest begins with apiVersion and kind".into();
    };
    let parts: Vec<&str> =
        fields.keys().map(String::as_str).filter(|name| TELLTALES.contains(name) || *name == "spec").collect();
    if kind.is_empty() && !parts.is_empty() {
        return explain_part(&parts, first);
    }
    let titles: Vec<String> = others.iter().map(|(kind, object)| title_of(kind, object)).collect();
    let hint = if others.iter().any(|(kind, _)| kind == "ScaledObject") {
        "; KEDA creates an autoscaler for a ScaledObject: get it with kubectl get hpa keda-hpa-NAME -o yaml"
    } else {
        "; get one with kubectl get hpa NAME -o yaml"
    };
    format!("it has no HorizontalPodAutoscaler, but {}{hint}", names_of(&titles))
}

/// Part of an autoscaler, or what someone took for one: says where each piece belongs.
fn explain_part(parts: &[&str], object: &Value) -> String {
    let mut text = format!(
        "it has {} but neither apiVersion nor kind, so the API would reject it. Begin with apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata.name and spec.scaleTargetRef, and put minReplicas and maxReplicas under spec",
        names_of(parts)
    );
    for name in parts {
        if let Some(correct) = correction(name) {
            text.push_str(&format!("; for {name} write {correct}"));
        }
    }
    let has_window = ["scaleUp", "scaleDown"]
        .iter()
        .any(|name| object.get(name).is_some_and(|rules| rules.get("stabilizationWindow").is_some()));
    if let (true, Some(correct)) = (has_window, correction("stabilizationWindow")) {
        text.push_str(&format!("; for stabilizationWindow write {correct}"));
    }
    text
}
