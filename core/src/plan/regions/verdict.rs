//! The verdict on the regions, in sentences, what is missing, and the smallest changes that mend it.

use super::answers::{Loss, RegionAnswer, RegionsPlan, Shortfall, ShortfallReason};
use super::losses::Needs;
use super::plan::RegionsBasis;
use super::{Traffic, plan_regions};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Standing, Verdict};
use crate::base::id::RegionId;
use crate::base::text;
use crate::formulas::finance::over_a_month;
use crate::formulas::regions::RegionSet;
use crate::plan::scenario::adjust::{Adjustment, Lever};
use crate::plan::scenario::regions::Overflow;

/// What residency and capacity leave without a place.
pub(super) fn shortfalls(
    basis: &RegionsBasis<'_>,
    traffic: &Traffic,
    needs: &Needs,
    regions: &[RegionAnswer],
    ids: impl Fn(RegionSet) -> Vec<RegionId>,
) -> Vec<Shortfall> {
    let mut found = Vec::new();
    for (at, unplaced) in needs.unplaced.iter().enumerate().filter(|(_, unplaced)| unplaced.value > 0.0) {
        let nowhere = traffic.permissions.of(at).minus(unplaced.lost).is_empty();
        let reason = if nowhere { ShortfallReason::Residency } else { ShortfallReason::Capacity };
        let region = basis.regions[at].id;
        found.push(Shortfall { reason, region, lost: ids(unplaced.lost), load: unplaced.value, replicas: 0 });
    }
    let throughput = basis.inputs.replica.capacity.throughput();
    for region in regions.iter().filter(|region| region.needed_replicas > region.replicas) {
        found.push(Shortfall {
            reason: ShortfallReason::Capacity,
            region: region.id,
            lost: region.most_when_lost.clone(),
            load: (region.most_load - f64::from(region.replicas) * throughput).max(0.0),
            replicas: region.needed_replicas - region.replicas,
        });
    }
    found
}

/// The names of some regions: `Frankfurt and Dublin`.
fn names(plan: &RegionsPlan, ids: &[RegionId]) -> String {
    let found = plan.regions.iter().filter(|region| ids.contains(&region.id));
    found.map(named).collect::<Vec<_>>().join(" and ")
}

fn named(region: &RegionAnswer) -> String {
    if region.name.trim().is_empty() { format!("region {}", region.id.0) } else { region.name.clone() }
}

fn name(plan: &RegionsPlan, id: RegionId) -> String {
    names(plan, &[id])
}

/// What holds, what does not, what it costs.
pub(super) fn verdict(basis: &RegionsBasis<'_>, plan: &RegionsPlan) -> Verdict {
    if plan.n_hosts == 0 {
        return Verdict::from_findings(vec![Finding::fails("No region of the plan can host capacity.")]);
    }
    if plan.peak_of_all <= 0.0 {
        return Verdict::from_findings(vec![Finding::holds("No load to place.")]);
    }
    let mut findings = vec![survived(basis, plan)];
    for shortfall in plan.shortfalls.iter().take(3) {
        findings.push(Finding::fails(missing(plan, shortfall)));
    }
    if let Some(loss) = &plan.survivable.too_much {
        let is_short = plan.survivable.regions.is_none_or(|survived| survived < plan.survive);
        if is_short && !loss.dragged_down.is_empty() {
            let sentence = format!(
                "Losing {} would overload {}, and the overload would spread to every region.",
                names(plan, &loss.lost),
                names(plan, &loss.dragged_down)
            );
            findings.push(Finding::fails(sentence));
        }
    }
    // With a latency objective, response times at the user are said instead.
    if let Some(sentence) = latency(plan).filter(|_| basis.inputs.slo.latency.is_none()) {
        findings.push(Finding::holds(sentence));
    }
    let weak = plan.regions.iter().filter(|region| region.holds_without_a_zone == Some(false));
    let weak: Vec<String> = weak.filter(|region| region.normal_load > 0.0).map(named).collect();
    if !weak.is_empty() {
        let sentence =
            format!("{} cannot carry {} normal peak with one zone lost.", weak.join(" and "), its(weak.len()));
        findings.push(if basis.stated.survive_zone { Finding::fails(sentence) } else { Finding::tight(sentence) });
    }
    if basis.stated.survive_zone {
        findings.extend(zones(basis, plan, weak.is_empty()));
    }
    findings.extend(price(plan).map(Finding::holds));
    findings.extend(over_single(plan).map(Finding::holds));
    let unpriced: Vec<&str> =
        plan.regions.iter().filter(|row| plan.unpriced.contains(&row.id)).map(|row| row.name.as_str()).collect();
    findings.extend(basis.price.says_unknown(&unpriced).map(Finding::unknown));
    Verdict::from_findings(findings)
}

