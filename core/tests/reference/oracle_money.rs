//! What vectors of money ask that no topic answers: calculated here, as the vectors state it, from what ships.

use headroom_core::base::money::Money;
use headroom_core::formulas::finance::{Tier, cost_per_thousand, saving};

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn is_rate(rate: f64) -> bool {
    rate.is_finite() && rate >= 0.0
}

/// Tiers from their widths, the last of which may be open.
pub fn tiers_from_widths(widths: &[(Option<f64>, f64)]) -> Vec<Tier> {
    let mut reached = Some(0.0);
    let mut tier = |&(width, rate): &(Option<f64>, f64)| {
        reached = reached.zip(width).map(|(reached, width)| reached + width);
        Tier { up_to: reached, rate }
    };
    widths.iter().map(&mut tier).collect()
}

/// A piece of work on spot capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpotRun {
    /// Hours that the work takes in the mean, with what is done again.
    pub expected_hours: f64,
    /// What it costs, USD.
    pub cost: f64,
    /// What it would cost on demand, without interruption, USD.
    pub on_demand_cost: f64,
    /// Share saved; negative where spot is dearer, `None` where on demand costs nothing.
    pub saving: Option<f64>,
}

/// Work that is interrupted now and then: `E[h] = w/(1 − λ·L)`, and costs `E[h]·f·p`.
///
/// Each hour that runs is interrupted `λ` times in the mean, and each interruption costs `L` hours
/// that are done again, and interrupted in their turn.
///
/// | symbol | input            | unit                                             |
/// |--------|------------------|--------------------------------------------------|
/// | `w`    | `work_hours`     | hours of useful work                             |
/// | `p`    | `on_demand`      | USD an hour                                      |
/// | `f`    | `price_fraction` | spot price over the on-demand price              |
/// | `λ`    | `interruptions`  | a running hour                                   |
/// | `L`    | `lost_hours`     | work lost and start-up at each, hours            |
///
/// `None` where `λ·L ≥ 1`: then the work is never finished; and where an input is negative or not finite.
///
/// # Source
///
/// Renewal argument; with checkpoints `L` is half their interval and the restart.
pub fn spot_run(
    work_hours: f64,
    on_demand: f64,
    price_fraction: f64,
    interruptions: f64,
    lost_hours: f64,
) -> Option<SpotRun> {
    let stated = [work_hours, on_demand, price_fraction, interruptions, lost_hours].into_iter().all(is_rate);
    let lost = interruptions * lost_hours;
    if !stated || lost.is_nan() || lost >= 1.0 {
        return None;
    }
    let expected_hours = finite(work_hours / (1.0 - lost))?;
    let cost = finite(expected_hours * price_fraction * on_demand)?;
    let on_demand_cost = finite(work_hours * on_demand)?;
    Some(SpotRun { expected_hours, cost, on_demand_cost, saving: saving(on_demand_cost, cost) })
}

/// Cost of a request on a machine: `p/(μ·u·3600)`, USD.
///
/// | symbol | input         | unit                                     |
/// |--------|---------------|------------------------------------------|
/// | `p`    | `hourly`      | USD an hour                              |
/// | `μ`    | `throughput`  | requests / second when wholly used       |
/// | `u`    | `utilization` | fraction of that which is used on average |
///
/// `None` where nothing is served.
pub fn cost_per_request(hourly: f64, throughput: f64, utilization: f64) -> Option<f64> {
    let thousand = cost_per_thousand(Money::from_dollars(hourly)?, throughput * utilization * 3600.0)?;
    Some(thousand / 1000.0)
}

/// Costs by resource, such as processors, memory and accelerators, USD; one order for all of a call.
pub type ResourceCosts = Vec<f64>;

/// How idle cost is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleSharing {
    /// Each resource's idle cost in proportion to the use of that resource.
    PerResource,
    /// All idle cost in proportion to each workload's whole cost.
    ByTotal,
}

/// Idle cost and what workloads cost with their part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct IdleShares {
    /// Idle cost of each resource.
    pub idle: ResourceCosts,
    /// Idle cost of all of them.
    pub idle_total: f64,
    /// Idle cost over the cost of all resources; `None` where those cost nothing.
    pub idle_fraction: Option<f64>,
    /// What each workload costs with its part of the idle cost, by resource; by
    /// [`IdleSharing::ByTotal`] idle parts keep the mix of what is idle.
    pub shared: Vec<ResourceCosts>,
    /// The same for all resources together.
    pub totals: Vec<f64>,
}

