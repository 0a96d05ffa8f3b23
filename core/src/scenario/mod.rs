//! What the person states: one versioned document with a start date and several services.

pub mod codec;
pub mod examples;
mod migrate;
mod places;
#[cfg(feature = "schema")]
pub mod schema;
mod service;
mod words;

pub use crate::id::ServiceId;
pub use migrate::VERSION;
pub use places::{DrillFleets, DrillInputs, DrillKind};
pub use service::{MAX_SERVICES, Service, ServiceKind, Services, ServicesError};
pub(crate) use words::turns_direction;
pub use words::{Name, Notes, TooLong, Words};

use crate::cost::CostInputs;
use crate::numeric::{is_default, only_changes};
use crate::regions::PlanRegion;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A plan: everything that the answers depend on.
///
/// Quantities and shapes serialise, because they are the format of files and links; a change of a
/// field's name or meaning is therefore a migration (see [`codec`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What the plan is called.
    pub name: Name,
    /// First day of the plan; all runways count from here.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub start: Date,
    /// Anything worth saying about it.
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
    /// The services, at least one.
    pub services: Services,
    /// Where capacity may stand and users are; nothing where everything is in one place.
    #[serde(default, deserialize_with = "places::few_regions", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = crate::regions::MAX_PLAN_REGIONS)))]
    pub regions: Vec<PlanRegion>,
    /// What would happen if.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drill: Option<DrillInputs>,
    /// How everything is bought, what else is paid for, and by whom.
    #[serde(default, skip_serializing_if = "is_default", serialize_with = "only_changes")]
    pub cost: CostInputs,
}
