//! The topics of a plan, one row each: what a topic is called and asks, its settings, and where its answer is.
//!
//! Report, differences, explanations, settings and the laws that every topic keeps iterate over [`TOPICS`].

use super::answered::Answered;
use super::evaluate::{Evaluation, ServiceEvaluation, report};
use super::key_answer::{KeyAnswer, Reads, day, row};
use super::line::Line;
use super::sizing::Lasts;
use super::{cost, demand, ledger, limits, recovery, regions, scaling, sizing};
use crate::base::dimension::Dimension;
use crate::base::explain::{Verdict, Working};
use crate::base::id::ServiceId;
use crate::base::money::Money;
use crate::base::setting::Setting;
use crate::base::time::HOURS_PER_MONTH;
use crate::plan::scenario::adjust::Lever;
use jiff::civil::{Date, date};

/// A topic: a question that the plan answers, for each service or for the plan as a whole.
#[derive(Debug)]
pub struct Topic {
    /// What programs call it.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it answers.
    pub question: &'static str,
    /// Where its inputs stand in a plan's file, as JSON pointers; those of a service as those of the first.
    pub inputs: &'static [&'static str],
    /// Its settings, each explained.
    pub settings: &'static [&'static [Setting]],
    /// Its answer for a service, where it has one.
    pub answer: for<'a> fn(&'a Evaluation, ServiceId) -> Option<TopicAnswer<'a>>,
    /// The numbers of a service that are compared between plans.
    pub key_answers: &'static [KeyAnswer<ServiceEvaluation>],
    /// The numbers of a whole plan that are compared between plans.
    pub plan_answers: &'static [KeyAnswer<Evaluation>],
    /// What is said of it where nothing is stated.
    pub unstated: &'static str,
    /// What a printed report says of a service; last, whether the plan has several.
    pub lines: fn(&Evaluation, ServiceId, bool) -> Vec<Line>,
    /// What a printed report says of several services together.
    pub total_lines: fn(&Evaluation) -> Vec<Line>,
    /// What a printed report says of the whole plan, in a section of its own.
    pub section: fn(&Evaluation) -> Vec<Line>,
    /// Whether a printed report shows its arithmetic service by service.
    pub works_in_report: bool,
    /// Ids of key answers of a service that never fall where the load is higher and all else is equal.
    pub grows_with_load: &'static [&'static str],
}

/// What every topic has of an answer.
#[derive(Clone, Copy, Debug)]
pub struct TopicAnswer<'a> {
    /// Whether anything is stated about the topic, so that it is worth telling.
    pub is_stated: bool,
    /// How it stands.
    pub verdict: &'a Verdict,
    /// What would help.
    pub levers: &'a [Lever],
    /// The arithmetic.
    pub working: &'a Working,
}

impl<'a> TopicAnswer<'a> {
    fn of<P>(is_stated: bool, answered: &'a Answered<P>) -> Self {
        let Answered { verdict, levers, working, .. } = answered;
        Self { is_stated, verdict, levers, working }
    }
}

fn silent(_: &Evaluation) -> Vec<Line> {
    Vec::new()
}

/// What a report says of a service, where the plan has an answer for it.
fn told<P>(answer: Option<P>, lines: impl FnOnce(P) -> Vec<Line>) -> Vec<Line> {
    answer.map(lines).unwrap_or_default()
}

const NO_END: &str = "beyond 10 years";
const NUMBER: Reads = Reads::As(Dimension::Plain);
const RATE: Reads = Reads::As(Dimension::Rate);
const FRACTION: Reads = Reads::As(Dimension::Fraction);
const SECONDS: Reads = Reads::As(Dimension::Seconds);
const DOLLARS: Reads = Reads::As(Dimension::Dollars);

