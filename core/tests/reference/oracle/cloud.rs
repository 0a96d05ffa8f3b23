//! Rules of clouds that no policy of the product follows: batches of pending pods, jobs for a queue,
//! a maximum that a forecast may raise, the rise of a load during a lag.
//!
//! Kept as the reference for a fleet that orders nodes in batches, for jobs beside services, and for the
//! headroom that a late fleet needs; nothing that ships computes them.

use headroom_core::base::numeric::ceil_count;
use proptest::prelude::*;
use std::f64::consts::TAU;

/// The largest capacity while a forecast holds: `max(max, ⌈forecast·(1 + buffer)⌉)`, with the buffer in per
/// cent; without one the maximum holds.
///
/// # Source
///
/// Amazon EC2 Auto Scaling API reference, `PredictiveScalingConfiguration`, `MaxCapacityBuffer`. It does
/// not say how a fraction is rounded; here up.
pub fn effective_max(buffer_percent: Option<u64>, forecast: u32, max: u32) -> u32 {
    let raised = buffer_percent.map_or(0, |percent| (u64::from(forecast) * (100 + percent)).div_ceil(100));
    max.max(u32::try_from(raised).unwrap_or(u32::MAX))
}

/// Jobs to start for a queue; `accurate` where a running job has taken its message off the queue.
///
/// With `s = min(max, ⌈q/t⌉)`: by default `s − running`; accurately `max − running` where `s + running` is over
/// `max`, else `s − pending`. Never below zero.
///
/// # Source
///
/// KEDA, "ScaledJob specification", scaling strategies.
pub fn new_jobs(accurate: bool, queue: f64, target: f64, (running, pending, max): (u32, u32, u32)) -> u32 {
    let scale = ceil_count(queue / target).min(max);
    if !accurate || scale.saturating_add(running) > max {
        let most = if accurate { max } else { scale };
        return most.saturating_sub(running);
    }
    scale.saturating_sub(pending)
}

/// Pods for which nodes are ordered together; from [`batch_windows`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchWindow {
    /// When its first pod became pending, seconds.
    pub first: f64,
    /// Pods in it.
    pub count: u32,
    /// When nodes are ordered, seconds.
    pub closes_at: f64,
}

/// Groups pending pods, in the order of time, into the batches for which Karpenter orders nodes.
///
/// A batch closes at `min(last + idle, first + max)`; a pod that becomes pending by then, the moment
/// itself not included, joins it. All in seconds.
///
/// # Source
///
/// Karpenter, "Settings": batch idle and batch max duration.
pub fn batch_windows(arrivals: &[f64], idle: f64, max: f64) -> Vec<BatchWindow> {
    let mut batches: Vec<BatchWindow> = Vec::new();
    for &time in arrivals {
        match batches.last_mut() {
            Some(batch) if time < batch.closes_at => {
                batch.count += 1;
                batch.closes_at = (time + idle).min(batch.first + max);
            }
            _ => batches.push(BatchWindow { first: time, count: 1, closes_at: time + idle.min(max) }),
        }
    }
    batches
}

/// The most that a load which swings evenly rises from one moment to `lag` later, and what its steepest
/// slope would reach.
///
/// For `λ(t) = m·(1 + a·sin ωt)` with `ω = 2π/T`: `max over t of λ(t + L) − λ(t) = 2·m·a·|sin(ω·L/2)|`, and for short lags
/// about `m·a·ω·L`. It is the headroom, in the load's unit, that a fleet needs which follows the load with
/// that lag.
///
/// # Source
///
/// Sum-to-product identity of the sine.
pub fn sine_rise(mean: f64, amplitude: f64, period: f64, lag: f64) -> (f64, f64) {
    let (swing, turn) = (mean * amplitude, TAU * (lag / period));
    (2.0 * swing * libm::sin(turn / 2.0).abs(), swing * turn)
}

#[test]
fn rows_by_hand() {
    // 50 and a tenth more.
    assert_eq!((effective_max(Some(10), 50, 40), effective_max(None, 50, 40)), (55, 40));
    // ⌈60 / 5⌉ is 12, but 10 are allowed, of which 7 run; 10 messages are 2 jobs.
    assert_eq!((new_jobs(true, 60.0, 5.0, (7, 0, 10)), new_jobs(true, 10.0, 5.0, (7, 0, 10))), (3, 2));
    assert_eq!(new_jobs(false, 10.0, 5.0, (7, 0, 10)), 0);
    // A pod every 0.9 s: the batch closes 10 s after the first.
    let arrivals: Vec<f64> = (0..20).map(|i| 0.9 * f64::from(i)).collect();
    let batches = batch_windows(&arrivals, 1.0, 10.0);
    assert_eq!((batches[0].count, batches[0].closes_at, batches.len()), (12, 10.0, 2));
}

proptest! {
    #[test]
    fn jobs_stay_within_the_most(
        queue in 0.0..1e4_f64, target in 0.1..50.0_f64, running in 0_u32..200, pending in 0_u32..200, max in 0_u32..200,
        accurate: bool,
    ) {
        let more = new_jobs(accurate, queue, target, (running, pending.min(running), max));
        prop_assert!(more == 0 || running + more <= max, "{more}");
    }

    #[test]
    fn a_sampled_sine_rises_as_its_formula_says(amplitude in 0.0..1.0_f64, lag in 0_u32..720) {
        let load = |minute: u32| 1.0 + amplitude * libm::sin(TAU * f64::from(minute) / 1440.0);
        let sampled = (0..1440).map(|minute| load(minute + lag) - load(minute)).fold(0.0, f64::max);
        let (exact, linearised) = sine_rise(1.0, amplitude, 86_400.0, 60.0 * f64::from(lag));
        prop_assert!((sampled - exact).abs() < 1e-5 && exact <= linearised * (1.0 + 1e-12), "{sampled} {exact}");
    }
}
