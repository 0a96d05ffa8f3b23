//! What the limits of a plan leave of one service, region by region, in replicas.

use super::{Limit, LimitOf, Per, Scenario, Service};
use crate::base::id::{RegionId, ServiceId};
use crate::base::units::Quantity;
use serde::{Deserialize, Serialize};

/// The limit that binds first in a region, and what it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cap {
    /// Most replicas of the service.
    pub most: u32,
    /// Which limit of the plan, from 0.
    pub limit: usize,
    /// What replicas take of it.
    pub per: Per,
    /// What the service needs of it, where others share it.
    pub own: f64,
    /// What other services need of it too.
    pub beside: f64,
    /// The limit in words: `64 vCPUs of c7g in Ireland`.
    pub words: String,
}

impl Cap {
    /// How much would be enough for so many replicas that the service needs, and for what others need.
    pub fn enough(&self, replicas: u32) -> f64 {
        self.beside + self.per.taken(replicas)
    }

    /// How much would leave the service so many replicas beyond what it needs: what is left is shared in proportion.
    pub fn enough_beyond(&self, replicas: u32) -> f64 {
        let more = (self.per.taken(replicas) - self.own).max(0.0);
        self.own + self.beside + (more / self.share() * 1e6).ceil() / 1e6
    }

    /// Replicas that another amount would leave it, where all have what they need.
    pub fn left_of(&self, amount: f64) -> u32 {
        let own = self.own + (amount - self.own - self.beside).max(0.0) * self.share();
        self.per.fits(own).unwrap_or(self.most)
    }

    fn share(&self) -> f64 {
        if self.own > 0.0 { self.own / (self.own + self.beside) } else { 1.0 }
    }
}

/// What limits leave of a service in each region; `None` is the only place of a plan without regions, and a recovery region
/// that is not chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caps(Vec<(Option<RegionId>, Cap)>);

impl Caps {
    /// The limit of a region; `None` where there is none.
    pub fn cap(&self, region: Option<RegionId>) -> Option<&Cap> {
        self.0.iter().find(|(other, _)| *other == region).map(|(_, cap)| cap)
    }

    /// Most replicas in a region; `None` where there is no limit.
    pub fn most(&self, region: Option<RegionId>) -> Option<u32> {
        self.cap(region).map(|cap| cap.most)
    }

    /// The same as limits of the service alone, where the others are left out.
    pub fn as_limits(&self, service: ServiceId) -> Vec<Limit> {
        let limit = |(region, cap): &(Option<RegionId>, Cap)| {
            let each = Limit::of_each_service(Some((*region)?), Quantity::clamped(f64::from(cap.most)));
            Some(Limit { of: LimitOf::Service(service), ..each })
        };
        self.0.iter().filter_map(limit).collect()
    }

    /// Adds a limit in a region: the least binds, of equals the first.
    pub fn add(&mut self, region: Option<RegionId>, cap: Cap) {
        match self.0.iter_mut().find(|(other, _)| *other == region) {
            Some((_, known)) if known.most <= cap.most => {}
            Some((_, known)) => *known = cap,
            None => self.0.push((region, cap)),
        }
    }
}

/// What the limits leave that a service shares with no other.
pub fn own_caps(plan: &Scenario, service: &Service) -> Caps {
    let mut caps = Caps::default();
    for (at, limit) in plan.limits.iter().enumerate() {
        if limit.of.is_shared() || !limit.counts(service) {
            continue;
        }
        let per = Per::of(service, limit.unit);
        let Some(most) = per.fits(limit.most.get()) else { continue };
        for region in plan.places().filter(|region| limit.holds_in(*region)) {
            caps.add(region, Cap { most, limit: at, per, own: 0.0, beside: 0.0, words: limit.words(plan) });
        }
    }
    caps
}

impl Scenario {
    /// The regions that host capacity, and `None`: the only place of a plan without regions, and a recovery region that is
    /// not chosen.
    pub fn places(&self) -> impl Iterator<Item = Option<RegionId>> {
        let hosts = self.regions.iter().filter(|region| region.hosts).map(|region| Some(region.id));
        hosts.chain(std::iter::once(None))
    }
}
