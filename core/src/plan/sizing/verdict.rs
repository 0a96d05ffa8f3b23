//! The verdict on a fleet, in sentences.

use super::plan::whole_lead_days;
use super::soon::{event_sentence, soon_enough};
use super::{ReplicasForLatency, SizingPlan};
use crate::base::explain::{Finding, Verdict};
use crate::base::text;
use crate::formulas::queueing::ServiceTimes;
use crate::plan::demand::{DemandPlan, EventPeak, HORIZON_DAYS, later};
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::sizing::{HeadroomRule, LatencyObjective, ProductKind, ReplicaCapacity, SizingInputs};
use jiff::civil::Date;

/// The region with the least to spare, of a service in several.
#[derive(Clone, Copy, Debug)]
pub struct Tightest<'a> {
    /// Its name.
    pub name: &'a str,
    /// Of how many regions.
    pub of: usize,
}

impl Tightest<'_> {
    /// ` in Ireland`; nothing in one place.
    fn place(of: Option<Self>) -> String {
        of.map_or_else(String::new, |tightest| format!(" in {}", text::one_line(tightest.name)))
    }
}

/// What is said about a fleet: of one place, or of the region of several that has the least to spare.
pub fn verdict(
    inputs: &SizingInputs,
    demand: &DemandPlan,
    growth: Growth,
    start: Date,
    plan: &SizingPlan,
    tightest: Option<Tightest<'_>>,
) -> Verdict {
    if demand.peak <= 0.0 {
        return Verdict::from_findings(vec![Finding::holds("No load, so no replicas are needed.")]);
    }
    let mut findings = vec![usual_peak(inputs, demand, plan, tightest)];
    if matches!(plan.replicas_for_latency, ReplicasForLatency::OutOfReach { .. }) {
        // While the objective cannot be kept at all, until when it is kept is no question.
        return Verdict::from_findings(findings);
    }
    findings.extend(burst(demand, plan, tightest));
    findings.extend(counted_twice(inputs, demand));
    findings.extend(runway(inputs, growth, start, plan, tightest).filter(|_| demand.peak <= plan.runway.limit));
    findings.extend(soon_enough(inputs, plan, &Tightest::place(tightest)));
    let lead = whole_lead_days(inputs);
    findings.extend(plan.events.iter().filter(|event| !event.carried).map(|event| event_sentence(event, lead)));
    Verdict::from_findings(findings)
}

fn usual_peak(
    inputs: &SizingInputs,
    demand: &DemandPlan,
    plan: &SizingPlan,
    tightest: Option<Tightest<'_>>,
) -> Finding {
    let place = Tightest::place(tightest);
    let replicas = text::counted(u64::from(plan.running), "replica", "replicas");
    if let (ReplicasForLatency::OutOfReach { fastest }, Some(objective)) =
        (&plan.replicas_for_latency, inputs.slo.latency)
    {
        return Finding::fails(out_of_reach(inputs.replica.capacity, objective, *fastest));
    }
    if plan.carrying == u32::MAX {
        return Finding::fails(format!("The usual peak needs more than {} replicas.", text::count(u32::MAX)));
    }
    let peak = plan.provisioned / (1.0 + plan.headroom);
    let beyond = plan.runway.limit / peak - 1.0;
    let lost = match inputs.spare_replicas.get() {
        0 => String::new(),
        lost => format!(" even with {} lost", text::counted(lost.into(), "replica", "replicas")),
    };
    let which = tightest.map_or_else(|| "the usual peak".to_owned(), |_| "its usual peak".to_owned());
    if beyond < -1e-9 {
        let why = if plan.capacity >= demand.peak { " with the losses to be survived" } else { "" };
        let verb = if plan.running == 1 { "does" } else { "do" };
        return Finding::fails(text::capitalised(&format!("{replicas}{place} {verb} not handle {which}{why}{lost}.")));
    }
    // What is said must be what holds: the headroom within the objective, whole replicas counted.
    let share = match round_down(beyond) {
        0.0 => "nothing".to_owned(),
        share => text::percent(share),
    };
    let least = tightest
        .filter(|tightest| tightest.of > 1)
        .map_or_else(String::new, |tightest| format!(", the least of {} regions", tightest.of));
    let verb = if plan.running == 1 { "handles" } else { "handle" };
    let sentence = text::capitalised(&format!("{replicas}{place} {verb} {which} with {share} to spare{lost}{least}."));
    if beyond + 1e-9 < plan.headroom.min(0.05) { Finding::tight(sentence) } else { Finding::holds(sentence) }
}

