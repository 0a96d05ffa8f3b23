//! One metric: how many replicas would bring it to its target?
//!
//! The controller counts in milli-units (a core is 1,000), in whole numbers, and truncates. The pods
//! come as *groups of equal pods*, so that thousands cost what one costs; a group of one is a pod.

/// The most replicas that the API can state.
const MAX_REPLICAS: u32 = i32::MAX as u32;

/// How far from its target a metric may be without any action, as fractions of the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerances {
    /// Above the target.
    pub up: f64,
    /// Below the target.
    pub down: f64,
}

impl Tolerances {
    /// Whether a metric of `ratio` times its target is near enough; both ends belong to it.
    ///
    /// Up to Kubernetes 1.32 the test was `|1 − ratio| ≤ 0.1`, which 1.1 fails by its last bit.
    #[inline]
    fn contain(self, ratio: f64) -> bool {
        // Both at once: which of them decides is nothing that a processor could foresee.
        (1.0 - self.down <= ratio) & (ratio <= 1.0 + self.up)
    }
}

/// How a pod counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodClass {
    /// Its sample counts.
    Ready {
        /// What it uses.
        usage_milli: i64,
    },
    /// It has no sample: charged in full on the way down, nothing on the way up.
    Missing,
    /// It has yet to start: left out on the way down, charged nothing on the way up.
    Unready,
    /// It is going or has failed.
    Ignored,
}

/// Pods that are all alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PodGroup {
    /// How many.
    pub count: u64,
    /// What each requests of the resource; only utilization reads it.
    pub request_milli: i64,
    /// How each counts.
    pub class: PodClass,
}

/// What a metric asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Replicas.
    pub replicas: u32,
    /// What the controller's status would show: percent for utilization, milli-units else.
    pub shown: i64,
}

/// Why a metric proposes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing was reported.
    NotReported,
    /// There are no pods.
    NoPods,
    /// No pod has a sample that counts.
    NoSamples,
    /// The pods request nothing, or the target is zero, so there is nothing to divide by.
    NothingToDivideBy,
    /// The API does not have this target for this source.
    UnfitTarget,
}

/// Sums over the pods that take part.
#[derive(Clone, Copy, Default)]
struct Sums {
    pods: i64,
    usage: i64,
    request: i64,
}

impl Sums {
    /// Pods come in `u64` and everything saturates: no fleet is too absurd for an answer.
    fn add(&mut self, group: &PodGroup, usage: i64) {
        let count = i64::try_from(group.count).unwrap_or(i64::MAX);
        self.pods = self.pods.saturating_add(count);
        self.usage = self.usage.saturating_add(usage.saturating_mul(count));
        self.request = self.request.saturating_add(group.request_milli.saturating_mul(count));
    }
}

/// Replicas for a target utilization, in whole percent of what the pods request.
///
/// `u = ⌊100·Σ usage / Σ request⌋`, ratio `q = u / target`, proposal `⌈q · ready pods⌉` unless `q` is
/// within tolerance. Where pods are missing, or unready on the way up, the ratio is computed again
/// with what is assumed of them (missing: `max(100 %, target)` of the request on the way down, nothing
/// on the way up; unready: nothing on the way up), and a change whose direction that turns is not made.
/// A ratio of exactly 1 leaves missing pods out.
///
/// # Errors
///
/// [`Failure`] where no pod has a sample that counts, or those that have request nothing.
///
/// # Source
///
/// `GetResourceReplicas` in `replica_calculator.go`, `GetResourceUtilizationRatio` in `metrics/utilization.go`.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::hpa::proposal::{PodClass, PodGroup, Tolerances, of_utilization};
///
/// let group = |count, usage_milli| PodGroup { count, request_milli: 1000, class: PodClass::Ready { usage_milli } };
/// let tolerances = Tolerances { up: 0.1, down: 0.1 };
/// // By hand: (2·300 + 900) / 3000 = 50 %, which is 5/3 of 30 %, and ⌈5/3 · 3⌉ = 5.
/// let proposal = of_utilization(&[group(2, 300), group(1, 900)], 3, 30, tolerances)?;
/// assert_eq!((proposal.replicas, proposal.shown), (5, 50));
/// # Ok::<(), headroom_core::formulas::autoscaler::hpa::proposal::Failure>(())
/// ```
pub fn of_utilization(
    pods: &[PodGroup],
    current: u32,
    target_percent: i64,
    tolerances: Tolerances,
) -> Result<Proposal, Failure> {
    let shown = |sums: Sums| {
        let percent = sums.usage.saturating_mul(100).checked_div(sums.request);
        percent.map(|percent| percent.min(i64::from(i32::MAX)))
    };
    let charged = |group: &PodGroup| {
        let percent = target_percent.max(100);
        group.request_milli.checked_mul(percent).map_or(i64::MAX, |hundredfold| hundredfold / 100)
    };
    of_pods(pods, current, target_percent, tolerances, shown, charged)
}

