//! Keeps a question with the worker while the drill is in view: asked when it changes, called back when it
//! no longer matters, and not asked again while the answer is known.

use crate::worker::client::{self, Update};
use crate::worker::protocol::{Answer, Job, JobId, Progress as Told};
use gloo_timers::callback::Timeout;
use js_sys::{ArrayBuffer, Float64Array};
use leptos::prelude::*;
use std::rc::Rc;

/// Pause after a change before the worker is asked, in milliseconds: dragging asks nothing.
const PAUSE_MILLISECONDS: u32 = 250;

/// A question, and the job that answers it.
pub trait Question: Clone + PartialEq + Send + Sync + 'static {
    /// What comes of it.
    type Found: Clone + 'static;
    /// The job.
    fn job(&self) -> Job;
    /// What an answer holds; `None` for that of another job.
    fn read(answer: Answer, columns: Vec<Vec<f64>>) -> Option<Self::Found>;
}

/// What is heard of a question.
pub enum Heard<T> {
    /// It is a new one.
    Begun,
    /// It goes on.
    More(Told),
    /// It is answered.
    Found(T),
}

/// How far a question is.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Share that is done, while it is under way.
    pub fraction: RwSignal<Option<f64>>,
    /// Why there is no answer.
    pub trouble: RwSignal<Option<String>>,
    /// Whether somebody stopped it.
    pub stopped: RwSignal<bool>,
}

impl Asked {
    /// Whether an answer is on its way.
    pub fn is_under_way(self) -> bool {
        self.fraction.with(Option::is_some)
    }
}

/// Asks the worker whenever the question changes; while there is none, nothing is asked and what is known stays.
pub fn ask<Q: Question>(question: Memo<Option<Q>>, hear: impl Fn(Heard<Q::Found>) + 'static) -> Asked {
    let state = Asked { fraction: RwSignal::new(None), trouble: RwSignal::new(None), stopped: RwSignal::new(false) };
    let job = StoredValue::new_local(None::<JobId>);
    let pause = StoredValue::new_local(None::<Timeout>);
    let hear: Rc<dyn Fn(Heard<Q::Found>)> = Rc::new(hear);
    let call_back = move || {
        let _ = pause.try_update_value(|pause| *pause = None);
        if let Some(id) = job.try_update_value(Option::take).flatten() {
            client::cancel(id);
        }
    };
    Effect::new(move |before: Option<Option<Q>>| {
        let wanted = question.get();
        let is_stopped = state.stopped.get();
        call_back();
        state.fraction.set(None);
        let Some(asked) = wanted.clone() else { return wanted };
        if before.is_some_and(|before| before.as_ref() != Some(&asked)) && is_stopped {
            // Another question: what was stopped was the one before.
            state.stopped.set(false);
            return wanted;
        }
        if is_stopped {
            return wanted;
        }
        state.trouble.set(None);
        state.fraction.set(Some(0.0));
        hear(Heard::Begun);
        let hear = Rc::clone(&hear);
        let submit = move || {
            let hear = Rc::clone(&hear);
            let id = client::submit(asked.job(), gloo_file::Blob::new("").into(), move |update| match update {
                Update::Progress(progress) => {
                    let _ = state.fraction.try_set(Some(progress.fraction));
                    hear(Heard::More(progress));
                }
                Update::Done(answer, buffers) => {
                    let _ = state.fraction.try_set(None);
                    let columns = buffers.iter().map(|buffer: &ArrayBuffer| Float64Array::new(buffer).to_vec());
                    if let Some(found) = Q::read(*answer, columns.collect()) {
                        hear(Heard::Found(found));
                    }
                }
                Update::Refused(why) | Update::BrokeOff(why) => {
                    let _ = state.fraction.try_set(None);
                    let _ = state.trouble.try_set(Some(why));
                }
            });
            let _ = job.try_update_value(|job| *job = Some(id));
        };
        let _ = pause.try_update_value(|pause| *pause = Some(Timeout::new(PAUSE_MILLISECONDS, submit)));
        wanted
    });
    on_cleanup(call_back);
    state
}

/// How far it is, with a button to stop it, or to go on.
#[component]
pub fn Progress(
    /// The question.
    state: Asked,
    /// What is being done.
    what: &'static str,
) -> impl IntoView {
    let under_way = Memo::new(move |_| state.is_under_way());
    move || {
        if state.stopped.get() {
            view! {
                <p class="drill-progress"><span>"Stopped."</span><button type="button" class="small" on:click=move |_| state.stopped.set(false)>"Compute it"</button></p>
            }
            .into_any()
        } else if let Some(why) = state.trouble.get() {
            view! { <p class="refusal" role="alert">"It could not be computed: " {why} "."</p> }.into_any()
        } else if under_way.get() {
            view! {
                <p class="drill-progress">
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
