//! How compute is bought: commitments and spot.

use crate::base::units::*;
use serde::{Deserialize, Serialize};

/// For how long a commitment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommitmentTerm {
    /// A year.
    OneYear,
    /// Three years.
    ThreeYears,
}

impl CommitmentTerm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::OneYear, Self::ThreeYears];

    /// Its months.
    pub const fn months(self) -> u32 {
        match self {
            Self::OneYear => 12,
            Self::ThreeYears => 36,
        }
    }

    /// The term in words: `a year`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OneYear => "a year",
            Self::ThreeYears => "three years",
        }
    }
}

/// What of a commitment is paid upfront.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Upfront {
    /// Nothing: month by month.
    #[default]
    None,
    /// Half of it.
    Partial,
    /// All of it.
    All,
}

impl Upfront {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::Partial, Self::All];

    /// The share that is paid upfront.
    pub const fn share(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Partial => 0.5,
            Self::All => 1.0,
        }
    }

    /// The payment in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "no upfront",
            Self::Partial => "partial upfront",
            Self::All => "all upfront",
        }
    }
}

/// What committed or spot capacity costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CommitmentPrice {
    /// The instance type's price for it; unknown where it has none.
    #[default]
    Machine,
    /// A discount on the on-demand price.
    Discount(PriceDiscount),
}

/// How much is committed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommitmentLevel {
    /// What costs least: each node that is in use for longer than the break-even share of the term.
    #[default]
    Best,
    /// What is always in use.
    Floor,
    /// The mean.
    Average,
    /// The most that is ever in use.
    Peak,
}

impl CommitmentLevel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Best, Self::Floor, Self::Average, Self::Peak];

    /// The level in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Floor => "cover the floor",
            Self::Average => "cover the average",
            Self::Peak => "cover the peak",
        }
    }
}

/// A commitment to nodes of the machine that each service runs on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeCommitment {
    /// For how long.
    pub term: CommitmentTerm,
    /// What is paid upfront; it moves payments, not the effective price.
    #[serde(default, skip_serializing_if = "crate::base::numeric::is_default")]
    pub upfront: Upfront,
    /// The effective price of a committed hour.
    #[serde(default, skip_serializing_if = "crate::base::numeric::is_default")]
    pub price: CommitmentPrice,
    /// How much; a service may state its own number of nodes.
    #[serde(default, skip_serializing_if = "crate::base::numeric::is_default")]
    pub level: CommitmentLevel,
}

impl NodeCommitment {
    /// The best level for a year at the machine's own price, month by month.
    pub const fn best_year() -> Self {
        Self {
            term: CommitmentTerm::OneYear,
            upfront: Upfront::None,
            price: CommitmentPrice::Machine,
            level: CommitmentLevel::Best,
        }
    }
}

/// A commitment in dollars an hour over all services, as savings plans are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DollarCommitment {
    /// For how long.
    pub term: CommitmentTerm,
    /// Discount on the on-demand price of covered use.
    pub discount: PriceDiscount,
    /// Dollars an hour at the reduced rate; what costs least where none is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hourly: Option<CommittedSpend>,
}

/// How compute is committed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CommitmentInputs {
    /// Not at all.
    #[default]
    None,
    /// To nodes.
    Nodes(NodeCommitment),
    /// To dollars an hour.
    Dollars(DollarCommitment),
}

/// How spot is bought for services that may be interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SpotInputs {
    /// Share of what is above the committed nodes that is spot.
    pub share: SpotShare,
    /// What it costs.
    pub price: CommitmentPrice,
    /// Interruptions of a node an hour.
    pub interruptions: InterruptionRate,
    /// Work that each undoes.
    pub lost: LostHours,
    /// Time until an interrupted node is replaced as spot.
    pub replacement: ReplacementHours,
    /// Groups that are reclaimed together: types in zones.
    pub pools: SpotPools,
    /// Whether on-demand nodes take over meanwhile.
    pub fallback: bool,
}

impl Default for SpotInputs {
    /// Four fifths on spot at 60 % off, each node interrupted about once in a fortnight (`spot-defaults`).
    fn default() -> Self {
        Self {
            share: SpotShare::clamped(0.8),
            price: CommitmentPrice::Discount(PriceDiscount::clamped(0.6)),
            interruptions: InterruptionRate::clamped(0.003),
            lost: LostHours::clamped(0.1),
            replacement: ReplacementHours::clamped(0.1),
            pools: SpotPools::clamped(6.0),
            fallback: true,
        }
    }
}
