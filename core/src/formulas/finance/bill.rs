//! The bill of one month: which lines, and how each comes about.

use super::{Tier, support_fee, tiered};
use crate::base::money::Money;
use crate::base::numeric::finite;
use crate::base::text;

/// What a line of the bill is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Instances, or processors where they are priced by themselves.
    Compute,
    /// Memory where it is priced by itself.
    Memory,
    /// Accelerators.
    Gpu,
    /// Capacity that is ordered for events.
    Events,
    /// Models, features, checkpoints, logs.
    Storage,
    /// Data to the internet.
    Egress,
    /// Data between zones of a region.
    InterZone,
    /// Data between regions.
    InterRegion,
    /// Load balancers.
    LoadBalancing,
    /// Managed control planes.
    ControlPlane,
    /// Metrics, logs and traces.
    Monitoring,
    /// Capacity that stands by for a disaster.
    Standby,
    /// The provider's support plan.
    Support,
    /// Engineers.
    People,
}

impl Item {
    /// The kind in words, as lines and legends say it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Compute => "Compute",
            Self::Memory => "Memory",
            Self::Gpu => "Accelerators",
            Self::Events => "Events",
            Self::Storage => "Storage",
            Self::Egress => "Data to the internet",
            Self::InterZone => "Data between zones",
            Self::InterRegion => "Data between regions",
            Self::LoadBalancing => "Load balancing",
            Self::ControlPlane => "Control planes",
            Self::Monitoring => "Monitoring",
            Self::Standby => "Standby",
            Self::Support => "Support",
            Self::People => "People",
        }
    }
}

/// What is paid by the hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Hourly {
    /// What the line is for.
    pub item: Item,
    /// Whose, or where.
    pub label: String,
    /// `n`: how many; a mean where the fleet breathes.
    pub count: f64,
    /// `h`: hours of the month.
    pub hours: f64,
    /// `p`: USD an hour; `None` where not known.
    pub price: Option<f64>,
}

/// What is paid by size and month.
#[derive(Clone, Debug, PartialEq)]
pub struct Storage {
    /// Of what, or where.
    pub label: String,
    /// `s`: size of one copy, in the unit of its price.
    pub gb: f64,
    /// `k`: copies.
    pub copies: f64,
    /// `p`: USD for one unit and month; `None` where not known.
    pub price: Option<f64>,
}

/// What is paid by the amount moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// What the line is for.
    pub item: Item,
    /// From where to where.
    pub label: String,
    /// `g`: amount a month, in the unit of the tiers.
    pub amount: f64,
    /// `k`: how many sides are billed: 2 between zones of AWS, else 1.
    pub sides: f64,
    /// Prices; `None` where not known.
    pub tiers: Option<Vec<Tier>>,
}

/// A support plan, paid as a share of everything else that the provider bills.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Shares of the spending, tier by tier.
    pub tiers: Vec<Tier>,
    /// Least fee, USD.
    pub minimum: f64,
}

/// What is paid by the head or piece and month: engineers, monitoring of a host.
#[derive(Clone, Debug, PartialEq)]
pub struct Monthly {
    /// What the line is for.
    pub item: Item,
    /// Whose.
    pub label: String,
    /// `n`: how many; parts of one count.
    pub count: f64,
    /// `p`: USD each and month, with everything that comes on top of a salary.
    pub price: Option<f64>,
}

/// What a month consists of. Every part may be empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BillInputs {
    /// Paid by the hour.
    pub hourly: Vec<Hourly>,
    /// Paid by size.
    pub storage: Vec<Storage>,
    /// Paid by the amount moved.
    pub traffic: Vec<Traffic>,
    /// `w`: capacity that stands by elsewhere, as a share of compute, memory and accelerators:
    /// about 1 hot, 0.5 warm, little cold.
    pub standby_fraction: Option<f64>,
    /// The support plan.
    pub support: Option<Support>,
    /// Paid by the head or piece.
    pub monthly: Vec<Monthly>,
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BillLine {
    /// What it is for.
    pub item: Item,
    /// Whose, or where.
    pub label: String,
    /// The formula in symbols.
    pub formula: &'static str,
    /// The formula with the values put in; empty in the months of a horizon.
    pub values: String,
    /// Rounded to the cent, once; `None` where a price is not known.
    pub amount: Option<Money>,
}

