//! The page's side: hands out one job at a time and keeps the worker alive, or replaces it.

use super::jobs;
use super::protocol::{Answer, Job, JobId, Order, Progress, Reply};
use super::server::buffers_of;
use js_sys::{Array, ArrayBuffer, Object, Reflect};
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that has read a file of this size keeps so much memory that a new one is cheaper.
const LARGE_BYTES: f64 = 8e6;

/// What becomes of a job.
pub enum Update {
    /// It goes on.
    Progress(Progress),
    /// It is done.
    Done(Box<Answer>, Vec<ArrayBuffer>),
    /// Its input does not allow it.
    Refused(String),
    /// The worker broke; the page lives on and the next job gets a new one.
    BrokeOff(String),
}

type Listener = Rc<RefCell<dyn FnMut(Update)>>;

struct Pending {
    id: JobId,
    job: Job,
    input: Blob,
    listener: Listener,
}

struct Running {
    worker: Worker,
    ready: bool,
    // Dropped with the worker.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

#[derive(Default)]
struct Desk {
    worker: Option<Running>,
    active: Option<Pending>,
    waiting: VecDeque<Pending>,
    last: u32,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

fn with_desk<T>(act: impl FnOnce(&mut Desk) -> T) -> T {
    DESK.with(|desk| act(&mut desk.borrow_mut()))
}

/// Has a job done; `listener` hears of its progress and its end, unless it is cancelled.
pub fn submit(job: Job, input: Blob, listener: impl FnMut(Update) + 'static) -> JobId {
    let id = with_desk(|desk| {
        desk.last = desk.last.wrapping_add(1);
        let id = JobId(desk.last);
        desk.waiting.push_back(Pending { id, job, input, listener: Rc::new(RefCell::new(listener)) });
        id
    });
    go_on();
    id
}

/// Ends a job, by ending the worker where it is under way; its listener hears nothing more.
pub fn cancel(id: JobId) {
    with_desk(|desk| {
        desk.waiting.retain(|pending| pending.id != id);
        if desk.active.as_ref().is_some_and(|pending| pending.id == id) {
            desk.active = None;
            desk.worker = None;
        }
    });
    go_on();
}

/// What is to be done next; said while the desk is in hand, done after it is put down.
enum Next {
    Nothing,
    Order(Worker, Array),
    Here(Box<Pending>),
}

/// Gives the worker the next job, starting one where there is none.
fn go_on() {
    match with_desk(next) {
        Next::Nothing => {}
        Next::Order(worker, message) => {
            if worker.post_message(&message).is_err() {
                break_off("the worker takes no orders");
            }
        }
        // Where no worker can be had, the page itself does the job.
        Next::Here(pending) => spawn_local(async move {
            perform_here(*pending).await;
            go_on();
        }),
    }
}

fn next(desk: &mut Desk) -> Next {
    if desk.active.is_some() || desk.waiting.is_empty() {
        return Next::Nothing;
    }
    if desk.worker.is_none() {
        desk.worker = script().and_then(|script| start(&script).ok());
    }
    match &desk.worker {
        None => desk.waiting.pop_front().map_or(Next::Nothing, |pending| Next::Here(Box::new(pending))),
        // It says so when it is ready.
        Some(running) if !running.ready => Next::Nothing,
        Some(running) => {
            let worker = running.worker.clone();
            let Some(pending) = desk.waiting.pop_front() else { return Next::Nothing };
            let order = Order { id: pending.id, job: pending.job.clone() };
            let text = serde_json::to_string(&order).unwrap_or_default();
            let message = Array::of2(&JsValue::from_str(&text), &pending.input);
            desk.active = Some(pending);
            Next::Order(worker, message)
        }
    }
}

/// Starts a worker and sends it the module.
fn start(script: &str) -> Result<Running, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let address = web_sys::Url::new_with_base("worker.js", script)?.href();
    let worker = Worker::new_with_options(&address, &options)?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(&event));
    let on_error = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|message| !message.is_empty());
        break_off(&why.unwrap_or_else(|| "the worker could not be loaded".to_owned()));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let running = Running { worker, ready: false, _on_message: on_message, _on_error: on_error };
    let message = Object::new();
    Reflect::set(&message, &"module".into(), &wasm_bindgen::module())?;
    Reflect::set(&message, &"script".into(), &script.into())?;
    running.worker.post_message(&message)?;
    Ok(running)
}

