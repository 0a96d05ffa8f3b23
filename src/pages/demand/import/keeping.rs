//! From an import to the plan and to the browser's storage, and back when the page is opened again.

use super::state::{ImportState, Kept, Measured, trace_of};
use super::words;
use crate::edit::Change;
use crate::session::notice::Severity;
use crate::session::{Session, begin_at_the_top, traces};
use crate::worker::client::Update;
use crate::worker::protocol::{Answer, Job};
use headroom_core::studies::measured_demand::DemandFromTrace;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use web_sys::Blob;

/// Stored traces up to this size are opened without being asked for.
const SMALL_BYTES: u32 = 3_000_000;

impl ImportState {
    /// Puts what the trace gives into the plan, as one undo step, and keeps the trace.
    pub fn use_as_demand(self, session: Session, demand: &DemandFromTrace) {
        let Some(measured) = self.imported.get_untracked() else { return };
        session.edit_service(Change::Edit, |service| demand.apply(&mut service.demand));
        let bytes = self.bytes.get_value();
        self.close();
        self.kept.set(Kept::Open(Arc::clone(&measured)));
        begin_at_the_top();
        session.tell_briefly(
            format!("Demand now comes from {}", measured.name),
            "Undo reverts it. The trace itself stays in this browser.",
        );
        let Some(bytes) = bytes else { return };
        spawn_local(async move {
            if let Err(error) = traces::keep(self.key, &Uint8Array::new(&bytes)).await {
                session.tell(
                    Severity::Note,
                    "The trace is not kept",
                    format!(
                        "{}. The plan has its week and its figures; to look at {} itself after the page is closed, import it again.",
                        words::sentence(&error.to_string()),
                        measured.name
                    ),
                    None,
                );
            }
        });
    }

    /// Looks whether a trace is stored, and opens it unless it is large.
    pub fn look_for_kept(self) {
        if self.kept.get_untracked() != Kept::Unknown {
            return;
        }
        spawn_local(async move {
            let read = traces::read(self.key).await;
            if self.kept.get_untracked() != Kept::Unknown {
                return;
            }
            match read {
                Ok(None) => self.kept.set(Kept::None),
                Ok(Some(bytes)) if bytes.length() > SMALL_BYTES => {
                    self.kept.set(Kept::Large(u64::from(bytes.length())))
                }
                Ok(Some(bytes)) => self.open(&bytes),
                // A browser without storage keeps nothing, and says so when there is something to keep.
                Err(_) => self.kept.set(Kept::None),
            }
        });
    }

    /// Opens a stored trace that is large.
    pub fn open_kept(self) {
        self.kept.set(Kept::Opening);
        spawn_local(async move {
            match traces::read(self.key).await {
                Ok(Some(bytes)) => self.open(&bytes),
                Ok(None) => self.kept.set(Kept::None),
                Err(error) => self.kept.set(Kept::Unreadable(error.to_string())),
            }
        });
    }

    fn open(self, bytes: &Uint8Array) {
        let Ok(blob) = Blob::new_with_u8_array_sequence(&Array::of1(bytes)) else {
            return self.kept.set(Kept::Unreadable("the browser has no room for it".into()));
        };
        self.kept.set(Kept::Opening);
        crate::worker::client::submit(Job::Open, blob, move |update| {
            if self.kept.get_untracked() != Kept::Opening {
                return;
            }
            match update {
                Update::Progress(_) => {}
                Update::Done(answer, buffers) => {
                    if let Answer::Opened { name, statistics } = *answer {
                        let trace = trace_of(&name, &statistics, &buffers);
                        self.kept.set(Kept::Open(Arc::new(Measured { name, statistics, trace, report: None })));
                    }
                }
                Update::Refused(why) | Update::BrokeOff(why) => self.kept.set(Kept::Unreadable(why)),
            }
        });
    }

    /// Forgets the stored trace; the plan keeps what was taken from it.
    pub fn forget_kept(self, session: Session) {
        self.kept.set(Kept::None);
        spawn_local(async move {
            if let Err(error) = traces::forget(self.key).await {
                let why = format!("{}.", words::sentence(&error.to_string()));
                session.tell(Severity::Refused, "The trace is still stored", why, None);
            }
        });
    }
}
