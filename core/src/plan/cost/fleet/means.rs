//! What months come to, each looked at once: the bill of a plan asks for the same months again and again.

use crate::plan::sizing::enlarged::MAX_MONTHS;
use std::sync::{Arc, OnceLock};

/// Means of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MonthMeans {
    /// Replicas.
    pub replicas: f64,
    /// Nodes.
    pub nodes: f64,
    /// Requests in all.
    pub requests: f64,
}

/// The means that were asked for; shared by all copies of a forecast, and no part of what it is.
#[derive(Clone, Debug)]
pub(super) struct Means(Arc<[OnceLock<MonthMeans>]>);

impl Default for Means {
    fn default() -> Self {
        Self((0..MAX_MONTHS).map(|_| OnceLock::new()).collect())
    }
}

impl PartialEq for Means {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Means {
    /// Those of a month: known, or found now.
    pub fn of(&self, month: u32, find: impl FnOnce() -> MonthMeans) -> MonthMeans {
        match self.0.get(month as usize) {
            Some(known) => *known.get_or_init(find),
            None => find(),
        }
    }
}
