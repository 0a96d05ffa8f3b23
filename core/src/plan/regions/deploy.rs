//! The cheapest placement as a change of where one service is deployed.

use super::RegionsPlan;
use crate::base::text;
use crate::base::units::Quantity;
use crate::plan::scenario::adjust::{Adjustment, Lever};
use crate::plan::scenario::deployed::Deployed;

impl RegionsPlan {
    /// To deploy the service as the cheapest placement has it: so many replicas in each region, none in those without any;
    /// users of a region that has no room go to the nearest that has.
    ///
    /// Other services, the regions and their limits stay as they are. Users stay where they were taken to be. They are not
    /// sent as the linear programme would: whether the plan then holds is for
    /// [`Effect`](crate::studies::effect::Effect) to say. `None` where there is none, or it costs what is planned.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::evaluate::evaluate;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let mut plan = examples::find("three-region-payments").expect("an example").scenario();
    /// let service = plan.services.first().id;
    /// let regions = evaluate(&plan).services[0].regions.clone().expect("it has regions");
    /// regions.cheapest_lever().expect("cheaper").adjustment.apply(&mut plan, service);
    /// let deployed = &plan.services.first().regions.deployed;
    /// assert_eq!(deployed[0].replicas.map(|replicas| replicas.get()), Some(regions.cheapest.replicas[0]));
    /// assert!(plan.limits.is_empty());
    /// ```
    pub fn cheapest_lever(&self) -> Option<Lever> {
        let saving = self.cheapest.saving.filter(|saving| !text::is_no_change(*saving))?;
        let which = if saving > 0.0 { "less" } else { "more" };
        let rows = self.regions.iter().zip(&self.cheapest.replicas);
        let placed: Vec<_> = rows.filter(|(_, replicas)| **replicas > 0).collect();
        let each = placed
            .iter()
            .map(|(region, replicas)| format!("{} in {}", text::count(**replicas), text::one_line(&region.name)));
        let deployed = placed.iter().map(|(region, replicas)| Deployed {
            region: region.id,
            replicas: Some(Quantity::clamped(f64::from(**replicas))),
        });
        Some(Lever {
            change: format!("Deploy {}", each.collect::<Vec<_>>().join(", ")),
            effect: format!(
                "the cheapest placement by throughput, {} {which} for all planned replicas",
                text::percent(saving.abs())
            ),
            adjustment: Adjustment::Deploy(deployed.collect()),
        })
    }
}
