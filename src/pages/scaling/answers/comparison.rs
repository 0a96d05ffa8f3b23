//! The numbers that matter, of the active policy, and all policies side by side.

use super::super::timeline::{Shown, Study};
use super::table::PolicyTable;
use crate::components::Stat;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::scaling::ScalingPlan;
use headroom_core::plan::scaling::engine::Outcome;
use leptos::prelude::*;

/// The key numbers of a policy, beside those of the baseline.
#[derive(Clone, Debug, Default, PartialEq)]
struct KeyNumbers {
    kept: String,
    kept_note: String,
    outside: String,
    outside_note: String,
    amount_label: String,
    amount: String,
    amount_note: String,
    replicas: String,
    replicas_note: String,
}

impl KeyNumbers {
    /// Those of a policy; `target` is the SLO, `sized` the replicas of the fleet as sized.
    fn of(plan: &ScalingPlan, before: Option<&ScalingPlan>, target: f64, sized: Option<u32>) -> Self {
        let now = &plan.outcome;
        let was = before.map(|before| &before.outcome);
        let kept_note = was.map(|was| change(now.kept_of_requests(), was.kept_of_requests(), text::points));
        let outside_note = was.map(|was| change(now.outside, was.outside, text::seconds));
        let static_note = || plan.saving().map(|saving| text::against(saving, "static")).unwrap_or_default();
        let sized_note = || sized.map(|sized| format!("{} as sized", text::count(sized))).unwrap_or_default();
        Self {
            kept: text::percent(now.kept_of_requests()),
            kept_note: kept_note.unwrap_or_else(|| format!("target {}", text::percent(target))),
            outside: text::seconds(now.outside),
            outside_note: outside_note.unwrap_or_else(|| format!("of {}", text::seconds(now.length))),
            amount_label: if plan.cost().is_some() { "Cost of the period" } else { "Replica-hours" }.to_owned(),
            amount: amount(plan),
            amount_note: before.map_or_else(static_note, |before| amount_change(plan, before)),
            replicas: replicas(now),
            replicas_note: was.map_or_else(sized_note, |was| replicas_change(now, was)),
        }
    }
}

/// Money where the price is known, else replica-hours.
fn amount(plan: &ScalingPlan) -> String {
    plan.cost().map_or_else(|| text::si(plan.outcome.spend.paid()), text::dollars)
}

/// How the amount differs from that of the baseline, which may be in another unit.
fn amount_change(now: &ScalingPlan, before: &ScalingPlan) -> String {
    match (now.cost(), before.cost()) {
        (Some(now), Some(before)) => change(now, before, text::dollars),
        (None, None) => change(now.outcome.spend.paid(), before.outcome.spend.paid(), text::number),
        _ => format!("baseline: {}", amount(before)),
    }
}

/// The fewest and the most replicas in service.
fn replicas(outcome: &Outcome) -> String {
    let (fewest, most) = (text::count(outcome.fewest), text::count(outcome.most));
    if fewest == most { most } else { format!("{fewest}–{most}") }
}

/// How many they were in the baseline, or that nothing changed.
fn replicas_change(now: &Outcome, before: &Outcome) -> String {
    if (now.fewest, now.most) == (before.fewest, before.most) {
        "no change".to_owned()
    } else {
        format!("baseline: {}", replicas(before))
    }
}

/// The active policy of a service where policies are simulated.
fn simulated(service: &ServiceEvaluation) -> &ScalingPlan {
    service.simulated().map_or(&service.scaling, |place| &place.scaling)
}

/// The difference from the baseline, or that there is none.
fn change(now: f64, before: f64, show: impl Fn(f64) -> String) -> String {
    text::difference(now, before, show).map_or_else(|| "no change".into(), |change| format!("{change} vs baseline"))
}

