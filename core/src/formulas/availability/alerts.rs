//! When burn-rate alerts would have fired on a series of counts.

use super::burn::{AlertRule, burn_rate, exceeds};

/// Requests of one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepCounts {
    /// Answered within the SLO.
    pub good: f64,
    /// All.
    pub total: f64,
}

/// A stretch of time in which an alert fired without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// First step after which it fired.
    pub start: usize,
    /// First step after which it did not; the length of the series where it never fell silent.
    pub end: usize,
}

/// What one rule did; from [`alert_history`].
#[derive(Clone, Debug, PartialEq)]
pub struct AlertHistory {
    /// The rule.
    pub rule: AlertRule,
    /// When it fired.
    pub episodes: Vec<Episode>,
    /// Whether its short window is shorter than a step, so that the step stands in for it.
    pub is_coarse: bool,
}

impl AlertHistory {
    /// The step after which it fired first.
    pub fn first(&self) -> Option<usize> {
        self.episodes.first().map(|episode| episode.start)
    }

    /// In how many steps it fired.
    pub fn n_steps(&self) -> usize {
        self.episodes.iter().map(|episode| episode.end - episode.start).sum()
    }
}

/// When each rule would have fired.
///
/// After step `t` the burn rate of a window is `(bad / total of its steps) / (1 − SLO)`; a rule fires
/// while both its windows exceed its threshold. Windows that reach back before the series count what
/// there is; a window without requests does not burn.
///
/// | symbol | input            | unit                                             |
/// |--------|------------------|--------------------------------------------------|
/// |        | `counts`         | requests good and in all, one row a step         |
/// |        | `step`           | seconds                                          |
/// | `SLO`  | `objective`      | fraction of requests                             |
/// |        | `min_requests`   | requests that the long window must hold before a rule may fire; with few requests a single error would |
///
/// `None` where a count is negative or no number, more is good than there is, the step is empty, or the
/// objective leaves no budget.
///
/// # Source
///
/// *The Site Reliability Workbook* (Google, 2018), chapter 5, "Multiwindow, multi-burn-rate alerts"
/// and "Low-traffic services and error budget alerting".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::*;
/// use headroom_core::plan::reliability::*;
/// use headroom_core::plan::scenario::reliability::*;
/// use headroom_core::studies::*;
///
/// // An hour of quiet minutes, then one request in ten fails: a burn rate of 100.
/// let minute = |good| StepCounts { good, total: 1000.0 };
/// let counts: Vec<_> = (0..60).map(|_| minute(1000.0)).chain((0..60).map(|_| minute(900.0))).collect();
/// let rules = standard_rules(30.0 * 86_400.0).expect("a period");
/// let page = &alert_history(&counts, 60.0, 0.999, &rules, 0.0).expect("counts")[0];
/// // The hour exceeds 1.44 % with 9 bad minutes of 60.
/// assert_eq!(page.first(), Some(60 + 8));
/// ```
pub fn alert_history(
    counts: &[StepCounts],
    step: f64,
    objective: f64,
    rules: &[AlertRule],
    min_requests: f64,
) -> Option<Vec<AlertHistory>> {
    // Sums from the start, so that each window is one subtraction.
    let (mut totals, mut bads, mut total, mut bad) = (vec![0.0], vec![0.0], 0.0, 0.0);
    for count in counts {
        if !(0.0..=1e15).contains(&count.total) || !(0.0..=count.total).contains(&count.good) {
            return None;
        }
        (total, bad) = (total + count.total, bad + (count.total - count.good));
        totals.push(total);
        bads.push(bad);
    }
    if !(1e-9..=1e15).contains(&step) || min_requests.is_nan() || burn_rate(objective, 0.0).is_none() {
        return None;
    }
    let history = |rule: &AlertRule| {
        let window = |seconds: f64| (libm::round(seconds / step) as usize).max(1);
        let (long, short) = (window(rule.long_window), window(rule.short_window));
        let burns = |now: usize, n_steps: usize, at_least: f64| {
            let start = (now + 1).saturating_sub(n_steps);
            let requests = totals[now + 1] - totals[start];
            let ratio = ((bads[now + 1] - bads[start]) / requests).clamp(0.0, 1.0);
            let burning = if requests > 0.0 { burn_rate(objective, ratio) } else { None };
            requests >= at_least && burning.is_some_and(|burning| exceeds(burning, rule.threshold))
        };
        let mut episodes: Vec<Episode> = Vec::new();
        for now in (0..counts.len()).filter(|&now| burns(now, long, min_requests) && burns(now, short, 0.0)) {
            match episodes.last_mut() {
                Some(episode) if episode.end == now => episode.end = now + 1,
                _ => episodes.push(Episode { start: now, end: now + 1 }),
            }
        }
        AlertHistory { rule: *rule, episodes, is_coarse: rule.short_window < step }
    };
    Some(rules.iter().map(history).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{detection_time, standard_rules};
    use super::*;
    use proptest::prelude::*;

    fn counts(ratios: &[(usize, f64)], total: f64) -> Vec<StepCounts> {
        let part = |&(n, ratio): &(usize, f64)| vec![StepCounts { good: total * (1.0 - ratio), total }; n];
        ratios.iter().flat_map(part).collect()
    }

    fn check(counts: &[StepCounts], min_requests: f64) -> [Vec<(usize, usize)>; 3] {
        let rules = standard_rules(30.0 * 86_400.0).unwrap();
        let found = alert_history(counts, 60.0, 0.999, &rules, min_requests).unwrap();
        let rows = |history: &AlertHistory| history.episodes.iter().map(|e| (e.start, e.end)).collect();
        [rows(&found[0]), rows(&found[1]), rows(&found[2])]
    }

    #[test]
    fn rows_by_hand() {
        assert_eq!(check(&counts(&[(200, 0.0)], 100.0), 0.0), [vec![], vec![], vec![]]);
        // All fails for ten minutes after six quiet hours. The hour exceeds 1.44 % from its first bad
        // minute on; the short window holds bad minutes until four after the last.
        let outage = check(&counts(&[(360, 0.0), (10, 1.0), (360, 0.0)], 100.0), 0.0);
        assert_eq!(outage[0], [(360, 374)]);
        // Six hours exceed 0.6 % with 3 of 360 bad; the half hour holds them for 29 more.
        assert_eq!(outage[1], [(362, 399)]);
        // Silent: no requests, no errors.
        assert_eq!(check(&counts(&[(100, 0.0)], 0.0), 0.0)[0], []);
    }

    #[test]
    fn few_requests_wait_for_more() {
        let lonely = counts(&[(1, 1.0), (99, 0.0)], 1.0);
        assert_eq!(check(&lonely, 0.0)[0], [(0, 5)]);
        assert_eq!(check(&lonely, 1000.0)[0], []);
    }

    #[test]
    fn nonsense_has_no_history() {
        let rules = standard_rules(30.0 * 86_400.0).unwrap();
        let one = |good, total| alert_history(&[StepCounts { good, total }], 60.0, 0.999, &rules, 0.0);
        assert_eq!((one(2.0, 1.0), one(f64::NAN, 1.0), one(-1.0, 1.0)), (None, None, None));
        assert_eq!(alert_history(&[], 0.0, 0.999, &rules, 0.0), None);
        assert_eq!(alert_history(&[], 60.0, 1.0, &rules, 0.0), None);
        assert_eq!(alert_history(&[], 1000.0, 0.9, &rules, 0.0).map(|found| found[0].is_coarse), Some(true));
    }

    proptest! {
        #[test]
        fn it_fires_when_the_formula_says(burning in 1.5..500.0_f64, which in 0_usize..3) {
            let rule = standard_rules(30.0 * 86_400.0).unwrap()[which];
            let n_quiet = (rule.long_window / 60.0) as usize;
            let series = counts(&[(n_quiet, 0.0), (n_quiet + 1, burning / 1000.0)], 1000.0);
            let found = &alert_history(&series, 60.0, 0.999, &[rule], 0.0).unwrap()[0];
            let expected = detection_time(&rule, 0.999, burning / 1000.0).map(|seconds| seconds / 60.0);
            match (found.first(), expected) {
                // The minute in which the formula's moment lies.
                (Some(first), Some(minutes)) => prop_assert!(((first + 1 - n_quiet) as f64 - minutes).abs() <= 1.0 + 1e-6),
                (first, minutes) => prop_assert!(first.is_none() && minutes.is_none(), "{:?} {:?}", first, minutes),
            }
        }
    }
}
