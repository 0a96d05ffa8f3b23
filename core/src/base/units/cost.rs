//! Quantities of cost: prices, amounts, terms.

use super::{OutOfRange, Quantity, check};
use crate::base::dimension::Dimension;

quantities! {
    /// Years that a plan's cost is added up for.
    HorizonYears("horizon", Dimension::Count("years"), 1.0..=5.0) as u32;
    /// Annual rate for the present value.
    DiscountRate("discount rate", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Share by which list prices fall a year.
    PriceDecline("price decline per year", Dimension::Fraction, 0.0..=0.9) as f64;
    /// Share taken off a price.
    PriceDiscount("discount", Dimension::Fraction, 0.0..=0.99) as f64;
    /// Engineers; parts of one count.
    Fte("engineers", Dimension::Plain, 0.0..=10000.0) as f64;
    /// What an engineer costs a month, with everything that comes on top of a salary.
    LoadedCost("monthly cost of an engineer", Dimension::Dollars, 0.0..=1e6) as f64;
    /// Price of something a replica and month.
    PiecePrice("price per replica and month", Dimension::Dollars, 0.0..=1e6) as f64;
    /// How many of something there are.
    PieceCount("count", Dimension::Count("pieces"), 0.0..=10000.0) as u32;
    /// Price of something an hour.
    HourlyPrice("hourly price", Dimension::DollarsPerHour, 0.0..=1e5) as f64;
    /// Price of a GiB, moved or kept for a month.
    PricePerGib("price per GiB", Dimension::Dollars, 0.0..=1000.0) as f64;
    /// Amount up to which a tier's price holds.
    TierEnd("upper bound of the tier", Dimension::Plain, 0.001..=1e15) as f64;
    /// Share of the spending.
    SpendingShare("share of spending", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Dollars a month.
    MonthlyAmount("monthly amount", Dimension::Dollars, 0.0..=1e12) as f64;
    /// Dollars an hour that are committed.
    CommittedSpend("commitment", Dimension::DollarsPerHour, 0.0..=1e9) as f64;
    /// Nodes that are committed.
    CommittedNodes("committed nodes", Dimension::Count("nodes"), 0.0..=1e6) as u32;
    /// Share of what may be interrupted that is bought as spot.
    SpotShare("spot share", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Interruptions of a spot node an hour.
    InterruptionRate("interruptions per hour", Dimension::Plain, 0.0..=10.0) as f64;
    /// Work that an interruption undoes.
    LostHours("work lost per interruption", Dimension::Hours, 0.0..=24.0) as f64;
    /// Time until an interrupted node is replaced.
    ReplacementHours("spot replacement time", Dimension::Hours, 0.0..=24.0) as f64;
    /// Groups of spot capacity that are reclaimed together: a type in a zone.
    SpotPools("spot pools", Dimension::Count("pools"), 1.0..=1000.0) as u32;
    /// Size of what is stored.
    StoredSize("size", Dimension::Gib, 0.0..=1e12) as f64;
    /// Growth of what is stored.
    StorageGrowth("storage growth", Dimension::FractionPerMonth, -0.5..=1.0) as f64;
    /// Copies of what is stored, or of what is written in a month.
    Copies("copies", Dimension::Plain, 0.0..=1000.0) as f64;
    /// Data moved a month.
    DataAmount("data per month", Dimension::Gib, 0.0..=1e12) as f64;
    /// Size of a response in KiB.
    ResponseSize("response size in KiB", Dimension::Plain, 0.0..=1e9) as f64;
    /// Data that crosses a border within the provider, over the data that leaves it.
    Crossings("crossings", Dimension::Times, 0.0..=100.0) as f64;
    /// Virtual CPUs of a node.
    NodeVcpus("vCPUs per node", Dimension::Vcpu, 0.0..=10000.0) as f64;
    /// Memory of a node, or of one of its accelerators.
    NodeMemory("memory per node", Dimension::Gib, 0.0..=1e6) as f64;
    /// Accelerators of a node; below one for a slice of one.
    NodeAccelerators("accelerators per node", Dimension::Plain, 0.0..=1000.0) as f64;
    /// Price of a node.
    NodePrice("price per node", Dimension::DollarsPerHour, 0.0..=1e6) as f64;
    /// Price of a vCPU, a GiB of memory or an accelerator per hour.
    ResourceRate("price per resource-hour", Dimension::DollarsPerHour, 0.0..=10000.0) as f64;
    /// Price of an owned machine.
    MachinePrice("machine price", Dimension::Dollars, 0.0..=1e8) as f64;
    /// Share of its price that a machine still sells for in the end.
    ResidualShare("residual value", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Months that a machine serves.
    LifetimeMonths("lifetime", Dimension::Count("months"), 1.0..=240.0) as u32;
    /// Power that a machine draws on average, kW.
    PowerDraw("power in kW", Dimension::Plain, 0.0..=1000.0) as f64;
    /// Price of a kWh.
    PowerPrice("price per kWh", Dimension::Dollars, 0.0..=100.0) as f64;
    /// Power of a whole site over that of its machines.
    PowerUsage("power usage effectiveness", Dimension::Times, 1.0..=5.0) as f64;
    /// Maintenance of a machine a year, as a share of its price.
    MaintenanceShare("maintenance per year", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Nodes of the cloud whose work one machine does.
    ReplacedNodes("nodes replaced per machine", Dimension::Plain, 0.001..=1000.0) as f64;
    /// Share of common cost that is fixed.
    FixedPart("fixed share", Dimension::Fraction, 0.0..=1.0) as f64;
}