/// The key numbers and the table.
#[component]
pub fn Comparison() -> impl IntoView {
    let (session, study) = (Session::here(), Study::here());
    let target = session.service_part(|service| service.sizing.slo.availability.get());
    let sized = Memo::new(move |_| {
        let of_run = study.shown.with(|shown| shown.about.as_ref().map(|about| about.sized));
        let (evaluation, id) = (session.evaluation(), session.service_id());
        let service = evaluation.service(id)?;
        let planned = || service.simulated().map_or(service.alone.running, |place| place.sizing.running);
        Some(of_run.unwrap_or_else(planned))
    });
    let shown = Memo::new(move |_| {
        // A long run is of the plan as it is; the baseline's period is another span.
        let before = session.baseline_evaluation().filter(|_| !study.is_long());
        let before = before.as_ref().and_then(|before| before.service(session.service_id())).map(simulated);
        let numbers =
            |shown: &Shown| Some(KeyNumbers::of(&shown.runs.first()?.plan, before, target.get(), sized.get()));
        study.shown.with(|shown| numbers(shown)).unwrap_or_default()
    });
    let text = move |read: fn(&KeyNumbers) -> &String| Signal::derive(move || shown.with(|shown| read(shown).clone()));
    view! {
        <section class="comparison" aria-label="Policies compared">
            <div class="comparison-key">
                <Stat label="Requests within SLO" topic="scaling" value=text(|shown| &shown.kept) note=text(|shown| &shown.kept_note)/>
                <Stat label="Time outside the SLO" topic="scaling" value=text(|shown| &shown.outside) note=text(|shown| &shown.outside_note)/>
                <Stat label=text(|shown| &shown.amount_label) topic="scaling" value=text(|shown| &shown.amount) note=text(|shown| &shown.amount_note)/>
                <Stat label="Replicas in service" topic="scaling" value=text(|shown| &shown.replicas) note=text(|shown| &shown.replicas_note)/>
            </div>
            <PolicyTable/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn without_a_baseline_the_notes_say_target_length_and_fleet_as_sized() {
        let scenario = examples::first().scenario();
        let plan = simulated(&evaluate(&scenario).services[0]).clone();
        let shown = KeyNumbers::of(&plan, None, 0.999, Some(1200));
        assert_eq!((shown.kept_note.as_str(), shown.replicas_note.as_str()), ("target 99.9 %", "1,200 as sized"));
        assert_eq!(shown.outside_note, format!("of {}", text::seconds(plan.outcome.length)));
        assert!(shown.amount_note.ends_with("static"), "{}", shown.amount_note);
        assert_eq!(KeyNumbers::of(&plan, None, 0.999, None).replicas_note, "");
    }

    #[test]
    fn beside_a_baseline_every_note_says_what_changed() {
        let scenario = examples::first().scenario();
        let mut now = simulated(&evaluate(&scenario).services[0]).clone();
        (now.price, now.outcome.outside, now.outcome.fewest, now.outcome.most) = (Some(2.0), 60.0, 4, 4);
        let alike = KeyNumbers::of(&now, Some(&now), 0.999, None);
        let notes = [&alike.kept_note, &alike.outside_note, &alike.amount_note, &alike.replicas_note];
        assert!(notes.into_iter().all(|note| note == "no change"), "{alike:?}");
        assert_eq!((alike.amount_label.as_str(), alike.replicas.as_str()), ("Cost of the period", "4"));
        // Neither money with replica-hours nor one fleet with another is subtracted.
        let mut before = now.clone();
        (before.price, before.outcome.outside, before.outcome.most) = (None, 0.0, 9);
        let shown = KeyNumbers::of(&now, Some(&before), 0.999, None);
        assert_eq!((shown.outside_note.as_str(), shown.replicas_note.as_str()), ("+60 s vs baseline", "baseline: 4–9"));
        assert_eq!(shown.amount_note, format!("baseline: {}", text::si(before.outcome.spend.paid())));
        assert_eq!(KeyNumbers::of(&before, None, 0.999, None).amount_label, "Replica-hours");
    }
}
