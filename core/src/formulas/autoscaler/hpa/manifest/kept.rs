//! What a manifest holds beside what Headroom understands, kept for its export.

use super::MAX_DEPTH;
use super::yaml::MAX_KEY_CHARS;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Most that is kept of one manifest, in bytes of JSON.
pub const MAX_KEPT_BYTES: usize = 4096;

/// Fields that are not understood, under the place of the object that held them.
///
/// Places are as in messages: `metadata`, `spec.scaleTargetRef`; those of a metric start at the metric:
/// `pods.metric`; the outermost place is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Kept(BTreeMap<String, Map<String, Value>>);

impl Kept {
    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields kept of the object at a place.
    pub fn at(&self, place: &str) -> Option<&Map<String, Value>> {
        self.0.get(place)
    }

    /// All places with their fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        self.0.iter().map(|(place, fields)| (place.as_str(), fields))
    }

    /// Keeps one field more.
    pub(super) fn insert(&mut self, place: &str, name: String, value: Value) {
        self.0.entry(place.to_owned()).or_default().insert(name, value);
    }
}

/// The bytes that a field takes where it is kept.
pub(super) fn n_bytes(name: &str, value: &Value) -> usize {
    name.len() + serde_json::to_string(value).map_or(usize::MAX / 2, |text| text.len())
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let places = BTreeMap::<String, Map<String, Value>>::deserialize(deserializer)?;
        let mut bytes = 0_usize;
        for (place, fields) in &places {
            bytes = fields
                .iter()
                .fold(bytes.saturating_add(place.len()), |sum, (name, value)| sum.saturating_add(n_bytes(name, value)));
            if fields.is_empty() || !fields.iter().all(|(name, value)| is_writable(name, value, MAX_DEPTH / 2)) {
                return Err(serde::de::Error::custom("kept fields must have short keys and little depth"));
            }
        }
        // Places are not counted when fields are kept, so some room is left for them.
        if bytes > 2 * MAX_KEPT_BYTES {
            return Err(serde::de::Error::custom(format!("kept fields must have at most {MAX_KEPT_BYTES} bytes")));
        }
        Ok(Self(places))
    }
}

/// Whether a field can be written as YAML that is read again.
pub(super) fn is_writable(name: &str, value: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let key_fits = name.chars().count() <= MAX_KEY_CHARS && !name.chars().any(char::is_control);
    key_fits
        && match value {
            Value::Array(items) => items.iter().all(|item| is_writable("", item, depth)),
            Value::Object(fields) => fields.iter().all(|(name, value)| is_writable(name, value, depth)),
            _ => true,
        }
}
