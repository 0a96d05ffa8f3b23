//! What the parts of the page share: the answers, those of the baseline, and the loss that is looked at.

use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::regions::{Loss, RegionsPlan};
use leptos::prelude::*;
use std::sync::Arc;

/// The page's own state; none of it is part of the plan.
#[derive(Clone, Copy)]
pub struct RegionsView {
    /// The answers; none where everything is in one place.
    pub plan: Memo<Option<Arc<Answered<RegionsPlan>>>>,
    /// Those of the baseline.
    pub before: Memo<Option<Arc<Answered<RegionsPlan>>>>,
    /// The region whose loss is looked at; may be gone from the plan.
    chosen: RwSignal<Option<RegionId>>,
    /// The loss that is looked at.
    pub loss: Memo<Option<Arc<Loss>>>,
}

impl RegionsView {
    /// The state of a page that was just opened.
    pub fn new(session: Session) -> Self {
        let plan = session.answer(|service| service.regions.clone().map(Arc::new));
        let before = session.baseline_answer(|service| service.regions.clone().map(Arc::new));
        let plan = Memo::new(move |_| plan.get().flatten());
        let chosen = RwSignal::new(None);
        let loss = Memo::new(move |_| {
            let lost = chosen.get()?;
            plan.with(|plan| plan.as_ref()?.losses.iter().find(|loss| loss.lost == [lost]).cloned().map(Arc::new))
        });
        Self { plan, before: Memo::new(move |_| before.get().flatten()), chosen, loss }
    }

    /// The state of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The lost region; tracks it.
    pub fn lost(self) -> Option<RegionId> {
        self.loss.with(|loss| loss.as_ref().and_then(|loss| loss.lost.first().copied()))
    }

    /// Looks at the loss of a region, or at normal times.
    pub fn show_loss(self, lost: Option<RegionId>) {
        self.chosen.set(lost);
    }

    /// The regions by id and name, which notifies only when one comes, goes or is renamed.
    pub fn names(self) -> Memo<Vec<(RegionId, String)>> {
        Memo::new(move |_| {
            self.plan.with(|plan| {
                let regions = plan.as_ref().map(|plan| plan.regions.iter());
                regions.into_iter().flatten().map(|region| (region.id, name(&region.name, region.id))).collect()
            })
        })
    }
}

/// What a region is called, also where nobody named it.
pub fn name(name: &str, id: RegionId) -> String {
    if name.trim().is_empty() { format!("region {}", id.0) } else { name.to_owned() }
}

/// The name of a region of the answers.
pub fn name_of(plan: &RegionsPlan, id: RegionId) -> String {
    let found = plan.regions.iter().find(|region| region.id == id);
    found.map_or_else(|| name("", id), |region| name(&region.name, id))
}

/// The names of some regions: `Frankfurt, Dublin and Paris`.
pub fn names_of(plan: &RegionsPlan, ids: &[RegionId]) -> String {
    listed(ids.iter().map(|id| name_of(plan, *id)), "and")
}

/// Several names as people list them.
pub fn listed(names: impl IntoIterator<Item = String>, last: &str) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    match names.pop() {
        None => String::new(),
        Some(only) if names.is_empty() => only,
        Some(end) => format!("{} {last} {end}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_do() {
        let some = |names: &[&str]| listed(names.iter().map(ToString::to_string), "and");
        assert_eq!((some(&[]), some(&["A"])), (String::new(), "A".into()));
        assert_eq!((some(&["A", "B"]), some(&["A", "B", "C"])), ("A and B".into(), "A, B and C".into()));
        assert_eq!(name(" ", RegionId(3)), "region 3");
    }
}
