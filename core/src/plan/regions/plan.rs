//! What losing a region costs: replicas in every region, who carries the load, and what can be survived.

use super::Traffic;
use super::answers::{Flow, LatencyOfUsers, Loss, RegionAnswer, RegionsPlan, Survivable};
use super::cheapest;
use super::losses::{Needs, Spill, dragged_down, survivable, worst_hour};
use super::money;
use super::needed::NeedsBasis;
use crate::base::dimension::Dimension;
use crate::base::explain::{Operand, Verdict, Working, by, letter, over};
use crate::base::time::HOURS_PER_WEEK;
use crate::formulas::regions::{FollowTheSun, RegionSet, even_spread, follow_the_sun, latency_seen};
use crate::plan::answered::Answered;
use crate::plan::demand::LoadCurve;
use crate::plan::price::HourPrice;
use crate::plan::scenario::limits::Caps;
use crate::plan::scenario::recovery::{Kept, RecoveryInputs};
use crate::plan::scenario::regions::PlanRegion;
use crate::plan::scenario::regions::ServiceRegions;
use crate::plan::scenario::sizing::SizingInputs;
use crate::plan::sizing::SizingPlan;

/// Share of its capacity that a region with less than it needs must have left in a loss.
const BUSY_TO_THE_LAST: f64 = 1e-6;
/// Most regions whose loss at once is looked at.
const MOST_LOST: usize = 4;

/// What [`plan_regions`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct RegionsBasis<'a> {
    /// The regions of the plan.
    pub regions: &'a [PlanRegion],
    /// What the service asks of them.
    pub stated: &'a ServiceRegions,
    /// What limits leave of it in each region.
    pub caps: &'a Caps,
    /// What sizing was asked.
    pub inputs: &'a SizingInputs,
    /// What it answered for everything in one place.
    pub sizing: &'a SizingPlan,
    /// The load at any time.
    pub curve: &'a LoadCurve,
    /// What is stated about recovery: how much of the reserve is ready.
    pub recovery: &'a RecoveryInputs,
    /// What an hour of a replica costs, region by region.
    pub price: &'a HourPrice,
    /// Whether it is only tried: then nothing is said of it, and nothing cheaper is looked for.
    pub is_trial: bool,
}

impl<'a> RegionsBasis<'a> {
    fn needs(&self) -> NeedsBasis<'a> {
        let Self { regions, stated, caps, inputs, curve, .. } = *self;
        NeedsBasis { regions, stated, caps, inputs, curve }
    }
}

