//! The smallest changes that would help: what makes it fit, what saves a replica, what lasts a year.

use super::latency::{latency_at, replicas_for_latency};
use super::{Binding, Lever, ReplicasForLatency, SizingInputs, SizingPlan};
use crate::demand::{DemandPlan, Growth, HORIZON_DAYS};
use crate::numeric::ceil_count;
use crate::text;

pub(super) fn levers(inputs: &SizingInputs, demand: &DemandPlan, growth: Growth, plan: &SizingPlan) -> Vec<Lever> {
    let mut levers = Vec::new();
    match (&plan.replicas_for_latency, plan.binding) {
        (ReplicasForLatency::OutOfReach { fastest }, _) => out_of_reach(inputs, *fastest, &mut levers),
        (_, Binding::Latency) => relax_latency(inputs, demand, plan, &mut levers),
        (_, Binding::Headroom) => one_fewer(inputs, demand, plan, &mut levers),
        (_, Binding::NoLoad) => {}
    }
    last_a_year(inputs, demand, growth, plan, &mut levers);
    if let Some(late) = plan.runway.order_in_days.filter(|days| *days < 0) {
        let lead = inputs.lead_time.get().ceil() as i32 + late;
        levers.push(Lever {
            change: format!("Have capacity within {}", text::counted(lead.max(0).unsigned_abs().into(), "day", "days")),
            effect: "it arrives before growth uses up the headroom".into(),
        });
    }
    levers
}

/// A latency target below the service time's own percentile: the time to reach, or the target to accept.
fn out_of_reach(inputs: &SizingInputs, fastest: f64, levers: &mut Vec<Lever>) {
    let Some(objective) = inputs.slo.latency else { return };
    let service_time = inputs.replica.capacity.service_time() * objective.target.get() / fastest;
    levers.push(Lever {
        change: format!("Bring the service time below {}", text::seconds(service_time)),
        effect: "the target comes within reach".into(),
    });
    levers.push(Lever {
        change: format!("Promise {} or more", text::seconds(fastest * 1.01)),
        effect: "the target comes within reach of this service time".into(),
    });
}

/// The latency objective asks for more than the throughput: what it costs, and what would do.
fn relax_latency(inputs: &SizingInputs, demand: &DemandPlan, plan: &SizingPlan, levers: &mut Vec<Lever>) {
    let saved = plan.carrying - plan.replicas_for_throughput;
    if let Some(latency) =
        latency_at(demand.peak, plan.replicas_for_throughput, inputs.replica.capacity, inputs.slo.latency)
    {
        levers.push(Lever {
            change: format!("Promise {} instead", text::seconds(latency.at_percentile * 1.01)),
            effect: format!(
                "the throughput decides, and {} saved",
                text::counted(saved.into(), "replica is", "replicas are")
            ),
        });
    }
}

/// The headroom that one replica fewer would leave, or the throughput that would spare it.
fn one_fewer(inputs: &SizingInputs, demand: &DemandPlan, plan: &SizingPlan, levers: &mut Vec<Lever>) {
    let fewer = f64::from(plan.carrying.saturating_sub(1));
    let throughput = inputs.replica.capacity.throughput();
    let headroom = fewer * throughput / demand.peak - 1.0;
    let latency_allows =
        !matches!(plan.replicas_for_latency, ReplicasForLatency::Needed(needed) if needed >= plan.carrying);
    if fewer < 1.0 || headroom <= 0.0 || !latency_allows {
        return;
    }
    levers.push(Lever {
        change: format!("Accept a headroom of {}", text::percent(floor_to(headroom, 1e-3))),
        effect: "one replica is saved".into(),
    });
    let needed = plan.provisioned / fewer;
    levers.push(Lever {
        change: format!(
            "Sustain {} requests/s a replica, {} more",
            text::significant(needed, 5),
            text::percent(needed / throughput - 1.0)
        ),
        effect: "one replica is saved at the same headroom".into(),
    });
}

/// The replicas that would carry a year of growth.
fn last_a_year(inputs: &SizingInputs, demand: &DemandPlan, growth: Growth, plan: &SizingPlan, levers: &mut Vec<Lever>) {
    if plan.runway.days.is_none_or(|days| days > HORIZON_DAYS) {
        return;
    }
    let then = demand.peak * growth.factor_after(HORIZON_DAYS);
    let throughput = ceil_count(then / inputs.replica.capacity.throughput());
    let needed = match replicas_for_latency(then, inputs.replica.capacity, inputs.slo.latency) {
        ReplicasForLatency::Needed(needed) => needed.max(throughput),
        _ => throughput,
    };
    let more = needed.saturating_sub(plan.carrying);
    if more > 0 {
        levers.push(Lever {
            change: format!("Add {}", text::counted(more.into(), "replica", "replicas")),
            effect: format!("the usual peak holds for a year of growth, up to {} requests/s", text::si(then)),
        });
    }
}

fn floor_to(value: f64, step: f64) -> f64 {
    (value / step).floor() * step
}
