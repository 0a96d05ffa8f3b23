//! Error budgets: what an objective permits in a window, and what is left of it.

/// A window of time over which an objective is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetWindow {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// Four weeks, which always hold as many weekends.
    FourWeeks,
    /// Thirty days.
    ThirtyDays,
    /// A twelfth of the mean year of the Gregorian calendar.
    MeanMonth,
    /// Ninety days.
    Quarter,
    /// 365 days.
    Year,
    /// The mean year of the Gregorian calendar.
    MeanYear,
}

impl BudgetWindow {
    /// Every window, the shortest first.
    pub const ALL: [Self; 8] = [
        Self::Day,
        Self::Week,
        Self::FourWeeks,
        Self::ThirtyDays,
        Self::MeanMonth,
        Self::Quarter,
        Self::Year,
        Self::MeanYear,
    ];

    /// Its length in days; the Gregorian year has 97 leap days in 400 years.
    pub fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::FourWeeks => 28.0,
            Self::ThirtyDays => 30.0,
            Self::MeanMonth => 365.2425 / 12.0,
            Self::Quarter => 90.0,
            Self::Year => 365.0,
            Self::MeanYear => 365.2425,
        }
    }

    /// Its length in seconds.
    pub fn seconds(self) -> f64 {
        self.days() * 86_400.0
    }
}

/// Time that may be down in a window: `(1 − SLO) · T`, seconds.
///
/// `None` where the objective is no fraction.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::{BudgetWindow, allowed_downtime};
///
/// // 43.2 minutes in 30 days at 99.9 %.
/// let seconds = allowed_downtime(0.999, BudgetWindow::ThirtyDays).expect("a fraction");
/// assert!((seconds / 60.0 - 43.2).abs() < 1e-9);
/// ```
pub fn allowed_downtime(objective: f64, window: BudgetWindow) -> Option<f64> {
    (0.0..=1.0).contains(&objective).then(|| (1.0 - objective) * window.seconds())
}

/// A budget and what is left of it; from [`error_budget`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorBudget {
    /// Share of requests that were good; `None` without requests.
    pub indicator: Option<f64>,
    /// Bad requests that the objective permits.
    pub allowed: f64,
    /// Share of the budget that is spent; above 1 where it is overspent.
    pub consumed: f64,
    /// Share of the budget that is left; negative where it is overspent.
    pub remaining: f64,
}

/// Budget `(1 − SLO)·N` of `N` requests, of which `bad` were not as promised.
///
/// | symbol | input       | unit                       |
/// |--------|-------------|----------------------------|
/// | `SLO`  | `objective` | fraction of requests       |
/// | `N`    | `total`     | requests                   |
/// |        | `bad`       | requests                   |
///
/// Works as well with seconds in place of requests. Without requests nothing is spent. `None` where
/// the objective leaves no budget or is no fraction, and where more is bad than there is.
///
/// # Source
///
/// *The Site Reliability Workbook* (Google, 2018), chapter 2, "Implementing SLOs".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::error_budget;
///
/// // A quarter of a million may fail, 50 000 did.
/// let budget = error_budget(0.75, 1e6, 5e4).expect("counts");
/// assert_eq!((budget.allowed, budget.consumed, budget.remaining), (250_000.0, 0.2, 0.8));
/// ```
pub fn error_budget(objective: f64, total: f64, bad: f64) -> Option<ErrorBudget> {
    let permitted = 1.0 - objective;
    let counts = (0.0..=1e300).contains(&total) && (0.0..=total).contains(&bad);
    if !counts || !(0.0..=1.0).contains(&objective) || permitted <= 0.0 {
        return None;
    }
    let allowed = permitted * total;
    if total == 0.0 {
        return Some(ErrorBudget { indicator: None, allowed, consumed: 0.0, remaining: 1.0 });
    }
    let ratio = bad / total;
    let consumed = ratio / permitted;
    Some(ErrorBudget { indicator: Some(1.0 - ratio), allowed, consumed, remaining: 1.0 - consumed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_have_an_answer_or_none() {
        assert_eq!(error_budget(0.5, 0.0, 0.0).map(|budget| (budget.indicator, budget.remaining)), Some((None, 1.0)));
        for (objective, total, bad) in [(1.0, 10.0, 1.0), (0.9, 1.0, 2.0), (f64::NAN, 1.0, 0.0), (0.9, f64::NAN, 0.0)] {
            assert_eq!(error_budget(objective, total, bad), None);
        }
        assert_eq!(
            (allowed_downtime(1.0, BudgetWindow::Day), allowed_downtime(1.5, BudgetWindow::Day)),
            (Some(0.0), None)
        );
        assert!(BudgetWindow::ALL.windows(2).all(|pair| pair[0].days() < pair[1].days()));
    }

    proptest! {
        #[test]
        fn half_the_promise_is_twice_the_budget(objective in 0.5..0.9999_f64, total in 1.0..1e9_f64, share in 0.0..1.0_f64) {
            let strict = error_budget(objective, total, share * total).unwrap();
            let mild = error_budget(1.0 - 2.0 * (1.0 - objective), total, share * total).unwrap();
            prop_assert!((strict.consumed - 2.0 * mild.consumed).abs() <= 1e-9 * strict.consumed);
            prop_assert!((strict.consumed + strict.remaining - 1.0).abs() <= 1e-12 * strict.consumed.max(1.0));
        }
    }
}
