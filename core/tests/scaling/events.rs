//! The fluid against a simulation of single requests, written without any of its code.

use super::fluid::{fluid_step, spike_backlog};
use super::scenes::*;
use headroom_core::base::units::Quantity;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// What became of single requests: lost, and the longest queue.
struct Counted {
    came: u64,
    lost: u64,
    longest: usize,
    waiting: usize,
}

/// A seeded generator of our own, as good as is needed for arrivals.
struct Random(u64);

impl Random {
    fn exponential(&mut self, rate: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let uniform = ((self.0 >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
        -libm::log(uniform) / rate
    }
}

/// Requests one by one: Poisson arrivals at a rate for each step, exponential service by `servers` servers of
/// `rate` requests/s, a queue of at most `room`, clients that give up after `patience` seconds.
fn one_by_one(loads: &[f64], step: f64, servers: usize, rate: f64, room: usize, patience: f64) -> Counted {
    let mut random = Random(42);
    let mut counted = Counted { came: 0, lost: 0, longest: 0, waiting: 0 };
    let mut busy: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
    let mut queue: VecDeque<f64> = VecDeque::new();
    // Nanoseconds order as integers.
    let nano = |seconds: f64| (seconds * 1e9) as u64;
    let end = loads.len() as f64 * step;
    let mut arrival = 0.0;
    loop {
        let load = loads[((arrival / step) as usize).min(loads.len() - 1)];
        let next = if load > 0.0 { arrival + random.exponential(load) } else { (arrival / step).floor() * step + step };
        // An arrival in another step is drawn anew from the edge, as exponential times forget.
        let edge = ((arrival / step).floor() + 1.0) * step;
        let (time, is_arrival) = if load > 0.0 && next <= edge { (next, true) } else { (edge, false) };
        while let Some(Reverse(done)) = busy.peek().copied().filter(|Reverse(done)| *done <= nano(time)) {
            busy.pop();
            let now = done as f64 / 1e9;
            while let Some(since) = queue.pop_front() {
                if now - since > patience {
                    counted.lost += 1;
                    continue;
                }
                busy.push(Reverse(nano(now + random.exponential(rate))));
                break;
            }
        }
        while queue.front().is_some_and(|since| time - since > patience) {
            queue.pop_front();
            counted.lost += 1;
        }
        if time >= end {
            counted.waiting = queue.len();
            return counted;
        }
        arrival = time;
        if !is_arrival {
            continue;
        }
        counted.came += 1;
        if busy.len() < servers {
            busy.push(Reverse(nano(time + random.exponential(rate))));
        } else if queue.len() < room {
            queue.push_back(time);
            counted.longest = counted.longest.max(queue.len());
        } else {
            counted.lost += 1;
        }
    }
}

/// A rise to 130 % of what 20 replicas of 50 requests/s sustain, and a fall to half.
fn overload() -> Vec<f64> {
    let mut loads = vec![600.0; 60];
    loads.extend(vec![1300.0; 120]);
    loads.extend(vec![500.0; 240]);
    loads
}

/// 20 replicas serve 1,000 requests/s, 100 at a time.
fn bench(room: Option<f64>, patience: Option<f64>) -> Bench {
    Bench::new(|service| {
        service.sizing.replica.capacity = headroom_core::plan::scenario::sizing::ReplicaCapacity::Throughput {
            throughput: Quantity::clamped(50.0),
            concurrency: Quantity::clamped(5.0),
            variability: None,
        };
        service.scaling.work.queue_limit = room.map(|room| Quantity::clamped(room / 20.0));
        service.scaling.work.timeout = patience.map(Quantity::clamped);
    })
}

fn compared(room: Option<f64>, patience: Option<f64>) -> (Counted, headroom_core::plan::scaling::engine::Outcome) {
    let bench = bench(room, patience);
    let loads = overload();
    let scene = bench.scene(5.0, &loads);
    let fluid = scene.simulation(&fixed(20), scene.table()).finish().0;
    let room = room.map_or(usize::MAX, |room| room as usize);
    (one_by_one(&loads, 5.0, 100, 10.0, room, patience.unwrap_or(f64::INFINITY)), fluid)
}

fn close(fluid: f64, counted: f64, share: f64, what: &str) {
    assert!((fluid - counted).abs() <= share * counted.max(1.0), "{what}: fluid {fluid}, one by one {counted}");
}

#[test]
fn a_queue_without_end_grows_and_drains_alike() {
    let (counted, fluid) = compared(None, None);
    // 600 s of 300 requests/s too many: 180,000, give or take the noise of arrivals.
    let spike = spike_backlog(500.0, 1300.0, 1000.0, 600.0, 1000.0);
    assert_eq!((fluid.longest_queue, spike.peak_backlog), (180_000.0, 180_000.0));
    close(fluid.longest_queue, counted.longest as f64, 0.02, "longest queue");
    // 180,000 / (1,000 − 500) = 360 s.
    assert_eq!((fluid.drain, spike.drain_time), (Some(360.0), Some(360.0)));
    assert_eq!((counted.lost, counted.waiting), (0, 0));
    close(fluid.requests, counted.came as f64, 0.01, "requests");
}

#[test]
fn a_full_queue_turns_away_alike() {
    let (counted, fluid) = compared(Some(20_000.0), None);
    assert_eq!(fluid.longest_queue, 20_000.0);
    // 180,000 too many, of which 20,000 find room.
    close(fluid.lost, 160_000.0, 1e-9, "lost by hand");
    close(fluid.lost, counted.lost as f64, 0.03, "lost");
}

#[test]
fn clients_give_up_alike() {
    let (counted, fluid) = compared(None, Some(60.0));
    // The queue holds at most what arrived in 60 s; what exceeds that has given up.
    close(fluid.longest_queue, counted.longest as f64, 0.03, "longest queue");
    close(fluid.lost, counted.lost as f64, 0.05, "lost");
}

#[test]
fn a_queue_moves_as_a_fluid_does() {
    let bench = bench(None, None);
    let loads = overload();
    let scene = bench.scene(5.0, &loads);
    let columns = scene.simulation(&fixed(20), scene.table()).with_columns().finish().1.unwrap();
    let mut backlog = 0.0;
    assert_eq!(columns.queue.len(), loads.len());
    for (step, (load, queue)) in loads.iter().zip(&columns.queue).enumerate() {
        backlog = fluid_step(backlog, *load, 1000.0, 5.0, None).backlog;
        assert!((queue - backlog).abs() <= 1e-9 * backlog.max(1.0), "step {step}: {queue} {backlog}");
    }
}
