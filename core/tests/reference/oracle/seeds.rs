//! What the published planners compute beyond what a page shows of them, as printed.
//!
//! The product does not use it: it sizes and simulates in its own way. Kept because the vectors of the
//! planners name whole runs, which check that [`threshold_rule_as_printed`], which a policy may follow,
//! is their step.

use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::published::{PrintedThresholds, ThresholdRule, threshold_rule_as_printed};
use std::f64::consts::PI;

/// `simulate_autoscale`, as printed: the instances after each load of a trace.
///
/// **What is wrong with it.** Besides the rule ([`threshold_rule_as_printed`]): the first load is never
/// looked at, and an empty trace still has a history of one. The initial count is neither checked nor
/// brought within the bounds. Each count is the fleet after it has seen the load that it is set beside:
/// nothing takes time to start, so that an overload can never be seen. Headroom does not come into it.
///
/// **What the product does instead.** It simulates policies against the load of the plan, with the time
/// that capacity takes to start, and counts what overloads meanwhile.
///
/// # Source
///
/// Seed 003, `simulate_autoscale`.
pub fn simulate_autoscale_as_printed(trace: &[f64], initial: i64, thresholds: &PrintedThresholds) -> Vec<i64> {
    let mut instances = initial;
    let seen = trace.iter().skip(1).map(|&load| {
        instances = threshold_rule_as_printed(load, instances, thresholds);
        instances
    });
    std::iter::once(initial).chain(seen).collect()
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
/// the service time to get from rates to requests in flight, and rounds once, at the end.
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

#[test]
fn the_printed_examples_come_out() {
    let printed = PrintedThresholds { capacity: 2000.0, up: 0.8, down: 0.3, min: 1, max: 100 };
    let history = simulate_autoscale_as_printed(&diurnal_trace_as_printed(), 25, &printed);
    // "Instance range: 10 - 34".
    assert_eq!((history.iter().min(), history.iter().max()), (Some(&10), Some(&34)));
    // The initial count is kept as it is.
    assert_eq!(simulate_autoscale_as_printed(&[], 500, &printed), [500]);
    let day = diurnal_statistics(&diurnal_trace_as_printed()).unwrap();
    assert_eq!((day.max_index, day.points_at_floor), (119, 0));
    assert!((day.mean - 29_900.0).abs() < 1e-9);
}

#[test]
fn rounding_twice_buys_a_gpu_too_many() {
    let needs = PrintedNeeds { cpu: 0.1, memory: 0.5, gpu: 0.001 };
    let point = forecast_resource_needs_as_printed(500.0, &needs, 1.3);
    assert_eq!((point.cpu_cores_with_buffer, point.gpus, point.gpus_with_buffer), (65.0, 1.0, 2.0));
    // By hand: 500 · 0.001 · 1.3 = 0.65.
    assert_eq!(ceil_count(500.0 * needs.gpu * 1.3), 1);
}

#[test]
fn the_printed_day_is_calmer_repaired() {
    let printed = PrintedThresholds { capacity: 2000.0, up: 0.8, down: 0.3, min: 1, max: 100 };
    let repaired =
        ThresholdRule { capacity: 2000.0, up: 0.8, down: 0.3, target: 0.65, min: 1, max: 100, cooldown: 0.0 };
    let trace = diurnal_trace_as_printed();
    let printed = simulate_autoscale_as_printed(&trace, 25, &printed);
    let below = printed.iter().zip(&trace).filter(|&(&n, load)| load / (n as f64 * 2000.0) < 0.3).count();
    assert_eq!(below, 54);
    let mut instances = 25;
    let repaired: Vec<_> = trace
        .iter()
        .map(|&load| {
            instances = repaired.count(load, instances, f64::INFINITY);
            (instances, load / (f64::from(instances) * 2000.0))
        })
        .collect();
    assert!(repaired.iter().all(|(_, busy)| (0.3..=0.8).contains(busy)));
    let changes = repaired.windows(2).filter(|pair| pair[0].0 != pair[1].0).count();
    assert!(changes < printed.windows(2).filter(|pair| pair[0] != pair[1]).count() / 2, "{changes}");
}
