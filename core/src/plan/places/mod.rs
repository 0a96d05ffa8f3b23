//! A service where it serves: in each region the load of the users there, the fleet that stands for it, and its policy.

mod aim;
mod part;
mod standby;
mod together;

pub use part::RegionPart;
pub use standby::{StandingBy, standing_by};
pub use together::{keeps_least, least_kept, scaling_of_all, sizing_of_all, with_standby};

use super::answered::Answered;
use super::demand::{DemandPlan, LoadCurve};
use super::regions::RegionsPlan;
use super::scaling::engine::SloTable;
use super::scaling::{Basis, KeptRun, ScalingPlan};
use super::scenario::Service;
use super::scenario::scaling::ScalingInputs;
use super::sizing::SizingPlan;
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
    /// Whether the active policy keeps the objective here, and at what cost.
    pub scaling: Answered<ScalingPlan>,
    /// What is stated about scaling, as it runs here.
    #[serde(skip)]
    pub inputs: ScalingInputs,
    /// The load at any time.
    #[serde(skip)]
    pub curve: LoadCurve,
    /// The simulated hours, and what they followed from.
    #[serde(skip)]
    pub run: KeptRun,
    /// The part of the service that it is.
    #[serde(skip)]
    pub part: RegionPart,
}

impl Place {
    /// The part of a service with its answers; what was there before an edit that left the load alone is taken from it.
    ///
    /// The table of what fleets of each size carry is handed on: it is the same in all regions.
    fn new(
        part: RegionPart,
        service: &Service,
        all: &LoadCurve,
        (table, before): (&mut Option<SloTable>, Option<&Self>),
    ) -> Self {
        let before = before.filter(|before| before.part.clocks == part.clocks);
        let curve = before.map_or_else(|| all.of_users(&part.clocks), |before| before.curve.clone());
        let same_demand = before.filter(|before| before.part.asks_for_the_same(&part, &service.demand));
        let demand = same_demand.map_or_else(|| part.demand(service, &curve), |before| before.demand.clone());
        let sizing = part.sizing(service, &demand, &curve);
        let aim = part.aim(service);
        let inputs = part.scaling(service, aim);
        let basis = part.basis(service, (&demand, &curve), &sizing, aim);
        let (scaling, run) = KeptRun::new(&inputs, basis, table, before.map(|before| &before.run));
        Self { region: part.region, name: part.name.clone(), demand, sizing, scaling, inputs, curve, run, part }
    }

    /// What scaling builds on here, at the price of a replica here.
    pub fn basis<'a>(&'a self, service: &'a Service) -> Basis<'a> {
        self.part.basis(service, (&self.demand, &self.curve), &self.sizing, self.scaling.aim)
    }

    /// How soon it no longer holds, how far its own peak may rise until then, in millionths, and how idle it is.
    fn leeway(&self) -> (i32, i64, i64) {
        let days = self.sizing.lasts.as_ref().map_or(i32::MAX, |lasts| lasts.days);
        let millionths = |value: f64| libm::round(value * 1e6) as i64;
        let busy = self.sizing.utilization.map_or(0.0, |utilization| utilization.peak);
        (days, millionths(self.sizing.runway.limit / self.demand.peak), -millionths(busy))
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
/// Each region has the load of the users that it serves, by their own clocks, and the replicas of the ledger. Those of
/// before an edit that left the load alone are taken up where they stay as they were.
pub fn places(
    service: &Service,
    curve: &LoadCurve,
    regions: Option<&RegionsPlan>,
    before: Option<&[Place]>,
) -> Vec<Place> {
    let parts = regions.map(RegionPart::all).unwrap_or_default();
    let mut table = None;
    let place = |part: RegionPart| {
        let before = before.and_then(|before| before.iter().find(|place| place.region == part.region));
        Place::new(part, service, curve, (&mut table, before))
    };
    parts.into_iter().map(place).collect()
}

/// The place that ends first; of equals the one with the least to spare, and of these the busiest.
pub fn tightest(places: &[Place]) -> Option<&Place> {
    places.iter().min_by_key(|place| place.leeway())
}
