//! Keeps a question with the worker: asked when it changes, called back when it no longer matters.

use super::client::{self, Update};
use super::protocol::{Answer, Job, JobId, Partial};
use crate::components::Following;
use gloo_timers::callback::Timeout;
use js_sys::{ArrayBuffer, Float64Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::rc::Rc;
use web_sys::Blob;

/// Pause after a change of the plan before it is asked again, in milliseconds: dragging asks nothing.
const PAUSE_MILLISECONDS: u32 = 300;

/// What is heard of a question.
pub enum Told {
    /// It is a new one; what was known belongs to another plan.
    Begun,
    /// It goes on, and something is known already.
    Partial(Partial),
    /// It is answered; with the columns of numbers that go with the answer.
    Done(Box<Answer>, Vec<Vec<f64>>),
}

/// The file that a question is about, on its way.
pub type File = Pin<Box<dyn Future<Output = Result<Blob, String>>>>;

/// Asks the worker whenever the question changes, by a job that needs no file; while there is none, nothing is
/// asked and what is known stays.
pub fn follow<T: Clone + PartialEq + Send + Sync + 'static>(
    question: Memo<Option<T>>,
    job_of: fn(&T) -> Job,
    hear: impl Fn(Told) + 'static,
) -> Following {
    follow_on_file(question, job_of, |_| None, hear)
}

/// The same by a job that may need a file.
pub fn follow_on_file<T: Clone + PartialEq + Send + Sync + 'static>(
    question: Memo<Option<T>>,
    job_of: fn(&T) -> Job,
    file_of: fn(&T) -> Option<File>,
    hear: impl Fn(Told) + 'static,
) -> Following {
    let state = Following::new();
    let job = StoredValue::new_local(None::<JobId>);
    let pause = StoredValue::new_local(None::<Timeout>);
    // Counts the questions: a file that arrives late belongs to none.
    let turn = StoredValue::new(0_u32);
    let hear: Rc<dyn Fn(Told)> = Rc::new(hear);
    let call_back = move || {
        let _ = pause.try_update_value(|pause| *pause = None);
        let _ = turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        if let Some(id) = job.try_update_value(Option::take).flatten() {
            client::cancel(id);
        }
    };
    Effect::new(move |before: Option<Option<T>>| {
        let wanted = question.get();
        let is_stopped = state.stopped.get();
        call_back();
        state.fraction.set(None);
        let Some(asked) = wanted.clone() else { return wanted };
        if is_stopped {
            if before.is_some_and(|before| before.as_ref() != Some(&asked)) {
                // Another question: what was stopped was the one before.
                state.stopped.set(false);
            }
            return wanted;
        }
        let hear = Rc::clone(&hear);
        begin(state, &*hear);
        let now = turn.get_value();
        let submit = move |file| {
            let id = submit(job_of(&asked), file, state, hear);
            let _ = job.try_update_value(|job| *job = Some(id));
        };
        let file = file_of(wanted.as_ref()?);
        let submit = move || match file {
            None => submit(gloo_file::Blob::new("").into()),
            Some(file) => spawn_local(async move {
                let file = file.await;
                if turn.try_get_value() != Some(now) {
                    return;
                }
                match file {
                    Ok(file) => submit(file),
                    Err(why) => fail(state, why),
                }
            }),
        };
        let _ = pause.try_update_value(|pause| *pause = Some(Timeout::new(PAUSE_MILLISECONDS, submit)));
        wanted
    });
    on_cleanup(call_back);
    state
}

fn begin(state: Following, hear: &dyn Fn(Told)) {
    state.trouble.set(None);
    state.fraction.set(Some(0.0));
    hear(Told::Begun);
}

fn fail(state: Following, why: String) {
    let _ = state.fraction.try_set(None);
    let _ = state.trouble.try_set(Some(why));
}

fn submit(job: Job, file: Blob, state: Following, hear: Rc<dyn Fn(Told)>) -> JobId {
    client::submit(job, file, move |update| match update {
        Update::Progress(progress) => {
            let _ = state.fraction.try_set(Some(progress.fraction));
            hear(Told::Partial(progress.partial));
        }
        Update::Done(answer, buffers) => {
            let _ = state.fraction.try_set(None);
            let columns = buffers.iter().map(|buffer: &ArrayBuffer| Float64Array::new(buffer).to_vec());
            hear(Told::Done(answer, columns.collect()));
        }
        Update::Refused(why) | Update::BrokeOff(why) => fail(state, why),
    })
}
