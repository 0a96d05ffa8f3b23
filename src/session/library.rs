//! The scenarios that this browser keeps: an index and one stored text each.

use super::storage::{self, KeepError};
use headroom_core::scenario::{Scenario, codec};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const INDEX: &str = "library";
const SCENARIO: &str = "scenario.";
const BASELINE: &str = "baseline.";

/// Names a kept scenario, whatever it is called.
pub type EntryId = u32;

/// One kept scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Under which it is kept.
    pub id: EntryId,
    /// What it is called.
    pub name: String,
}

/// What is kept, and what was open last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// In the order in which they are listed.
    pub entries: Vec<Entry>,
    /// The one that was open last.
    pub open: EntryId,
}

/// A stored text that cannot be read: it is shown and stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What could not be read.
    pub what: String,
    /// Why.
    pub why: String,
    /// The text.
    pub text: String,
}

impl Library {
    /// The library of this browser. A damaged index is set aside and made anew from what is kept.
    pub fn read() -> (Self, Option<Unreadable>) {
        let Some(text) = storage::read(INDEX) else { return (Self::found(), None) };
        match serde_json::from_str(&text) {
            Ok(library) => (library, None),
            Err(error) => {
                let kept = storage::keep("library.unreadable", &text).is_ok();
                let why = format!(
                    "{error}; it was {}, and the list was made anew from the scenarios found",
                    if kept { "set aside" } else { "left as it is" }
                );
                (Self::found(), Some(Unreadable { what: "The list of your scenarios".into(), why, text }))
            }
        }
    }

    /// A library of every scenario that lies in the storage.
    fn found() -> Self {
        let mut entries: Vec<Entry> = storage::keys(SCENARIO)
            .into_iter()
            .filter_map(|key| key.strip_prefix(SCENARIO)?.parse().ok())
            .map(|id| Entry {
                id,
                name: read_scenario(id)
                    .ok()
                    .flatten()
                    .map_or_else(|| format!("Scenario {id}"), |plan| plan.name.to_string()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.id);
        let open = entries.first().map_or(0, |entry| entry.id);
        Self { entries, open }
    }

    /// Keeps the index.
    ///
    /// # Errors
    ///
    /// [`KeepError`] where the storage did not keep it.
    pub fn keep(&self) -> Result<(), KeepError> {
        storage::keep(INDEX, &serde_json::to_string(self).unwrap_or_default())
    }

    /// An id that is not in use, neither in the list nor in the storage.
    pub fn next_id(&self) -> EntryId {
        (1..)
            .find(|id| {
                !self.entries.iter().any(|entry| entry.id == *id) && storage::read(&format!("{SCENARIO}{id}")).is_none()
            })
            .unwrap_or(1)
    }

    /// A name that no other entry has: the name itself, or with a number behind it.
    pub fn free_name(&self, name: &str) -> String {
        let taken = |candidate: &str| self.entries.iter().any(|entry| entry.name == candidate);
        if !taken(name) {
            return name.to_owned();
        }
        (2..).map(|n| format!("{name} {n}")).find(|candidate| !taken(candidate)).unwrap_or_else(|| name.to_owned())
    }
}

/// Reads a kept scenario; `None` where nothing is kept under the id.
pub fn read_scenario(id: EntryId) -> Result<Option<Scenario>, Unreadable> {
    read_document(&format!("{SCENARIO}{id}"), "A scenario kept in this browser")
}

/// Reads the baseline that was pinned for a scenario.
pub fn read_baseline(id: EntryId) -> Result<Option<Scenario>, Unreadable> {
    read_document(&format!("{BASELINE}{id}"), "A baseline kept in this browser")
}

fn read_document(key: &str, what: &str) -> Result<Option<Scenario>, Unreadable> {
    let Some(text) = storage::read(key) else { return Ok(None) };
    match codec::from_json(&text) {
        Ok(scenario) => Ok(Some(scenario)),
        Err(error) => Err(Unreadable { what: what.to_owned(), why: error.to_string(), text }),
    }
}

/// Keeps a scenario.
///
/// # Errors
///
/// [`KeepError`] where the storage did not keep it.
pub fn keep_scenario(id: EntryId, scenario: &Scenario) -> Result<(), KeepError> {
    storage::keep(&format!("{SCENARIO}{id}"), &codec::to_json(scenario))
}

/// Keeps, or forgets, the baseline of a scenario.
///
/// # Errors
///
/// [`KeepError`] where the storage did not keep it.
pub fn keep_baseline(id: EntryId, baseline: Option<&Arc<Scenario>>) -> Result<(), KeepError> {
    let key = format!("{BASELINE}{id}");
    match baseline {
        Some(scenario) => storage::keep(&key, &codec::to_json(scenario)),
        None => {
            storage::forget(&key);
            Ok(())
        }
    }
}

/// Forgets a scenario and its baseline.
pub fn forget(id: EntryId) {
    storage::forget(&format!("{SCENARIO}{id}"));
    storage::forget(&format!("{BASELINE}{id}"));
}
