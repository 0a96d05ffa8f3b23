//! What cloud autoscalers do with a metric or a queue.
//!
//! Rules only, plain numbers in and out: time, load and start-up belong to the simulation that calls
//! them. Counts are `u32` instances, times are seconds.
//!
//! # Where to start
//!
//! - [`step`]: AWS step scaling, by how far a metric is from its threshold.
//! - [`target_tracking`]: AWS target tracking, a model of its documented behaviour.
//! - [`keda`]: replicas from a queue's length, down to zero and back.
//!
//! A metric or a load that is not a number never changes a capacity.

pub mod keda;
pub mod step;
pub mod target_tracking;

/// The capacity of a group that an autoscaler steers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Instances that serve: past their warm-up.
    pub ready: u32,
    /// Instances ordered, those that warm up included.
    pub desired: u32,
    /// The least that may be ordered.
    pub min: u32,
    /// The most that may be ordered.
    pub max: u32,
}

impl Group {
    /// Whether instances are ordered that do not serve yet.
    pub(crate) fn is_warming(&self) -> bool {
        self.desired > self.ready
    }

    /// A count within the bounds; where they contradict, the maximum wins.
    ///
    /// ```
    /// use headroom_core::formulas::autoscaler::cloud::Group;
    ///
    /// let group = Group { ready: 3, desired: 3, min: 2, max: 10 };
    /// assert_eq!((group.within(1), group.within(4), group.within(11)), (2, 4, 10));
    /// ```
    pub fn within(&self, count: u32) -> u32 {
        count.max(self.min).min(self.max)
    }

    /// What is ordered after a policy has asked for so many: no less than before while capacity warms up.
    pub(crate) fn ordered(&self, desired: u32) -> u32 {
        if desired < self.desired && self.is_warming() { self.desired } else { self.within(desired) }
    }
}
