//! The state of an import: it outlives the page that shows it, so that a person may look at
//! another page while a file is read.

use super::edits::{Edits, layout_of};
use crate::plots::MeasuredTrace;
use crate::session::traces::TraceKey;
use crate::worker::client::{self, Update};
use crate::worker::picture::Picture;
use crate::worker::protocol::{Answer, Found, Job, JobId, Progress};
use headroom_core::trace::{ImportError, ImportReport, Layout, TraceStatistics, limits};
use js_sys::{ArrayBuffer, Float64Array};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use web_sys::Blob;

/// Traces beyond this many points are let go when another service is shown.
const LARGE_POINTS: usize = 200_000;

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// What can be imported.
    Closed,
    /// A place to paste text.
    Pasting,
    /// How a file will be read.
    Preview,
    /// A file being read.
    Importing,
    /// What came of it.
    Outcome,
}

/// A file.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What did not happen.
    pub title: String,
    /// Why.
    pub why: String,
}

/// A trace with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// What it is called.
    pub name: String,
    /// Its figures.
    pub statistics: TraceStatistics,
    /// Its points.
    pub trace: MeasuredTrace,
    /// How it was read; not known of a trace that was stored.
    pub report: Option<ImportReport>,
}

/// The trace that this browser keeps for the service.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// The storage has not answered yet.
    Unknown,
    /// There is none.
    None,
    /// There is a large one, of so many bytes, which is opened when it is asked for.
    Large(u64),
    /// It is being opened.
    Opening,
    /// It is here.
    Open(Arc<Measured>),
    /// There is one, but it cannot be read.
    Unreadable(String),
}

/// The state of one service's import: a handful of signals, copied freely.
#[derive(Clone, Copy)]
pub struct ImportState {
    /// The service.
    pub key: TraceKey,
    /// What the panel shows.
    pub phase: RwSignal<Phase>,
    /// What was refused last.
    pub refusal: RwSignal<Option<Refusal>>,
    /// The name of the file that is looked at.
    pub looking: RwSignal<Option<String>>,
    /// The file of the preview.
    pub input: RwSignal<Option<Input>>,
    /// What was recognised.
    pub found: RwSignal<Option<Arc<Found>>>,
    /// What the person corrected.
    pub edits: RwSignal<Edits>,
    /// How far the import is.
    pub progress: RwSignal<Progress>,
    /// What came of it.
    pub imported: RwSignal<Option<Arc<Measured>>>,
    /// The stored trace.
    pub kept: RwSignal<Kept>,
    pub(super) blob: StoredValue<Option<Blob>, LocalStorage>,
    pub(super) bytes: StoredValue<Option<ArrayBuffer>, LocalStorage>,
    job: StoredValue<Option<JobId>>,
    turn: StoredValue<u32>,
}

thread_local! {
    static STATES: RefCell<HashMap<TraceKey, ImportState>> = RefCell::default();
}

impl ImportState {
    /// The state of a service's import, made where there is none.
    pub fn of(key: TraceKey) -> Self {
        if let Some(state) = STATES.with_borrow(|states| states.get(&key).copied()) {
            return state;
        }
        // Signals of an owner without a parent live as long as the program, so no late callback
        // meets one that is gone.
        let page = Owner::current();
        let root = Owner::new_root(None);
        let state = root.with(|| Self::new(key));
        if let Some(page) = page {
            page.set();
        }
        std::mem::forget(root);
        STATES.with_borrow_mut(|states| states.insert(key, state));
        state
    }

    /// Lets go of the large traces of other services, which can be opened again.
    pub fn lighten(key: TraceKey) {
        let others: Vec<Self> =
            STATES.with_borrow(|states| states.values().copied().filter(|state| state.key != key).collect());
        for state in others {
            let is_large =
                |kept: &Kept| matches!(kept, Kept::Open(measured) if measured.statistics.n_points > LARGE_POINTS);
            if state.kept.with_untracked(is_large) {
                state.kept.set(Kept::Unknown);
            }
        }
    }