/// What is to be said where the loss of a zone must be survived: it cannot be within a region that has only one.
fn zones(basis: &RegionsBasis<'_>, plan: &RegionsPlan, others_hold: bool) -> Option<Finding> {
    let has_one = |row: &&RegionAnswer| {
        let zones = basis.regions.iter().find(|region| region.id == row.id).map(|region| region.zones.get());
        row.normal_load > 0.0 && zones == Some(1)
    };
    let single: Vec<String> = plan.regions.iter().filter(has_one).map(named).collect();
    match (single.as_slice(), others_hold) {
        ([], true) => Some(Finding::holds("Survives the loss of any one zone.".to_owned())),
        ([], false) => None,
        ([one], _) => Some(Finding::tight(format!("{one} has only one zone: losing it is losing the region."))),
        (several, _) => {
            let names = several.join(" and ");
            Some(Finding::tight(format!("{names} have only one zone each: losing it is losing the region.")))
        }
    }
}

fn its(n: usize) -> &'static str {
    if n == 1 { "its" } else { "their" }
}

fn survived(basis: &RegionsBasis<'_>, plan: &RegionsPlan) -> Finding {
    let replicas = text::counted(plan.replicas, "replica", "replicas");
    let more = match u64::from(basis.sizing.replicas) {
        0 => String::new(),
        one => {
            let share = plan.replicas as f64 / one as f64 - 1.0;
            let size = text::percent(share.abs());
            let which = if share < 0.0 { "fewer" } else { "more" };
            format!(", {size} {which} than the {} of a single region", text::count(one))
        }
    };
    let hosts = text::counted(plan.n_hosts.into(), "region", "regions");
    let Some(n) = plan.survivable.regions else {
        return Finding::fails(format!("Overloaded with all regions up: {hosts} cannot carry the load ({replicas})."));
    };
    if let Some(tier) = basis.recovery.tier.filter(|_| plan.n_hosts == 1 && plan.survive > 0) {
        return Finding::tight(format!(
            "Losing {} is not survived, but recovered in another region ({}), which is not chosen.",
            lost_too_many(plan),
            tier.short()
        ));
    }
    let any = match n {
        0 => format!("Losing {} is not survived{}", lost_too_many(plan), others_survived(plan)),
        1 => format!("Survives the loss of any one of {hosts}"),
        n => format!("Survives the loss of any {n} of {hosts}"),
    };
    if n >= plan.survive {
        Finding::holds(format!("{any}: {replicas} in total{more}."))
    } else {
        let target = match (n, plan.survive) {
            (0, 1) => String::new(),
            (_, target) => format!(" (target {})", text::counted(target.into(), "region", "regions")),
        };
        if plan.survivable.once_recovered >= Some(plan.survive) {
            let ready: u64 = plan.regions.iter().map(|region| u64::from(region.ready)).sum();
            let kept = format!("only when the reserve is up: {} of {replicas} are ready", text::count(ready));
            return Finding::tight(match n {
                0 => format!("Losing {} is not survived at once, {kept}.", lost_too_many(plan)),
                _ => format!("{any} at once{target}, more {kept}."),
            });
        }
        Finding::fails(format!("{any}{target}: {replicas} in total{more}."))
    }
}

