//! Running sums of the changes within each policy's period, in constant time a sync.
//!
//! Kubernetes keeps a list of changes for each direction and writes a new one over the last that is older
//! than the longest policy period of its *own* direction, but both directions read both lists: additions
//! may be given up after a short scale-up period although a longer scale-down policy still wants them,
//! and it then allows less than its period's true start would. So do the sums here.
//!
//! Source: `storeScaleEvent` and `markScaleEventsOutdated` in `horizontal.go`.

use std::collections::{BinaryHeap, VecDeque};

/// The changes of both directions, summed over each period that a policy of either direction has.
#[derive(Clone, Debug)]
pub(super) struct RecentEvents {
    up: Changes,
    down: Changes,
    periods: Vec<f64>,
}

impl RecentEvents {
    /// For policies with these periods; the longest of a direction decides when its changes are given up.
    pub(super) fn new(up_periods: &[f64], down_periods: &[f64]) -> Self {
        let mut periods: Vec<f64> = up_periods.iter().chain(down_periods).copied().collect();
        periods.sort_unstable_by(f64::total_cmp);
        periods.dedup();
        let longest = |of: &[f64]| of.iter().copied().fold(0.0, f64::max);
        let changes = |of: &[f64]| Changes::new(&periods, longest(of));
        Self { up: changes(up_periods), down: changes(down_periods), periods }
    }

    /// Under which number the sums of a period are kept.
    pub(super) fn number_of(&self, period: f64) -> usize {
        self.periods.iter().position(|known| *known == period).unwrap_or(0)
    }

    /// The replicas at the start of a period: those there are, less what was added in it, plus what was
    /// removed. A change exactly as old as the period is outside it.
    pub(super) fn period_start(&mut self, current: u32, number: usize, now: f64) -> i64 {
        i64::from(current) - self.up.sum(number, now) + self.down.sum(number, now)
    }

    /// Stores a change from one number of replicas to another.
    pub(super) fn store(&mut self, from: u32, to: u32, now: f64) {
        if to > from {
            self.up.store(to - from, now);
        } else {
            self.down.store(from - to, now);
        }
    }
}

/// The changes of one direction in the order of time, each with a running number.
#[derive(Clone, Debug)]
struct Changes {
    line: VecDeque<Change>,
    /// The number of the first in line.
    first: u64,
    sums: Vec<PeriodSum>,
    /// Which slot of the controller's list holds what; only kept where giving up changes is noticed.
    slots: Option<Slots>,
}

#[derive(Clone, Copy, Debug)]
struct Change {
    at: f64,
    /// Zero once given up.
    replicas: u32,
    slot: u32,
}

/// The sum over the changes from `next` on.
#[derive(Clone, Copy, Debug)]
struct PeriodSum {
    period: f64,
    next: u64,
    sum: i64,
}

/// The controller's list, slot by slot.
#[derive(Clone, Debug)]
struct Slots {
    longest: f64,
    /// The number of the change in each slot.
    changes: Vec<u64>,
    /// The slots whose changes are older than `longest`; the last slot is overwritten first. It is
    /// the one thing here that costs a logarithm, paid by a change and not by a sync.
    outdated: BinaryHeap<u32>,
    /// The first change that is not outdated yet.
    next: u64,
}

impl Changes {
    fn new(periods: &[f64], longest: f64) -> Self {
        let sums: Vec<_> = periods.iter().map(|&period| PeriodSum { period, next: 0, sum: 0 }).collect();
        // Only a policy of the other direction can look back further than `longest` and miss what was given up.
        let noticed = periods.last().is_some_and(|&last| last > longest);
        let slots = noticed.then(|| Slots { longest, changes: Vec::new(), outdated: BinaryHeap::new(), next: 0 });
        Self { line: VecDeque::new(), first: 0, sums, slots }
    }

    fn sum(&mut self, number: usize, now: f64) -> i64 {
        let Some(sum) = self.sums.get_mut(number) else { return 0 };
        sum.advance(&self.line, self.first, now);
        sum.sum
    }