/// Plans the capacity of each region so that any `k` of them may be lost.
///
/// `c_r = max_{|S| ≤ k} max_t load_r(S, t)` over the hours of the usual week, and
/// `replicas_r = max(⌈c_r · (1 + h) / μ⌉, n_SLO(c_r)) + s`, at most what can be had there. Where
/// something is planned, whether a loss is survived is judged by what all replicas sustain.
///
/// | symbol     | is                                                         | unit       |
/// |------------|------------------------------------------------------------|------------|
/// | `k`        | regions that may be lost                                   | regions    |
/// | `load_r`   | load on region `r` with the regions of `S` lost            | requests/s |
/// | `h`, `μ`   | headroom and throughput of a replica, as sizing has them   |            |
/// | `n_SLO, s` | replicas that the latency objective needs, spare replicas  | replicas   |
///
/// `None` where the plan has no regions: then everything is in one place.
///
/// # Assumptions
///
/// `usual-week`, `standard-time`, `proportional-redistribution`, `latency-by-distance`,
/// `static-stability`, `busiest-day`
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let payments = examples::find("three-region-payments").expect("an example").scenario();
/// let evaluation = evaluate(&payments);
/// let plan = evaluation.services[0].regions.as_ref().expect("it has regions");
/// assert_eq!((plan.n_hosts, plan.closed_form), (3, Some(1.5)));
/// assert_eq!(plan.survivable.regions, Some(1));
/// ```
pub fn plan_regions(basis: &RegionsBasis<'_>) -> Option<Answered<RegionsPlan>> {
    if basis.regions.is_empty() {
        return None;
    }
    let survive = basis.stated.survive.get();
    let ids = |set: RegionSet| set.iter().map(|at| basis.regions[at].id).collect::<Vec<_>>();
    let (traffic, needs) = basis.needs().needs();
    let regions: Vec<RegionAnswer> = (0..basis.regions.len()).map(|at| answer(basis, &traffic, &needs, at)).collect();
    // A loss is survived by what is ready; what the recovery tier does not keep comes later.
    let capacity: Vec<f64> = regions.iter().map(|region| region.ready_capacity).collect();
    // With less than is needed, a region that a loss makes busy to the last does not hold.
    let is_short = |region: &RegionAnswer| region.ready < region.needed_replicas;
    let left = |region: &RegionAnswer| if is_short(region) { 1.0 - BUSY_TO_THE_LAST } else { 1.0 };
    let in_a_loss: Vec<f64> = regions.iter().zip(&capacity).map(|(region, full)| full * left(region)).collect();
    let spill = || Spill::new(&traffic, needs.normal.clone(), capacity.clone());
    let shown = |lost: RegionSet| loss(basis, &traffic, &mut spill().with_flows(), &in_a_loss, lost);
    let most = MOST_LOST.min(survive as usize + 1);
    let (survived, too_much) = survivable(&mut spill(), (&capacity, &in_a_loss), most);
    // What is kept back comes later; where nothing is, the answer is the same.
    let once_recovered = if regions.iter().all(|region| region.ready == region.replicas) {
        survived
    } else {
        let planned: Vec<f64> = regions.iter().map(|region| region.capacity).collect();
        let mut spill = Spill::new(&traffic, needs.normal.clone(), planned.clone());
        survivable(&mut spill, (&planned, &planned), survive as usize).0
    };
    let losses = traffic.hosts.iter().map(|at| shown(RegionSet::EMPTY.with(at))).collect();
    let together = at_once(&traffic, survive).map(shown).collect();
    let busiest = traffic.busiest_hour();
    let mut normally = spill().with_flows();
    normally.send(busiest, RegionSet::EMPTY);
    let flows = flows(basis, &traffic, normally.flow.as_deref().unwrap_or_default());
    let latency = latency(&traffic, normally.flow.as_deref().unwrap_or_default());
    let sun = follow_the_sun(&traffic.loads).ok();
    let peak_of_all = if traffic.n_hours() > 0 { traffic.together(busiest) } else { 0.0 };
    let routes = routes(basis, &traffic, &mut normally, RegionSet::EMPTY);
    let n_hosts = traffic.hosts.len() as u32;
    let mut working = assumptions(basis, &traffic);
    let spread = spread_step((n_hosts, survive), peak_of_all, &mut working);
    let exact = exact_step(&regions, peak_of_all, &mut working);
    let saved = saved_step(sun, &mut working);
    let replicas = replicas_step(&regions, &mut working);
    let over_single = money::over_single(basis, &traffic, &regions, &mut working);
    let plan = RegionsPlan {
        is_assumed: false,
        n_hosts,
        survive,
        peak_of_all,
        peak_at: traffic.moment(busiest),
        sum_of_peaks: sun.map_or(0.0, |sun| sun.sum_of_peaks),
        follow_the_sun: saved,
        closed_form: spread,
        exact,
        normal_replicas: regions.iter().map(|region| u64::from(region.normal_replicas)).sum(),
        replicas,
        cost: regions.iter().map(|region| region.cost).sum(),
        known_cost: regions.iter().filter_map(|region| region.cost).sum(),
        unpriced: money::unpriced(basis, &regions),
        over_single,
        latency,
        flows,
        routes,
        response: None,
        losses,
        together,
        survivable: Survivable {
            regions: survived.map(|n| n as u32),
            too_much: too_much.map(|worst| shown(worst.lost)),
            once_recovered: once_recovered.map(|n| n as u32),
        },
        shortfalls: super::verdict::shortfalls(basis, &traffic, &needs, &regions, ids),
        cheapest: if basis.is_trial { Default::default() } else { cheapest::cheapest(basis, &traffic, &regions) },
        regions,
    };
    if basis.is_trial {
        let verdict = Verdict::from_findings(Vec::new());
        return Some(Answered { plan, verdict, levers: Vec::new(), working });
    }
    if plan.cheapest.linear.is_some() {
        working.assume("placement-by-throughput");
    }
    let verdict = super::verdict::verdict(basis, &plan);
    let levers = super::verdict::levers(basis, &traffic, &plan, &verdict);
    Some(Answered { plan, verdict, levers, working })
}

