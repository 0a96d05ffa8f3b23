//! The key answers, one row for each, and how those of two plans differ.

use super::cost::{a_month, monthly_cost};
use super::{AnswerChange, Shown};
use crate::base::dimension::Dimension;
use crate::base::text;
use crate::plan::demand::later;
use crate::plan::evaluate::{Evaluation, ServiceEvaluation};
use crate::plan::sizing::Lasts;
use jiff::civil::{Date, date};

/// How an answer reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reads {
    /// As a quantity.
    As(Dimension),
    /// As a day; its value is days since 1970.
    Day,
}

/// A key answer about `T`: a service, or the whole plan.
#[derive(Debug)]
pub struct KeyAnswer<T> {
    /// What programs call it.
    pub id: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// How it reads.
    pub reads: Reads,
    /// What is read where there is no number.
    pub without: &'static str,
    /// Where it is found.
    pub of: fn(&T) -> Option<f64>,
}

const fn row<T>(id: &'static str, label: &'static str, reads: Reads, of: fn(&T) -> Option<f64>) -> KeyAnswer<T> {
    KeyAnswer { id, label, reads, without: "unknown", of }
}

const fn day<T>(
    id: &'static str,
    label: &'static str,
    without: &'static str,
    of: fn(&T) -> Option<f64>,
) -> KeyAnswer<T> {
    KeyAnswer { id, label, reads: Reads::Day, without, of }
}

const NO_END: &str = "no end in sight";

const NUMBER: Reads = Reads::As(Dimension::Plain);
const RATE: Reads = Reads::As(Dimension::Rate);
const FRACTION: Reads = Reads::As(Dimension::Fraction);
const SECONDS: Reads = Reads::As(Dimension::Seconds);
const DOLLARS: Reads = Reads::As(Dimension::Dollars);

/// The key answers about a service.
#[rustfmt::skip] // A table.
pub const OF_SERVICE: &[KeyAnswer<ServiceEvaluation>] = &[
    row("peak", "Usual peak", RATE, |service| Some(service.demand.peak)),
    row("provisioned", "Provisioned load", RATE, |service| Some(service.sizing.provisioned)),
    row("replicas", "Replicas", NUMBER, |service| Some(service.sizing.replicas.into())),
    row("headroom", "Headroom", FRACTION, |service| Some(service.sizing.headroom)),
    row("busy", "Busy at the peak", FRACTION, |service| Some(service.sizing.utilization?.peak)),
    row("latency", "Response time at the peak", SECONDS, |service| Some(service.sizing.latency.as_ref()?.at_percentile)),
    row("vcpus", "vCPUs", NUMBER, |service| Some(service.sizing.resources.vcpus)),
    row("memory", "Memory", Reads::As(Dimension::Gib), |service| Some(service.sizing.resources.memory)),
    row("gpus", "GPUs", NUMBER, |service| Some(service.sizing.resources.gpus as f64)),
    day("holds_until", "Holds until", NO_END, |service| last_day(service.sizing.lasts.as_ref())),
    day("order_by", "Order by", "nothing to order", |service| service.sizing.runway.order_by.map(days)),
    row("slo_kept", "SLO kept", FRACTION, |service| Some(service.scaling.outcome.kept_of_requests())),
    row("replica_hours", "Replica-hours a month", NUMBER, |service| Some(a_month(service.scaling.outcome.spend.paid(), service))),
    row("saving", "Saved against a static fleet", FRACTION, |service| service.scaling.saving()),
    row("survivable", "Regions that may be lost", NUMBER, |service| Some(service.regions.as_ref()?.survivable.regions?.into())),
    row("regional_replicas", "Replicas in all regions", NUMBER, |service| Some(service.regions.as_ref()?.replicas as f64)),
    row("rto", "RTO of the tier in force", SECONDS, |service| service.recovery.of(service.recovery.tier)?.rto),
    row("rpo", "RPO of the tier in force", SECONDS, |service| Some(service.recovery.of(service.recovery.tier)?.data.rpo)),
    row("compute", "Compute a month", DOLLARS, |service| service.cost.compute),
];

/// The key answers about a whole plan.
#[rustfmt::skip] // A table.
pub const OF_PLAN: &[KeyAnswer<Evaluation>] = &[
    row("peak", "Usual peaks, added up", RATE, |plan| Some(plan.totals.peak)),
    row("provisioned", "Provisioned load", RATE, |plan| Some(plan.totals.provisioned)),
    row("replicas", "Replicas", NUMBER, |plan| Some(plan.totals.replicas as f64)),
    row("vcpus", "vCPUs", NUMBER, |plan| Some(plan.totals.resources.vcpus)),
    row("memory", "Memory", Reads::As(Dimension::Gib), |plan| Some(plan.totals.resources.memory)),
    row("gpus", "GPUs", NUMBER, |plan| Some(plan.totals.resources.gpus as f64)),
    day("holds_until", "Holds until", NO_END, |plan| last_day(plan.totals.lasts.as_ref())),
    row("slo_kept", "SLO kept", FRACTION, |plan| Some(plan.totals.scaling.kept_of_requests())),
    row("replica_hours", "Replica-hours a month", NUMBER, |plan| Some(plan.services.iter().map(|service| a_month(service.scaling.outcome.spend.paid(), service)).sum())),
    row("saving", "Saved against static fleets", FRACTION, |plan| plan.totals.scaling.saving()),
    row("survivable", "Regions that may be lost", NUMBER, |plan| plan.totals.survivable.map(f64::from)),
    row("cost", "Cost a month", DOLLARS, monthly_cost),
    row("horizon_cost", "Cost of all years", DOLLARS, |plan| plan.cost.horizon.is_complete.then(|| plan.cost.horizon.total.dollars())),
];

