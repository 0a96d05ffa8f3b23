//! Prices that change with the amount: each tier's price holds for the part within it.

use crate::base::numeric::finite;

/// Part of an amount with a price of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// Amount up to which the rate holds; `None` for all that is above the tier before.
    pub up_to: Option<f64>,
    /// Price of one unit, or share of one dollar.
    pub rate: f64,
}

/// What an amount costs in marginal tiers: `Σ rateᵢ·(part of the amount within tier i)`.
///
/// `None` where the amount is negative or not finite, where tiers do not rise, or where the last one
/// ends below the amount: then the price of the rest is not known.
///
/// # Source
///
/// Egress and support price lists of the large clouds, which all bill each tier at its own rate.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::{Tier, tiered};
///
/// let egress = [Tier { up_to: Some(10_240.0), rate: 0.09 }, Tier { up_to: Some(51_200.0), rate: 0.085 }];
/// // By hand: 10 240 · 0.09 + 9 760 · 0.085.
/// assert!((tiered(20_000.0, &egress).expect("covered") - 1751.2).abs() < 1e-9);
/// assert_eq!(tiered(60_000.0, &egress), None);
/// ```
pub fn tiered(amount: f64, tiers: &[Tier]) -> Option<f64> {
    if !(amount.is_finite() && amount >= 0.0) {
        return None;
    }
    let (mut reached, mut total) = (0.0, 0.0);
    for tier in tiers {
        let end = tier.up_to.unwrap_or(f64::INFINITY);
        if end.is_nan() || end < reached {
            return None;
        }
        total += (amount.min(end) - reached).max(0.0) * tier.rate;
        reached = end;
        if amount <= reached {
            return finite(total);
        }
    }
    (amount <= reached).then_some(total).and_then(finite)
}

/// Fee of a support plan: shares of what is spent, tier by tier, and at least a minimum.
///
/// `max(minimum, Σ shareᵢ·(part of the spending within tier i))`.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::{Tier, support_fee};
///
/// let plan = [Tier { up_to: Some(10_000.0), rate: 0.1 }, Tier { up_to: None, rate: 0.07 }];
/// assert_eq!(support_fee(500.0, &plan, 100.0), Some(100.0));
/// // By hand: 1000 + 70.
/// assert_eq!(support_fee(11_000.0, &plan, 100.0), Some(1070.0));
/// ```
pub fn support_fee(spending: f64, tiers: &[Tier], minimum: f64) -> Option<f64> {
    finite(minimum).and_then(|minimum| Some(tiered(spending, tiers)?.max(minimum)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tier(up_to: Option<f64>, rate: f64) -> Tier {
        Tier { up_to, rate }
    }

    #[test]
    fn what_is_no_amount_has_no_price() {
        let open = [Tier { up_to: None, rate: 0.1 }];
        for amount in [f64::NAN, -1.0, f64::INFINITY] {
            assert_eq!(tiered(amount, &open), None);
        }
        assert_eq!((tiered(0.0, &[]), tiered(1.0, &[])), (Some(0.0), None));
        assert_eq!(tiered(1.0, &[Tier { up_to: None, rate: f64::NAN }]), None);
        let falling = [Tier { up_to: Some(10.0), rate: 1.0 }, Tier { up_to: Some(5.0), rate: 1.0 }];
        assert_eq!(tiered(20.0, &falling), None);
    }

    proptest! {
        #[test]
        fn more_never_costs_less(amount in 0.0..1e6_f64, more in 0.0..1e6_f64, rates in prop::array::uniform3(0.0..1.0_f64)) {
            let tiers = [tier(Some(1e3), rates[0]), tier(Some(1e5), rates[1]), tier(None, rates[2])];
            let (less, all) = (tiered(amount, &tiers).unwrap(), tiered(amount + more, &tiers).unwrap());
            prop_assert!(all >= less - 1e-9 * less);
            // One flat rate is the amount times the rate.
            let flat = [tier(Some(1e3), rates[0]), tier(None, rates[0])];
            prop_assert!((tiered(amount, &flat).unwrap() - amount * rates[0]).abs() <= 1e-9 * amount);
        }
    }
}
