//! AWS step scaling: how much capacity to add or remove, by how far a metric is from its threshold.

use super::Group;
use crate::base::text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most step adjustments of a policy, as AWS has it.
pub const MAX_STEPS: usize = 20;

/// What the number of a step means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentType {
    /// Instances to add, or to remove where negative (`ChangeInCapacity`).
    ChangeInCapacity,
    /// Instances to have (`ExactCapacity`).
    ExactCapacity,
    /// Per cent of the capacity that serves, to add or to remove (`PercentChangeInCapacity`).
    PercentChangeInCapacity,
}

/// One step: an interval of `metric − threshold`, and what to do within it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepAdjustment {
    /// Lower bound of `metric − threshold`, in the metric's unit; none is minus infinity.
    pub lower: Option<f64>,
    /// Upper bound of `metric − threshold`, in the metric's unit; none is infinity.
    pub upper: Option<f64>,
    /// Instances, or per cent, as the [`AdjustmentType`] says.
    pub adjustment: i32,
}

impl StepAdjustment {
    fn bounds(&self) -> (f64, f64) {
        (self.lower.unwrap_or(f64::NEG_INFINITY), self.upper.unwrap_or(f64::INFINITY))
    }
}

/// Why a list of steps is not one that AWS accepts.
#[derive(Clone, Debug, PartialEq)]
pub enum StepsError {
    /// No step, or more than [`MAX_STEPS`].
    Count(usize),
    /// A bound that is no finite number.
    NotFinite,
    /// A step without either bound.
    Unbounded,
    /// A step whose lower bound is not below its upper one.
    Reversed(f64, f64),
    /// Two steps that cover the same values: the end of one, and the start of the next.
    Overlap(f64, f64),
    /// Values between two steps that none covers: the end of one, and the start of the next.
    Gap(f64, f64),
    /// The lowest step starts below the threshold, at this bound, and nothing covers what is lower.
    OpenBelow(f64),
    /// The highest step ends above the threshold, at this bound, and nothing covers what is higher.
    OpenAbove(f64),
}

impl fmt::Display for StepsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |bound: f64| match bound {
            f64::INFINITY => "infinity".to_owned(),
            f64::NEG_INFINITY => "minus infinity".to_owned(),
            finite => text::plain(finite),
        };
        match *self {
            Self::Count(n) => write!(f, "a policy must have 1 to {MAX_STEPS} step adjustments, but has {n}"),
            Self::NotFinite => write!(f, "the bound of a step adjustment must be a finite number, or left out"),
            Self::Unbounded => write!(f, "a step adjustment must have a lower or an upper bound, but one has neither"),
            Self::Reversed(lower, upper) => write!(
                f,
                "the lower bound of a step adjustment must be below its upper bound, but {} is not below {}",
                show(lower),
                show(upper)
            ),
            Self::Overlap(end, start) => write!(
                f,
                "step adjustments must not overlap, but one goes up to {} and another starts at {}",
                show(end),
                show(start)
            ),
            Self::Gap(end, start) => write!(
                f,
                "step adjustments must not leave a gap, but none covers {} to {} from the threshold",
                show(end),
                show(start)
            ),
            Self::OpenBelow(lower) => write!(
                f,
                "where a step adjustment starts below the threshold, the lowest must have no lower bound, but it has {}",
                show(lower)
            ),
            Self::OpenAbove(upper) => write!(
                f,
                "where a step adjustment ends above the threshold, the highest must have no upper bound, but it has {}",
                show(upper)
            ),
        }
    }
}

impl std::error::Error for StepsError {}

