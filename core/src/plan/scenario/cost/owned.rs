//! Owned machines, to compare with.

use crate::base::id::ServiceId;
use crate::base::units::*;
use serde::{Deserialize, Serialize};

/// Machines that would do the work instead of rented nodes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OwnedInputs {
    /// The service that would run on them; all of them where none is named.
    pub service: Option<ServiceId>,
    /// Nodes that one of them replaces.
    pub replaces: ReplacedNodes,
    /// Price of one with its share of racks and switches.
    pub purchase: MachinePrice,
    /// Share of that for which one still sells in the end.
    pub residual: ResidualShare,
    /// Months that they serve.
    pub lifetime: LifetimeMonths,
    /// Cost of capital a year.
    pub capital: DiscountRate,
    /// Power that one draws on average, kW.
    pub power: PowerDraw,
    /// Price of a kWh.
    pub power_price: PowerPrice,
    /// Power of the site over that of its machines.
    pub pue: PowerUsage,
    /// Space for one a month.
    pub space: PiecePrice,
    /// Maintenance of one a year, as a share of its price.
    pub maintenance: MaintenanceShare,
    /// People for all of them.
    pub engineers: Fte,
    /// What one of them costs a month.
    pub engineer_monthly: LoadedCost,
}

impl Default for OwnedInputs {
    /// An eight-way accelerator server for four years (`owned-hardware`).
    fn default() -> Self {
        Self {
            service: None,
            replaces: ReplacedNodes::clamped(1.0),
            purchase: MachinePrice::clamped(280_000.0),
            residual: ResidualShare::clamped(0.1),
            lifetime: LifetimeMonths::clamped(48.0),
            capital: DiscountRate::clamped(0.08),
            power: PowerDraw::clamped(7.0),
            power_price: PowerPrice::clamped(0.12),
            pue: PowerUsage::clamped(1.3),
            space: PiecePrice::clamped(800.0),
            maintenance: MaintenanceShare::clamped(0.05),
            engineers: Fte::clamped(0.5),
            engineer_monthly: LoadedCost::clamped(18_000.0),
        }
    }
}