/// The bill of a month.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Bill {
    /// Its lines, in order.
    pub lines: Vec<BillLine>,
    /// The sum of all known lines.
    pub total: Money,
}

impl Bill {
    /// The sum of the known lines of one kind.
    pub fn of(&self, item: Item) -> Money {
        self.lines.iter().filter(|line| line.item == item).filter_map(|line| line.amount).sum()
    }

    /// Lines whose amount is not known, and which the total therefore lacks.
    pub fn unknown(&self) -> impl Iterator<Item = &BillLine> {
        self.lines.iter().filter(|line| line.amount.is_none())
    }
}

/// A bill that is being written, with or without the working of its lines.
#[derive(Default)]
struct Writer {
    bill: Bill,
    working: bool,
}

impl Writer {
    fn push(
        &mut self,
        item: Item,
        label: &str,
        formula: &'static str,
        values: impl FnOnce() -> String,
        dollars: Option<f64>,
    ) {
        let amount = dollars.and_then(finite).and_then(Money::from_dollars);
        let values = if self.working { values() } else { String::new() };
        self.bill.total = self.bill.total + amount.unwrap_or_default();
        self.bill.lines.push(BillLine { item, label: label.to_owned(), formula, values, amount });
    }
}

/// The lines of one month, each rounded once, and their sum.
///
/// By the hour `n·h·p`; storage `s·k·p`; traffic `k·Σ tiers`; standby `w` times compute, memory and
/// accelerators; support by its tiers on every line but people; by the head or piece `n·p`.
///
/// A line whose price is not known, or is not finite, has no amount: it is listed, the total lacks
/// it, and [`Bill::unknown`] says so.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::*;
///
/// let fleet = Hourly { item: Item::Compute, label: "shop".into(), count: 57.0, hours: 730.0, price: Some(0.68) };
/// let bill = monthly_bill(&BillInputs { hourly: vec![fleet], ..BillInputs::default() });
/// // By hand: 57 · 730 · 0.68.
/// assert_eq!(bill.total.to_string(), "28294.80");
/// ```
pub fn monthly_bill(inputs: &BillInputs) -> Bill {
    write_bill(inputs, true)
}

/// The same as [`monthly_bill`], whose lines have no `values`: text for sixty months is slow to write.
pub fn monthly_bill_in_short(inputs: &BillInputs) -> Bill {
    write_bill(inputs, false)
}

fn write_bill(inputs: &BillInputs, working: bool) -> Bill {
    let mut writer = Writer { working, ..Writer::default() };
    for row in &inputs.hourly {
        let values = || format!("{} · {} h · {}", counted(row.count), text::plain(row.hours), shown(row.price));
        writer.push(row.item, &row.label, "n · h · p", values, row.price.map(|price| row.count * row.hours * price));
    }
    for row in &inputs.storage {
        let values = || format!("{} · {} · {}", counted(row.gb), text::plain(row.copies), shown(row.price));
        let dollars = row.price.map(|price| row.gb * row.copies * price);
        writer.push(Item::Storage, &row.label, "s · k · p", values, dollars);
    }
    for row in &inputs.traffic {
        let values = || {
            let rates = |tiers: &[Tier]| {
                tiers.iter().map(|tier| text::significant(tier.rate, 6)).collect::<Vec<_>>().join(", ")
            };
            let rates = row.tiers.as_deref().map_or_else(|| shown(None), rates);
            format!("{} · {} at {rates}", text::plain(row.sides), counted(row.amount))
        };
        let dollars = row.tiers.as_deref().and_then(|tiers| tiered(row.amount, tiers)).map(|cost| row.sides * cost);
        writer.push(row.item, &row.label, "k · Σ rate · part of g", values, dollars);
    }
    if let Some(share) = inputs.standby_fraction {
        let serving =
            [Item::Compute, Item::Memory, Item::Gpu].into_iter().map(|item| writer.bill.of(item)).sum::<Money>();
        let values = || format!("{} · {serving}", text::plain(share));
        writer.push(Item::Standby, "", "w · serving", values, Some(share * serving.dollars()));
    }
    for row in inputs.monthly.iter().filter(|row| row.item != Item::People) {
        by_the_piece(&mut writer, row);
    }
    if let Some(plan) = &inputs.support {
        let spending = writer.bill.total;
        let fee = support_fee(spending.dollars(), &plan.tiers, plan.minimum);
        writer.push(Item::Support, "", "max(minimum, Σ share · part)", || format!("of {spending}"), fee);
    }
    // Engineers are not on the provider's bill, so support takes no share of them.
    for row in inputs.monthly.iter().filter(|row| row.item == Item::People) {
        by_the_piece(&mut writer, row);
    }
    writer.bill
}