/// The regions of a loss that is not survived.
fn lost_too_many(plan: &RegionsPlan) -> String {
    let lost = plan.survivable.too_much.as_ref().map_or_else(String::new, |loss| names(plan, &loss.lost));
    if lost.is_empty() { "a region".to_owned() } else { lost }
}

/// The single regions whose loss is survived where not every one is: `; Virginia or Singapore would be`.
fn others_survived(plan: &RegionsPlan) -> String {
    let single = |loss: &&Loss| loss.lost.len() == 1 && loss.missing <= 0.0;
    let others: Vec<String> = plan.losses.iter().filter(single).map(|loss| names(plan, &loss.lost)).collect();
    if others.is_empty() { String::new() } else { format!("; {} would be", others.join(" or ")) }
}

fn missing(plan: &RegionsPlan, shortfall: &Shortfall) -> String {
    let load = text::quantity(shortfall.load, Dimension::Rate);
    let region = name(plan, shortfall.region);
    let when = if shortfall.lost.is_empty() {
        String::new()
    } else {
        format!(" when {} is lost", names(plan, &shortfall.lost))
    };
    match (shortfall.reason, shortfall.replicas) {
        (ShortfallReason::Residency, _) => {
            format!("{load} from users in {region} cannot be served{when}: residency leaves no region.")
        }
        (ShortfallReason::Capacity, 0) => format!("{load} from users in {region} exceed the remaining capacity{when}."),
        (ShortfallReason::Capacity, short) => {
            let row = plan.regions.iter().find(|row| row.id == shortfall.region);
            let needed = text::count(row.map_or(0, |row| row.needed_replicas));
            let had = text::count(row.map_or(0, |row| row.replicas));
            let short = text::counted(short.into(), "replica", "replicas");
            match row.filter(|row| row.stated_replicas == Some(row.replicas)) {
                Some(row) => format!(
                    "{region} is {short} short{when}: {} are deployed and {needed} needed.",
                    text::count(row.replicas)
                ),
                None => {
                    let limit = row.and_then(|row| row.limited_by.as_deref()).unwrap_or_default();
                    format!("{region} is {short} short{when}: the limit of {limit} leaves {had} of {needed}.")
                }
            }
        }
    }
}

fn latency(plan: &RegionsPlan) -> Option<String> {
    let before = plan.latency?;
    let worst = |loss: &&Loss| loss.latency.map_or(0.0, |latency| latency.seen.p95);
    let loss = plan.losses.iter().max_by(|a, b| worst(a).total_cmp(&worst(b)))?;
    let after = loss.latency?;
    let mark = if before.estimated || after.estimated { ", partly estimated from distance" } else { "" };
    Some(format!(
        "Round trip for users is {} at P95, {} with {} lost{mark}.",
        text::seconds(before.seen.p95),
        text::seconds(after.seen.p95),
        names(plan, &loss.lost)
    ))
}

fn over_single(plan: &RegionsPlan) -> Option<String> {
    let over = plan.over_single.as_ref()?;
    let (more, single) = (text::dollars(over.more.abs()), text::dollars(over.single));
    let than = if over.more < 0.0 { "less" } else { "more" };
    let (name, replicas) = (name(plan, over.region), text::counted(over.replicas.into(), "replica", "replicas"));
    Some(format!(
        "Several regions cost {more} a month {than} than {name} alone, the cheapest single region: {single} for {replicas}."
    ))
}

fn price(plan: &RegionsPlan) -> Option<String> {
    if !plan.unpriced.is_empty() {
        let known = text::dollars(over_a_month(plan.known_cost));
        return (plan.known_cost > 0.0)
            .then(|| format!("All planned replicas for a whole month cost at least {known}."));
    }
    let (cost, saving) = (plan.cost?, plan.cheapest.saving?);
    let monthly = text::dollars(over_a_month(cost));
    let cheapest = match saving {
        // Whether a cheaper one holds in the whole plan has to be tried first.
        saving if saving > 0.0005 => return Some(format!("All planned replicas for a whole month cost {monthly}.")),
        saving if saving < -0.0005 => {
            format!("a placement that survives costs at least {} more", text::percent(-saving))
        }
        _ => "no placement that survives is cheaper".to_owned(),
    };
    Some(format!("All planned replicas for a whole month cost {monthly}; {cheapest}."))
}

