//! How far a question is that takes long, with a button to stop it, or to go on.

use leptos::prelude::*;

/// How far a question is.
#[derive(Clone, Copy)]
pub struct Following {
    /// Share that is done, while it is under way.
    pub fraction: RwSignal<Option<f64>>,
    /// Why there is no answer.
    pub trouble: RwSignal<Option<String>>,
    /// Whether somebody stopped it.
    pub stopped: RwSignal<bool>,
}

impl Following {
    /// A question that was not asked yet.
    pub fn new() -> Self {
        Self { fraction: RwSignal::new(None), trouble: RwSignal::new(None), stopped: RwSignal::new(false) }
    }

    /// Whether an answer is on its way.
    pub fn is_under_way(self) -> bool {
        self.fraction.with(Option::is_some)
    }
}

impl Default for Following {
    fn default() -> Self {
        Self::new()
    }
}

/// How far it is, with a button to stop it, or to go on.
#[component]
pub fn Progress(
    /// The question.
    state: Following,
    /// What is being done.
    what: &'static str,
) -> impl IntoView {
    let under_way = Memo::new(move |_| state.is_under_way());
    move || {
        if state.stopped.get() {
            view! {
                <p class="job-progress"><span>"Stopped."</span><button type="button" class="small" on:click=move |_| state.stopped.set(false)>"Compute"</button></p>
            }
            .into_any()
        } else if let Some(why) = state.trouble.get() {
            view! { <p class="refusal" role="alert">"Computing failed: " {why} "."</p> }.into_any()
        } else if under_way.get() {
            view! {
                <p class="job-progress">
                    <span>{what}</span>
                    <progress max="1" aria-label=what prop:value=move || state.fraction.get().unwrap_or(1.0)></progress>
                    <button type="button" class="small" on:click=move |_| state.stopped.set(true)>"Stop"</button>
                </p>
            }
            .into_any()
        } else {
            ().into_any()
        }
    }
}
