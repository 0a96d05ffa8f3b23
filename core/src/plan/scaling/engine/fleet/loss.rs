//! A fleet that loses a share of everything at once.

use super::{Fleet, Line};
use crate::base::numeric::ceil_count;
use crate::plan::scaling::engine::FleetSetup;

/// What is gone of a number; a part counts as a whole one.
fn gone(count: u32, share: f64) -> u32 {
    ceil_count(f64::from(count) * share).min(count)
}

impl Line {
    fn lose(&mut self, share: f64) {
        for batch in &mut self.batches {
            let lost = gone(batch.count, share);
            batch.count -= lost;
            self.total -= lost;
        }
        self.batches.retain(|batch| batch.count > 0);
    }
}

impl Fleet {
    /// A share of the replicas in every state, and of the nodes, is gone at once.
    pub fn lose(&mut self, share: f64) {
        for count in [&mut self.waiting, &mut self.ready, &mut self.warm, &mut self.nodes] {
            *count -= gone(*count, share);
        }
        let lines = [&mut self.pulling, &mut self.starting, &mut self.waking, &mut self.draining, &mut self.warming];
        lines.into_iter().chain([&mut self.nodes_coming]).for_each(|line| line.lose(share));
        self.nodes_idle_since = None;
    }

    /// From now on with other times and limits; what is on its way arrives as it was due.
    pub fn set_up(&mut self, setup: &FleetSetup) {
        self.setup = *setup;
    }
}
