//! A service where it serves: in each region the load of the users there, and the fleet that stands for it.

use super::answered::Answered;
use super::demand::{DemandPlan, LoadCurve, plan_demand};
use super::ledger::Ledger;
use super::regions::RegionsPlan;
use super::scenario::Service;
use super::sizing::{EventNeed, SizingPlan, Stands, Tightest, plan_sizing_in, verdict};
use crate::base::id::RegionId;
use serde::Serialize;

/// A service in one of the regions that serve it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Which region of the plan.
    pub region: RegionId,
    /// Its name.
    pub name: String,
    /// The load that it serves while nothing is lost.
    pub demand: DemandPlan,
    /// The fleet that stands here, and how long it lasts.
    pub sizing: Answered<SizingPlan>,
    /// The load at any time.
    #[serde(skip)]
    pub curve: LoadCurve,
}

impl Place {
    /// How soon it no longer holds, and how far its own peak may rise until then.
    fn leeway(&self) -> (i32, f64) {
        let days = self.sizing.lasts.as_ref().map_or(i32::MAX, |lasts| lasts.days);
        (days, self.sizing.runway.limit / self.demand.peak)
    }
}

/// A load, and the fleet that carries it: of one place, of the region with the least to spare, or of all users.
#[derive(Clone, Copy, Debug)]
pub struct LoadAndFleet<'a> {
    /// How high the load is, and when.
    pub demand: &'a DemandPlan,
    /// The load at any time.
    pub curve: &'a LoadCurve,
    /// The fleet; none where the load is that of all users and several regions carry it.
    pub sizing: Option<&'a SizingPlan>,
    /// The region of several; none where the load is that of all users.
    pub place: Option<&'a str>,
}

/// The service in every region that serves it while nothing is lost; empty in a plan without such regions.
///
/// Each region has the load of the users that it serves, by their own clocks, and the replicas of the ledger.
pub fn places(service: &Service, curve: &LoadCurve, regions: Option<&RegionsPlan>, ledger: &Ledger) -> Vec<Place> {
    let serving = regions.into_iter().flat_map(|plan| &plan.regions);
    let serving = serving.filter(|region| region.hosts && region.normal_load > 0.0);
    let place = |region: &super::regions::RegionAnswer| {
        let kept = ledger.regions.iter().find(|row| row.region == Some(region.id)).map(|row| row.kept);
        let curve = curve.of_users(&region.clocks);
        // The highest of each hour, as the ledger has it.
        let demand = plan_demand(&service.demand, &curve).plan.with_peak(region.normal_load);
        let stands = Stands {
            planned: region.planned,
            ready: kept.unwrap_or_default().ready,
            after_loss: (region.most_load / region.normal_load).max(1.0),
        };
        let sizing = plan_sizing_in(&service.sizing, &demand, &curve, service.demand.growth, stands);
        Place { region: region.id, name: region.name.clone(), demand, sizing, curve }
    };
    serving.map(place).collect()
}

/// The place that ends first; of equals the one with the least to spare.
pub fn tightest(places: &[Place]) -> Option<&Place> {
    places.iter().min_by(|one, other| {
        let (one, other) = (one.leeway(), other.leeway());
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    })
}

/// What sizing says of a service in several regions: the numbers of the one with the least to spare, named; the needs of
/// events, and until when all holds, of all of them.
pub fn sizing_of_all(service: &Service, demand: &DemandPlan, places: &[Place]) -> Option<Answered<SizingPlan>> {
    let tightest = tightest(places)?;
    let mut sizing = tightest.sizing.clone();
    let name = tightest.name.as_str();
    sizing.plan.events = demand
        .events
        .iter()
        .enumerate()
        .filter_map(|(at, event)| {
            let each: Vec<&EventNeed> = places.iter().filter_map(|place| place.sizing.events.get(at)).collect();
            let first = *each.first()?;
            Some(EventNeed {
                peak: event.peak,
                replicas: each.iter().map(|need| need.replicas).fold(0, u32::saturating_add),
                extra: each.iter().map(|need| need.extra).fold(0, u32::saturating_add),
                carried: each.iter().all(|need| need.carried),
                ..first.clone()
            })
        })
        .collect();
    if let Some(lasts) = &mut sizing.plan.lasts {
        lasts.because = format!("{} in {name}", lasts.because);
    }
    for lever in &mut sizing.levers {
        lever.effect = format!("{} in {name}", lever.effect);
    }
    let named = Tightest { name, of: places.len() };
    let (start, growth) = (tightest.curve.first_day(), service.demand.growth);
    sizing.verdict = verdict(&service.sizing, &tightest.demand, growth, start, &sizing.plan, Some(named));
    Some(sizing)
}
