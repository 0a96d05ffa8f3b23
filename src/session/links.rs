//! The address: pages with their own entries for back and forward, and scenarios that arrive in it.

use super::Session;
use super::notice::Severity;
use super::reader::Reader;
use super::route::Route;
use headroom_core::base::text;
use headroom_core::plan::scenario::codec;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Writes a fragment into the address without telling anyone.
pub(super) fn write(fragment: &str, new_entry: bool) {
    let Some(window) = web_sys::window() else { return };
    if window.location().hash().is_ok_and(|now| now == fragment) {
        return;
    }
    if let Ok(history) = window.history() {
        let done = if new_entry {
            history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
        };
        debug_assert!(done.is_ok());
    }
}

impl Session {
    /// Goes where the address says, now and whenever it changes.
    pub(super) fn follow_address(self) {
        self.go_to_address();
        let listener = window_event_listener(leptos::ev::hashchange, move |_| self.go_to_address());
        let back = window_event_listener(leptos::ev::popstate, move |_| self.go_to_address());
        on_cleanup(move || {
            listener.remove();
            back.remove();
        });
    }

    fn go_to_address(self) {
        let Some(hash) = web_sys::window().and_then(|window| window.location().hash().ok()) else { return };
        match Route::from_fragment(&hash, self.pages.get_value()) {
            Route::Page(page, service) => {
                if let Some(service) = service {
                    self.service.set(service);
                }
                self.page.set(page);
            }
            Route::Shared(fragment) => self.with_reader(move |session, reader| session.open_shared(&fragment, reader)),
        }
    }

    /// Opens the scenario of a link beside those that are kept; a damaged link is shown and left in the address.
    fn open_shared(self, fragment: &str, reader: Reader) {
        match (reader.fragment)(fragment) {
            Ok(opened) => {
                self.add_scenario(opened.scenario);
                self.tell_migrated(&opened.notices);
                let first = self.pages.get_value().first().copied().unwrap_or_default();
                self.page.set(first);
                write(&Route::to_fragment(first, None), false);
            }
            Err(error) => {
                let mut shown: String = fragment.chars().take(4000).collect();
                if shown.len() < fragment.len() {
                    shown.push('…');
                }
                self.tell(
                    Severity::Refused,
                    "This link cannot be read",
                    format!(
                        "{}. The link is still in the address bar; your own plans are unchanged.",
                        text::capitalised(&error.to_string())
                    ),
                    Some(shown),
                );
            }
        }
    }

    /// The link that holds the open scenario.
    pub fn link(self) -> String {
        let fragment = codec::to_fragment(&self.scenario_now());
        let base = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
        let base = base.split('#').next().unwrap_or_default();
        format!("{base}#{fragment}")
    }
}
