//! The scenarios that this browser keeps: an index and one stored text each.

use super::reader::Reader;
use super::storage::{self, KeepError};
use crate::part::Missing;
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::codec::{self, Opened};
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
    /// Lowest id that was never given; ids are not used again, because traces and tabs remember them.
    #[serde(default)]
    pub next: EntryId,
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
    pub fn read(reader: Option<Reader>) -> (Self, Option<Unreadable>) {
        let Some(text) = storage::read(INDEX) else { return (Self::found(reader), None) };
        match serde_json::from_str(&text) {
            Ok(library) => (library, None),
            Err(error) => {
                let kept = storage::keep("library.unreadable", &text).is_ok();
                let why = format!(
                    "{error}; it was {}, and the list was rebuilt from the plans found",
                    if kept { "set aside" } else { "left as it is" }
                );
                (Self::found(reader), Some(Unreadable { what: "The list of your plans".into(), why, text }))
            }
        }
    }

    /// A library of every scenario that lies in the storage.
    fn found(reader: Option<Reader>) -> Self {
        let mut entries: Vec<Entry> = storage::keys(SCENARIO)
            .into_iter()
            .filter_map(|key| key.strip_prefix(SCENARIO)?.parse().ok())
            .map(|id| Entry {
                id,
                name: read_scenario(id, reader)
                    .ok()
                    .flatten()
                    .map_or_else(|| format!("Plan {id}"), |opened| opened.scenario.name.to_string()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.id);
        let open = entries.first().map_or(0, |entry| entry.id);
        Self { next: 0, entries, open }
    }

    /// Changes the index as it lies in the storage now, which another tab may have changed meanwhile.
    ///
    /// # Errors
    ///
    /// [`KeepError`] where the storage did not keep it; the changed index is given all the same.
    pub fn change(&self, apply: impl FnOnce(&mut Self)) -> (Self, Result<(), KeepError>) {
        let stored = storage::read(INDEX).and_then(|text| serde_json::from_str(&text).ok());
        let mut library: Self = stored.unwrap_or_else(|| self.clone());
        library.next = library.next.max(self.next);
        apply(&mut library);
        let kept = storage::keep(INDEX, &serde_json::to_string(&library).unwrap_or_default());
        (library, kept)
    }

    /// An id that was never given.
    pub fn take_id(&mut self) -> EntryId {
        let listed = self.entries.iter().map(|entry| entry.id).max().unwrap_or(0);
        let stored: EntryId = storage::keys(SCENARIO)
            .iter()
            .filter_map(|key| key.strip_prefix(SCENARIO)?.parse().ok())
            .max()
            .unwrap_or(0);
        let id = self.next.max(listed.saturating_add(1)).max(stored.saturating_add(1)).max(1);
        self.next = id.saturating_add(1);
        id
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
pub fn read_scenario(id: EntryId, reader: Option<Reader>) -> Result<Option<Opened>, Unreadable> {
    read_document(&format!("{SCENARIO}{id}"), "A saved plan", reader)
}

/// Reads the baseline that was pinned for a scenario.
pub fn read_baseline(id: EntryId, reader: Option<Reader>) -> Result<Option<Scenario>, Unreadable> {
    let opened = read_document(&format!("{BASELINE}{id}"), "A saved baseline", reader)?;
    Ok(opened.map(|opened| opened.scenario))
}

fn read_document(key: &str, what: &str, reader: Option<Reader>) -> Result<Option<Opened>, Unreadable> {
    let Some(text) = storage::read(key) else { return Ok(None) };
    let opened = match reader {
        Some(reader) => (reader.json)(&text).map_err(|error| error.to_string()),
        None => Err(Missing.to_string()),
    };
    opened.map(Some).map_err(|why| Unreadable { what: what.to_owned(), why, text })
}

/// The kept text of a scenario.
pub fn stored_text(id: EntryId) -> Option<String> {
    storage::read(&format!("{SCENARIO}{id}"))
}

/// Keeps a scenario's text.
///
/// # Errors
///
/// [`KeepError`] where the storage did not keep it.
pub fn keep_text(id: EntryId, text: &str) -> Result<(), KeepError> {
    storage::keep(&format!("{SCENARIO}{id}"), text)
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
