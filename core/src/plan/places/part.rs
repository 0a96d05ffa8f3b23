//! The part of a service that one region serves, whatever is stated of its sizing and its policies.

use super::aim::aim;
use crate::base::id::RegionId;
use crate::base::numeric::shared_out;
use crate::base::units::Quantity;
use crate::plan::answered::Answered;
use crate::plan::demand::{Clock, DemandPlan, LoadCurve, plan_demand};
use crate::plan::regions::{RegionAnswer, RegionsPlan};
use crate::plan::scaling::{Aim, Basis, RegionalShare};
use crate::plan::scenario::Service;
use crate::plan::scenario::demand::Demand;
use crate::plan::scenario::recovery::Kept;
use crate::plan::scenario::scaling::{PolicyChoice, ScalingInputs};
use crate::plan::sizing::{Rows, SizingPlan, Stands, plan_sizing, replicas_for};
use serde::{Deserialize, Serialize};

/// The part of a service that one region serves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionPart {
    /// Which region of the plan.
    pub region: RegionId,
    /// Its name.
    pub name: String,
    /// The users whom it serves while nothing is lost.
    pub clocks: Vec<Clock>,
    /// Its own peak, requests/s.
    pub normal_load: f64,
    /// Most that it carries after a loss that must be survived, requests/s.
    pub most_load: f64,
    /// Its own load and its load after the worst loss, in the hours looked at, requests/s.
    pub hours: Vec<(f64, f64)>,
    /// Its zones, where the loss of one must be survived.
    pub zones: Option<u32>,
    /// Most replicas that can be had there.
    pub limit: Option<u32>,
    /// Price of a replica there an hour, USD; `None` where not known.
    pub price: Option<f64>,
    /// How many are stated for it; `None` where as many are planned as are needed.
    pub stated: Option<u32>,
    /// Replicas planned in each region that serves.
    pub planned: Vec<u32>,
    /// Which of these it is.
    pub at: usize,
}

impl RegionPart {
    /// The parts of all regions that serve while nothing is lost, in the order of the plan.
    pub fn all(plan: &RegionsPlan) -> Vec<Self> {
        let serving: Vec<&RegionAnswer> =
            plan.regions.iter().filter(|region| region.hosts && region.normal_load > 0.0).collect();
        let planned: Vec<u32> = serving.iter().map(|region| region.replicas).collect();
        let part = |(at, region): (usize, &&RegionAnswer)| Self {
            region: region.id,
            name: region.name.clone(),
            clocks: region.clocks.clone(),
            normal_load: region.normal_load,
            most_load: region.most_load,
            hours: region.hours.clone(),
            zones: region.zones_to_survive,
            limit: region.limit,
            price: region.price,
            stated: region.stated_replicas,
            planned: planned.clone(),
            at,
        };
        serving.iter().enumerate().map(part).collect()
    }

    /// What its load, of the load of all users, asks for.
    pub fn demand(&self, service: &Service, curve: &LoadCurve) -> DemandPlan {
        // The highest of each hour, as the ledger has it.
        let mut demand = plan_demand(&service.demand, curve).plan.with_peak(self.normal_load);
        for event in demand.events.iter_mut().chain(&mut demand.later) {
            event.lot.replicas = event.lot.replicas.map(|all| Quantity::clamped(f64::from(self.part_of(all.get()))));
        }
        demand
    }

    /// Whether another part of the same load asks for the same, other numbers planned or not.
    pub fn asks_for_the_same(&self, other: &Self, demand: &Demand) -> bool {
        let is_shared_out = demand.events.iter().any(|event| event.lot.replicas.is_some());
        let same_share = !is_shared_out || (&self.planned, self.at) == (&other.planned, other.at);
        self.normal_load == other.normal_load && same_share
    }

    /// Rows that are needed for its load.
    fn needed(&self, service: &Service) -> Rows {
        Rows::of(&service.sizing, self.normal_load, self.most_load).surviving_a_zone(self.zones)
    }

    /// What is planned there, and how much of the reserve is ready.
    fn planned(&self, service: &Service) -> (Rows, u32) {
        let planned = self.needed(service).planned(self.limit, self.stated);
        (planned, Kept::of(planned.reserve, &service.recovery, service.recovery.tier).ready)
    }

    /// What stands there.
    pub fn stands(&self, service: &Service) -> Stands {
        let (needed, (planned, ready)) = (self.needed(service), self.planned(service));
        let after_loss = (self.most_load / self.normal_load).max(1.0);
        let active = service.scaling.policies.active();
        let always = if active.always() > 0 { self.policy(service, active, self.aim(service)).always() } else { 0 };
        let (zones, limit) = (self.zones, self.limit);
        let (startup, scales) = (service.scaling.fleet.time_to_serve(), active.scales());
        Stands { needed: needed.needed(), planned, ready, after_loss, zones, limit, always, startup, scales }
    }

    /// What sizing says of it.
    pub fn sizing(&self, service: &Service, demand: &DemandPlan, curve: &LoadCurve) -> Answered<SizingPlan> {
        plan_sizing(&service.sizing, demand, curve, service.demand.growth, self.stands(service))
    }

    /// What its policy aims at: the load after the worst loss in any hour, as far as the reserve for it is ready.
    pub fn aim(&self, service: &Service) -> Aim {
        let (ready, reserve) = (self.planned(service).1, self.needed(service).reserve);
        if ready == 0 {
            return Aim::default();
        }
        // With one of z zones lost the others carry z / (z − 1) times as much each.
        let zone = self.zones.map_or(1.0, |zones| f64::from(zones) / f64::from(zones - 1));
        let hours: Vec<(f64, f64)> = self.hours.iter().map(|(own, after)| (*own, after.max(own * zone))).collect();
        aim(&hours, f64::from(ready) / f64::from(reserve))
    }

    /// What is stated about scaling, as it runs there where policies aim at some load.
    pub fn scaling(&self, service: &Service, aim: Aim) -> ScalingInputs {
        self.share(service, aim).of(&service.scaling)
    }

    /// A policy of the service as it runs there where it aims at some load.
    pub fn policy(&self, service: &Service, choice: &PolicyChoice, aim: Aim) -> PolicyChoice {
        self.share(service, aim).policy(choice)
    }

    /// The region's part of a count that is stated for the service, by planned replicas.
    fn part_of(&self, count: u32) -> u32 {
        shared_out(count, &self.planned).get(self.at).copied().unwrap_or(count)
    }

    fn share(&self, service: &Service, aim: Aim) -> RegionalShare<'_> {
        let load = self.clocks.iter().map(|clock| clock.share).sum();
        let least = if aim.least > 0.0 { replicas_for(&service.sizing, aim.least) } else { 0 };
        RegionalShare { planned: &self.planned, at: self.at, load, factor: aim.factor, least }
    }

    /// What scaling builds on there, at the price of a replica there, where policies aim at some load.
    pub fn basis<'a>(
        &self,
        service: &'a Service,
        (demand, curve): (&DemandPlan, &'a LoadCurve),
        sizing: &'a SizingPlan,
        aim: Aim,
    ) -> Basis<'a> {
        Basis::new(service, demand, sizing, curve).at_price(self.price).within(self.limit).aiming_at(aim)
    }
}