/// Steps that AWS accepts: 1 to [`MAX_STEPS`], in any order, without gap or overlap, open towards
/// infinity on each side of the threshold that they cover.
///
/// # Source
///
/// Amazon EC2 Auto Scaling API reference, `StepAdjustment`; the limit is that of Application Auto
/// Scaling, "Step scaling policies".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::step::*;
///
/// let step = |lower, upper, adjustment| StepAdjustment { lower, upper, adjustment };
/// let steps = Steps::new(vec![step(Some(0.0), Some(10.0), 0), step(Some(20.0), None, 30)]);
/// let message = steps.expect_err("10 to 20 is missing").to_string();
/// assert_eq!(message, "step adjustments must not leave a gap, but none covers 10 to 20 from the threshold");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<StepAdjustment>", into = "Vec<StepAdjustment>")]
pub struct Steps(#[cfg_attr(feature = "schema", schemars(length(min = 1, max = 20)))] Vec<StepAdjustment>);

impl Steps {
    /// A single step for every metric at or above its threshold.
    pub fn always(adjustment: i32) -> Self {
        Self(vec![StepAdjustment { lower: Some(0.0), upper: None, adjustment }])
    }

    /// Checks a list of steps.
    ///
    /// # Errors
    ///
    /// [`StepsError`], the first that is found from low to high.
    pub fn new(steps: Vec<StepAdjustment>) -> Result<Self, StepsError> {
        if !(1..=MAX_STEPS).contains(&steps.len()) {
            return Err(StepsError::Count(steps.len()));
        }
        if steps.iter().flat_map(|step| [step.lower, step.upper]).flatten().any(|bound| !bound.is_finite()) {
            return Err(StepsError::NotFinite);
        }
        if steps.iter().any(|step| step.lower.is_none() && step.upper.is_none()) {
            return Err(StepsError::Unbounded);
        }
        let mut bounds: Vec<_> = steps.iter().map(StepAdjustment::bounds).collect();
        bounds.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some(&(lower, upper)) = bounds.iter().find(|(lower, upper)| lower >= upper) {
            return Err(StepsError::Reversed(lower, upper));
        }
        for (&(_, end), &(start, _)) in bounds.iter().zip(bounds.iter().skip(1)) {
            if end > start {
                return Err(StepsError::Overlap(end, start));
            }
            if end < start {
                return Err(StepsError::Gap(end, start));
            }
        }
        match (bounds.first(), bounds.last()) {
            (Some(&(lower, _)), _) if lower.is_finite() && lower < 0.0 => Err(StepsError::OpenBelow(lower)),
            (_, Some(&(_, upper))) if upper.is_finite() && upper > 0.0 => Err(StepsError::OpenAbove(upper)),
            _ => Ok(Self(steps)),
        }
    }

    /// The same steps with bounds so many times as far from the threshold.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let scale = |bound: Option<f64>| bound.map(|bound| bound * factor);
        let of = |step: &StepAdjustment| StepAdjustment {
            lower: scale(step.lower),
            upper: scale(step.upper),
            adjustment: step.adjustment,
        };
        Self(self.0.iter().map(of).collect())
    }

    /// The steps, in the order given.
    pub fn as_slice(&self) -> &[StepAdjustment] {
        &self.0
    }
}

impl TryFrom<Vec<StepAdjustment>> for Steps {
    type Error = StepsError;
    fn try_from(steps: Vec<StepAdjustment>) -> Result<Self, StepsError> {
        Self::new(steps)
    }
}

impl From<Steps> for Vec<StepAdjustment> {
    fn from(steps: Steps) -> Self {
        steps.0
    }
}

/// The step that covers a metric, where one does.
///
/// With `d = metric − threshold`, a step covers `lower ≤ d < upper` at and above the threshold, and
/// `lower < d ≤ upper` below it: the bound nearer to the threshold belongs to the step.
///
/// # Source
///
/// Amazon EC2 Auto Scaling API reference, `StepAdjustment`.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::step::*;
///
/// let step = |lower, upper, adjustment| StepAdjustment { lower, upper, adjustment };
/// let steps = Steps::new(vec![step(Some(0.0), Some(10.0), 0), step(Some(10.0), None, 30)])?;
/// let adjustment = |metric| matching_step(&steps, metric, 50.0).map(|step| step.adjustment);
/// assert_eq!((adjustment(59.9), adjustment(60.0), adjustment(49.0)), (Some(0), Some(30), None));
/// # Ok::<(), StepsError>(())
/// ```
pub fn matching_step(steps: &Steps, metric: f64, threshold: f64) -> Option<&StepAdjustment> {
    let distance = metric - threshold;
    steps.as_slice().iter().find(|step| {
        let (lower, upper) = step.bounds();
        if distance >= 0.0 { lower <= distance && distance < upper } else { lower < distance && distance <= upper }
    })
}

