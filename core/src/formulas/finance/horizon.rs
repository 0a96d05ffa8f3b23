//! The bill over months and years: growth, falling prices, one-off payments, discounting.

use super::bill::write_bill;
use super::{Bill, BillInputs, Item, monthly_rate, net_present_value, payback};
use crate::base::money::Money;
use std::collections::BTreeMap;

/// Most months of a horizon: five years.
const MAX_MONTHS: u32 = 60;

/// How the months of a horizon differ from the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizonInputs {
    /// How many months, 1 to 60.
    pub months: u32,
    /// `g`: growth of fleets and traffic a month.
    pub load_growth: f64,
    /// `s`: growth of storage a month.
    pub storage_growth: f64,
    /// `d`: share by which list prices fall a year.
    pub price_decline: f64,
    /// `w`: growth of what people cost a year.
    pub wage_growth: f64,
    /// `i`: discount rate a year.
    pub discount_rate: f64,
    /// Payments at the start of a month, the first being 0, such as a commitment in advance.
    pub one_off: Vec<(u32, Money)>,
    /// Predictions of the first month; `None` where not known.
    pub predictions: Option<f64>,
}

/// One month of a horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct HorizonMonth {
    /// Its lines, without their values: [`HorizonInputs::month`] and [`monthly_bill`](crate::formulas::finance::monthly_bill)
    /// give those of a month.
    pub bill: Bill,
    /// What is paid once at its start.
    pub one_off: Money,
    /// Predictions served in it.
    pub predictions: Option<f64>,
}

/// Months and what they add up to; from [`plan_horizon`].
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    /// The months in order.
    pub months: Vec<HorizonMonth>,
    /// Every line and one-off payment of every month.
    pub total: Money,
    /// The total by kind of line; one-off payments are not among them.
    pub by_item: BTreeMap<Item, Money>,
    /// What is paid at the start (place 0) and at the end of each month.
    pub flows: Vec<Money>,
    /// Present value of `flows`, USD; `None` where the rate is not above −1.
    pub present_value: Option<f64>,
    /// USD for a thousand predictions, on average over all months.
    pub per_thousand: Option<f64>,
}

/// How a plan compares with a baseline; from [`Horizon::against`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// What the change saves over the horizon; negative where it costs.
    pub saved: Money,
    /// The same as a present value, USD.
    pub present_value: Option<f64>,
    /// Months until it has paid for itself; `None` where it never does.
    pub payback: Option<f64>,
}

/// Bills up to sixty months.
///
/// Month `m`, from 0, has counts (but of load balancers and control planes) and traffic times
/// `(1 + g)^m`, storage times `(1 + s)^m`, prices of
/// the provider times `(1 − d)^(m/12)` and wages times `(1 + w)^(m/12)`; then `adjust` may set what
/// does not follow a trend, such as the steps of a runway. Bills are paid at the end of their month,
/// one-off payments at its start, and all are discounted at the effective monthly rate of `i`.
///
/// # Assumptions
///
/// Trends are smooth: counts that grow are means and are not rounded to whole instances.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::*;
///
/// let fleet = Hourly { item: Item::Compute, label: "shop".into(), count: 1.0, hours: 730.0, price: Some(1.0) };
/// let bill = BillInputs { hourly: vec![fleet], ..BillInputs::default() };
/// let year = plan_horizon(&HorizonInputs { months: 12, ..HorizonInputs::default() }, &bill, |_, _| {});
/// assert_eq!(year.total.to_string(), "8760.00");
/// ```
pub fn plan_horizon(inputs: &HorizonInputs, first: &BillInputs, adjust: impl Fn(u32, &mut BillInputs)) -> Horizon {
    let count = inputs.months.clamp(1, MAX_MONTHS);
    let mut flows = vec![Money::ZERO; count as usize + 1];
    let mut months = Vec::with_capacity(count as usize);
    let mut by_item = BTreeMap::new();
    for month in 0..count {
        let mut stated = inputs.month(first, month);
        adjust(month, &mut stated);
        let bill = write_bill(&stated, false);
        for line in &bill.lines {
            let sum = by_item.entry(line.item).or_insert(Money::ZERO);
            *sum = *sum + line.amount.unwrap_or_default();
        }
        let one_off: Money = inputs.one_off.iter().filter(|(at, _)| *at == month).map(|(_, amount)| *amount).sum();
        let start = month as usize;
        if let [now, end, ..] = flows.get_mut(start..).unwrap_or_default() {
            (*now, *end) = (*now + one_off, *end + bill.total);
        }
        let predictions = inputs.predictions.map(|first| first * grown(inputs.load_growth, f64::from(month)));
        months.push(HorizonMonth { bill, one_off, predictions });
    }
    let total: Money = flows.iter().copied().sum();
    let served = months.iter().map(|month| month.predictions).sum::<Option<f64>>();
    Horizon {
        present_value: present_value(&flows, inputs.discount_rate),
        per_thousand: served.and_then(|served| super::cost_per_thousand(total, served)),
        months,
        total,
        by_item,
        flows,
    }
}

