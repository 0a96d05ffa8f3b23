//! The fleet as a row of boxes, one for each replica, and the same in words.

use headroom_core::base::text;
use headroom_core::plan::scaling::engine::FleetState;
use leptos::prelude::*;

/// Most boxes; larger fleets have several replicas to a box.
const MOST_BOXES: u32 = 60;

/// What a replica is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// In service, and busy.
    Busy,
    /// In service, with room to spare.
    Idle,
    /// Loading and warming up.
    Loading,
    /// Pulling its image.
    Pulling,
    /// Waiting for a node.
    Waiting,
    /// Finishing its work.
    Draining,
    /// Prepared in the warm pool.
    Warm,
}

impl Doing {
    const fn words(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Idle => "to spare",
            Self::Loading => "loading",
            Self::Pulling => "pulling the image",
            Self::Waiting => "waiting for a node",
            Self::Draining => "draining",
            Self::Warm => "in the warm pool",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Busy => "replica busy",
            Self::Idle => "replica idle",
            Self::Loading => "replica loading",
            Self::Pulling => "replica pulling",
            Self::Waiting => "replica waiting",
            Self::Draining => "replica draining",
            Self::Warm => "replica warm",
        }
    }
}

/// How many replicas do what; those in service are busy to the share of their throughput in use.
pub fn doings(fleet: &FleetState, utilization: f64) -> Vec<(Doing, u32)> {
    let busy = fleet.busy(utilization);
    let all = [
        (Doing::Busy, busy),
        (Doing::Idle, fleet.ready - busy),
        (Doing::Loading, fleet.loading),
        (Doing::Pulling, fleet.pulling),
        (Doing::Waiting, fleet.waiting),
        (Doing::Draining, fleet.draining),
        (Doing::Warm, fleet.warm),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// How many boxes each state has, and how many replicas a box stands for; no state vanishes.
fn boxes(doings: &[(Doing, u32)]) -> (Vec<(Doing, u32)>, u32) {
    let total: u32 = doings.iter().map(|(_, count)| count).sum();
    let each = total.div_ceil(MOST_BOXES).max(1);
    (doings.iter().map(|(doing, count)| (*doing, count.div_ceil(each))).collect(), each)
}

/// The fleet in a sentence.
pub fn sentence(fleet: &FleetState, step: f64) -> String {
    let mut parts = vec![format!("{} in service", text::counted(fleet.ready.into(), "replica", "replicas"))];
    let others = [
        (fleet.loading, Doing::Loading),
        (fleet.pulling, Doing::Pulling),
        (fleet.waiting, Doing::Waiting),
        (fleet.draining, Doing::Draining),
        (fleet.warm, Doing::Warm),
    ];
    parts.extend(
        others
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, doing)| format!("{} {}", text::count(count), doing.words())),
    );
    let next = match fleet.next_ready.filter(|_| fleet.loading + fleet.pulling > 0) {
        Some(0) => "; the next is in service from the next step".to_owned(),
        Some(steps) => format!("; the next is ready in {}", text::seconds(steps as f64 * step)),
        None => String::new(),
    };
    text::capitalised(&format!("{}{next}.", parts.join(", ")))
}

/// The picture; people who cannot see it have the sentence.
#[component]
pub fn FleetPicture(
    /// The states with their counts.
    doings: Vec<(Doing, u32)>,
) -> impl IntoView {
    let (drawn, each) = boxes(&doings);
    let row = drawn
        .into_iter()
        .flat_map(|(doing, count)| std::iter::repeat_n(doing, count as usize))
        .map(|doing| view! { <i class=doing.class()></i> })
        .collect_view();
    let legend = doings
        .into_iter()
        .map(|(doing, count)| view! { <span class="fleet-key"><i class=doing.class()></i>{text::count(count)} " " {doing.words()}</span> })
        .collect_view();
    view! {
        <div class="fleet" aria-hidden="true">
            <div class="fleet-row">{row}</div>
            <div class="fleet-legend">{legend}{(each > 1).then(|| format!("one box is {each} replicas"))}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLEET: FleetState = FleetState {
        waiting: 2,
        pulling: 1,
        loading: 3,
        ready: 10,
        draining: 0,
        warm: 0,
        nodes: 0,
        nodes_coming: 0,
        next_ready: Some(2),
    };

    #[test]
    fn replicas_in_service_are_busy_to_their_share() {
        let found = doings(&FLEET, 0.72);
        assert_eq!(found[..2], [(Doing::Busy, 7), (Doing::Idle, 3)]);
        assert_eq!(found.iter().map(|(_, count)| count).sum::<u32>(), 16);
        assert_eq!(doings(&FLEET, 3.0)[0], (Doing::Busy, 10));
        assert_eq!(doings(&FleetState::default(), 0.5), []);
    }

    #[test]
    fn large_fleets_share_boxes_and_no_state_vanishes() {
        let (few, each) = boxes(&[(Doing::Busy, 4_000), (Doing::Loading, 1)]);
        assert_eq!((few, each), (vec![(Doing::Busy, 60), (Doing::Loading, 1)], 67));
        assert_eq!(boxes(&[(Doing::Busy, 60)]), (vec![(Doing::Busy, 60)], 1));
        assert_eq!(boxes(&[]), (vec![], 1));
    }

    #[test]
    fn the_sentence_names_every_state() {
        assert_eq!(
            sentence(&FLEET, 60.0),
            "10 replicas in service, 3 loading, 1 pulling the image, 2 waiting for a node; the next is ready in 2 min."
        );
        let soon = sentence(&FleetState { next_ready: Some(0), ..FLEET }, 60.0);
        assert!(soon.ends_with("; the next is in service from the next step."), "{soon}");
        let calm = FleetState { ready: 1, ..FleetState::default() };
        assert_eq!(sentence(&calm, 60.0), "One replica in service.");
    }
}
