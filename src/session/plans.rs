//! The kept plans: added, opened, deleted.

use super::Session;
use super::library::{self, EntryId, Library};
use super::notice::Severity;
use headroom_core::scenario::{Name, Scenario, examples};
use leptos::prelude::*;
use std::sync::Arc;

impl Session {
    /// The kept scenarios; tracks them.
    pub fn library(self) -> Library {
        self.library.get()
    }

    /// The id of the open scenario, without tracking it.
    pub fn open_id(self) -> EntryId {
        self.library.with_untracked(|library| library.open)
    }

    /// Adds a scenario to the library and opens it. Where the same one is there already, it is opened.
    pub fn add_scenario(self, scenario: Scenario) {
        let library = self.library.get_untracked();
        // The same plan under another name is the same plan: a link that is opened twice adds one entry.
        let same = library.entries.iter().find(|entry| {
            matches!(library::read_scenario(entry.id), Ok(Some(kept)) if Scenario { name: scenario.name.clone(), ..kept.clone() } == scenario)
        });
        if let Some(entry) = same {
            return self.open_entry(entry.id);
        }
        self.keep_now();
        self.add_entry(scenario);
    }

    pub(super) fn add_entry(self, mut scenario: Scenario) {
        let library = self.library.get_untracked();
        let id = library.next_id();
        scenario.name = Name::cut(&library.free_name(scenario.name.as_str()));
        self.library.update(|library| {
            library.entries.push(library::Entry { id, name: scenario.name.to_string() });
            library.open = id;
        });
        self.show_scenario(Arc::new(scenario), None);
        self.keep_now();
    }

    /// Adds a copy, even of a plan that is kept already, and opens it.
    pub fn add_copy(self, scenario: Scenario) {
        self.keep_now();
        self.add_entry(scenario);
    }

    /// The present day on the person's clock.
    pub fn today(self) -> jiff::civil::Date {
        let now = js_sys::Date::new_0();
        jiff::civil::Date::new(now.get_full_year() as i16, now.get_month() as i8 + 1, now.get_date() as i8)
            .unwrap_or(jiff::civil::date(2027, 1, 1))
    }

    /// Opens a kept scenario; one that cannot be read is shown as text and stays where it is.
    pub fn open_entry(self, id: EntryId) {
        match library::read_scenario(id) {
            Ok(Some(scenario)) => {
                if id != self.open_id() {
                    self.keep_now();
                }
                let baseline = match library::read_baseline(id) {
                    Ok(baseline) => baseline.map(Arc::new),
                    Err(unreadable) => {
                        self.tell_unreadable(unreadable);
                        None
                    }
                };
                self.library.update(|library| library.open = id);
                self.show_scenario(Arc::new(scenario), baseline);
                self.check_kept(self.library.with_untracked(Library::keep));
            }
            Ok(None) => self.tell(
                Severity::Refused,
                "This scenario is gone",
                "It is no longer in this browser's storage.".into(),
                None,
            ),
            Err(unreadable) => self.tell_unreadable(unreadable),
        }
    }

    /// Takes a scenario out of the library; the last one gives way to a new plan.
    pub fn delete_entry(self, id: EntryId) {
        library::forget(id);
        self.histories.update_value(|histories| {
            histories.remove(&id);
        });
        self.library.update(|library| library.entries.retain(|entry| entry.id != id));
        self.check_kept(self.library.with_untracked(Library::keep));
        if self.open_id() == id {
            match self.library.with_untracked(|library| library.entries.first().map(|entry| entry.id)) {
                Some(first) => self.open_entry(first),
                None => self.add_scenario(examples::ALL[0].scenario()),
            }
        }
    }

    pub(super) fn show_scenario(self, scenario: Arc<Scenario>, baseline: Option<Arc<Scenario>>) {
        self.service.set(scenario.services.first().id);
        self.baseline.set(baseline);
        self.scenario.set(scenario);
        self.history_version.update(|version| *version = version.wrapping_add(1));
    }

    pub(super) fn open_last(self) {
        let library = self.library.get_untracked();
        let open = library
            .entries
            .iter()
            .find(|entry| entry.id == library.open)
            .or(library.entries.first())
            .map(|entry| entry.id);
        match open {
            Some(id) => {
                self.open_entry(id);
                if self.open_id() != id {
                    // It could not be read and stays as it is; the person goes on with an example.
                    self.add_scenario(examples::ALL[0].scenario());
                }
            }
            None => self.add_scenario(examples::ALL[0].scenario()),
        }
    }
}
