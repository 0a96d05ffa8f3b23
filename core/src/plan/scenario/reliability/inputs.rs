//! What a person states about reliability: how often parts fail, together or alone, and what is needed.

use crate::base::id::ServiceId;
use crate::base::list::few;
use crate::base::name::Name;
use crate::base::units::{CommonCause, FailoverSuccess, PartAvailability};
use serde::{Deserialize, Deserializer, Serialize};

/// Most dependencies of a service.
pub const MAX_DEPENDENCIES: usize = 20;

/// Who supplies what a service needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Supplier {
    /// Another service of the plan.
    Service(ServiceId),
    /// Somebody else; the same name is the same part wherever it is needed.
    External {
        /// What it is called.
        name: Name,
        /// Share of time in which it works.
        availability: PartAvailability,
    },
}

/// Something that a service cannot work without.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// Who supplies it.
    pub on: Supplier,
}

/// What is known of the dependencies of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReliabilityInputs {
    /// Share of time in which a zone works.
    pub zone: PartAvailability,
    /// Share of time in which what the zones of a region share works: network, control plane.
    pub region: PartAvailability,
    /// Share of failures that hit all zones of a region, or all regions, at once.
    pub common_cause: CommonCause,
    /// Share of failovers that work.
    pub failover: FailoverSuccess,
    /// What the service cannot work without.
    #[serde(deserialize_with = "few_dependencies")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_DEPENDENCIES)))]
    pub dependencies: Vec<Dependency>,
}

impl Default for ReliabilityInputs {
    /// A zone at 99.9 %, a region's shared parts at 99.99 %, one failure in twenty common to all, and
    /// 19 of 20 failovers that work: `part-availability` in the register.
    fn default() -> Self {
        use crate::base::units::Quantity;
        Self {
            zone: PartAvailability::clamped(0.999),
            region: PartAvailability::clamped(0.9999),
            common_cause: CommonCause::clamped(0.05),
            failover: FailoverSuccess::clamped(0.95),
            dependencies: Vec::new(),
        }
    }
}

fn few_dependencies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Dependency>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_DEPENDENCIES, "dependencies")
}
