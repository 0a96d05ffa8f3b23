//! What too little and too much capacity cost, side by side.

use crate::base::numeric::finite;

/// An outage in money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    /// `R`: revenue an hour, USD.
    pub revenue_per_hour: f64,
    /// `h`: how long it lasts, hours.
    pub hours: f64,
    /// `f`: share of the revenue that is lost meanwhile.
    pub lost_fraction: f64,
    /// `r`: share of what is lost that customers make up for later.
    pub recovered_fraction: f64,
    /// Credits owed under agreements, USD.
    pub credits: f64,
    /// People who mend it, USD.
    pub staff: f64,
}

/// What an outage costs: `R·h·f·(1 − r) + credits + staff`, USD; `None` where that is not finite.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::{Outage, outage_cost};
///
/// let outage = Outage {
///     revenue_per_hour: 120_000.0,
///     hours: 0.7,
///     lost_fraction: 0.8,
///     recovered_fraction: 0.25,
///     credits: 5000.0,
///     staff: 3000.0,
/// };
/// // By hand: 84 000 · 0.8 · 0.75 = 50 400, and 8000.
/// assert!((outage_cost(&outage).expect("finite") - 58_400.0).abs() < 1e-9);
/// ```
pub fn outage_cost(outage: &Outage) -> Option<f64> {
    let lost = outage.revenue_per_hour * outage.hours * outage.lost_fraction * (1.0 - outage.recovered_fraction);
    finite(lost + outage.credits + outage.staff)
}

/// What instances beyond the need cost: `max(0, provisioned − needed)·p·h`, USD.
///
/// ```
/// use headroom_core::formulas::finance::provisioned_waste;
///
/// // By hand: 23 · 0.68 · 730.
/// assert!((provisioned_waste(57.0, 34.0, 0.68, 730.0).expect("finite") - 11_417.2).abs() < 1e-9);
/// ```
pub fn provisioned_waste(provisioned: f64, needed: f64, hourly: f64, hours: f64) -> Option<f64> {
    // `max` would turn NaN into none at all.
    let beyond = finite(provisioned - needed)?.max(0.0);
    finite(beyond * hourly * hours)
}

/// Share that is saved: `(before − after)/before`; negative where it got dearer, `None` where there
/// was nothing to save from.
pub fn saving(before: f64, after: f64) -> Option<f64> {
    (before > 0.0).then(|| (before - after) / before).and_then(finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_nan_comes_out() {
        assert_eq!(provisioned_waste(f64::NAN, 1.0, 1.0, 1.0), None);
        assert_eq!(provisioned_waste(3.0, 5.0, 1.0, 730.0), Some(0.0));
        assert_eq!((saving(0.0, 1.0), saving(f64::NAN, 1.0), saving(10.0, 12.0)), (None, None, Some(-0.2)));
        let endless = Outage {
            revenue_per_hour: f64::INFINITY,
            hours: 0.0,
            lost_fraction: 1.0,
            recovered_fraction: 0.0,
            credits: 0.0,
            staff: 0.0,
        };
        assert_eq!(outage_cost(&endless), None);
    }
}