const EPOCH: Date = date(1970, 1, 1);

fn last_day(lasts: Option<&Lasts>) -> Option<f64> {
    lasts.map(|lasts| days(lasts.day))
}

fn days(day: Date) -> f64 {
    (day.duration_since(EPOCH).as_hours() / 24) as f64
}

impl<T> KeyAnswer<T> {
    fn shown(&self, value: Option<f64>) -> String {
        match (value, self.reads) {
            (None, _) => self.without.to_owned(),
            (Some(value), Reads::As(dimension)) => text::quantity(value, dimension),
            (Some(value), Reads::Day) => text::date(later(EPOCH, value as i32)),
        }
    }

    /// A difference with its sign: shares in points, days in days.
    fn difference(&self, difference: f64) -> Option<String> {
        text::difference(difference, 0.0, |size| match self.reads {
            Reads::As(Dimension::Fraction) => text::points(size),
            Reads::As(dimension) => text::quantity(size, dimension),
            Reads::Day => text::counted(size.abs() as u64, "day", "days"),
        })
    }

    /// A share of less than a billionth is what adding up floats has left.
    fn without_noise(&self, value: f64) -> f64 {
        if self.reads == FRACTION && value.abs() < 1e-9 { 0.0 } else { value }
    }

    /// How the answers differ; `None` where they read the same.
    fn change(&self, before: Option<&T>, after: Option<&T>) -> Option<AnswerChange> {
        let of = |side: Option<&T>| {
            let value = (self.of)(side?).map(|value| self.without_noise(value));
            Some(Shown { value, shown: self.shown(value) })
        };
        let (before, after) = (of(before), of(after));
        let reads = |side: &Option<Shown>| side.as_ref().map(|shown| shown.shown.clone());
        if reads(&before) == reads(&after) {
            return None;
        }
        let value = |side: &Option<Shown>| side.as_ref().and_then(|shown| shown.value);
        let both = value(&before).zip(value(&after));
        let difference = both.map(|(before, after)| after - before);
        // A share of a share, or of a date, says nothing.
        let has_ratio = !matches!(self.reads, Reads::Day | Reads::As(Dimension::Fraction));
        let relative =
            both.filter(|(before, _)| has_ratio && *before != 0.0).map(|(before, after)| after / before - 1.0);
        Some(AnswerChange {
            id: self.id,
            label: self.label,
            difference_shown: difference.and_then(|difference| self.difference(difference)),
            relative_shown: relative.and_then(|relative| text::difference(relative, 0.0, text::percent)),
            before,
            after,
            difference,
            relative,
        })
    }
}

/// The answers that differ, in the order of their table.
pub(super) fn changes<T>(table: &[KeyAnswer<T>], before: Option<&T>, after: Option<&T>) -> Vec<AnswerChange> {
    table.iter().filter_map(|answer| answer.change(before, after)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn check(reads: Reads, before: Option<f64>, after: Option<f64>) -> Option<[String; 4]> {
        // The answer about a number is the number itself.
        let answer: KeyAnswer<Option<f64>> = row("x", "X", reads, |value| *value);
        let change = answer.change(Some(&before), Some(&after))?;
        let shown = |side: Option<Shown>| side.map(|side| side.shown).unwrap_or_default();
        let [difference, relative] = [change.difference_shown, change.relative_shown].map(Option::unwrap_or_default);
        Some([shown(change.before), shown(change.after), difference, relative])
    }

    #[test]
    fn differences_are_as_worked_by_hand() {
        for (reads, before, after, cells) in [
            // 60 − 57 = 3; 3 / 57 = 5.263 %.
            (NUMBER, Some(57.0), Some(60.0), Some(["57", "60", "+3", "+5.26 %"])),
            (NUMBER, Some(0.0), Some(60.0), Some(["0", "60", "+60", ""])),
            (DOLLARS, Some(2000.0), Some(1500.0), Some(["$2,000", "$1,500", "−$500.00", "−25 %"])),
            (DOLLARS, None, Some(1500.0), Some(["unknown", "$1,500", "", ""])),
            (FRACTION, Some(0.5), Some(0.75), Some(["50 %", "75 %", "+25 points", ""])),
            (FRACTION, Some(0.9995), Some(0.9996), Some(["99.95 %", "99.96 %", "+0.01 points", ""])),
            (SECONDS, Some(0.2), Some(0.184), Some(["200 ms", "184 ms", "−16 ms", "−8 %"])),
            // 20,453 days after the first of 1970 is the last of 2025.
            (Reads::Day, Some(20_453.0), Some(20_454.0), Some(["31 December 2025", "1 January 2026", "+one day", ""])),
            (Reads::Day, Some(20_454.0), Some(20_400.0), Some(["1 January 2026", "8 November 2025", "−54 days", ""])),
            (Reads::Day, Some(20_454.0), None, Some(["1 January 2026", "unknown", "", ""])),
            // What reads the same is no difference.
            (FRACTION, Some(4.9e-14), Some(-1e-15), None),
            (RATE, Some(75_000.1), Some(75_000.2), None),
            (NUMBER, None, None, None),
        ] {
            assert_eq!(check(reads, before, after), cells.map(|cells| cells.map(str::to_owned)));
        }
        assert_eq!(days(date(2025, 12, 31)), 20_453.0);
    }

    #[test]
    fn every_answer_has_an_id_of_its_own() {
        let all = [OF_SERVICE.iter().map(|row| row.id).collect::<Vec<_>>(), OF_PLAN.iter().map(|row| row.id).collect()];
        for ids in all {
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
        }
    }
}
