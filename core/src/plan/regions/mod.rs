//! What losing regions costs: who then carries the load, what each region needs, what fails and what would mend it.
//!
//! Built on the formulas of [`crate::formulas::regions`] and [`crate::formulas::placement`]; what is stated is
//! [`ServiceRegions`](crate::plan::scenario::regions::ServiceRegions) and the plan's regions.

mod answers;
mod cheapest;
mod deploy;
mod lasts;
mod losses;
mod money;
mod needed;
mod plan;
mod report;
mod respond;
mod response;
pub mod settings;
mod traffic;
mod verdict;
mod weighted;

pub use answers::{
    Fate, Flow, LatencyOfUsers, Loss, Lossable, OverSingle, RegionAnswer, RegionsPlan, Shortfall, ShortfallReason,
    Survivable,
};
pub use cheapest::{Blocked, CheapestPlacement, Driver};
pub use lasts::{TooLate, too_late};
pub use needed::{NeedsBasis, needed_rows};
pub use plan::{RegionsBasis, plan_regions};
pub use report::lines;
pub use respond::respond;
pub use response::{ResponseAt, ResponsePlan, ServedFrom, UsersResponse, Wait, longest};
pub use traffic::Traffic;
