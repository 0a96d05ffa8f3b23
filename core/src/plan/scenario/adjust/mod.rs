//! Changes that an answer can suggest: one type of lever, one list of adjustments, one way to make them.

mod axis;
mod further;
mod target;
mod window;
mod words;

pub use axis::Axis;
pub use further::{further_region, nearer_region};
pub use target::target_of;
pub use window::{grain_of, window_of};

use super::deployed::Deployed;
use super::recovery::TierInputs;
use super::regions::{Overflow, PlanRegion, Strategy};
use super::sizing::HeadroomRule;
use super::{DrillFleets, Scenario, Service};
use crate::base::id::{RegionId, ServiceId};
use crate::base::units::{LoadThreshold, Quantity};
use crate::formulas::recovery::RecoveryTier;
use serde::{Deserialize, Serialize};

/// A small change and what it would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lever {
    /// The change.
    pub change: String,
    /// What it would do.
    pub effect: String,
    /// The change as a value, to try it.
    pub adjustment: Adjustment,
}

/// A change of a plan, as a value. Numbers are in the unit of the quantity that they change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Headroom as a fraction of the peak.
    Headroom(f64),
    /// Throughput of a replica, in requests/s.
    Throughput(f64),
    /// Mean service time, in seconds.
    ServiceTime(f64),
    /// Latency target, in seconds.
    LatencyTarget(f64),
    /// Lead time, in days.
    LeadTime(f64),
    /// A setting of the active policy, its fleet or its load.
    Setting(Axis, f64),
    /// Most replicas of the active policy.
    MaxReplicas(u32),
    /// Time from a reading to its being seen, in seconds.
    MetricDelay(f64),
    /// One of the limits of the plan, from 0, in its unit.
    Limit(usize, f64),
    /// How many replicas of the service are stated for a region.
    Deployed(RegionId, u32),
    /// Where the service is deployed, all of it; users whose region is full or lost go to the nearest with room.
    Deploy(Vec<Deployed>),
    /// How many regions may be lost.
    Survive(u32),
    /// Users of a lost region go to the nearest with room.
    NearestWithRoom,
    /// Users are served in the nearest region that may serve them.
    ServeNearby,
    /// One more region beside the users of one, who go to the nearest when theirs is lost.
    NearerRegion(RegionId),
    /// One more region in one of these jurisdictions, in any where none is named.
    AddRegion(Vec<String>),
    /// In a drill all planned replicas stand ready.
    FleetsReady,
    /// In a drill users are sent elsewhere in a partial incident too.
    Evacuate,
    /// The health check decides, as the recovery tier is run.
    DecideAtOnce(RecoveryTier),
    /// Health checks every so many seconds.
    CheckEvery(f64),
    /// Answers are cached for so many seconds.
    Ttl(f64),
    /// Users are moved by routing, not by names.
    Anycast,
    /// Clients do not try again.
    NoRetries,
    /// Load above this share of the throughput is shed.
    ShedAbove(f64),
}

