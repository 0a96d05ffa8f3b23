//! Times the cheapest placement for a problem on standard input, for `cargo xtask bench`.

use headroom_core::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement};
use headroom_core::formulas::regions::Permissions;
use serde::Deserialize;
use std::hint::black_box;
use std::time::Instant;

#[derive(Deserialize)]
struct Problem {
    demand: Vec<Vec<f64>>,
    price: Vec<f64>,
    allowed: Vec<Vec<usize>>,
    lost: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let problem: Problem = serde_json::from_reader(std::io::stdin())?;
    let n = problem.price.len();
    let offer = |price: &f64| Offer { replica_throughput: 1.0, replica_cost: *price, max_replicas: None, installed: 0 };
    let inputs = PlacementInputs {
        offers: problem.price.iter().map(offer).collect(),
        permissions: Permissions::new(
            n,
            problem.allowed.iter().map(|allowed| allowed.iter().copied().collect()).collect(),
        )?,
        demand: problem.demand,
        n_lost: problem.lost,
    };
    let mut cost = f64::NAN;
    let mut times = Vec::new();
    for _ in 0..41 {
        let started = Instant::now();
        if let Placement::Survives(plan) = black_box(plan_placement(black_box(&inputs))?) {
            cost = plan.cost;
        }
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("{}", serde_json::json!({ "milliseconds": times[20], "cost": cost }));
    Ok(())
}
