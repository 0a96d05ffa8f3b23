//! What is ordered for an event: how much, from when to when, at which price.

use crate::base::units::{LotMargin, LotReplicas, ReplicaPrice};
use serde::{Deserialize, Serialize};

/// What is ordered for an event beyond the fleet of the usual peak.
///
/// As it is while nothing is stated: as many replicas as the event needs, from the beginning of its ramp to its end,
/// on-demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EventLot {
    /// Replicas, in all regions; as many as the event needs where not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<LotReplicas>,
    /// How long before the event they are there; from its beginning where not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead: Option<LotMargin>,
    /// How long after its end they stay; until its end where not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<LotMargin>,
    /// Price of a replica an hour, where they are bought otherwise than on-demand, such as a capacity block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<ReplicaPrice>,
}

impl EventLot {
    /// Whether nothing is stated.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