/// Why no number of replicas keeps a target, and which assumption that hangs on.
fn out_of_reach(capacity: ReplicaCapacity, objective: LatencyObjective, fastest: f64) -> String {
    let service = capacity.service();
    let assumed = if capacity.variability().is_some() { "" } else { ", exponential as nobody stated it" };
    let mut said = format!(
        "P{} within {} is out of reach with any number of replicas: at a service time of {} with a variability (CV) of {}{assumed}, it takes {} without queueing.",
        text::significant(objective.percentile.get() * 100.0, 6),
        text::seconds(objective.target.get()),
        text::seconds(capacity.service_time()),
        text::percent(service.variability),
        text::seconds(fastest)
    );
    // Whole percents, below which the target is within reach.
    let most = ServiceTimes::most_variability(service.rate, objective.percentile.get(), objective.target.get());
    match most.map(round_down) {
        Some(0.0) => said.push_str(" Only service times that hardly vary bring it within reach."),
        Some(most) => said.push_str(&format!(" At a CV of {} or less it is within reach.", text::percent(most))),
        None => said.push_str(" Service times that hardly vary do not bring it within reach either."),
    }
    said
}

/// A headroom that is meant for a rise, or as large as one, beside an event that is such a rise.
fn counted_twice(inputs: &SizingInputs, demand: &DemandPlan) -> Option<Finding> {
    let headroom = inputs.headroom.fraction();
    let is_for_a_rise = match inputs.headroom {
        HeadroomRule::Product { kind, .. } => matches!(kind, ProductKind::BlackFriday | ProductKind::NewLaunch),
        _ => headroom >= 1.0,
    };
    if !is_for_a_rise {
        return None;
    }
    let lifts = |event: &&EventPeak| event.over_usual > 1.0;
    let event = demand.events.iter().filter(lifts).max_by(|one, other| one.peak.total_cmp(&other.peak))?;
    Some(Finding::tight(format!(
        "The headroom of {} and the event {} count a rise twice: with both, capacity is for {} × the average load. \
         Take a smaller headroom, such as that of a growing product, or remove the event.",
        text::percent(headroom),
        event.name,
        text::significant(event.over_average * (1.0 + headroom), 3)
    )))
}

fn burst(demand: &DemandPlan, plan: &SizingPlan, tightest: Option<Tightest<'_>>) -> Option<Finding> {
    (plan.runway.limit > 0.0 && demand.burst > plan.runway.limit && demand.burst > demand.peak).then(|| {
        Finding::tight(format!(
            "Bursts at peak{} exceed {} requests/s 5 % of the time, {} more than the fleet can handle.",
            Tightest::place(tightest),
            text::si(demand.burst),
            text::percent(demand.burst / plan.runway.limit - 1.0)
        ))
    })
}

fn runway(
    inputs: &SizingInputs,
    growth: Growth,
    start: Date,
    plan: &SizingPlan,
    tightest: Option<Tightest<'_>>,
) -> Option<Finding> {
    let place = Tightest::place(tightest);
    let (days, exhausted, order_by, order_in) =
        (plan.runway.days?, plan.runway.exhausted?, plan.runway.order_by?, plan.runway.order_in_days?);
    let rate = text::percent(growth.monthly.get());
    let gone = text::date(exhausted);
    Some(if order_in < 0 {
        let arrives = later(start, whole_lead_days(inputs));
        Finding::fails(format!(
            "Growth of {rate} a month uses up the headroom{place} by {gone}; capacity ordered on the first day arrives on {}, {} too late.",
            text::date(arrives),
            text::counted(u64::from(order_in.unsigned_abs()), "day", "days")
        ))
    } else if days <= HORIZON_DAYS {
        Finding::tight(format!(
            "Growth of {rate} a month uses up the headroom{place} by {gone}: order by {}.",
            text::date(order_by)
        ))
    } else {
        Finding::holds(format!("Growth of {rate} a month leaves headroom{place} until {gone}."))
    })
}

/// Whole percents, never more than there are.
fn round_down(fraction: f64) -> f64 {
    ((fraction * 100.0 + 1e-6).floor() / 100.0).max(0.0)
}
