//! What the person is told, and that every change is kept.

use super::library::{self, Library, Unreadable};
use super::notice::{Notice, Severity};
use super::{Session, panic, storage};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Pause after the last change before it is kept, in milliseconds.
const AUTOSAVE_MILLISECONDS: u32 = 400;

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
            // A person reads a few; the oldest give way.
            if notices.len() > 4 {
                notices.remove(0);
            }
        });
    }

    /// Puts a notice away.
    pub fn put_away(self, id: u32) {
        self.notices.update(|notices| notices.retain(|notice| notice.id != id));
    }

    pub(super) fn tell_unreadable(self, unreadable: Unreadable) {
        self.tell(
            Severity::Refused,
            format!("{} cannot be read", unreadable.what),
            format!("{}. It stays as it is.", unreadable.why),
            Some(unreadable.text),
        );
    }

    /// Keeps every change after a short pause, and at once when the page goes away.
    pub(super) fn keep_changes(self) {
        let timer = StoredValue::new_local(None::<Timeout>);
        Effect::new(move |_| {
            self.scenario.track();
            timer.update_value(|timer| *timer = Some(Timeout::new(AUTOSAVE_MILLISECONDS, move || self.keep_now())));
        });
        let leaving = window_event_listener(leptos::ev::pagehide, move |_| self.keep_now());
        on_cleanup(move || leaving.remove());
    }

    /// Keeps the open scenario and the list.
    pub fn keep_now(self) {
        let (Some(scenario), Some(id)) =
            (self.scenario.try_get_untracked(), self.library.try_with_untracked(|library| library.open))
        else {
            return;
        };
        if !self.library.with_untracked(|library| library.entries.iter().any(|entry| entry.id == id)) {
            return;
        }
        panic::remember(headroom_core::scenario::codec::to_json(&scenario));
        let name = scenario.name.to_string();
        let renamed = self
            .library
            .with_untracked(|library| library.entries.iter().any(|entry| entry.id == id && entry.name != name));
        if renamed {
            self.library.update(|library| {
                for entry in library.entries.iter_mut().filter(|entry| entry.id == id) {
                    entry.name.clone_from(&name);
                }
            });
        }
        self.check_kept(
            library::keep_scenario(id, &scenario).and_then(|()| self.library.with_untracked(Library::keep)),
        );
    }

    pub(super) fn check_kept(self, kept: Result<(), storage::KeepError>) {
        match kept {
            Ok(()) => self.storage_failed.set(false),
            Err(_) if !self.storage_failed.get_untracked() => {
                self.storage_failed.set(true);
                self.tell(
                    Severity::Refused,
                    "Changes are not being kept",
                    "This browser's storage is full or switched off. Save the scenario to a file, or copy its link, before you leave.".into(),
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
