//! Random valid costs: machines with or without prices, ways of buying, shared lines, budgets.

use super::{magnitude, within};
use headroom_core::base::name::{Name, Words};
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::cost::*;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

fn machine() -> impl Strategy<Value = Machine> {
    let price = || weighted(0.8, magnitude(1e-3, 1e3));
    let gpus = weighted(0.3, (within(0.5, 8.0), weighted(0.5, within(8.0, 192.0))));
    (
        (weighted(0.9, within(1.0, 192.0)), weighted(0.9, within(1.0, 2048.0)), gpus),
        (price(), price(), price(), price(), any::<bool>()),
    )
        .prop_map(|((vcpus, memory, gpus), (on_demand, one_year, three_years, spot, is_estimate))| Machine {
            vcpus,
            memory,
            accelerators: gpus.map(|(count, memory)| MachineAccelerators {
                model: Words::from_static("A"),
                count,
                memory,
            }),
            on_demand,
            one_year,
            three_years,
            spot,
            is_estimate,
            ..Machine::named("aws", "some.type")
        })
}

fn rates() -> impl Strategy<Value = ResourceRates> {
    let rate = || weighted(0.3, magnitude(1e-3, 10.0));
    (rate(), rate(), rate()).prop_map(|(vcpu, memory, gpu)| ResourceRates { vcpu, memory, gpu })
}

/// What is stated about a service; often nothing.
pub fn service_cost() -> BoxedStrategy<ServiceCost> {
    let stored = (select(StoredKind::ALL.to_vec()), magnitude(1.0, 1e6), within(-0.1, 0.2), within(0.0, 5.0));
    let stored = (stored, weighted(0.8, within(0.0, 1.0)))
        .prop_map(|((kind, size, growth, copies), price)| StoredData { kind, size, growth, copies, price });
    let egress =
        prop_oneof![magnitude(1.0, 1e6).prop_map(Egress::Monthly), magnitude(1e-3, 1e4).prop_map(Egress::Response),];
    let stated = (
        (weighted(0.7, machine()), weighted(0.3, within(0.0, 50.0)), any::<bool>()),
        (
            proptest::collection::vec(stored, 0..3),
            weighted(0.6, egress),
            within(0.0, 3.0),
            weighted(0.7, within(0.0, 2.0)),
        ),
        rates(),
    )
        .prop_map(|((machine, committed, interruptible), (storage, egress, inter_zone, inter_region), rates)| {
            ServiceCost {
                machine,
                committed,
                interruptible,
                storage,
                egress,
                inter_zone,
                inter_region,
                rates,
                tags: vec![Tag { name: Words::from_static("env"), value: Name::from_static("prod") }],
                ..ServiceCost::default()
            }
        });
    prop_oneof![1 => Just(ServiceCost::default()), 2 => stated].boxed()
}

fn price() -> BoxedStrategy<CommitmentPrice> {
    prop_oneof![Just(CommitmentPrice::Machine), within(0.0, 0.9).prop_map(CommitmentPrice::Discount)].boxed()
}

fn commitment() -> impl Strategy<Value = CommitmentInputs> {
    let term = || select(CommitmentTerm::ALL.to_vec());
    let level = select(CommitmentLevel::ALL.to_vec());
    prop_oneof![
        Just(CommitmentInputs::None),
        (term(), select(Upfront::ALL.to_vec()), price(), level).prop_map(|(term, upfront, price, level)| {
            CommitmentInputs::Nodes(NodeCommitment { term, upfront, price, level })
        }),
        (term(), within(0.0, 0.7), weighted(0.5, magnitude(0.01, 1e3))).prop_map(|(term, discount, hourly)| {
            CommitmentInputs::Dollars(DollarCommitment { term, discount, hourly })
        }),
    ]
}

fn spot() -> impl Strategy<Value = SpotInputs> {
    (
        (within(0.0, 1.0), price(), within(0.0, 0.5)),
        (within(0.0, 1.0), within(0.0, 1.0), within(1.0, 20.0), any::<bool>()),
    )
        .prop_map(|((share, price, interruptions), (lost, replacement, pools, fallback))| SpotInputs {
            share,
            price,
            interruptions,
            lost,
            replacement,
            pools,
            fallback,
        })
}

fn shared() -> impl Strategy<Value = CostInputs> {
    let tiers = prop_oneof![
        Just(Vec::new()),
        Just(vec![PriceTier { up_to: None, rate: Quantity::clamped(0.09) }]),
        Just(vec![
            PriceTier { up_to: Some(Quantity::clamped(10_240.0)), rate: Quantity::clamped(0.09) },
            PriceTier { up_to: None, rate: Quantity::clamped(0.05) },
        ]),
    ];
    let balancers = (within(0.0, 10.0), within(0.0, 1.0), weighted(0.5, within(0.0, 0.1)))
        .prop_map(|(count, price, per_gib)| LoadBalancers { count, price, per_gib });
    let planes = (within(0.0, 5.0), within(0.0, 1.0)).prop_map(|(count, price)| ControlPlanes { count, price });
    let people =
        (within(0.0, 20.0), within(0.0, 30_000.0)).prop_map(|(engineers, monthly)| People { engineers, monthly });
    (
        (tiers, weighted(0.5, within(0.0, 0.1)), weighted(0.5, within(0.0, 0.1))),
        (weighted(0.5, balancers), weighted(0.5, planes), weighted(0.5, within(0.0, 50.0))),
        (any::<bool>(), weighted(0.5, people)),
    )
        .prop_map(
            |((egress, inter_zone, inter_region), (load_balancers, control_planes, monitoring), (support, people))| {
                CostInputs {
                    egress,
                    inter_zone,
                    inter_region,
                    load_balancers,
                    control_planes,
                    monitoring,
                    support: support.then(SupportInputs::published),
                    people,
                    ..CostInputs::default()
                }
            },
        )
}

/// What is stated about a plan; sometimes nothing.
pub fn inputs() -> BoxedStrategy<CostInputs> {
    let charging = prop_oneof![
        Just(ChargeRule::Direct),
        Just(ChargeRule::ByUsage),
        Just(ChargeRule::Evenly),
        within(0.0, 1.0).prop_map(|fixed| ChargeRule::FixedPlusVariable { fixed }),
    ];
    let idle = select(vec![IdleRule::Own, IdleRule::ByUsage, IdleRule::Evenly, IdleRule::Apart]);
    let budget = weighted(0.5, magnitude(1.0, 1e6));
    let stated = (
        shared(),
        (within(1.0, 5.0), within(0.0, 0.3), within(0.0, 0.3), within(0.0, 0.5)),
        (commitment(), weighted(0.5, spot()), charging, idle),
        (budget, any::<bool>()),
    )
        .prop_map(|(shared, (years, discount_rate, price_decline, negotiated), buying, (budget, owned))| CostInputs {
            years,
            discount_rate,
            price_decline,
            negotiated,
            commitment: buying.0,
            spot: buying.1,
            charging: buying.2,
            idle: buying.3,
            budgets: budget.map(|monthly| Budget { team: Name::default(), monthly }).into_iter().collect(),
            owned: owned.then(OwnedInputs::default),
            ..shared
        });
    prop_oneof![1 => Just(CostInputs::default()), 3 => stated].boxed()
}
