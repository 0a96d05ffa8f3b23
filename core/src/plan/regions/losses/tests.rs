//! What a loss does to traffic, held against the formula that sends one set of loads elsewhere.

use super::*;
use crate::formulas::regions::{Permissions, Redistribution, Router, Rule};
use proptest::prelude::*;

fn at_home(demand: &[f64], overflow: Overflow, latency: &[Vec<f64>]) -> Traffic {
    let n = demand.len();
    let mut nearest: Vec<(usize, usize)> = (0..n).flat_map(|users| (0..n).map(move |to| (users, to))).collect();
    nearest.sort_by(|&(a, b), &(c, d)| latency[a][b].total_cmp(&latency[c][d]));
    Traffic {
        hosts: RegionSet::first(n),
        permissions: Permissions::all(n, n),
        shares: vec![1.0 / n as f64; n],
        loads: demand.iter().map(|load| vec![*load]).collect(),
        served: (0..n).map(|at| (0..n).map(|to| if at == to { 1.0 } else { 0.0 }).collect()).collect(),
        latency: latency.to_vec(),
        estimated: vec![vec![true; n]; n],
        first_hour: 0,
        is_utc: true,
        ahead: vec![0.0; n],
        nearest,
        overflow,
    }
}

/// The formula's answer for one loss.
fn redistributed(demand: &[f64], room: &[f64], lost: RegionSet, rule: &Rule) -> Redistribution {
    let n = demand.len();
    Router::new(n, lost, rule, &Permissions::all(n, n)).unwrap().route(demand, room).clone()
}

/// Losses of at most `n` of four regions.
fn losses(n: usize) -> impl Iterator<Item = RegionSet> {
    (0..=n).flat_map(|size| RegionSet::first(4).subsets(size))
}

proptest! {
    #[test]
    fn users_at_home_move_as_the_formula_says(
        demand in prop::collection::vec(0.0..1e3_f64, 4),
        room in prop::collection::vec(0.0..2e3_f64, 4),
        seconds in prop::collection::vec(0.001..0.3_f64, 16),
    ) {
        let latency: Vec<Vec<f64>> = seconds.chunks(4).map(<[f64]>::to_vec).collect();
        let rules = [
            (Overflow::Proportional, Rule::ProportionalToTraffic),
            (Overflow::ByCapacity, Rule::ByWeight(room.clone())),
            (Overflow::NearestWithRoom, Rule::NearestWithRoom { latency: latency.clone() }),
        ];
        for (overflow, rule) in rules {
            let traffic = at_home(&demand, overflow, &latency);
            let mut spill = Spill::new(&traffic, room.clone(), room.clone());
            for lost in losses(3) {
                spill.send(0, lost);
                let formula = redistributed(&demand, &room, lost, &rule);
                for at in 0..4 {
                    prop_assert!((spill.load[at] - formula.load[at]).abs() < 1e-9, "{overflow:?} {lost:?}");
                }
                prop_assert!((spill.unplaced.iter().sum::<f64>() - formula.dropped.iter().sum::<f64>()).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_region_needs_the_most_that_any_loss_sends_it(
        demand in prop::collection::vec(0.0..1e3_f64, 4), survive in 0_usize..4,
    ) {
        let traffic = at_home(&demand, Overflow::Proportional, &vec![vec![0.0; 4]; 4]);
        let unlimited = [f64::INFINITY; 4];
        let needs = needs(&traffic, survive, unlimited.to_vec());
        let after: Vec<Redistribution> =
            losses(survive).map(|lost| redistributed(&demand, &unlimited, lost, &Rule::ProportionalToTraffic)).collect();
        for at in 0..4 {
            let most = after.iter().map(|after| after.load[at]).fold(0.0, f64::max);
            prop_assert!((needs.most[at].value - most).abs() < 1e-9, "{at}: {most}");
        }
    }

    #[test]
    fn a_cascade_ends_where_round_after_round_of_the_formula_does(
        demand in prop::collection::vec(0.0..1e3_f64, 4), room in prop::collection::vec(0.0..2e3_f64, 4), first in 0_usize..4,
    ) {
        let traffic = at_home(&demand, Overflow::Proportional, &vec![vec![0.0; 4]; 4]);
        let lost: RegionSet = [first].into_iter().collect();
        let mut down = lost;
        loop {
            let after = redistributed(&demand, &room, down, &Rule::ProportionalToTraffic);
            let failing = (0..4).filter(|&at| after.load[at] > room[at] * (1.0 + NEGLIGIBLE)).collect();
            if down.union(failing) == down {
                break;
            }
            down = down.union(failing);
        }
        let mut spill = Spill::new(&traffic, room.clone(), room.clone());
        prop_assert_eq!(dragged_down(&mut spill, &room, 0, lost), down.minus(lost));
    }
}
