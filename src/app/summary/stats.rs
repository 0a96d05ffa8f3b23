//! The rows of the summary bar. Names are those of the core's key answers, so that page, terminal and files agree.

use super::key::{Key, lossable_words};
use headroom_core::base::text;
use headroom_core::plan::topics::Topic;

/// A number of the bar.
pub struct StatRow {
    /// The id of the topic whose working explains it.
    pub topic: &'static str,
    /// Its name.
    pub label: fn(&Key) -> String,
    /// The unit behind it.
    pub unit: &'static str,
    /// It in words; none hides the row.
    pub value: fn(&Key) -> Option<String>,
    /// It as a number, to tell the difference from the baseline by.
    pub number: fn(&Key) -> Option<f64>,
    /// How a difference reads.
    pub show: fn(f64) -> String,
    /// What stands below it where there is no baseline.
    pub note: fn(&Key) -> String,
}

/// The rows, in the order of the pages.
#[rustfmt::skip] // A table.
pub const STATS: &[StatRow] = &[
    StatRow { topic: "demand", label: |_| named("demand", "peak"), unit: "requests/s", value: |key| Some(text::si(key.peak)), number: |key| Some(key.peak), show: text::si, note: |key| key.scope.clone() },
    StatRow { topic: "sizing", label: |_| named("sizing", "provisioned"), unit: "requests/s", value: |key| Some(text::si(key.provisioned)), number: |key| Some(key.provisioned), show: text::si, note: above_the_peak },
    StatRow { topic: "sizing", label: |_| named("sizing", "replicas"), unit: "", value: |key| Some(text::number(key.replicas)), number: |key| Some(key.replicas), show: text::number, note: reserve_and_gpus },
    StatRow { topic: "sizing", label: |_| named("sizing", "busy"), unit: "", value: |key| key.utilization.map(text::percent), number: |key| key.utilization, show: text::points, note: of_which_fleet },
    StatRow { topic: "sizing", label: percentile, unit: "", value: latency, number: |key| Some(key.latency?.1), show: text::seconds, note: |key| target(key.target.map(text::seconds)) },
    StatRow { topic: "sizing", label: |_| named("sizing", "holds_until"), unit: "", value: |key| Some(key.lasts.as_ref().map_or_else(|| "no end".to_owned(), |lasts| text::date_short(lasts.day))), number: |key| Some(f64::from(key.lasts.as_ref()?.days)), show: days, note: |key| key.lasts.as_ref().map_or_else(|| "over 10 years".to_owned(), |lasts| lasts.because.clone()) },
    StatRow { topic: "scaling", label: |_| named("scaling", "slo_kept"), unit: "", value: |key| Some(text::percent(key.kept)), number: |key| Some(key.kept), show: fine_points, note: |key| key.availability_target.map_or_else(|| "of all requests".to_owned(), |share| target(Some(text::percent(share)))) },
    StatRow { topic: "regions", label: |_| named("regions", "survivable"), unit: "", value: |key| key.regions.map(lossable_words), number: |key| key.regions?.survivable.map(f64::from), show: text::number, note: |key| target(key.regions.map(|regions| regions.target.to_string())) },
    StatRow { topic: "cost", label: spending, unit: "", value: |key| Some(key.monthly.or(key.cost).map_or_else(|| text::number(key.hours), text::dollars)), number: |key| key.monthly, show: text::dollars, note: part_or_saved },
];

/// What the core calls a key answer.
fn named(topic: &str, answer: &str) -> String {
    let topic = Topic::find(topic);
    let row = topic.and_then(|topic| topic.key_answers.iter().find(|row| row.id == answer));
    row.map_or_else(String::new, |row| row.label.to_owned())
}

fn target(target: Option<String>) -> String {
    target.map_or_else(|| "no target".to_owned(), |target| format!("target {target}"))
}

/// Several regions are compared with one that holds all of them.
fn of_which_fleet(key: &Key) -> String {
    key.place.as_ref().map_or_else(|| "of all replicas".to_owned(), |name| format!("in {name}"))
}

fn above_the_peak(key: &Key) -> String {
    key.headroom.map(|headroom| format!("peak + {}", text::percent(headroom))).unwrap_or_default()
}

/// What of the replicas is a reserve, and how many GPUs they take.
fn reserve_and_gpus(key: &Key) -> String {
    let reserve = (key.reserve > 0.0).then(|| format!("{} of them reserve", text::number(key.reserve)));
    let gpus = (key.gpus > 0.0).then(|| format!("{} GPUs", text::number(key.gpus)));
    reserve.into_iter().chain(gpus).collect::<Vec<String>>().join(", ")
}

