//! What a commitment really costs an hour, from which use on it pays, and after how long.

use crate::base::numeric::finite;
use crate::base::numeric::is_rate;
use crate::base::time::HOURS_PER_MONTH;
use crate::formulas::finance::{over_a_month, value_of_months};

/// A commitment as it is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitmentOffer {
    /// What it is called, such as `1 year, all upfront`.
    pub name: String,
    /// `U`: paid in advance, USD a unit.
    pub upfront: f64,
    /// `r`: paid for every hour of the term, used or not, USD a unit.
    pub hourly: f64,
    /// `T`: term, months.
    pub months: u32,
}

/// A commitment against on-demand; from [`effective_terms`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectiveTerms {
    /// `r + U/T`: USD an hour of the term.
    pub effective_hourly: f64,
    /// Share of the on-demand price that is saved while it is used.
    pub discount: Option<f64>,
    /// Share of the term for which a unit must be in use for the commitment to pay; above 1 it never does.
    pub breakeven_utilization: Option<f64>,
}

/// Rate, discount and break-even utilization: `r_eff = r + U/T`, `u* = r_eff/p`, discount `1 − u*`.
///
/// | symbol | input        | unit        |
/// |--------|--------------|-------------|
/// | `U`    | `upfront`    | USD         |
/// | `r`    | `hourly`     | USD an hour |
/// | `T`    | `term_hours` | hours       |
/// | `p`    | `on_demand`  | USD an hour |
///
/// `None` where there is no term, or an input is negative or not finite.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::effective_terms;
///
/// let terms = effective_terms(9198.0, 1.05, 8760.0, 3.06).expect("a term");
/// // By hand: 1.05 + 9198/8760 = 2.1, over 3.06.
/// assert!((terms.effective_hourly - 2.1).abs() < 1e-12);
/// assert!((terms.breakeven_utilization.expect("a price") - 0.686_274_5).abs() < 1e-7);
/// ```
pub fn effective_terms(upfront: f64, hourly: f64, term_hours: f64, on_demand: f64) -> Option<EffectiveTerms> {
    let stated = [upfront, hourly, on_demand, term_hours].into_iter().all(is_rate);
    if !stated || term_hours == 0.0 {
        return None;
    }
    let effective_hourly = finite(hourly + upfront / term_hours)?;
    let share = (on_demand > 0.0).then(|| effective_hourly / on_demand).and_then(finite);
    Some(EffectiveTerms { effective_hourly, discount: share.map(|share| 1.0 - share), breakeven_utilization: share })
}

/// A way of paying, compared; from [`compare_payments`].
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentComparison {
    /// What it is called.
    pub name: String,
    /// Rate, discount and break-even utilization over its term.
    pub terms: EffectiveTerms,
    /// Everything paid over its term, USD.
    pub paid: f64,
    /// The same as a present value, USD.
    pub present_value: f64,
    /// What on-demand costs over the same term at the stated utilization, as a present value, USD.
    pub on_demand_value: f64,
    /// Months after which the commitment has cost less than on-demand would have; `None` where
    /// that is not within its term.
    pub breakeven_month: Option<f64>,
}

/// Compares ways of paying for a commitment with each other and with on-demand.
///
/// Paid over the term `U + r·730·months`; the hours of a month are paid at its end and discounted at the
/// effective monthly rate. A unit that is in use for the share `u` of the time costs `p·u·730` a month on
/// demand, so what is paid in advance is back after `U/((p·u − r)·730)` months.
///
/// Offers of one term are ranked by their present value, terms of different length are not
/// comparable that way. Offers that cannot be calculated are left out.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::{CommitmentOffer, compare_payments};
///
/// let offer = |name: &str, upfront, hourly| CommitmentOffer { name: name.into(), upfront, hourly, months: 12 };
/// let offers = [offer("no upfront", 0.0, 0.63), offer("all upfront", 5256.0, 0.0)];
/// let compared = compare_payments(&offers, 1.0, 1.0, 0.1);
/// // By hand: 5256 in advance is back after 7.2 months of 730.
/// assert!((compared[1].breakeven_month.expect("within the year") - 7.2).abs() < 1e-9);
/// // 5518.80 over the year is the dearer sum and the cheaper value: money at 10 % is worth more.
/// assert!(compared[0].paid > compared[1].paid && compared[0].present_value < compared[1].present_value);
/// ```
pub fn compare_payments(
    offers: &[CommitmentOffer],
    on_demand: f64,
    utilization: f64,
    discount_rate: f64,
) -> Vec<PaymentComparison> {
    let compare = |offer: &CommitmentOffer| {
        let term_hours = f64::from(offer.months) * HOURS_PER_MONTH;
        let terms = effective_terms(offer.upfront, offer.hourly, term_hours, on_demand)?;
        let used = is_rate(utilization).then(|| over_a_month(on_demand * utilization))?;
        let monthly = over_a_month(offer.hourly);
        let saved = used - monthly;
        let back = if offer.upfront == 0.0 && saved >= 0.0 { 0.0 } else { offer.upfront / saved };
        Some(PaymentComparison {
            name: offer.name.clone(),
            terms,
            paid: finite(offer.upfront + monthly * f64::from(offer.months))?,
            present_value: finite(offer.upfront + value_of_months(monthly, offer.months, discount_rate)?)?,
            on_demand_value: value_of_months(used, offer.months, discount_rate)?,
            breakeven_month: Some(back).filter(|month| saved >= 0.0 && *month <= f64::from(offer.months)),
        })
    };
    offers.iter().filter_map(compare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_offers_are_left_out() {
        assert_eq!(effective_terms(1.0, 1.0, 0.0, 1.0), None);
        assert_eq!(effective_terms(f64::NAN, 1.0, 1.0, 1.0), None);
        assert_eq!(effective_terms(0.0, 1.0, 1.0, 0.0).unwrap().breakeven_utilization, None);
        let offer = |upfront, hourly, months| CommitmentOffer { name: "x".into(), upfront, hourly, months };
        let offers = [offer(0.0, 0.5, 0), offer(f64::NAN, 0.5, 12), offer(0.0, 0.9, 12), offer(100.0, 0.5, 12)];
        let compared = compare_payments(&offers, 1.0, 0.5, 0.0);
        assert_eq!(compared.iter().map(|row| row.breakeven_month).collect::<Vec<_>>(), [None, None]);
        assert!(compare_payments(&offers, 1.0, f64::NAN, 0.0).is_empty());
        assert_eq!(compare_payments(&offers[2..3], 1.0, 1.0, 0.0)[0].breakeven_month, Some(0.0));
    }

    proptest! {
        #[test]
        fn at_the_breakeven_utilization_both_cost_the_same(upfront in 0.0..1e5_f64, hourly in 0.0..10.0_f64, months in 1..60_u32) {
            let offers = [CommitmentOffer { name: String::new(), upfront, hourly, months }];
            let hours = f64::from(months) * HOURS_PER_MONTH;
            let used = effective_terms(upfront, hourly, hours, 20.0).unwrap().breakeven_utilization.unwrap();
            let row = &compare_payments(&offers, 20.0, used, 0.0)[0];
            prop_assert!((row.paid - row.on_demand_value).abs() <= 1e-9 * row.paid.max(1.0));
        }
    }
}
