//! The shell: header, summary bar, topic rail, the page, and what lies over it.

mod explain;
mod fetching;
mod header;
mod keys;
mod notices;
mod rail;
mod summary;

use crate::actions;
use crate::components::{Explained, Modal, ThemeVersion};
use crate::edit::Gestures;
use crate::pages::{NAMES, PageRow, ReportPart};
use crate::part::{Part, View};
use crate::session::Session;
use crate::session::prices::Prices;
use crate::session::reader::Reader;
use crate::shell::Shell;
use leptos::ev;
use leptos::prelude::*;
use leptos_use_preferences::use_preferred_dark;
use wasm_bindgen::JsCast;

/// The parts of the app that the frame asks for.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The part with the page of this name.
    pub page: fn(&str) -> &'static Part<View>,
    /// The part that reads plans.
    pub reader: &'static Part<Reader>,
    /// The part with the report below the services.
    pub report: &'static Part<View>,
}

/// Shows the app in the place of the static first paint.
pub fn mount(parts: Parts) {
    if let Some(first_paint) = document().get_element_by_id("first-paint") {
        first_paint.remove();
    }
    leptos::mount::mount_to_body(move || view! { <App parts/> });
}

/// The whole page.
#[component]
pub fn App(
    /// Where what is not here yet comes from.
    parts: Parts,
) -> impl IntoView {
    let shell = Shell {
        keys: RwSignal::new(false),
        link: RwSignal::new(None),
        copied: RwSignal::new(false),
        file_input: NodeRef::new(),
    };
    provide_context(shell);
    provide_context(Explained(RwSignal::new(None)));
    let session = Session::start(&NAMES, parts.reader);
    provide_context(session);
    provide_context(Gestures(Callback::new(move |()| session.end_gesture())));
    provide_context(Prices::default());
    provide_context(ReportPart(parts.report));
    provide_theme_version(session);

    let keys = window_event_listener(ev::keydown, move |event| {
        if actions::press(&event, session, shell) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    let on_file = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                session.open_file(&file);
            }
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    let name = session.part(|scenario| scenario.name.to_string());
    Effect::new(move |_| {
        document().set_title(&format!("{}: {} – Headroom", name.get(), PageRow::find(session.page()).title))
    });
    // A file that is dropped beside the places for it must not replace the page.
    for dropped in [window_event_listener(ev::dragover, ev_prevent), window_event_listener(ev::drop, ev_prevent)] {
        on_cleanup(move || dropped.remove());
    }
    fetching::fetch_when_idle(parts);
    // What an answer rests on is printed too.
    let printing = window_event_listener_untyped("beforeprint", |_| open_assumptions());
    on_cleanup(move || printing.remove());
    // Fields begin afresh when another plan or service is shown.
    let shown = Memo::new(move |_| (session.page(), session.service_id(), session.open()));
    let arrived = RwSignal::new(0_u32);
    let page = move || {
        arrived.track();
        let page = PageRow::find(shown.get().0);
        let part = (parts.page)(page.name);
        match part.here() {
            Some(view) => view(),
            None => view! { <fetching::Fetching page part arrived/> }.into_any(),
        }
    };
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); focus_main(); }>"Skip to the answers"</a>
        <header::Header/>
        <summary::SummaryBar/>
        <div class="frame">
            <rail::Rail parts/>
            <main id="main" tabindex="-1">
                <notices::Notices/>
                {page}
            </main>
        </div>
        <explain::Explain/>
        <keys::KeyList/>
        <LinkDialog/>
        <input class="hidden-input" id="open-file" type="file" accept=".json,application/json" aria-label="Open a plan file" tabindex="-1" node_ref=shell.file_input on:change=on_file/>
        <p class="visually-hidden" role="status">{move || if shell.copied.get() { "The link was copied." } else { "" }}</p>
    }
}

fn open_assumptions() {
    let Ok(found) = document().query_selector_all("details.assumptions") else { return };
    for place in 0..found.length() {
        if let Some(details) = found.get(place).and_then(|node| node.dyn_into::<web_sys::HtmlDetailsElement>().ok()) {
            details.set_open(true);
        }
    }
}

fn ev_prevent(event: ev::DragEvent) {
    event.prevent_default();
}

fn focus_main() {
    let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(main) = main {
        let _ = main.focus();
    }
}

/// Tells the charts when colours change: by choice here, or by the system.
fn provide_theme_version(session: Session) {
    let dark = use_preferred_dark();
    let version = RwSignal::new(0u32);
    Effect::new(move |_| {
        session.theme();
        dark.track();
        version.update(|version| *version = version.wrapping_add(1));
    });
    provide_context(ThemeVersion(version.into()));
}

#[component]
fn LinkDialog() -> impl IntoView {
    let shell = Shell::here();
    view! {
        <Modal open=Signal::derive(move || shell.link.with(Option::is_some)) close=move || shell.link.set(None) title="Copy this link">
            <p>"The browser did not allow copying. The link holds the whole plan; nothing is uploaded."</p>
            <textarea class="link-text" readonly rows="6" aria-label="Link to this plan" prop:value=move || shell.link.get().unwrap_or_default()
                on:focus=move |event| {
                    if let Some(area) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
                        area.select();
                    }
                }></textarea>
        </Modal>
    }
}
