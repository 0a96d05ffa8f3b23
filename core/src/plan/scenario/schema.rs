//! The JSON schema of plan files, for editors and for programs that write them.

use super::{Scenario, VERSION};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The schema of a plan file, as indented JSON.
///
/// # Example
///
/// ```
/// use headroom_core::plan::scenario::schema::schema;
///
/// assert!(schema().contains("\"headroom\""));
/// ```
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut document: Value = generator.into_root_schema_for::<Scenario>().to_value();
    document["title"] = json!("Headroom plan");
    let version = json!({ "const": VERSION, "description": "Version of the format." });
    if let Some(fields) = document["properties"].as_object_mut() {
        fields.insert("headroom".into(), version);
    }
    if let Some(required) = document["required"].as_array_mut() {
        required.insert(0, json!("headroom"));
    }
    // Plain data with string keys always serialises.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
