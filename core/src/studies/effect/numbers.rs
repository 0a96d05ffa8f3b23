//! The numbers that a change moves, each with whether that is for the better.

use crate::base::id::ServiceId;
use crate::base::text;
use crate::plan::evaluate::{Evaluation, ServiceEvaluation};
use crate::plan::key_answer::KeyAnswer;
use crate::plan::sizing::EventNeed;
use crate::plan::topics::{key_answers, plan_answers};
use serde::{Deserialize, Serialize};

/// A number that reads otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberChange {
    /// What programs call it.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Before.
    pub was: String,
    /// After.
    pub now: String,
    /// Whether that is better; `None` where one of the two is not known, or neither is better.
    pub better: Option<bool>,
}

/// What is good: less of it, or more.
#[derive(Clone, Copy, PartialEq)]
enum Good {
    Less,
    More,
}

/// The numbers of a service that a person weighs, with what is good.
const OF_SERVICE: &[(&str, Good)] = &[
    ("replicas", Good::Less),
    ("latency", Good::Less),
    ("response_at_user", Good::Less),
    ("response_after_loss", Good::Less),
    ("holds_until", Good::More),
    ("slo_kept", Good::More),
    ("survivable", Good::More),
    ("rto", Good::Less),
    ("rpo", Good::Less),
    ("compute", Good::Less),
    ("replica_hours", Good::Less),
];

/// Those of the plan.
const OF_PLAN: &[(&str, Good)] = &[("cost", Good::Less), ("horizon_cost", Good::Less)];

fn moved<T: 'static>(
    rows: impl Iterator<Item = &'static KeyAnswer<T>>,
    wanted: &[(&str, Good)],
    before: &T,
    after: &T,
) -> Vec<NumberChange> {
    let rows: Vec<&KeyAnswer<T>> = rows.collect();
    let change = |(id, good): &(&str, Good)| {
        let row = rows.iter().find(|row| row.id == *id)?;
        let (was, now) = ((row.of)(before), (row.of)(after));
        let [was_shown, now_shown] = [was, now].map(|value| row.shown(value));
        // Beyond the horizon there is no day, which is the latest of all.
        let order = |value: Option<f64>| value.or((*id == "holds_until").then_some(f64::INFINITY));
        let better =
            order(was).zip(order(now)).map(|(was, now)| if *good == Good::Less { now < was } else { now > was });
        (was_shown != now_shown).then(|| NumberChange {
            id: (*id).to_owned(),
            label: row.label.to_owned(),
            was: was_shown,
            now: now_shown,
            better,
        })
    };
    wanted.iter().filter_map(change).collect()
}

/// What reads otherwise of a service and of the plan.
pub(super) fn changes(before: &Evaluation, after: &Evaluation, service: ServiceId) -> Vec<NumberChange> {
    let of_service = before.service(service).zip(after.service(service));
    let mut numbers = of_service.map_or_else(Vec::new, |(was, now)| moved(key_answers(), OF_SERVICE, was, now));
    numbers.extend(of_service.into_iter().flat_map(|(was, now)| events(was, now)));
    numbers.extend(moved(plan_answers(), OF_PLAN, before, after));
    numbers
}

/// Events that need more replicas, or fewer, than before.
fn events(before: &ServiceEvaluation, after: &ServiceEvaluation) -> Vec<NumberChange> {
    let change = |now: &EventNeed| {
        let was = before.sizing.events.iter().find(|was| (&was.name, was.day) == (&now.name, now.day))?;
        (was.extra != now.extra).then(|| NumberChange {
            id: "event".to_owned(),
            label: format!("{}, additional replicas", text::one_line(text::named(&now.name, "An event"))),
            was: text::count(was.extra),
            now: text::count(now.extra),
            better: None,
        })
    };
    after.sizing.events.iter().filter_map(change).collect()
}

/// The other services that are moved with it.
pub(super) fn others(before: &Evaluation, after: &Evaluation, service: ServiceId) -> Vec<String> {
    let differs =
        |was: &ServiceEvaluation, now: &ServiceEvaluation| !moved(key_answers(), OF_SERVICE, was, now).is_empty();
    let others = before.services.iter().filter(|other| other.id != service);
    let touched = others.filter(|was| after.service(was.id).is_some_and(|now| differs(was, now)));
    touched.map(|other| other.name.clone()).collect()
}
