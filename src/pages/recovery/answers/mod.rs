//! What the tiers come to: the key numbers, one table, what takes the time, what pays when.

mod artefacts;
mod keys;
mod money;
mod offers;
mod parts;
mod tiers;

pub use artefacts::Artefacts;
pub use keys::Keys;
pub use money::Money;
pub use offers::TierOffers;
pub use parts::WhatTakesTheTime;
pub use tiers::TierTable;

use crate::charts::figures::Format;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;

/// An amount of money, or that nobody knows it; millions with their prefix.
fn dollars_or_unknown(amount: Option<f64>) -> String {
    match amount {
        None => "unknown".to_owned(),
        Some(amount) if amount.abs() >= 1e6 => short_dollars(amount),
        Some(amount) => text::dollars(amount),
    }
}

/// An amount of money where room is short.
fn short_dollars(amount: f64) -> String {
    Format::Money("$".into()).value(amount)
}

/// A duration, or that nobody knows it.
fn seconds_or_unknown(seconds: Option<f64>) -> String {
    text::or_unknown(seconds, text::seconds)
}

/// A tier's short name as a heading.
fn named(tier: RecoveryTier) -> String {
    text::capitalised(tier.short())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_never_nothing() {
        assert_eq!((dollars_or_unknown(None), seconds_or_unknown(None)), ("unknown".into(), "unknown".into()));
        assert_eq!(
            (dollars_or_unknown(Some(0.0)), dollars_or_unknown(Some(149_980.0))),
            ("$0".into(), "$149,980".into())
        );
        assert_eq!(dollars_or_unknown(Some(14_106_667.0)).replace('\u{a0}', " "), "$14.1 M");
    }
}
