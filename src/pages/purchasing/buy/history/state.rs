//! The state of a price history: it outlives the page that shows it.

use crate::session::Session;
use crate::worker::client::{self, Update};
use crate::worker::protocol::{Answer, Job, JobId};
use headroom_core::base::text;
use headroom_core::machines::spot_history::{HistoryError, SpotHistory, limits as history_limits};
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use web_sys::Blob;

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// What can be read.
    Closed,
    /// A file being read.
    Reading,
    /// What it says.
    Found,
}

/// A handful of signals, copied freely.
#[derive(Clone, Copy)]
pub struct HistoryState {
    /// What the panel shows.
    pub phase: RwSignal<Phase>,
    /// Why the last file was refused.
    pub refusal: RwSignal<Option<String>>,
    /// What the file says, and what it is called.
    pub found: RwSignal<Option<(String, Arc<SpotHistory>)>>,
    /// Place of the series that is looked at.
    pub chosen: RwSignal<usize>,
    /// Whether the place for pasted text is open.
    pub pasting: RwSignal<bool>,
    job: StoredValue<Option<JobId>>,
}

thread_local! {
    static STATE: Cell<Option<HistoryState>> = const { Cell::new(None) };
}

impl HistoryState {
    /// The state of this visit; no page owns it.
    pub fn here() -> Self {
        if let Some(state) = STATE.get() {
            return state;
        }
        // As with imports: signals of an owner without a parent live as long as the program.
        let page = Owner::current();
        let root = Owner::new_root(None);
        let state = root.with(|| Self {
            phase: RwSignal::new(Phase::Closed),
            refusal: RwSignal::new(None),
            found: RwSignal::new(None),
            chosen: RwSignal::new(0),
            pasting: RwSignal::new(false),
            job: StoredValue::new(None),
        });
        if let Some(page) = page {
            page.set();
        }
        std::mem::forget(root);
        STATE.set(Some(state));
        state
    }

    /// Takes a file or pasted text, and has it read.
    pub fn take(self, name: String, blob: Blob) {
        self.stop();
        self.refusal.set(None);
        if blob.size() > history_limits::BYTES as f64 {
            return self.refuse(&HistoryError::TooManyBytes.to_string());
        }
        self.phase.set(Phase::Reading);
        let job = client::submit(Job::SpotPrices, blob, move |update| match update {
            Update::Progress(_) => {}
            Update::Done(answer, _) => {
                self.job.set_value(None);
                if let Answer::SpotPrices(history) = *answer {
                    self.chosen.set(0);
                    self.pasting.set(false);
                    self.found.set(Some((name.clone(), Arc::new(history))));
                    self.phase.set(Phase::Found);
                }
            }
            Update::Refused(why) => self.refuse(&why),
            Update::BrokeOff(why) => self.refuse(&format!("internal error ({why}); everything else still works")),
        });
        self.job.set_value(Some(job));
    }

    /// Says why nothing was read.
    pub fn refuse(self, why: &str) {
        self.job.set_value(None);
        self.refusal.set(Some(format!("{}. Nothing was changed.", text::capitalised(why))));
        self.phase.set(if self.found.with_untracked(Option::is_some) { Phase::Found } else { Phase::Closed });
    }

    /// Lets the prices go.
    pub fn close(self) {
        self.stop();
        self.refusal.set(None);
        self.found.set(None);
        self.phase.set(Phase::Closed);
    }

    fn stop(self) {
        if let Some(job) = self.job.get_value() {
            client::cancel(job);
            self.job.set_value(None);
        }
    }
}

/// Takes a price as the spot price of the selected service's machine, and buys spot at the machine's price.
pub fn take_over(session: Session, price: headroom_core::base::units::NodePrice) {
    use headroom_core::plan::scenario::cost::CommitmentPrice;
    let id = untrack(|| session.service_id());
    session.edit(crate::edit::Change::Edit, |scenario| {
        let machine = scenario.services.get_mut(id).and_then(|service| service.cost.machine.as_mut());
        if let Some(machine) = machine {
            machine.spot = Some(price);
            if let Some(spot) = scenario.cost.spot.as_mut() {
                spot.price = CommitmentPrice::Machine;
            }
        }
    });
}