fn by_the_piece(writer: &mut Writer, row: &Monthly) {
    let values = || format!("{} · {}", counted(row.count), shown(row.price));
    writer.push(row.item, &row.label, "n · p", values, row.price.map(|price| row.count * price));
}

/// A count, an amount or a price to six digits, whole numbers in full.
fn counted(value: f64) -> String {
    text::significant(value, 6)
}

fn shown(price: Option<f64>) -> String {
    text::or_unknown(price, counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs() -> BillInputs {
        let hourly = |item, price| Hourly { item, label: "a".into(), count: 10.0, hours: 730.0, price };
        BillInputs {
            hourly: vec![hourly(Item::Compute, Some(1.0)), hourly(Item::LoadBalancing, Some(0.0225))],
            storage: vec![Storage { label: "models".into(), gb: 500.0, copies: 3.0, price: Some(0.023) }],
            traffic: vec![Traffic {
                item: Item::InterZone,
                label: "zones".into(),
                amount: 1000.0,
                sides: 2.0,
                tiers: Some(vec![Tier { up_to: None, rate: 0.01 }]),
            }],
            standby_fraction: Some(0.5),
            support: Some(Support { tiers: vec![Tier { up_to: None, rate: 0.1 }], minimum: 100.0 }),
            monthly: vec![
                Monthly { item: Item::People, label: "engineers".into(), count: 1.5, price: Some(18_000.0) },
                Monthly { item: Item::Monitoring, label: "hosts".into(), count: 10.0, price: Some(15.0) },
            ],
        }
    }

    #[test]
    fn every_line_by_hand() {
        let bill = monthly_bill(&inputs());
        let amounts: Vec<_> = bill.lines.iter().map(|line| (line.item, line.amount.unwrap().cents())).collect();
        // Support: a tenth of 7300 + 164.25 + 34.50 + 20 + 3650 + 150 = 11 318.75, half a cent up.
        assert_eq!(
            amounts,
            [
                (Item::Compute, 730_000),
                (Item::LoadBalancing, 16_425),
                (Item::Storage, 3450),
                (Item::InterZone, 2000),
                (Item::Standby, 365_000),
                (Item::Monitoring, 15_000),
                (Item::Support, 113_188),
                (Item::People, 2_700_000),
            ]
        );
        assert_eq!(bill.total.cents(), 3_945_063);
        assert_eq!((bill.of(Item::Standby).cents(), bill.of(Item::Egress)), (365_000, Money::ZERO));
        assert_eq!(bill.lines[0].values, "10 · 730 h · 1");
        let short = monthly_bill_in_short(&inputs());
        assert!(short.lines.iter().all(|line| line.values.is_empty()) && short.total == bill.total);
    }

    #[test]
    fn an_unknown_price_is_listed_and_not_free() {
        let mut inputs = inputs();
        inputs.hourly[0].price = None;
        inputs.traffic[0].tiers = None;
        inputs.storage[0].gb = f64::NAN;
        let bill = monthly_bill(&inputs);
        assert_eq!(bill.unknown().count(), 3);
        assert_eq!(bill.total, bill.lines.iter().filter_map(|line| line.amount).sum());
        assert_eq!(bill.lines[0].values, "10 · 730 h · unknown");
    }
}
