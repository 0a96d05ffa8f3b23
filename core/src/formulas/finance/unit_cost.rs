//! What a prediction costs, on average and at the margin.

use crate::base::money::Money;
use crate::base::numeric::finite;

/// Average cost of a thousand predictions, USD: `1000·total/n`; `None` for no predictions.
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::cost_per_thousand;
///
/// // By hand: 21 053.20 over 25 million.
/// assert_eq!(cost_per_thousand(Money::from_cents(2_105_320), 25e6), Some(0.842128));
/// assert_eq!(cost_per_thousand(Money::from_cents(1), 0.0), None);
/// ```
pub fn cost_per_thousand(total: Money, predictions: f64) -> Option<f64> {
    (predictions > 0.0 && predictions.is_finite()).then(|| total.dollars() / predictions * 1000.0).and_then(finite)
}

/// Cost of the next thousand predictions, USD: what is added to the bill over what is added to the load.
///
/// `1000·(total₂ − total₁)/(n₂ − n₁)`. Below the average while fixed parts are spread over more
/// predictions, and zero until the next replica is due: so compare loads that are a replica or more
/// apart. `None` where the loads are equal.
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::marginal_per_thousand;
///
/// let (now, then) = ((Money::from_cents(100_000), 1e6), (Money::from_cents(110_000), 2e6));
/// assert_eq!(marginal_per_thousand(now, then), Some(0.1));
/// ```
pub fn marginal_per_thousand(now: (Money, f64), then: (Money, f64)) -> Option<f64> {
    let added = then.1 - now.1;
    (added != 0.0 && added.is_finite()).then(|| (then.0 - now.0).dollars() / added * 1000.0).and_then(finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_served_has_no_unit_cost() {
        assert_eq!(cost_per_thousand(Money::ZERO, f64::NAN), None);
        assert_eq!(marginal_per_thousand((Money::ZERO, 1.0), (Money::ZERO, 1.0)), None);
        assert_eq!(marginal_per_thousand((Money::ZERO, f64::NAN), (Money::ZERO, 1.0)), None);
    }
}
