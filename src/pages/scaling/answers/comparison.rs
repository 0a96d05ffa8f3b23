//! The numbers that matter, of the active policy, and all policies side by side.

use super::super::timeline::Study;
use super::table::PolicyTable;
use crate::components::Stat;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::scaling::ScalingPlan;
use leptos::prelude::*;

/// What is said of a policy in a few numbers.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    kept: f64,
    outside: f64,
    length: f64,
    paid: f64,
    cost: Option<f64>,
    saving: Option<f64>,
    fewest: u32,
    most: u32,
}

impl Key {
    fn of(plan: &ScalingPlan) -> Self {
        let outcome = &plan.outcome;
        let paid = outcome.spend.paid();
        Self {
            kept: outcome.kept_of_requests(),
            outside: outcome.outside,
            length: outcome.length,
            paid,
            cost: plan.cost(),
            saving: plan.saving(),
            fewest: outcome.fewest,
            most: outcome.most,
        }
    }

    /// Money where the price is known, else replica-hours.
    fn amount(&self) -> f64 {
        self.cost.unwrap_or(self.paid)
    }

    fn amount_text(&self) -> String {
        self.cost.map_or_else(|| text::si(self.paid), text::dollars)
    }

    fn replicas_text(&self) -> String {
        if self.fewest == self.most {
            text::count(self.most)
        } else {
            format!("{}–{}", text::count(self.fewest), text::count(self.most))
        }
    }
}

/// More or less of something: `33 % less than static`.
fn against(share: f64, what: &str) -> String {
    if share.abs() < 0.0005 {
        format!("as {what}")
    } else {
        format!("{} {} than {what}", text::percent(share.abs()), if share < 0.0 { "less" } else { "more" })
    }
}

/// The difference from the baseline, or that there is none.
fn change(now: f64, before: f64, show: impl Fn(f64) -> String) -> String {
    text::difference(now, before, show).map_or_else(|| "no change".into(), |change| format!("{change} vs baseline"))
}

/// The key numbers and the table.
#[component]
pub fn Comparison() -> impl IntoView {
    let (session, study) = (Session::here(), Study::here());
    let key = Memo::new(move |_| study.shown.with(|shown| shown.runs.first().map(|run| Key::of(&run.plan))));
    let before = session
        .baseline_answer(|service| Key::of(service.simulated().map_or(&service.scaling, |place| &place.scaling)));
    let target = session.service_part(|service| service.sizing.slo.availability.get());
    let sized =
        session.answer(|service| service.simulated().map_or(service.alone.running, |place| place.sizing.running));
    // A long run is of the plan as it is; the baseline's period is another span.
    let before = move || before.get().filter(|_| !study.is_long());
    let read = move |show: fn(&Key) -> String| {
        Signal::derive(move || key.with(|key| key.as_ref().map(show).unwrap_or_default()))
    };
    let noted = move |difference: fn(&Key, &Key) -> String, otherwise: Signal<String>| {
        Signal::derive(move || match key.get().zip(before()) {
            Some((now, before)) => difference(&now, &before),
            None => otherwise.get(),
        })
    };
    let plain = move |show: fn(&Key) -> String| read(show);
    let amount_label =
        read(|key| if key.cost.is_some() { "Cost of the period".into() } else { "Replica-hours".into() });
    let promise = Signal::derive(move || format!("target {}", text::percent(target.get())));
    let replicas_note =
        Signal::derive(move || sized.get().map(|sized| format!("{} as sized", text::count(sized))).unwrap_or_default());
    view! {
        <section class="comparison" aria-label="Policies compared">
            <div class="comparison-key">
                <Stat label="Requests within SLO" topic="scaling" value=read(|key| text::percent(key.kept))
                    note=noted(|now, before| change(now.kept, before.kept, text::points), promise)/>
                <Stat label="Time outside the SLO" topic="scaling" value=read(|key| text::seconds(key.outside))
                    note=noted(|now, before| change(now.outside, before.outside, text::seconds), plain(|key| format!("of {}", text::seconds(key.length))))/>
                <Stat label=amount_label topic="scaling" value=read(Key::amount_text)
                    note=noted(|now, before| {
                        let show = if now.cost.is_some() { text::dollars } else { text::number };
                        if now.cost.is_some() == before.cost.is_some() { change(now.amount(), before.amount(), show) } else { format!("baseline: {}", before.amount_text()) }
                    }, plain(|key| key.saving.map(|saving| against(-saving, "static")).unwrap_or_default()))/>
                <Stat label="Replicas in service" topic="scaling" value=read(Key::replicas_text)
                    note=noted(|now, before| if (now.fewest, now.most) == (before.fewest, before.most) { "no change".into() } else { format!("baseline: {}", before.replicas_text()) }, replicas_note)/>
            </div>
            <PolicyTable/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_said_in_words() {
        assert_eq!(against(-0.334, "static"), "33.4 % less than static");
        assert_eq!(against(0.5, "the ideal one"), "50 % more than the ideal one");
        assert_eq!(against(0.0001, "static"), "as static");
    }
}