fn answer(basis: &RegionsBasis<'_>, traffic: &Traffic, needs: &Needs, at: usize) -> RegionAnswer {
    let region = &basis.regions[at];
    let throughput = basis.inputs.replica.capacity.throughput();
    let (normal_load, most) = (needs.normal[at], needs.most[at]);
    let zones_to_survive = basis.stated.zones_to_survive(region);
    let rows = basis.needs().rows(needs, at);
    let stated = basis.stated.stated_replicas(region.id).filter(|_| traffic.hosts.contains(at));
    let cap = basis.caps.cap(Some(region.id));
    let within = rows.planned(cap.map(|cap| cap.most), stated);
    let planned = within.needed();
    let capacity = f64::from(planned) * throughput;
    let ready = within.normal() + Kept::of(within.reserve, basis.recovery, basis.recovery.tier).ready;
    let ready_capacity = f64::from(ready) * throughput;
    let zones = region.zones.get();
    let left = f64::from(ready - ready.div_ceil(zones)) * throughput;
    RegionAnswer {
        id: region.id,
        name: region.name.to_string(),
        hosts: traffic.hosts.contains(at),
        jurisdiction: region.place.jurisdiction().to_owned(),
        share: traffic.shares[at],
        peak_of_users: traffic.loads[at].iter().copied().fold(0.0, f64::max),
        normal_load,
        most_load: most.value,
        most_when_lost: most.lost.iter().map(|at| basis.regions[at].id).collect(),
        most_at: traffic.moment(most.hour),
        rows,
        planned: within,
        clocks: traffic.clocks(at),
        zones_to_survive,
        hours: needs.hours[at].clone(),
        limit: basis.stated.most_replicas(region.id, basis.caps),
        limited_by: cap.map(|cap| cap.words.clone()),
        stated_replicas: stated,
        price: basis.price.replica_in(Some(region.id)),
        normal_replicas: within.normal(),
        needed_replicas: rows.needed(),
        replicas: planned,
        ready,
        capacity,
        ready_capacity,
        utilization: (ready > 0).then(|| normal_load / ready_capacity),
        holds_without_a_zone: (zones > 1).then_some(left >= normal_load * (1.0 - 1e-9)),
        cost: money::hourly(basis, region.id, planned),
    }
}

/// The losses of several regions at once that must be survived; with all of them lost nothing is left to answer.
fn at_once(traffic: &Traffic, survive: u32) -> impl Iterator<Item = RegionSet> {
    let most = MOST_LOST.min(survive as usize).min(traffic.hosts.len().saturating_sub(1));
    (2..=most).flat_map(|size| traffic.hosts.subsets(size))
}

fn loss(basis: &RegionsBasis<'_>, traffic: &Traffic, spill: &mut Spill<'_>, capacity: &[f64], lost: RegionSet) -> Loss {
    let ids = |set: RegionSet| set.iter().map(|at| basis.regions[at].id).collect();
    let (hour, most) = worst_hour(spill, capacity, lost);
    let dragged = dragged_down(spill, capacity, hour, lost);
    spill.send(hour, lost);
    let mut normal = vec![0.0; traffic.n_regions()];
    traffic.normal(hour, &mut normal);
    let flow = spill.flow.clone().unwrap_or_default();
    let (load, unplaced) = (spill.load.clone(), spill.unplaced.iter().sum());
    let (missing, overloaded) = (spill.missing(capacity), spill.overloaded(capacity));
    let routes = routes(basis, traffic, spill, lost);
    let flow = flow.as_slice();
    Loss {
        lost: ids(lost),
        at: traffic.moment(hour),
        hour,
        moved: lost.iter().map(|at| normal[at]).sum(),
        flows: flows(basis, traffic, flow),
        load,
        routes,
        most,
        unplaced,
        missing,
        overloaded: ids(overloaded),
        dragged_down: ids(dragged),
        latency: latency(traffic, flow),
    }
}

/// Who serves the users of each region in the hour in which they need most.
fn routes(basis: &RegionsBasis<'_>, traffic: &Traffic, spill: &mut Spill<'_>, lost: RegionSet) -> Vec<Flow> {
    let mut found = Vec::new();
    for (users, loads) in traffic.loads.iter().enumerate() {
        let most = |best: usize, hour: usize| if loads[hour] > loads[best] { hour } else { best };
        let hour = (0..loads.len()).fold(0, most);
        if loads.get(hour).is_some_and(|load| *load > 0.0) {
            spill.send(hour, lost);
            let flow = spill.flow.as_deref().unwrap_or_default();
            found.extend(flows(basis, traffic, flow).into_iter().filter(|flow| flow.from == basis.regions[users].id));
        }
    }
    found
}

