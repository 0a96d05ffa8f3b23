//! What all planned replicas cost, as far as prices are known, and what several regions cost over a single one.

use super::Traffic;
use super::answers::{OverSingle, RegionAnswer};
use super::plan::RegionsBasis;
use crate::base::dimension::Dimension;
use crate::base::explain::{Operand, Working, letter, over};
use crate::base::id::RegionId;
use crate::base::time::HOURS_PER_MONTH;
use crate::formulas::finance::over_a_month;

/// What the nodes of a region's replicas cost an hour, USD; nothing where there are none and something is priced.
pub(super) fn hourly(basis: &RegionsBasis<'_>, region: RegionId, replicas: u32) -> Option<f64> {
    match basis.price.node_in(Some(region)) {
        Some(node) => Some(node * basis.price.paid_for(f64::from(replicas))),
        None => (replicas == 0 && basis.price.is_known_somewhere()).then_some(0.0),
    }
}

/// Regions with replicas whose price is not known, where something is priced.
pub(super) fn unpriced(basis: &RegionsBasis<'_>, regions: &[RegionAnswer]) -> Vec<RegionId> {
    let is_priced = basis.price.is_known_somewhere() && basis.price.refusal.is_none();
    regions.iter().filter(|region| is_priced && region.cost.is_none()).map(|region| region.id).collect()
}

/// What several regions cost a month more than the cheapest that could run the service alone: one that may serve all users
/// and has room for the replicas of a single region.
///
/// `more = (Σ n_r·p_r − n·p) · 730 h`
///
/// | symbol       | is                                                        | unit            |
/// |--------------|-----------------------------------------------------------|-----------------|
/// | `n_r`, `p_r` | nodes of the replicas planned in a region, price of one there | nodes, USD/h |
/// | `n`, `p`     | nodes of a single region, price in the cheapest           | nodes, USD/h    |
///
/// Replicas are counted where none or one fits a node. `None` with a single region, or where a price is not known that decides it.
pub(super) fn over_single(
    basis: &RegionsBasis<'_>,
    traffic: &Traffic,
    regions: &[RegionAnswer],
    working: &mut Working,
) -> Option<OverSingle> {
    let alone = basis.sizing.replicas;
    let has_users = |at: &usize| traffic.shares[*at] > 0.0;
    let serves_all = |at: usize| {
        let users = (0..regions.len()).filter(has_users);
        users.into_iter().all(|users| traffic.permissions.of(users).contains(at))
    };
    let has_room = |region: &RegionAnswer| region.limit.is_none_or(|limit| limit >= alone);
    let candidates =
        regions.iter().enumerate().filter(|(at, region)| region.hosts && serves_all(*at) && has_room(region));
    let priced: Option<Vec<(&RegionAnswer, f64)>> =
        candidates.map(|(_, region)| Some((region, basis.price.node_in(Some(region.id))?))).collect();
    let (cheapest, price) = priced?.into_iter().min_by(|one, other| one.1.total_cmp(&other.1))?;
    let running: Vec<&RegionAnswer> = regions.iter().filter(|region| region.hosts && region.replicas > 0).collect();
    if running.len() < 2 || alone == 0 {
        return None;
    }
    let nodes_of = |replicas: u32| basis.price.paid_for(f64::from(replicas));
    let priced = |region: &&RegionAnswer| Some((nodes_of(region.replicas), basis.price.node_in(Some(region.id))?));
    let each: Vec<(f64, f64)> = running.iter().map(priced).collect::<Option<_>>()?;
    let (count, hour) = (Dimension::Count(basis.price.unit()), Dimension::DollarsPerHour);
    let [of_region, of_single] = match basis.price.unit() {
        "nodes" => ["nodes of a region, to survive every loss", "nodes of a single region"],
        _ => ["replicas of a region, to survive every loss", "replicas of a single region"],
    };
    let of = |(nodes, price): &(f64, f64)| {
        [letter("n_r", of_region, *nodes, count), letter("p_r", "price of one there", *price, hour)]
    };
    let single = [letter("n", of_single, nodes_of(alone), count), letter("p", "price of one there", price, hour)];
    let operands: Vec<Operand> = each.iter().flat_map(of).chain(single).collect();
    let terms = format!("({} − {{}} · {{}}) · 730 h", vec!["{} · {}"; each.len()].join(" + "));
    let arithmetic = over("(Σ n_r · p_r − n · p) · 730 h", &terms, operands, |values| {
        let mut products = values.chunks(2).map(|pair| pair.iter().product::<f64>());
        let single = products.next_back().unwrap_or(0.0);
        (products.sum::<f64>() - single) * HOURS_PER_MONTH
    });
    let more = working.step("Several regions over the cheapest single one, per month", arithmetic, Dimension::Dollars);
    Some(OverSingle {
        region: cheapest.id,
        replicas: alone,
        single: over_a_month(nodes_of(alone) * price),
        all: over_a_month(each.iter().map(|(nodes, price)| nodes * price).sum()),
        more,
    })
}
