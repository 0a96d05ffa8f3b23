//! What the parts of the page share: the runs of all compared policies, and where one looks.

use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::plan::scaling::Run;
use headroom_core::studies::Over;
use leptos::prelude::*;
use std::sync::Arc;

/// A load that policies are tried on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Over what, where that is not the entered period.
    pub over: Option<Over>,
    /// The region of several, where that is not the one in which policies are simulated on the plan's demand.
    pub region: Option<RegionId>,
    /// Its length, in seconds.
    pub length: f64,
}

/// The page's own state; none of it is part of the plan.
#[derive(Clone, Copy)]
pub struct ScalingView {
    /// Every compared policy on the load of the period; the first is the active one.
    pub runs: Memo<Arc<Vec<Run>>>,
    /// The policy whose settings are shown, by its place; may lie beyond the last.
    pub chosen: RwSignal<usize>,
    /// The moment that is looked at, in seconds from the period's start.
    pub moment: RwSignal<Option<f64>>,
}

impl ScalingView {
    /// The state of a page that was just opened.
    pub fn new(session: Session) -> Self {
        let runs = Memo::new(move |_| {
            let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
            let found = scenario.services.get(id).zip(evaluation.service(id));
            let runs = found.map(|(service, answers)| answers.scene(service).runs());
            Arc::new(runs.unwrap_or_default())
        });
        Self { runs, chosen: RwSignal::new(0), moment: RwSignal::new(None) }
    }

    /// The state of this page.
    pub fn here() -> Self {
        expect_context()
    }
}
