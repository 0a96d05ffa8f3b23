//! What the parts of the page share: the answers of the plan, those of the baseline, and the change between them.

use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::cost::CostPlan;
use headroom_core::studies::cost_change::{CostComparison, compare_cost};
use leptos::prelude::*;
use std::sync::Arc;

/// The answers about cost.
#[derive(Clone, Copy)]
pub struct CostView {
    /// Those of the plan.
    pub plan: Memo<Arc<Answered<CostPlan>>>,
    /// Those of the baseline, where one is pinned.
    pub before: Memo<Option<Arc<Answered<CostPlan>>>>,
    /// From the baseline to the plan.
    pub change: Memo<Option<Arc<CostComparison>>>,
    /// The services with their names, in the order of the plan.
    pub services: Memo<Arc<Vec<(ServiceId, String)>>>,
}

impl CostView {
    /// The answers of a page that was just opened.
    pub fn new(session: Session) -> Self {
        let change = move |_: Option<&Option<Arc<CostComparison>>>| {
            let (before, now) = (session.baseline_evaluation()?, session.evaluation());
            let rate = session.scenario().cost.discount_rate.get();
            Some(Arc::new(compare_cost(&before, &now, rate)))
        };
        Self {
            plan: Memo::new(move |_| Arc::new(session.evaluation().cost.clone())),
            before: Memo::new(move |_| session.baseline_evaluation().map(|before| Arc::new(before.cost.clone()))),
            change: Memo::new(change),
            services: Memo::new(move |_| {
                let evaluation = session.evaluation();
                Arc::new(evaluation.services.iter().map(|service| (service.id, service.name.clone())).collect())
            }),
        }
    }

    /// The answers of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The name of a service; tracks it.
    pub fn name(self, id: Option<ServiceId>) -> String {
        let found = |services: &Arc<Vec<(ServiceId, String)>>| {
            services.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone())
        };
        id.and_then(|_| self.services.with(found)).unwrap_or_else(|| "shared".to_owned())
    }
}
