//! A placement as a statement of where one service is deployed.

use super::CheapestPlacement;
use crate::base::id::ServiceId;
use crate::base::units::Quantity;
use crate::plan::scenario::Scenario;
use crate::plan::scenario::deployed::Deployed;
use crate::plan::scenario::regions::{Overflow, PlanRegion};

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
    /// assert!(plan.limits.is_empty());
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
}
