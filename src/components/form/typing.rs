//! What a person types into a field for a number: taken after a pause, on Enter or on leaving; Escape gives it up.

use super::field::NumberKind;
use super::number_field::Take;
use crate::edit::{Change, Gestures};
use crate::entry;
use gloo_timers::callback::Timeout;
use headroom_core::base::dimension::Dimension;
use leptos::ev;
use leptos::prelude::*;

/// Pause in typing after which a valid entry counts, in milliseconds.
const PAUSE_MILLISECONDS: u32 = 350;

/// What is typed into a field, until it is taken or given up.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    id: &'static str,
    kind: NumberKind,
    value: Signal<f64>,
    set: Take,
    /// Who hears that the gesture is over.
    pub gestures: Gestures,
    /// The text, while it differs from the value.
    pub typed: RwSignal<Option<String>>,
    /// Why it is refused.
    pub refused: RwSignal<Option<String>>,
    pause: StoredValue<Option<Timeout>, LocalStorage>,
    /// What Escape goes back to: the value when typing began.
    before: StoredValue<Option<f64>>,
}

impl Typing {
    /// The field's, with nothing typed.
    pub fn new(id: &'static str, kind: NumberKind, value: Signal<f64>, set: Take) -> Self {
        Self {
            id,
            kind,
            value,
            set,
            gestures: Gestures::here(),
            typed: RwSignal::new(None),
            refused: RwSignal::new(None),
            pause: StoredValue::new_local(None),
            before: StoredValue::new(None),
        }
    }

    /// What stands in the field.
    pub fn shown(self) -> String {
        self.typed.get().unwrap_or_else(|| entry::show(self.value.get(), self.kind.dimension))
    }

    /// Takes what is typed, or says why not.
    pub fn take(self, finished: bool) {
        self.pause.try_update_value(|pause| *pause = None);
        let Some(text) = self.typed.try_get_untracked().flatten() else { return };
        let dimension = self.kind.dimension;
        match (self.kind.parse)(&with_unit(&text, &entry::show(self.value.get_untracked(), dimension), dimension)) {
            Ok(number) => {
                self.refused.set(None);
                self.set.run((Change::Drag(self.id), number));
                if finished {
                    self.before.set_value(None);
                    self.typed.set(None);
                    self.gestures.end();
                }
            }
            Err(message) => self.refused.set(Some(message)),
        }
    }

    /// More was typed; it counts after a pause.
    pub fn goes_on(self, text: String) {
        if self.typed.with_untracked(Option::is_none) {
            self.before.set_value(Some(self.value.get_untracked()));
        }
        self.typed.set(Some(text));
        self.pause.update_value(|pause| *pause = Some(Timeout::new(PAUSE_MILLISECONDS, move || self.take(false))));
    }

    fn step(self, up: bool, large: bool) {
        self.take(false);
        let next = (self.kind.clamp)(entry::step(self.value.get_untracked(), self.kind.dimension, up, large));
        self.refused.set(None);
        self.typed.set(None);
        self.set.run((Change::Drag(self.id), next));
    }

    /// States what stands there: a value that was assumed is then entered.
    fn confirm(self) {
        self.set.run((Change::Edit, self.value.get_untracked()));
    }

    fn give_up(self) {
        self.pause.update_value(|pause| *pause = None);
        // What was not taken has changed nothing.
        if let Some(number) = self.before.get_value().filter(|before| *before != self.value.get_untracked()) {
            self.set.run((Change::Drag(self.id), number));
        }
        self.gestures.end();
        self.typed.set(None);
        self.refused.set(None);
    }

    /// Answers a key.
    pub fn key(self, event: &ev::KeyboardEvent) {
        match event.key().as_str() {
            "ArrowUp" | "ArrowDown" => {
                event.prevent_default();
                self.step(event.key() == "ArrowUp", event.shift_key());
            }
            "Enter" if self.typed.with_untracked(Option::is_none) => self.confirm(),
            "Enter" => self.take(true),
            "Escape" if self.typed.get_untracked().is_some() => {
                event.stop_propagation();
                self.give_up();
            }
            _ => {}
        }
    }
}

/// What is typed, with the unit of what was shown where a bare number stands in a field of durations:
/// `250` over `184 ms` means milliseconds.
fn with_unit(text: &str, shown: &str, dimension: Dimension) -> String {
    let bare = text.trim();
    if dimension != Dimension::Seconds || bare.is_empty() || bare.contains(|letter: char| letter.is_alphabetic()) {
        return text.to_owned();
    }
    let unit = shown.trim_start_matches(|letter: char| !letter.is_alphabetic());
    format!("{bare} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_duration_keeps_the_unit_that_was_shown() {
        assert_eq!(with_unit("250", "184 ms", Dimension::Seconds), "250 ms");
        assert_eq!(with_unit("2 s", "184 ms", Dimension::Seconds), "2 s");
        assert_eq!(with_unit("250", "30,000", Dimension::Rate), "250");
    }
}
