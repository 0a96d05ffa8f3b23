//! Explain: a click on any answer opens its working.

use crate::components::{Explained, Modal, TOTALS, WorkingTable};
use crate::session::Session;
use headroom_core::base::explain::Working;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::topics::Topic;
use leptos::prelude::*;

fn working_of(topic: &str, evaluation: &Evaluation, service: ServiceId) -> Option<Working> {
    if topic == TOTALS {
        return Some(evaluation.totals.working.clone());
    }
    Some((Topic::find(topic)?.answer)(evaluation, service)?.working.clone())
}

/// The dialog that shows the working of the selected service's answers.
#[component]
pub fn Explain() -> impl IntoView {
    let session = Session::here();
    let open = Explained::here().0;
    let topic = move || open.get().unwrap_or(TOTALS);
    let working = Signal::derive(move || working_of(topic(), &session.evaluation(), session.service_id()));
    let baseline = Signal::derive(move || working_of(topic(), &*session.baseline_evaluation()?, session.service_id()));
    let title = move || {
        let Some(topic) = Topic::find(topic()) else { return "All services together".to_owned() };
        if topic.is_of_plan() {
            return topic.question.to_owned();
        }
        let (id, scenario) = (session.service_id(), session.scenario());
        let name = scenario.services.get(id).map(|service| service.name.to_string()).unwrap_or_default();
        format!("{name}: {}", topic.question)
    };
    view! {
        <Modal open=Signal::derive(move || open.get().is_some()) close=move || open.set(None) title=Signal::derive(title)>
            <WorkingTable caption="Working" working=working baseline=baseline/>
        </Modal>
    }
}
