//! What a policy is tried over, where that is not the period that the plan states: another span, or a measured trace.

use crate::plan::scaling::{Span, loads_from_trace};
use crate::trace::Trace;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The modelled load of a span.
    Span {
        /// Seconds from the plan's start.
        start: f64,
        /// Length of a step, in seconds.
        step: f64,
        /// How many steps.
        steps: usize,
    },
    /// A stored trace.
    Trace {
        /// Length of a step, in seconds.
        step: f64,
    },
}

/// A measured trace of all users as a load.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceLoad {
    /// What the trace is called.
    pub name: String,
    /// Where it lies in time.
    pub span: Span,
    /// Requests/s, one value a step.
    pub loads: Arc<[f64]>,
    /// Time without points, in seconds.
    pub missing: f64,
}

impl TraceLoad {
    /// Reads a stored trace of all users; `origin` is the plan's start, in seconds since 1970 on its clock.
    ///
    /// # Errors
    ///
    /// The reason in words where the bytes are no trace, it holds a level, or it has too many steps.
    pub fn read(trace: &[u8], step: f64, origin: f64) -> Result<Self, String> {
        let trace = Trace::decode(trace).map_err(|error| error.to_string())?;
        let measured = loads_from_trace(&trace, step).map_err(|error| error.to_string())?;
        let loads = measured.loads;
        let span = Span { start: measured.origin - origin, step, steps: loads.len() };
        Ok(Self { name: trace.name().to_owned(), span, loads, missing: measured.missing })
    }

    /// The loads of a place at which this share of all requests arrives.
    pub fn share(&self, share: f64) -> Arc<[f64]> {
        match share {
            1.0 => Arc::clone(&self.loads),
            _ => self.loads.iter().map(|load| load * share).collect(),
        }
    }
}
