//! Where one service runs and where it recovers, changed without moving any other.

use super::Scenario;
use super::deployed::Deployed;
use super::regions::{PlanRegion, Strategy, UserShare};
use crate::base::id::{RegionId, ServiceId};
use crate::base::units::Quantity;

impl Scenario {
    /// Adds a region to the plan in which only one service is deployed; the others stay where they are.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::name::Name;
    /// use headroom_core::plan::scenario::{examples, regions::PlanRegion};
    ///
    /// let mut plan = examples::find("three-region-payments").expect("an example").scenario();
    /// let (service, other) = (plan.services.first().id, plan.services.iter().nth(1).expect("two").id);
    /// let region = PlanRegion { id: plan.next_region_id(), name: Name::from_static("Paris"), ..plan.regions[0].clone() };
    /// plan.add_region_for(service, region.clone());
    /// let runs = |id| plan.services.get(id).map(|service| service.regions.runs_in(region.id));
    /// assert_eq!((runs(service), runs(other)), (Some(true), Some(false)));
    /// ```
    pub fn add_region_for(&mut self, service: ServiceId, region: PlanRegion) {
        self.state_deployed(|id| id != service);
        if let Some(service) = self.services.get_mut(service).filter(|service| !service.regions.deployed.is_empty()) {
            service.regions.deployed.push(Deployed::as_needed(region.id));
        }
        self.regions.push(region);
    }

    /// Adds a region to the plan for one service, whose users stay where they are: the nearest of them are served there, and
    /// whoever loses a region goes to the nearest with room.
    pub fn add_region_nearby(&mut self, service: ServiceId, region: PlanRegion) {
        self.state_deployed(|id| id != service);
        if let Some(service) = self.services.get_mut(service) {
            service.regions.add_nearby(&self.regions, region.id);
        }
        self.regions.push(region);
    }

    /// States for some services where they are deployed now, so that a further region does not move them.
    fn state_deployed(&mut self, of: impl Fn(ServiceId) -> bool) {
        let ids: Vec<ServiceId> = self.services.iter().map(|service| service.id).collect();
        for id in ids.into_iter().filter(|id| of(*id)) {
            if let Some(service) = self.services.get_mut(id) {
                service.regions.state_deployed(&self.regions);
            }
        }
    }

    /// Gives a plan without regions its first one: all its services run there, on the plan's clock, and none is planned for
    /// its loss.
    ///
    /// Every service answers as it did before. Nothing changes in a plan that has regions.
    pub fn run_in(&mut self, region: PlanRegion) {
        if !self.regions.is_empty() {
            return;
        }
        let ids: Vec<ServiceId> = self.services.iter().map(|service| service.id).collect();
        for id in ids {
            if let Some(service) = self.services.get_mut(id) {
                let asked = &mut service.regions;
                (asked.survive, asked.local_time) = (Quantity::clamped(0.0), false);
                asked.deployed = vec![Deployed::as_needed(region.id)];
            }
        }
        self.regions.push(region);
    }

    /// The region that serves all users of a service alone: the only one in which it is deployed, or the primary beside
    /// one that stands by.
    pub fn home_region(&self, service: ServiceId) -> Option<RegionId> {
        let asked = &self.services.get(service)?.regions;
        let deployed: Vec<RegionId> = self.deployed_in(service).collect();
        match (deployed.as_slice(), asked.strategy) {
            ([home], _) => Some(*home),
            ([one, other], Strategy::ActivePassive { primary }) if [*one, *other].contains(&primary) => Some(primary),
            _ => None,
        }
    }

    /// The region that stands by for the only one that serves; `None` while it is not chosen.
    pub fn recovery_region(&self, service: ServiceId) -> Option<RegionId> {
        let home = self.home_region(service)?;
        self.deployed_in(service).find(|region| *region != home)
    }

    /// Chooses the region that stands by for the one that serves a service alone, or takes the choice back.
    ///
    /// With one the service is active-passive in both and the loss of one is to be survived; without it is in its home
    /// region only, whose loss is recovered as its tier says. Nothing changes where several regions serve it.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::id::RegionId;
    /// use headroom_core::machines::places::catalog::{Provider, find};
    /// use headroom_core::plan::scenario::{examples, regions::PlanRegion};
    ///
    /// let mut plan = examples::seed_service();
    /// let service = plan.services.first().id;
    /// let region = |id, name| PlanRegion::of_catalog(RegionId(id), find(Provider::Aws, name).expect("in the catalog"), &[]);
    /// plan.run_in(region(1, "eu-central-1"));
    /// plan.recover_in_new(service, region(2, "eu-west-1"));
    /// assert_eq!((plan.home_region(service), plan.recovery_region(service)), (Some(RegionId(1)), Some(RegionId(2))));
    /// ```
    pub fn recover_in(&mut self, service: ServiceId, region: Option<RegionId>) {
        let Some(home) = self.home_region(service) else { return };
        let Some(service) = self.services.get_mut(service) else { return };
        let asked = &mut service.regions;
        if asked.shares.is_empty() {
            asked.shares = vec![UserShare { region: home, weight: Quantity::clamped(1.0) }];
        }
        let stays = asked.deployed.iter().find(|deployed| deployed.region == home).copied();
        asked.deployed = vec![stays.unwrap_or(Deployed::as_needed(home))];
        match region.filter(|region| *region != home) {
            Some(region) => {
                asked.deployed.push(Deployed::as_needed(region));
                asked.strategy = Strategy::ActivePassive { primary: home };
                asked.survive = Quantity::clamped(1.0);
            }
            None => {
                asked.strategy = Strategy::Proportional;
                asked.survive = Quantity::clamped(0.0);
            }
        }
    }

    /// The same in a region that the plan does not have yet; the other services stay where they are.
    pub fn recover_in_new(&mut self, service: ServiceId, region: PlanRegion) {
        if self.home_region(service).is_none() {
            return;
        }
        let id = region.id;
        self.state_deployed(|_| true);
        self.regions.push(region);
        self.recover_in(service, Some(id));
    }

    /// The regions in which a service is deployed.
    fn deployed_in(&self, service: ServiceId) -> impl Iterator<Item = RegionId> {
        let asked = self.services.get(service).map(|service| &service.regions);
        let regions = self.regions.iter().filter(|region| region.hosts && region.place.region().is_some());
        regions.map(|region| region.id).filter(move |region| asked.is_some_and(|asked| asked.runs_in(*region)))
    }
}
