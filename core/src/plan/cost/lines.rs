//! The lines of a month: each service's own, and what is shared.

use super::regional::moves_unstated;
use super::savings::SavingsPlanPlan;
use super::{FleetForecast, ServiceCostPlan};
use crate::base::time::HOURS_PER_MONTH;
use crate::formulas::finance::{Bill, BillInputs, Hourly, Item, Monthly, Storage, Support, Tier, Traffic};
use crate::formulas::finance::{monthly_bill, monthly_bill_in_short, price_level, tiered};
use crate::plan::answered::Answered;
use crate::plan::ledger::{Ledger, RegionLedger};
use crate::plan::recovery::RecoveryPlan;
use crate::plan::scaling::ScalingPlan;
use crate::plan::scenario::Service;
use crate::plan::scenario::cost::{CostInputs, Egress};
use std::fmt::Write;

/// Bytes of a GiB over those of a KiB.
const KIB_PER_GIB: f64 = 1_048_576.0;

/// A service of the plan: as stated, and as answered so far.
#[derive(Clone, Copy, Debug)]
pub struct CostedService<'a> {
    /// As stated.
    pub service: &'a Service,
    /// What scaling answered.
    pub scaling: &'a ScalingPlan,
    /// Its replicas, region by region.
    pub ledger: &'a Ledger,
    /// What recovery answered.
    pub recovery: &'a RecoveryPlan,
    /// The fleet of the months to come.
    pub fleet: &'a FleetForecast,
    /// The cost of the service by itself.
    pub cost: &'a Answered<ServiceCostPlan>,
}

impl<'a> CostedService<'a> {
    /// Nodes that are paid for and serve nothing while all regions are up, region by region, once the fleet has grown.
    pub(super) fn standing_nodes(&self, month: u32) -> impl Iterator<Item = (&'a RegionLedger, f64)> {
        let (price, pool) = (&self.cost.price, self.cost.pool.as_ref());
        let first = self.fleet.replicas(0);
        let grown = if first > 0.0 { self.fleet.replicas(month) / first } else { 1.0 };
        let nodes = move |row: &RegionLedger| match pool.filter(|_| row.region.is_some() || !row.stands_by) {
            Some(pool) => pool.reserve.standing_nodes(pool.member, row.region, month),
            None => row.standing_nodes(price, grown),
        };
        self.ledger.regions.iter().map(move |row| (row, nodes(row)))
    }

    /// The nodes that are bought in the months to come, in the regions whose price is known, or in all where that is none:
    /// its own, or those of its pool.
    pub fn priced(&self) -> &'a FleetForecast {
        self.cost.priced.as_ref().unwrap_or(self.fleet)
    }
}

/// The bill of a month, and whose each line is: the place of a service, or nobody's alone.
#[derive(Clone, Debug, Default)]
pub(super) struct MonthlyLines {
    pub bill: Bill,
    pub owners: Vec<Option<usize>>,
    /// Lines of what a pool has beyond the parts of its services, each with the place of the pool's first service.
    pub of_pools: Vec<(usize, usize)>,
}

/// Which of the two ways to count what is paid in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Spread over the term: what an hour costs in the end.
    Effective,
    /// Left out: it is paid once, at the start of its term.
    Invoiced,
}

/// Rows in the order in which a bill writes them, each with its owner.
#[derive(Default)]
pub(super) struct Rows {
    inputs: BillInputs,
    hourly: Vec<Option<usize>>,
    of_pools: Vec<(usize, usize)>,
    storage: Vec<Option<usize>>,
    traffic: Vec<Option<usize>>,
    pieces: Vec<Option<usize>>,
}

impl Rows {
    pub(super) fn hourly(&mut self, owner: Option<usize>, item: Item, label: String, count: f64, price: Option<f64>) {
        self.for_hours(owner, item, label, count, HOURS_PER_MONTH, price);
    }

    /// Nodes of a pool, named by its first service, that are no service's alone.
    pub(super) fn of_pool(&mut self, first: usize, item: Item, label: String, count: f64, price: Option<f64>) {
        // A bill writes its hourly lines first.
        self.of_pools.push((self.hourly.len(), first));
        self.hourly(None, item, label, count, price);
    }

    pub(super) fn for_hours(
        &mut self,
        owner: Option<usize>,
        item: Item,
        label: String,
        count: f64,
        hours: f64,
        price: Option<f64>,
    ) {
        self.inputs.hourly.push(Hourly { item, label, count, hours, price });
        self.hourly.push(owner);
    }

    fn traffic(&mut self, owner: usize, item: Item, label: String, (amount, sides): (f64, f64), rate: Option<f64>) {
        let tiers = rate.map(|rate| vec![Tier { up_to: None, rate }]);
        self.inputs.traffic.push(Traffic { item, label, amount, sides, tiers });
        self.traffic.push(Some(owner));
    }

