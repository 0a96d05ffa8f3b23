//! What is sold and where: instance types with dated prices, what fits them, places of cloud regions.

pub mod catalog;
pub mod chip;
pub mod fit;
pub mod mix;
pub mod places;
pub mod reserve;
pub mod spot_history;
