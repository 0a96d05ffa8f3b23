//! The kept plans: added, opened, deleted.
//!
//! A plan that was opened in this visit stays in memory, so that nothing is lost where the storage
//! is full or switched off; the storage is its mirror.

use super::library::{self, Entry, EntryId, Library};
use super::notice::Severity;
use super::{Session, storage, traces};
use crate::edit::Change;
use headroom_core::base::name::Name;
use headroom_core::plan::scenario::{Scenario, examples};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// A plan that was opened in this visit.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened {
    pub scenario: Option<Arc<Scenario>>,
    pub baseline: Option<Arc<Scenario>>,
    /// The text that this visit read or kept last; another one in the storage is another tab's.
    pub text: Option<String>,
}

impl Session {
    /// The kept plans; tracks them.
    pub fn library(self) -> Library {
        self.library.get()
    }

    /// The id of the open plan; tracks it.
    pub fn open(self) -> EntryId {
        self.open.get()
    }

    /// The present day on the person's clock.
    pub fn today(self) -> jiff::civil::Date {
        let now = js_sys::Date::new_0();
        jiff::civil::Date::new(now.get_full_year() as i16, now.get_month() as i8 + 1, now.get_date() as i8)
            .unwrap_or(jiff::civil::date(2027, 1, 1))
    }

    /// The id of the open plan, without tracking it.
    pub fn open_id(self) -> EntryId {
        self.open.get_untracked()
    }

    /// Adds a plan to the library and opens it. Where the same one is there already, it is opened.
    pub fn add_scenario(self, scenario: Scenario) {
        self.keep_now();
        // The same plan under another name is the same plan: a link that is opened twice adds one entry.
        let same = self.library.get_untracked().entries.into_iter().find(|entry| {
            self.plan_of(entry.id)
                .is_some_and(|kept| Scenario { name: scenario.name.clone(), ..Scenario::clone(&kept) } == scenario)
        });
        match same {
            Some(entry) => {
                let given = scenario.name.to_string();
                if self.open_entry(entry.id) && entry.name != given {
                    let text = format!("It is kept as \u{201c}{}\u{201d}, which is open now.", entry.name);
                    self.tell(Severity::Note, format!("\u{201c}{given}\u{201d} already exists"), text, None);
                }
            }
            None => self.add_entry(scenario),
        }
    }

    /// Adds a copy, even of a plan that is kept already, and opens it.
    pub fn add_copy(self, scenario: Scenario) {
        self.keep_now();
        self.add_entry(scenario);
    }

    fn plan_of(self, id: EntryId) -> Option<Arc<Scenario>> {
        let opened = self.opened.with_value(|opened| opened.get(&id).and_then(|opened| opened.scenario.clone()));
        opened.or_else(|| library::read_scenario(id, self.reader()).ok().flatten().map(|kept| Arc::new(kept.scenario)))
    }

    pub(super) fn add_entry(self, mut scenario: Scenario) {
        let mut given = 0;
        self.change_library(|library| {
            given = library.take_id();
            scenario.name = Name::cut(&library.free_name(scenario.name.as_str()));
            library.entries.push(Entry { id: given, name: scenario.name.to_string() });
            library.open = given;
        });
        self.show_scenario(given, Arc::new(scenario), None, None);
        self.dirty.set_value(true);
        self.keep_now();
    }

    /// Opens a kept plan; one that cannot be read is shown as text and stays where it is. Answers
    /// whether it was opened.
    pub fn open_entry(self, id: EntryId) -> bool {
        self.keep_now();
        if id == self.open_id() {
            return true;
        }
        let opened = self.opened.with_value(|opened| opened.get(&id).cloned()).unwrap_or_default();
        if let Some(scenario) = opened.scenario {
            self.change_library(|library| library.open = id);
            self.show_scenario(id, scenario, opened.baseline, opened.text);
            return true;
        }
        let text = library::stored_text(id);
        match library::read_scenario(id, self.reader()) {
            Ok(Some(kept)) => {
                let baseline = library::read_baseline(id, self.reader()).unwrap_or_else(|unreadable| {
                    self.tell_unreadable(unreadable);
                    None
                });
                self.change_library(|library| library.open = id);
                self.show_scenario(id, Arc::new(kept.scenario), baseline.map(Arc::new), text);
                self.tell_migrated(&kept.notices);
                true
            }
            Ok(None) => {
                self.tell(
                    Severity::Refused,
                    "This plan is gone",
                    "It is no longer in this browser's storage.".into(),
                    None,
                );
                false
            }
            Err(unreadable) => {
                self.tell_unreadable(unreadable);
                false
            }
        }
    }

    /// Takes a plan out of the library; the next one that can be read is opened, or an example.
    pub fn delete_entry(self, id: EntryId) {
        library::forget(id);
        self.opened.update_value(|opened| {
            opened.remove(&id);
        });
        self.histories.update_value(|histories| {
            histories.remove(&id);
        });
        // A trace that cannot be removed now is of no plan and is not shown again: ids are never reused.
        spawn_local(async move { drop(traces::forget_entry(id).await) });
        self.change_library(|library| library.entries.retain(|entry| entry.id != id));
        if self.open_id() == id {
            self.dirty.set_value(false);
            self.open.set(0);
            let others = self.library.get_untracked().entries;
            if !others.into_iter().any(|entry| self.open_entry(entry.id)) {
                self.add_entry(examples::first_plan());
            }
        }
    }

    fn show_scenario(
        self,
        id: EntryId,
        scenario: Arc<Scenario>,
        baseline: Option<Arc<Scenario>>,
        text: Option<String>,
    ) {
        self.opened.update_value(|opened| {
            opened.insert(id, Opened { scenario: Some(Arc::clone(&scenario)), baseline: baseline.clone(), text });
        });
        self.dirty.set_value(false);
        self.open.set(id);
        storage::remember_open(id);
        self.service.set(scenario.services.first().id);
        self.last_service.set_value(scenario.services.next_id().0.saturating_sub(1));
        self.baseline.set(baseline);
        self.scenario.set(scenario);
        self.write_address(false);
        self.history_version.update(|version| *version = version.wrapping_add(1));
    }

    pub(super) fn open_last(self) {
        let library = self.library.get_untracked();
        let listed = |id| library.entries.iter().find(|entry| entry.id == id);
        let here = storage::remembered_open().and_then(listed);
        let last = here.or_else(|| listed(library.open)).or(library.entries.first());
        if !last.is_some_and(|entry| self.open_entry(entry.id)) {
            // What could not be read stays as it is; the person goes on with an example of another id.
            self.add_entry(examples::first_plan());
        }
    }

    /// Changes the list of plans here and in the storage.
    pub(super) fn change_library(self, apply: impl FnOnce(&mut Library)) {
        let (library, kept) = self.library.with_untracked(|library| library.change(apply));
        self.library.set(library);
        self.check_kept(kept);
    }

    /// Renames the open plan.
    ///
    /// # Errors
    ///
    /// The reason, where the name is too long or empty.
    pub fn rename(self, name: &str) -> Result<(), String> {
        if name.trim().is_empty() {
            return Err("A plan must have a name".to_owned());
        }
        let name = Name::new(name.trim()).map_err(|error| error.to_string())?;
        self.edit(Change::Edit, |scenario| scenario.name = name);
        Ok(())
    }
}
