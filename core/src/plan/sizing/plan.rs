//! The plan: replicas for the usual peak, what they leave over, what binds, and what would help.

use super::enlarged::Outgrown;
use super::latency::{latency_at, replicas_for_latency};
use super::lots::LotBasis;
use super::runway::{Lasts, lasts, lead_days, runway};
use super::steps::{
    all_step, headroom_step, latency_step, provisioned_steps, response_step, throughput_step, utilization_step,
};
use super::{EventNeed, LatencyAnswer, ReplicasForLatency, Runway, Stands};
use crate::base::explain::Working;
use crate::formulas::published as seeds;
use crate::plan::answered::Answered;
use crate::plan::demand::{DemandPlan, EventPeak, LoadCurve};
use crate::plan::scenario::ReadyBy;
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::sizing::{LatencyObjective, Replica, SizingInputs};
use serde::Serialize;

/// What decides the number of replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// There is no load.
    NoLoad,
    /// The peak and its headroom over the throughput of a replica.
    Headroom,
    /// The latency objective.
    Latency,
}

/// Share of the fleet's capacity in use.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Utilization {
    /// Under the average load.
    pub average: f64,
    /// Under the load that is exceeded in one minute in twenty.
    pub p95: f64,
    /// Under the usual peak.
    pub peak: f64,
    /// Under the usual peak with the spare replicas lost.
    pub spares_lost: f64,
}

/// Resources of all replicas together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Resources {
    /// Virtual CPUs.
    pub vcpus: f64,
    /// Memory in GiB.
    pub memory: f64,
    /// Accelerators.
    pub gpus: u64,
}

impl Resources {
    /// What so many replicas take.
    pub fn of(replica: &Replica, replicas: u32) -> Self {
        let count = f64::from(replicas);
        Self {
            vcpus: replica.vcpus.get() * count,
            memory: replica.memory.get() * count,
            gpus: u64::from(replica.gpus.get()) * u64::from(replicas),
        }
    }
}

/// The answers about sizing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizingPlan {
    /// Capacity beyond the peak, as a fraction of it, `h`.
    pub headroom: f64,
    /// The utilization at the peak that this headroom leaves.
    pub target_utilization: f64,
    /// The peak with its headroom, in requests/s.
    pub provisioned: f64,
    /// Replicas that the provisioned load needs.
    pub replicas_for_throughput: u32,
    /// Replicas that the latency objective needs.
    pub replicas_for_latency: ReplicasForLatency,
    /// Replicas that carry the load: the larger of the two.
    pub carrying: u32,
    /// Replicas in all, spare ones included.
    pub replicas: u32,
    /// Replicas that run all the time in a fleet that does not scale: as sized within the limit, and what is kept ready
    /// of the reserve for a loss.
    pub running: u32,
    /// Replicas that are planned here: the same with the part of the reserve that is not ready.
    pub planned: u32,
    /// Months from 0 in which growth enlarges the fleet, and how many are planned then.
    #[serde(skip)]
    pub steps: Vec<(u32, f64)>,
    /// Replicas that are needed here, whatever can be had, and the months in which growth needs more.
    #[serde(skip)]
    pub wanted: (u32, Vec<(u32, f64)>),
    /// What decided.
    pub binding: Binding,
    /// What all running replicas together sustain, in requests/s.
    pub capacity: f64,
    /// How busy they are.
    pub utilization: Option<Utilization>,
    /// Response times at the usual peak.
    pub latency: Option<LatencyAnswer>,
    /// Response times at the usual peak with the spare replicas lost.
    pub latency_spares_lost: Option<LatencyAnswer>,
    /// Response times when a burst tops the peak.
    pub latency_in_burst: Option<LatencyAnswer>,
    /// Resources of all running replicas.
    pub resources: Resources,
    /// How long the fleet lasts.
    pub runway: Runway,
    /// What each event of the coming year needs.
    pub events: Vec<EventNeed>,
    /// What each event of the four years after that needs.
    #[serde(skip)]
    pub later: Vec<EventNeed>,
    /// Until when the fleet holds, growth and events considered; `None` when nothing ends it.
    pub lasts: Option<Lasts>,
    /// Replicas that the published planner prints for this peak and headroom.
    pub as_printed: i64,
    /// What stands, and the latency objective where it can be kept at all.
    #[serde(skip)]
    pub(super) stands: Stands,
    #[serde(skip)]
    pub(super) objective: Option<LatencyObjective>,
}

