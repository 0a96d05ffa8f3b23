//! Formulas of the planners that Headroom grew from, as printed, with their mistakes.
//!
//! Two published planners, a Python function each, are kept here to the last bit, so that their
//! numbers stay reproducible and every difference from the product has a name. Nothing in the
//! chain of [`evaluate`](crate::plan::evaluate) reads this module.

mod autoscale;
mod purchase;

use crate::base::numeric::ceil_count;
use std::f64::consts::PI;

pub use autoscale::{PrintedThresholds, ThresholdRule, simulate_autoscale_as_printed, threshold_rule_as_printed};
pub use purchase::{PrintedBids, PrintedType, bids_as_printed, recommend_as_printed, recommend_with_gpus};

/// What `plan_capacity` returns; from [`plan_capacity_as_printed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedPlan {
    /// Requests / second.
    pub peak_load: f64,
    /// Requests / second.
    pub provisioned_load: f64,
    /// Instances; negative where an input is.
    pub instances: i64,
}

/// `plan_capacity`, as printed: peak, headroom on top, and a plain `ceil`.
///
/// `peak = λ·f`, `provisioned = peak·(1 + h)`, `instances = ⌈provisioned / μ⌉`. The printed defaults
/// are `f = 2.5`, `h = 0.5` and `μ = 2000`.
///
/// | symbol | input                 | unit                           |
/// |--------|-----------------------|--------------------------------|
/// | `λ`    | `average_load`        | requests / second              |
/// | `f`    | `peak_to_average`     | factor                         |
/// | `h`    | `headroom`            | fraction of the expected peak  |
/// | `μ`    | `instance_throughput` | requests / second / instance   |
///
/// **What is wrong with it.** The plain `ceil` buys an instance for the last bit of a float:
/// `100·1.1` is `110.00000000000001`, so instances of 10 come out as 12. No load buys no instance,
/// negative inputs pass through, nothing may fail, and the latency that instances of that
/// throughput have is not asked for.
///
/// **What the product does instead.** the sizing of a plan rounds up by [`ceil_count`], keeps
/// spare replicas, and sizes for the latency objective by
/// [`servers_for_response`](crate::formulas::queueing::servers_for_response); inputs out of range never reach it.
///
/// # Example
///
/// ```
/// use headroom_core::base::numeric::ceil_count;
/// use headroom_core::formulas::published::plan_capacity_as_printed;
///
/// // The printed example: 30 000 · 2.5 · 1.5 / 2000 = 56.25.
/// assert_eq!(plan_capacity_as_printed(30_000.0, 2.5, 0.5, 2000.0).instances, 57);
/// let plan = plan_capacity_as_printed(100.0, 1.1, 0.0, 10.0);
/// assert_eq!(plan.instances, 12);
/// assert_eq!(ceil_count(plan.provisioned_load / 10.0), 11);
/// ```
pub fn plan_capacity_as_printed(
    average_load: f64,
    peak_to_average: f64,
    headroom: f64,
    instance_throughput: f64,
) -> PrintedPlan {
    let peak_load = average_load * peak_to_average;
    let provisioned_load = provisioned_load_as_printed(peak_load, headroom);
    PrintedPlan { peak_load, provisioned_load, instances: (provisioned_load / instance_throughput).ceil() as i64 }
}

/// The headroom formula, as printed: `provisioned = peak·(1 + headroom)`.
///
/// **What is wrong with it.** Nothing; but the same text sets targets by utilization elsewhere and
/// does not say how the two relate: a headroom of 50 % leaves the fleet two thirds busy at the peak.
///
/// **What the product does instead.** The same formula, with the utilization that it leaves,
/// `1/(1 + headroom)`, beside it.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::published::provisioned_load_as_printed;
///
/// // The example in the text: 100 000 requests/s at peak, half as much again.
/// assert_eq!(provisioned_load_as_printed(100_000.0, 0.5), 150_000.0);
/// ```
pub fn provisioned_load_as_printed(peak_load: f64, headroom: f64) -> f64 {
    peak_load * (1.0 + headroom)
}