/// Replicas for a target mean over the pods, in milli-units.
///
/// `m = ⌊Σ usage / samples⌋`, ratio `q = m / target`; the rest is as for [`of_utilization`], but a
/// missing pod is charged exactly the target on the way down.
///
/// # Errors
///
/// [`Failure`] where no pod has a sample that counts.
///
/// # Source
///
/// `calcPlainMetricReplicas` in `replica_calculator.go`, `GetMetricUsageRatio` in `metrics/utilization.go`.
pub fn of_average_value(
    pods: &[PodGroup],
    current: u32,
    target_milli: i64,
    tolerances: Tolerances,
) -> Result<Proposal, Failure> {
    of_pods(pods, current, target_milli, tolerances, |sums| sums.usage.checked_div(sums.pods), |_| target_milli)
}

/// [`of_utilization`] with pods that request 1,000 milli-units each, or [`of_average_value`], where all
/// `ready` pods use the same, `waiting` ones are unready and none is missing.
///
/// What is shown is a percentage of the request, for which 10 milli-units count one, or else the mean. `None` where there are no pods or no target, and where the sums could saturate.
#[inline]
pub(super) fn of_pods_alike(
    usage_milli: i64,
    is_percentage: bool,
    (ready, waiting): (u32, u32),
    current: u32,
    target: i64,
    tolerances: Tolerances,
) -> Option<u32> {
    if ready == 0 || target <= 0 || !(0..1 << 24).contains(&usage_milli) {
        return None;
    }
    let shown = |usage: i64| if is_percentage { usage / 10 } else { usage };
    // The number of pods cancels.
    let ratio = shown(usage_milli) as f64 / target as f64;
    if waiting == 0 || ratio <= 1.0 {
        let replicas = replicas_from(ratio * f64::from(ready));
        return Some(if tolerances.contain(ratio) { current } else { replicas });
    }
    let pods = i64::from(ready) + i64::from(waiting);
    let ratio = shown(usage_milli * i64::from(ready) / pods) as f64 / target as f64;
    if ratio < 1.0 || tolerances.contain(ratio) {
        return Some(current);
    }
    // It goes up or stays.
    Some(replicas_from(ratio * pods as f64)).map(|replicas| if ratio > 1.0 { replicas.max(current) } else { replicas })
}