/// Shares what is idle: `idle = max(0, asset − Σ workload)` for each resource.
///
/// | symbol     | input       | unit                              |
/// |------------|-------------|-----------------------------------|
/// | `asset`    | `assets`    | USD by resource                   |
/// | `workload` | `workloads` | USD by resource for each workload |
///
/// `None` where a cost is negative or not finite, or a workload lists other resources than the assets.
///
/// # Source
///
/// OpenCost specification v0.1: a workload's cost by the larger of request and use, idle cost as the
/// asset's less the workloads'; the allocation API of Kubecost for sharing by resource.
pub fn share_idle(assets: &[f64], workloads: &[ResourceCosts], sharing: IdleSharing) -> Option<IdleShares> {
    let counts =
        |costs: &[f64]| costs.len() == assets.len() && costs.iter().all(|cost| cost.is_finite() && *cost >= 0.0);
    if !(counts(assets) && workloads.iter().all(|workload| counts(workload))) {
        return None;
    }
    let column = |resource: usize| workloads.iter().filter_map(move |workload| workload.get(resource)).sum::<f64>();
    let used: ResourceCosts = (0..assets.len()).map(column).collect();
    let idle: ResourceCosts = assets.iter().zip(&used).map(|(asset, used)| (asset - used).max(0.0)).collect();
    let (all_used, all_assets): (f64, f64) = (used.iter().sum(), assets.iter().sum());
    let part = |workload: &ResourceCosts, own: f64, used: f64| match sharing {
        IdleSharing::PerResource => ratio(own, used),
        IdleSharing::ByTotal => ratio(workload.iter().sum(), all_used),
    };
    let with_idle = |workload: &ResourceCosts| -> ResourceCosts {
        let columns = workload.iter().zip(&used).zip(&idle);
        columns.map(|((own, used), idle)| own + idle * part(workload, *own, *used)).collect()
    };
    let shared: Vec<ResourceCosts> = workloads.iter().map(with_idle).collect();
    let totals: Vec<f64> = shared.iter().map(|costs| costs.iter().sum()).collect();
    let idle_total: f64 = idle.iter().sum();
    finite(all_assets + idle_total)?;
    Some(IdleShares {
        idle_fraction: (all_assets > 0.0).then(|| idle_total / all_assets),
        idle,
        idle_total,
        shared,
        totals,
    })
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// What a workload costs for what it reserves or uses, whichever is larger in each interval:
/// `Σ max(request, use)·h·p`, USD.
pub fn max_request_usage_cost(request: f64, used: &[f64], interval_hours: f64, hourly: f64) -> Option<f64> {
    // `max` would pass over NaN.
    finite(request + used.iter().sum::<f64>())?;
    finite(used.iter().map(|used| used.max(request)).sum::<f64>() * interval_hours * hourly)
}

/// An outage in money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    /// `R`: revenue an hour, USD.
    pub revenue_per_hour: f64,
    /// `h`: how long it lasts, hours.
    pub hours: f64,
    /// `f`: share of the revenue that is lost meanwhile.
    pub lost_fraction: f64,
    /// `r`: share of what is lost that customers make up for later.
    pub recovered_fraction: f64,
    /// Credits owed under agreements, USD.
    pub credits: f64,
    /// People who mend it, USD.
    pub staff: f64,
}

/// What an outage costs: `R·h·f·(1 − r) + credits + staff`, USD; `None` where that is not finite.
pub fn outage_cost(outage: &Outage) -> Option<f64> {
    let lost = outage.revenue_per_hour * outage.hours * outage.lost_fraction * (1.0 - outage.recovered_fraction);
    finite(lost + outage.credits + outage.staff)
}

/// What instances beyond the need cost: `max(0, provisioned − needed)·p·h`, USD.
pub fn provisioned_waste(provisioned: f64, needed: f64, hourly: f64, hours: f64) -> Option<f64> {
    // `max` would turn NaN into none at all.
    let beyond = finite(provisioned - needed)?.max(0.0);
    finite(beyond * hourly * hours)
}

/// What a month used, in the printed cost analyser.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedUsage {
    /// CPU core-hours.
    pub cpu_core_hours: f64,
    /// Memory, GB-hours.
    pub memory_gb_hours: f64,
    /// GPU-hours.
    pub gpu_hours: f64,
    /// Predictions.
    pub predictions: f64,
}

/// The printed prices: 0.05, 0.01 and 2.48.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedPrices {
    /// USD a core-hour.
    pub cpu_per_core_hour: f64,
    /// USD a GB-hour.
    pub memory_per_gb_hour: f64,
    /// USD a GPU-hour.
    pub gpu_per_hour: f64,
}

/// What the printed cost analyser computes; from [`cost_as_printed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedCost {
    /// Of CPU.
    pub cpu: f64,
    /// Of memory.
    pub memory: f64,
    /// Of both.
    pub compute: f64,
    /// Of GPUs.
    pub gpu: f64,
    /// With storage and network.
    pub total: f64,
    /// USD a prediction; `None` where there are none.
    pub per_prediction: Option<f64>,
}

/// The printed cost of a month: core-hours, GB-hours and GPU-hours at their prices, storage and
/// network as given.
///
/// **What is wrong with it.** As printed it does not run: the methods for storage and network are
/// missing, so both are inputs here. No predictions divide by zero. Support, people, standby, traffic
/// between zones and everything that is committed or idle is not in it.
///
/// **What the product does instead.** The bill of a month, line by line to the cent, and what a thousand
/// predictions cost, which knows of no predictions.
pub fn cost_as_printed(usage: &PrintedUsage, prices: &PrintedPrices, storage: f64, network: f64) -> PrintedCost {
    let cpu = usage.cpu_core_hours * prices.cpu_per_core_hour;
    let memory = usage.memory_gb_hours * prices.memory_per_gb_hour;
    let gpu = usage.gpu_hours * prices.gpu_per_hour;
    let total = cpu + memory + gpu + storage + network;
    let per_prediction = (usage.predictions > 0.0).then(|| total / usage.predictions).and_then(finite);
    PrintedCost { cpu, memory, compute: cpu + memory, gpu, total, per_prediction }
}
