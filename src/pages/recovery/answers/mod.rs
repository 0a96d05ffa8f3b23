//! What the tiers come to: the key numbers, one table, what takes the time, what pays when.

mod artefacts;
mod keys;
mod money;
mod parts;
mod tiers;

pub use artefacts::Artefacts;
pub use keys::Keys;
pub use money::Money;
pub use parts::WhatTakesTheTime;
pub use tiers::TierTable;

use headroom_core::recovery::RecoveryTier;
use headroom_core::text;

/// An amount of money, or that nobody knows it.
fn dollars_or_unknown(amount: Option<f64>) -> String {
    amount.map_or_else(|| "unknown".to_owned(), text::dollars)
}

/// A duration, or that nobody knows it.
fn seconds_or_unknown(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "unknown".to_owned(), text::seconds)
}

/// A tier's short name as a heading.
fn named(tier: RecoveryTier) -> String {
    text::capitalised(tier.short())
}