/// Points of the printed day.
const DIURNAL_POINTS: u32 = 240;
/// Requests / second below which the printed day is cut off.
const DIURNAL_FLOOR: f64 = 5000.0;

/// The day of load that the printed autoscaling example runs on, requests / second.
///
/// `max(5000, 30 000·(1 + 0.8·sin(2π·(t − 6)/24)))` at 240 hours `t` from 0 to 24.
///
/// **What is wrong with it.** Both ends are included, so midnight is there twice, the step is 6.025
/// minutes, and the mean is 29 900 rather than 30 000. The floor is below the trough and never binds. The
/// peak is 1.8 times the mean, while the planner beside it sizes for 2.5 times. Its last point is
/// 5999.999999999999 or 6000.000000000001 as the platform's `sin` has it, and the printed simulator
/// hangs an instance on that bit.
///
/// **What the product does instead.** the demand of a plan states a typical week by peak, hour
/// and weekday, each hour once, and its peak to average is that of the plan; `sin` comes from `libm`.
pub fn diurnal_trace_as_printed() -> Vec<f64> {
    let last = DIURNAL_POINTS - 1;
    let step = 24.0 / f64::from(last);
    (0..=last)
        .map(|i| if i == last { 24.0 } else { f64::from(i) * step })
        .map(|hour| 30_000.0 * (1.0 + 0.8 * libm::sin(2.0 * PI * (hour - 6.0) / 24.0)))
        .map(|load| load.max(DIURNAL_FLOOR))
        .collect()
}

/// What there is to say about a day of load; from [`diurnal_statistics`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiurnalStatistics {
    /// Requests / second.
    pub max: f64,
    /// Place of the first maximum, from 0.
    pub max_index: usize,
    /// Requests / second.
    pub min: f64,
    /// Requests / second.
    pub mean: f64,
    /// `max / mean`.
    pub peak_to_average: f64,
    /// How many points the printed floor of 5000 requests / second has cut off.
    pub points_at_floor: usize,
    /// Hours from one point to the next, both ends of the day included.
    pub step_hours: f64,
}

/// Statistics of a day of load, such as [`diurnal_trace_as_printed`]; `None` below two points or
/// without load.
///
/// ```
/// use headroom_core::formulas::published::{diurnal_statistics, diurnal_trace_as_printed};
///
/// let day = diurnal_statistics(&diurnal_trace_as_printed()).expect("240 points");
/// assert_eq!((day.max_index, day.points_at_floor), (119, 0));
/// assert!((day.mean - 29_900.0).abs() < 1e-9);
/// ```
pub fn diurnal_statistics(trace: &[f64]) -> Option<DiurnalStatistics> {
    if trace.len() < 2 {
        return None;
    }
    let (max_index, max) =
        trace.iter().copied().enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let mean = trace.iter().sum::<f64>() / trace.len() as f64;
    (mean > 0.0).then(|| DiurnalStatistics {
        max,
        max_index,
        min: trace.iter().copied().fold(f64::INFINITY, f64::min),
        mean,
        peak_to_average: max / mean,
        points_at_floor: trace.iter().filter(|&&load| load <= DIURNAL_FLOOR).count(),
        step_hours: 24.0 / (trace.len() - 1) as f64,
    })
}

/// What one request is said to need; the printed numbers are 0.1, 0.5 and 0.001.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedNeeds {
    /// CPU cores per unit of forecast.
    pub cpu: f64,
    /// GB of memory per unit of forecast.
    pub memory: f64,
    /// GPUs per unit of forecast.
    pub gpu: f64,
}

/// What one point of a forecast needs; from [`forecast_resource_needs_as_printed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedForecast {
    /// CPU cores.
    pub cpu_cores: f64,
    /// Memory, GB.
    pub memory_gb: f64,
    /// GPUs, whole.
    pub gpus: f64,
    /// CPU cores with the buffer.
    pub cpu_cores_with_buffer: f64,
    /// Memory with the buffer, GB.
    pub memory_gb_with_buffer: f64,
    /// GPUs with the buffer, whole.
    pub gpus_with_buffer: f64,
}

