//! Smallest changes that would help, or that would save.

use crate::components::Progress;
use crate::pages::shared::{Offer, Offers, Shown};
use crate::session::Session;
use crate::worker::follow::{Told, follow};
use crate::worker::protocol::{Answer, Job};
use headroom_core::base::explain::Standing;
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::studies::policy_map::{PolicyLevers, PolicyOrder, Trial};
use leptos::prelude::*;

/// The list.
#[component]
pub fn LeversPart(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::here();
    let found = RwSignal::new(None::<Vec<Lever>>);
    let order = Memo::new(move |_| {
        if !open.get() {
            return None;
        }
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let place = (answers.simulated().map(|place| &place.part), &answers.caps);
        Some(PolicyLevers(PolicyOrder::new(&scenario, service, place, &[])))
    });
    let job = |levers: &PolicyLevers| Job::PolicyLevers(levers.clone());
    let state = follow(order, job, move |told| match told {
        Told::Begun => found.set(None),
        Told::Done(answer, _) => {
            if let Answer::Levers(levers) = *answer {
                let _ = found.try_set(Some(levers));
            }
        }
        Told::Partial(_) => {}
    });
    let keeps = Memo::new(move |_| {
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let scaling = answers.simulated().map_or(&answers.scaling, |place| &place.scaling);
        Some(Trial::of(&scaling.outcome, service, scaling.price).keeps)
    });
    let lead = move || {
        found.with(Option::is_some).then(|| {
            let none = found.with(|levers| levers.as_ref().is_some_and(Vec::is_empty));
            match (keeps.get().unwrap_or(true), none) {
                (true, false) => "The active policy meets the SLO. Each of these alone saves money and still meets it:",
                (true, true) => "The active policy meets the SLO, and no single change of its target, minimum or window saves money.",
                (false, false) => "The active policy misses the SLO. Each of these alone would fix it:",
                (false, true) => {
                    "The active policy misses the SLO, and no single change of its target, minimum, maximum, window, start-up, metric delay or limit fixes it. The violations say what would."
                }
            }
        })
    };
    let offers = Memo::new(move |_| {
        let (levers, scenario, id) = (found.get(), session.scenario(), session.service_id());
        let offer = |lever: Lever| Offer::of(lever, &scenario, id);
        levers.into_iter().flatten().map(offer).collect::<Vec<_>>()
    });
    let shown = Signal::derive(move || match keeps.get() {
        Some(false) => Shown::Advice(Standing::Fails),
        _ => Shown::Advice(Standing::Holds),
    });
    view! {
        <div class="levers" id="scaling-levers">
            <p aria-live="polite">{lead}</p>
            <Offers offers shown/>
        </div>
        <Progress state what="Looking for changes that help"/>
    }
}
