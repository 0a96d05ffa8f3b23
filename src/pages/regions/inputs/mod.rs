//! What is stated about regions: where they are, who uses them, what must be survived and how users move.

mod deployed;
mod failover;
mod own;
mod picker;
mod places;
mod region;
mod residency;
mod routing;
mod starter;
mod users;

pub use deployed::DeployedFields;
pub use failover::FailoverFields;
pub use places::PlaceFields;
pub use residency::ResidencyFields;
pub use routing::RoutingFields;
pub use starter::Starter;
pub use users::UserFields;

use crate::edit::Part;
use crate::session::Session;
use headroom_core::plan::scenario::regions::ServiceRegions;

/// What the selected service asks of the regions.
fn asked() -> Part<ServiceRegions> {
    Session::here().selected_part(|service| &service.regions, |service| &mut service.regions)
}
