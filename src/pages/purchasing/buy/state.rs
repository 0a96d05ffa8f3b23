//! What the parts of the section share: the answers about how the selected service is bought.

use crate::session::Session;
use headroom_core::plan::cost::{LevelStudy, PurchasePlan, study_levels};
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::price::PriceSource;
use headroom_core::plan::scenario::cost::CommitmentInputs;
use headroom_core::studies::dollar_use::{DollarUse, dollar_use};
use headroom_core::studies::ways_to_buy::{WayAnswer, compare_ways, purchase_basis};
use leptos::prelude::*;
use std::sync::Arc;

/// The answers, each computed when it is first looked at.
#[derive(Clone, Copy)]
pub struct Buying {
    /// How the service's nodes are bought; none where they have no price.
    pub plan: Memo<Option<PurchasePlan>>,
    /// What every level would cost.
    pub study: Memo<Option<Arc<LevelStudy>>>,
    /// The same of the baseline.
    pub before: Memo<Option<Arc<LevelStudy>>>,
    /// What each way would cost; what is stated now is the first.
    pub ways: Memo<Arc<Vec<WayAnswer>>>,
    /// What a commitment in dollars does, where one is stated.
    pub dollars: Memo<Option<Arc<DollarUse>>>,
    /// What is counted: nodes, or replicas where no machine is chosen.
    pub unit: Memo<&'static str>,
    /// Whether the plan commits to nodes.
    pub commits: Memo<bool>,
}

fn study_of(service: &ServiceEvaluation) -> Option<Arc<LevelStudy>> {
    study_levels(service.cost.purchase.as_ref()?, service.priced_fleet()).map(Arc::new)
}

impl Buying {
    /// The answers of a page that was just opened.
    pub fn new() -> Self {
        let session = Session::here();
        let study = session.answer(study_of);
        let before = session.baseline_answer(study_of);
        Self {
            plan: answered(session.answer(|service| service.cost.purchase.clone())),
            study: answered(study),
            before: answered(before),
            ways: Memo::new(move |_| {
                let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
                let basis = evaluation.service(id).and_then(|answers| purchase_basis(&scenario.cost, answers));
                Arc::new(basis.map(|basis| compare_ways(&basis)).unwrap_or_default())
            }),
            dollars: Memo::new(move |_| dollar_use(&session.scenario(), &session.evaluation()).map(Arc::new)),
            unit: Memo::new(move |_| {
                let id = session.service_id();
                let evaluation = session.evaluation();
                let source = evaluation.service(id).map(|service| service.cost.price.source);
                if source == Some(PriceSource::Machine) { "nodes" } else { "replicas" }
            }),
            commits: session.part(|scenario| matches!(scenario.cost.commitment, CommitmentInputs::Nodes(_))),
        }
    }

    /// Those of this page.
    pub fn here() -> Self {
        expect_context()
    }
}

/// A service that has no answer is a service without one.
fn answered<T: Clone + PartialEq + Send + Sync + 'static>(answer: Memo<Option<Option<T>>>) -> Memo<Option<T>> {
    Memo::new(move |_| answer.get().flatten())
}