/// The address of the app's script, as the page loads it; none in a page that was not built by Trunk.
fn script() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let link = document
        .query_selector(
            "link[rel=\"modulepreload\"][href*=\"headroom\"]:not([href*=\"snippets/\"]):not([href*=\"-parts\"])",
        )
        .ok()??;
    let base = document.base_uri().ok()??;
    Some(web_sys::Url::new_with_base(&link.get_attribute("href")?, &base).ok()?.href())
}

fn hear(event: &MessageEvent) {
    let message = Array::from(&event.data());
    let text = message.get(0).as_string().unwrap_or_default();
    match serde_json::from_str(&text) {
        Ok(Reply::Ready) => {
            with_desk(|desk| {
                if let Some(running) = &mut desk.worker {
                    running.ready = true;
                }
            });
            go_on();
        }
        Ok(Reply::Progress { id, progress }) => {
            let listener = with_desk(|desk| {
                let active = desk.active.as_ref().filter(|pending| pending.id == id);
                active.map(|pending| Rc::clone(&pending.listener))
            });
            if let Some(listener) = listener {
                tell(&listener, Update::Progress(progress));
            }
        }
        Ok(Reply::Done { id, answer }) => {
            let buffers = message.iter().skip(1).filter_map(|buffer| buffer.dyn_into::<ArrayBuffer>().ok()).collect();
            end(id, Update::Done(answer, buffers));
        }
        Ok(Reply::Refused { id, why }) => end(id, Update::Refused(why)),
        Ok(Reply::Broken { why }) => break_off(&why),
        Err(error) => break_off(&format!("its message cannot be read: {error}")),
    }
}

fn end(id: JobId, update: Update) {
    let ended = with_desk(|desk| {
        let ended = desk.active.take_if(|pending| pending.id == id);
        if ended.as_ref().is_some_and(|pending| pending.input.size() > LARGE_BYTES) {
            desk.worker = None;
        }
        ended
    });
    if let Some(pending) = ended {
        tell(&pending.listener, update);
    }
    go_on();
}

/// The worker is of no use any more: the job under way, or the one it was started for, is told so.
fn break_off(why: &str) {
    let ended = with_desk(|desk| {
        desk.worker = None;
        desk.active.take().or_else(|| desk.waiting.pop_front())
    });
    if let Some(pending) = ended {
        tell(&pending.listener, Update::BrokeOff(why.to_owned()));
    }
    go_on();
}

fn tell(listener: &Listener, update: Update) {
    // A listener that is telling us something is not told something in between.
    if let Ok(mut listener) = listener.try_borrow_mut() {
        listener(update);
    }
}

/// Does a job without a worker: slower to react, but it works everywhere.
async fn perform_here(pending: Pending) {
    let blob = gloo_file::Blob::from(pending.input);
    let update = match gloo_file::futures::read_as_bytes(&blob).await {
        Ok(bytes) => {
            let listener = Rc::clone(&pending.listener);
            match jobs::run(&pending.job, &bytes, &mut |progress| tell(&listener, Update::Progress(progress))) {
                Ok(outcome) => {
                    let buffers = buffers_of(&outcome);
                    let buffers = buffers.iter().filter_map(|buffer| buffer.dyn_into::<ArrayBuffer>().ok()).collect();
                    Update::Done(Box::new(outcome.answer), buffers)
                }
                Err(why) => Update::Refused(why),
            }
        }
        Err(error) => Update::Refused(format!("the browser could not read the file: {error}; choose it again")),
    };
    tell(&pending.listener, update);
}
