//! Where one service is deployed, changed without moving any other.

use super::CheapestPlacement;
use crate::base::id::ServiceId;
use crate::base::units::Quantity;
use crate::plan::scenario::Scenario;
use crate::plan::scenario::regions::{Deployed, Overflow, PlanRegion, ServiceRegions, UserShare};

impl Scenario {
    /// Deploys one service as a placement has it: so many replicas in each region, none in those without any; users of a
    /// region that has no room go to the nearest that has.
    ///
    /// Other services, the regions and their limits stay as they are. Users stay where they were taken to be. They are not
    /// sent as the linear programme would: whether the plan then holds is for
    /// [`evaluate`](crate::plan::evaluate::evaluate) to say. Nothing changes where the placement is not one of these
    /// regions.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::evaluate::evaluate;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let mut plan = examples::find("three-region-payments").expect("an example").scenario();
    /// let service = plan.services.first().id;
    /// let cheapest = evaluate(&plan).services[0].regions.as_ref().expect("it has regions").cheapest.clone();
    /// plan.use_placement(service, &cheapest);
    /// let deployed = &plan.services.first().regions.deployed;
    /// assert_eq!(deployed[0].replicas.map(|replicas| replicas.get()), Some(cheapest.replicas[0]));
    /// assert!(plan.regions.iter().all(|region| region.max_replicas.is_none()));
    /// ```
    pub fn use_placement(&mut self, service: ServiceId, placement: &CheapestPlacement) {
        if placement.replicas.len() != self.regions.len() {
            return;
        }
        let regions = &self.regions;
        let Some(service) = self.services.get_mut(service) else { return };
        service.regions.state_users(regions);
        let placed = regions.iter().zip(&placement.replicas).filter(|(_, replicas)| **replicas > 0);
        let deployed = |(region, replicas): (&PlanRegion, &u32)| Deployed {
            region: region.id,
            replicas: Some(Quantity::clamped(f64::from(*replicas))),
        };
        service.regions.deployed = placed.map(deployed).collect();
        service.regions.overflow = Overflow::NearestWithRoom;
    }

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
        let ids: Vec<ServiceId> = self.services.iter().map(|service| service.id).collect();
        for id in ids {
            let Some(other) = self.services.get_mut(id) else { continue };
            if id != service {
                other.regions.state_deployed(&self.regions);
            } else if !other.regions.deployed.is_empty() {
                other.regions.deployed.push(Deployed { region: region.id, replicas: None });
            }
        }
        self.regions.push(region);
    }
}

impl ServiceRegions {
    /// States the regions in which it was taken to be deployed, and its users: all that host capacity.
    pub fn state_deployed(&mut self, regions: &[PlanRegion]) {
        self.state_users(regions);
        if self.deployed.is_empty() {
            let hosts = regions.iter().filter(|region| region.hosts);
            self.deployed = hosts.map(|region| Deployed { region: region.id, replicas: None }).collect();
        }
    }

    /// States the users where they were taken to be: evenly in all regions where the service runs.
    pub fn state_users(&mut self, regions: &[PlanRegion]) {
        if self.shares.is_empty() {
            let hosts = regions.iter().filter(|region| region.hosts && self.runs_in(region.id));
            let even = hosts.map(|region| UserShare { region: region.id, weight: Quantity::clamped(1.0) });
            self.shares = even.collect();
        }
    }
}