/// Sizes a fleet for the usual peak of a demand, in one place or in a region, and finds how long what stands there lasts.
///
/// `provisioned = peak · (1 + h)`; `n = max(⌈provisioned / μ⌉, n_SLO)`; `replicas = n + s`.
///
/// | symbol  | input                                     | unit                    |
/// |---------|-------------------------------------------|-------------------------|
/// | `peak`  | `demand.peak`                             | requests/s              |
/// | `h`     | `headroom`, or `1/u − 1` of a utilization | fraction of the peak    |
/// | `μ`     | `replica.capacity`                        | requests/s a replica    |
/// | `n_SLO` | fewest replicas whose response-time percentile at the peak keeps the target | replicas |
/// | `s`     | `spare_replicas`                          | replicas                |
///
/// What runs are the normal replicas and the ready reserve, `n_r + r`; the fleet lasts until what runs no longer carries the
/// own peak, or all that is planned no longer the load after the worst loss:
/// `limit = min(limit(n_r + r), limit(planned) / f)`.
///
/// | symbol | is                                              | unit     |
/// |--------|-------------------------------------------------|----------|
/// | `n_r`  | normal replicas of the region, within its limit | replicas |
/// | `r`    | reserve that the recovery tier keeps ready      | replicas |
/// | `f`    | load after the worst loss over the own peak     | ×        |
///
/// Counts forgive the last bits of a float ([`ceil_count`](crate::base::numeric::ceil_count)), where the published planner does not:
/// its own number is in [`SizingPlan::as_printed`].
///
/// # Assumptions
///
/// `even-spread`, `linear-scaling`, and for latency `poisson-arrivals`, `exponential-service` or `service-time-variability`,
/// `slots-as-servers`.
///
/// # Source
///
/// Capacity planning for ML systems, `plan_capacity`; latency by M/M/c and M/G/c (Erlang C; Kimura).
///
/// # Example
///
/// ```
/// use headroom_core::plan::demand::*;
/// use headroom_core::plan::scenario::demand::*;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::plan::scenario::sizing::*;
/// use headroom_core::plan::sizing::*;
///
/// let scenario = examples::seed_service();
/// let service = scenario.services.first();
/// let curve = LoadCurve::new(&service.demand, scenario.start);
/// let demand = plan_demand(&service.demand, &curve);
/// let stands = Stands::alone(&service.sizing, demand.peak, None);
/// let plan = plan_sizing(&service.sizing, &demand, &curve, service.demand.growth, stands);
/// assert_eq!(plan.provisioned, 112_500.0); // 75,000 · 1.5
/// assert_eq!(plan.replicas, 57); // ⌈112,500 / 2,000⌉ + 0 spare
/// ```
pub fn plan_sizing(
    inputs: &SizingInputs,
    demand: &DemandPlan,
    curve: &LoadCurve,
    growth: Growth,
    stands: Stands,
) -> Answered<SizingPlan> {
    let mut working = Working::default();
    for id in ["even-spread", "linear-scaling"] {
        working.assume(id);
    }
    let capacity = inputs.replica.capacity;
    // Where nothing ever comes nothing stands, not even a spare.
    let spare = if demand.peak > 0.0 { inputs.spare_replicas.get() } else { 0 };
    let headroom = headroom_step(inputs.headroom, &mut working);
    let throughput = throughput_step(inputs, &mut working);
    let (provisioned, for_throughput) = provisioned_steps(demand.peak, headroom, throughput, &mut working);
    let for_latency = replicas_for_latency(demand.peak, capacity, inputs.slo.latency);
    latency_step(inputs, &for_latency, &mut working);
    let carrying = carrying(for_throughput, &for_latency);
    let replicas = all_step(for_throughput, &for_latency, spare, &mut working);
    let running = stands.running(&mut working);
    let without_spares = running.saturating_sub(stands.planned.spares);
    let total = f64::from(running) * throughput;
    let utilization = (running > 0).then(|| Utilization {
        average: demand.average / total,
        p95: demand.p95 / total,
        peak: utilization_step(demand.peak, running, throughput, &mut working),
        spares_lost: if without_spares > 0 { demand.peak / (f64::from(without_spares) * throughput) } else { 0.0 },
    });
    let latency = latency_at(demand.peak, running, capacity, inputs.slo.latency);
    if let Some(latency) = &latency {
        response_step(latency, running, capacity, &mut working);
    }
    let objective = inputs.slo.latency.filter(|_| matches!(for_latency, ReplicasForLatency::Needed(_)));
    let limit = stands.limit(running, &inputs.replica, objective, &mut working);
    let limit = forgiving_the_last_bits(limit, demand.peak);
    let limited_by = stands.limited_by(limit, running, &inputs.replica);
    let runway = runway(curve.first_day(), demand.peak, limit, growth, inputs.lead_time, &mut working);
    let outgrown = Outgrown { carrying, spares: spare, limit, peak: demand.peak, growth, most: stands.most() };
    let steps = outgrown.steps(f64::from(stands.planned.needed()));
    let wanted = Outgrown { most: f64::INFINITY, ..outgrown }.steps(f64::from(stands.needed));
    let basis =
        LotBasis { inputs, stands: &stands, running, limit, objective, steps: &steps, start: curve.first_day() };
    let needs = |events: &[EventPeak]| events.iter().map(|event| basis.need(event)).collect();
    let (events, later): (Vec<_>, Vec<_>) = (needs(&demand.events), needs(&demand.later));
    assume_how_soon(&events, &mut working);
    let out_of_reach = matches!(for_latency, ReplicasForLatency::OutOfReach { .. });
    let in_burst = || latency_at(demand.burst, running, capacity, inputs.slo.latency);
    let plan = SizingPlan {
        headroom,
        target_utilization: inputs.headroom.target_utilization(),
        provisioned,
        replicas_for_throughput: for_throughput,
        binding: binding(demand.peak, for_throughput, &for_latency),
        replicas_for_latency: for_latency,
        carrying,
        replicas,
        running,
        planned: stands.planned.needed(),
        steps,
        wanted: (stands.needed, wanted),
        capacity: total,
        utilization,
        latency,
        latency_spares_lost: latency_at(demand.peak, without_spares, capacity, inputs.slo.latency),
        latency_in_burst: (demand.burst > demand.peak).then(in_burst).flatten(),
        resources: Resources::of(&inputs.replica, running),
        lasts: lasts(curve.first_day(), demand.peak, (&runway, limited_by), &events, out_of_reach),
        runway,
        events,
        later,
        as_printed: as_printed(demand, headroom, throughput),
        stands,
        objective,
    };
    Answered {
        verdict: super::verdict::verdict(inputs, demand, growth, curve.first_day(), &plan, None),
        levers: super::levers::levers(inputs, demand, growth, &plan),
        plan,
        working,
    }
}