    fn piece(&mut self, owner: Option<usize>, item: Item, label: String, count: f64, price: Option<f64>) {
        self.inputs.monthly.push(Monthly { item, label, count, price });
        self.pieces.push(owner);
    }
}

/// What the lines of any month follow from.
pub(super) struct LineWriter<'a> {
    pub inputs: &'a CostInputs,
    pub services: &'a [CostedService<'a>],
    pub savings: Option<&'a SavingsPlanPlan>,
}

impl LineWriter<'_> {
    /// Data that a service sends to the internet in a month, GiB.
    fn egress(&self, at: usize, month: u32) -> Option<f64> {
        let costed = self.services.get(at)?;
        Some(match costed.service.cost.egress? {
            Egress::Response(size) => size.get() / KIB_PER_GIB * costed.fleet.requests(month),
            Egress::Monthly(amount) => {
                let first = costed.fleet.requests(0);
                let grown = if first > 0.0 { costed.fleet.requests(month) / first } else { 1.0 };
                amount.get() * grown
            }
        })
    }

    /// The lines of a month, with their texts where they are to be read.
    pub fn month(&self, month: u32, view: View, with_texts: bool) -> MonthlyLines {
        let mut rows = Rows::default();
        let level = price_level(self.inputs.price_decline.get(), month);
        let amounts: Vec<Option<f64>> = (0..self.services.len()).map(|at| self.egress(at, month)).collect();
        let egress: f64 = amounts.iter().flatten().sum();
        let egress_rate = self.egress_rate(egress).map(|rate| rate * level);
        for (at, amount) in amounts.iter().enumerate() {
            let costed = &self.services[at];
            let label = |what: &str| if with_texts { named(costed.service.name.as_str(), what) } else { String::new() };
            self.compute(&mut rows, at, (month, level), view, &label);
            self.lots(&mut rows, at, month, level, &label);
            self.standby(&mut rows, at, month, level, &label);
            for stored in &costed.service.cost.storage {
                let grown = libm::pow(1.0 + stored.growth.get(), f64::from(month));
                rows.inputs.storage.push(Storage {
                    label: label(stored.kind.words()),
                    gb: stored.size.get() * grown,
                    copies: stored.copies.get(),
                    price: stored.price.or(self.inputs.storage_price).map(|price| price.get() * level),
                });
                rows.storage.push(Some(at));
            }
            let Some(amount) = *amount else { continue };
            rows.traffic(at, Item::Egress, label("data out"), (amount, 1.0), egress_rate);
            let (zones, regions) = (costed.service.cost.inter_zone, costed.service.cost.inter_region);
            let between = [
                (Item::InterZone, "between zones", zones.get(), 2.0, self.inputs.inter_zone),
                (
                    Item::InterRegion,
                    "between regions",
                    regions.map_or(0.0, |some| some.get()),
                    1.0,
                    self.inputs.inter_region,
                ),
            ];
            for (item, words, crossings, sides, price) in between {
                if crossings > 0.0 {
                    let moved = amount * crossings;
                    rows.traffic(at, item, label(words), (moved, sides), price.map(|price| price.get() * level));
                }
            }
            if moves_unstated(costed.service, costed.ledger) {
                rows.piece(Some(at), Item::InterRegion, label("between regions, not entered"), 1.0, None);
            }
        }
        self.shared(&mut rows, month, level, egress);
        let support = rows.inputs.support.as_ref().map(|_| None);
        let is_person = |row: &Monthly| row.item == Item::People;
        let (people, pieces): (Vec<_>, Vec<_>) =
            rows.inputs.monthly.iter().zip(&rows.pieces).partition(|(row, _)| is_person(row));
        let owners = rows.hourly.iter().chain(&rows.storage).chain(&rows.traffic).copied();
        let owners = owners.chain(pieces.into_iter().map(|(_, owner)| *owner)).chain(support);
        let owners = owners.chain(people.into_iter().map(|(_, owner)| *owner)).collect();
        let bill = if with_texts { monthly_bill(&rows.inputs) } else { monthly_bill_in_short(&rows.inputs) };
        MonthlyLines { bill, owners, of_pools: rows.of_pools }
    }

    /// What is paid for and runs nowhere: replicas that stand by, and the copies of the recovery tier.
    fn standby(&self, rows: &mut Rows, at: usize, month: u32, level: f64, label: &dyn Fn(&str) -> String) {
        let costed = &self.services[at];
        let price = &costed.cost.price;
        let label_of = |more: &str| label(&format!("reserve for a regional loss{more}"));
        let (mut paid, mut hourly, mut unknown) = (0.0, 0.0, Vec::new());
        for (region, nodes) in costed.standing_nodes(month) {
            match region.node_hour(price) {
                _ if nodes <= 0.0 => {}
                Some(hour) => (paid, hourly) = (paid + nodes, hourly + nodes * hour * level),
                None if region.region.is_none() => unknown.push(("a region not chosen", nodes)),
                None => unknown.push((region.name.as_str(), nodes)),
            }
        }
        if paid > 0.0 {
            rows.hourly(Some(at), Item::Standby, label_of(""), paid, Some(hourly / paid));
        } else if !price.is_known_somewhere() {
            let all: f64 = unknown.drain(..).map(|(_, nodes)| nodes).sum();
            if all > 0.0 {
                rows.hourly(Some(at), Item::Standby, label_of(""), all, None);
            }
        }
        for (name, nodes) in unknown {
            rows.hourly(Some(at), Item::Standby, label_of(&format!(" in {name}")), nodes, None);
        }
        let tier = costed.recovery.active().filter(|_| costed.recovery.is_stated);
        let copies = tier.and_then(|tier| tier.standby).map_or(0.0, |standby| standby.monthly - standby.compute);
        if copies > 0.0 {
            rows.piece(Some(at), Item::Standby, label("copies in other regions"), 1.0, Some(copies * level));
        }
        let copied = costed.recovery.replication.as_ref().filter(|_| tier.is_some());
        if copied.is_some_and(|copied| copied.monthly_cost.is_none()) {
            // What they cost is unknown; what the primary's storage costs is not.
            rows.piece(Some(at), Item::Standby, label("copies in other regions"), 1.0, None);
            let storage = costed.service.recovery.storage.get();
            if storage > 0.0 {
                let words = label("copy of the primary's storage");
                rows.piece(Some(at), Item::Standby, words, 1.0, Some(storage * level));
            }
        }
    }

    fn shared(&self, rows: &mut Rows, month: u32, level: f64, egress: f64) {
        let inputs = self.inputs;
        if let Some(savings) = self.savings {
            let hourly = savings.delta(month);
            rows.hourly(None, Item::Compute, "Savings plan, net of covered use".into(), 1.0, Some(hourly));
        }
        if let Some(balancers) = inputs.load_balancers {
            let (count, price) = (f64::from(balancers.count.get()), balancers.price.get() * level);
            rows.hourly(None, Item::LoadBalancing, "Load balancers".into(), count, Some(price));
            if let Some(rate) = balancers.per_gib {
                rows.inputs.traffic.push(Traffic {
                    item: Item::LoadBalancing,
                    label: "Load balancers, data processed".into(),
                    amount: egress,
                    sides: 1.0,
                    tiers: Some(vec![Tier { up_to: None, rate: rate.get() * level }]),
                });
                rows.traffic.push(None);
            }
        }
        if let Some(planes) = inputs.control_planes {
            let (count, price) = (f64::from(planes.count.get()), planes.price.get() * level);
            rows.hourly(None, Item::ControlPlane, "Control planes".into(), count, Some(price));
        }
        if let Some(price) = inputs.monitoring {
            for (at, costed) in self.services.iter().enumerate() {
                let label = named(costed.service.name.as_str(), "monitoring");
                let replicas = costed.fleet.replicas(month);
                rows.piece(Some(at), Item::Monitoring, label, replicas, Some(price.get() * level));
            }
        }
        if let Some(support) = &inputs.support {
            let tier = |tier: &crate::plan::scenario::cost::SupportTier| Tier {
                up_to: tier.up_to.map(crate::base::units::TierEnd::get),
                rate: tier.share.get(),
            };
            let tiers = support.tiers.iter().map(tier).collect();
            rows.inputs.support = Some(Support { tiers, minimum: support.minimum.get() });
        }
        if let Some(people) = inputs.people {
            let (count, price) = (people.engineers.get(), people.monthly.get());
            rows.piece(None, Item::People, "Engineers".into(), count, Some(price));
        }
    }

    /// Mean price of a GiB to the internet, as all services together fill the tiers.
    fn egress_rate(&self, amount: f64) -> Option<f64> {
        let tier = |tier: &crate::plan::scenario::cost::PriceTier| Tier {
            up_to: tier.up_to.map(crate::base::units::TierEnd::get),
            rate: tier.rate.get(),
        };
        let tiers: Vec<Tier> = self.inputs.egress.iter().map(tier).collect();
        let first = tiers.first()?.rate;
        if amount > 0.0 { tiered(amount, &tiers).map(|cost| cost / amount) } else { Some(first) }
    }
}

pub(super) fn named(name: &str, what: &str) -> String {
    let mut label = String::with_capacity(name.len() + what.len() + 2);
    if name.trim().is_empty() {
        label.push_str("Service");
    } else {
        label.push_str(name);
    }
    // Writing to a text cannot fail.
    let _ = write!(label, ", {what}");
    label
}
