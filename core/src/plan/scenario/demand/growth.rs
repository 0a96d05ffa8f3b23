//! Growth: how the level of the load changes over months.

use crate::base::time::DAYS_PER_MONTH;
use crate::base::units::MonthlyGrowth;
use serde::{Deserialize, Serialize};

/// Five million years: beyond every calendar.
const FARTHEST_DAY: i32 = i32::MAX - 2;

/// Whether growth adds the same amount or the same share every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GrowthKind {
    /// The same amount every month, a share of the load at the start.
    Linear,
    /// The same share of the current load every month.
    Compound,
}

/// Growth of the load a month.
///
/// Linear: `G(m) = max(0, 1 + g·m)`. Compound: `G(m) = (1 + g)^m`.
///
/// | symbol | field     | unit              |
/// |--------|-----------|-------------------|
/// | `g`    | `monthly` | fraction a month  |
/// | `m`    |           | months since the start, of 30.4375 days |
///
/// # Assumptions
///
/// `growth-month`
///
/// # Example
///
/// ```
/// use headroom_core::plan::demand::*;
/// use headroom_core::plan::scenario::demand::*;
/// use headroom_core::base::units::MonthlyGrowth;
///
/// let growth = Growth { kind: GrowthKind::Compound, monthly: MonthlyGrowth::new(0.08)? };
/// assert_eq!(growth.factor_after(0), 1.0);
/// assert!((growth.factor_after(365) - 2.5165).abs() < 1e-4); // 1.08^(365 / 30.4375)
/// assert_eq!(growth.days_to_reach(1.5), Some(161)); // 30.4375 · ln 1.5 / ln 1.08 = 160.4
/// # Ok::<(), headroom_core::base::units::OutOfRange>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// Linear or compound.
    pub kind: GrowthKind,
    /// Share a month.
    pub monthly: MonthlyGrowth,
}

impl Growth {
    /// Level of the load on a day, over the level on day 0; never negative.
    pub fn factor_after(self, days: i32) -> f64 {
        let months = f64::from(days) / DAYS_PER_MONTH;
        let rate = self.monthly.get();
        match self.kind {
            GrowthKind::Linear => (1.0 + rate * months).max(0.0),
            GrowthKind::Compound if rate == 0.0 => 1.0,
            GrowthKind::Compound => libm::pow(1.0 + rate, months),
        }
    }

    /// First day on which the level exceeds `factor` times that of day 0; `None` when it never does.
    pub fn days_to_reach(self, factor: f64) -> Option<i32> {
        if factor < 1.0 {
            return Some(0);
        }
        let rate = self.monthly.get();
        if rate <= 0.0 {
            return None;
        }
        let months = match self.kind {
            GrowthKind::Linear => (factor - 1.0) / rate,
            GrowthKind::Compound => libm::log(factor) / libm::log1p(rate),
        };
        // A cast from float to integer saturates; the search below settles the last bits.
        let mut before = ((months * DAYS_PER_MONTH).floor() as i32).clamp(0, FARTHEST_DAY);
        if self.factor_after(before) > factor {
            return Some(before);
        }
        // Growth of a hair moves the level by less than a bit a day, so days are doubled, then halved.
        let mut step = 1;
        let mut after = before;
        while self.factor_after(after) <= factor {
            if after == FARTHEST_DAY {
                return None;
            }
            before = after;
            after = after.saturating_add(step).min(FARTHEST_DAY);
            step = step.saturating_mul(2);
        }
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.factor_after(middle) > factor { after = middle } else { before = middle }
        }
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_day_reached_is_the_first(kind in prop_oneof![Just(GrowthKind::Linear), Just(GrowthKind::Compound)], rate in 0.001..1.0f64, factor in 1.0..20.0f64) {
            let growth = Growth { kind, monthly: MonthlyGrowth::new(rate).unwrap() };
            let day = growth.days_to_reach(factor).unwrap();
            prop_assert!(growth.factor_after(day) > factor);
            prop_assert!(day == 0 || growth.factor_after(day - 1) <= factor);
        }
    }

    #[test]
    fn growth_of_a_hair_is_answered_at_once() {
        for kind in [GrowthKind::Linear, GrowthKind::Compound] {
            for rate in [1e-300, 1e-17, 1e-16, 1e-12] {
                let growth = Growth { kind, monthly: MonthlyGrowth::new(rate).unwrap() };
                for factor in [1.0, 1.0 + f64::EPSILON, 1.000_001, 1e300, f64::INFINITY] {
                    if let Some(day) = growth.days_to_reach(factor) {
                        assert!(growth.factor_after(day) > factor, "{kind:?} {rate} {factor}");
                    }
                }
            }
        }
    }

    #[test]
    fn shrinking_load_never_reaches_a_limit_and_never_turns_negative() {
        let growth = Growth { kind: GrowthKind::Linear, monthly: MonthlyGrowth::new(-0.5).unwrap() };
        assert_eq!(growth.days_to_reach(1.2), None);
        assert_eq!(growth.factor_after(365), 0.0);
    }
}
