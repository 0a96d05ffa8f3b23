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
/// `1000·Δtotal/Δn`. Below the average while fixed parts are spread over more predictions, and zero until the next
/// replica is due: so look at so many more that they take a replica or more. `None` where nothing is added.
///
/// ```
/// use headroom_core::formulas::finance::marginal_per_thousand;
///
/// // By hand: 100 dollars for a million more.
/// assert_eq!(marginal_per_thousand(100.0, 1e6), Some(0.1));
/// ```
pub fn marginal_per_thousand(added_cost: f64, added: f64) -> Option<f64> {
    (added != 0.0 && added.is_finite()).then(|| added_cost / added * 1000.0).and_then(finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_served_has_no_unit_cost() {
        assert_eq!(cost_per_thousand(Money::ZERO, f64::NAN), None);
        assert_eq!((marginal_per_thousand(1.0, 0.0), marginal_per_thousand(1.0, f64::NAN)), (None, None));
    }
}
