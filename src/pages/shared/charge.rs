//! What a service is charged for a month, for every page that says so.

use headroom_core::base::id::ServiceId;
use headroom_core::plan::cost::CostPlan;

/// Dollars that a service is charged for the first month, with its share of common costs; `None` while a price of
/// the plan is not known.
pub fn charged(plan: &CostPlan, service: ServiceId) -> Option<f64> {
    plan.monthly?;
    let charge = plan.charges.services.iter().find(|charge| charge.service == Some(service))?;
    Some(charge.total.dollars())
}
