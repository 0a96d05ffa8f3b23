//! Owned machines, to compare with.

use super::Machine;
use crate::base::id::ServiceId;
use crate::base::units::*;
use crate::machines::chip::Chip;
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

/// Accelerators of an accelerator server.
const ACCELERATORS: f64 = 8.0;
/// A server of that kind without them: price, USD, and power on average, kW.
const BARE: (f64, f64) = (20_000.0, 1.4);
/// A server without accelerators: vCPUs, memory in GiB, price in USD, power on average in kW, space a month in USD.
const PLAIN: (f64, f64, f64, f64, f64) = (128.0, 512.0, 20_000.0, 0.6, 120.0);

/// What an accelerator costs to buy, USD, and draws, kW; none where it is not sold.
const fn bought(chip: Chip) -> Option<(f64, f64)> {
    Some(match chip {
        Chip::T4 => (1_000.0, 0.07),
        Chip::V100 => (3_000.0, 0.3),
        Chip::L4 => (2_500.0, 0.072),
        Chip::A10 | Chip::A10G => (3_000.0, 0.15),
        Chip::L40S => (8_000.0, 0.35),
        Chip::A100 => (12_000.0, 0.4),
        Chip::H100 => (32_500.0, 0.7),
        Chip::GH200 => (35_000.0, 0.9),
        Chip::H200 => (35_000.0, 0.7),
        Chip::B200 => (45_000.0, 1.0),
        Chip::GB200 => (60_000.0, 1.2),
        Chip::B300 => (50_000.0, 1.4),
        Chip::MI300X => (20_000.0, 0.75),
        Chip::Inferentia | Chip::Trainium | Chip::Tpu => return None,
    })
}

impl OwnedInputs {
    /// Machines like those that a service rents: with accelerators of the same kind, eight of them, or of 128 vCPUs and 512 GiB
    /// where it has none; each replaces as many nodes as it has room for.
    ///
    /// `replaces = 8 / a`, or `⌊min(128 / v, 512 / m)⌋`, at least one; `price = 20,000 + 8 · p`, or 20,000.
    ///
    /// | symbol     | is                                              | unit      |
    /// |------------|-------------------------------------------------|-----------|
    /// | `a`        | accelerators of a rented node                   |           |
    /// | `v`, `m`   | its vCPUs, its memory                           | , GiB     |
    /// | `p`        | price of one accelerator (`owned-hardware`)     | USD       |
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::id::ServiceId;
    /// use headroom_core::base::units::Quantity;
    /// use headroom_core::plan::scenario::cost::{Machine, OwnedInputs};
    ///
    /// let mut node = Machine::named("aws", "c7g.2xlarge");
    /// (node.vcpus, node.memory) = (Some(Quantity::clamped(8.0)), Some(Quantity::clamped(16.0)));
    /// let owned = OwnedInputs::like(ServiceId(1), Some(&node));
    /// assert_eq!((owned.replaces.get(), owned.purchase.get()), (16.0, 20_000.0)); // 128 / 8, and 512 / 16 is more
    /// ```
    pub fn like(service: ServiceId, node: Option<&Machine>) -> Self {
        let usual = Self { service: Some(service), ..Self::default() };
        let Some(node) = node else { return usual };
        if let Some(has) = &node.accelerators {
            let chip = Chip::ALL.into_iter().find(|chip| chip.is(has.model.as_str())).and_then(bought);
            let (price, power) = chip.unwrap_or((32_500.0, 0.7));
            return Self {
                replaces: ReplacedNodes::clamped((ACCELERATORS / has.count.get().max(1e-3)).max(1.0)),
                purchase: MachinePrice::clamped(BARE.0 + ACCELERATORS * price),
                power: PowerDraw::clamped(BARE.1 + ACCELERATORS * power),
                ..usual
            };
        }
        let (vcpus, memory, price, power, space) = PLAIN;
        let rooms = [node.vcpus.map(|has| vcpus / has.get()), node.memory.map(|has| memory / has.get())];
        let room = rooms.into_iter().flatten().reduce(f64::min).unwrap_or(1.0);
        Self {
            replaces: ReplacedNodes::clamped(libm::floor(room).max(1.0)),
            purchase: MachinePrice::clamped(price),
            power: PowerDraw::clamped(power),
            space: PiecePrice::clamped(space),
            ..usual
        }
    }
}