fn flows(basis: &RegionsBasis<'_>, traffic: &Traffic, flow: &[Vec<f64>]) -> Vec<Flow> {
    let mut found = Vec::new();
    for (users, row) in flow.iter().enumerate() {
        for (to, &load) in row.iter().enumerate().filter(|(_, load)| **load > 0.0) {
            let (latency, estimated) = (traffic.latency[users][to], traffic.estimated[users][to]);
            let (from, to) = (basis.regions[users].id, basis.regions[to].id);
            found.push(Flow { from, to, load, latency, estimated });
        }
    }
    found
}

fn latency(traffic: &Traffic, flow: &[Vec<f64>]) -> Option<LatencyOfUsers> {
    let seen = latency_seen(flow, &traffic.latency).ok().flatten()?;
    let is_guess = |users: usize, to: usize, load: f64| load > 0.0 && users != to && traffic.estimated[users][to];
    let rows = flow.iter().enumerate();
    let estimated =
        rows.into_iter().any(|(users, row)| row.iter().enumerate().any(|(to, load)| is_guess(users, to, *load)));
    Some(LatencyOfUsers { seen, estimated })
}

fn assumptions(basis: &RegionsBasis<'_>, traffic: &Traffic) -> Working {
    let mut working = Working::default();
    for id in ["usual-week", "proportional-redistribution", "latency-by-distance", "static-stability"] {
        working.assume(id);
    }
    if basis.stated.local_time {
        working.assume("standard-time");
    }
    if traffic.n_hours() < HOURS_PER_WEEK {
        working.assume("busiest-day");
    }
    working
}

/// Capacity over load where `k` of `N` equal regions may be lost.
fn spread_step((n, k): (u32, u32), peak_of_all: f64, working: &mut Working) -> Option<f64> {
    let factor = even_spread(n, k)?.overprovision_factor;
    if peak_of_all <= 0.0 {
        return Some(factor);
    }
    let count = |name, meaning, count| letter(name, meaning, f64::from(count), Dimension::Count("regions"));
    let operands = [count("N", "regions with capacity", n), count("k", "regions that may fail", k)];
    let arithmetic = by("N / (N − k)", operands, |[all, lost]| all / (all - lost));
    Some(working.step("Capacity / load, equal regions", arithmetic, Dimension::Times))
}

/// Capacity over load of the regions as they are.
fn exact_step(regions: &[RegionAnswer], peak_of_all: f64, working: &mut Working) -> Option<f64> {
    if peak_of_all <= 0.0 {
        return None;
    }
    let most = |region: &RegionAnswer| {
        letter("c_r", "highest load on a region after a loss", region.most_load, Dimension::Rate)
    };
    let mut operands: Vec<Operand> = regions.iter().filter(|region| region.hosts).map(most).collect();
    let terms = format!("({}) / {{}}", vec!["{}"; operands.len()].join(" + "));
    operands.push(letter("peak", "highest total load of all users", peak_of_all, Dimension::Rate));
    let arithmetic = over("Σ c_r / peak", &terms, operands, |values| match values.split_last() {
        Some((peak, each)) => each.iter().sum::<f64>() / peak,
        None => 0.0,
    });
    Some(working.step("Capacity / load, these regions", arithmetic, Dimension::Times))
}

/// Share that peaks at different hours save.
fn saved_step(sun: Option<FollowTheSun>, working: &mut Working) -> Option<f64> {
    let sun = sun?;
    if sun.gain()? <= 0.0 {
        return Some(0.0);
    }
    let load = |name, meaning, load| letter(name, meaning, load, Dimension::Rate);
    let operands = [
        load("peak", "highest total load of all users", sun.peak_of_sum),
        load("peaks", "sum of the highest loads of each region's users", sun.sum_of_peaks),
    ];
    let arithmetic = by("1 − peak / peaks", operands, |[peak, peaks]| 1.0 - peak / peaks);
    Some(working.step("Saved by peaks at different times", arithmetic, Dimension::Fraction))
}

fn replicas_step(regions: &[RegionAnswer], working: &mut Working) -> u64 {
    let replicas = Dimension::Count("replicas");
    let of = |region: &RegionAnswer| {
        letter("n_r", "replicas of a region, to survive every loss", f64::from(region.replicas), replicas)
    };
    let operands: Vec<Operand> = regions.iter().filter(|region| region.hosts).map(of).collect();
    let terms = vec!["{}"; operands.len()].join(" + ");
    working.step("Total replicas in all regions", over("Σ n_r", &terms, operands, |each| each.iter().sum()), replicas)
        as u64
}
