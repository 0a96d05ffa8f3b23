//! Keeps a question with the worker: asked when it changes, called back when it no longer matters.

use crate::worker::client::{self, Update};
use crate::worker::protocol::{Answer, Job, JobId, Partial};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::rc::Rc;

/// Pause after a change of the plan before it is asked again, in milliseconds: dragging asks nothing.
const PAUSE_MILLISECONDS: u32 = 300;

/// What is heard of a job.
pub enum Told {
    /// It is a new one; what was known belongs to another plan.
    Begun,
    /// It goes on, and something is known already.
    Partial(Partial),
    /// It is done.
    Done(Box<Answer>),
}

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

/// Asks the worker whenever the order changes, with a job that needs no file; nothing is asked while there is none.
pub fn follow<T: Clone + PartialEq + Send + Sync + 'static>(
    order: Memo<Option<T>>,
    job_of: fn(&T) -> Job,
    hear: impl Fn(Told) + 'static,
) -> Following {
    let state =
        Following { fraction: RwSignal::new(None), trouble: RwSignal::new(None), stopped: RwSignal::new(false) };
    let job = StoredValue::new_local(None::<JobId>);
    let pause = StoredValue::new_local(None::<Timeout>);
    let hear: Rc<dyn Fn(Told)> = Rc::new(hear);
    let call_back = move || {
        let _ = pause.try_update_value(|pause| *pause = None);
        if let Some(id) = job.try_update_value(Option::take).flatten() {
            client::cancel(id);
        }
    };
    Effect::new(move |before: Option<Option<T>>| {
        let wanted = order.get();
        let is_stopped = state.stopped.get();
        call_back();
        state.fraction.set(None);
        if before.is_some_and(|before| before != wanted) && untrack(|| state.stopped.get()) {
            // Another question: what was stopped was the one before.
            state.stopped.set(false);
            return wanted;
        }
        let Some(asked) = wanted.clone().filter(|_| !is_stopped) else { return wanted };
        state.trouble.set(None);
        state.fraction.set(Some(0.0));
        hear(Told::Begun);
        let hear = Rc::clone(&hear);
        let ask = move || {
            let hear = Rc::clone(&hear);
            let id = client::submit(job_of(&asked), nothing(), move |update| listen(state, &*hear, update));
            let _ = job.try_update_value(|job| *job = Some(id));
        };
        let _ = pause.try_update_value(|pause| *pause = Some(Timeout::new(PAUSE_MILLISECONDS, ask)));
        wanted
    });
    on_cleanup(call_back);
    state
}

/// A study needs no file.
fn nothing() -> web_sys::Blob {
    gloo_file::Blob::new("").into()
}

fn listen(state: Following, hear: &dyn Fn(Told), update: Update) {
    match update {
        Update::Progress(progress) => {
            let _ = state.fraction.try_set(Some(progress.fraction));
            hear(Told::Partial(progress.partial));
        }
        Update::Done(answer, _) => {
            let _ = state.fraction.try_set(None);
            hear(Told::Done(answer));
        }
        Update::Refused(why) | Update::BrokeOff(why) => {
            let _ = state.fraction.try_set(None);
            let _ = state.trouble.try_set(Some(why));
        }
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
    let under_way = Memo::new(move |_| state.fraction.with(Option::is_some));
    move || {
        if state.stopped.get() {
            view! {
                <p class="explore-progress"><span>"Stopped."</span><button type="button" class="small" on:click=move |_| state.stopped.set(false)>"Compute it"</button></p>
            }
            .into_any()
        } else if let Some(why) = state.trouble.get() {
            view! { <p class="refusal" role="alert">"It could not be computed: " {why} "."</p> }.into_any()
        } else if under_way.get() {
            view! {
                <p class="explore-progress">
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