/// What the published planner prints.
fn as_printed(demand: &DemandPlan, headroom: f64, throughput: f64) -> i64 {
    let ratio = demand.peak / positive_or_one(demand.average);
    seeds::plan_capacity_as_printed(demand.average, ratio, headroom, throughput).instances
}

/// What is assumed of how soon the capacity for events must be there.
fn assume_how_soon(events: &[EventNeed], working: &mut Working) {
    for (ready, id) in [(ReadyBy::Minutes, "ready-within-minutes"), (ReadyBy::WeeksAhead, "weeks-ahead")] {
        if events.iter().any(|event| event.ready == ready) {
            working.assume(id);
        }
    }
}

/// What decides the count of replicas.
fn binding(peak: f64, for_throughput: u32, for_latency: &ReplicasForLatency) -> Binding {
    match for_latency {
        _ if peak <= 0.0 => Binding::NoLoad,
        ReplicasForLatency::Needed(needed) if *needed > for_throughput => Binding::Latency,
        _ => Binding::Headroom,
    }
}

/// Replicas that carry the load: the larger of what throughput and latency need.
fn carrying(for_throughput: u32, for_latency: &ReplicasForLatency) -> u32 {
    match for_latency {
        ReplicasForLatency::Needed(needed) => for_throughput.max(*needed),
        _ => for_throughput,
    }
}

/// What a fleet holds, where the count of its replicas forgave the last bits of the peak.
pub(super) fn forgiving_the_last_bits(limit: f64, peak: f64) -> f64 {
    if limit >= peak * (1.0 - 2e-9) { limit.max(peak) } else { limit }
}

fn positive_or_one(value: f64) -> f64 {
    if value > 0.0 { value } else { 1.0 }
}

/// Days of lead time, in whole days; a delivery that takes half a day is a day.
pub(super) fn whole_lead_days(inputs: &SizingInputs) -> i32 {
    lead_days(inputs.lead_time)
}
