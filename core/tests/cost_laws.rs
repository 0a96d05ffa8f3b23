//! What every bill, purchase and split keeps, whatever is in it.
#![allow(clippy::unwrap_used, missing_docs)]

use headroom_core::base::money::Money;
use headroom_core::formulas::buying::*;
use headroom_core::formulas::finance::*;

use proptest::prelude::*;

const HOURLY: [Item; 5] = [Item::Compute, Item::Memory, Item::Gpu, Item::LoadBalancing, Item::ControlPlane];
const TRAFFIC: [Item; 3] = [Item::Egress, Item::InterZone, Item::InterRegion];

fn price(limit: f64) -> impl Strategy<Value = Option<f64>> {
    prop::option::weighted(0.9, 0.0..limit)
}

fn tiers() -> impl Strategy<Value = Option<Vec<Tier>>> {
    let tiers = prop::collection::vec((1.0..1e5_f64, 0.0..0.2_f64), 1..4).prop_map(|widths| {
        let last = widths.len() - 1;
        let mut reached = 0.0;
        let tier = |(i, (width, rate)): (usize, (f64, f64))| {
            reached += width;
            Tier { up_to: (i < last).then_some(reached), rate }
        };
        widths.into_iter().enumerate().map(tier).collect()
    });
    prop::option::weighted(0.9, tiers)
}

fn bills() -> impl Strategy<Value = BillInputs> {
    let hourly = (prop::sample::select(&HOURLY[..]), 0.0..1e4_f64, 0.0..744.0_f64, price(100.0))
        .prop_map(|(item, count, hours, price)| Hourly { item, label: "fleet".into(), count, hours, price });
    let storage = (0.0..1e6_f64, 0.0..4.0_f64, price(1.0)).prop_map(|(gb, copies, price)| Storage {
        label: "models".into(),
        gb,
        copies,
        price,
    });
    let traffic = (prop::sample::select(&TRAFFIC[..]), 0.0..1e6_f64, 1.0..2.0_f64, tiers())
        .prop_map(|(item, amount, sides, tiers)| Traffic { item, label: "data".into(), amount, sides, tiers });
    let monthly = (prop::sample::select(&[Item::People, Item::Monitoring][..]), 0.0..20.0_f64, price(2e4))
        .prop_map(|(item, count, price)| Monthly { item, label: "team".into(), count, price });
    let support = (tiers(), 0.0..1000.0_f64).prop_map(|(tiers, minimum)| tiers.map(|tiers| Support { tiers, minimum }));
    (
        prop::collection::vec(hourly, 0..5),
        prop::collection::vec(storage, 0..4),
        prop::collection::vec(traffic, 0..4),
        prop::option::of(0.0..1.5_f64),
        support,
        prop::collection::vec(monthly, 0..4),
    )
        .prop_map(|(hourly, storage, traffic, standby_fraction, support, monthly)| BillInputs {
            hourly,
            storage,
            traffic,
            standby_fraction,
            support,
            monthly,
        })
}