    fn store(&mut self, replicas: u32, now: f64) {
        let number = self.first + self.line.len() as u64;
        let mut slot = 0;
        if let Some(slots) = &mut self.slots {
            let (taken, old) = slots.take(&self.line, self.first, number, now);
            slot = taken;
            if let Some(old) = old
                && let Some(place) = old.checked_sub(self.first)
                && let Some(given_up) = self.line.get_mut(place as usize)
            {
                for sum in self.sums.iter_mut().filter(|sum| sum.next <= old) {
                    sum.sum -= i64::from(given_up.replicas);
                }
                given_up.replicas = 0;
            }
        }
        self.line.push_back(Change { at: now, replicas, slot });
        let mut needed = self.slots.as_ref().map_or(u64::MAX, |slots| slots.next);
        for sum in &mut self.sums {
            sum.sum += i64::from(replicas);
            sum.advance(&self.line, self.first, now);
            needed = needed.min(sum.next);
        }
        while self.first < needed && self.line.pop_front().is_some() {
            self.first += 1;
        }
    }
}

impl PeriodSum {
    /// Leaves out what has become as old as the period.
    fn advance(&mut self, line: &VecDeque<Change>, first: u64, now: f64) {
        let cutoff = now - self.period;
        while let Some(change) = line.get((self.next - first) as usize).filter(|change| change.at <= cutoff) {
            self.sum -= i64::from(change.replicas);
            self.next += 1;
        }
    }
}

impl Slots {
    /// A slot for the change of this number, and the number of the change that it replaces.
    fn take(&mut self, line: &VecDeque<Change>, first: u64, number: u64, now: f64) -> (u32, Option<u64>) {
        let cutoff = now - self.longest;
        while let Some(change) = line.get((self.next - first) as usize).filter(|change| change.at < cutoff) {
            self.outdated.push(change.slot);
            self.next += 1;
        }
        if let Some(slot) = self.outdated.pop()
            && let Some(held) = self.changes.get_mut(slot as usize)
        {
            return (slot, Some(std::mem::replace(held, number)));
        }
        self.changes.push(number);
        ((self.changes.len() - 1) as u32, None)
    }
}

#[cfg(test)]
#[path = "../../../../tests/reference/oracle/scale_events.rs"]
mod scale_events;

#[cfg(test)]
mod tests {
    use super::scale_events::{ScaleEvent, ScaleEvents, store_event};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// Many changes at once become outdated where waits are long, so that the order of slots counts.
        #[test]
        fn sums_are_those_of_the_lists(
            up in prop::collection::vec(1..12u32, 1..4), down in prop::collection::vec(1..12u32, 1..4),
            steps in prop::collection::vec((prop::sample::select(vec![0.0, 0.3, 1.0, 1.0, 1.0, 4.0, 9.0]), -20..20i32), 1..120),
        ) {
            let seconds = |periods: Vec<u32>| periods.into_iter().map(f64::from).collect::<Vec<_>>();
            let (up, down) = (seconds(up), seconds(down));
            let longest = |periods: &[f64]| periods.iter().copied().fold(0.0, f64::max);
            let (mut fast, mut lists) = (RecentEvents::new(&up, &down), ScaleEvents::default());
            let mut now = 0.0;
            for (wait, change) in steps {
                now += wait;
                for &period in up.iter().chain(&down) {
                    let number = fast.number_of(period);
                    prop_assert_eq!(fast.period_start(1000, number, now), lists.period_start(1000, period, now));
                }
                let event = ScaleEvent { change: change.unsigned_abs(), at: now };
                if change > 0 {
                    fast.store(0, event.change, now);
                    store_event(&mut lists.up, event, longest(&up));
                } else if change < 0 {
                    fast.store(event.change, 0, now);
                    store_event(&mut lists.down, event, longest(&down));
                }
            }
        }
    }
}
