//! A question about the active policy on the load that the page shows: kept with the worker, with the trace it is over.

use super::super::timeline::{Study, file_of};
use crate::components::Following;
use crate::session::traces::TraceKey;
use crate::worker::follow::{Told, follow_on_file};
use crate::worker::protocol::Job;
use headroom_core::studies::policy_map::{CliffSearch, PolicyLevers, PolicyMap};
use leptos::prelude::*;

/// A question that can be asked over another load.
pub trait Asked: Clone + PartialEq + Send + Sync + 'static {
    /// What the worker is asked to do.
    fn job(&self) -> Job;
}

impl Asked for PolicyMap {
    fn job(&self) -> Job {
        Job::PolicyMap(self.clone())
    }
}

impl Asked for CliffSearch {
    fn job(&self) -> Job {
        Job::Cliff(self.clone())
    }
}

impl Asked for PolicyLevers {
    fn job(&self) -> Job {
        Job::PolicyLevers(self.clone())
    }
}

/// A question with the trace that it is over.
#[derive(Clone, Debug, PartialEq)]
struct OnLoad<Q> {
    question: Q,
    trace: Option<TraceKey>,
}

/// Asks the worker whenever the question changes, or the trace that the page shows.
pub fn follow_on_load<Q: Asked>(question: Memo<Option<Q>>, hear: impl Fn(Told) + 'static) -> Following {
    let study = Study::here();
    let question = Memo::new(move |_| {
        let trace = study.over().and_then(|(_, trace)| trace);
        Some(OnLoad { question: question.get()?, trace })
    });
    let job = |on_load: &OnLoad<Q>| on_load.question.job();
    follow_on_file(question, job, |on_load: &OnLoad<Q>| on_load.trace.map(file_of), hear)
}
