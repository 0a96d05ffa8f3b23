//! What is set, in a line each.

use headroom_core::base::text;
use headroom_core::base::units::ReplicaPrice;
use headroom_core::plan::scenario::scaling::{FleetInputs, Override, Period, SignalInputs, WorkInputs};

fn listed(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The fleet; so many replicas fit a node of the instance type, where one is chosen.
pub fn fleet(fleet: &FleetInputs, price: Option<ReplicaPrice>, packed: Option<u32>) -> String {
    listed([
        Some(format!("starts in {}", text::seconds(fleet.startup.total()))),
        fleet.nodes.map(|nodes| {
            let per_node = packed.unwrap_or(nodes.replicas_per_node.get());
            format!("{} per node", text::counted(per_node.into(), "replica", "replicas"))
        }),
        fleet.warm.map(|warm| format!("{} warm", text::count(warm.size.get()))),
        (fleet.failures.get() > 0.0).then(|| "failures".to_owned()),
        Some(price.map_or_else(|| "no price".to_owned(), |price| format!("{}/h", text::dollars(price.get())))),
    ])
}

/// The work.
pub fn work(work: &WorkInputs) -> String {
    listed([
        Some(
            work.timeout
                .map_or_else(|| "no timeout".to_owned(), |wait| format!("timeout {}", text::seconds(wait.get()))),
        ),
        work.queue_limit.map(|limit| format!("queue {} per replica", text::number(limit.get()))),
        (work.retries.get() > 0).then(|| text::counted(work.retries.get().into(), "retry", "retries")),
        work.shed_above.map(|share| format!("sheds above {}", text::percent(share.get()))),
        work.rate_limit.map(|limit| format!("rate limit {} requests/s", text::si(limit.get()))),
        work.reduced.map(|_| "reduced mode".to_owned()),
        work.batching.map(|batching| format!("batches of {}", text::count(batching.max_batch.get()))),
    ])
}

/// The signal.
pub fn signal(signal: &SignalInputs) -> String {
    let [interval, window, delay] = [signal.interval.get(), signal.window.get(), signal.delay.get()].map(text::seconds);
    format!("every {interval}, over {window}, delayed {delay}")
}

/// The period.
pub fn period(period: &Period, begins: &str) -> String {
    let (length, step) = (text::seconds(period.length().get() * 3600.0), text::seconds(period.step().get()));
    format!("{begins}, {length} in steps of {step}")
}

/// The overrides.
pub fn overrides(overrides: &[Override]) -> String {
    match overrides {
        [] => "none".to_owned(),
        some => text::counted(some.len() as u64, "override", "overrides"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;

    #[test]
    fn lines_say_what_is_set_and_nothing_else() {
        let mut stated = FleetInputs::default();
        assert_eq!(fleet(&stated, None, None), "starts in 30 s, no price");
        stated.startup.model_load = Quantity::clamped(120.0);
        assert_eq!(fleet(&stated, Some(Quantity::clamped(2.5)), None), "starts in 2.5 min, $2.50/h");
        let mut stated = WorkInputs::default();
        assert_eq!(work(&stated), "timeout 30 s");
        stated.timeout = None;
        stated.retries = Quantity::clamped(2.0);
        assert_eq!(work(&stated), "no timeout, 2 retries");
        assert_eq!(signal(&SignalInputs::default()), "every 15 s, over 15 s, delayed 15 s");
        assert_eq!(period(&Period::default(), "usual week"), "usual week, 7 days in steps of 60 s");
        assert_eq!(overrides(&[]), "none");
    }
}
