//! Prices over time: an hour's over a month, and how list prices fall.

use crate::base::time::HOURS_PER_MONTH;

/// What is paid by the hour, over a month as clouds bill: `p · 730`.
///
/// This is the monthly cost of every fleet: `p` is what all of its nodes cost in an hour.
///
/// ```
/// use headroom_core::formulas::finance::over_a_month;
///
/// // By hand: 57 nodes at 0.68.
/// assert!((over_a_month(57.0 * 0.68) - 28_294.8).abs() < 1e-9);
/// ```
pub fn over_a_month(hourly: f64) -> f64 {
    hourly * HOURS_PER_MONTH
}

/// Share of today's list prices that is left in a month, from 0: `(1 − d)^(m/12)`.
///
/// | symbol | input     | unit                                 |
/// |--------|-----------|--------------------------------------|
/// | `d`    | `decline` | share by which prices fall a year    |
/// | `m`    | `month`   | months from now                      |
///
/// ```
/// use headroom_core::formulas::finance::price_level;
///
/// assert_eq!((price_level(0.5, 0), price_level(0.5, 24)), (1.0, 0.25));
/// ```
pub fn price_level(decline: f64, month: u32) -> f64 {
    libm::pow(1.0 - decline, f64::from(month) / 12.0)
}
