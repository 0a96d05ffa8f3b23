//! What the person states: one versioned document with a start date and several services.

pub mod adjust;
pub mod codec;
pub mod cost;
pub mod demand;
pub mod deployed;
pub mod examples;
mod home;
mod kinds;
pub mod limits;
mod migrate;
mod places;
pub mod pools;
mod ready;
pub mod recovery;
pub mod regions;
pub mod reliability;
pub mod scaling;
#[cfg(feature = "schema")]
pub mod schema;
mod service;
pub mod sizing;

pub use migrate::VERSION;
pub use places::{DrillFleets, DrillInputs, DrillKind};
pub use ready::ReadyBy;
pub use service::{MAX_SERVICES, Service, ServiceKind, Services, ServicesError};

use crate::base::name::{Name, Notes};
use crate::base::numeric::{is_default, only_changes};
use cost::CostInputs;
use jiff::civil::Date;
use limits::Limit;
use regions::PlanRegion;
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
    /// Notes.
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
    /// The services, at least one.
    pub services: Services,
    /// Where capacity and users are; empty for a single region.
    #[serde(default, deserialize_with = "places::few_regions", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = super::scenario::regions::MAX_PLAN_REGIONS)))]
    pub regions: Vec<PlanRegion>,
    /// What can be had: quotas and stock.
    #[serde(default, deserialize_with = "limits::few", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::MAX_LIMITS)))]
    pub limits: Vec<Limit>,
    /// The failover drill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drill: Option<DrillInputs>,
    /// How everything is bought, what else is paid for, and by whom.
    #[serde(default, skip_serializing_if = "is_default", serialize_with = "only_changes")]
    pub cost: CostInputs,
}
