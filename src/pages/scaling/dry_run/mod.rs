//! The HPA dry run: a manifest in, a simulation, a manifest out.

mod export;
mod found;
mod intake;

use export::Exports;
use found::Found;
use headroom_core::base::text;
use headroom_core::formulas::autoscaler::hpa::manifest::{Manifests, read_manifests};
use intake::{Intake, on_drop_of, on_paste_of};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// What was read of the text, or why nothing was; none where there is no text.
type Read = Option<Result<Arc<Manifests>, String>>;

/// The text and what was read of it; nothing of it is part of the plan until it is tried.
#[derive(Clone, Copy)]
struct DryRunState {
    /// The text as it was last taken.
    text: RwSignal<String>,
    /// What it says.
    read: Memo<Read>,
    /// Which of several autoscalers.
    which: RwSignal<usize>,
    /// Why a file was not taken.
    refusal: RwSignal<Option<String>>,
    /// What was done last.
    done: RwSignal<String>,
}

impl DryRunState {
    fn new() -> Self {
        let text = RwSignal::new(String::new());
        let read = Memo::new(move |_| {
            text.with(|text| {
                let is_blank = text.trim().is_empty();
                (!is_blank).then(|| read_manifests(text).map(Arc::new).map_err(|error| error.to_string()))
            })
        });
        let (which, refusal, done) = (RwSignal::new(0), RwSignal::new(None), RwSignal::new(String::new()));
        Self { text, read, which, refusal, done }
    }

    /// Takes another text.
    fn take(self, text: String) {
        self.refusal.set(None);
        self.done.set(String::new());
        if self.text.with_untracked(|before| *before != text) {
            self.which.set(0);
            self.text.set(text);
        }
    }

    /// Says why nothing was taken.
    fn refuse(self, why: &str) {
        self.done.set(String::new());
        self.refusal.set(Some(text::capitalised(why)));
    }
}

/// The dry run.
#[component]
pub fn DryRun() -> impl IntoView {
    let state = DryRunState::new();
    let over = RwSignal::new(false);
    let drag = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let drop = move |event: ev::DragEvent| {
        over.set(false);
        on_drop_of(state, &event);
    };
    crate::browser::guard_page();
    let found = move || {
        let manifests = state.read.get().and_then(Result::ok)?;
        Some(view! { <Found state manifests/> })
    };
    view! {
        <section class="dry-run" id="dry-run" aria-label="HPA dry run" class:is-over=over
            on:dragenter=drag on:dragover=drag on:dragleave=move |_| over.set(false) on:drop=drop
            on:paste=move |event| on_paste_of(state, &event)>
            <h2>"HPA dry run"</h2>
            <Intake state/>
            <Refused state/>
            {found}
            <p class="hint" role="status" id="dry-run-done">{move || state.done.get()}</p>
            <Exports/>
        </section>
    }
}

/// Why the text or a file cannot be read, with the place of the fault.
#[component]
fn Refused(state: DryRunState) -> impl IntoView {
    let why = move || match state.refusal.get() {
        Some(why) => Some(("Nothing was read", why)),
        None => state.read.get().and_then(Result::err).map(|why| ("This is not a HorizontalPodAutoscaler", why)),
    };
    move || {
        why().map(|(title, why)| {
            view! {
                <div class="dry-run-refusal" role="alert" id="dry-run-refusal">
                    <p><strong>{title}</strong></p>
                    <p>{format!("{why}. The plan is unchanged.")}</p>
                </div>
            }
        })
    }
}
