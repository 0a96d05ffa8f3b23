//! Parts that several pages show; unlike components they know the session.

mod fleet;
mod prices;
mod year;

pub use fleet::FleetTable;
pub use prices::RegionPrices;
pub use year::YearChart;
