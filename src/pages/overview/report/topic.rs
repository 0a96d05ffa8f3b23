//! A topic of the report: its heading with its mark, what is said of it, and its blocks.

use crate::components::{MarkOrNone, unbroken};
use crate::pages::PageRow;
use crate::session::Session;
use headroom_core::base::explain::{Finding, Standing};
use headroom_core::base::id::ServiceId;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::topics;
use leptos::prelude::*;

/// A sentence, and of which service it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The service and its name; `None` for the whole plan.
    of: Option<(ServiceId, String)>,
    /// How it stands; `None` where nothing is entered.
    standing: Option<Standing>,
    sentence: String,
}

impl Said {
    fn of_plan(finding: &Finding, is_stated: bool) -> Self {
        Self { of: None, standing: is_stated.then_some(finding.standing), sentence: finding.sentence.clone() }
    }
}

/// What is said of a topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdicts(Vec<Said>);

impl Verdicts {
    fn standing(&self) -> Option<Standing> {
        self.0.iter().filter_map(|said| said.standing).max()
    }

    /// What a topic says: of the plan, or of each service its first sentence and all that is due or fails.
    pub fn of(topic: &topics::Topic, evaluation: &Evaluation) -> Self {
        let stated = |id| (topic.answer)(evaluation, id).filter(|answer| answer.is_stated);
        if topic.is_of_plan() {
            let answer = evaluation.services.first().and_then(|service| (topic.answer)(evaluation, service.id));
            let said = |answer: topics::TopicAnswer<'_>| {
                answer.verdict.findings.iter().map(|finding| Said::of_plan(finding, answer.is_stated)).collect()
            };
            return Self(answer.map(said).unwrap_or_default());
        }
        let several = evaluation.services.len() > 1;
        let mut all = Vec::new();
        for service in &evaluation.services {
            let findings = stated(service.id).map(|answer| answer.verdict.findings.as_slice()).unwrap_or_default();
            let matters = |(place, finding): &(usize, &Finding)| *place == 0 || finding.standing > Standing::Holds;
            all.extend(findings.iter().enumerate().filter(matters).map(|(_, finding)| Said {
                of: several.then(|| (service.id, service.name.clone())),
                standing: Some(finding.standing),
                sentence: finding.sentence.clone(),
            }));
        }
        if all.is_empty() {
            all.push(Said { of: None, standing: None, sentence: topic.unstated.to_owned() });
        }
        Self(all)
    }
}

/// The topic.
#[component]
pub fn Topic(
    /// The topic.
    topic: &'static topics::Topic,
    /// Whether it may stand on the same sheet as the one before.
    #[prop(optional)]
    joined: bool,
    /// Its tables and charts.
    children: Children,
) -> impl IntoView {
    let session = Session::here();
    let topics::Topic { id, title, .. } = *topic;
    let page = PageRow::of_topic(id).name;
    let said = Memo::new(move |_| Verdicts::of(topic, &session.evaluation()));
    let standing = Signal::derive(move || said.with(Verdicts::standing));
    let open = move |id: Option<ServiceId>| {
        if let Some(id) = id {
            session.select_service(id);
        }
        session.show_page(page);
    };
    let rows = move || {
        let row = |Said { of, standing, sentence }: Said| {
            let name = of.map(|(id, name)| {
                let label = format!("{name}: {title}");
                view! { <button type="button" class="link" aria-label=label on:click=move |_| open(Some(id))>{name}</button> ": " }
            });
            view! { <li><MarkOrNone standing=standing/><span>{name}{unbroken(&sentence)}</span></li> }
        };
        said.get().0.into_iter().map(row).collect_view()
    };
    let heading = format!("report-{id}");
    view! {
        <section class="report-topic" class:joined=joined id=format!("topic-{id}") aria-labelledby=heading.clone()>
            <h2 class="report-heading" id=heading.clone()>
                <MarkOrNone standing=standing/>
                <button type="button" class="link" on:click=move |_| open(None)>{title}</button>
            </h2>
            <ul class="report-said">{rows}</ul>
            {children()}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn each_service_says_its_first_sentence_and_all_that_is_due() {
        let evaluation = evaluate(&examples::find("three-products").unwrap().scenario());
        let said = |id| Verdicts::of(topics::Topic::find(id).unwrap(), &evaluation);
        assert!(said("sizing").0.len() >= evaluation.services.len());
        let due = evaluation.services.iter().map(|service| service.sizing.verdict.standing);
        assert_eq!(said("sizing").standing(), due.max());
        assert_eq!(said("cost").0.len(), evaluation.cost.verdict.findings.len());
        assert!(said("regions").0[0].sentence.starts_with("Single region"));
        assert_eq!(said("regions").standing(), None, "nothing is entered, so nothing is known");
    }
}
