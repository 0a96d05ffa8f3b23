//! Burn rates: how fast a budget is spent, and the alerts on it.

use serde::{Deserialize, Serialize};

/// How loud an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Somebody looks at it within days.
    Ticket,
    /// Somebody is woken.
    Page,
}

/// Fires while both windows burn faster than the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertRule {
    /// How loud it is.
    pub severity: Severity,
    /// Burn rate that both windows must exceed, times the rate that just spends the budget.
    pub threshold: f64,
    /// Seconds; long enough that a brief error does not fire it.
    pub long_window: f64,
    /// Seconds; short enough that it falls silent soon after the errors stop.
    pub short_window: f64,
}

/// Burn rate at which a share of the budget is spent within one window: `p·T/w`.
///
/// | symbol | input          | unit             |
/// |--------|----------------|------------------|
/// | `p`    | `budget_share` | fraction         |
/// | `T`    | `period`       | seconds, of the objective |
/// | `w`    | `window`       | seconds          |
///
/// `None` where an input is negative or no number, or the window is empty.
///
/// # Source
///
/// *The Site Reliability Workbook* (Google, 2018), chapter 5, "Alerting on SLOs".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::burn_threshold;
///
/// // 2 % of 30 days' budget within an hour.
/// assert_eq!(burn_threshold(0.02, 3600.0, 30.0 * 86_400.0), Some(14.4));
/// ```
pub fn burn_threshold(budget_share: f64, window: f64, period: f64) -> Option<f64> {
    let amounts = [budget_share, window, period].iter().all(|amount| (0.0..=1e15).contains(amount));
    (amounts && window >= 1e-9).then(|| budget_share * period / window)
}

/// The three alerts that the workbook recommends, for an objective over so many seconds.
///
/// A page at 2 % of the budget in 1 h and at 5 % in 6 h, a ticket at 10 % in 3 days; short windows
/// are a twelfth. Over 30 days the thresholds are 14.4, 6 and 1. `None` where the period is negative
/// or no number.
///
/// # Source
///
/// As [`burn_threshold`], table 5-8.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::standard_rules;
///
/// let rules = standard_rules(30.0 * 86_400.0).expect("a period");
/// assert_eq!(rules.map(|rule| rule.threshold), [14.4, 6.0, 1.0]);
/// assert_eq!(rules.map(|rule| rule.short_window), [300.0, 1800.0, 21_600.0]);
/// ```
pub fn standard_rules(period: f64) -> Option<[AlertRule; 3]> {
    let rule = |severity, budget_share, hours: f64| {
        let long_window = hours * 3600.0;
        let threshold = burn_threshold(budget_share, long_window, period)?;
        Some(AlertRule { severity, threshold, long_window, short_window: long_window / 12.0 })
    };
    let (fast, slow) = (rule(Severity::Page, 0.02, 1.0)?, rule(Severity::Page, 0.05, 6.0)?);
    Some([fast, slow, rule(Severity::Ticket, 0.10, 72.0)?])
}

/// Burn rate of an error ratio: `e / (1 − SLO)`; at 1 the budget lasts exactly its period.
///
/// `None` where one is no fraction, or the objective leaves no budget.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::burn_rate;
///
/// assert_eq!(burn_rate(0.75, 0.5), Some(2.0));
/// ```
pub fn burn_rate(objective: f64, error_ratio: f64) -> Option<f64> {
    let fractions = (0.0..1.0).contains(&objective) && (0.0..=1.0).contains(&error_ratio);
    fractions.then(|| error_ratio / (1.0 - objective))
}

/// The burn rate when everything fails, `1 / (1 − SLO)`: a rule with a higher threshold never fires.
///
/// `None` where the objective is no fraction or leaves no budget.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::highest_burn_rate;
///
/// // At 90 % no burn rate exceeds 10, so a threshold of 14.4 is out of reach.
/// assert!(highest_burn_rate(0.90).is_some_and(|highest| highest < 14.4));
/// ```
pub fn highest_burn_rate(objective: f64) -> Option<f64> {
    burn_rate(objective, 1.0)
}

/// Seconds from the beginning of a steady error ratio to the alert: `w · b* · (1 − SLO) / e`.
///
/// | symbol | input         | unit                                |
/// |--------|---------------|-------------------------------------|
/// | `w`    | `long_window` | seconds, of the rule                |
/// | `b*`   | `threshold`   | of the rule                         |
/// | `e`    | `error_ratio` | fraction of requests                |
/// | `SLO`  | `objective`   | fraction of requests                |
///
/// Before the errors all was well, and requests come evenly. The long window decides, since the short
/// one fills sooner. `None` where the rule does not fire at this ratio or inputs are no fractions.
///
/// # Source
///
/// As [`burn_threshold`]: detection time.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::{detection_time, standard_rules};
///
/// let [fast, slow, _] = standard_rules(30.0 * 86_400.0).expect("a period");
/// // Ten times the budget's rate: too slow for the first page, 6/10 of six hours for the second.
/// assert_eq!(detection_time(&fast, 0.999, 0.01), None);
/// assert!(detection_time(&slow, 0.999, 0.01).is_some_and(|seconds| (seconds - 12_960.0).abs() < 1e-6));
/// ```
pub fn detection_time(rule: &AlertRule, objective: f64, error_ratio: f64) -> Option<f64> {
    let burning = burn_rate(objective, error_ratio)?;
    let known = (0.0..=1e15).contains(&rule.threshold) && (0.0..=1e15).contains(&rule.long_window);
    (known && exceeds(burning, rule.threshold)).then(|| rule.long_window * rule.threshold / burning)
}

/// Whether a burn rate is above a threshold by more than rounding: `1 − 0.999` is not `0.001`.
pub(super) fn exceeds(burn_rate: f64, threshold: f64) -> bool {
    burn_rate > threshold * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_have_an_answer_or_none() {
        assert_eq!((burn_rate(1.0, 0.5), burn_rate(0.9, f64::NAN), burn_rate(0.5, 0.0)), (None, None, Some(0.0)));
        assert_eq!(burn_threshold(0.02, 0.0, 1.0), None);
        let [fast, _, ticket] = standard_rules(30.0 * 86_400.0).unwrap();
        // Below 93.06 % the first page can never fire, above it can.
        assert_eq!(detection_time(&fast, 0.930, 1.0), None);
        assert!(detection_time(&fast, 0.931, 1.0).is_some());
        // Burning at exactly the threshold does not exceed it.
        assert_eq!(detection_time(&ticket, 0.999, 0.001), None);
    }

    proptest! {
        #[test]
        fn only_the_ratio_to_the_budget_matters(budget in 1e-4..0.1_f64, burning in 1.1..9.0_f64, scale in 0.1..1.0_f64) {
            let [_, slow, _] = standard_rules(30.0 * 86_400.0).unwrap();
            let time = |budget: f64| detection_time(&slow, 1.0 - budget, burning * budget);
            prop_assume!((burning - slow.threshold).abs() > 1e-6);
            match (time(budget), time(scale * budget)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-6 * a),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }
}
