//! Parts that several pages show; unlike components they know the session.

mod charge;
mod fleet;
mod year;

pub use charge::charged;
pub use fleet::FleetTable;
pub use year::YearChart;