/// Every price of a bill times a factor.
fn priced(bill: &BillInputs, factor: f64) -> BillInputs {
    let mut bill = bill.clone();
    let scale = |price: &mut Option<f64>| *price = price.map(|price| price * factor);
    bill.hourly.iter_mut().for_each(|row| scale(&mut row.price));
    bill.storage.iter_mut().for_each(|row| scale(&mut row.price));
    bill.monthly.iter_mut().for_each(|row| scale(&mut row.price));
    for tier in bill.traffic.iter_mut().filter_map(|row| row.tiers.as_mut()).flatten() {
        tier.rate *= factor;
    }
    bill
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_add_up_to_totals_to_the_cent(inputs in bills(), months in 1..60_usize, rate in 0.0..0.5_f64) {
        let bill = monthly_bill(&inputs);
        prop_assert_eq!(bill.lines.iter().filter_map(|line| line.amount).sum::<Money>(), bill.total);
        prop_assert_eq!(monthly_bill_in_short(&inputs).total, bill.total);
        let advances = [(0, Money::from_cents(12_345)), (months as u32 - 1, Money::from_cents(1))];
        let flows = month_flows(&vec![bill.total; months], &advances);
        let all: Money = vec![bill.total; months].into_iter().sum();
        prop_assert_eq!(flows.iter().copied().sum::<Money>(), all + Money::from_cents(12_346));
        prop_assert!(present_value(&flows, rate).unwrap() <= flows.iter().copied().sum::<Money>().dollars() + 1e-6);
        let change = compare_flows(&flows, &flows, rate);
        prop_assert_eq!((change.saved, change.payback, change.present_value), (Money::ZERO, Some(0.0), Some(0.0)));
    }

    #[test]
    fn a_cheaper_price_everywhere_is_never_dearer(inputs in bills(), factor in 0.0..1.0_f64) {
        let (dear, cheap) = (monthly_bill(&inputs), monthly_bill(&priced(&inputs, factor)));
        prop_assert!(cheap.total <= dear.total);
        for (cheap, dear) in cheap.lines.iter().zip(&dear.lines) {
            prop_assert!(cheap.amount <= dear.amount, "{cheap:?} {dear:?}");
        }
    }

    #[test]
    fn with_every_optional_part_off_it_is_instances_times_hours_times_price(
        instances in 0..10_000_u32, stated in 0..1_000_000_u32
    ) {
        // Prices of so many hundred-thousandths of a dollar, so that the product is whole by integers.
        let price = Some(f64::from(stated) / 1e5);
        let count = f64::from(instances);
        let fleet = Hourly { item: Item::Compute, label: String::new(), count, hours: HOURS_PER_MONTH, price };
        let bill = monthly_bill(&BillInputs { hourly: vec![fleet], ..BillInputs::default() });
        let thousandths = i64::from(instances) * 730 * i64::from(stated);
        prop_assert_eq!(bill.lines.len(), 1);
        prop_assert_eq!(bill.total.cents(), (thousandths + 500) / 1000);
    }

    #[test]
    fn cheaper_rates_never_make_a_purchase_dearer(
        demand in prop::collection::vec(0.0..500.0_f64, 1..200), reserved in 0.0..1.5_f64, on_demand in 0.01..2.0_f64,
        spot in 0.0..1.0_f64, share in 0.0..1.0_f64, factors in prop::array::uniform3(0.0..1.0_f64),
    ) {
        let curve = LoadDuration::from_series(&demand).unwrap();
        let plan = |factors: [f64; 3]| {
            let prices = LayerPrices {
                reserved: reserved * factors[0],
                on_demand: on_demand * factors[1],
                spot: Some(spot * factors[2]),
                spot_share: share,
            };
            plan_layers(&curve, &prices, None).unwrap()
        };
        prop_assert!(plan(factors).total <= plan([1.0; 3]).total * (1.0 + 1e-9));
    }

    #[test]
    fn chargeback_conserves_the_bill_of_a_plan(
        inputs in bills(), rows in prop::collection::vec((0.0..1e3_f64, 0.0..10.0_f64), 1..9), fixed in 0.0..1.0_f64
    ) {
        let bill = monthly_bill(&inputs).total;
        let party = |(usage, entitlement): &(f64, f64)| Party {
            name: String::new(),
            direct: Money::from_dollars(*usage).unwrap(),
            usage: *usage,
            entitlement: *entitlement,
        };
        let parties: Vec<_> = rows.iter().map(party).collect();
        for rule in [SharingRule::ByUsage, SharingRule::Evenly, SharingRule::FixedPlusVariable { fixed_fraction: fixed }] {
            let parts = split_bill(bill, &parties, rule).unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.total).sum::<Money>(), bill);
            prop_assert!(parts.iter().all(|part| part.direct + part.fixed + part.variable == part.total));
        }
    }
}