/// The percentile, where it is known.
fn percentile(key: &Key) -> String {
    let Some((percentile, _, at_user)) = key.latency else { return named("sizing", "latency") };
    let place = if at_user { "at the user" } else { "at peak" };
    format!("P{} {place}", text::significant(percentile * 100.0, 6))
}

/// Only a service has a latency; one without a model of it is unknown.
fn latency(key: &Key) -> Option<String> {
    key.utilization.map(|_| text::or_unknown(key.latency, |(_, latency, _)| text::seconds(latency)))
}

/// What the last number is: the bill of a month, else the cost of the period, else its replica-hours.
fn spending(key: &Key) -> String {
    match (key.monthly, key.cost, key.length) {
        (Some(_), ..) => "Cost per month".to_owned(),
        (None, Some(_), Some(length)) => format!("Cost of {}", text::seconds(length)),
        (None, Some(_), None) => "Cost of the periods".to_owned(),
        (None, None, Some(length)) => format!("Replica-hours in {}", text::seconds(length)),
        (None, None, None) => "Replica-hours".to_owned(),
    }
}

/// Of which bill it is a part; without one, what the policies save against fleets that stay as sized.
fn part_or_saved(key: &Key) -> String {
    match key.of_plan.filter(|_| key.monthly.is_some()) {
        Some(all) => format!("of {} in all", text::dollars(all)),
        None => key.saving.map_or_else(|| "no comparison".to_owned(), |saving| text::against(saving, "static")),
    }
}

/// A difference of two shares close to 1: `0.01 points`.
fn fine_points(fraction: f64) -> String {
    format!("{} points", text::significant(fraction * 100.0, 6))
}

fn days(value: f64) -> String {
    text::counted(value as u64, "day", "days")
}

impl StatRow {
    /// What stands below the number: how it differs from the baseline's, where there is one.
    pub fn remark(&self, now: &Key, before: Option<&Key>) -> String {
        // What is measured elsewhere is no difference.
        let is_at_user = |key: &Key| (self.label)(key).ends_with("at the user");
        let same = |before: &&Key| is_at_user(now) == is_at_user(before);
        let Some(before) = before.filter(same) else { return (self.note)(now) };
        let change = match ((self.number)(now), (self.number)(before)) {
            (Some(now), Some(before)) => {
                text::difference(now, before, self.show).map(|change| format!("{change} vs baseline"))
            }
            _ if (self.value)(now) == (self.value)(before) => None,
            _ => Some(format!("baseline: {}", (self.value)(before).unwrap_or_else(|| "none".to_owned()))),
        };
        change.unwrap_or_else(|| "no change".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::key_of;
    use super::*;
    use crate::pages::PAGES;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    fn row(label: &str) -> &'static StatRow {
        STATS.iter().find(|row| (row.label)(&Key::default()) == label).unwrap()
    }

    #[test]
    fn every_number_has_a_name_and_a_page_in_the_order_of_the_pages() {
        let places = STATS.iter().map(|row| {
            assert!(!(row.label)(&Key::default()).is_empty(), "a number of {} has no name", row.topic);
            PAGES.iter().position(|page| page.topics.contains(&row.topic)).unwrap()
        });
        assert!(places.is_sorted());
    }

    #[test]
    fn a_remark_tells_the_difference_and_what_was_unknown() {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        let before = key_of(&evaluate(&scenario), Some(id)).unwrap();
        let load = &mut scenario.services.get_mut(id).unwrap().demand.average_load;
        *load = Quantity::clamped(load.get() * 2.0);
        let now = key_of(&evaluate(&scenario), Some(id)).unwrap();
        assert_eq!(row("Usual peak").remark(&now, Some(&before)), "+75 k vs baseline");
        assert_eq!(row("Usual peak").remark(&now, Some(&now)), "no change");
        assert_eq!(row("Usual peak").remark(&now, None), now.scope);
        assert_eq!(row("Holds until").remark(&now, Some(&before)), "no change");
        let limited = Key { lasts: None, monthly: None, ..before.clone() };
        assert_eq!(row("Replica-hours").remark(&limited, Some(&before)), "baseline: $7,604");
        let here = Key { latency: Some((0.99, 0.2, true)), ..before.clone() };
        assert_eq!(row("Response time at peak").remark(&here, Some(&before)), "no target");
        assert_eq!((row("Replicas planned").value)(&Key::default()).as_deref(), Some("0"));
        assert_eq!((row("Response time at peak").value)(&Key::default()), None);
    }
}
