//! What amounts at other times are worth now.

use crate::base::numeric::finite;

/// Net present value `Σ cf_t/(1 + i)^t`; the first flow is now and is not discounted.
///
/// | symbol | input   | unit                               |
/// |--------|---------|------------------------------------|
/// | `cf_t` | `flows` | USD at the end of period `t`       |
/// | `i`    | `rate`  | fraction a period, above −1        |
///
/// `None` where the rate is not above −1 or an amount is not finite.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::net_present_value;
///
/// // By hand: −1000 + 400/1.1 + 400/1.21 + 400/1.331.
/// let value = net_present_value(0.1, &[-1000.0, 400.0, 400.0, 400.0]).expect("finite");
/// assert!((value + 5.2592).abs() < 1e-4);
/// ```
pub fn net_present_value(rate: f64, flows: &[f64]) -> Option<f64> {
    if !(rate.is_finite() && rate > -1.0) {
        return None;
    }
    // From the last back, as Horner does: no powers, and none that overflow.
    finite(flows.iter().rev().fold(0.0, |later, flow| flow + later / (1.0 + rate)))
}

/// Present value of equal payments at the end of each of `n` periods: `A·(1 − (1 + i)^−n)/i`, and
/// `A·n` for `i = 0`.
///
/// | symbol | input     | unit                        |
/// |--------|-----------|-----------------------------|
/// | `A`    | `payment` | USD a period                |
/// | `i`    | `rate`    | fraction a period, above −1 |
/// | `n`    | `periods` | periods                     |
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::annuity_value;
///
/// assert!((annuity_value(100_000.0, 0.1, 3).expect("finite") - 248_685.20).abs() < 0.01);
/// assert_eq!(annuity_value(100.0, 0.0, 12), Some(1200.0));
/// ```
pub fn annuity_value(payment: f64, rate: f64, periods: u32) -> Option<f64> {
    if !(rate.is_finite() && rate > -1.0) {
        return None;
    }
    let n = f64::from(periods);
    // expm1 and log1p keep the digits for rates near zero.
    let factor = if rate == 0.0 { n } else { -libm::expm1(-n * libm::log1p(rate)) / rate };
    finite(payment * factor)
}

/// Effective rate a month of a rate a year: `(1 + i)^(1/12) − 1`; `None` at −1 and below.
///
/// Twelve of it compound to the year's rate, unlike the nominal `i/12`.
pub fn monthly_rate(annual_rate: f64) -> Option<f64> {
    (annual_rate > -1.0).then(|| libm::expm1(libm::log1p(annual_rate) / 12.0)).and_then(finite)
}

/// Present value of equal payments at the end of each month, discounted at the effective monthly rate.
///
/// ```
/// use headroom_core::formulas::finance::value_of_months;
///
/// // 36 · 9500 is 342 000, yet worth less than 300 000 in advance at 10 % a year.
/// assert!((value_of_months(9500.0, 36, 0.1).expect("finite") - 296_271.36).abs() < 0.01);
/// ```
pub fn value_of_months(monthly: f64, months: u32, annual_rate: f64) -> Option<f64> {
    annuity_value(monthly, monthly_rate(annual_rate)?, months)
}

/// Periods until what a change saves has paid for it, within the period by proportion.
///
/// `flows` are savings less costs, the first one now; the last time that their running sum rises
/// to zero counts, and `None` where it ends below. Nothing to pay back takes no time.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::payback;
///
/// // By hand: after two months 200 are missing of the 400 that the third brings.
/// assert_eq!(payback(&[-1000.0, 400.0, 400.0, 400.0]), Some(2.5));
/// assert_eq!(payback(&[-1000.0, 400.0]), None);
/// ```
pub fn payback(flows: &[f64]) -> Option<f64> {
    let (mut sum, mut paid) = (0.0, Some(0.0));
    for (period, flow) in flows.iter().enumerate() {
        let before: f64 = sum;
        sum += flow;
        if !sum.is_finite() {
            return None;
        }
        if sum < 0.0 {
            paid = None;
        } else if before < 0.0 {
            paid = Some((period as f64 - sum / flow).max(0.0));
        }
    }
    paid
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_has_no_value_says_so() {
        for rate in [-1.0, -2.0, f64::NAN, f64::INFINITY] {
            assert_eq!((net_present_value(rate, &[1.0]), annuity_value(1.0, rate, 3)), (None, None));
        }
        assert_eq!((net_present_value(0.1, &[f64::NAN]), net_present_value(0.1, &[])), (None, Some(0.0)));
        assert_eq!((monthly_rate(-1.0), monthly_rate(f64::NAN), monthly_rate(0.0)), (None, None, Some(0.0)));
        assert_eq!((payback(&[]), payback(&[5.0]), payback(&[0.0, -1.0, 1.0])), (Some(0.0), Some(0.0), Some(2.0)));
        assert_eq!(payback(&[-1.0, f64::INFINITY]), None);
    }

    proptest! {
        #[test]
        fn an_annuity_is_the_sum_of_its_payments(payment in -1e6..1e6_f64, rate in -0.5..1.0_f64, periods in 0..80_u32) {
            let mut flows = vec![payment; periods as usize + 1];
            flows[0] = 0.0;
            let (sum, closed) = (net_present_value(rate, &flows).unwrap(), annuity_value(payment, rate, periods).unwrap());
            prop_assert!((sum - closed).abs() <= 1e-9 * closed.abs() + 1e-9, "{sum} {closed}");
        }

        #[test]
        fn twelve_months_are_a_year(rate in -0.9..5.0_f64) {
            let compounded = (0..12).fold(1.0, |value, _| value * (1.0 + monthly_rate(rate).unwrap()));
            prop_assert!((compounded - 1.0 - rate).abs() < 1e-12 * (2.0 + rate));
        }

        #[test]
        fn a_higher_rate_never_raises_later_income(low in 0.0..0.5_f64, more in 0.0..0.5_f64, flows in prop::collection::vec(0.0..1e6_f64, 1..60)) {
            let (at_low, at_high) = (net_present_value(low, &flows).unwrap(), net_present_value(low + more, &flows).unwrap());
            prop_assert!(at_high <= at_low * (1.0 + 1e-12));
        }
    }
}