    fn new(key: TraceKey) -> Self {
        Self {
            key,
            phase: RwSignal::new(Phase::Closed),
            refusal: RwSignal::new(None),
            looking: RwSignal::new(None),
            input: RwSignal::new(None),
            found: RwSignal::new(None),
            edits: RwSignal::new(Edits::default()),
            progress: RwSignal::new(Progress::default()),
            imported: RwSignal::new(None),
            kept: RwSignal::new(Kept::Unknown),
            blob: StoredValue::new_local(None),
            bytes: StoredValue::new_local(None),
            job: StoredValue::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Refuses: says so, and leaves everything as it was.
    pub fn refuse(self, title: impl Into<String>, why: &str) {
        let why = format!("{} Nothing was changed.", super::words::full_sentence(why));
        self.refusal.set(Some(Refusal { title: title.into(), why }));
    }

    /// How the file is to be read; tracks it.
    pub fn layout(self) -> Option<Layout> {
        self.found.with(|found| found.as_ref().map(|found| self.edits.with(|edits| layout_of(found, edits))))
    }

    /// Takes a file, or pasted text, and looks at its beginning.
    pub fn take(self, name: String, blob: Blob) {
        if self.phase.get_untracked() == Phase::Importing {
            return self.refuse(format!("{name} was not read"), "another file is being imported; cancel that first");
        }
        let input = Input { name, bytes: blob.size() as u64 };
        if input.bytes > limits::BYTES {
            return self.refuse(format!("{} was not read", input.name), &ImportError::TooManyBytes.to_string());
        }
        self.look(input, blob, Edits::default());
    }

    /// Recognises the file of the preview anew, with what was corrected.
    pub fn correct(self, edits: Edits) {
        let before = self.edits.get_untracked();
        self.edits.set(edits);
        if edits.corrections != before.corrections
            && let (Some(input), Some(blob)) = (self.input.get_untracked(), self.blob.get_value())
        {
            self.look(input, blob, edits);
        }
    }

    fn look(self, input: Input, blob: Blob, edits: Edits) {
        self.stop();
        self.refusal.set(None);
        self.looking.set(Some(input.name.clone()));
        let name = input.name.clone();
        let is_anew = edits.corrections != Default::default();
        let job = Job::Look { corrections: edits.corrections };
        self.submit(job, blob.clone(), move |update| match update {
            Update::Progress(_) => {}
            Update::Done(answer, _) => {
                self.looking.set(None);
                if let Answer::Looked(found) = *answer {
                    self.blob.set_value(Some(blob.clone()));
                    self.input.set(Some(input.clone()));
                    self.edits.set(edits);
                    self.found.set(Some(Arc::new(found)));
                    self.phase.set(Phase::Preview);
                }
            }
            Update::Refused(why) | Update::BrokeOff(why) => {
                self.looking.set(None);
                if is_anew {
                    // The corrections that led here are taken back.
                    self.edits.set(Edits::default());
                    self.recognise_again();
                }
                self.refuse(format!("{name} was not read"), &why);
            }
        });
    }

    /// After a correction that could not be: back to what was recognised at first.
    fn recognise_again(self) {
        if let (Some(input), Some(blob)) = (self.input.get_untracked(), self.blob.get_value()) {
            let job = Job::Look { corrections: Default::default() };
            self.submit(job, blob, move |update| {
                if let Update::Done(answer, _) = update
                    && let Answer::Looked(found) = *answer
                {
                    self.input.set(Some(input.clone()));
                    self.found.set(Some(Arc::new(found)));
                }
            });
        }
    }

    /// Reads the whole file.
    pub fn import(self) {
        let layout = untrack(|| self.layout());
        let (Some(layout), Some(blob), Some(input)) = (layout, self.blob.get_value(), self.input.get_untracked())
        else {
            return;
        };
        self.stop();
        self.refusal.set(None);
        self.progress.set(Progress::default());
        self.phase.set(Phase::Importing);
        let name = input.name.clone();
        self.submit(Job::Import { name: input.name, layout }, blob, move |update| match update {
            Update::Progress(progress) => self.progress.set(progress),
            Update::Done(answer, buffers) => {
                if let Answer::Imported { report, statistics } = *answer {
                    let trace = trace_of(&name, &statistics, &buffers);
                    self.bytes.set_value(buffers.get(Picture::COLUMNS).cloned());
                    self.imported.set(Some(Arc::new(Measured {
                        name: name.clone(),
                        statistics,
                        trace,
                        report: Some(report),
                    })));
                    self.phase.set(Phase::Outcome);
                }
            }
            Update::Refused(why) => {
                self.phase.set(Phase::Preview);
                self.refuse(format!("{name} was not imported"), &why);
            }
            Update::BrokeOff(why) => {
                self.phase.set(Phase::Preview);
                self.refuse(
                    format!("The import of {name} failed"),
                    &format!("internal error ({why}); everything else still works"),
                );
            }
        });
    }

    /// Ends the import and goes back to the preview.
    pub fn cancel(self) {
        self.stop();
        self.phase.set(Phase::Preview);
    }

    /// Lets the file go.
    pub fn close(self) {
        self.stop();
        self.blob.set_value(None);
        self.bytes.set_value(None);
        self.input.set(None);
        self.found.set(None);
        self.imported.set(None);
        self.refusal.set(None);
        self.phase.set(Phase::Closed);
    }

    fn stop(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.looking.set(None);
        if let Some(job) = self.job.get_value() {
            client::cancel(job);
            self.job.set_value(None);
        }
    }

    /// Has a job done, of which nothing is heard any more once another is begun.
    pub(super) fn submit(self, job: Job, blob: Blob, mut listener: impl FnMut(Update) + 'static) {
        let turn = self.turn.get_value();
        let id = client::submit(job, blob, move |update| {
            if self.turn.get_value() == turn {
                if !matches!(update, Update::Progress(_)) {
                    self.job.set_value(None);
                }
                listener(update);
            }
        });
        self.job.set_value(Some(id));
    }
}

/// The trace of an answer's buffers.
pub(super) fn trace_of(name: &str, statistics: &TraceStatistics, buffers: &[ArrayBuffer]) -> MeasuredTrace {
    let column = |place: usize| buffers.get(place).map(|buffer| Float64Array::new(buffer).to_vec()).unwrap_or_default();
    Picture::from_columns([column(0), column(1), column(2)]).into_trace(name, statistics)
}