/// Both kinds of metric that pods report: `shown` is what they use, `charged` what a missing pod is
/// assumed to use on the way down.
fn of_pods(
    pods: &[PodGroup],
    current: u32,
    target: i64,
    tolerances: Tolerances,
    shown: impl Fn(Sums) -> Option<i64>,
    charged: impl Fn(&PodGroup) -> i64,
) -> Result<Proposal, Failure> {
    let (mut sampled, mut absent, mut waiting, mut any) = (Sums::default(), false, false, false);
    for group in pods.iter().filter(|group| group.count > 0) {
        any = true;
        match group.class {
            PodClass::Ready { usage_milli } => sampled.add(group, usage_milli),
            PodClass::Missing => absent = true,
            PodClass::Unready => waiting = true,
            PodClass::Ignored => {}
        }
    }
    if sampled.pods == 0 {
        return Err(if any { Failure::NoSamples } else { Failure::NoPods });
    }
    if target <= 0 {
        return Err(Failure::NothingToDivideBy);
    }
    let seen = shown(sampled).ok_or(Failure::NothingToDivideBy)?;
    let answer = |replicas| Ok(Proposal { replicas, shown: seen });
    let ratio = seen as f64 / target as f64;
    let up_with_unready = waiting && ratio > 1.0;
    if !up_with_unready && !absent {
        let held = tolerances.contain(ratio);
        return answer(if held { current } else { replicas_from(ratio * sampled.pods as f64) });
    }
    let mut assumed = sampled;
    for group in pods {
        match group.class {
            PodClass::Missing if ratio < 1.0 => assumed.add(group, charged(group)),
            PodClass::Missing if ratio > 1.0 => assumed.add(group, 0),
            PodClass::Unready if up_with_unready => assumed.add(group, 0),
            _ => {}
        }
    }
    let ratio_assumed = shown(assumed).ok_or(Failure::NothingToDivideBy)? as f64 / target as f64;
    let turned = (ratio < 1.0 && ratio_assumed > 1.0) || (ratio > 1.0 && ratio_assumed < 1.0);
    if tolerances.contain(ratio_assumed) || turned {
        return answer(current);
    }
    let replicas = replicas_from(ratio_assumed * assumed.pods as f64);
    let against = (ratio_assumed < 1.0 && replicas > current) || (ratio_assumed > 1.0 && replicas < current);
    answer(if against { current } else { replicas })
}

/// Replicas for a target total (`Value`) of a metric of another object or from outside, in milli-units.
///
/// `q = total / target`, proposal `⌈q · ready pods⌉` unless within tolerance; from zero replicas `⌈q⌉`
/// at any tolerance. The *ready* pods are multiplied, not the replicas, and nothing guards the
/// direction: with 1 of 3 pods ready and a ratio of 1.95 the proposal is 2, a scale-down under load.
///
/// # Errors
///
/// [`Failure`] where the target is not above zero.
///
/// # Source
///
/// `GetObjectMetricReplicas`, `GetExternalMetricReplicas` and `getUsageRatioReplicaCount` in `replica_calculator.go`.
pub fn of_value(
    total_milli: i64,
    target_milli: i64,
    current: u32,
    ready_pods: u64,
    tolerances: Tolerances,
) -> Result<Proposal, Failure> {
    if target_milli <= 0 {
        return Err(Failure::NothingToDivideBy);
    }
    let ratio = total_milli as f64 / target_milli as f64;
    let replicas = if current == 0 {
        replicas_from(ratio)
    } else if tolerances.contain(ratio) {
        current
    } else {
        replicas_from(ratio * ready_pods as f64)
    };
    Ok(Proposal { replicas, shown: total_milli })
}

/// Replicas for a target total a replica (`AverageValue`) of a metric of another object or from
/// outside, in milli-units.
///
/// `q = total / (target · existing pods)`; within tolerance the number of existing pods (of the
/// status, not of the specification), else `⌈total / target⌉`. Readiness plays no part.
///
/// # Errors
///
/// [`Failure`] where the target is not above zero.
///
/// # Source
///
/// `GetObjectPerPodMetricReplicas` and `GetExternalPerPodMetricReplicas` in `replica_calculator.go`.
pub fn of_total_average(
    total_milli: i64,
    target_milli: i64,
    existing: u32,
    tolerances: Tolerances,
) -> Result<Proposal, Failure> {
    if target_milli <= 0 {
        return Err(Failure::NothingToDivideBy);
    }
    let (total, target) = (total_milli as f64, target_milli as f64);
    // Without pods this is infinite or NaN, which is outside any tolerance.
    let ratio = total / (target * f64::from(existing));
    let replicas = if tolerances.contain(ratio) { existing } else { replicas_from(total / target) };
    Ok(Proposal { replicas, shown: (total / f64::from(existing)).ceil() as i64 })
}

