//! The answers: where the load goes, what stands where, what is missing, what would be cheapest, and how far it is.

mod capacity;
mod cheapest;
mod daylight;
mod factors;
mod how_many;
mod latency;
mod loss;
mod map;
mod missing;
mod response;

pub use capacity::Capacity;
pub use cheapest::Cheapest;
pub use daylight::Daylight;
pub use factors::Factors;
pub use how_many::HowMany;
pub use latency::LatencyTable;
pub use loss::Losses;
pub use missing::Missing;
