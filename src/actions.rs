//! What a person can do from anywhere: one list that menus, keys and the list of keys read.

use crate::browser::{leave_field, print};
use crate::pages::PAGES;
use crate::session::Session;
use crate::session::preferences::Theme;
use crate::shell::Shell;
use headroom_core::base::name::Name;
use headroom_core::plan::scenario::examples;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A key, with or without Ctrl (or ⌘).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As the browser names it, in lower case.
    pub key: &'static str,
    /// Whether Ctrl or ⌘ is held.
    pub ctrl: bool,
    /// Whether Shift is held; only asked for with Ctrl.
    pub shift: bool,
}

impl Key {
    const fn plain(key: &'static str) -> Self {
        Self { key, ctrl: false, shift: false }
    }
    const fn ctrl(key: &'static str) -> Self {
        Self { key, ctrl: true, shift: false }
    }

    /// The key as it is written on a keyboard.
    pub fn words(self) -> String {
        let key = if self.key.len() == 1 { self.key.to_uppercase() } else { self.key.to_owned() };
        match (self.ctrl, self.shift) {
            (true, true) => format!("Ctrl Shift {key}"),
            (true, false) => format!("Ctrl {key}"),
            _ => key,
        }
    }

    fn is_pressed(self, event: &KeyboardEvent) -> bool {
        let ctrl = event.ctrl_key() || event.meta_key();
        event.key().to_lowercase() == self.key
            && ctrl == self.ctrl
            && (!self.ctrl || event.shift_key() == self.shift)
            && !event.alt_key()
    }
}

/// Something that a person can do.
#[derive(Clone, Copy)]
pub struct Action {
    /// Names it in the page.
    pub id: &'static str,
    /// What it does.
    pub words: &'static str,
    /// Keys for it.
    pub keys: &'static [Key],
    /// Does it.
    pub perform: fn(Session, Shell),
}

/// Everything, in the order of the list of keys.
pub const ALL: &[Action] = &[
    Action { id: "undo", words: "Undo", keys: &[Key::ctrl("z")], perform: |session, _| session.undo() },
    Action {
        id: "redo",
        words: "Redo",
        keys: &[Key { key: "z", ctrl: true, shift: true }, Key::ctrl("y")],
        perform: |session, _| session.redo(),
    },
    Action {
        id: "baseline",
        words: "Pin this plan as the baseline, or clear the baseline",
        keys: &[Key::plain("b")],
        perform: toggle_baseline,
    },
    Action {
        id: "link",
        words: "Copy a link to this plan",
        keys: &[Key::plain("l")],
        perform: |session, shell| shell.copy_link(session),
    },
    Action { id: "save", words: "Save to a file", keys: &[Key::ctrl("s")], perform: |session, _| session.save_file() },
    Action { id: "open", words: "Open a file", keys: &[Key::ctrl("o")], perform: |_, shell| shell.choose_file() },
    Action { id: "new", words: "New plan", keys: &[Key::plain("n")], perform: new_plan },
    Action { id: "duplicate", words: "Duplicate this plan", keys: &[Key::plain("d")], perform: duplicate },
    Action { id: "print", words: "Print this page", keys: &[Key::ctrl("p")], perform: |_, _| print() },
    Action {
        id: "next-service",
        words: "Next service",
        keys: &[Key::plain("]")],
        perform: |session, _| other_service(session, 1),
    },
    Action {
        id: "previous-service",
        words: "Previous service",
        keys: &[Key::plain("[")],
        perform: |session, _| other_service(session, -1),
    },
    Action {
        id: "theme",
        words: "Theme: light, dark or system",
        keys: &[Key::plain("t")],
        perform: |session, _| session.choose_theme(untrack(|| session.theme()).next()),
    },
    Action {
        id: "keys",
        words: "List of keys",
        keys: &[Key::plain("?")],
        perform: |_, shell| shell.keys.update(|open| *open = !*open),
    },
];

/// The action with this id.
pub fn find(id: &str) -> Option<&'static Action> {
    ALL.iter().find(|action| action.id == id)
}

/// Performs the action of a pressed key; true where there is one.
pub fn press(event: &KeyboardEvent, session: Session, shell: Shell) -> bool {
    let typing = is_typing(event);
    let meant = |key: Key| key.is_pressed(event) && (key.ctrl || !typing.any);
    let Some(action) = ALL.iter().find(|action| action.keys.iter().any(|key| meant(*key))) else {
        let page = PAGES.iter().find(|page| meant(Key::plain(page.key))).filter(|_| !is_covered());
        page.filter(|_| !event.repeat()).into_iter().for_each(|page| session.show_page(page.name));
        return page.is_some();
    };
    let again = matches!(action.id, "undo" | "redo");
    if event.repeat() && !again {
        return true;
    }
    // Under an open dialog only the list of keys answers, which opens one.
    if is_covered() && action.id != "keys" && !action.keys.iter().any(|key| key.ctrl) {
        return false;
    }
    // While something unfinished is typed, undo belongs to the field.
    if matches!(action.id, "undo" | "redo") && typing.unfinished {
        return false;
    }
    if typing.unfinished && action.keys.iter().any(|key| key.ctrl) {
        // What is being typed counts before anything is done with the plan.
        leave_field();
    }
    (action.perform)(session, shell);
    true
}

/// Whether a dialog or a menu lies over the page.
fn is_covered() -> bool {
    document().query_selector("dialog[open], details.menu[open]").ok().flatten().is_some()
}

struct Typing {
    any: bool,
    unfinished: bool,
}

fn is_typing(event: &KeyboardEvent) -> Typing {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return Typing { any: false, unfinished: false } };
    let tag = target.tag_name().to_lowercase();
    let kind = target.get_attribute("type").unwrap_or_default();
    let plain_keys_act_here = tag == "select" || tag == "input" || tag == "canvas";
    let text = tag == "textarea"
        || (tag == "input" && !matches!(kind.as_str(), "range" | "radio" | "checkbox" | "button" | "file"));
    let quantity = target.get_attribute("data-typed");
    Typing { any: text || plain_keys_act_here, unfinished: text && quantity.as_deref() != Some("false") }
}

fn toggle_baseline(session: Session, _: Shell) {
    session.pin_baseline(untrack(|| session.baseline()).is_none());
}

fn new_plan(session: Session, _: Shell) {
    session.with_reader(|session, _| session.add_scenario(examples::blank(session.today())));
}

fn duplicate(session: Session, _: Shell) {
    let mut copy = headroom_core::plan::scenario::Scenario::clone(&session.scenario_now());
    copy.name = Name::cut(&format!("{} (copy)", copy.name));
    session.add_copy(copy);
}

fn other_service(session: Session, by: isize) {
    let scenario = session.scenario_now();
    let now = untrack(|| session.service_id());
    let ids: Vec<_> = scenario.services.iter().map(|service| service.id).collect();
    let place = ids.iter().position(|id| *id == now).unwrap_or(0);
    let next = (place as isize + by).rem_euclid(ids.len() as isize) as usize;
    if let Some(id) = ids.get(next) {
        session.select_service(*id);
    }
}

/// The chosen theme in words.
pub fn theme_words(theme: Theme) -> String {
    format!("Theme: {}", theme.word())
}
