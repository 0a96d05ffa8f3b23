//! What the person is told, and that every change is kept.

use super::library::{self, Entry, Unreadable};
use super::notice::{Notice, Severity};
use super::{Session, panic, storage};
use gloo_timers::callback::Timeout;
use headroom_core::base::name::Name;
use headroom_core::plan::scenario::codec;
use leptos::prelude::*;

/// Pause after the last change before it is kept, in milliseconds.
const AUTOSAVE_MILLISECONDS: u32 = 400;
/// How long a brief notice stays, in milliseconds.
const BRIEF_MILLISECONDS: u32 = 8_000;
/// Title of the notice that changes are lost.
const NOT_KEEPING: &str = "Changes are not being kept";
/// Notices that are shown at once; the oldest give way.
const MAX_NOTICES: usize = 4;

impl Session {
    /// What there is to tell; tracks it.
    pub fn notices(self) -> Vec<Notice> {
        self.notices.get()
    }

    /// Tells the person something.
    pub fn tell(self, severity: Severity, title: impl Into<String>, text: String, original: Option<String>) {
        self.notices.update(|notices| {
            let id = notices.iter().map(|notice| notice.id).max().unwrap_or(0) + 1;
            let notice = Notice { id, severity, title: title.into(), text, original };
            notices.retain(|other| (&other.title, &other.text) != (&notice.title, &notice.text));
            notices.push(notice);
            if notices.len() > MAX_NOTICES {
                notices.remove(0);
            }
        });
    }

    /// Tells the person something that is as well seen on the page; it goes by itself.
    pub fn tell_briefly(self, title: String, text: &str) {
        self.tell(Severity::Note, title, text.to_owned(), None);
        let told = self.notices.with_untracked(|notices| notices.last().map(|notice| notice.id));
        Timeout::new(BRIEF_MILLISECONDS, move || {
            // By then the page may be gone.
            self.notices.try_update(|notices| notices.retain(|notice| Some(notice.id) != told));
        })
        .forget();
    }

    /// Tells the person that something was refused.
    pub fn refuse(self, title: &str, why: String) {
        self.tell(Severity::Refused, title, why, None);
    }

    /// Tells what an older plan had stated twice, and what now holds.
    pub(super) fn tell_migrated(self, notices: &[String]) {
        if !notices.is_empty() {
            let title = "This plan is from an older version; some settings were entered in two places";
            self.tell(Severity::Note, title, notices.join(" "), None);
        }
    }

    /// Puts a notice away.
    pub fn put_away(self, id: u32) {
        self.notices.update(|notices| notices.retain(|notice| notice.id != id));
    }

    pub(super) fn tell_unreadable(self, unreadable: Unreadable) {
        let title = format!("{} cannot be read", unreadable.what);
        self.tell(Severity::Refused, title, format!("{}. It stays as it is.", unreadable.why), Some(unreadable.text));
    }

    /// Keeps every change after a short pause, and at once when the page goes away.
    pub(super) fn keep_changes(self) {
        let timer = StoredValue::new_local(None::<Timeout>);
        Effect::new(move |_| {
            self.scenario.track();
            timer.update_value(|timer| *timer = Some(Timeout::new(AUTOSAVE_MILLISECONDS, move || self.keep_now())));
        });
        let leaving = window_event_listener(leptos::ev::pagehide, move |_| {
            crate::browser::leave_field();
            self.keep_now();
        });
        on_cleanup(move || leaving.remove());
    }

    /// Keeps the open plan where it was changed. Where another tab has changed it too, both stay:
    /// this one under a name of its own.
    pub fn keep_now(self) {
        let (Some(scenario), Some(true)) = (self.scenario.try_get_untracked(), self.dirty.try_get_value()) else {
            return;
        };
        let id = self.open_id();
        let text = codec::to_json(&scenario);
        panic::remember(text.clone());
        let known = self.opened.with_value(|opened| opened.get(&id).and_then(|opened| opened.text.clone()));
        let stored = library::stored_text(id);
        if stored.is_some() && stored != known && stored.as_ref() != Some(&text) {
            return self.part_ways(id);
        }
        let kept = library::keep_text(id, &text);
        if kept.is_ok() {
            self.dirty.set_value(false);
        }
        self.opened.update_value(|opened| {
            let opened = opened.entry(id).or_default();
            opened.scenario = Some(scenario.clone());
            opened.text = kept.is_ok().then_some(text).or(known);
        });
        let name = scenario.name.to_string();
        let listed = self
            .library
            .with_untracked(|library| library.entries.iter().any(|entry| entry.id == id && entry.name == name));
        if !listed && kept.is_ok() {
            self.change_library(|library| match library.entries.iter_mut().find(|entry| entry.id == id) {
                Some(entry) => entry.name.clone_from(&name),
                None => library.entries.push(Entry { id, name: name.clone() }),
            });
        }
        self.check_kept(kept);
    }

    /// Another tab has kept something else under the same id: this tab's plan gets an entry of its own.
    fn part_ways(self, id: library::EntryId) {
        let mut scenario = headroom_core::plan::scenario::Scenario::clone(&self.scenario.get_untracked());
        let name = scenario.name.to_string();
        let mut given = id;
        self.change_library(|library| {
            given = library.take_id();
            scenario.name = Name::cut(&library.free_name(&name));
            library.entries.push(Entry { id: given, name: scenario.name.to_string() });
            library.open = given;
        });
        self.opened.update_value(|opened| {
            opened.remove(&id);
        });
        self.histories.update_value(|histories| {
            if let Some(history) = histories.remove(&id) {
                histories.insert(given, history);
            }
        });
        self.open.set(given);
        storage::remember_open(given);
        let own = scenario.name.to_string();
        self.scenario.set(std::sync::Arc::new(scenario));
        self.tell(
            Severity::Note,
            "This plan was changed in another tab",
            format!("Both are kept: the other tab's under its name, this one as \u{201c}{own}\u{201d}."),
            None,
        );
        self.keep_now();
    }

    pub(super) fn check_kept(self, kept: Result<(), storage::KeepError>) {
        match kept {
            Ok(()) if self.storage_failed.get_untracked() => {
                self.storage_failed.set(false);
                self.notices.update(|notices| notices.retain(|notice| notice.title != NOT_KEEPING));
            }
            Ok(()) => {}
            Err(_) if !self.storage_failed.get_untracked() => {
                self.storage_failed.set(true);
                self.tell(
                    Severity::Refused,
                    NOT_KEEPING,
                    "This browser's storage is full or switched off. Save the plan to a file, or copy its link, before you leave.".into(),
                    None,
                );
            }
            Err(_) => {}
        }
    }

    /// Whether changes are being kept; tracks it.
    pub fn is_keeping(self) -> bool {
        !self.storage_failed.get()
    }
}