/// `forecast_resource_needs`, as printed, for one point `y` of the forecast.
///
/// `y·cpu`, `y·memory` and `⌈y·gpu⌉`, and each of them times the buffer (1.3 as printed), GPUs rounded up
/// once more.
///
/// **What is wrong with it.** GPUs are rounded up twice, so a fleet of one becomes two: a buffer of
/// 100 %, not 30 %. A forecast below zero, which the printed forecaster does produce, passes through as
/// negative cores. The buffer multiplies the mean and ignores the interval that the forecaster
/// returns. "Cores per request" supposes that the forecast counts requests in flight, while it
/// counts requests per hour or day.
///
/// **What the product does instead.** It sizes for the expected peak and its spread, multiplies by
/// the service time ([`little`](crate::formulas::queueing::little)) to get from rates to requests in flight,
/// and rounds once, at the end: [`ceil_count`] of the buffered need, as [`gpus_rounded_once`].
///
/// # Example
///
/// ```
/// use headroom_core::formulas::published::*;
///
/// let needs = PrintedNeeds { cpu: 0.1, memory: 0.5, gpu: 0.001 };
/// let point = forecast_resource_needs_as_printed(500.0, &needs, 1.3);
/// assert_eq!((point.cpu_cores_with_buffer, point.gpus, point.gpus_with_buffer), (65.0, 1.0, 2.0));
/// // By hand: 500 · 0.001 · 1.3 = 0.65.
/// assert_eq!(gpus_rounded_once(500.0, &needs, 1.3), 1);
/// ```
pub fn forecast_resource_needs_as_printed(forecast: f64, needs: &PrintedNeeds, buffer: f64) -> PrintedForecast {
    let (cpu_cores, memory_gb) = (forecast * needs.cpu, forecast * needs.memory);
    let gpus = (forecast * needs.gpu).ceil();
    PrintedForecast {
        cpu_cores,
        memory_gb,
        gpus,
        cpu_cores_with_buffer: cpu_cores * buffer,
        memory_gb_with_buffer: memory_gb * buffer,
        gpus_with_buffer: (gpus * buffer).ceil(),
    }
}

/// GPUs that one point of a forecast needs, rounded up once and never negative.
pub fn gpus_rounded_once(forecast: f64, needs: &PrintedNeeds, buffer: f64) -> u32 {
    ceil_count(forecast * needs.gpu * buffer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quirks_are_kept() {
        assert_eq!(plan_capacity_as_printed(0.0, 2.5, 0.5, 2000.0).instances, 0);
        assert_eq!(plan_capacity_as_printed(-4000.0, 1.0, 0.0, 2000.0).instances, -2);
        let needs = PrintedNeeds { cpu: 0.1, memory: 0.5, gpu: 0.001 };
        assert_eq!(forecast_resource_needs_as_printed(-100.0, &needs, 1.3).cpu_cores, -10.0);
        assert_eq!(gpus_rounded_once(-100.0, &needs, 1.3), 0);
    }

    #[test]
    fn a_day_without_load_has_no_statistics() {
        assert_eq!(
            (diurnal_statistics(&[]), diurnal_statistics(&[1.0]), diurnal_statistics(&[0.0, 0.0])),
            (None, None, None)
        );
    }

    proptest! {
        #[test]
        fn the_printed_plan_never_buys_less_than_the_product(
            load in 0.0..1e6_f64, headroom in 0.0..3.0_f64, throughput in 1.0..1e4_f64
        ) {
            let plan = plan_capacity_as_printed(load, 2.5, headroom, throughput);
            let rounded = i64::from(ceil_count(plan.provisioned_load / throughput));
            prop_assert!(plan.instances == rounded || plan.instances == rounded + 1);
        }

        #[test]
        fn rounding_twice_never_buys_less(forecast in 0.0..1e6_f64) {
            let needs = PrintedNeeds { cpu: 0.1, memory: 0.5, gpu: 0.001 };
            let twice = forecast_resource_needs_as_printed(forecast, &needs, 1.3).gpus_with_buffer;
            let once = f64::from(gpus_rounded_once(forecast, &needs, 1.3));
            prop_assert!(twice >= once && twice <= once + 3.0);
        }
    }
}
