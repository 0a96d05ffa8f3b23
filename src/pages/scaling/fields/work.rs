//! What happens to requests that cannot be served at once.

use crate::components::form::{Field, Kind};
use crate::components::form::{flag, number, optional};
use crate::edit::Knowing;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::scaling::{Batching, ReducedMode, WorkInputs};

/// The work, beside the provisioned load, at which a rate limit begins.
pub type Work = Knowing<WorkInputs, f64>;

/// Queue, timeout, retries and limits.
pub const WORK: &[Field<Work>] = &[
    optional!(Work, "work-queue-limit", stated.queue_limit, |_| 100.0, |_| "no limit".to_owned()),
    optional!(Work, "work-timeout", stated.timeout, |_| 30.0, |_| "no timeout".to_owned()),
    flag!(Work, "work-serves-abandoned", stated.serves_abandoned),
    number!(Work, "work-retries", stated.retries),
    number!(Work, "work-retry-delay", stated.retry_delay),
    optional!(Work, "work-shed-above", stated.shed_above, |_| 1.0, |_| "nothing is shed".to_owned()),
    optional!(Work, "work-rate-limit", stated.rate_limit, |work| work.known, |_| "no limit".to_owned()),
    Field::new(
        "work-reduced",
        Kind::Flag {
            get: |work| work.stated.reduced.is_some(),
            set: |work, on| work.stated.reduced = on.then(usual_reduced),
        },
    ),
];

/// The reduced mode.
pub const REDUCED: &[Field<ReducedMode>] =
    &[number!(ReducedMode, "work-reduced-above", above), number!(ReducedMode, "work-reduced-gain", gain)];

/// Whether requests are batched.
pub const WITH_BATCHING: &[Field<WorkInputs>] = &[Field::new(
    "work-batching",
    Kind::Flag { get: |work| work.batching.is_some(), set: |work, on| work.batching = on.then(usual_batching) },
)];

/// The batches.
pub const BATCHING: &[Field<Batching>] = &[
    number!(Batching, "work-max-batch", max_batch),
    number!(Batching, "work-fixed-share", fixed_share).hint(|_| {
        "A GPU that batches reports near 100 % utilization at about half of its throughput: the metric says little \
         about how much more it can take."
            .to_owned()
    }),
];

fn usual_reduced() -> ReducedMode {
    ReducedMode { above: Quantity::clamped(0.9), gain: Quantity::clamped(1.5) }
}

fn usual_batching() -> Batching {
    Batching { max_batch: Quantity::clamped(32.0), fixed_share: Quantity::clamped(0.5) }
}
