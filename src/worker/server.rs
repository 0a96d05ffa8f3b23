//! The worker's side: takes orders, does them one after the other, and tells how far it is.

use super::jobs::{self, Source};
use super::outcome::Outcome;
use super::protocol::{JobId, Order, Reply};
use js_sys::{Array, Float64Array, Uint8Array};
use std::cell::Cell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

/// A file that is read slice by slice while the worker waits.
struct BlobSource {
    blob: Blob,
    reader: FileReaderSync,
    /// Where the last slice ended, for the message when the file goes away under our hands.
    reached: Cell<u64>,
}

impl Source for BlobSource {
    fn len(&self) -> u64 {
        self.blob.size() as u64
    }

    fn read(&self, from: u64, to: u64) -> Result<Vec<u8>, String> {
        let slice = self.blob.slice_with_f64_and_f64(from as f64, to as f64);
        let buffer = slice.and_then(|slice| self.reader.read_as_array_buffer(&slice)).map_err(|_| {
            format!(
                "the browser could not read the file any further than {} bytes; if it was changed or moved, choose it again",
                self.reached.get()
            )
        })?;
        self.reached.set(to);
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}

/// Serves as the worker. Anywhere else it does nothing.
pub fn serve() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let orders = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| take(&orders, &event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It serves for as long as the worker lives.
    on_message.forget();
    say(&scope, &Reply::Ready, &Array::new());
}

/// Tells the page that this worker is of no use, where a part of it is missing: written by hand, as all that writes replies
/// may be what is missing.
pub fn cannot_start(why: &str) {
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        let reply = format!(r#"{{"broken":{{"why":"{}"}}}}"#, why.replace(['"', '\\'], "'"));
        // Fails only where the page is gone.
        let _ = scope.post_message(&Array::of1(&JsValue::from_str(&reply)));
    }
}

fn take(scope: &DedicatedWorkerGlobalScope, event: &MessageEvent) {
    let message = Array::from(&event.data());
    let text = message.get(0).as_string().unwrap_or_default();
    let order: Order = match serde_json::from_str(&text) {
        Ok(order) => order,
        Err(error) => {
            return say(scope, &Reply::Broken { why: format!("an order cannot be read: {error}") }, &Array::new());
        }
    };
    let id = order.id;
    match perform(scope, &order, message.get(1)) {
        Ok(outcome) => {
            let buffers = buffers_of(&outcome);
            say(scope, &Reply::Done { id, answer: Box::new(outcome.answer) }, &buffers);
        }
        Err(why) => say(scope, &Reply::Refused { id, why }, &Array::new()),
    }
}

fn perform(scope: &DedicatedWorkerGlobalScope, order: &Order, input: JsValue) -> Result<Outcome, String> {
    let blob = input.dyn_into::<Blob>().map_err(|_| "there is no file".to_owned())?;
    let reader = FileReaderSync::new().map_err(|_| "this browser does not let a worker read files".to_owned())?;
    let source = BlobSource { blob, reader, reached: Cell::new(0) };
    let id: JobId = order.id;
    jobs::run(&order.job, &source, &mut |progress| say(scope, &Reply::Progress { id, progress }, &Array::new()))
}

/// The columns and the bytes of an outcome, ready to change hands.
pub(super) fn buffers_of(outcome: &Outcome) -> Array {
    let buffers = Array::new();
    for column in &outcome.columns {
        buffers.push(&Float64Array::from(column.as_slice()).buffer());
    }
    if !outcome.bytes.is_empty() {
        buffers.push(&Uint8Array::from(outcome.bytes.as_slice()).buffer());
    }
    buffers
}

fn say(scope: &DedicatedWorkerGlobalScope, reply: &Reply, buffers: &Array) {
    let text = serde_json::to_string(reply)
        .unwrap_or_else(|error| format!(r#"{{"broken":{{"why":"an answer cannot be written: {error}"}}}}"#));
    let message = Array::of1(&JsValue::from_str(&text)).concat(buffers);
    // Fails only where the page is gone.
    let _ = scope.post_message_with_transfer(&message, buffers);
}
