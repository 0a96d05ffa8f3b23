//! Backlog while the load exceeds the capacity, with requests as a fluid.
//!
//! In an overload the mean flows decide and randomness does not, so a difference equation in the
//! rates is enough, where steady-state formulas have no answer at all. The product does not use these
//! forms: its simulation moves a queue with time-outs, retries and limits. Kept as an independent check
//! of that queue without them, step by step and in closed form; it stands by itself, so that the tests
//! of the simulation can read it.

use proptest::prelude::*;

/// One step of a fluid queue; from [`fluid_step`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FluidStep {
    /// Requests waiting at the end of the step.
    pub backlog: f64,
    /// Requests served during the step.
    pub served: f64,
    /// Requests turned away because the backlog was at its limit.
    pub dropped: f64,
    /// Seconds until a request that arrives at the end of the step is served, at this capacity;
    /// `None` where there is a backlog and no capacity.
    pub wait: Option<f64>,
}

/// Advances a backlog by one step of constant rates.
///
/// `served = min(q + λ·dt, c·dt)`, `q' = min(q + λ·dt − served, q_max)`, and what exceeds `q_max` is
/// dropped.
///
/// | symbol  | input          | unit                              |
/// |---------|----------------|-----------------------------------|
/// | `q`     | `backlog`      | requests                          |
/// | `λ`     | `arrival_rate` | requests / second                 |
/// | `c`     | `capacity`     | requests / second, of all servers |
/// | `dt`    | `duration`     | seconds                           |
/// | `q_max` | `max_backlog`  | requests; `None` is unlimited     |
///
/// # Assumptions
///
/// `fluid-flow`: what counts is rates, not single requests. Served in order of arrival.
pub fn fluid_step(
    backlog: f64,
    arrival_rate: f64,
    capacity: f64,
    duration: f64,
    max_backlog: Option<f64>,
) -> FluidStep {
    let present = backlog + arrival_rate * duration;
    let served = present.min(capacity * duration);
    let left = present - served;
    let kept = max_backlog.map_or(left, |limit| left.min(limit));
    FluidStep { backlog: kept, served, dropped: left - kept, wait: time_to_clear(kept, capacity) }
}

/// What a burst of load leaves behind; from [`spike_backlog`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpikeBacklog {
    /// Requests waiting when the spike ends.
    pub peak_backlog: f64,
    /// Seconds from the end of the spike until nothing waits; `None` where the backlog never clears.
    pub drain_time: Option<f64>,
    /// Seconds that the unluckiest request waits; `None` where nothing is served at all.
    pub max_wait: Option<f64>,
    /// Requests that arrive while there is a backlog; `None` where it never clears.
    pub affected_requests: Option<f64>,
}

/// A spike above the capacity, in closed form.
///
/// Backlog `Q = (s − c)·T` at the end of the spike; drain time `D = Q/(k − b)`; affected requests
/// `s·T + b·D`. Served in order of arrival, the longest wait is `Q/min(k, s)`: where the capacity after the
/// spike exceeds the spike itself, the request that would have to wait longest finds it early.
///
/// | symbol | input            | unit              |
/// |--------|------------------|-------------------|
/// | `b`    | `base_rate`      | requests / second |
/// | `s`    | `spike_rate`     | requests / second |
/// | `c`    | `capacity`       | requests / second |
/// | `T`    | `duration`       | seconds           |
/// | `k`    | `drain_capacity` | requests / second |
///
/// # Assumptions
///
/// `fluid-flow`; the capacity changes from `c` to `k` at the end of the spike, and the base rate
/// before the spike is within `c`.
pub fn spike_backlog(
    base_rate: f64,
    spike_rate: f64,
    capacity: f64,
    duration: f64,
    drain_capacity: f64,
) -> SpikeBacklog {
    let peak_backlog = ((spike_rate - capacity) * duration).max(0.0);
    if peak_backlog == 0.0 {
        return SpikeBacklog { peak_backlog, drain_time: Some(0.0), max_wait: Some(0.0), affected_requests: Some(0.0) };
    }
    let drain_time = time_to_clear(peak_backlog, drain_capacity - base_rate);
    SpikeBacklog {
        peak_backlog,
        drain_time,
        max_wait: drain_time.and(time_to_clear(peak_backlog, drain_capacity.min(spike_rate))),
        affected_requests: drain_time.map(|time| spike_rate * duration + base_rate * time),
    }
}