/// Instances that a step adds, or removes where negative, before the group's bounds.
///
/// A percentage is of `capacity`; its result is rounded towards zero, but what is not zero is at least
/// one instance, or `min_magnitude` instances (`MinAdjustmentMagnitude`), which counts for percentages
/// only. An adjustment of 0 % stays 0.
///
/// # Source
///
/// Amazon EC2 Auto Scaling User Guide, "Step and simple scaling policies", adjustment types.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::step::AdjustmentType::*;
/// use headroom_core::formulas::autoscaler::cloud::step::capacity_change;
///
/// // 3.3 is 3, 0.67 is 1, and a quarter of 4 is raised to 2.
/// assert_eq!(capacity_change(PercentChangeInCapacity, 30, 11, None), 3);
/// assert_eq!(capacity_change(PercentChangeInCapacity, 67, 1, None), 1);
/// assert_eq!(capacity_change(PercentChangeInCapacity, 25, 4, Some(2)), 2);
/// assert_eq!(capacity_change(ExactCapacity, 3, 11, None), -8);
/// ```
pub fn capacity_change(kind: AdjustmentType, adjustment: i32, capacity: u32, min_magnitude: Option<u32>) -> i64 {
    let (amount, capacity) = (i64::from(adjustment), i64::from(capacity));
    match kind {
        AdjustmentType::ChangeInCapacity => amount,
        AdjustmentType::ExactCapacity => amount - capacity,
        AdjustmentType::PercentChangeInCapacity => {
            let hundredths = amount * capacity;
            let least = i64::from(min_magnitude.unwrap_or(1).max(1));
            hundredths.signum() * (hundredths.abs() / 100).max(least)
        }
    }
}

/// The capacity that a group orders after a step has matched.
///
/// The adjustment counts from the capacity that serves, and what warms up already counts towards it: a
/// second breach orders only the difference. While capacity warms up, nothing is removed. The result is
/// within the group's bounds.
///
/// # Source
///
/// Amazon EC2 Auto Scaling User Guide, "Step and simple scaling policies", instance warm-up.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::Group;
/// use headroom_core::formulas::autoscaler::cloud::step::{AdjustmentType, new_capacity};
///
/// let percent = |percent, ready, desired| {
///     let group = Group { ready, desired, min: 1, max: 100 };
///     new_capacity(AdjustmentType::PercentChangeInCapacity, percent, None, &group)
/// };
/// // A first breach orders 1; the same again none; a larger one 2 more, 3 in all.
/// assert_eq!((percent(10, 10, 10), percent(10, 10, 11), percent(30, 10, 11)), (11, 11, 13));
/// assert_eq!((percent(-30, 10, 11), percent(-30, 13, 13)), (11, 10));
/// ```
pub fn new_capacity(kind: AdjustmentType, adjustment: i32, min_magnitude: Option<u32>, group: &Group) -> u32 {
    let change = capacity_change(kind, adjustment, group.ready, min_magnitude);
    let desired = (i64::from(group.ready) + change).clamp(0, i64::from(u32::MAX));
    let desired = u32::try_from(desired).unwrap_or(u32::MAX);
    // What adds instances never takes back those that an earlier breach has ordered.
    group.ordered(if change >= 0 { desired.max(group.desired) } else { desired })
}

#[cfg(test)]
mod tests;
