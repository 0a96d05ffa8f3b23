//! Explain: a click on any answer opens its working.

use super::{Modal, WorkingTable};
use crate::session::Session;
use headroom_core::base::explain::Working;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::topics;
use leptos::prelude::*;

/// Which working explains an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// That of demand.
    Demand,
    /// That of sizing.
    Sizing,
    /// That of scaling.
    Scaling,
    /// That of regions.
    Regions,
    /// That of recovery.
    Recovery,
    /// That of reliability.
    Reliability,
    /// That of the plan's cost.
    Cost,
    /// The sums over all services.
    Plan,
}

/// The answer whose working is open, for everyone who can open one.
#[derive(Clone, Copy)]
pub struct Explained(pub RwSignal<Option<Topic>>);

impl Explained {
    /// The one of this page.
    pub fn here() -> Self {
        expect_context::<Self>()
    }
}

fn working_of(topic: Topic, evaluation: &Evaluation, service: ServiceId) -> Option<Working> {
    let id = match topic {
        Topic::Demand => "demand",
        Topic::Sizing => "sizing",
        Topic::Scaling => "scaling",
        Topic::Regions => "regions",
        Topic::Recovery => "recovery",
        Topic::Reliability => "reliability",
        Topic::Cost => "cost",
        Topic::Plan => return Some(evaluation.totals.working.clone()),
    };
    let answer = topics::Topic::find(id)?.answer;
    Some(answer(evaluation, service)?.working.clone())
}

/// The dialog that shows the working of the selected service's answers.
#[component]
pub fn Explain() -> impl IntoView {
    let session = Session::here();
    let open = Explained::here().0;
    let topic = move || open.get().unwrap_or(Topic::Sizing);
    let working = Signal::derive(move || working_of(topic(), &session.evaluation(), session.service_id()));
    let baseline = Signal::derive(move || working_of(topic(), &*session.baseline_evaluation()?, session.service_id()));
    let name = move || {
        let id = session.service_id();
        let scenario = session.scenario();
        let name = scenario.services.get(id).map(|service| service.name.to_string()).unwrap_or_default();
        match topic() {
            Topic::Demand => format!("{name}: where the load comes from"),
            Topic::Sizing => format!("{name}: where the replicas come from"),
            Topic::Scaling => format!("{name}: how the policy in force did"),
            Topic::Regions => format!("{name}: what the loss of a region takes"),
            Topic::Recovery => format!("{name}: how it comes back, and at what cost"),
            Topic::Reliability => format!("{name}: what its parts promise together"),
            Topic::Cost => "What the whole plan costs".to_owned(),
            Topic::Plan => "All services together".to_owned(),
        }
    };
    view! {
        <Modal open=Signal::derive(move || open.get().is_some()) close=move || open.set(None) title=Signal::derive(name)>
            <WorkingTable caption="Working" working=working baseline=baseline/>
        </Modal>
    }
}