impl Adjustment {
    /// Makes the change for a service of a plan; the nearest that its quantity can hold.
    ///
    /// A region to add needs a place, which the person chooses: that one changes nothing here. Nor does one for a
    /// service that the plan does not have, or for a drill where the plan states none.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::scenario::{adjust::Adjustment, examples};
    ///
    /// let mut scenario = examples::seed_service();
    /// let id = scenario.services.first().id;
    /// Adjustment::Headroom(0.25).apply(&mut scenario, id);
    /// assert_eq!(scenario.services.first().sizing.headroom.fraction(), 0.25);
    /// ```
    pub fn apply(&self, scenario: &mut Scenario, service: ServiceId) {
        match self {
            Self::Limit(at, most) => {
                if let Some(limit) = scenario.limits.get_mut(*at) {
                    limit.most = Quantity::clamped(*most);
                }
            }
            Self::Deploy(deployed) => {
                let Scenario { services, regions, .. } = scenario;
                if let Some(service) = services.get_mut(service) {
                    service.regions.state_users(regions);
                    service.regions.deployed.clone_from(deployed);
                    service.regions.overflow = Overflow::NearestWithRoom;
                }
            }
            Self::AddRegion(within) => {
                if let Some(region) = further_region(&scenario.regions, within) {
                    let added = PlanRegion::of_catalog(scenario.next_region_id(), region, &scenario.regions);
                    scenario.add_region_for(service, added);
                }
            }
            Self::NearerRegion(users) => {
                let Some(asked) = scenario.services.get(service) else { return };
                if let Some(region) = nearer_region(&scenario.regions, &asked.regions, *users) {
                    let added = PlanRegion::of_catalog(scenario.next_region_id(), region, &scenario.regions);
                    scenario.add_region_nearby(service, added);
                }
            }
            Self::FleetsReady => {
                if let Some(drill) = &mut scenario.drill {
                    drill.fleets = DrillFleets::Ready;
                }
            }
            Self::Evacuate => {
                if let Some(drill) = &mut scenario.drill {
                    drill.evacuate = true;
                }
            }
            _ => {
                if let Some(service) = scenario.services.get_mut(service) {
                    self.apply_to(service);
                }
            }
        }
    }

    /// Makes the change where it concerns the service alone.
    pub fn apply_to(&self, service: &mut Service) {
        let capacity = service.sizing.replica.capacity;
        let (sizing, regions, scaling) = (&mut service.sizing, &mut service.regions, &mut service.scaling);
        match *self {
            Self::Headroom(headroom) => sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(headroom)),
            Self::Throughput(throughput) => {
                sizing.replica.capacity = capacity.with_throughput(Quantity::clamped(throughput));
            }
            Self::ServiceTime(time) => {
                sizing.replica.capacity = capacity.with_service_time(Quantity::clamped(time));
            }
            Self::LatencyTarget(target) => {
                if let Some(objective) = &mut sizing.slo.latency {
                    objective.target = Quantity::clamped(target);
                }
            }
            Self::LeadTime(days) => sizing.lead_time = Quantity::clamped(days),
            Self::Setting(axis, value) => axis.apply(service, value),
            Self::MaxReplicas(count) => {
                service.with_active_policy(|choice| choice.max = Some(Quantity::clamped(f64::from(count))));
            }
            Self::MetricDelay(seconds) => scaling.signal.delay = Quantity::clamped(seconds),
            Self::Deployed(id, count) => {
                if let Some(deployed) = regions.deployed.iter_mut().find(|deployed| deployed.region == id) {
                    deployed.replicas = Some(Quantity::clamped(f64::from(count)));
                }
            }
            Self::Survive(lost) => regions.survive = Quantity::clamped(f64::from(lost)),
            Self::NearestWithRoom => regions.overflow = Overflow::NearestWithRoom,
            Self::ServeNearby => regions.strategy = Strategy::Proportional,
            Self::DecideAtOnce(tier) => {
                let parts = TierInputs { decide: Quantity::clamped(0.0), ..service.recovery.tier(tier) };
                service.recovery.set_tier(tier, parts);
            }
            Self::CheckEvery(seconds) => regions.failover.interval = Quantity::clamped(seconds),
            Self::Ttl(seconds) => regions.failover.ttl = Quantity::clamped(seconds),
            Self::Anycast => {
                let failover = &mut regions.failover;
                (failover.ttl, failover.propagation) = (Quantity::clamped(0.0), Quantity::clamped(0.0));
                failover.stale = Quantity::clamped(0.0);
            }
            Self::NoRetries => scaling.work.retries = Quantity::clamped(0.0),
            Self::ShedAbove(share) => scaling.work.shed_above = Some(LoadThreshold::clamped(share)),
            Self::Limit(..)
            | Self::Deploy(_)
            | Self::AddRegion(_)
            | Self::NearerRegion(_)
            | Self::FleetsReady
            | Self::Evacuate => {}
        }
    }
}