/// The smallest changes that mend what does not hold, each tried before it is offered.
pub(super) fn levers(basis: &RegionsBasis<'_>, traffic: &Traffic, plan: &RegionsPlan, verdict: &Verdict) -> Vec<Lever> {
    let mut levers = Vec::new();
    // Whoever tries a lever asks for no further ones.
    if verdict.standing != Standing::Fails || plan.n_hosts == 0 {
        return levers;
    }
    for short in plan.shortfalls.iter().filter(|shortfall| shortfall.replicas > 0) {
        let Some(row) = plan.regions.iter().find(|row| row.id == short.region) else { continue };
        let (had, needed) = (text::count(row.replicas), text::count(row.needed_replicas));
        let (change, adjustment) = if row.stated_replicas == Some(row.replicas) {
            let change = format!("Deploy {needed} replicas in {} instead of {had}", named(row));
            (change, Adjustment::Deployed(short.region, row.needed_replicas))
        } else {
            let Some(cap) = basis.caps.cap(Some(short.region)) else { continue };
            let enough = cap.enough(row.needed_replicas);
            let change = format!("Raise the limit of {} to {}", cap.words, text::plain(enough));
            (change, Adjustment::Limit(cap.limit, enough))
        };
        levers.push(Lever { change, effect: "it can then carry its failover load".into(), adjustment });
    }
    if basis.stated.overflow != Overflow::NearestWithRoom && levers_to_nearest(basis) {
        levers.push(Lever {
            change: "Route users of a lost region to the nearest with capacity".into(),
            effect: "then all of them are served".into(),
            adjustment: Adjustment::NearestWithRoom,
        });
    }
    let stuck = plan.shortfalls.iter().filter(|shortfall| shortfall.reason == ShortfallReason::Residency);
    let mut offered: Vec<Vec<String>> = Vec::new();
    for shortfall in stuck {
        let Some(at) = basis.regions.iter().position(|region| region.id == shortfall.region) else { continue };
        let users = basis.regions[at].place.jurisdiction();
        let rule = basis.stated.residency.iter().find(|rule| rule.users.as_str() == users);
        let within: Vec<String> =
            rule.map_or_else(Vec::new, |rule| rule.within.iter().map(ToString::to_string).collect());
        if offered.contains(&within) {
            continue;
        }
        let there = traffic.permissions.of(at).len() as u32;
        let more = (plan.survive + 1).saturating_sub(there).max(1);
        let place = if within.is_empty() { String::new() } else { format!(" in {}", within.join(" or ")) };
        levers.push(Lever {
            change: format!("Add {}{place}", text::counted(more.into(), "region", "regions")),
            effect: format!("users in {} are then served after the loss", named(&plan.regions[at])),
            adjustment: Adjustment::AddRegion(within.clone()),
        });
        offered.push(within);
    }
    let is_short = plan.survivable.once_recovered < Some(plan.survive);
    if let Some(survived) = plan.survivable.regions.filter(|survived| is_short && *survived < plan.survive) {
        levers.push(Lever {
            change: format!("Lower the target to {}", text::counted(survived.into(), "lost region", "lost regions")),
            effect: "the plan then meets its target".into(),
            adjustment: Adjustment::Survive(survived),
        });
    }
    levers
}

fn levers_to_nearest(basis: &RegionsBasis<'_>) -> bool {
    let mut stated = basis.stated.clone();
    stated.overflow = Overflow::NearestWithRoom;
    // The other rule has no such lever, so this goes one level deep.
    plan_regions(&RegionsBasis { stated: &stated, ..*basis })
        .and_then(|plan| plan.survivable.regions)
        .is_some_and(|survived| survived >= basis.stated.survive.get())
}
