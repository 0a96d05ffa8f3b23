//! The fields of one object, taken one by one; what remains was not understood.

use super::error::{names_of, quoted};
use super::kept;
use super::kept::Kept;
use super::{MAX_DEPTH, MAX_KEPT_BYTES, ManifestError, Note, NoteKind};
use crate::formulas::autoscaler::hpa::HpaName;
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// What is gathered on the way through a manifest.
pub(super) struct Findings {
    pub(super) notes: Vec<Note>,
    /// Bytes that may still be kept.
    room: usize,
}

impl Findings {
    pub(super) fn new() -> Self {
        Self { notes: Vec::new(), room: MAX_KEPT_BYTES }
    }

    pub(super) fn note(&mut self, kind: NoteKind, place: impl Into<String>, what: impl Into<String>) {
        self.notes.push(Note { kind, place: place.into(), what: what.into() });
    }
}

/// An object whose fields are being read.
pub(super) struct Fields {
    place: String,
    fields: Map<String, Value>,
}

impl Fields {
    pub(super) fn new(place: String, value: Value) -> Result<Self, ManifestError> {
        match value {
            Value::Object(fields) => Ok(Self { place, fields }),
            other => Err(wrong(place, "an object", &other)),
        }
    }

    /// The place of a field of this object.
    pub(super) fn place(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    pub(super) fn custom_location(&self) -> &str {
        &self.place
    }

    /// Takes a field; one that is null counts as not stated.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn put_back(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_owned(), value);
    }

    pub(super) fn object(&mut self, name: &str) -> Result<Option<Self>, ManifestError> {
        let place = self.place(name);
        self.take(name).map(|value| Self::new(place, value)).transpose()
    }

    pub(super) fn required_object(&mut self, name: &str) -> Result<Self, ManifestError> {
        self.object(name)?.ok_or_else(|| ManifestError::missing(self.place(name)))
    }

    pub(super) fn list(&mut self, name: &str) -> Result<Option<Vec<Value>>, ManifestError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(other) => Err(wrong(self.place(name), "a list", &other)),
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ManifestError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(self.place(name), "text; put it in quotation marks", &other)),
        }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, ManifestError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let what = format!("must be one of {}, but is {}", allowed.join(", "), quoted(&text));
                Err(ManifestError::invalid(self.place(name), what))
            }
        }
    }

    /// A name as the API takes it for metrics and objects: short, and a single segment of a path.
    pub(super) fn name(&mut self, name: &str) -> Result<Option<HpaName>, ManifestError> {
        let Some(text) = self.text(name)?.filter(|text| !text.is_empty()) else { return Ok(None) };
        if matches!(text.as_str(), "." | "..") || text.contains(['/', '%']) {
            let what = format!("must not hold / or %, nor be . or .., but is {}", quoted(&text));
            return Err(ManifestError::invalid(self.place(name), what));
        }
        self.plain_name(name, &text).map(Some)
    }

    /// A name that may hold anything printable.
    pub(super) fn plain_name(&self, name: &str, text: &str) -> Result<HpaName, ManifestError> {
        match HpaName::new(text) {
            Ok(words) if words.as_str() == text && !text.contains(['\n', '\t']) => Ok(words),
            Ok(_) => Err(ManifestError::invalid(
                self.place(name),
                format!("must hold printable characters only, but is {}", quoted(text)),
            )),
            Err(error) => Err(ManifestError::invalid(self.place(name), format!("is too long: {error}"))),
        }
    }

    pub(super) fn whole(&mut self, name: &str, range: RangeInclusive<i64>) -> Result<Option<u32>, ManifestError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let (least, most) = (range.start(), range.end());
        match value.as_i64() {
            Some(number) if range.contains(&number) => Ok(u32::try_from(number).ok()),
            _ => {
                let hint = match &value {
                    Value::String(text) => unit_hint(text),
                    _ => String::new(),
                };
                Err(wrong(self.place(name), &format!("a whole number between {least} and {most}{hint}"), &value))
            }
        }
    }

    /// Keeps what was not understood, as far as there is room, and says so.
    pub(super) fn keep_rest(self, key: &str, kept: &mut Kept, findings: &mut Findings) -> Result<(), ManifestError> {
        refuse_mistaken(&self)?;
        if self.place.starts_with("spec.behavior") {
            // The API has no other fields here, and a strict server refuses them.
            let names: Vec<String> = self.fields.into_iter().map(|(name, _)| name).collect();
            if !names.is_empty() {
                let what =
                    format!("{} is not a field of the API here, and is left out of the export", names_of(&names));
                findings.note(NoteKind::LeftOut, &self.place, what);
            }
            return Ok(());
        }
        let (mut within, mut beyond) = (Vec::new(), Vec::new());
        for (name, value) in self.fields.into_iter().filter(|(_, value)| !value.is_null()) {
            let bytes = kept::n_bytes(&name, &value);
            if bytes <= findings.room && kept::is_writable(&name, &value, MAX_DEPTH / 2) {
                findings.room -= bytes;
                kept.insert(key, name.clone(), value);
                within.push(name);
            } else {
                beyond.push(name);
            }
        }
        let place = if self.place.is_empty() { "the object" } else { &self.place };
        if !within.is_empty() {
            let what = format!("{} is not used here and is exported unchanged", names_of(&within));
            findings.note(NoteKind::Kept, place, what);
        }
        if !beyond.is_empty() {
            let what = format!(
                "{} is too long to keep ({} KiB in total) and is left out of the export",
                names_of(&beyond),
                MAX_KEPT_BYTES / 1024
            );
            findings.note(NoteKind::LeftOut, place, what);
        }
        Ok(())
    }
}

/// Names that are no fields of the API but are often written for one, and what to write.
const MISTAKEN: [(&str, &str); 9] = [
    ("targetCPUUtilization", "a metric of type Resource with resource.target.averageUtilization in spec.metrics"),
    (
        "targetCPUUtilizationPercentage",
        "a metric of type Resource with resource.target.averageUtilization in spec.metrics",
    ),
    (
        "targetMemoryUtilizationPercentage",
        "a metric of type Resource with resource.target.averageUtilization in spec.metrics",
    ),
    ("scaleUp", "spec.behavior.scaleUp"),
    ("scaleDown", "spec.behavior.scaleDown"),
    ("stabilizationWindow", "stabilizationWindowSeconds with a number such as 60"),
    ("period", "periodSeconds with a number such as 60"),
    ("targetAverageUtilization", "target.averageUtilization with target.type Utilization"),
    ("targetAverageValue", "target.averageValue with target.type AverageValue"),
];

/// What to write for a name that is no field of the API.
pub(super) fn correction(name: &str) -> Option<&'static str> {
    MISTAKEN.iter().find(|(mistaken, _)| *mistaken == name).map(|(_, correct)| *correct)
}

fn refuse_mistaken(fields: &Fields) -> Result<(), ManifestError> {
    match fields.fields.keys().find_map(|name| Some((name, correction(name)?))) {
        Some((name, correct)) => {
            let what = format!("is not a field of autoscaling/v2 here; write {correct}");
            Err(ManifestError::invalid(fields.place(name), what))
        }
        None => Ok(()),
    }
}

fn unit_hint(text: &str) -> String {
    let number = text.trim_end_matches(['%', 's', ' ']);
    let is_number = !number.is_empty() && number.len() < 10 && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!(" such as {number}, without a unit or quotation marks") } else { String::new() }
}

pub(super) fn wrong(place: String, allowed: &str, given: &Value) -> ManifestError {
    let given = match given {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("the text {}", quoted(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    ManifestError::invalid(place, format!("must be {allowed}, but is {given}"))
}
