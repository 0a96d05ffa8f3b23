//! What a policy sees: scraped at an interval, averaged over a window, late.

use super::setup::SignalSetup;
use crate::formulas::autoscaler::metric::{Metric, Seen};
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

    #[inline]
    fn mean(&self) -> f64 {
        if self.filled == 1 { self.sum } else { self.sum / self.filled as f64 }
    }
}

/// The metrics that the policies look at, on their way.
#[derive(Clone, Debug)]
pub struct Signals {
    setup: SignalSetup,
    channels: Vec<Channel>,
    /// Steps until the next reading, and until the first one on its way is seen: counted, as a
    /// remainder in every step would be a division.
    until_reading: u64,
    until_seen: u64,
    /// The readings that are not seen yet: a value for each channel.
    on_the_way: VecDeque<f64>,
}

impl Signals {
    /// Channels for the metrics that are looked at.
    pub fn new(setup: SignalSetup, metrics: &[Metric]) -> Self {
        let channel =
            |metric: &Metric| Channel { metric: *metric, ring: vec![0.0; setup.window], filled: 0, place: 0, sum: 0.0 };
        Self {
            setup,
            channels: metrics.iter().map(channel).collect(),
            until_reading: setup.interval,
            until_seen: setup.interval + setup.delay,
            on_the_way: VecDeque::new(),
        }
    }

    /// Reports the next step, and brings what can be seen at its end up to date; `value` gives each
    /// metric of that step.
    #[inline]
    pub fn report(&mut self, seen: &mut Seen, mut value: impl FnMut(Metric) -> f64) {
        for channel in &mut self.channels {
            channel.push(value(channel.metric));
        }
        self.until_reading -= 1;
        if self.until_reading == 0 {
            self.until_reading = self.setup.interval;
            for channel in &self.channels {
                if self.setup.delay == 0 {
                    seen.set(channel.metric, Some(channel.mean()));
                } else {
                    self.on_the_way.push_back(channel.mean());
                }
            }
        }
        if self.setup.delay > 0 {
            self.until_seen -= 1;
            if self.until_seen == 0 {
                self.until_seen = self.setup.interval;
                for channel in &self.channels {
                    seen.set(channel.metric, self.on_the_way.pop_front());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_averaged_and_late() {
        let setup = SignalSetup { interval: 2, window: 4, delay: 3 };
        let mut signals = Signals::new(setup, &[Metric::QueueDepth]);
        let (mut now_seen, mut seen) = (Seen::default(), Vec::new());
        for now in 1..=10 {
            signals.report(&mut now_seen, |_| f64::from(now));
            seen.push(now_seen.get(Metric::QueueDepth));
        }
        // Read at 2 (mean of 1, 2), 4 (1 to 4), 6 (3 to 6); seen at 5, 7 and 9.
        let (first, second, third) = (Some(1.5), Some(2.5), Some(4.5));
        assert_eq!(seen, [None, None, None, None, first, first, second, second, third, third]);
    }

    #[test]
    fn a_metric_that_no_rule_reads_is_not_seen() {
        let mut signals = Signals::new(SignalSetup { interval: 1, window: 1, delay: 0 }, &[Metric::Latency]);
        let mut seen = Seen::default();
        signals.report(&mut seen, |_| 7.0);
        assert_eq!(seen.get(Metric::Latency), Some(7.0));
        assert_eq!(seen.get(Metric::QueueDepth), None);
    }
}
