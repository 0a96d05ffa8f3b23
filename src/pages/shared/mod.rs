//! Parts that several pages show; unlike components they know the session.

mod checked;
mod fleet;
mod prices;
mod year;

pub use checked::{Offer, Offers, Shown, checked};
pub use fleet::FleetTable;
pub use prices::RegionPrices;
pub use year::YearChart;
