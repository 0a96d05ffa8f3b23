//! What a policy sees: scraped at an interval, averaged over a window, late.

use super::setup::SignalSetup;
use crate::scaling::{Metric, Seen};
use std::collections::VecDeque;

/// One metric on its way to the policy.
#[derive(Clone, Debug)]
struct Channel {
    metric: Metric,
    ring: Vec<f64>,
    filled: usize,
    place: usize,
    sum: f64,
}

impl Channel {
    #[inline]
    fn push(&mut self, value: f64) {
        let window = self.ring.len();
        if window == 1 {
            self.sum = value;
            self.filled = 1;
            return;
        }
        if self.filled == window {
            self.sum += value - self.ring[self.place];
        } else {
            self.filled += 1;
            self.sum += value;
        }
        self.ring[self.place] = value;
        self.place += 1;
        if self.place == window {
            self.place = 0;
            // Summed anew once a window, so that rounding cannot pile up.
            self.sum = self.ring[..self.filled].iter().sum();
        }
    }

    fn mean(&self) -> Option<f64> {
        (self.filled > 0).then(|| self.sum / self.filled as f64)
    }
}

/// The metrics that the policies look at, on their way.
#[derive(Clone, Debug)]
pub struct Signals {
    setup: SignalSetup,
    channels: Vec<Channel>,
    on_the_way: VecDeque<(u64, Seen)>,
    seen: Seen,
}

impl Signals {
    /// Channels for the metrics that are looked at.
    pub fn new(setup: SignalSetup, metrics: &[Metric]) -> Self {
        let channel =
            |metric: &Metric| Channel { metric: *metric, ring: vec![0.0; setup.window], filled: 0, place: 0, sum: 0.0 };
        Self {
            setup,
            channels: metrics.iter().map(channel).collect(),
            on_the_way: VecDeque::new(),
            seen: Seen::default(),
        }
    }

    /// Reports the step that ends at `now`; `value` gives each metric of that step.
    #[inline]
    pub fn report(&mut self, now: u64, mut value: impl FnMut(Metric) -> f64) {
        for channel in &mut self.channels {
            channel.push(value(channel.metric));
        }
        if now.is_multiple_of(self.setup.interval) {
            let mut reading = Seen::default();
            for channel in &self.channels {
                reading.set(channel.metric, channel.mean());
            }
            if self.setup.delay == 0 {
                self.seen = reading;
                return;
            }
            self.on_the_way.push_back((now + self.setup.delay, reading));
        }
        while self.on_the_way.front().is_some_and(|(due, _)| *due <= now) {
            if let Some((_, reading)) = self.on_the_way.pop_front() {
                self.seen = reading;
            }
        }
    }

    /// What can be seen now.
    pub const fn seen(&self) -> &Seen {
        &self.seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_averaged_and_late() {
        let setup = SignalSetup { interval: 2, window: 4, delay: 3 };
        let mut signals = Signals::new(setup, &[Metric::QueueDepth]);
        let mut seen = Vec::new();
        for now in 1..=10 {
            signals.report(now, |_| now as f64);
            seen.push(signals.seen().get(Metric::QueueDepth));
        }
        // Read at 2 (mean of 1, 2), 4 (1 to 4), 6 (3 to 6); seen at 5, 7 and 9.
        let (first, second, third) = (Some(1.5), Some(2.5), Some(4.5));
        assert_eq!(seen, [None, None, None, None, first, first, second, second, third, third]);
    }

    #[test]
    fn a_metric_that_is_not_looked_at_is_not_seen() {
        let mut signals = Signals::new(SignalSetup { interval: 1, window: 1, delay: 0 }, &[Metric::Latency]);
        signals.report(1, |_| 7.0);
        assert_eq!(signals.seen().get(Metric::Latency), Some(7.0));
        assert_eq!(signals.seen().get(Metric::QueueDepth), None);
    }
}
