//! Headroom: by kind of product, as a fraction of the peak, or as the utilization that it leaves.

use crate::base::units::{Headroom, OutOfRange, TargetUtilization};
use crate::plan::scenario::ReadyBy;
use serde::{Deserialize, Serialize};

/// Kinds of product for which a usual range of headroom is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProductKind {
    /// Normal variation only.
    Stable,
    /// Growth and spikes.
    Growing,
    /// Payments and the like: failover and safety.
    Critical,
    /// A seasonal peak that is prepared for weeks ahead.
    BlackFriday,
    /// Demand not known yet.
    NewLaunch,
}

/// Where in its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeadroomLevel {
    /// The lower end.
    Low,
    /// The middle.
    Middle,
    /// The upper end.
    High,
}

impl ProductKind {
    /// All kinds, in rising order of headroom.
    pub const ALL: [Self; 5] = [Self::Stable, Self::Growing, Self::Critical, Self::BlackFriday, Self::NewLaunch];

    /// The usual headroom: low, middle, high; assumption `headroom-ranges`.
    pub const fn range(self) -> [f64; 3] {
        match self {
            Self::Stable => [0.2, 0.25, 0.3],
            Self::Growing => [0.5, 0.75, 1.0],
            Self::Critical | Self::BlackFriday => [1.0, 1.5, 2.0],
            Self::NewLaunch => [2.0, 2.5, 3.0],
        }
    }

    /// How soon its headroom must be there: as the source says of its scale-up, and of a critical product as of a growing one.
    pub const fn ready(self) -> ReadyBy {
        match self {
            Self::Stable | Self::Growing | Self::Critical => ReadyBy::Minutes,
            Self::BlackFriday => ReadyBy::WeeksAhead,
            Self::NewLaunch => ReadyBy::Before,
        }
    }

    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Growing => "growing",
            Self::Critical => "critical",
            Self::BlackFriday => "Black Friday",
            Self::NewLaunch => "new launch",
        }
    }
}

/// How much capacity there is beyond the expected peak.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HeadroomRule {
    /// As is usual for a kind of product.
    Product {
        /// The kind.
        kind: ProductKind,
        /// Where in the range.
        level: HeadroomLevel,
    },
    /// A fraction of the peak.
    Fraction(Headroom),
    /// Such that the fleet has this utilization at the peak.
    Utilization(TargetUtilization),
}

impl HeadroomRule {
    /// The headroom as a fraction of the peak: `h`, or `1/u − 1`.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::scenario::sizing::*;
    /// use headroom_core::plan::sizing::*;
    /// use headroom_core::base::units::TargetUtilization;
    ///
    /// let rule = HeadroomRule::Utilization(TargetUtilization::new(0.8)?);
    /// assert_eq!(rule.fraction(), 0.25);
    /// assert_eq!(rule.target_utilization(), 0.8);
    /// # Ok::<(), headroom_core::base::units::OutOfRange>(())
    /// ```
    pub fn fraction(self) -> f64 {
        match self {
            Self::Product { kind, level } => {
                let [low, middle, high] = kind.range();
                match level {
                    HeadroomLevel::Low => low,
                    HeadroomLevel::Middle => middle,
                    HeadroomLevel::High => high,
                }
            }
            Self::Fraction(headroom) => headroom.get(),
            Self::Utilization(target) => 1.0 / target.get() - 1.0,
        }
    }

    /// Share of capacity in use at the expected peak: `1 / (1 + h)`.
    pub fn target_utilization(self) -> f64 {
        match self {
            Self::Utilization(target) => target.get(),
            other => 1.0 / (1.0 + other.fraction()),
        }
    }

    /// The same headroom, stated as a fraction.
    ///
    /// # Errors
    ///
    /// None that a rule of checked parts can reach; the check is [`Headroom`]'s.
    pub fn to_fraction(self) -> Result<Self, OutOfRange> {
        // A tenth of a thousandth is finer than anyone states, and keeps 1/u − 1 readable.
        Headroom::new(libm::round(self.fraction() * 1e4) / 1e4).map(Self::Fraction)
    }

    /// The same headroom, stated as a target utilization.
    ///
    /// # Errors
    ///
    /// None that a rule of checked parts can reach; the check is [`TargetUtilization`]'s.
    pub fn to_utilization(self) -> Result<Self, OutOfRange> {
        TargetUtilization::new((libm::round(self.target_utilization() * 1e4) / 1e4).max(0.01)).map(Self::Utilization)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_rise() {
        for kind in ProductKind::ALL {
            let [low, middle, high] = kind.range();
            assert!(low < middle && middle < high, "{kind:?}");
        }
    }

    proptest! {
        #[test]
        fn fraction_and_utilization_are_one_another(headroom in 0.0..50.0f64) {
            let rule = HeadroomRule::Fraction(Headroom::new(headroom).unwrap());
            let back = rule.to_utilization().unwrap().fraction();
            // Half a step of 0.0001 in utilization is 0.00005 · (1 + h)² in headroom.
            prop_assert!((back - headroom).abs() <= 0.000_051 * (1.0 + headroom) * (1.0 + headroom));
        }
    }
}
