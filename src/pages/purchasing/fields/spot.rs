//! How much is spot, what it costs, and how often it is taken back.

use super::commitment::{Discounts, discount_of, is_discount};
use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{flag, number};
use crate::edit::Knowing;
use headroom_core::base::text;
use headroom_core::base::units::{InterruptionRate, PriceDiscount, Quantity};
use headroom_core::formulas::buying::{ADVISOR_BANDS, interruptions_of_monthly};
use headroom_core::plan::scenario::cost::{CommitmentPrice, CostInputs, SpotInputs};

/// Spot, beside what the instance type takes off.
pub type Spot = Knowing<SpotInputs, Discounts>;

/// Whether spot is bought.
pub const WITH_SPOT: &[Field<CostInputs>] = &[Field::new(
    "buy-spot",
    Kind::Flag { get: |cost| cost.spot.is_some(), set: |cost, on| cost.spot = on.then(SpotInputs::default) },
)];

/// How much of it, and at what price.
pub const PRICE: &[Field<Spot>] = &[
    number!(Spot, "buy-spot-share", stated.share).slider(0.0, 1.0),
    Field::<Spot>::new(
        "buy-spot-price",
        Kind::Choice {
            words: &["the instance type's", "a discount"],
            in_view: false,
            get: |spot| usize::from(is_discount(spot.stated.price)),
            set: |spot, place| {
                spot.stated.price = if place == 0 { CommitmentPrice::Machine } else { first_discount(&spot.known) }
            },
        },
    ),
    Field::<Spot>::new(
        "buy-spot-discount",
        Kind::Number {
            get: |spot| discount_of(spot.stated.price),
            set: |spot, value| spot.stated.price = CommitmentPrice::Discount(Quantity::clamped(value)),
            quantity: NumberKind::of::<PriceDiscount>(),
        },
    )
    .when(|spot| is_discount(spot.stated.price)),
];

/// How often it is taken back.
pub const INTERRUPTIONS: &[Field<SpotInputs>] =
    &[number!(SpotInputs, "buy-spot-interruptions", interruptions).hint(|spot| {
        let rate = spot.interruptions.get();
        if rate > 0.0 { format!("Once in {} of a node.", text::seconds(3600.0 / rate)) } else { "Never.".to_owned() }
    })];

/// The same as the provider's advisor states it.
pub const ADVISOR: &[Field<SpotInputs>] = &[Field::new(
    "buy-spot-advisor",
    Kind::Choice {
        words: &["as above", "below 5 % a month", "5 to 10 % a month", "10 to 15 % a month", "15 to 20 % a month"],
        in_view: false,
        get: |spot| (1..=ADVISOR_BANDS.len()).find(|place| rate_of(*place) == Some(spot.interruptions)).unwrap_or(0),
        set: |spot, place| spot.interruptions = rate_of(place).unwrap_or(spot.interruptions),
    },
)];

/// What an interruption costs.
pub const LOSSES: &[Field<SpotInputs>] = &[
    number!(SpotInputs, "buy-spot-lost", lost),
    number!(SpotInputs, "buy-spot-replacement", replacement),
    number!(SpotInputs, "buy-spot-pools", pools),
    flag!(SpotInputs, "buy-spot-fallback", fallback),
];

/// What is said of the instance type's spot price, while that is what counts.
pub fn about_price(spot: &Spot) -> Option<String> {
    match spot.known.spot() {
        _ if is_discount(spot.stated.price) => None,
        Some(discount) => Some(format!("The instance type of this service: {} off.", text::percent(discount))),
        None => Some(
            "No spot price of this service's instance type is known: enter a discount, or none is bought.".to_owned(),
        ),
    }
}

/// A discount to begin with: what the instance type's spot price comes to, or the usual one.
fn first_discount(known: &Discounts) -> CommitmentPrice {
    match known.spot().filter(|discount| *discount > 0.0) {
        Some(discount) => CommitmentPrice::Discount(PriceDiscount::clamped(discount)),
        None => SpotInputs::default().price,
    }
}

/// The upper end of a band as interruptions an hour; none at the first place, which is no band.
fn rate_of(place: usize) -> Option<InterruptionRate> {
    let share = ADVISOR_BANDS.get(place.checked_sub(1)?)?;
    interruptions_of_monthly(*share).map(InterruptionRate::clamped)
}
