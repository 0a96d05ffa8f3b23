//! Months that are paid one after the other: when each amount is due, what all are worth now, what a change saves.

use super::{monthly_rate, net_present_value, payback};
use crate::base::money::Money;

/// How payments compare with others; from [`compare_flows`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowChange {
    /// What the change saves over the months that both have; negative where it costs.
    pub saved: Money,
    /// The same as a present value, USD.
    pub present_value: Option<f64>,
    /// Months until it has paid for itself; `None` where it never does.
    pub payback: Option<f64>,
}

/// What is paid at the start (place 0) and at the end of each month: `flows_t = invoice_t−1 + advance_t`.
///
/// An invoice is paid at the end of its month, an advance, with the month from 0 in which it is due, at the
/// start of it. Advances that are due after the last month are not among them.
///
/// # Example
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::month_flows;
///
/// let [ten, three] = [10, 3].map(Money::from_cents);
/// let flows = month_flows(&[ten, ten], &[(0, three), (1, three)]);
/// assert_eq!(flows, [3, 13, 10].map(Money::from_cents));
/// ```
pub fn month_flows(invoices: &[Money], advances: &[(u32, Money)]) -> Vec<Money> {
    let mut flows = vec![Money::ZERO; invoices.len() + 1];
    for (end, invoice) in flows.iter_mut().skip(1).zip(invoices) {
        *end = *invoice;
    }
    for (month, advance) in advances.iter().filter(|(month, _)| (*month as usize) < invoices.len()) {
        if let Some(start) = flows.get_mut(*month as usize) {
            *start = *start + *advance;
        }
    }
    flows
}

/// What payments at the start and at the end of each month are worth now, USD, at the effective monthly rate of a
/// rate a year; `None` where that is not above −1.
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::present_value;
///
/// let year = [vec![Money::ZERO; 12], vec![Money::from_cents(11_000)]].concat();
/// // By hand: 110 in a year at a tenth.
/// assert!((present_value(&year, 0.1).expect("a rate") - 100.0).abs() < 1e-9);
/// ```
pub fn present_value(flows: &[Money], annual_rate: f64) -> Option<f64> {
    let dollars: Vec<f64> = flows.iter().map(|flow| flow.dollars()).collect();
    net_present_value(monthly_rate(annual_rate)?, &dollars)
}

/// What a change of payments saves, `saved_t = before_t − after_t`, over the months that both have.
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::compare_flows;
///
/// let flows = |cents: [i64; 4]| cents.map(Money::from_cents);
/// let change = compare_flows(&flows([0, 100, 100, 100]), &flows([100, 50, 50, 50]), 0.0);
/// // By hand: 100 now for 50 a month.
/// assert_eq!((change.saved, change.payback), (Money::from_cents(50), Some(2.0)));
/// ```
pub fn compare_flows(before: &[Money], after: &[Money], annual_rate: f64) -> FlowChange {
    let saved: Vec<Money> = before.iter().zip(after).map(|(before, after)| *before - *after).collect();
    let dollars: Vec<f64> = saved.iter().map(|flow| flow.dollars()).collect();
    FlowChange {
        saved: saved.iter().copied().sum(),
        present_value: present_value(&saved, annual_rate),
        payback: payback(&dollars),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advance_that_halves_the_bill_is_paid_back() {
        let (full, half) = ([Money::from_cents(730_000); 24], [Money::from_cents(365_000); 24]);
        let advance = [(0, Money::from_cents(2_190_000)), (24, Money::from_cents(1))];
        let (before, after) = (month_flows(&full, &[]), month_flows(&half, &advance));
        assert_eq!((before.len(), after[0], after[24]), (25, Money::from_cents(2_190_000), half[23]));
        let change = compare_flows(&before, &after, 0.0);
        // 24 · 3650 − 21 900; paid back after six months.
        assert_eq!((change.saved.cents(), change.payback), (6_570_000, Some(6.0)));
        assert_eq!(change.present_value, Some(65_700.0));
        let back = compare_flows(&after, &before, 0.1);
        assert_eq!((back.payback, back.saved.cents()), (None, -6_570_000));
        assert!(present_value(&before, 0.1).unwrap() < present_value(&before, 0.0).unwrap());
    }

    #[test]
    fn odd_inputs_stay_bounded() {
        assert_eq!(month_flows(&[], &[(0, Money::from_cents(1))]), [Money::ZERO]);
        assert_eq!(present_value(&[Money::from_cents(1)], -3.0), None);
        assert_eq!(present_value(&[], f64::NAN), None);
        assert_eq!(compare_flows(&[], &[], 0.1).saved, Money::ZERO);
    }
}