/// The topics, in the order in which the chain answers them.
#[rustfmt::skip] // A table.
pub const TOPICS: &[Topic] = &[
    Topic {
        id: "demand",
        title: "Demand",
        question: "How much load is there, and when?",
        inputs: &["/services/0/demand"],
        settings: &[demand::settings::SETTINGS],
        answer: |all, id| Some(TopicAnswer::of(true, &all.service(id)?.demand)),
        key_answers: &[
            row("peak", "Usual peak", RATE, |service| Some(service.demand.peak)),
        ],
        plan_answers: &[
            row("peak", "Sum of usual peaks", RATE, |plan| Some(plan.totals.peak)),
        ],
        unstated: "No load entered.",
        lines: |all, id, _| told(all.service(id), |service| demand::lines(&service.demand, &service.demand.verdict)),
        total_lines: |all| report::load(&all.totals),
        section: silent,
        works_in_report: true,
        grows_with_load: &["peak"],
    },
    Topic {
        id: "sizing",
        title: "Sizing",
        question: "How many replicas, at what headroom, and until when?",
        inputs: &["/services/0/sizing", "/limits"],
        settings: &[sizing::settings::SETTINGS, limits::SETTINGS],
        answer: |all, id| Some(TopicAnswer::of(true, &all.service(id)?.sizing)),
        key_answers: &[
            row("provisioned", "Provisioned load", RATE, |service| Some(service.alone.provisioned)),
            row("replicas", "Replicas planned", NUMBER, |service| Some(service.ledger.planned().needed().into())),
            row("headroom", "Headroom", FRACTION, |service| Some(service.sizing.headroom)),
            row("busy", "Utilization at peak", FRACTION, |service| Some(service.sizing.utilization?.peak)),
            row("latency", "Response time at peak", SECONDS, |service| Some(service.sizing.latency.as_ref()?.at_percentile)),
            row("vcpus", "vCPUs", NUMBER, |service| Some(service.ledger.resources.vcpus)),
            row("memory", "Memory", Reads::As(Dimension::Gib), |service| Some(service.ledger.resources.memory)),
            row("gpus", "GPUs", NUMBER, |service| Some(service.ledger.resources.gpus as f64)),
            day("holds_until", "Holds until", NO_END, |service| last_day(service.sizing.lasts.as_ref())),
            day("order_by", "Order by", "nothing to order", |service| service.sizing.runway.order_by.map(days)),
        ],
        plan_answers: &[
            row("provisioned", "Provisioned load", RATE, |plan| Some(plan.totals.provisioned)),
            row("replicas", "Replicas planned", NUMBER, |plan| Some(plan.totals.replicas as f64)),
            row("vcpus", "vCPUs", NUMBER, |plan| Some(plan.totals.resources.vcpus)),
            row("memory", "Memory", Reads::As(Dimension::Gib), |plan| Some(plan.totals.resources.memory)),
            row("gpus", "GPUs", NUMBER, |plan| Some(plan.totals.resources.gpus as f64)),
            day("holds_until", "Holds until", NO_END, |plan| last_day(plan.totals.lasts.as_ref())),
        ],
        unstated: "No replicas entered.",
        lines: |all, id, several| told(all.service(id), |service| [sizing::lines(&service.sizing, several, service.place().map(|place| place.name.as_str())), ledger::lines(&service.ledger)].concat()),
        total_lines: |all| report::fleets(&all.totals),
        section: |all| limits::lines(&all.limits),
        works_in_report: true,
        grows_with_load: &["provisioned", "replicas", "vcpus", "memory", "gpus"],
    },
    Topic {
        id: "scaling",
        title: "Scaling",
        question: "Does an autoscaling policy meet the SLO on this load, and at what cost?",
        inputs: &["/services/0/scaling"],
        settings: &[scaling::settings::SETTINGS],
        answer: |all, id| Some(TopicAnswer::of(true, &all.service(id)?.scaling)),
        key_answers: &[
            row("slo_kept", "Within SLO", FRACTION, |service| Some(service.scaling.outcome.kept_of_requests())),
            row("replica_hours", "Replica-hours per month", NUMBER, |service| Some(a_month(service.scaling.outcome.spend.paid(), service))),
            row("saving", "Saved vs static fleet", FRACTION, |service| service.scaling.saving()),
        ],
        plan_answers: &[
            row("slo_kept", "Within SLO", FRACTION, |plan| Some(plan.totals.scaling.kept_of_requests())),
            row("replica_hours", "Replica-hours per month", NUMBER, |plan| Some(plan.services.iter().map(|service| a_month(service.scaling.outcome.spend.paid(), service)).sum())),
            row("saving", "Saved vs static fleets", FRACTION, |plan| plan.totals.scaling.saving()),
        ],
        unstated: "No autoscaling policy entered.",
        lines: |all, id, _| told(all.service(id), |service| scaling::lines(&service.scaling)),
        total_lines: |all| report::scaling(&all.totals),
        section: silent,
        works_in_report: false,
        grows_with_load: &[],
    },
    Topic {
        id: "regions",
        title: "Regions",
        question: "What does losing a region take?",
        inputs: &["/regions", "/services/0/regions", "/drill"],
        settings: &[regions::settings::SETTINGS],
        answer: |all, id| Some(TopicAnswer::of(true, all.service(id)?.regions.as_ref()?)),
        key_answers: &[
            row("survivable", "Survivable loss", NUMBER, |service| Some(service.regions.as_ref()?.survivable.regions?.into())),
            row("regional_replicas", "Total replicas in all regions", NUMBER, |service| Some(service.regions.as_ref()?.replicas as f64)),
            row("response_at_user", "Response time at the user", SECONDS, |service| service.regions.as_ref()?.longest_response()?.seconds()),
            row("response_after_loss", "Response time at the user after a loss", SECONDS, |service| service.regions.as_ref()?.longest_response_after_loss()?.seconds()),
        ],
        plan_answers: &[
            row("survivable", "Survivable loss", NUMBER, |plan| plan.totals.survivable.map(f64::from)),
        ],
        unstated: "Single region: losing it takes the service down.",
        lines: |all, id, several| told(all.service(id).and_then(|service| service.regions.as_ref()), |plan| regions::lines(plan, several)),
        total_lines: silent,
        section: silent,
        works_in_report: true,
        grows_with_load: &["regional_replicas"],
    },
    Topic {
        id: "recovery",
        title: "Recovery",
        question: "How long does recovery from a lost region take, and what does standby cost?",
        inputs: &["/services/0/recovery"],
        settings: &[recovery::settings::SETTINGS],
        answer: |all, id| {
            let answered = &all.service(id)?.recovery;
            Some(TopicAnswer::of(answered.is_stated, answered))
        },
        key_answers: &[
            row("rto", "RTO of the active tier", SECONDS, |service| service.recovery.active()?.rto),
            row("rpo", "RPO of the active tier", SECONDS, |service| Some(service.recovery.active()?.data.rpo)),
        ],
        plan_answers: &[],
        unstated: "No recovery inputs yet.",
        lines: |all, id, several| told(all.service(id), |service| recovery::lines(&service.recovery, several)),
        total_lines: silent,
        section: silent,
        works_in_report: true,
        grows_with_load: &[],
    },
    Topic {
        id: "reliability",
        title: "Reliability",
        question: "What availability do the dependencies allow, and what spends the error budget?",
        inputs: &["/services/0/reliability"],
        settings: &[],
        answer: |all, id| {
            let answered = all.reliability.service(id)?;
            Some(TopicAnswer::of(answered.is_stated, answered))
        },
        key_answers: &[],
        plan_answers: &[],
        unstated: "No dependencies entered, so the SLO is not checked against them.",
        lines: |all, id, several| told(all.reliability.service(id).filter(|plan| plan.is_stated), |plan| Line::held("Reliability", &plan.verdict, several).collect()),
        total_lines: silent,
        section: silent,
        works_in_report: true,
        grows_with_load: &[],
    },
    Topic {
        id: "purchasing",
        title: "Purchasing",
        question: "What does each service cost, and how should its nodes be purchased?",
        inputs: &["/services/0/cost"],
        settings: &[cost::machine_settings::SETTINGS, cost::buying_settings::SETTINGS],
        answer: |all, id| Some(TopicAnswer::of(all.cost.is_stated, &all.service(id)?.cost)),
        key_answers: &[
            row("compute", "Compute per month", DOLLARS, |service| service.cost.compute),
        ],
        plan_answers: &[],
        unstated: "No purchasing inputs yet.",
        lines: |all, id, _| told(all.service(id), |service| cost::service_lines(&service.cost, &all.cost, id)),
        total_lines: silent,
        section: silent,
        works_in_report: false,
        grows_with_load: &[],
    },
    Topic {
        id: "cost",
        title: "Cost",
        question: "What does the plan cost over the years, and who pays?",
        inputs: &["/cost"],
        settings: &[cost::settings::SETTINGS],
        answer: |all, _| Some(TopicAnswer::of(all.cost.is_stated, &all.cost)),
        key_answers: &[],
        plan_answers: &[
            row("cost", "Cost per month", DOLLARS, |plan| plan.totals.monthly.map(Money::dollars)),
            row("horizon_cost", "Total cost of all years", DOLLARS, |plan| plan.cost.horizon.is_complete.then(|| plan.cost.horizon.total.dollars())),
        ],
        unstated: "No cost inputs yet.",
        lines: |_, _, _| Vec::new(),
        total_lines: silent,
        section: |all| cost::lines(&all.cost).into_iter().chain(cost::pool_lines(&all.pools)).collect(),
        works_in_report: false,
        grows_with_load: &[],
    },
];

