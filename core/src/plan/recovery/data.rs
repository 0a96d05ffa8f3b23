//! What is said of the RPO: what to shorten where it is missed, and what synchronous replication costs each write.

use super::plan::{RecoveryBasis, TierAnswer};
use crate::base::explain::Finding;
use crate::base::text;
use crate::machines::places::round_trip;
use crate::plan::regions::RegionAnswer;

/// What is to be said of the data.
pub(super) fn finding(basis: &RecoveryBasis<'_>, answer: &TierAnswer) -> Option<Finding> {
    let run = basis.stated.tier(answer.tier);
    let (interval, lag) = (run.interval.get(), run.lag.get());
    let target = basis.stated.rpo.map_or(0.0, |target| target.get());
    if let Some(by) = answer.rpo_miss {
        let missed = format!("RPO missed by {}", text::seconds(by));
        let shorten = if target <= 0.0 {
            format!("an RPO of 0 needs synchronous replication, without interval or lag; {}", waits(basis))
        } else if lag >= target {
            format!("shorten the replication lag from {} to at most {}", text::seconds(lag), text::seconds(target))
        } else {
            let most = text::seconds(target - lag);
            format!("copy the data at least every {most} instead of every {}", text::seconds(interval))
        };
        return Some(Finding::fails(format!("{missed}: {shorten}.")));
    }
    let is_synchronous = interval <= 0.0 && lag <= 0.0;
    is_synchronous.then(|| {
        let sentence = format!("Replication is synchronous: {}.", waits(basis));
        if trip(basis).is_some() { Finding::holds(sentence) } else { Finding::unknown(sentence) }
    })
}

/// What a write waits for, in words.
fn waits(basis: &RecoveryBasis<'_>) -> String {
    match trip(basis) {
        Some((to, seconds, estimated)) => {
            let mark = if estimated { ", estimated from distance" } else { "" };
            format!("each write waits for a round trip to {to}, {}{mark}", text::seconds(seconds))
        }
        None => "each write waits for a round trip to the other region, unknown until it is chosen".to_owned(),
    }
}

/// The longest round trip from a region that serves to the nearest other one: to which, in seconds, and whether it is
/// estimated. `None` where there is no other region.
fn trip(basis: &RecoveryBasis<'_>) -> Option<(String, f64, bool)> {
    let plan = basis.fleet.regions?;
    let place = |answer: &RegionAnswer| basis.regions.iter().find(|region| region.id == answer.id)?.place.region();
    let hosts: Vec<&RegionAnswer> = plan.regions.iter().filter(|region| region.hosts).collect();
    let serving = hosts.iter().filter(|region| region.normal_load > 0.0);
    let nearest = |from: &&RegionAnswer| {
        let others = hosts.iter().filter(|other| other.id != from.id).filter_map(|other| {
            let trip = round_trip(&place(from)?, &place(other)?);
            Some((other.name.clone(), trip.seconds(), trip.is_estimate()))
        });
        others.min_by(|one, other| one.1.total_cmp(&other.1))
    };
    serving.filter_map(nearest).max_by(|one, other| one.1.total_cmp(&other.1))
}
