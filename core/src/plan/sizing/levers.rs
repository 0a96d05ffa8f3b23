//! The smallest changes that would help: what makes it fit, what saves a replica, what lasts a year.
//!
//! Each lever carries the change as numbers, rounded in the direction in which it still works, so
//! that a person who enters what is written gets what is said.

use super::latency::{latency_at, replicas_for_latency};
use super::soon::soon_enough;
use super::{Binding, ReplicasForLatency, SizingPlan};
use crate::base::numeric::{ceil_count, round_down, round_up};
use crate::base::text;
use crate::base::units::{LatencyTarget, ServiceTime};
use crate::plan::demand::{DemandPlan, HORIZON_DAYS};
use crate::plan::scenario::adjust::{Adjustment, Lever};
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::sizing::SizingInputs;

/// Digits in which levers are written.
const DIGITS: usize = 4;
/// Most headroom that is suggested for a year of growth, as a fraction of the peak.
const MOST_HEADROOM: f64 = 2.0;

pub(super) fn levers(inputs: &SizingInputs, demand: &DemandPlan, growth: Growth, plan: &SizingPlan) -> Vec<Lever> {
    let mut levers = Vec::new();
    // A headroom in numbers is no longer that of a product: it would only hide what is asked of that.
    let of_product = soon_enough(inputs, plan, "").is_some();
    match (&plan.replicas_for_latency, plan.binding) {
        (ReplicasForLatency::OutOfReach { fastest }, _) => out_of_reach(inputs, *fastest, &mut levers),
        (_, Binding::Latency) => relax_latency(inputs, demand, plan, &mut levers),
        (_, Binding::Headroom) if of_product => {}
        (_, Binding::Headroom) => one_fewer(inputs, demand, plan, &mut levers),
        (_, Binding::NoLoad) => {}
    }
    if !of_product {
        last_a_year(inputs, demand, growth, plan, &mut levers);
    }
    if let Some(days) = plan.runway.days.filter(|_| plan.runway.order_in_days.is_some_and(|days| days < 0)) {
        levers.push(Lever {
            change: format!("Cut the lead time to {}", text::counted(u64::from(days.unsigned_abs()), "day", "days")),
            effect: "it arrives before growth uses up the headroom".into(),
            adjustment: Adjustment::LeadTime(f64::from(days)),
        });
    }
    levers
}

/// A latency target below the service time's own percentile: the time to reach, or the target to accept.
fn out_of_reach(inputs: &SizingInputs, fastest: f64, levers: &mut Vec<Lever>) {
    let Some(objective) = inputs.slo.latency else { return };
    // A hundredth inside the limit: at the limit itself no number of replicas is enough.
    let service_time = round_down(0.99 * inputs.replica.capacity.service_time() * objective.target.get() / fastest, 3);
    if ServiceTime::new(service_time).is_ok() {
        levers.push(Lever {
            change: format!("Reduce the service time to {}", text::seconds(service_time)),
            effect: "the service can then meet the target".into(),
            adjustment: Adjustment::ServiceTime(service_time),
        });
    }
    let target = round_up(1.01 * fastest, 3);
    if LatencyTarget::new(target).is_ok() {
        levers.push(Lever {
            change: format!("Relax the target to {}", text::seconds(target)),
            effect: "the service can meet it at this service time".into(),
            adjustment: Adjustment::LatencyTarget(target),
        });
    }
}

/// The latency objective asks for more than the throughput: what it costs, and what would do.
fn relax_latency(inputs: &SizingInputs, demand: &DemandPlan, plan: &SizingPlan, levers: &mut Vec<Lever>) {
    let saved = plan.carrying - plan.replicas_for_throughput;
    let relaxed = latency_at(demand.peak, plan.replicas_for_throughput, inputs.replica.capacity, inputs.slo.latency);
    if let Some(latency) = relaxed {
        let target = round_up(latency.at_percentile, 3);
        if LatencyTarget::new(target).is_err() {
            return;
        }
        levers.push(Lever {
            change: format!("Relax the target to {}", text::seconds(target)),
            effect: match saved {
                1 => "throughput becomes the limit, and one replica is saved".into(),
                many => format!("throughput becomes the limit, and {} replicas are saved", text::count(many)),
            },
            adjustment: Adjustment::LatencyTarget(target),
        });
    }
}

/// The headroom that one replica fewer would leave, or the throughput that would spare it.
fn one_fewer(inputs: &SizingInputs, demand: &DemandPlan, plan: &SizingPlan, levers: &mut Vec<Lever>) {
    let fewer = f64::from(plan.carrying.saturating_sub(1));
    let throughput = inputs.replica.capacity.throughput();
    // Whole tenths of a percent, as the field takes them.
    let headroom = ((fewer * throughput / demand.peak - 1.0) * 1000.0 + 1e-6).floor() / 1000.0;
    let latency_allows =
        !matches!(plan.replicas_for_latency, ReplicasForLatency::Needed(needed) if needed >= plan.carrying);
    if fewer < 1.0 || headroom <= 0.0 || headroom >= plan.headroom || !latency_allows {
        return;
    }
    levers.push(Lever {
        change: format!("Reduce headroom to {} %", text::plain(headroom * 100.0)),
        effect: "one replica is saved".into(),
        adjustment: Adjustment::Headroom(headroom),
    });
    let needed = round_up(plan.provisioned / fewer, DIGITS);
    levers.push(Lever {
        change: format!("Raise throughput to {} requests/s per replica", text::plain(needed)),
        effect: format!(
            "{} more each saves one replica at the same headroom",
            text::percent(needed / throughput - 1.0)
        ),
        adjustment: Adjustment::Throughput(needed),
    });
}

/// The headroom that would carry a year of growth.
fn last_a_year(inputs: &SizingInputs, demand: &DemandPlan, growth: Growth, plan: &SizingPlan, levers: &mut Vec<Lever>) {
    let out_of_reach = matches!(plan.replicas_for_latency, ReplicasForLatency::OutOfReach { .. });
    if out_of_reach || plan.runway.days.is_none_or(|days| days > HORIZON_DAYS) {
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
        // The headroom that covers the growth and asks for that many replicas, in whole tenths of a percent.
        let one_fewer = f64::from(needed - 1) * inputs.replica.capacity.throughput();
        let beyond = (then / demand.peak).max(one_fewer / demand.peak * (1.0 + 1e-6)) - 1.0;
        let headroom = (beyond * 1000.0).ceil() / 1000.0;
        // So much at once is bought step by step, as growth comes.
        if headroom > MOST_HEADROOM || 1.01 * f64::from(needed) > f64::from(u32::MAX) {
            return;
        }
        levers.push(Lever {
            change: format!("Add {}", text::counted(more.into(), "replica", "replicas")),
            effect: format!(
                "a headroom of {} % carries the usual peak through a year of growth, up to {} requests/s",
                text::plain(headroom * 100.0),
                text::si(then)
            ),
            adjustment: Adjustment::Headroom(headroom),
        });
    }
}
