//! Formulas of the planners that Headroom grew from, as printed, with their mistakes.
//!
//! Two published planners, a Python function each, are kept here to the last bit, as far as a page
//! shows what they would have said beside what the product says. No answer of the product rests on
//! them; a policy may follow the printed thresholds, where somebody chooses that.

mod autoscale;
mod purchase;

pub use autoscale::{PrintedThresholds, ThresholdRule, threshold_rule_as_printed};
pub use purchase::{PrintedBids, PrintedType, bids_as_printed, recommend_as_printed, recommend_with_gpus};

/// What `plan_capacity` returns; from [`plan_capacity_as_printed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedPlan {
    /// Requests / second.
    pub peak_load: f64,
    /// Requests / second.
    pub provisioned_load: f64,
    /// Instances; negative where an input is.
    pub instances: i64,
}

/// `plan_capacity`, as printed: peak, headroom on top, and a plain `ceil`.
///
/// `peak = λ·f`, `provisioned = peak·(1 + h)`, `instances = ⌈provisioned / μ⌉`. The printed defaults
/// are `f = 2.5`, `h = 0.5` and `μ = 2000`.
///
/// | symbol | input                 | unit                           |
/// |--------|-----------------------|--------------------------------|
/// | `λ`    | `average_load`        | requests / second              |
/// | `f`    | `peak_to_average`     | factor                         |
/// | `h`    | `headroom`            | fraction of the expected peak  |
/// | `μ`    | `instance_throughput` | requests / second / instance   |
///
/// **What is wrong with it.** The plain `ceil` buys an instance for the last bit of a float:
/// `100·1.1` is `110.00000000000001`, so instances of 10 come out as 12. No load buys no instance,
/// negative inputs pass through, nothing may fail, and the latency that instances of that
/// throughput have is not asked for.
///
/// **What the product does instead.** The sizing of a plan rounds up by [`ceil_count`](crate::base::numeric::ceil_count), keeps
/// spare replicas, and sizes for the latency objective by
/// [`servers_for_response`](crate::formulas::queueing::servers_for_response); inputs out of range never reach it.
///
/// # Example
///
/// ```
/// use headroom_core::base::numeric::ceil_count;
/// use headroom_core::formulas::published::plan_capacity_as_printed;
///
/// // The printed example: 30 000 · 2.5 · 1.5 / 2000 = 56.25.
/// assert_eq!(plan_capacity_as_printed(30_000.0, 2.5, 0.5, 2000.0).instances, 57);
/// let plan = plan_capacity_as_printed(100.0, 1.1, 0.0, 10.0);
/// assert_eq!(plan.instances, 12);
/// assert_eq!(ceil_count(plan.provisioned_load / 10.0), 11);
/// ```
pub fn plan_capacity_as_printed(
    average_load: f64,
    peak_to_average: f64,
    headroom: f64,
    instance_throughput: f64,
) -> PrintedPlan {
    let peak_load = average_load * peak_to_average;
    let provisioned_load = peak_load * (1.0 + headroom);
    PrintedPlan { peak_load, provisioned_load, instances: (provisioned_load / instance_throughput).ceil() as i64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::numeric::ceil_count;
    use proptest::prelude::*;

    #[test]
    fn quirks_are_kept() {
        assert_eq!(plan_capacity_as_printed(0.0, 2.5, 0.5, 2000.0).instances, 0);
        assert_eq!(plan_capacity_as_printed(-4000.0, 1.0, 0.0, 2000.0).instances, -2);
    }

    proptest! {
        #[test]
        fn the_printed_plan_never_buys_less_than_the_product(
            load in 0.0..1e6_f64, headroom in 0.0..3.0_f64, throughput in 1.0..1e4_f64
        ) {
            let plan = plan_capacity_as_printed(load, 2.5, headroom, throughput);
            let rounded = i64::from(ceil_count(plan.provisioned_load / throughput));
            prop_assert!(plan.instances == rounded || plan.instances == rounded + 1);
        }
    }
}
