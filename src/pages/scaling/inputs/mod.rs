//! What is stated about the fleet, its work, its signals, overrides and the period.

mod fleet;
mod overrides;
mod period;
mod summaries;
mod work;

pub use fleet::{FleetFields, SignalFields};
pub use overrides::OverrideFields;
pub use period::PeriodFields;
pub use work::WorkFields;