/// `backlog / rate`, or `None` where that never ends.
fn time_to_clear(backlog: f64, rate: f64) -> Option<f64> {
    if backlog <= 0.0 { Some(0.0) } else { (rate > 0.0).then(|| backlog / rate) }
}

#[test]
fn a_full_room_drops_what_it_cannot_hold() {
    let step = fluid_step(50.0, 30.0, 10.0, 10.0, Some(100.0));
    assert_eq!((step.backlog, step.served, step.dropped), (100.0, 100.0, 150.0));
    assert_eq!(fluid_step(1.0, 0.0, 0.0, 1.0, None).wait, None);
    assert_eq!(fluid_step(0.0, 0.0, 0.0, 1.0, None).wait, Some(0.0));
}

#[test]
fn what_never_drains_says_so() {
    let spike = spike_backlog(100.0, 400.0, 250.0, 60.0, 100.0);
    assert_eq!((spike.peak_backlog, spike.drain_time, spike.max_wait), (9000.0, None, None));
    assert_eq!(spike_backlog(100.0, 200.0, 250.0, 60.0, 90.0).affected_requests, Some(0.0));
}

proptest! {
    #[test]
    fn nothing_is_lost(
        backlog in 0.0..1e6_f64, rate in 0.0..1e4_f64, capacity in 0.0..1e4_f64, dt in 0.1..600.0_f64,
        limit in 0.0..1e6_f64
    ) {
        let step = fluid_step(backlog, rate, capacity, dt, Some(limit));
        prop_assert!(step.backlog >= 0.0 && step.served >= 0.0 && step.dropped >= 0.0);
        let (into, out) = (backlog + rate * dt, step.served + step.backlog + step.dropped);
        prop_assert!((into - out).abs() <= 1e-12 * into);
    }

    #[test]
    fn the_closed_form_is_the_stepped_one(
        base in 1.0..200.0_f64, spike in 300.0..2000.0_f64, drain in 210.0..3000.0_f64
    ) {
        let (capacity, duration, steps) = (250.0, 600.0, 6000);
        let closed = spike_backlog(base, spike, capacity, duration, drain);
        let dt = duration / f64::from(steps);
        let mut queue = 0.0;
        for _ in 0..steps {
            queue = fluid_step(queue, spike, capacity, dt, None).backlog;
        }
        prop_assert!((queue - closed.peak_backlog).abs() < 1e-9 * queue);
        // A step before the drain time something is left, a step after it nothing.
        let drain_time = closed.drain_time.unwrap();
        prop_assert!(fluid_step(queue, base, drain, drain_time - dt, None).backlog > 0.0 || drain_time < dt);
        prop_assert_eq!(fluid_step(queue, base, drain, drain_time + dt, None).backlog, 0.0);
        // The wait of a request that arrives at u: what is before it, at the capacities in turn.
        let wait = |u: f64| {
            let (ahead, until_end) = ((spike - capacity) * u, duration - u);
            let served_by_then = capacity * until_end;
            let left = (ahead - served_by_then).max(0.0);
            ahead.min(served_by_then) / capacity + left / drain
        };
        let longest = (0..=steps).map(|i| wait(f64::from(i) * dt)).fold(0.0, f64::max);
        prop_assert!((longest - closed.max_wait.unwrap()).abs() < 1e-3 * longest, "{longest} {:?}", closed.max_wait);
    }
}
