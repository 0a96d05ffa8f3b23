//! Replicas, response time and runway in a printed report.

use super::{Binding, LatencyAnswer, ReplicasForLatency, Resources, SizingPlan};
use crate::base::dimension::Dimension;
use crate::base::explain::Standing;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::line::Line;

/// What a report says of the size of a service: of one place, or of the named region that has the least to spare.
pub fn lines(plan: &Answered<SizingPlan>, several: bool, place: Option<&str>) -> Vec<Line> {
    // Of several services the verdict of the plan says what is due or fails, but not that the peak holds.
    let held = plan.verdict.findings.first().filter(|held| several && held.standing == Standing::Holds);
    let mut lines: Vec<Line> = held.cloned().map(Line::Lead).into_iter().collect();
    let at = place.map_or_else(String::new, |name| format!("{}: ", text::one_line(name)));
    lines.push(Line::answer("Replicas", format!("{at}{}; {}", replicas(plan), resources(&plan.resources))));
    if let Some(busy) = &plan.utilization {
        let shares = [busy.average, busy.p95, busy.peak, busy.spares_lost].map(text::percent);
        let [average, p95, peak, spares_lost] = shares;
        let says = format!("{at}average {average}, P95 {p95}, at peak {peak}, spares lost {spares_lost}");
        lines.push(Line::answer("Utilization", says));
    }
    lines.extend(latency(plan).map(|says| Line::answer("Response time", format!("{at}{says}"))));
    lines.push(Line::answer("Runway", format!("{at}{}", runway(plan))));
    for event in &plan.events {
        let need = if event.carried {
            "is within the headroom".to_owned()
        } else {
            format!(
                "needs {}, {} more: {} ordered, {}",
                text::counted(event.replicas.into(), "replica", "replicas"),
                text::count(event.extra.max(1)),
                text::count(event.lot),
                event.when_to_order()
            )
        };
        let (name, day) = (text::one_line(&event.name), text::date(event.day));
        let peak = text::quantity(event.peak, Dimension::Rate);
        lines.push(Line::answer("Event", format!("{name} on {day}: {peak} {need}")));
    }
    lines
}

fn replicas(plan: &SizingPlan) -> String {
    let spare = plan.replicas - plan.carrying;
    let reason = match (plan.binding, &plan.replicas_for_latency) {
        (Binding::NoLoad, _) => "no load",
        (_, ReplicasForLatency::OutOfReach { .. }) => "for throughput alone; the latency target is out of reach",
        (Binding::Headroom, _) => "for the peak and its headroom",
        (Binding::Latency, _) => "for the latency target",
    };
    let spare = if spare == 0 { String::new() } else { format!(", and {} spare", text::count(spare)) };
    let more = match plan.running.saturating_sub(plan.replicas) {
        0 if plan.running < plan.replicas => ", of which its limit leaves fewer".to_owned(),
        0 => String::new(),
        more => format!(", and {} of the reserve for a loss", text::count(more)),
    };
    format!("{}: {} {reason}{spare}{more}", text::count(plan.running), text::count(plan.carrying))
}

fn latency(plan: &SizingPlan) -> Option<String> {
    let usual = plan.latency.as_ref()?;
    let percentile = text::significant(usual.percentile * 100.0, 6);
    let shown = |answer: &LatencyAnswer| text::seconds(answer.at_percentile);
    let (mean, times) = (text::seconds(usual.mean), usual.service_times());
    let mut line = format!("P{percentile} {}, mean {mean} (service times {times})", shown(usual));
    if plan.replicas > plan.carrying
        && let Some(lost) = &plan.latency_spares_lost
    {
        line.push_str(&format!(", spares lost P{percentile} {}", shown(lost)));
    }
    if let Some(burst) = &plan.latency_in_burst {
        line.push_str(&format!(", in a burst P{percentile} {}", shown(burst)));
    }
    Some(line)
}

/// vCPUs, memory and GPUs of a fleet.
pub fn resources(sum: &Resources) -> String {
    let mut line =
        format!("{}, {}", text::quantity(sum.vcpus, Dimension::Vcpu), text::quantity(sum.memory, Dimension::Gib));
    if sum.gpus > 0 {
        line.push_str(&format!(", {}", text::counted(sum.gpus, "GPU", "GPUs")));
    }
    line
}

fn runway(plan: &SizingPlan) -> String {
    let limit = text::quantity(plan.runway.limit, Dimension::Rate);
    match (plan.runway.exhausted, plan.runway.days, plan.runway.order_by) {
        (Some(day), Some(days), Some(order)) => format!(
            "sufficient up to {limit} until {}, {} ahead; order by {}",
            text::date(day),
            text::counted(days.max(0).unsigned_abs().into(), "day", "days"),
            text::date(order)
        ),
        _ => format!("sufficient up to {limit}; growth does not reach it in ten years"),
    }
}
