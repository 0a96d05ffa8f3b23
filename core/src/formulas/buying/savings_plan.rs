//! Commitments in dollars an hour, which cover usage at a discount.

use super::LoadDuration;
use crate::base::numeric::finite;
use crate::base::numeric::is_rate;
use crate::formulas::finance::saving;

/// What a commitment in dollars does to a series of hours; from [`savings_plan`].
#[derive(Clone, Debug, PartialEq)]
pub struct SavingsPlan {
    /// `C`: committed, USD an hour, at the discounted rate.
    pub commitment: f64,
    /// `C/(1 − d)`: usage that it covers, USD an hour at on-demand rates.
    pub covers: f64,
    /// What each hour costs.
    pub hourly_cost: Vec<f64>,
    /// Part of the commitment that goes unused in each hour and is lost.
    pub hourly_unused: Vec<f64>,
    /// All hours.
    pub cost: f64,
    /// Unused in all hours.
    pub unused: f64,
    /// Share of the commitment that is used; `None` where there is none.
    pub utilization: Option<f64>,
    /// Share saved against on-demand; `None` where nothing is used.
    pub saving: Option<f64>,
}

/// A commitment in dollars: in each hour it covers usage worth `C/(1 − d)` at on-demand rates, what is
/// beyond is paid at those, and what is unused is lost.
///
/// `cost_t = C + max(0, u_t − C/(1 − d))`, `unused_t = max(0, C − u_t·(1 − d))`.
///
/// | symbol | input        | unit                              |
/// |--------|--------------|-----------------------------------|
/// | `C`    | `commitment` | USD an hour                       |
/// | `u_t`  | `usage`      | USD in hour `t` at on-demand rates |
/// | `d`    | `discount`   | fraction, below 1                 |
///
/// `None` without hours, and where an input is negative or not finite.
///
/// # Source
///
/// AWS Savings Plans: commitments are made in dollars an hour at Savings Plans rates, and applied hour by
/// hour without carry-over. One discount for all usage is a simplification: real plans differ by type.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::savings_plan;
///
/// let plan = savings_plan(50.0, &[80.0, 60.0, 100.0, 40.0], 0.28).expect("hours");
/// // By hand: 50/0.72 = 69.44 covered; the second hour uses 43.20 of the 50.
/// assert!((plan.hourly_cost[0] - 60.5556).abs() < 1e-4);
/// assert!((plan.hourly_unused[1] - 6.8).abs() < 1e-9);
/// ```
pub fn savings_plan(commitment: f64, usage: &[f64], discount: f64) -> Option<SavingsPlan> {
    let stated = is_rate(commitment) && is_rate(discount) && discount < 1.0 && usage.iter().copied().all(is_rate);
    if !stated || usage.is_empty() {
        return None;
    }
    let rate = 1.0 - discount;
    let covers = finite(commitment / rate)?;
    let hourly_cost: Vec<f64> = usage.iter().map(|used| commitment + (used - covers).max(0.0)).collect();
    let hourly_unused: Vec<f64> = usage.iter().map(|used| (commitment - used * rate).max(0.0)).collect();
    let (cost, unused) = (finite(hourly_cost.iter().sum())?, hourly_unused.iter().sum::<f64>());
    let on_demand = finite(usage.iter().sum())?;
    let committed = commitment * usage.len() as f64;
    Some(SavingsPlan {
        commitment,
        covers,
        hourly_cost,
        hourly_unused,
        cost,
        unused,
        utilization: (committed > 0.0).then(|| 1.0 - unused / committed),
        saving: saving(on_demand, cost),
    })
}

/// The cheapest commitment in dollars for a curve of usage, USD an hour: `C = (1 − d)·` the `d` quantile of it.
///
/// A dollar of usage covered costs `1 − d` always and saves 1 while it is used: the newsvendor of
/// [`LoadDuration::best_commitment`] with `r/p = 1 − d`.
///
/// ```
/// use headroom_core::formulas::buying::{LoadDuration, best_savings_plan};
///
/// let curve = LoadDuration::from_series(&[80.0, 60.0, 100.0, 40.0]).expect("hours");
/// // By hand: 60 is exceeded in 2 of 4 hours, 40 in 3, which is more than 0.72 of them; 60 · 0.72.
/// assert!((best_savings_plan(&curve, 0.28).expect("a discount") - 43.2).abs() < 1e-9);
/// ```
pub fn best_savings_plan(curve: &LoadDuration, discount: f64) -> Option<f64> {
    let rate = 1.0 - discount;
    Some(curve.best_commitment(rate, 1.0)?.level * rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_inputs_have_no_plan() {
        for (commitment, usage, discount) in [
            (f64::NAN, &[1.0][..], 0.2),
            (1.0, &[], 0.2),
            (1.0, &[-1.0], 0.2),
            (1.0, &[1.0], 1.0),
            (1.0, &[1.0], f64::NAN),
        ] {
            assert_eq!(savings_plan(commitment, usage, discount), None);
        }
        let curve = LoadDuration::from_series(&[1.0]).unwrap();
        assert_eq!((best_savings_plan(&curve, f64::NAN), best_savings_plan(&curve, 1.5)), (None, None));
        let none = savings_plan(0.0, &[0.0], 0.3).unwrap();
        assert_eq!((none.utilization, none.saving, none.cost), (None, None, 0.0));
    }

    proptest! {
        #[test]
        fn no_other_commitment_is_cheaper(
            usage in prop::collection::vec(0.0..100.0_f64, 1..60), discount in 0.01..0.9_f64, other in 0.0..120.0_f64
        ) {
            let curve = LoadDuration::from_series(&usage).unwrap();
            let best = savings_plan(best_savings_plan(&curve, discount).unwrap(), &usage, discount).unwrap();
            prop_assert!(best.cost <= savings_plan(other, &usage, discount).unwrap().cost * (1.0 + 1e-9));
            prop_assert!(best.saving.is_none_or(|saved| saved <= discount + 1e-9));
        }
    }
}