impl Horizon {
    /// What this plan saves against a baseline, month by month, discounted at a rate a year.
    ///
    /// The shorter of the two counts as costing nothing after its end, so compare equal lengths.
    pub fn against(&self, baseline: &Self, discount_rate: f64) -> Comparison {
        let at = |flows: &[Money], place: usize| flows.get(place).copied().unwrap_or_default();
        let length = self.flows.len().max(baseline.flows.len());
        let saved: Vec<Money> = (0..length).map(|place| at(&baseline.flows, place) - at(&self.flows, place)).collect();
        let dollars: Vec<f64> = saved.iter().map(|flow| flow.dollars()).collect();
        Comparison {
            saved: saved.iter().copied().sum(),
            present_value: present_value(&saved, discount_rate),
            payback: payback(&dollars),
        }
    }
}

fn present_value(flows: &[Money], annual_rate: f64) -> Option<f64> {
    let dollars: Vec<f64> = flows.iter().map(|flow| flow.dollars()).collect();
    net_present_value(monthly_rate(annual_rate)?, &dollars)
}

/// `(1 + rate)^time`; a rate of −1 and below, or none that is finite, leaves no change.
fn grown(rate: f64, time: f64) -> f64 {
    if rate > -1.0 && rate.is_finite() { libm::pow(1.0 + rate, time) } else { 1.0 }
}

impl HorizonInputs {
    /// What month `month` consists of by the trends, before any step.
    pub fn month(&self, first: &BillInputs, month: u32) -> BillInputs {
        let (months, years) = (f64::from(month), f64::from(month) / 12.0);
        let (load, stored) = (grown(self.load_growth, months), grown(self.storage_growth, months));
        let (price, wage) = (grown(-self.price_decline, years), grown(self.wage_growth, years));
        let mut stated = first.clone();
        for row in &mut stated.hourly {
            if !matches!(row.item, Item::LoadBalancing | Item::ControlPlane) {
                row.count *= load;
            }
            row.price = row.price.map(|rate| rate * price);
        }
        for row in &mut stated.storage {
            row.gb *= stored;
            row.price = row.price.map(|rate| rate * price);
        }
        for row in &mut stated.traffic {
            row.amount *= load;
            for tier in row.tiers.iter_mut().flatten() {
                tier.rate *= price;
            }
        }
        for row in &mut stated.monthly {
            row.price = row.price.map(|rate| rate * if row.item == Item::People { wage } else { price });
        }
        stated
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Hourly, Monthly, Storage};
    use super::*;

    fn first() -> BillInputs {
        BillInputs {
            hourly: vec![Hourly {
                item: Item::Compute,
                label: "a".into(),
                count: 10.0,
                hours: 730.0,
                price: Some(1.0),
            }],
            storage: vec![Storage { label: "s".into(), gb: 1000.0, copies: 1.0, price: Some(0.1) }],
            monthly: vec![Monthly { item: Item::People, label: "p".into(), count: 1.0, price: Some(1000.0) }],
            ..BillInputs::default()
        }
    }

    #[test]
    fn trends_by_hand() {
        let inputs = HorizonInputs {
            months: 13,
            load_growth: 0.1,
            storage_growth: 1.0,
            price_decline: 0.5,
            wage_growth: 0.05,
            discount_rate: 0.1,
            one_off: vec![(0, Money::from_cents(100_000)), (12, Money::from_cents(500))],
            predictions: Some(1e6),
        };
        let plan = plan_horizon(&inputs, &first(), |_, _| {});
        let of = |month: usize, item| plan.months[month].bill.of(item).dollars();
        // 7300 · 1.1¹² · 0.5 = 11 455.263...; 1000 · 2 · 0.1 · 0.5^(1/12) = 188.774...; 1000 · 1.05.
        assert_eq!((of(0, Item::Compute), of(12, Item::Compute)), (7300.0, 11_455.26));
        assert_eq!((of(1, Item::Storage), of(12, Item::People)), (188.77, 1050.0));
        assert_eq!(plan.flows[0], Money::from_cents(100_000));
        assert_eq!(plan.flows[12], plan.months[11].bill.total + Money::from_cents(500));
        assert!(plan.present_value.unwrap() < plan.total.dollars());
        assert!(plan.per_thousand.is_some());
    }

    #[test]
    fn steps_and_comparisons() {
        let inputs = HorizonInputs { months: 24, ..HorizonInputs::default() };
        let baseline = plan_horizon(&inputs, &first(), |_, _| {});
        let invest = HorizonInputs { one_off: vec![(0, Money::from_cents(2_190_000))], ..inputs.clone() };
        let halved = plan_horizon(&invest, &first(), |_, bill| bill.hourly[0].count = 5.0);
        let compared = halved.against(&baseline, 0.0);
        // 24 · 3650 − 21 900; paid back after six months.
        assert_eq!((compared.saved.cents(), compared.payback), (6_570_000, Some(6.0)));
        assert_eq!(compared.present_value, Some(65_700.0));
        assert_eq!(baseline.against(&halved, 0.1).payback, None);
    }

    #[test]
    fn odd_inputs_stay_bounded() {
        let inputs =
            HorizonInputs { months: u32::MAX, load_growth: f64::NAN, discount_rate: -3.0, ..HorizonInputs::default() };
        let plan = plan_horizon(&inputs, &first(), |_, _| {});
        assert_eq!((plan.months.len(), plan.present_value, plan.per_thousand), (60, None, None));
        let endless = HorizonInputs { months: 60, load_growth: 1e300, ..HorizonInputs::default() };
        assert!(plan_horizon(&endless, &first(), |_, _| {}).months[59].bill.unknown().count() > 0);
        assert_eq!(plan_horizon(&HorizonInputs::default(), &first(), |_, _| {}).months.len(), 1);
    }
}
