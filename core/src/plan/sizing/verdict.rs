//! The verdict on a fleet, in sentences.

use super::plan::whole_lead_days;
use super::{EventNeed, ReplicasForLatency, SizingPlan};
use crate::base::explain::{Finding, Verdict};
use crate::base::text;
use crate::plan::demand::{DemandPlan, HORIZON_DAYS, later};
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::sizing::SizingInputs;
use jiff::civil::Date;

pub(super) fn verdict(
    inputs: &SizingInputs,
    demand: &DemandPlan,
    growth: Growth,
    start: Date,
    plan: &SizingPlan,
) -> Verdict {
    if demand.peak <= 0.0 {
        return Verdict::from_findings(vec![Finding::holds("No load, so no replicas are needed.")]);
    }
    let mut findings = vec![usual_peak(inputs, plan)];
    if matches!(plan.replicas_for_latency, ReplicasForLatency::OutOfReach { .. }) {
        // While the objective cannot be kept at all, until when it is kept is no question.
        return Verdict::from_findings(findings);
    }
    findings.extend(burst(demand, plan));
    findings.extend(runway(inputs, growth, start, plan));
    findings.extend(
        plan.events.iter().filter(|event| !event.carried).map(|event| event_sentence(event, whole_lead_days(inputs))),
    );
    Verdict::from_findings(findings)
}

fn usual_peak(inputs: &SizingInputs, plan: &SizingPlan) -> Finding {
    let replicas = text::counted(u64::from(plan.replicas), "replica", "replicas");
    if let (ReplicasForLatency::OutOfReach { fastest }, Some(objective)) =
        (&plan.replicas_for_latency, inputs.slo.latency)
    {
        return Finding::fails(format!(
            "P{} within {} is out of reach with any number of replicas: at a service time of {} it takes {} without queueing.",
            text::significant(objective.percentile.get() * 100.0, 6),
            text::seconds(objective.target.get()),
            text::seconds(inputs.replica.capacity.service_time()),
            text::seconds(*fastest)
        ));
    }
    if plan.carrying == u32::MAX {
        return Finding::fails(format!("The usual peak needs more than {} replicas.", text::count(u32::MAX)));
    }
    let beyond = plan.runway.limit / (plan.provisioned / (1.0 + plan.headroom)) - 1.0;
    // What is said must be what holds: the headroom within the objective, whole replicas counted.
    let share = match round_down(beyond) {
        0.0 => "nothing".to_owned(),
        share => text::percent(share),
    };
    let to_spare = match inputs.spare_replicas.get() {
        0 => format!("{share} to spare"),
        lost => format!("{share} to spare even with {} lost", text::counted(lost.into(), "replica", "replicas")),
    };
    let sentence =
        format!("{replicas} {} the usual peak with {to_spare}.", if plan.replicas == 1 { "handles" } else { "handle" });
    let sentence = text::capitalised(&sentence);
    if beyond + 1e-9 < plan.headroom.min(0.05) { Finding::tight(sentence) } else { Finding::holds(sentence) }
}

fn burst(demand: &DemandPlan, plan: &SizingPlan) -> Option<Finding> {
    (demand.burst > plan.runway.limit && demand.burst > demand.peak).then(|| {
        Finding::tight(format!(
            "Bursts at peak exceed {} requests/s 5 % of the time, {} more than the fleet can handle.",
            text::si(demand.burst),
            text::percent(demand.burst / plan.runway.limit.max(1e-9) - 1.0)
        ))
    })
}

fn runway(inputs: &SizingInputs, growth: Growth, start: Date, plan: &SizingPlan) -> Option<Finding> {
    let (days, exhausted, order_by, order_in) =
        (plan.runway.days?, plan.runway.exhausted?, plan.runway.order_by?, plan.runway.order_in_days?);
    let rate = text::percent(growth.monthly.get());
    let gone = text::date(exhausted);
    Some(if order_in < 0 {
        let arrives = later(start, whole_lead_days(inputs));
        Finding::fails(format!(
            "Growth of {rate} a month uses up the headroom by {gone}; capacity ordered on the first day arrives on {}, {} too late.",
            text::date(arrives),
            text::counted(u64::from(order_in.unsigned_abs()), "day", "days")
        ))
    } else if days <= HORIZON_DAYS {
        Finding::tight(format!(
            "Growth of {rate} a month uses up the headroom by {gone}: order by {}.",
            text::date(order_by)
        ))
    } else {
        Finding::holds(format!("Growth of {rate} a month leaves headroom until {gone}."))
    })
}

fn event_sentence(event: &EventNeed, lead: i32) -> Finding {
    let more = text::counted(u64::from(event.extra.max(1)), "more replica", "more replicas");
    let day = text::date(event.day);
    if event.order_in_days + lead < 0 {
        Finding::fails(format!("{}, in progress since {day}, needs {more}.", event.name))
    } else if event.order_in_days < 0 {
        Finding::fails(format!(
            "{} on {day} needs {more}, but with a lead time of {} it is {} too late to order.",
            event.name,
            text::counted(lead.unsigned_abs().into(), "day", "days"),
            text::counted(u64::from(event.order_in_days.unsigned_abs()), "day", "days")
        ))
    } else {
        Finding::tight(format!("{} on {day} needs {more}: order by {}.", event.name, text::date(event.order_by)))
    }
}

/// Whole percents, never more than there are.
fn round_down(fraction: f64) -> f64 {
    ((fraction * 100.0 + 1e-6).floor() / 100.0).max(0.0)
}
