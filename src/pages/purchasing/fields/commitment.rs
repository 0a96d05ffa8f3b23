//! To what the plan commits, and how much.

use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice, number, optional};
use crate::edit::Knowing;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::{PriceDiscount, Quantity};
use headroom_core::formulas::finance::saving;
use headroom_core::plan::cost::buying_settings::USUAL_DISCOUNT;
use headroom_core::plan::scenario::cost::{
    CommitmentInputs, CommitmentLevel, CommitmentPrice, CommitmentTerm, CostInputs, DollarCommitment, Machine,
    NodeCommitment, ServiceCost, Upfront,
};

/// What the instance type of the selected service takes off, where its prices are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Discounts {
    one_year: Option<f64>,
    three_years: Option<f64>,
    spot: Option<f64>,
}

impl Discounts {
    /// Those of an instance type.
    pub fn of(machine: Option<&Machine>) -> Self {
        let Some((machine, on_demand)) = machine.and_then(|machine| Some((machine, machine.on_demand?.get()))) else {
            return Self::default();
        };
        Self {
            one_year: machine.one_year.and_then(|price| saving(on_demand, price.get())),
            three_years: machine.three_years.and_then(|price| saving(on_demand, price.get())),
            spot: machine.spot.and_then(|price| saving(on_demand, price.get())),
        }
    }

    /// That of spot.
    pub fn spot(self) -> Option<f64> {
        self.spot
    }

    /// That of a commitment.
    pub fn committed(self, term: CommitmentTerm) -> Option<f64> {
        match term {
            CommitmentTerm::OneYear => self.one_year,
            CommitmentTerm::ThreeYears => self.three_years,
        }
    }
}

/// A commitment to nodes, beside what the instance type takes off.
pub type Nodes = Knowing<NodeCommitment, Discounts>;
/// The nodes of a service, beside the number that costs least.
pub type OfService = Knowing<ServiceCost, f64>;
/// A commitment in dollars, beside what costs least an hour, where that is known.
pub type Dollars = Knowing<DollarCommitment, Option<f64>>;

/// To what the plan commits.
pub const KIND: &[Field<CostInputs>] = &[Field::<CostInputs>::new(
    "buy-kind",
    Kind::Choice {
        words: &["nothing", "nodes", "$ per hour"],
        in_view: true,
        get: |cost| match cost.commitment {
            CommitmentInputs::None => 0,
            CommitmentInputs::Nodes(_) => 1,
            CommitmentInputs::Dollars(_) => 2,
        },
        set: |cost, place| {
            cost.commitment = match place {
                0 => CommitmentInputs::None,
                1 => CommitmentInputs::Nodes(NodeCommitment::best_year()),
                _ => CommitmentInputs::Dollars(usual_dollars()),
            }
        },
    },
)];

/// A year or three: the same for nodes and for dollars.
macro_rules! term {
    ($of:ty) => {
        choice!(
            $of,
            "buy-term",
            stated.term,
            [
                (CommitmentTerm::OneYear, CommitmentTerm::OneYear.words()),
                (CommitmentTerm::ThreeYears, CommitmentTerm::ThreeYears.words()),
            ]
        )
    };
}

/// Which nodes by rule, and for how long.
pub const LEVEL: &[Field<Nodes>] = &[
    term!(Nodes),
    choice!(
        Nodes,
        "buy-level",
        stated.level,
        [
            (CommitmentLevel::Best, CommitmentLevel::Best.words()),
            (CommitmentLevel::Floor, CommitmentLevel::Floor.words()),
            (CommitmentLevel::Average, CommitmentLevel::Average.words()),
            (CommitmentLevel::Peak, CommitmentLevel::Peak.words()),
        ]
    ),
];

/// Another number for the selected service.
pub const OWN_LEVEL: &[Field<OfService>] =
    &[optional!(OfService, "buy-nodes", stated.committed, |service| service.known, |_| "by the rule".to_owned())];

/// How committed nodes are paid.
pub const PAYMENT: &[Field<Nodes>] = &[
    choice!(
        Nodes,
        "buy-upfront",
        stated.upfront,
        [
            (Upfront::None, Upfront::None.words()),
            (Upfront::Partial, Upfront::Partial.words()),
            (Upfront::All, Upfront::All.words()),
        ]
    ),
    Field::<Nodes>::new(
        "buy-price",
        Kind::Choice {
            words: &["the instance type's", "a discount"],
            in_view: false,
            get: |nodes| usize::from(is_discount(nodes.stated.price)),
            set: |nodes, place| {
                nodes.stated.price = if place == 0 {
                    CommitmentPrice::Machine
                } else {
                    let found = nodes.known.committed(nodes.stated.term).filter(|discount| *discount > 0.0);
                    CommitmentPrice::Discount(PriceDiscount::clamped(found.unwrap_or(USUAL_DISCOUNT)))
                }
            },
        },
    ),
    Field::<Nodes>::new(
        "buy-discount",
        Kind::Number {
            get: |nodes| discount_of(nodes.stated.price),
            set: |nodes, value| nodes.stated.price = CommitmentPrice::Discount(Quantity::clamped(value)),
            quantity: NumberKind::of::<PriceDiscount>(),
        },
    )
    .when(|nodes| is_discount(nodes.stated.price)),
];

/// A commitment in dollars.
pub const DOLLARS: &[Field<Dollars>] = &[
    term!(Dollars),
    number!(Dollars, "buy-dollar-discount", stated.discount),
    optional!(Dollars, "buy-dollar-hourly", stated.hourly, |dollars| dollars.known.unwrap_or_default(), |dollars| {
        match dollars.known {
            Some(least) => format!("cheapest, {}", text::quantity(least, Dimension::DollarsPerHour)),
            None => "cheapest".to_owned(),
        }
    }),
];

/// What is said of the instance type's own price, while that is what counts.
pub fn about_price(nodes: &Nodes) -> Option<String> {
    let term = nodes.stated.term;
    match nodes.known.committed(term) {
        _ if is_discount(nodes.stated.price) => None,
        Some(discount) => {
            Some(format!("The instance type of this service: {} off for {}.", text::percent(discount), term.words()))
        }
        None => Some(format!(
            "No price of this service's instance type for {} is known: enter a discount, or it is bought on-demand.",
            term.words()
        )),
    }
}

/// Whether a discount is stated.
pub fn is_discount(price: CommitmentPrice) -> bool {
    matches!(price, CommitmentPrice::Discount(_))
}

/// The discount that is stated.
pub fn discount_of(price: CommitmentPrice) -> f64 {
    match price {
        CommitmentPrice::Discount(discount) => discount.get(),
        CommitmentPrice::Machine => 0.0,
    }
}

fn usual_dollars() -> DollarCommitment {
    DollarCommitment { term: CommitmentTerm::OneYear, discount: PriceDiscount::clamped(USUAL_DISCOUNT), hourly: None }
}
