//! Limits at work: what each leaves of every service, and what is needed of it.

mod report;
mod settings;
mod share;
mod used;

pub use report::lines;
pub use settings::SETTINGS;
pub use share::caps;
pub use used::{LimitUse, LimitedService, limit_uses};