/// Rounded up. A cast saturates, and maps NaN to zero; without SSE 4.1 `ceil` would be a call.
#[inline]
fn replicas_from(count: f64) -> u32 {
    let whole = count as u32;
    whole.saturating_add(u32::from(f64::from(whole) < count)).min(MAX_REPLICAS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_PERCENT: Tolerances = Tolerances { up: 0.1, down: 0.1 };

    #[test]
    fn absurd_fleets_have_an_answer() {
        let group = |count, request_milli, class| PodGroup { count, request_milli, class };
        let ready = |usage_milli| PodClass::Ready { usage_milli };
        for (pods, expected) in [
            (vec![], Err(Failure::NoPods)),
            (vec![group(0, 1, ready(1))], Err(Failure::NoPods)),
            (vec![group(3, 1, PodClass::Ignored)], Err(Failure::NoSamples)),
            (vec![group(3, 0, ready(5))], Err(Failure::NothingToDivideBy)),
            (vec![group(u64::MAX, i64::MAX, ready(i64::MAX))], Ok(MAX_REPLICAS)),
            (vec![group(u64::MAX, 1, ready(i64::MAX)), group(u64::MAX, i64::MAX, PodClass::Missing)], Ok(7)),
            (vec![group(7, 1, ready(i64::MIN))], Ok(0)),
            (vec![group(1, i64::MAX, ready(0)), group(1, i64::MIN, PodClass::Missing)], Ok(0)),
        ] {
            assert_eq!(of_utilization(&pods, 7, 50, TEN_PERCENT).map(|answer| answer.replicas), expected, "{pods:?}");
        }
        assert_eq!(of_value(i64::MAX, 1, 7, u64::MAX, TEN_PERCENT).map(|answer| answer.replicas), Ok(MAX_REPLICAS));
        assert_eq!(of_value(5, 0, 7, 1, TEN_PERCENT), Err(Failure::NothingToDivideBy));
        assert_eq!(of_total_average(0, 100, 0, TEN_PERCENT).map(|answer| answer.replicas), Ok(0));
        assert_eq!(of_total_average(150, 100, 0, TEN_PERCENT).map(|answer| answer.replicas), Ok(2));
    }

    #[test]
    fn a_group_counts_as_its_pods_do() {
        let pods = [(3, PodClass::Ready { usage_milli: 730 }), (2, PodClass::Missing), (4, PodClass::Unready)];
        let groups = pods.map(|(count, class)| PodGroup { count, request_milli: 1000, class });
        let one_by_one: Vec<_> =
            groups.iter().flat_map(|group| (0..group.count).map(|_| PodGroup { count: 1, ..*group })).collect();
        for target in [20, 60, 73, 74, 80, 200] {
            let together = of_utilization(&groups, 9, target, TEN_PERCENT);
            assert_eq!(together, of_utilization(&one_by_one, 9, target, TEN_PERCENT), "{target}");
            let together = of_average_value(&groups, 9, 10 * target, TEN_PERCENT);
            assert_eq!(together, of_average_value(&one_by_one, 9, 10 * target, TEN_PERCENT), "{target}");
        }
    }

    #[test]
    fn pods_that_are_alike_count_as_in_the_sums() {
        let usages = (0..2400).chain([99_999, 16_777_215, 16_777_216, 2_147_483_648, -1, i64::MAX]);
        let group = |count: u32, class| PodGroup { count: count.into(), request_milli: 1000, class };
        for usage_milli in usages {
            for (ready, waiting, target) in
                [(0, 0, 80), (1, 0, 80), (7, 0, 1), (57, 9, 70), (3, 4, 85), (u32::MAX, u32::MAX, 100), (3, 0, 0)]
            {
                let pods = [group(ready, PodClass::Ready { usage_milli }), group(waiting, PodClass::Unready)];
                for is_percentage in [true, false] {
                    let alike = of_pods_alike(usage_milli, is_percentage, (ready, waiting), 9, target, TEN_PERCENT);
                    let of_sums = if is_percentage { of_utilization } else { of_average_value };
                    let of_sums = of_sums(&pods, 9, target, TEN_PERCENT).map(|answer| answer.replicas);
                    let same = alike.is_none_or(|alike| of_sums == Ok(alike));
                    assert!(same, "{usage_milli} of {ready} with {waiting} for {target}: {alike:?}, {of_sums:?}");
                }
            }
        }
    }
}
