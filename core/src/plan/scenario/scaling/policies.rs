//! The policies that are compared on the same load.

use super::policy::PolicyChoice;
use serde::{Deserialize, Deserializer, Serialize};

/// Most policies that are compared side by side, the active one included.
pub const MAX_POLICIES_COMPARED: usize = 4;

/// One to four policies; the first is active, the others are compared with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Policies(Vec<PolicyChoice>);

impl Policies {
    /// The list of a single policy.
    pub fn of_one(policy: PolicyChoice) -> Self {
        Self(vec![policy])
    }

    /// Makes the list.
    ///
    /// # Errors
    ///
    /// A message where there is none, or more than [`MAX_POLICIES_COMPARED`].
    pub fn new(policies: Vec<PolicyChoice>) -> Result<Self, String> {
        match policies.len() {
            0 => Err("a service must have a scaling policy".into()),
            n if n > MAX_POLICIES_COMPARED => {
                Err(format!("at most {MAX_POLICIES_COMPARED} policies can be compared, but there are {n}"))
            }
            _ => Ok(Self(policies)),
        }
    }

    /// The active policy.
    pub fn active(&self) -> &PolicyChoice {
        &self.0[0]
    }

    /// All of them, the active one first.
    pub fn iter(&self) -> std::slice::Iter<'_, PolicyChoice> {
        self.0.iter()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The policy at a place, to change.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut PolicyChoice> {
        self.0.get_mut(place)
    }

    /// Adds one at the end; `false` where there is no room.
    pub fn add(&mut self, policy: PolicyChoice) -> bool {
        let room = self.0.len() < MAX_POLICIES_COMPARED;
        if room {
            self.0.push(policy);
        }
        room
    }

    /// Takes one out; the last one stays.
    pub fn remove(&mut self, place: usize) {
        if self.0.len() > 1 && place < self.0.len() {
            self.0.remove(place);
        }
    }

    /// Makes one active; the others keep their order.
    pub fn make_active(&mut self, place: usize) {
        if place < self.0.len() {
            self.0[..=place].rotate_right(1);
        }
    }
}

impl<'de> Deserialize<'de> for Policies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Policies {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Policies".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = Vec::<PolicyChoice>::json_schema(generator);
        schema.insert("minItems".into(), 1.into());
        schema.insert("maxItems".into(), MAX_POLICIES_COMPARED.into());
        schema
    }
}
