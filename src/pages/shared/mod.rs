//! Parts that several pages show; unlike components they know the session.

mod fleet;
mod year;

pub use fleet::FleetTable;
pub use year::YearChart;