/// The key answers about a service, in the order of the topics.
pub fn key_answers() -> impl Iterator<Item = &'static KeyAnswer<ServiceEvaluation>> {
    TOPICS.iter().flat_map(|topic| topic.key_answers)
}

/// The key answers about a whole plan, in the order of the topics.
pub fn plan_answers() -> impl Iterator<Item = &'static KeyAnswer<Evaluation>> {
    TOPICS.iter().flat_map(|topic| topic.plan_answers)
}

impl Topic {
    /// Whether it is answered once for the whole plan and not for each service.
    pub fn is_of_plan(&self) -> bool {
        self.inputs.iter().all(|pointer| !pointer.starts_with("/services/"))
    }

    /// The topic with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        TOPICS.iter().find(|topic| topic.id == id)
    }
}

impl Setting {
    /// The setting with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        let tables = TOPICS.iter().flat_map(|topic| topic.settings);
        tables.flat_map(|table| *table).find(|setting| setting.id == id)
    }
}

/// The day from which answers that are days count.
pub const EPOCH: Date = date(1970, 1, 1);

fn last_day(lasts: Option<&Lasts>) -> Option<f64> {
    lasts.map(|lasts| days(lasts.day))
}

fn days(day: Date) -> f64 {
    (day.duration_since(EPOCH).as_hours() / 24) as f64
}

/// What a sum over the simulated period comes to in a month.
fn a_month(sum: f64, service: &ServiceEvaluation) -> f64 {
    sum * HOURS_PER_MONTH / (service.scaling.outcome.length / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days(date(2025, 12, 31)), 20_453.0);
    }
}
