//! Smallest changes that would help, or that would save.

use super::super::timeline::Study;
use super::asked::follow_on_load;
use crate::components::Progress;
use crate::pages::shared::{Offer, Offers, Shown};
use crate::session::Session;
use crate::worker::follow::Told;
use crate::worker::protocol::Answer;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::scaling::ScalingPlan;
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::plan::scenario::codec;
use headroom_core::studies::policy_map::{PolicyLevers, PolicyOrder, Trial, TriedIn};
use leptos::prelude::*;

/// The list.
#[component]
pub fn LeversPart(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (session, study) = (Session::here(), Study::here());
    let (found, n_shown) = (RwSignal::new(None::<Vec<Lever>>), RwSignal::new(None::<usize>));
    let order = Memo::new(move |_| {
        if !open.get() {
            return None;
        }
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let order = PolicyOrder::new(&scenario, service, TriedIn::of(answers, study.region()), &[]);
        let over = study.over().map(|(over, _)| over);
        let whole = over.map(|_| (codec::to_json(&scenario), id));
        Some(PolicyLevers { order: order.over(over), whole })
    });
    let state = follow_on_load(order, move |told| match told {
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
        let keeps = |scaling: &ScalingPlan| Trial::of(&scaling.outcome, service, scaling.price).keeps;
        let of_run = study.shown.with(|shown| shown.about.as_ref().map(|about| keeps(&about.all)));
        Some(of_run.unwrap_or_else(|| keeps(&answers.scaling)))
    });
    let lead = move || {
        found.with(Option::is_some).then(|| {
            let none = found.with(|levers| levers.as_ref().is_some_and(Vec::is_empty));
            let all_left_out = !none && n_shown.get() == Some(0);
            let rest = match (keeps.get().unwrap_or(true), none) {
                (true, _) if all_left_out => "the active policy meets the SLO. The single changes that save money and still meet it do harm elsewhere:",
                (false, _) if all_left_out => "the active policy misses the SLO. The single changes that fix it do harm elsewhere:",
                (true, false) => "the active policy meets the SLO. Single changes that save money and still meet it:",
                (true, true) => "the active policy meets the SLO, and no single change of its target, minimum or window saves money.",
                (false, false) => "the active policy misses the SLO. Single changes that fix it:",
                (false, true) => {
                    "the active policy misses the SLO, and no single change of its target, minimum, maximum, window, start-up, metric delay or limit fixes it. The violations say what would."
                }
            };
            let name = study.shown.with(|shown| shown.about.as_ref().map(|about| about.name.clone()));
            match name {
                Some(name) => format!("Over {name} {rest}"),
                None => text::capitalised(rest),
            }
        })
    };
    let offers = Memo::new(move |_| {
        let (levers, scenario, id) = (found.get(), session.scenario(), session.service_id());
        let offer = |lever: Lever| Offer::of(lever, &scenario, id);
        levers.into_iter().flatten().map(offer).collect::<Vec<_>>()
    });
    let shown = Signal::derive(move || match keeps.get() {
        // What helps on a trace need not move the plan's own demand.
        _ if study.is_long() => Shown::OnAnotherLoad,
        Some(false) => Shown::Advice(Standing::Fails),
        _ => Shown::Advice(Standing::Holds),
    });
    view! {
        <div class="levers" id="scaling-levers">
            <p aria-live="polite">{lead}</p>
            <Offers offers shown n_shown/>
        </div>
        <Progress state what="Looking for changes that help"/>
    }
}
