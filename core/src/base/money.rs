//! Money: whole cents, rounded once for each line, so that the lines shown add up to the total shown.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount of US dollars in whole cents. Sums that exceed `i64` stay at its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many cents.
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The nearest cent to an amount of dollars, halves away from zero; `None` where `dollars` is
    /// not finite or above 90 trillion.
    ///
    /// A half that the last bits of a float fall short of counts as a half, so `1.005` is 1.01.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::money::Money;
    ///
    /// assert_eq!(Money::from_dollars(0.68 * 57.0 * 730.0).map(Money::cents), Some(2_829_480));
    /// assert_eq!(Money::from_dollars(f64::NAN), None);
    /// ```
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        let cents = libm::round(dollars * 100.0 * (1.0 + 4.0 * f64::EPSILON));
        // Every whole number up to 2⁵³ is a float of its own.
        (cents.abs() <= 9_007_199_254_740_992.0).then_some(Self(cents as i64))
    }

    /// The share that this is of a whole; `None` of nothing.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::money::Money;
    ///
    /// assert_eq!(Money::from_cents(25).share_of(Money::from_cents(100)), Some(0.25));
    /// assert_eq!(Money::from_cents(25).share_of(Money::ZERO), None);
    /// ```
    pub fn share_of(self, whole: Self) -> Option<f64> {
        (whole > Self::ZERO).then(|| self.dollars() / whole.dollars())
    }

    /// The whole cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The amount in dollars, for charts and ratios.
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The amount to the cent, as a person reads it.
    ///
    /// ```
    /// assert_eq!(headroom_core::base::money::Money::from_cents(-123_456).exact(), "−$1,234.56");
    /// ```
    pub fn exact(self) -> String {
        let cents = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "−" } else { "" };
        format!("{sign}${}.{:02}", super::text::count(cents / 100), cents % 100)
    }

    /// Splits the amount in proportion to weights; the parts add up to it to the cent.
    ///
    /// Each part is rounded towards zero, and the cents that remain go one each to the largest
    /// remainders, the first of equal ones first. Weights that are negative or not finite count as
    /// none; where no weight is above zero, the parts are even. No parts for no weights.
    ///
    /// # Source
    ///
    /// The method of largest remainders (Hare quota), as for seats in a parliament.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::money::Money;
    ///
    /// // By hand: 4.2857, 4.2857 and 1.4286; the two cents left go to the third and the first.
    /// let parts = Money::from_cents(1000).split(&[3.0, 3.0, 1.0]);
    /// assert_eq!(parts.map(|part| part.iter().map(|part| part.cents()).collect::<Vec<_>>()), Some(vec![429, 428, 143]));
    /// ```
    pub fn split(self, weights: &[f64]) -> Option<Vec<Self>> {
        if weights.is_empty() {
            return None;
        }
        let largest = weights.iter().copied().filter(|weight| weight.is_finite()).fold(0.0, f64::max);
        // Over the largest first, so that no sum of huge weights overflows.
        let share = |weight: f64| if weight.is_finite() && weight > 0.0 { weight / largest } else { 0.0 };
        let shares: Vec<f64> = if largest > 0.0 {
            weights.iter().map(|&weight| share(weight)).collect()
        } else {
            vec![1.0; weights.len()]
        };
        let total: f64 = shares.iter().sum();
        let size = self.0.unsigned_abs();
        let mut left = size;
        let mut parts = Vec::with_capacity(shares.len());
        for (place, share) in shares.iter().enumerate() {
            let exact = size as f64 * (share / total);
            // A part that is whole but for the last bits is whole.
            let whole = ((exact * (1.0 + 4.0 * f64::EPSILON)).floor() as u64).min(left);
            left -= whole;
            parts.push((place, whole, exact - whole as f64));
        }
        // A tie in the last bits is a tie: remainders are compared in millionths of a cent.
        let rank = |remainder: f64| libm::round(remainder * 1e6) as i64;
        let mut order: Vec<usize> =
            (0..parts.len()).filter(|&i| shares.get(i).is_some_and(|share| *share > 0.0)).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(parts.get(i).map_or(0, |part| rank(part.2))));
        let receivers = order.len().max(1) as u64;
        let (each, mut extra) = (left / receivers, left % receivers);
        for i in order {
            if let Some(part) = parts.get_mut(i) {
                part.1 += each + u64::from(extra > 0);
                extra = extra.saturating_sub(1);
            }
        }
        let sign = self.0.signum();
        Some(parts.into_iter().map(|(_, cents, _)| Self(i64::try_from(cents).unwrap_or(i64::MAX) * sign)).collect())
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// As `-1234.50`, without currency or grouping, for files; pages format by themselves.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_nearest_cent_is_taken_once() {
        for (dollars, cents) in
            [(1.005, 101), (-1.005, -101), (0.004_999, 0), (2.675, 268), (921.599_999_999_999_9, 92_160)]
        {
            assert_eq!(Money::from_dollars(dollars), Some(Money(cents)), "{dollars}");
        }
        for dollars in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, 1e15] {
            assert_eq!(Money::from_dollars(dollars), None, "{dollars}");
        }
        assert_eq!((Money(-5).to_string(), Money(123_450).to_string()), ("-0.05".into(), "1234.50".into()));
        assert_eq!(Money(i64::MAX) + Money(1), Money(i64::MAX));
    }

    #[test]
    fn odd_weights_still_split() {
        assert_eq!(Money(100).split(&[]), None);
        assert_eq!(Money(100).split(&[0.0, f64::NAN, -1.0]), Some(vec![Money(34), Money(33), Money(33)]));
        assert_eq!(Money(101).split(&[1e308, 1e308]), Some(vec![Money(51), Money(50)]));
        assert_eq!(Money(-100).split(&[1.0, 1.0, 1.0]), Some(vec![Money(-34), Money(-33), Money(-33)]));
        assert_eq!(Money(100).split(&[f64::INFINITY, 1.0]), Some(vec![Money(0), Money(100)]));
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_within_a_cent(
            cents in -1_000_000_000_000..1_000_000_000_000_i64, weights in prop::collection::vec(0.0..1e6_f64, 1..30)
        ) {
            let parts = Money(cents).split(&weights).unwrap();
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money(cents));
            let total: f64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = if total > 0.0 { cents as f64 * weight / total } else { cents as f64 / weights.len() as f64 };
                prop_assert!((part.cents() as f64 - exact).abs() <= 1.0 + 1e-3);
            }
        }
    }
}
