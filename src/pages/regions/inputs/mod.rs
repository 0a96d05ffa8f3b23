//! What is stated about regions: where they are, who uses them, what must be survived and how users move.

mod failover;
mod fields;
mod own;
mod picker;
mod places;
mod region;
mod residency;
mod routing;
mod starter;
mod users;

pub use failover::FailoverFields;
pub use places::{PlaceFields, free_name, place_of};
pub use residency::ResidencyFields;
pub use routing::RoutingFields;
pub use starter::Starter;
pub use users::UserFields;
