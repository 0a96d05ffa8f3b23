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

/// Requests that may fail within a window: `(1 − SLO) · λ̄ · T`. Bad ones spend it.
///
/// | symbol | input             | unit                 |
/// |--------|-------------------|----------------------|
/// | `SLO`  | `objective`       | fraction of requests |
/// | `λ̄`    | `mean_load`       | requests / second    |
/// | `T`    | `window.seconds()` | seconds             |
///
/// `None` where the objective is no fraction.
///
/// # Source
///
/// *The Site Reliability Workbook* (Google, 2018), chapter 2, "Implementing SLOs".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::{BudgetWindow, allowed_requests};
///
/// // A quarter of the 172 800 requests of a day.
/// assert_eq!(allowed_requests(0.75, 2.0, BudgetWindow::Day), Some(43_200.0));
/// ```
pub fn allowed_requests(objective: f64, mean_load: f64, window: BudgetWindow) -> Option<f64> {
    (0.0..=1.0).contains(&objective).then(|| (1.0 - objective) * mean_load * window.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_have_an_answer_or_none() {
        assert_eq!(
            (allowed_downtime(1.0, BudgetWindow::Day), allowed_downtime(1.5, BudgetWindow::Day)),
            (Some(0.0), None)
        );
        assert_eq!(allowed_requests(1.0, 5.0, BudgetWindow::Day), Some(0.0));
        assert_eq!(allowed_requests(f64::NAN, 5.0, BudgetWindow::Day), None);
        assert!(BudgetWindow::ALL.windows(2).all(|pair| pair[0].days() < pair[1].days()));
    }
}
