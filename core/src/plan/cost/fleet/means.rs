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

/// What is known of a month.
#[derive(Debug, Default)]
struct Known {
    means: OnceLock<MonthMeans>,
    /// Nodes beyond the first level that was asked for, after that level.
    beyond: OnceLock<(f64, f64)>,
    /// Where services share nodes: how many hours have how many nodes.
    hours: OnceLock<Vec<(f64, f64)>>,
    /// Where services share nodes: the replicas of each.
    replicas: OnceLock<Vec<f64>>,
}

/// The means that were asked for; shared by all copies of a forecast, and no part of what it is.
#[derive(Clone, Debug)]
pub(super) struct Means(Arc<[Known]>);

impl Default for Means {
    fn default() -> Self {
        Self((0..MAX_MONTHS).map(|_| Known::default()).collect())
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
            Some(known) => *known.means.get_or_init(find),
            None => find(),
        }
    }

    /// How many hours of a month have how many nodes: known, or found now.
    pub fn hours<T>(
        &self,
        month: u32,
        find: impl FnOnce() -> Vec<(f64, f64)>,
        read: impl FnOnce(&[(f64, f64)]) -> T,
    ) -> T {
        match self.0.get(month as usize) {
            Some(known) => read(known.hours.get_or_init(find)),
            None => read(&find()),
        }
    }

    /// Replicas of one of several services in a month: known, or those of all found now.
    pub fn replicas(&self, month: u32, member: usize, find: impl FnOnce() -> Vec<f64>) -> f64 {
        let of = |all: &[f64]| all.get(member).copied().unwrap_or(0.0);
        match self.0.get(month as usize) {
            Some(known) => of(known.replicas.get_or_init(find)),
            None => of(&find()),
        }
    }

    /// Nodes of a month beyond a level: known, or found now. A month has one commitment, so one level is kept.
    pub fn beyond(&self, month: u32, level: f64, find: impl Fn() -> f64) -> f64 {
        let known = self.0.get(month as usize).map(|known| *known.beyond.get_or_init(|| (level, find())));
        known.filter(|(of, _)| *of == level).map_or_else(&find, |(_, beyond)| beyond)
    }
}
