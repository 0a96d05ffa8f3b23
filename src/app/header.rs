//! The header: which plan, which baseline, undo and redo, files, the link.

use crate::actions;
use crate::components::Menu;
use crate::session::Session;
use crate::shell::Shell;
use headroom_core::plan::scenario::examples;
use leptos::prelude::*;

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let session = Session::here();
    let shell = Shell::here();
    let name = session.part(|scenario| scenario.name.to_string());
    view! {
        <header class="top">
            <span class="logo">
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <path d="M2 15c3-9 5-9 8-4s5 2 8-6" class="logo-load"/>
                    <path d="M2 4h16" class="logo-capacity"/>
                </svg>
                <span class="logo-name">"Headroom"</span>
            </span>
            <Menu label=Signal::derive(move || name.get()) describe="Plan">
                <PlanMenu/>
            </Menu>
            <BaselineControl/>
            <span class="push"></span>
            <span class="unsaved" role="status">{move || (!session.is_keeping()).then_some("Not saved")}</span>
            <ActionButton id="undo" class="quiet icon" glyph="↶" enabled=Signal::derive(move || session.can_undo())/>
            <ActionButton id="redo" class="quiet icon" glyph="↷" enabled=Signal::derive(move || session.can_redo())/>
            <Menu label=Signal::stored("File".to_owned()) describe="File and settings">
                <ActionRow id="open"/>
                <ActionRow id="save"/>
                <ActionRow id="print"/>
                <ActionRow id="baseline"/>
                <hr/>
                <button type="button" id="theme" on:click=move |_| session.choose_theme(session.theme().next())>
                    {move || actions::theme_words(session.theme())} <kbd>"T"</kbd>
                </button>
                <ActionRow id="keys"/>
            </Menu>
            <button type="button" class="primary" id="copy-link" on:click=move |_| shell.copy_link(session)>
                {move || if shell.copied.get() { "Link copied" } else { "Copy link" }}
            </button>
        </header>
    }
}

#[component]
fn PlanMenu() -> impl IntoView {
    let session = Session::here();
    let entries = move || {
        let library = session.library();
        library
            .entries
            .iter()
            .map(|entry| {
                let id = entry.id;
                let open = id == session.open();
                let name = entry.name.clone();
                view! {
                    <div class="menu-row">
                        <button type="button" class:open=open aria-current=open.then_some("true") on:click=move |_| session.with_reader(move |session, _| { session.open_entry(id); })>
                            {entry.name.clone()}
                        </button>
                        <button type="button" class="quiet small" aria-label=format!("Delete {}", entry.name) title="Delete"
                            on:click=move |_| if confirmed(&name) { session.with_reader(move |session, _| session.delete_entry(id)) }>"✕"</button>
                    </div>
                }
            })
            .collect_view()
    };
    let examples = examples::ALL
        .iter()
        .map(|example| {
            view! {
                <button type="button" class="example" data-example=example.slug on:click=move |_| session.open_example(example.slug)>
                    {example.title}<small>{example.shows}</small>
                </button>
            }
        })
        .collect_view();
    view! {
        <p class="menu-title">"Your plans"</p>
        {entries}
        <hr/>
        <ActionRow id="new"/>
        <ActionRow id="duplicate"/>
        <p class="menu-title">"Examples"</p>
        {examples}
    }
}

fn confirmed(name: &str) -> bool {
    let question = format!("Delete the plan \u{201c}{name}\u{201d} from this browser? This cannot be undone.");
    web_sys::window().is_none_or(|window| window.confirm_with_message(&question).unwrap_or(true))
}

#[component]
fn BaselineControl() -> impl IntoView {
    let session = Session::here();
    let pinned = move || session.baseline().is_some();
    view! {
        <Show
            when=pinned
            fallback=move || view! {
                <button type="button" class="quiet opt" id="pin-baseline" title="Compare everything from now on with the current plan (B)" on:click=move |_| session.pin_baseline(true)>
                    "Pin as baseline"
                </button>
            }
        >
            <Menu label=Signal::stored("Baseline pinned".to_owned()) describe="Baseline" class="baseline">
                <button type="button" id="repin-baseline" on:click=move |_| session.pin_baseline(true)>"Pin the current plan"</button>
                <button type="button" id="return-to-baseline" on:click=move |_| session.return_to_baseline()>"Revert to baseline"</button>
                <button type="button" id="unpin-baseline" on:click=move |_| session.pin_baseline(false)>"Clear baseline"</button>
            </Menu>
        </Show>
    }
}

/// A button for an action of the list.
#[component]
fn ActionButton(id: &'static str, class: &'static str, glyph: &'static str, enabled: Signal<bool>) -> impl IntoView {
    let session = Session::here();
    let shell = Shell::here();
    actions::find(id).map(|action| {
        let keys = action.keys.first().map(|key| key.words()).unwrap_or_default();
        view! {
            <button type="button" id=id class=class disabled=move || !enabled.get() aria-label=action.words title=format!("{} ({keys})", action.words)
                on:click=move |_| (action.perform)(session, shell)>{glyph}</button>
        }
    })
}

/// A row of a menu for an action of the list, with its key.
#[component]
fn ActionRow(id: &'static str) -> impl IntoView {
    let session = Session::here();
    let shell = Shell::here();
    actions::find(id).map(|action| {
        let keys = action.keys.first().map(|key| key.words()).unwrap_or_default();
        view! {
            <button type="button" id=id on:click=move |_| (action.perform)(session, shell)>{action.words} <kbd>{keys}</kbd></button>
        }
    })
}
